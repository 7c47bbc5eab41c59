"""Association of K words in fixed positions, from how often each subset of the positions agrees.

`margins` has 2^K rows and one column per sequence. Row S, read as bits (bit j for position j), counts the
sequences of the corpus that agree with this one in all positions of S; row 0 is their number, the last row the
count of the sequence itself. With K = 2 this is the two-by-two table of `analysis.measures.contingency`.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy import special

from analysis.errors import OptionError

Array = npt.NDArray[np.float64]


def cells_of(margins: npt.ArrayLike) -> Array:
    """Turn margins into the cells of the 2^K table: agreement in exactly the positions of a subset."""
    table = np.array(margins, dtype=np.float64)
    _positions(table)
    bit = 1
    while bit < len(table):
        without = np.flatnonzero(np.arange(len(table)) & bit == 0)
        table[without] -= table[without + bit]
        bit *= 2
    if (table < 0).any():
        msg = "a cell is negative; the margins must be counted over the same sequences"
        raise OptionError(msg)
    return table


def interaction(margins: npt.ArrayLike, *, smoothing: float = 0.5) -> tuple[Array, Array]:
    """Highest-order interaction of the saturated log-linear model, and its Wald z."""
    # Blaheta, D. & Johnson, M. (2001). Unsupervised learning of multi-word verbs; as in quanteda's
    # textstat_collocations: lambda = sum over cells of (-1)^(K - b) ln(n + smoothing), b the agreeing positions; z =
    # lambda / sqrt(sum of 1 / (n + smoothing)). For K = 2 lambda is the log odds ratio.
    if smoothing <= 0:
        msg = f"smoothing is {smoothing}; give a number above 0, such as 0.5"
        raise OptionError(msg)
    smoothed = cells_of(margins) + smoothing
    positions = _positions(smoothed)
    agreeing = np.array([index.bit_count() for index in range(len(smoothed))])
    value = ((-1.0) ** (positions - agreeing)) @ np.log(smoothed)
    return value, value / np.sqrt((1 / smoothed).sum(axis=0))


def g2_positions(margins: npt.ArrayLike) -> Array:
    """Log-likelihood ratio of all 2^K cells against independent positions: 2 sum O ln(O / E)."""
    # For K = 2 Dunning's four-cell G2; for more positions the model of complete independence.
    table, observed = np.asarray(margins, dtype=np.float64), cells_of(margins)
    shares = table[[2**j for j in range(_positions(table))]] / table[0]
    expecting = np.empty_like(observed)
    for index in range(len(observed)):
        agree = np.array([[index >> j & 1] for j in range(len(shares))], dtype=bool)
        expecting[index] = table[0] * np.where(agree, shares, 1 - shares).prod(axis=0)
    value = 2 * special.kl_div(observed, expecting).sum(axis=0)
    return np.where((shares < 1).all(axis=0), value, np.nan)


def pmi_positions(margins: npt.ArrayLike) -> Array:
    """Pointwise mutual information of K positions in bits: log2(n N^(K-1) / product of the single margins)."""
    # Church & Hanks (1990) for K = 2; specific correlation, Van de Cruys (2011), for more.
    table = np.asarray(margins, dtype=np.float64)
    positions = _positions(table)
    singles = np.log2(table[[2**j for j in range(positions)]]).sum(axis=0)
    return np.asarray(np.log2(table[-1]) + (positions - 1) * np.log2(table[0]) - singles)


def _positions(table: Array) -> int:
    """Read the number of positions off the number of rows."""
    positions = len(table).bit_length() - 1
    if positions < 2 or len(table) != 2**positions:
        msg = f"margins have {len(table)} rows; give 4, 8, 16, ... one for each subset of two positions or more"
        raise OptionError(msg)
    return positions
