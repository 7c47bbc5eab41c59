from __future__ import annotations

import datetime as dt
import io
import json
import random
import zipfile
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.utils.datetime import CALENDAR_MAC_1904

import analysis as da
from analysis import errors
from analysis.cleaning import normalise
from analysis.corpus import build
from analysis.reading.article import Article
from analysis.reading.grid import EPOCH_1900, EPOCH_1904, day, tidy
from analysis.reading.table import read_table
from tests.made_rows import rows_and_removed

TEXT = "동네 빵집이 문을 닫았다. 임대료 때문이다."
OTHER = "강가에 나무를 심었다."


def csv(folder: Path, text: str, *, name: str = "표.csv", encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def book(folder: Path, *rows: list[object], name: str = "표.xlsx") -> Path:
    work = openpyxl.Workbook()
    for row in rows:
        work.active.append(row)
    work.save(folder / name)
    return folder / name


def documents(path: Path, **options: object) -> tuple[list[dict[str, str]], list[dict[str, object]]]:
    return rows_and_removed(read_table(path, **options))  # type: ignore[arg-type]


def texts(path: Path, **options: object) -> list[str]:
    return [row["text"] for row in documents(path, **options)[0]]


# -- delimited text -------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_encodings_and_delimiters(tmp_path: Path, encoding: str, delimiter: str) -> None:
    lines = [["제목", "본문", "지역"], ["빵집", TEXT, "남쪽"], ["나무", OTHER, "북쪽"]]
    path = csv(tmp_path, "\r\n".join(delimiter.join(line) for line in lines), encoding=encoding)
    rows, removed = documents(path)
    assert [(r["doc"], r["title"], r["text"], r["지역"], r["source"]) for r in rows] == [
        ("표-2", "빵집", TEXT, "남쪽", "표.csv"),
        ("표-3", "나무", OTHER, "북쪽", "표.csv"),
    ]
    assert removed == []
    assert build(rows, removed).documents["지역"].tolist() == ["남쪽", "북쪽"]


def test_ids_keep_their_leading_zeros_and_numbers_their_digits(tmp_path: Path) -> None:
    path = csv(tmp_path, f"id,text,점수\n007,{TEXT},1.50\n08,{OTHER},012\n")
    assert [(r["doc"], r["점수"]) for r in documents(path)[0]] == [("007", "1.50"), ("08", "012")]


def test_a_quoted_line_break_is_no_new_row_and_a_cell_may_be_long(tmp_path: Path) -> None:
    long = "긴 문장이 이어진다. " * 20_000  # 240,000 characters: more than the usual limit of a cell, 131,072
    path = csv(tmp_path, f'text,n\n"첫째 줄이다.\n둘째 줄이다, 따옴표는 ""이것""이다.",1\n{long},2\n')
    rows, _ = documents(path)
    assert rows[0]["text"] == '첫째 줄이다.\n둘째 줄이다, 따옴표는 "이것"이다.'
    assert (rows[1]["doc"], rows[1]["text"]) == ("표-3", long.strip())


def test_quotation_marks_inside_tabbed_cells_stay(tmp_path: Path) -> None:
    # with marks read as CSV does, the second line would lose its own and the third would swallow the fourth
    path = csv(tmp_path, f'id\ttext\n1\t"좋다" 했다.\n2\t"닫히지 않는다.\n3\t{OTHER}\n', name="평.tsv")
    assert texts(path) == ['"좋다" 했다.', '"닫히지 않는다.', OTHER]


def test_quoted_tabbed_cells_are_unquoted(tmp_path: Path) -> None:
    assert texts(csv(tmp_path, f'id\ttext\n1\t"한 줄이다.\n두 줄이다."\n2\t{OTHER}\n', name="평.tsv")) == [
        "한 줄이다.\n두 줄이다.",
        OTHER,
    ]


@settings(max_examples=20 * settings.default.max_examples)
@given(st.text(st.sampled_from("가ᄀ\u11ab\u1161a 1 \t\n\u00a0\u200b\u3000\u00adé\u0301.😀\ue000"), max_size=12))
def test_a_tidy_cell_is_a_normalised_cell(text: str) -> None:
    assert tidy(text) == " ".join(normalise(text).split())


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (f"id,text\n1,{TEXT},3\n", r"row 2: 3 cells under 2 headers"),
        (f"id,text,n\n1,{TEXT},3\n2,{OTHER}\n", r"row 3: 2 cells under 3 headers"),
        (f'id,text\n1,"{TEXT}\n2,{OTHER}\n', r"row 2: a quotation mark is not closed"),
        (f'id,text\n1,"{TEXT}"글\n', r"row 2: a quotation mark is not closed or not doubled"),
        (f"제목,제 목,text\na,b,{TEXT}\n", r"two columns are headed '제 목' \(A and B\)"),
        (f"번호,글\n1,{TEXT}\n", r"its columns are 번호, 글; name one by columns"),
        (f"text,본문\n{TEXT},{OTHER}\n", r"more than one column can be the text \(text, 본문\)"),
        ("id,text\n", "only headers and no row below"),
        ("id,text\n" + ",\n" * 10_000, "only headers and no row below"),
        ("id,text\n1,good\n", "no Korean text in the column 'text'"),
        (f"id,text\n1,{TEXT}\n,{OTHER}\n", r"row 3, column 'id': the id is empty"),
        (f"id,text\n1,{TEXT}\n1,{OTHER}\n", r"row 2 and 표\.csv, row 3 share the id '1' but differ in text; take"),
        (f"text,date\n{TEXT},작년\n", r"row 2, column 'date': '작년' is not a day"),
        (f"text,date\n{TEXT},43790\n", "'43790' is not a day"),
        ("", "is empty"),
    ],
)
def test_bad_tables_are_one_clear_sentence(tmp_path: Path, content: str, says: str) -> None:
    with pytest.raises(errors.ReadError, match=says) as caught:
        documents(csv(tmp_path, content))
    assert "표.csv" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_rows_without_text_and_empty_rows_are_listed(tmp_path: Path) -> None:
    rows, removed = documents(csv(tmp_path, f"id,text\na,{TEXT}\nb,  \n" + ",\n" * 10_000 + f"c,{OTHER}\n"))
    assert [r["doc"] for r in rows] == ["a", "c"]
    assert [(r["doc"], r["line"], r["kind"], r["reason"], r["text"]) for r in removed] == [
        ("b", 3, "row", "the row has no text", "b |   "),
        ("표", 4, "row", "rows 4 to 10003 are empty", ""),
    ]


