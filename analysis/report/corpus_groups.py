"""Groups of documents in a corpus report: which there are, how the frames differ between two of them, and over time."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import Any

import pandas as pd

from analysis import framing, grouping, schema, stats
from analysis.errors import RefusalError
from analysis.framing._conclusion import claims_difference
from analysis.grouping import By
from analysis.report.corpus_contract import (
    Asked,
    Cell,
    Course,
    Difference,
    DocumentGroup,
    FrameCourse,
    Grouped,
    GroupMean,
    Side,
    SideWord,
    SideWords,
    Stands,
    Step,
)
from analysis.tokens import Tokens

FEWEST = 5  # documents of a group in a period from which its mean is drawn with a line
_ROUGH = 10  # stories of the smaller group below which p is rough
_LISTED = 12  # groups that the page shows
_WORDS = 5  # words of each side that the page shows
_MINIMA = (5, 3, 2)  # the first that leaves words enough
_MONTHS = 48  # from more on years are the steps
_STEPS = 3  # months, weeks or days that make a course
_LEVEL = 0.05


@dataclass(frozen=True)
class Groups:
    """The documents' groups, the two that are compared, and the group and period of every document."""

    asked: Asked
    listed: tuple[DocumentGroup, ...]
    pair: pd.Series  # of the documents in either compared group
    of: dict[str, str]  # of every document, empty for none
    step: Step
    period: dict[str, str]
    periods: tuple[str, ...]

    @cached_property
    def sides(self) -> tuple[str, str] | tuple[()]:
        """The compared groups, a and b: in the order of their names, as `framing.compare` has them."""
        names = sorted(self.pair.unique())
        return (names[0], names[1]) if len(names) == 2 else ()


def groups_of(documents: pd.DataFrame, *, by: By, names: Sequence[str], step: str) -> Groups:
    """Group the documents, choose the two groups to compare, and divide the time."""
    ids = documents["doc"].astype(str).tolist()
    chosen = _step(documents) if step == "auto" else step
    days = grouping.assign(documents, by=chosen) if chosen else pd.Series(index=ids, dtype=object)
    period = {doc: str(when) for doc, when in zip(ids, days, strict=True) if isinstance(when, str)}
    found = grouping.assign(documents, by=by)
    of = {doc: str(group) for doc, group in zip(ids, found, strict=True) if isinstance(group, str)}
    different = len(set(of.values()))
    pair = pd.Series(dtype=object)
    if different > 1:
        within = documents.assign(_group=[of.get(doc, "") for doc in ids])
        pair = stats.sides(within, by="_group", names=names)
    state: Grouped = "none" if not of else "one" if different == 1 else "two" if different == 2 else "chosen"
    variable, sets = grouping.parts(by, documents)
    named = tuple((name, tuple(values)) for name, values in (sets or {}).items())
    order = tuple(sorted(set(period.values())))
    if chosen and order:
        order = tuple(name for name, _, _ in grouping.between(order[0], order[-1], by=chosen))
    return Groups(
        Asked(variable, named, state, different),
        _listed(documents, of, pair),
        pair,
        {doc: of.get(doc, "") for doc in ids},
        chosen if order else "",  # type: ignore[arg-type]
        {doc: period.get(doc, "") for doc in ids},
        order,
    )


def _step(documents: pd.DataFrame) -> Step:
    """Choose the steps of time: years from 48 months on, months, or weeks and days where there are too few."""
    for step in ("month", "week", "day"):
        n = grouping.assign(documents, by=step).nunique()
        if n >= _STEPS:
            return "year" if step == "month" and n > _MONTHS else step
    return "month" if n else ""


