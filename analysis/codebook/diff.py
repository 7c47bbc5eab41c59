"""What changed between two versions of a codebook, and at which step of the matcher a term stops being a hit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from analysis import schema
from analysis.codebook.match import candidates, mask_rows, matches, rules, visible
from analysis.codebook.models import Codebook, Rule, Term
from analysis.codebook.neighbours import NEIGHBOURS, Neighbourhood
from analysis.codebook.term_rules import Rules, Variables, written
from analysis.errors import CodebookError
from analysis.matcher.arrays import view
from analysis.matcher.pattern import alternatives, base_tag
from analysis.matcher.sequences import Match, Patterns, Sequences
from analysis.messages import message

Place = tuple[str, int, int]  # document, start, end
_Change = tuple[str, str, str, str, Any, Any]  # frame, term, field, change, before, after

_CODEBOOK_FIELDS = ("id", "version", "status", "unit", "multi_label", "compare", "variants", "mask", "parties")
_FRAME_FIELDS = (
    *("label", "colour", "definition", "present_if", "absent_if", "questions", "elements", "examples"),
    *("counterexamples", "mfc"),
)
_TERM_FIELDS = (
    *("match", "number", "rule", "pos", "tier", "weight", "ambiguous", "not_before", "not_after", "not_near"),
    *("require_near", "parties", "parties_scope", "not_as", "element", "device", "note", "source", "added_in"),
)


def diff(old: Codebook, new: Codebook) -> pd.DataFrame:
    """Tell what changed between two versions of a codebook.

    Terms are compared by frame and id, with the defaults filled in: a new default weight changes every term
    that has none of its own. The order of terms and frames is not compared.

    Parameters
    ----------
    old, new : Codebook
        Two versions; what is only in `new` was added.

    Returns
    -------
    DataFrame
        Columns schema.CODEBOOK_DIFF, one row per change: of the codebook itself first (frame and term empty),
        then by frame and term in the order of `new`, what was removed last. Without a change no row.

    Examples
    --------
    >>> import analysis as da
    >>> old = da.codebook.read(da.paths.CODEBOOKS / "energy-transition.yaml")
    >>> new = old.model_copy(update={"mask": (*old.mask, "녹색기후기금")})
    >>> diff(old, new)[["field", "change"]].values.tolist()
    [['mask', 'changed']]
    """
    found = [*_settings(old, new), *_frames(old, new), *_terms(old, new)]
    order = {frame: n for n, frame in enumerate(dict.fromkeys((*new.frame_ids, *old.frame_ids)), start=1)}
    found.sort(key=lambda row: order.get(row[0], 0))  # stable: within a frame as found
    rows = [(*head, _text(before), _text(after), difference(before, after)) for *head, before, after in found]
    table = pd.DataFrame(rows, columns=[c.name for c in schema.CODEBOOK_DIFF]).astype("str")
    return schema.check(schema.mark(table), schema.CODEBOOK_DIFF, what=message("codebook differences"))


def difference(before: Any, after: Any) -> str:
    """Return what differs between two values of a field, as short as possible."""
    # Example: "(요금|고지서)" and "(요금|난방비)" give "- 고지서; + 난방비"; 1.0 and 2.0 give "1 -> 2"
    old, new = _parts(before), _parts(after)
    if (isinstance(before, tuple) and isinstance(after, tuple)) or set(old) & set(new):
        changes = (("-", [p for p in old if p not in new]), ("+", [p for p in new if p not in old]))
        return "; ".join(f"{sign} {', '.join(some)}" for sign, some in changes if some) or "another order"
    return f"{_text(before) or 'none'} -> {_text(after) or 'none'}"


def found_by(term: Term) -> str:
    """Return what a term looks for: its pattern, its rule, or its kind of number."""
    if term.rule is not None:
        return f"rule: {written(term.rule)}"
    return term.match if term.match is not None else f"number: {term.number}"


class Trace:
    """The matcher of one codebook on one table, which says why a term is no hit at a place."""

    def __init__(self, table: pd.DataFrame, codebook: Codebook, variables: Variables) -> None:
        self._codebook, self._variables = codebook, variables
        self._terms = {(frame.id, term.id): term for frame, term in codebook.terms()}
        self._docs = table["doc"].astype(str).to_numpy()
        self._rows = view(table).require_whole("frame matching")
        self._sequences = Sequences(self._rows, Patterns(self._rows.vocabulary, codebook.variants))
        self._neighbourhood = Neighbourhood(self._sequences, codebook.parties)
        self._masked = mask_rows(self._sequences, codebook)
        self._found: dict[tuple[str, str], dict[Place, list[Match]]] = {}
        self._rules: dict[bool, Rules] = {}

    def obstacle(self, frame: str, term: str, place: Place) -> str:
        """Name the first step of matching at which a term fails at a place."""
        # Example: 조합 follows 협동 at ("d", 0, 2), and term to01 has `match: 협동, not_after: [조합]`: "not_after".
        # Each neighbour rule is tried alone. Without a failure the hit was lost to a mask, or to a longer one.
        known = self._terms.get((frame, term))
        if known is None:
            return "term"
        if known.rule is not None:
            return self._obstacle_of_rule(known, known.rule, place)
        found = self._matches(frame, known).get(place, [])
        if not found:
            return "match"
        allowed = {base_tag(t) for t in known.pos}
        tagged = [m for m in found if not allowed or self._rows.tags[self._rows.tag[m[0]]] in allowed]
        if not tagged:
            return "pos"
        for field in (name for name in NEIGHBOURS if getattr(known, name)):
            alone = known.model_copy(update={name: () for name in NEIGHBOURS if name != field})
            if not any(self._neighbourhood.allows(alone, first, last, set()) for first, last in tagged):
                return field
        masked = all(not self._masked.isdisjoint(self._rows.cover(first, last)) for first, last in tagged)
        return "mask" if masked else "overlap"

    def _obstacle_of_rule(self, term: Term, rule: Rule, place: Place) -> str:
        """Name the first key of a rule that fails in the unit of a place, or where the hit stands instead."""
        # all [동맹, 위협], none [소송] in a sentence of all three -> "rule.none"; "rule.first" if the rule holds but
        # its hit is at an earlier match
        doc, start, _ = place
        at = np.flatnonzero((self._docs == doc) & (self._rows.start == start))
        row = int(at[0])
        if self._has(term, place, masked=True):
            return "overlap"
        if self._has(term, place, masked=False):
            return "mask"
        return f"rule.{self._held(masked=True).failing(rule, row) or 'first'}"

    def _has(self, term: Term, place: Place, *, masked: bool) -> bool:
        """Whether the hit of a rule stands at a place."""
        found = self._held(masked=masked).find(term)
        return any((str(self._docs[first]), *self._rows.span(first, last)) == place for first, last in found)

    def _held(self, *, masked: bool) -> Rules:
        """Hold the rules against the table, with masked names or as if there were none."""
        if masked not in self._rules:
            hidden = self._masked if masked else set[int]()
            plain = visible(candidates(self._sequences, self._codebook, set()), self._rows, hidden)
            self._rules[masked] = rules(self._sequences, self._codebook, plain, hidden, self._variables)
        return self._rules[masked]

    def _matches(self, frame: str, term: Term) -> dict[Place, list[Match]]:
        """Group the matches of a term's pattern by place, whatever its tags and neighbours."""
        key = (frame, term.id)
        if key not in self._found:
            found: dict[Place, list[Match]] = defaultdict(list)
            bare = term.model_copy(update={"pos": ()})
            for first, last in matches(bare, self._sequences):
                found[str(self._docs[first]), *self._rows.span(first, last)].append((first, last))
            self._found[key] = found
        return self._found[key]


