"""Sort keys of a concordance: one short text for each word beside the node."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

import numpy as np
import pandas as pd

from analysis import schema
from analysis.korean import visible
from analysis.stats.coded import Coded, Ints

_SIGNS = ("SF", "SP", "SS", "SSO", "SSC", "SE", "SO", "SW")

Ranges = dict[str, tuple[Ints, Ints]]


def lemma_keys(rows: Coded, lines: pd.DataFrame, ranges: Ranges) -> dict[str, list[str]]:
    """Content lemmas of each word joined, or its first lemma where it has none."""
    content, sign = rows.among(schema.CONTENT_TAGS).tolist(), rows.among(_SIGNS).tolist()
    lemma, names = rows.lemma.tolist(), [visible(name) for name in rows.lemmas]

    def key(_: int, low: int, high: int) -> str:
        inside = [names[lemma[row]] for row in range(low, high) if content[row]]
        return "".join(inside) or names[lemma[next((row for row in range(low, high) if not sign[row]), low)]]

    return _keys(lines, ranges, key)


def surface_keys(rows: Coded, lines: pd.DataFrame, ranges: Ranges) -> dict[str, list[str]]:
    """Each word as it stands, without the punctuation around it unless there is nothing else."""
    texts, start, end = lines["text"].tolist(), rows.start.tolist(), rows.end.tolist()

    def key(line: int, low: int, high: int) -> str:
        word = texts[line][start[low] : max(end[low:high])]
        return _bare(word) or word

    return _keys(lines, ranges, key)


def _keys(lines: pd.DataFrame, ranges: Ranges, key: Callable[[int, int, int], str]) -> dict[str, list[str]]:
    """Work out the key of every line and place; a word that many lines share is looked at once."""
    known: dict[tuple[int, int], str] = {(-1, -1): ""}
    found: dict[str, list[str]] = {}
    for name, (low, high) in ranges.items():
        column = []
        for line, span in enumerate(zip(low.tolist(), high.tolist(), strict=True)):
            if span not in known:
                known[span] = key(line, *span)
            column.append(known[span])
        assert len(column) == len(lines)
        found[name] = column
    return found


def _bare(word: str) -> str:
    """Strip punctuation and symbols from both ends."""
    kept = np.flatnonzero([unicodedata.category(c)[0] not in "PSZ" for c in word])
    return word[kept[0] : kept[-1] + 1] if len(kept) else ""
