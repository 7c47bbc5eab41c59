"""Concordance: every place of a query with the text around it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Literal, get_args

import numpy as np
import pandas as pd

from analysis import schema
from analysis.corpus import Corpus
from analysis.errors import OptionError, RefusalError
from analysis.stats.coded import Coded, Ints, coded, edges, hold_least
from analysis.stats.keys import lemma_keys, surface_keys
from analysis.stats.query import Matches, Query, find
from analysis.tokens import Tokens

By = Literal["lemma", "surface"]

REACH = 5
KEYS = tuple(f"{side}{k}" for side in "LR" for k in range(1, REACH + 1))
SORTS = ("node", "word", *KEYS)


def concordance(
    corpus: Corpus, tokens: Tokens, query: Query, *, width: int = 8, sort: Sequence[str] = (), by: By = "lemma"
) -> pd.DataFrame:
    """Show every place of a word with its context.

    The node is a morpheme or several; its context is the original text by offset, with its spacing, up to the
    ends of the paragraph. The unit of counting is the match; matches never overlap (the leftmost counts, of
    those that begin together the longest; `attrs["overlapping"]` says how many were left out).

    Parameters
    ----------
    corpus : Corpus
        The texts that the tokens were made from; not a redacted corpus.
    tokens : Tokens
        Any layer, every row of its documents (before `keep` or `drop`).
    query : str or DataFrame
        A lemma (동맹), lemma/TAG (동맹/NNG, `*/JKO`), several in a row (한미 동맹 */JKO), `*` for any characters;
        or with a prefix `surface:`, `regex:` or `pattern:` (the codebook language); or rows of a hits table.
    width : int
        Words (eojeol) of context on each side, beside what is left of the node's own word.
    sort : sequence of str
        Any of "L1" to "L5", "R1" to "R5", "node" and "word", the most important first; () for text order.
    by : {"lemma", "surface"}
        What the columns L1 to R5 hold: the content lemmas of a word joined (동맹을 and 동맹이 sort together), or
        the word as it stands without the punctuation around it.

    Returns
    -------
    DataFrame
        Columns `schema.CONCORDANCE`; L1 and R1 are nearest. The rest of the node's own word counts as L1 or R1 if
        it holds a content morpheme (한미 in 한미동맹), so particles do not. A word without content morphemes has
        its first lemma as key, punctuation aside. Empty when nothing is found. `attrs`: `chart`, `query`, `by`,
        `sort`, `width`, `overlapping`.

    Raises
    ------
    OptionError
        If the corpus or the tokens are redacted, do not belong together, or an option or the query is unknown.
    SchemaError
        If rows were taken out of the tokens.

    References
    ----------
    Luhn, H. P. (1960). Key word-in-context index for technical literature. American Documentation 11(4).

    Examples
    --------
    >>> import analysis as da
    >>> corpus = da.Corpus.from_texts({"d": "우리 동맹을 넓힌다. 새 동맹이 온다."})
    >>> table = concordance(corpus, da.segment(corpus), "동맹/NNG", width=1)
    >>> table[["left", "node", "right"]].values.tolist()
    [['우리 ', '동맹', '을 넓힌다.'], ['새 ', '동맹', '이 온다.']]
    """
    _hold(corpus, width, sort, by)
    rows = coded(tokens, what="a concordance", whole=True)
    rows, found = _near(rows, find(rows, query))
    texts = _texts(corpus, rows, found)
    keyed = lemma_keys if by == "lemma" else surface_keys
    columns = _lines(rows, found, texts, width) | keyed(rows, texts, _ranges(rows, found))
    table = _table(columns)
    if sort:
        table = table.sort_values(list(sort), kind="stable", ignore_index=True)
    table.attrs = {
        "chart": "concordance",
        "query": found.written,
        "by": by,
        "sort": list(sort),
        "width": width,
        "overlapping": found.overlapping,
    }
    return schema.check(table, schema.CONCORDANCE, what="concordance")


def _hold(corpus: Corpus, width: int, sort: Sequence[str], by: str) -> None:
    """Refuse a redacted corpus and options that are none."""
    if corpus.redacted:
        msg = "a concordance needs the text, and this corpus is redacted; put the article into seeds/private/"
        raise RefusalError.redacted(msg)
    hold_least(width, 1, name="width", what="concordance")
    if by not in get_args(By):
        msg = f"concordance: by is {by!r}; choose one of {', '.join(get_args(By))}"
        raise OptionError(msg)
    wrong = [key for key in ([sort] if isinstance(sort, str) else sort) if isinstance(sort, str) or key not in SORTS]
    if wrong:
        msg = f"concordance: cannot sort by {wrong[0]!r}; give a list of {', '.join(SORTS)}"
        raise OptionError(msg)


def _near(rows: Coded, found: Matches) -> tuple[Coded, Matches]:
    """Take the documents that hold a match, since nothing else is shown."""
    bounds = edges(pd.Categorical(rows.table["doc"]).codes)
    here = np.searchsorted(bounds, found.first, side="right") - 1
    here = here[edges(here)[:-1]]
    sizes = bounds[here + 1] - bounds[here]
    moved = bounds[here] - (np.cumsum(sizes) - sizes)  # how far each document moves up
    taken = np.arange(sizes.sum()) + np.repeat(moved, sizes)
    first = np.searchsorted(taken, found.first)
    return rows.take(taken), replace(found, first=first, last=found.last - found.first + first)


def _table(columns: dict[str, Any]) -> pd.DataFrame:
    """Put the columns into the order and the kinds that are promised."""
    kinds = {"text": pd.Series(dtype="str").dtype, "int": np.dtype(np.int64)}
    return pd.DataFrame({c.name: pd.Series(columns[c.name], dtype=kinds[c.kind]).array for c in schema.CONCORDANCE})


def _texts(corpus: Corpus, rows: Coded, found: Matches) -> list[str]:
    """Text of the document of every match, after seeing that the tokens belong to it."""
    documents = corpus.documents
    texts = dict(zip(documents["doc"].tolist(), documents["text"].tolist(), strict=True))
    docs, surfaces = (rows.text(name, found.first) for name in ("doc", "surface"))
    of = [texts.get(doc, "") for doc in docs]
    stand = _slices(of, rows.start[found.first], rows.end[found.first])
    if stand != surfaces:
        wrong = next(doc for doc, a, b in zip(docs, stand, surfaces, strict=True) if a != b)
        msg = f"the tokens of document {wrong!r} are not of this corpus; pass the corpus that was segmented"
        raise OptionError(msg)
    return of


def _slices(texts: Sequence[str], start: Ints, end: Ints) -> list[str]:
    """Cut some characters out of every text."""
    return [text[a:b] for text, a, b in zip(texts, start.tolist(), end.tolist(), strict=True)]


def _lines(rows: Coded, found: Matches, texts: list[str], width: int) -> dict[str, Any]:
    """Place, node and context of every match."""
    bounds = rows.word_rows
    low, high = rows.word[found.first], rows.word[found.last]
    first, last = _paragraph_words(rows, low)
    opens, closes = rows.start[bounds[:-1]], word_ends(rows)
    start, end = rows.start[found.first], closing(rows, found)
    return {
        "doc": rows.text("doc", found.first),
        **{name: rows.table[name].to_numpy()[found.first] for name in ("paragraph", "sentence")},
        "start": start,
        "end": end,
        "left": _slices(texts, opens[np.maximum(low - width, first)], start),
        "node": _slices(texts, start, end),
        "right": _slices(texts, end, closes[np.minimum(high + width, last)]),
        "word": _slices(texts, opens[low], closes[high]),
    }


def word_ends(rows: Coded) -> Ints:
    """One past the last character of every word, within its document."""
    return np.maximum.reduceat(rows.end, rows.word_rows[:-1]) if len(rows) else rows.end


def closing(rows: Coded, found: Matches) -> Ints:
    """One past the last character of every match: morphemes may share characters, so the last need not end it."""
    ends = rows.end[found.last]
    for back in range(1, int((found.last - found.first).max(initial=0)) + 1):
        ends = np.maximum(ends, rows.end[np.maximum(found.last - back, found.first)])
    return ends


def _paragraph_words(rows: Coded, words: Ints) -> tuple[Ints, Ints]:
    """First and last word of the paragraph in which some words stand."""
    paragraph = rows.paragraph[rows.word_rows[:-1]] if len(rows) else rows.paragraph
    bounds = edges(paragraph)
    here = paragraph[words]
    return bounds[here], bounds[here + 1] - 1


def _ranges(rows: Coded, found: Matches) -> dict[str, tuple[Ints, Ints]]:
    """First and past-the-last row of the words that stand at L1 to R5; -1 where there is none."""
    low, high = rows.word[found.first], rows.word[found.last]
    first, last = _paragraph_words(rows, low)
    bounds = rows.word_rows
    content = np.r_[0, np.cumsum(rows.among(schema.CONTENT_TAGS))]
    before = content[found.first] > content[bounds[low]]
    after = content[bounds[high + 1]] > content[found.last + 1]
    ranges = {}
    for k in range(1, REACH + 1):
        word = low - k + before
        a, b = bounds[np.maximum(word, 0)], np.minimum(bounds[np.maximum(word, 0) + 1], found.first)
        ranges[f"L{k}"] = (np.where(word >= first, a, -1), np.where(word >= first, b, -1))
        word = high + k - after
        inside = np.minimum(word, len(bounds) - 2)
        a, b = np.maximum(bounds[inside], found.last + 1), bounds[inside + 1]
        ranges[f"R{k}"] = (np.where(word <= last, a, -1), np.where(word <= last, b, -1))
    return ranges
