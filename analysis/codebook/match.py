"""The matcher: where the terms of a codebook stand in a token table, and which rows decide that.

Only the table is read, never a text, so that a redacted table gives the hits of the full one as long as
the rows of the evidence are left in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.codebook.models import Codebook, Term
from analysis.codebook.neighbours import Neighbourhood
from analysis.grammar import quantities
from analysis.grammar.context import context
from analysis.grammar.markers import Marking
from analysis.matcher.pattern import base_tag, expand
from analysis.matcher.rows import Ints, Rows, view
from analysis.matcher.sequences import Match, Sequences


@dataclass(frozen=True)
class Found:
    """Hits of a codebook in a table, and the evidence for them."""

    # `hits` has one row per hit: first, last (row positions of its first and last morpheme), start, end, surface,
    # frame, term; in order of position, then of the codebook. `evidence` holds, ascending, the row positions that the
    # hits rest on: a table in which all other surfaces and forms are blank gives the same hits. `rows` is the table
    # as the matcher saw it.

    hits: pd.DataFrame
    evidence: Ints
    rows: Rows


class _Candidate(NamedTuple):
    """One place where a term stands, before overlaps are settled."""

    frame: int
    order: int
    first: int
    last: int
    size: int


def find(table: pd.DataFrame, codebook: Codebook) -> Found:
    """Match a codebook on the token table of the morpheme layer."""
    # A literal takes up whole morphemes; where the pattern has a space, the text may have nothing, white space, a
    # hyphen or a middle dot. Neighbours and masks cancel first; then, inside a frame (or, with `nested_scope:
    # codebook`, across frames), the longest match wins, white space not counted, then the earlier, then the one that
    # comes first in the file.
    rows = view(table)
    sequences = Sequences(rows)
    rests: set[int] = set()
    candidates = _candidates(rows, sequences, codebook, rests)
    masked = mask_rows(rows, sequences, codebook)
    rests |= masked
    visible = [c for c in candidates if masked.isdisjoint(rows.cover(c.first, c.last))]
    kept = _longest(visible, rows, across=codebook.defaults.nested_scope == "codebook")
    return _report(kept, rows, codebook, rests)


def evidence(table: pd.DataFrame, codebook: Codebook, *, markings: Sequence[Marking] = ()) -> Ints:
    """List the rows that the hits of a codebook rest on.

    Parameters
    ----------
    table : DataFrame
        Token table (schema.TOKENS) with every morpheme of each document in order.
    codebook : Codebook
        Codebook, as read.
    markings : sequence of Marking
        Labels of stance that the hits are held against.

    Returns
    -------
    ndarray of int
        Row positions, ascending: every morpheme in a match, a mask or a quantity that the codebook asks
        for, neighbours that cancel or license; of the sentences with hits the markers of stance, the particles
        that tell topics and the subjects; double quotation marks of their paragraphs. Empty where nothing was
        found.

    Raises
    ------
    SchemaError
        If columns are missing or rows were taken out.
    """
    found = find(table, codebook)
    spans = found.hits["first"].to_numpy(), found.hits["last"].to_numpy()
    return np.union1d(found.evidence, context(found.rows, spans, markings).evidence)


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
    """Build the table of hits."""
    terms = [(frame.id, term.id) for frame, term in codebook.terms()]
    records = []
    for c in kept:
        start, end = rows.span(c.first, c.last)
        records.append((c.first, c.last, start, end, rows.text(c.first, c.last + 1, folded=False), *terms[c.order]))
    columns = ["first", "last", "start", "end", "surface", "frame", "term"]
    hits = pd.DataFrame.from_records(records, columns=columns)
    return Found(hits.astype(dict.fromkeys(columns[:4], "int64")), np.array(sorted(rests), dtype=np.int64), rows)
