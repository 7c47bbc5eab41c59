"""Charts of a course: the density of frames over time and groups of documents, and their sum through one text."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis import grouping, schema, style
from analysis.errors import SchemaError
from analysis.korean import visible
from analysis.messages import message
from analysis.plots.canvas import GRID, Texts, chart, checked, require_rows, require_top, room
from analysis.plots.chart_data import Frame, footer, frames_by_id, frames_of, require_one_document
from analysis.plots.leads import lead
from analysis.plots.lettering import LABEL, NOTE, RIGHT, fitted, measure, note, widest, wrap
from analysis.plots.row_labels import label_rows, ticks_from_0

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_HEIGHT = 200.0  # points: the plotting area of a chart over time
_STEP = 15.0  # points: from frame to frame in a group
_NAME = 130.0
_TIME = {"day": "날", "week": "주(월요일)", "month": "월", "quarter": "분기", "year": "해"}
_NAMED = {"outlet": "매체", "author": "필자", "section": "지면"}

_CURVE_HEIGHT = 190.0  # points
_BAND = "#E6E6E6"


def trend(
    table: pd.DataFrame,
    *,
    frames: Sequence[str] | None = None,
    top: int = 20,
    title: str | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw the mean density of frames with its interval: over months or years, else group by group.

    Over time nothing is smoothed or joined, and a month without documents stays a gap. Other groups stand one below
    the other, the densest in the first frame at the top. A hollow mark has no interval: fewer than three documents (or
    stories), or the same value in all. An interval that leaves the chart ends in an arrow; the numbers hold its end.

    Parameters
    ----------
    table : DataFrame
        A result of `framing.trend`. Labels, colours and what the groups are come from its attrs.
    frames : sequence of str, optional
        Frame ids to draw; without it every frame of the table.
    top : int
        How many groups to draw, those with the most documents first; of months and years all are drawn.
    title : str, optional
        A headline; without it the group in which each frame is densest.
    ax : Axes, optional
        Where to draw; without it in a new figure 160 mm wide.

    Returns
    -------
    Axes
        One dot per group and frame, with the number of documents of each group.

    Raises
    ------
    SchemaError
        If the table is not a trend, or a group lacks a frame.
    FigureError
        If the table has no rows.
    OptionError
        If `frames` names a frame that the table does not have, or `top` is below 1.
    FontError
        If a label has a character that the font lacks.
    """
    what = checked("trend", table, schema.TREND, message("trend table"))
    require_rows(table, what=what, hint=message("see whether documents have the variable"))
    require_top(top, what=what)
    order = schema.about(table).frame_ids
    present = [str(name) for name in table["frame"].unique()]
    chosen = frames_of(table, list(frames or [f for f in order if f in present] or sorted(present)), what=what)
    by = str(schema.about(table).by or "")
    rows = _chosen(table, chosen, by=by, top=top, what=what)
    labels = [*rows["group"], *(frame.label for frame in chosen)]
    about = schema.about(table)
    noun = _TIME.get(by) or _NAMED.get(by) or (by and grouping.name(by)) or "집단"
    parts = [f"점은 {noun}별 밀도(내용 형태소 100개당 점수)의 {_unit(about)} 평균, 선은 95% 구간"]
    if rows["low"].isna().any():
        parts.append("속이 빈 표식은 구간이 없음(3건 미만이거나 값이 모두 0이거나 같음)")
    if (rows["high"] > _top(rows)).any():
        parts.append("화살표는 그림 밖까지 이어지는 구간")
    groups, all_groups = rows["group"].nunique(), table["group"].nunique()
    if groups < all_groups:
        parts.append(f"글이 많은 {groups:,}개({noun} {all_groups:,}개 가운데)")
    if about.ungrouped:
        lost = "날짜가 없는" if by in _TIME else "값이 없는"
        parts.append(f"{lost} 글 {about.ungrouped:,}편은 뺌")
    subtitle = ", ".join(parts)
    notes = " · ".join(part for part in (footer(table), *(about.caution or ())) if part)
    texts = Texts(title or _title(rows, chosen), subtitle, notes, labels)
    draw = partial(_draw_over_time, by=by) if by in _TIME else _draw_by_group
    names = {frame.id: frame.label for frame in chosen}
    told = []
    for group, part in rows.groupby("group", sort=False):
        values = zip(*(part[name] for name in ("frame", "density", "low", "high", "share_upper")), strict=True)
        cells = [
            f"{names[frame]} {'값 없음' if np.isnan(value) else f'{value:.2f}점'}"
            + ("" if np.isnan(low) else f"({low:.2f}~{high:.2f})")
            + ("" if np.isnan(upper) else f"(나올 {_unit(about)}은 많아도 {upper:.0%})")
            for frame, value, low, high, upper in values
        ]
        told.append(f"{group}(글 {int(part['docs'].iloc[0]):,}편) {', '.join(cells)}.")
    described = " ".join(told)
    alt = f"집단별 프레임 밀도 점그림. {texts.title}. {described}"
    numbers = rows[[c.name for c in schema.TREND]]
    return chart("trend", ax, texts, lambda axes: draw(axes, rows, chosen, owned=ax is None), alt=alt, numbers=numbers)


