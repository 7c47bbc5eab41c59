"""Many documents: frames over a corpus or its groups with intervals, and one group against another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis import schema
from analysis.errors import OptionError, SchemaError
from analysis.framing._score import ratios, require_attrs
from analysis.framing.uncertainty import Floats, too_few
from analysis.measures import Permutation, adjust, percentile_interval, permutation, resampled_sums

Value = Literal["density", "coverage", "share", "log_ratio"]
_TABLES = {"density": "scores", "coverage": "scores", "share": "contrast", "log_ratio": "contrast"}


@dataclass(frozen=True)
class _Documents:
    """One frame in every document that defines its value: own value, the two sums a pooled value is made of, hits."""

    frame: str
    value: Value
    group: npt.NDArray[np.object_]
    own: Floats
    top: Floats
    bottom: Floats
    n: npt.NDArray[np.int64]  # one column; for a contrast one a frame

    def of(self, group: str) -> _Documents:
        """Choose the documents of a group."""
        mine = self.group == group
        own, top, bottom, n = (column[mine] for column in (self.own, self.top, self.bottom, self.n))
        return _Documents(self.frame, self.value, self.group[mine], own, top, bottom, n)

    def pooled(self, top: npt.ArrayLike, bottom: npt.ArrayLike) -> Floats:
        """Make the value of sums over documents."""
        above, below = np.asarray(top, dtype=np.float64), np.asarray(bottom, dtype=np.float64)
        if self.value in ("share", "log_ratio"):
            return ratios(above, below)[self.value == "log_ratio"]
        return np.asarray(above / np.where(below > 0, below, np.nan))

    def fewest(self) -> int:
        """Count the hits of the frame, for a contrast of the frame that has fewer."""
        return int(self.n.sum(axis=0).min())


def estimate(
    table: pd.DataFrame,
    *,
    by: pd.Series[Any] | None = None,
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
    by : Series, optional
        Group of each document, indexed by document id, such as
        `corpus.documents.set_index("doc")["outlet"]`; without it all are one group.
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
        If `value` is unknown, `by` leaves a document out, or `draws` is less than 1.
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
    rows = []
    documents, groups = _documents(table, value, by)
    for group in groups:
        for each in documents:
            mine = each.of(group)
            rows.append(
                {"group": group, "frame": each.frame, "value": value} | _estimated(mine, seed=seed, draws=draws)
            )
    result = pd.DataFrame(rows, columns=[c.name for c in schema.ESTIMATE])
    result.attrs.update(table.attrs | {"seed": seed, "draws": draws, "resampled": "document"})
    return schema.check(result, schema.ESTIMATE, what="estimate")


def compare(
    table: pd.DataFrame,
    *,
    by: pd.Series[Any],
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
    by : Series
        Group of each document, indexed by document id; two groups.
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
        If there are not two groups, `value` is unknown, `by` leaves a document out, or a number is less than 1.
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
    documents, groups = _documents(table, value, by)
    if len(groups) != 2:
        msg = f"compare needs two groups of documents, but by has {len(groups)} ({', '.join(groups[:5])}); choose two"
        raise OptionError(msg)
    how = Permutation(repeats=permutations, seed=seed)
    pairs = [(each.of(groups[0]), each.of(groups[1])) for each in documents]
    rows = [_compared(*pair, seed=seed, draws=draws) for pair in pairs]
    result = pd.DataFrame(rows).assign(group_a=groups[0], group_b=groups[1], value=value, p=_tested(pairs, how))
    result = result.assign(p_adjusted=adjust(result["p"].to_numpy()))[[c.name for c in schema.COMPARISON]]
    tests = {"seed": seed, "draws": draws, "permutations": permutations, "adjustment": "holm"}
    result.attrs.update(table.attrs | tests | {"tests": int(result["p"].notna().sum())})
    return schema.check(result, schema.COMPARISON, what="comparison")


def _documents(table: pd.DataFrame, value: Value, by: pd.Series[Any] | None) -> tuple[list[_Documents], list[str]]:
    """Read the values of every frame, documents in the order of their ids, and name the groups."""
    if value not in _TABLES:
        msg = f"value {value!r} is not known; use one of {', '.join(_TABLES)}"
        raise OptionError(msg)
    kind = _TABLES[value]
    schema.check(table, schema.SCORES if kind == "scores" else schema.CONTRAST, what=f"{kind} table for {value}")
    if {"paragraph", "sentence"} & set(table.columns):
        msg = f'{kind} table: it is by paragraph or sentence; pass framing.score(hits, tokens, by="document")'
        raise SchemaError(msg)
    require_attrs(table, ("frames",), what=f"{kind} table", maker="framing.score")
    key = "frame" if kind == "scores" else "frame_a"
    plain = table.astype({"doc": "str", key: "str"})
    if plain.duplicated(["doc", key]).any():
        msg = f"{kind} table: a document stands there twice for one frame; pass it as framing returned it"
        raise SchemaError(msg)
    plain = plain.assign(_group=_groups(plain["doc"], by)).sort_values("doc", kind="stable")
    frames = dict.fromkeys(table[key].astype(str))
    return [_read(plain[plain[key] == f], f, value) for f in frames], sorted(set(plain["_group"]))


def _read(rows: pd.DataFrame, frame: str, value: Value) -> _Documents:
    """Read the values of one frame, without the documents that leave it undefined."""
    known = rows[rows[value].notna()]
    if value == "density":
        top, bottom = 100 * known["weight"], known["content"]
    elif value == "coverage":
        top, bottom = known["coverage"] * known["sentences"], known["sentences"]
    else:
        top, bottom = known["weight_a"], known["weight_b"]
    counts = ["n"] if "n" in known.columns else ["n_a", "n_b"]
    numbers = np.column_stack([known[value], top, bottom]).astype(np.float64)
    group = known["_group"].to_numpy(dtype=object)
    return _Documents(frame, value, group, numbers[:, 0], numbers[:, 1], numbers[:, 2], known[counts].to_numpy())


def _groups(docs: pd.Series[Any], by: pd.Series[Any] | None) -> npt.NDArray[np.object_]:
    """Look up the group of every row."""
    if by is None:
        return np.full(len(docs), "all", dtype=object)
    if not isinstance(by, pd.Series) or by.index.has_duplicates:
        msg = "by must be a Series with one group per document id, as corpus.documents.set_index('doc')['outlet']"
        raise OptionError(msg)
    found = docs.map(pd.Series(by.to_numpy(dtype=object), index=by.index.astype(str), dtype=object))
    lost = docs[found.isna() | (found.astype(str) == "")]
    if len(lost):
        one = f"{lost.nunique()} document(s), such as {lost.iloc[0]!r}"
        msg = f"by has no group for {one}; name it, or take them out of the table"
        raise OptionError(msg)
    return found.astype(str).to_numpy(dtype=object)


def _estimated(mine: _Documents, *, seed: int, draws: int) -> dict[str, Any]:
    """Mean and pooled value of a group with their intervals."""
    docs = len(mine.own)
    nothing = (np.nan, np.nan)
    reason = too_few(mine.fewest(), units=docs, unit="문서") if docs else "값이 있는 문서가 없다"
    sums = resampled_sums(np.column_stack([mine.own, mine.top, mine.bottom]), draws=draws, seed=seed)
    means = nothing if reason else percentile_interval(sums[:, 0] / docs)
    pooled = nothing if reason else percentile_interval(mine.pooled(sums[:, 1], sums[:, 2]))
    return {
        "docs": docs,
        "n": int(mine.n.sum()),
        "mean": float(mine.own.mean()) if docs else np.nan,
        "mean_low": means[0],
        "mean_high": means[1],
        "pooled": float(mine.pooled(mine.top.sum(), mine.bottom.sum())) if docs else np.nan,
        "pooled_low": pooled[0],
        "pooled_high": pooled[1],
        "reason": reason,
    }


def _tested(pairs: list[tuple[_Documents, _Documents]], how: Permutation) -> Floats:
    """Test every frame; frames with the same numbers of documents share their shuffles."""
    p = np.full(len(pairs), np.nan)
    sizes = [(len(a.own), len(b.own)) for a, b in pairs]
    for size in dict.fromkeys(sizes):
        rows = [k for k, other in enumerate(sizes) if other == size]
        # a difference of means does not know where 0 is, and the measure takes nothing below it
        least = [min([*pairs[k][0].own, *pairs[k][1].own], default=0.0) for k in rows]
        sides = [np.stack([pairs[k][s].own - low for k, low in zip(rows, least, strict=True)]) for s in (0, 1)]
        p[rows] = permutation(sides[0], b=sides[1], how=how)
    return p


def _compared(a: _Documents, b: _Documents, *, seed: int, draws: int) -> dict[str, Any]:
    """Difference of two groups with its interval."""
    sides = (a, b)
    docs = [len(side.own) for side in sides]
    means = [float(side.own.mean()) if len(side.own) else np.nan for side in sides]
    reason = "값이 있는 문서가 없는 집단이 있다"
    if units := min(docs):
        reason = too_few(min(a.fewest(), b.fewest()), units=units, unit="문서")
    # two streams of draws, so that one group's do not mirror the other's
    seeds = np.random.SeedSequence(seed).generate_state(2).tolist()
    drawn = [resampled_sums(s.own[:, None], draws=draws, seed=k)[:, 0] for s, k in zip(sides, seeds, strict=True)]
    low, high = (np.nan, np.nan) if reason else percentile_interval(drawn[0] / docs[0] - drawn[1] / docs[1])
    about = {"frame": a.frame, "docs_a": docs[0], "docs_b": docs[1], "mean_a": means[0], "mean_b": means[1]}
    counts = {"n_a": int(a.n.sum()), "n_b": int(b.n.sum()), "difference": means[0] - means[1]}
    return about | counts | {"low": low, "high": high, "reason": reason}
