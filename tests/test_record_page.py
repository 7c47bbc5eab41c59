import base64
import io
from dataclasses import replace
from urllib.parse import unquote

import pandas as pd
import pytest
from bs4 import BeautifulSoup
from PIL import Image

import analysis as da
from analysis.record.links import Behind
from analysis.record.page import Page

NOTHING = Behind({"books": [], "words": [], "sentences": []})
DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="72pt" height="36pt" viewBox="0 0 72 36">'
    '<g id="a"><path id="b" clip-path="url(#a)"/></g>'
    '<g id="words" fill-opacity="0"><text>클러스터</text></g></svg>'
)


def picture(width: int) -> str:
    held = io.BytesIO()
    Image.new("RGB", (width, 300)).save(held, "PNG")
    return base64.b64encode(held.getvalue()).decode()


def add(html: str, figures: list[dict[str, str]] | None = None) -> tuple[Page, BeautifulSoup]:
    page = Page(figures or [], NOTHING)
    page.add(html, name="01-text")
    return page, BeautifulSoup(page.chapters[0]["html"], "html.parser")


def test_headings_sink_by_one_level_and_enter_the_contents() -> None:
    page = Page([], NOTHING)
    page.add('<h1 id="a">글</h1><h2 id="b">읽기</h2><h3 id="c">문단</h3>', name="01")
    page.add('<h1 id="a">핵심어</h1><h1 id="d">또 하나</h1>', name="02")
    assert [(e.id, e.text, [(c.id, c.text) for c in e.children]) for e in page.toc] == [
        ("chapter-1", "글", [("section-1-1", "읽기")]),
        ("chapter-2", "핵심어", [("section-2-1", "또 하나")]),
    ]
    first = BeautifulSoup(page.chapters[0]["html"], "html.parser")
    assert [(h.name, h["id"]) for h in first.find_all(["h1", "h2", "h3", "h4"])] == [
        ("h2", "chapter-1"),
        ("h3", "section-1-1"),
        ("h4", "section-1-2"),
    ]
    # a second h1 in one notebook is a section of its chapter, not a chapter
    second = BeautifulSoup(page.chapters[1]["html"], "html.parser")
    assert [h.name for h in second.find_all(["h1", "h2", "h3"])] == ["h2", "h3"]


def test_a_chapter_without_a_title_takes_the_notebooks_name() -> None:
    page, soup = add("<p>글</p><h2>절</h2>")
    assert page.toc[0].text == "01-text"
    assert [(h.name, h.get_text()) for h in soup.find_all(["h2", "h3"])] == [("h2", "01-text"), ("h3", "절")]


def test_links_inside_a_chapter_follow_their_heading() -> None:
    _, soup = add('<h1 id="글">글</h1><h2>둘째 절</h2><a href="#%EB%91%98%EC%A7%B8-%EC%A0%88">거기</a>')
    assert soup.find("a")["href"] == "#section-1-1"


def test_a_figure_gets_its_drawing_its_words_its_files_and_its_numbers() -> None:
    told = {"name": "a/keywords", "alt": "막대그래프. 클러스터 12회.", "png": picture(600), "svg": DRAWING}
    told |= {"csv": "term,n\n클러스터,12\n", "chart": "frequency", "title": "가장 많은 말"}
    told |= {"paths": "own/a/keywords.png\nown/a/keywords.svg\nown/a/keywords.csv"}
    _, soup = add('<h1>a</h1><img src="data:image/png;base64," data-figure="0">', [told])
    assert soup.find("img") is None
    assert soup.find("svg").find("title").get_text() == "가장 많은 말"
    assert soup.find("svg").find("desc").get_text() == "막대그래프. 클러스터 12회."
    assert soup.find("figcaption").get_text() == "그림 1. 파일: figures/a/keywords (png, svg, csv)"
    assert [td.get_text() for td in soup.find("figure").find_all("td")] == ["클러스터", "12"]
    files = {link["download"]: link["href"] for link in soup.select(".downloads a")}
    assert list(files) == ["a-keywords.png", "a-keywords.csv"]
    assert soup.find("button")["data-save"] == "a-keywords.svg"
    assert unquote(files["a-keywords.csv"].partition(",")[2]) == f"\ufeff{told['csv']}"


def test_a_table_to_save_is_not_altered_by_the_page() -> None:
    told = {"name": "k", "alt": "a", "png": "", "svg": DRAWING, "csv": 'n,"%# &<"\n1,\u202e\u11ab\n'}
    _, soup = add('<img src="data:image/png;base64," data-figure="0">', [told])
    address = str(soup.find("a", download="k.csv")["href"])
    assert base64.b64decode(address.partition("base64,")[2]).decode("utf-8-sig") == told["csv"]
    told["csv"] = 'n,"%# &<"\n1,가\n'
    _, soup = add('<img src="data:image/png;base64," data-figure="0">', [told])
    assert unquote(str(soup.find("a", download="k.csv")["href"]).partition(",%EF%BB%BF")[2]) == told["csv"]


