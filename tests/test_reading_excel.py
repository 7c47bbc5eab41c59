"""Workbooks as people have them: filters, cover sheets, titles above the headers, cells at Excel's limit."""

from __future__ import annotations

import datetime as dt
import logging
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest

import analysis as da
from analysis import errors
from analysis.reading import decode, package
from analysis.reading.grid import day

ONE = "동네 빵집이 문을 닫았다."
TWO = "강가에 나무를 심었다."
THREE = "도서관이 문을 연다."
HEAD = ["제목", "본문", "일자", "메모"]
ROWS = [
    ["빵", ONE, "2026-01-07", "가"],
    ["강", TWO, "2026-01-08", "나"],
    ["책", THREE, "2026-01-09", "다"],
]


def book(path: Path, sheets: dict[str, list[list[Any]]]) -> openpyxl.Workbook:
    work = openpyxl.Workbook()
    work.remove(work.active)
    for name, rows in sheets.items():
        sheet = work.create_sheet(name)
        for cells in rows:
            sheet.append(cells)
    work.save(path)
    return work


def test_hidden_rows_and_columns_are_read_and_noted(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    path = tmp_path / "표.xlsx"
    work = book(path, {"기사": [HEAD, *ROWS, ["", "", "", ""]]})
    sheet = work["기사"]
    sheet.auto_filter.ref = "A1:D4"
    for number in (2, 3, 9):  # row 9 holds nothing
        sheet.row_dimensions[number].hidden = True
    sheet.column_dimensions["C"].hidden = True
    work.save(path)
    with caplog.at_level(logging.WARNING):
        corpus = da.read(path)
    assert corpus.documents["title"].tolist() == ["빵", "강", "책"]
    noted = corpus.removed[corpus.removed["kind"] == "hidden"]
    assert noted[["line", "reason", "text"]].values.tolist() == [
        [1, "column C is hidden in the workbook, and was read like the others", "일자"],
        [2, "2 row(s) hidden by a filter or by hand were read like the others: 2 to 3", ""],
    ]
    assert sum("hidden" in message for message in caplog.messages) == 2


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_hidden_sheets_are_noted_whether_read_or_not(tmp_path: Path, state: str) -> None:
    path = tmp_path / "표.xlsx"
    work = book(path, {"기사": [HEAD, *ROWS], "옛것": [HEAD, ROWS[0]]})
    work["옛것"].sheet_state = state
    work.save(path)
    assert da.read(path).removed["reason"].tolist() == [
        "another sheet of the workbook (hidden), 2 row(s); name it with sheet="
    ]
    removed = da.read(path, sheet="옛것").removed
    assert removed[["kind", "text"]].values.tolist() == [["sheet", "기사"], ["hidden", "옛것"]]


def test_hidden_rows_of_an_ods(tmp_path: Path) -> None:
    def line(*cells: str, visibility: str = "visible") -> str:
        inside = "".join(
            f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>' for cell in cells
        )
        return f'<table:table-row table:visibility="{visibility}">{inside}</table:table-row>'

    names = "".join(f' xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"' for n in ("office", "table", "text"))
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content{names}><office:body><office:spreadsheet>'
        '<table:table table:name="기사"><table:table-column/>'
        '<table:table-column table:visibility="collapse"/>'
        f"{line('본문', '제목')}{line(ONE, '빵')}"
        f"{line(TWO, '강', visibility='filter')}{line(THREE, '책', visibility='collapse')}"
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    path = tmp_path / "표.ods"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("META-INF/manifest.xml", "<manifest/>")
        package.writestr("content.xml", content)
    corpus = da.read(path)
    assert len(corpus) == 3
    assert corpus.removed[["kind", "line", "text"]].values.tolist() == [["hidden", 1, "제목"], ["hidden", 3, ""]]


@pytest.mark.parametrize(
    ("text", "full"),
    [
        ("가" * 32_767, True),
        ("가" * 32_766, False),
        ("글" + "😀" * 16_383, True),  # Excel counts UTF-16 units, of which an emoji has two: 1 + 2 * 16,383
        ("글글" + "😀" * 16_382, False),
    ],
)
@pytest.mark.parametrize("ending", [".xlsx", ".csv"])
def test_a_cell_as_long_as_excel_allows_is_noted(tmp_path: Path, text: str, full: bool, ending: str) -> None:
    path = tmp_path / f"표{ending}"
    if ending == ".csv":
        path.write_text(f"제목,본문\n빵,{ONE}\n강,{text}\n", encoding="utf-8")
    else:
        book(path, {"기사": [["제목", "본문"], ["빵", ONE], ["강", text]]})
    noted = da.read(path).removed
    said = "row 3: the cell under 본문 holds 32,767 characters, the most that Excel keeps: the rest may be lost"
    assert noted[["doc", "kind", "reason"]].values.tolist() == ([["표-3", "truncated", said]] if full else [])


TITLE = [["기사 목록 (2026년)"], [], ["만든 날", "2026-02-01"]]


@pytest.mark.parametrize("above", [[], TITLE, [["본문"], *TITLE], [[None] * 4, *TITLE]])
def test_headers_below_a_title(tmp_path: Path, above: list[list[Any]]) -> None:
    path = tmp_path / "표.xlsx"
    work = book(path, {"기사": [*above, HEAD, *ROWS]})
    if above:
        work["기사"].merge_cells(start_row=1, end_row=1, start_column=1, end_column=4)
        work.save(path)
    corpus = da.read(path)
    assert corpus.documents["text"].tolist() == [cells[1] for cells in ROWS]
    assert corpus.documents["doc"].iloc[0] == f"표-{len(above) + 2}"
    filled = [" | ".join(cells) for cells in above if any(cells)]
    noted = corpus.removed[corpus.removed["reason"] == "stands above the headers"]
    assert noted["text"].tolist() == filled


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_headers_below_a_title_in_delimited_text(tmp_path: Path, delimiter: str) -> None:
    lines = ["기사 목록", "", *(delimiter.join(cells) for cells in (HEAD, *ROWS))]
    path = tmp_path / "표.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8-sig")
    corpus = da.read(path)
    assert corpus.documents["text"].tolist() == [cells[1] for cells in ROWS]
    assert corpus.removed["reason"].tolist() == ["stands above the headers", "row 2 is empty"]


