"""Intervals of one group: cases worked out by hand, other libraries, and what they promise."""

from __future__ import annotations

import json
import math
from typing import Any

import numpy as np
import pytest
import statsmodels.api as sm
from scipy import stats
from statsmodels.stats.proportion import proportion_confint
from statsmodels.stats.weightstats import DescrStatsW

from analysis import measures, paths
from analysis.errors import OptionError

ORACLES = paths.ROOT.parent / "shared" / "oracles-inference.json"
CASES: dict[str, Any] = (
    {c["id"]: c for c in json.loads(ORACLES.read_text(encoding="utf-8"))} if ORACLES.is_file() else {}
)
shared = pytest.mark.skipif(not CASES, reason="the worked cases lie beside the repository")


def ends(made: measures.Interval) -> list[float]:
    return [made.low, made.high]


@shared
def test_intervals_are_those_of_the_worked_cases() -> None:
    one, pooled, none, share = (CASES[name] for name in ("INT-01", "INT-03", "INT-04", "DSL-21"))
    x = one["input"]["x"]
    assert ends(measures.t_interval(x)) == pytest.approx(one["expected"]["t"], abs=1e-8)
    assert ends(measures.log_t(x)) == pytest.approx(one["expected"]["log_t"], abs=1e-8)
    rate = measures.log_t_rate(pooled["input"]["hits"], sizes=pooled["input"]["content"])
    expected = pooled["expected"]
    assert 100 * np.array([rate.estimate, rate.se, *ends(rate)]) == pytest.approx(
        [expected["rate"], expected["se"], *expected["log_t"]], abs=1e-8
    )
    upper = measures.share_upper(none["input"]["with"], n=none["input"]["n"])
    assert float(upper) == pytest.approx(none["expected"]["upper"], abs=1e-9)
    given = share["input"]
    low, high = measures.logit_interval(given["estimate"], se=given["se"], df=given["df"])
    assert (float(low), float(high)) == pytest.approx((share["expected"]["low"], share["expected"]["high"]), abs=1e-8)


@shared
def test_bounds_are_those_of_the_worked_cases() -> None:
    rest, scattered, absent = (CASES[name] for name in ("REC-09", "INT-06", "KEY-06"))
    n, units = rest["input"]["n"], rest["input"]["N"]
    for method in ("jeffreys", "clopper_pearson"):
        made = units * float(measures.share_upper(0, n=n, alpha=0.025, method=method))
        assert made == pytest.approx(rest["expected"][method], abs=1e-4)
    made = 100 * float(measures.rate_upper(scattered["input"]["content"]))
    assert made == pytest.approx(scattered["expected"]["upper_per_100"], abs=1e-9)
    made = float(measures.share_upper(0, n=absent["input"]["texts_without"], alpha=0.025))
    assert made == pytest.approx(absent["expected"]["upper_share_of_texts"], abs=1e-9)


def test_log_t_by_hand() -> None:
    # 1, 2, 3: mean 2, se 1 / sqrt 3; t with 2 df is 4.30265; half width 4.30265 * .57735 / 2 = 1.24207
    made = measures.log_t([1, 2, 3])
    assert (made.estimate, made.se, made.df, made.clusters) == pytest.approx((2, 0.577350, 2, 3), abs=1e-6)
    assert ends(made) == pytest.approx([2 * math.exp(-1.24207), 2 * math.exp(1.24207)], rel=1e-4)
    assert made.reason == ""


def test_one_cluster_with_all_hits_is_the_widest() -> None:
    # mean 1, se 1 whatever n: a factor of exp(t) to each side
    made = measures.log_t([0, 0, 0, 0, 0, 6])
    assert ends(made) == pytest.approx([math.exp(-stats.t.ppf(0.975, 5)), math.exp(stats.t.ppf(0.975, 5))])


def test_no_hit_gets_a_bound_and_not_zero_to_zero() -> None:
    for made in (measures.log_t([0] * 6), measures.log_t_rate([0] * 6, sizes=[100] * 6)):
        assert made.estimate == 0
        assert math.isnan(made.low)
        assert math.isnan(made.high)
        assert made.share_upper == pytest.approx(1 - 0.05 ** (1 / 6))
        assert made.reason == "6건 모두에 없다"
    none, all_ = measures.logit_t([0] * 20), measures.logit_t([1] * 20)
    assert ends(none) == pytest.approx([0, 1 - 0.05 ** (1 / 20)])
    assert ends(all_) == pytest.approx([0.05 ** (1 / 20), 1])
    assert none.share_upper == none.high
    assert "상한만" in none.reason
    assert "하한만" in all_.reason
    assert math.isnan(all_.share_upper)


