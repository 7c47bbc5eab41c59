"""Join tables of different documents into one that says of itself what they said."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from pandas.api.types import union_categoricals

from analysis.errors import OptionError
from analysis.messages import message
from analysis.schema.about import KEY, About, about, describe, mark
from analysis.schema.tables import TABLES, Table

# Every other field must be the same in all tables.
_SUMMED = frozenset(
    {"documents", "figures", "mentions", "morphemes", "overlapping", "paragraphs", "sentences", "unread"}
)
_JOINED = frozenset({"ambiguous", "caution", "curves", "notes"})
_SOMETIMES = "copy_of"  # a column of scores that is there only where some document copies another
_COUNTED = re.compile(r"(?P<before>.* )(?P<n>\d[\d,]*)(?P<after>개.*)")


def concat(frames: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Join tables of different documents, such as the hits of two corpora, without losing what they say of themselves.

    The tables are one kind of table, made in one way: with the same codebook, frames, analyser and options. Their rows
    belong to documents, so that joining is the same as counting all documents at once. A table about a whole corpus
    (frequency, keyness, collocates, scores by corpus) cannot be joined; count it anew over all documents.

    Parameters
    ----------
    frames : sequence of DataFrame
        As the kit returned them, or rows of them chosen with [...]. No document is in two of them.

    Returns
    -------
    DataFrame
        All rows, in the order of the tables, numbered anew; columns and kinds of the first, categories of all. Its
        `attrs` hold what the tables hold alike. Numbers of documents, sentences, morphemes and other things counted
        (and the number in `base`) are added up; cautions, notes and curves stand one after the other, each once.

    Raises
    ------
    OptionError
        If there is no table, a table is about a whole corpus, columns or the way of counting differ, or a document is
        in two tables.

    Examples
    --------
    >>> import analysis as da
    >>> codebook = da.codebook.read(da.paths.CODEBOOKS / "alliance-startup.yaml")
    >>> texts = {"a": "한미동맹은 굳건하다.", "b": "벤처기업은 드물다."}
    >>> tokens = [da.segment(da.Corpus.from_texts({doc: text})) for doc, text in texts.items()]
    >>> scores = [da.framing.score(da.framing.hits(t, codebook), t, by="document") for t in tokens]
    >>> joined = concat(scores)
    >>> joined["doc"].unique().tolist(), joined.attrs["sentences"]
    (['a', 'b'], 2)
    """
    if isinstance(frames, pd.DataFrame) or not len(frames):
        msg = message("concat takes a list of tables, one or more, such as concat([hits_a, hits_b])")
        raise OptionError(msg)
    _require_stacking(frames[0])
    if any(_SOMETIMES in frame.columns for frame in frames):
        frames = [frame if _SOMETIMES in frame.columns else frame.assign(**{_SOMETIMES: ""}) for frame in frames]
    _require_alike(frames)
    return joined(frames)


