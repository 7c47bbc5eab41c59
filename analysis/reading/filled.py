"""Tables that people filled in: one reader for coding sheets, lists of statements and tables of codings."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from analysis.errors import MissingError, ReadError
from analysis.files.csv import restored
from analysis.messages import message
from analysis.reading.grid import Grid, from_csv, plain, tidy
from analysis.reading.parsers import serving
from analysis.reading.workbook import from_workbook, merged_ranges

TEXTS, BOOKS = (".csv", ".tsv"), (".xlsx", ".xls", ".ods")


def read_filled(path: Path, *, sheet: str = "") -> pd.DataFrame:
    """Read a table whose cells are all text, rows by their number in the file; `sheet` is the kit's name of it."""
    # Example: 글 | 답 above d1 | 1 and, below an empty row, d2 | 0.0 gives 글 d1 d2, 답 1 0, indexed by 2 and 4
    ending = path.suffix.lower()
    if ending not in {*TEXTS, *BOOKS}:
        msg = message("{path} is no table; save it as .xlsx or .csv", path=path.name)
        raise ReadError(msg)
    if not path.is_file():
        msg = message("there is no table at {path}; check the path", path=path)
        raise MissingError(msg)
    grid = from_csv(path) if ending in TEXTS else book_grid(path, sheet=sheet)
    defused = ending in TEXTS
    rows = list(grid.rows)  # they are read anew each time
    values = [[_text(plain(cell), defused=defused) for cell in cells] for _, cells in rows]
    return pd.DataFrame(values, columns=list(grid.headers), index=[number for number, _ in rows], dtype="str")


def book_grid(path: Path, *, sheet: str) -> Grid:
    """Read the first sheet of a workbook, or that of the given name where it was moved behind others."""
    with serving():
        first = from_workbook(path)
        _require_unmerged(path)
        moved = bool(sheet) and any(n.kind == "sheet" and n.text == sheet for n in first.notes)
        return from_workbook(path, sheet=sheet) if moved else first


def _text(cell: str, *, defused: bool) -> str:
    """Bring a cell to one line, as it was before `to_csv` defused it."""
    return tidy(restored(cell) if defused else cell)


def _require_unmerged(path: Path) -> None:
    """Refuse merged cells: what stands in the first of them would count for it alone."""
    for sheet, ranges in merged_ranges(path).items():
        for (top, _), (bottom, _) in ranges:
            where = message(
                "{path}: rows {top} to {bottom} of the sheet {sheet!r}",
                path=path.name,
                top=top + 1,
                bottom=bottom + 1,
                sheet=sheet,
            )
            msg = message("{where} hold merged cells; unmerge them", where=where)
            raise ReadError(msg)
