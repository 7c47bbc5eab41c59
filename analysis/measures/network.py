"""Networks: centralities, modularity and communities, CONCOR's blocks, and the QAP of two matrices.

A network is a square array of ties, 0 where there is none; ties are strengths, so that the length of one is 1 / w.

Freeman, L. C. (1979). Centrality in social networks: conceptual clarification. Social Networks 1.
"""

from __future__ import annotations

import itertools
import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from analysis.equality import NanEqual
from analysis.errors import OptionError, RefusalError
from analysis.messages import message
from analysis.options import require_choice

__all__ = [
    "Blocks", "Qap", "betweenness", "block_density", "closeness", "concor", "consensus", "eigenvector", "louvain",
    "modularity", "path_lengths", "qap", "rewired",
]  # fmt: skip

_Array = npt.NDArray[np.float64]
_Ints = npt.NDArray[np.int64]
Profile = Literal["both", "rows", "columns"]
Diagonal = Literal["missing", "kept"]
Tail = Literal["greater", "less", "two-sided"]

_EQUAL = 1e-9  # by which two ways may differ and be equally long, of their length
_ROUNDS = 200  # of CONCOR, which needs a dozen
_CLOSE = 1e-8
_FLAT = 1e-10  # sum of squares of a profile that does not vary, its largest deviation being 1
_SWAPS = 5  # tries a tie


def _square(ties: npt.ArrayLike, what: str, *, undirected: bool = True) -> _Array:
    """Read a matrix of ties, without its diagonal."""
    matrix = np.array(ties, dtype=np.float64)
    if matrix.ndim != 2 or matrix.shape[0] != matrix.shape[1]:
        raise OptionError(message("{what}: ties must be a square matrix", what=what))
    if undirected and not np.array_equal(matrix, matrix.T):
        raise OptionError(message("{what}: ties must be the same in both directions", what=what))
    np.fill_diagonal(matrix, 0.0)
    return matrix


def path_lengths(ties: npt.ArrayLike, *, weighted: bool = False) -> _Array:
    """Length of the shortest way between every two nodes.

    Parameters
    ----------
    ties : array_like
        Square and symmetric, 0 or more.
    weighted : bool
        Whether a tie of strength w is 1 / w long; else every tie is 1 long.

    Returns
    -------
    ndarray
        inf where no way leads.

    Raises
    ------
    OptionError
        If the matrix is not square or symmetric, or a tie is negative.

    References
    ----------
    Opsahl, T., Agneessens, F. & Skvoretz, J. (2010). Node centrality in weighted networks. Social Networks 32: lengths
    are inverse strengths.
    """
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import shortest_path

    matrix = _square(ties, "path_lengths")
    if (matrix < 0).any():
        raise OptionError(message("path_lengths: a tie is negative, which has no length; choose another weight"))
    lengths = np.zeros_like(matrix)
    there = matrix > 0
    lengths[there] = 1.0 / matrix[there]
    found = shortest_path(csr_array(lengths), method="D", unweighted=not weighted)
    return np.asarray(found, dtype=np.float64)


def betweenness(ties: npt.ArrayLike, *, weighted: bool = False) -> _Array:
    """Share of the shortest ways between two others that lead through a node, over all pairs of others.

    Parameters
    ----------
    ties : array_like
        Square and symmetric, 0 or more.
    weighted : bool
        As of `path_lengths`. Ways whose lengths agree to nine digits are equally short.

    Returns
    -------
    ndarray
        0 to 1, divided by (n - 1)(n - 2) / 2; NaN with fewer than three nodes.

    Raises
    ------
    OptionError
        As `path_lengths`.

    References
    ----------
    Freeman, L. C. (1977). A set of measures of centrality based on betweenness. Sociometry 40; Brandes, U. (2001). A
    faster algorithm for betweenness centrality. Journal of Mathematical Sociology 25.
    """
    matrix = _square(ties, "betweenness")
    distance, n = path_lengths(matrix, weighted=weighted), len(matrix)
    if n < 3:
        return np.full(n, math.nan)
    # networkx compares sums of 1 / w exactly, and loses ways that are as short but for their last digit
    source, target = np.nonzero(matrix)
    length = 1.0 / matrix[source, target] if weighted else np.ones(len(source))
    passed = np.zeros(n)
    for start, away in enumerate(distance):
        with np.errstate(invalid="ignore"):  # between nodes that cannot be reached
            onward = np.abs(away[source] + length - away[target]) <= _EQUAL * away[target]
        steps = np.flatnonzero(onward & (away[source] < away[target]))
        steps = steps[np.argsort(away[source[steps]], kind="stable")]
        pairs = list(zip(source[steps].tolist(), target[steps].tolist(), strict=True))
        ways, depends = [0.0] * n, [0.0] * n
        ways[start] = 1.0
        for near, far in pairs:
            ways[far] += ways[near]
        for near, far in reversed(pairs):
            depends[near] += ways[near] / ways[far] * (1.0 + depends[far])
        depends[start] = 0.0
        passed += depends
    return np.asarray(passed / ((n - 1) * (n - 2)))  # every pair was walked from both ends


