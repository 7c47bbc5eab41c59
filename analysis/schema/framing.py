"""Contracts of framing: hits, scores, contrasts."""

from __future__ import annotations

from analysis.schema.contract import DOC, END, FRAME, PARAGRAPH, SENTENCE, START, TAG, Column, Contract

HITS: Contract = (
    DOC,
    PARAGRAPH,
    SENTENCE,
    START,
    END,
    Column("surface", "text", "", "the matched characters as they stand"),
    Column("term", "text", "", "term id of the codebook"),
    FRAME,
    Column("weight", "float", "points", "weight of the term"),
    Column("tier", "text", "", "core or support"),
    Column("element", "text", "", "Entman element: problem, cause, moral, remedy, or empty"),
    Column("device", "text", "", "framing device, or empty"),
    Column("ambiguous", "bool", "", "the codebook marks the term as ambiguous"),
    Column("counted", "bool", "", "enters scores: core, or support with a core hit in its scope"),
    Column("inside_quote", "bool", "", "stands between double quotation marks"),
    Column("negated", "bool", "", "its clause is negated; the hit is counted all the same"),
    Column("obligation", "bool", "", "its clause says what must or should be"),
    Column("plan", "bool", "", "its clause says what somebody means to do"),
    Column("certainty", "bool", "", "its clause is said to be certain"),
    Column("hearsay", "bool", "", "its clause is passed on as the word of others"),
    Column("possibility", "bool", "", "its clause says what can or may be"),
    Column("speaker", "text", "", "who is quoted, where named; empty outside quotes and in a redacted table"),
    Column("agent", "text", "", "overt subject or topic of its clause, empty for none"),
    Column("agent_kind", "text", "", "we, subject, or none"),
)

STANCE: Contract = (
    DOC,
    PARAGRAPH,
    SENTENCE,
    START,
    END,
    Column("surface", "text", "", "the characters of the marker as they stand"),
    Column("label", "text", "", "label of the stance list"),
)

AGENTS: Contract = (
    FRAME,
    Column("agent_kind", "text", "", "we, subject, or none"),
    Column("agent", "text", "", "the subject as it stands; empty for none, and in rows of zero"),
    Column("n", "int", "hits", "counted hits of the frame with this agent"),
)

ELEMENTS: Contract = (
    FRAME,
    Column("element", "text", "", "problem, cause, moral, remedy, or empty where the codebook states none"),
    Column("n", "int", "hits", "counted hits of the frame with this element"),
)

DEVICES: Contract = (
    FRAME,
    Column("device", "text", "", "framing device, or empty where the codebook states none"),
    Column("n", "int", "hits", "counted hits of the frame with this device"),
)

SCORES: Contract = (
    DOC,
    FRAME,
    Column("n", "int", "hits", "counted hits of the frame in the unit"),
    Column("weight", "float", "points", "sum over sentences of weight x min(hits, cap) per term"),
    Column("content", "int", "morphemes", "content morphemes of the unit, the denominator"),
    Column("density", "float", "points per 100 content morphemes", "NaN when content is 0"),
    Column("sentences", "int", "sentences", "sentences in the unit"),
    Column("coverage", "float", "0 to 1", "share of sentences with weight above 0"),
)

CONTRAST: Contract = (
    DOC,
    Column("frame_a", "text", "", "first frame of the contrast"),
    Column("frame_b", "text", "", "second frame of the contrast"),
    Column("n_a", "int", "hits", "counted hits of frame_a in the unit"),
    Column("n_b", "int", "hits", "counted hits of frame_b in the unit"),
    Column("weight_a", "float", "points", "weight of frame_a in the unit"),
    Column("weight_b", "float", "points", "weight of frame_b in the unit"),
    Column("share", "float", "0 to 1", "weight_a / (weight_a + weight_b); NaN when both are 0"),
    Column("log_ratio", "float", "log2", "log2((a + 0.5) / (b + 0.5)); NaN when both are 0"),
)

CORPUS_SCORES: Contract = (
    Column("value", "text", "", "mean: of the documents' own values; pooled: of all documents as one text"),
    FRAME,
    Column("docs", "int", "documents", "documents that hold a sentence"),
    Column("n", "int", "hits", "counted hits of the frame in all documents"),
    Column("weight", "float", "points", "of all documents (pooled), or per document (mean)"),
    Column("content", "int", "morphemes", "content morphemes of all documents"),
    Column("density", "float", "points per 100 content morphemes", "mean leaves out documents without content"),
    Column("sentences", "int", "sentences", "sentences of all documents"),
    Column("coverage", "float", "0 to 1", "share of sentences with weight above 0"),
)

_PAIR: Contract = (
    Column("frame_a", "text", "", "first frame of the contrast"),
    Column("frame_b", "text", "", "second frame of the contrast"),
    Column("n_a", "int", "hits", "counted hits of frame_a"),
    Column("n_b", "int", "hits", "counted hits of frame_b"),
)
_HEADLINE: Contract = (
    Column("share", "float", "0 to 1", "weight_a / (weight_a + weight_b); NaN when both are 0"),
    Column("log_ratio", "float", "log2", "log2((a + 0.5) / (b + 0.5)); NaN when both are 0"),
)

