"""Cross tables of any size: chi-squared, adjusted residuals, Cramer's V, and exact tests of small ones.

A table is rows by columns of counts of independent units. A row or column without a unit has no expectation: take it
out first (`OptionError`).

Agresti, A. (2013). Categorical data analysis, 3rd ed., chapter 3.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
from scipy import special

from analysis.equality import NanEqual
from analysis.errors import OptionError
from analysis.measures.contingency import Array
from analysis.measures.inference import wilson
from analysis.measures.intervals import require_level
from analysis.messages import message
from analysis.options import require_choice

__all__ = [
    "CrossTest", "ExactTest", "adjusted_residuals", "cramers_v", "cramers_v_interval", "cross_test", "expected_small",
    "fisher", "freeman_halton",
]  # fmt: skip

_MOST_TABLES = 1_000_000  # that are listed one by one
_SAME = 1e-7  # relative: tables that are as probable, but for rounding


@dataclass(frozen=True, eq=False)
class CrossTest(NanEqual):
    """Pearson's chi-squared of a table, its likelihood ratio, degrees of freedom and p of the first."""

    chi2: float
    df: int
    p: float
    g2: float


@dataclass(frozen=True, eq=False)
class ExactTest(NanEqual):
    """An exact p, or one of random tables with its 95% interval; `tables` is how many were looked at."""

    p: float
    low: float
    high: float
    tables: int
    exact: bool


def cross_test(table: npt.ArrayLike, *, correction: Literal["none", "yates"] = "none") -> CrossTest:
    """Pearson's chi-squared test of independence over all cells, sum (O - E)^2 / E, and G2, 2 sum O ln(O / E).

    Parameters
    ----------
    table : array_like
        Counts, two rows and two columns at least.
    correction : {"none", "yates"}
        Yates (1934) moves every cell of a two-by-two table towards its expectation by 0.5, never past it.

    Returns
    -------
    CrossTest
        `df` is (rows - 1) (columns - 1). G2 is never corrected.

    Raises
    ------
    OptionError
        If a count is negative, a row or column is empty, or Yates is asked for with a larger table.

    Examples
    --------
    >>> cross_test([[10, 20], [30, 40]])
    CrossTest(chi2=0.7936507936507936, df=1, p=0.37299848361348686, g2=0.8043486460964835)
    """
    require_choice("correction", correction, ("none", "yates"))
    counts = _counts(table)
    if correction == "yates" and counts.shape != (2, 2):
        msg = message(
            "Yates' correction is for two by two cells, not {shape} by {shape_2}; leave it out",
            shape=counts.shape[0],
            shape_2=counts.shape[1],
        )
        raise OptionError(msg)
    from scipy import stats  # slow to load

    made = stats.chi2_contingency(counts, correction=correction == "yates")
    likelihood = stats.chi2_contingency(counts, correction=False, lambda_="log-likelihood")
    return CrossTest(float(made.statistic), int(made.dof), float(made.pvalue), float(likelihood.statistic))


def expected_small(table: npt.ArrayLike) -> tuple[float, float]:
    """Share of the cells whose expected count is below 5, and the smallest expected count.

    Cochran, W. G. (1954). Some methods for strengthening the common chi-squared tests. Biometrics 10: chi-squared holds
    where at most 20 percent of the cells expect fewer than 5 and none fewer than 1.

    Parameters
    ----------
    table : array_like
        Counts.

    Returns
    -------
    (float, float)
        0 to 1, and above 0.

    Raises
    ------
    OptionError
        As `cross_test`.
    """
    expecting = _expected(_counts(table))
    return float((expecting < 5).mean()), float(expecting.min())


def adjusted_residuals(table: npt.ArrayLike) -> Array:
    """Haberman's adjusted residuals: (O - E) / sqrt(E (1 - row share) (1 - column share)), standard normal by chance.

    Haberman, S. J. (1973). The analysis of residuals in cross-classified tables. Biometrics 29.

    Parameters
    ----------
    table : array_like
        Counts.

    Returns
    -------
    ndarray
        As the table; in two rows the second is the first with the other sign.

    Raises
    ------
    OptionError
        As `cross_test`.

    Examples
    --------
    >>> adjusted_residuals([[279, 73, 225], [165, 47, 191]]).round(2).tolist()
    [[2.29, 0.46, -2.62], [-2.29, -0.46, 2.62]]
    """
    counts = _counts(table)
    n = counts.sum()
    expecting = _expected(counts)
    left = np.outer(1 - counts.sum(axis=1) / n, 1 - counts.sum(axis=0) / n)
    return np.asarray((counts - expecting) / np.sqrt(expecting * left))


