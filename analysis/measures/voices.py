"""Who is heard: concentration of sources, shares of quotations by documents, congruence of actors."""

from __future__ import annotations

from typing import Literal, NamedTuple

import numpy as np
import numpy.typing as npt

from analysis.errors import OptionError
from analysis.measures.contingency import Array
from analysis.measures.inference import wilson
from analysis.messages import message
from analysis.options import require_choice

__all__ = ["Concentration", "Congruence", "concentration", "congruence", "quoted_share"]

Normalise = Literal["no", "average", "jaccard"]


class Concentration(NamedTuple):
    """How far voices gather on few sources.

    Attributes
    ----------
    hhi : float
        Sum of the squared shares, 1 / k (even) to 1 (one source).
    entropy : float
        Shannon's, in natural logarithms, 0 to ln(k).
    evenness : float
        Entropy / ln(k); NaN for one source.
    """

    hhi: float
    entropy: float
    evenness: float


def concentration(n: npt.ArrayLike) -> Concentration:
    """Herfindahl's index and Shannon's entropy of counts by source.

    Parameters
    ----------
    n : array_like
        Counts; zeros are no sources.

    Returns
    -------
    Concentration
        NaN where nothing was counted.

    Raises
    ------
    OptionError
        If a count is negative or missing.

    References
    ----------
    Herfindahl, O. C. (1950), Concentration in the steel industry; Shannon, C. E. (1948), Bell System Technical Journal
    27; Pielou, E. C. (1966), Journal of Theoretical Biology 13, evenness.

    Examples
    --------
    >>> [round(value, 4) for value in concentration([50, 30, 20])]
    [0.38, 1.0297, 0.9372]
    """
    counts = np.asarray(n, dtype=np.float64).ravel()
    if not np.all(counts >= 0):
        raise OptionError(message("concentration: counts must be numbers of 0 or more"))
    counts = counts[counts > 0]
    if not len(counts):
        return Concentration(float("nan"), float("nan"), float("nan"))
    p = counts / counts.sum()
    entropy = abs(float(-(p * np.log(p)).sum()))
    evenness = entropy / float(np.log(len(p))) if len(p) > 1 else float("nan")
    return Concentration(float((p**2).sum()), entropy, evenness)


def quoted_share(hits: npt.ArrayLike, *, of: npt.ArrayLike) -> tuple[float, float, float]:
    """Share of quotations with a 95 percent interval that knows that those of one document go together.

    Wilson's interval on the effective number of quotations: their number over the design effect of a ratio of totals
    over documents (Taylor linearisation, no finite-sample factor), which is never taken below 1. With one quotation a
    document it is Wilson's own.

    Parameters
    ----------
    hits : array_like
        Quotations of the actor, a document each.
    of : array_like
        All quotations, a document each.

    Returns
    -------
    tuple of float
        Share, low, high. NaN where there are no quotations, low and high also where one document holds them all.

    Raises
    ------
    OptionError
        If there are not as many of both, or more hits than quotations.

    References
    ----------
    Dean, N. & Pagano, M. (2015), Evaluating confidence interval methods for binomial proportions in clustered surveys,
    Journal of Survey Statistics and Methodology 3(4); Kish, L. (1965), Survey sampling, design effect.

    Examples
    --------
    >>> [round(value, 3) for value in quoted_share([1, 0, 0, 1, 0], of=[1, 1, 1, 1, 1])]
    [0.4, 0.118, 0.769]
    """
    a, m = np.asarray(hits, dtype=np.float64).ravel(), np.asarray(of, dtype=np.float64).ravel()
    if a.shape != m.shape or np.any(a > m) or np.any(a < 0):
        raise OptionError(
            message("quoted_share: give hits and quotations of the same documents, no more hits than those")
        )
    a, m = a[m > 0], m[m > 0]
    total = float(m.sum())
    if not total:
        return float("nan"), float("nan"), float("nan")
    p = float(a.sum()) / total
    if len(m) < 2 and total > 1:
        return p, float("nan"), float("nan")
    # documents with 2 of 2 and 0 of 2: p .5, residuals 1 and -1, variance 2 / 16, of independent ones 1 / 16: effect 2
    spread = float(((a - p * m) ** 2).sum()) / total
    effect = max(1.0, spread / (p * (1 - p))) if 0 < p < 1 else max(1.0, float((m**2).sum()) / total)
    low, high = wilson(p * total / effect, n=total / effect)
    return p, float(low), float(high)


