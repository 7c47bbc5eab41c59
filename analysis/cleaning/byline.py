"""Headline, byline, date and copyright lines: how to tell them, and what they state about an article."""

from __future__ import annotations

import re
from dataclasses import dataclass

from analysis.cleaning.lines import EMAIL, Line, Page, is_running, is_sentence, is_stopped

_DATE = re.compile(
    r"(?<!\d)(?P<y>(?:19|20)\d{2})(?:\s?[.\-/]\s?(?P<m>\d{1,2})\s?[.\-/]\s?(?P<d>\d{1,2})(?!\d)\s?\.?"
    r"|(?P<spelt>년)\s?(?P<m2>\d{1,2})월\s?(?P<d2>\d{1,2})일)(?:\s?\([월화수목금토일]\))?"
)
_TIME = re.compile(r"(?P<half>오전|오후)?\s?(?P<h>\d{1,2})\s?[:시]\s?(?P<min>\d{2})분?(?::\d{2})?")
_PEN = re.compile(r"^(글|기고|정리|취재)\s?[=·/:]\s?|^글\s")
_LABEL = re.compile(r"^(기사\s?)?(입력|등록|승인|발행)(일시|일|시간)?\s?[:：|]?\s*")
_LATER = re.compile(
    r"(?<=[\s|ㅣ/·])(기사\s?)?(최종\s?)?(수정|업데이트|승인)(일시|일|시간)?\s?[:：|]?\s?(19|20)\d{2}.*$"
)
_SIGNS = " |ㅣ,·/-"
_TAG = re.compile(r"\s*[\[［【]([^\[\]【】［］]{1,20})[\]］】]\s*")
_TAIL = re.compile(r"\s*[|ㅣ:\-–—]\s*(다음\s?뉴스|네이버\s?뉴스|Daum|NAVER|v\.daum\.net)\s*$", re.IGNORECASE)
POST = (
    r"(장관|차관|대사|총리|의원|시장|도지사|지사|군수|구청장|교수|연구원|연구위원|선임연구위원|위원|위원장|논설위원|원장|소장|부장|국장|팀장"
    r"|실장|과장|처장|청장|대표|이사|이사장|회장|부회장|사장|본부장|센터장|총장|학장|학과장|병원장|의사|전문의|변호사|판사|작가|시인|소설가"
    r"|평론가|칼럼니스트|기자|특파원|편집인|편집위원|주필|교사|대학원생|활동가|(?<!발)간사|사무총장|사서|감독|건축가)"
)
SURNAMES = (
    "김이박최정강조윤장임한오서신권황안송류유전홍고문양손배백허남심노하곽성차주우구나민진지엄채원천방공현함변염여추도소석"
    "선설마길연위표명기반라왕금옥육인맹제모탁국어은편용예봉경부사가복태목형피두감호음빈동온단"
)
_DOUBLE = "남궁|황보|제갈|선우|독고|사공|서문|동방"
_NAME = rf"(?P<name>(?:[{SURNAMES}]|{_DOUBLE})[가-힣]{{1,2}})"
_NO_NAME = re.compile(
    r"[부청처과팀]$|^(홍보|감사|공보|연구|인사|기획|편집|전산|정보)[실국소자원관]$|^(사용|이용|관리|작성|소유|방문|공무|주무)[자원관]$"
)
_PARTICLE = re.compile(r"(는|를|에|의|에서|에게|부터|까지|은|이|가|을)$")
_SIGNED = re.compile(rf"^(?:[글/=·\s]+)?{_NAME}\s?[,·/ㅣ|]?\s(?P<post>\S.{{0,38}})$")
_ENDS_IN_POST = re.compile(rf"{POST}(\s?[·(].{{1,20}})?$")
_OUTLET = re.compile(
    r"(?:[Cc]opyright|COPYRIGHT|저작권자)?\s?(?:[ⓒ©]|\(c\)|\(C\))\s?(?:(?:19|20)\d{2}\.?\s?)?"
    r"(?P<outlet>[가-힣A-Za-z0-9]+(?:\s(?!무단|재배포|All|all|및)[가-힣A-Za-z]+)?)"
)
_LONGEST = 90
_LEAST_BODY = 20  # lines of the body for each that looks like a headline; more such make a text of many sections
_HEADLINE_REACH = 3  # lines within which running prose must follow an unfinished line for it to be a headline
_LISTED_OR_QUOTED = re.compile(
    r"^([-–—―•·■▶▷☞※*○●◦▲△▼▸▹◆◇□❍✓⦁(<]|[QA문답]\s?[.:)]|[QA]\s|\(?\d{1,2}[.)]\s|[①-⑳]|[a-z가나다라마바사][.)]\s)|^[“\"‘'「『].*[”\"’'」』][.!?…]*$"
)
_RUNNING_ON = re.compile(
    r"([,을를과와]|[하되]고|하여|으로|에서|것이|음|함|임|됨)$|[다음함임됨]\.\s"
)  # cut by its line end, or finished
_LEAST_NAME = 3  # syllables of a name that signs a text on its own
_STATEMENT = re.compile(r"(은|는),? .*다$")
_HEAD_KINDS = ("byline", "widget", "summary")


