"""The two charts of a corpus report as SVG: documents by group with the ratio, and small multiples over time.

Each is drawn three times from the same rows, for a wide screen, a phone and paper, and never scaled.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from analysis.record.safe_text import shown
from analysis.report import corpus_scale
from analysis.report.corpus_contract import Cell, CorpusFacts, CorpusFrame, Difference, GroupMean
from analysis.report.corpus_groups import FEWEST
from analysis.report.corpus_wording import Wording

_CUT = 40  # characters of a title in the name of a mark
_LABELS = 12  # periods up to which each mean is written
_MARKED = 24  # periods up to which documents are drawn
MANY = 2_000  # documents from which numbers are long, and labels get the room that they need
_GAP = 5  # pixels between a label and the line of equal means
_LEAST_SHARE = 0.2  # of the greatest document that the greatest mean must reach for both to be drawn on one axis


@dataclass(frozen=True)
class _Layout:
    """Where things stand in the estimation chart, in pixels."""

    kind: str
    width: int
    label: int  # left edge of the axis, behind the names of groups and the documents without a hit
    end: int  # right edge
    ratio: tuple[int, int]  # edges of the axis of ratios
    row: int
    font: int


_PAIRED = (
    _Layout("wide", 1152, 200, 672, (812, 1130), 42, 14),
    _Layout("narrow", 358, 8, 346, (8, 346), 60, 12),
    _Layout("print", 680, 134, 392, (474, 664), 30, 11),
)
_ALONE = (
    _Layout("wide", 1152, 200, 1040, (0, 0), 42, 14),
    _Layout("narrow", 358, 8, 346, (0, 0), 60, 12),
    _Layout("print", 680, 134, 600, (0, 0), 30, 11),
)


@dataclass(frozen=True)
class _Mark:
    """A document in a chart: its number in the page's table, value and name."""

    number: int
    value: float
    name: str


def estimation(facts: CorpusFacts, wording: Wording) -> list[Markup]:
    """Draw documents, means and intervals by group, and the ratio of the two means against 1."""
    layouts = _PAIRED if facts.differences else _ALONE
    return [_Estimation(facts, wording, layout).draw() for layout in layouts]


class Pen:
    """Collects elements of a drawing."""

    def __init__(self, width: int, font: int) -> None:
        self.width = width
        self.font = font
        self.parts: list[Markup] = []

    def line(self, ends: tuple[float, float, float, float], css: str) -> None:
        """Draw a line."""
        x1, y1, x2, y2 = (px(one) for one in ends)
        self.parts.append(Markup(f'<path class="{css}" d="M{x1} {y1}L{x2} {y2}"/>'))

    def text(self, at: tuple[float, float], said: object, css: str = "", anchor: str = "") -> None:
        """Write a text."""
        where = f' class="{css}"' if css else ""
        held = f' text-anchor="{anchor}"' if anchor else ""
        written = said if isinstance(said, Markup) else escape(shown(str(said)))
        start = Markup(f'<text x="{px(at[0])}" y="{px(at[1])}"{where}{held}>')
        self.parts.append(start + written + Markup("</text>"))

    def lines(self, at: tuple[float, float], said: str, room: float, css: str) -> None:
        """Write a text in as many lines as it needs."""
        for number, line in enumerate(_wrapped(said, room=room, font=self.font - 1)):
            self.text((at[0], at[1] + number * (self.font + 4)), line, css)

    def link(self, inner: str, target: str, name: str, data: str = "") -> None:
        """Draw something that leads to rows of the table."""
        label = escape(shown(name))
        self.parts.append(Markup(f'<a href="{target}"{data} aria-label="') + label + Markup(f'">{inner}</a>'))

    def svg(self, height: float, *, kind: str, name: str) -> Markup:
        """Return the drawing."""
        label = escape(shown(name))
        role = "img" if kind.startswith("print") else "group"
        return (
            Markup(
                f'<svg class="chart {kind}" role="{role}" width="{self.width}" height="{px(height)}" '
                f'viewBox="0 0 {self.width} {px(height)}" font-size="{self.font}" aria-label="'
            )
            + label
            + Markup('">')
            + Markup("").join(self.parts)
            + Markup("</svg>")
        )


