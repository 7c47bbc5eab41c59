"""Words of saying, with what they say of the speech, and words for those who speak."""

from __future__ import annotations

import re

_NEUTRAL = (
    "말하 전하 설명하 덧붙이 덧붙 이야기하 얘기하 답하 답변하 대답하 언급하 묻 되묻 소개하 말씀하 부연하 회상하 "
    "회고하 거론하 전언하 보고하 진술하 증언하 인사하 발언하 표현하 술회하 총평하 질문하 문의하 논하 반문하 제의하 "
    "화답하 응답하 귀띔하 털어놓 외치 평하 묘사하 정의하"
)
_CLAIMING = (
    "주장하 강조하 지적하 호소하 촉구하 요구하 당부하 제안하 단언하 역설하 전망하 내다보 진단하 평가하 판단하 분석하 "
    "우려하 예상하 관측하 선언하 다짐하 약속하 확신하 장담하 공언하 자평하 자신하 제시하 주문하 요청하 권고하 조언하 "
    "지시하 명령하 의미부여하 추측하 예측하 판결하 제언하 해석하 공약하 부인하 규정하 기대하 천명하 환영하 칭찬하 "
    "격려하 추정하 호평하 치하하 가리키 설파하 재촉하 부탁하 축하하 토론하 논평하 잘라말하"
)
_ATTACKING = (
    "비판하 비난하 반박하 반발하 질타하 성토하 규탄하 일축하 몰아붙이 맹비난하 경고하 꼬집 쏘아붙이 직격하 공격하 "
    "힐난하 항의하 따지 맞받 맞받아치 저격하 혹평하 비꼬 쓴소리하 호통치 반대하 응수하 맞서 항변하 공세하 폄훼하 "
    "폄하하 조롱하 책망하 개탄하 비아냥거리 질책하 거절하 거부하 타박하 소리치 규정짓"
)
_CONCEDING = "인정하 사과하 시인하 해명하 토로하 고백하 자인하 실토하 자책하 반성하 수긍하 후회하"
_WRITTEN = "밝히 발표하 적 쓰 게시하 공지하 올리 공개하 기고하 보도하 명시하 서술하 기술하 공표하 고지하 표명하"

CLASSES: dict[str, str] = {
    verb: name
    for name, verbs in (
        ("neutral", _NEUTRAL),
        ("claiming", _CLAIMING),
        ("attacking", _ATTACKING),
        ("conceding", _CONCEDING),
        ("written", _WRITTEN),
    )
    for verb in verbs.split()
}
NOUNS = frozenset(verb[:-1] for verb in CLASSES if verb.endswith("하") and len(verb) > 2) | {"답", "말"}  # before 하다
STEMS = frozenset(verb for verb in CLASSES if verb[:-1] not in NOUNS)
# nouns that a quotation stands before: “…”라는 지적, “…” 비판
SPEECH = NOUNS | frozenset(
    "입장 의견 뜻 취지 얘기 이야기 견해 반응 목소리 생각 논리 인식 조언 글 메시지 내용 설명 답변 소감 각오 하소연 "
    "불만 우려 시각 관측 분석 전망 기대 기류 심경 소신 의사 의지 방침 계획 구상 대답 질문 물음 공지 논평 성명 유서 "
    "서한 편지 문자 댓글 푸념 고민 여론 반론 말씀 의문 신호 결론 원칙 바람 요청 지시 지령 보도 통보 증언 진술 이유 "
    "점 것 게 거 식 서신 안내문 통신문 가정통신문 입장문 표현 발언 평 평가 해석 판단 믿음 주의".split()
)
# nouns behind which stands a name or a title, not speech: “…”라는 책
NAMED = frozenset(
    "책 노래 제목 이름 문구 구호 현수막 영화 슬로건 주제 단어 용어 뜻풀이 별명 명칭 코너 행사 브랜드 작품 곡 드라마 "
    "프로그램 개념 호칭 말머리 표제 가사 간판 문패 부제 소설 시 그림 전시 모임 단체 회사 가게 앱 게임".split()
)
# what comes of speech that nobody in the sentence said: “…”는 비판이 나왔다, “…”는 평가를 받았다
COMES = frozenset(
    "나오 일 제기되 쏟아지 있 많 지배적 우세하 확산되 커지 높 없 이어지 들리 잇따르 고조되 팽배하 터지 나돌 돌 적지 "
    "확산하 제기 지배 번지 힘 대두되 불거지".split()
)
SUFFERED = frozenset("받 듣 사 부르 낳 불러일으키 면하 얻 접하 받아들이 피하 의식하 수용하".split())
AROUND = frozenset(
    "당내 당 정치권 여권 야권 학계 업계 재계 법조계 노동계 안팎 일각 주변 시장 의료계 교육계 문화계".split()
)

