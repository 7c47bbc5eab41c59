"""Lines that many articles of one outlet print at their head or tail: furniture by document frequency."""

from __future__ import annotations

import hashlib
import re
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
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
_Text = dict[int, str]  # lines by their number from 0


@dataclass(frozen=True)
class Shared:
    """Rows without shared furniture, what was taken away, and which lines of each changed text are left."""

    # `kept` maps the id of every changed document to the numbers, from 0, of the lines of its former text that are
    # left; whoever keeps offsets of the source cuts them alike.

    rows: list[dict[str, str]]
    removed: list[dict[str, object]]
    kept: dict[str, tuple[int, ...]]


def shared_lines(documents: pd.DataFrame, *, share: float = 0.05, least: int = 3) -> pd.DataFrame:
    r"""List short lines that stand at the head or tail of many articles of one outlet."""
    # Counted are articles: documents of one outlet that have a longer line in common are one article, so that copies
    # of a piece do not turn its own words into furniture. Two lines are alike when their letters are, with digits and
    # e-mail addresses masked; a sentence and a number with its unit of measure are never masked.
    # Example: texts = [f"{t} 글이다.\n독자와 함께 걷는 신문" for t in ("첫째", "둘째", "셋째")]
    # Example: shared_lines(pd.DataFrame({"outlet": "한들신문", "text": texts}))["text"].tolist()
    # Example: gives ['독자와 함께 걷는 신문']
    if not 0 < share <= 1 or least < 2:
        msg = message(
            "shared_lines: share must be above 0 and at most 1, least 2 or more, not {share} and {least}",
            share=share,
            least=least,
        )
        raise OptionError(msg)
    listed: list[_Listed] = []
    for outlet, own in documents.groupby("outlet", sort=True):
        listed += _furniture(own["text"].array, str(outlet), share=share, least=least)
    order = sorted(listed, key=lambda x: (x.outlet, -x.articles, x.text))
    types = {"articles": "int64", "share": "float64"}
    return schema.check(pd.DataFrame(order, columns=_Listed._fields).astype(types), FURNITURE, what="furniture")


def without_furniture(
    rows: Sequence[_Row], *, furniture: pd.DataFrame, lines: Mapping[str, Sequence[int]] | None = None
) -> Shared:
    """Take away the lines at head and tail that a list of furniture names, whatever else the rows hold."""
    schema.check(furniture, FURNITURE, what="furniture")
    known = {(str(outlet), _mask(text)) for outlet, text in zip(furniture["outlet"], furniture["text"], strict=True)}
    texts = [_lines(row["text"], set()) for row in rows]
    for at, row in enumerate(rows):
        while True:
            text, outlet = texts[at], row.get("outlet", "")
            left = _without(text, {number for number, _ in _edges(text) if (outlet, _mask(text[number])) in known})
            if len(left) == len(text):
                break
            texts[at] = left
    return _result(rows, texts, lines or {})


class _Listed(NamedTuple):
    """A line of furniture: where it stands, and in how many of the outlet's articles."""

    outlet: str
    edge: str
    text: str
    articles: int
    share: float


class _Places(NamedTuple):
    """Lines as numbers: of which document, which of its lines, near its end or not, and a hash of what others share."""

    document: npt.NDArray[np.int32]
    line: npt.NDArray[np.int32]
    tail: npt.NDArray[np.int8]
    key: npt.NDArray[np.uint64]

    def of(self, rows: Any) -> _Places:
        """Choose rows."""
        return _Places(self.document[rows], self.line[rows], self.tail[rows], self.key[rows])

    def beside(self, other: _Places) -> _Places:
        """Put other places behind these."""
        pairs: list[Any] = list(zip(self, other, strict=True))
        return _Places(*(np.concatenate(pair) for pair in pairs))


class _Numbers(NamedTuple):
    """What is known of the lines of an outlet, whose texts need not be in memory."""

    edges: _Places  # short lines at head and tail
    identifying: _Places  # lines that tell the articles apart, one or more of every document

    def updated(self, new: _Numbers) -> _Numbers:
        """Take what is known now of some documents in place of what was known of them."""
        changed = new.identifying.document
        kept = [own.of(~np.isin(own.document, changed)) for own in (self.edges, self.identifying)]
        return _Numbers(kept[0].beside(new.edges), kept[1].beside(new.identifying))


class _Shared(NamedTuple):
    """Lines that are furniture, by document, and of every kind of them the first place and the articles."""

    places: _Places
    kind: npt.NDArray[np.int64]
    first: _Places
    articles: npt.NDArray[np.int64]
    total: int  # articles of the outlet

    def by_document(self) -> Iterator[tuple[int, dict[int, int]]]:
        """Give every document its lines of furniture, each with its kind."""
        columns: list[Any] = [self.places.document, self.places.line, self.kind]
        cells = zip(*(memoryview(column) for column in columns), strict=True)
        for at, rows in groupby(cells, key=lambda row: row[0]):
            yield at, {line: kind for _, line, kind in rows}