@dataclass(frozen=True)
class _Byline:
    """What a byline says; empty strings for what it does not say."""

    author: str = ""
    post: str = ""
    date: str = ""
    time: str = ""


def _is_dateline(text: str) -> bool:
    """Tell whether a line gives the day of publication and no name."""
    return bool(_LABEL.match(text)) and bool(_DATE.search(text))


def headline(text: str) -> tuple[str, str]:
    """Split a headline line into title and rubric."""
    text = _TAIL.sub("", text)
    for tag in (re.match(_TAG, text), re.search(_TAG.pattern + "$", text)):
        if tag:
            rest = (text[: tag.start()] + text[tag.end() :]).strip()
            if rest:
                return rest, tag.group(1).strip()
    return text, ""


def byline(text: str, *, dated: bool = True) -> _Byline | None:
    """Read name, post, date and time from a line that holds nothing else."""
    if len(text) > 90:
        return None
    text = _LATER.sub("", text)
    day = _DATE.search(text)
    if (dated and not day) or is_sentence(_DATE.sub("", text)):
        return None
    clock = _TIME.search(text, day.end()) if day else None
    end = clock.end() if clock else day.end() if day else len(text)
    if EMAIL.sub("", text[end:]).strip(_SIGNS):
        return None  # more words follow: the date is part of a sentence or a list
    before = EMAIL.sub("", text[: day.start()] if day else text).strip(_SIGNS)
    rest = _PEN.sub("", _LABEL.sub("", before)).strip(_SIGNS)
    signed = _SIGNED.match(rest)
    if signed and not _is_post(signed["post"], dated=bool(day)):
        return None
    if not signed and (not day or (rest and not _is_name(rest)) or (day["spelt"] and not (clock or before))):
        return None
    name, post = (signed["name"], signed["post"].strip()) if signed else (rest, "")
    return _Byline(name, post, _iso_date(day) if day else "", _iso_time(clock) if clock else "")


def _is_post(text: str, *, dated: bool) -> bool:
    """Tell whether words behind a name are a post; beside a date, any words without particle will do."""
    return bool(_ENDS_IN_POST.search(text)) or (dated and not any(_PARTICLE.search(w) for w in text.split()))


def is_full_name(text: str) -> bool:
    """Tell whether a text is a Korean name of three or four syllables, not that of a machine, an office or a role."""
    return len(text) >= _LEAST_NAME and _is_name(text) and not _NO_NAME.search(text)


def _is_name(text: str) -> bool:
    return bool(re.fullmatch(_NAME, text)) and not re.search(r"[는를에의]$", text)


def _iso_date(day: re.Match[str]) -> str:
    return f"{day['y']}-{int(day['m'] or day['m2']):02d}-{int(day['d'] or day['d2']):02d}"


def outlet(text: str) -> str:
    """Read the outlet's name from a copyright line or a link to the outlet's own page."""
    found = re.match(r"^(\S{2,20})에서 직접 확인하세요", text) or _OUTLET.search(text)
    return (found.groupdict().get("outlet") or found.group(1) or "").strip() if found else ""


def _iso_time(found: re.Match[str]) -> str:
    hour = int(found["h"]) % 12 + (12 if found["half"] == "오후" else 0) if found["half"] else int(found["h"])
    return f"{hour:02d}:{found['min']}"


def clock_after(text: str) -> str:
    """Read the time that a text begins with, as HH:MM; empty when it begins otherwise."""
    found = _TIME.match(text.strip(" ,"))
    return _iso_time(found) if found else ""


