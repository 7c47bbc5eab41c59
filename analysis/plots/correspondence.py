"""The map of a correspondence analysis: groups and their terms in one plane."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis import schema, style
from analysis.errors import FigureError
from analysis.korean import attach, visible
from analysis.plots.canvas import Texts, chart, room
from analysis.plots.chart_data import joined
from analysis.plots.lettering import LABEL, plot_size, wrap
from analysis.plots.placing import connect, in_points, measured, spread, tall_enough, write

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_CAPTION = "마름모는 집단, 점은 낱말. 집단끼리와 낱말끼리의 거리는 읽을 수 있으나, 집단과 낱말 사이는 방향만 읽는다."
_HEIGHT = 360.0
_LABEL_WIDTH = 120.0
_MARK = {"group": (9.0, "D", "orange"), "term": (5.0, "o", "blue")}
_FAR = 2.0  # points; a label that had to move farther from its mark is joined to it by a line


def correspondence(table: pd.DataFrame, *, title: str | None = None, ax: Axes | None = None) -> Axes:
    """Draw groups and terms of a correspondence analysis on its first two dimensions.

    Both axes have the same scale, or distances would mean nothing. Every point is labelled.

    Parameters
    ----------
    table : DataFrame
        A result of `stats.correspondence`, whole or with fewer terms.
    title : str, optional
        A headline; without it the two groups farthest apart on the first dimension.
    ax : Axes, optional
        Where to draw; without it in a new figure 160 mm wide. Labels fit the Axes as it is at the call.

    Returns
    -------
    Axes
        One marker and one Text per group and term.

    Raises
    ------
    SchemaError
        If the table is not one of correspondence analysis.
    FigureError
        If it has no rows, but one dimension, or its labels do not fit.
    FontError
        If a label has a character that the font lacks.

    References
    ----------
    Greenacre, M. (2017). Correspondence Analysis in Practice, 3rd ed., ch. 9: the symmetric map and how not to read it.
    """
    what = "plots.correspondence"
    schema.check(table, schema.CORRESPONDENCE, what=f"{what}: correspondence")
    if table.empty or table["dim2"].isna().any():
        msg = f"{what}: a map needs two dimensions, that is three groups and three terms; for two groups use keyness"
        raise FigureError(msg)
    rows = table.assign(label=[visible(str(label)) for label in table["label"]], kind=table["kind"].astype(str))
    shares = [float(share) for share in (schema.about(table).explained or ())[:2]]
    texts = Texts(title or _title(rows, shares), _subtitle(table, shares), _CAPTION, rows["label"])
    points = ", ".join(f"{row.label}({row.dim1:.2f}, {row.dim2:.2f})" for row in rows.itertuples())
    alt = f"대응분석 지도. {texts.title}. {texts.subtitle}. {points}."
    numbers = table[["label", "kind", "dim1", "dim2"]]
    return chart(
        "correspondence",
        ax,
        texts,
        lambda axes: _draw(axes, rows, shares, owned=ax is None),
        alt=alt,
        numbers=numbers,
        place=lambda axes: _label(axes, rows),
    )


def _title(rows: pd.DataFrame, shares: list[float]) -> str:
    """State which groups lie farthest apart on the first dimension."""
    groups = rows[rows["kind"] == "group"].sort_values(["dim1", "label"])
    if len(groups) < 2:
        return "집단과 낱말의 대응분석"
    low, high = (f"‘{groups['label'].iloc[k]}’" for k in (0, -1))
    share = f"(관성의 {shares[0]:.0%})" if shares else ""
    return f"{attach(low, '과/와')} {attach(high, '이/가')} 첫 차원{share}의 양 끝에 있다"


def _subtitle(table: pd.DataFrame, shares: list[float]) -> str:
    """Say what was analysed and how much of it the plane shows."""
    about = schema.about(table)
    shown = f"두 차원이 관성의 {sum(shares):.0%}를 보임" if len(shares) == 2 else ""
    dropped = about.dropped or ()
    left = f"낱말이 없는 집단 {', '.join(dropped)}은(는) 뺌" if dropped else ""
    return joined(about.window, about.base, about.layer, shown, left)


def _draw(ax: Axes, rows: pd.DataFrame, shares: list[float], *, owned: bool) -> float:
    """Draw marks and axes; return the height in points at which all labels find a place."""
    for kind, (size, shape, colour) in _MARK.items():
        some = rows[rows["kind"] == kind]
        ax.plot(some["dim1"], some["dim2"], linestyle="none", marker=shape, markersize=size, zorder=3,
                color=style.colour(colour), markeredgecolor=style.INK if kind == "group" else "none")  # fmt: skip
    ax.axhline(0, color=style.LINE, linewidth=0.8, zorder=1)
    ax.axvline(0, color=style.LINE, linewidth=0.8, zorder=1)
    for axis, number in ((ax.xaxis, 0), (ax.yaxis, 1)):
        share = f"({shares[number]:.1%})" if number < len(shares) else ""
        axis.set_label_text(f"차원 {number + 1}{share}", fontsize=LABEL, color=style.INK)
    ax.yaxis.label.set(rotation=0, ha="right", va="center", text=ax.get_ylabel().replace("(", "\n("))
    ax.margins(0.12)
    ax.set_aspect("equal", adjustable="datalim")
    return tall_enough(measured(ax, _wrapped(ax, rows)), room(ax, owned=owned) - 60, least=_HEIGHT, share=0.14)


def _wrapped(ax: Axes, rows: pd.DataFrame) -> list[str]:
    """Break long labels into lines."""
    return [wrap(ax, label, width=_LABEL_WIDTH, size=LABEL) for label in rows["label"]]


def _label(ax: Axes, rows: pd.DataFrame) -> None:
    """Write every label beside its mark, with a line where it had to move away."""
    ax.apply_aspect()
    ax.set_xlim(ax.get_xlim())
    ax.set_ylim(ax.get_ylim())
    labels = _wrapped(ax, rows)
    sizes = measured(ax, labels)
    marks = in_points(ax, rows[["dim1", "dim2"]].to_numpy())
    wide = np.array([_MARK[kind][0] + 1 for kind in rows["kind"]])
    above = marks + np.column_stack([np.zeros(len(marks)), sizes[:, 1] / 2 + wide])
    places = spread(above, sizes, area=plot_size(ax), marks=np.column_stack([marks, wide, wide]))
    for label, kind, size, mark, place, radius in zip(labels, rows["kind"], sizes, marks, places, wide, strict=True):
        connect(ax, mark, place, size, beyond=radius + _FAR)
        if kind == "group":
            write(ax, label, place, edge=style.INK)
        else:
            write(ax, label, place, colour=style.colour("blue"))
