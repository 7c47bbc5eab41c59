"""Poles: two frames as the ends of one axis, with bias and intensity side by side."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analysis import schema
from analysis.framing.contrasting import contrast


def poles(scores: pd.DataFrame, *, frames: Sequence[str] | None = None) -> pd.DataFrame:
    """Read two frames of a scores table as the minus and the plus pole of an axis.

    Bias says to which side the weight leans, intensity how much there is of both: bias alone is noise
    where intensity is low.

    Parameters
    ----------
    scores : DataFrame
        As `framing.score` gives it, or some of its rows.
    frames : sequence of two str, optional
        Minus and plus; by default the codebook's `compare`.

    Returns
    -------
    DataFrame
        Columns schema.POLES, with paragraph and sentence after doc as far as the scores go; one row per unit
        in reading order. bias = (plus - minus) / (plus + minus), -1 to 1, NaN where neither frame stands;
        intensity = 100 (plus + minus) / content morphemes, NaN where there are none.

    Raises
    ------
    OptionError
        If there is no pair, or it does not name two different frames of the scores.
    SchemaError
        If columns or attrs are missing.

    References
    ----------
    Kwak, H., An, J., Jing, E. & Ahn, Y.-Y. (2021). FrameAxis. PeerJ Computer Science 7, e644, for the two
    words; here over the weights of a codebook's hits in place of embeddings.
    """
    sides = contrast(scores, frames=frames)
    keys = [k for k in ("doc", "paragraph", "sentence") if k in sides.columns]
    minus, plus = sides["weight_a"], sides["weight_b"]
    first = scores[scores["frame"].astype(str) == sides["frame_a"].iloc[0]] if len(sides) else scores
    content = sides[keys].merge(first[[*keys, "content"]], on=keys, how="left", validate="one_to_one")["content"]
    result = sides[keys].assign(
        frame_minus=sides["frame_a"],
        frame_plus=sides["frame_b"],
        weight_minus=minus,
        weight_plus=plus,
        content=content.to_numpy(),
        bias=(plus - minus) / (plus + minus).replace(0.0, np.nan),
        intensity=100 * (plus + minus) / content.astype("float64").replace(0.0, np.nan).to_numpy(),
    )
    result.attrs.update(sides.attrs)
    return schema.check(result, schema.POLES, what="poles")
