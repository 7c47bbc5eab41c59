from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from pathlib import Path

import pytest

import analysis as da
from analysis import errors
from analysis.cleaning import Traced


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


def test_join_lays_two_corpora_end_to_end_and_keeps_their_accounts() -> None:
    one = da.Corpus.from_texts({"a": "동맹은\n\n길다."})
    two = da.Corpus.from_texts({"b": "벤처는 드물다."})
    both = one.join(two)
    assert both.documents["doc"].tolist() == ["a", "b"]
    assert both.origin("a", position=4) == (3, 1)  # 동맹은 and a line break are four characters; line 2 is blank
    assert both.origin("b", position=0) == (1, 1)
    assert len(one) == len(two) == 1


def test_join_refuses_one_id_for_two_texts_and_a_redacted_corpus() -> None:
    one = da.Corpus.from_texts({"a": "동맹은 길다."})
    with pytest.raises(errors.ReadError, match="share the id 'a' but differ in text; read the files together"):
        one.join(da.Corpus.from_texts({"a": "동맹은 짧다."}))
    redacted = replace(one, stored=Path("tables"))
    with pytest.raises(errors.RefusalError, match="redacted"):
        one.join(redacted)


@pytest.mark.usefixtures("in_korean")
def test_a_corpus_and_tokens_in_the_wrong_place_say_what_to_do() -> None:
    corpus = da.Corpus.from_texts({"a": "봄비가 내렸다."})
    tokens = da.Tokens.from_terms({"a": "봄 비"})
    for call, says in (
        (lambda: da.stats.frequency(corpus), "먼저 da.segment(corpus)로"),  # type: ignore[arg-type]
        (lambda: da.stats.quantities(tokens), "토큰을 만든 말뭉치를 준다"),  # type: ignore[arg-type]
        (lambda: da.stats.groups(corpus), "말뭉치의 표는 corpus.documents"),  # type: ignore[arg-type]
        (lambda: da.plots.frequency(tokens), "da.stats.frequency(tokens)처럼 표를"),  # type: ignore[arg-type]
        (lambda: da.segment("봄비가 내렸다."), "문자열 '봄비가 내렸다.'를 받았다. 파일은"),  # type: ignore[arg-type]
    ):
        with pytest.raises(errors.KindError, match=re.escape(says)):
            call()
    with pytest.raises(AttributeError, match="Corpus에는 'filter'가 없다"):
        corpus.filter  # type: ignore[attr-defined] # noqa: B018
    with pytest.raises(errors.ReadError, match="글은 list"):
        da.Corpus.from_texts(["봄비"])  # type: ignore[arg-type]
    with pytest.raises(errors.ReadError, match="용어는 str"):
        da.Tokens.from_terms("봄 비")  # type: ignore[arg-type]
    with pytest.raises(errors.OptionError, match="query에는 문자열 또는 표"):
        da.stats.concordance(corpus, tokens, ["봄"])  # type: ignore[arg-type]


def test_origins_are_kept_as_runs() -> None:
    # "가 나" with the edit of the blank to "--": the signs come from the blank, 나 from its own place
    edited = Traced.of("가 나\n다").edited([(1, 2, "--")])
    assert edited.text == "가--나\n다"
    assert edited.origins.at.tolist() == [0, 1, 1, 2, 3, 4]
    assert edited.origins.runs.tolist() == [0, 2]
    assert [edited.origins.place(k) for k in range(6)] == [(1, 1), (1, 2), (1, 2), (1, 3), (1, 4), (2, 1)]
    cut = edited.only([(3, 4), (5, 6)])
    assert (cut.text, cut.origins.at.tolist()) == ("나\n다", [2, 3, 4])
    assert Traced.of("").origins.at.tolist() == []
