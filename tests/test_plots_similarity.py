"""Charts of similarity, merges, maps and polarity, read from their artists; the values are worked out by hand."""

from __future__ import annotations

import math
from collections.abc import Callable

import pandas as pd
import pytest
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb

import analysis as da
from analysis import plots, stats, style
from analysis.errors import FigureError, RefusalError, SchemaError
from tests import made_charts

Readable = Callable[[Axes], None]
# counts of x, y and z: a is (2, 0, 0), b is (1, 1, 0), c is (0, 0, 3); d has no word that is counted
TEXTS = {"a": ["x", "x"], "b": ["x", "y"], "c": ["z", "z", "z"], "d": ["딴말"]}


def said(ax: Axes) -> str:
    about = style.described(ax)
    assert about is not None
    return about.alt


def pairs() -> pd.DataFrame:
    return stats.similarity(da.Tokens.from_terms(TEXTS), terms=["x", "y", "z"])


def test_a_cell_is_a_pair_and_the_darker_the_more_alike() -> None:
    ax = plots.similarity(pairs())
    # cosines: a and b 2 / (2 * sqrt 2) = .71, a and c 0, b and c 0; d has none. 16 cells, two a pair
    assert len(ax.patches) == 16
    assert sorted(text.get_text() for text in ax.texts if text.get_text()[:1] == ".") == [".00"] * 4 + [".71"] * 2
    fills = [patch.get_facecolor()[:3] for patch in ax.patches]
    own, ab, ac, ad = fills[:4]
    blue = to_rgb(style.colour("blue"))
    assert ab == pytest.approx(blue, abs=0.005)  # the most alike pair is wholly blue
    assert ac == pytest.approx([1 - 0.08 * (1 - part) for part in blue], abs=0.005)  # the least has 8 percent of it
    assert ad == (1.0, 1.0, 1.0)
    assert own == pytest.approx(to_rgb("#F2F2F2"), abs=0.005)
    dashed = [patch.get_linestyle() not in {"solid", "-"} for patch in ax.patches]
    assert dashed == [False, False, False, True] * 3 + [True, True, True, False]
    assert [text.get_text() for text in ax.get_yticklabels()] == list("abcd")
    assert ax.get_title(loc="left") == "‘a’와 ‘b’가 가장 비슷하다(코사인 .71)"
    assert "a와 d 없음" in said(ax)


def test_distances_are_dark_where_they_are_small() -> None:
    table = stats.similarity(da.Tokens.from_terms({"a": ["x"], "b": ["x"], "c": ["y"]}), measure="jsd")
    ax = plots.similarity(table)
    dark = [sum(patch.get_facecolor()[:3]) for patch in ax.patches]
    assert dark[1] < dark[2]  # a and b are 0 apart, a and c 1
    assert ax.get_title(loc="left") == "‘a’와 ‘b’가 가장 비슷하다(옌센-섀넌 발산 .00)"
    assert "작을수록 비슷하고 짙다" in " ".join(text.get_text() for text in ax.texts)


def test_clusters_order_the_cells_and_a_missing_pair_is_refused() -> None:
    table = stats.similarity(da.Tokens.from_terms({"a": ["x"], "b": ["z"], "c": ["x"], "e": ["z", "y"]}))
    ax = plots.similarity(table, clusters=stats.clusters(table, k=2))
    assert [text.get_text() for text in ax.get_yticklabels()] in (list("acbe"), list("beac"))
    with pytest.raises(SchemaError, match="the pair a and b is missing"):
        plots.similarity(table.iloc[1:])
    with pytest.raises(FigureError, match="no pair has a value"):
        plots.similarity(table.assign(value=math.nan))


def four() -> pd.DataFrame:
    """Distances on a line: 가 at 0, 나 at 1, 다 at 4, 라 at 6."""
    at = {"가": 0.0, "나": 1.0, "다": 4.0, "라": 6.0}
    return pd.DataFrame([[abs(a - b) for b in at.values()] for a in at.values()], index=list(at), columns=list(at))


