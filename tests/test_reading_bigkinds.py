from __future__ import annotations

import logging
from pathlib import Path

import openpyxl
import pytest

from analysis import errors
from analysis.corpus import build
from analysis.reading import bigkinds
from analysis.reading.table import _documents_of

HEADERS = list(bigkinds._NAMES)
WHOLE = "동네 빵집이 문을 닫았다."
CUT = "동네 빵집이 문을 닫았다. 임대료 때문이라는 주인의 말에 사람들은 고개를"


def documents(path: Path, **options: object) -> tuple[list[dict[str, str]], list[dict[str, object]]]:
    return _documents_of(path, **options)[:2]  # type: ignore[arg-type]


def line(number: int, **cells: str) -> list[str]:
    row = dict.fromkeys(HEADERS, "") | {
        "뉴스 식별자": f"01100101.201911210315{number:05d}",
        "일자": "20191121",
        "언론사": "남신문",
        "제목": f"빵집 {number}",
        "본문": WHOLE,
    }
    return list((row | cells).values())


def book(folder: Path, *rows: list[str], headers: list[str] | None = None) -> Path:
    work = openpyxl.Workbook()
    for row in (headers or HEADERS, *rows):
        work.active.append(row)
    work.save(folder / "NewsResult.xlsx")
    return folder / "NewsResult.xlsx"


