"""Who speaks and how: quotations with their speakers, all marks of stance, and who acts."""

from __future__ import annotations

from collections import Counter, defaultdict

import numpy as np
import pandas as pd

from analysis import framing
from analysis.lexicon.stance import stance as stance_list
from analysis.report.facts import Actor, Place, Quotation, Stance, StancePrecision
from analysis.report.prepared import Prepared


def quotations(text: Prepared) -> tuple[Quotation, ...]:
    """List what is quoted, in marks or in reported speech; none of a redacted text."""
    return tuple(Quotation(speaker, direct, text.place(start, end)) for start, end, speaker, direct in text.said)


def marks(text: Prepared, hits: pd.DataFrame | None) -> tuple[Stance, ...]:
    """List all marks of stance, and whether they govern a counted hit."""
    found = framing.stance(text.tokens)
    governed = _governed(text, hits)
    return tuple(
        Stance(str(label), str(surface), text.place(int(start), int(end)), (int(start), int(end)) in governed)
        for label, surface, start, end in zip(
            found["label"], found["surface"], found["start"], found["end"], strict=True
        )
    )


def precision(listed: tuple[Stance, ...]) -> tuple[StancePrecision, ...]:
    """Count the marks of every label, with what was found right of them in texts of others."""
    counted = Counter(mark.label for mark in listed)
    return tuple(
        StancePrecision(
            label.id,
            counted[label.id],
            label.right / label.checked if label.checked else None,
            label.checked,
        )
        for label in stance_list().labels
    )


def _governed(text: Prepared, hits: pd.DataFrame | None) -> set[tuple[int, int]]:
    """Spans of the markers in whose clause a counted hit stands."""
    if hits is None or not hits["counted"].any():
        return set()
    syntax, rows = text.syntax, text.rows
    clauses = syntax.clauses.of(_last_rows(text, hits[hits["counted"]]))
    markers = syntax.markers
    here = np.isin(syntax.clauses.clause[markers.last], clauses)
    return {rows.span(int(a), int(b)) for a, b in zip(markers.first[here], markers.last[here], strict=True)}


def _last_rows(text: Prepared, hits: pd.DataFrame) -> np.ndarray:
    """Last rows of hits by their end."""
    ends = text.rows.end
    order = np.argsort(ends, kind="stable")
    at = np.searchsorted(ends[order], hits["end"].to_numpy(), side="left")
    return order[np.minimum(at, len(order) - 1)]


def actors(text: Prepared, hits: pd.DataFrame) -> tuple[Actor, ...]:
    """Count who acts in the clauses of the counted hits of every frame: the subject by its head, or none."""
    counted = hits[hits["counted"]]
    if counted.empty:
        return ()
    last = _last_rows(text, counted)
    first = np.searchsorted(text.rows.start, counted["start"].to_numpy(), side="left")
    which = text.syntax.subjects.of(first, text.syntax.clauses.of(last))
    held: dict[tuple[str, str, str], list[Place]] = defaultdict(list)
    n: Counter[tuple[str, str, str]] = Counter()
    people: set[str] = set()
    for frame, kind, subject in zip(counted["frame"], counted["agent_kind"], which.tolist(), strict=True):
        span = text.syntax.subjects.phrase(subject) if subject >= 0 else None
        key = (str(frame), str(kind) if span else "none", text.syntax.name(span) if span else "")
        n[key] += 1
        if span:
            place = text.place(*text.rows.span(*span))
            held[key] += [place] if place not in held[key] else []
            people |= {key[2]} if kind == "we" or text.syntax.is_who(span[1]) else set()
    order = {frame: at for at, frame in enumerate(dict.fromkeys(counted["frame"]))}
    keys = sorted(n, key=lambda key: (order[key[0]], key[1] == "none", -n[key], held[key][0].start if held[key] else 0))
    return tuple(Actor(*key, n[key], tuple(held[key]), key[2] in people) for key in keys)
