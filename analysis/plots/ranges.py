"""Shares with their intervals: rows of marks on an axis from 0 to 1, and their numbers in a column beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from analysis import style
from analysis.korean import visible
from analysis.plots.canvas import LABEL, NOTE, wrap
from analysis.plots.tables import footer

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_PITCH = 19.0  # points from mark to mark
_GAP = 0.55  # of it, between rows
_LINE = 0.85  # of it, a line of a label
_LABEL_WIDTH = 140.0  # points
_TICKS = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
COLOURS = ("blue", "orange")


@dataclass(frozen=True)
class Mark:
    """One share with its interval, NaN where undefined, and the number printed beside it."""

    value: float
    low: float
    high: float
    text: str
    series: int = 0


@dataclass(frozen=True)
class Row:
    """One label and its marks, one below the other."""

    label: str
    marks: tuple[Mark, ...]

    @property
    def said(self) -> str:
        """The label on one line, for readers who do not see the chart."""
        return self.label.replace("\n", " ")


def draw(
    ax: Axes, rows: Sequence[Row], *, axis: str, series: Sequence[str] = (), floors: Sequence[float] = ()
) -> float:
    """Draw rows from the top, floors as dashed lines, and a legend where there are two series; return the height."""
    y, ticks = 0.0, []
    lows = [m.low for row in rows for m in row.marks if m.low < 0] + [m.value for r in rows for m in r.marks]
    left = min([0.0, *(low for low in lows if low == low)])  # noqa: PLR0124 - NaN
    texts = [_wrapped(ax, row.label) for row in rows]
    for row, text in zip(rows, texts, strict=True):
        space = max(len(row.marks), (text.count("\n") + 1) * _LINE)
        ticks.append(y + (space - 1) / 2)
        for n, mark in enumerate(row.marks):
            _mark(ax, mark, ticks[-1] + n - (len(row.marks) - 1) / 2)
        y += space + _GAP
    for floor in floors:
        ax.axvline(floor, color=style.LINE, linewidth=1, linestyle=(0, (4, 3)), zorder=1)
    ax.set_yticks(ticks, texts, fontsize=LABEL, linespacing=1.15)
    ax.tick_params(axis="y", length=0, pad=8)
    ax.set_ylim(y - _GAP - 0.35, -0.65)
    ax.set_xlim(left, 1.0)
    ax.set_xlabel(axis, fontsize=LABEL, color=style.INK)
    ax.set_xticks(_TICKS, [share(t) for t in _TICKS])
    ax.grid(axis="x", color="#E3E3E3", linewidth=0.8)
    ax.spines[["top", "right", "left"]].set_visible(False)
    if len(series) > 1:
        _legend(ax, series)
    return (y - _GAP + 0.3) * _PITCH


def share(value: float) -> str:
    """Write a share as papers do: two digits, no 0 before the point."""
    if pd.isna(value):
        return "없음"
    written = f"{value:.2f}".replace("-", "−")
    return written.replace("0.", ".", 1) if written.startswith(("0.", "−0.")) else written


def labels_of(table: pd.DataFrame) -> dict[str, str]:
    """Korean labels of the frames, as far as the table's attrs tell."""
    about: list[dict[str, Any]] = table.attrs.get("frames", [])
    return {str(f["id"]): str(f["label"]) for f in about} | dict(table.attrs.get("labels", {}))


def base(table: pd.DataFrame) -> str:
    """Footer without the clause on accuracy, which the chart itself shows."""
    plain = table.iloc[:0].copy()
    plain.attrs = dict(table.attrs)
    if "codebook" in plain.attrs:
        plain.attrs["codebook"] = {k: v for k, v in plain.attrs["codebook"].items() if k != "evidence"}
    return footer(plain)


def _mark(ax: Axes, mark: Mark, y: float) -> None:
    """Draw one interval with its point, and its number at the right edge."""
    if not pd.isna(mark.value):
        colour = style.colour(COLOURS[mark.series])
        if not pd.isna(mark.low):
            ax.plot([mark.low, mark.high], [y, y], color=colour, linewidth=2.2, solid_capstyle="butt", zorder=2)
        ax.plot(
            [mark.value],
            [y],
            linestyle="none",
            marker=style.marker(mark.series),
            markersize=(8.5, 7.5)[mark.series],
            color=colour,
            markeredgecolor=style.INK,
            markeredgewidth=0.8,
            zorder=3,
            clip_on=False,
        )
    ax.annotate(
        mark.text,
        (1.0, y),
        (12, 0),
        xycoords=("axes fraction", "data"),
        textcoords="offset points",
        va="center_baseline",
        fontsize=NOTE,
        annotation_clip=False,
    )


def _wrapped(ax: Axes, label: str) -> str:
    """Break a label into lines, and where it breaks itself."""
    return "\n".join(wrap(ax, visible(line), width=_LABEL_WIDTH, size=LABEL) for line in label.split("\n"))


def _legend(ax: Axes, series: Sequence[str]) -> None:
    """Name the two series above the plotting area."""
    for n, name in enumerate(series):
        ax.plot(
            [],
            [],
            linestyle="none",
            marker=style.marker(n),
            markersize=(8.5, 7.5)[n],
            color=style.colour(COLOURS[n]),
            markeredgecolor=style.INK,
            label=name,
        )
    ax.legend(
        loc="lower left",
        bbox_to_anchor=(0, 1.0),
        ncols=len(series),
        frameon=False,
        fontsize=NOTE,
        borderaxespad=0.2,
    )
