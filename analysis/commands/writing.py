"""A table as text or as the bytes of a file."""

from __future__ import annotations

import json
import math
import shutil
from typing import Any

import pandas as pd

from analysis import csvout
from analysis.errors import OptionError
from analysis.korean import fit, visible, width
from analysis.xlsxout import Sheet, workbook

_WIDEST = 40  # columns of one cell in an aligned table
_GAP = "  "
_ROWS, _LETTERS = 1_048_576, 32_767  # what a spreadsheet holds


def text(table: pd.DataFrame, *, form: str, encoding: str) -> str:
    """Write a table for stdout as CSV or JSON.

    Parameters
    ----------
    table : DataFrame
        Any table of the kit.
    form : {"csv", "json"}
        CSV is that of `csvout` without a byte order mark. JSON is a list of records, one a line.
    encoding : str
        That of stdout: JSON into another one than UTF-8 escapes every character that is not ASCII.

    Returns
    -------
    str
        Without the end of the last line.
    """
    if form == "json":
        return _json(table, plain="utf" not in encoding)
    return csvout.to_csv(table).decode("utf-8-sig").removesuffix("\n")


def aligned(table: pd.DataFrame) -> str:
    """Write a table in columns for a terminal, in which Hangul takes two.

    Parameters
    ----------
    table : DataFrame
        Any table of the kit.

    Returns
    -------
    str
        A line of names, a line a row; numbers to the right, long text cut with an ellipsis, an undefined value as a
        hyphen.
    """
    if table.empty:
        return "  ".join(map(str, table.columns)) + "\n(no rows)"
    columns = [_column(str(name), table[name]) for name in table.columns]
    return "\n".join(_GAP.join(cells).rstrip() for cells in zip(*columns, strict=True))


def screen() -> int:
    """Return the width of the terminal, 40 at least."""
    return max(shutil.get_terminal_size((100, 24)).columns, 40)


def _column(name: str, values: pd.Series[Any]) -> list[str]:
    """Write one column, its name first, every cell as wide as the widest."""
    number = pd.api.types.is_numeric_dtype(values) and not pd.api.types.is_bool_dtype(values)
    write = _decimals(values) if pd.api.types.is_float_dtype(values) else str
    cells = ["-" if pd.isna(value) else visible(write(value)) for value in values.tolist()]
    size = max(width(name), min(max(map(width, cells)), _WIDEST))
    return [fit(cell, size, before=number) for cell in [name, *cells]]


def _decimals(values: pd.Series[Any]) -> Any:
    """Choose how to write the numbers of a column: three decimals, or three digits where they are small."""
    sizes = values.dropna().abs()
    small = ((sizes > 0) & (sizes < 0.001)).any()
    return "{:.3g}".format if small else "{:.3f}".format


def _json(table: pd.DataFrame, *, plain: bool) -> str:
    """Write a list of records, one a line."""
    names = [str(name) for name in table.columns]
    columns = [[_value(value) for value in table[name].tolist()] for name in table.columns]
    records = (json.dumps(dict(zip(names, row, strict=True)), ensure_ascii=plain) for row in zip(*columns, strict=True))
    return "[" + ",".join(f"\n {record}" for record in records) + ("\n]" if len(table) else "]")


def _value(value: Any) -> Any:
    """Turn a cell into what JSON has: undefined is null, infinity the word, floats have 10 significant digits."""
    if isinstance(value, float):
        if math.isinf(value):
            return "Infinity" if value > 0 else "-Infinity"
        return None if math.isnan(value) else float(f"{value:.10g}")
    if isinstance(value, bool | int | str):
        return value
    return None if pd.isna(value) else str(value)


def _xlsx(table: pd.DataFrame) -> bytes:
    """Write a workbook of one sheet."""
    if len(table) >= _ROWS:
        msg = f"a spreadsheet holds {_ROWS - 1:,} rows below its header, and the table has {len(table):,}; write a .csv"
        raise OptionError(msg)
    columns = [[_cell(value) for value in table[name].tolist()] for name in table.columns]
    for name, column in zip(table.columns, columns, strict=True):
        if any(isinstance(cell, str) and len(cell) > _LETTERS for cell in column):
            msg = f"a cell of a spreadsheet holds {_LETTERS:,} characters, and one of {name} has more; write a .csv"
            raise OptionError(msg)
    rows = [[str(name) for name in table.columns], *zip(*columns, strict=True)]
    return workbook([Sheet("Sheet1", rows, dressed=True)])


def _cell(value: Any) -> object:
    """Turn a cell into what a spreadsheet has: numbers and text, nothing for what is undefined."""
    made = _value(value)
    if made is None:
        return ""
    return str(made) if isinstance(made, bool) else made


WRITERS = {
    "csv": csvout.to_csv,
    "json": lambda table: (_json(table, plain=False) + "\n").encode(),
    "xlsx": _xlsx,
}
