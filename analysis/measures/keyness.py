"""How much more frequent a term is in a target (1) than in a reference (2), and its part in their difference.

`f1`, `f2` are the counts of the term, `n1`, `n2` the sizes of the two. Arrays of any kind broadcast; results are
float64. Every measure but BIC changes its sign, or inverts, when target and reference are swapped.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy import special

from analysis.errors import OptionError
from analysis.measures.contingency import Array
from analysis.messages import message

__all__ = [
    "bic", "jsd_shift", "log_odds", "log_ratio", "log_ratio_interval", "lrc", "odds_ratio", "percent_diff",
    "proportion_shift",
]  # fmt: skip


def log_ratio(f1: npt.ArrayLike, *, n1: npt.ArrayLike, f2: npt.ArrayLike, n2: npt.ArrayLike) -> Array:
    """Binary logarithm of the ratio of relative frequencies; 1 is twice as frequent, 2 four times.

    Hardie, A. (2014). Log Ratio: an informal introduction. A count of 0 enters as 0.5; other counts as they are. Where
    the 0.5 would turn the direction round (0 in a small corpus against a few in a large one) nothing can be said.

    Parameters
    ----------
    f1, n1, f2, n2 : array_like
        Count and size of the target, count and size of the reference.

    Returns
    -------
    ndarray
        NaN when both counts are 0 or a size is, and where the 0.5 would turn the direction round.
    """
    a, size1, b, size2 = _four(f1, n1, f2, n2)
    seen = ((a > 0) | (b > 0)) & (size1 > 0) & (size2 > 0)
    with np.errstate(invalid="ignore", divide="ignore"):
        value = np.log2(np.where(a > 0, a, 0.5) / size1) - np.log2(np.where(b > 0, b, 0.5) / size2)
    # Example: 0 of 100 against 3 of 10,000 is rarer, but 0.5 of 100 would be 17 times as frequent, a log ratio of 4.1
    turned = ((a == 0) & (value > 0)) | ((b == 0) & (value < 0))
    return np.where(seen & ~turned, value, np.nan)


def log_ratio_interval(
    f1: npt.ArrayLike, *, n1: npt.ArrayLike, f2: npt.ArrayLike, n2: npt.ArrayLike, alpha: float = 0.05
) -> tuple[Array, Array]:
    """Exact interval of the log ratio from the conditional Poisson test.

    Given f1 + f2, f1 is binomial with share t; the interval of t is that of Clopper & Pearson (1934), its ends turned
    into log2(n2/n1 * t/(1 - t)). As in Evert, S. (2022), Measuring keyness (DH2022). For `m` terms at once, divide
    `alpha` by `m` (Bonferroni), as Evert does.

    Parameters
    ----------
    f1, n1, f2, n2 : array_like
        Count and size of the target, count and size of the reference.
    alpha : float
        Error probability of the interval, both sides together.

    Returns
    -------
    tuple of two ndarrays
        Lower and upper end; -inf when `f1` is 0, inf when `f2` is 0; NaN when both are 0 or a size is.

    Raises
    ------
    OptionError
        If `alpha` is not between 0 and 1.
    """
    if not 0 < alpha < 1:
        msg = message("alpha must lie between 0 and 1, not {alpha}", alpha=alpha)
        raise OptionError(msg)
    a, size1, b, size2 = _four(f1, n1, f2, n2)
    seen = ((a > 0) | (b > 0)) & (size1 > 0) & (size2 > 0)
    with np.errstate(invalid="ignore", divide="ignore"):
        # Beta quantiles are the ends of Clopper and Pearson. Example: 40 of 100 against 4 of 100: t, the share of the
        # target in the 44, is 0.783 to 0.975, and log2(t / (1 - t)) 1.9 to 5.3; 1 - t of the upper end is computed as
        # `rest`, for 1 less a number near 1 would lose digits.
        low = np.where(a > 0, special.betaincinv(np.maximum(a, 1), b + 1, alpha / 2), 0.0)
        rest = np.where(b > 0, special.betaincinv(np.maximum(b, 1), a + 1, alpha / 2), 0.0)
        scale = np.log2(size2 / size1)
        lower = scale + np.log2(low / (1 - low))
        upper = scale + np.log2((1 - rest) / rest)
    return np.where(seen, lower, np.nan), np.where(seen, upper, np.nan)


def lrc(f1: npt.ArrayLike, *, n1: npt.ArrayLike, f2: npt.ArrayLike, n2: npt.ArrayLike, alpha: float = 0.05) -> Array:
    """Conservative log ratio: the end of `log_ratio_interval` that is nearer to 0, or 0 when 0 lies within.

    Evert, S. (2022). Measuring keyness. DH2022; `keyness(measure="LRC")` of the R package corpora.

    Parameters
    ----------
    f1, n1, f2, n2 : array_like
        Count and size of the target, count and size of the reference.
    alpha : float
        Error probability of the interval; divide by the number of terms.

    Returns
    -------
    ndarray
        Always finite; NaN when both counts are 0 or a size is.
    """
    low, high = log_ratio_interval(f1, n1=n1, f2=f2, n2=n2, alpha=alpha)
    # Example: 1.9 to 5.3 gives 1.9, -5.3 to -1.9 gives -1.9, and -0.9 to 3.2 gives 0
    return np.asarray(np.maximum(low, 0.0) + np.minimum(high, 0.0))


def percent_diff(f1: npt.ArrayLike, *, n1: npt.ArrayLike, f2: npt.ArrayLike, n2: npt.ArrayLike) -> Array:
    """Difference of relative frequencies in percent of the reference's, 100 (p1 - p2) / p2.

    Gabrielatos, C. & Marchi, A. (2011). Keyness: matching metrics to definitions (%DIFF), without their quasi-zero.

    Parameters
    ----------
    f1, n1, f2, n2 : array_like
        Count and size of the target, count and size of the reference.

    Returns
    -------
    ndarray
        -100 or more; NaN when `f2` or a size is 0.
    """
    a, size1, b, size2 = _four(f1, n1, f2, n2)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where((b > 0) & (size1 > 0), 100 * (a * size2 / (b * size1) - 1), np.nan)


def odds_ratio(f1: npt.ArrayLike, *, n1: npt.ArrayLike, f2: npt.ArrayLike, n2: npt.ArrayLike) -> Array:
    """Ratio of odds, f1 (n2 - f2) / (f2 (n1 - f1)), of the sample, without any addition to the cells.

    Pojanapunya, P. & Watson Todd, R. (2018). Log-likelihood and odds ratio. CLLT 14(1).

    Parameters
    ----------
    f1, n1, f2, n2 : array_like
        Count and size of the target, count and size of the reference.

    Returns
    -------
    ndarray
        0 or more; NaN when the denominator is 0.
    """
    a, size1, b, size2 = _four(f1, n1, f2, n2)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(b * (size1 - a) > 0, a * (size2 - b) / (b * (size1 - a)), np.nan)


def bic(g2: npt.ArrayLike, *, n: npt.ArrayLike) -> Array:
    """Approximate Bayes factor of a G2 with one degree of freedom, G2 - ln N.

    Wilson, A. (2013). Embracing Bayes factors for key item analysis. 2 and more counts as positive evidence, 6 as
    strong, 10 as very strong; below 0 speaks for equal frequencies.

    Parameters
    ----------
    g2, n : array_like
        The statistic and the joint size of both corpora.

    Returns
    -------
    ndarray
        NaN when `g2` is NaN or `n` is 0.
    """
    size = np.asarray(n, dtype=np.float64)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(size > 0, np.asarray(g2, dtype=np.float64) - np.log(size), np.nan)


def log_odds(
    f1: npt.ArrayLike, *, n1: npt.ArrayLike, f2: npt.ArrayLike, n2: npt.ArrayLike, prior: npt.ArrayLike
) -> tuple[Array, Array]:
    """Log-odds ratio with a Dirichlet prior, and its z score.

    Monroe, B., Colaresi, M. & Quinn, K. (2008). Fightin' Words. Political Analysis 16(4), equations 16, 20 and 22;
    natural logarithms. The terms given must be the whole vocabulary, since the prior's total is their sum.

    Parameters
    ----------
    f1, n1, f2, n2 : array_like
        Count and size of the target, count and size of the reference.
    prior : array_like
        Pseudo-counts of the terms, above 0; the pooled counts f1 + f2 are the informative prior.

    Returns
    -------
    tuple of two ndarrays
        The log-odds ratio, above 0 when the term is typical of the target, and the ratio over its standard deviation.

    Raises
    ------
    OptionError
        If a pseudo-count is not above 0.
    """
    a, size1, b, size2 = _four(f1, n1, f2, n2)
    alpha = np.asarray(prior, dtype=np.float64)
    if not (alpha > 0).all():
        msg = message("every pseudo-count of the prior must be above 0; leave terms out that occur nowhere")
        raise OptionError(msg)
    # Example: terms with 3 and 1 of 4 against 1 and 3 of 4, pooled counts 4 and 4 as prior: the first has odds 7 : 5
    # and 5 : 7, a difference of ln 1.4 - ln 0.714 = 0.67, and z 0.67 / sqrt(1/7 + 1/5) = 1.15
    total = np.broadcast_to(alpha, a.shape).sum()
    with np.errstate(invalid="ignore", divide="ignore"):
        delta = np.log((a + alpha) / (size1 + total - a - alpha)) - np.log((b + alpha) / (size2 + total - b - alpha))
    delta = np.where(np.isfinite(delta) & (size1 > 0) & (size2 > 0), delta, np.nan)
    return delta, np.asarray(delta / np.sqrt(1 / (a + alpha) + 1 / (b + alpha)))


def proportion_shift(f1: npt.ArrayLike, *, n1: npt.ArrayLike, f2: npt.ArrayLike, n2: npt.ArrayLike) -> Array:
    """Difference of relative frequencies, target less reference: the proportion shift.

    Over a whole vocabulary the values sum to 0, and half of their absolute sum is the total variation distance.

    Parameters
    ----------
    f1, n1, f2, n2 : array_like
        Count and size of the target, count and size of the reference.

    Returns
    -------
    ndarray
        -1 to 1, above 0 where the term has the greater share in the target; NaN when a size is 0.

    Raises
    ------
    OptionError
        If a count is negative or above the size of its corpus.

    Examples
    --------
    >>> proportion_shift([3, 1], n1=4, f2=[1, 1], n2=2).tolist()
    [0.25, -0.25]
    """
    p, q = _shares(f1, n1, f2, n2)
    return np.asarray(p - q)


def jsd_shift(f1: npt.ArrayLike, *, n1: npt.ArrayLike, f2: npt.ArrayLike, n2: npt.ArrayLike) -> Array:
    """Share of a term in the Jensen-Shannon divergence of target and reference, in bits, both weighing 1/2.

    With p and q the relative frequencies and m their mean, p/2 log2(p/m) + q/2 log2(q/m), which is the form
    m log2(1/m) - p/2 log2(1/p) - q/2 log2(1/q) of Gallagher et al. (2021) put together otherwise. Over a whole
    vocabulary the values sum to the divergence: 0 for equal distributions, 1 for two without a common term.

    Parameters
    ----------
    f1, n1, f2, n2 : array_like
        Count and size of the target, count and size of the reference.

    Returns
    -------
    ndarray
        0, where the shares are equal, to 1; it does not say which side has more. NaN when a size is 0.

    Raises
    ------
    OptionError
        If a count is negative or above the size of its corpus.

    References
    ----------
    Lin, J. (1991). Divergence measures based on the Shannon entropy. IEEE Transactions on Information Theory 37(1).

    Examples
    --------
    >>> jsd_shift([1, 1, 0], n1=2, f2=[0, 1, 1], n2=2).tolist()
    [0.25, 0.0, 0.25]
    """
    p, q = _shares(f1, n1, f2, n2)
    mean = (p + q) / 2
    bits = (special.rel_entr(p, mean) + special.rel_entr(q, mean)) / (2 * np.log(2))
    return np.asarray(np.maximum(bits, 0.0))  # rounding may leave a little below 0


def _four(f1: npt.ArrayLike, n1: npt.ArrayLike, f2: npt.ArrayLike, n2: npt.ArrayLike) -> tuple[Array, ...]:
    """Broadcast counts and sizes; refuse a count that is negative or above its size."""
    a, size1, b, size2 = np.broadcast_arrays(*(np.asarray(x, dtype=np.float64) for x in (f1, n1, f2, n2)))
    if ((a < 0) | (b < 0) | (a > size1) | (b > size2)).any():
        msg = message("a count is negative or above the size of its corpus; counts and sizes must be of one base")
        raise OptionError(msg)
    return a, size1, b, size2


def _shares(f1: npt.ArrayLike, n1: npt.ArrayLike, f2: npt.ArrayLike, n2: npt.ArrayLike) -> tuple[Array, Array]:
    """Compute relative frequencies on both sides; NaN where a size is 0."""
    a, size1, b, size2 = _four(f1, n1, f2, n2)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(size1 > 0, a / size1, np.nan), np.where(size2 > 0, b / size2, np.nan)
