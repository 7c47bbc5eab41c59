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
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

import numpy as np
import pandas as pd

from analysis import schema
from analysis.analyser import answered
from analysis.errors import NothingFoundWarning, OptionError
from analysis.matcher.arrays import Arrays, Flags, Ints, edges
from analysis.matcher.pattern import Literal
from analysis.matcher.sequences import find_all, find_literal
from analysis.matcher.spelling import canonical
from analysis.memo import Memo
from analysis.messages import in_korean, message
from analysis.messages.libraries import told
from analysis.stats.not_found import nothing_found
from analysis.stats.spans import ITEM, overlapping, paragraphs, with_lemma
from analysis.tokens import Recipe, Tokens, segment
from analysis.tokens.tokens import arrays

Query = str | pd.DataFrame
_CONTEXTS = ("{}", "어제 {} 이야기가 나왔다.")
_CONTEXT_OF_VERBS = "참 {}."
_CUTS = {variants: Memo(20_000) for variants in (True, False)}  # lemmas of words that were asked for
_PREFIX = re.compile(r"([A-Za-z]+):(.*)", re.DOTALL)


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


@dataclass
class Elsewhere:
    """What a query meets in the rest of a corpus, which one part of it cannot know."""

    # Two questions are asked of all parts: whether some words are one lemma (of a unit with a space), and whether a
    # word is found at all as a lemma; only where it is not, another spelling counts.

    said: Mapping[str, bool] | None = None  # answers for all parts; None where the rows are all
    asked: dict[str, bool] = field(default_factory=dict)  # what was asked, and the answer of this part

    def __call__(self, what: str, *, here: bool, meanwhile: bool) -> bool:
        """Answer for all parts; as long as nobody knows, the more common answer."""
        if self.said is None:
            return here
        self.asked[what] = self.asked.get(what, False) or here
        return self.said.get(what, meanwhile)

    def stands(self, meanwhile: Mapping[str, bool]) -> bool:
        """Whether what was answered is what all parts say together."""
        return all(meanwhile.get(what, what[0] == _WORD) == answer for what, answer in self.asked.items())


_WORD, _LEMMA = "=", "+"  # how the questions begin: whether a word is found, whether words are one lemma


def find(tokens: Tokens, query: Query) -> Matches:
    """Find a query in an ordinary table. Nothing found is warned of."""
    rows = arrays(tokens)
    kind, text = kind_of(query)
    found = search(rows, query, recipe=tokens.recipe)
    if isinstance(query, pd.DataFrame) or len(found):
        return found
    return replace(found, caution=warn_of_nothing(tokens, kind, text, level=4))


def search(rows: Arrays, query: Query, *, recipe: Recipe, elsewhere: Elsewhere | None = None) -> Matches:
    """Find a query; of overlapping matches the leftmost counts, of those the longest."""
    if isinstance(query, pd.DataFrame):
        return _without_overlaps(*_hit_rows(rows, query), "코드북에 걸린 곳")
    kind, text = kind_of(query)
    if kind == "lemma":
        return _without_overlaps(*_lemmas(rows, text, recipe, elsewhere or Elsewhere()), text)
    return _without_overlaps(*_KINDS[kind](rows, text), text)


def require_held(hits: pd.DataFrame, docs: Collection[str]) -> None:
    """Refuse hits of documents that are not there."""
    if unknown := sorted(set(hits["doc"].astype(str)) - set(docs)):
        msg = message(
            "query: the hits are of document {unknown!r}, which the tokens do not hold; match these tokens",
            unknown=unknown[0],
        )
        raise OptionError(msg)


def kind_of(query: Query) -> tuple[str, str]:
    """Part the kind of a query from its text; refuse what is none."""
    if isinstance(query, pd.DataFrame):
        return "hits", ""
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
    return kind, text


def several_morphemes(rows: Arrays, words: Sequence[str], *, recipe: Recipe, elsewhere: Elsewhere) -> list[Matches]:
    """Find the places where words are several morphemes; none in rows that are not whole."""
    matches = []
    for word in words if rows.is_whole else ():
        first, last = _words(rows, word.split(), recipe, elsewhere)
        matches.append(_without_overlaps(first[last > first], last[last > first], word))
    return matches


def missing(tokens: Tokens, text: str) -> str:
    """Warn of a lemma that was not found, and return the sentence in Korean."""
    return warn_of_nothing(tokens, "lemma", text, level=5)[0]


