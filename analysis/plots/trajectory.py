"""The chart of a trajectory: where in a text one frame gains on the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis import schema, style
from analysis.plots.canvas import Texts, chart, room
from analysis.plots.chart_data import Frame, footer, frames_by_id, require_one_document
from analysis.plots.lettering import LABEL, NOTE, measure, note

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_HEIGHT = 190.0  # points
_BAND = "#E6E6E6"


def trajectory(table: pd.DataFrame, *, title: str | None = None, ax: Axes | None = None) -> Axes:
    """Draw the running sum of two frames' difference, sentence by sentence, over the range of shuffled orders.

    Parameters
    ----------
    table : DataFrame
        A result of `framing.trajectory`, cut to one document. Labels and the test come from its attrs.
    title : str, optional
        A headline; without it whether the curve leaves what shuffled orders give, and where it turns.
    ax : Axes, optional
        Where to draw; without it in a new figure 160 mm wide.

    Returns
    -------
    Axes
        The band of shuffled orders, the curve with a mark at its turn, and the bounds of paragraphs.

    Raises
    ------
    SchemaError
        If the table is not a trajectory.
    FigureError
        If the table has no rows or holds several documents.
    FontError
        If a label has a character that the font lacks.
    """
    what = "plots.trajectory"
    schema.check(table, schema.TRAJECTORY, what=f"{what}: trajectory table")
    require_one_document(table, what=what)
    a, b = frames_by_id(table, [str(table[name].iloc[0]) for name in ("frame_a", "frame_b")])
    test = _test(table)
    notes = ". ".join(text for text in (_explanation(table, a, b), footer(table)) if text)
    texts = Texts(title or _title(table, test, a, b), _subtitle(test), notes)
    points = ", ".join(f"{s}번 {v:+.1f}" for s, v in zip(table["sentence"], table["cusum"], strict=True))
    alt = f"문장 순서에 따른 누적 차이 그림. {texts.title}. {texts.subtitle}. 누적 차이: {points}."
    numbers = table[["doc", "sentence", "cusum", "low", "high"]]
    return chart("trajectory", ax, texts, lambda axes: _draw(axes, table, owned=ax is None), alt=alt, numbers=numbers)


def _test(table: pd.DataFrame) -> schema.Curve:
    """Find the test of this document's curve in the attrs of the table."""
    doc = str(table["doc"].iloc[0])
    return next((curve for curve in schema.about(table).curves or () if curve.doc == doc), schema.Curve(doc))


def _turn(table: pd.DataFrame) -> int:
    """Row of the first sentence at which the curve is farthest from 0."""
    return int(np.argmax(np.abs(table["cusum"].to_numpy(dtype=np.float64)).round(9)))


def _title(table: pd.DataFrame, test: schema.Curve, a: Frame, b: Frame) -> str:
    """State whether the order of the sentences matters, and where the text turns."""
    if test.p is None:
        return "문장이나 프레임 어휘가 적어 뒤섞은 순서와 견주지 않았다"
    if not test.leaves:
        return f"프레임이 나오는 순서는 문장을 뒤섞었을 때와 구별되지 않는다(p={test.p:.3f})"
    turn = table.iloc[_turn(table)]
    first, then = (a, b) if turn["cusum"] > 0 else (b, a)
    return (
        f"{int(turn['sentence']):,}번 문장까지는 ‘{first.label}’ 어휘 쪽으로, 그 뒤로는 ‘{then.label}’ 어휘 쪽으로 "
        f"기운다(p={test.p:.3f})"
    )


def _subtitle(test: schema.Curve) -> str:
    """Give the test of the whole curve."""
    if test.p is None:
        return "세로축은 누적 차이. 문장 10개, 두 프레임의 어휘 5회부터 견줌"
    reach, limit = (f"{value:.1f}점" for value in (test.reach, test.limit))
    return f"세로축은 누적 차이. 0에서 가장 멀 때 {reach}, 뒤섞은 순서의 95%는 {limit}을 넘지 않음"


def _explanation(table: pd.DataFrame, a: Frame, b: Frame) -> str:
    """Explain the chart in one sentence."""
    line = (
        "선은 문장마다 두 프레임의 점수 차이에서 글 평균을 뺀 값을 차례로 더한 것으로, "
        f"올라가면 ‘{a.label}’ 쪽, 내려가면 ‘{b.label}’ 쪽으로 평균보다 기운 곳이"
    )
    if table["low"].isna().all():
        return f"{line}다"
    draws = f"{schema.about(table).draws:,}번 " if schema.about(table).draws is not None else ""
    return f"{line}고, 회색 띠는 문장을 {draws}뒤섞었을 때 그 자리 값의 95%가 드는 범위다"


