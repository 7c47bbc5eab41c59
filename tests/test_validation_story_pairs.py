"""Pairs of articles for people to read, and what their answers say of the stories."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

import analysis as da
from analysis import measures, schema, stats, validation
from analysis.errors import OptionError, RefusalError, SchemaError

PLACES = "강릉 군산 목포 속초 여수 원주 익산 제천 진주 창원 통영 포항".split()
THINGS = "다리 온실 시장 학교 터미널 도서관 공원 수영장 극장 항구".split()


def planted() -> tuple[da.Tokens, da.Corpus, pd.DataFrame]:
    """Twelve places of ten articles; an event is a place, and every article has words of its own besides."""
    texts, rows = {}, {}
    for p, place in enumerate(PLACES):
        for k, thing in enumerate(THINGS):
            doc = f"{p:02}-{k}"
            texts[doc] = f"{place} 축제가 열렸다. {place}에 {thing} 소식과 {thing} 행사가 있다. {THINGS[(k + p) % 10]}."
            rows[doc] = (f"2026-01-{1 + p:02}", ["가나일보", "다라신문"][k % 2])
    corpus = da.Corpus.from_texts(texts)
    documents = corpus.documents.assign(
        date=[rows[doc][0] for doc in corpus.documents["doc"]], outlet=[rows[doc][1] for doc in corpus.documents["doc"]]
    )
    return da.segment(corpus), replace(corpus, _documents=documents), documents


@pytest.fixture(scope="module")
def drawn() -> tuple[pd.DataFrame, pd.DataFrame]:
    tokens, corpus, documents = planted()
    groups = stats.stories(tokens, documents, alike=0.45)
    return groups, validation.story_pairs(groups, tokens, corpus, n=90)


def coded(pairs: pd.DataFrame, *, wrong: int = 0) -> pd.DataFrame:
    """Two coders who both call it one event where the place is the same, but for some joined pairs."""
    same = (pairs["doc_a"].str[:2] == pairs["doc_b"].str[:2]).astype(float)
    same.iloc[np.flatnonzero(pairs["stratum"] == "joined")[:wrong]] = 0.0
    return pd.concat([pd.DataFrame({"unit": pairs["unit"], "coder": name, "value": same}) for name in ("가", "나")])


def test_pairs_are_of_three_kinds_in_mixed_order(drawn: tuple[pd.DataFrame, pd.DataFrame]) -> None:
    groups, pairs = drawn
    assert list(pairs.columns) == [c.name for c in schema.STORY_PAIRS]
    assert pairs["stratum"].value_counts().to_dict() == {"joined": 30, "below": 30, "rest": 30}
    assert not pairs["stratum"].is_monotonic_increasing
    assert pairs["unit"].is_unique
    story = groups.set_index("doc")["story"]
    joined = pairs["doc_a"].map(story).eq(pairs["doc_b"].map(story)) & pairs["doc_a"].map(story).gt(0)
    assert joined.tolist() == (pairs["stratum"] == "joined").tolist()
    sizes = groups[groups["story"] > 0].groupby("story").size()
    population = pairs.groupby("stratum")["population"].first()
    assert population["joined"] == (sizes * (sizes - 1) // 2).sum()
    # of the 12 days of 10 articles: pairs of one day 12 * 45, of 1, 2 and 3 days apart (11 + 10 + 9) * 100
    near = groups["doc"].str[:2].astype(int)
    assert near.max() == 11
    assert population.sum() == 12 * 45 + 30 * 100
    assert pairs["text_a"].str.len().max() <= 400
    again = validation.story_pairs(groups, *planted()[:2], n=90)
    pd.testing.assert_frame_equal(again, pairs)


def test_precision_and_recall_are_those_of_the_strata(drawn: tuple[pd.DataFrame, pd.DataFrame]) -> None:
    _, pairs = drawn
    table = validation.story_accuracy(pairs, coded(pairs, wrong=3)).set_index("measure")
    assert table.loc["joined", ["read", "same"]].tolist() == [30, 27]
    assert table.loc["joined", "value"] == 0.9
    low, high = measures.wilson(27, n=30)
    assert table.loc["joined", ["low", "high"]].tolist() == pytest.approx([float(low), float(high)])
    assert table.loc["precision", "value"] == pytest.approx(0.9)
    strata = [measures.Stratum(name == "joined", int(row["population"]), int(row["read"]), int(row["same"]))
              for name, row in table.head(3).iterrows()]  # fmt: skip
    rates = measures.stratified_rates(strata)
    assert table.loc["recall", "high"] == pytest.approx(rates.recall.high)
    if rates.zero_dominates:
        assert math.isnan(table.loc["recall", "value"])
        assert table.loc["recall", "reason"]
    else:
        assert table.loc["recall", "value"] == pytest.approx(rates.recall.estimate)


def test_ties_are_undecided_and_answers_that_cannot_be_are_refused(drawn: tuple[pd.DataFrame, pd.DataFrame]) -> None:
    _, pairs = drawn
    codings = coded(pairs).reset_index(drop=True)
    first = pairs.index[pairs["stratum"] == "joined"][0]
    codings.loc[first, "value"] = 0.0  # one of two coders
    table = validation.story_accuracy(pairs, codings).set_index("measure")
    assert table.loc["joined", ["read", "undecided"]].tolist() == [29, 1]
    with pytest.raises(SchemaError, match="write 1 for one event"):
        validation.story_accuracy(pairs, codings.assign(value=2))
    with pytest.raises(SchemaError, match="'coder'"):
        validation.story_accuracy(pairs, codings.drop(columns="coder"))
    with pytest.raises(OptionError, match="none of the pairs"):
        validation.story_accuracy(pairs, codings.assign(unit="x" + codings["unit"]))
    with pytest.raises(OptionError, match="twice"):
        validation.story_accuracy(pairs, pd.concat([codings, codings.head(1)]))
    with pytest.raises(RefusalError, match="one person"):
        validation.story_accuracy(pairs, codings[codings["coder"] == "가"])
    with pytest.raises(RefusalError, match="0 joined pairs"):
        validation.story_accuracy(pairs, codings.assign(value=np.nan))


def test_what_cannot_be_drawn(drawn: tuple[pd.DataFrame, pd.DataFrame]) -> None:
    groups, _ = drawn
    tokens, corpus, _ = planted()
    with pytest.raises(OptionError, match="60"):
        validation.story_pairs(groups, tokens, corpus, n=10)
    with pytest.raises(SchemaError, match="other documents"):
        validation.story_pairs(groups, tokens, da.Corpus.from_texts({"x": "다른 글이다."}), n=60)
    alone = groups.assign(story=0)
    alone.attrs = groups.attrs
    with pytest.raises(RefusalError, match="no pair of the kind joined"):
        validation.story_pairs(alone, tokens, corpus, n=60)
