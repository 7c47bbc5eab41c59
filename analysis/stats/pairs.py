"""A target and what it is held against, over one list of terms."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
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
    ours = base.terms.assign(place=range(len(base.terms)))
    wanted = len(ours)
    if not other.tagged:
        wanted = int(ours["tag"].isin(list(tags)).sum()) if tags is not None else wanted
        ours = _untagged(ours, tags)
    rows = _rows(ours, base, other)
    rows["known"] = readable(tokens, rows, rows["n"].to_numpy())
    if isinstance(reference, Tokens):
        rows["known"] &= readable(reference, rows, rows["n_reference"].to_numpy())
        rows["docs_reference"] = rows["docs_reference"].fillna(0.0)
    rest = (base.total - int(rows["n"].sum()), other.total - int(rows["n_reference"].sum()))
    return Pair(rows, base, other, rest, wanted - len(rows) if not other.tagged else 0)


def _rows(ours: pd.DataFrame, base: Tally, other: references.Reference) -> pd.DataFrame:
    """List the terms of either side, sorted; of both sides where the reference has no tags."""
    theirs = other.counts
    numbers = np.zeros(len(ours) + len(theirs), dtype=np.int64)
    for name in ["term", "tag"] if other.tagged else ["term"]:
        code, values = pd.factorize(np.concatenate([ours[name], theirs[name]]), sort=True)
        numbers = numbers * len(values) + code
    mine, yours = numbers[: len(ours)], numbers[len(ours) :]
    both = np.sort(numbers)
    again = both[1:] == both[:-1]  # no side names a term twice
    every = both[np.append(~again, True)[: len(both)]] if other.tagged else both[1:][again]
    here, there = _places(mine, every), _places(yours, every)
    place = np.where(here < 0, -1, np.append(ours["place"], -1)[here])
    names = {"term": theirs["term"], "tag": theirs["tag"] if other.tagged else theirs["term"]}
    texts = {
        name: np.where(here < 0, np.append(column, "")[there], np.append(ours[name], "")[here])
        for name, column in names.items()
    }
    return pd.DataFrame(
        {
            **{name: pd.Series(text, dtype="str").array for name, text in texts.items()},
            "n": np.where(here < 0, 0, np.append(base.n, 0)[place]),
            "docs": np.where(here < 0, 0, np.append(base.held, 0)[place]),
            "place": place,
            "n_reference": np.where(there < 0, 0, np.append(theirs["n_reference"], 0)[there]),
            "docs_reference": np.where(there < 0, np.nan, np.append(theirs["docs_reference"], np.nan)[there]),
            "other": there,
        }
    )


def _places(numbers: npt.NDArray[np.int64], every: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Find where each of all numbers stands among some, -1 for nowhere."""
    places = np.full(len(every), -1, dtype=np.int64)
    at = np.searchsorted(every, numbers)
    held = np.flatnonzero(np.append(every, -1)[at] == numbers)
    places[at[held]] = held
    return places


def _untagged(ours: pd.DataFrame, tags: Tags) -> pd.DataFrame:
    """Take the terms with the tags asked for that no other tag shares, since the list cannot tell them apart."""
    alone = ~ours["term"].duplicated(keep=False)
    wanted = True if tags is None else ours["tag"].isin(list(tags))
    return ours[alone & wanted]
