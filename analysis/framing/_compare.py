"""Frames over many documents: estimates for a corpus or its groups, and a test of two groups."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis import grouping, measures, schema
from analysis.codebook.evidence_file import require_checked
from analysis.errors import OptionError, SchemaError
from analysis.framing._clustering import (
    Cluster,
    Clusters,
    How,
    Value,
    clusters_of,
    mean_interval,
    pooled_interval,
    require_every_frame,
)
from analysis.framing._conclusion import conclude
from analysis.framing._score import Floats
from analysis.measures import Comparison, Permutation, adjust
from analysis.measures.intervals import FEWEST_FOR_INTERVAL, moments
from analysis.measures.two_sample import FEWEST_FOR_P, compared, too_few_clusters, warning_for
from analysis.messages import message
from analysis.options import require_choice

Statistic = Literal["log_welch", "studentised"]
_TABLES = {"density": "scores", "coverage": "scores", "share": "contrast", "log_ratio": "contrast"}
_Row = dict[str, float | str]  # of a table, by column
_POSITIVE = ("density", "coverage")


def estimate(
    table: pd.DataFrame,
    *,
    by: Mapping[str, str] | pd.Series[Any] | None = None,
    value: Value = "density",
    cluster: Cluster | None = None,
    interval: How = "log_t",
) -> pd.DataFrame:
    """Estimate how much of each frame a corpus, or each group of its documents, holds.

    What varies is the cluster: the document, or the story that several documents copy; sentences of one document are
    not independent, and neither are copies. Whether there is an interval is decided by the number of clusters, never by
    the number of hits: an interval that is given only where many hits were found covers less often than it says.

    Parameters
    ----------
    table : DataFrame
        `framing.score(by="document")` for density and coverage, `framing.contrast` of it for share and log
        ratio; or some of its rows.
    by : Series or mapping of str to str, optional
        Document id to group, as `stats.groups(corpus.documents, by="outlet")` gives it; without it all are one group.
        Documents that it leaves out are left out, and counted as `ungrouped` in `attrs`.
    value : {"density", "coverage", "share", "log_ratio"}
        What is estimated.
    cluster : Series, mapping of str to str, or DataFrame, optional
        A table of `stats.stories`, or document id to cluster: `corpus.copies()`,
        `stats.groups(documents, by="author")`, or outlet and day as the sum
        of two such Series. By default the stories in the column `copy_of` of the table, where it has one, else the
        documents. A document that it leaves out is a cluster of its own. `attrs["caution"]` says what was counted as
        one.
    interval : {"log_t", "t"}
        Of density and coverage; t covers too seldom below thirty documents. Shares have logit-t, log ratios t.

    Returns
    -------
    DataFrame
        Columns schema.ESTIMATE, one row per group (sorted) and frame (in the order of the table); for share and
        log ratio `frame` is the first of the pair. `mean` gives every cluster the same weight (a story the mean of its
        documents), `pooled` takes all documents as one text; documents that leave the value undefined are in neither.
        Low and high are 95% intervals, NaN with a `reason` below three clusters, where all values are equal, and where
        all are 0: there `share_upper` and `rate_upper` say how much there can be all the same.

    Raises
    ------
    OptionError
        If `value` or `interval` is unknown, or `by` or `cluster` names none of the documents.
    SchemaError
        If the table is another, or is not by document.
    RefusalError
        If it is of a list of polarity that nobody has checked on these texts.

    References
    ----------
    The interval of a mean on its logarithm, by the delta method; of the pooled value: Cochran, W. G. (1977). Sampling
    techniques, chapter 6; of shares: Korn, E. L. & Graubard, B. I. (1999). Analysis of health surveys; where nothing
    was found: Clopper, C. J. & Pearson, E. S. (1934). Biometrika 26; Garwood, F. (1936). Biometrika 28.

    Examples
    --------
    >>> import analysis as da
    >>> codebook = da.codebook.read(da.paths.CODEBOOKS / "alliance-startup.yaml")
    >>> tokens = da.segment(da.Corpus.from_texts({"a": "한미 동맹은 길다.", "b": "벤처는 드물다. 한미 동맹도."}))
    >>> scores = da.framing.score(da.framing.hits(tokens, codebook), tokens, by="document")
    >>> estimate(da.framing.contrast(scores), value="share")[["mean", "pooled"]].round(3).to_numpy().tolist()
    [[0.75, 0.667]]
    """
    require_choice("interval", interval, ("log_t", "t"))
    frames, found = _frame_values(table, value, by, cluster)
    rows: list[_Row] = [
        {"group": group, "frame": each.frame, "value": value, **_estimate(each.of(group), interval)}
        for group in found.groups
        for each in frames
    ]
    result = pd.DataFrame(rows, columns=[c.name for c in schema.ESTIMATE])
    about = replace(schema.about(table), cluster=found.clusters.kind, ungrouped=found.ungrouped)
    schema.describe(result, found.said(about), source=table)
    return schema.check(result, schema.ESTIMATE, what="estimate")


def compare(
    table: pd.DataFrame,
    *,
    by: Mapping[str, str] | pd.Series[Any],
    value: Value = "density",
    cluster: Cluster | None = None,
    statistic: Statistic = "log_welch",
    permutations: int = 9_999,
    seed: int = 1,
) -> pd.DataFrame:
    """Compare two groups of documents, frame by frame.

    Two tests are made, and the larger p is the one to print: Welch's t, and a permutation of the clusters of the same
    statistic. Shuffling the means themselves, without dividing them by their errors, finds differences that are not
    there when few short documents stand against many long ones.

    Parameters
    ----------
    table : DataFrame
        As for `framing.estimate`; Holm's correction is over the frames in it, so take out those you do not show.
    by : Series or mapping of str to str
        As for `framing.estimate`; two groups, as `stats.sides` gives them.
    value : {"density", "coverage", "share", "log_ratio"}
        What is compared.
    cluster : Series or mapping of str to str, optional
        As for `framing.estimate`. Where a cluster has documents in both groups, the same ratio or difference is tested
        with errors that allow for it (CR2, one mean a cluster and group), without a permutation.
    statistic : {"log_welch", "studentised"}
        Of density and coverage: the ratio of the means, or their difference, which needs 50 clusters a side or more
        where documents differ in length. Shares and log ratios have the difference.
    permutations : int
        Shuffles; where there are no more than 20,000 ways to divide the clusters each is looked at.
    seed : int
        Of the shuffles.

    Returns
    -------
    DataFrame
        Columns schema.COMPARISON, one row a frame in the order of the table; group_a sorts before group_b. `low` and
        `high` belong to the difference and are NaN where the ratio was tested, which has `ratio_low` and `ratio_high`.
        Intervals are there from three clusters on a side, p from five, with a `warning` where p may be too small; NaN
        has a `reason`. `attrs["conclusion"]` (Korean) says, frame by frame, what may be claimed: a difference only
        where the corrected p is below .05 and the interval excludes it as well.

    Raises
    ------
    OptionError
        If there are not two groups, `value` or `statistic` is unknown, or `permutations` is less than 1.
    SchemaError
        If the table is another, or is not by document.
    RefusalError
        If it is of a list of polarity that nobody has checked on these texts.

    References
    ----------
    Welch, B. L. (1947). Biometrika 34, on the logarithms of the means; Chung, E. & Romano, J. P. (2013). Exact and
    asymptotically robust permutation tests. Annals of Statistics 41(2); for clusters in both groups Bell, R. M. &
    McCaffrey, D. F. (2002). Survey Methodology 28(2); Holm, S. (1979). Scandinavian Journal of Statistics 6(2).

    Examples
    --------
    >>> import analysis as da
    >>> codebook = da.codebook.read(da.paths.CODEBOOKS / "alliance-startup.yaml")
    >>> texts = {f"a{k}": f"한미 동맹은 {k}년을 이어 왔다." for k in range(5)}
    >>> texts |= {f"b{k}": f"벤처는 {k}곳이 늘었다." for k in range(5)}
    >>> tokens = da.segment(da.Corpus.from_texts(texts))
    >>> scores = da.framing.score(da.framing.hits(tokens, codebook), tokens, by="document")
    >>> table = compare(scores[scores["frame"] == "alliance"], by={doc: doc[0] for doc in texts})
    >>> table[["clusters_a", "reason", "p"]].round(3).values.tolist()
    [[5, '한쪽 5건 모두에 없어 배수를 구하지 않았다', 0.008]]
    """
    require_choice("statistic", statistic, ("log_welch", "studentised"))
    frames, found = _frame_values(table, value, by, cluster)
    if len(found.groups) != 2:
        msg = message(
            "compare needs two groups of documents, but by has {n_groups} ({groups}); choose two",
            n_groups=len(found.groups),
            groups=", ".join(found.groups[:5]),
        )
        raise OptionError(msg)
    how = Permutation(repeats=permutations, seed=seed)
    first, second = found.groups
    rows = _differences([(each.of(first), each.of(second)) for each in frames], statistic, how)
    result = pd.DataFrame(rows).assign(group_a=first, group_b=second, value=value)
    result = result.assign(p_adjusted=adjust(result["p"].to_numpy()))[[c.name for c in schema.COMPARISON]]
    tests = int(result["p"].notna().sum())
    about = replace(schema.about(table), cluster=found.clusters.kind, ungrouped=found.ungrouped, seed=seed, tests=tests)
    about = replace(found.said(about), permutations=permutations, adjustment="holm")
    about = replace(about, conclusion=conclude(result, labels=about.frame_labels, pair=about.pair, kind=about.cluster))
    schema.describe(result, about, source=table)
    return schema.check(result, schema.COMPARISON, what="comparison")


class _Cells(NamedTuple):
    """The clusters of a group by name, each with the mean of its documents and what a pooled value adds up."""

    names: list[str]
    mean: Floats
    numerator: Floats
    denominator: Floats


@dataclass(frozen=True)
class _FrameValues:
    """One frame in the documents that define its value, one entry a document."""

    frame: str
    value: Value
    # Example: densities of two documents with 2 points in 10 morphemes and none in 40: by_doc 20 and 0, numerator 200
    # and 0, denominator 10 and 40, so that the mean is 10 and the pooled value 200 / 50 = 4
    group: npt.NDArray[np.object_]
    cluster: npt.NDArray[np.object_]
    by_doc: Floats
    numerator: Floats  # what a pooled value adds up: weight, covered sentences, or the weight of frame_a
    denominator: Floats  # content morphemes, sentences, or the weight of frame_b
    n: npt.NDArray[np.int64]  # hits: one column, for a contrast one a frame

    def of(self, group: str) -> _FrameValues:
        """Choose the documents of a group."""
        chosen = self.group == group
        columns = (self.group, self.cluster, self.by_doc, self.numerator, self.denominator, self.n)
        return _FrameValues(self.frame, self.value, *(column[chosen] for column in columns))

    def by_cluster(self) -> _Cells:
        """Mean of the documents' values, and what a pooled value adds up, of every cluster, in the order of names."""
        names, place = np.unique(self.cluster, return_inverse=True)
        columns = (self.by_doc, self.numerator, self.denominator, np.ones(len(place)))
        mean, above, below, n = (np.bincount(place, weights=w, minlength=len(names)).astype(float) for w in columns)
        return _Cells(names.tolist(), mean / n, above, below)


