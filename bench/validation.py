"""Measure the kit's codebooks against the coded sentences in seeds/validation, and hold the validation files to it.

    python bench/validation.py            # says whether each validation file is what would be measured now
    python bench/validation.py --write    # logs the openings, measures, and writes the validation files

The texts are those of ../shared/texts; labels hold places in them and no text. A codebook in seeds/codebooks is
measured when seeds/validation holds labels of the same name.
"""

from __future__ import annotations

import gzip
import json
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import yaml

import analysis as da
from analysis.codebook.evidence_file import beside
from analysis.tokens import Rules

LABELS = da.paths.SEEDS / "validation"
TEXTS = da.paths.ROOT.parent / "shared" / "texts"
NOTE = (
    "Readers are programs, two independent blind readings of each sentence; r3 decided where r1 and r2 differed. "
    "Readings by programs may share errors that people would not make. Sentences of 20 to 300 characters; weights are "
    "of strata drawn by an earlier version of the codebook."
)


def texts(docs: set[str]) -> dict[str, str]:
    """Read the documents of a sample, whole, as the labels name them."""
    return {name: text for name, text in _all() if name in docs and text and text.strip()}


def _all() -> Iterator[tuple[str, str]]:
    """Name every text by its file and its id or number."""
    for row in _rows("releases.jsonl.gz"):
        yield f"releases/{row['id']}", row["text"]
    for n, row in enumerate(_rows("wikinews.jsonl.gz")):
        yield f"wikinews/{n:04d}", row["내용"]
    for n, row in enumerate(_rows("unesco.jsonl.gz")):
        yield f"unesco/{n:05d}", row["text"]
    for n, row in enumerate(_rows("book_review.jsonl.gz")):
        yield f"books/{n:03d}", row.get("text") or row.get("내용")
    for row in _rows("releases-2.jsonl.gz"):
        yield f"releases-2/{row['id']}", row["text"]
    for row in da.read(TEXTS / "NewsResult_20230501-20230515.xlsx").documents.to_dict("records"):
        yield f"bigkinds/{row['doc']}", f"{row['title']}\n\n{row['text']}"


def _rows(name: str) -> Iterator[dict[str, str]]:
    """Read a file of one JSON object a line."""
    with gzip.open(TEXTS / name, "rt", encoding="utf-8") as file:
        yield from map(json.loads, file)


def pairs() -> list[tuple[Path, Path]]:
    """List codebooks with their labels."""
    return [
        (book, LABELS / f"{book.stem}.csv")
        for book in sorted(da.paths.CODEBOOKS.glob("*.yaml"))
        if (LABELS / f"{book.stem}.csv").is_file()
    ]


def remeasured(book: Path, labels: Path, *, folder: Path) -> tuple[Path, pd.DataFrame]:
    """Copy a codebook and its validation file into a folder, measure it, and write the file anew there."""
    copy = folder / book.name
    shutil.copy(book, copy)
    if beside(book).is_file():
        shutil.copy(beside(book), beside(copy))
    codebook, held = da.codebook.read(copy), da.validation.published(labels)
    held.codings.attrs["labels"] = {f.id: f.label.ko for f in codebook.frames}
    sample = held.sample
    for part in sorted(p for p in set(sample["part"]) if not p.startswith("tune")):
        sample = da.validation.open_test(sample, codebook=codebook, part=part, note="bench/validation.py")
    kept, shown = [], []
    for _, rows in sample.groupby(sample["part"].map(_draw)):
        tables = _measured(codebook, held.codings, rows)
        kept += tables
        shown.append(tables[0])
    written = da.validation.record(codebook, codings=held.codings, sample=sample, accuracy=kept, note=NOTE)
    return written, pd.concat(shown, ignore_index=True)


def _draw(part: str) -> str:
    """Name the draw that a part of a sample belongs to: what a unit stands for is known by draw."""
    # Book reviews were drawn by themselves, and so was the sample that was opened for terms frozen before it.
    return {"books": "books", "test3": "third", "tune3": "second", "test2": "second"}.get(part, "first")


def _measured(codebook: da.codebook.Codebook, codings: pd.DataFrame, sample: pd.DataFrame) -> list[pd.DataFrame]:
    """Measure the parts of one draw: frames as counted and of the texts, terms, and bins of scores."""
    # Sentences of the first sample were drawn and read before the pass of `Rules` came; with it some begin elsewhere.
    docs = set(sample["doc"])
    old = any(doc.startswith(("releases/", "wikinews/", "unesco/", "books/")) for doc in docs)
    tokens = da.segment(da.Corpus.from_texts(texts(docs)), rules=Rules(*["off"] * 7) if old else Rules())
    hits = da.framing.hits(tokens, codebook)
    tables = [da.validation.accuracy(codings, hits, sample=sample, tokens=tokens, weighting="none")]
    weighted = sample[sample.groupby("part")["weight"].transform(lambda weight: weight.notna().all())]
    if len(weighted):
        tables.append(da.validation.accuracy(codings, hits, sample=weighted, tokens=tokens))
    terms = da.validation.accuracy(codings, hits, sample=sample, tokens=tokens, by="term", weighting="none")
    bins = da.validation.calibration(codings, da.framing.score(hits, tokens, by="sentence"), sample=sample)
    return [table[table["n"] > 0] for table in (*tables, terms, bins)]  # a frame may not have been coded in this draw


def figures(path: Path) -> dict[str, object]:
    """Read what a validation file says of accuracy and agreement, and of which codebook; nothing of days."""
    data = yaml.safe_load(path.read_text(encoding="utf-8")) if path.is_file() else {}
    return {
        key: data.get(key)
        for key in ("codebook", "samples", "accuracy", "agreement", "terms", "calibration", "coders", "granted")
    }


def main(*, write: bool) -> int:
    """Measure every codebook; say which files are out of date, or write them."""
    stale = 0
    for book, labels in pairs():
        with tempfile.TemporaryDirectory() as folder:
            made, table = remeasured(book, labels, folder=Path(folder))
            same = figures(made) == figures(beside(book))
            stale += not same
            if write and not same:
                shutil.copy(made, beside(book))
        print(f"{book.stem}: {'as measured' if same else 'written' if write else 'out of date, run with --write'}")
        print(
            table[["frame", "part", "n", "predicted", "precision", "positive", "recall", "f1"]].to_string(index=False)
        )
    return 0 if write else stale


if __name__ == "__main__":
    if not TEXTS.is_dir():
        sys.exit(f"the texts are not at {TEXTS}")
    sys.exit(main(write="--write" in sys.argv[1:]))
