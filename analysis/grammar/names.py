"""Names: places in a text that name a person, an organisation or a place, by the letters and tags around them.

A page is the text of a document as its tokens spell it. Rules claim letters one after the other, and what one has
claimed no later one takes; `find` has their order. Runs are those of noun_runs: nouns that touch each other.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

from analysis.grammar import name_lists as lists
from analysis.grammar.noun_runs import NOUNS, Run, runs, title_of

_BROKEN = NOUNS | {"NNB", "NP", "MM", "XR", "MAG", "IC"}  # what the analyser makes of parts of a person's name
_FORMER = re.compile(r" ?(?:전|현|겸|당시|신임) ")
_NAMING = frozenset({"NNP", "SL"})
_WRITTEN = frozenset({"NNP", "SL", "SH"})  # tags of names that may be as short as two letters
_DIGIT, _HANGUL, _HANJA, _LETTER = (
    re.compile(f"[{letters}]") for letters in ("0-9", "가-힣", "一-鿿", "0-9A-Za-z가-힣")
)
_WORD_BEFORE = re.compile(r"[가-힣](?: |·|, )$")
_BEFORE_NAME = re.compile(r"([가-힣]{2,})인? $")
_NAMELESS = re.compile("모|아무개")
_JOINT = re.compile(r" ?[·ㆍ‧,/] ?")
_GLOSS = re.compile(r" ?\(([A-Z][A-Za-z&-]{1,11}|[一-鿿]{2,6}|[가-힣]{2,6})(?=[),])")


@dataclass
class Name:
    """A place that names something; for a person with the titles around it; `part` for a surname alone."""

    start: int
    end: int
    kind: str
    term: str
    titles: set[str] = field(default_factory=set)
    part: bool = False


@dataclass
class Page:
    """The letters of a document, its tokens, and the names found so far."""

    letters: str
    starts: list[int]
    ends: list[int]
    tags: list[str]
    first: int = 0  # its first row in the table
    names: list[Name] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Nothing is claimed yet."""
        self._claimed = bytearray(len(self.letters))

    @cached_property
    def runs(self) -> list[Run]:
        """Nouns that touch each other, in order."""
        return runs(self.letters, self.starts, self.ends, self.tags)

    @cached_property
    def run_starts(self) -> list[int]:
        """Where the runs start."""
        return [run.start for run in self.runs]

    @cached_property
    def run_ends(self) -> list[int]:
        """Where the runs end."""
        return [run.end for run in self.runs]

    @cached_property
    def shaped(self) -> list[tuple[int, int]]:
        """Places of three letters that may be a surname and a given name, as far as their tags allow."""
        return list(_shaped(self))

    @cached_property
    def ends_at(self) -> frozenset[int]:
        """Where tokens end."""
        return frozenset(self.ends)

    @cached_property
    def starting(self) -> dict[int, int]:
        """Which run starts at a letter."""
        return {run.start: n for n, run in enumerate(self.runs)}

    def free(self, start: int, end: int) -> bool:
        """Whether no name has these letters."""
        return self._claimed.find(1, start, end) < 0

    def claim(self, start: int, end: int, kind: str, titles: Iterable[str] = (), *, part: bool = False) -> None:
        """Put down a name; those inside it give way."""
        # 서울[0, 2) stands, 서울 중앙지법[0, 7) is claimed -> 서울 goes, and seven letters are taken
        if not self.free(start, end):
            self.names = [name for name in self.names if name.end <= start or name.start >= end]
        self._claimed[start:end] = b"\1" * (end - start)
        self.names.append(Name(start, end, kind, self.letters[start:end], set(titles), part))

    def tags_within(self, start: int, end: int) -> list[str]:
        """Tags of the tokens over some letters."""
        return self.tags[bisect_right(self.ends, start) : bisect_left(self.starts, end)]

    def next_run(self, at: int) -> Run | None:
        """Find the run behind a place, next to it or after one space."""
        at += self.letters[at : at + 1] == " "
        number = bisect_right(self.run_starts, at) - 1
        if number < 0 or self.runs[number].end <= at:
            return None
        run = self.runs[number]
        if run.start == at:
            return run
        tail = self.letters[at : run.end]
        return run._replace(start=at, term=tail) if tail in lists.TITLES else None

    def title(self, at: int) -> tuple[str, int]:
        """Find the title right behind a place, and where it ends; empty for none."""
        ssi = lists.SSI.match(self.letters, at)
        if ssi:
            return "씨", ssi.end()
        run = self.next_run(at)
        return (title_of(run.term), run.end) if run else ("", at)

    def titles(self, at: int) -> set[str]:
        """Find the title that ends the bare nouns behind a name: 전 외교통상부 장관, 경제부총리 겸 기획재정부 장관."""
        found: set[str] = set()
        for _ in range(6):
            word = _FORMER.match(self.letters, at)
            if found and not (word and "겸" in word.group()):
                break
            title, end = self.title(word.end() - 1 if word else at)
            run = self.next_run(at)
            if end == at or (run and run.word.proper and lists.NAME.fullmatch(run.term)):
                break
            found |= {title} - {""}
            at = end
        return found


