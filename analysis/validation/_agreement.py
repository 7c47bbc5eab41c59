"""Agreement: do the coders see the same, before anything is measured against them."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Any, Literal, get_args

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis import measures, schema
from analysis.corpus import Corpus
from analysis.errors import OptionError
from analysis.measures.ratings import Categories, Level
from analysis.messages import message
from analysis.options import require_choice
from analysis.validation._sheet import unit_texts
from analysis.validation.coefficients import Scale, coefficients, in_the_texts, unavailable
from analysis.validation.consensus import chosen_names, frames_in, readings, verdict

On = Literal["frame", "primary", "element"]

_FEW = 5  # readings that say present, below which alpha rests on almost nothing


def agreement(
    codings: pd.DataFrame,
    *,
    on: On = "frame",
    level: Level = "nominal",
    sample: pd.DataFrame | None = None,
    repeats: int = 2_000,
    seed: int = 1,
) -> pd.DataFrame:
    """Measure how far coders agree on each frame or variable, or on the primary frame or the element of a unit.

    Units read by two coders or more are compared; cells left empty or coded 9 are missing. What was adjudicated
    does not enter.

    Parameters
    ----------
    codings : DataFrame
        As `read` gives it; or a table of your own with the columns unit, frame (the name of the variable), coder and
        value, of numbers or of names such as "찬성", one row for every reading. An empty value is missing. Values as a
        pandas Categorical say what else could be chosen, which Randolph's kappa and AC1 count and weighted kappa takes
        its distances from; an ordered one says which names are low and which high. It holds for every variable of
        the table, so pass variables with other categories one by one.
    on : {"frame", "primary", "element"}
        "primary" and "element" compare the names that coders chose for a whole unit, "none" being one of them; alpha
        is nominal all the same.
    level : {"nominal", "ordinal", "interval", "ratio"}
        What a difference between two values means to alpha. From ordinal on, weighted kappa and AC2 have a value for
        more than two categories. "ordinal" needs names in an ordered Categorical.
    sample : DataFrame, optional
        The sample that was coded, as `validation.sample` draws it: with it `alpha_texts` says how far the coders would
        agree on the texts, in which a frame is rarer than in an enriched sample, and decides the verdict.
    repeats : int
        Resamples of the interval of alpha, over units.
    seed : int
        Of the resampling, and of the draws for the interval of `alpha_texts`.

    Returns
    -------
    DataFrame
        Columns schema.AGREEMENT, one row per frame, or a single one called primary or element; prevalence is NaN
        unless the values are 0 and 1. `verdict` follows alpha, that of the texts where a sample is given: reliable from
        .80, tentative from .667, unreliable below, undefined where it cannot be had. `reason` says why, and warns where
        a frame is so rare that coders can agree on nearly every unit and alpha still be low: AC1 stays high then, and
        more positive units are needed. `unavailable` says of every other coefficient that is NaN why. `alpha_texts` is
        NaN, with the reason there, where a coder used one value only, fewer than 10 units were read as present, or its
        interval is wider than .5. `attrs` has labels and coders.

    Raises
    ------
    OptionError
        If `on` is unknown, or no sheet asked for it; if the level is none that the values have; if a unit is not in the
        sample.
    SchemaError
        If columns are missing, or a coder has two values for a unit.

    References
    ----------
    Krippendorff (2004), Content analysis, 2nd ed., for alpha and the floors; Feinstein & Cicchetti (1990), High
    agreement but low kappa, for the paradox; Holsti (1969); Scott (1955), pi; Cohen (1960, 1968), kappa and weighted
    kappa, with the error of Fleiss, Cohen & Everitt (1969); Randolph (2005), free-marginal kappa; Gwet (2008, 2014),
    AC1 and AC2 (quadratic weights); formulas in `measures`.

    Examples
    --------
    >>> read = [("u1", "a", "찬성"), ("u1", "b", "찬성"), ("u2", "a", "반대"), ("u2", "b", "찬성")]
    >>> own = pd.DataFrame(read, columns=["unit", "coder", "value"]).assign(frame="태도")
    >>> agreement(own)[["frame", "n", "percent", "holsti"]].values.tolist()
    [['태도', 2, 0.5, 0.5]]
    """
    require_choice("on", on, get_args(On))
    codings = _with_kind(codings)
    codings, categories = _plain_values(codings, level)
    if on == "frame":
        tables = [(frame, readings(codings, frame)) for frame in frames_in(codings)]
    elif level == "nominal":
        tables = [(str(on), chosen_names(codings, on))]
    else:
        msg = message("level {level!r} is for on='frame'; the names of on={on!r} are nominal", level=level, on=on)
        raise OptionError(msg)
    drawn = None if sample is None else schema.check(sample, schema.SAMPLE, what="sample").set_index("unit")
    named = on != "frame"
    how = _How(level, None if named else categories, drawn, repeats, seed, named=named)
    table = pd.DataFrame([_row(name, read, how) for name, read in tables], columns=[c.name for c in schema.AGREEMENT])
    floats = [c.name for c in schema.AGREEMENT if c.kind == "float"]
    table = table.astype(dict.fromkeys(floats, "float64") | {"n": "int64", "coders": "int64", "categories": "int64"})
    kinds = codings.drop_duplicates("coder")
    coders = dict(zip(kinds["coder"].astype(str), kinds["kind"].astype(str), strict=True))
    schema.describe(table, replace(schema.about(codings), coder_kinds=coders), source=codings)
    return schema.check(table, schema.AGREEMENT, what=message("agreement table"))


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
        msg = message(
            "unit {placed!r} is not in the sample; pass the sample coded",
            placed=placed.loc[placed["doc"].isna(), "unit"].iloc[0],
        )
        raise OptionError(msg)
    placed = placed.astype({"start": "int64", "end": "int64"})
    text = unit_texts(corpus, placed) if corpus is not None else [""] * len(placed)
    result = placed.assign(text=pd.Series(text, dtype="str"))[[c.name for c in schema.DISAGREEMENTS]]
    titles = None if corpus is None else schema.titles_of(corpus.documents, result["doc"].unique())
    labels = schema.About(labels=schema.about(codings).labels, titles=titles)
    schema.mark(schema.describe(result, labels, source=None))
    return schema.check(result, schema.DISAGREEMENTS, what=message("disagreements table"))


@dataclass(frozen=True)
class _How:
    """How a row of the agreement table is computed; `named` for names chosen, which come numbered."""

    level: Level
    categories: Categories | None
    drawn: pd.DataFrame | None
    repeats: int
    seed: int
    named: bool


def _with_kind(codings: pd.DataFrame) -> pd.DataFrame:
    """Check codings; readings of a table of one's own, which has no more than the four columns, are by people."""
    own = [c for c in schema.CODINGS if c.name in {"unit", "frame", "coder"}]
    if "value" in codings and not {c.name for c in schema.CODINGS} <= set(codings):
        schema.check(codings, tuple(own), what="codings")
        return codings if "kind" in codings else codings.assign(kind="human")
    return schema.check(codings, schema.CODINGS, what="codings")


