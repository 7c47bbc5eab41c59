"""Tables that people filled in: every cell as text, rows by the line a spreadsheet shows, and what is refused."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from analysis import validation
from analysis.errors import MissingError, ReadError
from analysis.files.xlsx import Sheet, workbook
from analysis.reading.filled import read_filled

STATEMENT = "doc,sentence,start,end,actor,organisation,concept,agreement,inside,rule,checked_by\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949"])
def test_rows_keep_their_line_and_cells_their_text(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "답.csv"
    path.write_bytes("단위,답,말\r\nd1,01,\"'=합계\"\r\n,,\r\nd2, 1.0 ,'가\r\n".encode(encoding))
    table = read_filled(path)
    assert table.index.tolist() == [2, 4]
    assert table.to_numpy().tolist() == [["d1", "01", "=합계"], ["d2", "1.0", "'가"]]


def test_a_sheet_that_was_moved_is_found_and_merged_cells_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "답.xlsx"
    filled = Sheet("침입 과제", [("과제", "코더", "답"), ("i1", "1", 3), (), ("i2", "1", "'=")])
    path.write_bytes(workbook([Sheet("메모", [("무엇",), ("없음",)]), filled]))
    table = read_filled(path, sheet="침입 과제")
    assert table.index.tolist() == [2, 4]
    assert table["답"].tolist() == ["3", "'="]
    assert validation.read_intrusion(path)["value"].tolist() == ["3", "'="]
    book = openpyxl.load_workbook(path)
    book["침입 과제"].merge_cells("C2:C4")
    book.save(path)
    with pytest.raises(ReadError, match=r"rows 2 to 4 of the sheet '침입 과제' hold merged cells"):
        read_filled(path, sheet="침입 과제")


def test_what_is_refused_says_where(tmp_path: Path) -> None:
    with pytest.raises(MissingError, match="no table at"):
        read_filled(tmp_path / "없음.csv")
    with pytest.raises(ReadError, match=r"표\.pdf is no table"):
        read_filled(tmp_path / "표.pdf")
    path = tmp_path / "진술.csv"
    path.write_text(
        STATEMENT + "d,1,0,2,가당,,x,찬성,예,verb,나\n\nd,1,0,둘,가당,,x,찬성,예,verb,나\n", encoding="utf-8"
    )
    with pytest.raises(ReadError, match=r"진술\.csv, row 4: '둘' in the column 끝 means nothing"):
        validation.statements(path)
    path.write_text(STATEMENT.replace(",rule", ""), encoding="utf-8")
    with pytest.raises(ReadError, match=r"진술\.csv holds only headers"):
        validation.statements(path)


def test_statements_come_back_from_a_spreadsheet_as_they_were(tmp_path: Path) -> None:
    rows = [("d", "1", "0", "2", "=가당", "", "x", "찬성", "예", "verb", "나")]
    path = tmp_path / "진술.csv"
    text = STATEMENT + ",".join(cell if cell != "=가당" else "'=가당" for cell in rows[0]) + "\n"
    path.write_text(text, encoding="utf-8")
    table = validation.statements(path)
    assert table[["sentence", "end", "actor", "agreement", "inside"]].values.tolist() == [[1, 2, "=가당", "true", True]]
    pd.testing.assert_frame_equal(validation.statements(path), table)
