"""Parsers of others run in a child: whatever they do there, this process goes on with one sentence."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

import analysis as da
from analysis import errors
from analysis.reading import parsers

FAULTY = """
import os, sys, time
from pathlib import Path

def ours(path): return [sys.modules.get("analysis") is None, Path(path).read_text(encoding="utf-8")]
def process(path): return os.getpid()
def prints(path): print("that is no reply"); return 7
def raises(path): raise RuntimeError("x" * 5000)
def leaves(path): raise SystemExit(3)
def aborts(path): os.abort()
def hangs(path): time.sleep(600)
def asks(path): return len(bytearray(2**44))
def strange(path): return print
"""


@pytest.fixture
def faulty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A parser with every fault, and a file to give it."""
    here = tmp_path / "parsers"
    here.mkdir()
    (here / "faulty.py").write_text(FAULTY, encoding="utf-8")
    child = Path(parsers.__file__).with_name("child.py").read_text(encoding="utf-8")
    (here / "child.py").write_text(child, encoding="utf-8")
    monkeypatch.setattr(parsers, "_HERE", here)
    file = tmp_path / "글.bin"
    file.write_text("본문", encoding="utf-8")
    return file


def call(function: str, file: Path) -> object:
    return parsers.call("faulty", function, file)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("function", "why"),
    [
        ("raises", r"failed \(RuntimeError\)"),
        ("leaves", r"failed \(SystemExit\)"),
        ("aborts", "broke off;"),
        ("strange", "broke off;"),
    ],
)
def test_a_parser_that_fails_is_one_sentence_and_the_next_file_is_read(faulty: Path, function: str, why: str) -> None:
    with parsers.serving():
        with pytest.raises(errors.ReadError, match=rf"^글\.bin cannot be read: its parser {why}") as caught:
            call(function, faulty)
        assert len(str(caught.value)) < 300
        assert call("ours", faulty) == [True, "본문"]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits the memory of a child")
def test_a_parser_that_asks_for_too_much_memory_is_refused(faulty: Path) -> None:
    with pytest.raises(errors.ReadError, match="its parser asked for more memory than a file may take"):
        call("asks", faulty)


def test_a_parser_that_hangs_is_ended(faulty: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parsers, "_SECONDS", 0.3)
    with pytest.raises(errors.ReadError, match="its parser did not end within 0 seconds"):
        call("hangs", faulty)


def test_what_a_parser_prints_is_no_reply(faulty: Path) -> None:
    with parsers.serving():
        assert call("prints", faulty) == 7
        assert call("prints", faulty) == 7


def test_one_child_serves_what_is_read_together_and_ends_with_it(faulty: Path) -> None:
    with parsers.serving():
        first, second = call("process", faulty), call("process", faulty)
    assert first == second
    assert first != os.getpid()
    assert call("process", faulty) != first
    with pytest.raises(ProcessLookupError):
        os.kill(int(str(first)), 0)


def test_text_starts_no_child(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "글.txt").write_text("마을 도서관이 밤에도 문을 연다.", encoding="utf-8")
    monkeypatch.setattr(subprocess, "Popen", None)
    assert len(da.read(tmp_path)) == 1


def test_a_cell_at_the_end_of_a_sheet_is_named(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["text"])
    book.active.append(["마을 도서관이 밤에도 문을 연다."])
    book.active["XFD1048576"] = " "
    book.save(tmp_path / "끝.xlsx")
    said = r"^끝\.xlsx has a sheet that reaches to XFD1048576; delete the empty rows and columns beyond its table$"
    with pytest.raises(errors.ReadError, match=said):
        da.read(tmp_path / "끝.xlsx")


def test_an_old_workbook_that_is_cut_off_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "끝.xls").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    with pytest.raises(errors.ReadError, match=r"^끝\.xls is not a workbook, or is damaged"):
        da.read(tmp_path / "끝.xls")
