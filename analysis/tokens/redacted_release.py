"""Redaction of token tables, and the release of an article without its text."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from analysis.codebook import Codebook, evidence
from analysis.corpus import ARTICLE, Corpus
from analysis.errors import OptionError, ReadError
from analysis.files import atomic, sealed
from analysis.lexicon import Units, stance
from analysis.messages import message
from analysis.schema import CONTENT_TAGS
from analysis.tokens import io
from analysis.tokens.segmenter import segment


def publish(
    corpus: Corpus, *, folder: Path, units: Units, codebooks: Sequence[Codebook], min_count: int = 2
) -> list[Path]:
    """Write the redacted tables of an article and the facts about it, so that others can recompute its figures."""
    if corpus.redacted or len(corpus) != 1:
        msg = message("only one document with its text can be published, not {corpus!r}", corpus=corpus)
        raise ReadError(msg)
    doc = str(corpus.documents["doc"].iloc[0])
    facts = {
        "documents": corpus.documents.assign(text="").to_dict("records"),
        "removed": corpus.removed.assign(text="").to_dict("records"),
    }
    about = folder / f"{doc}.json"
    tables = {
        folder / f"{doc}.morphs.csv": segment(corpus).redact(codebook=codebooks, min_count=min_count),
        folder / f"{doc}.units.csv": segment(corpus, units=units).redact(min_count=min_count),
    }
    files = {about: sealed.to_json(facts, schema=ARTICLE, rows=len(corpus), sort=False)}
    for path, tokens in tables.items():
        files |= io.contents(tokens.table, tokens.recipe, tokens.merged, path=path)
    atomic.save_all(files)
    return [about, *tables]


def redact(table: pd.DataFrame, *, codebooks: Sequence[Codebook], min_count: int) -> pd.DataFrame:
    """Blank surface, form and lemma of every row that neither repeats nor takes part in a hit."""
    if min_count < 2:
        msg = message(
            "min_count must be 2 or more, not {min_count}; at 1 nothing would be redacted", min_count=min_count
        )
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
