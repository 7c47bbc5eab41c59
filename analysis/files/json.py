"""Tables as JSON: a list of records, one a line."""

from __future__ import annotations

import json
import math
from typing import Any

import pandas as pd

_Value = str | int | float | bool | None


def to_json(table: pd.DataFrame, *, ascii_only: bool = False) -> str:
    """Write a table as a list of records."""
    names = [str(name) for name in table.columns]
    columns = [[plain(value) for value in table[name].tolist()] for name in table.columns]
    records = (
        json.dumps(dict(zip(names, row, strict=True)), ensure_ascii=ascii_only) for row in zip(*columns, strict=True)
    )
    return "[" + ",".join(f"\n {record}" for record in records) + ("\n]" if len(table) else "]")


def plain(value: Any) -> _Value:
    """Turn a cell into what JSON has: undefined is null, infinity the word, floats have 10 significant digits."""
    if isinstance(value, float):
        if math.isinf(value):
            return "Infinity" if value > 0 else "-Infinity"
        return None if math.isnan(value) else float(f"{value:.10g}")
    if isinstance(value, bool | int | str):
        return value
    return None if pd.isna(value) else str(value)
