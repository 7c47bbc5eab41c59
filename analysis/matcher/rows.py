"""A token table as arrays: what the matcher needs to know about each morpheme and its neighbours."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis import schema
from analysis.errors import SchemaError
from analysis.matcher.pattern import base_tag
from analysis.matcher.spelling import canonical, fold

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

HIDDEN = "\ufffc"  # stands for each character of a redacted morpheme; no pattern contains it
NOMINAL = frozenset(["NNG", "NNP", "NNB", "NR", "SL", "SH", "SN", "XR", "XPN", "XSN"])


def require_whole(table: pd.DataFrame, *, what: str) -> pd.DataFrame:
    """Hold a token table against its contract, and refuse one with rows taken out or moved."""
    schema.check(table, schema.TOKENS, what="tokens table")
    if not len(table):
        return table
    doc = pd.Categorical(table["doc"]).codes
    i = table["i"].to_numpy()
    new = np.r_[True, doc[1:] != doc[:-1]]
    stepped = np.where(new, i == 0, np.r_[False, i[1:] - i[:-1] == 1])
    if np.count_nonzero(np.bincount(doc[new & (doc >= 0)])) != int(new.sum()) or not stepped.all():
        row = int(np.flatnonzero(~stepped)[0]) if not stepped.all() else 0
        msg = (
            f"{what} needs every morpheme of a document in its order, but document "
            f"{table['doc'].iloc[row]!r} has gaps or moved rows; use the tokens before keep() or drop()"
        )
        raise SchemaError(msg)
    return table


def _coded(column: pd.Series[Any], change: Callable[[str], str]) -> tuple[Ints, list[str]]:
    """Codes of the changed values of a text column, and the distinct changed values."""
    codes, values = pd.factorize(column)
    changed = ["" if pd.isna(v) else change(str(v)) for v in values]
    index = {v: n for n, v in enumerate(dict.fromkeys(changed))}
    lookup = np.fromiter((index[v] for v in changed), dtype=np.int64, count=len(changed))
    return (lookup[codes] if len(codes) else np.zeros(0, np.int64)), list(index)


@dataclass(frozen=True)
class Rows:
    """The morphemes of a table by row position, with their neighbours within the sentence."""

    table: pd.DataFrame
    start: Ints
    end: Ints
    sentence: Ints
    paragraph: Ints
    tag: Ints
    tags: list[str]
    surface: Ints
    surfaces: list[str]
    form: Ints
    forms: list[str]

    def __len__(self) -> int:
        return len(self.start)

    def only(self, keep: Flags) -> Rows:
        """Take some of the rows, whole sentences; numbers of sentences and paragraphs stay."""
        arrays = (self.start, self.end, self.sentence, self.paragraph, self.tag, self.surface, self.form)
        start, end, sentence, paragraph, tag, surface, form = (array[keep] for array in arrays)
        names = self.tags, self.surfaces, self.forms
        return Rows(self.table[keep], start, end, sentence, paragraph, tag, names[0], surface, names[1], form, names[2])

    def flagged(self, tags: frozenset[str]) -> Flags:
        """Which rows have one of the tags, suffixes aside."""
        wanted = np.array([t in tags for t in self.tags], dtype=np.bool_)
        return wanted[self.tag] if len(self) else np.zeros(0, np.bool_)

    @cached_property
    def real(self) -> Flags:
        """Which rows take up room; a copula that the analyser restored may have no characters."""
        return self.end > self.start

    @cached_property
    def following(self) -> Ints:
        """The next row of the sentence that starts at or after the end of this one, or -1."""
        rows = np.arange(len(self))
        return self._neighbour(rows, step=1)

    @cached_property
    def preceding(self) -> Ints:
        """The last row of the sentence that ends at or before the start of this one, or -1."""
        rows = np.arange(len(self))
        return self._neighbour(rows, step=-1)

    def _neighbour(self, rows: Ints, *, step: int) -> Ints:
        """Walk over overlapping and empty rows to the neighbour, all rows at once."""
        at, todo = rows + step, np.ones(len(rows), np.bool_)
        while todo.any():
            inside = (at >= 0) & (at < len(self))
            inside[inside] &= self.sentence[at[inside]] == self.sentence[rows[inside]]
            at[~inside] = -1
            todo &= inside
            here, there = rows[todo], at[todo]
            overlap = self.start[there] < self.end[here] if step > 0 else self.end[there] > self.start[here]
            moved = overlap | ~self.real[there]
            at[here[moved]] += step
            todo[here[~moved]] = False
        return at

    @cached_property
    def word(self) -> Ints:
        """Running number of the word (eojeol); a word never crosses a sentence."""
        if not len(self):
            return np.zeros(0, np.int64)
        base = self.sentence * (int(self.end.max()) + 1)
        reached = np.maximum.accumulate(self.end + base)
        opens = np.r_[True, (self.start + base)[1:] > reached[:-1]]
        return np.cumsum(opens | np.r_[True, np.diff(self.sentence) != 0]).astype(np.int64)

    @cached_property
    def sentence_rows(self) -> Ints:
        """First row of every sentence, and the number of rows at the end."""
        return np.searchsorted(self.sentence, np.arange(self.sentence[-1] + 2 if len(self) else 1))

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Characters that the rows from first to last cover."""
        return int(self.start[first]), int(self.end[first : last + 1].max())

    @cached_property
    def _covers(self) -> tuple[list[int], list[int]]:
        """First row that shares characters with each row, and one past the last such row."""
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
        return low.tolist(), high.tolist()

    def cover(self, first: int, last: int) -> range:
        """Rows that share characters with the rows from first to last, those included."""
        low, high = self._covers
        return range(low[first], max(high[first], high[last]))

    @cached_property
    def _ink(self) -> list[int]:
        """Characters, white space aside, up to and with each row."""
        if not len(self):
            return []
        base = self.sentence * (int(self.end.max()) + 1)
        start, end = self.start + base, self.end + base
        reached = np.r_[start[0], np.maximum.accumulate(end)[:-1]]
        ink: list[int] = np.cumsum(np.maximum(end - np.maximum(start, reached), 0)).tolist()
        return ink

    def size(self, first: int, last: int) -> int:
        """Characters, white space aside, from the start of one row to the end of another."""
        return self._lengths[first] + self._ink[last] - self._ink[first]

    @cached_property
    def _lengths(self) -> list[int]:
        """Characters of each row."""
        lengths: list[int] = (self.end - self.start).tolist()
        return lengths

    def text(self, low: int, high: int, *, folded: bool) -> str:
        """Join the characters of the rows low to high (exclusive), gaps as spaces, redacted as HIDDEN."""
        if low >= high:
            return ""
        starts, ends, codes = (values[low:high] for values in self._lists)
        origin, stop = min(starts), max(ends)
        characters = [" "] * (stop - origin)
        hidden: list[tuple[int, int]] = []
        values = self._folded if folded else self._surface_values
        for start, end, code in zip(starts, ends, codes, strict=True):
            a, b = start - origin, end - origin
            surface = values[code]
            if len(surface) == b - a:
                characters[a:b] = surface
            else:
                hidden.append((a, b))
        for a, b in hidden:
            characters[a:b] = [HIDDEN if c == " " else c for c in characters[a:b]]
        return "".join(characters)

    @cached_property
    def _surface_pair(self) -> tuple[Ints, list[str]]:
        """Surfaces as they stand, coded."""
        return _coded(self.table["surface"], str)

    @cached_property
    def _lists(self) -> tuple[list[int], list[int], list[int]]:
        """Start, end and code of the surface of each row, as lists: texts are short, and arrays slow for that."""
        return self.start.tolist(), self.end.tolist(), self._surface_pair[0].tolist()

    @property
    def _surface_values(self) -> list[str]:
        return self._surface_pair[1]

    @cached_property
    def _folded(self) -> list[str]:
        """Surfaces folded character by character, beside their codes."""
        return [fold(v) for v in self._surface_values]


def view(table: pd.DataFrame) -> Rows:
    """Turn a whole token table into arrays."""
    require_whole(table, what="frame matching")
    doc = pd.factorize(table["doc"])[0].astype(np.int64)
    sentence = _runs(doc, table["sentence"].to_numpy(dtype=np.int64))
    paragraph = _runs(doc, table["paragraph"].to_numpy(dtype=np.int64))
    tag, tags = _coded(table["tag"], base_tag)
    surface, surfaces = _coded(table["surface"], canonical)
    form, forms = _coded(table["form"], canonical)
    start, end = (table[c].to_numpy(dtype=np.int64) for c in ("start", "end"))
    return Rows(table, start, end, sentence, paragraph, tag, tags, surface, surfaces, form, forms)


def _runs(doc: Ints, ordinal: Ints) -> Ints:
    """Count, from 0, the stretches of equal (document, ordinal)."""
    numbers = np.zeros(len(doc), np.int64)
    numbers[1:] = np.cumsum((np.diff(doc) != 0) | (np.diff(ordinal) != 0))
    return numbers
