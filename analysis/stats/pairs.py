"""A target and what it is held against, over one list of terms."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.errors import RefusalError
from analysis.stats import reference as references
from analysis.stats.counting import Tags, Tally, readable, tally
from analysis.tokens import Tokens


@dataclass(frozen=True)
class Pair:
    """Target and reference over one list of terms; places are rows of the tallies, -1 for none."""

    rows: pd.DataFrame
    target: Tally
    reference: references.Reference
    rest: tuple[int, int]
    unmatched: int


def paired(tokens: Tokens, reference: Tokens | pd.DataFrame | str, tags: Tags) -> Pair:
    """Bring both sides onto one list of terms."""
    other = references.read(reference, tokens, tags=tags)
    base = tally(tokens if other.tagged else references.words(tokens), tags=tags if other.tagged else None)
    if not base.total:
        msg = "the target has no morpheme of the base; choose other tags"
        raise RefusalError(msg)
    ours = base.terms.assign(n=base.n, docs=base.held, place=range(len(base.terms)))
    wanted = len(ours)
    if not other.tagged:
        wanted = int(ours["tag"].isin(list(tags)).sum()) if tags is not None else wanted
        ours = _untagged(ours, tags)
    keys = ["term", "tag"] if other.tagged else ["term"]
    theirs = other.counts.assign(other=range(len(other.counts)))
    rows = ours.merge(theirs, on=keys, how="outer" if other.tagged else "inner")
    rows["known"] = readable(tokens, rows, rows["n"].fillna(0).to_numpy(dtype=np.int64))
    if isinstance(reference, Tokens):
        rows["known"] &= readable(reference, rows, rows["n_reference"].fillna(0).to_numpy(dtype=np.int64))
        rows["docs_reference"] = rows["docs_reference"].fillna(0.0)
    whole = dict.fromkeys(["n", "docs", "n_reference"], 0) | dict.fromkeys(["place", "other"], -1)
    rows = rows.fillna(whole).astype(dict.fromkeys(whole, "int64"))
    rest = (base.total - int(rows["n"].sum()), other.total - int(rows["n_reference"].sum()))
    return Pair(rows, base, other, rest, wanted - len(rows) if not other.tagged else 0)


def _untagged(ours: pd.DataFrame, tags: Tags) -> pd.DataFrame:
    """Take the terms with the tags asked for that no other tag shares, since the list cannot tell them apart."""
    alone = ~ours["term"].duplicated(keep=False)
    wanted = True if tags is None else ours["tag"].isin(list(tags))
    return ours[alone & wanted]
