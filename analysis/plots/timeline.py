"""Charts over time: lines of words by period, and the heat map of two variables."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis import grouping, schema, style
from analysis.errors import FigureError, OptionError
from analysis.korean import attach, visible
from analysis.messages import message
from analysis.plots.canvas import GRID, Texts, chart, require_rows, require_top, room
from analysis.plots.chart_data import footer
from analysis.plots.lettering import LABEL, NOTE, RIGHT, fitted, measure, note, widest, wrap
from analysis.plots.strip import ink as ink_on
from analysis.plots.time_marks import Marks

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_NAME = 120.0
_LEAST = 10  # documents of a period, for it to be named as the peak
_CELL = 26.0  # points: the least width and height of a cell with its number
_PALEST = 0.12
_LINE, _COLUMNS = 4_000, 400  # periods of a line, and columns of a heat map
_TIME = {"day": "날", "week": "주(월요일)", "month": "달", "quarter": "분기", "year": "해"}


def timeline(
    table: pd.DataFrame,
    *,
    bursts: pd.DataFrame | None = None,
    changes: pd.DataFrame | None = None,
    top: int = 12,
    title: str | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw the share of documents that hold a word, period by period, a row for each word and group.

    Steps, not smoothed lines; the band is the 95 percent interval. All rows share one scale from 0. A period without
    documents is a gap, and hatched where it is an outlet that is missing.

    Parameters
    ----------
    table : DataFrame
        A result of `stats.timeline`.
    bursts : DataFrame, optional
        `stats.bursts` of the table: a bar above the periods of each, with the title of the nearest article where there
        is room.
    changes : DataFrame, optional
        `stats.changes` of the table: the level before and behind each as a broken line.
    top : int
        How many rows, those with the most documents first, drawn in the order of the table.
    title : str, optional
        A headline; without it the period in which the first word has its highest share.
    ax : Axes, optional
        Where to draw; without it in a new figure 160 mm wide.

    Returns
    -------
    Axes
        One line and band per word and group; the documents that hold it at the right of each row.

    Raises
    ------
    SchemaError
        If the table is no timeline, or the others are not of bursts and changes.
    FigureError
        If the table has no rows, or more than 4,000 periods.
    OptionError
        If `top` is below 1.
    FontError
        If a label has a character that the font lacks.
    """
    what = "plots.timeline"
    for given, contract, name in ((bursts, schema.BURSTS, "bursts"), (changes, schema.CHANGES, "changes")):
        if given is not None:
            schema.check(given, contract, what=f"{what}: {name}")
    schema.check(table, schema.TIMELINE, what=message("{what}: timeline", what=what))
    require_rows(table, what=what, hint=message("name a term in stats.timeline"))
    require_top(top, what=what)
    _require_periods(table["period"].nunique(), _LINE, what)
    rows = table.astype({"term": "str", "group": "str"})
    sizes = rows.groupby(["term", "group"], sort=False)["docs"].sum()
    kept = sizes.sort_values(ascending=False, kind="stable").index[:top]
    lines = [(key, rows[(rows["term"] == key[0]) & (rows["group"] == key[1])]) for key in sizes.index if key in kept]
    names = [_label(rows, *key) for key, _ in lines]
    about = schema.about(table)
    unit = _TIME.get(about.period or "", "시기")
    marks = Marks(_of(bursts), _of(changes), frozenset(about.absent or ()))
    marked = [visible(title) for key, _ in lines for title in marks.titles(key)]
    texts = Texts(
        title or _title(lines[0][1], names[0]),
        _subtitle(sizes.size, len(lines), unit) + marks.said(hatched=_hatched(lines, marks)),
        _footer(about),
        [*names, *marked],
    )
    ends = [
        f"{name} {int(part['docs'].sum()):,}편. {_peak(part)}" for name, (_, part) in zip(names, lines, strict=True)
    ]
    alt = f"시기별 문서 비중 선그림. {texts.title}. {' '.join(ends)}{marks.told()}"
    return chart(
        "timeline", ax, texts, lambda axes: _draw_lines(axes, lines, names, marks, owned=ax is None),
        alt=alt, numbers=table,
    )  # fmt: skip


