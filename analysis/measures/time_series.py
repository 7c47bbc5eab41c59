"""Counts in a row of periods: bursts of a word, and the places where its share changes.

A series is counts out of sizes, period by period: 3 of 40 articles on Monday, 0 of 12 on Sunday. A period of size 0
says nothing and costs nothing.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import special

from analysis.errors import OptionError
from analysis.measures.contingency import Array
from analysis.messages import message

__all__ = ["Burst", "best_split", "burst_gains", "bursts", "change_points", "greatest_gain"]

_MOST_LIKELY = 0.99  # share in the high state, at most


@dataclass(frozen=True)
class Burst:
    """Periods of a burst, from 0, and the log-likelihood that the high state gains over the low one in them."""

    first: int
    last: int
    weight: float


def burst_gains(counts: npt.ArrayLike, *, sizes: npt.ArrayLike, scale: float = 2.0) -> Array:
    """Compute what each period gains in log-likelihood when the share is `scale` times as high as in the whole series.

    Parameters
    ----------
    counts : array_like
        Of one series, or series by periods.
    sizes : array_like
        Units of each period, of which the counts are a part.
    scale : float
        Above 1. The high share is at most .99.

    Returns
    -------
    ndarray
        r ln(p1 / p0) + (d - r) ln((1 - p1) / (1 - p0)) with r of d, p0 = sum r / sum d and p1 = scale p0. A series of
        zeros, or one with a share of .99 or more, gains nothing anywhere.

    Raises
    ------
    OptionError
        If a count is negative or above its size, or `scale` is not above 1.

    Examples
    --------
    >>> burst_gains([1, 5], sizes=[10, 10]).round(3).tolist()  # .3 against .6
    [-4.343, 0.668]
    """
    r, d = np.asarray(counts, dtype=np.float64), np.asarray(sizes, dtype=np.float64)
    d = np.broadcast_to(d, r.shape)
    if (r < 0).any() or (r > d).any():
        msg = message("bursts: a count is negative or above the size of its period")
        raise OptionError(msg)
    if not scale > 1:
        msg = message("bursts: scale is {scale}; give more than 1, such as 2", scale=scale)
        raise OptionError(msg)
    low = r.sum(axis=-1, keepdims=True) / np.maximum(d.sum(axis=-1, keepdims=True), 1)
    high = np.maximum(np.minimum(scale * low, _MOST_LIKELY), low)
    flat = (low <= 0) | (high >= 1)
    low, high = np.where(flat, 0.5, low), np.where(flat, 0.5, high)
    return np.asarray(r * np.log(high / low) + (d - r) * np.log1p((low - high) / (1 - low)))


def greatest_gain(gains: npt.ArrayLike) -> Array:
    """Find the greatest sum of gains over periods in a row, 0 at least: the greatest weight that a burst can have.

    A series bursts at a cost if and only if this is above it, so that a cost can be set without a search for states.

    Parameters
    ----------
    gains : array_like
        Of one series, or series by periods.

    Returns
    -------
    ndarray
        One number a series.

    Examples
    --------
    >>> float(greatest_gain([1.0, -3.0, 2.0, -0.5, 1.0, -9.0]))  # 2 - .5 + 1
    2.5
    """
    held = np.asarray(gains, dtype=np.float64)
    running = np.zeros(held.shape[:-1])
    best = np.zeros(held.shape[:-1])
    for period in np.moveaxis(held, -1, 0):
        running = np.maximum(running + period, 0.0)
        best = np.maximum(best, running)
    return np.asarray(best)


def bursts(counts: npt.ArrayLike, *, sizes: npt.ArrayLike, scale: float = 2.0, gamma: float = 1.0) -> list[list[Burst]]:
    """Find the bursts of series: Kleinberg's automaton of two states over batches.

    Parameters
    ----------
    counts, sizes : array_like
        As in `burst_gains`; series by periods.
    scale : float
        The high share over the low one.
    gamma : float
        Going up costs gamma ln T, with T the periods of size above 0; coming down, and the end, cost nothing.

    Returns
    -------
    list of list of Burst
        Of each series, in order of time. The series begins in the low state; of two ways of the same cost the one with
        fewer periods in the high state is taken.

    Raises
    ------
    OptionError
        As in `burst_gains`.

    References
    ----------
    Kleinberg, J. (2003). Bursty and hierarchical structure in streams. Data Mining and Knowledge Discovery 7(4),
    373-397: section 4, enumerating bursts of batched arrivals.

    Examples
    --------
    >>> bursts([[1, 0, 1, 6, 0, 7, 1, 0, 1, 0, 0, 1]], sizes=[20] * 12)[0][0].first
    3
    """
    r = np.atleast_2d(np.asarray(counts, dtype=np.float64))
    gains = burst_gains(r, sizes=sizes, scale=scale)
    cost = gamma * math.log(max(1, int((np.asarray(sizes) > 0).sum(axis=-1).max())))
    low, high = np.zeros(len(r)), np.full(len(r), -np.inf)
    stayed, fell = np.zeros(r.shape, dtype=bool), np.zeros(r.shape, dtype=bool)
    for t in range(r.shape[1]):
        stayed[:, t] = high > low - cost
        fell[:, t] = high > low
        low, high = np.maximum(low, high), gains[:, t] + np.maximum(high, low - cost)
    found = []
    for series in range(len(r)):
        is_high, states = bool(high[series] > low[series]), np.zeros(r.shape[1], dtype=bool)
        for t in range(r.shape[1] - 1, -1, -1):
            states[t] = is_high
            is_high = bool(stayed[series, t] if is_high else fell[series, t])
        edges = np.flatnonzero(np.diff(np.r_[False, states, False])).reshape(-1, 2).tolist()
        found.append([Burst(a, b - 1, float(gains[series, a:b].sum())) for a, b in edges])
    return found


def change_points(
    values: npt.ArrayLike,
    *,
    sizes: npt.ArrayLike | None = None,
    changes: int | None = None,
    most: int = 3,
    penalty: float = math.inf,
    least: int = 1,
) -> list[int]:
    """Cut a series where its mean or its share changes, so that what is left over within the parts is smallest.

    Parameters
    ----------
    values : array_like
        One series: values, or with `sizes` counts out of them.
    sizes : array_like, optional
        With it the cost of a part is its binomial deviance, -2 (K ln(K / D) + (D - K) ln(1 - K / D)); without it the
        sum of squares around its mean.
    changes : int, optional
        How many, exactly; without it the number up to `most` with the smallest cost plus `penalty` a change.
    most : int
        Changes, at most.
    penalty : float
        What a change costs.
    least : int
        Periods of a part, at least.

    Returns
    -------
    list of int
        The first period behind each change, from 0, in order; of equals the earlier. The optimum over all partitions.

    Raises
    ------
    OptionError
        If the series is too short for the changes.

    References
    ----------
    Jackson, B. et al. (2005). An algorithm for optimal partitioning of data on an interval. IEEE Signal Processing
    Letters 12(2), 105-108; here with each number of changes by itself (segment neighbourhood, Auger & Lawrence 1989).

    Examples
    --------
    >>> change_points([2, 3, 2, 3, 2, 3, 9, 8, 9, 8, 9, 8], changes=1)
    [6]
    """
    x = np.asarray(values, dtype=np.float64)
    room = len(x) // least - 1
    wanted = min(most, room) if changes is None else changes
    if room < wanted or (changes or 0) < 0 or not len(x):
        msg = message(
            "change_points: {n} periods hold no {changes} changes with parts of {least}; ask for fewer, or shorter "
            "ones",
            n=len(x),
            changes=wanted,
            least=least,
        )
        raise OptionError(msg)
    cost = _costs(x, sizes, least)
    # best[t] is the least cost of periods 0 to t - 1 in k + 1 parts; one more part ends at t and begins at each s
    best = cost[0]
    totals, begins = [best[-1]], []
    for _ in range(wanted):
        through = best[:-1, None] + cost
        begins.append(through.argmin(axis=0))
        best = through.min(axis=0)
        totals.append(best[-1])
    priced = [total + (penalty * k if k else 0.0) for k, total in enumerate(totals)]
    count = int(np.argmin(priced)) if changes is None else changes
    cuts, end = [], len(x)
    for k in range(count - 1, -1, -1):
        end = int(begins[k][end])
        cuts.append(end)
    return cuts[::-1]


def best_split(counts: npt.ArrayLike, *, sizes: npt.ArrayLike, least: int = 1) -> tuple[npt.NDArray[np.int64], Array]:
    """Find in each of many series out of the same sizes the one change that takes most of the deviance away.

    Parameters
    ----------
    counts, sizes : array_like
        Counts, series by periods, out of the size of each period.
    least : int
        Periods of a part, at least.

    Returns
    -------
    tuple of ndarray
        The first period behind the change, from 0, and by how much the deviance falls (0 or more). Without two parts
        that hold units, 0 and 0.

    Examples
    --------
    >>> at, gain = best_split([[1, 1, 9, 9], [5, 5, 5, 5]], sizes=[10, 10, 10, 10])
    >>> at.tolist(), gain.round(2).tolist()
    ([2, 1], [29.45, 0.0])
    """
    x = np.atleast_2d(np.asarray(counts, dtype=np.float64))
    size = np.cumsum(np.asarray(sizes, dtype=np.float64))
    sums = np.cumsum(x, axis=1)
    places = np.arange(least, x.shape[1] - least + 1)
    places = places[(size[places - 1] > 0) & (size[places - 1] < size[-1])] if len(places) else places
    if not len(places):
        return np.zeros(len(x), dtype=np.int64), np.zeros(len(x))
    before, whole = sums[:, places - 1], sums[:, -1:]
    left = _deviance(before, size[places - 1])
    right = _deviance(whole - before, size[-1] - size[places - 1])
    gains = _deviance(whole, size[-1:]) - left - right
    best = gains.round(9).argmax(axis=1)  # equal but for rounding: the earlier
    return places[best].astype(np.int64), np.maximum(gains[np.arange(len(x)), best], 0.0)


def _costs(x: Array, sizes: npt.ArrayLike | None, least: int) -> Array:
    """Compute the cost of every part, from its first period (rows) up to before another (columns); inf where short."""
    n = len(x)
    sums = np.r_[0.0, np.cumsum(x)]
    first, behind = np.arange(n)[:, None], np.arange(n + 1)[None, :]
    long = behind - first >= least
    total = np.where(long, sums[None, :] - sums[:-1, None], 0.0)
    if sizes is None:
        squares = np.r_[0.0, np.cumsum(x**2)]
        length = np.where(long, behind - first, 1)
        return np.where(long, squares[None, :] - squares[:-1, None] - total**2 / length, np.inf)
    held = np.r_[0.0, np.cumsum(np.asarray(sizes, dtype=np.float64))]
    size = held[None, :] - held[:-1, None]
    return np.where(long & (size > 0), _deviance(total, np.where(long, size, 0.0)), np.inf)


def _deviance(count: Array, size: Array) -> Array:
    """Compute -2 times the binomial log-likelihood of counts at their own share, but for the coefficient."""
    rest = size - count
    return np.asarray(2 * (special.xlogy(size, size) - special.xlogy(count, count) - special.xlogy(rest, rest)))
