from __future__ import annotations

import pytest

from analysis.cleaning import byline as by
from analysis.cleaning import clean, normalise, normalise_map
from analysis.cleaning.byline import _Byline
from analysis.cleaning.furniture import _rule_of


def lines(*texts: str) -> str:
    return "\n".join(texts)


A = "동네 빵집이 문을 닫았다. 임대료가 두 해 만에 갑절이 되었기 때문이다."
B = "사람들은 아쉬워했다. 그러나 아쉬움은 임대료를 대신 내 주지 않는다."
C = "구청은 상생 협약을 말한다. 협약서에는 벌칙이 없다."


def test_normalise_composes_hangul_and_drops_what_cannot_be_seen() -> None:
    decomposed = "\u1112\u1161\u11ab\u1106\u1175"  # 한미 as macOS writes it in file names
    assert normalise(decomposed + "\u200b\u00a0 동맹\ufeff ") == "한미 동맹"


def test_normalise_map_says_where_each_character_came_from() -> None:
    made, origins = normalise_map("a  b")  # the second space is gone, and the end has an origin too
    assert (made, origins.tolist()) == ("a b", [0, 1, 3])


def test_normalise_keeps_what_carries_meaning() -> None:
    text = "韓美 ‘1스퀘어마일(약 2.59km²)’ 4만㎡ ㆍ·… ①"
    assert normalise(text) == text


def test_normalise_twice_changes_nothing() -> None:
    once = normalise("가\r\n 나\u2028다\t\t라 \x07")
    assert once == "가\n나\n다 라"
    assert normalise(once) == once


def test_plain_text_comes_back_whole() -> None:
    found = clean(lines(A, B, C))
    assert [p.text for p in found.paragraphs] == [A, B, C]
    assert found.removed == ()
    assert found.about == {}


def test_headline_above_prose_is_set_apart() -> None:
    found = clean(lines("골목의 계산서", "임대료와 동네", A, B), kind="outlet")
    assert found.about["title"] == "골목의 계산서"
    assert [(r.line, r.kind) for r in found.removed] == [(1, "title"), (2, "title")]
    assert [p.number for p in found.paragraphs] == [3, 4]


def test_a_refrain_is_prose() -> None:
    # a short paragraph may return on purpose; only a copy of a longer one drags it along
    found = clean(lines(A, "그런가?", B, "그런가?", C))
    assert [p.text for p in found.paragraphs] == [A, "그런가?", B, "그런가?", C]


def test_second_copy_goes_with_its_short_lines() -> None:
    found = clean(lines(A, "왜 그런가.", B, C, A, "왜 그런가.", B), kind="portal")
    assert [p.number for p in found.paragraphs] == [1, 2, 3, 4]
    assert [(r.line, r.kind, r.reason) for r in found.removed] == [
        (5, "duplicate", "the same words stand in line 1"),
        (6, "duplicate", "the same words stand in line 2"),
        (7, "duplicate", "the same words stand in line 3"),
    ]


def test_dump_repeats_paragraphs_joined_into_one_line() -> None:
    found = clean(lines("제목", "글자크기 설정", A, B, f"{A} {B}", "Copyright © 한들신문. 무단전재 금지"))
    assert [p.text for p in found.paragraphs] == [A, B]
    assert ("duplicate", 5) in {(r.kind, r.line) for r in found.removed}


def test_summary_above_the_body_is_not_taken_for_the_body() -> None:
    copied = A.split(". ", maxsplit=1)[0] + "."
    found = clean(lines("제목", "자동요약", "간추린 글입니다.", copied, "글자크기 설정", A, B))
    assert [p.number for p in found.paragraphs] == [6, 7]
    assert [r.kind for r in found.removed] == ["title", "summary", "summary", "summary", "widget"]


def test_summary_that_copies_a_whole_paragraph() -> None:
    found = clean(lines("제목", "자동요약", A, "글자크기 설정", A, B))
    assert [(r.line, r.kind) for r in found.removed][1:4] == [(2, "summary"), (3, "summary"), (4, "widget")]
    assert [p.number for p in found.paragraphs] == [5, 6]


def test_body_right_under_the_summary_survives_its_own_second_copy() -> None:
    # no widget parts summary and body; the body's first paragraph is copied whole further down
    found = clean(
        lines("제목", "자동요약", A.split(". ", maxsplit=1)[0] + ".", A, B, A, B, "ⓒ 한들신문 무단 전재 금지")
    )
    assert [p.number for p in found.paragraphs] == [4, 5]


def test_furniture_in_the_polite_style_around_a_plain_body() -> None:
    found = clean(lines("제목", "글자크기 설정", "한들신문은 매일 새벽 찾아갑니다.", A, B, "추천을 눌러 주세요."))
    assert [p.number for p in found.paragraphs] == [4, 5]
    assert {(r.line, r.kind) for r in found.removed} >= {(3, "widget"), (6, "prompt")}


def test_polite_articles_keep_their_lines() -> None:
    polite = [t.replace("다.", "습니다.") for t in (A, B, C)]
    found = clean(lines("제목", "글자크기 설정", *polite))
    assert [p.text for p in found.paragraphs] == polite


