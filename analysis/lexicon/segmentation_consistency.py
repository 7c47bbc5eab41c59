"""Words that the analyser took apart in two ways within one document."""

from __future__ import annotations

import re
from itertools import takewhile
from typing import NamedTuple

import pandas as pd

from analysis import schema
from analysis.schema import INCONSISTENT

_NOUNS = frozenset({"NNG", "NNP", "SL", "SH", "XR"})
_STEM = _NOUNS | {"NNB", "NR", "SN", "XPN", "XSN"}
_SIGN = re.compile(r"S[FPSEOWB]|W_|UN")


class _Row(NamedTuple):
    """The columns of a token row that are compared."""

    doc: str
    surface: str
    form: str
    tag: str
    sentence: int
    start: int
    end: int


def inconsistent(table: pd.DataFrame) -> pd.DataFrame:
    """List what is written alike in a document and was analysed in different ways.

    Looked at is the noun at the head of every written word: 매사추세츠공대에서 and 매사추세츠공대를 have the
    same one. It is listed when its rows or their tags differ from place to place, or when the same
    written word gave another noun (기업인 as 기업 and as 기업인). What differs in particles, endings and
    words without a noun (가다, 가) is no news and is not listed.

    Parameters
    ----------
    table : DataFrame
        Token table (schema.TOKENS), any layer. Words with a blanked row are left out.

    Returns
    -------
    DataFrame
        Columns INCONSISTENT: one row per document, surface and analysis, so at least two rows for a surface; by
        document in the order of the table, then surface, falling n and analysis. Empty where all is consistent.

    Raises
    ------
    SchemaError
        If columns are missing.
    """
    schema.check(table, schema.TOKENS, what="tokens table")
    words = _words(table)
    stems = words[words["stem"] != ""]
    by_stem = stems.assign(surface=stems["stem"])
    whole = stems.groupby(["doc", "word"])["stem"].transform("nunique") > 1
    by_word = stems[whole].assign(surface=stems["word"], analysis=stems["full"])
    rows = pd.concat([by_stem, by_word]).drop_duplicates(["doc", "surface", "start"])
    counts = rows.groupby(["doc", "surface", "analysis"], as_index=False).agg(
        n=("start", "size"), start=("start", "min")
    )
    several = counts.groupby(["doc", "surface"])["analysis"].transform("size") > 1
    order = {doc: n for n, doc in enumerate(table["doc"].astype(str).unique())}
    listed = counts[several].assign(_doc=lambda t: t["doc"].map(order).astype("int64"), _n=lambda t: -t["n"])
    listed = listed.sort_values(["_doc", "surface", "_n", "analysis"], ignore_index=True)
    kinds = {c.name: {"text": "str", "int": "int64"}[c.kind] for c in INCONSISTENT}
    result = listed[[c.name for c in INCONSISTENT]].astype(kinds)
    return schema.check(result, INCONSISTENT, what="inconsistent")


def _words(table: pd.DataFrame) -> pd.DataFrame:
    """Tabulate the written words: document, word, its noun, the analysis of the noun and of the whole, start."""
    texts = (table[c].astype(str) for c in ("doc", "surface", "form", "tag"))
    numbers = (table[c].tolist() for c in ("sentence", "start", "end"))
    records: list[tuple[str, str, str, str, str, int]] = []
    word: list[_Row] = []
    reach = 0
    for row in map(_Row._make, zip(*texts, *numbers, strict=True)):
        sign = _SIGN.match(row.tag) is not None
        if word and (sign or row.start > reach or (row.doc, row.sentence) != (word[0].doc, word[0].sentence)):
            records.append(_word(word))
            word = []
        if not sign:
            reach = max(reach, row.end) if word else row.end
            word.append(row)
    if word:
        records.append(_word(word))
    return pd.DataFrame(records, columns=["doc", "word", "stem", "analysis", "full", "start"])


def _word(rows: list[_Row]) -> tuple[str, str, str, str, str, int]:
    """Return a written word as a record; without a noun, or with a blanked row, its stem is empty."""
    # Example: 기업/NNG 인/XSN 이/JKS gives word 기업인이, stem 기업인, analyses "기업/NNG 인/XSN" and of the whole word
    stem = list(takewhile(lambda row: row.tag.partition("-")[0] in _STEM, rows))
    readable = all(row.surface for row in rows if row.end > row.start)
    noun = _text(stem) if readable and any(row.tag in _NOUNS for row in stem) else ""
    return rows[0].doc, _text(rows), noun, _analysis(stem), _analysis(rows), rows[0].start


def _text(rows: list[_Row]) -> str:
    """Join the surfaces of rows, each character once where spans overlap."""
    text, reach = "", rows[0].start if rows else 0
    for row in rows:
        text += row.surface[max(0, reach - row.start) :]
        reach = max(reach, row.end)
    return text


def _analysis(rows: list[_Row]) -> str:
    """Write rows as form/tag."""
    return " ".join(f"{row.form}/{row.tag}" for row in rows)
