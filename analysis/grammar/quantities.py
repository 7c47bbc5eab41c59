"""Quantities in running text: amounts of money, areas, counts and dates, as spans.

The grammar reads the characters of one sentence. It has no negative condition: characters that were
redacted can take a match away but never add one, as long as the match itself is left.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import Literal, get_args

import numpy as np

from analysis.errors import OptionError
from analysis.grammar.numerals import FEW, NATIVE, NUMBER
from analysis.grammar.unit_words import SIGN, words_of
from analysis.matcher.arrays import Arrays, Ints
from analysis.messages import message

Kind = Literal["money", "area", "count", "date"]
KINDS: tuple[Kind, ...] = get_args(Kind)

_NUMERIC = frozenset({"SN", "NR", "MM", "W_SERIAL"})
_CONTINUES = frozenset({"SN", "W_SERIAL", "XPN"})  # 제3회 is an ordinal
_SIGNS = frozenset({"$", "₩", "€", "£", "¥", "￥", "us"})
_LONGEST = 60  # characters; a converted amount in brackets stays well below
_ROUGHLY = r"(?:약|대략)?\s?"
_CURRENCY = words_of("money")
_AMOUNT = rf"(?:{SIGN}\s?{NUMBER}(?:\s?{_CURRENCY})?|{NUMBER}\s?{_CURRENCY})"
_AREA = rf"{NUMBER}\s?{words_of('area')}"
_YEAR = r"(?:1\d|20|21)\d\d"
_INSIDE = r"(?:한화|우리\s?돈|원화|미화)?(?:으로|로)?\s?"
_AFTER = r"(?:\s?(?:규모|상당|가량|안팎))?"

_MONEY = re.compile(rf"{_AMOUNT}(?:\s?\({_INSIDE}{_ROUGHLY}{_AMOUNT}{_AFTER}\))?")
_AREAS = re.compile(rf"{_AREA}(?:\s?\({_ROUGHLY}{_AREA}{_AFTER}\))?")
_COUNT = re.compile(rf"(?:{NUMBER}|{FEW}|{NATIVE}|몇)\s?{words_of('count')}")
_DATE = re.compile(
    rf"{_YEAR}년(?:\s?\d{{1,2}}월(?:\s?\d{{1,2}}일)?)?|\d{{1,2}}월(?:\s?\d{{1,2}}일)?|"
    rf"{_YEAR}\.\s?\d{{1,2}}\.(?:\s?\d{{1,2}}\.?)?|{_YEAR}-\d{{1,2}}-\d{{1,2}}"
)
_GRAMMAR: dict[Kind, re.Pattern[str]] = {"money": _MONEY, "area": _AREAS, "count": _COUNT, "date": _DATE}


def spans(text: str, *, kind: Kind, starts: Sequence[int], ends: Collection[int]) -> list[tuple[int, int]]:
    """Find the quantities of one kind in a sentence."""
    # Example: spans("3억 원을 냈다", kind="money", starts=[0], ends={1, 2, 4, 5, 7}) gives [(0, 4)]
    if kind not in KINDS:
        msg = message("kind {kind!r} is not known; use one of {kinds}", kind=kind, kinds=", ".join(KINDS))
        raise OptionError(msg)
    grammar = _GRAMMAR[kind]
    allowed = sorted(ends, reverse=True)
    found: list[tuple[int, int]] = []
    reached = 0
    for start in starts:
        if start < reached or not grammar.match(text, start):
            continue
        near = (end for end in allowed if start < end <= start + _LONGEST)
        stop = next((end for end in near if grammar.fullmatch(text, start, end)), None)
        if stop is not None:
            found.append((start, stop))
            reached = stop
    return found


def find(rows: Arrays, *, kind: Kind) -> list[tuple[int, int]]:
    """Find the quantities of one kind in a token table."""
    opening = _opening(rows)
    cuts = np.flatnonzero(np.diff(rows.sentence[opening])) + 1
    found: list[tuple[int, int]] = []
    for group in np.split(opening, cuts) if len(opening) else []:
        found.extend(_in_sentence(rows, kind, group))
    return found


def _opening(rows: Arrays) -> Ints:
    """Rows at which a number may begin: numerals and currency signs that continue no number."""
    # 제/XPN 3/SN 회 | 3/SN 억/NR | $/SW 5/SN -> 3 of 3억, $ and 5: the first 3 goes on from 제, 억 from 3
    opening = (rows.among(_NUMERIC) | rows.with_surface(_SIGNS)) & rows.real
    before = rows.preceding
    attached = (before >= 0) & (rows.end[before] == rows.start)
    return np.flatnonzero(opening & ~(attached & rows.among(_CONTINUES)[before])).astype(np.int64)


def _in_sentence(rows: Arrays, kind: Kind, opening: Ints) -> list[tuple[int, int]]:
    """Quantities of the sentence in which some numbers open."""
    # 약/MAG 3/SN 억/NR 원/NNB with row 1 opening -> [(1, 3)]
    low = int(opening[0])
    high = int(np.searchsorted(rows.sentence, rows.sentence[low], side="right"))
    first = rows.start[low:high].tolist()
    origin = first[0]
    text = rows.text(low, high, folded=True)
    starts = {first[row - low] - origin: row for row in opening.tolist()}
    begin = [start for start in sorted(starts) if _GRAMMAR[kind].match(text, start)]
    if not begin:
        return []
    last = rows.end[low:high].tolist()
    ends = {b - origin: row for row, (a, b) in enumerate(zip(first, last, strict=True), start=low) if b > a}
    return [(starts[a], ends[b]) for a, b in spans(text, kind=kind, starts=begin, ends=ends)]
