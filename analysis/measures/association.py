"""Scores of association of two events (node and term), and of the positions of an n-gram.

The notation is that of `analysis.measures.contingency`: `o11` joint count, `r1` row total, `c1` column total,
`n` grand total. Arrays of any kind broadcast; results are float64. The tests G2 and chi-squared are in that
module. For n-grams of K positions `margins` has 2^K rows: row s counts the sequences that agree with the n-gram in
the positions whose bits are set in s, and perhaps in others; row 0 counts all, the last one the n-gram.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy import special

from analysis.errors import OptionError
from analysis.measures.contingency import Array, cells, expected
from analysis.messages import message

__all__ = [
    "delta_p_node", "delta_p_term", "dice", "log_dice", "mi3", "minimum_sensitivity", "mutual_information", "npmi",
    "t_score", "z_score",
]  # fmt: skip


def mutual_information(o11: npt.ArrayLike, *, r1: npt.ArrayLike, c1: npt.ArrayLike, n: npt.ArrayLike) -> Array:
    """Pointwise mutual information in bits, log2(O11 / E11).

    Church, K. W. & Hanks, P. (1990). Word association norms, mutual information, and lexicography.

    Parameters
    ----------
    o11, r1, c1, n : array_like
        Joint count, row total, column total, grand total.

    Returns
    -------
    ndarray
        Bits; NaN when O11 or E11 is 0.
    """
    return _log2_ratio(np.asarray(o11, dtype=np.float64), expected(r1, c1=c1, n=n))


def mi3(o11: npt.ArrayLike, *, r1: npt.ArrayLike, c1: npt.ArrayLike, n: npt.ArrayLike) -> Array:
    """Cubed mutual information in bits, log2(O11^3 / E11), which favours frequent pairs.

    Daille, B. (1994), the heuristic variant MI^k with k = 3, in the form of Evert (2008).

    Parameters
    ----------
    o11, r1, c1, n : array_like
        Joint count, row total, column total, grand total.

    Returns
    -------
    ndarray
        Bits; NaN when O11 or E11 is 0.
    """
    return _log2_ratio(np.asarray(o11, dtype=np.float64) ** 3, expected(r1, c1=c1, n=n))


def npmi(o11: npt.ArrayLike, *, r1: npt.ArrayLike, c1: npt.ArrayLike, n: npt.ArrayLike) -> Array:
    """Normalised pointwise mutual information, ln(O11 / E11) / -ln(O11 / N).

    Bouma, G. (2009). Normalized (pointwise) mutual information in collocation extraction.

    Parameters
    ----------
    o11, r1, c1, n : array_like
        Joint count, row total, column total, grand total.

    Returns
    -------
    ndarray
        -1 to 1; -1 when O11 is 0 while E11 is not (Bouma's limit); NaN when E11 is 0 or O11 is N.
    """
    joint, expecting = np.broadcast_arrays(np.asarray(o11, dtype=np.float64), expected(r1, c1=c1, n=n))
    with np.errstate(invalid="ignore", divide="ignore"):
        bits = -np.log2(joint / np.asarray(n, dtype=np.float64))
        value = np.where(bits > 0, _log2_ratio(joint, expecting) / bits, np.nan)
    return np.where((joint == 0) & (expecting > 0), -1.0, value)


def t_score(o11: npt.ArrayLike, *, r1: npt.ArrayLike, c1: npt.ArrayLike, n: npt.ArrayLike) -> Array:
    """Score (O11 - E11) / sqrt(O11), which ranks frequent pairs first.

    Church, Gale, Hanks & Hindle (1991), Using statistics in lexical analysis. A ranking, not a t test.

    Parameters
    ----------
    o11, r1, c1, n : array_like
        Joint count, row total, column total, grand total.

    Returns
    -------
    ndarray
        NaN when O11 is 0.
    """
    joint = np.asarray(o11, dtype=np.float64)
    return _ratio(joint - expected(r1, c1=c1, n=n), np.sqrt(joint))


def z_score(o11: npt.ArrayLike, *, r1: npt.ArrayLike, c1: npt.ArrayLike, n: npt.ArrayLike) -> Array:
    """Score (O11 - E11) / sqrt(E11), without continuity correction.

    Dennis (1965) and Berry-Rogghe (1973) in the form of Evert (2008).

    Parameters
    ----------
    o11, r1, c1, n : array_like
        Joint count, row total, column total, grand total.

    Returns
    -------
    ndarray
        NaN when E11 is 0.
    """
    expecting = expected(r1, c1=c1, n=n)
    return _ratio(np.asarray(o11, dtype=np.float64) - expecting, np.sqrt(expecting))


def dice(o11: npt.ArrayLike, *, r1: npt.ArrayLike, c1: npt.ArrayLike) -> Array:
    """Dice coefficient, 2 O11 / (R1 + C1).

    Parameters
    ----------
    o11, r1, c1 : array_like
        Joint count and the frequencies of node and term (not the size of the node's windows).

    Returns
    -------
    ndarray
        0 to 1 when `o11` is at most `r1` and `c1`; NaN when both are 0.
    """
    joint, row, column = (np.asarray(x, dtype=np.float64) for x in (o11, r1, c1))
    return _ratio(2 * joint, row + column)


def minimum_sensitivity(o11: npt.ArrayLike, *, r1: npt.ArrayLike, c1: npt.ArrayLike) -> Array:
    """Minimum sensitivity, the smaller of O11 / R1 and O11 / C1: how far either word needs the other.

    Pedersen, T. (1998). Dependent bigram identification. AAAI-98; Pedersen & Bruce (1996).

    Parameters
    ----------
    o11, r1, c1 : array_like
        Joint count, frequency of the node, frequency of the term.

    Returns
    -------
    ndarray
        0 to 1 for pairs; NaN when a frequency is 0.
    """
    joint, row, column = (np.asarray(x, dtype=np.float64) for x in (o11, r1, c1))
    return np.minimum(_ratio(joint, row), _ratio(joint, column))


def log_dice(o11: npt.ArrayLike, *, r1: npt.ArrayLike, c1: npt.ArrayLike) -> Array:
    """Logarithmic Dice, 14 + log2(2 O11 / (R1 + C1)), comparable between corpora of any size.

    Rychlý, P. (2008). A lexicographer-friendly association score. RASLAN 2008.

    Parameters
    ----------
    o11, r1, c1 : array_like
        Joint count and the frequencies of node and term (not the size of the node's windows).

    Returns
    -------
    ndarray
        At most 14 when `o11` is at most `r1` and `c1`; NaN when O11 is 0.
    """
    return 14 + _log2_ratio(dice(o11, r1=r1, c1=c1), np.float64(1))


def delta_p_term(o11: npt.ArrayLike, *, r1: npt.ArrayLike, c1: npt.ArrayLike, n: npt.ArrayLike) -> Array:
    """How much the row (node) raises the chance of the column (term): P(term | node) - P(term | no node).

    Gries, S. Th. (2013). 50-something years of work on collocations. IJCL 18(1), with the term as outcome.

    Parameters
    ----------
    o11, r1, c1, n : array_like
        Joint count, row total, column total, grand total.

    Returns
    -------
    ndarray
        -1 to 1; NaN when a row total is 0.
    """
    a, b, c, d = cells(o11, r1=r1, c1=c1, n=n)
    return _ratio(a, a + b) - _ratio(c, c + d)


def delta_p_node(o11: npt.ArrayLike, *, r1: npt.ArrayLike, c1: npt.ArrayLike, n: npt.ArrayLike) -> Array:
    """How much the column (term) raises the chance of the row (node): P(node | term) - P(node | no term).

    Gries (2013) as for `delta_p_term`, with the node as outcome.

    Parameters
    ----------
    o11, r1, c1, n : array_like
        Joint count, row total, column total, grand total.

    Returns
    -------
    ndarray
        -1 to 1; NaN when a column total is 0.
    """
    return delta_p_term(o11, r1=c1, c1=r1, n=n)


def _exact_cells(margins: npt.ArrayLike) -> Array:
    """Return the cells of the 2^K table: the sequences that agree in exactly the positions of a subset."""
    # Example: of 10 pairs 4 have the first word, 3 the second, 2 both: margins 10 4 3 2 give the cells 5 2 1 2
    table = np.array(margins, dtype=np.float64)
    _count_positions(table)
    bit = 1
    while bit < len(table):
        without = np.flatnonzero(np.arange(len(table)) & bit == 0)
        table[without] -= table[without + bit]
        bit *= 2
    if (table < 0).any():
        msg = message("a cell is negative; the margins must be counted over the same sequences")
        raise OptionError(msg)
    return table


def interaction(margins: npt.ArrayLike, *, smoothing: float = 0.5) -> tuple[Array, Array]:
    """Compute the highest-order interaction of the saturated log-linear model, and its Wald z."""
    # Blaheta, D. & Johnson, M. (2001). Unsupervised learning of multi-word verbs; as in quanteda's
    # textstat_collocations: lambda = sum over cells of (-1)^(K - b) ln(n + smoothing), b the agreeing positions; z =
    # lambda / sqrt(sum of 1 / (n + smoothing)). For K = 2 lambda is the log odds ratio.
    if smoothing <= 0:
        msg = message("smoothing is {smoothing}; give a number above 0, such as 0.5", smoothing=smoothing)
        raise OptionError(msg)
    smoothed = _exact_cells(margins) + smoothing
    positions = _count_positions(smoothed)
    agreeing = np.array([index.bit_count() for index in range(len(smoothed))])
    value = ((-1.0) ** (positions - agreeing)) @ np.log(smoothed)
    return value, value / np.sqrt((1 / smoothed).sum(axis=0))


def g2_positions(margins: npt.ArrayLike) -> Array:
    """Log-likelihood ratio of all 2^K cells against independent positions: 2 sum O ln(O / E)."""
    # For K = 2 Dunning's four-cell G2; for more positions the model of complete independence.
    table, observed = np.asarray(margins, dtype=np.float64), _exact_cells(margins)
    shares = table[[2**j for j in range(_count_positions(table))]] / table[0]
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
    positions = _count_positions(table)
    singles = np.log2(table[[2**j for j in range(positions)]]).sum(axis=0)
    return np.asarray(np.log2(table[-1]) + (positions - 1) * np.log2(table[0]) - singles)


def _count_positions(table: Array) -> int:
    """Return the number of positions, K for 2^K rows; refuse other numbers of rows."""
    positions = len(table).bit_length() - 1
    if positions < 2 or len(table) != 2**positions:
        msg = message(
            "margins have {n_table} rows; give 4, 8, 16, ... one for each subset of two positions or more",
            n_table=len(table),
        )
        raise OptionError(msg)
    return positions


def _ratio(numerator: Array, denominator: Array) -> Array:
    """Divide; NaN where the denominator is 0 or less."""
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(denominator > 0, numerator / denominator, np.nan)


def _log2_ratio(numerator: Array, denominator: Array | np.float64) -> Array:
    """Take the binary logarithm of a quotient; NaN where either part is 0."""
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where((numerator > 0) & (denominator > 0), np.log2(numerator / denominator), np.nan)