def test_lines_behind_the_copyright_line_are_headlines() -> None:
    found = clean(lines("제목", A, B, C, "Copyright © 한들신문. 무단전재 금지", "- 동맹 70년", "창업 지원 늘린다"))
    assert [(r.line, r.kind) for r in found.removed][1:] == [(5, "copyright"), (6, "related"), (7, "related")]
    assert found.about["outlet"] == "한들신문"


def test_copyright_line_on_top_does_not_cut_the_article_off() -> None:
    found = clean(lines("Copyright © 한들신문. 무단전재 금지", "제목", A, B, C))
    assert [p.text for p in found.paragraphs] == [A, B, C]


def test_every_line_is_accounted_for() -> None:
    text = lines("제목", "", "글자크기 설정", A, "", B, A, "ⓒ 한들신문 무단 전재 금지", "- 다른 기사")
    found = clean(text)
    numbers = sorted([p.number for p in found.paragraphs] + [r.line for r in found.removed])
    assert numbers == [1, 3, 4, 6, 7, 8, 9]  # all but the blank lines 2 and 5


def test_cleaning_the_result_again_removes_nothing(oped_path) -> None:
    body = "\n".join(p.text for p in clean(normalise(oped_path.read_text(encoding="utf-8"))).paragraphs)
    assert clean(body).removed == ()


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("글자 크기 변경", "widget"),
        ("무단 전재 및 재배포 금지", "copyright"),
        ("김가람 기자 garam@example.com", "byline"),
        ("[사진=한들신문 제공]", "caption"),
        ("▲ 시장 골목의 저녁", "caption"),
        ("관련기사", "related"),
        ("입력 2026.10.08. 오후 5:42", "byline"),
        ("이 기사는 언론사에서 정치 섹션으로 분류했습니다.", "prompt"),
    ],
)
def test_furniture_is_known_by_its_words(line: str, kind: str) -> None:
    rule = _rule_of(line)
    assert rule is not None
    assert rule.kind == kind


@pytest.mark.parametrize(
    "prose",
    [
        "관련 기사를 쓴 기자는 사실을 확인하지 않았다.",
        "구독 경제가 커지면서 소비자의 부담도 커졌다.",
        "댓글은 민심이 아니다.",
        "사진 한 장이 여론을 바꾸었다.",
        "자동요약 기술은 아직 믿을 만하지 않다.",
        "인쇄하기 전에 세 번을 고쳤다.",
        "글자 크기보다 중요한 것은 뜻이다.",
    ],
)
def test_prose_that_speaks_of_furniture_is_prose(prose: str) -> None:
    assert _rule_of(prose) is None


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("이가람 중소상공인부 장관 2026. 5. 4. 03:05", _Byline("이가람", "중소상공인부 장관", "2026-05-04", "03:05")),
        ("김나래 기자 2026-05-04 15:30", _Byline("김나래", "기자", "2026-05-04", "15:30")),
        ("글 · 박도담 한내대 교수 2026년 5월 4일", _Byline("박도담", "한내대 교수", "2026-05-04", "")),
        ("입력 2026.10.08. 오후 12:07", _Byline("", "", "2026-10-08", "12:07")),
        ("입력 2026.10.08. 오전 12:07", _Byline("", "", "2026-10-08", "00:07")),
    ],
)
def test_byline(line: str, expected: _Byline) -> None:
    assert by.byline(line) == expected


def test_a_sentence_with_a_date_is_no_byline() -> None:
    assert by.byline("이 법은 2026년 5월 4일 국회를 통과했다.") is None


@pytest.mark.parametrize(
    "line",
    [
        "재무부는 1968.5.10.",  # a subject, and the sentence goes on
        "<붙임> 2022년 3/4분기 동향",  # a quarter is no month
        "2020년 10월 5일 확인한 자료",
        "한글판 발간사",  # 발간사 is no 간사, and 한글판 no name
        "한빛소식 사무총장",  # four syllables need a double surname
        "2014년 4월 16일",  # spelt out and alone, a day opens a column as well as it dates one
    ],
)
def test_what_has_the_look_of_a_byline(line: str) -> None:
    assert by.byline(line, dated=False) is None


def test_a_byline_with_a_later_correction_keeps_the_first_day() -> None:
    line = "입력 2026.10.08.(목) 오후 5:42:10 | 수정 2026.10.09. 오전 9:05"
    assert by.byline(line) == _Byline("", "", "2026-10-08", "17:42")


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("제목이다 [기고/이가람]", ("제목이다", "기고/이가람")),
        ("[사설] 제목이다", ("제목이다", "사설")),
        ("[단독] 제목 | 다음뉴스", ("제목", "단독")),
        ("제목 속 [괄호] 안의 말", ("제목 속 [괄호] 안의 말", "")),
    ],
)
def test_headline(line: str, expected: tuple[str, str]) -> None:
    assert by.headline(line) == expected


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Copyright © 한들신문. 무단전재 및 재배포 금지.", "한들신문"),
        ("ⓒ 물결일보 무단 전재·재배포 금지", "물결일보"),
        ("<저작권자 ⓒ 2026 한들 뉴스, 재배포 금지>", "한들 뉴스"),
        ("한들신문에서 직접 확인하세요.", "한들신문"),
        ("무단 전재 및 재배포 금지", ""),
    ],
)
def test_outlet(line: str, name: str) -> None:
    assert by.outlet(line) == name
