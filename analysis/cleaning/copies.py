"""Summaries that copy the body, and paragraphs that stand in it twice."""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import groupby

from analysis.cleaning.endings import holds_two
from analysis.cleaning.furniture import SUMMARY_HEADER
from analysis.cleaning.lines import Line, Page, letters

_COPY = 20  # letters from which a repeated run of letters is a copy, not a turn of phrase
_PARAGRAPH = 60  # letters from which one repeated sentence is a copy, not a refrain
_BLOCK = 10  # letters of a block of the index; every run of _COPY letters holds a whole one
_NOTE = 1000  # characters; no line of a summary is longer
_HEADERS = 2


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
    """Remove paragraphs that stand in the body already.

    A paragraph is what holds two sentences or 60 letters: a shorter line may come back on purpose, as a refrain does,
    and goes only beside a paragraph that goes. A page with furniture may repeat paragraphs cut or joined otherwise, so
    there any run of letters counts.
    """
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
