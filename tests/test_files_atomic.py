"""Files that are there whole or not at all."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pandas as pd
import pytest

import analysis as da
from analysis.codebook import export
from analysis.errors import OptionError
from analysis.files import atomic, csv

CORPUS = da.Corpus.from_texts({"d": "새 동맹을 넓힌다. 그 동맹이 온다."})
LINES = da.stats.concordance(CORPUS, da.segment(CORPUS), "동맹")
EDGES = da.stats.cooccurrence(da.Tokens.from_terms({"d": ["a", "b"], "e": ["a", "b"]}), within="document", tags=None)
BOOK = da.codebook.read(da.paths.CODEBOOKS / "energy-transition.yaml")
WRITERS: dict[str, Callable[[Path], Path]] = {
    "lines.csv": lambda path: da.stats.write_concordance(LINES, path),
    "lines.xlsx": lambda path: da.stats.write_concordance(LINES, path),
    "lines.html": lambda path: da.stats.write_concordance(LINES, path),
    "edges.csv": lambda path: da.stats.write_network(EDGES, path),
    "edges.dl": lambda path: da.stats.write_network(EDGES, path),
    "edges.graphml": lambda path: da.stats.write_network(EDGES, path),
    "table.csv": lambda path: csv.save([pd.DataFrame({"n": [1]})], path=path),
    "book.xlsx": lambda path: export(BOOK, path),
}


@pytest.mark.parametrize("name", [name for name in WRITERS if name != "table.csv"])
def test_an_interrupted_write_leaves_the_old_file(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / name
    target.write_bytes(b"old")
    whole = Path.write_bytes

    def half(path: Path, content: bytes) -> int:
        whole(path, content[: len(content) // 2])
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "write_bytes", half)
    with pytest.raises(KeyboardInterrupt):
        WRITERS[name](target)
    monkeypatch.undo()
    assert target.read_bytes() == b"old"
    assert [file.name for file in tmp_path.iterdir()] == [name]
    assert WRITERS[name](target) == target
    assert target.read_bytes() != b"old"


def test_pieces_that_break_off_leave_the_old_file(tmp_path: Path) -> None:
    target = tmp_path / "table.csv"
    target.write_bytes(b"old")

    def pieces() -> Iterator[pd.DataFrame]:
        yield pd.DataFrame({"n": [1]})
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        csv.save(pieces(), path=target)
    assert target.read_bytes() == b"old"
    assert [file.name for file in tmp_path.iterdir()] == ["table.csv"]
    assert csv.save([pd.DataFrame({"n": [1]})], path=target).read_bytes() == b"\xef\xbb\xbfn\n1\n"


@pytest.mark.parametrize("name", WRITERS)
def test_a_file_that_cannot_be_written_is_one_sentence(name: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(OptionError, match=r"\(a file stands where a folder must be\); name another folder$"):
        WRITERS[name](tmp_path / "file" / name)
    assert (tmp_path / "file").is_file()


def test_folders_above_a_file_are_made(tmp_path: Path) -> None:
    assert atomic.save(str(tmp_path / "새" / "폴더" / "a.bin"), b"1").read_bytes() == b"1"


def test_a_draft_that_a_process_left_is_cleared_when_it_is_old(tmp_path: Path) -> None:
    atomic.save(tmp_path / "글.csv", b"old")
    left = atomic._draft(tmp_path / "글.csv").with_suffix(".1.tmp")
    other = atomic._draft(tmp_path / "다른.csv")
    for draft in (left, other):
        draft.write_bytes(b"half")
    atomic.save(tmp_path / "글.csv", b"new")
    assert left.exists()  # another process may be writing it
    for draft in (left, other):
        os.utime(draft, (0, 0))
    atomic.save(tmp_path / "글.csv", b"newer")
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(["글.csv", other.name])


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no fork")
@pytest.mark.long
def test_three_hundred_kills() -> None:
    bench = Path(__file__).resolve().parents[1] / "bench" / "kills.py"
    done = subprocess.run([sys.executable, str(bench)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="Linux alone has a disk that is always full")
def test_a_full_disk_is_one_sentence_for_a_last_small_piece_too(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    atomic._draft(path).with_suffix(".pieces.tmp").symlink_to("/dev/full")
    with pytest.raises(OptionError, match="the disk is full"):
        atomic.save_pieces(path, [b"x"])
    assert list(tmp_path.iterdir()) == []
