from __future__ import annotations

import math
from dataclasses import replace
from typing import Any, Literal

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import analysis as da
from analysis import errors, measures, schema
from analysis.stats.copied_texts import clustered
from analysis.stats.counting import tally
from analysis.tokens.recipe import Recipe

TARGET = da.Tokens.from_terms({"a": ["x"] * 8 + ["y"] * 2, "b": ["x"] * 4 + ["w"] * 6})
OTHER = da.Tokens.from_terms({"z": ["x"] * 3 + ["y"] * 37 + ["v"] * 10})


def row(table: pd.DataFrame, term: str) -> pd.Series[float]:
    return table.set_index("term").loc[term]


def test_one_row_by_hand() -> None:
    table = da.stats.keyness(TARGET, OTHER, tags=None)
    x = row(table, "x")
    assert (x["n"], x["n_reference"], x["docs"], x["docs_reference"]) == (12, 3, 2, 1)
    assert (x["per_10k"], x["per_10k_reference"]) == (6000, 600)  # 12 of 20, 3 of 50
    assert x["log_ratio"] == pytest.approx(math.log2(10))
    assert x["percent_diff"] == pytest.approx(900)
    assert x["odds_ratio"] == pytest.approx(12 * 47 / (3 * 8))
    # four cells 12 8 / 3 47: E = 15*20/70, 55*20/70, 15*50/70, 55*50/70
    cells = [(12, 300 / 70), (8, 1100 / 70), (3, 750 / 70), (47, 2750 / 70)]
    assert x["g2"] == pytest.approx(2 * sum(o * math.log(o / e) for o, e in cells))
    assert x["g2_two_term"] == pytest.approx(2 * sum(o * math.log(o / e) for o, e in (cells[0], cells[2])))
    assert x["chi2"] == pytest.approx(sum((o - e) ** 2 / e for o, e in cells))
    assert math.isnan(x["bic"])  # evidence, of which two texts against one have none
    # prior 15 of 70: delta = ln(27 / (20 + 70 - 27)) - ln(18 / (50 + 70 - 18))
    assert x["log_odds"] == pytest.approx(math.log(27 / 63) - math.log(18 / 102))
    assert x["z"] == pytest.approx(x["log_odds"] / math.sqrt(1 / 27 + 1 / 18))
    assert x["dp"] == pytest.approx((abs(8 / 12 - 0.5) + abs(4 / 12 - 0.5)) / 2)
    # the error of counting alone: 12 of 15 on this side
    low, high = measures.log_ratio_interval(12, n1=20, f2=3, n2=50)
    assert (x["count_low"], x["count_high"]) == pytest.approx((float(low), float(high)))


def test_terms_of_one_side_only() -> None:
    table = da.stats.keyness(TARGET, OTHER, tags=None)
    w, v = row(table, "w"), row(table, "v")
    assert (w["n_reference"], v["n"]) == (0, 0)
    assert w["log_ratio"] == pytest.approx(math.log2((6 / 20) / (0.5 / 50)))
    assert w["count_high"] == math.inf
    assert math.isnan(w["percent_diff"])
    assert math.isnan(w["odds_ratio"])
    assert v["percent_diff"] == -100
    assert v["count_low"] == -math.inf
    assert math.isnan(v["dp"])


def test_few_texts_are_described_and_not_tested() -> None:
    table = da.stats.keyness(TARGET, OTHER, tags=None)
    for name in ("p", "p_adjusted", "lrc", "bic", "log_ratio_low", "log_ratio_high"):
        assert table[name].isna().all(), name
    assert set(table["reason"]) == {"비교 글이 한 편이라 검정하지 않았다"}
    assert table.attrs["conclusion"] == "비교 글이 한 편이라 검정하지 않았다."
    assert "이 글의 특징을 기술한 것이며 검정이 아니다" in table.attrs["caution"]
    assert (table.attrs["test"], table.attrs["family"]) == ("none", 0)
    assert (table["clusters"].unique().tolist(), table["clusters_reference"].unique().tolist()) == ([2], [1.0])
    # by the size of the log ratio: w 6 : 0 log2(30), x 12 : 3 log2(10), y 2 : 37 log2(.1351), v 0 : 10 log2(.125)
    assert table["term"].tolist() == ["w", "x", "v", "y"]
    few = da.stats.keyness(TARGET, OTHER, tags=None, minimum=11)
    assert sorted(few["term"]) == ["x", "y"]  # 12 and 37; w has 6, v 10
    assert few.attrs["unlisted"] == 2
    assert da.stats.keyness(TARGET, OTHER, tags=None, minimum=99).empty
    # once in ten words against five times in a hundred: typical of the target, but on one hit
    rare = da.Tokens.from_terms({"a": ["x"] + ["y"] * 9}), da.Tokens.from_terms({"z": ["x"] * 5 + ["y"] * 95})
    assert da.stats.keyness(*rare, tags=None)["term"].tolist() == ["y"]