def _require_periods(n: int, most: int, what: str) -> None:
    """Refuse more periods than paper shows, most often those of a date that is wrong."""
    if n > most:
        msg = message(
            "{what}: {n:,} periods are more than a picture shows ({most:,}); take longer ones, or see whether a date "
            "is wrong",
            what=what,
            n=n,
            most=most,
        )
        raise FigureError(msg)


def heatmap(table: pd.DataFrame, *, of: str | None = None, title: str | None = None, ax: Axes | None = None) -> Axes:
    """Draw a value by two variables as cells, the darker the higher, with the value in each cell where there is room.

    Parameters
    ----------
    table : DataFrame
        A result of `framing.trend` with two variables (the density of a frame), or of `stats.timeline` with `by` (the
        share of documents that hold a word).
    of : str, optional
        Which frame id or term; needed where the table holds several.
    title : str, optional
        A headline; without it the cell with the highest value.
    ax : Axes, optional
        Where to draw; without it in a new figure 160 mm wide.

    Returns
    -------
    Axes
        One cell per pair of values; a pair without documents is white with a dashed edge.

    Raises
    ------
    SchemaError
        If the table is neither.
    FigureError
        If the table has no rows, or no cell has a value.
    OptionError
        If `of` is missing where the table holds several, or is none of them.
    FontError
        If a label has a character that the font lacks.
    """
    what = "plots.heatmap"
    trend = "across" in table.columns
    schema.check(
        table,
        schema.CROSS_TREND if trend else schema.TIMELINE,
        what=message("{what}: table of two variables", what=what),
    )
    require_rows(table, what=what, hint=message("see whether documents have both variables"))
    key, column, value = ("frame", "across", "density") if trend else ("term", "period", "share")
    chosen = _choose(table[key].astype(str), of, what)
    rows = table[table[key].astype(str) == chosen].astype({"group": "str", column: "str"})
    grid = rows.pivot(index="group", columns=column, values=value)  # noqa: PD010
    if grid.isna().all(axis=None):
        msg = message(
            "{what}: no cell of {chosen!r} has a value; see whether its documents have content",
            what=what,
            chosen=chosen,
        )
        raise FigureError(msg)
    about = schema.about(table)
    time = about.across if trend else about.period
    if time in _TIME:  # a period without documents is a column too
        spans = grouping.between(grid.columns.min(), grid.columns.max(), by=time)
        grid = grid.reindex(columns=[period for period, _, _ in spans])
    _require_periods(len(grid.columns), _COLUMNS, what)
    labels = {frame.id: frame.label for frame in about.frames or ()}
    name = visible(labels.get(chosen, chosen))
    variables = [grouping.name(v or "") for v in (about.by, time)]
    unit = "밀도(내용 형태소 100개당 점수)의 글 평균" if trend else "그 단어가 나온 문서의 비중"
    subtitle = f"행은 {variables[0]}, 열은 {variables[1]}, 칸은 {unit}, 점선 칸은 글이 없음"
    grid.index = [visible(str(group)) or "전체" for group in grid.index]
    texts = Texts(
        title or _highest(grid, name, percent=not trend),
        subtitle,
        " · ".join(part for part in (footer(table), *(about.caution or ())) if part) if trend else _footer(about),
        [*grid.index, *grid.columns],
    )
    alt = f"두 변수의 칸 그림. {texts.title}. {_describe(grid, percent=not trend)}"
    return chart(
        "heatmap", ax, texts, lambda axes: _draw_cells(axes, grid, percent=not trend, owned=ax is None),
        alt=alt, numbers=rows,
    )  # fmt: skip


def _choose(values: pd.Series[str], of: str | None, what: str) -> str:
    """Choose the frame or term to draw."""
    known = list(dict.fromkeys(values))
    if of is None and len(known) == 1:
        return known[0]
    if of not in known:
        msg = message("{what}: of is {of!r}; name one of {known}", what=what, of=of, known=", ".join(known))
        raise OptionError(msg)
    return str(of)


def _label(rows: pd.DataFrame, term: str, group: str) -> str:
    """Name a line by its word, by its group, or by both."""
    several = len(set(rows["term"])) > 1
    return visible(f"{term} · {group}" if several and group else group or term)


