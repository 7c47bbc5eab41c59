"""The tf-idf chart: the terms that mark each document among the others."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from analysis import schema, style
from analysis.errors import FigureError, OptionError
from analysis.korean import visible
from analysis.messages import message
from analysis.plots.canvas import Texts, chart, checked
from analysis.plots.chart_data import first_ranks, joined, term_labels
from analysis.plots.lettering import LABEL, NOTE, fitted, measure, narrow, note, paper_width, widest, wrap
from analysis.plots.row_labels import bracket, column_cell, column_head, label_rows, stacked

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_PITCH = 15.0  # points from row to row
_BAR = 0.7
_LABEL_WIDTH = 130.0
_RANK = 95.0  # points of a weight, a bracket and a rank
_COLUMN = 50.0
_MOST = 8  # documents
_IDF = {
    "ln(N / docs)": "idf = ln(문서 수/단어가 나온 문서 수)",
    "ln((1 + N) / (1 + docs)) + 1": "idf = ln((1 + 문서 수)/(1 + 단어가 나온 문서 수)) + 1",
}


def tfidf(
    table: pd.DataFrame,
    *,
    docs: Sequence[str] | None = None,
    top: int = 5,
    title: str | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw the terms of highest weight in each document, one block of bars from 0 per document.

    The unit of counting is that of the table: one bar is one term with one tag in one document. Weights grow with the
    length of a document, so compare within a block. Equal weights are joined by a bracket with their shared rank; where
    the cut at `top` would split them, all are drawn if that adds no more than a quarter of `top` rows, otherwise none,
    and the name of the document says so. Weights of 0 are not drawn.

    Parameters
    ----------
    table : DataFrame
        A result of `stats.tfidf` (`schema.TFIDF`). Its attrs go into the subtitle.
    docs : sequence of str, optional
        Documents to draw, in this order, 8 at most; all of the table in their order without it.
    top : int
        How many terms of each document, 1 or more.
    title : str, optional
        A headline; without it the first terms of the first two documents.
    ax : Axes, optional
        Where to draw; without it in a new figure 160 mm wide, as tall as its rows need.

    Returns
    -------
    Axes
        Blocks from top to bottom, falling weights in each, equal ones in the order of the terms.

    Raises
    ------
    SchemaError
        If the table is not one of tf-idf.
    FigureError
        If there are more than 8 documents, or none.
    OptionError
        If `top` is below 1, or `docs` names a document that is not in the table, or one twice.
    FontError
        If a term or a name has a character that the font lacks.
    """
    what = checked("tfidf", table, schema.TFIDF, "tf-idf", top=top)
    names = _chosen(table, docs, what)
    blocks = {name: _cut(table[table["doc"].astype(str) == name], top) for name in names}
    labels = [*map(visible, names), *(label for rows, _ in blocks.values() for label in term_labels(rows))]
    about = schema.about(table)
    among = f"문서 {about.documents:,}편" if about.documents is not None else ""
    among += f" 가운데 {len(names)}편" if among and len(names) < (about.documents or 0) else ""
    formula = _IDF.get(str(about.idf), str(about.idf or ""))
    floor = f"문서 {about.minimum:,}편 이상에 나온 단어" if (about.minimum or 1) > 1 else ""
    within = "막대의 길이는 한 문서 안에서만 비교한다"
    subtitle = joined(about.base, about.layer, among, floor, formula, within)
    texts = Texts(title or _title(blocks), subtitle, labels=labels)
    weights = ". ".join(f"{visible(name)}: {_weights(rows)}" for name, (rows, _) in blocks.items())
    alt = f"문서별 가로 막대그래프. {texts.title}. {texts.subtitle}. {weights}."
    numbers = pd.concat([rows for rows, _ in blocks.values()], ignore_index=True)
    return chart("tfidf", ax, texts, lambda axes: _draw(axes, blocks), alt=alt, numbers=numbers)


def _chosen(table: pd.DataFrame, docs: Sequence[str] | None, what: str) -> list[str]:
    """Name the documents to draw."""
    present = [str(doc) for doc in table["doc"].unique()]
    names = present if docs is None else [str(doc) for doc in docs]
    wrong = [name for name in names if name not in present] or [name for name in names if names.count(name) > 1]
    if wrong:
        reason = (
            message("is named twice")
            if wrong[0] in present
            else message("is not in the table, which holds {present}", present=", ".join(present[:8]))
        )
        msg = message("{what}: document {wrong!r} {reason}", what=what, wrong=wrong[0], reason=reason)
        raise OptionError(msg)
    if not 1 <= len(names) <= _MOST:
        msg = message(
            "{what}: {n_names:,} documents cannot be drawn; choose 1 to {most} with docs=",
            what=what,
            n_names=len(names),
            most=_MOST,
        )
        raise FigureError(msg)
    return names


