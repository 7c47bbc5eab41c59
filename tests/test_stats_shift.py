"""Word shift on toys worked out by hand."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import analysis as da
from analysis import errors

TARGET = da.Tokens.from_terms({"a": list("bbbc"), "b": list("cdbb")})  # b 5, c 2, d 1 of 8
OTHER = da.Tokens.from_terms({"z": list("bcee")})  # b 1, c 1, e 2 of 4


def test_proportion() -> None:
    table = da.stats.shift(TARGET, OTHER, tags=None)
    # e 0 - 2/4, b 5/8 - 1/4, d 1/8 - 0, c 2/8 - 1/4
    assert table[["term", "n", "n_reference", "contribution", "rank"]].values.tolist() == [
        ["e", 0, 2, -0.5, 1],
        ["b", 5, 1, 0.375, 2],
        ["d", 1, 0, 0.125, 3],
        ["c", 2, 1, 0.0, 4],
    ]
    assert table.attrs["total"] == 0
    assert (table.attrs["covered"], table.attrs["covered_reference"]) == (1, 1)
    assert (table.attrs["base"], table.attrs["base_reference"]) == ("토큰 8개", "토큰 4개")
    assert table.attrs["caution"] == []


def test_jsd() -> None:
    table = da.stats.shift(TARGET, OTHER, tags=None, measure="jsd").set_index("term")
    # a term of one side adds half its share: e .25, d .0625; c has equal shares
    assert table.loc[["e", "d", "c"], "contribution"].tolist() == [0.25, 0.0625, 0.0]
    # b: 5/16 log2(.625 / .4375) + 1/8 log2(.25 / .4375) = .3125 x .514573 - .125 x .807355 = .0598848
    assert table.loc["b", "contribution"] == pytest.approx(0.0598848, abs=1e-6)
    assert table.attrs["total"] == pytest.approx(0.3723848, abs=1e-6)
    assert table.attrs["caution"] == ["JSD는 글이 짧을수록 실제보다 크게 나온다"]


def test_swapping_target_and_reference() -> None:
    for measure, sign in (("proportion", -1), ("jsd", 1)):
        there = da.stats.shift(TARGET, OTHER, tags=None, measure=measure)
        back = da.stats.shift(OTHER, TARGET, tags=None, measure=measure)
        assert there["term"].tolist() == back["term"].tolist()
        assert there["contribution"].tolist() == (sign * back["contribution"]).tolist()


WORDS = st.lists(st.sampled_from("abcdef"), min_size=1, max_size=30)


@given(WORDS, WORDS, WORDS)
def test_laws(one: list[str], two: list[str], other: list[str]) -> None:
    reference = da.Tokens.from_terms({"z": other})
    tables = [
        da.stats.shift(da.Tokens.from_terms(texts), reference, tags=None, measure="jsd")
        for texts in ({"a": one, "b": two}, {"b": two, "a": one})
    ]
    assert tables[0].equals(tables[1])  # the order of documents is irrelevant
    assert tables[0]["share"].sum() == pytest.approx(1)
    assert tables[0]["share_reference"].sum() == pytest.approx(1)
    assert 0 <= tables[0].attrs["total"] <= 1 + 1e-12
    assert tables[0]["contribution"].sum() == tables[0].attrs["total"]
    assert set(tables[0]["term"]) == {*one, *two, *other}


def test_ties_share_a_rank_and_stand_in_the_order_of_the_terms() -> None:
    table = da.stats.shift(
        da.Tokens.from_terms({"a": list("yxc")}), da.Tokens.from_terms({"z": list("vcw")}), tags=None
    )
    assert table[["term", "rank"]].values.tolist() == [["v", 1], ["w", 1], ["x", 1], ["y", 1], ["c", 5]]


def test_a_frequency_list_covers_a_part() -> None:
    words = pd.DataFrame({"term": ["b", "c"], "n": [30, 10]})
    words.attrs["total"] = 100
    table = da.stats.shift(TARGET, words, tags=None).set_index("term")
    # b 5/8 - .3, c 2/8 - .1; d is not in the list
    assert table["contribution"].to_dict() == pytest.approx({"b": 0.325, "c": 0.15})
    assert table.attrs["total"] == pytest.approx(0.475)
    assert (table.attrs["covered"], table.attrs["covered_reference"]) == (7 / 8, 0.4)
    assert (table.attrs["unmatched"], table.attrs["reference"]) == (1, "table")


def test_own_frequency_table_is_the_same_as_tokens() -> None:
    listed = da.stats.frequency(OTHER, tags=None)
    assert da.stats.shift(TARGET, listed, tags=None).equals(da.stats.shift(TARGET, OTHER, tags=None))


def test_redacted_tokens_list_what_is_whole() -> None:
    text = "동맹 창업 동맹 값 창업 동맹 물가"
    one, other = (da.segment(da.Corpus.from_texts({name: text})) for name in ("하나", "둘"))
    table = da.stats.shift(one.redact(min_count=2), other)
    assert sorted(table["term"]) == ["동맹", "창업"]
    assert table.attrs["covered"] == pytest.approx(5 / 7)
    assert any("가린 토큰" in note for note in table.attrs["caution"])


def test_refusals() -> None:
    with pytest.raises(errors.OptionError, match="measure must be one of proportion, jsd, not 'kld'"):
        da.stats.shift(TARGET, OTHER, tags=None, measure="kld")  # type: ignore[arg-type]
    with pytest.raises(errors.OptionError, match="is in the target and in the reference"):
        da.stats.shift(TARGET, TARGET, tags=None)
    with pytest.raises(errors.OptionError, match="the reference has no morpheme of the base"):
        da.stats.shift(TARGET, OTHER, tags=["VV"])
