"""CONCOR: blocks of terms that are tied to the same others, by a convention that is stated."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

import numpy as np
import pandas as pd

from analysis import measures, schema
from analysis.errors import RefusalError
from analysis.measures.network import Diagonal, Profile
from analysis.messages import message
from analysis.options import require_choice, require_whole
from analysis.stats.edges import Weight, cautions, read_network, require_few, require_weight, require_windows

_WHAT = "stats.concor"
_FEWEST = 3  # terms in a block
_PROFILES = {"both": "행과 열을 이어 붙인 프로필", "rows": "행의 프로필", "columns": "열의 프로필"}
_UNTIL = "상관이 모두 1이나 −1이 될 때까지 되풀이"
_DIAGONALS = {"missing": "대각선은 결측(쌍마다 뺌)", "kept": "대각선은 0"}


def concor(
    edges: pd.DataFrame,
    *,
    weight: Weight = "n",
    splits: int = 2,
    profile: Profile = "both",
    diagonal: Diagonal = "missing",
) -> pd.DataFrame:
    """Divide terms into blocks whose members are tied to the same others.

    Blocks are of structural equivalence, no topics: members of one need not stand together. Another convention for the
    diagonal gives other blocks, and programs differ in it: `convention` in `attrs` belongs in the paper.

    Parameters
    ----------
    edges : DataFrame
        A result of `stats.cooccurrence`, `stats.ties` or `stats.backbone`.
    weight : {"n", "jaccard", "npmi", "g2", "phi", "lift"}
        Strength of a tie; pairs that are not in the table are 0.
    splits : int
        How often every block is split; 2 for four blocks.
    profile : {"both", "rows", "columns"}
        What is a term's profile. The ties of a co-occurrence have no direction, so that all three agree there.
    diagonal : {"missing", "kept"}
        "missing": the places of both terms themselves are left out of their correlation, pair by pair; "kept": they
        enter as 0.

    Returns
    -------
    DataFrame
        Columns `schema.CONCOR`, by block and term. `attrs`: `density` (mean tie of block by block), `image` (1 where
        that is at least the mean tie of all), `r2` (share of the variance of ties that these means tell), `iterations`
        (rounds of every split), `profile`, `diagonal`, `splits`, `convention` (Korean), `weight`.

    Raises
    ------
    SchemaError, OptionError
        As `stats.centrality`.
    RefusalError
        If a term is tied to none or to all alike, a block would hold fewer than 3 terms or cannot be split, more than
        500 terms are tied, or the network rests on fewer than 30 windows.

    References
    ----------
    Breiger, R. L., Boorman, S. A. & Arabie, P. (1975). An algorithm for clustering relational data. Journal of
    Mathematical Psychology 12: correlations of profiles, correlated again until all are 1 or -1. The two conventions
    divide the example of the R package concorR differently; its own is "both" and "missing".

    Examples
    --------
    >>> from analysis.stats.cooccurrence import cooccurrence
    >>> from analysis.tokens import Tokens
    >>> texts = {f"{a}{b}{k}": [a, b] for a in "abc" for b in "xyz" for k in range(4)}
    >>> table = concor(cooccurrence(Tokens.from_terms(texts), within="document", tags=None), splits=1)
    >>> table.groupby("block")["term"].agg("".join).tolist()
    ['abc', 'xyz']
    """
    require_weight(weight, what=_WHAT)
    require_whole(f"{_WHAT}: splits", splits, least=1)
    require_choice(f"{_WHAT}: profile", profile, get_args(Profile))
    require_choice(f"{_WHAT}: diagonal", diagonal, get_args(Diagonal))
    network = read_network(edges, what=_WHAT, weight=weight)
    require_windows(edges, what=_WHAT)
    ties, n = network.matrix(weight), len(network.terms)
    _require_sizes(n, splits)
    alone = np.flatnonzero((ties == 0).all(axis=1))
    if len(alone):
        raise RefusalError.alone(
            message(
                "stats.concor: {term!r} has no tie, so that its profile correlates with nothing; take its rows out",
                term=network.terms[alone[0]],
            )
        )
    found = measures.concor(ties, splits=splits, profile=profile, diagonal=diagonal, names=network.terms)
    paths = sorted(set(found.path))
    block = np.array([paths.index(path) + 1 for path in found.path], dtype=np.int64)
    _require_blocks(network.terms, block, splits)
    density, r2 = measures.block_density(ties, block=block)
    overall = ties.sum() / (n * (n - 1))
    table = pd.DataFrame(
        {
            "term": pd.Series(network.terms, dtype="str"),
            "block": block,
            "path": pd.Series([".".join(str(half + 1) for half in path) for path in found.path], dtype="str"),
            "degree": (ties != 0).sum(axis=1).astype(np.int64),
        }
    ).sort_values(["block", "term"], ignore_index=True)
    about = replace(
        schema.about(edges),
        chart="concor",
        nodes=n,
        edges=len(network.table),
        density=None,
        weight=weight,
        splits=splits,
        profile=profile,
        diagonal=diagonal,
        convention=f"{_PROFILES[profile]}, {_DIAGONALS[diagonal]}, {splits}번 나눔, {_UNTIL}",
        block_density=tuple(tuple(map(float, row)) for row in density),
        image=tuple(tuple(int(value >= overall) for value in row) for row in density),
        r2=r2,
        iterations=found.iterations,
        caution=cautions(network.table),
    )
    schema.describe(table, about, source=edges)
    return schema.check(table, schema.CONCOR, what=_WHAT)


def _require_sizes(n: int, splits: int) -> None:
    """Refuse splits for which there are too few terms, and too many terms."""
    if n < _FEWEST * 2**splits:
        raise RefusalError.alone(
            message(
                "stats.concor: {n} terms do not make {blocks} blocks of {least}; give fewer splits, or pair more terms",
                n=n,
                blocks=2**splits,
                least=_FEWEST,
            )
        )
    require_few(n, what=_WHAT)


def _require_blocks(terms: list[str], block: np.ndarray[tuple[int], np.dtype[np.int64]], splits: int) -> None:
    """Refuse a division with a block that is too small."""
    sizes = np.bincount(block)[1:]
    if sizes.min() < _FEWEST:
        small = int(sizes.argmin()) + 1
        raise RefusalError.alone(
            message(
                "stats.concor: splits={splits} leaves a block of {n} ({terms}), and a block needs {least}; give fewer "
                "splits, or take these terms out",
                splits=splits,
                n=int(sizes.min()),
                terms=", ".join(term for term, own in zip(terms, block, strict=True) if own == small),
                least=_FEWEST,
            )
        )
