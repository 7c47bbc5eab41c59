"""Share of voice: dots with intervals, a panel a group, and the sources without a name."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

from analysis import grouping, schema, style
from analysis.errors import FigureError
from analysis.korean import attach, visible
from analysis.messages import message
from analysis.plots.canvas import GRID, Texts, chart, checked, require_rows, require_top
from analysis.plots.chart_data import footer, joined
from analysis.plots.lettering import LABEL, NOTE, RIGHT, fitted, note, wrap
from analysis.plots.row_labels import label_rows, row_head

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_PITCH = 20.0  # points from row to row
_HEAD = 1.1  # rows that the name of a group takes
_LABEL_WIDTH = 130.0  # points
_NUMBERS = 130.0
_MOST = 12  # groups drawn
_UNNAMED = "이름 없는 취재원"
_DRAWN = ("group", "actor", "quotations", "share", "low", "high", "anonymous")


class _Row(NamedTuple):
    """What is drawn of an actor, or of the sources without a name."""

    group: str
    label: str
    n: int
    share: float
    low: float
    high: float
    unnamed: bool


def voices(table: pd.DataFrame, *, top: int = 6, title: str | None = None, ax: Axes | None = None) -> Axes:
    """Draw whose voices fill the quotations of every group, and how many of them have no name.

    Parameters
    ----------
    table : DataFrame
        A result of `stats.voices`; some of its groups draw some panels.
    top : int
        Named actors drawn in a group, the most quoted first; ties by name.
    title : str, optional
        A headline; without it the most quoted actor and the share of sources without a name.
    ax : Axes, optional
        Where to draw; without it in a new figure 160 mm wide.

    Returns
    -------
    Axes
        A dot an actor with its 95% interval; the sources without a name are one hatched bar at the foot of a panel. A
        group with fewer than 30 quotations with a speaker is named without a panel.

    Raises
    ------
    SchemaError
        If the table is none of voices.
    FigureError
        If no group has shares, or more than 12 have.
    OptionError
        If `top` is below 1.
    FontError
        If a name has a character that the font lacks.
    """
    what = checked("voices", table, schema.VOICES, message("share of voice"), top=top)
    require_top(top, what=what)
    shared = table[table["share"].notna()]
    require_rows(shared, what=what, hint=message("a group needs 30 quotations with a speaker"))
    about = schema.about(table)
    groups = [str(group) for group in shared["group"].unique()]
    if len(groups) > _MOST:
        msg = message(
            "{what}: {n} groups are more than a picture shows ({most}); draw some of them",
            what=what,
            n=len(groups),
            most=_MOST,
        )
        raise FigureError(msg)
    unnamed = {one.group: one for one in about.unnamed or ()}
    rows = _rows(shared, groups, unnamed, top)
    small = [visible(str(group)) for group in table["group"].unique() if str(group) not in groups]
    foot = joined(about.base, *(f"{', '.join(small)}: 인용 30건 미만이라 그리지 않음" for _ in range(bool(small))))
    foot = " · ".join(filter(None, [". ".join([foot, *(about.caution or ())]), footer(table)]))
    by = grouping.name(about.by) if about.by else "집단"
    subtitle = (
        f"{by}마다 화자가 있는 인용 가운데 그 사람의 비중. 점은 비중, 선은 글을 묶음으로 본 95% 구간, 빗금은 "
        f"{_UNNAMED}(관계자, 당국자, 측 등)의 비중. 오른쪽은 비중과 인용 수"
    )
    head = title or _title(rows)
    told = " ".join(f"{row.group}, {row.label}: {_numbers(row)}." for row in rows)
    labels = [*groups, *(row.label for row in rows)]
    drawn: Any = lambda axes: _draw(axes, rows)  # noqa: E731 - a chart takes a function of its Axes
    texts = Texts(head, subtitle, foot, labels)
    return chart("voices", ax, texts, drawn, alt=f"인용 비중. {head}. {told}", numbers=table[list(_DRAWN)])


def _rows(shared: pd.DataFrame, groups: list[str], unnamed: dict[str, schema.Unnamed], top: int) -> list[_Row]:
    """List what is drawn: the named actors of every group, and its sources without a name."""
    rows = []
    for group in groups:
        own = shared[(shared["group"] == group) & ~shared["anonymous"]].head(top)
        rows += [
            _Row(
                group, visible(str(row["actor"])), int(row["quotations"]), row["share"], row["low"], row["high"], False
            )
            for row in own.to_dict("records")
        ]
        if one := unnamed.get(group):
            rows.append(_Row(group, _UNNAMED, one.n, one.share, one.low, one.high, unnamed=True))
    return rows


def _title(rows: list[_Row]) -> str:
    """State who is quoted most, and how much has no name."""
    named = [row for row in rows if not row.unnamed]
    shares = sorted(row.share for row in rows if row.unnamed)
    said = f", {_UNNAMED} {_range(shares)}" if shares else ""
    if not named:
        return f"{_UNNAMED} {_range(shares)}"
    most = max(named, key=lambda row: float(row.share))
    name = f"‘{most.label}’"
    where = f"{visible(most.group)}에서 " if len({row.group for row in rows}) > 1 else ""
    return f"{where}{attach(name, '이/가')} 인용의 {most.share:.0%}{said}"


def _range(shares: list[float]) -> str:
    """Write one share, or the least and the greatest."""
    low, high = f"{shares[0]:.0%}", f"{shares[-1]:.0%}"
    return low if low == high else f"{low[:-1]}~{high}"


def _numbers(row: _Row) -> str:
    """Write the numbers of a row in a line."""
    return f"{row.share:.1%} ({row.n:,})"


def _draw(ax: Axes, rows: list[_Row]) -> float:
    """Draw the panels from the top; return the height in points."""
    # Example: two groups of two rows: heads at 0 and 3.1, rows at 1.1, 2.1, 4.2 and 5.2
    y, places, labels, right, group = 0.0, [], [], 0.0, None
    for row in rows:
        if row.group != group:
            group = row.group
            head = wrap(ax, visible(group), width=fitted(ax, _LABEL_WIDTH), size=LABEL)
            y += 0.35 * head.count("\n")
            row_head(ax, head, y)
            y += _HEAD + 0.4 * head.count("\n")
        label = wrap(ax, row.label, width=fitted(ax, _LABEL_WIDTH), size=LABEL)
        y += 0.35 * label.count("\n")
        places.append(y)
        labels.append(label)
        share, low, high = (row.share, row.low, row.high)
        right = max(right, share, 0.0 if math.isnan(high) else high)
        if row.unnamed:
            ax.barh(y, share, height=0.62, color="white", hatch="////", edgecolor=style.QUIET, linewidth=0.8, zorder=2)
        ends: dict[str, Any] = {
            "color": style.INK if row.unnamed else style.colour("blue"),
            "solid_capstyle": "butt",
            "zorder": 3,
        }
        ax.plot([low, high], [y, y], linewidth=1.2 if row.unnamed else 2.5, **ends)
        if not row.unnamed:
            ax.plot([share], [y], linestyle="none", marker="o", markersize=7.5, color=style.colour("blue"),
                    markeredgecolor=style.INK, markeredgewidth=0.8, zorder=4, clip_on=False)  # fmt: skip
        told = wrap(ax, _numbers(row), width=fitted(ax, _NUMBERS), size=NOTE)
        note(ax, told, (1.0, y), (12, 0), coords=RIGHT, va="center")
        y += 1.0 + 0.35 * label.count("\n")
    ax.set_ylim(y - 0.4, -0.6)
    ax.set_xlim(0.0, min(1.0, right * 1.05) or 1.0)
    ax.grid(axis="x", color=GRID, linewidth=0.8)
    ax.xaxis.set_major_formatter(lambda value, _: f"{value:.0%}")
    label_rows(ax, places, labels, xlabel="인용 비중")
    ax.tick_params(axis="y", pad=8)
    return y * _PITCH
