"""The report's own Korean font: the glyphs that a page uses, cut out of Noto Sans KR and embedded."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

import pylopdf_fonts_ko
from fontTools import subset
from fontTools.ttLib import TTFont

_LICENCE_NAMES = [0, 1, 2, 3, 4, 5, 6, 13, 14]  # OpenType name ids; 13 and 14 are the licence


def embed(characters: Iterable[str]) -> str:
    """Cut a font down to some characters.

    Parameters
    ----------
    characters : iterable of str
        The characters that a page shows; order and repetition do not matter.

    Returns
    -------
    str
        A ``data:`` address of a WOFF font, the same for the same characters. Characters that Noto Sans KR
        does not have are not in it; `missing` names them.
    """
    path = _path()
    options = subset.Options(
        flavor="woff",
        hinting=False,
        layout_features=["kern", "mark", "mkmk", "ccmp", "ljmo", "vjmo", "tjmo"],
        name_IDs=_LICENCE_NAMES,
        notdef_outline=True,
    )
    font = subset.load_font(str(path), options)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=sorted({ord(character) for character in characters} & _covered(path)))
    cutter.subset(font)
    held = io.BytesIO()
    subset.save_font(font, held, options)
    font.close()
    return f"data:font/woff;base64,{base64.b64encode(held.getvalue()).decode('ascii')}"


def missing(characters: Iterable[str]) -> str:
    """List the characters that the embedded font cannot show.

    Parameters
    ----------
    characters : iterable of str
        The characters that a page shows.

    Returns
    -------
    str
        Each printable one that Noto Sans KR lacks, once, by code point: the reader's own fonts must show
        it. Empty if there is none.
    """
    covered = _covered(_path())
    return "".join(sorted(c for c in set(characters) if c.isprintable() and ord(c) not in covered))


def _path() -> Path:
    """Return where the font's package keeps the regular weight."""
    return Path(pylopdf_fonts_ko.__file__).parent / "NotoSansKR-Regular.otf"


@lru_cache(maxsize=1)
def _covered(path: Path) -> frozenset[int]:
    """Return the code points that the font has a glyph for."""
    with TTFont(path, lazy=True) as font:
        return frozenset(font.getBestCmap())
