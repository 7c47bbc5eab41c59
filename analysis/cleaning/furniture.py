"""Lines of a page that are not the article, known by their own words."""

from __future__ import annotations

import re
from typing import NamedTuple

from analysis.cleaning.lines import EMAIL, Line, Page, is_plain_sentence, is_sentence


class _Rule(NamedTuple):
    """A line that matches `pattern` is furniture of this kind."""

    kind: str
    pattern: re.Pattern[str]
    reason: str


def _rule(kind: str, pattern: str, reason: str) -> _Rule:
    return _Rule(kind, re.compile(pattern), reason)


_REPORTER = r"(기자|특파원|논설위원|객원기자|인턴기자|선임기자|전문기자|에디터)"
_PORTAL = r"(다음뉴스|네이버뉴스|네이버 뉴스|다음 뉴스)"

_WIDGET = (
    r"(본문\s?글씨(\s?(크게|작게|키우기|줄이기|크기))?|폰트(\s?크기)?(\s?(변경|설정|조절|조정))?"
    r"|(음성으로|본문|기사|뉴스) 듣기|음성\s?재생(하기|\s?설정)?|번역(\s?(보기|하기|설정))?|인쇄하기|스크랩(하기)?"
    r"|((기사|뉴스|카카오톡|페이스북|트위터)(으로|로|에)?\s?)?공유하기|(URL|링크|주소)\s?복사(하기)?"
    r"|구독(하기)?|닫기|기사원문|(본문|메뉴)\s?바로가기)"
)

SUMMARY_HEADER = re.compile(
    r"^(자동\s?요약|본문\s?요약|요약봇|AI\s?(자동\s?)?요약|세\s?줄\s?요약|3줄\s?요약|기사\s?요약|핵심\s?요약)"
    r"(\s?[:：]?|\s?\(.{0,20}\)|\s.{0,40}(요약|줄인|추린|고른|뽑은).{0,20}(니다|이며)\.?.{0,60})$"
)

