import json
from typing import Any

from analysis.record import citing, methods_checklist

BOOK = {"id": "alliance-startup", "version": "1.1.0", "status": "unvalidated", "sha256": "ee"}

FOUND = {
    "counting": "바뀐 계산 방식 3가지 가운데 2가지에서 유지된다(5가지는 이 글에서 바꿀 것이 없었다)",
    "chance": "우연: 문장 9개의 기울기를 동전으로 정해도 이만한 차이가 날 확률 .11. 우연이라고 해도 이상하지 않다",
    "changed": 3,
    "held": 2,
    "unchanged": 5,
    "p": 0.109375,
    "unit": "sentence",
    "units": 9,
}


def whole(**changes: Any) -> dict[str, Any]:
    about = {"doc": "a", "title": "고지서의 반란", "author": "홍길동", "post": "", "outlet": "담론 예시"}
    base = {
        "kit": "0.1.0",
        "documents": [about | {"date": "2026-11-02", "licence": "CC0-1.0", "sha256": "aa"}],
        "redacted": False,
        "counts": {"paragraphs": 6, "sentences": 33, "morphemes": 1661, "characters": 1402, "eojeol": 400},
        "removed": {"widget": 3},
        "recipe": {
            "analyser": "kiwipiepy 0.24.1",
            "model": "kiwipiepy_model 0.24.0",
            "layer": "morphs",
            "options": {"model_type": "cong"},
            "corpus": "cc",
            "variants": "variants-ko 1.0.0 8c",
        },
        "codebooks": [BOOK],
        "units": ["units 1.2.0 ff"],
        "functions": [{"name": "stats.keyness", "line": "l", "references": "Dunning (1993)."}],
        "compared": [{"corpus": "d" * 64, "docs": ["x", "y"], "morphemes": 1234}],
        "findings": [FOUND],
        "software": {"Python": "3.11.2", "pandas": "3.0.0"},
        "figures": [{"name": "a-strip", "chart": "strip", "alt": "띠", "svg": "<svg>", "png": "x"}],
        "evidence": {"text": "본문"},
    }
    return base | changes


def said(held: dict[str, Any]) -> dict[str, str]:
    return {point.head: point.text for point in methods_checklist.points(held)}


def test_twelve_points_in_two_languages() -> None:
    found = methods_checklist.points(whole())
    assert len(found) == 12
    assert all(point.text and point.text_en for point in found)
    assert not any("  " in point.text or "None" in point.text + point.text_en for point in found)
    assert all(point.text_en.isascii() or "“" in point.text_en or "다" in point.text_en for point in found)


def test_points_state_versions_hashes_and_numbers() -> None:
    told = said(whole())
    assert "본문은 400어절이다." in told["자료"]
    assert "이 파일의 읽기 화면에는 본문 전체가 들어 있으므로" in told["이용 조건"]
    assert "units 1.2.0 (SHA-256 ff); variants-ko 1.0.0 (SHA-256 8c)." in told["사용자 목록"]
    assert "stats.keyness" in told["측도"]
    assert "글 2편, 형태소 1,234개" in told["비교 자료"]
    assert "정밀도와 재현율을 알 수 없다." in told["코드북"]
    assert told["민감도"] == f"{FOUND['counting']}. {FOUND['chance']}."
    assert "pandas 3.0.0" in told["소프트웨어"]


def test_sensitivity_in_english_gives_counting_and_chance_apart() -> None:
    def english(**changes: Any) -> str:
        found = methods_checklist.points(whole(findings=[FOUND | changes]))
        return next(point.text_en for point in found if point.head == "민감도")

    assert english() == (
        "The same frame leads in 2 of 3 changes in the counting that change something in this text; 5 change nothing. "
        "Test by flipped signs over 9 sentences that differ: p = 0.11."
    )
    assert english(p=None).endswith("Fewer than six sentences differ, so that chance is not ruled out.")


def test_what_was_not_done_is_said() -> None:
    held = whole(codebooks=[], units=[], compared=[], findings=[], functions=[], redacted=True)
    held["counts"] |= {"eojeol": None, "characters": None}
    held["recipe"].pop("variants")
    told = said(held)
    assert told["코드북"] == "코드북을 쓰지 않았다."
    assert told["비교 자료"] == "다른 글과 비교하지 않았다."
    assert told["민감도"] == "계산 방식을 바꾸어 보지 않았다."
    assert told["사용자 목록"] == (
        "단위 목록은 쓰지 않았다. "
        "핵심어의 빈도표와 그림에는 불용어 목록 stopwords-ko의 단어를 싣지 않았으나 분모에는 넣었다."
    )
    assert "이 파일에는 본문이 들어 있지 않다." in told["이용 조건"]


def test_the_manifest_holds_how_it_was_made_and_not_the_text() -> None:
    told = json.loads(citing.manifest(whole()))
    assert told["recipe"]["analyser"] == "kiwipiepy 0.24.1"
    assert told["figures"] == [{"name": "a-strip", "chart": "strip", "alt": "띠"}]
    assert "본문" not in citing.manifest(whole())
    assert citing.manifest(whole()) == citing.manifest(whole())


def test_citations_name_kit_and_analyser_with_their_versions() -> None:
    text = citing.bibtex(whole())
    assert text.count("@software{") == 2
    assert "version = {0.1.0}" in text
    assert text.count("{") == text.count("}")
    items = json.loads(citing.csl(whole()))
    assert [item["type"] for item in items] == ["software", "software"]
    assert items[1]["version"] == "kiwipiepy 0.24.1, kiwipiepy_model 0.24.0"
