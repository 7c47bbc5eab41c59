"""Specifications: the same hits, counted in another way that a reader could ask for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis import schema
from analysis.errors import OptionError
from analysis.messages import message
from analysis.options import require_choice

Support = Literal["codebook", "sentence", "paragraph", "document", "off", "core"]
CHOICES: dict[str, tuple[str, ...]] = {  # of every option, first the one that leaves hits as they are
    "ambiguous": ("with", "without"),
    "weights": ("codebook", "equal"),
    "cap": ("codebook", "off"),
    "support": ("codebook", "sentence", "paragraph", "document", "off", "core"),
    "quotes": ("with", "without", "only"),
}


def respecify(
    hits: pd.DataFrame,
    *,
    ambiguous: Literal["with", "without"] = "with",
    weights: Literal["codebook", "equal"] = "codebook",
    cap: Literal["codebook", "off"] | int = "codebook",
    support: Support = "codebook",
    quotes: Literal["with", "without", "only"] = "with",
) -> pd.DataFrame:
    """Count the same hits under other options; what comes back is a hits table like any other.

    No row is taken out: a hit that does not count has counted False, so that the table still opens into
    its sentences. Whether a support term stands beside a core hit is a fact of the text and is judged on
    all hits, those left out by the other options included.

    Parameters
    ----------
    hits : DataFrame
        As `framing.hits` gives it, or some of its rows.
    ambiguous : {"with", "without"}
        Whether terms that the codebook marks as ambiguous count.
    weights : {"codebook", "equal"}
        The codebook's points, or 1 for every term.
    cap : {"codebook", "off"} or int
        How many hits of a term count in one sentence: the codebook's number, all, or a number of yours.
    support : {"codebook", "sentence", "paragraph", "document", "off", "core"}
        When a support term counts: as the codebook says; with a core hit of its frame in the same sentence,
        paragraph or document; always (off); or never (core).
    quotes : {"with", "without", "only"}
        Whether hits between double quotation marks count, or they alone.

    Returns
    -------
    DataFrame
        Columns schema.HITS (and any others that were there), same rows in the same order, with `counted` and
        `weight` as chosen. `attrs` as in the hits; cap_per_sentence is None where the cap is off, and
        specification holds the options that are not the codebook's own.

    Raises
    ------
    OptionError
        If an option is unknown, or the hits went through this function before.
    SchemaError
        If columns or attrs are missing.

    Examples
    --------
    >>> import analysis as da
    >>> codebook = da.codebook.read(da.paths.CODEBOOKS / "alliance-startup.yaml")
    >>> tokens = da.segment(da.Corpus.from_texts({"d": "한미 동맹은 굳건하다. “벤처는 드물다”고 했다."}))
    >>> respecify(da.framing.hits(tokens, codebook), quotes="without")["counted"].tolist()
    [True, False]
    """
    schema.check(hits, schema.HITS, what=message("hits table"))
    about = schema.require_about(hits, ("cap_per_sentence",), what=message("hits table"), maker="framing.hits")
    options = {"ambiguous": ambiguous, "weights": weights, "cap": cap, "support": support, "quotes": quotes}
    if about.specification:
        msg = message(
            "these hits were respecified already ({format_options}); start from framing.hits",
            format_options=format_options(about.specification),
        )
        raise OptionError(msg)
    values = value_hits(hits, options)
    result = hits.assign(counted=values.counted, weight=values.weight)
    chosen = {name: value for name, value in options.items() if value != CHOICES[name][0]}
    highest: int | schema.Nothing = "none" if np.isinf(values.cap) else int(values.cap)
    return schema.describe(result, replace(about, cap_per_sentence=highest, specification=chosen), source=hits)


@dataclass(frozen=True)
class HitValues:
    """What every hit counts under some options: whether, how much, and how often at most in a sentence."""

    counted: npt.NDArray[np.bool_]
    weight: npt.NDArray[np.float64]
    cap: float


def value_hits(hits: pd.DataFrame, options: Mapping[str, str | int]) -> HitValues:
    """Work out what every hit counts; `options` as `respecify` takes them, those not named as the codebook has them."""
    for name, value in options.items():
        _require_option(name, value)
    support, cap = options.get("support", "codebook"), options.get("cap", "codebook")
    counted = _counted_by_tier(hits, str(support))
    if options.get("ambiguous") == "without":
        counted = counted & ~hits["ambiguous"].to_numpy()
    if (quotes := options.get("quotes", "with")) != "with":
        counted = counted & (hits["inside_quote"].to_numpy() == (quotes == "only"))
    weight = hits["weight"].to_numpy(dtype=np.float64)
    if options.get("weights") == "equal":
        weight = np.ones(len(hits))
    default = schema.about(hits).cap_per_sentence
    # Hits that the codebook does not cap say "none", as do those of a table without attrs
    highest = {"codebook": np.inf if default in {"none", None} else default, "off": np.inf}.get(str(cap), cap)
    return HitValues(counted.astype(bool), weight, float(highest))


def format_options(options: Mapping[str, str | int]) -> str:
    """Write options in one line, without those that leave hits as the codebook counts them."""
    return ", ".join(f"{name}={value}" for name, value in options.items() if value != CHOICES[name][0])


def _require_option(name: str, value: str | int) -> None:
    """Refuse a choice that an option does not have."""
    if name == "cap" and isinstance(value, int) and not isinstance(value, bool) and value >= 1:
        return
    require_choice(name, value, CHOICES[name], otherwise=message(" or a number of 1 or more") if name == "cap" else "")


def _counted_by_tier(hits: pd.DataFrame, support: str) -> npt.NDArray[np.bool_]:
    """Whether each hit counts, by its tier and the core hits of its frame around it."""
    if support == "codebook":
        return hits["counted"].to_numpy(dtype=bool)
    core = (hits["tier"] == "core").to_numpy(dtype=bool)
    if support == "off":
        return np.ones(len(hits), dtype=bool)
    if support == "core":
        return core
    # Example: in sentences 1 (core, support) and 2 (support) of a paragraph "sentence" counts the first support hit,
    # "paragraph" both; another frame's core hit helps neither
    keys = ["doc", "frame", *([support] if support != "document" else [])]
    beside = pd.Series(core, index=hits.index).groupby([hits[key] for key in keys], observed=True).transform("any")
    return beside.to_numpy(dtype=bool)
