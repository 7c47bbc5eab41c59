"""The rank-frequency plot, read from its artists."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure

import analysis as da
from analysis import style
from analysis.errors import FigureError, FontError

LONG = "아주긴낱말이띄어쓰기없이이어져서삼십글자까지늘어난보기입니다요"
# 동맹 4, 값 2, 물가 2, and three terms that occur once
WORDS = da.Tokens.from_terms({"a": ["동맹"] * 4 + ["값", "물가"] * 2 + ["하나", "둘", "셋"]})


def marks(ax: Axes) -> list[list[float]]:
    (line,) = [line for line in ax.lines if line.get_gid() == "marks"]
    return np.column_stack(line.get_data()).tolist()


def texts(ax: Axes) -> list[str]:
    return [text.get_text().replace("\n", " ") for text in ax.texts]


def test_one_mark_per_count(assert_readable: Callable[[Axes], None]) -> None:
    ax = da.plots.ranks(da.stats.frequency(WORDS, tags=None))
    # 값 and 물가 share rank 2, the three others rank 4
    assert marks(ax) == [[1, 4], [2, 2], [4, 1]]
    (ties,) = [c for c in ax.collections if isinstance(c, LineCollection)]
    assert [segment.tolist() for segment in ties.get_segments()] == [[[2, 2], [3, 2]], [[4, 1], [6, 1]]]
    assert (ax.get_xscale(), ax.get_yscale()) == ("log", "log")
    assert {"동맹", "값 등 2개", "둘 등 3개"} <= set(texts(ax))
    assert any("단어 6종 가운데 한 번만 나온 것 3종(50%)" in text for text in texts(ax))
    assert any("점선은 기울기 −1인 기준선(자료에 맞춘 것이 아님)" in text for text in texts(ax))
    assert ax.get_title(loc="left") == "‘동맹’이 4회로 가장 많다"
    described = style.described(ax)
    assert described is not None
    assert described.numbers["term"].tolist() == ["동맹", "값", "물가", "둘", "셋", "하나"]
    assert "동맹 4회, 값 등 2개 2회" in described.alt
    assert_readable(ax)


def test_the_line_has_slope_minus_one() -> None:
    ax = da.plots.ranks(da.stats.frequency(WORDS, tags=None))
    (line,) = [line for line in ax.lines if line.get_gid() == "slope"]
    (x0, x1), (y0, y1) = line.get_data()
    assert (x0, y0) == (1, 4)
    assert np.log(y1 / y0) / np.log(x1 / x0) == pytest.approx(-1)


def test_what_the_table_does_not_hold_is_said_and_not_counted() -> None:
    cut = da.plots.ranks(da.stats.frequency(WORDS, tags=None, minimum=2))
    assert any("단어 6종 가운데 2회 미만 3종은 뺌" in text for text in texts(cut))
    assert not any("한 번만" in text for text in texts(cut))
    whole = da.segment(da.Corpus.from_texts({"a": "동맹과 동맹. 값."}))
    blanked = da.plots.ranks(da.stats.frequency(whole.redact(min_count=2)))
    assert any("가려진 1개의 단어는 뺌" in text for text in texts(blanked))
    assert not any("한 번만" in text for text in texts(blanked))


@pytest.mark.parametrize(
    "words",
    [
        ["동맹"],
        [f"말{i}" for i in range(200)],
        [LONG] * 3 + [LONG + "가"] * 2 + ["韓美"],
        ["말"] * 5000 + ["값"] * 4999,
    ],
)
def test_awkward_tables(words: list[str], assert_readable: Callable[[Axes], None]) -> None:
    ax = da.plots.ranks(da.stats.frequency(da.Tokens.from_terms({"a": words}), tags=None))
    assert marks(ax)[0][0] == 1
    assert_readable(ax)


def test_in_the_axes_of_the_caller() -> None:
    ax = Figure(figsize=(6, 4)).subplots()
    assert da.plots.ranks(da.stats.frequency(WORDS, tags=None), title="제목", ax=ax) is ax
    assert ax.get_title(loc="left") == "제목"


def test_export_carries_the_numbers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DAMRON_FIGURES", str(tmp_path))
    table = da.stats.frequency(WORDS, tags=None)
    da.figures.export(da.plots.ranks(table), "ranks", table=table, recipe=WORDS.recipe)
    assert "동맹" in (tmp_path / "ranks.csv").read_text(encoding="utf-8-sig")


def test_refusals() -> None:
    with pytest.raises(FigureError, match="no rows"):
        da.plots.ranks(da.stats.frequency(WORDS, tags=["VV"]))
    odd = da.stats.frequency(da.Tokens.from_terms({"a": ["\U00012000"]}), tags=None)
    with pytest.raises(FontError):
        da.plots.ranks(odd)