@dataclass(frozen=True)
class _Found:
    """The groups and clusters of a table."""

    groups: list[str]
    clusters: Clusters
    ungrouped: int

    def said(self, about: schema.About) -> schema.About:
        """Add what a reader must know about the clusters."""
        return replace(about, caution=(*(about.caution or ()), *self.clusters.caution) or None)


def _frame_values(
    table: pd.DataFrame, value: Value, by: Mapping[str, str] | pd.Series[Any] | None, cluster: Cluster | None
) -> tuple[list[_FrameValues], _Found]:
    """Read the values of every frame, documents in the order of their ids, with groups and clusters."""
    require_choice("value", value, _TABLES)
    kind = _TABLES[value]
    schema.check(
        table,
        schema.SCORES if kind == "scores" else schema.CONTRAST,
        what=message("{kind} table for {value}", kind=kind, value=value),
    )
    if {"paragraph", "sentence"} & set(table.columns):
        msg = message(
            '{kind} table: it is by paragraph or sentence; pass framing.score(hits, tokens, by="document")', kind=kind
        )
        raise SchemaError(msg)
    about = schema.require_about(table, ("frames",), what=message("{kind} table", kind=kind), maker="framing.score")
    require_checked(about, table["doc"].astype(str))
    key = "frame" if kind == "scores" else "frame_a"
    plain = pd.DataFrame({name: table[name].array for name in table})  # without attrs, which are copied at every step
    plain = plain.astype({"doc": "str", key: "str"})
    if plain.duplicated(["doc", key]).any():
        msg = message(
            "{kind} table: a document stands there twice for one frame; pass it as framing returned it", kind=kind
        )
        raise SchemaError(msg)
    require_every_frame(plain, message("{kind} table", kind=kind), key)
    docs = plain["doc"].unique().tolist()
    groups: dict[str, str] = dict.fromkeys(docs, "all")
    if by is not None:
        given = zip(docs, grouping.lookup(docs, by=by), strict=True)
        groups = {doc: group for doc, group in given if isinstance(group, str)}
    clusters = clusters_of(plain, sorted(groups), cluster)
    plain = plain[plain["doc"].isin(set(groups))].sort_values("doc", kind="stable")
    plain = plain.assign(_group=plain["doc"].map(groups), _cluster=plain["doc"].map(clusters.of))
    parts = dict(iter(plain.groupby(key, sort=False)))
    found = [_read_frame(parts.get(f, plain.head(0)), f, value) for f in dict.fromkeys(table[key].astype(str))]
    return found, _Found(sorted(set(groups.values())), clusters, len(docs) - len(groups))