def test_rows_that_are_no_documents_are_told_with_the_first(tmp_path: Path) -> None:
    corpus = da.read(csv(tmp_path, f'id,title,text\nz,,\na,,{TEXT}\nb,,\nc,,"글자크기 설정\n{TEXT}\n{OTHER}"\n'))
    removed = corpus.removed
    assert corpus.documents["doc"].tolist() == ["a", "c"]
    assert removed[["doc", "line", "kind"]].to_numpy().tolist() == [
        ["z", 2, "row"],
        ["b", 4, "row"],
        ["c", 5, "widget"],
    ]


@pytest.mark.parametrize("ending", ["csv", "jsonl"])
def test_a_row_is_handed_over_before_later_ones_are_made(tmp_path: Path, ending: str) -> None:
    rows = [{"date": "2026-01-07", "text": TEXT}, {"date": "봄", "text": OTHER}]
    lines = [json.dumps(row, ensure_ascii=False) for row in rows]
    if ending == "csv":
        lines = ["date,text", *(",".join(row.values()) for row in rows)]
    items = iter(read_table(csv(tmp_path, "\n".join(lines), name=f"표.{ending}")))
    first = next(items)
    assert isinstance(first, Article)
    assert first.row["text"] == TEXT
    with pytest.raises(errors.ReadError, match="'봄' is not a day"):
        next(items)


