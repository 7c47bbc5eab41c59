"""Worked cases of cross tables and reliability that lie beside the repository."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy import special

from analysis import measures, paths, stats, validation
from tests.test_measures_worked_cases import pairs, read_by_two
from tests.test_stats_crosstab import coded

ORACLES = paths.ROOT.parent / "shared" / "oracles-chapters.json"
CASES: dict[str, Any] = (
    {c["id"]: c for c in json.loads(ORACLES.read_text(encoding="utf-8"))} if ORACLES.is_file() else {}
)
beside = pytest.mark.skipif(not CASES, reason="the worked cases lie beside the repository")


def case(name: str) -> tuple[dict[str, Any], Any, float]:
    found = CASES[name]
    return found["input"], found["expected"], found["tolerance"]


def crossed(table: list[list[int]], **options: Any) -> pd.DataFrame:
    return stats.crosstab(coded(table), row="outlet", column="frame", **options)


@beside
def test_ct_05_the_lady_tasting_tea() -> None:
    given, expected, tolerance = case("ct-05")
    assert measures.fisher(given["table"]) == pytest.approx(expected["two"], abs=tolerance)
    assert measures.fisher(given["table"], alternative="greater") == pytest.approx(expected["greater"], abs=tolerance)


@beside
def test_ct_06_fisher() -> None:
    given, expected, tolerance = case("ct-06")
    assert measures.fisher(given["table"]) == pytest.approx(expected["two"], abs=tolerance)
    assert measures.fisher(given["table"], alternative="less") == pytest.approx(expected["less"], abs=tolerance)
    table = crossed(given["table"])  # all but one expectation are above 5: 5.0 of 10 * 12 / 24 is no smaller than 5
    assert crossed(given["table"], test="exact").attrs["p"] == pytest.approx(expected["two"], abs=tolerance)
    assert table.attrs["test"] == "chi2"


@beside
def test_ct_07_without_and_with_yates() -> None:
    given, expected, tolerance = case("ct-07")
    assert crossed(given["table"]).attrs["chi2"] == pytest.approx(expected["plain"], abs=tolerance)
    assert crossed(given["table"], test="yates").attrs["chi2"] == pytest.approx(expected["yates"], abs=tolerance)


@beside
def test_ct_08_and_09_freeman_halton_and_small_expectations() -> None:
    given, expected, tolerance = case("ct-08")
    assert measures.freeman_halton(given["table"]).p == pytest.approx(expected, abs=tolerance)
    given, expected, tolerance = case("ct-09")
    found = measures.expected_small(given["table"])
    assert found == pytest.approx((expected["share"], expected["smallest"]), abs=tolerance)


@beside
def test_ct_10_a_row_of_zeros_is_named() -> None:
    given, expected, tolerance = case("ct-10")
    codings = coded(given["table"])
    codings["outlet"] = pd.Categorical(codings["outlet"], categories=["가", "나", "다"])
    table = stats.crosstab(codings, row="outlet", column="frame")
    assert table.attrs["chi2"] == pytest.approx(expected["chi2"], abs=tolerance)
    assert (table.attrs["df"], table.attrs["dropped"]) == (expected["df"], ["나"])


@beside
def test_ct_11_holm_over_columns_whose_rows_mirror_each_other() -> None:
    given, expected, tolerance = case("ct-11")
    p = 2 * special.ndtr(-np.abs(given["z"]))
    assert measures.adjust(p).tolist() == pytest.approx(expected, abs=tolerance)
    table = crossed([[279, 73, 225], [165, 47, 191]])  # the table whose residuals these are
    assert table["residual"].head(3).tolist() == pytest.approx(given["z"], abs=1e-3)
    assert table["p_adjusted"].head(3).tolist() == pytest.approx(expected, abs=tolerance)


@beside
@pytest.mark.parametrize("name", ["rel-03", "rel-04"])
def test_rel_03_and_04_pi_and_kappa(name: str) -> None:
    given, expected, tolerance = case(name)
    wanted = expected if isinstance(expected, dict) else {"pi": expected}
    row = validation.agreement(read_by_two(pairs(given["table"]))).iloc[0]
    assert row["scott_pi"] == pytest.approx(wanted["pi"], abs=tolerance)
    if "kappa" in wanted:
        assert row["kappa"] == pytest.approx(wanted["kappa"], abs=tolerance)


@beside
def test_rel_06_and_07_alpha() -> None:
    given, expected, tolerance = case("rel-06")
    ratings = np.array(given["ratings"], dtype=float).T
    for level, value in expected.items():
        assert measures.krippendorff_alpha(ratings, level=level) == pytest.approx(value, abs=tolerance)
    given, expected, tolerance = case("rel-07")
    ratings = np.array(given["ratings"], dtype=float).T
    assert measures.krippendorff_alpha(ratings) == pytest.approx(expected, abs=tolerance)


@beside
def test_rel_08_units_of_a_test_of_reliability() -> None:
    given, expected, _ = case("rel-08")
    table = validation.needed_reliability(given["N"], agreement=[given["P"]], errors=[given["SE"]])
    assert table["n"].tolist() == [expected]
