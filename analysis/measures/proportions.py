"""Shares and what can be said of them: intervals, the number of units they need, and a share freed of known errors."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy import special

from analysis.errors import OptionError
from analysis.measures.contingency import Array

INFORMATIVE = 1.2  # sensitivity + specificity below which a correction would mislead


def wilson(k: npt.ArrayLike, *, n: npt.ArrayLike, confidence: float = 0.95) -> tuple[Array, Array]:
    """Wilson's score interval (1927) of k out of n, without continuity correction.

    Brown, Cai & DasGupta (2001), Interval estimation for a binomial proportion, recommend it for small n.

    Parameters
    ----------
    k, n : array_like
        Successes and trials.
    confidence : float
        Between 0 and 1.

    Returns
    -------
    tuple of two ndarrays
        Low and high, 0 to 1; NaN where n is 0.
    """
    k, n = np.broadcast_arrays(np.asarray(k, dtype=np.float64), np.asarray(n, dtype=np.float64))
    z = float(special.ndtri(0.5 + confidence / 2))
    with np.errstate(invalid="ignore", divide="ignore"):
        share = k / n
        centre = (share + z**2 / (2 * n)) / (1 + z**2 / n)
        half = z / (1 + z**2 / n) * np.sqrt(share * (1 - share) / n + z**2 / (4 * n**2))
        low, high = np.where(k == 0, 0.0, centre - half), np.where(k == n, 1.0, centre + half)
    return np.where(n > 0, np.maximum(low, 0.0), np.nan), np.where(n > 0, np.minimum(high, 1.0), np.nan)


def needed_n(share: npt.ArrayLike, *, half_width: npt.ArrayLike, confidence: float = 0.95) -> Array:
    """How many units a share must be measured on for its interval to be so narrow.

    The smallest n at which half the width of Wilson's interval around `share` is at most `half_width`. For a precision
    count the units in which the codebook finds the frame, for recall those in which coders see it.

    Parameters
    ----------
    share : array_like
        The share that is expected, 0 to 1; 0.5 is the most demanding.
    half_width : array_like
        Wanted half width, above 0 and below 0.5.
    confidence : float
        Between 0 and 1.

    Returns
    -------
    ndarray of float
        Whole numbers from 1.

    Raises
    ------
    OptionError
        If a share or a half width is out of its range.
    """
    p, d = np.broadcast_arrays(np.asarray(share, dtype=np.float64), np.asarray(half_width, dtype=np.float64))
    if ((p < 0) | (p > 1) | (d <= 0) | (d >= 0.5) | np.isnan(p) | np.isnan(d)).any():
        msg = "needed_n takes shares from 0 to 1 and half widths above 0 and below 0.5"
        raise OptionError(msg)
    z = float(special.ndtri(0.5 + confidence / 2))
    # half = z sqrt(p q n + z^2/4) / (n + z^2) <= d, squared: a quadratic in n
    d2, z2, v = d**2, z**2, p * (1 - p)
    b, c = 2 * d2 * z2 - z2 * v, d2 * z2**2 - z2**2 / 4
    root = (-b + np.sqrt(np.maximum(b**2 - 4 * d2 * c, 0.0))) / (2 * d2)
    return np.asarray(np.maximum(1.0, np.ceil(root - 1e-9)))


def rogan_gladen(share: npt.ArrayLike, *, sensitivity: npt.ArrayLike, specificity: npt.ArrayLike) -> Array:
    """Correct the share of units that an imperfect measure calls positive.

    (share + specificity - 1) / (sensitivity + specificity - 1), cut to 0 and 1.

    Rogan, W. J. & Gladen, B. (1978). Estimating prevalence from the results of a screening test. American Journal of
    Epidemiology 107(1).

    Parameters
    ----------
    share : array_like
        Share called positive.
    sensitivity, specificity : array_like
        Share of true positives found, and of true negatives left alone.

    Returns
    -------
    ndarray
        0 to 1; NaN where sensitivity + specificity is below 1.2, for there the correction stretches chance more than
        it removes error.
    """
    share, se, sp = (np.asarray(x, dtype=np.float64) for x in (share, sensitivity, specificity))
    gain = se + sp
    with np.errstate(invalid="ignore", divide="ignore"):
        corrected = np.clip((share + sp - 1) / (gain - 1), 0.0, 1.0)
    return np.where(gain >= INFORMATIVE, corrected, np.nan)
