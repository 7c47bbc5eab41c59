"""A corpus too large for one table: time and memory of tokens in parts, beside one table of the same documents.

    python bench/scale.py FILE DOCUMENTS [--whole] [--alike] [--only PART] [--workers N] [--store FOLDER]

FILE is a .jsonl or .jsonl.gz of objects with `text`, such as ../shared/texts/releases.jsonl.gz. Its texts are repeated
up to DOCUMENTS, each repetition with a line of its own, so that no text is another's copy to the store; with --alike as
they are, which the analyser sees once and the counts every time. They are of five outlets and twelve months, written as
a table and read as a user reads it, the near duplicates apart (all would be). The last lines are the corpus report with
the codebook and without one; --only statistics or --only report measures one of the two. Printed are processor seconds
(in all and for a thousand documents), those of the clock, the peak of memory and the hash of every table: with --whole,
in another process, the same hashes come from one table. With --workers the parts are cut and counted by so many
processes of a Dask cluster on this machine, of one thread each.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import hashlib
import json
import resource
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import pandas as pd

import analysis as da

BOOK = da.paths.CODEBOOKS / "alliance-startup.yaml"
OUTLETS = ("가람일보", "나래신문", "다솜뉴스", "라온경제", "마루방송")
T = TypeVar("T")
_ROWS = 100_000


def texts(path: Path) -> list[str]:
    """Read the texts of a file."""
    content = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    return [json.loads(line)["text"] for line in content.decode("utf-8").rstrip("\n").split("\n")]


def repeated(found: list[str], size: int, path: Path, *, alike: bool) -> None:
    """Write texts as a table, each repetition with a line of its own, or alike; twelve months one after the other."""
    # A turn shifts the outlets by one, so that a repeated text does not always stand in the same.
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["doc", "date", "outlet", "text"])
        for n in range(size):
            turn, at = divmod(n, len(found))
            own = f"\n{turn}째 글" if turn and not alike else ""
            outlet = OUTLETS[(at + turn) % len(OUTLETS)]
            rows.writerow([f"d{n}", f"2025-{n * 12 // size + 1:02}-15", outlet, found[at] + own])


def timed(name: str, size: int, call: Callable[[], T]) -> T:
    """Call and print what it took; a table with its hash."""
    start, clock = time.process_time(), time.perf_counter()
    made = call()
    taken, passed = time.process_time() - start, time.perf_counter() - clock
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    told = ""
    if isinstance(made, pd.DataFrame):
        told = f"{len(made):>9,} rows {digest(made)[:12]}"
    thousand = taken / size * 1000
    print(
        f"{name:<26} {taken:8.1f} s {thousand:7.3f} s a thousand, clock {passed:7.1f} s, peak {peak:6,.0f} MB {told}",
        flush=True,
    )
    return made


def digest(table: pd.DataFrame) -> str:
    """Hash a table as CSV, some rows at once, so that the peak of memory is not that of its text."""
    found = hashlib.sha256()
    for first in range(0, max(len(table), 1), _ROWS):
        found.update(table.iloc[first : first + _ROWS].to_csv(index=False, header=first == 0).encode())
    return found.hexdigest()


def measure(asked: argparse.Namespace, client: Any) -> None:
    """Go from a table to statistics and to the report."""
    size, store = asked.documents, None if asked.whole else asked.store
    with tempfile.TemporaryDirectory() as folder:
        table = Path(folder, "texts.csv")
        repeated(texts(asked.file), size, table, alike=asked.alike)
        print(f"{size:,} documents, {table.stat().st_size / 2**20:,.0f} MB", flush=True)
        if asked.only != "report":
            measure_statistics(table, size, {} if store is None else {"store": store, "workers": client})
        if asked.only != "statistics":
            measure_report(table, size, store)


def measure_statistics(table: Path, size: int, options: dict[str, Any]) -> None:
    """Read and segment a table, and count in it."""
    book = da.codebook.read(BOOK)
    corpus = timed("read", size, lambda: da.read(table, duplicates="keep"))
    documents = corpus.documents.assign(near_duplicate_of="")
    corpus = da.Corpus(documents, corpus.removed)
    timed("segment", size, lambda: da.segment(corpus, **options))
    tokens = timed("segment, from the store", size, lambda: da.segment(corpus, **options))
    print(f"{len(tokens):,} morphemes", flush=True)
    docs = documents["doc"].tolist()
    timed("frequency of nouns", size, lambda: da.stats.frequency(tokens))
    timed("frequency again", size, lambda: da.stats.frequency(tokens))
    halves = [tokens.only(docs=docs[side::2]) for side in (0, 1)]
    timed("keyness of halves", size, lambda: da.stats.keyness(halves[0], halves[1], test="g2"))
    timed("collocates", size, lambda: da.stats.collocates(tokens, "기업"))
    for name in ("lines, the first page", "lines, the next page"):
        timed(name, size, lambda: da.stats.concordance(corpus, tokens, "기업", first=20))
    hits = timed("hits", size, lambda: da.framing.hits(tokens, book))
    scores = timed("scores", size, lambda: da.framing.score(hits, tokens, by="document"))
    timed("scores by month", size, lambda: da.framing.trend(scores, documents, by="month"))


def measure_report(table: Path, size: int, store: Path | None) -> None:
    """Build the report of a table with the codebook and without one; the reader finds that its texts are repeated."""
    for name, book in (("report", str(BOOK)), ("report, no codebook", "none")):
        out = table.with_name(f"report-{Path(book).stem}")
        build = partial(da.report.build_corpus, table, codebook=book, store=store, out=out)
        page = timed(name, size, build)
        kept = sum(file.stat().st_size for file in out.iterdir())
        print(f"{name:<26} page {page.stat().st_size / 1000:,.0f} kB, folder {kept / 1e6:,.1f} MB", flush=True)


def main() -> None:
    """Read what is asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("documents", type=int)
    parser.add_argument("--whole", action="store_true")
    parser.add_argument("--alike", action="store_true")
    parser.add_argument("--only", choices=("statistics", "report"))
    parser.add_argument("--workers", type=int, default=0)
    parser.add_argument("--store", type=Path, default=Path(tempfile.gettempdir(), "damron-scale"))
    asked = parser.parse_args()
    if not asked.workers:
        measure(asked, None)
        return
    from distributed import Client, LocalCluster

    with (
        LocalCluster(n_workers=asked.workers, threads_per_worker=1, dashboard_address=None) as cluster,
        Client(cluster) as client,
    ):
        measure(asked, client)


if __name__ == "__main__":
    main()