def test_g2_is_a_choice_that_says_what_it_assumes() -> None:
    table = da.stats.keyness(TARGET, OTHER, tags=None, test="g2")
    assert table["p"].tolist() == pytest.approx(measures.p_value(table["g2"].to_numpy()).tolist())
    assert table["p_adjusted"].tolist() == measures.adjust(table["p"].to_numpy(), method="holm").tolist()
    bonferroni = da.stats.keyness(TARGET, OTHER, tags=None, test="g2", correction="bonferroni")
    assert bonferroni["p_adjusted"].tolist() == pytest.approx(np.minimum(1, 4 * bonferroni["p"]).tolist())
    assert table.attrs["family"] == 4
    assert any("무작위로 나눈 두 묶음에서도" in said for said in table.attrs["caution"])
    assert table["reason"].str.contains("구간을 내지 않았다").all()
    with pytest.raises(errors.RefusalError, match="a frequency list has none"):
        da.stats.keyness(TARGET, da.stats.frequency(OTHER, tags=None), tags=None, test="g2")


def test_a_frequency_table_gives_what_its_tokens_give() -> None:
    listed = da.stats.frequency(OTHER, tags=None)
    from_table, from_tokens = (da.stats.keyness(TARGET, ref, tags=None) for ref in (listed, OTHER))
    texts = ["docs_reference", "clusters_reference", "count_low", "count_high"]
    same = [c for c in from_table if c not in {*texts, "reason"}]
    pd.testing.assert_frame_equal(from_table[same], from_tokens[same])
    assert from_table[texts].isna().all().all()  # a list has no texts, and its counts no error
    assert set(from_table["reason"]) == {"비교 자료에 글이 없고 빈도만 있어 검정하지 않았다"}
    assert from_table.attrs["clusters_reference"] is None
    # a list that names its size in a column, and has no tags: only terms that it holds
    plain = pd.DataFrame({"term": ["x", "q"], "n": [3, 4], "total": 50})
    table = da.stats.keyness(TARGET, plain, tags=None)
    assert table["term"].tolist() == ["x"]
    assert table["g2"].tolist() == pytest.approx([row(from_tokens, "x")["g2"]])
    assert table.attrs["unmatched"] == 2  # w and y


def test_lists_that_cannot_be_a_reference() -> None:
    with pytest.raises(errors.SchemaError, match="no column n"):
        da.stats.keyness(TARGET, pd.DataFrame({"term": ["x"]}), tags=None)
    with pytest.raises(errors.SchemaError, match="relative frequencies are no counts"):
        da.stats.keyness(TARGET, pd.DataFrame({"term": ["x"], "n": [0.2], "total": 9}), tags=None)
    with pytest.raises(errors.OptionError, match="below its counts or unknown"):
        da.stats.keyness(TARGET, pd.DataFrame({"term": ["x"], "n": [3]}), tags=None)
    with pytest.raises(errors.SchemaError, match="'x' stands twice"):
        da.stats.keyness(TARGET, pd.DataFrame({"term": ["x", "x"], "n": [3, 3], "total": 9}), tags=None)
    with pytest.raises(errors.OptionError, match="counted over other tags"):
        da.stats.keyness(TARGET, da.stats.frequency(OTHER, tags=["TERM"]), tags=None)
    with pytest.raises(errors.OptionError, match="unknown reference 'general'"):
        da.stats.keyness(TARGET, "general", tags=None)