class Congruence(NamedTuple):
    """Of every two actors, in matrices that are symmetric with 0 on the diagonal.

    Attributes
    ----------
    congruence, conflict : ndarray
        Same side, and opposite sides, after normalising.
    jaccard : ndarray
        Sides of concepts that both are on / that either is on, 0 to 1.
    same, shared : ndarray of int
        Sides of concepts that both are on; concepts on which both have a statement.
    n : ndarray of int
        Statements of each actor.
    """

    congruence: Array
    conflict: Array
    jaccard: Array
    same: npt.NDArray[np.int64]
    shared: npt.NDArray[np.int64]
    n: npt.NDArray[np.int64]


def congruence(agree: npt.ArrayLike, *, disagree: npt.ArrayLike, normalise: Normalise = "no") -> Congruence:
    """Congruence and conflict of actors over concepts, as the exporter of Discourse Network Analyzer 3 computes them.

    Congruence of two actors is the sum over concepts of the products of their counts on the same side, conflict that of
    the opposite sides. Counts are multiplied, so that repeated statements weigh as their product: 3 and 2 give 6.

    Parameters
    ----------
    agree, disagree : array_like of int
        Actors by concepts: statements for and against.
    normalise : {"no", "average", "jaccard"}
        "average": divided by the mean number of statements of both, over all concepts and both sides. "jaccard": sides
        of concepts that both are on (for conflict: opposite sides) / sides that either is on, whatever the counts. What
        DNA calls cosine divides by the product of both numbers of statements, not by its root, and is not offered.

    Returns
    -------
    Congruence
        0 where two actors share no concept.

    Raises
    ------
    OptionError
        If the matrices differ in shape, hold no counts, or `normalise` is unknown.

    References
    ----------
    Leifeld, P. (2017), Discourse network analysis: policy debates as dynamic networks, in: The Oxford Handbook of
    Political Networks; the exporter of DNA 3 (read), for average activity and Jaccard.

    Examples
    --------
    >>> found = congruence([[1, 1, 0], [1, 0, 1], [0, 0, 1]], disagree=[[0, 0, 1], [0, 1, 0], [1, 1, 0]])
    >>> (found.congruence - found.conflict).astype(int).tolist()
    [[0, -1, -3], [-1, 0, 1], [-3, 1, 0]]
    """
    require_choice("measures.congruence: normalise", normalise, ("no", "average", "jaccard"))
    a, d = np.asarray(agree), np.asarray(disagree)
    if a.ndim != 2 or a.shape != d.shape or not all(np.all((x >= 0) & (x == np.floor(x))) for x in (a, d)):
        raise OptionError(message("congruence: give two matrices of counts, actors by concepts, of the same shape"))
    a, d = a.astype(np.int64), d.astype(np.int64)
    on, against = (a > 0).astype(np.int64), (d > 0).astype(np.int64)
    n = (a + d).sum(axis=1)
    same, opposite = on @ on.T + against @ against.T, on @ against.T + against @ on.T
    sides = (on + against).sum(axis=1)
    spoke = ((a + d) > 0).astype(np.int64)
    both = sides[:, None] + sides[None, :]
    with np.errstate(invalid="ignore", divide="ignore"):
        jaccards = [np.where(both - x > 0, x / (both - x), 0.0) for x in (same, opposite)]
        if normalise == "jaccard":
            found = jaccards
        else:
            mean = (n[:, None] + n[None, :]) / 2
            products = [(a @ a.T + d @ d.T).astype(np.float64), (a @ d.T + d @ a.T).astype(np.float64)]
            found = [np.where(mean > 0, x / mean, 0.0) for x in products] if normalise == "average" else products
    for matrix in (*found, jaccards[0], same):
        np.fill_diagonal(matrix, 0)
    shared = spoke @ spoke.T
    np.fill_diagonal(shared, 0)
    return Congruence(found[0], found[1], jaccards[0], same, shared, n)
