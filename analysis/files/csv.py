"""Tables as CSV that any spreadsheet opens: the same bytes every time, and no header or cell that runs."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from analysis.errors import OptionError
from analysis.files import atomic
from analysis.messages import message

_ROWS = 10_000  # written at a time
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # how text begins that a spreadsheet takes for a formula


def save(pieces: Iterable[pd.DataFrame], *, path: str | Path) -> Path:
    """Write a table whose rows come piece by piece, all with the same columns, whole or not at all."""
    target = Path(path)
    if target.suffix.lower() != ".csv":
        msg = message(
            "a table is saved as .csv, not {ending}; rename {target}",
            ending=target.suffix or message("without ending"),
            target=target.name,
        )
        raise OptionError(msg)
    return atomic.save_pieces(target, _written(pieces))


def to_csv(table: pd.DataFrame) -> bytes:
    """Write a table as CSV: UTF-8 with a byte order mark, LF, formulas defused."""
    return b"".join(_written([table]))


def _written(pieces: Iterable[pd.DataFrame]) -> Iterator[bytes]:
    """Write the header over the first piece, and so many rows at a time."""
    for number, table in enumerate(pieces):
        plain = flat(table)
        if not number:
            yield codecs.BOM_UTF8 + _rows([[_cell(name) for name in plain.columns.astype(str)]])
        for first in range(0, len(plain), _ROWS):
            some = plain.iloc[first : first + _ROWS]
            yield _rows(zip(*(_cells(some.iloc[:, at]) for at in range(some.shape[1])), strict=True))


def _rows(rows: Iterable[Iterable[str]]) -> bytes:
    """Write rows of cells."""
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue().encode()


def _cells(column: pd.Series[Any]) -> list[str]:
    """Write a column; a text that stands in it often is looked at once."""
    if isinstance(column.dtype, np.dtype) and column.dtype.kind in "iu":
        return list(map(str, column.tolist()))
    if isinstance(column.dtype, pd.StringDtype | pd.CategoricalDtype):
        codes, values = pd.factorize(column)
        cells = [*map(_cell, values), ""]  # -1 is a missing one
        return [cells[code] for code in codes.tolist()]
    return [_cell(value) for value in column]


def flat(table: pd.DataFrame) -> pd.DataFrame:
    """Turn a named index into columns; an unnamed one carries no information."""
    return table.reset_index() if any(n is not None for n in table.index.names) else table


def _cell(value: Any) -> str:
    """Write one value: floats with up to 10 significant digits, missing as nothing, text never as a formula."""
    if pd.api.types.is_scalar(value) and pd.isna(value):
        return ""
    if pd.api.types.is_float(value):
        return f"{value:.10g}"
    text = str(value)
    is_text = not pd.api.types.is_number(value)
    return f"'{text}" if is_text and text.lstrip("'").startswith(FORMULA) else text


def restored(cell: str) -> str:
    """Take away the apostrophe that `to_csv` sets before a formula."""
    # "'=1+1" gives "=1+1", "''-3" gives "'-3", and "'가" stays
    return cell[1:] if cell[:1] == "'" and cell.lstrip("'").startswith(FORMULA) else cell
