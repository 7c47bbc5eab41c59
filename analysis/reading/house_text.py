"""Words of the house in the bodies of an export: calls to subscribe, labels, bylines, credits, the outlet's own name.

An export holds no page, only a few lines of an article, so that nothing is told by its place on a page: what a body
prints of its own newspaper is told by its words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from analysis.cleaning import wire
from analysis.cleaning.lines import EMAIL, is_sentence
from analysis.reading.article import WIRED_REASON


class Piece(NamedTuple):
    """A part of a text that is not the article: where it stands, what it is, and why it is set apart."""

    start: int
    end: int
    kind: str
    reason: str


# Whole lines.
_CALL = re.compile(
    r"^[☞▶▷※*■]\s?.{0,30}(?:뉴스레터|구독|편집자\s?주|지난 줄거리)"
    r"|(?:뉴스레터|구독).{0,30}(?:구독하기|신청하기|신청은|구독해\s?(?:주세요|보세요)|구독 신청|https?://)"
    r"|한눈에.{0,30}(?:업데이트합니다|볼 수 있습니다|보실 수 있습니다)"
)
_SIGNED = re.compile(
    r"^(?:\[[^\[\]]{1,14}\]\s?)?[가-힣]{2,4}\s?"
    rf"(?:[|ㅣI]\s\S.{{1,50}}|(?:인턴|선임|전문|객원)?(?:기자|특파원|논설위원)(?:\s?{EMAIL.pattern})?)$"
)
_CREDIT = re.compile(
    r"^(?:사진|그래픽|자료|일러스트)\s?[=/|:ㅣ]\s?\S.{0,40}$|^.{2,80}[=/ ](?:연합뉴스|뉴시스|뉴스1)(?: 제공)?$"
)
_HEAD = re.compile(r"^[◇◆■□]\s?\S.{0,40}$")
_RULE = re.compile(r"^[━─—=*~◆◇■□]+$")
_SENTENCE_END = re.compile(r"[가-힣][.?!][”’\"')]*\s+")
# Parts of lines.
_LABEL = re.compile(r"^\[[^\[\]]{1,14}\]\s*")
_STAMP = re.compile(r"^■ (?:\d{4}\.\d{2}\.\d{2} )?(?:오전|오후) \d{1,2}:\d{2}\s*")
_PICTURE = re.compile(r"\((?:\d{1,3} )?사진\)")
_DEED = r"(?=(?:최근 |단독 |서면 |전화 |화상 |전화로 )*(?:통화|인터뷰|취재|만나|만난|만남|질의|질문|기자))"
_OWN = r"[<‘'\"＜]?(?:{name}|본지|본보)[>’'\"＞]?(?:(?:[와과](?:의| 한| 가진)?|에|[은는이가])? {deed}|에 (?=[“\"(]))"

_LINES = (
    (_CALL, "prompt", "calls the reader to a newsletter or a page"),
    (_SIGNED, "byline", "name and post of the author"),
    (_CREDIT, "caption", "photo credit"),
    (_HEAD, "title", "heading inside the article"),
    (_RULE, "furniture", "line of signs"),
)
_PARTS = (
    (_STAMP, "label", "time of the entry"),
    (_PICTURE, "label", "points to a picture"),
)


def house_pieces(text: str, *, outlet: str, cut: bool) -> list[Piece]:
    """Find what a body says of its own newspaper; the last line of a cut body is nobody's heading or byline."""
    own = re.compile(_OWN.format(name=re.escape(outlet) if outlet else "본지", deed=_DEED))
    label, lead = _LABEL.match(text), wire(text).start
    pieces: list[Piece] = []
    for line in re.finditer(r"[^\n]+", text):
        whole = _whole(line[0], last=cut and line.end() == len(text))
        begin = line.start() + (whole[0] if whole else len(line[0]))
        if whole and begin == line.start():
            pieces.append(Piece(*line.span(), *whole[1:]))
            continue
        found = [piece for piece in _parts(line[0], line.start(), own) if lead <= piece.start and piece.end <= begin]
        if not line.start() and lead:
            found.append(Piece(0, lead, "dateline", WIRED_REASON))
        elif not line.start() and label:
            found.append(Piece(*label.span(), "label", "label of the series or rubric"))
        if whole:
            found.append(Piece(begin, line.end(), *whole[1:]))
        pieces += sorted(found)
    return pieces


def _whole(line: str, *, last: bool) -> tuple[int, str, str] | None:
    """Tell what a line is, if it is no part of the article: a call begins behind the sentence before it, if any."""
    # Example: "빵집이 닫았다. 뉴스레터 구독하기" gives 9 and "prompt", "사진=남구청" gives 0 and "caption"
    for pattern, kind, reason in _LINES:
        found = pattern.search(line)
        if found and pattern is _CALL:
            ends = [end.end() for end in _SENTENCE_END.finditer(line, 0, found.start())]
            return (ends[-1] if ends else 0), kind, reason
        if found and not (last or is_sentence(line)):
            return 0, kind, reason
    return None


def _parts(line: str, start: int, own: re.Pattern[str]) -> Iterator[Piece]:
    """Find the parts of a line that are no part of the article."""
    for pattern, kind, reason in (*_PARTS, (own, "self-reference", "the outlet names itself as the one that asked")):
        for match in pattern.finditer(line):
            yield Piece(start + match.start(), start + match.end(), kind, reason)