def closeness(ties: npt.ArrayLike, *, weighted: bool = False) -> _Array:
    """Inverse mean distance to the nodes that can be reached, times the share of nodes that can.

    Parameters
    ----------
    ties : array_like
        Square and symmetric, 0 or more.
    weighted : bool
        As of `path_lengths`.

    Returns
    -------
    ndarray
        0 for a node without a tie; 0 to 1 where every tie is 1 long.

    Raises
    ------
    OptionError
        As `path_lengths`.

    References
    ----------
    Wasserman, S. & Faust, K. (1994). Social network analysis, p. 201: (r / (n - 1)) (r / sum of distances), with r the
    nodes that can be reached.
    """
    distance = path_lengths(ties, weighted=weighted)
    n = len(distance)
    reached = np.isfinite(distance)
    r = reached.sum(axis=1) - 1
    total = np.where(reached, distance, 0.0).sum(axis=1)
    return np.asarray(np.where(r > 0, r * r / (np.maximum(total, 1e-300) * max(n - 1, 1)), 0.0))


def eigenvector(ties: npt.ArrayLike) -> _Array:
    """Centrality of those who are tied to the central: the first eigenvector of a connected network, of length 1.

    Parameters
    ----------
    ties : array_like
        Square and symmetric, 0 or more; one component, or its parts cannot be compared.

    Returns
    -------
    ndarray
        0 or more, squares sum to 1.

    Raises
    ------
    OptionError
        If the matrix is not square or symmetric.

    References
    ----------
    Bonacich, P. (1972). Factoring and weighting approaches to status scores and clique identification. Journal of
    Mathematical Sociology 2.
    """
    matrix = _square(ties, "eigenvector")
    if not len(matrix):
        return np.zeros(0)
    first = np.abs(np.linalg.eigh(matrix)[1][:, -1])
    return np.asarray(first / np.linalg.norm(first))


def modularity(ties: npt.ArrayLike, *, community: npt.ArrayLike, resolution: float = 1.0) -> float:
    """Share of ties inside communities, less what the degrees alone would bring there.

    Parameters
    ----------
    ties : array_like
        Square and symmetric, 0 or more.
    community : array_like
        Community of every node.
    resolution : float
        Weight of what is expected; 1 is Newman and Girvan's.

    Returns
    -------
    float
        At most 1; NaN without a tie.

    Raises
    ------
    OptionError
        If the matrix is not square or symmetric.

    References
    ----------
    Newman, M. E. J. & Girvan, M. (2004). Finding and evaluating community structure in networks. Physical Review E 69;
    with weights Newman, M. E. J. (2004), Physical Review E 70.
    """
    matrix = _square(ties, "modularity")
    strength, total = matrix.sum(axis=1), matrix.sum()
    if total == 0:
        return math.nan
    labels = np.unique(np.asarray(community), return_inverse=True)[1]
    same = labels[:, None] == labels
    return float(matrix[same].sum() / total - resolution * np.outer(strength, strength)[same].sum() / total**2)


def louvain(ties: npt.ArrayLike, *, resolution: float = 1.0, seed: int = 1) -> _Ints:
    """Communities of one run of the Louvain method.

    Parameters
    ----------
    ties : array_like
        Square and symmetric, 0 or more.
    resolution : float
        Above 1 for smaller communities.
    seed : int
        Of the order in which nodes are looked at; another seed may give other communities.

    Returns
    -------
    ndarray
        Community of every node, numbered from 0 by its first node.

    Raises
    ------
    OptionError
        If the matrix is not square or symmetric.

    References
    ----------
    Blondel, V. D., Guillaume, J.-L., Lambiotte, R. & Lefebvre, E. (2008). Fast unfolding of communities in large
    networks. Journal of Statistical Mechanics P10008; as in networkx.
    """
    import networkx as nx

    matrix = _square(ties, "louvain")
    graph: Any = nx.Graph()
    graph.add_nodes_from(range(len(matrix)))
    a, b = np.nonzero(np.triu(matrix))
    graph.add_weighted_edges_from(zip(a.tolist(), b.tolist(), matrix[a, b].tolist(), strict=True))
    found = nx.community.louvain_communities(graph, resolution=resolution, seed=seed)
    label = np.zeros(len(matrix), dtype=np.int64)
    for k, members in enumerate(sorted(map(sorted, found))):
        label[members] = k
    return label


