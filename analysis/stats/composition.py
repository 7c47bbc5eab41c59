"""Composition: how many documents a corpus holds of each outlet, or other group, and time."""

from __future__ import annotations

from typing import Literal, get_args

import pandas as pd

from analysis import grouping, schema
from analysis.errors import OptionError

Period = Literal["month", "year"]


def composition(documents: pd.DataFrame, *, by: str = "outlet", period: Period = "month") -> pd.DataFrame:
    """Count the documents of a corpus by group and time.

    The unit of counting is the document, near duplicates included.

    Parameters
    ----------
    documents : DataFrame
        `corpus.documents`.
    by : str
        A column of `documents`, such as "outlet"; or "month" or "year".
    period : {"month", "year"}
        Of the date.

    Returns
    -------
    DataFrame
        Columns `schema.COMPOSITION`, sorted by group and period; `group` or `period` is empty where a document does
        not state it, so that `docs` adds up to the corpus. No documents give no rows. `attrs`: by, period, docs.

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
    if period not in get_args(Period):
        msg = f"composition: unknown period {period!r}; choose one of {', '.join(get_args(Period))}"
        raise OptionError(msg)
    table = pd.DataFrame(
        {
            "group": grouping.assign(documents, by=by).fillna("").to_numpy(),
            "period": grouping.assign(documents, by=period).fillna("").to_numpy(),
            "characters": documents["text"].str.len().to_numpy(),
        }
    )
    counted = table.groupby(["group", "period"], sort=True)["characters"].agg(docs="size", characters="sum")
    result = counted.reset_index().astype({"group": "str", "period": "str", "docs": "int64", "characters": "int64"})
    result.attrs = {"chart": "composition", "by": by, "period": period, "docs": len(documents)}
    return schema.check(result, schema.COMPOSITION, what="composition")
