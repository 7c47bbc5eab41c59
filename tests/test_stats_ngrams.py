"""N-grams: counts by hand and slowly, scores against the worked example of quanteda."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nltk.collocations import BigramAssocMeasures

import analysis as da
from analysis import errors

ICE = {"a": "i like good ice cream".split(), "b": "me too".split(), "c": "i like good ice cream".split()}


def test_quanteda_s_worked_example() -> None:
    # quanteda.textstats prints for these sentences: 2, 4.317488, 2.027787 for each of the four bigrams
    table = da.stats.ngrams(da.Tokens.from_terms(ICE), tags=None)
    assert table["term"].tolist() == ["good ice", "i like", "ice cream", "like good"]
    assert table["n"].tolist() == [2, 2, 2, 2]
    assert table["docs"].tolist() == [2, 2, 2, 2]
    assert table["lambda"].round(6).tolist() == [4.317488] * 4
    assert table["z"].round(6).tolist() == [2.027787] * 4
    assert table.attrs["total"] == 9
    assert table.attrs["unlisted"] == 1  # me too


def test_trigrams_by_hand() -> None:
    table = da.stats.ngrams(da.Tokens.from_terms(ICE), tags=None, size=3)
    assert table[["term", "n"]].values.tolist() == [["good ice cream", 2], ["i like good", 2], ["like good ice", 2]]
    # 6 trigrams, each word fills its place in 2 of them: pmi = log2(2 x 6 x 6 / (2 x 2 x 2)) = log2 9
    assert table["pmi"].tolist() == pytest.approx([3.169925] * 3)


def test_particles_are_passed_over_and_other_words_break() -> None:
    tokens = da.segment(da.Corpus.from_texts({"d": "동맹을 강화한다. 동맹, 강화. 동맹 두 나라. 기업이 동맹을\n강화"}))
    found = da.stats.ngrams(tokens, minimum=1).set_index("term")["n"].to_dict()
    # 을 is passed over; the comma, the numeral 두, the sentence and the paragraph break
    assert found == {"동맹 강화": 1, "기업 동맹": 1}
    every = da.stats.ngrams(tokens, minimum=1, tags=None).set_index("term")["n"].to_dict()
    assert every["동맹 을"] == 2
    assert "동맹 강화" not in every


def test_scores_agree_with_nltk() -> None:
    words = ("a b c a b d a c b a b c d d a b " * 3).split()
    table = da.stats.ngrams(da.Tokens.from_terms({"d": words}), tags=None, minimum=1)
    pairs = list(pairwise(words))
    first, second = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    for row in table.itertuples():
        a, b = str(row.term).split()
        marginals = (int(row.n), (first[a], second[b]), len(pairs))
        assert row.g2 == pytest.approx(BigramAssocMeasures.likelihood_ratio(*marginals), rel=1e-9, abs=1e-9)
        assert row.pmi == pytest.approx(BigramAssocMeasures.pmi(*marginals), abs=1e-12)


@given(
    texts=st.dictionaries(
        st.sampled_from("def"), st.lists(st.sampled_from("abc"), min_size=1, max_size=15), min_size=1
    ),
    size=st.integers(2, 5),
)
def test_counts_agree_with_a_slow_count(texts: dict[str, list[str]], size: int) -> None:
    grams = {d: [" ".join(w[k : k + size]) for k in range(len(w) - size + 1)] for d, w in texts.items()}
    table = da.stats.ngrams(da.Tokens.from_terms(texts), tags=None, minimum=1, size=size).set_index("term")
    assert table["n"].to_dict() == Counter(g for found in grams.values() for g in found)
    assert table["docs"].to_dict() == Counter(g for found in grams.values() for g in set(found))
    assert table.attrs["total"] == table["n"].sum()


def test_nothing_and_options() -> None:
    tokens = da.Tokens.from_terms({"d": ["a"]})
    empty = da.stats.ngrams(tokens, tags=None)
    assert empty.empty
    assert list(empty.columns) == ["term", "tag", "n", "docs", "lambda", "z", "g2", "pmi"]
    with pytest.raises(errors.OptionError, match="size is 6"):
        da.stats.ngrams(tokens, size=6)
    with pytest.raises(errors.OptionError, match="minimum is 0"):
        da.stats.ngrams(tokens, minimum=0)
    corpus = da.Corpus.from_texts({"d": "동맹과 창업. 동맹과 협력."})
    with pytest.raises(errors.OptionError, match="redacted"):
        da.stats.ngrams(da.segment(corpus).redact())
