"""Two groups: cases worked out by hand, scipy, and the size of the tests where no difference is."""

from __future__ import annotations

import json
import math
from typing import Any

import numpy as np
import pytest
from scipy import stats

from analysis import measures, paths
from analysis.errors import OptionError
from analysis.measures import Permutation, log_welch, studentised

ORACLES = paths.ROOT.parent / "shared" / "oracles-inference.json"
CASES: dict[str, Any] = (
    {c["id"]: c for c in json.loads(ORACLES.read_text(encoding="utf-8"))} if ORACLES.is_file() else {}
)
shared = pytest.mark.skipif(not CASES, reason="the worked cases lie beside the repository")


@shared
@pytest.mark.parametrize("name", ["GRP-01", "GRP-02"])
def test_differences_are_those_of_the_worked_cases(name: str) -> None:
    given, expected = CASES[name]["input"], CASES[name]["expected"]
    made = studentised(given["a"], b=given["b"])
    assert made.exact
    assert made.divisions == expected["divisions"]
    got = (made.statistic, made.df, made.p_t, made.low, made.high, made.p_permutation)
    wanted = [expected[key] for key in ("t", "df", "p_welch", "low", "high", "p_studentised")]
    assert got == pytest.approx(wanted, abs=1e-8)
    assert made.p == max(made.p_t, made.p_permutation)


@shared
@pytest.mark.parametrize("name", ["GRP-08", "GRP-10"])
def test_ratios_are_those_of_the_worked_cases(name: str) -> None:
    given, expected = CASES[name]["input"], CASES[name]["expected"]
    made = log_welch(given["a"], b=given["b"])
    got = (math.log(made.estimate), made.se, made.df, made.p_t, made.estimate, made.low, made.high, made.p_permutation)
    keys = ("ln_ratio", "se", "df", "p", "ratio", "ratio_low", "ratio_high", "p_permutation")
    assert got == pytest.approx([expected[key] for key in keys], abs=1e-8)


@shared
def test_stories_are_compared_as_in_the_worked_case() -> None:
    given, expected = CASES["GRP-05"]["input"], CASES["GRP-05"]["expected"]
    a, b = (measures.cluster_means(given[s], cluster=given[f"story_{s}"]) for s in ("a", "b"))
    made = studentised(a, b=b)
    assert (made.divisions, made.exact) == (expected["divisions"], True)
    assert (made.statistic, made.p_t, made.p_permutation) == pytest.approx(
        (expected["t"], expected["p_welch"], expected["p_studentised"]), abs=1e-8
    )
    assert math.isnan(made.p)  # four stories on a side are too few for it
    assert "p를 내지 않았다" in made.reason


def test_log_welch_by_hand() -> None:
    # a: mean 2, se^2 (2/3) / 3... 1 2 3 twice has variance .8 and se^2 .8/6; b is a doubled, so that q is the same
    a = [1, 2, 3, 1, 2, 3]
    made = log_welch(a, b=[2 * v for v in a])
    q = 0.8 / 6 / 4
    assert made.estimate == pytest.approx(0.5)
    assert (made.se, made.df) == pytest.approx((math.sqrt(2 * q), 10))
    half = stats.t.ppf(0.975, 10) * math.sqrt(2 * q)
    assert (made.low, made.high) == pytest.approx((0.5 * math.exp(-half), 0.5 * math.exp(half)))
    assert made.statistic == pytest.approx(math.log(0.5) / math.sqrt(2 * q))
    assert (made.divisions, made.exact) == (math.comb(12, 6), True)


def test_a_ratio_does_not_depend_on_the_unit() -> None:
    a, b = [0.0, 1.2, 0.4, 2.2, 0.9], [2.5, 0.9, 0.0, 1.8, 3.1]
    made, scaled = log_welch(a, b=b), log_welch(np.array(a) * 1e-9, b=np.array(b) * 1e-9)
    assert (scaled.estimate, scaled.low, scaled.p_t) == pytest.approx((made.estimate, made.low, made.p_t))
    assert scaled.p_permutation == made.p_permutation
    # a group that is small beside the other keeps its spread: the real division and its mirror are equally far
    assert log_welch([1, 2, 3, 4, 50], b=[1e-7, 2e-7, 3e-7, 4e-7, 5e-7]).p_permutation == pytest.approx(2 / 252)
    turned = log_welch(b, b=a)
    assert (turned.estimate, turned.low, turned.high) == pytest.approx((1 / made.estimate, 1 / made.high, 1 / made.low))


def test_studentised_is_welch_and_permutation_of_scipy() -> None:
    chance = np.random.default_rng(2)
    a, b = chance.normal(size=6), chance.normal(0.8, 2, size=8)
    made, welch = studentised(a, b=b, level=0.9), stats.ttest_ind(a, b, equal_var=False)
    interval = welch.confidence_interval(0.9)
    assert (made.statistic, made.df, made.p_t) == pytest.approx((welch.statistic, welch.df, welch.pvalue))
    assert (made.low, made.high) == pytest.approx((interval.low, interval.high))

    def t(x: Any, y: Any, axis: int) -> Any:
        error = x.var(axis=axis, ddof=1) / x.shape[axis] + y.var(axis=axis, ddof=1) / y.shape[axis]
        return np.abs(x.mean(axis=axis) - y.mean(axis=axis)) / np.sqrt(error)

    ways = stats.permutation_test((a, b), t, alternative="greater", vectorized=True, n_resamples=np.inf)
    assert made.p_permutation == pytest.approx(ways.pvalue)
    assert made.divisions == 3003


