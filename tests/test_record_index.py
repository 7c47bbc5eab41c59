import html
import json
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from analysis.errors import ReportError
from analysis.record import listing


def put(folder: Path, name: str, title: str, *, redacted: bool = False) -> None:
    card = {"name": name, "title": title, "redacted": redacted, "sentences": 3}
    card |= {"author": "", "outlet": "", "date": ""}
    meta = f'<meta name="damron-report" content="{html.escape(json.dumps(card))}">'
    (folder / f"{name}.html").write_text(f"<html><head>\n{meta}\n<style></style></head></html>", encoding="utf-8")


def rows(page: Path) -> list[list[str]]:
    soup = BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser")
    return [[cell.get_text() for cell in row.find_all(["th", "td"])] for row in soup.select("tbody tr")]


def test_reports_stand_in_the_kits_order_and_others_after_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "articles", lambda: ["op-ed", "b"])
    put(tmp_path, "a", "다른 글")
    put(tmp_path, "b", "둘째")
    put(tmp_path, "op-ed", "첫째", redacted=True)
    (tmp_path / "foreign.html").write_text("<html><head><style></style></head></html>", encoding="utf-8")
    page = listing.index(tmp_path)
    assert page == tmp_path / "index.html"
    assert [(row[0], row[-2]) for row in rows(page)] == [
        ("첫째", "원문을 가린 형태소 표"),
        ("둘째", "원문"),
        ("다른 글", "원문"),
    ]


def test_titles_are_text_and_links_are_quoted(tmp_path: Path) -> None:
    put(tmp_path, "글 100%", "<script>x</script>")
    soup = BeautifulSoup(listing.index(tmp_path).read_text(encoding="utf-8"), "html.parser")
    link = soup.select_one("tbody a")
    assert link is not None
    assert link["href"] == "%EA%B8%80%20100%25.html"
    assert soup.find("script") is None
    assert link.get_text() == "<script>x</script>"


def test_the_same_reports_give_the_same_list(tmp_path: Path) -> None:
    put(tmp_path, "a", "글")
    first = listing.index(tmp_path).read_bytes()
    assert listing.index(tmp_path).read_bytes() == first


def test_an_empty_folder_gives_an_empty_list(tmp_path: Path) -> None:
    page = listing.index(tmp_path / "new")
    assert rows(page) == []
    assert "아직 보고서가 없다." in page.read_text(encoding="utf-8")


def test_a_place_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(ReportError, match="cannot be written"):
        listing.index(tmp_path / "file" / "below")


def test_a_record_stands_beside_its_report_and_alone_without_one(tmp_path: Path) -> None:
    put(tmp_path, "글", "보고서")
    put(tmp_path, "글-record", "보고서")
    put(tmp_path, "옛글-record", "기록만")
    soup = BeautifulSoup(listing.index(tmp_path).read_text(encoding="utf-8"), "html.parser")
    links = [[link["href"] for link in row.find_all("a")] for row in soup.select("tbody tr")]
    assert links == [
        ["%EA%B8%80.html", "%EA%B8%80-record.html"],
        ["%EC%98%9B%EA%B8%80-record.html"],
    ]
