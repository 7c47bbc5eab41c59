"""The keyness chart, read from its artists."""

from __future__ import annotations

import math
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from matplotlib.axes import Axes

import analysis as da
from analysis import schema, style
from analysis.errors import FigureError, FontError, OptionError, SchemaError

LONG = "아주긴낱말이띄어쓰기없이이어져서삼십글자까지늘어난보기입니다요"
ROWS = [("동맹", 12, 2, 3.0, 1.0, 5.0), ("창업", 6, 0, 4.0, -0.5, math.inf), ("값", 1, 40, -3.0, -6.0, -0.5)]


def keyness_table(rows: list[tuple[str, int, int, float, float, float]]) -> pd.DataFrame:
    """Build a keyness table as stats.keyness returns it: of every term whose interval lies off 0, p is small."""
    names = ["term", "n", "n_reference", "log_ratio", "log_ratio_low", "log_ratio_high"]
    table = pd.DataFrame(rows, columns=names).assign(tag="NNG")
    lrc = table["log_ratio_low"].clip(lower=0) + table["log_ratio_high"].clip(upper=0)
    table = table.assign(lrc=lrc, docs=1, p_adjusted=np.where(lrc == 0, 0.5, 0.01), clusters=9, reason="")
    for column in schema.KEYNESS:
        if column.name not in table:
            table[column.name] = 1.0
    table.attrs = {
        "base": "일반명사 300개",
        "base_reference": "일반명사 1,200개",
        "listing": "5회 이상인 단어",
        "caution": ["주의할 점"],
        "conclusion": "글 9건과 8건을 비교했다.",
    }
    return table


def untested(table: pd.DataFrame, *, counted: bool) -> pd.DataFrame:
    """Make of a table that of a single text, or against a frequency list."""
    ends = {f"count_{end}": table[f"log_ratio_{end}"] if counted else math.nan for end in ("low", "high")}
    nothing = dict.fromkeys(("log_ratio_low", "log_ratio_high", "lrc", "p", "p_adjusted"), math.nan)
    attrs = table.attrs | {"conclusion": "글이 한 편이라 검정하지 않았다."}
    table = table.assign(**ends, **nothing)
    table.attrs = attrs
    return table


def drawn(ax: Axes, gid: str) -> list[Any]:
    return [line for line in ax.lines if line.get_gid() == gid]


def test_stems_marks_and_intervals() -> None:
    ax = da.plots.keyness(keyness_table(ROWS))
    # by falling log ratio: 창업 4, 동맹 3, 값 -3; every stem begins at 0
    assert [list(line.get_xdata()) for line in drawn(ax, "stem")] == [[0, 4], [0, 3], [0, -3]]
    assert [text.get_text() for text in ax.get_yticklabels()] == ["창업", "동맹", "값"]
    assert [line.get_marker() for line in drawn(ax, "mark")] == ["o", "o", "D"]
    hollow = [line.get_markerfacecolor() == "white" for line in drawn(ax, "mark")]
    assert hollow == [True, False, False]  # only the interval of 창업 holds 0
    right = 1.15 * 4
    assert list(drawn(ax, "interval")[0].get_xdata()) == pytest.approx([-0.5, right])
    # arrows: 창업 has no upper end, 동맹 goes on to 5, 값 to -6; the chart ends at 4.6 on both sides
    assert sorted((line.get_marker(), round(line.get_xdata()[0], 6)) for line in drawn(ax, "arrow")) == [
        ("<", -4.6),
        (">", 4.6),
        (">", 4.6),
    ]


def test_words_around_it() -> None:
    ax = da.plots.keyness(keyness_table(ROWS))
    assert ax.get_title(loc="left") == "‘동맹’이 비교 자료보다 뚜렷이 잦다(12회 대 2회)"
    said = " ".join(text.get_text().replace("\n", " ") for text in ax.texts)
    for part in (
        "12 : 2",
        "6 : 0",
        "1 : 40",
        "일반명사 300개 대 일반명사 1,200개",
        "5회 이상인 단어 3개 가운데 3개",
        "글 9건과 8건을 비교했다. 주의할 점",
        "가는 선은 글을 단위로 한 95% 구간",
    ):
        assert part in said
    about = style.described(ax)
    assert about is not None
    assert "동맹 +3.0(12회 대 2회)" in about.alt
    assert about.numbers["term"].tolist() == ["창업", "동맹", "값"]
    none = da.plots.keyness(keyness_table([("창업", 6, 0, 4.0, -0.5, math.inf)]))
    assert none.get_title(loc="left") == "비교 자료보다 뚜렷이 잦은 단어가 없다"


