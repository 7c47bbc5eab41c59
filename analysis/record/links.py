"""From a number to the lines behind it: which cells of tables and which shapes of figures lead where."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Sequence
from typing import Any, Literal

from bs4 import BeautifulSoup, Tag

from analysis.korean import visible
from analysis.record import annotated_text, svg

_KEY = ("sentence", "surface", "term", "frame")
_WHITE = "#ffffff"
_CLOSE = 0.01  # of a bar's length
_NEAR = 6.0  # points: half the side of what can be clicked around a dot
_TERMS = ("term", "source", "target", "label")

Group = Literal["surface", "sentence", "paragraph", "element", "agent"]
# What hits are counted by, and the column of a table that leads to them.
_COUNTED: tuple[tuple[Group, str], ...] = (
    *(("surface", "surface"), ("sentence", "n"), ("paragraph", "n")),
    *(("element", "n"), ("agent", "n")),
)


class Behind:
    """Finds the concordance lines of a report by the terms, frames and counts that a table or a figure shows."""

    # A number gets a link only where exactly so many lines stand behind it.

    def __init__(self, evidence: dict[str, Any]) -> None:
        self._books: list[dict[str, Any]] = evidence["books"]
        self._words = {(word["term"], word["tag"]): (k, word["n"]) for k, word in enumerate(evidence["words"])}
        self._hits = [hit for book in self._books for hit in book["hits"]]
        self._groups = annotated_text.groups(evidence)
        self._same: dict[tuple[str, ...], list[int]] = {}
        for line, hit in enumerate(self._hits):
            self._same.setdefault(tuple(str(hit[name]) for name in _KEY), []).append(line)
        self._sentences = len(evidence["sentences"])

    def word(self, term: str, n: str, *, tag: str) -> str | None:
        """Name the first line of a keyword, None where its lines are not those of this number."""
        terms = [key for key in self._words if key[0] == term and tag in ("", key[1])]
        if len(terms) != 1 or str(self._words[terms[0]][1]) != n:
            return None
        return f"word-{self._words[terms[0]][0]}"

    def hits(self, n: str, frame: str, by: Group, value: str) -> tuple[str, str] | None:
        """Name the first counted hit of a frame with some value, and the group of all; None where they are not n."""
        own = (k for k, hit in enumerate(self._hits) if hit["counted"] and hit["frame"] == frame)
        found = [k for k in own if annotated_text.value(self._hits[k], by) == value]
        return (f"hit-{found[0]}", self._groups[found[0]][by]) if found and str(len(found)) == n else None

    def link_table(self, soup: BeautifulSoup, table: Tag) -> None:
        """Link the cells of a table to their concordance lines, where its columns name term or frame."""
        head = table.find("thead")
        names = [cell.get_text(strip=True) for cell in head.find_all("tr")[-1].find_all(["th", "td"])] if head else []
        at = {name: place for place, name in enumerate(names)}
        seen: Counter[tuple[str, ...]] = Counter()
        for row in (row for body in table.find_all("tbody") for row in body.find_all("tr")):
            cells = row.find_all(["th", "td"])
            if len(cells) != len(names):
                continue
            said = {name: cells[place].get_text() for name, place in at.items()}
            found = self._row(said, seen)
            if found:
                _wrap(soup, cells[at[found[0]]], *found[1:])

    def _row(self, said: dict[str, str], seen: Counter[tuple[str, ...]]) -> tuple[str, str, str] | None:
        """Find the column of a row to link, the line that it links to, and the group of lines."""
        if {"surface", "frame", "sentence", "term"} <= said.keys():
            key = tuple(said[name] for name in _KEY)
            # Sentence 3 holds 동맹 twice: the first row of that kind in a table leads to the first hit, the second to
            # the second.
            lines = self._same.get(key, [])[seen[key] :]  # the nth row of a kind is its nth hit
            seen[key] += 1
            return ("surface", f"hit-{lines[0]}", "") if lines else None
        for by, column in _COUNTED:
            if {by, "frame", "n"} <= said.keys():
                found = self.hits(said["n"], said["frame"], by, annotated_text.value(said, by))
                return (column, *found) if found else None
        if {"term", "n"} <= said.keys() and "frame" not in said:
            href = self.word(visible(said["term"]), said["n"], tag=said.get("tag", ""))
            return ("term", href, "") if href else None
        return None

    def links(self, told: dict[str, Any], drawing: str) -> list[svg.Link]:
        """Link the shapes of a figure to their concordance lines."""
        shapes = [box for box in svg.boxes(drawing) if box.x > 0]
        rows = list(csv.DictReader(io.StringIO(told.get("csv", "").removeprefix("\ufeff"))))
        columns = set(rows[0]) if rows else set()
        if told.get("chart") == "frequency" and {"term", "tag", "n"} <= columns:
            return self._bars([box for box in shapes if box.fill != _WHITE], rows)
        if told.get("chart") == "strip" and {"sentence", "frame", "n"} <= columns:
            return self._cells(shapes, rows)
        if told.get("chart") == "framing" and {"paragraph", "frame", "n", "density"} <= columns:
            return self._dots(drawing, rows)
        return self._labels(drawing, rows, columns)

    def _labels(self, drawing: str, rows: list[dict[str, str]], columns: set[str]) -> list[svg.Link]:
        """Link the words that a chart shows to their lines; the link says how many, whatever the chart counts."""
        wanted = {(visible(row[name]), row.get("tag", "")) for name in _TERMS if name in columns for row in rows}
        known: dict[str, set[str]] = {}
        for term, tag in self._words:
            if (term, tag) in wanted or (term, "") in wanted:
                known.setdefault(term, set()).add(tag)
        found = []
        for word in svg.words(drawing):
            tags = known.get(word.text, set())
            if len(tags) == 1:
                line, n = self._words[word.text, min(tags)]
                found.append(svg.Link(word.box, f"#word-{line}", f"{word.text}: 용례 {n}곳 보기"))
        return found

    def _dots(self, drawing: str, rows: list[dict[str, str]]) -> list[svg.Link]:
        """Match dots with paragraphs by their line and with frames by their colour; every place must fit its number."""
        colours = {frame["colour"].lower(): frame for book in self._books for frame in book["frames"]}
        by_place = {(f"{row['paragraph']}문단", row["frame"]): row for row in rows}
        heads = {line for line, _ in by_place}
        lines = {word.text: word.box.y + word.box.height / 2 for word in svg.words(drawing) if word.text in heads}
        found, places = [], []
        for dot in svg.dots(drawing):
            frame = colours.get(dot.fill)
            line = min(lines, key=lambda text: abs(lines[text] - dot.y), default="")
            row = by_place.get((line, frame["id"])) if frame else None
            if frame is None or row is None or abs(lines[line] - dot.y) > _NEAR:
                continue
            places.append((float(row["density"]), dot.x))
            if held := self.hits(row["n"], row["frame"], "paragraph", row["paragraph"]):
                box = svg.Box(dot.x - _NEAR, dot.y - _NEAR, 2 * _NEAR, 2 * _NEAR, "")
                text = f"{line}, {frame['label']} {row['n']}회: 용례 보기"
                found.append(svg.Link(box, f"#{held[0]}", text, held[1]))
        return found if _on_a_line(places) else []

    def _bars(self, shapes: Sequence[svg.Box], rows: list[dict[str, str]]) -> list[svg.Link]:
        """Match bars from the top with terms by count; every length must agree."""
        shapes = sorted(shapes, key=lambda box: box.y)
        rows = sorted(rows, key=lambda row: (-int(row["n"]), row["term"], row["tag"]))[: len(shapes)]
        if not shapes or len(rows) < len(shapes):
            return []
        # Bars of 200, 100 and 50 points beside the counts 8, 4 and 2: 25 points a count, and every bar must agree
        # within two points (a hundredth of the longest), or the figure is of another table and gets no link.
        unit = shapes[0].width / int(rows[0]["n"])
        pairs = list(zip(shapes, rows, strict=True))
        if any(abs(box.width - unit * int(row["n"])) > _CLOSE * shapes[0].width for box, row in pairs):
            return []
        found = []
        for box, row in pairs:
            term = visible(row["term"])
            if href := self.word(term, row["n"], tag=row["tag"]):
                found.append(svg.Link(box, f"#{href}", f"{term} {row['n']}회: 용례 보기"))
        return found

    def _cells(self, shapes: Sequence[svg.Box], rows: list[dict[str, str]]) -> list[svg.Link]:
        """Match the cells of a strip, line by line, with sentences and frames; a cell is white where n is 0."""
        book = next((b for b in self._books if {r["frame"] for r in rows} <= {f["id"] for f in b["frames"]}), None)
        if book is None or not rows or not shapes or len(shapes) % self._sentences:
            return []
        labels = {frame["id"]: frame["label"] for frame in book["frames"]}
        drawn = book["compare"] or [name for name in labels if any(row["frame"] == name for row in rows)]
        if len(drawn) * self._sentences != len(shapes):
            return []
        # Two frames in a strip of two lines lie on four levels: 0 and 2 are of the first frame, 1 and 3 of the second,
        # and the cells of a frame are put together in reading order.
        levels = sorted({round(box.y, 2) for box in shapes})
        placed: dict[str, list[svg.Box]] = {frame: [] for frame in drawn}
        for k, level in enumerate(levels):
            line = sorted((box for box in shapes if round(box.y, 2) == level), key=lambda box: box.x)
            placed[drawn[k % len(drawn)]].extend(line)
        found = []
        by_frame = {frame: [row for row in rows if row["frame"] == frame] for frame in drawn}
        pairs = [pair for frame in drawn for pair in zip(by_frame[frame], placed[frame], strict=True)]
        for row, box in sorted(pairs, key=lambda pair: int(pair[0]["sentence"])):
            if (row["n"] == "0") != (box.fill == _WHITE):
                return []
            if held := self.hits(row["n"], row["frame"], "sentence", row["sentence"]):
                text = f"{row['sentence']}번 문장, {labels[row['frame']]} {row['n']}회: 용례 보기"
                found.append(svg.Link(box, f"#{held[0]}", text, held[1]))
        return found


def _on_a_line(places: list[tuple[float, float]]) -> bool:
    """Whether pairs of place and value lie on one straight line."""
    if not places:
        return False
    # Values 1, 2 and 4 at 100, 150 and 250 do; with 1 at 100 and 4 at 250, 2 must lie at 150 within one unit.
    (low, left), (high, right) = min(places), max(places)
    if high == low:
        return all(abs(x - left) < 1 for _, x in places)
    return all(abs(left + (right - left) * (value - low) / (high - low) - x) < 1 for value, x in places)


def _wrap(soup: BeautifulSoup, cell: Tag, ident: str, show: str) -> None:
    """Make the content of a cell a link to a line."""
    link = soup.new_tag("a", href=f"#{ident}", attrs={"data-show": show} if show else {})
    for child in list(cell.children):
        link.append(child.extract())
    cell.append(link)
