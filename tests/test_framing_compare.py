"""Many documents: estimates and comparisons, by hand, against the worked cases and against scipy."""

from __future__ import annotations

import json
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
ORACLES = da.paths.ROOT.parent / "shared" / "oracles-inference.json"
CASES: dict[str, Any] = (
    {c["id"]: c for c in json.loads(ORACLES.read_text(encoding="utf-8"))} if ORACLES.is_file() else {}
)
shared = pytest.mark.skipif(not CASES, reason="the worked cases lie beside the repository")


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


def sides(a: list[float], b: list[float]) -> tuple[pd.DataFrame, pd.Series]:
    """Scores of two groups, "a" and "b", whose documents have these densities of one frame."""
    return scores({"f": [*a, *b]}, [100] * (len(a) + len(b)), ["a"] * len(a) + ["b"] * len(b))


A = [3.0, 0, 1, 4, 2, 0, 5, 1, 2, 2, 6, 1, 0, 3, 2, 4]
B = [1.0, 2, 2, 0, 1, 3, 1, 0, 4, 1, 2, 2, 1, 0, 0, 1]
SIZE = [20, 25, 30, 40, 20, 10, 50, 30, 20, 25, 60, 20, 15, 30, 20, 40]
HALVES = ["x"] * 8 + ["y"] * 8


def test_mean_and_pooled_by_hand() -> None:
    table, groups = scores({"a": [1, 2, 0]}, [10, 50, 0], ["x", "x", "y"])
    x, y = da.framing.estimate(table, by=groups).to_dict("records")
    assert x["mean"] == pytest.approx((10 + 4) / 2)
    assert x["pooled"] == pytest.approx(100 * 3 / 60)
    assert [x["docs"], x["clusters"], x["n"]] == [2, 2, 3]
    assert x["reason"] == "2건뿐이어서 구간을 내지 않았다(3건부터 낸다)"
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


@shared
def test_intervals_are_those_of_the_worked_cases() -> None:
    case = CASES["INT-01"]
    table, _ = sides(case["input"]["x"], [])
    for how, key in (("log_t", "log_t"), ("t", "t")):
        row = da.framing.estimate(table, interval=how).iloc[0]
        found = [row["mean"], row["mean_low"], row["mean_high"]]
        assert found == pytest.approx([case["expected"]["mean"], *case["expected"][key]], abs=1e-8)
    case = CASES["INT-03"]
    hits, content = case["input"]["hits"], [int(n) for n in case["input"]["content"]]
    row = da.framing.estimate(scores({"f": hits}, content, ["x"] * len(hits))[0]).iloc[0]
    found = [row["pooled"], row["pooled_low"], row["pooled_high"]]
    assert found == pytest.approx([case["expected"]["rate"], *case["expected"]["log_t"]], abs=1e-8)


@shared
def test_where_nothing_was_found_there_is_a_bound_and_no_interval() -> None:
    row = da.framing.estimate(scores({"f": [0] * 6}, [250] * 6, ["x"] * 6)[0]).iloc[0]
    assert row["share_upper"] == pytest.approx(CASES["INT-04"]["expected"]["upper"], abs=1e-9)
    assert row["rate_upper"] == pytest.approx(CASES["INT-06"]["expected"]["upper_per_100"], abs=1e-9)  # of 1,500
    assert [row["mean"], row["pooled"], row["reason"]] == [0, 0, "6건 모두에 없다"]
    assert row[["mean_low", "mean_high", "pooled_low", "pooled_high"]].isna().all()


def test_what_is_all_equal_has_no_interval_and_few_documents_have_none() -> None:
    row = da.framing.estimate(scores({"f": [2, 2, 2, 2]}, [100] * 4, ["x"] * 4)[0]).iloc[0]
    assert (row["mean"], row["reason"]) == (2, "값이 모두 같아 흔들림을 잴 수 없다")
    assert row[["mean_low", "share_upper"]].isna().all()
    row = da.framing.estimate(scores({"f": [2, 1, 3]}, [100] * 3, ["x"] * 3)[0]).iloc[0]
    # mean 2, se 1 / sqrt(3), t 4.303: 2 exp(-4.303 * .577 / 2) = 0.578
    assert row[["mean_low", "mean_high"]].tolist() == pytest.approx([0.5776, 6.925], abs=1e-3)


