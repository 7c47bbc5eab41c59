"""Two groups of clusters: the ratio and the difference of their means, with intervals and a p that keeps its size.

p is printed as the larger of two: from t, and from permuting a statistic that is divided by its error. A plain
permutation of means supposes that both groups vary alike; few short texts against many long ones do not.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

import numpy as np
import numpy.typing as npt
from scipy import special

from analysis.equality import NanEqual
from analysis.measures.contingency import Array
from analysis.measures.inference import EXACT, Permutation, divisions
from analysis.measures.intervals import (
    FEWEST_FOR_INTERVAL,
    moments,
    quantile_of_t,
    read_values,
    require_level,
    require_not_negative,
    share_upper,
)  # fmt: skip

__all__ = ["Comparison", "log_welch", "studentised"]

FEWEST_FOR_P = 5  # clusters on the smaller side
_FEW = 10  # below, p is rough
_MANY = 30  # from here on nothing is said
_UNSTEADY = 0.06  # squared relative error of a mean: above, p may be too small
_SAME = 1e-12  # relative: what rounding may change
_Sides = tuple[Array, Array, Array, Array]  # mean and squared error of the first and of the second group, by division


@dataclass(frozen=True, eq=False)
class Comparison(NanEqual):
    """Two groups compared.

    Attributes
    ----------
    clusters_a, clusters_b : int
        Clusters of the two groups.
    estimate : float
        Ratio of the means (`log_welch`) or difference (`studentised`), the first against the second; NaN for a ratio
        when a mean is 0.
    low, high : float
        Its interval; NaN with fewer than three clusters on a side, or without any spread.
    statistic, se, df : float
        t, its error (of the logarithm of the ratio, or of the difference) and Satterthwaite's degrees of freedom.
    p_t, p_permutation : float
        Two-sided, from t and from the permutation; NaN where one cannot be computed.
    p : float
        The one to print: the larger of both. NaN with fewer than five clusters on a side.
    divisions : int
        Ways to divide the clusters that were looked at.
    exact : bool
        Whether these are all ways.
    share_upper : float
        Where exactly one group is all 0: one-sided upper limit of the share of its clusters above 0; else NaN.
    warning : str
        Korean: what to mind about p; or empty.
    reason : str
        Korean: why a number is NaN; or empty.
    """

    clusters_a: int
    clusters_b: int
    estimate: float = math.nan
    low: float = math.nan
    high: float = math.nan
    statistic: float = math.nan
    se: float = math.nan
    df: float = math.nan
    p_t: float = math.nan
    p_permutation: float = math.nan
    p: float = math.nan
    divisions: int = 0
    exact: bool = False
    share_upper: float = math.nan
    warning: str = ""
    reason: str = ""


class _Test(NamedTuple):
    """Welch's t: all but the error is NaN without any spread, or with one cluster on a side."""

    statistic: float = math.nan
    se: float = math.nan
    df: float = math.nan
    half: float = math.nan  # width of the interval; NaN with too few clusters
    p_t: float = math.nan


_Permuted = tuple[float, int, bool]  # p, divisions looked at, and whether these are all


class _Prepared(NamedTuple):
    """Two groups that wait for their permutation, and what is made of it."""

    left: Array
    right: Array
    distance: Callable[[_Sides], Array]
    finish: Callable[[_Permuted], Comparison]


