"""What stands around a hit: quotation and its speaker, the stance of the clause, and who acts in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from analysis.grammar.clauses import clauses
from analysis.grammar.markers import Marking, find
from analysis.grammar.quotes import quotations
from analysis.grammar.subjects import Span, speakers, subjects
from analysis.matcher.arrays import PIECE, Arrays, Ints

_FLAGS = {
    "negated": "negation",
    "obligation": "obligation",
    "plan": "plan",
    "certainty": "certainty",
    "hearsay": "hearsay",
    "possibility": "possibility",
}
_WE = frozenset({"우리", "저희"})


class _Context(NamedTuple):
    """Columns beside the hits (inside_quote, the flags, speaker, agent, agent_kind), and the rows read for them."""

    columns: pd.DataFrame
    evidence: Ints


def context(rows: Arrays, spans: tuple[Ints, Ints], markings: Sequence[Marking], *, piece: int = PIECE) -> _Context:
    """Find for each hit, by ascending first row, the quotation, stance, speaker and agent of its clause."""
    # A flag is set where a marker of its label stands in the clause of the hit (`clauses` says what that is). The
    # agent is the overt subject of that clause, or the topic of an earlier clause of the sentence. Only paragraphs
    # with hits are read. Example: of paragraphs of 5, 4 and 6 rows a hit in row 7 leaves rows 5 to 8 -> it is row 2.
    found = []
    for part in rows.pieces(piece):
        low, high = np.searchsorted(spans[0], [part.offset, part.offset + len(part)]).tolist()
        first, last = (side[low:high] - part.offset for side in spans)
        if len(first):
            near = np.isin(part.paragraph, part.paragraph[first])
            places = np.cumsum(near) - 1
            around = _around(part.take(near), (places[first], places[last]), markings)
            found.append(_Context(around.columns, np.flatnonzero(near)[around.evidence] + part.offset))
    if not found:
        return _around(rows.between(0, 0), spans, markings)
    return _Context(
        pd.concat([part.columns for part in found], ignore_index=True),
        np.concatenate([part.evidence for part in found]),
    )


def _around(rows: Arrays, spans: tuple[Ints, Ints], markings: Sequence[Marking]) -> _Context:
    """Find the context of hits in rows whose paragraphs all have hits."""
    first, last = spans
    markers, quotes = find(rows, markings), quotations(rows)
    cut = clauses(rows, markers, quotes)
    clause = cut.of(last)
    columns: dict[str, Any] = {"inside_quote": quotes.inside(first)}
    names = [m.label for m in markings]
    for flag, label in _FLAGS.items():
        ends = markers.last[markers.label == names.index(label)] if label in names else first[:0]
        columns[flag] = np.isin(clause, cut.clause[ends])
    found = subjects(cut)
    number = quotes.number(first)
    attributed = speakers(found, quotes, number[number > 0])
    columns["speaker"] = [_text(rows, attributed.get(n)) for n in number.tolist()]
    agent = found.of(first, clause)
    acting = [found.phrase(a) if a >= 0 else None for a in agent.tolist()]
    columns["agent"] = [_text(rows, span) for span in acting]
    columns["agent_kind"] = [_kind(rows, span) for span in acting]
    kinds = dict.fromkeys(("inside_quote", *_FLAGS), "bool") | dict.fromkeys(("speaker", "agent", "agent_kind"), "str")
    phrases = np.array([k for span in acting if span for k in range(span[0], span[1] + 1)], np.int64)
    read = np.r_[markers.read, cut.read, found.read]
    near = np.isin(rows.sentence[read], rows.sentence[first])
    marks = quotes.marks[np.isin(rows.paragraph[quotes.marks], rows.paragraph[first])]
    return _Context(pd.DataFrame(columns).astype(kinds), np.unique(np.r_[read[near], marks, phrases]))


def _text(rows: Arrays, span: Span | None) -> str:
    """Text of a noun phrase; empty for none."""
    return rows.text(span[0], span[1] + 1, folded=False) if span else ""


def _kind(rows: Arrays, span: Span | None) -> str:
    """Kind of an agent: "none", "we" for 우리 and 저희, "subject" for any other."""
    if span is None:
        return "none"
    return "we" if rows.forms[rows.form[span[0]]] in _WE else "subject"
