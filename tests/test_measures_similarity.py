"""Likeness, trees and maps: worked by hand, by loops, and by published examples."""

from __future__ import annotations

import itertools
import math
from fractions import Fraction

import numpy as np
import pytest
from scipy import sparse
from scipy.optimize import minimize
from scipy.spatial import distance as apart

from analysis import measures
from analysis.errors import OptionError

# 5S ribosomal RNA, the example of the encyclopaedia's pages on UPGMA, complete and single linkage
RNA = [[0, 17, 21, 31, 23], [17, 0, 30, 34, 21], [21, 30, 0, 28, 39], [31, 34, 28, 0, 43], [23, 21, 39, 43, 0]]
LINE = abs(np.subtract.outer([0, 1, 4, 5, 10], [0, 1, 4, 5, 10])).astype(float)


def test_cosine_jaccard_and_divergence_by_hand() -> None:
    counts = [[2, 1, 0], [1, 0, 1], [0, 0, 0]]
    # (2 + 0 + 0) / sqrt(5 * 2); one word of three; p = (2/3, 1/3, 0), q = (1/2, 0, 1/2)
    assert measures.likeness(counts)[0, 1] == pytest.approx(2 / math.sqrt(10), abs=1e-12)
    assert measures.likeness(counts, measure="jaccard")[0, 1] == pytest.approx(1 / 3, abs=1e-12)
    m = [7 / 12, 1 / 6, 1 / 4]
    jsd = (2 / 3 * math.log2(2 / 3 / m[0]) + 1 / 3 * math.log2(1 / 3 / m[1])) / 2
    jsd += (1 / 2 * math.log2(1 / 2 / m[0]) + 1 / 2 * math.log2(1 / 2 / m[2])) / 2
    assert measures.likeness(counts, measure="jsd")[0, 1] == pytest.approx(jsd, abs=1e-12)
    for measure in ("cosine", "jaccard", "jsd"):
        found = measures.likeness(counts, measure=measure)
        assert np.isnan(found[2]).all()  # of a row without counts, with itself too
        assert np.isnan(found[:, 2]).all()
        assert found[0, 0] == (0 if measure == "jsd" else 1)


def test_likeness_agrees_with_scipy() -> None:
    counts = np.random.default_rng(1).poisson(0.7, (9, 40))
    square = apart.squareform
    cosine = measures.likeness(sparse.csr_array(counts))
    assert 1 - cosine == pytest.approx(square(apart.pdist(counts, "cosine")), abs=1e-11)
    jaccard = measures.likeness(counts, measure="jaccard")
    assert 1 - jaccard == pytest.approx(square(apart.pdist(counts > 0, "jaccard")), abs=1e-11)
    jsd = measures.likeness(counts, measure="jsd")
    nats = square(apart.pdist(counts, "jensenshannon")) ** 2
    assert jsd == pytest.approx(nats / math.log(2), abs=1e-11)


def test_distances() -> None:
    # 60 degrees apart: unit vectors are 1 apart
    assert measures.likeness_distance(0.5, kind="euclidean") == 1.0
    assert measures.likeness_distance(0.5) == 0.5
    assert measures.likeness_distance([0.36], measure="jaccard", kind="euclidean").tolist() == [0.8]
    assert measures.likeness_distance([0.25], measure="jsd").tolist() == [0.5]
    assert np.isnan(measures.likeness_distance(math.nan))
    for bad in ({"measure": "dice"}, {"kind": "squared"}):
        with pytest.raises(OptionError):
            measures.likeness_distance(0.5, **bad)
    for counts in ([[-1, 0]], [[math.nan, 1]]):
        with pytest.raises(OptionError, match="0 or more"):
            measures.likeness(counts)


def test_trees_of_the_published_example() -> None:
    # UPGMA: (a, b) 17; e to both (23 + 21) / 2; (c, d) 28; then all six pairs of both: 198 / 6 = 33
    tree = measures.agglomerate(RNA)
    assert tree.height.tolist() == [17, 22, 28, 33]
    assert tree.size.tolist() == [2, 3, 2, 5]
    assert [(int(a), int(b)) for a, b in zip(tree.left, tree.right, strict=True)] == [(0, 1), (4, 5), (2, 3), (6, 7)]
    assert tree.order.tolist() == [4, 0, 1, 2, 3]  # as hclust of R lists them: 5 1 2 3 4
    assert measures.agglomerate(RNA, method="complete").height.tolist() == [17, 23, 28, 43]
    assert measures.agglomerate(RNA, method="single").height.tolist() == [17, 21, 21, 28]
    assert measures.cophenetic_correlation(tree, distance=RNA) == pytest.approx(0.7302031612358011, abs=1e-12)


def test_ward_is_d2() -> None:
    # SSE of {0,1} .5, {4,5} .5, of the four 17, of all five 62: sqrt(2 * (17 - 1)), sqrt(2 * (62 - 17))
    heights = measures.agglomerate(LINE, method="ward").height
    assert heights.tolist() == pytest.approx([1, 1, math.sqrt(32), math.sqrt(90)], abs=1e-12)


