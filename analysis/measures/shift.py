"""How much each term adds to the difference between two distributions of terms: the scores of a word shift graph.

`f1`, `f2` are the counts of the term in the target and in the reference, `n1`, `n2` the sizes of the two. Arrays of any
kind broadcast; results are float64. Gallagher, R. J. et al. (2021). Generalized word shift graphs: a method for
visualizing and explaining pairwise comparisons between texts. EPJ Data Science 10, 4.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy import special

from analysis.errors import OptionError
from analysis.measures.contingency import Array


def proportion_shift(f1: npt.ArrayLike, *, n1: npt.ArrayLike, f2: npt.ArrayLike, n2: npt.ArrayLike) -> Array:
    """Difference of relative frequencies, target less reference: the proportion shift.

    Over a whole vocabulary the values sum to 0, and half of their absolute sum is the total variation distance.

    Parameters
    ----------
    f1, n1, f2, n2 : array_like
        Count and size of the target, count and size of the reference.

    Returns
    -------
    ndarray
        -1 to 1, above 0 where the term has the greater share in the target; NaN when a size is 0.

    Raises
    ------
    OptionError
        If a count is negative or above the size of its corpus.

    Examples
    --------
    >>> proportion_shift([3, 1], n1=4, f2=[1, 1], n2=2).tolist()
    [0.25, -0.25]
    """
    p, q = _shares(f1, n1, f2, n2)
    return np.asarray(p - q)


def jsd_shift(f1: npt.ArrayLike, *, n1: npt.ArrayLike, f2: npt.ArrayLike, n2: npt.ArrayLike) -> Array:
    """Share of a term in the Jensen-Shannon divergence of target and reference, in bits, both weighing 1/2.

    With p and q the relative frequencies and m their mean, p/2 log2(p/m) + q/2 log2(q/m), which is the form
    m log2(1/m) - p/2 log2(1/p) - q/2 log2(1/q) of Gallagher et al. (2021) put together otherwise. Over a whole
    vocabulary the values sum to the divergence: 0 for equal distributions, 1 for two without a common term.

    Parameters
    ----------
    f1, n1, f2, n2 : array_like
        Count and size of the target, count and size of the reference.

    Returns
    -------
    ndarray
        0, where the shares are equal, to 1; it does not say which side has more. NaN when a size is 0.

    Raises
    ------
    OptionError
        If a count is negative or above the size of its corpus.

    References
    ----------
    Lin, J. (1991). Divergence measures based on the Shannon entropy. IEEE Transactions on Information Theory 37(1).

    Examples
    --------
    >>> jsd_shift([1, 1, 0], n1=2, f2=[0, 1, 1], n2=2).tolist()
    [0.25, 0.0, 0.25]
    """
    p, q = _shares(f1, n1, f2, n2)
    mean = (p + q) / 2
    bits = (special.rel_entr(p, mean) + special.rel_entr(q, mean)) / (2 * np.log(2))
    return np.asarray(np.maximum(bits, 0.0))  # rounding may leave a little below 0


def _shares(f1: npt.ArrayLike, n1: npt.ArrayLike, f2: npt.ArrayLike, n2: npt.ArrayLike) -> tuple[Array, Array]:
    """Relative frequencies on both sides; refuse a count that is negative or above its size."""
    a, size1, b, size2 = np.broadcast_arrays(*(np.asarray(x, dtype=np.float64) for x in (f1, n1, f2, n2)))
    if ((a < 0) | (b < 0) | (a > size1) | (b > size2)).any():
        msg = "a count is negative or above the size of its corpus; counts and sizes must be of one base"
        raise OptionError(msg)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(size1 > 0, a / size1, np.nan), np.where(size2 > 0, b / size2, np.nan)
