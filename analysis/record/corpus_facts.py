"""The hidden cells of a corpus report's kernel, and the tables that are written beside the page."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

import analysis
from analysis import schema, stats
from analysis.cleaning import near_duplicates
from analysis.errors import ReportError
from analysis.files import csv
from analysis.korean import visible
from analysis.messages import message
from analysis.record import corpus_headline, facts, kernel_hooks, validity

if TYPE_CHECKING:
    from analysis.codebook import Codebook
    from analysis.corpus import Corpus
    from analysis.tokens import Tokens

DOCUMENTS = 1_000  # rows of the list of documents in the page
LINES = 1_500  # lines of the concordance in the page
_FRAMES = 4  # frames in the list of documents, where the codebook compares none
_SEVERAL = 2
_KEYS = ("L2", "L1", "R1")
_PLACE = ("doc", "start", "end")
_ABOUT = ("doc", "title", "outlet", "date")


def start() -> None:
    """Watch what is shown, and let the notebook read no single document."""
    kernel_hooks.start()
    analysis.read = several(analysis.read)


def several(read: Callable[..., Corpus]) -> Callable[..., Corpus]:
    """Wrap a reader so that it refuses a single document, before anything is counted."""

    @functools.wraps(read)
    def watched(source: Any, **options: Any) -> Corpus:
        corpus = read(source, **options)
        if len(corpus) < _SEVERAL:
            msg = message(
                "document {doc!r} is the only one, and a corpus report is about several; build the report "
                "of an article instead",
                doc=corpus.documents["doc"].iloc[0],
            )
            raise ReportError(msg)
        return corpus

    return watched


def finish(held: Mapping[str, Any], *, folder: str, name: str) -> None:
    """Pass the facts about the corpus to the report and write the tables beside it."""
    corpus, tokens, scores = held["corpus"], held["tokens"], held["scores"]
    told = (
        facts.collect(corpus, tokens, codebooks=[held["frames"]], units=[held["merged"].recipe.units])
        | kernel_hooks.seen()
    )
    lines = _lines(corpus, tokens, held["hits"])
    listed = _documents(corpus, scores, lines)
    documents = corpus.documents
    marked = documents.reindex(columns=["near_duplicate_of"]).fillna("").to_numpy() != ""
    copies = near_duplicates(documents if marked.any() else documents.head(0))
    tables = {"documents": listed, "lines": lines, "removed": corpus.removed, "duplicates": copies}
    tables["inspection"] = corpus.report().table
    files = [_save(table, folder=folder, name=f"{name}-{kind}.csv", kind=kind) for kind, table in tables.items()]
    told["corpus"] = _about(corpus, held["by"]) | {"by": held["by"], "period": held["period"], "files": files}
    same = corpus.documents.reindex(columns=["doc", "near_duplicate_of"]).fillna("")
    told["corpus"]["finding"] = corpus_headline.collect(scores, copies=set(same.loc[same.iloc[:, 1] != "", "doc"]))
    told["evidence"] = _evidence(listed, lines, scores) | {"books": [_book(held["frames"])]}
    told |= {"findings": [], "compared": [], "unread": corpus.unread.to_dict("records")}
    kernel_hooks.hand_over(told)


def _save(table: pd.DataFrame, *, folder: str, name: str, kind: str) -> dict[str, Any]:
    """Write one table and return what the record states about it."""
    path = csv.save(table, path=Path(folder) / name)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return {"kind": kind, "name": name, "rows": len(table), "bytes": path.stat().st_size, "sha256": digest}


def _about(corpus: Corpus, by: str) -> dict[str, Any]:
    """Count what the corpus is made of."""
    documents = corpus.documents
    dates = sorted(date for date in documents["date"] if date)
    outlets = {outlet for outlet in documents["outlet"] if outlet}
    groups = stats.composition(documents, by=by).groupby("group")["docs"].sum()
    return {
        "docs": len(documents),
        "outlets": len(outlets),
        "unnamed": int((documents["outlet"] == "").sum()),
        "first": dates[0] if dates else "",
        "last": dates[-1] if dates else "",
        "undated": len(documents) - len(dates),
        "groups": int((groups.index != "").sum()),
        "licences": sorted(set(documents["licence"]) - {""}),
        "unlicensed": int((documents["licence"] == "").sum()),
        "gone": len(set(corpus.removed["doc"]) - {*documents["doc"], ""}),
        "sha256": corpus.sha256,
    }


def _lines(corpus: Corpus, tokens: Tokens, hits: pd.DataFrame) -> pd.DataFrame:
    """Give every hit the text around it; frame by frame, because a concordance has no overlapping lines."""
    plain = hits.astype({"doc": "str", "frame": "str", "term": "str", "surface": "str"})
    places = [stats.concordance(corpus, tokens, rows) for _, rows in hits.groupby("frame", observed=True, sort=True)]
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
    plain = scores.astype({"doc": "str", "frame": "str"})
    sizes = plain.drop_duplicates("doc").set_index("doc")[["sentences", "content"]]
    wide = [plain.pivot(index="doc", columns="frame", values=v).add_prefix(f"{v}_") for v in ("n", "density")]  # noqa: PD010
    measured = pd.concat([sizes, *wide], axis=1)
    measured["lines"] = lines.groupby("doc").size()
    whole = ["sentences", "content", "lines", *(name for name in map(str, measured) if name.startswith("n_"))]
    table = corpus.documents.drop(columns="text")
    table = table.merge(measured, left_on="doc", right_index=True, how="left", suffixes=("_variable", ""))
    return table.fillna(dict.fromkeys(whole, 0)).astype(dict.fromkeys(whole, "int64"))


def _book(book: Codebook) -> dict[str, Any]:
    """Say which codebook was used, and what speaks for it."""
    named = {name: str(getattr(book, name)) for name in ("id", "version", "status", "sha256")}
    return named | {"grounds": validity.collect(book), "terms": validity.terms(book)}


def _evidence(listed: pd.DataFrame, lines: pd.DataFrame, scores: pd.DataFrame) -> dict[str, Any]:
    """Choose the rows that the page itself can hold."""
    said = schema.about(scores)
    about = {frame.id: frame for frame in said.frames or ()}
    chosen = said.pair or list(about)[:_FRAMES]
    rows = listed.head(DOCUMENTS)
    documents = []
    for row in rows.to_dict("records"):
        density = {frame: facts.number(row[f"density_{frame}"]) for frame in chosen}
        told = {name: visible(str(row[name])) for name in _ABOUT} | {"density": density}
        twin = row.get("near_duplicate_of", "")
        documents.append(
            told | {"sentences": row["sentences"], "lines": row["lines"], "twin": visible(str(twin or ""))}
        )
    within = lines.groupby("doc", sort=False).cumcount()
    here = lines["doc"].isin(rows["doc"])
    # 1,500 lines for 1,000 documents: every document shows its first k lines, with the greatest k at which all fit.
    # With documents of 900, 700 and 5 lines that is 795: 795 + 700 + 5 = 1,500.
    depth = next((k for k in range(1, LINES + 1) if (here & (within < k + 1)).sum() > LINES), LINES)
    shown = lines[here & (within < depth)].head(LINES)
    order = {doc: place for place, doc in enumerate(rows["doc"])}
    kept = shown.assign(place=shown["doc"].map(order)).to_dict("records")
    return {
        "frames": [{"id": frame, "label": str(about[frame].label)} for frame in chosen],
        "labels": {frame: str(one.label) for frame, one in about.items()},
        "documents": documents,
        "lines": kept,
        "depth": depth if len(shown) < len(lines) else 0,
    }
