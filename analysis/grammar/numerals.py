"""Numbers as Korean texts write them: the grammar, and what a number is worth.

Codebooks (`number:` terms) and `stats.quantities` read numbers with the same patterns.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from decimal import Decimal

from analysis.equality import NanEqual

_DIGITS = r"\d+(?:,\d{3})*(?:\.\d+)?"
_SMALLS = rf"(?:{_DIGITS}[천백]\s?)*"  # 3천 8백만
_GROUP = rf"{_SMALLS}{_DIGITS}\s?여?\s?[십백천]?[만억조경]여?\s?"
ARABIC = rf"(?:{_GROUP})*(?:{_GROUP}|{_SMALLS}{_DIGITS}여?\s?[십백천]*여?)"
SINO = r"(?:(?:수|몇)\s?)?[일이삼사오육칠팔구]?[십백천만억조][일이삼사오육칠팔구십백천만억조]*"
_ONE = rf"(?:{ARABIC}|{SINO})여?"
TILDE = r"[~∼〜～-]"
NUMBER = rf"(?:{_ONE}\s?{TILDE}\s?)?{_ONE}"

_TENS = dict(zip("열 스물 서른 마흔 쉰 예순 일흔 여든 아흔".split(), range(10, 100, 10), strict=True))
_ONES = dict(zip("한 두 세 네 다섯 여섯 일곱 여덟 아홉".split(), range(1, 10), strict=True))
_NATIVE = _TENS | _ONES | {"스무": 20, "석": 3, "넉": 4}
_ABOUT = {
    "한두": (1, 2), "두세": (2, 3), "두서너": (2, 4), "서너": (3, 4), "너댓": (4, 5), "네댓": (4, 5), "너덧": (4, 5),
    "네다섯": (4, 5), "대여섯": (5, 6), "예닐곱": (6, 7), "일고여덟": (7, 8), "엳아홉": (8, 9),
}  # fmt: skip
FEW = rf"(?:{'|'.join(_ABOUT)})"
NATIVE = rf"(?:(?:{'|'.join(_TENS)})\s?(?:{'|'.join(_ONES)})|스무|석|넉|{'|'.join([*_TENS, *_ONES])})"

_SINO = {c: n for n, c in enumerate("영일이삼사오육칠팔구")}
_SMALL = {"십": 1, "백": 2, "천": 3}
_BIG = {"만": 4, "억": 8, "조": 12, "경": 16}
_PIECE = re.compile(r"\d[\d,]*(?:\.\d+)?|[영일이삼사오육칠팔구십백천만억조경]|여|수|몇")


@dataclass(frozen=True, eq=False)
class Reading(NanEqual):
    """What a number is worth: `value` where it is one number, `low` and `high` where it is a range or vague."""

    value: float = math.nan
    low: float = math.nan
    high: float = math.nan
    approximate: bool = False


def read_numeral(text: str) -> Reading | None:
    """Read a number, or two with a tilde between them."""
    # Example: read("7조9000억").value gives 7900000000000.0
    # Example: read("3~5억").low gives 300000000.0
    plain = re.sub(r"\s", "", text)
    if plain in _ABOUT:
        low, high = _ABOUT[plain]
        return Reading(low=float(low), high=float(high), approximate=True)
    ends = re.split(TILDE, plain)
    if len(ends) == 2 and all(ends):
        return _read_range(*ends)
    if (native := _read_native(plain)) is not None:
        return Reading(value=float(native))
    return _read_single(plain) if len(ends) == 1 else None


def _read_single(text: str) -> Reading | None:
    """Read one number in digits or Sino-Korean numerals; 수 and 몇 stand for 1 to 10."""
    vague = any(c in text for c in "수몇")
    low, high = _add_up(text, few=1), _add_up(text, few=10)
    if low is None or high is None:
        return None
    if vague:
        return Reading(low=float(low), high=float(high), approximate=True)
    return Reading(value=float(low), approximate="여" in text)


def _read_native(text: str) -> int | None:
    """Read a native numeral up to ninety-nine."""
    if text in _NATIVE:
        return _NATIVE[text]
    for ten, n in _TENS.items():
        if text.startswith(ten) and text[len(ten) :] in _ONES:
            return n + _ONES[text[len(ten) :]]
    return None


def _read_range(first: str, second: str) -> Reading | None:
    """Read two numbers as a range; the first takes the magnitude of the second where it has none (3~5억)."""
    # Example: _read_range("3", "5억") gives low 3e8, high 5e8
    low, high = _add_up(first, few=1), _add_up(second, few=1)
    if low is None or high is None or any(c in first + second for c in "수몇"):
        return None
    if not any(c in first for c in "만억조경") and (unit := [c for c in second if c in "만억조경"]):
        powers = [_BIG[c] for c in "조억만" if _BIG[c] <= _BIG[unit[0]]]
        low = next((low * 10**p for p in powers if low * 10**p < high), low)
    elif not any(c in first for c in _SMALL) and second[-1] in _SMALL and low < 10:
        low *= 10 ** _SMALL[second[-1]]
    if not low < high:
        return None
    return Reading(low=float(low), high=float(high), approximate="여" in first + second)


def _add_up(text: str, *, few: int) -> Decimal | None:
    """Add up digits and magnitudes; None where the magnitudes do not fall."""
    # Example: _add_up("7조9000억", few=1) gives 7900000000000; 억 before 조 gives None
    pieces = _PIECE.findall(text)
    if "".join(pieces) != text or not pieces:
        return None
    total, section, current = Decimal(0), Decimal(0), None
    small, big = 4, 20
    for piece in pieces:
        if piece[0].isdigit() or piece in _SINO or piece in "수몇":
            if current is not None:
                return None
            current = Decimal(few if piece in "수몇" else _SINO.get(piece, piece.replace(",", "")))
        elif piece in _SMALL:
            if _SMALL[piece] >= small:
                return None
            small = _SMALL[piece]
            section += (1 if current is None else current) * 10**small
            current = None
        elif piece in _BIG:
            if _BIG[piece] >= big:
                return None
            big, small = _BIG[piece], 4
            whole = section + (current or 0)
            total += (1 if current is None and not section else whole) * Decimal(10) ** big
            section, current = Decimal(0), None
    return total + section + (current or 0)
