"""The skeleton of every chart: what it requires, its captions, and the size that holds them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from analysis import schema, style
from analysis.errors import FigureError, OptionError
from analysis.korean import visible
from analysis.messages import message
from analysis.plots.leads import forget
from analysis.plots.lettering import (
    LABEL,
    LEADING,
    NOTE,
    PAPER,
    figure_of,
    measure,
    narrow,
    note,
    paper_width,
    plot_size,
    wrap,
)
from analysis.style.measuring import renderer

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

GRID = "#E3E3E3"
_MARGIN = 6.0  # points
_GAP = 6.0
_TITLE = 14.0
_TICK_GAP = 4.0
_TURNS = (3, 9)  # how often a plot is sized at most, on a page and on narrower paper
_STILL = 1.0  # points that a label may move when the plot is sized once more
_HANDLE = 36.0  # a mark of a legend and the gaps around it
PAGE_WIDTH = PAPER - 2 * _MARGIN


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
    style.require_glyphs([*texts.labels, texts.title, texts.subtitle, texts.footer], what=f"plots.{name}")

    def lay_out(axes: Axes, said: Texts, *, owned: bool) -> None:
        forget(axes)
        _finish(axes, said, owned=owned, height=draw(axes))
        if place is not None:
            place(axes)

    def redraw(drawn: Axes, *, width: float, grey: bool, title: str | None, subtitle: str | None) -> Axes:
        said = replace(
            texts,
            title=texts.title if title is None else title,
            subtitle=texts.subtitle if subtitle is None else subtitle,
        )
        style.require_glyphs([said.title, said.subtitle], what="figures.export")
        if _marks(drawn) != before:
            msg = message(
                "figures.export: the {name} chart was changed after it was drawn, and drawing it at "
                "another size would lose that; draw it again, and give your own words as title= and "
                "subtitle=",
                name=name,
            )
            raise FigureError(msg)
        with style.context(grey=grey):
            axes = _own_axes(width)
            lay_out(axes, said, owned=True)
        return axes

    with style.context():
        axes = _own_axes(PAPER) if ax is None else ax
        lay_out(axes, texts, owned=ax is None)
    before = _marks(axes)
    style.describe(axes, chart=name, alt=alt, numbers=numbers, redraw=redraw if ax is None else None)
    return axes


def _own_axes(width: float) -> Axes:
    """Make Axes in a figure of their own, some points wide."""
    from matplotlib.figure import Figure

    return Figure(figsize=(width / 72, 4)).add_axes((0.3, 0.3, 0.5, 0.4))


def _marks(ax: Axes) -> tuple[object, ...]:
    """List what a user may change on a chart by hand: its words, and how many marks it has."""
    words = [ax.get_title(loc="left"), ax.get_title(), ax.get_xlabel(), *(text.get_text() for text in ax.texts)]
    limits = [round(float(end), 6) for end in (*ax.get_xlim(), *ax.get_ylim())]
    counts = (len(ax.lines), len(ax.patches), len(ax.collections), len(figure_of(ax).axes))
    return (*words, *limits, *counts)


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
        msg = message(
            "{what}: the table holds several groups; draw one, such as table[table['group'] == {groups!r}]",
            what=what,
            groups=groups[0],
        )
        raise OptionError(msg)


def require_top(top: int, *, what: str) -> None:
    """Refuse to draw fewer than one row."""
    if top < 1:
        msg = message("{what}: top is {top}; give 1 or more", what=what, top=top)
        raise OptionError(msg)


def require_rows(table: pd.DataFrame, *, what: str, hint: str, noun: str = "") -> None:
    """Refuse a table without rows, with a hint what to do."""
    if table.empty:
        msg = message(
            "{what}: the {noun} has no rows, so there is nothing to draw; {hint}",
            what=what,
            noun=noun or message("table"),
            hint=hint,
        )
        raise FigureError(msg)


def room(ax: Axes, *, owned: bool, beside: float = 0.0) -> float:
    """Width in points for the plotting area; in a figure of its own less what stands beside it."""
    return paper_width(ax) - 2 * _MARGIN - beside if owned else plot_size(ax)[0]


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
    name = ax.get_xlabel()
    turns = _TURNS[narrow(ax)] if owned else 0
    hanging = _overhang(ax)
    for turn in range(turns):  # labels that hang over move a little when the plotting area does
        before = hanging
        _resize(ax, before, head=head, foot=foot, height=height)
        _thin_ticks(ax)
        _fit_beside(ax, name)
        hanging = _overhang(ax)
        if turn > 1 and max(abs(a - b) for a, b in zip(before, hanging, strict=True)) < _STILL:
            break
    left, _, top, bottom = hanging
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


def _resize(ax: Axes, overhang: tuple[float, float, float, float], *, head: float, foot: float, height: float) -> None:
    """Size the figure so that the plotting area, what hangs over it and the texts fit exactly."""
    # With labels of 120 points at the left and 40 at the right of a page of 453.6, the plotting area begins at 126 and
    # is 453.6 - 126 - 40 - 6 = 281.6 points wide; Axes take these as parts of the figure, 0.278 and 0.621.
    figure = figure_of(ax)
    left, right, top, bottom = overhang
    wide = paper_width(ax)
    tall = _MARGIN + head + _GAP + top + height + bottom + _GAP + foot + _MARGIN
    x, y = _MARGIN + left, _MARGIN + foot + _GAP + bottom
    figure.set_size_inches(wide / 72, tall / 72)
    ax.set_position((x / wide, y / tall, max(72.0, wide - x - right - _MARGIN) / wide, height / tall))


def _thin_ticks(ax: Axes) -> None:
    """Leave out numbers under the plotting area until none touches the next."""
    from matplotlib.ticker import FixedLocator, MaxNLocator

    drawn = renderer(figure_of(ax).dpi)
    for _ in range(8):
        labels = [text for text in ax.get_xticklabels() if text.get_text() and ax.axison]
        low, high = sorted(ax.get_xlim())
        boxes = [text.get_window_extent(drawn) for text in labels if low <= text.get_position()[0] <= high]
        boxes.sort(key=lambda box: box.x0)
        air = _TICK_GAP * figure_of(ax).dpi / 72
        if all(right.x0 - left.x1 >= air for left, right in pairwise(boxes)):
            return
        locator = ax.xaxis.get_major_locator()
        if isinstance(locator, FixedLocator):
            kept, size = [text.get_text() for text in labels[::2]], labels[0].get_fontsize()
            ax.set_xticks(ax.get_xticks()[::2], kept, fontsize=size)
        elif isinstance(locator, MaxNLocator):
            locator.set_params(nbins=max(1, len(boxes) - 2))
        else:
            return


def _fit_beside(ax: Axes, name: str) -> None:
    """Break the name of the horizontal axis and the words of a legend where they would be wider than the paper."""
    points = 72 / figure_of(ax).dpi
    box, paper = ax.get_window_extent(), paper_width(ax)
    left, right = box.x0 * points, paper - box.x1 * points
    wide = box.width * points + 2 * max(0.0, min(left, right) - _MARGIN)
    ax.xaxis.label.set_text("\n".join(wrap(ax, line, width=wide, size=LABEL) for line in name.split("\n")))
    legend, beside = ax.get_legend(), paper - left - _MARGIN
    handles, labels = ax.get_legend_handles_labels()
    for columns in range(len(labels) - 1, 0, -1):
        if legend is not None and legend.get_window_extent().width * points > beside:
            size = float(legend.get_texts()[0].get_fontsize())
            texts = [wrap(ax, label, width=beside - _HANDLE, size=size) for label in labels] if columns == 1 else labels
            legend = ax.legend(
                handles, texts, ncols=columns, loc="lower left", bbox_to_anchor=(0, 1), frameon=False, fontsize=size,
                borderpad=legend.borderpad, borderaxespad=legend.borderaxespad, handletextpad=legend.handletextpad,
                markerscale=legend.markerscale,
            )  # fmt: skip


def _overhang(ax: Axes) -> tuple[float, float, float, float]:
    """How far labels reach beyond the plotting area, in points: left, right, top, bottom."""
    # At 100 dots per inch an Axes from 100 to 400 dots whose labels begin at dot 50 has an overhang of 36 points at the
    # left: 50 dots, of 72/100 points each.
    inner, outer = ax.get_window_extent(), ax.get_tightbbox(renderer(figure_of(ax).dpi))
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