def _chosen(table: pd.DataFrame, frames: list[Frame], *, by: str, top: int, what: str) -> pd.DataFrame:
    """Take the groups to draw, in the order in which they stand."""
    rows = table[table["frame"].astype(str).isin([frame.id for frame in frames])]
    if "across" in table.columns:
        msg = message("{what}: the table is of two variables; draw it with plots.heatmap", what=what)
        raise SchemaError(msg)
    rows = rows.assign(group=[visible(str(g)) for g in rows["group"]], frame=rows["frame"].astype(str))
    if rows.duplicated(["group", "frame"]).any() or len(rows) != rows["group"].nunique() * len(frames):
        msg = message("{what}: the table must hold each group once per frame; take all of framing.trend", what=what)
        raise SchemaError(msg)
    first = rows[rows["frame"] == frames[0].id].set_index("group")
    if by in _TIME:
        order = sorted(first.index)
    else:
        kept = first.reset_index().sort_values(["docs", "group"], ascending=[False, True]).head(top)
        order = kept.sort_values(["density", "group"], ascending=[False, True])["group"].tolist()
    places = {group: k for k, group in enumerate(order)}
    ranks = {frame.id: k for k, frame in enumerate(frames)}
    rows = rows[rows["group"].isin(order)]
    keys = np.lexsort((rows["frame"].map(ranks), rows["group"].map(places)))
    return rows.iloc[keys].reset_index(drop=True)


def _title(rows: pd.DataFrame, frames: list[Frame]) -> str:
    """State where each frame is densest, among the groups with an interval if there are several."""
    sure = rows[rows["low"].notna()]
    many = len(sure["group"].unique()) > 1
    some = sure if many else rows
    peaks, absent, close = [], [], []
    for frame in frames[:2]:
        values = some[(some["frame"] == frame.id) & some["density"].notna()]
        best = values[(values["density"] == values["density"].max()) & (values["density"] > 0)]
        if not (rows.loc[rows["frame"] == frame.id, "density"] > 0).any():
            absent.append(f"‘{frame.label}’")
        if best.empty:
            continue
        ties = f" 등 {len(best)}곳" if len(best) > 1 else ""
        about = f"{best['density'].iloc[0]:.1f}점" + ("" if ties else f", 글 {int(best['docs'].iloc[0]):,}편")
        peaks.append(f"‘{frame.label}’ 어휘는 {best['group'].iloc[0]}{ties}({about})")
        if (values.loc[~values["group"].isin(best["group"]), "high"] >= best["low"].min()).any():
            close.append(f"‘{frame.label}’")
    lost = f"{'·'.join(absent)} 어휘는 없다" if absent else ""
    if not peaks:
        return lost or "구간이 있는 곳에는 프레임 어휘가 없다"
    start = "구간이 있는 곳 가운데 " if many and len(sure) < len(rows) else ""
    overlap = f"{'·'.join(close)}의 구간은 다른 곳과 겹친다" if close else ""
    return ". ".join(part for part in (f"{start}{', '.join(peaks)}에서 밀도가 가장 높다", overlap, lost) if part)


