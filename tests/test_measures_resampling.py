from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from scipy import sparse
from scipy.stats import ttest_ind

from analysis import measures
from analysis.errors import OptionError

RANDOM = np.random.default_rng(8)
A, B = RANDOM.random((4, 6)) * (RANDOM.random((4, 6)) > 0.4), RANDOM.random((4, 7)) + 0.1


def test_welch_agrees_with_scipy() -> None:
    t, df, p = measures.welch(A, b=B)
    other = ttest_ind(A, B, axis=1, equal_var=False)
    assert t == pytest.approx(other.statistic, rel=1e-12)
    assert df == pytest.approx(other.df, rel=1e-12)
    assert p == pytest.approx(other.pvalue, rel=1e-10)
    assert measures.welch(sparse.csr_array(A), b=sparse.csr_array(B))[2] == pytest.approx(p, rel=1e-12)


def test_welch_without_texts_or_variance_is_nan() -> None:
    assert np.isnan(measures.welch(A[:, :1], b=B)[2]).all()
    assert np.isnan(measures.welch([[1, 1, 1]], b=[[2, 2, 2]])[2]).all()


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
    with pytest.raises(OptionError, match="repeats must be 1 or more"):
        measures.Permutation(repeats=0)
