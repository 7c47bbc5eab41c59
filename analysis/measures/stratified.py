"""Recall, precision, F1, prevalence and specificity from a sample that was drawn by stratum.

A codebook finds a frame in some units (strata of found units) and not in the others (zero strata); people read a
simple random sample of each stratum. Positives among the units that were not read are uncertain, and nothing else is.

Brown, L. D., Cai, T. T. & DasGupta, A. (2001). Interval estimation for a binomial proportion. Statistical Science
16(2): the prior of Jeffreys. Cochran, W. G. (1977). Sampling techniques: the point estimates.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from analysis.equality import NanEqual
from analysis.errors import OptionError
from analysis.measures.contingency import Array
from analysis.measures.intervals import require_level
from analysis.messages import message

__all__ = ["Rate", "Rates", "Stratum", "needed_zero_n", "prevalence_difference", "stratified_rates"]

_WIDE = 0.5  # width of the interval of recall from which its point says nothing
_TINY = 1e-11  # of probability: what is cut off either end of a distribution
_STEPS = 31  # halvings of 0 to 1: the ends are exact to 5e-10
_DIGITS = 8


@dataclass(frozen=True)
class Stratum:
    """Units of one stratum and what was read of them.

    Attributes
    ----------
    found : bool
        Whether the codebook finds the frame in its units.
    N : int
        Units.
    n : int
        Units that were drawn and read, at random and without replacement.
    k : int
        Units among those read in which the frame is present.
    """

    found: bool
    N: int
    n: int
    k: int

    def __post_init__(self) -> None:
        """Refuse counts that cannot be."""
        if not 0 <= self.k <= self.n <= self.N:
            msg = message("a stratum takes 0 <= k <= n <= N, not k {k}, n {n}, N {n_2}", k=self.k, n=self.n, n_2=self.N)
            raise OptionError(msg)


@dataclass(frozen=True, eq=False)
class Rate(NanEqual):
    """A point estimate with its equal-tailed interval, 0 to 1.

    Attributes
    ----------
    estimate : float
        From the weights N / n of the strata; NaN where that is 0 / 0 or a stratum was not read.
    low, high : float
        Smallest values whose posterior probability reaches the tail; NaN where the rate is not defined.
    """

    estimate: float
    low: float
    high: float


@dataclass(frozen=True, eq=False)
class Rates(NanEqual):
    """What a stratified sample says of a codebook.

    Attributes
    ----------
    recall, precision, f1, prevalence, specificity : Rate
        With their intervals.
    zero_read : int
        Units read in zero strata.
    recall_bound : float
        One-sided lower limit of recall, at `level`; it decides whether a codebook is validated, and not the point.
    missed_high : float
        The largest plausible number of units that hold the frame and were not found: upper end of the two-sided
        interval, in units.
    zero_dominates : bool
        Whether recall, and F1 with it, must be printed without its point: as `recall_bound` and `missed_high`.
    reason : str
        Korean: why it must, or why numbers are NaN; or empty.
    """

    recall: Rate
    precision: Rate
    f1: Rate
    prevalence: Rate
    specificity: Rate
    zero_read: int
    recall_bound: float = math.nan
    missed_high: float = math.nan
    zero_dominates: bool = False
    reason: str = ""


@dataclass(frozen=True)
class _Count:
    """Distribution of a count: the probabilities of `start`, `start + 1` and so on."""

    start: int
    p: Array
    reaches: Array  # probability of at least so many, and a last 0

    @classmethod
    def of(cls, start: int, p: Array) -> _Count:
        """Cut off ends that are all but impossible, and scale the rest to 1."""
        first = int(np.searchsorted(np.cumsum(p), _TINY))
        last = len(p) - int(np.searchsorted(np.cumsum(p[::-1]), _TINY))
        kept = p[first:last] / p[first:last].sum()
        return cls(start + first, kept, np.append(np.cumsum(kept[::-1])[::-1], 0.0))

    def plus(self, other: _Count) -> _Count:
        """Add an independent count: convolve the two distributions."""
        length = len(self.p) + len(other.p) - 1
        size = 1 << (length - 1).bit_length()  # a power of two, for which the transform is fastest
        spectrum = np.fft.rfft(self.p, size) * np.fft.rfft(other.p, size)
        return _Count.of(self.start + other.start, np.maximum(np.fft.irfft(spectrum, size)[:length], 0.0))

    def reaching(self, other: _Count, *, intercept: float, slope: float) -> float:
        """Compute the probability that another count is at least intercept + slope * this one, slope above 0."""
        # Example: this count t is 3 or 4, the other 3 to 9. At least -1 + 2t is at least 5 or 7, of the other the
        # places 2 and 4 of `reaches`. Up to t = 2 the bound is 3, which is reached for certain, and from t = 6 on it is
        # 11, which never is: only values between are looked up, and one more at each end, for rounding.
        first, last = ((side - intercept) / slope - self.start for side in (other.start, other.start + len(other.p)))
        i = min(max(math.floor(first) - 1, 0), len(self.p))
        j = min(max(math.ceil(last) + 2, i), len(self.p))
        bound = intercept + slope * (self.start + np.arange(i, j))
        # the small number keeps 4.0000000001, a 4 but for rounding, from becoming a 5
        place = np.clip(np.ceil(bound - 1e-9) - other.start, 0, len(other.p)).astype(np.intp)
        # not as a product of vectors, for which the library starts threads that cost more than they bring
        return float(1 - self.reaches[i] + (self.p[i:j] * other.reaches[place]).sum())

    def quantile(self, q: float) -> float:
        """Find the smallest count whose cumulated probability reaches q."""
        return float(self.start + min(int(np.searchsorted(np.cumsum(self.p), q - 1e-12)), len(self.p) - 1))


def stratified_rates(strata: Sequence[Stratum], *, level: float = 0.95) -> Rates:
    """Rates of a codebook with their exact intervals, without any draw.

    In each stratum the positives among the N - n units that were not read are beta-binomial given k of n, with the
    prior of Jeffreys, Beta(1/2, 1/2), so that a stratum read as a whole is known exactly. Found strata are added up by
    convolution to the true positives, zero strata to the false negatives; every rate is a function of both.

    Parameters
    ----------
    strata : sequence of Stratum
        At least one; any number of found and of zero strata.
    level : float
        Of the intervals, above 0 and below 1.

    Returns
    -------
    Rates
        Recall has no point (`zero_dominates`) when no positive was read in any zero stratum, or in one that holds half
        of the units not found or more, unless all units were read; when its interval is wider than .5; and when the
        point would stand outside of it. Precision, recall and F1 are NaN when the codebook found no unit, all rates
        when a stratum with units was not read, specificity when no unit is negative. Where no positive was read at all,
        recall has an interval and no point.

    Raises
    ------
    OptionError
        If there is no stratum, or `level` is not between 0 and 1.
    """
    require_level(level)
    if not strata:
        msg = message("stratified_rates needs one stratum or more")
        raise OptionError(msg)
    given = [s for s in strata if s.N]
    found, zero = [s for s in given if s.found], [s for s in given if not s.found]
    read = sum(s.n for s in zero)
    if not given or any(not s.n for s in given):
        reason = "읽은 단위가 없는 층이 있어 값을 구하지 않았다" if given else "단위가 없어 값을 구하지 않았다"
        nothing = Rate(math.nan, math.nan, math.nan)
        return Rates(nothing, nothing, nothing, nothing, nothing, zero_read=read, reason=reason)
    hits, misses = _total(found), _total(zero)
    quantiles = _quantiles(hits, misses, found=sum(s.N for s in found), units=sum(s.N for s in given))
    tails = ((1 - level) / 2, (1 + level) / 2)
    undefined = set() if found else {"recall", "precision", "f1"}
    if sum(s.k for s in given) == sum(s.N for s in given):
        undefined.add("specificity")
    rates = {
        name: Rate(point, *(math.nan if name in undefined else quantiles[name](q) for q in tails))
        for name, point in _points(given).items()
    }
    missed = misses.quantile(tails[1])
    reason = _doubt(rates["recall"], zero, missed=missed)
    return Rates(
        rates["recall"],
        rates["precision"],
        rates["f1"],
        rates["prevalence"],
        rates["specificity"],
        recall_bound=quantiles["recall"](1 - level) if found else math.nan,
        missed_high=missed,
        zero_read=read,
        zero_dominates=bool(reason) and bool(found),
        reason=reason if found else "코드북이 찾은 단위가 없어 정밀도와 재현율을 구하지 않았다",
    )


def _total(strata: Sequence[Stratum]) -> _Count:
    """Compute the distribution of the positives of several strata together."""
    total = _Count.of(0, np.ones(1))
    for stratum in strata:
        total = total.plus(_positives(stratum))
    return total


def _positives(s: Stratum) -> _Count:
    """Compute the distribution of the positives of a stratum: those read, and those among the units not read."""
    # Beta-binomial by the ratio of neighbours, p(u + 1) / p(u) = (m - u)(u + a) / ((u + 1)(m - u - 1 + b)). Example:
    # 0 of 1 read, 1 left: a is 1/2, b is 3/2, and p(1) / p(0) = (1/2) / (3/2), so that the two are 3/4 and 1/4.
    m, a, b = s.N - s.n, s.k + 0.5, s.n - s.k + 0.5
    u = np.arange(m, dtype=np.float64)
    logs = np.append(0.0, np.cumsum(np.log((m - u) * (u + a) / ((u + 1) * (m - u - 1 + b)))))
    p = np.exp(logs - logs.max())
    return _Count.of(s.k, p / p.sum())


def _points(strata: Sequence[Stratum]) -> dict[str, float]:
    """Compute the plug-in estimates, each stratum weighted by N / n."""
    positive = sum(s.N * s.k / s.n for s in strata)
    hits = sum(s.N * s.k / s.n for s in strata if s.found)
    found, units = sum(s.N for s in strata if s.found), sum(s.N for s in strata)
    return {
        "recall": _ratio(hits, positive) if found else math.nan,
        "precision": _ratio(hits, found),
        "f1": _ratio(2 * hits, found + positive) if found else math.nan,
        "prevalence": positive / units,
        "specificity": 1 - _ratio(found - hits, units - positive),
    }


def _ratio(part: float, whole: float) -> float:
    """Divide; 0 / 0 is NaN."""
    return part / whole if whole else math.nan


def _quantiles(hits: _Count, misses: _Count, *, found: int, units: int) -> dict[str, Callable[[float], float]]:
    """Give the quantile functions of the rates."""

    # A rate that depends on both counts is at most v where the false negatives reach a bound that depends on the true
    # positives t. Example: recall t / (t + FN) <= .8 with t = 40 means FN >= 40 * .2 / .8 = 10.
    def reached(line: Callable[[float], tuple[float, float]]) -> Callable[[float], float]:
        def cdf(v: float) -> float:
            intercept, slope = line(v)
            return hits.reaching(misses, intercept=intercept, slope=slope)

        return lambda q: _smallest(cdf, q)

    present = hits.plus(misses)
    return {
        "recall": reached(lambda v: (0.0, (1 - v) / v)),
        "precision": lambda q: hits.quantile(q) / found,
        "f1": reached(lambda v: (-float(found), 2 / v - 1)),
        "prevalence": lambda q: present.quantile(q) / units,
        "specificity": reached(lambda v: (units - found / (1 - v), v / (1 - v))),
    }


def _smallest(cdf: Callable[[float], float], q: float) -> float:
    """Find the smallest value from 0 to 1 at which a distribution function reaches q, by halving."""
    low, high = 0.0, 1.0
    for _ in range(_STEPS):
        middle = (low + high) / 2
        if cdf(middle) >= q - 1e-12:
            high = middle
        else:
            low = middle
    return round(high, _DIGITS)


def _doubt(recall: Rate, zero: Sequence[Stratum], *, missed: float) -> str:
    """Say in Korean why recall is a bound and no point, if it is."""
    # Example: strata near, 7,759 units with 6 positives in 30 read, and rest, 24,497 units with none in 20 read: the
    # plug-in takes the rest for empty, .56, where the interval ends at .51
    units, read = sum(s.N for s in zero), sum(s.n for s in zero)
    if read < units and not any(s.k for s in zero):
        return (
            f"어휘가 없는 {units:,}단위 가운데 {read:,}단위를 읽어 하나도 없었지만, "
            f"많으면 {missed:,.0f}단위가 더 있을 수 있어 재현율은 하한만 말한다"
        )
    largest = max(zero, key=lambda s: s.N, default=None)
    if largest and largest.n < largest.N and not largest.k and units <= 2 * largest.N:
        return (
            f"어휘가 없는 단위의 대부분인 {largest.N:,}단위에서 {largest.n:,}단위를 읽어 하나도 없었지만, "
            f"어휘가 없는 단위를 모두 더하면 많게는 {missed:,.0f}단위가 더 있을 수 있어 재현율은 하한만 말한다"
        )
    if recall.high - recall.low > _WIDE:
        return f"재현율의 구간이 {_WIDE:g}보다 넓어 하한만 말한다(어휘가 없는 단위를 {read:,}개 읽었다)"
    if not recall.low - 1e-6 <= recall.estimate <= recall.high + 1e-6:
        return f"재현율의 점추정이 구간 밖에 있어 하한만 말한다(어휘가 없는 단위를 {read:,}개 읽었다)"
    return ""


def needed_zero_n(units: int, *, missed: int, level: float = 0.95) -> int:
    """How many units of a zero stratum must be read, and none hold the frame, to leave at most so many.

    ceil(ln(1 - level) / ln(1 - missed / units)): the rule of three made exact, one-sided.

    Hanley, J. A. & Lippman-Hand, A. (1983). If nothing goes wrong, is everything all right? JAMA 249(13).

    Parameters
    ----------
    units : int
        Units of the stratum.
    missed : int
        Units with the frame that may remain in it, at least 1 and fewer than `units`.
    level : float
        Wanted certainty, above 0 and below 1.

    Returns
    -------
    int
        Units to read, at most all of them.

    Raises
    ------
    OptionError
        If a number is out of its range.
    """
    require_level(level)
    if not 0 < missed < units:
        msg = message(
            "missed must be 1 or more and below the {units} units of the stratum, not {missed}",
            units=units,
            missed=missed,
        )
        raise OptionError(msg)
    # Example: of 6,000 units at most 50 may remain: ln .05 / ln(1 - 50/6000) = 357.98, so that 358 are read
    return min(units, math.ceil(math.log(1 - level) / math.log1p(-missed / units) - 1e-9))


def prevalence_difference(a: Sequence[Stratum], *, b: Sequence[Stratum], level: float = 0.95) -> tuple[float, float]:
    """Interval of the difference of two prevalences, b less a, from their exact posteriors.

    Parameters
    ----------
    a, b : sequence of Stratum
        The strata of each group, as for `stratified_rates`.
    level : float
        Above 0 and below 1.

    Returns
    -------
    tuple of two floats
        Equal-tailed, -1 to 1; NaN when a group has no unit, or a stratum with units was not read.

    Raises
    ------
    OptionError
        If `level` is not between 0 and 1.

    Examples
    --------
    >>> read = [Stratum(found=True, N=10, n=10, k=4)]
    >>> [round(end, 6) for end in prevalence_difference(read, b=[Stratum(found=True, N=20, n=20, k=10)])]
    [0.1, 0.1]
    """
    require_level(level)
    sizes = [sum(s.N for s in strata) for strata in (a, b)]
    if not all(sizes) or any(s.N and not s.n for s in (*a, *b)):
        return math.nan, math.nan
    first, second = (_total([s for s in strata if s.N]) for strata in (a, b))

    def cdf(v: float) -> float:
        # the difference is above v where the second count is above N_b v + (N_b / N_a) times the first; the small
        # number makes "above" of "at least". Example: 10 of 20 is not above 4 of 10 by .1, for 10 is 20 * .1 + 2 * 4
        bound = sizes[1] * v + 1e-6
        return 1 - first.reaching(second, intercept=bound, slope=sizes[1] / sizes[0])

    low, high = (2 * _smallest(lambda half: cdf(2 * half - 1), q) - 1 for q in ((1 - level) / 2, (1 + level) / 2))
    return round(low, _DIGITS - 1), round(high, _DIGITS - 1)
