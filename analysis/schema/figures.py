"""Contracts of figures in the text, names, axes and proposals for codebooks."""

from __future__ import annotations

from analysis.schema.contract import DOC, END, FRAME, PARAGRAPH, SENTENCE, START, TAG, TERM, Column, Contract

QUANTITIES: Contract = (
    DOC,
    PARAGRAPH,
    START,
    END,
    Column("surface", "text", "", "number and unit as they stand"),
    Column("kind", "text", "", "money, area, count, percent, date, ...; number, identifier or unread"),
    Column("value", "float", "unit of the row", "NaN for dates, ranges, vague words, identifiers and unread"),
    Column("low", "float", "unit of the row", "lower end of a range or a vague word; NaN elsewhere"),
    Column("high", "float", "unit of the row", "upper end of a range; a vague word stays below it; NaN elsewhere"),
    Column("unit", "text", "", "ISO 4217 code, base unit (m2, kg), counter (명); empty where there is none"),
    Column("when", "text", "ISO 8601", "the date or time named, as far as the text says it; empty elsewhere"),
    Column("approximate", "bool", "", "약, 여, 가량, 안팎, 남짓, 수십 and the like"),
    Column("bound", "text", "", "at_least, above, at_most, below, or empty"),
    Column("converted", "bool", "", "restates the amount before it; leave such rows out of sums and counts"),
)

AXIS: Contract = (
    Column("lemma", "text", "", "dictionary form of the word"),
    TAG,
    Column("n", "int", "occurrences", "how often the word occurs"),
    Column(
        "position",
        "float",
        "similarities, -2 to 2; by usage -1 to 1",
        "mean similarity with the plus seeds - mean with the minus seeds; by usage the bounded z of the log-odds",
    ),
    Column("contribution", "float", "as position", "n (position - baseline) / occurrences of all words"),
)

POLES: Contract = (
    DOC,
    Column("frame_minus", "text", "", "frame at the minus pole"),
    Column("frame_plus", "text", "", "frame at the plus pole"),
    Column("weight_minus", "float", "points", "weight of frame_minus in the unit"),
    Column("weight_plus", "float", "points", "weight of frame_plus in the unit"),
    Column("content", "int", "morphemes", "content morphemes of the unit"),
    Column("bias", "float", "-1 to 1", "(plus - minus) / (plus + minus); NaN when both are 0"),
    Column("intensity", "float", "points per 100 content morphemes", "plus + minus; NaN when content is 0"),
)

ENTITIES: Contract = (
    TERM,
    Column("kind", "text", "", "person, organisation, place or other"),
    Column("n", "int", "mentions", "how often the name stands there as this kind"),
    Column("docs", "int", "documents", "documents that hold it"),
    DOC,
    START,
    END,
)

MENTIONS: Contract = (
    DOC,
    PARAGRAPH,
    SENTENCE,
    START,
    END,
    TERM,
    Column("kind", "text", "", "person, organisation, place or other"),
)

SUGGESTIONS: Contract = (
    TERM,
    TAG,
    FRAME,
    Column("source", "text", "", "embedding: near a core term; context: frequent beside hits; both"),
    Column("n", "int", "occurrences", "how often the word occurs"),
    Column("similarity", "float", "-1 to 1", "greatest similarity with a core term; NaN without a vector"),
    Column("near", "text", "", "the core term it is nearest to; empty without a vector"),
    Column("g2", "float", "log-likelihood ratio", "of its sentences beside hits against the others; negative if fewer"),
    Column(
        "n_near",
        "int",
        "sentences",
        "sentences without a hit, right before or behind one with a hit, that hold the word",
    ),
    DOC,
    START,
    END,
)
