"""Similarity of words, from the embeddings that the analyser's model carries: no download, no corpus.

The model's vectors of rare words lie close together whatever the words mean (cosines of 0.8 to 0.9), so that
plain cosines say first of all how rare two words are. The direction that rare words share is therefore taken
out of every pair, and a word whose vector is little else counts as having none.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from analysis.analyser import kiwi

Word = tuple[str, str]  # lemma and tag
_Floats = npt.NDArray[np.float64]

_RARE = "제노사이드 시온주의 개인숭배 상륙작전 사프란 체납자 교습소 사금융 판매장 분묘 괘종시계 억새밭"
_MOST_SHARED = 0.85  # greatest cosine with the shared direction of a word that still has a meaning of its own


def similarities(words: Sequence[Word], *, to: Sequence[Word]) -> _Floats:
    """Compute the similarity of two lists of words, as rows by columns; NaN for a word without a vector."""
    # A word is looked up with its tag, since a form that has several tags has several vectors. With c the cosine of a
    # word and the mean direction of a dozen rare words, similarity is the partial (cos(a, b) - c_a c_b) / sqrt((1 -
    # c_a^2)(1 - c_b^2)): the cosine of what is left of both.
    # Source: `Kiwi.morpheme_similarity` of kiwipiepy over the model `cong`; Mu, J. & Viswanath, P. (2018). All-but-
    # the-top. ICLR, for taking out common directions that carry frequency; here one direction, from cosines alone.
    # The vectors are of general Korean.
    # Example: 동맹 is nearer to 안보 than to 창업
    rows, columns = [_key(w) for w in words], [_key(w) for w in to]
    places = [n for n, key in enumerate(columns) if key is not None]
    keys = [columns[n] for n in places]
    shared = np.array([_shared(key) for key in keys])
    found = np.full((len(rows), len(columns)), np.nan)
    compare = kiwi().morpheme_similarity
    for n, row in enumerate(rows):
        if row is not None and places:
            common = _shared(row)
            cosines = np.array([compare(row, key) for key in keys])
            found[n, places] = (cosines - common * shared) / np.sqrt((1 - common**2) * (1 - shared**2))
    return found


def known(words: Sequence[Word]) -> npt.NDArray[np.bool_]:
    """Mark the words that have a vector of their own."""
    return np.array([_key(word) is not None for word in words], dtype=bool)


@lru_cache(maxsize=100_000)
def _key(word: Word) -> Any:
    """Return the form and tag under which the model has a vector of the word's own, or None."""
    lemma, tag = word
    form = lemma[:-1] if tag.startswith("V") and lemma.endswith("다") else lemma
    for spelt in dict.fromkeys((tag, tag.partition("-")[0])):
        try:
            if form and abs(kiwi().morpheme_similarity((form, spelt), (form, spelt)) - 1) < 0.01:
                return (form, spelt) if _shared((form, spelt)) < _MOST_SHARED else None
        except ValueError:
            continue
    return None


@lru_cache(maxsize=100_000)
def _shared(key: Word) -> float:
    """Compute the cosine of a word with the mean direction of rare words."""
    rare, length = _rare()
    return float(np.mean([kiwi().morpheme_similarity(key, other) for other in rare]) / length)


@lru_cache(maxsize=1)
def _rare() -> tuple[list[Word], float]:
    """Return the rare words that the model has, and the length of the mean of their vectors."""
    rare: list[Word] = []
    for form in _RARE.split():
        try:
            kiwi().morpheme_similarity((form, "NNG"), (form, "NNG"))
        except ValueError:
            continue
        rare.append((form, "NNG"))
    compare = kiwi().morpheme_similarity
    return rare, math.sqrt(float(np.mean([[compare(a, b) for b in rare] for a in rare])))
