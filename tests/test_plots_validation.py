"""Charts of validation: what is drawn, in words and in numbers."""

from __future__ import annotations

import math
from collections.abc import Callable

import pandas as pd
import pytest
from matplotlib.axes import Axes

import analysis as da
from analysis import schema, style
from analysis.errors import FigureError, SchemaError

Readable = Callable[[Axes], None]
LONG = "이주민과 난민을 둘러싼 사회 통합 담론을 다루는 아주 긴 이름의 프레임"


def agreement(*rows: dict[str, object], **labels: str) -> pd.DataFrame:
    base = {"frame": "a", "n": 100, "coders": 2, "percent": 0.9, "alpha": 0.7, "alpha_low": 0.6, "alpha_high": 0.8}
    base |= {"kappa": 0.7, "fleiss": 0.7, "ac1": 0.85, "prevalence": 0.1, "verdict": "tentative", "reason": ""}
    table = pd.DataFrame([base | row for row in rows])
    table.attrs = {"labels": labels, "coders": {"A": "human", "B": "human", "C": "adjudicator"}}
    return table


def accuracy(*rows: dict[str, object], by_term: bool = False, **attrs: object) -> pd.DataFrame:
    base: dict[str, object] = {c.name: 0.5 for c in schema.ACCURACY if c.kind == "float"}
    base |= {c.name: 10 for c in schema.ACCURACY if c.kind == "int"}
    base |= {"precision_low": 0.3, "precision_high": 0.7, "recall_low": 0.3, "recall_high": 0.7}
    base |= {"frame": "a", "part": "test", "reason": ""} | ({"term": "t1"} if by_term else {})
    table = pd.DataFrame([base | row for row in rows])
    table.attrs = {"weighting": "none", "frames": [{"id": "a", "label": "동맹"}]} | attrs
    return table


def numbers(ax: Axes) -> list[str]:
    return [t.get_text() for t in ax.texts]


def test_agreement(assert_readable: Readable) -> None:
    ax = da.plots.agreement(agreement({}, {"frame": "b", "alpha": 0.91, "verdict": "reliable"}, a=LONG, b="北核"))
    assert_readable(ax)
    assert ax.get_title(loc="left").replace("\n", " ") == f"코더의 일치도는 ‘{LONG}’에서 알파 .70으로 가장 낮다"
    assert numbers(ax)[:2] == [".70 잠정, 일치 .90, 100개", ".91 믿을 만함, 일치 .90, 100개"]
    dots = [line.get_xdata()[0] for line in ax.lines if line.get_marker() == "o"]
    assert dots == [0.7, 0.91]
    floors = [line.get_xdata()[0] for line in ax.lines if line.get_linestyle() == "--"]
    assert floors == [0.667, 0.8]
    described = style.described(ax)
    assert described is not None
    assert "북핵" not in described.alt
    assert "北核: 알파 .91 믿을 만함" in described.alt
    assert "사람 코더 2" in " ".join(numbers(ax))


def test_an_undefined_or_negative_alpha_is_shown_as_what_it_is(assert_readable: Readable) -> None:
    nothing = {"alpha": math.nan, "alpha_low": math.nan, "alpha_high": math.nan, "verdict": "undefined"}
    negative = {"frame": "b", "alpha": -0.06, "alpha_low": -0.2, "alpha_high": 0.1, "verdict": "unreliable"}
    ax = da.plots.agreement(agreement(nothing, negative))
    assert_readable(ax)
    assert numbers(ax)[:2] == ["정의되지 않음, 일치 .90, 100개", "−.06 낮음, 일치 .90, 100개"]
    assert ax.get_xlim() == (-0.2, 1.0)
    alone = da.plots.agreement(agreement(nothing))
    assert alone.get_title(loc="left") == "코더의 일치도를 구할 수 없다"


def test_accuracy_by_frame(assert_readable: Readable) -> None:
    table = accuracy({"true_positive": 3}, {"part": "tune", "precision": 0.9}, {"frame": LONG, "precision": 0.95})
    ax = da.plots.accuracy(table)
    assert_readable(ax)
    assert numbers(ax)[:2] == ["정밀도 .50 (3/10)", "재현율 .50 (3/10)"]
    rows = [t.get_text().replace("\n", " ") for t in ax.get_yticklabels()]
    assert rows[:2] == ["동맹 시험한 글", "동맹 본 표본(조정에 쓴 것) tune"]
    assert ax.get_title(loc="left").startswith("정밀도는 ‘동맹’ test에서 .50으로 가장 낮고")
    seen = da.plots.accuracy(accuracy({}, seen=["test"]))
    assert [t.get_text().split("\n")[-1] for t in seen.get_yticklabels()] == ["본 표본(조정에 쓴 것) test"]