def warn_of_nothing(tokens: Tokens, kind: str, text: str, *, level: int) -> tuple[str, ...]:
    """Warn that nothing was found, and return the sentence in Korean."""
    sentence = nothing_found(tokens, kind, text)
    warnings.warn(sentence(message), NothingFoundWarning, stacklevel=level)
    return (sentence(in_korean),)


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


def _lemmas(rows: Arrays, text: str, recipe: Recipe, elsewhere: Elsewhere) -> _Spans:
    """Rows where lemmas, words of several morphemes among them, follow one another in one sentence."""
    items = text.split()
    named = _named(rows, items, elsewhere)
    found = _in_a_row(rows, items, recipe, elsewhere)
    return found if named == items else _beside(rows, _in_a_row(rows, named, recipe, elsewhere), found)


def _named(rows: Arrays, items: list[str], elsewhere: Elsewhere) -> list[str]:
    """Join items that the merged layer has as one lemma with spaces, the longest first."""
    # a unit 전기 요금: 전기 요금 인상 -> "전기 요금", "인상"; 전기 요금/NNG -> "전기 요금/NNG"
    named: list[str] = []
    while items:
        runs = {" ".join(items[:size]): size for size in range(len(items), 1, -1)}
        lemmas = {run: match[1] if (match := ITEM.fullmatch(run)) else run for run in runs}
        known = rows.vocabulary.lemma
        held = (run for run, name in lemmas.items() if elsewhere(_LEMMA + name, here=name in known, meanwhile=False))
        run = next(held, items[0])
        named.append(run)
        items = items[runs.get(run, 1) :]
    return named


def _in_a_row(rows: Arrays, items: list[str], recipe: Recipe, elsewhere: Elsewhere) -> _Spans:
    """Rows where items follow one another in one sentence."""
    found: _Spans | None = None
    for is_plain, run in groupby(items, _is_plain):
        for spans in (
            [_words(rows, list(run), recipe, elsewhere)] if is_plain else [_single(_item(rows, i)) for i in run]
        ):
            found = spans if found is None else _joined(rows, found, spans)
    return found or _NONE


def _is_plain(item: str) -> bool:
    """Whether an item is characters alone, without tag, star and space."""
    return "*" not in item and " " not in item and not ITEM.fullmatch(item)


def answer_where_found(word: str) -> dict[str, bool]:
    """Answer what a query of one word asks of all parts, where one of them has the word."""
    return {_WORD + word: True} if _is_plain(word) else {}


def _words(rows: Arrays, items: list[str], recipe: Recipe, elsewhere: Elsewhere) -> _Spans:
    """Rows of words that stand in a row: by their lemmas, by those of their morphemes, by their characters."""
    # 업무 협약: 업무 and 협약 in a row, whether spaced or not, and the one row 업무협약 of the merged layer
    joined = "".join(items)
    if len(items) > 1:
        found = _words(rows, items[:1], recipe, elsewhere)
        for item in items[1:]:
            found = _joined(rows, found, _words(rows, [item], recipe, elsewhere))
        found = _beside(rows, _single(with_lemma(rows, joined)), found)
    else:
        found = _single(with_lemma(rows, joined))
    for lemmas in morphemes_of(" ".join(items), variants=recipe.variants != "") if _is_kit(recipe) else ():
        spans = _single(with_lemma(rows, lemmas[0]))
        for lemma in lemmas[1:]:
            spans = _joined(rows, spans, _single(with_lemma(rows, lemma)))
        found = _beside(rows, found, spans)
    breaks = tuple(np.cumsum([len(canonical(item)) for item in items[:-1]], dtype=int).tolist())
    first, last = find_literal(rows, Literal(canonical(joined), breaks, attached=False))
    there = elsewhere(_WORD + " ".join(items), here=len(found[0]) > 0, meanwhile=True)
    several = (last > first) | (not there)  # one row is the lemma, or another spelling where there is none
    return _beside(rows, found, (first[several], last[several]))


def _is_kit(recipe: Recipe) -> bool:
    """Whether the tokens are of the analyser that the kit has."""
    return recipe.analyser.startswith("kiwipiepy ")


def prepare(terms: Iterable[str], recipe: Recipe) -> None:
    """Cut the words of many queries at once: one by one the analyser takes a hundred times as long."""
    words: dict[str, None] = {}
    for term in terms if _is_kit(recipe) else ():
        items = term.split()
        if _PREFIX.fullmatch(term.strip()) is None and items and all(map(_is_plain, items)):
            words |= dict.fromkeys((*items, " ".join(items)))
    variants = recipe.variants != ""
    _cut([word for word in words if _CUTS[variants].get(word) is None], variants=variants)


