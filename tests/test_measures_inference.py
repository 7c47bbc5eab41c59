"""Shares, the bootstrap and tests over texts, against other libraries and cases worked out by hand."""

from __future__ import annotations

import math
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse, stats
from statsmodels.stats.proportion import proportion_confint

from analysis import measures
from analysis.errors import OptionError
from analysis.measures import percentile_interval, resampled_sums


@given(st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_wilson_is_that_of_statsmodels(pair: tuple[int, int]) -> None:
    k, n = pair
    low, high = measures.wilson(k, n=n)
    assert (float(low), float(high)) == pytest.approx(proportion_confint(k, n, method="wilson"), abs=1e-9)
    assert 0 <= low <= k / n <= high <= 1


def test_nothing_has_no_interval() -> None:
    assert np.isnan(measures.wilson([0], n=[0])).all()


def test_needed_n_is_the_smallest_that_is_enough() -> None:
    # the figures of the kit's method: .85 takes about 20, 50, 100, 200 and 400 units
    assert measures.needed_n(0.85, half_width=[0.15, 0.10, 0.07, 0.05, 0.035]).tolist() == [22, 49, 100, 196, 400]

    def half(n: float, p: float) -> float:
        low, high = measures.wilson(p * n, n=n)
        return float(high - low) / 2

    for p in (0.5, 0.7, 0.9):
        for d in (0.2, 0.1, 0.03):
            n = float(measures.needed_n(p, half_width=d))
            assert half(n, p) <= d + 1e-9 < half(n - 1, p) + 2e-9


@pytest.mark.parametrize(("share", "half"), [(1.2, 0.1), (0.5, 0.0), (0.5, 0.5), (math.nan, 0.1)])
def test_needed_n_refuses(share: float, half: float) -> None:
    with pytest.raises(OptionError, match="shares from 0 to 1"):
        measures.needed_n(share, half_width=half)


def test_rogan_gladen_undoes_the_errors() -> None:
    # 30% true, Se .8, Sp .9: called positive .3 * .8 + .7 * .1 = .31
    assert float(measures.rogan_gladen(0.31, sensitivity=0.8, specificity=0.9)) == pytest.approx(0.3)
    # (.05 + .9 - 1) / .7 is below 0 and is cut
    assert float(measures.rogan_gladen(0.05, sensitivity=0.8, specificity=0.9)) == 0.0
    # Se + Sp = 1.19 is refused, 1.2 is not
    assert math.isnan(float(measures.rogan_gladen(0.3, sensitivity=0.5, specificity=0.69)))
    assert float(measures.rogan_gladen(0.5, sensitivity=0.5, specificity=0.75)) == pytest.approx(1.0)


def test_every_unit_alike_gives_the_same_sum_in_every_draw() -> None:
    assert resampled_sums([[2.0, 1.0]] * 5, draws=3).tolist() == [[10.0, 5.0]] * 3


def test_draws_are_means_of_units_with_replacement() -> None:
    sums = resampled_sums([[0.0], [1.0]], draws=4_000, seed=3)[:, 0]  # 0, 1, 2 with chances 1/4, 1/2, 1/4
    assert set(sums) == {0.0, 1.0, 2.0}
    assert [np.mean(sums == k) for k in (0, 1, 2)] == pytest.approx([0.25, 0.5, 0.25], abs=0.03)


def test_interval_of_a_ratio_is_that_of_scipy() -> None:
    a = np.array([3.0, 0, 1, 4, 2, 0, 5, 1, 2, 2])
    b = np.array([1.0, 2, 2, 0, 1, 3, 1, 0, 4, 1])
    sums = resampled_sums(np.column_stack([a, b]), draws=20_000, seed=5)
    ours = percentile_interval(sums[:, 0] / sums.sum(axis=1))

    def share(x: np.ndarray, y: np.ndarray, axis: int = -1) -> np.ndarray:
        return x.sum(axis=axis) / (x.sum(axis=axis) + y.sum(axis=axis))

    theirs = stats.bootstrap(
        (a, b), share, paired=True, vectorized=True, n_resamples=20_000, method="percentile", rng=7
    ).confidence_interval
    assert ours == pytest.approx((theirs.low, theirs.high), abs=0.01)


def test_blocks_change_nothing_and_seeds_do(monkeypatch: pytest.MonkeyPatch) -> None:
    values = np.arange(12.0).reshape(6, 2)
    whole = resampled_sums(values, draws=50, seed=1)
    assert not np.array_equal(whole, resampled_sums(values, draws=50, seed=2))
    monkeypatch.setattr("analysis.measures.inference._CELLS", 13)
    assert np.array_equal(whole, resampled_sums(values, draws=50, seed=1))


def test_nothing_to_draw_from() -> None:
    assert resampled_sums(np.zeros((0, 2)), draws=2).tolist() == [[0, 0], [0, 0]]
    assert np.isnan(percentile_interval([np.nan, np.nan])).all()
    assert percentile_interval([1.0, np.nan, 1.0]) == (1.0, 1.0)


def test_bad_numbers_are_refused() -> None:
    with pytest.raises(OptionError, match="draws must be 1 or more, not 0"):
        resampled_sums([[1.0]], draws=0)
    with pytest.raises(OptionError, match="level must be between 0 and 1, not 95"):
        percentile_interval([1.0], level=95)


RANDOM = np.random.default_rng(8)
A, B = RANDOM.random((4, 6)) * (RANDOM.random((4, 6)) > 0.4), RANDOM.random((4, 7)) + 0.1


def test_max_t_looks_at_every_way_and_corrects_by_the_greatest() -> None:
    made = measures.max_t(A, b=sparse.csr_array(B))
    both = np.hstack([A, B])
    scale = both.std(axis=1, ddof=1) * np.sqrt(1 / 6 + 1 / 7)
    observed = np.abs(A.mean(axis=1) - B.mean(axis=1)) / scale
    all_t = []
    for chosen in combinations(range(13), 6):  # 1,716 ways
        rest = [i for i in range(13) if i not in chosen]
        all_t.append(np.abs(both[:, chosen].mean(axis=1) - both[:, rest].mean(axis=1)) / scale)
    ways = np.array(all_t)
    assert made.statistic == pytest.approx(observed)
    assert made.p == pytest.approx((ways >= observed - 1e-12).mean(axis=0))
    assert made.p == pytest.approx(measures.permutation(A, b=B, how=measures.Permutation(repeats=1716)))
    assert made.p_adjusted == pytest.approx((ways.max(axis=1)[:, None] >= observed - 1e-12).mean(axis=0))
    assert (made.divisions, made.exact) == (1716, True)


@pytest.mark.parametrize(("n", "least"), [(5, 1 / 126), (4, 1 / 35), (3, 0.1)])
def test_least_p_of_few_texts(n: int, least: float) -> None:
    # KEY-07: two of the ways, the real one and its mirror, lie farthest apart: .008, .029 and .10
    made = measures.max_t([np.arange(n) + 10], b=[np.arange(n)])
    assert made.p[0] == made.p_adjusted[0] == pytest.approx(least)


def test_shuffles_of_max_t_count_the_real_division() -> None:
    random = np.random.default_rng(3)
    a, b = random.random((3, 12)), random.random((3, 12))
    a[0] += 5
    made = measures.max_t(a, b=b, how=measures.Permutation(99, seed=2))
    assert made.p[0] == made.p_adjusted[0] == pytest.approx(0.01)
    assert (made.p_adjusted >= made.p).all()
    assert (made.divisions, made.exact) == (99, False)
    assert made == measures.max_t(a, b=b, how=measures.Permutation(99, seed=2))


def test_max_t_without_texts_or_spread_is_nan() -> None:
    assert np.isnan(measures.max_t(np.empty((1, 0)), b=[[1, 2, 3]]).p).all()
    made = measures.max_t([[1 / 3] * 5, [1, 2, 3, 4, 5]], b=[[1 / 3] * 5, [0, 1, 0, 1, 0]])
    assert np.isnan(made.p).tolist() == [True, False]
    assert made.p_adjusted[1] == made.p[1]  # the row without spread is no test


def test_permutation_looks_at_every_way_when_they_are_few() -> None:
    # 13 texts, 6 of them: 1,716 ways
    p = measures.permutation(A, b=B, how=measures.Permutation(repeats=1716))
    both = np.hstack([A, B])
    observed = np.abs(A.mean(axis=1) - B.mean(axis=1))
    reached = np.zeros(4)
    for chosen in combinations(range(13), 6):
        rest = [i for i in range(13) if i not in chosen]
        reached += np.abs(both[:, chosen].mean(axis=1) - both[:, rest].mean(axis=1)) >= observed - 1e-12
    assert p == pytest.approx(reached / 1716)


def test_permutation_by_hand() -> None:
    # 2 2 against 0 0: of the six ways two are as far apart, so 1/3
    assert measures.permutation([[2, 2]], b=[[0, 0]]).tolist() == [pytest.approx(1 / 3)]
    # no difference at all: every way is as far apart
    assert measures.permutation([[1, 1]], b=[[1, 1]]).tolist() == [1.0]
    assert np.isnan(measures.permutation(np.empty((1, 0)), b=[[1]])).all()


def test_shuffles_are_near_the_exact_value_and_the_same_twice() -> None:
    exact = measures.permutation(A, b=B, how=measures.Permutation(repeats=1716))
    shuffled = measures.permutation(A, b=B, how=measures.Permutation(repeats=1500, seed=4))
    assert shuffled == pytest.approx(exact, abs=0.05)  # four standard errors of 1,500 draws
    assert shuffled.tolist() == measures.permutation(A, b=B, how=measures.Permutation(repeats=1500, seed=4)).tolist()
    assert shuffled.tolist() != measures.permutation(A, b=B, how=measures.Permutation(repeats=1500, seed=5)).tolist()
    with pytest.raises(OptionError, match="repeats must be a whole number, 1 or more"):
        measures.Permutation(repeats=0)
