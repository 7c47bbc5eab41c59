"""Pictures of a figure: the same drawing as PNG, SVG, PDF and TIFF, as wide on paper as was asked."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from analysis import style
from analysis.errors import FigureError, FontError
from analysis.figures.size import Size
from analysis.figures.truetype import as_truetype, is_cff
from analysis.files import atomic
from analysis.memo import Memo, content_key
from analysis.messages import message
from analysis.style.measuring import renderer

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from matplotlib.transforms import Bbox

_DRAWN = Memo(most=64)  # pictures of this process, by what they draw
_ASCII = "".join(map(chr, range(0x20, 0x7F)))  # matplotlib measures lines with letters of its own
_WORDS = re.compile(r"<text .*?</text>", re.DOTALL)
_MISSING = re.compile(r"Glyph (\d+)")
_SIDE = re.compile(r'(width|height)="([\d.]+)pt"')
_SLACK = 1.0  # points that a letter may stand over the edge of the paper, in whose margin of 6 points nothing stands


def render(
    figure: Figure,
    *,
    title: str,
    alt: str,
    size: Size | None = None,
    scale: float = 1.0,
    formats: Sequence[str] | None = None,
) -> dict[str, bytes]:
    """Draw a figure in the formats of a size; without one as it is, with what hangs over its edges."""
    from analysis.figures.drawing import digest  # loads matplotlib

    kinds = formats or (size or Size()).formats
    with style.context(), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # they come when it is drawn, which they then may stop
        key = content_key(digest(figure), title, alt, size, scale, figure.dpi, tuple(kinds))
    known = _DRAWN.get(key)
    if known is None:
        known = _render(figure, title=title, alt=alt, size=size, scale=scale, kinds=kinds)
        _DRAWN.put(key, known)
    return {kind: known[kind] for kind in kinds}


def _render(
    figure: Figure, *, title: str, alt: str, size: Size | None, scale: float, kinds: Sequence[str]
) -> dict[str, bytes]:
    """Draw a figure in some formats."""
    with style.context(), _require_all_glyphs():
        if figure.get_layout_engine() is not None:  # else the hash was drawn, and all stands where it will
            figure.draw_without_rendering()
        chosen = size or Size()
        area = whole(figure) if size is None else _within(figure, size, scale)
        made = {}
        if {"png", "tiff"} & set(kinds):
            made["png"] = _png(figure, area, chosen, scale, title=title, alt=alt)
        if "svg" in kinds:
            made["svg"] = _svg(figure, area, scale, title=title, alt=alt)
        if "pdf" in kinds:
            with _truetype_fonts(figure):
                made["pdf"] = _pdf(figure, area, scale, title=title)
        if "tiff" in kinds:
            made["tiff"] = _tiff(made["png"], chosen)
    return made


def whole(figure: Figure) -> Bbox:
    """Return the area in inches that holds the paper and all that hangs over it."""
    from matplotlib.transforms import Bbox

    return Bbox.union([paper(figure), figure.get_tightbbox(renderer(figure.dpi))])


def paper(figure: Figure) -> Bbox:
    """Return the paper in inches, where nothing hangs over it."""
    from matplotlib.transforms import Bbox

    return Bbox.from_bounds(0, 0, *figure.get_size_inches())


def _within(figure: Figure, size: Size, scale: float) -> Bbox:
    """Return the paper in inches, and refuse a figure that does not stay on it."""
    wide, high = (float(side) for side in figure.get_size_inches())
    box = figure.get_tightbbox(renderer(figure.dpi))
    over = max(-box.x0, box.x1 - wide, -box.y0, box.y1 - high)
    if over * 72 > _SLACK:
        need = size.width_mm + (max(0.0, -box.x0) + max(0.0, box.x1 - wide)) * 25.4 * scale
        msg = message(
            "figures.export: at {font_pt:g} points the figure needs {need:.0f} mm and not {width_mm:g}; "
            "give a greater width_mm or a smaller font_pt, or draw fewer columns",
            font_pt=size.font_pt,
            need=need,
            width_mm=size.width_mm,
        )
        raise FigureError(msg)
    return paper(figure)


def _png(figure: Figure, area: Bbox, size: Size, scale: float, *, title: str, alt: str) -> bytes:
    """Draw dots; a layout that is scaled is drawn at more or fewer of them, and says its dots on paper."""
    metadata = {"Software": None, "Title": title, "Description": alt}
    return _save(figure, area, "png", metadata, dpi=size.dpi * scale, said=size.dpi)


def _tiff(png: bytes, size: Size) -> bytes:
    """Write dots as TIFF without transparency, in grey if they are."""
    from PIL import Image

    held = io.BytesIO()
    with Image.open(io.BytesIO(png)) as image:
        plain = image.convert("L" if size.grey else "RGB")
        plain.save(held, "TIFF", compression="tiff_lzw", dpi=(size.dpi, size.dpi))
    return held.getvalue()


def _svg(figure: Figure, area: Bbox, scale: float, *, title: str, alt: str) -> bytes:
    """Draw outlines, which look alike everywhere, and above them the same words, unseen, to be found and read aloud."""
    import matplotlib as mpl

    metadata = {"Date": None, "Creator": None, "Title": title, "Description": alt}
    outlines = _save(figure, area, "svg", metadata).decode("utf-8")
    with mpl.rc_context({"svg.fonttype": "none"}):
        text = _save(figure, area, "svg", metadata)
    # The same figure is written twice: with outlines and with text, of which the <text> elements are taken. They come
    # last, with an opacity of 0.
    words = "\n".join(_WORDS.findall(text.decode("utf-8")))
    if scale != 1.0:
        start, head, rest = outlines.partition("<svg ")
        tag, close, rest = rest.partition(">")
        tag = _SIDE.sub(lambda side: f'{side[1]}="{float(side[2]) * scale:.6g}pt"', tag)
        outlines = start + head + tag + close + rest
    body, end = outlines.rsplit("</svg>", 1)
    return f'{body} <g id="words" fill-opacity="0">\n{words}\n </g>\n</svg>{end}'.encode()


def _pdf(figure: Figure, area: Bbox, scale: float, *, title: str) -> bytes:
    """Draw a page; a scaled one by a matrix before all that is drawn, so that lines and letters shrink alike."""
    metadata = {"CreationDate": None, "Creator": None, "Producer": None, "Title": title}
    if scale == 1.0:
        return _save(figure, area, "pdf", metadata)
    from matplotlib.backends import backend_mixed, backend_pdf

    mixed, pdf = cast("Any", backend_mixed), cast("Any", backend_pdf)  # they have no types

    class ScaledPdf(backend_pdf.PdfFile):
        """A file whose hatches are scaled too: a pattern is laid on the page, past the matrix of the drawing."""

        def beginStream(self, id: int, len: Any, extra: Any = None, png: Any = None) -> None:  # noqa: A002, N802
            if extra and "Matrix" in extra:
                extra = extra | {"Matrix": [scale * number for number in extra["Matrix"]]}
            pdf.PdfFile.beginStream(self, id, len, extra, png)

    held = io.BytesIO()
    dots, (wide, high) = figure.dpi, figure.get_size_inches()
    figure.dpi = 72
    try:
        file = cast("Any", ScaledPdf)(held, metadata=metadata)
        file.newPage(wide * scale, high * scale)
        file.width, file.height = wide, high  # lines are cut at these, and are drawn before the matrix
        file.output(scale, 0, 0, scale, 0, 0, pdf.Op.concat_matrix)
        canvas = mixed.MixedModeRenderer(figure, wide, high, 72, pdf.RendererPdf(file, 72, high, wide))
        figure.draw(canvas)
        canvas.finalize()
        file.finalize()
    finally:
        figure.dpi = dots
    return held.getvalue()


def _save(
    figure: Figure,
    area: Bbox,
    kind: str,
    metadata: Mapping[str, str | None],
    *,
    dpi: float = 72,
    said: int | None = None,
) -> bytes:
    """Save a figure to memory; what is None in the metadata is left out."""
    out = io.BytesIO()
    dots: dict[str, Any] = {"pil_kwargs": {"dpi": (said, said)}} if said else {}
    figure.savefig(out, format=kind, dpi=dpi, bbox_inches=area, metadata=metadata, **dots)
    return out.getvalue()


@contextmanager
def _require_all_glyphs() -> Iterator[None]:
    """Turn matplotlib's warning about a missing glyph into an error that names the characters."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        yield
    missing = dict.fromkeys(chr(int(m.group(1))) for w in caught if (m := _MISSING.search(str(w.message))))
    if missing:
        named = ", ".join(f"{c} (U+{ord(c):04X})" for c in missing)
        msg = message(
            "figures.export: the font of a text in the figure has no glyph for {named}; call style.use() "
            "before drawing, or replace the character(s)",
            named=named,
        )
        raise FontError(msg)
    for warning in caught:
        warnings.warn_explicit(warning.message, warning.category, warning.filename, warning.lineno)


