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
    low, high = (np.concatenate([pair[side] for pair in ranges.values()]) for side in (0, 1))
    content, at, n = _inside(rows.among(schema.CONTENT_TAGS), low, high)
    letters, first, some = _inside(~rows.among(_SIGNS), low, high)
    lemmas = [rows.lemma[np.where(n > 0, content[at], np.where(some > 0, letters[first], low))]]
    more = [np.flatnonzero(n > k) for k in range(1, int(n.max(initial=0)))]
    lemmas.extend(rows.lemma[content[at[lines] + k]] for k, lines in enumerate(more, 1))
    names = np.full(len(rows.lemmas), "", dtype=object)
    for code in np.unique(np.concatenate(lemmas)).tolist():
        names[code] = visible(rows.lemmas[code])
    keys = names[lemmas[0]]
    for lines, following in zip(more, lemmas[1:], strict=True):
        keys[lines] += names[following]
    keys[low < 0] = ""
    return dict(zip(ranges, keys.reshape(len(ranges), -1).tolist(), strict=True))


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


def _inside(meant: Flags, low: Ints, high: Ints) -> tuple[Ints, Ints, Ints]:
    """All meant rows and a zero; for each range, where its first one stands among them, and how many it holds."""
    before = np.concatenate([[0], np.cumsum(meant)])
    places = np.append(np.flatnonzero(meant), 0)
    return places, before[low], np.where(low < 0, 0, before[high] - before[low])


def _bare(word: str) -> str:
    """Strip punctuation and symbols from both ends, unless there is nothing else."""
    kept = [at for at, c in enumerate(word) if unicodedata.category(c)[0] not in "PSZ"]
    return word[kept[0] : kept[-1] + 1] if kept else word