def test_a_named_column_is_looked_for_below_a_title_as_well(tmp_path: Path) -> None:
    path = tmp_path / "표.xlsx"
    book(path, {"기사": [["목록"], ["제목", "글"], ["빵", ONE]]})
    assert da.read(path, columns={"text": "글"}).documents["text"].tolist() == [ONE]


def test_a_data_cell_that_is_called_like_a_column_is_no_header(tmp_path: Path) -> None:
    path = tmp_path / "표.xlsx"
    book(path, {"기사": [HEAD, ["내용", ONE, "2026-01-07", "가"], ["본문", TWO, "2026-01-08", "나"]]})
    assert da.read(path).documents["title"].tolist() == ["내용", "본문"]


def test_cover_sheets_are_passed_over_and_other_sheets_of_texts_are_said(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "표.xlsx"
    cover = [["연구 자료"], ["만든 사람", "한가람"]]
    book(path, {"표지": cover, "1월": [HEAD, ROWS[0]], "2월": [HEAD, ROWS[1]]})
    with caplog.at_level(logging.WARNING):
        corpus = da.read(path)
    assert corpus.documents["text"].tolist() == [ONE]
    assert corpus.removed["text"].tolist() == ["표지", "2월"]
    assert caplog.messages == ["표.xlsx: read from 1월 alone; texts are in 2월 as well"]
    assert da.read(path, sheet="2월").documents["text"].tolist() == [TWO]
    with pytest.raises(
        errors.ReadError, match=r"표\.xlsx, sheet '표지', row 1: it has no column .* sheet= \(1월, 2월\)"
    ):
        da.read(path, sheet="표지")


def test_no_sheet_with_texts_names_row_columns_and_options(tmp_path: Path) -> None:
    path = tmp_path / "표.xlsx"
    book(path, {"표지": [["자료"]] * 2, "기사": [["제목", "글"], ["빵", ONE]]})
    with pytest.raises(errors.ReadError, match=r"its columns are 자료; name one by columns=.*; or .* sheet= \(기사\)"):
        da.read(path)
    assert da.read(path, columns={"text": "글"}).documents["text"].tolist() == [ONE]


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("2026/1/7 3:05 PM", ("2026-01-07", "15:05")),
        ("2026/1/7 3:05 pm", ("2026-01-07", "15:05")),
        ("2026/1/7 PM 3:05", ("2026-01-07", "15:05")),
        ("2026.01.07 오후 3:05", ("2026-01-07", "15:05")),
        ("2026년 1월 7일 수요일 오후 3시 5분", ("2026-01-07", "15:05")),
        ("2026-01-07 오전 12시", ("2026-01-07", "00:00")),
        ("입력 2026.01.07 15:05", ("2026-01-07", "15:05")),
        ("26.1.8", ("2026-01-08", "")),
        ("26.1.8. 9:30", ("2026-01-08", "09:30")),
        ("'26. 1. 8.", ("2026-01-08", "")),
        ("98.3.1", ("1998-03-01", "")),
        ("20260107153000", ("2026-01-07", "15:30")),
        ("2026.01.07.(수)", ("2026-01-07", "")),
        ("2026.01.07.(수요일) 15:05", ("2026-01-07", "15:05")),
        ("2026. 1. 7. (수) 오전 9:00", ("2026-01-07", "09:00")),
        ("1.7.2026", None),
        ("26.13.8", None),
        ("2026-02-30", None),
        ("2026.01.07 25시", None),
        ("2026.01.07 오후", None),
        ("어제", None),
        ("0000-00-00", None),
    ],
)
def test_days_as_people_write_them(tmp_path: Path, written: str, found: tuple[str, str] | None) -> None:
    assert day(written) == found
    path = tmp_path / "표.xlsx"
    book(path, {"기사": [["본문", "일자"], [ONE, written]]})
    if found is None:
        with pytest.raises(errors.ReadError, match=r"표\.xlsx, row 2, column '일자': .* is not a day"):
            da.read(path)
    else:
        read = da.read(path).documents.iloc[0]
        assert (read["date"], read["time"]) == found


