"""Rows with a label at the left and numbers in columns at the right of the plotting area."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_SLACK = 4  # a tie may lengthen a list by a quarter


def stacked(texts: list[str]) -> tuple[list[float], float]:
    """Place rows downwards from 0, each as tall as the lines of its label; give their middles and the end."""
    y: list[float] = []
    cursor = 0.0
    for text in texts:
        step = max(1.0, 0.85 * (text.count("\n") + 1) + 0.15)
        y.append(cursor + step / 2)
        cursor += step
    return y, cursor


def beside(ax: Axes, text: str, y: float, right: float, *, size: float, colour: str, above: bool = False) -> None:
    """Write a text that ends some points right of the plotting area, at the height of a row."""
    ax.annotate(
        text,
        (1, y),
        (right, 4 if above else 0),
        xycoords=ax.get_yaxis_transform(),
        textcoords="offset points",
        ha="right",
        va="bottom" if above else "center_baseline",
        fontsize=size,
        color=colour,
        annotation_clip=False,
    )


def first(rows: pd.DataFrame, top: int) -> tuple[pd.DataFrame, str]:
    """Take the first `top` rows by their rank without splitting a tie, and say in Korean what was left out."""
    if len(rows) <= top:
        return rows, ""
    rank = int(rows["rank"].iloc[top - 1])
    above, through = int((rows["rank"] < rank).sum()), int((rows["rank"] <= rank).sum())
    if through <= top + max(1, top // _SLACK):
        return rows.head(through), ""
    if above:
        return rows.head(above), f"공동 {rank:,}위 {through - above:,}개는 뺌"
    return rows.head(top), f"공동 {rank:,}위 {through:,}개 가운데 가나다순 {top:,}개"
