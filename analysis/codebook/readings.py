"""Readings of a match that are no use of its word: the date of something else, a part of a name, an item of a list."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice
from typing import Literal

from analysis.matcher.arrays import NOMINAL
from analysis.matcher.sequences import Match, Sequences

Reading = Literal["date", "name", "list"]

# What follows 방미 or 회담 where it only says when: 방미 기간, 회담 이후, 방문 중; 방미를 앞두고, 회담이 끝난 뒤.
_TIMES = frozenset(
    (
        "기간 중 도중 당시 때 동안 이후 이전 직후 직전 전후 뒤 후 전 길 계기 첫날 둘째 마지막 차 즈음 "
        "무렵 전날 다음날 이튿날 내내 사이 이래 가운데"
    ).split()
)
_PROGRAMME = frozenset(["일정", "행사", "순방"])  # 방미 일정에 동행한 is read as 방미에 동행한
_VERBS_OF_TIME = frozenset(
    ["앞두", "끝나", "맞", "동행", "수행", "함께하", "참여", "계기", "기점", "기준", "즈음하", "맞물리"]
)
_PARTICLES = frozenset(["JKO", "JKS", "JX", "JKB", "JKG"])
# The last noun of a name: 창업진흥원, 한미동맹재단, 스타트업포럼, 안보실장.
_ENDS_OF_NAMES = frozenset(
    (
        "원 부 처 청 실 국 관 회 회의 회의소 협회 재단 포럼 센터 위 위원회 위원장 장관 차관 실장 국장 처장 "
        "청장 원장 관장 회장 부회장 이사장 센터장 단장 본부장 본부 사업단 추진단 진흥원 연구원 연구소 학회 "
        "조합 연합회 연맹 은행 신문 일보 뉴스 투데이 미디어 방송 대학교 대학 학과 대학원 아카데미 페스티벌 "
        "엑스포 어워드 어워즈 대상 챌린지 캠프 스쿨 리그 파트너스 캐피탈 인베스트먼트 벤처스 홀딩스 그룹 "
        "타워 빌딩 파크 캠퍼스 스퀘어 법 특별법 기본법 보좌관 비서관 수석 특보 대사관"
    ).split()
)
_OPENS, _CLOSES = frozenset("「『《〈<"), frozenset("」』》〉>")
_LONGEST_NAME = 12  # rows between the brackets of a title
_JOINTS = frozenset([",", "·", "ㆍ", "・", "‧", "/", "、", "및"])
_LONGEST_ITEM = 3  # rows of an item of a list
_FEWEST_ITEMS = 3


class Readings:
    """How matches are read by what stands around them."""

    def __init__(self, sequences: Sequences) -> None:
        rows = self._rows = sequences.rows
        self._nominal = rows.among(NOMINAL).data  # memory views read single cells as quickly as lists, without a copy
        self._following, self._preceding = rows.following.data, rows.preceding.data
        self._surfaces, self._surface_code = rows.surfaces, rows.surface.data
        self._rules: dict[Reading, Callable[[int, int], Match | None]] = {
            "date": self._as_date,
            "name": self._as_name,
            "list": self._as_list,
        }

    def find(self, reading: Reading, first: int, last: int) -> Match | None:
        """Return the rows that show a match to be read so, or None."""
        return self._rules[reading](first, last)

    def _as_date(self, first: int, last: int) -> Match | None:
        """Read 방미 기간, 회담 이후, 방문을 앞두고, 회담이 끝난 뒤, 방미에 동행한 as times of something else."""
        at = self._next(last, step=1)
        if at >= 0 and self._surface(at) in _PROGRAMME:
            at = self._next(at, step=1)
        if at >= 0 and self._form(at) == "하" and (after := self._next(at, step=1)) >= 0:  # 방문한 기간
            return (first, after) if self._surface(after) in _TIMES else None
        if at < 0 or self._tag(at) not in _PARTICLES:
            return (first, at) if at >= 0 and self._surface(at) in _TIMES else None
        for verb in islice(self._rows_beyond(at, step=1), 2):  # a noun may stand between: 회담을 하루 앞두고
            if self._form(verb) in _VERBS_OF_TIME:
                return first, verb
        return None

    def _as_name(self, first: int, last: int) -> Match | None:
        """Take a part of nouns without white space that end as a name does, or what brackets of a title hold."""
        # 창업진흥원: 창업, then 진흥원; 코리아스타트업포럼: 스타트업, then 포럼. 동맹 재단, with white space, is none.
        low, high = first, last
        while (before := self._next(low, step=-1)) >= 0 and self._nominal[before] and self._touch(before, low):
            low = before
        while (after := self._next(high, step=1)) >= 0 and self._nominal[after] and self._touch(high, after):
            high = after
        if high > last and self._surface(high) in _ENDS_OF_NAMES:
            return low, high
        left = islice(self._rows_beyond(first, step=-1), _LONGEST_NAME)
        right = islice(self._rows_beyond(last, step=1), _LONGEST_NAME)
        opened = next((row for row in left if self._surface(row) in _OPENS), -1)
        closed = next((row for row in right if self._surface(row) in _CLOSES), -1)
        return (opened, closed) if opened >= 0 and 0 <= closed - opened <= _LONGEST_NAME else None

    def _as_list(self, first: int, last: int) -> Match | None:
        """Take an item of three or more nouns with commas, dots or 및 between them."""
        # 정치, 경제, 안보를 다룬: 안보 is the third item, and so on from either side of a joint
        low, left = self._items(first, step=-1)
        high, right = self._items(last, step=1)
        return (low, high) if left + 1 + right >= _FEWEST_ITEMS else None

    def _items(self, here: int, *, step: int) -> tuple[int, int]:
        """Walk along a list from one of its items; return the last row of it, and how many items were passed."""
        count, reached = 0, here
        at = self._next(here, step=step)
        # what else belongs to the item itself: 경제 정책, 안보
        size = 1
        while at >= 0 and self._nominal[at] and size < _LONGEST_ITEM:
            at, size = self._next(at, step=step), size + 1
        while at >= 0 and (self._surface(at) in _JOINTS):
            at, size = self._next(at, step=step), 0
            while at >= 0 and self._nominal[at] and size < _LONGEST_ITEM:
                reached, size = at, size + 1
                at = self._next(at, step=step)
            if not size:
                break
            count += 1
        return reached, count

    def _rows_beyond(self, row: int, *, step: int) -> Iterator[int]:
        """Rows of the sentence that stand before (-1) or after (1) a row, nearest first."""
        while (row := self._next(row, step=step)) >= 0:
            yield row

    def _next(self, row: int, *, step: int) -> int:
        """Row of the sentence before (-1) or after (1) a row, or -1."""
        found: int = self._following[row] if step > 0 else self._preceding[row]
        return found

    def _touch(self, left: int, right: int) -> bool:
        """Whether no white space stands between two rows."""
        return bool(self._rows.end[left] == self._rows.start[right])

    def _tag(self, row: int) -> str:
        """Tag of a row."""
        return str(self._rows.tags[self._rows.tag[row]])

    def _form(self, row: int) -> str:
        """Form of a row in canonical spelling."""
        return str(self._rows.forms[self._rows.form[row]])

    def _surface(self, row: int) -> str:
        """Surface of a row in canonical spelling."""
        return self._surfaces[self._surface_code[row]]
