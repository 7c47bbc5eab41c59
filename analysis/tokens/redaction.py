"""Redaction: a token table that reproduces counts and hits without carrying the article."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from analysis.codebook import Codebook, evidence
from analysis.errors import OptionError
from analysis.lexicon import stance
from analysis.schema import CONTENT_TAGS


def redact(table: pd.DataFrame, *, codebooks: Sequence[Codebook], min_count: int) -> pd.DataFrame:
    """Blank surface, form and lemma of every row that neither repeats nor takes part in a hit.

    Parameters
    ----------
    table : DataFrame
        Columns `schema.TOKENS`.
    codebooks : sequence of Codebook
        Whose hits, masks and neighbours stay readable, and, in sentences with hits, markers of stance and subjects.
    min_count : int
        Least number of occurrences (same lemma and tag, whole table) for a content word to stay.

    Returns
    -------
    DataFrame
        The same rows; quotation marks and brackets stay as well, since they tell quotes apart and say
        nothing else.

    Raises
    ------
    OptionError
        If `min_count` is below 2, which would redact nothing.
    """
    if min_count < 2:
        msg = f"min_count must be 2 or more, not {min_count}; at 1 nothing would be redacted"
        raise OptionError(msg)
    tag = table["tag"].astype(str).str.partition("-")[0]
    repeats = table.groupby(["lemma", "tag"], observed=True)["i"].transform("size") >= min_count
    readable = (repeats & tag.isin(CONTENT_TAGS)) | tag.isin(["SSO", "SSC", "SS"])
    markings = stance().markings
    for book in codebooks:
        readable = readable | table.index.isin(evidence(table, book, markings=markings))
    blanked = {}
    for name in ("surface", "form", "lemma"):
        text = table[name].astype(str).where(readable, "")
        blanked[name] = text.astype(pd.CategoricalDtype(sorted(text.unique())))
    return table.assign(**blanked)