def consensus(runs: npt.ArrayLike) -> tuple[_Ints, _Array]:
    """Communities that many runs agree on, and how sure every node is of its own.

    Parameters
    ----------
    runs : array_like
        One row a run, one column a node: its community in that run.

    Returns
    -------
    tuple of two ndarrays
        The community, numbered from 0 by its first node: nodes that share one in more than half of the runs on average.
        The share of runs in which a node is with the majority of its community, or alone if it is its only member.

    References
    ----------
    Fred, A. L. N. & Jain, A. K. (2005). Combining multiple clusterings using evidence accumulation. IEEE Transactions
    on Pattern Analysis and Machine Intelligence 27; with average linkage, cut at one half.
    """
    from scipy.cluster.hierarchy import fcluster, linkage
    from scipy.spatial.distance import squareform

    every = np.asarray(runs, dtype=np.int64)
    n = every.shape[1]
    together = np.zeros((n, n))
    for run in every:
        together += run[:, None] == run
    apart = 1.0 - together / len(every)
    label = np.zeros(n, dtype=np.int64)
    if n > 1:
        found = fcluster(linkage(squareform(apart, checks=False), "average"), 0.5 - _EQUAL, "distance")
        first = {cluster: k for k, cluster in enumerate(dict.fromkeys(found.tolist()))}
        label = np.array([first[cluster] for cluster in found.tolist()], dtype=np.int64)
    sure = np.zeros(n)
    for run in every:
        alone = np.bincount(run)[run] == 1
        for k in range(label.max() + 1):
            members = np.flatnonzero(label == k)
            if len(members) == 1:
                sure[members] += alone[members]
                continue
            counts = Counter(run[members].tolist())
            majority = max(counts, key=lambda name: (counts[name], -name))
            sure[members] += run[members] == majority
    return label, sure / len(every)


def rewired(ties: npt.ArrayLike, *, seed: int = 1) -> _Array:
    """Shuffle a network: every node keeps its number of ties, and the strengths are dealt anew.

    Parameters
    ----------
    ties : array_like
        Square and symmetric, 0 or more.
    seed : int
        Of the exchanges.

    Returns
    -------
    ndarray
        Ties of the same nodes.

    Raises
    ------
    OptionError
        If the matrix is not square or symmetric.

    References
    ----------
    Maslov, S. & Sneppen, K. (2002). Specificity and stability in topology of protein networks. Science 296: two ties
    exchange an end, five tries a tie; a try that would tie a node to itself or twice to another is passed over.
    """
    matrix = _square(ties, "rewired")
    n, dice = len(matrix), np.random.default_rng(seed)
    a, b = (side.tolist() for side in np.nonzero(np.triu(matrix)))
    strengths, m = matrix[a, b], len(a)
    there = {u * n + v for u, v in zip(a, b, strict=True)}
    picks = dice.integers(m, size=(_SWAPS * m, 2)).tolist() if m > 1 else []
    turns = (dice.random(len(picks)) < 0.5).tolist()
    for (one, two), turn in zip(picks, turns, strict=True):
        # ties 0-1 and 2-3 become 0-3 and 1-2, or turned 0-2 and 1-3
        u, v, x, y = (a[one], b[one], b[two], a[two]) if turn else (a[one], b[one], a[two], b[two])
        if u == y or x == v:
            continue
        first = u * n + y if u < y else y * n + u
        second = x * n + v if x < v else v * n + x
        if first == second or first in there or second in there:
            continue
        there.difference_update((a[one] * n + b[one], a[two] * n + b[two]))
        there.update((first, second))
        a[one], b[one] = divmod(first, n)
        a[two], b[two] = divmod(second, n)
    new = np.zeros_like(matrix)
    new[a, b] = dice.permutation(strengths)
    return new + new.T


@dataclass(frozen=True)
class Blocks:
    """Blocks of CONCOR: path of every node, such as (0, 1), and rounds that every split took, in the order made."""

    path: tuple[tuple[int, ...], ...]
    iterations: tuple[int, ...]


