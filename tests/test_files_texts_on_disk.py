"""Texts on the disk: a column of them is what a plain column of the same texts is."""

from __future__ import annotations

import copy
import errno
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import analysis as da
from analysis import corpus as corpora
from analysis import reading
from analysis.cleaning import near_duplicates
from analysis.errors import ReadError
from analysis.files import texts_on_disk
from analysis.files.texts_on_disk import TextById, TextsOnDisk
from analysis.reading import article_store
from analysis.reading.article_store import ArticleStore

TEXTS = ["봄이 왔다.", "", "첫째 줄\n둘째 줄", "끝 😀", "봄이 왔다."]
PLAIN = pd.DataFrame({"doc": list("abcde"), "text": TEXTS})
DISK = pd.DataFrame({"doc": list("abcde"), "text": TextsOnDisk.written(TEXTS)})

ASKED: dict[str, Callable[[pd.DataFrame], Any]] = {
    "list": lambda f: f["text"].tolist(),
    "loop": lambda f: list(f["text"]),
    "one": lambda f: [f["text"].iloc[3], f["text"].iloc[-1], f.loc[2, "text"]],
    "slice": lambda f: f["text"].iloc[1:4].tolist(),
    "backwards": lambda f: f["text"].iloc[::-1].tolist(),
    "every second": lambda f: f["text"].iloc[::2].tolist(),
    "places": lambda f: f.iloc[[4, 0, 0]]["text"].tolist(),
    "mask": lambda f: f[f["doc"].isin(["c", "e"])]["text"].tolist(),
    "equal": lambda f: (f["text"] == "봄이 왔다.").tolist(),
    "unequal": lambda f: (f["text"] != "").tolist(),
    "equal to a list": lambda f: (f["text"] == [*TEXTS[:4], "가"]).tolist(),
    "among": lambda f: f["text"].isin(["끝 😀"]).tolist(),
    "missing": lambda f: f["text"].isna().tolist(),
    "empty out": lambda f: f["text"].mask(f["text"] == "").isna().tolist(),
    "filled in": lambda f: f["text"].where(f["text"] != "", "없음").tolist(),
    "letters": lambda f: f["text"].str.len().tolist(),
    "words": lambda f: f["text"].str.split().tolist(),
    "cut": lambda f: f["text"].str[:2].tolist(),
    "counted": lambda f: f["text"].str.count("\n").tolist(),
    "held": lambda f: f["text"].str.contains("봄").tolist(),
    "replaced": lambda f: f["text"].str.replace("봄", "밤").tolist(),
    "before": lambda f: ("글: " + f["text"]).tolist(),
    "behind": lambda f: (f["text"] + "!").tolist(),
    "largest": lambda f: f["text"].max(),
    "mapped": lambda f: f["text"].map(len).tolist(),
    "strings": lambda f: [f["text"].astype(str).tolist(), str(f["text"].astype(str).dtype)],
    "objects": lambda f: f["text"].astype(object).tolist(),
    "array": lambda f: f["text"].to_numpy().tolist(),
    "records": lambda f: f.to_dict("records"),
    "csv": lambda f: f.to_csv(index=False),
    "sorted": lambda f: f.sort_values(["text", "doc"])["doc"].tolist(),
    "grouped": lambda f: f.groupby("text").size().to_dict(),
    "different": lambda f: f["text"].unique().tolist(),
    "first of equals": lambda f: f.drop_duplicates("text")["doc"].tolist(),
    "merged": lambda f: f.merge(pd.DataFrame({"doc": ["b", "d"], "x": [1, 2]}), on="doc")["text"].tolist(),
    "by another index": lambda f: f.set_index("doc")["text"].reindex(["e", "z", "a"]).fillna("-").tolist(),
    "twice": lambda f: pd.concat([f, f.iloc[:2]], ignore_index=True)["text"].tolist(),
    "beside plain": lambda f: pd.concat([f.iloc[2:], PLAIN], ignore_index=True)["text"].tolist(),
    "dropped": lambda f: f.drop(columns="text").columns.tolist(),
    "tuples": lambda f: list(f.itertuples(index=False, name=None)),
    "pickled": lambda f: pickle.loads(pickle.dumps(f))["text"].tolist(),
    "copied": lambda f: copy.deepcopy(f)["text"].tolist(),
    "none": lambda f: f.iloc[:0]["text"].tolist(),
}


