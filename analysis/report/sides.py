"""What a page keeps asking of its facts: the two sides, whose share is named, the strongest sentence of a frame."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

from analysis.report.facts import ArticleFacts, Frame, Hit, Label, Range, Verdict
from analysis.report.prose import Lang, Prose

LEAST_HITS = 5  # on each side, below which there is no share and no range


@dataclass(frozen=True)
class Sides:
    """The compared frames, the others with hits or candidates, and those without either, in the order of the book."""

    a: Frame | None
    b: Frame | None
    others: tuple[Frame, ...]
    without: tuple[Frame, ...]

    @property
    def pair(self) -> tuple[Frame, ...]:
        """The compared frames that there are."""
        return tuple(frame for frame in (self.a, self.b) if frame is not None)

    @property
    def seen(self) -> tuple[Frame, ...]:
        """Every frame that has a row: compared first."""
        return tuple(frame for frame in (*self.pair, *self.others) if frame.n or frame.candidates)


def sides(facts: ArticleFacts) -> Sides:
    """Sort the frames of a report."""
    by_role = {frame.role: frame for frame in facts.frames if frame.role != "other"}
    rest = [frame for frame in facts.frames if frame.role == "other"]
    others = sorted((frame for frame in rest if frame.n or frame.candidates), key=lambda frame: -frame.n)
    without = tuple(frame for frame in facts.frames if not frame.n and not frame.candidates)
    return Sides(by_role.get("a"), by_role.get("b"), tuple(others), without)


def name(label: Label, lang: Lang) -> str:
    """Name something in the language of the page."""
    return label.ko if lang == "ko" else label.en or label.ko


def css(frame: Frame) -> str:
    """Return the class of a frame's marks: a, b, or o for the others."""
    return "o" if frame.role == "other" else frame.role


@dataclass(frozen=True)
class Shares:
    """Whose share a page names, the frame with more hits or the first at a tie, and every range as its share."""

    subject: Frame
    against: Frame
    share: float
    rows: tuple[Range, ...]

    @property
    def ranges(self) -> tuple[Range, ...]:
        """The rows that could be computed."""
        return tuple(row for row in self.rows if row.low is not None and row.high is not None)

    @property
    def widest(self) -> Range | None:
        """The row with the widest range, the last of several."""
        return max(reversed(self.ranges), key=_width, default=None)

    @property
    def touching(self) -> tuple[Range, ...]:
        """The rows that hold a tie."""
        return tuple(row for row in self.ranges if (row.low or 0) <= 0.5 <= (row.high or 0))


def shares(facts: ArticleFacts) -> Shares | None:
    """Turn the verdict to the side of the frame with more hits; None where no share is computed."""
    told, found = facts.verdict, sides(facts)
    if told is None or told.share is None or found.a is None or found.b is None:
        return None
    if told.stands not in ("leads", "leans", "open"):
        return None
    if told.leader != found.b.id:
        return Shares(found.a, found.b, told.share, told.ranges)
    return Shares(found.b, found.a, 1 - told.share, tuple(map(_turned, told.ranges)))


def _turned(row: Range) -> Range:
    """Write a range of the first frame's share as one of the second's."""
    # Example: 0.2 to 0.6 gives 0.4 to 0.8, and what made the low end makes the high one
    low = None if row.high is None else 1 - row.high
    high = None if row.low is None else 1 - row.low
    return replace(row, low=low, high=high, low_by=row.high_by, high_by=row.low_by)


def _width(row: Range) -> float:
    """Return how wide a range is."""
    return (row.high or 0) - (row.low or 0)


def loser(verdict: Verdict, found: Sides) -> Frame | None:
    """Return the compared frame with fewer hits; None at a tie."""
    if found.a is None or found.b is None or not verdict.leader:
        return None
    return found.a if verdict.leader == found.b.id else found.b


def hits_in(facts: ArticleFacts, frame: str, *, counted: bool = True) -> Counter[int]:
    """Count the hits of a frame by sentence, or its candidates that were not counted."""
    return Counter(hit.place.sentence for hit in facts.hits if hit.frame == frame and hit.counted == counted)


def strongest(facts: ArticleFacts, frame: Frame) -> tuple[int, int] | None:
    """Choose the sentence that is quoted for a frame, and say how many hits it has.

    The sentence with most counted hits; at a tie the first in which no other frame has a counted hit, else the first.
    """
    counts = hits_in(facts, frame.id)
    if not counts:
        return None
    most = max(counts.values())
    tied = sorted(number for number, n in counts.items() if n == most)
    shared = {hit.place.sentence for hit in facts.hits if hit.counted and hit.frame != frame.id}
    alone = [number for number in tied if number not in shared]
    return (alone or tied)[0], most


def surfaces(hits: tuple[Hit, ...]) -> dict[str, str]:
    """Name every term of a codebook by the words that it matched most often in this text."""
    # Example: term al01 matched 동맹 twice and 한·미 동맹 once: {"al01": "동맹"}
    seen: dict[str, Counter[str]] = {}
    for hit in hits:
        seen.setdefault(hit.term, Counter())[hit.surface] += 1
    return {term: counts.most_common(1)[0][0] for term, counts in seen.items()}


def version(facts: ArticleFacts) -> str:
    """Return the version of the kit without its name."""
    # Example: "damron 0.1.0" gives "0.1.0"
    return facts.method.kit.rpartition(" ")[2]


def texts_of(facts: ArticleFacts, lang: Lang) -> dict[str, str]:
    """Return the label of every frame by its id."""
    return {frame.id: name(frame.label, lang) for frame in facts.frames}


def row_name(row: Range, prose: Prose, kind: str = "") -> str:
    """Name a row of how sure: as a heading, short (`_short`), or as the widest (`widest_`)."""
    key = f"source_row.widest_{row.source}" if kind == "widest" else f"source_row.{row.source}{kind}"
    return prose.say(key, unit=prose.say("unit.sentence"))
