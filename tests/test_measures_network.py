"""Networks by hand and against networkx: centralities, modularity, CONCOR, QAP."""

from __future__ import annotations

import math
from fractions import Fraction
from itertools import permutations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import measures
from analysis.errors import OptionError, RefusalError
from tests.made_networks import BUSINESS, FLORENCE, matrix

STAR = matrix([("m", leaf) for leaf in "abcd"])[0]  # order a b c d m
PATH = matrix([("a", "b"), ("b", "c"), ("c", "d")])[0]
TWO = [("a", "b"), ("a", "c"), ("b", "c"), ("d", "e"), ("d", "f"), ("e", "f"), ("c", "d")]


def test_star_and_path_by_hand() -> None:
    assert measures.betweenness(STAR).tolist() == [0, 0, 0, 0, 1]
    assert measures.closeness(STAR).tolist() == pytest.approx([4 / 7] * 4 + [1])
    # eigenvector of a star with 4 leaves: the centre is 2 times a leaf, so 1/sqrt(2) and 1/sqrt(8)
    assert measures.eigenvector(STAR).tolist() == pytest.approx([8**-0.5] * 4 + [2**-0.5])
    # path a-b-c-d: b lies between a and c, a and d, 2 of 3 pairs
    assert measures.betweenness(PATH).tolist() == pytest.approx([0, 2 / 3, 2 / 3, 0])
    assert measures.closeness(PATH).tolist() == pytest.approx([3 / 6, 3 / 4, 3 / 4, 3 / 6])


def test_parts_that_do_not_meet_and_nodes_without_ties() -> None:
    apart = matrix([("a", "b"), ("c", "d")], list("abcde"))[0]
    assert measures.betweenness(apart).tolist() == [0] * 5
    # a reaches 1 of 4 at a distance of 1: (1 / 4) * (1 / 1)
    assert measures.closeness(apart).tolist() == [0.25, 0.25, 0.25, 0.25, 0]
    assert np.isinf(measures.path_lengths(apart)[0, 2])
    assert np.isnan(measures.betweenness(np.zeros((2, 2)))).all()


def test_strengths_are_inverse_lengths_and_a_loop_is_nothing() -> None:
    ties = matrix([("a", "b", 10), ("b", "c", 10), ("a", "c", 1)])[0]
    np.fill_diagonal(ties, 7)
    assert measures.betweenness(ties, weighted=True).tolist() == [0, 1, 0]  # 1/10 + 1/10 < 1
    assert measures.betweenness(ties).tolist() == [0, 0, 0]
    with pytest.raises(OptionError, match="negative"):
        measures.path_lengths(-ties)
    with pytest.raises(OptionError, match="both directions"):
        measures.betweenness([[0, 1], [0, 0]])
    with pytest.raises(OptionError, match="square"):
        measures.closeness([[0, 1, 1], [1, 0, 0]])


def graph_of(ties: np.ndarray) -> nx.Graph:
    graph = nx.from_numpy_array(ties)
    for _, _, data in graph.edges(data=True):
        data["length"] = Fraction(1, int(data["weight"]))  # exact, so that ways of one length are equal
    return graph


@given(seed=st.integers(0, 10**6), share=st.sampled_from([0.08, 0.2, 0.6]), weighted=st.booleans())
def test_betweenness_and_closeness_agree_with_networkx_in_fractions(seed: int, share: float, weighted: bool) -> None:
    dice = np.random.default_rng(seed)
    ties = np.triu((dice.random((14, 14)) < share) * dice.integers(1, 7, (14, 14)), 1)
    ties = ties + ties.T
    graph = graph_of(ties)
    length = "length" if weighted else None
    between = nx.betweenness_centrality(graph, weight=length)
    assert measures.betweenness(ties, weighted=weighted).tolist() == pytest.approx([*map(float, between.values())])
    close = nx.closeness_centrality(graph, distance=length)
    assert measures.closeness(ties, weighted=weighted).tolist() == pytest.approx([*map(float, close.values())])


