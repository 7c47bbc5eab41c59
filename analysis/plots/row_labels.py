"""What charts of one row a term or a unit share: places of rows, their labels, and numbers beside them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, Literal

import numpy.typing as npt

from analysis import style
from analysis.plots.lettering import LABEL, RIGHT, figure_of, note

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.container import BarContainer

_BAR = 0.72  # of a row


def stacked(texts: list[str]) -> tuple[list[float], float]:
    """Place rows downwards from 0, each as tall as the lines of its label; give their middles and the end."""
    # Labels of one, two and one lines take 1.0, 1.85 and 1.0 rows: their middles are 0.5, 1.925 and 3.35, the end 3.85.
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


def row_head(ax: Axes, text: str, y: float, *, va: Literal["center", "center_baseline"] = "center") -> None:
    """Name a group of rows at the left of a line from edge to edge."""
    note(ax, text, (0.0, y), (-8, 0), coords=RIGHT, ha="right", va=va, size=LABEL, colour=style.INK)
    ax.plot([0.0, 1.0], [y, y], color=style.LINE, linewidth=0.8, transform=ax.get_yaxis_transform())


def count_bars(
    ax: Axes,
    y: Sequence[float],
    counts: Sequence[int],
    texts: Sequence[str],
    *,
    right: float,
    ends: tuple[float, float],
) -> BarContainer:
    """Draw counts as bars from 0 with the names of their rows; whole numbers on the axis, commas between thousands."""
    from matplotlib.ticker import MaxNLocator

    bars = ax.barh(y, counts, height=_BAR, color=style.colour("blue"), linewidth=0)
    ax.set_xlim(0, right)
    ax.set_ylim(ends)
    ax.xaxis.set_major_locator(MaxNLocator(nbins=6, integer=True))
    ax.xaxis.set_major_formatter(lambda value, _: f"{value:,.0f}")
    label_rows(ax, y, texts, xlabel="빈도(회)")
    return bars


def bracket(
    ax: Axes, at: float, rows: tuple[float, float], *, rank: float, beyond: float, gid: str | None = None
) -> None:
    """Join rows of equal value by a line some points right of the ends of their bars, with the rank that they share."""
    from matplotlib.transforms import ScaledTranslation

    # The 7 at the end of each bar is 6 points wide: 16 points beyond the bar a line is clear of it. It runs from 0.3
    # rows above the middle of the first bar to 0.3 below that of the last, and the rank stands 5 points farther right.
    right = ax.transData + ScaledTranslation(beyond / 72, 0, figure_of(ax).dpi_scale_trans)
    first, last = rows
    ax.plot([at, at], [first - 0.3, last + 0.3], color=style.LINE, linewidth=1, transform=right, clip_on=False, gid=gid)
    note(ax, f"공동 {rank:,}위", (at, (first + last) / 2), (beyond + 5, 0), colour=style.QUIET)


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
