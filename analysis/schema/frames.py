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
