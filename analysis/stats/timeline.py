"""Timeline: in how many articles of each day, week, month, quarter or year a word stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple, get_args

import numpy as np
import pandas as pd

from analysis import grouping, measures, schema
from analysis.errors import OptionError
from analysis.grouping import By
from analysis.korean import attach
from analysis.matcher.arrays import Arrays, Ints, edges
from analysis.messages import message
from analysis.options import require_choice
from analysis.stats.coded import require_readable, require_terms
from analysis.stats.counting import LAYERS
from analysis.stats.placed import Placed
from analysis.stats.query import Matches, prepare
from analysis.stats.query_over_parts import over_each
from analysis.tokens import Tokens
from analysis.tokens.over_parts import over_parts
from analysis.tokens.tokens import arrays, doc_ids

Period = Literal["day", "week", "month", "quarter", "year"]
_MOST = 1_000_000  # rows
_A_YEAR = {"day": 366, "week": 53, "month": 12, "quarter": 4, "year": 1}  # periods, at most
_SEARCHED = "이 단어로 검색해 모은 글이라면 시기별 비중은 뜻이 없다"
EVERYWHERE = 0.95  # share of documents above which a word was probably what the texts were searched by
_EXPECTED = 5.0  # documents of an outlet in a period, by its share of all: none of them is no chance (p < .01)


@dataclass(frozen=True)
class _Grid:
    """Every group with every period, and the cell of each document, -1 for one without a date or group."""

    table: pd.DataFrame  # group, period, start, end, docs_all, morphemes
    cell: Ints
    docs: list[str]

    def sums(self, values: Ints) -> Ints:
        """Add up a value of each document in every cell."""
        counted = self.cell >= 0
        weights = values[counted].astype(np.float64)
        return np.bincount(self.cell[counted], weights=weights, minlength=len(self.table)).astype(np.int64)

    def summed(self, held: _Held) -> dict[str, Ints]:
        """Count in every cell the documents that hold a term, and its occurrences."""
        cell = self.cell[held.at]
        there = cell >= 0
        sums = (np.bincount(cell[there], weights=n, minlength=len(self.table)) for n in (None, held.n[there]))
        return dict(zip(("docs", "n"), (found.astype(np.int64) for found in sums), strict=True))


class _Held(NamedTuple):
    """Which of some documents hold a term, by their places, and how often."""

    size: int  # documents
    at: Ints
    n: Ints

    @classmethod
    def joined(cls, pieces: Sequence[_Held]) -> _Held:
        """Put documents end to end."""
        # 3 documents of which the last holds it, and 2 of which the first does: places 2 and 3 of 5
        ends = np.cumsum([piece.size for piece in pieces])
        at = [piece.at + end - piece.size for piece, end in zip(pieces, ends, strict=True)]
        return cls(int(ends[-1]), np.concatenate(at), np.concatenate([piece.n for piece in pieces]))


def timeline(
    tokens: Tokens,
    documents: pd.DataFrame,
    *,
    terms: Sequence[str],
    period: Period = "month",
    by: By | None = None,
) -> pd.DataFrame:
    """Count, period by period, the documents that hold each of some words.

    The unit of counting is the document: a word is in it or not. `share` is of the documents of the period, since the
    number of articles changes with the day of the week and with what was collected; counts alone show that change.

    Parameters
    ----------
    tokens : Tokens
        Any layer, not redacted.
    documents : DataFrame
        `corpus.documents`, with doc, date and the variable; it may hold more documents than the tokens.
    terms : sequence of str
        Queries as in `stats.concordance`: lemmas, lemma/tag, several in a row, surface:, regex: or pattern:.
    period : {"day", "week", "month", "quarter", "year"}
        Of the date; a week is an ISO week and named by its Monday, a quarter 2023-Q2.
    by : str or mapping, optional
        A column of `documents`, such as "outlet", or named sets of its values, as in `stats.groups`: a line for each.

    Returns
    -------
    DataFrame
        Columns `schema.TIMELINE`, by term in the order of `terms`, group and period. Every period between the first
        and the last date is there for every group; one without documents has `docs_all` 0 and NaN for `share`, `low`,
        `high` and `per_10k`. `attrs`: `chart`, `base`, `layer` (Korean), `by`, `period`, `documents` (counted),
        `ungrouped` (documents without a date or a value of `by`, which are left out), `absent` (outlets that a period
        lacks although five or more of its documents would be theirs) and `caution` (Korean).

    Raises
    ------
    OptionError
        If a term is no query, `period` is unknown, `by` is no column, the tokens are redacted, or there would be more
        than a million rows.
    RefusalError
        If no document has a date, or none has a value of `by`.

    References
    ----------
    Interval: Wilson (1927), in the form of Brown, Cai & DasGupta (2001). Weeks: ISO 8601.

    Examples
    --------
    >>> tokens = Tokens.from_terms({"a": ["물", "물"], "b": ["불"], "c": ["물"]})
    >>> documents = pd.DataFrame({"doc": ["a", "b", "c"], "date": ["2026-01-05", "2026-01-09", "2026-03-01"]})
    >>> table = timeline(tokens, documents, terms=["물"])
    >>> table[["period", "docs", "docs_all", "n"]].values.tolist()
    [['2026-01', 1, 2, 2], ['2026-02', 0, 0, 0], ['2026-03', 1, 1, 1]]
    """
    wanted = require_terms(terms, what="timeline", noun="term")
    require_choice("timeline: period", period, get_args(Period))
    require_readable(tokens, what="timeline")
    grid = _lay_out(tokens, documents, period, by)
    prepare(wanted, tokens.recipe)
    found = over_each(tokens, wanted, _by_document, what="timeline", whole=False)
    counts = {term: _Held.joined(places.pieces) for term, places in zip(wanted, found, strict=True)}
    table = pd.concat([grid.table.assign(**grid.summed(n), term=term) for term, n in counts.items()], ignore_index=True)
    low, high = measures.wilson(table["docs"], n=table["docs_all"].replace(0, 1))
    empty = table["docs_all"] == 0
    table = table.assign(
        share=(table["docs"] / table["docs_all"].where(~empty)).astype("float64"),
        low=np.where(empty, np.nan, low),
        high=np.where(empty, np.nan, high),
        per_10k=(10_000 * table["n"] / table["morphemes"].where(table["morphemes"] > 0)).astype("float64"),
    )
    table = table[[c.name for c in schema.TIMELINE]].astype(dict.fromkeys(("term", "group", "period"), "str"))
    counted = int((grid.cell >= 0).sum())
    lost = len(grid.cell) - counted
    absent = {} if by else _absent(grid, documents)
    about = schema.About(
        chart="timeline",
        base=f"날짜가 있는 글 {counted:,}편",
        layer=LAYERS[tokens.recipe.layer],
        by=None if by is None else grouping.label(by, documents=documents),
        period=period,
        documents=counted,
        ungrouped=lost,
        caution=(
            *(line for places in found for line in places.caution or ()),
            *([f"날짜나 집단이 없는 글 {lost:,}편은 세지 않았다"] if lost else []),
            *_everywhere(table, counted),
            *_lacking(absent),
        ),
        absent=absent or None,
        placed=_placed(grid, documents, counts).written(),
    )
    schema.describe(table, about, source=tokens.recipe)
    return schema.check(table, schema.TIMELINE, what="timeline")


def _lay_out(tokens: Tokens, documents: pd.DataFrame, period: Period, by: By | None) -> _Grid:
    """Lay out groups by periods, and find the cell of every document of the tokens."""
    # periods 2026-01 to 2026-03 of the groups 가 and 나 are cells 0 to 5; a document of 나 in 2026-02 is in cell 4
    docs = doc_ids(tokens)
    periods = grouping.assign(documents, by=period)
    if periods.index.duplicated().any():
        msg = message(
            "documents: {periods!r} is there twice; keep one row per document",
            periods=periods.index[periods.index.duplicated()][0],
        )
        raise OptionError(msg)
    unknown = [doc for doc in docs if doc not in periods.index]
    if unknown:
        msg = message(
            "documents: it has no row for document {unknown!r}; pass the corpus of the tokens", unknown=unknown[0]
        )
        raise OptionError(msg)
    groups = grouping.assign(documents, by=by) if by else periods.notna().map({True: "", False: ""})
    named = pd.DataFrame({"group": groups.loc[docs].to_numpy(), "period": periods.loc[docs].to_numpy()})
    known = named.notna().all(axis=1)
    if not known.any():
        raise grouping.nothing(period if named["period"].isna().all() or by is None else by)
    first, last = named.loc[known, "period"].min(), named.loc[known, "period"].max()
    names = sorted(named.loc[known, "group"].unique())
    most = (int(last[:4]) - int(first[:4]) + 1) * _A_YEAR[period] * len(names)
    if most > _MOST:  # said before a list of them is made
        msg = message(
            "timeline: from {first} to {last} there are up to {most:,} periods in {n_names:,} group(s); "
            "mend the dates, or choose a longer period",
            first=first,
            last=last,
            most=most,
            n_names=len(names),
        )
        raise OptionError(msg)
    spans = grouping.between(first, last, by=period)
    table = pd.DataFrame(
        [(name, *span) for name in names for span in spans], columns=["group", "period", "start", "end"]
    )
    place = {key: k for k, key in enumerate(zip(table["group"], table["period"], strict=True))}
    cell = [place.get(key, -1) for key in zip(named["group"], named["period"], strict=True)]
    grid = _Grid(table, np.array(cell, dtype=np.int64), docs)
    sizes = np.concatenate(list(over_parts(tokens, _rows_by_document)))
    return replace(grid, table=table.assign(docs_all=grid.sums(np.ones_like(sizes)), morphemes=grid.sums(sizes)))


def _rows_by_document(part: Tokens) -> Ints:
    """Count the rows of every document."""
    return np.diff(edges(arrays(part).doc))


def _by_document(rows: Arrays, found: Matches) -> _Held:
    """Count the matches of the documents that have some."""
    n = np.bincount(rows.doc[found.first], minlength=len(edges(rows.doc)) - 1)
    at = np.flatnonzero(n)
    return _Held(len(n), at, n[at])


def _placed(grid: _Grid, documents: pd.DataFrame, counts: dict[str, _Held]) -> Placed:
    """Note which documents hold which term, in the order of time."""
    known = documents.reindex(columns=["doc", "date", "time", "title"]).astype("object").fillna("").astype(str)
    known = known.set_index("doc").loc[grid.docs]
    there = np.flatnonzero(grid.cell >= 0)
    keys = (known.index, known["time"], known["date"])  # the last counts first
    order = there[np.lexsort([pd.factorize(key.to_numpy(dtype=object)[there], sort=True)[0] for key in keys])]
    place = np.full(len(grid.docs), -1)
    place[order] = np.arange(len(order))
    held = {term: _in_order(own, place) for term, own in counts.items()}
    return Placed(
        tuple(map(str, grid.table["group"].unique())),
        tuple(map(str, grid.table["period"].unique())),
        tuple(grid.docs[at] for at in order),
        tuple(known["title"].to_numpy()[order].tolist()),
        grid.cell[order],
        {term: own.at for term, own in held.items()},
        {term: own.n for term, own in held.items()},
    )


def _in_order(held: _Held, place: Ints) -> _Held:
    """Give documents new places and sort them by these; leave out those without one, which is -1."""
    at = place[held.at]
    order = np.argsort(at)
    order = order[at[order] >= 0]
    return _Held(held.size, at[order], held.n[order])


def _absent(grid: _Grid, documents: pd.DataFrame) -> dict[str, tuple[str, ...]]:
    """Name the outlets that a period lacks although five or more of its documents would be theirs, by period."""
    # Of 1,000 documents 100 are of an outlet; a day with 60 and none of it lacks it, a Sunday with 40 does not
    if "outlet" not in documents.columns:
        return {}
    outlets = documents.set_index(documents["doc"].astype(str))["outlet"].loc[grid.docs].astype(object)
    there = grid.cell >= 0
    table = pd.crosstab(grid.cell[there], outlets.fillna("").astype(str).str.strip().to_numpy()[there])
    expected = np.outer(table.sum(axis=1), table.sum(axis=0) / table.to_numpy().sum())
    lacking = (table == 0) & (expected >= _EXPECTED)
    names = grid.table["period"].to_numpy()
    return {
        str(names[int(str(cell))]): tuple(str(name) for name in row.index[row] if name)
        for cell, row in lacking.iterrows()
        if any(row.index[row])
    }


def _lacking(absent: dict[str, tuple[str, ...]]) -> list[str]:
    """Say which outlets are missing in which periods."""
    periods: dict[str, list[str]] = {}
    for period, outlets in absent.items():
        for outlet in outlets:
            periods.setdefault(outlet, []).append(period)
    said = []
    for outlet, named in periods.items():
        more = f" 등 {len(named)}개 기간" if len(named) > 1 else ""
        said.append(f"{attach(outlet, '은/는')} {named[0]}{more}에 글이 없다. 그 기간의 비중은 나머지 매체의 비중이다")
    return said


def _everywhere(table: pd.DataFrame, documents: int) -> list[str]:
    """Name the terms that stand nearly everywhere."""
    docs = table.groupby("term", sort=False)["docs"].sum()
    return [
        f"{attach(f'‘{term}’', '은/는')} 글 {n / documents:.0%}에 나온다. {_SEARCHED}"
        for term, n in docs[docs >= EVERYWHERE * documents].items()
    ]
