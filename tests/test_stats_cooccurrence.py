"""Co-occurrence: edges by hand and slowly, and files that other programs read."""

from __future__ import annotations

import math
from collections import Counter
from itertools import combinations
from pathlib import Path

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import analysis as da
from analysis import errors

TEXTS = {"d": ["a", "b", "b"], "e": ["a", "b"], "f": ["a", "c"], "g": ["c"]}
EDGES = da.stats.cooccurrence(da.Tokens.from_terms(TEXTS), within="document", tags=None, minimum=1)


def test_edges_by_hand() -> None:
    # a in d e f, b in d e, c in f g; 4 documents
    columns = ["source", "target", "n", "n_source", "n_target", "expected", "jaccard"]
    assert EDGES[columns].values.tolist() == [["a", "b", 2, 3, 2, 1.5, 2 / 3], ["a", "c", 1, 3, 2, 1.5, 1 / 4]]
    # a b: log2(2 / 1.5) over -log2(2 / 4) = 1
    assert EDGES["npmi"][0] == pytest.approx(math.log2(4 / 3))
    # cells 2 1 0 1 against 1.5 1.5 0.5 0.5
    assert EDGES["g2"][0] == pytest.approx(2 * (2 * math.log(2 / 1.5) + math.log(1 / 1.5) + math.log(1 / 0.5)))
    assert EDGES.attrs["windows"] == 4


def test_windows_are_sentences_by_default() -> None:
    tokens = da.segment(da.Corpus.from_texts({"d": "동맹과 기업. 동맹과 학교.\n동맹과 기업."}))
    assert da.stats.cooccurrence(tokens)[["source", "target", "n"]].values.tolist() == [["기업", "동맹", 2]]
    paragraphs = da.stats.cooccurrence(tokens, within="paragraph", minimum=1)
    assert paragraphs.set_index(["source", "target"])["n"].to_dict() == {
        ("기업", "동맹"): 2,
        ("기업", "학교"): 1,
        ("동맹", "학교"): 1,
    }
    assert da.stats.cooccurrence(tokens, within="document", minimum=2).empty


def test_top_takes_the_most_frequent_in_windows_with_ties_by_term() -> None:
    table = da.stats.cooccurrence(da.Tokens.from_terms(TEXTS), within="document", tags=None, top=2, minimum=1)
    assert table[["source", "target"]].values.tolist() == [["a", "b"]]  # b and c are both in two documents
    assert table.attrs["terms"] == 2


@given(texts=st.dictionaries(st.sampled_from("defgh"), st.lists(st.sampled_from("abcd"), min_size=1), min_size=1))
def test_counts_agree_with_a_slow_count_whatever_the_order(texts: dict[str, list[str]]) -> None:
    table = da.stats.cooccurrence(da.Tokens.from_terms(texts), within="document", tags=None, minimum=1)
    slow = Counter(pair for words in texts.values() for pair in combinations(sorted(set(words)), 2))
    assert table.set_index(["source", "target"])["n"].to_dict() == slow
    assert table["jaccard"].between(0, 1).all()
    turned = da.stats.cooccurrence(
        da.Tokens.from_terms(dict(reversed(texts.items()))), within="document", tags=None, minimum=1
    )
    pd.testing.assert_frame_equal(table, turned)


def test_graphml_comes_back_with_its_weights(tmp_path: Path) -> None:
    graph = nx.read_graphml(da.stats.write_network(EDGES, tmp_path / "pairs.graphml"))
    assert not graph.is_directed()
    assert {(*sorted(edge), data["n"], data["jaccard"]) for *edge, data in graph.edges(data=True)} == {
        ("a", "b", 2, 2 / 3),
        ("a", "c", 1, 0.25),
    }
    assert dict(graph.nodes(data="windows")) == {"a": 3, "b": 2, "c": 2}


def test_dl_is_a_symmetric_matrix(tmp_path: Path) -> None:
    text = da.stats.write_network(EDGES, tmp_path / "pairs.dl").read_text(encoding="utf-8")
    assert text == 'DL N=3 FORMAT=FULLMATRIX\nLABELS:\n"a"\n"b"\n"c"\nDATA:\n0 2 1\n2 0 0\n1 0 0\n'


