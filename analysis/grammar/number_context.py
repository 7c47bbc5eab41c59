"""Figures and what stands around them: ranges, lists, conversions, about and at least."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise

from analysis.grammar import dates
from analysis.grammar.number_texts import NAME, UNREAD, Figure, master, understand
from analysis.grammar.numerals import TILDE, read
from analysis.grammar.unit_words import STOP

_WIDE = str.maketrans({chr(0xFF10 + n): str(n) for n in range(10)} | {"．": ".", "，": ",", "／": "/", "：": ":"})
_TO = re.compile(rf"{dates.WEEKDAY}\s?[~∼〜～]\s?|{dates.WEEKDAY}[-–]")
_DOT = re.compile(r"[·ㆍ‧・]")
_GLUE = re.compile(r"[-–/:.,·ㆍ]")
_ABOUT = re.compile(r"(?:(?<![가-힣])약|대략|거의|어림잡아|줄잡아|얼추)\s?$")
_ROUGHLY = re.compile(
    rf"\s?(?:가량|정도|안팎|내외|남짓|쯤)|여{STOP}|\s?선(?:에서|까지|을|을|이|의|으로|에|이다)?(?![가-힣])"
)
_CLASS = re.compile(r"\s?대(?:의|에|로|를|가|는|까지|에서|로는|였다|다)?(?![가-힣])")
_BEFORE = {"at_least": re.compile(r"(?:최소|적어도|최저)\s?$"), "at_most": re.compile(r"(?:최대|최고|많아야)\s?$")}
_BEHIND = {
    "at_least": re.compile(r"\s?이상"),
    "above": re.compile(r"\s?초과|[이을를]?\s?(?:넘|웃돌|웃도|상회)"),
    "at_most": re.compile(r"\s?(?:이하|이내)"),
    "below": re.compile(r"\s?미만|[에]?\s?(?:못 미|밑돌|밑도)"),
}
_OPEN = re.compile(r"\s?[(（\[]\s?(?:한화|우리\s?돈|원화|미화)?(?:으로|로)?\s?(?:약|대략)?\s?$")
_CLOSE = re.compile(r"여?\s?(?:규모|상당|가량|안팎|정도|내외)?\s?[)）\]]")
_LIST = re.compile(r"(?:^|\n)\s*[(\[]?$|(?:^|\s)[(\[]?$")
_LABEL = re.compile(r"(?:(?<![가-힣])(?:표|그림|붙임|별첨|부록|참고|사진|각주|첨부|도표)|No\.?)\s?[-<\[(]?$")
_FREE = re.compile(
    r"(?:(?<![가-힣])(?:약|총|각|최대|최소|평균|연|매|단|만|월|및|또는|그중|전체|모두|합계)|[은는이가을를의에서도로와과,])$"
)
_AGES = re.compile(
    r"(?:와|과|·|의|는|가|에서|도|를|이|에)?\s?(?:초반|중반|후반|청년|남성|여성|남녀|남자|여자|이하|이상|젊은|직장인|주부|환자|고령|노인|"
    r"유권자|응답자|부부|초·|중·|인구|층|세대|구직|미혼|가구|때|에서|후|들|연령)"
)
_LASTING = re.compile(r"(?<![가-힣])(?:총|최대|최소|최장|약|주|연간|평균|모두)\s?$|→\s?$")
_YEARS = re.compile(rf"(?:19|20|21)\d\d{TILDE}(?:19|20|21)\d\d")
_DAYS = re.compile(rf"(?=.*\.\d\d)(?:1[0-2]|[1-9])\.[0-3]?[1-9]{TILDE}(?:1[0-2]|[1-9])\.(?:[0-3]?[1-9]|[1-3]0)")
_MONTH_DAY = re.compile(r"(?:(?:1[0-2]|[1-9])\.)?(?:3[01]|[12]\d|[1-9])")
_PLAIN = re.compile(r"[\d,.]+(?:\s?[십백천]?[만억조]?[천백십]?)*")
_NAMED = re.compile(
    r"(?:절|운동|혁명|전쟁|의거|항쟁|사태|사건|참전|민주|정상|공동|선언|합의|대책|비상|남북)|(?![\d가-힣%㎡])|(?:은|는|이|가|을|를|의|에)(?![가-힣])"
)


@dataclass(frozen=True)
class Found:
    """One figure at its place."""

    start: int
    end: int
    surface: str
    figure: Figure
    bound: str = ""
    converted: bool = False
    group: str = field(default="", compare=False)


def figures(text: str) -> list[Found]:
    """Find the figures of a text; every digit of it stands in exactly one of them."""
    plain = text.translate(_WIDE)
    found = [_placed(text, plain, item) for item in _scan(plain)]
    found = _ranges(text, plain, found)
    found = _listed(plain, found)
    found = _glued(text, found)
    return _converted(plain, [_around(plain, item) for item in found])


def _scan(text: str) -> Iterator[Found]:
    for match in master().finditer(text):
        surface = match.group().rstrip()
        if match.lastgroup == "bare" and surface.endswith("여") and re.match("[가-힣]", text[match.end() :]):
            surface = surface[:-1]  # 2012여수
        group = match.lastgroup or "rest"
        yield Found(match.start(), match.start() + len(surface), surface, understand(group, surface), group=group)


def _placed(text: str, plain: str, item: Found) -> Found:
    """Judge by its surroundings what a figure cannot tell by itself."""
    before, behind = plain[max(0, item.start - 12) : item.start], plain[item.end : item.end + 12]
    figure = item.figure
    if figure.kind == "count" and figure.unit == "대" and re.fullmatch(r"[1-9]0\s?대", item.surface):
        if _AGES.match(behind):
            figure = replace(figure, kind="age")
    elif item.group == "bare" and figure.kind == "number" and item.surface.isdigit() and _names(before, behind, item):
        figure = NAME
    elif item.group == "date" and re.fullmatch(r"\d+일", item.surface) and _LASTING.search(before):
        figure = Figure("duration", float(item.surface[:-1]), unit="day")
    elif item.group in {"bare", "unit"} and before.endswith("단위:"):
        figure = NAME
    return replace(item, figure=figure, surface=text[item.start : item.end])


def _names(before: str, behind: str, item: Found) -> bool:
    """Whether a bare number names or orders something: 코로나19, 5G, 표 3, 1), 1. at the head of a line."""
    if re.match("[A-Za-z]", behind) or _LABEL.search(before):
        return True
    if re.search("[가-힣A-Za-z][-‑]$", before):
        return True
    if re.search("[가-힣]$", before) and not _FREE.search(before):
        return True
    if (
        len(item.surface) <= 2
        and re.match(r"[)\]](?:\s|$)", behind)
        and (_LIST.search(before) or re.search(r"[(\[]$", before))
    ):
        return True
    return (
        len(item.surface) <= 2
        and re.match(r"\s?\.\s", behind) is not None
        and re.search(r"(?:^|\n)\s*$", before) is not None
    )


def _ranges(text: str, plain: str, found: list[Found]) -> list[Found]:
    """Join two figures with a tilde between them into one."""
    result: list[Found] = []
    for item in found:
        if result and _TO.fullmatch(plain, result[-1].end, item.start):
            joined = _range(result[-1], item, hyphen=plain[item.start - 1] in "-–")
            if joined is not None:
                surface = text[result[-1].start : item.end]
                result[-1] = replace(item, start=result[-1].start, surface=surface, figure=joined, group="range")
                continue
        result.append(item)
    return result


def _range(first: Found, last: Found, *, hyphen: bool) -> Figure | None:
    """Read two figures with a tilde between them, or None where they are no range."""
    a, b = first.figure, last.figure
    both = f"{first.surface}~{last.surface}"
    if {first.group, last.group} <= {"bare", "year"}:
        if _YEARS.fullmatch(both):
            return Figure("date", when=f"{first.surface}/{last.surface}")
        if hyphen:
            return None  # 733-1082 is the number of a file
    if {a.kind, b.kind} & {"date", "time"} or _DAYS.fullmatch(both):
        return _dates(first, last)
    if _PLAIN.fullmatch(first.surface) and b.kind not in {"identifier", "unread"} and not math.isnan(b.value):
        return _bounded(first.surface, last)
    if a.kind == b.kind and a.unit == b.unit and a.value < b.value:
        return replace(b, value=math.nan, low=a.value, high=b.value, approximate=a.approximate or b.approximate)
    return None


def _dates(first: Found, last: Found) -> Figure | None:
    """Read a span of days, years or hours, either end of which may be short: 3~5월, ’22~24년, 7.3.~5."""
    a, b = first.figure, last.figure
    if a.kind == "date" and len(a.when) == 4 and b.kind == "duration" and b.unit == "year" and b.value < 100:
        return Figure("date", when=f"{a.when}/{a.when[:2]}{int(b.value):02d}")
    if a.kind == "date" and b.kind not in {"date", "time"} and last.group != "bare":
        return _bounded(first.surface, last) if first.surface.isdigit() and not math.isnan(b.value) else None
    if b.kind in {"date", "time"} and first.surface.isdigit() and a.kind != b.kind:
        spelt = first.surface + ("시" if b.kind == "time" else re.sub(r"^\D*\d+(?:\.\d+)?", "", last.surface)[:2])
        a = understand(b.kind, spelt)
    elif b.kind in {"date", "number"} and first.group == "bare" and _MONTH_DAY.fullmatch(first.surface):
        a = Figure("date", when=dates.date(first.surface))
    if a.kind == "date" and "-" in a.when and last.group == "bare" and _MONTH_DAY.fullmatch(last.surface):
        b = Figure("date", when=dates.date(last.surface))
    if a.kind == b.kind and a.kind in {"date", "time"} and a.when:
        return Figure(b.kind, when=dates.span(a.when, b.when))
    return None


def _bounded(first: str, last: Found) -> Figure | None:
    """Read 3~5억 원: the first number in the unit of the second."""
    own = re.search(r"[\d,.]+(?:\s?[십백천]?[만억조]\s?[\d,.]*)*[천백십]*", last.surface)
    reading = read(f"{first}~{own.group()}") if own else None
    whole = read(own.group()) if own else None
    if reading is None or whole is None or not whole.value:
        return None
    factor = last.figure.value / whole.value
    low, high = (float(f"{n * factor:.12g}") for n in (reading.low, reading.high))
    return replace(last.figure, value=math.nan, low=low, high=high)


def _listed(text: str, found: list[Found]) -> list[Found]:
    """Give the numbers before a raised dot the unit behind it (1·2차); two bare ones are a name (6·25)."""
    result: list[Found] = []
    for item in reversed(found):
        following = result[-1] if result else None
        near = following is not None and _DOT.fullmatch(text, item.end, following.start) is not None
        if not near or following is None or item.group != "bare" or not item.surface.isdigit():
            result.append(item)
        elif following.group != "bare" or not following.surface.isdigit():
            result.append(_like(item, following))
        elif _NAMED.match(text, following.end):
            surface = text[item.start : following.end]
            result[-1] = replace(following, start=item.start, surface=surface, figure=NAME, group="name")
        else:
            result.append(item)
    return result[::-1]


def _like(item: Found, following: Found) -> Found:
    """Read a bare number with the unit of the figure behind it."""
    other = understand(following.group, re.sub(r"^\d[\d,.]*", item.surface, following.surface))
    if other is UNREAD or following.figure.kind in {"identifier", "unread"}:
        return item
    kind = following.figure.kind if other.kind == "count" else other.kind
    return replace(item, figure=replace(other, kind=kind), group=following.group)


def _glued(text: str, found: list[Found]) -> list[Found]:
    """Join bare numbers with signs between them that no rule could read, such as 1,23 or 3.4.5."""
    result: list[Found] = []
    for item in found:
        last = result[-1] if result else None
        bare = {"bare", "rest", "glued", "year"}
        if last and last.group in bare and item.group in bare and _GLUE.fullmatch(text, last.end, item.start):
            result[-1] = replace(last, end=item.end, surface=text[last.start : item.end], figure=UNREAD, group="glued")
        else:
            result.append(item)
    return result


def _around(text: str, item: Found) -> Found:
    """Read about and at least beside a figure."""
    figure = item.figure
    if figure.kind in {"identifier", "unread", "date", "time", "ordinal"}:
        return item
    before, behind = text[max(0, item.start - 8) : item.start], text[item.end : item.end + 10]
    about = bool(_ABOUT.search(before) or _ROUGHLY.match(behind))
    if figure.kind in {"money", "percent"}:
        about = about or bool(_CLASS.match(behind))
    bounds = [name for name, spelt in _BEFORE.items() if spelt.search(before)]
    bounds += [name for name, spelt in _BEHIND.items() if spelt.match(behind)]
    return replace(item, figure=replace(figure, approximate=figure.approximate or about), bound=(bounds or [""])[0])


def _converted(text: str, found: list[Found]) -> list[Found]:
    """Mark an amount in brackets that says the amount before them in another unit."""
    result = found[:1]
    for first, item in pairwise(found):
        a, b = first.figure, item.figure
        beside = _OPEN.fullmatch(text, first.end, item.start) and _CLOSE.match(text, item.end)
        same = a.kind == b.kind and (a.unit != b.unit if a.kind == "money" else False)
        close = a.kind == b.kind and a.unit == b.unit and a.kind not in {"count", "number", "date", "time"}
        close = close and abs(a.value - b.value) <= (0.0 if a.kind in {"money", "percent"} else 0.1 * abs(a.value))
        result.append(replace(item, converted=bool(beside and (same or close))))
    return result
