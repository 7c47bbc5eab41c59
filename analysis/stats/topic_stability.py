"""Which topics come back when the sampler begins elsewhere."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from analysis import measures, schema
from analysis.options import require_whole
from analysis.tokens import Tokens
from analysis.topics import Topics
from analysis.topics.model import about_topics
from analysis.topics.refitting import refits

_WHAT = "stats.topic_stability"
_STEADY, _LOOSE = 0.80, 0.60


def topic_stability(tokens: Tokens, topics: Topics, *, seeds: int = 10, top: int = 10) -> pd.DataFrame:
    """Fit the same model with other seeds, and see which topics are found again.

    Topics of two fits are paired so that their cosines over words are highest in sum; their numbers mean nothing.

    Parameters
    ----------
    tokens : Tokens
        Those that the topics were fitted on.
    topics : Topics
        The model.
    seeds : int
        Fits with other seeds, 2 or more.
    top : int
        Most probable words that are compared.

    Returns
    -------
    DataFrame
        Columns schema.TOPIC_STABILITY, a row a topic. `verdict`: steady from a median cosine of .80, loose from .60,
        else unsteady. `topics.with_stability(table)` carries it along.

    Raises
    ------
    OptionError
        If the topics were fitted on other tokens, or there are fewer than 2 seeds.

    References
    ----------
    Kuhn, H. W. (1955), Naval Research Logistics Quarterly 2; Greene, D., O'Callaghan, D. & Cunningham, P. (2014), ECML,
    on stability of topics, there with ranked words.

    Examples
    --------
    >>> from analysis import topics
    >>> dice, halves = np.random.default_rng(1), (list("가나다라"), list("마바사아"))
    >>> words = {f"d{i:03d}": dice.choice(halves[i % 2], 60).tolist() for i in range(200)}
    >>> tokens = Tokens.from_terms(words)
    >>> topic_stability(tokens, topics.fit(tokens, k=2, iterations=50), seeds=2, top=4)["verdict"].tolist()
    ['steady', 'steady']
    """
    require_whole(f"{_WHAT}: seeds", seeds, least=2)
    require_whole(f"{_WHAT}: top", top, least=1)
    cosines, kept = [], []
    own = tops(topics.phi, top)
    for other in refits(topics, tokens, seeds, what=_WHAT):
        partner, cosine = measures.match_topics(topics.phi, other.phi)
        cosines.append(cosine)
        kept.append(measures.words_kept(own, tops(other.phi[partner], top)))
    median, low = np.median(cosines, axis=0), np.min(cosines, axis=0)
    table = pd.DataFrame(
        {
            "topic": np.arange(1, topics.k + 1), "label": topics.names, "cosine_median": median, "cosine_low": low,
            "words_kept": np.mean(kept, axis=0),
            "verdict": ["steady" if c >= _STEADY else "loose" if c >= _LOOSE else "unsteady" for c in median],
        }
    ).astype({"label": "str", "verdict": "str"})  # fmt: skip
    about = replace(about_topics(topics, None), refits=seeds, top=top)
    schema.describe(table, about, source=topics.recipe)
    return schema.check(table, schema.TOPIC_STABILITY, what=_WHAT)


def tops(phi: np.ndarray, top: int) -> list[list[int]]:
    """List the columns of the most probable words of every topic; ties by the order of the terms."""
    return [np.argsort(-row, kind="stable")[:top].tolist() for row in phi]
