"""Trend: frames over many documents by outlet, month, year or any document variable, with intervals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from analysis import grouping, schema
from analysis.errors import SchemaError
from analysis.framing._score import Floats
from analysis.framing.unit_matrix import choose_frames, require_draws
from analysis.schema.framing import FEW

_CELLS = 4_000_000  # drawn documents at a time
_SUMS = ["n", "weight", "content", "sentences", "covered"]


def trend(
    scores: pd.DataFrame,
    documents: pd.DataFrame,
    *,
    by: str = "outlet",
    frames: Sequence[str] | None = None,
    seed: int = 1,
    draws: int = 2000,
) -> pd.DataFrame:
    """Sum up frames over groups of documents, with an interval from resampling the documents.

    The unit of resampling is the document: sentences of one text are not independent. `density` and `coverage` are
    means of documents, in which a short text weighs as much as a long one; the pooled values treat each group as one
    long text.

    Parameters
    ----------
    scores : DataFrame
        As `framing.score(by="document")` gives it.
    documents : DataFrame
        `corpus.documents`, with doc and the variable.
    by : str
        "day", "week" (ISO, named by its Monday), "month", "quarter" or "year", from date, or a column of
        `documents`, such as "outlet". Periods stand in order of time.
    frames : sequence of str, optional
        Frame ids; by default the codebook's `compare`, or every frame where it names none. `share` is among these.
    seed : int
        Of numpy's default generator, for every group anew.
    draws : int
        Resamples, 100 or more.

    Returns
    -------
    DataFrame
        Columns schema.TREND, one row per group and frame, groups in the order of their names, frames in that of
        `frames`; a group without a document is not there. `low` and `high` belong to `density`; they are NaN in a
        group with fewer than 5 documents that have content morphemes. `attrs` as in the scores, with by, grouped (the
        documents in the table), ungrouped (documents whose variable is empty, such as undated ones, which are in no
        group), without_content (documents without a content morpheme, which have no density), seed and draws.

    Raises
    ------
    OptionError
        If `by` is no column, a frame is unknown, or `draws` is below 100.
    RefusalError
        If no document has the variable.
    SchemaError
        If the scores are not by document, lost their attrs, or hold a document that `documents` lacks.

    References
    ----------
    The bootstrap over clusters, percentile interval: Davison & Hinkley (1997). Texts as the units: Grimmer, Roberts &
    Stewart (2022), Text as Data.

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
    require_draws(draws)
    schema.check(scores, schema.SCORES, what="scores table")
    about = schema.require_about(scores, ("frames", "compare"), what="scores table", maker="framing.score")
    if "paragraph" in scores.columns or scores.duplicated(["doc", "frame"]).any():
        msg = 'scores table: it is not by document; pass framing.score(hits, tokens, by="document")'
        raise SchemaError(msg)
    chosen = choose_frames(frames or about.pair or None, about.frame_ids)
    rows = scores[scores["frame"].astype(str).isin(chosen)].astype({"doc": "str", "frame": "str"})
    groups = _group_of(rows["doc"], documents, by)
    rows = rows.assign(group=rows["doc"].map(groups), covered=rows["coverage"] * rows["sentences"])
    grouped = rows[rows["group"].notna()]
    if grouped.empty:
        raise grouping.nothing(by)
    table = _sum_groups(grouped, chosen, seed=seed, draws=draws)
    docs = grouped["doc"].nunique()
    empty = grouped.loc[grouped["content"] == 0, "doc"].nunique()
    about = replace(about, by=by, grouped=docs, ungrouped=rows["doc"].nunique() - docs, without_content=empty)
    schema.describe(table, replace(about, seed=seed, draws=draws), source=scores)
    return schema.check(table, schema.TREND, what="trend table")


def _group_of(docs: pd.Series[str], documents: pd.DataFrame, by: str) -> pd.Series[str]:
    """Name the group of every document; a missing value for one without."""
    groups = grouping.assign(documents, by=by)
    if groups.index.duplicated().any():
        msg = f"documents: {groups.index[groups.index.duplicated()][0]!r} is there twice; keep one row per document"
        raise SchemaError(msg)
    unknown = docs[~docs.isin(groups.index)]
    if len(unknown):
        msg = f"documents: it has no row for document {unknown.iloc[0]!r}; pass the corpus of the scores"
        raise SchemaError(msg)
    return groups


def _sum_groups(rows: pd.DataFrame, frames: list[str], *, seed: int, draws: int) -> pd.DataFrame:
    """One row per group and frame: counts, pooled values, means and the interval of the mean density."""
    order = pd.CategoricalDtype(frames, ordered=True)
    rows = rows.assign(frame=rows["frame"].astype(order), docs_with=(rows["n"] > 0).astype("int64"))
    by = rows.groupby(["group", "frame"], observed=True, sort=True)
    sums = by[[*_SUMS, "docs_with"]].sum()
    sums = sums.assign(docs=by.size(), density=by["density"].mean(), coverage=by["coverage"].mean())
    sums = sums.join(_intervals(rows, frames, seed=seed, draws=draws)).reset_index()
    whole = sums.groupby("group")["weight"].transform("sum")
    table = sums.assign(
        density_pooled=100 * sums["weight"] / sums["content"].astype("float64").replace(0.0, np.nan),
        coverage_pooled=sums["covered"] / sums["sentences"],
        share=sums["weight"] / whole.replace(0.0, np.nan),
    )
    return table[[c.name for c in schema.TREND]].astype({"group": "str", "frame": "str"})


def _intervals(rows: pd.DataFrame, frames: list[str], *, seed: int, draws: int) -> pd.DataFrame:
    """Interval of the mean density of each group and frame; the same whatever the order of the documents."""
    wide = rows.pivot(index=["group", "doc"], columns="frame", values="density").sort_index()  # noqa: PD010
    cells = pd.MultiIndex.from_frame(rows[["group", "frame"]].drop_duplicates().astype("str"))
    table = pd.DataFrame(np.nan, index=cells, columns=["low", "high"])
    for group, part in wide[frames].dropna().groupby(level="group"):
        if len(part) >= FEW:
            means = _resampled_means(part.to_numpy(dtype=np.float64), seed=seed, draws=draws)
            table.loc[[(group, frame) for frame in frames], :] = np.quantile(means, [0.025, 0.975], axis=0).T
    return table


def _resampled_means(values: Floats, *, seed: int, draws: int) -> Floats:
    """Means of resampled rows, draws by columns, a block at a time."""
    # of 3 rows a draw [2, 0, 2] gives the counts [1, 0, 2]; draw k is shifted by 3k, so that one bincount serves all
    generator, n = np.random.default_rng(seed), len(values)
    size = max(1, _CELLS // n)
    means = []
    for start in range(0, draws, size):
        k = min(size, draws - start)
        drawn = generator.integers(n, size=(k, n)) + n * np.arange(k)[:, None]
        times = np.bincount(drawn.ravel(), minlength=k * n).reshape(k, n)
        means.append(times @ values / n)
    return np.vstack(means)
