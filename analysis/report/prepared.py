"""A document made ready for its report: morphemes, words, sentences and where everything stands."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, replace
from functools import cached_property

import pandas as pd

from analysis import stats
from analysis.corpus import Corpus
from analysis.grammar.syntax import Syntax
from analysis.lexicon import StopWords
from analysis.lexicon.stance import stance
from analysis.matcher.arrays import Arrays
from analysis.report.facts import Document, Place, Sentence
from analysis.tokens import Tokens
from analysis.tokens.tokens import arrays

_MARKS = frozenset('“”"「」『』')


@dataclass(frozen=True)
class Prepared:
    """One document: its text, its two layers of tokens, the stop list, and what was overridden about it."""

    corpus: Corpus
    tokens: Tokens
    words: Tokens
    stop: StopWords
    given: tuple[tuple[str, str], ...] = ()  # fields of the document that the user set

    @cached_property
    def documents(self) -> pd.DataFrame:
        """The documents table with what the user set."""
        return self.corpus.documents.assign(**dict(self.given))

    @cached_property
    def document(self) -> Document:
        """What is known of the document."""
        row = self.documents.iloc[0]
        fields = Document.__dataclass_fields__
        return Document(**{name: str(row[name]) for name in fields})

    @property
    def redacted(self) -> bool:
        """Whether the text is not here."""
        return self.corpus.redacted or self.tokens.redacted

    @cached_property
    def text(self) -> str | None:
        """The text, None where it is redacted."""
        return None if self.redacted else str(self.corpus.documents["text"].iloc[0])

    @cached_property
    def rows(self) -> Arrays:
        """The morphemes as integers."""
        return arrays(self.tokens)

    @cached_property
    def syntax(self) -> Syntax:
        """Markers, quotations, clauses and subjects."""
        return Syntax(self.rows, stance().markings)

    @cached_property
    def said(self) -> tuple[tuple[int, int, str, bool], ...]:
        """What is quoted: its letters with the marks around it, the speaker, and whether it stands in marks."""
        if self.text is None:
            return ()
        found = []
        for row in stats.quotations(self.tokens).to_dict("records"):
            start, end, direct = int(row["start"]), int(row["end"]), row["kind"] != "indirect"
            start -= direct and self.text[start - 1 : start] in _MARKS
            end += direct and self.text[end : end + 1] in _MARKS
            found.append((start, end, str(row["speaker"]), direct))
        return tuple(found)

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """The sentences from their first morpheme to their last."""
        table = self.tokens.table
        found = table.groupby("sentence", sort=True).agg(
            paragraph=("paragraph", "first"), start=("start", "min"), end=("end", "max")
        )
        rows = found.reset_index()[["sentence", "paragraph", "start", "end"]].to_numpy().tolist()
        return tuple(Sentence(*map(int, row)) for row in rows)

    @cached_property
    def _starts(self) -> list[int]:
        return [sentence.start for sentence in self.sentences]

    def place(self, start: int, end: int) -> Place:
        """Find the sentence of a span."""
        at = max(bisect_right(self._starts, start) - 1, 0)
        return Place(self.sentences[at].number, int(start), int(end))

    def keyed(self, places: list[tuple[Place, ...]]) -> tuple[Sentence, ...]:
        """Note in each sentence how many of some words stand in it."""
        held = [{place.sentence for place in one} for one in places]
        return tuple(replace(s, key=sum(s.number in one for one in held)) for s in self.sentences)