def test_sides_that_cannot_be_compared() -> None:
    corpus = da.Corpus.from_texts({"a": "동맹을 맺는다.", "b": "동맹을 깬다."})
    tokens = da.segment(corpus)
    with pytest.raises(errors.OptionError, match="document 'a' is in the target and in the reference"):
        da.stats.keyness(tokens.only(docs=["a"]), tokens, minimum=1)
    with pytest.raises(errors.OptionError, match="differ in layer"):
        da.stats.keyness(tokens, OTHER)
    with pytest.raises(errors.OptionError, match="the reference has no morpheme of the base"):
        da.stats.keyness(tokens.only(docs=["a"]), tokens.only(docs=["b"]).drop(lemmas=["동맹"]))
    with pytest.raises(errors.OptionError, match="the target has no morpheme of the base"):
        da.stats.keyness(tokens.only(docs=["a"]).drop(lemmas=["동맹"]), tokens.only(docs=["b"]))
    older = da.Tokens(OTHER.table, Recipe("damron 0", "kiwipiepy 0.1", "none", "terms"))
    with pytest.raises(errors.OptionError, match="differ in analyser"):
        da.stats.keyness(TARGET, older, tags=None)


SIX = da.Tokens.from_terms({f"t{i}": ["x"] * (i + 1) + ["y"] * 9 for i in range(6)})
FIVE = da.Tokens.from_terms({f"r{i}": ["x"] * (i % 2) + ["y"] * 9 for i in range(5)})


def test_five_texts_a_side_are_tested_over_texts() -> None:
    table = da.stats.keyness(SIX, FIVE, tags=None)
    x = row(table, "x")
    a, b = np.arange(1, 7), np.array([0, 1, 0, 1, 0])
    x_and_y = {"sizes_a": a + 9, "b": [b, [9] * 5], "sizes_b": b + 9}
    expected = measures.max_t_over_texts([a, [9] * 6], **x_and_y)  # 462 ways, all looked at
    assert (x["p"], x["p_adjusted"]) == (expected.p[0], expected.p_adjusted[0])
    over = measures.log_ratio_over_texts(a, sizes_a=a + 9, b=b, sizes_b=b + 9)
    assert x["log_ratio"] == pytest.approx(float(over.ln_ratio[0]) / math.log(2))
    assert x["log_ratio_low"] == pytest.approx(float(over.low[0]) / math.log(2))
    assert x["lrc"] == pytest.approx(max(0.0, float(over.low[0]) / math.log(2)))
    assert np.isnan(x["count_low"])
    assert x["bic"] == pytest.approx(x["g2"] - math.log(75 + 47))
    about = schema.about(table)
    assert (about.test, about.family, about.shuffles, about.seed) == ("texts", 2, 462, None)
    assert about.listing == "두 쪽을 합쳐 10회, 글 3건 이상인 단어"
    assert (about.clusters, about.clusters_reference, about.correction) == (6, 5, "max-T")
    assert about.conclusion == (
        "글 6건과 5건을 비교했다. 글을 나누는 462가지를 모두 보아도 2개 단어 가운데 "
        "가장 큰 차이가 이만한 적이 5%보다 드문 단어는 2개이다."
    )
    assert "한쪽의 글이 10건이 안 되어 큰 차이만 잡힌다" in (about.caution or ())
    assert table["reason"].tolist() == ["", ""]


def test_what_is_listed_does_not_look_at_the_sides() -> None:
    # y: 54 and 45 times in every text; x: 21 and 2 times in eight texts
    assert da.stats.keyness(SIX, FIVE, tags=None, minimum=12)["term"].tolist() == ["y"]
    assert set(da.stats.keyness(SIX, FIVE, tags=None, minimum=11)["term"]) == {"x", "y"}
    # 40 times, but in two texts alone
    two = da.Tokens.from_terms({f"t{i}": ["y"] * 9 + ["z"] * (20 if i < 2 else 0) for i in range(6)})
    assert da.stats.keyness(two, FIVE, tags=None)["term"].tolist() == ["y"]


