"""Contracts of the shape of texts: the course of a text, positions, overlaps, bridges, and frames over documents."""

from __future__ import annotations

from analysis.schema.contract import DOC, FRAME, PARAGRAPH, SENTENCE, TAG, Column, Contract

FEW = 5  # hits, units or documents below which a count is shown and no interval

_FRAME_A = Column("frame_a", "text", "", "first frame of the pair")
_FRAME_B = Column("frame_b", "text", "", "second frame of the pair")

TRAJECTORY: Contract = (
    DOC,
    PARAGRAPH,
    SENTENCE,
    _FRAME_A,
    _FRAME_B,
    Column("weight_a", "float", "points", "weight of frame_a in the sentence"),
    Column("weight_b", "float", "points", "weight of frame_b in the sentence"),
    Column(
        "cusum", "float", "points", "sum, up to this sentence, of weight_a - weight_b less its mean in the document"
    ),
    Column("low", "float", "points", "2.5% of shuffled orders at this sentence; NaN where it cannot be said"),
    Column("high", "float", "points", "97.5% of shuffled orders at this sentence"),
)

POSITION: Contract = (
    FRAME,
    Column("n", "int", "hits", "counted hits of the frame"),
    Column("mean_position", "float", "0 start to 1 end", "mean place of the hits' sentences; NaN without a hit"),
    Column("expected", "float", "0 to 1", "mean place under shuffled sentences, the middle"),
    Column("low", "float", "0 to 1", "2.5% of shuffled orders; NaN below 5 hits"),
    Column("high", "float", "0 to 1", "97.5% of shuffled orders"),
    Column("p", "float", "0 to 1", "(1 + shuffles at least as far from the middle) / (1 + shuffles)"),
    Column("p_adjusted", "float", "0 to 1", "p after Holm over the frames of the table"),
)

OVERLAP: Contract = (
    _FRAME_A,
    _FRAME_B,
    Column("both", "int", "units", "sentences or paragraphs that hold both frames"),
    Column("a_only", "int", "units", "units that hold frame_a without frame_b"),
    Column("b_only", "int", "units", "units that hold frame_b without frame_a"),
    Column("neither", "int", "units", "units that hold neither"),
    Column("expected", "float", "units", "both, if the units of frame_b stood anywhere in their document"),
    Column("low", "float", "units", "2.5% of shuffles; NaN when a frame stands in fewer than 5 units"),
    Column("high", "float", "units", "97.5% of shuffles"),
    Column("jaccard", "float", "0 to 1", "both / units that hold either; NaN when none does"),
    Column("p", "float", "0 to 1", "(1 + shuffles at least as far from expected) / (1 + shuffles)"),
    Column("p_adjusted", "float", "0 to 1", "p after Holm over the pairs of the table"),
)

OVERLAPS: Contract = (
    _FRAME_A,
    _FRAME_B,
    DOC,
    PARAGRAPH,
    Column("n_a", "int", "hits", "counted hits of frame_a in the unit"),
    Column("n_b", "int", "hits", "counted hits of frame_b in the unit"),
)

BRIDGES: Contract = (
    Column("lemma", "text", "", "word outside the terms of both frames"),
    TAG,
    Column("n_a", "int", "occurrences", "in sentences with frame_a and without frame_b"),
    Column("n_b", "int", "occurrences", "in sentences with frame_b and without frame_a"),
    Column("n_both", "int", "occurrences", "in sentences with both"),
    Column(
        "places", "text", "", "the sentences, as their ordinals; with document ids before them if there are several"
    ),
)

TREND: Contract = (
    Column("group", "text", "", "outlet, month (YYYY-MM), year or another document variable"),
    FRAME,
    Column("docs", "int", "documents", "documents of the group"),
    Column("docs_with", "int", "documents", "of these, documents with a counted hit of the frame"),
    Column("n", "int", "hits", "counted hits of the frame"),
    Column("density", "float", "points per 100 content morphemes", "mean of the documents"),
    Column("low", "float", "points per 100 content morphemes", "2.5% of resampled documents; NaN below 5 documents"),
    Column("high", "float", "points per 100 content morphemes", "97.5% of resampled documents"),
    Column("density_pooled", "float", "points per 100 content morphemes", "of the documents laid end to end"),
    Column("coverage", "float", "0 to 1", "mean of the documents' share of sentences with the frame"),
    Column("coverage_pooled", "float", "0 to 1", "share of all sentences with the frame"),
    Column(
        "share", "float", "0 to 1", "weight of the frame / weight of all frames of the table, pooled; NaN for 0 / 0"
    ),
)
