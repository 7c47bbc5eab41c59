"""Finding pattern sequences in the rows of a token table.

What a literal may be made of is looked up once among the distinct surfaces of the table, then all its occurrences are
found at once in every piece of the table, and what follows them is followed from all of them at once.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import pairwise, product, takewhile
from typing import NamedTuple

import numpy as np

from analysis.matcher.arrays import NOMINAL, Arrays, Ints, Vocabulary
from analysis.matcher.pattern import REST, Element, Elements, Gap, Literal, Star, Tagged, expand
from analysis.matcher.spelling import DOT, HYPHEN

_SEPARATORS = (HYPHEN, DOT)
_NONE = np.zeros(0, np.int64)
_FEW_CODES = 16  # asked of a piece, up to which looking through it is quicker than sorting it

Match = tuple[int, int]  # rows of the first and the last morpheme


class _Spelling(NamedTuple):
    """One spelling of a literal as codes: which surfaces it may be cut into, and where white space may stand."""

    # "한미동맹" among the surfaces 한미, 동맹, 한미동맹: steps {0: [(2, 한미), (4, 한미동맹)], 2: [(4, 동맹)]}

    steps: dict[int, list[tuple[int, int]]]  # from a character: where surfaces from there end, and their codes
    length: int
    spaces: frozenset[int]


class _Places(NamedTuple):
    """First rows and last rows of what stands in several places."""

    first: Ints
    last: Ints


class Patterns:
    """Patterns made ready for the vocabulary of a table: expanded once, without what none of its rows can match."""

    def __init__(self, vocabulary: Vocabulary, variants: Mapping[str, Sequence[str]] | None = None) -> None:
        self._surface, self._form = vocabulary.surface.index, vocabulary.form.index
        self._tags, self._variants = vocabulary.tag.index, variants
        self._expanded: dict[str, list[Elements]] = {}
        self._spellings: dict[tuple[str, tuple[int, ...]], list[_Spelling]] = {}

    def expand(self, pattern: str) -> list[Elements]:
        """Expand a pattern into the sequences whose every element occurs in the vocabulary."""
        if pattern not in self._expanded:
            expanded = expand(pattern, variants=self._variants)
            self._expanded[pattern] = [elements for elements in expanded if all(map(self._occurs, elements))]
        return self._expanded[pattern]

    def spellings(self, literal: Literal) -> list[_Spelling]:
        """List the spellings of a literal that whole surfaces can make up."""
        key = (literal.text, literal.breaks)
        if key not in self._spellings:
            spelled = [(self._steps(text, spaces), len(text), spaces) for text, spaces in _spell(literal)]
            self._spellings[key] = [_Spelling(*spelling) for spelling in spelled if spelling[0]]
        return self._spellings[key]

    def _occurs(self, element: Element) -> bool:
        """Whether the vocabulary has what an element needs."""
        if isinstance(element, Literal):
            return bool(self.spellings(element))
        return not isinstance(element, Tagged) or (element.form in self._form and element.tag in self._tags)

    def _steps(self, text: str, spaces: frozenset[int]) -> dict[int, list[tuple[int, int]]]:
        """Cut a text into surfaces in every way that reaches its end."""
        # "한미동맹" among the surfaces 한, 한미, 동맹 -> {2: [(4, 동맹)], 0: [(2, 한미)]}: nothing follows 한
        length = len(text)
        opens = {0, *spaces, *(k + 1 for k, sign in enumerate(text) if sign in _SEPARATORS)}
        steps: dict[int, list[tuple[int, int]]] = {}
        for low in range(length - 1, -1, -1):
            ends = (high for high in range(low + 1, length + 1) if high == length or high in steps)
            # what ** stands in is a morpheme of its own from where the word begins
            pieces = ((high, text[low:high]) for high in ends)
            whole = ((high, piece) for high, piece in pieces if low in opens or REST not in piece)
            if cuts := [(high, code) for high, piece in whole for code in self._codes(piece)]:
                steps[low] = cuts
        return steps if 0 in steps else {}

    def _codes(self, text: str) -> list[int]:
        """Codes of the surface that is spelt so, or with `**` of all that it may stand for."""
        if REST not in text:
            return [self._surface[text]] if text in self._surface else []
        known, opening = self._sorted, text.partition(REST)[0]
        fits = re.compile(".*".join(map(re.escape, text.split(REST))), re.DOTALL).fullmatch
        after = (known[k] for k in range(bisect_left(known, opening), len(known)))
        begun = takewhile(lambda surface: surface.startswith(opening), after)
        return [self._surface[surface] for surface in begun if fits(surface)]

    @cached_property
    def _sorted(self) -> list[str]:
        """Surfaces in the order of their characters."""
        return sorted(self._surface)


class Sequences:
    """Where sequences of elements stand in some rows; what was found once is kept."""

    def __init__(self, rows: Arrays, patterns: Patterns | None = None) -> None:
        self.rows = rows
        self._patterns = patterns or Patterns(rows.vocabulary)
        self._by_surface, self._by_form = _Index(rows.surface), _Index(rows.form)
        self._found: dict[tuple[str, tuple[int, ...] | str], _Places] = {}
        self._bent = np.append(0, np.cumsum(rows.inflected))  # inflected rows before each
        self._next = rows.following
        self._spaced = (self._next >= 0) & (rows.start[self._next] > rows.end)
        self._separates, self._nominal = rows.with_surface(_SEPARATORS), rows.among(NOMINAL) & rows.real

    def find_any(self, sequences: Iterable[Elements]) -> list[Match]:
        """Every match of several sequences, each once, in order of position: the longest star, the nearest gap."""
        # Example: of (수출|소득) <0-3> (늘/VV|줄/VV) one pass follows 수출 and 소득 to 늘/VV, and one to 줄/VV:
        # sequences that go on alike are followed together
        begun: dict[Elements, list[_Places]] = {}
        for elements in sequences:
            starred = isinstance(elements[0], Star)
            places = self._starred(elements[1]) if starred else self._places(elements[0])
            if len(places.first):
                begun.setdefault(elements[1 + starred :], []).append(places)
        size, found = len(self.rows), [_NONE]
        for rest, several in begun.items():
            first, last = (np.concatenate(side) for side in zip(*several, strict=True))
            stop = self._onward(rest, last)
            found.append((first * size + stop)[stop >= 0])
        first, last = np.divmod(np.unique(np.concatenate(found)), size)
        return list(zip(first.tolist(), last.tolist(), strict=True))

    def find_pattern(self, pattern: str) -> list[Match]:
        """Every match of a pattern, each once, in order of position."""
        return self.find_any(self._patterns.expand(pattern))

    def _places(self, element: Element) -> _Places:
        """Every place of a literal, in any spelling of its breaks, or of a tagged morpheme, by ascending first row."""
        if isinstance(element, Literal):
            key: tuple[str, tuple[int, ...] | str] = (element.text, element.breaks)
        elif isinstance(element, Tagged):
            key = (element.form, element.tag)
        else:
            return _Places(_NONE, _NONE)
        if key not in self._found:
            self._found[key] = self._tagged(element) if isinstance(element, Tagged) else self._literal(element)
        return self._found[key]

    def _tagged(self, element: Tagged) -> _Places:
        """Rows with the form and the tag of an element."""
        forms, tags = self.rows.vocabulary.form.index, self.rows.vocabulary.tag.index
        if element.form not in forms or element.tag not in tags:
            return _Places(_NONE, _NONE)
        at = self._by_form[forms[element.form]]
        at = at[self.rows.tag[at] == tags[element.tag]]
        return _Places(at, at)

    def _literal(self, literal: Literal) -> _Places:
        """Rows that make up a literal."""
        spelled = [self._occurrences(spelling) for spelling in self._patterns.spellings(literal)]
        found = [self._whole(*places) for places in spelled if len(places[0])]
        first = np.concatenate([_NONE, *(places.first for places in found)])
        last = np.concatenate([_NONE, *(places.last for places in found)])
        order = np.argsort(first, kind="stable")
        return _Places(first[order], last[order])

    def _whole(self, first: Ints, last: Ints) -> _Places:
        """Rows of a spelling that are pieces of no inflected word, unless they are all of the word."""
        # 아름답/VA [0,4) 은/ETM [3,4): 운 is the ending alone -> no match; 아름다운 is the whole word -> a match
        rows = self.rows
        kept = self._bent[last + 1] == self._bent[first]
        for k in np.flatnonzero(~kept).tolist():
            a, b = int(first[k]), int(last[k])
            kept[k] = all(self._covers_word(row, *rows.span(a, b)) for row in range(a, b + 1) if rows.inflected[row])
        return _Places(first[kept], last[kept])

    def _covers_word(self, row: int, start: int, end: int) -> bool:
        """Whether characters hold all of a row's word, the signs around it aside."""
        # [1, 5) of “아름다운” at [0, 6) -> True, [4, 5) -> False
        low, high = self.rows.bare_word
        return bool(start <= low[self.rows.word[row]] and end >= high[self.rows.word[row]])

    def _occurrences(self, spelling: _Spelling) -> tuple[Ints, Ints]:
        """First and last rows where whole morphemes make up a spelling, all occurrences at once."""
        # "한미동맹" in the rows 한미 동맹 은 한미동맹 -> first 3 0, last 3 1
        reached: dict[int, tuple[Ints, Ints]] = {}  # by characters: first and last rows of what makes them up
        for low in sorted(spelling.steps):
            if low and low not in reached:
                continue
            first, after = (
                self._continuations(*reached[low], allow_space=low in spelling.spaces) if low else (None, None)
            )
            for high, code in spelling.steps[low]:
                if first is None or after is None:
                    rows = self._by_surface[code]
                    found = (rows, rows)
                else:
                    fits = self.rows.surface[after] == code
                    found = (first[fits], after[fits])
                if len(found[0]):
                    old = reached.get(high, (_NONE, _NONE))
                    reached[high] = (np.concatenate([old[0], found[0]]), np.concatenate([old[1], found[1]]))
        return reached.get(spelling.length, (_NONE, _NONE))

    def _continuations(self, first: Ints, last: Ints, *, allow_space: bool) -> tuple[Ints, Ints]:
        """First rows and next rows of partial matches that can go on."""
        after = self._next[last]
        fits = after >= 0
        if not allow_space:
            fits &= ~self._spaced[last]
        return first[fits], after[fits]

    def _onward(self, elements: Elements, last: Ints) -> Ints:
        """Last rows of some elements after each of some rows: the preferred ones, -1 where they do not follow."""
        if not elements:
            return last
        if isinstance(elements[0], Gap):
            return self._across(elements[0], elements[1:], last)
        stop = np.full(len(last), -1)
        for place in self._joined(last, elements[0]):
            todo = np.flatnonzero((stop < 0) & (place >= 0))
            if len(todo):
                stop[todo] = self._at(elements, place[todo])
        return stop

    def _at(self, elements: Elements, place: Ints) -> Ints:
        """Last rows of some elements that start at each of some rows, -1 where they do not."""
        element, rest = elements[0], elements[1:]
        if isinstance(element, Star):
            return self._run(rest, place)
        first, last = self._places(element)
        stop = np.full(len(place), -1)
        k, end = (np.searchsorted(first, place, side=side) for side in ("left", "right"))
        todo = np.flatnonzero(k < end)
        while len(todo):  # what stands there may end in several rows
            stop[todo] = self._onward(rest, last[k[todo]])
            k[todo] += 1
            todo = todo[(stop[todo] < 0) & (k[todo] < end[todo])]
        return stop

    def _run(self, rest: Elements, place: Ints) -> Ints:
        """Last rows of what follows the longest run of nominal rows from each of some rows, -1 where nothing does."""
        # 산업/NNG 정책/NNG 을/JKO: 산업 joins 정책, whose stop it takes over; without one 산업 alone is tried
        joins: dict[int, int] = {}  # by a row of a run the next row of it, or -1
        for start in place.tolist():
            row = start
            while row >= 0 and row not in joins and self._nominal[row]:
                joins[row] = -1 if self._spaced[row] else int(self._next[row])
                row = joins[row]
        rows = sorted(joins, reverse=True)
        stops: dict[int, int] = {}
        for row, stop in zip(rows, self._onward(rest, np.array(rows, np.int64)).tolist(), strict=True):
            longer = stops.get(joins[row], -1)
            stops[row] = longer if longer >= 0 else stop
        return np.array([stops.get(row, -1) for row in place.tolist()], np.int64)

    def _joined(self, last: Ints, element: Element) -> list[Ints]:
        """Rows at which an element may start after each of some rows, the preferred ones first, -1 for none."""
        if isinstance(element, Tagged):
            return [self._next_row(last, attached=element.attached)]
        after = self._next[last]
        if isinstance(element, Literal | Star) and element.attached:
            return [np.where(self._spaced[last], -1, after)]
        sign = (after >= 0) & self._separates[after] & ~self._spaced[last] & ~self._spaced[after]
        return [after, np.where(sign, self._next[after], -1)] if sign.any() else [after]

    def _next_row(self, last: Ints, *, attached: bool) -> Ints:
        """Find the row after each of some rows, overlapping or not, if it is in the same sentence."""
        # 한미 | 동맹, attached: row 0 -> 1 for 한미동맹, -1 for 한미 동맹
        rows = self.rows
        row = np.minimum(last + 1, len(rows) - 1)
        fits = (row > last) & (rows.sentence[row] == rows.sentence[last])
        if attached:
            fits &= rows.start[row] <= rows.end[last]
        return np.where(fits, row, -1)

    def _across(self, gap: Gap, elements: Elements, last: Ints) -> Ints:
        """Last rows of some elements with low to high whole words before them after each of some rows, or -1."""
        # 미국 과 | 어제 | 일본 after row 0 with <0-1> and 일본 -> row 3, one word between
        rows, word, overlapping = self.rows, self.rows.word, isinstance(elements[0], Tagged)
        places = self._places(elements[0]).first
        stop, todo = np.full(len(last), -1), np.arange(len(last))
        k = np.searchsorted(places, last, side="right")
        while len(todo := todo[k[todo] < len(places)]):
            before, row = last[todo], places[k[todo]]
            between = np.maximum(word[row] - word[before] - 1, 0)
            near = (rows.sentence[row] == rows.sentence[before]) & (between <= gap.high)
            fits = near & (between >= gap.low)
            if not overlapping:
                fits &= rows.start[row] >= rows.end[before]
            if fits.any():
                stop[todo[fits]] = self._at(elements, row[fits])
            k[todo] += 1
            todo = todo[near & (stop[todo] < 0)]
        return stop

    def _starred(self, anchor: Element) -> _Places:
        """Every place of an element, from the first row of the run of nominal rows that joins it from the left."""
        # * 정책 in 의 | 산업/NNG 혁신/NNG | 정책 -> rows 1 to 3
        first, last = self._places(anchor)
        start = np.array([self._run_before(row, anchor) for row in first.tolist()], np.int64)
        return _Places(start[start >= 0], last[start >= 0])

    def _run_before(self, first: int, anchor: Element) -> int:
        """First row of the longest run of nominal rows that joins a row from the left, or -1."""
        # 의 | 산업/NNG 혁신/NNG | 정책 before row 3 -> row 1
        rows, previous = self.rows, self.rows.preceding
        row = previous[first]
        if row < 0:
            return -1
        spaced = rows.start[first] > rows.end[row]
        attached = isinstance(anchor, Literal | Tagged) and anchor.attached
        if attached and spaced:
            return -1
        if not attached and not spaced and self._separates[row]:
            before = previous[row]
            if before >= 0 and rows.end[before] == rows.start[row]:
                row = before
        start = -1
        while row >= 0 and self._nominal[row]:
            start, before = row, previous[row]
            if before < 0 or rows.end[before] < rows.start[row]:
                break
            row = before
        return int(start)


