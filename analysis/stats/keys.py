"""Sort keys of a concordance: one short text for each word beside the node."""

from __future__ import annotations

import unicodedata
from typing import Any

import numpy as np
import numpy.typing as npt

from analysis import schema
from analysis.korean import visible
from analysis.stats.coded import Coded, Flags, Ints

_SIGNS = ("SF", "SP", "SS", "SSO", "SSC", "SE", "SO", "SW")

Ranges = dict[str, tuple[Ints, Ints]]  # first and past-the-last row of a word for every line, -1 for none


def lemma_keys(rows: Coded, _: list[str], ranges: Ranges) -> dict[str, npt.NDArray[Any]]:
    """Content lemmas of each word joined, or its first lemma, punctuation aside, where it has none."""
    low, high = (np.concatenate([pair[side] for pair in ranges.values()]) for side in (0, 1))
    content, at, n = _inside(rows.among(schema.CONTENT_TAGS), low, high)
    letters, first, some = _inside(~rows.among(_SIGNS), low, high)
    lemmas = [rows.lemma[np.where(n > 0, content[at], np.where(some > 0, letters[first], low))]]
    more = [np.flatnonzero(n > k) for k in range(1, int(n.max(initial=0)))]
    lemmas.extend(rows.lemma[content[at[lines] + k]] for k, lines in enumerate(more, 1))
    names = _written(rows, lemmas)
    keys = names[lemmas[0]]
    for lines, following in zip(more, lemmas[1:], strict=True):
        keys[lines] += names[following]
    keys[low < 0] = ""
    return dict(zip(ranges, keys.reshape(len(ranges), -1), strict=True))


def surface_keys(rows: Coded, texts: list[str], ranges: Ranges) -> dict[str, npt.NDArray[Any]]:
    """Each word as it stands, without the punctuation around it unless there is nothing else."""
    low, high = (np.concatenate([pair[side] for pair in ranges.values()]) for side in (0, 1))
    ends = rows.end[high - 1]
    for back in range(2, int((high - low).max(initial=0)) + 1):  # morphemes may share characters
        ends = np.maximum(ends, rows.end[np.maximum(high - back, low)])
    start, end = np.where(low < 0, 0, rows.start[low]), np.where(low < 0, 0, ends)
    spans = zip(texts * len(ranges), start.tolist(), end.tolist(), strict=True)
    words = [text[a:b] for text, a, b in spans]
    bare = {word: _bare(word) for word in set(words)}
    keys = np.array([bare[word] for word in words], dtype=object)
    return dict(zip(ranges, keys.reshape(len(ranges), -1), strict=True))


def _written(rows: Coded, lemmas: list[Ints]) -> npt.NDArray[Any]:
    """Lemmas by their codes, those that are needed, in jamo that can be seen."""
    names = np.full(len(rows.lemmas), "", dtype=object)
    used = np.flatnonzero(np.bincount(np.concatenate(lemmas), minlength=len(names))).tolist()
    seen = [rows.lemmas[code] for code in used]
    shown = visible("\n".join(seen)).split("\n")  # all at once: nothing composes over a line break
    names[used] = shown if len(shown) == len(used) else [visible(lemma) for lemma in seen]
    return names


def _inside(meant: Flags, low: Ints, high: Ints) -> tuple[Ints, Ints, Ints]:
    """All meant rows and a zero; for each range, where its first one stands among them, and how many it holds."""
    before = np.concatenate([[0], np.cumsum(meant)])
    places = np.append(np.flatnonzero(meant), 0)
    return places, before[low], np.where(low < 0, 0, before[high] - before[low])


def _bare(word: str) -> str:
    """Strip punctuation and symbols from both ends, unless there is nothing else."""
    if word and unicodedata.category(word[0])[0] not in "PSZ" and unicodedata.category(word[-1])[0] not in "PSZ":
        return word
    kept = [at for at, c in enumerate(word) if unicodedata.category(c)[0] not in "PSZ"]
    return word[kept[0] : kept[-1] + 1] if kept else word
