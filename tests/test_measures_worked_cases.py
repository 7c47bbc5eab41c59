"""Worked cases of agreement and chance that lie beside the repository; others are in the tests of their modules."""

from __future__ import annotations

import itertools
import json
from typing import Any

import numpy as np
import pandas as pd
import pytest

from analysis import measures, paths, validation
from analysis.measures.ratings import Level

ORACLES = paths.ROOT.parent / "shared" / "oracles-inference.json"
CASES: dict[str, Any] = (
    {c["id"]: c for c in json.loads(ORACLES.read_text(encoding="utf-8"))} if ORACLES.is_file() else {}
)
pytestmark = pytest.mark.skipif(not CASES, reason="the worked cases lie beside the repository")


def case(name: str) -> tuple[dict[str, Any], dict[str, Any], float]:
    found = CASES[name]
    return found["input"], found["expected"], found["tolerance"]


def pairs(table: list[list[int]]) -> list[tuple[int, int]]:
    """The ratings of two coders behind a table of their categories."""
    return [(i, j) for i, row in enumerate(table) for j, n in enumerate(row) for _ in range(n)]


def read_by_two(units: list[Any]) -> pd.DataFrame:
    """The same as codings of a variable."""
    rows = [
        (f"u{i}", "v", coder, value) for i, unit in enumerate(units) for coder, value in zip("AB", unit, strict=True)
    ]
    return pd.DataFrame(rows, columns=["unit", "frame", "coder", "value"])


def test_weighted_alpha_and_ac1() -> None:  # REL-01
    given, expected, tolerance = case("REL-01")
    units, weights = given["units"], given["weights"]
    made = {
        "alpha_unweighted": measures.krippendorff_alpha(units),
        "alpha_weighted": measures.weighted_alpha(units, weights=weights),
        "ac1_weighted": measures.weighted_ac1(units, weights=weights),
    }
    assert made == pytest.approx({name: expected[name] for name in made}, abs=tolerance)
    apart = (expected["pa_weighted"] - expected["pe_weighted"]) / (1 - expected["pe_weighted"])
    assert made["ac1_weighted"] == pytest.approx(apart, abs=tolerance)


@pytest.mark.parametrize("level", ["nominal", "ordinal", "interval"])
def test_alpha_of_four_ordered_categories(level: Level) -> None:  # REL-03
    given, expected, tolerance = case("REL-03")
    assert measures.krippendorff_alpha(given["units"], level=level) == pytest.approx(expected[level], abs=tolerance)
    table = validation.agreement(read_by_two(given["units"]), level=level)
    assert table.loc[0, "alpha"] == pytest.approx(expected[level], abs=tolerance)


@pytest.mark.parametrize(("name", "weights"), [("REL-05", "none"), ("REL-06", "linear")])
def test_kappa_with_its_error(name: str, weights: Any) -> None:
    given, expected, tolerance = case(name)
    units = pairs(given["table"])
    low, high = measures.kappa_interval(units, weights=weights)
    made = {
        "kappa": measures.weighted_kappa(units, weights=weights), "se": measures.kappa_error(units, weights=weights),
        "low": low, "high": high,
    }  # fmt: skip
    assert made == pytest.approx(expected, abs=tolerance)


def test_scott_and_holsti() -> None:  # REL-08, REL-09
    given, expected, tolerance = case("REL-08")
    units = pairs(given["table"])
    made = {
        "scott_pi": measures.scott_pi(units), "agreement": measures.percent_agreement(units),
        "holsti": measures.holsti(units),
    }  # fmt: skip
    assert made == pytest.approx(expected, abs=tolerance)
    row = validation.agreement(read_by_two(units)).iloc[0]
    assert row[["scott_pi", "holsti"]].tolist() == pytest.approx([expected["scott_pi"], expected["holsti"]])

    given, expected, tolerance = case("REL-09")  # the ten units that the second coder read alone differ from nothing
    alike, both = given["agreements"], given["n1"]
    uneven = [(1.0, 1.0)] * alike + [(1.0, 0.0)] * (both - alike) + [(np.nan, 1.0)] * (given["n2"] - both)
    assert measures.holsti(uneven) == pytest.approx(expected["holsti"], abs=tolerance)


def test_unitizing_over_two_categories() -> None:  # REL-12
    given, expected, tolerance = case("REL-12")
    spans = {
        name: [[(b - given["begin"], b - given["begin"] + n) for b, n in given[name][coder]] for coder in "ij"]
        for name in "ck"
    }
    apart = {name: measures.u_disagreement(spans[name], length=given["length"]) for name in "ck"}
    for name in "ck":
        made = (*apart[name], measures.u_alpha(spans[name], length=given["length"]))
        wanted = [expected[f"{name}_{what}"] for what in ("observed", "expected", "alpha")]
        assert made == pytest.approx(wanted, abs=tolerance)
    observed, by_chance = (sum(apart[name][i] for name in "ck") for i in (0, 1))
    assert 1 - observed / by_chance == pytest.approx(expected["alpha"], abs=tolerance)


def test_labelled_spans() -> None:  # REL-14
    given, expected, tolerance = case("REL-14")
    spans = [[(begin, end, label) for begin, end, label in coder] for coder in given["coders"]]
    made = measures.labelled_u_alpha(spans, length=given["length"])
    assert made == pytest.approx(expected["u_alpha"], abs=tolerance)


def test_ac1_with_its_interval() -> None:  # REL-15
    given, expected, tolerance = case("REL-15")
    low, high = measures.gwet_interval(given["units"])
    made = {
        "ac1": measures.gwet_ac1(given["units"]),
        "se": measures.gwet_error(given["units"]),
        "low": low,
        "high": high,
    }
    assert made == pytest.approx(expected, abs=tolerance)


def test_draws_in_which_the_leader_leads() -> None:  # STA-04
    given, expected, tolerance = case("STA-04")
    values = given["difference"]
    sums = [sum(drawn) for drawn in itertools.product(values, repeat=len(values))]
    ideal = {"leads": np.mean([s > 0 for s in sums]), "ties": np.mean([s == 0 for s in sums])}
    assert ideal == pytest.approx(expected, abs=tolerance)
    drawn = measures.resampled_sums(np.array(values)[:, None], draws=20_000, seed=1)[:, 0]
    assert np.mean(drawn > 0) == pytest.approx(expected["leads"], abs=0.015)  # five errors of 20,000 draws