# last letters of nouns for people and bodies (관계자, 주민, 교육청), such words with other last letters, and words with
# these letters that are neither
_WHO = frozenset("씨자인원장가민들측부청회사단진생님관군양팀국당처표리수모이령독체합협")
_ALSO_WHO = frozenset(
    "아버지 할아버지 어머니 할머니 아내 남편 친구 언론 신문 방송 기업 대학 학교 병원 재단 은행 연구소 의원 교수 위원 "
    "검찰 경찰 노조 위원회 정부 야당 여당 국회 법원 재판부 여사 후보 간사 기자 대사 박사 변호사 목사 신부 스님 작가 "
    "배우 감독 코치 총재 의장 총리 장관 차관 대통령 특사 특보 수석 실장 대변인 외상 국방상 노동계 경영계 학계 업계 "
    "재계 의료계 측 쪽 당국 지도부 여권 야권 보수 진보 노사 정상 당정 간호계 종교계 시민사회 시민 국민 독자 시청자 "
    "피해자 유족 가족 부부 일각 위 매체 통신 일보 타임스 포스트 저널 소방 해경 군 합참 공군 육군 해군 수사팀 특검 "
    "총장 청장 교육감 시장 지사 군수 구청장 사령관 감사 조합 연맹 연대 연합 총연맹 협회 학회 참모 실세 소식통 당직자 "
    "보좌관 비서관 행정관 지부 본부 센터 고위급 인사 국장 로펌 그룹 회담 캠프 백악관 대통령실 청와대 국무부 국방부 "
    "외교부 크렘린궁 유엔 나토 평론가 정당 학부모회 주석 총비서 국왕 교황 소장 시장님 컴퍼니 조합원 소비자단체 노총 "
    "간협 의협 전공의 증권 은행권".split()
)
_LONG_WHO = tuple(
    "학교 경찰서 소방서 세무서 외무성 국무성 방위성 재단 연구소 노조 정부 위원회 신문 일보 방송 대학 병원 은행 법원 "
    "언론 의원 교수 대표 장관 후보 대변인".split()
)
_NOBODY = frozenset(
    "조사 기사 행사 역사 공사 심사 원인 확인 법인 지원 자원 시장가 물가 평가 증가 대가 투자 일부 여부 전부 내부 외부 "
    "기회 사회 대회 수단 판단 진단 집단 사진 추진 발생 습관 결국 전국 당장 처리 거리 소리 목소리 관리 논리 수리 점수 "
    "회수 액수 다수 소수 소모 규모 차이 사이 놀이 발표 목표 지표 투표 이자 적자 흑자 숫자 글자 전체 자체 대체 시합 "
    "통합 종합 이 수 등 것 사람이 입장 시장화 현장 주장 포장 공장 등장 성장 확장 문장 보장 극장 비율 경우 회의 문제 "
    "정책 금리 가격 사건 사고 선거 법안 예산 협력 대화 동맹 관계 방침 계획 사실 상황 상태 결과 이유 배경 국가 평화 "
    "번영 안보 경제 하늘 비 눈 바람 미래 과거 현재 아이디어 우리나라 세계 지역 분위기 반응 의혹 논란 비판".split()
)
DOCUMENTS = frozenset(
    "보고서 성명 성명서 논평 입장문 자료 보도자료 사설 칼럼 판결문 공소장 공시 백서 선언문 결의문 기사 보도 편지 "
    "유서 서한 공동성명 합의문 담화 담화문 회고록 안내문 통지문 공고문 발표문".split()
)
COLLECTIVE = frozenset(
    "노동계 경영계 학계 업계 재계 의료계 간호계 종교계 교육계 법조계 문화계 시민사회 시민 국민 주민 여권 야권 정치권 "
    "일각 당내 안팎 누리꾼 네티즌 전문가 유족 가족 참석자 학부모 보수 진보 노사 여야 언론 외신 독자 시청자 관계자들 "
    "당정".split()
)
_UNNAMED = tuple(
    "관계자 당국자 소식통 참모 측근 측 쪽 핵심 고위급 일각 인사 전문가 누리꾼 네티즌 주민 시민 직원 회원 참석자 "
    "목격자 업자 당직자 실세 의원들 여권 야권 정치권 당내 안팎 남성 여성 피해자 간부 목격담 지인 유족 학부모 교사 "
    "학생 대학생 상인 손님 이웃 동료 제보자 독자 시청자 투자자 임원 중진 초선 재선 다선 변호인 담당자 운전자 노동자 "
    "농민 사람 사람들 세대 청년 대표들 실무자 공무원".split()
)
_LISTED_WHO = (
    _ALSO_WHO
    | DOCUMENTS
    | COLLECTIVE
    | frozenset("남성 여성 학생 주부 농민 상인 청년 노인 사람 사람들 어린이 교사 기업인".split())
)
KIN = frozenset("아버지 할아버지 어머니 할머니 아내 남편 친구 부모 딸 아들 형 누나 언니 동생".split())
_HIDDEN = re.compile(
    r"(?:^|\s)(?:[A-Zㄱ-ㅎ○]{1,2}(?:\s?\([^)]*\))?\s?(?:씨|군|양)"
    r"|(?:[A-Z]|[ㄱ-ㅎ○]{1,2})(?:\s?\([^)]*\))?\s?[가-힣]{2,5}"  # K 의원; GS나다 and UN 사무총장 are names
    r"|[A-Zㄱ-ㅎ]|[가-힣]\s?모(?:\s?\([^)]*\))?\s?(?:씨|군|양)?)$"
)
PRONOUNS = frozenset("그 그녀 그들 이들 저 나 우리 저희 자신 본인 이 그이 누구 둘".split())


