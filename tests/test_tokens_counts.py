from __future__ import annotations

import sys

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import analysis as da
from analysis.errors import OptionError
from analysis.matcher.arrays import view
from analysis.tokens.counts import Part, counts, plain_tags

counting = sys.modules["analysis.tokens.counts"]  # the package has a function of that name
TEXTS = st.dictionaries(st.sampled_from("pqrs"), st.lists(st.sampled_from("abc"), min_size=1, max_size=9), min_size=2)


def test_by_hand() -> None:
    tokens = da.Tokens.from_terms({"d2": ["b", "b", "a"], "d1": ["b", "c"]})
    # documents in reading order, then terms
    assert tokens.counts()[["doc", "term", "n"]].values.tolist() == [
        ["d2", "a", 1],
        ["d2", "b", 2],
        ["d1", "b", 1],
        ["d1", "c", 1],
    ]


def test_units_and_parts() -> None:
    tokens = da.segment(da.Corpus.from_texts({"a": "길을 걸었다. 길이 길다.\n길을 묻다."}))
    by = tokens.counts(by="sentence")
    ways = by[(by["term"] == "길") & (by["tag"] == "NNG")]
    assert ways[["paragraph", "sentence", "n"]].values.tolist() == [[1, 1, 1], [1, 2, 1], [2, 3, 1]]
    assert by["n"].sum() == len(tokens)
    verbs = tokens.counts()
    # 걷다 and 묻다 are VV-I to the analyser, one tag VV here
    assert verbs[verbs["tag"] == "VV"]["term"].tolist() == ["걷다", "묻다"]
    assert "걷" not in set(tokens.counts(unit="surface")["term"])  # stands there as 걸
    assert "걸" in set(tokens.counts(unit="surface")["term"])


def test_blanked_rows_stay_in_the_sum() -> None:
    tokens = da.segment(da.Corpus.from_texts({"a": "동맹과 창업. 동맹과 협력."})).redact()
    table = tokens.counts()
    assert table["n"].sum() == len(tokens)
    assert table[table["term"] == ""]["n"].sum() == len(tokens) - 2


def test_parts_given_by_number_and_misspelt_options() -> None:
    tokens = da.Tokens.from_terms({"d": ["a", "b", "a", "a"]})
    table = counts(view(tokens.table), by=pd.Series([0, 0, 1, 1]))
    assert table[["part", "term", "n"]].values.tolist() == [[0, "a", 1], [0, "b", 1], [1, "a", 2]]
    with pytest.raises(OptionError, match="unit must be one of lemma, surface, form, not 'lemmas'"):
        tokens.counts(unit="lemmas")  # type: ignore[arg-type]
    with pytest.raises(OptionError, match=r"by must be one of .*, not 'doc'"):
        tokens.counts(by="doc")  # type: ignore[arg-type]


@given(TEXTS, st.sampled_from(["document", "paragraph", "sentence"]))
def test_a_vocabulary_too_large_for_a_table_of_pairs_is_counted_alike(texts: dict[str, list[str]], by: Part) -> None:
    tokens = da.Tokens.from_terms(texts)
    whole = tokens.counts(by=by)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(counting, "_SPAN", 0)
        pd.testing.assert_frame_equal(tokens.counts(by=by), whole)


def test_documents_that_lie_apart_are_one_part() -> None:
    """Rows of d, e, d: two of d together, in the order of the ids and not of the rows."""
    table = da.Tokens.from_terms({"d": ["a", "b"], "e": ["a"]}).table.iloc[[2, 0, 1]].reset_index(drop=True)
    apart = pd.concat([table.iloc[[1]], table.iloc[[0]], table.iloc[[2]]], ignore_index=True)
    got = counts(view(apart))[["doc", "term", "n"]].astype({"doc": str, "term": str}).to_numpy().tolist()
    assert got == [["d", "a", 1], ["d", "b", 1], ["e", "a", 1]]


def test_nothing_left() -> None:
    tokens = da.Tokens.from_terms({"d": ["a"]}).drop(lemmas=["a"])
    assert tokens.counts().empty
    assert list(tokens.counts().columns) == ["doc", "term", "tag", "n"]
    assert plain_tags(tokens.table["tag"]).empty


@given(TEXTS)
def test_counts_add_up_over_documents_and_filtering_never_raises_one(texts: dict[str, list[str]]) -> None:
    tokens = da.Tokens.from_terms(texts)
    all_at_once = tokens.counts().groupby("term", observed=True)["n"].sum()
    pieces = pd.concat([tokens.only(docs=[doc]).counts().astype({"term": str}) for doc in texts])
    assert all_at_once.to_dict() == pieces.groupby("term")["n"].sum().to_dict()
    fewer = tokens.drop(lemmas=["a"]).counts()
    assert "a" not in set(fewer["term"])
    assert fewer["n"].sum() == sum(word != "a" for words in texts.values() for word in words)


def test_parts_in_any_order_are_counted_once_and_in_their_order() -> None:
    table = da.Tokens.from_terms({"d": ["a", "b", "a", "a", "c"]}).table
    # part 7 holds rows 0, 2 and 3 (a, a, a), part 2 rows 1 and 4 (b, c)
    found = counts(view(table), by=pd.Series([7, 2, 7, 7, 2]))
    assert found[["part", "term", "n"]].values.tolist() == [[2, "b", 1], [2, "c", 1], [7, "a", 3]]
    assert counts(view(table), by=pd.Series([7, 2, 7, 7, 2]), tags=["VV"]).empty
