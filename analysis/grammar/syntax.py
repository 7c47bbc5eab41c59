"""Syntax: the grammar of a text worked out once: markers, quotations, clauses and subjects."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.grammar.clauses import Clauses, clauses
from analysis.grammar.markers import Markers, Marking, find
from analysis.grammar.quotes import Quotes, quotations
from analysis.grammar.saying import may_speak
from analysis.grammar.subjects import RELATION, Span, Subjects, head, subjects
from analysis.matcher.arrays import Arrays

_SIGNS = frozenset({"SF", "SP", "SS", "SSO", "SSC", "SE", "SO"})
_DAY = frozenset("년 월 일 시".split())
_LONGEST = 20  # letters of a name as it stands; a longer one is trimmed to its head


class Syntax:
    """Markers, quotations, clauses and subjects of a table, each worked out once."""

    def __init__(self, rows: Arrays, markings: Sequence[Marking]) -> None:
        self.rows = rows
        self.markers: Markers = find(rows, markings)
        self.quotes: Quotes = quotations(rows)
        self.clauses: Clauses = clauses(rows, self.markers, self.quotes)
        self.subjects: Subjects = subjects(self.clauses)

    def name(self, span: Span) -> str:
        """Write who acts or speaks: the noun phrase, or its head where it is long."""
        # rows of 씨/NNB -> ㄱ씨, 명/NNB -> 한 명, 솔/NNG -> 푸른솔, which the analyser broke
        rows, (first, last) = self.rows, span
        signs = rows.among(_SIGNS)
        while first and rows.sentence[first - 1] == rows.sentence[first] and not signs[first - 1]:
            if not (rows.among({"NNB"})[first] or rows.end[first - 1] >= rows.start[first]):
                break
            first -= 1
        last -= int(last > first and bool(rows.with_form({"등"})[last]))
        while first + 2 <= last and rows.among({"SN"})[first] and rows.with_form(_DAY)[first + 1]:
            first += 2  # 28/SN 일/NNB 정 실장
        text = rows.text(first, last + 1, folded=False)
        if len(text) <= _LONGEST and not rows.with_form(RELATION)[first : last + 1].any():
            return text
        short = head(rows, first, last)
        return rows.text(short[0], short[1] + 1, folded=False)

    def is_who(self, last: int) -> bool:
        """Whether a noun phrase that ends in a row may name a person or a body, by its last word."""
        return may_speak(self.rows.forms[self.rows.form[last]], self.rows.tags[self.rows.tag[last]])
