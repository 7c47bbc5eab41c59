"""Cross tables: published examples, other programs, and arithmetic by hand."""

from __future__ import annotations

import itertools
import math
from fractions import Fraction

import numpy as np
import pytest
from scipy import stats
from statsmodels.stats.contingency_tables import Table

from analysis import measures
from analysis.errors import OptionError

PARTY = [[279, 73, 225], [165, 47, 191]]  # Agresti (2002), table 3.11: women and men by party


def test_chi_squared_of_agresti_by_party() -> None:
    """Published: X2 = 7.01, G2 = 7.00, df = 2, p = .03."""
    made = measures.cross_test(PARTY)
    assert (round(made.chi2, 2), round(made.g2, 2), made.df, round(made.p, 2)) == (7.01, 7.0, 2, 0.03)


def test_chi_squared_by_hand_and_with_yates() -> None:
    # 10 20 / 30 40: expected 12 18 / 28 42; 4/12 + 4/18 + 4/28 + 4/42 = 50/63; Yates (1.5)^2 / 2^2 of it
    assert measures.cross_test([[10, 20], [30, 40]]).chi2 == pytest.approx(50 / 63)
    assert measures.cross_test([[10, 20], [30, 40]], correction="yates").chi2 == pytest.approx(50 / 63 * 2.25 / 4)


def test_adjusted_residuals_as_agresti_prints_them_and_statsmodels_computes_them() -> None:
    made = measures.adjusted_residuals(PARTY)
    assert made.round(2).tolist() == [[2.29, 0.46, -2.62], [-2.29, -0.46, 2.62]]
    larger = [[12, 5, 9], [3, 14, 7], [8, 8, 21]]
    assert measures.adjusted_residuals(larger) == pytest.approx(np.asarray(Table(np.array(larger)).standardized_resids))


def test_expected_counts_below_five() -> None:
    # 3 0 1 / 0 4 2: all six expectations are below 5, the smallest 3 * 4 / 10 = 1.2
    share, least = measures.expected_small([[3, 0, 1], [0, 4, 2]])
    assert (share, least) == (1.0, pytest.approx(1.2))


def test_cramers_v_by_hand_and_scipy() -> None:
    # a diagonal of 3: chi2 = n (k - 1), V 1; independence: 0
    assert measures.cramers_v([[5, 0, 0], [0, 5, 0], [0, 0, 5]]) == pytest.approx(1.0)
    assert measures.cramers_v([[5, 10], [10, 20]]) == 0.0
    assert measures.cramers_v(PARTY) == pytest.approx(stats.contingency.association(PARTY, method="cramer"))


def test_bergsma_takes_the_bias_off() -> None:
    # phi2 = 7.0095 / 980 = .0071526; less 2 / 979 = .0051097; rows 2 - 1 / 979 = 1.99898: sqrt(.0051097 / .99898)
    assert measures.cramers_v(PARTY, correction="bergsma") == pytest.approx(math.sqrt(0.0051097 / 0.99898), abs=1e-5)
    assert measures.cramers_v([[5, 10], [10, 20]], correction="bergsma") == 0.0


def test_the_interval_of_v_inverts_the_noncentral_distribution() -> None:
    low, high = measures.cramers_v_interval([[40, 10], [15, 35]])
    chi2 = measures.cross_test([[40, 10], [15, 35]]).chi2
    assert stats.ncx2.cdf(chi2, 1, 100 * low**2) == pytest.approx(0.975)
    assert stats.ncx2.cdf(chi2, 1, 100 * high**2) == pytest.approx(0.025)
    # of independent variables it begins at 0, and so where p is above .025; that of a diagonal ends at 1
    assert measures.cramers_v_interval([[20, 20], [20, 20]])[0] == 0.0
    assert measures.cramers_v_interval(PARTY)[0] == 0.0
    assert measures.cramers_v_interval([[40, 0], [0, 40]])[1] == 1.0


def test_the_interval_holds_what_is_true() -> None:
    """Independent variables: V is 0, and resampled tables would never say so."""
    dice = np.random.default_rng(3)
    drawn = dice.multinomial(60, [1 / 9] * 9, size=200).reshape(200, 3, 3)
    held = [measures.cramers_v_interval(t)[0] == 0.0 for t in drawn if t.sum(0).all() and t.sum(1).all()]
    assert np.mean(held) > 0.94


def test_fisher_of_the_lady_and_of_one_side() -> None:
    # C(4,3) C(4,1) / C(8,4) = 16/70 and 1/70: one side 17/70, two 34/70
    assert measures.fisher([[3, 1], [1, 3]]) == pytest.approx(34 / 70)
    assert measures.fisher([[3, 1], [1, 3]], alternative="greater") == pytest.approx(17 / 70)
    assert measures.fisher([[1, 9], [11, 3]]) == pytest.approx(0.0027594562)