def test_rows_of_one_id_are_compared_wherever_they_stand(tmp_path: Path) -> None:
    path = csv(tmp_path, f"id,text\na,{TEXT}\nb,{OTHER}\na,{TEXT}\nb,\nc,{OTHER} 끝.\n")
    corpus = da.read(path)
    assert corpus.documents["doc"].tolist() == ["a", "b", "c"]
    assert corpus.removed[["doc", "line", "reason"]].to_numpy().tolist() == [
        ["a", 4, "the same document stands in 표.csv, row 2"],
        ["b", 5, "the row has no text"],
    ]


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_the_numbers_of_pandas_make_no_row_the_headers(tmp_path: Path, ending: str) -> None:
    # the index has no header, so that a row below has more cells filled; and one of them is a name of the text
    table = pd.DataFrame(
        {"id": ["a", "b", "c"], "본문": [TEXT, OTHER, f"{OTHER} 끝."], "코드": ["형식", "내용", "형식"]}
    )
    path = tmp_path / f"표.{ending}"
    (table.to_csv if ending == "csv" else table.to_excel)(path)
    corpus = da.read(path)
    assert corpus.documents["text"].tolist() == table["본문"].tolist()
    assert corpus.documents["코드"].tolist() == ["형식", "내용", "형식"]
    assert corpus.removed.empty


def test_headers_that_come_again_are_no_document(tmp_path: Path) -> None:
    path = csv(tmp_path, f"id,본문\na,{TEXT}\nid,본문\nb,{OTHER}\n")  # two files put end to end
    corpus = da.read(path)
    assert corpus.documents["doc"].tolist() == ["a", "b"]
    assert corpus.removed[["line", "kind", "reason"]].to_numpy().tolist() == [[3, "row", "repeats the headers"]]
    assert da.read(csv(tmp_path, f"본문\n본문\n{TEXT}\n")).documents["text"].tolist() == ["본문", TEXT]  # one column


@pytest.mark.parametrize("header", [["글"], ("글",), 3])
def test_a_header_that_is_no_text_is_refused(tmp_path: Path, header: object) -> None:
    path = csv(tmp_path, f"글\n{TEXT}\n")
    with pytest.raises(errors.OptionError, match="the header of 'text' is no text"):
        da.read(path, columns={"text": header})  # type: ignore[dict-item]


# -- columns --------------------------------------------------------------------------------------


def test_columns_are_mapped_and_the_rest_stays(tmp_path: Path) -> None:
    path = csv(tmp_path, f"글,매체,title,source,text\n{TEXT},남신문,나라,책,요약\n")
    row = documents(path, columns={"text": "글", "section": "매체", "title": None})[0][0]
    # outlet is not guessed, since its column is the section; fields not mapped stay as variables
    assert row == {
        "doc": "표-2", "text": TEXT, "section": "남신문", "table_title": "나라", "table_source": "책",
        "table_text": "요약", "kind": "plain", "source": "표.csv",
    }  # fmt: skip


def test_headers_match_whatever_their_spaces_and_case(tmp_path: Path) -> None:
    path = csv(tmp_path, f'"본\n문",Title,언론 사\n{TEXT},빵집,남신문\n')
    row = documents(path)[0][0]
    assert (row["text"], row["title"], row["outlet"]) == (TEXT, "빵집", "남신문")


def test_misspelt_options_are_errors(tmp_path: Path) -> None:
    path = csv(tmp_path, f"text\n{TEXT}\n")
    with pytest.raises(errors.OptionError, match=r"no field 'txet'; the fields are doc, text, title"):
        documents(path, columns={"txet": "text"})
    with pytest.raises(errors.ReadError, match=r"has no column '본문'; its columns are text"):
        documents(path, columns={"text": "본문"})
    with pytest.raises(errors.OptionError, match=r"has no sheets; leave sheet= out"):
        documents(path, sheet="기사")
    with pytest.raises(errors.OptionError, match=r"excluded must be one of drop, keep, not 'no'"):
        documents(path, excluded="no")


