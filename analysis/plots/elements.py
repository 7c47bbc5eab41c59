"""The chart of elements: which of Entman's four elements the words of each frame stand for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analysis.plots.matrix import by_frame

if TYPE_CHECKING:
    from matplotlib.axes import Axes

LABELS = {"problem": "문제 정의", "cause": "원인 진단", "moral": "도덕 평가", "remedy": "해법 제시", "": "명시 없음"}
_METHOD = (
    "칸의 수는 그 요소로 적힌 프레임 어휘가 나온 횟수, 점선 칸은 한 번도 나오지 않음, "
    "‘명시 없음’은 코드북이 요소를 적지 않은 어휘"
)


def elements(table: pd.DataFrame, *, title: str | None = None, ax: Axes | None = None) -> Axes:
    """Draw a matrix of frames by Entman's elements with the counts in its cells; empty cells stay visible.

    Parameters
    ----------
    table : DataFrame
        Columns frame, element and n (counted hits), every frame with every element, zeros included; the empty element
        is that of terms for which the codebook states none. Labels and colours come from its attrs.
    title : str, optional
        A headline; without it the fullest cell of a stated element and the number of empty ones.
    ax : Axes, optional
        Where to draw; without it in a new figure 160 mm wide.

    Returns
    -------
    Axes
        One Rectangle per cell, row by row, frames in the order of the codebook; a row's sum stands at its right.

    Raises
    ------
    SchemaError
        If columns are missing, or a frame lacks an element that another has.
    FigureError
        If the table has no rows.
    FontError
        If a label has a character that the font lacks.
    """
    return by_frame(table, column="element", labels=LABELS, words=("elements", "요소", _METHOD), title=title, ax=ax)
