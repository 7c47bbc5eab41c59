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
from analysis.matcher.rows import Ints, Rows

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

_GRAMMAR: dict[Kind, re.Pattern[str]] = {
    "money": re.compile(rf"{_AMOUNT}(?:\s?\({_INSIDE}{_ROUGHLY}{_AMOUNT}{_AFTER}\))?"),
    "area": re.compile(rf"{_AREA}(?:\s?\({_ROUGHLY}{_AREA}{_AFTER}\))?"),
    "count": re.compile(rf"(?:{NUMBER}|{FEW}|{NATIVE}|몇)\s?{words_of('count')}"),
    "date": re.compile(
        rf"{_YEAR}년(?:\s?\d{{1,2}}월(?:\s?\d{{1,2}}일)?)?|\d{{1,2}}월(?:\s?\d{{1,2}}일)?|"
        rf"{_YEAR}\.\s?\d{{1,2}}\.(?:\s?\d{{1,2}}\.?)?|{_YEAR}-\d{{1,2}}-\d{{1,2}}"
    ),
}


def spans(text: str, *, kind: Kind, starts: Sequence[int], ends: Collection[int]) -> list[tuple[int, int]]:
    """Find the quantities of one kind in a sentence."""
    # Example: spans("3억 원을 냈다", kind="money", starts=[0], ends={1, 2, 4, 5, 7}) gives [(0, 4)]
    if kind not in KINDS:
        msg = f"kind {kind!r} is not known; use one of {', '.join(KINDS)}"
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


def find(rows: Rows, *, kind: Kind) -> list[tuple[int, int]]:
    """Find the quantities of one kind in a token table."""
    opening = _opening(rows)
    cuts = np.flatnonzero(np.diff(rows.sentence[opening])) + 1
    found: list[tuple[int, int]] = []
    for group in np.split(opening, cuts) if len(opening) else []:
        found.extend(_in_sentence(rows, kind, group))
    return found


def _opening(rows: Rows) -> Ints:
    """Rows at which a number may begin: numerals and currency signs that continue no number."""
    signs = np.isin(rows.surface, [n for n, s in enumerate(rows.surfaces) if s in _SIGNS])
    opening = (rows.flagged(_NUMERIC) | signs) & rows.real
    before = rows.preceding
    attached = (before >= 0) & (rows.end[before] == rows.start)
    return np.flatnonzero(opening & ~(attached & rows.flagged(_CONTINUES)[before])).astype(np.int64)


def _in_sentence(rows: Rows, kind: Kind, opening: Ints) -> list[tuple[int, int]]:
    """Quantities of the sentence in which some numbers open."""
    sentence = int(rows.sentence[opening[0]])
    low, high = int(opening[0]), int(rows.sentence_rows[sentence + 1])
    origin = int(rows.start[low])
    starts = {int(rows.start[row]) - origin: row for row in opening.tolist()}
    ends = {int(rows.end[row]) - origin: row for row in range(low, high) if rows.real[row]}
    text = rows.text(low, high, folded=True)
    return [(starts[a], ends[b]) for a, b in spans(text, kind=kind, starts=sorted(starts), ends=ends)]
