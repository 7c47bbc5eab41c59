"""The chart of n-grams, read from its artists."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

import analysis as da
from analysis import style
from analysis.errors import FigureError, FontError, OptionError, SchemaError

LONG = "아주긴낱말이띄어쓰기없이이어져서삼십글자까지늘어난보기입니다요"
# 한미 동맹 three times in two documents, 동맹 강화 twice in one
TOKENS = da.Tokens.from_terms({"a": ["한미", "동맹", "강화", "한미", "동맹", "강화"], "b": ["한미", "동맹"]})
TABLE = da.stats.ngrams(TOKENS, tags=None)


def widths(ax: Axes) -> list[float]:
    return [patch.get_width() for patch in ax.patches if isinstance(patch, Rectangle)]


def test_bars_and_documents(assert_readable: Callable[[Axes], None]) -> None:
    ax = da.plots.ngrams(TABLE)
    assert widths(ax) == [3, 2]
    assert [label.get_text() for label in ax.get_yticklabels()] == ["한미 동맹", "동맹 강화"]
    assert ax.get_xlim()[0] == 0
    assert ax.get_title(loc="left") == "가장 자주 이어지는 말은 ‘한미 동맹’, 3회"
    written = [text.get_text() for text in ax.texts]
    assert "이어진 2개, 문장 안, 토큰 8개, 사용자 토큰, 2회 이상 2가지" in written
    described = style.described(ax)
    assert described is not None
    assert "한미 동맹 3회(문서 2편), 동맹 강화 2회(문서 1편)" in described.alt
    assert_readable(ax)


def test_ties_are_named_and_not_split() -> None:
    tokens = da.Tokens.from_terms({f"d{i}": [f"가{i}", f"나{i}", f"가{i}", f"나{i}"] for i in range(6)})
    table = da.stats.ngrams(tokens, tags=None)
    ax = da.plots.ngrams(table, top=4)
    assert ax.get_title(loc="left") == "‘가0 나0’ 등 6가지 연쇄가 2회씩 나온다"
    assert len(widths(ax)) == 4
    assert any("가나다순 4개" in text.get_text() for text in ax.texts)


def test_awkward_terms(assert_readable: Callable[[Axes], None]) -> None:
    tokens = da.Tokens.from_terms({"a": [LONG, LONG + "가", "韓美", "값"] * 3})
    assert_readable(da.plots.ngrams(da.stats.ngrams(tokens, tags=None)))
    assert_readable(da.plots.ngrams(da.stats.ngrams(tokens, tags=None, size=3)))
    many = da.Tokens.from_terms({f"d{i}": [f"가{i}", f"나{i}"] * 2 for i in range(200)})
    assert_readable(da.plots.ngrams(da.stats.ngrams(many, tags=None), top=200))


def test_one_sequence_under_two_tags_is_told_apart() -> None:
    twice = TABLE.assign(term="한미 동맹", tag=["NNP NNG", "NNG NNG"])
    ax = da.plots.ngrams(twice)
    labels = [label.get_text().replace("\n", " ") for label in ax.get_yticklabels()]
    assert labels == ["한미 동맹(고유명사·일반명사)", "한미 동맹(일반명사·일반명사)"]


def test_in_the_axes_of_the_caller() -> None:
    ax = Figure(figsize=(6, 4)).subplots()
    assert da.plots.ngrams(TABLE, title="제목", ax=ax) is ax
    assert ax.get_title(loc="left") == "제목"


def test_export_carries_the_numbers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DAMRON_FIGURES", str(tmp_path))
    table = TABLE
    da.figures.export(da.plots.ngrams(table), "ngrams", table=table, recipe=TOKENS.recipe)
    assert "한미 동맹" in (tmp_path / "ngrams.csv").read_text(encoding="utf-8-sig")


def test_refusals() -> None:
    with pytest.raises(OptionError, match="top is 0"):
        da.plots.ngrams(TABLE, top=0)
    with pytest.raises(FigureError, match="no rows"):
        da.plots.ngrams(TABLE.iloc[:0])
    with pytest.raises(SchemaError, match="missing column"):
        da.plots.ngrams(TABLE.drop(columns="docs"))
    with pytest.raises(FontError):
        da.plots.ngrams(TABLE.assign(term="\U00012000 값"))
