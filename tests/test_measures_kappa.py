"""Agreement of pairs of coders against published tables, statsmodels, scikit-learn and nltk."""

from __future__ import annotations

import math

import numpy as np
import pytest
from nltk.metrics.agreement import AnnotationTask
from statsmodels.stats import inter_rater

from analysis import measures
from analysis.errors import OptionError

N = math.nan
TABLE = [[20, 5, 1], [4, 15, 6], [2, 3, 24]]


def units(table: object) -> np.ndarray:
    """Write a table of two coders as units: [[1, 0], [0, 2]] is one unit 0 0 and two units 1 1."""
    counts = np.asarray(table)
    return np.repeat([[i, j] for i in range(len(counts)) for j in range(len(counts))], counts.ravel(), axis=0)


def test_artstein_and_poesio() -> None:
    # Inter-coder agreement for computational linguistics (2008), tables 1 and 2: .7 agree, pi .341, kappa .348
    ratings = units([[20, 20], [10, 50]])
    assert measures.percent_agreement(ratings) == pytest.approx(0.7)
    assert measures.scott_pi(ratings) == pytest.approx(0.341, abs=5e-4)
    assert measures.cohen_kappa(ratings) == pytest.approx(0.348, abs=5e-4)
    # shares .4 .6 and .3 .7: Cohen .12 + .42, Scott .35^2 + .65^2
    assert measures.chance_agreement(ratings, of="cohen") == pytest.approx(0.54)
    assert measures.chance_agreement(ratings, of="scott") == pytest.approx(0.545)
    assert measures.chance_agreement(ratings, of="fleiss") == pytest.approx(0.545)
    assert measures.chance_agreement(ratings, of="randolph") == 0.5
    assert measures.chance_agreement(ratings, of="gwet") == pytest.approx(2 * 0.35 * 0.65)


def test_gwets_abstractors() -> None:
    # Gwet (2014), cont3x3abstractors, as irrCAC prints it: kappa, its error, Scott's pi, Brennan & Prediger
    ratings = units([[13, 0, 0], [0, 20, 7], [0, 4, 56]])
    assert measures.cohen_kappa(ratings) == pytest.approx(0.7964094, abs=5e-8)
    assert measures.kappa_error(ratings) == pytest.approx(0.05891072, abs=5e-9)
    assert measures.scott_pi(ratings) == pytest.approx(0.7962397, abs=5e-8)
    assert measures.randolph_kappa(ratings) == pytest.approx(0.835, abs=5e-4)
    assert measures.krippendorff_alpha(ratings) == pytest.approx(0.7972585, abs=5e-8)


def test_kappa_of_fleiss_levin_and_paik() -> None:
    # Statistical methods for rates and proportions, 3rd ed., table 18.1: kappa .68, from .51 to .85
    ratings = units([[75, 1, 4], [5, 4, 1], [0, 0, 10]])
    assert measures.cohen_kappa(ratings) == pytest.approx(0.68, abs=0.005)
    assert measures.kappa_interval(ratings) == pytest.approx((0.51, 0.85), abs=0.006)


def test_weighted_kappa_of_cohen() -> None:
    # Cohen (1968): 200 patients, disagreements of 1, 3 and 6; kappa .492, weighted .348
    ratings = units([[88, 14, 18], [10, 40, 10], [2, 6, 12]])
    weights = 1 - np.array([[0, 1, 3], [1, 0, 6], [3, 6, 0]]) / 6
    assert measures.weighted_kappa(ratings, weights="none") == pytest.approx(0.492, abs=5e-4)
    assert measures.weighted_kappa(ratings, weights=weights) == pytest.approx(0.348, abs=5e-4)


