"""Dates and times of day in Korean text: how they are written, and the day, month, year or hour they name."""

from __future__ import annotations

import re

from analysis.grammar.unit_words import STOP

_YYYY = r"(?:1[0-9]|20|21)\d\d"
_YY = r"[’‘'`´′]\s?\d\d"
_MONTH = r"(?:1[0-2]|0?[1-9])"
_DAY = r"(?:3[01]|[12]\d|0?[1-9])"
_MD = rf"{_MONTH}월(?!호)(?:\s?{_DAY}일)?"
# 1/4분기 and 1·4분기 are the first quarter of four; 3·4분기 may be two quarters, and is read as a list.
_QUARTER = r"(?:[1-4](?:\s?/\s?4)?|[124]\s?[·ㆍ・‧]\s?4)\s?분기"
_PART = rf"(?:상반기|하반기|{_QUARTER})"
_LASTS = (
    r"(?:\s?(?:간|동안|만에|만의|만이|연속|을\s초과|이내|이상|이하|미만|초과|째|차(?!례)|가량|정도|후|뒤|안에|내에|내로|치|짜리|여|남짓|넘|씩|"
    r"전(?!국|체|문|부|력|기|남|북|시|략|격|쟁|환|용|달|망)))"
)
DATE = "|".join(
    (
        rf"(?:{_YYYY}|[1-9]0)년대",
        rf"(?:1\d|2[01]|[1-9])\s?세기{STOP}",
        rf"{_YY}\.\s?{_QUARTER}",
        rf"(?:{_YYYY}|{_YY})\.\s?{_MONTH}\.\s?{_DAY}(?!\d)\.?",
        rf"(?<![\d.])\d\d\.\s?{_MONTH}\.\s?{_DAY}(?![\d.])\.?",
        rf"{_YYYY}(?:-{_MONTH}-|/{_MONTH}/){_DAY}(?!\d)",
        rf"(?:{_YYYY}|{_YY}|\d\d(?=\s?년\s?(?:{_MD}|{_PART})))\s?(?:년도|학년도|년)(?:\s?(?:{_MD}|{_PART}))?(?!\s?여|생)",
        rf"(?:{_YYYY}|{_YY})\.\s?{_MONTH}(?:월|\.)?(?![\d%])",
        rf"(?<![\d.]){_MONTH}\.\s?{_DAY}일",
        rf"(?<![\d.])\d\d\.\s?(?:{_MONTH}월|{_QUARTER})",
        rf"(?<![\d.]){_MONTH}\.\s?{_DAY}\.(?=\)|\s[가-힣])",
        rf"(?<![\d.]){_MONTH}\.\s?{_DAY}\.?(?=부터|까지|\s?[~∼〜～]\s?{_MONTH}\.\s?{_DAY}\.?(?:까지|\s?\([월화수목금토일]))",
        rf"(?<![\d.]){_MONTH}\.\s?{_DAY}\.(?=\s?[~∼〜～])",
        rf"(?<![\d.,]){_DAY}\.?(?=\([월화수목금토일]\))",
        rf"{_MONTH}\.\s?{_DAY}\.?(?=\s?\([월화수목금토일]\))",
        _MD,
        rf"{_YY}(?![\d%.,]|\s?(?:대|개|명|건|곳|가지|인|종))",
        _PART,
        rf"{_DAY}일(?!{_LASTS}){STOP}",
    )
)
TIME = (
    r"(?:(?:오전|오후|새벽|아침|낮|저녁|밤)\s?(?:1[0-2]|0?\d)\s?시|(?:2[0-4]|1\d|0?\d)\s?시)"
    rf"(?:\s?[0-5]?\d\s?분|\s?반(?![가-힣]))?(?!간){STOP}|(?:2[0-4]|1\d|0?\d):[0-5]\d(?::[0-5]\d)?(?![\d:])"
)
YEAR = rf"(?<![가-힣A-Za-z])(?:19|20)\d\d(?!\+)(?![\d%]|[.,]\d)(?=\W|$|(?=[가-힣]){STOP})"
WEEKDAY = r"(?:\s?\([월화수목금토일]\))?"

_NUMBER = re.compile(r"\d+")
_HALF = {"오후": 0, "저녁": 0, "낮": 0, "밤": 4}  # from which hour on twelve are added
_Day = tuple[int | None, int | None, int | None]


