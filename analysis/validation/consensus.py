"""Codings as tables of readings, their consensus, and the hits and units that they are compared with."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from analysis import measures, schema
from analysis.codebook.evidence_file import RELIABLE, TENTATIVE
from analysis.errors import OptionError, SchemaError
from analysis.tokens import Tokens
from analysis.validation.columns import ASKED


def verdict(alpha: float) -> str:
    """Name what an alpha allows by Krippendorff's floors."""
    if pd.isna(alpha):
        return "undefined"
    return "reliable" if alpha >= RELIABLE else "tentative" if alpha >= TENTATIVE else "unreliable"


def frames_in(codings: pd.DataFrame) -> list[str]:
    """List the coded frames, in the order of the labels that the codings carry, else by name."""
    present = sorted(codings["frame"].astype(str).unique())
    order = [f for f in (schema.about(codings).labels or {}) if f in present]
    return order + [f for f in present if f not in order]


def coders_in(codings: pd.DataFrame) -> list[str]:
    """List the coders, the adjudicator included."""
    return sorted(set(codings["coder"].astype(str)))


def readings(codings: pd.DataFrame, frame: str) -> pd.DataFrame:
    """Tabulate the readings of one frame, units by coders; what was adjudicated is no reading."""
    rows = codings[(codings["frame"] == frame) & (codings["kind"] != "adjudicator")]
    if rows.duplicated(["unit", "coder"]).any():
        twice = rows[rows.duplicated(["unit", "coder"])].iloc[0]
        msg = f"codings: coder {twice['coder']!r} has two values for unit {twice['unit']!r}; keep one of them"
        raise SchemaError(msg)
    return rows.pivot(index="unit", columns="coder", values="value")  # noqa: PD010 - no means


def chosen_names(codings: pd.DataFrame, column: str) -> pd.DataFrame:
    """Tabulate the primary frame or the element, numbered, units by coders."""
    if column not in ASKED:
        msg = f"on {column!r} is not known; use one of frame, {', '.join(ASKED)}"
        raise OptionError(msg)
    if column not in codings.columns:
        msg = f"the codings have no column {column!r}; write the sheets with also={column!r}"
        raise OptionError(msg)
    rows = codings.loc[codings["kind"] != "adjudicator", ["unit", "coder", column]].drop_duplicates()
    numbers = {name: float(n) for n, name in enumerate(sorted(set(rows[column]) - {""}))}
    rows = rows.assign(frame=column, kind="human", value=rows[column].map(numbers).astype("float64"))
    return readings(rows, column)


def consensus(codings: pd.DataFrame) -> pd.DataFrame:
    """Return the value of each unit and frame: what was adjudicated, else what all coders agree on, else NaN."""
    # Example: readings 1 1, 1 0 and 1 0 of three units, the third adjudicated as 0, give 1, NaN and 0
    keys = ["unit", "frame"]
    by_coder = codings[codings["kind"] != "adjudicator"].groupby(keys)["value"].agg(["min", "max"])
    agreed = by_coder["min"].where(by_coder["min"] == by_coder["max"])
    adjudicated = codings[codings["kind"] == "adjudicator"].groupby(keys)["value"].max()
    return adjudicated.combine_first(agreed).unstack("frame")  # noqa: PD010 - no means


def alphas(codings: pd.DataFrame) -> dict[str, tuple[float, str]]:
    """Compute alpha of every frame, with the reason why accuracy cannot be measured (empty where it can)."""
    found = {}
    for frame in frames_in(codings):
        table = readings(codings, frame)
        alpha = measures.krippendorff_alpha(table.to_numpy())
        reason = ""
        if table.notna().sum(axis=1).max() < 2:
            reason = "no unit was read by two coders, so that their agreement is unknown"
        elif pd.isna(alpha):
            reason = "all readings are the same, so that alpha is undefined"
        elif alpha < TENTATIVE:
            reason = f"alpha {alpha:.2f} is below .667: mend the definition first"
        found[frame] = (alpha, reason)
    return found


def open_parts(sample: pd.DataFrame) -> pd.DataFrame:
    """Keep the parts of a sample that may be looked at: those named tune*, and those opened once."""
    schema.check(sample, schema.SAMPLE, what="sample")
    free = sample["part"].str.startswith("tune") | sample["part"].isin(list(schema.about(sample).opened or ()))
    kept = sample[free].reset_index(drop=True)
    if kept.empty:
        msg = "the sample has no open part; validation.open_test(sample, codebook=...) opens the test part and logs it"
        raise OptionError(msg)
    return kept


def require_places(sample: pd.DataFrame, tokens: Tokens) -> None:
    """Refuse tokens that do not have the units of a sample where it says."""
    table = tokens.table
    starts = table.drop_duplicates(["doc", "sentence"])[["doc", "start"]].astype({"doc": "str", "start": "int64"})
    known = pd.MultiIndex.from_frame(starts)
    wanted = pd.MultiIndex.from_frame(sample[["doc", "start"]].astype({"doc": "str", "start": "int64"}))
    lost = ~wanted.isin(known)
    if lost.any():
        doc, start = wanted[lost][0]
        msg = (
            f"{int(lost.sum())} unit(s) of the sample are not in these tokens (the first is in document {doc!r} at "
            f"{start}); pass the tokens of the texts that were sampled"
        )
        raise OptionError(msg)


def place_hits(hits: pd.DataFrame, sample: pd.DataFrame) -> pd.DataFrame:
    """Return the units of a sample that hold a counted hit, with its frame and term, each once."""
    # Each hit is joined with the last unit that starts before it, and counts where that unit has not ended yet.
    # Example: units [0,40) and [60,90): a hit at 12 is in the first, one at 50 in none, one at 60 in the second.
    keys = ["doc", "start", "end"]
    rows = hits.loc[hits["counted"], [*keys, "frame", "term"]]
    left = rows.astype({"doc": "str", "frame": "str", "term": "str", "start": "int64"}).sort_values("start")
    right = sample[[*keys, "unit"]].astype({"doc": "str", "start": "int64"}).rename(columns={"end": "unit_end"})
    placed = pd.merge_asof(left, right.sort_values("start"), on="start", by="doc")
    placed = placed[placed["unit"].notna() & (placed["start"] < placed["unit_end"])]
    return placed[["unit", "frame", "term"]].drop_duplicates(ignore_index=True)


def require_frames(coded: Iterable[str], known: Iterable[str], *, what: str) -> None:
    """Refuse codings of frames that a table does not have."""
    known = list(known)
    strange = [f for f in coded if f not in known]
    if strange:
        msg = f"the codings are of frame {strange[0]!r}, which the {what} do not have; they have {', '.join(known)}"
        raise OptionError(msg)
