"""Dots with intervals: groups of documents one below the other, or along a line of time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis import style
from analysis.plots.canvas import LABEL, NOTE, measure, room, wrap
from analysis.plots.tables import Frame

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.axis import Axis

_HEIGHT = 200.0  # points: the plotting area of a chart over time
_STEP = 15.0  # points: from frame to frame in a group
_NAME = 130.0
_FAINT = "#E3E3E3"


def _mark(ax: Axes, at: tuple[np.ndarray, np.ndarray], row: pd.DataFrame, k: int, frame: Frame, *, flat: bool) -> None:
    """Draw the dots of a frame and their intervals, hollow where there is none."""
    where, value = at
    low, high = row["low"].to_numpy(dtype=float), row["high"].to_numpy(dtype=float)
    known = ~np.isnan(low)
    lines = ax.hlines if flat else ax.vlines
    if known.any():  # what is empty would claim room at the corner of the figure, here and below
        lines(where[known], low[known], high[known], color=style.QUIET, linewidth=1.4, zorder=2)
    for filled in (True, False):
        some = known if filled else ~known
        if not some.any():
            continue
        x, y = (value[some], where[some]) if flat else (where[some], value[some])
        ax.plot(x, y, linestyle="none", marker=style.marker(k), markersize=(7.5, 6.8)[k % 2], color=frame.colour,
                markerfacecolor=frame.colour if filled else "white", markeredgewidth=0.8 if filled else 1.6,
                markeredgecolor=style.INK if filled else frame.colour, zorder=3, clip_on=False)  # fmt: skip


def _top(rows: pd.DataFrame) -> float:
    """Highest value that is drawn, above 0."""
    return float(np.nanmax(np.r_[rows["density"], rows["high"], 0.0])) or 1.0


def by_group(ax: Axes, rows: pd.DataFrame, frames: list[Frame], *, owned: bool) -> float:
    """Draw groups one below the other; return the height in points that they need."""
    groups = list(dict.fromkeys(rows["group"]))
    texts = [wrap(ax, group, width=_NAME, size=LABEL) for group in groups]
    steps = [max(len(frames) * _STEP, measure(ax, text, LABEL)[1]) + 10 for text in texts]
    middles = np.cumsum(steps) - np.array(steps) / 2
    high = _top(rows)
    docs = rows.groupby("group", sort=False)["docs"].first()
    aside = max(measure(ax, f"{n:,}편", NOTE)[0] for n in docs) + 12
    beside = measure(ax, f"{high:.2f}", NOTE)[0] + 12
    wide = max(72.0, room(ax, owned=owned) - aside - (max(measure(ax, t, LABEL)[0] for t in texts) + 8 if owned else 0))
    right = high * wide / max(wide - beside, 36.0)
    ax.set_xlim(-8 * right / wide, right)
    ax.set_ylim(sum(steps), 0)
    for k, frame in enumerate(frames):
        own = rows[rows["frame"] == frame.id]
        y = middles + (k - (len(frames) - 1) / 2) * _STEP
        value = own["density"].to_numpy(dtype=float)
        _mark(ax, (y, value), own, k, frame, flat=True)
        ends = np.fmax(value, own["high"].to_numpy(dtype=float))
        for at, x, text in zip(y, ends, value, strict=True):
            label, place = ("값 없음", 0.0) if np.isnan(text) else (f"{text:.2f}", x)
            ax.annotate(label, (place, at), (7, 0), textcoords="offset points", va="center_baseline", fontsize=NOTE,
                        annotation_clip=False)  # fmt: skip
    for at, n in zip(middles, docs, strict=True):
        ax.annotate(f"{n:,}편", (1, at), (8, 0), xycoords=("axes fraction", "data"), textcoords="offset points",
                    va="center_baseline", fontsize=NOTE, color=style.QUIET, annotation_clip=False)  # fmt: skip
    for bound in np.cumsum(steps)[:-1]:
        ax.axhline(bound, color=_FAINT, linewidth=0.8, zorder=0)
    ax.set_yticks(middles, texts, fontsize=LABEL, linespacing=1.1)
    _values(ax.xaxis, high)
    ax.set_xlabel("내용 형태소 100개당 점수(점), 글마다 잰 값의 평균", fontsize=LABEL, color=style.INK)
    ax.tick_params(axis="y", length=0)
    ax.spines[["top", "right"]].set_visible(False)
    _legend(ax, frames, wide=wide)
    return float(sum(steps))


def over_time(ax: Axes, rows: pd.DataFrame, frames: list[Frame], *, owned: bool) -> float:
    """Draw months or years along a line of time; return the height in points."""
    groups = list(dict.fromkeys(rows["group"]))
    times = np.array([_ordinal(group) for group in groups], dtype=float)
    docs = rows.groupby("group", sort=False)["docs"].first()
    span = times[-1] - times[0] + 1
    wide = room(ax, owned=owned) - (45 if owned else 0)
    high = _top(rows)
    shift = min(0.2, 6.0 * span / wide * 1.2) if len(frames) > 1 else 0.0
    ax.set_xlim(times[0] - 0.6, times[-1] + 0.6)
    ax.set_ylim(0, high * 1.12)
    for k, frame in enumerate(frames):
        own = rows[rows["frame"] == frame.id]
        x, value = times + (k - (len(frames) - 1) / 2) * shift, own["density"].to_numpy(dtype=float)
        _mark(ax, (x, value), own, k, frame, flat=False)
    labels = [f"{group}\n{n:,}편" for group, n in zip(groups, docs, strict=True)]
    width = max(measure(ax, label, NOTE)[0] for label in labels) + 8
    shown, reached = [], -np.inf
    for k, time in enumerate(times):
        if (time - reached) * wide / (span + 0.2) >= width:
            shown.append(k)
            reached = time
    ax.set_xticks(times[shown], [labels[k] for k in shown], fontsize=NOTE, linespacing=1.2)
    _values(ax.yaxis, high, unit="점")
    ax.spines[["top", "right"]].set_visible(False)
    _legend(ax, frames, wide=wide)
    return _HEIGHT


def _ordinal(group: str) -> int:
    """Place a month (YYYY-MM) or a year on the line of time."""
    year, _, month = group.partition("-")
    return int(year) * 12 + int(month) - 1 if month else int(year)


def _values(axis: Axis, high: float, *, unit: str = "") -> None:
    """Set the ticks of the value axis, from 0."""
    from matplotlib.ticker import MaxNLocator

    ticks = [float(t) for t in MaxNLocator(nbins=6).tick_values(0, high) if 0 <= t <= high * 1.0001]
    axis.set_ticks(ticks, [f"{t:g}{unit}" for t in ticks])


def _legend(ax: Axes, frames: list[Frame], *, wide: float) -> None:
    """Name the marks above the plotting area."""
    from matplotlib.lines import Line2D

    labels = [wrap(ax, frame.label, width=wide - 40, size=LABEL) for frame in frames]
    widest = max(measure(ax, label, LABEL)[0] for label in labels) + 30
    marks = [
        Line2D([], [], linestyle="none", marker=style.marker(k), color=frame.colour, markeredgecolor=style.INK,
               markeredgewidth=0.8, markersize=7, label=label)
        for k, (frame, label) in enumerate(zip(frames, labels, strict=True))
    ]  # fmt: skip
    columns = max(1, min(len(frames), int(wide // widest)))
    ax.legend(
        handles=marks,
        loc="lower left",
        bbox_to_anchor=(0, 1),
        ncols=columns,
        frameon=False,
        borderaxespad=0.2,
        borderpad=0,
        handletextpad=0.4,
        fontsize=LABEL,
    )
