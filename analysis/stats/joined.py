"""Counts of the parts of a corpus added up, on one list of terms."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd

from analysis.matcher.arrays import Ints

_TERM = ["term", "tag"]


def added(frames: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """Add up counts of terms, in the order of term and tag; every other column is a count."""
    # a/NNG 2, b/NNG 1 and b/NNG 3 give a/NNG 2, b/NNG 4
    pieces = list(frames)
    if len(pieces) == 1:
        return pieces[0]
    names, places = shared_terms([piece[_TERM] for piece in pieces])
    number = np.concatenate(places)
    columns = [name for name in pieces[0].columns if name not in _TERM]
    counts = {name: summed(number, [piece[name].to_numpy() for piece in pieces], len(names)) for name in columns}
    return names.assign(**counts)


def shared_terms(lists: Sequence[pd.DataFrame]) -> tuple[pd.DataFrame, list[Ints]]:
    """Put lists of term and tag into one, sorted, and say where in it each of their rows stands."""
    rows = pd.concat([names[_TERM] for names in lists], ignore_index=True)
    tags = sorted(rows["tag"].unique())
    terms, words = pd.factorize(rows["term"], sort=False)
    rank = np.empty(len(words), np.int64)
    order = sorted(range(len(words)), key=words.tolist().__getitem__)
    rank[order] = np.arange(len(words))
    tag = rows["tag"].map({name: n for n, name in enumerate(tags)}).to_numpy(dtype=np.int64)
    keys, number = np.unique(rank[terms] * max(len(tags), 1) + tag, return_inverse=True)
    term, of_tag = np.divmod(keys, max(len(tags), 1))
    named = np.asarray(words, dtype=object)[np.array(order, dtype=np.int64)[term]]
    table = pd.DataFrame({"term": named, "tag": np.array(tags, dtype=object)[of_tag]}, dtype="str")
    bounds = np.cumsum([len(names) for names in lists])[:-1]
    return table, np.split(number.astype(np.int64), bounds)


def summed(number: Ints, values: Sequence[Ints], size: int = 0) -> Ints:
    """Add up whole numbers, end to end, by the number of what they count."""
    # numbers 0 1 1 of the counts 2 3 4 give 2 7
    weights = np.concatenate(values).astype(np.float64)  # exact up to 2 to the power of 53
    return np.bincount(number, weights, minlength=size).astype(np.int64)
