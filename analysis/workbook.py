"""Spreadsheet files (.xlsx): text stays text, numbers stay numbers, the same rows give the same bytes."""

from __future__ import annotations

import io
import math
import re
import unicodedata
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from xml.sax.saxutils import escape, quoteattr

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # XML cannot hold them
_LINE = 16.5  # points: height of a line of 11-point text
_HIGHEST = 409.0  # points: what Excel takes
# Formats by number: 0 plain; 1 header; 2 wrapped and locked; 3 wrapped and open to writing.
_STYLES = (
    f'<styleSheet xmlns="{_MAIN}"><fonts count="2"><font><sz val="11"/><name val="맑은 고딕"/></font>'
    '<font><b/><sz val="11"/><name val="맑은 고딕"/></font></fonts>'
    '<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    '<fill><patternFill patternType="solid"><fgColor rgb="FFE8EEF4"/></patternFill></fill></fills>'
    '<borders count="2"><border/><border><left style="thin"/><right style="thin"/><top style="thin"/>'
    '<bottom style="thin"/></border></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="4"><xf/>'
    '<xf fontId="1" fillId="2" borderId="1" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1">'
    '<alignment vertical="center" wrapText="1"/></xf><xf borderId="1" applyBorder="1" applyAlignment="1">'
    '<alignment vertical="top" wrapText="1"/></xf><xf borderId="1" applyBorder="1" applyAlignment="1" '
    'applyProtection="1"><alignment vertical="top" wrapText="1"/><protection locked="0"/></xf></cellXfs>'
    '<cellStyles count="1">'
    '<cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)


@dataclass(frozen=True)
class Sheet:
    """One sheet of a workbook.

    Attributes
    ----------
    name : str
        What its tab says.
    rows : iterable of sequences
        Cells, the header first; strings never become formulas.
    widths : tuple of float
        Width of each column in digits (a Hangul syllable takes two). With widths the sheet is laid out for
        reading: header set off and kept in view, text wrapped, rows as high as their text.
    choices : mapping of int to str
        Columns that offer a list: by number from 0, the formula of the list, as `listed` writes it.
    writable : tuple of int
        Columns that may be written in; all other cells are protected. Empty for no protection.
    """

    name: str
    rows: Iterable[Sequence[object]]
    widths: tuple[float, ...] = ()
    choices: Mapping[int, str] = field(default_factory=dict)
    writable: tuple[int, ...] = ()


def listed(values: Iterable[str]) -> str:
    """Write the formula of a short list of choices, none of which holds a comma or a quotation mark."""
    return f'"{",".join(values)}"'


def workbook(sheets: Sequence[Sheet]) -> bytes:
    """Write sheets into the bytes of an .xlsx file."""
    numbers = range(1, len(sheets) + 1)
    kinds = [("worksheet", f"worksheets/sheet{n}.xml") for n in numbers] + [("styles", "styles.xml")]
    main = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" '
        f'ContentType="{_TYPE}.sheet.main+xml"/>'
        + "".join(f'<Override PartName="/xl/{at}" ContentType="{_TYPE}.{kind}+xml"/>' for kind, at in kinds)
        + "</Types>",
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
        + "".join(
            f'<Relationship Id="rId{n}" Type="{_OFFICE}/{kind}" Target="{at}"/>'
            for n, (kind, at) in enumerate(kinds, 1)
        )
        + "</Relationships>",
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
        + "".join(
            f'<sheet name={quoteattr(s.name)} sheetId="{n}" r:id="rId{n}"/>'
            for n, s in zip(numbers, sheets, strict=True)
        )
        + "</sheets></workbook>",
        "xl/styles.xml": _STYLES,
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in (*main.items(), *((f"xl/{kinds[n - 1][1]}", _sheet(sheets[n - 1])) for n in numbers)):
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), _HEAD + text, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _sheet(sheet: Sheet) -> str:
    """Write one sheet: parts in the order that the format wants."""
    rows = [list(row) for row in sheet.rows]
    view = cols = guard = lists = ""
    if sheet.widths:
        view = (
            '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" '
            'state="frozen"/></sheetView></sheetViews>'
        )
        widths = enumerate(sheet.widths, 1)
        cols = "".join(f'<col min="{n}" max="{n}" width="{width:g}" customWidth="1"/>' for n, width in widths)
        cols = f"<cols>{cols}</cols>"
    if sheet.writable:
        guard = '<sheetProtection sheet="1" formatColumns="0" formatRows="0"/>'
    if sheet.choices and len(rows) > 1:
        every = "".join(
            f'<dataValidation type="list" allowBlank="1" showErrorMessage="1" sqref="{_letter(n)}2:{_letter(n)}'
            f'{len(rows)}"><formula1>{escape(formula)}</formula1></dataValidation>'
            for n, formula in sorted(sheet.choices.items())
        )
        lists = f'<dataValidations count="{len(sheet.choices)}">{every}</dataValidations>'
    body = "".join(_row(row, n, sheet) for n, row in enumerate(rows))
    return f'<worksheet xmlns="{_MAIN}">{view}{cols}<sheetData>{body}</sheetData>{guard}{lists}</worksheet>'


def _row(row: Sequence[object], number: int, sheet: Sheet) -> str:
    """Write one row, as high as its text where the sheet is laid out."""
    if not sheet.widths:
        return f"<row>{''.join(_cell(value, 0) for value in row)}</row>"
    lines = max((_lines(str(v), width) for v, width in zip(row, sheet.widths, strict=False)), default=1)
    formats = [1 if not number else 3 if n in sheet.writable else 2 for n in range(len(row))]
    cells = "".join(_cell(value, form) for value, form in zip(row, formats, strict=True))
    return f'<row ht="{min(_HIGHEST, lines * _LINE + 4):g}" customHeight="1">{cells}</row>'


def _lines(text: str, width: float) -> int:
    """Count the lines that a text takes in a column."""
    wide = [sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line) for line in text.split("\n")]
    return sum(max(1, math.ceil(w * 1.05 / max(1.0, width - 1))) for w in wide)


def _cell(value: object, form: int) -> str:
    """Write one cell; an empty string is an empty cell."""
    style = f' s="{form}"' if form else ""
    if value == "":
        return f"<c{style}/>"
    if isinstance(value, str):
        text = escape(_FORBIDDEN.sub("\ufffd", value))
        return f'<c{style} t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
    return f"<c{style}><v>{value}</v></c>"


def _letter(index: int) -> str:
    """Name a column as a spreadsheet does, from 0."""
    name = ""
    while index >= 0:
        index, rest = divmod(index, 26)
        name, index = chr(65 + rest) + name, index - 1
    return name
