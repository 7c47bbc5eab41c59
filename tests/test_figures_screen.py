"""Pictures of the screen: the same drawing is painted once, and whatever changes a dot is painted anew."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import matplotlib as mpl
import numpy as np
import pytest
from IPython.core.interactiveshell import InteractiveShell
from IPython.core.pylabtools import print_figure
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

import analysis as da
from analysis.figures import screen
from analysis.memo import Memo

TOKENS = da.Tokens.from_terms({"d": ["달", "달", "달", "별", "별", "해"]})


@pytest.fixture
def ax(monkeypatch: pytest.MonkeyPatch) -> Iterator[Axes]:
    monkeypatch.setattr(screen, "_PAINTED", Memo(most=8))
    yield da.plots.frequency(da.stats.frequency(TOKENS))
    plt.close("all")


class Painter:
    """A printer of the inline backend that counts how often it paints."""

    def __init__(self) -> None:
        self.painted = 0
        self.show = screen._kept(partial(self._paint, fmt="png", base64=True))

    def _paint(self, figure: Figure, **options: Any) -> Any:
        self.painted += 1
        return print_figure(figure, **options)


def fresh(figure: Figure) -> Any:
    return print_figure(figure, fmt="png", base64=True)


def test_the_same_chart_is_painted_once(ax: Axes) -> None:
    painter = Painter()
    figure = ax.get_figure(root=True)
    first = painter.show(figure)
    again = da.plots.frequency(da.stats.frequency(TOKENS)).get_figure(root=True)
    assert painter.show(again) == painter.show(figure) == first == fresh(again)
    assert painter.painted == 1


CHANGES: dict[str, Callable[[Axes], object]] = {
    "another colour": lambda ax: ax.patches[0].set_facecolor("#123456"),
    "more transparent": lambda ax: ax.patches[0].set_alpha(0.9),
    "another edge": lambda ax: ax.spines["left"].set(visible=True, color="red", linewidth=3),
    "a hatch": lambda ax: ax.patches[0].set_hatch("///"),
    "another length": lambda ax: ax.patches[0].set_width(ax.patches[0].get_width() * 0.99),
    "another label of the axis": lambda ax: ax.set_xlabel("다른 이름"),
    "another title": lambda ax: ax.set_title("다른 제목", loc="left"),
    "another word": lambda ax: ax.texts[0].set_text("다"),
    "a larger word": lambda ax: ax.texts[0].set_fontsize(14),
    "a turned word": lambda ax: ax.texts[0].set_rotation(3),
    "a moved word": lambda ax: ax.texts[0].set_position((5, 1)),
    "another limit": lambda ax: ax.set_xlim(0, 4.5),
    "other ticks": lambda ax: ax.set_xticks([0, 1]),
    "a grid": lambda ax: ax.grid(visible=True, color="red"),
    "an annotation": lambda ax: ax.annotate("here", (1, 1), (2, 1.5), arrowprops={"arrowstyle": "->"}),
    "a line": lambda ax: ax.axvline(1.5),
    "a point": lambda ax: ax.plot([1], [1], "o"),
    "points": lambda ax: ax.scatter([1, 2], [1, 1]),
    "something hidden": lambda ax: ax.patches[0].set_visible(False),
    "another order": lambda ax: ax.add_patch(Rectangle((0, 0), 2, 2, zorder=-1)),
    "text far outside": lambda ax: ax.get_figure(root=True).text(1.2, 0.5, "out"),
    "another background": lambda ax: ax.get_figure(root=True).set_facecolor("#eeeeee"),
    "another size": lambda ax: ax.get_figure(root=True).set_size_inches(5, 3),
    "more dots": lambda ax: ax.get_figure(root=True).set_dpi(123),
    "another map": lambda ax: ax.set_xscale("symlog"),
    "a second axes": lambda ax: ax.get_figure(root=True).add_axes((0.8, 0.8, 0.1, 0.1)),
    "a wobbly line": lambda ax: ax.patches[0].set_sketch_params(3),
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_changes_a_dot_is_painted_anew(ax: Axes, change: str) -> None:
    painter = Painter()
    figure = ax.get_figure(root=True)
    before = painter.show(figure)
    CHANGES[change](ax)
    after = painter.show(figure)
    assert after == fresh(figure)
    assert after != before
    assert painter.painted == 2


def test_room_in_the_layout_counts_though_nothing_else_is_drawn(ax: Axes) -> None:
    painter = Painter()
    figure = ax.get_figure(root=True)
    beside = figure.text(1.3, 0.5, "out")
    before = painter.show(figure)
    beside.set_in_layout(False)  # the paper ends before it now
    assert painter.show(figure) == fresh(figure) != before


def test_data_that_are_changed_in_place_count(ax: Axes) -> None:
    painter = Painter()
    figure = ax.get_figure(root=True)
    offsets = np.array([[1.0, 1.0], [2.0, 1.0]])
    points = ax.scatter(*offsets.T)
    before = painter.show(figure)
    points.get_offsets()[0, 0] = 1.5
    assert painter.show(figure) == fresh(figure) != before


def test_a_setting_counts(ax: Axes) -> None:
    painter = Painter()
    figure = ax.get_figure(root=True)
    painter.show(figure)
    with mpl.rc_context({"text.hinting": "no_autohint", "savefig.pad_inches": 0.5}):
        assert painter.show(figure) == fresh(figure)
    assert painter.painted == 2


def test_what_dots_alone_show_is_always_painted(ax: Axes) -> None:
    figure = ax.get_figure(root=True)
    assert screen._key(figure, {})
    assert screen._key(figure, {"dpi": 50}) != screen._key(figure, {})
    picture = ax.imshow(np.zeros((2, 2)), extent=(0, 1, 0, 1))
    assert screen._key(figure, {}) == ""
    picture.remove()
    ax.patches[0].set_agg_filter(lambda image, dpi: (image, 0, 0))
    assert screen._key(figure, {}) == ""
    ax.patches[0].set_agg_filter(None)

    class Own(Rectangle):
        """Draws otherwise for another renderer, for all that can be told."""

    ax.add_patch(Own((0, 0), 1, 1))
    assert screen._key(figure, {}) == ""
    assert screen._key(plt.figure(), {}) == ""  # no chart of the kit


def test_a_missing_letter_is_said_every_time(ax: Axes) -> None:
    painter = Painter()
    ax.set_title("\U00013000", loc="left")  # a hieroglyph
    for _ in range(2):
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            painter.show(ax.get_figure(root=True))
        assert "Glyph 77824" in str(caught[0].message)
    assert painter.painted == 2


def test_only_the_printer_of_the_inline_backend_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    shell = InteractiveShell()
    monkeypatch.setattr("IPython.get_ipython", lambda: shell)
    formatter = shell.display_formatter.formatters["image/png"]
    screen.keep_pictures()  # nobody prints figures yet
    with pytest.raises(KeyError):
        formatter.lookup_by_type(Figure)
    formatter.for_type(Figure, repr)
    screen.keep_pictures()
    assert formatter.lookup_by_type(Figure) is repr
    formatter.for_type(Figure, partial(print_figure, fmt="png", base64=True))
    screen.keep_pictures()
    ours = formatter.lookup_by_type(Figure)
    assert ours.__module__ == "analysis.figures.screen"
    screen.keep_pictures()
    assert formatter.lookup_by_type(Figure) is ours
