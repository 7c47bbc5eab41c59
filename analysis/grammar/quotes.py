"""What stands between double quotation marks."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from analysis.grammar.phrases import SPEECH, closes
from analysis.matcher.arrays import Arrays, Flags, Ints

_QUOTE_TAGS = frozenset({"SS", "SSO", "SSC", "SW"})
_OPENS, _CLOSES = frozenset("“„"), "”"
_QUOTES = SPEECH | {_CLOSES}


class Quotes(NamedTuple):
    """Quotations in order: rows of the opening and the closing mark (or the end of the paragraph); all marks."""

    opened: Ints
    closed: Ints
    marks: Ints

    def inside(self, rows: Ints) -> Flags:
        """Whether rows stand in a quotation, the marks themselves not counted."""
        return self.number(rows) > 0

    def number(self, rows: Ints) -> Ints:
        """Quotation of each row, counted from 1; 0 outside."""
        # opened 0 5, closed 2 9: rows 1 2 7 -> 1 0 2
        if not len(self.opened):
            return np.zeros(len(rows), np.int64)
        at = np.searchsorted(self.opened, rows, side="left")
        return np.where((at > 0) & (rows < self.closed[np.maximum(at, 1) - 1]), at, 0)


def quotations(rows: Arrays) -> Quotes:
    """Find what stands between double quotation marks in each paragraph."""
    # Only “ ”, „ “ and straight marks count: single marks set off names and emphasis in Korean papers. An opening “
    # that is never closed quotes to the end of the paragraph, as speech over several paragraphs is printed; a
    # straight mark without a partner is not a quotation. A second “ behind a word closes, as in “네“라고.
    # rows “ 네 ” 하 고 “ -> opened 0 5, closed 2 6
    marks = np.flatnonzero(rows.with_surface(_QUOTES) & rows.among(_QUOTE_TAGS))
    found: list[tuple[int, int]] = []
    opened: tuple[int, str] | None = None
    for row in [*marks.tolist(), -1]:
        if opened and (row < 0 or rows.paragraph[row] != rows.paragraph[opened[0]]):
            if opened[1] in _OPENS:
                end = int(np.searchsorted(rows.paragraph, rows.paragraph[opened[0]] + 1))
                found.append((opened[0], end))
            opened = None
        mark = rows.surfaces[rows.surface[row]] if row >= 0 else _CLOSES
        if opened is None:
            opened = (row, mark) if mark != _CLOSES else None
        elif mark not in _OPENS or (mark == "“" and opened[1] in _OPENS and _closes(rows, row)):
            found.append((opened[0], row))
            opened = None
    pairs = np.array(found, dtype=np.int64).reshape(-1, 2)
    return Quotes(pairs[:, 0], pairs[:, 1], marks)


def _closes(rows: Arrays, row: int) -> bool:
    """Whether an opening mark stands where a closing one should."""
    low, high = np.searchsorted(rows.paragraph, rows.paragraph[row] + np.array([0, 1])).tolist()
    before, behind = rows.text(low, row + 1, folded=False)[:-1], rows.text(row, high, folded=False)[1:]
    return closes(before, behind)
