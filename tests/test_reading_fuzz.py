"""Damaged files of every kind are read, or refused in one sentence; what the bench found once is held here."""

from __future__ import annotations

import importlib.util
import sys
import zipfile
from collections import Counter
from pathlib import Path
from types import ModuleType
from typing import Any

import openpyxl
import pytest

import analysis as da
from analysis import errors
from analysis.corpus import build

ROOT = Path(__file__).resolve().parents[1]
NAMES = "".join(f' xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"' for n in ("office", "table", "text"))


def bench() -> ModuleType:
    """Load the bench, whose damage is tried here on a few files of every kind."""
    spec = importlib.util.spec_from_file_location("bench_fuzz_readers", ROOT / "bench" / "fuzz_readers.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no alarm, which ends a file that hangs")
def test_damaged_files_of_every_kind() -> None:
    found = list(bench().tried(range(19 * 8), seed=3))
    assert [(line["number"], line["why"]) for line in found if line["result"] not in {"read", "refused"}] == []
    counts = Counter(line["result"] for line in found)
    assert min(counts["read"], counts["refused"]) > 40


@pytest.mark.skipif(sys.platform == "win32", reason="as above")
def test_two_processes_take_turns() -> None:
    found = bench().gather(4, seed=3)
    assert sorted((line["number"], line["result"] in {"read", "refused"}) for line in found) == [
        (0, True), (1, True), (2, True), (3, True),
    ]  # fmt: skip


@pytest.mark.skipif(sys.platform == "win32", reason="as above")
@pytest.mark.long
def test_twenty_thousand_damaged_files() -> None:
    module = bench()
    found = module.gather(20_000, seed=module.SEED)
    assert [line for line in found if line["result"] in module.BAD] == []
    assert len(found) == 20_000


@pytest.mark.skipif(sys.platform == "win32", reason="as above")
def test_the_bench_sees_what_may_not_be(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    module = bench()
    corpus = da.Corpus.from_texts({"a": "동맹이 커진다."})

    def says(text: str) -> Any:
        def read() -> None:
            raise errors.ReadError(text)

        return read

    def waits() -> None:
        while True:
            pass

    assert module.outcome(lambda: corpus, "a.txt") == ("read", "")
    assert module.outcome(says("a.txt is empty; fill it"), "a.txt") == ("refused", "")
    assert module.outcome(says("b.txt is empty; fill it"), "a.txt")[0] == "foreign"
    assert module.outcome(says("a.txt is\nempty"), "a.txt")[0] == "foreign"
    assert module.outcome(lambda: {}["x"], "a.txt")[0] == "foreign"
    strange = da.Corpus(corpus.documents.assign(title="\ud800"), corpus.removed)
    assert module.outcome(lambda: strange, "a.txt")[0] == "foreign"
    monkeypatch.setattr(module, "HANG", 0.05)
    assert module.outcome(waits, "a.txt")[0] == "hang"


def ods(folder: Path, table: str, *, before: str = "") -> Path:
    path = folder / "표.ods"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("META-INF/manifest.xml", "<manifest/>")
        package.writestr("content.xml", f'<?xml version="1.0" encoding="UTF-8"?>{before}{table}')
    return path


def content(rows: str) -> str:
    return (
        f"<office:document-content{NAMES}><office:body><office:spreadsheet><table:table table:name='기사'>{rows}"
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )


def row(*cells: str) -> str:
    inside = "".join(
        f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>' for cell in cells
    )
    return f'<table:table-row table:visibility="collapse">{inside}</table:table-row>'


@pytest.mark.parametrize("kept", [0, 1])  # cut off in the table, or behind its first row
def test_an_ods_that_is_cut_off_inside_is_refused_at_once(tmp_path: Path, kept: int) -> None:
    whole = content(row("제목", "본문") + row("빵", "동네 빵집이 문을 닫았다."))
    cut = whole[: whole.index("</table:table-row>")] if kept else whole[: whole.index("<table:table-row")]
    with pytest.raises(errors.ReadError, match=r"^표\.ods is not a workbook, or is damaged"):
        da.read(ods(tmp_path, cut))


def test_the_content_of_an_ods_is_called_by_the_name_of_its_file(tmp_path: Path) -> None:
    whole = content(row("제목", "본문") + row("빵", "동네 빵집이 문을 닫았다."))
    with pytest.raises(errors.ReadError, match=r"^표\.ods holds a DOCTYPE"):
        da.read(ods(tmp_path, whole, before="<!DOCTYPE a>"))


@pytest.mark.parametrize("line", ["line", "", "nan", "inf", "9" * 400])
@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
def test_an_account_whose_line_is_no_number(tmp_path: Path, ending: str, line: str) -> None:
    rows = [{"doc": "a", "text": "동네 빵집이 문을 닫았다.", "source": "a.txt"}]
    removed = [{"doc": "a", "line": 7654321, "kind": "caption", "reason": "a source", "text": "사진"}]
    path = build(rows, removed).save(tmp_path / f"저장{ending}")
    if ending == ".csv":
        beside = tmp_path / "저장.removed.csv"
        beside.write_text(beside.read_text(encoding="utf-8-sig").replace("7654321", line), encoding="utf-8")
    else:
        book = openpyxl.load_workbook(path)
        book["removed"]["B2"].value = line
        book.save(path)
    where = r"저장\.removed\.csv" if ending == ".csv" else r"저장\.xlsx, sheet 'removed'"
    with pytest.raises(errors.ReadError, match=rf"^{where} lists what was removed, and the line '.{{0,40}}' is no nu"):
        da.read(path)


def test_a_day_of_five_thousand_digits_is_told_in_part(tmp_path: Path) -> None:
    path = tmp_path / "표.csv"
    path.write_text(f"날짜,본문\n2026-03-0{'9' * 5_000},동네 빵집이 문을 닫았다.\n", encoding="utf-8")
    with pytest.raises(errors.ReadError, match=r"row 2, column '날짜': '2026-03-09{31}' is not a day") as caught:
        da.read(path)
    assert len(str(caught.value)) < 200


SENTENCE = "1\t길\t길\t_\tNNG\t_\t_\t_\t_\t_\n"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (SENTENCE.replace("1\t", "9" * 5_000 + "\t", 1), "line 1: not ten columns with a number in the first"),
        (SENTENCE.replace("1\t", f"1-{'9' * 5_000}\t", 1), "line 1: not ten columns with a number in the first"),
        (SENTENCE[:-2] + f"Spans=0-{'9' * 5_000}\n", "line 1: Spans=0-999"),
        (
            SENTENCE.replace("NNG", "XX"),
            r"line 1: unknown tag 'XX' of '길'; map it by tags={'XX': '...'} to one of NNG, ",
        ),
    ],
)
def test_numbers_and_tags_of_conllu_that_no_file_has(tmp_path: Path, text: str, says: str) -> None:
    (tmp_path / "글.conllu").write_text(text, encoding="utf-8")
    with pytest.raises(errors.ReadError, match=rf"^글\.conllu, {says}") as caught:
        da.read(tmp_path / "글.conllu")
    assert len(str(caught.value)) < 400 or "999" in str(caught.value)


