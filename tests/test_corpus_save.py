"""A corpus saved as a table, opened in a spreadsheet, and read back."""

from __future__ import annotations

import csv
import os
import random
import zipfile
from dataclasses import replace
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

import analysis as da
from analysis import errors
from analysis.corpus import Corpus, build
from analysis.files import atomic

TEXTS = {
    "007": "첫 문단이다.\n둘째 문단이다. 1 < 2 & 3이다.",
    "01100101.20260131100000002": "=합계가 아니라 글이다.",
    "c": "+로 시작하는 글이다.\n-로 이어진다.",
    "라/001": "@로 시작하고 _x0041_ 같은 부호와 <b>표시</b>가 있다.",
    "e": "'=작은따옴표가 먼저다.",
    "f": "글자크기 설정\n무단 전재 및 재배포 금지",  # what cleaning would take away from a page
    "g": "123",
}


def made() -> Corpus:
    same = {"outlet": "가나일보", "time": "15:05", "source": "NewsResult.xlsx", "통합 분류1": "정치>외교"}
    same |= {"본문 길이": "007", "비고": "-", "빈칸": "", "줄": "한 줄\n두 줄"}
    rows = [
        {"doc": doc, "text": text, "title": f"=제목 {n}", "date": f"2026-01-0{n + 1}"} | same
        for n, (doc, text) in enumerate(TEXTS.items())
    ]
    removed: list[dict[str, object]] = [
        {"doc": "", "line": 0, "kind": "file", "reason": "hidden file", "text": "~$표.xlsx"},
        {"doc": "zz", "line": 12, "kind": "row", "reason": "the row has no text", "text": "=1+1 | 나"},
        {"doc": "007", "line": 3, "kind": "caption", "reason": "a source", "text": "사진=가나일보"},
    ]
    return build(rows, removed)


def spreadsheet(path: Path, change: str) -> None:
    """Do what a researcher does: add a column, sort, take a row out, edit a text; save in another program."""
    if path.suffix == ".xlsx":
        work = openpyxl.load_workbook(path)
        sheet = work["documents"]
        rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    else:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.reader(file))
    if change == "column":
        rows = [[*rows[0], "논조"], *[[*row, n] for n, row in enumerate(rows[1:])]]
    elif change == "order":
        rows = [rows[0], *random.Random(3).sample(rows[1:], len(rows) - 1)]
    elif change == "row":
        rows = [row for row in rows if row[0] != "c"]
    elif change == "edit":
        at = rows[0].index("text")
        rows[1][at] = "고친 글이다.\n둘째 문단이다."
    if path.suffix == ".csv":
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file, lineterminator="\r\n").writerows(rows)
        return
    sheet.delete_rows(1, sheet.max_row)
    for r, row in enumerate(rows, 1):
        for c, value in enumerate(row, 1):
            cell = sheet.cell(r, c)
            cell.value = value
            if isinstance(value, str):
                cell.data_type = "s"  # openpyxl would take a text that begins with = for a formula; Excel keeps text
    work.save(path)


@pytest.mark.parametrize("ending", [".xlsx", ".csv"])
def test_what_is_saved_comes_back(tmp_path: Path, ending: str) -> None:
    corpus = made()
    read = da.read(corpus.save(tmp_path / f"말뭉치{ending}"), duplicates="keep")
    pd.testing.assert_frame_equal(read.documents, corpus.documents)
    pd.testing.assert_frame_equal(read.removed, corpus.removed)
    assert read.sha256 == corpus.sha256
    again = read.save(tmp_path / f"말뭉치2{ending}")
    assert again.read_bytes() == (tmp_path / f"말뭉치{ending}").read_bytes()


