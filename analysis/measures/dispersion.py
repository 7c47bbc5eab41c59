"""How evenly a term is spread over the parts of a corpus.

`counts` holds one row a term and one column a part, dense or sparse; one term may be given as a plain list. `sizes`
are the sizes of the parts in the same unit, all above 0. Each result has one value a term, NaN for a term that does
not occur. Mind the direction: Juilland's D, Carroll's D2, Rosengren's S, Egbert's D_P and DA are high when the term is
spread evenly, DP, KLD, idf and the coefficient of variation are low. Gries, S. Th. (2020), Analyzing dispersion, in
Paquot & Gries (eds), gives all formulas but those of Egbert and his co-authors.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse

from analysis.errors import OptionError
from analysis.measures.contingency import Array
from analysis.messages import message

__all__ = [
    "carroll_d2", "da", "dp", "dp_egbert", "dp_norm", "idf", "juilland_d", "kld", "part_cv", "part_range", "part_sd",
    "rosengren_s",
]  # fmt: skip

Counts = Any  # array_like or a scipy sparse array
_Table = Any  # a scipy csr_array of float64


def part_range(counts: Counts, *, sizes: npt.ArrayLike) -> Array:
    """Count the parts that hold the term (Keniston 1920).

    Parameters
    ----------
    counts : array_like or sparse array
        Terms by parts.
    sizes : array_like
        Sizes of the parts.

    Returns
    -------
    ndarray
        0 to the number of parts; high is even.
    """
    table, _ = _read(counts, sizes)
    return np.asarray(np.diff(table.indptr), dtype=np.float64)


def part_sd(counts: Counts, *, sizes: npt.ArrayLike) -> Array:
    """Compute the standard deviation of the counts by part, that of the population (divided by the number of parts).

    As in Gries (2020). Counts are not divided by the sizes of the parts: it is for parts of about one size.

    Parameters
    ----------
    counts : array_like or sparse array
        Terms by parts.
    sizes : array_like
        Sizes of the parts.

    Returns
    -------
    ndarray
        Occurrences; 0 when all parts hold the same count.
    """
    table, _ = _read(counts, sizes)
    return _nan_if_absent(table, np.sqrt(_variance(table, table.data)))


def part_cv(counts: Counts, *, sizes: npt.ArrayLike) -> Array:
    """Compute the coefficient of variation of the counts by part: `part_sd` over the mean count.

    As in Gries (2020), who writes vc; that of relative frequencies is the V inside `juilland_d`.

    Parameters
    ----------
    counts : array_like or sparse array
        Terms by parts.
    sizes : array_like
        Sizes of the parts.

    Returns
    -------
    ndarray
        0 to sqrt(parts - 1); low is even.
    """
    table, _ = _read(counts, sizes)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = row_sums(table, table.data) / table.shape[1]
        return _nan_if_absent(table, np.sqrt(_variance(table, table.data)) / mean)


def dp(counts: Counts, *, sizes: npt.ArrayLike) -> Array:
    """Deviation of proportions: half the sum of |share of the term in a part - share of the part|.

    Gries, S. Th. (2008). Dispersions and adjusted frequencies in corpora. IJCL 13(4).

    Parameters
    ----------
    counts : array_like or sparse array
        Terms by parts.
    sizes : array_like
        Sizes of the parts.

    Returns
    -------
    ndarray
        0 to 1 - the smallest share of a part; low is even.
    """
    table, share = _read(counts, sizes)
    # Example: 3 and 1 in two equal parts: |0.75 - 0.5| + |0.25 - 0.5| is 0.5, DP 0.25. A part without the term adds its
    # whole share and is not stored: all shares add up to 1, from which those of the stored cells are taken.
    part = share[table.indices]
    inside = row_sums(table, np.abs(_term_shares(table) - part) - part)  # an empty part adds its share
    return _nan_if_absent(table, np.maximum(0.0, (1 + inside) / 2))


def dp_norm(counts: Counts, *, sizes: npt.ArrayLike) -> Array:
    """DP over its greatest possible value, 1 - the smallest share of a part.

    Lijffijt, J. & Gries, S. Th. (2012). Correction to Gries' Dispersions. IJCL 17(1).

    Parameters
    ----------
    counts : array_like or sparse array
        Terms by parts.
    sizes : array_like
        Sizes of the parts.

    Returns
    -------
    ndarray
        0 to 1; low is even. NaN with a single part.
    """
    table, share = _read(counts, sizes)
    return dp(table, sizes=sizes) / (1 - share.min()) if len(share) > 1 else np.full(table.shape[0], np.nan)


def dp_egbert(counts: Counts, *, sizes: npt.ArrayLike) -> Array:
    """D_P of Egbert et al.: 1 - DP / (1 - the smallest share of a part that holds the term).

    Egbert, J., Burch, B. & Biber, D. (2020). Lexical dispersion and corpus design. IJCL 25(1), p. 99. Unlike `dp_norm`
    it is 0 whenever a term keeps to one part, however large, and it runs from clumped to even.

    Parameters
    ----------
    counts : array_like or sparse array
        Terms by parts.
    sizes : array_like
        Sizes of the parts.

    Returns
    -------
    ndarray
        0 to 1; high is even. NaN with a single part.
    """
    table, share = _read(counts, sizes)
    if len(share) < 2:
        return np.full(table.shape[0], np.nan)
    # Example: 3 and 1 in parts of 10 and 30 words: DP .5 over 1 - .25 is .67, D_P .33. All four in the larger: DP .25
    # over 1 - .75 is 1, D_P 0, where `dp_norm` says .33.
    smallest = np.ones(table.shape[0])
    np.minimum.at(smallest, _row_numbers(table), share[table.indices])
    with np.errstate(invalid="ignore", divide="ignore"):
        return _nan_if_absent(table, np.maximum(0.0, 1 - dp(table, sizes=sizes) / (1 - smallest)))


def da(counts: Counts, *, sizes: npt.ArrayLike) -> Array:
    """DA: 1 - the mean difference of relative frequencies between two parts, over twice their mean.

    Burch, B., Egbert, J. & Biber, D. (2017). Measuring and interpreting lexical dispersion in corpus linguistics.
    Journal of Research Design and Statistics in Linguistics and Communication Science 3(2). The exact form over all
    pairs of parts, not Wilcox's shortcut.

    Parameters
    ----------
    counts : array_like or sparse array
        Terms by parts.
    sizes : array_like
        Sizes of the parts.

    Returns
    -------
    ndarray
        0 (one part alone) to 1; high is even. NaN with a single part.
    """
    table, _ = _read(counts, sizes)
    k = table.shape[1]
    if k < 2:
        return np.full(table.shape[0], np.nan)
    relative, rows = _relative(table, sizes), _row_numbers(table)
    # Sorted upwards, the r-th of k frequencies is the larger one in r - 1 pairs and the smaller in k - r, so that the
    # differences of all pairs add up to sum (2r - k - 1) frequency. Example: 0 .1 .4 differ by .1 .4 .3, and -2 * 0 +
    # 0 * .1 + 2 * .4 is .8. Parts without the term come first and add nothing.
    order = np.lexsort((relative, rows))
    rank = k - table.indptr[rows + 1] + np.arange(1, len(rows) + 1)
    apart = row_sums(table, (2 * rank - k - 1) * relative[order]) / (k * (k - 1) / 2)
    with np.errstate(invalid="ignore", divide="ignore"):
        return _nan_if_absent(table, np.clip(1 - apart / (2 * row_sums(table, relative) / k), 0, 1))


def juilland_d(counts: Counts, *, sizes: npt.ArrayLike) -> Array:
    """Juilland's D, 1 - V / sqrt(parts - 1), with V the coefficient of variation of relative frequencies.

    Juilland, A. & Chang-Rodríguez, E. (1964). The standard deviation is that of the population (divided by the number
    of parts), and frequencies are relative to the size of each part, as in Gries (2020).

    Parameters
    ----------
    counts : array_like or sparse array
        Terms by parts.
    sizes : array_like
        Sizes of the parts.

    Returns
    -------
    ndarray
        0 to 1; high is even. NaN with a single part.
    """
    table, _ = _read(counts, sizes)
    k = table.shape[1]
    if k < 2:
        return np.full(table.shape[0], np.nan)
    relative = _relative(table, sizes)
    # Example: 3 and 1 in two parts of 10: mean 0.2, standard deviation 0.1, V 0.5, D = 1 - 0.5 / sqrt(1). Each part
    # without the term lies the mean away from it and is added by their number.
    mean = row_sums(table, relative) / k
    gaps = row_sums(table, (relative - mean[_row_numbers(table)]) ** 2) + (k - np.diff(table.indptr)) * mean**2
    with np.errstate(invalid="ignore", divide="ignore"):
        return _nan_if_absent(table, 1 - np.sqrt(gaps / k) / mean / np.sqrt(k - 1))


def carroll_d2(counts: Counts, *, sizes: npt.ArrayLike) -> Array:
    """Carroll's D2: entropy of the relative frequencies over the parts, over the log of the number of parts.

    Carroll, J. B. (1970). An alternative to Juilland's usage coefficient.

    Parameters
    ----------
    counts : array_like or sparse array
        Terms by parts.
    sizes : array_like
        Sizes of the parts.

    Returns
    -------
    ndarray
        0 to 1; high is even. NaN with a single part.
    """
    table, _ = _read(counts, sizes)
    if table.shape[1] < 2:
        return np.full(table.shape[0], np.nan)
    relative = _relative(table, sizes)
    q = relative / row_sums(table, relative)[_row_numbers(table)]
    return _nan_if_absent(table, -row_sums(table, q * np.log(q)) / np.log(table.shape[1]) + 0.0)


def rosengren_s(counts: Counts, *, sizes: npt.ArrayLike) -> Array:
    """Rosengren's S with part sizes: (sum of sqrt(share of the part * count))^2 over the frequency.

    Rosengren, I. (1971), in the adaptation to unequal parts of Gries (2008).

    Parameters
    ----------
    counts : array_like or sparse array
        Terms by parts.
    sizes : array_like
        Sizes of the parts.

    Returns
    -------
    ndarray
        The smallest share of a part to 1; high is even.
    """
    table, share = _read(counts, sizes)
    return _nan_if_absent(table, row_sums(table, np.sqrt(share[table.indices] * _term_shares(table))) ** 2)


def kld(counts: Counts, *, sizes: npt.ArrayLike) -> Array:
    """Kullback-Leibler divergence in bits of the term's shares from the shares of the parts.

    Gries (2020), D_KL before any mapping to 0..1.

    Parameters
    ----------
    counts : array_like or sparse array
        Terms by parts.
    sizes : array_like
        Sizes of the parts.

    Returns
    -------
    ndarray
        0 or more; low is even.
    """
    table, share = _read(counts, sizes)
    part = _term_shares(table)
    return _nan_if_absent(table, np.maximum(0.0, row_sums(table, part * np.log2(part / share[table.indices]))))


def idf(counts: Counts, *, sizes: npt.ArrayLike) -> Array:
    """Inverse document frequency in bits, log2(parts / parts that hold the term).

    Spärck Jones, K. (1972), with the binary logarithm as in Gries (2020).

    Parameters
    ----------
    counts : array_like or sparse array
        Terms by parts.
    sizes : array_like
        Sizes of the parts.

    Returns
    -------
    ndarray
        0 when every part holds it; low is widespread.
    """
    table, _ = _read(counts, sizes)
    holding = np.diff(table.indptr)
    return _nan_if_absent(table, np.log2(table.shape[1] / np.maximum(holding, 1)))


def read_rows(counts: Counts) -> _Table:
    """Return counts as a sparse table without zeros, one row a term; a single row may be a plain list."""
    source: Any = counts if sparse.issparse(counts) else np.atleast_2d(np.asarray(counts, dtype=np.float64))
    table: Any = sparse.csr_array(source).astype(np.float64, copy=False)
    if not table.has_canonical_format or not table.data.all():
        table = table.copy()  # what was given stays as it is
        table.sum_duplicates()
        table.eliminate_zeros()
    if (table.data < 0).any():
        msg = message("a count is negative; counts start at 0")
        raise OptionError(msg)
    return table


def row_sums(table: _Table, values: Array) -> Array:
    """Sum values that belong to the stored cells over the rows."""
    cells = sparse.csr_array((values, table.indices, table.indptr), shape=table.shape)
    return np.asarray(cells @ np.ones(table.shape[1]), dtype=np.float64)


def _read(counts: Counts, sizes: npt.ArrayLike) -> tuple[_Table, Array]:
    """Read the table and the shares of the parts; refuse sizes that do not fit."""
    table = read_rows(counts)
    size = np.asarray(sizes, dtype=np.float64)
    if size.shape != (table.shape[1],) or not (size > 0).all():
        msg = message(
            "sizes must be {shape} numbers above 0, one for every part; leave empty parts out", shape=table.shape[1]
        )
        raise OptionError(msg)
    if (table.data > size[table.indices]).any():
        msg = message("a count is above the size of its part; counts and sizes must be of one base")
        raise OptionError(msg)
    return table, size / size.sum()


def _term_shares(table: _Table) -> Array:
    """Compute the share of every stored cell in its term."""
    return np.asarray(table.data / row_sums(table, table.data)[_row_numbers(table)])


def _relative(table: _Table, sizes: npt.ArrayLike) -> Array:
    """Compute the relative frequency of every stored cell in its part."""
    return np.asarray(table.data / np.asarray(sizes, dtype=np.float64)[table.indices])


def _variance(table: _Table, values: Array) -> Array:
    """Compute the variance over all parts of values that belong to the stored cells; the others are 0."""
    k = table.shape[1]
    mean = row_sums(table, values) / k
    gaps = row_sums(table, (values - mean[_row_numbers(table)]) ** 2)
    return np.asarray((gaps + (k - np.diff(table.indptr)) * mean**2) / k)


def _nan_if_absent(table: _Table, values: Array) -> Array:
    """Set terms that do not occur to NaN."""
    return np.where(np.diff(table.indptr) > 0, values, np.nan)


def _row_numbers(table: _Table) -> npt.NDArray[np.int64]:
    """Return the row number of every stored cell."""
    # Example: rows of two cells and of one, indptr 0 2 3, give 0 0 1
    return np.repeat(np.arange(table.shape[0]), np.diff(table.indptr))
