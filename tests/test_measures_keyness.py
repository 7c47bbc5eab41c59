"""Keyness and shifts of distributions: published values, values by hand, and scipy."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial import distance
from scipy.stats import binomtest
from statsmodels.stats.multitest import multipletests

from analysis import errors, measures
from analysis.errors import OptionError

COUNTS = st.integers(0, 200)


def test_ratios_by_hand() -> None:
    # 8 in 1,000 against 4 in 2,000: .008 / .002 = 4
    sides = {"n1": 1000, "f2": 4, "n2": 2000}
    assert measures.log_ratio(8, **sides) == pytest.approx(2)
    assert measures.percent_diff(8, **sides) == pytest.approx(300)  # Gabrielatos & Marchi: 4 times is +300 %
    assert measures.odds_ratio(8, **sides) == pytest.approx(8 * 1996 / (4 * 992))


def test_zeros() -> None:
    # Hardie (2014): 0 counts as 0.5, so 8 in 1,000 against none in 1,000 is log2(16) = 4
    assert measures.log_ratio([8, 0, 0], n1=1000, f2=[0, 8, 0], n2=1000)[:2].tolist() == [4, -4]
    assert np.isnan(measures.log_ratio(0, n1=1000, f2=0, n2=1000))
    assert np.isnan(measures.log_ratio(0, n1=0, f2=3, n2=1000))
    # 0 of 100 against 3 of 1,000: 0.5 / 100 would be more than 3 / 1,000, as if the term were typical of the target
    assert np.isnan(measures.log_ratio([0, 3], n1=[100, 1000], f2=[3, 0], n2=[1000, 100])).all()
    assert np.isnan(measures.percent_diff(8, n1=1000, f2=0, n2=1000))
    assert measures.percent_diff(0, n1=1000, f2=8, n2=1000) == -100
    assert np.isnan(measures.odds_ratio(8, n1=1000, f2=0, n2=1000))


def test_bic_of_wilson() -> None:
    # G2 15.13 in a million words together: 15.13 - ln 10^6 = 15.13 - 13.82
    assert measures.bic(15.13, n=1_000_000) == pytest.approx(15.13 - 13.815511)


@pytest.mark.parametrize(("f1", "f2"), [(3, 0), (10, 5), (0, 4), (120, 3000)])
def test_interval_is_that_of_clopper_and_pearson(f1: int, f2: int) -> None:
    low, high = measures.log_ratio_interval(f1, n1=1000, f2=f2, n2=4000, alpha=0.01)
    share = binomtest(f1, f1 + f2).proportion_ci(0.99, method="exact")
    expected_low = math.log2(4 * share.low / (1 - share.low)) if share.low else -math.inf
    expected_high = math.log2(4 * share.high / (1 - share.high)) if share.high < 1 else math.inf
    assert low == pytest.approx(expected_low)
    assert high == pytest.approx(expected_high)
    bound = expected_low if expected_low > 0 else min(expected_high, 0)
    assert measures.lrc(f1, n1=1000, f2=f2, n2=4000, alpha=0.01) == pytest.approx(bound)


def test_lrc_by_hand() -> None:
    # three hits against none, equal sizes: t >= (alpha / 2)^(1/3); at .05 that is .2924, odds .4132 < 1, so LRC is 0
    assert measures.lrc(3, n1=1000, f2=0, n2=1000) == 0
    # ten against none: .025^(1/10) = .6915, odds 2.2416, log2 1.1645
    assert measures.lrc(10, n1=1000, f2=0, n2=1000) == pytest.approx(1.1645, abs=1e-4)
    assert measures.lrc(0, n1=1000, f2=10, n2=1000) == pytest.approx(-1.1645, abs=1e-4)


def test_log_odds_by_hand() -> None:
    # two terms, 6 and 4 of 10 against 2 and 18 of 20; prior the pooled counts 8 and 22, together 30
    delta, z = measures.log_odds([6, 4], n1=10, f2=[2, 18], n2=20, prior=[8, 22])
    first = math.log(14 / (10 + 30 - 14)) - math.log(10 / (20 + 30 - 10))
    assert delta == pytest.approx([first, -first])  # two terms: the second is the mirror of the first
    assert z[0] == pytest.approx(first / math.sqrt(1 / 14 + 1 / 10))
    with pytest.raises(OptionError, match="pseudo-count"):
        measures.log_odds([1], n1=2, f2=[1], n2=2, prior=[0])


def test_counts_above_their_corpus_are_refused() -> None:
    with pytest.raises(OptionError, match="above the size"):
        measures.log_ratio(8, n1=5, f2=1, n2=10)
    with pytest.raises(OptionError, match="alpha must lie between 0 and 1"):
        measures.log_ratio_interval(1, n1=5, f2=1, n2=5, alpha=0)


@settings(max_examples=5 * settings.default.max_examples)
@given(COUNTS, COUNTS, st.integers(200, 5000), st.integers(200, 5000))
def test_swapping_the_sides_flips_the_sign(f1: int, f2: int, n1: int, n2: int) -> None:
    one, other = {"n1": n1, "f2": f2, "n2": n2}, {"n1": n2, "f2": f1, "n2": n1}
    for measure in (measures.log_ratio, measures.lrc):
        assert measure(f1, **one) == pytest.approx(-measure(f2, **other), nan_ok=True, abs=1e-9)
    low, high = measures.log_ratio_interval(f1, **one)
    back_low, back_high = measures.log_ratio_interval(f2, **other)
    assert (low, high) == pytest.approx((-back_high, -back_low), nan_ok=True, abs=1e-9)
    if f1 and f2:
        assert low < measures.log_ratio(f1, **one) < high


@pytest.mark.parametrize(("ours", "theirs"), [("holm", "holm"), ("bonferroni", "bonferroni"), ("bh", "fdr_bh")])
def test_corrections_agree_with_statsmodels(ours: str, theirs: str) -> None:
    p = np.random.default_rng(3).random(40) ** 4
    p[[3, 17]] = p[5]  # ties
    assert measures.adjust(p, method=ours) == pytest.approx(multipletests(p, method=theirs)[1], rel=1e-12)  # type: ignore[arg-type]


def test_corrections_by_hand() -> None:
    p = [0.01, 0.04, 0.03, math.nan]  # three tests; the one not made is not counted
    assert measures.adjust(p, method="bonferroni")[:3] == pytest.approx([0.03, 0.12, 0.09])
    assert measures.adjust(p, method="holm")[:3] == pytest.approx([0.03, 0.06, 0.06])  # 3p, 2p, max with the one before
    assert measures.adjust(p, method="bh")[:3] == pytest.approx([0.03, 0.04, 0.04])  # 3/1, 3/2 cut to .04, 3/3
    assert np.isnan(measures.adjust(p)[3])
    assert measures.adjust([], method="bh").tolist() == []
    assert measures.adjust([0.2], method="none").tolist() == [0.2]
    with pytest.raises(OptionError, match="one of holm, bonferroni, bh, none, not 'fdr'"):
        measures.adjust(p, method="fdr")  # type: ignore[arg-type]


PAIRS = st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), min_size=2, max_size=12).filter(
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


@given(PAIRS)
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


@given(PAIRS)
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
