"""A drawing of rectangles, lines and words, written as SVG or painted as PNG from the same list."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from markupsafe import escape

from analysis import style
from analysis.record.safe_text import shown

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont

INK, INK_2, INK_3, LINE, LINE_2, WASH, WHITE = (
    "#1a1a1a",
    "#444444",
    "#636363",
    "#dcdad5",
    "#bdbab3",
    "#f3f2ee",
    "#ffffff",
)
TEXT = {"a": "#0b5aa8", "b": "#964600", "o": "#5f5f5f"}
SHADES = {
    "a": (WASH, "#3f87c9", "#0b5aa8", "#06356b"),
    "b": (WASH, "#c46f08", "#964600", "#5a2900"),
    "o": (WASH, "#858585", "#5f5f5f", "#2e2e2e"),
}
BACK = {"a": "#e4effa", "b": "#fdeedb", "o": "#ecebe6"}
_FAMILY = "'Noto Sans KR','Noto Sans CJK KR','Apple SD Gothic Neo','Malgun Gothic',sans-serif"
_FINE = 2  # pixels that are painted for one of the picture, before it is made smaller
_STEP, _THICK, _PALER = 5.5, 1.5, 0.6  # of the hatch


@dataclass(frozen=True)
class Rect:
    """A rectangle, filled, outlined (dashed) or hatched in white."""

    x: float
    y: float
    w: float
    h: float
    fill: str = ""
    stroke: str = ""
    width: float = 1.5
    dashed: bool = False
    hatched: bool = False
    radius: float = 0.0


@dataclass(frozen=True)
class Rule:
    """A line."""

    x1: float
    y1: float
    x2: float
    y2: float
    colour: str = LINE
    width: float = 1.0


@dataclass(frozen=True)
class Dot:
    """A white circle with an outline."""

    x: float
    y: float
    r: float
    stroke: str = INK


@dataclass(frozen=True)
class Words:
    """A line of text, its baseline at y."""

    x: float
    y: float
    text: str
    size: float
    colour: str = INK
    bold: bool = False
    at: Literal["start", "middle", "end"] = "start"


Shape = Rect | Rule | Dot | Words


def width(text: str, size: float, *, bold: bool = False) -> float:
    """Measure a line of text in the font of the kit's pictures."""
    return _font(size).getlength(shown(text)) + (0.02 * size if bold else 0.0)


def wrap(text: str, size: float, room: float, *, most: int) -> list[str]:
    """Break a text into lines between words, the last with an ellipsis where it does not end."""
    lines: list[str] = []
    line = ""
    for word in text.split():
        longer = f"{line} {word}".strip()
        if line and width(longer, size) > room:
            lines.append(line)
            line = word
        else:
            line = longer
    lines.append(line)
    cut = [one if width(one, size) <= room else _short(one, size, room) for one in lines]
    return cut if len(cut) <= most else [*cut[: most - 1], _short(f"{cut[most - 1]} …", size, room)]


def _short(text: str, size: float, room: float) -> str:
    """Take letters from the end until a line fits."""
    bare = text.removesuffix("…").rstrip()
    while bare and width(f"{bare}…", size) > room:
        bare = bare[:-1]
    return f"{bare}…"


def to_svg(shapes: Sequence[Shape], size: tuple[int, int], *, title: str) -> str:
    """Write a drawing as SVG, its words as text."""
    wide, high = size
    body = "".join(map(_svg, shapes))
    hatch = (
        '<defs><pattern id="h" width="5.5" height="5.5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        '<path d="M0 0V5.5" stroke="#fff" stroke-opacity=".6" stroke-width="3"/></pattern></defs>'
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {high}" width="{wide}" height="{high}" '
        f'font-family="{_FAMILY}" role="img"><title>{escape(shown(title))}</title>{hatch}'
        f'<rect width="{wide}" height="{high}" fill="#fff"/>{body}</svg>\n'
    )


def _svg(shape: Shape) -> str:
    """Write one shape."""
    if isinstance(shape, Rect):
        place = (
            f'x="{shape.x:.1f}" y="{shape.y:.1f}" width="{shape.w:.1f}" height="{shape.h:.1f}" rx="{shape.radius:g}"'
        )
        line = f' stroke="{shape.stroke}" stroke-width="{shape.width:g}"' if shape.stroke else ""
        line += ' stroke-dasharray="3 2"' if shape.dashed else ""
        drawn = f'<rect {place} fill="{shape.fill or "none"}"{line}/>'
        return drawn + (f'<rect {place} fill="url(#h)"/>' if shape.hatched else "")
    if isinstance(shape, Rule):
        place = f'x1="{shape.x1:.1f}" y1="{shape.y1:.1f}" x2="{shape.x2:.1f}" y2="{shape.y2:.1f}"'
        return f'<line {place} stroke="{shape.colour}" stroke-width="{shape.width:g}"/>'
    if isinstance(shape, Dot):
        place = f'cx="{shape.x:.1f}" cy="{shape.y:.1f}" r="{shape.r:g}"'
        return f'<circle {place} fill="#fff" stroke="{shape.stroke}" stroke-width="2.5"/>'
    heavy = ' font-weight="700"' if shape.bold else ""
    anchor = f' text-anchor="{shape.at}"' if shape.at != "start" else ""
    place = f'x="{shape.x:.1f}" y="{shape.y:.1f}" font-size="{shape.size:g}" fill="{shape.colour}"'
    return f"<text {place}{heavy}{anchor}>{escape(shown(shape.text))}</text>"


