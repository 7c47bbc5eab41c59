"""Runs: nouns that touch each other, such as 국방혁신위원회, and what the letters and tags of one say by themselves.

What a run says by itself is found out once for a word, however often the word occurs.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property, lru_cache
from typing import NamedTuple

from analysis.grammar import name_lists as lists

NOUNS = frozenset({"NNG", "NNP", "SL", "SH", "XPN", "XSN", "SN", "NR"})
_KNOWN = 1 << 15  # words that are kept in mind
_MAYORS_OF = lists.PROVINCES | lists.COUNTIES
_WITHOUT_BRANCHES = lists.COUNTRIES | lists.OFFICES


class _Word:
    """The letters of a run, the tags of its tokens, and where in it all but the last of them end."""

    def __init__(self, term: str, tags: tuple[str, ...], cuts: tuple[int, ...]) -> None:
        self.term = term
        self.tags = tags
        self.cuts = cuts
        self.proper = set(tags) == {"NNP"}  # all of it is proper nouns
        self.holds_proper = "NNP" in tags

    @cached_property
    def kind(self) -> str:
        """Kind that its ending tells; empty where it tells none."""
        return self._kind(behind_place=False)

    @cached_property
    def kind_behind_place(self) -> str:
        """Kind that its ending tells behind the name of a place; empty where it tells none."""
        return self._kind(behind_place=True)

    def _kind(self, *, behind_place: bool) -> str:
        """Name the kind by the letters and tags."""
        term = self.term
        if term.endswith("시장") and term[:-2] in _MAYORS_OF:
            return ""  # a mayor
        ended = lists.ORGANISATION.search(term)
        if self.holds_proper and len(term) >= 3 and ((ended and ended.start() > 0) or lists.SCHOOL.search(term)):
            return "organisation"
        itself = lists.NAMES_ITSELF.search(term) if len(self.tags) > 1 else None
        if itself and itself.start() > 1 and not lists.COMMON.match(term):
            return "organisation"
        weak = lists.WEAK.search(term) and (len(term) > 3 or term in lists.FOREIGN | lists.GIVEN)
        if self.holds_proper and len(term) >= 3 and lists.PLACE.search(term) and (behind_place or not weak):
            return "place"
        if set(self.tags) == {"SL", "NNP"} and any(
            term.startswith(head) or term.endswith(head) for head in lists.LATIN
        ):
            return "organisation"
        return "other" if len(self.tags) > 1 and lists.LAW.search(term) and len(term) > 3 else ""

    @cached_property
    def heads(self) -> tuple[tuple[str, bool], ...]:
        """Beginnings that a title, or 지역, 인근 and the like (true), stands behind."""
        # 부산/NNP 지역/NNG -> (부산, true); 삼성/NNP 회장/NNG -> (삼성, false)
        split = ((self.term[:cut], self.term[cut:]) for cut in self.cuts)
        marked = ((head, tail, lists.LOCAL.fullmatch(tail) is not None) for head, tail in split)
        return tuple((head, local) for head, tail, local in marked if local or tail in lists.TITLES)

    @cached_property
    def ends_event(self) -> bool:
        """Whether it ends the name of an event behind a space: 이태원 핼러윈 참사."""
        return lists.EVENT.search(self.term) is not None

    @cached_property
    def joins(self) -> dict[str, str]:
        """Kind of the name that it ends behind a space, by the kind of what stands before it."""
        # 공항 -> place behind a new name or a place; 중앙지법 -> organisation behind a place
        term, found = self.term, {}
        if lists.ANY_TYPE.fullmatch(term):
            found["place"] = "place"
        elif lists.BRANCH_OF_PLACE.search(term):
            found["place"] = "organisation"
        if lists.TYPE.fullmatch(term):
            found["new"] = "place"
        if lists.BRANCH.search(term):
            found["organisation"] = "organisation"
        return found

    @cached_property
    def without_branches(self) -> bool:
        """Whether it is a country or an office, behind which no place or branch is part of its name."""
        return self.term in _WITHOUT_BRANCHES

    @cached_property
    def of_foreign_name(self) -> bool:
        """Whether it may be part of a foreign name: a proper noun that is no abbreviation and no title."""
        return self.proper and self.term not in lists.ABBREVIATED and not title_of(self.term)


class Run(NamedTuple):
    """Nouns that touch each other: their letters from and to, and the word they are."""

    start: int
    end: int
    term: str
    word: _Word


_word = lru_cache(maxsize=_KNOWN)(_Word)


@lru_cache(maxsize=_KNOWN)
def title_of(term: str) -> str:
    """Find the title that a word ends in; empty for none."""
    if term in lists.SIDES:
        return term
    sizes = range(min(len(term), 6), 1 if len(term) > 1 else 0, -1)
    return next((term[-n:] for n in sizes if term[-n:] in lists.TITLES), "")


def runs(letters: str, starts: Sequence[int], ends: Sequence[int], tags: Sequence[str]) -> list[Run]:
    """Find the nouns that touch each other, in order."""
    # 국방/NNG [0, 2) 혁신/NNG [2, 4) 을/JKO [4, 5) 말/NNG [6, 7) -> [0, 4) 국방혁신, cut at 2, and [6, 7) 말
    found: list[Run] = []
    first = -1  # first token of the run that goes on

    def close(stop: int) -> None:
        # tokens [0, 2) and [2, 4) of the run -> [0, 4), cut at 2
        start, end = starts[first], ends[stop - 1]
        term = letters[start:end]
        cuts = tuple(at - start for at in ends[first : stop - 1]) if stop - first > 1 else ()
        found.append(Run(start, end, term, _word(term, tuple(tags[first:stop]), cuts)))

    for at, tag in enumerate(tags):
        noun = tag in NOUNS
        if first >= 0 and not (noun and starts[at] == ends[at - 1]):
            close(at)
            first = -1
        if noun and first < 0:
            first = at
    if first >= 0:
        close(len(tags))
    return found
