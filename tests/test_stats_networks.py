"""Networks: the cut, centralities, communities, blocks, comparisons, actors: by hand and on planted groups."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import analysis as da
from analysis import schema, stats
from analysis.errors import OptionError, RefusalError, SchemaError
from tests.made_networks import FLORENCE, edges, two_groups

GROUPS = edges(two_groups())


def wide(windows: int) -> pd.DataFrame:
    """Say that a network rests on so many windows."""
    table = GROUPS.copy()
    return schema.describe(table, schema.About(windows=windows), source=None)


def test_the_backbone_keeps_the_strongest_of_either_end_above_chance() -> None:
    # a: b 9, c 8, d 7, e 6; with each=2 a keeps b and c; d and e keep a, their only tie
    table = edges([("a", "b", 9), ("a", "c", 8), ("a", "d", 7), ("a", "e", 4)])
    kept = stats.backbone(table, each=2)
    assert kept[["source", "target"]].values.tolist() == [["a", "b"], ["a", "c"], ["a", "d"]]
    about = kept.attrs
    assert about["isolates"] == ["e"]  # 4 windows are fewer than 5
    assert (about["edges_before"], about["edges"], about["components"]) == (4, 3, 1)
    assert (about["density_before"], about["density"]) == (0.4, 0.3)  # of 10 pairs of five terms
    assert (about["rule"], about["weight"], about["windows"]) == ("strongest", "jaccard", 628)
    assert "자카드 계수 2위" in about["cut"]
    assert stats.backbone(table, each=1, least=1)["target"].tolist() == ["b", "c", "d", "e"]


def test_ties_as_strong_as_the_last_stay_and_names_do_not_matter() -> None:
    star = edges([("m", f"l{k}") for k in range(6)] + [("l0", "l1", 5)])
    assert len(stats.backbone(star, weight="n", each=1)) == 6  # all six of m are as strong, l0-l1 is weaker
    # Jaccard: m-l0 6 / (36 + 11 - 6), m-l2 6 / 36, l0-l1 5 / (11 + 11 - 5)
    kept = stats.backbone(star, each=1)
    assert [*zip(kept["source"], kept["target"], strict=True)] == [*((f"l{k}", "m") for k in range(2, 6)), ("l0", "l1")]
    turned = star.assign(
        source=star["target"], target=star["source"], n_source=star["n_target"], n_target=star["n_source"]
    )
    assert stats.backbone(turned, each=1)["n"].tolist() == kept["n"].tolist()


def test_a_tie_below_chance_goes_and_association_is_a_test() -> None:
    # a and b stand in 60 and 60 of 120 windows and meet in 10, expected 30
    texts = {f"ab{k}": ["a", "b"] for k in range(10)} | {f"a{k}": ["a"] for k in range(50)}
    texts |= {f"b{k}": ["b"] for k in range(50)} | {f"cd{k}": ["c", "d"] for k in range(10)}
    table = stats.cooccurrence(da.Tokens.from_terms(texts), within="document", tags=None)
    assert stats.backbone(table)["source"].tolist() == ["c"]
    assert stats.backbone(table, rule="association")["source"].tolist() == ["c"]
    weak = edges([("a", "b", 6), ("a", "c", 90), ("b", "d", 90)], alone=20)  # 6 where 96 * 96 / 206 are expected
    assert ("a", "b") not in set(zip(*(stats.backbone(weak)[end] for end in ("source", "target")), strict=True))


def test_centrality_of_the_florentine_families() -> None:
    table = stats.centrality(edges(FLORENCE)).set_index("term")
    assert table.loc[["Medici", "Guadagni", "Strozzi", "Pazzi"], "degree"].tolist() == [6, 4, 4, 1]
    assert table["betweenness"]["Medici"] == pytest.approx(47.5 / 91)
    assert table["degree_share"]["Medici"] == pytest.approx(6 / 14)
    assert table["strength"]["Medici"] == 36
    assert table["eigenvector"]["Medici"] == pytest.approx(0.430308, abs=1e-6)
    ranks = table.loc["Medici", [f"rank_{name}" for name in ("degree", "betweenness", "closeness", "eigenvector")]]
    assert ranks.tolist() == [1, 1, 1, 1]
    assert table["rank_degree"].value_counts()[2] == 2  # Guadagni and Strozzi share it
    about = table.attrs
    assert (about["density"], about["components"], about["weight"]) == (20 / 105, 1, None)
    assert about["distance"] == "연결마다 1"
    assert about["rank_correlation"] == pytest.approx(1)  # every tie is six documents
    assert "자주 나온 단어" in about["caution"][0]


def test_names_of_terms_leave_centralities_as_they_are() -> None:
    table = edges(FLORENCE)
    names = sorted({*table["source"], *table["target"]})
    other = {name: f"t{k}" for k, name in enumerate(reversed(names))}
    turned = table.assign(source=table["source"].map(other), target=table["target"].map(other))
    columns = ["degree", "betweenness", "closeness", "eigenvector", "rank_betweenness"]
    for weight in (None, "jaccard"):
        a = stats.centrality(table, weight=weight).set_index("term")[columns]
        b = stats.centrality(turned, weight=weight).set_index("term")[columns]
        pd.testing.assert_frame_equal(a, b.rename({v: k for k, v in other.items()}).loc[a.index], check_names=False)


def test_weights_turn_the_shortest_ways() -> None:
    # a ring of ten: unweighted all are alike; with weights ways lead over the strong half
    ring = edges([(f"r{k}", f"r{(k + 1) % 10}", 30 if k < 5 else 6) for k in range(10)])
    plain = stats.centrality(ring)
    assert plain["betweenness"].isna().all()
    assert plain["rank_betweenness"].isna().all()
    assert "모두 같아" in plain.attrs["reason"]
    weighted = stats.centrality(ring, weight="n").set_index("term")
    assert weighted["betweenness"]["r2"] > weighted["betweenness"]["r7"]
    assert weighted.attrs["distance"] == "1 / 함께 나온 횟수"
    with pytest.raises(OptionError, match="'r0' and 'r1' is not above 0"):
        stats.centrality(ring.assign(npmi=-0.1), weight="npmi")


def test_outside_the_largest_component_there_is_no_eigenvector() -> None:
    table = stats.centrality(edges([("m", f"l{k}") for k in range(8)] + [("x", "y")])).set_index("term")
    assert table["eigenvector"].isna().tolist() == [term in "xy" for term in table.index]
    assert table["component"]["x"] == 2
    assert table["closeness"]["x"] == pytest.approx(1 / 10)  # (1 / 10) * (1 / 1)
    assert "밖의 단어" in table.attrs["reason"]
    equal = stats.centrality(edges([(f"{s}{a}", f"{s}{a + 1}") for s in "ab" for a in range(5)]))
    assert equal["eigenvector"].isna().all()
    assert "둘 이상" in equal.attrs["reason"]


def test_planted_groups_are_found_and_the_bridge_is_seen() -> None:
    table = stats.communities(GROUPS)
    assert list(table.columns) == [c.name for c in schema.COMMUNITIES]
    members = table.groupby("community")["term"].agg(sorted).tolist()
    assert members == [[f"a{k}" for k in range(6)], [f"b{k}" for k in range(5)]]
    assert (table["sureness"] == 1).all()
    inside = table.set_index("term")["inside"]
    assert inside["a1"] == 1
    assert 0.5 < inside["a0"] < 1
    about = table.attrs
    assert about["modularity"] > about["modularity_random"][1] > about["modularity_random"][0]
    assert (about["communities_low"], about["communities_high"], about["runs"], about["seed"]) == (2, 2, 100, 1)
    assert about["versions"]["networkx"]
    first = stats.centrality(GROUPS).sort_values("rank_betweenness")["term"].head(2)
    assert sorted(first) == ["a0", "b0"]


def test_a_network_like_chance_has_no_communities() -> None:
    table = stats.communities(edges(FLORENCE), weight="n")  # modularity .399, rewired up to .429
    assert table["community"].isna().all()
    assert table[["sureness", "inside", "hub"]].isna().all(axis=None)
    assert "95백분위수" in table.attrs["reason"]
    assert table.attrs["reason"] in table.attrs["caution"]


def test_blocks_are_of_equivalence_not_of_cohesion() -> None:
    two_sides = edges([(f"a{i}", f"b{j}", 6 + i) for i in range(4) for j in range(4)])
    table = stats.concor(two_sides, splits=1)
    assert table.groupby("block")["term"].agg(list).tolist() == [
        [f"a{k}" for k in range(4)],
        [f"b{k}" for k in range(4)],
    ]
    assert table["path"].tolist() == ["1"] * 4 + ["2"] * 4
    about = table.attrs
    assert about["density"] == [[0, 7.5], [7.5, 0]]
    assert about["image"] == [[0, 1], [1, 0]]
    assert (about["profile"], about["diagonal"], about["splits"]) == ("both", "missing", 1)
    assert "대각선은 결측" in about["convention"]
    assert 0.9 < about["r2"] < 1
    assert schema.about(table).density is None


def test_florentine_blocks_depend_on_the_diagonal() -> None:
    table = stats.concor(edges(FLORENCE), splits=1, diagonal="kept")
    names = sorted({end for pair in FLORENCE for end in pair})
    assert [names.index(term) for term in table.loc[table["block"] == 1, "term"]] == [0, 1, 2, 3, 7, 11, 12, 14]
    other = stats.concor(edges(FLORENCE), splits=1)
    assert other.sort_values("term")["block"].tolist() != table.sort_values("term")["block"].tolist()


def test_qap_of_a_network_with_itself_and_with_another() -> None:
    one = edges(two_groups(11))
    table = stats.qap({"가": one, "나": one, "다": edges([(f"a{k}", f"b{(k * 3) % 10}", 6 + k) for k in range(11)])})
    assert table[["group_a", "group_b"]].values.tolist() == [["가", "나"], ["가", "다"], ["나", "다"]]
    assert table["r"][0] == 1
    assert table["p"][0] == pytest.approx(1 / 5001)
    assert (table["terms"][0], table["pairs"][0], table["shared_terms"][0]) == (21, 210, 21)
    assert table["r"][1] == table["r"][2] < 0.5
    assert table["low"][1] < 0 < table["high"][1]
    about = table.attrs
    assert (about["terms"], about["tail"], about["permutations"]) == ("shared", "greater", 5000)
    assert any("독립이 아니" in line for line in about["caution"])
    union = stats.qap({"가": one, "나": edges([*two_groups(11), ("new", "a0")])}, terms="union", permutations=9)
    assert (union["terms"][0], union["shared_terms"][0]) == (22, 21)
    assert any("0으로" in line for line in union.attrs["caution"])
    cut = schema.describe(one.copy(), schema.About(caution=("잘린 글",)), source=None)
    assert "잘린 글" in stats.qap({"가": cut, "나": one}, permutations=9).attrs["caution"]


def test_a_network_whose_ties_are_all_the_same_has_no_correlation() -> None:
    full = edges([(f"t{a:02}", f"t{b:02}") for a in range(20) for b in range(a)])
    table = stats.qap({"가": full, "나": full}, permutations=9)
    assert table[["r", "p", "low", "high"]].isna().all(axis=None)
    assert "모두 같아" in table["reason"][0]


def test_cuts_rank_the_first_terms_again() -> None:
    table = stats.cuts(GROUPS, top=2)
    assert list(table.columns) == [c.name for c in schema.CUTS]
    assert table["cut"].tolist()[:4] == ["jaccard", "npmi", "n", "association"]
    low, high = table.groupby("term")["rank"].min(), table.groupby("term")["rank"].max()
    assert (table["rank_low"] == table["term"].map(low)).all()
    assert (table["rank_high"] == table["term"].map(high)).all()
    by_hand = stats.centrality(stats.backbone(GROUPS, weight="n"))
    row = table[(table["cut"] == "n")].iloc[0]
    assert row["rank"] == by_hand.set_index("term")["rank_betweenness"][row["term"]]
    assert row["edges"] == by_hand.attrs["edges"]
    with pytest.raises(RefusalError, match="terms are tied"):
        stats.cuts(edges([("a", "b")]))


def test_actors_are_tied_where_they_are_named_together() -> None:
    text = "국방부와 외교부는 회의를 열었다. 국방부는 외교부와 다시 만났다. 외교부는 떠났다. 비가 온다.\n환경부가 왔다."
    tokens = da.segment(da.Corpus.from_texts({"d": text}), cache=None)
    mentions = stats.entities(tokens, by="mention")
    table = stats.ties(mentions)
    assert table[["source", "target", "n", "n_source", "n_target", "expected"]].values.tolist() == [
        ["국방부", "외교부", 2, 2, 3, 6 / 5]
    ]
    assert table.attrs["windows"] == 5
    assert table.attrs["isolates"] == ["환경부"]
    whole = stats.ties(mentions, within="document", minimum=1)
    assert len(whole) == 3
    assert (whole["n"] == 1).all()
    one = stats.ties(
        mentions,
        names={"국방부": "안보", "외교부": "안보", "환경부": "환경", "통일부": "통일"},
        minimum=1,
        within="document",
    )
    assert one[["source", "target", "n"]].values.tolist() == [["안보", "환경", 1]]
    assert any("통일부" in line for line in one.attrs["caution"])
    bare = stats.ties(mentions.head(5).reset_index(drop=True).copy(), minimum=1)
    assert bare.attrs["windows"] == 5
    plain = pd.DataFrame(mentions.to_dict("list"))
    assert any("창으로 셌다" in line for line in stats.ties(plain).attrs["caution"])
    with pytest.raises(OptionError, match="empty"):
        stats.ties(mentions, names=[])


def test_windows_of_words_by_hand() -> None:
    # a b c d e in windows of 3 words: abc bcd cde; a second text of two words is one window
    tokens = da.Tokens.from_terms({"d": ["a", "b", "c", "d", "e"], "f": ["a", "e"]})
    table = stats.cooccurrence(tokens, within=3, tags=None, minimum=1)
    found = {(a, b): n for a, b, n in zip(table["source"], table["target"], table["n"], strict=True)}
    assert found == {
        ("a", "b"): 1, ("a", "c"): 1, ("b", "c"): 2, ("b", "d"): 1, ("c", "d"): 2, ("c", "e"): 1, ("d", "e"): 1,
        ("a", "e"): 1,
    }  # fmt: skip
    about = table.attrs
    assert (about["windows"], about["within"], about["width"]) == (4, "words", 3)
    assert about["window"] == "3어절 창 4개"
    assert dict(zip(table["source"], table["n_source"], strict=True))["c"] == 3
    assert "겹치므로" in about["caution"][0]
    with pytest.raises(RefusalError, match="overlap"):
        stats.backbone(table, rule="association")
    for wrong in (1, 51, 2.5, True):
        with pytest.raises(OptionError, match="within"):
            stats.cooccurrence(tokens, within=wrong)  # type: ignore[arg-type]
    assert stats.cooccurrence(tokens.only(docs=[]), within=3).empty


def test_windows_of_words_agree_with_a_slow_count() -> None:
    dice = np.random.default_rng(5)
    texts = {f"d{k}": [*dice.choice([*"가나다라마바사"], size=dice.integers(1, 12))] for k in range(30)}
    table = stats.cooccurrence(da.Tokens.from_terms(texts), within=4, tags=None, minimum=1)
    windows = [set(words[k : k + 4]) for words in texts.values() for k in range(max(len(words) - 3, 1))]
    for a, b, n, n_a, n_b in table[["source", "target", "n", "n_source", "n_target"]].to_numpy().tolist():
        assert n == sum({a, b} <= window for window in windows)
        assert (n_a, n_b) == (sum(a in window for window in windows), sum(b in window for window in windows))
    assert table.attrs["windows"] == len(windows)


@pytest.mark.usefixtures("in_korean")
def test_every_refusal_is_a_korean_sentence() -> None:
    full = edges([(f"t{a:02}", f"t{b:02}") for a in range(12) for b in range(a)])
    many = edges([("m", f"l{k}") for k in range(501)], each=1)
    lonely = GROUPS.assign(n=[0 if "b4" in pair else n for *pair, n in GROUPS[["source", "target", "n"]].to_numpy()])
    refused = [
        (lambda: stats.centrality(full), "쌍의 100%가 이어져 있어"),
        (lambda: stats.communities(full), "stats.backbone으로"),
        (lambda: stats.centrality(edges(two_groups(3))), "단어가 5개이다"),
        (lambda: stats.communities(edges(two_groups(3))), "단어 10개부터"),
        (lambda: stats.centrality(wide(29)), "창이 29개이다"),
        (lambda: stats.communities(wide(29)), "창 30개부터"),
        (lambda: stats.concor(wide(29)), "창 30개부터"),
        (lambda: stats.qap({"가": wide(29), "나": GROUPS}), "창 30개부터"),
        (lambda: stats.centrality(many), "500개를 넘는다"),
        (lambda: stats.concor(GROUPS), "블록 4개를 만들 수 없다"),
        (lambda: stats.concor(lonely, splits=1), "'b4'는 연결이 하나도 없어"),
        (lambda: stats.concor(edges([("m", f"l{k}") for k in range(8)]), splits=1), "다른 단어와의 상관이 없다"),
        (lambda: stats.qap({"가": GROUPS, "나": GROUPS}), "20개부터 비교한다"),
    ]
    for call, sentence in refused:
        with pytest.raises(RefusalError, match=sentence) as caught:
            call()
        assert "\n" not in str(caught.value)


def test_cautions_say_what_weakens_a_network() -> None:
    assert "200개 미만" in stats.centrality(wide(150)).attrs["caution"][0]
    few = edges([(a, b, 2) for a, b, *_ in two_groups()])
    assert "평균 2.0회" in stats.centrality(few).attrs["caution"][0]
    left = stats.backbone(edges([*two_groups(), ("x", "y", 2)]))
    assert any("2개는 표에 없다" in line for line in stats.centrality(left).attrs["caution"])


def test_tables_that_are_no_network_are_refused() -> None:
    loop = pd.concat([GROUPS, GROUPS.head(1).assign(target=GROUPS["source"][0])], ignore_index=True)
    twice = pd.concat([GROUPS, GROUPS.head(1)], ignore_index=True)
    for table, sentence in ((loop, "tied to itself"), (twice, "stands in two rows")):
        for call in (stats.backbone, stats.centrality, stats.communities, stats.concor):
            with pytest.raises(OptionError, match=sentence):
                call(table)
    with pytest.raises(SchemaError, match="jaccard"):
        stats.communities(GROUPS.drop(columns="jaccard"))
    with pytest.raises(OptionError, match="has no phi"):
        stats.communities(GROUPS.assign(phi=np.nan), weight="phi")
    with pytest.raises(OptionError, match="two networks or more"):
        stats.qap({"가": GROUPS})


SCRIPT = """
import hashlib, sys
from analysis import stats
sys.modules["analysis.stats.communities"]._REWIRED = 5
from tests.made_networks import FLORENCE, edges, two_groups
made = []
for table in (edges(two_groups(8)), edges(FLORENCE)):
    kept = stats.backbone(table)
    made += [kept, stats.centrality(table), stats.communities(table, runs=5), stats.concor(table, splits=1)]
made.append(stats.cuts(edges(two_groups(8))))
text = "".join(table.to_csv() + repr(sorted(table.attrs.items(), key=lambda pair: pair[0])) for table in made)
print(hashlib.sha256(text.encode()).hexdigest())
"""


@pytest.mark.long
def test_the_same_bytes_under_three_hash_seeds() -> None:
    root = Path(da.__file__).resolve().parent.parent
    found = set()
    for seed in ("0", "1", "77"):
        run = subprocess.run(
            [sys.executable, "-c", SCRIPT],
            capture_output=True, text=True, check=True, cwd=root,
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(root), "PATH": "/usr/bin:/bin"},
        )  # fmt: skip
        found.add(run.stdout)
    assert len(found) == 1
