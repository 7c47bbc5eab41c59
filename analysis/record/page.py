"""Turn the rendered cells of chapters into the inside of one accessible page."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from bs4 import BeautifulSoup, Tag

from analysis.record import html_tables, svg
from analysis.record.allow_list import keep_allowed
from analysis.record.links import Behind
from analysis.record.safe_text import shown

_HEADING = re.compile(r"^h[1-6]$")
_RESERVED = re.compile(r"[\x00-\x20%#\"&<>\x7f]")
_PNG = "data:image/png;base64,"
_LONG = 12  # rows of what was looked through, from which it is folded
_NO_ALT = "대체 텍스트가 없는 그림"


@dataclass
class Entry:
    """One line of the table of contents and the lines under it."""

    id: str
    text: str
    children: list[Entry] = field(default_factory=list)


@dataclass
class Page:
    """Chapters as they are worked through; figures and tables are numbered over all of them."""

    # figures: For each displayed figure of the kernel: name, alt, svg, png and csv, as `kernel_hooks.finish` told.
    # behind: The lines that numbers and shapes lead to.
    # chapters: ``id`` of the chapter's heading and its ``html``.
    # toc: Chapters with their sections.

    figures: Sequence[dict[str, Any]]
    behind: Behind
    chapters: list[dict[str, str]] = field(default_factory=list)
    toc: list[Entry] = field(default_factory=list)
    n_figures: int = 0
    n_tables: int = 0

    def add(self, html: str, *, name: str) -> None:
        """Add one rendered chapter."""
        soup = BeautifulSoup(html, "html.parser")
        number = len(self.chapters) + 1
        keep_allowed(soup)
        self.toc.append(_headings(soup, number=number, name=name))
        drawings: dict[str, str] = {}
        for image in soup.find_all("img"):
            self._figure(soup, image, drawings)
        for table in soup.find_all("table"):
            if table.find_parent("details", class_="data") is None:
                self._table(soup, table)
        for place in soup.select("[data-rows]"):
            del place["data-rows"]
        for fold in soup.select("details.inspection"):
            if len(fold.select("tbody tr")) > _LONG:
                del fold["open"]
        for block in soup.find_all("pre"):
            block["tabindex"] = "0"
        html = shown(str(soup))
        for mark, drawing in drawings.items():
            html = html.replace(mark, drawing, 1)
        self.chapters.append({"id": self.toc[-1].id, "html": html})

    def _figure(self, soup: BeautifulSoup, image: Tag, drawings: dict[str, str]) -> None:
        """Give one picture its number, its alternative text, its drawing, its files and its numbers."""
        self.n_figures += 1
        label, told = f"그림 {self.n_figures}", dict[str, Any]()
        number = str(image.attrs.pop("data-figure", ""))
        if number.isdecimal() and int(number) < len(self.figures):
            told = self.figures[int(number)]
        alt = told.get("alt") or image.get("alt") or _NO_ALT
        picture = image.wrap(soup.new_tag("div"))
        html_tables.make_region(picture, kind="scroll picture", label=label)
        figure = picture.wrap(soup.new_tag("figure", id=f"figure-{self.n_figures}"))
        caption = soup.new_tag("figcaption")
        caption.string = f"{label}. {_origin(told)}"
        figure.append(caption)
        if "svg" in told:
            # The parser would change the drawing, so that a mark of two private characters stands for it until the
            # chapter is written: the digit 3 between U+E000 and U+E001 for the third figure.
            mark, compact = f"\ue000{self.n_figures}\ue001", svg.compact(told["svg"])
            image.replace_with(mark)
            drawings[mark] = draw(told, compact, self.behind, name=f"g{self.n_figures}")
            figure.append(_downloads(soup, told))
        else:
            image["alt"] = alt
            if told:
                image["width"], image["height"] = (str(side) for side in html_tables.css_size(str(image["src"])))
        if told.get("csv"):
            link = self.behind.link_rows
            figure.append(html_tables.data_table(soup, told["csv"], label=f"{label}의 자료표", link=link))

    def _table(self, soup: BeautifulSoup, table: Tag) -> None:
        """Count one table, give its headers a scope and let it scroll by itself."""
        self.n_tables += 1
        place = table.find_parent(attrs={"data-rows": True})
        if place is not None:
            told = json.loads(str(place["data-rows"]))
            lines = [line for body in table.find_all("tbody") for line in body.find_all("tr")]
            if len(lines) == len(told["rows"]):
                self.behind.link_rows(soup, lines, told["rows"], told["names"])
        html_tables.tidy(table)
        html_tables.scroll(soup, table, label=f"표 {self.n_tables}")


def draw(told: dict[str, Any], compact: str, behind: Behind, *, name: str) -> str:
    """Draw an exported figure into a page."""
    title = told.get("title") or told["name"]
    links = behind.links(told.get("places", ()))
    return svg.inline(compact, name=name, title=title.replace("\n", " "), alt=told["alt"], links=links)


def _downloads(soup: BeautifulSoup, told: dict[str, Any]) -> Tag:
    """Offer the files of a figure: two that the page carries, and the drawing itself, which the script hands out."""
    line = soup.new_tag("p", attrs={"class": "downloads"})
    line.append("내려받기: ")
    name = str(told["name"]).replace("/", "-")
    kinds = [("PNG", _PNG + told["png"]), ("CSV", _address(told["csv"]))]
    for label, address in kinds:
        link = soup.new_tag("a", href=address, download=f"{name}.{label.lower()}")
        link["aria-label"] = f"{name} {label} 내려받기"
        link.string = label
        line.extend([link, " "])
    button = soup.new_tag("button", type="button", hidden="", attrs={"data-save": f"{name}.svg"})
    button["aria-label"] = f"{name} SVG 내려받기"
    button.string = "SVG"
    line.append(button)
    return line


def _address(table: str) -> str:
    """Write a CSV as an address: plainly, which is shorter, but in base64 if the page would alter it."""
    # "단어,n" and a line of "100%" become "단어,n%0A" and "100%25": Hangul stays as it is, three bytes a syllable where
    # base64 takes four; a table with a character that the page writes otherwise goes into base64 whole.
    plain = _RESERVED.sub(lambda found: f"%{ord(found.group()):02X}", table)
    if shown(plain) == plain and "\ufeff" not in plain:
        return f"data:text/csv;charset=utf-8,%EF%BB%BF{plain}"
    coded = base64.b64encode(b"\xef\xbb\xbf" + table.encode()).decode("ascii")
    return f"data:text/csv;charset=utf-8;base64,{coded}"


def _origin(told: dict[str, Any]) -> str:
    """Say which files a figure was exported to."""
    if not told.get("name"):
        return "파일로 내보내지 않은 그림이다." if told.get("csv") else "파일로 내보내지 않아 자료표가 없다."
    kinds = [path.rpartition(".")[2] for path in told.get("paths", "").split("\n") if path]
    return f"파일: figures/{told['name']} ({', '.join(kinds)})"


def _headings(soup: BeautifulSoup, *, number: int, name: str) -> Entry:
    """Lower headings by one level, give them ids that are unique on the page, and list them."""
    headings = list(soup.find_all(_HEADING))
    if not headings or headings[0].name != "h1":
        first = soup.new_tag("h1")
        first.string = name
        soup.insert(0, first)
        headings = [first, *headings]
    chapter = Entry(f"chapter-{number}", headings[0].get_text(" ", strip=True))
    for place, heading in enumerate(headings):
        ident = f"chapter-{number}" if place == 0 else f"section-{number}-{place}"
        stored = heading.get_text(strip=True).replace(" ", "-")  # JupyterLab addresses a heading by its text
        for link in soup.find_all("a", href=True):
            if unquote(str(link["href"])) == f"#{stored}":
                link["href"] = f"#{ident}"
        heading["id"] = ident
        if place and heading.name in ("h1", "h2"):
            chapter.children.append(Entry(ident, heading.get_text(" ", strip=True)))
        level = int(heading.name[1])
        heading.name = f"h{min(max(level, 2 if place else 1) + 1, 6)}"
    return chapter
