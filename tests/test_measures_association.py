"""Two-by-two tables and positions of n-grams: published values, hand arithmetic, and other programs."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nltk.collocations import BigramAssocMeasures, QuadgramAssocMeasures, TrigramAssocMeasures
from nltk.metrics import BigramAssocMeasures as Nltk
from scipy.stats import chi2 as chi2_distribution
from scipy.stats import chi2_contingency

from analysis import errors, measures
from analysis.errors import OptionError
from analysis.measures.association import _exact_cells, g2_positions, interaction, pmi_positions

# Dunning (1993), table 1: k(AB), k(A~B), k(~AB), k(~A~B) and the printed -2 log lambda
DUNNING = [((110, 2442, 111, 29114), 270.72), ((29, 13, 123, 31612), 263.90), ((31, 23, 139, 31584), 256.84)]
# Gries (2013), of course in the spoken part of the BNC: a, b, c, d
OF_COURSE = (5610, 168938, 2257, 10233063)
TABLES = st.tuples(*[st.integers(0, 400)] * 4).filter(
    lambda t: t[0] + t[1] and t[2] + t[3] and t[0] + t[2] and t[1] + t[3]
)


def totals(table: tuple[int, ...]) -> dict[str, int]:
    a, b, c, _ = table
    return {"r1": a + b, "c1": a + c, "n": sum(table)}


@pytest.mark.parametrize(("table", "printed"), DUNNING)
def test_g2_of_dunning(table: tuple[int, ...], printed: float) -> None:
    assert round(float(measures.g2(table[0], **totals(table))), 2) == printed


def test_delta_p_of_gries() -> None:
    # printed: course given of .032, of given course .697
    assert round(float(measures.delta_p_term(5610, **totals(OF_COURSE))), 3) == 0.032
    assert round(float(measures.delta_p_node(5610, **totals(OF_COURSE))), 3) == 0.697


def test_scores_by_hand() -> None:
    # node 10 times, term 20 times, 8 together, 1,000 words: E = 10 * 20 / 1000 = 0.2
    joint = {"r1": 10, "c1": 20, "n": 1000}
    assert measures.expected(10, c1=20, n=1000) == pytest.approx(0.2)
    assert measures.mutual_information(8, **joint) == pytest.approx(math.log2(40))  # 8 / 0.2
    assert measures.mi3(8, **joint) == pytest.approx(math.log2(2560))  # 512 / 0.2
    assert measures.t_score(8, **joint) == pytest.approx(7.8 / math.sqrt(8))
    assert measures.z_score(8, **joint) == pytest.approx(7.8 / math.sqrt(0.2))
    assert measures.dice(8, r1=10, c1=20) == pytest.approx(16 / 30)
    assert measures.minimum_sensitivity(8, r1=10, c1=20) == pytest.approx(8 / 20)  # of 8/10 and 8/20
    assert measures.log_dice(8, r1=10, c1=20) == pytest.approx(14 + math.log2(16 / 30))
    assert measures.npmi(8, **joint) == pytest.approx(math.log2(40) / -math.log2(8 / 1000))
    # two terms: 2 (8 ln(8 / 0.2) + 12 ln(12 / 19.8))
    assert measures.g2_two_term(8, **joint) == pytest.approx(2 * (8 * math.log(40) + 12 * math.log(12 / 19.8)))


def test_g2_of_rayson_and_garside_by_hand() -> None:
    # 120 in 10,000 against 60 in 20,000: E1 = 10000 * 180 / 30000 = 60, E2 = 120
    value = measures.g2_two_term(120, r1=10_000, c1=180, n=30_000)
    assert value == pytest.approx(2 * (120 * math.log(2) + 60 * math.log(0.5)))  # = 120 ln 2 = 83.18
    assert round(float(value), 2) == 83.18


def test_log_dice_of_its_author() -> None:
    # Rychlý (2008): 14 when the two words always stand together; half as often is one point less
    assert measures.log_dice([50, 25], r1=50, c1=50).tolist() == [14.0, 13.0]


@pytest.mark.parametrize("table", [(8, 32, 92, 868), (3, 0, 5, 60), (1, 40, 30, 4), *[t for t, _ in DUNNING]])
def test_other_programs_agree(table: tuple[int, ...]) -> None:
    square, given_ = np.array(table).reshape(2, 2), totals(table)
    marginals = (table[0], (given_["r1"], given_["c1"]), given_["n"])
    for correction, yates in (("none", False), ("yates", True)):
        ours = measures.g2(table[0], **given_, correction=correction)  # type: ignore[arg-type]
        theirs = chi2_contingency(square, lambda_="log-likelihood", correction=yates)[0]
        assert ours == pytest.approx(theirs, rel=1e-12)
        ours = measures.chi2(table[0], **given_, correction=correction)  # type: ignore[arg-type]
        assert ours == pytest.approx(chi2_contingency(square, correction=yates)[0], rel=1e-12)
    assert measures.g2(table[0], **given_) == pytest.approx(Nltk.likelihood_ratio(*marginals), rel=1e-9)
    assert measures.chi2(table[0], **given_) == pytest.approx(Nltk.chi_sq(*marginals), rel=1e-9)
    assert measures.mutual_information(table[0], **given_) == pytest.approx(Nltk.pmi(*marginals))
    assert measures.t_score(table[0], **given_) == pytest.approx(Nltk.student_t(*marginals), rel=1e-9)
    assert measures.dice(table[0], r1=given_["r1"], c1=given_["c1"]) == pytest.approx(Nltk.dice(*marginals))


def test_williams_by_hand() -> None:
    # 10 20 / 30 40: n 100, rows 30 70, columns 40 60
    # q = 1 + (100/30 + 100/70 - 1)(100/40 + 100/60 - 1) / 600 = 1 + 3.761905 * 3.166667 / 600 = 1.019854
    plain = measures.g2(10, r1=30, c1=40, n=100)
    assert measures.g2(10, r1=30, c1=40, n=100, correction="williams") == pytest.approx(plain / 1.0198545, rel=1e-7)


def test_p_value_is_the_tail_with_one_degree() -> None:
    assert measures.p_value([3.841459, 6.634897, 10.827566]) == pytest.approx([0.05, 0.01, 0.001], rel=1e-5)
    assert measures.p_value(270.72) == pytest.approx(chi2_distribution.sf(270.72, 1), rel=1e-12)


def test_what_cannot_be_said_is_nan() -> None:
    for measure in (measures.g2, measures.g2_two_term, measures.chi2):
        assert np.isnan(measure(0, r1=0, c1=5, n=10))  # the node does not occur
        assert np.isnan(measure(0, r1=5, c1=0, n=10))
        assert np.isnan(measure(5, r1=5, c1=10, n=10))  # the term is everywhere
    nothing = {"r1": 5, "c1": 5, "n": 100}
    for measure in (measures.mutual_information, measures.mi3, measures.t_score):
        assert np.isnan(measure(0, **nothing))
    assert np.isnan(measures.log_dice(0, r1=5, c1=5))
    assert np.isnan(measures.minimum_sensitivity(0, r1=0, c1=5))
    assert measures.npmi([0, 10], r1=[5, 10], c1=[5, 10], n=[100, 10])[0] == -1  # Bouma's limit
    assert np.isnan(measures.npmi(10, r1=10, c1=10, n=10))
    assert np.isnan(measures.expected(0, c1=0, n=0))


def test_totals_that_do_not_fit_and_misspelt_corrections_are_refused() -> None:
    with pytest.raises(OptionError, match="r1 - o11 is negative in 1 table"):
        measures.g2([3, 8], r1=5, c1=9, n=20)
    with pytest.raises(OptionError, match="correction must be one of none, yates, not 'yate'"):
        measures.chi2(3, r1=5, c1=9, n=20, correction="yate")  # type: ignore[arg-type]
    with pytest.raises(OptionError, match="williams"):
        measures.g2(3, r1=5, c1=9, n=20, correction="Williams")  # type: ignore[arg-type]


def test_large_corpora_do_not_overflow() -> None:
    small = measures.g2(np.int32(2_000_000), r1=np.int32(2_000_000_000), c1=np.int32(2_000_001), n=2_100_000_000)
    assert np.isfinite(small)
    assert measures.expected(np.int32(2_000_000_000), c1=np.int32(2_000_000_000), n=4e9) == 1e9


@settings(max_examples=5 * settings.default.max_examples)
@given(TABLES)
def test_laws_of_the_table(table: tuple[int, ...]) -> None:
    a, _, c, d = table
    given_ = totals(table)
    g2 = float(measures.g2(a, **given_))
    assert g2 >= float(measures.g2_two_term(a, **given_)) - 1e-9 * max(1, g2) >= -1e-9 * max(1, g2)
    swapped = {"r1": c + d, "c1": a + c, "n": sum(table)}
    assert float(measures.g2(c, **swapped)) == pytest.approx(g2, abs=1e-9)  # evidence knows no side
    assert float(measures.delta_p_term(c, **swapped)) == pytest.approx(-float(measures.delta_p_term(a, **given_)))
    corrected = [float(measures.chi2(a, **given_, correction=how)) for how in ("yates", "none")]  # type: ignore[arg-type]
    assert all(low <= high + 1e-9 for low, high in pairwise(corrected))
    if a:
        pair = float(measures.npmi(a, **given_))
        assert math.isnan(pair) or -1 - 1e-12 <= pair <= 1 + 1e-12


def bigram(n: int, first: int, second: int, total: int) -> list[list[int]]:
    return [[total], [first], [second], [n]]


def test_cells_by_hand() -> None:
    # 9 bigrams, first word 3, second word 4, both 2: first alone 1, second alone 2, neither 9 - 3 - 4 + 2 = 4
    assert _exact_cells(bigram(2, 3, 4, 9)).ravel().tolist() == [4, 1, 2, 2]


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
def test_g2_of_two_positions_is_dunnings(cells: tuple[int, int, int, int], g2: float) -> None:
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
    n = {b: v + 0.5 for b, v in enumerate(_exact_cells(margins).ravel())}
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
        _exact_cells(bigram(5, 3, 4, 9))
    with pytest.raises(errors.OptionError, match="3 rows"):
        _exact_cells([[1], [1], [1]])
    with pytest.raises(errors.OptionError, match="above 0"):
        interaction(bigram(2, 3, 4, 9), smoothing=0)
