"""Sheets of workbooks (.xlsx, .xls, .ods) by calamine, as plain values."""

from __future__ import annotations

import itertools
import re
import zipfile
from collections.abc import Iterator, Mapping
from typing import Any
from xml.parsers import expat

import python_calamine as calamine

_HEAD = 60  # first rows of a sheet, for finding its headers
_MOST_CELLS = 40_000_000  # in the rectangle from a sheet's first to its last cell, which calamine holds whole
_PIECE = 2**20
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
_ROW = re.compile(rb'<(?:\w+:)?row\s[^>]*?\br="(\d{1,7})"')
_WIDE = re.compile(rb'\br="([A-Z]{2,3})\d')
_ODS = re.compile(
    rb"<table:table-row\b([^>]*)>|<table:(?:covered-)?table-cell\b([^>]*?)(/?)>|</table:table>", re.DOTALL
)
_REPEATED = re.compile(rb'number-(?:rows|columns)-repeated="(\d{1,9})"')
_OPEN: dict[str, tuple[Any, dict[str, Any]]] = {}  # the last workbook: its sheets are asked for one by one


def overview(path: str) -> dict[str, object]:
    """List the sheets: `name`, `visible`, `worksheet`, `height` in rows, and `head`, the first rows with cells."""
    _OPEN.clear()  # members of an archive that share a name come to lie at the same place, one after the other
    if refused := _refused(path):
        return {"refused": refused, "sheets": []}
    book, sheets = _OPEN[path]
    return {
        "refused": "",
        "sheets": [
            {
                "name": about.name,
                "visible": str(about.visible).endswith(".Visible"),
                "worksheet": about.name in sheets,
                "height": sheets[about.name].height if about.name in sheets else 0,
                "head": sheets[about.name].to_python(skip_empty_area=True, nrows=_HEAD) if about.name in sheets else [],
            }
            for about in book.sheets_metadata
        ],
    }


def cells(path: str, *, sheet: str) -> list[list[Any]]:
    """Return all rows of a sheet from its first row and column, of a workbook that `overview` did not refuse."""
    rows: list[list[Any]] = _sheets(path)[sheet].to_python(skip_empty_area=False)
    return rows


def merged(path: str) -> dict[str, list[Any]]:
    """Return the merged ranges of every sheet, as pairs of (row, column) from 0."""
    return {name: list(sheet.merged_cell_ranges or []) for name, sheet in _sheets(path).items()}


def _sheets(path: str) -> Mapping[str, Any]:
    """Return the sheets of a workbook by name."""
    if refused := _refused(path):
        raise ValueError(refused)
    return _OPEN[path][1]


def _refused(path: str) -> str:
    """Open a workbook and keep it; return why it cannot be opened."""
    if path in _OPEN:
        return ""
    _OPEN.clear()
    try:
        if far := _too_far(path):
            return f"range {far}"
        book = calamine.CalamineWorkbook.from_path(path)
        tables = [about.name for about in book.sheets_metadata if str(about.typ).endswith(".WorkSheet")]
        _OPEN[path] = book, {name: book.get_sheet_by_name(name) for name in tables}
    except calamine.PasswordError:
        return "password"
    except (calamine.CalamineError, expat.ExpatError, OSError, ValueError):
        return "damaged"
    return ""


def _too_far(path: str) -> str:
    """Return the last cell of a sheet whose rectangle of cells is too large to hold; old .xls files have no such."""
    # One blank in XFD1048576 beside a table of ten rows makes a rectangle of 17,179,869,184 cells.
    if not zipfile.is_zipfile(path):
        return ""
    with zipfile.ZipFile(path) as package:
        names = package.namelist()
        for name in filter(_SHEET.fullmatch, names):
            with package.open(name) as part:
                if far := _xlsx_end(part):
                    return far
        if "content.xml" in names:
            with package.open("content.xml") as part:
                expat.ParserCreate().ParseFile(part)  # calamine waits for ever for the end tag of a table
            with package.open("content.xml") as part:
                return _ods_end(part)
    return ""


def _xlsx_end(part: Any) -> str:
    """Return the last cell of a sheet of .xlsx if the rectangle from column A to it is too large."""
    wide: set[bytes] = set()  # columns from AA on; up to Z no sheet is too large
    first = last = 0
    for piece in _pieces(part):
        wide.update(_WIDE.findall(piece))
        rows = [int(row) for row in _ROW.findall(piece)]
        if rows:
            first, last = min([first or rows[0], *rows]), max([last, *rows])
    columns = {_number(letters): letters.decode() for letters in wide}
    if not columns or (last - first + 1) * max(columns) <= _MOST_CELLS:
        return ""
    return f"{columns[max(columns)]}{last}"


def _ods_end(part: Any) -> str:
    """Return the last row and column of a sheet of .ods if that is too large; empty ones at its end are none."""
    row = column = last = widest = repeated = 0
    for piece in _pieces(part):
        for found in _ODS.finditer(piece):
            if found[1] is not None:  # a row
                row, column, repeated = row + max(repeated, 0), 0, _times(found[1])
            elif found[2] is not None:  # a cell
                column += _times(found[2])
                if not found[3] or b"office:value" in found[2]:
                    last, widest = row + repeated, max(widest, column)
            else:  # the end of a sheet
                if last * widest > _MOST_CELLS:
                    return f"{last} {widest}"
                row = column = last = widest = repeated = 0
    return ""


def _pieces(part: Any) -> Iterator[bytes]:
    """Yield a part in pieces that end with a tag."""
    rest = b""
    for piece in itertools.chain(iter(lambda: part.read(_PIECE), b""), [b""]):
        whole, end, rest = (rest + piece).rpartition(b">") if piece else (rest, b"", b"")
        yield whole + end


def _times(attributes: bytes) -> int:
    """Read how often a row or cell of .ods is repeated."""
    found = _REPEATED.search(attributes)
    return int(found[1]) if found else 1


def _number(letters: bytes) -> int:
    """Return the number of a column from 1."""
    number = 0
    for sign in letters:
        number = number * 26 + sign - 64
    return number
