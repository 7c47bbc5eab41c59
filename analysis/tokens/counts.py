"""The one door through which counts leave a token table."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.errors import OptionError

Unit = Literal["lemma", "surface", "form"]
Part = Literal["document", "paragraph", "sentence"]
PARTS: dict[str, tuple[str, ...]] = {
    "document": ("doc",),
    "paragraph": ("doc", "paragraph"),
    "sentence": ("doc", "paragraph", "sentence"),
}
_UNITS = ("lemma", "surface", "form")
_BITS = 62
Ints = npt.NDArray[Any]


def counts(
    table: pd.DataFrame,
    *,
    unit: Unit = "lemma",
    by: Part | pd.Series[int] = "document",
    tags: Iterable[str] | None = None,
) -> pd.DataFrame:
    """Count terms in the parts of a token table."""
    # A term is a unit with its tag; `VV-I` and `VV` are one tag. Counts add up: those of two tables with different
    # documents, one after the other, are those of the two together.
    if unit not in _UNITS:
        msg = f"unknown unit {unit!r}; choose one of {', '.join(_UNITS)}"
        raise OptionError(msg)
    if isinstance(by, str) and by not in PARTS:
        msg = f"unknown part {by!r}; choose one of {', '.join(PARTS)}"
        raise OptionError(msg)
    parts = {name: table[name] for name in PARTS[by]} if isinstance(by, str) else {"part": by}
    tag, base = _plain(table["tag"])
    rows: Any = slice(None) if tags is None else _rows(tag, base, set(tags))
    first, part = _numbered([codes(column)[rows] for column in parts.values()])
    word, words = codes(table[unit])[rows], pd.CategoricalDtype(table[unit].cat.categories)
    key, bits = _packed([part, word, tag[rows]], [len(first), len(words.categories), len(base)])
    key, n = _counted(key)
    part, term, tag = _unpacked(key, bits)
    at = first[part] if tags is None else rows[first[part]]
    return pd.DataFrame(
        {
            **{name: column.array.take(at) for name, column in parts.items()},
            "term": pd.Categorical.from_codes(term, dtype=words, validate=False),
            "tag": pd.Categorical.from_codes(tag, dtype=pd.CategoricalDtype(base), validate=False),
            "n": n,
        }
    )


def _rows(tag: Ints, base: list[str], wanted: set[str]) -> Ints:
    """Find the rows with some tags."""
    return np.flatnonzero(np.array([name in wanted for name in base] or [False]).take(tag))


def plain_tags(tags: pd.Series[str]) -> pd.Series[str]:
    """Drop the analyser's suffix from tags: `VV-I` becomes `VV`."""
    code, base = _plain(tags)
    return pd.Series(pd.Categorical.from_codes(code, dtype=pd.CategoricalDtype(base)), index=tags.index)


def _plain(tags: pd.Series[str]) -> tuple[Ints, list[str]]:
    """Give every tag without its suffix a number, and list those tags, sorted."""
    names = [str(tag).partition("-")[0] for tag in tags.cat.categories]
    base = sorted(set(names))
    place = np.array([base.index(name) for name in names] or [0], dtype=np.min_scalar_type(-max(len(base), 1)))
    return place.take(tags.cat.codes.to_numpy()), base


def codes(column: pd.Series[Any]) -> Ints:
    """Give numbers in the order of a column's values."""
    return column.cat.codes.to_numpy() if isinstance(column.dtype, pd.CategoricalDtype) else column.to_numpy()


def _numbered(columns: list[Ints]) -> tuple[Ints, Ints]:
    """Find the first row of every combination of some columns, in their order, and the number of each row's own."""
    runs = starts(columns)  # rows of a part stand together as a rule, so that there is little to sort
    order = np.lexsort([column[runs] for column in reversed(columns)])
    firsts = runs[order]
    new = starts([column[firsts] for column in columns])
    sizes = np.diff(np.append(new, len(runs)))
    number = np.empty_like(runs)
    number[order] = np.repeat(np.arange(len(new)), sizes)
    return firsts[new], np.repeat(number, np.diff(np.append(runs, len(columns[0]))))


def starts(columns: list[Ints]) -> Ints:
    """Find the rows in which a new stretch begins."""
    changed = np.ones(len(columns[0]), dtype=bool)
    changed[1:] = columns[0][1:] != columns[0][:-1]
    for column in columns[1:]:
        changed[1:] |= column[1:] != column[:-1]
    return np.flatnonzero(changed)


def _packed(columns: list[Ints], levels: list[int]) -> tuple[Ints, list[int]]:
    """Write the codes of a row into the bits of one number."""
    bits = [max(level - 1, 1).bit_length() for level in levels]
    if sum(bits) > _BITS:
        msg = "the table has too many documents, sentences and terms to count at once; count its documents in pieces"
        raise OptionError(msg)
    key = columns[0].astype(np.int64)
    for column, size in zip(columns[1:], bits[1:], strict=True):
        key <<= size
        key |= column
    return key, bits


def _unpacked(key: Ints, bits: list[int]) -> list[Ints]:
    """Read the codes out of the numbers again."""
    columns = []
    for size in reversed(bits):
        columns.append(key & ((1 << size) - 1))
        key = key >> size
    return columns[::-1]


def _counted(key: Ints) -> tuple[Ints, Ints]:
    """Count the distinct numbers, in their order; the numbers given are sorted in place."""
    key.sort()
    first = starts([key])
    return key[first], np.diff(np.append(first, len(key)))
