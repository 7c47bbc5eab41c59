"""Agreement against published values and against values worked out by hand."""

from __future__ import annotations

import math
import unicodedata

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats import inter_rater

from analysis import measures
from analysis.errors import OptionError

N = math.nan
# Krippendorff's example of three coders and fifteen units, as in the readme of the package krippendorff
THREE = np.array(
    [
        [N, N, N, N, N, 3, 4, 1, 2, 1, 1, 3, 3, N, 3],
        [1, N, 2, 1, 3, 3, 4, 3, N, N, N, N, N, N, N],
        [N, N, 2, 1, 3, 4, 4, N, 2, 1, 1, 3, 3, N, 4],
    ]
).T
# Krippendorff (2011), section C and D; Gwet's irrCAC ships it as cac.raw4raters
FOUR = np.array(
    [
        [1, 1, N, 1],
        [2, 2, 3, 2],
        [3, 3, 3, 3],
        [3, 3, 3, 3],
        [2, 2, 2, 2],
        [1, 2, 3, 4],
        [4, 4, 4, 4],
        [1, 1, 2, 1],
        [2, 2, 2, 2],
        [N, 5, 5, 5],
        [N, N, 1, 1],
        [N, N, 3, N],
    ]
)


@pytest.mark.parametrize(("level", "alpha"), [("nominal", 0.691), ("ordinal", 0.807), ("interval", 0.811)])
def test_alpha_of_three_coders(level: measures.ratings.Level, alpha: float) -> None:
    assert measures.krippendorff_alpha(THREE, level=level) == pytest.approx(alpha, abs=0.0005)


@pytest.mark.parametrize(
    ("level", "alpha"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849), ("ratio", 0.797)]
)
def test_alpha_of_four_coders(level: measures.ratings.Level, alpha: float) -> None:
    assert measures.krippendorff_alpha(FOUR, level=level) == pytest.approx(alpha, abs=0.0005)


def test_gwets_published_values() -> None:
    # irrCAC, vignette: percent agreement .8181818, AC1 .77544, Fleiss .76117
    assert measures.percent_agreement(FOUR) == pytest.approx(0.8181818, abs=1e-7)
    assert measures.gwet_ac1(FOUR) == pytest.approx(0.77544, abs=5e-6)
    assert measures.fleiss_kappa(FOUR) == pytest.approx(0.76117, abs=5e-6)


def test_two_coders_by_hand() -> None:
    # 6 units, both say 1 twice, both 0 twice, once 1/0, once 0/1: observed 4/6
    pairs = np.array([[1, 1], [1, 1], [0, 0], [0, 0], [1, 0], [0, 1]], dtype=float)
    assert measures.percent_agreement(pairs) == pytest.approx(4 / 6)
    # both use 1 in half of the units: chance 1/2, kappa (4/6 - 1/2) / (1/2) = 1/3
    assert measures.cohen_kappa(pairs) == pytest.approx(1 / 3)
    assert measures.fleiss_kappa(pairs) == pytest.approx(1 / 3)
    # 12 values, 6 of each: expected disagreement 2*6*6 / (12*11) = 6/11, observed 1/3; 1 - (1/3)/(6/11) = 7/18
    assert measures.krippendorff_alpha(pairs) == pytest.approx(7 / 18)
    # AC1: chance = 2 * 1/2 * 1/2 / (2 - 1) = 1/2
    assert measures.gwet_ac1(pairs) == pytest.approx(1 / 3)
    assert measures.prevalence(pairs) == 0.5


def test_the_paradox_of_a_rare_category() -> None:
    # 10 units, one positive by each coder but in different units: they agree on 8 of 10
    rare = np.zeros((10, 2))
    rare[0, 0] = rare[1, 1] = 1
    assert measures.percent_agreement(rare) == pytest.approx(0.8)
    # METHOD of the kit: alpha -.06; 20 values, 2 ones: De = 2*18*2/(20*19), Do = .2
    assert measures.krippendorff_alpha(rare) == pytest.approx(1 - 0.2 / (72 / 380))
    # AC1: chance 2 * .1 * .9 = .18; (.8 - .18) / .82
    assert measures.gwet_ac1(rare) == pytest.approx(0.62 / 0.82)


