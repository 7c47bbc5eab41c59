"""Queries in tokens that may stand in parts: every part is searched, and what one cannot know is asked of all.

Whether a word is found as a lemma, and whether words are one lemma, is the same for all parts of a corpus: each part is
searched with what the others are taken to say, and once more where they say something else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any, Generic, NamedTuple, TypeVar

import pandas as pd

from analysis import schema
from analysis.matcher.arrays import Arrays
from analysis.messages import message
from analysis.stats.coded import coded
from analysis.stats.match_numbers import Numbers, counted
from analysis.stats.query import (
    Elsewhere,
    Matches,
    Query,
    answer_where_found,
    kind_of,
    morphemes_of,
    require_held,
    search,
    several_morphemes,
    warn_of_nothing,
)
from analysis.tokens import Tokens
from analysis.tokens.over_parts import is_parted, over_parts, parts_at, rows_of_documents
from analysis.tokens.tokens import arrays, doc_ids

_T = TypeVar("_T")


class _Met(NamedTuple, Generic[_T]):
    """What a query met in the parts of some tokens, one after the other."""

    pieces: list[_T]
    matches: int
    overlapping: int
    written: str
    caution: tuple[str, ...] | None


def over_matches(
    tokens: Tokens,
    query: Query,
    call: Callable[..., _T],
    *,
    what: str,
    whole: bool = True,
    beside: Callable[[Sequence[str] | None], Any] | None = None,
    first: int | None = None,
) -> _Met[_T]:
    """Find a query in every part, and call on its rows and matches. Nothing found is warned of.

    With `first` so many matches are enough for the caller: once it is known how many every part holds, later parts are
    not opened.
    """
    kind, text = kind_of(query)
    rest = _by_document(query, tokens) if isinstance(query, pd.DataFrame) else None

    def chosen(docs: Sequence[str] | None) -> tuple[Query, Any]:
        own = query if rest is None else rest(docs)
        return own, None if beside is None else beside(docs)

    job = partial(_in_part, call=call, what=(what, whole))
    counting = partial(_in_part, call=_nothing_made, what=(what, whole))
    if first is not None and rest is None and (known := _numbers(tokens, kind, text, counting)):
        some = parts_at(tokens, known.parts_with(first))
        made = [one.made for one in over_parts(some, partial(job, said=known.said), beside=chosen)]
        return _Met(made, sum(known.matches), sum(known.overlapping), text, None)
    (found,), (said,) = _agreed(tokens, [job], beside=chosen)
    if first is not None and rest is None:
        Numbers([one.matches for one in found], [one.overlapping for one in found], said).note(tokens, kind, text)
    return _met(tokens, found, kind, text)


def over_each(
    tokens: Tokens, queries: Sequence[str], call: Callable[..., _T], *, what: str, whole: bool = True
) -> list[_Met[_T]]:
    """Find several queries as `over_matches` finds one, in parts that are opened once for all of them."""
    jobs = [partial(_in_part, beside=(query, None), call=call, what=(what, whole)) for query in queries]
    found, _ = _agreed(tokens, jobs)
    return [_met(tokens, own, *kind_of(query)) for own, query in zip(found, queries, strict=True)]


def _met(tokens: Tokens, found: Sequence[_Part[_T]], kind: str, text: str) -> _Met[_T]:
    """Add up what a query met in the parts."""
    matches = sum(one.matches for one in found)
    caution = None if kind == "hits" or matches else warn_of_nothing(tokens, kind, text, level=6)
    return _Met([one.made for one in found], matches, sum(one.overlapping for one in found), found[0].written, caution)


class _Part(NamedTuple, Generic[_T]):
    """What a query met in one part."""

    made: _T
    matches: int
    overlapping: int
    written: str
    asked: dict[str, bool]


def _numbers(tokens: Tokens, kind: str, text: str, job: Callable[..., _Part[None]]) -> Numbers | None:
    """Say how many matches every part holds, where that was noted or follows from the counts of its words."""
    if (known := Numbers.noted(tokens, kind, text)) is not None:
        return known
    if kind != "lemma" or len(text.split()) > 1:
        return None
    matches = counted(tokens, text, lambda word: morphemes_of(word, variants=tokens.recipe.variants != ""))
    if matches is None or matches.count(None) == len(matches):
        return None
    said = answer_where_found(text)
    rest = [place for place, n in enumerate(matches) if n is None]
    searched = over_parts(parts_at(tokens, rest), partial(job, said=said), beside=lambda _: (text, None))
    met = dict(zip(rest, searched, strict=True)) if rest else {}
    found = [met[place].matches if n is None else n for place, n in enumerate(matches)]
    overlapping = [met[place].overlapping if place in met else 0 for place in range(len(found))]
    known = Numbers(found, overlapping, said)
    if rest:
        known.note(tokens, kind, text)
    return known


def _nothing_made(rows: Arrays, found: Matches) -> None:
    """Make nothing of the matches of a part but their number."""


def _agreed(
    tokens: Tokens,
    jobs: Sequence[Callable[..., _Part[_T]]],
    *,
    beside: Callable[[Sequence[str] | None], Any] | None = None,
) -> tuple[list[list[_Part[_T]]], list[dict[str, bool]]]:
    """Do jobs in every part, and once more where what all parts say together is not what each took it to be.

    Returns for every job what the parts made, and what they say together; a part is opened once for all jobs.
    """
    parted = is_parted(tokens)
    said: list[dict[str, bool]] = [{} for _ in jobs]
    while True:
        told = [partial(job, said=known if parted else None) for job, known in zip(jobs, said, strict=True)]
        found = [list(own) for own in zip(*over_parts(tokens, partial(_each, jobs=told), beside=beside), strict=True)]
        asked = [_together(own) for own in found]
        if not parted or all(one.stands(known) for one, known in zip(asked, said, strict=True)):
            return found, said
        said = [one.asked for one in asked]


def _each(part: Tokens, *beside: Any, jobs: Sequence[Callable[..., _T]]) -> list[_T]:
    """Do jobs in one part."""
    return [job(part, *beside) for job in jobs]


def _together(found: Iterable[_Part[_T]]) -> Elsewhere:
    """Answer for all parts what was asked of each."""
    together = Elsewhere()
    for question, answer in (pair for one in found for pair in one.asked.items()):
        together.asked[question] = together.asked.get(question, False) or answer
    return together


def _in_part(
    part: Tokens,
    beside: tuple[Query, Any],
    *,
    call: Callable[..., _T],
    what: tuple[str, bool],
    said: dict[str, bool] | None,
) -> _Part[_T]:
    """Find a query in one part, and call on what was found."""
    query, more = beside
    elsewhere = Elsewhere(said)
    rows = coded(part, what=what[0], whole=what[1])
    found = search(rows, query, recipe=part.recipe, elsewhere=elsewhere)
    made = call(rows, found) if more is None else call(rows, found, more)
    return _Part(made, len(found), found.overlapping, found.written, elsewhere.asked)


def _by_document(hits: pd.DataFrame, tokens: Tokens) -> Callable[[Sequence[str] | None], pd.DataFrame]:
    """Choose the hits of some documents; refuse hits of documents that the tokens do not hold."""
    schema.check(hits, schema.HITS, what=message("query: hits table"))
    require_held(hits, set(doc_ids(tokens)))
    return rows_of_documents(hits)


def over_several(tokens: Tokens, words: Sequence[str], call: Callable[[Tokens, list[Matches]], _T]) -> list[_T]:
    """Find in every part the places where words are several morphemes, and call on the part and the matches of each."""
    (found,), _ = _agreed(tokens, [partial(_several, words=words, call=call)])
    return [one.made for one in found]


def _several(
    part: Tokens,
    *,
    words: Sequence[str],
    call: Callable[[Tokens, list[Matches]], _T],
    said: dict[str, bool] | None,
) -> _Part[_T]:
    """Find the places of one part where words are several morphemes, and call on it."""
    elsewhere = Elsewhere(said)
    matches = several_morphemes(arrays(part), words, recipe=part.recipe, elsewhere=elsewhere)
    return _Part(call(part, matches), 0, 0, "", elsewhere.asked)
