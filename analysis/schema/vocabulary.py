"""Korean names of what stands in columns: units, and the English words of the kit's own columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

__all__ = [
    "AGENT_KINDS", "BOUNDS", "DEVICE_NAMES", "DOCUMENT_KINDS", "ELEMENT_NAMES", "LAYERS", "QUANTITY_KINDS",
    "QUANTITY_UNITS", "REMOVED_KINDS",
]  # fmt: skip

# Of a contract's columns; what is not here says nothing that the label does not.
_UNITS = dict.fromkeys(("hits", "mentions", "occurrences"), "회") | {
    "-1 to 1": "−1~1", "0 even": "0 고름", "0 even to 1": "0(고름)~1", "0 or more": "0 이상",
    "0 start to 1 end": "0(처음)~1(끝)",
    "0 to 1": "0~1", "0 to 1 even": "0~1(고름)", "0 varied to 1": "0(다양)~1", "1 to 3": "1~3",
    "above 0 to 1 even": "0~1(고름)", "articles": "편", "clusters": "개", "texts or clusters": "개",
    "at most 1": "1 이하", "bits": "비트", "characters": "글자",
    "code points": "글자", "coders": "명", "documents": "편", "eojeol": "어절", "genres": "개", "lines": "줄",
    "ln": "자연로그", "log2": "밑 2 로그", "low is varied": "작을수록 다양", "morphemes": "개", "parts": "개",
    "percent": "%", "points": "점", "points per 100 content morphemes": "점/100형태소", "sentences": "개",
    "standard deviations": "표준편차", "tests": "건", "tokens": "개", "units": "개", "variants": "가지",
    "variants or draws": "가지", "windows": "개",
}  # fmt: skip

ELEMENT_NAMES = {
    "problem": "문제 정의",
    "cause": "원인 진단",
    "moral": "도덕 평가",
    "remedy": "해법 제시",
    "": "명시 없음",
}
DEVICE_NAMES = {
    "lexis": "단어", "catchphrase": "구호", "metaphor": "은유", "exemplar": "사례", "depiction": "묘사",
    "number": "수치", "": "명시 없음",
}  # fmt: skip
AGENT_KINDS = {"subject": "드러난 주어", "we": "우리", "none": "주어 없음"}
QUANTITY_KINDS = {
    "money": "금액", "area": "넓이", "length": "길이", "weight": "무게", "volume": "부피", "power": "출력",
    "energy": "에너지", "data": "자료의 양", "temperature": "온도", "percent": "백분율",
    "percentage_point": "퍼센트포인트", "ratio": "비", "rate": "비율", "count": "개수", "age": "나이",
    "ordinal": "차례", "duration": "기간", "date": "날짜", "time": "시각", "number": "수", "identifier": "번호나 이름",
    "unread": "읽지 못한 수",
}  # fmt: skip
LAYERS = {"morphs": "형태소 층", "units": "단위 층(이름·복합어 병합)", "terms": "사용자 토큰"}
BOUNDS = {"at_least": "이상", "above": "초과", "at_most": "이하", "below": "미만"}
QUANTITY_UNITS = {
    "KRW": "원", "USD": "달러", "JPY": "엔", "EUR": "유로", "CNY": "위안", "m2": "㎡", "m3": "㎥", "year": "년",
    "month": "개월", "week": "주", "day": "일", "hour": "시간", "minute": "분", "second": "초",
}  # fmt: skip
REMOVED_KINDS = {
    "title": "제목", "byline": "필자 줄", "summary": "자동 요약", "widget": "화면 조작 문구", "caption": "사진 설명",
    "copyright": "저작권 안내", "prompt": "독자 안내문", "related": "관련 기사", "imprint": "보도자료의 발신 정보",
    "contact": "담당자와 연락처", "duplicate": "되풀이된 문단", "furniture": "매체의 고정 문구",
    "near duplicate": "거의 같은 글", "page": "기사 밖 문구", "page furniture": "쪽 머리글·바닥글", "header": "머리글",
    "footer": "바닥글", "comment": "메모", "deleted": "지운 글", "equation": "수식", "ruby": "덧말",
    "row": "글이 되지 않은 행", "file": "읽지 않은 파일", "unread": "읽지 못한 파일", "sheet": "읽지 않은 시트",
    "column": "열을 고른 이유", "hidden": "숨긴 행·열·시트", "edited": "저장한 뒤 고친 본문", "entity": "HTML 부호",
    "markup": "마크다운 표시", "lost letter": "잃은 글자", "lost space": "잃은 띄어쓰기", "damage": "파일 손상",
    "reported": "기본 설정이면 제외할 줄", "dateline": "줄 안의 발신지와 필자", "wrap": "이어 붙인 줄",
    "truncated": "잘린 본문", "coverage": "수록 기간", "middle dot": "되살린 가운뎃점", "cut word": "잘린 단어",
    "label": "말머리", "self-reference": "매체가 자기를 이른 말",
}  # fmt: skip
DOCUMENT_KINDS = {
    "portal": "포털 화면", "outlet": "언론사 기사", "release": "보도자료", "paper": "논문", "interview": "인터뷰",
    "minutes": "회의록", "plain": "그 밖의 글",
}  # fmt: skip
_KINDS = (
    REMOVED_KINDS,
    QUANTITY_KINDS,
    {"person": "사람", "organisation": "조직", "place": "곳", "other": "그 밖"},
    DOCUMENT_KINDS,
    {"human": "사람", "machine": "기계", "adjudicator": "합의"},
    {"false_positive": "잘못 찾음", "false_negative": "놓침"},
    {"counting": "계산 방식", "chance": "우연"},
    {"group": "집단", "term": "단어"},
    {"direct": "직접 인용", "partial": "부분 인용", "indirect": "간접 인용"},
    {"person": "사람", "organisation": "조직", "collective": "집합", "document": "문서", "none": "밝히지 않음"},
)
_WAYS = {
    "leave_one_term": "어휘 하나를 빼면", "leave_one_sentence": "문장 하나를 빼면",
    "leave_one_paragraph": "문단 하나를 빼면", "specifications": "계산 방식을 바꾸면", "analyser": "분석기를 바꾸면",
    "sentence_bootstrap": "문장을 다시 뽑으면", "paragraph_bootstrap": "문단을 다시 뽑으면",
}  # fmt: skip
# Of a column that may hold several lists of words, the first list that has all of its words.
_PAIRS_OF_ARTICLES = {"joined": "묶인 쌍", "below": "기준 아래의 가까운 쌍", "rest": "그 밖의 쌍"}
_NAMES: dict[str, Sequence[Mapping[str, str]]] = {
    "kind": _KINDS,
    "source": (_WAYS, {"embedding": "벡터", "context": "문맥", "both": "둘 다"}),
    "element": (ELEMENT_NAMES,),
    "device": (DEVICE_NAMES,),
    "agent_kind": (AGENT_KINDS,),
    "tier": ({"core": "핵심", "support": "보조"},),
    "bound": (BOUNDS,),
    "stratum": (
        {"zero": "0점", "low": "낮은 점수", "high": "높은 점수"},
        _PAIRS_OF_ARTICLES,
    ),
    "measure": (
        _PAIRS_OF_ARTICLES | {"precision": "정밀도", "recall": "재현율", "f1": "F1"},
    ),
    "draw": ({"random": "무작위", "stratified": "층에서 더함"},),
    "part": ({"tune": "조정에 쓴 글", "test": "시험한 글"},),
    "verdict": ({"reliable": "믿을 만함", "tentative": "잠정", "unreliable": "낮음", "undefined": "정의되지 않음"},),
    "level": ({"nominal": "명목", "ordinal": "서열", "interval": "등간", "ratio": "비율"},),
    "status": (
        {"run": "계산함", "refused": "계산하지 않음"},
        {"unvalidated": "검증 안 됨", "piloted": "예비 검증", "validated": "검증됨"},
    ),
    "change": ({"added": "더함", "removed": "뺌", "changed": "바꿈", "gained": "새로 찾음", "lost": "찾지 못함"},),
    "advice": (
        {"keep": "그대로 둔다", "demote": "보조로 내린다", "too few": "읽은 단위가 적다", "unseen": "나오지 않았다"},
    ),
    "edge": ({"head": "머리", "tail": "꼬리"},),
    "value": (
        {"density": "밀도", "coverage": "문장 비율", "share": "비중", "log_ratio": "로그비",
         "mean": "글마다 잰 값의 평균", "pooled": "이어 붙여 잰 값"},
    ),
    "check": (
        {"closed": "붙여 쓴 꼴", "spaced": "띄어 쓴 꼴", "hyphenated": "붙임표를 쓴 꼴", "particle": "조사가 붙은 꼴",
         "example": "보기 문장", "counterexample": "반례 문장", "reachable": "찾아지는가", "spacing": "띄어쓰기",
         "variant": "달리 적은 꼴", "inflected": "활용한 꼴", "merged layer": "단위 층",
         "warning: one syllable": "주의: 한 글자", "warning: shared pattern": "주의: 두 프레임이 나누어 쓰는 말"},
    ),
    "text": ({"body": "본문", "raw": "정리 전"},),
    "analyser": ({"cong": "cong", "cong-global": "cong-global", "no-dictionary": "기본 사전 없이"},),
    "layer": ({"morphs": "형태소", "units": "단위"},),
    "variants": ({"on": "모음", "off": "그대로"},),
    "tags": ({"all": "모두", "nouns": "명사만"},),
    "stops": ({"none": "두기", "stopped": "빼기"},),
    "ambiguous": ({"with": "넣기", "without": "빼기"},),
    "weights": ({"codebook": "코드북", "equal": "모두 1"},),
    "cap": ({"codebook": "코드북", "off": "없음"},),
    "support": (
        {"codebook": "코드북", "sentence": "문장 안", "paragraph": "문단 안", "document": "글 안", "off": "조건 없이",
         "core": "빼기"},
    ),
    "actor_kind": (
        {"person": "사람", "organisation": "조직", "collective": "집합", "document": "문서", "none": "밝히지 않음"},
    ),
    "verb_class": (
        {"neutral": "중립", "claiming": "주장", "attacking": "비판", "conceding": "인정", "written": "발표", "": ""},
    ),
    "agreement": ({"true": "찬성", "false": "반대", "unknown": "모름"},),
    "rule": (
        {"verb": "말하는 동사의 주어", "reported": "간접 인용의 주어", "noun": "말을 나타내는 명사의 주어",
         "noun of": "누구의 말", "genitive": "인용 앞의 누구의", "carried": "앞 문장에서 이어짐", "pronoun": "대명사",
         "according": "누구에 따르면", "place": "어디에서", "behind": "다음 문장", "announced": "앞 문장의 예고",
         "headline": "제목의 꼴", "adnominal": "말한 누구", "object": "말하는 동사의 목적어", "bracket": "괄호 안",
         "within": "간접 인용 안", "marks": "화자 없음"},
    ),
    "quotes": ({"with": "넣기", "without": "빼기"},),
}  # fmt: skip


def unit(name: str) -> str:
    """Return the Korean word for the unit of a column; empty where the label says it."""
    return _UNITS.get(name, "")


def named(column: str, values: set[str]) -> Mapping[str, str]:
    """Return the Korean names of the words in a column; none where one of them is no word of the kit."""
    # Example: named("kind", {"money", "date"}) gives the names of quantities, named("source", {"기사.txt"}) nothing
    if column == "unit":  # of amounts; beside 원 and ㎡ stand counters such as 명, which are Korean as they are
        return QUANTITY_UNITS
    return next((names for names in _NAMES.get(column, ()) if values and values <= names.keys()), {})
