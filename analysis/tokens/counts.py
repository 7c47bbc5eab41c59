"""The one door through which counts leave a token table."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal, NamedTuple

import numpy as np
import pandas as pd
from scipy import sparse

from analysis.errors import OptionError
from analysis.matcher.arrays import Arrays, Ints, Strings, starts
from analysis.matcher.pattern import base_tag
from analysis.messages import message
from analysis.options import require_choice

Unit = Literal["lemma", "surface", "form"]
Part = Literal["document", "paragraph", "sentence"]
PARTS: dict[str, tuple[str, ...]] = {
    "document": ("doc",),
    "paragraph": ("doc", "paragraph"),
    "sentence": ("doc", "paragraph", "sentence"),
}
LONG_NOUN = 3  # letters of a noun that is one word whatever its tag
_UNITS = ("lemma", "surface", "form")
_BITS = 62
SPAN = 20_000_000  # pairs of word and tag up to which a table with a row for each is faster than sorting


def counts(
    rows: Arrays,
    *,
    unit: Unit = "lemma",
    by: Part | pd.Series[int] = "document",
    tags: Iterable[str] | None = None,
) -> pd.DataFrame:
    """Count terms in the parts of a token table."""
    # A term is a unit with its tag; `VV-I` and `VV` are one tag. Counts add up: those of two tables with different
    # documents, one after the other, are those of the two together.
    require_counted(unit, by)
    parts = _parts(rows, by)
    every = tags is None and bool(rows.words.all())
    counted: Any = slice(None) if every else np.flatnonzero(rows.among(None if tags is None else set(tags)))
    first, part = _number([column[counted] for column in parts.values()])
    words, base = rows.vocabulary.categories[unit], rows.tags
    columns_counted = [part, rows.codes[unit][counted], rows.tag[counted]]
    part, term, tag, n = _count_cells(columns_counted, [len(first), len(words), len(base)])
    at = first[part] if every else counted[first[part]]
    columns: dict[str, Any] = {name: column[at] for name, column in parts.items()}
    if "doc" in columns:
        columns["doc"] = _categorical(columns["doc"], rows.vocabulary.categories["doc"])
    columns |= {"term": _categorical(term, words), "tag": _categorical(tag, pd.Index(base)), "n": n}
    return pd.DataFrame(columns, copy=False)


def require_counted(unit: Unit, by: Part | pd.Series[int]) -> None:
    """Refuse units and parts that are none."""
    require_choice("unit", unit, _UNITS)
    if not isinstance(by, pd.Series):
        require_choice("by", by, PARTS)


def plain_tags(tags: pd.Series[str]) -> pd.Series[str]:
    """Drop the analyser's suffix from tags: `VV-I` becomes `VV`."""
    base = Strings(tags.cat.categories.astype(str).tolist(), base_tag, ordered=True)
    return pd.Series(_categorical(base.code[tags.cat.codes.to_numpy()], pd.Index(base.strings)), index=tags.index)


def codes(column: pd.Series[Any]) -> Ints:
    """Give numbers in the order of a column's values."""
    return column.cat.codes.to_numpy() if isinstance(column.dtype, pd.CategoricalDtype) else column.to_numpy()


def one_tag(term: pd.Series[Any], tag: pd.Series[Any], n: Ints) -> pd.Series[Any]:
    """Give a noun of three letters or more the one tag, NNG or NNP, that most of its occurrences have; ties are NNP."""
    # 젤렌스키, NNP twice and NNG once, is NNP thrice; shorter nouns are two words as a rule (경기: match, province)
    if not {"NNG", "NNP"} <= set(tag.cat.categories):
        return tag
    common, proper = (np.flatnonzero((tag == name).to_numpy()) for name in ("NNG", "NNP"))
    word = codes(term)
    words = term.cat.categories
    often = [np.bincount(word[rows], n[rows], minlength=len(words)) for rows in (common, proper)]
    both = _under_both(words, *often)
    if not both.any():
        return tag
    tag = tag.copy()
    for rows, name, wins in ((proper, "NNG", often[0] > often[1]), (common, "NNP", often[0] <= often[1])):
        tag.iloc[rows[(both & wins)[word[rows]]]] = name
    return tag


class _TermCounts(NamedTuple):
    """Counts of the terms of some rows in their documents."""

    terms: pd.DataFrame  # `term` and `tag`, sorted
    cells: Any  # terms by documents, sparse, float64
    sizes: Ints  # counted rows of every document that has some, blanked ones included
    first: Ints  # a row of each of these documents
    hidden: int  # blanked rows


