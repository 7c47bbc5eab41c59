"""Articles in saved web pages.

The page becomes a list of blocks, each text between two block-level tags. The markers of the two large Korean
portals say which block is what; on other pages trafilatura chooses the body. Every block that is not
in the body is in `removed`, with the part of the page that it stood in.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from analysis.cleaning import Traced, normalise
from analysis.cleaning.byline import outlet
from analysis.cleaning.endings import is_sentence
from analysis.cleaning.lines import letters
from analysis.errors import ReadError
from analysis.reading.article import Article, Cut, article, needed
from analysis.reading.decode import text_of
from analysis.reading.page import Page, parse
from analysis.reading.pagefacts import facts

_DATA = re.compile(r"data:[\w/+.\-]*;base64,[A-Za-z0-9+/=%\s]*")
_LARGEST = 16 * 2**20
_SHORT = 10  # letters below which a block must be a whole line of the extraction


class _Choice(NamedTuple):
    """Ordinals of the blocks that are the body, and who chose them."""

    body: set[int]
    chooser: str


def read_html(path: Path) -> list[Article]:
    """Read one article from a saved web page.

    Parameters
    ----------
    path : Path
        An .html or .htm file, at most 16 MiB without embedded pictures; needs the extra `formats`. Naver and Daum
        news pages are read by their own markers, other pages by what trafilatura takes for the article.

    Returns
    -------
    list of Article
        One. A `line` is the ordinal of a block of visible text. Captions, headlines, bylines and everything
        around the article are in `removed`. Title, author, date, time and outlet come from the page's
        metadata (Open Graph, JSON-LD, the portals' own fields) and win over what the text says. Scripts,
        styles, hidden templates and comments are not text and leave no trace.

    Raises
    ------
    ReadError
        If the extra is not installed, the file is too large, no article is found, or there is no Korean text.
    """
    source = _DATA.sub("", text_of(path))
    if len(source) > _LARGEST:
        msg = f"{path.name} is larger than 16 MiB without its pictures; save the article's page alone"
        raise ReadError(msg)
    page = parse(source, name=path.name)
    choice = _marked(page) or _extracted(page, source, path.name)
    if not any(is_sentence(page.blocks[n - 1].text) for n in choice.body):
        msg = f"{path.name} holds no article that could be told from the page around it; save its text as .txt"
        raise ReadError(msg)
    titles = {n for n, block in enumerate(page.blocks, 1) if block.part == "title"}
    cuts = []
    for n, block in enumerate(page.blocks, 1):
        if n not in choice.body and n not in titles:
            kind, reason = _PARTS.get(block.part, ("page", f"outside the article, by {choice.chooser}"))
            cuts.append(Cut(n, kind, reason, normalise(block.text)))
    lines = [block.text if n in choice.body else "" for n, block in enumerate(page.blocks, 1)]
    cuts += [Cut(n, "title", "headline, kept in documents.title", normalise(page.blocks[n - 1].text)) for n in titles]
    return [article(path, Traced.of("\n".join(lines)).normalised(), about=_about(page, cuts), cuts=cuts)]


_PARTS = {
    "caption": ("caption", "caption or credit of a picture"),
    "byline": ("byline", "name and dates beside the article"),
    "subtitle": ("title", "subtitle above the body"),
    "furniture": ("widget", "part of the page, marked as such inside the article"),
}


def _about(page: Page, cuts: Sequence[Cut]) -> dict[str, str]:
    """Put together what the page states; the outlet may stand in its copyright line alone."""
    about = facts(page)
    about["outlet"] = about["outlet"] or next((outlet(c.text) for c in cuts if "ⓒ" in c.text and outlet(c.text)), "")
    return {key: value for key, value in about.items() if value}


def _marked(page: Page) -> _Choice | None:
    """Choose the blocks inside a portal's own container of the article."""
    body = {n for n, block in enumerate(page.blocks, 1) if block.part == "body"}
    return _Choice(body, "the portal's markers") if body else None


def _extracted(page: Page, source: str, name: str) -> _Choice:
    """Choose the blocks whose words trafilatura takes for the article."""
    trafilatura = needed("trafilatura", name=name, extra="formats")
    found = trafilatura.extract(source, include_comments=False, include_tables=True) or ""
    whole = letters(found)
    lines = {letters(line) for line in found.split("\n")}
    keys = [letters(block.text) for block in page.blocks]
    free = [block.part not in _PARTS and block.part != "title" for block in page.blocks]
    sure = {
        n for n, key in enumerate(keys) if key and free[n] and (key in lines or (len(key) >= _SHORT and key in whole))
    }
    between = {n for n, key in enumerate(keys) if free[n] and key in whole and {n - 1, n + 1} <= sure}
    return _Choice({n + 1 for n in sure | between}, "trafilatura")
