"""Sheets as they come back from people: a right result, or one clear sentence."""

from __future__ import annotations

import datetime as dt
import math
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import analysis as da
from analysis import schema
from analysis.errors import CutWarning, KitError, OptionError, ReadError
from analysis.validation import columns

V = da.validation
SENTENCES = ("달이 떠오른다.", "해가 진다.", "달과 해가 있다.", "아무것도 없다.")
GOLD = ([1, 0], [0, 1], [1, 1], [0, 0])  # frames a and b of each sentence
A, B = "a 틀 [a]", "b 틀 [b]"
Sheet = Any  # an openpyxl sheet; its package has no types
Change = Callable[[Sheet, list[dict[str, Sheet]]], Any]
SIGNS = "01９9Oo×XㅇaZ예네아니오없음모름있 \u200b\ufeff.,-=?가예"


@pytest.fixture(scope="module")
def toy(tmp_path_factory: pytest.TempPathFactory, two_frames: Callable[..., Any]) -> Any:
    """A sample, its codebook, and a sheet of the coder 가 that is filled in as GOLD says."""
    corpus = da.Corpus.from_texts({"d": " ".join(SENTENCES)})
    text = corpus.documents["text"].iloc[0]
    rows = []
    for n, said in enumerate(SENTENCES, start=1):
        start = text.index(said)
        rows.append((f"u{n:012x}", "d", 1, n, start, start + len(said), "low", "random", 1.0, "tune"))
    sample, codebook = pd.DataFrame(rows, columns=[c.name for c in schema.SAMPLE]), two_frames()
    path = tmp_path_factory.mktemp("sheets") / "가.xlsx"
    V.sheet(corpus, sample=sample, codebook=codebook, coder="가", path=path, also=["primary", "element"])
    book = openpyxl.load_workbook(path)
    for row in body(book["코딩"]):
        for name, value in zip((A, B), GOLD[int(row["단위 [unit]"].value[1:], 16) - 1], strict=True):
            row[name].value = value
    book.save(path)
    return sample, codebook, path


def body(sheet: Sheet) -> list[dict[str, Sheet]]:
    """Cells of every row, by header."""
    heads = [cell.value for cell in sheet[1]]
    return [dict(zip(heads, row, strict=True)) for row in sheet.iter_rows(min_row=2)]


def edited(
    toy: Any, folder: Path, change: Callable[[Sheet, list[dict[str, Sheet]]], None], name: str = "b.xlsx"
) -> Any:
    """Read the sheet after someone edited it."""
    sample, codebook, path = toy
    book = openpyxl.load_workbook(path)
    change(book["코딩"], body(book["코딩"]))
    book.save(folder / name)
    return V.read(folder / name, sample=sample, codebook=codebook)


def gold(found: pd.DataFrame) -> list[list[float]]:
    """Values in the order of GOLD."""
    return found.pivot_table(index="unit", columns="frame", values="value").to_numpy().tolist()


def every(name: str, values: dict[int, Any]) -> Change:
    """Put another value for 0 and 1 into every cell of a column."""

    def change(_: Sheet, rows: list[dict[str, Sheet]]) -> None:
        for row in rows:
            row[name].value = values[int(row[name].value)]

    return change


@pytest.mark.parametrize(
    "values",
    [
        {0: "0", 1: "1"},
        {0: 0.0, 1: 1.0},
        {0: "0.0", 1: "1.0"},
        {0: False, 1: True},
        {0: "Ｘ", 1: "Ｏ"},
        {0: "０", 1: "１"},
        {0: "×", 1: "○"},
        {0: " 아니오\n", 1: "예 "},
        {0: unicodedata.normalize("NFD", "아니오"), 1: unicodedata.normalize("NFD", "예")},
        {0: "없 음", 1: "있음"},
        {0: "FALSE", 1: "TRUE"},
    ],
    ids=str,
)
def test_ways_to_say_yes_and_no(toy: Any, tmp_path: Path, values: dict[int, Any]) -> None:
    assert gold(edited(toy, tmp_path, every(A, values))) == [[float(v) for v in row] for row in GOLD]


