"""Analysed documents as integer columns and one small vocabulary: the form in which tokens travel.

A batch holds 24 bytes a morpheme and no Python object for any of them, so that memory grows with the
table alone; strings appear once, in the sorted vocabulary that surfaces, forms, tags and lemmas share.
"""

from __future__ import annotations

import itertools
import re
from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from operator import attrgetter
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis import analyser
from analysis.lexicon import Units

Ints = npt.NDArray[np.int32]
COLUMNS = ("paragraph", "sentence", "morph", "surface", "start", "end")
MORPH = ("form", "tag", "lemma")
Job = tuple[str, str]  # key and text of a document
_NUMBERS = ("paragraph", "sentence", "start", "end")
Flags = npt.NDArray[np.bool_]
AnyInts = npt.NDArray[np.integer]

ROLES = {"EF": 1, "SF": 2, "SH": 3}  # tags that matter here: final endings, final marks, Hanja
_PAIRS = {"“": "”", "‘": "’", '"': '"', "(": ")"}
_MARKS = re.compile(r"[“”‘’\"()]")
FIXED = 61  # the analyser's ids from here on stand for one form and tag; below, for any word of a tag
_PIECE = 4_000  # characters of text whose morphemes are held as objects, few enough for the processor's own memory
_FULL = 400_000  # morphemes after which a batch is handed on
_RUN = 64  # paragraphs after which that is looked at
_PACKED = 3  # characters of 21 bits in 64
_ID, _PAIR = attrgetter("id"), attrgetter("form_tag")
_FIELDS = {"start": attrgetter("start"), "end": attrgetter("end"), "said": attrgetter("sent_position")}
_Long = npt.NDArray[np.int64]


def analyse(
    jobs: Sequence[Job], *, units: Units | None, done: Callable[[], object], using: Any = None
) -> Iterator[Batch]:
    """Analyse documents, a line of text a paragraph, and hand them on in batches of some 400,000 morphemes."""
    paragraphs = (line for _, text in jobs for line in text.split("\n"))
    results = analyser.tokenize(paragraphs, spans=None if units is None else _spans(units), using=using)
    builder = Builder()
    for key, text in jobs:
        builder.add(key, text, results)
        done()
        if builder.rows >= _FULL:
            yield builder.batch()
            builder = Builder()
    yield builder.batch()


def _spans(units: Units) -> analyser.Spans:
    """Give the places of units as the analyser takes them."""

    def spans(text: str) -> Iterable[tuple[int, int, str, str]]:
        return ((start, end, unit.form, unit.tag) for start, end, unit in units.spans(text))

    return spans


def boundaries(
    paragraph: AnyInts,
    sentence: AnyInts,
    *,
    start: AnyInts,
    end: AnyInts,
    role: npt.NDArray[np.int8],
    inside: Flags,
) -> Flags:
    """Mark the morphemes that open a sentence."""
    n = len(paragraph)
    if not n:
        return np.zeros(0, dtype=bool)
    opens = np.r_[True, paragraph[1:] != paragraph[:-1]]
    cut = np.r_[False, sentence[1:] != sentence[:-1]] & ~opens
    final = np.zeros(n, dtype=bool)
    final[2:] = (role[1:-1] == ROLES["SF"]) & (role[:-2] == ROLES["EF"]) & (start[2:] > end[1:-1])
    final &= ~opens & ~np.r_[True, opens[:-1]]
    new = (cut | final) & ~inside | opens
    sentences: Flags = new & ~_behind_hanja(new, role=role, kept=opens | final)
    return sentences


def _behind_hanja(new: Flags, *, role: npt.NDArray[np.int8], kept: Flags) -> Flags:
    """Mark the boundaries that would leave a Hanja name as a sentence of its own."""
    at = np.flatnonzero(new)
    other = np.logical_or.reduceat(role != ROLES["SH"], at)
    wrong = np.zeros(len(new), dtype=bool)
    wrong[at[1:]] = ~other[:-1]
    result: Flags = wrong & ~kept
    return result


def enclosed(text: str) -> list[tuple[int, int]]:
    """Find the stretches between an opening quotation mark or bracket and the one that closes it."""
    spans: list[tuple[int, int]] = []
    marks = [(m.start(), m.group()) for m in _MARKS.finditer(text)]
    closings = {sign: [place for place, mark in marks if mark == sign] for sign in _PAIRS.values()}
    reached = 0
    for place, sign in marks:
        if place < reached or sign not in _PAIRS:
            continue
        after = closings[_PAIRS[sign]]
        k = bisect_right(after, place)
        if k < len(after):
            reached = after[k] + 1
            spans.append((place + 1, reached))
    return spans


def within(start: AnyInts, text: str, base: AnyInts) -> Flags:
    """Mark the offsets that stand inside an enclosed stretch of a paragraph."""
    marks = np.fromiter((m.start() for m in _MARKS.finditer(text)), np.int64)
    marked, n = np.unique(np.searchsorted(base, marks, side="right") - 1, return_counts=True)
    spans = [
        (a + int(base[k]), b + int(base[k]))
        for k in marked[n > 1].tolist()
        for a, b in enclosed(text[base[k] : base[k + 1] - 1])
    ]
    edges = np.searchsorted(start, np.array(spans, dtype=np.int64).reshape(-1, 2))
    change = np.zeros(len(start) + 1, dtype=np.int32)
    np.add.at(change, edges[:, 0], 1)
    np.add.at(change, edges[:, 1], -1)
    return np.cumsum(change[:-1]) > 0


