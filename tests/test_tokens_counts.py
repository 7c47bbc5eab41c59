from __future__ import annotations

import sys

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import analysis as da
from analysis.errors import OptionError
from analysis.matcher.arrays import view
from analysis.tokens.counts import Part, counts, one_tag, plain_tags, term_counts
from analysis.tokens.shape import shape

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
        patch.setattr(counting, "SPAN", 0)
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


def test_terms_of_documents_by_hand() -> None:
    rows = [
        ("d2", "물", "NNG"), ("d2", "물", "NNG"), ("d2", "가나다", "NNG"), ("d2", "라마바", "NNP"), ("d2", "", "NNG"),
        ("d1", "가나다", "NNP"), ("d1", "물", "NNP"), ("d1", "라마바", "NNP"), ("d1", "라마바", "NNG"),
        ("d1", "가", "VV"),
    ]  # fmt: skip
    table = shape(_table(rows))
    seen = term_counts(view(table), tags=("NNG", "NNP"))
    assert seen is not None
    # 가나다 is once NNG and once NNP: a tie is NNP; 라마바 is NNP twice of three; 물, shorter, stays two words
    assert seen.terms.to_numpy().tolist() == [["가나다", "NNP"], ["라마바", "NNP"], ["물", "NNG"], ["물", "NNP"]]
    assert seen.cells.toarray().tolist() == [[1, 1], [1, 2], [2, 0], [0, 1]]
    assert seen.sizes.tolist() == [5, 4]  # the blanked row is in the base; 가 has another tag
    assert (seen.first.tolist(), seen.hidden) == ([0, 5], 1)
    assert seen.cells.has_canonical_format


@given(
    st.lists(st.tuples(*map(st.sampled_from, ("pqr", ["", "가", "가나다", "나다라"], ["NNG", "NNP", "VV"])))), st.data()
)
def test_terms_of_documents_are_those_of_the_counts(rows: list[tuple[str, str, str]], data: st.DataObject) -> None:
    table = shape(_table(sorted(rows, key=lambda row: "rpq".index(row[0]))))  # documents in an order of their own
    tags = data.draw(st.sampled_from([None, ("NNG", "NNP"), ("NNP",), ("VV",)]))
    seen, frame = term_counts(view(table), tags=tags), counts(view(table), tags=tags)
    assert seen is not None
    frame = frame.assign(tag=one_tag(frame["term"], frame["tag"], frame["n"].to_numpy()).astype(str))
    docs = [str(table["doc"].iloc[row]) for row in seen.first]
    cells = seen.cells.tocoo()
    listed = zip(seen.terms.to_numpy()[cells.coords[0]].tolist(), cells.coords[1].tolist(), cells.data, strict=True)
    added = frame[frame["term"] != ""].groupby(["doc", "term", "tag"], observed=True)["n"].sum()
    assert {(docs[doc], *term): n for term, doc, n in listed} == {
        tuple(map(str, place)): n for place, n in added.items()
    }
    assert dict(zip(docs, seen.sizes.tolist(), strict=True)) == frame.groupby("doc", observed=True)["n"].sum().to_dict()
    assert seen.hidden == frame.loc[frame["term"] == "", "n"].sum()


def test_words_out_of_order_are_counted_by_the_other_way() -> None:
    table = shape(_table([("d", "나", "NNG"), ("d", "가", "NNG")]))
    turned = table.assign(lemma=table["lemma"].cat.reorder_categories(["나", "가"]))
    assert term_counts(view(turned), tags=None) is None


def _table(rows: list[tuple[str, str, str]]) -> pd.DataFrame:
    """Make a table of documents, words and tags, a word a sentence."""
    places = [sum(doc == other for other, _, _ in rows[:k]) for k, (doc, _, _) in enumerate(rows)]
    words = {name: [word for _, word, _ in rows] for name in ("surface", "form", "lemma")}
    numbers = {"paragraph": 1, "sentence": [k + 1 for k in places], "i": places}
    spans = {"start": [9 * k for k in places], "end": [9 * k + 3 for k in places]}
    return pd.DataFrame(
        {"doc": [doc for doc, _, _ in rows], **words, "tag": [tag for _, _, tag in rows], **numbers, **spans}
    )
