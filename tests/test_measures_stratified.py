"""Rates from a stratified sample: cases worked out by hand, complete enumeration, and what the intervals promise."""

from __future__ import annotations

import json
import math
from itertools import product
from typing import Any

import numpy as np
import pytest
from scipy.stats import betabinom

from analysis import measures, paths
from analysis.errors import OptionError
from analysis.measures import Rates, Stratum, stratified_rates

ORACLES = paths.ROOT.parent / "shared" / "oracles-inference.json"
CASES: list[dict[str, Any]] = json.loads(ORACLES.read_text(encoding="utf-8")) if ORACLES.is_file() else []
shared = pytest.mark.skipif(not CASES, reason="the worked cases lie beside the repository")


def sample(*strata: tuple[bool, int, int, int], level: float = 0.95) -> Rates:
    return stratified_rates([Stratum(*s) for s in strata], level=level)


def enumerated(strata: list[tuple[bool, int, int, int]], rate: str, q: float) -> float:
    """Find a quantile by going through every combination of positives of every stratum."""
    known: list[tuple[float, float]] = []
    for unread in product(*(range(N - n + 1) for _, N, n, _ in strata)):
        p, hits, misses = 1.0, 0, 0
        for u, (found, size, n, k) in zip(unread, strata, strict=True):
            p *= betabinom.pmf(u, size - n, k + 0.5, n - k + 0.5)
            hits, misses = hits + found * (k + u), misses + (not found) * (k + u)
        found_units, units = sum(s[1] for s in strata if s[0]), sum(s[1] for s in strata)
        value = {
            "recall": hits / max(hits + misses, 1),
            "precision": hits / found_units,
            "f1": 2 * hits / (found_units + hits + misses),
            "prevalence": (hits + misses) / units,
            "specificity": 1 - (found_units - hits) / max(units - hits - misses, 1),
        }[rate]
        known.append((value, p))
    known.sort()
    cumulated = np.cumsum([p for _, p in known])
    return known[int(np.searchsorted(cumulated, q - 1e-9))][0]


@shared
@pytest.mark.parametrize("name", ["REC-01", "REC-02", "REC-04", "REC-06", "REC-08"])
def test_rates_are_those_of_the_worked_cases(name: str) -> None:
    case = next(c for c in CASES if c["id"] == name)
    strata = [Stratum(found=True, **s) for s in case["input"]["found_strata"]]
    rates = stratified_rates([*strata, *(Stratum(found=False, **s) for s in case["input"]["zero_strata"])])
    for rate in ("recall", "precision", "f1", "prevalence"):
        made = getattr(rates, rate)
        assert made.estimate == pytest.approx(case["expected"]["plug_in"][rate], abs=1e-9)
        assert [made.low, made.high] == pytest.approx(case["expected"][rate], abs=1e-8)
    assert rates.recall_bound == pytest.approx(case["expected"]["recall_lower_95"], abs=1e-8)


@shared
def test_units_to_read_are_those_of_the_worked_case() -> None:
    case = next(c for c in CASES if c["id"] == "REC-11")
    units = case["input"]["N_0"]
    assert [measures.needed_zero_n(units, missed=m) for m in case["input"]["M"]] == case["expected"]["n"]


def test_one_unread_unit_by_hand() -> None:
    # Found: 1 unit, read, present. Zero: 2 units, one read and absent, so that the other is present with probability
    # (1/2) / (1/2 + 3/2) = 1/4. Recall is 1 with 3/4 and 1/2 with 1/4.
    rates = sample((True, 1, 1, 1), (False, 2, 1, 0))
    assert (rates.recall.estimate, rates.recall.low, rates.recall.high) == (1.0, 0.5, 1.0)
    assert (rates.precision.low, rates.precision.high) == (1.0, 1.0)
    assert (rates.prevalence.low, rates.prevalence.high) == pytest.approx((1 / 3, 2 / 3))
    assert (rates.f1.low, rates.f1.high) == pytest.approx((2 / 3, 1.0))
    assert rates.missed_high == 1
    # .1 is below the 1/4 of the lower value, .3 is not
    assert sample((True, 1, 1, 1), (False, 2, 1, 0), level=0.9).recall_bound == 0.5
    assert sample((True, 1, 1, 1), (False, 2, 1, 0), level=0.7).recall_bound == 1.0


def test_what_is_read_as_a_whole_is_known() -> None:
    # 40 of 50 found units and 10 of 150 others hold the frame, and all were read: 40 of 50 positives are found,
    # precision 40/50, F1 80 / (50 + 50), 50 of 200 positive, and 10 of 150 negatives are called positive
    rates = sample((True, 50, 50, 40), (False, 150, 150, 10))
    for made, value in (
        (rates.recall, 0.8), (rates.precision, 0.8), (rates.f1, 0.8), (rates.prevalence, 0.25),
        (rates.specificity, 14 / 15),
    ):  # fmt: skip
        assert (made.estimate, made.low, made.high) == pytest.approx((value, value, value), abs=1e-8)
    assert (rates.missed_high, rates.zero_dominates, rates.reason) == (10, False, "")


