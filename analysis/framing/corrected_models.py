"""Corrected trends and regressions: how the share that people would see moves in time, and with what."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Literal

import numpy as np
import pandas as pd

from analysis import grouping, measures, schema
from analysis.errors import OptionError, SchemaError
from analysis.framing._labelled_units import LabelledFrame, labelled_frames
from analysis.framing._score import Floats
from analysis.framing.corrected import How, Record, finish, outcomes, share_row
from analysis.measures import Coefficients, Moments
from analysis.messages import message
from analysis.options import require_choice

Period = Literal["day", "week", "month", "quarter", "year"]
Link = Literal["identity", "logit"]

_PERIOD_LABELS = 5  # of a cell of one period
_PERIODS = ("day", "week", "month", "quarter", "year")
_INTERCEPT = "intercept"


def corrected_trend(
    scores: pd.DataFrame,
    *,
    labels: pd.DataFrame,
    documents: pd.DataFrame,
    by: Period = "year",
    cluster: Mapping[str, str] | pd.Series[Any] | None = None,
) -> pd.DataFrame:
    """Follow the share of units in which people would see each frame over time, with its slope.

    A codebook whose words go out of use finds less every year, as if the frame went out of use; labels from all periods
    tell the two apart.

    Parameters
    ----------
    scores, labels : DataFrame
        As for `framing.corrected`.
    documents : DataFrame
        `corpus.documents`, with doc and date.
    by : {"day", "week", "month", "quarter", "year"}
        The periods.
    cluster : Series or mapping of str to str, optional
        As for `framing.corrected`.

    Returns
    -------
    DataFrame
        Columns schema.CORRECTED_TREND: the rows of `framing.corrected` for every period that has a document, where 5
        labels of a cell are enough for its mean; and, the same in all rows of a frame, the slope of a line through all
        units, in share per period. Periods without a document count as time that passed. The slope is NaN with a
        `slope_reason` where the texts as a whole would not be corrected, or all are of one period. `attrs` has by, and
        ungrouped: documents without a date, which are left out.

    Raises
    ------
    OptionError
        As `framing.corrected`; also if `by` is no period.
    RefusalError
        If no document has a date.
    SchemaError
        As `framing.corrected`; also if `documents` lacks a document of the scores.

    References
    ----------
    As `framing.corrected`; least squares with errors clustered by document (Liang & Zeger 1986) and the effective
    number of clusters (Carter, Schnepel & Steigerwald 2017).

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
    >>> documents = pd.DataFrame({"doc": list(texts), "date": ["2024-05-01"] * 6 + ["2025-05-01"] * 6})
    >>> alone = {doc: doc for doc in texts}  # else these copies of one text would be one story
    >>> table = corrected_trend(scores, labels=labels, documents=documents, cluster=alone)
    >>> table[["group", "found_share", "found_slope", "slope"]].round(3).values.tolist()
    [['2024', 0.5, 0.0, -0.5], ['2025', 0.5, 0.0, -0.5]]
    """
    require_choice("by", by, _PERIODS)
    periods = grouping.assign(documents, by=by)
    missing = set(scores["doc"].astype(str)) - set(periods.index)
    if missing:
        msg = message(
            "documents: it has no row for document {missing!r}; pass the corpus of the scores", missing=min(missing)
        )
        raise SchemaError(msg)
    dated = periods[periods.notna() & (periods != "")]
    if dated.empty:
        raise grouping.nothing(by)
    frames, ungrouped, clusters = labelled_frames(scores, labels, by=dated, cluster=cluster)
    names = sorted(set(frames[0].group))
    number = {name: k for k, (name, *_) in enumerate(grouping.between(names[0], names[-1], by=by))}
    how = How(least=_PERIOD_LABELS)
    slopes = {frame.frame: _slope(frame, number) for frame in frames}
    rows = [share_row(f.of(f.group == name), name, how) | slopes[f.frame] for name in names for f in frames]
    table = pd.DataFrame(rows)
    table = table.assign(tests=sum(not math.isnan(float(slope["slope_p"])) for slope in slopes.values()))
    contract = schema.CORRECTED_TREND
    table = finish(table, scores, labels, contract, target="process", clusters=clusters, ungrouped=ungrouped)
    return schema.describe(table, replace(schema.about(table), by=by), source=table)


def corrected_regression(
    scores: pd.DataFrame,
    *,
    labels: pd.DataFrame,
    covariates: pd.DataFrame,
    link: Link = "identity",
    cluster: Mapping[str, str] | pd.Series[Any] | None = None,
) -> pd.DataFrame:
    """Regress the presence of each frame in a unit, as people would see it, on numbers known of the documents.

    Parameters
    ----------
    scores, labels : DataFrame
        As for `framing.corrected`.
    covariates : DataFrame
        One row a document, its id as index or in a column doc; every other column is a covariate of numbers (0 and 1
        for classes). Documents that it leaves out are left out.
    link : {"identity", "logit"}
        "identity": linear, coefficients are differences in share. "logit": logistic, they are log odds ratios.
    cluster : Series or mapping of str to str, optional
        As for `framing.corrected`.

    Returns
    -------
    DataFrame
        Columns schema.CORRECTED_REGRESSION, one row per frame and covariate, the constant (intercept) first. `p` is
        from t with the effective clusters, `p_adjusted` Holm's over all rows but the constants, which have none. NaN
        with a `reason` where the texts as a whole would not be corrected, or covariates cannot be told apart.

    Raises
    ------
    OptionError
        As `framing.corrected`; also if a covariate is no number or missing, or there is none.
    SchemaError
        As `framing.corrected`.

    References
    ----------
    As `framing.corrected_trend`. With a frame as what explains: `measures.moment_regression`.

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
    >>> covariates = pd.DataFrame({"late": [0.0] * 6 + [1.0] * 6}, index=list(texts))
    >>> alone = {doc: doc for doc in texts}  # else these copies of one text would be one story
    >>> table = corrected_regression(scores, labels=labels, covariates=covariates, cluster=alone)
    >>> table[["covariate", "found_coefficient", "coefficient"]].round(3).values.tolist()
    [['intercept', 0.5, 1.0], ['late', 0.0, -0.5]]
    """
    require_choice("link", link, ("identity", "logit"))
    known = _numbers(covariates)
    here = pd.Series("all", index=known.index, dtype=object)
    frames, ungrouped, clusters = labelled_frames(scores, labels, by=here, cluster=cluster)
    names = [_INTERCEPT, *known.columns]
    rows = []
    for frame in frames:
        design = np.column_stack([np.ones(len(frame.found)), known.loc[list(frame.doc)].to_numpy(dtype=np.float64)])
        rows += _coefficient_rows(frame, design, names, link)
    table = pd.DataFrame(rows)
    table = table.assign(p_adjusted=measures.adjust(table["p"].to_numpy()), tests=int(table["p"].notna().sum()))
    contract = schema.CORRECTED_REGRESSION
    return finish(table, scores, labels, contract, target="process", clusters=clusters, ungrouped=ungrouped)


def _slope(frame: LabelledFrame, number: dict[str, int]) -> Record:
    """Fit a line through all units over the numbers of their periods."""
    time = np.array([number[name] for name in frame.group], dtype=np.float64)
    design = np.column_stack([np.ones(len(time)), time])
    row: Record = dict.fromkeys(("found_slope", "slope", "slope_low", "slope_high", "slope_se", "slope_df", "slope_p"),
                                math.nan)  # fmt: skip
    row["slope_clusters"] = len(set(frame.cluster))
    if len(set(frame.group)) < 2:
        return row | {"slope_reason": "기간이 하나뿐이어서 기울기를 구하지 않았다"}
    found = measures.moment_regression(Moments(frame.found.astype(float), design), cluster=frame.cluster)
    row["found_slope"] = float(found.estimate[1])
    if refused := frame.refusal(process=True):
        return row | {"slope_reason": refused}
    made = _fit(frame, design, "identity")
    ends = (made.estimate, made.low, made.high, made.se, made.df, made.p)
    columns = ("slope", "slope_low", "slope_high", "slope_se", "slope_df", "slope_p")
    return row | {n: float(v[1]) for n, v in zip(columns, ends, strict=True)} | {"slope_reason": made.reason}


def _fit(frame: LabelledFrame, design: Floats, link: Link) -> Coefficients:
    """Regress corrected outcomes."""
    plain, steady = outcomes(frame)
    return measures.moment_regression(Moments(plain, design, steady=steady), cluster=frame.cluster, link=link)


def _coefficient_rows(frame: LabelledFrame, design: Floats, names: list[str], link: Link) -> list[Record]:
    """Compute the rows of one frame."""
    raw = measures.moment_regression(Moments(frame.found.astype(float), design), cluster=frame.cluster, link=link)
    refused = frame.refusal(process=True)
    made = None if refused else _fit(frame, design, link)
    counts: Record = {
        "frame": frame.frame,
        "units": len(frame.found),
        "documents": len(set(frame.doc)),
        "clusters": len(set(frame.cluster)),
        "labels": int(frame.labelled.sum()),
        "undecided": int(frame.undecided.sum()),
    }
    rows = []
    for j, name in enumerate(names):
        row = counts | {"covariate": name, "found_coefficient": float(raw.estimate[j]), "reason": refused, "method": ""}
        row |= dict.fromkeys(("coefficient", "low", "high", "se", "df", "p"), math.nan)
        if made is not None:
            short = frame.short_cell(How().least)
            row |= {"coefficient": float(made.estimate[j]), "low": float(made.low[j]), "high": float(made.high[j])}
            row |= {"se": float(made.se[j]), "df": float(made.df[j]), "p": float(made.p[j])}
            row |= {"method": "dsl" if short else "cell", "reason": ". ".join(filter(None, [short, made.reason]))}
        if name == _INTERCEPT:
            row |= {"p": math.nan, "reason": row["reason"] or "절편은 검정하지 않는다"}
        rows.append(row)
    return rows


def _numbers(covariates: pd.DataFrame) -> pd.DataFrame:
    """Read covariates by document; refuse what is no number."""
    table = covariates.set_index("doc") if "doc" in covariates.columns else covariates
    table = table.set_axis(table.index.astype(str))
    if table.columns.empty or table.index.has_duplicates:
        what = (
            message("it names a document twice")
            if len(table.columns)
            else message("it has no column besides the document")
        )
        msg = message("covariates: {what}; pass one row a document and a column a covariate", what=what)
        raise OptionError(msg)
    for name in table.columns:
        if not pd.api.types.is_numeric_dtype(table[name]) or table[name].isna().any() or name == _INTERCEPT:
            msg = message(
                "covariates: {name!r} must hold a number for every document; code classes as 0 and 1", name=name
            )
            raise OptionError(msg)
    return table.astype("float64")
