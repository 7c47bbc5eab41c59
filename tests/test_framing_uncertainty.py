"""Uncertainty of one article: values by hand, laws, and the texts that have none."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

import analysis as da
from analysis.errors import OptionError, SchemaError
from analysis.framing.uncertainty import SOURCES

Make = Callable[..., Any]
# weights: a1 달 in s1, s3; b1 별 (2 points) in s2; b2 혜성 in s3. a: 2, b: 3
TEXT = "달 | 별 || 달 혜성"
ENDS = ["share_low", "share_high", "log_ratio_low", "log_ratio_high"]
WORDS = st.lists(st.sampled_from(["달", "해", "별", "혜성", "구름", "|", "||", "“ 달 ”"]), min_size=1, max_size=25)


def ratio(a: float, b: float) -> float:
    return math.log2((a + 0.5) / (b + 0.5))


def made(tokens: da.Tokens, book: Any, **options: Any) -> pd.DataFrame:
    return da.framing.uncertainty(da.framing.hits(tokens, book), tokens, **options)


def row(table: pd.DataFrame, source: str) -> pd.Series[Any]:
    return table.set_index("source").loc[source]


def text_of(words: list[str]) -> str:
    """Join words; a text does not begin or end with a mark, nor has it two in a row."""
    return "|".join(part for part in " ".join(["구름", *words]).replace("||", "|").split("|") if part.strip())


def test_ranges_by_hand(toy: Make, two_frames: Make) -> None:
    table = made(toy(d=TEXT), two_frames())
    assert table["source"].tolist() == list(SOURCES)
    term = row(table, "leave_one_term")  # without a1: 0 against 3; b1: 2, 1; b2: 2, 2
    assert term[ENDS].tolist() == pytest.approx([0, 2 / 3, ratio(0, 3), ratio(2, 1)])
    assert term[["variants", "lowest", "highest"]].tolist() == [3, "a1", "b1"]
    sentence = row(table, "leave_one_sentence")  # without s1: 1, 3; s2: 2, 1; s3: 1, 2
    assert sentence[ENDS].tolist() == pytest.approx([1 / 4, 2 / 3, ratio(1, 3), ratio(2, 1)])
    assert sentence[["variants", "lowest", "highest"]].tolist() == [3, "1", "2"]
    paragraph = row(table, "leave_one_paragraph")  # without p1: 1, 1; p2: 1, 2
    assert paragraph[ENDS].tolist() == pytest.approx([1 / 3, 1 / 2, ratio(1, 2), 0])
    assert paragraph["highest"] == "1"
    specified = row(table, "specifications")  # with equal weights 2, 2; nothing else changes anything
    assert specified[ENDS].tolist() == pytest.approx([2 / 5, 1 / 2, ratio(2, 3), 0])
    assert specified[["variants", "lowest", "highest"]].tolist() == [48, "", "weights=equal"]
    assert (table["n_a"] == 2).all()
    assert table["share"].tolist() == pytest.approx([2 / 5] * len(SOURCES))


def test_leaving_a_term_out_drops_its_spans_not_its_pattern() -> None:
    # without 전략동맹 the term 동맹 would take the span over
    text = "한국과 미국은 전략동맹이다. 스타트업이 있다. 벤처도 있다."
    tokens = da.segment(da.Corpus.from_texts({"d": text}))
    codebook = da.codebook.read(da.paths.CODEBOOKS / "alliance-startup.yaml")
    hits = da.framing.hits(tokens, codebook)
    assert (hits["frame"] == "alliance").sum() == 1
    assert row(da.framing.uncertainty(hits, tokens), "leave_one_term")["share_low"] == 0


def test_intervals_need_five_hits_and_eight_units(toy: Make, two_frames: Make) -> None:
    few = row(made(toy(d="달 | " * 9 + "별 별 별 별"), two_frames()), "sentence_bootstrap")
    assert few["n_b"] == 4
    assert few[ENDS].isna().all()
    assert few["reason"] == "어휘가 4회뿐인 칸이 있어 구간을 내지 않는다(5회부터)"
    short = made(toy(d="달 별 | " * 6 + "달 별"), two_frames())
    assert row(short, "sentence_bootstrap")["reason"] == "문장 수(7)가 적어 구간을 내지 않는다(8부터)"
    enough = made(toy(d="달 별 || " * 7 + "달 별"), two_frames())
    for source in ("sentence_bootstrap", "paragraph_bootstrap"):  # every sentence alike: 1 point against 2
        assert row(enough, source)[ENDS].tolist() == pytest.approx([1 / 3, 1 / 3, ratio(8, 16), ratio(8, 16)])
        assert row(enough, source)["variants"] == 2000


def test_one_sentence_has_no_sentence_to_spare(toy: Make, two_frames: Make) -> None:
    table = made(toy(d="달 별"), two_frames())
    for source, unit in (("leave_one_sentence", "문장"), ("leave_one_paragraph", "문단")):
        assert row(table, source)[ENDS].isna().all()
        assert row(table, source)["reason"] == f"{unit}이 하나뿐이라 빼면 남는 글이 없다"


def test_a_text_without_hits_is_undefined_throughout(toy: Make, two_frames: Make) -> None:
    table = made(toy(d="구름 | 하늘"), two_frames())
    assert table[["share", "log_ratio", *ENDS]].isna().all(axis=None)
    assert set(table["reason"]) == {"두 프레임의 어휘가 나오지 않는다"}


def test_variants_without_a_hit_are_counted_and_named(toy: Make, two_frames: Make) -> None:
    alone = row(made(toy(d="달 | 구름"), two_frames()), "leave_one_term")
    assert alone[ENDS].isna().all()
    assert alone[["variants", "undefined"]].tolist() == [1, 1]
    sentence = row(made(toy(d="달 | 구름"), two_frames()), "leave_one_sentence")
    assert sentence[["variants", "undefined", "share_low"]].tolist() == [2, 1, 1.0]
    assert sentence["reason"] == "2가지 가운데 1가지에서는 두 프레임의 어휘가 남지 않아 값이 없다"


def test_fractions_that_do_not_add_up_are_ties_all_the_same(toy: Make, two_frames: Make) -> None:
    book = two_frames()
    weights = {"a1": 0.1, "a2": 0.2, "b1": 0.3, "b2": 1.0}
    terms = [
        f.model_copy(update={"terms": tuple(t.model_copy(update={"weight": weights[t.id]}) for t in f.terms)})
        for f in book.frames
    ]
    table = made(toy(d="달 해 | 별"), book.model_copy(update={"frames": tuple(terms)}))  # .1 + .2 against .3
    assert table["log_ratio"].iloc[0] == 0


def test_each_document_is_as_it_would_be_alone(toy: Make, two_frames: Make) -> None:
    texts = {"x": "달 별 | " * 9 + "달", "y": "별 별 | 달 || " * 8 + "혜성"}
    together, swapped = (made(toy(**{k: texts[k] for k in order}), two_frames()) for order in ("xy", "yx"))
    for doc in "xy":
        alone = made(toy(**{doc: texts[doc]}), two_frames())
        for table in (together, swapped):
            part = table[table["doc"] == doc].reset_index(drop=True)
            assert_frame_equal(part, alone, check_exact=True)


def test_same_seed_same_bytes(toy: Make, two_frames: Make) -> None:
    tokens = toy(d="달 별 | 달 | 별 구름 | 해 달 || " * 4 + "별")
    one, two, other = (made(tokens, two_frames(), seed=seed).to_csv() for seed in (1, 1, 2))
    assert one == two != other


def test_respecified_hits_have_one_way_of_counting(toy: Make, two_frames: Make) -> None:
    tokens = toy(d=TEXT)
    hits = da.framing.respecify(da.framing.hits(tokens, two_frames()), weights="equal")
    table = da.framing.uncertainty(hits, tokens)
    assert table["share"].tolist() == [0.5] * len(SOURCES)
    assert row(table, "specifications")["reason"] == "이미 한 가지 계산 방식을 고른 표이다"


def test_bad_input_says_what_to_do(toy: Make, two_frames: Make) -> None:
    tokens = toy(d=TEXT)
    hits = da.framing.hits(tokens, two_frames())
    with pytest.raises(OptionError, match=r"uncertainty needs two different frames, not \['a', 'a'\]"):
        da.framing.uncertainty(hits, tokens, frames=["a", "a"])
    with pytest.raises(OptionError, match="draws must be 1 or more"):
        made(toy(d="달 별 | " * 9 + "달"), two_frames(), draws=0)
    with pytest.raises(SchemaError, match="pass the tokens of the hits"):
        da.framing.uncertainty(hits, toy(e="달"))
    with pytest.raises(SchemaError, match="lost its attrs"):
        da.framing.uncertainty(pd.DataFrame(hits.to_dict("list")), tokens)


def test_five_thousand_terms(toy: Make, two_frames: Make) -> None:
    book = two_frames()
    first, second = book.frames
    more = tuple(first.terms[0].model_copy(update={"id": f"x{k}", "match": f"단어{k}"}) for k in range(5000))
    big = book.model_copy(update={"frames": (first.model_copy(update={"terms": (*first.terms, *more)}), second)})
    table = made(toy(d=" | ".join(f"단어{k} 별" for k in range(300))), big)
    assert row(table, "leave_one_term")[["variants", "share_high"]].tolist() == [301, 1.0]  # 300 and 별


def test_a_redacted_table_gives_the_same(two_frames: Make, toy: Make) -> None:
    tokens = toy(d="달 해 구름 | 별 하늘 || 바람 달 “ 별 ”")
    assert_frame_equal(made(tokens.redact(codebook=two_frames()), two_frames()), made(tokens, two_frames()))


@given(words=WORDS)
def test_laws(toy: Make, two_frames: Make, words: list[str]) -> None:
    tokens = toy(d=text_of(words))
    hits = da.framing.hits(tokens, two_frames())
    table = da.framing.uncertainty(hits, tokens, draws=50)
    shares = table[["share", "share_low", "share_high"]].to_numpy()
    assert (np.isnan(shares) | ((shares >= 0) & (shares <= 1))).all()
    assert (table["share"].isna() == (table["n_a"] + table["n_b"] == 0)).all()
    # the whole text is one of the ways of counting
    ranges = table[~table["source"].str.endswith("bootstrap")].dropna(subset=["log_ratio_low"])
    assert (ranges["log_ratio_low"] <= ranges["log_ratio"]).all()
    assert (ranges["log_ratio"] <= ranges["log_ratio_high"]).all()
    # swapped frames, mirrored numbers
    swapped = da.framing.uncertainty(hits, tokens, frames=["b", "a"], draws=50)
    assert np.allclose(swapped["log_ratio"], -table["log_ratio"], equal_nan=True)
    assert np.allclose(swapped["log_ratio_low"], -table["log_ratio_high"], equal_nan=True)
    assert np.allclose(swapped["share_high"], 1 - table["share_low"], equal_nan=True)
    # the same numbers as the public way: score the hits that are left
    low, high = row(table, "leave_one_term")[["log_ratio_low", "log_ratio_high"]]
    for term in hits.loc[hits["counted"], "term"].unique():
        left = da.framing.score(hits[hits["term"] != term], tokens, by="document")
        value = da.framing.contrast(left)["log_ratio"].iloc[0]
        assert np.isnan(value) or low - 1e-9 <= value <= high + 1e-9
