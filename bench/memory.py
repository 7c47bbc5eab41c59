"""Memory that `framing.hits` takes at its peak, for each morpheme of a large corpus.

    python bench/memory.py [TEXTS.jsonl.gz] [MORPHEMES]

TEXTS holds one JSON object with a "text" a line; by default ../shared/texts/releases.jsonl.gz. The texts are repeated,
each time under other names, until there are MORPHEMES (default 1,000,000). Every figure comes from a fresh process that
loads the tokens first: `traced` is the peak of what Python and numpy allocate during the call, `resident` the growth of
the process over its size with the tokens loaded (Linux alone); seconds are processor time of the best of three calls,
untraced.
"""

from __future__ import annotations

import gzip
import json
import pickle
import subprocess
import sys
import tempfile
import time
import tracemalloc
from pathlib import Path

import analysis as da

SOURCE = Path(__file__).resolve().parents[2] / "shared" / "texts" / "releases.jsonl.gz"
SIZE = 1_000_000
AIM = 100  # bytes a morpheme
STATUS = Path("/proc/self/status")  # the peak that `resource` tells is inherited from the process that started this one


def tokens(source: Path, size: int) -> da.Tokens:
    """Segment the texts, repeated until they have as many morphemes as asked for."""
    with gzip.open(source, "rt", encoding="utf-8") as file:
        texts = [text for line in file if (text := str(json.loads(line)["text"])).strip()]
    once = da.segment(da.Corpus.from_texts({f"d{k:05d}": text for k, text in enumerate(texts)}))
    rounds = -(-size // len(once))
    return da.segment(
        da.Corpus.from_texts({f"r{n:03d}-{k:05d}": t for n in range(rounds) for k, t in enumerate(texts)})
    )


def resident(name: str) -> int:
    """Bytes that the process has in memory now (VmRSS) or had at its peak (VmHWM), as Linux counts them."""
    lines = (line.split() for line in STATUS.read_text(encoding="ascii").splitlines())
    return next(int(words[1]) * 1024 for words in lines if words[0] == f"{name}:")


def child(how: str, path: Path) -> None:
    """Measure one figure in this process and print it."""
    codebook = da.codebook.read(da.paths.CODEBOOKS / "alliance-startup.yaml")
    loaded = pickle.loads(path.read_bytes())
    da.framing.hits(loaded.only(docs=list(loaded.table["doc"].cat.categories[:3])), codebook)
    if how == "seconds":
        times = []
        for _ in range(3):
            start = time.process_time()
            da.framing.hits(loaded, codebook)
            times.append(time.process_time() - start)
        print(min(times))
        return
    if how == "traced":
        tracemalloc.start()
        hits = da.framing.hits(loaded, codebook)
        print(tracemalloc.get_traced_memory()[1], len(hits))
        return
    STATUS.with_name("clear_refs").write_text("5", encoding="ascii")  # the peak of loading is not that of the call
    before = resident("VmRSS")
    da.framing.hits(loaded, codebook)
    print(resident("VmHWM") - before)


def measure(how: str, path: Path) -> list[float]:
    """Run this file anew for one figure."""
    command = [sys.executable, __file__, f"--{how}", str(path)]
    return [float(word) for word in subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()]


def main() -> None:
    """Measure memory and time."""
    if len(sys.argv) > 2 and sys.argv[1].startswith("--"):
        child(sys.argv[1].removeprefix("--"), Path(sys.argv[2]))
        return
    source = Path(sys.argv[1]) if len(sys.argv) > 1 else SOURCE
    if not source.is_file():
        print(f"skipped: no texts at {source}; name a file of JSON lines with a text each")
        return
    made = tokens(source, int(sys.argv[2]) if len(sys.argv) > 2 else SIZE)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "tokens.pickle"
        path.write_bytes(pickle.dumps(made))
        (traced, hits), (seconds,) = (measure(how, path) for how in ("traced", "seconds"))
        grown = measure("resident", path)[0] if STATUS.is_file() else float("nan")
    n = len(made)
    print(f"{n:,} morphemes, {hits:,.0f} hits")
    print(f"  traced    {traced / n:7.1f} bytes a morpheme   aim under {AIM}")
    print(f"  resident  {grown / n:7.1f} bytes a morpheme")
    print(f"  time      {seconds / n * 1e6:7.2f} s a million morphemes")


if __name__ == "__main__":
    main()
