"""Ratings as the coefficients of agreement read them: units by coders, each value one of some categories.

A rating is a number or a name such as "찬성". None, NaN and an empty name stand for a unit that a coder left out. The
categories are those that occur, unless they are given: coefficients whose chance depends on their number (Randolph's
kappa, Gwet's AC1) then count those too that nobody chose, and names have the order in which they are given.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from analysis.errors import OptionError
from analysis.measures.contingency import Array
from analysis.messages import message
from analysis.options import require_choice

Level = Literal["nominal", "ordinal", "interval", "ratio"]
Weights = Literal["none", "linear", "quadratic"] | npt.ArrayLike
Categories = Sequence[str] | Sequence[float]

_LEVELS = ("nominal", "ordinal", "interval", "ratio")


@dataclass(frozen=True, eq=False)
class Ratings:
    """The place of every rating among the categories, and the categories as numbers."""

    codes: npt.NDArray[np.int64]  # units by coders, -1 for missing
    values: Array  # of numbers the numbers, ascending; of names their places
    named: bool
    ordered: bool  # numbers, or names in a given order

    @property
    def counts(self) -> Array:
        """How often each unit got each category, units by categories."""
        # Example: the readings 1 1 0 and 0 NaN 0 give [[1, 2], [2, 0]] for the categories 0, 1
        places = np.arange(len(self.values))
        return np.asarray((self.codes[:, :, None] == places).sum(axis=1), dtype=np.float64)

    @property
    def pairs(self) -> list[tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]]:
        """The categories that two coders gave the units that both read, for every two who share one."""
        columns = range(self.codes.shape[1])
        there = self.codes >= 0
        both = [(a, b, there[:, a] & there[:, b]) for a in columns for b in columns if a < b]
        return [(self.codes[at, a], self.codes[at, b]) for a, b, at in both if at.any()]


def read_ratings(ratings: npt.ArrayLike, *, categories: Categories | None = None) -> Ratings:
    """Read a table of units by coders; refuse other shapes, and values that are none of given categories."""
    table = np.asarray(ratings)
    if table.ndim != 2:
        msg = message(
            "ratings must be a table of units by coders, not an array with {ndim} dimension(s)", ndim=table.ndim
        )
        raise OptionError(msg)
    if table.dtype.kind in "biuf":
        return _read_numbers(table.astype(np.float64), categories)
    cells = [None if _missing(cell) else cell for cell in table.astype(object).ravel()]
    if any(isinstance(cell, str) for cell in cells):
        names = [None if c is None else _plain(c) for c in cells]
        return _read_names([name or None for name in names], table.shape, categories)
    return _read_numbers(np.array(cells, dtype=np.float64).reshape(table.shape), categories)


def require_level(rated: Ratings, level: Level) -> None:
    """Refuse a level that is unknown, or that these values do not have."""
    require_choice("level", level, _LEVELS)
    if rated.named and level in {"interval", "ratio"}:
        msg = message(
            "level {level!r} needs numbers, and the ratings are names; use 'nominal', or 'ordinal' with categories=",
            level=level,
        )
        raise OptionError(msg)
    if level == "ordinal" and not rated.ordered:
        msg = message("level 'ordinal' needs the order of the names; list them from low to high as categories=")
        raise OptionError(msg)
    if level == "ratio" and len(rated.values) and rated.values.min() < 0:
        msg = message(
            "level 'ratio' needs numbers from 0, and the ratings hold {value:g}; use 'interval'",
            value=rated.values.min(),
        )
        raise OptionError(msg)


def agreement_weights(weights: Weights, *, size: int) -> Array:
    """Return how far two categories agree, 1 for the same: by their places in order, or as given."""
    # Example: three categories, linear: neighbours agree by 1 - 1/2, the ends by 0; quadratic: 1 - 1/4 and 0
    if not isinstance(weights, str):
        try:
            table = np.asarray(weights, dtype=np.float64)
        except (TypeError, ValueError):
            table = np.empty(0)
        if table.shape != (size, size) or not (np.diag(table) == 1).all():
            msg = message(
                "weights must be none, linear, quadratic, or a table of {size} by {size} categories that "
                "is 1 where they are the same",
                size=size,
            )
            raise OptionError(msg)
        return table
    require_choice("weights", weights, ("none", "linear", "quadratic"))
    apart = np.abs(np.subtract.outer(np.arange(size), np.arange(size))) / max(size - 1, 1)
    return np.asarray({"none": apart == 0, "linear": 1 - apart, "quadratic": 1 - apart**2}[weights], dtype=np.float64)


def _read_numbers(table: Array, categories: Categories | None) -> Ratings:
    """Give every number its place among the numbers that occur, or that are given."""
    there = ~np.isnan(table)
    values = np.unique(table[there])
    if categories is not None:
        given = _given(categories, float)
        _require_known(values.tolist(), given)
        values = np.sort(np.asarray(given, dtype=np.float64))
    codes = np.where(there, np.searchsorted(values, np.where(there, table, 0)), -1)
    return Ratings(codes.astype(np.int64), values, named=False, ordered=True)


def _read_names(cells: Sequence[str | None], shape: tuple[int, ...], categories: Categories | None) -> Ratings:
    """Give every name its place in the order given, else in that of the alphabet."""
    found = sorted({cell for cell in cells if cell is not None})
    names = found if categories is None else _given(categories, _plain)
    _require_known(found, names)
    place = {name: n for n, name in enumerate(names)}
    codes = np.array([-1 if cell is None else place[cell] for cell in cells], dtype=np.int64).reshape(shape)
    return Ratings(codes, np.arange(len(names), dtype=np.float64), named=True, ordered=categories is not None)


def _given(categories: Categories, convert: Any) -> list[Any]:
    """Convert the categories that were given; refuse a single name in place of a list, and repetitions."""
    try:
        given = [convert(c) for c in ([] if isinstance(categories, str) else categories)]
    except (TypeError, ValueError):
        given = []
    if not given or len(set(given)) < len(given):
        msg = message(
            "categories must list different values of the kind of the ratings, not {categories!r}",
            categories=categories,
        )
        raise OptionError(msg)
    return given


def _require_known(found: Sequence[object], given: Sequence[object]) -> None:
    """Refuse a value that is none of the categories."""
    strange = [value for value in found if value not in given]
    if strange:
        msg = message(
            "the ratings hold {strange!r}, which is none of the categories {given}",
            strange=strange[0],
            given=", ".join(map(str, given)),
        )
        raise OptionError(msg)


def _missing(cell: object) -> bool:
    """Whether a cell stands for nothing: None, NaN or pandas' NA, of which neither equals itself."""
    return cell is None or str(cell == cell) != "True"  # noqa: PLR0124


def _plain(name: object) -> str:
    """Write a name as it is compared: 찬성 spelt in jamo, or with spaces around, is 찬성; 1.0 among names is 1."""
    return unicodedata.normalize("NFC", f"{name:g}" if isinstance(name, float) else str(name)).strip()
