"""Prevalence: how many units of the texts hold a frame, by what people read of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from analysis import grouping, measures, schema
from analysis.errors import OptionError
from analysis.measures import Stratum
from analysis.messages import message
from analysis.tokens import Tokens
from analysis.validation._accuracy import cells_of
from analysis.validation.consensus import alphas, coders_in
from analysis.validation.strata import Draw, read_draw, strata_of, with_estimate

_NAN = float("nan")
_FEW = 0.1  # of the units of a group, up to which units of cells that were not read widen the interval
_ROUNDED = 1e-6  # how far rounding may bring a point out of its interval


def prevalence(
    codings: pd.DataFrame,
    hits: pd.DataFrame,
    *,
    sample: pd.DataFrame,
    tokens: Tokens,
    by: Mapping[str, str] | pd.Series[Any] | None = None,
) -> pd.DataFrame:
    """Estimate the share of units that hold a frame, of all texts that were sampled or of groups of them.

    The labels correct the share that the codebook finds in each group by itself, so that a codebook that misses more in
    one group than in another does no harm. The interval is of these texts, every one of them read: labels alone are
    uncertain. For texts like these see `framing.estimate`.

    Parameters
    ----------
    codings, hits, sample, tokens : DataFrame, DataFrame, DataFrame, Tokens
        As in `accuracy`. Use a part that the codebook was not adjusted to: labels that its terms were chosen by do not
        correct it.
    by : mapping or Series, optional
        Document id to group, as `stats.groups(corpus.documents, by="outlet")` gives it.

    Returns
    -------
    DataFrame
        Columns schema.PREVALENCE, one row per frame, group ("all" without `by`) and part. `share` is what the
        codebook finds, `corrected` what it is by the labels, with an exact interval (`measures.stratified_rates`).
        NaN, with the reason, where the coders' alpha is below .667 or unknown, or more than a tenth of the units of a
        group are in cells that were not read; fewer of them widen the interval, which then stands alone. `attrs` has
        frames, codebook, coders and interval.

    Raises
    ------
    OptionError
        As `accuracy`; also if `by` is given and hits and tokens are not of all texts drawn from.

    References
    ----------
    Cochran (1977) for the point; Brown, Cai & DasGupta (2001) for the prior.
    """
    cells, draw = cells_of(codings, hits, sample, tokens), read_draw(sample, hits, tokens)
    groups = None
    if by is not None:
        if draw.texts is None:
            msg = message(
                "by needs hits and tokens of all texts that the sample was drawn from; pass theirs, or leave by out"
            )
            raise OptionError(msg)
        docs = draw.texts["doc"].unique().tolist()
        groups = {str(doc): name for doc, name in grouping.lookup(docs, by=by).set_axis(docs).dropna().items()}
    agreed = {frame: found.reason for frame, found in alphas(codings, sample=sample, texts=True).items()}
    table = pd.DataFrame(list(_rows(cells, draw, groups, agreed)), columns=[c.name for c in schema.PREVALENCE])
    table = table.astype({c.name: "float64" for c in schema.PREVALENCE if c.kind == "float"})
    about = replace(schema.about(hits), coders=tuple(coders_in(codings)), interval="posterior")
    return schema.check(schema.describe(table, about, source=hits), schema.PREVALENCE, what=message("prevalence table"))


def _rows(
    cells: pd.DataFrame, draw: Draw, groups: Mapping[str, str] | None, agreed: Mapping[str, str]
) -> Iterator[tuple[object, ...]]:
    """Yield the rows of the prevalence table."""
    cells = cells[["unit", "frame", "part", "found", "value"]]  # not the groups that the sample was drawn by
    for frame in cells["frame"].unique():
        sizes = draw.sizes(frame=frame, groups=groups)
        where = draw.cells(frame=frame, groups=groups).set_index("unit")[["group", "layer"]]
        rows = cells[(cells["frame"] == frame) & cells["unit"].isin(where.index)].join(where, on="unit")
        for group in sizes.index.unique("group"):
            for part in sorted(cells["part"].unique()):
                inside = rows[(rows["part"] == part) & (rows["group"] == group)]
                yield frame, group, part, *_row(inside, sizes.loc[group], agreed[frame], exact=draw.exact)


def _row(inside: pd.DataFrame, sizes: pd.Series[int], reason: str, *, exact: bool) -> tuple[object, ...]:
    """Compute units, labels, undecided units, shares with the interval, and what is weak about them."""
    decided = inside[inside["value"].notna()]
    strata, joined = strata_of(decided.assign(positive=decided["value"] == 1), sizes)
    units, found = sum(s.N for s in strata), sum(s.N for s in strata if s.found)
    point, low, high = (_NAN,) * 3
    if not reason:
        (point, low, high), reason = _estimate(strata, units)
        notes = [reason]
        notes += [f"읽은 단위가 없는 칸의 {joined:,}단위는 같은 쪽의 다른 칸과 같다고 보았다"] if joined else []
        notes += [] if exact else ["칸마다의 단위 수는 표본으로 어림했다"]
        reason = "; ".join(filter(None, notes))
    return units, len(decided), len(inside) - len(decided), found / units, point, low, high, reason


def _estimate(strata: Sequence[Stratum], units: int) -> tuple[tuple[float, float, float], str]:
    """Compute the share of positive units with its interval, as far as enough was read."""
    # Example: 3 of 928 units were found and none of these was read; of the others 1 to 5 percent are positive. With
    # the three all absent it is 925/928 of 1 percent, with the three all present 925/928 of 5 percent and 3 units.
    read = [s for s in strata if s.n or not s.N]
    unread = units - sum(s.N for s in read)
    if not any(s.N for s in read) or unread > _FEW * units:
        return (_NAN,) * 3, "읽은 단위가 없는 층이 있어 값을 구하지 않았다"
    rate, share = measures.stratified_rates(read).prevalence, (units - unread) / units
    low, high = with_estimate(rate)
    if unread:
        return (
            _NAN,
            low * share,
            high * share + unread / units,
        ), f"읽지 않은 {unread:,}단위를 모두 없음으로 본 하한과 모두 있음으로 본 상한이다"
    if rate.low - _ROUNDED <= rate.estimate <= rate.high + _ROUNDED:
        return (rate.estimate, low, high), ""
    # as where a large stratum has few labels, none of them positive: the point takes it for empty
    return (_NAN, low, high), "라벨이 적고 있음이 하나도 없는 층이 커서 구간만 말한다"
