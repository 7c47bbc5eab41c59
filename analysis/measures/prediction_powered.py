"""Outcomes and means that labels correct and a codebook makes steadier: DSL, PPI and PPI++ for independent units.

Egami, N., Hinck, M., Stewart, B. M. & Wei, H. (2023). Using imperfect surrogates for downstream inference: design-based
supervised learning. NeurIPS 36. Angelopoulos, A. N., Bates, S., Fannjiang, C., Jordan, M. I. & Zrnic, T. (2023).
Prediction-powered inference. Science 382. Angelopoulos, A. N., Duchi, J. C. & Zrnic, T. (2023). PPI++: efficient
prediction-powered inference. arXiv:2311.01453.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import special

from analysis.equality import NanEqual
from analysis.errors import OptionError
from analysis.measures.contingency import Array
from analysis.measures.intervals import require_level
from analysis.messages import message

__all__ = ["Predicted", "ppi_mean", "pseudo_outcomes"]


@dataclass(frozen=True, eq=False)
class Predicted(NanEqual):
    """A prediction-powered mean.

    Attributes
    ----------
    estimate, se, low, high : float
        In the unit of the values, with the ends of the normal interval.
    """

    estimate: float
    se: float
    low: float
    high: float


def pseudo_outcomes(found: npt.ArrayLike, *, value: npt.ArrayLike, pi: npt.ArrayLike, tuning: float = 1.0) -> Array:
    """Outcomes that are right on average over the draw of the labels: t f + (R / pi) (y - t f).

    Parameters
    ----------
    found : array_like
        What the codebook says of every unit, f.
    value : array_like
        What people say, y; NaN where a unit has no label.
    pi : array_like
        Probability of a label; read where there is one.
    tuning : float
        How much of f is used: 1 as in DSL and PPI, 0 for the labels alone, between them for PPI++.

    Returns
    -------
    ndarray
        One outcome a unit, of any size; its mean over units estimates the share.

    Examples
    --------
    >>> pseudo_outcomes([1, 1, 0, 0], value=[1, np.nan, 1, np.nan], pi=[0.5] * 4).tolist()
    [1.0, 1.0, 2.0, 0.0]
    """
    f, y, p = (np.asarray(array, dtype=np.float64) for array in (found, value, pi))
    labelled = ~np.isnan(y)
    v = tuning * f
    v[labelled] += (y[labelled] - v[labelled]) / p[labelled]
    return np.asarray(v)


def power_tuned(covariance: float, variance: float, *, share: float) -> float:
    """Give the part of the found that makes the variance least, 0 to 1."""
    return float(np.clip(covariance / ((1 + share) * variance), 0.0, 1.0)) if variance > 0 else 0.0


def ppi_mean(
    value: npt.ArrayLike,
    *,
    found: npt.ArrayLike,
    found_unlabelled: npt.ArrayLike,
    tuning: float | None = 1.0,
    level: float = 0.95,
) -> Predicted:
    """Prediction-powered mean of independent units, labelled ones drawn at random apart from the others.

    t mean(f of the unlabelled) + mean(y - t f of the labelled), with the normal interval of the sum of both variances
    (divisors n and N). For units in clusters, or drawn by stratum, `corrected_share`.

    Parameters
    ----------
    value : array_like
        What people say of the labelled units.
    found, found_unlabelled : array_like
        What the codebook says of the labelled and of the other units.
    tuning : float, optional
        1 as in PPI, 0 for the labels alone; None for the value that makes the variance least, as in PPI++.
    level : float
        Of the interval, above 0 and below 1.

    Returns
    -------
    Predicted
        Estimate, standard error and interval.

    Raises
    ------
    OptionError
        If the lengths differ, a side is empty, or `level` is not between 0 and 1.

    Examples
    --------
    >>> ppi_mean([1, 0, 1, 0], found=[1, 0, 0, 0], found_unlabelled=[1, 0, 0, 0, 1]).estimate
    0.65
    """
    require_level(level)
    y, f, g = (np.asarray(x, dtype=np.float64) for x in (value, found, found_unlabelled))
    if len(y) != len(f) or not len(y) or not len(g):
        msg = message(
            "value and found must be of one length, and no side empty; got {n_y}, {n_f} and {n_g}",
            n_y=len(y),
            n_f=len(f),
            n_g=len(g),
        )
        raise OptionError(msg)
    if tuning is None:
        pooled = np.append(f, g)
        tuning = power_tuned(
            float(((y - y.mean()) * (f - f.mean())).mean()), float(pooled.var(ddof=1)), share=len(y) / len(g)
        )
    rest = y - tuning * f
    mean = float(tuning * g.mean() + rest.mean())
    se = math.sqrt(float(tuning**2 * g.var() / len(g) + rest.var() / len(y)))
    half = float(special.ndtri((1 + level) / 2)) * se
    return Predicted(mean, se, mean - half, mean + half)
