from __future__ import annotations

import hashlib

import pytest

import analysis as da
from analysis import errors


def test_from_texts_normalises_and_hashes() -> None:
    row = da.Corpus.from_texts({"a": "한 문장이다.\n\n  둘째 문단이다. "}).documents.iloc[0]
    assert row["text"] == "한 문장이다.\n둘째 문단이다."
    assert row["sha256"] == hashlib.sha256("한 문장이다.\n둘째 문단이다.".encode()).hexdigest()
    assert row["title"] == ""


def test_tables_are_copies() -> None:
    corpus = da.Corpus.from_texts({"a": "한 문장이다."})
    table = corpus.documents
    table.loc[0, "text"] = "바뀐 문장이다."
    assert corpus.documents["text"][0] == "한 문장이다."


def test_only_keeps_order_and_names_unknown_ids() -> None:
    corpus = da.Corpus.from_texts({"a": "하나.", "b": "둘.", "c": "셋."})
    assert corpus.only(docs=["c", "a"]).documents["doc"].tolist() == ["a", "c"]
    with pytest.raises(errors.ReadError, match="no document 'z'"):
        corpus.only(docs=["z"])


def test_hash_follows_texts_and_ids() -> None:
    one = da.Corpus.from_texts({"a": "하나."})
    assert one.sha256 == da.Corpus.from_texts({"a": "하나."}).sha256
    assert (
        len({one.sha256, da.Corpus.from_texts({"b": "하나."}).sha256, da.Corpus.from_texts({"a": "둘."}).sha256}) == 3
    )


@pytest.mark.parametrize(("texts", "says"), [({}, "no texts given"), ({"a": " \n"}, "document 'a' is empty")])
def test_nothing_to_hold(texts: dict[str, str], says: str) -> None:
    with pytest.raises(errors.ReadError, match=says):
        da.Corpus.from_texts(texts)
