from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from analysis import measures
from analysis.errors import OptionError

NAMES = (
    *("part_range", "dp", "dp_norm", "juilland_d", "carroll_d2", "rosengren_s", "kld", "idf"),
    *("da", "dp_egbert", "part_sd", "part_cv"),
)
# Gries (2008, 2020): the word a, 1 to 5 times in five parts of 9, 10, 10, 10 and 11 words
GRIES = ([1, 2, 3, 4, 5], [9, 10, 10, 10, 11])
# Lyne (1985): ALLEMAND in ten parts of a corpus of French business letters; values printed by the R package tlda
LYNE = ([2, 0, 1, 1, 3, 0, 3, 0, 0, 0], [8143, 8058, 8271, 8125, 7959, 7941, 8146, 8001, 8003, 7930])


def test_gries() -> None:
    values = {name: round(float(getattr(measures, name)(GRIES[0], sizes=GRIES[1])[0]), 3) for name in NAMES}
    assert values == {
        "part_range": 5,
        "dp": 0.18,
        "dp_norm": 0.22,  # .18 / (1 - 9/50)
        "juilland_d": 0.785,
        "carroll_d2": 0.938,
        "rosengren_s": 0.95,
        "kld": 0.137,
        "idf": 0,
        "da": 0.697,
        "dp_egbert": 0.78,
        "part_sd": 1.414,  # Gries (2020): deviations 2 1 0 1 2 of the mean 3, sqrt(10 / 5)
        "part_cv": 0.471,
    }


def test_lyne_as_tlda_prints_it() -> None:
    assert measures.juilland_d(LYNE[0], sizes=LYNE[1])[0] == pytest.approx(0.6038797, abs=5e-8)
    assert measures.carroll_d2(LYNE[0], sizes=LYNE[1])[0] == pytest.approx(0.6521444, abs=5e-8)
    assert measures.rosengren_s(LYNE[0], sizes=LYNE[1])[0] == pytest.approx(0.4763652, abs=5e-8)
    # tlda maps the divergence to 1 / (1 + KLD)
    assert 1 / (1 + measures.kld(LYNE[0], sizes=LYNE[1])[0]) == pytest.approx(0.4665078, abs=5e-8)
    assert measures.part_range(LYNE[0], sizes=LYNE[1])[0] == 5
    assert measures.dp_egbert(LYNE[0], sizes=LYNE[1])[0] == pytest.approx(0.4462310, abs=5e-8)
    assert measures.da(LYNE[0], sizes=LYNE[1])[0] == pytest.approx(0.3081640, abs=5e-8)


def test_two_parts_by_hand() -> None:
    # 3 and 1 of 10 and 30 words: shares .75 .25 against .25 .75
    one = {name: float(getattr(measures, name)([3, 1], sizes=[10, 30])[0]) for name in NAMES}
    assert one["dp"] == pytest.approx(0.5)  # (|.75 - .25| + |.25 - .75|) / 2
    assert one["dp_norm"] == pytest.approx(0.5 / 0.75)
    # relative .3 and 1/30: mean 1/6, population sd 2/15, V = .8, D = 1 - .8 / sqrt(1)
    assert one["juilland_d"] == pytest.approx(0.2)
    assert one["kld"] == pytest.approx(0.75 * np.log2(3) + 0.25 * np.log2(1 / 3))
    # DA: relative .3 and 1/30 differ by 4/15, over twice their mean of 1/6: 1 - .8
    assert one["da"] == pytest.approx(0.2)
    assert one["dp_egbert"] == pytest.approx(1 - 0.5 / 0.75)
    # counts 3 and 1: mean 2, sd 1
    assert (one["part_sd"], one["part_cv"]) == pytest.approx((1, 0.5))
    assert one["rosengren_s"] == pytest.approx((np.sqrt(0.25 * 3) + np.sqrt(0.75 * 1)) ** 2 / 4)