@dataclass(frozen=True)
class Batch:
    """Some documents, analysed."""

    # keys: Hash of each document's text, in order.
    # bounds: Rows of document k are bounds[k] to bounds[k + 1].
    # columns: `COLUMNS`; morph is a place in `morphs`, surface one in `words`.
    # morphs: `MORPH` of every morpheme that occurs, as places in `words`.
    # words: The vocabulary, sorted, each word once.

    keys: tuple[str, ...]
    bounds: npt.NDArray[np.int64]
    columns: dict[str, Ints]
    morphs: dict[str, Ints]
    words: tuple[str, ...]

    def __len__(self) -> int:
        return int(self.bounds[-1])


def table(batches: Sequence[Batch], *, keys: Sequence[str], docs: Sequence[str]) -> pd.DataFrame:
    """Put batches together into a token table."""
    rows, sizes = _rows(batches, keys)
    columns = {name: _gather([b.columns[name] for b in batches], rows) for name in _NUMBERS}
    words, places = _shared([b.words for b in batches])
    surface = _gather(_end_to_end([(b.columns["surface"], len(b.words)) for b in batches]), rows)
    morph = _gather(_end_to_end([(b.columns["morph"], len(b.morphs["form"])) for b in batches]), rows)
    parts = {name: [at[b.morphs[name]] for at, b in zip(places, batches, strict=True)] for name in MORPH}
    return pd.DataFrame(
        {
            "doc": _documents(sizes, docs),
            "paragraph": columns["paragraph"],
            "sentence": columns["sentence"],
            "i": _ordinals(sizes),
            "surface": _coded(surface, places, words),
            **{name: _coded(morph, parts[name], words) for name in MORPH},
            "start": columns["start"],
            "end": columns["end"],
        }
    )


def _rows(batches: Sequence[Batch], keys: Sequence[str]) -> tuple[npt.NDArray[np.int64] | None, npt.NDArray[np.int64]]:
    """Places of all rows of the wanted documents in the batches laid end to end, and rows a document."""
    # No places where the batches hold just these documents in this order, as they do when a corpus is read again.
    held = list(itertools.chain.from_iterable(batch.keys for batch in batches))
    bases = itertools.accumulate((len(batch) for batch in batches), initial=0)
    starts = np.concatenate([batch.bounds[:-1] + base for batch, base in zip(batches, bases, strict=False)])
    lengths = np.concatenate([np.diff(batch.bounds) for batch in batches])
    if held == list(keys):
        return None, lengths
    place = dict(zip(held, range(len(held)), strict=True))
    at = np.fromiter(map(place.__getitem__, keys), np.int64, len(keys))
    sizes = lengths[at]
    return np.repeat(starts[at] - (np.cumsum(sizes) - sizes), sizes) + np.arange(int(sizes.sum())), sizes


def _gather(columns: Sequence[Ints], rows: npt.NDArray[np.int64] | None) -> Ints:
    column = columns[0] if len(columns) == 1 else np.concatenate(columns)
    return column if rows is None else column[rows]


def _end_to_end(parts: Sequence[tuple[Ints, int]]) -> list[Ints]:
    """Let the codes of each part go on where the list of the part before ends."""
    bases = itertools.accumulate((size for _, size in parts), initial=0)
    return [codes + np.int32(base) if base else codes for (codes, _), base in zip(parts, bases, strict=False)]


def _shared(vocabularies: Sequence[tuple[str, ...]]) -> tuple[Sequence[str], list[Ints]]:
    """Bring several vocabularies to one, sorted, and say where each word of each stands in it."""
    if len(vocabularies) == 1:
        return vocabularies[0], [np.arange(len(vocabularies[0]), dtype=np.int32)]
    words = sorted(set().union(*vocabularies))
    place = dict(zip(words, range(len(words)), strict=True))
    return words, [np.fromiter(map(place.__getitem__, part), np.int32, len(part)) for part in vocabularies]


def _coded(codes: Ints, places: Sequence[Ints], words: Sequence[str]) -> pd.Categorical:
    """Make a categorical with sorted categories, those that occur alone; `places` of all parts, end to end."""
    at = np.concatenate(places)
    seen, used = np.zeros(len(at), dtype=bool), np.zeros(len(words), dtype=bool)
    seen[codes] = True
    used[at[seen]] = True
    names = list(itertools.compress(words, used.tolist()))
    lookup = (np.cumsum(used) - 1).astype(np.min_scalar_type(-max(len(names), 1)))[at]
    return _categorical(lookup[codes], names)


def _documents(sizes: npt.NDArray[np.int64], docs: Sequence[str]) -> pd.Categorical:
    """Make the categorical of document ids, in order of appearance, without empty documents."""
    filled = sizes > 0
    names = list(itertools.compress(docs, filled.tolist()))
    codes = np.repeat(np.arange(len(names), dtype=np.int32), sizes[filled])
    return _categorical(codes, names)


def _categorical(codes: npt.NDArray[np.signedinteger], names: list[str]) -> pd.Categorical:
    """Make a categorical of codes that are known to be places in `names`."""
    kind = pd.CategoricalDtype(pd.Index(names, dtype="str"))
    made: pd.Categorical = pd.Categorical.from_codes(codes, dtype=kind, validate=False)
    return made


def _ordinals(sizes: npt.NDArray[np.int64]) -> Ints:
    """Count the rows of each document from 0."""
    first = np.cumsum(sizes) - sizes
    return np.arange(int(sizes.sum()), dtype=np.int32) - np.repeat(first.astype(np.int32), sizes)


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
        self._pieces: dict[str, list[Ints]] = {name: [] for name in ("morph", *_FIELDS, "sizes")}
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
        for name, get in _FIELDS.items():
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
            "sentence": _document_ordinals(opens, bounds),
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


def _document_ordinals(opens: npt.NDArray[np.bool_], bounds: _Long) -> _Long:
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
