import json

import pandas as pd

import analysis as da
from analysis.corpus import build
from analysis.record import facts


def test_counts_come_from_the_tables_themselves() -> None:
    documents = [{"doc": "a", "title": "가", "text": "하나.\n둘."}, {"doc": "b", "text": "셋."}]
    removed = [
        {"doc": "a", "line": 1, "kind": "widget", "reason": "r", "text": "t"},
        {"doc": "a", "line": 2, "kind": "copyright", "reason": "r", "text": "t"},
        {"doc": "b", "line": 1, "kind": "widget", "reason": "r", "text": "t"},
    ]
    corpus = build(documents, list(removed))
    tokens = da.Tokens.from_terms({"a": ["하나", ".", "둘", "."], "b": ["셋", "."]})
    # by hand: from_terms makes each document one paragraph of one sentence
    told = facts.collect(corpus, tokens, codebooks=[], units={"z 1 h", "a 1 h"})
    assert told["counts"] == {"paragraphs": 2, "sentences": 2, "morphemes": 6, "characters": 8, "eojeol": 3}
    assert told["removed"] == {"copyright": 1, "widget": 2}
    assert [about["title"] for about in told["documents"]] == ["가", ""]
    assert "text" not in told["documents"][0]
    assert told["units"] == ["a 1 h", "z 1 h"]
    assert told["redacted"] is False
    assert told["kit"] == da.__version__
    assert json.loads(json.dumps(told)) == told


def test_the_same_paragraph_number_in_two_documents_is_two_paragraphs() -> None:
    table = da.Tokens.from_terms({"a": ["하나"], "b": ["둘"]}).table
    assert isinstance(table, pd.DataFrame)
    assert table["paragraph"].tolist() == [1, 1]  # both are paragraph 1 of their own document


def test_texts_that_were_compared_are_named_and_the_article_is_none_of_them() -> None:
    own, joined = da.Tokens.from_terms({"a": ["하나"]}), da.Tokens.from_terms({"a": ["하나"], "b": ["둘"]})
    others = da.Tokens.from_terms({"b": ["둘", "셋"], "c": ["넷"]})
    (told,) = facts.references([own, joined, others], doc="a")
    assert (told["docs"], told["morphemes"]) == (["b", "c"], 3)
