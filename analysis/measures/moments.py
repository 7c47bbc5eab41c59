"""Regressions on what the codebook found and people labelled: roots of corrected moments, with clustered errors.

Egami, N., Hinck, M., Stewart, B. M. & Wei, H. (2023). Using imperfect surrogates for downstream inference: design-based
supervised learning. NeurIPS 36. Liang, K.-Y. & Zeger, S. L. (1986), Biometrika 73, for the sandwich over clusters.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import numpy.typing as npt
from scipy import special

from analysis.equality import ContentEqual, NanEqual
from analysis.errors import OptionError
from analysis.measures.clusters import effective_clusters
from analysis.measures.contingency import Array
from analysis.measures.design_based import cluster_totals
from analysis.measures.intervals import require_level
from analysis.messages import message
from analysis.options import require_choice

__all__ = ["Coefficients", "JointTest", "Moments", "joint_test", "moment_regression"]

Link = Literal["identity", "logit"]
SmallSample = Literal["clusters", "cr1", "none"]

_STEPS = 100  # of Newton's method
_CLOSE = 1e-12  # of a step, relative


@dataclass(frozen=True, eq=False)
class Moments(ContentEqual):
    """What a regression is fitted to: outcome and design of every unit, and as people would have them where they know.

    Attributes
    ----------
    outcome : array_like
        One number a unit: found or not, or an outcome that was corrected before.
    design : array_like
        Units by coefficients; the column of ones for the intercept is among them.
    outcome_labelled, design_labelled : array_like, optional
        The same by people, for units with a label; without one the outcome or the design is known for sure.
    pi : array_like, optional
        Probability of a label; NaN for a unit without one. Without it nothing is corrected.
    weight : array_like, optional
        Of every unit in the sum over what was found; without it 1.
    steady : array_like, optional
        The outcome that residuals of the error are taken of, such as the second of `corrected_outcomes`; without it
        `outcome`.
    """

    outcome: npt.ArrayLike
    design: npt.ArrayLike
    outcome_labelled: npt.ArrayLike | None = None
    design_labelled: npt.ArrayLike | None = None
    pi: npt.ArrayLike | None = None
    weight: npt.ArrayLike | None = None
    steady: npt.ArrayLike | None = None

    def __post_init__(self) -> None:
        """Read the arrays; refuse other lengths and too few units."""
        y, x = np.asarray(self.outcome, dtype=np.float64), np.asarray(self.design, dtype=np.float64)
        if x.ndim != 2 or len(x) != len(y) or len(y) < x.shape[-1]:
            msg = message(
                "the design must have a row for each of the {n_y} outcomes and no more columns than rows", n_y=len(y)
            )
            raise OptionError(msg)
        pi = np.full(len(y), np.nan) if self.pi is None else np.asarray(self.pi, dtype=np.float64)
        people = [
            plain if given is None else np.asarray(given, dtype=np.float64)
            for plain, given in ((y, self.outcome_labelled), (x, self.design_labelled))
        ]
        labelled = ~np.isnan(pi)
        if not (np.isfinite(y).all() and np.isfinite(x).all() and all(np.isfinite(p[labelled]).all() for p in people)):
            msg = message("outcomes and covariates must be finite numbers; leave out units that lack one")
            raise OptionError(msg)
        weight = np.ones(len(y)) if self.weight is None else np.asarray(self.weight, dtype=np.float64)
        steady = y if self.steady is None else np.asarray(self.steady, dtype=np.float64)
        arrays = {"outcome": y, "design": x, "outcome_labelled": people[0], "design_labelled": people[1]}
        for name, array in (arrays | {"pi": pi, "weight": weight, "steady": steady}).items():
            object.__setattr__(self, name, array)


@dataclass(frozen=True, eq=False)
class Coefficients(ContentEqual):
    """Coefficients with their errors.

    Attributes
    ----------
    estimate, se, df, low, high, p : ndarray
        One entry a coefficient: Student's interval and two-sided p with the effective clusters of each.
    clusters : int
        Clusters.
    reason : str
        Korean: why numbers are NaN; or empty.
    covariance : ndarray, optional
        Of the estimates, whose diagonal is `se` squared.
    """

    estimate: Array
    se: Array
    df: Array
    low: Array
    high: Array
    p: Array
    clusters: int
    reason: str = ""
    covariance: Array | None = None


@dataclass(frozen=True, eq=False)
class JointTest(NanEqual):
    """Wald's F of several coefficients at once, its degrees of freedom and p; NaN where it cannot be had."""

    f: float
    df: int
    df_error: float
    p: float


