"""Why a codebook has no hit at a place: the steps of the matcher, one after the other."""

from __future__ import annotations

from collections import defaultdict

import pandas as pd

from analysis.codebook.match import mask_rows, matches
from analysis.codebook.models import Codebook, Term
from analysis.codebook.neighbours import Neighbourhood
from analysis.matcher.pattern import base_tag
from analysis.matcher.rows import view
from analysis.matcher.sequences import Match, Sequences

Place = tuple[str, int, int]  # document, start, end

NEIGHBOURS = ("not_before", "not_after", "not_near", "require_near")


class Trace:
    """The matcher of one codebook on one table, to be asked step by step."""

    def __init__(self, table: pd.DataFrame, codebook: Codebook) -> None:
        self._codebook = codebook
        self._terms = {(frame.id, term.id): term for frame, term in codebook.terms()}
        self._docs = table["doc"].astype(str).to_numpy()
        self._rows = view(table)
        self._sequences = Sequences(self._rows)
        self._neighbourhood = Neighbourhood(self._rows, self._sequences, codebook.variants)
        self._masked = mask_rows(self._rows, self._sequences, codebook)
        self._found: dict[tuple[str, str], dict[Place, list[Match]]] = {}

    def obstacle(self, frame: str, term: str, place: Place) -> str:
        """Name the first step at which a term does not become a hit at a place."""
        known = self._terms.get((frame, term))
        if known is None:
            return "term"
        spots = self._spots(frame, known).get(place, [])
        if not spots:
            return "match"
        allowed = {base_tag(t) for t in known.pos}
        tagged = [s for s in spots if not allowed or self._rows.tags[self._rows.tag[s[0]]] in allowed]
        if not tagged:
            return "pos"
        for field in (name for name in NEIGHBOURS if getattr(known, name)):
            alone = known.model_copy(update={name: () for name in NEIGHBOURS if name != field})
            if not any(self._neighbourhood.allows(alone, first, last, set()) for first, last in tagged):
                return field
        masked = all(not self._masked.isdisjoint(self._rows.cover(first, last)) for first, last in tagged)
        return "mask" if masked else "overlap"

    def _spots(self, frame: str, term: Term) -> dict[Place, list[Match]]:
        """Where the pattern of a term stands, whatever its tags and neighbours."""
        key = (frame, term.id)
        if key not in self._found:
            found: dict[Place, list[Match]] = defaultdict(list)
            bare = term.model_copy(update={"pos": ()})
            for first, last in matches(bare, self._rows, self._sequences, self._codebook):
                found[str(self._docs[first]), *self._rows.span(first, last)].append((first, last))
            self._found[key] = found
        return self._found[key]
