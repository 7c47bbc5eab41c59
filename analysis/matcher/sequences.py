"""Finding pattern sequences in the rows of a token table.

The characters of a literal are looked up among the distinct surfaces of the text (an inverted index from
surface to rows), for all its occurrences at once; only what follows a found literal is walked row by row.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import pairwise, product

import numpy as np

from analysis.matcher.pattern import Element, Elements, Gap, Literal, Star, Tagged
from analysis.matcher.rows import NOMINAL, Ints, Rows
from analysis.matcher.spelling import DOT, HYPHEN

_SEPARATORS = (HYPHEN, DOT)
_NONE = np.zeros(0, np.int64)

Match = tuple[int, int]  # rows of the first and the last morpheme


def _index(codes: Ints, n: int) -> list[Ints]:
    """Rows of each code, ascending."""
    order = np.argsort(codes, kind="stable").astype(np.int64)
    return np.split(order, np.searchsorted(codes[order], np.arange(1, n))) if n else []


class Sequences:
    """Where sequences of elements stand in a table; what was found once is kept."""

    def __init__(self, rows: Rows) -> None:
        self.rows = rows
        self._surface = {s: n for n, s in enumerate(rows.surfaces) if s}
        self._form = {f: n for n, f in enumerate(rows.forms) if f}
        self._by_surface = _index(rows.surface, len(rows.surfaces))
        self._by_form = _index(rows.form, len(rows.forms))
        self._literals: dict[tuple[str, tuple[int, ...]], dict[int, list[int]]] = {}
        self._firsts: dict[tuple[str, tuple[int, ...]], list[int]] = {}
        nominal = rows.flagged(NOMINAL) & rows.real
        self._nominal = nominal.tolist()
        self._next, self._previous = rows.following.tolist(), rows.preceding.tolist()
        self._start, self._end = rows.start.tolist(), rows.end.tolist()
        self._sentence, self._word = rows.sentence.tolist(), rows.word.tolist()
        coded = {self._surface[s] for s in _SEPARATORS if s in self._surface}
        self._separates = np.isin(rows.surface, list(coded)).tolist()
        after = rows.following
        self._spaced = (after >= 0) & (rows.start[after] > rows.end)

    def find(self, elements: Elements) -> Iterator[Match]:
        """Every match of one sequence: the longest star, the nearest gap from each place."""
        anchor = 1 if isinstance(elements[0], Star) else 0
        for first, last in self._anchors(elements[anchor]):
            start = self._before(first, elements[anchor]) if anchor else first
            if start < 0:
                continue
            stop = next(self._onward(elements, anchor + 1, last), -1)
            if stop >= 0:
                yield start, stop

    def find_any(self, sequences: Iterable[Elements]) -> list[Match]:
        """Every match of several sequences, each once, in order of position."""
        return sorted({match for elements in sequences for match in self.find(elements)})

    def _anchors(self, element: Element) -> Iterator[Match]:
        """Every place of a literal or of a tagged morpheme."""
        if isinstance(element, Literal):
            for first, lasts in self._literal(element).items():
                for last in lasts:
                    yield first, last
        elif isinstance(element, Tagged):
            code = self._form.get(element.form)
            for row in self._by_form[code].tolist() if code is not None else ():
                if self._is_tagged(row, element):
                    yield row, row

    def _literal(self, literal: Literal) -> dict[int, list[int]]:
        """Last rows of a literal by its first row, in any spelling of its breaks."""
        key = (literal.text, literal.breaks)
        if key not in self._literals:
            found: dict[int, list[int]] = {}
            for text, spaces in _spellings(literal):
                for first, last in zip(*self._occurrences(text, spaces), strict=True):
                    found.setdefault(first, []).append(last)
            self._literals[key] = found
        return self._literals[key]

    def _occurrences(self, text: str, spaces: frozenset[int]) -> tuple[list[int], list[int]]:
        """First and last rows where whole morphemes make up the text, all occurrences at once."""
        reached: list[tuple[Ints, Ints]] = [(_NONE, _NONE)] * (len(text) + 1)
        for k in range(len(text)):
            first, last = reached[k]
            if k and not len(first):
                continue
            following = self._continuations(first, last, allow_space=k in spaces) if k else None
            for stop in range(k + 1, len(text) + 1):
                code = self._surface.get(text[k:stop])
                if code is None:
                    continue
                if following is None:
                    found = (self._by_surface[code],) * 2
                else:
                    fits = self.rows.surface[following[1]] == code
                    found = (following[0][fits], following[1][fits])
                if len(found[0]):
                    old = reached[stop]
                    reached[stop] = (np.concatenate([old[0], found[0]]), np.concatenate([old[1], found[1]]))
        return reached[-1][0].tolist(), reached[-1][1].tolist()

    def _continuations(self, first: Ints, last: Ints, *, allow_space: bool) -> tuple[Ints, Ints]:
        """First rows and next rows of partial matches that can go on."""
        after = self.rows.following[last]
        fits = after >= 0
        if not allow_space:
            fits &= ~self._spaced[last]
        return first[fits], after[fits]

    def _is_tagged(self, row: int, element: Tagged) -> bool:
        """Whether a row has the form and the tag of an element."""
        rows = self.rows
        return bool(rows.tags[rows.tag[row]] == element.tag and rows.forms[rows.form[row]] == element.form)

    def _onward(self, elements: Elements, k: int, last: int) -> Iterator[int]:
        """Last rows of the elements from k on, after a row; the preferred one first."""
        if k == len(elements):
            yield last
            return
        element = elements[k]
        places: Iterable[int]
        if isinstance(element, Gap):
            k += 1
            places = self._across(element, last, elements[k])
        else:
            places = self._joined(last, element)
        for place in places:
            for stop in self._at(elements[k], place):
                yield from self._onward(elements, k + 1, stop)

    def _at(self, element: Element, place: int) -> Iterator[int]:
        """Last rows of one element that starts at a row."""
        if isinstance(element, Literal):
            yield from self._literal(element).get(place, ())
        elif isinstance(element, Tagged):
            if self._is_tagged(place, element):
                yield place
        else:
            yield from reversed(self._run(place))

    def _run(self, place: int) -> list[int]:
        """Nominal rows from a row on without white space."""
        found: list[int] = []
        while place >= 0 and self._nominal[place]:
            found.append(place)
            if self._spaced[place]:
                break
            place = self._next[place]
        return found

    def _joined(self, last: int, element: Element) -> list[int]:
        """Rows at which an element may start after a row."""
        if isinstance(element, Tagged):
            return self._next_row(last, attached=element.attached)
        after = self._next[last]
        attached = not isinstance(element, Gap) and element.attached
        if after < 0 or (attached and self._spaced[last]):
            return []
        if not attached and self._separates[after] and not self._spaced[last] and not self._spaced[after]:
            return [p for p in (after, self._next[after]) if p >= 0]
        return [after]

    def _next_row(self, last: int, *, attached: bool) -> list[int]:
        """Find the row after a row, overlapping or not, if it is in the same sentence."""
        row = last + 1
        if row == len(self.rows) or self._sentence[row] != self._sentence[last]:
            return []
        return [] if attached and self._start[row] > self._end[last] else [row]

    def _across(self, gap: Gap, last: int, element: Element) -> Iterator[int]:
        """Rows where an element may start with low to high whole words between itself and a row."""
        sentence, word = self._sentence[last], self._word[last]
        for row in self._later(last, element):
            between = max(self._word[row] - word - 1, 0)
            if self._sentence[row] != sentence or between > gap.high:
                return
            if between >= gap.low and (isinstance(element, Tagged) or self._start[row] >= self._end[last]):
                yield row

    def _later(self, last: int, element: Element) -> Iterable[int]:
        """Rows after a row; for a literal only those where it stands."""
        if not isinstance(element, Literal):
            return range(last + 1, len(self.rows))
        key = (element.text, element.breaks)
        if key not in self._firsts:
            self._firsts[key] = sorted(self._literal(element))
        firsts = self._firsts[key]
        return (firsts[k] for k in range(bisect_right(firsts, last), len(firsts)))

    def _before(self, first: int, anchor: Element) -> int:
        """First row of the longest run of nominal rows that joins a row from the left, or -1."""
        row = self._previous[first]
        if row < 0:
            return -1
        spaced = self._start[first] > self._end[row]
        attached = not isinstance(anchor, Star | Gap) and anchor.attached
        if attached and spaced:
            return -1
        if not attached and not spaced and self._separates[row]:
            before = self._previous[row]
            if before >= 0 and self._end[before] == self._start[row]:
                row = before
        start = -1
        while row >= 0 and self._nominal[row]:
            start, before = row, self._previous[row]
            if before < 0 or self._end[before] < self._start[row]:
                break
            row = before
        return start


def _spellings(literal: Literal) -> Iterator[tuple[str, frozenset[int]]]:
    """Spell a literal with each break closed or spaced, hyphenated or dotted; where white space may stand."""
    edges = (0, *literal.breaks, len(literal.text))
    parts = [literal.text[a:b] for a, b in pairwise(edges)]
    for separators in product(("", *_SEPARATORS), repeat=len(literal.breaks)):
        text, spaces = parts[0], set[int]()
        for separator, part in zip(separators, parts[1:], strict=True):
            if not separator:
                spaces.add(len(text))
            text += separator + part
        yield text, frozenset(spaces)