@dataclass(frozen=True)
class _Side:
    """Outcome, design and weight of units, as found or as labelled."""

    y: Array
    x: Array
    weight: Array

    def moments(self, b: Array, link: str) -> Array:
        """Compute w x (y - mean), units by coefficients."""
        return (self.weight * (self.y - _mean(self.x @ b, link)))[:, None] * self.x

    def slope(self, b: Array, link: str) -> Array:
        """Compute the sum of w mean' x x'."""
        eta = self.x @ b
        steep = np.ones(len(eta)) if link == "identity" else _mean(eta, link) * (1 - _mean(eta, link))
        return self.x.T @ ((self.weight * steep)[:, None] * self.x)


def moment_regression(
    moments: Moments,
    *,
    cluster: npt.ArrayLike | None = None,
    link: Link = "identity",
    small_sample: SmallSample = "clusters",
    level: float = 0.95,
) -> Coefficients:
    """Find the root of corrected moments: sum of m(found) + (R / pi) (m(labelled) - m(found)) = 0, m = x (y - mean).

    Linear and logistic regression whose outcome, covariates or both are known from a codebook everywhere and from
    people in a sample. The root is found by Newton's method: corrected outcomes may lie outside 0 to 1, which
    routines for binomial models refuse.

    Parameters
    ----------
    moments : Moments
        Outcome and design.
    cluster : array_like, optional
        The document or story of each unit; without it units are independent.
    link : {"identity", "logit"}
        Linear, or logistic.
    small_sample : {"clusters", "cr1", "none"}
        Factor of the variance: D / (D - 1); that times (n - 1) / (n - k) (Cameron & Miller 2015); or none (HC0).
    level : float
        Of the intervals, above 0 and below 1.

    Returns
    -------
    Coefficients
        Variance J^-1 (sum s_d s_d') J^-1' with s_d the moments of cluster d at the root and J their slope. NaN, with
        the reason, when there is no root or the covariates cannot be told apart.

    Raises
    ------
    OptionError
        If an option is unknown, or lengths differ.

    Examples
    --------
    >>> x = np.column_stack([np.ones(4), [0, 0, 1, 1]])
    >>> moment_regression(Moments([0, 1, 1, 1], x)).estimate.round(6).tolist()
    [0.5, 0.5]
    """
    require_choice("link", link, ("identity", "logit"))
    require_choice("small_sample", small_sample, ("clusters", "cr1", "none"))
    require_level(level)
    sides = _sides(moments)
    n, k = np.asarray(moments.design).shape
    labels = np.arange(n) if cluster is None else np.asarray(cluster)
    if labels.shape != (n,):
        msg = message("cluster must name one cluster for each of the {n} units", n=n)
        raise OptionError(msg)
    d = len(np.unique(labels))
    b = _root(sides, k, link)
    if b is None:
        nothing = np.full(k, math.nan)
        reason = "계수가 정해지지 않는다. 설명 변수가 서로 겹치거나 라벨이 너무 적다"
        return Coefficients(nothing, nothing, nothing, nothing, nothing, nothing, d, reason)
    bread = np.linalg.inv(sum(side.slope(b, link) for side in sides))
    errors = (replace(sides[0], y=np.asarray(moments.steady)), *sides[1:])
    rows = cluster_totals(np.asarray(sum(side.moments(b, link) for side in errors)), labels) @ bread.T
    factor = 1.0 if small_sample == "none" else d / (d - 1) if d > 1 else math.nan
    factor *= (n - 1) / (n - k) if small_sample == "cr1" and n > k else 1.0
    se = np.sqrt(factor * (rows**2).sum(axis=0))
    # a coefficient whose errors are all 0 has no spread to measure: its df is NaN, and so are interval and p
    df = np.array([effective_clusters(rows[:, j]) for j in range(k)])
    half = special.stdtrit(df, (1 + level) / 2) * se
    with np.errstate(divide="ignore", invalid="ignore"):
        p = 2 * special.stdtr(df, -np.abs(b / se))
    return Coefficients(b, se, df, b - half, b + half, p, d, covariance=factor * rows.T @ rows)


