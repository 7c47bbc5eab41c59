"""Finding pattern sequences in the rows of a token table.

What a literal may be made of is looked up once among the distinct surfaces of the table, then all its occurrences are
found at once in every piece of the table; only what follows a found literal is followed row by row.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
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
        self._form = rows.vocabulary.form.index
        self._by_surface, self._by_form = _Index(rows.surface), _Index(rows.form)
        self._literals: dict[tuple[str, tuple[int, ...]], dict[int, list[int]]] = {}
        self._firsts: dict[tuple[str, tuple[int, ...]], list[int]] = {}
        self._bent = np.append(0, np.cumsum(rows.inflected))  # inflected rows before each
        after = rows.following
        self._is_spaced = (after >= 0) & (rows.start[after] > rows.end)
        # memory views read single cells as quickly as lists, without a copy
        self._nominal = (rows.among(NOMINAL) & rows.real).data
        self._next, self._previous = after.data, rows.preceding.data
        self._start, self._end = rows.start.data, rows.end.data
        self._sentence, self._word = rows.sentence.data, rows.word.data
        self._separates, self._spaced = rows.with_surface(_SEPARATORS).data, self._is_spaced.data

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

    def find_pattern(self, pattern: str) -> list[Match]:
        """Every match of a pattern, each once, in order of position."""
        return self.find_any(self._patterns.expand(pattern))

    def _anchors(self, element: Element) -> Iterator[Match]:
        """Every place of a literal or of a tagged morpheme."""
        if isinstance(element, Literal):
            for first, lasts in self._literal(element).items():
                for last in lasts:
                    yield first, last
        elif isinstance(element, Tagged) and element.form in self._form:
            for row in self._by_form[self._form[element.form]].tolist():
                if self._is_tagged(row, element):
                    yield row, row

    def _literal(self, literal: Literal) -> dict[int, list[int]]:
        """Last rows of a literal by its first row, in any spelling of its breaks."""
        key = (literal.text, literal.breaks)
        if key not in self._literals:
            found: dict[int, list[int]] = {}
            for spelling in self._patterns.spellings(literal):
                for first, last in self._whole(*self._occurrences(spelling)):
                    found.setdefault(first, []).append(last)
            self._literals[key] = found
        return self._literals[key]

    def _whole(self, first: Ints, last: Ints) -> Iterator[Match]:
        """Rows of a spelling that are pieces of no inflected word, unless they are all of the word."""
        # 아름답/VA [0,4) 은/ETM [3,4): 운 is the ending alone -> no match; 아름다운 is the whole word -> a match
        rows = self.rows
        parts = (self._bent[last + 1] > self._bent[first]).tolist()
        for a, b, part in zip(first.tolist(), last.tolist(), parts, strict=True):
            if not part or all(
                self._covers_word(row, *rows.span(a, b)) for row in range(a, b + 1) if rows.inflected[row]
            ):
                yield a, b

    def _covers_word(self, row: int, start: int, end: int) -> bool:
        """Whether characters hold all of a row's word, the signs around it aside."""
        # [1, 5) of “아름다운” at [0, 6) -> True, [4, 5) -> False
        low, high = self.rows.bare_word
        return bool(start <= low[self._word[row]] and end >= high[self._word[row]])

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
        after = self.rows.following[last]
        fits = after >= 0
        if not allow_space:
            fits &= ~self._is_spaced[last]
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
        # 산업/NNG 정책/NNG 을/JKO from row 0 -> [0, 1]
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
        # 한미 | 동맹, attached: row 0 -> [1] for 한미동맹, [] for 한미 동맹
        row = last + 1
        if row == len(self.rows) or self._sentence[row] != self._sentence[last]:
            return []
        return [] if attached and self._start[row] > self._end[last] else [row]

    def _across(self, gap: Gap, last: int, element: Element) -> Iterator[int]:
        """Rows where an element may start with low to high whole words between itself and a row."""
        # 미국 과 | 어제 | 일본 after row 0 with <0-1> and 일본 -> row 3, one word between
        sentence, word = self._sentence[last], self._word[last]
        for row in self._later(last, element):
            between = max(self._word[row] - word - 1, 0)
            if self._sentence[row] != sentence or between > gap.high:
                return
            if between >= gap.low and (isinstance(element, Tagged) or self._start[row] >= self._end[last]):
                yield row

    def _later(self, last: int, element: Element) -> Iterable[int]:
        """Rows after a row; for a literal only those where it stands."""
        # 동맹 in rows 2, 5 and 9, last 5 -> 9
        if not isinstance(element, Literal):
            return range(last + 1, len(self.rows))
        key = (element.text, element.breaks)
        if key not in self._firsts:
            self._firsts[key] = sorted(self._literal(element))
        firsts = self._firsts[key]
        return (firsts[k] for k in range(bisect_right(firsts, last), len(firsts)))

    def _before(self, first: int, anchor: Element) -> int:
        """First row of the longest run of nominal rows that joins a row from the left, or -1."""
        # 의 | 산업/NNG 혁신/NNG | 정책 before row 3 -> row 1
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
        self._order: Ints | None = None
        self._sorted: Ints = codes

    def __getitem__(self, code: int) -> Ints:
        """Rows of a code, ascending."""
        # codes 4 9 4 -> order 0 2 1, sorted 4 4 9; the rows of 4 are 0 and 2
        self._asked += 1
        if self._asked <= _FEW_CODES:
            return np.flatnonzero(self._codes == code)
        if self._order is None:
            self._order = np.argsort(self._codes, kind="stable")
            self._sorted = self._codes[self._order]
        wanted = self._sorted.dtype.type(code)  # a number of another type would make a copy of the codes
        return self._order[self._sorted.searchsorted(wanted) : self._sorted.searchsorted(wanted, side="right")]


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
