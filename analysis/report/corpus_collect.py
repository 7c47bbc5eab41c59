"""Collect the facts of a corpus report from values: texts, tokens and a codebook, without a notebook."""

from __future__ import annotations

import importlib.metadata
import platform
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import pandas as pd

from analysis import codebook as codebooks
from analysis import framing, lexicon, paths, schema, stats
from analysis._version import __version__
from analysis.codebook import Codebook
from analysis.codebook.load import codebooks_in
from analysis.errors import KitError
from analysis.lexicon import StopWords
from analysis.options import require_choice
from analysis.report import corpus_groups, corpus_network, corpus_samples, corpus_voices
from analysis.report.article_frames import FEWEST_HITS, is_questions, validity_of
from analysis.report.corpus_contract import (
    SCHEMA,
    CorpusBook,
    CorpusFacts,
    CorpusFrame,
    CorpusMethod,
    CorpusName,
    CorpusWord,
    Finding,
    Material,
    SideFile,
    TriedBook,
    UnreadFile,
)
from analysis.report.facts import Label, Role
from analysis.tokens import Tokens, segment
from analysis.tokens.tokens import places

if TYPE_CHECKING:
    from analysis.corpus import Corpus
    from analysis.report.corpus_groups import Groups

_DOCS = 3  # documents with one, at least
_SHOWN = 4  # frames that are compared where the codebook names no two
_WORDS = 12  # frequent words in the page
_NAMES = 16  # names in the page
_SOFTWARE = ("kiwipiepy", "numpy", "pandas", "scipy")
_Chosen = Literal["asked", "hits"]


@dataclass(frozen=True, eq=False)
class Counted:
    """What was read and counted: texts, their morphemes and words, the hits of a codebook that fits, and the groups."""

    corpus: Corpus
    tokens: Tokens
    words: Tokens
    stop: StopWords
    groups: Groups
    book: Codebook | None
    chosen: _Chosen
    tried: tuple[TriedBook, ...]
    hits: pd.DataFrame
    scores: pd.DataFrame  # of all frames, one row a document and frame
    given: tuple[str, ...] = ()  # units and spellings that the user named


def count(
    corpus: Corpus,
    groups: Groups,
    book: Codebook | None,
    settings: Mapping[str, Any],
    *,
    shipped: bool,
    store: str | Path | None = None,
) -> Counted:
    """Count words and frames in what was read."""
    for option in settings:
        require_choice("a setting", option, ("units", "stop", "variants"))
    variants: Any = {form: tuple(forms) for form, forms in (settings.get("variants") or {}).items()} or "default"
    units = list(settings.get("units") or ())
    tokens = segment(corpus, variants=variants, store=store)
    words = _words(corpus, units, variants, store)
    chosen, how, tried, hits = _choose(corpus, tokens, named=book, shipped=shipped)
    scores = pd.DataFrame(columns=[c.name for c in schema.SCORES])
    scores = framing.score(hits, tokens, by="document") if chosen else scores
    given = (*units, *(f"{form} = {', '.join(forms)}" for form, forms in (settings.get("variants") or {}).items()))
    return Counted(
        corpus=corpus,
        tokens=tokens,
        words=words,
        stop=lexicon.stopwords().plus(settings.get("stop") or ()),
        groups=groups,
        book=chosen,
        chosen=how,
        tried=tried,
        hits=hits,
        scores=scores,
        given=given,
    )


def _words(corpus: Corpus, units: list[str], variants: Any, store: str | Path | None) -> Tokens:
    """Join names and compounds: those of the kit, those found in the texts, and those that were given."""
    merged = segment(corpus, units="auto", variants=variants, store=store)
    if not units:
        return merged
    own = lexicon.read(units)
    return segment(corpus, units=merged.units.plus(own) if merged.units else own, variants=variants, store=store)


