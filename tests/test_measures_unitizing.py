"""Alphas for unitizing against published numbers and by hand."""

from __future__ import annotations

import math

import pytest

from analysis import measures
from analysis.errors import OptionError

# Krippendorff (2004), Content Analysis, 2nd ed., p. 254: two observers of a continuum from 150 to 450
C = [[(75, 145), (220, 250)], [(70, 150), (205, 225), (250, 270)]]
K = [[(30, 90), (150, 200)], [(30, 90), (150, 200)]]


def test_krippendorffs_example() -> None:
    observed, expected = measures.u_disagreement(C, length=300)
    assert (observed, expected) == pytest.approx((0.0144, 0.0532), abs=5e-5)
    assert measures.u_alpha(C, length=300) == pytest.approx(0.7286, abs=5e-5)
    same, by_chance = measures.u_disagreement(K, length=300)
    assert (same, measures.u_alpha(K, length=300)) == (0, 1)
    assert by_chance == pytest.approx(0.0490, abs=5e-5)
    assert 1 - (observed + same) / (expected + by_chance) == pytest.approx(0.859, abs=5e-4)


def test_distances_by_hand() -> None:
    # 2-5 and 3-7 of ten overlap: 1^2 + 2^2, seen from both sides; over 2 * 1 * 10^2
    assert measures.u_disagreement([[(2, 5)], [(3, 7)]], length=10)[0] == pytest.approx(2 * 5 / 200)
    # 2-5 in the gap of one who found nothing: 3^2
    assert measures.u_disagreement([[(2, 5)], []], length=10)[0] == pytest.approx(2 * 9 / 200)


def test_spans_with_labels() -> None:
    # one coder says a a b b, the other a a a b: agreed 2 * 3 of 8. Of a 5 and of b 3, in units of 2 2 and 3 1:
    # chance 8 * (25 - 4 - 9 + 9 - 4 - 1) / (64 - 18)
    spans = [[(0, 2, "a"), (2, 4, "b")], [(0, 3, "a"), (3, 4, "b")]]
    assert measures.labelled_u_alpha(spans, length=4) == pytest.approx(1 - (8 - 6) / (8 - 8 * 16 / 46))
    # gaps are a label, but no unit: a . . . and . . . .: agreed 6 of 8; a 1, gaps 7: 8 * (0 + 49 - 7) / (64 - 1 - 7)
    bare = measures.labelled_u_alpha([[(0, 1, "a")], []], length=4)
    assert bare == pytest.approx(1 - 2 / (8 - 8 * 42 / 56))


def test_what_cannot_be_said_is_nan_and_bad_spans_are_refused() -> None:
    assert math.isnan(measures.u_alpha([[], []], length=10))
    assert math.isnan(measures.u_alpha([[(1, 2)]], length=10))
    assert math.isnan(measures.labelled_u_alpha([[], []], length=10))
    assert math.isnan(measures.labelled_u_alpha([[(0, 10, "a")]] * 2, length=10))
    for spans in ([(3, 3)], [(5, 11)], [(1, 4), (3, 6)], [(-1, 2)]):
        with pytest.raises(OptionError, match="is empty, overlaps the one before it, or leaves the continuum of 10"):
            measures.u_alpha([spans, []], length=10)