@pytest.mark.parametrize("ending", [".xlsx", ".csv"])
@pytest.mark.parametrize("change", ["none", "column", "order", "row", "edit"])
def test_a_researcher_goes_on_in_a_spreadsheet(tmp_path: Path, ending: str, change: str) -> None:
    corpus = made()
    path = corpus.save(tmp_path / f"말뭉치{ending}")
    spreadsheet(path, change)
    read = da.read(path, duplicates="keep")
    expected = corpus.documents.set_index("doc")
    if change == "column":
        expected["논조"] = [str(n) for n in range(len(TEXTS))]
    elif change == "order":
        assert read.documents["doc"].tolist() != list(TEXTS)
        expected = expected.loc[read.documents["doc"]]
    elif change == "row":
        expected = expected.drop(index="c")
    elif change == "edit":
        expected.loc["007", "text"] = "고친 글이다.\n둘째 문단이다."
        expected.loc["007", "sha256"] = da.Corpus.from_texts({"x": expected.loc["007", "text"]}).documents["sha256"][0]
    pd.testing.assert_frame_equal(read.documents.set_index("doc"), expected)
    if change != "edit":
        pd.testing.assert_frame_equal(read.removed, corpus.removed)
    else:
        edited = read.removed[read.removed["kind"] == "edited"]
        assert edited[["doc", "line"]].values.tolist() == [["007", 2]]
        assert len(read.removed) == len(corpus.removed) + 1


@pytest.mark.parametrize("ending", [".xlsx", ".csv"])
def test_a_corpus_that_was_read_comes_back_whole(tmp_path: Path, ending: str) -> None:
    (tmp_path / "기사").mkdir()
    for n in range(4):
        body = f"제{n}장\n강가에 나무 {n}그루를 심었다. 봄이면 꽃이 핀다.\n사람들이 모였다.\n무단 전재 및 재배포 금지"
        (tmp_path / "기사" / f"글{n}.txt").write_text(body, encoding="utf-8")
    corpus = da.read(tmp_path / "기사")
    assert len(corpus.removed) > 3
    read = da.read(corpus.save(tmp_path / f"말뭉치{ending}"))
    pd.testing.assert_frame_equal(read.documents, corpus.documents)
    pd.testing.assert_frame_equal(read.removed, corpus.removed)
    with pytest.raises(errors.ReadError, match="not read from running text"):
        read.origin("글0", position=0)


def test_a_saved_corpus_in_a_folder_and_an_archive_keeps_its_ids(tmp_path: Path) -> None:
    corpus = made()
    (tmp_path / "자료" / "하위").mkdir(parents=True)
    corpus.save(tmp_path / "자료" / "하위" / "e.csv")  # named like one of its ids
    read = da.read(tmp_path / "자료", duplicates="keep")
    assert read.documents["doc"].tolist() == list(TEXTS)
    assert read.documents["source"].unique().tolist() == ["NewsResult.xlsx"]
    left = read.removed[read.removed["text"].str.endswith(".removed.csv")]
    assert left["reason"].tolist() == ["what was removed from a saved corpus is read with the table beside it"]
    with zipfile.ZipFile(tmp_path / "자료.zip", "w") as package:
        package.write(corpus.save(tmp_path / "e.xlsx"), "e.xlsx")
    read = da.read(tmp_path / "자료.zip", duplicates="keep")
    pd.testing.assert_frame_equal(read.documents, corpus.documents)
    pd.testing.assert_frame_equal(read.removed, corpus.removed)


def test_a_saved_corpus_beside_new_exports(tmp_path: Path) -> None:
    corpus = made()
    path = corpus.save(tmp_path / "말뭉치.xlsx")
    new = tmp_path / "새것.csv"
    new.write_text("id,본문\nh,새로 들어온 글이다.\n", encoding="utf-8")
    assert da.read([path, new], duplicates="keep").documents["doc"].tolist() == [*TEXTS, "h"]
    # rows that the researcher adds need an id and a text alone
    spreadsheet(path, "none")
    work = openpyxl.load_workbook(path)
    work["documents"].append(["i", *[None] * 9, "손으로 적은 글이다."])
    work.save(path)
    added = da.read(path, duplicates="keep").documents.iloc[-1]
    assert (added["doc"], added["text"], len(added["sha256"])) == ("i", "손으로 적은 글이다.", 64)


