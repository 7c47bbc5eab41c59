"""Concordance: queries, context as it stands in the text, sort keys, and the views."""

from __future__ import annotations

import csv
import io
import re
import sys
import unicodedata
import warnings
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

import analysis as da
from analysis import errors, schema

CORPUS = da.Corpus.from_texts(
    {
        "d": "우리 한미동맹을 굳건히 넓힌다. “새 동맹이” 온다.\n다른 문단의 동맹은 길었다. 한·미 동맹관계를 갔다 왔다.",
        "e": "동맹 하나.",
    }
)
TOKENS = da.segment(CORPUS, variants=None)  # keys as spelt
TEXTS = CORPUS.documents.set_index("doc")["text"]


def found(query: str | pd.DataFrame) -> list[str]:
    return da.stats.concordance(CORPUS, TOKENS, query)["node"].tolist()


def test_context_is_the_text_by_offset() -> None:
    table = da.stats.concordance(CORPUS, TOKENS, "동맹/NNG", width=2)
    assert table[["left", "node", "right", "word"]].values.tolist() == [
        ["우리 한미", "동맹", "을 굳건히 넓힌다.", "한미동맹을"],
        ["넓힌다. “새 ", "동맹", "이” 온다.", "동맹이”"],
        ["다른 문단의 ", "동맹", "은 길었다. 한·미", "동맹은"],  # nothing from the paragraph before
        ["길었다. 한·미 ", "동맹", "관계를 갔다 왔다.", "동맹관계를"],
        ["", "동맹", " 하나.", "동맹"],
    ]
    for row in table.itertuples():
        text = TEXTS[row.doc]
        assert text[row.start : row.end] == row.node
        assert f"{row.left}{row.node}{row.right}" in text


@pytest.mark.filterwarnings("ignore::analysis.errors.NothingFoundWarning")
@pytest.mark.parametrize(
    ("query", "nodes"),
    [
        ("동맹", ["동맹"] * 5),
        ("동*/NNG", ["동맹"] * 5),
        ("한미 동맹/NNG */JKO", ["한미동맹을"]),
        ("*/JKO", ["을", "를"]),
        ("넓히다/VV", ["넓힌"]),
        ("오다", ["온", "왔"]),  # one lemma, two surfaces
        ("surface:동맹이", ["동맹이"]),
        ("surface:갔다", ["갔다"]),  # 가, 었 and 다 share characters
        ("surface:동", []),  # no whole morpheme
        ("regex:(동맹|문단)(을|의)", ["동맹을", "문단의"]),
        ("regex:맹", ["동맹"] * 5),  # widened to whole morphemes
        ("pattern:한미 동맹", ["한미동맹"]),
        ("pattern:(한미|한·미) 동맹", ["한미동맹", "한·미 동맹"]),
        ("동맹/NNP", []),
        ("없는말", []),
    ],
)
def test_queries(query: str, nodes: list[str]) -> None:
    assert found(query) == nodes


def test_particles_do_not_part_what_belongs_together() -> None:
    corpus = da.Corpus.from_texts({"d": "새 동맹을 본다. 새 기업을 본다. 새 동맹이 온다."})
    tokens = da.segment(corpus)
    by_lemma = da.stats.concordance(corpus, tokens, "새", sort=["R1"])
    assert by_lemma["R1"].tolist() == ["기업", "동맹", "동맹"]
    by_surface = da.stats.concordance(corpus, tokens, "새", sort=["R1"], by="surface")
    assert by_surface["R1"].tolist() == ["기업을", "동맹을", "동맹이"]


def test_keys_by_hand() -> None:
    table = da.stats.concordance(CORPUS, TOKENS, "동맹", sort=["L1", "R1"]).set_index("L1")
    # 한미 and 관계 in the node's own word are neighbours, particles and quotation marks are not
    assert table.index.tolist() == ["", "문단", "새", "한·미", "한미"]
    assert table.loc["한미", ["L2", "R1", "R2", "R3", "R4", "R5"]].tolist() == [
        "우리",
        "굳건히",
        "넓히다",
        "새",
        "동맹",
        "오다",
    ]
    assert table.loc["한·미", ["L2", "R1", "R2", "R3", "R4"]].tolist() == ["길다", "관계", "가다", "오다", ""]
    surface = da.stats.concordance(CORPUS, TOKENS, "동맹", by="surface").set_index("L1")
    assert surface.loc["한미", ["R2", "R3", "R4", "R5"]].tolist() == ["넓힌다", "새", "동맹이", "온다"]


