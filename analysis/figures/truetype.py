"""TrueType copies of CFF fonts, which PDF needs and matplotlib does not make."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont


def is_cff(path: Path) -> bool:
    """Whether a font file holds CFF outlines."""
    from fontTools.ttLib import TTFont  # noqa: PLC0415

    with TTFont(path, fontNumber=0, lazy=True) as font:
        return "CFF " in font


def as_truetype(path: Path, characters: str) -> bytes:
    """Cut a CFF font down to some characters and turn its cubic curves into TrueType's quadratic ones."""
    from fontTools import subset  # noqa: PLC0415
    from fontTools.pens.cu2quPen import Cu2QuPen  # noqa: PLC0415
    from fontTools.pens.ttGlyphPen import TTGlyphPen  # noqa: PLC0415
    from fontTools.ttLib import TTFont  # noqa: PLC0415

    options = subset.Options(hinting=False, notdef_outline=True, name_languages=["*"])
    options.layout_features = ["kern"]  # all that horizontal lines of a chart use
    font = TTFont(path, fontNumber=0, recalcTimestamp=False)
    cut = subset.Subsetter(options)
    cut.populate(text=characters)
    cut.subset(font)
    order, outlines = font.getGlyphOrder(), font.getGlyphSet()
    glyphs: dict[str, Any] = {}
    for name in order:
        pen = TTGlyphPen(outlines)
        outlines[name].draw(Cu2QuPen(pen, max_err=font["head"].unitsPerEm / 1000, reverse_direction=True))
        glyphs[name] = pen.glyph()
    _replace_outlines(font, order, glyphs)
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()


def _replace_outlines(font: TTFont, order: list[str], glyphs: dict[str, Any]) -> None:
    """Swap the CFF table of a font for TrueType tables."""
    from fontTools.ttLib import newTable  # noqa: PLC0415

    glyf = font["glyf"] = newTable("glyf")
    glyf.glyphOrder, glyf.glyphs = order, glyphs
    font["loca"] = newTable("loca")
    for name, glyph in glyphs.items():
        glyph.recalcBounds(glyf)
        font["hmtx"][name] = (font["hmtx"][name][0], getattr(glyph, "xMin", 0))
    for tag in ("CFF ", "VORG"):
        if tag in font:
            del font[tag]
    maxp = font["maxp"]
    maxp.tableVersion = 0x00010000
    zero = "maxTwilightPoints maxStorage maxFunctionDefs maxInstructionDefs maxStackElements"
    for field in [*zero.split(), "maxSizeOfInstructions", "maxComponentElements"]:
        setattr(maxp, field, 0)
    maxp.maxZones = 1
    font["post"].formatType = 3.0
    font.sfntVersion = "\000\001\000\000"
