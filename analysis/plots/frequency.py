"""The frequency chart: how often each term occurs."""

from __future__ import annotations

import math
import random
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from analysis import style
from analysis.errors import FigureError, OptionError
from analysis.korean import attach, visible
from analysis.plots.canvas import LABEL, NOTE, Words, drawing, finish, measure, room, shifted, wrap
from analysis.plots.placing import inner, measured, spread, write
from analysis.plots.tables import counted, named

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_PITCH = 19.0  # points from bar to bar
_BAR = 0.72
_TIE_GAP = 0.4
_LABEL_WIDTH = 150.0
_SLACK = 4  # a tie may lengthen the chart by a quarter of `top`
if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.axis import Axis

_HEIGHT = 300.0
_NAMED = 5  # steps that get the name of their term
_RANK_LABEL_WIDTH = 160.0
_FAR = 12.0  # points from mark to label without a line
if TYPE_CHECKING:
    from matplotlib.axes import Axes

CAPTION = "크기는 빈도를 나타내며 위치와 색에는 뜻이 없다."
_CLOUD_HEIGHT = 280.0  # points
_SMALLEST, _LARGEST = 10.0, 72.0  # points
_SHRINK = 0.9
_SHADES = ("#003F66", "#005A8F", "#0072B2", "#2B6C94")  # one family, all 5:1 or more on white
_AIR = 3.0  # points between words
_FULL = 0.5  # share of the area that letters can fill at best; larger scales need not be tried
_PIXELS = 1.5  # a point, on the canvas that the words are placed on


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


def ranks(table: pd.DataFrame, *, title: str | None = None, ax: Axes | None = None) -> Axes:
    """Draw counts against ranks, both on logarithmic scales.

    The unit of counting is that of the table: a term is a lemma with its tag. Terms of one count share a mark at the
    rank that they share, the smallest, and a line from there over the ranks that they fill. The dotted line falls with
    slope -1 from the most frequent term; it is a help for the eye, and nothing is fitted.

    Parameters
    ----------
    table : DataFrame
        A result of `stats.frequency` (`schema.FREQUENCY`), of `minimum=1` if terms that occur once are to be seen. Its
        attrs go into the subtitle.
    title : str, optional
        A headline; without it the most frequent term with its count.
    ax : Axes, optional
        Where to draw; without it in a new figure 160 mm wide. Labels fit the Axes as it is at the call.

    Returns
    -------
    Axes
        One mark per distinct count; the first five are named.

    Raises
    ------
    SchemaError
        If the table is not a frequency table.
    FigureError
        If the table has no rows, or the names do not fit.
    FontError
        If a term has a character that the font lacks.

    References
    ----------
    Zipf, G. K. (1949). Human Behavior and the Principle of Least Effort; no exponent is estimated here.
    """
    what = "plots.ranks"
    rows = counted(table, what=what)
    steps = _steps(rows)
    labels = [visible(name) for name in steps["name"].head(_NAMED)]
    words = Words(title or finding(rows), _basis(table, rows))
    style.require_glyphs([*labels, words.title, words.subtitle], what=what)
    with drawing(ax) as axes:
        _draw_ranks(axes, steps)
        finish(axes, words, owned=ax is None, height=_HEIGHT)
        _label(axes, steps.head(_NAMED), labels, steps)
    first = ", ".join(f"{label} {n:,}회" for label, n in zip(labels, steps["n"], strict=False))
    alt = f"순위-빈도 그래프(두 축 모두 로그). {words.title}. {words.subtitle}. 앞에서부터 {first}."
    style.describe(axes, chart="ranks", alt=alt, numbers=rows[["term", "tag", "n", "rank"]])
    return axes


def _steps(rows: pd.DataFrame) -> pd.DataFrame:
    """Bring terms of one count together: their rank, how many they are, and the first of them."""
    found = rows.groupby("n", sort=False).agg(rank=("rank", "min"), terms=("term", "size"), name=("term", "first"))
    found = found.reset_index()
    more = found["terms"] > 1
    found.loc[more, "name"] = found["name"] + " 등 " + found["terms"].map("{:,}".format) + "개"
    return found


def _basis(table: pd.DataFrame, rows: pd.DataFrame) -> str:
    """Say what was counted, how many terms occur once as far as that is known, and what marks and line are."""
    attrs = table.attrs
    minimum, hidden = int(attrs.get("minimum", 1)), int(attrs.get("hidden", 0))
    types = len(rows) + int(attrs.get("unlisted", 0))
    once = int((rows["n"] == 1).sum())
    if hidden:
        tail = f"가려진 {hidden:,}개의 낱말은 뺌"
    elif minimum > 1:
        tail = f"낱말 {types:,}종 가운데 {minimum:,}회 미만 {types - len(rows):,}종은 뺌"
    else:
        tail = f"낱말 {types:,}종 가운데 한 번만 나온 것 {once:,}종({once / types:.0%})"
    marks = "가로줄은 빈도가 같은 낱말, 점선은 기울기 −1인 기준선(자료에 맞춘 것이 아님)"
    return ", ".join(str(part) for part in (attrs.get("base"), attrs.get("layer"), tail, marks) if part)


