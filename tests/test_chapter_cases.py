"""Worked cases of cross tables, reliability and networks that lie beside the repository."""

from __future__ import annotations

import json
from typing import Any

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from scipy import special

from analysis import Tokens, measures, paths, stats, validation
from analysis.errors import RefusalError
from tests.made_networks import BUSINESS, FLORENCE, edges, matrix
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


@beside
def test_dna_03_subtract() -> None:
    given, expected, _ = case("dna-03")
    found = measures.congruence(given["agree"], disagree=given["disagree"])
    assert (found.congruence - found.conflict).tolist() == expected


@beside
def test_dna_04_and_05_average_and_jaccard() -> None:
    _, expected, tolerance = case("dna-04")
    agree, none = [[1, 1, 1], [1, 1, 0]], [[0] * 3] * 2  # 2 shared, of 3 and 2
    average = measures.congruence(agree, disagree=none, normalise="average")
    assert average.congruence[0, 1] == pytest.approx(expected, abs=tolerance)
    _, expected, tolerance = case("dna-05")
    jaccard = measures.congruence(agree, disagree=none, normalise="jaccard")
    assert jaccard.congruence[0, 1] == pytest.approx(expected["jaccard"], abs=tolerance)


@beside
def test_dna_08_repeated_statements_multiply() -> None:
    given, expected, _ = case("dna-08")
    found = measures.congruence([[given["a"]], [given["b"]]], disagree=[[0], [0]])
    assert found.congruence[0, 1] == expected["included"]
    assert measures.congruence([[1], [1]], disagree=[[0], [0]]).congruence[0, 1] == expected["once each"]


@beside
def test_voi_02_concentration() -> None:
    given, expected, tolerance = case("voi-02")
    found = measures.concentration(given["n"])
    assert found._asdict() == pytest.approx(expected, abs=tolerance)


@beside
def test_net_01_to_05_florentine_marriages() -> None:
    given, expected, _ = case("net-01")
    table = stats.centrality(edges([tuple(tie) for tie in given["edges"]])).set_index("term")
    assert table.loc[list(expected), "degree"].to_dict() == expected
    assert table.attrs["density"] == pytest.approx(case("net-05")[1])
    for name, column in (("net-02", "betweenness"), ("net-04", "eigenvector")):
        _, expected, tolerance = case(name)
        for family, value in expected.items():
            scale = 91 if family.endswith("_raw") else 1
            assert table[column][family.removesuffix("_raw")] * scale == pytest.approx(value, abs=tolerance * scale)


@beside
def test_net_06_to_09_karate() -> None:
    graph = nx.karate_club_graph()
    ties = nx.to_numpy_array(graph, weight=None)
    table = stats.centrality(edges([(f"{a + 1}", f"{b + 1}") for a, b in graph.edges])).set_index("term")
    for name, column in (("net-06", "degree"), ("net-07", "betweenness")):
        _, expected, tolerance = case(name)
        assert table.loc[list(expected), column].to_dict() == pytest.approx(expected, abs=tolerance or 1e-12)
    given, expected, tolerance = case("net-09")
    assert measures.modularity(ties, community=given["partition"]) == pytest.approx(expected, abs=tolerance)


@beside
@pytest.mark.parametrize("name", ["net-11", "net-12"])
def test_net_11_and_12_modularity(name: str) -> None:
    given, expected, tolerance = case(name)
    ties, _ = matrix([(str(a), str(b)) for a, b in given["edges"]])
    assert measures.modularity(ties, community=given["partition"]) == pytest.approx(expected, abs=tolerance)


@beside
def test_net_15_the_kite_has_three_centres() -> None:
    given, expected, tolerance = case("net-15")
    names = given["names"]
    table = stats.centrality(edges([(names[a], names[b]) for a, b in given["edges"]])).set_index("term")
    for what, value in expected.items():
        measure, _, name = what.partition(" ")
        column = "degree_share" if measure == "degree" else measure
        assert table[column][name] == pytest.approx(value, abs=tolerance)
        assert table[f"rank_{measure}"][name] == 1


@beside
def test_net_16_and_18_strengths_and_separate_pairs() -> None:
    given, expected, tolerance = case("net-16")
    found = measures.betweenness(matrix([tuple(tie) for tie in given["edges"]])[0], weighted=True)
    assert found[1] == pytest.approx(expected["b as strength (right)"], abs=tolerance)
    given, expected, tolerance = case("net-18")
    found = measures.closeness(matrix([tuple(tie) for tie in given["edges"]])[0])
    assert found.tolist() == pytest.approx([expected["corrected"]] * 4, abs=tolerance)


@beside
def test_net_20_and_21_windows_and_jaccard() -> None:
    given, expected, _ = case("net-20")
    tokens = Tokens.from_terms({f"d{k}": window for k, window in enumerate(given["windows"])})
    table = stats.cooccurrence(tokens, within="document", tags=None, minimum=1)
    names = sorted({word for window in given["windows"] for word in window})
    held = dict(zip(table["source"], table["n_source"], strict=True)) | dict(
        zip(table["target"], table["n_target"], strict=True)
    )
    ties = [(a, b, n) for a, b, n in zip(table["source"], table["target"], table["n"], strict=True)]
    assert (matrix(ties, names)[0] + np.diag([held[name] for name in names])).tolist() == expected
    _, expected, tolerance = case("net-21")
    assert table["jaccard"][0] == pytest.approx(expected["jaccard"], abs=tolerance)


def halves(ties: Any, **options: Any) -> list[list[int]]:
    path = measures.concor(np.array(ties, dtype=float), splits=1, **options).path
    return sorted([[k for k, own in enumerate(path) if own == half] for half in ((0,), (1,))])


@beside
def test_con_01_to_08_first_splits_by_their_convention() -> None:
    for name, diagonal in (("con-01", "missing"), ("con-02", "kept")):
        given, expected, _ = case(name)
        assert halves(given["matrix (rows send)"], diagonal=diagonal) == expected
    for name, diagonal in (("con-05", "missing"), ("con-07", "kept")):
        given, expected, _ = case(name)
        assert halves(given["matrix"], diagonal=diagonal) == expected
    given, expected, _ = case("con-08")
    assert halves(matrix([tuple(tie) for tie in given["edges"]], given["order"])[0], diagonal="kept") == expected
    with pytest.raises(RefusalError, match="no correlation"):
        measures.concor(case("con-06")[0]["matrix"], splits=1)


@beside
def test_qap_02_to_04() -> None:
    names = sorted({end for pair in [*FLORENCE, *BUSINESS] for end in pair} | {"Pucci"})
    found = measures.qap(matrix(FLORENCE, names)[0], y=matrix(BUSINESS, names)[0])
    assert (found.p < 0.005) is case("qap-02")[1]
    for name in ("qap-03", "qap-04"):
        given, expected, tolerance = case(name)
        found = measures.qap(given["x"], y=given.get("y", given["x"]))
        assert (found.r, found.p) == pytest.approx((expected["r"], expected["p_ge"]), abs=tolerance)
