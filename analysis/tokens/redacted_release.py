"""Redaction of token tables, and the release of an article without its text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd

from analysis.codebook import Codebook, evidence
from analysis.corpus import ARTICLE, Corpus
from analysis.errors import OptionError, ReadError
from analysis.files import atomic, sealed
from analysis.lexicon import Units, stance
from analysis.messages import message
from analysis.schema import CONTENT_TAGS
from analysis.tokens import io
from analysis.tokens.over_parts import reduced, with_step
from analysis.tokens.segmenter import segment
from analysis.tokens.tokens import Tokens, padded


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


def redact(tokens: Tokens, *, codebooks: tuple[Codebook, ...], min_count: int) -> Tokens:
    """Blank every row that neither repeats in all parts together nor takes part in a hit."""
    if min_count < 2:
        msg = message(
            "min_count must be 2 or more, not {min_count}; at 1 nothing would be redacted", min_count=min_count
        )
        raise OptionError(msg)
    pairs = reduced(tokens, _pairs, _added)
    often = frozenset(pair for pair, n in pairs.items() if n >= min_count)
    named = ", ".join(f"{book.id} {book.version}" for book in codebooks) or "no codebook"
    recipe = tokens.recipe.then(
        "redact", detail=f"min_count {min_count}, hits of {named}", before=len(tokens), after=len(tokens)
    )
    return with_step(tokens, partial(_redacted, codebooks=codebooks, often=often), recipe)


def _redacted(part: Tokens, *, codebooks: Sequence[Codebook], often: Collection[tuple[str, str]]) -> Tokens:
    return replace(part, _table=_blanked(padded(part), codebooks=codebooks, often=often))


def _pairs(part: Tokens) -> Counter[tuple[str, str]]:
    """Count the rows of every pair of lemma and tag."""
    sizes = padded(part).groupby(["lemma", "tag"], observed=True).size()
    return Counter(dict(zip(sizes.index.tolist(), sizes.tolist(), strict=True)))


def _added(counts: Iterable[Counter[tuple[str, str]]]) -> Counter[tuple[str, str]]:
    """Add up the counts of parts."""
    total: Counter[tuple[str, str]] = Counter()
    for count in counts:
        total.update(count)
    return total


def _blanked(table: pd.DataFrame, *, codebooks: Sequence[Codebook], often: Collection[tuple[str, str]]) -> pd.DataFrame:
    """Blank surface, form and lemma of every row whose lemma and tag are not often, and that takes part in no hit."""
    tag = table["tag"].astype(str).str.partition("-")[0]
    pairs = table.groupby(["lemma", "tag"], observed=True)
    repeats = np.array([pair in often for pair in pairs.size().index.tolist()], np.bool_)[pairs.ngroup().to_numpy()]
    readable = (repeats & tag.isin(CONTENT_TAGS)) | tag.isin(["SSO", "SSC", "SS"])
    markings = stance().markings
    for book in codebooks:
        readable = readable | table.index.isin(evidence(table, book, markings=markings))
    blanked = {}
    for name in ("surface", "form", "lemma"):
        text = table[name].astype(str).where(readable, "")
        blanked[name] = text.astype(pd.CategoricalDtype(sorted(text.unique())))
    return table.assign(**blanked)