def concor(
    ties: npt.ArrayLike,
    *,
    splits: int = 2,
    profile: Profile = "both",
    diagonal: Diagonal = "missing",
    names: Sequence[str] | None = None,
) -> Blocks:
    """Split nodes by whom they are tied to: correlations of profiles, correlated again until they are 1 or -1.

    Parameters
    ----------
    ties : array_like
        Square; rows send.
    splits : int
        How often every block is split: 2 for four blocks.
    profile : {"both", "rows", "columns"}
        What is a node's profile: its row and column one behind the other, or one of them.
    diagonal : {"missing", "kept"}
        "missing": two profiles are correlated without the places of both nodes themselves; "kept": with the diagonal as
        it stands in the matrix.
    names : sequence of str, optional
        Names of the nodes, for what is refused; without them their numbers from 0.

    Returns
    -------
    Blocks
        In every split 0 is the half with the first node.

    Raises
    ------
    OptionError
        If an option is unknown or the matrix is not square.
    RefusalError
        If a profile has no correlation with the others, or a block cannot be split as its profiles are the same.

    References
    ----------
    Breiger, R. L., Boorman, S. A. & Arabie, P. (1975). An algorithm for clustering relational data with applications
    to social network analysis and comparison with multidimensional scaling. Journal of Mathematical Psychology 12.
    """
    require_choice("concor: profile", profile, ("both", "rows", "columns"))
    require_choice("concor: diagonal", diagonal, ("missing", "kept"))
    matrix = np.array(ties, dtype=np.float64)
    if matrix.ndim != 2 or matrix.shape[0] != matrix.shape[1]:
        raise OptionError(message("{what}: ties must be a square matrix", what="concor"))
    if diagonal == "missing":
        np.fill_diagonal(matrix, math.nan)
    stacked = {"both": np.vstack([matrix, matrix.T]), "rows": matrix.T, "columns": matrix}[profile]
    path: list[tuple[int, ...]] = [()] * len(matrix)
    iterations = []
    for _ in range(splits):
        for block in sorted(set(path)):
            members = np.array([k for k, own in enumerate(path) if own == block])
            called = [str(k) if names is None else names[k] for k in members.tolist()]
            second, rounds = _halves(stacked[:, members], called)
            iterations.append(rounds)
            for node, half in zip(members.tolist(), second.tolist(), strict=True):
                path[node] = (*block, int(half))
    return Blocks(tuple(path), tuple(iterations))


def _halves(profiles: _Array, names: Sequence[str]) -> tuple[npt.NDArray[np.bool_], int]:
    """Split some profiles, a column each: which are not with the first, and after how many rounds."""
    found = _correlations(profiles)
    lost = np.flatnonzero((np.isfinite(found) & ~np.eye(len(found), dtype=bool)).sum(axis=0) == 0)
    if len(lost):
        raise RefusalError.alone(
            message(
                "concor: {node!r} has no correlation with any other, as it is tied to none or to all alike; take it "
                "out",
                node=names[lost[0]],
            )
        )
    for rounds in range(1, _ROUNDS + 1):
        known = found[np.isfinite(found)]
        if np.isfinite(found).all() and (np.abs(np.abs(known) - 1) < _CLOSE).all():
            second = found[0] < 0
            if second.any():
                return second, rounds
            break
        if (known > 1 - _CLOSE).all():
            break
        found = _correlations(found)
    raise RefusalError.alone(
        message("concor: a block of {n} cannot be split, as its profiles are alike; give fewer splits", n=len(names))
    )


def _correlations(columns: _Array) -> _Array:
    """Correlate columns with each other, over the rows that both have; NaN where one does not vary there."""
    there = np.isfinite(columns)
    counted = there.astype(np.float64)
    rows = np.maximum(counted.sum(axis=0), 1.0)
    centred = np.where(there, columns - np.where(there, columns, 0.0).sum(axis=0) / rows, 0.0)
    scale = np.maximum(np.abs(centred).max(axis=0, initial=0.0), 1e-300)
    centred = centred / scale
    both = np.maximum(counted.T @ counted, 1.0)
    sums = centred.T @ counted  # of a column, over the rows of another
    squares = (centred**2).T @ counted - sums**2 / both
    with np.errstate(invalid="ignore", divide="ignore"):
        found = (centred.T @ centred - sums * sums.T / both) / np.sqrt(squares * squares.T)
    flat = (squares <= _FLAT) | (squares.T <= _FLAT)
    return np.asarray(np.where(flat, math.nan, np.clip(found, -1.0, 1.0)))


