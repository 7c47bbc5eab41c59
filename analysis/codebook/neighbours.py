"""Neighbours of a match: words, parties and readings beside it or in its sentence that cancel or license a hit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property

import numpy as np

from analysis.codebook.models import Term
from analysis.codebook.parties import Parties
from analysis.codebook.readings import Readings
from analysis.matcher.arrays import Ints
from analysis.matcher.sequences import Match, Sequences
from analysis.matcher.spelling import canonical

NEIGHBOURS = ("not_before", "not_after", "not_near", "require_near", "not_as", "parties")  # fields of a term


class Neighbourhood:
    """What stands around matches in some rows."""

    def __init__(self, sequences: Sequences, parties: Mapping[str, Sequence[str]]) -> None:
        self._rows, self._sequences = sequences.rows, sequences
        self._names, self._readings = parties, Readings(sequences)
        self._near: dict[str, tuple[list[Match], Ints]] = {}

    def allows(self, term: Term, first: int, last: int, evidence_rows: set[int]) -> bool:
        """Whether the neighbours let a match of a term stand; the rows that decide it are added to the evidence."""
        if not any(getattr(term, name) for name in NEIGHBOURS):
            return True
        beside = [
            *(m for word in term.not_after if (m := self._after(last, canonical(word)))),
            *(m for word in term.not_before if (m := self._before(first, canonical(word)))),
            *(m for word in term.not_near for m in self._in_sentence(word, first, last)),
            *(m for reading in term.not_as if (m := self._readings.find(reading, first, last))),
        ]
        licensing = [m for word in term.require_near for m in self._in_sentence(word, first, last)]
        for low, high in (*beside, *licensing):
            evidence_rows.update(range(low, high + 1))
        named = not term.parties or self._parties.are_named(term, first, evidence_rows)
        return named and not beside and (bool(licensing) or not term.require_near)

    @cached_property
    def _parties(self) -> Parties:
        """The parties that sentences name."""
        return Parties(self._sequences, self._names)

    def _after(self, last: int, word: str) -> Match | None:
        """Rows that hold a word directly after a row."""
        # Attached, the characters that follow must begin with it. Across a space it must be made of whole morphemes
        # and have two characters or more: 은 after 동맹 in 동맹+은/JX, not in 동맹 은/NNG.
        rows = self._rows
        at = int(rows.following[last])
        if at < 0:
            return None
        return self._spelled(at, word, step=1, whole=bool(rows.start[at] > rows.end[last]))

    def _before(self, first: int, word: str) -> Match | None:
        """Rows that hold a word directly before a row; as `_after`, mirrored."""
        rows = self._rows
        at = int(rows.preceding[first])
        if at < 0:
            return None
        return self._spelled(at, word, step=-1, whole=bool(rows.end[at] < rows.start[first]))

    def _spelled(self, at: int, word: str, *, step: int, whole: bool) -> Match | None:
        """Rows from `at` on, going right or left without white space, that spell a word."""
        # 동맹국 to the right in the rows 동맹/NNG 국/XSN 은/JX from 동맹 on -> (동맹, 국)
        if whole and len(word) < 2:
            return None
        rows, here, text = self._rows, at, ""
        while True:
            surface = rows.surfaces[rows.surface[here]]
            text = text + surface if step > 0 else surface + text
            fits = text.startswith(word) if step > 0 else text.endswith(word)
            begun = word.startswith(text) if step > 0 else word.endswith(text)
            if (text == word) if whole else fits:
                return (at, here) if step > 0 else (here, at)
            onward = int(rows.following[here] if step > 0 else rows.preceding[here])
            if not surface or not begun or onward < 0 or not self._are_attached(here, onward):
                return None
            here = onward

    def _are_attached(self, here: int, onward: int) -> bool:
        """Whether two neighbouring rows have no white space between them."""
        left, right = min(here, onward), max(here, onward)
        return bool(self._rows.end[left] == self._rows.start[right])

    def _in_sentence(self, word: str, first: int, last: int) -> list[Match]:
        """Find the matches of a pattern in the sentence of a match, apart from the match itself."""
        if word not in self._near:
            found = self._sequences.find_pattern(word)
            sentences = self._rows.sentence[np.array([m[0] for m in found], dtype=np.int64)]
            self._near[word] = (found, sentences)
        found, sentences = self._near[word]
        sentence = self._rows.sentence[first]
        low, high = np.searchsorted(sentences, [sentence, sentence + 1]).tolist()
        return [m for m in found[low:high] if m[1] < first or m[0] > last]
