"""Concordances of a report: the places of frame words and keywords, with the text around them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import pandas as pd

from analysis import framing, schema, stats, style
from analysis.korean import visible
from analysis.record import validity

if TYPE_CHECKING:
    from analysis.codebook import Codebook
    from analysis.corpus import Corpus
    from analysis.tokens import Tokens

LEAST = 2  # a keyword occurs at least so often
MOST = 3_000  # lines of keywords in one report
MARKS = {
    "negated": "부정", "obligation": "당위", "plan": "계획", "certainty": "확신", "possibility": "가능",
    "hearsay": "전언", "inside_quote": "인용",
}  # fmt: skip
_KEYS = ("L2", "L1", "R1")
_EMPTY: dict[str, Any] = {"text": "", "int": 0, "float": 0.0, "bool": False}
_KINDS = {"text": "str", "int": "int64", "float": "float64", "bool": "bool"}


def collect(corpus: Corpus, tokens: Tokens, *, merged: Tokens | None, codebooks: Iterable[Codebook]) -> dict[str, Any]:
    """Gather the places that the reading view and the concordances show."""
    whole = corpus if not corpus.redacted else None
    words, left_out = _words(whole, merged if merged is not None else tokens)
    spans = tokens.table.groupby("sentence", observed=True).agg(
        paragraph=("paragraph", "first"), start=("start", "min"), end=("end", "max")
    )
    sentences = [[int(value) for value in row] for row in spans.reset_index().itertuples(index=False, name=None)]
    return {
        "text": None if whole is None else str(corpus.documents["text"].iloc[0]),
        "sentences": sentences,
        "books": [_book(corpus, tokens, book) for book in sorted(codebooks, key=lambda book: (book.id, book.sha256))],
        "words": words,
        "merged": merged is not None,
        "left_out": left_out,
    }


def _book(corpus: Corpus, tokens: Tokens, book: Codebook) -> dict[str, Any]:
    """Frames of a codebook and their hits, each hit with its context."""
    found = framing.hits(tokens, book, documents=corpus.documents)
    said = schema.about(found)
    frames = [
        {"id": frame.id, "label": visible(frame.label), "colour": style.colour(frame.colour)}
        for frame in said.frames or ()
    ]
    columns = ["paragraph", "sentence", "start", "end", "surface", "term", "frame", "weight", "tier", "counted"]
    columns += [name for name in ("element", "agent_kind", "agent") if name in found.columns]
    hits: list[dict[Any, Any]] = found[columns].astype(dict.fromkeys(columns[10:], "str")).to_dict("records")
    marks = [(name, said) for name, said in MARKS.items() if name in found.columns]
    flags = zip(*(found[name] for name, _ in marks), strict=True)
    for hit, held in zip(hits, flags, strict=True):
        hit["marks"] = [said for (_, said), is_held in zip(marks, held, strict=True) if is_held]
    if "speaker" in found.columns:
        for hit, speaker in zip(hits, found["speaker"], strict=True):
            hit["speaker"] = str(speaker)
    if not corpus.redacted and hits:
        _add_contexts(corpus, tokens, found, hits)
    about: dict[str, Any] = {name: str(getattr(book, name)) for name in ("id", "version", "status", "sha256")}
    about |= {"grounds": validity.collect(book), "terms": validity.terms(book)}
    return about | {"frames": frames, "compare": said.pair, "hits": hits}


def _add_contexts(corpus: Corpus, tokens: Tokens, found: pd.DataFrame, hits: list[dict[Any, Any]]) -> None:
    """Give hits the text around them; frame by frame, because a concordance has no overlapping lines."""
    around: dict[tuple[int, int], dict[Any, Any]] = {}
    for _, rows in found.groupby("frame", observed=True, sort=True):
        around |= _contexts(corpus, tokens, rows)
    for hit in hits:
        hit.update(dict.fromkeys(("left", "right", *_KEYS), "") | around.get((hit["start"], hit["end"]), {}))


def _contexts(corpus: Corpus, tokens: Tokens, places: pd.DataFrame) -> dict[tuple[int, int], dict[Any, Any]]:
    """Left and right text and sort keys of some places, by their span."""
    lines = stats.concordance(corpus, tokens, places)
    kept = lines[["left", "right", *_KEYS]].astype("str").to_dict("records")
    spans = zip(lines["start"].tolist(), lines["end"].tolist(), strict=True)
    return dict(zip(spans, kept, strict=True))


def _words(corpus: Corpus | None, tokens: Tokens) -> tuple[list[dict[str, Any]], int]:
    """Keywords as `stats.frequency` counts them, with every place; and how many words have no room here."""
    table = stats.frequency(tokens, minimum=LEAST)
    room = table["n"].cumsum() <= MOST
    kept = table[room]
    rows = tokens.table[["paragraph", "sentence", "start", "end", "surface", "lemma", "tag"]].rename(
        columns={"lemma": "term"}
    )
    rows = rows.astype({"term": "str", "tag": "str", "surface": "str"})
    wanted = kept[["term", "tag"]].astype("str")
    places = rows.merge(wanted, on=["term", "tag"], how="inner", validate="many_to_one")
    places = places.assign(doc=str(tokens.table["doc"].iloc[0])) if len(places) else places.assign(doc="")
    around = _contexts(corpus, tokens, _as_hits(places)) if corpus is not None and len(places) else {}
    by_word = dict(iter(places.groupby(["term", "tag"], sort=False)))
    words = []
    for term, tag, n in zip(wanted["term"], wanted["tag"], kept["n"], strict=True):
        group = by_word.get((term, tag))
        held = [] if group is None else group.sort_values(["start", "end"]).to_dict("records")
        if len(held) != int(n):  # counted elsewhere or otherwise: lines would not be those behind the number
            continue
        shown = [_place(row) | around.get((row["start"], row["end"]), {}) for row in held]
        words.append({"term": visible(term), "tag": tag, "n": int(n), "places": shown})
    return words, int((~room).sum())


def _place(row: dict[Any, Any]) -> dict[str, Any]:
    """Where a word stands, and how it is written there."""
    numbers = {name: int(row[name]) for name in ("paragraph", "sentence", "start", "end")}
    return numbers | {"surface": row["surface"]}


def _as_hits(places: pd.DataFrame) -> pd.DataFrame:
    """Turn places into a table of hits, the form in which a concordance takes places."""
    columns = {c.name: places[c.name] if c.name in places else _EMPTY[c.kind] for c in schema.HITS}
    return pd.DataFrame(columns, index=places.index).astype({c.name: _KINDS[c.kind] for c in schema.HITS})
