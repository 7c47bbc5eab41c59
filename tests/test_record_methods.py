from typing import Any

import pytest

from analysis.record import methods

BOOK = {"id": "alliance-startup", "version": "1.1.0", "status": "unvalidated", "sha256": "ee"}


def facts(**changes: Any) -> dict[str, Any]:
    about = {
        "doc": "energy-cost",
        "title": "고지서의 반란",
        "author": "홍길동",
        "post": "담론대 교수",
        "outlet": "담론 예시",
        "date": "2026-11-02",
        "time": "",
        "section": "기고",
        "licence": "CC0-1.0",
        "sha256": "aa",
    }
    base = {
        "kit": "0.1.0",
        "documents": [about | changes.pop("about", {})],
        "redacted": False,
        "counts": {"paragraphs": 6, "sentences": 33, "morphemes": 1661, "characters": 1402},
        "removed": {"duplicate": 2, "widget": 3},
        "recipe": {
            "analyser": "kiwipiepy 0.24.1",
            "model": "kiwipiepy_model 0.24.0",
            "layer": "morphs",
            "options": {"model_type": "cong"},
            "corpus": "cc",
        },
        "codebooks": [],
        "units": [],
    }
    return base | changes


def test_the_paragraph_on_the_material_states_source_size_and_cleaning() -> None:
    assert methods.paragraphs(facts())[0] == (
        "분석 대상은 담론 예시 2026년 11월 2일 자에 실린 홍길동(담론대 교수)의 「고지서의 반란」 본문이다"
        "(6문단 33문장, 형태소 1,661개, 띄어쓰기를 포함하여 1,402자). "
        "세기 전에 원자료에서 5줄을 제외했다(되풀이된 문단 2줄, 화면 조작 문구 3줄)."
    )


@pytest.mark.parametrize(
    ("about", "said"),
    [
        ({"outlet": "", "date": "", "author": "", "post": ""}, "분석 대상은 「고지서의 반란」 본문이다"),
        ({"date": "", "post": ""}, "분석 대상은 담론 예시에 실린 홍길동의 「고지서의 반란」 본문이다"),
        (
            {"title": "", "outlet": ""},
            "분석 대상은 2026년 11월 2일 자에 실린 홍길동(담론대 교수)의 「energy-cost」 본문이다",
        ),
    ],
)
def test_what_is_not_stated_leaves_no_hole(about: dict[str, str], said: str) -> None:
    assert methods.paragraphs(facts(about=about))[0].startswith(f"{said}(")


def test_nothing_removed_is_said_too() -> None:
    bare = facts(removed={})
    assert methods.paragraphs(bare)[0].endswith("원자료에서 제외한 줄은 없다.")
    assert methods.tables(bare, missing_glyphs="")[1].rows == [("없음", "원자료의 모든 줄이 본문이다.")]


def test_parts_of_lines_are_told_beside_lines_and_what_is_still_there_is_not() -> None:
    parts = {"label": 1, "cut word": 2, "entity": 4, "reported": 8}
    assert methods.paragraphs(facts(removed=parts))[0].endswith(
        "세기 전에 원자료의 줄 안에서 3곳을 제외했다(말머리 1곳, 잘린 단어 2곳)."
    )
    assert methods.paragraphs(facts(removed={"widget": 3} | parts))[0].endswith(
        "세기 전에 원자료에서 3줄을 제외했다(화면 조작 문구 3줄). "
        "남은 줄 안에서 3곳을 제외했다(말머리 1곳, 잘린 단어 2곳)."
    )
    rows = dict(methods.tables(facts(removed=parts), missing_glyphs="")[1].rows)
    assert rows["말머리"] == "1건(줄의 일부)"
    assert rows["HTML 부호"] == "4건(제외한 줄이 아님)"


def test_analyser_model_and_kit_are_named_with_their_versions() -> None:
    told = methods.paragraphs(facts())[1]
    for part in ("kiwipiepy 0.24.1", "kiwipiepy_model 0.24.0", "담론 0.1.0"):
        assert part in told


def test_without_the_text_the_report_says_what_is_missing() -> None:
    bare = facts(redacted=True, counts={"paragraphs": 6, "sentences": 33, "morphemes": 1661, "characters": None})
    assert "용례 색인과 정독" in methods.notes(bare)[0]["text"]
    assert "자)." not in methods.paragraphs(bare)[0]
    rows = dict(methods.tables(bare, missing_glyphs="")[0].rows)
    assert rows["바탕"] == "원문을 가린 형태소 표"
    assert "글자(띄어쓰기 포함)" not in rows


@pytest.mark.parametrize(
    ("status", "alarm"), [("unvalidated", "검증 안 됨."), ("piloted", "예비 검증."), ("validated", None)]
)
def test_only_a_validated_codebook_raises_no_alarm(status: str, alarm: str | None) -> None:
    held = facts(codebooks=[BOOK | {"status": status}])
    assert [note["head"] for note in methods.notes(held)] == ([alarm] if alarm else [])
    assert ("아직 검증되지 않았다" in methods.paragraphs(held)[-1]) == bool(alarm)


def test_codebooks_and_unit_lists_stand_with_version_and_hash() -> None:
    held = facts(codebooks=[BOOK], units=["units 1.2.0 ff"])
    assert "(단위 목록 units 1.2.0판)." in methods.paragraphs(held)[2]
    rows = methods.tables(held, missing_glyphs="😀")[2].rows
    assert ("코드북", "alliance-startup 1.1.0판 (검증 안 됨), SHA-256 ee") in rows
    assert ("단위 목록", "units 1.2.0판, SHA-256 ff") in rows
    assert rows[-1] == ("글꼴에 없는 글자", "😀 (읽는 이의 기기에 있는 글꼴로 보인다)")


def test_an_unknown_kind_of_line_is_shown_by_its_own_name() -> None:
    assert methods.tables(facts(removed={"photo": 1}), missing_glyphs="")[1].rows == [("photo", "1줄")]


def test_several_articles_are_counted_not_named() -> None:
    held = facts()
    held["documents"] = [held["documents"][0], held["documents"][0] | {"doc": "b", "title": "둘째"}]
    assert methods.title(held) == "고지서의 반란 외 1건"
    assert methods.byline(held) == ""
    assert methods.paragraphs(held)[0].startswith("분석 대상은 글 2편의 본문이다")


def test_the_byline_names_outlet_rubric_author_and_day() -> None:
    assert methods.byline(facts()) == "담론 예시 · 기고 · 홍길동 담론대 교수 · 2026-11-02"


def test_what_is_known_of_a_codebook_stands_in_the_banner_the_paragraph_and_the_table() -> None:
    proof = "기계 판독과 비교(조정에 쓴 글): ‘한미 동맹’ 정밀도 .71(91/128)·재현율 .83(91/109)"
    held = facts(codebooks=[BOOK | {"proof": proof}])
    assert methods.notes(held)[-1]["text"].endswith(f"{proof}.")
    assert methods.paragraphs(held)[-1].endswith(f"{proof}.")
    rows = methods.tables(held, missing_glyphs="")[2].rows
    assert ("코드북의 정확도", f"alliance-startup 1.1.0판: {proof}") in rows
