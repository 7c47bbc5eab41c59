"""Tables of a report: headers with a scope, numbers to the right, wide ones that scroll by themselves."""

from __future__ import annotations

import base64
import csv
import io
import re
import struct
from collections.abc import Callable, Mapping, Sequence

from bs4 import BeautifulSoup, Tag

from analysis.schema import LABELS, heading
from analysis.schema.display import number

_NUMBER = re.compile(r"^(?!0\d)[-+−]?(\d[\d,]*)?\.?\d+([eE][-+]?\d+)?%?$")  # 01100101.2023 is an id
_DATE = re.compile(r"^\d{4}-\d{2}(-\d{2})?$")
_NOTHING = {"", "NaN", "nan", "inf", "-inf", "<NA>", "None"}
_ROWS = 60
_PRINT_DPI, _SCREEN_DPI = 300, 96

Linker = Callable[[BeautifulSoup, Sequence[Tag], Sequence[Mapping[str, str] | None], Sequence[str]], None]


def tidy(table: Tag) -> None:
    """Make a table as pandas writes it readable for everyone."""
    for tag in [table, *table.find_all(True)]:
        for name in ("border", "style", "align", "bgcolor", "valign"):
            if name in tag.attrs:
                del tag[name]
    for header in table.find_all("th"):
        if not header.get_text(strip=True):
            header.name = "td"
        else:
            header["scope"] = "col" if header.find_parent("thead") else "row"
    _align([row.find_all(["th", "td"]) for row in table.find_all("tr")])
    head = table.find("thead")
    heads = [cell for cell in (head.find_all(["th", "td"]) if head else []) if cell.get_text(strip=True)]
    rows = [cell for body in table.find_all("tbody") for cell in body.find_all("th")]
    if rows and all(cell.get_text(strip=True) in LABELS for cell in rows):
        heads += rows  # a table laid on its side
    names = [cell.get_text(strip=True) for cell in heads]
    for cell, own in zip(heads, names, strict=True):
        label = heading(own, names)
        if label and label != own:
            cell.string = f"{label} "
            small = Tag(name="span", attrs={"class": "column"})
            small.string = own
            cell.append(small)


def scroll(soup: BeautifulSoup, table: Tag, *, label: str) -> None:
    """Wrap a table in a named region that scrolls sideways and can be reached with the keyboard."""
    make_region(table.wrap(soup.new_tag("div")), kind="scroll", label=label)


def make_region(tag: Tag, *, kind: str, label: str) -> None:
    """Make a tag a named place that the keyboard reaches, so that what is cut off can be scrolled to."""
    tag.attrs |= {"class": kind, "role": "region", "tabindex": "0", "aria-label": label}


def data_table(soup: BeautifulSoup, text: str, *, label: str, link: Linker | None = None) -> Tag:
    """Build the folded table of the numbers that a figure draws."""
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    details = soup.new_tag("details", attrs={"class": "data"})
    summary = soup.new_tag("summary")
    summary.string = f"자료표 ({len(rows) - 1}행)"
    details.append(summary)
    table, head, body = (soup.new_tag(name) for name in ("table", "thead", "tbody"))
    table.extend([head, body])
    details.append(table)
    for place, row in enumerate(rows[: _ROWS + 1]):
        line = soup.new_tag("tr")
        for value in row:
            cell = soup.new_tag("td") if place else soup.new_tag("th", attrs={"scope": "col"})
            cell.string = value
            line.append(cell)
        (body if place else head).append(line)
    if link and rows:
        told = [dict(zip(rows[0], row, strict=True)) for row in rows[1 : _ROWS + 1]]
        link(soup, body.find_all("tr"), told, rows[0])
    tidy(table)
    scroll(soup, table, label=label)
    if len(rows) > _ROWS + 1:
        more = soup.new_tag("p")
        more.string = f"처음 {_ROWS}행이다. 나머지 {len(rows) - 1 - _ROWS}행은 CSV 파일에 있다."
        details.append(more)
    return details


def css_size(address: str) -> tuple[int, int]:
    """Return width and height in CSS pixels of a PNG of 300 dots per inch, given as a ``data:`` address."""
    head = base64.b64decode(address.partition(",")[2][:48])
    width, height = struct.unpack(">II", head[16:24])
    return round(width * _SCREEN_DPI / _PRINT_DPI), round(height * _SCREEN_DPI / _PRINT_DPI)


def _align(rows: list[list[Tag]]) -> None:
    """Mark the columns that hold numbers or dates; a column is told by its place from the right end of its row."""
    # pandas spans a head cell over rows that it groups, so that rows differ in length at the left; counted from the
    # right end the last column is everywhere the last.
    body = [row for row in rows if row and not row[0].find_parent("thead")]
    for place in range(1, min((len(row) for row in body), default=0) + 1):
        texts = [row[-place].get_text(strip=True) for row in body]
        filled = [text for text in texts if text not in _NOTHING]
        if filled and all(_NUMBER.match(text) for text in filled):
            for row in rows:
                if len(row) >= place:
                    row[-place]["class"] = "num"
        elif filled and all(_DATE.match(text) for text in filled):
            for row in body:
                row[-place]["class"] = "date"
        if all(text in _NOTHING or _NUMBER.match(text) for text in texts) and any(texts):
            for row in body:
                _round(row[-place])


def _round(cell: Tag) -> None:
    """Show a number with three significant digits, and no number as a dash; whole numbers stay as they are."""
    first = cell.contents[0] if cell.contents else None
    inner = first if isinstance(first, Tag) else cell  # a link around the number
    text = inner.get_text(strip=True)
    if text in _NOTHING and cell.name == "td":
        inner.string = "–"
    elif _NUMBER.match(text) and not text.endswith("%") and ("." in text or "e" in text.lower()):
        inner.string = number(float(text.replace(",", "").replace("−", "-")))
