"""Contracts of framing: hits, scores, contrasts."""

from __future__ import annotations

from analysis.schema.contract import DOC, END, FRAME, PARAGRAPH, SENTENCE, START, Column, Contract

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