def may_speak(form: str, tag: str) -> bool:
    """Whether the last word of a noun phrase may be that of a person or a body."""
    # 관계자/NNG -> yes, 조사/NNG -> no, 곽상도/NNP -> yes
    if form in _NOBODY:
        return False
    if tag in {"NP", "NNP", "SL"} or form in _LISTED_WHO or form.endswith(_LONG_WHO):
        return True
    return bool(form) and form[-1] in _WHO and tag in {"NNG", "NNB", "XSN", "SH", "NR", "XR"}


def class_of(verb: str) -> str:
    """Tell the class of a verb of saying by its stem; 하다 alone is neutral."""
    return CLASSES.get(verb, "neutral" if verb in {"하", "말하"} else "")


def unnamed_person(phrase: str) -> bool:
    """Whether a phrase hides a name: A씨, 김모 씨, 이모(34) 씨, ㄱ씨."""
    return _HIDDEN.search(phrase) is not None


def unnamed(phrase: str, title: str) -> bool:
    """Whether a phrase without a name has a cue of an unnamed source: 관계자, 핵심 참모, 측, 당국자, 한 의원."""
    if re.search(r"(?:두|세|네|양) (?:사람|정상)$", phrase):  # named elsewhere
        return False
    last = phrase.rsplit(maxsplit=1)[-1] if phrase.split() else ""
    bare = last.removesuffix("들")
    one_of_many = phrase.startswith(("한 ", "익명", "어느 ", "또 다른 ")) and (title or may_speak(bare, "NNG"))
    several = last.endswith("들") and title_end(bare)
    return bare.endswith(_UNNAMED) or bool(one_of_many) or several or (phrase == last and title_end(last))


def title_end(word: str) -> bool:
    """Whether a word ends as titles of many do: 의원들, 교수들."""
    return word.endswith(("의원", "교수", "위원", "변호사", "검사", "판사", "기자", "의사", "간호사", "대표"))
