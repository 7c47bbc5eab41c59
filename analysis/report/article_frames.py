"""Frames of a report: which codebook, its hits, where two frames stand, and what speaks for the codebook."""

from __future__ import annotations

from pathlib import Path
from typing import Literal, get_args

import pandas as pd

from analysis import framing, paths, schema
from analysis.codebook import Codebook
from analysis.codebook import read as read_codebook
from analysis.codebook.load import codebooks_in
from analysis.errors import KitError
from analysis.framing.standing import standing
from analysis.report.facts import Book, Choice, Frame, Hit, Label, Looked, Range, Role, Validity, Verdict
from analysis.report.prepared import Prepared

FEWEST_HITS, _FEWEST_SENTENCES = 5, 3  # from which a codebook fits a text
_Measure = Literal["precision", "recall", "recall_at_least"]
_RATES: tuple[_Measure, ...] = ("precision", "recall")
_ENDS = ("", "_low", "_high")
_FLAGS = ("negated", "obligation", "plan", "certainty", "hearsay", "possibility")


def is_questions(book: Codebook) -> bool:
    """Whether a codebook is one of general frames, which are questions to coders: it compares no two frames."""
    return not book.compare


def look(text: Prepared) -> tuple[tuple[Looked, ...], Codebook | None]:
    """Count the hits of every codebook of the kit, and choose the one with most of them among those that fit.

    Hits are those of the two compared frames: 병원 in a text about hospitals is a hit of one of the other frames of a
    codebook about an alliance and startups, which would be chosen to say that neither occurs.
    """
    looked, best = [], None
    for file in codebooks_in(paths.CODEBOOKS):
        book = read_codebook(file)
        try:
            found = framing.hits(text.tokens, book, documents=text.documents)
        except KitError:  # of a table that was redacted with another codebook nothing can be said
            continue
        pair = book.compare or found["frame"].unique()
        counted = found[found["counted"] & found["frame"].isin(pair)]
        n, sentences = len(counted), int(counted["sentence"].nunique())
        fits = n >= FEWEST_HITS and sentences >= _FEWEST_SENTENCES and not is_questions(book)
        looked.append(Looked(book.id, Label(book.title.ko, book.title.en), n, sentences, is_questions(book), fits))
        if fits and (best is None or n > best[0]):
            best = n, book
    return tuple(looked), best[1] if best else None


def book_of(book: Codebook, *, asked: bool) -> Book:
    """State the codebook that was used."""
    return Book(
        id=book.id,
        version=book.version,
        title=Label(book.title.ko, book.title.en),
        status=book.status,
        sha256=book.sha256,
        chosen="asked" if asked else "hits",
        terms=sum(1 for _ in book.terms()),
        support_scope=book.defaults.support_scope,
        cap_per_sentence=book.defaults.cap_per_sentence,
        file=Path(book.path).name if book.path else "",
        validity=validity_of(book),
    )


def validity_of(book: Codebook) -> tuple[Validity, ...]:
    """List precision and recall of every frame, of parts that the codebook was not adjusted to where there are any."""
    found = book.evidence
    if found is None or not found.coders:
        return ()
    readers: Literal["people", "programs"] = (
        "people" if any(coder.kind == "human" for coder in found.coders) else "programs"
    )
    rows = []
    for frame in book.frames:
        shown = found.figures(frame.id)
        for one in shown.measured if shown else ():
            told: dict[_Measure, list[float | None]] = {
                name: [getattr(one, f"{name}{end}") for end in _ENDS] for name in _RATES
            }
            if one.recall is None and one.recall_bound is not None:
                told["recall_at_least"] = [one.recall_bound, one.recall_bound, 1.0]
            rows += [
                Validity(readers, frame.id, measure, value, low, high, one.n, bool(shown and shown.seen))
                for measure, (value, low, high) in told.items()
                if value is not None and low is not None and high is not None
            ]
    return tuple(rows)


def frames_of(book: Codebook, hits: pd.DataFrame) -> tuple[Frame, ...]:
    """List the frames with terms: the compared pair first, the rest by falling hits."""
    pair = tuple(book.compare or ())[:2]
    listed = []
    for frame in book.scored:
        its = hits[hits["frame"] == frame.id]
        counted = its[its["counted"]]
        role: Role = "other" if frame.id not in pair else get_args(Role)[pair.index(frame.id)]
        listed.append(
            Frame(
                frame.id,
                Label(frame.label.ko, frame.label.en),
                role,
                len(counted),
                int(counted["sentence"].nunique()),
                len(its) - len(counted),
                float(_weight(hits, frame.id)),
            )
        )
    order = {frame.id: at for at, frame in enumerate(book.scored)}
    return tuple(sorted(listed, key=lambda f: (f.role if f.role != "other" else "z", -f.n, order[f.id])))


def _weight(hits: pd.DataFrame, frame: str) -> float:
    """Add up the codebook's points, at most as many of a term in a sentence as it counts."""
    cap = schema.about(hits).cap_per_sentence
    most = float("inf") if cap in {"none", None} else float(cap)
    its = hits[(hits["frame"] == frame) & hits["counted"]]
    grouped = its.groupby(["sentence", "term"], observed=True)["weight"].agg(["size", "first"])
    return float((grouped["size"].clip(upper=most) * grouped["first"]).sum())


def hits_of(text: Prepared, hits: pd.DataFrame) -> tuple[Hit, ...]:
    """List every place of a term, in the order of the text."""
    spans = [(start, end, speaker) for start, end, speaker, direct in text.said if direct and speaker]
    listed = []
    for row in hits.to_dict("records"):
        start, end = int(row["start"]), int(row["end"])
        speaker = next((name for low, high, name in spans if low <= start and end <= high), str(row["speaker"]))
        listed.append(
            Hit(
                frame=str(row["frame"]),
                term=str(row["term"]),
                tier=str(row["tier"]),
                weight=float(row["weight"]),
                surface=str(row["surface"]),
                place=text.place(start, end),
                counted=bool(row["counted"]),
                why="" if row["counted"] else "support",
                inside_quote=bool(row["inside_quote"]),
                stance=tuple(flag for flag in _FLAGS if row[flag]),
                speaker=speaker if row["inside_quote"] else "",
                agent=str(row["agent"]),
                agent_kind=str(row["agent_kind"]),
            )
        )
    return tuple(listed)


def verdict_of(book: Codebook, hits: pd.DataFrame, text: Prepared) -> Verdict | None:
    """Say how the two compared frames stand; None where the codebook compares none."""
    scored = {frame.id for frame in book.scored}
    pair = tuple(book.compare or ())[:2]
    if len(pair) < 2 or not set(pair) <= scored:
        return None
    found = standing(hits, text.tokens, frames=list(pair))
    return Verdict(
        stands=found.stands,
        leader=found.leader,
        n_a=found.n[0],
        n_b=found.n[1],
        weight_a=found.weight[0],
        weight_b=found.weight[1],
        share=found.share,
        ranges=tuple(
            Range(m.source, m.low, m.high, m.low_by, m.high_by, m.variants, m.distinct, m.undefined, m.reason)  # type: ignore[arg-type]
            for m in found.moved
        ),
        choices=tuple(Choice(c.id, c.share, c.changed, c.held) for c in found.chosen),
        p=found.p,
        unit=found.unit,
        units=found.units,
    )
