"""What the marks of a chart stand for and where they are drawn, from which a page makes links to the lines behind."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from analysis.plots.lettering import figure_of

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.transforms import Bbox

_HELD = "_damron_leads"
_HALF = 6.0  # points: half the side of what stands around a point


def forget(ax: Axes) -> None:
    """Take away what an Axes knows of an earlier chart."""
    vars(ax)[_HELD] = []


def lead(ax: Axes, row: Mapping[Any, Any], *marks: Artist | tuple[float, float] | int) -> None:
    """Say what some marks stand for: artists, points of the data, or the labels of rows by their number."""
    # The figure may be copied before it is drawn at last; what its Axes holds is copied with it, artists included.
    held: list[Any] = vars(ax).setdefault(_HELD, [])
    held.append(({str(name): str(value) for name, value in row.items()}, marks))


def lead_rows(ax: Axes, rows: Iterable[Mapping[Any, Any]], *marks: Iterable[Artist | tuple[float, float]]) -> None:
    """Say what the rows of a chart stand for: their labels, and one mark of each kind a row."""
    for number, (row, *own) in enumerate(zip(rows, *marks, strict=True)):
        lead(ax, row, number, *own)


def places(ax: Axes, area: Bbox) -> list[tuple[dict[str, str], tuple[float, ...]]]:
    """Return what the marks of an Axes stand for, with their boxes on an area of the figure that is given in inches."""
    # A box is x, y, width and height in points from the upper left.
    held: list[Any] = vars(ax).get(_HELD, [])
    dots = figure_of(ax).dpi
    labels = ax.get_yticklabels() if held else []
    found: list[tuple[dict[str, str], tuple[float, ...]]] = []
    for row, marks in held:
        boxes = [_box(ax, labels[mark] if isinstance(mark, int) else mark) for mark in marks]
        x0, x1 = (end * 72 / dots - area.x0 * 72 for end in (min(b[0] for b in boxes), max(b[2] for b in boxes)))
        y0, y1 = (area.y1 * 72 - end * 72 / dots for end in (max(b[3] for b in boxes), min(b[1] for b in boxes)))
        found.append((row, (round(x0, 2), round(y0, 2), round(x1 - x0, 2), round(y1 - y0, 2))))
    return found


def _box(ax: Axes, mark: Any) -> tuple[float, float, float, float]:
    """Return the edges of a mark in dots: left, lower, right, upper."""
    if isinstance(mark, tuple):
        x, y = (float(end) for end in ax.transData.transform(mark))
        half = _HALF * figure_of(ax).dpi / 72
        return x - half, y - half, x + half, y + half
    box = mark.get_window_extent()
    return float(box.x0), float(box.y0), float(box.x1), float(box.y1)