@pytest.mark.parametrize("asked", ASKED)
def test_a_column_on_the_disk_answers_as_a_plain_one(asked: str) -> None:
    assert ASKED[asked](DISK) == ASKED[asked](PLAIN)


def test_a_change_is_one_of_the_copy_alone() -> None:
    changed = DISK.copy()
    changed.loc[1, "text"] = "새 글"
    changed.loc[changed["doc"].isin(["d", "e"]), "text"] = ["가", "나"]
    assert changed["text"].tolist() == ["봄이 왔다.", "새 글", "첫째 줄\n둘째 줄", "가", "나"]
    assert DISK["text"].tolist() == TEXTS
    assert not changed.equals(DISK)
    assert DISK.copy().equals(DISK)
    with pytest.raises(TypeError, match="strings"):
        changed.loc[0, "text"] = 3


def test_texts_of_more_than_a_block_are_read_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(texts_on_disk, "_BLOCK", 10)  # bytes: three Korean letters
    texts = ["가", "나다라마바", "", "사아", "자"] * 3
    column = TextsOnDisk.written(texts)
    assert list(column) == texts
    assert list(column[3:9]) == texts[3:9]
    assert [column[at] for at in range(len(texts))] == texts


def test_half_a_character_and_a_missing_text_stay_what_they_are() -> None:
    column = pd.array(["\ud800", np.nan, "가"], dtype="text on disk")
    assert column[0] == "\ud800"
    assert column.isna().tolist() == [False, True, False]
    assert pd.Series(column).str.len().tolist()[::2] == [1.0, 1.0]


def test_nothing_is_left_in_the_folder(tmp_path: Path) -> None:
    column = TextsOnDisk.written(TEXTS, folder=tmp_path / "new")
    assert list(column) == TEXTS
    del column
    assert not list((tmp_path / "new").iterdir())


def test_texts_by_document() -> None:
    for table in (PLAIN, DISK):
        by_id = TextById(table)
        assert by_id["c"] == "첫째 줄\n둘째 줄"
        assert list(by_id) == list("abcde")
        assert "z" not in by_id
        with pytest.raises(KeyError):
            by_id["z"]


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "글.csv"
    rows = ["doc,date,outlet,text"]
    text = "동맹은 길다. 벤처 {}곳이 문을 열었다."
    rows += [f"d{n},2025-0{n % 3 + 1}-15,{'가나'[n % 2]},{text.format(n % 5)}" for n in range(12)]
    path.write_text("\n".join(rows), encoding="utf-8")
    return path


