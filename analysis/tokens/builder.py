"""From the analyser's morphemes to the columns of a batch, a piece of many paragraphs at a time.

Python is asked for four numbers of every morpheme and for nothing else; all the rest is done on arrays, for a whole
piece or a whole batch at once.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from itertools import chain, islice
from operator import attrgetter
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.tokens.batch import COLUMNS, MORPH, Batch, Ints
from analysis.tokens.sentences import ROLES, boundaries, within

FIXED = 61  # the analyser's ids from here on stand for one form and tag; below, for any word of a tag
_PIECE = 4_000  # characters of text whose morphemes are held as objects, few enough for the processor's own memory
_RUN = 64  # paragraphs after which that is looked at
_PACKED = 3  # characters of 21 bits in 64
_ID, _PAIR = attrgetter("id"), attrgetter("form_tag")
_NUMBERS = {"start": attrgetter("start"), "end": attrgetter("end"), "said": attrgetter("sent_position")}
_Long = npt.NDArray[np.int64]


class Numbers(dict[Any, int]):
    """Numbers values in the order in which they first come up."""

    def __missing__(self, value: Any) -> int:
        self[value] = number = len(self)
        return number


class Builder:
    """Collects analysed paragraphs; the analyser's objects are let go piece by piece."""

    def __init__(self) -> None:
        self.rows = 0  # morphemes taken so far, those that wait left out
        self._waiting: list[list[Any]] = []
        self._characters = 0
        self._pieces: dict[str, list[Ints]] = {name: [] for name in ("morph", *_NUMBERS, "sizes")}
        self._pairs = Numbers()  # form and tag
        self._known = np.full(FIXED, -1, dtype=np.int32)  # place in `_pairs` of an id that stands for one of them
        self._texts: list[str] = []
        self._keys: list[str] = []
        self._ends = array("q", [0])  # paragraphs so far at the end of each document

    def add(self, key: str, text: str, results: Iterator[list[Any]]) -> None:
        """Append a document, with the morphemes of one paragraph after another."""
        lines = text.split("\n")
        for first in range(0, len(lines), _RUN):
            run = lines[first : first + _RUN]
            self._texts.extend(run)
            self._waiting.extend(islice(results, len(run)))
            self._characters += sum(map(len, run))
            if self._characters >= _PIECE:
                self._take()
        self._keys.append(key)
        self._ends.append(len(self._texts))

    def _take(self) -> None:
        """Turn the objects that wait into numbers."""
        morphs = list(chain.from_iterable(self._waiting))
        n = len(morphs)
        for name, get in _NUMBERS.items():
            self._pieces[name].append(np.fromiter(map(get, morphs), np.int32, n))
        self._pieces["morph"].append(self._numbered(np.fromiter(map(_ID, morphs), np.int32, n), morphs))
        self._pieces["sizes"].append(np.fromiter(map(len, self._waiting), np.int32, len(self._waiting)))
        self.rows += n
        self._waiting, self._characters = [], 0

    def _numbered(self, ids: Ints, morphs: list[Any]) -> Ints:
        """Give places in `_pairs`; a morpheme is asked for form and tag where its id is new or does not tell them."""
        ids[ids < FIXED] = 0
        if (most := int(ids.max(initial=0))) >= len(self._known):
            wider = np.full(2 * most, -1, dtype=np.int32)
            wider[: len(self._known)] = self._known
            self._known = wider
        places = self._known[ids]
        ask = np.flatnonzero(places < 0)
        pairs = map(_PAIR, map(morphs.__getitem__, ask.tolist()))
        places[ask] = np.fromiter(map(self._pairs.__getitem__, pairs), np.int32, len(ask))
        self._known[ids[ask]] = places[ask]
        self._known[0] = -1
        return places

    def batch(self) -> Batch:
        """Turn what was collected into a batch."""
        self._take()
        columns: dict[str, npt.NDArray[Any]] = {name: np.concatenate(pieces) for name, pieces in self._pieces.items()}
        sizes, ends = columns.pop("sizes"), np.array(self._ends, dtype=np.int64)
        bounds = np.r_[0, np.cumsum(sizes, dtype=np.int64)][ends]
        paragraphs = np.diff(ends)  # of each document
        base = _bases(self._texts)
        first = np.repeat(base[ends[:-1]], paragraphs)  # where the document of each paragraph begins
        number = np.arange(len(sizes)) - np.repeat(ends[:-1], paragraphs) + 1
        text = "\n".join(self._texts)
        shift = np.repeat(base[:-1], sizes)
        start, end = columns["start"] + shift, columns["end"] + shift
        tags = [tag for _, tag in self._pairs]
        role = np.array([ROLES.get(tag, 0) for tag in tags], dtype=np.int8)[columns["morph"]]
        paragraph = np.repeat(np.arange(len(sizes), dtype=np.int32), sizes)
        inside = within(start, text, base)
        opens = boundaries(paragraph, columns["said"], start=start, end=end, role=role, inside=inside)
        surface, surfaces = _surfaces(text, start, end)
        words, places = _vocabulary(surfaces, list(self._pairs))
        before = np.repeat(first, sizes)
        columns |= {
            "paragraph": np.repeat(number, sizes),
            "sentence": _ordinals(opens, bounds),
            "surface": places["surface"][surface],
            "start": start - before,
            "end": end - before,
        }
        return Batch(
            tuple(self._keys),
            bounds,
            {name: columns[name].astype(np.int32, copy=False) for name in COLUMNS},
            {name: places[name] for name in MORPH},
            tuple(words),
        )