def _choose(
    corpus: Corpus, tokens: Tokens, *, named: Codebook | None, shipped: bool
) -> tuple[Codebook | None, _Chosen, tuple[TriedBook, ...], pd.DataFrame]:
    """Choose the codebook: the one named, else of the shipped ones that with most hits; none where it does not fit."""
    files = codebooks_in(paths.CODEBOOKS) if shipped and named is None else []
    books = [named] if named else [codebooks.read(path) for path in files]
    best: tuple[Codebook | None, pd.DataFrame] = (None, pd.DataFrame(columns=[c.name for c in schema.HITS]))
    tried, most = [], 0
    documents = corpus.documents.drop(columns="text")
    for book in books:
        asks = is_questions(book) and named is None
        try:
            found = framing.hits(tokens, book, documents=documents)
        except KitError:
            if named:
                raise
            continue  # of tables that were redacted with another codebook nothing can be said
        compared = book.compare or book.frame_ids
        counted = found[found["counted"].astype(bool) & found["frame"].astype(str).isin(compared)]
        n, docs = len(counted), counted["doc"].nunique()
        fits = n >= FEWEST_HITS and docs >= min(_DOCS, len(corpus)) and not asks
        tried.append(TriedBook(book.id, Label(book.title.ko, book.title.en), n, docs, asks, fits))
        if fits and n > most:
            best, most = (book, found), n
    return best[0], "asked" if named else "hits", tuple(tried), best[1]


def _shown_frames(book: Codebook, scores: pd.DataFrame) -> tuple[str, ...]:
    """Choose the frames that are compared: those that the codebook names, else the four with most hits."""
    if book.compare:
        return tuple(book.compare)
    n = _by_frame(scores)["n"].sum()
    order = [frame for frame in book.frame_ids if n.get(frame, 0)]
    chosen = sorted(order, key=lambda frame: -n[frame])[:_SHOWN]
    return tuple(frame for frame in order if frame in chosen)


def collect(counted: Counted, *, title: str, files: Sequence[SideFile] = ()) -> CorpusFacts:
    """Collect the facts."""
    corpus, groups, book = counted.corpus, counted.groups, counted.book
    table, copies = corpus.documents.drop(columns="text"), corpus.copies()
    shown = _shown_frames(book, counted.scores) if book else ()
    scores = counted.scores[counted.scores["frame"].astype(str).isin(shown)]
    hits = counted.hits[counted.hits["frame"].astype(str).isin(shown)]
    words = corpus_groups.side_words(counted.words, groups, stop=counted.stop)
    documents, having = corpus_samples.documents_of(table, scores, shown, groups, copies)
    heard = corpus_samples.heard_of(table, groups)
    listened = counted.tokens if heard is None else counted.tokens.only(docs=heard)
    said = corpus_voices.said_in(corpus, listened)
    voices = corpus_voices.voices_of(table, said, groups)
    network = corpus_network.network_of(corpus, counted.words, counted.stop)
    held = {one.doc: (one.period, one.group) for one in documents}
    here = said if heard is None else corpus_voices.said_in(corpus, counted.tokens.only(docs=held))
    quoted = corpus_voices.quoted_places(here, voices, groups, set(held))
    more = pd.concat([quoted, corpus_network.tied_places(counted.words, network, held)])
    lines = corpus_samples.lines_of(corpus, (counted.tokens, counted.words), hits, words, documents, more=more)
    cells = corpus_groups.cells_of(scores, table, groups) if book else ()
    crowded = not corpus.redacted and corpus_samples.is_crowded(table)
    events = None if crowded else corpus_samples.events_of(corpus, counted.tokens)
    common = stats.frequency(counted.words, minimum=2, stop=counted.stop)
    return CorpusFacts(
        schema=SCHEMA,
        title=title,
        redacted=corpus.redacted,
        asked=groups.asked,
        material=_material(corpus, table, copies, groups),
        groups=groups.listed,
        step=groups.step,
        periods=groups.periods,
        book=_book(book, counted.chosen) if book else None,
        tried=counted.tried,
        frames=_frames(book, shown, counted.scores) if book else (),
        means=corpus_groups.means_of(scores, groups) if book else (),
        differences=corpus_groups.differences_of(scores, groups) if book else (),
        cells=cells,
        courses=corpus_groups.courses_of(cells, groups),
        words=words,
        frequent=_frequent(common),
        names=() if book or corpus.redacted else _names(listened),
        documents=documents,
        lines=lines,
        sample=corpus_samples.sampled(documents, lines, hits, groups, having, heard=len(heard or table)),
        stories=corpus_samples.stories_of(table, groups, copies, events),
        bursts=corpus_samples.bursts_of(corpus, table, counted.words, common, events),
        voices=voices,
        network=network,
        crowded=crowded,
        events=0 if events is None else int(events["story"].max()),
        findings=_findings(corpus),
        unread=tuple(UnreadFile(str(row["file"]), str(row["reason"])) for row in corpus.unread.to_dict("records")),
        files=tuple(files),
        method=_method(counted),
    )


