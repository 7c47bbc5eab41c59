"""Finding spelling variants in a token table, and the verdict on every place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import numpy as np
import pandas as pd

from analysis import schema
from analysis.errors import SchemaError
from analysis.lexicon.variants import JOINT, Concept, Variants, fold, keys
from analysis.matcher.arrays import view
from analysis.messages import message

Policy = Literal["join", "keep"]

ONE, JOIN, SPLIT = "one row", "rows joined", "row split"
GLOSS, INSIDE, LIST = "left: gloss in brackets", "left: inside a written word", "left: part of a longer list"
NEIGHBOUR, CONTEXT, UNLESS = "left: neighbour", "left: no context word in the document", "left: unless"
SEVERAL, ROWS = "left: several concepts fit", "left: rows are kept"
_NOMINAL = frozenset([*schema.NOUN_TAGS, "TERM"])  # TERM is a word that came tokenised
_JOINT_TAGS = frozenset({"SP", "SW", "SO", "SS"})
_LINKED = _NOMINAL | _JOINT_TAGS
_OPEN, _CLOSE = frozenset("(（"), frozenset(")）")


@dataclass(frozen=True)
class Place:
    """One occurrence: its rows, its spelling, the concept found and what happens to it."""

    first: int
    last: int
    key: str
    rule: str
    concept: Concept
    cut: int = 0  # characters of the spelling where a row is split


class Finder:
    """Finds spellings in a table; what depends on a surface alone is decided once per category."""

    def __init__(self, table: pd.DataFrame, variants: Variants, policy: Policy) -> None:
        self._rows, self._variants, self._policy = view(table), variants, policy
        self._codes = self._rows.codes["surface"]
        self._surfaces = self._rows.vocabulary.written("surface")
        self._folded = _fold_all(self._surfaces)
        self._searched, self._prefixes = _searched(variants)

    def places(self) -> list[Place]:
        """List every occurrence in the order of the rows, with the verdict on it."""
        starts = np.array([bool(f) and f in self._prefixes for f in self._folded], dtype=bool)
        splits = self._splits() if self._policy == "join" else {}
        glued = np.zeros(len(starts), dtype=bool)
        glued[list(splits)] = True
        if not (starts | glued).any():
            return []
        self._require_order()
        runs = list(self._runs(np.flatnonzero(starts[self._codes]).tolist()))
        seen = self._seen(runs)
        found = [p for first, last, key in runs for p in self._decide(first, last, key, seen)]
        for row in np.flatnonzero(glued[self._codes]).tolist():
            key = splits[int(self._codes[row])]
            if self.tag(row) in ("NNG", "NNP"):
                found.extend(self._decide(row, row, key, seen, cut=len(key)))
        return sorted(found, key=lambda p: p.first)

    def _require_order(self) -> None:
        """Refuse a table with rows taken out or moved."""
        i, new = self._rows.numbers["i"], np.append(True, np.diff(self._rows.doc) != 0)
        if not np.where(new, i == 0, np.append(False, np.diff(i) == 1)).all():
            msg = message("variants need every row of a document in its order; merge them before keep() or drop()")
            raise SchemaError(msg)

    def _splits(self) -> dict[int, str]:
        """Surfaces that are a Hanja spelling with two or more syllables of Hangul glued to it: 美연준."""
        found = {}
        hanja = sorted((k for k in self._variants.spellings if all(_is_hanja(c) for c in k)), key=len, reverse=True)
        for code, text in enumerate(self._folded):
            if len(text) > 2 and _is_hanja(text[0]) and text not in self._searched:
                key = next((k for k in hanja if text.startswith(k)), "")
                rest = text[len(key) :]
                if key and len(rest) > 1 and all("가" <= c <= "힣" for c in rest):
                    found[code] = key
        return found

    def _runs(self, candidates: list[int]) -> Iterator[tuple[int, int, str]]:
        """Yield the longest spelling from each candidate row on, none overlapping."""
        # 한/NNG ·/SP 미/NNG 동맹/NNG with 한·미 listed, from row 0 -> (0, 2, "한·미")
        start, end, sentence, tag = self._rows.start, self._rows.end, self._rows.sentence, self.tag
        free = 0
        for first in candidates:
            if first < free or tag(first) not in _NOMINAL:
                continue
            text, row, best, part = self._folded[self._codes[first]], first, (-1, ""), (-1, "")
            while text in self._prefixes:
                last = row + 1 == len(end) or sentence[row + 1] != sentence[row]
                if text in self._searched and tag(row) in _NOMINAL and (last or start[row + 1] >= end[row]):
                    if JOINT in text and self._in_list(first, row):
                        part = (row, text)
                    else:
                        best = (row, text)
                row += 1
                if last or tag(row) not in _LINKED or not 0 <= start[row] - end[row - 1] <= 1:
                    break
                following = self._folded[self._codes[row]]
                if not following:  # blanked in a redacted table
                    break
                text += " " * int(start[row] - end[row - 1]) + following
            best = best if best[1] else part
            if best[1]:
                free = best[0] + 1
                yield first, best[0], best[1]

    def _seen(self, runs: list[tuple[int, int, str]]) -> dict[str, set[int]]:
        """For every spelling and context word, the documents in which it stands."""
        seen: dict[str, set[int]] = {}
        doc = self._rows.codes["doc"]
        for first, _, key in runs:
            seen.setdefault(key, set()).add(int(doc[first]))
        return seen

    def _decide(self, first: int, last: int, key: str, seen: dict[str, set[int]], *, cut: int = 0) -> Iterator[Place]:
        """Say what happens to an occurrence; nothing where it already is what the list wants."""
        options = [self._variants.active[n] for n in self._variants.spellings.get(key, ())]
        merged = first == last and self._written("lemma", first) in {c.form for c in options}
        if not options or merged:  # the concept's own form keeps its tag: 인도 is a country and a pavement
            return
        doc = int(self._rows.codes["doc"][first])
        verdicts = [self._reason(first, last, key, c, cut) or _elsewhere(doc, c, seen) for c in options]
        fits = [n for n, verdict in enumerate(verdicts) if not verdict]
        chosen = options[fits[0] if fits else 0]
        rule = SEVERAL if len(fits) > 1 else self._action(first, last, cut) if fits else verdicts[0]
        yield Place(first, last, key, rule, chosen, cut)

    def _action(self, first: int, last: int, cut: int) -> str:
        """Name what is done to an occurrence that fits."""
        if first < last:
            return JOIN if self._policy == "join" else ROWS
        return SPLIT if cut else ONE

    def _reason(self, first: int, last: int, key: str, concept: Concept, cut: int) -> str:
        """Say why the rows around forbid the concept here; empty if they do not."""
        start, end, sentence, tag = self._rows.start, self._rows.end, self._rows.sentence, self.tag
        before = first - 1 if first and sentence[first - 1] == sentence[first] else -1
        behind = last + 1 if last + 1 < len(end) and sentence[last + 1] == sentence[last] else -1
        touched = before >= 0 and end[before] == start[first]
        touching = behind >= 0 and start[behind] == end[last]
        letter = touched and not tag(before).startswith(("SF", "SP", "SS", "SE", "SO", "SW", "SB"))
        if letter and (cut == 1 or len(self._folded[self._codes[first]]) == 1):
            return INSIDE
        if touched and touching and self.text(before) in _OPEN and self.text(behind) in _CLOSE:
            opened = before - 1
            if opened >= 0 and end[opened] == start[before] and not tag(opened).startswith("S"):
                return GLOSS
        if JOINT in key and self._in_list(first, last):
            return LIST
        rest = self.text(first)[cut:] if cut else ""
        beside = _hit(self._names(before), concept.not_after) or _hit(self._names(behind), concept.not_before)
        return NEIGHBOUR if beside or (rest and rest.startswith(concept.not_before)) else ""

    def _in_list(self, first: int, last: int) -> bool:
        """Whether a joint with a word behind it touches the rows on either side: 미·중 in 미·중·러."""
        start, end = self._rows.start, self._rows.end
        left = (
            first > 1
            and self._is_joint(first - 1)
            and end[first - 2 : first].tolist() == start[first - 1 : first + 1].tolist()
        )
        right = (
            last + 2 < len(end)
            and self._is_joint(last + 1)
            and start[last + 1 : last + 3].tolist() == end[last : last + 2].tolist()
        )
        return bool(left or right)

    def _is_joint(self, row: int) -> bool:
        return bool(self._folded[self._codes[row]] == JOINT)

    def _names(self, row: int) -> list[str]:
        """Name a neighbour as a list may name it: by its surface and by its tag."""
        return [self.text(row), self.tag(row)] if row >= 0 else []

    def text(self, row: int) -> str:
        """Surface of a row."""
        return self._surfaces[int(self._codes[row])]

    def _written(self, name: str, row: int) -> str:
        """Form, tag or lemma of a row."""
        return self._rows.vocabulary.written(name)[int(self._rows.codes[name][row])]

    def tag(self, row: int) -> str:
        """Tag of a row without its suffix."""
        return self._rows.tags[int(self._rows.tag[row])]

    def spelling(self, place: Place) -> str:
        """Characters of an occurrence, a gap between rows as one space."""
        start, end = self._rows.start, self._rows.end
        rest = range(place.first + 1, place.last + 1)
        parts = (" " * int(start[row] - end[row - 1]) + self.text(row) for row in rest)
        return self.text(place.first) + "".join(parts)

    def analysis(self, place: Place) -> str:
        """Forms and tags of the rows of an occurrence, as they were."""
        rows = range(place.first, place.last + 1)
        return " ".join(f"{self._written('form', row)}/{self._written('tag', row)}" for row in rows)


@lru_cache(maxsize=4)
def _searched(variants: Variants) -> tuple[frozenset[str], frozenset[str]]:
    """List what is looked for in a text, spellings and words of contexts, and all beginnings of it."""
    beside = {key for c in variants.active for word in (*c.context, *c.unless) for key in keys(word)}
    searched = beside.union(variants.spellings)
    return frozenset(searched), frozenset(key[:n] for key in searched for n in range(1, len(key) + 1))


def _fold_all(texts: list[str]) -> list[str]:
    """Fold many surfaces, all at once: none of the three steps reaches over a line break."""
    folded = fold("\n".join(texts)).split("\n")
    return folded if len(folded) == len(texts) else [fold(text) for text in texts]


def _is_hanja(character: str) -> bool:
    return "\u3400" <= character <= "\u9fff"


def _hit(names: list[str], listed: tuple[str, ...]) -> bool:
    return not set(names).isdisjoint(listed)


def _elsewhere(doc: int, concept: Concept, seen: dict[str, set[int]]) -> str:
    """Say why the document forbids the concept; empty if it does not."""

    def stands(words: tuple[str, ...]) -> bool:
        return any(doc in seen.get(key, ()) for word in words for key in keys(word))

    if stands(concept.unless):
        return UNLESS
    return "" if not concept.context or stands(concept.context) else CONTEXT
