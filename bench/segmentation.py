"""Segmentation beside the bare analyser on the same texts, and the cache beside segmentation, in one run.

    python bench/segmentation.py [DOCUMENTS]

Texts are movie reviews (nsmc) in ../shared/texts; without them the bench says so and stops.
"""

from __future__ import annotations

import csv
import gzip
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import analysis as da
from analysis.tokens.analyser import kiwi

SOURCE = Path(__file__).resolve().parents[2] / "shared" / "texts" / "nsmc-150k.tsv.gz"
DOCUMENTS = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
ROUNDS = 3


def texts() -> dict[str, str]:
    with gzip.open(SOURCE, "rt", encoding="utf-8", newline="") as file:
        rows = csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        next(rows)
        found = {row[0]: row[-1] for row in rows if row[-1].strip()}
    return dict(list(found.items())[:DOCUMENTS])


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def bare(corpus: da.Corpus) -> None:
    for _ in kiwi().tokenize(corpus.documents["text"].tolist()):
        pass


def main() -> None:
    """Print ratios of medians over rounds taken in turn."""
    if not SOURCE.is_file():
        sys.exit(f"no texts at {SOURCE}; nothing measured")
    corpus = da.Corpus.from_texts(texts())
    tokens = da.segment(corpus.only(docs=corpus.documents["doc"][:100]), cache=None)  # loads the model
    plain, kit = [], []
    for _ in range(ROUNDS):
        plain.append(seconds(lambda: bare(corpus)))
        kit.append(seconds(lambda: da.segment(corpus, cache=None, progress=False)))
    tokens = da.segment(corpus, cache=None, progress=False)
    size = tokens.table.memory_usage(deep=True).sum() / len(tokens)
    with tempfile.TemporaryDirectory() as folder:
        cold = seconds(lambda: da.segment(corpus, cache=Path(folder), progress=False))
        warm = min(seconds(lambda: da.segment(corpus, cache=Path(folder))) for _ in range(ROUNDS))
        disk = sum(f.stat().st_size for f in Path(folder).rglob("*") if f.is_file()) / len(tokens)
    ratio = statistics.median(k / p for k, p in zip(kit, plain, strict=True))
    print(f"{len(corpus):,} documents, {len(tokens):,} morphemes")
    speed = len(tokens) / statistics.median(plain)
    print(f"bare analyser        {statistics.median(plain):8.2f} s  {speed:,.0f} morphemes/s")
    print(f"segment, no cache    {statistics.median(kit):8.2f} s  {ratio:.2f} x bare analyser (limit 1.10)")
    print(f"segment, cold cache  {cold:8.2f} s")
    print(f"segment, warm cache  {warm:8.2f} s  {cold / warm:.0f} x faster than cold (limit 50)")
    print(f"table                {size:8.1f} bytes a morpheme (limit 60); cache on disk {disk:.1f}")
    print(f"peak memory          {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:8.0f} MiB")


if __name__ == "__main__":
    main()
