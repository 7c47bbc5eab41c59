"""Charts of words in company: how closely terms go with a node, and which sequences of terms recur."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import pandas as pd

from analysis import schema, style
from analysis.errors import FigureError
from analysis.korean import attach, visible
from analysis.messages import message
from analysis.options import require_choice
from analysis.plots.canvas import Texts, chart, checked, require_rows, require_top
from analysis.plots.chart_data import TERM, cut_by_count, joined, term_labels
from analysis.plots.leads import lead_rows
from analysis.plots.lettering import LABEL, fitted, note, wrap
from analysis.plots.row_labels import column_cell, column_head, count_bars, label_rows, number_column, stacked

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Score = Literal["log_dice", "mi", "mi3", "t", "z", "g2", "dice", "npmi", "delta_p_node", "delta_p_term"]

_SCORES = {
    "log_dice": "logDice", "mi": "MI(비트)", "mi3": "MI³(비트)", "t": "t 점수", "z": "z 점수", "g2": "G²",
    "dice": "Dice", "npmi": "NPMI", "delta_p_node": "ΔP(검색어|단어)", "delta_p_term": "ΔP(단어|검색어)",
}  # fmt: skip
_PITCH = 19.0  # points from row to row
_LABEL_WIDTH = 150.0
_COLUMN = 42.0


_SEQUENCE_WIDTH = 165.0
_DOCS_COLUMN = 50.0


def collocates(
    table: pd.DataFrame, *, top: int = 20, score: Score = "log_dice", title: str | None = None, ax: Axes | None = None
) -> Axes:
    """Draw how closely terms go with a node, as dots sorted by a score, with their counts left and right of it.

    Parameters
    ----------
    table : DataFrame
        A result of `stats.collocates`. Its attrs give node, span, base and minimum for title and subtitle.
    top : int
        How many terms to draw, 1 or more; equal scores at the cut are taken in the order of the terms.
    score : str
        The measure on the axis: log_dice, mi, mi3, t, z, g2, dice, npmi, delta_p_node or delta_p_term.
    title : str, optional
        A headline; without it the closest term with its score.
    ax : Axes, optional
        Where to draw; without it in a new figure 160 mm wide, as tall as its rows need.

    Returns
    -------
    Axes
        One dot per term, the closest at the top. The axis need not begin at 0: a dot shows a position, not a length.

    Raises
    ------
    SchemaError
        If the table is not one of collocates.
    FigureError
        If no row has a value of the score.
    OptionError
        If `top` is below 1 or the score unknown.
    FontError
        If a term has a character that the font lacks.
    """
    what = checked("collocates", table, schema.COLLOCATES, "collocates")
    require_choice(f"{what}: score", score, _SCORES)
    require_top(top, what=what)
    known = table.dropna(subset=[score])
    if known.empty:
        msg = message(
            "{what}: no collocate has a {score}, so there is nothing to draw; lower minimum or widen the span",
            what=what,
            score=score,
        )
        raise FigureError(msg)
    order = known.sort_values([score, "term", "tag"], ascending=[False, True, True], ignore_index=True)
    shown = order.head(top)
    labels = term_labels(shown.astype({"term": "str", "tag": "str"}))
    about = schema.about(table)
    floor = f"함께 {about.minimum:,}회 이상" if about.minimum is not None else ""
    nodes = f"검색어 {about.nodes:,}곳" if about.nodes is not None else ""
    cut = f"{len(table):,}개 가운데 상위 {len(shown)}개" if len(shown) < len(table) else ""
    subtitle = joined(nodes, about.window, about.base, about.layer, floor, cut)
    texts = Texts(title or _title(shown, labels, table, score), subtitle, labels=labels)
    rows = zip(labels, shown[score], shown["n_left"], shown["n_right"], strict=True)
    scores = ", ".join(f"{label} {value:.2f}(왼쪽 {a:,}회, 오른쪽 {b:,}회)" for label, value, a, b in rows)
    alt = f"점 그래프. {texts.title}. {_SCORES[score]} 순서로 {scores}."
    numbers = shown[["term", "tag", "n", "n_left", "n_right", score]]
    return chart("collocates", ax, texts, lambda axes: _draw(axes, shown, labels, score), alt=alt, numbers=numbers)


def _title(shown: pd.DataFrame, labels: list[str], table: pd.DataFrame, score: str) -> str:
    """State which term goes most closely with the node."""
    best, node = shown.iloc[0], visible(str(schema.about(table).node or "검색어"))
    tied = int((shown[score] == best[score]).sum())
    who = f"‘{labels[0]}’" + (f" 등 {tied}개가" if tied > 1 else "")
    who = who if tied > 1 else attach(who, "이/가")
    count = "" if tied > 1 else f"{int(best['n']):,}회, "
    return f"{who} ‘{node}’ 곁에서 가장 두드러진다({count}{_SCORES[score].split('(')[0]} {best[score]:.2f})"


def _draw(ax: Axes, shown: pd.DataFrame, labels: list[str], score: str) -> float:
    """Draw dots, guides and the two columns of counts; return the height in points."""
    texts = [wrap(ax, label, width=fitted(ax, _LABEL_WIDTH), size=LABEL) for label in labels]
    y, cursor = stacked(texts)
    values = shown[score].to_numpy(dtype=float)
    ax.hlines(y, 0, 1, transform=ax.get_yaxis_transform(), color="#D9D9D9", linewidth=0.8, zorder=1)
    ax.plot(values, y, linestyle="none", marker="o", markersize=7, color=style.colour("blue"), zorder=3)
    margin = (values.max() - values.min()) * 0.06 or abs(values.max()) * 0.1 or 1.0
    ax.set_xlim(values.min() - margin, values.max() + margin)
    ax.set_ylim(cursor, 0)
    label_rows(ax, y, texts, xlabel=_SCORES[score])
    lead_rows(ax, shown[TERM].to_dict("records"), zip(values.tolist(), y, strict=True))
    for k, (head, column) in enumerate((("왼쪽(회)", "n_left"), ("오른쪽(회)", "n_right")), 1):
        number_column(ax, head, y, [f"{n:,}" for n in shown[column]], k * (_COLUMN + 14))
    return cursor * _PITCH


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
    what = checked("ngrams", table, schema.NGRAMS, "n-grams", top=top)
    require_rows(table, what=what, hint=message("lower the minimum"))
    rows = table.astype({"term": "str", "tag": "str"})
    rows = rows.sort_values(["n", "term", "tag"], ascending=[False, True, True], ignore_index=True)
    shown, cut = cut_by_count(rows, top)
    twice = shown["term"].duplicated(keep=False)
    tags = ["·".join(schema.TAGS.get(tag, tag) for tag in line.split()) for line in shown["tag"]]
    labels = [
        visible(f"{t}({tag})" if double else t) for t, tag, double in zip(shown["term"], tags, twice, strict=True)
    ]
    about = schema.about(table)
    floor = f"{about.minimum:,}회 이상 {len(table):,}가지" if about.minimum is not None else ""
    subtitle = joined(about.window, about.base, about.layer, floor, cut)
    texts = Texts(title or _ngrams_title(rows, labels), subtitle, labels=labels)
    values = zip(labels, shown["n"], shown["docs"], strict=True)
    counts = ", ".join(f"{label} {n:,}회(문서 {docs:,}편)" for label, n, docs in values)
    alt = f"가로 막대그래프. {texts.title}. {texts.subtitle}. {counts}."
    numbers = shown[["term", "tag", "n", "docs"]]
    return chart("ngrams", ax, texts, lambda axes: _draw_ngrams(axes, shown, labels), alt=alt, numbers=numbers)


def _ngrams_title(rows: pd.DataFrame, labels: list[str]) -> str:
    """State the most frequent sequence; ties are named as ties."""
    best = rows[rows["n"] == rows["n"].max()]
    n = f"{int(best['n'].iloc[0]):,}회"
    if len(best) > 1:
        return f"‘{labels[0]}’ 등 {len(best):,}가지 연쇄가 {n}씩 나온다"
    return f"가장 자주 이어지는 말은 ‘{labels[0]}’, {n}"


def _draw_ngrams(ax: Axes, rows: pd.DataFrame, labels: list[str]) -> float:
    """Draw bars, labels, counts and documents; return the height in points."""
    texts = [wrap(ax, label, width=fitted(ax, _SEQUENCE_WIDTH), size=LABEL) for label in labels]
    y, end = stacked(texts)
    counts = [int(n) for n in rows["n"]]
    count_bars(ax, y, counts, texts, right=max(counts) * 1.08, ends=(end, 0))
    column_head(ax, "문서(편)", _DOCS_COLUMN)
    for at, n, docs in zip(y, counts, rows["docs"], strict=True):
        note(ax, f"{n:,}", (n, at), (4, 0), size=LABEL)
        column_cell(ax, f"{docs:,}", at, _DOCS_COLUMN)
    return end * _PITCH
