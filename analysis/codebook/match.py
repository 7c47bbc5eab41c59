"""The matcher: where the terms of a codebook stand in a token table, and which rows decide that.

Only the table is read, never a text, so that a redacted table gives the hits of the full one as long as
the rows of the evidence are left in it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.codebook import quantities
from analysis.codebook.context import Negations, negations, quotations
from analysis.codebook.models import Codebook, Term
from analysis.codebook.neighbours import Neighbourhood
from analysis.codebook.pattern import base_tag, expand
from analysis.codebook.rows import Ints, Rows, view
from analysis.codebook.sequences import Match, Sequences


@dataclass(frozen=True)
class Found:
    """Hits of a codebook in a table, and the evidence for them.

    `hits` has one row per hit: first, last (row positions of its first and last morpheme), start, end,
    surface, frame, term, inside_quote, negated; in order of position, then of the codebook.
    `evidence` holds, ascending, the row positions that the hits rest on: a table in which all other
    surfaces and forms are blank gives the same hits.
    """

    hits: pd.DataFrame
    evidence: Ints


class _Candidate(NamedTuple):
    """One place where a term stands, before overlaps are settled."""

    frame: int
    order: int
    first: int
    last: int
    size: int


def find(table: pd.DataFrame, codebook: Codebook) -> Found:
    """Match a codebook on the token table of the morpheme layer.

    A literal takes up whole morphemes; where the pattern has a space, the text may have nothing, white
    space, a hyphen or a middle dot. Neighbours and masks cancel first; then, inside a frame (or, with
    `nested_scope: codebook`, across frames), the longest match wins, white space not counted, then the
    earlier, then the one that comes first in the file.

    Parameters
    ----------
    table : DataFrame
        Token table (schema.TOKENS) with every morpheme of each document in order; may be redacted.
    codebook : Codebook
        Codebook, as read.

    Returns
    -------
    Found
        Hits and evidence; both empty where nothing was found.

    Raises
    ------
    SchemaError
        If columns are missing or rows were taken out.
    """
    rows = view(table)
    sequences = Sequences(rows)
    rests: set[int] = set()
    candidates = _candidates(rows, sequences, codebook, rests)
    masked = mask_rows(rows, sequences, codebook)
    rests |= masked
    visible = [c for c in candidates if masked.isdisjoint(rows.cover(c.first, c.last))]
    kept = _longest(visible, rows, across=codebook.defaults.nested_scope == "codebook")
    return _report(kept, rows, codebook, rests)


def evidence(table: pd.DataFrame, codebook: Codebook) -> Ints:
    """List the rows that the hits of a codebook rest on.

    Parameters
    ----------
    table : DataFrame
        Token table (schema.TOKENS) with every morpheme of each document in order.
    codebook : Codebook
        Codebook, as read.

    Returns
    -------
    ndarray of int
        Row positions, ascending: every morpheme in a match, a mask or a quantity that the codebook asks
        for, neighbours that cancel or license, negations and commas around hits, and double quotation
        marks of their paragraphs. Empty where nothing was found.

    Raises
    ------
    SchemaError
        If columns are missing or rows were taken out.
    """
    return find(table, codebook).evidence


def _candidates(rows: Rows, sequences: Sequences, codebook: Codebook, rests: set[int]) -> list[_Candidate]:
    """Find every match of every term that its tag and its neighbours allow."""
    neighbourhood = Neighbourhood(rows, sequences, codebook.variants)
    places = {frame.id: n for n, frame in enumerate(codebook.frames)}
    found: list[_Candidate] = []
    for order, (frame, term) in enumerate(codebook.terms()):
        for first, last in matches(term, rows, sequences, codebook):
            rests.update(rows.cover(first, last))
            if neighbourhood.allows(term, first, last, rests):
                size = rows.size(first, last)
                found.append(_Candidate(places[frame.id], order, first, last, size))
    return found


def matches(term: Term, rows: Rows, sequences: Sequences, codebook: Codebook) -> list[Match]:
    """Find the matches of a term, each once, in order of position, whose first morpheme has an allowed tag."""
    if term.number:
        matches = quantities.find(rows, kind=term.number)
    else:
        matches = sequences.find_any(expand(term.match or "", variants=codebook.variants))
    allowed = {base_tag(t) for t in term.pos}
    return [m for m in matches if not allowed or rows.tags[rows.tag[m[0]]] in allowed]


def mask_rows(rows: Rows, sequences: Sequences, codebook: Codebook) -> set[int]:
    """Rows under a masked name."""
    masks = (m for mask in codebook.mask for m in sequences.find_any(expand(mask, variants=codebook.variants)))
    return {row for first, last in masks for row in rows.cover(first, last)}


def _longest(candidates: list[_Candidate], rows: Rows, *, across: bool) -> list[_Candidate]:
    """Settle overlaps: longest first, then earlier, then earlier in the file."""
    taken = {frame: bytearray(len(rows)) for frame in {-1 if across else c.frame for c in candidates}}
    kept: list[_Candidate] = []
    for candidate in sorted(candidates, key=lambda c: (-c.size, c.first, c.order, c.last)):
        scope = taken[-1 if across else candidate.frame]
        covered = rows.cover(candidate.first, candidate.last)
        if scope.find(1, covered.start, covered.stop) < 0:
            scope[covered.start : covered.stop] = b"\x01" * len(covered)
            kept.append(candidate)
    return sorted(kept, key=lambda c: (c.first, c.last, c.order))


def _report(kept: list[_Candidate], rows: Rows, codebook: Codebook, rests: set[int]) -> Found:
    """Build the table of hits, and add what the hits and their flags rest on to the evidence."""
    flags = _Flags(rows, rests)
    terms = [(frame.id, term.id) for frame, term in codebook.terms()]
    records = []
    for c in kept:
        start, end = rows.span(c.first, c.last)
        quoted, negated = flags.quoted(c.first), flags.negated(c.first)
        surface = rows.text(c.first, c.last + 1, folded=False)
        records.append((c.first, c.last, start, end, surface, *terms[c.order], quoted, negated))
    columns = ["first", "last", "start", "end", "surface", "frame", "term", "inside_quote", "negated"]
    hits = pd.DataFrame.from_records(records, columns=columns)
    kinds = dict.fromkeys(columns[:4], "int64") | dict.fromkeys(columns[7:], "bool")
    return Found(hits.astype(kinds), np.array(sorted(rests), dtype=np.int64))


class _Flags:
    """Quotation and negation around hits; a paragraph and a sentence are looked at once."""

    def __init__(self, rows: Rows, rests: set[int]) -> None:
        self._rows, self._rests = rows, rests
        self._quotations: dict[int, list[tuple[int, int]]] = {}
        self._negations: dict[int, Negations] = {}

    def quoted(self, row: int) -> bool:
        """Whether a row stands between double quotation marks."""
        paragraph = int(self._rows.paragraph[row])
        if paragraph not in self._quotations:
            low, high = np.searchsorted(self._rows.paragraph, [paragraph, paragraph + 1]).tolist()
            self._quotations[paragraph], marks = quotations(self._rows, low, high)
            self._rests.update(marks)
        return any(opened < row < closed for opened, closed in self._quotations[paragraph])

    def negated(self, row: int) -> bool:
        """Whether a negation stands in the clause of a row."""
        sentence = int(self._rows.sentence[row])
        if sentence not in self._negations:
            low, high = self._rows.sentence_rows[sentence : sentence + 2].tolist()
            self._negations[sentence] = negations(self._rows, low, high)
            self._rests.update(self._negations[sentence].commas)
        found = self._negations[sentence]
        clause = found.clause[row - found.low]
        self._rests.update(found.decisive.get(clause, ()))
        return clause in found.markers
