"""What terms add to the difference of two distributions, against hand-worked values and scipy."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.spatial import distance

from analysis import errors, measures

COUNTS = st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), min_size=2, max_size=12).filter(
    lambda rows: sum(a for a, _ in rows) > 0 and sum(b for _, b in rows) > 0
)


def test_proportion_by_hand() -> None:
    # 3/4 - 1/2, 1/4 - 1/4, 0/4 - 1/4
    assert measures.proportion_shift([3, 1, 0], n1=4, f2=[2, 1, 1], n2=4).tolist() == [0.25, 0.0, -0.25]


def test_jsd_by_hand() -> None:
    # p = 1, 0; q = 1/2, 1/2; means 3/4, 1/4
    # first: 1/2 log2(1 / .75) + 1/4 log2(.5 / .75) = .5 x .41504 - .25 x .58496 = .06128
    # second: 0 + 1/4 log2(.5 / .25) = .25
    assert measures.jsd_shift([2, 0], n1=2, f2=[1, 1], n2=2).tolist() == pytest.approx([0.0612781, 0.25])


def test_bounds() -> None:
    # nothing in common: 1 bit; the same shares in another size: 0
    assert measures.jsd_shift([3, 1, 0], n1=4, f2=[0, 0, 7], n2=7).sum() == pytest.approx(1)
    assert measures.jsd_shift([1, 2], n1=3, f2=[2, 4], n2=6).tolist() == [0, 0]


@given(COUNTS)
def test_against_scipy_and_the_form_of_the_paper(rows: list[tuple[int, int]]) -> None:
    f1, f2 = (np.array(column, dtype=float) for column in zip(*rows, strict=True))
    n1, n2 = f1.sum(), f2.sum()
    bits = measures.jsd_shift(f1, n1=n1, f2=f2, n2=n2)
    # scipy loses half its digits in the root where the two are nearly equal
    assert bits.sum() == pytest.approx(distance.jensenshannon(f1, f2, base=2) ** 2, abs=1e-9)
    p, q = f1 / n1, f2 / n2
    m = (p + q) / 2
    entropy = [np.where(x > 0, -x * np.log2(np.where(x > 0, x, 1)), 0.0) for x in (m, p, q)]
    assert bits == pytest.approx(entropy[0] - entropy[1] / 2 - entropy[2] / 2, abs=1e-12)
    assert (bits >= 0).all()


@given(COUNTS)
def test_swapping_turns_the_sign_or_changes_nothing(rows: list[tuple[int, int]]) -> None:
    f1, f2 = (np.array(column) for column in zip(*rows, strict=True))
    there = {"n1": f1.sum(), "f2": f2, "n2": f2.sum()}
    back = {"n1": f2.sum(), "f2": f1, "n2": f1.sum()}
    one = measures.proportion_shift(f1, **there)
    assert one.tolist() == (-measures.proportion_shift(f2, **back)).tolist()
    assert one.sum() == pytest.approx(0, abs=1e-12)
    assert measures.jsd_shift(f1, **there).tolist() == measures.jsd_shift(f2, **back).tolist()


def test_what_has_no_answer() -> None:
    assert np.isnan(measures.jsd_shift(0, n1=0, f2=1, n2=2))
    assert np.isnan(measures.proportion_shift(1, n1=2, f2=0, n2=0))
    with pytest.raises(errors.OptionError, match="above the size of its corpus"):
        measures.jsd_shift(3, n1=2, f2=0, n2=2)