def _bases(texts: list[str]) -> _Long:
    """Say where each text begins among all, with a line break between two; and where one more would."""
    return np.cumsum(np.fromiter(chain([0], (len(text) + 1 for text in texts)), np.int64, len(texts) + 1))


def _ordinals(opens: npt.NDArray[np.bool_], bounds: _Long) -> _Long:
    """Give the sentences of each document their numbers, from 1."""
    counted = np.r_[0, np.cumsum(opens)]
    numbers: _Long = counted[1:] - np.repeat(counted[bounds[:-1]], np.diff(bounds))
    return numbers


def _surfaces(text: str, start: _Long, end: _Long) -> tuple[Ints, list[str]]:
    """Give the surfaces of all rows numbers, and list them; up to three characters are told apart as one number."""
    characters = np.zeros(len(text) + _PACKED, dtype=np.int64)
    characters[: len(text)] = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    characters[: len(text)] += 1
    key = np.zeros(len(start), dtype=np.int64)
    for k in range(_PACKED):
        key = (key << 21) + np.where(start + k < end, characters[start + k], 0)
    long = np.flatnonzero(end - start > _PACKED)
    numbers = Numbers()
    spans = zip(start[long].tolist(), end[long].tolist(), strict=True)
    key[long] = [-1 - numbers[text[a:b]] for a, b in spans]
    codes, _ = pd.factorize(key)
    first = np.zeros(int(codes.max(initial=-1)) + 1, dtype=np.int64)
    first[codes[::-1]] = np.arange(len(codes))[::-1]  # the first of equal codes is written last
    places = zip(start[first].tolist(), end[first].tolist(), strict=True)
    return codes.astype(np.int32), [text[a:b] for a, b in places]


def _vocabulary(surfaces: list[str], pairs: list[tuple[str, str]]) -> tuple[list[str], dict[str, Ints]]:
    """Bring surfaces, forms, tags and lemmas to one list of words, sorted, and say where each of each stands in it."""
    forms, tags = [form for form, _ in pairs], [tag for _, tag in pairs]
    lemmas = [form + "다" if tag.startswith("V") else form for form, tag in pairs]
    lists = {"surface": surfaces, "form": forms, "tag": tags, "lemma": lemmas}
    words = sorted(set().union(*lists.values()))
    place = dict(zip(words, range(len(words)), strict=True))
    return words, {name: np.fromiter(map(place.__getitem__, part), np.int32, len(part)) for name, part in lists.items()}
