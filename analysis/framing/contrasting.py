"""Contrast: one frame against another, unit by unit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis import schema
from analysis.errors import OptionError
from analysis.framing.scoring import require_attrs

Floats = npt.NDArray[np.float64]
_DIGITS = 9


def contrast(scores: pd.DataFrame, *, frames: Sequence[str] | None = None) -> pd.DataFrame:
    """Set one frame against another in every unit of a scores table.

    Parameters
    ----------
    scores : DataFrame
        As `framing.score` gives it, or some of its rows.
    frames : sequence of two str, optional
        The pair; by default the codebook's `compare`.

    Returns
    -------
    DataFrame
        Columns schema.CONTRAST, with paragraph and sentence after doc as far as the scores go; one row per
        unit in reading order. `share` is a / (a + b) of the weights, 0 to 1; `log_ratio` is
        log2((a + 0.5) / (b + 0.5)), above 0 where frame_a leads. Both are NaN where neither frame stands.

    Raises
    ------
    OptionError
        If there is no pair, or it does not name two different frames of the scores; or for the scores of a
        corpus, whose mean share is no ratio of its mean weights (`framing.estimate` gives both).
    SchemaError
        If columns or attrs are missing.

    References
    ----------
    The log ratio adds 0.5 to both weights, as Lowe, Benoit, Mikhaylov & Laver (2011) do for their logit
    scale of policy positions; base 2, so that 1 is a doubling.

    Examples
    --------
    >>> import analysis as da
    >>> codebook = da.codebook.read(da.paths.CODEBOOKS / "alliance-startup.yaml")
    >>> tokens = da.segment(da.Corpus.from_texts({"d": "한미 동맹은 굳건하다. 벤처는 드물다."}))
    >>> scores = da.framing.score(da.framing.hits(tokens, codebook), tokens, by="document")
    >>> contrast(scores)["share"].tolist()
    [0.5]
    """
    if scores.attrs.get("by") == "corpus":
        msg = 'contrast takes scores of documents or their parts; for a corpus pass by="document" to framing.estimate'
        raise OptionError(msg)
    schema.check(scores, schema.SCORES, what="scores table")
    attrs = require_attrs(scores, ("frames", "compare", "by"), what="scores table", maker="framing.score")
    pair = pair_of(attrs, frames, what="contrast")
    keys = [k for k in ("doc", "paragraph", "sentence") if k in scores.columns]
    sides = [scores.loc[scores["frame"] == f, [*keys, "frame", "n", "weight"]] for f in pair]
    both = sides[0].merge(sides[1], on=keys, how="inner", suffixes=("_a", "_b"), validate="one_to_one")
    share, log_ratio = ratios(both["weight_a"].to_numpy(), both["weight_b"].to_numpy())
    result = both.assign(share=share, log_ratio=log_ratio)
    result = result[[*keys, *(c.name for c in schema.CONTRAST if c.name != "doc")]]
    result.attrs.update(attrs | {"compare": pair})
    return schema.check(result, schema.CONTRAST, what="contrast table")


def pair_of(attrs: Mapping[str, Any], frames: Sequence[str] | None, *, what: str) -> list[str]:
    """Name the two frames to compare: those chosen, else the codebook's own pair; OptionError without a pair."""
    pair = list(attrs["compare"] if frames is None else frames)
    known = [frame["id"] for frame in attrs["frames"]]
    if isinstance(frames, str) or len(set(pair)) != 2 or len(pair) != 2 or not set(pair) <= set(known):
        msg = f"{what} needs two different frames, not {frames or pair!r}; choose two of {', '.join(known)}"
        raise OptionError(msg)
    return pair


def ratios(a: npt.ArrayLike, b: npt.ArrayLike) -> tuple[Floats, Floats]:
    """Share and log ratio of weights, NaN where both are 0; what binary fractions leave over is rounded away."""
    one, other = (np.round(np.asarray(side, dtype=np.float64), _DIGITS) for side in (a, b))
    total = np.where(one + other > 0, one + other, np.nan)
    return one / total, np.where(np.isnan(total), np.nan, np.log2((one + 0.5) / (other + 0.5)))
