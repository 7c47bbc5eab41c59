from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import analysis as da
from analysis import errors, measures
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
    assert x["bic"] == pytest.approx(x["g2"] - math.log(70))
    # prior 15 of 70: delta = ln(27 / (20 + 70 - 27)) - ln(18 / (50 + 70 - 18))
    assert x["log_odds"] == pytest.approx(math.log(27 / 63) - math.log(18 / 102))
    assert x["z"] == pytest.approx(x["log_odds"] / math.sqrt(1 / 27 + 1 / 18))
    assert x["dp"] == pytest.approx((abs(8 / 12 - 0.5) + abs(4 / 12 - 0.5)) / 2)
    # four terms were tested, so each interval has an error of 5 % / 4
    assert x["log_ratio_low"] == pytest.approx(
        float(measures.log_ratio_interval(12, n1=20, f2=3, n2=50, alpha=0.0125)[0])
    )
    assert table.attrs["tests"] == 4


def test_terms_of_one_side_only() -> None:
    table = da.stats.keyness(TARGET, OTHER, tags=None)
    w, v = row(table, "w"), row(table, "v")
    assert (w["n_reference"], v["n"]) == (0, 0)
    assert w["log_ratio"] == pytest.approx(math.log2((6 / 20) / (0.5 / 50)))
    assert w["log_ratio_high"] == math.inf
    assert math.isnan(w["percent_diff"])
    assert math.isnan(w["odds_ratio"])
    assert v["percent_diff"] == -100
    assert v["log_ratio_low"] == -math.inf
    assert math.isnan(v["dp"])


def test_order_corrections_and_minimum() -> None:
    table = da.stats.keyness(TARGET, OTHER, tags=None)
    lrc = table["lrc"].abs().tolist()
    assert lrc == sorted(lrc, reverse=True)
    bonferroni = da.stats.keyness(TARGET, OTHER, tags=None, correction="bonferroni")
    assert bonferroni["p_adjusted"].tolist() == pytest.approx(np.minimum(1, 4 * bonferroni["p"]).tolist())
    assert (table["p_adjusted"] <= bonferroni["p_adjusted"]).all()  # Holm is never above Bonferroni
    few = da.stats.keyness(TARGET, OTHER, tags=None, minimum=11)
    assert sorted(few["term"]) == ["x", "y"]  # 12 and 37; w has 6, v 10
    assert (few.attrs["tests"], few.attrs["unlisted"]) == (2, 2)
    assert da.stats.keyness(TARGET, OTHER, tags=None, minimum=99).empty
    # once in ten words against five times in a hundred: typical of the target, but on one hit
    rare = da.Tokens.from_terms({"a": ["x"] + ["y"] * 9}), da.Tokens.from_terms({"z": ["x"] * 5 + ["y"] * 95})
    assert da.stats.keyness(*rare, tags=None)["term"].tolist() == ["y"]


def test_a_frequency_table_gives_what_its_tokens_give() -> None:
    listed = da.stats.frequency(OTHER, tags=None)
    from_table, from_tokens = (da.stats.keyness(TARGET, ref, tags=None) for ref in (listed, OTHER))
    same = [c for c in from_table if c != "docs_reference"]
    pd.testing.assert_frame_equal(from_table[same], from_tokens[same])
    assert from_table["docs_reference"].isna().all()
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


