"""A table as a Word document (.docx) for a paper: three rules, numbers on their point, the same bytes every time."""

from __future__ import annotations

import datetime as dt
import io
import re
import unicodedata
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from analysis.errors import FigureError
from analysis.messages import message

if TYPE_CHECKING:
    from docx.document import Document

Align = Literal["left", "centre", "point"]
Run = tuple[str, Literal["plain", "bold", "italic"]]

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # XML cannot hold them
_DATE = dt.datetime(1980, 1, 1, tzinfo=dt.UTC)
_STYLES = {"Normal", "Default Paragraph Font", "Normal Table", "No List"}
_LATIN, _KOREAN = "Times New Roman", "바탕"  # by name: no font is put into the file
_THICK, _THIN = "12", "6"  # eighths of a point: 1.5 and .75
_DIGIT = 110  # twentieths of a point that a digit of 10 points takes with its air
_PORTRAIT, _LANDSCAPE = 9_070, 13_950  # of the text on A4 with margins of 25 mm
_POINT = 0.62  # of a column: where the points of its numbers stand


@dataclass(frozen=True)
class Printed:
    """A table as it is printed: its title, heads, rows of text, and notes below."""

    title: tuple[tuple[Run, ...], ...]  # lines
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    align: tuple[Align, ...]
    notes: tuple[tuple[Run, ...], ...]
    language: str = "ko-KR"

    @property
    def caption(self) -> str:
        """The title in one line."""
        return " ".join("".join(text for text, _ in line) for line in self.title)


def to_docx(table: Printed) -> bytes:
    """Write a table as the bytes of a Word document."""
    try:
        import docx
    except ImportError as error:
        msg = message("a table for Word needs python-docx; install it with pip install 'damron[papers]'")
        raise FigureError(msg) from error
    document = docx.Document()
    _strip(document)
    widths = _widths(table)
    _set_page(document, landscape=sum(widths) > _PORTRAIT)
    for line in table.title:
        _write(document.add_paragraph(), line, size=10, after=4, keep=True)
    _add_table(document, table, widths)
    for line in table.notes:
        _write(document.add_paragraph(), line, size=9, after=0)
    about = document.core_properties
    about.title, about.author, about.comments, about.language = _plain(table.caption), "", "", table.language
    about.created = about.modified = _DATE
    about.last_modified_by, about.revision = "", 1
    out = io.BytesIO()
    document.save(out)
    return _same_bytes(out.getvalue())


def _strip(document: Document) -> None:
    """Take what a table does not need out of the library's template: pictures, themes, settings, unused styles."""
    from docx.opc.constants import RELATIONSHIP_TYPE as KINDS
    from docx.oxml.ns import qn

    part = document.part
    for holder, kept in ((part, {KINDS.STYLES}), (part.package, {KINDS.OFFICE_DOCUMENT, KINDS.CORE_PROPERTIES})):
        for name, link in list(holder.rels.items()):
            if link.reltype not in kept:
                del holder.rels[name]
    styles = document.styles.element
    for style in list(styles):
        name = style.find(qn("w:name"))
        if style.tag == qn("w:latentStyles") or (style.tag == qn("w:style") and name.get(qn("w:val")) not in _STYLES):
            styles.remove(style)
    defaults = styles.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    fonts, language = defaults.find(qn("w:rFonts")), defaults.find(qn("w:lang"))
    fonts.attrib.clear()
    for slot, font in (("ascii", _LATIN), ("hAnsi", _LATIN), ("cs", _LATIN), ("eastAsia", _KOREAN)):
        fonts.set(qn(f"w:{slot}"), font)
    language.set(qn("w:val"), "en-US")
    language.set(qn("w:eastAsia"), "ko-KR")
    grid = document.sections[0]._sectPr.find(qn("w:docGrid"))  # noqa: SLF001 - the library has no name for it
    if grid is not None:
        grid.getparent().remove(grid)


def _set_page(document: Document, *, landscape: bool) -> None:
    """Take an A4 page with margins of 25 mm, on its side for a wide table."""
    from docx.enum.section import WD_ORIENT
    from docx.shared import Mm

    page = document.sections[0]
    page.page_width, page.page_height = (Mm(297), Mm(210)) if landscape else (Mm(210), Mm(297))
    page.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Mm(25)


