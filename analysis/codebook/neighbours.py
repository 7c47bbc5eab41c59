"""Neighbours of a match: words, parties and readings beside it or in its sentence that cancel or license a hit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property

from analysis.codebook.models import Term
from analysis.codebook.parties import Parties
from analysis.codebook.readings import Readings
from analysis.matcher.sequences import Match, Sequences
from analysis.matcher.spelling import canonical

NEIGHBOURS = ("not_before", "not_after", "not_near", "require_near", "not_as", "parties")  # fields of a term


class Neighbourhood:
    """What stands around matches in some rows."""

    def __init__(self, sequences: Sequences, parties: Mapping[str, Sequence[str]]) -> None:
        self._rows, self._sequences = sequences.rows, sequences
        self._names, self._readings = parties, Readings(sequences)
        self._near: dict[tuple[str, ...], dict[int, list[Match]]] = {}
        self._begun: dict[tuple[tuple[str, ...], int, int], list[str]] = {}
        self._sentence, self._surface = self._rows.sentence.data, self._rows.surface.data
        self._following, self._preceding = self._rows.following.data, self._rows.preceding.data

    def allows(self, term: Term, first: int, last: int, evidence_rows: set[int]) -> bool:
        """Whether the neighbours let a match of a term stand; the rows that decide it are added to the evidence."""
        if not any(getattr(term, name) for name in NEIGHBOURS):
            return True
        beside = [
            *self._beside(term.not_after, self._following[last], last, step=1),
            *self._beside(term.not_before, self._preceding[first], first, step=-1),
            *self._in_sentence(term.not_near, first, last),
            *(m for reading in term.not_as if (m := self._readings.find(reading, first, last))),
        ]
        licensing = self._in_sentence(term.require_near, first, last)
        for low, high in (*beside, *licensing):
            evidence_rows.update(range(low, high + 1))
        named = not term.parties or self._parties.are_named(term, first, evidence_rows)
        return named and not beside and (bool(licensing) or not term.require_near)

    @cached_property
    def _parties(self) -> Parties:
        """The parties that sentences name."""
        return Parties(self._sequences, self._names)

    def _beside(self, words: tuple[str, ...], at: int, row: int, *, step: int) -> list[Match]:
        """Rows that hold each of some words right beside a row, from the neighbour of it on."""
        # Attached, the characters that follow must begin with it. Across a space it must be made of whole morphemes
        # and have two characters or more: 은 after 동맹 in 동맹+은/JX, not in 동맹 은/NNG.
        if at < 0 or not words:
            return []
        if not (begun := self._words_begun(words, self._surface[at], step)):
            return []
        whole = not self._are_attached(row, at)
        return [m for word in begun if (m := self._spelled(at, word, step=step, whole=whole))]

    def _words_begun(self, words: tuple[str, ...], code: int, step: int) -> list[str]:
        """Which of some words a surface may begin, read to the right, or end, read to the left."""
        # 동 of the words 동맹국, 한국 to the right -> 동맹국
        key = words, code, step
        if key not in self._begun:
            surface, spelled = self._rows.surfaces[code], map(canonical, words)
            if step > 0:
                found = [w for w in spelled if w.startswith(surface) or surface.startswith(w)]
            else:
                found = [w for w in spelled if w.endswith(surface) or surface.endswith(w)]
            self._begun[key] = found
        return self._begun[key]

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

    def _in_sentence(self, words: tuple[str, ...], first: int, last: int) -> list[Match]:
        """Find the matches of some patterns in the sentence of a match, apart from the match itself."""
        if not words:
            return []
        if words not in self._near:
            found = self._near[words] = {}
            for match in (match for word in words for match in self._sequences.find_pattern(word)):
                found.setdefault(self._sentence[match[0]], []).append(match)
        return [m for m in self._near[words].get(self._sentence[first], ()) if m[1] < first or m[0] > last]
