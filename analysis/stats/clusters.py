"""Clusters of what is alike: the tree of merges, a cut into k, and which clusters come back with other words."""

from __future__ import annotations

import math
from typing import Any, Literal, get_args

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis import measures, schema
from analysis.errors import OptionError
from analysis.measures.similarity import DistanceKind
from analysis.measures.trees import Agglomeration
from analysis.messages import message
from analysis.options import require_choice, require_whole
from analysis.stats.similarity import Apart, apart, measured_by, require_four

Method = Literal["average", "ward", "complete"]

_SOFT = 0.5
_DRAWS = 200
_BACK = 0.75  # Jaccard above which a cluster is the same one
_MOST = 300  # items whose clusters are drawn anew
_NAMES = {"average": "평균 연결(UPGMA)", "ward": "워드 방법(ward.D2)", "complete": "최장 연결"}
_KEPT = {"ward": "ward.D2"}
_ALONE = "한 항목뿐인 묶음이어서 다시 나오는지 보지 않았다"
_OWN = "주어진 거리에는 다시 뽑을 단어가 없다"
_LOST = "이 표를 만든 단어 수가 이 실행에 없다. stats.similarity를 다시 부르면 구한다"
_MANY = f"항목이 {_MOST}개를 넘어 단어를 다시 뽑지 않았다"
_ONE = "묶음이 하나여서 비교할 다른 묶음이 없다"
_ALL = "항목마다 한 묶음이어서 다시 나오는지 보지 않았다"
_UNCUT = "k를 주지 않아 자르지 않았다"


def clusters(
    similarity: pd.DataFrame, *, method: Method = "average", k: int | None = None, seed: int = 1
) -> pd.DataFrame:
    """Group what is alike into a tree, and cut it into k clusters where a k is given.

    How many clusters there are no index says; k is the reader's. Whether a cluster rests on a few words is tried by
    drawing the terms anew with replacement, 200 times: one that comes back in fewer than half of the draws is soft.

    Parameters
    ----------
    similarity : DataFrame
        A result of `stats.similarity`, or a square table of distances of one's own with the same names as index and
        columns. Items without a value are left out and named in `caution`.
    method : {"average", "ward", "complete"}
        Average linkage takes 1 - cosine, 1 - Jaccard or the root of the divergence, as does complete linkage. Ward's
        method (ward.D2) needs Euclidean distances: of cosines those of the unit vectors, sqrt(2 - 2 cosine), of Jaccard
        sqrt(1 - J), of the divergence its root. Distances of one's own enter as they are.
    k : int, optional
        Clusters, 2 or more. Without it nothing is cut: `cluster`, `silhouette` and `recurrence` are NaN.
    seed : int
        Of the draws.

    Returns
    -------
    DataFrame
        Columns schema.CLUSTERS, one row an item as they stand under the tree. Cluster 1 is the largest. A cluster comes
        back where the k clusters of a draw have one whose Jaccard coefficient with it is above .75; NaN, with the
        reason, for one item alone, above 300 items, for distances of one's own, and where the counts behind the table
        are of another run. `attrs`: chart, method, measure, k, cophenetic (correlation of tree and distances),
        silhouette (mean), soft (clusters), draws, seed, items, base, caution.

    Raises
    ------
    OptionError
        If the method is unknown, or k is below 2 or above the number of items.
    SchemaError
        If the table is neither, or lacks a pair.
    RefusalError
        If fewer than 4 items have a value, or all are the same.

    References
    ----------
    Sokal, R. R. & Michener, C. D. (1958), average linkage; Ward, J. H. (1963) with Murtagh & Legendre (2014);
    Rousseeuw, P. J. (1987), silhouettes; Hennig, C. (2007), Computational Statistics & Data Analysis 52, clusters that
    come back; Sokal & Rohlf (1962), the cophenetic correlation.

    Examples
    --------
    >>> from analysis import stats
    >>> from analysis.tokens import Tokens
    >>> words = {"가": "동맹 외교 안보", "나": "동맹 외교 회담", "다": "창업 투자 시장", "라": "창업 투자 벤처"}
    >>> table = clusters(stats.similarity(Tokens.from_terms(words)), k=2)
    >>> table[["item", "cluster", "height"]].round(3).values.tolist()
    [['가', 1.0, 0.333], ['나', 1.0, 0.333], ['다', 2.0, 0.333], ['라', 2.0, 0.333]]
    """
    what = "stats.clusters"
    require_choice(f"{what}: method", method, get_args(Method))
    found = apart(similarity, what=what, kind=_kind(method))
    require_four(found, what=what)
    n = len(found.items)
    if k is not None:
        require_whole("k", k, least=2)
        if k > n:
            raise OptionError(message("{what}: k is {k}, and there are {n} items; give 2 to {n}", what=what, k=k, n=n))
    tree = measures.agglomerate(found.distance, method=method)
    place = np.argsort(tree.order)
    table = pd.DataFrame(
        {
            "item": pd.Series(found.items, dtype="str"),
            "cluster": np.nan,
            "order": (place + 1).astype(np.int64),
            "height": _first_heights(tree),
            "silhouette": np.nan,
            "recurrence": np.nan,
            "reason": pd.Series([_UNCUT] * n, dtype="str"),
        }
    )
    about = _about(similarity, found, tree, method, chart="clusters")
    more: dict[str, Any] = {}
    if k is not None:
        cut = measures.cut_tree(tree, k=k)
        width = measures.silhouette(found.distance, cluster=cut)
        back, reasons, draws = _recurrence(found, cut, method, k, seed)
        table = table.assign(cluster=cut.astype(np.float64), silhouette=width, recurrence=back)
        table["reason"] = pd.Series(reasons, dtype="str")
        soft = tuple(sorted({int(c) for c, share in zip(cut, back, strict=True) if share < _SOFT}))
        more = {"k": k, "silhouette": float(width.mean()), "soft": soft, "draws": draws or None, "seed": seed}
        more["caution"] = (*(about.caution or ()), *_soft(soft, table)) or None
    table = table.sort_values("order", ignore_index=True)
    values = {name: value for name, value in {**about.values(), **more}.items() if value is not None}
    schema.describe(table, schema.About(**values), source=None if found.about.measure == "own" else similarity)
    return schema.check(table, schema.CLUSTERS, what=what)


