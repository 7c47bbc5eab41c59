"""The dtypes of a token table: small, and the same whoever makes it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from analysis import schema
from analysis.errors import ReadError
from analysis.messages import message

_KINDS = {"키워드": "KEYWORD", "인물": "PERSON", "위치": "PLACE", "기관": "ORGANISATION"}  # column of BIGKINDS: tag
_TEXT = ("doc", "surface", "form", "tag", "lemma")


def shape(table: pd.DataFrame) -> pd.DataFrame:
    """Give a table the columns, order and dtypes of `schema.TOKENS`."""
    table = table[[c.name for c in schema.TOKENS]].reset_index(drop=True)
    kinds: dict[str, object] = {c.name: "int32" for c in schema.TOKENS if c.kind == "int"}
    for name in _TEXT:
        values = table[name].astype(str)
        order = list(values.unique()) if name == "doc" else sorted(values.unique())
        kinds[name] = pd.CategoricalDtype(order)
    return table.astype(kinds)  # type: ignore[arg-type]


def trim(table: pd.DataFrame) -> pd.DataFrame:
    """Drop the categories that no row holds any more."""
    return table.assign(**{name: trimmed(table[name].array) for name in _TEXT})


def trimmed(column: pd.Categorical) -> pd.Categorical:
    """Drop categories without a row, in time that grows with rows and categories: pandas would sort the rows."""
    # codes 2 0 2 of the categories 가 나 다 become 1 0 1 of 가 다
    used = np.zeros(len(column.categories), dtype=bool)
    used[column.codes] = True
    if used.all():
        return column
    place = (np.cumsum(used) - 1).astype(np.min_scalar_type(-max(int(used.sum()), 1)))
    kind = pd.CategoricalDtype(column.categories[used])
    made: pd.Categorical = pd.Categorical.from_codes(place[column.codes], dtype=kind, validate=False)
    return made


def among_words(table: pd.DataFrame, words: Collection[tuple[str, str]]) -> pd.Series[bool]:
    """Which rows have one of some lemmas, with its tag unless that is empty or the row's words came without tags."""
    found = pd.Series(data=False, index=table.index)
    for wanted in {tag for _, tag in words}:
        here = table["lemma"].isin([lemma for lemma, tag in words if tag == wanted])
        tags = table["tag"].cat.categories
        of_tag = [tag for tag in tags if wanted in ("", tag.partition("-")[0]) or tag == "TERM"]
        found |= here & table["tag"].isin(of_tag)
    return found


def pad_rows(table: pd.DataFrame, gone: pd.Series[bool]) -> pd.DataFrame:
    """Blank some rows and give them the tag of a gap; their places stay."""
    filled = dict.fromkeys(("surface", "form", "lemma"), "") | {"tag": schema.PAD}
    columns = {}
    for name, value in filled.items():
        names = sorted({*table[name].cat.categories, value})
        columns[name] = table[name].cat.set_categories(names).mask(gone, value)
    return trim(table.assign(**columns)) if gone.any() else table


def term_lists(
    texts: Mapping[str, Sequence[str] | str] | pd.Series[Any] | pd.DataFrame, *, sep: str | None, pad: str | None
) -> dict[str, Sequence[str]]:
    """Bring the ways in which terms come to a list for each document."""
    if isinstance(texts, pd.DataFrame):
        require_columns(
            texts, ("doc", "word"), also=message("from_tagged(table, analyser=...) takes one with a column tag")
        )
        words = texts["word"].astype(object).where(texts["word"].notna(), pad if pad is not None else "")
        return {str(doc): rows.tolist() for doc, rows in words.groupby(texts["doc"].astype(str), sort=False)}
    if not isinstance(texts, Mapping | pd.Series):
        msg = message(
            "terms come with the ids of their documents, as {{'id': ['a', 'b']}}, not as {kind}",
            kind=type(texts).__name__,
        )
        raise ReadError(msg)
    found: dict[str, Sequence[str]] = {}
    for doc, text in texts.items():
        if str(doc) in found:
            msg = message("the document {doc!r} stands twice; give each its own id, in a column as its index", doc=doc)
            raise ReadError(msg)
        empty = text is None or (isinstance(text, float) and text != text)  # noqa: PLR0124 - NaN of an empty cell
        parts = "" if empty else text
        if isinstance(parts, str):
            cells = (part.strip() for part in parts.split(sep))
            parts = [part for part in cells if part or (pad == "" and sep is not None and parts.strip())]
        found[str(doc)] = parts
    return found


def require_columns(table: pd.DataFrame, names: Sequence[str], *, also: str) -> None:
    """Refuse a long table that lacks a column, or has more than can be kept."""
    if lacking := [name for name in names if name not in table.columns]:
        msg = message(
            "the table has no column {lacking!r}; a long table has {names}, a row a word, and this one "
            "{table}; rename its columns",
            lacking=lacking[0],
            names=", ".join(names),
            table=", ".join(map(str, table.columns)),
        )
        raise ReadError(msg)
    if "tag" in table.columns and "tag" not in names:
        msg = message("the table has tags, which terms do not keep; {also}", also=also)
        raise ReadError(msg)


def terms(texts: Mapping[str, Sequence[str]], *, pad: str | None = None) -> pd.DataFrame:
    """Make the table of text that came tokenised (`Tokens.from_terms`)."""
    rows: dict[str, list[str] | list[int]] = {name: [] for name in ("doc", "i", "surface", "start")}
    for doc, terms in texts.items():
        start = 0
        for i, term in enumerate(terms):
            if not isinstance(term, str) or (not term.strip() and term != pad):
                msg = message(
                    "document {doc!r}, term {i}: a term must be a non-empty string, not {term!r}",
                    doc=doc,
                    i=i,
                    term=term,
                )
                if term == "":
                    msg = message("{msg}; if it keeps the place of a word that was taken out, pass pad=''", msg=msg)
                raise ReadError(msg)
            for name, value in zip(rows, (str(doc), i, term, start), strict=True):
                rows[name].append(value)  # type: ignore[arg-type]
            start += max(len(term), 1) + 1
    if not rows["i"]:
        msg = message("no terms given; pass at least one document with one term")
        raise ReadError(msg)
    table = pd.DataFrame(rows).assign(paragraph=1, sentence=1, tag="TERM")
    end = table["start"] + table["surface"].str.len().clip(lower=1)
    table = shape(table.assign(form=table["surface"], lemma=table["surface"], end=end))
    return table if pad is None else pad_rows(table, table["surface"] == pad)


def keywords(documents: pd.DataFrame) -> pd.DataFrame:
    """Make the table of the keywords and names in the columns of a BIGKINDS export, a column a paragraph."""
    columns = [name for name in _KINDS if name in documents]
    if not columns:
        msg = message(
            "the documents have no column {kinds}; download them from BIGKINDS with these columns",
            kinds=", ".join(_KINDS),
        )
        raise ReadError(msg)
    words: dict[str, list[str]] = {}
    parts: list[tuple[str, int]] = []  # tag and paragraph of every word
    for doc, *cells in documents[["doc", *columns]].itertuples(index=False):
        for name, cell in zip(columns, cells, strict=True):
            found = [word.strip() for word in str(cell).split(",") if word.strip()] if isinstance(cell, str) else []
            words.setdefault(str(doc), []).extend(found)
            parts += [(_KINDS[name], columns.index(name) + 1)] * len(found)
    table = terms(words)
    tags, places = zip(*parts, strict=True)
    return shape(table.assign(tag=tags, paragraph=places, sentence=places))
