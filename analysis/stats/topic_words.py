"""The words that make a topic, by what they are in it and what it is in them."""

from __future__ import annotations

from typing import Literal, get_args

import numpy as np
import pandas as pd

from analysis import measures, schema
from analysis.options import require_choice, require_whole
from analysis.topics import Topics
from analysis.topics.model import about_topics

Order = Literal["frex", "probability"]

_WHAT = "stats.topic_words"
_Z = 1.959963984540054


def topic_words(topics: Topics, *, top: int = 10, order: Order = "frex") -> pd.DataFrame:
    """List the words of every topic that are both frequent in it and its own.

    Words stand in the order of FREX, which keeps words that all topics share, and words that stand a few times alone,
    away from the top. A topic is not its words: read its documents too (`stats.topic_documents`).

    Parameters
    ----------
    topics : Topics
        A model.
    top : int
        Words of a topic.
    order : {"frex", "probability"}
        What words are listed by.

    Returns
    -------
    DataFrame
        Columns schema.TOPIC_WORDS, topics in their order, words by rank, ties by term. `share`, the same on every row
        of a topic, is its mean share in the documents, with a normal 95% interval over documents. `attrs`: base,
        tentative, model, caution.

    Raises
    ------
    OptionError
        If `top` is no whole number of 1 or more, or `order` is unknown.

    References
    ----------
    Bischof, J. M. & Airoldi, E. M. (2012), ICML, FREX and exclusivity; Roberts, M. E. et al. (2014), American Journal
    of Political Science 58, weight .7; Taddy, M. (2012), AISTATS, lift.

    Examples
    --------
    >>> from analysis import topics
    >>> dice, halves = np.random.default_rng(1), (list("가나다라"), list("마바사아"))
    >>> from analysis.tokens import Tokens
    >>> texts = {f"d{i:03d}": dice.choice(halves[i % 2], 60).tolist() for i in range(200)}
    >>> words = topic_words(topics.fit(Tokens.from_terms(texts), k=2, iterations=50), top=4)
    >>> sorted("".join(sorted(part["term"])) for _, part in words.groupby("topic"))
    ['가나다라', '마바사아']
    """
    require_whole(f"{_WHAT}: top", top, least=1)
    require_choice(f"{_WHAT}: order", order, get_args(Order))
    phi, terms = topics.phi, topics.terms
    frex, exclusive = measures.frex(phi), measures.exclusivity(phi)
    lift = measures.lift(phi, share=terms["n"] / terms["n"].sum())
    share = topics.theta.mean(axis=0)
    half = _Z * topics.theta.std(axis=0, ddof=1) / np.sqrt(len(topics.theta))
    words = terms["term"].astype(str).to_numpy()
    parts = []
    for k, name in enumerate(topics.names):
        listed = np.lexsort([words, -phi[k], -(frex if order == "frex" else phi)[k]])[:top]
        part = {
            "topic": k + 1, "label": name, "rank": np.arange(1, len(listed) + 1), "term": words[listed],
            "tag": terms["tag"].astype(str).to_numpy()[listed], "probability": phi[k][listed],
            "exclusivity": exclusive[k][listed], "frex": frex[k][listed], "lift": lift[k][listed],
            "docs": terms["docs"].to_numpy()[listed], "share": share[k], "share_low": max(0.0, share[k] - half[k]),
            "share_high": min(1.0, share[k] + half[k]),
            "verdict": topics.labels["verdict"].iloc[k],
        }  # fmt: skip
        parts.append(pd.DataFrame(part))
    table = pd.concat(parts, ignore_index=True).astype({"label": "str", "term": "str", "tag": "str", "verdict": "str"})
    schema.describe(table, about_topics(topics, "topics"), source=topics.recipe)
    return schema.check(table, schema.TOPIC_WORDS, what=_WHAT)
