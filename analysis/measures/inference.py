"""Inference: tests over texts and their correction, the bootstrap, and intervals and corrections of shares.

In a test each text is one observation, so that a word which one text repeats is not evidence of many.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
from scipy import sparse, special

from analysis.equality import ContentEqual
from analysis.errors import OptionError
from analysis.measures.contingency import Array
from analysis.measures.dispersion import Counts, read_rows, row_sums
from analysis.messages import message
from analysis.options import require_choice, require_whole

__all__ = [
    "ADJUSTMENTS", "MaxT", "Permutation", "adjust", "lacy_riffe_n", "max_t", "needed_n", "percentile_interval",
    "permutation",
    "resampled_sums", "rogan_gladen", "wilson",
]  # fmt: skip

EXACT = 20_000  # ways to divide texts up to which each is looked at
_BLOCK = 256  # shuffles at a time, fewer of many texts
_SLACK = 1e-14  # of the sum: what adding in another order may change
_CELLS = 2**21  # of the table of draws by units that is held at a time
_SAME = 1e-12  # relative: a spread below this is rounding
_INFORMATIVE = 1.2  # sensitivity + specificity below which a correction would mislead
Adjustment = Literal["holm", "bonferroni", "bh", "none"]
ADJUSTMENTS = ("holm", "bonferroni", "bh", "none")


@dataclass(frozen=True)
class Permutation:
    """A test by shuffled labels: how many shuffles, and the seed that makes them the same every time.

    Attributes
    ----------
    repeats : int
        Shuffles; when there are no more ways than this to divide the texts, every way is looked at once instead.
    seed : int
        Of numpy's default generator.
    """

    repeats: int = 9_999
    seed: int = 1

    def __post_init__(self) -> None:
        """Refuse a test without shuffles."""
        require_whole("repeats", self.repeats, least=1)


@dataclass(frozen=True, eq=False)
class MaxT(ContentEqual):
    """What `max_t` found, one value a row.

    Attributes
    ----------
    statistic : ndarray
        Distance of the means in standard errors that suppose no difference; NaN where all texts have one value, or
        without a text on one side.
    p, p_adjusted : ndarray
        Of the row alone, and corrected for all rows; NaN where `statistic` is.
    divisions : int
        Ways to divide the texts that were looked at.
    exact : bool
        Whether these are all ways.
    """

    statistic: Array
    p: Array
    p_adjusted: Array
    divisions: int
    exact: bool


def permutation(a: Counts, *, b: Counts, how: Permutation | None = None) -> Array:
    """Two-sided p of every row: how often shuffled texts differ in their means at least as much as the real ones.

    (1 + shuffles at least as far apart) / (1 + shuffles), Davison & Hinkley (1997); the exact share when every way of
    dividing the texts was looked at.

    Parameters
    ----------
    a, b : array_like or sparse array
        Terms by texts, relative frequencies.
    how : Permutation, optional
        Number of shuffles and seed.

    Returns
    -------
    ndarray
        Above 0, at most 1; NaN without a text on one side.
    """
    how = how or Permutation()
    left, right = read_rows(a), read_rows(b)
    n1, n2 = left.shape[1], right.shape[1]
    if not min(n1, n2):
        return np.full(left.shape[0], np.nan)
    # Example: 3 and 1 against 0 lie 2 apart in their means; of the three ways to divide these texts 3 1 | 0 lies 2
    # apart, 3 0 | 1 lies 0.5 and 1 0 | 3 lies -2.5 apart, so that p is 2/3. A block of ways is one matrix product,
    # texts by ways; `_SLACK` keeps a way that is equal but for rounding among those that reach.
    total = row_sums(left, left.data) + row_sums(right, right.data)
    exact = math.comb(n1 + n2, n1) <= how.repeats
    observed = np.abs(_gap(row_sums(left, left.data), total, n1, n2)) - _SLACK * total
    reached = np.zeros(len(total))
    for chosen in divisions(n1, n2, how, exact=exact):
        sums = left @ chosen[:n1] + right @ chosen[n1:]
        gaps = np.abs(_gap(sums, total[:, None], n1, n2))
        reached += (gaps >= observed[:, None]).sum(axis=1)
    return reached / math.comb(n1 + n2, n1) if exact else (1 + reached) / (1 + how.repeats)


def max_t(a: Counts, *, b: Counts, how: Permutation | None = None) -> MaxT:
    """Test every row by dividing the texts anew, and correct for the number of rows by the greatest of them.

    T = |mean_a - mean_b| / sqrt(S^2 (1 / n_a + 1 / n_b)), S^2 over all texts, which no division changes. A row's
    adjusted p is the share of divisions in which the greatest T of all rows reaches its own: the chance of a single
    false finding is bounded whatever the rows have to do with each other.

    Westfall, P. H. & Young, S. S. (1993). Resampling-based multiple testing, section 2.3 (single-step maxT).

    Parameters
    ----------
    a, b : array_like or sparse array
        Terms by texts, 0 or more, such as relative frequencies. Of texts whose lengths differ from side to side take
        `max_t_over_texts`.
    how : Permutation, optional
        Shuffles (1,999 without it) and seed, where there are more than 20,000 ways to divide the texts and more than
        shuffles; else each way is looked at.

    Returns
    -------
    MaxT

    Examples
    --------
    >>> made = max_t([[3, 4, 5], [1, 0, 1]], b=[[0, 1, 2], [0, 1, 0]])
    >>> made.divisions, made.p.tolist(), made.p_adjusted.tolist()
    (20, [0.1, 1.0], [0.2, 1.0])
    """
    left, right = read_rows(a), read_rows(b)
    if not min(left.shape[1], right.shape[1]) or left.shape[1] + right.shape[1] < 3:
        nothing = np.full(left.shape[0], np.nan)
        return MaxT(nothing, nothing, nothing, 0, exact=False)
    mean, variance = _moments(sparse.hstack([left, right]))
    variance = np.where(variance > (_SAME * mean) ** 2, variance, np.nan)
    return divided((left, right), less=np.zeros(len(mean)), weight=np.zeros(left.shape[1] + right.shape[1]),
                   variance=variance, how=how)  # fmt: skip


def divided(
    sides: tuple[Counts, Counts], *, less: Array, weight: Array, variance: Array, how: Permutation | None
) -> MaxT:
    """Divide texts anew; from a row is taken `less` times the text's `weight`. A NaN variance is a row without test."""
    how = how or Permutation(1_999)
    (left, right), (n1, n2) = sides, (sides[0].shape[1], sides[1].shape[1])
    varied = ~np.isnan(variance)
    scale = np.sqrt(np.where(varied, variance, 1.0) * (1 / n1 + 1 / n2))
    whole = row_sums(left, left.data) + row_sums(right, right.data)
    total, slack = whole - less * weight.sum(), _SLACK * (whole + less * weight.sum())
    real = row_sums(left, left.data) - less * weight[:n1].sum()
    gap = np.abs(_gap(real, total, n1, n2))
    least = (gap * (1 - 1e-10) - slack) / scale  # a division that is equal but for rounding reaches it
    ways = math.comb(n1 + n2, n1)
    exact = ways <= max(EXACT, how.repeats)
    reached, greatest = np.zeros(len(total)), []
    for chosen in divisions(n1, n2, how, exact=exact):
        sums = left @ chosen[:n1] + right @ chosen[n1:] - np.outer(less, weight @ chosen)
        far = np.abs(_gap(sums, total[:, None], n1, n2)) / scale[:, None]
        reached += (far >= least[:, None]).sum(axis=1)
        greatest.append(far[varied].max(axis=0, initial=0.0))
    maxima = np.sort(np.concatenate(greatest))
    beyond = len(maxima) - np.searchsorted(maxima, least, side="left")
    # Of 20 ways all were looked at, the real one among them; of shuffles the real division is one more.
    add, base = (0, ways) if exact else (1, 1 + how.repeats)
    p, adjusted = (np.where(varied, (add + count) / base, np.nan) for count in (reached, beyond))
    return MaxT(np.where(varied, gap / scale, np.nan), p, adjusted, ways if exact else how.repeats, exact=exact)


