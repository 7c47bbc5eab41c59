"""Sort keys of a concordance: one short text for each word beside the node."""

from __future__ import annotations

import unicodedata

import numpy as np
import pandas as pd

from analysis import schema
from analysis.korean import visible
from analysis.stats.coded import Coded, Flags, Ints

_SIGNS = ("SF", "SP", "SS", "SSO", "SSC", "SE", "SO", "SW")

Ranges = dict[str, tuple[Ints, Ints]]  # first and past-the-last row of a word for every line, -1 for none


def lemma_keys(rows: Coded, _: pd.DataFrame, ranges: Ranges) -> dict[str, list[str]]:
    """Content lemmas of each word joined, or its first lemma, punctuation aside, where it has none."""
    content, letters = rows.among(schema.CONTENT_TAGS), ~rows.among(_SIGNS)
    found: dict[str, list[str]] = {}
    for name, (low, high) in ranges.items():
        first, n = _first(content, low, high)
        lettered, some = _first(letters, low, high)
        row = np.where(n > 0, first, np.where(some > 0, lettered, low))
        used, place = np.unique(rows.lemma[row], return_inverse=True)
        keys = np.array([visible(rows.lemmas[code]) for code in used], dtype=object)[place]
        for line in np.flatnonzero(n > 1).tolist():
            inside = np.flatnonzero(content[low[line] : high[line]]) + low[line]
            keys[line] = "".join(visible(rows.lemmas[code]) for code in rows.lemma[inside].tolist())
        keys[low < 0] = ""
        found[name] = keys.tolist()
    return found


def surface_keys(rows: Coded, lines: pd.DataFrame, ranges: Ranges) -> dict[str, list[str]]:
    """Each word as it stands, without the punctuation around it unless there is nothing else."""
    texts, start, end = lines["text"].tolist(), rows.start.tolist(), rows.end.tolist()
    known: dict[tuple[int, int], str] = {(-1, -1): ""}
    found: dict[str, list[str]] = {}
    for name, (low, high) in ranges.items():
        found[name] = []
        for text, (a, b) in zip(texts, zip(low.tolist(), high.tolist(), strict=True), strict=True):
            if (a, b) not in known:
                known[a, b] = _bare(text[start[a] : max(end[a:b])])
            found[name].append(known[a, b])
    return found


def _first(meant: Flags, low: Ints, high: Ints) -> tuple[Ints, Ints]:
    """First meant row of each range, whatever where there is none, and how many there are."""
    before = np.concatenate([[0], np.cumsum(meant)])
    places = np.append(np.flatnonzero(meant), 0)
    return places[before[low]], np.where(low < 0, 0, before[high] - before[low])


def _bare(word: str) -> str:
    """Strip punctuation and symbols from both ends, unless there is nothing else."""
    kept = [at for at, c in enumerate(word) if unicodedata.category(c)[0] not in "PSZ"]
    return word[kept[0] : kept[-1] + 1] if kept else word
