"""Articles in text files: plain text, Markdown with front matter, dumps of portal pages."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml

from analysis.cleaning import clean, normalise
from analysis.errors import ReadError
from analysis.reading.decode import text_of

_FRONT = re.compile(r"\A---[ \t]*\n(?P<yaml>.*?)\n---[ \t]*(?:\n|\Z)", re.DOTALL)
_HANGUL = re.compile(r"[\uac00-\ud7a3]")


def read_text(path: Path) -> tuple[dict[str, str], list[dict[str, object]]]:
    """Read one article from a text file.

    Parameters
    ----------
    path : Path
        A .txt or .md file: front matter (YAML between two lines of ---) is optional; what a portal prints
        around an article is recognised and set apart.

    Returns
    -------
    (dict, list of dict)
        A row of documents (`doc` is the file name without its ending) and the rows of removed lines.
        Front matter wins over what the page says. Line numbers are those of the file.

    Raises
    ------
    ReadError
        If the file has no Korean text, or front matter that is not a YAML mapping.
    """
    raw = normalise(text_of(path))
    front = _FRONT.match(raw)
    skipped = raw[: front.end()].count("\n") if front else 0
    about = _front_matter(front["yaml"], path.name) if front else {}
    found = clean(raw[front.end() :] if front else raw)
    body = "\n".join(line.text for line in found.paragraphs)
    if not _HANGUL.search(body):
        what = "holds no article, only what a page prints around one" if _HANGUL.search(raw) else "has no Korean text"
        msg = f"{path.name} {what}; check that the right file was saved, with its text"
        raise ReadError(msg)
    doc = normalise(path.stem)
    row = {"doc": doc, "source": normalise(path.name), "text": body} | found.about | about
    removed = [
        {"doc": doc, "line": r.line + skipped, "kind": r.kind, "reason": r.reason, "text": r.text}
        for r in found.removed
    ]
    return row, removed


def _front_matter(text: str, name: str) -> dict[str, str]:
    """Parse front matter into strings; other keys than the contract's stay as document variables."""
    try:
        loaded: Any = yaml.safe_load(text)
    except yaml.YAMLError as error:
        msg = f"{name}: the front matter between the lines of --- is not YAML; quote values with a colon in them"
        raise ReadError(msg) from error
    if not isinstance(loaded, dict):
        msg = f"{name}: the front matter must be lines of 'key: value'"
        raise ReadError(msg)
    taken = {"doc", "text", "sha256", "source"} & set(loaded)
    if taken:
        msg = f"{name}: front matter may not set {min(taken)!r}, which the kit fills in; rename the key"
        raise ReadError(msg)
    return {str(k): "" if v is None else str(v) for k, v in loaded.items()}
