"""The frequency chart: how often each term occurs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analysis import style
from analysis.errors import OptionError
from analysis.korean import attach
from analysis.plots.canvas import LABEL, NOTE, Words, drawing, finish, measure, shifted, wrap
from analysis.plots.tables import counted, named

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_PITCH = 19.0  # points from bar to bar
_BAR = 0.72
_TIE_GAP = 0.4
_LABEL_WIDTH = 150.0
_SLACK = 4  # a tie may lengthen the chart by a quarter of `top`


def frequency(table: pd.DataFrame, *, top: int = 20, title: str | None = None, ax: Axes | None = None) -> Axes:
    """Draw how often terms occur, as horizontal bars from 0 with their counts.

    The unit of counting is that of the table: one bar is one term with one tag. Equal counts stand together,
    joined by a bracket with their shared rank. Where the cut at `top` would split equal counts, all of them
    are drawn if that adds no more than a quarter of `top` rows, otherwise none; the subtitle says which.

    Parameters
    ----------
    table : DataFrame
        A result of `stats.frequency` (`schema.FREQUENCY`). The Korean phrases in `attrs["base"]` and
        `attrs["layer"]` go into the subtitle.
    top : int
        How many terms to draw, 1 or more.
    title : str, optional
        A headline; without it the most frequent term with its count.
    ax : Axes, optional
        Where to draw; without it in a new figure 160 mm wide, as tall as its bars need.

    Returns
    -------
    Axes
        One bar per term, most frequent first, ties in the order of the terms.

    Raises
    ------
    SchemaError
        If the table is not a frequency table.
    FigureError
        If the table has no rows.
    OptionError
        If `top` is below 1.
    FontError
        If a term has a character that the font lacks.

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame(
    ...     {"term": ["동맹"], "tag": ["NNG"], "n": [7], "per_10k": [70.0], "docs": [1], "rank": [1]}
    ... )
    >>> frequency(table).get_title(loc="left")
    '‘동맹’이 7회 나온다'
    """
    rows = counted(table, what="plots.frequency")
    if top < 1:
        msg = f"plots.frequency: top is {top}; give 1 or more"
        raise OptionError(msg)
    shown, note = cut(rows, top)
    labels = named(shown)
    words = Words(title or finding(rows), basis(table, note))
    style.require_glyphs([*labels, words.title, words.subtitle], what="plots.frequency")
    with drawing(ax) as axes:
        height = _draw(axes, shown, labels)
        finish(axes, words, owned=ax is None, height=height)
    counts = ", ".join(f"{label} {n:,}회" for label, n in zip(labels, shown["n"], strict=True))
    alt = f"가로 막대그래프. {words.title}. {counts}."
    style.describe(axes, chart="frequency", alt=alt, numbers=shown[["term", "tag", "n"]])
    return axes


def cut(rows: pd.DataFrame, top: int) -> tuple[pd.DataFrame, str]:
    """Cut after `top` rows without splitting a tie, and say in Korean what the cut did."""
    if len(rows) <= top:
        return rows, ""
    n = int(rows["n"].iloc[top - 1])
    above, through = int((rows["n"] > n).sum()), int((rows["n"] >= n).sum())
    tied = through - above
    if through == top:
        return rows.head(top), f"상위 {top}개"
    if through <= top + max(1, top // _SLACK):
        return rows.head(through), f"상위 {through}개({n:,}회로 같은 {tied}개를 모두 실음)"
    if above:
        return rows.head(above), f"상위 {above}개({n:,}회로 같은 {tied}개는 {top}개를 넘게 되어 함께 뺌)"
    return rows.head(top), f"{n:,}회로 같은 {tied}개 가운데 가나다순 {top}개"


def finding(rows: pd.DataFrame) -> str:
    """State which term is the most frequent, in Korean, with its count; ties are named as ties."""
    best = rows[rows["n"] == rows["n"].max()]
    names = [f"‘{name}’" for name in named(best)]
    n = f"{int(best['n'].iloc[0]):,}회"
    only = len(best) == len(rows)
    if len(names) > 2:
        who = f"{names[0]} 등 {len(names):,}개가"
        return f"{who} 모두 {n}씩 나온다" if only else f"{who} 각각 {n}로 가장 많다"
    who = attach(names[-1], "이/가")
    if len(names) == 2:
        who = f"{attach(names[0], '과/와')} {who} 각각"
    return f"{who} {n} 나온다" if only else f"{who} {n}로 가장 많다"


def basis(table: pd.DataFrame, note: str) -> str:
    """Say what was counted: the base and the layer that the table carries, and what the cut did."""
    minimum = int(table.attrs.get("minimum", 1))
    floor = f"{minimum:,}회 이상" if minimum > 1 else ""
    parts = (table.attrs.get("base"), table.attrs.get("layer"), floor, note)
    return ", ".join(str(part) for part in parts if part)


def _draw(ax: Axes, rows: pd.DataFrame, labels: list[str]) -> float:
    """Draw bars, labels, counts and ties; return the height in points that they need."""
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    texts = [wrap(ax, label, width=_LABEL_WIDTH, size=LABEL) for label in labels]
    y, bottom = _positions([text.count("\n") + 1 for text in texts], list(rows["n"]))
    counts = [int(n) for n in rows["n"]]
    ax.barh(y, counts, height=_BAR, color=style.colour("blue"), linewidth=0)
    ax.set_yticks(y, texts, fontsize=LABEL, linespacing=1.1)
    ax.tick_params(axis="y", length=0)
    ax.set_xlim(0, max(counts))
    ax.set_ylim(bottom, -0.6)
    ax.xaxis.set_major_locator(MaxNLocator(nbins=6, integer=True))
    ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.0f}"))
    ax.set_xlabel("빈도(회)", fontsize=LABEL, color=style.INK)
    ax.spines[["top", "right", "left"]].set_visible(False)
    for at, n in zip(y, counts, strict=True):
        ax.annotate(
            f"{n:,}",
            (n, at),
            (4, 0),
            textcoords="offset points",
            va="center_baseline",
            fontsize=LABEL,
            annotation_clip=False,
        )
    _ties(ax, rows, y)
    return (bottom + 0.6) * _PITCH


def _positions(lines: list[int], counts: list[int]) -> tuple[list[float], float]:
    """Place bars downwards: one row a line of label, and a gap around rows of equal count."""
    y: list[float] = []
    cursor = -0.5
    for i, rows in enumerate(lines):
        if i and counts[i] != counts[i - 1]:
            tied = counts[i] in counts[i + 1 : i + 2] or counts[i - 1] in counts[max(0, i - 2) : i - 1]
            cursor += _TIE_GAP if tied else 0.0
        step = max(1.0, 0.85 * rows + 0.15)
        y.append(cursor + step / 2)
        cursor += step
    return y, cursor + 0.1


def _ties(ax: Axes, rows: pd.DataFrame, y: list[float]) -> None:
    """Join rows of equal count by a bracket with the rank that they share."""
    for _, group in rows.groupby("n", sort=False):
        if len(group) < 2:
            continue
        n = int(group["n"].iloc[0])
        first, last = y[group.index[0]], y[group.index[-1]]
        gap = measure(ax, f"{n:,}", LABEL)[0] + 10
        ax.plot(
            [n, n],
            [first - 0.3, last + 0.3],
            color=style.LINE,
            linewidth=1,
            transform=shifted(ax, gap),
            clip_on=False,
        )
        rank = f"공동 {int(group['rank'].min()):,}위"
        ax.annotate(
            rank,
            (n, (first + last) / 2),
            (gap + 5, 0),
            textcoords="offset points",
            va="center_baseline",
            fontsize=NOTE,
            color=style.QUIET,
            annotation_clip=False,
        )
