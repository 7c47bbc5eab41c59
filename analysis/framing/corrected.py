"""Corrected shares: what people would see in all units, from the codebook in each and labels in some, by group."""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np
import pandas as pd

from analysis import measures, schema
from analysis.errors import OptionError
from analysis.framing._clustering import Clusters
from analysis.framing._labelled_units import CELL_LABELS, LabelledFrame, labelled_frames
from analysis.messages import message
from analysis.options import require_choice

Target = Literal["process", "texts"]
Method = Literal["cell", "dsl", "ppi_tuned"]
Over = Literal["units", "documents"]
Record = dict[str, str | int | float]  # a row of a table, by column

_NAN = math.nan
_ENDS = ("low", "high", "lowest", "highest", "outer_low", "outer_high", "se", "df")
_NO_P = "이 글들만의 차이여서 p를 내지 않았다"


@dataclass(frozen=True)
class How:
    """How a share is corrected; `least` labels of a cell let its mean stand for it."""

    target: Target = "process"
    method: Method = "cell"
    over: Over = "units"
    least: int = CELL_LABELS

    def __post_init__(self) -> None:
        """Refuse unknown options, and those that do not go together."""
        require_choice("target", self.target, ("process", "texts"))
        require_choice("method", self.method, ("cell", "dsl", "ppi_tuned"))
        require_choice("over", self.over, ("units", "documents"))
        if self.target == "texts" and (self.method, self.over) != ("cell", "units"):
            msg = message(
                "target='texts' takes method='cell' and over='units'; leave them out, or use target='process'"
            )
            raise OptionError(msg)

    def for_units(self, units: LabelledFrame) -> tuple[Method, str]:
        """Choose the form for a group, with the reason where it is another than the one asked for."""
        # these texts need no floor a cell: their interval is exact with any number of labels
        if self.method != "cell" or self.target == "texts":
            return self.method, ""
        short = units.short_cell(self.least)
        return ("dsl", short) if short else ("cell", "")


