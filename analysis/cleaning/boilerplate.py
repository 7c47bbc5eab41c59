"""From the lines of a page to the paragraphs of an article, with an account of every other line.

The rules depend on the kind of document (`kinds`): those of portal pages on portal pages alone. There
furniture is known by its own words (`furniture`), copies by the letters they share with the body,
headline and byline by where they stand (`byline`), and the rest of head and tail by its register: portals speak
to their readers politely (합니다, 하세요), articles are written in the plain style (한다). No rule looks at a
line's length alone, and in the body only copies and furniture are looked for.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from itertools import groupby

from analysis.cleaning import byline as by
from analysis.cleaning.byline import clean_head, clean_signature, clean_title, headline, note_byline
from analysis.cleaning.furniture import SUMMARY_HEADER, furniture
from analysis.cleaning.kinds import Kind, Treatment, guess
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
from analysis.cleaning.release import clean_release, office

_MOST_BEHIND = 0.25  # share of the prose that may stand behind a copyright line and still belong to other articles
_LONGEST = 160
_PAGE_WORDS = re.compile(r"기사|본문|구독|추천|댓글|제보|클릭|눌러|누르|채널|로그인|링크|누리집|글자|글씨")
_OUTLET_WORDS = re.compile(r"신문|일보")
_COPY_LETTERS = 20  # letters from which a repeated run of letters is a copy, not a turn of phrase
_PARAGRAPH_LETTERS = 60  # letters from which one repeated sentence is a copy, not a refrain
_BLOCK_LETTERS = 10  # letters of a block of the index; every run of _COPY letters holds a whole one
_LONGEST_NOTE = 1000  # characters; no line of a summary is longer
_MOST_HEADERS = 2
_BULLET = re.compile(r"^[-–—•·■▶▷☞※*]\s*\S")
_APPENDIX = re.compile(
    r"^[\[<(【]?\s?(부록|별첨|붙임|별표|참고|각주|주석|표\s?\d|그림\s?\d|설문|질문지|조사표|문항|용어\s?(풀이|설명))"
    r"|^\(?(문\s?)?\d{1,2}[.)]\s.*[까요]\?$"  # a numbered question of a questionnaire
)
_PAGES = ("portal", "outlet")
_SIGNED = ("plain", "paper")
_PAGE_KINDS = ("widget", "copyright", "prompt", "related", "summary")


@dataclass(frozen=True)
class Cleaned:
    """The body, what was taken away in the order of the source, and what the page says of the article."""

    paragraphs: tuple[Line, ...]
    removed: tuple[Removed, ...]
    about: dict[str, str]
    kind: str


def clean(text: str, *, kind: Kind | None = None, title: str = "") -> Cleaned:
    """Separate the body of a document from everything else that its page shows, by the rules of its kind."""
    # A title that is known leaves a first line that reads otherwise where it is, unless the page is a web page.
    lines = Page.of(text).lines
    kind = kind or guess(Page(lines))
    removed: dict[int, Removed] = {}
    about: dict[str, str] = {}
    while True:
        page = Page(lines)
        facts = _clean_page(page, portal=kind == "portal") if kind in _PAGES else _clean_prose(page, kind, title)
        about = {k: v for k, v in facts.items() if v} | about
        if not page.removed:
            return Cleaned(tuple(lines), tuple(removed[number] for number in sorted(removed)), about, kind)
        removed |= page.removed
        lines = page.free()


def treat(text: str, treatment: Treatment, *, title: str = "") -> Cleaned:
    """Clean a text by its rules, or not at all; where cleaning only reports, the caller keeps the text as it was."""
    if treatment.clean != "none":
        return clean(text, kind=treatment.kind, title=title)
    return Cleaned(tuple(Page.of(text).lines), (), {}, treatment.kind or "")


def _clean_prose(page: Page, kind: Kind, title: str) -> dict[str, str]:
    """Set apart what stands around prose that no page surrounds: its headline, a copyright line of a paper."""
    about = {"outlet": ""}
    if kind == "release":
        if clean_release(page, about, title=title):
            about["outlet"] = about["outlet"] or office(page)
            return about
        about["outlet"] = office(page)
    if kind in _SIGNED and not title:
        clean_signature(page, about)
    if kind == "paper":
        page.remove((x for x, rule in furniture(page) if rule.kind == "copyright"), "copyright", "copyright line")
    if kind != "minutes" and (not title or any(headline(x.text)[0] == title for x in page.lines[:1])):
        clean_title(page, about)
    return about


def _clean_page(page: Page, *, portal: bool) -> dict[str, str]:
    """Apply every rule of web pages once; return what the page says of the article."""
    for line, rule in furniture(page):
        if portal or rule.kind != "summary":
            page.remove([line], rule.kind, rule.reason)
    about = {"outlet": _read_outlet(page, portal=portal)}
    dumped = any(page.of_kind(*_PAGE_KINDS))
    if portal:
        _remove_summaries(page)
    clean_head(page, about, dumped=dumped)
    _clean_tail(page, about, portal=portal)
    if not page.removed:  # as of a plain text, which this would be taken for when it is cleaned again
        clean_signature(page, about)
    if portal:
        if dumped:
            _remove_addresses(page)
        _remove_duplicates(page, anywhere=dumped)
    return about


def _read_outlet(page: Page, *, portal: bool) -> str:
    """Read the outlet from the copyright line, or else from a prompt that names it."""
    lines = [*page.of_kind("copyright"), *page.of_kind("prompt")]
    if not portal:  # a line in the midst of a document is that of its publisher, not of a page of an outlet
        free = page.free()
        began = next((x.number for x in free if is_sentence(x.text)), 0)
        polite = _is_polite(free)
        resumed = next((x.number for x in reversed(free) if _is_more(x.text, polite=polite)), 0)
        lines = [line for line in lines if not 0 < began < line.number < resumed]
    return next((name for line in lines if (name := by.outlet(line.text))), "")


def _remove_summaries(page: Page) -> None:
    """Remove the sentences a portal's summary copies from below, and its notes above them."""
    headers = [line for line in page.of_kind("summary") if SUMMARY_HEADER.search(line.text)]
    for header in headers[:_MOST_HEADERS]:
        below = [line for line in page.free() if line.number > header.number]
        fence = _dividing_widget(page, below)
        last = 0
        for at, line in enumerate(below[:12]):
            whole = line.number < fence  # then a copy of a whole paragraph is a summary too
            rest = [x.key for x in below[at + 1 :] if x.number > fence or not whole]
            if at - last <= 2 and _is_copied(line, rest, whole=whole):
                last = at + 1
        page.remove(below[:last], "summary", "summary of what stands below, or a note to it")