_RULES: tuple[_Rule, ...] = (
    _rule("summary", SUMMARY_HEADER.pattern, "header of the portal's summary"),
    _rule(
        "summary",
        r"^(전체 맥락을 이해하기|(자동|요약).{0,30}(본문|원문) 보기를 권장"
        r"|.{0,30}자동으로? 요약한 (결과|내용)(입니다|이며))",
        "note of the portal's summary",
    ),
    _rule(
        "widget",
        r"^(글자|글씨|폰트)\s?크기\s?((변경|설정|조절|조정|확대|축소|크게|작게|키우기|줄이기|바꾸기)(\s.{0,60}(니다|세요)\.?)?|[:：(+-].{0,40})?$",
        "font-size widget",
    ),
    _rule("widget", r"^.{1,20} (글자|글씨)\s?크기로 (변경|보|바뀌|바뀝)", "font-size widget"),
    _rule("widget", r"^\((예시|보기|견본)\).*(뉴스|포털|신문)", "sample text of the font-size widget"),
    _rule(
        "widget",
        rf"^{_WIDGET}(\s?[|ㅣ·/]?\s?{_WIDGET})*$",
        "page widget",
    ),
    _rule(
        "widget",
        r"^((아주|매우) )?(남성|여성|느림|빠름|작게|보통|크게)( ((아주|매우) )?(남성|여성|느림|빠름|작게|보통|크게))+$",
        "page widget",
    ),
    _rule(
        "widget",
        rf"^.{{0,40}}{_PORTAL}(는|를|에서) .{{0,120}}(만나보세요|전달하고 있습니다|제공하고 있습니다)[.!]?$",
        "the portal speaks of itself",
    ),
    _rule("copyright", r"^[<\[(【]?\s?(Copyright|COPYRIGHT|저작권자)\s?([(ⓒ©:<\[]|\d)", "copyright line"),
    _rule("copyright", r"^.{0,40}([ⓒ©]|\([cC]\)).{0,60}(무단|재배포|[Rr]ights [Rr]eserved)", "copyright line"),
    _rule("copyright", r"^(.{0,40}\. ?)?[Aa]ll [Rr]ights [Rr]eserved", "copyright line"),
    _rule(
        "copyright",
        r"^[^“”\"‘’'\-•·■▶☞※]{0,30}(무단\s?(전재|복제|배포|게재)|재배포)[^“”\"‘’']{0,40}(금지|금합니다|불허합니다|금함)[.)\]>】]*"
        r"(\s?([ⓒ©]|\([cC]\)).{0,30})?$",
        "copyright line",
    ),
    _rule(
        "prompt",
        r"^(이|해당) (기사|글|뉴스|칼럼)(에 대해|에 대하여|를|을)?.{0,12}"
        r"어떻게 (생각하시나요|생각하세요|읽으셨나요|보셨나요)",
        "prompt to the reader",
    ),
    _rule(
        "prompt",
        r"^(\S{2,20}에서 직접 확인하세요|.{0,40}해당 언론사로 이동|.{0,40}추천 버튼을 (눌러|클릭))",
        "prompt to the reader",
    ),
    _rule("prompt", r"^.{0,40}구독해\s?(주세요|보세요)[.!]?$", "prompt to the reader"),
    _rule(
        "prompt",
        r"^[▶☞■※]?\s?((기사|뉴스|사건)\s?)?제보(하기$|를 기다|는 (카카오톡|카톡|전화|이메일|홈페이지|누리집|\d))",
        "prompt to the reader",
    ),
    _rule("prompt", r"^.{0,40}채널 추가(하기|하세요|하고 .{0,30})?[.!]?$", "prompt to the reader"),
    _rule("prompt", r"^.{0,20}(뉴스|기사|소식|콘텐츠|신문).{0,20}에서 만나보세요[.!]?$", "prompt to the reader"),
    _rule(
        "prompt",
        r"^(댓글(\s?(쓰기|보기|달기|[\d,]+개?))?|좋아요\s?\d+|추천해요\s?\d*|후속기사 원해요\s?\d*)$"
        r"|^(이 기사에 |총 )?[\d,]*\s?개의 (댓글|의견)이 (있습니다|달렸습니다)[.!]?$"
        r"|^.{0,8}댓글을 (입력|작성|남겨|달아)\s?(해\s?)?(주세요|보세요|주십시오)[.!]?$",
        "invitation to comment",
    ),
    _rule(
        "prompt",
        r"^이 기사는 .{0,60}(분류했습니다|제공(됩니다|했습니다)|노출됩니다)",
        "note of the portal to the reader",
    ),
    _rule(
        "related",
        r"^[\[<【(]?\s?(관련\s?기사|관련\s?뉴스|많이 본 (뉴스|기사)|주요\s?(뉴스|기사)|인기\s?기사"
        r"|추천\s?기사|이 시각 (주요 )?뉴스"
        r"|함께 볼 만한 (뉴스|기사)|이 기자의 다른 기사)"
        r"\s?[\]>】)]?\s?[:：]?\s?(더\s?보기|보기|\d{0,3}[건개]?)\s?[>▶+]?$",
        "header of related headlines",
    ),
    _rule(
        "caption",
        r"^[\[(【]?\s?(사진|그래픽|일러스트|자료|삽화)\s?(=|ㅣ|\||/|[:：]|(제공|출처)\s?([=:：|ㅣ)\]]|$))",
        "photo credit or caption",
    ),
    _rule("caption", r"^[▲△▼]\s?\S(.*[^▲△▼\s])?$", "caption under a picture"),
    _rule(
        "caption",
        r"^.{4,120}[\s/.(\[]사진\s?(=|제공\s?[=:：]|제공\s?\S{0,16}[)\]]$).{0,24}$",
        "caption with its credit",
    ),
    _rule(
        "caption",
        r"^(게티\s?이미지(뱅크|코리아)?|클립아트(코리아)?|Getty ?Images( ?Bank)?|[ⓒ©]\s?\S+)$",
        "photo credit",
    ),
    _rule(
        "byline",
        rf"^((글|정리|취재|사진)\s?[=·/]?\s?)?([가-힣=·/]{{2,8}}\s)?([가-힣]{{2,5}}\s?{_REPORTER}\s?)?[(\[<]?{EMAIL.pattern}[)\]>]?"
        rf"(\s?[가-힣]{{2,5}}\s?{_REPORTER})?$",
        "reporter line",
    ),
    _rule(
        "byline",
        r"^((기사\s?)?(입력|등록|승인|수정|최종\s?수정|업데이트|발행)(일시|일|시간)?\s?[:：|]?\s?\d{4}\s?[.\-/년]\s?\d{1,2}"
        r"\s?[.\-/월]\s?\d{1,2}\s?[.일]?\s?((오전|오후)?\s?\d{1,2}[:시]\s?\d{2}분?)?(:\d{2})?[\s|ㅣ/·]*)+$",
        "line of dates",
    ),
    _rule("widget", r"^가\s?[+＋\-−](\s?가\s?[+＋\-−]?)*$|^가(\s가)+$", "font-size widget"),
    _rule(
        "widget",
        r"^.{0,30}(URL|주소|링크|클립보드|기사|스크랩|북마크|구독)\S{0,3}\s?.{0,16}"
        r"(복사|저장|스크랩|등록|추가|전송|취소|해제|완료)\s?(되었|됐|하였|했)(습니다|어요)[.!]?$",
        "message of the page to its reader",
    ),
    _rule(
        "prompt",
        r"^.{0,60}(뉴스|소식|기사|뉴스레터|알림)(을|를)\s.{0,12}받아\s?(보세요|보십시오|볼 수 있습니다)[.!]?$"
        r"|^\S{1,12}(\s\S{1,8})?\s구독\s?(하기|신청)$"
        r"|^[▶▷►☞■※]\s?.{0,60}(구독\s?(신청|하기|클릭)?|바로\s?가기|제보\s?하기|팔로우|채널)\s?[\]>▶]*$"
        r"|^[▶▷►☞■※]\s?제보.{0,6}(카톡|카카오톡|이메일|전화)",
        "call to subscribe or to write in",
    ),
)