def test_cells_of_several_lines_are_cleaned_and_a_single_line_never(tmp_path: Path) -> None:
    page = f"빵집이 사라진다\n글자크기 설정\n{TEXT}\n{OTHER}\n무단 전재 및 재배포 금지"
    rows, removed = documents(csv(tmp_path, f'title,text\n,"{page}"\n나무,글자크기 설정\n'))
    assert (rows[0]["title"], rows[0]["text"]) == ("빵집이 사라진다", f"{TEXT}\n{OTHER}")
    assert rows[1]["text"] == "글자크기 설정"
    assert [(r["doc"], r["line"], r["kind"]) for r in removed] == [
        ("표-2", 2, "title"),
        ("표-2", 2, "widget"),
        ("표-2", 2, "copyright"),
    ]


def test_a_first_line_is_no_headline_where_the_title_says_otherwise(tmp_path: Path) -> None:
    rows, removed = documents(
        csv(tmp_path, f'title,text\n나라의 봄,"1. 들어가며\n{TEXT}"\n들어가며,"들어가며\n{TEXT}"\n')
    )
    assert [(r["title"], r["text"]) for r in rows] == [
        ("나라의 봄", f"1. 들어가며\n{TEXT}"),
        ("들어가며", TEXT),
    ]
    assert [(r["line"], r["kind"]) for r in removed] == [(3, "title")]


def test_a_row_of_nothing_but_furniture_is_listed(tmp_path: Path) -> None:
    rows, removed = documents(csv(tmp_path, f'title,text\n,"글자크기 설정\n무단 전재 금지"\n,{TEXT}\n'))
    assert len(rows) == 1
    assert [(r["line"], r["kind"], r["text"]) for r in removed] == [(2, "row", " | 글자크기 설정\n무단 전재 금지")]


# -- days -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("20191121", ("2019-11-21", "")),
        ("2019-11-21", ("2019-11-21", "")),
        ("2019.11.21.", ("2019-11-21", "")),
        ("2019. 1. 2.", ("2019-01-02", "")),
        ("2019/1/2", ("2019-01-02", "")),
        ("2019년 11월 21일", ("2019-11-21", "")),
        ("2019.11.21.(목) 오후 3:05", ("2019-11-21", "15:05")),
        ("2019.11.21. 오전 12:10", ("2019-11-21", "00:10")),
        ("2019-11-21T03:05:09+09:00", ("2019-11-21", "03:05")),
        ("2019-11-21 00:00:00", ("2019-11-21", "00:00")),
        (20191121.0, ("2019-11-21", "")),
        (dt.date(2019, 11, 21), ("2019-11-21", "")),
        (dt.datetime(2019, 11, 21, 3, 5), ("2019-11-21", "03:05")),
        ("2019-02-29", None),
        ("2019-11", None),
        ("2019", None),
        ("19.11.21", ("2019-11-21", "")),
        ("2019-11-21 25:00", None),
        ("2019-11-21 오후", None),
        ("2019-11-21 오후 15:00", None),
        ("2019112", None),
        ("2019-11-21쯤", None),
        ("201911211", None),
    ],
)
def test_days(value: object, found: tuple[str, str] | None) -> None:
    assert day(value) == found


@pytest.mark.parametrize(
    ("serial", "epoch", "found"),
    [
        # 43,790 days after 1899-12-30; Excel shows 2019-11-21 for it, and 42,328 in the 1904 system
        (43790, EPOCH_1900, ("2019-11-21", "")),
        (43790.0, EPOCH_1900, ("2019-11-21", "")),
        (43790.5, EPOCH_1900, ("2019-11-21", "12:00")),
        (42328, EPOCH_1904, ("2019-11-21", "")),
        (43790, None, None),
        (2019, EPOCH_1900, None),  # a year, or 1905-07-11: not for us to say
        (60, EPOCH_1900, None),  # 29 February 1900, which never was
        (True, EPOCH_1900, None),
    ],
)
def test_day_numbers_of_spreadsheets(serial: object, epoch: dt.date | None, found: tuple[str, str] | None) -> None:
    assert day(serial, epoch=epoch) == found


