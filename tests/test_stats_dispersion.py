from __future__ import annotations

import pandas as pd
import pytest

import analysis as da
from analysis import errors

# Gries (2008): the word a, 1 to 5 times in parts of 9, 10, 10, 10 and 11 words
GRIES = da.Tokens.from_terms(
    {f"d{i}": ["a"] * i + ["x"] * (size - i) for i, size in zip(range(1, 6), (9, 10, 10, 10, 11), strict=True)}
)


def test_gries() -> None:
    table = da.stats.dispersion(GRIES, tags=None).set_index("term")
    row = table.loc["a"].drop("tag").astype(float).round(3).to_dict()
    assert row == {
        "n": 15,
        "range": 5,
        "dp": 0.18,
        "dp_norm": 0.22,
        "juilland_d": 0.785,
        "carroll_d2": 0.938,
        "rosengren_s": 0.95,
        "kld": 0.137,
        "idf": 0,
        "da": 0.697,
        "dp_egbert": 0.78,  # the term is in the smallest part: 1 - .22
        "sd": 1.414,
        "cv": 0.471,
    }
    assert table.attrs["parts"] == "문서 5편"
    assert (table.attrs["smallest"], table.attrs["largest"]) == (9, 11)
    assert table.attrs["direction"]["dp"] == "low is even"


def test_parts_within_one_document() -> None:
    one = da.segment(da.Corpus.from_texts({"a": "동맹과 동맹. 창업.\n동맹. 그렇다.\n값."}))
    with pytest.raises(errors.OptionError, match="the base has 1 as document; for one document choose parts="):
        da.stats.dispersion(one)
    by = da.stats.dispersion(one, parts="paragraph", minimum=2)
    # nouns: 3, 1, 1 of 5 in the paragraphs; 동맹 2, 1, 0 of 3: (|2/3-3/5| + |1/3-1/5| + 1/5) / 2 = .2
    assert by[["term", "n", "range"]].values.tolist() == [["동맹", 3, 2]]
    assert by["dp"].tolist() == pytest.approx([0.2])
    sentences = da.stats.dispersion(one, parts="sentence", minimum=2)
    # 그렇다 holds no noun: a part that cannot be one, and is said to be missing
    assert (sentences.attrs["number"], sentences.attrs["empty"]) == (4, 1)
    assert sentences.attrs["parts"] == "문장 4개"


def test_equal_parts() -> None:
    text = da.Tokens.from_terms({"d": list("aabbab")})
    table = da.stats.dispersion(text, parts=3, tags=None, minimum=1).set_index("term")
    # aa bb ab: a 2 0 1 of 3, parts a third each: (1/3 + 1/3 + 0) / 2
    assert table.loc["a", "dp"] == pytest.approx(1 / 3)
    assert table.attrs["parts"] == "같은 크기의 부분 3개"
    for parts in (1, 7):
        with pytest.raises(errors.OptionError, match="equal parts cannot be cut from 6 rows"):
            da.stats.dispersion(text, parts=parts, tags=None)


def test_minimum_ties_and_nothing() -> None:
    text = da.Tokens.from_terms({"d1": ["b", "a", "c"], "d2": ["a", "b"]})
    table = da.stats.dispersion(text, tags=None, minimum=2)
    assert table["term"].tolist() == ["a", "b"]  # both twice; ties by term
    assert table.attrs["unlisted"] == 1
    assert da.stats.dispersion(text, tags=None).empty  # nothing five times
    with pytest.raises(errors.OptionError, match="or a number of equal parts, not 'documents'"):
        da.stats.dispersion(text, parts="documents", tags=None)  # type: ignore[arg-type]


def test_order_of_documents_is_irrelevant() -> None:
    texts = {"d1": ["b", "a", "c"], "d2": ["a", "b", "b"], "d3": ["c"]}
    here, there = (
        da.stats.dispersion(da.Tokens.from_terms({d: texts[d] for d in order}), tags=None, minimum=1)
        for order in (["d1", "d2", "d3"], ["d3", "d1", "d2"])
    )
    pd.testing.assert_frame_equal(here, there)


def test_redacted_tokens_list_whole_counts_only() -> None:
    tokens = da.segment(da.Corpus.from_texts({"a": "동맹과 창업. 동맹.", "b": "동맹과 값."}))
    full = da.stats.dispersion(tokens, minimum=1).set_index("term")
    blanked = da.stats.dispersion(tokens.redact(), minimum=1).set_index("term")
    assert list(blanked.index) == ["동맹"]
    assert blanked.loc["동맹"].tolist() == full.loc["동맹"].tolist()
