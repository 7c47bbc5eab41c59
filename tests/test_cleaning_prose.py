"""Prose that looks like furniture stays, and cleaning twice changes nothing."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.cleaning import clean, normalise

POEM = [
    "빈 의자",
    "골목 끝에 의자가 하나",
    "누가 앉았다 갔는지",
    "비는 묻지 않고 내린다",
    "골목 끝에 의자가 하나",
    "젖은 채로 저녁을 맞는다",
]
INTERVIEW = [
    "동네 책방을 연 지 스무 해가 된 주인을 만났다. 그는 계산대 뒤에서 차를 끓이고 있었다.",
    "Q. 왜 책방인가",
    "A. 다른 일을 해 본 적이 없습니다. 할 줄 아는 것이 책을 읽는 일뿐이었지요.",
    "Q. 손님은 하루 몇 명인가",
    "A. 많으면 열 명, 비가 오면 한 명도 없습니다.",
    "Q. 그래도 문을 여는 까닭은",
    "A. 좋아요.",
]
BULLETS = [
    "구청이 내놓은 대책은 모두 네 가지다. 어느 것도 새롭지 않다.",
    "▲ 임대료 인상률 상한을 조례로 정한다",
    "▲ 빈 점포를 구청이 사들인다",
    "- 관련 기사 스크랩 비용 지원",
    "- 무단 복제 금지 조항 삭제",
    "■ 제보하는 주민에 대한 보상",
    "이 가운데 예산이 잡힌 것은 하나뿐이다. 나머지는 말이다.",
]
POLITE = [
    "안녕하십니까, 독자 여러분.",
    "오늘은 신문을 읽는 법에 대해 말씀드리겠습니다. 저는 마흔 해 동안 아침마다 신문을 펼쳤습니다.",
    "여러분은 이 문제를 어떻게 생각하시나요?",
    "다음 뉴스를 기다리는 마음으로 저는 아직 배우고 있습니다. 네이버 뉴스는 그 마음을 알지 못합니다.",
    "동네 도서관에서 만나보세요.",
    "고맙습니다.",
]
QUOTED = [
    "책의 마지막 장에는 “무단 전재 및 재배포 금지”라는 문구가 있다.",
    "‘저작권자의 허락 없이 복제를 금합니다’라는 말이 그 위에 있었다.",
    "ⓒ 표시가 붙은 사진을 아이들은 오려서 벽에 붙였다. 아무도 그것을 죄라고 여기지 않았다.",
    "벽은 해마다 두꺼워졌다. 법이 벽을 본다면 무엇이라고 할까.",
]
SHORT = ["봄이 왔다.", "아무도 오지 않았다.", "나는 문을 열어 두었다.", "그뿐이다."]
REFRAIN = [
    "첫해에 우리는 우물을 팠다. 물은 나오지 않았고 사람들은 떠났다.",
    "그래도 마을 사람들은 이듬해 봄에 다시 삽을 들고 모였다.",
    "둘째 해에는 도랑을 팠다. 물은 잠깐 흐르다 모래 속으로 사라졌다.",
    "그래도 마을 사람들은 이듬해 봄에 다시 삽을 들고 모였다.",
    "셋째 해에 비가 왔다.",
]
QUOTATION = [
    "“이대로는 못 삽니다.”",
    "시장 상인회장은 같은 말을 세 번 했다. 통역은 한 번만 옮겼다.",
    "회의는 거기서 끝났다.",
]
QUESTION = [
    "왜 우리는 아직도 그 강을 건너지 못하는가?",
    "다리가 없어서가 아니다. 다리는 셋이나 있다.",
    "건널 까닭이 없었다.",
]
DIALOGUE = ["― 어디 가니", "― 강에", "― 또", "그는 대답하지 않고 신을 신었다. 어머니는 더 묻지 않았다.", "― 늦지 마라"]
DATED = [
    "2014년 4월 16일",
    "2014년 1/4분기 통계는 아직 나오지 않았다.",
    "정부는 2014. 4. 16.",
    "그날의 기록은 여기서 끊긴다.",
]
WORDS = [
    "자동요약 기술의 그늘을 다룬 책이 나왔다. 두껍지만 잘 읽힌다.",
    "번역 없이 읽는 일의 즐거움",
    "글자 크기를 줄인 까닭",
    "구독 경제의 두 얼굴",
    "채널 추가 비용을 둘러싼 다툼",
    "사진 제공을 거부한 유족",
    "자료 제공을 미룬 부처",
    "관련 기사를 찾지 못한 날들",
    "인쇄하기 어려운 시대의 책방",
    "이 다섯 마디가 책의 차례를 이룬다. 나는 그 차례를 오래 들여다보았다.",
]
CASES = {
    "poem": POEM,
    "interview": INTERVIEW,
    "bullets": BULLETS,
    "polite": POLITE,
    "quoted": QUOTED,
    "short": SHORT,
    "refrain": REFRAIN,
    "quotation": QUOTATION,
    "question": QUESTION,
    "dialogue": DIALOGUE,
    "words": WORDS,
}
ABOVE = ["한들신문", "골목의 계산서", "김가람 한내대 교수 2026. 5. 4. 03:05", "글자크기 설정", "기사 듣기"]
BELOW = [
    "김가람 한내대 교수",
    "garam@example.com",
    "Copyright ⓒ 한들신문. 무단 전재 및 재배포 금지.",
    "이 기사에 대해 어떻게 생각하시나요?",
    "관련기사",
    "- 다른 글의 제목",
]


def body(text: str) -> list[str]:
    return [p.text for p in clean(text).paragraphs]


@pytest.mark.parametrize("name", CASES)
def test_prose_that_looks_like_furniture_stays(name: str) -> None:
    assert body("\n".join(CASES[name])) == CASES[name]


@pytest.mark.parametrize("name", CASES)
def test_prose_stays_on_a_page_full_of_furniture(name: str) -> None:
    found = clean("\n".join([*ABOVE, *CASES[name], *BELOW]))
    assert [p.text for p in found.paragraphs] == CASES[name]
    assert [r.text for r in found.removed] == [*ABOVE, *BELOW]
    assert found.about["author"] == "김가람"
    assert found.about["title"] == "골목의 계산서"


def test_a_day_without_running_prose_below_is_neither_byline_nor_headline() -> None:
    # a quarter is no month, and a sentence that breaks off after a date is not signed by 정부는
    assert body("\n".join(DATED)) == DATED


def test_the_body_goes_on_below_a_box_of_related_headlines() -> None:
    text = [*REFRAIN[:3], "관련기사", "- 우물의 역사", "도랑은 왜 말랐나", REFRAIN[3], *QUOTED[2:]]
    found = clean("\n".join(text))
    assert [r.line for r in found.removed] == [4, 5, 6]
    assert [p.text for p in found.paragraphs] == [*REFRAIN[:3], REFRAIN[3], *QUOTED[2:]]


def test_a_notice_in_the_middle_ends_no_article() -> None:
    text = [*REFRAIN[:3], "무단 전재 및 재배포 금지", *QUOTED]
    assert body("\n".join(text)) == [*REFRAIN[:3], *QUOTED]


def test_a_body_pasted_twice_stands_once() -> None:
    found = clean("\n".join([*QUOTED, *QUOTED]), kind="portal")
    assert [p.text for p in found.paragraphs] == QUOTED
    assert [(r.line, r.kind, r.reason) for r in found.removed] == [
        (n + 4, "duplicate", f"the same words stand in line {n}") for n in (1, 2, 3, 4)
    ]


def test_one_triangle_is_a_caption_two_are_a_list() -> None:
    lines = ["시장은 조용했다. 상인들은 문을 반쯤 닫아 두었다.", "▲ 시장 골목의 저녁", "불이 하나둘 켜졌다."]
    assert [r.kind for r in clean("\n".join(lines), kind="outlet").removed] == ["caption"]
    lines.insert(2, "▲ 골목 어귀의 가게")
    assert clean("\n".join(lines), kind="outlet").removed == ()


@pytest.mark.parametrize(
    "text", ["빈 점포가 는다는 뜻은 아니다.", "그는 날마다 그 길로 다니다.", "옳지 않은 것이 아니다."]
)
def test_a_plain_ending_in_nida_is_not_polite(text: str) -> None:
    # 아니다 and 다니다 hold 니다, but no 습니다: a page's last line in that form belongs to the article
    lines = ["제목", "글자크기 설정", *REFRAIN[:3], "Copyright ⓒ 한들신문. 무단 전재 금지"]
    lines.insert(5, text)
    assert text in body("\n".join(lines))


FURNITURE = [
    *ABOVE,
    *BELOW,
    "▲ 시장 골목의 저녁",
    "[사진=한들신문]",
    "자동요약",
    "입력 2026.10.08. 오후 5:42",
    "댓글 3",
]
LINE = st.sampled_from([*FURNITURE, *(line for case in CASES.values() for line in case), ""])


@settings(max_examples=20 * settings.default.max_examples)
@given(st.lists(LINE, max_size=24))
def test_cleaning_twice_changes_nothing(lines: list[str]) -> None:
    once = clean("\n".join(lines))
    again = clean("\n".join(p.text for p in once.paragraphs))
    assert again.removed == ()
    assert [p.text for p in again.paragraphs] == [p.text for p in once.paragraphs]


@settings(max_examples=10 * settings.default.max_examples)
@given(st.lists(LINE | st.text(max_size=30).map(lambda t: normalise(t).replace("\n", " ").strip()), max_size=16))
def test_every_line_is_in_the_text_or_in_the_account(lines: list[str]) -> None:
    found = clean("\n".join(lines))
    rest = sorted([(p.number, p.text) for p in found.paragraphs] + [(r.line, r.text) for r in found.removed])
    assert rest == [(n, t) for n, t in enumerate(lines, 1) if t]


HUGE: dict[str, Callable[[int], str]] = {
    "one line": lambda n: "글자크기 설정\n" + "동맹은 길고 협력은 짧다. " * 12 * n,
    "copies cut otherwise": lambda n: (
        "글자크기 설정\n"
        + "\n".join(
            f"{k}번째 줄은 {k * 7919 % 10007}을 세고 나서 다시 {k}을 센다" for k in [*range(n // 2), *range(n // 2)]
        )
    ),
    "ends": lambda n: "\n".join(
        ["골목은 조용했고 사람들은 문을 닫았다.", "ⓒ 한들신문 무단 전재 금지", "관련기사", "자동요약"] * (n // 4)
    ),
    "bylines": lambda n: "\n".join(["김가람 기자 2026.10.08. 오후 5:42"] * n),
}


@pytest.mark.parametrize("name", HUGE)
@pytest.mark.parametrize("n", [1_000, pytest.param(20_000, marks=pytest.mark.long)])
def test_every_line_of_a_long_page_is_kept_or_removed(name: str, n: int) -> None:
    """Twenty thousand lines take seconds; in time that grows with the square they would never end."""
    text = HUGE[name](n)
    done = clean(text)
    lines = [line for line in text.split("\n") if line.strip()]
    assert len(done.paragraphs) + len(done.removed) == len(lines)