def test_two_figures_share_no_id() -> None:
    told = {"name": "k", "alt": "a", "png": "", "svg": DRAWING, "csv": "n\n1\n"}
    _, soup = add('<img src="data:image/png;base64," data-figure="0">' * 2, [told])
    found = [tag["id"] for tag in soup.find_all(id=True)]
    assert len(found) == len(set(found))
    assert [path["clip-path"] for path in soup.find_all("path")] == ["url(#g1-a)", "url(#g2-a)"]


@pytest.mark.parametrize(
    ("told", "alt", "caption"),
    [
        ({"alt": ""}, "대체 텍스트가 없는 그림", "그림 1. 파일로 내보내지 않아 자료표가 없다."),
        ({"alt": "선그림.", "csv": "n\n1\n"}, "선그림.", "그림 1. 파일로 내보내지 않은 그림이다."),
    ],
)
def test_a_figure_that_was_not_exported_says_so(told: dict[str, str], alt: str, caption: str) -> None:
    _, soup = add(f'<img src="data:image/png;base64,{picture(300)}" data-figure="0">', [told])
    assert soup.find("img")["alt"] == alt
    assert soup.find("img")["width"] == "96"
    assert soup.find("figcaption").get_text() == caption


def test_figures_and_tables_are_numbered_over_all_chapters() -> None:
    page = Page([], NOTHING)
    html = '<img src="data:image/png;base64,AAAA"><table><tr><td>1</td></tr></table>'
    page.add(html, name="01")
    page.add(html, name="02")
    second = page.chapters[1]["html"]
    assert 'id="figure-2"' in second
    assert 'aria-label="표 2"' in second


@pytest.mark.parametrize(
    "evil",
    [
        "<script>alert(1)</script>",
        '<iframe src="https://a.example/"></iframe>',
        '<meta http-equiv="refresh" content="0;url=https://a.example/">',
        '<form action="https://a.example/"><input name="x"></form>',
        '<link rel="stylesheet" href="https://a.example/a.css">',
        '<base href="https://a.example/">',
    ],
)
def test_what_could_run_or_send_is_gone(evil: str) -> None:
    _, soup = add(f"<h1>글</h1>{evil}<p>남는 글</p>")
    assert "a.example" not in str(soup)
    assert "alert" not in str(soup)
    assert soup.find("p").get_text() == "남는 글"


def test_attributes_that_run_and_addresses_that_run_are_gone_but_their_text_stays() -> None:
    _, soup = add('<p onclick="x()">글</p><a href="javascript:x()">하나</a><a href="https://a.example/">둘</a>')
    assert "x()" not in str(soup)
    assert [a.get_text() for a in soup.find_all("a")] == ["둘"]
    assert "하나" in soup.get_text()


def test_a_picture_from_elsewhere_is_named_not_loaded() -> None:
    _, soup = add('<h1>글</h1><img src="https://a.example/x.png" alt="a">')
    assert soup.find("img") is None
    assert "[넣지 않은 그림: https://a.example/x.png]" in soup.get_text()


def test_code_can_be_scrolled_with_the_keyboard() -> None:
    _, soup = add("<pre>x = 1</pre>")
    assert soup.find("pre")["tabindex"] == "0"


def test_what_turns_writing_round_is_named() -> None:
    page, _ = add("<p>글\u202etxt</p>")
    assert "글[U+202E]txt" in page.chapters[0]["html"]


def test_loose_jamo_are_shown_as_letters() -> None:
    # U+11AB alone is drawn as a scrap at the foot of the line; U+3134 is the letter
    page, _ = add("<p>\u11ab다 가</p>")
    assert "ㄴ다 가" in page.chapters[0]["html"]


@pytest.mark.usefixtures("in_korean")
def test_what_was_looked_through_is_folded_where_it_is_long() -> None:
    few = da.Corpus.from_texts({"가": "몇일 뒤 <b>비</b>가 왔다."}).report()
    _, soup = add(few._repr_html_())
    # documents, a doubtful spelling, and three stages with nothing: by hand, five rows
    rows = [[cell.get_text() for cell in row.find_all(["th", "td"])] for row in soup.select("details[open] tbody tr")]
    assert rows == [
        ["읽은 것", "글", "1", "1", "", ""],
        ["되살린 것", "없음", "–", "–", "", ""],
        ["이어 붙인 것", "없음", "–", "–", "", ""],
        ["제외한 것", "없음", "–", "–", "", ""],
        ["이상해 보이나 그대로 둔 것", "맞춤법이 의심되는 말", "1", "1", "몇일 → 며칠 가", "segment(variants=...)"],
    ]
    assert soup.select_one("details .scroll[role=region] table th[scope=row]") is not None
    row = few.table.iloc[-1]
    many = replace(few, table=pd.DataFrame([row.replace({"spelling": f"kind {k}"}) for k in range(13)]))
    _, long = add(many._repr_html_())
    assert len(long.select("details.inspection:not([open]) tbody tr")) == 17
