"""Bursts and changes in time: a row a word, with bars from day to day, or dots with their intervals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from analysis import grouping, schema, style
from analysis.korean import attach, visible
from analysis.messages import message
from analysis.plots.calendar import day, label_days, label_words
from analysis.plots.canvas import Texts, chart, checked, require_rows, require_top, room
from analysis.plots.chart_data import footer
from analysis.plots.lettering import LABEL, NOTE, RIGHT, fitted, note, widest, wrap
from analysis.plots.row_labels import stacked
from analysis.schema.printed import p_equals

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_PITCH = 20.0  # points from row to row
_NAME = 110.0
_NUMBERS = 150.0
_THIN, _THICK = 3.0, 13.0  # points: bars of the least and the greatest weight
_UNITS = {"day": "날", "week": "주", "month": "달", "quarter": "분기", "year": "해"}


def bursts(table: pd.DataFrame, *, top: int = 25, title: str | None = None, ax: Axes | None = None) -> Axes:
    """Draw when words burst: a row a word, a bar a burst, the thicker the stronger, sorted by the first day.

    Parameters
    ----------
    table : DataFrame
        A result of `stats.bursts`, or some of its rows.
    top : int
        How many rows, those with the strongest burst first.
    title : str, optional
        A headline; without it the strongest burst with its shares.
    ax : Axes, optional
        Where to draw; without it in a new figure 160 mm wide.

    Returns
    -------
    Axes
        At the right of each row the documents of its strongest burst that hold the word, of all of those days.

    Raises
    ------
    SchemaError
        If the table is none of bursts.
    FigureError
        If the table has no rows.
    OptionError
        If `top` is below 1.
    FontError
        If a label has a character that the font lacks.
    """
    what = checked("bursts", table, schema.BURSTS, message("table of bursts"))
    require_rows(table, what=what, hint=message("no word bursts; draw the lines by plots.timeline"))
    require_top(top, what=what)
    rows = table.astype({"term": "str", "group": "str"})
    strongest = rows.groupby(["term", "group"], sort=False)["weight"].max().sort_values(ascending=False, kind="stable")
    kept = list(strongest.index[:top])
    parts = {key: part for key, part in rows.groupby(["term", "group"], sort=False) if key in kept}
    order = sorted(parts, key=lambda key: (parts[key]["start"].min(), parts[key]["end"].min(), key))
    several = len(set(rows["group"])) > 1
    names = [visible(f"{term} · {group}" if several else str(term)) for term, group in order]
    about = schema.about(table)
    cut = f", 가장 강한 {len(order):,}줄(모두 {len(strongest):,}줄)" if len(order) < len(strongest) else ""
    by = f"{grouping.name(about.by)}마다 따로. " if about.by else ""
    shuffled = f"섞은 자료의 {about.false:.0%}만 급증하는 값" if about.false else "정해 준 값"
    gamma = "" if about.gamma is None else f" 급증의 기준은 γ={about.gamma:.2f}({shuffled})."
    subtitle = (
        f"{by}막대는 단어가 나온 글의 비중이 크게 높은 기간, 굵을수록 강함{cut}.{gamma} 오른쪽은 가장 강한 "
        "급증에서 단어가 나온 글/전체 글"
    )
    texts = Texts(title or _title(rows), subtitle, _foot(about, table), names)
    told = [f"{name}: {_spans(parts[key])}." for name, key in zip(names, order, strict=True)]
    alt = f"단어가 급증한 기간의 막대그림. {texts.title}. {' '.join(told)}"
    return chart(
        "bursts", ax, texts,
        lambda axes: _draw_bursts(axes, [parts[key] for key in order], names, _ends(about, rows), owned=ax is None),
        alt=alt, numbers=table,
    )  # fmt: skip


def changes(table: pd.DataFrame, *, top: int = 25, title: str | None = None, ax: Axes | None = None) -> Axes:
    """Draw when the share of words changed: a dot a change with its interval, filled where it holds after correction.

    Parameters
    ----------
    table : DataFrame
        A result of `stats.changes`, or some of its rows.
    top : int
        How many changes, those with the smallest p first, drawn in the order of time.
    title : str, optional
        A headline; without it the change with the smallest p.
    ax : Axes, optional
        Where to draw; without it in a new figure 160 mm wide.

    Returns
    -------
    Axes
        At the right the shares before and after, and the corrected p. `plots.timeline(line, changes=table)` draws the
        levels into the line itself.

    Raises
    ------
    SchemaError
        If the table is none of changes.
    FigureError
        If the table has no rows.
    OptionError
        If `top` is below 1.
    FontError
        If a label has a character that the font lacks.
    """
    what = checked("changes", table, schema.CHANGES, message("table of changes"))
    require_rows(table, what=what, hint=message("no change was found; draw the lines by plots.timeline"))
    require_top(top, what=what)
    rows = table.astype(dict.fromkeys(("term", "group", "at", "low", "high"), "str"))
    rows = rows.sort_values(["p_adjusted", "p", "at", "term"], kind="stable")
    kept = rows.head(top).sort_values(["at", "term", "group"], kind="stable")
    several = len(set(rows["group"])) > 1
    names = [visible(f"{r['term']} · {r['group']}" if several else r["term"]) for r in kept.to_dict("records")]
    about = schema.about(table)
    cut = f", p가 작은 {len(kept):,}개(모두 {len(rows):,}개)" if len(kept) < len(rows) else ""
    subtitle = (
        f"점은 비중이 바뀐 {_UNITS.get(about.period or '', '때')}, 선은 그 95% 구간, 속이 찬 점은 홀름 보정 "
        f"p<.05{cut}. 오른쪽은 앞과 뒤의 비중, 보정한 p"
    )
    texts = Texts(title or _changed(rows.iloc[0]), subtitle, _foot(about, table), names)
    lines = kept.to_dict("records")
    told = [f"{name}: {r['at']}({r['low']}~{r['high']}), {_levels(r)}." for name, r in zip(names, lines, strict=True)]
    alt = f"비중이 바뀐 시점의 점그림. {texts.title}. {' '.join(told)}"
    return chart(
        "changes", ax, texts, lambda axes: _draw_changes(axes, lines, names, _ends(about, rows), owned=ax is None),
        alt=alt, numbers=table,
    )  # fmt: skip


def _ends(about: schema.About, rows: pd.DataFrame) -> tuple[int, int]:
    """Find the numbers of the first and the last day of the line."""
    if about.between:
        return day(about.between[0]), day(about.between[-1])
    names = rows[["start", "end"] if "start" in rows else ["low", "high"]].to_numpy().ravel()
    return min(map(day, names)), max(map(day, names))


def _foot(about: schema.About, table: pd.DataFrame) -> str:
    """State the material and what to mind."""
    return " · ".join(part for part in (about.base, about.layer, footer(table), *(about.caution or ())) if part)


def _title(rows: pd.DataFrame) -> str:
    """State the strongest burst."""
    row = rows.sort_values("weight", ascending=False, kind="stable").iloc[0]
    where = f"{visible(row['group'])}의 " if row["group"] else ""
    outside = "" if np.isnan(row["share_outside"]) else f", 그 밖에는 {_share(row['share_outside'])}"
    when = row["start"] if row["start"] == row["end"] else f"{row['start']}부터 {row['end']}까지"
    name = attach(f"‘{visible(row['term'])}’", "은/는")
    return f"{where}{name} {when} 글의 {_share(row['share'])}에 나온다{outside}"


def _share(value: float) -> str:
    """Write a share, small ones with a decimal."""
    return f"{value:.1%}" if value < 0.1 else f"{value:.0%}"


def _spans(part: pd.DataFrame) -> str:
    """List the bursts of a word."""
    return ", ".join(
        f"{r['start']}~{r['end']} {int(r['docs']):,}/{int(r['docs_all']):,}편" for r in part.to_dict("records")
    )


def _levels(row: dict[Any, Any]) -> str:
    """Write the shares before and after a change with its p."""
    return f"{_share(row['before'])}→{_share(row['after'])}, {p_equals(row['p_adjusted'])}"


def _changed(row: pd.Series[Any]) -> str:
    """State a change."""
    where = f"{visible(row['group'])}의 " if row["group"] else ""
    name = attach(f"‘{visible(row['term'])}’", "은/는")
    return f"{where}{name} {row['at']}부터 글의 {_share(row['before'])}에서 {_share(row['after'])}로 바뀐다"


def _draw_bursts(ax: Axes, parts: list[pd.DataFrame], names: list[str], ends: tuple[int, int], *, owned: bool) -> float:
    """Draw the bars; return the height in points."""
    labels = [wrap(ax, name, width=fitted(ax, _NAME), size=LABEL) for name in names]
    best = [part.sort_values("weight", ascending=False, kind="stable").iloc[0] for part in parts]
    told = [f"{int(row['docs']):,}/{int(row['docs_all']):,}편" for row in best]
    wide = max(72.0, room(ax, owned=owned, beside=widest(ax, labels, LABEL) + 20) - widest(ax, told, NOTE))
    most = max(float(row["weight"]) for row in best)
    middles, end = stacked(labels)
    for k, (y, part) in enumerate(zip(middles, parts, strict=True)):
        for row in part.to_dict("records"):
            first, behind = day(row["start"]), day(row["end"]) + 1
            width = _THIN + (_THICK - _THIN) * float(row["weight"]) / most
            height = width / _PITCH
            ax.barh(y, behind - first, left=first, height=height, color=style.colour("blue"), edgecolor=style.INK,
                    linewidth=0.6, zorder=2)  # fmt: skip
        note(ax, told[k], (1.0, y), (8, 0), coords=RIGHT, va="center", colour=style.QUIET)
    label_days(ax, *ends, wide)
    label_words(ax, labels, middles, end)
    return _PITCH * end


def _draw_changes(
    ax: Axes, rows: list[dict[Any, Any]], names: list[str], ends: tuple[int, int], *, owned: bool
) -> float:
    """Draw the dots with their intervals; return the height in points."""
    labels = [wrap(ax, name, width=fitted(ax, _NAME), size=LABEL) for name in names]
    told = [wrap(ax, _levels(row), width=fitted(ax, _NUMBERS), size=NOTE) for row in rows]
    wide = max(72.0, room(ax, owned=owned, beside=widest(ax, labels, LABEL) + 24) - widest(ax, told, NOTE))
    middles, end = stacked([max(a, b, key=lambda text: text.count("\n")) for a, b in zip(labels, told, strict=True)])
    for k, (y, row) in enumerate(zip(middles, rows, strict=True)):
        low, at, high = (day(row[name]) + 0.5 for name in ("low", "at", "high"))
        holds = row["p_adjusted"] < 0.05
        ax.plot([low, high], [y, y], color=style.colour("blue"), linewidth=2.5, zorder=2)
        ax.plot([at], [y], linestyle="none", marker="o", markersize=7.5, markeredgecolor=style.INK, markeredgewidth=0.9,
                markerfacecolor=style.colour("blue") if holds else "white", zorder=3, clip_on=False)  # fmt: skip
        note(ax, told[k], (1.0, y), (12, 0), coords=RIGHT, va="center", colour=style.QUIET)
    label_days(ax, *ends, wide)
    label_words(ax, labels, middles, end)
    return _PITCH * end