def test_a_row_of_nineteen_columns(tmp_path: Path) -> None:
    groups = {"통합 분류1": "경제>자영업", "통합 분류2": "사회 > 지역", "통합 분류3": "경제>부동산"}
    groups |= {"사건/사고 분류1": "재해>화재>상가"}
    named = {"기고자": "한가람", "키워드": "빵집,임대료", "인물": "한가람", "위치": "남구", "기관": "구청"}
    path = book(tmp_path, line(1, URL="http://example.org/1", **named, **groups))
    rows, removed = documents(path)
    assert removed == []
    row = rows[0]
    assert (row["doc"], row["date"], row["outlet"], row["author"], row["title"], row["text"]) == (
        "01100101.20191121031500001", "2019-11-21", "남신문", "한가람", "빵집 1", WHOLE,
    )  # fmt: skip
    assert (row["category"], row["category_path"]) == ("경제|사회", "경제>자영업|사회>지역|경제>부동산")
    assert (row["incident"], row["incident_path"]) == ("재해", "재해>화재>상가")
    assert row["truncated"] == "no"
    # what BIGKINDS extracted stays under its own names, beside the text and never in it
    assert [row[n] for n in ("키워드", "인물", "위치", "기관", "URL")] == [
        "빵집,임대료", "한가람", "남구", "구청", "http://example.org/1",
    ]  # fmt: skip
    assert build(rows, removed).documents["통합 분류2"].tolist() == ["사회 > 지역"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp949"])
def test_drifting_headers_and_a_subset_of_columns_in_csv(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "결과.csv"
    head = '뉴스식별자,"통합\n분류1",특성추출,분석 제외 여부,본문'
    path.write_bytes(f"{head}\r\n01100101.20130515100000019,경제>금융,빵,,{WHOLE}\r\n".encode(encoding))
    assert documents(path)[0] == [
        {
            "doc": "01100101.20130515100000019", "통합 분류1": "경제>금융", "특성추출(가중치순 상위 50개)": "빵",
            "분석제외 여부": "", "text": WHOLE, "truncated": "no", "category": "경제", "category_path": "경제>금융",
            "incident": "", "incident_path": "", "source": "결과.csv",
        }
    ]  # fmt: skip


def test_excluded_rows_by_policy(tmp_path: Path) -> None:
    path = book(
        tmp_path, line(1), line(2, **{"분석제외 여부": "중복"}), line(3, **{"분석제외 여부": "예외"}), line(4, 본문="")
    )
    rows, removed = documents(path)
    assert [r["title"] for r in rows] == ["빵집 1"]
    assert [(r["doc"][-1], r["line"], r["kind"], r["reason"]) for r in removed] == [
        ("2", 3, "row", "marked 중복 by BIGKINDS (분석제외 여부)"),
        ("3", 4, "row", "marked 예외 by BIGKINDS (분석제외 여부)"),
        ("4", 5, "row", "the row has no text"),
    ]
    assert removed[0]["text"].startswith("01100101.20191121031500002 | 20191121 | 남신문 |")
    kept, _ = documents(path, excluded="keep")
    assert [(r["title"], r["분석제외 여부"]) for r in kept] == [("빵집 1", ""), ("빵집 2", "중복"), ("빵집 3", "예외")]
    with pytest.raises(errors.ReadError, match="marks every row as 중복 or 예외"):
        documents(book(tmp_path, line(2, **{"분석제외 여부": "중복"})))


def test_identical_rows_of_overlapping_downloads_count_once(tmp_path: Path) -> None:
    rows, removed = documents(book(tmp_path, line(1), line(2), line(1)))
    assert len(rows) == 2
    assert [(r["line"], r["reason"]) for r in removed] == [(4, "the same document stands in NewsResult.xlsx, row 2")]
    with pytest.raises(errors.ReadError, match=r"row 3 share the id '01100101.20191121031500001' but differ in text"):
        documents(book(tmp_path, line(1), line(1, 본문=CUT)))


def test_cut_bodies_are_marked_and_said(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    bodies = [WHOLE, CUT, "그는 “간다”고 했다…", "그는 말했다.”", CUT * 9, "나무를 심음"]
    # cut: breaks off; ends in dots. Not cut: a sentence, a quotation, an article that breaks off after 300
    # characters (a reporter's line, say), a noun ending
    expected = ["no", "yes", "yes", "no", "no", "no"]
    with caplog.at_level(logging.WARNING):
        rows, removed = documents(book(tmp_path, *[line(i, 본문=b) for i, b in enumerate(bodies, 1)]))
    assert [r["truncated"] for r in rows] == expected
    said = "2 of 6 bodies are only the beginning of the article, as BIGKINDS exports them; see the variable truncated"
    assert [(r["doc"], r["kind"], r["reason"]) for r in removed] == [("NewsResult", "truncated", said)]
    assert caplog.messages == [f"NewsResult.xlsx: {said}"]


def test_bodies_of_one_constant_length_are_cut_even_at_a_full_stop(tmp_path: Path) -> None:
    same = [WHOLE + mark * 20 + "다." for mark in "가나다"]  # three of one length, the longest
    rows, _ = documents(book(tmp_path, *[line(i, 본문=b) for i, b in enumerate([*same, WHOLE], 1)]))
    assert [r["truncated"] for r in rows] == ["yes", "yes", "yes", "no"]
    rows, _ = documents(book(tmp_path, *[line(i, 본문=b) for i, b in enumerate([*same[:2], WHOLE], 1)]))
    assert {r["truncated"] for r in rows} == {"no"}  # two may be alike by chance


def test_bodies_are_never_cleaned(tmp_path: Path) -> None:
    body = "빵집이 사라진다\n글자크기 설정\n동네 빵집이 문을 닫았다."
    assert documents(book(tmp_path, line(1, 본문=body)))[0][0]["text"] == body


def test_outlets_that_begin_later_than_the_export(tmp_path: Path) -> None:
    rows = [line(1, 일자="20171231"), line(2, 일자="20191121")]
    notes = [r for r in documents(book(tmp_path, *rows))[1] if r["kind"] == "coverage"]
    assert [n["text"] for n in notes] == ["동아일보", "조선일보", "중앙일보"]
    assert "holds 조선일보 only from 2018, the export begins 2017-12-31" in str(notes[1]["reason"])
    assert documents(book(tmp_path, rows[1]))[1] == []


def test_ids_that_a_spreadsheet_turned_into_numbers_are_refused(tmp_path: Path) -> None:
    row = line(1)
    row[0] = 1100101.20130515  # type: ignore[call-overload]
    with pytest.raises(errors.ReadError, match=r"column '뉴스 식별자': 1100101\.20130515 was stored as a n"):
        documents(book(tmp_path, row))
    path = tmp_path / "결과.csv"  # saved once more by a spreadsheet
    path.write_text(f"뉴스 식별자,본문\n1100101.20130515,{WHOLE}\n", encoding="utf-8")
    with pytest.raises(errors.ReadError, match=r"row 2: the id '1100101\.20130515' has lost digits"):
        documents(path)
    assert documents(path, columns={"doc": None})[0][0]["뉴스 식별자"] == "1100101.20130515"


def test_an_export_without_bodies_says_so(tmp_path: Path) -> None:
    path = book(tmp_path, ["20191121", "남신문", "빵집", "빵"], headers=["일자", "언론사", "제목", "키워드"])
    with pytest.raises(
        errors.ReadError, match="no column that is known to hold the text; its columns are 일자, 언론사"
    ):
        documents(path)
    titles, _ = documents(path, columns={"text": "제목"})
    assert (titles[0]["text"], "title" in titles[0]) == ("빵집", False)


@pytest.mark.parametrize(
    ("headers", "found"),
    [
        (("뉴스식별자", "본문"), True),
        (("통합 분류2",), True),
        (("분석 제외 여부",), True),
        (("일자", "언론사", "제목", "본문", "키워드"), False),  # anybody's table
    ],
)
def test_recognition(headers: tuple[str, ...], found: bool) -> None:
    assert bigkinds.recognise(headers) is found
