"""The word shift graph, read from its artists."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

import analysis as da
from analysis import style
from analysis.errors import FigureError, FontError, OptionError, SchemaError

LONG = "아주긴낱말이띄어쓰기없이이어져서삼십글자까지늘어난보기입니다요"
# shares of the target: 동맹 5/8, 창업 2/8, 값 1/8; of the reference: 동맹 1/4, 창업 1/4, 물가 2/4
TARGET = da.Tokens.from_terms({"a": ["동맹"] * 5 + ["창업"] * 2 + ["값"]})
OTHER = da.Tokens.from_terms({"z": ["동맹", "창업", "물가", "물가"]})


def table(**options: Any) -> pd.DataFrame:
    return da.stats.shift(TARGET, OTHER, tags=None, **options)


def bars(ax: Axes) -> list[Rectangle]:
    return [patch for patch in ax.patches if isinstance(patch, Rectangle)]


def subtitle(ax: Axes) -> str:
    return " ".join(text.get_text().replace("\n", " ") for text in ax.texts)


def test_bars_of_the_proportion_shift(assert_readable: Callable[[Axes], None]) -> None:
    ax = da.plots.shift(table())
    # 물가 -50, 동맹 37.5, 값 12.5 %p; 창업 has equal shares
    assert [bar.get_width() for bar in bars(ax)] == [-50, 37.5, 12.5]
    assert {bar.get_x() for bar in bars(ax)} == {0}
    assert [bool(bar.get_hatch()) for bar in bars(ax)] == [True, False, False]
    assert [label.get_text() for label in ax.get_yticklabels()] == ["물가", "동맹", "값"]
    written = [text.get_text() for text in ax.texts]
    assert {"50.00", "37.50", "12.50"} <= set(written)
    assert ax.get_title(loc="left") == "‘물가’ 비중이 비교 자료보다 50.00%p 낮다"
    assert "토큰 8개 대 토큰 4개, 사용자 토큰, 4개 가운데 3개, 빗금은 비교 자료에서 비중이 더 큰 단어" in subtitle(ax)
    assert_readable(ax)


def test_bars_of_jsd() -> None:
    ax = da.plots.shift(table(measure="jsd"))
    # half the share of a term of one side: 물가 .25, 값 .0625; 동맹 .0599 as in the tests of stats.shift
    assert [bar.get_width() for bar in bars(ax)] == pytest.approx([-0.25, 0.0625, 0.0598848], abs=1e-6)
    title = "두 자료의 단어 분포는 JSD 0.372비트만큼 다르고 ‘물가’가 가장 많이 보탠다(0.2500비트)"
    assert ax.get_title(loc="left").replace("\n", " ") == title
    assert "JSD: 0은 같다, 1은 겹치지 않는다" in subtitle(ax)
    assert "JSD는 글이 짧을수록" in subtitle(ax)
    described = style.described(ax)
    assert described is not None
    assert "물가 0.2500비트(0회 대 2회), 값 0.0625비트(1회 대 0회)" in described.alt


def test_a_part_of_the_vocabulary_is_no_divergence() -> None:
    words = pd.DataFrame({"term": ["동맹", "창업"], "n": [30, 10]})
    words.attrs["total"] = 100
    part = da.stats.shift(TARGET, words, tags=None, measure="jsd")
    ax = da.plots.shift(part)
    assert ax.get_title(loc="left").startswith("‘동맹’이 가장 많이 보탠다(")
    assert "비교한 단어는 대상의 88%, 비교 자료의 40%" in subtitle(ax)
    assert "1은 겹치지 않는다" not in subtitle(ax)
    assert "빗금" not in subtitle(ax)  # 5/8 > .3 and 2/8 > .1


def test_ties_are_not_split() -> None:
    many = da.stats.shift(
        da.Tokens.from_terms({"a": [f"말{i:02}" for i in range(10)] + ["동맹"] * 10}),
        da.Tokens.from_terms({"z": ["값"]}),
        tags=None,
    )
    # 값 -1, 동맹 .5, then ten of .05
    ax = da.plots.shift(many, top=5)
    assert len(bars(ax)) == 2
    assert "12개 가운데 2개(공동 3위 10개는 뺌)" in subtitle(ax)
    assert len(bars(da.plots.shift(many, top=10))) == 12
    even = da.stats.shift(da.Tokens.from_terms({"a": ["동맹"]}), da.Tokens.from_terms({"z": ["값"]}), tags=None)
    assert da.plots.shift(even).get_title(loc="left") == "‘값’ 등 2개가 각각 100.00%p로 비중 차이가 가장 크다"


@pytest.mark.parametrize("measure", ["proportion", "jsd"])
def test_awkward_terms(measure: Any, assert_readable: Callable[[Axes], None]) -> None:
    one = da.Tokens.from_terms({"a": [LONG, LONG + "다", "韓美"] * 3})
    other = da.Tokens.from_terms({"z": ["韓美", "값"]})
    assert_readable(da.plots.shift(da.stats.shift(one, other, tags=None, measure=measure)))
    assert_readable(da.plots.shift(da.stats.shift(other, one, tags=None, measure=measure)))


def test_two_hundred_terms(assert_readable: Callable[[Axes], None]) -> None:
    many = da.Tokens.from_terms({"a": [f"말{i}" for i in range(200) for _ in range(i)]})
    other = da.Tokens.from_terms({"z": ["韓美", "값"]})
    assert_readable(da.plots.shift(da.stats.shift(many, other, tags=None), top=200))


def test_in_the_axes_of_the_caller() -> None:
    ax = Figure(figsize=(6, 3)).subplots()
    assert da.plots.shift(table(), title="제목", ax=ax) is ax
    assert ax.get_title(loc="left") == "제목"


def test_export_carries_the_numbers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DAMRON_FIGURES", str(tmp_path))
    table = da.stats.shift(TARGET, OTHER, tags=None)
    da.figures.export(da.plots.shift(table), "shift", table=table, recipe=TARGET.recipe)
    assert "물가" in (tmp_path / "shift.csv").read_text(encoding="utf-8-sig")


def test_refusals() -> None:
    with pytest.raises(OptionError, match="top is 0; give 1 or more"):
        da.plots.shift(table(), top=0)
    same = da.stats.shift(da.Tokens.from_terms({"a": ["값"]}), da.Tokens.from_terms({"z": ["값"]}), tags=None)
    with pytest.raises(FigureError, match="every share is the same"):
        da.plots.shift(same)
    bare = table()
    bare.attrs = {}
    with pytest.raises(SchemaError, match="lost its attrs"):
        da.plots.shift(bare)
    with pytest.raises(SchemaError, match="missing column"):
        da.plots.shift(table().drop(columns="share"))
    odd = da.stats.shift(da.Tokens.from_terms({"a": ["\U00012000"]}), OTHER, tags=None)
    with pytest.raises(FontError):
        da.plots.shift(odd)
