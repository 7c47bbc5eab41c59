"""What portal pages print around an article, as patterns for single lines.

A rule fires on a whole, stripped line. Patterns name the words of the furniture itself, never of an
article, and ask for the start of the line or its whole length wherever prose could hold the same words.
"""

from __future__ import annotations

import re
from typing import NamedTuple


class Rule(NamedTuple):
    """A line that matches `pattern` is furniture of this kind."""

    kind: str
    pattern: re.Pattern[str]
    reason: str


def _rule(kind: str, pattern: str, reason: str) -> Rule:
    return Rule(kind, re.compile(pattern), reason)


SUMMARY_HEADER = re.compile(
    r"^(자동\s?요약|본문\s?요약|요약봇|AI\s?(자동\s?)?요약|세\s?줄\s?요약|3줄\s?요약|기사\s?요약|핵심\s?요약)(\s|$|[:：]|\()"
)

RULES: tuple[Rule, ...] = (
    _rule("summary", SUMMARY_HEADER.pattern, "header of the portal's summary"),
    _rule(
        "summary",
        r"^(전체 맥락을 이해하기|(자동|요약).{0,30}(본문|원문) 보기를 권장"
        r"|.{0,30}자동으로? 요약한 (결과|내용)(입니다|이며))",
        "note of the portal's summary",
    ),
    _rule("widget", r"^(글자|글씨)\s?크기", "font-size widget"),
    _rule("widget", r"^\S{1,6} (글자|글씨)\s?크기로", "font-size widget"),
    _rule("widget", r"^\((예시|보기|견본)\)", "sample text of the font-size widget"),
    _rule(
        "widget",
        r"^(본문\s?글씨|폰트|(음성으로|본문|기사|뉴스) 듣기|음성\s?재생|번역(\s|$)|인쇄하기|스크랩|공유하기|URL\s?복사"
        r"|구독(하기)?$|닫기$|기사원문$|본문\s?바로가기|메뉴\s?바로가기)",
        "page widget",
    ),
    _rule(
        "widget",
        r"^((아주|매우) )?(남성|여성|느림|빠름|작게|보통|크게)( ((아주|매우) )?(남성|여성|느림|빠름|작게|보통|크게))+$",
        "page widget",
    ),
    _rule(
        "widget",
        r"^.{0,40}(다음뉴스|네이버뉴스|다음 뉴스|네이버 뉴스)(는|를|에서) .{0,120}(습니다|세요)[.!]?$",
        "the portal speaks of itself",
    ),
    _rule(
        "copyright",
        r"(무단\s?(전재|복제)|재배포\s?금지|[Aa]ll [Rr]ights [Rr]eserved|저작권자\s?[(ⓒ©<])",
        "copyright line",
    ),
    _rule("copyright", r"^(Copyright|COPYRIGHT)\b", "copyright line"),
    _rule(
        "prompt",
        r"^.{0,40}(어떻게 생각하시나요|직접 확인하세요|해당 언론사로 이동|구독해\s?(주세요|보세요)"
        r"|제보(는|하기|를 기다)"
        r"|채널 추가|에서 만나보세요|추천 버튼을)",
        "prompt to the reader",
    ),
    _rule("prompt", r"^(댓글|좋아요|추천해요|후속기사 원해요)\s?\d*$", "invitation to comment"),
    _rule(
        "prompt",
        r"^이 기사는 .{0,60}(분류했습니다|제공(됩니다|했습니다)|노출됩니다)",
        "note of the portal to the reader",
    ),
    _rule(
        "related",
        r"^[\[<【(]?\s?(관련\s?기사|관련\s?뉴스|많이 본 (뉴스|기사)|주요\s?(뉴스|기사)|인기\s?기사"
        r"|추천\s?기사|이 시각 뉴스"
        r"|함께 볼 만한 (뉴스|기사)|이 기자의 다른 기사)\s?[\]>】)]?.{0,12}$",
        "header of related headlines",
    ),
    _rule(
        "caption", r"^[\[(【]?\s?(사진|그래픽|일러스트|자료|삽화)\s?(=|제공|출처|ㅣ|\||/|:)", "photo credit or caption"
    ),
    _rule("caption", r"^[▲△▼]\s?\S", "caption under a picture"),
    _rule("caption", r"^.{4,120}[\s/.(\[]사진\s?(=|제공).{0,24}$", "caption with its credit"),
    _rule("caption", r"^(게티\s?이미지|클립아트|Getty ?Images|ⓒ\s?\S+$)", "photo credit"),
    _rule(
        "byline",
        r"^((글|정리|취재|사진)\s?[=·/]?\s?)?\S{2,5}\s?(기자|특파원|논설위원|객원기자|인턴기자)\s?[\w.+-]+@[\w-]+(\.[\w-]+)+\s*$",
        "reporter line",
    ),
    _rule("byline", r"^[\w.+-]+@[\w-]+(\.[\w-]+)+$", "e-mail line"),
    _rule(
        "byline",
        r"^(기사\s?)?(입력|등록|승인|수정|최종\s?수정|업데이트|발행)(일시|일|시간)?\s?[:：|]?\s?\d{4}\s?[.\-/년]",
        "line of dates",
    ),
)

_PROSE = re.compile(r"(?<!니)다[.…]+[”’\"')\]]*$")
BULLET = re.compile(r"^[-–—•·■▶▷☞※*]\s*\S")


def furniture(text: str) -> Rule | None:
    """Return the first rule that fires on a line, or None.

    Parameters
    ----------
    text : str
        One stripped line.

    Returns
    -------
    Rule or None
        The rule, with its kind and reason. A line that ends as a sentence in the plain style (…한다.) is
        prose, whatever it speaks of.
    """
    if _PROSE.search(text):
        return None
    return next((rule for rule in RULES if rule.pattern.search(text)), None)
