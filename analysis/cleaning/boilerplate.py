"""From the lines of a page to the paragraphs of an article, with an account of every other line.

Furniture is known by its own words (`furniture`), copies by the letters they share with the body (`copies`),
headline and byline by where they stand (`head`), and the rest of head and tail by its register: portals speak
to their readers politely (합니다, 하세요), articles are written in the plain style (한다). No rule looks at a
line's length alone, and in the body only copies and furniture are looked for.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from itertools import groupby

from analysis.cleaning import byline as by
from analysis.cleaning.byline import head, note
from analysis.cleaning.furniture import BULLET, PICTURE, SUMMARY_HEADER, furniture
from analysis.cleaning.lines import (
    PLAIN,
    POLITE,
    Line,
    Page,
    Removed,
    holds_two,
    is_plain_sentence,
    is_running,
    is_sentence,
    is_stopped,
    letters,
)

_LITTLE = 0.25  # share of the prose that may stand behind a copyright line and still belong to other articles
_LONGEST = 160
_OF_PAGES = re.compile(r"기사|본문|구독|추천|댓글|제보|클릭|눌러|누르|채널|로그인|링크|누리집|글자|글씨")
_OF_OUTLETS = re.compile(r"신문|일보")
_COPY = 20  # letters from which a repeated run of letters is a copy, not a turn of phrase
_PARAGRAPH = 60  # letters from which one repeated sentence is a copy, not a refrain
_BLOCK = 10  # letters of a block of the index; every run of _COPY letters holds a whole one
_NOTE = 1000  # characters; no line of a summary is longer
_HEADERS = 2
_OF_A_PAGE = ("widget", "copyright", "prompt", "related", "summary")


@dataclass(frozen=True)
class Cleaned:
    """The body, what was taken away in the order of the source, and what the page says of the article."""

    paragraphs: tuple[Line, ...]
    removed: tuple[Removed, ...]
    about: dict[str, str]


def clean(text: str) -> Cleaned:
    """Separate the body of an article from everything else that a page shows."""
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


def summary(page: Page) -> None:
    """Remove the sentences a portal's summary copies from below, and its notes above them."""
    headers = [line for line in page.of_kind("summary") if SUMMARY_HEADER.search(line.text)]
    for header in headers[:_HEADERS]:
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
    if len(line.text) > _NOTE:
        return False
    parts = [key for part in re.split(r"(?<=[.?!…])\s+", line.text) if (key := letters(part))]
    return bool(parts) and all(
        any(part in key and (whole or len(key) > len(line.key)) for key in keys) for part in parts
    )


def duplicates(page: Page, *, anywhere: bool) -> None:
    """Remove paragraphs that stand in the body already."""
    # A paragraph is what holds two sentences or 60 letters: a shorter line may come back on purpose, as a refrain
    # does, and goes only beside a paragraph that goes. A page with furniture may repeat paragraphs cut or joined
    # otherwise, so there any run of letters counts.
    body = page.free()
    first: dict[str, int] = {}
    source: dict[int, int] = {}  # line number of a copy: line number of the first, 0 when cut otherwise
    above = _Index()
    for line in body:
        if line.key in first:
            source[line.number] = first[line.key]
        elif anywhere and len(line.key) >= _COPY and line.key in above:
            source[line.number] = 0
        else:
            first[line.key] = line.number
            if anywhere:
                above.add(line.key)
    for copied, run in groupby(body, lambda line: line.number in source and line.key != ""):
        lines = list(run)
        if copied and _is_repeat(lines, anywhere=anywhere):
            for line in lines:
                number = source[line.number]
                reason = f"the same words stand in line {number}" if number else "its words stand above, cut otherwise"
                page.remove([line], "duplicate", reason)


def _is_repeat(run: list[Line], *, anywhere: bool) -> bool:
    """Tell whether neighbouring copies are a second copy of the text, not a refrain."""
    paragraphs = [x for x in run if len(x.key) >= _PARAGRAPH or (len(x.key) >= _COPY and holds_two(x.text))]
    long = [x for x in run if len(x.key) >= _COPY]
    return bool(paragraphs) or (anywhere and len(long) > 1 and sum(len(x.key) for x in long) >= _PARAGRAPH)