def log_welch(a: npt.ArrayLike, *, b: npt.ArrayLike, level: float = 0.95, how: Permutation | None = None) -> Comparison:
    """Ratio of two means of values from 0 (densities), by Welch's t on its logarithm.

    T = ln(m_a / m_b) / sqrt(q_a + q_b), q = (se / m)^2, with df = (q_a + q_b)^2 / (q_a^2 / (n_a - 1) + q_b^2 /
    (n_b - 1)), and the interval exp(ln(m_a / m_b) +- t sqrt(q_a + q_b)): the delta method with Welch (1947) and
    Satterthwaite (1946). |T| is permuted as well, after Chung, E. & Romano, J. P. (2013), Exact and asymptotically
    robust permutation tests, Annals of Statistics 41(2); a division with a mean of 0 is infinitely far.

    Parameters
    ----------
    a, b : array_like
        One value a cluster, 0 or more.
    level : float
        Of the interval, above 0 and below 1.
    how : Permutation, optional
        Shuffles and seed where there are more than 20,000 ways to divide the clusters; else each is looked at.

    Returns
    -------
    Comparison
        When one group is all 0 there is no ratio: p is that of permuting the difference of the means, and
        `share_upper` bounds the group. When both are all 0 nothing is compared.

    Raises
    ------
    OptionError
        If a value is below 0 or not a number, or `level` is not between 0 and 1.
    """
    return compared([(a, b)], test="log_welch", level=level, how=how)[0]


def _ratio(left: Array, right: Array, level: float) -> Comparison | _Prepared:
    """Prepare the comparison of two means by their ratio, or say why there is none."""
    require_not_negative(np.append(left, right))
    n1, n2 = len(left), len(right)
    (m1, e1), (m2, e2) = moments(left), moments(right)
    if not min(n1, n2) or not (m1 or m2):
        reason = "한쪽에 글이 없다" if not min(n1, n2) else f"{n1}건과 {n2}건 모두에 없다"
        return Comparison(n1, n2, reason=reason)
    if not (m1 and m2):
        absent = n1 if not m1 else n2
        bound = float(share_upper(0, n=absent, alpha=1 - level))
        reason = f"한쪽 {absent}건 모두에 없어 배수를 구하지 않았다"

        def one_sided(permuted: _Permuted) -> Comparison:
            made = _made(_Test(), permuted, (n1, n2), unsteady=0.0)
            return replace(made, share_upper=bound, reason=made.reason or reason)

        return _Prepared(left, right, _gap, one_sided)
    # Example: means 2 and 4 with squared relative errors .09 and .01: ln(2/4) / sqrt(.1) = -2.19, and with 5 on each
    # side df = .1^2 / (.0081/4 + .0001/4) = 4.9
    q1, q2 = (e1 / m1) ** 2, (e2 / m2) ** 2
    log_ratio = math.log(m1 / m2)
    test = _welch(log_ratio, (q1, q2), (n1, n2), level)
    with np.errstate(over="ignore"):
        low, high = (float(np.exp(log_ratio + side * test.half)) for side in (-1, 1))

    def finish(permuted: _Permuted) -> Comparison:
        return _with_interval(_made(test, permuted, (n1, n2), unsteady=max(q1, q2)), m1 / m2, low, high)

    return _Prepared(left, right, _log_t, finish)


def studentised(
    a: npt.ArrayLike, *, b: npt.ArrayLike, level: float = 0.95, how: Permutation | None = None
) -> Comparison:
    """Difference of two means, for shares and for values on both sides of 0 (log ratios).

    Welch's t (1947) with Satterthwaite's degrees of freedom for the interval, and a permutation of |t| (Janssen 1997,
    Statistics & Probability Letters 36; Chung & Romano 2013, Annals of Statistics 41(2)).

    Parameters
    ----------
    a, b : array_like
        One value a cluster.
    level : float
        Of the interval, above 0 and below 1.
    how : Permutation, optional
        Shuffles and seed where there are more than 20,000 ways to divide the clusters; else each is looked at.

    Returns
    -------
    Comparison
        The difference in the unit of the values, a less b.

    Raises
    ------
    OptionError
        If a value is not a number, or `level` is not between 0 and 1.
    """
    return compared([(a, b)], test="studentised", level=level, how=how)[0]