class _Estimation:
    """The estimation chart in one layout."""

    def __init__(self, facts: CorpusFacts, wording: Wording, layout: _Layout) -> None:
        self.facts, self.wording, self.layout = facts, wording, layout
        self.pen = Pen(layout.width, layout.font)
        self.narrow = layout.kind == "narrow"
        self.frames = [frame for frame in facts.frames if frame.shown]
        self.groups = [group.name for group in facts.groups if group.side] or [""]
        self.means = {(mean.group, mean.frame): mean for mean in facts.means}
        drawn = [mean for (group, _), mean in self.means.items() if group in self.groups]
        places = [at for at, frame in enumerate(facts.frames) if frame.shown]
        inside = [one for one in facts.documents if one.group in self.groups or self.groups == [""]]
        values = [
            value for one in inside for value in (one.density[k] for k in range(len(places))) if value is not None
        ]
        values += [value for mean in drawn for value in (mean.mean, mean.high) if value is not None]
        most = max(
            [*(v for one in inside for v in one.density if v is not None), *(m.mean or 0.0 for m in drawn)], default=0.0
        )
        # an interval that runs far beyond every document ends at the edge
        self.axis = corpus_scale.linear(
            [min(value, 1.5 * most) for value in values], left=layout.label + 8, right=layout.end
        )
        ends = [end for one in facts.differences for end in (one.ratio, one.low, one.high) if end]
        self.ratios = corpus_scale.ratios(ends, left=layout.ratio[0], right=layout.ratio[1])
        self.tested = any(one.ratio is not None and one.low is not None for one in facts.differences)
        self.y = self.bottom = 0.0

    def draw(self) -> Markup:
        """Draw all frames."""
        self._heads()
        top = self.y
        for number, frame in enumerate(self.frames):
            self._frame(number, frame)
        self._axes(top)
        if self.tested and not self.narrow:
            self.pen.parts.insert(0, Markup(self._tie(top, self.bottom)))
        return self.pen.svg(self.y + 8, kind=self.layout.kind, name=self.wording.say("chart.name"))

    def _tie(self, top: float, bottom: float) -> str:
        """Draw the line at which both means are the same."""
        x = px(self.ratios.at(1.0))
        return f'<path class="tie" d="M{x} {px(top)}L{x} {px(bottom)}"/>'

    def _heads(self) -> None:
        """Say over the chart what marks and lines are."""
        pen, layout = self.pen, self.layout
        head = self.wording.say("chart.head" if self.groups != [""] else "chart.head_one")
        room = (layout.ratio[0] or layout.width) - layout.label - 24 if not self.narrow else layout.end
        lines = _wrapped(head, room=room, font=layout.font - 1)
        for number, line in enumerate(lines):
            pen.text((layout.label + 8 * (not self.narrow), layout.font + number * (layout.font + 4)), line, "quiet")
        if self.tested and not self.narrow:
            first, second = self.groups
            said = self.wording.say("chart.ratio", a=first, b=second)
            pen.lines((layout.ratio[0], layout.font), said, layout.ratio[1] - layout.ratio[0], "quiet")
        self.y = max(len(lines), 1 + (self.layout.kind == "print")) * (layout.font + 4) + 10

    def _frame(self, number: int, frame: CorpusFrame) -> None:
        """Draw one frame: its name, a row for each group, and the ratio."""
        pen, layout = self.pen, self.layout
        css = role(frame)
        pen.text((0, self.y + layout.font), self.wording.label(frame.label), f"name {css}")
        self.y += layout.font + 12
        start = self.y
        for side, group in enumerate(self.groups):
            self._row(number, frame, side, group)
        if self.facts.differences:
            told = next(one for one in self.facts.differences if one.frame == frame.id)
            if self.narrow:
                self._ratio(told, css, self.y + 22)
                self.y += 58
            else:
                self._ratio(told, css, (start + self.y) / 2)
        self.y += 14

    def _row(self, number: int, frame: CorpusFrame, side: int, group: str) -> None:
        """Draw the documents of a group, their mean and its interval."""
        pen, layout = self.pen, self.layout
        mean = self.means.get((group, frame.id))
        middle = self.y + (layout.row / 2 if not self.narrow else 36)
        label = group or self.wording.say("chart.all")
        n = self.wording.docs(mean.docs if mean else 0)
        if self.narrow:
            pen.text((0, self.y + 8), f"{label} · {n}")
        else:
            room = layout.label - (5 if layout.kind == "wide" else 4.2) * layout.font
            pen.text((0, middle + 5), shortened(label, room=room, font=layout.font))
        marks = [
            _Mark(at, one.density[number] or 0.0, f"{one.title or one.doc}"[:_CUT])
            for at, one in enumerate(self.facts.documents)
            if (one.group == group or not group) and one.n[number]
        ]
        if mean is None:
            self.y += layout.row
            return
        self._zeros(mean, group, number, middle)
        self._marks(marks, side, role(frame), middle)
        self._mean(mean, middle)
        value = self.wording.density(mean.mean)
        if self.narrow:
            pen.text((layout.width, self.y + 8), value, "value", "end")
        else:
            pen.text((layout.end + 14, middle + 5), value, "value")
            if layout.kind == "wide":
                pen.text((layout.end + 58, middle + 5), n, "quiet")
        self.y += layout.row

    def _zeros(self, mean: GroupMean, group: str, number: int, middle: float) -> None:
        """Write how many documents have no hit."""
        if not mean.zeros:
            return
        x, y = (self.layout.label - 4.2 * self.layout.font, middle) if not self.narrow else (250.0, self.y + 4)
        if not self.narrow:  # from 100,000 on the number reaches farther to the left
            x -= max(0.0, width_of(f"×{mean.zeros:,}", self.layout.font) - width_of("×99,999", self.layout.font))
        inner = _shape(x, y - 4 * (not self.narrow), side_of(self.facts, group), "zero")
        count = f'<text x="{px(x + 9)}" y="{px(y + 4 * self.narrow)}" class="quiet">×{mean.zeros:,}</text>'
        name = self.wording.say(
            "chart.zeros", n=mean.zeros, label=self.wording.label(self._shown(number).label), group=group
        )
        data = f' data-go="g={_side_key(self.facts, group)};z={number}"'
        if self.layout.kind == "print":
            self.pen.parts.append(Markup(inner + count))
        else:
            self.pen.link(inner + count, "#documents", name, data)

    def _shown(self, number: int) -> CorpusFrame:
        """Return a frame by its place among those that are drawn."""
        return self.frames[number]

    def _marks(self, marks: Sequence[_Mark], side: int, css: str, middle: float) -> None:
        """Draw documents with a hit, moved apart."""
        ordered = sorted(marks, key=lambda mark: (mark.value, mark.number))
        places = [self.axis.at(mark.value) for mark in ordered]
        offsets = corpus_scale.swarm(places, size=6, room=12 if self.narrow else self.layout.row / 2 - 10)
        drawn = list(zip(ordered, places, offsets, strict=True))
        if self.layout.kind == "print":
            path = "".join(_outline(x, middle - 4 + dy, side, 3) for _, x, dy in drawn)
            self.pen.parts.append(Markup(f'<path class="m {css}" d="{path}"/>'))
            return
        for mark, x, dy in drawn:
            inner = f'<path class="m {css}" d="{_outline(x, middle - 4 + dy, side, 4)}"/>'
            self.pen.link(inner, f"#d{mark.number}", f"{mark.name} {self.wording.density(mark.value)}")

    def _mean(self, mean: GroupMean, middle: float) -> None:
        """Draw the mean as a thick stroke and its interval as a thin line below."""
        if mean.mean is None:
            return
        x = self.axis.at(mean.mean)
        low = middle + (14 if self.narrow else self.layout.row / 2 - 12)
        if mean.low is not None and mean.high is not None:
            self.pen.line((self.axis.at(mean.low), low, self.axis.at(mean.high), low), "ci")
        self.pen.line((x, middle - 12, x, low + 5), "mean")

    def _ratio(self, told: Difference, css: str, y: float) -> None:
        """Draw the ratio with its interval, or say why there is none."""
        pen, layout, axis = self.pen, self.layout, self.ratios
        room = layout.ratio[1] - layout.ratio[0]
        if told.ratio is None or told.low is None or told.high is None:
            pen.lines((layout.ratio[0], y - 14), self.wording.no_ratio(told), room, "halo")
            return
        if self.narrow:
            pen.parts.append(Markup(self._tie(y - 16, y + 26)))
        x = axis.at(told.ratio)
        pen.line((axis.at(told.low), y, axis.at(told.high), y), f"range {css}")
        pen.parts.append(Markup(f'<circle class="dot {css}" cx="{px(x)}" cy="{px(y)}" r="6"/>'))
        size = self.wording.times(told.ratio)
        pen.text((self._clear(x, size, right=told.ratio >= 1), y - 12), size, "value", "middle")
        said = self.wording.interval(told)
        middle = (axis.at(told.low) + axis.at(told.high)) / 2
        at = self._clear(middle, said, right=told.ratio >= 1)
        pen.text((at, y + layout.font + 8), said, "small halo", "middle")

    def _clear(self, x: float, said: str, *, right: bool) -> float:
        """Return where the middle of a label stands so that the line of equal means does not cross it, if it can."""
        room = self.layout.width - self.layout.ratio[1]
        low, high = self.layout.ratio[0] - room, self.layout.width
        half, tie = width_of(said, self.layout.font - 1) / 2, self.ratios.at(1.0)
        x = min(max(x, low + half), high - half)
        if abs(x - tie) >= half + _GAP:
            return x
        sides = [side for side in (tie + half + _GAP, tie - half - _GAP) if low + half <= side <= high - half]
        return (sides[0] if right else sides[-1]) if sides else x

    def _axes(self, top: float) -> None:
        """Draw both axes under the frames."""
        pen, layout, axis = self.pen, self.layout, self.axis
        bottom = self.bottom = self.y
        grid = [f"M{px(axis.at(tick))} {px(top)}V{px(bottom)}" for tick in axis.ticks]
        pen.parts.insert(0, Markup(f'<path class="grid" d="{"".join(grid)}"/>'))
        for tick in axis.ticks:
            pen.text((axis.at(tick), bottom + layout.font + 4), f"{tick:g}", "small", "middle")
        pen.text((layout.end, bottom + 2 * layout.font + 10), self.wording.say("chart.unit"), "small", "end")
        if self.facts.differences:
            self._ratio_axis(bottom + (2 * layout.font + 14 if self.narrow else 0))
        self.y = bottom + 2 * layout.font + 14 + (2 * layout.font + 18 if self.narrow and self.facts.differences else 0)
        self.y += 30 if not self.narrow else 0
        if not self.narrow:
            self.y -= 18

    def _ratio_axis(self, bottom: float) -> None:
        """Write the ticks of the ratio and which side is which."""
        pen, layout, axis = self.pen, self.layout, self.ratios
        if not self.tested:
            return
        first, second = self.groups
        for tick in axis.ticks:
            pen.text((axis.at(tick), bottom + layout.font + 4), self.wording.tick(tick), "small", "middle")
        y = bottom + 2 * layout.font + 10
        half = (layout.ratio[1] - layout.ratio[0]) / 2 - 8
        size = layout.font - 1
        pen.text(
            (layout.ratio[0], y), shortened(self.wording.say("chart.more_b", b=second), room=half, font=size), "small"
        )
        more = shortened(self.wording.say("chart.more_a", a=first), room=half, font=size)
        pen.text((layout.ratio[1], y), more, "small", "end")


