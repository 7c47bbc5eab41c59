"""Agreement by the mix of the texts: identities with repeated units, and coverage of the interval."""

from __future__ import annotations

import math

import numpy as np
import pytest

from analysis import measures
from analysis.errors import OptionError

N = math.nan
UNITS = np.array([[1, 1], [1, 0], [0, 0], [1, 1], [0, 0], [0, 1], [1, 1], [0, 0], [1, 1], [0, 0]], dtype=float)
WEIGHTS = np.array([2, 1, 9, 1, 9, 9, 2, 9, 1, 9])


def test_equal_weights_change_nothing() -> None:
    some = np.vstack([UNITS, [[1, N], [N, N]]])
    equal = np.full(len(some), 3.0)
    assert measures.weighted_alpha(some, weights=equal) == pytest.approx(measures.krippendorff_alpha(some))
    assert measures.weighted_ac1(some, weights=equal) == pytest.approx(measures.gwet_ac1(some))


@pytest.mark.parametrize("level", ["nominal", "ordinal"])
def test_whole_weights_are_repeated_units(level: measures.ratings.Level) -> None:
    # Krippendorff (2011) on the units repeated, but for the correction n - 1, of 20 values read and 104 repeated
    repeated = np.repeat(UNITS, WEIGHTS, axis=0)
    n, many = UNITS.size, repeated.size
    wanted = 1 - (1 - measures.krippendorff_alpha(repeated, level=level)) * (n - 1) * many / (n * (many - 1))
    assert measures.weighted_alpha(UNITS, weights=WEIGHTS, level=level) == pytest.approx(wanted)
    assert measures.weighted_ac1(UNITS, weights=WEIGHTS) == pytest.approx(measures.gwet_ac1(repeated))


def test_the_interval_covers() -> None:
    # texts with the frame in 5 of 100 sentences, coders of sensitivity .92 and specificity .985, half of 200 labels
    # from found sentences. Agreement of all texts: q present among p, then 1 - disagreement / (2 q (1 - q))
    generator = np.random.default_rng(2)
    p, covered, unweighted = 0.05, [], []
    shares = np.array([0.8 * p + 0.02 * (1 - p), 0.2 * p + 0.98 * (1 - p)])  # found, not found
    present = np.array([0.8 * p, 0.2 * p]) / shares
    q = 0.92 * p + 0.015 * (1 - p)
    apart = 2 * (p * 0.92 * 0.08 + (1 - p) * 0.985 * 0.015)
    alpha = 1 - apart / (2 * q * (1 - q))
    strata = np.repeat([0, 1], 100)
    for _ in range(120):
        truth = generator.random(200) < present[strata]
        ratings = (generator.random((200, 2)) < np.where(truth, 0.92, 0.015)[:, None]).astype(float)
        low, high = measures.weighted_alpha_interval(ratings, weights=shares[strata], strata=strata)
        covered.append(low <= alpha <= high)
        unweighted.append(measures.krippendorff_alpha(ratings))
    assert sum(covered) >= 107  # .94 in long runs of this scene
    assert np.mean(unweighted) > alpha + 0.08


def test_what_cannot_be_said_is_nan_and_bad_weights_are_refused() -> None:
    assert math.isnan(measures.weighted_alpha([[1, N], [N, 0]], weights=[1, 1]))
    assert math.isnan(measures.weighted_ac1([[1, 1]], weights=[1]))
    ends = measures.weighted_alpha_interval(np.ones_like(UNITS), weights=WEIGHTS, strata=np.zeros(len(UNITS)))
    assert all(math.isnan(end) for end in ends)
    with pytest.raises(OptionError, match="weights must be 10 numbers above 0"):
        measures.weighted_alpha(UNITS, weights=np.zeros(10))
    with pytest.raises(OptionError, match="stratum of each of the 10 units"):
        measures.weighted_alpha_interval(UNITS, weights=WEIGHTS, strata=[1])


def test_of_several_coders_units_are_drawn_again_within_strata() -> None:
    three = np.tile(np.column_stack([UNITS, UNITS[:, 0]]), (8, 1))
    strata, equal = np.zeros(len(three)), np.ones(len(three))
    # one stratum, equal weights: resampled units, as Krippendorff's interval
    low, high = measures.weighted_alpha_interval(three, weights=equal, strata=strata)
    assert (low, high) == pytest.approx(measures.krippendorff_interval(three, repeats=4_000, seed=1), abs=0.03)
    # a stratum that was read as a whole in one way says nothing of what else it may hold
    uniform = np.vstack([three, np.zeros((20, 3))])
    where = np.repeat([0, 1], [len(three), 20])
    ends = measures.weighted_alpha_interval(uniform, weights=np.repeat([1, 9], [len(three), 20]), strata=where)
    assert all(math.isnan(end) for end in ends)
