"""Agreement in the texts that an enriched sample was drawn from.

A sample that holds more units with a frame than the texts do makes agreement look better than it would be in the texts,
for agreeing on what is rare is harder. Every unit then weighs the units of the texts that it stands for. Ratings are
read as in `agreement`.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from analysis.errors import OptionError
from analysis.measures.agreement import alpha_of, coincidences, corrected
from analysis.measures.contingency import Array
from analysis.measures.inference import percentile_interval
from analysis.measures.ratings import Categories, Level, read_ratings, require_level
from analysis.messages import message

__all__ = ["weighted_ac1", "weighted_alpha", "weighted_alpha_interval"]

_DRAWS = 4_000


def weighted_alpha(
    ratings: npt.ArrayLike,
    *,
    weights: npt.ArrayLike,
    level: Level = "nominal",
    categories: Categories | None = None,
) -> float:
    """Krippendorff's alpha of the texts: coincidences of every unit times its weight.

    The weighted coincidences are scaled to the number of values that were read, so that chance keeps its correction for
    few values (n - 1). With equal weights it is `krippendorff_alpha`.

    Parameters
    ----------
    ratings : array_like
        Units by coders, numbers or names, NaN for missing.
    weights : array_like
        Units of the texts that each unit stands for, above 0.
    level, categories : see `krippendorff_alpha`
        As there.

    Returns
    -------
    float
        At most 1; NaN when no unit was read twice or one value alone occurs.

    Raises
    ------
    OptionError
        If the weights are not one number above 0 for every unit; else as `krippendorff_alpha`.
    """
    rated = read_ratings(ratings, categories=categories)
    require_level(rated, level)
    weight = _weights(weights, units=len(rated.codes))
    counts = rated.counts
    values = counts.sum(axis=1)
    pairable = float(values[values >= 2].sum())
    taken = np.tensordot(weight, coincidences(counts), axes=1)
    if not pairable:
        return float("nan")
    return float(alpha_of((taken * pairable / taken.sum())[None], rated.values, level)[0])


def weighted_ac1(ratings: npt.ArrayLike, *, weights: npt.ArrayLike, categories: Categories | None = None) -> float:
    """Gwet's AC1 of the texts: agreement and shares of every unit times its weight.

    It is the AC1 of units that are repeated as often as they weigh.

    Parameters
    ----------
    ratings, weights : see `weighted_alpha`
        As there.
    categories : sequence, optional
        All that could be chosen; without them those that occur.

    Returns
    -------
    float
        At most 1; NaN when no unit was read twice or there is a single value.

    Raises
    ------
    OptionError
        As `weighted_alpha`.
    """
    rated = read_ratings(ratings, categories=categories)
    weight = _weights(weights, units=len(rated.codes))
    counts, size = rated.counts, len(rated.values)
    read = counts.sum(axis=1)
    twice, once = read >= 2, read >= 1
    if size < 2 or not twice.any():
        return float("nan")
    agree = (counts * (counts - 1)).sum(axis=1)[twice] / (read * (read - 1))[twice]
    shares = np.average(counts[once] / read[once, None], axis=0, weights=weight[once])
    chance = float((shares * (1 - shares)).sum() / (size - 1))
    return corrected(float(np.average(agree, weights=weight[twice])), chance)


def weighted_alpha_interval(
    ratings: npt.ArrayLike,
    *,
    weights: npt.ArrayLike,
    strata: npt.ArrayLike,
    categories: Categories | None = None,
    seed: int = 1,
    confidence: float = 0.95,
) -> tuple[float, float]:
    """Interval of the nominal `weighted_alpha`: of two coders from the posterior of their joint table by stratum.

    The pairs of values of a stratum are multinomial with a Dirichlet prior of 1 / k^2 a cell for k categories (Perks
    1947); 4,000 draws of the tables are added up by the weight of the strata. Unlike the bootstrap it also says what a
    stratum may hold in which the coders never differed. Of several coders units are drawn again within strata, 4,000
    times, and there is no interval while a stratum shows a single value.

    Parameters
    ----------
    ratings : array_like
        Units by coders.
    weights : array_like
        As in `weighted_alpha`.
    strata : array_like
        The class that each unit was drawn from.
    categories : sequence, optional
        All that could be chosen; without them those that occur.
    seed : int
        Of numpy's default generator.
    confidence : float
        Between 0 and 1.

    Returns
    -------
    tuple of float
        Low and high; NaN where `weighted_alpha` is NaN, and of several coders where a stratum shows a single value.

    Raises
    ------
    OptionError
        As `weighted_alpha`; also if there is not one stratum for every unit.
    """
    rated = read_ratings(ratings, categories=categories)
    weight = _weights(weights, units=len(rated.codes))
    stratum = np.asarray(strata)
    if stratum.shape != weight.shape:
        msg = message(
            "strata must name the stratum of each of the {n_weight} units, one for every row of the ratings",
            n_weight=len(weight),
        )
        raise OptionError(msg)
    both = (rated.codes >= 0).sum(axis=1) >= 2
    size = len(rated.values)
    if not rated.pairs or len(np.unique(rated.codes[rated.codes >= 0])) < 2:
        return float("nan"), float("nan")
    if len(rated.pairs) > 1:
        tables = _resampled(rated.counts[both], weight[both], stratum[both], seed=seed)
        if tables is None:
            return float("nan"), float("nan")
        return percentile_interval(alpha_of(tables, rated.values, "nominal"), level=confidence)
    a, b = rated.pairs[0]
    drawn = _joint_tables(a * size + b, weight[both], stratum[both], cells=size**2, seed=seed)
    tables = drawn.reshape(_DRAWS, size, size) * len(a)
    return percentile_interval(alpha_of(tables + tables.transpose(0, 2, 1), rated.values, "nominal"), level=confidence)


def _joint_tables(cell: npt.NDArray[np.int64], weight: Array, stratum: Array, *, cells: int, seed: int) -> Array:
    """Draw tables of shares from the posterior of every stratum and add them up by weight, draws by cells."""
    # Example: stratum a weighs 10 with 8 units in cell 0 and 2 in cell 3, stratum b 90 with 5 in cell 0: a draw of a's
    # four shares counts a tenth of one of b's
    generator = np.random.default_rng(seed)
    total = np.zeros((_DRAWS, cells))
    for name in np.unique(stratum):
        inside = stratum == name
        counted = np.bincount(cell[inside], minlength=cells)
        total += weight[inside].sum() / weight.sum() * generator.dirichlet(counted + 1 / cells, size=_DRAWS)
    return total


def _resampled(counts: Array, weight: Array, stratum: Array, *, seed: int) -> Array | None:
    """Draw units again within strata: weighted coincidences, draws by values by values; None of a uniform stratum."""
    generator = np.random.default_rng(seed)
    size, total = counts.shape[1], np.zeros((_DRAWS, counts.shape[1] ** 2))
    for name in np.unique(stratum):
        inside = stratum == name
        n = int(inside.sum())
        if (counts[inside].sum(axis=0) > 0).sum() < 2:
            return None
        times = generator.multinomial(n, np.full(n, 1 / n), size=_DRAWS)
        total += times @ (weight[inside, None] * coincidences(counts[inside]).reshape(n, -1))
    values = counts.sum()
    scaled: Array = total * (values / total.sum(axis=1, keepdims=True))
    return scaled.reshape(_DRAWS, size, size)


def _weights(weights: npt.ArrayLike, *, units: int) -> Array:
    """Read weights; refuse those that do not fit the units."""
    weight = np.asarray(weights, dtype=np.float64)
    if weight.shape != (units,) or not (weight > 0).all() or not np.isfinite(weight).all():
        msg = message("weights must be {units} numbers above 0, one for every unit", units=units)
        raise OptionError(msg)
    return weight
