"""Count the kit's reference: terms by genre in openly licensed texts, which stay where they are.

    python seeds/reference/make.py FOLDER [--out seeds/reference]

FOLDER holds wikinews.jsonl.gz, unesco.jsonl.gz and book_review.jsonl.gz (yiunsr/boddari: one JSON object a line, with
`text` or `내용`) and nsmc-150k.tsv.gz (e9t/nsmc: 150,000 random rows with id, rating, date, text; the first 30,000 are
read, so that the four genres are of one size, more or less). The kit reads them as it reads a table of users, cuts them
on the morpheme layer with its default rules and spellings, and writes counts alone: no sentence, no order of words.

A term in one document alone is left out, and one that may be a name or a number of someone (NNP, SL, SH, SN, addresses)
in fewer than three, so that no private person is told of; their occurrences stay in the sum of their tag, the row
without a term. Counts change with the analyser, its model, the rules and the list of spellings: run it again when one
of them does.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import hashlib
import itertools
import json
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

import analysis as da
from analysis.files import atomic
from analysis.files import csv as tables
from analysis.stats import counting, kit_reference

FILM_REVIEWS = 30_000
LEAST_DOCS = 2
LEAST_DOCS_OF_NAMES = 3
NAME_TAGS = ("NNP", "SL", "SH", "SN", "W_EMAIL", "W_HASHTAG", "W_MENTION", "W_SERIAL", "W_URL")
BODDARI = "https://github.com/yiunsr/boddari"
SOURCES: tuple[dict[str, Any], ...] = (
    {
        "id": "news",
        "file": "wikinews.jsonl.gz",
        "what": "기사",
        "attribution": "한국어 위키뉴스(https://ko.wikinews.org) 기여자",
        "licence": "CC BY 2.5",
        "collected": BODDARI,
    },
    {
        "id": "reports",
        "file": "unesco.jsonl.gz",
        "what": "보고서의 줄",
        "attribution": "유네스코(UNESCO), 한국어판 보고서",
        "licence": "CC BY-SA 3.0 IGO",
        "collected": BODDARI,
    },
    {
        "id": "book_reviews",
        "file": "book_review.jsonl.gz",
        "what": "서평",
        "attribution": "국회도서관(https://www.nanet.go.kr) 서평의 필자들",
        "licence": "CC BY",
        "collected": BODDARI,
    },
    {
        "id": "film_reviews",
        "file": "nsmc-150k.tsv.gz",
        "what": "영화평",
        "attribution": "NSMC(https://github.com/e9t/nsmc), 네이버 영화 한 줄 평",
        "licence": "CC0 1.0",
        "collected": "https://github.com/e9t/nsmc",
    },
)


def texts_of(path: Path) -> Iterator[str]:
    """Read the texts of a file, without headlines; control bytes, which no reader of the kit takes, become spaces."""
    with gzip.open(path, "rt", encoding="utf-8", newline="") as lines:
        if path.name.endswith(".jsonl.gz"):
            rows = (json.loads(line) for line in lines)
            found = (row.get("내용", row["text"]) for row in rows)
        else:
            table = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
            found = (row["text"] or "" for row in itertools.islice(table, FILM_REVIEWS))
        for text in found:
            yield re.sub(r"[\x00-\x08\x0b-\x1f]", " ", text)


def corpus_of(folder: Path) -> da.Corpus:
    """Read all genres as one corpus, each document with its genre."""
    rows = [
        (f"{source['id']}-{i}", source["id"], text)
        for source in SOURCES
        for i, text in enumerate(texts_of(folder / source["file"]))
        if text.strip()
    ]
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "texts.csv"
        tables.save([pd.DataFrame(rows, columns=["doc", "genre", "text"])], path=path)
        return da.read(path)


def counted(tokens: da.Tokens, genre_of: dict[str, str]) -> tuple[pd.DataFrame, dict[str, int], int]:
    """Count terms by genre: the table, the rows of each genre, and how many terms are not listed."""
    seen = counting.tally(tokens, tags=None)
    groups, _ = counting.split(seen, genre_of)
    table = seen.terms.copy()
    for source in SOURCES:
        part = groups[source["id"]]
        table[f"n_{source['id']}"], table[f"docs_{source['id']}"] = part.n, part.parts_with
    numbers = [column for column in table if column not in {"term", "tag"}]
    docs = [column for column in numbers if column.startswith("docs_")]
    least = np.where(table["tag"].isin(NAME_TAGS), LEAST_DOCS_OF_NAMES, LEAST_DOCS)
    rare = table[docs].sum(axis=1) < least
    unlisted = table[rare].groupby("tag", observed=True, as_index=False)[numbers].sum().assign(term="")
    unlisted[docs] = 0
    listed = pd.concat([table[~rare], unlisted], ignore_index=True)
    sizes = {source["id"]: groups[source["id"]].total for source in SOURCES}
    assert {name: int(listed[f"n_{name}"].sum()) for name in sizes} == sizes
    return listed, sizes, int(np.count_nonzero(rare))


def main() -> None:
    """Read the folder, count, and write the two files."""
    parser = argparse.ArgumentParser(description="count the kit's reference from a folder of texts")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--out", type=Path, default=Path(__file__).parent)
    chosen = parser.parse_args()
    corpus = corpus_of(chosen.folder)
    tokens = da.segment(corpus, cache=None)
    documents = corpus.documents.set_index("doc")
    listed, sizes, unlisted = counted(tokens, documents["genre"].astype(str).to_dict())
    recipe = tokens.recipe.to_dict() | {"steps": []}
    sources = [
        source
        | {
            "label": da.schema.GENRES[source["id"]],
            "documents": int((documents["genre"] == source["id"]).sum()),
            "morphemes": sizes[source["id"]],
            "sha256": hashlib.sha256((chosen.folder / source["file"]).read_bytes()).hexdigest(),
        }
        for source in SOURCES
    ]
    about = {
        "id": "reference-ko",
        "version": "1.0.0",
        "recipe": recipe,
        "least_docs": LEAST_DOCS,
        "least_docs_of_names": LEAST_DOCS_OF_NAMES,
        "unlisted_terms": unlisted,
        "sources": sources,
    }
    for path in atomic.save_all(kit_reference.contents(listed, about, folder=chosen.out)):
        print(path, f"{path.stat().st_size:,} bytes")
    print(f"{len(listed):,} rows; {unlisted:,} terms in too few documents are not listed")


if __name__ == "__main__":
    main()