UNCERTAINTY: Contract = (
    DOC,
    Column("source", "text", "", "leave_one_term, ..., sentence_bootstrap, paragraph_bootstrap"),
    *_PAIR,
    *_HEADLINE,
    Column("share_low", "float", "0 to 1", "lower end; NaN with a reason"),
    Column("share_high", "float", "0 to 1", "upper end; NaN with a reason"),
    Column("log_ratio_low", "float", "log2", "lower end; NaN with a reason"),
    Column("log_ratio_high", "float", "log2", "upper end; NaN with a reason"),
    Column("variants", "int", "variants or draws", "how many ways of counting, or draws, were looked at"),
    Column("undefined", "int", "variants or draws", "of them, those in which no hit of either frame is left"),
    Column("lowest", "text", "", "what gives log_ratio_low: term id, sentence, paragraph, options; or empty"),
    Column("highest", "text", "", "what gives log_ratio_high; or empty"),
    Column("reason", "text", "", "Korean: why there is no range, or what is left out of it; or empty"),
)

STABILITY: Contract = (
    Column("perturbation", "text", "", "what was changed"),
    Column("label", "text", "", "the same in Korean"),
    *_HEADLINE,
    Column("survives", "bool", "", "the same frame leads in every variant; missing with a reason"),
    Column("variants", "int", "variants", "how many were looked at; the numbers are those of the worst"),
    Column("worst", "text", "", "the worst variant: term id, or number of the sentence or paragraph; or empty"),
    Column("reason", "text", "", "Korean: why there is no answer, or what to know about it; or empty"),
)

MULTIVERSE: Contract = (
    Column("specification", "int", "ordinal from 1", "a way of counting; 1 is the kit's own"),
    Column("text", "text", "", "body, or raw: with the lines that cleaning took away"),
    Column("analyser", "text", "", "one of tokens.ANALYSERS"),
    Column("layer", "text", "", "morphs or units"),
    Column("variants", "text", "", "on: spellings of a word share a lemma; off"),
    Column("tags", "text", "", "all, or nouns: only hits that begin with a noun"),
    Column("stops", "text", "", "none, or stopped: without hits on the stop list"),
    Column("ambiguous", "text", "", "with or without terms that the codebook marks"),
    Column("weights", "text", "", "codebook, or equal"),
    Column("cap", "text", "", "codebook, or off"),
    Column("support", "text", "", "codebook, another scope, off (no condition) or core (no support terms)"),
    Column("quotes", "text", "", "with or without hits inside quotation marks"),
    *_PAIR,
    Column("weight_a", "float", "points", "weight of frame_a"),
    Column("weight_b", "float", "points", "weight of frame_b"),
    *_HEADLINE,
    Column("status", "text", "", "run or refused"),
    Column("reason", "text", "", "why it was refused; or empty"),
)

ESTIMATE: Contract = (
    Column("group", "text", "", "group of documents; all without groups"),
    FRAME,
    Column("value", "text", "", "density, coverage, share or log_ratio"),
    Column("docs", "int", "documents", "documents in which the value is defined"),
    Column("n", "int", "hits", "counted hits; of both frames for share and log_ratio"),
    Column("mean", "float", "as value", "mean of the documents' own values"),
    Column("mean_low", "float", "as value", "lower end; NaN with a reason"),
    Column("mean_high", "float", "as value", "upper end; NaN with a reason"),
    Column("pooled", "float", "as value", "value of all documents as one text"),
    Column("pooled_low", "float", "as value", "lower end; NaN with a reason"),
    Column("pooled_high", "float", "as value", "upper end; NaN with a reason"),
    Column("reason", "text", "", "Korean: why there is no interval; or empty"),
)

COMPARISON: Contract = (
    FRAME,
    Column("value", "text", "", "density, coverage, share or log_ratio"),
    Column("group_a", "text", "", "first group of documents"),
    Column("group_b", "text", "", "second group of documents"),
    Column("docs_a", "int", "documents", "documents of group_a in which the value is defined"),
    Column("docs_b", "int", "documents", "documents of group_b in which the value is defined"),
    Column("n_a", "int", "hits", "counted hits in group_a"),
    Column("n_b", "int", "hits", "counted hits in group_b"),
    Column("mean_a", "float", "as value", "mean of the documents of group_a"),
    Column("mean_b", "float", "as value", "mean of the documents of group_b"),
    Column("difference", "float", "as value", "mean_a - mean_b"),
    Column("low", "float", "as value", "lower end of the difference; NaN with a reason"),
    Column("high", "float", "as value", "upper end of the difference; NaN with a reason"),
    Column("p", "float", "0 to 1", "permutation test of the difference; NaN without documents on a side"),
    Column("p_adjusted", "float", "0 to 1", "Holm over the frames of the table"),
    Column("reason", "text", "", "Korean: why there is no interval; or empty"),
)
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
