"""Numbers of a text with what stands around them: ranges, lists, conversions, about and at least."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise

from analysis.grammar import dates
from analysis.grammar.number_texts import IDENTIFIER, UNREAD, Number, number_pattern, read_number
from analysis.grammar.numerals import TILDE, read_numeral
from analysis.grammar.unit_words import STOP

_NARROWED = str.maketrans({chr(0xFF10 + n): str(n) for n in range(10)} | {"．": ".", "，": ",", "／": "/", "：": ":"})
_TILDE_BETWEEN = re.compile(rf"{dates.WEEKDAY}\s?[~∼〜～]\s?|{dates.WEEKDAY}[-–]")
_DOT = re.compile(r"[·ㆍ‧・]")
_SIGN_BETWEEN = re.compile(r"[-–/:.,·ㆍ]")
_ABOUT = re.compile(r"(?:(?<![가-힣])약|대략|거의|어림잡아|줄잡아|얼추)\s?$")
_ROUGHLY = re.compile(
    rf"\s?(?:가량|정도|안팎|내외|남짓|쯤)|여{STOP}|\s?선(?:에서|까지|을|을|이|의|으로|에|이다)?(?![가-힣])"
)
_RANGE_OF_SIZE = re.compile(r"\s?대(?:의|에|로|를|가|는|까지|에서|로는|였다|다)?(?![가-힣])")
_BEFORE = {"at_least": re.compile(r"(?:최소|적어도|최저)\s?$"), "at_most": re.compile(r"(?:최대|최고|많아야)\s?$")}
_BEHIND = {
    "at_least": re.compile(r"\s?이상"),
    "above": re.compile(r"\s?초과|[이을를]?\s?(?:넘|웃돌|웃도|상회)"),
    "at_most": re.compile(r"\s?(?:이하|이내)"),
    "below": re.compile(r"\s?미만|[에]?\s?(?:못 미|밑돌|밑도)"),
}
_OPEN = re.compile(r"\s?[(（\[]\s?(?:한화|우리\s?돈|원화|미화)?(?:으로|로)?\s?(?:약|대략)?\s?$")
_CLOSE = re.compile(r"여?\s?(?:규모|상당|가량|안팎|정도|내외)?\s?[)）\]]")
_OPENS_ITEM = re.compile(r"(?:^|\n)\s*[(\[]?$|(?:^|\s)[(\[]?$")
_LABEL_BEFORE = re.compile(r"(?:(?<![가-힣])(?:표|그림|붙임|별첨|부록|참고|사진|각주|첨부|도표)|No\.?)\s?[-<\[(]?$")
_NO_NAME_BEFORE = re.compile(
    r"(?:(?<![가-힣])(?:약|총|각|최대|최소|평균|연|매|단|만|월|및|또는|그중|전체|모두|합계)|[은는이가을를의에서도로와과,])$"
)
_AGE_BEHIND = re.compile(
    r"(?:와|과|·|의|는|가|에서|도|를|이|에)?\s?(?:초반|중반|후반|청년|남성|여성|남녀|남자|여자|이하|이상|젊은|직장인|주부|환자|고령|노인|"
    r"유권자|응답자|부부|초·|중·|인구|층|세대|구직|미혼|가구|때|에서|후|들|연령)"
)
_LENGTH_BEFORE = re.compile(r"(?<![가-힣])(?:총|최대|최소|최장|약|주|연간|평균|모두)\s?$|→\s?$")
_YEAR_RANGE = re.compile(rf"(?:19|20|21)\d\d{TILDE}(?:19|20|21)\d\d")
_DAY_RANGE = re.compile(rf"(?=.*\.\d\d)(?:1[0-2]|[1-9])\.[0-3]?[1-9]{TILDE}(?:1[0-2]|[1-9])\.(?:[0-3]?[1-9]|[1-3]0)")
_MONTH_DAY = re.compile(r"(?:(?:1[0-2]|[1-9])\.)?(?:3[01]|[12]\d|[1-9])")
_MONTH_DOT_DAY = re.compile(r"(?:1[0-2]|[1-9])\.(?:3[01]|[12]\d|[1-9])")
_DIGITS_AND_SIZES = re.compile(r"[\d,.]+(?:\s?[십백천]?[만억조]?[천백십]?)*")
_NUMERAL = re.compile(r"[\d,.]+(?:\s?[십백천]?[만억조]\s?[\d,.]*)*[천백십]*")
_SHARES_NEAR = re.compile(
    r"주식|주주|보통주|우선주|신주|구주|자사주|사주|증자|상장|공모|발행|매수|매입|매도|매각|취득|배정|소각|보유|처분|액면|의결권|지분|스톡옵션"
)
_TIME_BEHIND = re.compile(
    r"\s?(?:간|일|동안|만에|만의|연속|연장|뒤|후|째|차|전|이내|이상|이하|내내|남짓|여|안에|내에|가량|정도|씩|마다|앞|넘게|새|과정|짜리|교육|훈련)"
)
_HISTORY_BEHIND = re.compile(  # behind a day written as a decimal, where 6.25 could be a number
    r"\s?(?:전쟁|참전|남침|운동|혁명|의거|항쟁|사태|사건|민주화|민주|광복|독립|만세|참사|테러|대지진|계엄|비상계엄|쿠데타|세월호|이태원|"
    r"대선|총선|지선|지방선거|보궐|재보궐|재보선|남북|공동선언|선언|군사합의|합의|정상회담|대책|부동산|[가-힣]{0,4}절(?![가-힣]))"
)
_YEAR_BEFORE = {
    "올해": 0, "올": 0, "금년": 0, "지난해": -1, "작년": -1, "재작년": -2, "지지난해": -2, "내년": 1, "내후년": 2,
}  # fmt: skip
_MONTH_BEFORE = {"이달": 0, "이번 달": 0, "지난달": -1, "지난 달": -1, "내달": 1, "다음 달": 1, "다음달": 1}
_RELATIVE_YEAR = re.compile(rf"(?<![가-힣])({'|'.join(_YEAR_BEFORE)})\s?$")
_RELATIVE_MONTH = re.compile(rf"(?<![가-힣])({'|'.join(_MONTH_BEFORE)})\s?$")
_MORE_IN = re.compile(r"(?<=[\d십백천만억조])\s?여(?![섯덟])")  # 30여 개, 3천여 명
_MORE_BEHIND = re.compile(rf"여{STOP}")  # 3개월여
_EVENT_BEHIND = re.compile(
    r"(?:절|운동|혁명|전쟁|의거|항쟁|사태|사건|참전|민주|정상|공동|선언|합의|대책|비상|남북)|(?![\d가-힣%㎡])|(?:은|는|이|가|을|를|의|에)(?![가-힣])"
)


@dataclass(frozen=True)
class _Mention:
    """One number at its place in a line."""

    start: int
    end: int
    surface: str
    number: Number
    bound: str = ""
    converted: bool = False
    group: str = field(default="", compare=False)


def numbers(text: str, *, published: str = "") -> list[_Mention]:
    """Find the numbers of a text; every digit of it stands in exactly one of them.

    With the day of publication (YYYY-MM-DD), 올해 3월 and 지난달 3일 are completed to 2023-03 and 2023-04-03.
    """
    # Example: "3~5억 원(약 2명)" gives (0, 6, "3~5억 원", money, low 3e8, high 5e8) and (9, 11, "2명", count, 2),
    # approximate; start and end are offsets in the text, the same with digits of full width.
    plain = text.translate(_NARROWED)
    found = [_in_context(text, plain, item) for item in _scan(plain)]
    found = _join_ranges(text, plain, found)
    found = _resolve_lists(plain, found)
    found = _join_unreadable(text, found)
    if published:
        found = _complete_dates(plain, found, published)
    return _mark_conversions(plain, [_with_modifiers(plain, item) for item in found])


def _scan(text: str) -> Iterator[_Mention]:
    """Return what the grammar of numbers matches, from left to right."""
    for match in number_pattern().finditer(text):
        surface = match.group().rstrip()
        if match.lastgroup == "bare" and surface.endswith("여") and re.match("[가-힣]", text[match.end() :]):
            surface = surface[:-1]  # 2012여수
        group = match.lastgroup or "rest"
        yield _Mention(match.start(), match.start() + len(surface), surface, read_number(group, surface), group=group)


def _in_context(text: str, plain: str, item: _Mention) -> _Mention:
    """Decide by the words around it what a number cannot tell by itself."""
    # Example: "20대" is a count of machines, and an age before 청년; "3일" is a date, and a duration after 총;
    # "300주" are shares and "3주" weeks, but 3주 after 주식 are shares and 300주 before 동안 weeks.
    before, behind = plain[max(0, item.start - 12) : item.start], plain[item.end : item.end + 12]
    number = item.number
    if number.kind == "count" and number.unit == "대" and re.fullmatch(r"[1-9]0\s?대", item.surface):
        if _AGE_BEHIND.match(behind):
            number = replace(number, kind="age")
    elif (
        item.group == "bare"
        and number.kind == "number"
        and item.surface.isdigit()
        and _is_identifier(before, behind, item)
    ):
        number = IDENTIFIER
    elif item.group == "date" and re.fullmatch(r"\d+일", item.surface) and _LENGTH_BEFORE.search(before):
        number = Number("duration", float(item.surface[:-1]), unit="day")
    elif number.kind == "duration" and number.unit == "week" and _is_shares(before, behind, item):
        number = replace(number, kind="count", unit="주")
    elif (item.group in {"bare", "unit"} and before.endswith("단위:")) or (
        item.group == "bare" and _MONTH_DOT_DAY.fullmatch(item.surface) and _HISTORY_BEHIND.match(behind)
    ):
        number = IDENTIFIER
    return replace(item, number=number, surface=text[item.start : item.end])


def _is_shares(before: str, behind: str, item: _Mention) -> bool:
    """Whether 주 behind a number are shares of a firm."""
    if not item.surface.endswith("주") or _TIME_BEHIND.match(behind):
        return False
    large = item.number.value >= 100 or item.number.low >= 100
    return large or behind.startswith("당") or bool(_SHARES_NEAR.search(before) or _SHARES_NEAR.search(behind))


def _is_identifier(before: str, behind: str, item: _Mention) -> bool:
    """Whether a bare number names or orders something: 코로나19, 5G, 표 3, 1), 1. at the head of a line."""
    if re.match("[A-Za-z]", behind) or _LABEL_BEFORE.search(before):
        return True
    if re.search("[가-힣A-Za-z][-‑]$", before):
        return True
    if re.search("[가-힣]$", before) and not _NO_NAME_BEFORE.search(before):
        return True
    if (
        len(item.surface) <= 2
        and re.match(r"[)\]](?:\s|$)", behind)
        and (_OPENS_ITEM.search(before) or re.search(r"[(\[]$", before))
    ):
        return True
    return (
        len(item.surface) <= 2
        and re.match(r"\s?\.\s", behind) is not None
        and re.search(r"(?:^|\n)\s*$", before) is not None
    )


def _join_ranges(text: str, plain: str, found: list[_Mention]) -> list[_Mention]:
    """Join two numbers with a tilde between them into one."""
    # Example: (0, 2, "3월"), (3, 5, "5월") in "3월~5월" become (0, 5, "3월~5월", date --03/--05).
    result: list[_Mention] = []
    for item in found:
        if result and _TILDE_BETWEEN.fullmatch(plain, result[-1].end, item.start):
            joined = _join_range(result[-1], item, hyphen=plain[item.start - 1] in "-–")
            if joined is not None:
                surface = text[result[-1].start : item.end]
                result[-1] = replace(item, start=result[-1].start, surface=surface, number=joined, group="range")
                continue
        result.append(item)
    return result


def _join_range(first: _Mention, last: _Mention, *, hyphen: bool) -> Number | None:
    """Read two numbers with a tilde between them as one; None where they are no range."""
    a, b = first.number, last.number
    both = f"{first.surface}~{last.surface}"
    if {first.group, last.group} <= {"bare", "year"}:
        if _YEAR_RANGE.fullmatch(both):
            return Number("date", when=f"{first.surface}/{last.surface}")
        if hyphen:
            return None  # 733-1082 is the number of a file
    if {a.kind, b.kind} & {"date", "time"} or _DAY_RANGE.fullmatch(both):
        return _join_dates(first, last)
    if (
        _DIGITS_AND_SIZES.fullmatch(first.surface)
        and b.kind not in {"identifier", "unread"}
        and not math.isnan(b.value)
    ):
        return _share_unit(first.surface, last)
    if a.kind == b.kind and a.unit == b.unit and a.value < b.value:
        return replace(b, value=math.nan, low=a.value, high=b.value, approximate=a.approximate or b.approximate)
    return None


def _join_dates(first: _Mention, last: _Mention) -> Number | None:
    """Read a span of days, years or hours, either end of which may be short: 3~5월, ’22~24년, 7.3.~5."""
    # Example: "3" and "5월" give --03/--05, "2022년" and "24년" give 2022/2024
    a, b = first.number, last.number
    if a.kind == "date" and len(a.when) == 4 and b.kind == "duration" and b.unit == "year" and b.value < 100:
        return Number("date", when=f"{a.when}/{a.when[:2]}{int(b.value):02d}")
    if a.kind == "date" and b.kind not in {"date", "time"} and last.group != "bare":
        return _share_unit(first.surface, last) if first.surface.isdigit() and not math.isnan(b.value) else None
    if b.kind in {"date", "time"} and first.surface.isdigit() and a.kind != b.kind:
        spelt = first.surface + ("시" if b.kind == "time" else re.sub(r"^\D*\d+(?:\.\d+)?", "", last.surface)[:2])
        a = read_number(b.kind, spelt)
    elif b.kind in {"date", "number"} and first.group == "bare" and _MONTH_DAY.fullmatch(first.surface):
        a = Number("date", when=dates.iso_date(first.surface))
    if a.kind == "date" and "-" in a.when and last.group == "bare" and _MONTH_DAY.fullmatch(last.surface):
        b = Number("date", when=dates.iso_date(last.surface))
    if a.kind == b.kind and a.kind in {"date", "time"} and a.when:
        return Number(b.kind, when=dates.iso_span(a.when, b.when))
    return None


def _share_unit(first: str, last: _Mention) -> Number | None:
    """Read a range whose first number lacks the unit of the second."""
    # Example: "3" and "5억 원" (5e8) give low 3e8, high 5e8.
    numeral = _NUMERAL.search(last.surface)
    bounds = read_numeral(f"{first}~{numeral.group()}") if numeral else None
    whole = read_numeral(numeral.group()) if numeral else None
    if bounds is None or whole is None or not whole.value:
        return None
    factor = last.number.value / whole.value
    low, high = (float(f"{n * factor:.12g}") for n in (bounds.low, bounds.high))
    return replace(last.number, value=math.nan, low=low, high=high)


def _resolve_lists(text: str, found: list[_Mention]) -> list[_Mention]:
    """Give the numbers before a raised dot the unit behind it (1·2차); two bare ones are a name (6·25)."""
    # Example: (0, 1, "1"), (2, 4, "2차") become two ordinals; (0, 1, "6"), (2, 4, "25") before 전쟁 one name (0, 4).
    result: list[_Mention] = []
    for item in reversed(found):
        following = result[-1] if result else None
        near = following is not None and _DOT.fullmatch(text, item.end, following.start) is not None
        if not near or following is None or item.group != "bare" or not item.surface.isdigit():
            result.append(item)
        elif following.group != "bare" or not following.surface.isdigit():
            result.append(_with_unit_of(item, following))
        elif _EVENT_BEHIND.match(text, following.end):
            surface = text[item.start : following.end]
            result[-1] = replace(following, start=item.start, surface=surface, number=IDENTIFIER, group="name")
        else:
            result.append(item)
    return result[::-1]


def _with_unit_of(item: _Mention, following: _Mention) -> _Mention:
    """Read a bare number with the unit of the number behind it."""
    shared = read_number(following.group, re.sub(r"^\d[\d,.]*", item.surface, following.surface))
    if shared is UNREAD or following.number.kind in {"identifier", "unread"}:
        return item
    kind = following.number.kind if shared.kind == "count" else shared.kind
    return replace(item, number=replace(shared, kind=kind), group=following.group)


def _complete_dates(text: str, found: list[_Mention], published: str) -> list[_Mention]:
    """Complete dates without a year or month behind words such as 올해 and 지난달, also along a list (올해 3·4월)."""
    # Example: published 2023-05-04: 지난해 5월 (--05) becomes 2022-05, 지난달 3일 (---03) becomes 2023-04-03,
    # 올 1분기 (Q1) becomes 2023-Q1.
    year, month = int(published[:4]), int(published[5:7])
    result: list[_Mention] = []
    start = ""  # what stands before the date or the list: a year, or a year and a month
    for last, item in pairwise([None, *found]):
        if item is None:
            continue
        before = text[max(0, item.start - 8) : item.start]
        if last is None or not _DOT.fullmatch(text, last.end, item.start):
            start = ""
            if said := _RELATIVE_YEAR.search(before):
                start = f"{year + _YEAR_BEFORE[said[1]]:04d}"
            elif said := _RELATIVE_MONTH.search(before):
                months = 12 * year + month - 1 + _MONTH_BEFORE[said[1]]
                start = f"{months // 12:04d}-{months % 12 + 1:02d}"
        when = item.number.when
        if item.number.kind == "date" and start:
            when = "/".join(_completed(part, start) for part in when.split("/"))
        result.append(replace(item, number=replace(item.number, when=when)))
    return result


def _completed(when: str, start: str) -> str:
    """Write a partial date behind its year, or its year and month."""
    # Example: _completed("--05-04", "2022") gives 2022-05-04, _completed("---03", "2023-04") gives 2023-04-03; a month
    # without that day leaves it alone: _completed("---31", "2023-04") gives ---31
    made = when
    if len(start) == 4 and re.match(r"--\d|[QH]\d", when):
        made = f"{start}-{when.removeprefix('--')}"
    elif len(start) == 7 and when.startswith("---"):
        made = f"{start}-{when[3:]}"
    return when if len(made) == 10 and not _is_day(made) else made


def _is_day(when: str) -> bool:
    """Tell whether a full date names a day of the calendar."""
    try:
        dt.date.fromisoformat(when)
    except ValueError:
        return False
    return True


def _join_unreadable(text: str, found: list[_Mention]) -> list[_Mention]:
    """Join bare numbers with signs between them that no rule could read, such as 1,23 or 3.4.5."""
    result: list[_Mention] = []
    for item in found:
        last = result[-1] if result else None
        bare = {"bare", "rest", "glued", "year"}
        if last and last.group in bare and item.group in bare and _SIGN_BETWEEN.fullmatch(text, last.end, item.start):
            result[-1] = replace(last, end=item.end, surface=text[last.start : item.end], number=UNREAD, group="glued")
        else:
            result.append(item)
    return result


def _with_modifiers(text: str, item: _Mention) -> _Mention:
    """Read words such as about and at least beside a number."""
    number = item.number
    if number.kind in {"identifier", "unread", "date", "time", "ordinal"}:
        return item
    before, behind = text[max(0, item.start - 8) : item.start], text[item.end : item.end + 10]
    about = bool(_ABOUT.search(before) or _ROUGHLY.match(behind))
    if number.kind in {"money", "percent"}:
        about = about or bool(_RANGE_OF_SIZE.match(behind))
    bounds = [name for name, spelt in _BEFORE.items() if spelt.search(before)]
    bounds += [name for name, spelt in _BEHIND.items() if spelt.match(behind)]
    if not math.isnan(number.value) and (_MORE_IN.search(item.surface) or _MORE_BEHIND.match(behind)):
        number = replace(number, low=number.value)  # 30여 개 are thirty and some more
        bounds.append("at_least")
    return replace(item, number=replace(number, approximate=number.approximate or about), bound=(bounds or [""])[0])


def _mark_conversions(text: str, found: list[_Mention]) -> list[_Mention]:
    """Mark an amount in brackets that says the amount before them in another unit."""
    result = found[:1]
    for first, item in pairwise(found):
        a, b = first.number, item.number
        beside = _OPEN.fullmatch(text, first.end, item.start) and _CLOSE.match(text, item.end)
        same = a.kind == b.kind and (a.unit != b.unit if a.kind == "money" else False)
        close = a.kind == b.kind and a.unit == b.unit and a.kind not in {"count", "number", "date", "time"}
        close = close and abs(a.value - b.value) <= (0.0 if a.kind in {"money", "percent"} else 0.1 * abs(a.value))
        result.append(replace(item, converted=bool(beside and (same or close))))
    return result