def test_sort_by_the_word_of_the_node_and_ties_in_text_order() -> None:
    words = da.stats.concordance(CORPUS, TOKENS, "동맹", sort=["word"])["word"].tolist()
    assert words == ["동맹", "동맹관계를", "동맹은", "동맹이”", "한미동맹을"]
    tied = da.stats.concordance(CORPUS, TOKENS, "동맹", sort=["node"])
    assert tied["start"].tolist() == da.stats.concordance(CORPUS, TOKENS, "동맹")["start"].tolist()


def test_hits_of_a_codebook_as_query() -> None:
    codebook = da.codebook.read(da.paths.CODEBOOKS / "alliance-startup.yaml")
    hits = da.framing.hits(TOKENS, codebook)
    table = da.stats.concordance(CORPUS, TOKENS, hits[hits["frame"] == "alliance"])
    assert len(hits)
    spans = hits[hits["frame"] == "alliance"].drop_duplicates(["doc", "start", "end"])
    assert table[["start", "end"]].values.tolist() == spans[["start", "end"]].values.tolist()
    with pytest.raises(errors.OptionError, match="which the tokens do not hold"):
        da.stats.concordance(CORPUS, TOKENS, hits.assign(doc="x"))
    with pytest.raises(errors.OptionError, match="begins at no morpheme"):
        da.stats.concordance(CORPUS, TOKENS, hits.assign(start=hits["start"] + 1))


def test_matches_do_not_overlap() -> None:
    corpus = da.Corpus.from_texts({"d": "ha ha ha"})
    tokens = da.Tokens.from_terms({"d": ["ha", "ha", "ha"]})
    table = da.stats.concordance(corpus, tokens, "ha ha")
    assert table["node"].tolist() == ["ha ha"]
    assert table.attrs["overlapping"] == 1


def test_what_cannot_be_shown_says_why() -> None:
    without_text = da.Corpus(CORPUS.documents, CORPUS.removed, Path("anywhere"))
    with pytest.raises(errors.OptionError, match="this corpus is redacted"):
        da.stats.concordance(without_text, TOKENS, "동맹")
    with pytest.raises(errors.OptionError, match="redacted"):
        da.stats.concordance(CORPUS, TOKENS.redact(), "동맹")
    with pytest.raises(errors.OptionError, match="not of this corpus"):
        da.stats.concordance(da.Corpus.from_texts({"d": "다른 글이다.", "e": "동맹 하나."}), TOKENS, "동맹")


@pytest.mark.parametrize(
    ("query", "options", "said"),
    [
        ("surfce:동맹", {}, "lemma:, surface:, regex:, pattern:"),
        ("  ", {}, "is empty"),
        ("동맹/NN", {}, "unknown tag 'NN'"),
        ("regex:(", {}, "not a regular expression"),
        ("동맹", {"sort": ["R6"]}, "cannot sort by 'R6'"),
        ("동맹", {"sort": "R1"}, "sort takes a list of texts"),
        ("동맹", {"by": "form"}, "lemma, surface"),
        ("동맹", {"width": 0}, "width is 0"),
    ],
)
def test_options(query: str, options: dict[str, object], said: str) -> None:
    with pytest.raises(errors.OptionError, match=said):
        da.stats.concordance(CORPUS, TOKENS, query, **options)  # type: ignore[arg-type]