def find(page: Page, listed: Iterable[tuple[int, int, str]], kinds: dict[str, str]) -> list[Name]:
    """Find the names of a page; `listed` are places of names that have a space, `kinds` the kinds of listed names."""
    for match in lists.WORK.finditer(page.letters):
        known = kinds.get(match.group(1), "")
        ended = lists.ORGANISATION.search(match.group(1)) and not _DIGIT.search(match.group(1))
        page.claim(match.start(1), match.end(1), known or ("organisation" if ended else "other"))
    for start, end, kind in listed:
        if page.free(start, end):
            page.claim(start, end, kind)
    for run in page.runs:
        kind = kinds.get(run.term, "")
        sure = kind and (len(run.term) > 2 or run.term in lists.OFFICES or not _NAMING.isdisjoint(run.word.tags))
        if sure and page.free(run.start, run.end):
            page.claim(run.start, run.end, kind)
    _claim_unclear_places(page)
    _claim_titled(page)
    _claim_repeated(page, ("person",))
    _claim_by_ending(page, kinds)
    _claim_joined(page)
    _claim_untitled(page)
    _claim_foreign(page)
    _claim_places(page)
    _claim_glosses(page)
    _claim_again(page)
    _claim_surnames(page)
    for run in page.runs:
        named = run.word.holds_proper and len(run.term) > 1 and page.free(run.start, run.end)
        if named and not title_of(run.term):
            page.claim(run.start, run.end, "other")
    return sorted(page.names, key=lambda name: name.start)


def _claim_unclear_places(page: Page) -> None:
    """Places that are also common words, behind a province or in a list with one: 충남 예산, 경북 청도."""
    unclear = [run for run in page.runs if run.term in lists.UNCLEAR_PLACES]
    if not unclear:
        return
    ends = {name.end for name in page.names if name.kind == "place"}
    provinces = {name.end for name in page.names if name.term in lists.PROVINCES}
    starts = {name.start for name in page.names if name.term in lists.COUNTIES}
    for run in unclear:
        if not page.free(run.start, run.end):
            continue
        before = _WORD_BEFORE.search(page.letters[max(0, run.start - 3) : run.start])
        after = page.letters[run.end : run.end + 1] == " " and run.end + 1 in starts
        place = before and run.start - len(before.group()) + 1 in ends
        korean = run.start - 1 in provinces or (before and before.group()[1] != " ")
        if after or (place and (korean or lists.THERE.match(page.letters, run.end))):
            page.claim(run.start, run.end, "place")
            ends.add(run.end)


def _shaped(page: Page) -> Iterator[tuple[int, int]]:
    """Places of three letters that may be a surname and a given name of any syllables, whether or not they are free."""
    for match in lists.WIDE_NAME.finditer(page.letters):
        start, end = match.span()
        term = match.group()
        if term[:2] in lists.PROVINCES or term[1:] in lists.TITLES or term in lists.NO_NAMES:
            continue
        if _BROKEN.issuperset(page.tags_within(start, end)) and (_ends(page, end) or page.next_run(end)):
            yield start, end


def _claim_titled(page: Page) -> None:
    """Korean names beside an age, a title, or another such name in a list: 홍길동(45), 나길동·안길수 의원."""
    shaped = [place for place in page.shaped if page.free(*place)]
    people: set[int] = set()
    for start, end in reversed(shaped):
        age = lists.AGE.match(page.letters, end)
        titles = page.titles(age.end() if age else end)
        usual = lists.NAME.match(page.letters, start)
        proper = _personal(page, start, end) if usual else _alone(page, start, end)
        more = _JOINT.match(page.letters, end)
        in_list = more and more.end() in people and (usual or proper)
        titled = proper and (titles if usual else titles - lists.FIRM_TITLES)
        before = usual and proper and _title_before(page, start) and lists.AFTER.match(page.letters, end)
        if (age or "씨" in titles or titled or in_list or before) and not _common(page, start, end):
            people.add(start)
            page.claim(start, end, "person", titles)


