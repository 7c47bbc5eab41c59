"""Agreement of any number of coders: how far their readings of the same units coincide, beyond chance.

Ratings are a table of units by coders, of numbers or of names such as "찬성"; NaN, None and an empty name stand for a
unit that a coder left out. A coefficient is NaN where it is undefined: no unit was read twice, or one value alone
occurs, so that nothing could have differed. What is defined for pairs of coders stands in `kappa`, Gwet's coefficients
in `gwet`.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from analysis.errors import OptionError
from analysis.measures.contingency import Array
from analysis.measures.inference import percentile_interval
from analysis.measures.ratings import Categories, Level, read_ratings, require_level
from analysis.messages import message

__all__ = [
    "fleiss_kappa", "krippendorff_alpha", "krippendorff_disagreement", "krippendorff_interval",
    "percent_agreement", "prevalence", "randolph_kappa",
]  # fmt: skip

_BLOCK = 256  # resamples at a time
_UNDEFINED = 0.05  # share of resamples without variation above which there is no interval


def percent_agreement(ratings: npt.ArrayLike) -> float:
    """Share of the pairs of readings of a unit that agree, the mean over units read at least twice.

    For two coders the share of units on which they agree; for more, the observed agreement of Fleiss (1971), in
    Gwet's (2014) form for missing readings. It does not correct for chance.

    Parameters
    ----------
    ratings : array_like
        Units by coders, NaN for missing.

    Returns
    -------
    float
        0 to 1; NaN when no unit was read twice.
    """
    return _percent(read_ratings(ratings).counts)


def krippendorff_alpha(
    ratings: npt.ArrayLike, *, level: Level = "nominal", categories: Categories | None = None
) -> float:
    """Krippendorff's alpha: 1 - observed disagreement / disagreement expected by chance.

    Computed from the coincidence matrix, so that any number of coders, values and missing readings are allowed.

    Krippendorff, K. (2011). Computing Krippendorff's alpha-reliability. Ordinal distances are those of his
    section D: squared sums of the ranks between two values, half of the two ends.

    Parameters
    ----------
    ratings : array_like
        Units by coders, numbers or names, NaN for missing.
    level : {"nominal", "ordinal", "interval", "ratio"}
        What a difference between two values means: different; ranks apart; squared difference; squared difference over
        the squared sum.
    categories : sequence, optional
        Names from low to high, which level "ordinal" needs.

    Returns
    -------
    float
        At most 1; 0 is chance, below 0 is worse. NaN when no unit was read twice or one value alone occurs.

    Raises
    ------
    OptionError
        If the level is unknown, or is none that the values have: names have no distances.
    """
    rated = read_ratings(ratings, categories=categories)
    require_level(rated, level)
    return float(_alphas(coincidences(rated.counts), np.ones((1, len(rated.codes))), rated.values, level)[0])


def krippendorff_disagreement(
    ratings: npt.ArrayLike, *, level: Level = "nominal", categories: Categories | None = None
) -> tuple[float, float]:
    """Observed and expected disagreement, of which Krippendorff's alpha is 1 - observed / expected.

    Krippendorff, K. (2011): mean squared distance of two readings of a unit, and of any two readings.

    Parameters
    ----------
    ratings : array_like
        Units by coders, numbers or names, NaN for missing.
    level : {"nominal", "ordinal", "interval", "ratio"}
        What a difference between two values means: different; ranks apart; squared difference; squared difference over
        the squared sum.
    categories : sequence, optional
        Names from low to high, which level "ordinal" needs.

    Returns
    -------
    tuple of float
        Do and De, shares of pairs for nominal values, squared distances for others; NaN when no unit was read twice.

    Raises
    ------
    OptionError
        As `krippendorff_alpha`.
    """
    rated = read_ratings(ratings, categories=categories)
    require_level(rated, level)
    taken = coincidences(rated.counts).sum(axis=0)
    total = float(taken.sum())
    if not total:
        return float("nan"), float("nan")
    observed, expected = _disagreement(taken[None], rated.values, level)
    return float(observed[0]) / total, float(expected[0]) / total


def krippendorff_interval(
    ratings: npt.ArrayLike,
    *,
    level: Level = "nominal",
    categories: Categories | None = None,
    repeats: int = 2_000,
    seed: int = 1,
    confidence: float = 0.95,
) -> tuple[float, float]:
    """Bootstrap interval of Krippendorff's alpha: units are drawn again, each with all its readings.

    Percentile interval; resamples in which one value alone occurs have no alpha and are left out. (Krippendorff's own
    procedure draws pairs of values instead; resampling units also carries how units differ.)

    Zapf, A. et al. (2016). Measuring inter-rater reliability for nominal data. BMC Medical Research Methodology 16:93,
    recommend the bootstrap over units.

    Parameters
    ----------
    ratings : array_like
        Units by coders, NaN for missing.
    level, categories : see `krippendorff_alpha`
        As there.
    repeats : int
        Resamples.
    seed : int
        Of numpy's default generator.
    confidence : float
        Between 0 and 1.

    Returns
    -------
    tuple of float
        Low and high; both NaN where alpha is, or where more than one resample in twenty has none.

    Raises
    ------
    OptionError
        If the level is unknown or there are no resamples.
    """
    if repeats < 1:
        msg = message("repeats must be 1 or more, not {repeats}", repeats=repeats)
        raise OptionError(msg)
    rated = read_ratings(ratings, categories=categories)
    require_level(rated, level)
    # Units enter a resample by how often they are drawn, and two units that were read alike cannot be told apart.
    # Example: 100 units of the patterns "both say 0" (90), "both say 1" (5) and "one each" (5) are drawn as three
    # numbers that add up to 100, a row a resample, in place of 100 units.
    patterns, times = np.unique(rated.counts, axis=0, return_counts=True)  # units read alike weigh alike
    pairs = coincidences(patterns)
    n = int(times.sum())
    if not np.isfinite(_alphas(pairs, times[None, :].astype(np.float64), rated.values, level)[0]):
        return float("nan"), float("nan")
    generator = np.random.default_rng(seed)
    found = np.concatenate(
        [
            _alphas(pairs, generator.multinomial(n, times / n, size=min(_BLOCK, repeats - start)), rated.values, level)
            for start in range(0, repeats, _BLOCK)
        ]
    )
    defined = found[np.isfinite(found)]
    if len(defined) < (1 - _UNDEFINED) * repeats:
        return float("nan"), float("nan")
    return percentile_interval(defined, level=confidence)


def fleiss_kappa(ratings: npt.ArrayLike) -> float:
    """Fleiss' kappa (1971), for two coders Scott's pi: chance is what the shares of the values among all would give.

    Coders need not be the same for every unit. Missing readings as in Gwet (2014), Handbook of inter-rater
    reliability, 4th ed.: a unit counts with the shares of the readings that it has.

    Parameters
    ----------
    ratings : array_like
        Units by coders, NaN for missing.

    Returns
    -------
    float
        At most 1; NaN when no unit was read twice or one value alone occurs.
    """
    rated = read_ratings(ratings)
    if len(rated.values) < 2:
        return float("nan")
    return corrected(_percent(rated.counts), float((mean_shares(rated.counts) ** 2).sum()))


def randolph_kappa(ratings: npt.ArrayLike, *, categories: Categories | None = None) -> float:
    """Randolph's free-marginal kappa (2005): chance is 1 / categories, however often each is chosen.

    Of two coders it is S of Bennett, Alpert & Goldstein (1954), and the coefficient of Brennan & Prediger (1981). For
    coders who were told nothing of how often a category should come. Missing readings as in `percent_agreement`.

    Parameters
    ----------
    ratings : array_like
        Units by coders, numbers or names, NaN for missing.
    categories : sequence, optional
        All that could be chosen; without them those that occur.

    Returns
    -------
    float
        -1 / (categories - 1) to 1; NaN when no unit was read twice or there is a single category.

    Raises
    ------
    OptionError
        If a rating is none of `categories`.
    """
    rated = read_ratings(ratings, categories=categories)
    return corrected(_percent(rated.counts), 1 / max(len(rated.values), 1))


def prevalence(ratings: npt.ArrayLike) -> float:
    """Share of all readings above 0, such as "the frame is present".

    Parameters
    ----------
    ratings : array_like
        Units by coders, NaN for missing.

    Returns
    -------
    float
        0 to 1; NaN without a reading.

    Raises
    ------
    OptionError
        If the ratings are names.
    """
    rated = read_ratings(ratings)
    if rated.named:
        msg = message("prevalence needs numbers, of which those above 0 say present, and the ratings are names")
        raise OptionError(msg)
    read = rated.values[rated.codes[rated.codes >= 0]]
    return float((read > 0).mean()) if len(read) else float("nan")


def corrected(observed: float, chance: float) -> float:
    """Compute agreement beyond chance as a share of what was possible."""
    return (observed - chance) / (1 - chance) if chance < 1 else float("nan")


def mean_shares(counts: Array) -> Array:
    """Compute the mean share of each value among the readings of a unit."""
    read = counts.sum(axis=1)
    return np.asarray((counts[read > 0] / read[read > 0, None]).mean(axis=0))


def _percent(counts: Array) -> float:
    """Compute the percent agreement of counts, units by values."""
    # Example: the readings 1 1 0 have three pairs, of which one agrees: 1/3. With counts 1 and 2 of the values, (1 * 0
    # + 2 * 1) / (3 * 2) says the same without listing pairs.
    read = counts.sum(axis=1)
    twice = read >= 2
    if not twice.any():
        return float("nan")
    counts, read = counts[twice], read[twice]
    return float(((counts * (counts - 1)).sum(axis=1) / (read * (read - 1))).mean())


def coincidences(counts: Array) -> Array:
    """Compute the coincidences of every unit: pairs of values over readings - 1, as units by values by values."""
    # Example: readings 1 1 0, counts 1 and 2 of the values 0 and 1: the pairs 01 and 10 come 2 / 2 times each, 11 2 / 2
    # times and 00 never, [[0, 1], [1, 1]], which sum to the number of readings. A unit read once has none.
    read = counts.sum(axis=1)
    pairs = counts[:, :, None] * counts[:, None, :]
    at = np.arange(counts.shape[1])
    pairs[:, at, at] -= counts
    return np.asarray(pairs / np.where(read > 1, read - 1, 1)[:, None, None] * (read > 1)[:, None, None])


def _alphas(pairs: Array, times: npt.ArrayLike, values: Array, level: Level) -> Array:
    """Compute alpha for every row of `times`, which says how often each unit is taken."""
    # Rows of `times` are resamples, columns units; `taken` is resamples by values by values. Example: the units 1 1 0
    # and 0 0 taken once add up to [[2, 1], [1, 1]], margins 3 and 2 of 5 readings. Observed disagreement is the sum off
    # the diagonal, 2; by chance it would be 2 * 3 * 2 / (5 - 1) = 3; alpha is 1 - 2/3.
    taken = np.tensordot(np.asarray(times, dtype=np.float64), pairs, axes=1)
    return alpha_of(taken, values, level)


def alpha_of(taken: Array, values: Array, level: Level) -> Array:
    """Compute alpha of every table of coincidences, tables by values by values."""
    observed, chance = _disagreement(taken, values, level)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(chance > 0, 1 - observed / chance, np.nan)


def _disagreement(taken: Array, values: Array, level: Level) -> tuple[Array, Array]:
    """Sum the distances of the pairs taken, and of as many by chance, for every table of coincidences."""
    margins = taken.sum(axis=2)
    total = margins.sum(axis=1)
    expected = margins[:, :, None] * margins[:, None, :]
    apart = _distances(margins, values, level)
    with np.errstate(invalid="ignore", divide="ignore"):
        return (taken * apart).sum(axis=(1, 2)), (expected * apart).sum(axis=(1, 2)) / (total - 1)


def _distances(margins: Array, values: Array, level: Level) -> Array:
    """Compute squared distances between values, a table for every row of margins."""
    if level == "nominal":
        return np.broadcast_to(1.0 - np.eye(len(values)), (len(margins), len(values), len(values)))
    if level == "ratio":
        # 1 and 3 are (2 / 4)^2 apart, as are 10 and 30; 0 is 1 apart from all others
        sums = values[:, None] + values
        return np.asarray(((values[:, None] - values) / np.where(sums > 0, sums, 1)) ** 2)[None]
    # ordinal: half of a value's own readings and all below it; margins 2, 4, 2 put the values at 1, 4 and 7
    places = values[None, :] if level == "interval" else np.cumsum(margins, axis=1) - margins / 2
    return np.asarray((places[:, :, None] - places[:, None, :]) ** 2)