def cramers_v(table: npt.ArrayLike, *, correction: Literal["none", "bergsma"] = "none") -> float:
    """Cramer's V: sqrt(chi2 / n / (min(rows, columns) - 1)), 0 for independence, 1 where one variable tells the other.

    Cramer, H. (1946). Mathematical methods of statistics. Its mean is above 0 for independent variables, the more so in
    small samples; Bergsma, W. (2013), A bias-correction for Cramer's V, Journal of the Korean Statistical Society 42,
    takes that off.

    Parameters
    ----------
    table : array_like
        Counts.
    correction : {"none", "bergsma"}
        The plain V, or Bergsma's.

    Returns
    -------
    float
        0 to 1.

    Raises
    ------
    OptionError
        As `cross_test`.

    Examples
    --------
    >>> round(cramers_v([[10, 20], [30, 40]]), 4)
    0.0891
    """
    require_choice("correction", correction, ("none", "bergsma"))
    counts = _counts(table)
    r, c = counts.shape
    n = counts.sum()
    phi2 = cross_test(counts).chi2 / n
    if correction == "none":
        return math.sqrt(phi2 / (min(r, c) - 1))
    rows, columns = r - (r - 1) ** 2 / (n - 1), c - (c - 1) ** 2 / (n - 1)
    return math.sqrt(max(0.0, phi2 - (r - 1) * (c - 1) / (n - 1)) / (min(rows, columns) - 1))


def cramers_v_interval(table: npt.ArrayLike, *, level: float = 0.95) -> tuple[float, float]:
    """Interval of Cramer's V: the noncentral chi-squared distributions in whose tails the statistic just stands.

    Smithson, M. (2003). Confidence intervals, chapter 4; Steiger, J. H. (2004), Psychological Methods 9. The low end is
    0 where the statistic is no larger than chance would make it. Resampled tables give no such interval: chance puts
    their V above that of the table as it puts that above 0, and percentiles of it never held 0. The V of a large table
    may lie above its own interval, for the same reason; that without its bias lies inside.

    Parameters
    ----------
    table : array_like
        Counts.
    level : float
        Above 0 and below 1.

    Returns
    -------
    (float, float)
        0 to 1.

    Raises
    ------
    OptionError
        As `cross_test`; also for a level out of its range.

    Examples
    --------
    >>> [round(end, 3) for end in cramers_v_interval([[279, 73, 225], [165, 47, 191]])]
    [0.0, 0.143]
    """
    counts = _counts(table)
    require_level(level)
    made = cross_test(counts)
    most = counts.sum() * (min(counts.shape) - 1)
    ends = (_noncentrality(made.chi2, made.df, tail) / most for tail in ((1 + level) / 2, (1 - level) / 2))
    low, high = (math.sqrt(min(1.0, end)) for end in ends)
    return low, high


def fisher(table: npt.ArrayLike, *, alternative: Literal["two-sided", "less", "greater"] = "two-sided") -> float:
    """Fisher's exact test of two by two cells; two-sided, all tables that are no more probable than this one.

    Fisher, R. A. (1935). The design of experiments, chapter 2.

    Parameters
    ----------
    table : array_like
        Two rows and two columns of counts.
    alternative : {"two-sided", "less", "greater"}
        "greater": the first cell is larger than chance would make it.

    Returns
    -------
    float
        0 to 1.

    Raises
    ------
    OptionError
        If the table is no two by two.

    Examples
    --------
    >>> round(fisher([[3, 1], [1, 3]]), 6)
    0.485714
    """
    require_choice("alternative", alternative, ("two-sided", "less", "greater"))
    counts = _counts(table)
    if counts.shape != (2, 2):
        msg = message(
            "Fisher's test is for two by two cells, not {shape} by {shape_2}; use freeman_halton",
            shape=counts.shape[0],
            shape_2=counts.shape[1],
        )
        raise OptionError(msg)
    from scipy import stats  # slow to load

    return float(stats.fisher_exact(counts.astype(np.int64), alternative=alternative)[1])


