"""Frames over many documents: estimates for a corpus or its groups, a test of two groups, and their course in time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis import grouping, schema
from analysis.errors import OptionError, SchemaError
from analysis.framing._score import Floats, ratios
from analysis.framing.uncertainty import too_few
from analysis.framing.unit_matrix import choose_frames, require_draws
from analysis.grouping import By
from analysis.measures import Permutation, adjust, percentile_interval, permutation, resampled_sums
from analysis.measures.inference import drawn_sums
from analysis.options import require_choice
from analysis.schema.framing import FEW

Value = Literal["density", "coverage", "share", "log_ratio"]
_TABLES = {"density": "scores", "coverage": "scores", "share": "contrast", "log_ratio": "contrast"}
_BETWEEN = "\x1f"  # two values in one key; it sorts before any other sign


def estimate(
    table: pd.DataFrame,
    *,
    by: Mapping[str, str] | pd.Series[Any] | None = None,
    value: Value = "density",
    seed: int = 1,
    draws: int = 2_000,
) -> pd.DataFrame:
    """Estimate how much of each frame a corpus, or each group of its documents, holds.

    Documents are what is drawn anew for the intervals; sentences of one document are not independent.

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
    seed : int
        Of the draws; every group starts from it anew.
    draws : int
        Bootstrap draws.

    Returns
    -------
    DataFrame
        Columns schema.ESTIMATE, one row per group (sorted) and frame (in the order of the table); for share and
        log ratio `frame` is the first of the pair. `mean` gives every document the same weight, `pooled` takes
        all as one text; documents that leave the value undefined are in neither. Low and high are
        the middle 95% of the draws, NaN with a `reason` below five hits or eight documents.

    Raises
    ------
    OptionError
        If `value` is unknown, `by` has a group for no document, or `draws` is less than 1.
    SchemaError
        If the table is another, or is not by document.

    References
    ----------
    Efron, B. & Tibshirani, R. (1993). An introduction to the bootstrap, chapters 6 and 13: percentile intervals,
    with the document as the sampling unit.

    Examples
    --------
    >>> import analysis as da
    >>> codebook = da.codebook.read(da.paths.CODEBOOKS / "alliance-startup.yaml")
    >>> tokens = da.segment(da.Corpus.from_texts({"a": "한미 동맹은 길다.", "b": "벤처는 드물다. 한미 동맹도."}))
    >>> scores = da.framing.score(da.framing.hits(tokens, codebook), tokens, by="document")
    >>> estimate(da.framing.contrast(scores), value="share")[["mean", "pooled"]].round(3).to_numpy().tolist()
    [[0.75, 0.667]]
    """
    frames, groups, ungrouped = _frame_values(table, value, by)
    rows = [
        (group, each.frame, value, *_estimate(each.of(group), seed=seed, draws=draws))
        for group in groups
        for each in frames
    ]
    result = pd.DataFrame(rows, columns=[c.name for c in schema.ESTIMATE])
    about = replace(schema.about(table), seed=seed, draws=draws, resampled="document", ungrouped=ungrouped)
    return schema.check(schema.describe(result, about, source=table), schema.ESTIMATE, what="estimate")


def compare(
    table: pd.DataFrame,
    *,
    by: Mapping[str, str] | pd.Series[Any],
    value: Value = "density",
    seed: int = 1,
    draws: int = 2_000,
    permutations: int = 9_999,
) -> pd.DataFrame:
    """Compare two groups of documents, frame by frame.

    The test shuffles the labels of the documents and asks how often their means come to differ at least as
    much; every way of dividing them is looked at when there are no more of them than `permutations`.

    Parameters
    ----------
    table : DataFrame
        As for `framing.estimate`; Holm's correction is over the frames in it, so take out those you do not show.
    by : Series or mapping of str to str
        As for `framing.estimate`; two groups, as `stats.sides` gives them.
    value : {"density", "coverage", "share", "log_ratio"}
        What is compared.
    seed : int
        Of draws and shuffles.
    draws : int
        Bootstrap draws, within each group.
    permutations : int
        Shuffles of the labels.

    Returns
    -------
    DataFrame
        Columns schema.COMPARISON, one row a frame in the order of the table; group_a sorts before group_b. p is
        (1 + shuffles as far apart) / (1 + shuffles), or the exact share of all divisions, and NaN where a group
        has no document that defines the value. Low and high as in `framing.estimate`.

    Raises
    ------
    OptionError
        If there are not two groups, `value` is unknown, or a number is less than 1.
    SchemaError
        If the table is another, or is not by document.

    References
    ----------
    Davison, A. & Hinkley, D. (1997). Bootstrap methods and their application, chapter 4; Holm, S. (1979). A simple
    sequentially rejective multiple test procedure. Scandinavian Journal of Statistics 6(2).

    Examples
    --------
    >>> import analysis as da
    >>> codebook = da.codebook.read(da.paths.CODEBOOKS / "alliance-startup.yaml")
    >>> tokens = da.segment(da.Corpus.from_texts({"a": "한미 동맹은 길다.", "b": "벤처는 드물다."}))
    >>> scores = da.framing.score(da.framing.hits(tokens, codebook), tokens, by="document")
    >>> compare(scores, by=pd.Series({"a": "갑", "b": "을"}), value="coverage")["p"].tolist()
    [1.0, 1.0, 1.0, 1.0, 1.0, 1.0]
    """
    frames, groups, ungrouped = _frame_values(table, value, by)
    if len(groups) != 2:
        msg = f"compare needs two groups of documents, but by has {len(groups)} ({', '.join(groups[:5])}); choose two"
        raise OptionError(msg)
    pairs = [(each.of(groups[0]), each.of(groups[1])) for each in frames]
    p = _p_values(pairs, Permutation(repeats=permutations, seed=seed))
    rows = [_difference(*pair, seed=seed, draws=draws) for pair in pairs]
    result = pd.DataFrame(rows).assign(group_a=groups[0], group_b=groups[1], value=value, p=p)
    result = result.assign(p_adjusted=adjust(result["p"].to_numpy()))[[c.name for c in schema.COMPARISON]]
    tests = int(result["p"].notna().sum())
    about = replace(
        schema.about(table), seed=seed, draws=draws, permutations=permutations, adjustment="holm", tests=tests
    )
    schema.describe(result, replace(about, ungrouped=ungrouped), source=table)
    return schema.check(result, schema.COMPARISON, what="comparison")


def trend(
    scores: pd.DataFrame,
    documents: pd.DataFrame,
    *,
    by: By | Sequence[str] = "outlet",
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
    by : str, mapping, or two variables
        "day", "week" (ISO, named by its Monday), "month", "quarter" or "year", from date, a column of `documents`,
        such as "outlet", or named sets of its values, as for `stats.groups`. Periods stand in order of time. Two, such
        as ["outlet", "week"], give a row for each pair of their values that has a document.
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
        `frames`; a group without a document is not there. With two variables schema.CROSS_TREND, which has the value
        of the second in `across`. `low` and `high` belong to `density`; they are NaN in a
        group with fewer than 5 documents that have content morphemes. `attrs` as in the scores, with by, grouped (the
        documents in the table), ungrouped (documents whose variable is empty, such as undated ones, which are in no
        group), without_content (documents without a content morpheme, which have no density), seed and draws.

    Raises
    ------
    OptionError
        If `by` is no column or more than two, a frame is unknown, or `draws` is below 100.
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
    variables: list[By] = [by] if isinstance(by, str | Mapping) else [*by]
    if len(variables) not in {1, 2} or (len(variables) == 2 and variables[0] == variables[1]):
        msg = f"framing.trend: by is {by!r}; name one variable, or two different ones"
        raise OptionError(msg)
    each = [_assigned(rows["doc"], documents, variable) for variable in variables]
    groups = each[0] if len(each) == 1 else each[0] + _BETWEEN + each[1]  # missing where one is
    rows = rows.assign(group=rows["doc"].map(groups), covered=rows["coverage"] * rows["sentences"])
    grouped = rows[rows["group"].notna()]
    if grouped.empty:
        unknown = [name for name, values in zip(variables, each, strict=True) if values.isna().all()]
        raise grouping.nothing([*unknown, variables[0]][0])
    table = _sum_groups(grouped, chosen, seed=seed, draws=draws)
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
        grouped=docs,
        ungrouped=rows["doc"].nunique() - docs,
        without_content=empty,
    )
    schema.describe(table, replace(about, seed=seed, draws=draws), source=scores)
    return schema.check(table, contract, what="trend table")


@dataclass(frozen=True)
class _FrameValues:
    """One frame in the documents that define its value, one entry a document."""

    frame: str
    value: Value
    # Example: densities of two documents with 2 points in 10 morphemes and none in 40: by_doc 20 and 0, numerator 200
    # and 0, denominator 10 and 40, so that the mean is 10 and the pooled value 200 / 50 = 4
    group: npt.NDArray[np.object_]
    by_doc: Floats
    numerator: Floats  # what a pooled value adds up: weight, covered sentences, or the weight of frame_a
    denominator: Floats  # content morphemes, sentences, or the weight of frame_b
    n: npt.NDArray[np.int64]  # hits: one column, for a contrast one a frame

    def of(self, group: str) -> _FrameValues:
        """Choose the documents of a group."""
        chosen = self.group == group
        columns = (self.group, self.by_doc, self.numerator, self.denominator, self.n)
        return _FrameValues(self.frame, self.value, *(column[chosen] for column in columns))

    def pool(self, numerator: npt.ArrayLike, denominator: npt.ArrayLike) -> Floats:
        """Divide sums over documents as the value of one document is divided."""
        above, below = np.asarray(numerator, dtype=np.float64), np.asarray(denominator, dtype=np.float64)
        if self.value in ("share", "log_ratio"):
            return ratios(above, below)[self.value == "log_ratio"]
        return np.asarray(above / np.where(below > 0, below, np.nan))

    @property
    def fewest_hits(self) -> int:
        """Hits of the frame; for a contrast those of the frame that has fewer."""
        return int(self.n.sum(axis=0).min())


def _frame_values(
    table: pd.DataFrame, value: Value, by: Mapping[str, str] | pd.Series[Any] | None
) -> tuple[list[_FrameValues], list[str], int]:
    """Read the values of every frame, documents in the order of their ids; name the groups, count who is in none."""
    require_choice("value", value, _TABLES)
    kind = _TABLES[value]
    schema.check(table, schema.SCORES if kind == "scores" else schema.CONTRAST, what=f"{kind} table for {value}")
    if {"paragraph", "sentence"} & set(table.columns):
        msg = f'{kind} table: it is by paragraph or sentence; pass framing.score(hits, tokens, by="document")'
        raise SchemaError(msg)
    schema.require_about(table, ("frames",), what=f"{kind} table", maker="framing.score")
    key = "frame" if kind == "scores" else "frame_a"
    plain = table.astype({"doc": "str", key: "str"})
    if plain.duplicated(["doc", key]).any():
        msg = f"{kind} table: a document stands there twice for one frame; pass it as framing returned it"
        raise SchemaError(msg)
    docs = plain["doc"].unique().tolist()
    groups = (
        dict.fromkeys(docs, "all") if by is None else grouping.lookup(docs, by=by).set_axis(docs).dropna().to_dict()
    )
    plain = plain[plain["doc"].isin(set(groups))].sort_values("doc", kind="stable")
    plain = plain.assign(_group=plain["doc"].map(groups))
    frames = dict.fromkeys(table[key].astype(str))
    found = [_read_frame(plain[plain[key] == f], f, value) for f in frames]
    return found, sorted(set(groups.values())), len(docs) - len(groups)


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
    group = known["_group"].to_numpy(dtype=object)
    return _FrameValues(frame, value, group, columns[:, 0], columns[:, 1], columns[:, 2], known[counts].to_numpy())


def _estimate(frame: _FrameValues, *, seed: int, draws: int) -> tuple[float | str, ...]:
    """Documents, hits, mean and pooled value of a group with their intervals, and why there are none."""
    docs, n = len(frame.by_doc), int(frame.n.sum())
    mean = pooled = np.nan
    # One draw of documents serves both values: column 0 adds up the documents' own values, 1 and 2 what is pooled.
    # Example: of documents 20, 0 a draw of the first twice gives the mean 20 and the pooled value 400 / 20 = 20.
    mean_range = pooled_range = (np.nan, np.nan)
    reason = too_few(frame.fewest_hits, units=docs, unit="문서") if docs else "값이 있는 문서가 없다"
    if docs:
        mean = float(frame.by_doc.mean())
        pooled = float(frame.pool(frame.numerator.sum(), frame.denominator.sum()))
    sums = resampled_sums(np.column_stack([frame.by_doc, frame.numerator, frame.denominator]), draws=draws, seed=seed)
    if not reason:
        mean_range = percentile_interval(sums[:, 0] / docs)
        pooled_range = percentile_interval(frame.pool(sums[:, 1], sums[:, 2]))
    return docs, n, mean, *mean_range, pooled, *pooled_range, reason


def _p_values(pairs: list[tuple[_FrameValues, _FrameValues]], how: Permutation) -> Floats:
    """Test every frame; frames with the same numbers of documents share their shuffles."""
    p = np.full(len(pairs), np.nan)
    sizes = [(len(a.by_doc), len(b.by_doc)) for a, b in pairs]
    for size in dict.fromkeys(sizes):
        rows = [k for k, numbers in enumerate(sizes) if numbers == size]
        # `sides` are tables of frames by documents, one a group, as the test takes them.
        # a difference of means does not know where 0 is, and the measure takes nothing below it
        least = [min([*pairs[k][0].by_doc, *pairs[k][1].by_doc], default=0.0) for k in rows]
        sides = [np.stack([pairs[k][s].by_doc - low for k, low in zip(rows, least, strict=True)]) for s in (0, 1)]
        p[rows] = permutation(sides[0], b=sides[1], how=how)
    return p


def _difference(a: _FrameValues, b: _FrameValues, *, seed: int, draws: int) -> dict[str, float | str]:
    """Difference of two groups with its interval."""
    sides = (a, b)
    docs = [len(side.by_doc) for side in sides]
    means = [float(side.by_doc.mean()) if len(side.by_doc) else np.nan for side in sides]
    reason = "값이 있는 문서가 없는 집단이 있다"
    if units := min(docs):
        reason = too_few(min(a.fewest_hits, b.fewest_hits), units=units, unit="문서")
    # two streams of draws, so that one group's do not mirror those of the other
    seeds = np.random.SeedSequence(seed).generate_state(2).tolist()
    drawn = [resampled_sums(s.by_doc[:, None], draws=draws, seed=k)[:, 0] for s, k in zip(sides, seeds, strict=True)]
    low, high = (np.nan, np.nan) if reason else percentile_interval(drawn[0] / docs[0] - drawn[1] / docs[1])
    counts = {"docs_a": docs[0], "docs_b": docs[1], "n_a": int(a.n.sum()), "n_b": int(b.n.sum())}
    values = {"mean_a": means[0], "mean_b": means[1], "difference": means[0] - means[1], "low": low, "high": high}
    return {"frame": a.frame, **counts, **values, "reason": reason}


_CELLS = 4_000_000  # drawn documents at a time
_SUMS = ["n", "weight", "content", "sentences", "covered"]


def _assigned(docs: pd.Series[str], documents: pd.DataFrame, by: By) -> pd.Series[str]:
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
    # Documents are resampled whole, with all their frames: rows of `wide` are documents, columns frames, and a draw
    # takes the same documents for every frame. Sorted by id, and each group from the seed anew, so that neither the
    # order of the documents nor another group changes an interval.
    wide = rows.pivot(index=["group", "doc"], columns="frame", values="density").sort_index()  # noqa: PD010
    cells = pd.MultiIndex.from_frame(rows[["group", "frame"]].drop_duplicates().astype("str"))
    table = pd.DataFrame(np.nan, index=cells, columns=["low", "high"])
    for group, part in wide[frames].dropna().groupby(level="group"):
        if len(part) >= FEW:
            sums = drawn_sums(part.to_numpy(dtype=np.float64), draws=draws, seed=seed, most=_CELLS)
            table.loc[[(group, frame) for frame in frames], :] = np.quantile(sums / len(part), [0.025, 0.975], axis=0).T
    return table
