"""Topics: a row each, with its words, its share of the documents, and whether other seeds find it again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from analysis import schema, style
from analysis.korean import attach, visible
from analysis.messages import message
from analysis.plots.canvas import GRID, Texts, chart, checked, require_rows, room
from analysis.plots.lettering import LABEL, NOTE, RIGHT, fitted, measure, note, widest, wrap
from analysis.plots.row_labels import label_rows

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_NAME = 96.0  # points
_BAR, _GAP, _ROW = 9.0, 3.0, 13.0  # points: a bar, between it and the words, between rows
_NUMBERS = 92.0
_VERDICTS = {"steady": "안정", "loose": "느슨함", "unsteady": "불안정", "": "재지 않음"}
_MARKS = {"steady": "o", "loose": "D", "unsteady": "X", "": "_"}
_DRAWN = ("topic", "label", "rank", "term", "probability", "share", "share_low", "share_high", "verdict")


def topics(table: pd.DataFrame, *, title: str | None = None, ax: Axes | None = None) -> Axes:
    """Draw the topics of a model, a row each: name, words, share of the documents, and how steady it is over seeds.

    Parameters
    ----------
    table : DataFrame
        A result of `stats.topic_words`; some of its rows draw some topics or words.
    title : str, optional
        A headline; without it the largest topic.
    ax : Axes, optional
        Where to draw; without it in a new figure 160 mm wide.

    Returns
    -------
    Axes
        Words in their rank above a bar for the mean share, with its interval. Bars of topics that other seeds do not
        find again are grey.

    Raises
    ------
    SchemaError
        If the table is none of words of topics.
    FigureError
        If it has no rows.
    FontError
        If a label has a character that the font lacks.
    """
    what = checked("topics", table, schema.TOPIC_WORDS, message("words of topics"))
    require_rows(table, what=what, hint=message("pass the table of stats.topic_words"), noun=message("words of topics"))
    about = schema.about(table)
    rows = [_Row(part) for _, part in table.groupby("topic", sort=True)]
    largest = max(rows, key=lambda row: (row.share, -row.topic))
    first = attach(f"‘{largest.name}’", "으로/로")
    head = title or f"가장 큰 주제 묶음은 {first} 글의 평균 {largest.share:.1%}를 차지한다"
    subtitle = (
        "단어는 그 주제에 많고 그 주제에만 있는 순서(FREX), 막대는 글마다 낸 비중의 평균과 95% 구간. 오른쪽 표시는 "
        "다른 시드에서도 나오는가(안정 ●, 느슨함 ◆, 불안정 ×, 재지 않음 –), 불안정한 주제는 회색"
    )
    foot = " · ".join(filter(None, [about.base, *(about.caution or ())]))
    told = " ".join(f"{row.name}({row.share:.1%}, {_VERDICTS[row.verdict]}): {', '.join(row.words)}." for row in rows)
    labels = [*(row.name for row in rows), *(word for row in rows for word in row.words)]
    return chart(
        "topics", ax, Texts(head, subtitle, foot, labels), lambda axes: _draw(axes, rows, owned=ax is None),
        alt=f"주제 묶음의 단어와 비중. {head}. {told}", numbers=table[list(_DRAWN)],
    )  # fmt: skip


class _Row:
    """A topic as a row of the chart."""

    def __init__(self, part: pd.DataFrame) -> None:
        first: dict[Any, Any] = part.iloc[0].to_dict()
        self.topic = int(first["topic"])
        self.name = visible(str(first["label"]))
        self.words = [visible(str(term)) for term in part.sort_values("rank")["term"]]
        self.share, self.low, self.high = (float(first[name]) for name in ("share", "share_low", "share_high"))
        self.verdict = str(first["verdict"]) if str(first["verdict"]) in _VERDICTS else ""

    @property
    def colour(self) -> str:
        """Grey for a topic that does not come back."""
        return style.LINE if self.verdict == "unsteady" else style.colour("blue" if self.verdict else "sky")


def _draw(ax: Axes, rows: list[_Row], *, owned: bool) -> float:
    """Draw the rows from the top; return the height in points."""
    numbers = [f"{row.share:.1%}" for row in rows]
    names = [
        wrap(ax, f"{row.topic} {row.name}" if row.name != f"주제 {row.topic}" else row.name, width=fitted(ax, _NAME),
             size=LABEL)
        for row in rows
    ]  # fmt: skip
    right = widest(ax, numbers, NOTE) + 30
    wide = max(72.0, room(ax, owned=owned, beside=widest(ax, names, LABEL) + 12 + right) - 4)
    most = max(max(row.high for row in rows) * 1.02, 1e-6)
    y, places = 0.0, []
    for row, number, name in zip(rows, numbers, names, strict=True):
        words = wrap(ax, ", ".join(row.words), width=wide, size=NOTE)
        tall = measure(ax, words, NOTE)[1]
        note(ax, words, (0, y), (0, 0), va="top", size=NOTE, colour=style.INK, leading=1.25)
        middle = y + tall + _GAP + _BAR / 2
        ax.barh([middle], [row.share], height=_BAR, color=row.colour, linewidth=0)
        ax.plot([row.low, row.high], [middle, middle], color=style.INK, linewidth=1.1, zorder=3)
        ax.plot([1.0], [middle], marker=_MARKS[row.verdict], markersize=6, linestyle="none", clip_on=False,
                color=row.colour, markeredgecolor=style.INK, markeredgewidth=0.7,
                transform=ax.get_yaxis_transform())  # fmt: skip
        note(ax, number, (1.0, middle), (9, 0), coords=RIGHT, va="center", size=NOTE)
        needed = max(tall + _GAP + _BAR, measure(ax, name, LABEL)[1])
        places.append(y + needed / 2)
        y += needed + _ROW
        ax.axhline(y - _ROW / 2, color=GRID, linewidth=0.6, zorder=0)
    ax.set_ylim(y - _ROW / 2, -_ROW / 3)
    ax.set_xlim(0, most)
    ax.xaxis.set_major_formatter(lambda value, _: f"{100 * value:.3g}%")
    label_rows(ax, places, names, xlabel="글에서 차지하는 비중(평균)")
    ax.tick_params(axis="y", pad=8)
    return y