def test_csv_and_awkward_names(tmp_path: Path) -> None:
    tokens = da.Tokens.from_terms({"d": ["=1+1", "<&>"], "e": ["=1+1", "<&>"]})
    table = da.stats.cooccurrence(tokens, within="document", tags=None)
    text = da.stats.write_network(table, tmp_path / "pairs.csv").read_text(encoding="utf-8-sig")
    assert text.splitlines()[1].startswith("<&>,'=1+1,2,2,2,")
    graph = nx.read_graphml(da.stats.write_network(table, tmp_path / "pairs.graphml"))
    assert set(graph) == {"=1+1", "<&>"}
    quoted = da.Tokens.from_terms({"d": ['"', "b"], "e": ['"', "b"]})
    with pytest.raises(errors.OptionError, match="cannot be a label"):
        da.stats.write_network(da.stats.cooccurrence(quoted, within="document", tags=None), tmp_path / "pairs.dl")


def test_a_lemma_under_two_tags_is_two_terms() -> None:
    tokens = da.segment(da.Corpus.from_texts({"d": "동맹과 나. 동맹과 나."}))
    table = tokens.table
    table["tag"] = table["tag"].astype(str).mask(table["i"] == 0, "NNP").astype("category")
    both = da.Tokens(table, tokens.recipe)
    edges = da.stats.cooccurrence(both, within="document", minimum=1)
    assert edges[["source", "target"]].values.tolist() == [["동맹/NNG", "동맹/NNP"]]


def test_nothing_and_options(tmp_path: Path) -> None:
    tokens = da.Tokens.from_terms({"d": ["a"]})
    empty = da.stats.cooccurrence(tokens, tags=None)
    assert empty.empty
    with pytest.raises(errors.OptionError, match="no edges"):
        da.stats.write_network(empty, tmp_path / "x.csv")
    with pytest.raises(errors.OptionError, match="ends in none of"):
        da.stats.write_network(EDGES, tmp_path / "x.pdf")
    with pytest.raises(errors.OptionError, match="top is 1"):
        da.stats.cooccurrence(tokens, top=1)
    with pytest.raises(errors.OptionError, match="unknown tag 'NN'"):
        da.stats.cooccurrence(da.segment(da.Corpus.from_texts({"d": "가다."})), tags=["NN"])


def test_phi_is_the_correlation_over_windows_and_lift_n_over_expected() -> None:
    rng = np.random.default_rng(7)
    here = rng.random((40, 3)) < 0.5
    texts = {
        f"d{k}": [w for w, there in zip("가나다", row, strict=True) if there] or ["라"] for k, row in enumerate(here)
    }
    table = da.stats.cooccurrence(da.Tokens.from_terms(texts), within="document", tags=None, minimum=1)
    for row in table.itertuples():
        if "라" in {row.source, row.target}:
            continue
        a, b = (here[:, "가나다".index(word)] for word in (row.source, row.target))
        assert row.phi == pytest.approx(np.corrcoef(a, b)[0, 1])
        assert row.lift == pytest.approx((a & b).mean() / (a.mean() * b.mean()))


def test_the_partners_of_one_term() -> None:
    texts = {"a": ["물", "불", "흙"], "b": ["물", "불"], "c": ["흙", "쇠"], "d": ["쇠"], "e": ["물", "나무"]}
    tokens = da.Tokens.from_terms(texts)
    every = da.stats.cooccurrence(tokens, within="document", tags=None, minimum=1)
    table = da.stats.cooccurrence(tokens, within="document", tags=None, minimum=1, term="물")
    assert table[["source", "target", "n"]].values.tolist() == [["물", "불", 2], ["물", "나무", 1], ["물", "흙", 1]]
    both = every[(every["source"] == "물") | (every["target"] == "물")]
    assert sorted(table["g2"]) == sorted(both["g2"])
    # with top=2 the two partners that stand with it most, not the terms that are frequent elsewhere
    two = da.stats.cooccurrence(tokens, within="document", tags=None, minimum=1, term="물", top=2)
    assert len(two) == 2
    with pytest.raises(errors.OptionError, match="no window holds term '금'"):
        da.stats.cooccurrence(tokens, within="document", tags=None, term="금")
    tagged = da.segment(da.Corpus.from_texts({"d": "나는 새를 보았다. 새 집이 있다."}), cache=None)
    with pytest.raises(errors.OptionError, match="name one of 새/MM, 새/NNG"):
        da.stats.cooccurrence(tagged, tags=None, term="새", minimum=1)
