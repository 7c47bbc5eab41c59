"""Cross tables: shares by row as dots with intervals, or residuals as a map of cells."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, get_args

import pandas as pd

from analysis import grouping, measures, schema, style
from analysis.errors import FigureError
from analysis.korean import attach, visible
from analysis.messages import message
from analysis.options import require_choice
from analysis.plots.canvas import GRID, Texts, chart, checked, require_rows, room
from analysis.plots.chart_data import footer, joined
from analysis.plots.lettering import LABEL, NOTE, RIGHT, fitted, measure, note, widest, wrap
from analysis.plots.row_labels import label_rows, row_head
from analysis.plots.strip import ink
from analysis.schema.printed import decimal, statistic_line

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Show = Literal["shares", "residuals"]

_PITCH = 20.0  # points from row to row
_HEAD = 1.1  # rows that the name of a category takes
_LABEL_WIDTH = 120.0  # points
_NUMBERS = 130.0
_CELL, _ROW = 110.0, 30.0  # points: the widest column, the least height of a row
_MOST = 200  # cells drawn
_LEVEL = 0.05
_PALE = "#F2F2F2"
_STRONG = 6.0  # z of the darkest cell
_DRAWN = ("row", "column", "n", "row_share", "residual", "p_adjusted")


def crosstab(table: pd.DataFrame, *, show: Show = "shares", title: str | None = None, ax: Axes | None = None) -> Axes:
    """Draw a cross table: the share of every category by row, or where cells differ from what chance would make them.

    Parameters
    ----------
    table : DataFrame
        A result of `stats.crosstab`; some of its rows draw some cells.
    show : {"shares", "residuals"}
        "shares": category by category a dot a row for its share of the row's units, with Wilson's 95% interval.
        "residuals": a map of adjusted residuals; a cell is coloured, and its number written out in full, only where it
        holds after Holm's correction.
    title : str, optional
        A headline; without it the cell that differs most, or that none does.
    ax : Axes, optional
        Where to draw; without it in a new figure 160 mm wide.

    Returns
    -------
    Axes
        Dots of cells that hold after Holm's correction are blue where there are more than by chance and orange where
        there are fewer, the others grey; share and count stand at their right.

    Raises
    ------
    SchemaError
        If the table is no cross table.
    FigureError
        If it has no cell, or more than 200.
    OptionError
        If `show` is unknown.
    FontError
        If a label has a character that the font lacks.
    """
    require_choice("plots.crosstab: show", show, get_args(Show))
    what = checked("crosstab", table, schema.CROSSTAB, message("cross table"))
    cells = table[(table["row"] != schema.TOTAL) & (table["column"] != schema.TOTAL)]
    require_rows(
        cells,
        what=what,
        hint=message("pass the table with its cells, not its margins alone"),
        noun=message("cross table"),
    )
    if len(cells) > _MOST:
        msg = message(
            "{what}: {n_cells:,} cells are more than a picture shows ({most}); draw some, or write the table",
            what=what,
            n_cells=len(cells),
            most=_MOST,
        )
        raise FigureError(msg)
    bases = (cells["n"] / cells["row_share"].where(cells["row_share"] > 0)).groupby(cells["row"]).transform("max")
    cells = cells.assign(_base=bases.fillna(0).round().astype("int64"))
    about = schema.about(table)
    by, across = (grouping.name(name) if name else bare for name, bare in ((about.by, "행"), (about.across, "열")))
    foot = joined(about.base, statistic_line(about) or about.method) + "".join(
        f". {line}" for line in about.caution or ()
    )
    foot = " · ".join(filter(None, [foot, footer(table)]))
    head = title or _title(cells)
    labels = [*map(visible, cells["row"].unique()), *map(visible, cells["column"].unique())]
    told = " ".join(f"{row['row']}, {row['column']}: {_numbers(row)}." for row in cells.to_dict("records"))
    if show == "shares":
        subtitle = (
            f"점은 {by}마다 {across}의 비중, 선은 95% 윌슨 구간. 파란 점은 우연보다 많은 칸, 주황 점은 적은 칸"
            "(수정된 잔차, 홀름 보정 p<.05), 회색은 그렇지 않은 칸. 오른쪽은 비중, 단위 수, 잔차"
        )
        alt = f"교차표의 비중. {head}. {told}"
        drawn: Any = lambda axes: _draw_shares(axes, cells)  # noqa: E731 - a chart takes a function of its Axes
    else:
        subtitle = (
            "칸의 수는 수정된 잔차. 파란 칸은 우연보다 많은 칸, 주황 칸은 적은 칸(홀름 보정 p<.05), 흐린 칸은 그렇지 "
            "않은 칸. 괄호는 단위 수"
        )
        alt = f"교차표의 수정된 잔차. {head}. {told}"
        drawn = lambda axes: _draw_residuals(axes, cells, owned=ax is None)  # noqa: E731
    return chart("crosstab", ax, Texts(head, subtitle, foot, labels), drawn, alt=alt, numbers=table[list(_DRAWN)])


def _title(cells: pd.DataFrame) -> str:
    """State the cell that differs most from chance, where one does after correction."""
    held = cells[cells["p_adjusted"] < _LEVEL]
    if held.empty:
        return "홀름 보정 뒤에도 우연과 다른 칸은 없다"
    row = held.iloc[int(held["residual"].abs().to_numpy().argmax())]
    more = "많다" if row["residual"] > 0 else "적다"
    share, category = f"{row['row_share']:.0%}", f"‘{visible(row['column'])}’"
    return (
        f"{visible(row['row'])}의 {attach(category, '은/는')} {share}, "
        f"우연히 나올 수보다 {more}(z={decimal(row['residual'])})"
    )


def _holds(row: dict[Any, Any]) -> bool:
    """Tell whether a cell differs from chance after correction."""
    return bool(row["p_adjusted"] < _LEVEL)


def _numbers(row: dict[Any, Any]) -> str:
    """Write the numbers of a cell in a line."""
    z = f", z={decimal(row['residual'])}" if _holds(row) else ""
    return f"{row['row_share']:.1%} ({int(row['n']):,}){z}"


def _colour(row: dict[Any, Any]) -> str:
    """Choose the colour of a cell."""
    return style.colour("blue" if row["residual"] > 0 else "orange") if _holds(row) else style.LINE


def _draw_shares(ax: Axes, cells: pd.DataFrame) -> float:
    """Draw the panels of the categories from the top; return the height in points."""
    # Example: two categories of two rows: heads at 0 and 3.1, rows at 1.1, 2.1, 4.2 and 5.2
    y, places, labels, right = 0.0, [], [], 0.0
    for column in cells["column"].unique():
        head = wrap(ax, visible(str(column)), width=fitted(ax, _LABEL_WIDTH), size=LABEL)
        y += 0.35 * head.count("\n")
        row_head(ax, head, y)
        y += _HEAD + 0.4 * head.count("\n")
        for row in cells[cells["column"] == column].to_dict("records"):
            label = wrap(ax, visible(str(row["row"])), width=fitted(ax, _LABEL_WIDTH), size=LABEL)
            told = wrap(ax, _numbers(row), width=fitted(ax, _NUMBERS), size=NOTE)
            more = 0.35 * max(label.count("\n"), told.count("\n"))
            y += more
            places.append(y)
            labels.append(label)
            low, high = (float(end) for end in measures.wilson(row["n"], n=max(int(row["_base"]), 1)))
            right = max(right, high, float(row["row_share"]))
            if row["_base"]:
                ax.plot([low, high], [y, y], color=_colour(row), linewidth=2.5, solid_capstyle="butt", zorder=2)
            ax.plot([row["row_share"]], [y], linestyle="none", marker="o" if not _holds(row) or row["residual"] > 0
                    else "D", markersize=7.5, color=_colour(row), markeredgecolor=style.INK, markeredgewidth=0.8,
                    zorder=3, clip_on=False)  # fmt: skip
            note(ax, told, (1.0, y), (12, 0), coords=RIGHT, va="center")
            y += 1.0 + more
    ax.set_ylim(y - 0.4, -0.6)
    ax.set_xlim(0.0, min(1.0, right * 1.05) or 1.0)
    ax.grid(axis="x", color=GRID, linewidth=0.8)
    ax.xaxis.set_major_formatter(lambda value, _: f"{value:.0%}")
    label_rows(ax, places, labels, xlabel="비중")
    ax.tick_params(axis="y", pad=8)
    return y * _PITCH


def _draw_residuals(ax: Axes, cells: pd.DataFrame, *, owned: bool) -> float:
    """Draw the map of residuals; return the height in points that it needs."""
    from matplotlib.colors import to_hex, to_rgb
    from matplotlib.patches import Rectangle

    rows, columns = list(cells["row"].unique()), list(cells["column"].unique())
    names = [wrap(ax, visible(str(name)), width=fitted(ax, _LABEL_WIDTH), size=LABEL) for name in rows]
    wide = max(72.0, room(ax, owned=owned, beside=widest(ax, names, LABEL) + 8))
    cell = min(_CELL, wide / len(columns))
    heads = [wrap(ax, visible(str(name)), width=cell - 4, size=NOTE) for name in columns]
    top = max(measure(ax, head, NOTE)[1] for head in heads) + 4
    heights = [max(_ROW, measure(ax, name, LABEL)[1] + 6) for name in names]
    for k, head in enumerate(heads):
        ax.text((k + 0.5) * cell, top - 3, head, ha="center", va="bottom", fontsize=NOTE, linespacing=1.1)
    there = {(row["row"], row["column"]): row for row in cells.to_dict("records")}
    y = top
    for i, height in enumerate(heights):
        note(ax, names[i], (0, y + height / 2), (-8, 0), ha="right", va="center", size=LABEL, leading=1.1)
        for k, column in enumerate(columns):
            row = there.get((rows[i], column))
            if row is None:
                continue
            # z of 2 is drawn with .47 of the colour, 6 and more with all of it
            share = 0.2 + 0.8 * min(1.0, abs(float(row["residual"])) / _STRONG) if _holds(row) else 0.0
            red, green, blue = (1 - share * (1 - channel) for channel in to_rgb(_colour(row)))
            fill = (red, green, blue) if share else to_rgb(_PALE)
            ax.add_patch(Rectangle((k * cell + 1, y + 1), cell - 2, height - 2, facecolor=to_hex(fill),
                                   edgecolor=style.LINE, linewidth=1.4 if share else 0.5))  # fmt: skip
            z = decimal(float(row["residual"])) or "–"
            said = f"{z}\n({int(row['n']):,})" if cell < 64 else f"{z} ({int(row['n']):,})"
            ax.text((k + 0.5) * cell, y + height / 2, said, ha="center", va="center", fontsize=NOTE, linespacing=1.0,
                    color=ink(fill) if share else style.QUIET)  # fmt: skip
        y += height
    ax.set_xlim(0, wide)
    ax.set_ylim(y, 0)
    ax.set_axis_off()
    return y
