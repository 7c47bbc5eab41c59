"""The bootstrap, against scipy's and on cases worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from analysis.errors import OptionError
from analysis.measures import percentile_interval, resampled_sums


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
