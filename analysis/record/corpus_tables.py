"""The tables that are written beside a corpus report: documents, lines, what was removed, copies, what was noticed."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from analysis import schema, stats
from analysis.cleaning import near_duplicates
from analysis.files import csv

if TYPE_CHECKING:
    from analysis.corpus import Corpus
    from analysis.tokens import Tokens

_KEYS = ("L2", "L1", "R1")
_PLACE = ("doc", "start", "end")


def collect(corpus: Corpus, tokens: Tokens, *, hits: pd.DataFrame, scores: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Make the tables by kind; without scores no codebook fits, and there are no lines."""
    documents = corpus.documents
    marked = documents.reindex(columns=["near_duplicate_of"]).fillna("").to_numpy() != ""
    copies = near_duplicates(documents if marked.any() else documents.head(0))
    lines = _lines(corpus, tokens, hits)
    tables = {"documents": _documents(corpus, scores, lines), "lines": lines, "removed": corpus.removed}
    noticed = pd.DataFrame(columns=[c.name for c in schema.INSPECTION]) if corpus.redacted else corpus.report().table
    return tables | {"duplicates": copies, "inspection": noticed}


def save(table: pd.DataFrame, *, folder: str, name: str, kind: str) -> dict[str, Any]:
    """Write one table and return what the record states about it."""
    path = csv.save(table, path=Path(folder) / name)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return {"kind": kind, "name": name, "rows": len(table), "bytes": path.stat().st_size, "sha256": digest}


def _lines(corpus: Corpus, tokens: Tokens, hits: pd.DataFrame) -> pd.DataFrame:
    """Give every hit the text around it; frame by frame, because a concordance has no overlapping lines."""
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


def _documents(corpus: Corpus, scores: pd.DataFrame, lines: pd.DataFrame) -> pd.DataFrame:
    """List the documents with everything that is known of them but their text, and their frame scores."""
    table = corpus.documents.drop(columns="text")
    if scores.empty:
        return table
    plain = scores.astype({"doc": "str", "frame": "str"})
    sizes = plain.drop_duplicates("doc").set_index("doc")[["sentences", "content"]]
    wide = [plain.pivot(index="doc", columns="frame", values=v).add_prefix(f"{v}_") for v in ("n", "density")]  # noqa: PD010
    measured = pd.concat([sizes, *wide], axis=1)
    measured["lines"] = lines.groupby("doc").size()
    whole = ["sentences", "content", "lines", *(name for name in map(str, measured) if name.startswith("n_"))]
    table = table.merge(measured, left_on="doc", right_index=True, how="left", suffixes=("_variable", ""))
    return table.fillna(dict.fromkeys(whole, 0)).astype(dict.fromkeys(whole, "int64"))
