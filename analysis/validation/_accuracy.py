"""Accuracy: what the codebook finds against what coders see."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis import measures, schema
from analysis.errors import OptionError
from analysis.framing._score import frequent_surfaces
from analysis.options import require_choice
from analysis.tokens import Tokens
from analysis.validation.consensus import alphas, coders_in, consensus, frames_in, open_parts, require_frames

Weighting = Literal["sample", "none"]
_Flags = npt.NDArray[np.bool_]

_NAN = float("nan")


def accuracy(
    codings: pd.DataFrame,
    hits: pd.DataFrame,
    *,
    sample: pd.DataFrame,
    tokens: Tokens,
    by: Literal["frame", "term"] = "frame",
    weighting: Weighting = "sample",
) -> pd.DataFrame:
    """Measure precision and recall of a codebook against coders.

    A unit is found when it holds a counted hit of the frame, and positive when the coders settled on present. Where
    they differ and nothing was adjudicated, the unit is left out and counted as undecided. The test part is left out
    until `open_test` has opened it.

    Parameters
    ----------
    codings : DataFrame
        As `read` gives it.
    hits : DataFrame
        As `framing.hits` gives it for the texts that were sampled.
    sample : DataFrame
        The sample that was coded; each part has its own rows in the result.
    tokens : Tokens
        The tokens that the hits were found in.
    by : {"frame", "term"}
        With "term" one row per term that was counted: its precision, and the share of positive units it finds.
    weighting : {"sample", "none"}
        With "sample" rates stand for the texts that were drawn from: units weigh by what they stand for, and the
        interval is Wilson's at the effective number of units. With "none" they are those of the counts, and tell
        of the coded units alone. Counts are never weighted.

    Returns
    -------
    DataFrame
        Columns schema.ACCURACY, with term after frame for by="term"; by frame in the codebook's order, part and, for
        terms, falling counts. Rates are NaN, and `reason` says why, where the coders' alpha is below .667 or unknown,
        and where their base is 0. `attrs` has weighting, by, frames, codebook, analyser, coders, sealed
        (parts left out) and terms (the most frequent surface by id).

    Raises
    ------
    OptionError
        If a choice is unknown, the tokens or hits are of other texts or frames, no part is open, or weights are
        wanted and unknown.
    SchemaError
        If columns or attrs are missing.

    References
    ----------
    Wilson (1927); Kish (1965) for the effective number of units, as Korn & Graubard (1998) use it for intervals of
    weighted shares.
    """
    require_choice("by", by, ("frame", "term"))
    require_choice("weighting", weighting, ("sample", "none"))
    cells = _cells(codings, hits, sample, tokens)
    if weighting == "sample" and cells["weight"].isna().any():
        part = cells.loc[cells["weight"].isna(), "part"].iloc[0]
        msg = f"units of the part {part!r} have no sampling weight; use weighting='none', or leave the part out"
        raise OptionError(msg)
    cells = cells if weighting == "sample" else cells.assign(weight=1.0)
    table = pd.DataFrame(list(_rows(cells, alphas(codings), by)))
    columns = [c.name for c in schema.ACCURACY]
    table = table.reindex(columns=columns if by == "frame" else [columns[0], "term", *columns[1:]])
    sealed = sorted(set(sample["part"]) - set(cells["part"]))
    about = replace(
        schema.about(hits),
        weighting=weighting,
        by=by,
        sealed=tuple(sealed),
        coders=tuple(coders_in(codings)),
        surfaces=frequent_surfaces(hits),
    )
    return schema.check(schema.describe(table, about, source=hits), schema.ACCURACY, what="accuracy table")


def confusions(codings: pd.DataFrame, hits: pd.DataFrame, *, sample: pd.DataFrame, tokens: Tokens) -> pd.DataFrame:
    """List the units in which codebook and coders differ, by their places, without text.

    Parameters
    ----------
    codings, hits, sample, tokens : DataFrame, DataFrame, DataFrame, Tokens
        As in `accuracy`. Reading the units of a part to mend a codebook is tuning on it: log it with
        `open_test(..., use="tuned")`.

    Returns
    -------
    DataFrame
        Columns schema.CONFUSIONS, by frame, part, kind, document and place; empty when nothing differs.

    Raises
    ------
    OptionError, SchemaError
        As `accuracy`.
    """
    cells = _cells(codings, hits, sample, tokens)
    apart = cells[cells["value"].notna() & (cells["found"] != (cells["value"] == 1))]
    table = apart.assign(kind=np.where(apart["found"], "false_positive", "false_negative"))
    order = {frame: n for n, frame in enumerate(frames_in(codings))}
    table = table.assign(_order=table["frame"].map(order), terms=table["terms"].str.join(", ").fillna(""))
    table = table.sort_values(["_order", "part", "kind", "doc", "start"], kind="stable", ignore_index=True)
    table = table[[c.name for c in schema.CONFUSIONS]].astype({"kind": "str", "terms": "str"})
    return schema.check(table, schema.CONFUSIONS, what="confusions table")


def _rates(gold: _Flags, found: _Flags, weight: npt.NDArray[np.float64]) -> dict[str, float]:
    """Compute rates with intervals from decided units."""
    # Example: found 1 1 1 0, gold 1 1 0 1, weights 1 1 1 3: precision 2/3, recall 2/5, for the missed unit stands for
    # three
    rates: dict[str, float] = {}
    for name, base in (("precision", found), ("recall", gold)):
        rates |= dict(zip((name, f"{name}_low", f"{name}_high"), _share(gold & found, base, weight), strict=True))
    p, r = rates["precision"], rates["recall"]
    rates["f1"] = 2 * p * r / (p + r) if p + r > 0 else _NAN
    rates["specificity"] = _share(~gold & ~found, ~gold, weight)[0]
    rates["positive_effective"], rates["negative_effective"] = _effective_n(weight[gold]), _effective_n(weight[~gold])
    return rates


def _cells(codings: pd.DataFrame, hits: pd.DataFrame, sample: pd.DataFrame, tokens: Tokens) -> pd.DataFrame:
    """Tabulate open units by coded frames: the value agreed on, whether the codebook found it, and by which terms."""
    schema.check(codings, schema.CODINGS, what="codings")
    schema.check(hits, schema.HITS, what="hits table")
    about = schema.require_about(hits, ("frames", "codebook"), what="hits table", maker="framing.hits")
    units = open_parts(sample)
    _require_places(units, tokens)
    known = about.frame_ids
    coded = frames_in(codings)
    require_frames(coded, known, what="hits")
    coded = [f for f in known if f in coded]
    # `cells` is units by frames, long: what coders settled on, the terms that hit (none is NaN), the weight and the
    # part. Example: unit u1, frame moon, value 1.0, terms [m1, m2], found True.
    gold = consensus(codings).reindex(index=units["unit"], columns=coded)
    if gold.isna().all(axis=None):
        msg = "no unit of the open parts has a settled coding; code and adjudicate first, or pass the sample coded"
        raise OptionError(msg)
    long = gold.melt(var_name="frame", value_name="value", ignore_index=False).reset_index()
    terms = _place_hits(hits, units).groupby(["unit", "frame"])["term"].agg(sorted).rename("terms").reset_index()
    cells = long.merge(units, on="unit", how="left", validate="many_to_one")
    cells = cells.merge(terms, on=["unit", "frame"], how="left", validate="one_to_one")
    return cells.assign(found=cells["terms"].notna())


def _require_places(sample: pd.DataFrame, tokens: Tokens) -> None:
    """Refuse tokens that do not have the units of a sample where it says."""
    table = tokens.table
    # A paragraph begins where its first sentence does, so that starts of sentences serve both kinds of unit.
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


def _place_hits(hits: pd.DataFrame, sample: pd.DataFrame) -> pd.DataFrame:
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


def _rows(cells: pd.DataFrame, alpha: dict[str, tuple[float, str]], by: str) -> Iterator[dict[str, object]]:
    """Yield the rows of the accuracy table."""
    for frame in cells["frame"].unique():
        for part in sorted(cells["part"].unique()):
            cell = cells[(cells["frame"] == frame) & (cells["part"] == part)]
            decided = cell[cell["value"].notna()]
            gold, weight = (decided["value"] == 1).to_numpy(), decided["weight"].to_numpy(dtype=np.float64)
            known = {"frame": frame, "part": part, "n": len(decided), "undecided": len(cell) - len(decided)}
            if by == "frame":
                yield known | _row(gold, decided["found"].to_numpy(), weight, alpha[frame])
                continue
            # Of a term the base of recall stays that of the frame: how many of its positive units this term finds by
            # itself. Example: terms [[a, b], [b], none] list a for the first unit and b for two.
            listed = decided["terms"].dropna().explode()
            order = listed.value_counts().reset_index().sort_values(["count", "terms"], ascending=[False, True])
            for term in order["terms"]:
                found = decided.index.isin(listed.index[listed == term])
                yield known | {"term": term} | _row(gold, found, weight, alpha[frame])


def _row(gold: _Flags, found: _Flags, weight: npt.NDArray[np.float64], alpha: tuple[float, str]) -> dict[str, object]:
    """Return counts and rates of one frame or term in one part; no rates without agreement."""
    counts = {"positive": gold.sum(), "predicted": found.sum(), "true_positive": (gold & found).sum()}
    rates = _rates(gold, found, weight)
    reason = alpha[1]
    if reason:
        rates = dict.fromkeys(rates, _NAN)
    elif empty := [word for word, key in (("positive", "positive"), ("found", "predicted")) if not counts[key]]:
        reason = f"no unit is {' or '.join(empty)}"
    return {k: int(v) for k, v in counts.items()} | rates | {"alpha": alpha[0], "reason": reason}


def _share(part: _Flags, base: _Flags, weight: npt.NDArray[np.float64]) -> tuple[float, float, float]:
    """Compute a weighted share with Wilson's interval at the effective number of units."""
    total = float(weight[base].sum())
    if not total:
        return _NAN, _NAN, _NAN
    # Example: weights 9 9 1 1 are worth 20**2 / 164 = 2.4 units. A share of 0.5 of them has the interval of 1.2 out of
    # 2.4, 0.11 to 0.89, where four equal ones would have 0.15 to 0.85.
    share = float(weight[part].sum()) / total
    n = _effective_n(weight[base])
    low, high = measures.wilson(share * n, n=n)
    return share, float(low), float(high)


def _effective_n(weight: npt.NDArray[np.float64]) -> float:
    """Compute Kish's effective number of units: the square of the sum of weights over the sum of their squares."""
    squares = float((weight**2).sum())
    return float(weight.sum()) ** 2 / squares if squares else 0.0
