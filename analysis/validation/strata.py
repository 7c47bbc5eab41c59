"""What a sample was drawn from: how many units of the texts each cell stands for, a cell being stratum and found."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis import schema
from analysis.equality import ContentEqual
from analysis.errors import OptionError
from analysis.framing import score
from analysis.measures import Rate, Stratum
from analysis.messages import message
from analysis.tokens import Tokens
from analysis.tokens.over_parts import end_to_end, over_parts

KEYS = {"sentence": ["doc", "paragraph", "sentence"], "paragraph": ["doc", "paragraph"]}
_HIGH = 1.0  # points of the compared frames together; above it a score is high
_FEW = 0.1  # of the units of a side, up to which cells that were not read are taken to be as the others of it
_WHOLE = 0.01  # of a unit: how far the weights of a stratum, as files round them, may be from a whole number
_CELL = ["group", "layer", "found"]


def scored_units(hits: pd.DataFrame, tokens: Tokens, *, frames: Iterable[str], unit: str) -> pd.DataFrame:
    """List every unit of texts with its place and stratum: a score of zero, low (up to 1 point) or high."""
    keys = KEYS[unit]
    scores = score(hits, tokens, by="paragraph" if unit == "paragraph" else "sentence")
    weights = scores[scores["frame"].isin(list(frames))].groupby(keys, sort=False)["weight"].sum().reset_index()
    units = unit_spans(tokens, unit).merge(weights, on=keys, how="left", validate="one_to_one")
    units["stratum"] = np.select([units["weight"] == 0, units["weight"] <= _HIGH], ["zero", "low"], "high")
    return units.drop(columns="weight")


def unit_spans(tokens: Tokens, unit: str) -> pd.DataFrame:
    """List every sentence or paragraph with its first and last character, and the first sentence of a paragraph."""
    return end_to_end(tokens, partial(_spans, unit=unit))


def _spans(tokens: Tokens, unit: str) -> pd.DataFrame:
    """List the units of an ordinary table."""
    table = tokens.table.assign(doc=lambda rows: rows["doc"].astype(str))
    named = {"start": ("start", "min"), "end": ("end", "max")}
    if unit == "paragraph":
        named |= {"sentence": ("sentence", "min")}
    return table.groupby(KEYS[unit], sort=False).agg(**named).reset_index()


def place_hits(hits: pd.DataFrame, units: pd.DataFrame) -> pd.DataFrame:
    """Return the units that hold a counted hit, with its frame and term, each once."""
    # Each hit is joined with the last unit that starts before it, and counts where that unit has not ended yet.
    # Example: units [0,40) and [60,90): a hit at 12 is in the first, one at 50 in none, one at 60 in the second.
    keys = ["doc", "start", "end"]
    rows = hits.loc[hits["counted"], [*keys, "frame", "term"]]
    left = rows.astype({"doc": "str", "frame": "str", "term": "str", "start": "int64"}).sort_values("start")
    right = units[[*keys, "unit"]].astype({"doc": "str", "start": "int64"}).rename(columns={"end": "unit_end"})
    placed = pd.merge_asof(left, right.sort_values("start"), on="start", by="doc")
    placed = placed[placed["unit"].notna() & (placed["start"] < placed["unit_end"])]
    return placed[["unit", "frame", "term"]].drop_duplicates(ignore_index=True)


@dataclass(frozen=True, eq=False)
class Draw(ContentEqual):
    """A draw and what it was made from.

    Attributes
    ----------
    sample : DataFrame
        Units drawn, with doc, layer (units of one stratum and weight, which simple random sampling drew) and weight.
    texts : DataFrame or None
        All units of the texts without copies, with doc and layer, which is empty where the strata of the draw cannot be
        told any more; None where the tokens are not all that was drawn from.
    placed : DataFrame
        Units of the sample with frames and terms found in them.
    placed_texts : DataFrame
        The same of all units.
    """

    sample: pd.DataFrame
    texts: pd.DataFrame | None
    placed: pd.DataFrame
    placed_texts: pd.DataFrame

    @property
    def exact(self) -> bool:
        """Whether the units of every cell can be counted, so that nothing but labels is uncertain."""
        return self.texts is not None and bool((self.texts["layer"] != "").all())

    def sizes(self, *, frame: str, term: str | None = None, groups: Mapping[str, str] | None = None) -> pd.Series[int]:
        """Count the units of the texts by group, layer and found; documents without a group are left out."""
        drawn = self.cells(frame=frame, term=term, groups=groups)
        sizes = drawn.groupby(_CELL)["weight"].sum()
        if self.texts is not None:
            whole = _mark(self.texts, self.placed_texts, frame, term, groups)
            sizes = whole.groupby(_CELL).size() if self.exact else _shared_out(sizes, whole)
        read = drawn.groupby(_CELL).size().reindex(sizes.index, fill_value=0)
        return sizes.round().astype("int64").clip(lower=read).sort_index()

    def cells(self, *, frame: str, term: str | None = None, groups: Mapping[str, str] | None = None) -> pd.DataFrame:
        """List the units drawn with group, layer and found."""
        return _mark(self.sample, self.placed, frame, term, groups)


def read_draw(sample: pd.DataFrame, hits: pd.DataFrame, tokens: Tokens) -> Draw:
    """Find out what a sample was drawn from; refuse weights that do not tell it."""
    if sample["weight"].isna().any():
        part = sample.loc[sample["weight"].isna(), "part"].iloc[0]
        msg = message(
            "units of the part {part!r} have no sampling weight; use weighting='none', or leave the part out", part=part
        )
        raise OptionError(msg)
    # Units of one stratum that weigh differently were drawn in different ways, such as by group, and are strata apart.
    layer = sample["stratum"].astype(str) + " " + sample["weight"].map("{:.6g}".format)
    if "group" in sample:
        layer = sample["group"].astype(str) + " " + layer
    drawn = sample.assign(layer=layer.to_numpy(), doc=sample["doc"].astype(str))
    sizes = drawn.groupby("layer")["weight"].sum()
    known = schema.about(sample).population or round(sizes.sum())
    texts = _texts(drawn, hits, tokens, population=known)
    whole = (sizes - sizes.round()).abs().max() <= max(_WHOLE, 1e-6 * known)
    exact = texts is not None and bool((texts["layer"] != "").all())
    if not whole or (round(sizes.sum()) != known and not exact):
        msg = message(
            "the weights of the sample add up to {sizes:,.0f} units, and it was drawn from {known:,}: "
            "units that were drawn are not in it, or of a stratum none was drawn; pass the whole sample "
            "(closed parts stay closed), or draw more units",
            sizes=sizes.sum(),
            known=known,
        )
        raise OptionError(msg)
    placed_texts = place_hits(hits, texts) if texts is not None else pd.DataFrame(columns=["unit", "frame", "term"])
    return Draw(drawn, texts, place_hits(hits, drawn), placed_texts)


def strata_of(cells: pd.DataFrame, sizes: pd.Series[int]) -> tuple[list[Stratum], int]:
    """Make the strata of decided units (layer, found, positive); return also the units of cells joined with others."""
    # A cell in which no unit was read is joined with the largest of its side (found or not) that was, unless such
    # cells are more than a tenth of the side. Example: found low 118 units, 20 of them read, and high 12, none of them
    # read: a stratum of 130 with 20 read.
    read = cells.groupby(["layer", "found"])["positive"].agg(["size", "sum"])
    table = sizes.rename("N").to_frame().join(read).fillna(0).astype("int64").reset_index()
    table["N"] = table[["N", "size"]].max(axis=1)
    made, joined = [], 0
    for found, cell in table.groupby("found"):
        side = cell.sort_values("N", ascending=False)
        unread = int(side.loc[side["size"] == 0, "N"].sum())
        if 0 < unread <= _FEW * side["N"].sum():
            kept = side[side["size"] > 0]
            side = kept.assign(N=kept["N"] + unread * (np.arange(len(kept)) == 0))
            joined += unread
        counts = side[["N", "size", "sum"]].itertuples(index=False, name=None)
        made += [Stratum(bool(found), int(units), int(n), int(k)) for units, n, k in counts]
    return made, joined


def with_estimate(rate: Rate) -> tuple[float, float]:
    """Return the interval of a rate, as far out as the plain estimate."""
    # As Brown, Cai & DasGupta (2001) modify the ends where nothing or everything was positive. Example: 30 of 10,578
    # units and 70 of 1,150 were read and none was positive; the interval of recall ends at .92, for the prior holds it
    # unlikely that both are empty, but nothing that was read speaks against 1.
    if math.isnan(rate.estimate) or math.isnan(rate.low):
        return rate.low, rate.high
    return min(rate.low, rate.estimate), max(rate.high, rate.estimate)


def _mark(
    units: pd.DataFrame,
    placed: pd.DataFrame,
    frame: str,
    term: str | None,
    groups: Mapping[str, str] | None,
) -> pd.DataFrame:
    """Say of units in which group they are and whether a frame, or one of its terms, is found in them."""
    chosen = placed["frame"] == frame
    if term is not None:
        chosen &= placed["term"] == term
    group = units["doc"].map(groups) if groups is not None else "all"
    marked = units.assign(group=group, found=units["unit"].isin(set(placed.loc[chosen, "unit"])))
    return marked[marked["group"].notna()]


def _shared_out(weighed: pd.Series[Any], whole: pd.DataFrame) -> pd.Series[Any]:
    """Divide what is known of the texts, the units found and not found of a group, by the weights of the draw."""
    # Without the strata of the draw in all units. Example: 120 units are found; of those drawn, weights add up to 60 in
    # one stratum and to 40 in another: 72 and 48. Of units found of which none was drawn no stratum is known.
    side = ["group", "found"]
    known = whole.groupby(side).size().rename("known").reset_index()
    table = known.merge(weighed.rename("weight").reset_index(), on=side, how="left")
    share = (table["weight"] / table.groupby(side)["weight"].transform("sum")).fillna(1.0)
    return table.assign(N=table["known"] * share, layer=table["layer"].fillna("")).set_index(_CELL)["N"]


def _texts(drawn: pd.DataFrame, hits: pd.DataFrame, tokens: Tokens, *, population: int) -> pd.DataFrame | None:
    """List all units of the texts if they are those drawn from, with their layers as far as they can be told."""
    stated, about = schema.about(drawn).unit, schema.about(hits)
    single = _without_copies(tokens)
    for kind in [stated] if stated in KEYS else list(KEYS):
        units = scored_units(hits, tokens, frames=about.compare or about.frame_ids, unit=str(kind))
        units = units[units["doc"].isin(single)].reset_index(drop=True)
        units = units.assign(unit=np.arange(len(units)))
        if set(drawn["stratum"]) <= {"zero", "found"}:  # as a sample by group has them
            units["stratum"] = np.where(units["stratum"] == "zero", "zero", "found")
        both = drawn.merge(units, on=["doc", "start", "end"], how="left", suffixes=("", "_now"))
        if len(units) == population and both["unit_now"].notna().all():
            return units.assign(layer=_layers(both, units["stratum"]))
    return None


def _layers(both: pd.DataFrame, strata: pd.Series[str]) -> npt.NDArray[np.object_]:
    """Name the layer of every unit of the texts, empty where the codebook or the strata are not those of the draw."""
    layers = both.groupby(["stratum", "layer"])["weight"].sum().round().reset_index()
    now = strata.value_counts().rename("now").rename_axis("stratum").reset_index()
    held = layers.merge(now, on="stratum", how="left")
    same = (both["stratum"] == both["stratum_now"]).all() and held["stratum"].is_unique
    if not same or (held["weight"] != held["now"]).any():
        return np.full(len(strata), "", dtype=object)
    names = dict(zip(now["stratum"], now["stratum"], strict=True))  # of a stratum of which no unit was drawn
    names |= dict(zip(held["stratum"], held["layer"], strict=True))
    return strata.map(names).to_numpy(dtype=object)


def _without_copies(tokens: Tokens) -> set[str]:
    """Name the first of the documents that are token for token the same, as `sample` draws from them."""
    digest = digests(tokens)
    return set(digest[~digest.duplicated()].index)


def digests(tokens: Tokens) -> pd.DataFrame:
    """Sum the hashes of the morphemes of every document, each with its place, and count them: alike where texts are."""
    return pd.concat(list(over_parts(tokens, _digests)))


def _digests(tokens: Tokens) -> pd.DataFrame:
    """Sum those of an ordinary table."""
    table = tokens.table
    marks = pd.util.hash_pandas_object(table[["start", "end", "surface", "form", "tag"]], index=False)
    return marks.groupby(table["doc"].astype(str).to_numpy(), sort=False).agg(["sum", "size"])
