"""Flipped signs: cases worked out by hand, the oracle file, scipy, and the size under coin flips."""

from __future__ import annotations

import json
import math
from typing import Any

import numpy as np
import pytest
from scipy import stats

from analysis import paths
from analysis.errors import OptionError
from analysis.measures import SignFlip, sign_flip

ORACLES = paths.ROOT.parent / "shared" / "oracles-inference.json"
CASES: dict[str, Any] = (
    {c["id"]: c for c in json.loads(ORACLES.read_text(encoding="utf-8"))} if ORACLES.is_file() else {}
)
shared = pytest.mark.skipif(not CASES, reason="the worked cases lie beside the repository")


@shared
@pytest.mark.parametrize("name", ["STA-01", "STA-03"])
def test_the_worked_cases(name: str) -> None:
    given, expected = CASES[name]["input"]["difference"], CASES[name]["expected"]
    made = sign_flip(given)
    assert (made.k, made.exact) == (expected["units"], True)
    assert made.p == pytest.approx(expected["p_sign_flip"], abs=1e-10)


def test_by_hand() -> None:
    # 2 and 1 in the same direction: of 3, 1, -1, -3 two lie as far as 3
    assert sign_flip([2, 0, 1]) == SignFlip(p=0.5, k=2, exact=True)
    # 2 against -1: every choice lies as far as 1
    assert sign_flip([2, -1]) == SignFlip(p=1.0, k=2, exact=True)
    # 1, 1, 1, 1, 1 and -1: sums are 6 - 2m with m minus signs; |sum| >= 4 for m of 0, 1, 5, 6: 1 + 6 + 6 + 1 of 64
    assert sign_flip([1, 1, 1, 1, 1, -1]).p == pytest.approx(14 / 64)
    # rounding makes no choice nearer than itself: 0.1 + 0.2 + 0.7 in any order is the sum
    assert sign_flip([0.1, 0.2, 0.7]).p == 0.25
    nothing = sign_flip([0, 0])
    assert (math.isnan(nothing.p), nothing.k) == (True, 0)
    assert sign_flip([]) == nothing


def test_against_scipy() -> None:
    generator = np.random.default_rng(5)
    for _ in range(4):
        values = generator.normal(0.4, 1, size=10)
        theirs = stats.permutation_test(
            (values,), np.sum, permutation_type="samples", n_resamples=np.inf, alternative="two-sided"
        )
        assert sign_flip(values).p == pytest.approx(theirs.pvalue, abs=1e-12)


def test_many_differences_are_drawn_the_same_way_every_time() -> None:
    # twenty differences of 1, fifteen up: |sum| >= 10 in a binomial of 20, twice the tail of 15 and more: .0414
    values = [1] * 15 + [-1] * 5
    made = sign_flip(values)
    assert (made.k, made.exact) == (20, False)
    assert made.p == pytest.approx(2 * stats.binom.sf(14, 20, 0.5), abs=0.008)
    assert sign_flip(values) == made
    assert sign_flip(values, seed=2) != made
    assert sign_flip([1] * 40, draws=99).p == 0.01  # no draw of 99 has all signs alike
    assert sign_flip([1] * 16) == SignFlip(p=2 / 2**16, k=16, exact=True)


def test_what_is_refused() -> None:
    with pytest.raises(OptionError, match="draws must be 1 or more, not 0"):
        sign_flip([1], draws=0)
    with pytest.raises(OptionError):
        sign_flip([1, math.nan])


def test_the_size_under_coin_flips() -> None:
    generator = np.random.default_rng(11)
    p = [sign_flip(generator.choice([-2.0, -1.0, 1.0, 2.0], size=12)).p for _ in range(400)]
    assert np.mean(np.array(p) <= 0.05) <= 0.05
