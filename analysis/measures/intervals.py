"""Intervals of one group of clusters: of a mean, a rate, a share, and the bound that takes their place where all is 0.

A cluster is what varies on its own: a document, or a story that several documents copy. Values come one a cluster
(`cluster_means` makes them). The number of clusters decides what can be said, never the number of hits: an interval
that is given only where many hits were found covers less often than it claims.
"""

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
from analysis.messages import message
from analysis.options import require_choice

__all__ = ["Interval", "log_t", "log_t_rate", "logit_interval", "logit_t", "rate_upper", "share_upper", "t_interval"]

FEWEST_FOR_INTERVAL = 3  # clusters
_SAME = 1e-12  # relative: a range below this is rounding


@dataclass(frozen=True, eq=False)
class Interval(NanEqual):
    """An estimate with its interval.

    Attributes
    ----------
    estimate : float
        In the unit of the values; NaN without a cluster.
    se, df : float
        Standard error of the estimate, in its unit, and degrees of freedom; NaN with fewer than two clusters.
    low, high : float
        NaN where there is no interval, for which `reason` says why.
    clusters : int
        Clusters.
    share_upper : float
        One-sided upper limit of the share of clusters that are above 0, where all are 0; else NaN.
    reason : str
        Korean: why there is no interval, or why it is a bound; or empty.
    """

    estimate: float
    se: float
    df: float
    low: float
    high: float
    clusters: int
    share_upper: float = math.nan
    reason: str = ""


def t_interval(x: npt.ArrayLike, *, level: float = 0.95) -> Interval:
    """Student's interval of a mean, for values on both sides of 0 (log ratios).

    Parameters
    ----------
    x : array_like
        One value a cluster.
    level : float
        Above 0 and below 1.

    Returns
    -------
    Interval
        mean +- t se with n - 1 degrees of freedom; NaN with fewer than three clusters, or when all values are equal.

    Raises
    ------
    OptionError
        If a value is not a number, or `level` is not between 0 and 1.
    """
    values, mean, se = _mean(x, level)
    reason = refusal(len(values), se)
    half = quantile_of_t(len(values) - 1, level) * se if not reason else math.nan
    return Interval(mean, se, _df(len(values)), mean - half, mean + half, len(values), reason=reason)


def log_t(x: npt.ArrayLike, *, level: float = 0.95) -> Interval:
    """Interval of the mean of values from 0 (densities), by Student's t on the logarithm of the mean.

    m exp(+- t se / m), se = s / sqrt(n), n - 1 degrees of freedom: the delta method. Its ends are never below 0, and
    it covers for skewed densities of five documents on, where t and the percentiles of a bootstrap do not.

    Parameters
    ----------
    x : array_like
        One value a cluster, 0 or more.
    level : float
        Above 0 and below 1.

    Returns
    -------
    Interval
        In the unit of `x`. NaN with fewer than three clusters; when all values are equal; and when all are 0, where
        `share_upper` bounds the share of clusters in its place.

    Raises
    ------
    OptionError
        If a value is below 0 or not a number, or `level` is not between 0 and 1.
    """
    values, mean, se = _mean(x, level)
    require_not_negative(values)
    return _log_t(mean, se, len(values), level)


def log_t_rate(hits: npt.ArrayLike, *, sizes: npt.ArrayLike, level: float = 0.95) -> Interval:
    """Interval of a pooled rate R = sum of hits / sum of sizes over clusters, by t on its logarithm.

    se = sqrt(n / (n - 1) sum (y - R L)^2) / sum L, the linearised error of a ratio (Cochran 1977, chapter 6), and
    R exp(+- t se / R) with n - 1 degrees of freedom.

    Parameters
    ----------
    hits, sizes : array_like
        One count and one size (content morphemes) a cluster; the sizes above 0 in all.
    level : float
        Above 0 and below 1.

    Returns
    -------
    Interval
        Hits per unit of size, so that the rate per 100 morphemes is 100 times it. NaN as for `log_t`.

    Raises
    ------
    OptionError
        If a number is below 0 or not a number, the lengths differ, or all sizes are 0.
    """
    require_level(level)
    y, length = read_values(hits), read_values(sizes)
    require_not_negative(np.append(y, length))
    if len(y) != len(length) or length.sum() == 0:
        msg = message(
            "hits and sizes must be of equal length, with sizes above 0; got {n_y} and {n_length}",
            n_y=len(y),
            n_length=len(length),
        )
        raise OptionError(msg)
    n = len(y)
    rate = float(y.sum() / length.sum())
    gaps = float(((y - rate * length) ** 2).sum())
    se = math.sqrt(n / (n - 1) * gaps) / float(length.sum()) if n > 1 else math.nan
    return _log_t(rate, se, n, level)


