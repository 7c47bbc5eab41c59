"""One figure as PNG, SVG and PDF bytes, the same every time, with no glyph missing."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from analysis import style
from analysis.errors import FontError
from analysis.figures.truetype import as_truetype, is_cff

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from matplotlib.transforms import Bbox

_ASCII = "".join(map(chr, range(0x20, 0x7F)))  # matplotlib measures lines with letters of its own
_WORDS = re.compile(r"<text .*?</text>", re.DOTALL)
_MISSING = re.compile(r"Glyph (\d+)")


def render(figure: Figure, *, title: str, alt: str) -> dict[str, bytes]:
    """Draw a figure in the three formats.

    Parameters
    ----------
    figure : Figure
        The figure; it is left as it was.
    title, alt : str
        Written into the files as their title and description.

    Returns
    -------
    dict of str to bytes
        Under "png", "svg" and "pdf".

    Raises
    ------
    FontError
        If a text of the figure has a character that its font lacks.
    """
    import matplotlib as mpl  # noqa: PLC0415
    from matplotlib.transforms import Bbox  # noqa: PLC0415

    with style.context(), _no_missing_glyphs():
        figure.draw_without_rendering()
        area = Bbox.union([Bbox.from_bounds(0, 0, *figure.get_size_inches()), figure.get_tightbbox()])
        png = _saved(figure, area, "png", Software=None, Title=title, Description=alt)
        about = {"Date": None, "Creator": None, "Title": title, "Description": alt}
        outlines = _saved(figure, area, "svg", **about)
        with mpl.rc_context({"svg.fonttype": "none"}):
            named = _saved(figure, area, "svg", **about)
        with _truetype(figure):
            pdf = _saved(figure, area, "pdf", CreationDate=None, Creator=None, Producer=None, Title=title)
    return {"png": png, "svg": _selectable(outlines, named), "pdf": pdf}


def _saved(figure: Figure, area: Bbox, kind: str, **metadata: str | None) -> bytes:
    """Save a figure to memory; what is None in the metadata is left out."""
    out = io.BytesIO()
    figure.savefig(out, format=kind, dpi=300, bbox_inches=area, metadata=metadata)
    return out.getvalue()


def _selectable(outlines: bytes, named: bytes) -> bytes:
    """Lay the words of one SVG, invisible, over the outlines of the other."""
    words = "\n".join(_WORDS.findall(named.decode("utf-8")))
    body, end = outlines.decode("utf-8").rsplit("</svg>", 1)
    return f'{body} <g id="words" fill-opacity="0">\n{words}\n </g>\n</svg>{end}'.encode()


@contextmanager
def _no_missing_glyphs() -> Iterator[None]:
    """Turn matplotlib's warning about a missing glyph into an error that names the characters."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        yield
    missing = dict.fromkeys(chr(int(m.group(1))) for w in caught if (m := _MISSING.search(str(w.message))))
    if missing:
        named = ", ".join(f"{c} (U+{ord(c):04X})" for c in missing)
        msg = (
            f"figures.export: the font of a text in the figure has no glyph for {named}; call style.use() before "
            "drawing, or replace the character(s)"
        )
        raise FontError(msg)
    for warning in caught:
        warnings.warn_explicit(warning.message, warning.category, warning.filename, warning.lineno)


@contextmanager
def _truetype(figure: Figure) -> Iterator[None]:
    """Draw with TrueType copies of the figure's CFF fonts, which matplotlib cannot embed as valid PDF fonts.

    A PDF reader takes the font file that matplotlib writes for TrueType; CFF outlines in its place are a
    mismatch that strict readers and printers refuse.
    """
    from matplotlib.font_manager import FontProperties, fontManager  # noqa: PLC0415
    from matplotlib.text import Text  # noqa: PLC0415

    texts = figure.findobj(Text)
    characters = _ASCII + "".join(text.get_text().replace("\n", "") for text in texts)
    families = {family for text in texts for family in text.get_fontfamily()}
    used = {Path(fontManager.findfont(FontProperties(family=[family]))) for family in families}
    before = list(fontManager.ttflist)
    with TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
        for i, path in enumerate(sorted(path for path in used if is_cff(path))):
            copy = Path(scratch, f"{i}.ttf")
            copy.write_bytes(as_truetype(path, characters))
            fontManager.addfont(copy)
        added = fontManager.ttflist[len(before) :]
        fontManager.ttflist[:] = added + before
        try:
            yield
        finally:
            if added:
                fontManager.addfont(style.font_path())  # empties the cache of findfont
            fontManager.ttflist[:] = before
