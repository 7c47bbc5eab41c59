"""Running the analyser: texts in, batches out. The only module that imports it."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from operator import attrgetter
from typing import Any

import numpy as np
import pandas as pd

from analysis.errors import MissingError
from analysis.lexicon import Units
from analysis.tokens.batch import COLUMNS, MORPH, Batch, Ints
from analysis.tokens.sentences import boundaries, within

_ID, _START, _END, _SAID = (attrgetter(name) for name in ("id", "start", "end", "sent_position"))
_FIXED = 61  # the analyser's ids from here on stand for one form and tag; below, for any word of a tag
_PACKED = 3  # characters of 21 bits in 64
_FULL = 400_000  # morphemes after which a batch is handed on

Job = tuple[str, str]  # key and text of a document


def analyse(
    jobs: Sequence[Job], *, units: Units | None, done: Callable[[], object], using: Any = None
) -> Iterator[Batch]:
    """Analyse documents, paragraph by paragraph, on the analyser's own threads.

    Parameters
    ----------
    jobs : sequence of (str, str)
        Key and text of each document; a line is a paragraph.
    units : Units or None
        Names and compounds to keep whole.
    done : callable
        Called after each document.
    using : Kiwi, optional
        The analyser with other settings; by default `kiwi()`.

    Yields
    ------
    Batch
        The documents in order, some 400,000 morphemes at a time.
    """
    paragraphs = (line for _, text in jobs for line in text.split("\n"))
    results = _tokenize(paragraphs, units, using or kiwi())
    builder = _Builder()
    for key, text in jobs:
        for number, line in enumerate(text.split("\n"), 1):
            builder.add(number, line, next(results))
        builder.close(key)
        done()
        if builder.full:
            yield builder.batch()
            builder = _Builder()
    yield builder.batch()


@lru_cache(maxsize=1)
def kiwi() -> Any:
    """Load the analyser once; it never gets user words, so one instance serves every call."""
    return load({})


def load(settings: dict[str, Any]) -> Any:
    """Load the analyser with settings of its own."""
    from kiwipiepy import Kiwi  # noqa: PLC0415 - loads a model, so only when needed

    try:
        return Kiwi(**settings)
    except Exception as error:
        msg = (
            f"the analyser's model could not be loaded ({error}); reinstall kiwipiepy_model, "
            "on Windows in a folder whose path has no Hangul"
        )
        raise MissingError(msg) from error


def _tokenize(paragraphs: Iterable[str], units: Units | None, using: Any) -> Iterator[list[Any]]:
    if units is None:
        return iter(using.tokenize(paragraphs))
    from kiwipiepy import PretokenizedToken  # noqa: PLC0415

    def merge(text: str) -> list[Any]:
        return [(a, b, [PretokenizedToken(u.form, u.tag, 0, b - a)]) for a, b, u in units.spans(text)]

    return iter(using.tokenize(paragraphs, pretokenized=merge))


class _Codes(dict[Any, int]):
    """Numbers values in the order in which they first come up."""

    def __missing__(self, value: Any) -> int:
        self[value] = number = len(self)
        return number


class _Builder:
    """Collects the columns of a batch in plain integer arrays; what can wait is done for all rows at once."""

    def __init__(self) -> None:
        self._columns = {name: array("i") for name in ("morph", "start", "end", "said")}
        self._open = _Codes()  # form and tag where the analyser's id does not tell them
        self._texts: list[str] = []
        self._inside = array("q")  # rows inside quotation marks or brackets
        self._paragraphs: list[tuple[int, int, int]] = []  # number, rows, offset
        self._keys: list[str] = []
        self._documents: list[int] = []  # paragraphs so far at the end of each document
        self._offset = 0

    @property
    def full(self) -> bool:
        return len(self._columns["start"]) >= _FULL

    def add(self, number: int, text: str, morphs: list[Any]) -> None:
        """Append a paragraph."""
        if morphs:
            columns, open_ = self._columns, self._open
            base = len(columns["start"])
            starts, ids = list(map(_START, morphs)), list(map(_ID, morphs))
            if min(ids) < _FIXED:
                pairs = zip(ids, morphs, strict=True)
                ids = [n if n >= _FIXED else -1 - open_[m.form_tag] for n, m in pairs]
            columns["morph"].fromlist(ids)
            columns["start"].fromlist(starts)
            columns["end"].fromlist(list(map(_END, morphs)))
            columns["said"].fromlist(list(map(_SAID, morphs)))
            if quoted := within(starts, text):
                self._inside.fromlist([base + k for k in quoted])
        self._texts.append(text)
        self._paragraphs.append((number, len(morphs), self._offset))
        self._offset += len(text) + 1

    def close(self, key: str) -> None:
        """End a document."""
        self._keys.append(key)
        self._documents.append(len(self._paragraphs))
        self._offset = 0

    def batch(self) -> Batch:
        """Turn what was collected into a batch."""
        columns = {name: np.array(values, dtype=np.int32) for name, values in self._columns.items()}
        paragraphs = np.array(self._paragraphs, dtype=np.int64).reshape(-1, 3)
        number, rows, offset = paragraphs.T
        running = np.repeat(np.arange(len(rows), dtype=np.int32), rows)
        bounds = np.r_[0, np.cumsum(rows)][np.r_[0, np.array(self._documents, dtype=np.int64)]]
        morph, pairs = _morphs(columns["morph"], list(self._open))
        surface, surfaces = _surfaces(self._texts, running, columns["start"], columns["end"])
        tags = [tag for _, tag in pairs]
        inside = np.zeros(len(running), dtype=bool)
        inside[np.array(self._inside, dtype=np.int64)] = True
        opens = boundaries(
            running,
            columns["said"],
            start=columns["start"],
            end=columns["end"],
            tag=np.array(tags or [""])[morph],
            inside=inside,
        )
        counted = np.r_[0, np.cumsum(opens)]
        sizes = np.diff(bounds)
        lemmas = [form + "다" if tag.startswith("V") else form for form, tag in pairs]
        words, places = _vocabulary({"surface": surfaces, "form": [f for f, _ in pairs], "tag": tags, "lemma": lemmas})
        columns |= {
            "paragraph": np.repeat(number, rows),
            "sentence": counted[1:] - np.repeat(counted[bounds[:-1]], sizes),
            "morph": morph,
            "surface": places["surface"][surface],
            "start": columns["start"] + np.repeat(offset, rows),
            "end": columns["end"] + np.repeat(offset, rows),
        }
        return Batch(
            tuple(self._keys),
            bounds,
            {name: columns[name].astype(np.int32) for name in COLUMNS},
            {name: places[name] for name in MORPH},
            tuple(words),
        )


def _morphs(ids: Ints, others: list[tuple[str, str]]) -> tuple[Ints, list[tuple[str, str]]]:
    """Give the morphs of all rows numbers, and list form and tag of each; -1, -2 ... are places in `others`."""
    codes, found = pd.factorize(ids)
    tokens = [others[-1 - n] if n < 0 else kiwi().morpheme(n).form_tag for n in found.tolist()]
    return codes.astype(np.int32), tokens


def _surfaces(texts: list[str], paragraph: Ints, start: Ints, end: Ints) -> tuple[Ints, list[str]]:
    """Give the surfaces of all rows numbers, and list them; up to three characters are told apart as one number."""
    text = "\n".join(texts)
    base = np.cumsum([0, *map(len, texts[:-1])]) + np.arange(len(texts))
    start, end = start + base[paragraph], end + base[paragraph]
    characters = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(np.int64) + 1
    characters = np.r_[characters, np.zeros(_PACKED, np.int64)]
    key = np.zeros(len(start), dtype=np.int64)
    for k in range(_PACKED):
        key = (key << 21) + np.where(start + k < end, characters[start + k], 0)
    long = np.flatnonzero(end - start > _PACKED)
    numbers = _Codes()
    spans = zip(start[long].tolist(), end[long].tolist(), strict=True)
    key[long] = [-1 - numbers[text[a:b]] for a, b in spans]
    codes, _ = pd.factorize(key)
    first = np.zeros(int(codes.max(initial=-1)) + 1, dtype=np.int64)
    first[codes[::-1]] = np.arange(len(codes))[::-1]  # the first of equal codes is written last
    places = zip(start[first].tolist(), end[first].tolist(), strict=True)
    return codes.astype(np.int32), [text[a:b] for a, b in places]


def _vocabulary(lists: dict[str, list[str]]) -> tuple[list[str], dict[str, Ints]]:
    """Bring lists of words to one, sorted, and say where each word of each stands in it."""
    words = sorted(set().union(*lists.values()))
    place = dict(zip(words, range(len(words)), strict=True))
    return words, {name: np.fromiter(map(place.__getitem__, part), np.int32, len(part)) for name, part in lists.items()}
