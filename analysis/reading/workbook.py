"""Workbooks (.xlsx, .xls, .ods) as tables: values that were stored, nothing calculated, nothing lost unseen."""

from __future__ import annotations

import io
import logging
import re
import zipfile
import zlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple
from xml.etree import ElementTree as ET

from analysis import schema
from analysis.errors import MissingError, OptionError, ReadError
from analysis.files.xlsx import column_letter
from analysis.messages import message
from analysis.reading import grid, parsers
from analysis.reading.decode import OLE
from analysis.reading.grid import EPOCH_1900, EPOCH_1904, Cell, Grid, Note, plain
from analysis.reading.package import attribute, local, xml
from analysis.reading.parsers import ParserError

_UNPACKED = 512 * 2**20
_WEB_PAGE = re.compile(rb"(\xef\xbb\xbf)?\s*<(!doctype|html|table|meta|\?xml)", re.IGNORECASE)
_PART = re.compile(r"xl/(workbook|_rels/workbook)\.xml(\.rels)?|xl/worksheets/[^/]+\.xml")
_CELL = re.compile(rb"<(?:\w+:)?c\b([^>]*[^/>]|)>(.*?)</(?:\w+:)?c>", re.DOTALL)
_VALUE = re.compile(rb"<(?:\w+:)?v\b[^>]*>([^<]+)</")
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")
_REFERENCE = re.compile(rb'\br="([A-Z]{1,3})([1-9]\d{0,6})"')
_HIDDEN_ROW = re.compile(rb'<(?:\w+:)?row\b[^>]*\bhidden="(?:1|true)"[^>]*>')
_HIDDEN_COLUMN = re.compile(rb'<(?:\w+:)?col\b[^>]*\bhidden="(?:1|true)"[^>]*>')
_NUMBER = re.compile(rb'\br="(\d{1,7})"')
_ENDS = re.compile(rb'\b(min|max)="(\d{1,7})"')
_MOST_REPEATED = 1_048_576  # rows of the largest sheet; empty rest of a sheet is written as one repeated row
_LOG = logging.getLogger(__name__)

_Range = tuple[tuple[int, int], tuple[int, int]]


class _Sheet(NamedTuple):
    """A sheet of a workbook as its parser tells of it, with its first rows; a chart is no worksheet."""

    name: str
    visible: bool
    worksheet: bool
    height: int
    head: list[list[Cell]]


def from_workbook(path: Path, *, sheet: str | None = None, wanted: Collection[str] = ()) -> Grid:
    """Read one sheet of a workbook: the one that is named, or the first visible one with a column of texts."""
    data = _bytes(path)
    with parsers.serving():
        found = _overview(path)
        sheets = {s.name: s for s in sorted(found, key=lambda s: not s.visible) if s.worksheet}
        filled = [name for name, about in sheets.items() if about.height]
        visible = {s.name for s in found if s.visible}
        readable = [name for name in filled if name in visible and _has_texts(sheets[name], wanted)]
        chosen = _chosen(path.name, [*readable, *filled] if sheet is None else filled, sheet, found)
        cells: list[list[Cell]] = parsers.call("sheets", "cells", path, sheet=chosen)
        account = _account(path, cells) if "removed" in sheets else []
        merged = merged_ranges(path)[chosen]
    parts = _Parts(path.name, data) if data.startswith(b"PK") and path.suffix.lower() != ".ods" else None
    if parts:
        parts.restore(cells, chosen)
    others = tuple(name for name in filled if name != chosen and not (account and name == "removed"))
    where = message("{path}, sheet {chosen!r}", path=path.name, chosen=chosen) if others else path.name
    table = grid.assemble(where, grid.Reread(lambda: enumerate(cells, 1)), even=False, wanted=wanted)
    _require_single_headers(where, merged, table.header_row)
    unread = sorted(set(readable) & set(others))
    if unread and sheet is None:
        _LOG.warning(
            message(
                "{path}: read from {chosen} alone; texts are in {unread} as well",
                path=path.name,
                chosen=chosen,
                unread=", ".join(unread),
            )
        )
    hidden = (
        parts.hidden(chosen)
        if parts
        else _hidden_in_ods(path.name, data, chosen)
        if data.startswith(b"PK")
        else _NOTHING
    )
    notes = [*_other_sheets(sheets, others, visible), *_hidden_notes(table, cells, hidden)]
    if chosen not in visible:
        notes.append(Note(1, "hidden", f"the sheet {chosen} is hidden in the workbook, and was read", chosen))
    notes += table.notes
    return replace(
        table,
        notes=tuple(notes),
        epoch=parts.epoch if parts else None,
        sheets=others,
        account=tuple(row for row in account[1:] if any(cell != "" for cell in row)),
    )


