"""Axes of days: rows of words with marks in time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from analysis import style
from analysis.plots.canvas import GRID
from analysis.plots.lettering import LABEL, NOTE, widest

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_TICK_AIR = 8.0  # points between dates


def day(name: str) -> int:
    """Return the number of a day, or of the first day of a period, by its name."""
    # 2023-05-01, 2023-05, 2023-Q2 and 2023 begin on 1 May, 1 May, 1 April and 1 January
    year, _, rest = name.partition("-")
    if rest.startswith("Q"):
        rest = f"{3 * int(rest[1:]) - 2:02}-01"
    parts = [int(part) for part in rest.split("-") if part]
    month, of_month = (*parts, 1, 1)[:2]
    return dt.date(int(year), month, of_month).toordinal()


def label_days(ax: Axes, first: int, last: int, wide: float) -> None:
    """Label as many days as fit, a step of whole days, the first always."""
    # 31 days on 110 points with dates of 52: of 30 steps of 3.5 points 18 hold a date and its air; two dates fit
    names = [str(dt.date.fromordinal(at)) for at in (first, last)]
    between = wide * (last - first) / (last - first + 1)
    most = int(between / (widest(ax, names, NOTE) + _TICK_AIR))
    step = max(1, -(-(last - first) // most)) if most else last - first + 1
    places = list(range(first, last + 1, step))
    ax.set_xticks([at + 0.5 for at in places], [str(dt.date.fromordinal(at)) for at in places], fontsize=NOTE)
    ax.set_xlim(first, last + 1)
    ax.grid(axis="x", color=GRID, linewidth=0.8)
    ax.spines[["top", "right", "left"]].set_visible(False)


def label_words(ax: Axes, labels: Sequence[str], middles: Sequence[float], end: float) -> None:
    """Label the rows from the top down, a line under each."""
    for middle in middles:
        ax.axhline(middle, color=GRID, linewidth=0.8, zorder=0)
    ax.set_ylim(end + 0.1, -0.1)
    ax.set_yticks(middles, labels, fontsize=LABEL, linespacing=1.1, color=style.INK)
    ax.tick_params(axis="y", length=0, pad=8)