def _plain(left: Array, right: Array, level: float) -> Comparison | _Prepared:
    """Prepare the comparison of two means by their difference, or say why there is none."""
    n1, n2 = len(left), len(right)
    if not min(n1, n2):
        return Comparison(n1, n2, reason="한쪽에 글이 없다")
    (m1, e1), (m2, e2) = moments(left), moments(right)
    test = _welch(m1 - m2, (e1**2, e2**2), (n1, n2), level)
    # About their common mean, so that no digits are lost to it; what is left by rounding is 0
    values = np.append(left, right)
    gaps = values - values.mean()
    gaps[np.abs(gaps) <= _SAME * np.abs(values).max()] = 0.0

    def finish(permuted: _Permuted) -> Comparison:
        made = _made(test, permuted, (n1, n2), unsteady=0.0)
        return _with_interval(made, m1 - m2, m1 - m2 - test.half, m1 - m2 + test.half)

    return _Prepared(gaps[:n1], gaps[n1:], _t, finish)


def compared(
    pairs: Sequence[tuple[npt.ArrayLike, npt.ArrayLike]],
    *,
    test: Literal["log_welch", "studentised"],
    level: float = 0.95,
    how: Permutation | None = None,
) -> list[Comparison]:
    """Compare many pairs of groups; those with the same numbers of clusters share their shuffles."""
    require_level(level)
    prepare = _ratio if test == "log_welch" else _plain
    parts = [prepare(read_values(a), read_values(b), level) for a, b in pairs]
    found = {k: part for k, part in enumerate(parts) if isinstance(part, Comparison)}
    open_ = {k: part for k, part in enumerate(parts) if isinstance(part, _Prepared)}
    for sizes in {(len(part.left), len(part.right)) for part in open_.values()}:
        same = [k for k, part in open_.items() if (len(part.left), len(part.right)) == sizes]
        permuted = _permuted([open_[k] for k in same], how or Permutation())
        found |= {k: open_[k].finish(each) for k, each in zip(same, permuted, strict=True)}
    return [found[k] for k in range(len(parts))]


def _welch(gap: float, errors: tuple[float, float], sizes: tuple[int, int], level: float) -> _Test:
    """Compute t, error, degrees of freedom, half width and p."""
    total = errors[0] + errors[1]
    if not total > 0:
        return _Test(se=total)  # 0, or NaN with one cluster on a side
    # in shares of the whole, so that the squares of tiny errors do not vanish
    df = 1 / sum((e / total) ** 2 / (n - 1) for e, n in zip(errors, sizes, strict=True))
    se = math.sqrt(total)
    half = quantile_of_t(df, level) * se if min(sizes) >= FEWEST_FOR_INTERVAL else math.nan
    return _Test(gap / se, se, df, half, float(2 * special.stdtr(df, -abs(gap / se))))


def _made(test: _Test, permuted: _Permuted, sizes: tuple[int, int], *, unsteady: float) -> Comparison:
    """Put both tests together: the larger p, and what the numbers of clusters allow to be said."""
    n1, n2 = sizes
    p_permutation, looked, exact = permuted
    larger = p_permutation if math.isnan(test.p_t) else max(test.p_t, p_permutation)
    return Comparison(
        n1, n2, statistic=test.statistic, se=test.se, df=test.df, p_t=test.p_t, p_permutation=p_permutation,
        p=larger if min(sizes) >= FEWEST_FOR_P else math.nan, divisions=looked, exact=exact,
        warning=warning_for(n1, n2, unsteady), reason=too_few_clusters(n1, n2),
    )  # fmt: skip


def _with_interval(made: Comparison, estimate: float, low: float, high: float) -> Comparison:
    """Add the estimate and its interval, or why there is none."""
    reason = made.reason or ("값이 모두 같아 흔들림을 잴 수 없다" if math.isnan(low) else "")
    return replace(made, estimate=estimate, low=low, high=high, reason=reason)


def too_few_clusters(n1: int, n2: int) -> str:
    """Say in Korean what is not given for want of clusters."""
    if min(n1, n2) < FEWEST_FOR_INTERVAL:
        return f"{n1}건과 {n2}건이어서 값만 냈다(구간은 한쪽에 {FEWEST_FOR_INTERVAL}건, p는 {FEWEST_FOR_P}건부터 낸다)"
    if min(n1, n2) < FEWEST_FOR_P:
        # Example: 3 and 3 divide in 20 ways, of which two are as far apart as any can be: p is .1 or more
        least = (2 if n1 == n2 else 1) / math.comb(n1 + n2, n1)
        why = "으로는 어떤 차이도 .05에 이르지 못하여" if least > 0.05 else "이어서"
        return f"{n1}건과 {n2}건{why} p를 내지 않았다(한쪽에 {FEWEST_FOR_P}건부터 낸다)"
    return ""


