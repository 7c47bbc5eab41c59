"""Fonts cut down to some characters, with TrueType outlines, which PDF needs and matplotlib does not make."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping
from contextlib import suppress
from functools import lru_cache
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from analysis import paths
from analysis.errors import OptionError
from analysis.files import atomic, cached

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont
    from fontTools.ttLib.tables._g_l_y_f import Glyph

_MAKE = "damron-truetype/1"
_KERN = ("kern",)  # all that level lines of letters use
_NAMES = [*range(7), 13, 14]  # OpenType name ids; 13 and 14 are the licence
_DIGEST = 32  # bytes of the checksum before a kept copy
_MOST = 60  # fonts in the cache, of 100 to 500 kilobytes each
_HANGUL = range(0xAC00, 0xD7A4)
_SIGNS = (  # Latin, Greek, punctuation, units, arrows, mathematics, circled numbers, shapes, brackets, jamo
    *(range(0x20, 0x180), range(0x370, 0x400), range(0x2010, 0x2060), range(0x2070, 0x20D0), range(0x2100, 0x2270)),
    *(range(0x2460, 0x2474), range(0x25A0, 0x2640), range(0x3000, 0x3020), range(0x3130, 0x3190)),
    *(range(0x3380, 0x33E0), range(0xFF01, 0xFFE7)),
)


def is_cff(path: Path) -> bool:
    """Whether a font file holds CFF outlines."""
    from fontTools.ttLib import TTFont

    with TTFont(path, fontNumber=0, lazy=True) as font:
        return "CFF " in font


def as_truetype(path: Path, characters: str, *, features: tuple[str, ...] = _KERN) -> bytes:
    """Cut a font down to some characters and turn cubic curves, if it has them, into TrueType's quadratic ones."""
    # Most charts are written in the common characters of Korean, of which a TrueType copy is made once and kept in
    # the cache; to cut that copy is four times as fast as to cut the font, and the bytes are the same.
    from fontTools.ttLib import TTFont

    if features == _KERN and set(characters) <= _common_characters():
        font = TTFont(io.BytesIO(_cached_copy(path)), lazy=True, recalcTimestamp=False)
        _subset(font, characters, features)
        return _to_bytes(font)
    return _convert(path, characters, features)


def cut(path: Path, characters: str, *, features: tuple[str, ...] = _KERN) -> bytes:
    """Cut a font as `as_truetype` does, for one page: kept by its content, and without a copy of all common letters."""
    if features == _KERN and set(characters) <= _common_characters() and _file(path, _common(), _KERN).is_file():
        return as_truetype(path, characters, features=features)
    return _kept(path, "".join(sorted(set(characters))), features)


@lru_cache(maxsize=1)
def _common_characters() -> frozenset[str]:
    """Return the 2,350 syllables of KS X 1001, Latin letters and signs."""
    # 가 is b0 a1 in EUC-KR; 똠, which KS X 1001 lacks, is spelt as a filler and three jamo: a4 d4 a4 a8 a4 c7 a4 b1.
    syllables = (c for c in map(chr, _HANGUL) if len(c.encode("euc-kr")) == 2)  # others are spelt out in eight bytes
    return frozenset(chain(map(chr, chain(*_SIGNS)), syllables))


def _common() -> str:
    """Return the common characters in order."""
    return "".join(sorted(_common_characters()))


@lru_cache(maxsize=2)
def _cached_copy(path: Path) -> bytes:
    """Return the TrueType copy of a font's common characters."""
    return _kept(path, _common(), _KERN)


def _kept(path: Path, characters: str, features: tuple[str, ...]) -> bytes:
    """Return a font cut down to some characters, from the cache if it is there and complete."""
    file = _file(path, characters, features)
    with suppress(OSError):
        content = file.read_bytes()
        if hashlib.sha256(content[_DIGEST:]).digest() == content[:_DIGEST]:
            return content[_DIGEST:]
    copy = _convert(path, characters, features)
    with suppress(OptionError):  # a cache that cannot be written costs time, nothing else
        atomic.save(file, hashlib.sha256(copy).digest() + copy)
    cached.leave_newest(file.parent, ".ttf", most=_MOST)
    return copy


def _file(path: Path, characters: str, features: tuple[str, ...]) -> Path:
    """Name the file of the cache for a font cut down to some characters."""
    import fontTools

    made = f"{_MAKE} {fontTools.version} {' '.join(features)} {characters}"
    key = hashlib.sha256(made.encode() + path.read_bytes()).hexdigest()[:24]
    return paths.cache() / "fonts" / f"{key}.ttf"


def _convert(path: Path, characters: str, features: tuple[str, ...]) -> bytes:
    """Cut a font, and turn its curves where they are cubic."""
    from fontTools.pens.cu2quPen import Cu2QuPen
    from fontTools.pens.ttGlyphPen import TTGlyphPen
    from fontTools.ttLib import TTFont

    font = TTFont(path, fontNumber=0, recalcTimestamp=False)
    _subset(font, characters, features)
    if "CFF " not in font:
        return _to_bytes(font)
    order, outlines = font.getGlyphOrder(), font.getGlyphSet()
    glyphs: dict[str, Glyph] = {}
    for name in order:
        pen = TTGlyphPen(outlines)
        outlines[name].draw(Cu2QuPen(pen, max_err=font["head"].unitsPerEm / 1000, reverse_direction=True))
        glyphs[name] = pen.glyph()
    _replace_outlines(font, order, glyphs)
    return _to_bytes(font)


def _subset(font: TTFont, characters: str, features: tuple[str, ...]) -> None:
    """Take everything out of a font but what some characters need."""
    from fontTools import subset

    options = subset.Options(hinting=False, notdef_outline=True, name_languages=["*"], name_IDs=_NAMES)
    options.layout_features = list(features)
    cutter = subset.Subsetter(options)
    cutter.populate(text=characters)
    cutter.subset(font)


def _to_bytes(font: TTFont) -> bytes:
    """Return the bytes of a font."""
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()


def _replace_outlines(font: TTFont, order: list[str], glyphs: Mapping[str, Glyph]) -> None:
    """Swap the CFF table of a font for TrueType tables."""
    from fontTools.ttLib import newTable

    # A TrueType font needs the outlines (glyf), where each begins (loca, which fontTools fills), a left edge that is
    # that of the outline (hmtx), limits for a program that it does not have (maxp), and names of no glyphs (post 3).
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
