"""Processes killed while they write: whether anything wrong is read afterwards, or anything blocks.

    python bench/kills.py [--kills 300] [--seed 1]

A process writes over and over: documents into the cache, token tables, figures, corpora, pages of reports or codings,
which grow by a row with every key. It is
killed without warning at a random moment, and what it left is read: a table that is not what its text gives is wrong,
one with the recipe or the account of another is mixed, a refusal in one sentence is told, and files of a figure whose
hashes are not those of the manifest stand apart, which the hashes tell. Then the same is written again, which must
succeed at once and leave nothing of the kind, and once more when the drafts left behind are old, which must clear them.
Morphemes and pictures are made beforehand, so that a process spends its time with writing. Needs fork, so not Windows.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import signal
import sys
import tempfile
import time
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pandas as pd

import analysis as da
from analysis import figures, schema
from analysis.corpus import build
from analysis.errors import KitError
from analysis.explorer import Coding
from analysis.figures.pictures import render
from analysis.record import listing
from analysis.tokens import batch as batches
from analysis.tokens import cache_size, source

LONGEST = 0.15  # seconds before the kill
TEXTS = {
    f"d{n}": f"{n}번째 글이다. " + "“값이 올랐다. 걱정이다”라고 했다.\n동맹과 창업을 말한다. " * 20 for n in range(12)
}
CORPORA = [da.Corpus.from_texts(dict(list(TEXTS.items())[n : n + 4])) for n in range(0, 12, 4)]
TOKENS = [da.segment(corpus, cache=None) for corpus in CORPORA]
COUNTS = [da.stats.frequency(tokens).head(5) for tokens in TOKENS]
CHARTS = [da.plots.frequency(counts) for counts in COUNTS]
SAVED = [  # of each other documents, and another account; the last has none
    build(
        [{"doc": doc, "text": text} for doc, text in list(TEXTS.items())[n : n + 4]],
        [{"doc": f"d{n}", "line": 1, "kind": "caption", "reason": "a source", "text": f"사진 {n}"}] if n < 8 else [],
    )
    for n in range(0, 12, 4)
]
UNIT = ("u1", "d0", 1, 1, 0, 7, "low", "random", 1.0, "tune")
TO_CODE = pd.DataFrame([UNIT], columns=[column.name for column in schema.SAMPLE])
BOOK = da.codebook.read(da.paths.CODEBOOKS / "energy-transition.yaml")
PAGES = [f"<p>{n}</p>" * 200_000 for n in range(3)]
DRAWN = [render(chart.get_figure(), title="그림", alt=da.figures.alt(chart)) for chart in CHARTS]
KNOWN = {
    key: next(batches.analyse([(key, text)], units=None, done=lambda: None))
    for corpus in CORPORA
    for key, text in zip(corpus.documents["sha256"], corpus.documents["text"], strict=True)
}


def analysed(jobs, **_):  # type: ignore[no-untyped-def]
    """Give what was analysed before, a batch a document."""
    yield from (KNOWN[key] for key, _ in jobs)


def drawn(figure, **_):  # type: ignore[no-untyped-def]
    """Give what was drawn before."""
    return dict(next(made for chart, made in zip(CHARTS, DRAWN, strict=True) if chart.get_figure() is figure))


def write_cache(folder: Path) -> None:
    for corpus in CORPORA:
        da.segment(corpus, cache=folder)
    cache_size.clear(folder)


def read_cache(folder: Path) -> Iterator[str]:
    parts = len(cache_size.parts(folder))
    for corpus, tokens in zip(CORPORA, TOKENS, strict=True):
        if not da.segment(corpus, cache=folder).table.equals(tokens.table):
            yield "wrong"
    if parts > len(cache_size.parts(folder)):
        yield "damaged part"


def write_tokens(folder: Path) -> None:
    for tokens in TOKENS:
        tokens.save(folder / "표.csv")


def read_tokens(folder: Path) -> Iterator[str]:
    if not (folder / "표.csv").exists():
        return
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found = da.Tokens.read(folder / "표.csv")
    except KitError:
        yield "refused"
        return
    of = [tokens.recipe.corpus for tokens in TOKENS]
    if found.recipe.corpus not in of:
        yield "wrong"
    elif not found.table.equals(TOKENS[of.index(found.recipe.corpus)].table):
        yield "mixed"


def write_figures(folder: Path) -> None:
    os.environ["DAMRON_FIGURES"] = str(folder)
    for tokens, counts, chart in zip(TOKENS, COUNTS, CHARTS, strict=True):
        da.figures.export(chart, "그림", table=counts, recipe=tokens.recipe)


def read_figures(folder: Path) -> Iterator[str]:
    for manifest in folder.rglob("manifest.json"):
        for entry in json.loads(manifest.read_text(encoding="utf-8"))["figures"].values():
            files = [(manifest.parent / file["file"], file["sha256"]) for file in entry["files"].values()]
            if any(hashlib.sha256(path.read_bytes()).hexdigest() != stated for path, stated in files):
                yield "apart"


def write_corpus(folder: Path, ending: str = ".csv") -> None:
    for corpus in SAVED:
        corpus.save(folder / f"말뭉치{ending}")


def read_corpus(folder: Path, ending: str = ".csv") -> Iterator[str]:
    if not (folder / f"말뭉치{ending}").exists():
        return
    try:
        found = da.read(folder / f"말뭉치{ending}", duplicates="keep")
    except KitError:
        yield "refused"
        return
    documents = [list(corpus.documents["text"]) for corpus in SAVED]
    if list(found.documents["text"]) not in documents:
        yield "wrong"
    elif list(found.removed["text"]) != list(SAVED[documents.index(list(found.documents["text"]))].removed["text"]):
        yield "mixed"


def write_workbook(folder: Path) -> None:
    write_corpus(folder, ".xlsx")


def read_workbook(folder: Path) -> Iterator[str]:
    yield from read_corpus(folder, ".xlsx")


def write_report(folder: Path) -> None:
    for page in PAGES:
        listing.write(folder / "글.html", page)


def read_report(folder: Path) -> Iterator[str]:
    if (folder / "글.html").exists() and (folder / "글.html").read_text(encoding="utf-8") not in PAGES:
        yield "wrong"


def open_codings(folder: Path) -> Coding:
    return da.code(TO_CODE, corpus=CORPORA[0], codebook=BOOK, coder="가", folder=folder)


def write_codings(folder: Path) -> None:
    coding = open_codings(folder)
    for _ in range(20):
        coding.press("1")
    coding.journal.close()


def read_codings(folder: Path) -> Iterator[str]:
    """The first frame is turned on and off by turns, and `validation.read` sees the last of it."""
    coding = open_codings(folder)
    if not coding.path.exists():
        return
    entries = coding.book.entries(coding.path.read_bytes(), name="")
    coding.journal.close()
    if [entry.cells[0] for entry in entries] != ["10"[n % 2] for n in range(len(entries))]:
        yield "wrong"
    elif entries:
        codings = da.validation.read(folder, sample=TO_CODE, codebook=BOOK)
        if codings.set_index("frame")["value"][BOOK.frame_ids[0]] != float(entries[-1].cells[0]):
            yield "mixed"


WORK: dict[str, tuple[Callable[[Path], None], Callable[[Path], Iterator[str]]]] = {
    "segment and cache": (write_cache, read_cache),
    "Tokens.save": (write_tokens, read_tokens),
    "figures.export": (write_figures, read_figures),
    "Corpus.save, CSV": (write_corpus, read_corpus),
    "Corpus.save, Excel": (write_workbook, read_workbook),
    "page of a report": (write_report, read_report),
    "codings": (write_codings, read_codings),
}


def kill_once(write: Callable[[Path], None], folder: Path, seconds: float) -> None:
    """Let a process write until it is killed."""
    process = os.fork()
    if not process:
        while True:
            write(folder)
    time.sleep(seconds)
    os.kill(process, signal.SIGKILL)
    os.waitpid(process, 0)


BROKEN = 255


def child(work: Callable[[], int]) -> int:
    """Do something in a process of its own, so that this one never opens what a fork would share; return its answer."""
    process = os.fork()
    if not process:
        code = BROKEN
        try:
            code = work()
        finally:
            os._exit(code)
    code = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
    assert code not in {BROKEN, -signal.SIGSEGV}, "the check itself failed"
    return code


FOUND = ("wrong", "mixed", "damaged part", "refused", "apart", "blocked", "still wrong", "draft left")  # a bit each
TOLD = ("refused", "apart")  # what a reader says in one sentence, or the hashes of the manifest do


def check(write: Callable[[Path], None], read: Callable[[Path], Iterator[str]], folder: Path) -> int:
    """Read what was left, write again, and read that; return a bit for each thing found."""
    bits = 0
    for said in read(folder):
        bits |= 1 << FOUND.index(said)
    start = time.monotonic()
    try:
        write(folder)
    except KitError:
        bits |= 1 << FOUND.index("blocked")
    if time.monotonic() - start > 15:
        bits |= 1 << FOUND.index("blocked")
    if any(said for said in read(folder)):
        bits |= 1 << FOUND.index("still wrong")
    for draft in folder.rglob("*.tmp"):  # as after ten minutes, from which on it cannot be one that is being written
        os.utime(draft, (0, 0))
    write(folder)
    if any(folder.rglob("*.tmp")):
        bits |= 1 << FOUND.index("draft left")
    return bits


def main() -> int:
    """Print what was found of each kind; say whether anything was that may not be."""
    given = argparse.ArgumentParser()
    given.add_argument("--kills", type=int, default=300)
    given.add_argument("--seed", type=int, default=1)
    chosen = given.parse_args()
    moments = random.Random(chosen.seed)
    source.analyse = analysed  # type: ignore[assignment]
    figures.render = drawn
    bad = 0
    with tempfile.TemporaryDirectory() as place:
        for name, (write, read) in WORK.items():
            found: Counter[str] = Counter()
            folder = Path(place, name)
            folder.mkdir()
            kills = chosen.kills // len(WORK)
            for _ in range(kills):
                kill_once(write, folder, moments.uniform(0.01, LONGEST))
                bits = child(lambda write=write, read=read, folder=folder: check(write, read, folder))
                found.update(said for n, said in enumerate(FOUND) if bits >> n & 1)
            told = ", ".join(f"{said} {n}" for said, n in found.items()) or "nothing wrong, mixed or blocked"
            print(f"{name}: {kills} kills: {told}", flush=True)
            bad += sum(n for said, n in found.items() if said not in TOLD)
    return int(bad > 0)


if __name__ == "__main__":
    sys.exit(main())
