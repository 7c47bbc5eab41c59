"""Tables for papers: opened again by other programs, the same bytes, layouts, styles, notes, and refusals."""

from __future__ import annotations

import io
import json
import math
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pandas as pd
import pytest
from docx.oxml.ns import qn

import analysis as da
from analysis import figures, framing, schema, stats, validation
from analysis.__main__ import main
from analysis.errors import FigureError, OptionError
from tests.made_networks import FLORENCE, edges
from tests.test_framing_regression import made
from tests.test_stats_crosstab import PARTY, coded, several


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, in_korean: None) -> Path:
    monkeypatch.setenv("DAMRON_FIGURES", str(tmp_path))
    return tmp_path


RECIPE = da.Tokens.from_terms({"글": ["물", "물", "값"]}).recipe


def crossed() -> pd.DataFrame:
    return stats.crosstab(coded(PARTY), row="outlet", column="frame")


def write(frame: pd.DataFrame, name: str = "table-2", **options: Any) -> figures.Written:
    options = {"title": "Party by Sex", "recipe": RECIPE} | options
    return figures.table(frame, name, **options)


def read(path: Path) -> tuple[list[str], list[list[str]]]:
    """Paragraphs and cells as python-docx reads them."""
    document = docx.Document(str(path))
    return [p.text for p in document.paragraphs], [[c.text for c in row.cells] for row in document.tables[0].rows]


def words(*terms: str) -> pd.DataFrame:
    return stats.frequency(da.Tokens.from_terms({"a": list(terms)}), tags=None)


def test_a_cross_table_as_papers_print_it() -> None:
    (title, note), rows = read(write(crossed()).docx)
    assert title == "Table 2. Party by Sex"
    assert rows == [
        ["매체", "A", "B", "C", "합계"],
        ["가", "279 (48.4) [2.29]", "73 (12.7) [0.46]", "225 (39.0) [−2.62]", "577 (100.0)"],
        ["나", "165 (40.9) [−2.29]", "47 (11.7) [−0.46]", "191 (47.4) [2.62]", "403 (100.0)"],
        ["합계", "444 (45.3)", "120 (12.2)", "416 (42.4)", "980 (100.0)"],
    ]
    assert note.startswith("주. 글 980편. 칸은 단위 수(행 %) [수정된 잔차].")
    assert "χ²(2, N = 980) = 7.01, p = .030, V = .08, 편향을 뺀 V = .07, 95% CI [.00, .14]." in note


def test_the_document_is_small_and_has_what_a_table_needs() -> None:
    written = write(crossed())
    with zipfile.ZipFile(written.docx) as archive:
        names = archive.namelist()
        assert set(names) == {
            "[Content_Types].xml", "_rels/.rels", "docProps/core.xml", "word/document.xml", "word/styles.xml",
            "word/_rels/document.xml.rels",
        }  # fmt: skip
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        body = archive.read("word/document.xml").decode()
    assert written.docx.stat().st_size < 6_000
    assert body.count("<w:tblHeader/>") == 1
    assert body.count("<w:cantSplit/>") == 4
    assert '<w:tblCaption w:val="Table 2. Party by Sex"/>' in body
    assert 'w:val="decimal"' in body
    document = docx.Document(str(written.docx))
    fonts = document.styles.element.find(qn("w:docDefaults")).find(f".//{qn('w:rFonts')}")
    assert (fonts.get(qn("w:eastAsia")), fonts.get(qn("w:ascii"))) == ("바탕", "Times New Roman")
    assert document.core_properties.created.isoformat().startswith("1980-01-01")


def test_three_rules_and_no_other_line() -> None:
    document = docx.Document(str(write(crossed()).docx))
    lines = []
    for row in document.tables[0].rows:
        borders = row.cells[0]._tc.tcPr.find(qn("w:tcBorders"))
        edges = [] if borders is None else [(e.tag.split("}")[1], int(e.get(qn("w:sz")))) for e in borders]
        lines.append(edges)
    # eighths of a point: 1.5 above, .75 under the head, 1.5 below
    assert lines == [[("top", 12), ("bottom", 6)], [], [], [("bottom", 12)]]


