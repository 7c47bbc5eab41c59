"""Intervals, needed numbers and the corrected share."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.proportion import proportion_confint

from analysis import measures
from analysis.errors import OptionError


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
