"""JSON Lines as tables: what a value becomes, and what is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import analysis as da
from analysis import errors

TEXT = "동네 빵집이 문을 닫았다. 임대료 때문이다."
OTHER = "강가에 나무를 심었다."


def lines(folder: Path, *rows: object, name: str = "표.jsonl") -> Path:
    path = folder / name
    written = [row if isinstance(row, str) else json.dumps(row, ensure_ascii=False) for row in rows]
    path.write_text("\n".join(written) + "\n", encoding="utf-8")
    return path


def test_an_object_is_a_row_and_its_names_are_headers(tmp_path: Path) -> None:
    path = lines(
        tmp_path,
        {"id": 20230504000000012345, "제목": "빵집", "본문": TEXT, "일자": 20230504, "지역": "남쪽"},
        {"본문": OTHER, "id": "b", "제목": None, "일자": "2023-05-05", "조회": 3, "맺음": True},
    )
    corpus = da.read(path, kind="plain")
    shown = ["doc", "title", "text", "date", "지역", "조회", "맺음", "source"]
    assert corpus.documents[shown].to_numpy().tolist() == [
        ["20230504000000012345", "빵집", TEXT, "2023-05-04", "남쪽", "", "", "표.jsonl"],
        ["b", "", OTHER, "2023-05-05", "", "3", "TRUE", "표.jsonl"],
    ]


def test_it_reads_as_the_same_table_in_csv(tmp_path: Path) -> None:
    rows = [["제목", "본문", "일자"], ["빵집", TEXT, "2023.5.4"], ["나무", OTHER, "2023-05-05"]]
    (tmp_path / "표.csv").write_text("\n".join(",".join(row) for row in rows), encoding="utf-8")
    mine = da.read(lines(tmp_path, *(dict(zip(rows[0], row, strict=True)) for row in rows[1:]))).documents
    table = da.read(tmp_path / "표.csv").documents
    shown = ["title", "text", "date", "sha256"]
    assert mine[shown].to_numpy().tolist() == table[shown].to_numpy().tolist()
    assert mine["doc"].tolist() == ["표-1", "표-2"]  # by the lines of the file, which has none of headers


def test_lists_and_values_within_values(tmp_path: Path) -> None:
    path = lines(tmp_path, {"text": TEXT, "키워드": ["빵집", "임대료", None, 3], "place": {"시": "서울"}, "n": 2.5})
    row = da.read(path).documents.iloc[0]
    assert [row["키워드"], row["place"], row["n"]] == ["빵집, 임대료, , 3", '{"시": "서울"}', "2.5"]


def test_separators_of_lines_within_a_text_end_no_line(tmp_path: Path) -> None:
    path = lines(tmp_path, f'{{"text": "{TEXT}\u2028{OTHER}"}}', {"text": OTHER})
    assert len(da.read(path, duplicates="keep")) == 2


def test_blank_lines_are_accounted_for_and_lost_letters_are_said(tmp_path: Path) -> None:
    corpus = da.read(lines(tmp_path, {"text": TEXT}, "", '{"text": "나무를\\ud83d 심었다."}'))
    assert corpus.documents["text"].tolist()[1] == "나무를\ufffd 심었다."
    told = corpus.removed[["line", "kind", "reason"]].to_numpy().tolist()
    assert [2, "row", "row 2 is empty"] in told
    assert [3, "lost letter", "1 letter(s) lost before the file was saved"] in told


@pytest.mark.parametrize(
    ("second", "said"),
    [
        ('{"text": "나무를 ', "line 2: this is no JSON"),  # cut off
        ('{"text": "나", "text": "무"}', "line 2: this is no JSON .*'text' stands twice"),
        ('["나무"]', "line 2: this is no object"),
        ("3", "line 2: this is no object"),
        ("[" * 100_000, "line 2: this is no JSON"),
    ],
)
def test_what_is_no_object_is_refused_by_its_line(
    tmp_path: Path, second: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DAMRON_LANG", "en")
    with pytest.raises(errors.ReadError, match=rf"표\.jsonl, {said}"):
        da.read(lines(tmp_path, {"text": TEXT}, second))


def test_a_refusal_in_korean(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DAMRON_LANG", raising=False)
    with pytest.raises(errors.ReadError, match=r"표\.jsonl 2행: .*한 줄에 객체 하나를 적는다"):
        da.read(lines(tmp_path, {"text": TEXT}, "3"))


def test_no_known_column_and_no_object_at_all(tmp_path: Path) -> None:
    with pytest.raises(errors.ReadError, match=r"no column that is known to hold the text; its columns are 말, n"):
        da.read(lines(tmp_path, {"말": TEXT, "n": 1}))
    assert da.read(lines(tmp_path, {"말": TEXT, "n": 1}), columns={"text": "말"}).documents["text"].tolist() == [TEXT]
    with pytest.raises(errors.ReadError, match=r"holds no rows"):
        da.read(lines(tmp_path, {}))


def test_a_json_file_is_told_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(errors.ReadError, match=r"write it as \.jsonl, one object a line"):
        da.read(lines(tmp_path, [{"text": TEXT}], name="표.json"))


def test_blank_lines_at_the_end_are_no_rows(tmp_path: Path) -> None:
    path = lines(tmp_path, {"text": TEXT})
    path.write_bytes(path.read_bytes().rstrip(b"\n") + b"\n\n\n" + b'{"text": "%s"}' % TEXT.encode() + b"\n\n\n")
    corpus = da.read(path, duplicates="keep")
    assert corpus.documents["doc"].tolist() == ["표-1", "표-4"]
    assert corpus.removed["reason"].tolist() == ["rows 2 to 3 are empty"]