def test_a_term_of_one_side_has_an_interval_without_end_and_p() -> None:
    # KEY-06: of the 12 texts with the term none is on the other side, so that its share there is .2646 at most
    target = da.Tokens.from_terms({f"t{i}": ["x"] + ["y"] * 9 for i in range(12)})
    other = da.Tokens.from_terms({f"r{i}": ["y"] * 10 for i in range(8)})
    x = row(da.stats.keyness(target, other, tags=None), "x")
    upper = 0.264648469397
    assert float(measures.share_upper(0, n=12, alpha=0.025)) == pytest.approx(upper, abs=1e-9)
    assert x["log_ratio"] == pytest.approx(math.log2((12 / 120) / (0.5 / 80)))
    assert x["log_ratio_low"] == pytest.approx(math.log2((1 - upper) / upper * 80 / 120))
    assert x["log_ratio_high"] == math.inf
    assert x["lrc"] == x["log_ratio_low"]
    assert x["p"] == pytest.approx(1 / 2000)


def test_quasi_poisson_by_choice() -> None:
    table = da.stats.keyness(SIX, FIVE, tags=None, test="quasi")
    a, b = np.arange(1, 7), np.array([0, 1, 0, 1, 0])
    expected = measures.quasi_poisson(a, sizes_a=a + 9, b=b, sizes_b=b + 9, least=1.0)
    assert row(table, "x")["p"] == pytest.approx(float(expected.p[0]))
    assert table["p_adjusted"].tolist() == measures.adjust(table["p"].to_numpy(), method="holm").tolist()
    assert table.attrs["method"] == "준푸아송 회귀"
    assert any("두 쪽에서 같다고 본다" in said for said in table.attrs["caution"])
    with pytest.raises(errors.RefusalError, match=r"twice as many texts or more \(10 and 5\)"):
        da.stats.keyness(TEN, FIVE, tags=None, test="quasi")
    # a term that one side lacks has no quasi-Poisson error
    target = da.Tokens.from_terms({f"t{i}": ["x"] * 3 + ["y"] * 9 for i in range(6)})
    lacking = row(da.stats.keyness(target, da.Tokens.from_terms({f"r{i}": ["y"] * 9 for i in range(5)}), tags=None,
                                   test="quasi"), "x")  # fmt: skip
    assert np.isnan(lacking["p"])
    assert lacking["reason"] == "한쪽에 없어 이 모형으로는 p를 구하지 않았다"


TEN = da.Tokens.from_terms({f"t{i}": ["x"] * (i + 1) + ["y"] * 9 for i in range(10)})


def test_a_story_counts_once() -> None:
    # ten texts are five stories of two copies: the interval is that of the five stories put together
    stories = pd.Series({f"t{i}": f"s{i // 2}" for i in range(10)})
    table = da.stats.keyness(TEN, FIVE, tags=None, cluster=stories)
    whole = {f"s{k}": ["x"] * (4 * k + 3) + ["y"] * 18 for k in range(5)}  # 2k + 1 and 2k + 2 times
    expected = da.stats.keyness(da.Tokens.from_terms(whole), FIVE, tags=None)
    same = ["term", "n", "log_ratio", "log_ratio_low", "log_ratio_high", "lrc", "clusters", "reason"]
    pd.testing.assert_frame_equal(table[same], expected[same])
    # and the test is that of their mean texts: 1.5, 3.5 ... 9.5 times x beside 9 times y
    x, b = np.arange(5) * 2 + 1.5, np.array([0, 1, 0, 1, 0])
    tested = measures.max_t_over_texts([x, [9.0] * 5], sizes_a=x + 9, b=[b, [9] * 5], sizes_b=b + 9)
    assert (row(table, "x")["p"], row(table, "y")["p_adjusted"]) == (tested.p[0], tested.p_adjusted[1])
    assert (table.attrs["texts"], table.attrs["clusters"]) == (10, 5)
    assert table.attrs["conclusion"].startswith("묶음 5개와 5개(글 10건과 5건)를 비교했다. 묶음을 나누는 252가지를")
    assert "글 15건은 10개 묶음이다. 묶음을 단위로 비교했다" in table.attrs["caution"]
    # a text that has no story stands alone, and a floor counts stories
    one = da.stats.keyness(TEN, FIVE, tags=None, cluster={f"t{i}": "s" for i in range(9)})
    assert one.attrs["conclusion"] == "묶음이 2개와 5개라 검정하지 않았다(한쪽에 5개부터 검정한다)."
    with pytest.raises(errors.OptionError, match="cluster names none of the documents, such as 't0'"):
        da.stats.keyness(TEN, FIVE, tags=None, cluster={"q": "s"})
    with pytest.raises(errors.OptionError, match="cluster names 't0' twice"):
        da.stats.keyness(TEN, FIVE, tags=None, cluster=pd.Series(["s", "t"], index=["t0", "t0"]))
    # as near duplicates are marked: the first of a story has no mark, and is the story of those that name it
    marked = pd.Series({f"t{i}": f"t{i - 1}" if i % 2 else "" for i in range(10)})
    assert da.stats.keyness(TEN, FIVE, tags=None, cluster=marked)["p"].tolist() == table["p"].tolist()
    assert da.stats.keyness(TEN, FIVE, tags=None, cluster=pd.Series(dtype=object)).attrs["clusters"] == 10
    with pytest.raises(errors.OptionError, match="give a Series or mapping"):
        da.stats.keyness(TEN, FIVE, tags=None, cluster="outlet")  # type: ignore[arg-type]


