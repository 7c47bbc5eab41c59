"""How much two texts or sets share: Broder's resemblance and containment of runs of characters."""

from __future__ import annotations

import math
from collections.abc import Collection, Hashable

__all__ = ["containment", "grams", "resemblance"]


def grams(text: str, *, size: int = 5) -> set[str]:
    """List the runs of characters of a text.

    Parameters
    ----------
    text : str
        As it is to be compared; take spaces and signs out before.
    size : int
        Characters of a run. A text that is shorter is one run.

    Returns
    -------
    set of str
        Empty for an empty text.

    Examples
    --------
    >>> sorted(grams("가나다라", size=3))
    ['가나다', '나다라']
    """
    return {text[at : at + size] for at in range(max(1, len(text) - size + 1))} if text else set()


def resemblance(a: Collection[Hashable], *, b: Collection[Hashable]) -> float:
    """Compute the Jaccard index of two sets, what both hold over what either holds.

    Parameters
    ----------
    a, b : collection
        Repeated members count once.

    Returns
    -------
    float
        0 to 1; NaN for two empty sets.

    References
    ----------
    Broder, A. (1997). On the resemblance and containment of documents. Compression and Complexity of Sequences, 21-29.

    Examples
    --------
    >>> round(resemblance(grams("정부가오늘대책을발표했다"), b=grams("정부가오늘대책을내놓았다")), 3)  # 4 of 12
    0.333
    """
    one, two = set(a), set(b)
    return len(one & two) / len(one | two) if one | two else math.nan


def containment(a: Collection[Hashable], *, b: Collection[Hashable]) -> float:
    """Compute how much of the smaller of two sets the other holds.

    Parameters
    ----------
    a, b : collection
        Repeated members count once.

    Returns
    -------
    float
        0 to 1; NaN where one is empty.

    References
    ----------
    Broder, A. (1997), as for `resemblance`; of the two containments the one of the smaller set.

    Examples
    --------
    >>> containment(range(10), b=range(100)), resemblance(range(10), b=range(100))
    (1.0, 0.1)
    """
    one, two = set(a), set(b)
    return len(one & two) / min(len(one), len(two)) if one and two else math.nan
