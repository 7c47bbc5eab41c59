"""The commands that print tables: read, tokens, frequency, concordance, keyness, frames."""

from __future__ import annotations

import csv
import io
import json
import re
import sys
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest

import analysis as da
from analysis import __main__ as cli
from analysis.commands import output
from analysis.files.xlsx import to_xlsx

# 동맹 stands twice in a and twice in b; 벤처 twice in c and once in d, which has no date.
TABLE = """id,title,outlet,date,text,removed
a,동맹의 길,가나일보,2024-01-05,한미 동맹은 굳건하다. 한미 동맹을 넓힌다.,x
b,=1+1,가나일보,2024-02-07,"동맹의 힘이 크다.

우리는 동맹을 믿는다.",y
c,벤처의 봄,다라신문,2024-01-09,벤처는 드물다. 벤처가 늘어난다.,
d,벤처와 투자,다라신문,,투자와 벤처가 만난다.,
"""
BOOK = ["--codebook", "alliance-startup"]
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="module")
def articles(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A table of four documents, on a path with Hangul and a space."""
    path = tmp_path_factory.mktemp("cli") / "기사 모음.csv"
    path.write_text(TABLE, encoding="utf-8")
    return str(path)


@pytest.fixture
def run(articles: str, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command on the table; give exit code, stdout and stderr."""

    def go(name: str, *words: str) -> tuple[int, str, str]:
        code = cli.main([name, articles, *words])
        said = capsys.readouterr()
        return code, said.out, said.err

    return go


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def records(run: Run, *words: str) -> list[dict[str, Any]]:
    code, out, _ = run(*words, "--json")
    assert code == 0
    return list(json.loads(out))


@pytest.mark.parametrize(
    ("words", "table", "more"),
    [
        (["read"], "", {"removed_given"}),
        (["read", "--removed"], "--removed", set()),
        (["inspect"], "", set()),
        (["inspect", "--shared"], "--shared", set()),
        (["inspect", "--spelling"], "--spelling", set()),
        (["tokens"], "", set()),
        (["frequency"], "", set()),
        (["concordance", "--term", "동맹"], "", set()),
        (["keyness", "--by", "outlet", "--minimum", "1"], "", set()),
        (["timeline", "--term", "동맹"], "", set()),
        (["frames", *BOOK, "--by", "sentence"], "scores", set()),
        (["frames", *BOOK, "--hits"], "--hits", set()),
        (["frames", *BOOK, "--contrast", "--by", "sentence"], "--contrast", set()),
        (["frames", *BOOK, "--stability"], "--stability", set()),
        (["frames", *BOOK, "--trend", "outlet"], "--trend", set()),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_the_help_names_the_columns_of_every_table(
    run: Run, promised: Callable[..., dict[str, list[str]]], words: list[str], table: str, more: set[str]
) -> None:
    code, out, _ = run(*words, "--csv")
    assert code == 0
    assert set(next(csv.reader(io.StringIO(out)))) - more == set(promised(words[0])[table])


def test_read_counts_paragraphs_letters_and_lines(run: Run) -> None:
    listed = records(run, "read")
    # a: "한미 동맹은 굳건하다." 12, a space, "한미 동맹을 넓힌다." 11; b: 10, a line end, 12
    assert [(r["doc"], r["paragraphs"], r["characters"], r["removed"]) for r in listed] == [
        ("a", 1, 24, 0),
        ("b", 2, 23, 0),
        ("c", 1, 18, 0),
        ("d", 1, 12, 0),
    ]
    assert [r["removed_given"] for r in listed] == ["x", "y", "", ""]  # the table's own column of that name


def test_signs_alone_are_no_paragraph(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "가.txt").write_text("동맹은 길다.\n***\n1-1.\n벤처가 온다.\n", encoding="utf-8")
    assert cli.main(["read", str(tmp_path), "--json"]) == 0
    assert [row["paragraphs"] for row in json.loads(capsys.readouterr().out)] == [2]


def test_read_tells_of_files_that_were_not_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "가.txt").write_text("동맹은 길다.\n", encoding="utf-8")
    (tmp_path / "그림.png").write_bytes(b"\0")
    assert cli.main(["read", str(tmp_path)]) == 0
    assert capsys.readouterr().err == "note: 1 file(s) were not read; --removed lists them\n"
    assert cli.main(["read", str(tmp_path), "--removed", "--json"]) == 0
    assert [(r["kind"], r["text"]) for r in json.loads(capsys.readouterr().out)] == [("file", "그림.png")]


def test_files_that_cannot_be_read_are_told_and_the_others_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "가.txt").write_text("동맹은 길다.\n", encoding="utf-8")
    (tmp_path / "나.txt").write_bytes(b"")
    assert cli.main(["read", str(tmp_path)]) != 0
    assert "나.txt is empty" in capsys.readouterr().err
    assert cli.main(["read", str(tmp_path), "--errors", "report"]) == 0
    told = capsys.readouterr()
    assert told.err == "not read: 나.txt: 나.txt is empty; put the article's text into it\n"
    assert [row["doc"] for row in rows(told.out)] == ["가"]


def test_a_redacted_article_gives_what_its_table_holds(capsys: pytest.CaptureFixture[str]) -> None:
    name = "donga-2023-05-04"
    assert cli.main(["read", name, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)[0]
    assert (told["doc"], told["paragraphs"], told["characters"]) == (name, None, None)
    assert cli.main(["frames", name, *BOOK, "--frames", "alliance,startup", "--contrast"]) == 0
    assert rows(capsys.readouterr().out)[0]["frame_b"] == "startup"
    for words in (["concordance", name, "--term", "동맹"], ["tokens", name, "--conllu"]):
        assert cli.main(words) == 2
        said = capsys.readouterr()
        assert said.out == ""
        assert said.err.startswith("error: ")
        assert said.err.count("\n") == 1


def test_frequency_states_its_base(run: Run) -> None:
    code, out, err = run("frequency", "--minimum", "2")
    assert code == 0
    # nouns: 한미 2, 동맹 4, 힘 1, 벤처 3, 투자 1 = 11
    assert err.splitlines() == [
        "base: 11 tokens (NNG NNP SH SL), layer units",
        "note: 2 term(s) below --minimum 2 are not listed",
    ]
    assert [(r["term"], r["n"], r["docs"]) for r in rows(out)] == [
        ("동맹", "4", "2"),
        ("벤처", "3", "2"),
        ("한미", "2", "1"),
    ]
    assert rows(out)[0]["per_10k"] == "3636.363636"  # 4 / 11
    _, out, err = run("frequency", "--tags", "VV", "--layer", "morphs")
    assert {r["term"] for r in rows(out)} == {"넓히다", "믿다", "늘어나다", "만나다"}
    assert "all tags" in run("frequency", "--tags", "all")[2]
    code, out, err = run("frequency", "--tags", "NOUN")
    assert (code, out) == (2, "")
    assert err.startswith("error: unknown tag 'NOUN'")


def test_concordance_sorts_and_levels(run: Run) -> None:
    told = records(run, "concordance", "--term", "동맹", "--sort", "R1", "--window", "1")
    assert [(r["doc"], r["left"], r["right"]) for r in told] == [
        ("a", "한미 ", "은 굳건하다."),
        ("a", "한미 ", "을 넓힌다."),
        ("b", "우리는 ", "을 믿는다."),
        ("b", "", "의 힘이"),
    ]
    assert len(records(run, "concordance", "--term", "한미 동맹", "--level", "pattern")) == 2
    loose = unicodedata.normalize("NFD", "동맹을")  # as file names of macOS are
    assert len(records(run, "concordance", "--term", loose, "--level", "surface")) == 2
    code, out, err = run("concordance", "--term", "없다말", "--table")
    assert code == 0
    assert "was not found" in out
    assert err.startswith(
        "0 place(s) of 없다말 in 0 of 4 document(s)\nnote: ‘없다말’ was not found: these characters are not in the text"
    )
    assert run("concordance", "--term", " ")[2] == "error: --term is empty; write what to look for, such as 동맹\n"
    assert run("concordance", "--term", "동맹", "--sort", "L9")[0] == 2


def test_keyness_of_a_split_corpus(run: Run) -> None:
    told = records(run, "keyness", "--by", "outlet", "--target", "가나일보", "--minimum", "2")
    counts = {r["term"]: (r["n"], r["n_reference"]) for r in told}
    assert counts == {"동맹": (4, 0), "벤처": (0, 3), "한미": (2, 0)}
    assert next(r for r in told if r["term"] == "벤처")["count_low"] == "-Infinity"
    assert {(r["p"], r["log_ratio_low"]) for r in told} == {(None, None)}
    assert next(r for r in told if r["term"] == "동맹")["percent_diff"] is None


def test_keyness_of_each_group_against_the_others(run: Run) -> None:
    code, out, err = run("keyness", "--by", "outlet", "--minimum", "2")
    assert code == 0
    # by hand: 동맹 4 and 한미 2 in 가나일보, 벤처 3 in 다라신문; each group's own words first, in both directions
    told = [(r["group"], r["term"], int(r["n"]), int(r["n_reference"])) for r in rows(out)]
    assert told == [
        ("가나일보", "동맹", 4, 0),
        ("가나일보", "한미", 2, 0),
        ("가나일보", "벤처", 0, 3),
        ("다라신문", "벤처", 3, 0),
        ("다라신문", "동맹", 0, 4),
        ("다라신문", "한미", 0, 2),
    ]
    assert "4 document(s) of 2 groups, each against the others: not tested" in err
    assert "note: 4 documents in 2 groups, each compared with the others. Not tested" in err
    g2 = run("keyness", "--by", "outlet", "--minimum", "2", "--test", "g2")
    assert "4 document(s) of 2 groups, each against the others: 6 tests, holm" in g2[2]
    assert run("keyness", "--by", "outlet", "--test", "texts")[2].startswith("error: ")
    code, out, err = run("keyness", "--by", "outlet", "--minimum", "2", "--top", "1")
    assert [(r["group"], r["term"]) for r in rows(out)] == [("가나일보", "동맹"), ("다라신문", "벤처")]
    assert "note: 4 of 6 rows are not shown; --top 3 shows all" in err
    sets = records(run, "keyness", "--by", "갑=가나일보;을=다라신문", "--minimum", "2", "--stop", "벤처")
    assert [(r["group"], r["term"]) for r in sets] == [("갑", "동맹"), ("갑", "한미"), ("을", "동맹"), ("을", "한미")]
    assert run("keyness", "--by", "author")[0] == 2  # nobody has one


def test_words_over_time(run: Run) -> None:
    code, out, err = run("timeline", "--term", "동맹", "--term", "벤처", "--by", "outlet")
    assert code == 0
    # by hand: a of January has 동맹 twice, b of February twice, c of January 벤처 twice; d has no date
    told = {(r["term"], r["group"], r["period"]): (r["docs"], r["docs_all"], r["n"]) for r in rows(out)}
    assert told == {
        ("동맹", "가나일보", "2024-01"): ("1", "1", "2"),
        ("동맹", "가나일보", "2024-02"): ("1", "1", "2"),
        ("동맹", "다라신문", "2024-01"): ("0", "1", "0"),
        ("동맹", "다라신문", "2024-02"): ("0", "0", "0"),
        ("벤처", "가나일보", "2024-01"): ("0", "1", "0"),
        ("벤처", "가나일보", "2024-02"): ("0", "1", "0"),
        ("벤처", "다라신문", "2024-01"): ("1", "1", "2"),
        ("벤처", "다라신문", "2024-02"): ("0", "0", "0"),
    }
    assert err.splitlines() == [
        "4 place(s) of 동맹 in 2 of 3 document(s)",
        "2 place(s) of 벤처 in 1 of 3 document(s)",
        "note: 1 document(s) without a date or outlet are in no period",
        "note: 1 documents without a date or a group were not counted",
    ]
    empty = next(r for r in rows(out) if r["docs_all"] == "0")
    assert empty["share"] == empty["per_10k"] == ""
    assert [r["period"] for r in records(run, "timeline", "--term", "동맹", "--period", "quarter")] == ["2024-Q1"]
    assert len(rows(run("timeline", "--term", "동맹", "--period", "week")[1])) == 6  # of 1 January to 5 February


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--term", " "], "--term is empty"),
        (["--term", "동맹", "--by", "paper"], "by 'paper' is no document variable"),
        (["--term", "[", "--level", "regex"], "query 'regex:['"),
    ],
)
def test_a_timeline_that_cannot_be_drawn_up_is_one_sentence(run: Run, words: list[str], said: str) -> None:
    code, out, err = run("timeline", *words)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert err.startswith(f"error: {said}")


