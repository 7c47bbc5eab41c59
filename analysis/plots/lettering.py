"""Lettering: texts measured in points, broken into lines, and written beside a place."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Literal

from analysis import style
from analysis.style.measuring import renderer

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

LABEL = style.LETTER  # points
NOTE = 10.0
LEADING = 1.35
PAPER = 6.3 * 72  # points: 160 mm, the text width of an A4 page
RIGHT = ("axes fraction", "data")  # x = 1 is the right edge of the plotting area, y is a row


def measure(ax: Axes, text: str, size: float) -> tuple[float, float]:
    """Width and height of a text in points."""
    figure = figure_of(ax)
    probe = figure.text(0, 0, text, fontsize=size, linespacing=LEADING, fontfamily=style.families(), parse_math=False)
    box = probe.get_window_extent(renderer(figure.dpi))
    probe.remove()
    return float(box.width) * 72 / figure.dpi, float(box.height) * 72 / figure.dpi


def widest(ax: Axes, texts: Iterable[str], size: float) -> float:
    """Width in points of the widest of some texts."""
    return max(measure(ax, text, size)[0] for text in texts)


def wrap(ax: Axes, text: str, *, width: float, size: float) -> str:
    """Break a text into lines of at most `width` points, at spaces, and inside a word only if it must be."""
    # Where a line holds eight letters, "한미 동맹의 재구성" becomes "한미 동맹의" and "재구성"; a word of twenty
    # letters begins a line of its own and is cut into pieces of eight, eight and four, and what follows may stand
    # beside the four.
    lines: list[str] = []
    for word in text.split():
        joined = f"{lines[-1]} {word}" if lines else word
        if lines and measure(ax, joined, size)[0] <= width:
            lines[-1] = joined
        else:
            lines.extend(_pieces(ax, word, width, size))
    return "\n".join(lines)


def note(
    ax: Axes,
    text: str,
    at: tuple[float, float],
    offset: tuple[float, float],
    *,
    coords: str | tuple[str, str] = "data",
    ha: Literal["left", "center", "right"] = "left",
    va: Literal["top", "center", "bottom", "baseline", "center_baseline"] = "center_baseline",
    size: float = NOTE,
    colour: str = style.INK,
    leading: float | None = None,
    gid: str | None = None,
) -> None:
    """Write a text some points away from a place, outside the plotting area too."""
    ax.annotate(
        text, at, offset, xycoords=coords, textcoords="offset points", ha=ha, va=va, fontsize=size, color=colour,
        linespacing=leading, annotation_clip=False, gid=gid,
    )  # fmt: skip


def plot_size(ax: Axes) -> tuple[float, float]:
    """Width and height of the plotting area in points."""
    box, dpi = ax.get_window_extent(), figure_of(ax).dpi
    return float(box.width) * 72 / dpi, float(box.height) * 72 / dpi


def paper_width(ax: Axes) -> float:
    """Width in points of the figure that an Axes is drawn in."""
    return float(figure_of(ax).get_size_inches()[0]) * 72


def fitted(ax: Axes, width: float) -> float:
    """Width in points for labels: as given on a page, in proportion on narrower paper."""
    return width * min(1.0, paper_width(ax) / PAPER)


def narrow(ax: Axes) -> bool:
    """Whether the paper is narrower than a page."""
    return paper_width(ax) < PAPER - 1


def figure_of(ax: Axes) -> Figure:
    """Return the figure that an Axes is drawn in at last, past any subfigures."""
    figure = ax.get_figure(root=True)
    assert figure is not None, "an Axes handed to a plot is in a figure"
    return figure


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
