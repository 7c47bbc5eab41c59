"""Parties: which states or sides a sentence names, and which two an earlier one named where it says 양국."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache, cached_property

import numpy as np

from analysis.codebook.models import Term
from analysis.files.yaml import parse
from analysis.matcher.arrays import edges
from analysis.matcher.sequences import Match, Sequences
from analysis.paths import LEXICONS

_BOTH = "(양국|두 나라|3국|삼국/NNG|세 나라|양 정부|두 정부|양 정상|두 정상|양측)"
_THIS = ("이번", "이날", "해당")  # directly before a match: the visit or talks that were told before


@cache
def states() -> dict[str, tuple[str, ...]]:
    """Read the kit's list of states: the patterns that name each."""
    entries = parse((LEXICONS / "parties.yaml").read_bytes())["parties"]
    return {entry["party"]: tuple(entry["names"]) for entry in entries}


class Parties:
    """The parties that the sentences of some rows name."""

    def __init__(self, sequences: Sequences, names: Mapping[str, Sequence[str]]) -> None:
        rows = sequences.rows
        found: dict[Match, set[str]] = defaultdict(set)
        for party, patterns in names.items():
            for pattern in patterns:
                for match in sequences.find_pattern(pattern):
                    found[match].add(party)
        # the place and the parties of every name, by sentence
        self._named: dict[int, list[tuple[Match, set[str]]]] = defaultdict(list)
        for match in _outermost(found):
            self._named[int(rows.sentence[match[0]])].append((match, found[match]))
        self._both: dict[int, list[Match]] = defaultdict(list)
        for match in sequences.find_pattern(_BOTH):
            self._both[int(rows.sentence[match[0]])].append(match)
        self._this, self._preceding = rows.with_surface(_THIS), rows.preceding
        self._sentence = rows.sentence
        self._doc = rows.doc[edges(rows.sentence)[:-1]]  # of every sentence

    def are_named(self, term: Term, first: int, evidence_rows: set[int]) -> bool:
        """Whether all parties are named where a match stands; the rows that tell are added to the evidence."""
        # In its sentence; or, where that names fewer than two and says 양국, or 이번 stands before the match, or the
        # term looks through the document, in the nearest earlier sentence of the document that names two or more.
        # Example: "한국과 미국이 만났다. 양국은 동맹을 다졌다." names both for 동맹 in the second sentence; after
        # "한국과 일본이 만났다." 미국 is missing.
        sentence = int(self._sentence[first])
        found = self._parties(sentence, evidence_rows)
        before = int(self._preceding[first])
        pointers = [*self._both[sentence], *([(before, before)] if before >= 0 and self._this[before] else [])]
        if len(found) < 2 and (pointers or term.parties_scope == "document"):
            for low, high in pointers:
                evidence_rows.update(range(low, high + 1))
            found |= self._parties(self._antecedents[sentence], evidence_rows)
        return found >= set(term.parties)

    def _parties(self, sentence: int, evidence_rows: set[int]) -> set[str]:
        """List the parties that a sentence names, and add the rows of their names to the evidence."""
        for (low, high), _ in self._named[sentence]:
            evidence_rows.update(range(low, high + 1))
        return set[str]().union(*(parties for _, parties in self._named[sentence]))

    @cached_property
    def _antecedents(self) -> list[int]:
        """For every sentence the nearest earlier one of its document that names two parties or more; -1 for none."""
        # Example: sentences 0 to 3 of a document, of which 1 names 한국 and 미국: -1 -1 1 1
        found, last = [], -1
        for sentence, doc in enumerate(self._doc.tolist()):
            last = last if sentence and self._doc[sentence - 1] == doc else -1
            found.append(last)
            if len(set[str]().union(*(parties for _, parties in self._named.get(sentence, ())))) > 1:
                last = sentence
        return found


def _outermost(matches: Mapping[Match, object]) -> list[Match]:
    """Leave out the matches that lie inside a longer one."""
    # 미 국방부 in rows 0-1 and 국방부 in row 1: the first alone, which names 미국
    ends = np.array(sorted(matches, key=lambda m: (m[0], -m[1])), dtype=np.int64).reshape(-1, 2)
    reached = np.append(-1, np.maximum.accumulate(ends[:, 1])[:-1]) if len(ends) else np.zeros(0, np.int64)
    return [(low, high) for (low, high), before in zip(ends.tolist(), reached.tolist(), strict=True) if high > before]
