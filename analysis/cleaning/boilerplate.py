"""From the lines of a page to the paragraphs of an article, with an account of every other line.

Furniture is known by its own words (`_RULES`), copies by the letters they share with the body,
headline and byline by where they stand (`byline`), and the rest of head and tail by its register: portals speak
to their readers politely (합니다, 하세요), articles are written in the plain style (한다). No rule looks at a
line's length alone, and in the body only copies and furniture are looked for.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from analysis.cleaning import byline as by
from analysis.cleaning.byline import clean_head, note_byline
from analysis.cleaning.lines import (
    EMAIL,
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

_MOST_BEHIND = 0.25  # share of the prose that may stand behind a copyright line and still belong to other articles
_LONGEST = 160
_PAGE_WORDS = re.compile(r"기사|본문|구독|추천|댓글|제보|클릭|눌러|누르|채널|로그인|링크|누리집|글자|글씨")
_OUTLET_WORDS = re.compile(r"신문|일보")
_COPY_LETTERS = 20  # letters from which a repeated run of letters is a copy, not a turn of phrase
_PARAGRAPH_LETTERS = 60  # letters from which one repeated sentence is a copy, not a refrain
_BLOCK_LETTERS = 10  # letters of a block of the index; every run of _COPY letters holds a whole one
_LONGEST_NOTE = 1000  # characters; no line of a summary is longer
_MOST_HEADERS = 2
_PAGE_KINDS = ("widget", "copyright", "prompt", "related", "summary")


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
        page, facts = _apply_rules(lines)
        about = {k: v for k, v in facts.items() if v} | about
        if not page.removed:
            return Cleaned(tuple(lines), tuple(removed[number] for number in sorted(removed)), about)
        removed |= page.removed
        lines = page.free()


def _apply_rules(lines: list[Line]) -> tuple[Page, dict[str, str]]:
    """Apply every rule once; return the page and what it says of the article."""
    page = Page(lines)
    for line in lines:
        if (rule := _furniture_rule(line.text)) and not _is_list_item(page, line):
            page.remove([line], rule.kind, rule.reason)
    about = {"outlet": _read_outlet(page)}
    dumped = any(page.of_kind(*_PAGE_KINDS))
    _remove_summaries(page)
    clean_head(page, about, dumped=dumped)
    _clean_tail(page, about)
    if dumped:
        _remove_addresses(page)
    _remove_duplicates(page, anywhere=dumped)
    return page, about


def _is_list_item(page: Page, line: Line) -> bool:
    """Tell whether a line that opens with ▲ stands beside another one: then it is a point of a list."""
    if not _PICTURE.match(line.text) or "사진" in line.text:
        return False
    return any(_PICTURE.match(x.text) for x in page.beside(line) if x is not line)


def _read_outlet(page: Page) -> str:
    """Read the outlet from the copyright line, or else from a prompt that names it."""
    lines = [*page.of_kind("copyright"), *page.of_kind("prompt")]
    return next((name for line in lines if (name := by.outlet(line.text))), "")


def _remove_summaries(page: Page) -> None:
    """Remove the sentences a portal's summary copies from below, and its notes above them."""
    headers = [line for line in page.of_kind("summary") if _SUMMARY_HEADER.search(line.text)]
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


def _clean_tail(page: Page, about: dict[str, str]) -> None:
    """Remove what stands behind the article's end, and the author line that closes it."""
    ended = _remove_behind_end(page)
    _remove_related(page)
    for line in page.free()[1:][-2:]:
        signature = by.byline(line.text, dated=False)
        known = about.get("author")
        if signature and signature.author and (ended or known) and signature.author == (known or signature.author):
            note_byline(about, signature)
            page.remove([line], "byline", "author line below the article")


def _remove_behind_end(page: Page) -> bool:
    """Remove what stands behind the first copyright line that has nearly all the prose above it."""
    free = page.free()
    total = sum(_prose_length(line) for line in free)
    ends = iter([line.number for line in page.of_kind("copyright")])
    end, above = next(ends, 0), 0
    for line in free:
        while end and end < line.number:
            if above and total - above <= _MOST_BEHIND * total:
                _remove_tail_lines(page, [x for x in free if x.number > end], end)
                return True
            end = next(ends, 0)
        above += _prose_length(line)
    return bool(end and above)


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


