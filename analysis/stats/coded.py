"""A token table as arrays: which term stands in each row, and where sentences, paragraphs and words begin."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Literal, get_args

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis import schema
from analysis.errors import OptionError, RefusalError
from analysis.matcher.pattern import base_tag
from analysis.matcher.rows import require_whole
from analysis.stats.counting import phrase
from analysis.tokens import Tokens

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Within = Literal["sentence", "paragraph", "document"]

WITHIN = {"sentence": "문장", "paragraph": "문단", "document": "글"}


@dataclass(frozen=True)
class Coded:
    """The rows of a token table as numbers; a term is a lemma with its tag, without the tag's suffix."""

    table: pd.DataFrame
    lemma: Ints
    lemmas: list[str]
    tag: Ints
    tags: list[str]
    start: Ints
    end: Ints

    def __len__(self) -> int:
        return len(self.start)

    def take(self, kept: Ints) -> Coded:
        """Take some of the rows, whole documents."""
        names = ("doc", "paragraph", "sentence", "surface")
        table = pd.DataFrame({name: self.table[name].array.take(kept) for name in names})
        lemma, tag, start, end = (column[kept] for column in (self.lemma, self.tag, self.start, self.end))
        return replace(self, table=table, lemma=lemma, tag=tag, start=start, end=end)

    def text(self, name: str, at: Ints) -> list[str]:
        """Look up a text column in some rows."""
        values = pd.Categorical(self.table[name])
        strings: list[str] = values.categories.to_numpy(dtype=object)[values.codes[at]].tolist()
        return strings

    def unit(self, within: Within) -> Ints:
        """Look up the running number, from 0, of the sentence, paragraph or document of each row."""
        return {"sentence": self.sentence, "paragraph": self.paragraph, "document": self.doc}[within]

    @cached_property
    def doc(self) -> Ints:
        """Running number of the document."""
        return _runs(pd.Categorical(self.table["doc"]).codes)

    @cached_property
    def paragraph(self) -> Ints:
        """Running number of the paragraph, over all documents."""
        return _runs(self.doc, self.table["paragraph"].to_numpy())

    @cached_property
    def sentence(self) -> Ints:
        """Running number of the sentence, over all documents."""
        return _runs(self.doc, self.table["sentence"].to_numpy())

    @cached_property
    def place(self) -> tuple[Ints, Ints]:
        """First and past-the-last character of each row, counted on through all documents."""
        if not len(self):
            return self.start, self.end
        firsts = edges(self.doc)[:-1]
        lengths = np.maximum.reduceat(self.end, firsts) + 1
        base = np.r_[0, np.cumsum(lengths)[:-1]][self.doc]
        return self.start + base, self.end + base

    @cached_property
    def word(self) -> Ints:
        """Running number of the word (eojeol): characters without white space, never across sentences."""
        if not len(self):
            return self.start
        start, end = self.place
        reached = np.maximum.accumulate(end)
        return _counted((start[1:] > reached[:-1]) | _steps(self.sentence))

    @cached_property
    def word_rows(self) -> Ints:
        """First row of every word, and the number of rows at the end."""
        return edges(self.word)

    @cached_property
    def readable(self) -> Flags:
        """Which rows have a lemma."""
        return np.array([name != "" for name in self.lemmas], np.bool_)[self.lemma]

    def among(self, tags: Sequence[str] | None) -> Flags:
        """Which rows have one of some tags, `VV` covering `VV-I`; all rows for None."""
        if tags is None:
            return np.ones(len(self), np.bool_)
        wanted = np.array([t in tags for t in self.tags], np.bool_)
        return wanted[self.tag] if len(self) else np.zeros(0, np.bool_)

    def terms(self, counted: Flags) -> tuple[Ints, pd.DataFrame]:
        """Give the terms of some rows numbers, -1 elsewhere, and say which term and tag a number is."""
        at = np.flatnonzero(counted)
        key = self.lemma[at] * len(self.tags) + self.tag[at]
        held = np.zeros(len(self.lemmas) * len(self.tags), np.bool_)
        held[key] = True
        present, place = np.flatnonzero(held), np.empty(len(held), np.int64)
        place[present] = np.arange(len(present))
        numbers = np.full(len(self), -1, np.int64)
        numbers[at] = place[key]
        lemma, tag = np.divmod(present, max(len(self.tags), 1))
        names = {"term": [self.lemmas[n] for n in lemma], "tag": [self.tags[n] for n in tag]}
        return numbers, pd.DataFrame(names, dtype="str")