def test_texts_that_do_not_vary_have_no_error() -> None:
    texts = [da.Tokens.from_terms({f"{name}{i}": ["x"] * 3 + ["y"] * 9 for i in range(5)}) for name in "ab"]
    table = da.stats.keyness(*texts, tags=None)
    assert table[["p", "p_adjusted", "log_ratio_low"]].isna().all().all()
    assert set(table["reason"]) == {"글마다 값이 모두 같아 흔들림을 잴 수 없다"}


def test_tests_that_the_sides_do_not_bear() -> None:
    with pytest.raises(errors.RefusalError, match="needs 5 or more on each side; the target has 2 and the reference 1"):
        da.stats.keyness(TARGET, OTHER, tags=None, test="texts")
    with pytest.raises(errors.OptionError, match="must be one of auto, texts, quasi, g2"):
        da.stats.keyness(TARGET, OTHER, tags=None, test="welch")  # type: ignore[arg-type]
    with pytest.raises(errors.OptionError, match="corrects for the number of terms by itself"):
        da.stats.keyness(SIX, FIVE, tags=None, correction="holm")
    with pytest.raises(errors.OptionError, match="repeats must be a whole number, 1 or more"):
        da.stats.keyness(SIX, FIVE, tags=None, shuffles=0)


def test_shuffles_and_seed() -> None:
    other = da.Tokens.from_terms({f"r{i}": ["x"] * (i % 4) + ["y"] * 9 for i in range(12)})
    table = da.stats.keyness(TEN, other, tags=None, shuffles=199)
    assert (table.attrs["shuffles"], table.attrs["seed"]) == (199, 1)
    assert "글을 199번 뒤섞어도 2개 단어 가운데" in table.attrs["conclusion"]
    assert (table["p"] * 200 % 1).to_numpy() == pytest.approx(0, abs=1e-9)
    pd.testing.assert_frame_equal(table, da.stats.keyness(TEN, other, tags=None, shuffles=199))
    # in whatever order the texts are given
    docs = [f"t{i}" for i in (3, 1, 4, 0, 9, 2, 6, 5, 8, 7)]
    again = da.Tokens.from_terms({doc: ["x"] * (int(doc[1:]) + 1) + ["y"] * 9 for doc in docs})
    pd.testing.assert_frame_equal(table, da.stats.keyness(again, other, tags=None, shuffles=199))


def test_redacted_tokens_give_the_rows_of_the_full_ones_or_none() -> None:
    corpus = da.Corpus.from_texts({"a": "동맹과 창업. 동맹과 협력. 동맹의 값.", "b": "창업과 값. 협력의 값. 동맹."})
    tokens = da.segment(corpus)
    a, b = tokens.only(docs=["a"]), tokens.only(docs=["b"])
    full = da.stats.keyness(a, b, minimum=1)
    blanked = da.stats.keyness(a.redact(), b, minimum=1)
    assert blanked["term"].tolist() == ["동맹"]  # the others stand once in a: blanked, so their count is not known
    same = ["n", "n_reference", "g2", "log_ratio", "log_odds", "z"]
    assert row(blanked, "동맹")[same].tolist() == pytest.approx(row(full, "동맹")[same].tolist())
    assert any("가린 토큰" in note for note in blanked.attrs["caution"])


