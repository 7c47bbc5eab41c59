"""The lexical dispersion plot: where terms stand, a bar for each occurrence."""

from __future__ import annotations

from dataclasses import asdict
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from analysis import schema, style
from analysis.errors import FigureError, SchemaError
from analysis.korean import attach, visible
from analysis.messages import message
from analysis.plots.canvas import Texts, chart, checked, room
from analysis.plots.chart_data import TERM, joined, term_labels
from analysis.plots.leads import lead_rows
from analysis.plots.lettering import LABEL, NOTE, fitted, measure, widest, wrap
from analysis.plots.row_labels import label_rows, number_column, stacked

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_PITCH = 27.0  # points from row to row
_BAR = 0.38  # half the height of a bar, in rows
_LABEL_WIDTH = 120.0
_COLUMN = 44.0
_MOST = 40  # rows
_PARTS = 60  # boundaries that can be told apart
_NAMED = 12  # documents that the footer can name
_FINEST = 0.25  # points: bars closer than this are one
_ENOUGH = 5  # occurrences, below which dispersion says little more than the count
_UNITS = {"document": "문서", "paragraph": "문단", "sentence": "문장"}
_SCALE = "DP: 0은 고르다, 1은 쏠려 있다"
# Public key of what a chart needs, and the field of About that it stands for.
_NEEDED = {"terms": "spread", "rows": "rows", "starts": "starts", "unit": "unit", "parts": "parts", "empty": "empty"}


def positions(table: pd.DataFrame, *, title: str | None = None, ax: Axes | None = None) -> Axes:
    """Draw where terms stand: a row for each term, a bar for each occurrence, from the first morpheme to the last.

    The unit of counting is the occurrence. Shades of the background and thin lines part the documents, or the
    paragraphs or sentences, over which DP at the end of a row is measured; above 60 of them they are not drawn, and the
    subtitle says so. DP is not written for a term with fewer than five occurrences. A term that does not occur keeps
    its row, without a bar.

    Parameters
    ----------
    table : DataFrame
        A result of `stats.positions`, with its attrs. Bars closer than a quarter of a point are drawn as one.
    title : str, optional
        A headline; without it the most frequent term with the number of parts that hold it.
    ax : Axes, optional
        Where to draw; without it in a new figure 160 mm wide, as tall as its rows need.

    Returns
    -------
    Axes
        One collection of bars per term, in the order of `attrs["terms"]`.

    Raises
    ------
    SchemaError
        If the table is not one of positions, or has lost its attrs.
    FigureError
        If it holds more than 40 terms.
    FontError
        If a term or a document's name has a character that the font lacks.
    """
    what = checked("positions", table, schema.POSITIONS, "positions")
    about = schema.about(table)
    if missing := [key for key, name in _NEEDED.items() if getattr(about, name) is None]:
        msg = message(
            "{what}: the table has lost its attrs ({missing}); pass what stats.positions returned",
            what=what,
            missing=", ".join(missing),
        )
        raise SchemaError(msg)
    terms = pd.DataFrame([asdict(term) for term in about.spread or ()])
    if len(terms) > _MOST:
        msg = message(
            "{what}: {n_terms} terms are too many rows to read; ask for {most} or fewer",
            what=what,
            n_terms=len(terms),
            most=_MOST,
        )
        raise FigureError(msg)
    labels = term_labels(terms)
    about = schema.about(table)
    scale, drawn, empty = "", "", ""
    if schema.require_stated(about.number) > 1:
        scale = f"{about.parts}에 걸친 {_SCALE}"
        few = ((terms["n"] > 0) & (terms["n"] < _ENOUGH)).any()
        scale += f"({_ENOUGH}회 미만은 적지 않음)" if few else ""
        drawn = "" if _has_boundaries(table) else f"{_UNITS[str(about.unit)]} 경계는 너무 촘촘해 긋지 않음"
    if about.empty:
        empty = f"셀 형태소가 없는 {_UNITS[str(about.unit)]} {about.empty:,}{_counter(table)}는 뺌"
    subtitle = joined("막대 하나가 한 번 나온 자리", about.base, about.layer, scale, empty, drawn)
    texts = Texts(title or _title(table, terms, labels), subtitle, _footer(table), labels)
    counts = [
        f"{label} {n:,}회({schema.about(table).parts} 가운데 {parts:,}{_counter(table)}, DP {_dp(n, dp)})"
        if n
        else f"{label} 0회"
        for label, n, parts, dp in zip(labels, terms["n"], terms["range"], terms["dp"], strict=True)
    ]
    alt = f"어휘 분포 띠그림. {texts.title}. {texts.subtitle}. {', '.join(counts)}."
    return chart(
        "positions", ax, texts, lambda axes: _draw(axes, table, terms, labels, owned=ax is None), alt=alt, numbers=table
    )


def _title(table: pd.DataFrame, terms: pd.DataFrame, labels: list[str]) -> str:
    """State in how many parts the most frequent term stands."""
    best = int(terms["n"].to_numpy().argmax())
    n, parts = int(terms["n"].iloc[best]), int(terms["range"].iloc[best])
    if not n:
        return f"{attach(f'‘{labels[0]}’', '은/는')} 나오지 않는다" if len(terms) == 1 else "찾은 단어가 나오지 않는다"
    who = attach(f"‘{labels[best]}’", "은/는")
    about = schema.about(table)
    number = schema.require_stated(about.number)
    if number < 2:
        return f"{who} {n:,}회 나온다"
    if parts == number:
        return f"{who} {about.parts} 모두에 걸쳐 {n:,}회 나온다"
    return f"{who} {about.parts} 가운데 {parts:,}{_counter(table)}에 {n:,}회 나온다"


