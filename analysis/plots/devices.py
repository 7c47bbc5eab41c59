"""The chart of devices: by which framing devices each frame stands in the text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analysis.plots.matrix import by_frame

if TYPE_CHECKING:
    from matplotlib.axes import Axes

LABELS = {
    "lexis": "낱말",
    "catchphrase": "구호",
    "metaphor": "은유",
    "exemplar": "사례",
    "depiction": "묘사",
    "number": "수치",
    "": "명시 없음",
}
_METHOD = (
    "칸의 수는 그 장치로 적힌 프레임 어휘가 나온 횟수, 점선 칸은 한 번도 나오지 않음, "
    "‘명시 없음’은 코드북이 장치를 적지 않은 어휘"
)


def devices(table: pd.DataFrame, *, title: str | None = None, ax: Axes | None = None) -> Axes:
    """Draw a matrix of frames by framing devices with the counts in its cells; empty cells stay visible.

    Parameters
    ----------
    table : DataFrame
        Columns frame, device and n (counted hits), every frame with every device, zeros included; the empty device
        is that of terms for which the codebook states none. Labels and colours come from its attrs.
    title : str, optional
        A headline; without it the fullest cell of a stated device and the number of empty ones.
    ax : Axes, optional
        Where to draw; without it in a new figure 160 mm wide.

    Returns
    -------
    Axes
        One Rectangle per cell, row by row, frames in the order of the codebook; a row's sum stands at its right.

    Raises
    ------
    SchemaError
        If columns are missing, or a frame lacks a device that another has.
    FigureError
        If the table has no rows.
    FontError
        If a label has a character that the font lacks.
    """
    return by_frame(table, column="device", labels=LABELS, words=("devices", "장치", _METHOD), title=title, ax=ax)