@pytest.mark.parametrize("mac", [False, True])
def test_days_in_both_calendars_of_excel(tmp_path: Path, mac: bool) -> None:
    work = openpyxl.Workbook()
    if mac:
        work.epoch = CALENDAR_MAC_1904
    work.active.append(["text", "date"])
    # typed as a day; as a day with a time; as a bare day number; as YYYYMMDD
    for value in (dt.date(2019, 11, 21), dt.datetime(2019, 11, 21, 3, 5), 42328 if mac else 43790, 20191121):
        work.active.append([TEXT, value])
    work.save(tmp_path / "표.xlsx")
    rows, _ = documents(tmp_path / "표.xlsx")
    assert [r["date"] for r in rows] == ["2019-11-21"] * 4
    assert [r.get("time", "") for r in rows] == ["", "03:05", "", ""]


def test_a_date_column_can_be_left_out(tmp_path: Path) -> None:
    row = documents(csv(tmp_path, f"text,date\n{TEXT},작년\n"), columns={"date": None})[0][0]
    assert ("date" not in row, row["table_date"]) == (True, "작년")


# -- workbooks ------------------------------------------------------------------------------------


def test_workbook_cells_are_text(tmp_path: Path) -> None:
    path = book(tmp_path, [], ["id", "본문", "수", "비율", "참", None], ["007", TEXT, 12, 0.5, True, "주"], [None] * 6)
    rows, removed = documents(path)
    assert rows == [
        {
            "doc": "007",
            "text": TEXT,
            "수": "12",
            "비율": "0.5",
            "참": "TRUE",
            "column F": "주",
            "kind": "plain",
            "source": "표.xlsx",
        }
    ]
    assert [(r["line"], r["reason"]) for r in removed] == [(1, "row 1 is empty")]


def test_the_first_visible_sheet_is_read_and_the_others_are_named(tmp_path: Path) -> None:
    work = openpyxl.Workbook()
    work.active.title = "빈"
    for title, state in (("숨김", "hidden"), ("기사", "visible"), ("부록", "visible")):
        sheet = work.create_sheet(title)
        sheet.sheet_state = state
        sheet.append(["text"])
        sheet.append([f"{title} 문서이다."])
    path = tmp_path / "표.xlsx"
    work.save(path)
    rows, removed = documents(path)
    assert [r["text"] for r in rows] == ["기사 문서이다."]
    assert [(r["kind"], r["text"]) for r in removed] == [("sheet", "부록"), ("sheet", "숨김")]
    assert texts(path, sheet="숨김") == ["숨김 문서이다."]
    with pytest.raises(errors.OptionError, match=r"no sheet '가사'; its sheets are 빈, 숨김, 기사, 부록"):
        documents(path, sheet="가사")
    with pytest.raises(errors.ReadError, match=r"the sheet '빈' of 표\.xlsx holds no rows"):
        documents(path, sheet="빈")


@pytest.mark.parametrize(("merged", "first"), [("A1:B1", ["본문", None]), ("A1:A2", ["본문", "날"])])
def test_merged_headers_are_refused(tmp_path: Path, merged: str, first: list[str | None]) -> None:
    work = openpyxl.Workbook()
    work.active.append(first)
    work.active.append(["제목", "날짜"])
    work.active.append(["빵집", TEXT])
    work.active.merge_cells(merged)
    work.save(tmp_path / "표.xlsx")
    with pytest.raises(errors.ReadError, match=rf"the headers are merged \({merged}\)"):
        documents(tmp_path / "표.xlsx")