def _blank_rows(sheet: Sheet, _: Any) -> None:
    sheet.insert_rows(3, amount=2)


def _moved(sheet: Sheet, _: Any) -> None:
    cells = [[cell.value for cell in row] for row in sheet.iter_rows()]
    for r, row in enumerate(cells, start=1):
        for c, value in enumerate([*row[::-1], "내 생각" if r == 1 else r], start=1):
            sheet.cell(r, c).value = value


def _plain_heads(sheet: Sheet, _: Any) -> None:
    for cell in sheet[1]:
        cell.value = unicodedata.normalize("NFD", cell.value.split(" [")[0])


def _guide_first(sheet: Sheet, _: Any) -> None:
    sheet.parent.move_sheet("코드북", -1)


def _spaced_ids(_: Sheet, rows: list[dict[str, Sheet]]) -> None:
    for row in rows:
        row["단위 [unit]"].value = f" {row['단위 [unit]'].value}\u200b "
        row["코더 [coder]"].value = unicodedata.normalize("NFD", "가")


@pytest.mark.parametrize("change", [_blank_rows, _moved, _plain_heads, _guide_first, _spaced_ids])
def test_what_spreadsheets_do_to_a_sheet(toy: Any, tmp_path: Path, change: Any) -> None:
    found = edited(toy, tmp_path, change)
    assert gold(found) == [[float(v) for v in row] for row in GOLD]
    assert set(found["coder"]) == {"가"}
    told = {"_moved": ["b.xlsx: the column '내 생각' was not read"]}
    told["_blank_rows"] = ["b.xlsx, row 3: rows 3 to 4 are empty"]
    assert found.attrs["notes"] == told.get(change.__name__, [])


