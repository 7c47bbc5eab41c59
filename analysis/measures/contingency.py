"""The two-by-two table with its tests, and the correspondence analysis of larger tables.

Every function but `correspondence` takes the table in the notation of Evert (2008): `o11` joint count, `r1` row
total, `c1` column total, `n` grand total. For a collocation the row is the node, the column the term; for keyness the
row is the target, the column the term. Arrays of any kind broadcast; results are float64. A negative cell is an
`OptionError`; where a margin is 0 a test has no answer (NaN).

Evert, S. (2008). Corpora and collocations. In Lüdeling & Kytö (eds), Corpus Linguistics, ch. 58.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
from scipy import special

from analysis.errors import OptionError
from analysis.messages import message
from analysis.options import require_choice

__all__ = ["cells", "chi2", "expected", "g2", "g2_two_term", "p_value"]

Array = npt.NDArray[np.float64]
Correction = Literal["none", "yates", "williams"]


def cells(
    o11: npt.ArrayLike, *, r1: npt.ArrayLike, c1: npt.ArrayLike, n: npt.ArrayLike
) -> tuple[Array, Array, Array, Array]:
    """Complete the table.

    Parameters
    ----------
    o11, r1, c1, n : array_like
        Joint count, row total, column total, grand total.

    Returns
    -------
    tuple of four ndarrays
        O11, O12, O21, O22 as float64.

    Raises
    ------
    OptionError
        If a cell is negative: the totals do not belong to the joint count.
    """
    a, row, column, total = np.broadcast_arrays(*(np.asarray(x, dtype=np.float64) for x in (o11, r1, c1, n)))
    table = (a, row - a, column - a, total - row - column + a)
    for name, cell in zip(("o11", "r1 - o11", "c1 - o11", "n - r1 - c1 + o11"), table, strict=True):
        if (cell < 0).any():
            msg = message(
                "{name} is negative in {value} table(s); counts and totals must be of one base",
                name=name,
                value=int((cell < 0).sum()),
            )
            raise OptionError(msg)
    return table


def expected(r1: npt.ArrayLike, *, c1: npt.ArrayLike, n: npt.ArrayLike) -> Array:
    """Joint count under independence, R1 C1 / N.

    Parameters
    ----------
    r1, c1, n : array_like
        Row total, column total, grand total.

    Returns
    -------
    ndarray
        0 or more; NaN when `n` is 0.
    """
    row, column, total = (np.asarray(x, dtype=np.float64) for x in (r1, c1, n))
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(total > 0, row * column / total, np.nan)


def g2(
    o11: npt.ArrayLike, *, r1: npt.ArrayLike, c1: npt.ArrayLike, n: npt.ArrayLike, correction: Correction = "none"
) -> Array:
    """Log-likelihood ratio over all four cells: 2 sum O ln(O / E).

    Dunning, T. (1993). Accurate methods for the statistics of surprise and coincidence. Computational
    Linguistics 19(1). Not the two-term G2 of Rayson & Garside: see `g2_two_term`.

    Parameters
    ----------
    o11, r1, c1, n : array_like
        Joint count, row total, column total, grand total.
    correction : {"none", "yates", "williams"}
        Yates moves every cell towards its expectation by 0.5, never past it. Williams (1976) divides by
        q = 1 + (n/r1 + n/r2 - 1)(n/c1 + n/c2 - 1) / 6n.

    Returns
    -------
    ndarray
        0 or more, unsigned; NaN when a margin is 0.

    Raises
    ------
    OptionError
        If a cell is negative or the correction unknown.
    """
    require_choice("correction", correction, ("none", "yates", "williams"))
    observed, expecting = _table(o11, r1=r1, c1=c1, n=n)
    if correction == "yates":
        observed = _yates(observed, expecting)
    value = 2 * special.kl_div(observed, expecting).sum(axis=0)  # terms O ln(O/E) - O + E; the rest cancels
    if correction == "williams":
        value = value / _williams(observed)
    return np.asarray(value)


def g2_two_term(o11: npt.ArrayLike, *, r1: npt.ArrayLike, c1: npt.ArrayLike, n: npt.ArrayLike) -> Array:
    """Log-likelihood ratio over the two cells of the term: 2 (O11 ln(O11 / E11) + O21 ln(O21 / E21)).

    Rayson, P. & Garside, R. (2000). Comparing corpora using frequency profiling; the value of UCREL's
    calculator, of conc and of most keyness lists.

    Parameters
    ----------
    o11, r1, c1, n : array_like
        Joint count, row total, column total, grand total.

    Returns
    -------
    ndarray
        0 or more, unsigned, at most the four-cell value; NaN when a margin is 0.
    """
    observed, expecting = _table(o11, r1=r1, c1=c1, n=n)
    return np.asarray(2 * special.kl_div(observed[[0, 2]], expecting[[0, 2]]).sum(axis=0))


def chi2(
    o11: npt.ArrayLike,
    *,
    r1: npt.ArrayLike,
    c1: npt.ArrayLike,
    n: npt.ArrayLike,
    correction: Literal["none", "yates"] = "none",
) -> Array:
    """Pearson's chi-squared over all four cells: sum (O - E)^2 / E.

    Parameters
    ----------
    o11, r1, c1, n : array_like
        Joint count, row total, column total, grand total.
    correction : {"none", "yates"}
        Yates (1934) moves every cell towards its expectation by 0.5, never past it.

    Returns
    -------
    ndarray
        0 or more, unsigned; NaN when a margin is 0.

    Raises
    ------
    OptionError
        If a cell is negative or the correction unknown.
    """
    observed, expecting = _table(o11, r1=r1, c1=c1, n=n)
    require_choice("correction", correction, ("none", "yates"))
    if correction == "yates":
        observed = _yates(observed, expecting)
    return np.asarray(((observed - expecting) ** 2 / expecting).sum(axis=0))


def p_value(statistic: npt.ArrayLike) -> Array:
    """Upper tail of the chi-squared distribution with one degree of freedom, for `g2` and `chi2`.

    Parameters
    ----------
    statistic : array_like
        Values of 0 or more.

    Returns
    -------
    ndarray
        0 to 1; NaN stays NaN. Treats every token as independent (Lijffijt et al. 2016 on why this overstates).
    """
    return np.asarray(special.chdtrc(1, np.asarray(statistic, dtype=np.float64)))


@dataclass(frozen=True)
class Map:
    """Rows and columns of a table in principal coordinates."""

    # `rows` and `columns` hold one line per row or column and one column per dimension, strongest first; `inertia`
    # the principal inertias; `row_mass` and `column_mass` the shares of the total.

    rows: Array
    columns: Array
    inertia: Array
    row_mass: Array
    column_mass: Array


def correspondence(counts: npt.ArrayLike) -> Map:
    """Compute the correspondence analysis of a table: rows and columns in principal coordinates."""
    # Greenacre, M. (2017). Correspondence Analysis in Practice, 3rd ed., appendix A: singular value decomposition of
    # the standardised residuals (P - r c') / sqrt(r c'), rows and columns both in principal coordinates (the
    # symmetric map). The sign of a dimension is arbitrary; here the row farthest from 0 lies on the positive side.
    # Example: [[4, 0], [0, 4]] has one dimension, of inertia 1, with rows and columns at 1 and -1
    table = np.asarray(counts, dtype=np.float64)
    if table.ndim != 2 or min(table.shape) < 2 or (table < 0).any():
        msg = message("correspondence analysis needs two rows and two columns of counts at least, none negative")
        raise OptionError(msg)
    if not (table.sum(axis=0).all() and table.sum(axis=1).all()):
        msg = message("correspondence analysis has no place for an empty row or column; take it out")
        raise OptionError(msg)
    shares = table / table.sum()
    r, c = shares.sum(axis=1), shares.sum(axis=0)
    average = np.outer(r, c)
    left, values, right = np.linalg.svd((shares - average) / np.sqrt(average), full_matrices=False)
    some = values > 1e-10  # the rest is rounding; one dimension is always empty
    left, values, right = left[:, some], values[some], right[some].T
    rows, columns = left * values / np.sqrt(r)[:, None], right * values / np.sqrt(c)[:, None]
    far = np.argmax(np.round(np.abs(rows), 9), axis=0)
    sign = np.where(rows[far, np.arange(len(values))] < 0, -1.0, 1.0)
    return Map(rows * sign, columns * sign, values**2, r, c)


def _table(o11: npt.ArrayLike, *, r1: npt.ArrayLike, c1: npt.ArrayLike, n: npt.ArrayLike) -> tuple[Array, Array]:
    """Stack observed and expected cells; expectations are NaN where a margin is 0."""
    # Example: 3 of a row of 5 and a column of 4 in 10: observed 3 2 1 4, expected 2 3 2 3, one row of the result a cell
    observed = np.stack(cells(o11, r1=r1, c1=c1, n=n))
    rows, columns = _margins(observed)
    with np.errstate(invalid="ignore", divide="ignore"):
        expecting = (rows[:, None] * columns[None, :]).reshape(observed.shape) / observed.sum(axis=0)
    return observed, np.where((expecting > 0).all(axis=0), expecting, np.nan)


def _margins(observed: Array) -> tuple[Array, Array]:
    """Return row totals and column totals of stacked cells."""
    a, b, c, d = observed
    return np.stack([a + b, c + d]), np.stack([a + c, b + d])


def _yates(observed: Array, expecting: Array) -> Array:
    """Move cells towards their expectation by 0.5, never past it."""
    gap = expecting - observed
    return np.asarray(observed + np.sign(gap) * np.minimum(0.5, np.abs(gap)))


def _williams(observed: Array) -> Array:
    """Compute the divisor of Williams (1976) for a two-by-two table."""
    n = observed.sum(axis=0)
    rows, columns = _margins(observed)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(1 + ((n / rows).sum(axis=0) - 1) * ((n / columns).sum(axis=0) - 1) / (6 * n))
