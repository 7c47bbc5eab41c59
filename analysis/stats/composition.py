"""Composition: the documents of a corpus by outlet, or other group, and time; and those of two groups to compare."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, get_args

import pandas as pd

from analysis import grouping, schema
from analysis.errors import OptionError, RefusalError
from analysis.grouping import By
from analysis.messages import english, message
from analysis.options import require_choice

Period = Literal["month", "year"]


def composition(documents: pd.DataFrame, *, by: By = "outlet", period: Period = "month") -> pd.DataFrame:
    """Count the documents of a corpus by group and time.

    The unit of counting is the document, near duplicates included.

    Parameters
    ----------
    documents : DataFrame
        `corpus.documents`.
    by : str or mapping
        As for `groups`.
    period : {"month", "year"}
        Of the date.

    Returns
    -------
    DataFrame
        Columns `schema.COMPOSITION`, sorted by group and period; `group` or `period` is empty where a document does
        not state it, so that `docs` adds up to the corpus. No documents give no rows. `attrs`: by, period, docs, and
        ungrouped (documents in no group).

    Raises
    ------
    OptionError
        If `by` is no document variable, or `period` is neither month nor year.

    References
    ----------
    A plain count; Krippendorff (2018), Content Analysis, chapter 6, on describing what was sampled.

    Examples
    --------
    >>> frame = pd.DataFrame({"doc": ["a", "b"], "outlet": ["가", ""], "text": ["말", "글월"]})
    >>> composition(frame.assign(date=["2026-01-02", ""]))[["group", "period", "docs", "characters"]].values.tolist()
    [['', '', 1, 2], ['가', '2026-01', 1, 1]]
    """
    require_choice("composition: period", period, get_args(Period))
    table = pd.DataFrame(
        {
            "group": grouping.assign(documents, by=by).fillna("").to_numpy(),
            "period": grouping.assign(documents, by=period).fillna("").to_numpy(),
            "characters": documents["text"].str.len().to_numpy(),
        }
    )
    counted = table.groupby(["group", "period"], sort=True)["characters"].agg(docs="size", characters="sum")
    result = counted.reset_index().astype({"group": "str", "period": "str", "docs": "int64", "characters": "int64"})
    ungrouped = int(result.loc[result["group"] == "", "docs"].sum())
    about = schema.About(
        chart="composition",
        by=grouping.label(by, documents=documents),
        period=period,
        docs=len(documents),
        ungrouped=ungrouped,
        caution=schema.cut_documents(documents),
    )
    schema.describe(result, about, source=None)
    return schema.check(result, schema.COMPOSITION, what="composition")


def groups(documents: pd.DataFrame, *, by: By = "outlet") -> pd.Series[str]:
    """Name the group of every document.

    Parameters
    ----------
    documents : DataFrame
        `corpus.documents`.
    by : str or mapping
        "day", "week", "month", "quarter" or "year", of the date; a column of `documents`, such as "outlet"; or named
        sets of outlets, ``{"보수": ["가나일보", "다라일보"], "진보": ["마바신문"]}``, or of another variable,
        ``{"section": {"안": ["정치"], "밖": ["국제"]}}``. What the command line takes is taken as well:
        "보수=가나일보,다라일보;진보=마바신문" and "section:안=정치;밖=국제".

    Returns
    -------
    Series of str
        Group of each document, indexed by document id, in the order of the corpus. Documents without a value, and
        those whose value is in no set, are not there. It is the `by` of `framing.estimate`, `framing.compare` and
        `stats.correspondence`. Values of a set that do not occur, and documents in no set, are logged as warnings.

    Raises
    ------
    OptionError
        If `by` is no document variable, fewer than two sets are named, one is empty, or a value is in two.
    RefusalError
        If no document is in a group.

    References
    ----------
    Documents are chosen here, nothing is measured.

    Examples
    --------
    >>> frame = pd.DataFrame({"doc": list("abc"), "outlet": ["가", "나", "다"], "text": ""})
    >>> groups(frame, by={"안": ["가", "다"], "밖": ["나"]}).to_dict()
    {'a': '안', 'b': '밖', 'c': '안'}
    """
    found = grouping.assign(documents, by=by).dropna()
    if found.empty:
        raise grouping.nothing(by)
    return found


def sides(documents: pd.DataFrame, *, by: By = "outlet", names: Sequence[str] = ()) -> pd.Series[str]:
    """Choose the documents of two groups.

    Parameters
    ----------
    documents : DataFrame
        `corpus.documents`.
    by : str or mapping
        As for `groups`.
    names : sequence of str
        The two groups; without them those with the most documents, ties by name.

    Returns
    -------
    Series of str
        Group of each document of either group, indexed by document id, the first group's documents first, else in
        the order of the corpus. It is the `by` of `framing.compare`.

    Raises
    ------
    OptionError
        If `by` is no document variable, or `names` are not two different groups.
    RefusalError
        If fewer than two groups are there.

    References
    ----------
    Documents are chosen here, nothing is measured.

    Examples
    --------
    >>> frame = pd.DataFrame({"doc": list("abcd"), "outlet": ["나", "가", "나", "다"], "text": ""})
    >>> sides(frame).to_dict()
    {'a': '나', 'c': '나', 'b': '가'}
    """
    grouped = groups(documents, by=by)
    sizes = grouped.value_counts().rename_axis("group").reset_index(name="docs")
    sizes = sizes.sort_values(["docs", "group"], ascending=[False, True])
    chosen = [str(name) for name in names] or sizes["group"].head(2).tolist()
    if not names and len(chosen) < 2:
        msg = message(
            "all documents are of one {label}, {chosen!r}; choose another variable to compare",
            label=grouping.label(by) if english() else grouping.name(by),
            chosen=chosen[0],
        )
        raise RefusalError.alone(msg)
    unknown = set(chosen) - set(sizes["group"])
    if unknown or len(set(chosen)) != 2 or isinstance(names, str):
        known = ", ".join(sizes["group"].head(8))
        msg = message(
            "sides: names must be two different groups of {label}, not {names!r}; there are {known}",
            label=grouping.label(by),
            names=names,
            known=known,
        )
        raise OptionError(msg)
    return pd.concat([grouped[grouped == name] for name in chosen])
