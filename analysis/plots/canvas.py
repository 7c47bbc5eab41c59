"""The skeleton of every chart: what it requires, its captions, and the size that holds them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from analysis import schema, style
from analysis.errors import FigureError, OptionError
from analysis.korean import visible
from analysis.plots.lettering import LEADING, NOTE, figure_of, measure, note, plot_size, wrap

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

GRID = "#E3E3E3"
_WIDTH = 6.3  # inches: 160 mm, the text width of an A4 page
_MARGIN = 6.0  # points
_GAP = 6.0
_TITLE = 14.0
PAGE_WIDTH = _WIDTH * 72 - 2 * _MARGIN


@dataclass(frozen=True)
class Texts:
    """What a chart says: what was found, how it was counted, on what material, and the labels at its marks."""

    title: str
    subtitle: str = ""
    footer: str = ""
    labels: Iterable[str] = ()


def chart(
    name: str,
    ax: Axes | None,
    texts: Texts,
    draw: Callable[[Axes], float],
    *,
    alt: str,
    numbers: pd.DataFrame,
    place: Callable[[Axes], None] | None = None,
) -> Axes:
    """Draw a chart in the caller's Axes or in a new figure, with its captions, and describe it for `figures.export`."""
    # `draw` returns the height in points of the plotting area; `place` runs when that has its final size.
    from matplotlib.figure import Figure

    style.require_glyphs([*texts.labels, texts.title, texts.subtitle, texts.footer], what=f"plots.{name}")
    with style.context():
        axes = Figure(figsize=(_WIDTH, 4)).add_axes((0.3, 0.3, 0.5, 0.4)) if ax is None else ax
        _finish(axes, texts, owned=ax is None, height=draw(axes))
        if place is not None:
            place(axes)
    style.describe(axes, chart=name, alt=alt, numbers=numbers)
    return axes


def checked(name: str, table: pd.DataFrame, contract: schema.Contract, noun: str, *, top: int = 1) -> str:
    """Refuse a table that breaks its contract, and fewer than one row to draw; return what a chart is called."""
    what = f"plots.{name}"
    schema.check(table, contract, what=f"{what}: {noun}")
    require_top(top, what=what)
    return what


def require_one_group(table: pd.DataFrame, *, what: str) -> None:
    """Refuse a table of terms that holds several groups."""
    groups = [str(name) for name in table["group"].unique()] if "group" in table.columns else []
    if len(groups) > 1:
        msg = f"{what}: the table holds several groups; draw one, such as table[table['group'] == {groups[0]!r}]"
        raise OptionError(msg)


def require_top(top: int, *, what: str) -> None:
    """Refuse to draw fewer than one row."""
    if top < 1:
        msg = f"{what}: top is {top}; give 1 or more"
        raise OptionError(msg)


def require_rows(table: pd.DataFrame, *, what: str, hint: str, noun: str = "table") -> None:
    """Refuse a table without rows, with a hint what to do."""
    if table.empty:
        msg = f"{what}: the {noun} has no rows, so there is nothing to draw; {hint}"
        raise FigureError(msg)


def room(ax: Axes, *, owned: bool, beside: float = 0.0) -> float:
    """Width in points for the plotting area; in a figure of its own less what stands beside it."""
    return PAGE_WIDTH - beside if owned else plot_size(ax)[0]


def _finish(ax: Axes, texts: Texts, *, owned: bool, height: float) -> None:
    """Write the captions around a drawn chart and, in a figure of its own, size the paper so that it holds them all."""
    # In the caller's figure sizes stay as they are, and the captions stand above and below the Axes within its width.
    _set_fonts(ax)
    width = room(ax, owned=owned)
    title, subtitle, footer = (
        wrap(ax, visible(text), width=width, size=size)
        for text, size in ((texts.title, _TITLE), (texts.subtitle, NOTE), (texts.footer, NOTE))
    )
    above = _height(ax, subtitle, NOTE)
    head = _height(ax, title, _TITLE) + above
    foot = _height(ax, footer, NOTE)
    # From the paper's edge down: 6 points of margin, a title of 24 points and 6 of gap, a subtitle of 13 and 6, 6 of
    # gap, what hangs over at the top, and the plotting area; the title is padded up by what stands between the two.
    for _ in range(3 if owned else 0):  # labels that hang over move a little when the plotting area does
        _resize(ax, head=head, foot=foot, height=height)
    left, _, top, bottom = _overhang(ax)
    left = left if owned else 0.0
    shift = -left / (room(ax, owned=False) or 1.0)
    ax.set_title(title, loc="left", x=shift, pad=top + _GAP + above, fontsize=_TITLE, va="bottom", linespacing=LEADING)
    _write_caption(ax, subtitle, (0, 1), (-left, top + _GAP), va="bottom")
    _write_caption(ax, footer, (0, 0), (-left, -bottom - _GAP), va="top")
    _set_fonts(ax)


def _write_caption(
    ax: Axes, text: str, corner: tuple[float, float], offset: tuple[float, float], *, va: Literal["top", "bottom"]
) -> None:
    """Write a subtitle or footer at a corner of the plotting area."""
    if text:
        note(ax, text, corner, offset, coords="axes fraction", va=va, colour=style.QUIET, leading=LEADING)


def _resize(ax: Axes, *, head: float, foot: float, height: float) -> None:
    """Size the figure so that the plotting area, what hangs over it and the texts fit exactly."""
    # With labels of 120 points at the left and 40 at the right of a page of 453.6, the plotting area begins at 126 and
    # is 453.6 - 126 - 40 - 6 = 281.6 points wide; Axes take these as parts of the figure, 0.278 and 0.621.
    figure = figure_of(ax)
    left, right, top, bottom = _overhang(ax)
    wide = _WIDTH * 72
    tall = _MARGIN + head + _GAP + top + height + bottom + _GAP + foot + _MARGIN
    x, y = _MARGIN + left, _MARGIN + foot + _GAP + bottom
    figure.set_size_inches(_WIDTH, tall / 72)
    ax.set_position((x / wide, y / tall, max(72.0, wide - x - right - _MARGIN) / wide, height / tall))


def _overhang(ax: Axes) -> tuple[float, float, float, float]:
    """How far labels reach beyond the plotting area, in points: left, right, top, bottom."""
    # At 100 dots per inch an Axes from 100 to 400 dots whose labels begin at dot 50 has an overhang of 36 points at the
    # left: 50 dots, of 72/100 points each.
    inner, outer = ax.get_window_extent(), ax.get_tightbbox()
    if outer is None:
        return 0.0, 0.0, 0.0, 0.0
    points = 72 / figure_of(ax).dpi
    edges = (inner.x0 - outer.x0, outer.x1 - inner.x1, outer.y1 - inner.y1, inner.y0 - outer.y0)
    left, right, top, bottom = (max(0.0, float(edge) * points) for edge in edges)
    return left, right, top, bottom


def _height(ax: Axes, text: str, size: float) -> float:
    """Height of a block of text with the gap that follows it, 0 for none."""
    return measure(ax, text, size)[1] + _GAP if text else 0.0


def _set_fonts(ax: Axes) -> None:
    """Set font and plain text on every label, those that the Axes will make later included."""
    from matplotlib.text import Text

    families = style.families()
    ax.tick_params(axis="both", which="both", labelfontfamily=families)
    for text in ax.findobj(Text):
        text.set_fontfamily(families)
        text.set_parse_math(False)
