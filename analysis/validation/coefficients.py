"""The coefficients of agreement of one frame or variable, as a row, and why some cannot be had."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis import measures
from analysis.measures.ratings import Categories, Level

_ENOUGH = 10  # units that say present, below which an enriched sample says nothing of the texts
_WIDEST = 0.5  # interval of alpha above which it is not stated
_ORDERED = ("kappa_linear", "kappa_linear_se", "kappa_quadratic", "kappa_quadratic_se", "ac2")
_ERRORS = ("kappa_se", "kappa_low", "kappa_high", "kappa_linear_se", "kappa_quadratic_se")
_INTERVALS = ("kappa_low", "kappa_high", "ac1_low", "ac1_high")


@dataclass(frozen=True)
class Scale:
    """What values there are: their level, all that could be chosen if known, and whether they are 0 and 1 alone."""

    level: Level
    categories: Categories | None
    binary: bool

    @property
    def offered(self) -> Categories | None:
        """All that could be chosen, as far as known."""
        return (0.0, 1.0) if self.binary and self.categories is None else self.categories


def coefficients(ratings: npt.NDArray[np.generic], scale: Scale) -> dict[str, float]:
    """Compute what journals ask for beside alpha; what the level does not have is NaN."""
    kind, level = scale.categories, scale.level
    observed, expected = measures.krippendorff_disagreement(ratings, level=level, categories=kind)
    kappa_low, kappa_high = measures.kappa_interval(ratings, categories=kind)
    ac1_low, ac1_high = measures.gwet_interval(ratings, categories=kind)
    row = {
        "alpha_observed": observed,
        "alpha_expected": expected,
        "holsti": measures.holsti(ratings),
        "scott_pi": measures.scott_pi(ratings),
        "scott_pi_expected": measures.chance_agreement(ratings, of="scott"),
        "kappa_expected": measures.chance_agreement(ratings, of="cohen"),
        "kappa_se": measures.kappa_error(ratings, categories=kind),
        "kappa_low": kappa_low,
        "kappa_high": kappa_high,
        "fleiss_expected": measures.chance_agreement(ratings, of="fleiss"),
        "randolph": measures.randolph_kappa(ratings, categories=scale.offered),
        "randolph_expected": measures.chance_agreement(ratings, of="randolph", categories=scale.offered),
        "ac1_expected": measures.chance_agreement(ratings, of="gwet", categories=kind),
        "ac1_se": measures.gwet_error(ratings, categories=kind),
        "ac1_low": ac1_low,
        "ac1_high": ac1_high,
    }
    if not _in_order(scale):
        return row | dict.fromkeys(_ORDERED, math.nan)
    return row | {
        "kappa_linear": measures.weighted_kappa(ratings, weights="linear", categories=kind),
        "kappa_linear_se": measures.kappa_error(ratings, weights="linear", categories=kind),
        "kappa_quadratic": measures.weighted_kappa(ratings, weights="quadratic", categories=kind),
        "kappa_quadratic_se": measures.kappa_error(ratings, weights="quadratic", categories=kind),
        "ac2": measures.gwet_ac2(ratings, weights="quadratic", categories=kind),
    }


def in_the_texts(table: pd.DataFrame, scale: Scale, drawn: pd.DataFrame, *, seed: int) -> tuple[dict[str, float], str]:
    """Compute alpha and AC1 by the mix of the texts, and why they cannot be had."""
    ratings = table.to_numpy()
    nothing = dict.fromkeys(("alpha_texts", "alpha_texts_low", "alpha_texts_high", "ac1_texts"), math.nan)
    weight = drawn["weight"].reindex(table.index)
    used = [table[coder].dropna().nunique() for coder in table if table[coder].notna().any()]
    if weight.isna().any():
        return nothing, "alpha_texts: the sample does not know how many units of the texts some units stand for"
    if min(used, default=0) < 2:
        return nothing, "alpha_texts: a coder used one value only"
    if scale.binary and int((table > 0).any(axis=1).sum()) < _ENOUGH:
        return nothing, f"alpha_texts: fewer than {_ENOUGH} units were read as present"
    weights = weight.to_numpy(dtype="float64")
    # a sample that was drawn by group has the strata of each group
    parts = [drawn[name].reindex(table.index).astype(str) for name in ("group", "stratum") if name in drawn]
    kind, strata = scale.categories, (parts[0] if len(parts) == 1 else parts[0] + "/" + parts[1]).to_numpy()
    low, high = measures.weighted_alpha_interval(ratings, weights=weights, strata=strata, categories=kind, seed=seed)
    if high - low > _WIDEST:
        return nothing, f"alpha_texts: its interval is wider than {_WIDEST}; code more units"
    found = {
        "alpha_texts": measures.weighted_alpha(ratings, weights=weights, categories=kind),
        "alpha_texts_low": low,
        "alpha_texts_high": high,
        "ac1_texts": measures.weighted_ac1(ratings, weights=weights, categories=kind),
    }
    return (
        found,
        "alpha_texts_low, alpha_texts_high: several coders, and a stratum of the sample in which all read the same"
        if math.isnan(low)
        else "",
    )


def unavailable(row: dict[str, float], scale: Scale, *, read_twice: int, coders: int) -> str:
    """Say which coefficients of a row are NaN, and why."""
    if not read_twice:
        return "all: no unit was read by two coders"
    said: list[str] = []
    explained: set[str] = set()

    def say(names: Sequence[str], why: str) -> None:
        """Add those of the names that are NaN and were not explained yet."""
        new = [name for name in names if name not in explained and math.isnan(row[name])]
        explained.update(new)
        if new:
            said.append(f"{', '.join(new)}: {why}")

    if not _in_order(scale):
        say(_ORDERED, "the level is nominal, so that categories have no order")
    if coders > 2:
        say(_ERRORS, "defined for two coders alone")
    if row["alpha_observed"] == 0 and row["alpha_expected"] > 0:
        say(_INTERVALS, "the coders never differ, so that the error is 0 and says nothing of other units")
    same = "all readings are the same" if coders <= 2 else "all readings, or those of two coders, are the same"
    say(list(row), f"{same}, so that agreement beyond chance is undefined")
    return "; ".join(said)


def _in_order(scale: Scale) -> bool:
    """Whether categories have an order; of two it does not matter."""
    return scale.level != "nominal" or scale.binary
