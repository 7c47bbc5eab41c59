"""One page on a corpus: every dirt of a small folder is counted by hand."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

import analysis as da
from analysis import errors
from analysis.cleaning.inspection import _spelling

LONG = (
    "마을 도서관은 봄에 문을 열었다. 책은 삼천 권이고 사서는 한 사람이며 아이들은 날마다 저녁까지 그곳에서 책을 읽고 "
    "어른들은 주말에 모여 책을 고친다."
)


@pytest.fixture
def corpus(tmp_path: Path) -> da.Corpus:
    texts = {
        "가": f"골목 소식\n글자크기 설정\n{LONG} &quot;고맙다.&quot;",
        "나": f"(서울=한들통신) 김가람 기자 = {LONG}\n“다시 오자고 했다.\n{LONG}",
        "다": "몇일 뒤 비가 왔다. 몇일은 더 온다. 좋앜ㅋ\n끝.",
    }
    for name, text in texts.items():
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    return da.read(tmp_path)


def test_everything_is_counted_with_its_place_and_switch(corpus: da.Corpus) -> None:
    table = corpus.report().table
    found = {(row.stage, row.kind): (row.n, row.docs, row.doc) for row in table.itertuples()}
    assert found == {
        ("read", "documents"): (3, 3, ""),
        ("read", "plain"): (2, 2, "나"),
        ("read", "portal"): (1, 1, "가"),
        ("decoded", "entity"): (1, 1, "가"),
        ("set apart", "dateline"): (1, 1, "나"),
        ("set apart", "title"): (1, 1, "가"),
        ("set apart", "widget"): (1, 1, "가"),
        ("left", "open quotation"): (1, 1, "나"),
        ("left", "repeated"): (1, 1, "나"),
        ("left", "same text"): (1, 1, "나"),
        ("left", "spelling"): (3, 1, "다"),
    }
    switches = dict(zip(table["kind"], table["switch"], strict=True))
    assert (switches["widget"], switches["repeated"]) == ('clean="none", kind=...', 'kind="portal"')


@pytest.mark.usefixtures("in_korean")
def test_the_page_reads_as_text_and_as_html(corpus: da.Corpus) -> None:
    page = corpus.report()
    assert "  닫히지 않은 따옴표 1건, 글 1편. 보기(나): “다시 오자고 했다." in repr(page).splitlines()
    assert repr(page).count("없음") == 1  # nothing was joined
    shown = page._repr_html_()
    for stage in ("읽은 것", "되살린 것", "이어 붙인 것", "제외한 것", "이상해 보이나 그대로 둔 것"):
        assert shown.count(f">{stage}</th>") == 1
    assert "&amp;quot;" in shown  # the example of an entity is not markup


def test_spelling_is_suggested_and_never_replaced(corpus: da.Corpus) -> None:
    table = _spelling(["몇일 뒤 몇일", "ㅎㅏㄴ글 좋앜ㅋ ㅋㅋ 며칠 ㅠㅠ"])
    assert table.to_numpy().tolist() == [
        ["몇일", "며칠", 2, 1],
        ["ㅎㅏㄴ글", "한글", 1, 1],
        ["좋앜ㅋ", "좋아ㅋㅋ", 1, 1],
    ]
    assert corpus.documents["text"][2].startswith("몇일 뒤")
    assert corpus.report().spelling["written"].tolist() == ["몇일", "몇일은", "좋앜ㅋ"]


def test_a_quotation_over_several_paragraphs_is_closed_at_its_end() -> None:
    speech = da.Corpus.from_texts({"a": "“첫째 말이다.\n“둘째 말이다.”\n‘셋째’ 말이다.", "b": '그는 "예라고 했다.'})
    found = speech.report().table
    assert found[found["kind"] == "open quotation"][["n", "doc"]].to_numpy().tolist() == [[1, "b"]]


def test_what_would_go_is_reported(tmp_path: Path) -> None:
    path = tmp_path / "글.txt"
    text = f"(서울=한들통신) 김가람 기자 = {LONG}\n\nCopyright ⓒ 한들신문. 무단 전재 금지."
    path.write_text(text, encoding="utf-8")
    corpus = da.read(path, clean="report")
    assert corpus.documents["text"][0] == text.replace("\n\n", "\n")
    table = corpus.report().table
    reported = table[table["kind"].str.startswith("reported")]
    assert reported[["stage", "kind", "n", "switch"]].to_numpy().tolist() == [
        ["left", "reported: copyright", 1, 'clean="default"'],
        ["left", "reported: dateline", 1, 'clean="default"'],
    ]
    assert sorted(corpus.removed["line"]) == [1, 3]


def test_a_redacted_corpus_is_refused() -> None:
    redacted = replace(da.Corpus.from_texts({"a": "글이다."}), stored=Path("어디"))
    with pytest.raises(errors.RefusalError, match="redacted"):
        redacted.report()