def _draw(ax: Axes, table: pd.DataFrame, *, owned: bool) -> float:
    """Draw band, curve, paragraphs and axes; return the height in points."""
    from matplotlib.ticker import MaxNLocator

    x = np.arange(len(table) + 1)
    cusum, low, high = (np.r_[0.0, table[c].to_numpy(dtype=np.float64)] for c in ("cusum", "low", "high"))
    if np.isnan(low[1:]).all():
        low[0] = high[0] = np.nan
    else:
        ax.fill_between(x, low, high, color=_BAND, linewidth=0, zorder=1)
        for edge in (low, high):
            ax.plot(x, edge, color=style.LINE, linewidth=0.8, linestyle=(0, (4, 2)), zorder=2, gid="range")
    ax.axhline(0, color=style.LINE, linewidth=0.8, zorder=2)
    ax.plot(x, cusum, color=style.INK, linewidth=1.6, marker="o" if len(x) <= 61 else "", markersize=3.2, zorder=4)
    reach = float(np.nanmax(np.abs(np.concatenate([cusum, low, high])))) or 1.0
    ax.set_ylim(-1.25 * reach, 1.25 * reach)
    ax.set_xlim(0, len(table))
    _mark_turn(ax, table, reach)
    _draw_paragraphs(ax, table, wide=room(ax, owned=owned, beside=50))
    ticks = [int(t) for t in MaxNLocator(nbins=8, integer=True).tick_values(1, len(table)) if 1 <= t <= len(table)]
    ticks = ticks if len(ticks) > 1 else sorted({1, len(table)})
    ax.set_xticks(ticks, [f"{int(table['sentence'].iloc[t - 1]):,}" for t in ticks])
    ax.yaxis.set_major_locator(MaxNLocator(nbins=5))
    ax.yaxis.set_major_formatter(lambda value, _: f"{value:+g}점".replace("-", "−") if value else "0")
    ax.set_xlabel("문장(글의 순서)", fontsize=LABEL, color=style.INK)
    return _HEIGHT


def _mark_turn(ax: Axes, table: pd.DataFrame, reach: float) -> None:
    """Mark the sentence at which the curve is farthest from 0, with its value."""
    at = _turn(table)
    value = float(table["cusum"].iloc[at])
    if not abs(value) > 1e-9:
        return
    ax.plot([at + 1], [value], marker="D", markersize=7, color=style.colour("red"), markeredgecolor=style.INK, zorder=5)
    ax.annotate(
        f"{int(table['sentence'].iloc[at]):,}번 {value:+.1f}".replace("-", "−"),
        (at + 1, value + np.sign(value) * 0.04 * reach),
        (0, 3 if value > 0 else -3),
        textcoords="offset points",
        ha="left" if at < len(table) / 5 else "right" if at > 0.8 * len(table) else "center",
        va="bottom" if value > 0 else "top",
        fontsize=NOTE,
        zorder=6,
        bbox={"boxstyle": "square,pad=0.05", "facecolor": "white", "edgecolor": "none", "alpha": 0.8},
    )


def _draw_paragraphs(ax: Axes, table: pd.DataFrame, *, wide: float) -> None:
    """Draw the bounds of paragraphs, with their ordinals above where there is room."""
    paragraph = table["paragraph"].to_numpy()
    starts = np.flatnonzero(np.r_[True, np.diff(paragraph) != 0])
    ends = np.r_[starts[1:], len(paragraph)]
    point = wide / len(paragraph)
    for start in starts[1:] if len(starts) <= 60 else ():
        ax.axvline(start, color=_BAND, linewidth=0.8, zorder=0)
    reached = -np.inf
    for start, end in zip(starts, ends, strict=True):
        for text in (f"{paragraph[start]}문단", f"{paragraph[start]}"):
            half = measure(ax, text, NOTE)[0] / 2 + 2
            middle = (start + end) / 2 * point
            if 2 * half <= (end - start) * point and middle - half >= reached:
                top = ((start + end) / 2, 1)
                note(ax, text, top, (0, 2), coords=("data", "axes fraction"), ha="center", va="bottom",
                     colour=style.QUIET)  # fmt: skip
                reached = middle + half
                break
