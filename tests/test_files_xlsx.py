"""Spreadsheet files: what openpyxl and calamine find in them."""

from __future__ import annotations

import io

import openpyxl
import python_calamine

from analysis.files.xlsx import Sheet, choice_list, workbook

ROWS = [["단위 [unit]", "글 [text]", "동맹 [alliance]"], ["u1", "=1+1 & <b>\n둘째 줄", ""], ["u2", "가" * 60, 1]]
LAID = Sheet("코딩", ROWS, formatted=True, choices={2: choice_list("019")}, writable=(2,))


def test_a_laid_out_sheet() -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook([LAID, Sheet("코드북 & 정의", [["가", "나"]])])))
    assert book.sheetnames == ["코딩", "코드북 & 정의"]
    sheet = book["코딩"]
    assert (sheet["B2"].value, sheet["B2"].data_type, sheet["C3"].value) == ("=1+1 & <b>\n둘째 줄", "s", 1)
    assert sheet.freeze_panes == "A2"
    # longest line and two: 단위 [unit] is 11 digits wide, 60 syllables are 120 and cut to 70, 동맹 [alliance] is 15
    assert [sheet.column_dimensions[c].width for c in "ABC"] == [13, 70, 17]
    (rule,) = sheet.data_validations.dataValidation
    assert (str(rule.sqref), rule.formula1, rule.type) == ("C2:C3", '"0,1,9"', "list")
    assert sheet.protection.sheet
    assert [sheet[c].protection.locked for c in ("A2", "B2", "C2")] == [True, True, False]
    assert not book["코드북 & 정의"].protection.sheet


def test_another_reader_reads_it_and_the_bytes_are_the_same() -> None:
    data = workbook([LAID])
    assert data == workbook([LAID])
    read = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()
    assert read[1] == ["u1", "=1+1 & <b>\n둘째 줄", ""]
