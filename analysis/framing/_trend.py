"""Frames over groups of documents: over time, over outlets, over both."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from analysis import grouping, schema
from analysis.codebook.evidence_file import require_checked
from analysis.errors import OptionError, SchemaError
from analysis.framing._clustering import Cluster, How, clusters_of, mean_interval, require_every_frame
from analysis.framing._compare import rate_bound
from analysis.framing.unit_matrix import choose_frames
from analysis.grouping import By
from analysis.messages import message
from analysis.options import require_choice

_BETWEEN = "\x1f"  # two values in one key; it sorts before any other sign
_SUMS = ["n", "weight", "dense", "content", "sentences", "covered"]


def trend(
    scores: pd.DataFrame,
    documents: pd.DataFrame,
    *,
    by: By | Sequence[str] = "outlet",
    frames: Sequence[str] | None = None,
    cluster: Cluster | None = None,
    interval: How = "log_t",
) -> pd.DataFrame:
    """Sum up frames over groups of documents, each with its interval.

    A group says here what `framing.estimate` says of it. `density` and `coverage` are means in which a short text
    weighs as much as a long one, and a story as much as a text that nobody copied; the pooled values treat each group
    as one long text.

    Parameters
    ----------
    scores : DataFrame
        As `framing.score(by="document")` gives it.
    documents : DataFrame
        `corpus.documents`, with doc and the variable.
    by : str, mapping, or two variables
        "day", "week" (ISO, named by its Monday), "month", "quarter" or "year", from date, a column of `documents`,
        such as "outlet", or named sets of its values, as for `stats.groups`. Periods stand in order of time. Two, such
        as ["outlet", "week"], give a row for each pair of their values that has a document.
    frames : sequence of str, optional
        Frame ids; by default the codebook's `compare`, or every frame where it names none. `share` is among these.
    cluster : Series or mapping of str to str, optional
        As for `framing.estimate`: by default the stories of the column `copy_of`, else the documents.
    interval : {"log_t", "t"}
        As for `framing.estimate`.

    Returns
    -------
    DataFrame
        Columns schema.TREND, one row per group and frame, groups in the order of their names, frames in that of
        `frames`; a group without a document is not there. With two variables schema.CROSS_TREND, which has the value
        of the second in `across`. `low` and `high` belong to `density`; they are NaN with a `reason` below three
        clusters that have content morphemes, where all values are equal, and where all are 0, for which `share_upper`
        and `rate_upper` are bounds. `attrs` as in the scores, with by, grouped (the documents in the table), ungrouped
        (documents whose variable is empty, such as undated ones, which are in no group) and without_content (documents
        without a content morpheme, which have no density).

    Raises
    ------
    OptionError
        If `by` is no column or more than two, a frame or the interval is unknown, or `cluster` names none of the
        documents.
    RefusalError
        If no document has the variable, or the scores are of a list of polarity that nobody has checked.
    SchemaError
        If the scores are not by document, lost their attrs, or hold a document that `documents` lacks.

    References
    ----------
    The interval of a mean on its logarithm, by the delta method. Texts as the units: Grimmer, Roberts & Stewart (2022),
    Text as Data.

    Examples
    --------
    >>> import analysis as da
    >>> codebook = da.codebook.read(da.paths.CODEBOOKS / "alliance-startup.yaml")
    >>> corpus = da.Corpus.from_texts({"a": "한미동맹은 굳건하다.", "b": "벤처기업은 드물다."})
    >>> documents = corpus.documents.assign(outlet=["가", "나"])
    >>> tokens = da.segment(corpus)
    >>> scores = da.framing.score(da.framing.hits(tokens, codebook), tokens, by="document")
    >>> trend(scores, documents)[["group", "frame", "n", "share"]].values.tolist()[:2]
    [['가', 'alliance', 1, 1.0], ['가', 'startup', 0, 0.0]]
    """
    require_choice("interval", interval, ("log_t", "t"))
    schema.check(scores, schema.SCORES, what=message("scores table"))
    about = schema.require_about(scores, ("frames", "compare"), what=message("scores table"), maker="framing.score")
    if "paragraph" in scores.columns or scores.duplicated(["doc", "frame"]).any():
        msg = message('scores table: it is not by document; pass framing.score(hits, tokens, by="document")')
        raise SchemaError(msg)
    require_every_frame(scores, "scores table")
    require_checked(about, scores["doc"].astype(str))
    chosen = choose_frames(frames or about.pair or None, about.frame_ids)
    rows = scores[scores["frame"].astype(str).isin(chosen)]
    rows = pd.DataFrame({name: rows[name].array for name in rows}).astype({"doc": "str", "frame": "str"})  # light attrs
    variables: list[By] = [by] if isinstance(by, str | Mapping) else [*by]
    if len(variables) not in {1, 2} or (len(variables) == 2 and variables[0] == variables[1]):
        msg = message("framing.trend: by is {by!r}; name one variable, or two different ones", by=by)
        raise OptionError(msg)
    each = [_assigned(rows["doc"], documents, variable) for variable in variables]
    groups = each[0] if len(each) == 1 else each[0] + _BETWEEN + each[1]  # missing where one is
    rows = rows.assign(group=rows["doc"].map(groups), covered=rows["coverage"] * rows["sentences"])
    grouped = rows[rows["group"].notna()]
    if grouped.empty:
        unknown = [name for name, values in zip(variables, each, strict=True) if values.isna().all()]
        raise grouping.nothing([*unknown, variables[0]][0])
    clusters = clusters_of(grouped, sorted(grouped["doc"].unique()), cluster)
    table = _sum_groups(grouped.assign(cluster=grouped["doc"].map(clusters.of)), chosen, interval)
    docs = grouped["doc"].nunique()
    empty = grouped.loc[grouped["content"] == 0, "doc"].nunique()
    contract = schema.TREND
    if len(variables) == 2:
        pairs = table["group"].str.split(_BETWEEN, expand=True)
        table = table.assign(group=pairs[0]).astype({"group": "str"})
        table.insert(1, "across", pairs[1].astype("str"))
        contract = schema.CROSS_TREND
        about = replace(about, across=grouping.label(variables[1], documents=documents))
    about = replace(
        about,
        by=grouping.label(variables[0], documents=documents),
        cluster=clusters.kind,
        grouped=docs,
        ungrouped=rows["doc"].nunique() - docs,
        without_content=empty,
        caution=(*(about.caution or ()), *clusters.caution) or None,
    )
    return schema.check(schema.describe(table, about, source=scores), contract, what=message("trend table"))


def _assigned(docs: pd.Series[str], documents: pd.DataFrame, by: By) -> pd.Series[str]:
    """Name the group of every document; a missing value for one without."""
    groups = grouping.assign(documents, by=by)
    if groups.index.duplicated().any():
        msg = message(
            "documents: {groups!r} is there twice; keep one row per document",
            groups=groups.index[groups.index.duplicated()][0],
        )
        raise SchemaError(msg)
    unknown = docs[~docs.isin(groups.index)]
    if len(unknown):
        msg = message(
            "documents: it has no row for document {unknown!r}; pass the corpus of the scores", unknown=unknown.iloc[0]
        )
        raise SchemaError(msg)
    return groups


def _sum_groups(rows: pd.DataFrame, frames: list[str], interval: How) -> pd.DataFrame:
    """One row per group and frame: counts, pooled values, means and the interval of the mean density."""
    order = pd.CategoricalDtype(frames, ordered=True)
    rows = rows.assign(frame=rows["frame"].astype(order), docs_with=(rows["n"] > 0).astype("int64"))
    rows = rows.assign(dense=rows["weight"].where(rows["content"] > 0, 0.0))  # of documents that have a density
    keys = ["group", "frame"]
    by = rows.groupby(keys, observed=True, sort=True)
    sums = by[[*_SUMS, "docs_with"]].sum().assign(docs=by.size())
    # Documents of a story count once: their mean is the value of the cluster, in the order of names, so that the order
    # of the documents changes no number
    cells = rows.sort_values("doc", kind="stable").groupby([*keys, "cluster"], observed=True, sort=True)
    means = cells[["density", "coverage"]].mean()
    sums = sums.assign(coverage=means.groupby(level=keys, observed=True)["coverage"].mean())
    parts = dict(iter(means["density"].groupby(level=keys, observed=True)))
    made = [mean_interval(part.dropna().to_numpy(), value="density", how=interval) for part in parts.values()]
    told = [("clusters", "clusters"), ("density", "estimate"), ("low", "low"), ("high", "high")]
    told += [("share_upper", "share_upper"), ("reason", "reason")]
    found = pd.DataFrame({column: [getattr(one, name) for one in made] for column, name in told})
    sums = sums.join(found.set_index(pd.MultiIndex.from_tuples([*parts], names=keys))).reset_index()
    bounds = zip(sums["density"], sums["content"], strict=True)
    whole = sums.groupby("group")["weight"].transform("sum")
    table = sums.assign(
        rate_upper=[rate_bound(density, content) for density, content in bounds],
        density_pooled=100 * sums["dense"] / sums["content"].astype("float64").replace(0.0, np.nan),
        coverage_pooled=sums["covered"] / sums["sentences"],
        share=sums["weight"] / whole.replace(0.0, np.nan),
    )
    return table[[c.name for c in schema.TREND]].astype({"group": "str", "frame": "str"})