def _cut(rows: pd.DataFrame, top: int) -> tuple[pd.DataFrame, str]:
    """Take the first terms of a document without splitting a tie, and say in Korean what was left out."""
    rows = rows[rows["tfidf"] > 0].astype({"doc": "str", "term": "str", "tag": "str"})
    rows = rows.sort_values(["rank", "term", "tag"], ignore_index=True)
    return first_ranks(rows, top) if len(rows) else (rows, "0보다 큰 값이 없음")


def _weights(rows: pd.DataFrame) -> str:
    """List terms with their weights."""
    pairs = zip(term_labels(rows), rows["tfidf"], strict=True)
    return ", ".join(f"{term} {weight:.2f}" for term, weight in pairs) or "없음"


def _title(blocks: dict[str, tuple[pd.DataFrame, str]]) -> str:
    """Name the first terms of the first two documents, with their weights."""
    firsts = []
    for name, (rows, _) in blocks.items():
        if len(rows):
            tied = int((rows["rank"] == 1).sum())
            more = f" 등 {tied}개" if tied > 1 else ""
            firsts.append(f"{visible(name)}에서 ‘{term_labels(rows)[0]}’{more}({rows['tfidf'].iloc[0]:.2f})")
    if not firsts:
        return "문서를 가려낼 단어가 없다"
    each, rest = "문서마다 " if len(firsts) > 1 else "", " 등" if len(firsts) > 2 else ""
    return f"{each}tf-idf가 가장 큰 단어: {', '.join(firsts[:2])}{rest}"


def _draw(ax: Axes, blocks: dict[str, tuple[pd.DataFrame, str]]) -> float:
    """Draw a heading and the bars of each document; return the height in points."""
    from matplotlib.ticker import MaxNLocator

    longest = max([float(rows["tfidf"].max()) for rows, _ in blocks.values() if len(rows)] or [1.0])
    ticks: list[tuple[float, str]] = []
    cursor = 0.0
    column_head(ax, "빈도(회)", _COLUMN)
    for name, (rows, cut) in blocks.items():
        heading = visible(name) + (f" ({cut})" if cut else "")
        note(ax, heading, (0, cursor + 0.6), (5, 0), size=LABEL, gid="heading")
        texts = [wrap(ax, label, width=fitted(ax, _LABEL_WIDTH), size=LABEL) for label in term_labels(rows)]
        y, end = stacked(texts)
        y = [cursor + 1.1 + at for at in y]
        ax.barh(y, rows["tfidf"], height=_BAR, color=style.colour("blue"), linewidth=0)
        _write_values(ax, rows, y)
        ticks += zip(y, texts, strict=True)
        cursor += 1.1 + end + 0.4
    ax.set_xlim(0, longest * _beyond(ax, [text for _, text in ticks]))
    ax.set_ylim(cursor, 0)
    ax.xaxis.set_major_locator(MaxNLocator(nbins=6))
    ax.xaxis.set_major_formatter(lambda value, _: f"{value:g}")
    label_rows(ax, [at for at, _ in ticks], [text for _, text in ticks], xlabel="tf-idf(빈도 × idf)")
    return cursor * _PITCH


def _beyond(ax: Axes, texts: list[str]) -> float:
    """How much longer than the longest bar the axis is, so that its weight and its rank fit behind it."""
    # On narrow paper with 150 points between names and counts, 95 of them for "4.39" and "공동 1위": 150 / 55 = 2.7
    if not narrow(ax) or not texts:
        return 1.35
    plot = paper_width(ax) - widest(ax, texts, LABEL) - _COLUMN - 24
    return max(1.35, plot / max(plot - _RANK, 40.0))


def _write_values(ax: Axes, rows: pd.DataFrame, y: list[float]) -> None:
    """Write weights and counts, and join equal weights by a bracket with their rank."""
    for at, weight, n in zip(y, rows["tfidf"], rows["n"], strict=True):
        note(ax, f"{weight:.2f}", (weight, at), (4, 0))
        column_cell(ax, f"{n:,}", at, _COLUMN)
    for _, tied in rows.groupby("rank"):
        if len(tied) > 1:
            rank = int(tied["rank"].iloc[0])
            weight, ends = float(tied["tfidf"].iloc[0]), (y[tied.index[0]], y[tied.index[-1]])
            bracket(ax, weight, ends, rank=rank, beyond=measure(ax, f"{weight:.2f}", NOTE)[0] + 9, gid="tie")
