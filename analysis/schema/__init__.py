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
from analysis.schema.shape import BRIDGES, OVERLAP, OVERLAPS, POSITION, TRAJECTORY, TREND
from analysis.schema.texts import CONTENT_TAGS, DOCUMENTS, NOUN_TAGS, PIECES, REMOVED, TAGS, TOKENS

__all__ = [
    "BRIDGES",
    "COLLOCATES",
    "CONCORDANCE",
    "CONTENT_TAGS",
    "CONTRAST",
    "COOCCURRENCE",
    "CORRESPONDENCE",
    "DESCRIPTORS",
    "DISPERSION",
    "DIVERSITY",
    "DOCUMENTS",
    "FREQUENCY",
    "HITS",
    "KEYNESS",
    "NGRAMS",
    "NOUN_TAGS",
    "OVERLAP",
    "OVERLAPS",
    "PIECES",
    "POSITION",
    "REMOVED",
    "SCORES",
    "TAGS",
    "TFIDF",
    "TOKENS",
    "TRAJECTORY",
    "TREND",
    "Column",
    "Contract",
    "Kind",
    "check",
]