def warning_for(n1: int, n2: int, unsteady: float) -> str:
    """Say in Korean what to mind about p."""
    if FEWEST_FOR_P <= min(n1, n2) < _FEW:
        return "문서가 적어 검정력이 낮고 p는 대략이다"
    if _FEW <= min(n1, n2) < _MANY and unsteady > _UNSTEADY:
        return "한쪽 평균의 상대 표준오차가 .25를 넘어 p가 실제보다 작을 수 있다"
    return ""


def _permuted(parts: Sequence[_Prepared], how: Permutation) -> list[_Permuted]:
    """Compute the share of divisions at least as far apart as the real one, how many were looked at, and if all."""
    n1, n2 = len(parts[0].left), len(parts[0].right)
    values = np.stack([np.append(part.left, part.right) for part in parts])
    # Values are scaled, so that one bound tells rounding from spread whatever their unit
    values = values / np.maximum(np.abs(values).max(axis=1, keepdims=True), np.finfo(float).tiny)
    ways = math.comb(n1 + n2, n1)
    exact = ways <= max(EXACT, how.repeats)

    distances = {part.distance for part in parts}
    rows_of = {distance: [k for k, part in enumerate(parts) if part.distance == distance] for distance in distances}

    def far(chosen: Array) -> Array:
        a, b, c, d = _sides(values, chosen, n1, n2)
        found = np.empty_like(a)
        for distance, rows in rows_of.items():
            found[rows] = distance((a[rows], b[rows], c[rows], d[rows]))
        return found

    least = far(np.repeat([1.0, 0.0], [n1, n2])[:, None]) * (1 - 1e-10)
    reached = np.zeros(len(parts), dtype=np.int64)
    for chosen in divisions(n1, n2, how, exact=exact):
        reached += (far(chosen) >= least).sum(axis=1)
    if exact:
        return [(int(k) / ways, ways, True) for k in reached]
    return [((1 + int(k)) / (1 + how.repeats), how.repeats, False) for k in reached]


def _sides(values: Array, chosen: Array, n1: int, n2: int) -> _Sides:
    """Compute mean and squared error of both groups for every division, a column of 0 and 1 each."""
    # Example: 1, 3 against 2: the first group has mean 2 and squared error 2 / 2 = 1, the second 2 and 0. Both are
    # summed, for a small group is lost in the difference of large sums; what rounding leaves of the spread is 0.
    sides: list[Array] = []
    for n, marks in ((n1, chosen), (n2, 1 - chosen)):
        mean, squares = values @ marks / n, values**2 @ marks  # rows are pairs, columns divisions
        spread = squares - n * mean**2
        sides += [mean, np.where(spread > _SAME * squares, spread, 0.0) / max(n - 1, 1) / n]
    return sides[0], sides[1], sides[2], sides[3]


def _gap(sides: _Sides) -> Array:
    """Distance of the means."""
    return np.asarray(np.abs(sides[0] - sides[2]))


def _t(sides: _Sides) -> Array:
    """Distance of the means in standard errors."""
    return _in_errors(_gap(sides), sides[1] + sides[3])


def _log_t(sides: _Sides) -> Array:
    """Distance of the logarithms of the means in their standard errors; infinite where a mean is 0."""
    m1, e1, m2, e2 = sides
    with np.errstate(divide="ignore", invalid="ignore"):
        far = _in_errors(np.abs(np.log(m1 / m2)), e1 / m1**2 + e2 / m2**2)
    return np.where((m1 > 0) & (m2 > 0), far, np.inf)


def _in_errors(gap: Array, error: Array) -> Array:
    """Divide by the error; without any, a gap is infinitely far, and no gap is none."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(error > 0, gap / np.sqrt(error), np.where(gap > _SAME, np.inf, 0.0))