def corrected(
    scores: pd.DataFrame,
    *,
    labels: pd.DataFrame,
    by: Mapping[str, str] | pd.Series[Any] | None = None,
    target: Target = "process",
    method: Method = "cell",
    over: Over = "units",
    cluster: Mapping[str, str] | pd.Series[Any] | None = None,
) -> pd.DataFrame:
    """Estimate the share of units in which people would see each frame, by group.

    A codebook misses and errs, and more so in one outlet than in another: shares that it finds are wrong by that much,
    and so is their comparison. Labels of a sample whose probabilities are known make them right on average, whatever
    the errors are; the codebook only makes the interval narrower. What people get wrong alike is not corrected.

    Parameters
    ----------
    scores : DataFrame
        As `framing.score` gives it, by the unit that was labelled, for all units of the texts; or the rows of some
        documents.
    labels : DataFrame
        As `validation.labels` gives it for the same hits.
    by : Series or mapping of str to str, optional
        Document id to group, as for `framing.estimate`; without it all are one group.
    target : {"process", "texts"}
        What the interval is for. "process": texts like these, of which these are a sample, so that documents vary too.
        "texts": these texts, had people read every unit; the labels alone vary.
    method : {"cell", "dsl", "ppi_tuned"}
        "cell": means of the labels by group and by whether the codebook found the frame, each weighted by its units.
        "dsl": what was found plus the weighted differences of labels from it. "ppi_tuned": the same, with as much of
        what was found as makes the variance least. For "texts" it is "cell".
    over : {"units", "documents"}
        Share of all units, or mean of the documents' own shares, in which a short text weighs as much as a long one.
        For "texts" it is "units".
    cluster : Series or mapping of str to str, optional
        Document id to what varies on its own, such as an author; documents that it leaves out stand alone. By default
        the stories in the column `copy_of` of the scores, where they have one, else the documents.

    Returns
    -------
    DataFrame
        Columns schema.CORRECTED, one row per group (sorted) and labelled frame (in the order of the codebook). Beside
        the interval stand the share if all labels that were left open were absent or present, and the ends of the
        intervals of those two. Numbers are NaN with a `reason`, and `found_share` then stands uncorrected, where a
        group has fewer than 20 labels; for "process" fewer than 5 documents, or clusters with a label; where more than
        a fifth of a cell's labels is open, a cell has no label, or the coders do not agree. Where a cell has fewer than
        10 labels "dsl" takes the place of "cell", and `reason` says so. A share of 0 or 1 has a bound. `attrs` as in
        the scores, with target, cluster, coders and ungrouped.

    Raises
    ------
    OptionError
        If an option is unknown, `by` or `cluster` has a value for no document, or the labels are of other texts,
        frames or hits.
    SchemaError
        If a table is another, or the scores are not by the unit that was labelled.

    References
    ----------
    Egami, N., Hinck, M., Stewart, B. M. & Wei, H. (2023). Using imperfect surrogates for downstream inference:
    design-based supervised learning. NeurIPS 36. Angelopoulos, A. N. et al. (2023). Prediction-powered inference.
    Science 382. Angelopoulos, A. N., Duchi, J. C. & Zrnic, T. (2023). PPI++. Särndal, Swensson & Wretman (1992), ch. 7.
    Intervals: `measures.corrected_share`.

    Examples
    --------
    Twelve texts of two sentences, of which the codebook finds the frame in the first; people read all, and see it in
    the second of six texts too.

    >>> import analysis as da
    >>> codebook = da.codebook.read(da.paths.CODEBOOKS / "alliance-startup.yaml")
    >>> texts = {f"d{k:02d}": "한미 동맹은 굳건하다. 벤처는 드물다." for k in range(12)}
    >>> tokens = da.segment(da.Corpus.from_texts(texts))
    >>> scores = da.framing.score(da.framing.hits(tokens, codebook), tokens)
    >>> read = scores[scores["frame"] == "alliance"].assign(value=[1.0, 1.0] * 6 + [1.0, 0.0] * 6, pi=1.0, alpha=1.0)
    >>> labels = read.assign(unit=read.index.astype("str"), group="all", cell="", found=read["n"] > 0, reason="")
    >>> alone = {doc: doc for doc in texts}  # else these copies of one text would be one story
    >>> corrected(scores, labels=labels, cluster=alone)[["found_share", "share"]].values.tolist()
    [[0.5, 0.75]]
    """
    how = How(target, method, over)
    frames, ungrouped, clusters = labelled_frames(scores, labels, by=by, cluster=cluster)
    groups = sorted(set(frames[0].group))
    rows = [share_row(frame.of(frame.group == group), group, how) for group in groups for frame in frames]
    table = pd.DataFrame(rows, columns=[c.name for c in schema.CORRECTED])
    return finish(table, scores, labels, schema.CORRECTED, target=target, clusters=clusters, ungrouped=ungrouped)


