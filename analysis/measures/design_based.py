"""Shares, differences and regressions of what people would see, from a codebook in all units and labels in some.

Of every unit it is known whether the codebook found the frame; people labelled a sample in which each unit had a known
probability. The codebook may err as it likes, and by group: what it found only makes the estimate steadier. Estimates
are unbiased over the draw of the labels, and their errors respect that units come in clusters (documents, stories).

Egami, N., Hinck, M., Stewart, B. M. & Wei, H. (2023). Using imperfect surrogates for downstream inference: design-based
supervised learning. NeurIPS 36. Angelopoulos, A. N., Bates, S., Fannjiang, C., Jordan, M. I. & Zrnic, T. (2023).
Prediction-powered inference. Science 382. Särndal, C.-E., Swensson, B. & Wretman, J. (1992). Model assisted survey
sampling: the adjustment by cell is poststratification.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import numpy.typing as npt
from scipy import special

from analysis.equality import ContentEqual, NanEqual
from analysis.errors import OptionError
from analysis.measures.clusters import cr2, effective_clusters
from analysis.measures.contingency import Array
from analysis.measures.intervals import logit_interval, quantile_of_t, require_level
from analysis.measures.prediction_powered import power_tuned, pseudo_outcomes
from analysis.measures.stratified import Stratum, prevalence_difference, stratified_rates
from analysis.messages import message
from analysis.options import require_choice

__all__ = [
    "CorrectedDifference", "CorrectedShare", "LabelledUnits", "clustered_mean", "corrected_difference",
    "corrected_outcomes", "corrected_share", "design_variance", "neyman_n",
]  # fmt: skip

Method = Literal["cell", "dsl", "ppi_tuned"]
Target = Literal["process", "texts"]
Over = Literal["units", "documents"]
_Flags = npt.NDArray[np.bool_]

_METHODS = ("cell", "dsl", "ppi_tuned")
_SAME = 1e-9  # relative: a range below this is rounding
_WIDE = 0.5  # width of an interval from which it says nothing
_DIGITS = 12  # of probabilities that are told apart
_FEWEST = 10  # labels of a cell that a plan asks for, at least


@dataclass(frozen=True, eq=False)
class LabelledUnits(ContentEqual):
    """Units of one group of texts: what the codebook found in each, and what people said of some.

    Attributes
    ----------
    found : array_like
        1 or True where the codebook finds the frame, one entry a unit.
    value : array_like
        0 or 1 as people settled it; NaN where a unit was not labelled.
    pi : array_like
        Probability that the unit was labelled, above 0 and at most 1; read where there is a label.
    doc : array_like
        The document of each unit; labels of any kind.
    cluster : array_like, optional
        What varies on its own, such as the story of each unit; without it the document.
    cell : array_like, optional
        Classes within which labels are taken to stand for the others; without it `found`.
    """

    found: npt.ArrayLike
    value: npt.ArrayLike
    pi: npt.ArrayLike
    doc: npt.ArrayLike
    cluster: npt.ArrayLike | None = None
    cell: npt.ArrayLike | None = None

    def __post_init__(self) -> None:
        """Read the arrays; refuse other lengths, values and probabilities."""
        plain = {name: np.asarray(getattr(self, name), dtype=np.float64) for name in ("found", "value", "pi")}
        plain["doc"] = np.asarray(self.doc)
        plain["cluster"] = plain["doc"] if self.cluster is None else np.asarray(self.cluster)
        plain["cell"] = plain["found"] if self.cell is None else np.asarray(self.cell)
        units = len(plain["found"])
        if any(array.shape != (units,) for array in plain.values()):
            msg = message("LabelledUnits takes one entry for each of the {units} units in every array", units=units)
            raise OptionError(msg)
        labelled = ~np.isnan(plain["value"])
        told, pi = plain["value"][labelled], plain["pi"][labelled]
        if not (set(np.unique(plain["found"])) <= {0.0, 1.0} and set(np.unique(told)) <= {0.0, 1.0}):
            msg = message("found and value must be 0 or 1, and value NaN where a unit has no label")
            raise OptionError(msg)
        if not ((pi > 0) & (pi <= 1 + _SAME)).all():
            msg = message(
                "pi must be above 0 and at most 1 for every unit with a label; a label of unknown probability is none"
            )
            raise OptionError(msg)
        for name, array in plain.items():
            object.__setattr__(self, name, array)

    @property
    def size(self) -> int:
        """Units."""
        return len(np.asarray(self.found))

    @property
    def arrays(self) -> tuple[Array, Array, Array]:
        """What was found, the labels, and their probabilities."""
        return np.asarray(self.found), np.asarray(self.value), np.asarray(self.pi)

    @property
    def cells(self) -> Iterator[tuple[_Flags, _Flags]]:
        """For each cell its units, and those of them with a label."""
        cell, labelled = np.asarray(self.cell), ~np.isnan(np.asarray(self.value))
        for name in np.unique(cell):
            inside = cell == name
            yield inside, inside & labelled


@dataclass(frozen=True, eq=False)
class CorrectedShare(NanEqual):
    """A share of units as people would see it, with its interval.

    Attributes
    ----------
    estimate : float
        0 to 1; the forms without cells may leave that range.
    se, df : float
        Standard error, and the degrees of freedom of the interval: the effective number of clusters.
    low, high : float
        Ends of the interval.
    clusters : int
        Clusters of the group.
    reason : str
        Korean: why the interval is a bound, or why numbers are NaN; or empty.
    """

    estimate: float
    se: float
    df: float
    low: float
    high: float
    clusters: int
    reason: str = ""


@dataclass(frozen=True, eq=False)
class CorrectedDifference(NanEqual):
    """A difference of two shares, second less first, as people would see it.

    Attributes
    ----------
    difference, se, df, low, high : float
        As of a share, -1 to 1.
    p : float
        Two-sided, from t; NaN for the texts at hand alone, of which every unit is there.
    shared : int
        Clusters that stand in both groups.
    reason : str
        Korean: why numbers are NaN; or empty.
    """

    difference: float
    se: float
    df: float
    low: float
    high: float
    p: float
    shared: int
    reason: str = ""


def corrected_outcomes(units: LabelledUnits, *, method: Method = "cell") -> tuple[Array, Array]:
    """Outcomes of every unit by one of three forms: for estimates, and for their errors.

    Parameters
    ----------
    units : LabelledUnits
        With a label in every cell, for "cell".
    method : {"cell", "dsl", "ppi_tuned"}
        "cell": m_c + R w (y - m_c) with the mean m_c of the labels of the cell, weighted by w = (1 / pi) N_c / sum of
        1 / pi. "dsl": `pseudo_outcomes`. "ppi_tuned": the same with the part t of f that makes the variance least,
        t = cov(y, f) / ((1 + n / N) var f) cut to 0 to 1, by the weights 1 / pi.

    Returns
    -------
    tuple of two ndarrays
        v, whose mean is the estimate; and for variances v with its residual part times sqrt(n_c / (n_c - 1)) in cells
        that were not read as a whole, which differs from the first for "cell" alone.

    Raises
    ------
    OptionError
        If the method is unknown, there is no label, or a cell has units and no label.
    """
    require_choice("method", method, _METHODS)
    found, value, pi = units.arrays
    if np.isnan(value).all():
        msg = message("no unit has a label; corrected_outcomes needs some in every cell")
        raise OptionError(msg)
    if method != "cell":
        v = pseudo_outcomes(found, value=value, pi=pi, tuning=1.0 if method == "dsl" else _tuning(found, value, pi))
        return v, v
    v, steady = np.empty(len(found)), np.empty(len(found))
    for inside, labelled in units.cells:
        n = int(labelled.sum())
        if not n:
            msg = message("a cell has units and no label; label some of it, or use method='dsl'")
            raise OptionError(msg)
        # Example: 6 units, labels 1 and 0, each of probability 1/3: w 3 and 3, m 1/2, so that v is 2 and -1 for the
        # two and 1/2 for the others, 3 in all; for the error 1/2 + 3/2 * sqrt(2) and 1/2 - 3/2 * sqrt(2)
        w = inside.sum() / pi[labelled] / (1 / pi[labelled]).sum()
        mean = float((w * value[labelled]).sum() / inside.sum())
        residual = w * (value[labelled] - mean)
        v[inside] = steady[inside] = mean
        v[labelled] += residual
        # a cell that was read as a whole needs no mean
        steady[labelled] += residual * (math.sqrt(n / (n - 1)) if 1 < n < inside.sum() else 1.0)
    return v, steady


def _tuning(found: Array, value: Array, pi: Array) -> float:
    """Compute how much of what was found to use: Angelopoulos, Duchi & Zrnic (2023), PPI++, for unequal pi."""
    labelled = ~np.isnan(value)
    w = 1 / pi[labelled] / (1 / pi[labelled]).sum()
    y, f = value[labelled], found[labelled]
    covariance = float((w * (y - (w * y).sum()) * (f - (w * f).sum())).sum())
    return power_tuned(covariance, float(np.var(found)), share=len(y) / len(found))


def clustered_mean(
    v: npt.ArrayLike, *, cluster: npt.ArrayLike, weight: npt.ArrayLike | None = None, level: float = 0.95
) -> CorrectedShare:
    """Mean of outcomes whose units come in clusters: V = D / (D - 1) sum u_d^2, u_d the weighted residuals of d.

    Parameters
    ----------
    v : array_like
        One outcome a unit.
    cluster : array_like
        The document or story of each unit; labels of any kind.
    weight : array_like, optional
        Of each unit, adding up to 1; without it all weigh the same.
    level : float
        Of the interval, above 0 and below 1.

    Returns
    -------
    CorrectedShare
        With Student's interval; se, df and ends are NaN with fewer than two clusters or equal outcomes.

    Raises
    ------
    OptionError
        If `level` is not between 0 and 1.
    """
    require_level(level)
    outcomes = np.asarray(v, dtype=np.float64)
    a = np.full(len(outcomes), 1 / max(len(outcomes), 1)) if weight is None else np.asarray(weight, dtype=np.float64)
    mean = float((a * outcomes).sum())
    # Example: units 1 1 0 of documents a a b have the mean 2/3 and residuals 2/9 for a, -2/9 for b: V is 2 * 8/81
    u = cluster_totals(a * (outcomes - mean), cluster)
    d = len(u)
    se = math.sqrt(d / (d - 1) * float((u**2).sum())) if d > 1 else math.nan
    df = effective_clusters(u)
    half = quantile_of_t(df, level) * se
    return CorrectedShare(mean, se, df, mean - half, mean + half, d)


def cluster_totals(values: Array, cluster: npt.ArrayLike) -> Array:
    """Add up the values of each cluster, rows or single numbers."""
    _, place = np.unique(np.asarray(cluster), return_inverse=True)
    totals = np.zeros((int(place.max(initial=-1)) + 1, *values.shape[1:]))
    np.add.at(totals, place, values)
    return totals


def design_variance(units: LabelledUnits) -> float:
    """Variance of the share by cell over the draw of the labels alone, with its finite population factor.

    sum_h (N_h / N)^2 (1 - n_h / N_h) s_h^2 / n_h (Cochran 1977, chapter 5) over cells, each divided by the probability
    of its labels: those of one probability are a simple random sample.

    Parameters
    ----------
    units : LabelledUnits
        With labels in every cell.

    Returns
    -------
    float
        NaN where a part that was not read as a whole has a single label.
    """
    total = 0.0
    for part in _parts(units):
        if part.n < part.N:
            p = part.k / part.n if part.n else math.nan
            spread = p * (1 - p) / (part.n - 1) if part.n > 1 else math.nan  # s^2 / n
            total += (part.N / units.size) ** 2 * (1 - part.n / part.N) * spread
    return total


def corrected_share(
    units: LabelledUnits,
    *,
    target: Target = "process",
    method: Method = "cell",
    over: Over = "units",
    level: float = 0.95,
) -> CorrectedShare:
    """Share of units in which people would see the frame.

    Parameters
    ----------
    units : LabelledUnits
        The units of one group.
    target : {"process", "texts"}
        "process": texts like these; clusters vary too. "texts": these texts, every unit read; the labels alone vary.
    method : {"cell", "dsl", "ppi_tuned"}
        As for `corrected_outcomes`; "texts" takes "cell".
    over : {"units", "documents"}
        Mean of the units, or of the documents' own shares; "texts" takes "units".
    level : float
        Of the interval, above 0 and below 1.

    Returns
    -------
    CorrectedShare
        For "process" the interval on the logit with the effective clusters. Its variance has, for every part in which
        the labels are all alike, (N_h / N)^2 p (1 - p) / (n_h + 2) with p = (k_h + 1/2) / (n_h + 1) added; a part is
        a cell, or its labels of one probability where it has several. A share of 0 or 1 gets a bound from the
        posterior of `stratified_rates`; one outside, which only forms without cells give, Student's interval. An
        interval wider than .5 for the sake of that addition is made of the limits of the posterior and of the clusters
        instead. For "texts" the interval of the posterior, which holds the estimate, and no degrees of freedom.

    Raises
    ------
    OptionError
        If an option is unknown or does not go with the target, or a cell has units and no label.

    References
    ----------
    Korn & Graubard (1999) for the logit; Carter, Schnepel & Steigerwald (2017) for the effective clusters; Brown, Cai &
    DasGupta (2001) for the prior of the posterior; Zou & Donner (2008), Statistics in Medicine 27, for joining limits.

    Examples
    --------
    >>> units = LabelledUnits([1, 1, 0, 0], [1, np.nan, 0, 1], [0.5, 0.5, 1, 1], doc=["a", "b", "a", "b"])
    >>> corrected_share(units).estimate
    0.75
    """
    require_choice("target", target, ("process", "texts"))
    require_choice("over", over, ("units", "documents"))
    require_level(level)
    if target == "texts":
        return _share_of_texts(units, method=method, over=over, level=level)
    v, steady = corrected_outcomes(units, method=method)
    weight = _weights(units, over)
    estimate = float((weight * v).sum())
    made = clustered_mean(steady, cluster=np.asarray(units.cluster), weight=weight, level=level)
    extra = _one_valued(units)
    se = math.sqrt(made.se**2 + extra)
    # clusters that are all alike, as where no label says present, have no spread; the error of the labels is left
    df = _label_df(units) if math.isnan(made.df) and made.se == 0 and extra else made.df
    low, high, reason = _process_ends(units, estimate, se, df, method=method, level=level)
    if extra and over == "units" and high - low > _WIDE:
        return _recovered(units, replace(made, estimate=estimate, se=se, df=df, low=low, high=high), made, level=level)
    return CorrectedShare(estimate, se, df, low, high, made.clusters, reason)


def _recovered(
    units: LabelledUnits, share: CorrectedShare, clustered: CorrectedShare, *, level: float
) -> CorrectedShare:
    """Narrow an interval that parts whose labels are all alike made useless; else leave it as it is."""
    # Near 0 an error that is many times the share makes any logit possible. The limits of the labels, which the
    # posterior gives, and those of the clusters are joined as squares: high = p + sqrt((u - p)^2 + (t se)^2). Example:
    # share .0003, posterior to .072, se of the clusters .0002 with t 3.8: from 0 to .072 in place of 0 to 1
    rate = stratified_rates(_parts(units), level=level).prevalence
    half = 0.0 if math.isnan(clustered.df) else quantile_of_t(clustered.df, level) * clustered.se
    p = share.estimate
    low = max(0.0, p - math.hypot(max(p - rate.low, 0.0), half))
    high = min(1.0, p + math.hypot(max(rate.high - p, 0.0), half))
    if not math.isnan(rate.high) and high - low < share.high - share.low:  # NaN where a part has no label
        return replace(share, low=low, high=high, reason="라벨이 모두 같은 층이 커서 사후 분포로 구간을 구했다")
    return share


def _process_ends(
    units: LabelledUnits, estimate: float, se: float, df: float, *, method: str, level: float
) -> tuple[float, float, str]:
    """Compute the ends of the interval of a share, and the reason why they are a bound or NaN."""
    if math.isnan(se):
        return math.nan, math.nan, "묶음이 하나뿐이어서 구간을 내지 않았다"
    if method == "cell" and min(estimate, 1 - estimate) < _SAME:
        rate = stratified_rates(_parts(units), level=level).prevalence
        absent = estimate < _SAME
        reason = "라벨에 하나도 없어 상한만 말한다" if absent else "라벨에 모두 있어 하한만 말한다"
        return (0.0, rate.high, reason) if absent else (rate.low, 1.0, reason)
    if math.isnan(df):
        return math.nan, math.nan, "값이 모두 같아 흔들림을 잴 수 없다"
    if 0 < estimate < 1:
        low, high = logit_interval(estimate, se=se, df=df, level=level)
        return float(low), float(high), ""
    half = quantile_of_t(df, level) * se
    return estimate - half, estimate + half, "바로잡은 값이 0과 1 사이를 벗어났다. 라벨이 더 있어야 한다"


def _weights(units: LabelledUnits, over: Over) -> Array:
    """Give every unit its weight in the mean: all the same, or every document the same."""
    doc = np.asarray(units.doc)
    if over == "units":
        return np.full(len(doc), 1 / max(len(doc), 1))
    _, place, size = np.unique(doc, return_inverse=True, return_counts=True)
    return np.asarray(1 / (len(size) * size[place]))


def _one_valued(units: LabelledUnits) -> float:
    """Compute what parts add to the variance whose labels, all alike, show none: that of Beta(k + 1/2, n - k + 1/2)."""
    # Example: none of 30 labels that stand for 10,578 of 12,830 units: .824^2 * .0161 * .9839 / 32, an error of .018
    # that is not there in the labels. A cell without labels, which only forms without cells take, has n = k = 0.
    total = 0.0
    for part in _parts(units):
        if part.k in (0, part.n) and part.n < part.N:
            p = (part.k + 0.5) / (part.n + 1)
            total += (part.N / units.size) ** 2 * p * (1 - p) / (part.n + 2)
    return total


def _parts(units: LabelledUnits) -> list[Stratum]:
    """Divide each cell by the probability of its labels, and count units, labels and positive labels of the parts."""
    # Example: a cell of 30 units, 2 labels of probability 1/2 and 2 of 1/13: they stand for 4 and 26 units
    _, value, pi = units.arrays
    parts = []
    for inside, labelled in units.cells:
        size = int(inside.sum())
        chances = np.round(pi[labelled], _DIGITS)
        if not len(chances):
            parts.append(Stratum(found=False, N=size, n=0, k=0))
        for chance in np.unique(chances):
            told = value[labelled][chances == chance]
            share = len(told) / chance / (1 / chances).sum()
            stands = max(round(size * share), len(told))
            parts.append(Stratum(found=False, N=stands, n=len(told), k=int(told.sum())))
    return parts


def _share_of_texts(units: LabelledUnits, *, method: str, over: str, level: float) -> CorrectedShare:
    """Compute the share of these texts, of which the labels alone are a sample."""
    _require_cells(method, over)
    v, _ = corrected_outcomes(units)
    estimate, se = float(v.mean()), math.sqrt(design_variance(units))
    rate = stratified_rates(_parts(units), level=level).prevalence
    low, high = float(np.minimum(rate.low, estimate)), float(np.maximum(rate.high, estimate))
    return CorrectedShare(estimate, se, math.nan, low, high, len(np.unique(np.asarray(units.cluster))))


def _require_cells(method: str, over: str) -> None:
    """Refuse options that the share of these texts does not take."""
    require_choice("method", method, _METHODS)
    if method != "cell" or over != "units":
        msg = message("target='texts' takes method='cell' and over='units'; leave the two out, or use target='process'")
        raise OptionError(msg)


def _label_df(units: LabelledUnits) -> float:
    """Count the labels less the cells."""
    sizes = [int(labelled.sum()) for _, labelled in units.cells]
    return float(max(sum(sizes) - len(sizes), 1))


def corrected_difference(
    a: LabelledUnits,
    *,
    b: LabelledUnits,
    target: Target = "process",
    method: Method = "cell",
    over: Over = "units",
    level: float = 0.95,
) -> CorrectedDifference:
    """Difference of two groups in the share of units in which people would see the frame: b less a.

    Parameters
    ----------
    a, b : LabelledUnits
        The units of the two groups.
    target, method, over, level : str, str, str, float
        As for `corrected_share`.

    Returns
    -------
    CorrectedDifference
        V = V_a + V_b with Satterthwaite's degrees of freedom, Student's interval and p. Where clusters stand in both
        groups, the error of `cr2` in place of that sum. For "texts" the interval of the two posteriors.

    Raises
    ------
    OptionError
        As `corrected_share`; also for clusters in both groups with over="documents".
    """
    sides = [corrected_share(s, target=target, method=method, over=over, level=level) for s in (a, b)]
    shared = len(np.intersect1d(np.unique(np.asarray(a.cluster)), np.unique(np.asarray(b.cluster))))
    difference = sides[1].estimate - sides[0].estimate
    if target == "texts":
        low, high = prevalence_difference(_parts(a), b=_parts(b), level=level)
        se = math.hypot(sides[0].se, sides[1].se)
        return CorrectedDifference(difference, se, math.nan, low, high, math.nan, shared)
    variances = [side.se**2 for side in sides]
    total = sum(variances)
    df = total**2 / sum(v**2 / s.df for v, s in zip(variances, sides, strict=True)) if total else math.nan
    if shared:
        if over == "documents":
            msg = message("clusters stand in both groups, which over='documents' does not take; use over='units'")
            raise OptionError(msg)
        total, df = _crossed(a, b, method=method)
    if math.isnan(df):
        reason = next((s.reason for s in sides if s.reason), "값이 모두 같아 흔들림을 잴 수 없다")
        nan = math.nan
        return CorrectedDifference(difference, math.sqrt(total), nan, nan, nan, nan, shared, reason)
    se = math.sqrt(total)
    half = quantile_of_t(df, level) * se
    p = float(2 * special.stdtr(df, -abs(difference) / se))
    return CorrectedDifference(difference, se, df, difference - half, difference + half, p, shared)


def _crossed(a: LabelledUnits, b: LabelledUnits, *, method: Method) -> tuple[float, float]:
    """Compute variance and degrees of freedom of a difference whose clusters may stand in both groups."""
    steady = [corrected_outcomes(side, method=method)[1] for side in (a, b)]
    group = np.repeat([0.0, 1.0], [len(v) for v in steady])
    cluster = np.concatenate([np.asarray(a.cluster), np.asarray(b.cluster)])
    made = cr2(np.concatenate(steady), group=group, cluster=cluster)
    return made.se_cr2**2 + _one_valued(a) + _one_valued(b), made.df


def neyman_n(
    sizes: npt.ArrayLike, *, labels: npt.ArrayLike, present: npt.ArrayLike, half_width: float, level: float = 0.95
) -> npt.NDArray[np.int64]:
    """How many labels each cell of a group takes for a wanted half width of the share of these texts.

    n_c = ceil((z / h)^2 W_c s_c sum_k W_k s_k) with W_c = N_c / N, s_c = sqrt(p_c (1 - p_c)) and
    p_c = (k_c + 1/2) / (n_c + 1), at least 10 and at most all units: Neyman's allocation (Cochran 1977, chapter 5). It
    is the labels' part of the width alone; that documents vary adds to it.

    Parameters
    ----------
    sizes : array_like
        Units of each cell, N_c.
    labels, present : array_like
        Labels so far, and those of them that say present, n_c and k_c.
    half_width : float
        Wanted half width, above 0 and below 1.
    level : float
        Of the interval, above 0 and below 1.

    Returns
    -------
    ndarray of int
        Labels in all, not how many more.

    Raises
    ------
    OptionError
        If the half width is out of its range.

    Examples
    --------
    >>> neyman_n([180, 820], labels=[20, 49], present=[16, 3], half_width=0.075).tolist()
    [15, 41]
    """
    require_level(level)
    if not 0 < half_width < 1:
        msg = message("half_width must be above 0 and below 1, not {half_width:g}", half_width=half_width)
        raise OptionError(msg)
    units, n, k = (np.asarray(x, dtype=np.float64) for x in (sizes, labels, present))
    p = (k + 0.5) / (n + 1)
    spread = units / units.sum() * np.sqrt(p * (1 - p))
    z = float(special.ndtri((1 + level) / 2))
    wanted = np.ceil((z / half_width) ** 2 * spread * spread.sum() - _SAME)
    return np.asarray(np.minimum(np.maximum(wanted, _FEWEST), units)).astype(np.int64)
