"""Voices: who is quoted, in quotation marks or in reported speech, and the grammar of a text that this rests on."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple

import numpy as np

from analysis.grammar.clauses import Clauses, clauses
from analysis.grammar.markers import Markers, Marking, Places, find, sequences
from analysis.grammar.quotes import Quotes, quotations
from analysis.grammar.subjects import ACCORDING, RELATION, Span, Subjects, head, phrase_start, speakers, subjects
from analysis.matcher.arrays import Arrays, Flags

_REPORTED = sequences("(다고|ᆫ다고|는다고|라고|자고|냐고|느냐고|으냐고|ᆫ다며|다며|라며)/EC")
_SAY = frozenset("말하 밝히 전하 덧붙이 외치 털어놓 잘라말하 되묻".split())  # as verbs
_SAYING = frozenset(  # as nouns before 하다
    "말 설명 주장 지적 강조 반박 발표 당부 경고 약속 제안 촉구 언급 호소 토로 해명 답 대답 답변 증언 요구 비판 발언 "
    "선언 항변 반발 조언 질타 일축 공언 역설 주문 인정 부인 사과".split()
)
_SIGNS = frozenset({"SF", "SP", "SS", "SSO", "SSC", "SE", "SO"})
# last letters of nouns for people and bodies (관계자, 주민, 교육청), such words with other last letters, and words with
# these letters that are neither
_WHO = frozenset("씨자인원장가민들측부청회사단진생님관군양팀국당처표리수모이령독체합협")
_ALSO_WHO = frozenset(
    "아버지 할아버지 어머니 할머니 아내 남편 친구 언론 신문 방송 기업 대학 학교 병원 재단 은행 연구소".split()
)
_NOBODY = frozenset(
    "조사 기사 행사 역사 공사 감사 인사 검사 심사 원인 확인 법인 지원 자원 시장가 물가 평가 증가 대가 투자 일부 여부 "
    "전부 내부 외부 기회 사회 대회 수단 판단 진단 집단 사진 추진 발생 습관 결국 전국 당장 처리 거리 소리 목소리 관리 "
    "논리 수리 점수 회수 액수 다수 소수 소모 규모 차이 사이 놀이 발표 목표 지표 투표 이자 적자 흑자 숫자 글자 전체 "
    "자체 대체 시합 통합 종합 이".split()
)
_DAY = frozenset("년 월 일 시".split())
_LONGEST = 20  # letters of a name as it stands; a longer one is trimmed to its head


class _Voice(NamedTuple):
    """Words of somebody: first and last row, rows of who says them, and whether they stand in quotation marks."""

    first: int
    last: int
    speaker: Span | None
    direct: bool


class Syntax:
    """Markers, quotations, clauses and subjects of a table, each worked out once."""

    def __init__(self, rows: Arrays, markings: Sequence[Marking]) -> None:
        self.rows = rows
        self.markers: Markers = find(rows, markings)
        self.quotes: Quotes = quotations(rows)
        self.clauses: Clauses = clauses(rows, self.markers, self.quotes)
        self.subjects: Subjects = subjects(self.clauses)

    @cached_property
    def voices(self) -> tuple[_Voice, ...]:
        """Direct quotations, and reported speech whose speaker is named, in the order of the text."""
        return tuple(sorted((*self._direct(), *self._reported(), *self._according())))

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

    def _direct(self) -> list[_Voice]:
        """Find what stands between double quotation marks and is speech, not a name in marks."""
        numbers = np.arange(1, len(self.quotes.opened) + 1)
        found = speakers(self.subjects, self.quotes, numbers)
        last = len(self.rows) - 1
        voices = []
        for number, (opened, closed) in enumerate(zip(*self._marks(), strict=True), 1):
            inside = slice(opened + 1, closed)
            level = self.clauses.level[inside]
            if len(level) and (level > 0).any():
                speaker = found.get(number)
                if speaker and not self.is_who(speaker[1]) and not self.rows.among({"NNB"})[speaker[1]]:
                    speaker = None
                voices.append(_Voice(opened, min(closed, last), speaker, direct=True))
        return voices

    def _marks(self) -> tuple[list[int], list[int]]:
        """Rows of opening and closing marks."""
        return self.quotes.opened.tolist(), self.quotes.closed.tolist()

    def _reported(self) -> list[_Voice]:
        """Find reported speech: N은 …다고 말했다, with the topic of the sentence as its speaker."""
        # 박 대표/NNG 는/JX 값/NNG 이/JKS 오르/VV ᆫ다고/EC 말/NNG 하/XSV -> rows of 값이 오른다고, speaker 박 대표
        rows = self.rows
        voices = []
        for first, last in zip(*Places(rows, _REPORTED).spans(_REPORTED), strict=True):
            row = int(last)
            quoted = int(first) and rows.among({"SS", "SSC"})[int(first) - 1]
            if quoted or self.clauses.level[row] or not self._says(row + 1):
                continue
            topics = [which for which in self._topics(row) if self.is_who(self.subjects.phrase(which)[1])]
            if topics:
                speaker = self.subjects.phrase(topics[0])
                begin = speaker[1] + 2
                begin += int(rows.among({"SP"})[begin]) if begin < row else 0
                if begin <= row:
                    voices.append(_Voice(begin, row, speaker, direct=False))
        return voices

    def _topics(self, row: int) -> list[int]:
        """List the topics before a row in its sentence, from the last clause that a comma closes and one follows."""
        # 가/NP 는/JX 가/VV 고/EC ,/SP 나/NP 는/JX … 다고/EC -> 나 alone
        rows, found = self.rows, self.subjects
        before = (found.first < row) & (rows.sentence[found.first] == rows.sentence[row]) & (found.rank == 1)
        which = np.flatnonzero(before & (self.clauses.level[found.first] == 0)).tolist()
        ends: Flags = rows.among({"EC"})
        commas = rows.among({"SP"})
        for n in reversed(range(len(which))):
            start = int(found.first[which[n]])
            if start >= 2 and commas[start - 1] and ends[start - 2]:
                return which[n:]
        return which

    def is_who(self, last: int) -> bool:
        """Whether a noun phrase that ends in a row may name a person or a body, by its last word."""
        form, tag = self.rows.forms[self.rows.form[last]], self.rows.tags[self.rows.tag[last]]
        if form in _NOBODY:
            return False
        return tag in {"NP", "NNP", "SL"} or form[-1] in _WHO or form in _ALSO_WHO

    def _says(self, row: int) -> bool:
        """Whether a verb of saying stands at a row."""
        rows = self.rows
        if row + 1 >= len(rows) or rows.sentence[row] != rows.sentence[row - 1]:
            return False
        form, tag = rows.forms[rows.form[row]], rows.tags[rows.tag[row]]
        if tag == "VV":
            return form in _SAY or (form == "하" and rows.tags[rows.tag[row + 1]] == "EP")
        return tag == "NNG" and form in _SAYING and rows.tags[rows.tag[row + 1]] == "XSV"

    def _according(self) -> list[_Voice]:
        """Find what a source is quoted for: N에 따르면 …, up to the end of the sentence."""
        # 시/NNG 에/JKB 따르/VV 면/EC ,/SP 비/NNG 가/JKS 오/VV ᆫ다/EF -> rows 5 to 8, speaker 시
        rows = self.rows
        voices = []
        for first, last in zip(*Places(rows, ACCORDING).spans(ACCORDING), strict=True):
            row, end = int(first) - 1, int(last) + 1
            if row < 0 or not self.clauses.phrase[row] or self.clauses.level[row]:
                continue
            end += int(rows.among({"SP"})[end]) if end < len(rows) else 0
            stop = int(np.searchsorted(rows.sentence, rows.sentence[row], side="right")) - 1
            inside = self.clauses.level[end : stop + 1] > 0 if end <= stop else np.ones(1, np.bool_)
            if not inside.any():
                start = int(phrase_start(self.clauses, np.array([row]))[0])
                voices.append(_Voice(end, stop, (start, row), direct=False))
        return voices