def test_against_statsmodels() -> None:
    generator = np.random.default_rng(3)
    ratings = generator.integers(0, 3, size=(60, 5)).astype(float)
    ratings[:30] = ratings[:30, :1]
    table, _ = inter_rater.aggregate_raters(ratings.astype(int))
    assert measures.fleiss_kappa(ratings) == pytest.approx(inter_rater.fleiss_kappa(table))
    cross = np.array([[(ratings[:, 0] == i)[ratings[:, 1] == j].sum() for j in range(3)] for i in range(3)])
    assert measures.cohen_kappa(ratings[:, :2]) == pytest.approx(inter_rater.cohens_kappa(cross).kappa)


def test_cohens_kappa_is_that_of_sas() -> None:
    # 0 4 1 / 0 8 0 / 0 1 5: the example of SAS in statsmodels' tests, kappa .4842
    cells = [[0, 4, 1], [0, 8, 0], [0, 1, 5]]
    pairs = [(i, j) for i, row in enumerate(cells) for j, n in enumerate(row) for _ in range(n)]
    assert measures.cohen_kappa(np.array(pairs, dtype=float)) == pytest.approx(0.4842, abs=5e-5)


def test_lights_kappa_skips_pairs_that_share_no_unit() -> None:
    both = np.array([[1, 1, N, N], [0, 0, N, N], [N, N, 1, 1], [N, N, 0, 0]])
    assert measures.cohen_kappa(both) == 1.0


@pytest.mark.parametrize(
    "ratings", [np.zeros((5, 2)), np.ones((5, 3)), np.full((4, 2), N), np.array([[1, N], [N, 0]]), np.zeros((0, 2))]
)
def test_undefined_is_nan(ratings: np.ndarray) -> None:
    for formula in (measures.krippendorff_alpha, measures.cohen_kappa, measures.fleiss_kappa, measures.gwet_ac1):
        assert math.isnan(formula(ratings)), formula
    assert all(math.isnan(end) for end in measures.krippendorff_interval(ratings))


def test_the_interval_is_seeded_and_holds_alpha() -> None:
    low, high = measures.krippendorff_interval(FOUR, seed=4)
    assert (low, high) == measures.krippendorff_interval(FOUR, seed=4)
    assert low < measures.krippendorff_alpha(FOUR) < high <= 1


def test_a_few_resamples_by_brute_force() -> None:
    generator = np.random.default_rng(1)
    ratings = generator.integers(0, 2, size=(40, 2)).astype(float)
    ratings[:30, 1] = ratings[:30, 0]
    drawn = [measures.krippendorff_alpha(ratings[generator.integers(0, 40, 40)]) for _ in range(2000)]
    wanted = np.percentile(drawn, [2.5, 97.5])
    assert measures.krippendorff_interval(ratings) == pytest.approx(tuple(wanted), abs=0.04)


def test_disagreement_of_krippendorffs_binary_example() -> None:
    # Krippendorff (2011), section A: Meg and Owen differ on 4 of 10 units and say 1 six times among 20 values:
    # Do = .4, De = 2 * 14 * 6 / (20 * 19) = .442, alpha .095
    both = np.array([[0, 1, 0, 0, 0, 0, 0, 0, 1, 0], [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]]).T
    assert measures.krippendorff_disagreement(both) == pytest.approx((0.4, 168 / 380))
    assert measures.krippendorff_alpha(both) == pytest.approx(0.095, abs=0.0005)
    assert all(math.isnan(value) for value in measures.krippendorff_disagreement([[1, N], [N, 0]]))


def test_ratio_distances_by_hand() -> None:
    # 1 3 and 3 3: distance of 1 and 3 ((3 - 1) / 4)^2 = 1/4. Do: two of four values, 2 * 1/4 / 4 = 1/8; De: margins
    # 1 and 3, 2 * 1 * 3 * 1/4 / (4 * 3) = 1/8
    assert measures.krippendorff_disagreement([[1, 3], [3, 3]], level="ratio") == pytest.approx((1 / 8, 1 / 8))
    # 0 is 1 apart from all others, and not from itself
    assert measures.krippendorff_alpha([[0, 0], [5, 5], [0, 5]], level="ratio") == pytest.approx(
        measures.krippendorff_alpha([[0, 0], [1, 1], [0, 1]])
    )