def test_misspelt_options() -> None:
    with pytest.raises(errors.OptionError, match="must be one of holm, bonferroni, bh, none"):
        da.stats.keyness(TARGET, OTHER, tags=None, test="g2", correction="fdr")  # type: ignore[arg-type]
    with pytest.raises(errors.OptionError, match="minimum must be a whole number, 1 or more"):
        da.stats.keyness(TARGET, OTHER, tags=None, minimum=0)


TEXTS = st.dictionaries(st.sampled_from("pqrs"), st.lists(st.sampled_from("abcd"), min_size=1, max_size=12), min_size=1)


@given(TEXTS, TEXTS, st.randoms())
def test_swapping_flips_signs_and_order_is_irrelevant(
    one: dict[str, list[str]], two: dict[str, list[str]], random: object
) -> None:
    a, b = da.Tokens.from_terms(one), da.Tokens.from_terms(two)
    here = da.stats.keyness(a, b, tags=None, minimum=1, test="g2").set_index("term")
    there = da.stats.keyness(b, a, tags=None, minimum=1, test="g2").set_index("term").loc[here.index]
    for name in ("log_ratio", "log_odds", "z"):
        assert here[name].to_numpy() == pytest.approx(-there[name].to_numpy(), abs=1e-9, nan_ok=True)
    for name in ("g2", "g2_two_term", "chi2", "p", "p_adjusted"):
        assert here[name].to_numpy() == pytest.approx(there[name].to_numpy(), abs=1e-9, nan_ok=True)
    docs = sorted(one, key=lambda _: random.random())  # type: ignore[attr-defined]
    again = da.stats.keyness(da.Tokens.from_terms({d: one[d] for d in docs}), b, tags=None, minimum=1, test="g2")
    pd.testing.assert_frame_equal(here.reset_index()[again.columns], again)


def test_each_group_is_compared_with_all_the_others() -> None:
    texts = {"a": ["물"] * 9 + ["불"], "b": ["불"] * 8 + ["흙"], "c": ["흙"] * 7 + ["물"], "d": ["쇠"] * 9}
    tokens = da.Tokens.from_terms(texts)
    table = da.stats.keyness_by_group(tokens, by={"a": "가", "b": "나", "c": "다"}, tags=None)
    for name, doc in (("가", "a"), ("나", "b"), ("다", "c")):
        rest = [other for other in "abc" if other != doc]
        one = da.stats.keyness(tokens.only(docs=[doc]), tokens.only(docs=rest), tags=None)
        own = table[table["group"] == name].reset_index(drop=True)
        columns = [c for c in one.columns if c != "p_adjusted"]
        assert own[columns].equals(pd.DataFrame(one[columns])), name
    assert (table.attrs["test"], table.attrs["family"], table.attrs["ungrouped"]) == ("none", 0, 1)
    assert table.attrs["conclusion"].startswith("글 3건을 3개 집단으로 나누어 저마다 나머지와 비교했다. 글이 적어")
    assert table.attrs["sizes"] == {"가": 10, "나": 9, "다": 8}
    # Holm over the tests of all groups at once
    by = {"a": "가", "b": "나", "c": "다"}
    g2 = da.stats.keyness_by_group(tokens, by=by, tags=None, test="g2")
    assert g2["p_adjusted"].tolist() == da.measures.adjust(g2["p"].to_numpy(), method="holm").tolist()
    with pytest.raises(errors.OptionError, match="two groups or more"):
        da.stats.keyness_by_group(tokens, by=dict.fromkeys("abcd", "가"), tags=None)


