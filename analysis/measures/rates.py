"""Two groups of texts and how often a term stands in them: the ratio of its rates, with the error between texts.

`a` and `b` hold one row a term and one column a text, counts, dense or sparse; one term may be given as a plain list.
`sizes_a` and `sizes_b` are the sizes of the texts in the same unit, all above 0. A text is what varies on its own:
copies of one story are added up to one column first. A token-wise error leaves out that texts differ, and is too small.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy import special

from analysis.equality import ContentEqual
from analysis.errors import OptionError
from analysis.measures.contingency import Array
from analysis.measures.dispersion import Counts, read_rows, row_sums
from analysis.measures.inference import MaxT, Permutation, divided
from analysis.measures.intervals import require_level
from analysis.measures.keyness import log_ratio, log_ratio_interval
from analysis.messages import message

__all__ = ["RateRatio", "log_ratio_over_texts", "max_t_over_texts", "negative_binomial", "quasi_poisson"]

_SAME = 1e-12  # relative: what rounding leaves of a sum of squares
_NOTHING = 1e-24  # squared residual, in shares of the count, that rounding leaves
_ROUNDS = 200


@dataclass(frozen=True, eq=False)
class RateRatio(ContentEqual):
    """The ratio of two rates, one value a term in every field.

    Attributes
    ----------
    ln_ratio : ndarray
        Natural logarithm of the ratio, target over reference; a count of 0 enters as 0.5, as in `log_ratio`.
    se, df : ndarray
        Its standard error, and degrees of freedom; NaN with fewer than two texts on a side, without a count on one
        side, or where texts do not vary at all.
    low, high : ndarray
        95 percent interval (or `level`), natural logarithms; NaN where `se` is, but `log_ratio_over_texts` bounds a
        term that one side lacks from one end.
    p : ndarray
        Two-sided, of equal rates.
    dispersion : ndarray
        Of `quasi_poisson`: Pearson's chi-squared over its degrees of freedom; else NaN.
    """

    ln_ratio: Array
    se: Array
    df: Array
    low: Array
    high: Array
    p: Array
    dispersion: Array


class _Side(NamedTuple):
    """The counts of a side, and what its cells say; an absent term has the residual -size / sum of sizes."""

    total: Array  # count of every term
    texts_with: Array  # texts that hold it
    squares: Array  # sum over the texts of the squared residual in shares of the count, y / Y - N_d / N
    fourths: Array  # the same of its fourth power
    pearson: Array  # Pearson's chi-squared against an equal rate
    size: float
    texts: int


def log_ratio_over_texts(
    a: Counts, *, sizes_a: npt.ArrayLike, b: Counts, sizes_b: npt.ArrayLike, level: float = 0.95
) -> RateRatio:
    """Log ratio of the rates of two groups of texts, with an interval from the differences between texts.

    L = ln(lambda_a / lambda_b), lambda = Y / N; v = n / (n - 1) * sum over texts of (y - lambda N_d)^2 / Y^2 on each
    side; L +- t sqrt(v_a + v_b) with the effective number of texts as degrees of freedom. It is the robust variance of
    a Poisson regression with the sizes as offset.

    White, H. (1980). A heteroskedasticity-consistent covariance matrix estimator. Econometrica 48(4); Satterthwaite,
    F. E. (1946); Carter, A. V., Schnepel, K. T. & Steigerwald, D. G. (2017). Review of Economics and Statistics 99(4),
    for the effective number (sum u^2)^2 / sum u^4, u the residuals in shares of Y. Clopper, C. J. & Pearson, E. S.
    (1934) for a term that one side lacks: of its k texts none is there, so that the limit is that of k out of k.

    Parameters
    ----------
    a, b : array_like or sparse array
        Terms by texts, counts.
    sizes_a, sizes_b : array_like
        Sizes of the texts.
    level : float
        Of the interval, above 0 and below 1.

    Returns
    -------
    RateRatio
        `low` is -inf where `a` lacks the term and `high` is inf where `b` does; the other end is then finite.

    Raises
    ------
    OptionError
        If counts and sizes do not fit, or `level` is not between 0 and 1.

    Examples
    --------
    >>> made = log_ratio_over_texts([4, 2, 3], sizes_a=[100, 100, 100], b=[1, 0, 2], sizes_b=[100, 100, 100])
    >>> [round(float(x[0]), 3) for x in (made.ln_ratio, made.se, made.df)]
    [1.099, 0.609, 2.439]
    """
    require_level(level)
    one, two = _side(a, sizes_a), _side(b, sizes_b)
    ratio = log_ratio(one.total, n1=one.size, f2=two.total, n2=two.size) * math.log(2)
    # Example: 4 2 3 of equal texts have 9 hits and the residuals 1/9 -1/9 0, whose squares sum to 2/81, and to .037
    # times 3/2; those of 1 0 2 are 0 -1/3 1/3, 2/9 and .333. se is sqrt(.370), df (2/81 + 2/9)^2 / (2/6561 + 2/81).
    factors = [s.texts / (s.texts - 1) if s.texts > 1 else math.nan for s in (one, two)]
    variance = factors[0] * one.squares + factors[1] * two.squares
    with np.errstate(invalid="ignore", divide="ignore"):
        df = (one.squares + two.squares) ** 2 / (one.fourths + two.fourths)
        df = np.clip(df, 1.0, max(one.texts + two.texts - 1, 1))
        known = (one.total > 0) & (two.total > 0) & (one.squares + two.squares > _NOTHING)
        made = _ratio(ratio, np.where(known, np.sqrt(variance), np.nan), df, level=level)
    lacking = (one.total > 0) != (two.total > 0)
    low, high = made.low.copy(), made.high.copy()
    bounds = log_ratio_interval(
        one.texts_with[lacking], n1=one.size, f2=two.texts_with[lacking], n2=two.size, alpha=1 - level
    )
    low[lacking], high[lacking] = (bound * math.log(2) for bound in bounds)
    return RateRatio(made.ln_ratio, made.se, made.df, low, high, made.p, made.dispersion)


def max_t_over_texts(
    a: Counts, *, sizes_a: npt.ArrayLike, b: Counts, sizes_b: npt.ArrayLike, how: Permutation | None = None
) -> MaxT:
    """Test every term by dividing the texts anew, and correct for the number of terms: max-T of Pearson residuals.

    Of a text of size N the residual (y - lambda N) / sqrt(N) is divided, lambda the rate of both sides together, and T
    is that of `max_t`. Where all texts are of one length this is `max_t` of relative frequencies. Where one side has
    shorter texts, relative frequencies are not exchangeable: theirs vary more, and max-T of them finds differences that
    are not there (with texts half as long in a quarter of the comparisons).

    Westfall, P. H. & Young, S. S. (1993). Resampling-based multiple testing, section 2.3 (single-step maxT). McCullagh,
    P. & Nelder, J. A. (1989). Generalized linear models, 2.4 (Pearson residuals). Winkler, A. M. et al. (2014).
    Permutation inference for the general linear model. NeuroImage 92, on dividing residuals.

    Parameters
    ----------
    a, b : array_like or sparse array
        Terms by texts, counts.
    sizes_a, sizes_b : array_like
        Sizes of the texts.
    how : Permutation, optional
        As in `max_t`.

    Returns
    -------
    MaxT
        NaN for a term of one rate in all texts.

    Raises
    ------
    OptionError
        If counts and sizes do not fit.

    Examples
    --------
    >>> made = max_t_over_texts([3, 4, 5], sizes_a=[9, 9, 9], b=[0, 1, 2], sizes_b=[9, 9, 9])
    >>> made.divisions, made.p.tolist()
    (20, [0.1])
    """
    (left, size1), (right, size2) = _read(a, sizes_a), _read(b, sizes_b)
    root = np.sqrt(np.concatenate([size1, size2]))
    total = row_sums(left, left.data) + row_sums(right, right.data)
    rate = total / (size1.sum() + size2.sum())
    # the sum of squared residuals is sum y^2 / N - lambda Y, and their mean lambda's gap to sum y / sqrt(N)
    for table, size in ((left, size1), (right, size2)):
        table.data = table.data / np.sqrt(size[table.indices])
    squares = row_sums(left, left.data**2) + row_sums(right, right.data**2)
    mean = (row_sums(left, left.data) + row_sums(right, right.data) - rate * root.sum()) / len(root)
    spread = squares - rate * total
    varied = spread > _SAME * squares
    variance = np.where(varied, spread - len(root) * mean**2, np.nan) / max(len(root) - 1, 1)
    return divided((left, right), less=rate, weight=root, variance=variance, how=how)


def quasi_poisson(
    a: Counts, *, sizes_a: npt.ArrayLike, b: Counts, sizes_b: npt.ArrayLike, level: float = 0.95, least: float = 0.0
) -> RateRatio:
    """Log ratio of the rates of two groups of texts by quasi-Poisson regression, in closed form.

    The variance of a count is phi times its mean; phi is Pearson's chi-squared over n - 2, the error sqrt(phi (1 / Y_a
    + 1 / Y_b)), and t has n - 2 degrees of freedom. It takes phi to be the same on both sides: with far more texts on
    one side it finds differences that are not there.

    McCullagh, P. & Nelder, J. A. (1989). Generalized linear models, chapter 6.

    Parameters
    ----------
    a, b : array_like or sparse array
        Terms by texts, counts.
    sizes_a, sizes_b : array_like
        Sizes of the texts.
    level : float
        Of the interval, above 0 and below 1.
    least : float
        Least phi that the error takes; 1 where texts are not to count as more even than chance.

    Returns
    -------
    RateRatio
        `dispersion` is phi as computed. NaN for a term that one side lacks.

    Raises
    ------
    OptionError
        If counts and sizes do not fit, or `level` is not between 0 and 1.
    """
    require_level(level)
    one, two = _side(a, sizes_a), _side(b, sizes_b)
    texts = one.texts + two.texts
    ratio = log_ratio(one.total, n1=one.size, f2=two.total, n2=two.size) * math.log(2)
    with np.errstate(invalid="ignore", divide="ignore"):
        phi = (one.pearson + two.pearson) / (texts - 2) if texts > 2 else np.full(len(ratio), np.nan)
        error = np.sqrt(np.maximum(phi, least) * (1 / one.total + 1 / two.total))
    known = (one.total > 0) & (two.total > 0) & (error > 0)
    made = _ratio(ratio, np.where(known, error, np.nan), np.full(len(ratio), max(texts - 2.0, 1.0)), level=level)
    return RateRatio(made.ln_ratio, made.se, made.df, made.low, made.high, made.p, np.where(known, phi, np.nan))


def negative_binomial(
    a: Counts, *, sizes_a: npt.ArrayLike, b: Counts, sizes_b: npt.ArrayLike, alpha: float, level: float = 0.95
) -> RateRatio:
    """Log ratio of the rates of two groups of texts by negative binomial regression (NB2) with a given alpha.

    The variance of a count is mu + alpha mu^2. Each rate is the root of sum (y - mu) / (1 + alpha mu), with the
    information sum mu / (1 + alpha mu). The kit tests nothing with it: alpha estimated from a few texts gives p-values
    whose far tail is too light.

    Hilbe, J. M. (2011). Negative binomial regression, 2nd ed. Lawless, J. F. (1987). Canadian Journal of Statistics
    15(3).

    Parameters
    ----------
    a, b : array_like or sparse array
        Terms by texts, counts.
    sizes_a, sizes_b : array_like
        Sizes of the texts.
    alpha : float
        0 (Poisson) or more, the same for both sides.
    level : float
        Of the interval, above 0 and below 1.

    Returns
    -------
    RateRatio
        From the normal distribution: `df` is infinite. NaN for a term that one side lacks.

    Raises
    ------
    OptionError
        If counts and sizes do not fit, `alpha` is below 0, or `level` is not between 0 and 1.
    """
    require_level(level)
    if not alpha >= 0:
        msg = message("alpha must be 0 or more, not {alpha}", alpha=alpha)
        raise OptionError(msg)
    (eta1, information1), (eta2, information2) = _nb_rate(a, sizes_a, alpha), _nb_rate(b, sizes_b, alpha)
    error = np.sqrt(1 / information1 + 1 / information2)
    return _ratio(eta1 - eta2, error, np.full(len(error), math.inf), level=level)


def _ratio(ratio: Array, se: Array, df: Array, *, level: float) -> RateRatio:
    """Put interval and p to a ratio with its error."""
    known = ~np.isnan(se)
    df = np.where(known, df, np.nan)
    normal = np.isinf(df)  # a t with infinite degrees of freedom is the normal distribution
    finite, upper = np.where(normal, 1, df), (1 + level) / 2
    with np.errstate(invalid="ignore"):
        reach = np.where(normal, special.ndtri(upper), special.stdtrit(finite, upper))
        far = -np.abs(ratio / se)
        p = 2 * np.where(normal, special.ndtr(far), special.stdtr(finite, far))
    nothing = np.full(len(ratio), np.nan)
    return RateRatio(ratio, se, df, ratio - reach * se, ratio + reach * se, p, nothing)


def _side(counts: Counts, sizes: npt.ArrayLike) -> _Side:
    """Sum up what a side says of every term."""
    table, size = _read(counts, sizes)
    share = size / size.sum()  # of each text in its side
    total = row_sums(table, table.data)
    stored, own = np.diff(table.indptr), share[table.indices]
    residual = table.data / np.repeat(total, stored) - own
    # Only texts with the term are stored; each of the others has the residual -share. Example: shares .5 .3 .2 and the
    # counts 0 0 4: stored is 1 - .2 = .8, the others are -.5 and -.3, so that the squares sum to .64 + .34.
    full = stored == table.shape[1]
    powers = []
    square, own_square, share_square = residual**2, own**2, share**2
    for stored_power, own_power, all_power in (
        (square, own_square, share_square),
        (square**2, own_square**2, share_square**2),
    ):
        rest = np.maximum(all_power.sum() - row_sums(table, own_power), 0.0)
        powers.append(row_sums(table, stored_power) + np.where(full, 0.0, rest))
    rest = np.where(full, 0.0, np.maximum(1 - row_sums(table, own), 0.0))
    pearson = total * (row_sums(table, square / own) + rest)
    return _Side(total, stored.astype(np.float64), powers[0], powers[1], pearson, float(size.sum()), len(size))


def _read(counts: Counts, sizes: npt.ArrayLike) -> tuple[Counts, Array]:
    """Read counts and sizes of a side; refuse what does not fit."""
    table = read_rows(counts)
    size = np.asarray(sizes, dtype=np.float64)
    if size.shape != (table.shape[1],) or not len(size) or not (size > 0).all():
        msg = message(
            "sizes must be {shape} numbers above 0, one for every text, and each side needs a text",
            shape=table.shape[1],
        )
        raise OptionError(msg)
    if (table.data > size[table.indices]).any():
        msg = message("a count is above the size of its text; counts and sizes must be of one base")
        raise OptionError(msg)
    return table, size


def _nb_rate(counts: Counts, sizes: npt.ArrayLike, alpha: float) -> tuple[Array, Array]:
    """Find the logarithm of each term's rate by Fisher scoring, and its information; NaN for a term that is absent."""
    table, size = _read(counts, sizes)
    y = table.toarray()
    total = y.sum(axis=1)
    with np.errstate(divide="ignore"):
        eta = np.where(total > 0, np.log(total / size.sum()), np.nan)
    for _ in range(_ROUNDS):
        mu = np.exp(eta)[:, None] * size
        information = (mu / (1 + alpha * mu)).sum(axis=1)
        step = ((y - mu) / (1 + alpha * mu)).sum(axis=1) / information
        eta = eta + np.clip(step, -1, 1)
        if not (np.abs(step[total > 0]) > 1e-12).any():
            break
    mu = np.exp(eta)[:, None] * size
    return eta, (mu / (1 + alpha * mu)).sum(axis=1)