def _subtitle(lines: int, drawn: int, unit: str) -> str:
    """Say what line and band are."""
    cut = f", 문서가 많은 {drawn:,}줄(모두 {lines:,}줄)" if drawn < lines else ""
    return f"선은 {unit}마다 그 단어가 나온 문서의 비중, 띠는 95% 구간, 끊긴 곳은 글이 없음, 모든 줄이 같은 눈금{cut}"


def _footer(about: schema.About) -> str:
    """State the material, what is left out, and what to mind."""
    lost = f"날짜나 값이 없는 글 {about.ungrouped:,}편은 뺌" if about.ungrouped else ""
    return " · ".join(part for part in (about.base, about.layer, lost, *(about.caution or ())) if part)


def _peak(part: pd.DataFrame) -> str:
    """Say when the share of a line is highest, among periods with some documents if there are any."""
    large = part[part["docs_all"] >= _LEAST]
    chosen = large if len(large) else part[part["docs_all"] > 0]
    if not chosen["docs"].any():
        return "나오지 않았다."
    best = chosen.sort_values("share", ascending=False, kind="stable").iloc[0]
    return f"{best['period']}에 {best['share']:.0%}({int(best['docs']):,}/{int(best['docs_all']):,}편)로 가장 높다."


def _title(part: pd.DataFrame, name: str) -> str:
    """State when the share of the first line is highest."""
    found = _peak(part).rstrip(".")
    return f"{attach(f'‘{name}’', '은/는')} {found}"


def _highest(grid: pd.DataFrame, name: str, *, percent: bool) -> str:
    """State the cell with the highest value."""
    best = float(np.nanmax(grid.to_numpy(dtype=float)))
    if not best:
        return f"{attach(f'‘{name}’', '은/는')} 어느 칸에도 나오지 않는다"
    row, column = np.argwhere(grid.to_numpy() == best)[0]
    ties = int((grid.to_numpy() == best).sum()) - 1
    also = f" 등 {ties + 1}칸에서" if ties else "에서"
    where = f"{grid.index[row]} {grid.columns[column]}{also}"
    return f"{attach(f'‘{name}’', '은/는')} {where} {_written(best, percent=percent)}로 가장 높다"


def _written(value: float, *, percent: bool) -> str:
    """Write a value of a cell."""
    return f"{value:.0%}" if percent else f"{value:.2f}"


def _describe(grid: pd.DataFrame, *, percent: bool) -> str:
    """List the cells row by row."""
    lines = []
    for name, row in grid.iterrows():
        cells = [f"{c} {'글 없음' if np.isnan(v) else _written(v, percent=percent)}" for c, v in row.items()]
        lines.append(f"{name}: {', '.join(cells)}.")
    return " ".join(lines)


def _of(table: pd.DataFrame | None) -> pd.DataFrame:
    """Take the rows of a table that was given, or none."""
    if table is None:
        return pd.DataFrame(columns=["term", "group"])
    return table.astype({"term": "str", "group": "str"})


def _hatched(lines: list[tuple[tuple[str, str], pd.DataFrame]], marks: Marks) -> bool:
    """Tell whether any period lacks an outlet or group."""
    return any(marks.missing(key, part).any() for key, part in lines)


