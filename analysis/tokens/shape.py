"""The dtypes of a token table: small, and the same whoever makes it."""

from __future__ import annotations

import pandas as pd

from analysis import schema

_TEXT = ("doc", "surface", "form", "tag", "lemma")


def shape(table: pd.DataFrame) -> pd.DataFrame:
    """Give a table the columns, order and dtypes of `schema.TOKENS`.

    Parameters
    ----------
    table : DataFrame
        With all promised columns; others are dropped.

    Returns
    -------
    DataFrame
        Categories for the strings (sorted, `doc` in order of appearance), 32-bit integers for the rest.
    """
    table = table[[c.name for c in schema.TOKENS]].reset_index(drop=True)
    kinds: dict[str, object] = {c.name: "int32" for c in schema.TOKENS if c.kind == "int"}
    for name in _TEXT:
        values = table[name].astype(str)
        order = list(values.unique()) if name == "doc" else sorted(values.unique())
        kinds[name] = pd.CategoricalDtype(order)
    return table.astype(kinds)  # type: ignore[arg-type]


def trim(table: pd.DataFrame) -> pd.DataFrame:
    """Drop the categories that no row holds any more.

    Parameters
    ----------
    table : DataFrame
        A shaped table after some rows were taken out.

    Returns
    -------
    DataFrame
        The same rows; equal to a table shaped from them.
    """
    return table.assign(**{name: table[name].cat.remove_unused_categories() for name in _TEXT})
