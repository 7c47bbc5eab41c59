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
_LIMIT = 2**62


def counts(
    table: pd.DataFrame,
    *,
    unit: Unit = "lemma",
    by: Part | pd.Series[int] = "document",
    tags: Iterable[str] | None = None,
) -> pd.DataFrame:
    """Count terms in the parts of a token table.

    A term is a unit with its tag; `VV-I` and `VV` are one tag. Counts add up: those of two tables with
    different documents, one after the other, are those of the two together.

    Parameters
    ----------
    table : DataFrame
        Columns `schema.TOKENS`, the strings as categories.
    unit : {"lemma", "surface", "form"}
        What is counted.
    by : {"document", "paragraph", "sentence"} or Series of int
        The parts; a Series numbers the part of every row, for parts that are no unit of the text.
    tags : iterable of str, optional
        Count only rows with these tags.

    Returns
    -------
    DataFrame
        The columns of the part (`doc`, `paragraph`, `sentence`, or `part`), `term`, `tag` and `n`, 1 or more;
        sorted by them. Blanked rows count under the empty term, so that `n` adds up to the rows that were counted.

    Raises
    ------
    OptionError
        If `unit` or `by` is unknown.
    """
    if unit not in _UNITS:
        msg = f"unknown unit {unit!r}; choose one of {', '.join(_UNITS)}"
        raise OptionError(msg)
    if isinstance(by, str) and by not in PARTS:
        msg = f"unknown part {by!r}; choose one of {', '.join(PARTS)}"
        raise OptionError(msg)
    parts = {name: table[name] for name in PARTS[by]} if isinstance(by, str) else {"part": by}
    columns = {**parts, "term": table[unit], "tag": plain_tags(table["tag"])}
    rows = slice(None) if tags is None else _rows(columns["tag"], set(tags))
    key, levels = _packed([_coded(column, rows) for column in columns.values()])
    packed, n = np.unique(key, return_counts=True)
    frame = {}
    for (name, column), size in zip(reversed(columns.items()), reversed(levels), strict=True):
        packed, code = np.divmod(packed, size)
        frame[name] = _decoded(column, code)
    return pd.DataFrame({name: frame[name] for name in columns} | {"n": n.astype(np.int64)})


def _rows(tags: pd.Series[Any], wanted: set[str]) -> npt.NDArray[np.int64]:
    """Find the rows with some tags."""
    chosen = np.array([tag in wanted for tag in tags.cat.categories], dtype=bool)
    return np.flatnonzero(chosen[tags.cat.codes.to_numpy()]) if len(tags) else np.empty(0, dtype=np.int64)


def plain_tags(tags: pd.Series[str]) -> pd.Series[str]:
    """Drop the analyser's suffix from tags: `VV-I` becomes `VV`.

    Parameters
    ----------
    tags : Series of category
        The tags of a token table.

    Returns
    -------
    Series of category
        Sorted categories.
    """
    names = [str(tag).partition("-")[0] for tag in tags.cat.categories]
    order = sorted(set(names))
    place = np.array([order.index(name) for name in names], dtype=np.int64)
    codes = place[tags.cat.codes.to_numpy()] if len(tags) else np.empty(0, dtype=np.int64)
    return pd.Series(pd.Categorical.from_codes(codes, dtype=pd.CategoricalDtype(order)), index=tags.index)


def _coded(column: pd.Series[Any], rows: slice | npt.NDArray[np.int64]) -> tuple[npt.NDArray[np.int64], int]:
    """Give every value of a column its number, in their order from 0, and say how many numbers there are."""
    if isinstance(column.dtype, pd.CategoricalDtype):
        return column.cat.codes.to_numpy()[rows].astype(np.int64), max(1, len(column.cat.categories))
    values = column.to_numpy()[rows].astype(np.int64)
    return values, int(values.max(initial=0)) + 1


def _packed(columns: list[tuple[npt.NDArray[np.int64], int]]) -> tuple[npt.NDArray[np.int64], list[int]]:
    """Write the codes of a row into one number."""
    key = np.zeros_like(columns[0][0])
    levels = [size for _, size in columns]
    if np.prod([float(size) for size in levels]) > _LIMIT:
        msg = "the table has too many documents, sentences and terms to count at once; count its documents in pieces"
        raise OptionError(msg)
    for codes, size in columns:
        key = key * size + codes
    return key, levels


def _decoded(column: pd.Series[Any], codes: npt.NDArray[np.int64]) -> pd.Series[Any]:
    """Turn codes back into the values that they number."""
    if isinstance(column.dtype, pd.CategoricalDtype):
        return pd.Series(pd.Categorical.from_codes(codes, dtype=column.dtype))
    return pd.Series(codes).astype(column.dtype)
