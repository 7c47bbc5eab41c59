"""Attribution: whom a quotation in a sentence belongs to, by the noun phrases before and behind it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from analysis.grammar import saying
from analysis.grammar.phrases import DATED, JOINTS, NOMINAL, TIME, Paragraph, Phrases, Who

_ENDS = frozenset({"EC", "EF", "ETM", "ETN"})
_COORDINATE = frozenset("고 지만 으나 나 자 며 으며 는데".split())
_BODY = re.compile(r"(?:[부처청당실회원사]|터|론|신문|방송|노총|담)$")


class Said(NamedTuple):
    """Words of somebody: their letters, and rows of who says them; numbers are those of the table of tokens."""

    row: int  # first row of what is said
    start: int
    end: int
    kind: str  # direct, partial, indirect
    rule: str
    verb: str = ""  # its stem
    first: int = -1  # rows of the speaker
    last: int = -1
    carried: bool = False


@dataclass
class _Memory:
    """Who spoke or acted last in the paragraph."""

    first: int = -1
    last: int = -1

    def keep(self, first: int, last: int) -> None:
        """Remember a phrase."""
        self.first, self.last = first, last


class Attribution(Phrases):
    """Finds who speaks in the sentences of a paragraph."""

    def __init__(self, part: Paragraph) -> None:
        super().__init__(part)
        self.memory = _Memory()

    def _named(self, base: Said, who: Who | None, rule: str) -> Said:
        """Write a speaker down, or leave it empty."""
        if who is None:
            return base
        if (
            self._pronoun(who)
            and self.memory.first >= 0
            and self.part.forms[who.first] in {"그", "그녀", "그들", "이들"}
        ):
            return base._replace(rule="pronoun", first=self.memory.first, last=self.memory.last, carried=True)
        return base._replace(rule=rule, first=who.first, last=who.last)

    def _before(self, row: int, low: int, *, final: bool) -> Who | None:
        """Find who speaks before a row in its sentence."""
        # 민주당은 반발했고, 이 대표는 “…”라고 -> 이 대표; 김 대표는 정부가 낸 안을 두고 “…”라고 -> 김 대표
        whos = [who for who in self.topics[low:row] if who]
        if not whos:
            return None
        if not final:
            return whos[-1]
        topic = next((who for who in reversed(whos) if who.topic), None)
        subject = next(
            (who for who in reversed(whos) if not who.topic and self._governs(who, row, strict=topic is not None)), None
        )
        if topic is None:
            return subject
        if subject and subject.particle > topic.particle and self._coordinate(topic, subject):
            return subject
        return topic

    def _governs(self, who: Who, row: int, *, strict: bool) -> bool:
        """Whether a subject is not that of a clause before a noun: 정부가 낸 안."""
        part = self.part
        joined = False  # whether its clause has ended and the sentence goes on: 회견을 열고
        for at in range(who.particle + 1, row):
            if part.inside[at]:
                continue
            tag = part.tags[at]
            if part.forms[at] == "가운데" and tag == "NNG" and part.tags[at - 1] == "ETM":
                return False
            if tag in {"ETM", "ETN"} and not joined:
                # 이 대표가 1일 열린 회의에서 “…”라고: another word of the clause stands between it and the verb
                if strict or not self._adverbial(who.particle + 1, at):
                    return False
                joined = True
            joined |= tag == "EC" and not self._light(at)
        return not (joined and strict)

    def _adverbial(self, low: int, high: int) -> bool:
        """Whether words of time or place stand between a subject and a clause, which is then not its own."""
        part = self.part
        return any(
            part.forms[row] in TIME | DATED
            or (part.tags[row] == "JKB" and part.forms[row] in {"에서", "에"})
            or (part.tags[row] == "JKO" and row + 2 < high)
            or part.tags[row] == "JKS"
            for row in range(low, high)
            if not part.inside[row]
        )

    def _coordinate(self, topic: Who, subject: Who) -> bool:
        """Whether a clause ends between a topic and a subject, which then has its own verb."""
        part = self.part
        return any(
            part.tags[row] == "EC" and part.forms[row] in _COORDINATE and part.tags[row + 1] == "SP"
            for row in range(topic.particle, subject.first)
            if not part.inside[row] and row + 1 < self.size
        )

    def _behind(self, low: int, verb: int) -> Who | None:
        """Find who speaks between a quotation and the verb of saying: “…”라고 김 대표는 말했다."""
        part = self.part
        for row in range(low, verb):
            if part.inside[row]:
                continue
            if part.tags[row] in _ENDS and not self._light(row):
                return None
            who = self.topics[row]
            if who and who.first >= low:
                return who
        return None

    def _elsewhere(self, base: Said, row: int, low: int, *, verb: str) -> Said:
        """Look for a source, for a place that speaks, or for who spoke before."""
        source = self._source(low, row)
        if source:
            return self._named(base, source, "according")
        place = self._place(low, row)
        if place:
            is_place = self.part.tags[place.particle] == "JKB"
            return base._replace(rule="place" if is_place else "verb", first=place.first, last=place.last)
        if verb and self.memory.first >= 0 and not any(who for who in self.topics[low:row] if who):
            return base._replace(rule="carried", first=self.memory.first, last=self.memory.last, carried=True)
        return base

    def _modified(self, verb: int) -> Who | None:
        """Find the noun that a verb of saying stands before: “…”라고 말한 김 대표가."""
        part = self.part
        ending = next(
            (row for row in range(verb + 1, min(verb + 4, self.size)) if part.tags[row] in {"ETM", "EC", "EF"}), -1
        )
        if ending < 0 or part.tags[ending] != "ETM":
            return None
        for row in range(ending + 1, self.size):
            if part.tags[row] not in NOMINAL and part.forms[row] not in JOINTS:
                who = self.topics[row] if row < self.size else None
                return who if who and who.first <= ending + 1 else None
        return None

    def _source(self, low: int, row: int) -> Who | None:
        """Find N of N에 따르면 before a row."""
        # 시/NNG 에/JKB 따르/VV 면/EC with low 0 and a row behind them -> row 0
        part = self.part
        for at in reversed(self.according):
            if low + 2 <= at < row and not part.inside[at] and part.forms[at - 1] == "에":
                end = part.forms[at + 1] if at + 1 < self.size else ""
                if end in {"면", "으면"}:
                    return self._any_phrase(at - 2)
        return None

    def _place(self, low: int, row: int) -> Who | None:
        """Find a body that speaks as a place: 당내에서는, 학계에서."""
        part = self.part
        for at in range(row - 1, low, -1):
            if part.tags[at] != "JKB" or part.forms[at] not in {"에서", "서"} or part.inside[at]:
                continue
            head = at - 1
            run = self._run(head)
            around = (
                any(run.endswith(word) for word in ("내", "일각", "안팎", *saying.COLLECTIVE)) or run in saying.AROUND
            )
            if around or part.tags[head] == "NNP" or run in saying.DOCUMENTS or part.forms[head] in {"목격담"}:
                who = Who(self._walk(head), head, at, topic=True)
                if run in saying.DOCUMENTS and (topic := self._topic_of_document(low, at)):
                    return topic
                if around or self._body(head):
                    return who
        return None

    def _topic_of_document(self, low: int, row: int) -> Who | None:
        """Find the topic before a document that speaks: 생태지평은 2일 성명에서."""
        # 생태지평/NNG 은/JX 2/SN 일/NNB 성명/NNG with low 0 and row 5 -> rows 0 to 0
        part = self.part
        for at in range(low + 1, row):
            if (
                part.tags[at] == "JX"
                and part.forms[at] in {"은", "는"}
                and part.tags[at - 1] in NOMINAL
                and not part.inside[at]
            ):
                return Who(self._walk(at - 1), at - 1, at, topic=True)
        return None

    def _body(self, head: int) -> bool:
        """Whether a place that is no region speaks: a firm, a body, a document."""
        form = self._run(head)
        return bool(re.search(r"(?:[부처청당실회원사]|터|론|신문|방송|노총|담)$", form)) or form in saying.DOCUMENTS