def coded(tokens: Tokens, *, what: str, whole: bool) -> Coded:
    """Code the table of readable tokens; with `whole`, refuse one with rows taken out."""
    if tokens.redacted:
        msg = f"{what} needs every word, and these tokens are redacted; segment the article's text instead"
        raise RefusalError.redacted(msg)
    table = tokens.table
    if whole:
        require_whole(table, what=what)
    lemma, lemmas = _codes(table["lemma"])
    suffixed, names = _codes(table["tag"])
    tags = sorted({base_tag(name) for name in names})
    lookup = np.array([tags.index(base_tag(name)) for name in names], np.int64)
    tag = lookup[suffixed] if len(table) else suffixed
    start, end = (table[name].to_numpy(dtype=np.int64) for name in ("start", "end"))
    return Coded(table, lemma, lemmas, tag, tags, start, end)


def edges(ordinal: npt.NDArray[Any]) -> Ints:
    """First position of every run in a running number, and its length at the end."""
    if not len(ordinal):
        return np.zeros(1, np.int64)
    return np.concatenate([[0], np.flatnonzero(_steps(ordinal)) + 1, [len(ordinal)]])


def hold_within(within: str, *, what: str) -> None:
    """Refuse a unit that is none."""
    if within not in get_args(Within):
        msg = f"{what}: within is {within!r}; choose one of {', '.join(get_args(Within))}"
        raise OptionError(msg)


def hold_tags(tags: Sequence[str] | None, tokens: Tokens, *, what: str) -> None:
    """Refuse one string for a list, and a tag that the analyser does not have."""
    if isinstance(tags, str):
        msg = f"{what}: tags must be a list, such as [{tags!r}], not one string"
        raise OptionError(msg)
    unknown = [tag for tag in tags or () if tag not in schema.TAGS]
    if unknown and tokens.recipe.layer != "terms":
        msg = f"{what}: unknown tag {unknown[0]!r}; the tags are {', '.join(schema.TAGS)}"
        raise OptionError(msg)


def hold_least(value: int, least: int, *, name: str, what: str) -> None:
    """Refuse a number that is below what makes sense."""
    if value < least:
        msg = f"{what}: {name} is {value}; give {least} or more"
        raise OptionError(msg)


def base_phrase(tags: Sequence[str] | None, total: int, layer: str) -> str:
    """Name a base in Korean with its size, such as "일반명사·고유명사 351개"."""
    if tags is not None and tuple(tags) == schema.CONTENT_TAGS:
        return f"내용 형태소 {total:,}개"
    return phrase(tags, total, layer)


def _codes(column: pd.Series[Any]) -> tuple[Ints, list[str]]:
    """Codes and distinct values of a text column, without touching the strings of a categorical one."""
    values = pd.Categorical(column)
    return values.codes.astype(np.int64), values.categories.astype(str).tolist()


def _runs(*ordinals: npt.NDArray[Any]) -> Ints:
    """Count, from 0, the stretches in which all of some columns stay the same."""
    if not len(ordinals[0]):
        return np.zeros(0, np.int64)
    return _counted(np.logical_or.reduce([_steps(ordinal) for ordinal in ordinals]))


def _steps(ordinal: npt.NDArray[Any]) -> Flags:
    """Which rows, from the second on, differ from the one before."""
    return np.asarray(ordinal[1:] != ordinal[:-1])


def _counted(steps: Flags) -> Ints:
    """Count from 0 how many steps were taken up to each row."""
    numbers = np.zeros(len(steps) + 1, np.int64)
    np.cumsum(steps, out=numbers[1:])
    return numbers
