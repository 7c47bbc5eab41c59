"""A corpus too large for one table: time and memory of tokens in parts, beside one table of the same documents.

    python bench/scale.py FILE DOCUMENTS [--whole] [--alike]

FILE is a .jsonl or .jsonl.gz of objects with `text`, such as ../shared/texts/releases.jsonl.gz. Its texts are repeated
up to DOCUMENTS, each repetition with a line of its own, so that no text is another's copy to the cache; with --alike as
they are, which the analyser sees once and the counts every time. Printed are processor seconds (in all and for a
thousand documents), the peak of memory and the hash of every table: with --whole, in another process, the same hashes
come from one table. The texts themselves stay in memory.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pandas as pd

import analysis as da

PART = 2_000  # documents
BOOK = da.paths.CODEBOOKS / "alliance-startup.yaml"
T = TypeVar("T")


def texts(path: Path) -> list[str]:
    """Read the texts of a file."""
    content = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    return [json.loads(line)["text"] for line in content.decode("utf-8").rstrip("\n").split("\n")]


def repeated(found: list[str], size: int, *, alike: bool) -> dict[str, str]:
    """Repeat texts, each repetition with a line of its own, or alike."""
    rounds = ((n, *divmod(n, len(found))) for n in range(size))
    return {f"d{n}": found[at] + (f"\n{turn}째 글" if turn and not alike else "") for n, turn, at in rounds}


def timed(name: str, size: int, call: Callable[[], T]) -> T:
    """Call and print what it took; a table with its hash."""
    start = time.process_time()
    made = call()
    taken = time.process_time() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    table = made.to_csv(index=False) if isinstance(made, pd.DataFrame) else ""
    told = f"{len(made):>9,} rows {hashlib.sha256(table.encode()).hexdigest()[:12]}" if table else ""
    print(f"{name:<24} {taken:8.1f} s {taken / size * 1000:7.3f} s a thousand, peak {peak:6,.0f} MB {told}", flush=True)
    return made


def main() -> None:
    """Go through the statistics that tokens in parts can answer."""
    if len(sys.argv) < 3 or not Path(sys.argv[1]).is_file():
        print(__doc__)
        return
    size = int(sys.argv[2])
    corpus = da.Corpus.from_texts(repeated(texts(Path(sys.argv[1])), size, alike="--alike" in sys.argv))
    part = None if "--whole" in sys.argv else PART
    timed("segment", size, lambda: da.segment(corpus, documents_per_part=part))
    tokens = timed("segment, from the cache", size, lambda: da.segment(corpus, documents_per_part=part))
    print(f"{len(tokens):,} morphemes in {sum(1 for _ in tokens.parts())} part(s)")
    docs = corpus.documents["doc"].tolist()
    book = da.codebook.read(BOOK)
    timed("frequency of nouns", size, lambda: da.stats.frequency(tokens))
    halves = [tokens.only(docs=docs[side::2]) for side in (0, 1)]
    timed("keyness of halves", size, lambda: da.stats.keyness(halves[0], halves[1], test="g2"))
    timed("hits", size, lambda: da.concat([da.framing.hits(each, book) for each in tokens.parts()]))


if __name__ == "__main__":
    main()