def test_what_was_not_tested_is_called_so() -> None:
    ax = da.plots.keyness(untested(keyness_table(ROWS), counted=True))
    assert ax.get_title(loc="left") == "비교 자료보다 ‘창업’이 가장 두드러진다(로그 비 +4.0, 검정하지 않음)"
    said = " ".join(text.get_text().replace("\n", " ") for text in ax.texts)
    assert "글이 한 편이라 검정하지 않았다. 주의할 점" in said
    assert "가는 선은 빈도의 오차만 본 95% 범위" in said
    assert "속이 빈" not in said
    assert len(drawn(ax, "interval")) == 3
    assert not any(line.get_markerfacecolor() == "white" for line in drawn(ax, "mark"))
    listed = da.plots.keyness(untested(keyness_table(ROWS[:1]), counted=False))
    assert listed.get_title(loc="left") == "비교 자료보다 ‘동맹’이 가장 두드러진다(로그 비 +3.0, 검정하지 않음)"
    assert not drawn(listed, "interval")
    assert not drawn(listed, "arrow")
    assert "가는 선" not in " ".join(text.get_text() for text in listed.texts)


def test_top_counts_on_each_side_and_silent_terms_are_said() -> None:
    rows = [(f"가{i}", 9, 1, 3.0, 1.0, 5.0) for i in range(30)] + [
        (f"나{i}", 1, 9, -3.0, -5.0, -1.0) for i in range(30)
    ]
    ax = da.plots.keyness(keyness_table([*rows, ("다", 0, 3, math.nan, -math.inf, 4.0)]), top=4)
    labels = [text.get_text() for text in ax.get_yticklabels()]
    assert labels == ["가0", "가1", "가2", "가3", "나0", "나1", "나2", "나3"]
    assert any("로그 비를 말할 수 없는 1개는 뺌" in text.get_text().replace("\n", " ") for text in ax.texts)


@pytest.mark.parametrize(
    "rows", [ROWS, ROWS[:1], [(LONG, 30, 0, 6.0, 2.0, math.inf), ("韓美", 1, 99, -2.0, -4.0, -1.0)]]
)
def test_no_two_texts_touch(rows: list[tuple[str, int, int, float, float, float]]) -> None:
    ax = da.plots.keyness(keyness_table(rows))
    with style.context():
        figure = ax.figure
        figure.canvas.draw()
        texts = [*ax.texts, *ax.get_yticklabels(), *ax.get_xticklabels(), ax.xaxis.label, ax.title, ax._left_title]
        boxes = [(t.get_text(), t.get_window_extent()) for t in texts if t.get_visible() and t.get_text().strip()]
    for (one, a), (two, b) in combinations(boxes, 2):
        assert not (a.x0 < b.x1 - 1 and b.x0 < a.x1 - 1 and a.y0 < b.y1 - 1 and b.y0 < a.y1 - 1), f"{one!r} on {two!r}"


def test_export_carries_the_numbers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DAMRON_FIGURES", str(tmp_path))
    target = da.Tokens.from_terms({"a": ["b"] * 30 + ["c"] * 8})
    table = da.stats.keyness(target, da.Tokens.from_terms({"z": ["b"] * 5 + ["d"] * 80}), tags=None)
    da.figures.export(da.plots.keyness(table), "keyness", table=table, recipe=target.recipe)
    assert "inf" in (tmp_path / "keyness.csv").read_text(encoding="utf-8-sig")  # an interval without end


def test_what_it_refuses() -> None:
    with pytest.raises(FigureError, match="no row with a log ratio"):
        da.plots.keyness(keyness_table([("다", 0, 3, math.nan, -math.inf, 4.0)]))
    with pytest.raises(OptionError, match="top is 0"):
        da.plots.keyness(keyness_table(ROWS), top=0)
    with pytest.raises(SchemaError, match="missing column"):
        da.plots.keyness(pd.DataFrame({"term": ["x"]}))
    with pytest.raises(FontError, match="U\\+10FFFD"):
        da.plots.keyness(keyness_table([("\U0010fffd", 9, 1, 3.0, 1.0, 5.0)]))
