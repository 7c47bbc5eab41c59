"""Who acts and who speaks: overt subjects of clauses, and whom a quotation is attributed to."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from analysis.grammar.clauses import Clauses
from analysis.grammar.markers import Places, sequences, spread
from analysis.grammar.quotes import Quotes
from analysis.matcher.arrays import Arrays, Flags, Ints
from analysis.matcher.spelling import DOT, HYPHEN

_ALSO = sequences("도/JX")
_NO_HEAD = frozenset("것 거 게 수 바 데 때 줄 리 지 터 점 때문 만큼 중 뿐 혼자".split())
_TIME = frozenset(
    "올해 작년 지난해 재작년 내년 내후년 오늘 어제 내일 지금 요즘 요새 최근 당시 이번 다음 지난달 지난주 이달 "
    "금년 평소 현재 과거 이날 그날 그때 이때 오전 오후 상반기 하반기 그동안 이후 이전 결국".split()
)
_LEADING = _TIME | {"등", "반면", "한편", "날"}  # words that may stand before a noun phrase without a particle
_SAYING = frozenset(
    "말 말씀 주장 설명 지적 발언 생각 진단 평가 전망 얘기 이야기 해석 분석 입장 답 답변 반응 견해 조언 당부 "
    "판단 고백 표현 토로 증언 경고 비판".split()
)
_ACCORDING = sequences("에/JKB (따르|의하)/VV (면|ᆫ)/EC")
RELATION = frozenset("가운데 중 사이 이상 이하 이외".split())  # behind a noun: which of them, not who
_OF_A_NAME = frozenset({"NNG", "NNP", "NP", "SL", "SH", "XPN", "XSN", "XR", "JC", "SN", "NR"})
_PERSON = frozenset({"씨", "모", "명", "분"})  # bound nouns that are part of a name
_BEFORE = 3  # rows before a phrase that are looked at for nouns of time
_REACH = 8  # rows behind a quotation in which its speaker's noun may stand

Span = tuple[int, int]


@dataclass(frozen=True)
class Subjects:
    """Overt subjects of a table: first and last row of the noun phrase, its clause and kind, by rising row."""

    # `rank` is 0 for a subject particle, 1 for a topic, 2 for 도 behind a pronoun; `read` are rows that were read for
    # their form.

    clauses: Clauses
    first: Ints
    last: Ints
    clause: Ints
    rank: Ints
    read: Ints

    @cached_property
    def _topics(self) -> tuple[Ints, Ints, Ints]:
        """Topics by sentence, quotation and place: number of the group, first row, which."""
        which = np.flatnonzero(self.rank == 1)
        group = self._group(self.first[which])
        order = np.lexsort((self.first[which], group))
        return group[order], self.first[which][order], which[order]

    def _group(self, rows: Ints) -> Ints:
        """Give the stretches that a topic reaches over, sentence by quotation, a number each."""
        size = int(self.clauses.level.max(initial=0)) + 1
        return np.asarray(self.clauses.rows.sentence[rows] * size + self.clauses.level[rows])

    def of(self, first: Ints, clause: Ints) -> Ints:
        """Find the subject of clauses, seen from a row: their own, or a topic of the sentence; -1 for none."""
        result = np.full(len(clause), -1)
        for rank in (0, 1, 2):
            result = np.where(result >= 0, result, self._in_clause(rank, first, clause))
        return np.where(result >= 0, result, self.topic_before(first))

    def _in_clause(self, rank: int, first: Ints, clause: Ints) -> Ints:
        """Find the last subject of a rank before some rows in their clauses, or the first behind them, or -1."""
        # subjects 0 and 1 in rows 2 and 6 of clause 4: from row 5 -> 0, from row 1 -> 0, from row 7 -> 1
        which = np.flatnonzero(self.rank == rank)
        if not len(which):
            return np.full(len(clause), -1)
        which = which[np.lexsort((self.first[which], self.clause[which]))]
        wide = len(self.clauses.rows) + 1
        keys = self.clause[which] * wide + self.first[which]
        before = np.searchsorted(keys, clause * wide + first, side="right") - 1
        result = np.full(len(clause), -1)
        for at in (np.minimum(before + 1, len(which) - 1), np.maximum(before, 0)):  # the one before wins
            result = np.where(self.clause[which[at]] == clause, which[at], result)
        return result

    def topic_before(self, first: Ints) -> Ints:
        """Find the last topic of the same sentence and quotation before some rows, or -1."""
        # topics in rows 0 and 6 of one sentence: from row 4 -> the first, from row 9 -> the second, from row 0 -> -1
        group, place, which = self._topics
        if not len(group):
            return np.full(len(first), -1)
        wide = len(self.clauses.rows) + 1
        at = np.searchsorted(group * wide + place, self._group(first) * wide + first) - 1
        there = (at >= 0) & (group[np.maximum(at, 0)] == self._group(first))
        return np.where(there, which[np.maximum(at, 0)], -1)

    def phrase(self, which: int) -> Span:
        """Rows of a subject."""
        return int(self.first[which]), int(self.last[which])


def subjects(clauses: Clauses) -> Subjects:
    """Find the overt subjects of all clauses."""
    # A noun phrase before 이, 가, 께서 (subject), 은, 는, 이야말로 (topic), and a pronoun before 도, with which
    # other nouns are as often objects; nouns joined by 과, 와, a hyphen or a middle dot are one. Phrases
    # that end in a bound noun (것, 수) or a noun of time (올해, 지금) are none, nor are those inside a marker
    # of stance (필요가 있다). 한미/NNP 동맹/NNG 은/JX 강하/VA 다/EF -> first 0, last 1, rank 1.
    rows = clauses.rows
    also = np.zeros(len(rows), np.bool_)
    also[Places(rows, _ALSO).spans(_ALSO)[0]] = True
    nominative = rows.among({"JKS"})
    at = np.flatnonzero((nominative | clauses.topical | also) & ~clauses.inner)
    at = at[(at > 0)]
    head = at - 1
    fits = clauses.phrase[head] & (rows.end[head] == rows.start[at]) & (rows.sentence[head] == rows.sentence[at])
    at, head = at[fits], head[fits]
    headless = rows.with_form(_NO_HEAD | _TIME)[head]
    read = np.unique(np.r_[at, head[headless]])
    at, head = at[~headless], head[~headless]
    pronoun = rows.among({"NP"})[head]
    at, head = at[~also[at] | pronoun], head[~also[at] | pronoun]
    rank = np.where(nominative[at], 0, np.where(clauses.topical[at], 1, 2))
    clause = np.where(rank == 1, clauses.main[at], clauses.clause[at])
    first = _phrase_start(clauses, head)
    early = np.maximum(first - _BEFORE, 0)
    ahead = spread(early, first - 1)
    read = np.unique(np.r_[read, ahead[rows.with_form(_LEADING)[ahead]]])
    return Subjects(clauses, first, head, clause, rank, read)


def speakers(found: Subjects, quotes: Quotes, numbers: Ints) -> dict[int, Span]:
    """Find whom quotations are attributed to, before or behind them, by number of the quotation."""
    rows = found.clauses.rows
    saying = rows.with_form(_SAYING)
    according = Places(rows, _ACCORDING).spans(_ACCORDING)[0]
    result: dict[int, Span] = {}
    for number in np.unique(numbers).tolist():
        opened, closed = int(quotes.opened[number - 1]), int(quotes.closed[number - 1])
        span = _named_behind(found, closed, saying) or _verb_of_saying(found, opened, closed)
        span = span or _source_before(found, opened, according)
        if span:
            result[number] = span
    return result


def _phrase_start(clauses: Clauses, head: Ints) -> Ints:
    """First row of the noun phrase that ends at some rows, without leading nouns of time."""
    rows = clauses.rows
    # 올해 정부/NNG 와/JC 기업/NNG 이 with head 3 (기업) -> 1 (정부)
    joined = rows.among({"JC"}) | rows.with_surface({DOT, HYPHEN})
    within = clauses.phrase | joined
    here = np.arange(len(rows))
    opens = np.r_[True, np.diff(rows.sentence) != 0] if len(rows) else np.zeros(0, np.bool_)
    blocked = np.maximum(
        np.maximum.accumulate(np.where(~within, here + 1, 0)), np.maximum.accumulate(np.where(opens, here, 0))
    )
    start = np.minimum(blocked[head], head) if len(head) else head
    skipped = joined | rows.with_form(_LEADING)
    while len(start) and (todo := skipped[start] & (start < head)).any():
        start = start + todo
    return np.asarray(start, dtype=np.int64)


def head(rows: Arrays, first: int, last: int) -> Span:
    """Trim a noun phrase to who acts: what stands behind its last bound noun or noun of relation."""
    # 설비비/NNG 6200만/SN 원/NNB 가운데/NNG 절반/NNG -> 절반; 대표/NNG 윤/NNP 모/NNB 씨/NNB stays whole
    start = last
    for row in range(last - 1, first - 1, -1):
        form = rows.forms[rows.form[row]]
        joined = rows.surfaces[rows.surface[row]] in {DOT, HYPHEN}
        named = _tag(rows, row) in _OF_A_NAME or (_tag(rows, row) == "NNB" and form in _PERSON)
        if form in RELATION or not (named or joined):
            break
        start = row
    while start < last and (_tag(rows, start) == "JC" or rows.surfaces[rows.surface[start]] in {DOT, HYPHEN}):
        start += 1
    return (start, last) if _tag(rows, start) != "NNB" else (first, last)


def _tag(rows: Arrays, at: int) -> str:
    """Tag of a row, empty behind the table."""
    return rows.tags[rows.tag[at]] if 0 <= at < len(rows) else ""


def _named_behind(found: Subjects, closed: int, saying: Flags) -> Span | None:
    """Find N of "…"라는 N의 말, also where the quotation is a sentence by itself."""
    # ”/SSC 라는/ETM 장관/NNG 의/JKG 말/NNG with the mark in row 5 -> (7, 7)
    rows = found.clauses.rows
    behind = closed + 1
    if _tag(rows, behind) == "VCP":
        behind += 1
    tag = _tag(rows, behind)
    if behind >= len(rows) or rows.paragraph[behind] != rows.paragraph[min(closed, len(rows) - 1)]:
        return None
    if tag not in {"ETM", "MM", "NNG", "NNP", "NP"}:
        return None
    for k in range(behind, min(behind + _REACH, len(rows) - 1)):
        named = _tag(rows, k) == "JKG" and saying[k + 1] and found.clauses.phrase[k - 1]
        if named and rows.sentence[k] == rows.sentence[behind]:
            return int(_phrase_start(found.clauses, np.array([k - 1]))[0]), k - 1
    return None


def _verb_of_saying(found: Subjects, opened: int, closed: int) -> Span | None:
    """Find the subject of the verb behind a quotation: "…"고 N은 말했다, N은 "…"며 웃었다."""
    rows, clauses = found.clauses.rows, found.clauses
    behind = closed + 1
    if behind >= len(rows) or rows.sentence[behind] != rows.sentence[opened]:
        return None
    tag = _tag(rows, behind + 1) if _tag(rows, behind) == "VCP" else _tag(rows, behind)
    if tag not in {"JKQ", "EC", "XSV"}:
        return None
    here = np.array([behind])
    wanted = [int(clauses.clause[behind])]
    if tag == "EC":  # 라며, 면서: the verb of saying is left out, the next clause has its subject
        wanted.append(wanted[0] + 1)
    low, high = np.searchsorted(rows.sentence[found.first], [rows.sentence[behind], rows.sentence[behind] + 1])
    there = [n for n in range(low, high) if found.rank[n] < 2 and clauses.level[found.first[n]] == 0]
    for clause in wanted:
        for n in there:
            if clause in (found.clause[n], clauses.clause[found.last[n]]):
                return found.phrase(n)
    which = int(found.topic_before(here)[0])
    return found.phrase(which) if which >= 0 else None


def _source_before(found: Subjects, opened: int, according: Ints) -> Span | None:
    """Find N of N에 따르면 before a quotation in the same sentence."""
    # 정부/NNG 에/JKB 따르/VV 면/EC “/SSO with the mark in row 4 -> (0, 0)
    rows = found.clauses.rows
    at = int(np.searchsorted(according, opened)) - 1
    if at < 0:
        return None
    row = int(according[at])
    if row == 0 or rows.sentence[row] != rows.sentence[opened] or not found.clauses.phrase[row - 1]:
        return None
    return int(_phrase_start(found.clauses, np.array([row - 1]))[0]), row - 1