def iso_date(surface: str) -> str:
    """Name the date that a text writes: 2023-05-04, 2023-05, 2023, --05-04, --05, ---04, 2023-Q1, H1, 1990/1999."""
    # Example: iso_date("90년대") gives 1990/1999, iso_date("19세기") gives 1801/1900
    numbers = [int(n) for n in _NUMBER.findall(surface)]
    first = numbers[0] if numbers else 0
    if "년대" in surface:
        start = first if first > 99 else 1900 + first if first >= 30 else 2000 + first
        return f"{start}/{start + (99 if start % 100 == 0 and start < 2000 else 9)}"
    if "세기" in surface:
        return f"{100 * first - 99:04d}/{100 * first:04d}"
    if "반기" in surface or "분기" in surface:
        dotted = re.match(r"\D?\s?\d\d\.", surface) is not None
        year = f"{_year(surface, first)}-" if "년" in surface or dotted else ""
        if "반기" in surface:
            return f"{year}{'H1' if '상' in surface else 'H2'}"
        part = numbers[1] if year else first
        return f"{year}Q{part}"
    return _iso(_parts(surface, numbers))


def _parts(surface: str, numbers: list[int]) -> _Day:
    """Sort the numbers of a date into year, month and day."""
    yearly = (
        "년" in surface
        or numbers[0] > 31
        or len(numbers) == 3
        or re.match(r"[1-9]\d\.\s?\d+월", surface) is not None
        or surface[0] in "’‘'`´′"
    )
    if yearly:
        month, day = [*numbers[1:], None, None][:2]
        return _year(surface, numbers[0]), month, day
    if "월" in surface or "." in surface.rstrip("."):
        return None, numbers[0], numbers[1] if len(numbers) > 1 else None
    return None, None, numbers[0]


def _year(surface: str, number: int) -> int:
    """Complete a year of two digits: 50 to 99 are of the last century."""
    two = len(_NUMBER.findall(surface)[0]) == 2
    return number + (1900 if number >= 50 else 2000) if two else number


def _iso(day: _Day) -> str:
    """Write year, month and day in ISO 8601, with dashes for what is not said."""
    year, month, number = day
    if year is not None:
        return "-".join([f"{year:04d}", *(f"{n:02d}" for n in (month, number) if n is not None)])
    if month is not None:
        return "-".join([f"--{month:02d}", *([f"{number:02d}"] if number is not None else [])])
    return f"---{number:02d}"


def iso_time(surface: str) -> str:
    """Name the time that a text writes, as T14:30 or T14:30:05."""
    numbers = [int(n) for n in _NUMBER.findall(surface)]
    hour = numbers[0]
    if hour == 12 and surface.startswith(("오전", "새벽", "밤")):
        hour = 0
    elif (
        hour < 12
        and not (hour > 9 and surface[0] == "낮")
        and any(surface.startswith(word) and hour >= least for word, least in _HALF.items())
    ):
        hour += 12
    minutes = numbers[1:] or ([30] if surface.endswith("반") else [0])
    return "T" + ":".join(f"{n:02d}" for n in (hour, *minutes))


def iso_span(first: str, last: str) -> str:
    """Join two dates or times with a slash, the second completed by the first: 2023-03/2023-05."""
    # Example: iso_span("2023-03", "--05") gives 2023-03/2023-05
    if re.search("[TQH/]", first + last):
        if last[:1] in "QH" and first[4:5] == "-":
            last = first[:5] + last
        return f"{first}/{last}"
    a, b = _read_iso(first), _read_iso(last)
    missing = [n for n in range(3) if b[n] is not None]
    completed = tuple(a[n] if n < missing[0] else b[n] for n in range(3))
    return f"{first}/{_iso(completed)}"  # type: ignore[arg-type]


def _read_iso(when: str) -> _Day:
    """Read a date that `_iso` wrote."""
    if when.startswith("---"):
        return None, None, int(when[3:])
    if when.startswith("--"):
        parts: list[int | None] = [None, *map(int, when[2:].split("-"))]
    else:
        parts = list(map(int, when.split("-")))
    year, month, day = [*parts, None, None][:3]
    return year, month, day
