"""What news agencies print inside the first and last line of their copy: dateline, byline, address, copyright."""

from __future__ import annotations

import re
from typing import NamedTuple

from analysis.cleaning.byline import SURNAMES
from analysis.cleaning.lines import EMAIL

_NAME = rf"(?:[{SURNAMES}][가-힣]{{1,2}}|[{SURNAMES}]{{2}}[가-힣]{{1,2}})"
_JOB = r"(?:(?:선임|수습|인턴|객원|전문|사진|교육)?기자|(?:[가-힣]{0,6}\s?)?(?:특파원|통신원)|논설위원|리포터|앵커)"
_NAMES = rf"(?P<author>{_NAME})(?:\s?[,·ㆍ・]?\s?{_NAME}){{0,4}}\s?{_JOB}"
_PLACE = r"[가-힣A-Za-z·,\s]{1,20}"
_AGENCY = r"[가-힣A-Za-z0-9]{2,12}"
_PRESS = r"(?:통신|뉴스1?|뉴시스|일보|신문|경제|방송|투데이|타임[스즈]|저널)"
_TAIL = 300  # letters at the end within which a tail begins
_LEADS = (
    # (서울=한들통신) 김가람 기자 =
    re.compile(rf"[(\[【<]\s?{_PLACE}=\s?(?P<outlet>{_AGENCY})\s?[)\]】>]\s?{_NAMES}\s?=\s?"),
    # (서울=한들통신), whose name says that it is an outlet
    re.compile(rf"[(\[【<]\s?{_PLACE}=\s?(?P<outlet>{_AGENCY}?{_PRESS})\s?[)\]】>]\s"),
    # [한들신문 김가람 기자], [한들신문=김가람 기자]
    re.compile(rf"[(\[【<]\s?(?:(?P<outlet>{_AGENCY})(?:\s?[=/|·ㅣ]\s?|\s))?{_NAMES}\s?[)\]】>]\s?(?:=\s?)?"),
    re.compile(rf"{_NAMES}\s?=\s"),
)
_TAILS = (
    re.compile(
        r"\s?[<\[(【]?\s?(?:저작권자|Copyright|COPYRIGHT|[ⓒ©])[^.!?]{0,60}(?:무단|재배포|[Rr]eserved)[^\n]{0,60}$"
    ),
    re.compile(rf"(?<=[.?!”\"’')\]])\s?[(\[/=]?\s?(?:{_NAMES})?\s?{EMAIL.pattern}(?:\s?{_NAME}\s?{_JOB})?\s?[)\]/]?$"),
    re.compile(rf"(?<=[.?!”\"’')\]])\s?[(\[/=]\s?{_NAMES}\s?[)\]/]?$"),
    # ◎한들통신 garam@example.com, and what stands behind an address: 무단 전재-재배포 금지, (끝)
    re.compile(rf"(?<=[.?!”\"’')\]])\s?[◎☞▶※]\s?[^.?!\n]{{0,20}}\s{EMAIL.pattern}$"),
    re.compile(
        rf"(?<=[.?!”\"’')\]])\s?(?:{EMAIL.pattern}\s?)?[<(]?무단\s?전재\s?(?:[-,·및]\s?)?(?:재배포\s?)?금지[>)]?$"
    ),
    re.compile(r"(?<=[.?!”\"’')\]])\s?[(<]끝[)>]\.?$"),
)


class Wire(NamedTuple):
    """The body of wire copy within its text, and what stands around it says of the article."""

    start: int
    end: int
    about: dict[str, str]


def wire(text: str) -> Wire:
    """Find what stands before and behind the body of wire copy, inside its first and last line."""
    # "(서울=한들통신) 김가람 기자 = 비가 왔다. garam@example.com" -> "비가 왔다.", author 김가람, outlet 한들통신
    found = next((match for lead in _LEADS if (match := lead.match(text))), None)
    said = found.groupdict() if found else {}
    end = len(text)
    while tail := next((m for pattern in _TAILS if (m := pattern.search(text, max(0, end - _TAIL), end))), None):
        said["author"] = said.get("author") or tail.groupdict().get("author")
        end = tail.start()
    start = found.end() if found else 0
    whole = (0, len(text)) if start >= end else (start, end)
    return Wire(*whole, {key: value for key, value in said.items() if value})