def merged_ranges(path: Path) -> dict[str, list[_Range]]:
    """Return the merged cells of every sheet: first and last (row, column) from 0."""
    found: dict[str, list[_Range]] = parsers.call("sheets", "merged", path)
    return found


def _account(path: Path, cells: Sequence[Sequence[Cell]]) -> list[list[Cell]]:
    """Read the sheet of what was removed from a saved corpus, where the sheet of its documents was chosen."""
    if not cells or "sha256" not in cells[0]:
        return []
    names = [column.name for column in schema.REMOVED]
    rows: list[list[Cell]] = parsers.call("sheets", "cells", path, sheet="removed")
    return rows if rows and rows[0] == names else []


def _has_texts(sheet: _Sheet, wanted: Collection[str]) -> bool:
    """Tell whether the first rows of a sheet name a column of texts."""
    head = [row for row in sheet.head if any(cell != "" for cell in row)]
    return grid.find_header(head[:30], wanted=wanted)[1]


def _other_sheets(sheets: Mapping[str, _Sheet], others: Sequence[str], visible: Collection[str]) -> list[Note]:
    """Note the sheets that were not read."""
    return [
        Note(
            1,
            "sheet",
            f"another sheet of the workbook{'' if name in visible else ' (hidden)'}, {sheets[name].height} row(s); "
            "name it with sheet=",
            name,
        )
        for name in others
    ]


def _hidden_notes(table: Grid, cells: Sequence[Sequence[Cell]], hidden: _Hidden) -> Iterator[Note]:
    """Note rows and columns that a filter or a hand has hidden, and that were read like the others."""
    filled = {number for number, _ in table.rows} if hidden.rows else set()
    rows = [(first, last) for first, last in grid.runs(sorted(filled & hidden.rows))]
    if rows:
        named = ", ".join(f"{first}" if first == last else f"{first} to {last}" for first, last in rows[:20])
        more = f" and {len(rows) - 20} more stretches" if len(rows) > 20 else ""
        count = sum(last - first + 1 for first, last in rows)
        reason = f"{count} row(s) hidden by a filter or by hand were read like the others: {named}{more}"
        yield Note(rows[0][0], "hidden", reason, "")
    for column in sorted(hidden.columns):
        header = plain(cells[table.header_row - 1][column - 1]) if column <= len(cells[table.header_row - 1]) else ""
        if header:
            reason = f"column {column_letter(column - 1)} is hidden in the workbook, and was read like the others"
            yield Note(1, "hidden", reason, header)


def _bytes(path: Path) -> bytes:
    """Read a file that looks like a workbook."""
    if not path.is_file():
        msg = message("no file {path}; check the name and the folder", path=path)
        raise MissingError(msg)
    data = path.read_bytes()
    ending = path.suffix.lower()
    if _WEB_PAGE.match(data[:200]):
        msg = message(
            "{path} is a web page under the ending {ending}; open it in Excel and save it as .xlsx",
            path=path.name,
            ending=ending,
        )
        raise ReadError(msg)
    if ending != ".xls" and data.startswith(OLE):
        msg = message(
            "{path} is protected by a password or an old .xls file; save it as {ending} without a password",
            path=path.name,
            ending=ending,
        )
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
        msg = message("{name} is cut off or damaged; download or save it again", name=name)
        raise ReadError(msg)
    if size > _UNPACKED:
        msg = message(
            "{name} unpacks to {size:.0f} MiB, more than 512; split the table into several files",
            name=name,
            size=size / 2**20,
        )
        raise ReadError(msg)


def _overview(path: Path) -> list[_Sheet]:
    """List the sheets of a workbook, or say in one sentence why it cannot be opened."""
    try:
        found = parsers.call("sheets", "overview", path)
    except ParserError as error:
        msg = message(
            "{path} cannot be opened as a workbook (its parser {why}); save it anew in its program",
            path=path.name,
            why=error.why,
        )
        raise ReadError(msg) from error
    refused = found["refused"]
    if refused == "password":
        msg = message("{path} is protected by a password; save it without one", path=path.name)
        raise ReadError(msg)
    if refused.startswith("range"):
        end = refused.removeprefix("range ")
        if " " in end:  # of .ods: the numbers of a row and a column
            row, _, column = end.partition(" ")
            end = message("row {row}, column {column}", row=row, column=column)
        msg = message(
            "{path} has a sheet that reaches to {end}; delete the empty rows and columns beyond its table",
            path=path.name,
            end=end,
        )
        raise ReadError(msg)
    if refused:
        msg = message(
            "{path} is not a workbook, or is damaged; open it in its program and save it as .xlsx", path=path.name
        )
        raise ReadError(msg)
    return [_Sheet(**sheet) for sheet in found["sheets"]]