def logit_t(x: npt.ArrayLike, *, level: float = 0.95) -> Interval:
    """Interval of a mean of shares, by t on its logit (Korn & Graubard 1999, Analysis of Health Surveys).

    Parameters
    ----------
    x : array_like
        One share a cluster, 0 to 1; 0 and 1 when it is the share of clusters that is asked for.
    level : float
        Above 0 and below 1.

    Returns
    -------
    Interval
        0 to 1. All 0: from 0 to the one-sided limit of `share_upper`, and all 1 the same from above; NaN with fewer
        than three clusters, or when all values are equal and neither 0 nor 1.

    Raises
    ------
    OptionError
        If a value is not from 0 to 1, or `level` is not between 0 and 1.
    """
    values, mean, se = _mean(x, level)
    if ((values < 0) | (values > 1)).any():
        msg = message("logit_t takes shares from 0 to 1")
        raise OptionError(msg)
    n, df = len(values), _df(len(values))
    if n and mean in (0.0, 1.0):
        bound = float(share_upper(0, n=n, alpha=1 - level))
        low, high = (0.0, bound) if mean == 0 else (1 - bound, 1.0)
        where = "없어 상한만" if mean == 0 else "있어 하한만"
        return Interval(mean, se, df, low, high, n, bound if mean == 0 else math.nan, f"{n}건 모두에 {where} 말한다")
    if reason := refusal(n, se):
        return Interval(mean, se, df, math.nan, math.nan, n, reason=reason)
    ends = logit_interval(mean, se=se, df=df, level=level)
    return Interval(mean, se, df, float(ends[0]), float(ends[1]), n)


def logit_interval(
    estimate: npt.ArrayLike, *, se: npt.ArrayLike, df: npt.ArrayLike, level: float = 0.95
) -> tuple[Array, Array]:
    """Interval of a share from its standard error: logit(p) +- t se / (p (1 - p)), taken back to 0 to 1.

    Korn, E. L. & Graubard, B. I. (1999). Analysis of health surveys. The delta method on the logit.

    Parameters
    ----------
    estimate : array_like
        Shares.
    se : array_like
        Their standard errors.
    df : array_like
        Degrees of freedom, for clusters of unequal weight those of `effective_clusters`.
    level : float
        Above 0 and below 1.

    Returns
    -------
    tuple of two ndarrays
        Low and high; NaN where a share is not above 0 and below 1.
    """
    require_level(level)
    share, error, free = (np.asarray(v, dtype=np.float64) for v in (estimate, se, df))
    # Example: .12 with se .03 and 9 df: logit -1.992, half width 2.262 * .03 / .1056 = .643, so .067 to .206
    with np.errstate(invalid="ignore", divide="ignore"):
        inside = np.where((share > 0) & (share < 1), share, np.nan)
        half = special.stdtrit(free, (1 + level) / 2) * error / (inside * (1 - inside))
        centre = special.logit(inside)
    return np.asarray(special.expit(centre - half)), np.asarray(special.expit(centre + half))


def share_upper(
    k: npt.ArrayLike,
    *,
    n: npt.ArrayLike,
    alpha: float = 0.05,
    method: Literal["clopper_pearson", "jeffreys"] = "clopper_pearson",
) -> Array:
    """One-sided upper limit of a share of which k of n were seen; k = 0 is the case it is made for.

    Parameters
    ----------
    k, n : array_like
        Clusters that have it, and clusters.
    alpha : float
        Chance that the share is above the limit, 0.05 or, as the upper end of a two-sided interval, 0.025.
    method : {"clopper_pearson", "jeffreys"}
        Clopper & Pearson (1934), exact: 1 - alpha^(1/n) for k = 0, nearly 3/n (Hanley & Lippman-Hand 1983). Or the
        posterior of the prior Beta(1/2, 1/2) (Brown, Cai & DasGupta 2001).

    Returns
    -------
    ndarray
        0 to 1; 1 where k is n, NaN where n is 0.

    Raises
    ------
    OptionError
        If `alpha` is not between 0 and 1, or the method is unknown.
    """
    require_level(1 - alpha)
    require_choice("method", method, ("clopper_pearson", "jeffreys"))
    # Example: 0 of 6: 1 - .05^(1/6) = .393
    seen, trials = np.broadcast_arrays(np.asarray(k, dtype=np.float64), np.asarray(n, dtype=np.float64))
    more, fewer = (1.0, 0.0) if method == "clopper_pearson" else (0.5, 0.5)
    with np.errstate(invalid="ignore"):
        limit = special.betaincinv(seen + more, trials - seen + fewer, 1 - alpha)
    return np.where(trials > 0, np.where(seen == trials, 1.0, limit), np.nan)