def _draw_ranks(ax: Axes, steps: pd.DataFrame) -> None:
    """Draw the line of slope -1, the ranks that equal counts fill, and the marks."""
    rank, n = (steps[name].to_numpy(dtype=np.float64) for name in ("rank", "n"))
    last = rank + steps["terms"].to_numpy() - 1
    high = n.max()
    ax.set_xscale("log")
    ax.set_yscale("log")
    ax.set_xlim(0.8, max(last.max(), 2) * 1.3)
    ax.set_ylim(n.min() * 0.75, max(high * 1.5, n.min() * 3))
    ax.plot([1, high / n.min() * 2], [high, n.min() / 2], color=style.QUIET, linewidth=1.2, linestyle=(0, (1, 3)),
            zorder=1, gid="slope")  # fmt: skip
    ties = last > rank
    ax.hlines(n[ties], rank[ties], last[ties], color=style.colour("sky"), linewidth=3, zorder=2).set_gid("ties")
    ax.plot(rank, n, linestyle="none", marker="o", markersize=5, color=style.colour("blue"), zorder=3, gid="marks")
    for axis in (ax.xaxis, ax.yaxis):
        _scale(axis)
    ax.set_xlabel("순위(로그 눈금)", fontsize=LABEL, color=style.INK)
    ax.set_ylabel("빈도(회,\n로그 눈금)", fontsize=LABEL, color=style.INK, rotation=0, ha="right", va="center")


def _scale(axis: Axis) -> None:
    """Write plain numbers, 1, 2, 5 or powers of ten alone where there are many."""
    from matplotlib.ticker import FuncFormatter, LogLocator, NullLocator

    low, high = axis.get_view_interval()
    axis.set_major_locator(LogLocator(subs=(1.0, 2.0, 5.0) if high / low < 1000 else (1.0,)))
    axis.set_minor_locator(NullLocator())
    axis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.0f}" if value >= 1 else ""))


def _label(ax: Axes, named: pd.DataFrame, labels: list[str], steps: pd.DataFrame) -> None:
    """Write the first names beside their marks, with a line where one had to move away."""
    area = np.array(inner(ax))
    labels = [wrap(ax, label, width=_RANK_LABEL_WIDTH, size=LABEL) for label in labels]
    sizes = measured(ax, labels)
    spots = ax.transAxes.inverted().transform(ax.transData.transform(steps[["rank", "n"]].to_numpy())) * area
    marks = spots[: len(named)]
    start = marks + np.column_stack([sizes[:, 0] / 2 + 6, sizes[:, 1] / 2 + 3])
    taken = np.column_stack([spots, np.full((len(spots), 2), 7.0)])
    for label, size, mark, place in zip(
        labels, sizes, marks, spread(start, sizes, area=(area[0], area[1]), marks=taken), strict=True
    ):
        gap = np.maximum(np.abs(place - mark) - size / 2, 0)
        if np.hypot(*gap) > _FAR:
            line = np.array([mark, place]) / area
            ax.plot(*line.T, transform=ax.transAxes, color=style.LINE, linewidth=0.7, zorder=2)
        write(ax, label, place)


@dataclass(frozen=True)
class _Placed:
    """A word, its size, the left end of its baseline and its shade."""

    word: str
    size: float
    x: float
    y: float
    shade: str