def test_a_word_that_is_nowhere_is_zero_and_said(run: Run) -> None:
    code, out, err = run("timeline", "--term", "없는말", "--period", "year")
    assert (code, [(r["docs"], r["docs_all"]) for r in rows(out)]) == (0, [("0", "3")])
    assert "0 place(s) of 없는말 in 0 of 3 document(s)" in err
    assert "note: ‘없는말’ was not found" in err


def test_keyness_against_other_files_leaves_the_target_out(run: Run, articles: str, tmp_path: Path) -> None:
    one = tmp_path / "하나.csv"
    one.write_text("\n".join(TABLE.splitlines()[:2]) + "\n", encoding="utf-8")
    code = cli.main(["keyness", str(one), "--against", articles, "--minimum", "2", "--json"])
    assert code == 0
    code, _, err = run("keyness", "--against", articles)
    assert code == 2
    assert err.endswith("error: --against names the same texts as the target; name others\n")


def test_keyness_against_the_reference_of_the_kit(run: Run) -> None:
    code, out, err = run("keyness", "--against", "kit", "--minimum", "2", "--csv")
    table = rows(out)
    assert (code, bool(table)) == (0, True)
    assert {row["p_adjusted"] for row in table} == {""}
    assert all(row["one_genre"] in {"", "목록에 없음", "뉴스", "보고서", "서평", "영화평"} for row in table)
    assert "against the kit's reference (news, reports, book and film reviews): not tested" in err
    code, _, err = run("keyness", "--against", "kit", "--layer", "units")
    assert code == 2
    assert "on the command line --layer morphs" in err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "name what to compare with"),
        (["--target", "가나일보"], "name what to compare with"),
        (["--by", "id"], "by 'id' is no document variable"),
        (["--against", "x", "--by", "outlet", "--target", "y"], "name what to compare with"),
        (["--by", "paper", "--target", "y"], "by 'paper' is no document variable; use day, week, month"),
        (
            ["--by", "outlet", "--target", "마바"],
            "no document has '마바' for outlet, so there are no two sides; found: 가나",
        ),
        (["--by", "licence", "--target", ""], "every document has '' for licence"),
    ],
)
def test_keyness_without_two_sides_is_one_sentence(run: Run, words: list[str], said: str) -> None:
    code, out, err = run("keyness", *words)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert err.startswith(f"error: {said}")