def columns(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def test_nodes_line_up_in_a_terminal() -> None:
    table = da.stats.concordance(CORPUS, TOKENS, "동맹")
    lines = da.stats.show_concordance(table, columns=60).split("\n")
    assert len(lines) == 5
    # the bracket begins in one column, counting Hangul as two: place 3, one space, then (60 - 3 - 4 - 3) // 2 columns
    assert {columns(line[: line.index("[")]) for line in lines} == {3 + 1 + 25}
    assert all(columns(line) <= 60 for line in lines)
    assert "한미[동맹]을 굳건히" in lines[0]  # what touches the node in the text touches the bracket
    assert lines[4] == "e 1" + " " * 26 + "[동맹] 하나."
    narrow = da.stats.show_concordance(table, columns=40).split("\n")
    assert "…" in narrow[0]
    assert len({columns(line[: line.index("[")]) for line in narrow}) == 1


WORDS = da.Corpus.from_texts(
    {
        "a": "인공지능을 쓰는 인공 지능 회사다. 업무협약을 맺었다. 업무 협약이다. 행복한 사람은 못했다.",
        "b": "열두 학생이 왔다. 10대 학생이다. 성과를 이끌어냈다. 화가 났다. 한미동맹과 韓美 동맹. R&D다.",
    }
)


@pytest.mark.parametrize("layer", ["morphs", "units"])
@pytest.mark.parametrize(
    ("queries", "nodes"),
    [
        (("인공지능", "인공 지능"), ["인공지능", "인공 지능"]),
        (("업무협약", "업무 협약", "업무  협약"), ["업무협약", "업무 협약"]),
        (("행복하다",), ["행복한"]),
        (("못하다",), ["못했"]),  # an adverb and a verb here, one verb by itself
        (("이끌어내다",), ["이끌어냈"]),
        (("화가 나다",), ["화가 났"]),
        (("한미동맹", "한미 동맹", "韓美 동맹"), ["한미동맹", "韓美 동맹"]),
        (("R&D", "r&d"), ["R&D"]),
        (("인공지능 */JKO", "인공지능을"), ["인공지능을"]),
        (("행복한",), ["행복한"]),
    ],
)
def test_a_query_is_analysed_as_the_text_is(layer: str, queries: tuple[str, ...], nodes: list[str]) -> None:
    units = da.lexicon.read(da.paths.LEXICONS / "units.yaml") if layer == "units" else None
    tokens = da.segment(WORDS, units=units)
    for query in queries:
        assert da.stats.concordance(WORDS, tokens, query)["node"].tolist() == nodes, query
        collocates = da.stats.collocates(tokens, query, minimum=1)
        assert schema.about(collocates).nodes == len(nodes)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("대학생", "글자는 1곳에 있고 형태소로는 ‘대/NNB 학생/NNG’ 1곳이다."),  # 10대 학생 is no 대학생
        ("동맹/NNP", "다른 품사로는 동맹/NNG 2곳이 있다. 품사를 바꾸거나(tags=) 빼고 찾는다."),
        ("surface:학", "글자는 2곳에 있고 형태소로는 ‘학생/NNG’ 2곳이다. ‘학생/NNG’나 ‘regex:학’으로 찾는다."),
        ("pattern:(학|망)", "형태소로는"),
        ("인공지눙", "글에 이 글자가 없다. 맞춤법과 띄어쓰기를 확인한다."),
        ("회사사", "비슷한 말은 회사이다."),
        ("regex:[xyz]{3}", "이 정규식에 맞는 글자가 글에 없다."),
        ("*/JKV", "이 품사의 형태소가 없다."),
    ],
)
@pytest.mark.usefixtures("in_korean")
def test_nothing_found_says_what_stands_there_and_what_else_to_try(query: str, said: str) -> None:
    tokens = da.segment(WORDS)
    with pytest.warns(errors.NothingFoundWarning, match=re.escape(said)):
        table = da.stats.concordance(WORDS, tokens, query)
    assert table.empty
    assert said in da.stats.show_concordance(table)
    assert said in schema.about(table).caution[0]
    with pytest.warns(errors.NothingFoundWarning, match=re.escape(said)):
        assert da.stats.collocates(tokens, query).empty


def test_context_of_sentences() -> None:
    corpus = da.Corpus.from_texts({"d": "하나다. 동맹이 온다.\n셋이다. 넷이다.", "e": "다섯이다."})
    tokens = da.segment(corpus)
    got = {w: da.stats.concordance(corpus, tokens, "동맹", width=w) for w in ("sentence", "sentence+1", "sentence+9")}
    assert {w: t[["left", "right"]].values.tolist()[0] for w, t in got.items()} == {
        "sentence": ["", "이 온다."],
        "sentence+1": ["하나다. ", "이 온다.\n셋이다."],
        "sentence+9": ["하나다. ", "이 온다.\n셋이다. 넷이다."],  # nothing of the other document
    }
    assert got["sentence"][["L1", "R1", "R2"]].values.tolist() == [["", "오다", ""]]
    assert got["sentence+1"]["R2"].tolist() == ["셋"]
    for width in ("sentences", "sentence+", 0):
        with pytest.raises(errors.OptionError, match="width is"):
            da.stats.concordance(corpus, tokens, "동맹", width=width)


def test_sorting_downwards() -> None:
    corpus = da.Corpus.from_texts({"d": "새 가방. 새 나무. 새 가방."})
    tokens = da.segment(corpus)
    table = da.stats.concordance(corpus, tokens, "새", sort=["-R1"])
    assert table["R1"].tolist() == ["나무", "가방", "가방"]
    assert table["sentence"].tolist() == [2, 1, 3]  # ties in the order of the text


def test_a_first_page_is_the_head_of_the_whole() -> None:
    """Three matches, of which two lines are asked for: the first in the text, or the first in the order of R1."""
    corpus = da.Corpus.from_texts({"a": "물이 흐른다. 물은 깊다.", "b": "비가 온다.", "c": "물도 간다."})
    tokens = da.segment(corpus, cache=None)
    for sort in ((), ("R1",), ("-R1",)):
        whole = da.stats.concordance(corpus, tokens, "물/NNG", sort=sort)
        page = da.stats.concordance(corpus, tokens, "물/NNG", sort=sort, first=2)
        pd.testing.assert_frame_equal(page, whole.head(2))
        assert (whole.attrs.get("unlisted"), page.attrs["unlisted"]) == (None, 1)
    assert da.stats.concordance(corpus, tokens, "물/NNG", first=9).attrs["unlisted"] == 0
    with pytest.raises(errors.OptionError, match="first is 0; give 1 or more"):
        da.stats.concordance(corpus, tokens, "물/NNG", first=0)