@pytest.mark.parametrize("weights", ["none", "linear", "quadratic"])
def test_statsmodels_and_scikit_learn_agree(weights: str) -> None:
    other = inter_rater.cohens_kappa(np.array(TABLE), wt=None if weights == "none" else weights)
    ratings = units(TABLE)
    assert measures.weighted_kappa(ratings, weights=weights) == pytest.approx(other.kappa)
    assert measures.kappa_error(ratings, weights=weights) == pytest.approx(other.std_kappa)
    assert measures.kappa_interval(ratings, weights=weights) == pytest.approx((other.kappa_low, other.kappa_upp))
    plain = None if weights == "none" else weights
    learn = pytest.importorskip("sklearn.metrics")
    value = learn.cohen_kappa_score(*ratings.T, weights=plain)
    assert measures.weighted_kappa(ratings, weights=weights) == pytest.approx(value)


def test_nltk_agrees() -> None:
    ratings = units(TABLE)
    task = AnnotationTask(data=[("ab"[c], str(u), str(v)) for (u, c), v in np.ndenumerate(ratings)])
    assert measures.scott_pi(ratings) == pytest.approx(task.pi())
    assert measures.cohen_kappa(ratings) == pytest.approx(task.kappa())
    assert measures.randolph_kappa(ratings) == pytest.approx(task.S())
    assert measures.krippendorff_alpha(ratings) == pytest.approx(task.alpha())


def test_holsti_counts_what_each_coded() -> None:
    # 100 and 110 units coded, 90 in common, 80 of them alike: 160 / 210
    ratings = np.repeat([[1, 1], [1, 0], [1, N], [N, 1]], [80, 10, 10, 20], axis=0)
    assert measures.holsti(ratings) == pytest.approx(160 / 210)
    three = [[1, 1, 1], [0, 1, N], [0, N, 1]]
    # a and b share two, agree on one: 2 / (3 + 2); a and c: 2 / (3 + 2); b and c share one, agree: 2 / (2 + 2)
    assert measures.holsti(three) == pytest.approx((2 / 5 + 2 / 5 + 2 / 4) / 3)
    assert math.isnan(measures.holsti([[1, N], [N, 1]]))


def test_a_category_that_nobody_chose_moves_its_neighbours_apart() -> None:
    ratings = [[1, 1], [1, 2], [3, 3], [3, 2]]
    # of 1 2 3 neighbours agree by 1/2: observed 3/4; the coders' shares are .5 0 .5 and .25 .5 .25
    chance = 0.5 * (0.25 * 1 + 0.5 * 0.5) * 2
    assert measures.weighted_kappa(ratings) == pytest.approx((0.75 - chance) / (1 - chance))
    # of 1 2 3 4 5 by 3/4, and 1 and 3 by 1/2: observed 7/8
    chance = 0.5 * (0.25 * 1 + 0.5 * 0.75 + 0.25 * 0.5) * 2
    wide = measures.weighted_kappa(ratings, categories=[1, 2, 3, 4, 5])
    assert wide == pytest.approx((0.875 - chance) / (1 - chance))


def test_what_cannot_be_said_is_nan() -> None:
    for formula in (measures.scott_pi, measures.weighted_kappa, measures.kappa_error):
        assert math.isnan(formula([[1, 1], [1, 1]])), formula
        assert math.isnan(formula([[1, N], [N, 0]])), formula
    assert measures.kappa_error([[1, 1], [0, 0]]) == 0
    assert all(math.isnan(end) for end in measures.kappa_interval([[1, 1], [0, 0]]))
    assert math.isnan(measures.kappa_error([[1, 1, 0], [0, 1, 1]]))  # three coders
    assert math.isnan(measures.chance_agreement([[N, N]], of="gwet"))


def test_options_are_checked() -> None:
    with pytest.raises(OptionError, match="weights must be one of none, linear, quadratic, not 'cubic'"):
        measures.weighted_kappa([[1, 0]], weights="cubic")
    with pytest.raises(OptionError, match="or a table of 2 by 2 categories that is 1 where"):
        measures.weighted_kappa([[1, 0]], weights=[[0, 1], [1, 0]])
    with pytest.raises(OptionError, match="of must be one of cohen, scott, fleiss, randolph, gwet, not 'light'"):
        measures.chance_agreement([[1, 0]], of="light")  # type: ignore[arg-type]
