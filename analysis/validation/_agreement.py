"""Agreement: do the coders see the same, before anything is measured against them."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal, get_args

import pandas as pd

from analysis import measures, schema
from analysis.corpus import Corpus
from analysis.errors import OptionError
from analysis.options import require_choice
from analysis.validation._sheet import unit_texts
from analysis.validation.consensus import chosen_names, frames_in, readings, verdict

On = Literal["frame", "primary", "element"]

_FEW = 5  # readings that say present, below which alpha rests on almost nothing


def agreement(codings: pd.DataFrame, *, on: On = "frame", repeats: int = 2_000, seed: int = 1) -> pd.DataFrame:
    """Measure how far coders agree on each frame, or on the primary frame or the element of a unit.

    Units read by two coders or more are compared; cells left empty or coded 9 are missing. What was adjudicated
    does not enter.

    Parameters
    ----------
    codings : DataFrame
        As `read` gives it.
    on : {"frame", "primary", "element"}
        "primary" and "element" compare the names that coders chose for a whole unit, "none" being one of them; alpha
        is nominal all the same.
    repeats : int
        Resamples of the interval of alpha, over units.
    seed : int
        Of the resampling.

    Returns
    -------
    DataFrame
        Columns schema.AGREEMENT, one row per frame, or a single one called primary or element, whose prevalence
        is NaN. `verdict` follows alpha: reliable from .80, tentative from
        .667, unreliable below, undefined where all readings are the same or no unit was read twice. `reason` says
        so, and warns where a frame is so rare that coders can agree on nearly every unit and alpha still be low:
        AC1 stays high then, and more positive units are needed. `attrs` has labels and coders.

    Raises
    ------
    OptionError
        If `on` is unknown, or no sheet asked for it.
    SchemaError
        If columns are missing, or a coder has two values for a unit.

    References
    ----------
    Krippendorff (2004), Content analysis, 2nd ed., for alpha and the floors; Feinstein & Cicchetti (1990), High
    agreement but low kappa, for the paradox; formulas in `measures`.
    """
    require_choice("on", on, get_args(On))
    schema.check(codings, schema.CODINGS, what="codings")
    if on == "frame":
        rows = [_row(frame, readings(codings, frame), repeats, seed) for frame in frames_in(codings)]
    else:
        rows = [_row(on, chosen_names(codings, on), repeats, seed, named=True)]
    table = pd.DataFrame(rows, columns=[c.name for c in schema.AGREEMENT])
    floats = [c.name for c in schema.AGREEMENT if c.kind == "float"]
    table = table.astype(dict.fromkeys(floats, "float64") | {"n": "int64", "coders": "int64"})
    kinds = codings.drop_duplicates("coder")
    coders = dict(zip(kinds["coder"].astype(str), kinds["kind"].astype(str), strict=True))
    schema.describe(table, replace(schema.about(codings), coder_kinds=coders), source=codings)
    return schema.check(table, schema.AGREEMENT, what="agreement table")


def disagreements(codings: pd.DataFrame, *, sample: pd.DataFrame, corpus: Corpus | None = None) -> pd.DataFrame:
    """List the units that coders read differently, for them to discuss.

    What they settle on goes into a sheet of its own under the coder's name "합의" and stands beside their codings.

    Parameters
    ----------
    codings : DataFrame
        As `read` gives it.
    sample : DataFrame
        The sample that was coded.
    corpus : Corpus, optional
        The texts; with them the units can be read.

    Returns
    -------
    DataFrame
        Columns schema.DISAGREEMENTS, by frame and unit; empty when all agree.

    Raises
    ------
    OptionError
        If a unit is not in the sample.
    RefusalError
        If the corpus lacks a place of the sample.
    """
    schema.check(codings, schema.CODINGS, what="codings")
    schema.check(sample, schema.SAMPLE, what="sample")
    parts = []
    for frame in frames_in(codings):
        table = readings(codings, frame)
        apart = table[table.min(axis=1) < table.max(axis=1)]
        by_coder = [", ".join(f"{c}={v:.0f}" for c, v in row.dropna().items()) for _, row in apart.iterrows()]
        parts.append(pd.DataFrame({"unit": apart.index.astype(str), "frame": frame, "readings": by_coder}, dtype="str"))
    listed = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=["unit", "frame", "readings"])
    adjudicated = codings[codings["kind"] == "adjudicator"].set_index(["unit", "frame"])["value"]
    pairs = pd.MultiIndex.from_frame(listed[["unit", "frame"]])
    listed = listed.assign(adjudicated=adjudicated.reindex(pairs).to_numpy(dtype="float64"))
    placed = listed.merge(sample[["unit", "doc", "start", "end"]], on="unit", how="left", validate="many_to_one")
    if placed["doc"].isna().any():
        msg = f"unit {placed.loc[placed['doc'].isna(), 'unit'].iloc[0]!r} is not in the sample; pass the sample coded"
        raise OptionError(msg)
    placed = placed.astype({"start": "int64", "end": "int64"})
    text = unit_texts(corpus, placed) if corpus is not None else [""] * len(placed)
    result = placed.assign(text=pd.Series(text, dtype="str"))[[c.name for c in schema.DISAGREEMENTS]]
    return schema.check(result, schema.DISAGREEMENTS, what="disagreements table")


def _row(frame: str, table: pd.DataFrame, repeats: int, seed: int, *, named: bool = False) -> tuple[object, ...]:
    """Compute one row of the agreement table; `named` for names chosen, which have no prevalence."""
    ratings = table.to_numpy(dtype="float64")
    n = int((table.notna().sum(axis=1) >= 2).sum())
    alpha = measures.krippendorff_alpha(ratings)
    low, high = measures.krippendorff_interval(ratings, repeats=repeats, seed=seed)
    present = int((ratings > 0).sum())
    reason = ""
    if not n:
        reason = "no unit was read by two coders"
    elif pd.isna(alpha):
        reason = "all readings are the same, so that agreement beyond chance is undefined"
    elif not named and present < _FEW * table.shape[1]:
        reason = f"rare: {present} readings say present, so that alpha rests on few units; code more positive ones"
    return (
        frame,
        n,
        int(table.notna().any().sum()),
        measures.percent_agreement(ratings),
        alpha,
        low,
        high,
        measures.cohen_kappa(ratings),
        measures.fleiss_kappa(ratings),
        measures.gwet_ac1(ratings),
        float("nan") if named else measures.prevalence(ratings),
        verdict(alpha),
        reason,
    )