@dataclass(frozen=True)
class _Panel:
    """One small multiple: the frame and group it is of, and its drawings."""

    frame: CorpusFrame
    group: str
    drawings: tuple[Markup, ...]


@dataclass(frozen=True)
class _Size:
    """The size of a small multiple, in pixels."""

    kind: str
    width: int
    height: int
    font: int


_SIZES = (_Size("wide", 540, 150, 13), _Size("narrow", 358, 140, 12), _Size("print", 326, 110, 10))


def multiples(facts: CorpusFacts, wording: Wording) -> list[_Panel]:
    """Draw every frame and group over time on one axis."""
    groups = [group.name for group in facts.groups if group.side] or [""]
    frames = [frame for frame in facts.frames if frame.shown]
    values, marked = heights(facts)
    return [
        _Panel(
            frame,
            group,
            tuple(_Multiple(facts, wording, (number, group), size, (values, marked)).draw() for size in _SIZES),
        )
        for number, frame in enumerate(frames)
        for group in groups
    ]


def heights(facts: CorpusFacts) -> tuple[list[float], bool]:
    """Return the values that the axis of the small multiples must hold, and whether documents are drawn on it."""
    # Example: means of .7 among documents of up to 17 would all lie on the axis, so that these are left out there
    groups = [group.name for group in facts.groups if group.side] or [""]
    means = [cell.mean for cell in facts.cells if cell.mean is not None]
    inside = [one for one in facts.documents if one.period and (one.group in groups or groups == [""])]
    documents = [value for one in inside for value in one.density if value is not None]
    most = max(means, default=0.0)
    if len(facts.periods) <= _MARKED and most >= _LEAST_SHARE * max(documents, default=0.0):
        return means + documents, True
    ends = [cell.high for cell in facts.cells if cell.high is not None and cell.docs >= FEWEST]
    return means + [min(end, 3 * most) for end in ends], False


