"""Position: whether a frame stands early or late in its texts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd

from analysis import schema
from analysis.framing.unit_matrix import Array, Units, count, hold_draws, holm, judge
from analysis.tokens import Tokens

_CELLS = 4_000_000  # places shuffled at a time


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
    hold_draws(draws)
    units = count(hits, tokens, by="sentence", frames=frames)
    place = _places(units)
    total = units.n.sum(axis=0)
    with np.errstate(invalid="ignore"):
        observed = np.asarray(place @ units.n / np.where(total, total, np.nan))
    shuffled = np.vstack([block / np.where(total, total, 1) for block in _shuffled(units, seed=seed, draws=draws)])
    rows = [
        (frame, int(n), float(at), 0.5, *judge(float(at), expected=0.5, shuffled=column, n=int(n)))
        for frame, n, at, column in zip(units.frames, total, observed, shuffled.T, strict=True)
    ]
    columns = [c.name for c in schema.POSITION if c.name != "p_adjusted"]
    table = holm(pd.DataFrame(rows, columns=columns).astype({"frame": "str"}))
    table.attrs.update(units.attrs | {"seed": seed, "draws": draws})
    return schema.check(table, schema.POSITION, what="position table")


def _places(units: Units) -> Array:
    """Where in its document each sentence stands, 0 to 1."""
    sizes = units.sizes
    first = np.r_[0, np.cumsum(sizes)[:-1]]
    return np.asarray((np.arange(len(units.doc)) - first[units.doc] + 0.5) / sizes[units.doc])


def _shuffled(units: Units, *, seed: int, draws: int) -> Iterator[Array]:
    """Give sums of positions times hits, shuffles by frames, a block at a time."""
    # Documents without a hit move nothing and are left out; the others are drawn in the order of their names.
    held = np.flatnonzero(np.bincount(units.doc, weights=units.n.sum(axis=1))[units.doc] > 0)
    doc = np.unique(units.places["doc"].to_numpy(dtype=np.str_)[held], return_inverse=True)[1]
    order = np.argsort(doc, kind="stable")
    doc, rows = doc[order], held[order]
    place, n = _places(units)[rows], units.n[rows].astype(np.float64)
    generator = np.random.default_rng(seed)
    size = max(1, _CELLS // max(len(doc), 1))
    for start in range(0, draws, size):
        keys = generator.random((min(size, draws - start), len(doc))) + doc
        yield np.asarray(place[np.argsort(keys, axis=1)] @ n)
