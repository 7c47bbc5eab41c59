"""The rows of how sure: a range of the share each, what made its ends, and one line where there is none."""

from __future__ import annotations

from dataclasses import dataclass, replace

from analysis.report.facts import ArticleFacts, Range
from analysis.report.finding import chance
from analysis.report.prose import Prose, percent
from analysis.report.sides import Shares, css, row_name, shares, surfaces

_ROOM = 30  # percent of the axis that the words beside a bar need


@dataclass(frozen=True)
class _SureRow:
    """One row, as the share of the frame that the page names."""

    source: str
    label: str
    low: float  # percent of the axis
    high: float
    low_text: str
    high_text: str
    low_by: str
    high_by: str
    note: str
    said: str  # for who does not see the picture
    last: bool
    low_inside: bool = False  # where there is no room beside the bar
    high_inside: bool = False

    @property
    def left(self) -> tuple[float, float]:
        """Return start and width of the part below 50 %."""
        return self.low, max(0.0, min(self.high, 50.0) - self.low)

    @property
    def right(self) -> tuple[float, float]:
        """Return start and width of the part above 50 %."""
        start = max(self.low, 50.0)
        return start, max(0.0, self.high - start)


@dataclass(frozen=True)
class Sure:
    """The chart: the value of the text, the classes of both sides, its rows, and a line for each that has none."""

    share: float
    right: str
    left: str
    rows: tuple[_SureRow, ...]
    without: tuple[str, ...]


def sure(facts: ArticleFacts, prose: Prose) -> Sure | None:
    """Lay out the chart; None where no share is computed."""
    named = shares(facts)
    if named is None or facts.verdict is None:
        return None
    rows = [_row(row, facts, prose) for row in named.ranges]
    without = [_missing(row, prose) for row in named.rows if row.low is None or row.high is None]
    if rows:
        rows[-1] = replace(rows[-1], last=True)
    return Sure(100 * named.share, css(named.subject), css(named.against), tuple(rows), tuple(without))


def _row(row: Range, facts: ArticleFacts, prose: Prose) -> _SureRow:
    """Lay out one row."""
    low, high = row.low or 0.0, row.high or 0.0
    note = ""
    if row.source == "resampling" and facts.verdict is not None:
        note = chance(facts.verdict, prose)
    elif row.source == "counting":
        note = prose.say("sure.held", variants=row.variants)
    label = row_name(row, prose)
    said = prose.say("sure.row_said", row=label, low=percent(low), high=percent(high))
    return _SureRow(
        row.source, label, round(100 * low, 2), round(100 * high, 2), percent(low), percent(high),
        _by(row, row.low_by, "low", facts, prose), _by(row, row.high_by, "high", facts, prose), note, said, last=False,
        low_inside=100 * low < _ROOM / 2, high_inside=100 * high > 100 - _ROOM / 2,
    )  # fmt: skip


def _by(row: Range, what: str, end: str, facts: ArticleFacts, prose: Prose) -> str:
    """Say what made an end of a range."""
    if row.source == "resampling":
        return prose.say(f"by.{end}_resampling", variants=row.variants)
    if not what:
        return prose.say("by.own")
    if row.source == "counting":
        return prose.list([prose.named("way", part.strip()) for part in what.split(",")])
    name = surfaces(facts.hits).get(what, what) if row.source == "term" else what
    return prose.say(f"by.{row.source}", by=name)


def _missing(row: Range, prose: Prose) -> str:
    """Say in one line why a row has no range."""
    return prose.say(f"reason.{row.reason or 'lost'}", row=row_name(row, prose, "_short"))


def details(facts: ArticleFacts, prose: Prose) -> list[tuple[str, str, list[str], tuple[int, ...]]]:
    """Say for every row what was changed: its source, name, lines, and the sentences that made its ends."""
    named = shares(facts)
    if named is None:
        return []
    found: list[tuple[str, str, list[str], tuple[int, ...]]] = []
    for row in named.ranges:
        low, high = row.low or 0.0, row.high or 0.0
        lines = [
            prose.say("sure.detail_low", value=percent(low), by=_by(row, row.low_by, "low", facts, prose)),
            prose.say("sure.detail_high", value=percent(high), by=_by(row, row.high_by, "high", facts, prose)),
        ]
        if row.source == "counting":
            lines += _choices(facts, named, prose)
        if row.source == "resampling" and facts.verdict is not None:
            lines += [chance(facts.verdict, prose), _explained(facts, prose)]
        found.append((row.source, row_name(row, prose), lines, _sentences(row, facts)))
    return found


def _explained(facts: ArticleFacts, prose: Prose) -> str:
    """Say what the test of flipped signs asks."""
    told = facts.verdict
    unit = prose.say(f"unit.{told.unit}") if told is not None and told.unit else prose.say("unit.sentence")
    return prose.say("sure.detail_p", unit=unit, units=told.units if told is not None else 0)


def _choices(facts: ArticleFacts, named: Shares, prose: Prose) -> list[str]:
    """List the single ways of counting with their share; those that change nothing in one line."""
    told = facts.verdict
    if told is None:
        return []
    turned = named.subject.role == "b"
    lines = [
        prose.say(
            "sure.choice", label=prose.named("choice", one.id), share=percent(1 - one.share if turned else one.share)
        )
        for one in told.choices
        if one.changed and one.share is not None
    ]
    same = [prose.named("choice", one.id) for one in told.choices if not one.changed]
    return lines + ([prose.say("sure.choice_unchanged", list=prose.list(same))] if same else [])


def _sentences(row: Range, facts: ArticleFacts) -> tuple[int, ...]:
    """Return the sentences that leaving out made the ends of a row."""
    ends = {row.low_by, row.high_by} - {""}
    if row.source == "term":
        return tuple(sorted({hit.place.sentence for hit in facts.hits if hit.counted and hit.term in ends}))
    if row.source == "sentence":
        return tuple(sorted(int(end) for end in ends if end.isdigit()))
    if row.source == "paragraph":
        return tuple(one.number for one in facts.sentences if str(one.paragraph) in ends)
    return ()