def merges(similarity: pd.DataFrame, *, method: Method = "average") -> pd.DataFrame:
    """List how the tree of `stats.clusters` was built: the agglomeration schedule, a row a merge.

    Parameters
    ----------
    similarity : DataFrame
        As in `clusters`.
    method : {"average", "ward", "complete"}
        As in `clusters`.

    Returns
    -------
    DataFrame
        Columns schema.MERGES, by rising height. `left` and `right` are names of items, or "#3" for what step 3 made; as
        in R's hclust an item stands before a cluster. `height` is the distance at which they are joined, for Ward
        sqrt(2 delta SSE). `attrs`: chart, method, measure, cophenetic, items, base, caution.

    Raises
    ------
    OptionError
        If the method is unknown, or an item is called like a step.
    SchemaError
        If the table is neither, or lacks a pair.
    RefusalError
        If fewer than 4 items have a value, or all are the same.

    References
    ----------
    As `clusters`.

    Examples
    --------
    >>> places = np.array([0.0, 1.0, 4.0, 5.0, 10.0])
    >>> distances = pd.DataFrame(abs(np.subtract.outer(places, places)), index=list("abcde"), columns=list("abcde"))
    >>> merges(distances, method="ward").round(3).values.tolist()
    [[1, 'a', 'b', 1.0, 2], [2, 'c', 'd', 1.0, 2], [3, '#1', '#2', 5.657, 4], [4, 'e', '#3', 9.487, 5]]
    """
    what = "stats.merges"
    require_choice(f"{what}: method", method, get_args(Method))
    found = apart(similarity, what=what, kind=_kind(method))
    require_four(found, what=what)
    tree = measures.agglomerate(found.distance, method=method)
    names = [*found.items, *(f"#{step}" for step in range(1, len(found.items)))]
    if len(set(names)) < len(names):
        twice = next(name for name in found.items if names.count(name) > 1)
        raise OptionError(
            message("{what}: an item is called {name!r}, as a step is; call it otherwise", what=what, name=twice)
        )
    table = pd.DataFrame(
        {
            "step": np.arange(1, len(found.items), dtype=np.int64),
            "left": pd.Series([names[k] for k in tree.left], dtype="str"),
            "right": pd.Series([names[k] for k in tree.right], dtype="str"),
            "height": tree.height,
            "size": tree.size,
        }
    )
    about = _about(similarity, found, tree, method, chart="merges")
    schema.describe(table, about, source=None if found.about.measure == "own" else similarity)
    return schema.check(table, schema.MERGES, what=what)


