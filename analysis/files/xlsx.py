"""Spreadsheet files (.xlsx): text stays text, numbers stay numbers, the same rows give the same bytes."""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from xml.sax.saxutils import escape, quoteattr

import pandas as pd

from analysis.errors import OptionError
from analysis.files.csv import FORMULA
from analysis.files.json import plain
from analysis.messages import message

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # XML cannot hold them
_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")  # what a spreadsheet takes for an escaped character: _x0041_ is A
ROWS, LETTERS = 1_048_576, 32_767  # what a spreadsheet holds
_PLAIN, _HEADING, _WRAPPED, _QUOTED, _OPEN = range(5)  # cell formats, in the order of the style sheet
_XF = '<xf numFmtId="0" fillId="0" borderId="0"'
_WRAP = 'applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>'
_STYLES = (
    f'<styleSheet xmlns="{_MAIN}"><fonts count="2"><font><sz val="11"/></font><font><b/><sz val="11"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    '</fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    f'<cellStyleXfs count="1">{_XF} fontId="0"/></cellStyleXfs><cellXfs count="5">{_XF} fontId="0" xfId="0"/>'
    f'{_XF} fontId="1" xfId="0" applyFont="1" {_WRAP}{_XF} fontId="0" xfId="0" {_WRAP}'
    f'{_XF} fontId="0" xfId="0" quotePrefix="1" {_WRAP}{_XF} fontId="0" xfId="0" '
    'applyAlignment="1" applyProtection="1"><alignment vertical="top" wrapText="1"/><protection locked="0"/></xf>'
    "</cellXfs>"
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)
_FROZEN = (
    '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" '
    'state="frozen"/></sheetView></sheetViews>'
)


@dataclass(frozen=True)
class Sheet:
    """One sheet: its name, and rows whose first is the header; `formatted` freezes that and fits the columns."""

    # In a formatted sheet `choices` offers a list in columns, given by number from 0 with the formula that
    # `choice_list` writes, and `writable` names the columns that may be written in: then every other cell is
    # protected, without a password.

    name: str
    rows: Iterable[Sequence[object]]
    formatted: bool = False
    choices: Mapping[int, str] = field(default_factory=dict)
    writable: tuple[int, ...] = ()


def to_xlsx(table: pd.DataFrame, *, formatted: bool = True) -> bytes:
    """Write a table as a workbook of one sheet."""
    if len(table) >= ROWS:
        msg = message(
            "a spreadsheet holds {rows:,} rows below its header, and the table has {n_table:,}; write a .csv",
            rows=ROWS - 1,
            n_table=len(table),
        )
        raise OptionError(msg)
    names, values = rows(table)
    return workbook([Sheet("Sheet1", [names, *values], formatted=formatted)])


def rows(table: pd.DataFrame) -> tuple[list[str], list[tuple[str | float, ...]]]:
    """Write a table as the names of its columns and rows of what a spreadsheet has."""
    columns = [[_cell_value(value) for value in values.tolist()] for _, values in table.items()]
    for name, column in zip(table.columns, columns, strict=True):
        if any(isinstance(cell, str) and len(cell) > LETTERS for cell in column):
            msg = message(
                "a cell of a spreadsheet holds {letters:,} characters, and one of {name} has more; write a .csv",
                letters=LETTERS,
                name=name,
            )
            raise OptionError(msg)
    return [str(name) for name in table.columns], list(zip(*columns, strict=True))


def choice_list(values: Iterable[str]) -> str:
    """Write the formula of a short list of choices."""
    return f'"{",".join(values)}"'


def workbook(sheets: Sequence[Sheet]) -> bytes:
    """Write sheets into the bytes of an .xlsx file."""
    parts = _package([s.name for s in sheets])
    for n, sheet in enumerate(sheets, start=1):
        parts[f"xl/worksheets/sheet{n}.xml"] = _sheet(sheet)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), _HEAD + text, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _package(names: Sequence[str]) -> dict[str, str]:
    """Write the parts of the file that are not sheets."""
    numbers = range(1, len(names) + 1)
    kinds = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{_TYPE}.worksheet+xml"/>' for n in numbers
    )
    links = "".join(
        f'<Relationship Id="rId{n}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{n}.xml"/>' for n in numbers
    )
    entries = "".join(f'<sheet name={quoteattr(names[n - 1])} sheetId="{n}" r:id="rId{n}"/>' for n in numbers)
    styles = len(names) + 1
    return {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" '
        f'ContentType="{_TYPE}.sheet.main+xml"/><Override PartName="/xl/styles.xml" '
        f'ContentType="{_TYPE}.styles+xml"/>{kinds}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">{links}<Relationship '
        f'Id="rId{styles}" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{entries}</sheets></workbook>',
        "xl/styles.xml": _STYLES,
    }


