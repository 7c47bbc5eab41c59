"""Counts of terms in documents, paragraphs or sentences in eight bytes a cell, for corpora of a million documents."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.matcher.arrays import starts
from analysis.tokens.counts import SPAN, codes
from analysis.tokens.joined_counts import Growing, join_counts

ROOM = 1_000_000  # cells at once


class Cells(NamedTuple):
    """How often each term stands in each part of some tokens, a part after the other."""

    labels: pd.DataFrame  # the columns that name the parts
    bounds: npt.NDArray[np.int64]  # cells of part k are bounds[k] to bounds[k + 1]
    terms: pd.DataFrame  # `term`, `tag`, each pair once
    term: npt.NDArray[np.int32]  # row of `terms`, a cell
    n: npt.NDArray[np.int32]

    @property
    def totals(self) -> npt.NDArray[np.int64]:
        """Occurrences of every pair of term and tag."""
        return added(self.term, self.n, size=len(self.terms))


def added(row: npt.NDArray[Any], n: npt.NDArray[Any] | None = None, *, size: int) -> npt.NDArray[np.int64]:
    """Add up the counts of the cells of each row, or count the cells; some at once, since `bincount` widens all."""
    total = np.zeros(size, np.int64)
    for first in range(0, len(row), ROOM):
        some = slice(first, first + ROOM)
        # counts are whole numbers below 2**53, so that the sum of floats is exact
        total += np.bincount(row[some], None if n is None else n[some], minlength=size).astype(np.int64)
    return total


def cells_of(frame: pd.DataFrame, names: Sequence[str]) -> Cells:
    """Take the counts of one table, whose columns of some names say which part a row belongs to."""
    first = starts([codes(frame[name]) for name in names]) if len(frame) else np.zeros(0, np.int64)
    present, number = numbered(frame["term"], frame["tag"])
    return Cells(
        frame[list(names)].iloc[first].reset_index(drop=True),
        np.append(first, len(frame)),
        present,
        number.astype(np.int32),
        frame["n"].to_numpy().astype(np.int32),
    )


def numbered(term: pd.Series[Any], tag: pd.Series[Any]) -> tuple[pd.DataFrame, npt.NDArray[np.int64]]:
    """List the pairs of two columns of categories, in the order of the categories, and number every row by them."""
    # words ["a", "b"], tags ["NNG", "VV"]: the rows b/NNG, b/NNG, a/VV have the keys 2 2 1 and the numbers 1 1 0
    words, tags = (column.cat.categories.to_numpy(dtype=object) for column in (term, tag))
    key = codes(term) * np.int64(len(tags)) + codes(tag)
    span = len(words) * len(tags)
    if span > SPAN:
        present, number = np.unique(key, return_inverse=True)
    else:
        occurs = np.zeros(span, dtype=bool)
        occurs[key] = True
        present, place = np.flatnonzero(occurs), np.empty(span, dtype=np.int64)
        place[present] = np.arange(len(present))
        number = place[key]
    pairs = {"term": words[present // max(len(tags), 1)], "tag": tags[present % max(len(tags), 1)]}
    return pd.DataFrame({name: pd.Series(values, dtype="str").array for name, values in pairs.items()}), number


def join_cells(pieces: Iterable[Cells]) -> Cells:
    """Put the counts of different documents end to end, on one list of terms."""
    number: dict[tuple[str, str], int] = {}
    labels, sizes = [], []
    terms, counted = Growing(np.int32), Growing(np.int32)
    for piece in pieces:
        pairs = zip(piece.terms["term"].tolist(), piece.terms["tag"].tolist(), strict=True)
        own = np.array([number.setdefault(pair, len(number)) for pair in pairs], dtype=np.int32)
        terms.add(own[piece.term])
        counted.add(piece.n)
        sizes.append(np.diff(piece.bounds))
        labels.append(piece.labels)
    columns = {name: [pair[k] for pair in number] for k, name in enumerate(("term", "tag"))}
    listed = pd.DataFrame({name: pd.Series(values, dtype="str") for name, values in columns.items()})
    bounds = np.cumsum(np.concatenate([[0], *sizes]), dtype=np.int64)
    return Cells(join_counts(labels), bounds, listed, terms.taken(), counted.taken())
