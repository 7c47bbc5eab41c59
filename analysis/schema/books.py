"""Contracts of codebooks: what changed between two versions, and which hits with it."""

from __future__ import annotations

from analysis.schema.contract import DOC, END, FRAME, PARAGRAPH, SENTENCE, START, Column, Contract

CODEBOOK_DIFF: Contract = (
    Column("frame", "text", "", "frame id; empty for the codebook itself"),
    Column("term", "text", "", "term id; empty for the frame or the codebook itself"),
    Column("field", "text", "", "field of the format; term or frame where the whole was added or removed"),
    Column("change", "text", "", "added, removed or changed"),
    Column("before", "text", "", "what it was, empty if it was added"),
    Column("after", "text", "", "what it is, empty if it was removed"),
    Column("detail", "text", "", "of a list or a pattern what came (+) and what went (-); else before -> after"),
)

HIT_CHANGES: Contract = (
    DOC,
    PARAGRAPH,
    SENTENCE,
    START,
    END,
    Column("surface", "text", "", "the matched characters as they stand"),
    FRAME,
    Column("term", "text", "", "term id of the codebook"),
    Column("change", "text", "", "gained, lost or changed"),
    Column("why", "text", "", "the field of the term, the setting or the overlap that did it"),
    Column("detail", "text", "", "what came (+) and went (-), before -> after, or the term that covers the place"),
    Column("weight_before", "float", "points", "weight under the old version; NaN if gained"),
    Column("weight_after", "float", "points", "weight under the new version; NaN if lost"),
    Column("counted_before", "bool", "", "entered scores under the old version"),
    Column("counted_after", "bool", "", "enters scores under the new version"),
)
