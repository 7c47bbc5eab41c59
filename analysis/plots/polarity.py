"""Polarity of groups or documents by a list that people have checked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from analysis import schema, style
from analysis.errors import FigureError, RefusalError
from analysis.korean import visible
from analysis.messages import message
from analysis.plots.canvas import GRID, Texts, chart, checked, require_rows
from analysis.plots.lettering import LABEL, RIGHT, fitted, note, wrap
from analysis.plots.row_labels import label_rows, stacked
from analysis.schema.printed import bounded

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_NAME, _PITCH, _MOST = 130.0, 20.0, 60


def polarity(table: pd.DataFrame, *, title: str | None = None, ax: Axes | None = None) -> Axes:
    """Draw the polarity of every group or document as a dot between the two poles.

    Parameters
    ----------
    table : DataFrame
        A result of `stats.polarity` with a list that two people have checked on 200 sentences of these texts.
    title : str, optional
        A headline; without it the row that leans most to each side.
    ax : Axes, optional
        Where to draw; without it in a new figure 160 mm wide.

    Returns
    -------
    Axes
        One dot a row; at its right the polarity and the hits. A row below 3 hits has no dot and says so.

    Raises
    ------
    SchemaError
        If the table is none of polarity.
    RefusalError
        If nobody has checked the list on these texts.
    FigureError
        If no row has a polarity, or there are more than 60 rows.
    FontError
        If a label has a character that the font lacks.
    """
    what = checked("polarity", table, schema.POLARITY, message("table of polarity"))
    require_rows(table, what=what, hint=message("pass the table of stats.polarity"))
    about = schema.about(table)
    found = about.checked
    if found is None:
        raise RefusalError.unchecked()
    if len(table) > _MOST:
        msg = message("{what}: {n:,} rows are more than a picture shows ({most}); group the documents", what=what,
                      n=len(table), most=_MOST)  # fmt: skip
        raise FigureError(msg)
    known = table[table["polarity"].notna()]
    if known.empty:
        raise FigureError(message("{what}: no row has three hits or more, so there is nothing to draw", what=what))
    rows = table.sort_values(["polarity", "doc"], ascending=[False, True], ignore_index=True)
    docs, values = rows["doc"].astype(str).tolist(), rows["polarity"].tolist()
    ends = [f"‘{visible(docs[at])}’ {_signed(values[at])}" for at in (0, len(known) - 1)]
    head = ", ".join(dict.fromkeys(ends))
    proof = (
        f"두 사람이 읽은 문장 {found.units:,}개와 비교: α {bounded(found.alpha)}, 매크로 F1 {bounded(found.macro_f1)}"
    )
    foot = " · ".join(filter(None, [proof, about.base, *(about.caution or ())]))
    texts = Texts(title or head, "점은 (긍정 - 부정) / (긍정 + 부정), 오른쪽은 값과 적중 횟수", foot,
                  [visible(str(name)) for name in rows["doc"]])  # fmt: skip
    told = " ".join(f"{visible(str(r['doc']))} {_said(r)}." for r in rows.to_dict("records"))
    return chart("polarity", ax, texts, lambda axes: _draw(axes, rows), alt=f"극성. {texts.title}. {told}",
                 numbers=table[["doc", "positive", "negative", "hits", "polarity"]])  # fmt: skip


def _signed(value: float) -> str:
    """Write a polarity with its sign."""
    return f"{value:+.2f}".replace("-", "−")


def _said(row: dict[Any, Any]) -> str:
    """Write the value and the hits of a row."""
    if pd.isna(row["polarity"]):
        return f"적중 {int(row['hits'])}회, 구하지 않음"
    return f"{_signed(row['polarity'])} ({int(row['hits']):,}회)"


def _draw(ax: Axes, rows: pd.DataFrame) -> float:
    """Draw the dots; return the height in points."""
    labels = [wrap(ax, visible(str(name)), width=fitted(ax, _NAME), size=LABEL) for name in rows["doc"]]
    middles, end = stacked(labels)
    for y, row in zip(middles, rows.to_dict("records"), strict=True):
        if pd.notna(row["polarity"]):
            ax.plot([row["polarity"]], [y], marker="o", markersize=7.5, color=style.colour("blue"), clip_on=False,
                    markeredgecolor=style.INK, markeredgewidth=0.6, linestyle="none", zorder=3)  # fmt: skip
        note(ax, _said(row), (1.0, y), (10, 0), coords=RIGHT, va="center")
    ax.axvline(0, color=style.INK, linewidth=0.9)
    ax.set_xlim(-1, 1)
    ax.set_ylim(end + 0.1, -0.1)
    ax.grid(axis="x", color=GRID, linewidth=0.8)
    label_rows(ax, middles, labels, xlabel="극성(−1 부정, 1 긍정)")
    return end * _PITCH