def test_a_word_numbered_zero(tmp_path: Path) -> None:
    (tmp_path / "글.conllu").write_text(SENTENCE.replace("1\t", "0\t", 1), encoding="utf-8")
    assert da.read(tmp_path / "글.conllu").documents["text"][0] == "길"


def test_a_section_of_hwpx_whose_number_is_none(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "글.hwpx", "w") as package:
        package.writestr(f"Contents/section{'9' * 5_000}.xml", "<a/>")
    with pytest.raises(errors.ReadError, match=r"^글\.hwpx holds no section of text"):
        da.read(tmp_path / "글.hwpx")


def test_workbooks_of_one_name_in_two_folders_of_an_archive(tmp_path: Path) -> None:
    texts = ["동네 빵집이 문을 닫았다.", "시장은 빈 가게를 고쳤다."]
    with zipfile.ZipFile(tmp_path / "모음.zip", "w") as package:
        for folder, text in zip("가나", texts, strict=True):
            book = openpyxl.Workbook()
            book.active.append(["본문"])
            book.active.append([text])
            book.save(tmp_path / "표.xlsx")
            package.write(tmp_path / "표.xlsx", f"{folder}/표.xlsx")
    found = da.read(tmp_path / "모음.zip").documents
    assert found[["doc", "text"]].values.tolist() == [["가/표-2", texts[0]], ["나/표-2", texts[1]]]


def test_a_line_end_in_the_name_of_an_archive_s_member(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "모음.zip", "w") as package:
        package.writestr("신문/가\n나.txt", "동네 빵집이 문을 닫았다.")
        package.writestr("신문/다\u2028라.txt", "")
    with pytest.raises(errors.ReadError, match=r"^in 모음\.zip/다_라\.txt: 다_라\.txt is empty"):
        da.read(tmp_path / "모음.zip")
    assert da.read(tmp_path / "모음.zip", errors="report").documents["source"].tolist() == ["모음.zip/가_나.txt"]


def test_parts_of_a_workbook_in_an_encoding_that_is_none(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["본문"])
    book.active.append(["동네 빵집이 문을 닫았다."])
    book.save(tmp_path / "a.xlsx")
    with zipfile.ZipFile(tmp_path / "a.xlsx") as old, zipfile.ZipFile(tmp_path / "표.xlsx", "w") as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(
                name,
                b'<?xml version="1.0" encoding="UTF-0"?>' + data if name == "xl/_rels/workbook.xml.rels" else data,
            )
    with pytest.raises(errors.ReadError, match=r"^표\.xlsx is not a workbook as Excel writes it"):
        da.read(tmp_path / "표.xlsx")


def test_a_cell_that_a_comment_names(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["본문", "값"])
    book.active.append(["동네 빵집이 문을 닫았다.", 7])
    book.save(tmp_path / "a.xlsx")
    with zipfile.ZipFile(tmp_path / "a.xlsx") as old, zipfile.ZipFile(tmp_path / "표.xlsx", "w") as new:
        for name in old.namelist():
            comment = b'<!--<c r="Z99" t="e"><v>#N/A</v></c>--></sheetData>'
            new.writestr(name, old.read(name).replace(b"</sheetData>", comment))
    assert da.read(tmp_path / "표.xlsx").documents["text"].tolist() == ["동네 빵집이 문을 닫았다."]
