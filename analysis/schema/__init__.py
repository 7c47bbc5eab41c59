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
from analysis.schema.frames import AGENTS, CONTRAST, DEVICES, ELEMENTS, HITS, SCORES, STANCE
from analysis.schema.texts import CONTENT_TAGS, DOCUMENTS, NOUN_TAGS, PIECES, REMOVED, TAGS, TOKENS

__all__ = [
    "AGENTS",
    "COLLOCATES",
    "CONCORDANCE",
    "CONTENT_TAGS",
    "CONTRAST",
    "COOCCURRENCE",
    "CORRESPONDENCE",
    "DESCRIPTORS",
    "DEVICES",
    "DISPERSION",
    "DIVERSITY",
    "DOCUMENTS",
    "ELEMENTS",
    "FREQUENCY",
    "HITS",
    "KEYNESS",
    "NGRAMS",
    "NOUN_TAGS",
    "PIECES",
    "REMOVED",
    "SCORES",
    "STANCE",
    "TAGS",
    "TFIDF",
    "TOKENS",
    "Column",
    "Contract",
    "Kind",
    "check",
]
