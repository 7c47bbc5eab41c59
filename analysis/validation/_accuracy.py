"""Accuracy: what the codebook finds against what coders see."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis import measures, schema
from analysis.errors import OptionError
from analysis.framing._score import frequent_surfaces
from analysis.messages import message
from analysis.options import require_choice
from analysis.tokens import Tokens
from analysis.tokens.over_parts import end_to_end
from analysis.validation.consensus import Agreement, alphas, coders_in, consensus, frames_in, open_parts, scored_frames
from analysis.validation.strata import Draw, place_hits, read_draw, strata_of, with_estimate

Weighting = Literal["sample", "none"]
_Interval = Literal["posterior", "wilson"]
_Flags = npt.NDArray[np.bool_]
_Rates = dict[str, float]

_NAN = float("nan")
_OF_WEIGHTING = {"sample": "posterior", "none": "wilson"}
_KNOWN = {"found_units", "zero_units", "alpha", "alpha_texts"}  # whether or not the coders agree
_RATES = tuple(c.name for c in schema.ACCURACY if c.kind == "float" and c.name not in _KNOWN)


def accuracy(
    codings: pd.DataFrame,
    hits: pd.DataFrame,
    *,
    sample: pd.DataFrame,
    tokens: Tokens,
    by: Literal["frame", "term"] = "frame",
    weighting: Weighting = "sample",
    interval: _Interval | None = None,
) -> pd.DataFrame:
    """Measure precision and recall of a codebook against coders.

    A unit is found when it holds a counted hit of the frame, and positive when the coders settled on present. Where
    they differ and nothing was adjudicated, the unit is left out and counted as undecided. The test part is left out
    until `open_test` has opened it.

    Rates of the texts come from cells of stratum and found (the codebook says of every unit whether it finds the
    frame). Within a cell the units read are a simple random sample, and the positives among those that were not read
    have an exact distribution (`measures.stratified_rates`). No end excludes the plain estimate, which takes strata of
    which no unit read was positive for empty: with many of them the prior alone would. Cells are those of all units
    drawn from, whatever the part; what was read of them is that of the part.

    Parameters
    ----------
    codings : DataFrame
        As `read` gives it.
    hits : DataFrame
        As `framing.hits` gives it for the texts that were sampled.
    sample : DataFrame
        The sample that was coded, whole, and of one draw; each part has its own rows in the result.
    tokens : Tokens
        The tokens that the hits were found in: with those of all texts drawn from, copies included, the units of every
        cell are counted. With others, or with a codebook that was changed since the draw, the sample tells how the
        units of a stratum divide into found and not found, and `reason` says so.
    by : {"frame", "term"}
        With "term" one row per term that was counted: its precision, and the share of positive units it finds.
    weighting : {"sample", "none"}
        With "sample" rates stand for the texts that were drawn from. With "none" they are those of the counts, and tell
        of the coded units alone: in a sample with many found units recall is far too high. Counts are never weighted.
    interval : {"posterior", "wilson"}, optional
        What goes with the weighting, which is the default: the exact posterior of the texts with "sample", Wilson's
        interval of the counts with "none". Another pair is refused.

    Returns
    -------
    DataFrame
        Columns schema.ACCURACY, with term after frame for by="term"; by frame in the codebook's order, part and, for
        terms, falling counts. `recall_bound` is the one-sided lower limit of recall (95 percent), which decides whether
        a codebook is validated; `missed_high` the largest plausible number of units with the frame that were not found.
        recall and f1 are NaN, and their intervals stand alone, where no unit with the frame was read among those not
        found, or the interval of recall is wider than .5; `reason` says so. Rates are NaN where the coders' alpha is
        below .667 or unknown (that of the texts, if it can be had, with weighting "sample"), where nothing was read of
        a cell, and where their base is 0. `attrs` has weighting, interval, by, frames, codebook, analyser, coders,
        sealed (parts left out) and terms (the most frequent surface by id).

    Raises
    ------
    OptionError
        If a choice is unknown, the interval does not go with the weighting, the tokens or hits are of other texts or
        frames, no part is open, weights are wanted and unknown, or units that were drawn are not in the sample.
    SchemaError
        If columns or attrs are missing.

    References
    ----------
    Brown, Cai & DasGupta (2001) for the prior of Jeffreys; Cochran (1977) for the point estimates; Hanley &
    Lippman-Hand (1983) for what a stratum without a positive says; Wilson (1927) for counts.
    """
    require_choice("by", by, ("frame", "term"))
    require_choice("weighting", weighting, ("sample", "none"))
    interval = ("posterior" if weighting == "sample" else "wilson") if interval is None else interval
    require_choice("interval", interval, ("posterior", "wilson"))
    if _OF_WEIGHTING[weighting] != interval:
        msg = message(
            "interval {interval!r} does not go with weighting {weighting!r}; leave it out to get the one that does",
            interval=interval,
            weighting=weighting,
        )
        raise OptionError(msg)
    cells = cells_of(codings, hits, sample, tokens)
    draw = read_draw(sample, hits, tokens) if weighting == "sample" else None
    table = pd.DataFrame(list(_rows(cells, alphas(codings, sample=sample, texts=draw is not None), draw, by)))
    columns = [c.name for c in schema.ACCURACY]
    table = table.reindex(columns=columns if by == "frame" else [columns[0], "term", *columns[1:]])
    table = table.astype({c.name: "float64" for c in schema.ACCURACY if c.kind == "float"})
    sealed = sorted(set(sample["part"]) - set(cells["part"]))
    about = replace(
        schema.about(hits),
        weighting=weighting,
        interval=interval,
        by=by,
        sealed=tuple(sealed),
        coders=tuple(coders_in(codings)),
        surfaces=frequent_surfaces(hits),
    )
    return schema.check(schema.describe(table, about, source=hits), schema.ACCURACY, what=message("accuracy table"))


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
    cells = cells_of(codings, hits, sample, tokens)
    apart = cells[cells["value"].notna() & (cells["found"] != (cells["value"] == 1))]
    table = apart.assign(kind=np.where(apart["found"], "false_positive", "false_negative"))
    order = {frame: n for n, frame in enumerate(frames_in(codings))}
    table = table.assign(_order=table["frame"].map(order), terms=table["terms"].str.join(", ").fillna(""))
    table = table.sort_values(["_order", "part", "kind", "doc", "start"], kind="stable", ignore_index=True)
    table = table[[c.name for c in schema.CONFUSIONS]].astype({"kind": "str", "terms": "str"})
    about = schema.About(frames=schema.about(hits).frames)
    schema.mark(schema.describe(table, about, source=None))
    return schema.check(table, schema.CONFUSIONS, what=message("confusions table"))


def cells_of(codings: pd.DataFrame, hits: pd.DataFrame, sample: pd.DataFrame, tokens: Tokens) -> pd.DataFrame:
    """Tabulate open units by coded frames: the value agreed on, whether the codebook found it, and by which terms."""
    schema.check(codings, schema.CODINGS, what="codings")
    schema.check(hits, schema.HITS, what=message("hits table"))
    about = schema.require_about(hits, ("frames", "codebook"), what=message("hits table"), maker="framing.hits")
    units = open_parts(sample)
    _require_places(units, tokens)
    coded = scored_frames(codings, about, what="hits")
    # `cells` is units by frames, long: what coders settled on, the terms that hit (none is NaN), the weight and the
    # part. Example: unit u1, frame moon, value 1.0, terms [m1, m2], found True.
    gold = consensus(codings).reindex(index=units["unit"], columns=coded)
    if gold.isna().all(axis=None):
        msg = message(
            "no unit of the open parts has a settled coding; code and adjudicate first, or pass the sample coded"
        )
        raise OptionError(msg)
    told = gold.to_numpy(dtype=np.float64)
    other = told[~(np.isnan(told) | np.isin(told, (0.0, 1.0)))]
    if len(other):
        msg = message(
            "codings: the value {other:g} is neither 1 (present) nor 0 (absent); accuracy is of frames alone",
            other=other[0],
        )
        raise OptionError(msg)
    long = gold.melt(var_name="frame", value_name="value", ignore_index=False).reset_index()
    terms = place_hits(hits, units).groupby(["unit", "frame"])["term"].agg(sorted).rename("terms").reset_index()
    cells = long.merge(units, on="unit", how="left", validate="many_to_one")
    cells = cells.merge(terms, on=["unit", "frame"], how="left", validate="one_to_one")
    return cells.assign(found=cells["terms"].notna())


def _require_places(sample: pd.DataFrame, tokens: Tokens) -> None:
    """Refuse tokens that do not have the units of a sample where it says."""
    # A paragraph begins where its first sentence does, so that starts of sentences serve both kinds of unit.
    starts = end_to_end(tokens, _starts)
    known = pd.MultiIndex.from_frame(starts)
    wanted = pd.MultiIndex.from_frame(sample[["doc", "start"]].astype({"doc": "str", "start": "int64"}))
    lost = ~wanted.isin(known)
    if lost.any():
        doc, start = wanted[lost][0]
        msg = message(
            "{lost} unit(s) of the sample are not in these tokens (the first is in document {doc!r} at "
            "{start}); pass the tokens of the texts that were sampled",
            lost=int(lost.sum()),
            doc=doc,
            start=start,
        )
        raise OptionError(msg)


def _starts(tokens: Tokens) -> pd.DataFrame:
    """List where the sentences of an ordinary table begin."""
    first = tokens.table.drop_duplicates(["doc", "sentence"])
    return first[["doc", "start"]].astype({"doc": "str", "start": "int64"})


def _rows(
    cells: pd.DataFrame, agreed: Mapping[str, Agreement], draw: Draw | None, by: str
) -> Iterator[dict[str, object]]:
    """Yield the rows of the accuracy table."""
    for frame in cells["frame"].unique():
        for part in sorted(cells["part"].unique()):
            cell = cells[(cells["frame"] == frame) & (cells["part"] == part)]
            decided = cell[cell["value"].notna()]
            known = {"frame": frame, "part": part, "n": len(decided), "undecided": len(cell) - len(decided)}
            if by == "frame":
                yield known | _row(decided, decided["found"].to_numpy(), agreed[frame], draw, None)
                continue
            # Of a term the base of recall stays that of the frame: how many of its positive units this term finds by
            # itself. Example: terms [[a, b], [b], none] list a for the first unit and b for two.
            listed = decided["terms"].dropna().explode()
            order = listed.value_counts().reset_index().sort_values(["count", "terms"], ascending=[False, True])
            for term in order["terms"]:
                found = decided.index.isin(listed.index[listed == term])
                yield known | {"term": term} | _row(decided, found, agreed[frame], draw, term)


def _row(
    decided: pd.DataFrame, found: _Flags, agreed: Agreement, draw: Draw | None, term: str | None
) -> dict[str, object]:
    """Return counts and rates of one frame or term in one part; no rates without agreement."""
    gold = (decided["value"] == 1).to_numpy()
    counts = {"positive": gold.sum(), "predicted": found.sum(), "true_positive": (gold & found).sum()}
    rates: Mapping[str, float]
    if draw is None:
        rates = _counted(gold, found)
        empty = [word for word, key in (("positive", "positive"), ("found", "predicted")) if not counts[key]]
        why = f"no unit is {' or '.join(empty)}" if empty else ""
    else:
        sizes = draw.sizes(frame=str(decided["frame"].iloc[0]), term=term) if len(decided) else None
        rates, why = ({}, "no unit was decided") if sizes is None else _of_texts(decided, gold, found, draw, sizes)
    if agreed.reason:
        rates, why = {k: v for k, v in rates.items() if k not in _RATES}, agreed.reason
    read = {"zero_read": int((~found).sum()), "alpha": agreed.alpha, "alpha_texts": agreed.texts, "reason": why}
    return {k: int(v) for k, v in counts.items()} | dict(rates) | read


def _of_texts(
    decided: pd.DataFrame, gold: _Flags, found: _Flags, draw: Draw, sizes: pd.Series[int]
) -> tuple[_Rates, str]:
    """Compute the rates of the texts from cells of stratum and found, and say what is weak about them."""
    layer = draw.sample.set_index("unit")["layer"].reindex(decided["unit"]).to_numpy()
    cells = pd.DataFrame({"layer": layer, "found": found, "positive": gold})
    strata, joined = strata_of(cells, sizes.droplevel("group"))
    made, why = measures.stratified_rates(strata), []
    precision = made.precision
    if all(s.n for s in strata if s.found and s.N) and np.isnan(precision.low):
        precision = measures.stratified_rates([s for s in strata if s.found and s.N] or strata).precision
    rates: _Rates = {
        "found_units": float(sum(s.N for s in strata if s.found)),
        "zero_units": float(sum(s.N for s in strata if not s.found)),
        "recall_bound": made.recall_bound,
        "missed_high": made.missed_high,
        "specificity": made.specificity.estimate,
        "positive_effective": _effective_n(decided["weight"].to_numpy(dtype="float64")[gold]),
        "negative_effective": _effective_n(decided["weight"].to_numpy(dtype="float64")[~gold]),
    }
    for name, rate in (("precision", precision), ("recall", made.recall), ("f1", made.f1)):
        point = _NAN if made.zero_dominates and name != "precision" else rate.estimate
        low, high = with_estimate(rate)
        rates |= {name: point, f"{name}_low": low, f"{name}_high": high}
    why.append(made.reason)
    if joined:
        why.append(f"읽은 단위가 없는 칸의 {joined:,}단위는 같은 쪽의 다른 칸과 같다고 보았다")
    if not draw.exact and sizes.groupby(level="layer").size().max() > 1:
        why.append("칸마다의 단위 수는 표본으로 어림했다")
    return rates, "; ".join(filter(None, why))


def _counted(gold: _Flags, found: _Flags) -> _Rates:
    """Compute rates of the counts with Wilson's intervals."""
    # Example: found 1 1 1 0, gold 1 1 0 1: precision 2/3, recall 2/3
    rates: _Rates = {}
    for name, base in (("precision", found), ("recall", gold)):
        hit, n = int((gold & found).sum()), int(base.sum())
        low, high = measures.wilson(hit, n=n)
        rates |= {name: hit / n if n else _NAN, f"{name}_low": float(low), f"{name}_high": float(high)}
    p, r = rates["precision"], rates["recall"]
    rates["f1"] = 2 * p * r / (p + r) if p + r > 0 else _NAN
    rates["specificity"] = float((~gold & ~found).sum() / (~gold).sum()) if (~gold).any() else _NAN
    rates["positive_effective"], rates["negative_effective"] = float(gold.sum()), float((~gold).sum())
    return rates


def _effective_n(weight: npt.NDArray[np.float64]) -> float:
    """Compute Kish's effective number of units: the square of the sum of weights over the sum of their squares."""
    squares = float((weight**2).sum())
    return float(weight.sum()) ** 2 / squares if squares else 0.0
