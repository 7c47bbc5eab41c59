"""What charts of one row a term or a unit share: places of rows, their labels, and numbers beside them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import numpy.typing as npt

from analysis import style
from analysis.plots.lettering import LABEL, RIGHT, note

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.axis import Axis


def stacked(texts: list[str]) -> tuple[list[float], float]:
    """Place rows downwards from 0, each as tall as the lines of its label; give their middles and the end."""
    y: list[float] = []
    cursor = 0.0
    for text in texts:
        step = max(1.0, 0.85 * (text.count("\n") + 1) + 0.15)
        y.append(cursor + step / 2)
        cursor += step
    return y, cursor


def label_rows(
    ax: Axes, y: npt.ArrayLike, texts: Sequence[str], *, xlabel: str = "", leading: float | None = 1.1
) -> None:
    """Name the rows at the left, and what the horizontal axis measures; no line but that axis stays."""
    spacing: dict[str, Any] = {"linespacing": leading} if leading else {}
    ax.set_yticks(y, texts, fontsize=LABEL, **spacing)
    ax.tick_params(axis="y", length=0)
    ax.spines[["top", "right", "left"]].set_visible(False)
    if xlabel:
        ax.set_xlabel(xlabel, fontsize=LABEL, color=style.INK)


def count_axis(axis: Axis) -> None:
    """Tick an axis of counts at whole numbers, with a comma between thousands."""
    from matplotlib.ticker import MaxNLocator

    axis.set_major_locator(MaxNLocator(nbins=6, integer=True))
    axis.set_major_formatter(lambda value, _: f"{value:,.0f}")


def ticks_from_0(high: float) -> list[float]:
    """Choose round ticks from 0 to a highest value."""
    from matplotlib.ticker import MaxNLocator

    return [float(t) for t in MaxNLocator(nbins=6).tick_values(0, high) if 0 <= t <= high * 1.0001]


def number_column(ax: Axes, head: str, y: Iterable[float], cells: Iterable[str], right: float) -> None:
    """Write a column of numbers that ends some points right of the plotting area, under its head."""
    column_head(ax, head, right)
    for at, cell in zip(y, cells, strict=True):
        column_cell(ax, cell, at, right)


def column_head(ax: Axes, head: str, right: float) -> None:
    """Write the head of a column of numbers above the first row, at 0."""
    note(ax, head, (1, 0.0), (right, 4), coords=RIGHT, ha="right", va="bottom", colour=style.QUIET)


def column_cell(ax: Axes, cell: str, y: float, right: float) -> None:
    """Write one number of a column."""
    note(ax, cell, (1, y), (right, 0), coords=RIGHT, ha="right", size=LABEL)