class _Index:
    """The letters of the lines so far, searched in time that does not grow with them."""

    def __init__(self) -> None:
        self._keys: list[str] = []
        self._starts: list[int] = []
        self._length = 0
        self._rest = ""
        self._blocks: dict[str, int] = {}

    def add(self, key: str) -> None:
        """Append the letters of a line."""
        self._keys.append(key)
        self._starts.append(self._length)
        text, start = self._rest + key, self._length - len(self._rest)
        whole = len(text) - len(text) % _BLOCK
        for at in range(0, whole, _BLOCK):
            self._blocks.setdefault(text[at : at + _BLOCK], start + at)
        self._rest = text[whole:]
        self._length += len(key)

    def __contains__(self, key: str) -> bool:
        """Tell whether a run of at least `_COPY` letters stands inside the letters so far."""
        found = (self._blocks.get(key[shift : shift + _BLOCK], -1) - shift for shift in range(_BLOCK))
        return any(start >= 0 and self._stands_at(start, key) for start in found)

    def _stands_at(self, start: int, key: str) -> bool:
        at = bisect_right(self._starts, start) - 1
        skip = start - self._starts[at]
        while key:
            if at == len(self._keys):
                return False
            piece = self._keys[at][skip:]
            if not (piece.startswith(key) if len(piece) >= len(key) else key.startswith(piece)):
                return False
            key, at, skip = key[len(piece) :], at + 1, 0
        return True


def tail(page: Page, about: dict[str, str]) -> None:
    """Remove what stands behind the article's end, and the author line that closes it."""
    ended = _behind_the_end(page)
    _related(page)
    for line in page.free()[1:][-2:]:
        said = by.byline(line.text, dated=False)
        known = about.get("author")
        if said and said.author and (ended or known) and said.author == (known or said.author):
            note(about, said)
            page.remove([line], "byline", "author line below the article")


def _behind_the_end(page: Page) -> bool:
    """Remove what stands behind the first copyright line that has nearly all the prose above it."""
    free = page.free()
    total = sum(_prose(line) for line in free)
    ends = iter([line.number for line in page.of_kind("copyright")])
    end, above = next(ends, 0), 0
    for line in free:
        while end and end < line.number:
            if above and total - above <= _LITTLE * total:
                _cut(page, [x for x in free if x.number > end], end)
                return True
            end = next(ends, 0)
        above += _prose(line)
    return bool(end and above)


def _related(page: Page) -> None:
    """Remove the headlines under a header of related ones, up to the next sentence of prose."""
    header, balance = 0, 0  # balance: plain lines so far, less polite ones
    for line in page.lines:
        if page.kind(line) == "related":
            header = header or line.number
        elif line.number in page.removed:
            continue
        elif header and not _goes_on(line.text, polite=balance < 0):
            _cut(page, [line], header)
        else:
            header = 0
            balance += bool(PLAIN.search(line.text)) - bool(POLITE.search(line.text))


def _goes_on(text: str, *, polite: bool) -> bool:
    """Tell whether a line is a paragraph of the article again, in the style of what stands above."""
    return is_plain_sentence(text) or (polite and is_running(text) and is_stopped(text))


def _cut(page: Page, lines: list[Line], end: int) -> None:
    for line in lines:
        kind = "prompt" if POLITE.search(line.text) and not BULLET.match(line.text) else "related"
        page.remove([line], kind, f"stands behind the end of the article (line {end})")


def _prose(line: Line) -> int:
    return len(line.text) if is_sentence(line.text) else 0


def register(page: Page) -> None:
    """Remove lines around a plain-style body that speak politely, and of the page or from behind the article's end."""
    free = page.free()
    plain = [line for line in free if PLAIN.search(line.text)]
    if not plain or sum(len(x.text) for x in plain) * 2 < sum(len(x.text) for x in free):
        return
    first, last = plain[0].number, plain[-1].number
    ends = [x.number for x in page.of_kind("copyright", "related", "prompt") if x.number > last]
    for line in free:
        text = line.text
        polite = POLITE.search(text) and not PLAIN.search(text) and text[0] not in "“\"‘'" and len(text) <= _LONGEST
        if not polite or first < line.number < last:
            continue
        behind = bool(ends) and ends[0] < line.number
        above = line.number < first
        if behind or _OF_PAGES.search(text) or (above and _OF_OUTLETS.search(text)):
            kind = "widget" if above else "prompt"
            page.remove([line], kind, f"speaks to the reader {'above' if above else 'below'} the article")
