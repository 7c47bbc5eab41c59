"""Segmentation beside the bare analyser on the same texts, and the cache beside segmentation, in one run.

    python bench/segmentation.py [DOCUMENTS]

Texts are movie reviews (nsmc) in ../shared/texts, each once, for the kit analyses equal texts once and the bare
analyser would not; without them the bench says so and stops. Both get the same texts and the same threads, after a
stretch of text that is not measured, since the analyser's first texts take it longer. The bare analyser and the kit
take turns, the first turn too, and so do a cold and a warm cache; ratios are medians over rounds, by the clock and by
processor seconds of all threads, which other work on the machine disturbs less. The load is printed with them.
"""

from __future__ import annotations

import itertools
import os
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from reviews import SOURCE, texts

import analysis as da
from analysis.analyser import kiwi

DOCUMENTS = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
ROUNDS = 4  # an even number: each of two takes the first turn as often as the other
FIRST = 3_000  # documents that are analysed before anything is measured
WARM = 5  # warm runs a round: they are short
Seconds = tuple[float, float]


def seconds(work: Callable[[], object]) -> Seconds:
    """Time a piece of work by the clock and by the processor."""
    start, used = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - start, time.process_time() - used


def bare(reviews: list[str]) -> None:
    for _ in kiwi().tokenize(reviews):
        pass


def distinct() -> da.Corpus:
    """Take the first reviews, each text once."""
    reviews = itertools.islice(dict.fromkeys(texts().values()), DOCUMENTS)
    return da.Corpus.from_texts({f"review{n}": text for n, text in enumerate(reviews)})


def middle(times: list[Seconds]) -> Seconds:
    """Take the medians."""
    return statistics.median(t[0] for t in times), statistics.median(t[1] for t in times)


def ratio(slow: list[Seconds], fast: list[Seconds], *, digits: int) -> str:
    """Write the median ratio of rounds, by the clock and by the processor."""
    pairs = list(zip(slow, fast, strict=True))
    clock, used = (statistics.median(a[k] / b[k] for a, b in pairs) for k in (0, 1))
    return f"{clock:.{digits}f} x by the clock, {used:.{digits}f} x by the processor"


def _load() -> str:
    """Say how busy the machine is, where it tells."""
    return f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores" if hasattr(os, "getloadavg") else "load unknown"


def main() -> None:
    """Print ratios of medians over rounds taken in turn."""
    if not SOURCE.is_file():
        sys.exit(f"no texts at {SOURCE}; nothing measured")
    corpus = distinct()
    reviews = corpus.documents["text"].tolist()
    da.segment(corpus.only(docs=corpus.documents["doc"][:FIRST]), cache=None, progress=False)
    plain, kit, cold, warm = [], [], [], []
    turns = [
        lambda: plain.append(seconds(lambda: bare(reviews))),
        lambda: kit.append(seconds(lambda: da.segment(corpus, cache=None, progress=False))),
    ]
    for _ in range(ROUNDS):
        for turn in turns:
            turn()
        turns.reverse()
        with tempfile.TemporaryDirectory() as folder:
            place = Path(folder)
            cold.append(seconds(lambda place=place: da.segment(corpus, cache=place, progress=False)))
            warm.append(middle([seconds(lambda place=place: da.segment(corpus, cache=place)) for _ in range(WARM)]))
            disk = sum(f.stat().st_size for f in place.rglob("*") if f.is_file())
    tokens = da.segment(corpus, cache=None, progress=False)
    size = tokens.table.memory_usage(deep=True).sum() / len(tokens)
    print(f"{len(corpus):,} documents, {len(tokens):,} morphemes; clock and processor seconds; {_load()}")
    speed = len(tokens) / middle(plain)[0]
    print("bare analyser        {:8.2f} {:8.2f}".format(*middle(plain)), f"  {speed:,.0f} morphemes/s")
    print("segment, no cache    {:8.2f} {:8.2f}".format(*middle(kit)), f"  {ratio(kit, plain, digits=2)} (limit 1.10)")
    print("segment, cold cache  {:8.2f} {:8.2f}".format(*middle(cold)))
    print("segment, warm cache  {:8.2f} {:8.2f}".format(*middle(warm)), f"  {ratio(cold, warm, digits=0)} (limit 50)")
    print(f"table                {size:8.1f} bytes a morpheme (limit 60); cache on disk {disk / len(tokens):.1f}")
    print(f"peak memory          {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:8.0f} MiB")


if __name__ == "__main__":
    main()