def joint_test(made: Coefficients, *, of: Sequence[int]) -> JointTest:
    """Test several coefficients at once, such as all those of a variable with several classes.

    F = b' V^-1 b (d - q + 1) / (d q), held against F with q and d - q + 1 degrees of freedom (the form of Hotelling's
    T2), d being the smallest effective number of clusters of the coefficients: an error clustered by few documents is
    itself unsteady. Liang & Zeger (1986); Pustejovsky, J. E. & Tipton, E. (2018), Journal of Business & Economic
    Statistics 36.

    Parameters
    ----------
    made : Coefficients
        What `moment_regression` returned.
    of : sequence of int
        Places of the coefficients.

    Returns
    -------
    JointTest
        Of one coefficient the p of its t. NaN with too few clusters, or where errors are 0.

    Raises
    ------
    OptionError
        If no coefficient is named.

    Examples
    --------
    >>> x = np.column_stack([np.ones(6), [0, 0, 0, 1, 1, 1]])
    >>> made = moment_regression(Moments([0, 1, 1, 1, 1, 0], x))
    >>> bool(abs(joint_test(made, of=[1]).p - made.p[1]) < 1e-9)
    True
    """
    places = list(of)
    if not places:
        msg = message("joint_test: of names no coefficient; give their places, such as [1, 2]")
        raise OptionError(msg)
    q = len(places)
    b, df = made.estimate[places], float(made.df[places].min())
    nothing = JointTest(math.nan, q, math.nan, math.nan)
    if made.covariance is None or math.isnan(df) or df - q + 1 <= 0:
        return nothing
    v = made.covariance[np.ix_(places, places)]
    if np.linalg.matrix_rank(v) < q:
        return nothing
    left = df - q + 1
    f = float(b @ np.linalg.solve(v, b)) * left / (df * q)
    return JointTest(f, q, left, float(special.fdtrc(q, left, f)))


def _sides(moments: Moments) -> tuple[_Side, ...]:
    """Give what is added up: the found of all units, the labelled, and less the found of those."""
    pi, weight = np.asarray(moments.pi), np.asarray(moments.weight)
    found = _Side(np.asarray(moments.outcome), np.asarray(moments.design), weight)
    known = ~np.isnan(pi)
    if not known.any():
        return (found,)
    share = np.where(known, 1 / np.where(known, pi, 1.0), 0.0)
    y, x = np.asarray(moments.outcome_labelled), np.asarray(moments.design_labelled)
    people = _Side(np.where(known, y, 0.0), np.where(known[:, None], x, 0.0), share)
    return found, people, _Side(found.y, found.x, -share)


def _root(sides: tuple[_Side, ...], k: int, link: str) -> Array | None:
    """Find the root by Newton's method with halved steps; None where there is none."""
    b = np.zeros(k)
    moment = _sum(sides, b, link)
    for _ in range(_STEPS):
        slope = sum(side.slope(b, link) for side in sides)
        if np.linalg.matrix_rank(slope) < k:
            return None
        step = np.linalg.solve(slope, moment)
        # a logistic step may overshoot: it is halved until the moments come nearer to 0
        for _ in range(30):
            after = _sum(sides, b + step, link)
            if np.abs(after).max() <= np.abs(moment).max() or np.abs(step).max() < _CLOSE:
                break
            step = step / 2
        b, moment = b + step, after
        if np.abs(step).max() <= _CLOSE * max(1.0, float(np.abs(b).max())):
            return b
    return None


def _sum(sides: tuple[_Side, ...], b: Array, link: str) -> Array:
    """Add up the moments of all units."""
    return np.asarray(sum(side.moments(b, link).sum(axis=0) for side in sides))


def _mean(eta: Array, link: str) -> Array:
    """Give the mean of the outcome from the linear predictor."""
    return eta if link == "identity" else np.asarray(special.expit(eta))
