"""Analysed documents as integer columns and two small vocabularies: the form in which tokens travel.

A batch holds 28 bytes a morpheme and no Python object for any of them, so that memory grows with the
table alone; strings appear once, in the vocabularies.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

Ints = npt.NDArray[np.int32]
Morph = tuple[str, str, str]  # form, tag, lemma
COLUMNS = ("paragraph", "sentence", "morph", "surface", "start", "end")


@dataclass(frozen=True)
class Batch:
    """Some documents, analysed.

    Attributes
    ----------
    keys : tuple of str
        Hash of each document's text, in order.
    bounds : ndarray of int64
        Rows of document k are bounds[k] to bounds[k + 1].
    columns : dict of str to ndarray of int32
        `COLUMNS`; morph and surface are places in the vocabularies.
    morphs, surfaces : tuple
        The vocabularies.
    """

    keys: tuple[str, ...]
    bounds: npt.NDArray[np.int64]
    columns: dict[str, Ints]
    morphs: tuple[Morph, ...]
    surfaces: tuple[str, ...]

    def __len__(self) -> int:
        return int(self.bounds[-1])


def table(batches: Sequence[Batch], *, keys: Sequence[str], docs: Sequence[str]) -> pd.DataFrame:
    """Put batches together into a token table.

    Parameters
    ----------
    batches : sequence of Batch
        Together they hold every key.
    keys : sequence of str
        Hash of the text of each document wanted, in order; one may stand there twice.
    docs : sequence of str
        Ids of these documents.

    Returns
    -------
    DataFrame
        Columns `schema.TOKENS` in the dtypes of `shape`, documents in the order of `docs`.
    """
    rows, sizes = _rows(batches, keys)
    doc = np.repeat(np.arange(len(docs), dtype=np.int32), sizes)
    first = np.repeat(np.cumsum(sizes) - sizes, sizes)
    columns = {name: _gather(batches, name, rows) for name in ("paragraph", "sentence", "start", "end")}
    surface, surfaces = _merge([(b.columns["surface"], b.surfaces) for b in batches], rows)
    morph, morphs = _merge([(b.columns["morph"], b.morphs) for b in batches], rows)
    form, tag, lemma = (_coded(morph, [m[part] for m in morphs]) for part in range(3))
    return pd.DataFrame(
        {
            "doc": _trimmed(doc, list(docs)),
            "paragraph": columns["paragraph"],
            "sentence": columns["sentence"],
            "i": (np.arange(len(doc)) - first).astype(np.int32),
            "surface": _coded(surface, list(surfaces)),
            "form": form,
            "tag": tag,
            "lemma": lemma,
            "start": columns["start"],
            "end": columns["end"],
        }
    )


def _rows(batches: Sequence[Batch], keys: Sequence[str]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Places of all rows of the wanted documents in the batches laid end to end, and rows a document."""
    lows: dict[str, tuple[int, int]] = {}
    base = 0
    for batch in batches:
        edges = (batch.bounds + base).tolist()
        lows.update(zip(batch.keys, itertools.pairwise(edges), strict=True))
        base += len(batch)
    spans = np.array([lows[key] for key in keys], dtype=np.int64).reshape(-1, 2)
    sizes = spans[:, 1] - spans[:, 0]
    starts = np.repeat(spans[:, 0] - (np.cumsum(sizes) - sizes), sizes)
    return starts + np.arange(int(sizes.sum())), sizes


def _gather(batches: Sequence[Batch], name: str, rows: npt.NDArray[np.int64]) -> Ints:
    columns = [batch.columns[name] for batch in batches]
    return (columns[0] if len(columns) == 1 else np.concatenate(columns))[rows]


def _merge(parts: Sequence[tuple[Ints, tuple[Any, ...]]], rows: npt.NDArray[np.int64]) -> tuple[Ints, list[Any]]:
    """Bring codes of several vocabularies to one."""
    if len(parts) == 1:
        return parts[0][0][rows], list(parts[0][1])
    shared: dict[Any, int] = {}
    recoded = [
        np.fromiter((shared.setdefault(value, len(shared)) for value in words), np.int32, len(words))[codes]
        for codes, words in parts
    ]
    return np.concatenate(recoded)[rows], list(shared)


def _coded(codes: Ints, values: list[str]) -> pd.Categorical:
    """Make a categorical with sorted categories, those that occur alone."""
    used = np.zeros(len(values), dtype=bool)
    used[codes] = True
    names = sorted({value for value, there in zip(values, used.tolist(), strict=True) if there})
    place = {name: n for n, name in enumerate(names)}
    lookup = np.fromiter((place.get(value, -1) for value in values), np.int32, len(values))
    return pd.Categorical.from_codes(lookup[codes], categories=pd.Index(names, dtype="str"))


def _trimmed(codes: Ints, docs: list[str]) -> pd.Categorical:
    """Make the categorical of document ids, in order of appearance, without empty documents."""
    there = np.unique(codes)
    lookup = np.full(len(docs), -1, dtype=np.int32)
    lookup[there] = np.arange(len(there))
    names = [docs[k] for k in there.tolist()]
    return pd.Categorical.from_codes(lookup[codes], categories=pd.Index(names, dtype="str"))
