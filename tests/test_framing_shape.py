"""Trajectory, position, overlap, bridges: values worked out by hand, and against an independent permutation test."""

from __future__ import annotations

import doctest
import importlib
from typing import Any

import numpy as np
import pandas as pd
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

import analysis as da
from analysis import schema
from analysis.codebook import Codebook, loads
from analysis.errors import OptionError, RefusalError
from analysis.framing.unit_matrix import range_and_p
from analysis.tokens import Recipe, Tokens


def book() -> Codebook:
    """Frames a (달), b (별) and c (없음, never found); a and b are compared."""
    label = {"ko": "틀", "en": "frame"}
    terms = {"a": "달", "b": "별", "c": "없음"}
    frames = [
        {"id": f, "label": label | {"ko": f"틀 {f}"}, "colour": "blue", "definition": "toy"}
        | {"terms": [{"id": f"{f}1", "match": match}]}
        for f, match in terms.items()
    ]
    made = {"author": "toy", "basis": "toy", "licence": "toy"}
    data: dict[str, Any] = {"schema": "kfa-codebook/1", "id": "toy", "version": "1.0", "status": "piloted"}
    data |= {"title": label, "unit": "sentence", "compare": ["a", "b"], "provenance": made, "frames": frames}
    return loads(yaml.safe_dump(data), name="toy")


BOOK = book()


def tokens(**docs: str) -> Tokens:
    """Build tokens: a morpheme a word, all common nouns, sentences by |, paragraphs by ||."""
    rows = []
    for doc, text in docs.items():
        at = i = sentence = 0
        for paragraph, block in enumerate(text.split("||"), start=1):
            for line in block.split("|"):
                sentence += 1
                for word in line.split():
                    rows.append((doc, paragraph, sentence, i, word, word, "NNG", word, at, at + len(word)))
                    at, i = at + len(word) + 1, i + 1
    table = pd.DataFrame(rows, columns=[c.name for c in schema.TOKENS])
    table = table.astype(dict.fromkeys(["doc", "surface", "form", "tag", "lemma"], "category"))
    return Tokens(table, Recipe("kit", "toy 1.0", "none", "morphs"))


def line(codes: str) -> str:
    """Spell sentences: a 달, b 별, x both, - neither, / a new paragraph."""
    words = {"a": "달", "b": "별", "x": "달 별", "-": "길"}
    return "||".join("|".join(words[c] for c in part) for part in codes.split("/"))


def found(text: Tokens) -> pd.DataFrame:
    return da.framing.hits(text, BOOK)


# trajectory


def test_the_curve_is_the_running_sum_of_centred_differences() -> None:
    text = tokens(d=line("aaa-/-bxbb-"))
    course = da.framing.trajectory(found(text), text)
    # d = 1 1 1 0 0 -1 0 -1 -1 0, mean 0
    assert course["cusum"].tolist() == [1, 2, 3, 3, 3, 2, 2, 1, 0, 0]
    assert course["paragraph"].tolist() == [1] * 4 + [2] * 6
    (curve,) = course.attrs["curves"]
    assert (curve["doc"], curve["sentences"], curve["hits"], curve["reach"]) == ("d", 10, 8, 3.0)
    assert (course["low"] <= course["high"]).all()
    assert course[["low", "high"]].iloc[-1].tolist() == [0, 0]


def test_the_mean_of_the_document_is_taken_off() -> None:
    text = tokens(d=line("aaaaa-----"))
    course = da.framing.trajectory(found(text), text)
    # d = 1 five times, mean 0.5: up by 0.5 five times, then down
    assert course["cusum"].tolist() == [0.5, 1, 1.5, 2, 2.5, 2, 1.5, 1, 0.5, 0]
    (curve,) = course.attrs["curves"]
    # of 252 orders of five 1 and five 0, two reach 2.5; p is near 2 / 252 = 0.008
    assert curve["leaves"]
    assert 0.003 < curve["p"] < 0.015


def test_swapping_the_frames_turns_the_curve_over() -> None:
    text = tokens(d=line("aa-a-bxb-b"))
    one, other = (da.framing.trajectory(found(text), text, frames=pair) for pair in (["a", "b"], ["b", "a"]))
    np.testing.assert_allclose(one["cusum"], -other["cusum"], atol=1e-12)


