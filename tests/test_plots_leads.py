import copy

import pandas as pd
import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.transforms import Bbox

from analysis import plots
from analysis.figures import pictures
from analysis.plots import leads


def told(ax: Axes) -> list[tuple[dict[str, str], tuple[float, ...]]]:
    figure = ax.get_figure(root=True)
    assert figure is not None
    return leads.places(ax, pictures.whole(figure))


def test_an_artist_and_a_point_stand_where_they_are_drawn_from_the_upper_left() -> None:
    # 10 by 5 inches; an Axes over all of it, one unit an inch: a bar from 2 to 6 over 1 to 2 stands 144 to 432 points
    # from the left, and 5 - 2 = 3 inches, 216 points, from the top
    ax = Figure(figsize=(10, 5)).add_axes((0, 0, 1, 1), xlim=(0, 10), ylim=(0, 5))
    (bar,) = ax.barh([1.5], [4], left=2, height=1)
    leads.lead(ax, {"n": 3}, bar)
    leads.lead(ax, {"n": 4}, (1.0, 1.0))
    area = Bbox.from_bounds(0, 0, 10, 5)
    assert leads.places(ax, area) == [
        ({"n": "3"}, (144.0, 216.0, 288.0, 72.0)),
        ({"n": "4"}, (66.0, 282.0, 12.0, 12.0)),
    ]
    moved = leads.places(ax, Bbox.from_bounds(1, 1, 8, 3))  # paper that is cut an inch at every side
    assert moved[0][1] == (72.0, 144.0, 288.0, 72.0)


def test_a_copy_of_a_figure_knows_its_own_marks() -> None:
    ax = Figure(figsize=(10, 5)).add_axes((0, 0, 1, 1), xlim=(0, 10), ylim=(0, 5))
    leads.lead(ax, {"n": 3}, ax.barh([1.5], [4], height=1)[0])
    twin = copy.deepcopy(ax.figure).axes[0]
    twin.set_xlim(0, 20)
    area = Bbox.from_bounds(0, 0, 10, 5)
    assert leads.places(twin, area)[0][1][2] == leads.places(ax, area)[0][1][2] / 2 == 144.0


def test_a_bar_is_led_from_its_label_to_its_end() -> None:
    table = pd.DataFrame(
        {"term": ["동맹", "말"], "tag": "NNG", "n": [4, 2], "per_10k": [4.0, 2.0], "docs": 1, "rank": [1, 2]}
    )
    ax = plots.frequency(table)
    (first, long), (second, short) = told(ax)
    assert first == {"term": "동맹", "tag": "NNG"}
    assert second == {"term": "말", "tag": "NNG"}
    labels, bars = ax.get_yticklabels(), ax.patches
    points = 72 / 100
    for label, bar, box in zip(labels, bars, (long, short), strict=True):
        assert box[0] + box[2] == pytest.approx(bar.get_window_extent().x1 * points, abs=0.02)
        assert box[0] == pytest.approx(label.get_window_extent().x0 * points, abs=0.02)
    assert long[1] < short[1]  # from the top


def test_an_axes_that_is_drawn_into_again_forgets_the_chart_before() -> None:
    table = pd.DataFrame({"term": ["동맹"], "tag": "NNG", "n": [4], "per_10k": [4.0], "docs": 1, "rank": [1]})
    ax = Figure(figsize=(6, 4)).add_axes((0.3, 0.3, 0.6, 0.5))
    plots.frequency(table, ax=ax)
    ax.clear()
    plots.frequency(table, ax=ax)
    assert len(told(ax)) == 1
