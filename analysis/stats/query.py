"""The query language of concordances and nodes: which rows of a token table are meant.

    동맹                      a morpheme by its lemma, `*` for any characters (경제*)
    강화/NNG, 가다/VV, */JKO  by lemma and tag, or by tag alone
    한미 동맹/NNG */JKO       several in a row within a sentence
    surface:동맹을            characters as they stand, from the start to the end of morphemes
    regex:(한미|미한) ?동맹   a regular expression over each paragraph, widened to whole morphemes
    pattern:한미 동맹         the pattern language of codebooks: 한미동맹, 한미 동맹, 한·미 ...

A table of hits (`framing.hits`, or some of its rows) stands for the places it lists: a concept is
`hits[hits["term"] == ...]`, a frame `hits[hits["frame"] == ...]`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd

from analysis import schema
from analysis.errors import OptionError
from analysis.matcher.arrays import Arrays, Flags, Ints, edges
from analysis.matcher.sequences import find_all

Query = str | pd.DataFrame
_PREFIX = re.compile(r"([A-Za-z]+):(.*)", re.DOTALL)
_ITEM = re.compile(r"(.+)/([A-Z][A-Z0-9_]*)(?:-[A-Z]+)?")


@dataclass(frozen=True)
class Matches:
    """Rows of the first and last morpheme of every match, in order and never overlapping."""

    first: Ints
    last: Ints
    written: str
    overlapping: int

    def __len__(self) -> int:
        return len(self.first)


def find(rows: Arrays, query: Query) -> Matches:
    """Find a query; of overlapping matches the leftmost counts, of those the longest."""
    if isinstance(query, pd.DataFrame):
        return _without_overlaps(*_hit_rows(rows, query), "코드북에 걸린 곳")
    kind, text = "lemma", str(query).strip()
    if prefix := _PREFIX.fullmatch(text):
        kind, text = prefix[1], prefix[2].strip()
    if kind not in _KINDS:
        msg = (
            f"query {query!r}: no kind of query {kind!r}; begin with one of {', '.join(k + ':' for k in _KINDS)} "
            "or write lemmas alone"
        )
        raise OptionError(msg)
    if not text:
        msg = f"query {query!r} is empty; write what to look for, such as 동맹 or 동맹/NNG"
        raise OptionError(msg)
    return _without_overlaps(*_KINDS[kind](rows, text), text)


def _without_overlaps(first: Ints, last: Ints, written: str) -> Matches:
    """Sort matches and take out those that overlap an earlier one."""
    # rows 2-3, 2-4, 4-5 and 6-6 leave 2-4 and 6-6: the longest of those that begin together, then what lies behind it
    order = np.lexsort((-last, first))
    first, last = first[order], last[order]
    if not (first[1:] <= last[:-1]).any():
        return Matches(first, last, written, 0)
    kept, reached = [], -1
    for k, (a, b) in enumerate(zip(first.tolist(), last.tolist(), strict=True)):
        if a > reached:
            kept.append(k)
            reached = b
    return Matches(first[kept], last[kept], written, len(first) - len(kept))


def _lemmas(rows: Arrays, text: str) -> tuple[Ints, Ints]:
    """Rows where lemmas follow one another in one sentence."""
    items = [_item(rows, item) for item in text.split()]
    size = len(items)
    if len(rows) < size:
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    stop = len(rows) - size + 1
    fits = np.logical_and.reduce([item[k : stop + k] for k, item in enumerate(items)])
    if size > 1:
        fits &= rows.sentence[:stop] == rows.sentence[size - 1 :]
    first = np.flatnonzero(fits)
    return first, first + size - 1


def _item(rows: Arrays, item: str) -> Flags:
    """Which rows one item of a query means."""
    match = _ITEM.fullmatch(item)
    lemma, tag = (match[1], match[2]) if match else (item, "")
    if tag and tag not in schema.TAGS and tag not in rows.tags:
        msg = f"query item {item!r}: unknown tag {tag!r}; the tags are {', '.join(schema.TAGS)}"
        raise OptionError(msg)
    glob = re.compile(".*".join(map(re.escape, lemma.split("*"))), re.DOTALL)
    meant = np.array([glob.fullmatch(known) is not None for known in rows.lemmas], np.bool_)
    return (meant[rows.lemma] & rows.among([tag] if tag else None)) if len(rows) else np.zeros(0, np.bool_)


def _surface(rows: Arrays, text: str) -> tuple[Ints, Ints]:
    """Rows that make up some characters exactly."""
    low, high = _spans(rows, re.compile(re.escape(text)))
    first, last = _overlapping(rows, low, high)
    start, end = rows.place
    exact = (start[first] == low) & (np.maximum.accumulate(end)[last] == high)
    return first[exact], last[exact]


def _regex(rows: Arrays, text: str) -> tuple[Ints, Ints]:
    """Rows that share characters with a match of a regular expression."""
    try:
        expression = re.compile(text)
    except re.error as error:
        msg = f"query 'regex:{text}' is not a regular expression ({error}); check brackets and backslashes"
        raise OptionError(msg) from error
    return _overlapping(rows, *_spans(rows, expression))


def _spans(rows: Arrays, expression: re.Pattern[str]) -> tuple[Ints, Ints]:
    """First and past-the-last character, counted through all documents, of matches that are not blank."""
    matches = ((at, match) for at, line in _paragraphs(rows) for match in expression.finditer(line))
    found = [(at + match.start(), at + match.end()) for at, match in matches if match.group().strip()]
    pairs = np.array(found, np.int64).reshape(-1, 2)
    return pairs[:, 0], pairs[:, 1]


def _overlapping(rows: Arrays, low: Ints, high: Ints) -> tuple[Ints, Ints]:
    """Rows of the first and last morpheme that share characters with some spans."""
    # morphemes [0,2) [2,3) [4,6): span [1,3) gives rows 0 and 1, span [3,5) row 2 alone
    start, end = rows.place
    first = np.searchsorted(np.maximum.accumulate(end), low, side="right") if len(end) else low
    return first, np.searchsorted(start, high, side="left") - 1


def _paragraphs(rows: Arrays) -> Iterator[tuple[int, str]]:
    """Every paragraph as it stands, white space as spaces, with the place of its first character."""
    # A row's gap is its start less the furthest end before it: morphemes at [0,2) [2,4) [5,6) have the gaps 0 0 1, and
    # the third gets one space. Where [1,2) follows [0,2) the gap is -1: it loses the character that is there already.
    pieces = rows.strings("surface", np.arange(len(rows)))
    start, end = rows.place
    firsts = edges(rows.paragraph)
    reached = np.r_[0, np.maximum.accumulate(end)[:-1]] if len(end) else end
    reached[firsts[:-1]] = start[firsts[:-1]]
    gap = start - reached
    for row in np.flatnonzero(gap).tolist():
        pieces[row] = " " * int(gap[row]) + pieces[row] if gap[row] > 0 else pieces[row][-int(gap[row]) :]
    for low, high in pairwise(firsts.tolist()):
        yield int(start[low]), "".join(pieces[low:high])


def _hit_rows(rows: Arrays, hits: pd.DataFrame) -> tuple[Ints, Ints]:
    """Rows of the places that a table of hits lists."""
    schema.check(hits, schema.HITS, what="query: hits table")
    docs = rows.strings("doc", edges(rows.doc)[:-1])
    base = {doc: int(at) for doc, at in zip(docs, (rows.place[0] - rows.start)[edges(rows.doc)[:-1]], strict=True)}
    unknown = sorted(set(hits["doc"].astype(str)) - set(base))
    if unknown:
        msg = f"query: the hits are of document {unknown[0]!r}, which the tokens do not hold; match these tokens"
        raise OptionError(msg)
    moved = hits["doc"].astype(str).map(base).to_numpy(dtype=np.int64)
    low, high = (np.add(hits[name].to_numpy(dtype=np.int64), moved, dtype=np.int64) for name in ("start", "end"))
    first, last = _overlapping(rows, low, high)
    wrong = np.flatnonzero(rows.place[0][first] != low)
    if len(wrong):
        msg = (
            f"query: hit {hits['surface'].iloc[int(wrong[0])]!r} begins at no morpheme of these tokens; match them anew"
        )
        raise OptionError(msg)
    return first, last


def _pattern(rows: Arrays, text: str) -> tuple[Ints, Ints]:
    """Rows where a pattern of the codebook language stands."""
    return find_all(rows.require_order("a pattern"), text)


_KINDS: dict[str, Callable[[Arrays, str], tuple[Ints, Ints]]] = {
    "lemma": _lemmas,
    "surface": _surface,
    "regex": _regex,
    "pattern": _pattern,
}
