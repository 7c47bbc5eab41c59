"""The dtypes of a token table: small, and the same whoever makes it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from analysis import schema
from analysis.errors import ReadError

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
    return table.assign(**{name: table[name].cat.remove_unused_categories() for name in _TEXT})


def terms(texts: Mapping[str, Sequence[str]]) -> pd.DataFrame:
    """Make the table of text that came tokenised (`Tokens.from_terms`)."""
    rows: dict[str, list[str] | list[int]] = {name: [] for name in ("doc", "i", "surface", "start")}
    for doc, terms in texts.items():
        start = 0
        for i, term in enumerate(terms):
            if not isinstance(term, str) or not term.strip():
                msg = f"document {doc!r}, term {i}: a term must be a non-empty string, not {term!r}"
                raise ReadError(msg)
            for name, value in zip(rows, (str(doc), i, term, start), strict=True):
                rows[name].append(value)  # type: ignore[arg-type]
            start += len(term) + 1
    if not rows["i"]:
        msg = "no terms given; pass at least one document with one term"
        raise ReadError(msg)
    table = pd.DataFrame(rows).assign(paragraph=1, sentence=1, tag="TERM")
    table = table.assign(form=table["surface"], lemma=table["surface"], end=table["start"] + table["surface"].str.len())
    return shape(table)


def keywords(documents: pd.DataFrame) -> pd.DataFrame:
    """Make the table of the keywords and names in the columns of a BIGKINDS export, a column a paragraph."""
    columns = [name for name in _KINDS if name in documents]
    if not columns:
        msg = f"the documents have no column {', '.join(_KINDS)}; download them from BIGKINDS with these columns"
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
