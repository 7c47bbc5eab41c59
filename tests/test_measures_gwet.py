"""AC1 and AC2 against the values that Gwet prints, and by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest

from analysis import measures

N = math.nan


def test_four_raters_of_gwet() -> None:
    # Gwet (2014), cac.raw4raters as irrCAC prints it: chance .1903212, AC1 .77544, error .14295, (.461, 1)
    rows = [
        *([1, 1, N, 1], [2, 2, 3, 2], [3, 3, 3, 3], [3, 3, 3, 3], [2, 2, 2, 2], [1, 2, 3, 4]),
        *([4, 4, 4, 4], [1, 1, 2, 1], [2, 2, 2, 2], [N, 5, 5, 5], [N, N, 1, 1], [N, N, 3, N]),
    ]
    ratings = np.array(rows)
    assert measures.chance_agreement(ratings, of="gwet") == pytest.approx(0.1903212, abs=5e-8)
    assert measures.chance_agreement(ratings, of="fleiss") == pytest.approx(0.2387153, abs=5e-8)
    assert measures.gwet_error(ratings) == pytest.approx(0.14295, abs=5e-6)
    assert measures.gwet_interval(ratings) == pytest.approx((0.461, 1), abs=5e-4)


def test_two_abstractors_of_gwet() -> None:
    # Gwet (2014), cont3x3abstractors: AC1 .8493305, error .04321747 with units in place of units - 1
    cells = [[0, 0], [1, 1], [1, 2], [2, 1], [2, 2]]
    ratings = np.repeat(cells, [13, 20, 7, 4, 56], axis=0)
    assert measures.gwet_ac1(ratings) == pytest.approx(0.8493305, abs=5e-8)
    assert measures.gwet_error(ratings) * math.sqrt(99 / 100) == pytest.approx(0.04321747, abs=5e-9)


def test_ac2_by_hand() -> None:
    # 0 0, 2 2 and 0 1 of 0 1 2, quadratic: 0 and 1 agree by 3/4; observed (1 + 1 + 3/4) / 3 = 11/12. Weights add up to
    # 3 + 4 * 3/4 = 6; shares 1/2 1/6 1/3: chance 6 / 6 * (1/4 + 5/36 + 2/9) = 22/36
    ratings = [[0, 0], [2, 2], [0, 1]]
    assert measures.gwet_ac2(ratings) == pytest.approx((11 / 12 - 22 / 36) / (14 / 36))
    assert measures.gwet_ac2(ratings, weights="none") == measures.gwet_ac1(ratings)
    # a category that nobody chose lowers the chance of AC1: 22/36 / (3 - 1) to / (4 - 1)
    assert measures.gwet_ac1(ratings, categories=[0, 1, 2, 3]) == pytest.approx((2 / 3 - 22 / 108) / (86 / 108))


def test_coders_who_never_differ_have_no_interval() -> None:
    assert measures.gwet_ac1([[1, 1], [0, 0]]) == 1
    assert measures.gwet_error([[1, 1], [0, 0]]) == 0
    assert all(math.isnan(end) for end in measures.gwet_interval([[1, 1], [0, 0]]))
    assert math.isnan(measures.gwet_error([[1, 0]]))  # one unit
    assert math.isnan(measures.gwet_ac2([[1, 1]]))