def _add_table(document: Document, table: Printed, widths: Sequence[int]) -> None:
    """Write heads and rows with a rule above, one under the heads and one below."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Twips

    made = document.add_table(rows=len(table.rows) + 1, cols=len(table.heads))
    made.autofit = False
    caption = OxmlElement("w:tblCaption")
    caption.set(qn("w:val"), _plain(table.caption))
    made._tbl.tblPr.append(caption)  # noqa: SLF001 - the library has no name for it
    for column, width in zip(made.columns, widths, strict=True):
        column.width = Twips(width)
    last = len(table.rows)
    for i, cells in enumerate((table.heads, *table.rows)):
        row = made.rows[i]
        properties = row._tr.get_or_add_trPr()  # noqa: SLF001
        properties.append(OxmlElement("w:cantSplit"))
        if not i:
            properties.append(OxmlElement("w:tblHeader"))
        rules = {"top": _THICK, "bottom": _THIN} if not i else {"bottom": _THICK} if i == last else {}
        for cell, text, align, width in zip(row.cells, cells, table.align, widths, strict=True):
            cell.width = Twips(width)
            _draw_rules(cell, rules)
            paragraph = cell.paragraphs[0]
            _write(paragraph, ((text, "plain"),), size=9.5, after=0, keep=i < last)
            _align(paragraph, align, width, head=not i)


def _draw_rules(cell: Any, rules: dict[str, str]) -> None:
    """Draw lines on the edges of a cell; no edge has one otherwise."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    if not rules:
        return
    borders = OxmlElement("w:tcBorders")
    for edge in ("top", "bottom"):
        if edge in rules:
            line = OxmlElement(f"w:{edge}")
            for name, value in (("val", "single"), ("sz", rules[edge]), ("space", "0"), ("color", "000000")):
                line.set(qn(f"w:{name}"), value)
            borders.append(line)
    cell._tc.get_or_add_tcPr().append(borders)  # noqa: SLF001


def _align(paragraph: Any, align: Align, width: int, *, head: bool) -> None:
    """Set text at the left, heads and words in the middle, numbers on their point by a decimal tab."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
    from docx.shared import Twips

    if align == "left":
        return
    if head or align == "centre":
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    else:  # in a cell a decimal tab takes the number without a tab character
        paragraph.paragraph_format.tab_stops.add_tab_stop(Twips(int(_POINT * width)), WD_TAB_ALIGNMENT.DECIMAL)


def _write(paragraph: Any, runs: Sequence[Run], *, size: float, after: float, keep: bool = False) -> None:
    """Write runs of plain, bold or italic text."""
    from docx.shared import Pt

    form = paragraph.paragraph_format
    form.space_before, form.space_after, form.line_spacing = Pt(0), Pt(after), 1.0
    form.keep_with_next = keep or None
    for text, kind in runs:
        run = paragraph.add_run(_plain(text))
        run.font.size = Pt(size)
        run.bold, run.italic = kind == "bold" or None, kind == "italic" or None


def _widths(table: Printed) -> list[int]:
    """Give each column what its longest line takes, and no more in all than a page on its side."""
    # Example: columns of 4 and 12 digits take (4 + 2) 110 = 660 and 1,540
    lines = zip(table.heads, *table.rows, strict=True)
    wanted = [max(min(_digits(text), 44) for text in column) + 2 for column in lines]
    whole = sum(wanted) * _DIGIT
    page = _PORTRAIT if whole <= 1.15 * _PORTRAIT else _LANDSCAPE
    scale = min(1.0, page / whole) * _DIGIT
    return [int(width * scale) for width in wanted]


def _digits(text: str) -> int:
    """Measure the longest line of a text in digits; a Hangul syllable is two wide."""
    return max(
        (sum(1 + (unicodedata.east_asian_width(c) in "WF") for c in line) for line in text.split("\n")), default=0
    )


def _plain(text: str) -> str:
    """Replace what XML cannot hold."""
    return _FORBIDDEN.sub("\ufffd", text)


def _same_bytes(content: bytes) -> bytes:
    """Write the parts anew in one order and with one date, since the library puts the time into the package."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as made, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(made.namelist()):
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), made.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()
