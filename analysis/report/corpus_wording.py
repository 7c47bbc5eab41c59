"""What a corpus report says: finding, lede, titles and numbers, all from the facts, in Korean or English."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from analysis.report.corpus_contract import CorpusFacts, Difference, SideWord
from analysis.report.facts import Label
from analysis.report.prose import Marked, Prose

_SURE = 0.05
_FEWEST_FOR_INTERVAL = 3
_FEWEST_FOR_P = 5
_LARGE = 10  # from here on one decimal less


@dataclass(frozen=True)
class Wording:
    """The texts of one report in one language."""

    facts: CorpusFacts
    prose: Prose

    @property
    def noun(self) -> str:
        """What a document is called: an article where an outlet is stated, else a text."""
        return "article" if self.facts.material.outlets else "text"

    def say(self, key: str, /, **values: object) -> str:
        """Write a sentence of this report."""
        return self.prose.say(f"corpus.{key}", **self._common() | values)

    def rich(self, key: str, /, **values: object) -> Markup:
        """Write a sentence of this report as HTML."""
        return self.prose.rich(f"corpus.{key}", **self._common() | values)

    def template(self, key: str) -> str:
        """Return a template for the script to fill."""
        return self.prose.template(f"corpus.{key}").replace("{doc}", self.prose.say(f"corpus.noun.{self.noun}"))

    def _common(self) -> dict[str, object]:
        """Return what every sentence may use: what a document and what a group are called."""
        variable = self.facts.asked.variable
        group = "group" if self.facts.asked.sets else variable
        named = group if f"corpus.group.{group}" in self.prose else ""
        return {
            "doc": self.prose.say(f"corpus.noun.{self.noun}"),
            "docs": self.prose.say(f"corpus.noun.{self.noun}s"),
            "by": self.prose.say(f"corpus.group.{named}") if named else variable,
        }

    def docs(self, n: int) -> str:
        """Write a number of documents: 25건, 25편, 25 articles."""
        return self.prose.say(f"corpus.noun.{self.noun}_{'one' if n == 1 else 'n'}", n=n)

    def label(self, label: Label) -> str:
        """Name something in the language of the page."""
        return label.ko if self.prose.lang == "ko" else label.en or label.ko

    def frame(self, frame: str) -> Marked:
        """Name a frame in its colour."""
        found = next(one for one in self.facts.frames if one.id == frame)
        return Marked(self.label(found.label), "o" if found.role == "other" else found.role)

    def density(self, value: float | None) -> str:
        """Write a mean: one decimal, two where it is small; 0 alone is 0."""
        # Example: 13.18 gives 13.2, 0.733 gives 0.73, 0.004 gives <0.01
        if value is None:
            return "–"
        if 0 <= value < 0.005:
            return "<0.01" if value else "0"
        return f"{value:.2f}" if 0 < value < 1 else f"{value:.1f}"

    def times(self, ratio: float) -> str:
        """Write a ratio: 3.60배, x3.60."""
        return self.say("number.times", ratio=factor(ratio))

    def tick(self, ratio: float) -> str:
        """Write a tick of the axis of ratios."""
        return self.say("number.times", ratio=f"{ratio:g}" if ratio >= 1 else f"1/{1 / ratio:g}")

    def percent(self, value: float | None) -> str:
        """Write a share in percent: 12.3%."""
        return "–" if value is None else f"{100 * value:.1f}%"

    def percents(self, low: float | None, high: float | None) -> str:
        """Write the interval of a share: 8.1~17.0%."""
        return "–" if low is None or high is None else f"{100 * low:.1f}~{100 * high:.1f}%"

    def p(self, value: float | None) -> str:
        """Write p with its sign, kept on one line: p = .049, p < .001."""
        if value is None:
            return ""
        written = "p < .001" if value < 0.001 else f"p = {value:.3f}".replace("= 0.", "= .")
        return written.replace(" ", "\u00a0")  # on one line

    def interval(self, told: Difference) -> str:
        """Write the interval of a ratio with p, as it stands under its mark."""
        ends = f"{factor(told.low or 0)}~{factor(told.high or 0)}"
        p = self.p(told.p_adjusted)
        return f"{self.say('number.times', ratio=ends)}, {p}" if p else self.say("number.times", ratio=ends)

    def period(self, name: str, *, first: bool = False) -> str:
        """Write a period; the year where it is the first of the row or begins a year."""
        # Example: 2026-01 gives 1월, and 2026년 1월 where it is the first; 2023-05-08 by week gives 5/8~
        step, year = self.facts.step, name[:4]
        if step == "year":
            return self.prose.say("corpus.period.year", year=year)
        if step == "quarter":
            return self.prose.say("corpus.period.quarter", year=year, n=name[-1])
        if step == "month":
            key = "month_year" if first or name.endswith("-01") else "month"
            return self.prose.say(f"corpus.period.{key}", year=year, month=int(name[5:7]))
        return self.prose.say(f"corpus.period.{step or 'day'}", year=year, month=int(name[5:7]), day=int(name[8:10]))

    def period_day(self, date: str) -> str:
        """Write a day: 1.5., 5 Jan."""
        return self.prose.say("corpus.period.date", month=int(date[5:7]), day=int(date[8:10]))

    def question(self) -> str:
        """Write the question that was asked."""
        asked = self.facts.asked
        return self.say("question.one" if asked.state in ("one", "none") else "question.two")

    def groups(self) -> str:
        """Write the groups with their sizes, the compared ones first."""
        shown = [group for group in self.facts.groups if group.side] or list(self.facts.groups[:3])
        return self.prose.list([f"{group.name} {self.docs(group.docs)}" for group in shown])

    def no_ratio(self, told: Difference) -> str:
        """Say in place of a ratio why there is none, and what bounds the difference."""
        a, b = self.sides()
        if told.stands == "absent":
            return self.say("ratio.absent")
        if told.zero:
            empty, n = (a, told.docs_a) if told.zero == "a" else (b, told.docs_b)
            said = self.say("ratio.zero", group=empty, n=self.docs(n))
            if (
                told.share_upper is not None
                and (told.clusters_a if told.zero == "a" else told.clusters_b) >= _FEWEST_FOR_INTERVAL
            ):
                said += " " + self.say("ratio.upper", upper=f"{100 * told.share_upper:.0f}%")
            if told.p_adjusted is not None:
                said += f" {self.p(told.p_adjusted)}"
            return said
        if told.ratio is not None:
            return self.say("ratio.few", ratio=factor(told.ratio), least=_FEWEST_FOR_INTERVAL)
        return self.say("ratio.undefined")

    def sides(self) -> tuple[str, str]:
        """Name the two compared groups."""
        named = {group.side: group.name for group in self.facts.groups}
        return named.get("a", ""), named.get("b", "")


def factor(ratio: float) -> str:
    """Write a ratio in three digits."""
    # Example: 3.596, 10.788 and 0.244 give 3.60, 10.8 and 0.24
    return f"{ratio:.1f}" if ratio >= _LARGE else f"{ratio:.2f}"


def headline(wording: Wording) -> Markup:
    """Answer the question that was asked, in one or two short sentences."""
    facts = wording.facts
    if facts.book is None:
        return _words_headline(wording)
    if not facts.differences:
        return _alone_headline(wording)
    a, b = wording.sides()
    sure = {side: [one for one in facts.differences if one.stands == side] for side in ("a", "b")}
    if sure["a"] and sure["b"]:
        first, second = (_frames(wording, sure[side]) for side in ("a", "b"))
        return _both(wording, a, b, first, second)
    for side, higher, lower in (("a", a, b), ("b", b, a)):
        if sure[side]:
            return _listed(wording, "finding.one", _frames(wording, sure[side]), higher=higher, lower=lower)
    states = {one.stands for one in facts.differences}
    if "open" in states:
        return wording.rich("finding.open", a=a, b=b)
    return wording.rich(f"finding.{_no_test(facts) or 'absent'}", a=a, b=b)


def _no_test(facts: CorpusFacts) -> str:
    """Say why a difference has no test: too few documents, or values that do not vary; empty where all have one."""
    untested = [one for one in facts.differences if one.stands == "untested"]
    if any(min(one.clusters_a, one.clusters_b) < _FEWEST_FOR_P for one in untested):
        return "untested"
    return "untestable" if untested else ""


def _frames(wording: Wording, told: list[Difference]) -> list[Marked]:
    """Name the frames of some differences."""
    return [wording.frame(one.frame) for one in told]


def _both(wording: Wording, a: str, b: str, first: list[Marked], second: list[Marked]) -> Markup:
    """Write that each group has more of something."""
    head = _listed(wording, "finding.both_a", first, higher=a, lower=b)
    return head + _listed(wording, "finding.both_b", second, higher=b, lower=a)


def _listed(wording: Wording, key: str, frames: list[Marked], *, higher: str, lower: str) -> Markup:
    """Write a sentence about one frame or two; of more the others are counted."""
    n = min(len(frames), 3)
    names = {f"f{at}": frame for at, frame in enumerate(frames[:2], start=1)}
    return wording.rich(f"{key}_{n}", higher=higher, lower=lower, n=len(frames), **names)


def _alone_headline(wording: Wording) -> Markup:
    """Say where the frames stand, where there are no two groups."""
    facts = wording.facts
    shown = [one for one in facts.frames if one.shown]
    most = sorted(shown, key=lambda one: -one.docs)[:2]
    values: dict[str, object] = {"all": wording.docs(facts.material.docs)}
    for at, one in enumerate(most, start=1):
        values |= {f"f{at}": wording.frame(one.id), f"n{at}": wording.docs(one.docs)}
    return wording.rich(f"finding.alone_{len(most)}", **values)


def _words_headline(wording: Wording) -> Markup:
    """Say what differs between the words of the groups, or which are the most frequent."""
    facts = wording.facts
    a, b = wording.sides()
    quoted = wording.prose.quoted
    if facts.words is not None and facts.words.different:
        sure = [row for row in facts.words.rows if row.p_adjusted is not None and row.p_adjusted < _SURE]
        of_a = next((row for row in sure if _of_a(row)), None)
        of_b = next((row for row in sure if not _of_a(row)), None)
        if of_a and of_b:
            return wording.rich("finding.words_both", a=a, b=b, first=quoted(of_a.term), second=quoted(of_b.term))
        if of_a or of_b:
            more, less = (a, b) if of_a else (b, a)
            return wording.rich(
                "finding.words_one", higher=more, lower=less, first=quoted((of_a or of_b or sure[0]).term)
            )
    if facts.words is not None and facts.words.tested:
        return wording.rich("finding.words_open", a=a, b=b)
    terms = [word.term for word in facts.frequent[:2]]
    if len(terms) < 2:
        return wording.rich("finding.words_none")
    return wording.rich("finding.words_most", first=quoted(terms[0]), second=quoted(terms[1]))


def _of_a(row: SideWord) -> bool:
    """Whether a word is relatively more frequent in the first group."""
    return row.log_ratio is not None and row.log_ratio > 0


def lede(wording: Wording) -> list[Markup]:
    """Write what the finding rests on: a sentence a frame, with ratio, interval and p."""
    facts = wording.facts
    if facts.book is None:
        return _words_lede(wording)
    if not facts.differences:
        return [_why_alone(wording)]
    said = [_difference(wording, one) for one in facts.differences]
    if why := _no_test(facts):
        said.append(wording.rich(f"lede.{why}", least=_FEWEST_FOR_P))
    open_ = [one for one in facts.differences if one.stands == "open"]
    if open_:
        key = "open_all" if len(open_) == len(facts.differences) else "open_some"
        said.append(
            wording.rich(f"lede.{key}", frames=wording.prose.list([wording.frame(one.frame).text for one in open_]))
        )
    return said


def _difference(wording: Wording, told: Difference) -> Markup:
    """Write the sentence of one frame, the higher side first."""
    a, b = wording.sides()
    frame = wording.frame(told.frame)
    if told.stands == "absent":
        return wording.rich("lede.absent", frame=frame)
    p = wording.p(told.p_adjusted)
    if told.zero:
        empty, other = (a, b) if told.zero == "a" else (b, a)
        n, hits = (told.docs_a, told.n_b) if told.zero == "a" else (told.docs_b, told.n_a)
        key = "lede.zero" if p else "lede.zero_plain"
        return wording.rich(key, frame=frame, empty=empty, n=wording.docs(n), other=other, hits=hits, p=p)
    if told.ratio is None:
        return wording.rich("lede.undefined", frame=frame)
    turned = told.ratio < 1
    higher, lower = (b, a) if turned else (a, b)
    ratio = 1 / told.ratio if turned else told.ratio
    if told.low is None or told.high is None:
        return wording.rich("lede.few", frame=frame, higher=higher, lower=lower, ratio=factor(ratio))
    low, high = (1 / told.high, 1 / told.low) if turned else (told.low, told.high)
    values: dict[str, object] = {"frame": frame, "higher": higher, "lower": lower, "ratio": factor(ratio), "p": p}
    return wording.rich("lede.ratio" if p else "lede.ratio_plain", low=factor(low), high=factor(high), **values)


def _why_alone(wording: Wording) -> Markup:
    """Say why no groups are compared."""
    facts = wording.facts
    if facts.asked.state == "one":
        return wording.rich("lede.one_group", group=facts.groups[0].name)
    return wording.rich("lede.no_group")


def _words_lede(wording: Wording) -> list[Markup]:
    """Say that no codebook fits, and how the words were compared."""
    facts = wording.facts
    tried = [one for one in facts.tried if not one.questions]
    names = wording.prose.list([wording.say("lede.tried", title=wording.label(one.title), n=one.n) for one in tried])
    said = [wording.rich("lede.no_book", tried=names)] if names else [wording.rich("lede.asked_none")]
    if facts.words is None:
        said.append(_why_alone(wording))
    return [*said, wording.rich("lede.words", said=words_note(wording))] if facts.words else said


def notes(wording: Wording) -> list[str]:
    """Write what stands under the chart: how intervals and p were made, and what to mind."""
    facts = wording.facts
    if facts.book is None:
        return []
    said = [wording.say("note.sample", n=facts.sample.with_hits, of=wording.docs(facts.sample.with_hits_of))]
    said = said if facts.sample.with_hits < facts.sample.with_hits_of else []
    tests = [one for one in facts.differences if one.p is not None]
    if facts.differences:
        said.append(wording.say("note.interval"))
        if len(tests) > 1:
            said.append(wording.say("note.adjusted", n=len(tests)))
        if any(one.crossing for one in tests):
            said.append(wording.say("note.crossing"))
        elif tests:
            said.append(wording.say("note.larger"))
        if any(one.rough for one in facts.differences):
            said.append(wording.say("note.rough"))
        if any(one.unsteady for one in facts.differences):
            said.append(wording.say("note.unsteady"))
    if facts.material.copies:
        values = {"n": wording.docs(facts.material.copies), "stories": facts.material.stories}
        said.append(wording.say("note.copies", **values))
    return said


def status(wording: Wording) -> list[str]:
    """Write beside the badge what is special about the documents."""
    material = wording.facts.material
    counts = (
        ("truncated", material.truncated),
        ("copies", material.copies),
        ("ungrouped", material.ungrouped if wording.facts.asked.state != "none" else 0),
        ("undated", material.undated),
        ("gone", material.gone),
    )
    return [wording.say(f"status.{name}", n=wording.docs(n)) for name, n in counts if n]


def time_title(wording: Wording) -> Markup:
    """Say what the small multiples show; nothing on a course where a period holds too few documents."""
    facts = wording.facts
    steps = wording.say(f"step.{facts.step}")
    same = [one for one in facts.courses if one.stands == "same"]
    if same:
        a, b = wording.sides()
        higher = a if same[0].side == "a" else b
        n = wording.say(f"step.{facts.step}_n", n=len(facts.periods))
        return wording.rich("time.same", frame=wording.frame(same[0].frame), n=n, higher=higher)
    return wording.rich("time.plain", steps=steps)


def time_note(wording: Wording, *, marked: bool) -> str:
    """Say how to read them, and where documents are not drawn."""
    facts = wording.facts
    few = any(one.stands == "few" for one in facts.courses)
    steps = wording.say(f"step.{facts.step}")
    said = wording.say("time.note_few" if few else "time.note", steps=steps, least=_FEWEST_FOR_P)
    return said if marked else f"{said} {wording.say('time.unmarked')}"


def no_time(wording: Wording) -> str:
    """Say why there is nothing over time."""
    facts = wording.facts
    if not facts.periods:
        return wording.say("time.undated")
    return wording.say("time.one", period=wording.period(facts.periods[0], first=True))


def words_title(wording: Wording) -> str:
    """Say how many words differ."""
    words = wording.facts.words
    if words is None or not words.rows:
        return wording.say("words.none")
    if not words.tested:
        return wording.say("words.untested")
    if words.different:
        return wording.say("words.different_one" if words.different == 1 else "words.different", n=words.different)
    return wording.say("words.open")


def words_note(wording: Wording) -> str:
    """Say how they were compared."""
    words = wording.facts.words
    if words is None:
        return ""
    if not words.tested:
        return wording.say("words.note_untested", least=_FEWEST_FOR_P)
    return wording.say("words.note", tested=words.tested, least=2 * words.minimum, shuffles=words.shuffles)


def stories_title(wording: Wording) -> str:
    """Say how many groups of nearly equal documents there are."""
    facts = wording.facts
    if not facts.stories:
        return wording.say("stories.none")
    if facts.events:
        return wording.say("stories.head_events", n=facts.events)
    return wording.say("stories.head", n=facts.material.copies, copies=wording.docs(facts.material.copies))


def stories_note(wording: Wording) -> str:
    """Say how they were found."""
    facts = wording.facts
    if not facts.stories:
        said = wording.say("stories.note_none")
    elif facts.events:
        copies = wording.docs(facts.material.copies)
        said = wording.say("stories.note_events", copies=copies, shown=len(facts.stories))
    else:
        whole = wording.docs(facts.material.docs)
        said = wording.say("stories.note", all=whole, stories=facts.material.stories, shown=len(facts.stories))
    return f"{said} {wording.say('stories.crowded')}" if facts.crowded else said


def voices_said(wording: Wording) -> str:
    """Say how much of what is quoted has no name, in every group with quotations enough."""
    parts = []
    for one in wording.facts.voices:
        if one.share is not None:
            key = "voices.share" if one.group else "voices.share_all"
            shares = {"share": wording.percent(one.share), "interval": wording.percents(one.low, one.high)}
            parts.append(wording.say(key, group=one.group, n=one.n, **shares))
    return wording.say("voices.said", list=wording.prose.list(parts)) if parts else ""


def voices_note(wording: Wording) -> str:
    """Say what was counted, what was left out, and which groups have too few quotations."""
    held = wording.facts.voices
    said = [wording.say("voices.note", nobody=sum(one.nobody for one in held))]
    said += [wording.say("voices.few", group=one.group, n=one.n) for one in held if one.share is None]
    return " ".join([*said, *heard(wording)])


def heard(wording: Wording) -> list[str]:
    """Say of how many documents quotations and names are, where it is a sample."""
    sample = wording.facts.sample
    if sample.heard == sample.docs_of:
        return []
    return [wording.say("voices.heard", n=wording.docs(sample.heard), of=wording.docs(sample.docs_of))]


def network_said(wording: Wording) -> str:
    """Say into how many communities the terms fall, and how far that is beyond chance."""
    network = wording.facts.network
    if network is None:
        return ""
    n = len({one.community for one in network.terms})
    numbers = {"modularity": _coefficient(network.modularity), "chance": _coefficient(network.chance)}
    return wording.say("network.said", terms=len(network.terms), n=n, **numbers)


def network_note(wording: Wording) -> str:
    """Say what is tied, by which cut, and how the picture is read."""
    network = wording.facts.network
    if network is None:
        return ""
    numbers = {"windows": network.windows, "paired": network.paired, "least": network.least, "each": network.each}
    said = [wording.say("network.note", **numbers)]
    if network.alone:
        said.append(wording.say("network.alone", list=wording.prose.list(network.alone)))
    return " ".join(said)


def _coefficient(value: float) -> str:
    """Write a coefficient below 1 as papers do: .45."""
    return f"{value:.2f}".replace("0.", ".", 1)


def table_title(wording: Wording) -> str:
    """Say how many documents the table holds."""
    sample = wording.facts.sample
    n = wording.docs(sample.docs)
    if sample.docs == sample.docs_of:
        return wording.say("table.head", n=n)
    return wording.say("table.head_sample", n=n, all=wording.docs(sample.docs_of))


def table_note(wording: Wording) -> str:
    """Say how the documents and lines of the page were chosen."""
    facts = wording.facts
    sample = facts.sample
    said = []
    if sample.docs < sample.docs_of:
        steps = wording.say(f"table.by_{'step' if facts.step and facts.groups else 'group'}")
        key = "table.note_sample" if facts.book else "table.note_sample_plain"
        values = {"with_of": wording.docs(sample.with_hits_of), "with_n": wording.docs(sample.with_hits)}
        said.append(wording.say(key, how=steps, rest=wording.docs(sample.docs - sample.with_hits), **values))
    if facts.redacted:
        said.append(wording.say("table.redacted"))
    elif sample.lines < sample.lines_of:
        said.append(wording.say("table.lines", n=sample.lines, of=sample.lines_of))
    elif facts.book:
        said.append(wording.say("table.note"))
    return " ".join(said)