@contextmanager
def _truetype_fonts(figure: Figure) -> Iterator[None]:
    """Draw with TrueType copies of the figure's CFF fonts, which matplotlib cannot embed as valid PDF fonts."""
    # A PDF reader takes the font file that matplotlib writes for TrueType; CFF outlines in its place are a mismatch
    # that strict readers and printers refuse.
    from matplotlib.font_manager import FontProperties, fontManager
    from matplotlib.text import Text

    texts = figure.findobj(Text)
    characters = _ASCII + "".join(text.get_text().replace("\n", "") for text in texts)
    families = {family for text in texts for family in text.get_fontfamily()}
    used = {Path(fontManager.findfont(FontProperties(family=[family]))) for family in families}
    registered = list(fontManager.ttflist)
    with atomic.scratch("fonts-", error=FigureError) as scratch:
        for i, path in enumerate(sorted(path for path in used if is_cff(path))):
            copy = atomic.save(scratch / f"{i}.ttf", as_truetype(path, characters), error=FigureError)
            fontManager.addfont(copy)
        added = fontManager.ttflist[len(registered) :]
        fontManager.ttflist[:] = added + registered
        try:
            yield
        finally:
            if added:
                fontManager.addfont(style.font_path())  # empties the cache of findfont
            fontManager.ttflist[:] = registered
