"""What follows from coded units: what a score is worth, what length does to it, and how many units are needed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from analysis import measures, schema
from analysis.errors import OptionError
from analysis.messages import message
from analysis.validation.consensus import alphas, coders_in, consensus, open_parts, scored_frames

_EDGES = (0.0, 0.5, 1.0, 2.0)  # points: upper ends of all bins but the last
BINS = ("0점", "0.5점 이하", "1점 이하", "2점 이하", "2점 초과")


def calibration(codings: pd.DataFrame, scores: pd.DataFrame, *, sample: pd.DataFrame) -> pd.DataFrame:
    """Compare scores with the share of units in which coders see the frame.

    If scores mean anything, the share rises with them. The lowest score that is to count as found can be read from
    precision and recall; choose it on a part that the test does not use.

    Parameters
    ----------
    codings : DataFrame
        As `read` gives it.
    scores : DataFrame
        As `framing.score` gives it, by the unit that was coded, for the texts that were sampled.
    sample : DataFrame
        The sample that was coded; the test part enters when `open_test` has opened it.

    Returns
    -------
    DataFrame
        Columns schema.CALIBRATION, one row per frame, part and bin of scores (0, to 0.5, to 1, to 2, above), none
        left out. Counts, not weighted: shares tell of the coded units with such a score. Shares and rates are NaN
        where no unit has such a score, or the coders' alpha is below .667; `reason` says so.

    Raises
    ------
    OptionError
        If the scores are of other texts, another unit or other frames.
    """
    cells = _cells(codings, scores, sample)
    known, rows = alphas(codings), []
    for (frame, part), cell in cells.groupby(["frame", "part"], sort=False):
        # Example: the scores 0, 0.5, 0.7 and 3 fall into bins 0, 1, 2 and 4: an edge belongs to the bin below it
        present, at = cell["value"].to_numpy() == 1, np.searchsorted(_EDGES, cell["weight"].to_numpy(), side="left")
        counts = [(int((at == k).sum()), int((present & (at == k)).sum())) for k in range(len(BINS))]
        rows += bins_of(str(frame), str(part), counts, known[str(frame)].reason)
    table = pd.DataFrame(rows, columns=[c.name for c in schema.CALIBRATION])
    about = replace(schema.about(scores), labels=schema.about(codings).labels or {}, coders=tuple(coders_in(codings)))
    return schema.check(
        schema.describe(table, about, source=scores), schema.CALIBRATION, what=message("calibration table")
    )


def lengths(codings: pd.DataFrame, scores: pd.DataFrame, *, sample: pd.DataFrame) -> pd.DataFrame:
    """Check whether long units score high because they are long.

    Parameters
    ----------
    codings, scores, sample : DataFrame
        As in `calibration`.

    Returns
    -------
    DataFrame
        Columns schema.LENGTHS, one row per frame over the open parts. A rho_score far above rho_coded says that length
        moves the score more than the frame. NaN where nothing varies.

    Raises
    ------
    OptionError
        As `calibration`.

    References
    ----------
    Chan et al. (2021), Four best practices for measuring news sentiment, and Song et al. (2020), on content length.
    """
    rows = [
        (frame, len(cell), _spearman(cell["weight"], cell["content"]), _spearman(cell["value"], cell["content"]))
        for frame, cell in _cells(codings, scores, sample).groupby("frame", sort=False)
    ]
    table = pd.DataFrame(rows, columns=[c.name for c in schema.LENGTHS])
    about = schema.About(frames=schema.about(scores).frames)
    return schema.check(
        schema.mark(schema.describe(table, about, source=None)), schema.LENGTHS, what=message("lengths table")
    )


def needed(
    shares: Iterable[float] = (0.5, 0.7, 0.85, 0.95), *, half_widths: Iterable[float] = (0.15, 0.1, 0.07, 0.05, 0.035)
) -> pd.DataFrame:
    """Tabulate how many units an interval of a wanted width takes.

    Parameters
    ----------
    shares : iterable of float
        Precision or recall that is expected.
    half_widths : iterable of float
        Half of the width of its interval, above 0 and below 0.5.

    Returns
    -------
    DataFrame
        Columns schema.NEEDED, one row per pair. For a precision n counts units in which the codebook finds the frame,
        for a recall units in which coders see it.

    Raises
    ------
    OptionError
        If a share or a half width is out of its range.

    Examples
    --------
    >>> needed([0.85], half_widths=[0.1, 0.05])["n"].tolist()
    [49, 196]
    """
    pairs = [(float(p), float(d)) for p in shares for d in half_widths]
    table = pd.DataFrame(pairs, columns=["share", "half_width"])
    n = measures.needed_n(table["share"].to_numpy(), half_width=table["half_width"].to_numpy())
    return schema.check(schema.mark(table.assign(n=n.astype("int64"))), schema.NEEDED, what=message("needed table"))


def needed_reliability(
    units: int, *, agreement: Iterable[float] = (0.8, 0.85, 0.9, 0.95), errors: Iterable[float] = (0.02, 0.03, 0.05)
) -> pd.DataFrame:
    """Tabulate how many units a test of reliability takes (Lacy & Riffe 1996).

    Parameters
    ----------
    units : int
        Units of the study.
    agreement : iterable of float
        Least agreement that is assumed, above 0 and below 1.
    errors : iterable of float
        Standard error of the agreement; .03 for half a width of .05 at one-sided 95 percent.

    Returns
    -------
    DataFrame
        Columns schema.NEEDED_RELIABILITY, one row per pair.

    Raises
    ------
    OptionError
        If a value is out of its range.

    References
    ----------
    Lacy, S. & Riffe, D. (1996), Journalism & Mass Communication Quarterly 73.

    Examples
    --------
    >>> needed_reliability(1000, agreement=[0.9], errors=[0.03])["n"].tolist()
    [92]
    """
    pairs = [(float(p), float(error)) for p in agreement for error in errors]
    rows = [(units, p, e, measures.lacy_riffe_n(units, agreement=p, error=e)) for p, e in pairs]
    table = pd.DataFrame(rows, columns=[c.name for c in schema.NEEDED_RELIABILITY])
    return schema.check(schema.mark(table), schema.NEEDED_RELIABILITY, what=message("needed table"))


def needed_zero(units: int, *, missed: Iterable[int] = (20, 50, 100)) -> pd.DataFrame:
    """Tabulate how many units without a term must be read to leave few with the frame among them.

    Where none of the units read holds the frame, recall has no point but a lower limit, which is low until many were
    read. Of a stratum of units with broader cue words, drawn more densely, fewer are needed.

    Parameters
    ----------
    units : int
        Units of the texts in which the codebook finds nothing: `zero_units` of the accuracy table.
    missed : iterable of int
        Units with the frame that may remain in them, at 95 percent.

    Returns
    -------
    DataFrame
        Columns schema.NEEDED_ZERO, one row per number: n units are to be read, and none may hold the frame.

    Raises
    ------
    OptionError
        If a number is not from 1 to below `units`.

    References
    ----------
    Hanley & Lippman-Hand (1983), If nothing goes wrong, is everything all right?

    Examples
    --------
    >>> needed_zero(6000)["n"].tolist()
    [898, 358, 179]
    """
    rows = [(units, m, measures.needed_zero_n(units, missed=m)) for m in missed]
    table = pd.DataFrame(rows, columns=[c.name for c in schema.NEEDED_ZERO]).astype("int64")
    return schema.check(table, schema.NEEDED_ZERO, what=message("needed table"))


def bins_of(frame: str, part: str, counts: Sequence[tuple[int, int]], reason: str) -> list[tuple[object, ...]]:
    """Compute the rows of a calibration table from the units and positive units of every bin."""
    # Precision and recall are those of a threshold at the lower end of a bin. Example: counts 6 of 90, 2 of 5, 1 of 2,
    # 1 of 2 and 1 of 1 have 11 positive units; from "1점 이하" on, 3 of 5 units are positive, and 3 of 11 are found.
    rows: list[tuple[object, ...]] = []
    lows, total = (0.0, *_EDGES), sum(positive for _, positive in counts)
    for k, (name, (n, positive)) in enumerate(zip(BINS, counts, strict=True)):
        above, hit = (sum(pair[i] for pair in counts[k:]) for i in (0, 1))
        interval = (float(x) for x in measures.wilson(positive, n=n))
        rates = [_share(positive, n), *interval, _share(hit, above), _share(hit, total)]
        rates = [float("nan")] * 5 if reason else rates
        rows.append((frame, part, name, lows[k], n, positive, *rates, reason))
    return rows


def _cells(codings: pd.DataFrame, scores: pd.DataFrame, sample: pd.DataFrame) -> pd.DataFrame:
    """Tabulate open units by coded frames where coders agree: value, score and content morphemes."""
    schema.check(codings, schema.CODINGS, what="codings")
    schema.check(scores, schema.SCORES, what=message("scores table"))
    about = schema.require_about(scores, ("frames", "by"), what=message("scores table"), maker="framing.score")
    units = open_parts(sample)
    keys = [k for k in ("doc", "paragraph", "sentence") if k in scores.columns]
    coded = scored_frames(codings, about, what="scores")
    gold = consensus(codings).reindex(index=units["unit"], columns=coded)
    long = gold.melt(var_name="frame", value_name="value", ignore_index=False).reset_index()
    placed = long.merge(units[["unit", "part", *keys]], on="unit").astype({"doc": "str", "frame": "str"})
    plain = scores[[*keys, "frame", "weight", "content"]].astype({"doc": "str", "frame": "str"})
    cells = placed.merge(plain, on=[*keys, "frame"], how="left")
    if cells["weight"].isna().any() or len(cells) != len(placed):
        msg = message(
            "the scores lack units of the sample; score the texts that were sampled, by the unit that was coded"
        )
        raise OptionError(msg)
    return cells[cells["value"].notna()].sort_values(["part"], kind="stable", ignore_index=True)


def _share(k: int, n: int) -> float:
    """Compute a share; NaN of nothing."""
    return k / n if n else float("nan")


def _spearman(a: pd.Series[float], b: pd.Series[float]) -> float:
    """Compute the rank correlation with ties; NaN where one side does not vary."""
    # Ties share the mean of their ranks: the scores 0 0 2 rank 1.5 1.5 3, lengths 5 9 20 rank 1 2 3, rho 0.87
    x, y = a.rank().to_numpy(), b.rank().to_numpy()
    if len(x) < 2 or not x.std() or not y.std():
        return float("nan")
    return float(np.corrcoef(x, y)[0, 1])