def test_randolphs_kappa() -> None:
    # Artstein & Poesio (2008), Inter-coder agreement for computational linguistics, table 2: S .4
    table = np.repeat([[0, 0], [0, 1], [1, 0], [1, 1]], [20, 20, 10, 50], axis=0)
    assert measures.randolph_kappa(table) == pytest.approx(0.4)
    # a third category that nobody chose: chance 1/3, (.7 - 1/3) / (2/3)
    assert measures.randolph_kappa(table, categories=[0, 1, 2]) == pytest.approx(0.55)
    assert math.isnan(measures.randolph_kappa([[1, 1]]))
    assert measures.randolph_kappa([[1, 1]], categories=[0, 1]) == 1
    counted, _ = inter_rater.aggregate_raters(table)
    assert measures.randolph_kappa(table) == pytest.approx(inter_rater.fleiss_kappa(counted, method="randolph"))


def test_names_are_categories() -> None:
    decomposed = unicodedata.normalize("NFD", "찬성")
    named = np.array([["찬성", decomposed], ["반대", " 찬성"], ["중립", "중립"], ["반대", None], ["", N]], dtype=object)
    order = ["반대", "중립", "찬성"]
    numbers = np.array([[2, 2], [0, 2], [1, 1], [0, N], [N, N]])
    for formula in (measures.krippendorff_alpha, measures.cohen_kappa, measures.scott_pi, measures.holsti):
        assert formula(named) == pytest.approx(formula(numbers))
    assert measures.krippendorff_alpha(named, level="ordinal", categories=order) == pytest.approx(
        measures.krippendorff_alpha(numbers, level="ordinal")
    )
    assert measures.weighted_kappa(named, categories=order) == pytest.approx(measures.weighted_kappa(numbers))
    assert measures.krippendorff_alpha(pd.DataFrame(named)) == measures.krippendorff_alpha(named)
    with pytest.raises(OptionError, match="needs the order of the names; list them from low to high as categories="):
        measures.krippendorff_alpha(named, level="ordinal")
    with pytest.raises(OptionError, match="level 'interval' needs numbers, and the ratings are names"):
        measures.krippendorff_alpha(named, level="interval", categories=order)
    with pytest.raises(OptionError, match="hold '중립', which is none of the categories 찬성, 반대"):
        measures.randolph_kappa(named, categories=["찬성", "반대"])
    with pytest.raises(OptionError, match="categories must list different values"):
        measures.randolph_kappa(named, categories=["찬성", "찬성"])
    with pytest.raises(OptionError, match="prevalence needs numbers"):
        measures.prevalence(named)
    with pytest.raises(OptionError, match="'ratio' needs numbers from 0, and the ratings hold -1"):
        measures.krippendorff_alpha([[-1, 1]], level="ratio")


def test_options_are_checked() -> None:
    with pytest.raises(OptionError, match="level must be one of nominal, ordinal, interval, ratio, not 'scale'"):
        measures.krippendorff_alpha(FOUR, level="scale")  # type: ignore[arg-type]
    with pytest.raises(OptionError, match="repeats must be 1 or more"):
        measures.krippendorff_interval(FOUR, repeats=0)
    with pytest.raises(OptionError, match="a table of units by coders"):
        measures.krippendorff_alpha([1.0, 0.0])


TABLES = st.lists(st.tuples(*[st.sampled_from([0.0, 1.0, 2.0, N])] * 3), min_size=2, max_size=12).map(np.array)


@given(TABLES)
def test_order_of_coders_and_units_does_not_matter(ratings: np.ndarray) -> None:
    for formula in (measures.krippendorff_alpha, measures.fleiss_kappa, measures.gwet_ac1, measures.cohen_kappa):
        assert formula(ratings) == pytest.approx(formula(ratings[::-1, ::-1]), nan_ok=True)


@given(TABLES)
def test_two_values_have_one_alpha_at_every_level(ratings: np.ndarray) -> None:
    two = np.where(ratings == 2, 1.0, ratings)
    alphas = [measures.krippendorff_alpha(two, level=level) for level in measures.ratings._LEVELS]
    assert alphas == pytest.approx([alphas[0]] * 4, nan_ok=True)