def test_day_numbers_stand_beside_written_days(tmp_path: Path) -> None:
    # 46,029 days after 1899-12-30 is 2026-01-07; .628472 of a day is 15:05
    path = tmp_path / "표.xlsx"
    days = [46029, 46029.628472, dt.datetime(2026, 1, 7, 15, 5), "2026.01.07.(수)", 20260107]
    book(path, {"기사": [["본문", "일자"], *([f"{ONE} {n}", value] for n, value in enumerate(days))]})
    read = da.read(path, duplicates="keep").documents
    assert read["date"].tolist() == ["2026-01-07"] * 5
    assert read["time"].tolist() == ["", "15:05", "15:05", "", ""]


def test_tables_have_no_limit_of_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decode, "LARGEST", 10)
    monkeypatch.setattr(package, "LARGEST", 10)
    path = tmp_path / "표.csv"
    path.write_text(f"본문\n{ONE}\n{TWO}\n", encoding="utf-8")
    (tmp_path / "글.txt").write_text(ONE, encoding="utf-8")
    book(tmp_path / "표.xlsx", {"기사": [HEAD, *ROWS]})
    assert (len(da.read(path)), len(da.read(tmp_path / "표.xlsx"))) == (2, 3)
    with pytest.raises(errors.ReadError, match="larger than 64 MiB"):
        da.read(tmp_path / "글.txt")
    for name, says in (("표.csv", ""), ("표.xlsx", ""), ("글.txt", "larger than 64 MiB")):
        with zipfile.ZipFile(tmp_path / "자료.zip", "w") as archive:
            archive.write(tmp_path / name, name)
        if says:
            with pytest.raises(errors.ReadError, match=says):
                da.read(tmp_path / "자료.zip")
        else:
            assert len(da.read(tmp_path / "자료.zip")) >= 2
