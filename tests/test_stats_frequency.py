from __future__ import annotations

import pandas as pd
import pytest

import analysis as da
from analysis import errors

TOKENS = da.Tokens.from_terms({"d1": ["b", "b", "a", "c"], "d2": ["b", "c", "d", "e", "e", "a"]})


def test_counts_ranks_and_shares_by_hand() -> None:
    table = da.stats.frequency(TOKENS, tags=None)
    # 10 terms: b 3, a 2, c 2, e 2, d 1; ties by term, and ties share the smaller rank
    assert table[["term", "n", "docs", "rank", "per_10k"]].values.tolist() == [
        ["b", 3, 2, 1, 3000.0],
        ["a", 2, 2, 2, 2000.0],
        ["c", 2, 2, 2, 2000.0],
        ["e", 2, 1, 2, 2000.0],
        ["d", 1, 1, 5, 1000.0],
    ]
    assert table.attrs["total"] == 10
    assert table.attrs["base"] == "토큰 10개"


def test_minimum_hides_rows_but_not_from_the_base() -> None:
    table = da.stats.frequency(TOKENS, tags=None, minimum=3)
    assert table[["term", "per_10k"]].values.tolist() == [["b", 3000.0]]
    assert table.attrs["unlisted"] == 4


def test_a_term_is_a_lemma_with_its_tag() -> None:
    tokens = da.segment(da.Corpus.from_texts({"a": "동맹과 클러스터. 클러스터를 짓는다. 동맹을 맺는다."}))
    table = da.stats.frequency(tokens)
    assert table[["term", "tag", "n"]].values.tolist() == [["동맹", "NNG", 2], ["클러스터", "NNP", 2]]
    assert table.attrs["base"] == "일반명사·고유명사·외국어·한자 4개"
    verbs = da.stats.frequency(tokens, tags=["VV"])
    assert verbs[["term", "tag", "n"]].values.tolist() == [["맺다", "VV", 1], ["짓다", "VV", 1]]


def test_blanked_rows_stay_in_the_base() -> None:
    tokens = da.segment(da.Corpus.from_texts({"a": "동맹과 창업. 동맹과 협력."}))
    full, redacted = da.stats.frequency(tokens), da.stats.frequency(tokens.redact())
    assert redacted[["term", "n", "per_10k"]].values.tolist() == [["동맹", 2, 5000.0]]
    assert redacted.attrs["hidden"] == 2
    assert full.iloc[0].tolist() == redacted.iloc[0].tolist()


def test_op_ed_counts(oped_tokens: da.Tokens) -> None:
    top = da.stats.frequency(oped_tokens).set_index("term")["n"]
    # counted on the page: 클러스터 also inside names (한미 클러스터 라운드 테이블 and the like)
    assert top[["클러스터", "동맹", "스타트업"]].tolist() == [8, 4, 5]


def test_nothing_left_and_bad_options() -> None:
    assert da.stats.frequency(TOKENS, tags=None, minimum=9).empty
    with pytest.raises(errors.OptionError, match="minimum must be a whole number, 1 or more"):
        da.stats.frequency(TOKENS, minimum=0)
    tokens = da.segment(da.Corpus.from_texts({"a": "한 문장이다."}))
    with pytest.raises(errors.OptionError, match="unknown tag 'NN'"):
        da.stats.frequency(tokens, tags=["NN"])


def test_ties_are_sorted_by_the_alphabet_even_where_the_categories_are_not() -> None:
    tokens = da.Tokens.from_terms({"d": ["b", "c", "a"]})
    table = tokens.table.assign(lemma=lambda t: t["lemma"].cat.reorder_categories(["c", "b", "a"]))
    assert da.stats.frequency(da.Tokens(table, tokens.recipe), tags=None)["term"].tolist() == ["a", "b", "c"]


def test_groups_are_counted_over_their_own_base() -> None:
    tokens = da.Tokens.from_terms({"a": ["물", "물", "불"], "b": ["물"], "c": ["흙"], "d": ["흙", "흙"]})
    table = da.stats.frequency(tokens, tags=None, by={"a": "가", "b": "가", "c": "나", "d": None})  # type: ignore[dict-item]
    assert table[["group", "term", "n", "docs", "rank"]].values.tolist() == [
        ["가", "물", 3, 2, 1],
        ["가", "불", 1, 1, 2],
        ["나", "흙", 1, 1, 1],
    ]
    assert table["per_10k"].tolist() == [7500.0, 2500.0, 10_000.0]  # 3 of 4, 1 of 4, 1 of 1
    assert table.attrs["sizes"] == {"가": 4, "나": 1}
    assert (table.attrs["ungrouped"], table.attrs["total"], table.attrs["unlisted"]) == (1, 5, 0)
    one = da.stats.frequency(tokens.only(docs=["a", "b"]), tags=None)
    assert table.loc[table["group"] == "가", one.columns].reset_index(drop=True).equals(pd.DataFrame(one))
    with pytest.raises(errors.OptionError, match="group for none"):
        da.stats.frequency(tokens, tags=None, by={"z": "가"})
