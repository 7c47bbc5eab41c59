"""What stands below the body, and lines around it that speak to the reader of the page."""

from __future__ import annotations

import re

from analysis.cleaning import byline as by
from analysis.cleaning.endings import PLAIN, POLITE, is_plain_sentence, is_running, is_sentence, is_stopped
from analysis.cleaning.furniture import BULLET
from analysis.cleaning.head import note
from analysis.cleaning.lines import Line, Page

_LITTLE = 0.25  # share of the prose that may stand behind a copyright line and still belong to other articles
_LONGEST = 160
_OF_PAGES = re.compile(r"기사|본문|구독|추천|댓글|제보|클릭|눌러|누르|채널|로그인|링크|누리집|글자|글씨")
_OF_OUTLETS = re.compile(r"신문|일보")


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
