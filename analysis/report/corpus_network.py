"""The network of words in a corpus report: nouns of the same sentences, cut to strong ties, in communities."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from analysis import schema, stats
from analysis.corpus import Corpus
from analysis.errors import RefusalError
from analysis.lexicon import StopWords
from analysis.report import stratified_sample
from analysis.report.corpus_contract import NetworkTerm, NetworkTie, TermNetwork
from analysis.tokens import Tokens
from analysis.tokens.over_parts import rows_in

_TERMS = 30
_FEWEST_WINDOWS = 200
_EACH, _LEAST = 3, 5  # of the backbone
_RUNS = 100
_LINES = 3  # documents of the page in which each term is shown
_APART = 0.6  # between parts without a path, of the longest path
_BETWEEN = 1.0  # more steps between two communities


def network_of(corpus: Corpus, words: Tokens, stop: StopWords) -> TermNetwork | None:
    """Tie the nouns of the most sentences; None with few sentences, few ties, or no communities beyond chance."""
    if corpus.redacted:
        return None
    first = corpus.copies()
    counted = words.only(docs=[str(doc) for doc, copied in first.items() if doc == copied]).drop(lemmas=stop)
    edges = stats.cooccurrence(counted, top=_TERMS)
    windows = schema.about(edges).windows or 0
    if windows < _FEWEST_WINDOWS or edges.empty:
        return None
    kept = stats.backbone(edges, rule="strongest", weight="jaccard", each=_EACH, least=_LEAST)
    try:
        table = stats.communities(kept, weight="jaccard", runs=_RUNS)
    except RefusalError:
        return None
    about = schema.about(table)
    if about.reason or about.modularity is None or about.modularity_random is None:
        return None
    table = table.sort_values(["community", "hub", "term"], ignore_index=True)
    names = table["term"].astype(str).tolist()
    community = dict(zip(names, table["community"].astype(int), strict=True))
    ends = [(kept["source"], kept["n_source"]), (kept["target"], kept["n_target"])]
    sizes = {str(name): int(n) for terms, counts in ends for name, n in zip(terms, counts, strict=True)}
    pairs = list(zip(kept["source"].astype(str), kept["target"].astype(str), strict=True))
    place = _places(community, pairs)
    number = {name: at for at, name in enumerate(names)}
    return TermNetwork(
        windows=windows,
        paired=schema.about(edges).vocabulary or len(names),
        each=_EACH,
        least=_LEAST,
        modularity=float(about.modularity),
        chance=float(about.modularity_random[1]),
        runs=_RUNS,
        terms=tuple(NetworkTerm(name, sizes[name], community[name], *place[name]) for name in names),
        ties=tuple(
            NetworkTie(number[a], number[b], int(n), float(jaccard))
            for (a, b), n, jaccard in zip(pairs, kept["n"], kept["jaccard"], strict=True)
        ),
        alone=tuple(schema.about(kept).isolates or ()),
    )


def _places(community: dict[str, int], pairs: list[tuple[str, str]]) -> dict[str, tuple[float, float]]:
    """Place terms by the steps between them (Kamada and Kawai 1989), communities farther apart."""
    import networkx as nx

    graph: Any = nx.Graph()
    graph.add_nodes_from(community)
    graph.add_edges_from(pairs)
    steps = {a: dict(found) for a, found in nx.all_pairs_shortest_path_length(graph)}
    far = 1 + _APART * max(n for found in steps.values() for n in found.values())
    distance = {
        a: {b: steps[a].get(b, far) + _BETWEEN * (community[a] != community[b]) for b in community} for a in community
    }
    found = nx.kamada_kawai_layout(graph, dist=distance, pos=nx.circular_layout(graph))
    at = np.array([found[name] for name in community])
    low, high = at.min(axis=0), at.max(axis=0)
    scaled = np.round((at - low) / np.where(high > low, high - low, 1.0), 3)
    return {name: (float(x), float(y)) for name, (x, y) in zip(community, scaled, strict=True)}


def tied_places(words: Tokens, network: TermNetwork | None, held: dict[str, tuple[str, str]]) -> pd.DataFrame:
    """Find the terms of the network in documents of the page, a sentence each."""
    table = rows_in(words, held, ("doc", "sentence", "tag", "lemma", "start", "end"))
    labels = {one.term for one in network.terms} if network else set()
    table = table[table["tag"].isin(schema.base_tags(schema.NOUN_TAGS))]
    tagged = table["lemma"] + "/" + table["tag"]  # the name of a term that stands under two tags
    table = table.assign(frame="", term=tagged.where(tagged.isin(labels), table["lemma"]), speaker="")
    table = table[table["term"].isin(labels)].drop_duplicates(["term", "doc"])
    found = [table.head(0)]
    for _, own in table.groupby("term", sort=True):
        strata = [held[doc] for doc in own["doc"]]
        found.append(own.iloc[stratified_sample.draw(own["doc"].tolist(), strata=strata, most=_LINES)])
    return pd.concat(found).drop(columns=["tag", "lemma"])
