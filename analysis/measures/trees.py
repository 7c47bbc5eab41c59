"""Trees of what is alike: agglomeration, how well the tree keeps the distances, cuts, and silhouettes."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
import numpy.typing as npt

from analysis.equality import NanEqual
from analysis.errors import OptionError
from analysis.measures.contingency import Array
from analysis.messages import message
from analysis.options import require_choice

__all__ = ["Agglomeration", "agglomerate", "cophenetic_correlation", "cut_tree", "silhouette"]

Linkage = Literal["average", "complete", "single", "ward"]
_Ints = npt.NDArray[np.int64]
_SAME = 1e-9  # differences that are those of rounding


@dataclass(frozen=True, eq=False)
class Agglomeration(NanEqual):
    """A tree of n items in n - 1 merges.

    Attributes
    ----------
    left, right : ndarray
        What a merge joins: an item is its number from 0, the cluster that merge k (from 0) made is n + k. As in R's
        hclust an item stands before a cluster, and what was made earlier before what was made later.
    height : ndarray
        Distance at which they are joined; for Ward sqrt(2 delta SSE), that is ward.D2.
    size : ndarray
        Items in what the merge made.
    order : ndarray
        Items as they stand under the tree.
    """

    left: _Ints
    right: _Ints
    height: Array
    size: _Ints
    order: _Ints


def agglomerate(distance: npt.ArrayLike, *, method: Linkage = "average") -> Agglomeration:
    """Join what is nearest, step by step, until all is one.

    Average linkage (UPGMA; Sokal & Michener 1958), complete and single linkage, or Ward's (1963) method as ward.D2
    of Murtagh & Legendre (2014): the distances enter as they are and must be Euclidean, and a merge stands at
    sqrt(2 delta SSE). (R's "ward.D" wants squared distances; SPSS prints the sum of squares.) Equal distances are
    joined in the order of the items.

    Murtagh, F. & Legendre, P. (2014). Ward's hierarchical agglomerative clustering method: which algorithms implement
    Ward's criterion? Journal of Classification 31. Ward, J. H. (1963), Journal of the American Statistical
    Association 58.

    Parameters
    ----------
    distance : array_like
        Square, symmetric, 0 on the diagonal.
    method : {"average", "complete", "single", "ward"}
        How far apart two clusters are.

    Returns
    -------
    Agglomeration
        Of two items or more.

    Raises
    ------
    OptionError
        If the distances are none, fewer than two items have any, or the method is unknown.

    Examples
    --------
    >>> agglomerate(abs(np.subtract.outer([0, 1, 4, 5, 10], [0, 1, 4, 5, 10])), method="ward").height.round(3).tolist()
    [1.0, 1.0, 5.657, 9.487]
    """
    require_choice("agglomerate: method", method, get_args(Linkage))
    from scipy.cluster import hierarchy  # slow to load
    from scipy.spatial.distance import squareform

    matrix = read_distances(distance)
    n = len(matrix)
    if n < 2:
        raise OptionError(message("agglomerate: {n} item(s) make no tree; give two or more", n=n))
    tree = hierarchy.linkage(squareform(matrix, checks=False), method=method)
    pair = tree[:, :2].astype(np.int64)  # an item has a smaller number than a cluster, an earlier cluster than a later
    left, right = pair.min(axis=1), pair.max(axis=1)
    return Agglomeration(left, right, tree[:, 2], tree[:, 3].astype(np.int64), _order(left, right))


def cophenetic_correlation(tree: Agglomeration, *, distance: npt.ArrayLike) -> float:
    """Correlation of the distances with the heights at which pairs meet in the tree: how well the tree keeps them.

    Sokal, R. R. & Rohlf, F. J. (1962). The comparison of dendrograms by objective methods. Taxon 11(2).

    Parameters
    ----------
    tree : Agglomeration
        The tree.
    distance : array_like
        The distances that it was made of.

    Returns
    -------
    float
        -1 to 1; NaN where all distances, or all heights, are equal.

    Raises
    ------
    OptionError
        If the distances are none, or are of other items than the tree.
    """
    from scipy.cluster import hierarchy  # slow to load
    from scipy.spatial.distance import squareform

    matrix = read_distances(distance)
    n = len(tree.height) + 1
    if len(matrix) != n:
        raise OptionError(message("cophenetic_correlation: {n} items in the tree, {m} in the distances",
                                  n=n, m=len(matrix)))  # fmt: skip
    linked = np.column_stack([tree.left, tree.right, tree.height, tree.size]).astype(np.float64)
    met = hierarchy.cophenet(linked)
    apart = squareform(matrix, checks=False)
    if np.ptp(met) < _SAME or np.ptp(apart) < _SAME:
        return math.nan
    return float(np.corrcoef(met, apart)[0, 1])


def cut_tree(tree: Agglomeration, *, k: int) -> _Ints:
    """Cut a tree into k clusters: the last k - 1 merges are undone.

    Parameters
    ----------
    tree : Agglomeration
        The tree.
    k : int
        Clusters, 1 to the number of items.

    Returns
    -------
    ndarray
        Cluster of every item from 1: the largest is 1, equal ones by their first item.

    Raises
    ------
    OptionError
        If there are not so many items.
    """
    n = len(tree.height) + 1
    if not 1 <= k <= n:
        raise OptionError(message("cut_tree: k is {k}; give 1 to {n}, the number of items", k=k, n=n))
    members: dict[int, list[int]] = {item: [item] for item in range(n)}
    for step in range(n - k):
        members[n + step] = sorted(members.pop(int(tree.left[step])) + members.pop(int(tree.right[step])))
    found = np.zeros(n, dtype=np.int64)
    for number, items in enumerate(sorted(members.values(), key=lambda items: (-len(items), items[0])), start=1):
        found[items] = number
    return found


def silhouette(distance: npt.ArrayLike, *, cluster: npt.ArrayLike) -> Array:
    """How much nearer each item is to its own cluster than to the nearest other: (b - a) / max(a, b).

    a is the mean distance to the other items of its cluster, b the smallest mean distance to the items of another.

    Rousseeuw, P. J. (1987). Silhouettes. Journal of Computational and Applied Mathematics 20.

    Parameters
    ----------
    distance : array_like
        Square, symmetric, 0 on the diagonal.
    cluster : array_like
        Cluster of every item; labels of any kind.

    Returns
    -------
    ndarray
        -1 (with the wrong cluster) to 1; 0 for the only item of its cluster, and where a and b are both 0; NaN with
        one cluster.

    Raises
    ------
    OptionError
        If the distances are none, or the lengths differ.
    """
    # Example: 0, 1 and 4 in clusters 1 1 2: of the first a = 1, b = 4, (4 - 1) / 4 = .75; of the second (3 - 1) / 3
    matrix = read_distances(distance)
    labels = np.unique(np.asarray(cluster), return_inverse=True)[1]
    if labels.shape != (len(matrix),):
        raise OptionError(
            message("silhouette: {n} items, but {shape} clusters; name one for each", n=len(matrix), shape=labels.size)
        )
    count = int(labels.max(initial=-1)) + 1
    if count < 2:
        return np.full(len(matrix), np.nan)
    sizes = np.bincount(labels, minlength=count)
    sums = matrix @ (labels[:, None] == np.arange(count)).astype(np.float64)
    own = np.arange(len(matrix)), labels
    alone = sizes[labels] == 1
    a = sums[own] / np.where(alone, 1, sizes[labels] - 1)
    means = sums / sizes
    means[own] = np.inf
    b = means.min(axis=1)
    larger = np.maximum(a, b)
    return np.asarray(np.where(alone | (larger == 0), 0.0, (b - a) / np.where(larger == 0, 1.0, larger)))


def read_distances(distance: npt.ArrayLike) -> Array:
    """Read a square table of distances, or say what is wrong with it."""
    matrix = np.asarray(distance, dtype=np.float64)
    square = matrix.ndim == 2 and matrix.shape[0] == matrix.shape[1]
    if not square or not np.isfinite(matrix).all() or (matrix < 0).any():
        raise OptionError(message("distances must be a square table of numbers of 0 or more"))
    if np.abs(matrix - matrix.T).max(initial=0.0) > _SAME or np.abs(np.diag(matrix)).max(initial=0.0) > _SAME:
        raise OptionError(message("distances must be the same both ways, and 0 from an item to itself"))
    return np.asarray((matrix + matrix.T) / 2)


def _order(left: _Ints, right: _Ints) -> _Ints:
    """List the items as they stand under the tree, the left of every merge first."""
    n = len(left) + 1
    found: list[int] = []
    waiting = [2 * n - 2]
    while waiting:
        node = waiting.pop()
        if node < n:
            found.append(node)
        else:
            waiting += [int(right[node - n]), int(left[node - n])]
    return np.array(found, dtype=np.int64)
