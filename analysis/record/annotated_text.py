"""The reading view: the article with the words of frames marked where they stand, and the lines of the concordances."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from analysis.korean import visible
from analysis.schema import TAGS

_QUOTE = re.compile(r"“[^”\n]*”|\"[^\"\n]*\"")
_LETTERS = {
    "surface": "v",
    "term": "t",
    "element": "e",
    "agent": "a",
    "agent_kind": "k",
}  # what hits are grouped by besides their places


@dataclass(frozen=True)
class Piece:
    """A run of characters under the same hits: its text in parts, each with the id of its place or none."""

    parts: list[tuple[str, str]]
    hits: list[dict[str, Any]] = field(default_factory=list)
    quoted: bool = False
    figure: str = ""
    ends: list[dict[str, Any]] = field(default_factory=list)


def frames(evidence: dict[str, Any]) -> list[dict[str, Any]]:
    """List the frames of all codebooks with a number, their counted hits and whether they are compared."""
    found: list[dict[str, Any]] = []
    for book in evidence["books"]:
        for frame in book["frames"]:
            hits = [hit for hit in book["hits"] if hit["frame"] == frame["id"]]
            n = sum(hit["counted"] for hit in hits)
            about = {"key": f"f{len(found)}", "n": n, "others": len(hits) - n, "book": book["sha256"]}
            found.append(frame | about)
    return found


def hits(evidence: dict[str, Any], known: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """List all hits with the number of their line and their frame, as tables and tooltips show them."""
    about = {(frame["book"], frame["id"]): frame for frame in known}
    every = [(book["sha256"], hit) for book in evidence["books"] for hit in book["hits"]]
    found = []
    for line, ((book, hit), group) in enumerate(zip(every, groups(evidence), strict=True)):
        frame = about[book, hit["frame"]]
        told = [f"{hit['weight']:g}점", "핵심 단어" if hit["tier"] == "core" else "보조 단어"]
        told += [] if hit["counted"] else ["세지 않음"]
        told += hit["marks"] + ([f"말한 이 {hit['speaker']}"] if hit.get("speaker") else [])
        row = {"line": line, "key": frame["key"], "label": frame["label"], "told": " · ".join(told)}
        row["groups"] = " ".join(group.values())
        found.append(hit | row | {"surface": visible(hit["surface"])})
    return found


def value(row: Mapping[str, Any], by: str) -> str:
    """Return what a hit, or a row of a table, is counted under."""
    return f"{row.get('agent_kind', '')} {row.get('agent', '')}" if by == "agent" else str(row.get(by, ""))


def groups(evidence: dict[str, Any]) -> list[dict[str, str]]:
    """Name the groups that each hit is counted in, so that a number can show its lines and no others."""
    keys = {(frame["book"], frame["id"]): frame["key"] for frame in frames(evidence)}
    every = [(book["sha256"], hit) for book in evidence["books"] for hit in book["hits"]]
    texts = {
        by: {text: place for place, text in enumerate(dict.fromkeys(value(hit, by) for _, hit in every))}
        for by in _LETTERS
    }
    found = []
    for book, hit in every:
        key = keys[book, hit["frame"]]
        own = {"sentence": f"s{hit['sentence']}-{key}", "paragraph": f"p{hit['paragraph']}-{key}"}
        own |= {by: f"{letter}{texts[by][value(hit, by)]}-{key}" for by, letter in _LETTERS.items()}
        found.append(own if hit["counted"] else {})
    return found


def paragraphs(
    evidence: dict[str, Any], marked: list[dict[str, Any]], figures: list[dict[str, Any]]
) -> list[list[Piece]]:
    """Cut the article into pieces that lie under the same hits; no hit is left out where hits overlap."""
    text: str = evidence["text"]
    # In "한미 동맹은" with hits at 0-5 (한미 동맹) and 3-5 (동맹) the edges are 0, 3, 5, 6: three pieces, under one
    # hit, under both, under none. Every character stands in one piece, so that overlapping hits lose nothing.
    spots = _spots(evidence, marked)
    found, start = [], 0
    for line in text.split("\n"):
        end = start + len(line)
        inside = [hit for hit in marked if start <= hit["start"] and hit["end"] <= end]
        quotes = [match.span() for match in _QUOTE.finditer(text, start, end)]
        edges = {start, end, *(hit[side] for hit in inside for side in ("start", "end"))}
        edges |= {edge for quote in quotes for edge in quote}
        told = {(figure["start"], figure["end"]): figure["told"] for figure in figures}
        told = {span: said for span, said in told.items() if start <= span[0] and span[1] <= end}
        edges |= {edge for span in told for edge in span}
        if line:
            found.append([_piece(text, span, _Over(inside, quotes, told), spots) for span in pairwise(sorted(edges))])
        start = end + 1
    return found


@dataclass(frozen=True)
class _Over:
    """What lies over a paragraph: hits, quotations, and figures with what they say."""

    hits: list[dict[str, Any]]
    quotes: list[tuple[int, int]]
    figures: dict[tuple[int, int], str]


def _piece(text: str, span: tuple[int, int], lies: _Over, spots: dict[int, int]) -> Piece:
    """Describe one run of characters."""
    start, end = span
    over = [hit for hit in lies.hits if hit["start"] <= start and end <= hit["end"]]
    quoted = any(low <= start and end <= high for low, high in lies.quotes)
    figure = next((said for (low, high), said in lies.figures.items() if low <= start and end <= high), "")
    parts, at = [], start
    for spot in sorted(spot for spot in spots if start <= spot < end):
        if spot > at:
            parts.append((visible(text[at:spot]), ""))
        at = max(at, min(spots[spot], end))
        parts.append((visible(text[spot:at]), f"at-{spot}"))
    if at < end:
        parts.append((visible(text[at:end]), ""))
    ends = [hit for hit in over if hit["end"] == end and (hit["marks"] or not hit["counted"])]
    return Piece(parts, over, quoted, figure, ends)


def quotes(evidence: dict[str, Any]) -> int:
    """Count the quotations that the reading view marks."""
    return len(_QUOTE.findall(evidence["text"] or ""))


def _spots(evidence: dict[str, Any], marked: list[dict[str, Any]]) -> dict[int, int]:
    """Return the places that lines lead to: first character and one past the last, never overlapping."""
    places = [place for word in evidence["words"] for place in word["places"]]
    # Places 0-5, 3-5 and 3-9 give the starts 0 and 3; the first is cut to 0-3, where the next begins, and 3 runs to 9.
    longest: dict[int, int] = {}
    for place in [*marked, *places]:
        longest[place["start"]] = max(place["end"], longest.get(place["start"], 0))
    starts = sorted(longest)
    following = [*starts[1:], len(evidence["text"])][: len(starts)]
    return {start: min(longest[start], limit) for start, limit in zip(starts, following, strict=True)}


def words(evidence: dict[str, Any]) -> list[dict[str, Any]]:
    """List keywords with their lines and the name of their part of speech, the most frequent first."""
    return [word | {"said": TAGS.get(word["tag"].split("-")[0], word["tag"])} for word in evidence["words"]]
