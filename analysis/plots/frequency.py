"""Charts of frequencies: bars with their ties, counts against ranks, and the word cloud."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis import schema, style
from analysis.errors import FigureError
from analysis.korean import attach, visible
from analysis.messages import message
from analysis.plots.canvas import PAGE_WIDTH, Texts, chart, require_top, room
from analysis.plots.chart_data import TERM, counted, cut_by_count, joined, term_labels
from analysis.plots.leads import lead, lead_rows
from analysis.plots.lettering import LABEL, fitted, measure, note, plot_size, wrap
from analysis.plots.placing import connect, in_points, measured, spread, write
from analysis.plots.row_labels import bracket, count_bars

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.axis import Axis

_PITCH = 19.0  # points from bar to bar
_TIE_GAP = 0.4
_LABEL_WIDTH = 150.0

_RANKS_HEIGHT = 300.0
_NAMED = 5  # steps that get the name of their term
_RANK_LABEL_WIDTH = 160.0
_FAR = 12.0  # points from mark to label without a line

_CAPTION = "크기는 빈도를 나타내며 위치와 색에는 뜻이 없다."
_CLOUD_HEIGHT = 280.0  # points
_SMALLEST, _LARGEST = 10.0, 72.0  # points
_SHRINK = 0.9
_DESCENT = 0.24  # of the size of letters
_EDGE = 4.0  # points
_SHADES = ("#003F66", "#005A8F", "#0072B2", "#2B6C94")  # one family, all 5:1 or more on white
_AIR = 3.0  # points between words
_FULL = 0.5  # share of the area that letters can fill at best; larger scales need not be tried
_PIXELS = 1.5  # a point, on the canvas that the words are placed on


@dataclass(frozen=True)
class _PlacedWord:
    """A word, its size, the left end of its baseline and its shade."""

    word: str
    size: float
    x: float
    y: float
    shade: str


def frequency(table: pd.DataFrame, *, top: int = 20, title: str | None = None, ax: Axes | None = None) -> Axes:
    """Draw how often terms occur, as horizontal bars from 0 with their counts.

    The unit of counting is that of the table: one bar is one term with one tag. Without a stop list
    (`stats.frequency(stop="default")`) words such as 때 and 수 are drawn too; with one the subtitle says what it left
    out. Equal counts stand together,
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
    what = "plots.frequency"
    rows = counted(table, what=what)
    require_top(top, what=what)
    shown, cut = cut_by_count(rows, top)
    labels = term_labels(shown)
    texts = Texts(title or _title(rows), _subtitle(table, cut), labels=labels)
    counts = ", ".join(f"{label} {n:,}회" for label, n in zip(labels, shown["n"], strict=True))
    alt = f"가로 막대그래프. {texts.title}. {counts}."
    numbers = shown[["term", "tag", "n"]]
    return chart("frequency", ax, texts, lambda axes: _draw(axes, shown, labels), alt=alt, numbers=numbers)


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
    steps = rows.groupby("n", sort=False).agg(rank=("rank", "min"), terms=("term", "size"), name=("term", "first"))
    steps = steps.reset_index()
    more = steps["terms"] > 1
    steps.loc[more, "name"] = steps["name"] + " 등 " + steps["terms"].map("{:,}".format) + "개"
    labels = [visible(name) for name in steps["name"].head(_NAMED)]
    about = schema.about(table)
    minimum, hidden = (about.minimum or 1), (about.hidden or 0)
    types = len(rows) + (about.unlisted or 0)
    once = int((rows["n"] == 1).sum())
    if hidden:
        tail = f"가려진 {hidden:,}개의 단어는 뺌"
    elif minimum > 1:
        tail = f"단어 {types:,}종 가운데 {minimum:,}회 미만 {types - len(rows):,}종은 뺌"
    else:
        tail = f"단어 {types:,}종 가운데 한 번만 나온 것 {once:,}종({once / types:.0%})"
    marks = "가로줄은 빈도가 같은 단어, 점선은 기울기 −1인 기준선(자료에 맞춘 것이 아님)"
    subtitle = joined(about.base, about.layer, tail, about.stop, marks)
    texts = Texts(title or _title(rows), subtitle, labels=labels)
    first = ", ".join(f"{label} {n:,}회" for label, n in zip(labels, steps["n"], strict=False))
    alt = f"순위-빈도 그래프(두 축 모두 로그). {texts.title}. {texts.subtitle}. 앞에서부터 {first}."
    return chart(
        "ranks",
        ax,
        texts,
        lambda axes: _draw_ranks(axes, steps),
        alt=alt,
        numbers=rows[["term", "tag", "n", "rank"]],
        place=lambda axes: _label_ranks(axes, steps, labels),
    )