def test_a_share_of_sentences_ends_at_one() -> None:
    row = da.framing.estimate(scores({"f": [9, 3, 1]}, [100] * 3, ["x"] * 3)[0], value="coverage").iloc[0]
    assert (row["mean_high"], row["pooled_high"]) == (1, 1)
    assert 0 < row["mean_low"] < row["mean"]


def test_pooled_shares_and_log_ratios_by_hand() -> None:
    table, _ = scores({"a": [3, 1, 0, 2], "b": [1, 1, 2, 2]}, [50] * 4, ["x"] * 4)
    row = da.framing.estimate(da.framing.contrast(table), value="share").iloc[0]
    # share 6/12; influences (3 - 2, 1 - 1, 0 - 1, 2 - 2) / 12; their squares sum to 2 / 144, times 4/3, so se .136;
    # two clusters carry it: (2/144)^2 / (2/144^2) = 2 degrees of freedom; on the logit 4.303 * .1361 / .25 = 2.342
    assert row["pooled"] == 0.5
    ends = 1 / (1 + np.exp(np.array([1, -1]) * stats.t.ppf(0.975, 2) * np.sqrt(4 / 3 * 2 / 144) / 0.25))
    assert row[["pooled_low", "pooled_high"]].tolist() == pytest.approx(ends.tolist())
    # on the log ratio the influences are a / 6.5 - b / 6.5, over ln 2: 2 0 -2 0, with the same two clusters
    row = da.framing.estimate(da.framing.contrast(table), value="log_ratio").iloc[0]
    half = stats.t.ppf(0.975, 2) * np.sqrt(4 / 3 * 8) / 6.5 / np.log(2)
    assert row[["pooled_low", "pooled_high"]].tolist() == pytest.approx([-half, half])


def test_a_share_that_is_always_one_has_a_lower_bound_alone() -> None:
    table, _ = scores({"a": [1, 2, 3], "b": [0, 0, 0]}, [50] * 3, ["x"] * 3)
    row = da.framing.estimate(da.framing.contrast(table), value="share").iloc[0]
    assert row[["mean_low", "mean_high"]].tolist() == pytest.approx([0.05 ** (1 / 3), 1])
    assert row["reason"] == "3건 모두에 있어 하한만 말한다"
    assert np.isnan(row["pooled_low"])


@shared
@pytest.mark.parametrize("name", ["GRP-08", "GRP-10"])
def test_ratios_are_those_of_the_worked_cases(name: str) -> None:
    case, expected = CASES[name]["input"], CASES[name]["expected"]
    table, groups = sides(case["a"], case["b"])
    row = da.framing.compare(table, by=groups).iloc[0]
    for column in ("ratio", "ratio_low", "ratio_high", "df", "p_permutation"):
        assert row[column] == pytest.approx(expected[column], abs=1e-8)
    assert row["p_t"] == pytest.approx(expected["p"], abs=1e-8)
    assert row["p"] == max(row["p_t"], row["p_permutation"])
    assert row[["low", "high"]].isna().all()  # the ratio was tested
    assert row[["clusters_a", "clusters_b"]].tolist() == [len(case["a"]), len(case["b"])]


@shared
@pytest.mark.parametrize("name", ["GRP-01", "GRP-02"])
def test_differences_are_those_of_the_worked_cases(name: str) -> None:
    case, expected = CASES[name]["input"], CASES[name]["expected"]
    table, groups = sides(case["a"], case["b"])
    row = da.framing.compare(table, by=groups, statistic="studentised").iloc[0]
    names = {"low": "low", "high": "high", "df": "df", "p_t": "p_welch", "p_permutation": "p_studentised"}
    for column, key in names.items():
        assert row[column] == pytest.approx(expected[key], abs=1e-8)
    assert row[["ratio_low", "ratio_high"]].isna().all()