def to_png(shapes: Sequence[Shape], size: tuple[int, int]) -> bytes:
    """Paint a drawing with the font of the kit's pictures."""
    from PIL import Image, ImageDraw

    wide, high = size
    image = Image.new("RGB", (wide * _FINE, high * _FINE), WHITE)
    pen = ImageDraw.Draw(image)
    for shape in shapes:
        _paint(pen, shape)
    out = io.BytesIO()
    small = image.resize((wide, high), Image.Resampling.LANCZOS)
    small.quantize(colors=192, dither=Image.Dither.NONE).save(out, format="PNG", optimize=True)
    return out.getvalue()


def _paint(pen: ImageDraw, shape: Shape) -> None:
    """Paint one shape."""
    if isinstance(shape, Rule):
        ends = [shape.x1 * _FINE, shape.y1 * _FINE, shape.x2 * _FINE, shape.y2 * _FINE]
        pen.line(ends, fill=shape.colour, width=max(1, round(shape.width * _FINE)))
    elif isinstance(shape, Dot):
        box = [
            (shape.x - shape.r) * _FINE,
            (shape.y - shape.r) * _FINE,
            (shape.x + shape.r) * _FINE,
            (shape.y + shape.r) * _FINE,
        ]
        pen.ellipse(box, fill=WHITE, outline=shape.stroke, width=round(2.5 * _FINE))
    elif isinstance(shape, Rect):
        _paint_rect(pen, shape)
    else:
        font = _font(shape.size * _FINE)
        anchor = {"start": "ls", "middle": "ms", "end": "rs"}[shape.at]
        heavy = 0.022 * shape.size * _FINE if shape.bold else 0
        place = (shape.x * _FINE, shape.y * _FINE)
        pen.text(place, shown(shape.text), font=font, fill=shape.colour, anchor=anchor, stroke_width=heavy)


def _paint_rect(pen: ImageDraw, shape: Rect) -> None:
    """Paint a rectangle, its hatch in slanted lines, its dashes piece by piece."""
    x0, y0, x1, y1 = shape.x * _FINE, shape.y * _FINE, (shape.x + shape.w) * _FINE - 1, (shape.y + shape.h) * _FINE - 1
    if shape.fill or (shape.stroke and not shape.dashed):
        line = round(shape.width * _FINE) if shape.stroke else 0
        pen.rounded_rectangle(
            [x0, y0, x1, y1], shape.radius * _FINE, fill=shape.fill or None, outline=shape.stroke or None, width=line
        )
    if shape.hatched:
        step, at = _STEP * 1.414 * _FINE, x0 - (y1 - y0)
        while at < x1:  # from (at, y1) up to the right, cut at the sides
            left, right = max(at, x0), min(at + (y1 - y0), x1)
            if left < right:
                pen.line(
                    [left, y1 - (left - at), right, y1 - (right - at)],
                    fill=_paler(shape.fill),
                    width=round(_THICK * _FINE),
                )
            at += step
    if shape.dashed:
        _paint_dashes(pen, (x0, y0, x1, y1), shape)


def _paler(colour: str) -> str:
    """Mix a colour with white, as the hatch of the page is."""
    # Example: #964600 gives #d5b599
    parts = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return "#" + "".join(f"{round(part + (255 - part) * _PALER):02x}" for part in parts)


def _paint_dashes(pen: ImageDraw, box: tuple[float, float, float, float], shape: Rect) -> None:
    """Paint the four sides of a dashed rectangle."""
    x0, y0, x1, y1 = box
    on, step, thick = 3 * _FINE, 5 * _FINE, round(shape.width * _FINE)
    for y in (y0, y1):
        for k in range(int((x1 - x0) // step) + 1):
            pen.line([x0 + k * step, y, min(x0 + k * step + on, x1), y], fill=shape.stroke, width=thick)
    for x in (x0, x1):
        for k in range(int((y1 - y0) // step) + 1):
            pen.line([x, y0 + k * step, x, min(y0 + k * step + on, y1)], fill=shape.stroke, width=thick)


@lru_cache(maxsize=32)
def _font(size: float) -> FreeTypeFont:
    """Open the font of the kit's pictures in one size."""
    from PIL import ImageFont

    return ImageFont.truetype(str(style.font_path()), round(size))
