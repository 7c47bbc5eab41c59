from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

import analysis as da
from analysis import errors
from analysis.files import csv
from analysis.files.xlsx import to_xlsx


def test_csv_is_for_spreadsheets_and_safe() -> None:
    frame = pd.DataFrame(
        {
            "term": ["클러스터", "=1+1", "+82", "-값", "@이름", '쉼표, "따옴표"', None],
            "n": [1, -2, 3, 4, 5, 6, 7],
            "p": [1 / 3, float("nan"), 1e-12, -0.5, 2.0, 1234567.891, 0.0],
            "yes": [True, False] * 3 + [True],
        }
    )
    lines = csv.to_csv(frame).decode("utf-8").split("\n")
    assert lines == [
        "\ufeffterm,n,p,yes",
        "클러스터,1,0.3333333333,True",
        "'=1+1,-2,,False",  # text is defused, a negative number is not; NaN is empty
        "'+82,3,1e-12,True",
        "'-값,4,-0.5,False",
        "'@이름,5,2,True",
        '"쉼표, ""따옴표""",6,1234567.891,False',
        ",7,0,True",
        "",
    ]


def test_a_named_index_is_written_as_a_column() -> None:
    frame = pd.DataFrame({"n": [1]}, index=pd.Index(["동맹"], name="term"))
    assert csv.to_csv(frame).decode("utf-8-sig") == "term,n\n동맹,1\n"


def test_a_token_table_for_excel(tmp_path: Path) -> None:
    table = da.segment(da.Corpus.from_texts({"a": "=1+1이다."})).table
    path = csv.save([table], path=tmp_path / "새 폴더" / "표.csv")
    assert path.read_bytes().startswith(b"\xef\xbb\xbfdoc,paragraph,sentence,i,surface,form,tag,lemma,start,end\n")
    cells = [line.split(",") for line in path.read_text(encoding="utf-8-sig").splitlines()]
    # surfaces = 1 + 1 이 다 . with the two signs defused; offsets are numbers and stay
    assert [c[4] for c in cells[1:]] == ["'=", "1", "'+", "1", "이", "다", "."]
    assert [c[8] for c in cells[1:]] == ["0", "1", "2", "3", "4", "5", "6"]
    assert [p.name for p in path.parent.iterdir()] == ["표.csv"]


def test_the_name_says_csv(tmp_path: Path) -> None:
    with pytest.raises(errors.OptionError, match=r"saved as \.csv, not \.xlsx; rename 표\.xlsx"):
        csv.save([pd.DataFrame({"n": [1]})], path=tmp_path / "표.xlsx")


def test_headers_are_defused_in_every_file(tmp_path: Path) -> None:
    corpus = da.Corpus.from_texts({"d": "새 동맹을 넓힌다."})
    lines = da.stats.concordance(corpus, da.segment(corpus), "동맹").assign(**{"=cmd|x": ["+1"]})
    written = da.stats.write_concordance(lines, tmp_path / "lines.csv").read_text(encoding="utf-8-sig")
    head, row = (line.split(",") for line in written.splitlines())
    assert (head[-1], row[-1]) == ("'=cmd|x", "'+1")
    sheet = openpyxl.load_workbook(da.stats.write_concordance(lines, tmp_path / "lines.xlsx")).active
    cell = sheet.cell(1, len(head))
    assert (cell.value, cell.data_type, cell.quotePrefix) == ("=cmd|x", "s", True)
    assert not sheet.cell(1, 1).quotePrefix
    tokens = da.Tokens.from_terms({"d": ["a", "b"], "e": ["a", "b"]})
    edges = da.stats.cooccurrence(tokens, within="document", tags=None).assign(**{"=cmd|x": ["@b"]})
    written = da.stats.write_network(edges, tmp_path / "edges.csv").read_text(encoding="utf-8-sig")
    assert [line.split(",")[-1] for line in written.splitlines()] == ["'=cmd|x", "'@b"]


def test_a_spreadsheet_of_any_table() -> None:
    frame = pd.DataFrame({"=cmd|x": ["=1", None], "n": [0.1 + 0.2, float("inf")], "yes": [True, False]})
    sheet = openpyxl.load_workbook(io.BytesIO(to_xlsx(frame))).active
    # undefined is empty, infinity a word, 0.1 + 0.2 has ten digits
    assert list(sheet.values) == [("=cmd|x", "n", "yes"), ("=1", 0.3, "True"), ("", "Infinity", "False")]
    assert [sheet[place].quotePrefix for place in ("A1", "A2", "B1")] == [True, True, False]


def test_pieces_end_to_end_are_the_whole(tmp_path: Path) -> None:
    table = pd.DataFrame({"글": ["=1", "둘", "셋"], "n": [1, 2, 3], "share": [0.5, float("nan"), 1 / 3]})
    whole = csv.save([table], path=tmp_path / "표.csv")
    pieces = csv.save(iter([table.head(2), table.tail(1), table.head(0)]), path=tmp_path / "조각.csv")
    assert pieces.read_bytes() == whole.read_bytes()
    assert whole.read_bytes() == "\ufeff글,n,share\n'=1,1,0.5\n둘,2,\n셋,3,0.3333333333\n".encode()
