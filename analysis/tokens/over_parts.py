"""The one way through tokens that may stand in parts: call on every part, then join what comes."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from itertools import chain, count, islice
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.schema.concat import end_to_end as rows_end_to_end
from analysis.schema.concat import joined
from analysis.tokens.cells import Cells, cells_of
from analysis.tokens.counts import PARTS, Part
from analysis.tokens.part_words import PartWords
from analysis.tokens.parts import PartedTokens
from analysis.tokens.recipe import Recipe
from analysis.tokens.tokens import Tokens, doc_ids

_T = TypeVar("_T")
_LOOKED_THROUGH = 2  # parts, such as those of a page, for which no index of a million documents is made


def over_parts(
    tokens: Tokens, call: Callable[..., _T], *, beside: Callable[[Sequence[str] | None], Any] | None = None
) -> Iterator[_T]:
    """Call on every part of some tokens, in order, each an ordinary table of whole documents.

    Parameters
    ----------
    tokens : Tokens
        An ordinary table is its only part.
    call : callable
        Takes a part. Of a module, or `functools.partial` of such a one, so that it can be sent to a worker.
    beside : callable, optional
        Chooses what `call` takes as well, from the documents of the part; None stands for all.
    """
    return tokens._over_parts(call, beside)  # noqa: SLF001 - for the packages of the kit, not for its users


def stacked(
    tokens: Tokens,
    call: Callable[..., pd.DataFrame],
    *,
    beside: Callable[[Sequence[str] | None], Any] | None = None,
) -> pd.DataFrame:
    """Make a table whose rows belong to documents part by part, and put what comes end to end."""
    frames = over_parts(tokens, call, beside=beside)
    first, second = next(frames), next(frames, None)
    return first if second is None else joined(chain([first, second], frames))


def end_to_end(tokens: Tokens, call: Callable[[Tokens], pd.DataFrame]) -> pd.DataFrame:
    """Make a plain table part by part, without categories, and number its rows through."""
    return rows_end_to_end(over_parts(tokens, call))


def rows_in(tokens: Tokens, docs: Iterable[str], columns: Sequence[str]) -> pd.DataFrame:
    """Take columns of the rows of some documents, as many as fit into memory; text as plain strings."""
    held = sorted(set(docs).intersection(doc_ids(tokens)))
    parts = tokens.only(docs=held).parts() if held else islice(tokens.parts(), 1)
    tables = [part.table.loc[:, list(columns)] for part in parts]
    texts = {name: "str" for name in columns if isinstance(tables[0][name].dtype, pd.CategoricalDtype)}
    found = pd.concat([table.astype(texts) for table in tables], ignore_index=True)
    return found if held else found.head(0)


def reduced(tokens: Tokens, call: Callable[[Tokens], _T], join: Callable[[Iterable[_T]], _T]) -> _T:
    """Call on every part of some tokens and join what comes; on workers, joined pieces are joined again."""
    return tokens._reduced(call, join)  # noqa: SLF001 - as above


def cells(tokens: Tokens, *, by: Part, tags: Iterable[str] | None) -> Cells:
    """Count lemmas in the parts of a text, in as little room as they need."""
    if isinstance(tokens, PartedTokens):
        return tokens._cells(by, tags)  # noqa: SLF001 - as above
    return cells_of(tokens.counts(by=by, tags=tags), PARTS[by])


def noted(tokens: Tokens, question: Sequence[str]) -> Mapping[str, Mapping[str, Any]] | None:
    """Read what `note` put beside the parts of some tokens as the answer to a question; None without it."""
    return tokens._noted(question) if isinstance(tokens, PartedTokens) else None  # noqa: SLF001 - as above


def note(tokens: Tokens, question: Sequence[str], frames: Mapping[str, pd.DataFrame]) -> None:
    """Keep the answer to a question beside the parts of some tokens; an ordinary table has no such place."""
    if isinstance(tokens, PartedTokens):
        tokens._note(question, frames)  # noqa: SLF001 - as above


def words_in_parts(tokens: Tokens, lemmas: Collection[str], spelling: str) -> list[PartWords | None] | None:
    """Say what every part holds of some lemmas and of a spelling; None where only the rows say it."""
    return tokens._words(lemmas, spelling) if isinstance(tokens, PartedTokens) else None  # noqa: SLF001 - as above


def parts_at(tokens: Tokens, places: Sequence[int]) -> Tokens:
    """Take some parts of tokens by their places; an ordinary table is its only one."""
    return tokens._at(places) if isinstance(tokens, PartedTokens) else tokens  # noqa: SLF001 - as above


def with_step(tokens: Tokens, step: Callable[[Tokens], Tokens], recipe: Recipe) -> Tokens:
    """Put every part of some tokens through a step that changes words and no places."""
    if isinstance(tokens, PartedTokens):
        return tokens._changed(step, recipe)  # noqa: SLF001 - as above
    return replace(step(tokens), recipe=recipe)


def is_parted(tokens: Tokens) -> bool:
    """Whether the rows of some tokens are never all at hand."""
    return isinstance(tokens, PartedTokens)


def rows_of_documents(table: pd.DataFrame) -> Callable[[Sequence[str] | None], pd.DataFrame]:
    """Choose the rows of some documents of a table, one part after the other; all for None."""

    @cache
    def sorted_by_document() -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], dict[str, int]]:
        # one pass over the table, however many parts there are
        codes, names = pd.factorize(table["doc"].astype(str))
        order = np.argsort(codes, kind="stable")
        bounds = np.searchsorted(codes[order], np.arange(len(names) + 1))
        return order, bounds, {str(name): n for n, name in enumerate(names)}

    def chosen(docs: Sequence[str] | None) -> pd.DataFrame:
        if docs is None:
            return table
        order, bounds, number = sorted_by_document()
        here = [number[doc] for doc in docs if doc in number]
        rows = np.concatenate([order[:0], *(order[bounds[n] : bounds[n + 1]] for n in here)])
        return table.iloc[np.sort(rows)]

    return chosen


def documents_of(documents: pd.DataFrame, columns: Sequence[str]) -> Callable[[Sequence[str] | None], pd.DataFrame]:
    """Choose some documents of a table with a row for each, in its order; all for None, unknown ones left out."""
    table = documents[list(columns)]
    calls = count()

    @cache
    def place() -> pd.Index[str]:
        index: pd.Index[str] = pd.Index(documents["doc"])
        return index

    def chosen(docs: Sequence[str] | None) -> pd.DataFrame:
        if docs is None:
            return table
        if next(calls) < _LOOKED_THROUGH:
            return table[documents["doc"].isin(docs)]
        at = place().get_indexer(pd.Index(docs))
        return table.iloc[np.sort(at[at >= 0])]

    return chosen
