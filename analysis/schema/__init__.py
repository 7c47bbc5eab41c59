"""The column contracts: what each table of the kit promises.

A contract lists columns with their kind, unit and meaning. `check` holds a frame against a contract;
extra columns are allowed, missing or mistyped ones are a `SchemaError`.
"""

from __future__ import annotations

from analysis.schema.books import CODEBOOK_DIFF, HIT_CHANGES
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
    POSITIONS,
    SHIFT,
    TFIDF,
)
from analysis.schema.figures import AXIS, ENTITIES, MENTIONS, POLES, QUANTITIES, SUGGESTIONS
from analysis.schema.frames import (
    AGENTS,
    COMPARISON,
    CONTRAST,
    CORPUS_SCORES,
    DEVICES,
    ELEMENTS,
    ESTIMATE,
    HITS,
    MULTIVERSE,
    SCORES,
    STABILITY,
    STANCE,
    UNCERTAINTY,
)
from analysis.schema.shape import BRIDGES, FEW, OVERLAP, OVERLAPS, POSITION, TRAJECTORY, TREND
from analysis.schema.texts import CONTENT_TAGS, DOCUMENTS, NOUN_TAGS, PIECES, REMOVED, TAGS, TOKENS

__all__ = [
    "AGENTS",
    "AXIS",
    "BRIDGES",
    "CODEBOOK_DIFF",
    "COLLOCATES",
    "COMPARISON",
    "CONCORDANCE",
    "CONTENT_TAGS",
    "CONTRAST",
    "COOCCURRENCE",
    "CORPUS_SCORES",
    "CORRESPONDENCE",
    "DESCRIPTORS",
    "DEVICES",
    "DISPERSION",
    "DIVERSITY",
    "DOCUMENTS",
    "ELEMENTS",
    "ENTITIES",
    "ESTIMATE",
    "FEW",
    "FREQUENCY",
    "HITS",
    "HIT_CHANGES",
    "KEYNESS",
    "MENTIONS",
    "MULTIVERSE",
    "NGRAMS",
    "NOUN_TAGS",
    "OVERLAP",
    "OVERLAPS",
    "PIECES",
    "POLES",
    "POSITION",
    "POSITIONS",
    "QUANTITIES",
    "REMOVED",
    "SCORES",
    "SHIFT",
    "STABILITY",
    "STANCE",
    "SUGGESTIONS",
    "TAGS",
    "TFIDF",
    "TOKENS",
    "TRAJECTORY",
    "TREND",
    "UNCERTAINTY",
    "Column",
    "Contract",
    "Kind",
    "check",
]