def wordcloud(
    table: pd.DataFrame, *, top: int = 60, seed: int = 1, title: str | None = None, ax: Axes | None = None
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
    require_top(top, what=what)
    shown, cut = cut_by_count(rows, top)
    labels = term_labels(shown)
    width, height = (PAGE_WIDTH, _CLOUD_HEIGHT) if ax is None else plot_size(ax)
    words = _fit(labels, shown["n"].to_numpy(dtype=float), area=(width, height), seed=seed)
    too_small = f"너무 작아지는 {len(shown) - len(words)}개는 뺌" if len(words) < len(shown) else ""
    texts = Texts(title or _title(rows), joined(_subtitle(table, cut), too_small), _CAPTION, labels)
    drawn = shown.head(len(words))
    counts = ", ".join(f"{label} {n:,}회" for label, n in zip(labels, drawn["n"], strict=False))
    alt = f"워드클라우드. {texts.title}. {counts}. {_CAPTION}"
    numbers = drawn[["term", "tag", "n"]]

    def draw(axes: Axes) -> float:
        wide = room(axes, owned=ax is None)
        if abs(wide - width) < 1:
            return _draw_cloud(axes, words, drawn, (width, height))
        moved, tall = _move_words(axes, words, old=(width, height), wide=wide)
        return _draw_cloud(axes, moved, drawn, (wide, tall))

    return chart("wordcloud", ax, texts, draw, alt=alt, numbers=numbers)


def _title(rows: pd.DataFrame) -> str:
    """State which term is the most frequent, in Korean, with its count; ties are named as ties."""
    best = rows[rows["n"] == rows["n"].max()]
    names = [f"‘{name}’" for name in term_labels(best)]
    n = f"{int(best['n'].iloc[0]):,}회"
    only = len(best) == len(rows)
    if len(names) > 2:
        who = f"{names[0]} 등 {len(names):,}개가"
        return f"{who} 모두 {n}씩 나온다" if only else f"{who} 각각 {n}로 가장 많다"
    who = attach(names[-1], "이/가")
    if len(names) == 2:
        who = f"{attach(names[0], '과/와')} {who} 각각"
    return f"{who} {n} 나온다" if only else f"{who} {n}로 가장 많다"


def _subtitle(table: pd.DataFrame, cut: str) -> str:
    """Say what was counted: the base and the layer that the table carries, and what the cut did."""
    minimum = schema.about(table).minimum or 1
    floor = f"{minimum:,}회 이상" if minimum > 1 else ""
    return joined(schema.about(table).base, schema.about(table).layer, floor, cut, schema.about(table).stop)


def _draw(ax: Axes, rows: pd.DataFrame, labels: list[str]) -> float:
    """Draw bars, labels, counts and ties; return the height in points that they need."""
    texts = [wrap(ax, label, width=fitted(ax, _LABEL_WIDTH), size=LABEL) for label in labels]
    y, bottom = _positions([text.count("\n") + 1 for text in texts], list(rows["n"]))
    counts = [int(n) for n in rows["n"]]
    bars = count_bars(ax, y, counts, texts, right=max(counts), ends=(bottom, -0.6))
    lead_rows(ax, rows[TERM].to_dict("records"), bars)
    for at, n in zip(y, counts, strict=True):
        note(ax, f"{n:,}", (n, at), (4, 0), size=LABEL)
    for _, tied in rows.groupby("n", sort=False):
        if len(tied) > 1:
            n = int(tied["n"].iloc[0])
            ends = (y[tied.index[0]], y[tied.index[-1]])
            bracket(ax, n, ends, rank=int(tied["rank"].min()), beyond=measure(ax, f"{n:,}", LABEL)[0] + 10)
    return (bottom + 0.6) * _PITCH


def _positions(lines: list[int], counts: list[int]) -> tuple[list[float], float]:
    """Place bars downwards: one row a line of label, and a gap around rows of equal count; give places and the end."""
    # Counts 9 7 7 4, one line each: 0.0, 1.4, 2.4, 3.8. There is a gap of 0.4 before the tie and after it.
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


def _draw_ranks(ax: Axes, steps: pd.DataFrame) -> float:
    """Draw the line of slope -1, the ranks that equal counts fill, and the marks; return the height in points."""
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
        _log_scale(axis)
    ax.set_xlabel("순위(로그 눈금)", fontsize=LABEL, color=style.INK)
    ax.set_ylabel("빈도(회,\n로그 눈금)", fontsize=LABEL, color=style.INK, rotation=0, ha="right", va="center")
    return _RANKS_HEIGHT


def _log_scale(axis: Axis) -> None:
    """Write plain numbers, 1, 2, 5 or powers of ten alone where there are many."""
    from matplotlib.ticker import FuncFormatter, LogLocator, NullLocator

    low, high = axis.get_view_interval()
    axis.set_major_locator(LogLocator(subs=(1.0, 2.0, 5.0) if high / low < 1000 else (1.0,)))
    axis.set_minor_locator(NullLocator())
    axis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.0f}" if value >= 1 else ""))


