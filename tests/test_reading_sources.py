"""Folders, patterns, names and archives: which files are read, in which order, under which ids."""

from __future__ import annotations

import os
import re
import struct
import sys
import unicodedata
import zipfile
from pathlib import Path

import pytest

import analysis as da
from analysis import errors
from analysis.reading import package

BODY = "동네 빵집이 문을 닫았다. 임대료 때문이다."


def folder(root: Path, *names: str) -> Path:
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(BODY, encoding="utf-8")
    return root


def ids(corpus: da.Corpus) -> list[str]:
    return corpus.documents["doc"].tolist()


def left_out(corpus: da.Corpus) -> list[str]:
    files = corpus.removed[corpus.removed["kind"] == "file"]
    assert (files["doc"] == "").all()
    assert (files["reason"] != "").all()
    return files["text"].tolist()


def test_a_folder_is_the_files_directly_in_it(tmp_path: Path) -> None:
    corpus = da.read(folder(tmp_path, "나.txt", "가.md", "README.md", "사진.jpg", ".DS_Store", "옛글/다.txt"))
    assert ids(corpus) == ["가", "나"]
    # nothing is passed over without a word
    assert left_out(corpus) == [".DS_Store", "README.md", "사진.jpg", "옛글/"]


def test_a_folder_of_folders(tmp_path: Path) -> None:
    corpus = da.read(folder(tmp_path, "조선/001.txt", "한겨레/001.txt", "한겨레/2020/002.txt", "한겨레/표지.png"))
    assert ids(corpus) == ["조선/001", "한겨레/001", "한겨레/2020/002"]
    assert corpus.documents["source"].tolist()[0] == "조선/001.txt"
    assert left_out(corpus) == ["한겨레/표지.png"]
    assert corpus.origin("한겨레/001", position=3) == (1, 4)


def test_an_unreadable_file_stops_the_whole_and_is_named(tmp_path: Path) -> None:
    folder(tmp_path, "가/1.txt", "나/1.txt")
    (tmp_path / "나/1.txt").write_bytes(b"")
    with pytest.raises(errors.ReadError, match=r"^in 나/1\.txt: 1\.txt is empty"):
        da.read(tmp_path)


def unread(corpus: da.Corpus) -> dict[str, str]:
    return dict(corpus.unread[["file", "reason"]].to_numpy().tolist())


def test_unreadable_files_are_reported_and_the_others_read(tmp_path: Path) -> None:
    folder(tmp_path, "가/1.txt", "나/1.txt", "다/1.txt", "다/그림.png")
    (tmp_path / "나/1.txt").write_bytes(b"")
    for source in (tmp_path, tmp_path / "*/*.txt"):
        corpus = da.read(source, errors="report")
        assert ids(corpus) == ["가/1", "다/1"]
        assert list(unread(corpus)) == ["나/1.txt"]
        assert unread(corpus)["나/1.txt"].startswith("1.txt is empty;")
        removed = len(corpus.removed) - 1
        told = f"corpus · 2 document(s) · 2 paragraph(s) · 48 characters of text · {removed} line(s) removed"
        assert repr(corpus) == told
        assert "mind: 1 file(s) that could not be read (corpus.unread)" in str(corpus)
    row = corpus.report().table.set_index("kind").loc["unread"]
    assert (row["stage"], row["n"], row["docs"]) == ("read", 1, 0)
    assert row["example"].startswith("나/1.txt: 1.txt is empty")


def test_in_a_list_a_missing_or_foreign_file_is_reported(tmp_path: Path) -> None:
    folder(tmp_path, "가.txt", "나.rtf")
    (tmp_path / "다.zip").write_bytes(b"PK no archive")
    asked = [tmp_path / name for name in ("가.txt", "나.rtf", "없다.txt", "다.zip")]
    corpus = da.read(asked, errors="report")
    assert ids(corpus) == ["가"]
    assert [re.split(r";| \.c", reason.replace(str(tmp_path), ""))[0] for reason in unread(corpus).values()] == [
        "나.rtf: the kit reads",
        "no file, folder or article of the kit is called '/없다.txt'",
        "다.zip is not a whole zip file (truncated, or another kind of file)",
    ]


