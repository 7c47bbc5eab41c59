"""Collect the facts of a corpus report from values: texts, tokens and a codebook, without a notebook."""

from __future__ import annotations

import importlib.metadata
import platform
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from analysis import lexicon, stats
from analysis._version import __version__
from analysis.lexicon import StopWords
from analysis.options import require_choice
from analysis.report import corpus_groups, corpus_network, corpus_samples, corpus_voices
from analysis.report.corpus_contract import (
    SCHEMA,
    CorpusFacts,
    CorpusMethod,
    CorpusName,
    CorpusWord,
    Finding,
    Material,
    SideFile,
    UnreadFile,
)
from analysis.tokens import Tokens, segment
from analysis.tokens.tokens import places

if TYPE_CHECKING:
    from analysis.corpus import Corpus
    from analysis.report.corpus_frames import CorpusFrames, Measured
    from analysis.report.corpus_groups import Groups

_WORDS = 12  # frequent words in the page
_NAMES = 16  # names in the page
_SOFTWARE = ("kiwipiepy", "numpy", "pandas", "scipy")


@dataclass(frozen=True, eq=False)
class PreparedCorpus:
    """What was read and cut: texts, their morphemes and words, and the groups."""

    corpus: Corpus
    tokens: Tokens
    words: Tokens
    stop: StopWords
    groups: Groups
    given: tuple[str, ...] = ()  # units and spellings that the user named


def prepare(
    corpus: Corpus, groups: Groups, settings: Mapping[str, Any], *, store: str | Path | None = None
) -> PreparedCorpus:
    """Cut what was read into morphemes and words."""
    for option in settings:
        require_choice("a setting", option, ("units", "stop", "variants"))
    variants: Any = {form: tuple(forms) for form, forms in (settings.get("variants") or {}).items()} or "default"
    units = list(settings.get("units") or ())
    tokens = segment(corpus, variants=variants, store=store)
    words = _words(corpus, units, variants, store)
    given = (*units, *(f"{form} = {', '.join(forms)}" for form, forms in (settings.get("variants") or {}).items()))
    return PreparedCorpus(
        corpus=corpus,
        tokens=tokens,
        words=words,
        stop=lexicon.stopwords().plus(settings.get("stop") or ()),
        groups=groups,
        given=given,
    )


def _words(corpus: Corpus, units: list[str], variants: Any, store: str | Path | None) -> Tokens:
    """Join names and compounds: those of the kit, those found in the texts, and those that were given."""
    merged = segment(corpus, units="auto", variants=variants, store=store)
    if not units:
        return merged
    own = lexicon.read(units)
    return segment(corpus, units=merged.units.plus(own) if merged.units else own, variants=variants, store=store)


def collect(
    prepared: PreparedCorpus,
    frames: CorpusFrames,
    measured: Measured,
    *,
    title: str,
    files: Sequence[SideFile] = (),
) -> CorpusFacts:
    """Collect the facts."""
    corpus, groups, documents = prepared.corpus, prepared.groups, frames.documents
    table, copies = corpus.documents.drop(columns="text"), corpus.copies()
    words = corpus_groups.side_words(prepared.words, groups, stop=prepared.stop)
    heard = corpus_samples.heard_of(table, groups)
    listened = prepared.tokens if heard is None else prepared.tokens.only(docs=heard)
    said = corpus_voices.said_in(corpus, listened)
    voices = corpus_voices.voices_of(table, said, groups)
    network = corpus_network.network_of(corpus, prepared.words, prepared.stop)
    held = {one.doc: (one.period, one.group) for one in documents}
    here = said if heard is None else corpus_voices.said_in(corpus, prepared.tokens.only(docs=held))
    quoted = corpus_voices.quoted_places(here, voices, groups, set(held))
    more = pd.concat([quoted, corpus_network.tied_places(prepared.words, network, held)])
    lines = corpus_samples.lines_of(corpus, (prepared.tokens, prepared.words), frames.hits, words, documents, more=more)
    crowded = not corpus.redacted and corpus_samples.is_crowded(table)
    events = None if crowded else corpus_samples.events_of(corpus, prepared.tokens)
    common = stats.frequency(prepared.words, minimum=2, stop=prepared.stop)
    return CorpusFacts(
        schema=SCHEMA,
        title=title,
        redacted=corpus.redacted,
        asked=groups.asked,
        material=_material(corpus, table, copies, groups),
        groups=groups.listed,
        step=groups.step,
        periods=groups.periods,
        book=frames.book,
        tried=frames.tried,
        frames=frames.frames,
        means=measured.means,
        differences=measured.differences,
        cells=measured.cells,
        courses=corpus_groups.courses_of(measured.cells, groups),
        words=words,
        frequent=_frequent(common),
        names=() if frames.book or corpus.redacted else _names(listened),
        documents=documents,
        lines=lines,
        sample=corpus_samples.sampled(
            documents, lines, groups, having=frames.having, hits=frames.counted, heard=len(heard or table)
        ),
        stories=corpus_samples.stories_of(table, groups, copies, events),
        bursts=corpus_samples.bursts_of(corpus, table, prepared.words, common, events),
        voices=voices,
        network=network,
        crowded=crowded,
        events=0 if events is None else int(events["story"].max()),
        findings=_findings(corpus),
        unread=tuple(UnreadFile(str(row["file"]), str(row["reason"])) for row in corpus.unread.to_dict("records")),
        files=tuple(files),
        method=_method(prepared),
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


def _method(prepared: PreparedCorpus) -> CorpusMethod:
    """Say how it was counted."""
    recipe = prepared.tokens.recipe
    removed = prepared.corpus.removed["kind"].value_counts().sort_index()
    versions = {"Python": platform.python_version()} | {name: importlib.metadata.version(name) for name in _SOFTWARE}
    return CorpusMethod(
        __version__,
        recipe.analyser,
        recipe.model,
        places(prepared.tokens, "sentence"),
        len(prepared.tokens),
        prepared.corpus.sha256,
        prepared.words.recipe.units,
        recipe.variants,
        prepared.stop.id,
        prepared.given,
        tuple((str(kind), int(n)) for kind, n in removed.items()),
        tuple(versions.items()),
    )
