"""The map of a correspondence analysis: groups and their terms in one plane."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis import schema, style
from analysis.errors import FigureError
from analysis.korean import attach, visible
from analysis.plots.canvas import LABEL, Words, drawing, finish, room, wrap
from analysis.plots.placing import Array, inner, measured, spread, tall_enough, write

if TYPE_CHECKING:
    from matplotlib.axes import Axes

CAPTION = "마름모는 집단, 점은 낱말. 집단끼리와 낱말끼리의 거리는 읽을 수 있으나, 집단과 낱말 사이는 방향만 읽는다."
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
    shares = [float(share) for share in table.attrs.get("explained", [])[:2]]
    words = Words(title or _finding(rows, shares), _basis(table, shares), CAPTION)
    style.require_glyphs([*rows["label"], words.title, words.subtitle], what=what)
    with drawing(ax) as axes:
        _draw(axes, rows, shares, words=words, owned=ax is None)
    points = [f"{row.label}({row.dim1:.2f}, {row.dim2:.2f})" for row in rows.itertuples()]
    alt = f"대응분석 지도. {words.title}. {words.subtitle}. {', '.join(points)}."
    style.describe(axes, chart="correspondence", alt=alt, numbers=table[["label", "kind", "dim1", "dim2"]])
    return axes


def _finding(rows: pd.DataFrame, shares: list[float]) -> str:
    """State which groups lie farthest apart on the first dimension."""
    groups = rows[rows["kind"] == "group"].sort_values(["dim1", "label"])
    if len(groups) < 2:
        return "집단과 낱말의 대응분석"
    low, high = (f"‘{groups['label'].iloc[k]}’" for k in (0, -1))
    share = f"(관성의 {shares[0]:.0%})" if shares else ""
    return f"{attach(low, '과/와')} {attach(high, '이/가')} 첫 차원{share}의 양 끝에 있다"


def _basis(table: pd.DataFrame, shares: list[float]) -> str:
    """Say what was analysed and how much of it the plane shows."""
    attrs = table.attrs
    shown = f"두 차원이 관성의 {sum(shares):.0%}를 보임" if len(shares) == 2 else ""
    dropped = attrs.get("dropped") or []
    left = f"낱말이 없는 집단 {', '.join(dropped)}은(는) 뺌" if dropped else ""
    parts = (attrs.get("window"), attrs.get("base"), attrs.get("layer"), shown, left)
    return ", ".join(str(part) for part in parts if part)


def _draw(ax: Axes, rows: pd.DataFrame, shares: list[float], *, words: Words, owned: bool) -> None:
    """Draw marks and axes, size the figure, then place the labels."""
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
    labels = [wrap(ax, label, width=_LABEL_WIDTH, size=LABEL) for label in rows["label"]]
    sizes = measured(ax, labels)
    height = tall_enough(sizes, room(ax, owned=owned) - 60, least=_HEIGHT, share=0.14)
    ax.margins(0.12)
    ax.set_aspect("equal", adjustable="datalim")
    finish(ax, words, owned=owned, height=height)
    ax.apply_aspect()
    _label(ax, rows, labels, sizes)


def _label(ax: Axes, rows: pd.DataFrame, labels: list[str], sizes: Array) -> None:
    """Write every label beside its mark, with a line where it had to move away."""
    ax.set_xlim(ax.get_xlim())
    ax.set_ylim(ax.get_ylim())
    area = np.array(inner(ax))
    marks = ax.transAxes.inverted().transform(ax.transData.transform(rows[["dim1", "dim2"]].to_numpy())) * area
    wide = np.array([_MARK[kind][0] + 1 for kind in rows["kind"]])
    start = marks + np.column_stack([np.zeros(len(marks)), sizes[:, 1] / 2 + wide])
    at = spread(start, sizes, area=(area[0], area[1]), marks=np.column_stack([marks, wide, wide]))
    for label, kind, size, mark, place, near in zip(labels, rows["kind"], sizes, marks, at, wide, strict=True):
        gap = np.maximum(np.abs(place - mark) - size / 2, 0)
        if np.hypot(*gap) > near + _FAR:
            line = np.array([mark, place]) / area
            ax.plot(*line.T, transform=ax.transAxes, color=style.LINE, linewidth=0.7, zorder=2)
        if kind == "group":
            write(ax, label, place, edge=style.INK)
        else:
            write(ax, label, place, colour=style.colour("blue"))