def test_a_document_says_the_same_alone_and_among_others() -> None:
    both = tokens(d=line("aa-a-bxb-b"), e=line("b-"), f=line("ab" * 6))
    alone = tokens(f=line("ab" * 6))
    course, own = da.framing.trajectory(found(both), both), da.framing.trajectory(found(alone), alone)
    pd.testing.assert_frame_equal(course[course["doc"] == "f"].reset_index(drop=True), own)
    assert course.loc[course["doc"] == "e", ["low", "high"]].isna().all(axis=None)  # two sentences cannot say
    assert [curve["p"] is None for curve in course.attrs["curves"]] == [False, True, False]


@pytest.mark.parametrize(
    "codes",
    ["aabbxxaab", "a---------b--", "----------", "x" * 12],  # too short; two hits; none; the same everywhere
)
def test_a_text_that_cannot_say_is_refused(codes: str) -> None:
    text = tokens(d=line(codes))
    with pytest.raises(RefusalError, match=r"trajectory needs a document of 10 sentences or more with 5 counted hits"):
        da.framing.trajectory(found(text), text)


# position


def test_positions_by_hand() -> None:
    text = tokens(d=line("aax-bbbb"))
    table = da.framing.position(found(text), text, frames=["a", "b"])
    # sentences stand at 1/16, 3/16, 5/16, ... 15/16: a (1 + 3 + 5) / 3 / 16, b (5 + 9 + 11 + 13 + 15) / 5 / 16
    assert table["mean_position"].tolist() == [9 / 48, 53 / 80]
    assert table["n"].tolist() == [3, 5]
    assert table.loc[0, ["low", "high", "p"]].isna().all()  # three hits: the count alone
    assert table.loc[1, "p_adjusted"] == table.loc[1, "p"]  # one test


def test_a_frame_that_is_not_there_has_no_position() -> None:
    text = tokens(d=line("aaaaa--"))
    table = da.framing.position(found(text), text).set_index("frame")
    assert table.loc["c", "n"] == 0
    assert table.loc["c", ["mean_position", "low", "high", "p"]].isna().all()


def test_positions_agree_with_an_independent_permutation_test() -> None:
    text = tokens(d=line("aaaa-a--------"))
    table = da.framing.position(found(text), text, frames=["a"], draws=20_000)
    place = (np.arange(14) + 0.5) / 14
    held = np.array([1, 1, 1, 1, 0, 1] + [0] * 8)

    def statistic(x: Any, y: Any, axis: int) -> Any:
        return np.abs((x * y).sum(axis=axis) / 5 - 0.5)

    test = stats.permutation_test(
        (held, place), statistic, permutation_type="pairings", vectorized=True, n_resamples=20_000,
        alternative="greater", random_state=np.random.default_rng(5),
    )  # fmt: skip
    assert table["p"].iloc[0] == pytest.approx(test.pvalue, abs=0.004)


def test_sentences_are_shuffled_inside_their_document() -> None:
    # every hit of a is in the last sentence of a two-sentence text: at 0.75, and a shuffle gives 0.25 or 0.75 each
    text = tokens(**{f"d{k}": line("-a") for k in range(6)})
    table = da.framing.position(found(text), text, frames=["a"], draws=20_000)
    assert table["mean_position"].iloc[0] == 0.75
    assert table["p"].iloc[0] == pytest.approx(2 / 64, abs=0.005)  # all six last, or all six first


def test_one_sentence_texts_move_nothing() -> None:
    text = tokens(**{f"d{k}": line("a") for k in range(8)})
    table = da.framing.position(found(text), text, frames=["a"])
    assert table.loc[0, ["low", "high", "p"]].isna().all()


# overlap


def test_the_four_cells_by_hand() -> None:
    text = tokens(d=line("xxa/bb-/axbxx-"))
    table = da.framing.overlap(found(text), text)
    assert table[["frame_a", "frame_b"]].to_numpy().tolist() == [["a", "b"], ["a", "c"], ["b", "c"]]
    row = table.iloc[0]
    assert row[["both", "a_only", "b_only", "neither"]].tolist() == [5, 2, 3, 2]
    assert row["expected"] == pytest.approx(7 * 8 / 12)
    assert row["jaccard"] == 0.5
    assert table.loc[1, ["both", "a_only", "b_only", "neither"]].tolist() == [0, 7, 0, 5]
    assert table.loc[1, ["low", "high", "p", "p_adjusted"]].isna().all()  # c is nowhere
    assert row["p_adjusted"] == row["p"]