@pytest.mark.parametrize("encoding", ["cp949", "utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_csv_of_any_program(toy: Any, tmp_path: Path, encoding: str, delimiter: str) -> None:
    sample, codebook, path = toy
    table = pd.read_excel(path, sheet_name="코딩", dtype="str", engine="openpyxl").fillna("")
    table.to_csv(tmp_path / "가.csv", index=False, encoding=encoding, sep=delimiter)
    assert gold(V.read(tmp_path / "가.csv", sample=sample, codebook=codebook)) == [list(map(float, r)) for r in GOLD]


@pytest.mark.parametrize("left", [1, 3, 12, 25])  # characters of the last line that reached the disk
def test_a_last_line_that_a_crash_cut_off_is_left_out_and_named(toy: Any, tmp_path: Path, left: int) -> None:
    sample, codebook, _ = toy
    corpus = da.Corpus.from_texts({"d": "달이 떴다."})
    units = sample.head(3).assign(start=0, end=2)
    path = V.sheet(corpus, sample=units, codebook=codebook, coder="가", path=tmp_path / "가.csv")
    whole = path.read_text(encoding="utf-8-sig").replace(',"",', ",1,")
    *lines, last = whole.splitlines(keepends=True)
    path.write_text("".join(lines) + last[:left], encoding="utf-8")
    with pytest.warns(CutWarning, match=r"가\.csv, line 4: the last line was cut off and left out: 'u"):
        found = V.read(path, sample=units, codebook=codebook)
    assert len(found) == 3 * len(codebook.frames)  # the unit that was lost counts as not coded yet
    assert any("was cut off" in note for note in found.attrs["notes"])
    path.write_text("".join(lines) + last[:-3], encoding="utf-8")  # within the name of the codebook
    with pytest.warns(CutWarning, match="code that unit again"):
        V.read(path, sample=units, codebook=codebook)
    path.write_text(whole.rstrip("\n"), encoding="utf-8")  # an editor that writes no line end at the end
    assert not [note for note in V.read(path, sample=units, codebook=codebook).attrs.get("notes", ()) if "cut" in note]


def _date(_: Sheet, rows: list[dict[str, Sheet]]) -> None:
    rows[0][A].value = dt.datetime(2026, 1, 1)


def _merged(sheet: Sheet, _: Any) -> None:
    sheet.merge_cells("C2:C3")


def _both(_: Sheet, rows: list[dict[str, Sheet]]) -> None:
    rows[1][A].value = "1/0"


def _no_id(_: Sheet, rows: list[dict[str, Sheet]]) -> None:
    rows[1]["단위 [unit]"].value = None


def _two_coders(_: Sheet, rows: list[dict[str, Sheet]]) -> None:
    rows[1]["코더 [coder]"].value = "나"


def _primary(_: Sheet, rows: list[dict[str, Sheet]]) -> None:
    for row in rows:
        if row[A].value == 0:
            row["주된 프레임 [primary]"].value = "a 틀"


def _element(_: Sheet, rows: list[dict[str, Sheet]]) -> None:
    rows[0]["요소 [element]"].value = "해결책"


def _title(sheet: Sheet, _: Any) -> None:
    sheet.insert_rows(1)
    sheet["A1"].value = "코딩 1차"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (_date, r"b\.xlsx, row 2: '2026-01-01' in the column of a means nothing; write 0, 1 or 9"),
        (_both, "row 3: '1/0' in the column of a means nothing"),
        (_merged, "rows 2 to 3 of the sheet '코딩' hold merged cells; unmerge them"),
        (_no_id, "row 3: unit '' is not in the sample"),
        (_two_coders, r"the column \[coder\] holds '.' and '.'; a sheet is by one coder"),
        (_primary, "the primary frame 'a' is coded absent there; correct one of the cells"),
        (_element, r"row 2: '해결책' in the column \[element\] is none of 문제 정의, 원인 진단, 도덕 평가"),
        (_title, r"has no column \[unit\]; put the columns back"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_said(toy: Any, tmp_path: Path, change: Any, said: str) -> None:
    with pytest.raises(ReadError, match=said):
        edited(toy, tmp_path, change)


def test_files_and_coders_that_will_not_do(toy: Any, tmp_path: Path) -> None:
    sample, codebook, path = toy
    (tmp_path / "가.html").write_text("<p>", encoding="utf-8")
    with pytest.raises(ReadError, match=r"가\.html is the form itself; pass the CSV file that its button saved"):
        V.read(tmp_path / "가.html", sample=sample, codebook=codebook)
    with pytest.raises(ReadError, match="is no coding sheet; save it as"):
        V.read(tmp_path / "가.hwp", sample=sample, codebook=codebook)
    edited(toy, tmp_path, lambda _, rows: [r["코더 [coder]"].__setattr__("value", "가 ") for r in rows])
    with pytest.raises(ReadError, match="are both by coder '가'; give each coder a name"):
        V.read([path, tmp_path / "b.xlsx"], sample=sample, codebook=codebook)
    other = sample.assign(unit="u" + sample["unit"].str[1:].str.replace("0", "f"))
    with pytest.raises(ReadError, match="is not in the sample; the sheet is of another"):
        V.read(path, sample=other, codebook=codebook)
    bad = codebook.model_copy(update={"frames": (codebook.frames[0].model_copy(update={"id": "note"}),)})
    with pytest.raises(OptionError, match="cannot hold a frame called 'note', a name that it needs"):
        columns.require_ids(bad)


def test_primary_and_element_are_compared_as_names(toy: Any, tmp_path: Path) -> None:
    sample, codebook, path = toy
    told = (("a 틀", "해법 제시"), ("b", "remedy"), ("없음", "없음"), ("", "원인 진단"))

    def fill(shift: int, coder: str) -> Any:
        def change(_: Sheet, rows: list[dict[str, Sheet]]) -> None:
            for row in rows:
                n = int(row["단위 [unit]"].value[1:], 16) - 1
                row["주된 프레임 [primary]"].value = told[n][0]
                row["요소 [element]"].value = told[max(n, shift)][1]
                row["코더 [coder]"].value = coder

        return change

    edited(toy, tmp_path, fill(0, "가"))
    edited(toy, tmp_path, fill(1, "나"), "c.xlsx")
    edited(toy, tmp_path, fill(3, "합의"), "d.xlsx")
    found = V.read([tmp_path / n for n in ("b.xlsx", "c.xlsx", "d.xlsx")], sample=sample, codebook=codebook)
    mine = found[found["coder"] == "가"].drop_duplicates("unit")
    assert mine["primary"].tolist() == ["a", "b", "none", ""]
    assert mine["element"].tolist() == ["remedy", "remedy", "none", "cause"]
    primary = V.agreement(found, on="primary").iloc[0]
    # three units read twice, always alike, in three different names
    assert (primary["frame"], primary["n"], primary["alpha"], primary["percent"]) == ("primary", 3, 1.0, 1.0)
    assert math.isnan(primary["prevalence"])
    assert da.plots.agreement(V.agreement(found, on="primary")).get_yticklabels()[0].get_text() == "주된 프레임"
    assert V.agreement(found, on="element").iloc[0]["percent"] == 1.0  # shift 1 repeats the same name
    with pytest.raises(OptionError, match="on must be one of frame, primary, element, not 'device'"):
        V.agreement(found, on="device")
    bare = V.read(path, sample=sample, codebook=codebook).drop(columns=["primary", "element"])
    with pytest.raises(OptionError, match="write the sheets with also='primary'"):
        V.agreement(bare, on="primary")


def test_one_coder_and_all_labels_equal(toy: Any) -> None:
    sample, codebook, path = toy
    found = V.read(path, sample=sample, codebook=codebook)
    alone = V.agreement(found)
    assert alone["reason"].tolist() == ["no unit was read by two coders"] * 2
    same = pd.concat([found.assign(value=1.0), found.assign(value=1.0, coder="나")], ignore_index=True)
    table = V.agreement(same)
    assert table["verdict"].tolist() == ["undefined"] * 2
    assert table["reason"].str.startswith("all readings are the same").all()


@settings(max_examples=3 * settings.default.max_examples)
@given(st.lists(st.text(SIGNS, max_size=4), min_size=4, max_size=4))
def test_no_cell_is_misread(cells: list[str]) -> None:
    """Whatever stands in a cell is one of the values, nothing, or refused; the answer does not hang on its dress."""
    for cell in cells:
        value = columns.read_value(cell)
        assert value in {"0", "1", "9", "", None}
        assert value == columns.read_value(f"  {unicodedata.normalize('NFD', cell)}\n")
        assert (value == "") == (not "".join(cell.split()).strip("\u200b\ufeff"))


@given(data=st.data())
def test_damaged_sheets_give_codings_or_one_sentence(toy: Any, tmp_path_factory: Any, data: st.DataObject) -> None:
    sample, codebook, path = toy
    table = pd.read_excel(path, sheet_name="코딩", dtype="str", engine="openpyxl").fillna("")
    for _ in range(data.draw(st.integers(1, 4))):
        row, column = data.draw(st.integers(0, 3)), data.draw(st.integers(0, table.shape[1] - 1))
        table.iloc[row, column] = data.draw(
            st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=5)
        )
    file = tmp_path_factory.mktemp("fuzz") / "f.csv"
    table.to_csv(file, index=False, encoding="utf-8")
    try:
        found = V.read(file, sample=sample, codebook=codebook)
    except KitError as error:  # anything else is a fault
        said = str(error)
    else:
        said = ""
        assert len(found) == 2 * len(SENTENCES)
        assert found["value"].dropna().isin([0.0, 1.0]).all()
    assert "\n" not in said
