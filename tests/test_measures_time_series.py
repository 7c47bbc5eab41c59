"""Bursts and change points: worked cases, enumeration of all state sequences, and ruptures as another program."""

from __future__ import annotations

import itertools
import json
import math
from typing import Any

import numpy as np
import pytest
import ruptures
from scipy.stats import binom

from analysis import measures, paths
from analysis.errors import OptionError

ORACLES = paths.ROOT.parent / "shared" / "oracles-chapters.json"
CASES: dict[str, Any] = (
    {c["id"]: c for c in json.loads(ORACLES.read_text(encoding="utf-8"))} if ORACLES.is_file() else {}
)
beside = pytest.mark.skipif(not CASES, reason="the worked cases lie beside the repository")


def spans(counts: list[int], sizes: list[int], **options: float) -> list[list[int]]:
    return [[one.first, one.last] for one in measures.bursts([counts], sizes=sizes, **options)[0]]


@beside
@pytest.mark.parametrize("name", ["bur-02", "bur-03", "bur-05"])
def test_bursts_of_the_worked_cases(name: str) -> None:
    given = CASES[name]["input"]
    assert spans(given["r"], given["d"], scale=given["s"], gamma=given["gamma"]) == CASES[name]["expected"]


@beside
def test_bur_06_weight() -> None:
    given = CASES["bur-06"]["input"]
    (one,) = measures.bursts([given["r"]], sizes=given["d"])[0]
    assert one.weight == pytest.approx(CASES["bur-06"]["expected"], abs=1e-9)


@beside
@pytest.mark.parametrize("name", ["cp-01", "cp-02"])
def test_change_points_of_the_worked_cases(name: str) -> None:
    given = CASES[name]["input"]
    assert measures.change_points(given["series"], changes=given["changes"]) == CASES[name]["expected"]


def test_gain_is_the_binomial_log_likelihood_ratio() -> None:
    counts, sizes = [2, 0, 7, 5], [10, 4, 12, 9]
    low = sum(counts) / sum(sizes)
    gains = measures.burst_gains(counts, sizes=sizes, scale=1.7)
    assert gains == pytest.approx([
        binom.logpmf(r, d, 1.7 * low) - binom.logpmf(r, d, low) for r, d in zip(counts, sizes, strict=True)
    ])  # fmt: skip


def test_bursts_are_the_best_of_all_state_sequences() -> None:
    """Of 2 ** 9 sequences of states none is better than the one that was found, and of equals it is the lowest."""
    dice = np.random.default_rng(3)
    for _ in range(20):
        sizes = dice.integers(0, 30, 9)
        counts = dice.binomial(sizes, dice.choice([0.05, 0.4], 9))
        if not counts.sum():
            continue
        gains = measures.burst_gains(counts, sizes=sizes)
        cost = 1.2 * math.log((sizes > 0).sum())

        def value(states: tuple[int, ...], gains: Any = gains, cost: float = cost) -> tuple[float, int]:
            ups = sum(b > a for a, b in itertools.pairwise((0, *states)))
            return (round(float(gains @ np.array(states)) - cost * ups, 9), -sum(states))

        best = max(itertools.product((0, 1), repeat=9), key=value)
        found = np.zeros(9, dtype=int)
        for first, last in spans(counts.tolist(), sizes.tolist(), gamma=1.2):
            found[first : last + 1] = 1
        assert tuple(found) == best
        # a series bursts if and only if its greatest gain is above the cost
        assert bool(found.any()) == bool(measures.greatest_gain(gains) > cost)


def test_series_that_cannot_burst() -> None:
    assert spans([0, 0, 0], [5, 5, 5]) == []
    assert spans([5, 5, 5], [5, 5, 5]) == []  # share 1
    assert spans([9, 9, 9, 9], [10, 10, 10, 10]) == []  # p1 is .99, not 1.8
    # 9 of 20: .45 against .9, 8 ln 2 + 2 ln(.1 / .55) = 5.545 - 3.409; T is 2, the period without a unit says nothing
    assert measures.bursts([[1, 8, 0]], sizes=[10, 10, 0]) == [[measures.Burst(1, 1, pytest.approx(2.1357, abs=1e-4))]]


@pytest.mark.parametrize("least", [1, 4])
def test_change_points_agree_with_ruptures(least: int) -> None:
    dice = np.random.default_rng(11)
    for changes in (1, 2, 3):
        series = np.repeat(dice.normal(0, 3, changes + 1), 9) + dice.normal(0, 1, 9 * (changes + 1))
        other = ruptures.Dynp(model="l2", min_size=least, jump=1).fit(series).predict(changes)[:-1]
        assert measures.change_points(series, changes=changes, least=least) == other


class Binomial(ruptures.base.BaseCost):  # type: ignore[misc]
    """The same cost, written anew for the other program."""

    model, min_size = "", 1

    def fit(self, signal: np.ndarray) -> Binomial:
        self.signal = signal
        return self

    def error(self, start: int, end: int) -> float:
        count, size = (int(x) for x in self.signal[start:end].sum(axis=0))
        return float(-2 * (binom.logpmf(count, size, count / size) - math.log(math.comb(size, count))))


def test_penalised_changes_of_a_share_agree_with_ruptures() -> None:
    dice = np.random.default_rng(2)
    for shares in ((0.1, 0.1), (0.1, 0.3), (0.2, 0.05, 0.2)):
        sizes = dice.integers(20, 60, 15 * len(shares))
        counts = dice.binomial(sizes, np.repeat(shares, 15))
        penalty = 3 * math.log(len(sizes))
        other = ruptures.Pelt(custom_cost=Binomial(), min_size=5, jump=1).fit(np.column_stack([counts, sizes]))
        found = measures.change_points(counts, sizes=sizes, penalty=penalty, least=5)
        assert found == other.predict(penalty)[:-1]


def test_one_split_of_many_series() -> None:
    # 1 1 9 9 of 10 each: -2 ln L is 40 ln 2 at one level, 2 * 2 * (20 H(.1)) at two
    at, gain = measures.best_split([[1, 1, 9, 9]], sizes=[10, 10, 10, 10])
    entropy = -(0.1 * math.log(0.1) + 0.9 * math.log(0.9))
    assert (at.tolist(), gain[0]) == ([2], pytest.approx(80 * math.log(2) - 80 * entropy))
    assert [x.tolist() for x in measures.best_split([[3, 0]], sizes=[4, 0])] == [[0], [0.0]]


def test_what_makes_no_sense_is_refused() -> None:
    with pytest.raises(OptionError, match="above the size"):
        measures.burst_gains([3], sizes=[2])
    with pytest.raises(OptionError, match="more than 1"):
        measures.burst_gains([1], sizes=[2], scale=1)
    with pytest.raises(OptionError, match="5 periods hold no 2 changes"):
        measures.change_points([1, 2, 3, 4, 5], changes=2, least=2)
