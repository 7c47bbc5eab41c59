"""Where terms stand, on toys counted by hand."""

from __future__ import annotations

import math

import pandas as pd
import pytest

import analysis as da
from analysis import errors, schema

TWO = da.Tokens.from_terms({"d1": list("abca"), "d2": list("bcbbacbb")})


def test_places() -> None:
    table = da.stats.positions(TWO, ["b", "a"], tags=None)
    assert table[["term", "doc", "place", "position"]].values.tolist() == [
        ["b", "d1", 1, 0.25],
        ["b", "d2", 4, 0.0],
        ["b", "d2", 6, 0.25],
        ["b", "d2", 7, 0.375],
        ["b", "d2", 10, 0.75],
        ["b", "d2", 11, 0.875],
        ["a", "d1", 0, 0.0],
        ["a", "d1", 3, 0.75],
        ["a", "d2", 8, 0.5],
    ]
    assert (table.attrs["rows"], table.attrs["starts"], table.attrs["names"]) == (12, [0, 4], ["d1", "d2"])


def test_measures_are_those_of_dispersion() -> None:
    table = da.stats.positions(TWO, ["b", "a"], tags=None)
    b, a = table.attrs["terms"]
    # parts of 4 and 8: b 1 and 5 of 6, (|1/6 - 1/3| + |5/6 - 2/3|) / 2 = 1/6; a 2 and 1 of 3, 1/3
    assert (b["dp"], a["dp"]) == pytest.approx((1 / 6, 1 / 3))
    # the greatest possible value is 1 - 1/3
    assert (b["dp_norm"], a["dp_norm"]) == pytest.approx((1 / 4, 1 / 2))
    spread = da.stats.dispersion(TWO, tags=None, minimum=1).set_index("term")
    for term in (a, b):
        assert term["n"] == spread.loc[term["term"], "n"]
        assert term["range"] == spread.loc[term["term"], "range"]
        assert term["dp"] == spread.loc[term["term"], "dp"]


def test_one_document_is_parted_by_paragraphs_or_as_asked() -> None:
    one = da.segment(da.Corpus.from_texts({"a": "동맹과 동맹. 창업.\n동맹. 그렇다.\n값."}))
    table = da.stats.positions(one, ["동맹"])
    assert (table.attrs["unit"], table.attrs["parts"], table.attrs["empty"]) == ("paragraph", "문단 3개", 0)
    assert table.attrs["names"] == ["1", "2", "3"]
    assert table[["paragraph", "sentence"]].values.tolist() == [[1, 1], [1, 1], [2, 3]]
    # nouns 3, 1, 1 of 5 in the paragraphs, 동맹 2, 1, 0 of 3: .2 as in the tests of dispersion
    assert table.attrs["terms"][0]["dp"] == pytest.approx(0.2)
    sentences = da.stats.positions(one, ["동맹"], parts="sentence")
    # 그렇다 holds no noun
    assert (sentences.attrs["number"], sentences.attrs["empty"]) == (4, 1)
    whole = da.stats.positions(one, ["동맹"], parts="document")
    assert math.isnan(whole.attrs["terms"][0]["dp"])


@pytest.mark.filterwarnings("ignore::analysis.errors.NothingFoundWarning")
def test_a_lemma_under_two_tags_is_two_terms_and_a_missing_one_is_said() -> None:
    tagged = da.segment(da.Corpus.from_texts({"a": "이 길이 길다.", "b": "길과 길."}))
    table = da.stats.positions(tagged, ["없는말", "길"])
    assert [(t["term"], t["n"]) for t in table.attrs["terms"]] == [("없는말", 0), ("길", 3)]
    assert table.attrs["terms"][0]["tag"] == ""
    assert math.isnan(table.attrs["terms"][0]["dp"])
    assert set(table["term"]) == {"길"}
    both = da.stats.positions(tagged, ["이"], tags=None)  # 이 길 and 길이
    assert [(t["tag"], t["n"]) for t in both.attrs["terms"]] == [("JKS", 1), ("MM", 1)]
    assert both["tag"].tolist() == ["JKS", "MM"]


@pytest.mark.filterwarnings("ignore::analysis.errors.NothingFoundWarning")
def test_nothing_found_is_an_empty_table() -> None:
    table = da.stats.positions(TWO, ["q"], tags=None)
    assert table.empty
    assert list(table.columns) == ["term", "tag", "doc", "paragraph", "sentence", "place", "position"]
    assert da.stats.positions(TWO, ["b"], tags=["VV"]).attrs["number"] == 0  # untagged terms stand with the nouns alone


def test_every_place_holds_its_term() -> None:
    table = da.stats.positions(TWO, ["a", "b", "c"], tags=None)
    lemmas = TWO.table["lemma"].tolist()
    assert [lemmas[place] for place in table["place"]] == table["term"].tolist()
    assert sorted(table["place"]) == list(range(12))


def test_redacted_tokens_answer_for_what_is_whole() -> None:
    text = da.segment(da.Corpus.from_texts({"a": "동맹과 동맹. 값.\n동맹과 창업."})).redact(min_count=2)
    assert da.stats.positions(text, ["동맹"]).attrs["terms"][0]["n"] == 3
    with pytest.raises(errors.OptionError, match="redaction may hide occurrences of '값'"):
        da.stats.positions(text, ["동맹", "값"])