_PICTURE = re.compile(r"^[▲△▼]")
_CAPTION_SIGNS = re.compile(r"사진\s?[=:]|(모습|장면|제공|전경)\.$")
_LONGEST_FURNITURE = 300
_LIST = 3  # lines of a page that open with ▲ from which they are points, not captions


def furniture(page: Page) -> list[tuple[Line, _Rule]]:
    """List the lines that are furniture by their own words, each with its rule."""
    listed = sum(bool(_PICTURE.match(line.text)) for line in page.lines) >= _LIST
    found = [(line, rule) for line in page.lines if (rule := _rule_of(line.text))]
    return [(line, rule) for line, rule in found if not _is_list_item(page, line, listed=listed)]


def _rule_of(text: str) -> _Rule | None:
    """Return the first rule that fires on a line, or None."""
    if len(text) > _LONGEST_FURNITURE or is_plain_sentence(text):
        return None
    rule = next((rule for rule in _RULES if rule.pattern.search(text)), None)
    if rule and _PICTURE.match(text) and is_sentence(text) and not _CAPTION_SIGNS.search(text):
        return None  # ▲ opens a point of a list as often as a caption
    return rule


def _is_list_item(page: Page, line: Line, *, listed: bool) -> bool:
    """Tell whether a line that opens with ▲ is a point of a list: beside another one, or one of several."""
    if not _PICTURE.match(line.text) or "사진" in line.text:
        return False
    return listed or any(_PICTURE.match(x.text) for x in page.beside(line) if x is not line)