@pytest.mark.parametrize("how", [measures.log_t, measures.t_interval, measures.logit_t])
def test_what_has_no_interval(how: Any) -> None:
    for values, reason in (([0.2, 0.4], "2건뿐이어서"), ([0.3], "1건뿐이어서"), ([0.3] * 4, "값이 모두 같아")):
        made = how(values)
        assert made.estimate == pytest.approx(np.mean(values))
        assert math.isnan(made.low)
        assert math.isnan(made.high)
        assert reason in made.reason
    # three different values are enough
    assert how([0.2, 0.3, 0.4]).reason == ""


def test_refusals() -> None:
    for wrong in ([1, -1, 2], [1, math.nan, 2], [[1, 2], [3, 4]]):
        with pytest.raises(OptionError, match="values must be"):
            measures.log_t(wrong)
    with pytest.raises(OptionError, match="shares from 0 to 1"):
        measures.logit_t([0.1, 1.2, 0.3])
    with pytest.raises(OptionError, match="equal length"):
        measures.log_t_rate([1, 2, 3], sizes=[10, 20])
    with pytest.raises(OptionError, match="equal length"):
        measures.log_t_rate([0, 0, 0], sizes=[0, 0, 0])
    with pytest.raises(OptionError, match="level must be"):
        measures.t_interval([1, 2, 3], level=1)
    with pytest.raises(OptionError, match="method must be one of"):
        measures.share_upper(0, n=6, method="wald")  # type: ignore[arg-type]


def test_logit_t_by_hand() -> None:
    # .2, .3, .4, .3: mean .3, se .0816497 / 2; half width on the logit 3.18245 * .0408248 / .21 = .618670
    made = measures.logit_t([0.2, 0.3, 0.4, 0.3])
    assert (made.estimate, made.se) == pytest.approx((0.3, 0.0408248), abs=1e-6)
    odds = [0.3 / 0.7 * math.exp(s * 0.618670) for s in (-1, 1)]
    assert ends(made) == pytest.approx([o / (1 + o) for o in odds], abs=1e-5)


def test_an_interval_of_a_share_of_0_or_1_is_not_computed_from_its_error() -> None:
    low, high = measures.logit_interval([0.0, 1.0, 0.5], se=[0.1, 0.1, 0.1], df=9)
    assert np.isnan(low).tolist() == np.isnan(high).tolist() == [True, True, False]


def test_t_is_that_of_statsmodels_and_scipy() -> None:
    x = np.random.default_rng(1).normal(size=9)
    made = measures.t_interval(x, level=0.9)
    assert ends(made) == pytest.approx(list(DescrStatsW(x).tconfint_mean(alpha=0.1)))
    assert ends(made) == pytest.approx(list(stats.t.interval(0.9, 8, loc=x.mean(), scale=stats.sem(x))))


def test_pooled_rate_is_a_poisson_regression_with_clustered_error() -> None:
    hits, sizes = np.array([0, 2, 1, 0, 5, 3]), np.array([80, 150, 120, 60, 300, 210])
    made = measures.log_t_rate(hits, sizes=sizes)
    model = sm.GLM(hits, np.ones((6, 1)), family=sm.families.Poisson(), offset=np.log(sizes)).fit(
        cov_type="cluster", cov_kwds={"groups": np.arange(6), "use_correction": False}
    )
    assert math.log(made.estimate) == pytest.approx(model.params[0], abs=1e-9)
    assert made.se / made.estimate == pytest.approx(float(model.bse[0]) * math.sqrt(6 / 5), abs=1e-9)


def test_bounds_are_those_of_statsmodels() -> None:
    for k, n in ((0, 6), (0, 20), (3, 17)):
        high = proportion_confint(k, n, alpha=0.1, method="beta")[1]
        assert float(measures.share_upper(k, n=n)) == pytest.approx(high, abs=1e-10)
        high = proportion_confint(k, n, alpha=0.1, method="jeffreys")[1]
        assert float(measures.share_upper(k, n=n, method="jeffreys")) == pytest.approx(high, abs=1e-10)
    assert measures.share_upper([4, 0], n=[4, 0]).tolist()[0] == 1.0
    assert np.isnan(measures.share_upper(0, n=0))
    # the limit of Garwood
    assert float(measures.rate_upper(250)) == pytest.approx(stats.chi2.ppf(0.95, 2) / 2 / 250)
    assert np.isnan(measures.rate_upper(0))


def test_log_t_covers_where_the_bootstrap_does_not() -> None:
    # densities per 100 of 8 documents of 200 morphemes, one hit per 100, documents that vary as much as their mean
    chance = np.random.default_rng(15)
    covers, bootstrap = [], []
    for _ in range(500):
        x = chance.poisson(2 * chance.gamma(1, 1, size=8)) / 2
        made = measures.log_t(x)
        covers.append(made.low <= 1 <= made.high)
        draws = measures.resampled_sums(x[:, None], draws=300)[:, 0] / 8
        low, high = measures.percentile_interval(draws)
        bootstrap.append(low <= 1 <= high)
    assert np.mean(covers) >= 0.92
    assert np.mean(bootstrap) < 0.90