def block_density(ties: npt.ArrayLike, *, block: npt.ArrayLike) -> tuple[_Array, float]:
    """Mean tie within and between blocks, and how much of the ties these means tell.

    Parameters
    ----------
    ties : array_like
        Square; its diagonal is left out.
    block : array_like
        Block of every node.

    Returns
    -------
    tuple
        Blocks by blocks, in the order of their labels, NaN within a block of one; and R squared, the squared
        correlation of the ties with the means of their blocks, NaN where all ties are the same.

    Raises
    ------
    OptionError
        If the matrix is not square.

    References
    ----------
    Wasserman, S. & Faust, K. (1994). Social network analysis, ch. 9 and 16: density table, goodness of fit.
    """
    matrix = _square(ties, "block_density", undirected=False)
    labels = np.unique(np.asarray(block), return_inverse=True)[1]
    member = np.eye(labels.max() + 1)[labels]
    cells = np.outer(member.sum(axis=0), member.sum(axis=0)) - np.diag(member.sum(axis=0))
    with np.errstate(invalid="ignore"):
        density = np.where(cells > 0, (member.T @ matrix @ member) / cells, math.nan)
    off = ~np.eye(len(matrix), dtype=bool)
    values, means = matrix[off], density[np.ix_(labels, labels)][off]
    spread = ((values - values.mean()) ** 2).sum() if len(values) else 0.0
    return density, math.nan if spread == 0 else float(1 - ((values - means) ** 2).sum() / spread)


@dataclass(frozen=True, eq=False)
class Qap(NanEqual):
    """Correlation of two networks, its p, the middle 95 percent of the permuted ones, and whether all were tried."""

    r: float
    p: float
    low: float
    high: float
    exact: bool


def qap(x: npt.ArrayLike, *, y: npt.ArrayLike, permutations: int = 5000, seed: int = 1, tail: Tail = "greater") -> Qap:
    """Correlate the ties of two networks, and ask how often one would be as like if its nodes were named at random.

    Parameters
    ----------
    x, y : array_like
        Square, of the same nodes in the same order; diagonals are left out.
    permutations : int
        Random namings; where there are no more namings than that, each is tried once.
    seed : int
        Of the namings.
    tail : {"greater", "less", "two-sided"}
        Which correlations count as hits.

    Returns
    -------
    Qap
        `p` is (hits + 1) / (permutations + 1), or hits / namings where all were tried. All NaN where one network's ties
        are all the same.

    Raises
    ------
    OptionError
        If the matrices are not square or of one size, or an option is unknown.

    References
    ----------
    Krackhardt, D. (1988). Predicting with networks: nonparametric multiple regression analysis of dyadic data. Social
    Networks 10; Hubert, L. & Schultz, J. (1976), British Journal of Mathematical and Statistical Psychology 29.
    """
    require_choice("qap: tail", tail, ("greater", "less", "two-sided"))
    one, two = (_square(ties, "qap", undirected=False) for ties in (x, y))
    if one.shape != two.shape:
        raise OptionError(
            message("qap: the networks have {a} and {b} nodes; give the same ones", a=len(one), b=len(two))
        )
    n = len(one)
    off = ~np.eye(n, dtype=bool)
    if n < 2 or any(np.ptp(ties[off]) <= 1e-12 * np.abs(ties[off]).max() for ties in (one, two)):
        return Qap(math.nan, math.nan, math.nan, math.nan, exact=False)
    one, two = (np.where(off, ties - ties[off].mean(), 0.0) for ties in (one, two))
    scale = math.sqrt(float((one**2).sum()) * float((two**2).sum()))
    r = float((one * two).sum() / scale)
    exact = n <= 12 and math.factorial(n) <= permutations
    dice = np.random.default_rng(seed)
    namings = (
        (np.array(order) for order in itertools.permutations(range(n)))
        if exact
        else (dice.permutation(n) for _ in range(permutations))
    )
    null = np.array([float((one[np.ix_(order, order)] * two).sum()) for order in namings]) / scale
    hits = {
        "greater": null >= r - _EQUAL,
        "less": null <= r + _EQUAL,
        "two-sided": np.abs(null) >= abs(r) - _EQUAL,
    }[tail].sum()
    p = hits / len(null) if exact else (hits + 1) / (permutations + 1)
    low, high = np.quantile(null, [0.025, 0.975])
    return Qap(float(np.clip(r, -1.0, 1.0)), float(p), float(low), float(high), exact)
