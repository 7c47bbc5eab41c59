"""The query language of concordances and nodes: which rows of a token table are meant.

    동맹                      a morpheme by its lemma, `*` for any characters (경제*)
    인공지능, 업무 협약       a word of several morphemes, closed up or spaced: the query is analysed as the text was
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
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import lru_cache, partial
from itertools import groupby, pairwise

import numpy as np
import pandas as pd

from analysis import schema
from analysis.errors import NothingFoundWarning, OptionError
from analysis.korean import visible
from analysis.matcher.arrays import Arrays, Flags, Ints, edges
from analysis.matcher.pattern import Literal, expand
from analysis.matcher.sequences import find_all, find_literal
from analysis.matcher.spelling import canonical, fold
from analysis.messages import in_korean, message
from analysis.messages.libraries import told
from analysis.tokens import Recipe, segment

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
    caution: tuple[str, ...] | None = None  # Korean: why nothing was found, and what to ask instead

    def __len__(self) -> int:
        return len(self.first)


def find(rows: Arrays, query: Query, *, recipe: Recipe) -> Matches:
    """Find a query; of overlapping matches the leftmost counts, of those the longest. Nothing found is warned of."""
    if isinstance(query, pd.DataFrame):
        return _without_overlaps(*_hit_rows(rows, query), "코드북에 걸린 곳")
    if not isinstance(query, str):
        msg = message(
            "query {query!r}: give one string, such as 동맹, or 'regex:동맹|협력' for several words", query=query
        )
        raise OptionError(msg)
    kind, text = "lemma", query.strip()
    if prefix := _PREFIX.fullmatch(text):
        kind, text = prefix[1], prefix[2].strip()
    if kind not in _KINDS:
        msg = message(
            "query {query!r}: no kind of query {kind!r}; begin with one of {kinds} or write lemmas alone",
            query=query,
            kind=kind,
            kinds=", ".join(k + ":" for k in _KINDS),
        )
        raise OptionError(msg)
    if not text:
        msg = message("query {query!r} is empty; write what to look for, such as 동맹 or 동맹/NNG", query=query)
        raise OptionError(msg)
    search = partial(_lemmas, recipe=recipe) if kind == "lemma" else _KINDS[kind]
    found = _without_overlaps(*search(rows, text), text)
    if len(found):
        return found
    warnings.warn(_nothing_found(rows, kind, text, message), NothingFoundWarning, stacklevel=4)
    return replace(found, caution=(_nothing_found(rows, kind, text, in_korean),))


def several(rows: Arrays, word: str, *, recipe: Recipe) -> Matches:
    """Find the places where a word is several morphemes."""
    first, last = _words(rows, word.split(), recipe)
    return _without_overlaps(first[last > first], last[last > first], word)


def missing(rows: Arrays, text: str) -> str:
    """Warn of a lemma that was not found, and return the sentence in Korean."""
    warnings.warn(_nothing_found(rows, "lemma", text, message), NothingFoundWarning, stacklevel=5)
    return _nothing_found(rows, "lemma", text, in_korean)


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


_Spans = tuple[Ints, Ints]  # first and last rows
_NONE: _Spans = (np.zeros(0, np.int64), np.zeros(0, np.int64))


def _lemmas(rows: Arrays, text: str, *, recipe: Recipe) -> _Spans:
    """Rows where lemmas, words of several morphemes among them, follow one another in one sentence."""
    items = text.split()
    named = _named(rows, items)
    found = _in_a_row(rows, items, recipe)
    return found if named == items else _beside(rows, _in_a_row(rows, named, recipe), found)


def _named(rows: Arrays, items: list[str]) -> list[str]:
    """Join items that the merged layer has as one lemma with spaces, the longest first."""
    # a unit 전기 요금: 전기 요금 인상 -> "전기 요금", "인상"; 전기 요금/NNG -> "전기 요금/NNG"
    named: list[str] = []
    while items:
        runs = {" ".join(items[:size]): size for size in range(len(items), 1, -1)}
        lemmas = {run: match[1] if (match := _ITEM.fullmatch(run)) else run for run in runs}
        run = next((run for run in runs if lemmas[run] in rows.vocabulary.lemma), items[0])
        named.append(run)
        items = items[runs.get(run, 1) :]
    return named


def _in_a_row(rows: Arrays, items: list[str], recipe: Recipe) -> _Spans:
    """Rows where items follow one another in one sentence."""
    found: _Spans | None = None
    for is_plain, run in groupby(items, _is_plain):
        for spans in [_words(rows, list(run), recipe)] if is_plain else [_single(_item(rows, i)) for i in run]:
            found = spans if found is None else _joined(rows, found, spans)
    return found or _NONE


def _is_plain(item: str) -> bool:
    """Whether an item is characters alone, without tag, star and space."""
    return "*" not in item and " " not in item and not _ITEM.fullmatch(item)


def _words(rows: Arrays, items: list[str], recipe: Recipe) -> _Spans:
    """Rows of words that stand in a row: by their lemmas, by those of their morphemes, by their characters."""
    # 업무 협약: 업무 and 협약 in a row, whether spaced or not, and the one row 업무협약 of the merged layer
    joined = "".join(items)
    if len(items) > 1:
        found = _words(rows, items[:1], recipe)
        for item in items[1:]:
            found = _joined(rows, found, _words(rows, [item], recipe))
        found = _beside(rows, _single(_with_lemma(rows, joined)), found)
    else:
        found = _single(_with_lemma(rows, joined))
    for lemmas in _morphemes(" ".join(items), variants=recipe.variants != "") if _is_kit(recipe) else ():
        spans = _single(_with_lemma(rows, lemmas[0]))
        for lemma in lemmas[1:]:
            spans = _joined(rows, spans, _single(_with_lemma(rows, lemma)))
        found = _beside(rows, found, spans)
    breaks = tuple(np.cumsum([len(canonical(item)) for item in items[:-1]], dtype=int).tolist())
    first, last = find_literal(rows, Literal(canonical(joined), breaks, attached=False))
    several = (last > first) | (not len(found[0]))  # one row is the lemma, or another spelling where there is none
    return _beside(rows, found, (first[several], last[several]))


def _is_kit(recipe: Recipe) -> bool:
    """Whether the tokens are of the analyser that the kit has."""
    return recipe.analyser.startswith("kiwipiepy ")


@lru_cache(maxsize=256)
def _morphemes(words: str, *, variants: bool) -> tuple[tuple[str, ...], ...]:
    """Lemmas of words of several morphemes, as the analyser cuts them alone and in a sentence."""
    # Example: _morphemes("행복하다", variants=True) gives (('행복', '하'),): the 다 of the dictionary form is no part
    contexts = ("{}", "어제 {} 이야기가 나왔다.", *(("참 {}.",) if words.endswith("다") else ()))
    # A second paragraph with a word: else 5·18 by itself is told as a document without one.
    texts = {str(n): f"{context.format(words)}\n말" for n, context in enumerate(contexts)}
    table = segment(texts, variants="default" if variants else None, cache=None, progress=False).table
    found: dict[tuple[str, ...], None] = {}
    for n, context in enumerate(contexts):
        low = context.index("{")
        part = table[(table["doc"] == str(n)) & (table["start"] >= low) & (table["end"] <= low + len(words))]
        rows = list(zip(part["lemma"].astype(str), part["tag"].astype(str), part["end"], strict=True))
        if not rows or int(part["start"].iloc[0]) != low or max(end for _, _, end in rows) != low + len(words):
            continue
        if len(rows) > 1 and rows[-1][0] == "다" and rows[-1][1] in ("EF", "EC"):
            rows = rows[:-1]
        *before, last = (lemma for lemma, _, _ in rows)
        tag = rows[-1][1]  # the analyser takes 하 for a verb (하다) in some places, for a suffix (하) in others
        other = last.removesuffix("다") if tag[0] == "V" else f"{last}다" if tag[:2] == "XS" else last
        found |= dict.fromkeys([(*before, last), (*before, other)] if before else [(last,)])
    return tuple(lemmas for lemmas in found if lemmas != (words,))


def _with_lemma(rows: Arrays, lemma: str) -> Flags:
    """Which rows have a lemma."""
    code = rows.vocabulary.lemma.get(lemma, -1)
    return np.asarray(rows.lemma == code) if code >= 0 else np.zeros(len(rows), np.bool_)


def _single(flags: Flags) -> _Spans:
    """Make a match of each row."""
    at = np.flatnonzero(flags)
    return at, at


def _joined(rows: Arrays, left: _Spans, right: _Spans) -> _Spans:
    """Join matches of two parts of a query where the second begins in the row behind the first, in one sentence."""
    # left 0-1 and 4-4, right 2-2, 2-3 and 9-9 -> 0-2 and 0-3
    order = np.argsort(right[0], kind="stable")
    starts = right[0][order]
    low, high = (np.searchsorted(starts, left[1] + 1, side=side) for side in ("left", "right"))
    n = high - low
    before = np.repeat(np.arange(len(n)), n)
    after = order[np.arange(int(n.sum())) - np.repeat(np.cumsum(n) - n, n) + np.repeat(low, n)]
    same = rows.sentence[left[1][before]] == rows.sentence[right[0][after]]
    return left[0][before][same], right[1][after][same]


def _beside(rows: Arrays, found: _Spans, more: _Spans) -> _Spans:
    """Add matches that share no row with those found before."""
    steps = np.zeros(len(rows) + 1, np.int64)
    np.add.at(steps, found[0], 1)
    np.add.at(steps, found[1] + 1, -1)
    taken = np.append(0, np.cumsum(np.cumsum(steps)[:-1] > 0))
    free = taken[more[1] + 1] == taken[more[0]]
    return np.append(found[0], more[0][free]), np.append(found[1], more[1][free])


def _item(rows: Arrays, item: str) -> Flags:
    """Which rows one item with a tag or a star means."""
    match = _ITEM.fullmatch(item)
    lemma, tag = (match[1], match[2]) if match else (item, "")
    if tag and tag not in schema.TAGS and tag not in rows.tags:
        msg = message(
            "query item {item!r}: unknown tag {tag!r}; the tags are {tags}",
            item=item,
            tag=tag,
            tags=", ".join(schema.TAGS),
        )
        raise OptionError(msg)
    if "*" not in lemma:
        flags = _with_lemma(rows, lemma)
        if tag:
            at = np.flatnonzero(flags)
            meant_tags = rows.vocabulary.tag.marked(schema.base_tags([tag]))
            flags[at] = meant_tags[rows.vocabulary.tag.code[rows.codes["tag"][at]]]
        return flags
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
        msg = message(
            "query 'regex:{text}' is not a regular expression ({error}); check brackets and backslashes",
            text=text,
            error=told(error),
        )
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
    # What was taken out or blanked keeps its width, in characters that no word holds.
    pieces = rows.strings("surface", np.arange(len(rows)))
    start, end = rows.place
    for row in [row for row, piece in enumerate(pieces) if not piece]:
        pieces[row] = "\0" * int(end[row] - start[row])
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
    schema.check(hits, schema.HITS, what=message("query: hits table"))
    docs = rows.strings("doc", edges(rows.doc)[:-1])
    base = {doc: int(at) for doc, at in zip(docs, (rows.place[0] - rows.start)[edges(rows.doc)[:-1]], strict=True)}
    unknown = sorted(set(hits["doc"].astype(str)) - set(base))
    if unknown:
        msg = message(
            "query: the hits are of document {unknown!r}, which the tokens do not hold; match these tokens",
            unknown=unknown[0],
        )
        raise OptionError(msg)
    moved = hits["doc"].astype(str).map(base).to_numpy(dtype=np.int64)
    low, high = (np.add(hits[name].to_numpy(dtype=np.int64), moved, dtype=np.int64) for name in ("start", "end"))
    first, last = _overlapping(rows, low, high)
    wrong = np.flatnonzero(rows.place[0][first] != low)
    if len(wrong):
        msg = message(
            "query: hit {surface!r} begins at no morpheme of these tokens; match them anew",
            surface=hits["surface"].iloc[int(wrong[0])],
        )
        raise OptionError(msg)
    return first, last


def _pattern(rows: Arrays, text: str) -> tuple[Ints, Ints]:
    """Rows where a pattern of the codebook language stands."""
    return find_all(rows.require_order("a pattern"), text)


def _nothing_found(rows: Arrays, kind: str, text: str, say: Callable[..., str]) -> str:
    """Say whether the characters of a query that found nothing stand in the text, and what to ask instead."""
    words = [match[1] if (match := _ITEM.fullmatch(item)) else item for item in text.split()]
    bare = "".join(c for c in " ".join(words) if c not in "*()|<>") if kind in ("lemma", "pattern") else text
    shown = f"‘{visible(text)}’"
    if kind == "regex":
        return say("{query} was not found: no characters of the text fit this regular expression", query=shown)
    if not bare.strip():
        return say("{query} was not found: the text has no morpheme of this tag", query=shown)
    if tags := Counter(rows.tags[tag] for tag in rows.tag[_with_lemma(rows, bare)].tolist()):
        known = ", ".join(say("{morph} {n:,}", morph=f"{visible(bare)}/{tag}", n=n) for tag, n in tags.most_common(3))
        return say(
            "{query} was not found; under other tags there is {known}: change the tag (tags=) or leave it out",
            query=shown,
            known=known,
        )
    wanted = [bare, bare[:-1] if bare.endswith("다") and len(bare) > 2 else bare]
    if kind == "pattern":
        wanted = ["".join(e.text for e in elements if isinstance(e, Literal)) for elements in expand(text)]
    for stem in filter(None, dict.fromkeys(wanted)):
        expression = re.compile(r"\s*".join(map(re.escape, fold("".join(stem.split())))))
        spans = [
            (at + m.start(), at + m.end()) for at, line in _paragraphs(rows) for m in expression.finditer(fold(line))
        ]
        if spans:
            return _standing(rows, stem, np.array(spans, np.int64), shown, say)
    if near := get_close_matches(bare, dict.fromkeys(rows.lemmas), n=3, cutoff=0.7):
        return say(
            "{query} was not found: these characters are not in the text; similar words are {near}",
            query=shown,
            near=", ".join(near),
        )
    return say("{query} was not found: these characters are not in the text; check spelling and spaces", query=shown)


def _standing(rows: Arrays, text: str, spans: Ints, shown: str, say: Callable[..., str]) -> str:
    """Say how often characters stand in the text, in which morphemes, and how to list these places."""
    first, last = _overlapping(rows, spans[:, 0], spans[:, 1])
    cut = Counter(
        " ".join(f"{rows.lemmas[rows.lemma[k]]}/{rows.tags[rows.tag[k]]}" for k in range(a, b + 1))
        for a, b in zip(first.tolist(), last.tolist(), strict=True)
    )
    most = ", ".join(say("{morph} {n:,}", morph=f"‘{visible(morphs)}’", n=n) for morphs, n in cut.most_common(2))
    return say(
        "{query} was not found; its characters stand in {n:,} place(s), as the morphemes {most}: "
        "look for {best} or {literally}",
        query=shown,
        n=len(spans),
        most=most,
        best=f"‘{visible(cut.most_common(1)[0][0])}’",
        literally=f"‘regex:{text}’",
    )


_KINDS: dict[str, Callable[[Arrays, str], tuple[Ints, Ints]]] = {
    "lemma": lambda *_: _NONE,  # needs the recipe
    "surface": _surface,
    "regex": _regex,
    "pattern": _pattern,
}
