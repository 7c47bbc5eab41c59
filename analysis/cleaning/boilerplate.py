"""From the lines of a page to the paragraphs of an article, with an account of every other line.

Furniture is known by its own words (`furniture`), copies by the letters they share with the body,
headline and byline by where they stand, and the rest of head and tail by its register: portals speak to
their readers politely (합니다, 하세요), articles are written in the plain style (한다). No rule looks at a
line's length alone, and none but that for copies reaches into the body.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from analysis.cleaning import byline as by
from analysis.cleaning.furniture import BULLET, SUMMARY_HEADER, furniture
from analysis.cleaning.lines import Line, Page, Removed, letters

_COPY = 20  # letters from which a repeated run of letters is a copy, not a turn of phrase
_POLITE = re.compile(r"(니다|세요|시오|나요|까요|어요|아요|지요|죠)[.!?…]*[”’\"')\]]*(?=\s|$)")
_PLAIN = re.compile(r"(?<!니)다[.…]*[”’\"')\]]*(?=\s|$)")


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
    Cleaning the joined paragraphs again removes nothing.
    """
    page = Page.of(text)
    for line in page.lines:
        if rule := furniture(line.text):
            page.remove([line], rule.kind, rule.reason)
    about = {"outlet": _outlet(page)}
    dumped = bool(page.removed)
    _summary(page)
    _head(page, about, dumped=dumped)
    _tail(page, about)
    if dumped:
        _register(page)
    _copies(page, anywhere=dumped)
    account = tuple(page.removed[number] for number in sorted(page.removed))
    return Cleaned(tuple(page.free()), account, {k: v for k, v in about.items() if v})


def _outlet(page: Page) -> str:
    """Read the outlet from the copyright line, or else from a prompt that names it."""
    lines = [*page.of_kind("copyright"), *page.of_kind("prompt")]
    return next((name for line in lines if (name := by.outlet(line.text))), "")


def _summary(page: Page) -> None:
    """Remove the sentences a portal's summary copies from below, and its notes above them."""
    for header in [line for line in page.lines if SUMMARY_HEADER.search(line.text)]:
        below = [line for line in page.free() if line.number > header.number]
        fence = _fence(page, below)
        last = 0
        for at, line in enumerate(below[:12]):
            whole = line.number < fence  # then a copy of a whole paragraph is a summary too
            rest = [x.key for x in below[at + 1 :] if x.number > fence or not whole]
            if at - last <= 2 and _stands_in(line, rest, whole=whole):
                last = at + 1
        page.remove(below[:last], "summary", "summary of what stands below, or a note to it")


def _fence(page: Page, below: list[Line]) -> int:
    """Find the widget that parts the summary from the body; 0 when none stands between."""
    widgets = (x.number for x in page.of_kind("widget") if below and x.number > below[0].number)
    return next(widgets, 0)


def _stands_in(line: Line, keys: list[str], *, whole: bool) -> bool:
    """Tell whether every sentence of a line stands inside one of the lines below it."""
    parts = [key for part in re.split(r"(?<=[.?!…])\s+", line.text) if (key := letters(part))]
    return bool(parts) and all(
        any(part in key and (whole or len(key) > len(line.key)) for key in keys) for part in parts
    )


def _head(page: Page, about: dict[str, str], *, dumped: bool) -> None:
    """Set headline, subtitles and byline above the body apart; note what they say."""
    page.remove(
        [x for x in page.free()[:2] if about["outlet"] and x.text == about["outlet"]], "byline", "outlet's name"
    )
    free = page.free()
    if len(free) > 1 and _is_headline(free, dumped=dumped):
        about["title"], tag = by.headline(free[0].text)
        about["section"], _, about["author"] = tag.partition("/")
        page.remove(free[:1], "title", "headline, kept in documents.title")
    for line in page.of_kind("byline"):
        if by.is_dateline(line.text):
            _note(about, by.byline(line.text))
    for line in page.free()[:6]:
        said = by.byline(line.text, dated=False)
        if said and (dumped or said.date) and len(page.free()) > 1:
            _note(about, said)
            page.remove([line], "byline", "name, post and date of publication")
        elif by.is_sentence(line.text) or "title" not in about or len(line.text) > 90:
            break
        else:
            page.remove([line], *_between(page, line))


