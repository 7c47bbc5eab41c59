"""Trajectory and position: the course of a text between frames, against its sentences in shuffled orders."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pandas as pd

from analysis import schema
from analysis.errors import RefusalError
from analysis.framing._score import Floats, contrast, score
from analysis.framing.unit_matrix import Units, add_p_adjusted, count_units, range_and_p, require_draws
from analysis.messages import message
from analysis.schema.framing import FEW
from analysis.tokens import Tokens

_LEAST = 10  # sentences
_CELLS = 4_000_000  # places shuffled at a time


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
    require_draws(draws)
    table = contrast(score(hits, tokens, by="sentence"), frames=frames)
    about = schema.about(table)
    doc = pd.factorize(table["doc"])[0]
    difference = (table["weight_a"] - table["weight_b"]).to_numpy(dtype=np.float64)
    centred = difference - (np.bincount(doc, weights=difference) / np.bincount(doc))[doc]
    hits_of_pair = (table["n_a"] + table["n_b"]).to_numpy(dtype=np.int64)
    bounds = np.r_[np.flatnonzero(np.diff(doc, prepend=-1)), len(doc)].tolist()
    lines, curves = [], []
    for first, stop in pairwise(bounds):
        name, n = str(table["doc"].iloc[first]), int(hits_of_pair[first:stop].sum())
        line, curve = _curve(centred[first:stop], name, n, seed=seed, draws=draws)
        lines.append(line)
        curves.append(curve)
    _require_some_curve(curves, about.pair)
    cusum, low, high = np.concatenate(lines, axis=1)
    result = table.assign(cusum=cusum, low=low, high=high)[[c.name for c in schema.TRAJECTORY]]
    about = replace(about, seed=seed, draws=draws, curves=tuple(curves))
    return schema.check(
        schema.describe(result, about, source=hits), schema.TRAJECTORY, what=message("trajectory table")
    )


def position(
    hits: pd.DataFrame, tokens: Tokens, *, frames: Sequence[str] | None = None, seed: int = 1, draws: int = 2000
) -> pd.DataFrame:
    """Say where in its texts each frame stands on average, against sentences in shuffled order.

    The unit of counting is the counted hit. Sentence k of the K sentences of a document stands at (k - 0.5) / K, so
    that 0 is the start, 1 the end, and the mean of all sentences 0.5. Sentences are shuffled inside their document,
    each with its hits. Neighbouring sentences are not independent, which makes p smaller than it should be; read it
    as a description of one text.

    Parameters
    ----------
    hits : DataFrame
        As `framing.hits` gives it, or some of its rows. Rows with counted False do not enter.
    tokens : Tokens
        The tokens the hits were found in, every row.
    frames : sequence of str, optional
        Frame ids; by default every frame of the codebook. Holm's correction is over these.
    seed : int
        Of numpy's default generator.
    draws : int
        Shuffled orders, 100 or more.

    Returns
    -------
    DataFrame
        Columns schema.POSITION, one row per frame in the order of `frames`. A frame without a hit has NaN for its
        position; with fewer than 5 hits, or where no shuffle can move it, `low`, `high` and `p` are NaN. `attrs` as
        in the hits, with sentences, morphemes, seed and draws.

    Raises
    ------
    OptionError
        If a frame is unknown, `draws` is below 100, or the tokens are not the morpheme layer.
    SchemaError
        If the hits lost their attrs or are of other tokens.

    References
    ----------
    A permutation test of the mean position; p as Davison & Hinkley (1997), correction by Holm (1979).

    Examples
    --------
    >>> import analysis as da
    >>> codebook = da.codebook.read(da.paths.CODEBOOKS / "alliance-startup.yaml")
    >>> tokens = da.segment(da.Corpus.from_texts({"d": "한미동맹은 굳건하다. 벤처기업은 드물다."}))
    >>> found = position(da.framing.hits(tokens, codebook), tokens, frames=["alliance", "startup"])
    >>> found["mean_position"].tolist()
    [0.25, 0.75]
    """
    require_draws(draws)
    units = count_units(hits, tokens, by="sentence", frames=frames)
    total = units.n.sum(axis=0)
    with np.errstate(invalid="ignore"):
        observed = np.asarray(_places(units) @ units.n / np.where(total, total, np.nan))
    sums = np.vstack(list(_shuffled_sums(units, seed=seed, draws=draws)))
    shuffled = sums / np.where(total, total, 1)
    rows = [
        (frame, int(n), float(mean), 0.5, *range_and_p(float(mean), expected=0.5, shuffled=column, n=int(n)))
        for frame, n, mean, column in zip(units.frames, total, observed, shuffled.T, strict=True)
    ]
    columns = [c.name for c in schema.POSITION if c.name != "p_adjusted"]
    table = add_p_adjusted(pd.DataFrame(rows, columns=columns).astype({"frame": "str"}))
    schema.describe(table, replace(units.about, seed=seed, draws=draws), source=hits)
    return schema.check(table, schema.POSITION, what=message("position table"))


def _curve(centred: Floats, doc: str, hits: int, *, seed: int, draws: int) -> tuple[Floats, schema.Curve]:
    """Add up one document sentence by sentence, with the range of its shuffles: cusum, low and high as rows."""
    # differences 1, 1, -2 from their mean give the cusum 1, 2, 0, whose reach is 2; shuffled -2, 1, 1 gives -2, -1, 0
    cusum = np.cumsum(centred)
    cusum[-1] = 0.0  # by definition, whatever rounding left
    reach = float(np.abs(cusum).max())
    curve = schema.Curve(doc, len(centred), hits, reach)
    if len(centred) < _LEAST or hits < FEW or np.ptp(centred) == 0:
        return np.vstack([cusum, np.full((2, len(centred)), np.nan)]), curve
    generator = np.random.default_rng(seed)
    shuffled = np.cumsum(generator.permuted(np.tile(centred, (draws, 1)), axis=1), axis=1)
    shuffled[:, -1] = 0.0
    reaches = np.abs(shuffled).max(axis=1)
    slack = 1e-9 * reach
    limit = float(np.quantile(reaches, 0.95))
    p = (1 + int((reaches >= reach - slack).sum())) / (1 + draws)
    curve = replace(curve, limit=limit, p=p, leaves=reach > limit + slack)
    return np.vstack([cusum, *np.quantile(shuffled, [0.025, 0.975], axis=0)]), curve


def _require_some_curve(curves: list[schema.Curve], pair: Sequence[str]) -> None:
    """Refuse tokens in which no document is long enough or holds enough hits."""
    if any(curve.p is not None for curve in curves):
        return
    longest = max((curve.sentences for curve in curves), default=0)
    most = max((curve.hits for curve in curves), default=0)
    msg = message(
        "trajectory needs a document of {least} sentences or more with {few} counted hits of {pair} and "
        "{pair_2} that are not the same everywhere, but the longest has {longest} sentences and the most "
        "hits are {most}; look at plots.strip instead",
        least=_LEAST,
        few=FEW,
        pair=pair[0],
        pair_2=pair[1],
        longest=longest,
        most=most,
    )
    raise RefusalError(msg)


def _places(units: Units) -> Floats:
    """Where in its document each sentence stands, 0 to 1."""
    # documents of 2 and 1 sentences: sizes [2, 1], first [0, 2], places [0.25, 0.75, 0.5]
    sizes = units.sizes
    first = np.r_[0, np.cumsum(sizes)[:-1]]
    return np.asarray((np.arange(len(units.doc)) - first[units.doc] + 0.5) / sizes[units.doc])


def _shuffled_sums(units: Units, *, seed: int, draws: int) -> Iterator[Floats]:
    """Give sums of positions times hits, shuffles by frames, a block at a time."""
    # Documents without a hit move nothing and are left out; the others are drawn in the order of their names. A key is
    # a random number plus the number of the document: 0.7, 0.2, 1.9, 1.1 sorts into rows 1, 0, 3, 2, each in its own.
    with_hits = np.flatnonzero(np.bincount(units.doc, weights=units.n.sum(axis=1))[units.doc] > 0)
    doc = np.unique(units.places["doc"].to_numpy(dtype=np.str_)[with_hits], return_inverse=True)[1]
    order = np.argsort(doc, kind="stable")
    doc, rows = doc[order], with_hits[order]
    place, n = _places(units)[rows], units.n[rows].astype(np.float64)
    generator = np.random.default_rng(seed)
    size = max(1, _CELLS // max(len(doc), 1))
    for start in range(0, draws, size):
        keys = generator.random((min(size, draws - start), len(doc))) + doc
        yield np.asarray(place[np.argsort(keys, axis=1)] @ n)
