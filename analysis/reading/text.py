"""Articles in text files: plain text, Markdown with front matter, dumps of portal pages."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import Any

import yaml

from analysis.cleaning import Traced, normalise
from analysis.errors import ReadError
from analysis.reading.article import Article, article
from analysis.reading.decode import text_of
from analysis.reading.markup import entities, markdown

_FRONT = re.compile(r"\A---[ \t]*(?:\r\n|\r|\n)(?P<yaml>.*?)(?:\r\n|\r|\n)---[ \t]*(?:\r\n|\r|\n|\Z)", re.DOTALL)
_LONGEST_FRONT = 64 * 2**10
_HTML = re.compile(r"\s*(?:<\?xml[^>]{0,200}>\s*)?<(?:!doctype\s+html|html)\b", re.IGNORECASE)


def read_text(path: Path) -> list[Article]:
    """Read one article from a text file."""
    source = text_of(path)
    if _HTML.match(source):
        msg = f"{path.name} is an HTML page; rename it so that it ends in .html"
        raise ReadError(msg)
    page = Traced.of(source)
    front = _FRONT.match(source)
    about = _front_matter(front["yaml"], path.name) if front else {}
    if front:
        page = page.edited([(0, front.end(), "")])
    page, cuts = entities(page)
    page = page.normalised()
    if path.suffix.lower() == ".md":
        page, taken, title = markdown(page)
        cuts += taken
        about = ({"title": title} if title else {}) | about
    return [article(path, page, about=about, cuts=cuts)]


def _front_matter(text: str, name: str) -> dict[str, str]:
    """Parse front matter into strings as they are written; other keys than the contract's stay as variables."""
    if len(text) > _LONGEST_FRONT:
        msg = f"{name}: the front matter is longer than 64 KiB; close it with a line of --- above the text"
        raise ReadError(msg)
    try:
        loaded: Any = yaml.load(text, Loader=yaml.BaseLoader)
    except (yaml.YAMLError, RecursionError) as error:
        msg = f"{name}: the front matter between the lines of --- is not YAML; quote values with a colon in them"
        raise ReadError(msg) from error
    if not isinstance(loaded, dict):
        msg = f"{name}: the front matter must be lines of 'key: value'"
        raise ReadError(msg)
    nested = [key for key, value in loaded.items() if not isinstance(value, str)]
    if nested:
        msg = f"{name}: front matter may hold plain values only, not a list or a block at {str(nested[0])[:40]!r}"
        raise ReadError(msg)
    taken = {"doc", "text", "sha256", "source"} & set(loaded)
    if taken:
        msg = f"{name}: front matter may not set {min(taken)!r}, which the kit fills in; rename the key"
        raise ReadError(msg)
    about = {normalise(key): "" if value in {"~", "null"} else normalise(value) for key, value in loaded.items()}
    _check_date(about.get("date", ""), name)
    return about


def _check_date(text: str, name: str) -> None:
    """Refuse a date that is no day."""
    try:
        good = not text or dt.date.fromisoformat(text).isoformat() == text
    except ValueError:
        good = False
    if not good:
        msg = f"{name}: the front matter's date is {text[:40]!r}; write it as YYYY-MM-DD"
        raise ReadError(msg)