def test_a_damaged_member_of_an_archive_stops_no_other(tmp_path: Path) -> None:
    path = zipped(
        tmp_path / "a.zip", {"가.txt": BODY.encode(), "나.txt": b"English.", "다.txt": BODY.encode() + b" " * 9}
    )
    data = bytearray(path.read_bytes())
    at = data.index("가.txt".encode()) + len("가.txt".encode())
    data[at : at + 4] = b"\xff\xff\xff\xff"  # the first bytes of what is packed there
    path.write_bytes(bytes(data))
    corpus = da.read(path, errors="report")
    assert ids(corpus) == ["다"]
    assert list(unread(corpus)) == ["a.zip/가.txt", "a.zip/나.txt"]
    assert "damaged at '가.txt'" in unread(corpus)["a.zip/가.txt"]
    with pytest.raises(errors.ReadError, match=r"^a\.zip is damaged at '가\.txt'"):
        da.read(path)


def test_where_nothing_can_be_read_reporting_is_an_error(tmp_path: Path) -> None:
    folder(tmp_path, "가.txt", "나.txt")
    for name in ("가.txt", "나.txt"):
        (tmp_path / name).write_bytes(b"")
    with pytest.raises(
        errors.ReadError, match=r"none of 2 file\(s\) could be read; the first, 가\.txt: 가\.txt is empty"
    ):
        da.read(tmp_path, errors="report")
    with pytest.raises(errors.OptionError, match="errors must be one of raise, report, not 'skip'"):
        da.read(tmp_path, errors="skip")  # type: ignore[arg-type]


def test_what_was_not_read_stays_with_a_saved_corpus(tmp_path: Path) -> None:
    folder(tmp_path / "글", "가.txt", "나.txt")
    (tmp_path / "글/나.txt").write_bytes(b"")
    corpus = da.read(tmp_path / "글", errors="report")
    assert unread(da.read(corpus.save(tmp_path / "말뭉치.xlsx"))) == unread(corpus)


def test_patterns(tmp_path: Path) -> None:
    folder(tmp_path, "b.txt", "a.txt", "c.md", "가/a.txt", "d.jpg")
    assert ids(da.read(f"{tmp_path}/*.txt")) == ["a", "b"]
    assert ids(da.read(f"{tmp_path}/**/*.txt")) == ["a", "b", "가/a"]
    assert left_out(da.read(f"{tmp_path}/[a-d].*")) == ["d.jpg"]
    with pytest.raises(errors.MissingError, match="no file fits"):
        da.read(f"{tmp_path}/*.docx")
    with pytest.raises(errors.ReadError, match="no article fits"):
        da.read(f"{tmp_path}/*.jpg")


def test_brackets_in_a_name_are_no_pattern(tmp_path: Path) -> None:
    folder(tmp_path, "[기고] 빵집.txt")
    assert ids(da.read(tmp_path / "[기고] 빵집.txt")) == ["[기고] 빵집"]


@pytest.mark.parametrize(("stored", "asked"), [("NFD", "NFC"), ("NFC", "NFD"), ("NFD", "NFD")])
def test_names_composed_or_decomposed(tmp_path: Path, stored: str, asked: str) -> None:
    folder(tmp_path, unicodedata.normalize(stored, "기고 글/빵집의 끝.txt"))
    name = unicodedata.normalize(asked, "기고 글/빵집의 끝.txt")
    assert ids(da.read(tmp_path / name)) == ["빵집의 끝"]
    assert ids(da.read(f"{tmp_path}/{name.replace('끝', '*')}".replace(unicodedata.normalize("NFD", "끝"), "*"))) == [
        "빵집의 끝"
    ]


def test_order_is_that_of_the_composed_names(tmp_path: Path) -> None:
    # decomposed, 각 (three jamo) would sort before 가나; composed it comes after
    folder(tmp_path, unicodedata.normalize("NFD", "가나.txt"), "각.txt", unicodedata.normalize("NFD", "가.txt"))
    assert ids(da.read(tmp_path)) == ["가", "가나", "각"]


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("a.doc", r"save it in Word as \.docx"),
        ("a.rar", "unpack it into a folder"),
        ("a.mht", "HTML only"),
        ("a", "files without ending"),
    ],
)
def test_other_kinds_of_file(tmp_path: Path, name: str, says: str) -> None:
    with pytest.raises(errors.ReadError, match=says):
        da.read(folder(tmp_path, name) / name)


@pytest.mark.parametrize("source", ["", " ", [], [""]])
def test_nothing_named(source: str | list[str]) -> None:
    with pytest.raises(errors.ReadError, match="nothing to read"):
        da.read(source)


def test_a_text_instead_of_a_name() -> None:
    with pytest.raises(errors.ReadError, match=r"pass texts at hand to Corpus\.from_texts"):
        da.read(BODY * 100)