def test_branches_meet_at_the_height_of_their_merge() -> None:
    # 가 나 at 1, 다 라 at 2, then the mean of 4, 6, 3 and 5, which is 4.5
    merges = stats.merges(four())
    assert merges["height"].tolist() == [1.0, 2.0, 4.5]
    ax = plots.merges(merges)
    branches = [line for line in ax.lines if len(line.get_xdata()) == 4]
    assert [list(map(float, line.get_xdata())) for line in branches] == [[0, 1, 1, 0], [0, 2, 2, 0], [1, 4.5, 4.5, 2]]
    # rows of one line stand at .5, 1.5, 2.5 and 3.5, so the pairs at 1 and 3
    assert [list(map(float, line.get_ydata())) for line in branches] == [
        [0.5, 0.5, 1.5, 1.5], [2.5, 2.5, 3.5, 3.5], [1, 1, 3, 3],
    ]  # fmt: skip
    assert [text.get_text() for text in ax.get_yticklabels()] == ["가", "나", "다", "라"]
    assert ax.get_title(loc="left") == "‘가’와 ‘나’가 가장 먼저 합쳐진다(거리 1.00)"


def test_clusters_colour_their_branches_and_no_other() -> None:
    merges, clusters = stats.merges(four()), stats.clusters(four(), k=2)
    assert clusters.set_index("item")["cluster"].to_dict() == {"가": 1, "나": 1, "다": 2, "라": 2}
    ax = plots.merges(merges, clusters=clusters)
    branches = [line.get_color() for line in ax.lines if len(line.get_xdata()) == 4]
    assert branches == [style.colour("blue"), style.colour("orange"), style.INK]
    squares = [line.get_color() for line in ax.lines if line.get_marker() == "s"]
    assert squares == [style.colour("blue")] * 2 + [style.colour("orange")] * 2


def test_a_map_has_a_mark_an_item_where_the_table_says(assert_readable: Readable) -> None:
    table, clusters = stats.map(four()), stats.clusters(four(), k=2)
    ax = plots.map(table, clusters=clusters)
    marks = [line for line in ax.lines if line.get_marker() in {"o", "D"}]
    drawn = {(round(float(x), 9), round(float(y), 9))
             for line in marks for x, y in zip(line.get_xdata(), line.get_ydata(), strict=True)}  # fmt: skip
    assert drawn == {(round(x, 9), round(y, 9)) for x, y in table[["dim1", "dim2"]].to_numpy()}
    assert [(line.get_marker(), line.get_color()) for line in marks] == [
        ("o", style.colour("blue")), ("D", style.colour("orange")),
    ]  # fmt: skip
    # points of a line lie on a line: 가 and 라 are 6 apart, and the centre is 2.75 from 가
    at = table.set_index("item")
    assert math.hypot(*(at.loc["가", d] - at.loc["라", d] for d in ("dim1", "dim2"))) == pytest.approx(6, abs=1e-3)
    assert math.hypot(*at.loc["가", ["dim1", "dim2"]]) == pytest.approx(2.75, abs=1e-3)
    assert {text.get_text() for text in ax.texts} >= set(four())
    assert ax.get_title(loc="left") == "‘가’와 ‘라’가 가장 멀리 있다"
    assert ax.get_aspect() == 1.0
    assert_readable(ax)


def test_polarity_is_a_dot_a_row_from_the_most_positive_down() -> None:
    # (2 - 30) / 32 is -.875, (5 - 28) / 33 is -.697, (8 - 26) / 34 is -.529; the last has 2 hits and no dot
    table = made_charts.polarity(("가", "나", "다", "라"))
    ax = plots.polarity(table)
    dots = [(float(line.get_xdata()[0]), float(line.get_ydata()[0])) for line in ax.lines if line.get_marker() == "o"]
    assert dots == [pytest.approx((-18 / 34, 0.5)), pytest.approx((-23 / 33, 1.5)), pytest.approx((-28 / 32, 2.5))]
    assert [text.get_text() for text in ax.get_yticklabels()] == ["다", "나", "가", "라"]
    told = [text.get_text() for text in ax.texts]
    assert {"−0.53 (18회)", "−0.70 (13회)", "−0.88 (8회)", "적중 2회, 구하지 않음"} <= set(told)
    assert ax.get_xlim() == (-1, 1)
    assert any("문장 240개와 비교: α .81, 매크로 F1 .78" in text for text in told)
    with pytest.raises(RefusalError, match="nobody has checked"):
        plots.polarity(pd.DataFrame(table.to_dict("list")))
    with pytest.raises(FigureError, match="61 rows"):
        plots.polarity(made_charts.polarity(made_charts.items(61)))