def _dividing_widget(page: Page, below: list[Line]) -> int:
    """Find the widget that parts the summary from the body; 0 when none stands between."""
    widgets = (x.number for x in page.of_kind("widget") if below and x.number > below[0].number)
    return next(widgets, 0)


def _is_copied(line: Line, keys: list[str], *, whole: bool) -> bool:
    """Tell whether every sentence of a line stands inside one of the lines below it."""
    if len(line.text) > _LONGEST_NOTE:
        return False
    parts = [key for part in re.split(r"(?<=[.?!…])\s+", line.text) if (key := letters(part))]
    return bool(parts) and all(
        any(part in key and (whole or len(key) > len(line.key)) for key in keys) for part in parts
    )


def _remove_duplicates(page: Page, *, anywhere: bool) -> None:
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
        elif anywhere and len(line.key) >= _COPY_LETTERS and line.key in above:
            source[line.number] = 0
        else:
            first[line.key] = line.number
            if anywhere:
                above.add(line.key)
    for copied, run in groupby(body, lambda line: line.number in source and line.key != ""):
        lines = list(run)
        if copied and _is_second_copy(lines, anywhere=anywhere):
            for line in lines:
                number = source[line.number]
                reason = f"the same words stand in line {number}" if number else "its words stand above, cut otherwise"
                page.remove([line], "duplicate", reason)


