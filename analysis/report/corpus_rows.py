"""Rows of a corpus report: documents with their lines, words of both groups, stories, and what reading found."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from analysis import schema
from analysis.record.safe_text import shown
from analysis.report.corpus_charts import role, side_of
from analysis.report.corpus_contract import CorpusFacts, CorpusLine, Story
from analysis.report.corpus_wording import Wording, factor
from analysis.report.line_keys import UNNAMED, keys_of

_LEAST_BAR = 4  # percent, so that one hit can be seen
_NEAR_END = 50.0  # percent of the axis, so that a row of dots stays inside on a phone
_STAGES = ("read", "decoded", "joined", "set apart", "left")


@dataclass(frozen=True)
class _Line:
    """A sentence of a document: its HTML, and what it is a line of (f0 for the first frame)."""

    html: Markup
    key: str


@dataclass(frozen=True)
class _Count:
    """Hits of a frame in a document, with the length of their bar."""

    n: int
    bar: int
    css: str
    label: str


@dataclass(frozen=True)
class _DocumentRow:
    """A document of the table; `number` is its place among the documents of the facts."""

    number: int
    doc: str
    date: str
    group: str
    outlet: str
    side: str
    group_key: str
    period_key: str
    title: str
    zeros: str  # places of the frames without a hit
    lines: tuple[_Line, ...]
    counts: tuple[_Count, ...]
    copy: bool


def documents(facts: CorpusFacts, wording: Wording) -> list[_DocumentRow]:
    """Lay out the table: by date, undated documents last."""
    lines: dict[str, list[_Line]] = {}
    frames = [frame for frame in facts.frames if frame.shown]
    keys = keys_of(facts)
    css = {frame.id: role(frame) for frame in frames}
    for line in facts.lines:
        lines.setdefault(line.doc, []).append(_Line(_html(line, css.get(line.frame, "w")), keys.of(line)))
    most = max((n for one in facts.documents for n in one.n), default=1) or 1
    numbers = {group.name: str(at) for at, group in enumerate(facts.groups)}
    periods = {period: str(at) for at, period in enumerate(facts.periods)}
    rows = [
        _DocumentRow(
            number=at,
            doc=one.doc,
            date=one.date,
            group=one.group,
            outlet=one.outlet,
            side=side_of(facts, one.group),
            group_key=numbers.get(one.group, ""),
            period_key=periods.get(one.period, ""),
            title=one.title or one.doc,
            zeros=" ".join(str(k) for k, n in enumerate(one.n) if not n),
            lines=tuple(sorted(lines.get(one.doc, ()), key=lambda line: not line.key.startswith("f"))),
            counts=tuple(
                _Count(n, max(_LEAST_BAR, round(100 * n / most)) if n else 0, role(frame), wording.label(frame.label))
                for n, frame in zip(one.n, frames, strict=True)
            ),
            copy=bool(one.first),
        )
        for at, one in enumerate(facts.documents)
    ]
    return sorted(rows, key=lambda row: (row.date or "9999", row.doc))


def _html(line: CorpusLine, css: str) -> Markup:
    """Write a line with its hit marked."""
    left, surface, right = (escape(shown(text)) for text in (line.left, line.surface, line.right))
    return left + Markup(f'<mark class="{css}">') + surface + Markup("</mark>") + right


@dataclass(frozen=True)
class _WordRow:
    """A word in both groups: counts, bars of its relative frequency, p."""

    term: str
    key: str
    n_a: int
    n_b: int
    bar_a: int
    bar_b: int
    p: str
    title: str


def words(facts: CorpusFacts, wording: Wording) -> list[_WordRow]:
    """Lay out the words between the groups."""
    if facts.words is None:
        return []
    most = max((max(row.per_10k_a, row.per_10k_b) for row in facts.words.rows), default=1.0) or 1.0
    return [
        _WordRow(
            row.term,
            f"w{at}",
            row.n_a,
            row.n_b,
            round(100 * row.per_10k_a / most),
            round(100 * row.per_10k_b / most),
            _bare(wording.p(row.p_adjusted)),
            wording.say("words.per", a=f"{row.per_10k_a:.1f}", b=f"{row.per_10k_b:.1f}"),
        )
        for at, row in enumerate(facts.words.rows)
    ]


@dataclass(frozen=True)
class _Dot:
    """A document of a story on the axis of time; `number` leads to its row, -1 where it is not in the page."""

    at: float
    beside: int  # steps to the right of its day, where several documents of the story stand; to the left at the end
    side: str
    number: int
    name: str
    date: str


@dataclass(frozen=True)
class _StoryRow:
    """A story: the title of its first document, its size, its documents in time."""

    title: str
    size: str
    dots: tuple[_Dot, ...]
    start: float
    end: float


@dataclass(frozen=True)
class _BurstRow:
    """A burst as the page writes it."""

    term: str
    when: str
    share: str
    outside: str
    docs: str
    title: str


def bursts(facts: CorpusFacts, wording: Wording) -> list[_BurstRow]:
    """Lay out the bursts of words."""
    rows = []
    for one in facts.bursts:
        days = [wording.period_day(day) for day in dict.fromkeys((one.start, one.end))]
        outside = "–" if math.isnan(one.outside) else f"{one.outside:.0%}"
        docs = f"{one.docs:,}/{one.docs_all:,}"
        rows.append(_BurstRow(one.term, "–".join(days), f"{one.share:.0%}", outside, docs, one.title))
    return rows


@dataclass(frozen=True)
class _VoiceRow:
    """A speaker, or the sources without a name: quotations and share with its interval; `go` opens the lines."""

    label: str
    n: int
    share: str
    interval: str
    dot: float  # percent of the axis, as the ends of the line
    low: float
    high: float
    go: str
    unnamed: bool = False


@dataclass(frozen=True)
class _VoiceTable:
    """Whose words a group quotes."""

    group: str
    rows: tuple[_VoiceRow, ...]


def voices(facts: CorpusFacts, wording: Wording) -> list[_VoiceTable]:
    """Lay out the speakers of every group with quotations enough."""
    keys = keys_of(facts)
    groups = {group.name: f"g={at};" for at, group in enumerate(facts.groups)}
    of = {one.doc: one.group for one in facts.documents}
    there = {(of[line.doc], keys.of(line)) for line in facts.lines if line.speaker}
    enough = [one for one in facts.voices if one.share is not None]
    ends = [end for one in enough for end in (one.share, one.high) if end]
    ends += [end for one in enough for voice in one.voices for end in (voice.share, voice.high) if end]
    most = max(ends, default=1.0)
    tables = []
    for one in enough:

        def row(label: str, n: int, ends: tuple[float | None, ...], key: str, group: str = one.group) -> _VoiceRow:
            share, low, high = ends
            known = any(key == held and group in ("", name) for name, held in there)
            dot, left, right = (round(100 * (end or 0.0) / most, 1) for end in (share, low or share, high or share))
            return _VoiceRow(
                label, n, wording.percent(share), wording.percents(low, high), dot, left, right,
                f"{groups.get(group, '')}k={key}" if known else "", key == UNNAMED,
            )  # fmt: skip

        rows = [row(v.actor, v.n, (v.share, v.low, v.high), keys.speakers[v.actor]) for v in one.voices]
        rows.append(row(wording.say("voices.unnamed"), one.unnamed, (one.share, one.low, one.high), UNNAMED))
        tables.append(_VoiceTable(one.group or wording.say("chart.all"), tuple(rows)))
    return tables


def stories(facts: CorpusFacts, wording: Wording) -> list[_StoryRow]:
    """Lay out the groups of documents that are nearly the same."""
    numbers = {one.doc: at for at, one in enumerate(facts.documents)}
    return [_story(facts, wording, story, numbers) for story in facts.stories]


def _story(facts: CorpusFacts, wording: Wording, story: Story, numbers: dict[str, int]) -> _StoryRow:
    """Lay out one story."""
    days = sorted({one.date for one in story.listed if one.date})
    dots = tuple(
        _Dot(
            _place(facts, one.date),
            _beside(facts, story, place),
            side_of(facts, one.group),
            numbers.get(one.doc, -1),
            f"{one.outlet or one.group} {one.date} {one.title or one.doc}".strip(),
            wording.period_day(one.date) if one.date and (one.date in (days[0], days[-1])) else "",
        )
        for place, one in enumerate(story.listed)
        if one.date
    )
    first = story.listed[0]
    start, end = (dots[0].at, dots[-1].at) if dots else (0.0, 0.0)
    size = wording.docs(story.docs)
    return _StoryRow(first.title or first.doc, size, dots, start, end)


def _beside(facts: CorpusFacts, story: Story, place: int) -> int:
    """Count the documents of the day before this one; leftwards, those behind it, near the right end of the axis."""
    day = story.listed[place].date
    if _place(facts, day) > _NEAR_END:
        return -sum(other.date == day for other in story.listed[place + 1 :])
    return sum(other.date == day for other in story.listed[:place])


def _place(facts: CorpusFacts, date: str) -> float:
    """Place a day between the first and the last of the corpus, in percent."""
    # Example: of 2026-01-01 to 2026-01-11 the day 2026-01-06 is at 50
    first, last, here = (_ordinal(day) for day in (facts.material.first, facts.material.last, date))
    return round(100 * (here - first) / (last - first), 1) if last > first else 50.0


def _ordinal(day: str) -> int:
    """Return the number of a day."""
    return dt.date.fromisoformat(day).toordinal()


@dataclass(frozen=True)
class _GroupRow:
    """A group in the table of all groups: documents, and mean and interval of every frame."""

    name: str
    docs: str
    values: tuple[str, ...]


def groups(facts: CorpusFacts, wording: Wording) -> list[_GroupRow]:
    """Lay out the means of all groups."""
    frames = [frame.id for frame in facts.frames if frame.shown]
    means = {(one.group, one.frame): one for one in facts.means}
    rows = []
    for group in facts.groups:
        values = []
        for frame in frames:
            one = means.get((group.name, frame))
            said = wording.density(one.mean) if one else "–"
            if one and one.low is not None and one.high is not None:
                said += f" ({wording.density(one.low)}~{wording.density(one.high)})"
            values.append(said)
        rows.append(_GroupRow(group.name, wording.docs(group.docs), tuple(values)))
    return rows


@dataclass(frozen=True)
class _FoundRow:
    """What reading did or noticed: stage, kind, places, documents."""

    stage: str
    kind: str
    n: int
    docs: str


def findings(facts: CorpusFacts, wording: Wording) -> list[_FoundRow]:
    """List what reading did or noticed, by stage."""
    ordered = sorted((one for one in facts.findings if one.stage != "read"), key=lambda one: _STAGES.index(one.stage))
    return [
        _FoundRow(
            wording.say(f"stage.{one.stage.replace(' ', '_')}"), _kind(one.kind, wording), one.n, wording.docs(one.docs)
        )
        for one in ordered
    ]


def _kind(name: str, wording: Wording) -> str:
    """Name a kind of line or finding."""
    key = f"corpus.kind.{name.replace(' ', '_')}"
    if key in wording.prose:
        return wording.prose.say(key)
    return schema.REMOVED_KINDS.get(name, name) if wording.prose.lang == "ko" else name


def removed(facts: CorpusFacts, wording: Wording, wanted: Sequence[str] = ()) -> str:
    """Write how many lines of each kind were taken away."""
    counts = [(name, n) for name, n in facts.method.removed if not wanted or name in wanted]
    return wording.prose.list([f"{_kind(name, wording)} {n:,}" for name, n in sorted(counts, key=lambda one: -one[1])])


def _bare(p: str) -> str:
    """Write p without its sign, for a column that is headed p."""
    # Example: "p = .049" gives ".049", "p < .001" gives "< .001"
    return p.removeprefix("p").replace("=", "").strip()


def differences(facts: CorpusFacts, wording: Wording) -> list[tuple[str, ...]]:
    """Lay out the comparison as a table: for paper, for screen readers, for who copies it."""
    rows: list[tuple[str, ...]] = []
    for one in facts.differences:
        ends = "–" if one.low is None or one.high is None else f"{factor(one.low)}~{factor(one.high)}"
        rows.append(
            (
                wording.frame(one.frame).text,
                wording.density(one.mean_a),
                wording.density(one.mean_b),
                "–" if one.ratio is None else factor(one.ratio),
                ends,
                _bare(wording.p(one.p)) or "–",
                _bare(wording.p(one.p_adjusted)) or "–",
            )
        )
    return rows