def freeman_halton(table: npt.ArrayLike, *, draws: int = 10_000, seed: int = 1) -> ExactTest:
    """Freeman and Halton's exact test: the probability, margins given, of all tables no more probable than this one.

    Freeman, G. H. & Halton, J. H. (1951). Note on an exact treatment of contingency, goodness of fit and other problems
    of significance. Biometrika 38. Of two by two cells it is Fisher's. Up to a million tables are listed one by one;
    of more, random tables with these margins stand for all, p is (hits + 1) / (draws + 1), and the interval Wilson's.

    Parameters
    ----------
    table : array_like
        Counts.
    draws, seed : int, int
        Of the random tables, where there are too many to list.

    Returns
    -------
    ExactTest
        `low` and `high` are p where all tables were listed.

    Raises
    ------
    OptionError
        As `cross_test`; also for fewer than one draw.

    Examples
    --------
    >>> round(freeman_halton([[3, 0, 1], [0, 4, 2]]).p, 6)
    0.033333
    """
    counts = _counts(table).astype(np.int64)
    if draws < 1:
        msg = message("draws must be 1 or more, not {draws}", draws=draws)
        raise OptionError(msg)
    rows, columns = counts.sum(axis=1), counts.sum(axis=0)
    constant = special.gammaln(rows + 1).sum() + special.gammaln(columns + 1).sum() - special.gammaln(counts.sum() + 1)
    own = float(constant - special.gammaln(counts + 1).sum())
    every = _log_probabilities(rows, columns)
    if every is not None:
        probable = constant + every
        p = min(1.0, float(np.exp(probable[probable <= own + _SAME]).sum()))
        return ExactTest(p, p, p, len(every), exact=True)
    from scipy import stats  # slow to load

    drawn = stats.random_table(rows, columns).rvs(draws, random_state=np.random.default_rng(seed))
    hits = int((constant - special.gammaln(drawn + 1).sum(axis=(1, 2)) <= own + _SAME).sum())
    low, high = (float(end) for end in wilson(hits, n=draws))
    return ExactTest((hits + 1) / (draws + 1), low, high, draws, exact=False)


def _counts(table: npt.ArrayLike) -> Array:
    """Read a table; refuse one without two rows and two columns that hold something."""
    counts = np.asarray(table, dtype=np.float64)
    if counts.ndim != 2 or min(counts.shape) < 2:
        msg = message("a cross table has two rows and two columns at least; give a list of rows of counts")
        raise OptionError(msg)
    if not np.isfinite(counts).all() or (counts < 0).any() or (counts != np.floor(counts)).any():
        msg = message("a cross table holds counts, whole numbers of 0 or more; shares cannot be tested")
        raise OptionError(msg)
    if not (counts.sum(axis=0).all() and counts.sum(axis=1).all()):
        msg = message("a row or column of the cross table is empty and has no expectation; take it out")
        raise OptionError(msg)
    return counts


def _expected(counts: Array) -> Array:
    """Give the counts that the margins alone expect."""
    return np.asarray(np.outer(counts.sum(axis=1), counts.sum(axis=0)) / counts.sum())


def _noncentrality(chi2: float, df: int, share: float) -> float:
    """Find the noncentrality of chi-squared with a share of it below a value; 0 where even that of chance has less."""
    # Example: below 7.01 with 2 degrees of freedom lie .970 by chance and .025 with a noncentrality of 19.9
    if special.chdtr(df, chi2) <= share:
        return 0.0
    high = 4 * chi2 + 100.0
    from scipy import optimize

    return float(optimize.brentq(lambda nc: special.chndtr(chi2, df, nc) - share, 0.0, high, xtol=1e-10))


def _log_probabilities(rows: npt.NDArray[np.int64], columns: npt.NDArray[np.int64]) -> Array | None:
    """Give minus the sum of the log factorials of the cells of every table with some margins; None for too many."""
    # A table is filled column by column, cell by cell; `left` is what each row still takes. Of rows 2 1 and columns 1 2
    # the first column is 0 1 or 1 0 and the second then 2 0 or 1 1: two tables. A column is filled so that the rows
    # below can take the rest, so that every beginning can be finished and their number is never above that of tables.
    left = rows[None, :].copy()
    total = np.zeros(1)
    for column in columns[:-1]:
        open_ = np.full(len(left), column)
        for i in range(len(rows)):
            below = left[:, i + 1 :].sum(axis=1)
            low, high = np.maximum(0, open_ - below), np.minimum(left[:, i], open_)
            ways = high - low + 1
            if int(ways.sum()) > _MOST_TABLES:
                return None
            at = np.repeat(np.arange(len(left)), ways)
            value = low[at] + np.arange(len(at)) - np.repeat(np.cumsum(ways) - ways, ways)
            left, open_, total = left[at], open_[at] - value, total[at] - special.gammaln(value + 1)
            left[:, i] -= value
    return np.asarray(total - special.gammaln(left + 1).sum(axis=1))
