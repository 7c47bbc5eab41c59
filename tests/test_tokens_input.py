"""Tokens from what people have: white space, a column of keywords, a long table with and without tags."""

from __future__ import annotations

import logging
from typing import Any

import pandas as pd
import pytest

import analysis as da
from analysis import errors

LONG = {"doc": ["a", "a", "b"], "word": ["기후", "위기", "탄소"]}


@pytest.mark.parametrize(
    ("texts", "options"),
    [
        ({"a": ["기후", "위기"], "b": ["탄소"]}, {}),
        ({"a": "기후  위기\n", "b": "탄소"}, {}),
        (pd.Series({"a": "기후, 위기,", "b": "탄소"}), {"sep": ","}),
        (pd.DataFrame(LONG), {}),
        (pd.DataFrame(LONG | {"word": ["기후", None, "탄소"]}), {"pad": ""}),
    ],
)
def test_ways_of_giving_terms(texts: Any, options: dict[str, str]) -> None:
    table = da.Tokens.from_terms(texts, **options).table
    expected = [["a", "기후"], ["a", "위기"], ["b", "탄소"]]
    if "pad" in options:
        expected.pop(1)
    assert table[["doc", "lemma"]].astype(object).values.tolist() == expected
    assert set(table["tag"]) == {"TERM"}


def test_documents_without_a_term_are_told(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        tokens = da.Tokens.from_terms(pd.Series({"a": "기후", "b": None, "c": " "}))
    assert tokens.table["doc"].tolist() == ["a"]
    assert caplog.messages == ["2 document(s) without a term are left out, such as b"]


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        (pd.Series(["기후", "위기"], index=["a", "a"]), "the document 'a' stands twice"),
        (pd.DataFrame({"doc_id": ["a"], "term": ["기후"]}), "no column 'doc'; a long table has doc, word"),
        (pd.DataFrame(LONG | {"tag": "NNG"}), r"from_tagged\(table, analyser=...\)"),
        (pd.DataFrame(LONG | {"word": ["기후", None, "탄소"]}), "document 'a', term 1: .* pass pad=''"),
    ],
)
def test_terms_that_cannot_be_read_are_one_sentence(texts: Any, said: str) -> None:
    with pytest.raises(errors.ReadError, match=said):
        da.Tokens.from_terms(texts)


def tagged(tags: dict[str, str] | None = None, **columns: list[Any]) -> da.Tokens:
    return da.Tokens.from_tagged(pd.DataFrame(columns), analyser="mecab-ko 0.996", tags=tags)


def test_a_long_table_with_tags() -> None:
    tokens = tagged(
        {"NOUN": "NNG", "gap": "PAD"},
        doc=["a", "a", "a", "a", "b"],
        sentence=[1, 1, 1, 2, 1],
        word=["기후", "", "탄소", "먹", "동맹"],
        tag=["NOUN", "gap", "NNG", "VV", "NNG"],
    )
    table = tokens.table[["doc", "sentence", "i", "lemma", "tag", "start", "end"]].astype(object)
    assert table.values.tolist() == [
        ["a", 1, 0, "기후", "NNG", 0, 2],
        ["a", 1, 2, "탄소", "NNG", 5, 7],  # a gap is one character wide
        ["a", 2, 3, "먹다", "VV", 8, 9],
        ["b", 1, 0, "동맹", "NNG", 0, 2],
    ]
    assert da.stats.ngrams(tokens, minimum=1, within="document")["term"].tolist() == ["탄소 먹다"]
    assert tokens.recipe.analyser == "mecab-ko 0.996"


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ({"doc": ["a"], "word": ["기후"]}, "no column 'tag'; a long table has doc, word, tag"),
        ({"doc": ["a"], "word": ["기후"], "tag": ["NOUN"]}, r"unknown tag 'NOUN' of '기후'; map it by tags="),
        ({"doc": ["a"], "word": [""], "tag": ["NNG"]}, "table, row 1: word is empty; a gap has the tag PAD"),
        ({"doc": ["a", "b", "a"], "word": ["가", "나", "다"], "tag": ["NNG"] * 3}, "two documents with the id 'a'"),
    ],
)
def test_tables_that_cannot_be_read_are_one_sentence(columns: dict[str, list[Any]], said: str) -> None:
    with pytest.raises(errors.ReadError, match=said):
        tagged(**columns)


def test_files_take_tags_too(tmp_path: Any) -> None:
    file = tmp_path / "a.txt"
    file.write_text("기후/NOUN 위기/NNG\n", encoding="utf-8")
    tokens = da.Tokens.from_tagged(file, analyser="x 1", tags={"NOUN": "NNG"})
    assert tokens.table["tag"].tolist() == ["NNG", "NNG"]


def test_variants_merge_plain_terms_and_keep_their_tag() -> None:
    tokens = da.Tokens.from_terms({"d": ["벤처기업", "韓美", "스타트업"]})
    table, merged = da.lexicon.apply(tokens.table, {"스타트업": ["벤처기업"]})
    assert table[["lemma", "tag"]].astype(object).values.tolist() == [
        ["스타트업", "TERM"],
        ["韓美", "TERM"],
        ["스타트업", "TERM"],
    ]
    assert merged[["surface", "was", "n"]].values.tolist() == [["벤처기업", "벤처기업/TERM", 1]]
    kit = da.lexicon.apply(tokens.table, da.lexicon.variants())[0]
    assert kit["lemma"].tolist() == ["벤처기업", "한미", "스타트업"]
