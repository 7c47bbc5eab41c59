"""The tables that are written beside a corpus report: documents, lines, what was removed, copies, what was noticed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis import schema, stats
from analysis.cleaning import near_duplicates
from analysis.files import atomic, csv
from analysis.tokens.over_parts import is_parted, rows_of_documents
from analysis.tokens.tokens import doc_ids

if TYPE_CHECKING:
    from analysis.corpus import Corpus
    from analysis.tokens import Tokens

_KEYS = ("L2", "L1", "R1")
_PLACE = ("doc", "start", "end")


def collect(corpus: Corpus, tokens: Tokens, *, hits: pd.DataFrame, scores: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Make the tables by kind; without scores no codebook fits, and there are no lines."""
    return {kind: _joined(pieces) for kind, pieces in in_pieces(corpus, tokens, hits=hits, scores=scores).items()}


def in_pieces(
    corpus: Corpus, tokens: Tokens, *, hits: pd.DataFrame, scores: pd.DataFrame
) -> dict[str, Iterable[pd.DataFrame]]:
    """Make the tables by kind, each in pieces that are gone through once: all lines of a corpus need not fit."""
    documents = corpus.documents
    marked = documents.reindex(columns=["near_duplicate_of"]).astype(object).fillna("").to_numpy() != ""
    copies = near_duplicates(documents if marked.any() else documents.head(0))
    noticed = pd.DataFrame(columns=[c.name for c in schema.INSPECTION]) if corpus.redacted else corpus.report().table
    measured = partial(_documents, scores=scores, lines=hits)
    return {
        "documents": map(measured, [documents.drop(columns="text")]),  # made when it is written
        "lines": _lines_by_part(corpus, tokens, hits),
        "removed": [corpus.removed],
        "duplicates": [copies],
        "inspection": [noticed],
    }


def _joined(pieces: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """Put the pieces of a table end to end."""
    frames = list(pieces)
    return frames[0] if len(frames) == 1 else pd.concat(frames, ignore_index=True)


def save(pieces: Iterable[pd.DataFrame], *, folder: str, name: str, kind: str) -> dict[str, Any]:
    """Write the pieces of a table and return what the record states about it."""
    rows = 0

    def counted() -> Iterator[pd.DataFrame]:
        nonlocal rows
        for piece in pieces:
            rows += len(piece)
            yield piece

    path = csv.save(counted(), path=Path(folder) / name)
    digest = hashlib.sha256()
    for piece in atomic.pieces_of(path):
        digest.update(piece)
    return {"kind": kind, "name": name, "rows": rows, "bytes": path.stat().st_size, "sha256": digest.hexdigest()}


def _lines_by_part(corpus: Corpus, tokens: Tokens, hits: pd.DataFrame) -> Iterator[pd.DataFrame]:
    """Give every hit the text around it, one part of the tokens after the other, as they stand in the corpus."""
    documents = corpus.documents
    place = pd.Index(documents["doc"])
    chosen = rows_of_documents(hits)
    for part in tokens.parts():
        if not is_parted(tokens):
            yield _lines_of(corpus, part, hits)
            continue
        docs = doc_ids(part)
        own = documents.iloc[np.sort(place.get_indexer(pd.Index(docs)))].reset_index(drop=True)
        yield _lines_of(replace(corpus, _documents=own), part, chosen(docs))


def _lines_of(corpus: Corpus, tokens: Tokens, hits: pd.DataFrame) -> pd.DataFrame:
    """Give hits the text around them; frame by frame, because a concordance has no overlapping lines."""
    plain = hits.astype({"doc": "str", "frame": "str", "term": "str", "surface": "str"})
    shown = hits.head(0) if corpus.redacted else hits
    places = [stats.concordance(corpus, tokens, rows) for _, rows in shown.groupby("frame", observed=True, sort=True)]
    columns = [*_PLACE, "left", "right", *_KEYS]
    around = pd.concat([place[columns] for place in places]) if places else pd.DataFrame(columns=columns)
    around = around.drop_duplicates(list(_PLACE)).astype(dict.fromkeys(_PLACE[1:], "int64") | {"doc": "str"})
    kept = ["doc", "paragraph", "sentence", "start", "end", "surface", "frame", "term", "weight", "counted"]
    found = plain[[*kept, "negated", "inside_quote"]].merge(around, on=list(_PLACE), how="left", validate="many_to_one")
    found[["left", "right", *_KEYS]] = found[["left", "right", *_KEYS]].fillna("")
    order = {doc: place for place, doc in enumerate(corpus.documents["doc"])}
    keys = found.assign(place=found["doc"].map(order)).sort_values(["place", "start", "end", "frame"], kind="stable")
    return found.loc[keys.index].reset_index(drop=True)


def _documents(table: pd.DataFrame, scores: pd.DataFrame, lines: pd.DataFrame) -> pd.DataFrame:
    """Add to what is known of the documents, but their text, their frame scores and the number of their lines."""
    if scores.empty:
        return table
    place = pd.Index(table["doc"])
    at, frames = _places(place, scores["doc"]), scores["frame"].astype("category").array
    # the sizes stand in each row of a document, the first of which counts
    measured: dict[str, npt.NDArray[Any]]
    measured = {name: _spread(scores[name].to_numpy()[::-1], at[::-1], len(place)) for name in ("sentences", "content")}
    for value in ("n", "density"):
        values = scores[value].to_numpy()
        for frame in sorted(map(str, frames.categories[np.unique(frames.codes)])):
            own = np.flatnonzero(frames.codes == frames.categories.get_loc(frame))
            measured[f"{value}_{frame}"] = _spread(values[own], at[own], len(place))
    held = _places(place, lines["doc"])
    measured["lines"] = np.bincount(held[held >= 0], minlength=len(place))
    for name, values in measured.items():
        if not name.startswith("density_"):
            measured[name] = np.nan_to_num(values).astype(np.int64)
    table = table.rename(columns={name: f"{name}_variable" for name in measured if name in table})
    return pd.concat([table.reset_index(drop=True), pd.DataFrame(measured)], axis=1)


def _places(place: pd.Index[str], docs: pd.Series) -> npt.NDArray[np.intp]:
    """Say which row of a table of documents each value stands for, -1 for none."""
    names = docs.astype("category").array
    found: npt.NDArray[np.intp] = np.append(place.get_indexer(pd.Index(names.categories, dtype=place.dtype)), -1)
    at: npt.NDArray[np.intp] = found[names.codes]
    return at


def _spread(values: npt.NDArray[Any], at: npt.NDArray[np.intp], n: int) -> npt.NDArray[np.float64]:
    """Put values in their rows; where none comes it is missing, and of several the last counts."""
    found = np.full(n, np.nan)
    found[at[at >= 0]] = values[at >= 0]
    return found