def test_paragraphs_are_units_too() -> None:
    text = tokens(d=line("xxa/bb-/axbxx-/-"))
    row = da.framing.overlap(found(text), text, by="paragraph", frames=["a", "b"]).iloc[0]
    assert row[["both", "a_only", "b_only", "neither"]].tolist() == [2, 0, 1, 1]
    places = da.framing.overlaps(found(text), text, by="paragraph", frames=["a", "b"])
    assert places["paragraph"].tolist() == [1, 3]
    assert "sentence" not in places.columns
    assert places[["n_a", "n_b"]].to_numpy().tolist() == [[3, 2], [4, 4]]


def test_the_range_and_p_are_hypergeometric() -> None:
    text = tokens(d=line("xxxxxaabb" + "-" * 15))
    row = da.framing.overlap(found(text), text, frames=["a", "b"], draws=40_000).iloc[0]
    chance = stats.hypergeom(24, 7, 7)
    expected = 49 / 24
    values = np.arange(8)
    p = chance.pmf(values)[np.abs(values - expected) >= 5 - expected].sum()
    assert row["expected"] == pytest.approx(expected)
    assert row["p"] == pytest.approx(p, abs=0.003)
    assert (row["low"], row["high"]) == (chance.ppf(0.025), chance.ppf(0.975))


def test_overlap_agrees_with_an_independent_permutation_test() -> None:
    codes = "xxaab-xba-bb--x"
    text = tokens(d=line(codes))
    row = da.framing.overlap(found(text), text, frames=["a", "b"], draws=20_000).iloc[0]
    a, b = (np.array([c in held for c in codes], dtype=int) for held in ("ax", "bx"))

    def statistic(x: Any, y: Any, axis: int) -> Any:
        return np.abs((x * y).sum(axis=axis) - a.sum() * b.sum() / len(codes))

    test = stats.permutation_test(
        (a, b), statistic, permutation_type="pairings", vectorized=True, n_resamples=20_000,
        alternative="greater", random_state=np.random.default_rng(5),
    )  # fmt: skip
    assert row["p"] == pytest.approx(test.pvalue, abs=0.015)


def test_frames_of_different_texts_do_not_avoid_each_other() -> None:
    text = tokens(**{f"d{k}": line("aa--" if k % 2 else "bb--") for k in range(12)})
    row = da.framing.overlap(found(text), text, frames=["a", "b"]).iloc[0]
    assert (row["both"], row["expected"]) == (0, 0)
    assert np.isnan(row["p"])  # no shuffle inside a text could have put them together


def test_places_where_frames_meet() -> None:
    text = tokens(e=line("-x/ax"), d=line("x"))
    places = da.framing.overlaps(found(text), text, frames=["a", "b"])
    assert places[["doc", "paragraph", "sentence"]].to_numpy().tolist() == [["e", 1, 2], ["e", 2, 4], ["d", 1, 1]]
    nothing = da.framing.overlaps(found(text), text, frames=["a", "c"])
    assert nothing.empty
    assert list(nothing.columns) == list(places.columns)


TEXTS = st.lists(st.text("axb-/", min_size=1, max_size=14), min_size=1, max_size=4)


def spelled(texts: list[str]) -> dict[str, str]:
    clean = ["/".join(part for part in text.split("/") if part) or "-" for text in texts]
    return {f"d{k}": line(text) for k, text in enumerate(clean)}


@given(TEXTS, st.sampled_from(["sentence", "paragraph"]))
def test_laws_of_overlap(texts: list[str], by: Any) -> None:
    docs = spelled(texts)
    text, turned = tokens(**docs), tokens(**dict(reversed(docs.items())))
    table = da.framing.overlap(found(text), text, by=by, draws=200)
    units = text.table[["doc", by]].drop_duplicates()
    assert (table[["both", "a_only", "b_only", "neither"]].sum(axis=1) == len(units)).all()
    again = da.framing.overlap(found(turned), turned, by=by, draws=200)  # the order of documents changes nothing
    pd.testing.assert_frame_equal(table, again, check_exact=False, rtol=1e-12)
    turn = da.framing.overlap(found(text), text, by=by, frames=["b", "a"], draws=200).iloc[0]
    assert table.iloc[0][["both", "a_only", "b_only"]].tolist() == turn[["both", "b_only", "a_only"]].tolist()
    assert len(da.framing.overlaps(found(text), text, by=by)) == table["both"].sum()


