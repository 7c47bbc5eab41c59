"""Agreement of coders: how far several readings of the same units coincide, beyond what chance would give.

Ratings are a table of units by coders; NaN stands for a unit that a coder left out. A coefficient is NaN where it is
undefined: no unit was read twice, or one value alone occurs, so that nothing could have differed.
"""

from __future__ import annotations

from itertools import combinations
from typing import Literal

import numpy as np
import numpy.typing as npt

from analysis.errors import OptionError
from analysis.measures.contingency import Array
from analysis.measures.inference import percentile_interval
from analysis.options import require_choice

__all__ = [
    "cohen_kappa", "fleiss_kappa", "gwet_ac1", "krippendorff_alpha", "krippendorff_interval", "percent_agreement",
    "prevalence",
]  # fmt: skip

Level = Literal["nominal", "ordinal", "interval"]
_LEVELS = ("nominal", "ordinal", "interval")

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
    # Example: the readings 1 1 0 have three pairs, of which one agrees: 1/3. With counts 1 and 2 of the values, (1 * 0
    # + 2 * 1) / (3 * 2) says the same without listing pairs.
    counts = _counts(ratings)[0]
    read = counts.sum(axis=1)
    twice = read >= 2
    if not twice.any():
        return float("nan")
    counts, read = counts[twice], read[twice]
    return float(((counts * (counts - 1)).sum(axis=1) / (read * (read - 1))).mean())


def krippendorff_alpha(ratings: npt.ArrayLike, *, level: Level = "nominal") -> float:
    """Krippendorff's alpha: 1 - observed disagreement / disagreement expected by chance.

    Computed from the coincidence matrix, so that any number of coders and missing readings are allowed.

    Krippendorff, K. (2011). Computing Krippendorff's alpha-reliability. Ordinal distances are those of his
    section D: squared sums of the ranks between two values, half of the two ends.

    Parameters
    ----------
    ratings : array_like
        Units by coders, NaN for missing.
    level : {"nominal", "ordinal", "interval"}
        What a difference between two values means: different; ranks apart; squared difference.

    Returns
    -------
    float
        At most 1; 0 is chance, below 0 is worse. NaN when no unit was read twice or one value alone occurs.

    Raises
    ------
    OptionError
        If the level is unknown.
    """
    counts, values = _counts(ratings)
    require_choice("level", level, _LEVELS)
    return float(_alphas(_coincidences(counts), np.ones((1, len(counts))), values, level)[0])


