"""Communities: groups of terms that are tied among themselves, as far as many runs and chance let them stand."""

from __future__ import annotations

import math
from dataclasses import replace
from importlib.metadata import version

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis import measures, schema
from analysis.errors import OptionError
from analysis.matcher.arrays import Ints
from analysis.messages import message
from analysis.options import require_whole
from analysis.stats.edges import (
    Network,
    Weight,
    cautions,
    competition_rank,
    read_network,
    require_floors,
    require_positive,
    require_weight,
)

_WHAT = "stats.communities"
_REWIRED = 200
_LEVEL = 0.95


def communities(
    edges: pd.DataFrame, *, weight: Weight = "jaccard", resolution: float = 1.0, seed: int = 1, runs: int = 100
) -> pd.DataFrame:
    """Group terms that are tied among themselves more than the degrees alone would bring about.

    The Louvain method gives other groups for other seeds: it is run `runs` times, and a community is what the runs
    agree on. Where the network is no more modular than networks with the same degrees that were rewired at random,
    there are no communities. Their numbers are labels, not ranks, and a community is no frame.

    Parameters
    ----------
    edges : DataFrame
        As of `stats.centrality`.
    weight : {"jaccard", "n", "npmi", "g2", "phi", "lift"}
        Strength of a tie.
    resolution : float
        Above 1 for smaller communities.
    seed : int
        Of the runs and of the rewiring.
    runs : int
        How often Louvain is run, 2 or more.

    Returns
    -------
    DataFrame
        Columns `schema.COMMUNITIES`, by community, hub and term. All but `term` is NaN where there are no communities,
        and `reason` in `attrs` says why. `attrs` besides: `modularity`, `modularity_random` (mean and 95th percentile
        of 200 rewired networks), `communities_low` and `communities_high` (over the runs), `runs`, `resolution`,
        `seed`, `weight`, `versions`, and the cut.

    Raises
    ------
    SchemaError, OptionError, RefusalError
        As `stats.centrality`; and if `resolution` is not above 0.

    References
    ----------
    Blondel et al. (2008): Louvain, as in networkx; Fred, A. L. N. & Jain, A. K. (2005): consensus, by average linkage
    of the share of runs in which two terms are together, cut at one half; Newman, M. E. J. & Girvan, M. (2004):
    modularity; Maslov, S. & Sneppen, K. (2002): rewiring.

    Examples
    --------
    >>> from analysis.stats.cooccurrence import cooccurrence
    >>> from analysis.tokens import Tokens
    >>> sides = {"a": "abcdef", "u": "uvwxyz"}
    >>> texts = {f"{s}{k}{j}": [ends[k], ends[j]] for s, ends in sides.items() for k in range(6) for j in range(k)}
    >>> table = communities(cooccurrence(Tokens.from_terms(texts), within="document", tags=None, minimum=1))
    >>> table.groupby("community")["term"].agg("".join).tolist()
    ['abcdef', 'uvwxyz']
    """
    require_weight(weight, what=_WHAT)
    require_whole(f"{_WHAT}: runs", runs, least=2)
    if not resolution > 0:
        raise OptionError(message("{what}: resolution must be above 0, not {value}", what=_WHAT, value=resolution))
    network = read_network(edges, what=_WHAT, weight=weight)
    require_floors(network, what=_WHAT)
    require_positive(network, weight, what=_WHAT)
    ties = network.matrix(weight)
    every = np.array([measures.louvain(ties, resolution=resolution, seed=seed + k) for k in range(runs)])
    label, sure = measures.consensus(every)
    found = measures.modularity(ties, community=label, resolution=resolution)
    chance = [_by_chance(ties, resolution, seed + k) for k in range(_REWIRED)]
    mean, high = float(np.mean(chance)), float(np.quantile(chance, _LEVEL))
    reason = ""
    if not found > high:
        reason = (
            f"모듈성({found:.3f})이 연결을 무작위로 바꾼 네트워크의 95백분위수({high:.3f})보다 크지 않아 "
            "커뮤니티가 있다고 할 수 없다"
        )
    sizes = every.max(axis=1) + 1
    about = replace(
        schema.about(edges),
        chart="network",
        nodes=len(network.terms),
        edges=len(network.table),
        density=network.density,
        weight=weight,
        seed=seed,
        runs=runs,
        resolution=float(resolution),
        modularity=found,
        modularity_random=(mean, high),
        communities_low=int(sizes.min()),
        communities_high=int(sizes.max()),
        reason=reason or None,
        versions={"networkx": version("networkx")},
        caution=(*(cautions(network.table) or ()), *filter(None, [reason])) or None,
    )
    table = _none(network) if reason else _frame(network, ties, label, sure)
    schema.describe(table, about, source=edges)
    return schema.check(table, schema.COMMUNITIES, what=_WHAT)


def _by_chance(ties: npt.NDArray[np.float64], resolution: float, seed: int) -> float:
    """Modularity that one Louvain run finds in a network rewired at random."""
    shuffled = measures.rewired(ties, seed=seed)
    found = measures.louvain(shuffled, resolution=resolution, seed=seed)
    return measures.modularity(shuffled, community=found, resolution=resolution)


def _none(network: Network) -> pd.DataFrame:
    """List the terms without communities."""
    empty = {c.name: np.full(len(network.terms), math.nan) for c in schema.COMMUNITIES[1:]}
    return pd.DataFrame({"term": pd.Series(network.terms, dtype="str"), **empty})


def _frame(network: Network, ties: npt.NDArray[np.float64], label: Ints, sure: npt.NDArray[np.float64]) -> pd.DataFrame:
    """Build the table: communities numbered by size, with their terms ranked."""
    sizes = np.bincount(label)
    order = np.lexsort((np.arange(len(sizes)), -sizes))  # labels are numbered by their first term
    community = np.argsort(order)[label] + 1
    inner = (ties * (community[:, None] == community)).sum(axis=1)
    hub = np.zeros(len(label))
    for k in np.unique(community):
        hub[community == k] = competition_rank(inner[community == k])
    table = pd.DataFrame(
        {
            "term": pd.Series(network.terms, dtype="str"),
            "community": community.astype(float),
            "sureness": sure,
            "inside": inner / ties.sum(axis=1),
            "hub": hub,
        }
    )
    return table.sort_values(["community", "hub", "term"], ignore_index=True)