@shared
def test_stories_are_compared_as_in_the_worked_case() -> None:
    case, expected = CASES["GRP-05"]["input"], CASES["GRP-05"]["expected"]
    table, groups = sides(case["a"], case["b"])
    story = pd.Series([*case["story_a"], *case["story_b"]], index=groups.index, name="story")
    row = da.framing.compare(table, by=groups, cluster=story, statistic="studentised").iloc[0]
    means = [np.mean(expected[key]) for key in ("means_a", "means_b")]
    assert row[["mean_a", "mean_b"]].tolist() == pytest.approx(means, abs=1e-8)
    assert row[["docs_a", "clusters_a", "docs_b", "clusters_b"]].tolist() == [9, 4, 10, 5]
    assert row[["p", "p_t", "p_permutation"]].isna().all()  # four stories on a side
    assert row["reason"] == "4건과 5건이어서 p를 내지 않았다(한쪽에 5건부터 낸다)"
    table, _ = scores({"f": [*case["a"], *case["b"], 0.7]}, [100] * 20, ["a"] * 9 + ["b"] * 11)  # a fifth story of a
    groups = pd.Series([*groups, "a"], index=[*groups.index, "d00019"])
    story = {**story.to_dict(), "d00019": 99}
    row = da.framing.compare(table, by=groups, cluster=story, statistic="studentised").iloc[0]
    test = stats.ttest_ind([*expected["means_a"], 0.7], expected["means_b"], equal_var=False)
    assert row["p_t"] == pytest.approx(test.pvalue)


@pytest.mark.parametrize("value", ["density", "coverage", "log_ratio", "share"])
def test_permutations_are_those_of_scipy(value: str) -> None:
    table, groups = scores({"a": A[:10], "b": B[:10]}, SIZE[:10], HALVES[3:13])
    contrast = da.framing.contrast(table)
    given = contrast if value in ("log_ratio", "share") else table
    found = da.framing.compare(given, by=groups, value=value)
    logs = value in ("density", "coverage")

    def statistic(x: np.ndarray, y: np.ndarray) -> float:
        if logs and not (x.any() and y.any()):
            return np.inf
        errors = [np.var(z, ddof=1) / len(z) / (z.mean() ** 2 if logs else 1) for z in (x, y)]
        gap = np.log(x.mean() / y.mean()) if logs else x.mean() - y.mean()
        return round(abs(gap) / np.sqrt(sum(errors)), 10)

    for row in found.to_dict("records"):
        own = given if given is contrast else given[given["frame"] == row["frame"]]
        two = [own.loc[own["doc"].map(groups) == g, value].dropna().to_numpy() for g in "xy"]
        test = stats.permutation_test(two, statistic, alternative="greater")
        assert row["p_permutation"] == pytest.approx(test.pvalue)
        assert row["difference"] == pytest.approx(two[0].mean() - two[1].mean())
    assert found["p_adjusted"].tolist() == adjust(found["p"]).tolist()


def test_a_group_without_a_hit_has_a_bound_and_no_ratio() -> None:
    table, groups = sides([5, 4, 3, 6, 5], [0, 0, 0, 0, 0])
    for statistic in ("log_welch", "studentised"):
        row = da.framing.compare(table, by=groups, statistic=statistic).iloc[0]
        assert row["p"] == row["p_permutation"] == pytest.approx(2 / 252)  # of 252 ways two part them like this
        assert row["share_upper"] == pytest.approx(1 - 0.05**0.2)
        assert row["reason"] == "한쪽 5건 모두에 없어 배수를 구하지 않았다"
        assert row[["ratio", "ratio_low", "low", "p_t"]].isna().all()
    nothing, groups = sides([0] * 5, [0] * 6)
    table = da.framing.compare(nothing, by=groups)
    assert table["reason"].tolist() == ["5건과 6건 모두에 없다"]
    assert table[["p", "p_adjusted"]].isna().all(axis=None)