def joined(frames: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """Join tables of the parts of one corpus, each let go as soon as it has come, into one that says what they say."""
    heads: list[pd.DataFrame] = []

    def heard() -> Iterator[pd.DataFrame]:
        for frame in frames:
            heads.append(frame.iloc[:0])
            yield frame

    return _described(end_to_end(heard()), heads)


def end_to_end(frames: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """Put the rows of tables end to end and number them anew, in little more room than they take at last."""
    # While pieces come, numbers stand in as few bytes as they need and texts as numbers of the piece's own strings:
    # "가" "나" "가" is 0 1 0 of 가 나, a byte each. Then one column after the other is written out, and its pieces go.
    columns: list[Any] = []
    held: dict[Any, list[_Piece]] = {}
    filled = False
    for frame in frames:
        columns = columns or list(frame.columns)
        if len(frame) and not filled:  # of tables without a row the first says the kinds, where none has one
            held, filled = {}, True
        if len(frame) or not held:
            for name in columns:
                held.setdefault(name, []).append(_Piece.of(frame[name]))
    return pd.DataFrame({name: _written(held.pop(name)) for name in columns}, copy=False)


class _Piece(NamedTuple):
    """A column of a part in little room."""

    cells: Any  # an array, or a column where its kind is no plain one
    strings: Any  # what the numbers stand for; None for what is no text
    kind: Any

    @classmethod
    def of(cls, column: pd.Series[Any]) -> _Piece:
        """Take a column of a part."""
        kind = column.dtype
        if isinstance(kind, pd.StringDtype):
            codes, strings = pd.factorize(column)
            named = np.append(np.asarray(strings, dtype=object), np.nan)  # -1 is a missing one
            return cls(codes.astype(np.min_scalar_type(-len(named))), named, kind)
        if isinstance(kind, np.dtype) and kind.kind == "i" and len(column):
            small = np.result_type(*(np.min_scalar_type(int(end)) for end in (column.min(), column.max())), np.int8)
            return cls(column.to_numpy().astype(small), None, kind)
        return cls(column.copy(), None, kind)

    def column(self) -> pd.Series[Any]:
        """Write it as it came."""
        return pd.Series(self.cells if self.strings is None else self.strings[self.cells]).astype(self.kind)


def _written(pieces: list[_Piece]) -> Any:
    """Write out the pieces of a column as `pandas.concat` joins them, and let each go."""
    kinds = [piece.kind for piece in pieces]
    if all(isinstance(kind, pd.CategoricalDtype) for kind in kinds):
        return union_categoricals([piece.cells for piece in pieces])
    text = all(isinstance(kind, pd.StringDtype) for kind in kinds)
    if not text and not all(isinstance(kind, np.dtype) and kind == kinds[0] for kind in kinds):
        return pd.concat([piece.column() for piece in pieces], ignore_index=True).array
    at = sum(len(piece.cells) for piece in pieces)
    whole = np.empty(at, dtype=object if text else kinds[0])
    while pieces:
        piece = pieces.pop()
        first = at - len(piece.cells)
        whole[first:at] = piece.cells if piece.strings is None else piece.strings[piece.cells]
        at = first
    return pd.array(whole, dtype=kinds[0]) if text else whole


def _require_stacking(frame: pd.DataFrame) -> None:
    """Refuse a table whose rows are not those of single documents."""
    columns = set(frame.columns)
    # A table is known by its columns alone: of the contracts whose columns it has the longest says what it is. A
    # contrast by paragraph, for one, has all columns of `overlaps` as well.
    known = [table for tables in TABLES.values() for table in tables if {c.name for c in table.columns} <= columns]
    best: Table | None = max(known, key=lambda table: len(table.columns), default=None)
    if best is None or not best.stacks:
        what = (
            message("what {source} gives", source=best.source)
            if best
            else message("a table with {frame}", frame=", ".join(map(str, frame.columns)) or message("nothing"))
        )
        msg = message(
            "concat joins tables whose rows belong to documents, not {what}; make it anew of all documents", what=what
        )
        raise OptionError(msg)


def _require_alike(frames: Sequence[pd.DataFrame]) -> None:
    """Refuse tables of other columns, and a document that is in two of them."""
    seen: dict[str, int] = {}
    for number, frame in enumerate(frames, 1):
        if apart := sorted(map(str, set(frame.columns) ^ set(frames[0].columns))):
            msg = message(
                "concat: table {number} and the first differ in column(s) {apart}; join tables of one kind",
                number=number,
                apart=", ".join(apart),
            )
            raise OptionError(msg)
        for doc in frame["doc"].astype(str).unique():
            if doc in seen:
                msg = message(
                    "concat: document {doc!r} is in table {seen} and in table {number}; keep it in one of them",
                    doc=doc,
                    seen=seen[doc],
                    number=number,
                )
                raise OptionError(msg)
            seen[doc] = number


def _described(result: pd.DataFrame, frames: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Write what the tables say of themselves, and what users added to all of them alike."""
    facts = [about(frame).values() for frame in frames]
    names = dict.fromkeys(name for each in facts for name in each)
    value = About(**{name: _joined(name, [each.get(name) for each in facts]) for name in names})
    result.attrs = {
        key: added
        for key, added in frames[0].attrs.items()
        if key != KEY and all(key in frame.attrs and frame.attrs[key] == added for frame in frames)
    }
    described = describe(result, value, source=result)
    return mark(described) if KEY in frames[0].attrs else described


def _joined(name: str, values: list[Any]) -> Any:
    """Join what the tables say in one field, or say in which they differ."""
    # Example: sentences 3 and 4 give 7; notes ("x",) and ("x", "y") give ("x", "y"); base "명사 3개" and "명사 4개"
    # give "명사 7개"; frames must be the same in all. A field that one table alone states is an error, not a guess.
    if name == "titles":  # a document without a headline has none
        return {doc: title for value in values for doc, title in (value or {}).items()}
    missing = next((number for number, value in enumerate(values, 1) if value is None), None)
    if missing:
        msg = message(
            "concat: table {missing} does not say its {name}; it lost its attrs, or was made in another way",
            missing=missing,
            name=name,
        )
        raise OptionError(msg)
    if name in _SUMMED:
        return sum(values)
    if name in _JOINED:
        return tuple(dict.fromkeys(part for value in values for part in value))
    if name == "base" and (base := _joined_base(values)):
        return base
    for number, value in enumerate(values, 1):
        if value != values[0]:
            msg = message(
                "concat: table {number} and the first differ in {name}; join tables that were made in one way",
                number=number,
                name=name,
            )
            raise OptionError(msg)
    return values[0]


def _joined_base(values: list[str]) -> str:
    """Add up the numbers of bases: 일반명사 12개 and 일반명사 30개 give 일반명사 42개; empty where the words differ."""
    found = [match for match in map(_COUNTED.fullmatch, values) if match]
    words = {(match["before"], match["after"]) for match in found}
    if len(found) < len(values) or len(words) != 1:
        return ""
    total = sum(int(match["n"].replace(",", "")) for match in found)
    return f"{found[0]['before']}{total:,}{found[0]['after']}"