@pytest.mark.parametrize("rate", ["recall", "precision", "f1", "prevalence", "specificity"])
@pytest.mark.parametrize(
    "strata",
    [
        [(True, 12, 5, 3), (False, 20, 8, 1)],
        [(True, 6, 3, 2), (True, 5, 2, 1), (False, 7, 3, 0), (False, 9, 4, 1)],
    ],
)
def test_ends_are_those_of_complete_enumeration(strata: list[tuple[bool, int, int, int]], rate: str) -> None:
    made = getattr(sample(*strata), rate)
    assert made.low == pytest.approx(enumerated(strata, rate, 0.025), abs=1e-8)
    assert made.high == pytest.approx(enumerated(strata, rate, 0.975), abs=1e-8)


def test_precision_of_one_stratum_is_the_beta_binomial_of_scipy() -> None:
    unread = betabinom(340, 48.5, 12.5)
    rates = sample((True, 400, 60, 48), (False, 6000, 60, 0))
    assert rates.precision.low == pytest.approx((48 + unread.ppf(0.025)) / 400, abs=1e-12)
    assert rates.precision.high == pytest.approx((48 + unread.ppf(0.975)) / 400, abs=1e-12)
    assert rates.missed_high == betabinom(5940, 0.5, 60.5).ppf(0.975)


def test_a_zero_stratum_without_a_positive_dominates() -> None:
    none = sample((True, 400, 60, 48), (False, 6000, 60, 0))
    assert none.zero_dominates
    assert "6,000단위 가운데 60단위를 읽어 하나도 없었지만, 많으면 244단위가" in none.reason
    assert (none.zero_read, none.recall.estimate) == (60, 1.0)
    wide = sample((True, 400, 60, 48), (False, 6000, 60, 2))
    assert wide.zero_dominates
    assert "0.5보다 넓어" in wide.reason
    narrow = sample((True, 1000, 100, 90), (False, 3000, 300, 24))
    assert (narrow.zero_dominates, narrow.reason) == (False, "")


def test_what_has_no_answer() -> None:
    nothing_found = sample((False, 100, 20, 2))
    assert math.isnan(nothing_found.recall.low)
    assert math.isnan(nothing_found.precision.estimate)
    assert math.isnan(nothing_found.recall_bound)
    assert nothing_found.prevalence.estimate == pytest.approx(0.1)
    assert "찾은 단위가 없어" in nothing_found.reason
    no_positive = sample((True, 50, 20, 0), (False, 500, 50, 0))
    assert math.isnan(no_positive.recall.estimate)
    assert no_positive.recall.low < 0.1 < no_positive.recall.high
    assert no_positive.zero_dominates
    unread = sample((True, 10, 5, 3), (True, 10, 0, 0), (False, 100, 20, 2))
    assert math.isnan(unread.prevalence.low)
    assert "읽은 단위가 없는 층" in unread.reason
    # an empty stratum changes nothing
    assert sample((True, 0, 0, 0), (True, 10, 5, 3), (False, 90, 20, 2)) == sample((True, 10, 5, 3), (False, 90, 20, 2))
    assert math.isnan(sample((True, 4, 4, 4), (False, 3, 3, 3)).specificity.low)  # no unit is negative


def test_refusals() -> None:
    with pytest.raises(OptionError, match="0 <= k <= n <= N"):
        Stratum(found=True, N=10, n=5, k=6)
    with pytest.raises(OptionError, match="one stratum"):
        stratified_rates([])
    with pytest.raises(OptionError, match="between 0 and 1"):
        sample((True, 10, 5, 3), level=95)
    with pytest.raises(OptionError, match="below the 50 units"):
        measures.needed_zero_n(50, missed=50)


def test_needed_zero_n_by_hand() -> None:
    # 1 of 2 may remain: ln .05 / ln .5 = 4.3, but there are but 2 units to read
    assert measures.needed_zero_n(2, missed=1) == 2
    # 10 of 1,000: ln .05 / ln .99 = 298.07
    assert measures.needed_zero_n(1000, missed=10) == 299


def test_intervals_of_recall_cover() -> None:
    # 2,000 units, one in twenty holds the frame, recall .8, precision .6; 200 labels, half of them in the zero stratum
    chance = np.random.default_rng(15)
    positive, caught, found = 100, 80, 133
    covers, bounds, points = [], [], []
    for _ in range(250):
        k1 = int(chance.hypergeometric(caught, found - caught, 100))
        k0 = int(chance.hypergeometric(positive - caught, 2000 - found - (positive - caught), 100))
        rates = sample((True, found, 100, k1), (False, 2000 - found, 100, k0))
        covers.append(rates.recall.low <= caught / positive <= rates.recall.high)
        bounds.append(rates.recall_bound <= caught / positive)
        points.append(rates.recall.estimate == 1.0)
    assert np.mean(covers) >= 0.92
    assert np.mean(bounds) >= 0.90
    assert np.mean(points) > 0.2  # the point says 1.000 in many of these samples, and is wrong