def _unit(about: schema.About) -> str:
    """Name what is averaged."""
    return {None: "글", "document": "글", "copies": "사안"}.get(about.cluster, "묶음")


def _draw_marks(
    ax: Axes, at: tuple[np.ndarray, np.ndarray], row: pd.DataFrame, k: int, frame: Frame, *, top: float, flat: bool
) -> None:
    """Draw the dots of a frame and their intervals as far as the axis goes, hollow where there is none."""
    where, value = at
    low, high = row["low"].to_numpy(dtype=float), row["high"].to_numpy(dtype=float)
    if (beyond := high > top).any():
        ends = np.full(int(beyond.sum()), top)
        x, y = (ends, where[beyond]) if flat else (where[beyond], ends)
        ax.plot(x, y, linestyle="none", marker=">" if flat else "^", markersize=4, color=style.QUIET, zorder=2)
        high = np.minimum(high, top)
    known = ~np.isnan(low)
    lines = ax.hlines if flat else ax.vlines
    if known.any():  # what is empty would claim room at the corner of the figure, here and below
        lines(where[known], low[known], high[known], color=style.QUIET, linewidth=1.4, zorder=2)
    for filled in (True, False):
        some = known if filled else ~known
        if not some.any():
            continue
        x, y = (value[some], where[some]) if flat else (where[some], value[some])
        ax.plot(x, y, linestyle="none", marker=style.marker(k), markersize=(7.5, 6.8)[k % 2], color=frame.colour,
                markerfacecolor=frame.colour if filled else "white", markeredgewidth=0.8 if filled else 1.6,
                markeredgecolor=style.INK if filled else frame.colour, zorder=3, clip_on=False)  # fmt: skip


def _top(rows: pd.DataFrame) -> float:
    """Highest value that is drawn, above 0."""
    # The interval of three documents may reach ten times as far as any value: axes end at three times the largest
    value, high = (float(np.nanmax(np.r_[rows[name], 0.0])) for name in ("density", "high"))
    return max(value, min(high, 3 * value)) or 1.0


def _draw_by_group(ax: Axes, rows: pd.DataFrame, frames: list[Frame], *, owned: bool) -> float:
    """Draw groups one below the other; return the height in points that they need."""
    groups = list(dict.fromkeys(rows["group"]))
    texts = [wrap(ax, group, width=fitted(ax, _NAME), size=LABEL) for group in groups]
    steps = [max(len(frames) * _STEP, measure(ax, text, LABEL)[1]) + 10 for text in texts]
    middles = np.cumsum(steps) - np.array(steps) / 2
    high = _top(rows)
    docs = rows.groupby("group", sort=False)["docs"].first()
    aside = widest(ax, [f"{n:,}편" for n in docs], NOTE) + 12
    wide = max(72.0, room(ax, owned=owned, beside=widest(ax, texts, LABEL) + 8) - aside)
    # Values to 4 on 300 points, with numbers of 24 points behind the dots: 4 may reach to 300 - 24 - 12 = 264 points
    # only, so the axis ends at 4 * 300 / 264 = 4.5.
    right = high * wide / max(wide - measure(ax, f"{high:.2f}", NOTE)[0] - 12, 36.0)
    ax.set_xlim(-8 * right / wide, right)
    ax.set_ylim(sum(steps), 0)
    for k, frame in enumerate(frames):
        of_frame = rows[rows["frame"] == frame.id]
        y = middles + (k - (len(frames) - 1) / 2) * _STEP
        value = of_frame["density"].to_numpy(dtype=float)
        _draw_marks(ax, (y, value), of_frame, k, frame, top=high, flat=True)
        ends = np.fmax(value, np.minimum(of_frame["high"].to_numpy(dtype=float), high))
        for at, x, text in zip(y, ends, value, strict=True):
            label, place = ("값 없음", 0.0) if np.isnan(text) else (f"{text:.2f}", x)
            note(ax, label, (place, at), (7, 0))
    for at, n in zip(middles, docs, strict=True):
        note(ax, f"{n:,}편", (1, at), (8, 0), coords=RIGHT, colour=style.QUIET)
    for bound in np.cumsum(steps)[:-1]:
        ax.axhline(bound, color=GRID, linewidth=0.8, zorder=0)
    ticks = ticks_from_0(high)
    ax.set_xticks(ticks, [f"{t:g}" for t in ticks])
    label_rows(ax, middles, texts, xlabel="내용 형태소 100개당 점수(점), 글마다 잰 값의 평균")
    ax.spines["left"].set_visible(True)
    _legend(ax, frames, wide=wide)
    return float(sum(steps))