def test_frames_over_groups_count_a_story_once_and_say_so(run: Run, tmp_path: Path) -> None:
    text = "한미 동맹은 칠십 년을 이어 왔고 두 나라는 이를 넓히기로 했다"
    table = tmp_path / "기사.csv"
    others = "벤처 기업이 골목마다 문을 열었다.,배추와 무의 값이 지난해보다 올랐다.".split(",")
    bodies = [f"{text}.", f"{text}!", *others]
    table.write_text("제목,본문,언론사\n" + "".join(f"글{k},{b},가\n" for k, b in enumerate(bodies)), encoding="utf-8")
    code, out, err = run("frames", str(table), "--codebook", "alliance-startup", "--trend", "outlet")
    assert code == 0
    assert [(r["docs"], r["clusters"]) for r in rows(out) if r["group"] == "가"] == [("4", "3")] * 2
    assert "note: 2 copies are 1 stories, and stories were the units\n" in err


def test_frames_by_unit_and_view(run: Run) -> None:
    code, out, err = run("frames", *BOOK)
    assert code == 0
    assert re.fullmatch(r"codebook rok-us-alliance-vs-startup \S+ \((unvalidated|piloted|validated)\)\n", err)
    scores = {(r["doc"], r["frame"]): r["n"] for r in rows(out)}
    assert (scores["a", "alliance"], scores["c", "startup"], scores["d", "alliance"]) == ("2", "2", "0")
    assert {r["value"] for r in records(run, "frames", *BOOK, "--by", "corpus")} == {"mean", "pooled"}
    shares = {r["doc"]: r["share"] for r in records(run, "frames", *BOOK, "--contrast")}
    assert shares == {"a": 1.0, "b": None, "c": 0.0, "d": 0.0}  # b has no hit that counts
    _, out, err = run("frames", *BOOK, "--trend", "month")
    assert [(r["group"], r["frame"], r["docs"]) for r in rows(out)][:2] == [
        ("2024-01", "alliance", "2"),
        ("2024-01", "startup", "2"),
    ]
    assert err.startswith("note: 1 document(s) without month are in no group\n")
    cards = records(run, "frames", *BOOK, "--stability")
    assert list(dict.fromkeys(r["doc"] for r in cards)) == ["a", "b", "c", "d"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([*BOOK, "--hits", "--by", "sentence"], "--by goes with --scores and --contrast, not with --hits"),
        ([*BOOK, "--frames", "alliance,startup"], "--frames goes with --contrast, --stability and --trend"),
        (["--codebook", "nope"], "no codebook 'nope'; name a file, or one of the kit's: alliance-startup, energy-"),
        ([*BOOK, "--trend", "weather"], "by 'weather' is no document variable"),
    ],
)
def test_frames_that_cannot_be_shown_are_one_sentence(run: Run, words: list[str], said: str) -> None:
    code, out, err = run("frames", *words)
    assert (code, out) == (2, "")
    assert err.startswith(f"error: {said}")


