"""From a number to the lines behind it: which rows of tables and which marks of figures lead where."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Literal

from bs4 import BeautifulSoup, Tag

from analysis.korean import visible
from analysis.record import annotated_text, svg

_KEY = ("sentence", "surface", "term", "frame")

Group = Literal["surface", "sentence", "paragraph", "element", "agent", "agent_kind", "term"]
# What hits are counted by, and the column of a table that leads to them.
_COUNTED: tuple[tuple[Group, str], ...] = (
    *(("surface", "surface"), ("sentence", "n"), ("paragraph", "n"), ("element", "n"), ("agent", "n")),
    ("agent_kind", "n"),
)
_PLACED: dict[str, Group] = {"sentence": "sentence", "paragraph": "paragraph", "entry": "term"}
# Columns that tell a row from another, or count what stands behind it.
COLUMNS = frozenset({*_KEY, *(by for by, _ in _COUNTED), "tag", "n"})


class Behind:
    """Finds the concordance lines of a report by the terms, frames and counts that a table or a figure states."""

    # A number gets a link only where exactly so many lines stand behind it.

    def __init__(self, evidence: dict[str, Any]) -> None:
        self._books: list[dict[str, Any]] = evidence["books"]
        self._words = {(word["term"], word["tag"]): (k, word["n"]) for k, word in enumerate(evidence["words"])}
        self._hits = [hit for book in self._books for hit in book["hits"]]
        self._groups = annotated_text.groups(evidence)
        self._labels = {frame["id"]: frame["label"] for book in self._books for frame in book["frames"]}
        self._same: dict[tuple[str, ...], list[int]] = {}
        for line, hit in enumerate(self._hits):
            self._same.setdefault(tuple(str(hit[name]) for name in _KEY), []).append(line)

    def word(self, term: str, n: str, *, tag: str) -> str | None:
        """Name the first line of a keyword, None where its lines are not those of this number."""
        terms = [key for key in self._words if key[0] == term and tag in ("", key[1])]
        if len(terms) != 1 or (n and str(self._words[terms[0]][1]) != n):
            return None
        return f"word-{self._words[terms[0]][0]}"

    def hits(self, n: str, frame: str, by: Group, value: str) -> tuple[str, str] | None:
        """Name the first counted hit of a frame with some value, and the group of all; None where they are not n."""
        return self._lines([frame], lambda hit: annotated_text.value(hit, by) == value, by, n=n)

    def _lines(
        self, frames: Sequence[str], wanted: Callable[[dict[str, Any]], bool], by: Group, *, n: str = ""
    ) -> tuple[str, str] | None:
        """Name the first wanted hit of some frames and the groups of all; None where they are not n."""
        own = (k for k, hit in enumerate(self._hits) if hit["counted"] and hit["frame"] in frames)
        found = [k for k in own if wanted(self._hits[k])]
        if not found or (n and str(len(found)) != n):
            return None
        return f"hit-{found[0]}", " ".join(dict.fromkeys(self._groups[k][by] for k in found))

    def link_rows(
        self, soup: BeautifulSoup, lines: Sequence[Tag], rows: Sequence[Mapping[str, str] | None], names: Sequence[str]
    ) -> None:
        """Link the cells of a table to their concordance lines; a row tells its values, and the table its columns."""
        # pandas writes an outer name of an index once for several rows, so that columns count from the right end.
        seen: Counter[tuple[str, ...]] = Counter()
        for line, row in zip(lines, rows, strict=True):
            found = self._row(row, seen) if row else None
            cells = line.find_all(["th", "td"])
            at = len(names) - names.index(found[0]) if found and found[0] in names else len(cells) + 1
            if found and at <= len(cells):
                _wrap(soup, cells[-at], *found[1:])

    def _row(self, said: Mapping[str, str], seen: Counter[tuple[str, ...]]) -> tuple[str, str, str] | None:
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

    def links(self, places: Iterable[Mapping[str, Any]]) -> list[svg.Link]:
        """Link the marks of a figure to their concordance lines."""
        found = []
        for place in places:
            row = place["row"]
            lines = self._word(row) if "term" in row else self._mark(row)
            if lines:
                href, show, said = lines
                found.append(svg.Link(svg.Box(*place["box"]), f"#{href}", f"{said}: 용례 보기", show))
        return found

    def _word(self, row: Mapping[str, str]) -> tuple[str, str, str] | None:
        """Find the lines of a word; the link says how many they are, whatever the chart counts."""
        term = visible(row["term"])
        href = self.word(term, "", tag=row.get("tag", ""))
        return (href, "", f"{term} {self._words_at(href)}회") if href else None

    def _words_at(self, href: str) -> int:
        """Count the lines of a word."""
        return next(int(n) for k, n in self._words.values() if f"word-{k}" == href)

    def _mark(self, row: Mapping[str, str]) -> tuple[str, str, str] | None:
        """Find the counted hits of one or two frames, of a sentence, paragraph or entry, or all of them."""
        frames = row["frames"].split(" ") if "frames" in row else [row["frame"]]
        labels = "·".join(self._labels.get(frame, frame) for frame in frames)
        for by, _ in _COUNTED:
            if "frame" in row and by in row:
                lines = self.hits(row["n"], row["frame"], by, annotated_text.value(row, by))
                return (*lines, f"{_said(by, row)}{labels} {row['n']}회") if lines else None
        if "held" in row:
            return self._together(row, frames)
        for name, by in _PLACED.items():
            if name in row:
                lines = self._lines(frames, lambda hit: str(hit[by]) == row[name], by)  # noqa: B023 - called at once
                return (*lines, f"{_said(by, row)}{labels}") if lines else None
        lines = self._lines(frames, lambda _: True, "sentence") if row.keys() == {"frames"} else None
        return (*lines, labels) if lines else None

    def _together(self, row: Mapping[str, str], frames: Sequence[str]) -> tuple[str, str, str] | None:
        """Find the hits of the sentences or paragraphs that hold both of two frames, or one alone."""
        by: Group = "paragraph" if row["by"] == "paragraph" else "sentence"
        held = [{hit[by] for hit in self._hits if hit["counted"] and hit["frame"] == frame} for frame in frames]
        kept = (
            held[0] & held[1]
            if row["held"] == "both"
            else held[frames.index(row["held"])] - held[row["held"] == frames[0]]
        )
        if str(len(kept)) != row["n"]:
            return None
        lines = self._lines(frames, lambda hit: hit[by] in kept, by)
        both = " 둘 다" if row["held"] == "both" else "만"
        said = "·".join(self._labels.get(one, one) for one in (frames if row["held"] == "both" else [row["held"]]))
        return (*lines, f"{said}{both} 든 {'문단' if by == 'paragraph' else '문장'} {row['n']}곳") if lines else None


def _said(by: str, row: Mapping[str, str]) -> str:
    """Say which sentence or paragraph a mark is of."""
    names = {"sentence": "번 문장, ", "paragraph": "문단, "}
    return f"{row[by]}{names[by]}" if by in names else ""


def _wrap(soup: BeautifulSoup, cell: Tag, ident: str, show: str) -> None:
    """Make the content of a cell a link to a line."""
    link = soup.new_tag("a", href=f"#{ident}", attrs={"data-show": show} if show else {})
    for child in list(cell.children):
        link.append(child.extract())
    cell.append(link)