def _draw_lines(
    ax: Axes, drawn: list[tuple[tuple[str, str], pd.DataFrame]], names: list[str], marks: Marks, *, owned: bool
) -> float:
    """Draw a row for each line, from the top down; return the height in points."""
    lines = [part for _, part in drawn]
    pitch, used = marks.pitch
    labels = [wrap(ax, name, width=fitted(ax, _NAME), size=LABEL) for name in names]
    totals = [f"{int(part['docs'].sum()):,}편" for part in lines]
    wide = max(72.0, room(ax, owned=owned, beside=widest(ax, labels, LABEL) + 46) - widest(ax, totals, NOTE) - 10)
    most = min(1.0, np.ceil(10 * max(float(part["high"].max()) for part in lines)) / 10)  # in full tens of percent
    periods = lines[0]["period"].tolist()
    places = np.arange(len(periods), dtype=float)
    for k, part in enumerate(lines):
        share, low, high = (part[c].to_numpy(dtype=float) / most * used - k for c in ("share", "low", "high"))
        # a step needs its last value twice: three shares drawn over the borders -.5 .5 1.5 2.5
        borders = np.r_[places - 0.5, places[-1] + 0.5]
        twice = [np.r_[values, values[-1]] for values in (share, low, high)]
        ax.fill_between(borders, twice[1], twice[2], step="post", color=style.colour("sky"), alpha=0.45, linewidth=0)
        ax.plot(borders, twice[0], drawstyle="steps-post", color=style.colour("blue"), linewidth=1.4)
        ax.axhline(-k, color=GRID, linewidth=0.8, zorder=0)
        marks.draw(ax, drawn[k], k, scale=used / most, step=wide / len(periods))
        note(ax, totals[k], (1, 0.4 * used - k), (8, 0), coords=RIGHT, va="center", colour=style.QUIET)
        note(ax, f"{most:.0%}", (0, used - k), (-3, 0), coords=RIGHT, ha="right", va="center", colour=style.QUIET)
        note(ax, "0%", (0, -k), (-3, 0), coords=RIGHT, ha="right", va="center", colour=style.QUIET)
    ax.set_xlim(-0.5, len(periods) - 0.5)
    ax.set_ylim(-len(lines) + 0.95, 1)
    ax.set_yticks([0.4 * used - k for k in range(len(lines))], labels, fontsize=LABEL, linespacing=1.1)
    ax.tick_params(axis="y", length=0, pad=34)
    _label_periods(ax, periods, places, wide / len(periods))
    ax.spines[["top", "right", "left"]].set_visible(False)
    return pitch * len(lines)


def _label_periods(ax: Axes, periods: list[str], places: np.ndarray, step: float) -> None:
    """Label as many periods as fit, the first always."""
    width = widest(ax, periods, NOTE) + 10
    every = max(1, int(np.ceil(width / step)))
    shown = list(range(0, len(periods), every))
    ax.set_xticks(places[shown], [periods[k] for k in shown], fontsize=NOTE)


def _draw_cells(ax: Axes, grid: pd.DataFrame, *, percent: bool, owned: bool) -> float:
    """Draw the cells with their values; return the height in points."""
    from matplotlib.colors import to_hex, to_rgb
    from matplotlib.patches import Rectangle

    names = [wrap(ax, str(name), width=fitted(ax, _NAME), size=LABEL) for name in grid.index]
    wide = max(72.0, room(ax, owned=owned, beside=widest(ax, names, LABEL) + 8))
    cell = min(72.0, wide / len(grid.columns))
    height = max(_CELL, max(measure(ax, name, LABEL)[1] for name in names) + 6)
    values = grid.to_numpy(dtype=float)
    best = float(np.nanmax(values)) or 1.0
    texts = [[_written(v, percent=percent) if not np.isnan(v) else "" for v in row] for row in values]
    fits = widest(ax, [text for row in texts for text in row], NOTE) + 4 <= cell
    for i, row in enumerate(values):
        for k, value in enumerate(row):
            empty = np.isnan(value)
            share = 0.0 if empty or not value else _PALEST + (1 - _PALEST) * value / best
            red, green, blue = (1 - share * (1 - channel) for channel in to_rgb(style.colour("blue")))
            shade = (red, green, blue)
            line = (0, (2, 2)) if empty else "solid"
            ax.add_patch(Rectangle((k * cell, i * height), cell, height, facecolor=to_hex(shade), edgecolor=style.LINE,
                                   linewidth=0.6, linestyle=line))  # fmt: skip
            if fits and texts[i][k]:
                ax.text((k + 0.5) * cell, (i + 0.5) * height, texts[i][k], ha="center", va="center_baseline",
                        fontsize=NOTE, color=ink_on(shade))  # fmt: skip
    ax.set_xlim(-1, wide + 1)
    ax.set_ylim(len(names) * height + 1, -1)
    ax.set_yticks([(i + 0.5) * height for i in range(len(names))], names, fontsize=LABEL, linespacing=1.1)
    periods = [str(name) for name in grid.columns]
    _label_periods(ax, periods, (np.arange(len(periods)) + 0.5) * cell, cell)
    ax.tick_params(axis="both", length=0)
    ax.spines[["top", "right", "left", "bottom"]].set_visible(False)
    return len(names) * height