def morphemes_of(words: str, *, variants: bool) -> tuple[tuple[str, ...], ...]:
    """Lemmas of words of several morphemes, as the analyser cuts them alone and in a sentence."""
    # Example: morphemes_of("행복하다", variants=True) gives (('행복', '하'),): the 다 of the dictionary form is no part
    if _CUTS[variants].get(words) is None:
        _cut([words], variants=variants)
    found: tuple[tuple[str, ...], ...] = _CUTS[variants].get(words)
    return found


def _cut(several: Sequence[str], *, variants: bool) -> None:
    """Cut words alone and in a sentence, each in documents of its own, and keep their lemmas."""
    if not several:
        return
    kept = answered(f"lemmas/1 {variants}", several, lambda: _cuts(several, variants=variants))
    for words, cuts in zip(several, kept, strict=True):
        _CUTS[variants].put(words, tuple(map(tuple, cuts)))


def _cuts(several: Sequence[str], *, variants: bool) -> list[list[tuple[str, ...]]]:
    """List the lemmas of words, where they are not the words themselves."""
    asked = {
        f"{n} {k}": (words, context.index("{"), context.format(words))
        for n, words in enumerate(several)
        for k, context in enumerate((*_CONTEXTS, *((_CONTEXT_OF_VERBS,) if words.endswith("다") else ())))
    }
    # A second paragraph with a word: else 5·18 by itself is told as a document without one.
    texts = {doc: f"{text}\n말" for doc, (_, _, text) in asked.items()}
    table = segment(texts, variants="default" if variants else None, cache=None, progress=False).table
    parts = dict(list(table.groupby(table["doc"].astype(str), sort=False)))
    found: dict[str, dict[tuple[str, ...], None]] = {words: {} for words in several}
    for doc, (words, low, _) in asked.items():
        part = parts[doc]
        part = part[(part["start"] >= low) & (part["end"] <= low + len(words))]
        rows = list(zip(part["lemma"].astype(str), part["tag"].astype(str), part["end"], strict=True))
        if not rows or int(part["start"].iloc[0]) != low or max(end for _, _, end in rows) != low + len(words):
            continue
        if len(rows) > 1 and rows[-1][0] == "다" and rows[-1][1] in ("EF", "EC"):
            rows = rows[:-1]
        *before, last = (lemma for lemma, _, _ in rows)
        tag = rows[-1][1]  # the analyser takes 하 for a verb (하다) in some places, for a suffix (하) in others
        other = last.removesuffix("다") if tag[0] == "V" else f"{last}다" if tag[:2] == "XS" else last
        found[words] |= dict.fromkeys([(*before, last), (*before, other)] if before else [(last,)])
    return [[lemmas for lemmas in found[words] if lemmas != (words,)] for words in several]


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
    match = ITEM.fullmatch(item)
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
        flags = with_lemma(rows, lemma)
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
    first, last = overlapping(rows, low, high)
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
    return overlapping(rows, *_spans(rows, expression))


def _spans(rows: Arrays, expression: re.Pattern[str]) -> tuple[Ints, Ints]:
    """First and past-the-last character, counted through all documents, of matches that are not blank."""
    matches = ((at, match) for at, line in paragraphs(rows) for match in expression.finditer(line))
    found = [(at + match.start(), at + match.end()) for at, match in matches if match.group().strip()]
    pairs = np.array(found, np.int64).reshape(-1, 2)
    return pairs[:, 0], pairs[:, 1]


def _hit_rows(rows: Arrays, hits: pd.DataFrame) -> tuple[Ints, Ints]:
    """Rows of the places that a table of hits lists."""
    schema.check(hits, schema.HITS, what=message("query: hits table"))
    docs = rows.strings("doc", edges(rows.doc)[:-1])
    base = {doc: int(at) for doc, at in zip(docs, (rows.place[0] - rows.start)[edges(rows.doc)[:-1]], strict=True)}
    require_held(hits, base)
    moved = hits["doc"].astype(str).map(base).to_numpy(dtype=np.int64)
    low, high = (np.add(hits[name].to_numpy(dtype=np.int64), moved, dtype=np.int64) for name in ("start", "end"))
    first, last = overlapping(rows, low, high)
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


_KINDS: dict[str, Callable[[Arrays, str], tuple[Ints, Ints]]] = {
    "lemma": lambda *_: _NONE,  # needs the recipe
    "surface": _surface,
    "regex": _regex,
    "pattern": _pattern,
}