def test_even_and_clumped_ends_of_every_scale() -> None:
    sizes = [10, 20, 30]
    even = {name: float(getattr(measures, name)([1, 2, 3], sizes=sizes)[0]) for name in NAMES}
    assert (even["dp"], even["kld"], even["idf"]) == pytest.approx((0, 0, 0), abs=1e-12)
    assert (even["juilland_d"], even["carroll_d2"], even["rosengren_s"]) == pytest.approx((1, 1, 1))
    clumped = {name: float(getattr(measures, name)([6, 0, 0], sizes=sizes)[0]) for name in NAMES}
    assert clumped["dp_norm"] == pytest.approx(1)  # all in the smallest part
    assert (clumped["juilland_d"], clumped["carroll_d2"]) == pytest.approx((0, 0), abs=1e-12)
    assert clumped["idf"] == pytest.approx(np.log2(3))
    assert (even["da"], even["dp_egbert"]) == pytest.approx((1, 1))
    assert (clumped["da"], clumped["dp_egbert"]) == pytest.approx((0, 0), abs=1e-12)
    # a term that keeps to the largest part: DP .5 over 1 - 3/6, where DPnorm has 1 - 1/6
    assert measures.dp_egbert([0, 0, 6], sizes=sizes)[0] == pytest.approx(0, abs=1e-12)
    assert measures.dp_norm([0, 0, 6], sizes=sizes)[0] == pytest.approx(0.5 / (5 / 6))


def test_da_over_all_pairs() -> None:
    # relative .1 0 .4 0: pairs differ by .1 .3 .1 .4 0 .4, mean 1.3 / 6; over twice the mean .125
    assert measures.da([1, 0, 4, 0], sizes=[10, 10, 10, 10])[0] == pytest.approx(1 - 1.3 / 6 / 0.25)


def test_a_term_that_does_not_occur_and_a_single_part() -> None:
    table = np.array([[0, 0], [1, 1]])
    for name in NAMES[1:]:
        value = getattr(measures, name)(table, sizes=[5, 5])
        assert np.isnan(value[0]), name
        assert not np.isnan(value[1]), name
    for name in ("dp_norm", "juilland_d", "carroll_d2", "da", "dp_egbert"):
        assert np.isnan(getattr(measures, name)([4], sizes=[9])[0])


def test_sparse_tables_give_the_same() -> None:
    table = np.array([[1, 0, 4], [0, 2, 0]])
    for name in NAMES:
        measure = getattr(measures, name)
        full, thin = (measure(kind, sizes=[9, 9, 12]) for kind in (table, sparse.coo_array(table)))
        np.testing.assert_array_equal(full, thin)


def test_sizes_that_do_not_fit_are_refused() -> None:
    for sizes in ([5], [5, 0], [5, -1]):
        with pytest.raises(OptionError, match="2 numbers above 0"):
            measures.dp([1, 1], sizes=sizes)
    with pytest.raises(OptionError, match="above the size of its part"):
        measures.dp([6, 1], sizes=[5, 5])
    with pytest.raises(OptionError, match="negative"):
        measures.dp([-1, 1], sizes=[5, 5])


@settings(max_examples=5 * settings.default.max_examples)
@given(st.lists(st.tuples(st.integers(0, 9), st.integers(9, 40)), min_size=2, max_size=8), st.randoms())
def test_order_of_parts_is_irrelevant_and_ranges_hold(parts: list[tuple[int, int]], random: object) -> None:
    shuffled = sorted(parts, key=lambda _: random.random())  # type: ignore[attr-defined]
    for name in NAMES:
        here, there = (
            float(getattr(measures, name)([f for f, _ in each], sizes=[s for _, s in each])[0])
            for each in (parts, shuffled)
        )
        assert here == pytest.approx(there, nan_ok=True, abs=1e-12)
        if name in {"dp", "dp_norm", "carroll_d2", "rosengren_s", "da", "dp_egbert"}:
            assert np.isnan(here) or -1e-12 <= here <= 1 + 1e-12
