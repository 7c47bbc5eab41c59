"""Running the analyser: texts in, batches out. The only module that imports it."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from operator import attrgetter
from typing import Any

import numpy as np

from analysis.errors import MissingError
from analysis.lexicon import Units
from analysis.tokens.batch import MORPH, Batch, Ints
from analysis.tokens.sentences import boundaries, within

_ID, _START, _END, _SAID = (attrgetter(name) for name in ("id", "start", "end", "sent_position"))
_FIXED = 100  # the analyser's ids from here on stand for one form and tag; below, for any word of a tag
_FULL = 400_000  # morphemes after which a batch is handed on

Job = tuple[str, str]  # key and text of a document


def analyse(jobs: Sequence[Job], *, units: Units | None, done: Callable[[], object]) -> Iterator[Batch]:
    """Analyse documents, paragraph by paragraph, on the analyser's own threads.

    Parameters
    ----------
    jobs : sequence of (str, str)
        Key and text of each document; a line is a paragraph.
    units : Units or None
        Names and compounds to keep whole.
    done : callable
        Called after each document.

    Yields
    ------
    Batch
        The documents in order, some 400,000 morphemes at a time.
    """
    paragraphs = (line for _, text in jobs for line in text.split("\n"))
    results = _tokenize(paragraphs, units)
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
    from kiwipiepy import Kiwi  # noqa: PLC0415 - loads a model, so only when needed

    try:
        return Kiwi()
    except Exception as error:
        msg = (
            f"the analyser's model could not be loaded ({error}); reinstall kiwipiepy_model, "
            "on Windows in a folder whose path has no Hangul"
        )
        raise MissingError(msg) from error


def _tokenize(paragraphs: Iterable[str], units: Units | None) -> Iterator[list[Any]]:
    if units is None:
        return iter(kiwi().tokenize(paragraphs))
    from kiwipiepy import PretokenizedToken  # noqa: PLC0415

    def merge(text: str) -> list[Any]:
        return [(a, b, [PretokenizedToken(u.form, u.tag, 0, b - a)]) for a, b, u in units.spans(text)]

    return iter(kiwi().tokenize(paragraphs, pretokenized=merge))


class _Codes(dict[Any, int]):
    """Numbers values in the order in which they first come up."""

    def __missing__(self, value: Any) -> int:
        self[value] = number = len(self)
        return number


class _Builder:
    """Collects the columns of a batch in plain integer arrays."""

    def __init__(self) -> None:
        self._morphs, self._surfaces = _Codes(), _Codes()
        self._columns = {name: array("i") for name in ("morph", "surface", "start", "end", "said")}
        self._pairs: dict[Any, tuple[str, str]] = {}
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
            columns, surfaces, codes = self._columns, self._surfaces, self._morphs
            base = len(columns["start"])
            starts, ends = list(map(_START, morphs)), list(map(_END, morphs))
            keys = [n if n >= _FIXED else m.form_tag for n, m in zip(map(_ID, morphs), morphs, strict=True)]
            columns["morph"].extend(map(codes.__getitem__, keys))
            columns["surface"].extend([surfaces[text[a:b]] for a, b in zip(starts, ends, strict=True)])
            columns["start"].extend(starts)
            columns["end"].extend(ends)
            columns["said"].extend(map(_SAID, morphs))
            self._inside.extend([base + k for k in within(starts, text)])
            if len(codes) > len(self._pairs):
                self._pairs.update((k, m.form_tag) for k, m in zip(keys, morphs, strict=True) if k not in self._pairs)
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
        forms, tags = [form for form, _ in self._pairs.values()], [tag for _, tag in self._pairs.values()]
        lemmas = [form + "다" if tag.startswith("V") else form for form, tag in self._pairs.values()]
        words = sorted({*self._surfaces, *forms, *tags, *lemmas})
        place = dict(zip(words, range(len(words)), strict=True))
        inside = np.zeros(len(running), dtype=bool)
        inside[np.array(self._inside, dtype=np.int64)] = True
        opens = boundaries(
            running,
            columns["said"],
            start=columns["start"],
            end=columns["end"],
            tag=np.array(tags or [""])[columns["morph"]],
            inside=inside,
        )
        counted = np.r_[0, np.cumsum(opens)]
        sizes = np.diff(bounds)
        places = {
            "paragraph": np.repeat(number, rows),
            "sentence": counted[1:] - np.repeat(counted[bounds[:-1]], sizes),
            "morph": columns["morph"],
            "surface": _places(self._surfaces, place)[columns["surface"]],
            "start": columns["start"] + np.repeat(offset, rows),
            "end": columns["end"] + np.repeat(offset, rows),
        }
        return Batch(
            tuple(self._keys),
            bounds,
            {name: values.astype(np.int32) for name, values in places.items()},
            {name: _places(values, place) for name, values in zip(MORPH, (forms, tags, lemmas), strict=True)},
            tuple(words),
        )


def _places(values: Collection[str], place: dict[str, int]) -> Ints:
    """Look up many words."""
    return np.fromiter(map(place.__getitem__, values), np.int32, len(values))
