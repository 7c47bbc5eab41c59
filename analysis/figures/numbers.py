"""The numbers beside a figure: they must be those that the chart shows."""

from __future__ import annotations

import pandas as pd

from analysis.errors import FigureError


def check(table: pd.DataFrame, drawn: pd.DataFrame | None, *, name: str) -> None:
    """Refuse a table without rows, with a column twice, or without the rows that were drawn."""
    if table.empty:
        msg = f"figures.export: the table of {name!r} has no rows; pass the frame that the chart was drawn from"
        raise FigureError(msg)
    if not table.columns.is_unique:
        twice = ", ".join(sorted({str(c) for c in table.columns[table.columns.duplicated()]}))
        msg = f"figures.export: the table of {name!r} has the column(s) {twice} twice; rename them"
        raise FigureError(msg)
    if drawn is None:
        return
    if not set(drawn.columns) <= set(table.columns) or not _rows(drawn) <= _rows(table[list(drawn.columns)]):
        msg = (
            f"figures.export: the table of {name!r} does not hold the numbers that the chart shows; "
            "pass the frame that was handed to the plot"
        )
        raise FigureError(msg)


def _rows(frame: pd.DataFrame) -> set[tuple[str, ...]]:
    """Rows as comparable tuples, the same for every dtype that shows the same values."""
    return set(frame.astype(str).itertuples(index=False, name=None))
