"""Spans of rows and characters that queries are made of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from analysis.matcher.arrays import Arrays, Flags, Ints, edges

ITEM = re.compile(r"(.+)/([A-Z][A-Z0-9_]*)(?:-[A-Z]+)?")  # a lemma with its tag


def with_lemma(rows: Arrays, lemma: str) -> Flags:
    """Which rows have a lemma."""
    code = rows.vocabulary.lemma.get(lemma, -1)
    return np.asarray(rows.lemma == code) if code >= 0 else np.zeros(len(rows), np.bool_)


def overlapping(rows: Arrays, low: Ints, high: Ints) -> tuple[Ints, Ints]:
    """Rows of the first and last morpheme that share characters with some spans."""
    # morphemes [0,2) [2,3) [4,6): span [1,3) gives rows 0 and 1, span [3,5) row 2 alone
    start, end = rows.place
    first = np.searchsorted(np.maximum.accumulate(end), low, side="right") if len(end) else low
    return first, np.searchsorted(start, high, side="left") - 1


def paragraphs(rows: Arrays) -> Iterator[tuple[int, str]]:
    """Every paragraph as it stands, white space as spaces, with the place of its first character."""
    # A row's gap is its start less the furthest end before it: morphemes at [0,2) [2,4) [5,6) have the gaps 0 0 1, and
    # the third gets one space. Where [1,2) follows [0,2) the gap is -1: it loses the character that is there already.
    # What was taken out or blanked keeps its width, in characters that no word holds.
    pieces = rows.strings("surface", np.arange(len(rows)))
    start, end = rows.place
    for row in [row for row, piece in enumerate(pieces) if not piece]:
        pieces[row] = "\0" * int(end[row] - start[row])
    firsts = edges(rows.paragraph)
    reached = np.r_[0, np.maximum.accumulate(end)[:-1]] if len(end) else end
    reached[firsts[:-1]] = start[firsts[:-1]]
    gap = start - reached
    for row in np.flatnonzero(gap).tolist():
        pieces[row] = " " * int(gap[row]) + pieces[row] if gap[row] > 0 else pieces[row][-int(gap[row]) :]
    for low, high in pairwise(firsts.tolist()):
        yield int(start[low]), "".join(pieces[low:high])