def _chosen(name: str, filled: list[str], sheet: str | None, found: Sequence[_Sheet]) -> str:
    """Choose the sheet to read."""
    if sheet is not None and sheet not in {s.name for s in found}:
        msg = message(
            "{name} has no sheet {sheet!r}; its sheets are {found}",
            name=name,
            sheet=sheet,
            found=", ".join(s.name for s in found),
        )
        raise OptionError(msg)
    visible = {s.name for s in found if s.visible}
    chosen = sheet if sheet in filled else next((n for n in filled if sheet is None and n in visible), None)
    if chosen is None:
        where = message("the sheet {sheet!r} of {name}", sheet=sheet, name=name) if sheet else name
        msg = message("{where} holds no rows; check that the right file or sheet was saved", where=where)
        raise ReadError(msg)
    return chosen


def _require_single_headers(name: str, merged: Sequence[_Range], header_row: int) -> None:
    """Refuse headers that are merged across columns or rows: they name no single column."""
    for (top, left), (bottom, right) in merged:
        if top < header_row <= bottom + 1:
            where = f"{column_letter(left)}{top + 1}:{column_letter(right)}{bottom + 1}"
            msg = message(
                "{name}: the headers are merged ({where}); give every column one header in one row",
                name=name,
                where=where,
            )
            raise ReadError(msg)


class _Hidden(NamedTuple):
    """Rows and columns that a sheet does not show, numbered from 1."""

    rows: set[int]
    columns: set[int]


_NOTHING = _Hidden(set(), set())


def _hidden_in_ods(name: str, data: bytes, sheet: str) -> _Hidden:
    """Read from the XML of an .ods which rows and columns of a sheet are hidden."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        content = package.read("content.xml")
    if b'visibility="' not in content:
        return _NOTHING
    found = _Hidden(set(), set())
    tree = xml(content, name=name)
    table = next((e for e in tree.iter() if local(e) == "table" and attribute(e, "name") == sheet), None)
    at = {"row": 0, "column": 0}
    for element in table.iter() if table is not None else ():
        kind = local(element).removeprefix("table-")
        if kind in at:
            stated = attribute(element, f"number-{kind}s-repeated")
            repeated = int(stated) if re.fullmatch(r"\d{1,9}", stated) else 1
            if attribute(element, "visibility") in {"collapse", "filter"} and repeated <= _MOST_REPEATED:
                numbers = range(at[kind] + 1, at[kind] + repeated + 1)
                (found.rows if kind == "row" else found.columns).update(numbers)
            at[kind] += repeated
    return found


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
                if row < len(cells) and column < len(cells[row]):  # a comment of XML may name any cell
                    cells[row][column] = value[1].decode(errors="replace")
            elif _FORMULA.search(inside) and not value and not (kind and kind[1] == b"str"):
                at = (where[1] + where[2]).decode() if where else message("a cell")
                msg = message(
                    "{name}: {at} holds a formula without its value; open the file in Excel and save it, "
                    "or replace formulas by their values",
                    name=self._name,
                    at=at,
                )
                raise ReadError(msg)

    def hidden(self, sheet: str) -> _Hidden:
        """Read which rows and columns of a sheet are hidden, by a filter or by hand."""
        part = self._part.get(sheet, "")
        if part not in self._names:
            return _NOTHING
        data = self._package.read(part)
        rows = {int(number[1]) for tag in _HIDDEN_ROW.findall(data) if (number := _NUMBER.search(tag))}
        columns: set[int] = set()
        for tag in _HIDDEN_COLUMN.findall(data):
            ends = dict(_ENDS.findall(tag))
            if ends.keys() == {b"min", b"max"}:
                columns.update(range(int(ends[b"min"]), min(int(ends[b"max"]), _MOST_REPEATED) + 1))
        return _Hidden(rows, columns)

    def _tree(self, part: str) -> Any:
        """Parse a small part; one that is missing has no elements, one that declares entities is refused."""
        data = self._package.read(part) if part in self._names else b"<none/>"
        with suppress(ET.ParseError, LookupError, ValueError):  # an encoding that is none, too
            if b"<!DOCTYPE" not in data:
                return ET.fromstring(data)
        where = message(
            "{name} is not a workbook as Excel writes it ({pureposixpath})",
            name=self._name,
            pureposixpath=PurePosixPath(part).name,
        )
        msg = message("{where}; open it in Excel and save it as .xlsx", where=where)
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
