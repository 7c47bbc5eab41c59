"""Cosines between words, from the embeddings that the analyser's model carries: no download, no corpus."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from analysis.errors import OptionError
from analysis.tokens.analyser import kiwi

Word = tuple[str, str]  # lemma and tag
Floats = npt.NDArray[np.float64]


def similarities(words: Sequence[Word], *, to: Sequence[Word]) -> Floats:
    """Compute cosines between two lists of words.

    A word is looked up with its tag, since a form that has several tags has several vectors.

    Parameters
    ----------
    words : sequence of (str, str)
        Lemma and tag, such as ("동맹", "NNG"); predicates end in 다.
    to : sequence of (str, str)
        As `words`.

    Returns
    -------
    ndarray
        One row a word, one column a word of `to`; -1 to 1, NaN where either word has no vector. Some three
        microseconds a cell.

    References
    ----------
    `Kiwi.morpheme_similarity` of kiwipiepy over the model `cong`. The vectors are of general Korean.

    Examples
    --------
    >>> bool(similarities([("동맹", "NNG")], to=[("안보", "NNG"), ("창업", "NNG")]).argmax() == 0)
    True
    """
    compare = kiwi().morpheme_similarity
    rows, columns = [_key(w) for w in words], [_key(w) for w in to]
    found = np.full((len(rows), len(columns)), np.nan)
    places = [n for n, key in enumerate(columns) if key is not None]
    keys = [columns[n] for n in places]
    for n, row in enumerate(rows):
        if row is not None and places:
            found[n, places] = [compare(row, key) for key in keys]
    return found


def known(words: Sequence[Word]) -> npt.NDArray[np.bool_]:
    """Tell which words have a vector.

    Parameters
    ----------
    words : sequence of (str, str)
        Lemma and tag.

    Returns
    -------
    ndarray of bool
        One entry a word.
    """
    return np.array([_key(word) is not None for word in words], dtype=bool)


def neighbours(word: Word, *, top: int = 10) -> list[tuple[str, str, float]]:
    """List the words of the model that are nearest to a word.

    Parameters
    ----------
    word : (str, str)
        Lemma and tag.
    top : int
        How many to list.

    Returns
    -------
    list of (str, str, float)
        Lemma, tag and cosine by falling cosine, ties by lemma and tag; empty where the word has no vector.

    Raises
    ------
    OptionError
        If `top` is below 1.
    """
    if top < 1:
        msg = f"top must be 1 or more, not {top}"
        raise OptionError(msg)
    key = _key(word)
    if key is None:
        return []
    near = kiwi().most_similar_morphemes(key, top_n=top)
    rows = [(-float(m.score), m.form + ("다" if str(m.tag).startswith("V") else ""), str(m.tag)) for m in near]
    return [(lemma, tag, -score) for score, lemma, tag in sorted(rows)]


@lru_cache(maxsize=100_000)
def _key(word: Word) -> Any:
    """Find the form and tag under which the model has a vector, or None."""
    lemma, tag = word
    form = lemma[:-1] if tag.startswith("V") and lemma.endswith("다") else lemma
    for spelt in dict.fromkeys((tag, tag.partition("-")[0])):
        try:
            if form and abs(kiwi().morpheme_similarity((form, spelt), (form, spelt)) - 1) < 0.01:
                return form, spelt
        except ValueError:
            continue
    return None