def _between(page: Page, line: Line) -> tuple[str, str]:
    """Say what an unfinished line between headline and body is."""
    at = page.lines.index(line)
    if any(page.kind(x) == "widget" for x in page.lines[max(at - 1, 0) : at + 2]):
        return "widget", "label among the page's widgets"
    return "title", "subtitle above the body"


def _is_headline(free: list[Line], *, dumped: bool) -> bool:
    """Tell whether the first line is a headline: short, no finished sentence, prose close below."""
    first = free[0].text
    if len(first) > 90:
        return False
    if dumped:
        return not re.search(r"다\.[”’\"')]*$", first)
    return not by.is_sentence(first) and any(by.is_sentence(line.text) for line in free[1:4])


def _note(about: dict[str, str], said: by.Byline | None) -> None:
    """Keep what a byline says, unless an earlier line said it."""
    if said:
        fields = {"author": said.author, "post": said.post, "date": said.date, "time": said.time}
        about |= {k: v for k, v in fields.items() if v and not about.get(k)}


def _tail(page: Page, about: dict[str, str]) -> None:
    """Remove what stands behind the article's end, and the author line that closes it."""
    ends = (line for line in page.of_kind("copyright", "related") if _mostly_above(page, line))
    end = next(ends, None)
    if end:
        for line in [x for x in page.free() if x.number > end.number]:
            kind = "prompt" if _POLITE.search(line.text) and not BULLET.match(line.text) else "related"
            page.remove([line], kind, f"stands behind the end of the article (line {end.number})")
    for line in page.free()[1:][-2:]:
        said = by.byline(line.text, dated=False)
        if said and (end or about.get("author")) and about.get("author", said.author) == said.author:
            _note(about, said)
            page.remove([line], "byline", "author line below the article")


def _mostly_above(page: Page, end: Line) -> bool:
    """Tell whether more prose stands above a line than below it."""
    prose = [(x.number < end.number, len(x.text)) for x in page.free() if by.is_sentence(x.text)]
    return sum(n for above, n in prose if above) > sum(n for above, n in prose if not above)


def _register(page: Page) -> None:
    """Remove lines around a plain-style body that speak to the reader in the polite style."""
    free = page.free()
    plain = [line for line in free if _PLAIN.search(line.text)]
    if not plain or sum(len(x.text) for x in plain) * 2 < sum(len(x.text) for x in free):
        return
    for line in free:
        outside = not plain[0].number < line.number < plain[-1].number
        polite = _POLITE.search(line.text) and not _PLAIN.search(line.text) and line.text[0] not in "“\"‘'"
        if outside and polite:
            above = line.number < plain[0].number
            kind = "widget" if above else "prompt"
            page.remove([line], kind, f"speaks to the reader {'above' if above else 'below'} the article")


def _copies(page: Page, *, anywhere: bool) -> None:
    """Remove paragraphs that stand in the body already; short ones only beside a longer copy.

    A page with furniture may repeat paragraphs cut or joined otherwise, so there any run of letters
    counts; a plain text loses nothing but whole repeated paragraphs.
    """
    body = page.free()
    first: dict[str, int] = {}
    copies: dict[int, int] = {}
    above = ""
    for line in body:
        known = line.key in first or (anywhere and line.key in above)
        if known and len(line.key) >= _COPY:
            copies[line.number] = first.get(line.key, 0)
        else:
            first.setdefault(line.key, line.number)
            above += line.key if anywhere else ""
    for at, line in enumerate(body):
        beside = any(body[j].number in copies for j in (at - 1, at + 1) if 0 <= j < len(body))
        if beside and first.get(line.key, line.number) < line.number:
            copies.setdefault(line.number, first[line.key])
    for line in body:
        if line.number in copies:
            source = copies[line.number]
            reason = f"the same words stand in line {source}" if source else "its words stand above, cut otherwise"
            page.remove([line], "duplicate", reason)
