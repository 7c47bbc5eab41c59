"""Labels that do not touch: boxes pushed apart until none overlaps another or a fixed mark."""

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
_STEPS = 3000


def spread(centres: Array, sizes: Array, *, area: tuple[float, float], marks: Array | None = None) -> Array:
    """Move boxes as little as it takes until none overlaps another, a mark or the edge of the area.

    `centres` and `sizes` have one line a box, in points from the lower left corner; `marks` lines of centre x and y,
    width and height, which stay. FigureError when the area is too small.
    """
    fixed = np.zeros((0, 4)) if marks is None else marks
    half = np.vstack([sizes / 2 + _AIR, fixed[:, 2:] / 2])
    low, high = half[: len(sizes)], np.array(area) - half[: len(sizes)]
    place = np.vstack([_inside(centres, low, high), fixed[:, :2]])
    movable = np.arange(len(place)) < len(sizes)
    a, b = np.triu_indices(len(place), 1)
    a, b = a[movable[a]], b[movable[a]]
    side = np.where((a + b) % 2 == 0, 1.0, -1.0)
    for _ in range(_STEPS):
        gap = place[a] - place[b]
        over = half[a] + half[b] - np.abs(gap)
        hit = np.flatnonzero((over > 1e-6).all(axis=1))
        if not len(hit):
            return np.asarray(place[: len(sizes)])
        axis = np.where(over[hit, 1] <= over[hit, 0] * 1.5, 1, 0)
        along = gap[hit, axis]
        push = (over[hit, axis] / 2 + 0.05) * np.where(along == 0, side[hit], np.sign(along))
        move = np.zeros_like(place)
        np.add.at(move, (a[hit], axis), push)
        np.add.at(move, (b[hit], axis), np.where(movable[b[hit]], -push, 0.0))
        place[: len(sizes)] = _inside(place[: len(sizes)] + move[: len(sizes)], low, high)
    msg = f"{len(sizes)} labels do not fit into this Axes; draw fewer, or give a larger Axes or none"
    raise FigureError(msg)


def measured(ax: Axes, texts: list[str], fontsizes: list[float] | None = None) -> Array:
    """Width and height of texts in points, one line each."""
    points = fontsizes or [LABEL] * len(texts)
    return np.array([measure(ax, text, size) for text, size in zip(texts, points, strict=True)]).reshape(-1, 2)


def tall_enough(sizes: Array, width: float, *, least: float, share: float = 0.25) -> float:
    """Height in points at which boxes fill no more than a share of an area of some width."""
    return max(least, float((sizes + 2 * _AIR).prod(axis=1).sum()) / share / width)


def inner(ax: Axes) -> tuple[float, float]:
    """Width and height of the plotting area in points."""
    figure = ax.get_figure(root=True)
    assert figure is not None
    box = ax.get_window_extent()
    return float(box.width) * 72 / figure.dpi, float(box.height) * 72 / figure.dpi


def write(ax: Axes, text: str, at: Array, *, size: float = LABEL, colour: str = style.INK, bold: bool = False) -> None:
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
        fontweight="bold" if bold else "normal",
        bbox={"boxstyle": "square,pad=0.08", "facecolor": "white", "edgecolor": "none", "alpha": 0.85},
        zorder=5,
    )


def _inside(centres: Array, low: Array, high: Array) -> Array:
    """Keep boxes inside the area."""
    return np.asarray(np.maximum(low, np.minimum(centres, high)))