def term_counts(rows: Arrays, *, tags: Iterable[str] | None) -> _TermCounts | None:
    """Count terms in documents, nouns as `one_tag` has them; None for a table that `counts` is better for."""
    # Of words "", a, b and tags NNG, VV the rows b/NNG, blank, a/VV have the keys 4, 1 and 3: terms a/VV, b/NNG.
    words, base = rows.vocabulary.categories["lemma"], rows.tags
    if len(words) * len(base) > SPAN or not words.is_monotonic_increasing:
        return None
    every = tags is None and bool(rows.words.all())
    counted: Any = slice(None) if every else np.flatnonzero(rows.among(None if tags is None else set(tags)))
    first, part = _number([rows.codes["doc"][counted]])
    key = rows.lemma[counted].astype(np.int32) * np.int32(len(base)) + rows.tag[counted]
    n = np.bincount(key, minlength=len(words) * len(base)).reshape(len(words), len(base))
    place = np.arange(n.size, dtype=np.int32).reshape(n.shape)
    if {"NNG", "NNP"} <= set(base):
        common, proper = base.index("NNG"), base.index("NNP")
        both = _under_both(words, n[:, common], n[:, proper])
        wins = n[:, common] > n[:, proper]
        place[both & wins, proper] = place[both & wins, common]
        place[both & ~wins, common] = place[both & ~wins, proper]
    named = int(len(words) > 0 and words[0] == "")  # blanked rows have the first word
    occurs = np.zeros(n.size, np.bool_)
    occurs[place[n > 0]] = True
    occurs[: named * len(base)] = False
    present = np.flatnonzero(occurs)
    number = np.full(n.size, -1, np.int32)
    number[present] = np.arange(len(present), dtype=np.int32)
    term = number[place.ravel()][key]
    sizes = np.bincount(part, minlength=len(first))
    if named:
        kept = term >= 0
        term, part = term[kept], part[kept]
    ones = np.ones(len(term), np.float64)
    cells = sparse.coo_array((ones, (term, part.astype(np.int32))), shape=(len(present), len(first))).tocsr()
    word, tag = np.divmod(present, max(len(base), 1))
    names = {"term": words.to_numpy(dtype=object)[word], "tag": np.array(base, dtype=object)[tag]}
    table = pd.DataFrame({name: pd.Series(values, dtype="str").array for name, values in names.items()})
    return _TermCounts(table, cells, sizes, first if every else counted[first], len(key) - len(term))


def _under_both(words: pd.Index[Any], common: Any, proper: Any) -> Any:
    """Which words of three letters or more were counted under both tags of nouns."""
    both = (common > 0) & (proper > 0)
    at = np.flatnonzero(both)
    both[at] = words[at].str.len() >= LONG_NOUN
    return both


def _parts(rows: Arrays, by: Part | pd.Series[int]) -> dict[str, Ints]:
    """Collect the columns that name the part of each row."""
    if not isinstance(by, str):
        return {"part": by.to_numpy()}
    return {name: rows.codes[name] if name == "doc" else rows.numbers[name] for name in PARTS[by]}


def _categorical(code: Ints, categories: pd.Index[Any]) -> Any:
    """Write codes as their strings."""
    return pd.Categorical.from_codes(code, dtype=pd.CategoricalDtype(categories), validate=False)


def _number(columns: list[Ints]) -> tuple[Ints, Ints]:
    """Find the first row of every combination of some columns, in their order, and the number of each row's."""
    # columns 5 5 3 5 -> combinations 3 and 5: first rows 2 and 0, numbers 1 1 0 1
    runs = starts(columns)  # rows of a part stand together as a rule, so that there is little to sort
    order = np.lexsort([column[runs] for column in reversed(columns)])
    firsts = runs[order]
    new = starts([column[firsts] for column in columns])
    sizes = np.diff(np.append(new, len(runs)))
    number = np.empty_like(runs)
    number[order] = np.repeat(np.arange(len(new)), sizes)
    return firsts[new], np.repeat(number, np.diff(np.append(runs, len(columns[0]))))


def _count_cells(columns: list[Ints], levels: list[int]) -> tuple[Ints, Ints, Ints, Ints]:
    """Count the distinct combinations of part, unit and tag, in their order."""
    part, unit, tag = columns
    span = levels[1] * levels[2]
    if span > SPAN:
        key, bits = _pack(columns, levels)
        key, n = _count(key)
        part, unit, tag = _unpack(key, bits)
        return part, unit, tag, n
    # A table of terms by parts, turned into one of parts by terms: each step is linear, and sorting is not
    term = unit.astype(np.int32) * np.int32(levels[2]) + tag.astype(np.int32)
    ones = np.ones(len(term), np.int32)
    cells = sparse.coo_array((ones, (term, part.astype(np.int32))), shape=(span, levels[0])).tocsr().tocsc()
    unit, tag = np.divmod(cells.indices, np.int32(max(levels[2], 1)))
    return np.repeat(np.arange(levels[0]), np.diff(cells.indptr)), unit, tag, cells.data.astype(np.int64)


def _pack(columns: list[Ints], levels: list[int]) -> tuple[Ints, list[int]]:
    """Write the codes of a row into the bits of one number."""
    # codes 1 and 2 with 2 and 4 levels -> bits 1 and 2, number 0b110
    bits = [max(level - 1, 1).bit_length() for level in levels]
    if sum(bits) > _BITS:
        msg = message(
            "the table has too many documents, sentences and terms to count at once; count its documents in pieces"
        )
        raise OptionError(msg)
    key = columns[0].astype(np.int64)
    for column, size in zip(columns[1:], bits[1:], strict=True):
        key <<= size
        key |= column
    return key, bits


def _unpack(key: Ints, bits: list[int]) -> list[Ints]:
    """Read the codes out of the numbers again."""
    columns = []
    for size in reversed(bits):
        columns.append(key & ((1 << size) - 1))
        key = key >> size
    return columns[::-1]


def _count(key: Ints) -> tuple[Ints, Ints]:
    """Count the distinct numbers, in their order; the numbers given are sorted in place."""
    key.sort()
    first = starts([key])
    return key[first], np.diff(np.append(first, len(key)))