def _personal(page: Page, start: int, end: int) -> bool:
    """Whether the analyser's tags speak for a name: a proper noun, or a surname cut off."""
    # 박민/NNP 식/NNB -> yes; 이/MM 정식/NNG -> yes, 이 is alone; 문현철/NNG -> yes, 철 ends names; 이용자/NNG -> no
    tags = page.tags_within(start, end)
    alone = page.tags_within(start, start + 1)[0] in ("NNP", "NP", "MM") and start + 1 in page.ends_at
    obvious = page.letters[end - 1] in lists.OBVIOUS and page.letters[start] not in lists.UNCLEAR_SURNAMES
    return "NNP" in tags or alone or (obvious and set(tags) <= {"NNG"})


def _alone(page: Page, start: int, end: int) -> bool:
    """Whether a place is one proper noun with no other right before it."""
    return page.tags_within(start, end) == ["NNP"] and not _bare(page, start)


def _bare(page: Page, start: int) -> bool:
    """Whether a free proper noun stands right before a place: 고이케 before 유리코."""
    # 고이케[0, 3) 유리코[4, 7), start 4 -> the run that ends at 3
    number = bisect_left(page.run_ends, start - 1)
    run = page.runs[number] if number < len(page.runs) else None
    return bool(run and run.end == start - 1 and run.word.proper and page.free(run.start, run.end))


def _common(page: Page, start: int, end: int) -> bool:
    """Whether the analyser takes three letters for one common noun, with no ending that is one of names."""
    # 이용자[0, 3) -> its last letter 2, 자, is none of them
    return page.tags_within(start, end) in (["NNG"], ["NNG", "XSN"]) and page.letters[end - 1] not in lists.OBVIOUS


def _title_before(page: Page, at: int) -> bool:
    """Whether a title stands before a name: 국무총리 김황식, (청장 박연수)."""
    words = _BEFORE_NAME.search(page.letters[max(0, at - 12) : at])
    return bool(words and title_of(words.group(1)))


def _claim_by_ending(page: Page, kinds: dict[str, str]) -> None:
    """Organisations and places by their endings, and listed names with 지역, 인근 or a title behind them."""
    places = {name.end + 1 for name in page.names if name.kind == "place"}
    firms = lists.FIRM_ANYWHERE.search(page.letters) is not None
    for run in page.runs:
        if not page.free(run.start, run.end):
            continue
        if firms and _behind_firm(page, run):
            kind = "organisation"
        else:
            kind = run.word.kind_behind_place if run.start in places else run.word.kind
        if kind:
            page.claim(run.start, run.end, kind)
            places |= {run.end + 1} if kind == "place" else set()
            continue
        for head, local in run.word.heads:
            if head in kinds and (local or kinds[head] != "place"):
                page.claim(run.start, run.start + len(head), kinds[head])


def _behind_firm(page: Page, run: Run) -> bool:
    """Whether ㈜ stands before a run that is no title."""
    # ㈜[0, 1) and a run [2, 4) 한솔 -> yes
    return lists.FIRM.search(page.letters[max(0, run.start - 6) : run.start]) is not None and not title_of(run.term)


def _claim_joined(page: Page) -> None:
    """Names with a space: 하네다 공항, 서울 중앙지법, FIFA 집행위원회, 이태원 핼러윈 참사."""
    kinds = {name.end: name for name in page.names}
    for before, run in pairwise(page.runs):
        word = run.word
        if not (word.joins or word.ends_event) or run.start != before.end + 1 or page.letters[before.end] != " ":
            continue
        name = kinds.get(before.end)
        start = name.start if name else before.start
        kind = name.kind if name else ("new" if _NAMING.issuperset(before.word.tags) else "")
        if word.ends_event and kind:
            joined = "other"
        else:
            joined = "" if before.word.without_branches else word.joins.get(kind, "")
        if joined:
            page.claim(start, run.end, joined)
            kinds[run.end] = page.names[-1]


