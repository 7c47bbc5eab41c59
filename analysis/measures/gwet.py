"""Gwet's AC1 and AC2: agreement beyond chance that stays near the observed one when a value is rare, with its error.

Kappa and alpha fall towards 0 when nearly every unit gets the same value, however often coders agree; these do not.
Ratings are read as in `agreement`. Formulas and missing readings as in Gwet (2014), Handbook of inter-rater
reliability, 4th ed.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy import special

from analysis.measures.agreement import corrected, mean_shares
from analysis.measures.contingency import Array
from analysis.measures.ratings import Categories, Weights, agreement_weights, read_ratings

__all__ = ["gwet_ac1", "gwet_ac2", "gwet_error", "gwet_interval"]


def gwet_ac1(ratings: npt.ArrayLike, *, categories: Categories | None = None) -> float:
    """Gwet's AC1 (2008), whose chance is sum(share (1 - share)) / (values - 1).

    Parameters
    ----------
    ratings : array_like
        Units by coders, numbers or names, NaN for missing.
    categories : sequence, optional
        All that could be chosen; without them those that occur.

    Returns
    -------
    float
        At most 1; NaN when no unit was read twice, or there is a single value.

    Raises
    ------
    OptionError
        If a rating is none of `categories`.
    """
    # Example: of 100 units two coders mark five each, none in common. They agree on 90%, with shares 95% and 5%. Chance
    # is 0.905 for Fleiss, whose kappa is -0.05, and 2 * 0.95 * 0.05 / (2 - 1) = 0.095 here: AC1 is 0.89.
    return gwet_ac2(ratings, weights="none", categories=categories)


def gwet_ac2(ratings: npt.ArrayLike, *, weights: Weights = "quadratic", categories: Categories | None = None) -> float:
    """Gwet's AC2 (2014): AC1 for ordered categories, of which near ones agree in part.

    Chance is sum(weights) / (k (k - 1)) * sum(share (1 - share)); weights as in `weighted_kappa`, by place in order.

    Parameters
    ----------
    ratings : array_like
        Units by coders, numbers or names, NaN for missing.
    weights : {"quadratic", "linear", "none"} or array_like
        "none" gives AC1.
    categories : sequence, optional
        All that could be chosen, from low to high; without them those that occur.

    Returns
    -------
    float
        At most 1; NaN when no unit was read twice, or there is a single value.

    Raises
    ------
    OptionError
        If the weights are unknown or do not fit, or a rating is none of `categories`.
    """
    return _linearised(ratings, weights, categories)[0]


def gwet_error(ratings: npt.ArrayLike, *, weights: Weights = "none", categories: Categories | None = None) -> float:
    """Compute the standard error of AC1, or of AC2 with weights, over units.

    That of the linearised coefficient (Gwet 2008). Units are the sample, coders are those there are.

    Parameters
    ----------
    ratings : array_like
        Units by coders, numbers or names, NaN for missing.
    weights, categories : see `gwet_ac2`
        As there.

    Returns
    -------
    float
        0 where coders agree on every unit; NaN where the coefficient is, and below two units.

    Raises
    ------
    OptionError
        As `gwet_ac2`.
    """
    value, parts = _linearised(ratings, weights, categories)
    if np.isnan(value) or len(parts) < 2:
        return float("nan")
    return float(np.sqrt(((parts - value) ** 2).sum() / (len(parts) * (len(parts) - 1))))


def gwet_interval(
    ratings: npt.ArrayLike,
    *,
    weights: Weights = "none",
    categories: Categories | None = None,
    confidence: float = 0.95,
) -> tuple[float, float]:
    """Interval of AC1, or of AC2 with weights: value and error with Student's t of units - 1, cut at 1.

    Parameters
    ----------
    ratings : array_like
        Units by coders, numbers or names, NaN for missing.
    weights, categories : see `gwet_ac2`
        As there.
    confidence : float
        Between 0 and 1.

    Returns
    -------
    tuple of float
        Low and high; NaN where the error is, or is 0: where coders never differ it says nothing of other units.

    Raises
    ------
    OptionError
        As `gwet_ac2`.
    """
    value, parts = _linearised(ratings, weights, categories)
    error = gwet_error(ratings, weights=weights, categories=categories)
    if not error > 0:
        return float("nan"), float("nan")
    half = float(special.stdtrit(len(parts) - 1, (1 + confidence) / 2)) * error
    return value - half, min(1.0, value + half)


def _linearised(ratings: npt.ArrayLike, weights: Weights, categories: Categories | None) -> tuple[float, Array]:
    """Compute the coefficient, and the part of every unit in it, of which it is about the mean."""
    rated = read_ratings(ratings, categories=categories)
    size, counts = len(rated.values), rated.counts
    given = agreement_weights(weights, size=size)
    counts = counts[counts.sum(axis=1) > 0]
    read = counts.sum(axis=1)
    twice = read >= 2
    if size < 2 or not twice.any():
        return float("nan"), np.empty(0)
    # Example: the readings 1 1 0, counts 1 and 2: of six ordered pairs 1 * 0 + 2 * 1 agree, 1/3; with weights each
    # reading also agrees in part with the others.
    agree = (counts * (counts @ given - 1)).sum(axis=1) / np.where(twice, read * (read - 1), 1)
    observed = float(agree[twice].mean())
    shares = mean_shares(counts)
    scale = given.sum() / (size * (size - 1))
    chance = float(scale * (shares * (1 - shares)).sum())
    value = corrected(observed, chance)
    own = np.where(twice, len(read) / twice.sum() * (agree - chance) / (1 - chance), 0.0)
    drift = scale * ((counts / read[:, None]) @ (1 - shares)) - chance
    return value, np.asarray(own - 2 * (1 - value) * drift / (1 - chance))
