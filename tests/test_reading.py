from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
import yaml

import analysis as da
from analysis import errors, paths

KNOWN = yaml.safe_load((Path(__file__).parent / "data" / "articles.yaml").read_text(encoding="utf-8"))
BODY = "동네 빵집이 문을 닫았다. 임대료 때문이다.\n사람들은 아쉬워했다."


@pytest.mark.parametrize("name", sorted(KNOWN))
def test_articles_of_the_kit_read_as_composed(name: str) -> None:
    known = KNOWN[name]
    corpus = da.read(name)
    row = corpus.documents.iloc[0]
    for field in ("title", "author", "post", "outlet", "date", "time", "section", "licence"):
        assert row[field] == known[field], field
    assert row["sha256"] == known["body_sha256"]
    assert len(row["text"]) == known["characters"]
    removed = [(r.line, r.kind) for r in corpus.removed.itertuples()]
    assert removed == [(f["line"], f["kind"]) for f in known.get("furniture", [])]


def test_the_op_ed_is_its_body_and_nothing_else(oped: da.Corpus, oped_path: Path) -> None:
    source = oped_path.read_text(encoding="utf-8").split("\n")
    row = oped.documents.iloc[0]
    # by eye: the body is lines 11 to 15; 16 to 19 repeat 12 to 15; line 7 copies a sentence of line 15
    assert row["text"].split("\n") == source[10:15]
    about = row[["title", "author", "post", "outlet", "date", "time", "section"]].tolist()
    assert about == [
        "韓美 클러스터 협력, 스타트업 코리아의 시작",
        "이영",
        "중소벤처기업부 장관",
        "동아일보",
        "2023-05-04",
        "03:05",
        "기고",
    ]
    kinds = dict.fromkeys(range(24, 34), "related") | dict.fromkeys(range(3, 8), "summary")
    kinds |= dict.fromkeys(range(8, 11), "widget") | dict.fromkeys(range(16, 20), "duplicate")
    kinds |= {1: "title", 2: "byline", 20: "byline", 21: "copyright", 22: "prompt", 23: "prompt"}
    assert dict(zip(oped.removed["line"], oped.removed["kind"], strict=True)) == kinds
    assert oped.removed["text"].tolist() == [source[n - 1].strip() for n in oped.removed["line"]]
    assert (oped.removed["reason"] != "").all()


def test_front_matter_wins_and_other_keys_stay(tmp_path: Path) -> None:
    file = tmp_path / "piece.md"
    file.write_text(f"---\ntitle: 제목\ndate: 2026-03-02\nregion: 남쪽\n---\n\n{BODY}\n", encoding="utf-8")
    row = da.read(file).documents.iloc[0]
    assert (row["doc"], row["title"], row["date"], row["region"]) == ("piece", "제목", "2026-03-02", "남쪽")
    assert row["text"] == BODY


def test_line_numbers_are_those_of_the_file(tmp_path: Path) -> None:
    file = tmp_path / "piece.md"
    file.write_text(f"---\ntitle: 제목\n---\n글자크기 설정\n{BODY}", encoding="utf-8")
    assert da.read(file).removed[["line", "kind"]].values.tolist() == [[4, "widget"]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949", "utf-16"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "piece.txt"
    file.write_bytes(BODY.encode(encoding))
    assert da.read(file).documents["text"][0] == BODY


def test_decomposed_hangul_and_hangul_path(tmp_path: Path) -> None:
    file = tmp_path / unicodedata.normalize("NFD", "기고 글.txt")
    file.write_text(unicodedata.normalize("NFD", BODY), encoding="utf-8")
    row = da.read(file).documents.iloc[0]
    assert (row["doc"], row["text"]) == ("기고 글", BODY)


def test_folder_and_list_keep_order(tmp_path: Path) -> None:
    for name in ("b.txt", "a.md", "README.md", "c.xyz"):
        (tmp_path / name).write_text(BODY, encoding="utf-8")
    assert da.read(tmp_path).documents["doc"].tolist() == ["a", "b"]
    both = da.read([tmp_path / "b.txt", tmp_path / "a.md"])
    assert both.documents["doc"].tolist() == ["b", "a"]


def test_own_copy_comes_before_the_kit_s(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paths, "PRIVATE", tmp_path)
    (tmp_path / "energy-cost.txt").write_text(BODY, encoding="utf-8")
    assert da.read("energy-cost").documents["text"][0] == BODY


def bad(tmp_path: Path, content: bytes, name: str = "piece.txt") -> Path:
    file = tmp_path / name
    file.write_bytes(content)
    return file


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is empty"),
        (b" \r\n\t\n", "is empty"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "not a text file"),
        (b"\xff\x00\xfa\x81 \xc7", "not a text file"),
        (b"English words only.", "has no Korean text"),
        ("글자크기 설정\n무단 전재 금지".encode(), "holds no article"),
        (b"---\ntitle: [\n---\n" + BODY.encode(), "front matter"),
        (b"---\n- a\n---\n" + BODY.encode(), "key: value"),
        (b"---\ntext: a\n---\n" + BODY.encode(), "may not set 'text'"),
    ],
)
def test_bad_files_are_one_clear_sentence(tmp_path: Path, content: bytes, says: str) -> None:
    with pytest.raises(errors.ReadError, match=says) as caught:
        da.read(bad(tmp_path, content))
    assert "piece.txt" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_missing_and_unreadable_sources(tmp_path: Path) -> None:
    with pytest.raises(errors.MissingError, match=r"'energy-cots'; check|called 'energy-cots'"):
        da.read("energy-cots")
    with pytest.raises(errors.ReadError, match="no article in the folder"):
        da.read(tmp_path)
    with pytest.raises(errors.ReadError, match=r"piece\.doc: the kit reads .*, not \.doc; save it in Word as \.docx"):
        da.read(bad(tmp_path, b"x", "piece.doc"))
    with pytest.raises(errors.ReadError, match="nothing to read"):
        da.read([])
    twice = [bad(tmp_path, BODY.encode(), "a.txt"), bad(tmp_path, BODY.encode(), "a.md")]
    with pytest.raises(errors.ReadError, match="two documents share the id 'a'"):
        da.read(twice)
