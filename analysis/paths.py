"""Where the kit's folders are. Importing this module touches no file."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SEEDS = ROOT / "seeds"
ARTICLES = SEEDS / "articles"
PRIVATE = SEEDS / "private"
TOKENS = SEEDS / "tokens"
CODEBOOKS = SEEDS / "codebooks"
LEXICONS = SEEDS / "lexicons"
FIGURES = ROOT / "figures"
NOTEBOOKS = ROOT / "notebooks"
REPORTS = ROOT / "reports"
CACHE = ROOT / ".cache"