class _Rule(NamedTuple):
    """A line that matches `pattern` is furniture of this kind."""

    kind: str
    pattern: re.Pattern[str]
    reason: str


def _rule(kind: str, pattern: str, reason: str) -> _Rule:
    return _Rule(kind, re.compile(pattern), reason)


_REPORTER = r"(기자|특파원|논설위원|객원기자|인턴기자|선임기자|전문기자|에디터)"
_PORTAL = r"(다음뉴스|네이버뉴스|네이버 뉴스|다음 뉴스)"

_WIDGET = (
    r"(본문\s?글씨(\s?(크게|작게|키우기|줄이기|크기))?|폰트(\s?(크기|변경|설정))?|(음성으로|본문|기사|뉴스) 듣기"
    r"|음성\s?재생(하기|\s?설정)?|번역(\s?(보기|하기|설정))?|인쇄하기|스크랩(하기)?|공유하기|URL\s?복사(하기)?"
    r"|구독(하기)?|닫기|기사원문|(본문|메뉴)\s?바로가기)"
)

_SUMMARY_HEADER = re.compile(
    r"^(자동\s?요약|본문\s?요약|요약봇|AI\s?(자동\s?)?요약|세\s?줄\s?요약|3줄\s?요약|기사\s?요약|핵심\s?요약)"
    r"(\s?[:：]?|\s?\(.{0,20}\)|\s.{0,40}(요약|줄인|추린|고른|뽑은).{0,20}(니다|이며)\.?.{0,60})$"
)

