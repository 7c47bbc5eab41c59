"""Phrases: a paragraph as lists, what stands in quotation marks in it, and the noun phrases that may speak."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from analysis.grammar import name_lists, saying

_PAIRS = {"“": "”", "„": "”", "「": "」", "『": "』", "«": "»"}
TITLES = "「『«"  # marks of titles too: quotations where the text uses them so
SPEECH = frozenset('“„"＂')
_MARK = re.compile(r"[“”„「」『』«»\"＂]")
_STRAIGHT = {'"': '["”]', "＂": "[＂”]"}
NOMINAL = frozenset({"NNG", "NNP", "NNB", "NP", "SL", "SH", "SN", "NR", "XPN", "XSN", "XR", "JC"})
JOINTS = frozenset("·ㆍ‧-∙・")
TIME = frozenset(
    "올해 작년 지난해 재작년 내년 오늘 어제 내일 지금 요즘 최근 당시 이번 다음 지난달 지난주 이달 금년 평소 현재 과거 "
    "이날 그날 그때 이때 오전 오후 그동안 이후 이전 결국 등 반면 한편 날 뒤 후 직후 전날 앞서 이어 특히 또 또한 "
    "가운데".split()
)
DATED = frozenset("년 월 일 시 분".split())
_BOUND = frozenset(
    "것 거 게 수 바 데 때 줄 지 터 점 때문 만큼 중 뿐 가운데 사이 뒤 후 직후 적 채 이상 이하 대신 반면".split()
)
_LIKE_FINAL = frozenset("것 바 적 셈 중".split())  # …고 말한 것으로 전해졌다: the verb is that of the sentence
_WORDS = frozenset("말 설명 주장 발표 보도 진술 증언 전언 분석".split())
ACCORDING = frozenset({"따르", "의하"})  # N에 따르면
_TOPICAL = frozenset({"JKS", "JX", "MAG"})  # tags of what stands behind a subject or topic: 가, 는, 역시
_SAID = frozenset({"EP", "EF"})
_SAYS = _SAID | {"EC", "ETM"}
_DETERMINERS = frozenset("이 전 현 한 두 세 양 신 총 각 제".split())
_LIGHT = frozenset("통하 위하 대하 관하 따르 비롯하 의하 향하 더불".split())  # 을 통해: a particle, not a clause
_BRACKETS = {")": "(", ">": "<", "’": "‘", "》": "《", "）": "（", "」": "「", "»": "«"}
# a particle of quotation behind a closing mark: 라고, 며, 는 …
QUOTING = re.compile(
    r"[,，]?\s?(?:(?P<of>(?:이?라|다|자|냐)?(?:는|던|란))|(?P<verb>이?라고|고|(?:이?라|냐|자|다)?(?:며|면서)|(?:냐|자|다)고|이?라"
    r"|이?라거나))(?P<more> ?도| ?는| ?만| ?까지|요)?(?=[\s,.\uffff“”\"(]|$)"
)

_ASIDE = re.compile(r"\([^()\n]*\)")
_CASE = re.compile(r"(?:이|가|은|는|을|를|에|의|로|으로|도|만|과|와|이다)(?![가-힣])")


class Marked(NamedTuple):
    """A quotation in marks: rows of the marks (the closing one may be the end), letters between them."""

    first: int
    last: int
    start: int
    end: int
    closed: int  # letter behind the closing mark
    mark: str


class Who(NamedTuple):
    """A noun phrase that may speak: its rows, the row of its particle, and whether it is a topic."""

    first: int
    last: int
    particle: int
    topic: bool


@dataclass
class Paragraph:
    """The rows of a paragraph as lists, its letters, and what stands in marks."""

    origin: int
    letters: str
    forms: list[str]
    tags: list[str]
    starts: list[int]
    ends: list[int]
    sentences: list[int]
    spans: list[Marked] = field(default_factory=list)
    inside: list[bool] = field(default_factory=list)
    outer: list[int] = field(default_factory=list)
    bare: str = ""  # the letters, with quotations and brackets blanked

    def text(self, first: int, last: int) -> str:
        """Letters of some rows."""
        # rows 0 to 1 at [7, 9) and [9, 10), paragraph from 7 -> letters 0 to 3
        return self.letters[self.starts[first] - self.origin : max(self.ends[first : last + 1]) - self.origin]


def _marked(part: Paragraph) -> Iterator[tuple[int, int, str]]:
    """Give the outermost quotations of a paragraph, as letters of the opening and the closing mark."""
    # “나는 “가”라고 했다” is one; a second “ that a quoting particle follows closes, as a slip of the pen
    opened, depth, mark = -1, 0, ""
    for found in _MARK.finditer(part.letters):
        at, letter = found.start(), found.group()
        if opened < 0:
            straight = letter in _STRAIGHT and (
                re.search(_STRAIGHT[letter], part.letters[at + 1 :])
                or re.match(rf"\s{letter}\S", part.letters[at - 1 : at + 2])
            )
            if letter in _PAIRS or straight:
                opened, depth, mark = at, 1, letter
            continue
        slip = letter == "“" and mark in "“„" and closes(part.letters[:at], part.letters[at + 1 :])
        other = (mark in _STRAIGHT and letter == "”") or (
            mark == "“" and letter == '"' and part.letters.find("”", at) < 0
        )
        if letter == _PAIRS.get(mark, mark) or slip or other:
            depth -= 1
            if not depth:
                yield opened, at, mark
                opened = -1
        elif letter == mark:
            depth += 1
    if opened >= 0 and mark in SPEECH:
        yield opened, len(part.letters), mark


def closes(before: str, behind: str) -> bool:
    """Whether “ between two pieces of text closes a quotation: behind a word, and before a break or a particle."""
    # “가자“고 and “가자.“ 그는 -> the second closes; “나는 “가”라고 했다” -> it opens, as ” comes before the next “
    attached = bool(before) and not before[-1].isspace() and before[-1] not in "([<‘"
    ends = not behind or not (behind[0].isalnum() or behind[0] in "“‘") or QUOTING.match(behind) or _CASE.match(behind)
    following = re.search("[“”]", behind)
    return attached and bool(ends) and (following is None or following[0] == "“")


def _listed(form: str) -> bool:
    """Whether a word is one of people and bodies whatever its tag."""
    return saying.may_speak(form, "NNG")


class Phrases:
    """A paragraph and its noun phrases."""

    def __init__(self, part: Paragraph) -> None:
        self.part = part
        self.size = len(part.forms)
        self._place_marks()
        self.topics = [self._who(row) if tag in _TOPICAL else None for row, tag in enumerate(part.tags)]
        self.according = [row for row, form in enumerate(part.forms) if form in ACCORDING]

    def _place_marks(self) -> None:
        """Find the quotations, and the sentences that go on over them."""
        # “ 가 . 나 . ” 고: the break behind 가. stands inside -> one sentence
        part, origin = self.part, self.part.origin
        part.inside = [False] * self.size
        bare = part.letters
        for opened, closed, mark in _marked(part):
            first = bisect_left(part.starts, opened + origin)
            last = bisect_left(part.starts, closed + origin)
            for row in range(first + 1, min(last + 1, self.size)):
                part.inside[row] = True
            part.spans.append(
                Marked(first, last, opened + 1 + origin, closed + origin, min(closed + 1, len(bare)), mark)
            )
            if mark not in "「«":
                bare = bare[:opened] + "\uffff" * (closed + 1 - opened) + bare[closed + 1 :]
        part.bare = _ASIDE.sub(lambda m: "\ufffe" * len(m.group()), bare)
        number, part.outer = 0, []
        for row in range(1, self.size):
            if part.sentences[row] != part.sentences[row - 1] and not part.inside[row]:
                part.outer += [number] * (row - len(part.outer))
                number += not self._goes_on(row)
        part.outer += [number] * (self.size - len(part.outer))

    def _goes_on(self, row: int) -> bool:
        """Whether a sentence goes on in a row, right behind a quotation with a quoting particle."""
        part = self.part
        before = next((span for span in part.spans if span.last == row - 1), None)
        if before is None or QUOTING.match(part.bare, before.closed) is None:
            return False
        return part.bare[before.closed : part.starts[row] - part.origin].strip() == ""

    def _walk(self, head: int) -> int:
        """First row of the noun phrase that ends in a row, over brackets and names in marks."""
        # 사이드 쿠제치 ( 63 ) 신임 대사 with head 대사 -> 사이드; < 요미우리 > -> <
        part, row = self.part, head
        while row - 1 >= 0 and part.outer[row - 1] == part.outer[head] and not part.inside[row - 1]:
            tag, form = part.tags[row - 1], part.forms[row - 1]
            if tag == "SSC" and form in ")>’》）」":
                opening = self._opening(row - 1)
                if opening < 0:
                    break
                row = opening
                continue
            touches = part.ends[row - 1] == part.starts[row]
            linked = tag == "JKG" and touches and part.ends[row - 2] == part.starts[row - 1]  # 국민의힘
            surname = tag in {"MM", "IC", "MAG"} and len(form) == 1 and touches
            if not (tag in NOMINAL or form in JOINTS or linked or surname or (tag == "MM" and form in _DETERMINERS)):
                break
            row -= 1
        return self._trim(row, head)

    def _opening(self, row: int) -> int:
        """Row of the mark that a closing bracket or single quotation mark belongs to, or -1."""
        part = self.part
        wanted = _BRACKETS[part.forms[row]]
        for at in range(row - 1, max(row - 25, -1), -1):
            if part.forms[at] == wanted:
                return at
        return -1

    def _unbracketed(self, head: int) -> int:
        """Last row of a noun phrase without the brackets behind it."""
        # 문정인/NNP 교수/NNG (/SSO 72/SN )/SSC with head 4 -> 1
        part = self.part
        while head > 0 and part.tags[head] == "SSC" and part.forms[head] in ")）":
            opening = self._opening(head)
            if opening <= 0:
                break
            head = opening - 1
        return head

    def _trim(self, first: int, head: int) -> int:
        """Leave out words of time and joints at the beginning of a phrase."""
        # 28/SN 일/NNB 정/NNP 실장/NNG with head 3 -> 2
        part = self.part
        while first < head:
            if part.tags[first] == "SSO" and part.forms[first] == "(":  # 7일(현지 시간) 로이터통신
                closed = next((row for row in range(first, head) if part.forms[row] == ")"), first - 1)
                first = closed + 1
            form, tag = part.forms[first], part.tags[first]
            dated = tag in {"SN", "NR"} and part.forms[first + 1] in DATED
            bound = tag == "NNB" and form in _BOUND | DATED
            if not (dated or bound or form in TIME or form in JOINTS or tag in {"JC", "JKG"}):
                break
            first += 1 + dated
        return min(first, head)

    def _who(self, row: int) -> Who | None:
        """Read the noun phrase before a particle of subject or topic, if it may speak."""
        part = self.part
        tag, form = part.tags[row], part.forms[row]
        subject = tag == "JKS"
        topic = tag == "JX" and form in {"은", "는", "ᆫ", "도", "이야말로", "야말로"}
        likewise = tag == "MAG" and form == "역시"
        if row == 0 or part.inside[row] or not (subject or topic or likewise):
            return None
        if part.starts[row] != part.ends[row - 1] + likewise:
            return None
        topic = topic or likewise
        head = row - 1
        if part.tags[head] == "JKB" and form in {"은", "는", "도"}:
            return None
        return self._phrase(self._unbracketed(head), row, topic=topic)

    def _phrase(self, head: int, particle: int, *, topic: bool) -> Who | None:
        """Take a noun phrase by its last row, if it may speak."""
        part = self.part
        last = head
        if part.forms[head] in {"등", "들"} and head > 0:
            head -= 1
            if part.forms[last] == "들" and part.forms[head] in {"이", "그"}:
                return Who(head, last, particle, topic)
        if part.forms[head] in {"’", ">", "》", "」"} and part.tags[head] == "SSC":
            opening = self._opening(head)
            inner = head - 1
            if opening < 0 or not (part.forms[head] == ">" or saying.may_speak(part.forms[inner], part.tags[inner])):
                return None
            return Who(opening, head, particle, topic)
        form, tag = part.forms[head], part.tags[head]
        counted = tag == "NNB" and form in {"명", "씨", "모", "분", "양", "군", "측", "쪽"}
        if part.forms[particle] == "도" and (part.forms[last] == "등" or tag in {"NNP", "SL"}) and not _listed(form):
            return None
        listed = self._run(head) in saying.COLLECTIVE or self._around_of(head) in name_lists.OFFICES
        if not (saying.may_speak(form, tag) or counted or listed):
            return None
        first = self._walk(head)
        return Who(first, last if part.forms[last] == "들" else head, particle, topic)

    def _any_phrase(self, head: int) -> Who | None:
        """Take a noun phrase as it stands, of a body, a person or a document."""
        part = self.part
        head = self._unbracketed(head)
        head -= part.forms[head] == "등" and head > 0
        if part.forms[head] in _WORDS and head >= 2 and part.tags[head - 1] == "JKG":  # 김 씨의 말에 따르면
            head -= 2
        if part.tags[head] not in NOMINAL or part.forms[head] in _BOUND:
            return None
        return Who(self._walk(head), head, head + 1, topic=True)

    def _run(self, head: int) -> str:
        """Letters of the nouns that touch each other and end in a row."""
        # 시민/NNG 사회/NNG with head 1 -> 시민사회
        part, first = self.part, head
        while first and part.tags[first - 1] in NOMINAL and part.ends[first - 1] == part.starts[first]:
            first -= 1
        return part.text(first, head)

    def _around_of(self, head: int) -> str:
        """Letters of a word with 의 inside that ends in a row, empty for any other."""
        # 국민/NNG 의/JKG 힘/NNG with head 2 -> 국민의힘
        part = self.part
        first = head - 2
        inside = first >= 0 and part.tags[head - 1] == "JKG" and part.starts[head - 1] == part.ends[first]
        return part.text(first, head) if inside and part.starts[head] == part.ends[head - 1] else ""

    def _pronoun(self, who: Who) -> bool:
        """Whether a phrase is a pronoun alone."""
        part = self.part
        alone = who.first == who.last and part.tags[who.first] == "NP"
        return alone or part.text(who.first, who.last) in saying.PRONOUNS

    def _end_letter(self, high: int) -> int:
        """Letter behind the last row of a sentence."""
        # rows of a paragraph that starts at 7, the last before `high` ends at 20 -> 13
        part = self.part
        return max(part.ends[:high]) - part.origin if high < self.size else len(part.letters)

    def _row_at(self, letter: int) -> int:
        """First row that starts at or behind a letter of the paragraph."""
        return bisect_left(self.part.starts, letter + self.part.origin)

    def _verb(self, low: int, high: int, *, plain: bool = True, marks: bool = True) -> tuple[str, int]:
        """Find the first verb of saying in some rows outside of marks, by its stem, and its row."""
        # 비판/NNG 하/XSV 었/EP from row 0 -> 비판하 in row 1; `plain` takes 하다 alone, in more forms behind marks
        part = self.part
        for row in range(low, min(high, self.size)):
            if part.inside[row]:
                continue
            form, tag = part.forms[row], part.tags[row].partition("-")[0]
            behind = part.tags[row + 1] if row + 1 < self.size else ""
            if form == "부여" and behind == "XSV" and part.forms[max(row - 2, 0)] == "의미":
                return "의미부여하", row + 1
            if tag in {"NNG", "XR", "MAG"} and form in saying.NOUNS and behind in {"XSV", "XSA", "SP"}:
                return (f"{form}하" if f"{form}하" in saying.CLASSES else "말하"), row + 1
            if tag == "VV" and form in saying.STEMS:
                return form, row
            if plain and tag in {"VV", "VX"} and form == "하" and behind in (_SAYS if marks else _SAID):
                return "하", row
        return "", -1

    def _last_verb(self, low: int, high: int) -> tuple[str, int]:
        """Find the last verb of saying in some rows."""
        found, at = "", -1
        row = low
        while row < high:
            verb, where = self._verb(row, high)
            if where < 0:
                break
            found, at, row = verb, where, where + 1
        return found, at

    def _final(self, verb: int) -> bool:
        """Whether a verb is one of the sentence, not of a clause before a noun: 말한 뒤, 말하는 김 대표."""
        part = self.part
        if verb < 0:
            return True
        for row in range(verb + 1, min(verb + 4, self.size)):
            if part.tags[row] in {"ETM", "ETN"}:
                behind = part.forms[row + 1] if row + 1 < self.size else ""
                return part.tags[row] == "ETM" and behind in _LIKE_FINAL
            if part.tags[row] in {"EC", "EF"}:
                return True
        return True

    def _light(self, row: int) -> bool:
        """Whether a connective ending ends no clause: 통해, 위해, 하고 있, 추진해 오."""
        part = self.part
        aux = row + 1 < self.size and part.tags[row + 1] == "VX"
        return aux or (row > 0 and part.forms[row - 1] in _LIGHT)

    def _clause_end(self, low: int, high: int) -> int:
        """Row behind the next ending of a clause that holds a verb."""
        part = self.part
        for row in range(low, high):
            if not part.inside[row] and part.tags[row] in {"EC", "EF"} and not self._light(row):
                return row + 1
        return high
