"""The ledger: two frames in every sentence as arrays, so that a thousand ways of counting cost little."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis import schema
from analysis.codebook.rows import require_whole
from analysis.framing.contrasting import pair_of
from analysis.framing.respecify import Reading
from analysis.framing.scoring import check_places, require_attrs, sentences_of
from analysis.tokens import Tokens

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Sums:
    """Hits and weight of the two frames, one row a part (sentence, paragraph, term, document), one column a frame."""

    n: Ints
    weight: Floats

    def without(self, parts: Sums) -> Sums:
        """Take each part of a single row away, one after the other; what holds no hit weighs exactly nothing."""
        n = self.n - parts.n
        return Sums(n, np.where(n > 0, self.weight - parts.weight, 0.0))


@dataclass(frozen=True)
class Ledger:
    """Hits of two frames and where they stand.

    `places` has one row per sentence in reading order; a cell is a term of a frame in a sentence. The hits
    carry the two attrs alone that decide how they count, because pandas copies attrs at every step.
    """

    pair: list[str]
    attrs: dict[str, Any]
    places: pd.DataFrame
    hits: pd.DataFrame
    cell: Ints  # of each hit
    place: Ints  # row of `places`, of each cell
    side: Ints  # 0 or 1, of each cell
    term: npt.NDArray[np.object_]  # of each cell

    def cells(self, found: Reading) -> Sums:
        """Count and weigh every cell: min(hits, cap) times the weight of the term."""
        counted = found.counted
        n = np.bincount(self.cell[counted], minlength=len(self.side))
        each = np.zeros(len(self.side))
        each[self.cell] = found.weight
        weight = each * np.minimum(n, found.cap)
        sides = self.side[:, None] == np.arange(2)
        return Sums(np.where(sides, n[:, None], 0).astype(np.int64), np.where(sides, weight[:, None], 0.0))

    def documents(self) -> Ints:
        """Give every sentence the number of its document, from 0 in reading order."""
        return np.asarray(pd.factorize(self.places["doc"])[0], dtype=np.int64)


def ledger(hits: pd.DataFrame, tokens: Tokens, *, frames: Sequence[str] | None, what: str) -> Ledger:
    """Lay out the hits of two frames, the codebook's own pair by default.

    OptionError without a pair; SchemaError if columns, attrs or rows are missing, or hits are of other tokens.
    """
    schema.check(hits, schema.HITS, what="hits table")
    attrs = require_attrs(hits, ("frames", "compare", "cap_per_sentence"), what="hits table", maker="framing.hits")
    pair = pair_of(attrs, frames, what=what)
    places = sentences_of(require_whole(tokens.table, what=f"framing.{what}"))
    check_places(hits, places, [frame["id"] for frame in attrs["frames"]])
    rows = hits[hits["frame"].isin(pair)].reset_index(drop=True)
    rows.attrs.clear()
    rows.attrs.update({name: attrs.get(name) for name in ("cap_per_sentence", "specification")})
    about = attrs | {"compare": pair, "sentences": len(places), "morphemes": len(tokens)}
    index = pd.MultiIndex.from_frame(places[["doc", "sentence"]])
    place = index.get_indexer(pd.MultiIndex.from_frame(rows[["doc", "sentence"]].astype({"doc": "str"})))
    side = (rows["frame"] == pair[1]).to_numpy(dtype=np.int64)
    terms, names = pd.factorize(rows["term"].astype("str"), sort=True)
    key = (place * 2 + side) * max(len(names), 1) + terms
    cells, cell = np.unique(key, return_inverse=True)
    rest, at = np.divmod(cells, max(len(names), 1))
    return Ledger(pair, about, places, rows, cell, rest // 2, rest % 2, np.asarray(names, dtype=object)[at])


def total(cells: Sums, part: Ints, parts: int) -> Sums:
    """Add up cells by the part that each is in."""
    sums = [np.bincount(part, weights=t[:, k], minlength=parts) for t in (cells.n, cells.weight) for k in (0, 1)]
    return Sums(np.stack(sums[:2], axis=1).astype(np.int64), np.stack(sums[2:], axis=1))
