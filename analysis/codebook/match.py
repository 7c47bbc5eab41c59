"""Hits of a codebook: where its terms stand in a token table, and which rows decide that.

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
from analysis.codebook.term_rules import Rules, Variables, conditions, unit_of
from analysis.grammar import quantities
from analysis.grammar.context import context
from analysis.grammar.markers import Marking
from analysis.matcher.arrays import Arrays, Ints, view
from analysis.matcher.pattern import Star, Tagged, base_tag, expand
from analysis.matcher.sequences import Match, Patterns, Sequences
from analysis.messages import message
from analysis.progress import progress_bar


@dataclass(frozen=True)
class _Found:
    """Hits of a codebook in a table, and the evidence for them."""

    # `hits` has one row per hit: first, last (row positions of its first and last morpheme), start, end, surface,
    # frame, term; in order of position, then of the codebook. `evidence` holds, ascending, the row positions that the
    # hits rest on: a table in which all other surfaces and forms are blank gives the same hits.

    hits: pd.DataFrame
    evidence: Ints


class _Candidate(NamedTuple):
    """One place where a term stands, before overlaps are resolved."""

    frame: int
    order: int
    first: int
    last: int
    size: int
    ruled: bool = False  # by a rule


def find(rows: Arrays, codebook: Codebook, variables: Variables | None = None, *, widest: bool = False) -> _Found:
    """Match a codebook on the morpheme layer, one piece of the table after the other."""
    # A literal takes up whole morphemes; where the pattern has a space, the text may have nothing, white space, a
    # hyphen or a middle dot. Neighbours and masks cancel first; then rules are held against what is left; then, inside
    # a frame (or, with `nested_scope: codebook`, across frames), the longest match wins, white space not counted, then
    # the earlier, then a rule, then the one that comes first in the file. Conditions on document variables count as met
    # where there are none; `widest` keeps every place where a hit may stand, whatever the variables are.
    rows.require_whole("frame matching")
    patterns = Patterns(rows.vocabulary, codebook.variants)
    tables, read = [], [np.zeros(0, np.int64)]
    # what is told of a whole document must not be cut
    whole = any(term.parties or (term.rule and unit_of(term.rule) == "document") for _, term in codebook.terms())
    with progress_bar(len(rows), what=message("hits of {book}", book=codebook.id), unit=message(" morphemes")) as step:
        for piece in rows.pieces(documents=whole):
            evidence_rows: set[int] = set()
            kept = _hits(Sequences(piece, patterns), codebook, evidence_rows, variables, widest=widest)
            read.append(np.array(sorted(evidence_rows), dtype=np.int64) + piece.offset)
            if kept:
                tables.append(_tabulate(kept, piece, codebook))
            step(len(piece))
    hits = pd.concat(tables, ignore_index=True) if tables else _tabulate([], rows, codebook)
    return _Found(hits, np.concatenate(read))


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
    rows = view(table)
    found = find(rows, codebook, widest=bool(conditions(codebook)))
    spans = found.hits["first"].to_numpy(), found.hits["last"].to_numpy()
    return np.union1d(found.evidence, context(rows, spans, markings, piece=max(len(rows), 1)).evidence)


def needs_tags(codebook: Codebook) -> str:
    """Name the first term or mask that only an analyser's tags can find, or nothing."""
    for _, term in codebook.terms():
        patterns = [term.match or "", *term.not_near, *term.require_near, *(term.rule.texts() if term.rule else ())]
        if term.number or term.pos or term.not_as or any(map(_is_tagged, filter(None, patterns))):
            return message("term {term!r}", term=term.id)
    return next((message("mask {mask!r}", mask=mask) for mask in codebook.mask if _is_tagged(mask)), "")


def needs_units(codebook: Codebook) -> str:
    """Name the first term whose rule needs sentences, paragraphs or the order of words, or nothing."""
    for _, term in codebook.terms():
        rules = [*term.rule.walk()] if term.rule else []
        if any(rule.near or rule.within not in (None, "document") for rule in rules) or (
            term.rule and unit_of(term.rule) != "document"
        ):
            return message("term {term!r}", term=term.id)
    return ""


def _is_tagged(pattern: str) -> bool:
    """Whether a pattern asks for a tag, as form/TAG and the nominal morphemes of * do."""
    return any(isinstance(element, Tagged | Star) for elements in expand(pattern) for element in elements)


def matches(term: Term, sequences: Sequences) -> list[Match]:
    """Find the matches of a term, each once, in order of position, whose first morpheme has an allowed tag."""
    rows = sequences.rows
    found = quantities.find(rows, kind=term.number) if term.number else sequences.find_pattern(term.match or "")
    allowed = {base_tag(tag) for tag in term.pos}
    return [match for match in found if not allowed or rows.tags[rows.tag[match[0]]] in allowed]