def _read_frame(rows: pd.DataFrame, frame: str, value: Value) -> _FrameValues:
    """Read the values of one frame, without the documents that leave it undefined."""
    known = rows[rows[value].notna()]
    if value == "density":
        numerator, denominator = 100 * known["weight"], known["content"]
    elif value == "coverage":
        numerator, denominator = known["coverage"] * known["sentences"], known["sentences"]
    else:
        numerator, denominator = known["weight_a"], known["weight_b"]
    counts = ["n"] if "n" in known.columns else ["n_a", "n_b"]
    columns = np.column_stack([known[value], numerator, denominator]).astype(np.float64)
    group, cluster = (known[name].to_numpy(dtype=object) for name in ("_group", "_cluster"))
    return _FrameValues(
        frame, value, group, cluster, columns[:, 0], columns[:, 1], columns[:, 2], known[counts].to_numpy()
    )


def _estimate(frame: _FrameValues, interval: How) -> _Row:
    """Documents, clusters, hits, mean and pooled value of a group with their intervals, and why there are none."""
    cells = frame.by_cluster()
    mean = mean_interval(cells.mean, value=frame.value, how=interval)
    pooled = pooled_interval(cells.numerator, cells.denominator, value=frame.value, how=interval)
    return {
        "docs": len(frame.by_doc), "clusters": mean.clusters, "n": int(frame.n.sum()),
        "mean": mean.estimate, "mean_low": mean.low, "mean_high": mean.high,
        "pooled": pooled.estimate, "pooled_low": pooled.low, "pooled_high": pooled.high,
        "share_upper": mean.share_upper, "rate_upper": rate_bound(mean.estimate, cells.denominator, frame.value),
        "reason": mean.reason or pooled.reason,
    }  # fmt: skip