def _sheet(sheet: Sheet) -> str:
    """Write one sheet."""
    if not sheet.formatted:
        body = "".join(
            f"<row>{''.join(_cell(v, _PLAIN if at else _header_style(v, _PLAIN)) for v in row)}</row>"
            for at, row in enumerate(sheet.rows)
        )
        return f'<worksheet xmlns="{_MAIN}"><sheetData>{body}</sheetData></worksheet>'
    rows = list(sheet.rows)
    columns = "".join(
        f'<col min="{n}" max="{n}" width="{_width(column)}" customWidth="1"/>'
        for n, column in enumerate(zip(*rows, strict=True), start=1)
    )
    header = "".join(_cell(v, _header_style(v, _HEADING)) for v in rows[0])
    styles = [_OPEN if n in sheet.writable else _WRAPPED for n in range(len(rows[0]))]
    body = "".join(
        f"<row>{''.join(_cell(v, style) for v, style in zip(row, styles, strict=True))}</row>" for row in rows[1:]
    )
    main = f"{_FROZEN}<cols>{columns}</cols><sheetData><row>{header}</row>{body}</sheetData>"
    # of cells that are protected, columns and rows may still be made wider
    guard = '<sheetProtection sheet="1" formatColumns="0" formatRows="0"/>' if sheet.writable else ""
    return f'<worksheet xmlns="{_MAIN}">{main}{guard}{_validations(sheet, len(rows))}</worksheet>'


def _header_style(value: object, style: int) -> int:
    """Choose the style of a header: text that begins like a formula is marked as text, as in the cells below."""
    return _QUOTED if isinstance(value, str) and value.startswith(FORMULA) else style


def _validations(sheet: Sheet, rows: int) -> str:
    """Offer the lists of choices below the header."""
    if not sheet.choices or rows < 2:
        return ""
    every = "".join(
        f'<dataValidation type="list" allowBlank="1" showErrorMessage="1" '
        f'sqref="{column_letter(n)}2:{column_letter(n)}{rows}">'
        f"<formula1>{escape(formula)}</formula1></dataValidation>"
        for n, formula in sorted(sheet.choices.items())
    )
    return f'<dataValidations count="{len(sheet.choices)}">{every}</dataValidations>'


def column_letter(index: int) -> str:
    """Name a column as a spreadsheet does, from 0."""
    # 0 -> A, 25 -> Z, 26 -> AA
    name = ""
    while index >= 0:
        index, rest = divmod(index, 26)
        name, index = chr(65 + rest) + name, index - 1
    return name


def _width(column: Sequence[object]) -> int:
    """Width that shows a column's longest line, between 6 and 70 digits; a Hangul syllable is two digits wide."""
    lines = (line for value in column for line in str(value).split("\n"))
    longest = max((sum(1 + (unicodedata.east_asian_width(c) in "WF") for c in line) for line in lines), default=0)
    return min(max(longest + 2, 6), 70)


def _cell_value(value: object) -> str | float:
    """Turn a cell into what a spreadsheet has: numbers and text, nothing for what is undefined."""
    cell = plain(value)
    if cell is None:
        return ""
    return str(cell) if isinstance(cell, bool) else cell


def _cell(value: object, style: int) -> str:
    """Write one cell."""
    if isinstance(value, str):
        style = _QUOTED if style == _WRAPPED and value.startswith(FORMULA) else style
        if style == _OPEN and not value:
            return f'<c s="{style}"/>'
        text = escape(_ESCAPE.sub("_x005F_", _FORBIDDEN.sub("\ufffd", value)))
        return f'<c{_style(style)} t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
    return f"<c{_style(style)}><v>{value}</v></c>"


def _style(style: int) -> str:
    """Write the attribute of a cell format; the first is the one a cell has without it."""
    return f' s="{style}"' if style else ""
