"""The paper that every chart is drawn on: its size, its title and notes, and text that fits."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from analysis import style
from analysis.korean import visible

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.backend_bases import RendererBase
    from matplotlib.figure import Figure
    from matplotlib.transforms import Transform

WIDTH = 6.3  # inches: 160 mm, the text width of an A4 page
LABEL = 10.5
NOTE = 10.0
TITLE = 14.0
_MARGIN = 6.0  # points, as all lengths below
_GAP = 6.0
_LEADING = 1.35


@dataclass(frozen=True)
class Words:
    """The texts around a chart: what was found, how it was counted, and on what material."""

    title: str
    subtitle: str = ""
    footer: str = ""


@contextmanager
def drawing(ax: Axes | None) -> Iterator[Axes]:
    """Open the caller's Axes, or a new figure's, in the kit's style."""
    from matplotlib.figure import Figure

    with style.context():
        if ax is None:
            yield Figure(figsize=(WIDTH, 4)).add_axes((0.3, 0.3, 0.5, 0.4))
        else:
            yield ax


def room(ax: Axes, *, owned: bool) -> float:
    """Width in points that the chart with its labels may take."""
    if owned:
        return WIDTH * 72 - 2 * _MARGIN
    return float(ax.get_window_extent().width) * 72 / _figure(ax).dpi


def measure(ax: Axes, text: str, size: float) -> tuple[float, float]:
    """Width and height of a text in points."""
    figure = _figure(ax)
    probe = figure.text(0, 0, text, fontsize=size, linespacing=_LEADING, fontfamily=style.families(), parse_math=False)
    box = probe.get_window_extent(_renderer(figure.dpi))
    probe.remove()
    return float(box.width) * 72 / figure.dpi, float(box.height) * 72 / figure.dpi


@lru_cache(maxsize=4)
def _renderer(dpi: float) -> RendererBase:
    """Keep one renderer for measuring: a figure would make a new one for every text."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    renderer: RendererBase = FigureCanvasAgg(Figure(dpi=dpi)).get_renderer()  # type: ignore[no-untyped-call]
    return renderer


def wrap(ax: Axes, text: str, *, width: float, size: float) -> str:
    """Break a text into lines of at most `width` points, at spaces, and inside a word only if it must be."""
    lines: list[str] = []
    for word in text.split():
        joined = f"{lines[-1]} {word}" if lines else word
        if lines and measure(ax, joined, size)[0] <= width:
            lines[-1] = joined
        else:
            lines.extend(_pieces(ax, word, width, size))
    return "\n".join(lines)


def shifted(ax: Axes, right: float) -> Transform:
    """Move data coordinates to the right by some points."""
    from matplotlib.transforms import ScaledTranslation

    return ax.transData + ScaledTranslation(right / 72, 0, _figure(ax).dpi_scale_trans)


def finish(ax: Axes, words: Words, *, owned: bool, height: float) -> None:
    """Give a drawn chart its texts and, in a figure of its own, the size that holds them all."""
    # `height` is that of the plotting area in points. In the caller's figure sizes stay as they are, and the texts
    # stand above and below the Axes within its width.
    _dress(ax)
    width = room(ax, owned=owned)
    title, subtitle, footer = (
        wrap(ax, visible(text), width=width, size=size)
        for text, size in ((words.title, TITLE), (words.subtitle, NOTE), (words.footer, NOTE))
    )
    above = _height(ax, subtitle, NOTE)
    head = _height(ax, title, TITLE) + above
    foot = _height(ax, footer, NOTE)
    for _ in range(3 if owned else 0):  # labels that hang over move a little when the plotting area does
        _resize(ax, head=head, foot=foot, height=height)
    left, _, top, bottom = _overhang(ax)
    left = left if owned else 0.0
    shift = -left / (room(ax, owned=False) or 1.0)
    ax.set_title(title, loc="left", x=shift, pad=top + _GAP + above, fontsize=TITLE, va="bottom", linespacing=_LEADING)
    _note(ax, subtitle, xy=(0, 1), offset=(-left, top + _GAP), va="bottom")
    _note(ax, footer, xy=(0, 0), offset=(-left, -bottom - _GAP), va="top")
    _dress(ax)


def _resize(ax: Axes, *, head: float, foot: float, height: float) -> None:
    """Size the figure so that the plotting area, what hangs over it and the texts fit exactly."""
    figure = _figure(ax)
    left, right, top, bottom = _overhang(ax)
    wide = WIDTH * 72
    tall = _MARGIN + head + _GAP + top + height + bottom + _GAP + foot + _MARGIN
    x, y = _MARGIN + left, _MARGIN + foot + _GAP + bottom
    figure.set_size_inches(WIDTH, tall / 72)
    ax.set_position((x / wide, y / tall, max(72.0, wide - x - right - _MARGIN) / wide, height / tall))


def _overhang(ax: Axes) -> tuple[float, float, float, float]:
    """How far labels reach beyond the plotting area, in points: left, right, top, bottom."""
    inner, outer = ax.get_window_extent(), ax.get_tightbbox()
    if outer is None:
        return 0.0, 0.0, 0.0, 0.0
    points = 72 / _figure(ax).dpi
    edges = (inner.x0 - outer.x0, outer.x1 - inner.x1, outer.y1 - inner.y1, inner.y0 - outer.y0)
    left, right, top, bottom = (max(0.0, float(edge) * points) for edge in edges)
    return left, right, top, bottom


def _height(ax: Axes, text: str, size: float) -> float:
    """Height of a block of text with the gap that follows it, 0 for none."""
    return measure(ax, text, size)[1] + _GAP if text else 0.0


def _note(ax: Axes, text: str, *, xy: tuple[float, float], offset: tuple[float, float], va: str) -> None:
    """Write a subtitle or footer at a corner of the plotting area."""
    if text:
        ax.annotate(
            text,
            xy=xy,
            xycoords="axes fraction",
            xytext=offset,
            textcoords="offset points",
            va=va,
            ha="left",
            fontsize=NOTE,
            color=style.QUIET,
            linespacing=_LEADING,
            annotation_clip=False,
        )


def _dress(ax: Axes) -> None:
    """Set font and plain text on every label, those that the Axes will make later included."""
    from matplotlib.text import Text

    families = style.families()
    ax.tick_params(axis="both", which="both", labelfontfamily=families)
    for text in ax.findobj(Text):
        text.set_fontfamily(families)
        text.set_parse_math(False)


def _pieces(ax: Axes, word: str, width: float, size: float) -> list[str]:
    """Cut a word that is wider than a line; most words are one piece."""
    if measure(ax, word, size)[0] <= width:
        return [word]
    pieces = [""]
    for character in word:
        if pieces[-1] and measure(ax, pieces[-1] + character, size)[0] > width:
            pieces.append("")
        pieces[-1] += character
    return pieces


def _figure(ax: Axes) -> Figure:
    """Return the figure that an Axes is drawn in at last, past any subfigures."""
    figure = ax.get_figure(root=True)
    assert figure is not None, "an Axes handed to a plot is in a figure"
    return figure
