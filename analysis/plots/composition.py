"""The chart of a composition: how many documents a corpus holds of each group, month by month or year by year."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis import grouping, schema, style
from analysis.korean import attach, visible
from analysis.messages import message
from analysis.plots.canvas import GRID, Texts, chart, checked, require_rows, require_top, room
from analysis.plots.lettering import LABEL, NOTE, RIGHT, fitted, measure, note, widest, wrap

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_PITCH = 44.0  # points from row to row
_NAME = 120.0
_BAR = 0.62  # of a row: the longest bar; above it stands its number
_MOST = 48  # columns; more months are drawn as years
_REST = "그 밖 "


def composition(table: pd.DataFrame, *, top: int = 12, title: str | None = None, ax: Axes | None = None) -> Axes:
    """Draw the documents of a corpus as bars, a row for each group and a column for each month or year.

    All bars start at the foot of their row and share one scale, but for the row of all other groups. Months without
    documents stay empty; when there are too many months for the paper, the bars are of years. Documents without a date
    stand apart at the right.

    Parameters
    ----------
    table : DataFrame
        A result of `stats.composition`.
    top : int
        How many groups get a row of their own, those with the most documents first; the others share one.
    title : str, optional
        A headline; without it the group with the most documents and its share.
    ax : Axes, optional
        Where to draw; without it in a new figure 160 mm wide.

    Returns
    -------
    Axes
        One bar per group and period, with the number of documents at its end where there is room, and in each row the
        greatest; the total of each row at the right.

    Raises
    ------
    SchemaError
        If the table is no composition.
    FigureError
        If the table has no rows.
    OptionError
        If `top` is below 1.
    FontError
        If a label has a character that the font lacks.
    """
    what = checked("composition", table, schema.COMPOSITION, "composition")
    require_rows(table, what=what, hint=message("see whether the corpus has documents"))
    require_top(top, what=what)
    named = grouping.name(schema.about(table).by or "outlet")
    counts, unit = _grid(table, named, top)
    title = title or _title(table, counts, named, unit)
    parts = [f"글 {int(table['docs'].sum()):,}편(거의 같은 글도 포함)"]
    groups = table.loc[table["group"] != "", "group"].nunique()
    parts += [f"{named} {groups:,}개"] if groups else [f"{attach(named, '이/가')} 적힌 글이 없음"]
    shown = [column for column in counts.columns if column]
    parts += [f"{shown[0]}~{shown[-1]}"] if shown else []
    notes = " · ".join(parts)
    texts = Texts(title, _subtitle(counts, named, unit), notes, counts.index)
    lines = []
    for name, row in counts.iterrows():
        best = str(row.idxmax())
        where = f", 가장 많은 때는 {best} {int(row.max()):,}편" if best and len(row) > 1 else ""
        lines.append(f"{name} {int(row.sum()):,}편{where}.")
    described = " ".join(lines)
    alt = f"글의 구성을 보인 막대그림. {texts.title}. {described}"
    return chart("composition", ax, texts, lambda axes: _draw(axes, counts, owned=ax is None), alt=alt, numbers=table)


def _grid(table: pd.DataFrame, named: str, top: int) -> tuple[pd.DataFrame, str]:
    """Lay out the counts, groups by periods, every period between the first and the last; name the unit of time."""
    rows = table.assign(group=[visible(g) or f"{named} 없음" for g in table["group"].astype(str)])
    rows = rows.assign(period=rows["period"].astype(str))
    dated = rows.loc[rows["period"] != "", "period"]
    months = bool(len(dated)) and dated.str.len().max() > 4
    columns = _periods_between(dated, "month" if months else "year")
    if months and len(columns) > _MOST:
        rows, months = rows.assign(period=rows["period"].str[:4]), False
        columns = _periods_between(dated.str[:4], "year")
    sizes = rows.groupby("group", sort=True)["docs"].sum().sort_values(ascending=False, kind="stable")
    kept = sizes.index[:top] if len(sizes) > top + 1 else sizes.index
    rest = f"{_REST}{len(sizes) - len(kept):,}곳"
    rows = rows.assign(group=rows["group"].where(rows["group"].isin(kept), rest))
    order = [*kept, *([rest] if len(kept) < len(sizes) else [])]
    counts = rows.pivot_table(index="group", columns="period", values="docs", aggfunc="sum", fill_value=0)
    counts = counts.reindex(index=order, columns=[*columns, *([""] if "" in counts else [])], fill_value=0)
    return counts, "달" if months else "해"


def _periods_between(names: pd.Series[str], by: str) -> list[str]:
    """List all months or years from the first to the last."""
    return [name for name, _, _ in grouping.between(names.min(), names.max(), by=by)] if len(names) else []


def _title(table: pd.DataFrame, counts: pd.DataFrame, named: str, unit: str) -> str:
    """State which group has the most documents; where there is one group, which month or year."""
    total = int(counts.to_numpy().sum())
    groups = table.loc[table["group"] != ""].groupby("group")["docs"].sum()
    times = counts[[column for column in counts.columns if column]].sum()
    for sizes, noun, quote, counter in ((groups, named, "‘{}’", "곳"), (times, unit, "{}", "개")):
        if len(sizes) > 1:
            best = sizes[sizes == sizes.max()]
            n, first = int(sizes.max()), quote.format(visible(str(best.index[0])))
            who = (
                f"{first} 등 {len(best):,}{counter}(각 {n:,}편)"
                if len(best) > 1
                else f"{first}({n:,}편, {n / total:.0%})"
            )
            return f"글 {total:,}편 가운데 가장 많은 {attach(noun, '은/는')} {who}"
    return f"글 {total:,}편"


def _subtitle(counts: pd.DataFrame, named: str, unit: str) -> str:
    """Say what a bar is."""
    if list(counts.columns) == [""]:
        return f"막대는 {named}마다 글의 수. 날짜가 적힌 글이 없음"
    scale = f"‘{counts.index[-1]}’의 줄만 눈금이 다름" if _has_rest(counts) else "모든 줄이 같은 눈금"
    undated = ", 오른쪽 끝은 날짜가 없는 글" if "" in counts else ""
    return f"막대는 {attach(named, '과/와')} {unit}마다 글의 수, {scale}{undated}"


def _has_rest(counts: pd.DataFrame) -> bool:
    """Whether the last row is of all groups that have no row of their own."""
    return bool(len(counts)) and str(counts.index[-1]).startswith(_REST)


def _draw(ax: Axes, counts: pd.DataFrame, *, owned: bool) -> float:
    """Draw rows of bars; return the height in points that they need."""
    names = [wrap(ax, name, width=fitted(ax, _NAME), size=LABEL) for name in counts.index]
    totals = [f"{n:,}편" for n in counts.sum(axis=1)]
    wide = max(72.0, room(ax, owned=owned, beside=widest(ax, names, LABEL) + 8) - widest(ax, totals, LABEL) - 10)
    places = np.arange(len(counts.columns), dtype=float)
    places[-1:] += 0.5 * ("" in counts and len(places) > 1)
    pitch = max(_PITCH, 12 + max(measure(ax, name, LABEL)[1] for name in names))
    # All rows share the scale of the greatest bar, but for the last if it is that of all other groups, which has its
    # own.
    scales = np.full(len(counts), counts.iloc[: len(counts) - _has_rest(counts)].to_numpy().max())
    scales[-1:] = counts.iloc[-1].max() if _has_rest(counts) else scales[-1]
    step = wide / (places[-1] + 1.2)
    for k, row in enumerate(counts.to_numpy().tolist()):
        drawn, most = [(x, n) for x, n in zip(places, row, strict=True) if n], scales[k]
        rest = _has_rest(counts) and k == len(counts) - 1
        heights = [_BAR * n / most for _, n in drawn]
        ax.bar([x for x, _ in drawn], heights, bottom=-k, width=min(0.8, 40 / step),
               color="white" if rest else style.colour("sky"),
               edgecolor=style.INK, linewidth=0.5 if step > 6 else 0.2)  # fmt: skip
        ax.axhline(-k, color=style.LINE if k == len(counts) - 1 else GRID, linewidth=0.8, zorder=0)
        for x, n in _numbered(ax, drawn, row, step):
            note(ax, f"{n:,}", (x, _BAR * n / most - k), (0, 1), ha="center", va="bottom")
        note(ax, totals[k], (1, 0.3 - k), (8, 0), coords=RIGHT, va="center", size=LABEL, colour=style.QUIET)
    ax.set_ylim(-len(counts) + 1, 1)
    ax.set_xlim(-0.6, places[-1] + 0.6)
    ax.set_yticks([0.3 - k for k in range(len(counts))], names, fontsize=LABEL, linespacing=1.1)
    _periods(ax, list(counts.columns), places, step)
    ax.tick_params(axis="both", length=0)
    ax.spines[["top", "right", "left", "bottom"]].set_visible(False)
    return pitch * len(counts)


def _numbered(ax: Axes, drawn: list[tuple[float, int]], row: list[int], step: float) -> list[tuple[float, int]]:
    """Choose the bars that get their number: all where the widest fits, else the first of the greatest."""
    if all(measure(ax, f"{n:,}", NOTE)[0] + 3 <= step for _, n in drawn):
        return drawn
    return [pair for pair in drawn if pair[1] == max(row)][:1]


def _periods(ax: Axes, columns: list[str], places: np.ndarray, step: float) -> None:
    """Label as many periods as fit, the first always."""
    texts = [column or "날짜 없음" for column in columns]
    widths = [measure(ax, text, NOTE)[0] + 8 for text in texts]
    # Labels of 50 points on columns of 20: the first, the fourth, the seventh; "날짜 없음" at the end always stands,
    # and takes the place of the one before it if both do not fit.
    shown: list[int] = []
    last = len(texts) - 1
    for k in range(len(texts)):
        apart = not shown or (places[k] - places[shown[-1]]) * step >= (widths[k] + widths[shown[-1]]) / 2
        if texts[k] == "날짜 없음" and not apart:
            shown.pop()
            apart = True
        if apart:
            shown.append(k)
    if columns[last] and shown[-1] != last and (places[last] - places[shown[-1]]) * step >= widths[last]:
        shown.append(last)
    ax.set_xticks(places[shown], [texts[k] for k in shown], fontsize=NOTE)
