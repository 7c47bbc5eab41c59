"""The bootstrap: what a statistic would have been, had some units been there twice and others not at all."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from analysis.errors import OptionError
from analysis.measures.contingency import Array

_CELLS = 2**21  # of the table of draws by units that is held at a time


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
        msg = f"draws must be 1 or more, not {draws}"
        raise OptionError(msg)
    table = np.asarray(values, dtype=np.float64)
    units = len(table)
    sums = np.zeros((draws, table.shape[1]))
    if not units:
        return sums
    generator = np.random.default_rng(seed)
    block = max(1, _CELLS // units)
    for start in range(0, draws, block):
        size = min(block, draws - start)
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
        msg = f"level must be between 0 and 1, not {level:g}"
        raise OptionError(msg)
    known = np.asarray(samples, dtype=np.float64)
    known = known[~np.isnan(known)]
    if not len(known):
        return float("nan"), float("nan")
    low, high = np.percentile(known, [50 * (1 - level), 50 * (1 + level)])
    return float(low), float(high)
