"""Frames of a corpus report: which codebook, its hits and scores, and what the page shows of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import pandas as pd

from analysis import codebook as codebooks
from analysis import framing, paths, schema
from analysis.codebook import Codebook
from analysis.codebook.load import codebooks_in
from analysis.errors import KitError
from analysis.report import corpus_groups, corpus_samples
from analysis.report.article_frames import FEWEST_HITS, is_questions, validity_of
from analysis.report.corpus_contract import (
    Cell,
    CorpusBook,
    CorpusDocument,
    CorpusFrame,
    Difference,
    GroupMean,
    TriedBook,
)
from analysis.report.facts import Label, Role
from analysis.tokens import Tokens

if TYPE_CHECKING:
    from analysis.corpus import Corpus
    from analysis.report.corpus_groups import Groups

_DOCS = 3  # documents with one, at least
_SHOWN = 4  # frames that are compared where the codebook names no two
_Chosen = Literal["asked", "hits"]


@dataclass(frozen=True, eq=False)
class Found:
    """The codebook that fits, and its hits and scores: of a large corpus more than all else in memory."""

    book: Codebook | None
    chosen: _Chosen
    tried: tuple[TriedBook, ...]
    hits: pd.DataFrame
    scores: pd.DataFrame  # of all frames, one row a document and frame


@dataclass(frozen=True, eq=False)
class CorpusFrames:
    """What the page says of frames, and the documents that it shows."""

    book: CorpusBook | None
    tried: tuple[TriedBook, ...]
    frames: tuple[CorpusFrame, ...]
    documents: tuple[CorpusDocument, ...]
    having: int  # documents of the corpus with a hit
    hits: pd.DataFrame  # that count, in these documents, of the frames that are compared
    counted: int  # hits of these frames in the whole corpus


@dataclass(frozen=True, eq=False)
class Measured:
    """Frames in all documents, in the groups and over time."""

    means: tuple[GroupMean, ...]
    differences: tuple[Difference, ...]
    cells: tuple[Cell, ...]


def find(corpus: Corpus, tokens: Tokens, book: Codebook | None, *, shipped: bool) -> Found:
    """Choose the codebook: the one named, else of the shipped ones that with most hits; none where it does not fit."""
    files = codebooks_in(paths.CODEBOOKS) if shipped and book is None else []
    books = [book] if book else [codebooks.read(path) for path in files]
    best: tuple[Codebook | None, pd.DataFrame] = (None, pd.DataFrame(columns=[c.name for c in schema.HITS]))
    tried, most = [], 0
    documents = corpus.documents.drop(columns="text")
    for one in books:
        asks = is_questions(one) and book is None
        try:
            found = framing.hits(tokens, one, documents=documents)
        except KitError:
            if book:
                raise
            continue  # of tables that were redacted with another codebook nothing can be said
        counted = found["counted"].astype(bool) & found["frame"].isin(one.compare or one.frame_ids)
        n, docs = int(counted.sum()), found.loc[counted, "doc"].nunique()
        fits = n >= FEWEST_HITS and docs >= min(_DOCS, len(corpus)) and not asks
        tried.append(TriedBook(one.id, Label(one.title.ko, one.title.en), n, docs, asks, fits))
        if fits and n > most:
            best, most = (one, found), n
    chosen, hits = best
    scores = pd.DataFrame(columns=[c.name for c in schema.SCORES])
    scores = framing.score(hits, tokens, by="document") if chosen else scores
    return Found(chosen, "asked" if book else "hits", tuple(tried), hits, scores)


def narrow(found: Found, corpus: Corpus, groups: Groups) -> tuple[CorpusFrames, pd.DataFrame]:
    """Count the frames and draw the documents of the page; also the scores of the frames that are compared."""
    book, table = found.book, corpus.documents.drop(columns="text")
    shown = _shown_frames(book, found.scores) if book else ()
    scores = found.scores[found.scores["frame"].isin(shown)]
    counts = (found.hits["frame"].isin(shown) & found.hits["counted"].astype(bool)).to_numpy()
    documents, having = corpus_samples.documents_of(table, scores, shown, groups, corpus.copies())
    drawn = found.hits["doc"].isin([one.doc for one in documents]).to_numpy()
    frames = CorpusFrames(
        book=_book(book, found.chosen) if book else None,
        tried=found.tried,
        frames=_frames(book, shown, found.scores) if book else (),
        documents=documents,
        having=having,
        hits=found.hits[counts & drawn],
        counted=int(counts.sum()),
    )
    return frames, scores


def measure(scores: pd.DataFrame, corpus: Corpus, groups: Groups) -> Measured:
    """Measure the frames that are compared; nothing without any."""
    if scores.empty:
        return Measured((), (), ())
    cells = corpus_groups.cells_of(scores, corpus.documents.drop(columns="text"), groups)
    return Measured(corpus_groups.means_of(scores, groups), corpus_groups.differences_of(scores, groups), cells)


def _shown_frames(book: Codebook, scores: pd.DataFrame) -> tuple[str, ...]:
    """Choose the frames that are compared: those that the codebook names, else the four with most hits."""
    if book.compare:
        return tuple(book.compare)
    n = _by_frame(scores)["n"].sum()
    order = [frame for frame in book.frame_ids if n.get(frame, 0)]
    chosen = sorted(order, key=lambda frame: -n[frame])[:_SHOWN]
    return tuple(frame for frame in order if frame in chosen)


def _book(book: Codebook, chosen: _Chosen) -> CorpusBook:
    """Name the codebook."""
    return CorpusBook(
        id=book.id,
        version=book.version,
        title=Label(book.title.ko, book.title.en),
        status=book.status,
        sha256=book.sha256,
        chosen=chosen,
        terms=sum(1 for _ in book.terms()),
        file=Path(book.path).name if book.path else "",
        validity=validity_of(book),
    )


def _frames(book: Codebook, shown: Sequence[str], scores: pd.DataFrame) -> tuple[CorpusFrame, ...]:
    """Count every frame; the first two shown have the colours of the compared ones."""
    n = _by_frame(scores)["n"].sum()
    docs = _by_frame(scores[scores["n"] > 0])["doc"].nunique()
    roles: Mapping[str, Role] = dict(zip(shown, ("a", "b"), strict=False))
    order = [*shown, *(frame for frame in book.frame_ids if frame not in shown)]
    labels = {frame.id: Label(frame.label.ko, frame.label.en) for frame in book.frames}
    return tuple(
        CorpusFrame(one, labels[one], roles.get(one, "other"), int(n.get(one, 0)), int(docs.get(one, 0)), one in shown)
        for one in order
    )


def _by_frame(scores: pd.DataFrame) -> Any:
    """Group scores by their frames, which are not written out for it."""
    return scores.groupby("frame", observed=True)
