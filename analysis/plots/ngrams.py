"""The chart of n-grams: which sequences of terms recur, and in how many documents."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analysis import schema, style
from analysis.korean import visible
from analysis.plots.canvas import Texts, chart, require_rows, require_top
from analysis.plots.chart_data import cut_by_count, joined
from analysis.plots.lettering import LABEL, note, wrap
from analysis.plots.row_labels import column_cell, column_head, count_axis, label_rows, stacked

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_PITCH = 19.0  # points from row to row
_BAR = 0.72
_LABEL_WIDTH = 165.0
_COLUMN = 50.0


def ngrams(table: pd.DataFrame, *, top: int = 20, title: str | None = None, ax: Axes | None = None) -> Axes:
    """Draw how often sequences of terms recur, as horizontal bars from 0, with the documents that hold them.

    The unit of counting is that of the table: one bar is one sequence of lemmas with their tags. Bars go by count, not
    by the table's `z`. Where the cut at `top` would split equal counts, all of them are drawn if that adds no more than
    a quarter of `top` rows, otherwise none; the subtitle says which.

    Parameters
    ----------
    table : DataFrame
        A result of `stats.ngrams` (`schema.NGRAMS`). Its attrs go into the subtitle.
    top : int
        How many sequences to draw, 1 or more.
    title : str, optional
        A headline; without it the most frequent sequence with its count.
    ax : Axes, optional
        Where to draw; without it in a new figure 160 mm wide, as tall as its bars need.

    Returns
    -------
    Axes
        One bar per sequence, most frequent first, equal counts in the order of the terms.

    Raises
    ------
    SchemaError
        If the table is not one of n-grams.
    FigureError
        If the table has no rows.
    OptionError
        If `top` is below 1.
    FontError
        If a term has a character that the font lacks.
    """
    what = "plots.ngrams"
    schema.check(table, schema.NGRAMS, what=f"{what}: n-grams")
    require_top(top, what=what)
    require_rows(table, what=what, hint="lower the minimum")
    rows = table.astype({"term": "str", "tag": "str"})
    rows = rows.sort_values(["n", "term", "tag"], ascending=[False, True, True], ignore_index=True)
    shown, cut = cut_by_count(rows, top)
    labels = _labels(shown)
    texts = Texts(title or _title(rows, labels), _subtitle(table, cut), labels=labels)
    values = zip(labels, shown["n"], shown["docs"], strict=True)
    counts = ", ".join(f"{label} {n:,}회(문서 {docs:,}편)" for label, n, docs in values)
    alt = f"가로 막대그래프. {texts.title}. {texts.subtitle}. {counts}."
    numbers = shown[["term", "tag", "n", "docs"]]
    return chart("ngrams", ax, texts, lambda axes: _draw(axes, shown, labels), alt=alt, numbers=numbers)


def _labels(rows: pd.DataFrame) -> list[str]:
    """Label sequences; one whose lemmas stand there under other tags too gets the tags beside it."""
    twice = rows["term"].duplicated(keep=False)
    tags = ["·".join(schema.TAGS.get(tag, tag) for tag in line.split()) for line in rows["tag"]]
    return [visible(f"{t}({tag})" if double else t) for t, tag, double in zip(rows["term"], tags, twice, strict=True)]


def _title(rows: pd.DataFrame, labels: list[str]) -> str:
    """State the most frequent sequence; ties are named as ties."""
    best = rows[rows["n"] == rows["n"].max()]
    n = f"{int(best['n'].iloc[0]):,}회"
    if len(best) > 1:
        return f"‘{labels[0]}’ 등 {len(best):,}가지 연쇄가 {n}씩 나온다"
    return f"가장 자주 이어지는 말은 ‘{labels[0]}’, {n}"


def _subtitle(table: pd.DataFrame, cut: str) -> str:
    """Say what a sequence is, over what it was counted, and what the cut did."""
    about = schema.about(table)
    floor = f"{about.minimum:,}회 이상 {len(table):,}가지" if about.minimum is not None else ""
    return joined(about.window, about.base, about.layer, floor, cut)


def _draw(ax: Axes, rows: pd.DataFrame, labels: list[str]) -> float:
    """Draw bars, labels, counts and documents; return the height in points."""
    texts = [wrap(ax, label, width=_LABEL_WIDTH, size=LABEL) for label in labels]
    y, end = stacked(texts)
    counts = [int(n) for n in rows["n"]]
    ax.barh(y, counts, height=_BAR, color=style.colour("blue"), linewidth=0)
    ax.set_xlim(0, max(counts) * 1.08)
    ax.set_ylim(end, 0)
    count_axis(ax.xaxis)
    label_rows(ax, y, texts, xlabel="빈도(회)")
    column_head(ax, "문서(편)", _COLUMN)
    for at, n, docs in zip(y, counts, rows["docs"], strict=True):
        note(ax, f"{n:,}", (n, at), (4, 0), size=LABEL)
        column_cell(ax, f"{docs:,}", at, _COLUMN)
    return end * _PITCH