def _furniture(texts: Any, outlet: str, *, share: float, least: int) -> list[_Listed]:
    """Find the lines of an outlet that are furniture: without some of them others stand at the edge, and may be too."""
    listed: dict[int, _Listed] = {}
    gone: dict[int, set[int]] = {}
    numbers = _numbers((at, _lines(text, set())) for at, text in enumerate(texts))

    def changed() -> Iterator[tuple[int, _Text]]:
        for at, wanted in shared.by_document():
            before = _lines(texts[at], gone.get(at, set()))
            left = _without(before, set(wanted))
            taken = before.keys() - left.keys()
            for number in sorted(taken):
                kind = wanted[number]
                key = int(shared.first.key[kind])
                if key not in listed:
                    edge = "tail" if shared.first.tail[kind] else "head"
                    text = texts[int(shared.first.document[kind])].split("\n")[int(shared.first.line[kind])]
                    n = int(shared.articles[kind])
                    listed[key] = _Listed(outlet, edge, text, n, n / shared.total)
            if taken:
                gone.setdefault(at, set()).update(taken)
                yield at, left

    while True:
        shared = _often_shared(numbers, len(texts), share=share, least=least)
        new = _numbers(changed())
        if not len(new.identifying.document):
            return list(listed.values())
        numbers = numbers.updated(new)


def _numbers(texts: Iterable[tuple[int, _Text]]) -> _Numbers:
    """Note of every text its short lines at the edges and the lines that tell it from others."""
    edges, identifying = _Noted(), _Noted()
    for at, text in texts:
        near = [(number, end == "tail", key) for number, end in _edges(text) if (key := _mask(text[number]))]
        edges.add(at, [number for number, _, _ in near], [tail for _, tail, _ in near], [key for _, _, key in near])
        long = _identifying_lines(text)
        identifying.add(at, [0] * len(long), [0] * len(long), long)
    return _Numbers(edges.places(), identifying.places())


class _Noted:
    """Places that are noted one document after the other."""

    def __init__(self) -> None:
        self._document, self._line, self._tail, self._key = (array(kind) for kind in "iibQ")

    def add(self, document: int, lines: Sequence[int], tail: Sequence[int], keys: Sequence[str]) -> None:
        """Add the lines of a document."""
        self._document.extend([document] * len(lines))
        self._line.extend(lines)
        self._tail.extend(tail)
        self._key.extend([_hash(key) for key in keys])

    def places(self) -> _Places:
        """Return what was noted."""
        return _Places(*map(np.asarray, (self._document, self._line, self._tail, self._key)))


def _hash(key: str) -> int:
    """Hash a line in 64 bits: of ten million lines two have the same by chance once in 300,000 corpora."""
    return int.from_bytes(hashlib.blake2b(key.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


def _often_shared(numbers: _Numbers, size: int, *, share: float, least: int) -> _Shared:
    """Find the lines that stand in a share of the articles, or in some that follow one another."""
    article, total = _articles(numbers.identifying, size)
    edges = numbers.edges
    edges = edges.of(np.lexsort((edges.line, edges.document, edges.tail, edges.key)))
    starts = np.ones(len(edges.key), dtype=bool)
    starts[1:] = (np.diff(edges.key) != 0) | (np.diff(edges.tail) != 0)
    kind = np.cumsum(starts) - 1
    # Of every kind of line its articles, each once and in their order: kind 0 in articles 2, 2 and 5 of 10, kind 1 in
    # 2, are 2, 5 and 12. With `least` 3 a kind goes on in a row where the second number behind is higher by two.
    pairs = np.unique(kind * total + article[edges.document])
    having = np.bincount(pairs // total, minlength=int(starts.sum()))
    ahead = pairs[least - 1 :]
    ends = ahead[(ahead - pairs[: len(ahead)] == least - 1) & (ahead // total == pairs[: len(ahead)] // total)]
    chosen = having >= least
    chosen &= having >= share * total
    chosen[ends // total] = True
    rows = np.flatnonzero(chosen[kind])
    rows = rows[np.lexsort((edges.line[rows], edges.document[rows]))]
    return _Shared(edges.of(rows), kind[rows], edges.of(np.flatnonzero(starts)), having, total)


def _articles(lines: _Places, size: int) -> tuple[npt.NDArray[np.int64], int]:
    """Say of every document which article it is, numbered as they begin: those with a long line in common are one."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    lines = lines.of(np.argsort(lines.key, kind="stable"))
    same = np.flatnonzero(lines.key[1:] == lines.key[:-1])
    ends = (lines.document[same], lines.document[same + 1])
    links = coo_array((np.ones(len(same), dtype=bool), ends), shape=(size, size)).tocsr()
    total, part = connected_components(links, directed=False)
    _, first = np.unique(part, return_index=True)
    number: npt.NDArray[np.int64] = np.argsort(np.argsort(first)).astype(np.int64)[part]
    return number, total


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


def _lines(text: str, gone: set[int]) -> _Text:
    """Give the lines of a text their numbers, those left out that are gone."""
    return {number: line for number, line in enumerate(text.split("\n")) if number not in gone}


def _without(text: _Text, gone: set[int]) -> _Text:
    """Take lines out of a text, unless it would be left empty."""
    left = {number: line for number, line in text.items() if number not in gone}
    return left if any(left.values()) else text


def _result(rows: Sequence[_Row], texts: list[_Text], lines: Mapping[str, Sequence[int]]) -> Shared:
    """Build the rows of what is left and the account of the rest."""
    removed: list[dict[str, object]] = []
    kept: dict[str, tuple[int, ...]] = {}
    for row, left in zip(rows, texts, strict=True):
        doc, reason = row["doc"], "stands in the list of furniture that was given"
        for number, text in enumerate(row["text"].split("\n")):
            if number not in left:
                line = lines[doc][number] if doc in lines else number + 1
                removed.append({"doc": doc, "line": line, "kind": "furniture", "reason": reason, "text": text})
                kept[doc] = tuple(left)
    return Shared(
        [dict(row) | {"text": "\n".join(left.values())} for row, left in zip(rows, texts, strict=True)], removed, kept
    )
