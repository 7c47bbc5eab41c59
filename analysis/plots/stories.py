"""Stories: a row an event, days across, a dot an article in the colour of its outlet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from analysis import schema, style
from analysis.errors import SchemaError
from analysis.korean import visible
from analysis.messages import message
from analysis.plots.calendar import day, label_days
from analysis.plots.canvas import GRID, Texts, chart, checked, require_rows, require_top, room
from analysis.plots.chart_data import footer
from analysis.plots.lettering import LABEL, NOTE, RIGHT, fitted, note, widest, wrap

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_PITCH = 28.0  # points from row to row
_NAME = 165.0
_DOT = 6.0
_STEP = 7.5  # points between dots of one day
_MOST_LINES = 12  # dots above each other; more overlap
_COLOURS = ("blue", "orange", "green", "purple", "red", "sky")
_MARKS = ("o", "s", "^", "D", "v", "P")
_OTHERS = "그 밖의 매체"


def stories(
    table: pd.DataFrame, documents: pd.DataFrame, *, top: int = 25, title: str | None = None, ax: Axes | None = None
) -> Axes:
    """Draw the largest stories: a row each, a dot an article on its day, with a ring around one that copies another.

    Parameters
    ----------
    table : DataFrame
        A result of `stats.stories`, or some of its rows.
    documents : DataFrame
        `corpus.documents`, with doc, title, outlet and date.
    top : int
        How many stories, those with the most articles first, drawn in the order of their first day.
    title : str, optional
        A headline; without it the largest story.
    ax : Axes, optional
        Where to draw; without it in a new figure 160 mm wide.

    Returns
    -------
    Axes
        The six outlets with the most articles have a colour and a shape each. Dots of one day stand side by side, and
        up where they are many: their place within a day says nothing. Articles and outlets of each row at the right.

    Raises
    ------
    SchemaError
        If the table is none of stories, or a document is not among the documents.
    FigureError
        If no document is in a story.
    OptionError
        If `top` is below 1.
    FontError
        If a label has a character that the font lacks.
    """
    what = checked("stories", table, schema.STORIES, message("table of stories"))
    require_top(top, what=what)
    rows = table[table["story"] > 0].astype({"doc": "str"})
    require_rows(rows, what=what, hint=message("no two articles are alike; lower alike in stats.stories"))
    known = documents.reindex(columns=["doc", "title", "outlet", "date"]).astype("object").fillna("").astype(str)
    rows = rows.merge(known, on="doc", how="left")
    if rows["date"].isna().any():
        lost = rows.loc[rows["date"].isna(), "doc"].iloc[0]
        msg = message("documents: it has no row for document {unknown!r}; pass the corpus of the tokens", unknown=lost)
        raise SchemaError(msg)
    sizes = rows.groupby("story").size().sort_values(ascending=False, kind="stable")
    kept = set(sizes.index[:top])
    parts = [part for number, part in rows.groupby("story") if number in kept]
    parts.sort(key=lambda part: (part["date"].min(), part["date"].max(), int(part["story"].iloc[0])))
    names = [visible(_nearest(part)) for part in parts]
    counts = rows["outlet"].value_counts()
    outlets = sorted(counts.index, key=lambda name: (-counts[name], name))
    legend = [visible(name) or "매체 없음" for name in outlets[: len(_COLOURS)]]
    about = schema.about(table)
    cut = f", 글이 많은 {len(parts):,}건(모두 {len(sizes):,}건)" if len(parts) < len(sizes) else ""
    subtitle = (
        f"행은 사건, 점은 글 한 편, 고리는 다른 글을 옮긴 글{cut}. 하루 안의 자리에는 뜻이 없음. "
        "오른쪽은 글과 매체의 수"
    )
    foot = " · ".join(part for part in (about.base, footer(table), *(about.caution or ())) if part)
    largest = max(parts, key=len)
    said = f"‘{visible(_nearest(largest))}’ 사건의 글이 {len(largest):,}편으로 가장 많다"
    texts = Texts(title or said, subtitle, foot, [*names, *legend, _OTHERS])
    told = [f"{name}: {part['date'].min()}~{part['date'].max()}, {_numbers(part)}." for name, part in
            zip(names, parts, strict=True)]  # fmt: skip
    alt = f"사건마다 글이 나온 날의 점그림. {texts.title}. {' '.join(told)}"
    numbers = rows[[c.name for c in schema.STORIES]]
    return chart(
        "stories", ax, texts, lambda axes: _draw(axes, parts, names, outlets, legend, owned=ax is None), alt=alt,
        numbers=numbers,
    )  # fmt: skip


def _nearest(part: pd.DataFrame) -> str:
    """Name a story by the article that is nearest to the others."""
    rows = part.sort_values(["nearness", "doc"], ascending=[False, True], kind="stable")
    return str(rows["title"].iloc[0]) or str(rows["doc"].iloc[0])


def _numbers(part: pd.DataFrame) -> str:
    """Count the articles and outlets of a story."""
    return f"{len(part):,}편·{part.loc[part['outlet'] != '', 'outlet'].nunique():,}곳"


def _draw(
    ax: Axes, parts: list[pd.DataFrame], names: list[str], outlets: list[str], legend: list[str], *, owned: bool
) -> float:
    """Draw the rows from the top down; return the height in points."""
    labels = [_two_lines(ax, name) for name in names]
    told = [_numbers(part) for part in parts]
    wide = max(72.0, room(ax, owned=owned, beside=widest(ax, labels, LABEL) + 24) - widest(ax, told, NOTE))
    first, last = (
        int(end) for end in (min(day(p["date"].min()) for p in parts), max(day(p["date"].max()) for p in parts))
    )
    step = wide / (last - first + 1)
    across = max(1, int(step / _STEP))
    colour_of = {name: k for k, name in enumerate(outlets[: len(_COLOURS)])}
    heights, y = [], 0.0
    for k, part in enumerate(parts):
        most = int(part.groupby("date").size().max())
        high = max(_PITCH, _STEP * min(_MOST_LINES, -(-most // across)) + 8, 13.5 * (labels[k].count("\n") + 1) + 6)
        heights.append((y, high))
        middle = y + high / 2
        ax.axhline(middle, color=GRID, linewidth=0.8, zorder=0)
        for date, own in part.groupby("date"):
            _dots(ax, own.sort_values(["order", "outlet", "doc"]).to_dict("records"), day(str(date)), middle, colour_of,
                  step=step, across=across)  # fmt: skip
        note(ax, told[k], (1.0, middle), (8, 0), coords=RIGHT, va="center", colour=style.QUIET)
        y += high
    label_days(ax, first, last, wide)
    ax.set_ylim(y, 0)
    ax.set_yticks([a + b / 2 for a, b in heights], labels, fontsize=LABEL, linespacing=1.1)
    ax.tick_params(axis="y", length=0, pad=8)
    for k, name in enumerate([*legend, *([_OTHERS] if len(outlets) > len(_COLOURS) else [])]):
        ax.plot([], [], linestyle="none", marker=_mark(k), markersize=_DOT, color=_colour(k), label=name)
    ax.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=4, frameon=False, fontsize=NOTE, handletextpad=0.3)
    return y


def _colour(k: int) -> str:
    """Choose the colour of an outlet, grey behind the first six."""
    return style.colour(_COLOURS[k]) if k < len(_COLOURS) else style.QUIET


def _mark(k: int) -> str:
    """Choose the shape of an outlet."""
    return _MARKS[k] if k < len(_MARKS) else "o"


def _dots(
    ax: Axes,
    rows: list[dict[Any, Any]],
    date: int,
    middle: float,
    colour_of: dict[str, int],
    *,
    step: float,
    across: int,
) -> None:
    """Draw the articles of a story on one day, in lines of as many as fit."""
    lines = -(-len(rows) // across)
    pitch = _STEP * min(1.0, _MOST_LINES / lines)
    for k, row in enumerate(rows):
        line, place = divmod(k, across)
        inside = min(across, len(rows) - line * across)
        x = date + 0.5 + (place - (inside - 1) / 2) * _STEP / step
        y = middle + (line - (lines - 1) / 2) * pitch
        number = colour_of.get(row["outlet"], len(_COLOURS))
        ax.plot([x], [y], linestyle="none", marker=_mark(number), markersize=_DOT - 1, color=_colour(number), zorder=3,
                clip_on=False)  # fmt: skip
        if row["copy_of"]:
            ax.plot([x], [y], linestyle="none", marker="o", markersize=_DOT + 2.5, markerfacecolor="none",
                    markeredgecolor=style.INK, markeredgewidth=0.9, zorder=4, clip_on=False)  # fmt: skip


def _two_lines(ax: Axes, name: str) -> str:
    """Break a title into two lines at most."""
    lines = wrap(ax, name, width=fitted(ax, _NAME), size=LABEL).split("\n")
    return "\n".join(lines) if len(lines) < 3 else f"{lines[0]}\n{lines[1][:-1].rstrip()}…"
