"""The chart of collocates, read from its artists."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from matplotlib.axes import Axes

import analysis as da
from analysis import plots, schema, style
from analysis.errors import FigureError, FontError, OptionError, SchemaError

LONG = "아주긴낱말이띄어쓰기없이이어져서삼십글자까지늘어난보기입니다요"


def scored(terms: list[str], values: list[float], **attrs: object) -> pd.DataFrame:
    table = pd.DataFrame({c.name: np.ones(len(terms)) for c in schema.COLLOCATES})
    table = table.astype({c.name: "int64" for c in schema.COLLOCATES if c.kind == "int"})
    table = table.assign(term=terms, tag="NNG", log_dice=values, n=7, n_left=3, n_right=range(len(terms)))
    table.attrs = {"node": "동맹", "nodes": 12, "window": "왼쪽 5어절·오른쪽 5어절, 문장 안", "minimum": 5} | attrs
    return table


def dots(ax: Axes) -> list[tuple[str, float]]:
    labels = [label.get_text().replace("\n", "") for label in ax.get_yticklabels()]
    line = ax.lines[0]
    order = np.argsort(line.get_ydata())
    return [(labels[k], float(line.get_xdata()[k])) for k in order]


def test_dots_are_sorted_and_counts_stand_beside_them(assert_readable: Callable[[Axes], None]) -> None:
    ax = plots.collocates(scored(["기업", "강화", "韓美"], [9.5, 11.25, 10.0]))
    assert dots(ax) == [("강화", 11.25), ("韓美", 10.0), ("기업", 9.5)]
    assert ax.get_title(loc="left") == "‘강화’가 ‘동맹’ 곁에서 가장 두드러진다(7회, logDice 11.25)"
    beside = [t.get_text() for t in ax.texts]
    assert beside[:4] == ["왼쪽(회)", "3", "3", "3"]
    assert beside[4:8] == ["오른쪽(회)", "1", "2", "0"]
    assert any("검색어 12곳, 왼쪽 5어절·오른쪽 5어절, 문장 안, 함께 5회 이상" in t for t in beside)
    assert_readable(ax)


@pytest.mark.parametrize(
    ("terms", "values"),
    [
        (["동맹"], [0.0]),
        ([f"단어{k:03}" for k in range(200)], [14 - k / 20 for k in range(200)]),
        ([LONG, LONG[1:], "韓"], [3.0, 2.0, 2.0]),
    ],
)
def test_awkward_tables_stay_readable(
    terms: list[str], values: list[float], assert_readable: Callable[[Axes], None]
) -> None:
    ax = plots.collocates(scored(terms, values))
    assert len(dots(ax)) == min(len(terms), 20)
    assert_readable(ax)


def test_ties_are_named_and_another_score_can_be_drawn() -> None:
    ax = plots.collocates(scored(["b", "a"], [2.0, 2.0]))
    assert ax.get_title(loc="left") == "‘a’ 등 2개가 ‘동맹’ 곁에서 가장 두드러진다(logDice 2.00)"
    ax = plots.collocates(scored(["b", "a"], [2.0, 2.0]).assign(mi=[3.0, float("nan")]), score="mi")
    assert dots(ax) == [("b", 3.0)]
    assert ax.get_xlabel() == "MI(비트)"


def test_from_tokens_to_export_numbers() -> None:
    tokens = da.Tokens.from_terms({"d": ["a", "n", "b", "c", "c", "a", "n", "c"]})
    table = da.stats.collocates(tokens, "n", span=(1, 1), tags=None, minimum=1)
    about = style.described(plots.collocates(table))
    assert about is not None
    assert about.chart == "collocates"
    assert about.numbers["term"].tolist() == ["a", "b", "c"]
    assert "a 14.00(왼쪽 2회, 오른쪽 0회)" in about.alt


def test_refusals() -> None:
    table = scored(["a"], [1.0])
    with pytest.raises(FigureError, match="nothing to draw"):
        plots.collocates(table.head(0))
    with pytest.raises(OptionError, match=r"score must be one of log_dice, .*, not 'logdice'"):
        plots.collocates(table, score="logdice")  # type: ignore[arg-type]
    with pytest.raises(OptionError, match="top is 0"):
        plots.collocates(table, top=0)
    with pytest.raises(SchemaError, match="missing column"):
        plots.collocates(table.drop(columns="mi"))
    with pytest.raises(FontError, match="U\\+1FAE0"):
        plots.collocates(scored(["🫠"], [1.0]))