def test_blocked_rates_have_no_mark(assert_readable: Readable) -> None:
    nan = dict.fromkeys((c.name for c in schema.ACCURACY if c.kind == "float"), math.nan)
    ax = da.plots.accuracy(accuracy(nan | {"reason": "alpha .40 is below the floor"}))
    assert_readable(ax)
    assert numbers(ax)[:2] == ["정밀도 없음 (10/10)", "재현율 없음 (10/10)"]
    assert ax.get_title(loc="left") == "정밀도를 구할 수 없다"


def test_two_hundred_terms_are_cut_and_it_is_said(assert_readable: Readable) -> None:
    rows = [{"term": f"{'가' * 30}{n}", "predicted": 200 - n, "precision": n / 200} for n in range(200)]
    ax = da.plots.accuracy(accuracy(*rows, by_term=True))
    assert_readable(ax)
    assert len(ax.get_yticklabels()) == 25
    assert any("찾은 단위가 많은 25개(모두 200개)" in text.replace("\n", " ") for text in numbers(ax))


def test_a_term_is_named_by_what_it_matches_and_the_headline_needs_five_units(assert_readable: Readable) -> None:
    rows = [
        {"term": "t1", "predicted": 4, "true_positive": 0, "precision": 0.0},
        {"term": "t2", "predicted": 8, "true_positive": 2, "precision": 0.25},
        {"term": "t3", "predicted": 9, "true_positive": 9, "precision": 1.0},
    ]
    named = {"t1": "同盟", "t2": "가" * 30, "t3": "동맹"}
    ax = da.plots.accuracy(accuracy(*rows, by_term=True, terms=named))
    assert_readable(ax)
    title = ax.get_title(loc="left").replace("\n", " ")
    assert title == f"5개 단위 이상에서 나온 용어 가운데 ‘{'가' * 17}…’의 정밀도가 .25(2/8)로 가장 낮다"
    labels = [t.get_text().replace("\n", " ") for t in ax.get_yticklabels()]
    assert labels[0] == "동맹 [t3] 동맹"
    assert labels[2] == "同盟 [t1] 동맹"
    few = da.plots.accuracy(accuracy(rows[0], by_term=True))
    assert few.get_title(loc="left").replace("\n", " ") == (
        "5개 단위 이상에서 나온 용어가 없어 용어의 정밀도를 비교할 수 없다"
    )


def test_calibration(assert_readable: Readable) -> None:
    shared = {"part": "tune", "frame": "a", "precision": 0.5, "recall": 0.5, "reason": ""}
    nothing = dict.fromkeys(["share", "share_low", "share_high"], math.nan)
    rows = [
        {"bin": "0점", "low": 0.0, "n": 90, "positive": 9, "share": 0.1, "share_low": 0.05, "share_high": 0.2},
        {"bin": "0.5점 이하", "low": 0.0, "n": 0, "positive": 0} | nothing,
        {"bin": "2점 초과", "low": 2.0, "n": 10, "positive": 9, "share": 0.9, "share_low": 0.6, "share_high": 0.98},
    ]
    table = pd.DataFrame([shared | row for row in rows])
    table.attrs = {"frames": [{"id": "a", "label": "동맹"}]}
    ax = da.plots.calibration(table)
    assert_readable(ax)
    assert ax.get_title(loc="left").replace("\n", " ") == (
        "코더가 ‘동맹’ 프레임이 있다고 본 비율은 0점에서 .10, 2점 초과에서 .90이다"
    )
    assert numbers(ax)[:3] == [".10 (9/90)", "그런 단위 없음", ".90 (9/10)"]
    with pytest.raises(FigureError, match="the table has 2 parts; choose one"):
        da.plots.calibration(pd.concat([table, table.assign(part="test")]))


def test_nothing_to_draw() -> None:
    for draw, table in ((da.plots.agreement, agreement({})), (da.plots.accuracy, accuracy({}))):
        with pytest.raises(FigureError, match="no rows, so there is nothing to draw"):
            draw(table.iloc[:0])
        with pytest.raises(SchemaError, match="missing column"):
            draw(table.drop(columns="frame"))
