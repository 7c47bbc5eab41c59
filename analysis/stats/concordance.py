"""Concordance: every place of a query with the text around it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from html import escape
from pathlib import Path
from typing import Any, Literal, get_args

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis import schema
from analysis.corpus import Corpus, held
from analysis.errors import OptionError, RefusalError
from analysis.files import atomic
from analysis.files.csv import to_csv
from analysis.files.xlsx import to_xlsx
from analysis.korean import cut, fit, visible, width
from analysis.matcher.arrays import Arrays, Flags, Ints, edges, starts
from analysis.messages import english, message
from analysis.messages.statements import stated
from analysis.options import require_choice
from analysis.stats.coded import require_least
from analysis.stats.query import Matches, Query
from analysis.stats.query_over_parts import over_matches
from analysis.tokens import Tokens
from analysis.tokens.over_parts import documents_of

_SIGNS = ("SF", "SP", "SS", "SSO", "SSC", "SE", "SO", "SW")

_Ranges = dict[str, tuple[Ints, Ints]]  # first and past-the-last row of a word for every line, -1 for none
By = Literal["lemma", "surface"]
Width = int | str  # words, or "sentence" with as many more around it as "+N" says

_REACH = 5
_FARTHEST = 5_000  # characters of context on each side: in a text without spaces a word has no end
_LONGEST = 50  # morphemes of a word that its key is made of
_KEYS = tuple(f"{side}{k}" for side in "LR" for k in range(1, _REACH + 1))
_SORTS = ("node", "word", *_KEYS)
_SENTENCES = re.compile(r"sentence(?:\+(\d+))?")
_STYLE = """body{font-family:"Noto Sans KR","Apple SD Gothic Neo","Malgun Gothic",sans-serif;margin:1rem;color:#1a1a1a}
table{border-collapse:collapse;width:100%;word-break:keep-all;overflow-wrap:anywhere}
caption{text-align:left;padding:.5rem 0}th,td{padding:.2rem .4rem;border-bottom:1px solid #8c8c8c;vertical-align:top}
td,th.left,th.node,th.right{padding-left:0;padding-right:0;white-space:pre-wrap}.left{text-align:right;width:44%}
.node{text-align:left;color:#0072b2;width:1%}td.node{white-space:nowrap;font-weight:700}
th.right,td.right,.place{text-align:left;font-weight:400}th.node,th.left{font-weight:400}"""


def concordance(
    corpus: Corpus,
    tokens: Tokens,
    query: Query,
    *,
    width: Width = 8,
    sort: Sequence[str] = (),
    by: By = "lemma",
    first: int | None = None,
) -> pd.DataFrame:
    """Show every place of a word with its context.

    The node is a morpheme or several; its context is the original text by offset, with its spacing. The unit of
    counting is the match; matches never overlap (the leftmost counts, of those that begin together the longest;
    `attrs["overlapping"]` says how many were left out).

    Parameters
    ----------
    corpus : Corpus
        The texts that the tokens were made from; not a redacted corpus.
    tokens : Tokens
        Any layer, every row of its documents (before `keep` or `drop`).
    query : str or DataFrame
        A lemma (동맹); a word of several morphemes (인공지능, 업무 협약, 행복하다), analysed as the text was, spaced
        or closed up; lemma/TAG (동맹/NNG, `*/JKO`), several in a row (한미 동맹 */JKO), `*` for any characters; or
        with a prefix `surface:`, `regex:` or `pattern:` (the codebook language); or rows of a hits table.
    width : int, "sentence" or "sentence+N"
        Words (eojeol) of context on each side, beside what is left of the node's own word, up to the ends of the
        paragraph; or the sentence of the node, alone or with N sentences of the document before and after it. No more
        than 5,000 characters on a side.
    sort : sequence of str
        Any of "L1" to "L5", "R1" to "R5", "node" and "word", the most important first; () for text order. A minus
        before a key sorts downwards ("-R1").
    by : {"lemma", "surface"}
        What the columns L1 to R5 hold: the content lemmas of a word joined (동맹을 and 동맹이 sort together), or
        the word as it stands without the punctuation around it.
    first : int, optional
        So many lines alone, the first in the order of `sort`, such as a page of a common word. Every match is found
        all the same (of tokens in parts once: in the order of the text later pages open no more parts than they
        show), and `attrs["unlisted"]` counts those without a line.

    Returns
    -------
    DataFrame
        Columns `schema.CONCORDANCE`; L1 and R1 are nearest. The rest of the node's own word counts as L1 or R1 if
        it holds a content morpheme (한미 in 한미동맹), so particles do not. A word without content morphemes has
        its first lemma as key, punctuation aside. Empty when nothing is found, with a NothingFoundWarning that says
        whether the characters stand in the text and what to ask instead. `attrs`: `chart`, `query`, `by`, `sort`,
        `width`, `overlapping`, `unlisted` (matches left out by `first`), and then `caution`, that sentence.

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
    _require_options(corpus, width, sort, by, first)
    documents = held(corpus)
    call = partial(_shown, width=width, sort=tuple(sort), by=by, first=first)
    found = over_matches(
        tokens,
        query,
        call,
        what=message("a concordance"),
        beside=documents_of(documents, ("doc", "text")),
        first=None if sort else first,
    )
    table = found.pieces[0]
    if len(found.pieces) > 1:
        table = pd.concat(found.pieces, ignore_index=True)
        table = (_sorted(table, sort) if sort else table).head(len(table) if first is None else first)
    about = schema.About(
        chart="concordance",
        query=found.written,
        by=by,
        sort=tuple(sort),
        width=width,
        overlapping=found.overlapping,
        unlisted=None if first is None else found.matches - len(table),
        caution=found.caution,
        titles=schema.titles_of(documents, table["doc"].unique()),
    )
    schema.describe(table, about, source=tokens.recipe)
    return schema.check(table, schema.CONCORDANCE, what="concordance")


def _shown(
    rows: Arrays,
    found: Matches,
    documents: pd.DataFrame,
    *,
    width: Width,
    sort: tuple[str, ...],
    by: By,
    first: int | None,
) -> pd.DataFrame:
    """Make the lines of some rows, sorted, and of these the first."""
    if first is not None and not sort:
        found = replace(found, first=found.first[:first], last=found.last[:first])
    rows, found = _documents_with_matches(rows, found)
    documents = documents[documents["doc"].isin(rows.strings("doc", edges(rows.doc)[:-1]))]
    texts = _texts(documents, rows, found)
    keyed = _lemma_keys if by == "lemma" else _surface_keys
    columns = _lines(rows, found, texts, width) | keyed(rows, texts, _ranges(rows, found, width))
    table = _table(columns)
    if sort:
        table = _sorted(table, sort)
        table = table if first is None else table.head(first)
    return table


def _sorted(table: pd.DataFrame, sort: Sequence[str]) -> pd.DataFrame:
    """Sort lines by keys, ties as they stand."""
    keys, upwards = [key.removeprefix("-") for key in sort], [key[0] != "-" for key in sort]
    return table.sort_values(keys, ascending=upwards, kind="stable", ignore_index=True)


def _require_options(corpus: Corpus, width: Width, sort: Sequence[str], by: str, first: int | None) -> None:
    """Refuse a redacted corpus and options that are none."""
    if corpus.redacted:
        msg = message("a concordance needs the text, and this corpus is redacted; put the article into seeds/private/")
        raise RefusalError.redacted(msg)
    if isinstance(width, int):
        require_least(width, 1, name="width", what="concordance")
    elif not _SENTENCES.fullmatch(width):
        msg = message(
            'concordance: width is {width!r}; give words, "sentence", or "sentence+2" for two more on each side',
            width=width,
        )
        raise OptionError(msg)
    require_choice("concordance: by", by, get_args(By))
    if first is not None:
        require_least(first, 1, name="first", what="concordance")
    wrong = [key for key in sort if key.removeprefix("-") not in _SORTS]
    if wrong:
        msg = message(
            "concordance: cannot sort by {wrong!r}; give a list of {sorts}, with - for downwards",
            wrong=wrong[0],
            sorts=", ".join(_SORTS),
        )
        raise OptionError(msg)


def _documents_with_matches(rows: Arrays, found: Matches) -> tuple[Arrays, Matches]:
    """Keep the documents that hold a match, since nothing else is shown."""
    # Example: documents of rows 0-3, 4-6 and 7-9 with matches at rows 5 and 8: rows 4 to 9 stay, and the matches
    # move up by 4, to rows 1 and 4.
    bounds = np.append(starts([rows.codes["doc"]]), len(rows))
    here = np.searchsorted(bounds, found.first, side="right") - 1
    here = here[edges(here)[:-1]]
    sizes = bounds[here + 1] - bounds[here]
    moved = bounds[here] - (np.cumsum(sizes) - sizes)  # how far each document moves up
    taken = np.arange(sizes.sum()) + np.repeat(moved, sizes)
    first = np.searchsorted(taken, found.first)
    # whole documents: what stood apart has another document between, so that nothing of the whole table is needed
    codes, numbers = ({name: column[taken] for name, column in of.items()} for of in (rows.codes, rows.numbers))
    last = found.last - found.first + first
    return replace(rows, codes=codes, numbers=numbers), replace(found, first=first, last=last)


def _table(columns: Mapping[str, npt.ArrayLike]) -> pd.DataFrame:
    """Build the table with the columns and kinds of its contract."""
    kinds = {"text": pd.Series(dtype="str").dtype, "int": np.dtype(np.int64)}
    return pd.DataFrame({c.name: pd.Series(columns[c.name], dtype=kinds[c.kind]).array for c in schema.CONCORDANCE})


def _texts(documents: pd.DataFrame, rows: Arrays, found: Matches) -> list[str]:
    """Text of the document of every match, after seeing that the tokens belong to it."""
    texts = dict(zip(documents["doc"].tolist(), documents["text"].tolist(), strict=True))
    docs, surfaces = (rows.strings(name, found.first) for name in ("doc", "surface"))
    of = [texts.get(doc, "") for doc in docs]
    stand = _slices(of, rows.start[found.first], rows.end[found.first])
    if stand != surfaces:
        wrong = next(doc for doc, a, b in zip(docs, stand, surfaces, strict=True) if a != b)
        msg = message(
            "the tokens of document {wrong!r} are not of this corpus; pass the corpus that was segmented", wrong=wrong
        )
        raise OptionError(msg)
    return of


def _slices(texts: Sequence[str], start: Ints, end: Ints) -> list[str]:
    """Cut some characters out of every text."""
    return [text[a:b] for text, a, b in zip(texts, start.tolist(), end.tolist(), strict=True)]


def _lines(rows: Arrays, found: Matches, texts: list[str], width: Width) -> dict[str, npt.ArrayLike]:
    """Place, node and context of every match."""
    # Example: 동맹 at rows first = last = 2 in the second word, with width 1: left begins where the first word does,
    # start and end are those of row 2, right ends with the third word -> "우리 한미", "동맹", "을 넓힌다."
    bounds = rows.word_rows
    low, high = rows.word[found.first], rows.word[found.last]
    first, last = _reach(rows, low, width)
    if isinstance(width, int):
        first, last = np.maximum(low - width, first), np.minimum(high + width, last)
    opens, closes = rows.start[bounds[:-1]], _word_ends(rows)
    start, end = rows.start[found.first], _match_ends(rows, found)
    begin, stop = np.maximum(opens[first], start - _FARTHEST), np.minimum(closes[last], end + _FARTHEST)
    return {
        "doc": rows.strings("doc", found.first),
        **{name: rows.numbers[name][found.first] for name in ("paragraph", "sentence")},
        "start": start,
        "end": end,
        "left": _slices(texts, begin, start),
        "node": _slices(texts, start, end),
        "right": _slices(texts, end, stop),
        "word": _slices(texts, np.maximum(opens[low], begin), np.minimum(closes[high], stop)),
    }


def _word_ends(rows: Arrays) -> Ints:
    """One past the last character of every word, within its document."""
    return np.maximum.reduceat(rows.end, rows.word_rows[:-1]) if len(rows) else rows.end


def _match_ends(rows: Arrays, found: Matches) -> Ints:
    """One past the last character of every match: morphemes may share characters, so the last need not end it."""
    ends = rows.end[found.last]
    for back in range(1, int((found.last - found.first).max(initial=0)) + 1):
        ends = np.maximum(ends, rows.end[np.maximum(found.last - back, found.first)])
    return ends


def _reach(rows: Arrays, words: Ints, width: Width) -> tuple[Ints, Ints]:
    """First and last word of the paragraph, or of the sentences, beyond which the context of some words never goes."""
    # words 0-2 and 3-4 are the sentences of a document: word 1 -> (0, 2) for "sentence", (0, 4) for "sentence+1"
    around = None if isinstance(width, int) else int((_SENTENCES.fullmatch(width) or [""])[1] or 0)
    unit = rows.paragraph if around is None else rows.sentence
    doc, unit = (numbers[rows.word_rows[:-1]] if len(rows) else numbers for numbers in (rows.doc, unit))
    bounds, docs = edges(unit), edges(doc)
    here = unit[words]
    low = np.maximum(here - (around or 0), unit[docs[doc[words]]])
    high = np.minimum(here + (around or 0), unit[docs[doc[words] + 1] - 1])
    return bounds[low], bounds[high + 1] - 1


def _ranges(rows: Arrays, found: Matches, width: Width) -> dict[str, tuple[Ints, Ints]]:
    """First and past-the-last row of the words that stand at L1 to R5; -1 where there is none."""
    # Example: rows 0 우리, 1 한미, 2 동맹 (node), 3 을, 4 넓히, 5 ㄴ다, in the words 우리 / 한미동맹을 / 넓힌다:
    # L1 is (1, 2), for 한미 in the word of the node is content; L2 is (0, 1); R1 is (4, 6), for 을 is none.
    low, high = rows.word[found.first], rows.word[found.last]
    first, last = _reach(rows, low, width)
    bounds = rows.word_rows
    content = np.r_[0, np.cumsum(rows.among(schema.CONTENT_TAGS))]
    before = content[found.first] > content[bounds[low]]
    after = content[bounds[high + 1]] > content[found.last + 1]
    ranges = {}
    for k in range(1, _REACH + 1):
        word = low - k + before
        a, b = bounds[np.maximum(word, 0)], np.minimum(bounds[np.maximum(word, 0) + 1], found.first)
        ranges[f"L{k}"] = (np.where(word >= first, a, -1), np.where(word >= first, b, -1))
        word = high + k - after
        inside = np.minimum(word, len(bounds) - 2)
        a, b = np.maximum(bounds[inside], found.last + 1), bounds[inside + 1]
        ranges[f"R{k}"] = (np.where(word <= last, a, -1), np.where(word <= last, b, -1))
    return ranges


def _lemma_keys(rows: Arrays, _: list[str], ranges: _Ranges) -> dict[str, npt.NDArray[Any]]:
    """Content lemmas of each word joined, or its first lemma, punctuation aside, where it has none."""
    low, high = (np.concatenate([pair[side] for pair in ranges.values()]) for side in (0, 1))
    content, at, n = _inside(rows.among(schema.CONTENT_TAGS), low, high)
    letters, first, some = _inside(~rows.among(_SIGNS), low, high)
    lemmas = [rows.lemma[np.where(n > 0, content[at], np.where(some > 0, letters[first], low))]]
    more = [np.flatnonzero(n > k) for k in range(1, min(int(n.max(initial=0)), _LONGEST))]
    lemmas.extend(rows.lemma[content[at[lines] + k]] for k, lines in enumerate(more, 1))
    names = _written(rows, lemmas)
    keys = names[lemmas[0]]
    for lines, following in zip(more, lemmas[1:], strict=True):
        keys[lines] += names[following]
    keys[low < 0] = ""
    return dict(zip(ranges, keys.reshape(len(ranges), -1), strict=True))


def _surface_keys(rows: Arrays, texts: list[str], ranges: _Ranges) -> dict[str, npt.NDArray[Any]]:
    """Each word as it stands, without the punctuation around it unless there is nothing else."""
    # Example: rows 넓힌 [9, 11), 힌다 [10, 12) and . [12, 13) -> characters 9 to 13, 넓힌다. -> 넓힌다
    low, high = (np.concatenate([pair[side] for pair in ranges.values()]) for side in (0, 1))
    ends = rows.end[high - 1]
    for back in range(2, min(int((high - low).max(initial=0)), _LONGEST) + 1):  # morphemes may share characters
        ends = np.maximum(ends, rows.end[np.maximum(high - back, low)])
    start = np.where(low < 0, 0, rows.start[low])
    end = np.where(low < 0, 0, np.minimum(ends, start + _FARTHEST))
    spans = zip(texts * len(ranges), start.tolist(), end.tolist(), strict=True)
    words = [text[a:b] for text, a, b in spans]
    stripped = {word: _bare(word) for word in set(words)}
    keys = np.array([stripped[word] for word in words], dtype=object)
    return dict(zip(ranges, keys.reshape(len(ranges), -1), strict=True))


def _written(rows: Arrays, lemmas: list[Ints]) -> npt.NDArray[Any]:
    """Lemmas by their codes, those that are needed, in jamo that can be seen."""
    names = np.full(len(rows.lemmas), "", dtype=object)
    used = np.flatnonzero(np.bincount(np.concatenate(lemmas), minlength=len(names))).tolist()
    seen = [rows.lemmas[code] for code in used]
    shown = visible("\n".join(seen)).split("\n")  # all at once: nothing composes over a line break
    names[used] = shown if len(shown) == len(used) else [visible(lemma) for lemma in seen]
    return names


def _inside(meant: Flags, low: Ints, high: Ints) -> tuple[Ints, Ints, Ints]:
    """All meant rows and a zero; for each range, where its first one stands among them, and how many it holds."""
    # Example: meant [T, F, T, T] and the range 1 to 4 -> places [0, 2, 3, 0], first at 1, 2 of them
    before = np.concatenate([[0], np.cumsum(meant)])
    places = np.append(np.flatnonzero(meant), 0)
    return places, before[low], np.where(low < 0, 0, before[high] - before[low])


def _bare(word: str) -> str:
    """Strip punctuation and symbols from both ends, unless there is nothing else."""
    if word and unicodedata.category(word[0])[0] not in "PSZ" and unicodedata.category(word[-1])[0] not in "PSZ":
        return word
    kept = [at for at, c in enumerate(word) if unicodedata.category(c)[0] not in "PSZ"]
    return word[kept[0] : kept[-1] + 1] if kept else word


def show_concordance(table: pd.DataFrame, *, columns: int = 100) -> str:
    """Write a concordance as lines in which every node begins in the same column.

    Parameters
    ----------
    table : DataFrame
        A result of `stats.concordance`, whole or in part.
    columns : int
        Width of the terminal, 40 or more. Hangul and Hanja take two columns; what does not fit is cut at the outer
        ends and marked with an ellipsis.

    Returns
    -------
    str
        One line a match: document and sentence, left, the node in brackets, right; what touches the node in the
        text touches the bracket. A sentence in Korean when there is no match.

    Raises
    ------
    SchemaError
        If the table is not a concordance.
    OptionError
        If `columns` is below 40.

    References
    ----------
    Unicode Standard Annex 11, East Asian Width: W and F are wide; ambiguous characters count as narrow.

    Examples
    --------
    >>> import analysis as da
    >>> corpus = da.Corpus.from_texts({"d": "우리 동맹을 넓힌다."})
    >>> print(show_concordance(da.stats.concordance(corpus, da.segment(corpus), "동맹"), columns=40))
    d 1           우리 [동맹]을 넓힌다.
    """
    schema.check(table, schema.CONCORDANCE, what=message("show_concordance: concordance"))
    if columns < 40:
        msg = message("show_concordance: columns is {columns}; give 40 or more", columns=columns)
        raise OptionError(msg)
    if table.empty:
        return " ".join(map(stated, schema.about(table).caution or ())) or message("no place was found")
    places = [f"{doc} {sentence}" for doc, sentence in zip(table["doc"], table["sentence"], strict=True)]
    place = min(max(map(width, places)), columns // 4)
    node = min(max(width(text) for text in table["node"]), columns // 3)
    side = (columns - place - node - 3) // 2
    rows = zip(places, table["left"], table["node"], table["right"], strict=True)
    return "\n".join(
        f"{fit(where, place)} {fit(left, side, before=True)}[{cut(middle, node)}]{cut(right, side)}".rstrip()
        for where, left, middle, right in rows
    )


def write_concordance(table: pd.DataFrame, path: str | Path) -> Path:
    """Write a concordance into a file: .csv, .xlsx or .html.

    Parameters
    ----------
    table : DataFrame
        A result of `stats.concordance`, whole or in part.
    path : str or Path
        The file; its ending chooses the format. CSV and XLSX carry every column; HTML is a page that needs no other
        file and shows place, left, node and right.

    Returns
    -------
    Path
        The file. The same table gives the same bytes. No cell is read as a formula: in CSV, an apostrophe is put
        before text that begins like one.

    Raises
    ------
    SchemaError
        If the table is not a concordance.
    OptionError
        If the ending is another one.

    References
    ----------
    RFC 4180 (CSV, with a byte order mark for spreadsheets); ECMA-376 (XLSX).

    Examples
    --------
    >>> import analysis as da, tempfile, pathlib
    >>> corpus = da.Corpus.from_texts({"d": "우리 동맹을 넓힌다."})
    >>> table = da.stats.concordance(corpus, da.segment(corpus), "동맹")
    >>> write_concordance(table, pathlib.Path(tempfile.mkdtemp(), "lines.csv")).name
    'lines.csv'
    """
    schema.check(table, schema.CONCORDANCE, what=message("write_concordance: concordance"))
    path = Path(path)
    if path.suffix.lower() not in _WRITERS:
        msg = message(
            "write_concordance: {path} ends in none of {writers}; rename it",
            path=path.name,
            writers=", ".join(_WRITERS),
        )
        raise OptionError(msg)
    return atomic.save(path, _WRITERS[path.suffix.lower()](table.reset_index(drop=True)))


def _html(table: pd.DataFrame) -> bytes:
    """Write a concordance as a page by itself."""
    query = escape(visible(schema.about(table).query or ""))
    heads = "".join(
        f'<th scope="col" class="{name}">{text}</th>'
        for name, text in (
            ("place", message("text, sentence")),
            ("left", message("left")),
            ("node", message("search word")),
            ("right", message("right")),
        )
    )
    body = "\n".join(
        f'<tr><th scope="row" class="place">{escape(str(row.doc))} {row.sentence}</th>'
        f'<td class="left">{escape(str(row.left))}</td><td class="node">{escape(str(row.node))}</td>'
        f'<td class="right">{escape(str(row.right))}</td></tr>'
        for row in table.itertuples(index=False)
    )
    places = message("{n:,} place(s)", n=len(table))
    caption = f"{message('concordance')}: {f'‘{query}’ ' if query else ''}{places}"
    lang = "en" if english() else "ko"
    return (
        f'<!DOCTYPE html>\n<html lang="{lang}"><head><meta charset="utf-8"><title>{caption}</title>\n'
        f"<style>{_STYLE}</style></head>\n<body><table><caption>{caption}</caption>\n"
        f"<thead><tr>{heads}</tr></thead><tbody>\n{body}\n</tbody></table></body></html>\n"
    ).encode()


_WRITERS: dict[str, Callable[[pd.DataFrame], bytes]] = {
    ".csv": to_csv,
    ".xlsx": partial(to_xlsx, formatted=False),
    ".html": _html,
}