def mask_rows(sequences: Sequences, codebook: Codebook) -> set[int]:
    """Rows under a masked name."""
    masks = (match for mask in codebook.mask for match in sequences.find_pattern(mask))
    return {row for first, last in masks for row in sequences.rows.cover(first, last)}


def rules(
    sequences: Sequences, codebook: Codebook, plain: list[_Candidate], masked: set[int], variables: Variables | None
) -> Rules:
    """Hold the rules of a codebook against the places of its other terms."""
    places: dict[str, list[Match]] = {term.id: [] for _, term in codebook.terms()}
    ids = list(places)
    for c in plain:
        places[ids[c.order]].append((c.first, c.last))
    return Rules(sequences, codebook, places, masked=masked, variables=variables)


def visible(candidates: list[_Candidate], rows: Arrays, masked: set[int]) -> list[_Candidate]:
    """Leave out the candidates under a masked name."""
    return [c for c in candidates if not masked or masked.isdisjoint(rows.cover(c.first, c.last))]


def _hits(
    sequences: Sequences, codebook: Codebook, evidence_rows: set[int], variables: Variables | None, *, widest: bool
) -> list[_Candidate]:
    """Find the hits in one piece of a table, and add the rows they rest on."""
    rows, masked = sequences.rows, mask_rows(sequences, codebook)
    evidence_rows |= masked
    kept = visible(candidates(sequences, codebook, evidence_rows), rows, masked)
    if any(term.rule for _, term in codebook.terms()):
        held = rules(sequences, codebook, kept, masked, variables)
        kept += _ruled(held, codebook, rows, evidence_rows, widest=widest)
    return kept if widest else _longest(kept, rows, across=codebook.defaults.nested_scope == "codebook")


def _ruled(held: Rules, codebook: Codebook, rows: Arrays, evidence_rows: set[int], *, widest: bool) -> list[_Candidate]:
    """Find the place of every rule in every unit in which it holds."""
    places = {frame.id: n for n, frame in enumerate(codebook.frames)}
    found: list[_Candidate] = []
    for order, (frame, term) in enumerate(codebook.terms()):
        if term.rule:
            evidence_rows |= held.evidence(term.rule)
            for first, last in held.find(term, widest=widest):
                found.append(_Candidate(places[frame.id], order, first, last, rows.size(first, last), ruled=True))
    return found


def candidates(sequences: Sequences, codebook: Codebook, evidence_rows: set[int]) -> list[_Candidate]:
    """Find every match of every term without a rule that its tag and its neighbours allow."""
    rows, neighbourhood = sequences.rows, Neighbourhood(sequences, codebook.parties)
    places = {frame.id: n for n, frame in enumerate(codebook.frames)}
    found: list[_Candidate] = []
    for order, (frame, term) in enumerate(codebook.terms()):
        if term.rule:
            continue
        for first, last in matches(term, sequences):
            evidence_rows.update(rows.cover(first, last))
            if neighbourhood.allows(term, first, last, evidence_rows):
                size = rows.size(first, last)
                found.append(_Candidate(places[frame.id], order, first, last, size))
    return found


def _longest(found: list[_Candidate], rows: Arrays, *, across: bool) -> list[_Candidate]:
    """Resolve overlaps: longest first, then earlier, then rules, then earlier in the file."""
    # candidates 한미 동맹 (rows 0-1) and 동맹 (row 1) of one frame -> 한미 동맹 alone
    taken = {frame: bytearray(len(rows)) for frame in {-1 if across else c.frame for c in found}}
    kept: list[_Candidate] = []
    for candidate in sorted(found, key=lambda c: (-c.size, c.first, not c.ruled, c.order, c.last)):
        scope = taken[-1 if across else candidate.frame]
        covered = rows.cover(candidate.first, candidate.last)
        if scope.find(1, covered.start, covered.stop) < 0:
            scope[covered.start : covered.stop] = b"\x01" * len(covered)
            kept.append(candidate)
    return sorted(kept, key=lambda c: (c.first, c.last, c.order))


def _tabulate(kept: list[_Candidate], piece: Arrays, codebook: Codebook) -> pd.DataFrame:
    """Build the table of the hits in one piece, with row positions of the whole table."""
    terms = [(frame.id, term.id) for frame, term in codebook.terms()]
    records = []
    for c in kept:
        place = c.first + piece.offset, c.last + piece.offset, *piece.span(c.first, c.last)
        records.append((*place, piece.text(c.first, c.last + 1, folded=False), *terms[c.order]))
    columns = ["first", "last", "start", "end", "surface", "frame", "term"]
    return pd.DataFrame.from_records(records, columns=columns).astype(dict.fromkeys(columns[:4], "int64"))