def clean_head(page: Page, about: dict[str, str], *, dumped: bool) -> None:
    """Set headline, subtitles and byline above the body apart; note what they say."""
    named = [x for x in page.free()[:2] if about["outlet"] and x.text == about["outlet"]]
    page.remove(named, "byline", "outlet's name")
    free = page.free()
    titled = len(free) > 1 and _is_headline(page, free, dumped=dumped)
    if titled:
        about["title"], tag = headline(free[0].text)
        about["section"], _, about["author"] = tag.partition("/")
        page.remove(free[:1], "title", "headline, kept in documents.title")
    for line in page.of_kind("byline"):
        if _is_dateline(line.text):
            note_byline(about, byline(line.text))
    free = page.free()
    for at, line in enumerate(free):
        signature = byline(line.text, dated=False)
        if signature and (dumped or signature.date or (titled and signature.post)) and at + 1 < len(free):
            note_byline(about, signature)
            page.remove([line], "byline", "name, post and date of publication")
        elif (
            titled
            and _may_be_headline(line.text)
            and not is_sentence(line.text)
            and _prose_near(free[at + 1 : at + 1 + _HEADLINE_REACH])
        ):
            page.remove([line], *_kind_between(page, line))
        else:
            break


def clean_signature(page: Page, about: dict[str, str]) -> None:
    """Set the line with name and post apart that signs a text without furniture, below its headline or at its end."""
    free = page.free()
    for at, line in [*list(enumerate(free))[1:_HEADLINE_REACH], *list(enumerate(free))[-1:]]:
        signature = byline(line.text, dated=False)
        named = signature and len(signature.author) >= _LEAST_NAME and _is_post(signature.post, dated=False)
        if at and signature and named and not any(_PARTICLE.search(word) for word in signature.post.split()):
            below = free[at + 1 : at + 1 + _HEADLINE_REACH]
            above = free[:at]
            headed = all(_may_be_headline(x.text) and not is_sentence(x.text) for x in above) and _prose_near(below)
            if headed or (not below and _prose_near(above[-1:])):
                note_byline(about, signature)
                page.remove([line], "byline", "name and post of the author")
            if headed:
                about["title"], about["section"] = headline(free[0].text)
                page.remove(free[:1], "title", "headline, kept in documents.title")
                page.remove(above[1:], "title", "subtitle above the body")
            return


def clean_title(page: Page, about: dict[str, str]) -> None:
    """Set the headline of a text without furniture apart, where nothing else in the text looks like one."""
    free = page.free()
    if len(free) < 2 or not _is_headline(page, free, dumped=False):
        return
    loose = sum(_may_be_headline(line.text) and not is_sentence(line.text) for line in free[1:])
    if loose * _LEAST_BODY <= len(free) - 1:
        about["title"], about["section"] = headline(free[0].text)
        page.remove(free[:1], "title", "headline, kept in documents.title")


def note_byline(about: dict[str, str], signature: _Byline | None) -> None:
    """Keep what a byline says, unless an earlier line said it."""
    if signature:
        fields = {"author": signature.author, "post": signature.post, "date": signature.date, "time": signature.time}
        about |= {k: v for k, v in fields.items() if v and not about.get(k)}


def _kind_between(page: Page, line: Line) -> tuple[str, str]:
    """Return kind and reason of an unfinished line between headline and body."""
    if any(page.kind(x) == "widget" for x in page.beside(line)):
        return "widget", "label among the page's widgets"
    return "title", "subtitle above the body"


def _is_headline(page: Page, free: list[Line], *, dumped: bool) -> bool:
    """Tell whether the first line is a headline: short, without a stop, running prose close below."""
    # On a page with furniture the prose may be further down. There a question, an exclamation or a whole statement
    # may be the headline too, when the page prints a byline or a widget right under it; a rubric says as much.
    first = free[0]
    if not _may_be_headline(first.text):
        return False
    framed = dumped and page.kind(page.beside(first)[-1]) in _HEAD_KINDS
    if is_stopped(first.text):
        return framed and not re.search(r"다\.[”’\"')]*$", first.text)
    if _STATEMENT.search(first.text) and not (framed or headline(first.text)[1]):
        return False
    return dumped or _prose_near(free[1 : 1 + _HEADLINE_REACH])


def _may_be_headline(text: str) -> bool:
    """Tell whether a line can be a headline by its form: short, no point of a list, no speech, no prose."""
    if len(text) > _LONGEST or text.count("(") > text.count(")"):
        return False
    return not _LISTED_OR_QUOTED.search(text) and not _RUNNING_ON.search(text)


def _prose_near(lines: list[Line]) -> bool:
    return any(is_running(line.text) and is_stopped(line.text) for line in lines)
