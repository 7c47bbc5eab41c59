"""Trajectory: the course of a text between two frames, against its sentences in shuffled orders."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from analysis import schema
from analysis.errors import RefusalError
from analysis.framing._score import contrast, score
from analysis.framing.unit_matrix import Array, hold_draws
from analysis.schema.framing import FEW
from analysis.tokens import Tokens

LEAST = 10  # sentences


def trajectory(
    hits: pd.DataFrame, tokens: Tokens, *, frames: Sequence[str] | None = None, seed: int = 1, draws: int = 2000
) -> pd.DataFrame:
    """Follow a text from sentence to sentence: where one frame gains on the other.

    The unit is the sentence, with the difference d of the two frames' weights. The curve adds up d less its mean in
    the document: it rises where frame_a is denser than in the document as a whole, falls where frame_b is, and ends
    at 0. Nothing is smoothed. Sentences are shuffled inside their document; the pointwise range holds 95% of the
    shuffled curves at one sentence, so that a curve without any course may still leave it somewhere. Whether the whole
    curve leaves is judged by its greatest distance from 0.

    Parameters
    ----------
    hits : DataFrame
        As `framing.hits` gives it, or some of its rows. Rows with counted False do not enter.
    tokens : Tokens
        The tokens the hits were found in, every row.
    frames : sequence of two str, optional
        The pair; by default the codebook's `compare`.
    seed : int
        Of numpy's default generator, for every document anew.
    draws : int
        Shuffled orders, 100 or more.

    Returns
    -------
    DataFrame
        Columns schema.TRAJECTORY, one row per sentence in reading order. A document of fewer than 10 sentences, with
        fewer than 5 counted hits of the pair, or with the same d in every sentence has NaN for `low` and `high`.
        `attrs` as in the hits, with compare, seed, draws and `curves`, one dict per document: doc, sentences, hits (of
        the pair), reach (greatest distance from 0, points), limit (which 95% of shuffled curves never exceed), p and
        leaves (reach above limit); the last three are None where the document cannot say.

    Raises
    ------
    RefusalError
        If no document can say: all are too short or hold too few hits.
    OptionError
        If there is no pair, `draws` is below 100, or the tokens are not the morpheme layer.
    SchemaError
        If the hits lost their attrs or are of other tokens.

    References
    ----------
    Page, E. S. (1954). Continuous inspection schemes. Biometrika 41; the reordering of observations as in Taylor
    (2000), Change-point analysis, with the greatest distance from 0 instead of the range. p as Davison & Hinkley
    (1997).

    Examples
    --------
    >>> import analysis as da
    >>> codebook = da.codebook.read(da.paths.CODEBOOKS / "alliance-startup.yaml")
    >>> tokens = da.segment(da.Corpus.from_texts({"d": "한미동맹은 굳건하다. " * 5 + "벤처기업은 드물다. " * 5}))
    >>> course = trajectory(da.framing.hits(tokens, codebook), tokens)
    >>> course["cusum"].tolist()
    [1.0, 2.0, 3.0, 4.0, 5.0, 4.0, 3.0, 2.0, 1.0, 0.0]
    >>> course.attrs["curves"][0]["leaves"]
    True
    """
    hold_draws(draws)
    table = contrast(score(hits, tokens, by="sentence"), frames=frames)
    attrs = {str(name): value for name, value in table.attrs.items()}
    code = pd.factorize(table["doc"])[0]
    difference = (table["weight_a"] - table["weight_b"]).to_numpy(dtype=np.float64)
    means = np.bincount(code, weights=difference) / np.bincount(code)
    centred = difference - means[code]
    bounds = np.r_[np.flatnonzero(np.diff(code, prepend=-1)), len(code)]
    hit = (table["n_a"] + table["n_b"]).to_numpy(dtype=np.int64)
    lines, curves = [], []
    for k in range(len(bounds) - 1):
        part = slice(int(bounds[k]), int(bounds[k + 1]))
        line, said = _curve(centred[part], int(hit[part].sum()), seed=seed, draws=draws)
        lines.append(line)
        curves.append({"doc": str(table["doc"].iloc[part.start])} | said)
    _hold(curves, attrs["compare"])
    cusum, low, high = np.concatenate(lines, axis=1)
    result = table.assign(cusum=cusum, low=low, high=high)[[c.name for c in schema.TRAJECTORY]]
    result.attrs.update(attrs | {"seed": seed, "draws": draws, "curves": curves})
    return schema.check(result, schema.TRAJECTORY, what="trajectory table")


def _curve(centred: Array, hits: int, *, seed: int, draws: int) -> tuple[Array, dict[str, Any]]:
    """Sum up one document, with the range of its shuffles and what the whole curve says."""
    cusum = np.cumsum(centred)
    cusum[-1] = 0.0  # by definition, whatever rounding left
    said: dict[str, Any] = {"sentences": len(centred), "hits": hits, "reach": float(np.abs(cusum).max())}
    if len(centred) < LEAST or hits < FEW or np.ptp(centred) == 0:
        nothing = np.full(len(centred), np.nan)
        return np.vstack([cusum, nothing, nothing]), said | {"limit": None, "p": None, "leaves": None}
    generator = np.random.default_rng(seed)
    shuffled = np.cumsum(generator.permuted(np.tile(centred, (draws, 1)), axis=1), axis=1)
    shuffled[:, -1] = 0.0
    low, high = np.quantile(shuffled, [0.025, 0.975], axis=0)
    reaches = np.abs(shuffled).max(axis=1)
    slack = 1e-9 * said["reach"]
    p = (1 + int((reaches >= said["reach"] - slack).sum())) / (1 + draws)
    limit = float(np.quantile(reaches, 0.95))
    return np.vstack([cusum, low, high]), said | {"limit": limit, "p": p, "leaves": bool(said["reach"] > limit + slack)}


def _hold(curves: list[dict[str, Any]], pair: Sequence[str]) -> None:
    """Refuse tokens in which no document can say anything."""
    if any(curve["p"] is not None for curve in curves):
        return
    longest = max((curve["sentences"] for curve in curves), default=0)
    most = max((curve["hits"] for curve in curves), default=0)
    msg = (
        f"trajectory needs a document of {LEAST} sentences or more with {FEW} counted hits of {pair[0]} and {pair[1]} "
        f"that are not the same everywhere, but the longest has {longest} sentences and the most hits are {most}; "
        "look at plots.strip instead"
    )
    raise RefusalError(msg)
