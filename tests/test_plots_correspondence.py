"""The map of a correspondence analysis, read from its artists."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from matplotlib.axes import Axes

import analysis as da
from analysis import plots, style
from analysis.errors import FigureError, FontError

TEXTS = {
    "신문 하나": ["동맹"] * 9 + ["안보"] * 6 + ["기업"] * 2 + ["韓美"] * 4,
    "신문 둘": ["동맹"] * 2 + ["기업"] * 9 + ["창업"] * 7 + ["안보"],
    "신문 셋": ["기업"] * 3 + ["창업"] * 2 + ["문화"] * 8 + ["안보"] * 2,
}
TABLE = da.stats.correspondence(da.Tokens.from_terms(TEXTS), tags=None, minimum=1)


def test_markers_stand_at_the_coordinates_on_equal_scales(assert_readable: Callable[[Axes], None]) -> None:
    ax = plots.correspondence(TABLE)
    groups, terms = ax.lines[0], ax.lines[1]
    assert (groups.get_marker(), terms.get_marker()) == ("D", "o")  # told apart without colour
    for line, kind in ((groups, "group"), (terms, "term")):
        expected = TABLE.loc[TABLE["kind"] == kind, ["dim1", "dim2"]].to_numpy()
        np.testing.assert_array_equal(np.column_stack(line.get_data()), expected)
    unit = ax.transData.transform([(0, 0), (1, 0), (0, 1)])
    assert unit[1, 0] - unit[0, 0] == pytest.approx(unit[2, 1] - unit[0, 1])
    assert {t.get_text() for t in ax.texts} >= {*TEXTS, "동맹", "안보", "기업", "창업", "문화", "韓美"}
    explained = TABLE.attrs["explained"]
    assert ax.get_xlabel() == f"차원 1({explained[0]:.1%})"
    assert (ax.get_ylabel(), ax.yaxis.label.get_rotation()) == (f"차원 2\n({explained[1]:.1%})", 0)
    assert_readable(ax)


def test_the_title_names_the_two_groups_farthest_apart() -> None:
    groups = TABLE[TABLE["kind"] == "group"].sort_values("dim1")["label"].tolist()
    title = plots.correspondence(TABLE).get_title(loc="left")
    assert title.startswith(f"‘{groups[0]}’")
    assert f"‘{groups[-1]}’" in title


def test_many_labels_at_one_place_are_joined_to_their_marks(assert_readable: Callable[[Axes], None]) -> None:
    same = [f"단어{k:02}" for k in range(40)]  # all 40 have one profile, so one place
    texts = {name: words + same * 2 for name, words in TEXTS.items()}
    table = da.stats.correspondence(da.Tokens.from_terms(texts), tags=None, minimum=1)
    ax = plots.correspondence(table)
    assert len(ax.lines) > 4 + 20  # two kinds of marks, two axes, and a line for most of the 40
    assert_readable(ax)


def test_long_names_stay_readable(assert_readable: Callable[[Axes], None]) -> None:
    long = {f"아주 긴 이름의 신문사 그리고 그 자매지까지 {name}": words for name, words in TEXTS.items()}
    assert_readable(plots.correspondence(da.stats.correspondence(da.Tokens.from_terms(long), tags=None, minimum=1)))


def test_refusals_and_description() -> None:
    two = da.Tokens.from_terms({name: TEXTS[name] for name in list(TEXTS)[:2]})
    with pytest.raises(FigureError, match="three groups"):
        plots.correspondence(da.stats.correspondence(two, tags=None, minimum=1))
    with pytest.raises(FigureError, match="two dimensions"):
        plots.correspondence(TABLE.head(0))
    with pytest.raises(FontError, match="U\\+1FAE0"):
        plots.correspondence(TABLE.assign(label="🫠"))
    about = style.described(plots.correspondence(TABLE))
    assert about is not None
    assert len(about.numbers) == 9
    assert "동맹(" in about.alt
