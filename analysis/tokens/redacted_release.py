"""Publishing an article without its text: redacted token tables and the facts about the document."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from analysis.codebook import Codebook, evidence
from analysis.corpus import Corpus
from analysis.errors import OptionError, ReadError
from analysis.files import atomic
from analysis.lexicon import Units, stance
from analysis.schema import CONTENT_TAGS
from analysis.tokens.segmenter import segment


def publish(
    corpus: Corpus, *, folder: Path, units: Units, codebooks: Sequence[Codebook], min_count: int = 2
) -> list[Path]:
    """Write what lets others recompute the figures of an article whose text may not be passed on.

    Parameters
    ----------
    corpus : Corpus
        One document with its text.
    folder : Path
        Where the files go, `seeds/tokens/` for articles of the kit.
    units : Units
        Unit list for the second layer.
    codebooks : sequence of Codebook
        Their hits stay readable on the morpheme layer.
    min_count : int
        Content words that occur at least this often stay readable.

    Returns
    -------
    list of Path
        `<doc>.json` (metadata, text hash, removed lines by number and kind), `<doc>.morphs.csv` and
        `<doc>.units.csv`, each table with its recipe in a .json beside it. No text is in any of them.

    Raises
    ------
    ReadError
        If the corpus has no text, or not exactly one document.
    """
    if corpus.redacted or len(corpus) != 1:
        msg = f"only one document with its text can be published, not {corpus!r}"
        raise ReadError(msg)
    doc = str(corpus.documents["doc"].iloc[0])
    facts = {
        "documents": corpus.documents.assign(text="").to_dict("records"),
        "removed": corpus.removed.assign(text="").to_dict("records"),
    }
    about = folder / f"{doc}.json"
    morphs = segment(corpus).redact(codebook=codebooks, min_count=min_count)
    merged = segment(corpus, units=units).redact(min_count=min_count)
    folder.mkdir(parents=True, exist_ok=True)
    atomic.write(about, (json.dumps(facts, ensure_ascii=False, indent=1) + "\n").encode("utf-8"))
    return [about, morphs.save(folder / f"{doc}.morphs.csv"), merged.save(folder / f"{doc}.units.csv")]


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
