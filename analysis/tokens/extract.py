"""New words of a corpus, as the analyser's own word extraction sees them; proposals for a unit list."""

from __future__ import annotations

import pandas as pd

from analysis.corpus import Corpus
from analysis.errors import OptionError, ReadError
from analysis.tokens.analyser import kiwi

_KINDS = {"unit": "str", "n": "int64", "score": "float64", "noun_score": "float64"}


def extract(corpus: Corpus, *, minimum: int = 10, longest: int = 10, top: int = 50) -> pd.DataFrame:
    """Propose words that the analyser does not know yet.

    Where `lexicon.suggest` joins nouns that the analyser has told apart, this looks at the characters alone,
    and finds names that were broken into pieces which are no nouns. It needs many texts: below a few
    hundred articles it mostly finds nothing.

    Parameters
    ----------
    corpus : Corpus
        Documents with their text.
    minimum : int
        Least number of occurrences, as the analyser counts them for this (a few fewer than `n`).
    longest : int
        Most characters of a word.
    top : int
        Most proposals to list.

    Returns
    -------
    DataFrame
        unit, n (occurrences of its characters in the text, inside longer words as well), score (of the extraction,
        at least 0.25) and noun_score (how much it behaves like a noun, at least -3); by falling score, ties by
        unit. Empty when nothing is found.

    Raises
    ------
    OptionError
        If a number is out of range.
    ReadError
        If the corpus is redacted: its characters are not here.

    Notes
    -----
    kiwipiepy's `extract_words` with its default thresholds; the analyser itself is not changed.
    """
    for name, value, least in (("minimum", minimum, 1), ("longest", longest, 2), ("top", top, 1)):
        if value < least:
            msg = f"{name} must be {least} or more, not {value}"
            raise OptionError(msg)
    if corpus.redacted:
        msg = "words are extracted from the text, which is not here; put the article into seeds/private/"
        raise ReadError(msg)
    lines = [line for text in corpus.documents["text"] for line in text.split("\n")]
    found = kiwi().extract_words(lines, min_cnt=minimum, max_word_len=longest)
    best = sorted(((-score, form, noun) for form, score, _, noun in found))[:top]
    counted = [(form, sum(line.count(form) for line in lines), -score, noun) for score, form, noun in best]
    return pd.DataFrame(counted, columns=list(_KINDS)).astype(_KINDS)
