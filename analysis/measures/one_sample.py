"""One sample of differences: whether their sum lies farther from 0 than coin flips would bring it."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from analysis.equality import NanEqual
from analysis.errors import OptionError
from analysis.measures.contingency import Array
from analysis.measures.intervals import read_values
from analysis.messages import message

__all__ = ["SignFlip", "sign_flip"]

_EXACT = 16  # differences up to which every choice of signs is looked at: 65,536
_SAME = 1e-9  # relative: what rounding may change
_CELLS = 2**21  # of the table of draws by differences that is held at a time


@dataclass(frozen=True, eq=False)
class SignFlip(NanEqual):
    """A test by flipped signs.

    Attributes
    ----------
    p : float
        Two-sided; NaN where no difference is off 0.
    k : int
        Differences off 0: what has a sign to flip.
    exact : bool
        Whether all 2^k choices of signs were looked at.
    """

    p: float
    k: int
    exact: bool


def sign_flip(differences: npt.ArrayLike, *, draws: int = 9_999, seed: int = 1) -> SignFlip:
    """Test a sum of differences against coin flips that decide the sign of each.

    p = share of all 2^k choices of signs s with |sum s_j d_j| >= |sum d_j|, over the k differences off 0. Above k = 16
    the signs are drawn, and p = (1 + draws as far) / (1 + draws).

    Parameters
    ----------
    differences : array_like
        One a unit (sentence, paragraph, pair), on both sides of 0.
    draws : int
        Choices of signs that are drawn where there are more than 65,536.
    seed : int
        Of numpy's default generator.

    Returns
    -------
    SignFlip
        The least p that k differences can give is 2 / 2^k, so that fewer than six never reach .05.

    Raises
    ------
    OptionError
        If a difference is not a number, or `draws` is less than 1.

    References
    ----------
    Fisher, R. A. (1935). The design of experiments, section 21; Pitman, E. J. G. (1937). Significance tests which may
    be applied to samples from any populations. Supplement to the Journal of the Royal Statistical Society 4(1).

    Examples
    --------
    Of the 64 choices of signs for 3, 1, 2, 1, 1 and 2 only +10 and -10 lie as far from 0 as their sum:

    >>> sign_flip([3, 1, 2, 0, 1, 1, 2])
    SignFlip(p=0.03125, k=6, exact=True)
    """
    if draws < 1:
        msg = message("draws must be 1 or more, not {draws}", draws=draws)
        raise OptionError(msg)
    values = read_values(differences)
    values = values[values != 0]
    k, exact = len(values), len(values) <= _EXACT
    if not k:
        return SignFlip(math.nan, 0, exact)
    least = abs(float(values.sum())) - _SAME * float(np.abs(values).sum())
    if exact:
        return SignFlip(float((np.abs(_every_sum(values)) >= least).mean()), k, exact)
    reached = int((np.abs(_drawn_sums(values, draws, seed)) >= least).sum())
    return SignFlip((1 + reached) / (1 + draws), k, exact)


def _every_sum(values: Array) -> Array:
    """Give the sums under every choice of signs."""
    # Example: 1 and 2 give 1, -1 and then 3, 1, -1, -3
    sums = np.zeros(1)
    for value in values:
        sums = np.concatenate([sums + value, sums - value])
    return sums


def _drawn_sums(values: Array, draws: int, seed: int) -> Array:
    """Give the sums under choices of signs drawn by coin."""
    generator = np.random.default_rng(seed)
    sums = np.empty(draws)
    block = max(1, _CELLS // len(values))
    for start in range(0, draws, block):
        size = min(block, draws - start)
        sums[start : start + size] = generator.choice((-1.0, 1.0), size=(size, len(values))) @ values
    return sums
