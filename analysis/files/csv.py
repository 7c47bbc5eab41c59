"""Tables as CSV that any spreadsheet opens: the same bytes every time, and no header or cell that runs."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.errors import OptionError
from analysis.files import atomic
from analysis.messages import message

FORMULA = ("=", "+", "-", "@", "\t", "\r")  # how text begins that a spreadsheet takes for a formula


def save(table: pd.DataFrame, *, path: str | Path) -> Path:
    """Write a table for a spreadsheet, whole or not at all."""
    target = Path(path)
    if target.suffix.lower() != ".csv":
        msg = message(
            "a table is saved as .csv, not {ending}; rename {target}",
            ending=target.suffix or message("without ending"),
            target=target.name,
        )
        raise OptionError(msg)
    return atomic.save(path, to_csv(table))


def to_csv(table: pd.DataFrame) -> bytes:
    """Write a table as CSV: UTF-8 with a byte order mark, LF, formulas defused."""
    plain = flat(table)
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([_cell(str(column)) for column in plain.columns])
    writer.writerows([_cell(value) for value in row] for row in plain.itertuples(index=False, name=None))
    return out.getvalue().encode("utf-8-sig")


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
