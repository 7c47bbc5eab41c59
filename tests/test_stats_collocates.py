"""Collocates: windows and scores by hand, against a slow count, and against nltk."""

from __future__ import annotations

import math
from collections import Counter

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from nltk.collocations import BigramAssocMeasures

import analysis as da
from analysis import errors, schema

TOKENS = da.Tokens.from_terms({"d": ["a", "n", "b", "c", "c", "a", "n", "c"]})
MEASURES = [c.name for c in schema.COLLOCATES if c.kind == "float"]


def collocates(tokens: da.Tokens, node: str = "n", span: tuple[int, int] = (1, 1), minimum: int = 1) -> pd.DataFrame:
    return da.stats.collocates(tokens, node, span=span, tags=None, minimum=minimum).set_index("term")


def test_scores_by_hand() -> None:
    table = collocates(TOKENS)
    # a N b c c a N c: base outside the nodes a 2, b 1, c 3 = 6; near (one word each side) a, b, a, c = 4
    assert table[["n", "n_total", "n_left", "n_right"]].T.to_dict("list") == {
        "a": [2, 2, 2, 0],
        "b": [1, 1, 0, 1],
        "c": [1, 3, 0, 1],
    }
    # a: cells 2 2 0 2, expected 4 x 2 / 6 = 4/3
    e = 4 / 3
    by_hand = {
        "expected": e,
        "log_dice": 14.0,  # 14 + log2(2 x 2 / (2 nodes + 2))
        "mi": math.log2(2 / e),
        "mi3": math.log2(8 / e),
        "t": (2 - e) / math.sqrt(2),
        "z": (2 - e) / math.sqrt(e),
        "g2": 2 * (2 * math.log(2 / e) + 2 * math.log(2 / (8 / 3)) + 2 * math.log(2 / e)),
        "dice": 1.0,
        "npmi": math.log2(1.5) / math.log2(3),  # -log2(2 / 6) = log2 3
        "delta_p_node": 2 / 2 - 2 / 4,
        "delta_p_term": 2 / 4 - 0 / 2,
        "minimum_sensitivity": 1.0,  # 2 of 2 nodes, 2 of 2 a
    }
    assert table.loc["a", MEASURES].astype(float).to_dict() == pytest.approx(by_hand)
    assert table.attrs["nodes"] == 2
    assert (table.attrs["near"], table.attrs["total"]) == (4, 6)
    assert table.attrs["window"] == "왼쪽 1어절·오른쪽 1어절, 문장 안"


def test_what_is_near_two_nodes_counts_once_for_the_nearer() -> None:
    table = collocates(da.Tokens.from_terms({"d": ["n", "y", "x", "n"], "e": ["n", "m", "n"]}), span=(2, 2))
    # y is one word right of the first node and two left of the second; x the other way round; m is in the middle: right
    assert table[["n", "n_left", "n_right"]].T.to_dict("list") == {"y": [1, 0, 1], "x": [1, 1, 0], "m": [1, 0, 1]}


def test_windows_count_words_not_morphemes_and_stop_at_the_sentence() -> None:
    corpus = da.Corpus.from_texts({"d": "정부는 한미동맹을 크게 강화한다. 기업은 간다."})
    tokens = da.segment(corpus)
    # one word each side: 정부(는), the rest of the node's own word 한미, and 크게; 강화 is two words off
    assert set(collocates(tokens, "동맹/NNG").index) == {"정부", "는", "한미", "을", "크다", "게"}
    right = da.stats.collocates(tokens, "강화", span=(0, 5), minimum=1)
    assert right.empty  # 한다 holds no content morpheme, and 기업 is another sentence
    paragraph = da.stats.collocates(tokens, "강화", span=(0, 5), minimum=1, within="paragraph")
    assert paragraph["term"].tolist() == ["가다", "기업"]  # equal scores, so by term
    left = da.stats.collocates(tokens, "동맹", span=(1, 0), minimum=1)
    assert left["term"].tolist() == ["정부", "한미"]


def test_sequences_and_hits_as_node() -> None:
    tokens = da.segment(da.Corpus.from_texts({"d": "우리 한미 동맹이 산다. 새 동맹이 산다."}))
    table = da.stats.collocates(tokens, "한미 동맹", minimum=1).set_index("term")
    assert table.attrs["nodes"] == 1
    # 동맹 inside the node is no base; the other one is, two words away and in another sentence
    assert table["n"].to_dict() == {"살다": 1}
    assert table["n_total"].to_dict() == {"살다": 2}


