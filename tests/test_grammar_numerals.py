"""Numerals as they are written, read as numbers."""

from __future__ import annotations

from analysis.grammar.numerals import read_numeral


def test_digits_and_powers_of_ten_thousand() -> None:
    amount = read_numeral("7조9000억")
    assert amount is not None
    assert amount.value == 7_900_000_000_000.0


def test_a_range_with_one_unit() -> None:
    # 3~5억 is 3억 to 5억, not 3 to 5억
    amount = read_numeral("3~5억")
    assert amount is not None
    assert (amount.low, amount.high) == (300_000_000.0, 500_000_000.0)