def _claim_untitled(page: Page) -> None:
    """Korean names without a title: three letters that the analyser calls a proper noun."""
    # in a list, a name [0, 3) before · and a person [4, 7) -> a person too: 4 is its end and one more
    for start, end in [place for place in page.shaped if page.free(*place)]:
        usual = lists.NAME.match(page.letters, start) and page.letters[end - 1] not in lists.COMMON_ENDS
        run = page.runs[page.starting[start]] if usual and start in page.starting else None
        if run and run.end == end and run.word.tags[0] == "NNP":
            page.claim(start, end, "person")
    people = {at for name in page.names if name.kind == "person" for at in (name.start, name.end)}
    for match in lists.LISTED.finditer(page.letters):
        near = {match.start() - 1, match.end() + 1, match.end() + 2}
        if near & people and match.start() not in people:
            page.claim(*match.span(), "person")


def _claim_foreign(page: Page) -> None:
    """Proper nouns side by side before a title or with a known name among them: 넬슨 만델라 전 대통령."""
    # 넬슨[0, 2) 만델라[3, 6) go on with each other -> one group [0, 6), and 전 대통령 behind 6 is its title
    at = 0
    while at < len(page.runs):
        group = [page.runs[at]]
        at += 1
        if not _may_be_foreign(page, group[0]):
            continue
        while at < len(page.runs) and len(group) < 4 and _goes_on(page, group[-1], page.runs[at]):
            group.append(page.runs[at])
            at += 1
        start, end = group[0].start, group[-1].end
        words = page.letters[start:end].split()
        if len(words[0]) < 2 and len(words) == 1:
            continue
        office = len(words) == 1 and lists.OFFICE.search(words[0])
        titles = page.titles(end)
        known = words[-1] in lists.FOREIGN or (words[0] in lists.GIVEN and len(words) > 1) or words[0] in lists.FOREIGN
        korean = (
            len(words) == 1
            and len(words[0]) in (2, 3)
            and not office
            and words[0][0] in lists.SURNAMES
            and bool(titles - lists.SIDES)
            and not (titles <= lists.FIRM_TITLES and _begins_a_firm(page, words[0]))
        )
        if words[0].endswith("법인"):
            page.claim(start, end, "organisation")
        elif (
            known
            or (len(words) > 1 and words[-1] in lists.SURNAMES)
            or korean
            or (titles - lists.FIRM_TITLES and len(words[0]) < 6 and not office)
        ):
            page.claim(start, end, "person", titles)
        elif titles & lists.HEADS and end - start > 2:
            page.claim(start, end, "organisation")


def _begins_a_firm(page: Page, word: str) -> bool:
    """Whether a longer name in the document begins with a word: 한솔 beside 한솔제지, but not 김준 beside 김준호."""
    return any(
        run.term.startswith(word) and len(run.term) >= len(word) + 2 and not title_of(run.term) for run in page.runs
    )


def _claim_places(page: Page) -> None:
    """Proper nouns behind a place, where something happens: 중국 훈춘에서, 평안북도 삭주에."""
    ends = {name.end for name in page.names if name.kind == "place"}
    for run in page.runs:
        before = run.start - 1 in ends and page.letters[run.start - 1] == " "
        if before and run.word.proper and page.free(run.start, run.end) and lists.THERE.match(page.letters, run.end):
            page.claim(run.start, run.end, "place")


def _goes_on(page: Page, last: Run, run: Run) -> bool:
    """Whether a run goes on with a name: a free proper noun after one space."""
    # 넬슨[0, 2) 만델라[3, 6) -> yes: 3 is 2 and a space
    return run.start == last.end + 1 and page.letters[last.end] == " " and _may_be_foreign(page, run)


def _may_be_foreign(page: Page, run: Run) -> bool:
    """Whether a run is a free proper noun that may be part of a foreign name."""
    return run.word.of_foreign_name and page.free(run.start, run.end)


def _claim_glosses(page: Page) -> None:
    """Claim what stands in brackets behind a name and is it again: 한국인터넷진흥원(KISA)."""
    for name in list(page.names):
        match = _GLOSS.match(page.letters, name.end)
        if match is None or name.kind == "other":
            continue
        short = match.group(1)
        letters = iter(name.term)
        abbreviates = not _HANGUL.match(short) or (len(short) < len(name.term) and all(c in letters for c in short))
        if abbreviates and page.free(*match.span(1)):
            page.claim(*match.span(1), name.kind)