def _listed(documents: pd.DataFrame, of: Mapping[str, str], pair: pd.Series) -> tuple[DocumentGroup, ...]:
    """List the groups, the compared ones first, then by size."""
    table = pd.DataFrame({"group": documents["doc"].astype(str).map(of), "date": documents["date"].fillna("")})
    table = table[table["group"].notna()]
    sides = dict(zip(sorted(pair.unique()), ("a", "b"), strict=False)) if len(pair) else {}
    found = []
    for name, part in table.groupby("group"):
        dates = sorted(date for date in part["date"] if date)
        first, last = (dates[0], dates[-1]) if dates else ("", "")
        found.append(DocumentGroup(str(name), sides.get(name, ""), len(part), first, last))
    return tuple(sorted(found, key=lambda one: (one.side or "c", -one.docs, one.name)))


def means_of(scores: pd.DataFrame, groups: Groups) -> tuple[GroupMean, ...]:
    """Estimate the mean density of every frame in all documents, and in the groups that the page shows."""
    shown = [one.name for one in groups.listed][:_LISTED]
    by = {doc: group for doc, group in groups.of.items() if group in shown}
    tables = [framing.estimate(scores).assign(group="")]
    if len(shown) > 1:
        tables.append(framing.estimate(scores[scores["doc"].astype(str).isin(by)], by=by))
    plain = scores.astype({"doc": "str", "frame": "str"})
    none = plain[(plain["n"] == 0) & (plain["content"] > 0)]
    zeros = none.assign(group="").groupby(["group", "frame"]).size().to_dict()
    zeros |= none.assign(group=none["doc"].map(by)).groupby(["group", "frame"]).size().to_dict()
    return tuple(
        GroupMean(
            row["group"], row["frame"], int(row["docs"]), int(row["clusters"]), int(row["n"]),
            int(zeros.get((row["group"], row["frame"]), 0)),
            *(number(row[name]) for name in ("mean", "mean_low", "mean_high", "pooled", "share_upper")),
        )
        for table in tables
        for row in table.astype({"frame": "str"}).to_dict("records")
    )  # fmt: skip


def differences_of(scores: pd.DataFrame, groups: Groups) -> tuple[Difference, ...]:
    """Compare the frames of the two groups; nothing where there are no two."""
    if not groups.sides:
        return ()
    inside = scores[scores["doc"].astype(str).isin(groups.pair.index)]
    table = framing.compare(inside, by=groups.pair)
    return tuple(_difference(row) for row in table.astype({"frame": "str"}).to_dict("records"))


def _difference(row: Mapping[Any, Any]) -> Difference:
    """Say of one frame what may be claimed."""
    a, b = row["mean_a"], row["mean_b"]
    fewest = min(row["clusters_a"], row["clusters_b"])
    stands: Stands = "open"
    if math.isnan(a) or math.isnan(b):
        stands = "undefined"
    elif not (row["n_a"] or row["n_b"]):
        stands = "absent"
    elif math.isnan(row["p"]):
        stands = "untested"
    elif claims_difference(row):
        stands = "a" if a > b else "b"
    zero: Side = "" if bool(a) == bool(b) else "b" if a else "a"
    rough = FEWEST <= fewest < _ROUGH
    return Difference(
        frame=row["frame"],
        stands=stands,
        zero=zero,
        mean_a=number(a),
        mean_b=number(b),
        ratio=number(row["ratio"]),
        low=number(row["ratio_low"]),
        high=number(row["ratio_high"]),
        p=number(row["p"]),
        p_adjusted=number(row["p_adjusted"]),
        n_a=int(row["n_a"]),
        n_b=int(row["n_b"]),
        docs_a=int(row["docs_a"]),
        docs_b=int(row["docs_b"]),
        clusters_a=int(row["clusters_a"]),
        clusters_b=int(row["clusters_b"]),
        share_upper=number(row["share_upper"]),
        rough=rough,
        unsteady=bool(row["warning"]) and not rough,
        crossing=math.isnan(row["p_permutation"]) and not math.isnan(row["p"]),
    )


