"""The hidden cells of a corpus report's kernel, and the tables that are written beside the page."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

import analysis
from analysis import schema, stats
from analysis.errors import ReportError
from analysis.korean import visible
from analysis.messages import message
from analysis.record import corpus_headline, corpus_tables, facts, kernel_hooks, validity

if TYPE_CHECKING:
    from analysis.codebook import Codebook
    from analysis.corpus import Corpus

DOCUMENTS = 1_000  # rows of the list of documents in the page
LINES = 1_500  # lines of the concordance in the page
_FRAMES = 4  # frames in the list of documents, where the codebook compares none
_SEVERAL = 2
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
    tables = corpus_tables.collect(corpus, tokens, hits=held["hits"], scores=scores)
    listed, lines = tables["documents"], tables["lines"]
    files = [
        corpus_tables.save([table], folder=folder, name=f"{name}-{kind}.csv", kind=kind)
        for kind, table in tables.items()
    ]
    told["corpus"] = _about(corpus, held["by"]) | {"by": held["by"], "period": held["period"], "files": files}
    same = corpus.documents.reindex(columns=["doc", "near_duplicate_of"]).fillna("")
    told["corpus"]["finding"] = corpus_headline.collect(scores, copies=set(same.loc[same.iloc[:, 1] != "", "doc"]))
    told["evidence"] = _evidence(listed, lines, scores) | {"books": [_book(held["frames"])]}
    told |= {"findings": [], "compared": [], "unread": corpus.unread.to_dict("records")}
    kernel_hooks.hand_over(told)


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