def _is_second_copy(run: list[Line], *, anywhere: bool) -> bool:
    """Tell whether neighbouring copies are a second copy of the text, not a refrain."""
    paragraphs = [
        x for x in run if len(x.key) >= _PARAGRAPH_LETTERS or (len(x.key) >= _COPY_LETTERS and holds_two(x.text))
    ]
    long = [x for x in run if len(x.key) >= _COPY_LETTERS]
    return bool(paragraphs) or (anywhere and len(long) > 1 and sum(len(x.key) for x in long) >= _PARAGRAPH_LETTERS)


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
        whole = len(text) - len(text) % _BLOCK_LETTERS
        for at in range(0, whole, _BLOCK_LETTERS):
            self._blocks.setdefault(text[at : at + _BLOCK_LETTERS], start + at)
        self._rest = text[whole:]
        self._length += len(key)

    def __contains__(self, key: str) -> bool:
        """Tell whether a run of at least `_COPY` letters stands inside the letters so far."""
        found = (self._blocks.get(key[shift : shift + _BLOCK_LETTERS], -1) - shift for shift in range(_BLOCK_LETTERS))
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


def _clean_tail(page: Page, about: dict[str, str], *, portal: bool) -> None:
    """Remove what stands behind the article's end, and the author line that closes it."""
    ended = _remove_behind_end(page, portal=portal)
    _remove_related(page)
    for line in page.free()[1:][-2:]:
        signature = by.byline(line.text, dated=False)
        known = about.get("author")
        if signature and signature.author and (ended or known) and signature.author == (known or signature.author):
            note_byline(about, signature)
            page.remove([line], "byline", "author line below the article")


def _remove_behind_end(page: Page, *, portal: bool) -> bool:
    """Remove what stands behind the first copyright line that has nearly all the prose above it."""
    free = page.free()
    total = sum(_prose_length(line) for line in free)
    ends = iter([line.number for line in page.of_kind("copyright")])
    end, above = next(ends, 0), 0
    for line in free:
        while end and end < line.number:
            if above and total - above <= _MOST_BEHIND * total:
                behind = [x for x in free if x.number > end]
                if portal or not _goes_on(free, behind):
                    _remove_tail_lines(page, behind, end)
                return True
            end = next(ends, 0)
        above += _prose_length(line)
    return bool(end and above)


def _goes_on(free: list[Line], behind: list[Line]) -> bool:
    """Tell whether an appendix or more of the article stands behind a copyright line."""
    above = free[: len(free) - len(behind)]
    polite = _is_polite(above)
    return any(_is_more(x.text, polite=polite) for x in behind)


def _is_polite(lines: list[Line]) -> bool:
    """Tell whether more lines speak politely than plainly."""
    return sum(bool(POLITE.search(x.text)) - bool(PLAIN.search(x.text)) for x in lines) > 0


def _is_more(text: str, *, polite: bool) -> bool:
    """Tell whether a line belongs to an appendix or to the article."""
    return bool(_APPENDIX.match(text)) or _resumes_article(text, polite=polite)


def _remove_related(page: Page) -> None:
    """Remove the headlines under a header of related ones, up to the next sentence of prose."""
    header, balance = 0, 0  # balance: plain lines so far, less polite ones
    for line in page.lines:
        if page.kind(line) == "related":
            header = header or line.number
        elif line.number in page.removed:
            continue
        elif header and not _resumes_article(line.text, polite=balance < 0):
            _remove_tail_lines(page, [line], header)
        else:
            header = 0
            balance += bool(PLAIN.search(line.text)) - bool(POLITE.search(line.text))


def _resumes_article(text: str, *, polite: bool) -> bool:
    """Tell whether a line is a paragraph of the article again, in the style of what stands above."""
    return is_plain_sentence(text) or (polite and is_running(text) and is_stopped(text))


def _remove_tail_lines(page: Page, lines: list[Line], end: int) -> None:
    for line in lines:
        kind = "prompt" if POLITE.search(line.text) and not _BULLET.match(line.text) else "related"
        page.remove([line], kind, f"stands behind the end of the article (line {end})")


def _prose_length(line: Line) -> int:
    return len(line.text) if is_sentence(line.text) else 0


def _remove_addresses(page: Page) -> None:
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
        if behind or _PAGE_WORDS.search(text) or (above and _OUTLET_WORDS.search(text)):
            kind = "widget" if above else "prompt"
            page.remove([line], kind, f"speaks to the reader {'above' if above else 'below'} the article")
