"""Releases (보도자료): the table of labels around the text, and what it states of day, ministry and people.

Offices print the table at the head, at the foot or as plain lines, and document files hand over one cell a line.
So a line is judged alone: it is a label (담당부서), or nothing in it is left once units, posts, names, telephone
numbers and addresses are taken out. Runs of such lines begin with a label; a line of prose ends them.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from typing import NamedTuple

from analysis.cleaning.byline import SURNAMES, clock_after
from analysis.cleaning.lines import EMAIL, POLITE, Line, Page, is_running, is_sentence, is_stopped


def _spaced(*words: str) -> str:
    """Write words as a pattern that allows a space between any two letters, as tables print 담 당 부 서."""
    return "|".join(r"\s?".join(word) for word in sorted(words, key=len, reverse=True))


_REPORTED = tuple("보도일시 보도시점 보도시기 보도시간 보도일자 보도일 보도 엠바고".split())
_DISTRIBUTED = tuple(
    "배포일시 배포시점 배포일자 배포일 배포 발표일시 발표일 작성일 게시일 등록일 제공일자 제공일".split()
)
_UNITS = tuple(
    "담당부서 담당과 담당국 담당실 담당팀 소관부서 주관부서 작성부서 배포부서 제공부서 부서명 부서 담당부처"
    " 담당기관 배포기관 발표기관 기관명 소속 자료제공".split()
)
_PEOPLE = tuple(
    "책임자 담당자 담당 담당과장 담당국장 담당팀장 담당사무관 담당서기관 담당주무관 담당연구관 작성자"
    " 문의 문의처 문의전화 연락처 전화 전화번호 이메일 공보담당 성명 직위 직급 직책".split()
)
_GROUPS = {"reported": _REPORTED, "distributed": _DISTRIBUTED, "unit": _UNITS, "people": _PEOPLE}
_SURE = {*_REPORTED[:-2], *_DISTRIBUTED[:4], "담당부서", "담당과장", "담당자", "책임자", "연락처", "문의처"}
_WORD = _spaced(*(word for words in _GROUPS.values() for word in words))
_LABEL = re.compile(
    rf"(?:^[-–•·■□○◦ㅇ▪▷▶※*☞\s]*|(?<=[\s|ㅣ/,)])|^[<\[(【])(?P<label>{_WORD})"
    r"\s?[>\])】]?(?:\s?[<(\[][가-힣\s·]{1,12}[>)\]])?(?:\s?(?P<sign>[:：|ㅣ])\s?|\s+|$)"
)
_TITLED = _spaced(*"보도자료 보도참고자료 보도설명자료 보도해명자료 보도반박자료 언론보도자료".split())
_MARK = re.compile(rf"[\[<【(]?\s?(?:{_TITLED})\s?[\]>】)]?")
_WEB = re.compile(r"(?:https?://|www\.)\S+")
_NUMBER = re.compile(r"제?\s?(?<![\d-])[\d\-]{1,12}\s?호")
_DAY = re.compile(
    r"(?<![\d.])(?:(?P<y>(?:19|20)\d{2}|['’‘]?\d{2})\s?[.년/\-]\s?)?(?P<m>\d{1,2})\s?[.월/\-]\s?(?P<d>\d{1,2})(?!\d)\s?[.일]?"
    r"(?:\s?\([월화수목금토일](?:요일)?\)|\s?[월화수목금토일]요일)?"
)
_EMBARGO = re.compile(
    r"조간|석간|온라인|인터넷|방송|통신|지면|신문|매체|이후|이전|부터|까지|즉시|보도|배포|게재|사용|가능|요망|자유|해제|엠바고"
    r"|없음|있음|[월화수목금토일]요일|오전|오후|정오|자정|(?:하여|해)?\s?주시기\s?바랍니다|바랍니다|시점|별도|행사"
    r"|[월화수목금토일시분년간후전낮은는에의]"
)
_PHONE = re.compile(
    r"\(?0\d{1,2}\)?[-–.\s~∼]{0,3}\d{3,4}[-–.\s]{1,3}\d{4}(?:\s?[~∼,/]\s?\d{1,4}(?!\d))*|(?<!\d)\d{3,4}\s?-\s?\d{4}(?!\d)"
    r"|[☎☏]\s?[\d\-–~∼,/\s]{3,}"
)
_POST = re.compile(
    r"[가-힣]{0,8}(?:과장|국장|팀장|실장|단장|반장|계장|센터장|본부장|처장|청장|부장|차장|원장|소장|담당관|정책관|기획관|심의관"
    r"|협력관|사무관|서기관|이사관|주무관|행정관|연구관|연구사|지도관|전문관|조사관|감독관|심사관|장학관|장학사|전문위원|연구위원"
    r"|선임위원|연구원|대리|주임|책임|선임|수석|대변인|주사|서기|직무대리|과원|담당|교수|변호사|검사|총경|경정|경감|소방령|소방경"
    r"|대령|중령|소령|외무관|매니저)"
)
_UNIT = re.compile(
    r"[가-힣A-Za-z0-9·ㆍ‧]{2,24}(?:과|팀|국|실|관|단|부|청|처|원|소|반|센터|본부|위원회|공단|공사|재단|협회|진흥회|연구회|은행|대학교?|회의|총괄|TF)|[A-Z]{2,8}"
)
_NAME = re.compile(rf"[{SURNAMES}]\s?[가-힣]\s?[가-힣]?|(?:남궁|황보|제갈|선우|독고|사공)\s?[가-힣]{{1,2}}")
_PERSON = re.compile(rf"(?:{_POST.pattern})(?:{_NAME.pattern})|(?:{_NAME.pattern})(?:{_POST.pattern})")
_ROLE = re.compile(r"[<〈(\[【]\s?[가-힣·\s]{1,8}\s?[>〉)\]】]")  # <총괄>, (협조)
_BETWEEN = re.compile(r"[\s,/()<>\[\]|:：;☎☏~∼*-]+")
_OFFICE = (
    r"[가-힣A-Za-z·]{1,20}(?:부|처|청|원|위원회|시|도|군|구|공단|공사|은행|재단|센터|진흥원|대학교|본부|교육청|협회|진흥회"
    r"|연구소)"
)
_ALONE = re.compile(rf"(?:대한민국\s)?(?P<outlet>{_OFFICE}|[가-힣]{{3,20}}(?:실|국|대학|회의|단|관|회|소))")
_CHIEF = (
    "장관|차관|부총리|청장|처장|위원장|이사장|원장|시장|지사|군수|구청장|사장|총장|본부장|소장|관장|회장|행장|교육감"
    "|센터장"
)
_HEADED = re.compile(
    rf"^[\W_ㅇ]*(?P<outlet>(?:[가-힣]{{2,12}}\s){{0,2}}{_OFFICE})"
    rf"\s?\([^()]{{0,12}}(?:{_CHIEF})[\s:：,)][^()]{{0,40}}\)?\s?[은는이가과와]\s"
)
_LOCAL = r"(?:경기|강원|충청[남북]|전라[남북]|경상[남북]|제주)(?:특별자치)?도|[가-힣]{2,6}(?:시|군|구)"
_SAYS = re.compile(
    rf"^[\W_ㅇ]*(?P<outlet>[가-힣]{{1,14}}(?:부|처|청|위원회)|{_LOCAL})(?:\s[가-힣]{{2,4}}\s(?:{_CHIEF}))?"
    r"(?:[은는]|[과와]\s[가-힣·\s]{2,40}?[은는]|[·‧,]\s?[가-힣·‧,\s]{2,40}?[은는])\s.{0,400}"
    r"(?:밝혔|밝힘|발표|개최|실시|추진|공고|마련|운영|허가|논의|점검|모집|체결|출시|방문|선정|의결|예고)"
)
_NO_OFFICE = re.compile(
    r"(?:정|일|내|외|전|상|하|본|각|간)부|.*(?:도시|동시|실시|직업군|제품군|실험군|대조군|연구|기구|요구|지구|가구|도구|인구|입구|친구)"
)
_PROMPTS = (
    re.compile(r"보도(?:하여|해)\s?주(?:시기|십시오|세요)"),
    re.compile(
        r"^[※*\s]*(?:이|본|동)\s?(?:보도\s?)?자료(?:와|에|는|를|의)?\s.{0,80}(?:문의|연락|취재|궁금|자세한|보도|사용|인용).{0,60}$"
    ),
    re.compile(
        r"(?:자세한|궁금한).{0,60}(?:문의|연락)\S{0,6}\s?(?:하여|해)?\s?(?:주시기\s)?(?:바랍니다|주십시오|주세요)\.?$"
    ),
)
_COUNTED = re.compile(
    r"(?:총\s?)?\d{1,3}\s?(?:매|쪽|페이지)(?:\s?[(\[].{0,40}[)\]])?|사진\s?[:：]?\s?(?:있음|없음|\d+\s?[매장]).{0,20}"
    r"|조회수?\s?[:：]?\s?[\d,]+|첨부\s?파일\s?[:：]?|.{1,80}\.(?:hwpx?|pdf|docx?|zip|jpe?g|png)(?:\s?[(\[].{0,20}[)\]])?"
)
_LICENCE = re.compile(r"공공누리.{0,80}(?:이용|출처|유형)")
_POINT = re.compile(r"^[□■ㅇ○◦◇◆▷▶●❍※]|^\d\.\s|^[가나다]\.\s")
_SUBTITLE = re.compile(r"^[-–—―]\s?\S.*[-–—―]$|^[<〈《(].*[>〉》)]$|^[-–—―]\s?\S.*$")
_STRICT_SUBTITLE = re.compile(r"^[-–—―]\s?\S.*[-–—―]$")
_NOTE_END = re.compile(r"(?:다|음|함|임|됨|것)\.?[\s”’\"')\]]*$")
_HEAD = 8  # lines among which an office prints its name and the word 보도자료
_LONGEST = 90  # letters of a headline
_SHORT = 50  # letters up to which a whole sentence may be one: 국민 여러분에게 사료를 공개합니다.
_LONGEST_VALUE = 40
_LONGEST_NOTE = 200
_REASONS = {
    "imprint": "letterhead or label of a release, kept in the columns date, outlet, distributed and department",
    "contact": "people to ask and their telephone numbers, kept in the column contact",
}


class _Labelled(NamedTuple):
    """A label of a release and what stands beside it in its line, empty when the value is the next line."""

    group: str
    value: str


def clean_release(page: Page, about: dict[str, str], *, title: str) -> bool:
    """Set the label table, letterhead and notes to the press apart; tell whether there were any."""
    stated: dict[str, list[str]] = {}
    _remove_tables(page, stated)
    marked = _remove_letterhead(page, about)
    for line in page.free():
        _remove_note(page, line)
    if not (marked or page.removed):
        return False
    _note(about, stated)
    if not title or title == next((line.text for line in page.free()), ""):
        _remove_title(page, about)
    return True


def names_people(text: str) -> bool:
    """Tell whether a line tells the press whom to call: 담당: 지역정책과 김가람 과장(044-000-0000)."""
    return bool(_PHONE.search(text)) and any(label.group == "people" for label in _labelled(text))


def office(page: Page) -> str:
    """Read who speaks from the first lines: 지역발전부(장관 이누리)는, or 지역발전부는 ... 밝혔다."""
    lines = [line.text for line in page.free()]
    for pattern, reach in ((_HEADED, 4), (_SAYS, 2)):
        for text in lines[:reach]:
            found = pattern.match(text)
            if found and not _NO_OFFICE.fullmatch(found["outlet"]):
                return re.split(r"(?<=[가-힣]{3})[과와]\s", found["outlet"].strip())[0]
    return ""


def _remove_tables(page: Page, stated: dict[str, list[str]]) -> None:
    """Walk the lines: a label opens a run, lines that hold nothing but people and units continue it."""
    # 담당부서 / 지역정책과 / 담당과장 / 김가람(044-000-0000) / 계획이 나왔다: four lines, the fifth ends the run.
    # What stands last in a run goes only when it is the value of a label or holds a number or a post.
    lines = page.free()
    group, waiting = "", False
    loose: list[tuple[str, Line]] = []
    for at, line in enumerate(lines):
        if found := _labelled(line.text):
            _take(page, loose, stated)
            group, waiting, loose = found[-1].group, not found[-1].value, []
            page.remove([line], *_kind(next((x.group for x in found if x.group == "people"), group)))
            for label in found:
                stated.setdefault(label.group, []).extend([label.value] if label.value else [])
        elif group and _is_value(line.text, group, waiting=waiting, fenced=_is_fence(lines, at + 1)):
            person = group == "unit" and not _UNIT.fullmatch(line.text.split()[-1]) and _is_people(line.text)
            loose.append(("people" if person else group, line))
            if waiting or group in {"reported", "distributed"} or _is_sure(line.text):
                _take(page, loose, stated)
                loose = []
            waiting = bool(_POST.fullmatch("".join(_words(line.text))))  # 과장 / 김가람
        else:
            group, waiting, loose = "", False, []
    while loose and _ROLE.fullmatch(loose[-1][1].text):  # <붙임> below the table
        loose.pop()
    _take(page, loose, stated)


def _take(page: Page, cells: Iterable[tuple[str, Line]], stated: dict[str, list[str]]) -> None:
    """Remove the cells of a table and note what they state."""
    for group, line in cells:
        page.remove([line], *_kind(group))
        stated.setdefault(group, []).append(line.text)


def _kind(group: str) -> tuple[str, str]:
    kind = "contact" if group == "people" else "imprint"
    return kind, _REASONS[kind]


def _labelled(text: str) -> list[_Labelled]:
    """Split a line at its labels; none when something else than their values stands in it."""
    found = list(_LABEL.finditer(text))
    if not found or found[0].start() or (is_running(text) and not _PROMPTS[0].search(text)):
        return []
    ends = [match.start() for match in found[1:]] + [len(text)]
    parts: list[_Labelled] = []
    for match, end in zip(found, ends, strict=True):
        word = re.sub(r"\s", "", match["label"])
        group = next(name for name, words in _GROUPS.items() if word in words)
        value = text[match.end() : end].strip(" |ㅣ/,:")
        if value and not _is_value(value, group, waiting=bool(match["sign"]), fenced=False):
            return []
        if not value and len(found) == 1 and word not in _SURE and len(word) == 2 and not _is_bare(text, word):
            return []
        parts.append(_Labelled(group, value))
    return parts


def _is_bare(text: str, word: str) -> bool:
    """Tell whether a line is a label of two syllables and nothing else: 배포, 문의:, < 담당 >."""
    return re.sub(r"[\W_]", "", text) == word


def _is_fence(lines: list[Line], at: int) -> bool:
    """Tell whether the line below belongs to the table, so that the line above it does too."""
    return at < len(lines) and bool(
        _labelled(lines[at].text) or (_is_people(lines[at].text) and _is_sure(lines[at].text))
    )


def _is_value(text: str, group: str, *, waiting: bool, fenced: bool) -> bool:
    """Tell whether a line can stand beside a label."""
    if group in {"reported", "distributed"}:
        return _is_days(text)
    if _is_people(text) or _ROLE.fullmatch(text):
        return True
    if is_sentence(text) or len(text) > _LONGEST_VALUE:
        return False
    if group == "unit" and waiting and _UNIT.fullmatch(text.rsplit(maxsplit=1)[-1]):
        return True
    return (waiting and fenced) or (group == "people" and bool(_PHONE.search(text)))


def _is_days(text: str) -> bool:
    """Tell whether a text holds days, times and words of an embargo alone."""
    rest = _EMBARGO.sub("", _DAY.sub("", text))
    return len(text) <= _LONGEST_NOTE and not re.sub(r"[\d\W_]", "", rest)


def _is_people(text: str) -> bool:
    """Tell whether a text holds units, posts, names, numbers and addresses alone."""
    rest = EMAIL.sub(" ", _PHONE.sub(" ", text))
    words = _words(rest)
    if not words:
        return rest != text
    known = any(len(word) > 1 for word in words) and all(
        any(pattern.fullmatch(word) for pattern in (_POST, _UNIT, _NAME, _PERSON)) or len(word) == 1 or word.isdigit()
        for word in words
    )
    return known or bool(_NAME.fullmatch(rest.strip(" ()<>[]:")))


def _words(text: str) -> list[str]:
    """Split a cell into words; one that is spaced letter by letter is one word."""
    # "과 장 김 가 람" -> ["과장김가람"]; "김가람 과장(☎" -> ["김가람", "과장"]
    words = [word for word in _BETWEEN.split(text) if word]
    return ["".join(words)] if len(words) > 1 and all(len(word) == 1 for word in words) else words


def _is_sure(text: str) -> bool:
    """Tell whether a line is about people by itself: a number, an address or a post stands in it."""
    named = any(_POST.fullmatch(word) or _PERSON.fullmatch(word) for word in _words(text))
    return named or bool(_PHONE.search(text) or EMAIL.search(text))


def _remove_letterhead(page: Page, about: dict[str, str]) -> bool:
    """Remove the word 보도자료 with the office's name, number and address beside it, at the head alone."""
    head = page.free()[:_HEAD]
    marks = [at for at, line in enumerate(head) if _MARK.search(line.text) and _letterhead(line.text) is not None]
    if not marks:
        return False
    for line in head[: marks[-1] + 2]:
        facts = _letterhead(line.text)
        if len(page.free()) > 1 and facts is not None:
            page.remove([line], *_kind("reported"))
            about.update({name: about.get(name) or value for name, value in facts.items()})
    return True