def rate_bound(mean: float, sizes: npt.ArrayLike, value: Value = "density") -> float:
    """Largest density, per 100 content morphemes, that is likely where none was found."""
    return 100 * float(measures.rate_upper(np.sum(sizes))) if value == "density" and mean == 0 else math.nan


def _differences(pairs: list[tuple[_FrameValues, _FrameValues]], statistic: Statistic, how: Permutation) -> list[_Row]:
    """Ratio and difference of two groups, frame by frame, with intervals and p as far as their clusters allow."""
    cells = [(a.by_cluster(), b.by_cluster()) for a, b in pairs]
    # without a hit on one side there is no ratio, but no error of a difference either: that side has a bound
    positive = [a.value in _POSITIVE for a, _ in pairs]
    none = [not (a.mean.any() and b.mean.any()) for a, b in cells]
    scales = [ok and (statistic == "log_welch" or zero) for ok, zero in zip(positive, none, strict=True)]
    tests = [_test_of(*means, ratio=scale) for means, scale in zip(cells, scales, strict=True)]
    found: dict[int, Comparison] = {}
    for test in ("log_welch", "studentised"):
        rows = [k for k, chosen in enumerate(tests) if chosen == test]
        given = [(cells[k][0].mean, cells[k][1].mean) for k in rows]
        found |= dict(zip(rows, compared(given, test=test, how=how), strict=True))
    for k, test in enumerate(tests):
        if test == "crossing":
            found[k] = _crossing(*cells[k], ratio=scales[k])
        elif not test:
            n1, n2 = (len(side.names) for side in cells[k])
            found[k] = Comparison(n1, n2, reason="값이 있는 문서가 없는 집단이 있다")
    return [_row(pairs[k], cells[k], found[k], ratio=scales[k]) for k in range(len(pairs))]


