"""What headline, byline, date and copyright lines say about an article."""

from __future__ import annotations

import re
from dataclasses import dataclass

from analysis.cleaning.endings import is_sentence

_DATE = re.compile(
    r"(?<!\d)(?P<y>(?:19|20)\d{2})(?:\s?[.\-/]\s?(?P<m>\d{1,2})\s?[.\-/]\s?(?P<d>\d{1,2})(?!\d)\s?\.?"
    r"|(?P<spelt>년)\s?(?P<m2>\d{1,2})월\s?(?P<d2>\d{1,2})일)(?:\s?\([월화수목금토일]\))?"
)
_TIME = re.compile(r"(?P<half>오전|오후)?\s?(?P<h>\d{1,2})\s?[:시]\s?(?P<min>\d{2})분?(?::\d{2})?")
_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(\.[\w-]{1,63}){1,4}")
_PEN = re.compile(r"^(글|기고|정리|취재)\s?[=·/:]\s?|^글\s")
_LABEL = re.compile(r"^(기사\s?)?(입력|등록|승인|발행)(일시|일|시간)?\s?[:：|]?\s*")
_LATER = re.compile(
    r"(?<=[\s|ㅣ/·])(기사\s?)?(최종\s?)?(수정|업데이트|승인)(일시|일|시간)?\s?[:：|]?\s?(19|20)\d{2}.*$"
)
_SIGNS = " |ㅣ,·/-"
_TAG = re.compile(r"\s*[\[［【]([^\[\]【】［］]{1,20})[\]］】]\s*")
_TAIL = re.compile(r"\s*[|ㅣ:\-–—]\s*(다음\s?뉴스|네이버\s?뉴스|Daum|NAVER|v\.daum\.net)\s*$", re.IGNORECASE)
_POST = (
    r"(장관|차관|대사|총리|의원|시장|도지사|지사|군수|구청장|교수|연구원|연구위원|선임연구위원|위원|위원장|논설위원|원장|소장|부장|국장|팀장"
    r"|실장|과장|처장|청장|대표|이사|이사장|회장|부회장|사장|본부장|센터장|총장|학장|학과장|병원장|의사|전문의|변호사|판사|작가|시인|소설가"
    r"|평론가|칼럼니스트|기자|특파원|편집인|편집위원|주필|교사|대학원생|활동가|(?<!발)간사|사무총장|사서|감독|건축가)"
)
_SURNAMES = (
    "김이박최정강조윤장임한오서신권황안송류유전홍고문양손배백허남심노하곽성차주우구나민진지엄채원천방공현함변염여추도소석"
    "선설마길연위표명기반라왕금옥육인맹제모탁국어은편용예봉경부사가복태목형피두감호음빈동온단"
)
_DOUBLE = "남궁|황보|제갈|선우|독고|사공|서문|동방"
_NAME = rf"(?P<name>(?:[{_SURNAMES}]|{_DOUBLE})[가-힣]{{1,2}})"
_PARTICLE = re.compile(r"(는|를|에|의|에서|에게|부터|까지|은|이|가|을)$")
_SIGNED = re.compile(rf"^(?:[글/=·\s]+)?{_NAME}\s?[,·/ㅣ|]?\s(?P<post>\S.{{0,38}})$")
_ENDS_IN_POST = re.compile(rf"{_POST}(\s?[·(].{{1,20}})?$")
_OUTLET = re.compile(
    r"(?:[Cc]opyright|COPYRIGHT|저작권자)?\s?(?:[ⓒ©]|\(c\)|\(C\))\s?(?:(?:19|20)\d{2}\.?\s?)?"
    r"(?P<outlet>[가-힣A-Za-z0-9]+(?:\s(?!무단|재배포|All|all|및)[가-힣A-Za-z]+)?)"
)


@dataclass(frozen=True)
class Byline:
    """What a byline says; empty strings for what it does not say."""

    author: str = ""
    post: str = ""
    date: str = ""
    time: str = ""


def is_dateline(text: str) -> bool:
    """Tell whether a line gives the day of publication and no name.

    Parameters
    ----------
    text : str
        One stripped line.

    Returns
    -------
    bool
        True for lines such as "입력 2026.10.08. 오후 5:42", False for the day of a correction.
    """
    return bool(_LABEL.match(text)) and bool(_DATE.search(text))


def headline(text: str) -> tuple[str, str]:
    """Split a headline line into title and rubric.

    Parameters
    ----------
    text : str
        The line, such as "제목 [기고/홍길동]" or "[사설] 제목 | 다음뉴스".

    Returns
    -------
    (str, str)
        Title without rubric and portal name, and the rubric's text such as "기고/홍길동" (empty if none).
        A bracket inside the title stays where it is.
    """
    text = _TAIL.sub("", text)
    for tag in (re.match(_TAG, text), re.search(_TAG.pattern + "$", text)):
        if tag:
            rest = (text[: tag.start()] + text[tag.end() :]).strip()
            if rest:
                return rest, tag.group(1).strip()
    return text, ""


def byline(text: str, *, dated: bool = True) -> Byline | None:
    """Read name, post, date and time from a line that holds nothing else.

    Parameters
    ----------
    text : str
        One stripped line.
    dated : bool
        Whether the line must hold a date; without one it must be a name followed by a post.

    Returns
    -------
    Byline or None
        None when the line is something else.
    """
    if len(text) > 90:
        return None
    text = _LATER.sub("", text)
    day = _DATE.search(text)
    if (dated and not day) or is_sentence(_DATE.sub("", text)):
        return None
    clock = _TIME.search(text, day.end()) if day else None
    end = clock.end() if clock else day.end() if day else len(text)
    if _EMAIL.sub("", text[end:]).strip(_SIGNS):
        return None  # more words follow: the date is part of a sentence or a list
    before = _EMAIL.sub("", text[: day.start()] if day else text).strip(_SIGNS)
    rest = _PEN.sub("", _LABEL.sub("", before)).strip(_SIGNS)
    signed = _SIGNED.match(rest)
    if signed and not _is_post(signed["post"], dated=bool(day)):
        return None
    if not signed and (not day or (rest and not _is_name(rest)) or (day["spelt"] and not (clock or before))):
        return None
    name, post = (signed["name"], signed["post"].strip()) if signed else (rest, "")
    return Byline(name, post, _iso(day) if day else "", _clock(clock) if clock else "")


def _is_post(text: str, *, dated: bool) -> bool:
    """Tell whether words behind a name are a post; beside a date, any words without particle will do."""
    return bool(_ENDS_IN_POST.search(text)) or (dated and not any(_PARTICLE.search(w) for w in text.split()))


def _is_name(text: str) -> bool:
    return bool(re.fullmatch(_NAME, text)) and not re.search(r"[는를에의]$", text)


def _iso(day: re.Match[str]) -> str:
    return f"{day['y']}-{int(day['m'] or day['m2']):02d}-{int(day['d'] or day['d2']):02d}"


def outlet(text: str) -> str:
    """Read the outlet's name from a copyright line or a link to the outlet's own page.

    Parameters
    ----------
    text : str
        One stripped line.

    Returns
    -------
    str
        The name, or an empty string when the line names none.
    """
    found = re.match(r"^(\S{2,20})에서 직접 확인하세요", text) or _OUTLET.search(text)
    return (found.groupdict().get("outlet") or found.group(1) or "").strip() if found else ""


def _clock(found: re.Match[str]) -> str:
    hour = int(found["h"]) % 12 + (12 if found["half"] == "오후" else 0) if found["half"] else int(found["h"])
    return f"{hour:02d}:{found['min']}"