def _parts(value: Any) -> list[str]:
    """Split a list into its items, or a pattern into its alternatives."""
    if isinstance(value, tuple):
        return [_text(v) for v in value]
    if isinstance(value, Rule):
        return written(value).split("; ")
    if isinstance(value, str) and "|" in value:
        try:
            return ["".join(c for c, _ in flat) for flat in alternatives(value)]
        except CodebookError:  # a note with a bar in it
            return [value]
    return [_text(value)]


def _value(codebook: Codebook, term: Term, field: str) -> object:
    """Return a field of a term, with the codebook's defaults filled in."""
    return getattr(codebook, field)(term) if field in ("tier", "weight") else getattr(term, field)


def _settings(old: Codebook, new: Codebook) -> Iterator[_Change]:
    """List what changed of the codebook itself."""
    before, after = (
        {f: getattr(book, f) for f in _CODEBOOK_FIELDS}
        | {f"defaults.{f}": v for f, v in book.defaults.model_dump().items()}
        for book in (old, new)
    )
    for field, value in before.items():
        if value != after[field]:
            yield ("", "", field, "changed", value, after[field])


def _frames(old: Codebook, new: Codebook) -> Iterator[_Change]:
    """List the frames added and removed, and what changed of the others, terms aside."""
    before, after = ({f.id: f for f in book.frames} for book in (old, new))
    for name in dict.fromkeys((*after, *before)):
        if name not in before:
            yield (name, "", "frame", "added", None, after[name].definition)
        elif name not in after:
            yield (name, "", "frame", "removed", before[name].definition, None)
        else:
            for field in _FRAME_FIELDS:
                values = getattr(before[name], field), getattr(after[name], field)
                if values[0] != values[1]:
                    yield (name, "", field, "changed", *values)


def _terms(old: Codebook, new: Codebook) -> Iterator[_Change]:
    """List the terms added and removed, and what changed of the others."""
    before, after = ({(f.id, t.id): t for f, t in book.terms()} for book in (old, new))
    for key in dict.fromkeys((*after, *before)):
        if key not in before:
            yield (*key, "term", "added", None, found_by(after[key]))
        elif key not in after:
            yield (*key, "term", "removed", found_by(before[key]), None)
        else:
            for field in _TERM_FIELDS:
                values = _value(old, before[key], field), _value(new, after[key], field)
                if values[0] != values[1]:
                    yield (*key, field, "changed", *values)


def _text(value: Any) -> str:
    """Return a value of a codebook as one line."""
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:g}"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return "; ".join(f"{key}: {_text(inner)}" for key, inner in value.items())
    if isinstance(value, tuple):
        return ", ".join(map(_text, value))
    if isinstance(value, Rule):
        value = written(value)
    return str(value) if not hasattr(value, "model_dump") else _text(value.model_dump())
