"""Numbers of topics side by side: four measures, a line a seed, and no winner."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis import schema, style
from analysis.messages import message
from analysis.plots.canvas import GRID, Texts, chart, checked, require_rows
from analysis.plots.lettering import LABEL, NOTE, RIGHT, fitted, note, wrap

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_BAND = 74.0  # points: a panel
_USED = 0.66  # of a panel
_NAME = 96.0
_PANELS = {
    "steady": "다른 시드에서도 나오는 주제의 비중",
    "held_out": "남긴 글의 단어당 로그우도",
    "npmi": "응집도(NPMI)",
    "exclusivity": "배타성",
}


def topic_scan(table: pd.DataFrame, *, title: str | None = None, ax: Axes | None = None) -> Axes:
    """Draw what each number of topics is worth, by four measures that do not agree.

    Parameters
    ----------
    table : DataFrame
        A result of `stats.topic_scan`.
    title : str, optional
        A headline; without it how many topics come back, by their number.
    ax : Axes, optional
        Where to draw; without it in a new figure 160 mm wide.

    Returns
    -------
    Axes
        Four panels over the number of topics, each with a thin line a seed. The share of topics that come back has a
        scale from 0 to 1, the others from their least to their largest value. No number is marked.

    Raises
    ------
    SchemaError
        If the table is none of a scan.
    FigureError
        If it has no rows.
    FontError
        If a label has a character that the font lacks.
    """
    what = checked("topic_scan", table, schema.TOPIC_SCAN, message("scan of topics"))
    require_rows(table, what=what, hint=message("name numbers of topics in stats.topic_scan"), noun=message("table"))
    about = schema.about(table)
    head = title or _title(table)
    seeds = table["seed"].nunique()
    subtitle = (
        f"가로는 주제의 수, 가는 선은 시드마다 하나({seeds}개), 위 칸은 0에서 1까지, 나머지는 가장 작은 값에서 가장 "
        "큰 값까지. 어느 수가 옳은지는 지표가 정해 주지 않는다"
    )
    hint = f"계층 디리클레 과정(HDP)은 시드에 따라 {', '.join(map(str, about.hdp))}개로 끝난다" if about.hdp else ""
    foot = " · ".join(filter(None, [about.base, hint, *(about.caution or ())]))
    told = " ".join(
        f"주제 {k}개: " + ", ".join(f"{name} {part[column].mean():.3f}" for column, name in _PANELS.items()) + "."
        for k, part in table.groupby("k", sort=True)
    )
    return chart(
        "topic_scan", ax, Texts(head, subtitle, foot, list(_PANELS.values())), lambda axes: _draw(axes, table),
        alt=f"주제 수에 따른 지표. {head}. {told}", numbers=table.drop(columns="seconds"),
    )  # fmt: skip


def _title(table: pd.DataFrame) -> str:
    """State how many topics come back with the fewest and the most topics."""
    means = table.groupby("k", sort=True)["steady"].mean()
    if means.isna().all():
        return "주제의 수에 따른 지표"
    first, last = means.index[0], means.index[-1]
    if first == last:
        return f"주제가 {first}개일 때 다른 시드에서도 나오는 것은 {means.iloc[0]:.0%}"
    return f"다른 시드에서도 나오는 주제는 {first}개일 때 {means.iloc[0]:.0%}, {last}개일 때 {means.iloc[-1]:.0%}"


def _draw(ax: Axes, table: pd.DataFrame) -> float:
    """Draw the panels from the top; return the height in points."""
    numbers = sorted(table["k"].unique())
    place = {k: at for at, k in enumerate(numbers)}
    names = []
    for row, (column, name) in enumerate(_PANELS.items()):
        names.append(wrap(ax, name, width=fitted(ax, _NAME), size=LABEL))
        values = table[column].to_numpy(dtype=float)
        known = values[np.isfinite(values)]
        low, high = (0.0, 1.0) if column == "steady" else (known.min(), known.max()) if len(known) else (0.0, 1.0)
        span = (high - low) or 1.0
        for _, part in table.groupby("seed", sort=True):
            line = part.sort_values("k")
            x = [place[k] for k in line["k"]]
            y = (line[column].to_numpy(dtype=float) - low) / span * _USED - row
            ax.plot(x, y, color=style.colour("blue"), linewidth=0.9, alpha=0.75, marker="o", markersize=3.2, zorder=2)
        ax.axhline(-row, color=GRID, linewidth=0.8, zorder=0)
        if not len(known):
            note(
                ax, "시드가 하나여서 알 수 없다", (0, 0.3 - row), (6, 0), coords=RIGHT, va="center", colour=style.QUIET
            )
        for value, at in ((low, 0.0), (high, _USED)) if high > low else ((low, 0.0),):
            said = f"{value:.0%}" if column == "steady" else f"{value:.2f}".replace("-", "−")
            note(ax, said, (0, at - row), (-3, 0), coords=RIGHT, ha="right", va="center", size=NOTE, colour=style.QUIET)
    ax.set_xlim(-0.4, len(numbers) - 0.6)
    ax.set_ylim(-len(names) + 0.9, 0.95)
    ax.set_yticks([0.34 - row for row in range(len(names))], names, fontsize=LABEL, linespacing=1.1)
    ax.tick_params(axis="y", length=0, pad=36)
    ax.set_xticks(range(len(numbers)), [str(k) for k in numbers], fontsize=NOTE)
    ax.set_xlabel("주제의 수", fontsize=LABEL, color=style.INK)
    ax.spines[["top", "right", "left"]].set_visible(False)
    return _BAND * len(names)