def _label_ranks(ax: Axes, steps: pd.DataFrame, labels: list[str]) -> None:
    """Write the first names beside their marks, with a line where one had to move away."""
    labels = [wrap(ax, label, width=fitted(ax, _RANK_LABEL_WIDTH), size=LABEL) for label in labels]
    sizes = measured(ax, labels)
    marks = in_points(ax, steps[["rank", "n"]].to_numpy())
    start = marks[: len(labels)] + np.column_stack([sizes[:, 0] / 2 + 6, sizes[:, 1] / 2 + 3])
    taken = np.column_stack([marks, np.full((len(marks), 2), 7.0)])
    places = spread(start, sizes, area=plot_size(ax), marks=taken)
    for label, size, mark, place in zip(labels, sizes, marks[: len(labels)], places, strict=True):
        connect(ax, mark, place, size, beyond=_FAR)
        write(ax, label, place)


def _fit(labels: list[str], counts: np.ndarray, *, area: tuple[float, float], seed: int) -> list[_PlacedWord]:
    """Find the largest scale at which every word of 10 points or more has its place."""
    relative = np.sqrt(counts / counts.max())
    # Three words of two letters with the counts 4, 1, 1 are 1, 0.5 and 0.5 high and fill 2 + 0.5 + 0.5 = 3 squares of
    # the largest letter; half of 400 by 280 points holds three squares of 137, so that 72 points, the most, is tried
    # first.
    ems = sum(len(label) * r * r for label, r in zip(labels, relative, strict=True))
    largest = min(_LARGEST, max(_SMALLEST, math.sqrt(_FULL * area[0] * area[1] / ems)))
    while largest >= _SMALLEST:
        sizes = largest * relative
        sizes = sizes[sizes >= _SMALLEST]  # counts fall, so these are the first rows
        words = _place(labels[: len(sizes)], sizes, area, seed)
        if words is not None:
            return words
        largest *= _SHRINK
    msg = message("plots.wordcloud: the Axes is too small for one word of 10 points; give a larger one or none")
    raise FigureError(msg)


def _move_words(
    ax: Axes, words: list[_PlacedWord], *, old: tuple[float, float], wide: float
) -> tuple[list[_PlacedWord], float]:
    """Give the same words places on paper of another width, and the height in points that they need there."""
    # Words on 400 by 280 points that move to 200 get 560 or more, each as near as it can to where it was in proportion;
    # no box may touch another. All letters shrink alike if the widest word is wider than the paper.
    sizes = measured(ax, [word.word for word in words], [word.size for word in words])
    shrink = min(1.0, (wide - _EDGE) / float(sizes[:, 0].max()))
    if words[-1].size * shrink < _SMALLEST:
        msg = message(
            "plots.wordcloud: on paper so narrow the rarest words have less than 10 points; draw fewer with top="
        )
        raise FigureError(msg)
    sizes, tall = sizes * shrink, old[0] * old[1] / wide
    descent = [_DESCENT * word.size * shrink for word in words]
    for _ in range(12):
        stretched = np.array([[word.x * wide / old[0], word.y * tall / old[1]] for word in words])
        corner = stretched - np.column_stack([np.zeros(len(words)), descent])
        try:
            centres = spread(corner + sizes / 2, sizes, area=(wide, tall))
        except FigureError:
            tall *= 1.1
            continue
        left, low = (centres - sizes / 2).T
        return [
            replace(word, size=word.size * shrink, x=float(x), y=float(y + d))
            for word, x, y, d in zip(words, left, low, descent, strict=True)
        ], tall
    msg = message(
        "plots.wordcloud: {n_words} words do not fit on paper so narrow; draw fewer with top=", n_words=len(words)
    )
    raise FigureError(msg)


def _place(labels: list[str], sizes: np.ndarray, area: tuple[float, float], seed: int) -> list[_PlacedWord] | None:
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
        color_func=lambda *_, random_state, **__: random_state.choice(_SHADES),
    )
    cloud.generate_from_frequencies(dict(zip(labels, sizes.tolist(), strict=True)))
    found = {word: (pixels, place, shade) for (word, _), pixels, place, _, shade in cloud.layout_}
    words = []
    for word, wanted in zip(labels, sizes.tolist(), strict=True):
        pixels, (row, column), shade = found.get(word, (0, (0, 0), ""))
        if pixels < wanted * _PIXELS * 0.97 - 1:  # whole pixels round each step a little
            return None
        # The package gives the upper left corner of a word in pixels from the top; text is drawn from the left end of
        # its baseline, which lies `left` pixels before that corner and -`top` below it, in points from the bottom.
        left, top, _, _ = ImageFont.truetype(font, pixels).getbbox(word, anchor="ls")
        x, y = (column - left) / _PIXELS, area[1] - (row - top) / _PIXELS
        words.append(_PlacedWord(word, wanted, float(x), float(y), shade))
    return words


def _draw_cloud(ax: Axes, words: list[_PlacedWord], rows: pd.DataFrame, area: tuple[float, float]) -> float:
    """Write the words at their places, one unit of the Axes being one point; return the height."""
    ax.set_xlim(0, area[0])
    ax.set_ylim(0, area[1])
    ax.set_axis_off()
    for word, row in zip(words, rows[TERM].to_dict("records"), strict=True):
        colour = style.shade(word.shade)
        lead(ax, row, ax.text(word.x, word.y, word.word, fontsize=word.size, color=colour, ha="left", va="baseline"))
    return area[1]
