"""Reported speech: N은 …다고 말했다, …다고 N이 밝혔다, N에 따르면 …, each with its speaker."""

from __future__ import annotations

import re

from analysis.grammar.attribution import Attribution, Said
from analysis.grammar.phrases import DATED, NOMINAL, QUOTING, Marked, Who

_REPORTING = re.compile(r"(?:ᆫ다|는다|다|라|자|냐|느냐|으냐|이라)(?:고|며|면서)")
_TAGS = frozenset({"EC", "JKQ"})  # of its endings
_THOUGHT = frozenset("판단하 기대하 예상하 확신하 추측하 추정하 자신하 해석하".split())  # no speech without marks


class Reported(Attribution):
    """Finds reported speech in the sentences of a paragraph."""

    def _reported(self, low: int, high: int, spans: list[Marked], quoted: list[Marked]) -> list[Said]:
        """Find reported speech in a sentence; `spans` is all that stands in marks there, `quoted` what is speech."""
        # 박 대표/NNG 는/JX 값/NNG 이/JKS 오르/VV ᆫ다고/EC 말/NNG 하/XSV -> rows of 값이 오른다고, speaker 박 대표
        found: list[Said] = []
        begin = low
        closed = {row for span in spans for row in (span.last + 1, span.last + 2)}  # “…”라며: the copula may be between
        for row in range(low, high):
            if self.part.tags[row] not in _TAGS or self.part.inside[row] or row in closed or not self._reports(row):
                continue
            short = self.part.forms[row].endswith("고")
            stop = self._clause_end(row + 1, high) if short else high
            verb, at = self._verb(row + 1, stop, plain=short, marks=False)
            if at < 0 or verb in _THOUGHT or (short and not self._near(row, at)):
                continue
            tails = [self._after_tail(span) for span in quoted if span.last <= row]
            said = self._one_reported(row, (verb, at), (low, max([begin, *tails])))
            if said:
                found.append(said)
                begin = row + 1
        according = self._according(low, high)
        if according and not any(one.start >= according.start for one in found):
            found.append(according)
        return found

    def _reports(self, row: int) -> bool:
        """Whether an ending of reported speech stands at a row: 다고, 라며, or 고 behind a final ending."""
        part = self.part
        if part.tags[row] == "JKQ":
            return row > 0 and part.tags[row - 1] == "EF" and part.ends[row - 1] == part.starts[row]
        return part.tags[row] == "EC" and _REPORTING.fullmatch(part.forms[row]) is not None

    def _near(self, row: int, verb: int) -> bool:
        """Whether nothing but adverbs, times, places and a speaker stands between reported speech and its verb."""
        part = self.part
        return verb - row <= 22 and not any(
            part.tags[r] in {"EC", "EF", "ETN"} and not self._light(r)
            for r in range(row + 1, verb)
            if not part.inside[r]
        )

    def _after_tail(self, span: Marked) -> int:
        """First row behind a quotation and its quoting particle."""
        quoting = QUOTING.match(self.part.bare, span.closed)
        return self._row_at(quoting.end() if quoting else span.closed)

    def _one_reported(self, row: int, verb: tuple[str, int], bounds: tuple[int, int]) -> Said | None:
        """Read one stretch of reported speech that ends in a row."""
        part, (stem, at), (low, begin) = self.part, verb, bounds
        behind = self._behind(row + 1, at)
        final = self._final(at)
        if behind:
            who, first = behind, begin
        else:
            found = self._speaker_of_reported(row, low, begin, final=final)
            if found is None:
                return self._carried_report(row, verb, bounds) if final else None
            who, first = found, max(begin, found.particle + 1)
        while first < row and part.tags[first] in {"SP", "SSC", "MAJ"}:
            first += 1
        if first >= row:
            return None
        base = Said(first, part.starts[first], max(part.ends[first : row + 1]), "indirect", "reported", verb=stem)
        return self._named(base, who, "reported")

    def _speaker_of_reported(self, row: int, low: int, begin: int, *, final: bool) -> Who | None:
        """Find the speaker before reported speech: its topic, or the first of several subjects."""
        whos = [who for who in self.topics[begin:row] if who] or [who for who in self.topics[low:row] if who]
        topics = [who for who in whos if who.topic and self.part.forms[who.particle] != "도"] or [
            who for who in whos if who.topic
        ]
        if not final:
            return whos[0] if whos else None
        starts = [n for n, who in enumerate(topics) if self._after_comma(who)]
        if topics:
            return topics[starts[-1]] if starts else topics[0]
        everyone = [r for r in range(low, row) if self.part.tags[r] == "JKS" and not self.part.inside[r]]
        whos = [who for who in whos if self._governs(who, row, strict=False)]
        several = whos and len([r for r in everyone if r >= whos[0].particle]) > 1
        return whos[0] if whos and (several or self._dated(whos[0].particle + 1)) else None

    def _after_comma(self, who: Who) -> bool:
        """Whether a clause and a comma end before a phrase."""
        part = self.part
        return who.first >= 2 and part.tags[who.first - 1] == "SP" and part.tags[who.first - 2] == "EC"

    def _dated(self, row: int) -> bool:
        """Whether a day stands at a row."""
        part = self.part
        return row + 1 < self.size and (
            (part.tags[row] == "SN" and part.forms[row + 1] in DATED) or part.forms[row] in {"이날", "전날"}
        )

    def _carried_report(self, row: int, verb: tuple[str, int], bounds: tuple[int, int]) -> Said | None:
        """Take reported speech without a subject for that of who spoke before in the paragraph."""
        part, (stem, at), (low, begin) = self.part, verb, bounds
        place = self._place(low, row)
        nobody = any(
            part.tags[r] == "JX" and part.forms[r] in {"은", "는"} and part.tags[r - 1] in NOMINAL
            for r in range(max(low, 1), row)
            if not part.inside[r]
        )
        ended = any(part.tags[r] == "EF" for r in range(at, min(at + 7, self.size)))
        first = begin
        while first < row and part.tags[first] in {"SP", "MAJ", "MAG"}:
            first += 1
        if self.memory.first < 0 or nobody or place or not ended or first >= row:
            return None
        end = max(part.ends[first : row + 1])
        return Said(
            first,
            part.starts[first],
            end,
            "indirect",
            "carried",
            stem,
            self.memory.first,
            self.memory.last,
            carried=True,
        )

    def _according(self, low: int, high: int) -> Said | None:
        """Find what a source is quoted for, up to the end of the sentence: N에 따르면 …."""
        # 시/NNG 에/JKB 따르/VV 면/EC ,/SP 비/NNG 가/JKS 오/VV ᆫ다/EF -> rows 5 to 8, speaker row 0
        part = self.part
        for at in self.according:
            if not low + 2 <= at < high - 2 or part.inside[at] or part.forms[at - 1] != "에":
                continue
            if part.forms[at + 1] not in {"면", "으면"}:
                continue
            who = self._any_phrase(at - 2)
            first = at + 2 + (part.tags[at + 2] == "SP")
            if who is None or first >= high or any(part.inside[first:high]):
                return None
            last = high - 1
            start, end = part.starts[first], max(part.ends[first : last + 1])
            return Said(first, start, end, "indirect", "according", "", who.first, who.last)
        return None
