"""The lexical dispersion plot, read from its artists."""

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
from analysis.errors import FigureError, FontError, SchemaError

LONG = "아주긴낱말이띄어쓰기없이이어져서삼십글자까지늘어난보기입니다요"
TWO = da.Tokens.from_terms({"가편": ["동맹", "값", "동맹", "값"], "나편": ["값", "동맹", "값", "값", "동맹", "동맹"]})

pytestmark = pytest.mark.filterwarnings("ignore::analysis.errors.NothingFoundWarning")  # charts of missing terms


def bars(ax: Axes) -> list[list[float]]:
    """Where the bars of each term stand."""
    found = [c for c in ax.collections if isinstance(c, LineCollection) and c.get_gid() == "bars"]
    return [[float(segment[0][0]) for segment in collection.get_segments()] for collection in found]


def written(ax: Axes) -> list[str]:
    return [text.get_text() for text in ax.texts]


def test_a_bar_for_each_occurrence(assert_readable: Callable[[Axes], None]) -> None:
    ax = da.plots.positions(da.stats.positions(TWO, ["동맹", "값", "물가"], tags=None))
    # in the middle of the morpheme: 동맹 in rows 0, 2, 5, 8, 9
    assert bars(ax) == [[0.5, 2.5, 5.5, 8.5, 9.5], [1.5, 3.5, 4.5, 6.5, 7.5], []]
    assert ax.get_xlim() == (0, 10)
    assert [line.get_xdata()[0] for line in ax.lines if line.get_gid() == "boundary"] == [4]
    assert [label.get_text() for label in ax.get_yticklabels()] == ["동맹", "값", "물가"]
    assert [label.get_text() for label in ax.get_xticklabels()] == ["1", "2"]
    assert ax.get_xlabel() == "문서 차례(너비는 형태소 수, 모두 10개)"
    # DP of 동맹: parts .4 and .6, 2 and 3 of 5 -> 0; so of 값
    assert written(ax).count("0.00") == 2
    assert "–" in written(ax)
    assert "1=가편 · 2=나편" in written(ax)
    assert ax.get_title(loc="left") == "‘동맹’은 문서 2편 모두에 걸쳐 5회 나온다"
    assert_readable(ax)


def test_subtitle_says_parts_and_direction() -> None:
    ax = da.plots.positions(da.stats.positions(TWO, ["동맹", "물가"], tags=None))
    subtitle = next(text.replace("\n", " ") for text in written(ax) if text.startswith("막대"))
    assert "문서 2편에 걸친 DP: 0은 고르다, 1은 쏠려 있다" in subtitle
    assert "적지 않음" not in subtitle
    described = style.described(ax)
    assert described is not None
    assert "동맹 5회(문서 2편 가운데 2편, DP 0.00), 물가 0회" in described.alt
    assert len(described.numbers) == 5


def test_few_occurrences_get_no_measure() -> None:
    tokens = da.Tokens.from_terms({"가": ["값", "값", "동맹"], "나": ["동맹", "동맹", "동맹"]})
    ax = da.plots.positions(da.stats.positions(tokens, ["동맹"], tags=None))
    assert "–" in written(ax)
    assert any("5회 미만은 적지 않음" in text.replace("\n", " ") for text in written(ax))


def test_one_document_and_one_part(assert_readable: Callable[[Axes], None]) -> None:
    one = da.Tokens.from_terms({"글": ["동맹", "값"]})
    ax = da.plots.positions(da.stats.positions(one, ["동맹"], tags=None))
    assert ax.get_title(loc="left") == "‘동맹’은 1회 나온다"
    assert ax.get_xlabel() == "앞에서부터 센 자리(형태소)"
    assert "DP" not in written(ax)
    assert_readable(ax)


def test_nothing_found() -> None:
    one = da.stats.positions(TWO, ["물가"], tags=None)
    assert da.plots.positions(one).get_title(loc="left") == "‘물가’는 나오지 않는다"
    two = da.stats.positions(TWO, ["물가", "인상"], tags=None)
    assert da.plots.positions(two).get_title(loc="left") == "찾은 단어가 나오지 않는다"
    base = da.stats.positions(TWO, ["동맹"], tags=["VV"])  # no row is a verb
    assert da.plots.positions(base).get_title(loc="left") == "‘동맹’은 나오지 않는다"


def test_sentences_without_the_base_are_said() -> None:
    one = da.segment(da.Corpus.from_texts({"a": "동맹과 창업. 값.\n그렇다."}))
    ax = da.plots.positions(da.stats.positions(one, ["동맹"], parts="sentence"))
    assert any("셀 형태소가 없는 문장 1개는 뺌" in text.replace("\n", " ") for text in written(ax))


def test_many_documents_are_not_parted_and_close_bars_are_one(assert_readable: Callable[[Axes], None]) -> None:
    many = da.Tokens.from_terms({f"d{i}": ["동맹"] * 200 for i in range(100)})
    ax = da.plots.positions(da.stats.positions(many, ["동맹"], tags=None))
    assert not [line for line in ax.lines if line.get_gid() == "boundary"]
    assert any("문서 경계는 너무 촘촘해 긋지 않음" in text.replace("\n", " ") for text in written(ax))
    (drawn,) = bars(ax)
    assert 500 < len(drawn) < 3000  # of 20,000 in about 350 points
    assert np.diff(drawn).min() > 0
    assert_readable(ax)


def test_awkward_terms(assert_readable: Callable[[Axes], None]) -> None:
    tokens = da.Tokens.from_terms({f"이름이 긴 문서 {i}": [LONG, "韓美", "값"] * (i + 1) for i in range(12)})
    assert_readable(da.plots.positions(da.stats.positions(tokens, [LONG, "韓美", "없는말"], tags=None)))


def test_in_the_axes_of_the_caller() -> None:
    figure = Figure(figsize=(6, 3))
    ax = figure.subplots()
    size = figure.get_size_inches().tolist()
    assert da.plots.positions(da.stats.positions(TWO, ["동맹"], tags=None), title="제목", ax=ax) is ax
    assert figure.get_size_inches().tolist() == size
    assert ax.get_title(loc="left") == "제목"


def test_export_carries_the_numbers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DAMRON_FIGURES", str(tmp_path))
    table = da.stats.positions(TWO, ["동맹", "물가"], tags=None)
    da.figures.export(da.plots.positions(table), "positions", table=table, recipe=TWO.recipe)
    assert "동맹" in (tmp_path / "positions.csv").read_text(encoding="utf-8-sig")


def test_refusals() -> None:
    table = da.stats.positions(TWO, ["동맹"], tags=None)
    bare = table.copy()
    bare.attrs = {}
    with pytest.raises(SchemaError, match="lost its attrs"):
        da.plots.positions(bare)
    with pytest.raises(SchemaError, match="missing column"):
        da.plots.positions(table.drop(columns="place"))
    with pytest.raises(FigureError, match="41 terms are too many"):
        da.plots.positions(da.stats.positions(TWO, [f"말{i}" for i in range(41)], tags=None))
    odd = da.Tokens.from_terms({"글": ["\U00012000"]})
    with pytest.raises(FontError):
        da.plots.positions(da.stats.positions(odd, ["\U00012000"], tags=None))