@given(TEXTS)
def test_laws_of_position(texts: list[str]) -> None:
    docs = spelled(texts)
    text, turned = tokens(**docs), tokens(**dict(reversed(docs.items())))
    table = da.framing.position(found(text), text, draws=200)
    known = table["mean_position"].dropna()
    assert ((known > 0) & (known < 1)).all()
    assert (table["p_adjusted"].isna() | (table["p_adjusted"] >= table["p"])).all()
    pd.testing.assert_frame_equal(table, da.framing.position(found(text), text, draws=200))
    again = da.framing.position(found(turned), turned, draws=200)  # the order of documents changes nothing
    pd.testing.assert_frame_equal(table, again, check_exact=False, rtol=1e-12)
    assert not (table["low"] > table["high"]).any()


# bridges


def test_words_beside_both_frames() -> None:
    text = tokens(d="달 곱 곱 길|별 곱|달 별 곱 새|길 곱|별 새 산|달 산")
    table = da.framing.bridges(found(text), text, minimum=1)
    rows = table[["lemma", "n_a", "n_b", "n_both", "places"]].to_numpy().tolist()
    # 곱 2 beside a alone, 1 beside b alone, 1 beside both; 길 beside a alone; 4 holds no frame
    # 산 and 새: 1 beside the rarer frame, 2 in all, then by lemma
    assert rows == [["곱", 2, 1, 1, "1, 2, 3"], ["산", 1, 1, 0, "5, 6"], ["새", 0, 1, 1, "3, 5"]]
    assert da.framing.bridges(found(text), text)["lemma"].tolist() == ["곱"]
    assert da.framing.bridges(found(text), text, minimum=3).empty


def test_several_documents_are_named_in_the_places() -> None:
    text = tokens(d="달 곱", e="별 곱")
    assert da.framing.bridges(found(text), text, minimum=1)["places"].tolist() == ["d:1, e:1"]


def test_bridges_need_the_words() -> None:
    text = tokens(d="달 곱|별 곱")
    blank = Tokens(text.table, text.recipe.then("redact", detail="min_count 2", before=4, after=4))
    with pytest.raises(RefusalError, match="these tokens are redacted"):
        da.framing.bridges(found(text), blank)


# options


def test_bad_options_say_what_to_do() -> None:
    text = tokens(d=line("ab" * 6))
    hits = found(text)
    with pytest.raises(OptionError, match="draws is 99; give 100 or more"):
        da.framing.position(hits, text, draws=99)
    with pytest.raises(OptionError, match=r"not \['a', 'z'\]; choose from a, b, c"):
        da.framing.overlap(hits, text, frames=["a", "z"])
    with pytest.raises(OptionError, match="two frames or more, not only 'a'"):
        da.framing.overlap(hits, text, frames=["a"])
    with pytest.raises(OptionError, match="by must be one of sentence, paragraph, not 'word'"):
        da.framing.overlaps(hits, text, by="word")  # type: ignore[arg-type]
    with pytest.raises(OptionError, match="bridges needs two different frames, not 3"):
        da.framing.bridges(hits, text, frames=["a", "b", "c"])
    with pytest.raises(OptionError, match="minimum must be 1 or more, not 0"):
        da.framing.bridges(hits, text, minimum=0)
    with pytest.raises(OptionError, match="two different frames"):
        da.framing.trajectory(hits, text, frames=["a"])


def test_judgement_counts_the_observed_order_among_the_shuffled() -> None:
    low, high, p = range_and_p(3.0, expected=1.0, shuffled=np.array([0.0, 1.0, 3.0, -1.0]), n=5)
    assert p == 3 / 5  # 3 and -1 are at least 2 away: (1 + 2) / (1 + 4)
    assert (low, high) == pytest.approx((-0.925, 2.85))
    assert np.isnan(range_and_p(3.0, expected=1.0, shuffled=np.array([0.0, 1.0]), n=4)).all()


@pytest.mark.parametrize("name", ["trajectory", "overlap", "_compare"])
def test_examples(name: str) -> None:
    assert doctest.testmod(importlib.import_module(f"analysis.framing.{name}")).failed == 0
