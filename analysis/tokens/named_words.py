"""Words that are named by their lemma, with or without a tag, and what is told of those that do not occur."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import pandas as pd

from analysis import schema
from analysis.errors import OptionError
from analysis.lexicon import StopWords
from analysis.messages import message

_log = logging.getLogger(__name__)


class Words(NamedTuple):
    """Words to be taken out of tokens, as a step of the recipe names them."""

    words: frozenset[tuple[str, str]]
    detail: str
    told: list[str]  # lemmas that are told of where they do not occur

    @classmethod
    def of(cls, lemmas: Iterable[str] | StopWords) -> Words:
        """Read a stop list, or a list of lemmas with or without their tags."""
        if isinstance(lemmas, StopWords):
            return cls(lemmas.pairs, f"stop list {lemmas.id} {lemmas.version} {lemmas.sha256}", [])
        listed = require_list(lemmas, "lemmas")
        words = frozenset(map(split_tag, listed))
        return cls(words, f"lemmas {' '.join(sorted(listed))}", [lemma for lemma, _ in sorted(words)])


def tell_missing(table: pd.DataFrame, lemmas: Sequence[str], *, what: str) -> None:
    """Say on stderr which of some lemmas do not occur in a table."""
    held = set(table["lemma"].cat.categories)
    tell_absent([lemma for lemma in dict.fromkeys(lemmas) if lemma not in held], what=what)


def tell_absent(lemmas: Sequence[str], *, what: str) -> None:
    """Say on stderr that some lemmas do not occur."""
    if lemmas:
        more = message(" and {n} more", n=len(lemmas) - 8) if len(lemmas) > 8 else ""
        first = ", ".join(lemmas[:8])
        _log.warning(message("{what}: {missing}{more} not found in these texts", what=what, missing=first, more=more))


def split_tag(word: str) -> tuple[str, str]:
    """Part a lemma from its tag: 것/NNB gives 것 and NNB, 것 alone an empty tag."""
    lemma, stroke, tag = word.rpartition("/")
    return (lemma, tag) if stroke and lemma and tag in schema.TAGS else (word, "")


def require_list(values: Iterable[str], what: str) -> set[str]:
    """Return names as a set; refuse one string."""
    if isinstance(values, str):
        msg = message("{what} must be a list, such as [{values!r}], not one string", what=what, values=values)
        raise OptionError(msg)
    return {str(value) for value in values}