@pytest.mark.parametrize("duplicates", ["flag", "first", "keep"])
def test_a_large_corpus_is_the_small_one(
    table: Path, duplicates: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DAMRON_CACHE", str(tmp_path / "cache"))
    plain = da.read(table, duplicates=duplicates)
    monkeypatch.setattr(corpora, "LARGE", 1)
    large = da.read(table, duplicates=duplicates)
    assert isinstance(large.documents["text"].array, TextsOnDisk)
    assert large.documents.astype({"text": "str"}).equals(plain.documents)
    assert large.removed.equals(plain.removed)
    assert large.sha256 == plain.sha256
    assert str(large) == str(plain)
    assert large.copies().equals(plain.copies())
    assert large.report().table.equals(plain.report().table)
    some = [corpus.only(docs=["d3", "d0"]).documents["text"].tolist() for corpus in (large, plain)]
    assert some[0] == some[1] == ["동맹은 길다. 벤처 0곳이 문을 열었다.", "동맹은 길다. 벤처 3곳이 문을 열었다."]
    pairs = [near_duplicates(corpus.documents.drop(columns="sha256")) for corpus in (large, plain)]
    assert pairs[0].equals(pairs[1])
    tokens = da.segment(plain)
    assert da.segment(large) == tokens
    lines = [da.stats.concordance(corpus, tokens, "동맹") for corpus in (large, plain)]
    assert lines[0].equals(lines[1])
    saved = [corpus.save(tmp_path / f"{n}.csv").read_bytes() for n, corpus in enumerate((large, plain))]
    assert saved[0] == saved[1]


def test_two_large_corpora_are_joined(table: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(corpora, "LARGE", 1)
    both = da.read(table, duplicates="keep").join(da.Corpus.from_texts({"새": "봄이 왔다."}))
    assert both.documents["text"].tolist()[-1] == "봄이 왔다."
    assert len(both) == 13


def test_where_no_file_can_be_written_texts_stay_in_memory_and_it_is_said(
    table: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(corpora, "LARGE", 1)
    (tmp_path / "cache").write_text("a file", encoding="utf-8")
    monkeypatch.setenv("DAMRON_CACHE", str(tmp_path / "cache"))
    corpus = da.read(table, duplicates="keep")
    assert corpus.documents["text"].dtype == "str"
    assert corpus.documents["text"].iloc[1] == "동맹은 길다. 벤처 1곳이 문을 열었다."
    assert "the texts stay in memory" in caplog.text


def in_files(table: Path, folder: Path) -> Path:
    """Write every row of a table as a file of its own, one row in two of them."""
    folder.mkdir()
    head, *rows = table.read_text(encoding="utf-8").split("\n")
    for n, row in enumerate([*rows, rows[3]]):
        (folder / f"{n:02}.csv").write_text(f"{head}\n{row}", encoding="utf-8")
    return folder


@pytest.mark.parametrize("least", [1, 60, 250])
def test_texts_go_to_the_disk_while_files_are_read(
    table: Path, least: int, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    folder = in_files(table, tmp_path / "files")
    plain = da.read(folder)
    monkeypatch.setattr(corpora, "LARGE", least)
    monkeypatch.setattr(article_store, "_ROOM", 50)  # two texts
    large = da.read(folder)
    assert isinstance(large.documents["text"].array, TextsOnDisk)
    assert large.documents.astype({"text": "str"}).equals(plain.documents)
    assert large.removed.equals(plain.removed)
    assert large.removed["kind"].tolist() == ["row"]  # the copy of the fourth


@pytest.mark.parametrize("least", [1, 60, 250])
def test_texts_of_one_table_go_to_the_disk_while_its_rows_are_read(
    table: Path, least: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = da.read(table)
    monkeypatch.setattr(corpora, "LARGE", least)
    monkeypatch.setattr(article_store, "_ROOM", 50)  # two texts
    held = []
    write = ArticleStore._write
    monkeypatch.setattr(ArticleStore, "_write", lambda store: (held.append(store._letters), write(store)))
    large = da.read(table)
    assert large.documents.astype({"text": "str"}).equals(plain.documents)
    assert large.removed.equals(plain.removed)
    longest = int(plain.documents["text"].str.len().max())
    assert len(held) > 1  # written more than once, and never more than one text too late
    assert max(held) < max(least, 50) + longest


@pytest.mark.parametrize("written", [0, 1, 3])
def test_a_table_that_fails_when_the_disk_was_full_is_told_by_its_row(
    table: Path, written: int, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    bad = tmp_path / "bad.csv"
    bad.write_text(
        f"{table.read_text(encoding='utf-8').rstrip()}\nlate,봄,가,강가에 나무를 심었다.\n", encoding="utf-8"
    )
    monkeypatch.setattr(corpora, "LARGE", 1)
    monkeypatch.setattr(article_store, "_ROOM", 50)
    append, pieces = texts_on_disk._File._append, []

    def full(file: Any, content: bytes) -> None:
        pieces.append(content)
        if len(pieces) > written:
            raise OSError(errno.ENOSPC, "No space left on device")
        append(file, content)

    monkeypatch.setattr(texts_on_disk._File, "_append", full)
    with pytest.raises(ReadError, match="column 'date': '봄' is not a day"):
        da.read(bad)
    assert len(pieces) > written


def test_furniture_is_taken_from_texts_on_the_disk_too(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    for n, text in enumerate(("비가 온다.", "눈이 온다.", "해가 뜬다.", "달이 진다.", "별이 뜬다.")):
        (folder / f"{n}.txt").write_text(f"{text}\n\n독자와 함께 걷는 신문\n" * (n != 3) or text, encoding="utf-8")
    listed = da.read(folder).furniture
    assert listed["text"].tolist() == ["독자와 함께 걷는 신문"]
    plain = da.read(folder, furniture=listed)
    assert plain.documents["text"].tolist() == ["비가 온다.", "눈이 온다.", "해가 뜬다.", "달이 진다.", "별이 뜬다."]
    monkeypatch.setattr(corpora, "LARGE", 1)
    monkeypatch.setattr(article_store, "_ROOM", 10)
    monkeypatch.setattr(reading, "_TOGETHER", 2)
    large = da.read(folder, furniture=listed)
    assert isinstance(large.documents["text"].array, TextsOnDisk)
    assert large.documents.astype({"text": "str"}).equals(plain.documents)
    assert large.removed.equals(plain.removed)
    assert [large.origin(str(n), position=3) for n in range(5)] == [(1, 4)] * 5


@pytest.mark.parametrize("least", [1, 60, 10_000])
def test_a_table_that_fails_in_a_late_row_is_left_out_whole(
    table: Path, least: int, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    head, *rows = table.read_text(encoding="utf-8").split("\n")
    (folder / "가.csv").write_text("\n".join([head, *rows[:2]]), encoding="utf-8")
    bad = "late,봄,가람일보,강가에 나무를 심었다."
    (folder / "나.csv").write_text("\n".join([head, *rows[2:4], bad]), encoding="utf-8")
    (folder / "다.csv").write_text("\n".join([head, *rows[4:]]), encoding="utf-8")
    without = tmp_path / "without"
    without.mkdir()
    for name in ("가.csv", "다.csv"):
        (without / name).write_bytes((folder / name).read_bytes())
    plain = da.read(without)
    monkeypatch.setattr(corpora, "LARGE", least)
    monkeypatch.setattr(article_store, "_ROOM", 50)
    with pytest.raises(ReadError, match="row 4, column 'date': '봄' is not a day"):
        da.read(folder)
    found = da.read(folder, errors="report")
    assert found.documents.astype({"text": "str"}).equals(plain.documents)
    assert found.unread["file"].tolist() == ["나.csv"]


def test_files_that_share_an_id_and_differ_are_refused_on_the_disk_too(
    table: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    folder = in_files(table, tmp_path / "files")
    (folder / "99.csv").write_text("doc,date,outlet,text\nd3,2025-01-15,나,다른 글이다.", encoding="utf-8")
    monkeypatch.setattr(corpora, "LARGE", 1)
    with pytest.raises(ReadError, match="share the id 'd3' but differ in text"):
        da.read(folder)


def test_a_disk_that_becomes_full_while_files_are_read_loses_no_text(
    table: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    folder = in_files(table, tmp_path / "files")
    plain = da.read(folder)
    monkeypatch.setattr(corpora, "LARGE", 1)
    monkeypatch.setattr(article_store, "_ROOM", 50)
    append = texts_on_disk._File._append
    written = []

    def full(file: Any, content: bytes) -> None:
        written.append(content)
        if len(written) > 3:
            raise OSError(errno.ENOSPC, "No space left on device")
        append(file, content)

    monkeypatch.setattr(texts_on_disk._File, "_append", full)
    found = da.read(folder)
    assert found.documents.equals(plain.documents)
    assert "the texts stay in memory" in caplog.text