def test_a_codebook_by_its_id_its_name_or_its_path(run: Run) -> None:
    book = da.paths.CODEBOOKS / "alliance-startup.yaml"
    told = {run("frames", "--codebook", name)[1] for name in (str(book), book.name, da.codebook.read(book).id)}
    assert len(told) == 1


def test_conllu_is_read_back(run: Run, tmp_path: Path, articles: str) -> None:
    code, out, _ = run("tokens", "--conllu")
    assert code == 0
    path = tmp_path / "기사.conllu"
    assert run("tokens", "--conllu", "--out", str(path))[2] == f"4 document(s) written to {path}\n"
    assert path.read_text(encoding="utf-8") == out
    back = da.Tokens.from_tagged(path, analyser="kiwi", format="conllu").table
    assert back["lemma"].tolist() == da.segment(da.read(articles), variants=None).table["lemma"].tolist()
    assert run("tokens", "--conllu", "--json")[0] == 2
    assert run("tokens", "--conllu", "--out", "x.csv")[2].startswith("error: --out x.csv does not end in .conllu")


def test_files_by_ending(run: Run, tmp_path: Path) -> None:
    for ending in ("csv", "json", "xlsx"):
        path = tmp_path / "새 폴더" / f"목록.{ending}"
        code, out, err = run("read", "--out", str(path), "--top", "2")
        assert (code, out) == (0, "")
        assert err.splitlines()[0] == f"2 row(s) written to {path}"
        assert err.splitlines()[1] == "note: 2 of 4 rows are not shown; --top 4 shows all"
        first = path.read_bytes()
        run("read", "--out", str(path), "--top", "2")
        assert path.read_bytes() == first
    folder = tmp_path / "새 폴더"
    assert (folder / "목록.csv").read_bytes().startswith(b"\xef\xbb\xbfdoc,title")
    assert rows((folder / "목록.csv").read_text(encoding="utf-8-sig"))[1]["title"] == "'=1+1"  # no formula
    assert json.loads((folder / "목록.json").read_text(encoding="utf-8"))[1]["title"] == "=1+1"
    sheet = openpyxl.load_workbook(folder / "목록.xlsx").active
    header, _, second = sheet.iter_rows()
    cells = dict(zip([cell.value for cell in header], second, strict=True))
    assert (cells["title"].value, cells["title"].data_type, cells["title"].quotePrefix) == ("=1+1", "s", True)
    assert (cells["paragraphs"].value, cells["paragraphs"].data_type) == (2, "n")