def every_table(rows: list[int], columns: list[int]) -> list[list[list[int]]]:
    """List all tables with some margins by trying every one: independent of how the kit lists them."""
    cells = [range(min(r, c) + 1) for r in rows for c in columns]
    wide = len(columns)
    found = []
    for flat in itertools.product(*cells):
        table = [list(flat[i * wide : (i + 1) * wide]) for i in range(len(rows))]
        if [sum(r) for r in table] == rows and [sum(c) for c in zip(*table, strict=True)] == columns:
            found.append(table)
    return found


def probability(table: list[list[int]]) -> Fraction:
    """The probability of a table with its margins given, in whole numbers."""
    above = math.prod(math.factorial(sum(r)) for r in table)
    above *= math.prod(math.factorial(sum(c)) for c in zip(*table, strict=True))
    below = math.factorial(sum(map(sum, table))) * math.prod(math.factorial(n) for r in table for n in r)
    return Fraction(above, below)


@pytest.mark.parametrize("table", [[[3, 0, 1], [0, 4, 2]], [[2, 1, 0], [0, 2, 2], [1, 0, 3]], [[1, 9], [11, 3]]])
def test_freeman_halton_against_whole_numbers(table: list[list[int]]) -> None:
    every = every_table([sum(r) for r in table], [sum(c) for c in zip(*table, strict=True)])
    own = probability(table)
    made = measures.freeman_halton(table)
    assert made.exact
    assert made.tables == len(every)
    assert made.p == pytest.approx(float(sum((p for t in every if (p := probability(t)) <= own), Fraction(0))))


def test_of_two_by_two_cells_it_is_fishers() -> None:
    for table in ([[3, 1], [1, 3]], [[1, 9], [11, 3]], [[20, 5], [3, 2]]):
        assert measures.freeman_halton(table).p == pytest.approx(stats.fisher_exact(table)[1])


def test_too_many_tables_are_drawn_with_a_seed_and_an_interval() -> None:
    table = [[12, 5, 3, 2, 1], [6, 9, 2, 4, 3], [3, 4, 8, 5, 6]]
    made = measures.freeman_halton(table)
    assert not made.exact
    assert made.tables == 10_000
    assert made.low < made.p < made.high
    assert made == measures.freeman_halton(table)
    assert made != measures.freeman_halton(table, seed=2)
    # another program that draws tables, by another statistic, sees nearly the same
    assert made.p == pytest.approx(stats.chi2_contingency(table).pvalue, abs=0.01)


def test_random_tables_see_what_all_of_them_say(monkeypatch: pytest.MonkeyPatch) -> None:
    table = [[4, 5, 3, 2], [6, 3, 2, 4], [3, 4, 5, 2]]
    exact = measures.freeman_halton(table)
    monkeypatch.setattr("analysis.measures.cross_table._MOST_TABLES", 10)
    drawn = measures.freeman_halton(table)
    assert exact.exact
    assert not drawn.exact
    assert drawn.low <= exact.p <= drawn.high


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: measures.cross_test([[1, 2]]), "two rows and two columns"),
        (lambda: measures.cross_test([[1.5, 2], [3, 4]]), "whole numbers"),
        (lambda: measures.cross_test([[1, -2], [3, 4]]), "whole numbers"),
        (lambda: measures.adjusted_residuals([[1, 2], [0, 0]]), "empty"),
        (lambda: measures.cross_test([[1, 2, 3], [4, 5, 6]], correction="yates"), "two by two"),
        (lambda: measures.fisher([[1, 2, 3], [4, 5, 6]]), "two by two"),
        (lambda: measures.freeman_halton([[1, 2], [3, 4]], draws=0), "draws"),
        (lambda: measures.cramers_v_interval([[1, 2], [3, 4]], level=1.0), "level"),
        (lambda: measures.cramers_v([[1, 2], [3, 4]], correction="tschuprow"), "none, bergsma"),  # type: ignore[arg-type]
    ],
)
def test_what_is_no_cross_table_is_said(call: object, said: str) -> None:
    with pytest.raises(OptionError, match=said):
        call()  # type: ignore[operator]


def test_units_for_a_test_of_reliability() -> None:
    # (999 * .0009 + .09 * 1000) / (999 * .0009 + .09) = 90.8991 / .9891 = 91.9
    assert measures.lacy_riffe_n(1000, agreement=0.9, error=0.03) == 92
    assert measures.lacy_riffe_n(20, agreement=0.5, error=0.001) == 20  # never more than there are
    for bad in ({"units": 0}, {"agreement": 1.0}, {"error": 0.0}):
        with pytest.raises(OptionError, match="units must be"):
            measures.lacy_riffe_n(**({"units": 10, "agreement": 0.9, "error": 0.03} | bad))  # type: ignore[arg-type]
