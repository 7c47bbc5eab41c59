"""Labels that do not touch: each takes the free place that is nearest to where it belongs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from analysis import style
from analysis.errors import FigureError
from analysis.messages import message
from analysis.plots.lettering import LABEL, measure, plot_size

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.text import Annotation

Array = npt.NDArray[np.float64]

_AIR = 2.0  # points around each box
_STEP = 3.0
_PAGE = 560.0  # a plotting area that leaves room for titles on A4


def spread(wanted: Array, sizes: Array, *, area: tuple[float, float], marks: Array | None = None) -> Array:
    """Place boxes in order, each as near as it can to where it is wanted, off all others, the marks and the edge."""
    # `wanted` (centres) and `sizes` have one line a box, in points from the lower left corner; `marks` lines of
    # centre x and y, width and height. FigureError when the area is too small.
    # A label of 40 x 12 wanted at (10, 50) is first moved inside, to (22, 50); if a mark lies there, the free place
    # nearest to (22, 50) on a grid of three points is taken, and the next label keeps off that one too.
    halves = sizes / 2 + _AIR
    taken = np.zeros((0, 4)) if marks is None else np.column_stack([marks[:, :2], marks[:, 2:] / 2])
    offsets = _offsets(area)
    found = []
    for centre, half in zip(wanted, halves, strict=True):
        inside = np.minimum(np.maximum(centre, half), np.array(area) - half)
        places = inside + offsets
        within = ((places >= half - 1e-9) & (places <= np.array(area) - half + 1e-9)).all(axis=1)
        free = _first_free(places[within], half, taken)
        if free is None:
            msg = message(
                "{n_sizes} labels do not fit into this Axes; draw fewer, or give a larger Axes or none",
                n_sizes=len(sizes),
            )
            raise FigureError(msg)
        found.append(free)
        taken = np.vstack([taken, [*free, *half]])
    return np.array(found).reshape(-1, 2)


def _offsets(area: tuple[float, float]) -> Array:
    """List steps away from a place, the shortest first, in an order that is the same every time."""
    # An area of 4 by 4 points gives the steps -4, -1, 2, 5 on both axes, which are moved so that the one nearest to 0
    # is 0: -3, 0, 3, 6. First comes (0, 0), then (0, -3), (-3, 0), (3, 0), (0, 3): equal ones from below and from the
    # left.
    x, y = (np.arange(-side, side + _STEP, _STEP) for side in area)
    grid = np.stack(np.meshgrid(x - x[np.abs(x).argmin()], y - y[np.abs(y).argmin()]), axis=-1).reshape(-1, 2)
    return np.asarray(grid[np.lexsort((grid[:, 0], grid[:, 1], np.hypot(*grid.T).round(6)))])


def _first_free(places: Array, half: Array, taken: Array) -> Array | None:
    """Return the first place at which a box, given by half its width and height, overlaps none of those taken."""
    # Boxes of half-widths 20 and 15 whose centres lie 30 apart overlap on that axis (30 < 35); they touch only if they
    # overlap on the other axis as well. Most labels find a place soon, so places are tried in ever larger pieces.
    first, size = 0, 8
    while first < len(places):
        tried = places[first : first + size]
        near = np.abs(tried[:, None, :] - taken[:, :2]) < taken[:, 2:] + half - 1e-9
        free = ~np.any(np.all(near, axis=2), axis=1)
        if free.any():
            return np.asarray(tried[free.argmax()])
        first, size = first + size, min(4 * size, 2048)
    return None


def in_points(ax: Axes, places: Array) -> Array:
    """Turn places in data coordinates into points from the lower left corner of the plotting area."""
    return np.asarray(ax.transAxes.inverted().transform(ax.transData.transform(places)) * np.array(plot_size(ax)))


def connect(ax: Axes, mark: Array, place: Array, size: Array, *, beyond: float) -> None:
    """Draw a line from a mark to its label if the label had to move farther than some points; all in points."""
    if np.hypot(*np.maximum(np.abs(place - mark) - size / 2, 0)) > beyond:
        line = np.array([mark, place]) / np.array(plot_size(ax))
        ax.plot(*line.T, transform=ax.transAxes, color=style.LINE, linewidth=0.7, zorder=2)


def measured(ax: Axes, texts: list[str], fontsizes: list[float] | None = None) -> Array:
    """Width and height of texts in points, one line each."""
    points = fontsizes or [LABEL] * len(texts)
    return np.array([measure(ax, text, size) for text, size in zip(texts, points, strict=True)]).reshape(-1, 2)


def beside_marks(ax: Axes, labels: list[str], at: Array, *, radii: Array, far: float) -> Array:
    """Find places for labels near their marks, all in points, and draw a line to each that had to move away.

    `at` holds the marks in data, `radii` theirs in points; `far` is how far beyond its mark a label is by itself.
    """
    ax.apply_aspect()
    ax.set_xlim(ax.get_xlim())
    ax.set_ylim(ax.get_ylim())
    sizes = measured(ax, labels)
    marks = in_points(ax, at)
    above = marks + np.column_stack([np.zeros(len(marks)), sizes[:, 1] / 2 + radii])
    places = spread(above, sizes, area=plot_size(ax), marks=np.column_stack([marks, radii, radii]))
    for size, mark, place, radius in zip(sizes, marks, places, radii, strict=True):
        connect(ax, mark, place, size, beyond=radius + far)
    return places


def tall_enough(sizes: Array, width: float, *, least: float, share: float) -> float:
    """Height in points at which boxes fill no more than a share of an area of some width, at most a page."""
    # Thirty labels of 40 by 12 points take 44 * 16 * 30 = 21,120 square points with their air; at a share of 0.12 and a
    # width of 400 the area must be 21,120 / 0.12 / 400 = 440 points high.
    return min(max(least, float((sizes + 2 * _AIR).prod(axis=1).sum()) / share / width), _PAGE)


def write(
    ax: Axes,
    text: str,
    at: Array,
    *,
    size: float = LABEL,
    colour: str = style.INK,
    edge: str = "none",
    face: str = "white",
    line: float = 0.8,
) -> Annotation:
    """Write a text centred on a place given in points from the lower left corner of the plotting area."""
    return ax.annotate(
        text,
        (0, 0),
        (float(at[0]), float(at[1])),
        xycoords="axes fraction",
        textcoords="offset points",
        ha="center",
        va="center",
        fontsize=size,
        fontfamily=style.families(),
        color=colour,
        parse_math=False,
        linespacing=1.1,
        bbox={"boxstyle": "square,pad=0.08", "facecolor": face, "edgecolor": edge, "linewidth": line, "alpha": 0.85},
        zorder=5,
    )