def _letterhead(text: str) -> dict[str, str] | None:
    """Read office and day from a line that holds nothing but them, the mark, a number and an address."""
    # "[보도자료] 한들복지부 2024. 5. 4." -> outlet and date; "한들복지부, 도시락 나른다" -> None
    if len(text) > _LONGEST:
        return None
    rest = _NUMBER.sub("", _WEB.sub("", _MARK.sub(" ", text)))
    day = _DAY.search(rest)
    facts = {}
    if day and day["y"]:
        facts["date"] = _iso(day, "")
        rest = rest[: day.start()] + rest[day.end() :]
    rest = rest.strip(" |ㅣ/·-()")
    if named := _ALONE.fullmatch(rest):
        facts["outlet"] = named["outlet"]
    return facts if named or not rest else None


def _remove_note(page: Page, line: Line) -> None:
    """Remove what is said to the press: when to print, whom to ask, how many pages."""
    text = line.text
    if len(text) > _LONGEST_NOTE:
        return
    if _COUNTED.fullmatch(text):
        page.remove([line], "imprint", "number of pages, pictures or files of a release")
    elif _LICENCE.search(text):
        page.remove([line], "copyright", "licence of a release")
    elif any(prompt.search(text) for prompt in _PROMPTS) and POLITE.search(text):
        page.remove([line], "contact" if _PHONE.search(text) else "prompt", "note of a release to the press")


