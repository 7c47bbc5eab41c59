"""Maps of distances: places in a plane that lie as far apart as what they stand for."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from analysis.equality import NanEqual
from analysis.measures.contingency import Array
from analysis.measures.trees import read_distances
from analysis.options import require_whole

__all__ = ["Scaled", "classical_scaling", "smacof"]

_STEPS = 1000
_STILL = 1e-9  # by which the stress of a step must fall to go on
_NOTHING = 1e-12


@dataclass(frozen=True, eq=False)
class Scaled(NanEqual):
    """Places of items, and how well they keep the distances.

    Attributes
    ----------
    places : ndarray
        Items by two dimensions, centred. Of the classical map the first dimension holds more than the second, and of
        each the item that lies farthest out is on the positive side; SMACOF's is turned to that.
    stress1 : float
        Kruskal's stress-1 with the distances on their best scale, sqrt(1 - (sum d delta)^2 / (sum d^2 sum delta^2)).
    stress_item : ndarray
        Share of the squared misfit in the pairs of each item; they sum to 1. NaN where nothing misfits.
    share : float
        Classical: the two eigenvalues over the sum of those above 0. SMACOF: 1 - stress1^2, the share of the squared
        distances that the map accounts for.
    eigenvalues : ndarray
        Classical: of the doubly centred table, falling; those below 0 say that the distances are not Euclidean. Of
        SMACOF, those of the classical map that it is turned to.
    """

    places: Array
    stress1: float
    stress_item: Array
    share: float
    eigenvalues: Array


def classical_scaling(distance: npt.ArrayLike) -> Scaled:
    """Map distances by the two largest eigenvalues of -1/2 J D^2 J.

    Torgerson, W. S. (1952). Multidimensional scaling: I. Theory and method. Psychometrika 17(4).

    Parameters
    ----------
    distance : array_like
        Square, symmetric, 0 on the diagonal.

    Returns
    -------
    Scaled
        A dimension whose eigenvalue is not above 0 is all zeros.

    Raises
    ------
    OptionError
        If the distances are none.

    Examples
    --------
    >>> classical_scaling([[0, 3, 4], [3, 0, 5], [4, 5, 0]]).eigenvalues.round(4).tolist()
    [12.9641, 3.7025, 0.0]
    """
    matrix = read_distances(distance)
    n = len(matrix)
    centre = np.eye(n) - 1 / max(n, 1)
    values, vectors = np.linalg.eigh(-0.5 * centre @ matrix**2 @ centre)
    values, vectors = values[::-1], vectors[:, ::-1]
    largest = float(np.abs(values).max(initial=0.0))
    values = np.where(np.abs(values) < _NOTHING * max(largest, 1.0), 0.0, values)
    places = np.zeros((n, 2))
    kept = min(2, n)
    places[:, :kept] = vectors[:, :kept] * np.sqrt(np.maximum(values[:kept], 0.0))
    above = float(values[values > 0].sum())
    share = float(np.maximum(values[:2], 0.0).sum()) / above if above else math.nan
    return _scaled(_signed(places), matrix, values, share)


def smacof(distance: npt.ArrayLike, *, starts: int = 20, seed: int = 1) -> Scaled:
    """Map distances so that the squared differences to those of the map are least (metric, ratio scale).

    Majorisation by the Guttman transform, from the classical map and from random places, of which the best is kept; it
    is then turned (Procrustes, without stretching) to the classical map, so that the same distances give the same
    picture.

    De Leeuw, J. & Mair, P. (2009). Multidimensional scaling using majorization: SMACOF in R. Journal of Statistical
    Software 31(3). Kruskal, J. B. (1964). Psychometrika 29, for stress-1. Borg, I. & Groenen, P. (2005). Modern
    multidimensional scaling, 2nd ed.

    Parameters
    ----------
    distance : array_like
        Square, symmetric, 0 on the diagonal.
    starts : int
        Starts in all, the classical one among them.
    seed : int
        Of the random ones.

    Returns
    -------
    Scaled
        The best map of all starts.

    Raises
    ------
    OptionError
        If the distances are none, or `starts` is below 1.
    """
    require_whole("starts", starts, least=1)
    matrix = read_distances(distance)
    first = classical_scaling(matrix)
    draw = np.random.default_rng(seed)
    spread = float(np.sqrt((matrix**2).mean())) or 1.0
    begun = [first.places, *(draw.normal(scale=spread, size=(len(matrix), 2)) for _ in range(starts - 1))]
    found = [_descended(matrix, places) for places in begun]
    _, best = min(found, key=lambda one: round(one[0], 12))  # of equal ones the first
    best = best - best.mean(axis=0)
    u, _, vt = np.linalg.svd(best.T @ first.places)
    places = best @ (u @ vt)
    stress = _stress1(matrix, places)
    return _scaled(places, matrix, first.eigenvalues, 1 - stress**2)


def _descended(matrix: Array, places: Array) -> tuple[float, Array]:
    """Improve places until the squared misfit stands still."""
    before = math.inf
    n = len(matrix)
    for _ in range(_STEPS):
        apart = _between(places)
        raw = float(((matrix - apart) ** 2).sum()) / 2
        if before - raw < _STILL * max(float((matrix**2).sum()) / 2, _NOTHING):
            break
        before = raw
        ratio = np.divide(matrix, apart, out=np.zeros_like(matrix), where=apart > _NOTHING)
        guttman = -ratio
        np.fill_diagonal(guttman, ratio.sum(axis=1))
        places = guttman @ places / n
    return raw, places


def _between(places: Array) -> Array:
    """Distances of all places."""
    return np.asarray(np.sqrt(((places[:, None] - places) ** 2).sum(axis=-1)))


def _stress1(matrix: Array, places: Array) -> float:
    """Kruskal's stress-1 of a map; NaN where all places, or all items, are one."""
    apart = _between(places)
    squares = float((apart**2).sum()) * float((matrix**2).sum())
    if squares <= 0:
        return math.nan
    return math.sqrt(max(0.0, 1 - float((apart * matrix).sum()) ** 2 / squares))


def _scaled(places: Array, matrix: Array, eigenvalues: Array, share: float) -> Scaled:
    """Add how well a map keeps the distances."""
    apart = _between(places)
    total = float((matrix**2).sum())
    scale = float((apart * matrix).sum()) / total if total else 0.0
    misfit = ((apart - scale * matrix) ** 2).sum(axis=1)
    whole = float(misfit.sum())
    misfits = whole > _NOTHING * max(total, 1.0)
    item = misfit / whole if misfits else np.full(len(matrix), np.nan)
    return Scaled(places, _stress1(matrix, places), item, share, eigenvalues)


def _signed(places: Array) -> Array:
    """Turn each dimension so that the place farthest out, the first of equal ones, is positive."""
    size = np.round(np.abs(places), 9)
    far = places[size.argmax(axis=0), np.arange(places.shape[1])]
    return places * np.where(far < 0, -1.0, 1.0)
