"""Workbooks (.xlsx, .xls, .ods) as tables: values that were stored, nothing calculated, nothing lost unseen."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from contextlib import suppress
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

from analysis.errors import MissingError, OptionError, ReadError
from analysis.files.xlsx import column_letter
from analysis.reading import grid
from analysis.reading.decode import LARGEST, OLE
from analysis.reading.grid import EPOCH_1900, EPOCH_1904, Cell, Grid, Note

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

_UNPACKED = 512 * 2**20
_WEB_PAGE = re.compile(rb"(\xef\xbb\xbf)?\s*<(!doctype|html|table|meta|\?xml)", re.IGNORECASE)
_PART = re.compile(r"xl/(workbook|_rels/workbook)\.xml(\.rels)?|xl/worksheets/[^/]+\.xml")
_CELL = re.compile(rb"<(?:\w+:)?c\b([^>]*[^/>]|)>(.*?)</(?:\w+:)?c>", re.DOTALL)
_VALUE = re.compile(rb"<(?:\w+:)?v\b[^>]*>([^<]+)</")
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")
_REFERENCE = re.compile(rb'\br="([A-Z]+)(\d+)"')


def from_workbook(path: Path, *, sheet: str | None = None) -> Grid:
    """Read one sheet of a workbook."""
    data = _bytes(path)
    book, rows = _open(path.name, data)
    filled = [name for name, rows_of in rows.items() if rows_of.height]
    chosen = _chosen(path.name, filled, sheet, book)
    taken = rows[chosen]
    parts = _Parts(path.name, data) if data.startswith(b"PK") and path.suffix.lower() != ".ods" else None
    cells: list[list[Cell]] = taken.to_python(skip_empty_area=False)
    if parts:
        parts.restore(cells, chosen)
    table = grid.assemble(path.name, enumerate(cells, 1), even=False)
    _require_single_headers(path.name, taken, cells)
    others = tuple(
        Note(1, "sheet", f"another sheet of the workbook, {rows[name].height} row(s); name it with sheet=", name)
        for name in filled
        if name != chosen
    )
    return Grid(table.name, table.headers, table.rows, (*others, *table.notes), parts.epoch if parts else None)


def _bytes(path: Path) -> bytes:
    """Read a file that looks like a workbook."""
    if not path.is_file():
        msg = f"no file {path}; check the name and the folder"
        raise MissingError(msg)
    if path.stat().st_size > LARGEST:
        msg = f"{path.name} is larger than 64 MiB; split the table into several files"
        raise ReadError(msg)
    data = path.read_bytes()
    ending = path.suffix.lower()
    if _WEB_PAGE.match(data[:200]):
        msg = f"{path.name} is a web page under the ending {ending}; open it in Excel and save it as .xlsx"
        raise ReadError(msg)
    if ending != ".xls" and data.startswith(OLE):
        msg = f"{path.name} is protected by a password or an old .xls file; save it as {ending} without a password"
        raise ReadError(msg)
    if data.startswith(b"PK"):
        _require_sound_zip(path.name, data)
    return data


def _require_sound_zip(name: str, data: bytes) -> None:
    """Refuse a package that is cut off, damaged or far larger than it looks."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            size = sum(part.file_size for part in package.infolist())
            damaged = package.testzip() if size <= _UNPACKED else None
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError):
        size, damaged = 0, name
    if damaged:
        msg = f"{name} is cut off or damaged; download or save it again"
        raise ReadError(msg)
    if size > _UNPACKED:
        msg = f"{name} unpacks to {size / 2**20:.0f} MiB, more than 512; split the table into several files"
        raise ReadError(msg)


def _open(name: str, data: bytes) -> tuple[CalamineWorkbook, dict[str, CalamineSheet]]:
    """Open a workbook and its sheets, or say in one sentence why not."""
    try:
        import python_calamine as calamine  # only for workbooks
    except ImportError as error:
        msg = f'{name}: reading workbooks needs python-calamine; run pip install -e ".[formats]" in the kit\'s folder'
        raise ReadError(msg) from error
    try:
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        return book, {sheet: book.get_sheet_by_name(sheet) for sheet in _sheets(book)}
    except calamine.PasswordError as error:
        msg = f"{name} is protected by a password; save it without one"
        raise ReadError(msg) from error
    except (calamine.CalamineError, OSError, ValueError) as error:
        msg = f"{name} is not a workbook, or is damaged; open it in its program and save it as .xlsx"
        raise ReadError(msg) from error


