"""The agreement table: names as categories, levels, what is unavailable and why, and the mix of the texts."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pandas as pd
import pytest

import analysis as da
from analysis import measures, schema
from analysis.errors import OptionError, SchemaError

agreement = da.validation.agreement
ATTITUDES = ["반대", "중립", "찬성"]
NAMED = [("찬성", "찬성"), ("반대", "찬성"), ("중립", "중립"), ("반대", "반대"), ("중립", "찬성"), ("반대", None)]


def readings(rows: Sequence[Sequence[object]], frame: str = "태도") -> pd.DataFrame:
    parts = [(f"u{i}", frame, f"코더{j}", value) for i, row in enumerate(rows) for j, value in enumerate(row)]
    return pd.DataFrame(parts, columns=["unit", "frame", "coder", "value"])


def sample(strata: Sequence[str], weights: Sequence[float]) -> pd.DataFrame:
    table = pd.DataFrame({"unit": [f"u{i}" for i in range(len(strata))], "stratum": strata, "weight": weights})
    table = table.assign(doc="d", paragraph=1, sentence=1, start=0, end=1, draw="stratified", part="tune")
    return table[[c.name for c in schema.SAMPLE]].astype({"weight": "float64"})


def test_names_are_categories() -> None:
    row = agreement(readings(NAMED), repeats=50).iloc[0]
    # five units read twice, three alike; both coders: 반대 3 + 1, 중립 2 + 1, 찬성 1 + 3
    assert (row["frame"], row["n"], row["coders"]) == ("태도", 5, 2)
    assert row["percent"] == pytest.approx(3 / 5)
    assert row["holsti"] == pytest.approx(6 / 11)  # six and five decisions
    assert (row["randolph_expected"], row["randolph"]) == pytest.approx((1 / 3, (3 / 5 - 1 / 3) / (2 / 3)))
    # on the five units: 반대 2 + 1, 중립 2 + 1, 찬성 1 + 3 of ten
    assert row["scott_pi_expected"] == pytest.approx(0.09 + 0.09 + 0.16)
    assert row["kappa_expected"] == pytest.approx((2 * 1 + 2 * 1 + 1 * 3) / 25)
    assert row["alpha_observed"] == pytest.approx(2 / 5)
    assert row["alpha_expected"] == pytest.approx(1 - (3 * 2 + 3 * 2 + 4 * 3) / 90)
    assert row["alpha"] == pytest.approx(1 - row["alpha_observed"] / row["alpha_expected"])
    assert math.isnan(row["prevalence"])
    assert row["reason"] == ""
    assert row["unavailable"] == (
        "kappa_linear, kappa_linear_se, kappa_quadratic, kappa_quadratic_se, ac2: the level is nominal, so that "
        "categories have no order"
    )


def test_an_ordered_categorical_gives_the_order_and_what_nobody_chose() -> None:
    table = readings(NAMED)
    order = ["매우 반대", *ATTITUDES]
    ordered = table.assign(value=pd.Categorical(table["value"], categories=order, ordered=True))
    row = agreement(ordered, level="ordinal", repeats=50).iloc[0]
    numbers = [[order.index(v) if v else math.nan for v in pair] for pair in NAMED]
    assert row["level"] == "ordinal"
    assert row["alpha"] == pytest.approx(measures.krippendorff_alpha(numbers, level="ordinal"))
    assert row["kappa_linear"] == pytest.approx(measures.weighted_kappa(numbers, categories=[0, 1, 2, 3]))
    assert row["kappa_quadratic_se"] == pytest.approx(
        measures.kappa_error(numbers, weights="quadratic", categories=[0, 1, 2, 3])
    )
    assert row["randolph_expected"] == 1 / 4
    assert row["unavailable"] == ""
    with pytest.raises(OptionError, match="make the column value an ordered Categorical"):
        agreement(table, level="ordinal")
    with pytest.raises(OptionError, match="needs numbers, and the ratings are names"):
        agreement(ordered, level="interval")


def test_a_table_may_hold_variables_of_several_kinds() -> None:
    both = pd.concat([readings(NAMED), readings([[1, 1], [0, 0], [1, 0]], "사설")], ignore_index=True)
    table = agreement(both, repeats=50).set_index("frame")
    assert table.loc["태도", "percent"] == pytest.approx(3 / 5)
    assert (table.loc["사설", "percent"], table.loc["사설", "prevalence"]) == pytest.approx((2 / 3, 1 / 2))
    numbers = readings([[1, 2], [2, 2], [1, None]])
    scale = numbers.assign(value=pd.Categorical(numbers["value"], categories=[1, 2, 3]))
    assert agreement(scale, repeats=50).loc[0, "randolph_expected"] == pytest.approx(1 / 3)


def test_numbers_of_a_scale() -> None:
    rows = [[1, 2], [2, 2], [3, 3], [1, 1], [4, 3], [2, 3], [4, 4], [1, 1], [3, 2], [2, 2]]
    row = agreement(readings(rows), level="interval", repeats=50).iloc[0]
    assert row["alpha"] == pytest.approx(measures.krippendorff_alpha(rows, level="interval"))
    assert row["ac2"] == pytest.approx(measures.gwet_ac2(rows))
    assert math.isnan(row["prevalence"])


def test_present_and_absent() -> None:
    rows = [[1, 1]] * 6 + [[0, 0]] * 3 + [[1, 0]]
    row = agreement(readings(rows), repeats=50).iloc[0]
    assert row["kappa_linear"] == pytest.approx(row["kappa"])
    assert row["kappa_low"] < row["kappa"] < row["kappa_high"]
    assert row["ac1_low"] < row["ac1"] < row["ac1_high"]
    # AC1: observed .9, shares .65 and .35, chance 2 * .65 * .35
    assert row["ac1_expected"] == pytest.approx(0.455)
    assert row["ac1"] == pytest.approx((0.9 - 0.455) / 0.545)
    assert row["unavailable"] == ""


def test_what_is_unavailable_is_said() -> None:
    three = agreement(readings([[1, 1, 0], [0, 0, 0], [1, 1, 1], [0, 1, 0]]), repeats=50).iloc[0]
    assert math.isnan(three["kappa_se"])
    assert three["unavailable"] == (
        "kappa_se, kappa_low, kappa_high, kappa_linear_se, kappa_quadratic_se: defined for two coders alone"
    )
    alike = agreement(readings([[1, 1], [0, 0], [1, 1]]), repeats=50).iloc[0]
    assert (alike["kappa"], alike["kappa_se"]) == (1, 0)
    assert alike["unavailable"].startswith("kappa_low, kappa_high, ac1_low, ac1_high: the coders never differ")
    same = agreement(readings([[0, 0], [0, 0]]), repeats=50).iloc[0]
    assert "scott_pi" in same["unavailable"]
    assert same["unavailable"].endswith("all readings are the same, so that agreement beyond chance is undefined")
    assert same["randolph"] == 1  # its chance is 1/2, however often each is chosen
    alone = agreement(readings([[0, None], [1, None]]), repeats=50).iloc[0]
    assert alone["unavailable"] == "all: no unit was read by two coders"


def test_the_mix_of_the_texts() -> None:
    # 40 units found, which stand for one each: 35 present to both, 2 to one; 40 not found that stand for 20 each:
    # 3 present to both, 2 to one
    rows = [[1, 1]] * 35 + [[1, 0]] * 2 + [[0, 0]] * 3 + [[1, 1]] * 3 + [[0, 1]] * 2 + [[0, 0]] * 35
    drawn = sample(["high"] * 40 + ["zero"] * 40, [1.0] * 40 + [20.0] * 40)
    row = agreement(readings(rows), sample=drawn, repeats=50).iloc[0]
    weights = drawn["weight"].to_numpy()
    assert row["alpha_texts"] == pytest.approx(measures.weighted_alpha(rows, weights=weights))
    assert row["ac1_texts"] == pytest.approx(measures.weighted_ac1(rows, weights=weights))
    # the texts: present 37 + 80 = 117 to one coder, 35 + 100 to the other, apart 2 + 40 of 840
    assert row["alpha_texts"] < row["alpha"] == agreement(readings(rows), repeats=50).iloc[0]["alpha"]
    assert row["alpha_texts_low"] < row["alpha_texts"] < row["alpha_texts_high"]
    assert row["unavailable"] == ""


@pytest.mark.parametrize(
    ("rows", "weights", "why"),
    [
        ([[1, 1]] * 5 + [[0, 0]] * 35, [1.0] * 40, "fewer than 10 units were read as present"),
        ([[1, 1]] * 12 + [[0, 1]] * 28, [1.0] * 39 + [math.nan], "the sample does not know how many units"),
        ([[1, 1]] * 12 + [[1, 0]] * 28, [1.0] * 40, "a coder used one value only"),
        ([[1, 1]] * 8 + [[1, 0], [0, 1]] + [[0, 0]] * 4, [1.0] * 14, "its interval is wider than 0.5"),
    ],
)
def test_texts_of_which_nothing_can_be_said(rows: list[list[int]], weights: list[float], why: str) -> None:
    row = agreement(readings(rows), sample=sample(["zero"] * len(rows), weights), repeats=50).iloc[0]
    assert math.isnan(row["alpha_texts"])
    assert f"alpha_texts: {why}" in row["unavailable"]


def test_tables_that_do_not_fit_are_refused() -> None:
    table = readings(NAMED)
    with pytest.raises(OptionError, match="unit 'u5' is not in the sample"):
        agreement(table, sample=sample(["zero"] * 5, [1.0] * 5))
    with pytest.raises(SchemaError, match="missing column"):
        agreement(table.drop(columns="value"))
    with pytest.raises(SchemaError, match="unit is int64, not text"):
        agreement(table.assign(unit=np.arange(len(table))))
    with pytest.raises(OptionError, match="level 'ordinal' needs the order"):
        agreement(table, level="ordinal", on="primary")