def test_ward_joins_what_adds_least_to_the_squares() -> None:
    points = np.random.default_rng(4).normal(size=(9, 3))
    groups, heights = [[k] for k in range(9)], []

    def sse(items: list[int]) -> float:
        return float(((points[items] - points[items].mean(axis=0)) ** 2).sum())

    while len(groups) > 1:
        added, a, b = min((sse(a + b) - sse(a) - sse(b), a, b) for a, b in itertools.combinations(groups, 2))
        groups = [g for g in groups if g not in (a, b)] + [a + b]
        heights.append(math.sqrt(2 * added))
    matrix = apart.squareform(apart.pdist(points))
    assert measures.agglomerate(matrix, method="ward").height.tolist() == pytest.approx(heights, abs=1e-9)


def test_a_cut_undoes_the_last_merges() -> None:
    tree = measures.agglomerate(RNA)
    assert measures.cut_tree(tree, k=1).tolist() == [1] * 5
    assert measures.cut_tree(tree, k=2).tolist() == [1, 1, 2, 2, 1]
    assert measures.cut_tree(tree, k=3).tolist() == [1, 1, 2, 3, 1]  # 28 is undone: c and d are alone
    assert measures.cut_tree(tree, k=5).tolist() == [1, 2, 3, 4, 5]
    for k in (0, 6):
        with pytest.raises(OptionError, match="give 1 to 5"):
            measures.cut_tree(tree, k=k)


def test_silhouettes_by_hand() -> None:
    found = measures.silhouette(LINE[:4, :4], cluster=["x", "x", "y", "y"])
    # 0: a = 1, b = 4.5; 1: a = 1, b = 3.5; and the mirror image
    assert found.tolist() == pytest.approx([Fraction(7, 9), Fraction(5, 7), Fraction(5, 7), Fraction(7, 9)])
    assert measures.silhouette(LINE[:3, :3], cluster=[1, 1, 2]).tolist() == pytest.approx([3 / 4, 2 / 3, 0])
    assert np.isnan(measures.silhouette(LINE, cluster=[1] * 5)).all()
    assert measures.silhouette(np.zeros((4, 4)), cluster=[1, 1, 2, 2]).tolist() == [0, 0, 0, 0]
    with pytest.raises(OptionError, match="one for each"):
        measures.silhouette(LINE, cluster=[1, 2])


def test_a_triangle_is_mapped_exactly() -> None:
    triangle = [[0, 3, 4], [3, 0, 5], [4, 5, 0]]
    # the scatter of (0,0), (3,0), (0,4) about its mean has trace 50/3 and determinant 48
    roots = np.roots([1, -50 / 3, 48])
    for found in (measures.classical_scaling(triangle), measures.smacof(triangle)):
        assert found.eigenvalues.tolist() == pytest.approx([*roots, 0], abs=1e-9)
        between = apart.squareform(apart.pdist(found.places))
        assert between == pytest.approx(np.array(triangle, dtype=float), abs=1e-6)
        assert found.stress1 == pytest.approx(0, abs=1e-6)
        assert found.share == pytest.approx(1)


def test_smacof_finds_a_minimum_that_another_optimiser_finds() -> None:
    points = np.random.default_rng(2).normal(size=(8, 5))
    matrix = apart.squareform(apart.pdist(points))
    wanted = apart.squareform(matrix)

    def raw(flat: np.ndarray) -> float:
        return float(((apart.pdist(flat.reshape(-1, 2)) - wanted) ** 2).sum())

    draw = np.random.default_rng(5)
    best = min(minimize(raw, draw.normal(size=16), method="L-BFGS-B").fun for _ in range(30))
    found = measures.smacof(matrix)
    assert raw(found.places.ravel()) == pytest.approx(best, rel=1e-4)
    # at the minimum raw / sum of squares is stress-1 squared
    assert found.stress1**2 == pytest.approx(best / (wanted**2).sum(), rel=1e-3)
    assert found.stress_item.sum() == pytest.approx(1)


def test_the_same_distances_give_the_same_picture() -> None:
    first, again, other = (measures.smacof(RNA, seed=seed) for seed in (1, 1, 7))
    assert first.places.tobytes() == again.places.tobytes()
    assert other.places == pytest.approx(first.places, abs=0.1)  # of distances up to 43
    turned = np.array(RNA)[::-1, ::-1]
    assert measures.smacof(turned).places[::-1] == pytest.approx(first.places, abs=0.1)


@pytest.mark.parametrize("bad", [[[0, 1]], [[0, -1], [-1, 0]], [[0, 1], [2, 0]], [[1, 1], [1, 0]], [[0, math.nan]] * 2])
def test_what_is_no_table_of_distances(bad: list[list[float]]) -> None:
    for function in (measures.agglomerate, measures.classical_scaling, measures.smacof):
        with pytest.raises(OptionError, match="distances must be"):
            function(bad)


def test_one_item_makes_no_tree() -> None:
    with pytest.raises(OptionError, match="two or more"):
        measures.agglomerate([[0]])
    two = measures.agglomerate([[0, 1], [1, 0]])
    assert math.isnan(measures.cophenetic_correlation(two, distance=[[0, 1], [1, 0]]))