def _material(corpus: Corpus, documents: pd.DataFrame, copies: pd.Series[str], groups: Groups) -> Material:
    """Count what the corpus is made of."""
    dates = sorted(date for date in documents["date"] if date)
    cut = int((documents["truncated"] == "yes").sum()) if "truncated" in documents else 0
    return Material(
        docs=len(documents),
        outlets=documents.loc[documents["outlet"] != "", "outlet"].nunique(),
        no_outlet=int((documents["outlet"] == "").sum()),
        first=dates[0] if dates else "",
        last=dates[-1] if dates else "",
        undated=len(documents) - len(dates),
        ungrouped=sum(not group for group in groups.of.values()),
        truncated=cut,
        copies=len(copies) - copies.nunique(),
        stories=copies.nunique(),
        licences=tuple(sorted(set(documents["licence"]) - {""})),
        unlicensed=int((documents["licence"] == "").sum()),
        gone=len(set(corpus.removed["doc"]) - {*documents["doc"], ""}),
    )


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


def _frequent(common: pd.DataFrame) -> tuple[CorpusWord, ...]:
    """List the most frequent words."""
    table = common.head(_WORDS)
    columns = zip(table["term"], table["tag"], table["n"], table["docs"], strict=True)
    return tuple(CorpusWord(str(term), str(tag), int(n), int(docs)) for term, tag, n, docs in columns)


def _names(tokens: Tokens) -> tuple[CorpusName, ...]:
    """List the names that most documents hold, where there are no frames to show."""
    table = stats.entities(tokens)
    table = table[(table["kind"] != "other") & (table["docs"] > 1)]
    table = table.sort_values(["docs", "n", "term"], ascending=[False, False, True], kind="stable").head(_NAMES)
    columns = zip(table["term"], table["kind"], table["n"], table["docs"], strict=True)
    return tuple(CorpusName(str(term), str(kind), int(n), int(docs)) for term, kind, n, docs in columns)


def _findings(corpus: Corpus) -> tuple[Finding, ...]:
    """Take over what reading did or noticed."""
    if corpus.redacted:
        return ()
    table = corpus.report().table
    columns = zip(table["stage"], table["kind"], table["n"], table["docs"], strict=True)
    return tuple(Finding(str(stage), str(kind), int(n), int(docs)) for stage, kind, n, docs in columns)


def _method(counted: Counted) -> CorpusMethod:
    """Say how it was counted."""
    recipe = counted.tokens.recipe
    removed = counted.corpus.removed["kind"].value_counts().sort_index()
    versions = {"Python": platform.python_version()} | {name: importlib.metadata.version(name) for name in _SOFTWARE}
    return CorpusMethod(
        __version__,
        recipe.analyser,
        recipe.model,
        places(counted.tokens, "sentence"),
        len(counted.tokens),
        counted.corpus.sha256,
        counted.words.recipe.units,
        recipe.variants,
        counted.stop.id,
        counted.given,
        tuple((str(kind), int(n)) for kind, n in removed.items()),
        tuple(versions.items()),
    )