def wordcloud(
    table: pd.DataFrame,
    *,
    top: int = 60,
    seed: int = 1,
    title: str | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw terms at a size that stands for their frequency; place and colour mean nothing, as the note says.

    The height of the letters grows with the square root of the count, so that the area of a letter grows with
    the count, and equal counts have equal size. Words are never turned. Terms that would be smaller than 10
    points are left out, and the subtitle says how many.

    Parameters
    ----------
    table : DataFrame
        A result of `stats.frequency` (`schema.FREQUENCY`).
    top : int
        How many terms, 1 or more; a tie at the cut stays whole as in `plots.frequency`.
    seed : int
        Seed of the places and shades; the same seed gives the same picture.
    title : str, optional
        A headline; without it the most frequent term with its count.
    ax : Axes, optional
        Where to draw; without it in a new figure 160 mm wide. Sizes fit the Axes as it is at the call.

    Returns
    -------
    Axes
        One Text per term.

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

    References
    ----------
    Harris, J. (2011). Word clouds considered harmful. Nieman Lab: a cloud drops the context, so it stands
    beside the frequency chart and never instead of it.
    """
    what = "plots.wordcloud"
    rows = counted(table, what=what)
    if top < 1:
        msg = f"{what}: top is {top}; give 1 or more"
        raise OptionError(msg)
    shown, note = cut(rows, top)
    labels = named(shown)
    words = Words(title or finding(rows), basis(table, note), CAPTION)
    style.require_glyphs([*labels, words.title, words.subtitle], what=what)
    with drawing(ax) as axes:
        size = _area(axes, owned=ax is None)
        placed = _fit(labels, shown["n"].to_numpy(dtype=float), size=size, seed=seed)
        _draw_cloud(axes, placed, size)
        if len(placed) < len(shown):
            smaller = f"{basis(table, note)}, 너무 작아지는 {len(shown) - len(placed)}개는 뺌"
            words = Words(words.title, smaller.removeprefix(", "), CAPTION)
        finish(axes, words, owned=ax is None, height=size[1])
    drawn = shown.head(len(placed))
    counts = ", ".join(f"{label} {n:,}회" for label, n in zip(labels, drawn["n"], strict=False))
    style.describe(
        axes,
        chart="wordcloud",
        alt=f"낱말 구름. {words.title}. {counts}. {CAPTION}",
        numbers=drawn[["term", "tag", "n"]],
    )
    return axes


def _area(ax: Axes, *, owned: bool) -> tuple[float, float]:
    """Width and height in points that words may fill."""
    width = room(ax, owned=owned)
    if owned:
        return width, _CLOUD_HEIGHT
    box = ax.get_window_extent()
    return width, width * float(box.height / box.width)


def _fit(labels: list[str], counts: np.ndarray, *, size: tuple[float, float], seed: int) -> list[_Placed]:
    """Find the largest scale at which every word of 10 points or more has its place."""
    relative = np.sqrt(counts / counts.max())
    ems = sum(len(label) * r * r for label, r in zip(labels, relative, strict=True))
    largest = min(_LARGEST, max(_SMALLEST, math.sqrt(_FULL * size[0] * size[1] / ems)))
    while largest >= _SMALLEST:
        sizes = largest * relative
        sizes = sizes[sizes >= _SMALLEST]  # counts fall, so these are the first rows
        placed = _place(labels[: len(sizes)], sizes, size, seed)
        if placed is not None:
            return placed
        largest *= _SHRINK
    msg = "plots.wordcloud: the Axes is too small for one word of 10 points; give a larger one or none"
    raise FigureError(msg)


def _place(labels: list[str], sizes: np.ndarray, area: tuple[float, float], seed: int) -> list[_Placed] | None:
    """Let the wordcloud package place words of given sizes; None if it had to leave out or shrink one."""
    from PIL import ImageFont
    from wordcloud import WordCloud

    font = str(style.font_path())
    cloud = WordCloud(
        font_path=font,
        width=round(area[0] * _PIXELS),
        height=round(area[1] * _PIXELS),
        margin=round(_AIR * _PIXELS),
        prefer_horizontal=1.0,
        relative_scaling=1.0,  # the height of the letters follows the numbers, not their ranks
        min_font_size=1,
        max_font_size=round(sizes[0] * _PIXELS),
        max_words=len(labels),
        random_state=seed,
        color_func=_shade,
    )
    cloud.generate_from_frequencies(dict(zip(labels, sizes.tolist(), strict=True)))
    got = {word: (pixels, place, shade) for (word, _), pixels, place, _, shade in cloud.layout_}
    placed = []
    for word, wanted in zip(labels, sizes.tolist(), strict=True):
        pixels, (row, column), shade = got.get(word, (0, (0, 0), ""))
        if pixels < wanted * _PIXELS * 0.97 - 1:  # whole pixels round each step a little
            return None
        left, top, _, _ = ImageFont.truetype(font, pixels).getbbox(word, anchor="ls")
        x, y = (column - left) / _PIXELS, area[1] - (row - top) / _PIXELS
        placed.append(_Placed(word, wanted, float(x), float(y), shade))
    return placed


def _shade(*_: Any, random_state: random.Random, **__: Any) -> str:
    """Pick a shade, from the random numbers that also pick the places."""
    return random_state.choice(_SHADES)


def _draw_cloud(ax: Axes, placed: list[_Placed], size: tuple[float, float]) -> None:
    """Write the words at their places, one unit of the Axes being one point."""
    ax.set_xlim(0, size[0])
    ax.set_ylim(0, size[1])
    ax.set_axis_off()
    for word in placed:
        ax.text(word.x, word.y, word.word, fontsize=word.size, color=word.shade, ha="left", va="baseline")
