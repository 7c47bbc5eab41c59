"""Speech: what is quoted in a text, in marks or in reported speech, and who says it, by written rules.

Rules read a paragraph at a time and do not look beyond it. A sentence here goes on over what stands between quotation
marks. `Said.rule` names the rule that found the speaker; `marks` is a quotation without one. A quotation that is a
paragraph by itself is read with the sentence beside it that says whose it is.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from analysis.grammar.attribution import Said
from analysis.grammar.phrases import ACCORDING, SPEECH, TITLES, Marked, Paragraph
from analysis.grammar.quoted import LISTED, Quoted, announces, owns
from analysis.grammar.reported import Reported
from analysis.matcher.arrays import Arrays, Flags, edges

_OPENING = SPEECH | frozenset(TITLES)
_ALONE = re.compile(r"\s*(?:“[^“”]*[”“]|„[^“”]*[”“]|[\"＂][^\"＂]*[\"＂]|「[^「」]*」|『[^『』]*』|«[^«»]*»)\s*")
_SENTENCE = re.compile(r"(?<=[.?!])\s")
_CLAUSE = frozenset({"ETM", "EC", "EF"})


def find(rows: Arrays) -> list[Said]:
    """Find what is said in every paragraph, in the order of the text."""
    # two paragraphs of 5 and 9 rows: rows of what is said in the second are counted from 5 on
    found: list[Said] = []
    names, written = rows.tags, rows.forms
    cues = np.append(0, np.cumsum(_cues(rows)))  # up to each row
    for low, high in _read_together(rows):
        if cues[low] == cues[high]:
            continue
        tags = [names[n] for n in rows.tag[low:high].tolist()]
        forms = [written[n] for n in rows.form[low:high].tolist()]
        starts, ends = rows.start[low:high].tolist(), rows.end[low:high].tolist()
        letters = rows.text(low, high, folded=False)
        part = Paragraph(min(starts), letters, forms, tags, starts, ends, rows.sentence[low:high].tolist())
        found += [_in_table(one, low) for one in _Reader(part).read()]
    return found


def _cues(rows: Arrays) -> Flags:
    """Which rows let a paragraph hold speech: opening marks, 따르면, a particle of quotation, 다고 and the like."""
    cues = rows.with_form(_OPENING | ACCORDING) | rows.among({"JKQ"})
    connective = np.flatnonzero(rows.among({"EC"}))
    codes, which = np.unique(rows.form[connective], return_inverse=True)
    reporting = np.array([rows.forms[code][-1:] in "고며서" for code in codes.tolist()], np.bool_)
    cues[connective] |= reporting[which]
    return cues


def _read_together(rows: Arrays) -> Iterator[tuple[int, int]]:
    """Give the paragraphs as rows from and to; one that is a quotation goes with the one that says whose it is."""
    # “가자.” | 김 대표는 이같이 말했다. 그는 웃었다. -> one; 김 대표는 이렇게 말했다. | “가자.” -> one
    bounds = edges(rows.paragraph)
    parts = list(pairwise(bounds.tolist()))
    with_next: list[bool] = [False] * len(parts)
    for k in np.flatnonzero(rows.with_form(_OPENING)[bounds[:-1]]).tolist():
        low, high = parts[k]
        if not _ALONE.fullmatch(rows.text(low, high, folded=False)):
            continue
        behind, before = (parts[at] if 0 <= at < len(parts) else None for at in (k + 1, k - 1))
        if behind and rows.doc[behind[0]] == rows.doc[low]:
            first = _SENTENCE.split(rows.text(*behind, folded=False).strip())[0]
            with_next[k] = not _ALONE.fullmatch(first) and owns(first)
        if before and not with_next[k] and not with_next[k - 1] and rows.doc[before[0]] == rows.doc[low]:
            with_next[k - 1] = announces(_SENTENCE.split(rows.text(*before, folded=False).strip())[-1])
    start = 0
    for k, (_, high) in enumerate(parts):
        if not with_next[k]:
            yield parts[start][0], high
            start = k + 1


def _in_table(said: Said, before: int) -> Said:
    """Count rows through the whole table."""
    if said.first < 0:
        return said._replace(row=said.row + before)
    return said._replace(row=said.row + before, first=said.first + before, last=said.last + before)


class _Reader(Quoted, Reported):
    """Reads one paragraph."""

    def read(self) -> list[Said]:
        """Find what is said, sentence by sentence, and keep in mind who spoke or acted last."""
        part = self.part
        by_sentence: dict[int, list[Marked]] = defaultdict(list)
        for span in part.spans:
            by_sentence[part.outer[min(span.first, self.size - 1)]].append(span)
        found: list[Said] = []
        bounds = [bisect_left(part.outer, number) for number in range(part.outer[-1] + 2)]
        for low, high in pairwise(bounds):
            said = self._sentence(by_sentence[part.outer[low]], low, high)
            found += said
            self._keep(said, low, high)
        return found

    def _keep(self, said: list[Said], low: int, high: int) -> None:
        """Keep in mind who spoke last in a sentence, or whom it is about."""
        named = [one for one in said if one.first >= 0 and one.rule != "place"]
        if named:
            self.memory.keep(named[-1].first, named[-1].last)
            return
        whos = [who for who in self.topics[low:high] if who]
        main = next((who for who in whos if who.topic), whos[0] if whos else None)
        if main and not self._pronoun(main):
            self.memory.keep(main.first, main.last)

    def _sentence(self, spans: list[Marked], low: int, high: int) -> list[Said]:
        """Find what is said in a sentence."""
        direct = self._quotations(spans, low, high)
        quoted = [span for span, one in zip(spans, direct, strict=True) if one]
        reported = self._reported(low, high, spans, quoted)
        if any(one and one.rule == "according" for one in direct):
            reported = [one for one in reported if one.rule != "according"]
        within = [self._within(span, reported) for span, one in zip(spans, direct, strict=True) if not one]
        found = [one for one in direct if one]
        kept = [one for one in reported if not any(a.start <= one.start and one.end <= a.end for a in found)]
        return sorted([*found, *(one for one in within if one), *kept], key=lambda one: (one.start, one.end))

    def _quotations(self, spans: list[Marked], low: int, high: int) -> list[Said | None]:
        """Read the quotations in marks; those of a list, “가”, “나”라고, go with the last of it."""
        direct: list[Said | None] = []
        waiting: list[Marked] = []
        for span in spans:
            found = self.quotation(span, low, high)
            if found == LISTED:
                waiting.append(span)
                continue
            said = found if isinstance(found, Said) else None
            direct += [self._like(said, other) for other in waiting] + [said]
            waiting = []
        return direct + [None] * len(waiting)

    def _like(self, said: Said | None, span: Marked) -> Said | None:
        """Give a quotation of a list the speaker of another."""
        kind = self.kind(span, tailed=True)
        return said and said._replace(row=self.first_inside(span), start=span.start, end=span.end, kind=kind)

    def _within(self, span: Marked, reported: list[Said]) -> Said | None:
        """Take a phrase with a predicate in marks inside reported speech as a part that is quoted."""
        # 두 사람은 “솔직하고 건설적인” 대화를 나눴다고 했다 -> “솔직하고 건설적인” is theirs
        holder = next((one for one in reported if one.start <= span.start and span.end <= one.end), None)
        made = any(self.part.tags[row] in _CLAUSE for row in range(self.first_inside(span), min(span.last, self.size)))
        if holder is None or not made or span.mark == "「":
            return None
        row = self.first_inside(span)
        return holder._replace(row=row, start=span.start, end=span.end, kind="partial", rule="within")