@pytest.mark.parametrize(
    ("n", "p", "said"),
    [
        (2, False, "2건과 2건이어서 값만 냈다(구간은 한쪽에 3건, p는 5건부터 낸다)"),
        (3, False, "3건과 3건으로는 어떤 차이도 .05에 이르지 못하여 p를 내지 않았다(한쪽에 5건부터 낸다)"),
        (4, False, "4건과 4건이어서 p를 내지 않았다(한쪽에 5건부터 낸다)"),
        (5, True, ""),
    ],
)
def test_floors_are_on_documents(n: int, *, p: bool, said: str) -> None:
    rng = np.random.default_rng(n)
    table, groups = sides(rng.poisson(3, n).tolist(), rng.poisson(5, n).tolist())
    row = da.framing.compare(table, by=groups).iloc[0]
    assert row["reason"] == said
    assert row[["p", "p_t", "p_permutation"]].notna().tolist() == [p] * 3
    assert pd.notna(row["ratio_low"]) == (n >= 3)
    assert row["warning"] == ("문서가 적어 검정력이 낮고 p는 대략이다" if p else "")
    one_hit, groups = sides([0.0] * 7 + [1], [1.0, 0, 0, 0, 0, 2, 0, 0])
    row = da.framing.compare(one_hit, by=groups).iloc[0]  # few hits are no reason to say nothing
    assert row[["ratio_low", "p"]].notna().all()


def test_a_p_that_may_be_too_small_says_so() -> None:
    # one document of ten holds nearly all: its relative error is far above .25
    table, groups = sides([0.1] * 11 + [9], [1.0, 2] * 6)
    row = da.framing.compare(table, by=groups).iloc[0]
    assert row["warning"] == "한쪽 평균의 상대 표준오차가 .25를 넘어 p가 실제보다 작을 수 있다"
    assert row["warning"] in da.schema.about(da.framing.compare(table, by=groups)).conclusion


def test_the_conclusion_follows_p_and_the_interval() -> None:
    table, groups = sides([2.1, 0, 1.4, 3.3, 0.8], [4.0, 2.9, 5.1, 1.7, 3.6])
    assert da.framing.compare(table, by=groups).attrs["conclusion"] == (
        "‘f’: a의 밀도는 b의 0.44배이다(95% 구간 0.16~1.21배, 문서 5건·5건, p .093). "
        "배수 1이 구간 안에 있어 차이가 있다고 말할 수 없다. 문서가 적어 검정력이 낮고 p는 대략이다."
    )
    said = da.framing.compare(table, by=groups, value="coverage").attrs["conclusion"]
    assert said.startswith("‘f’: a의 문장 비율은 b의 0.44배이다")
    table, groups = sides([1.0, 1.2, 0.8, 1.1, 0.9, 1], [3.0, 3.2, 2.8, 3.3, 2.9, 3.1])
    said = da.framing.compare(table, by=groups).attrs["conclusion"]
    assert "문서 6건·6건, p .002). 차이가 있다." in said
    # the same numbers beside five frames without a difference: Holm takes the claim back although the interval does not
    weak = {"f": [1.0, 2, 1, 2, 1, 3, 3, 4, 3, 4, 3, 2]} | {f"g{k}": [1.0, 2, 3, 4, 5, 6] * 2 for k in range(5)}
    table, groups = scores(weak, [100] * 12, ["a"] * 6 + ["b"] * 6)
    row = da.framing.compare(table, by=groups).iloc[0]
    assert row["p"] < 0.05 < row["p_adjusted"]
    assert row["ratio_high"] < 1
    said = da.framing.compare(table, by=groups).attrs["conclusion"].splitlines()
    assert len(said) == 6
    assert "검정 6개로 보정한 p" in said[0]
    assert "보정한 p가 .05보다 작지 않아 차이가 있다고 말할 수 없다." in said[0]


@given(order=st.permutations(range(16)))
def test_order_of_documents_is_irrelevant(order: list[int]) -> None:
    table, groups = scores({"a": A, "b": B}, SIZE, HALVES)
    mixed = pd.concat([table[table["frame"] == f].iloc[order] for f in "ab"], ignore_index=True)
    mixed.attrs = table.attrs
    for function in (da.framing.estimate, da.framing.compare):
        options: dict[str, Any] = {"by": groups}
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
    whole = da.framing.score(hits, tokens, by="document")
    with pytest.raises(SchemaError, match="document 'y' has no row for frame 'a', so that its 0 would not count"):
        da.framing.estimate(whole[whole["n"] > 0])
    with pytest.raises(SchemaError, match="document 'y' has no row for frame 'a', so that its 0 would not count"):
        da.framing.trend(whole[whole["n"] > 0], pd.DataFrame({"doc": ["x", "y"], "outlet": "가"}))
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
    assert (table["mean"] < table["mean_high"]).all()
