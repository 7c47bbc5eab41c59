"""Clusters: the documents that count as one because they are not independent, and the values of a group over them."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis import grouping, measures
from analysis.errors import SchemaError
from analysis.framing._score import COPY_OF, Floats, ratios
from analysis.measures import Interval
from analysis.measures.intervals import FEWEST_FOR_INTERVAL, quantile_of_t, refusal
from analysis.messages import message

Value = Literal["density", "coverage", "share", "log_ratio"]
How = Literal["log_t", "t"]
Cluster = Mapping[str, Any] | pd.Series | pd.DataFrame
_NO_DOCUMENT = "값이 있는 문서가 없다"
_UNITS = {"document": "문서", "copies": "사안", "stories": "사건"}
_SAME = 1e-12  # an error below this is rounding
_OWN = "\x1f"  # before the id of a document of which no cluster is named, so that it is no name of another


@dataclass(frozen=True)
class Clusters:
    """The cluster of every document, what clusters are, and what a reader must know about them."""

    of: Mapping[str, str]
    kind: str  # document, copies, or the name of a variable
    caution: tuple[str, ...]


def require_every_frame(rows: pd.DataFrame, what: str, key: str = "frame") -> None:
    """Refuse a table from which rows without a hit were taken: the documents would seem to hold more of the frame."""
    counts = rows.groupby(key, observed=True)["doc"].nunique()
    docs = rows["doc"].nunique()
    if len(counts) and counts.min() < docs:
        few = counts.idxmin()
        doc = next(d for d in rows["doc"].unique() if d not in set(rows.loc[rows[key] == few, "doc"]))
        msg = message(
            "{what}: document {doc!r} has no row for frame {few!r}, so that its 0 would not count; leave "
            "out whole documents or frames, not rows without a hit",
            what=what,
            doc=doc,
            few=few,
        )
        raise SchemaError(msg)


def clusters_of(table: pd.DataFrame, docs: Sequence[str], cluster: Cluster | None) -> Clusters:
    """Assign every document that is counted to its cluster: the one given, else its story, else itself."""
    # Example: copy_of "", "a" and "" of the documents a, b and c: a and b are cluster a, c is one by itself
    if cluster is None:
        if COPY_OF not in table.columns:
            return Clusters({doc: doc for doc in docs}, "document", ())
        first = table.drop_duplicates("doc").set_index("doc")[COPY_OF].fillna("").astype(str).to_dict()
        return _said({doc: first[doc] or doc for doc in docs}, "copies", lost=0)
    if isinstance(cluster, pd.DataFrame):  # of stats.stories, or of near duplicates
        story, _ = grouping.stories(docs, given=cluster, what="cluster")
        kind = "stories" if "story" in cluster.columns else "copies"
        return _said(
            {doc: story.get(doc, _OWN + doc) for doc in docs}, kind, lost=sum(doc not in story for doc in docs)
        )
    found = grouping.named(docs, given=cluster, what="cluster")
    lost = found.isna()
    of = {doc: _OWN + doc if none else name for doc, name, none in zip(docs, found, lost, strict=True)}
    kind = str(cluster.name) if isinstance(cluster, pd.Series) and cluster.name is not None else "cluster"
    return _said(of, kind, lost=int(lost.sum()))


def _said(of: dict[str, str], kind: str, *, lost: int) -> Clusters:
    """Say what was counted as one; nothing where every document is a cluster of its own."""
    sizes = pd.Series(of, dtype=object).value_counts()
    several = sizes[sizes > 1]
    if several.empty:
        return Clusters(of, "document", ())
    if kind == "copies":
        said = f"같은 글을 옮긴 {int(several.sum()):,}건은 {len(several):,}개 사안이다. 사안을 단위로 계산했다"
        return Clusters(of, kind, (said,))
    name = "" if kind == "cluster" else f" {grouping.name(kind)}"
    caution = [f"글 {len(of):,}편을{name} 묶음 {len(sizes):,}개로 보고 묶음을 단위로 계산했다"]
    caution += [f"묶음이 적히지 않은 글 {lost:,}편은 한 편을 한 묶음으로 보았다"] * (lost > 0)
    return Clusters(of, kind, tuple(caution))


def unit_of(kind: str) -> str:
    """Name in Korean what a cluster is."""
    return _UNITS.get(kind, "묶음")


def mean_interval(x: npt.ArrayLike, *, value: Value, how: How = "log_t") -> Interval:
    """Interval of the mean of one value a cluster: by log-t, of shares by logit-t, of log ratios by t."""
    values = np.asarray(x, dtype=np.float64)
    if not len(values):
        return Interval(math.nan, math.nan, math.nan, math.nan, math.nan, 0, reason=_NO_DOCUMENT)
    if value == "share":
        made = measures.logit_t(values)
        few = len(values) < FEWEST_FOR_INTERVAL  # all 0 or all 1 has a bound there, which says next to nothing
        return replace(measures.t_interval(values), share_upper=made.share_upper) if few else made
    if value == "log_ratio" or (how == "t" and values.any()):
        return measures.t_interval(values)
    return _capped(measures.log_t(values), value)


def pooled_interval(numerator: Floats, denominator: Floats, *, value: Value, how: How = "log_t") -> Interval:
    """Interval of the value of all clusters as one text, from the sums of each cluster."""
    n, above, below = len(numerator), float(numerator.sum()), float(denominator.sum())
    if not n:
        return Interval(math.nan, math.nan, math.nan, math.nan, math.nan, 0, reason=_NO_DOCUMENT)
    if value in ("share", "log_ratio"):
        return _pooled_pair(numerator, denominator, value)
    made = measures.log_t_rate(numerator, sizes=denominator)
    if how == "t" and above and not made.reason:
        half = quantile_of_t(made.df, 0.95) * made.se
        return replace(made, low=above / below - half, high=above / below + half)
    return _capped(made, value)


def _capped(made: Interval, value: Value) -> Interval:
    """End the interval of a share of sentences at 1."""
    return replace(made, high=min(made.high, 1.0)) if value == "coverage" and made.high > 1 else made


def _pooled_pair(a: Floats, b: Floats, value: Value) -> Interval:
    """Interval of the share or log ratio of two sums: the linearised error over clusters, effective clusters as df."""
    # Example: weights 3 1 0 against 1 1 2: the share is 4/8, the influence of the clusters (a - .5 (a + b)) / 8 is
    # .125, 0 and -.125; squared, summed and times 3/2 the variance is .047. Of the log ratio the influence of a cluster
    # is (a / (A + .5) - b / (B + .5)) / ln 2.
    n, above, below = len(a), float(a.sum()), float(b.sum())
    share, log_ratio = (float(x) for x in ratios(above, below))
    estimate = share if value == "share" else log_ratio
    made = Interval(estimate, math.nan, math.nan, math.nan, math.nan, n)
    if n < FEWEST_FOR_INTERVAL or not (above > 0 and below > 0):
        return replace(made, reason=refusal(n, math.nan) or f"{n}건 모두에 한 프레임만 나온다")
    if value == "share":
        influence = (a - share * (a + b)) / (above + below)
    else:
        influence = (a / (above + 0.5) - b / (below + 0.5)) / math.log(2)
        influence = influence - influence.mean()
    se = math.sqrt(n / (n - 1) * float((influence**2).sum()))
    if se <= _SAME:
        return replace(made, se=0.0, reason=refusal(n, 0.0))
    df = measures.effective_clusters(influence)
    if value == "share":
        low, high = (float(end) for end in measures.logit_interval(share, se=se, df=df))
    else:
        half = quantile_of_t(df, 0.95) * se
        low, high = log_ratio - half, log_ratio + half
    return replace(made, se=se, df=df, low=low, high=high)
