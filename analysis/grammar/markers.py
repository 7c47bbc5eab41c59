"""Markers of stance: endings and function words, as sequences of form/tag, found for all rows at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np

from analysis.errors import CodebookError
from analysis.matcher.arrays import Arrays, Flags, Ints
from analysis.matcher.pattern import Elements, Tagged, expand
from analysis.messages import message

_NONE = np.zeros(0, np.int64)


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
        msg = message(
            "pattern {pattern!r}: endings are matched by form/tag alone, such as 어야/EC 하/VX", pattern=pattern
        )
        raise CodebookError(msg)
    return found


class Places:
    """Rows of the forms that some sequences ask for, and where the sequences stand."""

    def __init__(self, rows: Arrays, wanted: Iterable[Elements]) -> None:
        self._rows = rows
        tags, forms = rows.vocabulary.tag.index, rows.vocabulary.form.index
        pairs = {(e.form, e.tag) for elements in wanted for e in elements if isinstance(e, Tagged)}
        self._codes = {p: forms[p[0]] * len(tags) + tags[p[1]] for p in pairs if p[0] in forms and p[1] in tags}
        at = np.flatnonzero(rows.with_form([form for form, _ in self._codes]))
        codes = rows.form[at].astype(np.int64) * len(tags) + rows.tag[at]
        self._code = np.full(len(rows), -1, np.int64)
        self._code[at] = codes
        order = np.argsort(codes, kind="stable")
        self._at, ordered = at[order], codes[order]
        self._bounds = {c: np.searchsorted(ordered, [c, c + 1]).tolist() for c in set(self._codes.values())}

    def find(self, elements: Elements) -> Ints:
        """First rows of a sequence."""
        # 어야/EC 하/VX in the rows 가/VV 어야/EC 하/VX ᆫ다/EF -> [1]
        codes = [self._codes.get((e.form, e.tag), -1) for e in elements if isinstance(e, Tagged)]
        if any(c < 0 for c in codes):
            return _NONE
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
        first = np.concatenate([_NONE, *(p for p, _ in parts)])
        last = np.concatenate([_NONE, *(p + n for p, n in parts)])
        order = np.lexsort((-last, first))
        return first[order], last[order]


def find(rows: Arrays, markings: Sequence[Marking]) -> Markers:
    """Find the markers of several labels."""
    # of the markers of one label in rows 2-4, 3-4 and 6-7, the second lies in the first and is left out
    places = Places(rows, (e for m in markings for e in (*m.wanted, *m.masked)))
    labels, firsts, lasts, read = [_NONE], [_NONE], [_NONE], [_NONE]
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


def covered(rows: Arrays, first: Ints, last: Ints) -> Flags:
    """Mark every row of some spans but their last."""
    # spans 1-3 and 5-5 of six rows -> no yes yes no no no
    steps = np.zeros(len(rows) + 1, np.int64)
    np.add.at(steps, first, 1)
    np.add.at(steps, last, -1)
    return np.asarray(np.cumsum(steps)[:-1] > 0)


def _inside(first: Ints, last: Ints, low: Ints, high: Ints) -> Flags:
    """Which spans lie inside one of some longer spans, these ordered by their start."""
    # spans 2-3 and 5-6, longer ones 1-3 and 6-8 -> yes no
    if not len(low):
        return np.zeros(len(first), np.bool_)
    at = np.searchsorted(low, first, side="right") - 1
    return np.asarray((at >= 0) & (np.maximum.accumulate(high)[np.maximum(at, 0)] >= last))