def test_many_divisions_are_drawn_with_a_seed() -> None:
    chance = np.random.default_rng(5)
    a, b = chance.gamma(1, 1, 20), chance.gamma(1, 1, 25)
    made = log_welch(a, b=b)
    assert (made.divisions, made.exact) == (9_999, False)
    assert made == log_welch(a, b=b)
    assert abs(made.p_permutation - made.p_t) < 0.05
    few = studentised(a, b=b, how=Permutation(99, seed=3))
    assert few.divisions == 99
    assert few.p_permutation * 100 == pytest.approx(round(few.p_permutation * 100))


def test_twenty_thousand_divisions_are_all_looked_at() -> None:
    chance = np.random.default_rng(6)
    for n1, n2, exact in ((8, 8, True), (8, 9, False)):  # 12,870 and 24,310
        assert log_welch(chance.gamma(1, 1, n1), b=chance.gamma(1, 1, n2)).exact is exact


def test_one_side_without_a_hit_has_no_ratio() -> None:
    # 5 zeros against 1 2 3 4 5: of 252 divisions two put all hits on one side, which is as far as it goes
    made = log_welch([0] * 5, b=[1, 2, 3, 4, 5])
    assert math.isnan(made.estimate)
    assert math.isnan(made.low)
    assert math.isnan(made.p_t)
    assert made.p == made.p_permutation == pytest.approx(2 / 252)
    assert made.share_upper == pytest.approx(1 - 0.05 ** (1 / 5))
    assert "한쪽 5건 모두에 없어" in made.reason
    both = log_welch([0] * 5, b=[0] * 6)
    assert math.isnan(both.p)
    assert both.reason == "5건과 6건 모두에 없다"


def test_equal_values_have_no_interval() -> None:
    made = studentised([0.1] * 5, b=[0.3] * 5)
    assert math.isnan(made.low)
    assert math.isnan(made.p_t)
    assert made.p == pytest.approx(2 / 252)  # only the real division and its mirror part the values
    assert "값이 모두 같아" in made.reason
    same = studentised([0.1] * 5, b=[0.1] * 5)
    assert (same.estimate, same.p) == (0.0, 1.0)
    # the mean of .1 .1 .1 is not .1 to the last digit: still no spread
    means = measures.cluster_means([0.1] * 7, cluster=[1, 1, 1, 2, 3, 4, 5])
    assert len(set(means.tolist())) == 2
    assert math.isnan(log_welch(means, b=[0.3] * 5).low)
    # a difference that is small beside the values is none the less found
    far = studentised([1e6 + 0.001 * v for v in range(5)], b=[1e6 + 0.01 * v for v in range(10, 15)])
    assert far.p_permutation == pytest.approx(2 / 252)
    assert log_welch([0.7] * 6, b=[0.1] * 5).p == pytest.approx(1 / math.comb(11, 5))


def test_floors_are_on_clusters_and_not_on_hits() -> None:
    two = log_welch([1, 2], b=[1, 3, 5, 2, 4])
    assert math.isnan(two.low)
    assert math.isnan(two.p)
    assert "값만 냈다" in two.reason
    four = log_welch([1, 2, 4, 2], b=[1, 3, 5, 2, 4])
    assert four.low < four.estimate < four.high
    assert math.isnan(four.p)
    assert four.p_t > 0
    assert "p를 내지 않았다" in four.reason
    five = log_welch([0, 0, 0, 0, 1], b=[1, 3, 5, 2, 4])
    assert five.p == max(five.p_t, five.p_permutation)
    assert five.warning == "문서가 적어 검정력이 낮고 p는 대략이다"
    assert log_welch([], b=[1, 2]).reason == "한쪽에 글이 없다"


def test_an_unsteady_mean_is_warned_of() -> None:
    # ten clusters of which one has all hits: se / m is 1; ten alike: (se / m)^2 below .06
    how = Permutation(9)
    assert ".25를 넘어" in log_welch([0] * 9 + [5], b=[1, 2] * 5, how=how).warning
    assert log_welch([1, 2] * 5, b=[2, 3] * 5, how=how).warning == ""
    assert log_welch([0] * 29 + [5], b=[1, 2] * 15, how=how).warning == ""


def test_refusals() -> None:
    with pytest.raises(OptionError, match="0 or more, not -1"):
        log_welch([1, 2, -1], b=[1, 2, 3])
    with pytest.raises(OptionError, match="one finite number"):
        studentised([1, math.inf], b=[1, 2, 3])
    with pytest.raises(OptionError, match="level must be"):
        studentised([1, 2], b=[1, 2, 3], level=0)


def test_ten_short_texts_against_ninety_long_ones_keep_the_size() -> None:
    # one hit per 100 on both sides: texts of 120 and of 1,000 morphemes, so that the few vary more
    chance = np.random.default_rng(15)
    how = Permutation(99)
    small, plain, covers = [], [], []
    for _ in range(600):
        a = chance.poisson(1.2 * chance.gamma(2, 0.5, size=10)) / 1.2
        b = chance.poisson(10 * chance.gamma(2, 0.5, size=90)) / 10
        made = log_welch(a, b=b, how=how)
        small.append(made.p < 0.05)
        covers.append(made.low <= 1 <= made.high)
        plain.append(float(measures.permutation([a], b=[b], how=how)[0]) < 0.05)
    assert np.mean(small) <= 0.07
    assert np.mean(covers) >= 0.92
    assert np.mean(plain) > 0.10