@given(seed=st.integers(0, 10**6))
def test_names_of_nodes_do_not_matter(seed: int) -> None:
    dice = np.random.default_rng(seed)
    ties = np.triu((dice.random((12, 12)) < 0.25) * dice.integers(1, 9, (12, 12)), 1).astype(float)
    ties = ties + ties.T + np.diag(np.ones(11), 1) + np.diag(np.ones(11), -1)  # connected
    order = dice.permutation(12)
    turned = ties[np.ix_(order, order)]
    for weighted in (False, True):
        found = measures.betweenness(ties, weighted=weighted)[order]
        assert measures.betweenness(turned, weighted=weighted) == pytest.approx(found, abs=1e-12)
    assert measures.eigenvector(turned) == pytest.approx(measures.eigenvector(ties)[order], abs=1e-8)


def test_florentine_families_against_networkx() -> None:
    ties, names = matrix(FLORENCE)
    graph = nx.Graph(FLORENCE)
    between, eigen = nx.betweenness_centrality(graph), nx.eigenvector_centrality_numpy(graph)
    assert dict(zip(names, measures.betweenness(ties), strict=True)) == pytest.approx(between)
    assert dict(zip(names, measures.eigenvector(ties), strict=True)) == pytest.approx(eigen)


def test_modularity_by_hand_and_against_networkx() -> None:
    ties, _ = matrix(TWO)
    assert measures.modularity(ties, community=[0, 0, 0, 1, 1, 1]) == pytest.approx(2 * (3 / 7 - (7 / 14) ** 2))
    assert measures.modularity(ties, community=[0] * 6) == pytest.approx(0)
    assert math.isnan(measures.modularity(np.zeros((3, 3)), community=[0, 1, 2]))
    weighted, _ = matrix([(a, b, k + 1) for k, (a, b) in enumerate(TWO)])
    graph = nx.from_numpy_array(weighted)
    for resolution in (0.5, 1.0, 2.0):
        known = nx.community.modularity(graph, [{0, 1, 2}, {3, 4, 5}], resolution=resolution)
        assert measures.modularity(weighted, community=[3, 3, 3, 9, 9, 9], resolution=resolution) == pytest.approx(
            known
        )


def test_louvain_finds_two_triangles_and_numbers_them_by_their_first_node() -> None:
    assert measures.louvain(matrix(TWO)[0]).tolist() == [0, 0, 0, 1, 1, 1]


def test_consensus_by_hand() -> None:
    # node 2 is with 0 and 1 in two of four runs, with 3 in the two others: 1/2 is not more than half
    runs = [[0, 0, 0, 1, 1], [0, 0, 0, 1, 1], [0, 0, 1, 1, 1], [0, 0, 1, 1, 1]]
    label, sure = measures.consensus(runs)
    assert label.tolist() == [0, 0, 1, 2, 2]
    assert sure.tolist() == [1, 1, 0, 1, 1]  # node 2 is alone in no run
    label, sure = measures.consensus(runs[:3])  # with 0 and 1 in two of three
    assert label.tolist() == [0, 0, 0, 1, 1]
    assert sure.tolist() == pytest.approx([1, 1, 2 / 3, 1, 1])


def test_rewiring_keeps_degrees_and_strengths() -> None:
    ties = matrix([(a, b, k + 1) for k, (a, b) in enumerate(FLORENCE)])[0]
    new = measures.rewired(ties, seed=3)
    assert ((new > 0).sum(axis=0) == (ties > 0).sum(axis=0)).all()
    assert sorted(new[np.triu(new) > 0]) == sorted(ties[np.triu(ties) > 0])
    assert (new == new.T).all()
    assert not (new == ties).all()
    assert (measures.rewired(ties, seed=3) == new).all()
    assert (measures.rewired(STAR)[4, :4] == 1).all()  # nothing to exchange


def parts(ties: np.ndarray, **options: object) -> list[list[int]]:
    found: dict[tuple[int, ...], list[int]] = {}
    for node, path in enumerate(measures.concor(ties, **options).path):  # type: ignore[arg-type]
        found.setdefault(path, []).append(node)
    return sorted(found.values())