_RULES: tuple[_Rule, ...] = (
    _rule("summary", _SUMMARY_HEADER.pattern, "header of the portal's summary"),
    _rule(
        "summary",
        r"^(전체 맥락을 이해하기|(자동|요약).{0,30}(본문|원문) 보기를 권장"
        r"|.{0,30}자동으로? 요약한 (결과|내용)(입니다|이며))",
        "note of the portal's summary",
    ),
    _rule(
        "widget",
        r"^(글자|글씨)\s?크기\s?((변경|설정|조절|조정|확대|축소|크게|작게|키우기|줄이기|바꾸기)(\s.{0,60}(니다|세요)\.?)?|[:：(+-].{0,40})?$",
        "font-size widget",
    ),
    _rule("widget", r"^\S{1,6} (글자|글씨)\s?크기로 (변경|보|바뀌|바뀝)", "font-size widget"),
    _rule("widget", r"^\((예시|보기|견본)\).*(뉴스|포털|신문)", "sample text of the font-size widget"),
    _rule(
        "widget",
        rf"^{_WIDGET}(\s?[|ㅣ·/]?\s?{_WIDGET})*$",
        "page widget",
    ),
    _rule(
        "widget",
        r"^((아주|매우) )?(남성|여성|느림|빠름|작게|보통|크게)( ((아주|매우) )?(남성|여성|느림|빠름|작게|보통|크게))+$",
        "page widget",
    ),
    _rule(
        "widget",
        rf"^.{{0,40}}{_PORTAL}(는|를|에서) .{{0,120}}(만나보세요|전달하고 있습니다|제공하고 있습니다)[.!]?$",
        "the portal speaks of itself",
    ),
    _rule("copyright", r"^[<\[(【]?\s?(Copyright|COPYRIGHT|저작권자)\s?([(ⓒ©:<\[]|\d)", "copyright line"),
    _rule("copyright", r"^.{0,40}([ⓒ©]|\([cC]\)).{0,60}(무단|재배포|[Rr]ights [Rr]eserved)", "copyright line"),
    _rule("copyright", r"^(.{0,40}\. ?)?[Aa]ll [Rr]ights [Rr]eserved", "copyright line"),
    _rule(
        "copyright",
        r"^[^“”\"‘’'\-•·■▶☞※]{0,30}(무단\s?(전재|복제|배포|게재)|재배포)[^“”\"‘’']{0,40}(금지|금합니다|불허합니다|금함)[.)\]>】]*$",
        "copyright line",
    ),
    _rule(
        "prompt",
        r"^(이|해당) (기사|글|뉴스|칼럼)(에 대해|에 대하여|를|을)?.{0,12}"
        r"어떻게 (생각하시나요|생각하세요|읽으셨나요|보셨나요)",
        "prompt to the reader",
    ),
    _rule(
        "prompt",
        r"^(\S{2,20}에서 직접 확인하세요|.{0,40}해당 언론사로 이동|.{0,40}추천 버튼을 (눌러|클릭))",
        "prompt to the reader",
    ),
    _rule("prompt", r"^.{0,40}구독해\s?(주세요|보세요)[.!]?$", "prompt to the reader"),
    _rule(
        "prompt",
        r"^[▶☞■※]?\s?((기사|뉴스|사건)\s?)?제보(하기$|를 기다|는 (카카오톡|카톡|전화|이메일|홈페이지|누리집|\d))",
        "prompt to the reader",
    ),
    _rule("prompt", r"^.{0,40}채널 추가(하기|하세요|하고 .{0,30})?[.!]?$", "prompt to the reader"),
    _rule("prompt", r"^.{0,20}(뉴스|기사|소식|콘텐츠|신문).{0,20}에서 만나보세요[.!]?$", "prompt to the reader"),
    _rule(
        "prompt",
        r"^(댓글(\s?(쓰기|보기|\d+개?))?|좋아요\s?\d+|추천해요\s?\d*|후속기사 원해요\s?\d*)$",
        "invitation to comment",
    ),
    _rule(
        "prompt",
        r"^이 기사는 .{0,60}(분류했습니다|제공(됩니다|했습니다)|노출됩니다)",
        "note of the portal to the reader",
    ),
    _rule(
        "related",
        r"^[\[<【(]?\s?(관련\s?기사|관련\s?뉴스|많이 본 (뉴스|기사)|주요\s?(뉴스|기사)|인기\s?기사"
        r"|추천\s?기사|이 시각 (주요 )?뉴스"
        r"|함께 볼 만한 (뉴스|기사)|이 기자의 다른 기사)"
        r"\s?[\]>】)]?\s?[:：]?\s?(더\s?보기|보기|\d{0,3}[건개]?)\s?[>▶+]?$",
        "header of related headlines",
    ),
    _rule(
        "caption",
        r"^[\[(【]?\s?(사진|그래픽|일러스트|자료|삽화)\s?(=|ㅣ|\||/|[:：]|(제공|출처)\s?([=:：|ㅣ)\]]|$))",
        "photo credit or caption",
    ),
    _rule("caption", r"^[▲△▼]\s?\S", "caption under a picture"),
    _rule(
        "caption",
        r"^.{4,120}[\s/.(\[]사진\s?(=|제공\s?[=:：]|제공\s?\S{0,16}[)\]]$).{0,24}$",
        "caption with its credit",
    ),
    _rule(
        "caption",
        r"^(게티\s?이미지(뱅크|코리아)?|클립아트(코리아)?|Getty ?Images( ?Bank)?|[ⓒ©]\s?\S+)$",
        "photo credit",
    ),
    _rule(
        "byline",
        rf"^((글|정리|취재|사진)\s?[=·/]?\s?)?([가-힣=·/]{{2,8}}\s)?([가-힣]{{2,5}}\s?{_REPORTER}\s?)?[(\[<]?{EMAIL.pattern}[)\]>]?"
        rf"(\s?[가-힣]{{2,5}}\s?{_REPORTER})?$",
        "reporter line",
    ),
    _rule(
        "byline",
        r"^((기사\s?)?(입력|등록|승인|수정|최종\s?수정|업데이트|발행)(일시|일|시간)?\s?[:：|]?\s?\d{4}\s?[.\-/년]\s?\d{1,2}"
        r"\s?[.\-/월]\s?\d{1,2}\s?[.일]?\s?((오전|오후)?\s?\d{1,2}[:시]\s?\d{2}분?)?(:\d{2})?[\s|ㅣ/·]*)+$",
        "line of dates",
    ),
)

_BULLET = re.compile(r"^[-–—•·■▶▷☞※*]\s*\S")
_PICTURE = re.compile(r"^[▲△▼]")
_CAPTION_SIGNS = re.compile(r"사진\s?[=:]|(모습|장면|제공|전경)\.$")
_LONGEST_FURNITURE = 300


def _furniture_rule(text: str) -> _Rule | None:
    """Return the first rule that fires on a line, or None."""
    if len(text) > _LONGEST_FURNITURE or is_plain_sentence(text):
        return None
    rule = next((rule for rule in _RULES if rule.pattern.search(text)), None)
    if rule and _PICTURE.match(text) and is_sentence(text) and not _CAPTION_SIGNS.search(text):
        return None  # ▲ opens a point of a list as often as a caption
    return rule