def _draw_over_time(ax: Axes, rows: pd.DataFrame, frames: list[Frame], *, by: str, owned: bool) -> float:
    """Draw periods along a line of time; return the height in points."""
    groups = list(dict.fromkeys(rows["group"]))
    times = np.array([_ordinal(group, by) for group in groups], dtype=float)
    docs = rows.groupby("group", sort=False)["docs"].first()
    span = times[-1] - times[0] + 1
    wide = room(ax, owned=owned, beside=45)
    high = _top(rows)
    # Marks of two frames stand side by side, 7.2 points apart, but never more than a fifth of the step to the next
    # period.
    shift = min(0.2, 6.0 * span / wide * 1.2) if len(frames) > 1 else 0.0
    ax.set_xlim(times[0] - 0.6, times[-1] + 0.6)
    ax.set_ylim(0, high * 1.12)
    for k, frame in enumerate(frames):
        of_frame = rows[rows["frame"] == frame.id]
        x, value = times + (k - (len(frames) - 1) / 2) * shift, of_frame["density"].to_numpy(dtype=float)
        _draw_marks(ax, (x, value), of_frame, k, frame, top=high, flat=False)
    labels = [f"{group}\n{n:,}편" for group, n in zip(groups, docs, strict=True)]
    width = widest(ax, labels, NOTE) + 8
    # Twelve months on 330 points are 27 points apart (12.2 steps with the margins); labels of 50 points go to every
    # second.
    shown, reached = [], -np.inf
    for k, time in enumerate(times):
        if (time - reached) * wide / (span + 0.2) >= width:
            shown.append(k)
            reached = time
    ax.set_xticks(times[shown], [labels[k] for k in shown], fontsize=NOTE, linespacing=1.2)
    ticks = ticks_from_0(high)
    ax.set_yticks(ticks, [f"{t:g}점" for t in ticks])
    ax.spines[["top", "right"]].set_visible(False)
    _legend(ax, frames, wide=wide)
    return _HEIGHT


def _ordinal(group: str, by: str) -> int:
    """Place a period on the line of time, where the next period is one step on."""
    # month 2023-05 -> 24280, quarter 2023-Q2 -> 8093, week 2023-05-01 -> 105520
    if by in {"day", "week"}:
        day = dt.date.fromisoformat(group).toordinal()
        return day if by == "day" else day // 7
    year, _, part = group.partition("-")
    if by == "quarter":
        return int(year) * 4 + int(part.removeprefix("Q")) - 1
    return int(year) * 12 + int(part) - 1 if part else int(year)


