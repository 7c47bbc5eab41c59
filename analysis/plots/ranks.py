"""The rank-frequency plot: how counts fall from the most frequent term to those that occur once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis import style
from analysis.korean import visible
from analysis.plots.canvas import LABEL, Words, drawing, finish, wrap
from analysis.plots.frequency import finding
from analysis.plots.placing import inner, measured, spread, write
from analysis.plots.tables import counted

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.axis import Axis

_HEIGHT = 300.0
_NAMED = 5  # steps that get the name of their term
_LABEL_WIDTH = 160.0
_FAR = 12.0  # points from mark to label without a line


def ranks(table: pd.DataFrame, *, title: str | None = None, ax: Axes | None = None) -> Axes:
    """Draw counts against ranks, both on logarithmic scales.

    The unit of counting is that of the table: a term is a lemma with its tag. Terms of one count share a mark at the
    rank that they share, the smallest, and a line from there over the ranks that they fill. The dotted line falls with
    slope -1 from the most frequent term; it is a help for the eye, and nothing is fitted.

    Parameters
    ----------
    table : DataFrame
        A result of `stats.frequency` (`schema.FREQUENCY`), of `minimum=1` if terms that occur once are to be seen. Its
        attrs go into the subtitle.
    title : str, optional
        A headline; without it the most frequent term with its count.
    ax : Axes, optional
        Where to draw; without it in a new figure 160 mm wide. Labels fit the Axes as it is at the call.

    Returns
    -------
    Axes
        One mark per distinct count; the first five are named.

    Raises
    ------
    SchemaError
        If the table is not a frequency table.
    FigureError
        If the table has no rows, or the names do not fit.
    FontError
        If a term has a character that the font lacks.

    References
    ----------
    Zipf, G. K. (1949). Human Behavior and the Principle of Least Effort; no exponent is estimated here.
    """
    what = "plots.ranks"
    rows = counted(table, what=what)
    steps = _steps(rows)
    labels = [visible(name) for name in steps["name"].head(_NAMED)]
    words = Words(title or finding(rows), _basis(table, rows))
    style.require_glyphs([*labels, words.title, words.subtitle], what=what)
    with drawing(ax) as axes:
        _draw(axes, steps)
        finish(axes, words, owned=ax is None, height=_HEIGHT)
        _label(axes, steps.head(_NAMED), labels, steps)
    first = ", ".join(f"{label} {n:,}회" for label, n in zip(labels, steps["n"], strict=False))
    alt = f"순위-빈도 그래프(두 축 모두 로그). {words.title}. {words.subtitle}. 앞에서부터 {first}."
    style.describe(axes, chart="ranks", alt=alt, numbers=rows[["term", "tag", "n", "rank"]])
    return axes


def _steps(rows: pd.DataFrame) -> pd.DataFrame:
    """Bring terms of one count together: their rank, how many they are, and the first of them."""
    found = rows.groupby("n", sort=False).agg(rank=("rank", "min"), terms=("term", "size"), name=("term", "first"))
    found = found.reset_index()
    more = found["terms"] > 1
    found.loc[more, "name"] = found["name"] + " 등 " + found["terms"].map("{:,}".format) + "개"
    return found


def _basis(table: pd.DataFrame, rows: pd.DataFrame) -> str:
    """Say what was counted, how many terms occur once as far as that is known, and what marks and line are."""
    attrs = table.attrs
    minimum, hidden = int(attrs.get("minimum", 1)), int(attrs.get("hidden", 0))
    types = len(rows) + int(attrs.get("unlisted", 0))
    once = int((rows["n"] == 1).sum())
    if hidden:
        tail = f"가려진 {hidden:,}개의 낱말은 뺌"
    elif minimum > 1:
        tail = f"낱말 {types:,}종 가운데 {minimum:,}회 미만 {types - len(rows):,}종은 뺌"
    else:
        tail = f"낱말 {types:,}종 가운데 한 번만 나온 것 {once:,}종({once / types:.0%})"
    marks = "가로줄은 빈도가 같은 낱말, 점선은 기울기 −1인 기준선(자료에 맞춘 것이 아님)"
    return ", ".join(str(part) for part in (attrs.get("base"), attrs.get("layer"), tail, marks) if part)


def _draw(ax: Axes, steps: pd.DataFrame) -> None:
    """Draw the line of slope -1, the ranks that equal counts fill, and the marks."""
    rank, n = (steps[name].to_numpy(dtype=np.float64) for name in ("rank", "n"))
    last = rank + steps["terms"].to_numpy() - 1
    high = n.max()
    ax.set_xscale("log")
    ax.set_yscale("log")
    ax.set_xlim(0.8, max(last.max(), 2) * 1.3)
    ax.set_ylim(n.min() * 0.75, max(high * 1.5, n.min() * 3))
    ax.plot([1, high / n.min() * 2], [high, n.min() / 2], color=style.QUIET, linewidth=1.2, linestyle=(0, (1, 3)),
            zorder=1, gid="slope")  # fmt: skip
    ties = last > rank
    ax.hlines(n[ties], rank[ties], last[ties], color=style.colour("sky"), linewidth=3, zorder=2).set_gid("ties")
    ax.plot(rank, n, linestyle="none", marker="o", markersize=5, color=style.colour("blue"), zorder=3, gid="marks")
    for axis in (ax.xaxis, ax.yaxis):
        _scale(axis)
    ax.set_xlabel("순위(로그 눈금)", fontsize=LABEL, color=style.INK)
    ax.set_ylabel("빈도(회,\n로그 눈금)", fontsize=LABEL, color=style.INK, rotation=0, ha="right", va="center")


def _scale(axis: Axis) -> None:
    """Write plain numbers, 1, 2, 5 or powers of ten alone where there are many."""
    from matplotlib.ticker import FuncFormatter, LogLocator, NullLocator

    low, high = axis.get_view_interval()
    axis.set_major_locator(LogLocator(subs=(1.0, 2.0, 5.0) if high / low < 1000 else (1.0,)))
    axis.set_minor_locator(NullLocator())
    axis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.0f}" if value >= 1 else ""))


def _label(ax: Axes, named: pd.DataFrame, labels: list[str], steps: pd.DataFrame) -> None:
    """Write the first names beside their marks, with a line where one had to move away."""
    area = np.array(inner(ax))
    labels = [wrap(ax, label, width=_LABEL_WIDTH, size=LABEL) for label in labels]
    sizes = measured(ax, labels)
    spots = ax.transAxes.inverted().transform(ax.transData.transform(steps[["rank", "n"]].to_numpy())) * area
    marks = spots[: len(named)]
    start = marks + np.column_stack([sizes[:, 0] / 2 + 6, sizes[:, 1] / 2 + 3])
    taken = np.column_stack([spots, np.full((len(spots), 2), 7.0)])
    for label, size, mark, place in zip(
        labels, sizes, marks, spread(start, sizes, area=(area[0], area[1]), marks=taken), strict=True
    ):
        gap = np.maximum(np.abs(place - mark) - size / 2, 0)
        if np.hypot(*gap) > _FAR:
            line = np.array([mark, place]) / area
            ax.plot(*line.T, transform=ax.transAxes, color=style.LINE, linewidth=0.7, zorder=2)
        write(ax, label, place)
