"""QAP: whether two networks of the same terms are alike."""

from __future__ import annotations

import math
from collections.abc import Mapping
from itertools import combinations
from typing import Literal, get_args

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis import measures, schema
from analysis.errors import OptionError, RefusalError
from analysis.measures.network import Tail
from analysis.messages import message
from analysis.options import require_choice, require_whole
from analysis.stats.edges import Network, Weight, read_network, require_weight, require_windows

Terms = Literal["shared", "union"]

_WHAT = "stats.qap"
_FEWEST = 20
_CAUTION = "한 글의 단어들은 서로 독립이 아니므로 집단의 차이는 글을 섞는 순열 검정으로도 확인한다"
_UNION = "한쪽에만 있는 단어를 0으로 넣어 상관이 커질 수 있다"
_CONSTANT = "한 네트워크의 연결이 모두 같아 상관이 없다"


def qap(
    networks: Mapping[str, pd.DataFrame],
    *,
    weight: Weight = "jaccard",
    terms: Terms = "shared",
    permutations: int = 5000,
    seed: int = 1,
    tail: Tail = "greater",
) -> pd.DataFrame:
    """Correlate networks pair by pair, with a p over random namings of their terms.

    A high r says that terms are tied alike in both; it does not test whether documents differ, since terms of one
    document are not independent.

    Parameters
    ----------
    networks : mapping of str to DataFrame
        Tables of edges by the name of their group, such as outlets; two or more, each before any cut.
    weight : {"jaccard", "n", "npmi", "g2", "phi", "lift"}
        Strength of a tie; pairs that are not in a table are 0.
    terms : {"shared", "union"}
        Terms that both networks have, or that either has; the union's zeros raise r.
    permutations : int
        Namings at random.
    seed : int
        Of the namings.
    tail : {"greater", "less", "two-sided"}
        Which correlations count as hits.

    Returns
    -------
    DataFrame
        Columns `schema.QAP`, a row a pair of networks in the order given. `p` is (hits + 1) / (permutations + 1); r and
        p are NaN, with a reason, where the ties of one network are all the same. `attrs`: `permutations`, `seed`,
        `terms`, `tail`, `weight`.

    Raises
    ------
    SchemaError, OptionError
        As `stats.backbone`; and if fewer than two networks are given.
    RefusalError
        If two networks share fewer than 20 terms, or one rests on fewer than 30 windows.

    References
    ----------
    Krackhardt, D. (1988). Predicting with networks: nonparametric multiple regression analysis of dyadic data. Social
    Networks 10; Hubert, L. & Schultz, J. (1976).

    Examples
    --------
    >>> from analysis.stats.cooccurrence import cooccurrence
    >>> from analysis.tokens import Tokens
    >>> texts = {f"d{k}{j}": [f"t{k:02}", f"t{k + j:02}"] for k in range(20) for j in (1, 2)}
    >>> edges = cooccurrence(Tokens.from_terms(texts), within="document", tags=None, minimum=1)
    >>> qap({"a": edges, "b": edges}, permutations=99)[["r", "p", "shared_terms"]].values.tolist()
    [[1.0, 0.01, 22.0]]
    """
    require_weight(weight, what=_WHAT)
    require_choice(f"{_WHAT}: terms", terms, get_args(Terms))
    require_choice(f"{_WHAT}: tail", tail, get_args(Tail))
    require_whole(f"{_WHAT}: permutations", permutations, least=1)
    if not isinstance(networks, Mapping) or len(networks) < 2:
        raise OptionError(
            message(
                "stats.qap: give two networks or more by name, such as {example}",
                example="{'가': edges_a, '나': edges_b}",
            )
        )
    read = {}
    for name, table in networks.items():
        require_windows(table, what=f"{_WHAT}: {name}")
        read[str(name)] = read_network(table, what=f"{_WHAT}: {name}", weight=weight)
    rows = []
    for a, b in combinations(read, 2):
        shared = sorted({*read[a].terms} & {*read[b].terms})
        if len(shared) < _FEWEST:
            raise RefusalError.alone(
                message(
                    "stats.qap: {a} and {b} share {n} terms, and a comparison needs {least}; pair more terms (top=)",
                    a=a,
                    b=b,
                    n=len(shared),
                    least=_FEWEST,
                )
            )
        chosen = shared if terms == "shared" else sorted({*read[a].terms} | {*read[b].terms})
        x, y = (_among(read[name], chosen, weight) for name in (a, b))
        found = measures.qap(x, y=y, permutations=permutations, seed=seed, tail=tail)
        pairs = len(chosen) * (len(chosen) - 1) // 2
        reason = _CONSTANT if math.isnan(found.r) else ""
        rows.append((a, b, len(chosen), pairs, found.r, found.p, found.low, found.high, len(shared), reason))
    table = pd.DataFrame(rows, columns=[c.name for c in schema.QAP])
    table = table.astype({c.name: "str" for c in schema.QAP if c.kind == "text"})
    said = [caution for name in read for caution in schema.about(networks[name]).caution or ()]
    about = schema.About(
        chart="qap",
        weight=weight,
        nodes_of=terms,
        permutations=permutations,
        seed=seed,
        tail=tail,
        caution=tuple(dict.fromkeys([*said, _CAUTION, *([_UNION] if terms == "union" else [])])),
    )
    schema.describe(table, about, source=None)
    return schema.check(table, schema.QAP, what=_WHAT)


def _among(network: Network, terms: list[str], weight: str) -> npt.NDArray[np.float64]:
    """Write the ties among some terms as a matrix, 0 for terms that the network lacks."""
    own = {term: k for k, term in enumerate(network.terms)}
    at = np.array([own.get(term, -1) for term in terms])
    found: npt.NDArray[np.float64] = network.matrix(weight)[np.ix_(at, at)]
    lacking = at < 0
    found[lacking] = 0.0
    found[:, lacking] = 0.0
    return found
