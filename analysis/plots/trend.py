"""The chart of a trend: the density of frames over time, or by outlet and other groups of documents."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis import schema, style
from analysis.errors import FigureError, OptionError, SchemaError
from analysis.korean import visible
from analysis.plots.canvas import Words, drawing, finish
from analysis.plots.intervals import by_group, over_time
from analysis.plots.tables import Frame, footer, frames_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_TIME = {"month": "월", "year": "해"}
_NAMED = {"outlet": "매체", "author": "필자", "section": "지면"}


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
    the other, the densest in the first frame at the top. A hollow mark has no interval: fewer than 5 documents.

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
    what = "plots.trend"
    schema.check(table, schema.TREND, what=f"{what}: trend table")
    if table.empty:
        msg = f"{what}: the table has no rows, so there is nothing to draw; see whether documents have the variable"
        raise FigureError(msg)
    if top < 1:
        msg = f"{what}: top is {top}; give 1 or more"
        raise OptionError(msg)
    order = [str(frame["id"]) for frame in table.attrs.get("frames", [])]
    present = [str(name) for name in table["frame"].unique()]
    chosen = frames_of(table, list(frames or [f for f in order if f in present] or sorted(present)), what=what)
    by = str(table.attrs.get("by", ""))
    rows = _chosen(table, chosen, by=by, top=top, what=what)
    words = Words(title or _finding(rows, chosen), _method(table, rows, by), footer(table))
    style.require_glyphs([words.title, words.footer, *rows["group"], *(f.label for f in chosen)], what=what)
    with drawing(ax) as axes:
        draw = over_time if by in _TIME else by_group
        height = draw(axes, rows, chosen, owned=ax is None)
        finish(axes, words, owned=ax is None, height=height)
    style.describe(axes, chart="trend", alt=_alt(rows, chosen, words), numbers=rows[[c.name for c in schema.TREND]])
    return axes


def _chosen(table: pd.DataFrame, frames: list[Frame], *, by: str, top: int, what: str) -> pd.DataFrame:
    """Take the groups to draw, in the order in which they stand."""
    rows = table[table["frame"].astype(str).isin([frame.id for frame in frames])]
    rows = rows.assign(group=[visible(str(g)) for g in rows["group"]], frame=rows["frame"].astype(str))
    if rows.duplicated(["group", "frame"]).any() or len(rows) != rows["group"].nunique() * len(frames):
        msg = f"{what}: the table must hold each group once per frame; take all of framing.trend"
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


def _finding(rows: pd.DataFrame, frames: list[Frame]) -> str:
    """State where each frame is densest, among the groups with an interval if there are several."""
    sure = rows[rows["low"].notna()]
    many = len(sure["group"].unique()) > 1
    some = sure if many else rows
    said, absent, close = [], [], []
    for frame in frames[:2]:
        own = some[(some["frame"] == frame.id) & some["density"].notna()]
        best = own[(own["density"] == own["density"].max()) & (own["density"] > 0)]
        if not (rows.loc[rows["frame"] == frame.id, "density"] > 0).any():
            absent.append(f"‘{frame.label}’")
        if best.empty:
            continue
        ties = f" 등 {len(best)}곳" if len(best) > 1 else ""
        about = f"{best['density'].iloc[0]:.1f}점" + ("" if ties else f", 글 {int(best['docs'].iloc[0]):,}편")
        said.append(f"‘{frame.label}’ 어휘는 {best['group'].iloc[0]}{ties}({about})")
        if (own.loc[~own["group"].isin(best["group"]), "high"] >= best["low"].min()).any():
            close.append(f"‘{frame.label}’")
    lost = f"{'·'.join(absent)} 어휘는 없다" if absent else ""
    if not said:
        return lost or "글이 5편 이상인 곳에는 프레임 어휘가 없다"
    start = "글이 5편 이상인 곳 가운데 " if many and len(sure) < len(rows) else ""
    overlap = f"{'·'.join(close)}의 구간은 다른 곳과 겹친다" if close else ""
    return ". ".join(part for part in (f"{start}{', '.join(said)}에서 밀도가 가장 높다", overlap, lost) if part)


def _method(table: pd.DataFrame, rows: pd.DataFrame, by: str) -> str:
    """Say what mark and line are, and what is not in the chart."""
    attrs = table.attrs
    name = _TIME.get(by) or _NAMED.get(by) or by or "집단"
    parts = [f"점은 {name}별 밀도(내용 형태소 100개당 점수)의 글 평균, 선은 글을 다시 뽑은 95% 구간"]
    if rows["low"].isna().any():
        parts.append("속이 빈 표식은 글이 5편에 못 미쳐 구간이 없음")
    groups, all_groups = rows["group"].nunique(), table["group"].nunique()
    if groups < all_groups:
        parts.append(f"글이 많은 {groups:,}개({name} {all_groups:,}개 가운데)")
    if attrs.get("ungrouped"):
        lost = "날짜가 없는" if by in _TIME else "값이 없는"
        parts.append(f"{lost} 글 {int(attrs['ungrouped']):,}편은 뺌")
    return ", ".join(parts)


def _alt(rows: pd.DataFrame, frames: list[Frame], words: Words) -> str:
    """Describe the chart group by group."""
    labels = {frame.id: frame.label for frame in frames}
    lines = []
    for group, part in rows.groupby("group", sort=False):
        values = zip(part["frame"], part["density"], part["low"], part["high"], strict=True)
        cells = [
            f"{labels[frame]} {'값 없음' if np.isnan(value) else f'{value:.2f}점'}"
            + ("" if np.isnan(low) else f"({low:.2f}~{high:.2f})")
            for frame, value, low, high in values
        ]
        lines.append(f"{group}(글 {int(part['docs'].iloc[0]):,}편) {', '.join(cells)}.")
    return f"집단별 프레임 밀도 점그림. {words.title}. {' '.join(lines)}"
