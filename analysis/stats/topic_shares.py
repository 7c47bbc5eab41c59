"""How much of the documents of a group each topic makes up."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis import grouping, measures, schema
from analysis.errors import OptionError
from analysis.grouping import By
from analysis.messages import message
from analysis.options import require_whole
from analysis.topics import Topics
from analysis.topics.model import about_topics
from analysis.topics.refitting import refits

_WHAT = "stats.topic_shares"
_ALL = "전체"
_LEAST = 10  # documents of a group, for an interval
_CHUNK = 100  # draws at once
_REFITS = 5
_Floats = npt.NDArray[np.float64]


def topic_shares(
    topics: Topics, documents: pd.DataFrame, *, by: By | None = None, draws: int = 2000, seed: int = 1
) -> pd.DataFrame:
    """Compare how much groups of documents write of each topic, by outlet, month or any variable.

    The unit is the document, whatever its length. The interval draws documents anew and holds the model fixed: it says
    how far the share depends on which documents there are. Of a model of the method dmr the least and largest share
    over fits with five other seeds stand beside it, which say how far it depends on the sampler.

    Parameters
    ----------
    topics : Topics
        A model.
    documents : DataFrame
        The documents of the corpus, with the variable.
    by : str or mapping, optional
        As in `stats.groups`; without it all documents are one group.
    draws : int
        Bootstrap samples of the documents of a group, 100 or more.
    seed : int
        Of the draws.

    Returns
    -------
    DataFrame
        Columns schema.TOPIC_SHARES, groups in the order of their names, topics in theirs. A group's shares sum to 1.
        The interval is NaN below 10 documents. `attrs`: ungrouped (documents without a value), draws, seed, by.

    Raises
    ------
    OptionError
        If `documents` lacks a document of the model, or `by` is none of its variables.

    References
    ----------
    Efron, B. (1979), Annals of Statistics 7, percentile bootstrap over documents; Mimno, D. & McCallum, A. (2008), UAI.

    Examples
    --------
    >>> from analysis import topics
    >>> from analysis.tokens import Tokens
    >>> dice, halves = np.random.default_rng(1), (list("가나다라"), list("마바사아"))
    >>> texts = {f"d{i:03d}": dice.choice(halves[i % 2], 60).tolist() for i in range(200)}
    >>> documents = pd.DataFrame({"doc": list(texts), "outlet": ["가", "나"] * 100})
    >>> fitted = topics.fit(Tokens.from_terms(texts), k=2, iterations=50)
    >>> topic_shares(fitted, documents, by="outlet")["main"].round(2).tolist() in ([1, 0, 0, 1], [0, 1, 1, 0])
    True
    """
    require_whole(f"{_WHAT}: draws", draws, least=100)
    groups = _groups(topics, documents, by)
    names = sorted(groups.dropna().unique())
    if not names:
        raise grouping.nothing(by or "")
    dice = np.random.default_rng(seed)
    others = _others(topics) if topics.recipe.method == "dmr" else []
    parts = []
    for name in names:
        rows = np.flatnonzero((groups == name).to_numpy())
        parts.append(_part(topics, rows, others, draws, dice).assign(group=name))
    table = pd.concat(parts, ignore_index=True)[[c.name for c in schema.TOPIC_SHARES]]
    table = table.astype({"group": "str", "label": "str", "verdict": "str"})
    small = [name for name in names if int((groups == name).sum()) < _LEAST]
    caution = (f"글이 {_LEAST}편이 안 되는 집단({', '.join(small[:5])})에는 구간을 두지 않는다",) if small else None
    about = replace(
        about_topics(topics, "topic_shares"), by=grouping.label(by) if by is not None else None, draws=draws, seed=seed,
        ungrouped=int(groups.isna().sum()), caution=caution, refits=len(others) or None,
    )  # fmt: skip
    schema.describe(table, about, source=topics.recipe)
    return schema.check(table, schema.TOPIC_SHARES, what=_WHAT)


def _groups(topics: Topics, documents: pd.DataFrame, by: By | None) -> pd.Series[str]:
    """Name the group of every document of the model, in its order."""
    known = set(documents["doc"].astype(str)) if "doc" in documents.columns else set()
    lost = [doc for doc in topics.docs if doc not in known]
    if lost:
        raise OptionError(
            message("{what}: the documents have no row for {doc!r}; pass those of the corpus", what=_WHAT, doc=lost[0])
        )
    if by is None:
        return pd.Series([_ALL] * len(topics.docs), dtype="str")
    found = grouping.assign(documents, by=by)
    if found.index.has_duplicates:
        raise OptionError(message("{what}: a document has two rows; keep one each", what=_WHAT))
    return found.reindex(list(topics.docs)).reset_index(drop=True)


def _others(topics: Topics) -> list[_Floats]:
    """Fit the model with other seeds; give the topics of the documents, partners at the same place."""
    if topics.tokens is None:
        return []
    found = refits(topics, topics.tokens, _REFITS, what=_WHAT)
    return [other.theta[:, measures.match_topics(topics.phi, other.phi)[0]] for other in found]


def _part(
    topics: Topics, rows: npt.NDArray[np.int64], others: list[_Floats], draws: int, dice: np.random.Generator
) -> pd.DataFrame:
    """Give the shares of one group."""
    theta = topics.theta[rows]
    largest = np.bincount(theta.argmax(axis=1), minlength=topics.k) / len(rows)
    low = high = np.full(topics.k, np.nan)
    if len(rows) >= _LEAST:
        low, high = np.quantile(_redrawn(theta, draws, dice), [0.025, 0.975], axis=0)
    again = np.array([other[rows].mean(axis=0) for other in others]) if others else np.full((1, topics.k), np.nan)
    return pd.DataFrame(
        {
            "topic": np.arange(1, topics.k + 1), "label": topics.names, "docs": len(rows), "share": theta.mean(axis=0),
            "low": low, "high": high, "refit_low": again.min(axis=0), "refit_high": again.max(axis=0), "main": largest,
            "verdict": topics.labels["verdict"].to_numpy(),
        }
    )  # fmt: skip


def _redrawn(theta: _Floats, draws: int, dice: np.random.Generator) -> _Floats:
    """Give the mean shares of documents drawn anew."""
    n, means = len(theta), []
    for first in range(0, draws, _CHUNK):
        times = dice.multinomial(n, np.full(n, 1 / n), size=min(_CHUNK, draws - first))
        means.append(times @ theta / n)
    return np.vstack(means)
