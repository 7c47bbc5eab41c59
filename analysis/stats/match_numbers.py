"""How many matches of a query every part of a corpus holds, as far as that is known without a search of its rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis import schema
from analysis.matcher.spelling import canonical
from analysis.stats.spans import ITEM
from analysis.tokens import Tokens
from analysis.tokens.over_parts import note, noted, words_in_parts
from analysis.tokens.part_words import PartWords, is_listed


class Numbers(NamedTuple):
    """How many matches of a query every part holds, and what the parts say of it together."""

    matches: list[int]
    overlapping: list[int]
    said: dict[str, bool]

    @classmethod
    def noted(cls, tokens: Tokens, kind: str, text: str) -> Numbers | None:
        """Read what was noted beside the parts."""
        kept = noted(tokens, ["matches", kind, text])
        if kept is None:
            return None
        said = zip(kept["said"]["question"].tolist(), kept["said"]["answer"].tolist(), strict=True)
        return cls(kept["parts"]["n"].tolist(), kept["parts"]["overlapping"].tolist(), dict(said))

    def note(self, tokens: Tokens, kind: str, text: str) -> None:
        """Note it beside the parts, unless nothing was found, of which more is to be said."""
        if sum(self.matches):
            questions, answers = pd.Series(list(self.said), dtype="str"), list(self.said.values())
            said = pd.DataFrame({"question": questions, "answer": pd.Series(answers, dtype="bool")})
            parts = pd.DataFrame({"n": self.matches, "overlapping": self.overlapping})
            note(tokens, ["matches", kind, text], {"parts": parts, "said": said})

    def parts_with(self, first: int) -> list[int]:
        """Which parts hold the first matches."""
        # parts of 3, 0 and 4 matches hold the first 5 in the parts 0 and 2, and the first 3 in 0
        matches = np.array(self.matches)
        before = np.cumsum(matches) - matches
        held: list[int] = np.flatnonzero((matches > 0) & (before < first)).tolist()
        return held


def counted(tokens: Tokens, item: str, cuts: Callable[[str], Sequence[tuple[str, ...]]]) -> list[int | None] | None:
    """Take the matches of one word in every part from the counts of its words; None where only the rows say it.

    Parameters
    ----------
    tokens : Tokens
        In parts; of a table nothing is known.
    item : str
        A lemma, or lemma/TAG.
    cuts : callable
        Gives the lemmas of a word's morphemes, as the query looks for them too.

    Returns
    -------
    list of int or None
        None for a part that has to be searched, and as a whole where no known part has the lemma: then other spellings
        count, and of what is nowhere more is said.
    """
    match = ITEM.fullmatch(item)
    lemma, tag = (match[1], match[2]) if match else (item, "")
    spelling = canonical(lemma)
    if "*" in lemma or (tag not in schema.TAGS if match else not is_listed(spelling)):
        return None
    known = words_in_parts(tokens, [lemma], spelling)
    if not any(part is not None and part.lemmas for part in known or ()):
        return None
    if not tag and (others := cuts(lemma)):
        known = words_in_parts(tokens, {lemma}.union(*others), spelling)
        known = [None if part is None or _has_one(part, others) else part for part in known or ()]
    numbers = [None if part is None else _number(part, lemma, tag) for part in known or ()]
    return numbers if sum(filter(None, numbers)) else None


def _has_one(part: PartWords, cuts: Sequence[tuple[str, ...]]) -> bool:
    """Whether a part holds all lemmas of one of some ways to cut a word."""
    present = {lemma for lemma, _ in part.lemmas}
    return any(present.issuperset(lemmas) for lemmas in cuts)


def _number(part: PartWords, lemma: str, tag: str) -> int | None:
    """Count the matches of a lemma in a part, those in several morphemes besides, unless one of these is the lemma."""
    if tag:
        wanted = schema.base_tags([tag])
        return sum(n for (term, of), n in part.lemmas.items() if term == lemma and of in wanted)
    if not part.is_certain:
        return None
    alone = sum(n for (term, _), n in part.lemmas.items() if term == lemma)
    return alone + sum(n for own, n in part.spelt.items() if own != lemma)