def _legend(ax: Axes, frames: list[Frame], *, wide: float) -> None:
    """Name the marks above the plotting area."""
    from matplotlib.lines import Line2D

    labels = [wrap(ax, frame.label, width=wide - 40, size=LABEL) for frame in frames]
    marks = [
        Line2D([], [], linestyle="none", marker=style.marker(k), color=frame.colour, markeredgecolor=style.INK,
               markeredgewidth=0.8, markersize=7, label=label)
        for k, (frame, label) in enumerate(zip(frames, labels, strict=True))
    ]  # fmt: skip
    columns = max(1, min(len(frames), int(wide // (widest(ax, labels, LABEL) + 30))))
    ax.legend(handles=marks, loc="lower left", bbox_to_anchor=(0, 1), ncols=columns, frameon=False, borderaxespad=0.2,
              borderpad=0, handletextpad=0.4, fontsize=LABEL)  # fmt: skip


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
    what = checked("trajectory", table, schema.TRAJECTORY, message("trajectory table"))
    require_one_document(table, what=what)
    a, b = frames_by_id(table, [str(table[name].iloc[0]) for name in ("frame_a", "frame_b")])
    doc = str(table["doc"].iloc[0])
    test = next((curve for curve in schema.about(table).curves or () if curve.doc == doc), schema.Curve(doc))
    notes = ". ".join(text for text in (_explanation(table, a, b), footer(table)) if text)
    texts = Texts(title or _curve_title(table, test, a, b), _curve_subtitle(test), notes)
    points = ", ".join(f"{s}번 {v:+.1f}" for s, v in zip(table["sentence"], table["cusum"], strict=True))
    alt = f"문장 순서에 따른 누적 차이 그림. {texts.title}. {texts.subtitle}. 누적 차이: {points}."
    numbers = table[["doc", "sentence", "cusum", "low", "high"]]
    return chart(
        "trajectory", ax, texts, lambda axes: _draw_curve(axes, table, owned=ax is None), alt=alt, numbers=numbers
    )


def _turn(table: pd.DataFrame) -> int:
    """Row of the first sentence at which the curve is farthest from 0."""
    return int(np.argmax(np.abs(table["cusum"].to_numpy(dtype=np.float64)).round(9)))


def _curve_title(table: pd.DataFrame, test: schema.Curve, a: Frame, b: Frame) -> str:
    """State whether the order of the sentences matters, and where the text turns."""
    if test.p is None:
        return "문장이나 프레임 어휘가 적어 뒤섞은 순서와 비교하지 않았다"
    if not test.leaves:
        return f"프레임이 나오는 순서는 문장을 뒤섞었을 때와 구별되지 않는다(p={test.p:.3f})"
    turn = table.iloc[_turn(table)]
    first, then = (a, b) if turn["cusum"] > 0 else (b, a)
    return (
        f"{int(turn['sentence']):,}번 문장까지는 ‘{first.label}’ 어휘 쪽으로, 그 뒤로는 ‘{then.label}’ 어휘 쪽으로 "
        f"기운다(p={test.p:.3f})"
    )


def _curve_subtitle(test: schema.Curve) -> str:
    """Give the test of the whole curve."""
    if test.p is None:
        return "세로축은 누적 차이. 문장 10개, 두 프레임의 어휘 5회부터 비교"
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


def _draw_curve(ax: Axes, table: pd.DataFrame, *, owned: bool) -> float:
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
    pair = " ".join(str(table[name].iloc[0]) for name in ("frame_a", "frame_b"))
    for at, (sentence, value) in enumerate(zip(table["sentence"], table["cusum"], strict=True), 1):
        lead(ax, {"sentence": sentence, "frames": pair}, (float(at), float(value)))
    _mark_turn(ax, table, reach)
    _draw_paragraphs(ax, table, wide=room(ax, owned=owned, beside=50))
    ticks = [int(t) for t in MaxNLocator(nbins=8, integer=True).tick_values(1, len(table)) if 1 <= t <= len(table)]
    ticks = ticks if len(ticks) > 1 else sorted({1, len(table)})
    ax.set_xticks(ticks, [f"{int(table['sentence'].iloc[t - 1]):,}" for t in ticks])
    ax.yaxis.set_major_locator(MaxNLocator(nbins=5))
    ax.yaxis.set_major_formatter(lambda value, _: f"{value:+g}점".replace("-", "−") if value else "0")
    ax.set_xlabel("문장(글의 순서)", fontsize=LABEL, color=style.INK)
    return _CURVE_HEIGHT


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
    # Paragraphs 1 1 2 2 2 begin at the sentences 0 and 2 and end before 2 and 5; a name stands in the middle, "2문단"
    # where that fits between the bounds, else "2", else nothing.
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
