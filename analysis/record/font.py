"""The font of a page: the glyphs that it uses, cut out of the font that pictures are drawn with, and embedded."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from fontTools.ttLib import TTFont

from analysis import style
from analysis.figures.truetype import cut

# U+1112 U+119E U+11AB are one syllable of old Hangul, which only the font's rules (ljmo, vjmo, tjmo) put together; the
# modern syllable 한 is one character and needs none.
_JOINED = frozenset(
    map(chr, (*range(0x300, 0x370), *range(0x1100, 0x1200), *range(0xA960, 0xA980), *range(0xD7B0, 0xD800)))
)
_SHAPES = ("kern", "mark", "mkmk", "ccmp", "ljmo", "vjmo", "tjmo")  # accents, and syllables of old Hangul


def embed(characters: Iterable[str]) -> str:
    """Cut a font down to some characters."""
    path = style.font_path()
    wanted = {character for character in characters if ord(character) in _covered(path)}
    features = _SHAPES if _JOINED.intersection(wanted) else ("kern",)
    font = TTFont(io.BytesIO(cut(path, "".join(wanted), features=features)), recalcTimestamp=False)
    font.flavor = "woff"
    content = io.BytesIO()
    font.save(content)
    return f"data:font/woff;base64,{base64.b64encode(content.getvalue()).decode('ascii')}"


def missing(characters: Iterable[str]) -> str:
    """List the characters that the embedded font cannot show."""
    covered = _covered(style.font_path())
    return "".join(sorted(c for c in set(characters) if c.isprintable() and ord(c) not in covered))


@lru_cache(maxsize=2)
def _covered(path: Path) -> frozenset[int]:
    """Return the code points that the font has a glyph for."""
    with TTFont(path, fontNumber=0, lazy=True) as font:
        return frozenset(font.getBestCmap())