def test_files_that_cannot_be_written_are_one_sentence(run: Run, articles: str, tmp_path: Path) -> None:
    before = Path(articles).read_bytes()
    assert run("read", "--out", articles)[2].endswith("is one of the files to read; name another file\n")
    assert Path(articles).read_bytes() == before
    assert (
        run("read", "--out", "목록.pdf")[2] == "error: --out 목록.pdf ends in none of .csv, .xlsx, .json; rename it\n"
    )
    assert run("read", "--json", "--out", "목록.csv")[2].startswith("error: --json does not fit --out 목록.csv")
    (tmp_path / "파일").write_text("", encoding="utf-8")
    code, _, err = run("read", "--out", str(tmp_path / "파일" / "목록.csv"))
    assert code == 2
    assert "cannot be written (" in err


def test_a_terminal_gets_aligned_columns_and_forty_rows(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(type(sys.stdout), "isatty", lambda self: True)
    code, out, err = run("read")
    assert code == 0
    assert out.splitlines()[:2] == [
        "doc  title        date        paragraphs  characters  removed",
        "a    동맹의 길    2024-01-05           1          24        0",
    ]
    assert err == "note: 11 more column(s) with --csv, --json or --out\n"
    _, out, err = run("frames", *BOOK, "--by", "sentence")  # 7 sentences, 6 frames
    assert len(out.splitlines()) == 41
    assert err.endswith("note: 2 of 42 rows are not shown; --top 42 shows all\n")


def test_a_column_that_was_not_recognised_can_be_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "표.csv"
    path.write_text("이름,속\n하나,동맹은 길다.\n", encoding="utf-8")
    assert cli.main(["read", str(path), "--column", "text=속", "--column", "title=이름", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)[0]["title"] == "하나"
    path.write_text("이름,본문,일자\n하나,동맹은 길다.,봄\n", encoding="utf-8")
    assert cli.main(["read", str(path), "--column", "date=", "--json"]) == 0  # no column is the date
    assert json.loads(capsys.readouterr().out)[0]["date"] == ""
    assert cli.main(["read", str(path), "--column", "속"]) == 2
    assert capsys.readouterr().err == "error: --column 속 is not FIELD=HEADER; write for example text=기사\n"


def test_errors_name_the_options_of_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "표.csv"
    path.write_text("이름,본문,일자\n하나,동맹은 길다.,봄\n", encoding="utf-8")
    assert cli.main(["read", str(path)]) == 2
    assert capsys.readouterr().err.endswith("correct the cell, or leave the date out by --column date=\n")
    path.write_text("이름,속\n하나,동맹은 길다.\n", encoding="utf-8")
    assert cli.main(["read", str(path)]) == 2
    assert "name one by --column text=...\n" in capsys.readouterr().err
    path.write_text("id,본문\n가,동맹은 길다.\n가,비가 온다.\n", encoding="utf-8")
    assert cli.main(["read", str(path)]) == 2
    assert capsys.readouterr().err.endswith("by --duplicates first, or number the rows by --column doc=\n")
    (tmp_path / "글.txt").write_text("비가 온다.", encoding="utf-8")
    path.write_text("이름,속\n하나,동맹은 길다.\n", encoding="utf-8")
    assert cli.main(["read", str(tmp_path), "--errors", "report"]) == 0
    assert re.search(r"^not read: .*name one by --column text=\.\.\.$", capsys.readouterr().err, re.MULTILINE)


def test_a_list_of_shared_lines_is_written_and_given_back(tmp_path: Path, run: Run) -> None:
    for name in "가나다":
        text = f"{name}골목의 가게가 문을 닫은 지 두 해가 지났고 사람들은 {name}골목을 걷는다.\n- 함께 걷는 신문\n"
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    listed, paths = tmp_path / "고정.csv", [str(tmp_path / f"{name}.txt") for name in "가나다"]
    assert cli.main(["inspect", *paths, "--shared", "--out", str(listed)]) == 0
    assert cli.main(["read", paths[0], "--furniture", str(listed), "--removed", "--out", str(tmp_path / "b.csv")]) == 0
    removed = rows((tmp_path / "b.csv").read_text(encoding="utf-8-sig"))
    assert [(r["line"], r["kind"], r["text"]) for r in removed] == [("2", "furniture", "'- 함께 걷는 신문")]
    assert cli.main(["read", paths[0], "--furniture", paths[1]]) == 2


AWKWARD = pd.DataFrame(
    {
        "term": ["동맹", "a" * 60, "줄\n바꿈"],
        "n": [1, 20, 300],
        "share": [0.5, float("nan"), float("-inf")],
        "p": [0.0001, 1.0, 0.0],
        "sure": [True, False, True],
    }
)


def test_aligned_columns_of_awkward_values() -> None:
    lines = output._aligned(AWKWARD).splitlines()
    assert lines[0] == "term" + " " * 38 + "  n  share       p  sure"
    assert lines[1] == "동맹" + " " * 38 + "  1  0.500  0.0001  True"
    assert lines[2] == "a" * 39 + "…" + "   20      -       1  False"
    assert lines[3] == "줄 바꿈" + " " * 33 + "  300   -inf       0  True"
    assert output._aligned(AWKWARD.head(0)) == "term  n  share  p  sure\n(no rows)"


def test_json_of_awkward_values() -> None:
    told = json.loads(output._as_text(AWKWARD, form="json", encoding="utf-8"))
    assert [r["share"] for r in told] == [0.5, None, "-Infinity"]
    assert [r["sure"] for r in told] == [True, False, True]
    assert output._as_text(AWKWARD.head(0), form="json", encoding="utf-8") == "[]"
    escaped = output._as_text(AWKWARD, form="json", encoding="cp949")
    assert escaped.isascii()
    assert json.loads(escaped) == told


def test_a_workbook_refuses_what_a_spreadsheet_cannot_hold() -> None:
    with pytest.raises(da.errors.OptionError, match="holds 32,767 characters, and one of term has more"):
        to_xlsx(pd.DataFrame({"term": ["가" * 32_768]}))
    with pytest.raises(da.errors.OptionError, match="1,048,575 rows below its header"):
        to_xlsx(pd.DataFrame({"n": range(1_048_576)}))
