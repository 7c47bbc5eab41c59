"""How varied the vocabulary of a text is.

`terms` is the text: one number or string a token, in reading order. Every value depends on what was counted as a
token (eojeol, morpheme, content lemma); TTR, Guiraud's R, Carroll's corrected TTR, Herdan's C and Maas' a2 also depend
on the length of the text, so that texts of different length cannot be compared by them. What a text is too short for is
NaN.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from analysis.errors import OptionError
from analysis.messages import message

__all__ = ["cttr", "guiraud", "hdd", "herdan_c", "maas", "mattr", "msttr", "mtld", "simpson_d", "ttr", "yule_k"]

Terms = Sequence[str] | npt.NDArray[Any]
_MTLD = 72  # percent
_HDD = 42


def ttr(terms: Terms) -> float:
    """Type-token ratio, V / N.

    Parameters
    ----------
    terms : array_like
        The text.

    Returns
    -------
    float
        Above 0, at most 1; NaN for an empty text. Falls with length.
    """
    n, v = _size(terms)
    return v / n if n else math.nan


def guiraud(terms: Terms) -> float:
    """Guiraud's R (1954), V / sqrt(N).

    Parameters
    ----------
    terms : array_like
        The text.

    Returns
    -------
    float
        At most sqrt(N); NaN for an empty text.
    """
    n, v = _size(terms)
    return v / math.sqrt(n) if n else math.nan


def cttr(terms: Terms) -> float:
    """Corrected type-token ratio, V / sqrt(2 N): Guiraud's R over sqrt(2).

    Carroll, J. B. (1964). Language and Thought.

    Parameters
    ----------
    terms : array_like
        The text.

    Returns
    -------
    float
        At most sqrt(N / 2); NaN for an empty text.
    """
    n, v = _size(terms)
    return v / math.sqrt(2 * n) if n else math.nan


def herdan_c(terms: Terms) -> float:
    """Herdan's C (1960), log V / log N.

    Parameters
    ----------
    terms : array_like
        The text.

    Returns
    -------
    float
        0 to 1; NaN below two tokens.
    """
    n, v = _size(terms)
    return math.log(v) / math.log(n) if n > 1 else math.nan


def maas(terms: Terms) -> float:
    """Maas' a2 (1972), (log N - log V) / (log N)^2 with logarithms to base 10, as in quanteda and koRpus.

    Parameters
    ----------
    terms : array_like
        The text.

    Returns
    -------
    float
        0 when all tokens differ; low is varied. NaN below two tokens. With natural logarithms it is 2.3 times smaller.
    """
    n, v = _size(terms)
    return (math.log10(n) - math.log10(v)) / math.log10(n) ** 2 if n > 1 else math.nan


def msttr(terms: Terms, *, window: int = 100) -> float:
    """Mean TTR of segments that follow each other (Johnson 1944); an incomplete last segment is left out.

    Parameters
    ----------
    terms : array_like
        The text.
    window : int
        Tokens in a segment.

    Returns
    -------
    float
        Above 0, at most 1; NaN when the text is shorter than one segment.

    Raises
    ------
    OptionError
        If `window` is below 1.
    """
    codes = _codes(terms)
    segments = len(codes) // _require_window(window)
    if not segments:
        return math.nan
    whole = np.sort(codes[: segments * window].reshape(segments, window), axis=1)
    return float((1 + (np.diff(whole, axis=1) != 0).sum(axis=1)).mean() / window)


def mattr(terms: Terms, *, window: int = 100) -> float:
    """Mean TTR of a window that moves token by token.

    Covington, M. & McFall, J. (2010). Cutting the Gordian knot: the moving-average type-token ratio.

    Parameters
    ----------
    terms : array_like
        The text.
    window : int
        Tokens in the window.

    Returns
    -------
    float
        Above 0, at most 1; NaN when the text is shorter than the window.

    Raises
    ------
    OptionError
        If `window` is below 1.
    """
    codes = _codes(terms)
    last = len(codes) - _require_window(window)
    if last < 0:
        return math.nan
    here = np.arange(len(codes))
    # Example: a a b c in windows of 3, which begin at 0 and 1: the second a is new in the window at 1 alone, b and c
    # where they are held; 1 + 1 + 2 + 1 new types of 2 * 3 tokens are 5/6
    # a token is a new type in every window that begins behind its last occurrence and holds it
    first = np.maximum(np.maximum(_previous(codes) + 1, here - window + 1), 0)
    new = np.maximum(0, np.minimum(here, last) - first + 1)
    return float(new.sum() / (window * (last + 1)))


def mtld(terms: Terms) -> float:
    """Measure of textual lexical diversity: mean length of stretches that keep a TTR of 0.72 or more.

    McCarthy, P. & Jarvis, S. (2010). MTLD, vocd-D, and HD-D. Behavior Research Methods 42(2): a factor ends when the
    TTR falls below 0.72, the rest counts as a part of one, and the value is the mean of both directions.

    Parameters
    ----------
    terms : array_like
        The text.

    Returns
    -------
    float
        Tokens; NaN when no token repeats in a way that begins a factor. Unsteady below some 100 tokens.
    """
    codes = _codes(terms).tolist()
    return (_factor_length(codes) + _factor_length(codes[::-1])) / 2


def hdd(terms: Terms) -> float:
    """Hypergeometric diversity: expected TTR of 42 tokens drawn without replacement.

    McCarthy, P. & Jarvis, S. (2007). vocd: A theoretical and empirical evaluation. Language Testing 24(4).

    Parameters
    ----------
    terms : array_like
        The text.

    Returns
    -------
    float
        Above 0, at most 1; NaN below 42 tokens.
    """
    frequencies, number = _spectrum(terms)
    n = int((frequencies * number).sum())
    if n < _HDD:
        return math.nan
    # Example: 21 a, 21 b and one c: 42 of 43 tokens leave c out with a chance of 1/43 and hold a and b for certain,
    # which is 2.98 types of 42. The chance is a product, one factor a draw: types by draws.
    drawn = np.arange(_HDD)
    absent = np.prod((n - frequencies[:, None] - drawn).clip(0) / (n - drawn), axis=1)
    return float((number * (1 - absent)).sum() / _HDD)


def yule_k(terms: Terms) -> float:
    """Yule's K (1944), 10^4 (sum of m^2 V_m - N) / N^2, with V_m types of frequency m.

    Parameters
    ----------
    terms : array_like
        The text.

    Returns
    -------
    float
        0 when all tokens differ; low is varied. NaN for an empty text.
    """
    frequencies, number = _spectrum(terms)
    n = int((frequencies * number).sum())
    return float(10_000 * ((frequencies**2 * number).sum() - n) / n**2) if n else math.nan


def simpson_d(terms: Terms) -> float:
    """Simpson's D (1949), the chance that two tokens drawn without replacement are of one type.

    Parameters
    ----------
    terms : array_like
        The text.

    Returns
    -------
    float
        0 to 1; low is varied. NaN below two tokens.
    """
    frequencies, number = _spectrum(terms)
    n = int((frequencies * number).sum())
    return float((number * frequencies * (frequencies - 1)).sum() / (n * (n - 1))) if n > 1 else math.nan


def _codes(terms: Terms) -> npt.NDArray[np.int64]:
    """Return the number of its type for every token."""
    return np.unique(np.asarray(terms), return_inverse=True)[1].reshape(-1).astype(np.int64)


def _size(terms: Terms) -> tuple[int, int]:
    """Count tokens and types."""
    values = np.asarray(terms)
    return values.size, len(np.unique(values))


def _spectrum(terms: Terms) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Return the frequencies that occur, and the number of types that have each: a a b gives 1 2 and 1 1."""
    frequencies, number = np.unique(np.unique(np.asarray(terms), return_counts=True)[1], return_counts=True)
    return frequencies.astype(np.int64), number.astype(np.int64)


def _previous(codes: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Return the place of the last token of the same type, -1 for the first: 0 1 0 0 gives -1 -1 0 2."""
    order = np.argsort(codes, kind="stable")
    previous = np.full(len(codes), -1, dtype=np.int64)
    same = codes[order][1:] == codes[order][:-1]
    previous[order[1:][same]] = order[:-1][same]
    return previous


def _factor_length(codes: list[int]) -> float:
    """Divide the length of a text by its factors in one direction."""
    factors, tokens = 0.0, 0
    seen: set[int] = set()
    for code in codes:
        tokens += 1
        seen.add(code)
        if 100 * len(seen) < _MTLD * tokens:  # in integers, so that 18 of 25 is not below 0.72
            factors, tokens = factors + 1, 0
            seen.clear()
    if tokens:
        factors += (1 - len(seen) / tokens) / (1 - _MTLD / 100)
    return len(codes) / factors if factors else math.nan


def _require_window(window: int) -> int:
    """Return a window; refuse one of no tokens."""
    if window < 1:
        msg = message("window must be 1 or more, not {window}", window=window)
        raise OptionError(msg)
    return window