def _plain_values(codings: pd.DataFrame, level: Level) -> tuple[pd.DataFrame, Categories | None]:
    """Return codings with plain values, and the categories of a Categorical; refuse names that need an order."""
    kind = codings["value"].dtype
    given = kind if isinstance(kind, pd.CategoricalDtype) else None
    plain = kind if given is None else given.categories.dtype
    if level == "ordinal" and not pd.api.types.is_numeric_dtype(plain) and not (given and given.ordered):
        msg = message(
            "level 'ordinal' needs the order of the names; make the column value an ordered Categorical: "
            "pd.Categorical(value, categories=[low, ..., high], ordered=True)"
        )
        raise OptionError(msg)
    if given is None:
        return codings, None
    numbers = pd.api.types.is_numeric_dtype(plain)
    return codings.assign(value=codings["value"].astype("float64" if numbers else "object")), given.categories.tolist()


def _row(frame: str, table: pd.DataFrame, how: _How) -> dict[str, object]:
    """Compute one row of the agreement table."""
    table = table.infer_objects()  # of a column that also holds names of other variables
    numbers = all(pd.api.types.is_numeric_dtype(kind) for kind in table.dtypes)
    table = table.astype("float64" if numbers else "object")
    ratings = table.to_numpy()
    binary = numbers and not how.named and set(np.unique(ratings[~np.isnan(ratings)])) <= {0.0, 1.0}
    scale = Scale(how.level, how.categories, binary)
    n = int((table.notna().sum(axis=1) >= 2).sum())
    kind: dict[str, Any] = {"level": how.level, "categories": how.categories}
    alpha = measures.krippendorff_alpha(ratings, **kind)
    low, high = measures.krippendorff_interval(ratings, **kind, repeats=how.repeats, seed=how.seed)
    row = {
        "percent": measures.percent_agreement(ratings),
        "alpha": alpha,
        "alpha_low": low,
        "alpha_high": high,
        "kappa": measures.cohen_kappa(ratings),
        "fleiss": measures.fleiss_kappa(ratings),
        "ac1": measures.gwet_ac1(ratings, categories=how.categories),
    }
    row |= coefficients(ratings, scale)
    missing, reason = unavailable(row, scale, read_twice=n, coders=int(table.notna().any().sum())), ""
    deciding = alpha
    if how.drawn is not None and n:
        texts, why = in_the_texts(table, scale, _drawn(how.drawn, table), seed=how.seed)
        row |= texts
        missing = "; ".join(filter(None, [missing, why]))
        deciding = texts["alpha_texts"]
        reason = why if math.isnan(deciding) else ""
    return row | {
        "frame": frame,
        "n": n,
        "coders": int(table.notna().any().sum()),
        "categories": len(scale.offered) if scale.offered else len(pd.unique(ratings[~pd.isna(ratings)])),
        "prevalence": measures.prevalence(ratings) if binary else math.nan,
        "level": how.level,
        "unavailable": missing,
        "verdict": verdict(deciding),
        "reason": _reason(ratings, n, alpha, binary=binary) or reason,
    }


def _drawn(sample: pd.DataFrame, table: pd.DataFrame) -> pd.DataFrame:
    """Take the units of a table out of the sample; refuse one that it lacks."""
    strange = [unit for unit in table.index if unit not in sample.index]
    if strange:
        msg = message("unit {strange!r} is not in the sample; pass the sample coded", strange=strange[0])
        raise OptionError(msg)
    return sample.loc[table.index]


def _reason(ratings: npt.NDArray[Any], n: int, alpha: float, *, binary: bool) -> str:
    """Say why alpha is NaN, or rests on few units."""
    if not n:
        return "no unit was read by two coders"
    if pd.isna(alpha):
        return "all readings are the same, so that agreement beyond chance is undefined"
    present = int((ratings > 0).sum()) if binary else 0
    if binary and present < _FEW * ratings.shape[1]:
        return f"rare: {present} readings say present, so that alpha rests on few units; code more positive ones"
    return ""