def zipped(path: Path, members: dict[str, bytes], *, compress: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", compress) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


def test_an_archive(tmp_path: Path) -> None:
    members = {
        name: BODY.encode() for name in ("글/나.txt", "글/가.md", "글/옛글/가.txt", "__MACOSX/글/._가.md", "글/표.jpg")
    }
    corpus = da.read(zipped(tmp_path / "모음.zip", members))
    # the one folder around everything drops out of the ids, as when that folder is read itself
    assert ids(corpus) == ["가", "나", "옛글/가"]
    assert corpus.documents["source"].tolist() == ["모음.zip/가.md", "모음.zip/나.txt", "모음.zip/옛글/가.txt"]
    assert left_out(corpus) == ["모음.zip/__MACOSX/글/._가.md", "모음.zip/글/표.jpg"]
    assert corpus.origin("나", position=3) == (1, 4)


@pytest.mark.parametrize("encoding", ["cp949", "utf-8"])
def test_hangul_names_without_the_mark_of_utf8(tmp_path: Path, encoding: str) -> None:
    path = zipped(tmp_path / "a.zip", {"QQQQQQ.txt": BODY.encode()})
    raw = {"cp949": "빵집끝", "utf-8": "빵집"}[encoding].encode(encoding)
    path.write_bytes(path.read_bytes().replace(b"QQQQQQ", raw))
    assert ids(da.read(path)) == [raw.decode(encoding)]


def test_names_that_leave_the_folder_stay_in_it(tmp_path: Path) -> None:
    path = zipped(
        tmp_path / "a.zip",
        {"../../바깥.txt": BODY.encode(), "/etc/안.txt": BODY.encode(), 'c:\\a:"b.txt': BODY.encode()},
    )
    before = sorted(tmp_path.parent.rglob("*"))
    assert len(da.read(path)) == 3
    assert sorted(tmp_path.parent.rglob("*")) == before


def test_a_bad_member_is_named_with_its_archive(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", {"가.txt": BODY.encode(), "나.txt": b"English."})
    with pytest.raises(errors.ReadError, match=r"^in a\.zip/나\.txt: 나\.txt has no Korean text"):
        da.read(path)


def test_archives_that_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inner = zipped(tmp_path / "b.zip", {"가.txt": BODY.encode()}).read_bytes()
    bomb = zipped(tmp_path / "c.zip", {"가.txt": b"a" * 30_000_000})
    locked = bytearray(inner)
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = locked.index(mark) + place
        locked[at : at + 2] = struct.pack("<H", struct.unpack_from("<H", locked, at)[0] | 1)
    odd = bytearray(inner)
    for mark, place in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        at = odd.index(mark) + place
        odd[at : at + 2] = struct.pack("<H", 9)
    cases = {
        zipped(tmp_path / "d.zip", {"가.zip": inner}).read_bytes(): "holds another archive, '가.zip'",
        zipped(tmp_path / "d.zip", {"가.jpg": b"x"}).read_bytes(): "no article in",
        inner[: len(inner) // 2]: "not a whole zip file",
        bytes(locked): "is encrypted",
        bytes(odd): "is damaged at '가.txt'",
        inner.replace(b"PK\x03\x04", b"PK\x03\x05"): "is damaged at",
        bomb.read_bytes(): "200 times its size",
        BODY.encode(): "not a whole zip file",
    }
    for content, says in cases.items():
        (tmp_path / "a.zip").write_bytes(content)
        with pytest.raises(errors.ReadError, match=says) as caught:
            da.read(tmp_path / "a.zip")
        assert "a.zip" in str(caught.value)
        assert "\n" not in str(caught.value)
    monkeypatch.setattr(package, "_MOST_BYTES", 10)
    with pytest.raises(errors.ReadError, match="more than 512 MiB or 50,000 files"):
        da.read(tmp_path / "b.zip")


@pytest.mark.skipif(sys.platform != "linux", reason="only there a name is any bytes")
def test_names_in_cp949_keep_their_letters_wherever_they_are_told(tmp_path: Path) -> None:
    for name in ("마을.txt", "그림.png"):
        (tmp_path / os.fsdecode(name.encode("cp949"))).write_text("마을 도서관이 문을 열었다.", encoding="utf-8")
    (tmp_path / os.fsdecode("빈글.txt".encode("cp949"))).touch()
    corpus = da.read(tmp_path, errors="report")
    assert corpus.documents[["doc", "source"]].values.tolist() == [["마을", "마을.txt"]]
    assert corpus.removed[["kind", "text"]].values.tolist() == [["file", "그림.png"], ["unread", "빈글.txt"]]
    corpus.save(tmp_path / "저장.csv")  # what stands for a byte could not be written
