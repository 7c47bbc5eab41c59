"""The word cloud: a picture of the vocabulary, for a reader who has seen the frequency chart."""

from __future__ import annotations

import math
import random
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from analysis import style
from analysis.errors import FigureError, OptionError
from analysis.plots.canvas import Words, drawing, finish, room
from analysis.plots.frequency import basis, cut, finding
from analysis.plots.tables import counted, named

if TYPE_CHECKING:
    from matplotlib.axes import Axes

CAPTION = "크기는 빈도를 나타내며 위치와 색에는 뜻이 없다."
_HEIGHT = 280.0  # points
_SMALLEST, _LARGEST = 10.0, 72.0  # points
_SHRINK = 0.9
_SHADES = ("#003F66", "#005A8F", "#0072B2", "#2B6C94")  # one family, all 5:1 or more on white
_AIR = 3.0  # points between words
_FULL = 0.5  # share of the area that letters can fill at best; larger scales need not be tried
_PIXELS = 1.5  # a point, on the canvas that the words are placed on


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
        _draw(axes, placed, size)
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
        return width, _HEIGHT
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


def _draw(ax: Axes, placed: list[_Placed], size: tuple[float, float]) -> None:
    """Write the words at their places, one unit of the Axes being one point."""
    ax.set_xlim(0, size[0])
    ax.set_ylim(0, size[1])
    ax.set_axis_off()
    for word in placed:
        ax.text(word.x, word.y, word.word, fontsize=word.size, color=word.shade, ha="left", va="baseline")
