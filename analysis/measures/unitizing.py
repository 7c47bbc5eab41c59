"""Agreement of coders who also decide where a unit begins and ends: Krippendorff's alphas for unitizing.

A unit is a span (begin, end) of a continuum, half open, and spans of one coder do not overlap. What no span of a coder
covers is a gap. Positions are characters, words or sentences; all spans are of one continuum that begins at 0.
"""

from __future__ import annotations

from collections.abc import Sequence

from analysis.errors import OptionError
from analysis.messages import message

__all__ = ["labelled_u_alpha", "u_alpha", "u_disagreement"]

Span = tuple[int, int]


def u_alpha(spans: Sequence[Sequence[Span]], *, length: int) -> float:
    """Krippendorff's alpha for unitizing one category: 1 - observed / expected disagreement of the spans.

    Krippendorff, K. (1995). On the reliability of unitizing continuous data. Sociological Methodology 25; (2004),
    Content Analysis, 2nd ed., ch. 11. Several categories together: 1 - the sum of observed over the sum of expected
    disagreements of `u_disagreement`.

    Parameters
    ----------
    spans : sequence of sequences of (begin, end)
        The spans of every coder, an empty sequence for one who found none.
    length : int
        Length of the continuum.

    Returns
    -------
    float
        At most 1; NaN when no coder found a unit, or with fewer than two coders.

    Raises
    ------
    OptionError
        If a span is empty, leaves the continuum, or overlaps another of its coder.
    """
    observed, expected = u_disagreement(spans, length=length)
    return 1 - observed / expected if expected > 0 else float("nan")


def u_disagreement(spans: Sequence[Sequence[Span]], *, length: int) -> tuple[float, float]:
    """Observed and expected disagreement of spans, of which `u_alpha` is 1 - observed / expected.

    Parameters
    ----------
    spans, length : see `u_alpha`
        As there.

    Returns
    -------
    tuple of float
        Both as shares of the squared length; NaN with fewer than two coders.

    Raises
    ------
    OptionError
        As `u_alpha`.
    """
    coders = [_with_gaps([(begin, end, "unit") for begin, end in own], length) for own in spans]
    if len(coders) < 2:
        return float("nan"), float("nan")
    m, whole = len(coders), len(coders) * length
    pairs = [(a, b) for i, a in enumerate(coders) for j, b in enumerate(coders) if i != j]
    observed = sum(_apart(one, other) for a, b in pairs for one in a for other in b)
    # A unit of length n thrown on the continuum: against the other units it is off by (2 n^3 - 3 n^2 + n) / 3 on
    # average, and a gap swallows it, at a cost of n^2, in as many places as it fits.
    units = [end - begin for own in coders for begin, end, label in own if label]
    gaps = [end - begin for own in coders for begin, end, label in own if not label]
    thrown = sum(
        (len(units) - 1) / 3 * (2 * n**3 - 3 * n**2 + n) + n**2 * sum(gap - n + 1 for gap in gaps if gap >= n)
        for n in units
    )
    places = whole * (whole - 1) - sum(n * (n - 1) for n in units)
    expected = 2 / length * thrown / places if places else 0.0
    return observed / (m * (m - 1) * length**2), expected


def labelled_u_alpha(spans: Sequence[Sequence[tuple[int, int, str]]], *, length: int) -> float:
    """Krippendorff's alpha for unitizing and labelling at once, nominal, gaps counting as a label of their own.

    Krippendorff, K., Mathet, Y., Bouvry, S. & Widlöcher, A. (2016). On the reliability of unitizing textual continua:
    further developments. Quality & Quantity 50, the form that takes units with all their labels (u-alpha).

    Parameters
    ----------
    spans : sequence of sequences of (begin, end, label)
        The labelled spans of every coder; the label must not be empty, for that is a gap.
    length : int
        Length of the continuum.

    Returns
    -------
    float
        At most 1; NaN with fewer than two coders, or when one label alone, or no unit, covers all.

    Raises
    ------
    OptionError
        If a span is empty, leaves the continuum, or overlaps another of its coder.
    """
    coders = [_with_gaps(own, length) for own in spans]
    if len(coders) < 2:
        return float("nan")
    total = len(coders) * length
    covered: dict[str, int] = {}  # by label, over all coders
    squares: dict[str, int] = {}  # a gap is no unit and counts its length alone
    for begin, end, label in (segment for own in coders for segment in own):
        covered[label] = covered.get(label, 0) + end - begin
        squares[label] = squares.get(label, 0) + ((end - begin) ** 2 if label else end - begin)
    pairs = [(a, b) for i, a in enumerate(coders) for j, b in enumerate(coders) if i != j]
    alike = [(one, other) for a, b in pairs for one in a for other in b if one[2] == other[2]]
    agreed = sum(max(0, min(one[1], other[1]) - max(one[0], other[0])) for one, other in alike) / (len(coders) - 1)
    free = total**2 - sum(squares.values())
    chance = total * sum(covered[label] ** 2 - squares[label] for label in covered) / free if free else float(total)
    return 1 - (total - agreed) / (total - chance) if chance < total else float("nan")


def _with_gaps(spans: Sequence[tuple[int, int, str]], length: int) -> list[tuple[int, int, str]]:
    """Fill what lies between spans with gaps, whose label is empty; refuse spans that cannot be."""
    # Example: (2, 5, a) of a continuum of 6 gives (0, 2, ""), (2, 5, a), (5, 6, "")
    filled, reached = [], 0
    for begin, end, label in sorted(spans):
        if not (reached <= begin < end <= length):
            msg = message(
                "the span {begin} to {end} is empty, overlaps the one before it, or leaves the continuum "
                "of {length}; spans are half open and of one coder",
                begin=begin,
                end=end,
                length=length,
            )
            raise OptionError(msg)
        if begin > reached:
            filled.append((reached, begin, ""))
        filled.append((begin, end, str(label)))
        reached = end
    return [*filled, (reached, length, "")] if reached < length else filled


def _apart(one: tuple[int, int, str], other: tuple[int, int, str]) -> float:
    """Compute the squared distance of two segments, each a unit or a gap (with an empty label)."""
    (begin, end, unit), (start, stop, also) = one, other
    if unit and also:
        return (begin - start) ** 2 + (end - stop) ** 2 if begin < stop and start < end else 0
    if unit and start <= begin and end <= stop:  # the unit lies wholly in the other's gap
        return (end - begin) ** 2
    if also and begin <= start and stop <= end:
        return (stop - start) ** 2
    return 0
