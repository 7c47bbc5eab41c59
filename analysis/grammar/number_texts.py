"""Numbers in running text: the grammar that finds them, and what kind, unit and value each has."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from analysis.equality import NanEqual
from analysis.grammar import dates
from analysis.grammar.numerals import ARABIC, FEW, NATIVE, SINO, Reading, read_numeral
from analysis.grammar.unit_words import DURATIONS, SIGN, SIGNS, STOP, UNITS, ended_words_of

_COUNTED = ("money", "area", "length", "weight", "volume", "power", "energy", "data", "percentage_point")
_MINUS = r"(?:(?<![\w)\]%])[-−–](?=\d)|마이너스\s?)"
_SIGNED = rf"(?:{_MINUS}|△(?=\d))"  # before a count a triangle is a bullet
_LOOSE = ended_words_of("count", "age", "ordinal", "duration", "number")
_ALL = ended_words_of(*_COUNTED, "percent", "ratio", "temperature", "count", "age", "ordinal", "duration", "number")
_MANY = r"(?:[수몇]\s?)?[일이삼사오육칠팔구]?[십백천만](?:[일이삼사오육칠팔구]?[십백천만억])*[일이삼사오육칠팔구]?여?"
_HANGUL = "|".join(  # 조개, 천장, 만기, 구조대 are other words, so that single signs need a space
    (
        rf"(?:{SINO}여?\s|[백천만](?=원)|(?=[가-힣]{{2}}){SINO}여?)\s?{ended_words_of('money')}",
        rf"{_MANY}\s{_ALL}",
        rf"(?!만일|만세|일일|이일|백일|천일)(?:(?=[수몇가-힣][십백천만여]){_MANY}{_ALL}|[백천](?:명|배|개|년){STOP})",
    )
)
_NATIVE_UNITS = (
    "명 개 곳 가지 차례 번째 번 살 배 달 시간 시 주 마리 권 대 척 채 건 군데 사람 쌍 그루 팀 장 통 잔 병 벌 켤레 "
    "자루 송이 포기 분 차례 편 해째 달째 점 자리 판"
)
_TIGHT = r"(?:명|개|곳|가지|달|살|마리|차례|배|시간|번째)"  # joined to 한, 두, 세 they are no other word
_DAYS = {"이틀": 2, "사흘": 3, "나흘": 4, "닷새": 5, "엿새": 6, "열흘": 10, "보름": 15}
_SPEED = r"(?:시속|초속|분속)\s?"
_PER = r"/(?:㎡|㎥|㎢|km²|m²|㎞|㎏|ℓ|㎖|kWh|[A-Za-z]{1,3}(?![A-Za-z])|[가-힣]{1,2}(?![가-힣]))"
_CHAIN = "|".join(
    rf"{ARABIC}\s?{big}\s?{ARABIC}\s?{small}"
    for big, small in (("년", "개월"), ("개월", "일"), ("주", "일"), ("박", "일"), ("시간", "분"), ("분", "초"))
)
_SCALES = {  # English sizes, as in $1.5m and 3 billion 달러
    "k": 1e3, "thousand": 1e3, "m": 1e6, "mn": 1e6, "million": 1e6, "b": 1e9, "bn": 1e9, "billion": 1e9,
    "tn": 1e12, "trillion": 1e12,
}  # fmt: skip
_SCALE = r"(?:(?:[kKmMbB]|\s?(?:[mM]n|[bB]n|[tT]n|thousand|[mMbB]illion|[tT]rillion))(?![A-Za-z&]))"
_CODE = r"(?:https?://|www\.)[^\s<>()\",가-힣]+|(?<![\w.+-])[\w.+-]{1,64}@[\w-]+\.[\w.]+"
_PHONE = r"(?<![\d-])(?:0\d{1,2}-\d{3,4}-\d{4}|1[5-9]\d\d-\d{4}|\d{3}-\d{2}-\d{5}|\d{6}-\d{7})(?![\d-])"
_GROUPS = {
    "code": rf"{_CODE}|{_PHONE}",
    "name": r"제\s?[\d.,-]*\d\s?(?:조|항|호|장|절|편|관|목)(?:의\s?\d+)?(?![가-힣]{2})|"
    r"(?:(?<=[A-Za-z])|(?<=[A-Za-z][-‑]))\d+(?:\.\d+)?(?![\d,])",
    "rate": rf"{_SPEED}{ARABIC}\s?(?:km|㎞|m|킬로미터|미터|해리|노트)|{ARABIC}\s?(?:{_ALL}\s?)?{_PER}",
    "date": dates.DATE,
    "time": dates.TIME,
    "ratio": rf"(?:{ARABIC}|(?<![가-힣])[백천만]+)\s?분의\s?{ARABIC}|"
    rf"\d+(?:\.\d+)?\s?대\s?\d+(?:\.\d+)?(?![\d가-힣]*[만억])(?=[가-힣\s.,)]|$)(?!\s?{_LOOSE})"
    r"|(?<![\d/])\d{1,3}/\d{1,4}(?=(?:이상|이하|로|을|를|의|가|에|만|씩|수준|정도|가량|\s(?:수준|이상|이하|정도|가량)))"
    r"|(?<![\d:])\d+(?:\.\d+)?:\d+(?:\.\d+)?(?![\d:])",
    "money": rf"{SIGN}\s?{ARABIC}(?:{_SCALE}|\s?{ended_words_of('money')})?|"
    rf"{_SIGNED}?{ARABIC}{_SCALE}?\s?{ended_words_of('money')}",
    "chain": rf"(?:{_CHAIN}){STOP}",
    "nth": rf"제\s?{ARABIC}\s?(?:{ended_words_of('ordinal')}|(?:회차?|차|대|기){STOP})",
    "named": rf"(?<![가-힣])제\d+\s?{ended_words_of('count')}",  # 제3자, 제2동
    "term": r"[12]?\d\s?대(?=\s?(?:국회|대통령|총선|대선))|\d+\s?대(?=\s?국회)",
    "cold": rf"(?:영하|영상|섭씨|최저기온|최고기온)\s?{_SIGNED}?{ARABIC}\s?도",
    "change": rf"{_SIGNED}{ARABIC}\s?{ended_words_of('percent', 'percentage_point')}",
    "unit": rf"{_MINUS}?{ARABIC}\s?{_ALL}",
    "words": rf"(?<![가-힣])(?:{_HANGUL})",
    "few": rf"(?<![가-힣]){FEW}\s?(?:{'|'.join(_NATIVE_UNITS.split())}){STOP}",
    "native": rf"(?<![가-힣])(?:{NATIVE}여?\s(?:{'|'.join(_NATIVE_UNITS.split())})|{NATIVE}여?{_TIGHT}){STOP}|"
    rf"(?<![가-힣])첫\s?번째",
    "days": rf"(?<![가-힣])(?:{'|'.join(_DAYS)}){STOP}|(?<![가-힣])일주일{STOP}|"
    rf"(?<![가-힣])[일이삼사오육칠팔구십]\s(?:년|개월){STOP}|(?<![가-힣])[일이삼사오]년{STOP}",
    "year": dates.YEAR,
    "bare": rf"{_MINUS}{ARABIC}(?=[\s),\]]|$)|{ARABIC}",
    "rest": r"\d+",
}
_FIRST = (  # the characters that can open a number, so that all others are passed over quickly
    r"(?=[\d$₩€£¥￥’‘'`´′△−–\-A-Za-z시초"
    r"분제영섭최오새아낮저밤마일이삼사육칠팔구십백천만억조수몇한두세네다섯여덟홉열스서쉰예엳너대석넉마흔첫닷엿나보상하])"
)


@lru_cache(maxsize=1)
def number_pattern() -> re.Pattern[str]:
    """Compile the grammar when it is first needed: it takes over a second."""
    return re.compile(_FIRST + "(?:" + "|".join(f"(?P<{name}>{spelt})" for name, spelt in _GROUPS.items()) + ")")


@dataclass(frozen=True, eq=False)
class Number(NanEqual):
    """What one number says, wherever it stands."""

    kind: str
    value: float = math.nan
    low: float = math.nan
    high: float = math.nan
    unit: str = ""
    when: str = ""
    approximate: bool = False


UNREAD = Number("unread")
IDENTIFIER = Number("identifier")
_RATE = re.compile(rf"(?P<speed>{_SPEED})?(?P<number>{ARABIC})\s?(?P<unit>.*)$")
_TERM = re.compile(rf"({ARABIC})\s?(년|개월|주|박|일|시간|분|초)")
_ORDINAL = re.compile(rf"제?\s?({ARABIC})\s?(.+)$")
_DEGREES = re.compile(rf"({_SIGNED})?({ARABIC})\s?도$")
_NATIVE = re.compile(rf"(?P<number>{FEW}|{NATIVE})여?\s?(?P<unit>.+)$")
_SPLIT = re.compile(rf"^(?P<sign>[-−–△]|마이너스)?\s?(?P<number>{ARABIC}|{SINO}여?)\s?(?P<unit>.*)$")


@lru_cache(maxsize=100_000)
def read_number(group: str, surface: str) -> Number:
    """Read a number by itself, with the reader of its group; what cannot be read is UNREAD."""
    # Example: read_number("unit", "3천 명") gives Number("count", 3000.0, unit="명")
    return _READERS[group](surface) or UNREAD


def _quantity(surface: str) -> Number | None:
    """Read digits or numerals with or without a unit: 3천 명, -5%, 1만 주."""
    match = _SPLIT.match(surface)
    if match is None:
        return None
    reading = read_numeral(match["number"])
    spelt = re.sub(r"\s", "", match["unit"])
    unit = UNITS.get(spelt)
    if reading is None or (spelt and unit is None):
        return None
    sign = -1.0 if match["sign"] else 1.0
    if unit is None:
        return _number(reading, "number", "", sign)
    return _number(reading, unit.kind, unit.unit, sign * unit.factor)


def _number(reading: Reading, kind: str, unit: str, factor: float = 1.0) -> Number:
    """Make a number of a reading, in the base unit of its kind."""
    value, low, high = (_times(n, factor) for n in (reading.value, reading.low, reading.high))
    return Number(kind, value, low, high, unit, approximate=reading.approximate)


def _times(number: float, factor: float) -> float:
    """Multiply, with no more digits than a float can tell."""
    return number if factor == 1 else float(f"{number * factor:.12g}")


def _money(surface: str) -> Number | None:
    """Read an amount of money, with a sign before it or a word behind it."""
    # Example: _money("$1.5m") gives Number("money", 1500000.0, unit="USD")
    sign = re.match(SIGN, surface)
    scale = re.search(rf"(?<=\d){_SCALE}", surface)
    factor = _SCALES[scale.group().strip().lower()] if scale else 1.0
    plain = surface.replace(scale.group(), "", 1) if scale else surface
    found = _quantity(plain[sign.end() :].strip() if sign else plain)
    if found is not None:
        value, low, high = (_times(n, factor) for n in (found.value, found.low, found.high))
        found = replace(found, value=value, low=low, high=high)
    if sign is None:
        return found
    code = SIGNS[re.sub(r"\s", "", sign.group()).replace("us", "US")]
    if found is None or found.kind not in {"number", "money"}:
        return None
    return replace(found, kind="money", unit=found.unit if found.kind == "money" and code == "USD" else code)


def _ratio(surface: str) -> Number | None:
    """Read a proportion: 3분의 1, 2대 1, 3:2, 1/4."""
    mark = next(m for m in ("분의", "대", ":", "/") if m in surface)
    first, second = (read_numeral(part) for part in surface.split(mark))
    if first is None or second is None:
        return None
    over, under = (second.value, first.value) if mark == "분의" else (first.value, second.value)
    return Number("ratio", over / under if under else math.nan, unit="배" if mark in {"분의", "/"} else mark)


def _rate(surface: str) -> Number | None:
    """Read a speed or a number per something: 시속 100km, 3원/㎡."""
    match = _RATE.match(surface)
    reading = read_numeral(match["number"]) if match else None
    if match is None or reading is None:
        return None
    unit = re.sub(r"\s", "", match["unit"]).replace("킬로미터", "km").replace("미터", "m").replace("㎞", "km")
    if match["speed"]:
        unit += {"시": "/h", "초": "/s", "분": "/min"}[match["speed"][0]]
    return _number(reading, "rate", unit)


def _chain(surface: str) -> Number | None:
    """Read a length of time in two units, in the smaller one: 1년 6개월."""
    (first, big), (second, small) = _TERM.findall(surface)
    a, b = read_numeral(first), read_numeral(second)
    if a is None or b is None:
        return None
    times = {"년": 12, "개월": math.nan, "주": 7, "박": 0, "시간": 60, "분": 60}[big]
    unit = next(u for u, words in DURATIONS.items() if small in words.split())
    return Number("duration", times * a.value + b.value, unit=unit, approximate=a.approximate or b.approximate)


def _ordinal(surface: str) -> Number | None:
    """Read a number in a series: 제3회, 21대 국회."""
    match = _ORDINAL.match(surface)
    reading = read_numeral(match[1]) if match else None
    return None if match is None or reading is None else _number(reading, "ordinal", re.sub(r"\s", "", match[2]))


def _temperature(surface: str) -> Number | None:
    """Read degrees, below zero after 영하 or a minus."""
    match = _DEGREES.search(surface)
    reading = read_numeral(match[2]) if match else None
    below = surface.startswith("영하") or (match is not None and match[1])
    return None if reading is None else _number(reading, "temperature", "°C", -1.0 if below else 1.0)


def _native(surface: str) -> Number | None:
    """Read native numerals with their unit: 열두 명, 첫 번째, 두 시."""
    if surface.startswith("첫"):
        return Number("ordinal", 1.0, unit="번째")
    match = _NATIVE.match(surface)
    reading = read_numeral(match["number"]) if match else None
    if match is None or reading is None:
        return None
    if match["unit"] == "시" and not math.isnan(reading.value):
        return Number("time", when=f"T{int(reading.value):02d}:00") if reading.value <= 12 else None
    unit = UNITS.get(match["unit"])
    kind, name = (unit.kind, unit.unit) if unit else ("count", match["unit"])
    if match["unit"] == "분":
        kind, name = "count", "분"  # persons
    found = _number(reading, kind, name)
    return replace(
        found, approximate=found.approximate or "여" in surface[1:-1].replace("여섯", "").replace("여덟", "")
    )


def _days(surface: str) -> Number | None:
    """Read words for spans of days, and short numerals before years and months: 사흘, 일주일, 삼 년."""
    if surface in _DAYS:
        return Number("duration", float(_DAYS[surface]), unit="day")
    if surface == "일주일":
        return Number("duration", 1.0, unit="week")
    number = {c: n for n, c in enumerate("영일이삼사오육칠팔구십")}[surface[0]]
    return Number("duration", float(number), unit="year" if surface.endswith("년") else "month")


_READERS: dict[str, Any] = {
    "code": lambda _: IDENTIFIER,
    "name": lambda _: IDENTIFIER,
    "rate": _rate,
    "date": lambda s: Number("date", when=dates.iso_date(s)),
    "time": lambda s: Number("time", when=dates.iso_time(s)),
    "year": lambda s: Number("date", when=s),
    "ratio": _ratio,
    "money": _money,
    "chain": _chain,
    "nth": _ordinal,
    "named": lambda _: IDENTIFIER,
    "term": _ordinal,
    "cold": _temperature,
    "few": _native,
    "native": _native,
    "days": _days,
    **dict.fromkeys(("change", "unit", "words", "bare", "rest"), _quantity),
}
