"""What is known of the words of a corpus in parts without opening one: kept when a part is cut, joined in one index.

Of every part: how often each lemma stands in it, with its tag, and which words up to six letters stand there in several
morphemes (한|국, where the lemma 한국 is one). The index has the lemmas of all parts, and of the words in several
morphemes those that are a lemma somewhere, both sorted by the word, so that DuckDB reads a few rows of it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.matcher.arrays import Arrays, Flags, Ints
from analysis.matcher.spelling import canonical
from analysis.tokens.cache import Cache

_LONGEST = 6  # letters of a word in several morphemes; without a bound their list is twice as long
_DOUBTFUL = -1  # as often as only the rows themselves say
_LEMMAS, _SPELT = "lemmas", "spelt"
FRAMES = (_LEMMAS, _SPELT)
_SECOND = {_LEMMAS: "tag", _SPELT: "lemma"}  # the column behind `term`
_PART = r"([0-9a-f]{24})[/\\][^/\\]+[/\\][^/\\]+$"  # NAME/1f0c….part/lemmas.parquet


class PartWords(NamedTuple):
    """What one part holds of some words."""

    lemmas: dict[tuple[str, str], int]  # occurrences by lemma and tag
    spelt: dict[str, int]  # those of a spelling in several morphemes, by the lemma of one of these if it is that word

    @property
    def is_certain(self) -> bool:
        """Whether the spelling stands as often as `spelt` says."""
        return _DOUBTFUL not in self.spelt.values()


def words_of(rows: Arrays) -> dict[str, pd.DataFrame]:
    """Tabulate what is kept of a part's words."""
    numbers, lemmas = rows.terms(np.ones(len(rows), np.bool_))
    lemmas["n"] = np.bincount(numbers, minlength=len(lemmas)).astype(np.int64)
    return {_LEMMAS: lemmas, _SPELT: _spelt(rows)}


def join_words(store: Cache, parts: Collection[str]) -> str:
    """Make the index of some parts, unless it is there, and return its name; none where a part's words are missing."""
    parts = sorted(set(parts))
    key = ["words of parts", *parts]
    index = store.named(key)
    if all(store.file(index, frame) for frame in FRAMES):
        return index
    files = {frame: [file for part in parts if (file := store.file(part, frame))] for frame in FRAMES}
    if not parts or any(len(of) < len(parts) for of in files.values()):
        return ""
    lemmas, spelt = (store.rows(files[frame]).project(_columns(frame)).order("term, part") for frame in FRAMES)
    known = {canonical(str(term)) for term in lemmas.project("term").distinct().fetchnumpy()["term"]}
    known_words = store.connection.from_df(pd.DataFrame({"term": pd.Series(sorted(known), dtype="str")}))
    met = spelt.join(known_words, "term", how="semi").order("term, part")
    store.keep(key, {_LEMMAS: lemmas, _SPELT: met})
    return index


def find_words(
    store: Cache, index: str, parts: Sequence[str], *, lemmas: Collection[str], spelling: str
) -> list[PartWords | None] | None:
    """Say what every part holds of some lemmas and of a spelling; None for a part whose words are not known, or all."""
    found = {part: PartWords({}, {}) for part in parts if part}
    for part, term, tag, n in _rows_with(store, index, _LEMMAS, lemmas) or ():
        if part in found:
            found[part].lemmas[term, tag] = n
    several = _rows_with(store, index, _SPELT, [spelling])
    for part, _, own, n in several or ():
        if part in found:
            found[part].spelt[own] = n
    return None if several is None else [found.get(part) for part in parts]


def is_listed(spelling: str) -> bool:
    """Whether a canonical spelling is one that is looked for in several morphemes."""
    return spelling.isalnum() and len(spelling) <= _LONGEST


def _columns(frame: str) -> str:
    """Write the columns of a table of all parts."""
    return f"regexp_extract(filename, '{_PART}', 1) AS part, term, {_SECOND[frame]}, n"


def _rows_with(store: Cache, index: str, frame: str, terms: Collection[str]) -> list[Any] | None:
    """Read the rows of some words; None where the index is not there or damaged."""
    file = store.file(index, frame)
    if file is None:
        return None
    wanted = store.connection.from_df(pd.DataFrame({"term": pd.Series(list(terms), dtype="str")}))
    met = store.rows([file]).join(wanted, "term", how="semi")
    found: list[Any] = met.project(f"part, term, {_SECOND[frame]}, n").fetchall()
    return found


