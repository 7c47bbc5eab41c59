"""The integer view of a token table: codes of its strings, numbers of its sentences, and which rows are neighbours."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis import schema
from analysis.errors import SchemaError
from analysis.matcher.pattern import base_tag
from analysis.matcher.spelling import canonical, fold
from analysis.messages import message

Ints = npt.NDArray[Any]  # of whole numbers: int64 where they are counted, as narrow as the table's where looked up
Flags = npt.NDArray[np.bool_]
Within = Literal["sentence", "paragraph", "document"]

_HIDDEN = "\ufffc"  # stands for each character of a redacted morpheme; no pattern contains it
NOMINAL = frozenset(["NNG", "NNP", "NNB", "NR", "SL", "SH", "SN", "XR", "XPN", "XSN"])
_SIGNS = ("SF", "SP", "SS", "SSO", "SSC", "SE", "SO", "SW", "SB")
_PARTICLES = tuple(tag for tag in schema.TAGS if tag.startswith("J"))
_STEMS = ("VV", "VA", "VX", "VCN", "XSV", "XSA")
PIECE = 131_072  # rows; what is worked out for one piece is dropped before the next
_TEXT = ("doc", "surface", "form", "tag", "lemma")
_NUMBERS = ("paragraph", "sentence", "i", "start", "end")


class Strings:
    """The distinct strings of a column by their code, and by another code what a change of spelling makes of them."""

    def __init__(self, written: list[str], change: Callable[[str], str], *, ordered: bool = False) -> None:
        # written ["VV", "VV-I"] with base_tag: strings ["VV"], code [0, 0], index {"VV": 0}
        changed = [change(string) for string in written]
        self.written = written
        self.strings = sorted(set(changed)) if ordered else list(dict.fromkeys(changed))
        self.index = {value: code for code, value in enumerate(self.strings)}
        small = np.min_scalar_type(-max(len(self.strings), 1))
        self.code = np.fromiter((self.index[value] for value in changed), small, len(changed))

    def marked(self, strings: Collection[str]) -> Flags:
        """Which strings are among some."""
        flags = np.zeros(len(self.strings), np.bool_)
        flags[[self.index[string] for string in strings if string in self.index]] = True
        return flags

    @cached_property
    def folded(self) -> list[str]:
        """The strings as written, folded character by character."""
        return [fold(string) for string in self.written]


class Vocabulary:
    """The distinct strings of every text column of a table; each change of spelling is made once for a string."""

    def __init__(self, categories: Mapping[str, pd.Index[Any]]) -> None:
        self.categories = categories
        self._written: dict[str, list[str]] = {}

    def written(self, name: str) -> list[str]:
        """Strings of a column by their code, as written."""
        if name not in self._written:
            self._written[name] = self.categories[name].astype(str).tolist()
        return self._written[name]

    @cached_property
    def lemma(self) -> dict[str, int]:
        """Codes of the lemmas, as written."""
        return {lemma: code for code, lemma in enumerate(self.written("lemma"))}

    @cached_property
    def tag(self) -> Strings:
        """Tags without their suffix, sorted."""
        return Strings(self.written("tag"), base_tag, ordered=True)

    @cached_property
    def surface(self) -> Strings:
        """Surfaces in the spelling in which they are compared."""
        return Strings(self.written("surface"), canonical)

    @cached_property
    def form(self) -> Strings:
        """Forms in the spelling in which they are compared."""
        return Strings(self.written("form"), canonical)

    @cached_property
    def form_of_surface(self) -> Ints:
        """Code of the form that is spelt like each surface, -1 for none."""
        return np.array([self.form.index.get(surface, -1) for surface in self.surface.strings], np.int64)


@dataclass(frozen=True, eq=False)
class Arrays:
    """The rows of a token table as integers; the codes and numbers given are those of the table itself, not copies."""

    # Sentences, paragraphs and documents are numbered anew from 0 in the order of the rows: two rows have the same
    # number if no other sentence (paragraph, document) stands between them.
    # doc "a" "a" "b" with sentence 1 2 1 -> doc 0 0 1, sentence 0 1 2

    vocabulary: Vocabulary
    codes: Mapping[str, Ints]
    numbers: Mapping[str, Ints]
    offset: int = 0  # rows of the whole table before these

    def __len__(self) -> int:
        return len(self.start)

    def take(self, kept: slice | Flags | Ints) -> Arrays:
        """Take some of the rows, whole sentences; what stood apart stays apart."""
        # sentence 0 0 1 2 2, kept rows 0 1 3 4 -> sentence 0 0 1 1, also if both are sentence 1 of their documents
        codes = {name: column[kept] for name, column in self.codes.items()}
        numbers = {name: column[kept] for name, column in self.numbers.items()}
        part = replace(self, codes=codes, numbers=numbers)
        vars(part).update({name: _runs(getattr(self, name)[kept]) for name in ("doc", "paragraph", "sentence")})
        return part

    def between(self, low: int, high: int) -> Arrays:
        """Rows low to high (exclusive) without copying them, cut between sentences."""
        # rows 4 and 5 of a piece at offset 10, between(4, 6) -> two rows at offset 14
        codes = {name: column[low:high] for name, column in self.codes.items()}
        numbers = {name: column[low:high] for name, column in self.numbers.items()}
        return replace(self, codes=codes, numbers=numbers, offset=self.offset + low)

    def pieces(self, size: int = PIECE, *, documents: bool = False) -> Iterator[Arrays]:
        """Cut the table at ends of documents, or of paragraphs in longer ones, into pieces of at most `size` rows."""
        # Only a paragraph that is longer than that makes a longer piece, or with `documents` a document.
        # size 4, documents of 3, 3 and 7 rows, the last in paragraphs of 2 and 5 -> pieces of 3, 3, 2 and 5 rows
        doc, n = _steps(self.codes["doc"]), len(self)
        both = _steps(self.numbers["paragraph"]) & _steps(self.numbers["sentence"])
        docs, paragraphs = (np.append(np.flatnonzero(steps) + 1, n) for steps in (doc, doc | both))
        paragraphs = docs if documents else paragraphs
        low = 0
        while low < n:
            for cuts in (docs, paragraphs):
                at = int(np.searchsorted(cuts, low + size, side="right")) - 1
                high = int(cuts[max(at, 0)])
                if low < high <= low + size:
                    break
            else:
                high = int(paragraphs[np.searchsorted(paragraphs, low, side="right")])
            yield self.between(low, high)
            low = high

    def require_whole(self, what: str) -> Arrays:
        """Refuse a table with rows taken out or moved."""
        gaps = np.flatnonzero(~self.words)
        if len(gaps) or self._first_moved >= 0:
            doc = self.strings("doc", gaps[:1] if len(gaps) else np.array([self._first_moved]))[0]
            msg = message(
                "{what} needs every morpheme of a document in its order, but document {doc!r} has gaps or "
                "moved rows; use the tokens before keep() or drop()",
                what=what,
                doc=doc,
            )
            raise SchemaError(msg)
        return self

    def require_order(self, what: str) -> Arrays:
        """Refuse a table with rows moved, or taken out without a gap in their place."""
        return self if self._first_moved < 0 else self.require_whole(what)

    @cached_property
    def words(self) -> Flags:
        """Which rows are more than the gap that a word left."""
        return ~self.among([schema.PAD])

    @property
    def is_whole(self) -> bool:
        """Whether no row was taken out or moved."""
        return self._first_moved < 0

    @cached_property
    def _first_moved(self) -> int:
        """First row that does not go on from the one before it, or -1 for a whole table."""
        # doc a a a b, i 0 1 3 0 -> row 2; a document that comes back after another -> row 0
        doc, i = self.codes["doc"], self.numbers["i"]
        new = np.append(True, _steps(doc)) if len(self) else np.zeros(0, np.bool_)
        follows = np.append(False, np.diff(i) == 1) if len(self) else new
        moved = np.flatnonzero(np.where(new, i != 0, ~follows))
        if len(moved):
            return int(moved[0])
        opened = doc[new]
        return 0 if len(np.unique(opened)) < len(opened) else -1

    @property
    def start(self) -> Ints:
        """First character of each row in the text of its document."""
        return self.numbers["start"]

    @property
    def end(self) -> Ints:
        """One past the last character of each row."""
        return self.numbers["end"]

    @property
    def lemma(self) -> Ints:
        """Code of the lemma."""
        return self.codes["lemma"]

    @property
    def lemmas(self) -> list[str]:
        """Lemmas by their code."""
        return self.vocabulary.written("lemma")

    @cached_property
    def tag(self) -> Ints:
        """Code of the tag, suffixes aside."""
        return self.vocabulary.tag.code[self.codes["tag"]]

    @property
    def tags(self) -> list[str]:
        """Tags by their code, sorted."""
        return self.vocabulary.tag.strings

    @cached_property
    def surface(self) -> Ints:
        """Code of the surface in canonical spelling."""
        return self.vocabulary.surface.code[self.codes["surface"]]

    @property
    def surfaces(self) -> list[str]:
        """Surfaces in canonical spelling by their code."""
        return self.vocabulary.surface.strings

    @cached_property
    def form(self) -> Ints:
        """Code of the form in canonical spelling."""
        return self.vocabulary.form.code[self.codes["form"]]

    @property
    def forms(self) -> list[str]:
        """Forms in canonical spelling by their code."""
        return self.vocabulary.form.strings

    @cached_property
    def doc(self) -> Ints:
        """Running number of the document."""
        return _runs(self.codes["doc"])

    @cached_property
    def paragraph(self) -> Ints:
        """Running number of the paragraph, over all documents."""
        return _runs(self.codes["doc"], self.numbers["paragraph"])

    @cached_property
    def sentence(self) -> Ints:
        """Running number of the sentence, over all documents."""
        return _runs(self.codes["doc"], self.numbers["sentence"])

    def unit(self, within: Within) -> Ints:
        """Look up the running number of the sentence, paragraph or document of each row."""
        if within == "document":
            return self.doc
        return self.sentence if within == "sentence" else self.paragraph

    @cached_property
    def place(self) -> tuple[Ints, Ints]:
        """First and past-the-last character of each row, counted on through all documents."""
        # doc 0 0 1, start 0 3 0, end 2 5 4 -> start 0 3 6, end 2 5 10: document 0 has 5 characters and a space
        if not len(self):
            return np.zeros(0, np.int64), np.zeros(0, np.int64)
        lengths = np.maximum.reduceat(self.end, edges(self.doc)[:-1]) + 1
        base = np.append(0, np.cumsum(lengths)[:-1])[self.doc]
        return self.start + base, self.end + base

    @cached_property
    def _in_sentence(self) -> tuple[Ints, Ints]:
        """First and past-the-last character of each row, counted so that sentences never overlap."""
        base = self.sentence * (int(self.end.max(initial=0)) + 1)
        return self.start + base, self.end + base

    @cached_property
    def word(self) -> Ints:
        """Running number of the word (eojeol): characters without white space, never across sentences."""
        # 갔/VV [0,2) 었/EP [0,2) 다/EF [2,3) 또/MAG [4,5) -> 0 0 0 1
        start, end = self._in_sentence
        return _counted((start[1:] > np.maximum.accumulate(end)[:-1]) | _steps(self.sentence), len(self))

    @cached_property
    def inflected(self) -> Flags:
        """Which rows stand otherwise than by their form, as stem and ending of 갔다 do: 가 and 었 stand as 갔."""
        return np.asarray(self.vocabulary.form_of_surface[self.surface] != self.form) & self.real

    @cached_property
    def bare_word(self) -> tuple[Ints, Ints]:
        """First and past-the-last character of every word without the signs around it and the particles behind it."""
        # “갔다.” at [0, 5): the word is [1, 3). 산이다 at [0, 3), whose tail is 이/VCP and the ending behind it: [0, 1)
        rows, words = np.arange(len(self)), self.word_rows[:-1]
        copula, stem = (np.maximum.accumulate(np.where(self.among(tags), rows, -1)) for tags in (["VCP"], _STEMS))
        tail = self.among(_PARTICLES) | ((copula > stem) & (copula >= words[self.word]))
        signs = self.among(_SIGNS)
        low = np.where(signs, np.iinfo(self.start.dtype).max, self.start)
        high = np.where(signs | tail, 0, self.end)
        return np.minimum.reduceat(low, words), np.maximum.reduceat(high, words)

    @cached_property
    def word_rows(self) -> Ints:
        """First row of every word, and the number of rows at the end."""
        return edges(self.word)

    @cached_property
    def readable(self) -> Flags:
        """Which rows have a lemma."""
        return np.array([name != "" for name in self.lemmas], np.bool_)[self.lemma]

    def among(self, tags: Collection[str] | None) -> Flags:
        """Which rows have one of some tags, `VV` covering `VV-I`, `NNG` untagged terms; all rows but gaps for None."""
        if tags is None:
            return self.words
        return self.vocabulary.tag.marked(schema.base_tags(tags))[self.tag]

    def with_surface(self, surfaces: Collection[str]) -> Flags:
        """Which rows have one of some surfaces, in canonical spelling."""
        return self.vocabulary.surface.marked(surfaces)[self.surface]

    def with_form(self, forms: Collection[str]) -> Flags:
        """Which rows have one of some forms, in canonical spelling."""
        return self.vocabulary.form.marked(forms)[self.form]

    def strings(self, name: str, rows: Ints) -> list[str]:
        """Look up a text column in some rows, as written."""
        written = self.vocabulary.written(name)
        return [written[code] for code in self.codes[name][rows].tolist()]

    def terms(self, counted: Flags) -> tuple[Ints, pd.DataFrame]:
        """Give the terms (lemma and tag) of some rows numbers, -1 elsewhere, and list term and tag by number."""
        # lemma 5 3 5, tag 1 1 1, counted yes yes no -> numbers 1 0 -1
        at, lemmas, tags = np.flatnonzero(counted), self.lemmas, self.tags
        span = len(lemmas) * len(tags)
        narrow = np.int32 if span <= np.iinfo(np.int32).max else np.int64  # a table that is read at random
        key = self.lemma[at].astype(narrow) * len(tags) + self.tag[at]
        occurs = np.zeros(span, np.bool_)
        occurs[key] = True
        present, number = np.flatnonzero(occurs), np.empty(span, narrow)
        number[present] = np.arange(len(present))
        numbers = np.full(len(self), -1, np.int64)
        numbers[at] = number[key]
        lemma, tag = np.divmod(present, max(len(tags), 1))
        names = {"term": [lemmas[n] for n in lemma.tolist()], "tag": [tags[n] for n in tag.tolist()]}
        return numbers, pd.DataFrame(names, dtype="str")

    @cached_property
    def real(self) -> Flags:
        """Which rows take up room; a copula that the analyser restored may have no characters."""
        return np.asarray(self.end > self.start)

    @cached_property
    def following(self) -> Ints:
        """The next row of the sentence that starts at or after the end of this one, or -1."""
        # 갔/VV [0,2) 었/EP [0,2) 다/EF [2,3) -> 2 2 -1
        return self._neighbour(1)

    @cached_property
    def preceding(self) -> Ints:
        """The last row of the sentence that ends at or before the start of this one, or -1."""
        # 갔/VV [0,2) 었/EP [0,2) 다/EF [2,3) -> -1 -1 1
        return self._neighbour(-1)

    def _neighbour(self, step: int) -> Ints:
        """Step over overlapping and empty rows to the neighbour, all rows at once."""
        todo = np.arange(len(self))
        found = todo + step
        while len(todo):
            at = found[todo]
            inside = (at >= 0) & (at < len(self))
            inside[inside] = self.sentence[at[inside]] == self.sentence[todo[inside]]
            found[todo[~inside]] = -1
            todo, at = todo[inside], at[inside]
            overlap = self.start[at] < self.end[todo] if step > 0 else self.end[at] > self.start[todo]
            todo = todo[overlap | ~self.real[at]]
            found[todo] += step
        return found

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Characters that the rows from first to last cover."""
        # 갔/VV [0,2) 었/EP [0,2) 다/EF [2,3): rows 0 to 2 -> (0, 3)
        return int(self.start[first]), int(self.end[first : last + 1].max())

    @cached_property
    def _covers(self) -> tuple[memoryview, memoryview]:
        """First row that shares characters with each row, and one past the last such row."""
        # 갔/VV [0,2) 었/EP [0,2) 다/EF [2,3) -> 0 0 2 and 2 2 3
        rows = np.arange(len(self))
        low, high = rows.copy(), rows + 1
        for bound, step in ((low, -1), (high, 1)):
            todo = rows
            while len(todo):
                at = bound[todo] - (step < 0)
                inside = (at >= 0) & (at < len(self))
                todo, at = todo[inside], at[inside]
                apart = (self.end[at] <= self.start[todo]) if step < 0 else (self.start[at] >= self.end[todo])
                todo = todo[(self.sentence[at] == self.sentence[todo]) & ~apart]
                bound[todo] += step
        return low.data, high.data

    def cover(self, first: int, last: int) -> range:
        """Rows that share characters with the rows from first to last, those included."""
        low, high = self._covers
        return range(low[first], max(high[first], high[last]))

    @cached_property
    def _ink(self) -> memoryview:
        """Characters, white space aside, up to and with each row."""
        # 갔/VV [0,2) 었/EP [0,2) 또/MAG [3,4) -> 2 2 3
        start, end = self._in_sentence
        reached = np.append(start[:1], np.maximum.accumulate(end)[:-1])
        return np.cumsum(np.maximum(end - np.maximum(start, reached), 0)).data

    def size(self, first: int, last: int) -> int:
        """Characters, white space aside, from the start of one row to the end of another."""
        # 한미 [0,2) and 동맹 [3,5): rows 0 to 1 -> 4, the space between them not counted
        length = int(self.end[first]) - int(self.start[first])
        return int(length + self._ink[last] - self._ink[first])

    def text(self, low: int, high: int, *, folded: bool) -> str:
        """Join the characters of the rows low to high (exclusive); gaps are spaces, redacted rows a sign."""
        # 한미 [0,2) 동맹 [3,5) -> "한미 동맹"
        if low >= high:
            return ""
        starts, ends, codes = (a[low:high].tolist() for a in (self.start, self.end, self.codes["surface"]))
        written = self.vocabulary.surface.folded if folded else self.vocabulary.surface.written
        surfaces = [written[code] for code in codes]
        if plain := _end_to_end(starts, ends, surfaces):
            return plain
        origin, stop = min(starts), max(ends)
        characters = [" "] * (stop - origin)
        hidden: list[tuple[int, int]] = []
        for start, end, surface in zip(starts, ends, surfaces, strict=True):
            a, b = start - origin, end - origin
            if len(surface) == b - a:
                characters[a:b] = surface
            else:
                hidden.append((a, b))
        for a, b in hidden:
            characters[a:b] = [_HIDDEN if c == " " else c for c in characters[a:b]]
        return "".join(characters)


