import json
import os
import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

import analysis as da
from analysis import paths, record
from analysis.errors import MissingError, OptionError, ReportError
from analysis.record import listing

BOOKS = Path(__file__).parent / "data" / "notebooks"
TEXT = """---
title: '시장 <b>골목</b>의 "불빛" 😀'
author: 김하나
post: 담론대 교수
outlet: 담론 예시
date: 2026-10-01
section: 기고
licence: CC0-1.0
---
시장 골목에 불빛이 켜졌다. 상인은 골목을 쓸었다.

골목은 조용했다. 불빛만 남았다.
"""


@pytest.fixture
def article(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DAMRON_FIGURES", str(tmp_path / "figures"))
    path = tmp_path / "한글 폴더" / "골목 글.md"
    path.parent.mkdir()
    path.write_text(TEXT, encoding="utf-8")
    return path


@pytest.mark.slow
def test_one_file_with_everything_and_the_same_bytes_twice(article: Path, tmp_path: Path) -> None:
    told: list[str] = []
    out = tmp_path / "나온 것"
    path = record.build(article, notebooks=BOOKS, out=out, progress=told.append)
    first = path.read_bytes()
    assert path == out / "골목 글.html"
    assert told == ["골목 글: one", "골목 글: two", "골목 글: page"]
    assert [file.name for file in out.iterdir()] == ["골목 글.html"]
    assert record.build(article, notebooks=BOOKS, out=out).read_bytes() == first
    check_page(first.decode("utf-8"), tmp_path)


def check_page(text: str, tmp_path: Path) -> None:
    soup = BeautifulSoup(text, "html.parser")
    assert soup.html["lang"] == "ko"
    assert str(tmp_path) not in text
    # the title came from a file: it is text everywhere
    assert soup.h1.get_text() == '시장 <b>골목</b>의 "불빛" 😀'
    assert soup.find("b", string="골목") is None
    # a frame's cell is text as well, and the notebook's own numbers are there
    assert "<b>굵게</b>" in [cell.get_text() for cell in soup.find_all("td")]
    # by hand: 골목 three times, 불빛 twice, in two paragraphs of four sentences
    picture = soup.select_one("figure svg")
    assert "골목" in picture.find("desc").get_text()
    figure = picture.find_parent("figure")
    drawn = [[cell.get_text() for cell in row.find_all(["th", "td"])] for row in figure.find_all("tr")]
    head, first = drawn[0], drawn[1]
    assert (first[head.index("단어 term")], first[head.index("횟수 n")]) == ("골목", "3")
    facts = {th.get_text(): th.find_next("td").get_text() for th in soup.select(".facts th")}
    assert (facts["문단"], facts["문장"], facts["글꼴에 없는 글자"][0]) == ("2", "4", "😀")
    assert [entry.get_text() for entry in soup.select(".contents > ol > li > a")] == [
        "읽기 화면",
        "첫째 장",
        "둘째 장",
        "용례 색인",
        "연구방법",
    ]
    targets = {tag["id"] for tag in soup.find_all(id=True)}
    assert {link["href"][1:] for link in soup.select('a[href^="#"]')} <= targets
    assert len(targets) == len(soup.find_all(id=True)), "an id stands twice"
    # the parameters cell is shown as the user named the article
    assert 'article = "골목 글.md"' in [block.get_text().strip() for block in soup.select("details.code pre")]


@pytest.mark.usefixtures("in_korean")  # the kernel speaks Korean, as the page does
def test_a_failing_notebook_leaves_the_old_report_as_it_was(article: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.ipynb"
    held = json.loads((BOOKS / "one.ipynb").read_text(encoding="utf-8"))
    held["cells"][4]["source"] = "da.read('없는 글')"
    broken.write_text(json.dumps(held), encoding="utf-8")
    old = tmp_path / "out" / "골목 글.html"
    old.parent.mkdir()
    old.write_text("old", encoding="utf-8")
    with pytest.raises(ReportError) as caught:
        record.build(article, notebooks=[broken], out=old.parent)
    assert str(caught.value).startswith("골목 글의 보고서를 만들지 못했다: broken.ipynb, 셀 5: '없는 글'에 맞는 파일")
    assert "\n" not in str(caught.value)
    assert [(file.name, file.read_text(encoding="utf-8")) for file in old.parent.iterdir()] == [("골목 글.html", "old")]


def test_an_article_that_is_not_there_is_known_before_anything_runs() -> None:
    with pytest.raises(MissingError, match=r"no file, folder or article is called 'nothing-such'; the kit's own"):
        record.build("nothing-such", notebooks=BOOKS)


def test_no_notebook_is_an_error(article: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(MissingError, match="no notebook in"):
        record.build(article, notebooks=tmp_path / "empty")


def seed(folder: Path, *names: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name in names:
        (folder / name).write_text("글", encoding="utf-8")


@pytest.fixture
def seeds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("articles", "private", "tokens"):
        monkeypatch.setattr(paths, name.upper(), tmp_path / name)
    seed(tmp_path / "articles", "b.md", "a.txt", "README.md", ".hidden.md", "note.pdf")
    return tmp_path


@pytest.mark.parametrize(
    ("folder", "name"), [("private", "donga-2023-05-04.txt"), ("tokens", "donga-2023-05-04.morphs.csv")]
)
def test_the_op_ed_comes_first_where_it_is_in_any_form(seeds: Path, folder: str, name: str) -> None:
    assert da.report.articles() == ["a", "b"]
    seed(seeds / folder, name)
    assert da.report.articles() == ["donga-2023-05-04", "a", "b"]


def test_without_seeds_there_is_no_article(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("ARTICLES", "PRIVATE", "TOKENS"):
        monkeypatch.setattr(paths, name, tmp_path / "none")
    assert da.report.articles() == []


def test_articles_of_one_name_have_reports_of_their_own(tmp_path: Path) -> None:
    given = [
        tmp_path / "A.txt",
        tmp_path / "a.md",
        tmp_path / "x" / "글.txt",
        tmp_path / "y" / "글.md",
        tmp_path / "b.md",
    ]
    for path in given:
        path.parent.mkdir(exist_ok=True)
        path.touch()
    named = listing.distinct(given)
    assert [re.sub("-[0-9a-f]{8}$", "-#", named[str(path)]) for path in given] == ["A-#", "a-#", "글-#", "글-#", "b"]
    assert len({name.casefold() for name in named.values()}) == 5
    with pytest.raises(OptionError, match=r"b\.md is named twice; name each article once"):
        listing.distinct([tmp_path / "b.md", tmp_path / "b.md"])


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("왜 지금인가? “반값” 1:1.txt", r"왜-지금인가-반값-1-1-[0-9a-f]{8}"),
        ("[사설] 봄·여름 (상).md", r"\[사설\] 봄·여름 \(상\)"),
        ("가" * 78 + ".txt", "가{37}-[0-9a-f]{8}"),
        ("CON.txt", "CON-[0-9a-f]{8}"),
        (os.fsdecode("한들.txt".encode("cp949")), "한들"),
    ],
)
def test_a_report_is_named_as_every_system_takes_it(tmp_path: Path, file: str, name: str) -> None:
    (tmp_path / file).write_text("마을 도서관이 문을 열었다.", encoding="utf-8")
    assert re.fullmatch(name, listing.name_of(tmp_path / file))


@pytest.mark.long
def test_an_article_that_fails_stops_no_other(article: Path, tmp_path: Path) -> None:
    empty = tmp_path / "빈 글.txt"
    empty.write_text("", encoding="utf-8")
    out = tmp_path / "out"
    written, errors = record.build_all([empty, article], notebooks=BOOKS / "one.ipynb", out=out)
    assert [path.name for path in written] == ["index.html", "골목 글.html"]
    assert len(errors) == 1
    assert "빈 글" in str(errors[0])
    assert "골목 글" not in str(errors[0])
    assert "%EA%B3%A8%EB%AA%A9%20%EA%B8%80.html" in (out / "index.html").read_text(encoding="utf-8")
