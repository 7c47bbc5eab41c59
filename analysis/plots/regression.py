"""Coefficients of a regression with their intervals, a panel for each frame."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from analysis import schema, style
from analysis.korean import visible
from analysis.messages import message
from analysis.plots.canvas import GRID, Texts, chart, checked, require_rows
from analysis.plots.chart_data import Frame, footer, frames_by_id
from analysis.plots.lettering import LABEL, NOTE, RIGHT, fitted, note, wrap
from analysis.plots.row_labels import label_rows, row_head
from analysis.schema.printed import covariate, decimal, p_equals, references, variable

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_PITCH = 21.0  # points from row to row
_HEAD = 1.1  # rows that the name of a frame takes
_LABEL_WIDTH = 130.0  # points
_NUMBERS = 168.0
_INTERCEPT = "intercept"
_SCALES = {"identity": "계수(비중의 차이)", "logit": "계수(로그 오즈비)"}
_DRAWN = ("frame", "covariate", "coefficient", "low", "high", "p", "p_adjusted")


def regression(table: pd.DataFrame, *, title: str | None = None, ax: Axes | None = None) -> Axes:
    """Draw the coefficients of `framing.regression` with their intervals, frame by frame; the constant is left out.

    Parameters
    ----------
    table : DataFrame
        A result of `framing.regression`; some of its rows draw some frames.
    title : str, optional
        A headline; without it the coefficient that is farthest from 0 among those that hold after correction.
    ax : Axes, optional
        Where to draw; without it in a new figure 160 mm wide.

    Returns
    -------
    Axes
        One row a coefficient with a dot and its 95% interval; filled where it holds after Holm's correction. A
        coefficient that could not be had has no dot, and says so.

    Raises
    ------
    SchemaError
        If the table is no regression table.
    FigureError
        If it has no coefficient but constants.
    FontError
        If a label has a character that the font lacks.
    """
    what = checked("regression", table, schema.REGRESSION, message("regression table"))
    rows = table[table["covariate"] != _INTERCEPT]
    require_rows(rows, what=what, hint=message("regress on a variable"), noun=message("regression table"))
    frames = frames_by_id(rows, list(dict.fromkeys(rows["frame"].astype(str))))
    about = schema.about(table)
    against = references(about.reference, rows["variable"].astype(str).unique().tolist())
    told_against = ", ".join(f"{variable(name)} {visible(value)}" for name, value in against.items())
    compared = f" 비교 기준은 {told_against}." if against else ""
    subtitle = (
        f"점은 계수, 선은 글을 묶음으로 본 95% 구간, 속이 찬 점은 홀름 보정 p<.05.{compared} "
        "오른쪽은 계수와 구간, 보정한 p"
    )
    foot = " · ".join(filter(None, [about.base, footer(table), *(about.caution or ())]))
    labels = [*(frame.label for frame in frames), *rows["covariate"].astype(str).map(visible).map(covariate)]
    texts = Texts(title or _title(rows, frames, against), subtitle, foot, labels)
    told = [f"{frame.label}: {_told(_of(rows, frame))}" for frame in frames]
    alt = f"회귀 계수. {texts.title}. {' '.join(told)}"
    scale = _SCALES.get(about.measure or "", "계수")
    return chart(
        "regression", ax, texts, lambda axes: _draw(axes, rows, frames, scale), alt=alt, numbers=rows[list(_DRAWN)]
    )


def _of(rows: pd.DataFrame, frame: Frame) -> list[dict[Any, Any]]:
    """Choose the rows of a frame."""
    return rows[rows["frame"].astype(str) == frame.id].to_dict("records")


def _told(rows: list[dict[Any, Any]]) -> str:
    """Write the coefficients of a panel in one line."""
    return " ".join(f"{covariate(visible(str(row['covariate'])))} {_numbers(row)}." for row in rows)


def _title(rows: pd.DataFrame, frames: list[Frame], against: dict[str, str]) -> str:
    """State the coefficient that is farthest from 0, by its own error, among those that hold."""
    held = rows[rows["p_adjusted"] < 0.05]
    if held.empty:
        return "홀름 보정 뒤에도 0과 다른 계수는 없다"
    row = held.iloc[int((held["coefficient"] / held["se"]).abs().to_numpy().argmax())]
    name = next(frame.label for frame in frames if frame.id == str(row["frame"]))
    called = covariate(visible(str(row["covariate"])), against)
    return f"‘{name}’에서 ‘{called}’의 계수는 {decimal(float(row['coefficient']))}이다"


def _numbers(row: dict[Any, Any]) -> str:
    """Write the numbers of a coefficient in a line."""
    if pd.isna(row["coefficient"]):
        return "구하지 않음"
    ends = "구간 없음" if pd.isna(row["low"]) else f"[{decimal(row['low'])}, {decimal(row['high'])}]"
    p = "" if pd.isna(row["p_adjusted"]) else f" {p_equals(row['p_adjusted'])}"
    return f"{decimal(row['coefficient'])} {ends}{p}"


def _draw(ax: Axes, rows: pd.DataFrame, frames: list[Frame], scale: str) -> float:
    """Draw the panels of the frames from the top; return the height in points."""
    # Example: two frames of two coefficients: heads at 0 and 3.1, rows at 1.1, 2.1, 4.2 and 5.2
    y, places, labels = 0.0, [], []
    for frame in frames:
        row_head(ax, frame.label, y, va="center_baseline")
        y += _HEAD
        for row in _of(rows, frame):
            label = wrap(ax, covariate(visible(str(row["covariate"]))), width=fitted(ax, _LABEL_WIDTH), size=LABEL)
            told = wrap(ax, _numbers(row), width=fitted(ax, _NUMBERS), size=NOTE)
            more = 0.35 * max(label.count("\n"), told.count("\n"))
            y += more
            places.append(y)
            labels.append(label)
            if not pd.isna(row["low"]):
                ax.plot([row["low"], row["high"]], [y, y], color=frame.colour, linewidth=2.5, zorder=2)
            if not pd.isna(row["coefficient"]):
                holds = row["p_adjusted"] < 0.05
                ax.plot([row["coefficient"]], [y], linestyle="none", marker="o", markersize=7.5, zorder=3,
                        markerfacecolor=frame.colour if holds else "white", markeredgecolor=style.INK,
                        markeredgewidth=0.9, clip_on=False)  # fmt: skip
            note(ax, told, (1.0, y), (12, 0), coords=RIGHT, va="center")
            y += 1.0 + more
    ax.set_ylim(y - 0.4, -0.6)
    ends = rows[["low", "high", "coefficient"]].to_numpy(dtype=float)
    known = [0.0, *ends[~pd.isna(ends)].tolist()]
    left, right = min(known), max(known)
    slack = 0.05 * (right - left) or 1.0
    ax.set_xlim(left - slack, right + slack)
    ax.axvline(0, color=style.LINE, linewidth=1, zorder=1)
    ax.grid(axis="x", color=GRID, linewidth=0.8)
    label_rows(ax, places, labels, xlabel=scale)
    ax.tick_params(axis="y", pad=8)
    return y * _PITCH