def find_all(rows: Arrays, pattern: str) -> tuple[Ints, Ints]:
    """First and last rows of every match of a pattern in a table, one piece of it after the other."""
    patterns = Patterns(rows.vocabulary)
    return _find(rows, patterns, patterns.expand(pattern))


def find_literal(rows: Arrays, literal: Literal) -> tuple[Ints, Ints]:
    """First and last rows of every place of a literal in a table, as `find_all`."""
    patterns = Patterns(rows.vocabulary)
    return _find(rows, patterns, [(literal,)] if patterns.spellings(literal) else [])


def _find(rows: Arrays, patterns: Patterns, expanded: list[Elements]) -> tuple[Ints, Ints]:
    """First and last rows of every match of some sequences."""
    # 동맹 in row 3 of a piece at offset 100 -> 103 and 103
    found = [
        np.array(Sequences(piece, patterns).find_any(expanded), np.int64).reshape(-1, 2) + piece.offset
        for piece in (rows.pieces() if expanded else ())
    ]
    pairs = np.concatenate([np.zeros((0, 2), np.int64), *found])
    return pairs[:, 0], pairs[:, 1]


class _Index:
    """The rows of each code."""

    def __init__(self, codes: Ints) -> None:
        self._codes = codes
        self._asked = 0
        self._order, self._bounds = codes[:0], codes[:0]

    def __getitem__(self, code: int) -> Ints:
        """Rows of a code, ascending."""
        # codes 4 0 4 -> order 1 0 2, bounds 0 1 1 1 1 3; the rows of 4 are order[1:3]
        self._asked += 1
        if self._asked <= _FEW_CODES:
            return np.flatnonzero(self._codes == code)
        if not len(self._bounds):
            self._order = np.argsort(self._codes, kind="stable")
            self._bounds = np.append(0, np.cumsum(np.bincount(self._codes)))
        low, high = self._bounds[code : code + 2] if code + 1 < len(self._bounds) else (0, 0)
        return self._order[low:high]


def _spell(literal: Literal) -> Iterator[tuple[str, frozenset[int]]]:
    """Spell a literal with each break closed or spaced, hyphenated or dotted; where white space may stand."""
    # 한미 동맹 -> (한미동맹, {2}), (한미-동맹, {}), (한미·동맹, {})
    edges = (0, *literal.breaks, len(literal.text))
    parts = [literal.text[a:b] for a, b in pairwise(edges)]
    for separators in product(("", *_SEPARATORS), repeat=len(literal.breaks)):
        text, spaces = parts[0], set[int]()
        for separator, part in zip(separators, parts[1:], strict=True):
            if not separator:
                spaces.add(len(text))
            text += separator + part
        yield text, frozenset(spaces)