@pytest.mark.parametrize("seed", ["random", *(pytest.param(seed, marks=pytest.mark.long) for seed in ("0", "1"))])
def test_the_same_table_gives_the_same_bytes_in_any_process(seed: str, tmp_path: Path) -> None:
    first = write(crossed()).contents
    assert write(crossed()).contents == first
    code = (
        "import sys, hashlib; sys.path.insert(0, sys.argv[1]); import tests.test_figures_table as t; "
        "made = t.write(t.crossed()).contents; "
        "print(*(hashlib.sha256(made[k]).hexdigest() for k in sorted(made)))"
    )
    environment = {"PYTHONHASHSEED": seed, "DAMRON_FIGURES": str(tmp_path / "other"), "DAMRON_LANG": "ko", "PATH": ""}
    root = str(da.paths.ROOT)
    done = subprocess.run(
        [sys.executable, "-c", code, root], capture_output=True, text=True, check=True, env=environment, cwd=root
    )
    assert done.stdout.split() == [da.figures.files.sha256(first[k]) for k in sorted(first)]


def test_the_workbook_holds_the_table_and_its_numbers() -> None:
    written = write(crossed())
    book = openpyxl.load_workbook(written.xlsx)
    assert book.sheetnames == ["표", "수치"]
    printed, numbers = book["표"], book["수치"]
    assert printed["A1"].value == "Table 2. Party by Sex"
    assert [cell.value for cell in printed[3]][:2] == ["가", "279 (48.4) [2.29]"]
    assert [cell.value for cell in numbers[1]] == [c.name for c in schema.CROSSTAB]
    assert numbers[2][2].value == 279
    assert numbers[2][6].value == pytest.approx(2.293160)


def test_the_csv_and_the_manifest_hold_everything(folder: Path) -> None:
    written = write(crossed())
    table = pd.read_csv(written.csv, encoding="utf-8-sig")
    assert table["n"].tolist() == crossed()["n"].tolist()
    entry = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["figures"]["table-2"]
    assert (entry["kind"], entry["chart"], entry["style"], entry["rows"]) == ("table", "crosstab", "kjjcs", 12)
    assert entry["remarks"][0] == "글 980편"
    assert set(entry["files"]) == {"docx", "xlsx", "csv"}


