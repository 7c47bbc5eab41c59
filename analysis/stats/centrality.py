"""Centrality: which terms stand in the middle of a network, in four senses, and under four cuts."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Literal, get_args

import numpy as np
import pandas as pd

from analysis import measures, schema
from analysis.errors import RefusalError
from analysis.messages import message
from analysis.options import require_choice, require_whole
from analysis.stats.backbone import backbone
from analysis.stats.edges import (
    WEIGHTS,
    Network,
    Weight,
    cautions,
    competition_rank,
    read_network,
    require_floors,
    require_positive,
)

Measure = Literal["degree", "betweenness", "closeness", "eigenvector"]

_WHAT = "stats.centrality"
_FOLLOWS = 0.8  # rank correlation from which centrality says little beside frequency
_CUTS: tuple[tuple[str, dict[str, str]], ...] = (
    ("jaccard", {"rule": "strongest", "weight": "jaccard"}),
    ("npmi", {"rule": "strongest", "weight": "npmi"}),
    ("n", {"rule": "strongest", "weight": "n"}),
    ("association", {"rule": "association"}),
)
_LARGEST = "가장 큰 컴포넌트가 둘 이상이어서 고유벡터 중심성을 비교할 수 없다"
_SAME = "매개 중심성이 모두 같아 단어를 가르지 못한다"
_OUTSIDE = "가장 큰 컴포넌트 밖의 단어는 고유벡터 중심성이 없다"


def centrality(edges: pd.DataFrame, *, weight: Weight | None = None) -> pd.DataFrame:
    """Rank terms of a network by degree, betweenness, closeness and eigenvector centrality.

    Central terms are often the frequent ones: `attrs` has the rank correlation of degree and windows. A central term is
    no frame.

    Parameters
    ----------
    edges : DataFrame
        A result of `stats.backbone`, or of `stats.cooccurrence` or `stats.ties` where few pairs are tied.
    weight : {"n", "jaccard", "npmi", "g2", "phi", "lift"}, optional
        Strength of a tie: the distance of two terms is then 1 / weight, and degree counts ties as before. Without it
        every tie is 1 long.

    Returns
    -------
    DataFrame
        Columns `schema.CENTRALITY`, by rank of degree, ties by term. Terms without a tie are not in it; `isolates` in
        `attrs` names those that `stats.backbone` left. `betweenness` is NaN where all terms have the same, and
        `eigenvector` outside the largest component. `attrs`: `density`, `components`, `edges`, `nodes`, `weight`,
        `distance` (Korean), `rank_correlation` (Spearman's, of degree and windows), `reason` where something is NaN,
        and the cut.

    Raises
    ------
    SchemaError
        If the table is not one of co-occurrence.
    OptionError
        If a weight is unknown, missing or not above 0, or a pair stands there twice.
    RefusalError
        If fewer than 10 or more than 500 terms are tied, the network rests on fewer than 30 windows, or more than half
        of the pairs that could be tied are.

    References
    ----------
    Freeman, L. C. (1977, 1979): degree, betweenness; Wasserman, S. & Faust, K. (1994), p. 201: closeness over several
    components; Bonacich, P. (1972): eigenvector; Opsahl, T., Agneessens, F. & Skvoretz, J. (2010): length as inverse
    strength.

    Examples
    --------
    >>> from analysis.stats.cooccurrence import cooccurrence
    >>> from analysis.tokens import Tokens
    >>> texts = {f"d{k}{j}": [f"leaf{k}", "hub"] for k in range(1, 11) for j in range(5)}
    >>> table = centrality(cooccurrence(Tokens.from_terms(texts), within="document", tags=None))
    >>> table[["term", "degree", "betweenness"]].values.tolist()[:2]
    [['hub', 10, 1.0], ['leaf1', 1, 0.0]]
    """
    network = read_network(edges, what=_WHAT, weight=weight)
    require_floors(network, what=_WHAT)
    if weight is not None:
        require_positive(network, weight, what=_WHAT)
    table, reasons = _measured(network, weight)
    follows = _rank_correlation(table)
    before = schema.about(edges)
    more = [*(cautions(network.table) or ())]
    if follows >= _FOLLOWS:
        more.append(
            f"연결 정도의 순위가 출현 횟수의 순위와 거의 같다(스피어먼 상관 {follows:.2f}). 자주 나온 단어의 표로 "
            "읽는다"
        )
    if before.isolates:
        more.append(f"연결이 남지 않은 단어 {len(before.isolates):,}개는 표에 없다(중심성을 계산하지 않는다)")
    about = replace(
        before,
        chart="centrality",
        nodes=len(network.terms),
        edges=len(network.table),
        density=network.density,
        components=int(network.component.max(initial=0)),
        weight=weight or "none",
        distance=f"1 / {WEIGHTS[weight]}" if weight else "연결마다 1",
        rank_correlation=follows,
        reason=". ".join(reasons) or None,
        caution=tuple(more) or None,
    )
    schema.describe(table, about, source=edges)
    return schema.check(table, schema.CENTRALITY, what=_WHAT)


def _measured(network: Network, weight: str | None) -> tuple[pd.DataFrame, list[str]]:
    """Measure every term, and say why values are missing."""
    ties, strengths = network.matrix(None), network.matrix(weight or "n")
    lengths = ties if weight is None else strengths
    n, reasons = len(network.terms), []
    between = measures.betweenness(lengths, weighted=weight is not None)
    if np.ptp(between) <= 1e-12:
        between = np.full(n, math.nan)
        reasons.append(_SAME)
    eigenvector = np.full(n, math.nan)
    sizes = np.bincount(network.component)[1:]
    largest = network.component == 1
    if (sizes == sizes.max()).sum() == 1:
        eigenvector[largest] = measures.eigenvector(lengths[np.ix_(largest, largest)])
        if not largest.all():
            reasons.append(_OUTSIDE)
    else:
        reasons.append(_LARGEST)
    degree = ties.sum(axis=1)
    values = {
        "degree": degree,
        "betweenness": between,
        "closeness": measures.closeness(lengths, weighted=weight is not None),
        "eigenvector": eigenvector,
    }
    ranks = {f"rank_{name}": competition_rank(value) for name, value in values.items()}
    table = pd.DataFrame(
        {
            "term": pd.Series(network.terms, dtype="str"),
            "windows": network.windows,
            "degree": degree.astype(np.int64),
            "degree_share": degree / max(n - 1, 1),
            "strength": strengths.sum(axis=1),
            **{name: values[name] for name in ("betweenness", "closeness", "eigenvector")},
            "component": network.component,
            **ranks,
        }
    ).astype({"rank_degree": "int64", "rank_closeness": "int64"})
    return table.sort_values(["rank_degree", "term"], ignore_index=True), reasons


def _rank_correlation(table: pd.DataFrame) -> float:
    """Correlate the ranks of degree and windows; NaN where one is the same for all."""
    if table["degree"].nunique() < 2 or table["windows"].nunique() < 2:
        return math.nan
    return float(table["degree"].rank().corr(table["windows"].rank()))


def cuts(
    edges: pd.DataFrame, *, measure: Measure = "betweenness", top: int = 10, each: int = 3, least: int = 5
) -> pd.DataFrame:
    """Ask whether the central terms stay central when the ties are cut otherwise.

    The first terms under the default cut (strongest by Jaccard) are ranked again under three others: strongest by NPMI,
    strongest by n, and association.

    Parameters
    ----------
    edges : DataFrame
        A result of `stats.cooccurrence` or `stats.ties`, before any cut.
    measure : {"betweenness", "degree", "closeness", "eigenvector"}
        The centrality, unweighted.
    top : int
        How many of the first terms; those that tie with the last come along.
    each, least : int
        As of `stats.backbone`.

    Returns
    -------
    DataFrame
        Columns `schema.CUTS`, a row a term and cut, terms by their rank under the first cut that has ranks. A cut under
        which centrality is refused has ranks of NaN and the reason.

    Raises
    ------
    SchemaError, OptionError
        As `stats.backbone`.
    RefusalError
        If no cut has a centrality.

    References
    ----------
    Steegen, S., Tuerlinckx, F., Gelman, A. & Vanpaemel, W. (2016). Increasing transparency through a multiverse
    analysis. Perspectives on Psychological Science 11; a small one, of four cuts.

    Examples
    --------
    >>> from analysis.stats.cooccurrence import cooccurrence
    >>> from analysis.tokens import Tokens
    >>> texts = {f"d{k}{j}": [f"leaf{k}", "hub"] for k in range(1, 11) for j in range(6)}
    >>> texts |= {f"e{k}": ["other"] for k in range(40)}
    >>> edges = cooccurrence(Tokens.from_terms(texts), within="document", tags=None)
    >>> cuts(edges, top=1)[["term", "cut", "rank"]].values.tolist()[0]
    ['hub', 'jaccard', 1.0]
    """
    require_choice("stats.cuts: measure", measure, get_args(Measure))
    require_whole("stats.cuts: top", top, least=1)
    found: dict[str, pd.DataFrame] = {}
    refused: dict[str, RefusalError] = {}
    counted: dict[str, tuple[int, float]] = {}
    for name, options in _CUTS:
        try:
            kept = backbone(edges, each=each, least=least, **options)  # type: ignore[arg-type]
            counted[name] = (len(kept), read_network(kept, what="stats.cuts").density)
            found[name] = centrality(kept).set_index("term")
        except RefusalError as error:
            counted.setdefault(name, (0, math.nan))
            refused[name] = error
    if not found:
        raise next(iter(refused.values()))
    ranked = [table[f"rank_{measure}"] for table in found.values() if table[f"rank_{measure}"].notna().any()]
    if not ranked:
        first = next(iter(found.values()))
        raise RefusalError.alone(
            message(
                "stats.cuts: no cut gives ranks by {measure}: {reason}",
                measure=measure,
                reason=schema.about(first).reason,
            )
        )
    ranks = ranked[0].sort_values(kind="stable")
    rows = []
    for term in ranks.index[(ranks <= top).to_numpy()]:
        for name, _ in _CUTS:
            table = found.get(name)
            there = table is not None and term in table.index
            reason = str(refused[name]) if table is None else "" if there else "이 기준에서는 연결이 남지 않는다"
            column = "degree_share" if measure == "degree" else measure
            rank = float(table.loc[term, f"rank_{measure}"]) if table is not None and there else math.nan
            value = float(table.loc[term, column]) if table is not None and there else math.nan
            if there and math.isnan(rank):
                reason = str(schema.about(table).reason or "") if table is not None else ""
            rows.append((term, name, rank, value, *counted[name], reason))
    made = pd.DataFrame(rows, columns=["term", "cut", "rank", "value", "edges", "density", "reason"])
    made = made.astype({"term": "str", "cut": "str", "reason": "str", "edges": "int64"})
    ranges = made.groupby("term")["rank"].agg(["min", "max"])
    made["rank_low"], made["rank_high"] = (made["term"].map(ranges[end]) for end in ("min", "max"))
    made = made[[c.name for c in schema.CUTS]]
    about = replace(schema.about(edges), chart="centrality", measure=measure, nodes=len(ranks), caution=None)
    schema.describe(made, about, source=edges)
    return schema.check(made, schema.CUTS, what="stats.cuts")