def test_tests_over_texts() -> None:
    target = da.Tokens.from_terms({f"t{i}": ["x"] * (i + 1) + ["y"] * 9 for i in range(6)})
    other = da.Tokens.from_terms({f"r{i}": ["x"] * (i % 2) + ["y"] * 9 for i in range(5)})
    welch = da.stats.keyness(target, other, tags=None, test="welch", correction="none")
    a = np.array([(i + 1) / (i + 10) for i in range(6)])
    b = np.array([(i % 2) / (i % 2 + 9) for i in range(5)])
    assert row(welch, "x")["p"] == pytest.approx(float(measures.welch(a, b=b)[2][0]))
    shuffled = da.stats.keyness(target, other, tags=None, test=measures.Permutation(), correction="none")
    assert row(shuffled, "x")["p"] == pytest.approx(float(measures.permutation(a, b=b)[0]))  # 462 ways, all looked at
    assert shuffled.attrs["test"] == "Permutation(repeats=9999, seed=1)"
    with pytest.raises(errors.OptionError, match="needs 5 or more on each side; the target has 2 and the reference 1"):
        da.stats.keyness(TARGET, OTHER, tags=None, test="welch")
    with pytest.raises(errors.OptionError, match="unknown test 'welsh'"):
        da.stats.keyness(TARGET, OTHER, tags=None, test="welsh")  # type: ignore[arg-type]


def test_redacted_tokens_give_the_rows_of_the_full_ones_or_none() -> None:
    corpus = da.Corpus.from_texts({"a": "동맹과 창업. 동맹과 협력. 동맹의 값.", "b": "창업과 값. 협력의 값. 동맹."})
    tokens = da.segment(corpus)
    a, b = tokens.only(docs=["a"]), tokens.only(docs=["b"])
    full = da.stats.keyness(a, b, minimum=1)
    blanked = da.stats.keyness(a.redact(), b, minimum=1)
    assert blanked["term"].tolist() == ["동맹"]  # the others stand once in a: blanked, so their count is not known
    same = ["n", "n_reference", "g2", "log_ratio", "log_odds", "z", "bic"]
    assert row(blanked, "동맹")[same].tolist() == pytest.approx(row(full, "동맹")[same].tolist())
    assert any("가린 토큰" in note for note in blanked.attrs["caution"])


def test_misspelt_options() -> None:
    with pytest.raises(errors.OptionError, match="must be one of holm, bonferroni, bh, none"):
        da.stats.keyness(TARGET, OTHER, tags=None, correction="fdr")  # type: ignore[arg-type]
    with pytest.raises(errors.OptionError, match="minimum must be 1"):
        da.stats.keyness(TARGET, OTHER, tags=None, minimum=0)


TEXTS = st.dictionaries(st.sampled_from("pqrs"), st.lists(st.sampled_from("abcd"), min_size=1, max_size=12), min_size=1)


@given(TEXTS, TEXTS, st.randoms())
def test_swapping_flips_signs_and_order_is_irrelevant(
    one: dict[str, list[str]], two: dict[str, list[str]], random: object
) -> None:
    a, b = da.Tokens.from_terms(one), da.Tokens.from_terms(two)
    here = da.stats.keyness(a, b, tags=None, minimum=1).set_index("term")
    there = da.stats.keyness(b, a, tags=None, minimum=1).set_index("term").loc[here.index]
    for name in ("log_ratio", "lrc", "log_odds", "z"):
        assert here[name].to_numpy() == pytest.approx(-there[name].to_numpy(), abs=1e-9, nan_ok=True)
    for name in ("g2", "g2_two_term", "chi2", "p", "p_adjusted"):
        assert here[name].to_numpy() == pytest.approx(there[name].to_numpy(), abs=1e-9, nan_ok=True)
    docs = sorted(one, key=lambda _: random.random())  # type: ignore[attr-defined]
    again = da.stats.keyness(da.Tokens.from_terms({d: one[d] for d in docs}), b, tags=None, minimum=1)
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
    # Holm over the tests of all groups at once
    assert table["p_adjusted"].tolist() == da.measures.adjust(table["p"].to_numpy(), method="holm").tolist()
    assert (table.attrs["tests"], table.attrs["ungrouped"]) == (len(table), 1)
    assert table.attrs["sizes"] == {"가": 10, "나": 9, "다": 8}
    with pytest.raises(errors.OptionError, match="two groups or more"):
        da.stats.keyness_by_group(tokens, by=dict.fromkeys("abcd", "가"), tags=None)
