"""Matching a codebook and scoring, beside the tokenisation they ride on, in one run.

    python bench/framing.py [REVIEWS]

The texts are news articles and a slice of movie reviews (see ../shared/texts); default is 100,000 reviews. The tokens
are made anew without a cache, once. Times are processor time of this process with all its threads, so that other work
on the machine does not count; each step but the tokenisation is the best of three. Matching should cost at most a
tenth of the tokenisation; with a rule for every term it should cost at most half as much again.
"""

from __future__ import annotations

import gzip
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import analysis as da

TEXTS = Path(__file__).resolve().parents[2] / "shared" / "texts"
REVIEWS = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000


def news() -> da.Corpus:
    """Read the news articles."""
    with gzip.open(TEXTS / "wikinews.jsonl.gz", "rt", encoding="utf-8") as file:
        texts = [json.loads(line)["text"] for line in file]
    return da.Corpus.from_texts({f"n{k:03d}": text for k, text in enumerate(texts) if text.strip()})


def reviews() -> da.Corpus:
    """Read the first reviews, a document each."""
    with gzip.open(TEXTS / "nsmc-150k.tsv.gz", "rt", encoding="utf-8") as file:
        lines = [line.rstrip("\n").split("\t") for line in file][1 : REVIEWS + 1]
    return da.Corpus.from_texts({line[0]: line[3] for line in lines if len(line) > 3 and line[3].strip()})


def spent(run: Callable[[], Any], rounds: int = 1) -> tuple[float, Any]:
    """Processor seconds of the fastest of some runs, and what it gave."""
    times = []
    for _ in range(rounds):
        start = time.process_time()
        result = run()
        times.append(time.process_time() - start)
    return min(times), result


def with_rules(codebook: da.codebook.Codebook) -> da.codebook.Codebook:
    """Add a rule to every term of a codebook: its hits beside another term, without a third, in a sentence."""
    ids = [term.id for _, term in codebook.terms()]
    count = len(ids)
    place = {name: k for k, name in enumerate(ids)}
    frames = []
    for frame in codebook.frames:
        rules = [
            da.codebook.Term.model_validate(
                {
                    "id": f"{term.id}-rule",
                    "rule": {
                        "near": [term.id, ids[(place[term.id] + 1) % count]],
                        "distance": 9,
                        "none": [ids[(place[term.id] + 2) % count]],
                    },
                }
            )
            for term in frame.terms
        ]
        frames.append(frame.model_copy(update={"terms": (*frame.terms, *rules)}))
    return codebook.model_copy(update={"frames": tuple(frames)})


def main() -> None:
    """Measure both corpora."""
    if not TEXTS.is_dir():
        print(f"skipped: no texts at {TEXTS}")
        return
    codebook = da.codebook.read(da.paths.CODEBOOKS / "alliance-startup.yaml")
    da.segment(da.Corpus.from_texts({"warm": "모형을 읽는다."}), cache=None)
    da.framing.hits(da.segment(da.Corpus.from_texts({"warm": "동맹"}), cache=None), codebook)
    for name, read in (("news", news), ("reviews", reviews)):
        corpus = read()
        base, tokens = spent(lambda c=corpus: da.segment(c, cache=None))
        million = len(tokens) / 1e6
        print(f"{name}: {len(corpus):,} documents, {len(tokens):,} morphemes")
        print(f"  {'tokenisation':20} {base / million:6.2f} s a million")
        cost, hits = spent(lambda t=tokens: da.framing.hits(t, codebook), 3)
        steps = [("hits", cost, 0.1)]
        cost, _ = spent(lambda t=tokens: da.framing.hits(t, with_rules(codebook)), 3)
        steps.append(("hits, with rules", cost, 0.15))
        cost, scores = spent(lambda h=hits, t=tokens: da.framing.score(h, t, by="document"), 3)
        steps.append(("score by document", cost, None))
        documents = corpus.documents.assign(group=[f"g{k % 20:02d}" for k in range(len(corpus))])
        cost, _ = spent(lambda s=scores, d=documents: da.framing.trend(s, d, by="group"), 3)
        steps.append(("trend, 20 groups", cost, None))
        cost, _ = spent(lambda h=hits, t=tokens: da.framing.overlap(h, t))
        steps.append(("overlap, all pairs", cost, None))
        for step, cost, limit in steps:
            aim = f"   aim {limit:.0%}" if limit else ""
            print(
                f"  {step:20} {cost / million:6.2f} s a million   {cost / base:6.1%} of tokenisation{aim}", flush=True
            )


if __name__ == "__main__":
    main()