def krippendorff_interval(
    ratings: npt.ArrayLike, *, level: Level = "nominal", repeats: int = 2_000, seed: int = 1, confidence: float = 0.95
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
    level : {"nominal", "ordinal", "interval"}
        As in `krippendorff_alpha`.
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
        msg = f"repeats must be 1 or more, not {repeats}"
        raise OptionError(msg)
    counts, values = _counts(ratings)
    require_choice("level", level, _LEVELS)
    # Units enter a resample by how often they are drawn, and two units that were read alike cannot be told apart.
    # Example: 100 units of the patterns "both say 0" (90), "both say 1" (5) and "one each" (5) are drawn as three
    # numbers that add up to 100, a row a resample, in place of 100 units.
    patterns, times = np.unique(counts, axis=0, return_counts=True)  # units read alike weigh alike
    pairs = _coincidences(patterns)
    n = int(times.sum())
    if not np.isfinite(_alphas(pairs, times[None, :].astype(np.float64), values, level)[0]):
        return float("nan"), float("nan")
    generator = np.random.default_rng(seed)
    found = np.concatenate(
        [
            _alphas(pairs, generator.multinomial(n, times / n, size=min(_BLOCK, repeats - start)), values, level)
            for start in range(0, repeats, _BLOCK)
        ]
    )
    defined = found[np.isfinite(found)]
    if len(defined) < (1 - _UNDEFINED) * repeats:
        return float("nan"), float("nan")
    return percentile_interval(defined, level=confidence)


def cohen_kappa(ratings: npt.ArrayLike) -> float:
    """Cohen's kappa (1960) of two coders; for more, the mean over all pairs of coders (Light 1971).

    A pair is compared on the units that both read; pairs that share none are left out. Chance is what the two coders'
    own shares would give.

    Parameters
    ----------
    ratings : array_like
        Units by coders, NaN for missing.

    Returns
    -------
    float
        -1 to 1; NaN when no pair shares a unit, or a pair uses one value alone.
    """
    table = _table(ratings)
    there = ~np.isnan(table)
    pairs = [(a, b) for a, b in combinations(range(table.shape[1]), 2) if (there[:, a] & there[:, b]).any()]
    kappas = [_kappa(table[:, a], table[:, b]) for a, b in pairs]
    return float(np.mean(kappas)) if kappas else float("nan")


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
    counts, values = _counts(ratings)
    if len(values) < 2:
        return float("nan")
    return _corrected(percent_agreement(ratings), float((_shares(counts) ** 2).sum()))


def gwet_ac1(ratings: npt.ArrayLike) -> float:
    """Gwet's AC1 (2008): agreement beyond chance that stays near the observed one when a value is rare.

    Kappa and alpha fall towards 0 when nearly every unit gets the same value, however often coders agree; AC1 does
    not, because its chance is sum(share (1 - share)) / (values - 1). Missing readings as in Gwet (2014), Handbook of
    inter-rater reliability, 4th ed. Only values that occur are counted.

    Parameters
    ----------
    ratings : array_like
        Units by coders, NaN for missing.

    Returns
    -------
    float
        At most 1; NaN when no unit was read twice or one value alone occurs.
    """
    counts, values = _counts(ratings)
    if len(values) < 2:
        return float("nan")
    shares = _shares(counts)
    # Example: of 100 units two coders mark five each, none in common. They agree on 90%, with shares 95% and 5%. Chance
    # is 0.905 for Fleiss, whose kappa is -0.05, and 2 * 0.95 * 0.05 / (2 - 1) = 0.095 here: AC1 is 0.89.
    return _corrected(percent_agreement(ratings), float((shares * (1 - shares)).sum() / (len(values) - 1)))


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
    """
    table = _table(ratings)
    read = table[~np.isnan(table)]
    return float((read > 0).mean()) if len(read) else float("nan")


def _table(ratings: npt.ArrayLike) -> Array:
    """Return ratings as a table of numbers; refuse other shapes."""
    table = np.asarray(ratings, dtype=np.float64)
    if table.ndim != 2:
        msg = f"ratings must be a table of units by coders, not an array with {table.ndim} dimension(s)"
        raise OptionError(msg)
    return table


def _counts(ratings: npt.ArrayLike) -> tuple[Array, Array]:
    """Count how often each unit got each value, as units by values, and list the values."""
    # Example: the readings 1 1 0 and 0 NaN 0 give [[1, 2], [2, 0]] and the values 0, 1
    table = _table(ratings)
    values = np.unique(table[~np.isnan(table)])
    return (table[:, :, None] == values).sum(axis=1).astype(np.float64), values


def _shares(counts: Array) -> Array:
    """Compute the mean share of each value among the readings of a unit."""
    read = counts.sum(axis=1)
    return np.asarray((counts[read > 0] / read[read > 0, None]).mean(axis=0))


def _coincidences(counts: Array) -> Array:
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
    margins = taken.sum(axis=2)
    total = margins.sum(axis=1)
    expected = margins[:, :, None] * margins[:, None, :]
    apart = _distances(margins, values, level)
    with np.errstate(invalid="ignore", divide="ignore"):
        observed = (taken * apart).sum(axis=(1, 2))
        chance = (expected * apart).sum(axis=(1, 2)) / (total - 1)
        return np.where(chance > 0, 1 - observed / chance, np.nan)


def _distances(margins: Array, values: Array, level: Level) -> Array:
    """Compute squared distances between values, a table for every row of margins."""
    if level == "nominal":
        return np.broadcast_to(1.0 - np.eye(len(values)), (len(margins), len(values), len(values)))
    # ordinal: half of a value's own readings and all below it; margins 2, 4, 2 put the values at 1, 4 and 7
    places = values[None, :] if level == "interval" else np.cumsum(margins, axis=1) - margins / 2
    return np.asarray((places[:, :, None] - places[:, None, :]) ** 2)


def _kappa(a: Array, b: Array) -> float:
    """Compute Cohen's kappa of two columns."""
    # Example: 1 1 0 0 and 1 0 0 0 agree on 3 of 4; the coders' own shares of 1, 1/2 and 1/4, would give 1/2 * 1/4 + 1/2
    # * 3/4 = 1/2; kappa is (3/4 - 1/2) / (1 - 1/2) = 1/2
    both = ~np.isnan(a) & ~np.isnan(b)
    a, b = a[both], b[both]
    values = np.union1d(a, b)
    chance = sum(float((a == v).mean() * (b == v).mean()) for v in values)
    return _corrected(float((a == b).mean()), chance)


def _corrected(observed: float, chance: float) -> float:
    """Compute agreement beyond chance as a share of what was possible."""
    return (observed - chance) / (1 - chance) if chance < 1 else float("nan")
