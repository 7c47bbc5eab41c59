"""Lines that many articles of one outlet print at their head or tail: furniture by document frequency."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import pandas as pd

from analysis import schema
from analysis.cleaning.lines import EMAIL, is_plain_sentence, letters
from analysis.errors import OptionError
from analysis.messages import message
from analysis.schema import FURNITURE

_EDGE = 5  # lines from either end in which furniture stands
_LONGEST = 120  # characters of a short line
_BODY = 40  # letters from which a line tells one article from another
_MEASURED = re.compile(
    r"\d[\d,.]*\s?(%|퍼센트|도|℃|원|달러|엔|위안|유로|포인트|명|점|배|위|억|만|조|㎞|km|㎏|kg|톤|㎡)"
)
_NOMINAL = re.compile(r"[가-힣](함|임|음|됨|짐|름|킴|남)[.;)]*$")  # how sentences of releases and minutes end
_DIGITS = re.compile(r"\d+")

_Row = Mapping[str, str]
_Place = tuple[int, int]  # document, line
_Text = dict[int, str]  # lines by their number from 0


@dataclass(frozen=True)
class Shared:
    """Rows without shared furniture, what was taken away, and which lines of each changed text are left."""

    # `kept` maps the id of every changed document to the numbers, from 0, of the lines of its former text that are
    # left; whoever keeps offsets of the source cuts them alike.

    rows: list[dict[str, str]]
    removed: list[dict[str, object]]
    kept: dict[str, tuple[int, ...]]


def shared_lines(rows: Sequence[_Row], *, share: float = 0.05, least: int = 3) -> pd.DataFrame:
    r"""List short lines that stand at the head or tail of many articles of one outlet."""
    # Counted are articles: documents of one outlet that have a longer line in common are one article, so that copies
    # of a piece do not turn its own words into furniture. Two lines are alike when their letters are, with digits and
    # e-mail addresses masked; a sentence and a number with its unit of measure are never masked.
    # Example: texts = ["첫째 글이다.", "둘째 글이다.", "셋째 글이다."]
    # Example: rows = [{"doc": t[:2], "outlet": "한들신문", "text": f"{t}\n독자와 함께 걷는 신문"} for t in texts]
    # Example: shared_lines(rows)["text"].tolist() gives ['독자와 함께 걷는 신문']
    if not 0 < share <= 1 or least < 2:
        msg = message(
            "shared_lines: share must be above 0 and at most 1, least 2 or more, not {share} and {least}",
            share=share,
            least=least,
        )
        raise OptionError(msg)
    texts = [dict(enumerate(row["text"].split("\n"))) for row in rows]
    outlets: dict[str, list[int]] = defaultdict(list)
    for at, row in enumerate(rows):
        outlets[row.get("outlet", "")].append(at)
    listed: dict[tuple[str, str], _Listed] = {}
    while True:
        found: dict[_Place, _Listed] = {}
        for outlet, members in outlets.items():
            found |= _furniture(texts, members, outlet, share=share, least=least)
        gone = _take_out(texts, set(found))
        for place in sorted(gone):
            listed.setdefault((found[place].outlet, _mask(found[place].text)), found[place])
        if not gone:
            break
    order = sorted(listed.values(), key=lambda x: (x.outlet, -x.articles, x.text))
    types = {"articles": "int64", "share": "float64"}
    return schema.check(pd.DataFrame(order, columns=_Listed._fields).astype(types), FURNITURE, what="furniture")


def without_furniture(
    rows: Sequence[_Row], *, furniture: pd.DataFrame, lines: Mapping[str, Sequence[int]] | None = None
) -> Shared:
    """Take away the lines at head and tail that a list of furniture names, whatever else the rows hold."""
    schema.check(furniture, FURNITURE, what="furniture")
    known = {(str(outlet), _mask(text)) for outlet, text in zip(furniture["outlet"], furniture["text"], strict=True)}
    texts = [dict(enumerate(row["text"].split("\n"))) for row in rows]
    places: set[_Place] = set()
    while True:
        found = {
            (at, number)
            for at, row in enumerate(rows)
            for number, _ in _edges(texts[at])
            if (row.get("outlet", ""), _mask(texts[at][number])) in known
        }
        gone = _take_out(texts, found)
        if not gone:
            return _result(rows, texts, places, lines or {})
        places |= gone


class _Listed(NamedTuple):
    """A line of furniture: where it stands, and in how many of the outlet's articles."""

    outlet: str
    edge: str
    text: str
    articles: int
    share: float