def cells_of(scores: pd.DataFrame, documents: pd.DataFrame, groups: Groups) -> tuple[Cell, ...]:
    """Estimate the frames in every period, for the two groups, or for all documents where there are no two."""
    if not groups.step or scores.empty:
        return ()
    ids = documents["doc"].astype(str)
    held = documents.assign(_side=ids.map(groups.pair.to_dict()) if groups.sides else "all")
    frames = scores["frame"].astype(str).unique().tolist()
    try:
        table = framing.trend(scores, held, by=["_side", groups.step], frames=frames)
    except RefusalError:  # no document of the two groups has a date
        return ()
    rows = {(row["group"], row["across"], str(row["frame"])): row for row in table.to_dict("records")}
    found = []
    for name, period, frame in product(groups.sides or ("all",), groups.periods, frames):
        shown = name if groups.sides else ""
        row = rows.get((name, period, frame))
        if row is None:
            found.append(Cell(shown, period, frame, 0, 0, 0, None, None, None))
            continue
        mean, low, high = (number(row[end]) for end in ("density", "low", "high"))
        docs, zeros = int(row["docs"]), int(row["docs"] - row["docs_with"])
        found.append(Cell(shown, period, frame, docs, zeros, int(row["n"]), mean, low, high))
    return tuple(found)


def courses_of(cells: Sequence[Cell], groups: Groups) -> tuple[FrameCourse, ...]:
    """Say of every frame whether one group has the higher mean in every period; nothing is tested."""
    frames = dict.fromkeys(cell.frame for cell in cells)
    return tuple(FrameCourse(frame, *_course([c for c in cells if c.frame == frame], groups)) for frame in frames)


def _course(cells: Sequence[Cell], groups: Groups) -> tuple[Course, Side]:
    """Say what may be said of one frame over time."""
    if len(groups.periods) < 2:
        return "one", ""
    if any(cell.docs < FEWEST for cell in cells):
        return "few", ""
    if not any(cell.n for cell in cells):
        return "absent", ""
    if not groups.sides:
        return "alone", ""
    a, b = ([cell.mean or 0.0 for cell in cells if cell.group == side] for side in groups.sides)
    if all(x > y for x, y in zip(a, b, strict=True)):
        return "same", "a"
    return ("same", "b") if all(x < y for x, y in zip(a, b, strict=True)) else ("mixed", "")


def side_words(words: Tokens, groups: Groups, *, stop: Any) -> SideWords | None:
    """Compare the words of the two groups: of each those that differ most surely."""
    if not groups.sides:
        return None
    one, other = (words.only(docs=groups.pair.index[groups.pair == side]) for side in groups.sides)
    for minimum in _MINIMA:  # of both sides together, so that the choice does not look at the sides
        table = stats.keyness(one, other, stop=stop, minimum=minimum)
        if len(table) >= 2 * _WORDS:
            break
    known = table[table["log_ratio"].notna()].reset_index(drop=True)
    if known["p_adjusted"].notna().any():  # the surest first, of equals the more frequent
        known = known.assign(_both=-known["n"] - known["n_reference"])
        known = known.sort_values(["p_adjusted", "_both", "term", "tag"], kind="stable")
    rows = [known[known["log_ratio"] > 0].head(_WORDS), known[known["log_ratio"] < 0].head(_WORDS)]
    return SideWords(
        tuple(_word(row) for row in pd.concat(rows).to_dict("records")),
        int(table["p_adjusted"].notna().sum()),
        int((table["p_adjusted"] < _LEVEL).sum()),
        schema.require_stated(schema.about(table).minimum),
        schema.about(table).shuffles or 0,
    )


def _word(row: Mapping[Any, Any]) -> SideWord:
    """Take over one word."""
    return SideWord(
        term=str(row["term"]),
        tag=str(row["tag"]),
        n_a=int(row["n"]),
        n_b=int(row["n_reference"]),
        docs_a=int(row["docs"]),
        docs_b=int(row["docs_reference"]),
        per_10k_a=float(row["per_10k"]),
        per_10k_b=float(row["per_10k_reference"]),
        log_ratio=number(row["log_ratio"]),
        p_adjusted=number(row["p_adjusted"]),
    )


def number(value: Any) -> float | None:
    """Return a number as JSON can carry it."""
    return None if pd.isna(value) or math.isinf(value) else float(value)
