import base64
import io

import pytest
from bs4 import BeautifulSoup
from bs4.element import Tag
from PIL import Image

from analysis.record import html_tables


def soup(html: str) -> tuple[BeautifulSoup, Tag]:
    held = BeautifulSoup(html, "html.parser")
    table = held.find("table")
    assert isinstance(table, Tag)
    return held, table


FRAME = """<table border="1" class="dataframe">
<thead><tr style="text-align: right;"><th></th><th>term</th><th>n</th><th>share</th></tr></thead>
<tbody><tr><th>0</th><td>동맹</td><td>12</td><td>NaN</td></tr>
<tr><th>1</th><td>12월</td><td>1,203</td><td>0.5</td></tr></tbody></table>"""


def test_headers_get_a_scope_and_the_empty_corner_is_no_header() -> None:
    held, table = soup(FRAME)
    html_tables.tidy(table)
    assert [(th.get_text(), th["scope"]) for th in held.find_all("th")] == [
        ("단어 term", "col"),
        ("횟수 n", "col"),
        ("비중(0~1) share", "col"),
        ("0", "row"),
        ("1", "row"),
    ]
    corner = table.find("thead").find("td")
    assert corner is not None
    assert corner.get_text() == ""


def test_dates_stay_on_one_line_and_a_column_without_any_number_shows_dashes() -> None:
    head = "<thead><tr><th>date</th><th>low</th><th>note</th></tr></thead>"
    body = "<tr><td>2026-06-25</td><td>NaN</td><td></td></tr><tr><td>2026-07-01</td><td>NaN</td><td></td></tr>"
    held, table = soup(f"<table>{head}<tbody>{body}</tbody></table>")
    html_tables.tidy(table)
    assert [cell.get_text() for cell in held.find_all(class_="date")] == ["2026-06-25", "2026-07-01"]
    # a column of empty cells is text and stays empty
    assert [cell.get_text() for cell in held.find_all("td")] == ["2026-06-25", "–", "", "2026-07-01", "–", ""]


def test_columns_of_numbers_stand_to_the_right_and_no_others() -> None:
    held, table = soup(FRAME)
    html_tables.tidy(table)
    marked = [cell.get_text() for cell in held.find_all(class_="num")]
    # 12월 is a word: its column stays; NaN says nothing about its column, 0.5 does
    assert marked == ["", "횟수 n", "비중(0~1) share", "0", "12", "–", "1", "1,203", "0.5"]


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("346.320346", "346"),
        ("0.323943661971831", "0.324"),
        ("-1.23456", "-1.23"),
        ("12345.6", "12,346"),
        ("12.0", "12"),
        ("0.000012345", "0.0000123"),
        ("1,203", "1,203"),
        ("20230504", "20230504"),
    ],
)
def test_three_digits_are_shown_and_whole_numbers_stay(value: str, shown: str) -> None:
    held, table = soup(f"<table><thead><tr><th>x</th></tr></thead><tbody><tr><td>{value}</td></tr></tbody></table>")
    html_tables.tidy(table)
    assert held.find("td").get_text() == shown


def test_an_id_that_begins_with_a_nought_is_no_number() -> None:
    body = "<tr><td>01100101.20230501100000001</td><td>0.12345</td></tr>"
    held, table = soup(f"<table><thead><tr><th>doc</th><th>share</th></tr></thead><tbody>{body}</tbody></table>")
    html_tables.tidy(table)
    assert [cell.get_text() for cell in held.select("td")] == ["01100101.20230501100000001", "0.123"]


def test_a_table_on_its_side_has_korean_rows_and_a_word_may_mean_two_things() -> None:
    held, table = soup(
        "<table><tbody><tr><th>title</th><td>글</td></tr><tr><th>author</th><td>가</td></tr></tbody></table>"
    )
    html_tables.tidy(table)
    assert [th.get_text() for th in held.find_all("th")] == ["제목 title", "필자 author"]
    held, table = soup("<table><thead><tr><th>was</th><th>left</th></tr></thead></table>")
    html_tables.tidy(table)
    assert [th.get_text() for th in held.find_all("th")] == ["바뀌기 전 was", "그대로 둔 수 left"]


def test_presentation_attributes_go() -> None:
    held, table = soup(FRAME)
    html_tables.tidy(table)
    assert "style=" not in str(held)
    assert "border=" not in str(held)


def test_a_table_scrolls_in_a_region_with_a_name() -> None:
    held, table = soup("<table></table>")
    html_tables.scroll(held, table, label="표 1")
    region = held.find("div")
    assert isinstance(region, Tag)
    assert region.attrs == {"class": "scroll", "role": "region", "tabindex": "0", "aria-label": "표 1"}
    assert region.find("table") is not None


def test_the_data_table_shows_the_csv_as_text() -> None:
    text = '\ufeffterm,n\n"<b>동맹</b>, 한미",12\n\'=SUM(A1),\n'
    details = html_tables.data_table(BeautifulSoup("", "html.parser"), text, label="그림 1의 자료표")
    rows = [[cell.get_text() for cell in row.find_all(["th", "td"])] for row in details.find_all("tr")]
    assert rows == [["단어 term", "횟수 n"], ["<b>동맹</b>, 한미", "12"], ["'=SUM(A1)", "–"]]
    assert details.find("b") is None
    assert details.find("summary").get_text() == "자료표 (2행)"
    assert [th["scope"] for th in details.find_all("th")] == ["col", "col"]


def test_a_long_data_table_says_how_much_it_leaves_out() -> None:
    text = "n\n" + "\n".join(str(i) for i in range(103))
    details = html_tables.data_table(BeautifulSoup("", "html.parser"), text, label="x")
    assert len(details.find_all("tr")) == 61
    assert details.find("p").get_text() == "처음 60행이다. 나머지 43행은 CSV 파일에 있다."
    # exactly 60 rows are all there, and nothing is said
    whole = html_tables.data_table(BeautifulSoup("", "html.parser"), "n\n" + "1\n" * 60, label="x")
    assert (len(whole.find_all("tr")), whole.find("p")) == (61, None)


@pytest.mark.parametrize(("dots", "pixels"), [((3000, 1500), (960, 480)), ((300, 301), (96, 96))])
def test_a_picture_of_300_dpi_is_shown_at_its_printed_size(dots: tuple[int, int], pixels: tuple[int, int]) -> None:
    held = io.BytesIO()
    Image.new("RGB", dots).save(held, "PNG")
    # 3000 dots are 10 inches, which CSS calls 960 pixels
    assert html_tables.css_size("data:image/png;base64," + base64.b64encode(held.getvalue()).decode()) == pixels