def corrected_difference(
    scores: pd.DataFrame,
    *,
    labels: pd.DataFrame,
    by: Mapping[str, str] | pd.Series[Any],
    target: Target = "process",
    method: Method = "cell",
    over: Over = "units",
    cluster: Mapping[str, str] | pd.Series[Any] | None = None,
) -> pd.DataFrame:
    """Compare groups in the share of units in which people would see each frame.

    Parameters
    ----------
    scores, labels : DataFrame
        As for `framing.corrected`.
    by : Series or mapping of str to str
        Document id to group; two groups or more, of which every pair is compared.
    target : {"process", "texts"}
        As for `framing.corrected`.
    method : {"cell", "dsl", "ppi_tuned"}
        As for `framing.corrected`; "dsl" for both groups where either has a cell with too few labels.
    over : {"units", "documents"}
        As for `framing.corrected`.
    cluster : Series or mapping of str to str, optional
        As for `framing.corrected`.

    Returns
    -------
    DataFrame
        Columns schema.CORRECTED_DIFFERENCE, one row per frame and pair, group_a before group_b; a difference is that of
        group_b less group_a. `p` is from t with the effective clusters, `p_adjusted` Holm's over all rows, of which
        `tests` has the number; with target="texts" there is neither. lowest and highest suppose that all labels that
        were left open are present in one group and absent in the other. Where clusters stand in both groups the error
        is that of `measures.cr2`. NaN with a `reason` where `framing.corrected` has one for either group.

    Raises
    ------
    OptionError
        As `framing.corrected`; also if there are not two groups.
    SchemaError
        As `framing.corrected`.

    References
    ----------
    As `framing.corrected`; Satterthwaite (1946) for the degrees of freedom, Bell & McCaffrey (2002) where clusters
    cross, Holm (1979).

    Examples
    --------
    The texts of the example in `framing.corrected`: people see the frame in the second sentence of six texts too.

    >>> import analysis as da
    >>> codebook = da.codebook.read(da.paths.CODEBOOKS / "alliance-startup.yaml")
    >>> texts = {f"d{k:02d}": "한미 동맹은 굳건하다. 벤처는 드물다." for k in range(12)}
    >>> tokens = da.segment(da.Corpus.from_texts(texts))
    >>> scores = da.framing.score(da.framing.hits(tokens, codebook), tokens)
    >>> read = scores[scores["frame"] == "alliance"].assign(value=[1.0, 1.0] * 6 + [1.0, 0.0] * 6, pi=1.0, alpha=1.0)
    >>> labels = read.assign(unit=read.index.astype("str"), group="all", cell="", found=read["n"] > 0, reason="")
    >>> by = {f"d{k:02d}": "나" if k < 6 else "가" for k in range(12)}
    >>> table = corrected_difference(scores, labels=labels, by=by, target="texts")
    >>> table[["group_a", "group_b", "found_difference", "difference"]].values.tolist()
    [['가', '나', 0.0, 0.5]]
    """
    how = How(target, method, over)
    frames, ungrouped, clusters = labelled_frames(scores, labels, by=by, cluster=cluster)
    groups = sorted(set(frames[0].group))
    if len(groups) < 2:
        msg = message(
            "corrected_difference needs two groups of documents, but by has {groups!r} alone; pass two or more",
            groups=groups[0],
        )
        raise OptionError(msg)
    pairs = list(itertools.combinations(groups, 2))
    rows = [_difference_row(frame, pair, how) for frame in frames for pair in pairs]
    table = pd.DataFrame(rows)
    table = table.assign(p_adjusted=measures.adjust(table["p"].to_numpy()), tests=int(table["p"].notna().sum()))
    contract = schema.CORRECTED_DIFFERENCE
    return finish(table, scores, labels, contract, target=target, clusters=clusters, ungrouped=ungrouped)


def share_row(frame: LabelledFrame, group: str, how: How) -> Record:
    """Compute one row of the corrected table."""
    row: Record = {"group": group, "frame": frame.frame, **_counts(frame), "found_share": float(frame.found.mean())}
    row |= {"share": _NAN} | dict.fromkeys(_ENDS, _NAN) | {"method": ""}
    refused = frame.refusal(process=how.target == "process")
    if refused:
        return row | {"reason": refused}
    method, why = how.for_units(frame)

    def estimate(undecided: float | None) -> measures.CorrectedShare:
        units = frame.units(undecided=undecided)
        return measures.corrected_share(units, target=how.target, method=method, over=how.over)

    made = estimate(None)
    ends = [estimate(0.0), estimate(1.0)] if frame.undecided.any() else [made, made]
    numbers: Record = {
        "share": made.estimate,
        "low": made.low,
        "high": made.high,
        "se": made.se,
        "df": made.df,
        "lowest": ends[0].estimate,
        "highest": ends[1].estimate,
        "outer_low": float(np.minimum(made.low, ends[0].low)),
        "outer_high": float(np.maximum(made.high, ends[1].high)),
    }
    return row | numbers | {"method": method, "reason": ". ".join(filter(None, [why, made.reason]))}


