from __future__ import annotations

import math

import pytest

import analysis as da
from analysis import errors

TOKENS = da.Tokens.from_terms({"d2": ["a", "b", "b", "c"], "d1": ["a", "c", "d"], "d3": ["a"]})


def test_by_hand() -> None:
    table = da.stats.tfidf(TOKENS, tags=None)
    rows = table[["doc", "term", "n", "docs", "rank"]].values.tolist()
    # idf: b and d ln 3, c ln 1.5, a 0; documents in reading order
    assert rows == [
        ["d2", "b", 2, 1, 1],
        ["d2", "c", 1, 2, 2],
        ["d2", "a", 1, 3, 3],
        ["d1", "d", 1, 1, 1],
        ["d1", "c", 1, 2, 2],
        ["d1", "a", 1, 3, 3],
        ["d3", "a", 1, 3, 1],
    ]
    assert table["tfidf"].tolist() == pytest.approx(
        [2 * math.log(3), math.log(1.5), 0, math.log(3), math.log(1.5), 0, 0]
    )
    assert table.attrs["idf"] == "ln(N / docs)"


def test_smooth_is_that_of_scikit_learn() -> None:
    # ln((1 + 3) / (1 + 1)) + 1 for b, and 1 for a term in every document
    table = da.stats.tfidf(TOKENS, tags=None, idf="smooth").set_index(["doc", "term"])
    assert table.loc[("d2", "b"), "idf"] == pytest.approx(math.log(2) + 1)
    assert table.loc[("d3", "a"), "tfidf"] == 1


def test_minimum_ties_and_refusals() -> None:
    table = da.stats.tfidf(TOKENS, tags=None, minimum=2)
    assert set(table["term"]) == {"a", "c"}
    tied = da.stats.tfidf(da.Tokens.from_terms({"x": ["q", "p"], "y": ["r"]}), tags=None)
    assert tied[["term", "rank"]].values.tolist() == [["p", 1], ["q", 1], ["r", 1]]
    assert da.stats.tfidf(TOKENS, tags=None, minimum=9).empty
    with pytest.raises(errors.OptionError, match="tf-idf compares documents, and the base has 1"):
        da.stats.tfidf(TOKENS.only(docs=["d1"]), tags=None)
    with pytest.raises(errors.OptionError, match="idf must be one of plain, smooth, not 'log'"):
        da.stats.tfidf(TOKENS, tags=None, idf="log")  # type: ignore[arg-type]


def test_redacted_tokens_list_whole_counts_only() -> None:
    tokens = da.segment(da.Corpus.from_texts({"a": "동맹과 창업.", "b": "동맹과 값."}))
    full, blanked = da.stats.tfidf(tokens), da.stats.tfidf(tokens.redact())
    assert blanked["term"].tolist() == ["동맹", "동맹"]
    kept = full[full["term"] == "동맹"]
    assert blanked["tfidf"].tolist() == kept["tfidf"].tolist()


def test_groups_are_documents_of_their_own() -> None:
    tokens = da.Tokens.from_terms({"a": ["물", "물", "불"], "b": ["물"], "c": ["흙", "불"], "d": ["쇠"]})
    table = da.stats.tfidf(tokens, tags=None, by={"a": "가", "b": "가", "c": "나"})
    # 물: 3 times ln(2/1) in 가; 불 stands in both groups, ln(2/2) = 0; 쇠 stands in a document without a group
    assert table[["doc", "term", "n", "docs"]].values.tolist() == [
        ["가", "물", 3, 1],
        ["가", "불", 1, 2],
        ["나", "흙", 1, 1],
        ["나", "불", 1, 2],
    ]
    assert table["tfidf"].tolist() == pytest.approx([3 * math.log(2), 0, math.log(2), 0])
    assert (table.attrs["documents"], table.attrs["ungrouped"]) == (2, 1)
    with pytest.raises(errors.RefusalError, match="groups of documents"):
        da.stats.tfidf(tokens, tags=None, by=dict.fromkeys("abcd", "가"))
