"""The framing chart: two frames, paragraph by paragraph, side by side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis import schema, style
from analysis.errors import FigureError, SchemaError
from analysis.korean import attach
from analysis.messages import message
from analysis.plots.canvas import GRID, Texts, chart, room
from analysis.plots.chart_data import Frame, footer, frames_by_id, frames_of, grid, require_one_document
from analysis.plots.leads import lead
from analysis.plots.lettering import LABEL, NOTE, measure, note
from analysis.plots.row_labels import label_rows, ticks_from_0

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_PITCH = 25.0  # points from paragraph to paragraph
_CLOSE = 9.0  # points: dots nearer than this step apart
_STEP = 0.2


@dataclass(frozen=True)
class _Pairs:
    """Two frames by paragraph: the value drawn and the count printed, one column a frame."""

    frames: list[Frame]
    value: pd.DataFrame
    n: pd.DataFrame
    axis: str


def framing(table: pd.DataFrame, *, title: str | None = None, ax: Axes | None = None) -> Axes:
    """Draw two frames as paired dots per paragraph, paragraphs in reading order from the top.

    Dots stand at the weight per 100 content morphemes (scores) or at the weight (a contrast, which carries no
    lengths); the number beside a dot is the raw count of hits. The frames differ by colour and by marker.

    Parameters
    ----------
    table : DataFrame
        For one document, a result of `framing.score(by="paragraph")`, or of `framing.contrast` on it. The
        compared pair, labels and colours come from its attrs.
    title : str, optional
        A headline; without it the paragraph where each frame is at its highest, with the value.
    ax : Axes, optional
        Where to draw; without it in a new figure 160 mm wide.

    Returns
    -------
    Axes
        One marker line per frame. A paragraph without content morphemes has no density; its row says so.

    Raises
    ------
    SchemaError
        If the table is neither, is not by paragraph, or a paragraph lacks a frame.
    FigureError
        If the table has no rows, holds several documents, or names no two frames to compare.
    FontError
        If a label has a character that the font lacks.
    """
    what = "plots.framing"
    if "paragraph" not in table.columns or "sentence" in table.columns:
        msg = message(
            '{what}: the table is not by paragraph; pass framing.score(hits, tokens, by="paragraph")', what=what
        )
        raise SchemaError(msg)
    require_one_document(table, what=what)
    data = _contrasted(table, what) if "frame_a" in table.columns else _scored(table, what)
    subtitle = f"점의 위치는 {data.axis.removesuffix('(점)')}, 옆 숫자는 프레임 어휘가 나온 횟수"
    texts = Texts(title or _title(data), subtitle, footer(table), [frame.label for frame in data.frames])
    keys = [c for c in ("doc", "paragraph", "frame", "frame_a", "frame_b") if c in table.columns]
    drawn = [c for c in ("n", "density", "n_a", "n_b", "weight_a", "weight_b") if c in table.columns]
    rows = table
    if "frame" in table.columns:
        rows = table[table["frame"].astype(str).isin([frame.id for frame in data.frames])]
    lines = []
    for paragraph in data.value.index:
        cells = []
        for frame in data.frames:
            value = data.value.loc[paragraph, frame.id]
            shown = "값 없음" if pd.isna(value) else f"{value:.1f}점"
            cells.append(f"{frame.label} {shown}({int(data.n.loc[paragraph, frame.id])}회)")
        lines.append(f"{paragraph}문단 {', '.join(cells)}.")
    described = " ".join(lines)
    alt = f"문단별 프레임 점그림. {texts.title}. {described}"
    numbers = rows[keys + drawn]
    return chart("framing", ax, texts, lambda axes: _draw(axes, data, owned=ax is None), alt=alt, numbers=numbers)


def _scored(table: pd.DataFrame, what: str) -> _Pairs:
    """Read densities and counts from scores by paragraph."""
    schema.check(table, schema.SCORES, what=message("{what}: scores", what=what))
    frames = frames_of(table, None, what=what)
    if len(frames) != 2:
        msg = message(
            "{what}: {n_frames} frames to compare, not 2; keep the rows of the two frames to compare",
            what=what,
            n_frames=len(frames),
        )
        raise FigureError(msg)
    value = grid(table, frames, unit="paragraph", value="density", what=what)
    n = grid(table, frames, unit="paragraph", value="n", what=what)
    return _Pairs(frames, value, n, "내용 형태소 100개당 가중 점수(점)")


def _contrasted(table: pd.DataFrame, what: str) -> _Pairs:
    """Read weights and counts from a contrast by paragraph."""
    schema.check(table, schema.CONTRAST, what=message("{what}: contrast", what=what))
    pairs = table[["frame_a", "frame_b"]].astype(str).drop_duplicates()
    if len(pairs) != 1 or table["paragraph"].duplicated().any():
        msg = message(
            "{what}: the contrast holds {n_pairs} frame pairs; keep one pair, one row per paragraph",
            what=what,
            n_pairs=len(pairs),
        )
        raise FigureError(msg)
    ids = list(pairs.iloc[0])
    by_paragraph = table.set_index("paragraph").sort_index()
    value, n = (by_paragraph[[f"{column}_a", f"{column}_b"]].set_axis(ids, axis=1) for column in ("weight", "n"))
    return _Pairs(frames_by_id(table, ids), value, n, "가중 점수(점)")


def _title(data: _Pairs) -> str:
    """State where each frame is at its highest, or that its words do not occur."""
    peaks, absent = [], []
    for frame in data.frames:
        values = data.value[frame.id].dropna()
        if not (values > 0).any():
            absent.append(f"‘{frame.label}’")
            continue
        best = [str(p) for p in values.index[values == values.max()]]
        at = f"{'·'.join(best)}문단" if len(best) <= 3 else f"{len(best)}개 문단"
        peaks.append(f"{attach(f'‘{frame.label}’', '은/는')} {at}({values.max():.1f}점)")
    if not peaks:
        return f"{'·'.join(absent)} 어휘가 나오지 않는다"
    if absent:
        return f"{peaks[0]}에서 가장 높고 {absent[0]} 어휘는 없다"
    return f"{', '.join(peaks)}에서 가장 높다"


def _draw(ax: Axes, data: _Pairs, *, owned: bool) -> float:
    """Draw guides, dots, counts and legend; return the height in points that they need."""
    a, b = (data.value[frame.id].to_numpy(dtype=float) for frame in data.frames)
    rows = np.arange(len(a), dtype=float)
    high = float(np.nanmax(np.concatenate([a, b, [0.0]]))) or 1.0
    point = _fit_counts(ax, data, high, owned=owned)
    step = np.where(np.abs(a - b) < _CLOSE * point, _STEP, 0.0)
    ax.hlines(rows, 0, high, color=GRID, linewidth=0.8, zorder=1)
    ax.plot(np.array([a, b]), np.array([rows - step, rows + step]), color=style.LINE, linewidth=1.2, zorder=2)
    for k, (frame, x, y) in enumerate(zip(data.frames, (a, b), (rows - step, rows + step), strict=True)):
        ax.plot(x, y, linestyle="none", marker=style.marker(k), markersize=(8.5, 7.5)[k], color=frame.colour,
                markeredgecolor=style.INK, markeredgewidth=0.8, label=frame.label, zorder=3,
                clip_on=False)  # fmt: skip
        to_left = (a <= b) if k == 0 else (b < a)
        rows_of = zip(data.n[frame.id].items(), x, y, to_left, strict=True)
        for (paragraph, count), value, row, left in rows_of:
            if not np.isnan(value):
                if count:
                    told = {"paragraph": paragraph, "frame": frame.id, "n": int(count)}
                    lead(ax, told, (float(value), float(row)))
                _write_beside(ax, f"{int(count)}회", value, row, left=left)
    for undefined in rows[np.isnan(a) | np.isnan(b)]:  # both frames share the denominator, so both are undefined
        _write_beside(ax, "내용 형태소 없음", 0.0, undefined, left=False)
    ax.set_ylim(len(rows) - 0.4, -0.6)
    ax.set_xticks(ticks_from_0(high), [f"{t:g}" for t in ticks_from_0(high)])
    ax.axvline(0, color=style.LINE, linewidth=0.8, zorder=1)
    label_rows(ax, rows, [f"{p}문단" for p in data.value.index], xlabel=data.axis, leading=None)
    ax.spines["bottom"].set_bounds(0, high)
    ax.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=2, frameon=False, borderaxespad=0.2, borderpad=0,
              handletextpad=0.4, fontsize=LABEL)  # fmt: skip
    return len(rows) * _PITCH


def _fit_counts(ax: Axes, data: _Pairs, high: float, *, owned: bool) -> float:
    """Set the x limits so that counts fit beside the outermost dots; return data units per point."""
    # A plot of 400 points where counts need 30 on both sides leaves 340 for values from 0 to 8.5, 0.025 a point: the
    # limits become -30 * 0.025 = -0.75 and 8.5 + 0.75.
    labels = measure(ax, f"{max(data.value.index)}문단", LABEL)[0] + 8
    beside = measure(ax, f"{int(data.n.to_numpy().max())}회", NOTE)[0] + 12
    point = high / (room(ax, owned=owned, beside=labels) - 2 * beside)
    ax.set_xlim(-beside * point, high + beside * point)
    return point


def _write_beside(ax: Axes, text: str, x: float, y: float, *, left: bool) -> None:
    """Write a text to the left or right of a dot."""
    note(ax, text, (x, y), (-8 if left else 8, 0), ha="right" if left else "left")
