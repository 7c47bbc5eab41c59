"""What a corpus report shows of its documents: a sample of them with lines, and the stories that several tell."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from analysis import schema, stats
from analysis.corpus import Corpus
from analysis.errors import RefusalError
from analysis.report import stratified_sample
from analysis.report.corpus_contract import (
    CopiedDocument,
    CorpusDocument,
    CorpusLine,
    Sampled,
    SideWords,
    Story,
    WordBurst,
)
from analysis.report.corpus_groups import Groups, number
from analysis.tokens import Tokens
from analysis.tokens.over_parts import rows_in

_DOCUMENTS = 300  # rows of the page's table of documents
_WITH_HITS = 240  # of these, at most, documents with a hit where there are others to show
_LINES = 600  # lines in the page
_FOR_FRAMES = 480  # of these, at most, where words need lines too
_REACH = 70  # characters of a long sentence on either side of the hit
_STORIES = 8  # stories that the page shows, about as high as the words beside them
_BURSTS = 12  # bursts that the page shows
_MOST_OF_ALL = 0.9  # share of the documents above which a word is not tested for bursts
_TESTED = 100  # words that are
_HEARD = 20_000  # documents in which quotations and names are looked for
_NEAR = 3  # days within which `stats.stories` compares documents
_PAIRS = 20_000_000  # of documents that it compares, at most
_DAYS = 14  # with documents, from which `stats.bursts` looks for bursts; an empty date may be one more
_COPIES = 12  # documents of a story that the page shows
_KEYS = ["doc", "frame", "term", "sentence", "start", "end", "surface"]


def documents_of(
    documents: pd.DataFrame, scores: pd.DataFrame, frames: Sequence[str], groups: Groups, copies: pd.Series[str]
) -> tuple[tuple[CorpusDocument, ...], int]:
    """Draw documents, and measure them; also the number of documents with a hit in the whole corpus."""
    ids = documents["doc"].astype(str).tolist()
    having = set(scores.loc[scores["n"] > 0, "doc"].astype(str))
    chosen = _chosen(ids, having, groups)
    rows = documents.iloc[chosen].to_dict("records")
    plain = scores[scores["doc"].isin([ids[place] for place in chosen])].astype({"doc": "str", "frame": "str"})
    measured: dict[str, dict[str, Any]] = {}
    for row in plain.to_dict("records"):
        measured.setdefault(row["doc"], {})[row["frame"]] = row
    first = copies.loc[[ids[place] for place in chosen]].to_dict()
    found = []
    for row in rows:
        doc = str(row["doc"])
        each = [measured.get(doc, {}).get(frame, {}) for frame in frames]
        sizes: dict[str, Any] = next(iter(measured.get(doc, {}).values()), {})
        found.append(
            CorpusDocument(
                doc=doc,
                title=str(row["title"]),
                outlet=str(row["outlet"]),
                author=str(row["author"]),
                date=str(row["date"]),
                group=groups.of[doc],
                period=groups.period[doc],
                sentences=int(sizes.get("sentences", 0)),
                content=int(sizes.get("content", 0)),
                n=tuple(int(one.get("n", 0)) for one in each),
                density=tuple(number(one.get("density")) for one in each),
                first="" if first[doc] == doc else str(first[doc]),
            )
        )
    return tuple(found), len(having)


def _chosen(ids: Sequence[str], having: set[str], groups: Groups) -> list[int]:
    """Draw documents with a hit and others, each in proportion to periods and groups."""
    # Example: of 1,863 documents 250 have a hit: 240 of these and 60 others; of 500 with 20: all of these, 280 others
    room = max(_WITH_HITS, _DOCUMENTS - (len(ids) - len(having)))
    places: list[int] = []
    for wanted in (True, False):
        own = [place for place, doc in enumerate(ids) if (doc in having) is wanted]
        strata = [(groups.period[ids[place]], groups.of[ids[place]]) for place in own]
        most = room if wanted else _DOCUMENTS - len(places)
        places += [own[at] for at in stratified_sample.draw([ids[place] for place in own], strata=strata, most=most)]
    return sorted(places)


def lines_of(
    corpus: Corpus,
    layers: tuple[Tokens, Tokens],
    hits: pd.DataFrame,
    shown: SideWords | None,
    documents: Sequence[CorpusDocument],
    *,
    more: pd.DataFrame,
) -> tuple[CorpusLine, ...]:
    """Choose lines for the documents of the page: first one of each frame and word, then as many as fit, and `more`."""
    tokens, words = layers  # of morphemes, and of words
    if corpus.redacted:
        return ()
    held = {one.doc: (one.period, one.group) for one in documents}
    plain = hits.assign(doc=hits["doc"].astype(str))
    of_frames = _places(plain[plain["doc"].isin(held) & plain["counted"]], held, most=_LINES)
    wanted = {(word.term, word.tag) for word in shown.rows} if shown else set()
    of_words = _places(_occurrences(words, wanted, held), held, most=_LINES - min(len(of_frames), _FOR_FRAMES))
    of_frames = _places(of_frames, held, most=_LINES - len(of_words))
    rows = pd.concat([of_frames.assign(speaker=""), of_words.assign(speaker=""), more])
    return _written(corpus, tokens, rows, list(held))


def _occurrences(words: Tokens, wanted: set[tuple[str, str]], held: dict[str, tuple[str, str]]) -> pd.DataFrame:
    """Find the words in the documents of the page."""
    table = rows_in(words, held, ("doc", "sentence", "surface", "tag", "lemma", "start", "end"))
    terms = {term for term, _ in wanted}  # a word may stand under two tags, and is then counted under one
    table = table[table["lemma"].isin(terms) & table["tag"].isin(schema.NOUN_TAGS)]
    return table.rename(columns={"lemma": "term"}).assign(frame="")


def _places(rows: pd.DataFrame, held: dict[str, tuple[str, str]], *, most: int) -> pd.DataFrame:
    """Keep the first k places of every document and frame or word, with the greatest k at which all fit."""
    # Example: three documents with 5, 1 and 1 places and most 4: k is 2, which keeps 2 + 1 + 1. Where even one each is
    # too many, these are sampled by period and group.
    rows = rows[_KEYS].astype({"frame": "str", "term": "str", "surface": "str"})
    rows = rows.sort_values(["doc", "start", "end", "frame"], kind="stable")
    keys = rows["frame"].where(rows["frame"] != "", "\x1f" + rows["term"])
    depth = rows.groupby(["doc", keys.rename("key")], sort=False).cumcount().to_numpy()
    if not len(rows):
        return rows
    counts = np.cumsum(np.bincount(depth))
    if counts[0] > most:
        first = rows[depth == 0]
        names = [f"{row.doc}\x1f{row.frame}\x1f{row.term}" for row in first.itertuples()]
        places = stratified_sample.draw(names, strata=[held[doc] for doc in first["doc"]], most=most)
        chosen: pd.DataFrame = first.iloc[places]
        return chosen
    return rows.loc[depth <= int(np.searchsorted(counts, most, side="right")) - 1]


def _written(corpus: Corpus, tokens: Tokens, rows: pd.DataFrame, order: Sequence[str]) -> tuple[CorpusLine, ...]:
    """Write every place with the rest of its sentence."""
    spans = rows_in(tokens, rows["doc"], ("doc", "sentence", "start", "end"))
    wanted = spans.groupby(["doc", "sentence"], sort=False)
    ends = dict(zip(wanted.groups, zip(wanted["start"].min(), wanted["end"].max(), strict=True), strict=True))
    documents = corpus.documents[["doc", "text"]]
    documents = documents[documents["doc"].isin(order)]
    texts = dict(zip(documents["doc"].tolist(), documents["text"].tolist(), strict=True))
    place = {doc: at for at, doc in enumerate(order)}
    found = []
    for row in rows.to_dict("records"):
        text, start, end = texts[row["doc"]], int(row["start"]), int(row["end"])
        low, high = (int(x) for x in ends.get((row["doc"], row["sentence"]), (start, end)))
        left, right = text[min(low, start) : start], text[end : max(high, end)]
        left = left if len(left) <= _REACH else f"…{left[-_REACH:]}"
        right = right if len(right) <= _REACH else f"{right[:_REACH]}…"
        surface = text[start:end] if end - start <= 2 * _REACH else f"{text[start : start + 2 * _REACH]}…"
        written = CorpusLine(
            row["doc"], row["frame"], row["term"], int(row["sentence"]), left, surface, right, row["speaker"]
        )
        found.append((place[row["doc"]], start, end, row["frame"], written))
    return tuple(line for *_, line in sorted(found, key=lambda one: one[:4]))


def sampled(
    documents: Sequence[CorpusDocument],
    lines: Sequence[CorpusLine],
    groups: Groups,
    *,
    having: int,
    hits: int,
    heard: int,
) -> Sampled:
    """Say how much of the corpus stands in the page: of its documents with a hit, of its hits, of those listened to."""
    return Sampled(
        docs=len(documents),
        docs_of=len(groups.of),
        with_hits=sum(any(one.n) for one in documents),
        with_hits_of=having,
        lines=sum(line.frame != "" for line in lines),
        lines_of=hits,
        heard=heard,
        strata=len(set(zip(groups.period.values(), groups.of.values(), strict=True))),
    )


def heard_of(documents: pd.DataFrame, groups: Groups) -> list[str] | None:
    """Draw the documents in which quotations and names are looked for; None for all of them."""
    if len(documents) <= _HEARD:
        return None
    ids = documents["doc"].astype(str).tolist()
    strata = [(groups.period[doc], groups.of[doc]) for doc in ids]
    return [ids[place] for place in stratified_sample.draw(ids, strata=strata, most=_HEARD)]


def is_crowded(documents: pd.DataFrame) -> bool:
    """Tell whether too many documents stand so close in time that they would be compared with one another."""
    # Example: 6,400 documents of one day make 20 million pairs; so do 45,000 of a year, spread evenly
    days = pd.to_datetime(documents["date"], format="%Y-%m-%d", errors="coerce").dropna().sort_values()
    behind = days.searchsorted(days + pd.Timedelta(days=_NEAR), side="right")
    return int((behind - np.arange(1, len(days) + 1)).sum()) > _PAIRS


def events_of(corpus: Corpus, tokens: Tokens) -> pd.DataFrame | None:
    """Group the documents by event; None where there are too few of them or of outlets, no date, or no text."""
    try:
        return stats.stories(tokens, corpus)
    except RefusalError:
        return None


def stories_of(
    documents: pd.DataFrame, groups: Groups, copies: pd.Series[str], events: pd.DataFrame | None
) -> tuple[Story, ...]:
    """List the stories that several documents tell, the largest first; without events those that repeat a text."""
    if events is None:
        return _told(documents, groups, copies)
    names = events["story"].astype(str).where(events["story"] > 0, "\x1f" + events["doc"])
    return _told(documents, groups, pd.Series(names.to_numpy(), index=events["doc"], dtype="str"))


def bursts_of(
    corpus: Corpus, documents: pd.DataFrame, words: Tokens, frequent: pd.DataFrame, events: pd.DataFrame | None
) -> tuple[WordBurst, ...]:
    """List the strongest bursts of the nouns that most documents hold; none with too few days or documents."""
    n = len(corpus)
    nouns = frequent[frequent["tag"].isin(["NNG", "NNP"]) & (frequent["docs"] < _MOST_OF_ALL * n)]
    nouns = nouns[nouns["term"].astype(str).str.len() > 1].sort_values(["docs", "term"], ascending=[False, True])
    terms = {f"{term}/{tag}": str(term) for term, tag in zip(nouns["term"], nouns["tag"], strict=True)}
    chosen = list(terms)[:_TESTED]
    if not chosen or corpus.redacted or documents["date"].nunique() < _DAYS:
        return ()
    try:
        line = stats.timeline(words, documents, terms=chosen, period="day")
        table = stats.bursts(line, stories=corpus.copies() if events is None else events)
    except RefusalError:
        return ()
    rows = table.head(_BURSTS).to_dict("records")
    return tuple(
        WordBurst(terms[row["term"]], row["start"], row["end"], row["docs"], row["docs_all"], row["share"],
                  row["share_outside"], row["title"])
        for row in rows
    )  # fmt: skip


def _told(documents: pd.DataFrame, groups: Groups, stories: pd.Series[str]) -> tuple[Story, ...]:
    """List the documents of every story with more than one, the largest first."""
    table = documents[["doc", "title", "outlet", "date"]].astype(str)
    table = table.assign(story=table["doc"].map(stories)).sort_values(["date", "doc"], kind="stable")
    table = table.assign(docs=table["story"].map(stories.value_counts()))
    first = table[table["docs"] > 1].drop_duplicates("story")  # of equals the one that begins first
    found = []
    for story in first.sort_values("docs", ascending=False, kind="stable").head(_STORIES).to_dict("records"):
        rows = table[table["story"] == story["story"]].head(_COPIES).to_dict("records")
        listed = (
            CopiedDocument(row["doc"], row["title"], row["outlet"], groups.of[row["doc"]], row["date"]) for row in rows
        )
        found.append(Story(int(story["docs"]), tuple(listed)))
    return tuple(found)
