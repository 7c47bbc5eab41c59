"""Association of K positions: published values and nltk."""

from __future__ import annotations

import math

import pytest
from nltk.collocations import BigramAssocMeasures, QuadgramAssocMeasures, TrigramAssocMeasures

from analysis import errors
from analysis.measures.association import cells_of, g2_positions, interaction, pmi_positions


def bigram(n: int, first: int, second: int, total: int) -> list[list[int]]:
    return [[total], [first], [second], [n]]


def test_cells_by_hand() -> None:
    # 9 bigrams, first word 3, second word 4, both 2: first alone 1, second alone 2, neither 9 - 3 - 4 + 2 = 4
    assert cells_of(bigram(2, 3, 4, 9)).ravel().tolist() == [4, 1, 2, 2]


@pytest.mark.parametrize(
    ("cells", "g2"),
    [
        ((110, 2442, 111, 29114), 270.72),  # the swiss
        ((29, 13, 123, 31612), 263.90),  # can be
        ((31, 23, 139, 31584), 256.84),  # previous year
        ((10, 0, 3, 31764), 167.23),  # mineral water
        ((76, 104, 2476, 29121), 157.21),  # at the
    ],
)
def test_g2_of_dunning(cells: tuple[int, int, int, int], g2: float) -> None:
    # Dunning (1993), Accurate methods for the statistics of surprise and coincidence, bigrams by -2 log lambda
    both, first, second, neither = cells
    margins = bigram(both, both + first, both + second, both + first + second + neither)
    assert round(float(g2_positions(margins)[0]), 2) == g2


def test_lambda_of_quanteda() -> None:
    # quanteda.textstats, test of zero-length documents (#940): good ice, 2 of 9 bigrams, 4.317488 and 2.027787
    strength, z = interaction(bigram(2, 2, 2, 9))
    assert round(float(strength[0]), 6) == 4.317488  # ln(2.5 x 7.5 / (0.5 x 0.5)) = ln 75
    assert round(float(z[0]), 6) == 2.027787


def test_lambda_of_three_words_is_the_ratio_of_odds_ratios() -> None:
    # margins in the order none, 1, 2, 12, 3, 13, 23, 123
    margins = [[20], [6], [7], [4], [8], [3], [5], [2]]
    n = {b: v + 0.5 for b, v in enumerate(cells_of(margins).ravel())}
    with_third = n[0b111] * n[0b100] / (n[0b101] * n[0b110])
    without = n[0b011] * n[0b000] / (n[0b001] * n[0b010])
    assert float(interaction(margins)[0][0]) == pytest.approx(math.log(with_third / without))


def test_agrees_with_nltk_for_two_three_and_four_words() -> None:
    two = (8, (15, 46), 1000)
    assert float(pmi_positions(bigram(8, 15, 46, 1000))[0]) == pytest.approx(BigramAssocMeasures.pmi(*two))
    assert float(g2_positions(bigram(8, 15, 46, 1000))[0]) == pytest.approx(BigramAssocMeasures.likelihood_ratio(*two))
    # nltk: n_iii, (n_iix, n_ixi, n_xii), (n_ixx, n_xix, n_xxi), n
    three = (20, (100, 70, 45), (300, 350, 210), 5000)
    margins = [[5000], [300], [350], [100], [210], [70], [45], [20]]
    assert float(pmi_positions(margins)[0]) == pytest.approx(TrigramAssocMeasures.pmi(*three))
    assert float(g2_positions(margins)[0]) == pytest.approx(TrigramAssocMeasures.likelihood_ratio(*three), rel=1e-9)
    # nltk: n, (iiix, iixi, ixii, xiii), (iixx, ixix, ixxi, xixi, xxii, xiix), (ixxx, xixx, xxix, xxxi), n
    four = (5, (9, 8, 7, 6), (30, 25, 20, 22, 24, 26), (90, 80, 95, 85), 3000)
    pairs = {3: 30, 5: 25, 9: 20, 10: 22, 12: 24, 6: 26}
    ordered = {0: 3000, 1: 90, 2: 80, 4: 95, 8: 85, **pairs, 7: 9, 11: 8, 13: 7, 14: 6, 15: 5}
    margins = [[ordered[k]] for k in range(16)]
    assert float(pmi_positions(margins)[0]) == pytest.approx(QuadgramAssocMeasures.pmi(*four))
    assert float(g2_positions(margins)[0]) == pytest.approx(QuadgramAssocMeasures.likelihood_ratio(*four), rel=1e-9)


def test_a_word_that_fills_its_position_and_bad_tables() -> None:
    assert math.isnan(float(g2_positions(bigram(3, 5, 3, 5))[0]))
    with pytest.raises(errors.OptionError, match="negative"):
        cells_of(bigram(5, 3, 4, 9))
    with pytest.raises(errors.OptionError, match="3 rows"):
        cells_of([[1], [1], [1]])
    with pytest.raises(errors.OptionError, match="above 0"):
        interaction(bigram(2, 3, 4, 9), smoothing=0)
