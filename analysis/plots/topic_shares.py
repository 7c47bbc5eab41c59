"""Shares of topics by group: a panel a topic, dots with intervals, no line between periods."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from analysis import grouping, schema, style
from analysis.errors import FigureError
from analysis.korean import attach, visible
from analysis.messages import message
from analysis.options import require_whole
from analysis.plots.canvas import GRID, Texts, chart, checked, require_rows, room
from analysis.plots.lettering import LABEL, NOTE, RIGHT, fitted, note, widest, wrap
from analysis.plots.row_labels import label_rows, row_head

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_PITCH = 17.0  # points from row to row
_HEAD = 1.15  # rows that the name of a topic takes
_BAND = 62.0  # points: a panel over time
_NAME = 110.0
_MOST = 240  # dots
_TIMES = {"day", "week", "month", "quarter", "year"}
_DRAWN = ("group", "topic", "label", "docs", "share", "low", "high", "refit_low", "refit_high", "main", "verdict")


def topic_shares(table: pd.DataFrame, *, top: int = 12, title: str | None = None, ax: Axes | None = None) -> Axes:
    """Draw how much of the documents of each group a topic makes up, topic by topic.

    Parameters
    ----------
    table : DataFrame
        A result of `stats.topic_shares`; some of its rows draw some topics or groups.
    top : int
        How many topics, those with the largest mean share first, drawn in their order.
    title : str, optional
        A headline; without it the topic whose groups differ most.
    ax : Axes, optional
        Where to draw; without it in a new figure 160 mm wide.

    Returns
    -------
    Axes
        A dot a group with its interval; the range over seeds is a thin line under it. Over time the groups stand side
        by side, and nothing joins them. A group without an interval has a hollow dot. Topics that other seeds do
        not find again are grey.

    Raises
    ------
    SchemaError
        If the table is none of shares of topics.
    FigureError
        If it has no rows, or more than 240 dots would be drawn.
    OptionError
        If `top` is below 1.
    FontError
        If a label has a character that the font lacks.
    """
    what = checked("topic_shares", table, schema.TOPIC_SHARES, message("shares of topics"))
    require_whole(f"{what}: top", top, least=1)
    require_rows(table, what=what, hint=message("pass the table of stats.topic_shares"), noun=message("table"))
    about = schema.about(table)
    weighed = table.assign(share=table["share"] * table["docs"]).groupby("topic")[["share", "docs"]].sum()
    means = (weighed["share"] / weighed["docs"]).sort_values(ascending=False, kind="stable")
    kept = sorted(means.index[:top])
    rows = table[table["topic"].isin(kept)].astype({"group": "str", "label": "str"})
    if len(rows) > _MOST:
        msg = message("{what}: {n:,} dots are more than a picture shows ({most}); lower top, or draw some groups",
                      what=what, n=len(rows), most=_MOST)  # fmt: skip
        raise FigureError(msg)
    by = grouping.name(about.by) if about.by else "집단"
    over_time = about.by in _TIMES
    cut = f", 비중이 큰 주제 {len(kept)}개(모두 {len(means)}개)" if len(kept) < len(means) else ""
    seeds = ", 가는 선은 다른 시드 5개로 다시 구한 값의 범위" if rows["refit_low"].notna().any() else ""
    subtitle = (
        f"점은 {by}마다 글에서 차지하는 비중의 평균, 선은 글을 다시 뽑은 95% 구간{seeds}, 불안정한 주제는 회색{cut}"
    )
    lost = f"값이 없는 글 {about.ungrouped:,}편은 뺌" if about.ungrouped else ""
    foot = " · ".join(filter(None, [about.base, lost, *(about.caution or ())]))
    head = title or _title(rows)
    told = " ".join(f"{r['label']} {r['group']} {r['share']:.1%}({r['docs']:,}편)." for r in rows.to_dict("records"))
    labels = [*map(visible, rows["label"].unique()), *map(visible, rows["group"].unique())]
    drawn: Any = (
        (lambda axes: _draw_time(axes, rows, about.by or "", owned=ax is None))
        if over_time
        else (lambda axes: _draw_groups(axes, rows))
    )
    return chart("topic_shares", ax, Texts(head, subtitle, foot, labels), drawn,
                 alt=f"집단별 주제 묶음의 비중. {head}. {told}", numbers=rows[list(_DRAWN)])  # fmt: skip


def _title(rows: pd.DataFrame) -> str:
    """State the topic whose groups are farthest apart, among groups with an interval and topics that come back."""
    rows = rows[rows["verdict"] != "unsteady"] if (rows["verdict"] != "unsteady").any() else rows
    some = rows[rows["low"].notna()]
    if some["group"].nunique() < 2:
        best = rows.sort_values("share", kind="stable").iloc[-1]
        return f"‘{visible(best['label'])}’의 비중은 {best['share']:.1%}"
    spread = some.groupby("topic")["share"].agg(lambda values: values.max() - values.min())
    part = some[some["topic"] == spread.idxmax()]
    ordered = part.sort_values("share", kind="stable")
    most, least = ordered.iloc[-1], ordered.iloc[0]
    name = f"‘{visible(most['label'])}’"
    return (
        f"{attach(name, '은/는')} {visible(most['group'])}에서 {most['share']:.1%}, {visible(least['group'])}에서 "
        f"{least['share']:.1%}로 차이가 가장 크다"
    )


def _colour(verdict: str) -> str:
    """Grey for a topic that does not come back."""
    return style.LINE if verdict == "unsteady" else style.colour("blue")


def _fill(row: dict[Any, Any], colour: str) -> str:
    """Leave the dot of a group without an interval hollow."""
    return colour if pd.notna(row["low"]) else "white"


def _draw_groups(ax: Axes, rows: pd.DataFrame) -> float:
    """Draw the panels of the topics from the top; return the height in points."""
    y, places, labels, right = 0.0, [], [], 0.0
    for _, part in rows.groupby("topic", sort=True):
        name = wrap(ax, visible(str(part["label"].iloc[0])), width=fitted(ax, _NAME), size=LABEL)
        y += 0.4 * name.count("\n")
        row_head(ax, name, y)
        y += _HEAD + 0.4 * name.count("\n")
        for row in part.to_dict("records"):
            label = wrap(ax, visible(str(row["group"])), width=fitted(ax, _NAME), size=NOTE)
            y += 0.35 * label.count("\n")
            places.append(y)
            labels.append(label)
            colour = _colour(row["verdict"])
            ends = [row[name] for name in ("share", "high", "refit_high") if pd.notna(row[name])]
            right = max(right, *map(float, ends), 0.0)
            _interval(ax, row, y, colour)
            ax.plot([row["share"]], [y], marker="o", linestyle="none", markersize=6, color=_fill(row, colour),
                    markeredgecolor=style.INK, markeredgewidth=0.7, zorder=3, clip_on=False)  # fmt: skip
            note(ax, f"{row['share']:.1%} ({int(row['docs']):,}편)", (1.0, y), (10, 0), coords=RIGHT, va="center")
            y += 1.0 + 0.35 * label.count("\n")
    ax.set_ylim(y - 0.4, -0.6)
    ax.set_xlim(0.0, min(1.0, right * 1.05) or 1.0)
    ax.grid(axis="x", color=GRID, linewidth=0.8)
    ax.xaxis.set_major_formatter(lambda value, _: f"{100 * value:.3g}%")
    label_rows(ax, places, labels, xlabel="글에서 차지하는 비중(평균)")
    ax.tick_params(axis="y", pad=8, labelsize=NOTE)
    return y * _PITCH


def _interval(ax: Axes, row: dict[Any, Any], y: float, colour: str) -> None:
    """Draw the interval of a dot, and the range over seeds under it."""
    if pd.notna(row["low"]):
        ax.plot([row["low"], row["high"]], [y, y], color=colour, linewidth=2.4, solid_capstyle="butt", zorder=2)
    if pd.notna(row["refit_low"]):
        ax.plot([row["refit_low"], row["refit_high"]], [y + 0.3, y + 0.3], color=style.QUIET, linewidth=1.0, zorder=2)


def _draw_time(ax: Axes, rows: pd.DataFrame, by: str, *, owned: bool) -> float:
    """Draw a panel a topic over periods, all on one scale from 0; return the height in points."""
    names = sorted(rows["group"].unique())
    periods = [period for period, _, _ in grouping.between(names[0], names[-1], by=by)]
    place = {period: k for k, period in enumerate(periods)}
    topics = list(rows.groupby("topic", sort=True))
    labels = [wrap(ax, visible(str(part["label"].iloc[0])), width=fitted(ax, _NAME), size=LABEL) for _, part in topics]
    wide = max(72.0, room(ax, owned=owned, beside=widest(ax, labels, LABEL) + 46))
    most = max(float(np.nanmax(rows[["share", "high"]].to_numpy(dtype=float))), 1e-9)
    most = min(1.0, np.ceil(20 * most) / 20)  # in full steps of five percent
    used = 0.78
    for k, (_, part) in enumerate(topics):
        colour = _colour(str(part["verdict"].iloc[0]))
        for row in part.to_dict("records"):
            x = place[row["group"]]
            low, high, share = (float(row[name]) / most * used - k for name in ("low", "high", "share"))
            if pd.notna(row["low"]):
                ax.plot([x, x], [low, high], color=colour, linewidth=1.8, solid_capstyle="butt", zorder=2)
            ax.plot([x], [share], marker="o", linestyle="none", markersize=4.5, color=_fill(row, colour),
                    markeredgecolor=style.INK, markeredgewidth=0.5, zorder=3)  # fmt: skip
        ax.axhline(-k, color=GRID, linewidth=0.8, zorder=0)
        note(ax, f"{most:.0%}", (0, used - k), (-3, 0), coords=RIGHT, ha="right", va="center", colour=style.QUIET)
        note(ax, "0%", (0, -k), (-3, 0), coords=RIGHT, ha="right", va="center", colour=style.QUIET)
    ax.set_xlim(-0.5, len(periods) - 0.5)
    ax.set_ylim(-len(topics) + 0.95, 1)
    ax.set_yticks([0.32 - k for k in range(len(topics))], labels, fontsize=LABEL, linespacing=1.1)
    ax.tick_params(axis="y", length=0, pad=34)
    every = max(1, int(np.ceil((widest(ax, periods, NOTE) + 10) / (wide / len(periods)))))
    shown = range(0, len(periods), every)
    ax.set_xticks(list(shown), [periods[k] for k in shown], fontsize=NOTE)
    ax.spines[["top", "right", "left"]].set_visible(False)
    return _BAND * len(topics)