def _spelt(rows: Arrays) -> pd.DataFrame:
    """Count the words that stand in several morphemes, as `matcher.find_literal` finds them."""
    # 가다 in the morphemes 가 (lemma 가다) and 다 has the lemma 가다; 한국 in 한 and 국 has none, and is a place more
    # than the lemma 한국 has
    first, last, word, names = _runs(rows)
    whole, doubt = _whole(rows, first, last)
    first, last, word, doubt = first[whole], last[whole], word[whole], doubt[whole]
    own, twice = _own_lemmas(rows, first, last, word, names)
    doubtful = np.zeros(len(names), np.bool_)
    doubtful[word[doubt | twice]] = True
    order = np.lexsort((-last, first, word))
    a, b, of = first[order], last[order], word[order]
    doubtful[of[1:][(of[1:] == of[:-1]) & (a[1:] <= b[:-1])]] = True
    lemmas = ["", *rows.lemmas]
    key, n = np.unique(word * len(lemmas) + own + 1, return_counts=True)
    term, lemma = np.divmod(key, len(lemmas))
    found = pd.DataFrame({
        "term": pd.Series([names[k] for k in term.tolist()], dtype="str"),
        "lemma": pd.Series([lemmas[k] for k in lemma.tolist()], dtype="str"),
        "n": np.where(doubtful[term], _DOUBTFUL, n).astype(np.int64),
    })  # fmt: skip
    return found.sort_values(["term", "lemma"], ignore_index=True)


def _runs(rows: Arrays) -> tuple[Ints, Ints, Ints, list[str]]:
    """First and last row of all letters that touch, in two morphemes or more; their spelling and the spellings."""
    # 한 국 은 in the rows 0 1 2 -> 한국 (0, 1), 한국은 (0, 2), 국은 (1, 2)
    surfaces, surface = rows.surfaces, rows.surface.astype(np.int64)
    size = np.array([len(s) if s.isalnum() else _LONGEST + 1 for s in surfaces], np.int64)[surface]
    after = rows.following
    touching = np.where((after >= 0) & (rows.start[after] <= rows.end), after, -1)
    number = {name: k for k, name in enumerate(surfaces)}
    first = last = np.flatnonzero(size < _LONGEST)
    word, length = surface[first], size[first]
    found: list[tuple[Ints, Ints, Ints]] = [(first[:0],) * 3]
    while len(first):
        then = touching[last]
        fits = (then >= 0) & (length + size[then] <= _LONGEST)
        first, last, length = first[fits], then[fits], (length + size[then])[fits]
        pairs, at = np.unique(word[fits] * len(surfaces) + surface[last], return_inverse=True)
        names = list(number)
        joined = (names[k // len(surfaces)] + surfaces[k % len(surfaces)] for k in pairs.tolist())
        word = np.array([number.setdefault(name, len(number)) for name in joined], np.int64)[at]
        found.append((first, last, word))
    return *(np.concatenate(columns) for columns in zip(*found, strict=True)), list(number)  # type: ignore[return-value]


def _whole(rows: Arrays, first: Ints, last: Ints) -> tuple[Flags, Flags]:
    """Which runs are no pieces of an inflected word, unless they are all of it; and of which that is in doubt."""
    bent = np.append(0, np.cumsum(rows.inflected))
    whole, doubt = np.ones(len(first), np.bool_), np.zeros(len(first), np.bool_)
    at = np.flatnonzero(bent[last + 1] > bent[first])
    if len(at):
        a, b, (low, high) = first[at], last[at], rows.bare_word
        end = np.maximum.reduce([rows.end[row] for row in _each(a, b)])
        word = rows.word[a]
        whole[at] = (rows.start[a] <= low[word]) & (end >= high[word])
        doubt[at] = word != rows.word[b]
    return whole | doubt, doubt


def _own_lemmas(rows: Arrays, first: Ints, last: Ints, word: Ints, names: list[str]) -> tuple[Ints, Flags]:
    """Find the lemma of a row that is the whole word, -1 for none; and which runs have two of them."""
    number = {name: k for k, name in enumerate(names)}
    spelling = np.array([number.get(canonical(lemma), -1) for lemma in rows.lemmas], np.int64)
    own, twice = np.full(len(first), -1, np.int64), np.zeros(len(first), np.bool_)
    for row in _each(first, last):
        lemma = rows.lemma[row].astype(np.int64)
        here = spelling[lemma] == word
        twice |= here & (own >= 0) & (own != lemma)
        own = np.where(here, lemma, own)
    return own, twice


def _each(first: Ints, last: Ints) -> Iterable[npt.NDArray[Any]]:
    """Go through the rows of all runs at once; shorter runs stay at their last row."""
    # runs 3-4 and 7-9 -> rows 3 7, then 4 8, then 4 9
    for step in range(int((last - first).max(initial=0)) + 1):
        yield np.minimum(first + step, last)
