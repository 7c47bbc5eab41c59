"""The tf-idf chart, read from its artists."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

import analysis as da
from analysis import style
from analysis.errors import FigureError, FontError, OptionError, SchemaError

LONG = "아주긴낱말이띄어쓰기없이이어져서삼십글자까지늘어난보기입니다요"


def weighed(texts: dict[str, list[str]]) -> pd.DataFrame:
    return da.stats.tfidf(da.Tokens.from_terms(texts), tags=None)


TABLE = weighed({"가편": ["동맹", "동맹", "값", "물가", "모두"], "나편": ["창업", "모두"]})


def widths(ax: Axes) -> list[float]:
    return [patch.get_width() for patch in ax.patches if isinstance(patch, Rectangle)]


def headings(ax: Axes) -> list[str]:
    return [text.get_text() for text in ax.texts if text.get_gid() == "heading"]


def test_blocks_and_ties(assert_readable: Callable[[Axes], None]) -> None:
    ax = da.plots.tfidf(TABLE)
    # 동맹 2 ln 2, 값 and 물가 ln 2, 창업 ln 2; 모두 is in both and weighs 0
    assert widths(ax) == pytest.approx([2 * math.log(2), math.log(2), math.log(2), math.log(2)])
    assert [label.get_text() for label in ax.get_yticklabels()] == ["동맹", "값", "물가", "창업"]
    assert headings(ax) == ["가편", "나편"]
    assert [text.get_text() for text in ax.texts].count("공동 2위") == 1
    assert len([line for line in ax.lines if line.get_gid() == "tie"]) == 1
    title = "문서마다 tf-idf가 가장 큰 단어: 가편에서 ‘동맹’(1.39), 나편에서 ‘창업’(0.69)"
    assert ax.get_title(loc="left").replace("\n", " ") == title
    described = style.described(ax)
    assert described is not None
    assert "가편: 동맹 1.39, 값 0.69, 물가 0.69. 나편: 창업 0.69." in described.alt
    assert "idf = ln(문서 수/단어가 나온 문서 수)" in described.alt
    assert described.numbers["term"].tolist() == ["동맹", "값", "물가", "창업"]
    assert_readable(ax)


def test_the_cut_does_not_split_ties() -> None:
    table = weighed({"가": ["동맹", "동맹", *(f"말{i}" for i in range(9))], "나": ["값"]})
    ax = da.plots.tfidf(table, top=4)
    assert headings(ax)[0] == "가 (공동 2위 9개는 뺌)"
    assert widths(ax) == pytest.approx([2 * math.log(2), math.log(2)])
    every = weighed({"가": [f"말{i}" for i in range(9)], "나": ["값"]})
    assert headings(da.plots.tfidf(every, top=4))[0] == "가 (공동 1위 9개 가운데 가나다순 4개)"


def test_chosen_documents_in_their_order() -> None:
    many = weighed({f"글{i}": ["모두", f"말{i}"] for i in range(9)})
    with pytest.raises(FigureError, match="9 documents cannot be drawn; choose 1 to 8 with docs="):
        da.plots.tfidf(many)
    ax = da.plots.tfidf(many, docs=["글5", "글2"])
    assert headings(ax) == ["글5", "글2"]
    described = style.described(ax)
    assert described is not None
    assert "문서 9편 가운데 2편" in described.alt


def test_a_document_without_weight_keeps_its_place(assert_readable: Callable[[Axes], None]) -> None:
    ax = da.plots.tfidf(weighed({"가": ["값"], "나": ["값"]}))
    assert headings(ax) == ["가 (0보다 큰 값이 없음)", "나 (0보다 큰 값이 없음)"]
    assert ax.get_title(loc="left") == "문서를 가려낼 단어가 없다"
    assert_readable(ax)


def test_awkward_terms(assert_readable: Callable[[Axes], None]) -> None:
    table = weighed(
        {f"이름이 긴 문서 {i}": [LONG + "가" * i, "韓美", *(f"말{k}{i}" for k in range(i))] for i in range(8)}
    )
    assert_readable(da.plots.tfidf(table))
    assert_readable(da.plots.tfidf(weighed({"가": ["값", *(f"말{i}" for i in range(200))], "나": ["값"]}), top=200))


def test_in_the_axes_of_the_caller() -> None:
    ax = Figure(figsize=(6, 4)).subplots()
    assert da.plots.tfidf(TABLE, title="제목", ax=ax) is ax
    assert ax.get_title(loc="left") == "제목"


def test_export_carries_the_numbers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DAMRON_FIGURES", str(tmp_path))
    table = TABLE
    da.figures.export(da.plots.tfidf(table), "tfidf", table=table, recipe=da.Tokens.from_terms({"a": ["값"]}).recipe)
    assert "창업" in (tmp_path / "tfidf.csv").read_text(encoding="utf-8-sig")


def test_refusals() -> None:
    with pytest.raises(OptionError, match="top is 0"):
        da.plots.tfidf(TABLE, top=0)
    with pytest.raises(OptionError, match="document '다편' is not in the table, which holds 가편, 나편"):
        da.plots.tfidf(TABLE, docs=["다편"])
    with pytest.raises(OptionError, match="document '가편' is named twice"):
        da.plots.tfidf(TABLE, docs=["가편", "가편"])
    with pytest.raises(OptionError, match="docs takes a list of texts"):
        da.plots.tfidf(TABLE, docs="가편")
    with pytest.raises(FigureError, match="0 documents"):
        da.plots.tfidf(TABLE.iloc[:0])
    with pytest.raises(SchemaError, match="missing column"):
        da.plots.tfidf(TABLE.drop(columns="idf"))
    with pytest.raises(FontError):
        da.plots.tfidf(weighed({"가": ["\U00012000"], "나": ["값"]}))
