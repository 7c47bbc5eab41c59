"""The numbers beside a figure: a CSV that any spreadsheet opens, the same bytes every time."""

from __future__ import annotations

import csv
import io
from typing import Any

import pandas as pd

from analysis.errors import FigureError

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


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


def flat(table: pd.DataFrame) -> pd.DataFrame:
    """Turn a named index into columns; an unnamed one carries no information."""
    return table.reset_index() if any(n is not None for n in table.index.names) else table


def to_csv(table: pd.DataFrame) -> bytes:
    """Write a table as CSV: UTF-8 with a byte order mark, LF, formulas defused."""
    plain = flat(table)
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([_cell(str(column)) for column in plain.columns])
    writer.writerows([_cell(value) for value in row] for row in plain.itertuples(index=False, name=None))
    return out.getvalue().encode("utf-8-sig")


def _cell(value: Any) -> str:
    """Write one value: floats with up to 10 significant digits, missing as nothing, text never as a formula."""
    if pd.api.types.is_scalar(value) and pd.isna(value):
        return ""
    if pd.api.types.is_float(value):
        return f"{value:.10g}"
    text = str(value)
    is_text = not pd.api.types.is_number(value)
    return f"'{text}" if is_text and text.startswith(_FORMULA) else text


def _rows(frame: pd.DataFrame) -> set[tuple[str, ...]]:
    """Rows as comparable tuples, the same for every dtype that shows the same values."""
    return set(frame.astype(str).itertuples(index=False, name=None))