def _gap(sums: Array, total: Array, n1: int, n2: int) -> Array:
    """Compute the difference of the means when the first group has these sums."""
    return np.asarray(sums / n1 - (total - sums) / n2)


def _moments(table: Counts) -> tuple[Array, Array]:
    """Compute the mean and the variance of every row."""
    table = read_rows(table)
    n = table.shape[1]
    mean = row_sums(table, table.data) / n
    # Only cells above 0 are stored. Example: the row 0 2 4 has mean 2 and stores two cells, whose squares 0 and 4 get 1
    # * 2**2 for the empty one: 8, and over 2 the variance 4.
    stored = np.diff(table.indptr)  # cells above 0; each of the others is the mean away from it
    squares = row_sums(table, (table.data - np.repeat(mean, stored)) ** 2) + (n - stored) * mean**2
    return mean, squares / (n - 1)


def divisions(n1: int, n2: int, how: Permutation, *, exact: bool) -> Iterator[npt.NDArray[np.float64]]:
    """Yield blocks of ways to divide the texts, a column each, in which 1 marks a text of the first group."""
    # Example: 2 texts against 1, every way once: the columns 1 1 0, 1 0 1 and 0 1 1
    if exact:
        ways: Iterator[tuple[int, ...]] = itertools.combinations(range(n1 + n2), n1)
        while block := list(itertools.islice(ways, _BLOCK)):
            yield _marks(np.array(block), n1 + n2)
        return
    generator = np.random.default_rng(how.seed)
    most = min(_BLOCK, max(1, _CELLS // (n1 + n2)))  # the size of a block changes no draw
    for start in range(0, how.repeats, most):
        size = min(most, how.repeats - start)
        order = generator.permuted(np.tile(np.arange(n1 + n2), (size, 1)), axis=1)
        yield _marks(order[:, :n1], n1 + n2)


def _marks(chosen: npt.NDArray[np.int64], texts: int) -> npt.NDArray[np.float64]:
    """Turn lists of texts into columns of 0 and 1."""
    marks = np.zeros((texts, len(chosen)))
    marks[chosen.T, np.arange(len(chosen))] = 1.0
    return marks


def resampled_sums(values: npt.ArrayLike, *, draws: int = 2_000, seed: int = 1) -> Array:
    """Sum the columns of a table over units drawn with replacement, as many as there are, again and again.

    Efron, B. (1979). Bootstrap methods: another look at the jackknife. Annals of Statistics 7(1). Any ratio of sums
    can be made of the result, draw by draw.

    Parameters
    ----------
    values : array_like
        Units by columns.
    draws : int
        How often.
    seed : int
        Of numpy's default generator.

    Returns
    -------
    ndarray
        Draws by columns; zeros without a unit.

    Raises
    ------
    OptionError
        If `draws` is less than 1.
    """
    if draws < 1:
        msg = message("draws must be 1 or more, not {draws}", draws=draws)
        raise OptionError(msg)
    table = np.asarray(values, dtype=np.float64)
    units = len(table)
    sums = np.zeros((draws, table.shape[1]))
    if not units:
        return sums
    generator = np.random.default_rng(seed)
    block = max(1, _CELLS // units)  # not more cells of draws by units than this at a time
    for start in range(0, draws, block):
        size = min(block, draws - start)
        # draw k of a block gets the numbers from k * units on, so that one bincount counts all draws: of 3 units, 0 2 2
        # and 1 1 0 become 0 2 2 4 4 3, and the times are 1 0 2 and 1 2 0
        chosen = generator.integers(0, units, size=(size, units)) + units * np.arange(size)[:, None]
        times = np.bincount(chosen.ravel(), minlength=size * units).reshape(size, units)
        sums[start : start + size] = times @ table
    return sums


def percentile_interval(samples: npt.ArrayLike, *, level: float = 0.95) -> tuple[float, float]:
    """Cut the same share of draws off both ends (the percentile method; Efron & Tibshirani 1993, chapter 13).

    Parameters
    ----------
    samples : array_like
        One value a draw; NaN where it is undefined, which is left out.
    level : float
        Share of the draws between the two ends, above 0 and below 1.

    Returns
    -------
    (float, float)
        NaN, NaN when no draw has a value.

    Raises
    ------
    OptionError
        If `level` is not between 0 and 1.
    """
    if not 0 < level < 1:
        msg = message("level must be between 0 and 1, not {level:g}", level=level)
        raise OptionError(msg)
    known = np.asarray(samples, dtype=np.float64)
    # Example: 95% of 2,000 draws, level 0.95, leaves 2.5% below the low end and 2.5% above the high one
    known = known[~np.isnan(known)]
    if not len(known):
        return float("nan"), float("nan")
    low, high = np.percentile(known, [50 * (1 - level), 50 * (1 + level)])
    return float(low), float(high)


def wilson(k: npt.ArrayLike, *, n: npt.ArrayLike, confidence: float = 0.95) -> tuple[Array, Array]:
    """Wilson's score interval (1927) of k out of n, without continuity correction.

    Brown, Cai & DasGupta (2001), Interval estimation for a binomial proportion, recommend it for small n.

    Parameters
    ----------
    k, n : array_like
        Successes and trials.
    confidence : float
        Between 0 and 1.

    Returns
    -------
    tuple of two ndarrays
        Low and high, 0 to 1; NaN where n is 0.
    """
    # Example: 8 of 10 give 0.49 to 0.94, nearer to the middle than 0.8 on its own. k and n need not be whole: a
    # weighted share enters with its effective n.
    k, n = np.broadcast_arrays(np.asarray(k, dtype=np.float64), np.asarray(n, dtype=np.float64))
    z = float(special.ndtri(0.5 + confidence / 2))
    with np.errstate(invalid="ignore", divide="ignore"):
        share = k / n
        centre = (share + z**2 / (2 * n)) / (1 + z**2 / n)
        half = z / (1 + z**2 / n) * np.sqrt(share * (1 - share) / n + z**2 / (4 * n**2))
        low, high = np.where(k == 0, 0.0, centre - half), np.where(k == n, 1.0, centre + half)
    return np.where(n > 0, np.maximum(low, 0.0), np.nan), np.where(n > 0, np.minimum(high, 1.0), np.nan)


def needed_n(share: npt.ArrayLike, *, half_width: npt.ArrayLike, confidence: float = 0.95) -> Array:
    """How many units a share must be measured on for its interval to be so narrow.

    The smallest n at which half the width of Wilson's interval around `share` is at most `half_width`. For a precision
    count the units in which the codebook finds the frame, for recall those in which coders see it.

    Parameters
    ----------
    share : array_like
        The share that is expected, 0 to 1; 0.5 is the most demanding.
    half_width : array_like
        Wanted half width, above 0 and below 0.5.
    confidence : float
        Between 0 and 1.

    Returns
    -------
    ndarray of float
        Whole numbers from 1.

    Raises
    ------
    OptionError
        If a share or a half width is out of its range.
    """
    p, d = np.broadcast_arrays(np.asarray(share, dtype=np.float64), np.asarray(half_width, dtype=np.float64))
    if ((p < 0) | (p > 1) | (d <= 0) | (d >= 0.5) | np.isnan(p) | np.isnan(d)).any():
        msg = message("needed_n takes shares from 0 to 1 and half widths above 0 and below 0.5")
        raise OptionError(msg)
    z = float(special.ndtri(0.5 + confidence / 2))
    # Example: 0.85 within 0.1 needs 49 units. The half width of Wilson does not fall below the wanted one before the
    # greater root of the equation:
    # half = z sqrt(p q n + z^2/4) / (n + z^2) <= d, squared: a quadratic in n
    d2, z2, v = d**2, z**2, p * (1 - p)
    b, c = 2 * d2 * z2 - z2 * v, d2 * z2**2 - z2**2 / 4
    root = (-b + np.sqrt(np.maximum(b**2 - 4 * d2 * c, 0.0))) / (2 * d2)
    return np.asarray(np.maximum(1.0, np.ceil(root - 1e-9)))


def lacy_riffe_n(units: int, *, agreement: float, error: float) -> int:
    """How many units two coders read to know their agreement on all within a standard error.

    n = ((N - 1) SE^2 + P (1 - P) N) / ((N - 1) SE^2 + P (1 - P)), rounded up. Lacy, S. & Riffe, D. (1996). Sampling
    error and selecting intercoder reliability samples for nominal content categories. Journalism & Mass Communication
    Quarterly 73.

    Parameters
    ----------
    units : int
        Units of the study, N.
    agreement : float
        Least agreement that is assumed, P, above 0 and below 1.
    error : float
        Standard error, above 0: .03 is half of a width of .05 by 1.64, for a one-sided 95 percent.

    Returns
    -------
    int
        At most `units`.

    Raises
    ------
    OptionError
        If a value is out of its range.

    Examples
    --------
    >>> lacy_riffe_n(1000, agreement=0.9, error=0.03)
    92
    """
    if units < 1 or not 0 < agreement < 1 or not error > 0:
        msg = message(
            "units must be 1 or more, agreement between 0 and 1 and error above 0, not {units}, {agreement}, {error}",
            units=units,
            agreement=agreement,
            error=error,
        )
        raise OptionError(msg)
    spread, known = agreement * (1 - agreement), (units - 1) * error**2
    return min(units, int(np.ceil((known + spread * units) / (known + spread) - 1e-9)))


def rogan_gladen(share: npt.ArrayLike, *, sensitivity: npt.ArrayLike, specificity: npt.ArrayLike) -> Array:
    """Correct the share of units that an imperfect measure calls positive.

    (share + specificity - 1) / (sensitivity + specificity - 1), cut to 0 and 1.

    Rogan, W. J. & Gladen, B. (1978). Estimating prevalence from the results of a screening test. American Journal of
    Epidemiology 107(1).

    Parameters
    ----------
    share : array_like
        Share called positive.
    sensitivity, specificity : array_like
        Share of true positives found, and of true negatives left alone.

    Returns
    -------
    ndarray
        0 to 1; NaN where sensitivity + specificity is below 1.2, for there the correction stretches chance more than
        it removes error.
    """
    # Example: 30% called positive by a measure with sensitivity 0.8 and specificity 0.9: 0.9 - 1 + 0.3 of 0.7 is 28.6%
    share, se, sp = (np.asarray(x, dtype=np.float64) for x in (share, sensitivity, specificity))
    gain = se + sp
    with np.errstate(invalid="ignore", divide="ignore"):
        corrected = np.clip((share + sp - 1) / (gain - 1), 0.0, 1.0)
    return np.where(gain >= _INFORMATIVE, corrected, np.nan)


def adjust(p: npt.ArrayLike, *, method: Adjustment = "holm") -> Array:
    """Adjust p-values, so that they can be held against the level that was set.

    Parameters
    ----------
    p : array_like
        One-dimensional; NaN stands for a test that was not made and is not counted.
    method : {"holm", "bonferroni", "bh", "none"}
        Holm (1979) and Bonferroni bound the chance of a single false finding; bh, Benjamini & Hochberg (1995), bounds
        the expected share of false findings.

    Returns
    -------
    ndarray
        0 to 1, in the order of `p`; NaN stays NaN.

    Raises
    ------
    OptionError
        If the method is unknown.
    """
    require_choice("method", method, ADJUSTMENTS)
    # Example: .01, .04, .03 become .03, .06, .06 by Holm (3 * .01; 2 * .03; .04, held up by the one before) and .03,
    # .04, .04 by Benjamini and Hochberg (3 * .01; 3/2 * .03, held down by the next; .04)
    values = np.array(p, dtype=np.float64)
    made = ~np.isnan(values)
    tests = int(made.sum())
    order = np.argsort(values[made], kind="stable")
    ordered = values[made][order]
    if method == "bonferroni":
        ordered = ordered * tests
    elif method == "holm":
        ordered = np.maximum.accumulate(ordered * np.arange(tests, 0, -1))
    elif method == "bh":
        scaled = ordered * tests / np.arange(1, tests + 1)
        ordered = np.minimum.accumulate(scaled[::-1])[::-1]
    adjusted = np.empty(tests)
    adjusted[order] = np.minimum(ordered, 1.0)
    values[made] = adjusted
    return values
