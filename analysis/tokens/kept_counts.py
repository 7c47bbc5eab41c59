"""Counts of a part of a corpus, kept in the cache beside its morphemes: a second pass reads them and no morpheme."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Any

import numpy as np
import pandas as pd

from analysis import schema
from analysis.tokens.cache import Cache
from analysis.tokens.shape import trimmed

_MAKE = "damron-counts/1"  # another number where counting or merging changes while the kit's version does not
_TEXT = ("doc", "term", "tag")


def kept_counts(store: Cache, key: Sequence[str], count: Callable[[], pd.DataFrame]) -> pd.DataFrame:
    """Read the counts under a key, or count and keep them."""
    key = [_MAKE, *key]
    kept = store.kept(key)
    if kept is not None:
        return pd.DataFrame({name: _column(codes, kept.get(name)) for name, codes in kept["cells"].items()}, copy=False)
    frame = count()
    cells = {name: column.array.codes if name in _TEXT else column.to_numpy() for name, column in frame.items()}
    names = {name: pd.DataFrame({"name": pd.Series(frame[name].cat.categories, dtype="str")}) for name in _TEXT}
    store.keep(key, {"cells": pd.DataFrame(cells), **names})
    return frame


def narrowed(frame: pd.DataFrame, docs: Collection[str], tags: Collection[str] | None) -> pd.DataFrame:
    """Take the counts of some documents and tags out of those of a part, as if their rows alone had been counted."""
    doc = frame["doc"].array
    if len(docs) < len(doc.categories):
        frame = frame[doc.categories.isin(list(docs))[doc.codes]]
        frame = frame.assign(**{name: trimmed(frame[name].array) for name in _TEXT})
    if tags is None:
        return frame
    tag = frame["tag"].array
    wanted: pd.DataFrame = frame[tag.categories.isin(list(schema.base_tags(tags)))[tag.codes]]
    return wanted


def _column(values: Any, names: Any) -> Any:
    """Write codes as their strings; numbers stay."""
    if names is None:
        return np.asarray(values)
    kind = pd.CategoricalDtype(pd.Index(names["name"].tolist(), dtype="str"))
    return pd.Categorical.from_codes(np.asarray(values), dtype=kind, validate=False)