def _counter(table: pd.DataFrame) -> str:
    """Word that counts the parts."""
    return "편" if schema.about(table).unit == "document" else "개"


def _has_boundaries(table: pd.DataFrame) -> bool:
    """Whether boundaries can be drawn."""
    return 1 < len(schema.about(table).starts or ()) <= _PARTS


def _footer(table: pd.DataFrame) -> str:
    """Name the documents by their numbers."""
    names = [visible(str(name)) for name in schema.about(table).names or ()]
    if schema.about(table).unit != "document" or not 1 < len(names) <= _NAMED:
        return ""
    return " · ".join(f"{k}={name}" for k, name in enumerate(names, 1))


def _dp(n: int, dp: float) -> str:
    """Write DP where there is enough to measure."""
    return f"{dp:.2f}" if n >= _ENOUGH and np.isfinite(dp) else "–"


def _draw(ax: Axes, table: pd.DataFrame, terms: pd.DataFrame, labels: list[str], *, owned: bool) -> float:
    """Draw boundaries, bars, labels and the columns of numbers; return the height in points."""
    texts = [wrap(ax, label, width=fitted(ax, _LABEL_WIDTH), size=LABEL) for label in labels]
    y, end = stacked(texts)
    wide = room(ax, owned=owned, beside=widest(ax, texts, LABEL) + 12 + 2 * _COLUMN)
    about = schema.about(table)
    places = schema.require_stated(about.rows)
    ax.set_xlim(0, places)
    ax.set_ylim(end, 0)
    _draw_parts(ax, table, wide)
    finest = places / wide * _FINEST
    for at, term, tag in zip(y, terms["term"], terms["tag"], strict=True):
        here = table[(table["term"].astype(str) == term) & (table["tag"].astype(str) == tag)]
        _draw_bars(ax, at, (here["place"].to_numpy(dtype=np.float64) + 0.5), finest)
    label_rows(ax, y, texts)
    lead_rows(ax, terms[TERM].to_dict("records"))
    columns: list[tuple[str, list[str]]] = [("빈도(회)", [f"{n:,}" for n in terms["n"]])]
    if schema.require_stated(about.number) > 1:
        columns.append(("DP", [_dp(n, dp) for n, dp in zip(terms["n"], terms["dp"], strict=True)]))
    for k, (head, cells) in enumerate(columns, 1):
        number_column(ax, head, y, cells, k * _COLUMN + 4)
    return end * _PITCH


def _draw_bars(ax: Axes, y: float, places: Any, finest: float) -> None:
    """Draw the bars of one term, those that would lie on each other once."""
    # Places 10.1, 10.4 and 12.0 with a finest distance of 1.0 fall into the steps 10, 10 and 12: two bars are drawn.
    kept = places[np.unique(np.floor(places / finest), return_index=True)[1]] if len(places) else places
    width = 1.5 if len(kept) <= 150 else 0.7
    bars = ax.vlines(kept, y - _BAR, y + _BAR, color=style.colour("blue"), linewidth=width, zorder=3)
    bars.set_gid("bars")
    ax.axhline(y, color="#D9D9D9", linewidth=0.6, zorder=2)


def _draw_parts(ax: Axes, table: pd.DataFrame, wide: float) -> None:
    """Part the text and number its parts, or give the axis a plain scale where they cannot be told apart."""
    about = schema.about(table)
    places, unit = schema.require_stated(about.rows), _UNITS[str(about.unit)]
    if not _has_boundaries(table):
        ax.xaxis.set_major_formatter(lambda value, _: f"{value:,.0f}")
        ax.set_xlabel("앞에서부터 센 자리(형태소)", fontsize=LABEL, color=style.INK)
        return
    edges = np.array([*(about.starts or ()), places], dtype=np.float64)
    for k, (low, high) in enumerate(pairwise(edges)):
        if k % 2:
            ax.axvspan(low, high, color="#F0F0F0", linewidth=0, zorder=0)
    for edge in edges[1:-1]:
        ax.axvline(edge, color=style.LINE, linewidth=0.6, zorder=1, gid="boundary")
    # Parts of 30, 10 and 40 points have their middles at 15, 35 and 60; with digits of 6 points and 5 between them all
    # three numbers fit, and of parts of 4 points every third would.
    middles, free = (edges[:-1] + edges[1:]) / 2 * wide / places, -np.inf
    shown = []
    for k, at in enumerate(middles):
        half = measure(ax, f"{k + 1}", NOTE)[0] / 2
        if at - half >= free:
            shown.append(k)
            free = at + half + 5
    ax.set_xticks((edges[:-1] + edges[1:])[shown] / 2, [f"{k + 1}" for k in shown], fontsize=NOTE)
    ax.tick_params(axis="x", length=0)
    ax.set_xlabel(f"{unit} 차례(너비는 형태소 수, 모두 {places:,}개)", fontsize=LABEL, color=style.INK)