def test_concor_by_the_readme_of_concorr_and_by_equivalence() -> None:
    sent = [[0, 1, 1, 1, 1], [0, 0, 1, 0, 0], [0, 1, 0, 1, 0], [0, 0, 1, 0, 0], [1, 1, 1, 1, 0]]
    assert parts(np.array(sent), splits=1) == [[0, 4], [1, 2, 3]]
    assert parts(np.array(sent), splits=1, diagonal="kept") == [[0, 2, 4], [1, 3]]
    assert parts(STAR, splits=1, diagonal="kept") == [[0, 1, 2, 3], [4]]
    # four sides of three, tied along a ring: two splits give the sides
    ring = np.kron([[0, 1, 0, 2], [1, 0, 3, 0], [0, 3, 0, 1], [2, 0, 1, 0]], np.ones((3, 3)))
    assert parts(ring) == [[0, 1, 2], [3, 4, 5], [6, 7, 8], [9, 10, 11]]
    with pytest.raises(RefusalError, match="profiles are alike"):
        measures.concor(ring, splits=3)
    with pytest.raises(RefusalError, match="'d' has no correlation"):
        measures.concor([[0, 1, 1, 0], [1, 0, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0]], names=list("abcd"), diagonal="kept")


def test_correlations_without_the_diagonal_are_those_of_pandas() -> None:
    pd = pytest.importorskip("pandas")
    dice = np.random.default_rng(4)
    ties = dice.integers(0, 9, (9, 9)).astype(float)
    np.fill_diagonal(ties, np.nan)
    stacked = np.vstack([ties, ties.T])
    known = pd.DataFrame(stacked).corr().to_numpy()
    assert measures.network._correlations(stacked) == pytest.approx(known)


def test_block_density_by_hand() -> None:
    # blocks ab and cd; ties ab 4, ac 1, cd 2: inside 4 and 2, between 1 of 4 cells
    ties = matrix([("a", "b", 4), ("a", "c", 1), ("c", "d", 2)])[0]
    density, r2 = measures.block_density(ties, block=[1, 1, 2, 2])
    assert density.tolist() == [[4, 0.25], [0.25, 2]]
    values = np.array([4, 1, 0, 0, 0, 2.0])  # pairs ab ac ad bc bd cd
    means = np.array([4, 0.25, 0.25, 0.25, 0.25, 2])
    assert r2 == pytest.approx(np.corrcoef(values, means)[0, 1] ** 2)
    assert math.isnan(measures.block_density(np.zeros((4, 4)), block=[1, 1, 2, 2])[1])


def test_qap_of_the_florentine_families_is_that_of_ucinet() -> None:
    names = sorted({end for pair in [*FLORENCE, *BUSINESS] for end in pair} | {"Pucci"})
    x, y = matrix(FLORENCE, names)[0], matrix(BUSINESS, names)[0]
    assert len(names) == 16
    found = measures.qap(x, y=y)
    assert found.r == pytest.approx(0.372, abs=5e-4)
    assert found.p < 0.005
    assert not found.exact
    assert found.low < 0 < found.high
    assert measures.qap(x, y=y) == found
    assert measures.qap(x, y=x).r == 1


def test_qap_over_all_namings() -> None:
    y = matrix([("a", "b"), ("a", "c")], list("abcd"))[0]
    found = measures.qap(PATH, y=y)
    off = ~np.eye(4, dtype=bool)
    r = [np.corrcoef(PATH[np.ix_(order, order)][off], y[off])[0, 1] for order in map(list, permutations(range(4)))]
    assert found.exact
    assert found.r == pytest.approx(r[0])
    assert found.p == pytest.approx(np.mean(np.array(r) >= r[0] - 1e-9))
    assert measures.qap(PATH, y=PATH).p == pytest.approx(2 / 24)  # a path has two automorphisms
    low = measures.qap(PATH, y=y, tail="less").p
    assert low == pytest.approx(np.mean(np.array(r) <= r[0] + 1e-9))
    assert math.isnan(measures.qap(np.ones((4, 4)), y=y).p)
    with pytest.raises(OptionError, match="4 and 5"):
        measures.qap(PATH, y=STAR)
