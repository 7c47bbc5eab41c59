"""Labels that do not touch: each takes the free place that is nearest to where it belongs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from analysis import style
from analysis.errors import FigureError
from analysis.plots.canvas import LABEL, measure

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Array = npt.NDArray[np.float64]

_AIR = 2.0  # points around each box
_STEP = 3.0
_PAGE = 560.0  # a plotting area that leaves room for titles on A4


def spread(wanted: Array, sizes: Array, *, area: tuple[float, float], marks: Array | None = None) -> Array:
    """Place boxes in order, each as near as it can to where it is wanted, off all others, the marks and the edge."""
    # `wanted` (centres) and `sizes` have one line a box, in points from the lower left corner; `marks` lines of
    # centre x and y, width and height. FigureError when the area is too small.
    half = sizes / 2 + _AIR
    taken = np.zeros((0, 4)) if marks is None else np.column_stack([marks[:, :2], marks[:, 2:] / 2])
    offsets = _offsets(area)
    found = []
    for centre, own in zip(wanted, half, strict=True):
        inside = np.minimum(np.maximum(centre, own), np.array(area) - own)
        places = inside + offsets
        within = ((places >= own - 1e-9) & (places <= np.array(area) - own + 1e-9)).all(axis=1)
        free = next((place for place in places[within] if _is_free(place, own, taken)), None)
        if free is None:
            msg = f"{len(sizes)} labels do not fit into this Axes; draw fewer, or give a larger Axes or none"
            raise FigureError(msg)
        found.append(free)
        taken = np.vstack([taken, [*free, *own]])
    return np.array(found).reshape(-1, 2)


def _offsets(area: tuple[float, float]) -> Array:
    """List steps away from a place, the shortest first, in an order that is the same every time."""
    x, y = (np.arange(-side, side + _STEP, _STEP) for side in area)
    grid = np.stack(np.meshgrid(x - x[np.abs(x).argmin()], y - y[np.abs(y).argmin()]), axis=-1).reshape(-1, 2)
    return np.asarray(grid[np.lexsort((grid[:, 0], grid[:, 1], np.hypot(*grid.T).round(6)))])


def _is_free(place: Array, own: Array, taken: Array) -> bool:
    """Whether a box at a place overlaps none of those that are taken."""
    return not (np.abs(taken[:, :2] - place) < taken[:, 2:] + own - 1e-9).all(axis=1).any()


def measured(ax: Axes, texts: list[str], fontsizes: list[float] | None = None) -> Array:
    """Width and height of texts in points, one line each."""
    points = fontsizes or [LABEL] * len(texts)
    return np.array([measure(ax, text, size) for text, size in zip(texts, points, strict=True)]).reshape(-1, 2)


def tall_enough(sizes: Array, width: float, *, least: float, share: float) -> float:
    """Height in points at which boxes fill no more than a share of an area of some width, at most a page."""
    return min(max(least, float((sizes + 2 * _AIR).prod(axis=1).sum()) / share / width), _PAGE)


def inner(ax: Axes) -> tuple[float, float]:
    """Width and height of the plotting area in points."""
    figure = ax.get_figure(root=True)
    assert figure is not None
    box = ax.get_window_extent()
    return float(box.width) * 72 / figure.dpi, float(box.height) * 72 / figure.dpi


def write(ax: Axes, text: str, at: Array, *, size: float = LABEL, colour: str = style.INK, edge: str = "none") -> None:
    """Write a text centred on a place given in points from the lower left corner of the plotting area."""
    ax.annotate(
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
        bbox={"boxstyle": "square,pad=0.08", "facecolor": "white", "edgecolor": edge, "linewidth": 0.8, "alpha": 0.85},
        zorder=5,
    )