@pytest.mark.usefixtures("in_korean")
def test_files(tmp_path: Path) -> None:
    corpus = da.Corpus.from_texts({"d": "=1+1 <b>동맹</b> & “기업”이 온다."})
    table = da.stats.concordance(corpus, da.segment(corpus), "동맹")
    written = da.stats.write_concordance(table, tmp_path / "a.csv")
    cells = next(csv.DictReader(io.StringIO(written.read_text(encoding="utf-8-sig"), newline="")))
    assert cells["left"] == "'=1+1 <b>"  # a spreadsheet would take it for a formula
    assert cells["right"] == table["right"][0]
    book = openpyxl.load_workbook(da.stats.write_concordance(table, tmp_path / "a.xlsx"))
    head, row = book.active.iter_rows()
    assert [c.value for c in head] == list(table.columns)
    values = {h.value: c for h, c in zip(head, row, strict=True)}
    assert values["left"].value == "=1+1 <b>"
    assert values["left"].data_type == "s"  # text, not a formula
    assert values["start"].value == table["start"][0]
    page = da.stats.write_concordance(table, tmp_path / "a.html").read_text(encoding="utf-8")
    assert "<b>" not in page
    assert "&lt;/b&gt; &amp; “기업”이" in page
    assert 'lang="ko"' in page
    assert not re.search(r"https?:|<script", page)
    for ending in ("csv", "xlsx", "html"):
        again = da.stats.write_concordance(table, tmp_path / f"b.{ending}")
        assert again.read_bytes() == (tmp_path / f"a.{ending}").read_bytes()
    with pytest.raises(errors.OptionError, match=r"\.csv, \.xlsx, \.html"):
        da.stats.write_concordance(table, tmp_path / "a.xls")


@pytest.mark.usefixtures("in_korean")
@pytest.mark.filterwarnings("ignore::analysis.errors.NothingFoundWarning")
def test_empty_tables_can_be_written(tmp_path: Path) -> None:
    table = da.stats.concordance(CORPUS, TOKENS, "없는말")
    assert da.stats.write_concordance(table, tmp_path / "a.csv").read_text(encoding="utf-8-sig").count("\n") == 1
    assert openpyxl.load_workbook(da.stats.write_concordance(table, tmp_path / "a.xlsx")).active.max_row == 1
    assert "0곳" in da.stats.write_concordance(table, tmp_path / "a.html").read_text(encoding="utf-8")


def test_a_name_with_a_space_is_found_with_and_without_its_tag() -> None:
    text = "전기 요금이 올랐다. 전기 요금은 높다. 그 전기와 물 요금."
    corpus = da.Corpus.from_texts({"a": text})
    merged = da.segment(corpus, units=["전기 요금"])
    counted = {"전기 요금": 2, "전기 요금/NNP": 2, "전기 요금/NNG": 0, "전기 요금 은": 1, "전기 요금/NNP 이/JKS": 1}
    for query, n in counted.items():
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", errors.NothingFoundWarning)
            assert len(da.stats.concordance(corpus, merged, query)) == n, query
    assert len(da.stats.concordance(corpus, da.segment(corpus), "전기 요금")) == 2  # of two morphemes each


def test_a_text_without_spaces_has_a_context_of_so_many_characters(monkeypatch: pytest.MonkeyPatch) -> None:
    # one word of thirty characters would stand beside each of its ten places, and grow with the square of the text
    monkeypatch.setattr(sys.modules["analysis.stats.concordance"], "_FARTHEST", 3)  # the function hides its module
    corpus = da.Corpus.from_texts({"a": "사람이" * 10})
    table = da.stats.concordance(corpus, da.segment(corpus), "사람", width=1)
    assert table["left"].tolist() == [""] + ["사람이"] * 9
    assert table["right"].tolist() == ["이사람"] * 9 + ["이"]
    assert table["word"].tolist() == ["사람이사람"] + ["사람이사람이사람"] * 8 + ["사람이사람이"]


def test_a_query_of_numbers_says_nothing_of_documents(caplog: pytest.LogCaptureFixture) -> None:
    corpus = da.Corpus.from_texts({"a": "5·18 기념식이 열렸다."})
    tokens = da.segment(corpus, cache=None)
    assert da.stats.concordance(corpus, tokens, "5·18")["start"].tolist() == [0]
    assert caplog.text == ""
