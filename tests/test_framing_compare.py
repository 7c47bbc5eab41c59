"""Many documents: estimates and comparisons, by hand and against scipy."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal
from scipy import stats

import analysis as da
from analysis import schema
from analysis.errors import OptionError, SchemaError
from analysis.measures import adjust

Make = Callable[..., Any]


def scores(weights: dict[str, list[float]], content: list[int], groups: list[str]) -> tuple[pd.DataFrame, pd.Series]:
    """Scores by document as framing.score gives them, one hit a point."""
    docs = [f"d{k:05d}" for k in range(len(content))]
    parts = []
    for frame, values in weights.items():
        weight = np.array(values, dtype=float)
        size = np.array(content)
        part = {"doc": docs, "frame": frame, "n": weight.astype(int), "weight": weight, "content": size}
        part |= {"density": 100 * weight / np.where(size > 0, size, np.nan), "sentences": 10, "coverage": weight / 10}
        parts.append(pd.DataFrame(part))
    table = pd.concat(parts, ignore_index=True)
    table.attrs = {"frames": [{"id": f, "label": f, "colour": "blue"} for f in weights], "compare": list(weights)[:2]}
    table.attrs["by"] = "document"
    schema.check(table, schema.SCORES, what="toy")
    return table, pd.Series(groups, index=docs)


A = [3.0, 0, 1, 4, 2, 0, 5, 1, 2, 2, 6, 1, 0, 3, 2, 4]
B = [1.0, 2, 2, 0, 1, 3, 1, 0, 4, 1, 2, 2, 1, 0, 0, 1]
SIZE = [20, 25, 30, 40, 20, 10, 50, 30, 20, 25, 60, 20, 15, 30, 20, 40]
HALVES = ["x"] * 8 + ["y"] * 8


def test_mean_and_pooled_by_hand() -> None:
    table, groups = scores({"a": [1, 2, 0]}, [10, 50, 0], ["x", "x", "y"])
    x, y = da.framing.estimate(table, by=groups).to_dict("records")
    assert x["mean"] == pytest.approx((10 + 4) / 2)
    assert x["pooled"] == pytest.approx(100 * 3 / 60)
    assert [x["docs"], x["n"], x["reason"]] == [2, 3, "어휘가 3회뿐인 칸이 있어 구간을 내지 않는다(5회부터)"]
    assert [y["group"], y["docs"], y["reason"]] == ["y", 0, "값이 있는 문서가 없다"]  # there, and without a value
    assert np.isnan([y["mean"], y["pooled"], y["mean_low"]]).all()


def test_shares_leave_out_documents_without_either_frame() -> None:
    table, _ = scores({"a": [1, 4, 0], "b": [1, 1, 0]}, [10, 10, 10], ["x"] * 3)
    row = da.framing.estimate(da.framing.contrast(table), value="share").iloc[0]
    assert row[["frame", "group", "docs", "n"]].tolist() == ["a", "all", 2, 7]
    assert row["mean"] == pytest.approx((0.5 + 0.8) / 2)
    assert row["pooled"] == pytest.approx(5 / 7)
    ratio = da.framing.estimate(da.framing.contrast(table), value="log_ratio").iloc[0]
    assert ratio["pooled"] == pytest.approx(np.log2(5.5 / 2.5))
    assert ratio["mean"] == pytest.approx(np.log2(4.5 / 1.5) / 2)


def test_intervals_are_those_of_scipy() -> None:
    table, _ = scores({"a": A}, SIZE, HALVES)
    row = da.framing.estimate(table, draws=20_000).iloc[0]
    a, size = np.array(A), np.array(SIZE)

    def pooled(w: np.ndarray, c: np.ndarray, axis: int = -1) -> np.ndarray:
        return 100 * w.sum(axis=axis) / c.sum(axis=axis)

    options = {"n_resamples": 20_000, "method": "percentile", "rng": 4, "vectorized": True}
    means = stats.bootstrap((100 * a / size,), np.mean, **options).confidence_interval
    ratios = stats.bootstrap((a, size), pooled, paired=True, **options).confidence_interval
    assert row[["mean_low", "mean_high"]].tolist() == pytest.approx([means.low, means.high], rel=0.03)
    assert row[["pooled_low", "pooled_high"]].tolist() == pytest.approx([ratios.low, ratios.high], rel=0.03)


@pytest.mark.parametrize("value", ["density", "coverage", "log_ratio"])
def test_permutations_are_those_of_scipy(value: str) -> None:
    table, groups = scores({"a": A[:10], "b": B[:10]}, SIZE[:10], HALVES[4:14])
    contrast = da.framing.contrast(table)
    given = contrast if value == "log_ratio" else table
    found = da.framing.compare(given, by=groups, value=value)
    for row in found.to_dict("records"):
        own = given if value == "log_ratio" else given[given["frame"] == row["frame"]]
        sides = [own.loc[own["doc"].map(groups) == g, value].dropna() for g in "xy"]
        test = stats.permutation_test(sides, lambda x, y: round(abs(x.mean() - y.mean()), 12), alternative="greater")
        assert row["p"] == pytest.approx(test.pvalue)
        assert row["difference"] == pytest.approx(sides[0].mean() - sides[1].mean())
    assert found["p_adjusted"].tolist() == adjust(found["p"]).tolist()


def test_an_exact_test_by_hand() -> None:
    table, groups = scores({"a": [5, 5, 0, 0]}, [10] * 4, list("xxyy"))
    row = da.framing.compare(table, by=groups).iloc[0]
    assert row["p"] == pytest.approx(2 / 6)  # of six ways to take two of four, two part them like this
    assert row[["mean_a", "mean_b", "difference"]].tolist() == [50, 0, 50]
    shuffled = da.framing.compare(table, by=groups, permutations=5).iloc[0]
    assert shuffled["p"] in [k / 6 for k in range(1, 7)]  # (1 + shuffles) / (5 + 1)


@given(order=st.permutations(range(16)))
def test_order_of_documents_is_irrelevant(order: list[int]) -> None:
    table, groups = scores({"a": A, "b": B}, SIZE, HALVES)
    mixed = pd.concat([table[table["frame"] == f].iloc[order] for f in "ab"], ignore_index=True)
    mixed.attrs = table.attrs
    for function in (da.framing.estimate, da.framing.compare):
        options: dict[str, Any] = {"by": groups, "draws": 20}
        options |= {"permutations": 20} if function is da.framing.compare else {}
        assert_frame_equal(function(table, **options), function(mixed, **options), check_exact=True)


def test_bad_input_says_what_to_do(toy: Make, two_frames: Make) -> None:
    table, groups = scores({"a": A, "b": B}, SIZE, HALVES)
    with pytest.raises(OptionError, match="value must be one of density, coverage, share, log_ratio, not 'weight'"):
        da.framing.estimate(table, value="weight")
    with pytest.raises(SchemaError, match="contrast table for share: missing"):
        da.framing.estimate(table, value="share")
    with pytest.raises(OptionError, match="by has a group for none of the documents, such as 'd00000'"):
        da.framing.estimate(table, by=groups.map(lambda _: ""))
    with pytest.raises(OptionError, match=r"by is 'outlet'; give every document its group by stats\.groups"):
        da.framing.estimate(table, by="outlet")
    with pytest.raises(OptionError, match=r"two groups of documents, but by has 1 \(x\)"):
        da.framing.compare(table, by=groups.map(lambda _: "x"))
    twice = pd.concat([table, table])
    twice.attrs = table.attrs
    with pytest.raises(SchemaError, match="stands there twice"):
        da.framing.estimate(twice)
    tokens = toy(x="달 별", y="별")
    hits = da.framing.hits(tokens, two_frames())
    with pytest.raises(SchemaError, match=r'pass framing.score\(hits, tokens, by="document"\)'):
        da.framing.estimate(da.framing.score(hits, tokens, by="sentence"))
    corpus = da.framing.score(hits, tokens, by="corpus")
    with pytest.raises(SchemaError, match="missing column"):
        da.framing.estimate(corpus)


def test_a_group_whose_documents_have_no_value_has_no_test() -> None:
    table, groups = scores({"a": [5, 5, 0]}, [10, 10, 0], list("xxy"))
    row = da.framing.compare(table, by=groups).iloc[0]
    assert np.isnan([row["p"], row["p_adjusted"], row["low"], row["difference"]]).all()
    assert row["reason"] == "값이 있는 문서가 없는 집단이 있다"


@pytest.mark.parametrize("n", [1_000, pytest.param(10_000, marks=pytest.mark.long)])
def test_means_of_many_documents_lie_in_their_intervals(n: int) -> None:
    generator = np.random.default_rng(1)
    weights = {f: generator.poisson(k, n).astype(float).tolist() for f, k in (("a", 2), ("b", 1))}
    table, groups = scores(weights, [200] * n, ["x", "y"] * (n // 2))
    table = da.framing.estimate(table, by=groups)
    assert (table["mean_low"] < table["mean"]).all()
