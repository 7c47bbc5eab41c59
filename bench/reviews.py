"""What the benches share: movie reviews of several sizes, their tokens, and fair times side by side."""

from __future__ import annotations

import csv
import gzip
import statistics
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import analysis as da

SOURCE = Path(__file__).resolve().parents[2] / "shared" / "texts" / "nsmc-150k.tsv.gz"
SIZES = [1_500, 15_000, 150_000]
ROUNDS = 3
Docs = list[list[tuple[str, str]]]
Work = Callable[[], object]


@cache
def texts() -> dict[str, str]:
    """Read all reviews, texts by id."""
    with gzip.open(SOURCE, "rt", encoding="utf-8", newline="") as file:
        rows = csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        next(rows)
        return {row[0]: row[-1] for row in rows if row[-1].strip()}


def reviews(size: int) -> tuple[da.Corpus, da.Tokens]:
    """Take the first reviews, segmented: by the cache of tokens if it holds them."""
    corpus = da.Corpus.from_texts(dict(list(texts().items())[:size]))
    return corpus, da.segment(corpus)


def lists(tokens: da.Tokens) -> Docs:
    """Turn a table into one list of (lemma, tag) a document."""
    table = tokens.table
    docs: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for doc, lemma, tag in zip(table["doc"].tolist(), table["lemma"].tolist(), table["tag"].tolist(), strict=True):
        docs[doc].append((lemma, tag.partition("-")[0]))
    return list(docs.values())


def conc_corpus(docs: Docs, *, name: str) -> Callable[[], Any]:
    """Give conc our tokens as lemma/TAG between spaces, and return what loads its corpus anew, with no result kept."""
    import spacy
    from conc.corpus import Corpus
    from spacy.tokens import Doc

    model = spacy.blank("xx")  # no model of a language: the words are given
    model.tokenizer = lambda text: Doc(model.vocab, words=text.split(" "))
    model.disable_pipes = lambda *_: None
    spacy.load = lambda _: model
    folder = Path(tempfile.mkdtemp())
    source = folder / "tokens.csv"
    with source.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["text"])
        writer.writerows([" ".join(f"{lemma.replace(' ', '_')}/{tag}" for lemma, tag in doc)] for doc in docs)
    built = Corpus(name=name).build_from_csv(source_path=str(source), text_column="text", save_path=str(folder))
    return lambda: Corpus().load(built.corpus_path)


def compare(name: str, rows: int, ours: Work, **others: Work | str) -> float:
    """Print our time and theirs as a multiple of it, and return ours; a text in the place of theirs says why not.

    Times are processor seconds, all threads, so that other work on the machine counts little; the median of rounds
    in which everybody has one turn.
    """
    candidates = {"ours": ours} | {other: run for other, run in others.items() if callable(run)}
    times: dict[str, list[float]] = defaultdict(list)
    reasons = {other: run for other, run in others.items() if isinstance(run, str)}
    for _ in range(ROUNDS):
        for other, run in candidates.items():
            if other in reasons:
                continue
            try:
                start = time.process_time()
                run()
                times[other].append(time.process_time() - start)
            except ImportError as error:
                reasons[other] = f"{error.name} is not installed"
    taken = statistics.median(times.pop("ours"))
    beside = [f"{other} {statistics.median(spent) / taken:6.1f} x" for other, spent in times.items()]
    said = [f"{other} not run: {reason}" for other, reason in reasons.items()]
    rate = taken / rows * 1e6
    print(
        f"{rows:>10,} morphemes  {name:30} {taken:8.3f} s  {rate:7.2f} s a million   {'   '.join(beside + said)}",
        flush=True,
    )
    return taken