def test_refusals() -> None:
    with pytest.raises(errors.OptionError, match=r"terms takes a list of texts.*\['b'\]"):
        da.stats.positions(TWO, "b", tags=None)
    with pytest.raises(errors.OptionError, match="'b' is named twice"):
        da.stats.positions(TWO, ["b", "b"], tags=None)
    with pytest.raises(errors.OptionError, match="no term is given"):
        da.stats.positions(TWO, [], tags=None)
    with pytest.raises(errors.OptionError, match="parts must be one of document, paragraph, sentence, not 'page'"):
        da.stats.positions(TWO, ["b"], tags=None, parts="page")  # type: ignore[arg-type]


@pytest.mark.parametrize("term", ["업무협약", "업무 협약"])
def test_a_word_of_several_morphemes_has_the_places_of_the_concordance(term: str) -> None:
    corpus = da.Corpus.from_texts({"a": "업무협약을 맺었다.", "b": "업무 협약이다. 협약 업무다."})
    tokens = da.segment(corpus)
    table = da.stats.positions(tokens, [term])
    assert len(table) == len(da.stats.concordance(corpus, tokens, term)) == 2
    assert table[["term", "tag", "doc", "place"]].values.tolist() == [
        [term, "NNG+NNG", "a", 0],
        [term, "NNG+NNG", "b", 7],  # behind 업무 협약 을 맺 었 다 .
    ]
    spread = table.attrs["terms"][0]
    # 1 of 2 places in a part with 2 of the 6 nouns, 1 of 2 in one with 4: (|1/2 - 1/3| + |1/2 - 2/3|) / 2
    assert (spread["n"], spread["range"]) == (2, 2)
    assert spread["dp"] == pytest.approx(1 / 6)


@pytest.mark.usefixtures("in_korean")
def test_a_term_under_other_tags_is_named() -> None:
    tokens = da.segment(da.Corpus.from_texts({"a": "나는 간다."}))
    with pytest.warns(errors.NothingFoundWarning, match="다른 품사로는 가다/VV 1곳이 있다"):
        table = da.stats.positions(tokens, ["가다"])
    assert schema.about(table).caution


def test_a_tag_chooses_one_of_the_terms_of_a_lemma() -> None:
    tokens = da.Tokens.from_tagged(
        pd.DataFrame({"doc": "d", "word": ["달", "가", "달", "달", "밤"], "tag": ["NNG", "JKS", "NNB", "NNG", "NNG"]}),
        analyser="other 1",
    )
    both = da.stats.positions(tokens, ["달"], tags=None)
    assert both[["tag", "place"]].values.tolist() == [["NNB", 2], ["NNG", 0], ["NNG", 3]]
    one = da.stats.positions(tokens, ["밤", "달/NNG"], tags=None)
    assert one[["term", "tag", "place"]].values.tolist() == [["밤", "NNG", 4], ["달", "NNG", 0], ["달", "NNG", 3]]
    turned = da.stats.positions(tokens, ["달/NNG", "달/NNB"], tags=None)  # in the order they were asked for
    assert turned[["tag", "place"]].values.tolist() == [["NNG", 0], ["NNG", 3], ["NNB", 2]]
    assert [(term["tag"], term["n"]) for term in turned.attrs["terms"]] == [("NNG", 2), ("NNB", 1)]
    with pytest.warns(errors.NothingFoundWarning, match="밤"):
        none = da.stats.positions(tokens, ["밤/NNB", "달/NNG"], tags=None)
    assert [(term["term"], term["tag"], term["n"]) for term in none.attrs["terms"]] == [
        ("밤", "NNB", 0),
        ("달", "NNG", 2),
    ]
    with pytest.raises(errors.OptionError, match="'달' is named with a tag and without"):
        da.stats.positions(tokens, ["달", "달/NNG"], tags=None)
    literal = da.Tokens.from_terms({"d": ["달/NNG", "달"]})  # terms without tags are what they say
    assert da.stats.positions(literal, ["달/NNG"], tags=None)["place"].tolist() == [0]


def test_terms_without_a_tag_stand_with_the_nouns() -> None:
    tokens = da.Tokens.from_terms({"a": "봄 비 봄", "b": "봄 눈"})
    assert da.stats.frequency(tokens)[["term", "n"]].values.tolist() == [["봄", 3], ["눈", 1], ["비", 1]]
    assert da.stats.frequency(tokens).attrs["base"] == "일반명사·고유명사·외국어·한자·품사 없는 단어 5개"
    assert da.stats.diversity(tokens)["tokens"].tolist() == [3, 2]
    assert da.stats.cooccurrence(tokens, within="document", minimum=1)["n"].tolist() == [1, 1]
    assert (len(tokens.keep(tags=["NNG"])), len(tokens.keep(tags=["VV"]))) == (5, 0)


def test_an_empty_base_says_which_tags_there_are(caplog: pytest.LogCaptureFixture) -> None:
    assert da.stats.frequency(da.Tokens.from_terms({"a": "봄 비"}), tags=["VV"]).empty
    assert "no row has one of the tags VV; the tags here are TERM" in caplog.text