def rewritten(path: Path, old: str, new: str) -> Path:
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"].decode()
    assert old in sheet
    parts["xl/worksheets/sheet1.xml"] = sheet.replace(old, new).encode()
    with zipfile.ZipFile(path, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return path


def test_formulas_give_their_stored_value_and_none_is_an_error(tmp_path: Path) -> None:
    path = book(tmp_path, ["text", "수"], [TEXT, "=1+1"])  # written by a program that does not calculate
    with pytest.raises(errors.ReadError, match="B2 holds a formula without its value"):
        documents(path)
    rewritten(path, "<f>1+1</f><v></v>", "<f>1+1</f><v>2</v>")
    assert documents(path)[0][0]["수"] == "2"
    # a formula whose result is an empty text was calculated
    rewritten(path, 'r="B2"><f>1+1</f><v>2</v>', 'r="B2" t="str"><f>""</f><v></v>')
    assert documents(path)[0][0]["수"] == ""


def test_error_values_are_text_but_never_the_text(tmp_path: Path) -> None:
    path = book(tmp_path, ["text", "수"], [TEXT, "#N/A"], [OTHER, 1])
    assert [r["수"] for r in documents(path)[0]] == ["#N/A", "1"]
    path = book(tmp_path, ["text", "수"], [TEXT, 1], ["#NAME?", 2])
    with pytest.raises(errors.ReadError, match=r"row 3, column 'text': the spreadsheet holds the error #NAME\?"):
        documents(path)


def test_ids_that_lost_digits_as_numbers_are_refused(tmp_path: Path) -> None:
    for number in (1100101.20130515, 1234567890123456789):
        path = book(tmp_path, ["id", "text"], [number, TEXT])
        with pytest.raises(
            errors.ReadError, match=r"row 2, column 'id': .* was stored as a number and has lost digits"
        ):
            documents(path)
    assert documents(path, columns={"doc": None})[0][0]["doc"] == "표-2"
    assert documents(book(tmp_path, ["id", "text"], [12, TEXT]))[0][0]["doc"] == "12"


def test_ods(tmp_path: Path) -> None:
    def cell(text: str, kind: str = 'office:value-type="string"') -> str:
        return f"<table:table-cell {kind}><text:p>{text}</text:p></table:table-cell>"

    names = "".join(f' xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"' for n in ("office", "table", "text"))
    day_ = 'office:value-type="date" office:date-value="2019-11-21"'
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content{names}><office:body><office:spreadsheet>'
        f'<table:table table:name="기사"><table:table-row>{cell("본문")}{cell("일자")}</table:table-row>'
        f"<table:table-row>{cell(TEXT)}{cell('2019. 11. 21.', day_)}</table:table-row></table:table>"
        "</office:spreadsheet></office:body></office:document-content>"
    )
    path = tmp_path / "표.ods"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("META-INF/manifest.xml", "<manifest/>")
        package.writestr("content.xml", content)
    rows, _ = documents(path)
    assert [(r["text"], r["date"]) for r in rows] == [(TEXT, "2019-11-21")]