def _note(about: dict[str, str], stated: dict[str, list[str]]) -> None:
    """Keep what the labels state."""
    days = {group: " ".join(stated.get(group, [])) for group in ("reported", "distributed")}
    year = next((found["y"] for text in days.values() for found in _DAY.finditer(text) if found["y"]), "")
    for group, field in (("reported", "date"), ("distributed", "distributed")):
        found = _DAY.search(days[group])
        if found:
            about[field] = _iso(found, year)
            if field == "date" and about[field]:
                about["time"] = clock_after(days[group][found.end() :])
    about["date"] = about.get("date") or about.get("distributed", "")
    about["department"] = "; ".join(dict.fromkeys(stated.get("unit", [])))
    about["contact"] = "; ".join(dict.fromkeys(stated.get("people", [])))


def _iso(found: re.Match[str], year: str) -> str:
    """Write a day as YYYY-MM-DD; one without a year takes that of the day beside it."""
    written = (found["y"] or year).lstrip("'’‘")
    if not written:
        return ""
    try:
        return dt.date(int(written) + (2000 if len(written) == 2 else 0), int(found["m"]), int(found["d"])).isoformat()
    except ValueError:
        return ""


def _remove_title(page: Page, about: dict[str, str]) -> None:
    """Take the first line left for the headline, and lines between dashes under it for its subtitles."""
    free = page.free()
    if len(free) < 2 or not _may_be_title(free[0].text):
        return
    about["title"] = free[0].text
    page.remove(free[:1], "title", "headline, kept in documents.title")
    under = []
    for line in free[1:5]:
        if not _SUBTITLE.match(line.text) or len(line.text) > _LONGEST or _NOTE_END.search(line.text):
            break
        under.append(line)
    after = free[1 + len(under)].text if len(free) > 1 + len(under) else ""
    if after and (all(_STRICT_SUBTITLE.match(x.text) for x in under) or _POINT.match(after)):
        page.remove(under, "title", "subtitle above the body")


def _may_be_title(text: str) -> bool:
    if len(text) > _LONGEST or _POINT.match(text) or re.match(r"[-–—―]", text):
        return False
    return len(text) <= _SHORT or not (is_stopped(text) and _NOTE_END.search(text))