def rate_upper(size: npt.ArrayLike, *, alpha: float = 0.05) -> Array:
    """One-sided upper limit of a rate of which no hit was seen, if hits are scattered: -ln(alpha) / size.

    Garwood, F. (1936). Fiducial limits for the Poisson distribution. Biometrika 28. Hits that come in heaps allow
    higher rates than this.

    Parameters
    ----------
    size : array_like
        Content morphemes that were looked at.
    alpha : float
        Chance that the rate is above the limit.

    Returns
    -------
    ndarray
        Hits per unit of size; NaN where it is 0.

    Raises
    ------
    OptionError
        If `alpha` is not between 0 and 1.
    """
    require_level(1 - alpha)
    # Example: none in 1,500 morphemes: 3.0 / 1500, which is .2 per 100
    looked = np.asarray(size, dtype=np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(looked > 0, -math.log(alpha) / looked, np.nan)


def require_level(level: float) -> None:
    """Refuse a level that is not between 0 and 1."""
    if not 0 < level < 1:
        msg = message("level must be between 0 and 1, not {level:g}", level=level)
        raise OptionError(msg)


def read_values(x: npt.ArrayLike) -> Array:
    """Read one number a cluster, refusing what is none."""
    values = np.asarray(x, dtype=np.float64)
    if values.ndim != 1 or not np.isfinite(values).all():
        msg = message("values must be one finite number for each cluster; leave out clusters without a value")
        raise OptionError(msg)
    return values


def require_not_negative(values: Array) -> None:
    """Refuse values below 0, whose logarithm has no mean."""
    if (values < 0).any():
        msg = message(
            "values must be 0 or more, not {value:g}; t_interval and studentised take both signs", value=values.min()
        )
        raise OptionError(msg)


def quantile_of_t(df: float, level: float) -> float:
    """Find how many standard errors an interval reaches to each side."""
    return float(special.stdtrit(df, (1 + level) / 2))


def moments(values: Array) -> tuple[float, float]:
    """Compute the mean and its standard error, which is exactly 0 when values are equal but for rounding."""
    n = len(values)
    mean = float(values.mean()) if n else math.nan
    if n < 2:
        return mean, math.nan
    same = np.ptp(values) <= _SAME * np.abs(values).max()
    return mean, 0.0 if same else float(values.std(ddof=1)) / math.sqrt(n)


def _mean(x: npt.ArrayLike, level: float) -> tuple[Array, float, float]:
    """Read values with their mean and its standard error."""
    require_level(level)
    values = read_values(x)
    return values, *moments(values)


def _df(n: int) -> float:
    """Give n - 1, or NaN where nothing is left to measure a spread with."""
    return float(n - 1) if n > 1 else math.nan


def _log_t(mean: float, se: float, n: int, level: float) -> Interval:
    """Give the interval on the logarithm, or the bound where all is 0."""
    if mean == 0:
        bound = float(share_upper(0, n=n, alpha=1 - level))
        reason = f"{n}건 모두에 없다"
        return Interval(mean, se, _df(n), math.nan, math.nan, n, bound, reason)
    if reason := refusal(n, se):
        return Interval(mean, se, _df(n), math.nan, math.nan, n, reason=reason)
    # Example: mean 1.25, se .424, 8 documents: 2.365 * .424 / 1.25 = .804, and 1.25 exp(-.804) to 1.25 exp(.804)
    with np.errstate(over="ignore"):
        half = quantile_of_t(n - 1, level) * se / mean
        return Interval(mean, se, _df(n), mean * float(np.exp(-half)), mean * float(np.exp(half)), n)


def refusal(n: int, se: float) -> str:
    """Say in Korean why there is no interval, if there is none."""
    if n < FEWEST_FOR_INTERVAL:
        return f"{n}건뿐이어서 구간을 내지 않았다({FEWEST_FOR_INTERVAL}건부터 낸다)"
    if se == 0:
        return "값이 모두 같아 흔들림을 잴 수 없다"
    return ""