def test_damaged_and_foreign_files(tmp_path: Path) -> None:
    good = book(tmp_path, ["text"], [TEXT]).read_bytes()
    cut = tmp_path / "표.xlsx"
    cases = [
        (good[: len(good) // 2], "is cut off or damaged"),
        (b"PK\x03\x04", "is cut off or damaged"),
        (b"", "is not a workbook"),
        ("글".encode() * 9, "is not a workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 4096, "protected by a password or an old .xls"),
        (b"\n<html><table></table></html>", "is a web page under the ending .xlsx"),
    ]
    for content, says in cases:
        cut.write_bytes(content)
        with pytest.raises(errors.ReadError, match=says):
            documents(cut)
    with pytest.raises(errors.MissingError, match="no file"):
        documents(tmp_path / "없는.xlsx")


def test_a_package_that_unpacks_to_far_more_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "표.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package, package.open("xl/a.xml", "w") as part:
        for _ in range(600):
            part.write(bytes(2**20))
    assert path.stat().st_size < 2**20
    with pytest.raises(errors.ReadError, match="unpacks to 600 MiB, more than 512"):
        documents(path)


def test_a_workbook_that_declares_entities_is_refused(tmp_path: Path) -> None:
    path = book(tmp_path, ["text"], [TEXT])
    with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    bomb = b'<!DOCTYPE w [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]>'
    parts["xl/_rels/workbook.xml.rels"] = bomb + parts["xl/_rels/workbook.xml.rels"]
    with zipfile.ZipFile(path, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    with pytest.raises(
        errors.ReadError, match=r"표\.xlsx is not a workbook as Excel writes it \(workbook\.xml\.rels\)"
    ):
        documents(path)


def test_html_signs_and_escapes_in_cells_are_characters(tmp_path: Path) -> None:
    file = tmp_path / "api.csv"
    file.write_text(
        "제목,본문\n가,&quot;<b>봄</b>이&nbsp;왔다.&quot;<br>A&amp;B는 &lt;표&gt;다. <U+1F44F>\n", encoding="utf-8"
    )
    corpus = da.read(file)
    assert corpus.documents["text"].tolist() == ['"봄이 왔다."\nA&B는 <표>다. \U0001f44f']
    noted = corpus.removed[corpus.removed["kind"] == "entity"]
    assert noted["text"].tolist() == ["<b> </b> <br> <U+1F44F> &quot; &nbsp; &amp; &lt; &gt;"]


def test_what_only_looks_like_html_stays_in_a_cell(tmp_path: Path) -> None:
    file = tmp_path / "plain.csv"
    file.write_text("제목,본문\n가,R&D; 봄이 왔다. <U+D800> 1 < 2\n", encoding="utf-8")
    corpus = da.read(file)
    assert corpus.documents["text"].tolist() == ["R&D; 봄이 왔다. <U+D800> 1 < 2"]
    assert corpus.removed.empty


def test_cells_without_a_word_are_no_documents(tmp_path: Path) -> None:
    file = tmp_path / "cells.csv"
    file.write_text("제목,본문\n가,봄이 왔다.\n나,nan\n다,12345\n라,.\n마,없음\n", encoding="utf-8")
    corpus = da.read(file)
    assert corpus.documents["text"].tolist() == ["봄이 왔다.", "없음"]
    assert corpus.removed["reason"].tolist() == [f"the cell holds no word ({cell})" for cell in ("nan", "12345", ".")]


def test_lost_letters_of_a_cell_are_noted(tmp_path: Path) -> None:
    file = tmp_path / "lost.csv"
    file.write_text("제목,본문\n가,봄이 왔\ufffd다. 새\ufffd 운다.\n", encoding="utf-8")
    noted = da.read(file).removed
    assert noted[["kind", "reason"]].values.tolist() == [["lost letter", "2 letter(s) lost before the file was saved"]]


@pytest.mark.parametrize(
    ("written", "date", "time"),
    [
        ("2026/1/7 3:05 PM", "2026-01-07", "15:05"),
        ("2026-01-07 12:30 AM", "2026-01-07", "00:30"),
        ("입력 2026.01.07 15:05", "2026-01-07", "15:05"),
        ("기사입력: 2026.1.7.", "2026-01-07", ""),
        ("26.1.8", "2026-01-08", ""),
        ("20260107153000", "2026-01-07", "15:30"),
    ],
)
def test_days_as_portals_and_exports_write_them(tmp_path: Path, written: str, date: str, time: str) -> None:
    file = tmp_path / "days.csv"
    file.write_text(f"sep=;\n제목;본문;일자\n가;봄이 왔다.;{written}\n", encoding="utf-8")
    row = da.read(file).documents.iloc[0]
    assert (row["date"], row.get("time", "")) == (date, time)


@pytest.mark.parametrize("megabytes", [0.2, pytest.param(82, marks=pytest.mark.long)])
def test_a_table_of_reviews_is_read_to_its_end_whatever_its_size(tmp_path: Path, megabytes: float) -> None:
    """A text file may hold 64 MiB; a table has no limit."""
    path, number, chance = tmp_path / "평.csv", 0, random.Random(7)
    words = ["".join(chance.choices("가나다라마바사아자차카타파하고노도로모보소오조", k=3)) for _ in range(5000)]
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write("id,date,text\r\n")
        while file.tell() < megabytes * 1e6:
            file.write(
                f'r{number},2025-03-{number % 28 + 1:02},"{number}째, {" ".join(chance.choices(words, k=12))}"\r\n'
            )
            number += 1
    found = da.read(path).documents
    assert len(found) == number
    assert found["doc"].iloc[[0, -1]].tolist() == ["r0", f"r{number - 1}"]
    assert found["date"].iloc[-1] == f"2025-03-{(number - 1) % 28 + 1:02}"
    assert found["text"].iloc[-1].startswith(f"{number - 1}째, ")
    assert (found["near_duplicate_of"] == "").all()


# -- heads of catalogues --------------------------------------------------------------------------


def test_a_catalogue_is_read_by_its_heads_and_says_which_column_is_the_text(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = book(
        tmp_path,
        ["번호", "자료명", "발간일", "발간처", "요약"],
        ["1", "빵집의 통계", "2024.05.04", "한들연구원", TEXT],
        ["2", "강가의 나무", dt.date(2024, 6, 1), "한들연구원", OTHER],
    )
    rows, removed = documents(path)
    assert [(r["title"], r["date"], r["outlet"], r["text"], r["번호"]) for r in rows] == [
        ("빵집의 통계", "2024-05-04", "한들연구원", TEXT, "1"),
        ("강가의 나무", "2024-06-01", "한들연구원", OTHER, "2"),
    ]
    assert [(r["kind"], r["text"]) for r in removed] == [("column", "요약")]
    assert "the column 요약 was read as the text" in caplog.text


def test_the_heads_of_articles_come_before_those_of_catalogues(tmp_path: Path) -> None:
    path = csv(tmp_path, f"제목,자료명,본문,요약,발행일,일자\n빵집,통계,{TEXT},{OTHER},2024-01-01,2024-05-04\n")
    rows, removed = documents(path)
    assert (rows[0]["title"], rows[0]["text"], rows[0]["date"]) == ("빵집", TEXT, "2024-05-04")
    assert (rows[0]["자료명"], rows[0]["요약"], rows[0]["발행일"]) == ("통계", OTHER, "2024-01-01")
    assert removed == []


def test_years_and_months_of_a_catalogue_are_no_days_and_stay_a_variable(tmp_path: Path) -> None:
    rows, removed = documents(csv(tmp_path, f"자료명,발간일,요약\n가,2024,{TEXT}\n나,2024-05-04,{OTHER}\n"))
    assert [(r["발간일"], r.get("date", "")) for r in rows] == [("2024", ""), ("2024-05-04", "")]
    assert removed[0]["reason"] == "발간일 is no date here: row 2 holds '2024'; it is a variable"


def test_a_sheet_that_is_headed_summary_hides_no_sheet_of_texts(tmp_path: Path) -> None:
    work = openpyxl.Workbook()
    for row in (["요약", "편수"], ["봄", 2]):
        work.active.append(row)
    for row in (["제목", "본문"], ["빵집", TEXT]):
        work["기사" if "기사" in work.sheetnames else work.create_sheet("기사").title].append(row)
    work.save(tmp_path / "표.xlsx")
    assert texts(tmp_path / "표.xlsx") == [TEXT]


def test_asked_columns_leave_the_heads_of_catalogues_alone(tmp_path: Path) -> None:
    path = csv(tmp_path, f"자료명,발간일,요약,목차\n가,2024-05-04,{TEXT},{OTHER}\n")
    rows, removed = documents(path, columns={"text": "목차", "date": None})
    assert (rows[0]["text"], rows[0]["title"], rows[0]["요약"], rows[0]["발간일"]) == (OTHER, "가", TEXT, "2024-05-04")
    assert removed == []


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("&lt;p class='x'&gt;봄&lt;/p&gt;비", "봄\n비"),  # tags that entities make
        ("&amp;lt;b&amp;gt;봄&amp;lt;/b&amp;gt;비", "봄비"),
        ("<table><tr><td>봄</td><td>비</td></tr></table>", "봄 비"),
        ("봄<script>var a = 1;</script>비<!-- 눈 -->", "봄 비"),
        ("&lt;표 1&gt; 봄 &lt; 비, a<b", "<표 1> 봄 < 비, a<b"),
    ],
)
def test_marks_of_html_are_no_words(tmp_path: Path, cell: str, text: str) -> None:
    corpus = da.read(csv(tmp_path, f'제목,본문\n가,"{cell}"\n'))
    assert corpus.documents["text"].tolist() == [text]
    assert corpus.removed["kind"].tolist() == ["entity"]