def test_methods_behind_a_table_are_cited(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(crossed())
    assert main(["cite", str(folder / "manifest.json")]) == 0
    said = capsys.readouterr().out
    assert "stats.crosstab" in said
    assert "Haberman" in said


@pytest.mark.parametrize(
    ("style", "language", "title", "lines"),
    [
        ("kjjcs", "ko", "Party by Sex", ["Table 2. Party by Sex"]),
        ("kci", "ko", "성별 정당", ["<표 2> 성별 정당"]),
        ("apa", "en", "Party by Sex", ["Table 2", "Party by Sex"]),
        ("apa", "ko", "성별 정당", ["표 2", "성별 정당"]),
    ],
)
def test_styles(style: str, language: str, title: str, lines: list[str]) -> None:
    written = write(crossed(), style=style, language=language, title=title, notes=["Own note"])
    paragraphs, rows = read(written.docx)
    assert paragraphs[:-1] == lines
    assert rows[0][-1] == {"ko": "합계", "en": "Total"}[language]
    assert paragraphs[-1].startswith({"ko": "주. ", "en": "Note. "}[language])
    assert paragraphs[-1].endswith("Own note.")
    document = docx.Document(str(written.docx))
    bold = [run.bold for run in document.paragraphs[0].runs if run.text]
    assert bold[0]
    if style == "apa":
        assert document.paragraphs[1].runs[0].italic
        assert document.paragraphs[-1].runs[0].italic


def test_english_tables_have_no_korean_of_the_kit() -> None:
    for frame in (crossed(), reliability(), regressed()):
        paragraphs, rows = read(write(frame, language="en", style="apa").docx)
        said = " ".join([*paragraphs, *rows[0]]).replace("outlet 가, section 경제", "").replace("section 정치", "")
        assert not re.search("[가-힣]", said), said


def test_stars_stand_only_where_asked_for() -> None:
    assert not any("*" in cell for row in read(write(crossed()).docx)[1] for cell in row)
    (_, note), rows = read(write(crossed(), marks="stars").docx)
    # p of Holm: .044, .642, .027
    assert rows[1][1:4] == ["279 (48.4) [2.29]*", "73 (12.7) [0.46]", "225 (39.0) [−2.62]*"]
    assert "* p < .05" in note


def test_several_categories_have_their_tests_below() -> None:
    (_, note), rows = read(write(stats.crosstab(several(), row="outlet", column="frame")).docx)
    assert rows[1][-1] == "40 (100.0)"
    assert "A: χ²(1, N = 100) = 16.67, p < .001, 보정 p < .001, V = .41." in note  # 100 (30 40 - 10 20)^2 / 40 60 50 50


def test_an_exact_test_is_named() -> None:
    (_, note), _ = read(write(stats.crosstab(coded([[12, 1], [3, 8]]), row="outlet", column="frame")).docx)
    # scipy.stats.fisher_exact: .00223
    assert "피셔의 정확 검정, N = 24, p = .002" in note


def test_words_stand_in_blocks() -> None:
    many = words(*(f"말{k:02d}" for k in range(50) for _ in range(60 - k)))
    _, rows = read(write(many, "table-1", title="Words").docx)
    assert rows[0] == ["순위", "단어", "빈도", "%", "문서 수"] * 2
    assert len(rows) == 26
    assert rows[1][:3] == ["1", "말00", "60"]
    assert rows[1][5:8] == ["26", "말25", "35"]
    # 60 of 1,775
    assert rows[1][3] == "3.38"
    few = words("물", "물", "값")
    assert read(write(few, "table-3", title="Words").docx)[1][1] == ["1", "물", "2", "66.67", "1"]
    odd = words(*(f"말{k:02d}" for k in range(17)))
    assert read(write(odd, "table-4", title="Words").docx)[1][-1][5:] == [""] * 5


def reliability() -> pd.DataFrame:
    pairs = [(1, 1)] * 40 + [(1, 0)] * 9 + [(0, 1)] * 6 + [(0, 0)] * 45
    rows = [(f"u{k}", coder, value) for k, pair in enumerate(pairs) for coder, value in zip("가나", pair, strict=True)]
    return validation.agreement(pd.DataFrame(rows, columns=["unit", "coder", "value"]).assign(frame="책임"))


def test_reliability_has_holsti_and_pi_beside_alpha() -> None:
    table = reliability()
    (_, note), rows = read(write(table, title="Reliability").docx)
    names = ("frame", "categories", "n", "percent", "holsti", "scott_pi", "kappa", "alpha", "verdict")
    heads = [schema.heading(name, [*names]) for name in names]
    assert rows[0] == [*heads[:7], f"{heads[7]} [95% CI]", heads[8]]
    assert rows[1][:7] == ["책임", "2", "100", ".85", ".85", ".70", ".70"]
    assert re.fullmatch(r"\.70 \[\.\d\d, \.\d\d\]", rows[1][7])
    assert "우연히 일치할 확률을 빼지 않은 값" in note


def test_readings_that_are_all_the_same_print_no_pi() -> None:
    rows = [(f"u{k}", coder, 1) for k in range(20) for coder in "가나"]
    table = validation.agreement(pd.DataFrame(rows, columns=["unit", "coder", "value"]).assign(frame="책임"))
    assert table.loc[0, "categories"] == 2  # 0 and 1 could be chosen
    (_, note), printed = read(write(table, title="Reliability").docx)
    assert printed[1][3] == "1.00"
    assert "–" in note


def regressed() -> pd.DataFrame:
    scores, documents = made()
    return framing.regression(scores, documents, on=["outlet", "section"])


def test_a_regression_names_its_reference_and_its_errors() -> None:
    table = regressed()
    (_, note), rows = read(write(table, title="Regression", marks="stars").docx)
    assert rows[0] == ["프레임", "설명 변수", "계수 [95% CI]", "표준오차", "자유도", "p", "보정한 p"]
    assert rows[1][5] == "–"
    variables = ["매체: 나 (기준: 가)", "매체: 다 (기준: 가)", "지면: 정치 (기준: 경제)"]
    assert [row[1] for row in rows[1:5]] == ["절편", *variables]
    english = figures.layouts.lay_out(table, language="en", stars=False)
    assert [row[1] for row in english.rows[:2]] == ["Intercept", "outlet: 나 (ref. 가)"]
    assert "묶음 60개" in note
    assert re.search(r"매체: F\(2, \d+\.\d\) = \d+\.\d\d, p", note)


def test_centralities_are_values_with_ranks() -> None:
    table = stats.centrality(edges(FLORENCE))
    (_, note), rows = read(write(table.head(3), title="Centrality").docx)
    assert rows[0] == ["단어", "연결 정도 중심성", "매개 중심성", "근접 중심성", "고유벡터 중심성"]
    assert rows[1] == ["Medici", ".429 (1)", ".522 (1)", ".560 (1)", ".430 (1)"]
    assert "칸은 값(순위)" in note
    assert "단어 15개, 밀도 .19" in note


def test_blocks_are_rows_with_their_words_and_densities() -> None:
    sides = edges([(f"a{i}", f"b{j}", 6 + i) for i in range(4) for j in range(4)])
    (_, note), rows = read(write(stats.concor(sides, splits=1), title="Blocks").docx)
    assert rows[0] == ["블록", "단어 수", "단어", "1", "2"]
    assert rows[1] == ["1", "4", "a0, a1, a2, a3", "0.00", "7.50"]
    assert "대각선은 결측" in note
    (_, note), rows = read(write(stats.concor(sides, splits=1), title="Blocks", language="en").docx)
    assert rows[0][:3] == ["Block", "n", "Words"]
    assert "diagonal missing" in note


def alike() -> pd.DataFrame:
    words = {"가": "동맹 외교 안보", "나": "동맹 외교 회담", "다": "창업 투자 시장", "라": "창업 투자 벤처"}
    return stats.similarity(da.Tokens.from_terms({name: text.split() for name, text in words.items()}))


def test_similarity_is_the_lower_half_of_a_matrix() -> None:
    # two of three words are shared: 2 / 3
    (_, note), rows = read(write(alike(), title="Similarity").docx)
    assert rows == [
        ["항목", "가", "나", "다", "라"],
        ["가", "1.00", "", "", ""],
        ["나", ".67", "1.00", "", ""],
        ["다", ".00", ".00", "1.00", ""],
        ["라", ".00", ".00", ".67", "1.00"],
    ]
    assert "단어 횟수의 코사인" in note
    (_, note), rows = read(write(alike(), title="Similarity", language="en").docx)
    assert rows[0][0] == "Item"
    assert "Cosine of word counts" in note
    many = stats.similarity(da.Tokens.from_terms({f"d{k:02d}": ["물", f"값{k}"] for k in range(11)}))
    rows = read(write(many, "table-3", title="Similarity").docx)[1]
    assert (len(rows), rows[1]) == (56, ["d00", "d01", ".50", "1"])
    some = read(write(alike().head(2), "table-4", title="Similarity").docx)[1]
    assert [row[:3] for row in some[1:]] == [["가", "나", ".67"], ["가", "다", ".00"]]


def test_an_agglomeration_schedule() -> None:
    places = [0.0, 1.0, 4.0, 5.0, 10.0]
    apart = pd.DataFrame([[abs(a - b) for b in places] for a in places], index=list("abcde"), columns=list("abcde"))
    (_, note), rows = read(write(stats.merges(apart, method="ward"), title="Merges").docx)
    assert rows[0] == ["단계", "묶음 1", "묶음 2", "결합 거리", "항목 수"]
    # (0, 1) and (4, 5): sqrt(2 * 2 * 2 / 4 * 4^2) = 5.657; e from four of mean 2.5: sqrt(2 * 4 / 5 * 7.5^2) = 9.487
    assert rows[1:] == [
        ["1", "a", "b", "1.000", "2"],
        ["2", "c", "d", "1.000", "2"],
        ["3", "#1", "#2", "5.657", "4"],
        ["4", "e", "#3", "9.487", "5"],
    ]
    assert "워드 방법(ward.D2)" in note
    assert "코페네틱 상관 ." in note


def test_clusters_are_rows_with_their_items() -> None:
    (_, note), rows = read(write(stats.clusters(alike(), k=2), title="Clusters").docx)
    assert rows[0] == ["묶음", "항목 수", "항목(실루엣)", "평균 실루엣", "다시 나온 비율"]
    # apart 1/3 inside and 1 to the others: (1 - 1/3) / 1
    assert rows[1][:4] == ["1", "2", "가 (.67), 나 (.67)", ".67"]
    assert rows[2][:4] == ["2", "2", "다 (.67), 라 (.67)", ".67"]
    assert "묶음 2개, 평균 실루엣 .67" in note
    assert "평균 연결(UPGMA)" in note
    (_, note), rows = read(write(stats.clusters(alike()), "table-3", title="Clusters").docx)
    assert rows[:2] == [["차례", "항목", "처음 결합한 거리"], ["1", "가", "0.333"]]
    assert "–" not in note


def test_stories_say_their_rule_and_who_was_first() -> None:
    groups = pd.DataFrame({
        "doc": ["a", "b", "c", "d"], "story": [1, 1, 2, 2], "copy_of": ["", "a", "", ""],
        "jaccard": [math.nan, .9, .1, .1],
        "contained": [math.nan, 1, .2, .2], "nearness": [.9, .9, .5, .5], "order": [1, 2, 1, 1],
        "same_time": [False, False, True, True], "role": ["first", "copy", "own", "own"],
    })  # fmt: skip
    documents = pd.DataFrame({"doc": list("abcd"), "title": ["비", "눈", "해", "달"], "outlet": ["가", "나"] * 2,
                              "date": ["2026-01-01", "2026-01-02", "2026-01-03", "2026-01-03"]})  # fmt: skip
    schema.describe(groups, schema.About(days=3, alike=0.4, copied=0.8), source=None)
    (_, note), rows = read(write(stats.story_table(groups, documents), title="Stories").docx)
    assert rows[0][:7] == ["제목", "문서 수", "매체 수", "첫날", "마지막 날", "먼저 쓴 매체", "옮긴 글 수"]
    assert [row[1:7] for row in rows[1:]] == [
        ["2", "2", "2026-01-01", "2026-01-02", "가", "1"],
        ["2", "2", "2026-01-03", "2026-01-03", "–", "0"],
    ]
    assert "3일 안에 나온 글" in note
    assert "먼저 쓴 매체를 적지 않는다" in note


def test_polarity_that_nobody_checked_says_so(tmp_path: Path) -> None:
    path = tmp_path / "목록.csv"
    path.write_text("성과,1\n도약,2\n위기,-1\n", encoding="utf-8")
    tokens = da.segment(
        da.Corpus.from_texts({"글": "성과가 컸다. 위기를 넘겼다. 도약의 해였다.", "빈 글": "비가 온다."})
    )
    table = stats.polarity(framing.hits(tokens, da.lexicon.polarity(path)), tokens)
    (_, note), rows = read(write(table, title="Polarity").docx)
    assert rows[0][:7] == ["문서", "긍정", "부정", "적중", "부정된 절의 적중", "극성", "로짓"]
    # 3 against 1: 2 / 4, ln(3.5 / 1.5)
    assert rows[1][:7] == ["글", "3.00", "1.00", "3", "0", ".50", "0.85"]
    assert rows[2][5:7] == ["–", "–"]
    assert "두 사람이 확인하지 않았으므로" in note
    assert "적중이 3회가 안 되어" in note


def tables() -> Iterator[tuple[str, pd.DataFrame]]:
    """Tables of many kinds, from the texts of the kit."""
    corpus = da.read(da.paths.SEEDS / "made" / "articles.csv")
    corpus = corpus.only(docs=corpus.documents["doc"].head(24))
    tokens = da.segment(corpus)
    hits = framing.hits(tokens, da.codebook.read("alliance-startup"))
    scores = framing.score(hits, tokens, by="document")
    sides = stats.sides(corpus.documents, by="outlet", names=["가나일보", "다라신문"])
    yield "keyness", stats.keyness(*(tokens.only(docs=sides.index[sides == name]) for name in sides.unique()))
    yield "collocates", stats.collocates(tokens, "도서관")
    yield "timeline", stats.timeline(tokens, corpus.documents, terms=["동맹"])
    yield "dispersion", stats.dispersion(tokens)
    yield "cooccurrence", stats.cooccurrence(tokens)
    yield "estimate", framing.estimate(scores)
    yield "trend", framing.trend(scores, corpus.documents, by="outlet")
    yield "compare", framing.compare(scores[scores["doc"].isin(sides.index)], by=sides)
    yield "scores", scores
    yield "hits", hits
    yield "needed", validation.needed()
    yield "diversity", stats.diversity(tokens)


def test_every_kind_of_table_can_be_printed_and_is_read_back() -> None:
    for name, table in tables():
        written = write(table.head(40), name, title=name)
        paragraphs, rows = read(written.docx)
        assert paragraphs[0] == name
        assert len(rows) == 1 + min(40, len(table)), name
        assert len(rows[0]) <= 11, name
        assert all(any(cell for cell in row) for row in rows), name
        numbers = openpyxl.load_workbook(written.xlsx)["수치"]
        assert numbers.max_row == len(rows), name


def test_columns_that_are_left_out_are_counted() -> None:
    table = pd.DataFrame({f"c{k}": [k] for k in range(12)})
    (_, note), rows = read(write(table, title="Own").docx)
    assert len(rows[0]) == 9
    assert "나머지 열 3개" in note


def test_what_xml_and_spreadsheets_would_run_or_refuse_is_text() -> None:
    table = pd.DataFrame({"term": ["=1+1", "a & <b>", "x\x0by"], "n": [1, 2, 3]})
    written = write(table, title="A < B & C")
    paragraphs, rows = read(written.docx)
    assert paragraphs[0] == "Table 2. A < B & C"
    assert [row[0] for row in rows[1:]] == ["=1+1", "a & <b>", "x\ufffdy"]
    sheet = openpyxl.load_workbook(written.xlsx)["표"]
    assert sheet["A3"].data_type == "s" or sheet["A3"].data_type == "inlineStr"


def test_a_wide_table_lies_on_its_side() -> None:
    table = pd.DataFrame({f"아주 긴 이름의 열 {k}": ["길고 긴 낱낱의 값"] for k in range(9)})
    page = docx.Document(str(write(table).docx)).sections[0]
    assert page.page_width > page.page_height
    assert docx.Document(str(write(crossed()).docx)).sections[0].page_width < page.page_width


@pytest.mark.parametrize(
    ("frame", "options", "said"),
    [
        (crossed().head(0), {}, "행이 없다"),
        (pd.concat([crossed()] * 50), {}, "600행은 논문의 표로 너무 길다"),
        (pd.concat([crossed(), crossed()[["n"]]], axis=1), {}, "n 열이 두 번"),
        (crossed(), {"title": " "}, "제목이 비어 있다"),
        (crossed(), {"title": "성별 정당"}, "한국언론학보는 표 제목을 영어로"),
        (crossed(), {"name": "table-2.docx"}, "확장자"),
        (crossed(), {"recipe": None}, "to_dict"),
    ],
)
def test_refusals(frame: pd.DataFrame, options: dict[str, Any], said: str, folder: Path) -> None:
    with pytest.raises(FigureError, match=said):
        write(frame, **options)
    assert not list(folder.glob("*.docx"))


@pytest.mark.parametrize("options", [{"style": "mla"}, {"language": "fr"}, {"marks": "daggers"}])
def test_unknown_choices(options: dict[str, Any]) -> None:
    with pytest.raises(OptionError, match="다음 가운데 하나여야 하는데"):
        write(crossed(), **options)


def test_without_the_library_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    monkeypatch.setitem(sys.modules, "docx", None)
    with pytest.raises(FigureError, match=r"damron\[papers\]"):
        write(crossed())
    assert not list(folder.iterdir())


def test_a_figure_does_not_give_its_name_to_a_table_of_another_study(folder: Path) -> None:
    write(crossed())
    (folder / "table-2.docx").write_bytes(b"changed by hand")
    with pytest.raises(FigureError, match="내보낸 뒤에 바뀌었고"):
        write(crossed())


def test_a_document_is_what_zip_says() -> None:
    assert zipfile.ZipFile(io.BytesIO(write(crossed()).contents["docx"])).testzip() is None
