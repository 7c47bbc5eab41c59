"""Articles in text files: plain text, Markdown with front matter, dumps of portal pages."""

from __future__ import annotations

import datetime as dt
import html
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from analysis.cleaning import GUESSED, Traced, Treatment, normalise
from analysis.errors import CodebookError, ReadError
from analysis.files.yaml import parse
from analysis.messages import message
from analysis.reading.article import Article, Cut, article
from analysis.reading.decode import text_of

_ENTITY = re.compile(
    r"&(?:amp;)*(?P<core>#\d{2,7}|#[xX][0-9a-fA-F]{2,6}|quot|amp|lt|gt|nbsp|apos|middot|hellip|lsquo|rsquo|ldquo|rdquo"
    r"|ndash|mdash|bull|copy|reg|trade|deg|times|divide|plusmn|laquo|raquo|sdot|cdot|rarr|larr|middot|ensp|emsp|shy);"
)
_HEADING = re.compile(r"^(?P<marks>#{1,6} +)(?P<text>[^\n]*?)(?P<close> #+)?$", re.MULTILINE)
_PICTURE = r"!\[[^\[\]\n]*\]\([^()\n]*\)"
_TARGET = r"(?:[A-Za-z][A-Za-z0-9+.\-]*:|www\.|/|#|\.)[^()\s]*(?:\([^()\s]*\)[^()\s]*)*"
_LINK = re.compile(rf'(?P<picture>{_PICTURE})|\[(?P<text>[^\[\]\n]*)\]\((?P<target>{_TARGET})(?: "[^"\n]*")?\)')
_FRONT = re.compile(r"\A---[ \t]*(?:\r\n|\r|\n)(?P<yaml>.*?)(?:\r\n|\r|\n)---[ \t]*(?:\r\n|\r|\n|\Z)", re.DOTALL)
_LONGEST_FRONT = 64 * 2**10
_HTML = re.compile(r"\s*(?:<\?xml[^>]{0,200}>\s*)?<(?:!doctype\s+html|html)\b", re.IGNORECASE)


def read_text(path: Path, *, treatment: Treatment = GUESSED) -> list[Article]:
    """Read one article from a text file."""
    source = text_of(path)
    if _HTML.match(source):
        msg = message("{path} is an HTML page; rename it so that it ends in .html", path=path.name)
        raise ReadError(msg)
    page = Traced.of(source)
    front = _FRONT.match(source)
    about = _front_matter(front["yaml"], path.name) if front else {}
    if front:
        page = page.edited([(0, front.end(), "")])
    page, cuts = _entities(page)
    page = page.normalised()
    if path.suffix.lower() == ".md":
        page, taken, title = _markdown(page)
        cuts += taken
        about = ({"title": title} if title else {}) | about
    return [article(path, page, about=about, cuts=cuts, treatment=treatment)]


def _front_matter(text: str, name: str) -> dict[str, str]:
    """Parse front matter into strings as they are written; other keys than the contract's stay as variables."""
    if len(text) > _LONGEST_FRONT:
        msg = message(
            "{name}: the front matter is longer than 64 KiB; close it with a line of --- above the text", name=name
        )
        raise ReadError(msg)
    try:
        loaded: Any = parse(f"\n{text}")  # so that lines are counted from the --- above it
    except CodebookError as error:
        msg = message(
            "{name}: the front matter between the lines of ---, {error}; quote values with a colon in them",
            name=name,
            error=error,
        )
        raise ReadError(msg) from error
    if not isinstance(loaded, dict):
        msg = message("{name}: the front matter must be lines of 'key: value'", name=name)
        raise ReadError(msg)
    nested = [key for key, value in loaded.items() if not isinstance(key, str) or not isinstance(value, str | None)]
    if nested:
        msg = message(
            "{name}: front matter may hold plain values only, not a list or a block at {nested!r}",
            name=name,
            nested=str(nested[0])[:40],
        )
        raise ReadError(msg)
    taken = {"doc", "text", "sha256", "source"} & set(loaded)
    if taken:
        msg = message(
            "{name}: front matter may not set {taken!r}, which the kit fills in; rename the key",
            name=name,
            taken=min(taken),
        )
        raise ReadError(msg)
    about = {normalise(key): normalise(value or "") for key, value in loaded.items()}
    _require_date(about.get("date", ""), name)
    return about


def _require_date(text: str, name: str) -> None:
    """Refuse a date that is no day."""
    try:
        good = not text or dt.date.fromisoformat(text).isoformat() == text
    except ValueError:
        good = False
    if not good:
        msg = message("{name}: the front matter's date is {text!r}; write it as YYYY-MM-DD", name=name, text=text[:40])
        raise ReadError(msg)


def entities(text: str) -> Iterator[tuple[int, int, str]]:
    """Find HTML entities that stand for one printable letter: start, end and the letter."""
    # "A&amp;B, R&D;" -> (1, 6, "&") alone: &D; is no entity
    for found in _ENTITY.finditer(text):
        letter = html.unescape(f"&{found['core']};")
        if (
            len(letter) == 1
            and letter not in "\ufffd\u2028\u2029"
            and unicodedata.category(letter) not in {"Cc", "Cs", "Cn", "Co"}
        ):
            yield *found.span(), letter


def _entities(page: Traced) -> tuple[Traced, list[Cut]]:
    """Write HTML entities as the characters they stand for."""
    edits: list[tuple[int, int, str]] = []
    lines: dict[int, list[str]] = {}
    for start, end, letter in entities(page.text):
        edits.append((start, end, letter))
        lines.setdefault(page.origins.place(start)[0], []).append(page.text[start:end])
    cuts = [
        Cut(n, "entity", "HTML entities, written as the characters they stand for", " ".join(signs))
        for n, signs in lines.items()
    ]
    return page.edited(edits) if edits else page, cuts


def _markdown(page: Traced) -> tuple[Traced, list[Cut], str]:
    """Remove the marks of headings and the targets of links from Markdown."""
    edits: list[tuple[int, int, str]] = []
    cuts: list[Cut] = []
    title = ""
    for found in _HEADING.finditer(page.text):
        line = page.origins.place(found.start())[0]
        if found["marks"] == "# " and not page.text[: found.start()].strip():
            title = found["text"]
            edits.append((*found.span(), ""))
            cuts.append(Cut(line, "title", "headline, kept in documents.title", found[0]))
            continue
        edits += [(*found.span("marks"), ""), *([(*found.span("close"), "")] if found["close"] else [])]
        cuts.append(Cut(line, "markup", "mark of a heading", found["marks"].strip()))
    page = page.edited(edits)
    edits = []
    for found in _LINK.finditer(page.text):
        line = page.origins.place(found.start())[0]
        if found["picture"]:
            cuts.append(Cut(line, "caption", "picture", found[0]))
            edits.append((*found.span(), ""))
        else:
            cuts.append(Cut(line, "markup", "target of a link", found["target"]))
            edits += [(found.start(), found.start("text"), ""), (found.end("text"), found.end(), "")]
    return page.edited(edits).normalised(), cuts, title
