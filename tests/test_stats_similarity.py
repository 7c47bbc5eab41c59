"""Similarity of groups by their words, their clusters and their map."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest

import analysis as da
from analysis import plots, schema, stats
from analysis.errors import FigureError, OptionError, RefusalError, SchemaError
from analysis.tokens import Tokens
from tests.test_chapter_cases import beside, case
from tests.test_measures_similarity import RNA

WORDS = {"가": "동맹 외교 안보", "나": "동맹 외교 회담", "다": "창업 투자 시장", "라": "창업 투자 벤처"}


def own(matrix: list[list[float]] | np.ndarray, labels: str = "abcde") -> pd.DataFrame:
    return pd.DataFrame(matrix, index=list(labels), columns=list(labels), dtype="float64")


def planted(items: int = 12, topics: int = 3, words: int = 60) -> Tokens:
    """Make items that use the words of their topic four times as often as others."""
    draw = np.random.default_rng(11)
    vocabulary = np.array([f"단어{k}" for k in range(30 * topics)])
    texts = {}
    for k in range(items):
        weight = np.ones(len(vocabulary))
        weight[30 * (k % topics) : 30 * (k % topics) + 30] = 4
        texts[f"매체 {k:02d}"] = list(draw.choice(vocabulary, words, p=weight / weight.sum()))
    return Tokens.from_terms(texts)


@beside
def test_clu_01_and_05_average_linkage() -> None:
    given, expected, tolerance = case("clu-01")
    table = stats.merges(own(given["distance"]))
    assert table["height"].tolist() == pytest.approx(expected, abs=tolerance)
    assert table.attrs["cophenetic"] == pytest.approx(case("clu-05")[1], abs=case("clu-05")[2])


@beside
def test_clu_04_ward() -> None:
    given, expected, tolerance = case("clu-04")
    table = stats.merges(own(abs(np.subtract.outer(given["points"], given["points"]))), method="ward")
    assert table["height"].tolist() == pytest.approx(expected, abs=tolerance)
    assert table.attrs["method"] == "ward.D2"


@beside
def test_mds_01_eigenvalues() -> None:
    given, expected, tolerance = case("mds-01")
    found = da.measures.classical_scaling(given["distance"])
    assert found.eigenvalues.tolist() == pytest.approx(expected, abs=tolerance)
    assert found.share == pytest.approx(1)


@beside
def test_sim_01_cosine_and_a_document_without_words() -> None:
    given, expected, tolerance = case("sim-01")
    texts = {n: [f"w{k}" for k, c in enumerate(given[n]) if c] or ["다른말"] for n in ("a", "b", "empty")}
    table = stats.similarity(Tokens.from_terms(texts), terms=["w0", "w1", "w2"]).set_index(["a", "b"])
    assert table.loc[("a", "b"), "value"] == pytest.approx(expected["cosine"], abs=tolerance)
    assert table["value"].isna().tolist() == [False, True, True]
    assert table.attrs["dropped"] == ["empty"]
    assert table.loc[("a", "empty"), "reason"].startswith("센 단어가 없는")


def test_groups_are_summed_and_named_in_order() -> None:
    tokens = Tokens.from_terms({"d1": ["a", "a"], "d2": ["b"], "d3": ["a", "b", "b"], "d4": ["c"]})
    table = stats.similarity(tokens, by={"d1": "나", "d2": "나", "d3": "가", "d9": "다"}, measure="cosine")
    # 나 is (2, 1), 가 is (1, 2): 4 / 5; 다 has no document with words
    assert table[["a", "b"]].to_numpy().tolist() == [["가", "나"], ["가", "다"], ["나", "다"]]
    assert table["value"].tolist()[0] == pytest.approx(0.8)
    assert table["value"].isna().tolist() == [False, True, True]
    assert table["shared"].tolist() == [2, 0, 0]
    assert (table.attrs["ungrouped"], table.attrs["dropped"]) == (1, ["다"])
    assert any("(다)는 비교하지 않았다" in line for line in table.attrs["caution"])


def test_order_of_documents_changes_nothing() -> None:
    tokens = {name: text.split() for name, text in WORDS.items()}
    first = stats.similarity(Tokens.from_terms(tokens))
    again = stats.similarity(Tokens.from_terms(dict(reversed(list(tokens.items())))))
    pd.testing.assert_frame_equal(first, again)
    pd.testing.assert_frame_equal(stats.clusters(first, k=2), stats.clusters(again, k=2))


def test_terms_of_ones_own() -> None:
    tokens = Tokens.from_terms(WORDS)
    table = stats.similarity(tokens, terms=["동맹", "창업", "없는말"])
    assert table["value"].tolist() == [1, 0, 0, 0, 0, 1]
    assert "없는말" in table.attrs["caution"][0]
    with pytest.raises(OptionError, match="none of the terms"):
        stats.similarity(tokens, terms=["없는말"])
    with pytest.raises(OptionError, match="into a list"):
        stats.similarity(tokens, terms="동맹")


def test_divergence_is_none_for_the_same_shares_and_one_without_shared_words() -> None:
    texts = {"a": ["x", "y"], "b": ["x", "y"] * 3, "c": ["z"]}
    table = stats.similarity(Tokens.from_terms(texts), measure="jsd")
    assert table["value"].tolist() == [0, 1, 1]


def test_floors() -> None:
    one, three = Tokens.from_terms({"a": ["x"]}), Tokens.from_terms({"a": ["x"], "b": ["y"], "c": ["x", "y"]})
    with pytest.raises(RefusalError, match="1 item"):
        stats.similarity(one)
    for function in (stats.clusters, stats.merges, stats.map):
        with pytest.raises(RefusalError, match="3 items have words, and it takes 4"):
            function(stats.similarity(three))
        with pytest.raises(RefusalError, match="nothing is near or far"):
            function(own(np.zeros((5, 5))))
    with pytest.raises(RefusalError, match=r"2,001 items"):
        stats.similarity(Tokens.from_terms({f"d{k}": ["x"] for k in range(2001)}))
    with pytest.raises(RefusalError, match="201 items"):
        stats.map(own_line(201))


def own_line(n: int) -> pd.DataFrame:
    names = [f"d{k:03d}" for k in range(n)]
    return pd.DataFrame(abs(np.subtract.outer(np.arange(n), np.arange(n))).astype(float), index=names, columns=names)


def test_the_schedule_reads_as_that_of_r() -> None:
    table = stats.merges(own(RNA))
    assert table[["left", "right", "size"]].to_numpy().tolist() == [
        ["a", "b", 2], ["e", "#1", 3], ["c", "d", 2], ["#2", "#3", 5],
    ]  # fmt: skip


def test_an_empty_item_is_left_out_and_named() -> None:
    table = stats.similarity(
        Tokens.from_terms({**WORDS, "마": ["가다"]}), terms="동맹 외교 안보 회담 창업 투자 시장 벤처".split()
    )
    for found in (stats.clusters(table, k=2), stats.map(table)):
        assert "마" not in set(found["item"])
        assert found.attrs["dropped"] == ["마"]
        assert "(마)는 비교하지 않았다" in found.attrs["caution"][0]


def test_planted_clusters_come_back() -> None:
    tokens = planted()
    for measure, method in (("cosine", "average"), ("cosine", "ward"), ("jsd", "ward"), ("jsd", "complete")):
        table = stats.clusters(stats.similarity(tokens, measure=measure), method=method, k=3)
        of = dict(zip(table["item"], table["cluster"], strict=True))
        assert all(of[f"매체 {k:02d}"] == of[f"매체 {k % 3:02d}"] for k in range(12)), (measure, method)
        assert len(set(table["cluster"])) == 3
    assert (stats.clusters(stats.similarity(tokens), k=3)["recurrence"] > 0.85).all()
    # the largest first; equal ones by their first item
    assert [of[f"매체 0{k}"] for k in range(3)] == [1, 2, 3]


def test_a_cluster_of_chance_is_soft() -> None:
    draw = np.random.default_rng(3)
    tokens = Tokens.from_terms({f"d{k}": [f"w{w}" for w in draw.integers(0, 40, 40)] for k in range(8)})
    table = stats.clusters(stats.similarity(tokens), k=3)
    assert table["recurrence"].min() < 0.5
    assert table.attrs["soft"]
    assert "무른 묶음" in table.attrs["caution"][-1]
    again = stats.clusters(stats.similarity(tokens), k=3)
    pd.testing.assert_frame_equal(table, again)


def test_nothing_is_cut_unasked() -> None:
    table = stats.clusters(stats.similarity(Tokens.from_terms(WORDS)))
    assert table[["cluster", "silhouette", "recurrence"]].isna().all(axis=None)
    assert set(table["reason"]) == {"k를 주지 않아 자르지 않았다"}
    for k in (1, 5, 2.5):
        with pytest.raises(OptionError):
            stats.clusters(stats.similarity(Tokens.from_terms(WORDS)), k=k)


def test_reasons_for_no_recurrence() -> None:
    assert set(stats.clusters(own(RNA), k=2)["reason"]) == {"주어진 거리에는 다시 뽑을 단어가 없다"}
    alone = stats.clusters(stats.similarity(Tokens.from_terms({**WORDS, "마": "물 불 흙"})), k=3)
    row = alone[alone["item"] == "마"].iloc[0]
    assert np.isnan(row["recurrence"])
    assert row["reason"].startswith("한 항목뿐인")
    table = stats.similarity(Tokens.from_terms(WORDS))
    about = json.loads(json.dumps(table.attrs["damron"])) | {"counted": "of another run"}
    table.attrs = {"damron": about}
    assert stats.clusters(table, k=2)["reason"].iloc[0].startswith("이 표를 만든 단어 수가")


def test_tables_that_are_none() -> None:
    table = stats.similarity(Tokens.from_terms(WORDS))
    with pytest.raises(SchemaError, match="pair 가 and 나 is missing"):
        stats.clusters(table.iloc[1:])
    bare = table.copy()
    bare.attrs = {}
    with pytest.raises(SchemaError, match="lost its attrs"):
        stats.merges(bare)
    with pytest.raises(SchemaError, match="the same both ways"):
        stats.map(own(np.triu(RNA)))
    named = own(RNA).rename(index={"a": "#1"}, columns={"a": "#1"})
    with pytest.raises(OptionError, match="called '#1'"):
        stats.merges(named)


def test_a_poor_map_says_so() -> None:
    draw = np.random.default_rng(0)
    tokens = Tokens.from_terms({f"d{k}": [f"w{w}" for w in draw.integers(0, 200, 80)] for k in range(14)})
    table = stats.map(stats.similarity(tokens))
    assert table.attrs["stress1"] > 0.2
    assert "말할 수 없다" in table.attrs["caution"][-1]
    assert plots.map(table).get_title(loc="left").startswith("두 차원에 담기지 않는다")
    classical = stats.map(stats.similarity(tokens), method="classical")
    assert 0 < classical.attrs["share"] < 0.6
    assert "seed" not in classical.attrs


def test_redacted_tokens_are_refused() -> None:
    corpus = da.Corpus.from_texts({"a": "동맹을 지킨다.", "b": "창업을 돕는다."})
    with pytest.raises(RefusalError):
        stats.similarity(da.segment(corpus).redact())


def test_a_tree_of_61_items_is_refused_and_60_are_drawn() -> None:
    with pytest.raises(FigureError, match="61 items"):
        plots.merges(stats.merges(own_line(61)))
    ax = plots.merges(stats.merges(own_line(60)))
    assert len(ax.get_yticklabels()) == 60
    with pytest.raises(FigureError, match="61 items"):
        plots.map(stats.map(own_line(61)))
    assert schema.about(stats.merges(own_line(4))).measure == "own"
