"""Scores of association: how strongly the row event (node) goes with the column event (term).

The notation is that of `analysis.measures.contingency`: `o11` joint count, `r1` row total, `c1` column total,
`n` grand total. Arrays of any kind broadcast; results are float64. The tests G2 and chi-squared are in that
module.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from analysis.measures.contingency import Array, cells, expected


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


def _ratio(numerator: Array, denominator: Array) -> Array:
    """Divide; NaN where the denominator is 0."""
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(denominator > 0, numerator / denominator, np.nan)


def _log2_ratio(numerator: Array, denominator: Array | np.float64) -> Array:
    """Binary logarithm of a quotient; NaN where either part is 0."""
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where((numerator > 0) & (denominator > 0), np.log2(numerator / denominator), np.nan)
