"""Tests over texts: each text is one observation, so that a word which one text repeats is not evidence of many."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import special

from analysis.errors import OptionError
from analysis.measures.contingency import Array
from analysis.measures.sparse import Counts, row_sums, rows

_BLOCK = 256  # shuffles at a time
_SLACK = 1e-14  # of the sum: what adding in another order may change


@dataclass(frozen=True)
class Permutation:
    """A test by shuffled labels: how many shuffles, and the seed that makes them the same every time.

    Attributes
    ----------
    repeats : int
        Shuffles; when there are no more ways than this to divide the texts, every way is looked at once instead.
    seed : int
        Of numpy's default generator.
    """

    repeats: int = 9_999
    seed: int = 1

    def __post_init__(self) -> None:
        """Refuse a test without shuffles."""
        if self.repeats < 1:
            msg = f"repeats must be 1 or more, not {self.repeats}"
            raise OptionError(msg)


def welch(a: Counts, *, b: Counts) -> tuple[Array, Array, Array]:
    """Welch's t test (1947) of every row: the mean over the columns of `a` against that over the columns of `b`.

    Lijffijt, J. et al. (2016). Significance testing of word frequencies in corpora. DSH 31(2), recommend it over
    texts with relative frequencies.

    Parameters
    ----------
    a, b : array_like or sparse array
        Terms by texts, relative frequencies.

    Returns
    -------
    tuple of three ndarrays
        t, degrees of freedom and two-sided p; NaN with fewer than two texts on a side or without any variance.
    """
    parts = [_moments(side) for side in (a, b)]
    (mean1, error1, n1), (mean2, error2, n2) = parts
    if min(n1, n2) < 2:
        nothing = np.full(len(mean1), np.nan)
        return nothing, nothing, nothing
    error = error1 + error2
    with np.errstate(invalid="ignore", divide="ignore"):
        t = np.where(error > 0, (mean1 - mean2) / np.sqrt(error), np.nan)
        df = np.where(error > 0, error**2 / (error1**2 / (n1 - 1) + error2**2 / (n2 - 1)), np.nan)
    return t, df, np.asarray(2 * special.stdtr(df, -np.abs(t)))


def permutation(a: Counts, *, b: Counts, how: Permutation | None = None) -> Array:
    """Two-sided p of every row: how often shuffled texts differ in their means at least as much as the real ones.

    (1 + shuffles at least as far apart) / (1 + shuffles), Davison & Hinkley (1997); the exact share when every way of
    dividing the texts was looked at.

    Parameters
    ----------
    a, b : array_like or sparse array
        Terms by texts, relative frequencies.
    how : Permutation, optional
        Number of shuffles and seed.

    Returns
    -------
    ndarray
        Above 0, at most 1; NaN without a text on one side.
    """
    how = how or Permutation()
    left, right = rows(a), rows(b)
    n1, n2 = left.shape[1], right.shape[1]
    if not min(n1, n2):
        return np.full(left.shape[0], np.nan)
    total = row_sums(left, left.data) + row_sums(right, right.data)
    exact = math.comb(n1 + n2, n1) <= how.repeats
    observed = np.abs(_gap(row_sums(left, left.data), total, n1, n2)) - _SLACK * total
    reached = np.zeros(len(total))
    for chosen in _blocks(n1, n2, how, exact=exact):
        sums = left @ chosen[:n1] + right @ chosen[n1:]
        gaps = np.abs(_gap(sums, total[:, None], n1, n2))
        reached += (gaps >= observed[:, None]).sum(axis=1)
    return reached / math.comb(n1 + n2, n1) if exact else (1 + reached) / (1 + how.repeats)


def _gap(sums: Array, total: Array, n1: int, n2: int) -> Array:
    """Difference of the means when the first group has these sums."""
    return np.asarray(sums / n1 - (total - sums) / n2)


def _moments(side: Counts) -> tuple[Array, Array, int]:
    """Mean of every row, its squared standard error, and the number of columns."""
    table = rows(side)
    n = table.shape[1]
    mean = row_sums(table, table.data) / max(n, 1)
    held = np.diff(table.indptr)
    squares = row_sums(table, (table.data - np.repeat(mean, held)) ** 2) + (n - held) * mean**2
    return mean, squares / max(n - 1, 1) / max(n, 1), n


def _blocks(n1: int, n2: int, how: Permutation, *, exact: bool) -> Iterator[npt.NDArray[np.float64]]:
    """Give blocks of columns that mark the texts of the first group by 1."""
    if exact:
        ways: Iterator[tuple[int, ...]] = itertools.combinations(range(n1 + n2), n1)
        while block := list(itertools.islice(ways, _BLOCK)):
            yield _marks(np.array(block), n1 + n2)
        return
    generator = np.random.default_rng(how.seed)
    for start in range(0, how.repeats, _BLOCK):
        size = min(_BLOCK, how.repeats - start)
        order = generator.permuted(np.tile(np.arange(n1 + n2), (size, 1)), axis=1)
        yield _marks(order[:, :n1], n1 + n2)


def _marks(chosen: npt.NDArray[np.int64], texts: int) -> npt.NDArray[np.float64]:
    """Turn lists of texts into columns of 0 and 1."""
    marks = np.zeros((texts, len(chosen)))
    marks[chosen.T, np.arange(len(chosen))] = 1.0
    return marks