@pytest.mark.filterwarnings("ignore::analysis.errors.NothingFoundWarning")
def test_a_minimum_a_missing_node_and_redacted_tokens_say_so() -> None:
    assert da.stats.collocates(TOKENS, "n", tags=None).empty  # no pair five times
    assert da.stats.collocates(TOKENS, "n", tags=None).attrs["unlisted"] == 3
    missing = da.stats.collocates(TOKENS, "zz", tags=None, minimum=1)
    assert missing.empty
    assert missing.attrs["nodes"] == 0
    corpus = da.Corpus.from_texts({"d": "동맹과 창업. 동맹과 협력."})
    with pytest.raises(errors.OptionError, match="redacted"):
        da.stats.collocates(da.segment(corpus).redact(), "동맹")
    kept = da.stats.collocates(da.segment(corpus).keep(tags=["NNG"]), "동맹", minimum=1)
    assert sorted(kept["term"]) == ["창업", "협력"]  # the windows are those of the whole text


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"span": (0, 0)}, "span is"),
        ({"span": 5}, "span is"),
        ({"within": "text"}, "sentence, paragraph, document"),
        ({"minimum": 0}, "minimum is 0"),
        ({"tags": "NNG"}, "tags takes a list of texts"),
    ],
)
def test_options(options: dict[str, object], said: str) -> None:
    with pytest.raises(errors.OptionError, match=said):
        da.stats.collocates(TOKENS, "n", **options)  # type: ignore[arg-type]


def test_scores_agree_with_nltk() -> None:
    words = ("a n b c c a n c d d n a b n b n a a c d " * 7).split()
    table = collocates(da.Tokens.from_terms({"d": words}), span=(1, 1))
    theirs = BigramAssocMeasures
    near, total = table.attrs["near"], table.attrs["total"]
    for row in table.itertuples():
        marginals = (int(row.n), (near, int(row.n_total)), total)
        assert row.mi == pytest.approx(theirs.pmi(*marginals), rel=1e-12)
        assert row.t == pytest.approx(theirs.student_t(*marginals), rel=1e-12)
        # nltk adds 1e-20 to quotients, so that the last digits may differ
        assert row.g2 == pytest.approx(theirs.likelihood_ratio(*marginals), rel=1e-9)
        nodes = (int(row.n), (table.attrs["nodes"], int(row.n_total)), total)
        assert row.dice == pytest.approx(theirs.dice(*nodes), rel=1e-12)


def slowly(texts: dict[str, list[str]], left: int, right: int) -> dict[str, Counter[str]]:
    """Count near terms word by word."""
    found: dict[str, Counter[str]] = {"left": Counter(), "right": Counter()}
    for words in texts.values():
        nodes = [k for k, word in enumerate(words) if word == "n"]
        for k, word in enumerate(words):
            behind = [k - at for at in nodes if 0 < k - at <= right]
            ahead = [at - k for at in nodes if 0 < at - k <= left]
            if word != "n" and (behind or ahead):
                side = "right" if behind and (not ahead or min(behind) <= min(ahead)) else "left"
                found[side][word] += 1
    return found


TEXTS = st.dictionaries(
    st.sampled_from(["d", "e", "f"]), st.lists(st.sampled_from("nabc"), min_size=1, max_size=25), min_size=1
)


@pytest.mark.filterwarnings("ignore::analysis.errors.NothingFoundWarning")
@given(texts=TEXTS, left=st.integers(0, 3), right=st.integers(1, 3))
def test_counts_agree_with_a_slow_count_whatever_the_order_of_documents(
    texts: dict[str, list[str]], left: int, right: int
) -> None:
    table = collocates(da.Tokens.from_terms(texts), span=(left, right))
    expected = slowly(texts, left, right)
    assert (table["n_left"] + table["n_right"] == table["n"]).all()
    assert {t: n for t, n in table["n_left"].items() if n} == expected["left"]
    assert {t: n for t, n in table["n_right"].items() if n} == expected["right"]
    assert table["n"].sum() == table.attrs["near"]
    turned = collocates(da.Tokens.from_terms(dict(reversed(texts.items()))), span=(left, right))
    pd.testing.assert_frame_equal(table, turned)
