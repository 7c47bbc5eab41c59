"""The column contracts: what each table of the kit promises.

A contract lists columns with their kind, unit and meaning. `check` holds a frame against a contract;
extra columns are allowed, missing or mistyped ones are a `SchemaError`.
"""

from __future__ import annotations

from analysis.schema.contract import Column, Contract, Kind, check
from analysis.schema.counts import (
    COLLOCATES,
    CONCORDANCE,
    COOCCURRENCE,
    CORRESPONDENCE,
    DESCRIPTORS,
    DISPERSION,
    DIVERSITY,
    FREQUENCY,
    KEYNESS,
    NGRAMS,
    TFIDF,
)
from analysis.schema.frames import CONTRAST, HITS, SCORES
from analysis.schema.texts import CONTENT_TAGS, DOCUMENTS, NOUN_TAGS, PIECES, REMOVED, TAGS, TOKENS
from analysis.schema.validation import (
    ACCURACY,
    AGREEMENT,
    CALIBRATION,
    CODINGS,
    CONFUSIONS,
    DISAGREEMENTS,
    LENGTHS,
    NEEDED,
    PREVALENCE,
    PROGRESS,
    SAMPLE,
)

__all__ = [
    "ACCURACY",
    "AGREEMENT",
    "CALIBRATION",
    "CODINGS",
    "COLLOCATES",
    "CONCORDANCE",
    "CONFUSIONS",
    "CONTENT_TAGS",
    "CONTRAST",
    "COOCCURRENCE",
    "CORRESPONDENCE",
    "DESCRIPTORS",
    "DISAGREEMENTS",
    "DISPERSION",
    "DIVERSITY",
    "DOCUMENTS",
    "FREQUENCY",
    "HITS",
    "KEYNESS",
    "LENGTHS",
    "NEEDED",
    "NGRAMS",
    "NOUN_TAGS",
    "PIECES",
    "PREVALENCE",
    "PROGRESS",
    "REMOVED",
    "SAMPLE",
    "SCORES",
    "TAGS",
    "TFIDF",
    "TOKENS",
    "Column",
    "Contract",
    "Kind",
    "check",
]