def test_groups_are_tested_over_texts() -> None:
    words = {f"d{i:02}": ["x"] * (1 + 3 * (i < 6) + i % 2) + ["y"] * 9 for i in range(18)}
    tokens = da.Tokens.from_terms(words)
    three = {doc: "가나다"[i // 6] for i, doc in enumerate(words)}
    table = da.stats.keyness_by_group(tokens, by=three, tags=None)
    docs = sorted(words)
    alone = da.stats.keyness(tokens.only(docs=docs[:6]), tokens.only(docs=docs[6:]), tags=None)
    own = table[table["group"] == "가"]
    assert own["p"].tolist() == alone["p"].tolist()
    assert own["p_adjusted"].tolist() == np.minimum(3 * alone["p_adjusted"], 1).tolist()  # three groups are tested
    assert (table.attrs["family"], table.attrs["correction"]) == (6, "max-T, times 3")
    # two groups are one comparison, made once
    both = da.stats.keyness_by_group(tokens, by={doc: "가나"[i > 5] for i, doc in enumerate(words)}, tags=None)
    assert both.loc[both["group"] == "가", "p_adjusted"].tolist() == alone["p_adjusted"].tolist()
    # a group of four texts is described; the other two are tested
    few = da.stats.keyness_by_group(tokens, by=three | {"d16": "", "d17": ""}, tags=None)
    assert few.loc[few["group"] == "다", "p"].isna().all()
    assert few.loc[few["group"] == "나", "p"].notna().all()
    assert few.attrs["conclusion"].endswith("다: 글이 적어 검정하지 않았다.")
    assert "다: 이 글의 특징을 기술한 것이며 검정이 아니다" in few.attrs["caution"]
    with pytest.raises(errors.RefusalError, match=r"group '다': .* the target has 4 and the reference 12"):
        da.stats.keyness_by_group(tokens, by=three | {"d16": "", "d17": ""}, tags=None, test="texts")


def test_copies_that_the_tokens_know_are_one_story_by_default() -> None:
    release = "구청은 새 도서관 공사를 오늘 시작한다고 밝혔다. 개관은 내년 봄이다. 주민 설명회는 다음 주 화요일이다."
    texts = {f"a{n}": release for n in range(6)} | {
        f"b{n}": f"{word} 이야기를 담은 {word} 축제가 열렸다. {word} 사진도 걸렸다."
        for n, word in enumerate(("연못", "들판", "바다", "언덕", "골목", "시장"))
    }
    tokens = da.segment(da.Corpus.from_texts(texts), cache=None, progress=False)
    sides = (tokens.only(docs=[f"a{n}" for n in range(6)]), tokens.only(docs=[f"b{n}" for n in range(6)]))
    about = da.schema.about(da.stats.keyness(*sides, minimum=1))
    assert (about.texts, about.clusters, about.clusters_reference) == (6, 1, 6)
    assert about.family == 0  # one story on a side is described and not tested
    alone = da.stats.keyness(*sides, minimum=1, cluster={doc: doc for doc in texts})
    assert da.schema.about(alone).clusters == 6


def test_columns_that_are_asked_for_are_those_of_the_whole_table() -> None:
    """Without intervals nothing else changes: the same terms, the same numbers; and no column is guessed."""
    texts = {f"a{n}": ["b"] * (n + 3) + ["c"] * 4 for n in range(6)}
    others = {f"z{n}": ["b"] * 2 + ["c"] * (n + 5) for n in range(6)}
    sides = (da.Tokens.from_terms(texts), da.Tokens.from_terms(others))
    whole = da.stats.keyness(*sides, tags=None, test="g2")
    asked = da.stats.keyness(*sides, tags=None, test="g2", columns=["p", "n", "g2"])
    assert asked.columns.tolist() == ["term", "tag", "n", "g2", "p", "reason"]
    both = whole.merge(asked, on=["term", "tag"], suffixes=("", "_asked"))
    assert len(both) == len(whole) == len(asked) == 2
    assert all(both[name].equals(both[f"{name}_asked"].rename(name)) for name in ("n", "g2", "p"))
    assert asked.attrs.get("interval") is None
    with pytest.raises(errors.OptionError, match="columns"):
        da.stats.keyness(*sides, tags=None, columns=["lrc", "llr"])


@pytest.mark.parametrize("test", ["auto", "quasi", "g2"])
def test_every_column_asked_for_alone_is_that_of_the_whole_table(test: Literal["auto", "quasi", "g2"]) -> None:
    draw = np.random.default_rng(7)
    made = [{f"{side}{n}": draw.choice(list("bcdefgh"), 20 + n).tolist() for n in range(7)} for side in "az"]
    sides = [da.Tokens.from_terms(texts) for texts in made]
    cluster = {"a0": "a1", "a2": "q", "a3": "q", "z1": "q"}
    options: dict[str, Any] = {"tags": None, "test": test, "cluster": cluster, "shuffles": 49}
    whole = da.stats.keyness(*sides, **options).set_index(["term", "tag"])
    for column in schema.KEYNESS:
        asked = da.stats.keyness(*sides, **options, columns=[column.name]).set_index(["term", "tag"])
        assert len(asked) == len(whole) == 7
        if column.name not in {"term", "tag", "reason"}:  # a reason is told of what was computed
            pd.testing.assert_series_equal(asked[column.name], whole.loc[asked.index, column.name], check_exact=True)


def test_clusters_by_hand() -> None:
    texts = {"d": "x y", "c": "x", "e": "x x z", "b": "y", "f": "y y"}
    side = tally(da.Tokens.from_terms({doc: text.split() for doc, text in texts.items()}), tags=None)
    # c and e are of d; b is of a, which is no document here; f is called by d in vain, for it is its own: b, d, f
    story = {"c": "d", "e": "d", "b": "a", "f": "f"}
    (found,) = clustered([side], story, [])
    assert len(found) == 3
    assert found.cells.toarray().tolist() == [[0, 4, 0], [1, 1, 2], [0, 1, 0]]  # x, y, z in a, d, f
    assert (found.sizes.tolist(), found.docs.tolist()) == ([1, 6, 2], [1, 3, 1])
    assert found.with_term.tolist() == [1, 3, 1]
    # a document that is of another story is not the head of those that name it: c is alone with its name, d of e
    (moved,) = clustered([side], {"c": "d", "d": "e"}, [])
    assert moved.cells.toarray().tolist() == [[0, 1, 3, 0], [1, 0, 1, 2], [0, 0, 1, 0]]  # b; c, called d; d and e; f
    assert (moved.docs.tolist(), moved.with_term.tolist()) == ([1, 1, 2, 1], [2, 3, 1])
    # nothing to add up: the texts in the order of their names
    (alone,) = clustered([side], {}, [])
    assert alone.cells.toarray().tolist() == [[0, 1, 1, 2, 0], [1, 0, 1, 0, 2], [0, 0, 0, 1, 0]]
    assert alone.with_term.tolist() == [3, 3, 1]
    assert alone.tally.cells.toarray().tolist() == side.cells.toarray().tolist()  # which stands as it was counted


def test_copies_without_a_word_that_is_counted_are_no_error() -> None:
    """The copies that tokens know hold no verb, so that none of their documents is counted."""
    tokens = da.Tokens.from_terms({f"t{n}": ["x"] * 3 for n in range(12)})
    table = tokens.table.assign(tag=pd.Categorical((["NNG"] * 2 + ["VV"]) * 10 + ["NNG"] * 6, ["NNG", "VV"]))
    known = replace(tokens.recipe, copies=(("t11", "t10"),))
    sides = [da.Tokens(table, known).only(docs=[f"t{n}" for n in range(12) if n % 2 == k]) for k in (0, 1)]
    about = da.schema.about(da.stats.keyness(*sides, tags=["VV"], minimum=1))
    assert (about.clusters, about.clusters_reference) == (5, 5)


def test_a_row_of_a_list_without_its_term_is_refused() -> None:
    listed = pd.DataFrame({"term": ["x", None], "tag": ["TERM", "TERM"], "n": [3, 4], "total": 50})
    with pytest.raises(errors.SchemaError, match="a row of the reference table has no term"):
        da.stats.keyness(TARGET, listed, tags=None)
    with pytest.raises(errors.SchemaError, match="a row of the reference table has no tag"):
        da.stats.keyness(TARGET, listed.assign(term=["x", "y"], tag=["TERM", None]), tags=None)
