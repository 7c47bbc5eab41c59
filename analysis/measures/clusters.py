"""Clusters: values that belong together, how many clusters a variance really rests on, and errors that respect them."""

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
from analysis.measures.intervals import quantile_of_t, read_values, require_level, require_not_negative
from analysis.messages import message
from analysis.options import require_choice

__all__ = ["ClusteredDifference", "cluster_means", "cr2", "effective_clusters"]

_NOTHING = 1e-10  # an eigenvalue below this is a cluster that alone decides a coefficient


@dataclass(frozen=True, eq=False)
class ClusteredDifference(NanEqual):
    """A difference of two means whose clusters may stand in both groups.

    Attributes
    ----------
    difference : float
        Mean of group 1 less that of group 0, in the unit of the values; or logarithm less logarithm.
    se_cr0, se_cr1 : float
        Cluster-robust errors: plain, and its variance times G / (G - 1) * (n - 1) / (n - 2).
    clusters : int
        Clusters in all, G.
    se_cr2 : float
        The bias-reduced error.
    df : float
        Bell and McCaffrey's, of `se_cr2`.
    low, high : float
        Interval from `se_cr2` and `df`.
    p : float
        Two-sided, from both.
    reason : str
        Korean: why `se_cr2` and what follows from it are NaN; or empty.
    """

    difference: float
    se_cr0: float
    se_cr1: float
    clusters: int
    se_cr2: float = math.nan
    df: float = math.nan
    low: float = math.nan
    high: float = math.nan
    p: float = math.nan
    reason: str = ""


def effective_clusters(u: npt.ArrayLike) -> float:
    """Effective number of clusters behind a variance, (sum u^2)^2 / sum u^4, used as its degrees of freedom.

    Satterthwaite, F. E. (1946). An approximate distribution of estimates of variance components. Biometrics Bulletin
    2(6). Carter, A. V., Schnepel, K. T. & Steigerwald, D. G. (2017). Asymptotic behavior of a t-test robust to cluster
    heterogeneity. Review of Economics and Statistics 99(4).

    Parameters
    ----------
    u : array_like
        The total of the residuals, or of the influence, of each cluster.

    Returns
    -------
    float
        1 to the number of clusters less 1: one heavy cluster makes it small. NaN with fewer than two clusters, or when
        all totals are 0.

    Raises
    ------
    OptionError
        If a total is not a number.
    """
    # Example: 3, -1, .5, -2, .2, -.7 have squares that sum to 14.78 and fourth powers to 98.3: 218.4 / 98.3 = 2.22.
    totals = read_values(u)
    largest = float(np.abs(totals).max(initial=0.0))
    if len(totals) < 2 or largest == 0:
        return math.nan
    squares = (totals / largest) ** 2
    return float(np.clip(squares.sum() ** 2 / (squares**2).sum(), 1.0, len(totals) - 1))


def cluster_means(values: npt.ArrayLike, *, cluster: npt.ArrayLike) -> Array:
    """Take the mean of the values of every cluster, so that a story counts once however often it was copied.

    Parameters
    ----------
    values : array_like
        One value a document.
    cluster : array_like
        The story, author or outlet and day of each document; labels of any kind.

    Returns
    -------
    ndarray
        One mean a cluster, in the order in which the clusters first appear.

    Raises
    ------
    OptionError
        If a value is not a number, or the lengths differ.
    """
    numbers = read_values(values)
    place, count = _places(cluster, len(numbers))
    return np.asarray(np.bincount(place, weights=numbers, minlength=count) / np.bincount(place, minlength=count))


