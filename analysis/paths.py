"""Where the kit's folders are. Importing this module touches no file."""

from __future__ import annotations

import os
from pathlib import Path

__all__ = [
    "ARTICLES",
    "CACHE",
    "CODEBOOKS",
    "FIGURES",
    "LEXICONS",
    "NOTEBOOKS",
    "PRIVATE",
    "REFERENCE",
    "REPORTS",
    "ROOT",
    "SEEDS",
    "TOKENS",
]

ROOT = Path(__file__).resolve().parent.parent
SEEDS = ROOT / "seeds"
ARTICLES = SEEDS / "articles"
PRIVATE = SEEDS / "private"
TOKENS = SEEDS / "tokens"
CODEBOOKS = SEEDS / "codebooks"
LEXICONS = SEEDS / "lexicons"
REFERENCE = SEEDS / "reference"
FIGURES = ROOT / "figures"
NOTEBOOKS = ROOT / "notebooks"
REPORTS = ROOT / "reports"
CACHE = ROOT / ".cache"


def cache() -> Path:
    """Return the folder of the cache.

    Returns
    -------
    Path
        That of the environment variable DAMRON_CACHE, else .cache of the kit.
    """
    return Path(os.environ.get("DAMRON_CACHE") or CACHE)


def is_file(path: Path) -> bool:
    """Tell whether a file is there; a name that the system does not take, since it is too long, names none.

    Parameters
    ----------
    path : Path
        Any path.

    Returns
    -------
    bool
        False for a folder too.
    """
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def __dir__() -> list[str]:
    """List the folders alone."""
    return sorted(__all__)
