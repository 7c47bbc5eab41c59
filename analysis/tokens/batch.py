"""Analysed documents as integer columns and one small vocabulary: the form in which tokens travel.

A batch holds 24 bytes a morpheme and no Python object for any of them, so that memory grows with the
table alone; strings appear once, in the sorted vocabulary that surfaces, forms, tags and lemmas share.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

Ints = npt.NDArray[np.int32]
COLUMNS = ("paragraph", "sentence", "morph", "surface", "start", "end")
MORPH = ("form", "tag", "lemma")
_NUMBERS = ("paragraph", "sentence", "start", "end")


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
        `COLUMNS`; morph is a place in `morphs`, surface one in `words`.
    morphs : dict of str to ndarray of int32
        `MORPH` of every morpheme that occurs, as places in `words`.
    words : tuple of str
        The vocabulary, sorted, each word once.
    """

    keys: tuple[str, ...]
    bounds: npt.NDArray[np.int64]
    columns: dict[str, Ints]
    morphs: dict[str, Ints]
    words: tuple[str, ...]

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
    columns = {name: _gather([b.columns[name] for b in batches], rows) for name in _NUMBERS}
    words, places = _shared([b.words for b in batches])
    surface = _gather(_end_to_end([(b.columns["surface"], len(b.words)) for b in batches]), rows)
    morph = _gather(_end_to_end([(b.columns["morph"], len(b.morphs["form"])) for b in batches]), rows)
    parts = {name: [at[b.morphs[name]] for at, b in zip(places, batches, strict=True)] for name in MORPH}
    return pd.DataFrame(
        {
            "doc": _documents(sizes, docs),
            "paragraph": columns["paragraph"],
            "sentence": columns["sentence"],
            "i": _ordinals(sizes),
            "surface": _coded(surface, places, words),
            **{name: _coded(morph, parts[name], words) for name in MORPH},
            "start": columns["start"],
            "end": columns["end"],
        }
    )


def _rows(batches: Sequence[Batch], keys: Sequence[str]) -> tuple[npt.NDArray[np.int64] | None, npt.NDArray[np.int64]]:
    """Places of all rows of the wanted documents in the batches laid end to end, and rows a document.

    No places where the batches hold just these documents in this order, as they do when a corpus is read again.
    """
    held = list(itertools.chain.from_iterable(batch.keys for batch in batches))
    bases = itertools.accumulate((len(batch) for batch in batches), initial=0)
    starts = np.concatenate([batch.bounds[:-1] + base for batch, base in zip(batches, bases, strict=False)])
    lengths = np.concatenate([np.diff(batch.bounds) for batch in batches])
    if held == list(keys):
        return None, lengths
    place = dict(zip(held, range(len(held)), strict=True))
    at = np.fromiter(map(place.__getitem__, keys), np.int64, len(keys))
    sizes = lengths[at]
    return np.repeat(starts[at] - (np.cumsum(sizes) - sizes), sizes) + np.arange(int(sizes.sum())), sizes


def _gather(columns: Sequence[Ints], rows: npt.NDArray[np.int64] | None) -> Ints:
    column = columns[0] if len(columns) == 1 else np.concatenate(columns)
    return column if rows is None else column[rows]


def _end_to_end(parts: Sequence[tuple[Ints, int]]) -> list[Ints]:
    """Let the codes of each part go on where the list of the part before ends."""
    bases = itertools.accumulate((size for _, size in parts), initial=0)
    return [codes + np.int32(base) if base else codes for (codes, _), base in zip(parts, bases, strict=False)]


def _shared(vocabularies: Sequence[tuple[str, ...]]) -> tuple[Sequence[str], list[Ints]]:
    """Bring several vocabularies to one, sorted, and say where each word of each stands in it."""
    if len(vocabularies) == 1:
        return vocabularies[0], [np.arange(len(vocabularies[0]), dtype=np.int32)]
    words = sorted(set().union(*vocabularies))
    place = dict(zip(words, range(len(words)), strict=True))
    return words, [np.fromiter(map(place.__getitem__, part), np.int32, len(part)) for part in vocabularies]


def _coded(codes: Ints, places: Sequence[Ints], words: Sequence[str]) -> pd.Categorical:
    """Make a categorical with sorted categories, those that occur alone; `places` of all parts, end to end."""
    at = np.concatenate(places)
    seen, used = np.zeros(len(at), dtype=bool), np.zeros(len(words), dtype=bool)
    seen[codes] = True
    used[at[seen]] = True
    names = list(itertools.compress(words, used.tolist()))
    lookup = (np.cumsum(used) - 1).astype(np.min_scalar_type(-max(len(names), 1)))[at]
    return _categorical(lookup[codes], names)


def _documents(sizes: npt.NDArray[np.int64], docs: Sequence[str]) -> pd.Categorical:
    """Make the categorical of document ids, in order of appearance, without empty documents."""
    filled = sizes > 0
    names = list(itertools.compress(docs, filled.tolist()))
    codes = np.repeat(np.arange(len(names), dtype=np.int32), sizes[filled])
    return _categorical(codes, names)


def _categorical(codes: npt.NDArray[np.signedinteger], names: list[str]) -> pd.Categorical:
    """Make a categorical of codes that are known to be places in `names`."""
    kind = pd.CategoricalDtype(pd.Index(names, dtype="str"))
    made: pd.Categorical = pd.Categorical.from_codes(codes, dtype=kind, validate=False)
    return made


def _ordinals(sizes: npt.NDArray[np.int64]) -> Ints:
    """Count the rows of each document from 0."""
    first = np.cumsum(sizes) - sizes
    return np.arange(int(sizes.sum()), dtype=np.int32) - np.repeat(first.astype(np.int32), sizes)