def _furniture(
    texts: list[_Text], members: list[int], outlet: str, *, share: float, least: int
) -> dict[_Place, _Listed]:
    """Find the lines of an outlet that are furniture."""
    article = _articles(texts, members)
    total = len(set(article.values()))
    places: dict[tuple[str, str], list[_Place]] = defaultdict(list)
    for at in members:
        for number, end in _edges(texts[at]):
            places[_mask(texts[at][number]), end].append((at, number))
    order = {at: position for position, at in enumerate(dict.fromkeys(article[at] for at in members))}
    found: dict[_Place, _Listed] = {}
    for (key, end), where in places.items():
        having = {article[at] for at, _ in where}
        often = len(having) >= share * total
        if key and len(having) >= least and (often or _in_a_row({order[a] for a in having}, least)):
            at, number = min(where)
            found |= dict.fromkeys(where, _Listed(outlet, end, texts[at][number], len(having), len(having) / total))
    return found


def _articles(texts: list[_Text], members: list[int]) -> dict[int, int]:
    """Map every document to the first one of its article: documents with a long line in common are one."""
    parent = {at: at for at in members}

    def root(at: int) -> int:
        while parent[at] != at:
            parent[at] = parent[parent[at]]
            at = parent[at]
        return at

    seen: dict[str, int] = {}
    for at in members:
        for key in _identifying_lines(texts[at]):
            first, later = sorted((root(seen.setdefault(key, at)), root(at)))
            parent[later] = first
    return {at: root(at) for at in members}


def _identifying_lines(text: _Text) -> list[str]:
    """Return the lines that tell an article from others: long ones, plain sentences and those away from the edges."""
    lines = []
    for at, line in enumerate(text.values()):
        inside = _EDGE <= at < len(text) - _EDGE
        if len(line) > _LONGEST or ((inside or is_plain_sentence(line)) and len(letters(line)) >= _BODY):
            lines.append(letters(line))
    return lines or [letters("".join(text.values()))]


def _edges(text: _Text) -> Iterator[tuple[int, str]]:
    """Return the short lines near either end of a text; a line near both belongs to the nearer end."""
    for above, (number, line) in enumerate(text.items()):
        below = len(text) - 1 - above
        if min(above, below) < _EDGE and 0 < len(line) <= _LONGEST:
            yield number, "head" if above < below else "tail"


def _mask(line: str) -> str:
    """Reduce a line to what it shares with its like in other articles."""
    if is_plain_sentence(line) or _NOMINAL.search(line):
        return letters(line)
    text = _MEASURED.sub(lambda m: m[0].translate(_KEPT), EMAIL.sub("@", line))
    return letters(_DIGITS.sub("0", text)) or "".join(line.split())


_KEPT = {ord(d): chr(0x16A0 + int(d)) for d in "0123456789"}  # digits of measures as runes, out of the mask's reach


def _in_a_row(positions: set[int], least: int) -> bool:
    """Tell whether `least` positions follow each other without a gap."""
    return any(all(p + step in positions for step in range(least)) for p in positions if p - 1 not in positions)


def _take_out(texts: list[_Text], found: set[_Place]) -> set[_Place]:
    """Remove lines from their texts, except from one that would be left empty; return those removed."""
    numbers: dict[int, set[int]] = defaultdict(set)
    for at, number in found:
        numbers[at].add(number)
    for at, gone in numbers.items():
        left = {number: line for number, line in texts[at].items() if number not in gone}
        if any(left.values()):
            texts[at] = left
    return {place for place in found if place[1] not in texts[place[0]]}


def _result(
    rows: Sequence[_Row], texts: list[_Text], places: set[_Place], lines: Mapping[str, Sequence[int]]
) -> Shared:
    """Build the rows of what is left and the account of the rest."""
    removed: list[dict[str, object]] = []
    for at, number in sorted(places):
        doc = rows[at]["doc"]
        line = lines[doc][number] if doc in lines else number + 1
        text = rows[at]["text"].split("\n")[number]
        reason = "stands in the list of furniture that was given"
        removed.append({"doc": doc, "line": line, "kind": "furniture", "reason": reason, "text": text})
    left = [dict(row) | {"text": "\n".join(texts[at].values())} for at, row in enumerate(rows)]
    return Shared(left, removed, {rows[at]["doc"]: tuple(texts[at]) for at in sorted({at for at, _ in places})})