def _sheets(book: Any) -> list[str]:
    """Name the sheets with cells, visible ones first."""
    tables = [m for m in book.sheets_metadata if str(m.typ).endswith(".WorkSheet")]
    return [m.name for m in sorted(tables, key=lambda m: not _visible(m))]


def _visible(sheet: Any) -> bool:
    """Tell whether a sheet is shown."""
    return str(sheet.visible).endswith(".Visible")


def _chosen(name: str, filled: list[str], sheet: str | None, book: Any) -> str:
    """Choose the sheet to read."""
    if sheet is not None and sheet not in book.sheet_names:
        msg = f"{name} has no sheet {sheet!r}; its sheets are {', '.join(book.sheet_names)}"
        raise OptionError(msg)
    visible = {m.name for m in book.sheets_metadata if _visible(m)}
    found = sheet if sheet in filled else next((n for n in filled if sheet is None and n in visible), None)
    if found is None:
        where = f"the sheet {sheet!r} of {name}" if sheet else name
        msg = f"{where} holds no rows; check that the right file or sheet was saved"
        raise ReadError(msg)
    return found


def _require_single_headers(name: str, sheet: Any, cells: list[list[Cell]]) -> None:
    """Refuse headers that are merged across columns or rows: they name no single column."""
    first = next(i for i, row in enumerate(cells) if any(cell != "" for cell in row))
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or []:
        if top <= first <= bottom:
            where = f"{column_letter(left)}{top + 1}:{column_letter(right)}{bottom + 1}"
            msg = f"{name}: the headers are merged ({where}); give every column one header in one row"
            raise ReadError(msg)


class _Parts:
    """The XML of an .xlsx, for what the reader of workbooks does not tell."""

    def __init__(self, name: str, data: bytes) -> None:
        self._name = name
        self._package = zipfile.ZipFile(io.BytesIO(data))
        self._names = {n for n in self._package.namelist() if _PART.fullmatch(n)}
        workbook = self._tree("xl/workbook.xml")
        properties = next((e for e in workbook if _local(e.tag) == "workbookPr"), ET.Element("none"))
        self.epoch = EPOCH_1904 if properties.get("date1904", "0") in {"1", "true"} else EPOCH_1900
        targets = {e.get("Id"): e.get("Target", "") for e in self._tree("xl/_rels/workbook.xml.rels")}
        self._part = {
            e.get("name"): self._place(targets.get(value, ""))
            for e in workbook.iter()
            if _local(e.tag) == "sheet"
            for name, value in e.attrib.items()
            if _local(name) == "id"
        }

    def restore(self, cells: list[list[Cell]], sheet: str) -> None:
        """Write error values into the cells as text, and refuse formulas that were stored without a value."""
        part = self._part.get(sheet, "")
        if part not in self._names:
            return
        data = self._package.read(part)
        if not _FORMULA.search(data) and b't="e"' not in data:
            return
        for attributes, inside in (found.groups() for found in _CELL.finditer(data)):
            kind = re.search(rb'\bt="(\w+)"', attributes)
            where, value = _REFERENCE.search(attributes), _VALUE.search(inside)
            if where and kind and kind[1] == b"e" and value:
                row, column = int(where[2]) - 1, _index(where[1].decode())
                cells[row][column] = value[1].decode()
            elif _FORMULA.search(inside) and not value and not (kind and kind[1] == b"str"):
                at = (where[1] + where[2]).decode() if where else "a cell"
                msg = (
                    f"{self._name}: {at} holds a formula without its value; open the file in Excel and save it, "
                    "or replace formulas by their values"
                )
                raise ReadError(msg)

    def _tree(self, part: str) -> Any:
        """Parse a small part; one that is missing has no elements, one that declares entities is refused."""
        data = self._package.read(part) if part in self._names else b"<none/>"
        with suppress(ET.ParseError):
            if b"<!DOCTYPE" not in data:
                return ET.fromstring(data)
        where = f"{self._name} is not a workbook as Excel writes it ({PurePosixPath(part).name})"
        msg = f"{where}; open it in Excel and save it as .xlsx"
        raise ReadError(msg)

    @staticmethod
    def _place(target: str) -> str:
        """Write the target of a relation as the name of a part."""
        return target.lstrip("/") if target.startswith("/") else str(PurePosixPath("xl") / target)


def _local(tag: str) -> str:
    """Return a tag or attribute without its namespace."""
    return tag.rpartition("}")[2]


def _index(letters: str) -> int:
    """Return the number of a column from 0."""
    number = 0
    for sign in letters:
        number = number * 26 + ord(sign) - 64
    return number - 1
