"""What only several articles together show: furniture they share, and copies of one another."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

import pandas as pd

from analysis.cleaning import Origins, Traced, near_duplicates, resolve, shared_lines
from analysis.cleaning.near import Policy
from analysis.corpus import Corpus, build
from analysis.reading.article import Article


def together(articles: Sequence[Article], left_out: list[dict[str, object]], *, duplicates: Policy) -> Corpus:
    """Make a Corpus of articles.

    Parameters
    ----------
    articles : sequence of Article
        In order.
    left_out : list of dict
        Rows of removed for files that were not read.
    duplicates : {"flag", "first", "keep"}
        What happens to near duplicates (`cleaning.resolve`).

    Returns
    -------
    Corpus
        Lines that many articles of an outlet share at head or tail are removed (`cleaning.shared_lines`).
    """
    removed = left_out + [line for one in articles for line in one.removed]
    origins = {one.row["doc"]: one.origins for one in articles if one.origins is not None}
    rows = [one.row for one in articles]
    shared = shared_lines(rows, lines={row["doc"]: _lines(row, origins.get(row["doc"])) for row in rows})
    for row in rows:
        if row["doc"] in shared.kept and row["doc"] in origins:
            origins[row["doc"]] = _cut(row["text"], origins[row["doc"]], shared.kept[row["doc"]])
    corpus = build(shared.rows, removed + shared.removed, origins=origins)
    if len(corpus) < 2 or duplicates == "keep":
        return corpus
    documents = corpus.documents
    settled = resolve(documents, pairs=near_duplicates(documents), policy=duplicates)
    account = corpus.removed
    if len(settled.removed):
        account = pd.concat([account, settled.removed], ignore_index=True)
    left = {doc: place for doc, place in origins.items() if doc in set(settled.documents["doc"])}
    return Corpus(settled.documents, account, None, left)


def _starts(text: str) -> list[int]:
    """Offset at which each line of a text begins."""
    return [0, *accumulate(len(line) + 1 for line in text.split("\n"))][:-1]


def _lines(row: dict[str, str], origins: Origins | None) -> list[int]:
    """Source line of every line of a text; lines of a cell or block count from 1."""
    starts = _starts(row["text"])
    if origins is None or not len(origins.at):
        return list(range(1, len(starts) + 1))
    return [origins.place(min(start, len(origins.at) - 1))[0] for start in starts]


def _cut(text: str, origins: Origins, kept: Sequence[int]) -> Origins:
    """Keep the origins of some lines."""
    starts, lines = _starts(text), text.split("\n")
    return Traced(text, origins).only((starts[n], starts[n] + len(lines[n])) for n in kept).origins
