"""Candidates for compounds: runs of two to four nouns in a token table, counted by numbers in place of strings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis import schema
from analysis.matcher.arrays import Arrays, view

_LENGTHS = (2, 3, 4)
AFFIXES = ("XPN", "XSN")  # 화 in 국회선진화법
Parts = tuple[str, ...]
Side = tuple[int, int, bool, Parts]  # length of the run, joint, whether it is left of it, words
_Ints = npt.NDArray[Any]
_Flags = npt.NDArray[np.bool_]
_NONE = -1


class Compounds:
    """Every run of two to four nouns of some tags, the last no affix: of which words, and where."""

    # Example: 공유 부엌 조합 has (공유, 부엌) with 1 space, (공유, 부엌, 조합) with 2, and (부엌, 조합) with 1.
    # A run ends before another sentence, a row that was dropped between (a gap in i), and two spaces or more.

    def __init__(self, table: pd.DataFrame, tags: Sequence[str]) -> None:
        rows = view(table)
        names, tag = rows.vocabulary.written("tag"), rows.codes["tag"]
        among = _flagged(names, tags)[tag]
        self.nouns = int(_flagged(names, schema.NOUN_TAGS)[tag].sum())
        self.words, self._docs = rows.vocabulary.written("surface"), rows.vocabulary.written("doc")
        surface, doc = (rows.codes[name].astype(np.int64) for name in ("surface", "doc"))
        numbers = (rows.numbers[name][among] for name in ("sentence", "i", "start", "end"))
        sentence, i, self._start, self._end = numbers
        opened, closed = _word_edges(rows, surface == self._code_of("들"))
        self._opened, self._closed = opened[among], closed[among]
        self._word, self._doc, tag = surface[among], doc[among], tag[among]
        self._affix = _flagged(names, AFFIXES)[tag]
        self._common = _flagged(names, ("NNG", *AFFIXES))[tag]
        there = self._word != self._code_of("")
        self._gap = self._start[1:] - self._end[:-1]
        linked = (self._doc[1:] == self._doc[:-1]) & (sentence[1:] == sentence[:-1]) & (i[1:] == i[:-1] + 1)
        self._linked = linked & ((self._gap == 0) | (self._gap == 1)) & there[1:]
        self._there = there

    def _code_of(self, word: str) -> int:
        """Return the number of a word, one that no row has for a word that does not occur."""
        return self.words.index(word) if word in self.words else _NONE

    @cached_property
    def _grams(self) -> dict[int, _Ints]:
        """Number the sequences of one to four linked rows that begin at each row, -1 where there is none."""
        # words 0 1 2 0 1 all linked: pairs 0 1 2 0 -1, since 0 1 stands twice
        found = {1: self._word.astype(np.int64)}
        for size in _LENGTHS:
            head, rest = found[size - 1][: 1 - size or None], self._word[size - 1 :]
            there = self._chain(size)
            pairs = head[there] * max(len(self.words), 1) + rest[there]
            grams = np.full(len(self._word), _NONE, np.int64)
            grams[: len(there)][there] = np.unique(pairs, return_inverse=True)[1]
            found[size] = grams
        return found

    def _chain(self, size: int) -> _Flags:
        """Tell for each row but the last few whether so many rows are linked from it on."""
        n = max(len(self._word) - size + 1, 0)
        there = np.ones(n, np.bool_)
        for step in range(size - 1):
            there &= self._linked[step : step + n]
        return there

    def _of(self, size: int) -> tuple[_Ints, _Ints]:
        """Return the first rows of all runs of a length, and the spaces in each."""
        n = max(len(self._word) - size + 1, 0)
        first = np.flatnonzero(self._chain(size) & self._there[:n] & ~self._affix[size - 1 :])
        spaces = np.zeros(len(first), np.int64)
        for step in range(size - 1):
            spaces += self._gap[first + step]
        return first, spaces

    def _texts(self, rows: _Ints, size: int) -> list[Parts]:
        """Write the words of some sequences."""
        words = self.words
        columns = ([words[code] for code in self._word[rows + step].tolist()] for step in range(size))
        return list(zip(*columns, strict=True))

    def counted(self, *, whole: bool) -> Iterator[tuple[Parts, int]]:
        """Count the runs by their words: all of them, or those that fill a written word."""
        for size in _LENGTHS:
            first, spaces = self._of(size)
            if whole:
                first = first[self._opened[first] & self._closed[first + size - 1] & (spaces == 0)]
            _, at, n = np.unique(self._grams[size][first], return_index=True, return_counts=True)
            yield from zip(self._texts(first[at], size), n.tolist(), strict=True)

    def grouped(self, often: Collection[Parts]) -> pd.DataFrame:
        """Count the runs that are among some, and note where each stands first: columns of `suggest`."""
        known = _flagged(self.words, {word for parts in often for word in parts})
        tables = [self._grouped(size, known, often) for size in _LENGTHS]
        return pd.concat(tables, ignore_index=True)

    def _grouped(self, size: int, known: _Flags, often: Collection[Parts]) -> pd.DataFrame:
        """Count the runs of one length that are among some."""
        first, spaces = self._of(size)
        kept = self._known(first, size, known)
        first, spaces = first[kept], spaces[kept]
        _, at, code = np.unique(self._grams[size][first], return_index=True, return_inverse=True)
        n = np.bincount(code, minlength=len(at))
        common = np.ones(len(first), np.bool_)
        for step in range(size):
            common &= self._common[first + step]
        pairs = np.unique(code * max(len(self._docs), 1) + self._doc[first]) // max(len(self._docs), 1)
        begin = first[at]
        table = pd.DataFrame(
            {
                "parts": pd.Series(self._texts(begin, size), dtype=object),
                "n": n,
                "n_closed": np.bincount(code[spaces == 0], minlength=len(at)),
                "docs": np.bincount(pairs, minlength=len(at)),
                "tag": np.bincount(code[common], minlength=len(at)) == n,
                "doc": pd.Series([self._docs[one] for one in self._doc[begin].tolist()], dtype=object),
                "start": self._start[begin].astype(np.int64),
                "end": self._end[begin + size - 1].astype(np.int64),
            }
        )
        chosen: pd.DataFrame = table[table["parts"].isin(often).to_numpy(dtype=bool)]
        return chosen

    def add_sides(self, sides: dict[Side, int], total: Counter[int]) -> None:
        """Add to the counts of some words left or right of a joint, and to those of all runs by their length."""
        known = _flagged(self.words, {word for *_, words in sides for word in words})
        for size in _LENGTHS:
            first, _ = self._of(size)
            total[size] += len(first)
            for joint in range(1, size):
                for left, begin, length in ((True, first, joint), (False, first + joint, size - joint)):
                    rows = begin[self._known(begin, length, known)]
                    _, at, n = np.unique(self._grams[length][rows], return_index=True, return_counts=True)
                    for words, times in zip(self._texts(rows[at], length), n.tolist(), strict=True):
                        if (size, joint, left, words) in sides:
                            sides[size, joint, left, words] += times

    def _known(self, first: _Ints, size: int, known: _Flags) -> _Flags:
        """Tell which sequences hold words alone that are known."""
        kept = np.ones(len(first), np.bool_)
        for step in range(size):
            kept &= known[self._word[first + step]]
        return kept


def _flagged(strings: Sequence[str], wanted: Collection[str]) -> _Flags:
    """Tell which strings are among some."""
    among = set(wanted)
    return np.fromiter((string in among for string in strings), np.bool_, len(strings))


def _word_edges(rows: Arrays, plural: _Flags) -> tuple[_Flags, _Flags]:
    """Which rows begin a written word, and which end it but for particles, endings, bound nouns and -하다."""
    # 국회선진 of 국회/선진/화/법 is closed by nothing; 인공지능 of 인공/지능/을 is opened by 인공 and closed by 지능.
    tags, tag, doc = rows.vocabulary.written("tag"), rows.codes["tag"], rows.codes["doc"]
    marks = [name[:1] in {"S", "W"} and name not in {"SL", "SH", "SN"} for name in tags]
    closing = [name[:1] in {"J", "V", "E"} or name in {"XSV", "XSA", "NNB"} for name in tags]
    sign, ends = np.array(marks, np.bool_)[tag], np.array(closing, np.bool_)[tag]
    touches = np.append((doc[1:] == doc[:-1]) & (rows.start[1:] == rows.end[:-1]), False)
    opened = np.append(True, ~touches[:-1] | sign[:-1])
    closed = ~touches | np.append((sign | ends | plural)[1:], True)
    return opened[: len(rows)], closed[: len(rows)]  # of no row there is one too many
