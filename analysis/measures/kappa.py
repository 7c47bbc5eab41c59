"""Agreement of pairs of coders: Holsti's coefficient, Scott's pi, Cohen's kappa plain and weighted, and its error.

For more than two coders each is the mean over all pairs (Light 1971), of which those that share no unit are left out.
Ratings are read as in `agreement`: units by coders, numbers or names, NaN, None or an empty name for missing.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
import numpy.typing as npt
from scipy import special

from analysis.measures.agreement import corrected, mean_shares
from analysis.measures.contingency import Array
from analysis.measures.ratings import Categories, Ratings, Weights, agreement_weights, read_ratings
from analysis.options import require_choice

__all__ = ["chance_agreement", "cohen_kappa", "holsti", "kappa_error", "kappa_interval", "scott_pi", "weighted_kappa"]

Chance = Literal["cohen", "scott", "fleiss", "randolph", "gwet"]
_Column = npt.NDArray[np.int64]


def holsti(ratings: npt.ArrayLike) -> float:
    """Holsti's coefficient of reliability (1969, p. 140), 2M / (N1 + N2): agreements over decisions.

    M are the units on which two coders agree, N1 and N2 all that each coded. Where both coded the same units it is the
    percent agreement. It does not correct for chance: report it beside a coefficient that does, never in its place.

    Parameters
    ----------
    ratings : array_like
        Units by coders, numbers or names, NaN for missing.

    Returns
    -------
    float
        0 to 1, the mean over pairs of coders; NaN when no pair shares a unit.
    """
    # Example: 100 and 110 units coded, 80 of them alike: 160 / 210. A unit that one coder left out counts in one N.
    codes = read_ratings(ratings).codes
    there = codes >= 0
    read = there.sum(axis=0)
    found = [
        2 * float((codes[both, a] == codes[both, b]).sum()) / float(read[a] + read[b])
        for a in range(codes.shape[1])
        for b in range(a + 1, codes.shape[1])
        if (both := there[:, a] & there[:, b]).any()
    ]
    return float(np.mean(found)) if found else float("nan")


def scott_pi(ratings: npt.ArrayLike) -> float:
    """Scott's pi (1955): agreement beyond what the shares of the values, both coders taken together, would give.

    A pair is compared on the units that both read. `fleiss_kappa` is its form for several coders at once; here several
    coders are the mean over pairs.

    Parameters
    ----------
    ratings : array_like
        Units by coders, numbers or names, NaN for missing.

    Returns
    -------
    float
        At most 1; NaN when no pair shares a unit, or a pair uses one value alone.
    """
    return _mean([corrected(float((a == b).mean()), _pooled_chance(a, b)) for a, b in read_ratings(ratings).pairs])


def cohen_kappa(ratings: npt.ArrayLike) -> float:
    """Cohen's kappa (1960) of two coders; for more, the mean over all pairs of coders (Light 1971).

    A pair is compared on the units that both read; pairs that share none are left out. Chance is what the two coders'
    own shares would give.

    Parameters
    ----------
    ratings : array_like
        Units by coders, numbers or names, NaN for missing.

    Returns
    -------
    float
        -1 to 1; NaN when no pair shares a unit, or a pair uses one value alone.
    """
    return _mean([corrected(float((a == b).mean()), _own_chance(a, b)) for a, b in read_ratings(ratings).pairs])


def weighted_kappa(
    ratings: npt.ArrayLike, *, weights: Weights = "linear", categories: Categories | None = None
) -> float:
    """Cohen's weighted kappa (1968): categories that lie near each other agree in part.

    Agreement weights by place in the order of the categories: linear 1 - |i - j| / (k - 1), Cicchetti & Allison (1971);
    quadratic 1 - (i - j)^2 / (k - 1)^2, Fleiss & Cohen (1973). Numbers are ordered by size, names as in `categories`.

    Parameters
    ----------
    ratings : array_like
        Units by coders, numbers or names, NaN for missing.
    weights : {"linear", "quadratic", "none"} or array_like
        "none" gives plain kappa; or a table of categories by categories, 1 for full agreement.
    categories : sequence, optional
        All that could be chosen, from low to high; without them those that occur. A category that nobody chose still
        moves its neighbours apart.

    Returns
    -------
    float
        At most 1, the mean over pairs of coders; NaN when no pair shares a unit, or chance agreement is full.

    Raises
    ------
    OptionError
        If the weights are unknown or do not fit, or a rating is none of `categories`.
    """
    rated = read_ratings(ratings, categories=categories)
    given = agreement_weights(weights, size=len(rated.values))
    kappas = []
    for a, b in rated.pairs:
        joint = _joint(a, b, size=len(rated.values))
        chance = float((given * np.outer(joint.sum(axis=1), joint.sum(axis=0))).sum())
        kappas.append(corrected(float((given * joint).sum()), chance))
    return _mean(kappas)


def kappa_error(ratings: npt.ArrayLike, *, weights: Weights = "none", categories: Categories | None = None) -> float:
    """Compute the standard error of Cohen's kappa, plain or weighted, of two coders.

    Fleiss, J. L., Cohen, J. & Everitt, B. S. (1969). Large sample standard errors of kappa and weighted kappa.
    Psychological Bulletin 72(5): the error for intervals, not the one under kappa = 0.

    Parameters
    ----------
    ratings : array_like
        Units by two coders, numbers or names, NaN for missing.
    weights, categories : see `weighted_kappa`
        As there.

    Returns
    -------
    float
        0 where the coders agree on every unit; NaN where kappa is, and unless exactly two coders share units.

    Raises
    ------
    OptionError
        As `weighted_kappa`.
    """
    rated = read_ratings(ratings, categories=categories)
    given = agreement_weights(weights, size=len(rated.values))
    if len(rated.pairs) != 1:
        return float("nan")
    a, b = rated.pairs[0]
    joint = _joint(a, b, size=len(rated.values))
    rows, columns = joint.sum(axis=1), joint.sum(axis=0)
    chance = float((given * np.outer(rows, columns)).sum())
    kappa = corrected(float((given * joint).sum()), chance)
    if np.isnan(kappa):
        return kappa
    # Mean weights: of a first coder's category over the second's shares, and the other way round. Example: unweighted,
    # with shares .5 .5 and .25 .75, they are the other coder's share of the same category, .25 .75 and .5 .5.
    means = (given @ columns)[:, None] + (rows @ given)[None, :]
    spread = float((joint * (given - means * (1 - kappa)) ** 2).sum()) - (kappa - chance * (1 - kappa)) ** 2
    return float(np.sqrt(max(spread, 0.0) / len(a)) / (1 - chance))


def kappa_interval(
    ratings: npt.ArrayLike,
    *,
    weights: Weights = "none",
    categories: Categories | None = None,
    confidence: float = 0.95,
) -> tuple[float, float]:
    """Interval of Cohen's kappa, plain or weighted, of two coders: value and `kappa_error` with the normal quantile.

    Parameters
    ----------
    ratings, weights, categories : see `kappa_error`
        As there.
    confidence : float
        Between 0 and 1.

    Returns
    -------
    tuple of float
        Low and high, not cut at 1; NaN where the error is, or is 0: where coders never differ it says nothing of other
        units.

    Raises
    ------
    OptionError
        As `weighted_kappa`.
    """
    error = kappa_error(ratings, weights=weights, categories=categories)
    if not error > 0:
        return float("nan"), float("nan")
    value = weighted_kappa(ratings, weights=weights, categories=categories)
    half = float(special.ndtri((1 + confidence) / 2)) * error
    return value - half, value + half


def chance_agreement(ratings: npt.ArrayLike, *, of: Chance, categories: Categories | None = None) -> float:
    """Agreement that a coefficient expects by chance, where the observed one is the percent agreement.

    Parameters
    ----------
    ratings : array_like
        Units by coders, numbers or names, NaN for missing.
    of : {"cohen", "scott", "fleiss", "randolph", "gwet"}
        The coefficient: `cohen_kappa` and `scott_pi` (means over pairs), `fleiss_kappa`, `randolph_kappa`, `gwet_ac1`.
    categories : sequence, optional
        All that could be chosen, which "randolph" and "gwet" count; without them those that occur.

    Returns
    -------
    float
        0 to 1; NaN when no pair shares a unit, or there is no reading.

    Raises
    ------
    OptionError
        If `of` is unknown, or a rating is none of `categories`.
    """
    require_choice("of", of, ("cohen", "scott", "fleiss", "randolph", "gwet"))
    rated = read_ratings(ratings, categories=categories)
    if of in {"cohen", "scott"}:
        chance = _own_chance if of == "cohen" else _pooled_chance
        return _mean([chance(a, b) for a, b in rated.pairs])
    return _chance_among_all(rated, of) if (rated.codes >= 0).any() else float("nan")


def _chance_among_all(rated: Ratings, of: Chance) -> float:
    """Compute the chance agreement of a coefficient that takes all coders together."""
    size, shares = len(rated.values), mean_shares(rated.counts)
    if of == "randolph":
        return 1 / size
    if of == "fleiss":
        return float((shares**2).sum())
    return float((shares * (1 - shares)).sum() / (size - 1)) if size > 1 else float("nan")


def _own_chance(a: _Column, b: _Column) -> float:
    """Compute Cohen's chance agreement of two columns, from each coder's own shares."""
    # Example: 1 1 0 0 and 1 0 0 0 agree on 3 of 4; the coders' own shares of 1, 1/2 and 1/4, would give 1/2 * 1/4 + 1/2
    # * 3/4 = 1/2; kappa is (3/4 - 1/2) / (1 - 1/2) = 1/2
    return sum(float((a == v).mean() * (b == v).mean()) for v in np.union1d(a, b))


def _pooled_chance(a: _Column, b: _Column) -> float:
    """Compute Scott's chance agreement of two columns, from the shares of both together."""
    # Example: 1 1 0 0 and 1 0 0 0: the shares of 1 and 0 are 3/8 and 5/8; chance is 9/64 + 25/64
    return sum(float((((a == v).mean() + (b == v).mean()) / 2) ** 2) for v in np.union1d(a, b))


def _joint(a: _Column, b: _Column, *, size: int) -> Array:
    """Tabulate the shares of two coders' categories, the first by the second."""
    return np.asarray(np.bincount(a * size + b, minlength=size * size).reshape(size, size) / len(a))


def _mean(values: list[float]) -> float:
    """Average over pairs of coders; NaN without any."""
    return float(np.mean(values)) if values else float("nan")
