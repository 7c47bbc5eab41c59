"""Exports that overlap: the same row in two files, in one, in a folder, in an archive, through join."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

import analysis as da
from analysis import errors
from analysis.cleaning import repeats
from analysis.corpus import Corpus

HEAD = ["뉴스 식별자", "일자", "언론사", "제목", "통합 분류1", "본문", "URL", "분석제외 여부"]
TEXTS = {
    1: "동네 빵집이 문을 닫았다. 임대료가 올랐기 때문이다.",
    2: "강가에 나무를 심었다. 봄이면 꽃이 핀다.",
    3: "도서관이 새로 문을 연다. 아이들이 줄을 섰다.",
}


def row(n: int, **other: str) -> list[str]:
    cells = {"뉴스 식별자": f"01100101.2026013110000000{n}", "일자": "20260131", "언론사": "남신문"}
    cells |= {"제목": f"제목 {n}", "통합 분류1": "경제>자영업", "본문": TEXTS[n], "URL": "", "분석제외 여부": ""}
    return list((cells | other).values())


def write(path: Path, *rows: list[str], head: list[str] = HEAD) -> Path:
    if path.suffix == ".csv":
        text = "\n".join(",".join(f'"{cell}"' for cell in cells) for cells in (head, *rows))
        path.write_text(text + "\n", encoding="utf-8")
    else:
        work = openpyxl.Workbook()
        for cells in (head, *rows):
            work.active.append(cells)
        work.save(path)
    return path


def listed(a: Path, b: Path) -> list[Path]:
    return [a, b]


def in_folder(a: Path, b: Path) -> Path:
    return a.parent


def as_pattern(a: Path, b: Path) -> str:
    return str(a.parent / f"*{a.suffix}")


def zipped(a: Path, b: Path) -> Path:
    path = a.parent.parent / "내려받음.zip"
    with zipfile.ZipFile(path, "w") as package:
        for file in (a, b):
            package.write(file, file.name)
    return path


@pytest.mark.parametrize("duplicates", ["flag", "first", "keep"])
@pytest.mark.parametrize("ending", [".xlsx", ".csv"])
@pytest.mark.parametrize("way", [listed, in_folder, as_pattern, zipped])
def test_a_row_in_two_exports_counts_once(
    tmp_path: Path, way: Callable[[Path, Path], object], ending: str, duplicates: str
) -> None:
    (tmp_path / "기사").mkdir()
    one = write(tmp_path / "기사" / f"1월{ending}", row(1), row(2))
    two = write(tmp_path / "기사" / f"2월{ending}", row(2), row(3))
    corpus = da.read(way(one, two), duplicates=duplicates)  # type: ignore[arg-type]
    assert corpus.documents["title"].tolist() == ["제목 1", "제목 2", "제목 3"]
    gone = corpus.removed[corpus.removed["kind"] == "row"]
    assert gone[["doc", "line"]].values.tolist() == [["01100101.20260131100000002", 2]]
    inside = "내려받음.zip/" if way is zipped else ""
    assert gone["reason"].tolist() == [
        f"the same document stands in {inside}1월{ending}, row 3 (left out: {inside}2월{ending}, row 2)"
    ]
    assert TEXTS[2] in gone["text"].iloc[0]


@pytest.mark.parametrize(
    ("other", "named"),
    [
        ({"본문": "강가에 나무를 베었다."}, "text"),
        ({"일자": "20260201"}, "date"),
        ({"URL": "http://example.org/2"}, "URL"),
        ({"통합 분류1": "사회>지역", "제목": "다른 제목"}, "title, 통합 분류1, category, category_path"),
    ],
)
def test_one_id_with_another_content_is_an_error_or_the_first_stays(
    tmp_path: Path, other: dict[str, str], named: str, caplog: pytest.LogCaptureFixture
) -> None:
    one = write(tmp_path / "1월.csv", row(1), row(2))
    two = write(tmp_path / "2월.csv", row(2, **other), row(3))
    for duplicates in ("flag", "keep"):
        with pytest.raises(errors.ReadError) as caught:
            da.read([one, two], duplicates=duplicates)  # type: ignore[arg-type]
        said = str(caught.value)
        assert said.startswith("1월.csv, row 3 and 2월.csv, row 2 share the id '01100101.20260131100000002' but differ")
        assert 'keep the first by duplicates="first"' in said
    kept = da.read([one, two], duplicates="first")
    assert kept.documents["text"].tolist() == [TEXTS[1], TEXTS[2], TEXTS[3]]
    assert "1 row(s) share an id with an earlier one and differ from it; the first stays" in caplog.messages
    gone = kept.removed[kept.removed["kind"] == "row"]
    assert len(gone) == 1
    assert "1월.csv, row 3 has the same id and came first; here it is otherwise in" in gone["reason"].iloc[0]
    assert set(named.split(", ")) <= set(
        gone["reason"].iloc[0].partition(" otherwise in ")[2].partition(" (")[0].split(", ")
    )


def test_rows_under_an_id_of_an_earlier_file_are_all_accounted_for(tmp_path: Path) -> None:
    (tmp_path / "1.csv").write_text(f"id,본문\nk1,{TEXTS[1]}\nk2,{TEXTS[2]}\n", encoding="utf-8")
    again = f"id,본문\nk1,{TEXTS[1]}\nk1,{TEXTS[1]}\nk1,\nk4,{TEXTS[3]}\n"
    (tmp_path / "2.csv").write_text(again, encoding="utf-8")
    corpus = da.read(tmp_path)
    assert corpus.documents["doc"].tolist() == ["k1", "k2", "k4"]
    assert corpus.removed[["doc", "line", "reason"]].to_numpy().tolist() == [
        ["k1", 3, "the same document stands in 2.csv, row 2"],
        ["k1", 4, "the row has no text"],
        ["k1", 2, "the same document stands in 1.csv, row 2 (left out: 2.csv, row 2)"],
    ]


def test_the_row_of_a_saved_corpus_is_named_by_its_own_file(tmp_path: Path) -> None:
    source = tmp_path / "원본.csv"
    source.write_text(f"id,본문\nk0,\nk1,{TEXTS[1]}\nk2,{TEXTS[2]}\n", encoding="utf-8")
    saved = da.read(source).save(tmp_path / "저장.csv")
    both = da.read([source, saved])
    assert both.documents["doc"].tolist() == ["k1", "k2"]
    told = "the same document stands in 원본.csv, row 3 (left out: 저장.csv, row 2)"
    assert told in both.removed["reason"].tolist()


def test_turns_of_two_meetings_in_files_of_one_name_are_refused(tmp_path: Path) -> None:
    turns = "○의장 홍길동  회의를 시작합니다.\n○김철수 위원  질문합니다."
    for folder in ("가", "나"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "회의.csv").write_text(f'본문\n"{turns}"\n', encoding="utf-8")
    with pytest.raises(errors.ReadError, match=r"share the id '회의-2-0001' .*; rename one of the files"):
        da.read([tmp_path / "가" / "회의.csv", tmp_path / "나" / "회의.csv"], kind="minutes", duplicates="first")


def test_within_one_file_the_rule_is_the_same(tmp_path: Path) -> None:
    table = [["1", "빵", TEXTS[1]], ["2", "강", TEXTS[2]], ["1", "빵", TEXTS[1]]]
    corpus = da.read(write(tmp_path / "표.csv", *table, head=["id", "제목", "본문"]))
    assert corpus.documents["doc"].tolist() == ["1", "2"]
    assert corpus.removed[["doc", "line", "reason"]].values.tolist() == [
        ["1", 4, "the same document stands in 표.csv, row 2"]
    ]
    table[2][2] = TEXTS[3]
    path = write(tmp_path / "표.csv", *table, head=["id", "제목", "본문"])
    with pytest.raises(errors.ReadError, match=r"row 2 and 표\.csv, row 4 share the id '1' but differ in text"):
        da.read(path)
    assert da.read(path, duplicates="first").documents["text"].tolist() == [TEXTS[1], TEXTS[2]]
    assert len(da.read(path, columns={"doc": None})) == 3


def test_a_column_that_one_file_lacks_is_empty_there(tmp_path: Path) -> None:
    one = write(tmp_path / "가.csv", ["1", TEXTS[1]], head=["id", "본문"])
    two = write(tmp_path / "나.csv", ["1", TEXTS[1], ""], ["2", TEXTS[2], "찬성"], head=["id", "본문", "논조"])
    assert da.read([one, two]).documents["doc"].tolist() == ["1", "2"]
    write(two, ["1", TEXTS[1], "반대"], ["2", TEXTS[2], "찬성"], head=["id", "본문", "논조"])
    with pytest.raises(errors.ReadError, match="differ in 논조"):
        da.read([one, two])


def test_whether_a_body_is_cut_is_no_difference(tmp_path: Path) -> None:
    # three bodies of one length, the longest, are cut; beside a longer one the third is not known to be
    same = {n: {"본문": f"동네 빵집이 문을 {word}았다."} for n, word in ((1, "닫"), (2, "담"), (3, "달"))}
    one = write(tmp_path / "1월.csv", *[row(n, **cells) for n, cells in same.items()])
    two = write(tmp_path / "2월.csv", row(3, **same[3]), row(1, **{"뉴스 식별자": "01100101.20260202100000009"}))
    corpus = da.read([one, two])
    assert corpus.documents["truncated"].tolist() == ["yes", "yes", "yes", "no"]


def test_ids_made_of_file_names_are_still_refused(tmp_path: Path) -> None:
    places = []
    for name in ("남", "북"):
        (tmp_path / name).mkdir()
        places.append(tmp_path / name / "001.txt")
        places[-1].write_text(TEXTS[1], encoding="utf-8")
    # the same text in two newspapers: two documents, not one that was downloaded twice
    with pytest.raises(errors.ReadError, match=r"two documents share the id '001' \(001\.txt; 001\.txt\); rename"):
        da.read(places)
    assert da.read(tmp_path).documents[["doc", "folder"]].values.tolist() == [["남/001", "남"], ["북/001", "북"]]


def test_join_follows_the_rule_of_reading(tmp_path: Path) -> None:
    one = da.read(write(tmp_path / "1월.csv", row(1), row(2)))
    two = da.read(write(tmp_path / "2월.csv", row(2), row(3)))
    both = one.join(two)
    assert both.documents["title"].tolist() == ["제목 1", "제목 2", "제목 3"]
    assert both.removed[["doc", "line", "kind", "reason"]].values.tolist() == [
        ["01100101.20260131100000002", 0, "row", "the same document stands in 1월.csv"]
    ]
    other = da.read(write(tmp_path / "3월.csv", row(2, 언론사="북신문")))
    with pytest.raises(errors.ReadError, match="differ in outlet; read the files together, or rename one"):
        one.join(other)
    texts = Corpus.from_texts({"a": "동맹은 길다."})
    assert len(texts.join(texts)) == 1
    assert texts.join(texts).origin("a", position=4) == (1, 5)


def test_repeats_name_the_first_of_three() -> None:
    rows = [
        {"doc": "a", "text": "글"},
        {"doc": "b", "text": "말"},
        {"doc": "a", "text": "글"},
        {"doc": "a", "text": "글"},
    ]
    assert repeats(rows, place=["1", "2", "3", "4"].__getitem__) == {
        2: "the same document stands in 1",
        3: "the same document stands in 1",
    }
