"""How alike the rows of a table of counts are: outlets, actors or documents by the words that they use."""

from __future__ import annotations

from typing import Any, Literal, get_args

import numpy as np
import numpy.typing as npt
from scipy import sparse

from analysis.errors import OptionError
from analysis.measures.contingency import Array
from analysis.messages import message
from analysis.options import require_choice

__all__ = ["likeness", "likeness_distance"]

Likeness = Literal["cosine", "jaccard", "jsd"]
DistanceKind = Literal["plain", "euclidean"]
_DIGITS = 12  # rounded, so that pairs that are equally far apart are so to the last digit


def likeness(counts: npt.ArrayLike | Any, *, measure: Likeness = "cosine") -> Array:
    """Compare every row of a table of counts with every other.

    Cosine: sum xy / sqrt(sum x^2 sum y^2) of the counts. Jaccard (1901): columns that both rows have over columns that
    either has, of presence alone. Jensen-Shannon divergence in bits (Lin 1991), both rows weighing 1/2: a divergence, 0
    for the same proportions and 1 for rows that share no column; its square root is a metric.

    Lin, J. (1991). Divergence measures based on the Shannon entropy. IEEE Transactions on Information Theory 37(1).
    Jaccard, P. (1901), Bulletin de la Société Vaudoise des Sciences Naturelles 37.

    Parameters
    ----------
    counts : array_like or sparse array
        Rows by columns, 0 or more.
    measure : {"cosine", "jaccard", "jsd"}
        Which of them.

    Returns
    -------
    ndarray
        Rows by rows, 0 to 1; NaN for a row of zeros, which is like nothing and unlike nothing.

    Raises
    ------
    OptionError
        If a count is no number or below 0, or the measure is unknown.

    Examples
    --------
    >>> likeness([[1, 1, 0], [1, 0, 1], [0, 0, 0]])[0].round(3).tolist()
    [1.0, 0.5, nan]
    """
    require_choice("likeness: measure", measure, get_args(Likeness))
    given: Any = counts if sparse.issparse(counts) else _numbers(counts)
    table: Any = sparse.csr_array(given, dtype=np.float64)
    if not np.isfinite(table.data).all() or (table.data < 0).any():
        raise OptionError(message("likeness: counts must be numbers of 0 or more"))
    table.eliminate_zeros()
    used = np.asarray(table.sum(axis=1)).ravel() > 0
    if measure == "jsd":
        found = 1 - _jsd_shared(table)
    elif measure == "cosine":
        lengths = np.sqrt(np.asarray(table.multiply(table).sum(axis=1)).ravel())
        unit: Any = sparse.diags_array(1 / np.where(used, lengths, 1.0)) @ table
        found = (unit @ unit.T).toarray()
    else:
        there = table.astype(bool).astype(np.float64)
        both = (there @ there.T).toarray()
        each = np.asarray(there.sum(axis=1)).ravel()
        either = each[:, None] + each - both
        found = np.divide(both, either, out=np.zeros_like(both), where=either > 0)
    found = np.clip(np.round(found, _DIGITS), 0.0, 1.0)
    np.fill_diagonal(found, 0.0 if measure == "jsd" else 1.0)
    found[~used] = np.nan
    found[:, ~used] = np.nan
    return np.asarray(found)


def _numbers(counts: npt.ArrayLike) -> Array:
    """Take a table of counts as numbers, or refuse it."""
    try:
        found = np.asarray(counts, dtype=np.float64)
    except (TypeError, ValueError):
        found = np.empty(0)
    if found.ndim != 2:
        raise OptionError(message("likeness: counts must be a table of numbers, one row an item"))
    return found


def likeness_distance(values: npt.ArrayLike, *, measure: Likeness = "cosine", kind: DistanceKind = "plain") -> Array:
    """Turn values of `likeness` into distances.

    Plain: 1 - cosine, 1 - Jaccard, and the root of the Jensen-Shannon divergence (Endres & Schindelin 2003).
    Euclidean, which Ward's method and classical scaling take for granted: of cosines the distance of the unit vectors,
    sqrt(2 - 2 cosine); sqrt(1 - Jaccard) (Gower & Legendre 1986); the same root of the divergence.

    Endres, D. M. & Schindelin, J. E. (2003). A new metric for probability distributions. IEEE Transactions on
    Information Theory 49(7). Gower, J. C. & Legendre, P. (1986). Metric and Euclidean properties of dissimilarity
    coefficients. Journal of Classification 3.

    Parameters
    ----------
    values : array_like
        Of any shape, NaN where there is none.
    measure : {"cosine", "jaccard", "jsd"}
        What the values are.
    kind : {"plain", "euclidean"}
        Which distance.

    Returns
    -------
    ndarray
        In the shape of the values, 0 or more.

    Raises
    ------
    OptionError
        If an option is unknown.
    """
    # Example: cosine .5 is the distance .5, and 1 between the unit vectors, which are 60 degrees apart
    require_choice("likeness_distance: measure", measure, get_args(Likeness))
    require_choice("likeness_distance: kind", kind, get_args(DistanceKind))
    given = np.asarray(values, dtype=np.float64)
    apart = given if measure == "jsd" else 1 - given
    if measure == "cosine" and kind == "euclidean":
        apart = 2 * apart
    rooted = measure == "jsd" or kind == "euclidean"
    return np.asarray(np.round(np.sqrt(np.maximum(apart, 0.0)) if rooted else apart, _DIGITS))


def _jsd_shared(table: Any) -> Array:
    """Sum what columns that two rows share take from the divergence of 1 bit that rows without any have."""
    # With f(x) = x log2 x the divergence is 1 - sum over shared columns of (f(p + q) - f(p) - f(q)) / 2. Example: p =
    # (1/2, 1/2, 0), q = (0, 1/2, 1/2) share one column: f(1) - 2 f(1/2) = 1, half of it is 1/2, and 1 - 1/2 = 1/2.
    totals = np.asarray(table.sum(axis=1)).ravel()
    shares = (sparse.diags_array(1 / np.where(totals > 0, totals, 1.0)) @ table).tocsr()
    shares.sort_indices()
    n, q = shares.shape[0], shares.data
    row, f = np.repeat(np.arange(n), np.diff(shares.indptr)), q * np.log2(q)
    shared = np.zeros((n, n))
    for at, (start, end) in enumerate(zip(shares.indptr[:-1], shares.indptr[1:], strict=True)):
        mine = np.full(shares.shape[1], -1)
        mine[shares.indices[start:end]] = np.arange(start, end)
        own = mine[shares.indices]  # where this row holds what stands at each place
        both = np.flatnonzero(own >= 0)
        own = own[both]
        total = q[own] + q[both]
        shared[at] = np.bincount(row[both], (total * np.log2(total) - (f[own] + f[both])) / 2, minlength=n)
    return shared