def _kind(method: str) -> DistanceKind:
    """Choose the distance that a method takes."""
    return "euclidean" if method == "ward" else "plain"


def _about(similarity: pd.DataFrame, found: Apart, tree: Agglomeration, method: str, *, chart: str) -> schema.About:
    """Say what the tree is of, and how well it keeps the distances."""
    kept = measures.cophenetic_correlation(tree, distance=found.distance)
    names = tuple(found.items[k] for k in tree.order)
    left = schema.about(similarity).caution or () if found.about.measure != "own" else ()
    return schema.About(
        chart=chart, method=_KEPT.get(method, method), linkage=_NAMES[method], measure=found.about.measure, items=names,
        cophenetic=kept, base=f"{found.about.base}. {measured_by(found.about)}", layer=found.about.layer,
        dropped=found.dropped or None, caution=tuple(left) or None,
    )  # fmt: skip


def _first_heights(tree: Agglomeration) -> npt.NDArray[np.float64]:
    """Return the height at which every item is first joined to another."""
    n = len(tree.height) + 1
    found = np.zeros(n)
    for side in (tree.left, tree.right):
        single = side < n
        found[side[single]] = tree.height[single]
    return found


def _recurrence(
    found: Apart, cut: npt.NDArray[np.int64], method: Method, k: int, seed: int
) -> tuple[npt.NDArray[np.float64], list[str], int]:
    """Share of draws of the terms in which the cluster of each item comes back, why it is missing, and the draws."""
    n = len(found.items)
    nothing = np.full(n, math.nan)
    why = (
        _OWN if found.about.measure == "own"
        else _ALL if k == n
        else _MANY if n > _MOST
        else _LOST if found.counted is None
        else ""
    )  # fmt: skip
    if why:
        return nothing, [why] * n, 0
    assert found.counted is not None
    place = {name: row for row, name in enumerate(found.counted.items)}
    counts = found.counted.counts[[place[name] for name in found.items]]
    counts = counts[:, np.flatnonzero(np.asarray(counts.sum(axis=0)).ravel())].tocsc()
    draw = np.random.default_rng(seed)
    measure: Any = found.about.measure
    mine = [np.flatnonzero(cut == c) for c in range(1, k + 1)]
    back, draws = np.zeros(k), 0
    for _ in range(_DRAWS):
        values = measures.likeness(counts[:, draw.integers(counts.shape[1], size=counts.shape[1])], measure=measure)
        if np.isnan(values).any():
            continue  # an item has none of the words drawn
        draws += 1
        distance = measures.likeness_distance(values, measure=measure, kind=_kind(method))
        drawn = measures.cut_tree(measures.agglomerate(distance, method=method), k=k)
        sizes = np.bincount(drawn, minlength=k + 1)
        for c, items in enumerate(mine):
            both = np.bincount(drawn[items], minlength=k + 1)
            back[c] += bool((both / (len(items) + sizes - both) > _BACK).any())
    if not draws:
        return nothing, ["단어가 너무 적어 다시 뽑을 수 없었다"] * n, 0
    shares = np.array([math.nan if len(items) == 1 else back[c] / draws for c, items in enumerate(mine)])
    reasons = [_ALONE if len(mine[c - 1]) == 1 else "" for c in cut]
    return shares[cut - 1], reasons, draws


def _soft(soft: tuple[int, ...], table: pd.DataFrame) -> list[str]:
    """Say which clusters are soft."""
    said = []
    for number in soft:
        rows = table[table["cluster"] == number]
        share = float(rows["recurrence"].iloc[0])
        names = f"{', '.join(rows['item'].head(3))}{' 등' if len(rows) > 3 else ''}"
        said.append(f"묶음 {number}({names})의 단어를 다시 뽑으면 {share:.0%}에서만 다시 나온다(무른 묶음)")
    return said
