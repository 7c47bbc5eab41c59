"""Codings as tables of readings, their consensus, and the parts and frames that they are compared in."""

from __future__ import annotations

import math
from typing import NamedTuple

import pandas as pd

from analysis import measures, schema
from analysis.codebook.evidence_file import RELIABLE, TENTATIVE
from analysis.errors import OptionError, SchemaError
from analysis.messages import message
from analysis.validation.coefficients import Scale, in_the_texts


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
        msg = message(
            "codings: coder {coder!r} has two values for unit {unit!r}; keep one of them",
            coder=twice["coder"],
            unit=twice["unit"],
        )
        raise SchemaError(msg)
    return rows.pivot(index="unit", columns="coder", values="value")  # noqa: PD010 - no means


def chosen_names(codings: pd.DataFrame, column: str) -> pd.DataFrame:
    """Tabulate the primary frame or the element, numbered, units by coders."""
    if column not in codings.columns:
        msg = message("the codings have no column {column!r}; write the sheets with also={column!r}", column=column)
        raise OptionError(msg)
    rows = codings.loc[codings["kind"] != "adjudicator", ["unit", "coder", column]].drop_duplicates()
    numbers = {name: float(n) for n, name in enumerate(sorted(set(rows[column]) - {""}))}
    # Names become numbers in the order of the alphabet, for alpha asks alone whether two are the same: moon, none, sun
    # are 0, 1, 2; a cell left empty has no number and is missing.
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


class Agreement(NamedTuple):
    """Alpha of the coded units and of the texts, NaN where unknown, and why accuracy cannot be measured, or nothing."""

    alpha: float
    texts: float
    reason: str


def alphas(codings: pd.DataFrame, *, sample: pd.DataFrame | None = None, texts: bool = False) -> dict[str, Agreement]:
    """Compute alpha of every frame; with `texts` that of the texts decides, as far as it can be had."""
    return {frame: _agreed(readings(codings, frame), sample, texts=texts) for frame in frames_in(codings)}


def _agreed(table: pd.DataFrame, sample: pd.DataFrame | None, *, texts: bool) -> Agreement:
    """Compute both alphas from readings, units by coders."""
    alpha, of_texts = measures.krippendorff_alpha(table.to_numpy()), math.nan
    if sample is not None:
        drawn = sample.set_index("unit")
        inside = table[table.index.isin(drawn.index)]
        if inside.notna().sum(axis=1).max() >= 2:
            scale = Scale("nominal", None, binary=True)
            of_texts = in_the_texts(inside, scale, drawn.loc[inside.index], seed=1)[0]["alpha_texts"]
    deciding, whose = (of_texts, " of the texts") if texts and not math.isnan(of_texts) else (alpha, "")
    reason = ""
    if table.notna().sum(axis=1).max() < 2:
        reason = "no unit was read by two coders, so that their agreement is unknown"
    elif pd.isna(alpha):
        reason = "all readings are the same, so that alpha is undefined"
    elif deciding < TENTATIVE:
        reason = f"alpha{whose} {deciding:.2f} is below .667: mend the definition first"
    return Agreement(alpha, of_texts, reason)


def open_parts(sample: pd.DataFrame) -> pd.DataFrame:
    """Keep the parts of a sample that may be looked at: those named tune*, and those opened once."""
    schema.check(sample, schema.SAMPLE, what="sample")
    free = sample["part"].str.startswith("tune") | sample["part"].isin(list(schema.about(sample).opened or ()))
    kept = sample[free].reset_index(drop=True)
    if kept.empty:
        msg = message(
            "the sample has no open part; validation.open_test(sample, codebook=...) opens the test part and logs it"
        )
        raise OptionError(msg)
    return kept


def scored_frames(codings: pd.DataFrame, about: schema.About, *, what: str) -> list[str]:
    """List the coded frames that a table has, in its order; refuse a frame that is none of the codebook's."""
    # Example: coded conflict, economic and morality, and morality has no terms: conflict and economic
    coded, known = frames_in(codings), about.frame_ids
    strange = [f for f in coded if f not in known and f not in (about.unscored or ())]
    if strange:
        msg = message(
            "the codings are of frame {strange!r}, which the {what} do not have; they have {known}",
            strange=strange[0],
            what=what,
            known=", ".join(known),
        )
        raise OptionError(msg)
    return [frame for frame in known if frame in coded]
