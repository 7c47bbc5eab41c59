"""Markers of stance: endings and function words, as sequences of form/tag, found for all rows at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np

from analysis.errors import CodebookError
from analysis.matcher.pattern import Elements, Tagged, expand
from analysis.matcher.rows import Flags, Ints, Rows


class Marking(NamedTuple):
    """One label: its name, the sequences that carry it, and longer ones inside which they do not count."""

    label: str
    wanted: tuple[Elements, ...]
    masked: tuple[Elements, ...]


class Markers(NamedTuple):
    """Markers by place: number of the label, first and last row; ascending. `read` are their and the masks' rows."""

    label: Ints
    first: Ints
    last: Ints
    read: Ints


def sequences(pattern: str) -> tuple[Elements, ...]:
    """Expand a pattern that is made of nothing but form/tag."""
    # Example: len(sequences("(ᆯ|을)/ETM 수/NNB")) gives 2
    found = expand(pattern)
    if not all(isinstance(e, Tagged) and not e.attached for elements in found for e in elements):
        msg = f"pattern {pattern!r}: endings are matched by form/tag alone, such as 어야/EC 하/VX"
        raise CodebookError(msg)
    return found


class Places:
    """Rows of the forms that some sequences ask for, and where the sequences stand."""

    def __init__(self, rows: Rows, wanted: Iterable[Elements]) -> None:
        self._rows = rows
        tags = {t: n for n, t in enumerate(rows.tags)}
        forms = {f: n for n, f in enumerate(rows.forms) if f}
        pairs = {(e.form, e.tag) for elements in wanted for e in elements if isinstance(e, Tagged)}
        self._codes = {p: forms[p[0]] * len(tags) + tags[p[1]] for p in pairs if p[0] in forms and p[1] in tags}
        asked = np.zeros(len(rows.forms), np.bool_)
        asked[[forms[form] for form, _ in self._codes]] = True
        at = np.flatnonzero(asked[rows.form]) if len(rows) else np.zeros(0, np.int64)
        codes = rows.form[at] * len(tags) + rows.tag[at]
        self._code = np.full(len(rows), -1, np.int64)
        self._code[at] = codes
        order = np.argsort(codes, kind="stable")
        self._at, ordered = at[order], codes[order]
        self._bounds = {c: np.searchsorted(ordered, [c, c + 1]).tolist() for c in set(self._codes.values())}

    def find(self, elements: Elements) -> Ints:
        """First rows of a sequence."""
        codes = [self._codes.get((e.form, e.tag), -1) for e in elements if isinstance(e, Tagged)]
        if any(c < 0 for c in codes):
            return np.zeros(0, np.int64)
        sizes = [high - low for low, high in (self._bounds[c] for c in codes)]
        rarest = sizes.index(min(sizes))
        low, high = self._bounds[codes[rarest]]
        first = self._at[low:high] - rarest
        first = first[(first >= 0) & (first + len(codes) <= len(self._rows))]
        for k, code in enumerate(codes):
            if k != rarest and len(first):
                first = first[self._code[first + k] == code]
        if len(codes) > 1 and len(first):
            first = first[self._rows.sentence[first] == self._rows.sentence[first + len(codes) - 1]]
        return first.astype(np.int64)

    def spans(self, sequences: Iterable[Elements]) -> tuple[Ints, Ints]:
        """First and last rows of several sequences, the longer ones first where they start together."""
        parts = [(self.find(elements), len(elements) - 1) for elements in sequences]
        first = np.concatenate([p for p, _ in parts]) if parts else np.zeros(0, np.int64)
        last = np.concatenate([p + n for p, n in parts]) if parts else first
        order = np.lexsort((-last, first))
        return first[order], last[order]


def find(rows: Rows, markings: Sequence[Marking]) -> Markers:
    """Find the markers of several labels."""
    places = Places(rows, (e for m in markings for e in (*m.wanted, *m.masked)))
    none = np.zeros(0, np.int64)
    labels, firsts, lasts, read = [none], [none], [none], [none]
    for number, marking in enumerate(markings):
        first, last = places.spans(marking.wanted)
        low, high = places.spans(marking.masked)
        reached = np.maximum.accumulate(last) if len(last) else last
        outside = np.r_[True, last[1:] > reached[:-1]] if len(last) else np.zeros(0, np.bool_)
        outside &= ~_inside(first, last, low, high)
        labels.append(np.full(int(outside.sum()), number))
        firsts.append(first[outside])
        lasts.append(last[outside])
        read += [spread(first, last), spread(low, high)]
    label, first, last = np.concatenate(labels), np.concatenate(firsts), np.concatenate(lasts)
    order = np.lexsort((label, last, first))
    return Markers(label[order], first[order], last[order], np.unique(np.concatenate(read)))


def spread(first: Ints, last: Ints) -> Ints:
    """List every row of some spans."""
    # Example: spread(np.array([3, 7]), np.array([4, 7])).tolist() gives [3, 4, 7]
    sizes = last - first + 1
    offsets = np.arange(int(sizes.sum())) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    return np.asarray(np.repeat(first, sizes) + offsets, dtype=np.int64)


def _inside(first: Ints, last: Ints, low: Ints, high: Ints) -> Flags:
    """Which spans lie inside one of some longer spans, these ordered by their start."""
    if not len(low):
        return np.zeros(len(first), np.bool_)
    at = np.searchsorted(low, first, side="right") - 1
    return np.asarray((at >= 0) & (np.maximum.accumulate(high)[np.maximum(at, 0)] >= last))


def covered(rows: Rows, first: Ints, last: Ints) -> Flags:
    """Mark every row of some spans but their last."""
    steps = np.zeros(len(rows) + 1, np.int64)
    np.add.at(steps, first, 1)
    np.add.at(steps, last, -1)
    return np.asarray(np.cumsum(steps)[:-1] > 0)
