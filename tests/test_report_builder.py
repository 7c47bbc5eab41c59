"""Reports on disk: their names, their records, their list, and what the command line asks for."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest

import analysis as da
from analysis import __main__ as cli
from analysis import paths
from analysis.errors import MissingError, OptionError, ReportError
from analysis.report import builder

TEXT = "새싹 스타트업이 모였다. 스타트업 대표는 창업을 말했다. 벤처 투자사도 왔다. 다른 스타트업은 조용했다.\n"


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DAMRON_LANG", "en")


def test_messages_are_korean_by_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DAMRON_LANG")
    with pytest.raises(OptionError, match=r"날짜가 어제이다\. 2026-05-04처럼 적는다"):
        da.report.article_facts(da.Corpus.from_texts({"글": TEXT}), about={"date": "어제"})


@pytest.fixture
def article(tmp_path: Path) -> Path:
    file = tmp_path / "글.txt"
    file.write_text(TEXT, encoding="utf-8")
    return file


@pytest.fixture
def records(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[dict[str, Any]]:
    """Put an empty record in place of the notebooks, which other tests run."""
    asked: list[dict[str, Any]] = []

    def build(article: str | Path, *, out: Path, file: str, **options: Any) -> Path:
        asked.append({"article": str(article), "file": file} | options)
        target = Path(out) / f"{file}.html"
        target.parent.mkdir(exist_ok=True)
        target.write_text("<html></html>", encoding="utf-8")
        return target

    def build_all(articles: list[str], *, each: dict[str, dict[str, Any]], out: Path, **options: Any) -> Any:
        done = [build(one, out=out, **each[one], **options) for one in articles if "bad" not in one]
        return [Path("index.html"), *done], [ReportError("no report on bad: why")] * (len(articles) - len(done))

    monkeypatch.setattr(builder.record_of, "build", build, raising=False)
    monkeypatch.setattr(builder.record_of, "build_all", build_all, raising=False)
    return asked


def card(page: Path) -> dict[str, Any]:
    found = re.search(r'<meta name="damron-report" content="([^"]*)">', page.read_text(encoding="utf-8"))
    assert found
    told: dict[str, Any] = json.loads(unescape(found.group(1)))
    return told


def test_a_report_is_named_after_its_article_and_says_so_in_its_head(article: Path, tmp_path: Path) -> None:
    page = da.report.build(article, out=tmp_path / "out", about={"title": "장터의 창업", "outlet": "가람일보"})
    assert page == tmp_path / "out" / "글.html"
    told = card(page)
    assert (told["name"], told["title"], told["outlet"], told["sentences"]) == ("글", "장터의 창업", "가람일보", 4)
    first = page.read_bytes()
    again = da.report.build(article, out=tmp_path / "out", about={"title": "장터의 창업", "outlet": "가람일보"})
    assert again.read_bytes() == first


def test_another_codebook_and_another_language_never_touch_the_first_report(article: Path, tmp_path: Path) -> None:
    first = da.report.build(article, out=tmp_path)
    held = first.read_bytes()
    others = [
        da.report.build(article, out=tmp_path, codebook="alliance-startup"),
        da.report.build(article, out=tmp_path, codebook="none"),
        da.report.build(article, out=tmp_path, lang="en"),
        da.report.build(article, out=tmp_path, codebook=da.codebook.read("energy-transition")),
    ]
    assert [one.name for one in others] == [
        "글-alliance-startup.html",
        "글-none.html",
        "글-en.html",
        "글-energy-transition.html",
    ]
    assert first.read_bytes() == held


def test_a_corpus_and_a_codebook_that_are_in_no_file_are_reported_on(tmp_path: Path) -> None:
    corpus = da.Corpus.from_texts({"손글": TEXT})
    book = da.codebook.read("alliance-startup").model_copy(update={"path": "", "id": "mine"})
    assert da.report.build(corpus, codebook=book, out=tmp_path).name == "손글-mine.html"
    with pytest.raises(OptionError, match="name the file instead of a Corpus"):
        da.report.build(corpus, record=True, out=tmp_path)


def test_a_record_runs_the_codebook_of_the_report(article: Path, tmp_path: Path, records: list[dict[str, Any]]) -> None:
    page = da.report.build(article, record=True, out=tmp_path / "out")
    assert (page.with_name("글-record.html")).exists()
    assert "글-record.html" in page.read_text(encoding="utf-8")
    asked = records[0]
    assert (asked["file"], asked["codebook"], asked["notebooks"]) == (
        "글-record",
        None,
        None,
    )  # as the chapters name it
    da.report.build(article, record=True, codebook="alliance-startup", out=tmp_path / "out")
    assert records[1]["file"] == "글-alliance-startup-record"
    assert Path(records[1]["codebook"]).stem == "alliance-startup"


def test_a_record_without_frames_runs_no_chapter_on_frames(
    article: Path, tmp_path: Path, records: list[dict[str, Any]]
) -> None:
    da.report.build(article, record=True, codebook="none", out=tmp_path)
    assert records[0]["codebook"] is None
    assert [path.stem for path in records[0]["notebooks"]] == ["01-text", "02-keywords"]


def test_one_article_that_fails_stops_no_other(article: Path, tmp_path: Path, records: list[dict[str, Any]]) -> None:
    bad = tmp_path / "bad.txt"
    bad.write_text(TEXT, encoding="utf-8")
    out = tmp_path / "out"
    written, errors = da.report.build_all([article, "nothing-such", bad], record=[str(article), str(bad)], out=out)
    assert [path.name for path in written] == ["index.html", "글.html", "bad.html"]
    assert [type(error) for error in errors] == [MissingError, ReportError]
    assert "글-record.html" in written[1].read_text(encoding="utf-8")
    assert "bad-record.html" not in written[2].read_text(encoding="utf-8")  # a link to nothing


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"lang": "fr"}, "lang"),
        ({"about": {"titel": "x"}}, "about has titel"),
        ({"settings": {"unit": []}}, "settings has unit"),
        ({"about": {"date": "어제"}}, "write it as 2026-05-04"),
    ],
)
def test_unknown_options_are_refused(article: Path, options: dict[str, Any], said: str, tmp_path: Path) -> None:
    with pytest.raises(OptionError, match=said):
        da.report.build(article, out=tmp_path, **options)


# --- the command line


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[list[str], dict[str, Any]]]:
    calls: list[tuple[list[str], dict[str, Any]]] = []

    def build_all(articles: list[str], **options: Any) -> Any:
        calls.append((articles, options))
        return [Path("index.html"), *(Path(f"{Path(one).stem}.html") for one in articles)], []

    monkeypatch.setattr(da.report, "build_all", build_all)
    return calls


def test_alone_the_command_reports_on_the_op_ed_with_its_record_and_one_article(
    asked: list[tuple[list[str], dict[str, Any]]], capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["report"]) == 0
    articles, options = asked[0]
    known = da.report.articles()
    assert articles == [known[0], "solar-ledger"]
    assert options["record"] == [known[0]]
    assert "2 of 2 report(s) written; open index.html" in capsys.readouterr().out


def test_all_reports_on_every_article(asked: list[tuple[list[str], dict[str, Any]]]) -> None:
    assert cli.main(["report", "all", "--record"]) == 0
    assert asked[0][0] == asked[0][1]["record"] == da.report.articles()


def test_options_of_one_article(
    article: Path, asked: list[tuple[list[str], dict[str, Any]]], capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["report", str(article), "--codebook", "none", "--title", "장터", "--date", "2026-05-04", "--lang", "en"]
    assert cli.main(words) == 0
    _, options = asked[0]
    assert (options["codebook"], options["lang"], options["record"]) == ("none", "en", [])
    assert options["about"] == {"title": "장터", "date": "2026-05-04"}
    assert "1 report written; open 글.html" in capsys.readouterr().out
    assert cli.main(["report", "a", "b", "--title", "장터"]) == 2
    assert "--title is of one article, and 2 are asked for; name one" in capsys.readouterr().err


@pytest.mark.parametrize("option", [["--author", "나"], ["--title", "글"]])
def test_options_of_one_article_are_not_for_a_corpus(option: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["report", "--corpus", str(paths.ARTICLES), *option]) == 2
    assert f"{option[0]}" in capsys.readouterr().err