def _test_of(a: _Cells, b: _Cells, *, ratio: bool) -> str:
    """Choose how two groups are compared; not at all where one has no value."""
    if not (a.names and b.names):
        return ""
    if set(a.names) & set(b.names):
        return "crossing"
    return "log_welch" if ratio else "studentised"


def _row(
    pair: tuple[_FrameValues, _FrameValues], cells: tuple[_Cells, _Cells], found: Comparison, *, ratio: bool
) -> _Row:
    """Write the row of one frame."""
    (a, b), (x, y) = pair, cells
    means = [float(side.mean.mean()) if side.names else math.nan for side in (x, y)]
    positive = a.value in _POSITIVE and means[0] > 0 and means[1] > 0
    nothing = (math.nan, math.nan)
    ends = (found.low, found.high)
    of_ratio, of_difference = (ends, nothing) if ratio else (nothing, ends)
    refused = math.isnan(found.p)  # the two tests stay unsaid where their larger is
    return {
        "frame": a.frame, "docs_a": len(a.by_doc), "docs_b": len(b.by_doc),
        "clusters_a": found.clusters_a, "clusters_b": found.clusters_b,
        "n_a": int(a.n.sum()), "n_b": int(b.n.sum()), "mean_a": means[0], "mean_b": means[1],
        "ratio": means[0] / means[1] if positive else math.nan, "ratio_low": of_ratio[0], "ratio_high": of_ratio[1],
        "difference": means[0] - means[1], "low": of_difference[0], "high": of_difference[1],
        "df": found.df, "p_t": math.nan if refused else found.p_t,
        "p_permutation": math.nan if refused else found.p_permutation, "p": found.p,
        "share_upper": found.share_upper, "warning": found.warning, "reason": found.reason,
    }  # fmt: skip


def _crossing(a: _Cells, b: _Cells, *, ratio: bool) -> Comparison:
    """Compare groups that share clusters, by errors that allow for it, with one mean a cluster and group."""
    n1, n2, shared = len(a.names), len(b.names), len(set(a.names) & set(b.names))
    some = a.mean.any(), b.mean.any()
    said = f"두 집단에 모두 있는 묶음 {shared}개가 있어"
    if ratio and not all(some):
        absent = n2 if some[0] else n1
        none = f"한쪽 {absent}건 모두에 없다" if any(some) else f"{n1}건과 {n2}건 모두에 없다"
        upper = float(measures.share_upper(0, n=absent)) if any(some) else math.nan
        return Comparison(n1, n2, share_upper=upper, reason=f"{none}. {said} 검정하지 않았다")
    found = measures.cr2(
        np.append(a.mean, b.mean),
        group=np.repeat([1, 0], [n1, n2]),
        cluster=[*a.names, *b.names],
        scale="log" if ratio else "plain",
    )
    few = too_few_clusters(n1, n2)
    p = math.nan if min(n1, n2) < FEWEST_FOR_P else found.p
    low, high = (math.nan, math.nan) if min(n1, n2) < FEWEST_FOR_INTERVAL else (found.low, found.high)
    if ratio:
        with np.errstate(over="ignore"):
            low, high = float(np.exp(low)), float(np.exp(high))
    errors = [(se / mean) ** 2 for mean, se in (moments(side.mean) for side in (a, b))] if ratio else [0.0]
    return Comparison(
        n1, n2, low=low, high=high, se=found.se_cr2,
        df=found.df, p_t=found.p, p=p, warning=warning_for(n1, n2, max(errors)),
        reason=few or found.reason or f"{said} 순열 검정 없이 그것을 감안한 오차(CR2)로 구했다",
    )  # fmt: skip