class _Multiple:
    """One small multiple in one size."""

    def __init__(
        self,
        facts: CorpusFacts,
        wording: Wording,
        of: tuple[int, str],
        size: _Size,
        scale: tuple[Sequence[float], bool],
    ) -> None:
        self.facts, self.wording, self.size = facts, wording, size
        self.number, self.group = of
        self.frame = [frame for frame in facts.frames if frame.shown][self.number]
        self.cells = [cell for cell in facts.cells if cell.group == self.group and cell.frame == self.frame.id]
        few = any(one.stands == "few" for one in facts.courses if one.frame == self.frame.id)
        self.joined = not few
        self.pen = Pen(size.width, size.font)
        self.left, self.right, self.top, self.bottom = 30, size.width - 10, 14, size.height - 34
        self.axis = corpus_scale.linear(scale[0], left=0, right=self.bottom - self.top)
        self.marked = scale[1]

    def draw(self) -> Markup:
        """Draw axis, documents, means and intervals."""
        for tick in self.axis.ticks[:: max(1, len(self.axis.ticks) // 3)]:
            self.pen.line((self.left, self._y(tick), self.right, self._y(tick)), "grid" if tick else "base")
            self.pen.text((self.left - 6, self._y(tick) + 4), f"{tick:g}", "small", "end")
        every = max(1, round(len(self.cells) * self._room() / (self.right - self.left) + 0.49))
        for at, cell in enumerate(self.cells):
            if at % every == 0:
                self._period(cell, self._x(at), first=at == 0)
            if self.marked:
                self._documents(cell, self._x(at))
        self._means()
        group = self.group or self.wording.say("chart.all")
        name = self.wording.say("time.panel", label=self.wording.label(self.frame.label), group=group)
        return self.pen.svg(self.size.height, kind=self.size.kind, name=name)

    def _room(self) -> float:
        """Return the pixels that a period and its number of documents need."""
        least = self.size.font * 4.2
        if self.facts.sample.docs_of <= MANY:
            return least
        said = (f"({self.wording.docs(cell.docs)})" for cell in self.cells)
        return max([least, *(width_of(one, self.size.font) + _GAP for one in said)])

    def _is_said(self, place: int, known: int) -> bool:
        """Tell whether the mean of a period is written: of each where there is room, else of the first and last."""
        between = (self.right - self.left) / len(self.cells)
        narrow = self.facts.sample.docs_of > MANY and width_of("0.00", self.size.font) + _GAP > between
        return (len(self.cells) <= _LABELS and not narrow) or place in (0, known - 1)

    def _x(self, at: int) -> float:
        """Place a period."""
        return self.left + (self.right - self.left) * (at + 0.5) / max(len(self.cells), 1)

    def _y(self, value: float) -> float:
        """Place a value."""
        return self.bottom - self.axis.at(value)

    def _means(self) -> None:
        """Draw means with their intervals, joined where every period holds documents enough."""
        known = [(self._x(at), cell, cell.mean) for at, cell in enumerate(self.cells) if cell.mean is not None]
        for x, cell, _ in known:
            if cell.low is not None and cell.high is not None and cell.docs >= FEWEST:
                self.pen.line((x, self._y(cell.low), x, self._y(cell.high)), "ci")
        if self.joined and len(known) > 1:
            path = "L".join(f"{px(x)} {px(self._y(mean))}" for x, _, mean in known)
            self.pen.parts.append(Markup(f'<path class="course" d="M{path}"/>'))
        for place, (x, _, mean) in enumerate(known):
            y = self._y(mean)
            self.pen.parts.append(Markup(f'<circle class="point" cx="{px(x)}" cy="{px(y)}" r="4"/>'))
            if self._is_said(place, len(known)):
                self.pen.text((x + 7, max(y - 6, self.size.font)), self.wording.density(mean), "value")

    def _period(self, cell: Cell, x: float, *, first: bool) -> None:
        """Write a period with its documents, as a link to them."""
        name, n = self.wording.period(cell.period, first=first), self.wording.docs(cell.docs)
        inner = "".join(
            f'<text x="{px(x)}" y="{px(self.bottom + 15 + below)}" class="small" text-anchor="middle">{said}</text>'
            for below, said in ((0, escape(name)), (14, escape(f"({n})")))
        )
        if self.size.kind == "print" or not cell.docs:
            self.pen.parts.append(Markup(inner))
            return
        data = f' data-go="g={_side_key(self.facts, cell.group)};p={self.facts.periods.index(cell.period)}"'
        whole = self.wording.period(cell.period, first=True)
        self.pen.link(inner, "#documents", f"{cell.group} {whole} {n}".strip(), data)

    def _documents(self, cell: Cell, x: float) -> None:
        """Draw the documents of a period left of its mean."""
        side = 1 if side_of(self.facts, cell.group) == "b" else 0
        inside = sorted(
            (one.density[self.number] or 0.0, at, one.title or one.doc)
            for at, one in enumerate(self.facts.documents)
            if one.period == cell.period and (one.group == cell.group or not cell.group) and one.n[self.number]
        )
        offsets = corpus_scale.swarm([self._y(value) for value, _, _ in inside], size=6, room=18)
        r = 2.5 if self.size.kind == "print" else 3.5
        outlines = [
            _outline(x - 14 + dx / 2, self._y(value), side, r)
            for (value, _, _), dx in zip(inside, offsets, strict=True)
        ]
        css = role(self.frame)
        if self.size.kind == "print":
            self.pen.parts.append(Markup(f'<path class="m {css}" d="{"".join(outlines)}"/>'))
            return
        for (value, at, title), drawn in zip(inside, outlines, strict=True):
            inner = f'<path class="m {css}" d="{drawn}"/>'
            self.pen.link(inner, f"#d{at}", f"{title[:_CUT]} {self.wording.density(value)}")


def role(frame: CorpusFrame) -> str:
    """Return the class of a frame's colour."""
    return "o" if frame.role == "other" else frame.role


def side_of(facts: CorpusFacts, group: str) -> str:
    """Return the side of a group."""
    return next((one.side for one in facts.groups if one.name == group), "")


def _side_key(facts: CorpusFacts, group: str) -> str:
    """Return the number of a group in the page, empty for all documents."""
    return next((str(at) for at, one in enumerate(facts.groups) if one.name == group), "")


def _shape(x: float, y: float, side: str, css: str) -> str:
    """Draw the mark of a group: a circle for the first, a square for the second."""
    return f'<path class="{css}" d="{_outline(x, y, 1 if side == "b" else 0, 4)}"/>'


def _outline(x: float, y: float, side: int, r: float) -> str:
    """Write the _outline of a mark: a circle for the first group, a square for the second."""
    if side:
        half = round(r * 0.88, 2)
        return f"M{px(x - half)} {px(y - half)}h{px(2 * half)}v{px(2 * half)}h{px(-2 * half)}z"
    return f"M{px(x - r)} {px(y)}a{px(r)} {px(r)} 0 1 0 {px(2 * r)} 0a{px(r)} {px(r)} 0 1 0 {px(-2 * r)} 0z"


def _wrapped(said: str, *, room: float, font: float) -> list[str]:
    """Break a text into lines that fit."""
    lines, held = [], ""
    for word in said.split():
        longer = f"{held} {word}".strip()
        if held and width_of(longer, font) > room:
            lines.append(held)
            held = word
        else:
            held = longer
    return [*lines, held] if held else lines


def shortened(said: str, *, room: float, font: float) -> str:
    """Cut a text that does not fit."""
    if width_of(said, font) <= room:
        return said
    while said and width_of(f"{said}…", font) > room:
        said = said[:-1]
    return f"{said}…"


def width_of(said: str, font: float) -> float:
    """Estimate the width of a text: a Korean letter is as wide as high, others about half."""
    return sum(font * (0.95 if ord(letter) > 0x1100 else 0.56) for letter in said)


def px(value: float) -> str:
    """Write a px with one decimal at most."""
    return f"{value:.1f}".removesuffix(".0")
