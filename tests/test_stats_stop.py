"""A stop list leaves terms out of a list and out of no base."""

from __future__ import annotations

from typing import Any

import pytest

import analysis as da
from analysis import errors

TOKENS = da.segment({"d": "때가 왔다. 동맹의 때다. 동맹은 길다. 동맹과 창업."})


@pytest.mark.parametrize("stop", ["default", ["때"], ["때/NNG", "없는말"], da.lexicon.stopwords()])
def test_frequency_without_stop_words(stop: Any) -> None:
    whole, table = da.stats.frequency(TOKENS), da.stats.frequency(TOKENS, stop=stop)
    assert whole[["term", "n", "rank"]].values.tolist() == [["동맹", 3, 1], ["때", 2, 2], ["창업", 1, 3]]
    assert table[["term", "n", "rank"]].values.tolist() == [["동맹", 3, 1], ["창업", 1, 2]]
    assert table["per_10k"].tolist() == pytest.approx([5000.0, 10000 / 6])  # of the six nouns, as without a stop list
    assert table.attrs["total"] == whole.attrs["total"] == 6
    assert table.attrs["stopped"] == ["때/NNG"]
    assert table.attrs["stop"].startswith("불용어 1종 2회는 싣지 않음(")


def test_the_chart_says_so() -> None:
    ax = da.plots.frequency(da.stats.frequency(TOKENS, stop="default"))
    texts = " ".join(text.get_text() for text in ax.figure.findobj(lambda a: hasattr(a, "get_text"))).replace("\n", " ")
    assert "불용어 1종 2회는 싣지 않음(stopwords-ko 1.0.0)" in texts


def test_a_tag_that_does_not_fit_and_an_unknown_list() -> None:
    assert len(da.stats.frequency(TOKENS, stop=["때/NNB"])) == 3
    with pytest.raises(errors.OptionError, match="stop must be 'default', a list of lemmas"):
        da.stats.frequency(TOKENS, stop="때")  # type: ignore[arg-type]


def test_keyness_tests_fewer_terms_over_the_same_bases() -> None:
    target, other = da.Tokens.from_terms({"a": "b b b c"}), da.Tokens.from_terms({"z": "b c c c"})
    whole, table = (
        da.stats.keyness(target, other, tags=None, minimum=1, test="g2", stop=stop) for stop in (None, ["c"])
    )
    assert table["term"].tolist() == ["b"]
    assert table["g2"].tolist() == whole.loc[whole["term"] == "b", "g2"].tolist()
    assert (whole.attrs["family"], table.attrs["family"], table.attrs["stopped"]) == (2, 1, ["c/TERM"])
    assert table.attrs["unlisted"] == 0