def _counts(frame: LabelledFrame) -> Record:
    """Count units, documents, clusters and labels."""
    return {
        "units": len(frame.found),
        "documents": len(set(frame.doc)),
        "clusters": len(set(frame.cluster)),
        "labels": int(frame.labelled.sum()),
        "undecided": int(frame.undecided.sum()),
    }


def _difference_row(frame: LabelledFrame, pair: tuple[str, str], how: How) -> Record:
    """Compute one row of the table of differences."""
    sides = [frame.of(frame.group == group) for group in pair]
    row: Record = {"frame": frame.frame, "group_a": pair[0], "group_b": pair[1]}
    for letter, side in zip("ab", sides, strict=True):
        counts = _counts(side)
        row |= {f"{name}_{letter}": counts[name] for name in ("documents", "clusters", "labels")}
    row["found_difference"] = float(sides[1].found.mean() - sides[0].found.mean())
    row |= dict.fromkeys(("share_a", "share_b", "difference", "p", *_ENDS), _NAN) | {"method": ""}
    refused = [(group, side.refusal(process=how.target == "process")) for group, side in zip(pair, sides, strict=True)]
    if any(why for _, why in refused):
        return row | {"reason": ". ".join(f"{group}: {why}" for group, why in refused if why)}
    methods = [how.for_units(side) for side in sides]
    method: Method = "dsl" if any(why for _, why in methods) else how.method

    def differ(a: float | None, b: float | None) -> measures.CorrectedDifference:
        first, second = sides[0].units(undecided=a), sides[1].units(undecided=b)
        return measures.corrected_difference(first, b=second, target=how.target, method=method, over=how.over)

    made = differ(None, None)
    ends = [made, made]
    if any(side.undecided.any() for side in sides):
        ends = [differ(1.0, 0.0), differ(0.0, 1.0)]
    shares = [measures.corrected_share(side.units(), method=method, over=how.over).estimate for side in sides]
    numbers: Record = {
        "share_a": shares[0],
        "share_b": shares[1],
        "difference": made.difference,
        "low": made.low,
        "high": made.high,
        "se": made.se,
        "df": made.df,
        "p": made.p,
        "lowest": ends[0].difference,
        "highest": ends[1].difference,
        "outer_low": float(np.minimum(made.low, ends[0].low)),
        "outer_high": float(np.maximum(made.high, ends[1].high)),
    }
    why = next((why for _, why in methods if why), "")
    missing = made.reason or (_NO_P if how.target == "texts" else "")
    return row | numbers | {"method": method, "reason": ". ".join(filter(None, [why, missing]))}


def finish(
    table: pd.DataFrame,
    scores: pd.DataFrame,
    labels: pd.DataFrame,
    contract: schema.Contract,
    *,
    target: str,
    clusters: Clusters,
    ungrouped: int,
) -> pd.DataFrame:
    """Put columns in order, and say what the table is of."""
    table = table[[c.name for c in contract]]
    texts = [c.name for c in contract if c.kind == "text"]
    floats = [c.name for c in contract if c.kind == "float"]
    table = table.astype(dict.fromkeys(texts, "str") | dict.fromkeys(floats, "float64"))
    told = schema.about(labels)
    about = replace(
        schema.about(scores),
        unit=told.unit or "sentence",
        coders=told.coders,
        target=target,
        cluster=clusters.kind,
        caution=(*(schema.about(scores).caution or ()), *clusters.caution) or None,
        ungrouped=ungrouped,
    )
    return schema.check(schema.describe(table, about, source=scores), contract, what=message("corrected table"))


def outcomes(frame: LabelledFrame) -> tuple[np.ndarray[Any, np.dtype[np.float64]], ...]:
    """Correct the outcome of every unit: for an estimate, and for its error."""
    method: Method = "dsl" if frame.short_cell(CELL_LABELS) else "cell"
    return measures.corrected_outcomes(frame.units(), method=method)