def test_a_date_that_was_spoilt_in_a_saved_corpus_is_refused(tmp_path: Path) -> None:
    (tmp_path / "글.csv").write_text("id,본문,일자\na,봄이 왔다.,2026-01-07\n", encoding="utf-8")
    saved = da.read(tmp_path / "글.csv").save(tmp_path / "저장.csv")
    saved.write_text(saved.read_text(encoding="utf-8-sig").replace("2026-01-07", "2월 3일"), encoding="utf-8")
    with pytest.raises(errors.ReadError, match=r"저장\.csv, row 2, column 'date': '2월 3일' is not a day"):
        da.read(saved)


def test_what_cannot_be_saved_is_one_sentence(tmp_path: Path) -> None:
    corpus = Corpus.from_texts({"a": "짧다.", "b": "글" * 32_768})
    says = r"sheet documents: the text of document 'b' has 32,768 characters, and a cell holds 32,767; save a \.csv"
    with pytest.raises(errors.OptionError, match=says):
        corpus.save(tmp_path / "표.xlsx")
    assert not (tmp_path / "표.xlsx").exists()
    assert da.read(corpus.save(tmp_path / "표.csv"), duplicates="keep").documents.equals(corpus.documents)
    with pytest.raises(errors.OptionError, match=r"saved as \.xlsx or \.csv, not \.json"):
        corpus.save(tmp_path / "표.json")
    with pytest.raises(errors.RefusalError, match="redacted"):
        replace(corpus, stored=tmp_path).save(tmp_path / "표.csv")


def test_the_account_is_no_corpus_and_an_old_one_does_not_stay(tmp_path: Path) -> None:
    made().save(tmp_path / "표.csv")
    with pytest.raises(errors.ReadError, match=r"표\.removed\.csv lists what was removed from a saved corpus"):
        da.read(tmp_path / "표.removed.csv")
    with pytest.raises(errors.OptionError, match=r"표\.csv is a saved corpus, .* leave columns= out"):
        da.read(tmp_path / "표.csv", columns={"outlet": "비고"})
    with pytest.raises(errors.ReadError, match='read the sheet "documents" instead'):
        da.read(made().save(tmp_path / "표.xlsx"), sheet="removed")
    Corpus.from_texts({"a": "글이다."}).save(tmp_path / "표.csv")
    assert da.read(tmp_path / "표.csv").removed.empty


@pytest.mark.parametrize("account", [True, False])
def test_a_save_that_was_killed_between_two_files_is_told(tmp_path: Path, account: bool) -> None:
    # the account of the new corpus is in its place, or that of the old one gone; the new table is still a draft
    corpus = made()
    path = corpus.save(tmp_path / "말뭉치.csv")
    beside = tmp_path / "말뭉치.removed.csv"
    for file in (path, beside):
        os.utime(file, (1, 1))
    draft = atomic._draft(path)
    draft.write_bytes(b"doc,text,sha256\n")
    if account:
        beside.write_bytes(beside.read_bytes())
    else:
        beside.unlink()
    with pytest.raises(errors.ReadError, match=r"^말뭉치\.csv and 말뭉치\.removed\.csv are of two corpora"):
        da.read(path)
    os.utime(draft, (2, 2))
    corpus.save(path)
    assert len(da.read(path)) == len(da.read(corpus.save(tmp_path / "말뭉치.xlsx")))


def test_a_save_that_was_killed_before_it_moved_a_file_is_the_old_corpus(tmp_path: Path) -> None:
    path = made().save(tmp_path / "말뭉치.csv")
    for file in tmp_path.iterdir():
        os.utime(file, (1, 1))
        atomic._draft(file).write_bytes(b"half")
    assert len(da.read(path).removed) == len(made().removed)