def cr2(
    x: npt.ArrayLike,
    *,
    group: npt.ArrayLike,
    cluster: npt.ArrayLike,
    scale: Literal["plain", "log"] = "plain",
    level: float = 0.95,
) -> ClusteredDifference:
    """Difference of two means with bias-reduced cluster-robust error, for clusters that stand in both groups.

    Least squares on group with the adjustment A_g = (I - X_g (X'X)^-1 X_g')^(-1/2), working model independence, and
    the degrees of freedom of Bell and McCaffrey.

    Bell, R. M. & McCaffrey, D. F. (2002). Bias reduction in standard errors for linear regression with multi-stage
    samples. Survey Methodology 28(2). Pustejovsky, J. E. & Tipton, E. (2018). Small-sample methods for cluster-robust
    variance estimation. Journal of Business & Economic Statistics 36(4).

    Parameters
    ----------
    x : array_like
        One value a document.
    group : array_like
        0 or 1 a document; both must occur.
    cluster : array_like
        The story of each document; labels of any kind.
    scale : {"plain", "log"}
        Difference of the means, or of their logarithms by the delta method, for values from 0 (densities): the errors
        are those of values divided by the mean of their group.
    level : float
        Of the interval, above 0 and below 1.

    Returns
    -------
    ClusteredDifference
        On the scale chosen: exp of a difference of logarithms is a ratio. Its interval and p are NaN when a group has
        documents of one cluster alone, for which no spread can be measured, when all values of each group are equal,
        and on the logarithm when a mean is 0.

    Raises
    ------
    OptionError
        If a value is not a number (on the logarithm 0 or more), a group is neither 0 nor 1 or has no document, the
        lengths differ, or the scale is unknown.
    """
    require_level(level)
    require_choice("scale", scale, ("plain", "log"))
    y, side = read_values(x), read_values(group)
    place, count = _places(cluster, len(y))
    if len(side) != len(y) or set(side.tolist()) != {0.0, 1.0}:
        msg = message("group must name 0 or 1 for each value, and both must occur")
        raise OptionError(msg)
    means = float(y[side == 0].mean()), float(y[side == 1].mean())
    difference = means[1] - means[0]
    if scale == "log":
        # Example: means 2 and 4 of 1 3 and 4 4: ln 2, with the errors of .5 1.5 and 1 1
        require_not_negative(y)
        if not min(means):
            reason = "한쪽 평균이 0이어서 배수를 구하지 않았다"
            return ClusteredDifference(math.nan, math.nan, math.nan, count, reason=reason)
        y, difference = y / np.where(side == 1, means[1], means[0]), math.log(means[1] / means[0])
    design = np.column_stack([np.ones(len(y)), side])
    bread = np.linalg.inv(design.T @ design)
    residuals = y - design @ (bread @ design.T @ y)
    plain, adjusted, df = _variances(design, residuals, bread, place, count)
    n = len(y)
    se0 = math.sqrt(plain)
    se1 = math.sqrt(plain * count / (count - 1) * (n - 1) / (n - 2)) if count > 1 and n > 2 else math.nan
    se2 = math.sqrt(adjusted)
    reason = ""
    if min(len(set(place[side == g].tolist())) for g in (0, 1)) < 2:
        reason = "한쪽이 한 묶음뿐이어서 구간과 p를 내지 않았다"
    elif se2 <= 1e-12 * float(np.abs(y).max()):
        reason = "값이 모두 같아 흔들림을 잴 수 없다"
    if reason:
        return ClusteredDifference(difference, se0, se1, count, reason=reason)
    half = quantile_of_t(df, level) * se2
    p = float(2 * special.stdtr(df, -abs(difference / se2)))
    return ClusteredDifference(difference, se0, se1, count, se2, df, difference - half, difference + half, p)


def _places(cluster: npt.ArrayLike, length: int) -> tuple[npt.NDArray[np.intp], int]:
    """Give every value the number of its cluster, in the order in which clusters first appear."""
    labels = np.asarray(cluster)
    if labels.shape != (length,):
        msg = message(
            "cluster must name one cluster for each of the {length} values; got an array of shape {shape}",
            length=length,
            shape=labels.shape,
        )
        raise OptionError(msg)
    _, first, place = np.unique(labels, return_index=True, return_inverse=True)
    # Example: b a b: sorted they are a, b with first places 1 and 0, so that b becomes 0 and a becomes 1
    rank = np.argsort(np.argsort(first))
    return rank[place], len(first)


def _variances(
    design: Array, residuals: Array, bread: Array, place: npt.NDArray[np.intp], count: int
) -> tuple[float, float, float]:
    """Compute the plain and the bias-reduced variance of the slope, and the degrees of freedom of the second."""
    # Row i of the slope is bread[1] x_i. A cluster adds the square of sum over it of slope * residual, weighted by A_g.
    # A_g X_g = Q (I - R bread R')^(-1/2) R with X_g = Q R, so that only two-by-two matrices have roots taken of them.
    slope = bread[1]
    plain, adjusted = 0.0, 0.0
    own, crossed = np.zeros(count), np.zeros((count, 2))  # squared length of a_g, and X_g' a_g
    for g in range(count):
        rows = design[place == g]
        q, r = np.linalg.qr(rows)
        kept, vectors = np.linalg.eigh(np.eye(len(r)) - r @ bread @ r.T)
        roots = np.where(kept > _NOTHING, 1 / np.sqrt(np.maximum(kept, _NOTHING)), 0.0)
        a = q @ (vectors @ (roots * (vectors.T @ (r @ slope))))
        plain += float(slope @ rows.T @ residuals[place == g]) ** 2
        adjusted += float(a @ residuals[place == g]) ** 2
        own[g], crossed[g] = a @ a, rows.T @ a
    # The second variance is a sum of squares of (I - H) a_g on the errors; its mean is the trace of their inner
    # products P = diag(a_g'a_g) - (X_g'a_g)' bread (X_h'a_h), and df = trace(P)^2 / trace(P P)
    inner = np.diag(own) - crossed @ bread @ crossed.T
    squares = float((inner**2).sum())
    return plain, adjusted, float(np.trace(inner)) ** 2 / squares if squares else math.nan
