"""From the lines of a page to the paragraphs of an article, with an account of every other line.

Furniture is known by its own words (`furniture`), copies by the letters they share with the body (`copies`),
headline and byline by where they stand (`head`), and the rest of head and tail by its register: portals speak
to their readers politely (합니다, 하세요), articles are written in the plain style (한다). No rule looks at a
line's length alone, and in the body only copies and furniture are looked for.
"""

from __future__ import annotations

from dataclasses import dataclass

from analysis.cleaning import byline as by
from analysis.cleaning.copies import duplicates, summary
from analysis.cleaning.furniture import PICTURE, furniture
from analysis.cleaning.head import head
from analysis.cleaning.lines import Line, Page, Removed
from analysis.cleaning.tail import register, tail

_OF_A_PAGE = ("widget", "copyright", "prompt", "related", "summary")


@dataclass(frozen=True)
class Cleaned:
    """The body, what was taken away in the order of the source, and what the page says of the article."""

    paragraphs: tuple[Line, ...]
    removed: tuple[Removed, ...]
    about: dict[str, str]


def clean(text: str) -> Cleaned:
    """Separate the body of an article from everything else that a page shows.

    Parameters
    ----------
    text : str
        Normalised text of the page, one line a paragraph or a piece of furniture.

    Returns
    -------
    Cleaned
        `paragraphs` in reading order, each once; `removed` with one entry for every other line that is not
        blank; `about` with title, section, author, post, date, time, outlet as far as the page says.
        A text without furniture comes back whole; only headlines above it are set apart.

    Notes
    -----
    Cleaning the joined paragraphs again removes nothing: the rules are applied until they find nothing more,
    and they know nothing but the lines that are left. Time grows with the length of the text.
    """
    lines = Page.of(text).lines
    removed: dict[int, Removed] = {}
    about: dict[str, str] = {}
    while True:
        page, said = _sorted(lines)
        about = {k: v for k, v in said.items() if v} | about
        if not page.removed:
            return Cleaned(tuple(lines), tuple(removed[number] for number in sorted(removed)), about)
        removed |= page.removed
        lines = page.free()


def _sorted(lines: list[Line]) -> tuple[Page, dict[str, str]]:
    """Apply every rule once; return the page and what it says of the article."""
    page = Page(lines)
    for line in lines:
        if (rule := furniture(line.text)) and not _in_list(page, line):
            page.remove([line], rule.kind, rule.reason)
    about = {"outlet": _outlet(page)}
    dumped = any(page.of_kind(*_OF_A_PAGE))
    summary(page)
    head(page, about, dumped=dumped)
    tail(page, about)
    if dumped:
        register(page)
    duplicates(page, anywhere=dumped)
    return page, about


def _in_list(page: Page, line: Line) -> bool:
    """Tell whether a line that opens with ▲ stands beside another one: then it is a point of a list."""
    if not PICTURE.match(line.text) or "사진" in line.text:
        return False
    return any(PICTURE.match(x.text) for x in page.beside(line) if x is not line)


def _outlet(page: Page) -> str:
    """Read the outlet from the copyright line, or else from a prompt that names it."""
    lines = [*page.of_kind("copyright"), *page.of_kind("prompt")]
    return next((name for line in lines if (name := by.outlet(line.text))), "")
