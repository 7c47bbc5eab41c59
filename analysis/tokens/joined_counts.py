"""Counts of documents that were counted apart, put together on one vocabulary."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

_TEXT = ("doc", "term", "tag")


def join_counts(frames: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """Put counts of different documents end to end on one vocabulary; without any, an empty table without columns."""
    # Their codes alone are kept: strings of the parts would be many times the numbers.
    names: dict[str, _Names] = {name: _Names() for name in _TEXT}
    columns: dict[str, list[npt.NDArray[Any]]] = {}
    for frame in frames:
        for name, values in frame.items():
            known = names.get(str(name))
            codes = values.to_numpy() if known is None else known.codes(values.array)
            columns.setdefault(str(name), []).append(codes)
    joined: dict[str, Any] = {name: _end_to_end(columns.pop(name)) for name in list(columns)}
    joined |= {name: known.categorical(joined[name]) for name, known in names.items() if name in joined}
    return pd.DataFrame(joined, copy=False)


def _end_to_end(pieces: list[npt.NDArray[Any]]) -> npt.NDArray[Any]:
    """Join arrays; each is let go as soon as it is copied, so that they never stand in memory twice."""
    joined = np.empty(sum(map(len, pieces)), np.result_type(*pieces) if pieces else np.int32)
    at = len(joined)
    while pieces:
        piece = pieces.pop()
        joined[at - len(piece) : at] = piece
        at -= len(piece)
    return joined


class Growing:
    """An array that grows as pieces come, so that neither they nor a second one stand in memory beside it."""

    def __init__(self, kind: npt.DTypeLike) -> None:
        self._array: npt.NDArray[Any] = np.empty(1 << 20, kind)
        self._n = 0

    def add(self, piece: npt.NDArray[Any]) -> None:
        """Put a piece behind what has come."""
        end = self._n + len(piece)
        if end > len(self._array):
            # no copy of a large one: the system maps it anew
            self._array.resize(max(end, len(self._array) * 9 // 8), refcheck=False)
        self._array[self._n : end] = piece
        self._n = end

    def taken(self) -> npt.NDArray[Any]:
        """Return the array of all pieces; it grows no more."""
        self._array.resize(self._n, refcheck=False)
        return self._array


def in_order(column: Any) -> pd.Categorical:
    """Sort the categories of a column."""
    # numbers 0 1 of 나 가 are 1 0 of 가 나
    names = column.categories.tolist()
    place = np.empty(len(names), dtype=np.int32)
    place[sorted(range(len(names)), key=names.__getitem__)] = np.arange(len(names), dtype=np.int32)
    return _categorical(place[column.codes], sorted(names))


class _Names:
    """The strings of a column of all parts, numbered as they first come up."""

    def __init__(self) -> None:
        self._number: dict[str, int] = {}

    def codes(self, column: Any) -> npt.NDArray[np.int32]:
        """Give numbers to the values of a part's column."""
        number = self._number
        own = [number.setdefault(name, len(number)) for name in column.categories.tolist()]
        codes: npt.NDArray[np.int32] = np.array(own, dtype=np.int32)[column.codes]
        return codes

    def categorical(self, codes: npt.NDArray[np.int32]) -> pd.Categorical:
        """Write numbers as their strings."""
        return _categorical(codes, list(self._number))


def _categorical(codes: npt.NDArray[Any], names: list[str]) -> pd.Categorical:
    """Write numbers as their strings, in as little room as they need."""
    kind = pd.CategoricalDtype(pd.Index(names, dtype="str"))
    small = np.min_scalar_type(-max(len(names), 1))
    made: pd.Categorical = pd.Categorical.from_codes(codes.astype(small), dtype=kind, validate=False)
    return made
