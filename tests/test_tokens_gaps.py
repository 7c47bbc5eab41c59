"""Gaps: what `drop` and `keep` leave, and what comes with pads (tokens_remove(padding = TRUE) of quanteda)."""

from __future__ import annotations

import logging
from pathlib import Path

import pandas as pd
import pytest

import analysis as da
from analysis import errors

TEXT = "새 동맹을 넓힌다. 동맹은 것을 강화한다. 것은 좋은 것이다."
CORPUS = da.Corpus.from_texts({"d": TEXT})
# worked out in the reference pages of quanteda.textstats: "." is the pad
PADDED = {
    "0": [*"....abc..abc...cde"],
    "1": [*"ab..ab..ab..ab.ab"],
}


def pairs(tokens: da.Tokens, **options: object) -> dict[str, int]:
    table = da.stats.ngrams(tokens, tags=None, within="document", minimum=1, **options)  # type: ignore[arg-type]
    return dict(zip(table["term"], table["n"], strict=True))


@pytest.mark.parametrize("how", ["pad", "drop"])
def test_no_sequence_reaches_over_a_gap(how: str) -> None:
    tokens = da.Tokens.from_terms(PADDED, pad=".") if how == "pad" else da.Tokens.from_terms(PADDED).drop(lemmas=["."])
    # 0: abc, abc, cde; 1: five times ab
    assert pairs(tokens) == {"a b": 7, "b c": 2, "c d": 1, "d e": 1}
    assert pairs(tokens, size=3) == {"a b c": 2, "c d e": 1}
    assert len(tokens) == 9 + 10


def test_a_window_counts_the_gap_as_a_word() -> None:
    whole = da.Tokens.from_terms({"d": ["n", "x", "a", "b", "n"]})
    for tokens, found in ((whole, {"x", "b"}), (whole.drop(lemmas=["x"]), {"b"})):
        table = da.stats.collocates(tokens, "n", span=(1, 1), tags=None, minimum=1)
        assert set(table["term"]) == found
    gone = whole.drop(lemmas=["x"])
    assert da.stats.positions(gone, ["a"], tags=None)[["place", "position"]].values.tolist() == [[2, 0.4]]


def test_a_word_that_is_gone_is_in_no_count_and_no_base() -> None:
    tokens = da.segment(CORPUS).drop(lemmas=["것"])
    assert "것" not in set(tokens.table["lemma"])
    assert len(tokens) == len(tokens.table) == len(da.segment(CORPUS)) - 3
    everything = da.stats.frequency(tokens, tags=None)
    assert everything["n"].sum() == everything.attrs["total"] == len(tokens)
    assert da.stats.dispersion(tokens, parts=2, tags=None, minimum=1)["n"].sum() == len(tokens)
    assert da.stats.diversity(tokens, tags=None)["tokens"].tolist() == [len(tokens)]


def test_a_concordance_goes_on_and_shows_the_text_as_it_stands() -> None:
    table = da.stats.concordance(CORPUS, da.segment(CORPUS).drop(lemmas=["것", "새"]), "동맹", width=1)
    assert table[["left", "right"]].values.tolist() == [["새 ", "을 넓힌다."], ["넓힌다. ", "은 것을"]]
    assert table[["L1", "R1"]].values.tolist() == [["", "넓히다"], ["넓히다", ""]]


def test_lemmas_with_a_tag_and_a_stop_list() -> None:
    tokens = da.Tokens.from_terms({"d": ["것", "때", "동맹"]})
    stop = da.lexicon.stopwords()
    assert tokens.drop(lemmas=stop).table["lemma"].tolist() == ["동맹"]  # terms have no tag to ask for
    step = tokens.drop(lemmas=stop).recipe.steps[-1]
    assert (step.before, step.after, stop.sha256 in step.detail) == (3, 1, True)
    table = da.segment({"d": "때가 왔다. 때를 밀었다."}).table
    assert set(table[table["lemma"] == "때"]["tag"]) == {"NNG"}
    assert "때" in set(da.segment({"d": "때가 왔다."}).drop(lemmas=["때/NNB"]).table["lemma"])
    assert "때" not in set(da.segment({"d": "때가 왔다."}).drop(lemmas=["때/NNG"]).table["lemma"])


def test_a_lemma_that_does_not_occur_is_told(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        da.Tokens.from_terms({"d": ["a", "b"]}).drop(lemmas=["a", "zz"])
    assert [record.message for record in caplog.records] == ["lemmas: zz not found in these texts"]


def test_frames_and_conllu_still_need_every_morpheme() -> None:
    tokens = da.segment(CORPUS).drop(lemmas=["새"])
    with pytest.raises(errors.SchemaError, match="gaps or moved rows; use the tokens before keep"):
        da.framing.hits(tokens, da.codebook.read("alliance-startup"))
    with pytest.raises(errors.OptionError, match="after drop"):
        tokens.to_conllu(corpus=CORPUS)


def test_gaps_travel_with_the_file_and_through_only(tmp_path: Path) -> None:
    tokens = da.Tokens.from_terms(PADDED, pad=".")
    again = da.Tokens.read(tokens.save(tmp_path / "t.csv"))
    pd.testing.assert_frame_equal(again.table, tokens.table)
    assert pairs(again.only(docs=["0"])) == {"a b": 2, "b c": 2, "c d": 1, "d e": 1}
    assert pairs(tokens.drop(lemmas=["b"])) == {"c d": 1, "d e": 1}


@pytest.mark.parametrize("query", ["regex:강화", "surface:강화", "regex:강."])
def test_characters_behind_a_gap_are_found_where_they_stand(query: str) -> None:
    corpus = da.Corpus.from_texts({"a": TEXT})
    gone = da.segment(corpus, cache=None).drop(lemmas=["새", "동맹"])
    table = da.stats.concordance(corpus, gone, query)
    assert table[["start", "node"]].values.tolist() == [[TEXT.index("강화"), "강화"]]


@pytest.mark.usefixtures("in_korean")
def test_what_stood_on_either_side_of_a_gap_is_not_said_to_stand_together() -> None:
    corpus = da.Corpus.from_texts({"a": "기후 위기 예산을 본다."})
    gone = da.segment(corpus, cache=None).drop(lemmas=["위기"])
    with pytest.warns(errors.NothingFoundWarning, match="글에 이 글자가 없다"):
        assert da.stats.concordance(corpus, gone, "기후 예산").empty