def view(table: pd.DataFrame) -> Arrays:
    """View a token table as integers."""
    schema.check(table, schema.TOKENS, what=message("tokens table"))
    columns = {name: _categorical(table[name]) for name in _TEXT}
    vocabulary = Vocabulary({name: column.categories for name, column in columns.items()})
    codes = {name: column.codes for name, column in columns.items()}
    return Arrays(vocabulary, codes, {name: _integers(table[name]) for name in _NUMBERS})


def _end_to_end(starts: Sequence[int], ends: Sequence[int], surfaces: Sequence[str]) -> str:
    """Join rows that stand one behind the other or inside the one before; nothing where they do not, or are hidden."""
    # 갔 [0,1) 갔 [0,1) 다 [1,2) 또 [3,4) -> "갔다 또"
    joined: list[str] = []
    opened, reached, before = starts[0], starts[0], ""
    for start, end, surface in zip(starts, ends, surfaces, strict=True):
        if len(surface) != end - start:
            return ""
        if start >= reached:
            joined += (" " * (start - reached), surface) if start > reached else (surface,)
            opened, reached, before = start, end, surface
        elif start < opened or end > reached or before[start - opened : end - opened] != surface:
            return ""
    return "".join(joined)


def edges(ordinal: Ints) -> Ints:
    """First position of every run in a running number, and its length at the end."""
    # Example: edges(np.array([0, 0, 1, 2, 2])).tolist() gives [0, 2, 3, 5]
    return np.append(starts([ordinal]), len(ordinal))