def _claim_again(page: Page) -> None:
    """Names elsewhere in the document, also where the analyser broke them, and the parts of foreign ones."""
    _claim_repeated(page)
    people = {name.term for name in page.names if name.kind == "person"}
    parts = {word for term in people for word in term.split() if " " in term and len(word) > 1}
    clear = (name for name in page.names if name.kind != "other" and name.term not in lists.UNCLEAR_PLACES)
    kinds = {name.term: name.kind for name in clear if len(name.term) > 1}
    for run in page.runs:
        kind = kinds.get(run.term, "person" if run.term in parts and run.word.holds_proper else "")
        sure = kind and (len(run.term) > 2 or not _WRITTEN.isdisjoint(run.word.tags))
        if sure and page.free(run.start, run.end):
            page.claim(run.start, run.end, kind, page.titles(run.end) if kind == "person" else ())


def _claim_repeated(page: Page, kinds: tuple[str, ...] = ("person", "organisation", "place")) -> None:
    """Names of three letters and more elsewhere, by their letters alone."""
    # 홍길동 stands at [0, 3) -> one at 20 is claimed as [20, 23) where a word ends at 23
    clear = (name for name in page.names if name.kind in kinds and name.term not in lists.UNCLEAR_PLACES)
    long = {name.term: name.kind for name in clear if len(name.term) > 2}
    for term in sorted(long, key=len, reverse=True):
        for start in _at_word_starts(term, page.letters):
            end = start + len(term)
            if page.free(start, end) and _ends(page, end):
                page.claim(start, end, long[term], page.titles(end) if long[term] == "person" else ())


def _at_word_starts(term: str, letters: str) -> Iterator[int]:
    """Places of a term where a word begins, none overlapping."""
    # 가나다 in "가나다는 세가나다 가나다가나다" -> 0 and 10
    start = letters.find(term)
    while start >= 0:
        begins = not start or not _LETTER.match(letters, start - 1)
        if begins:
            yield start
        start = letters.find(term, start + (len(term) if begins else 1))


def _ends(page: Page, at: int) -> bool:
    """Whether a name may end at a place: the analyser ends a word there, or a particle or nothing follows."""
    return at in page.ends_at or lists.AFTER.match(page.letters, at) is not None


def _claim_surnames(page: Page) -> None:
    """Surnames before a title and Hanja for them: 윤 대통령, 김씨, 尹."""
    people = [name for name in page.names if name.kind == "person" and " " not in name.term and len(name.term) > 1]
    for match in lists.SURNAME.finditer(page.letters):
        at = match.start()
        tags = page.tags_within(at, at + 1)
        title = page.title(match.end())[0] if at + 1 in page.ends_at else ""
        if not title or not page.free(at, at + 1) or (title in lists.SIDES and tags != ["NNP"]):
            continue
        known = any(name.term[0] == match.group(1) and title in name.titles for name in people)
        clear = match.group(1) not in lists.UNCLEAR_SURNAMES and tags in (["NNP"], ["NNG"], ["NR"])
        nameless = "모 " if _NAMELESS.search(match.group(), 1) else ""
        if known or clear or nameless:
            page.claim(at, at + 1, "person", {nameless + title}, part=True)
    for match in lists.HANJA_SURNAME.finditer(page.letters):
        at = match.start()
        if page.tags_within(at, at + 1) == ["SH"] and page.free(at, at + 1):
            alone = not _HANJA.search(page.letters[at - 1 : at] + page.letters[at + 1 : at + 2])
            if alone:
                page.claim(at, at + 1, "person", part=True)


def shown(names: list[Name]) -> list[str]:
    """Say under which name each mention is counted: a surname or a family name under the one person who fits."""
    # 윤석열 대통령 … 윤 대통령 … 尹: one full name begins with 윤, and its titles are none or hold 대통령
    people: dict[str, set[str]] = {}
    for name in names:
        if name.kind == "person" and not name.part:
            people.setdefault(name.term, set()).update(name.titles)
    return [_shown(name, people) if name.kind == "person" else name.term for name in names]


def _shown(name: Name, people: dict[str, set[str]]) -> str:
    """Merge one mention of a person."""
    if name.part:
        surname = lists.HANJA.get(name.term, name.term)
        korean = (full for full in people if lists.NAME.fullmatch(full) or full not in lists.FOREIGN)
        fits = [full for full in korean if full[0] == surname and 1 < len(full) < 5 and " " not in full]
        nameless = any(title.startswith("모 ") for title in name.titles)
        if nameless or (name.titles and (len(fits) != 1 or people[fits[0]])):
            fits = [full for full in fits if name.titles & people[full]]
        written = f"{name.term} {min(name.titles)}" if name.titles else name.term
        return fits[0] if len(fits) == 1 else written
    fits = [full for full in people if " " in full and name.term in full.split()]
    return fits[0] if len(fits) == 1 else name.term