def starts(columns: Sequence[npt.NDArray[Any]]) -> Ints:
    """Find the rows in which a new stretch of equal columns begins."""
    # Example: starts([np.array([7, 7, 7, 9]), np.array([1, 1, 2, 2])]).tolist() gives [0, 2, 3]
    changed = np.ones(len(columns[0]), np.bool_)
    for k, column in enumerate(columns):
        changed[1:] = _steps(column) | changed[1:] if k else _steps(column)
    return np.flatnonzero(changed)


def _categorical(column: pd.Series[Any]) -> pd.Categorical:
    """Get the codes and categories of a column, without copying those of a categorical one."""
    values = column.array
    return values if isinstance(values, pd.Categorical) else pd.Categorical(column)


def _integers(column: pd.Series[Any]) -> Ints:
    """Get a column as signed integers, without copying it where it holds them."""
    values = column.to_numpy()
    return values if values.dtype.kind == "i" else values.astype(np.int64)


def _runs(*ordinals: Ints) -> Ints:
    """Count, from 0, the stretches in which all of some columns stay the same."""
    # Example: _runs(np.array([7, 7, 7, 9]), np.array([1, 1, 2, 2])).tolist() gives [0, 0, 1, 2]
    return _counted(np.logical_or.reduce([_steps(ordinal) for ordinal in ordinals]), len(ordinals[0]))


def _steps(ordinal: npt.NDArray[Any]) -> Flags:
    """Which rows, from the second on, differ from the one before."""
    return np.asarray(ordinal[1:] != ordinal[:-1])


def _counted(steps: Flags, size: int) -> Ints:
    """Count from 0 how many steps were taken up to each of `size` rows."""
    numbers = np.zeros(size, np.int64)
    np.cumsum(steps, out=numbers[1:])
    return numbers
