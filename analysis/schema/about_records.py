"""The records that `About` holds: what a table says of itself with several values at once."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from analysis.equality import NanEqual

__all__ = [
    "Checked",
    "Curve",
    "FrameName",
    "Headline",
    "Marker",
    "Position",
    "Source",
    "Spread",
    "Stands",
    "Unnamed",
    "Verdict",
]


@dataclass(frozen=True)
class FrameName:
    """A frame of the codebook, as charts name and colour it."""

    id: str
    label: str = ""
    colour: str = ""


@dataclass(frozen=True)
class Source:
    """A codebook or list of markers that a table was counted with."""

    id: str = ""
    version: str = ""
    status: str = ""
    sha256: str = ""
    evidence: str = ""


@dataclass(frozen=True)
class Marker:
    """A label of the stance list with its Korean name."""

    id: str
    label: str = ""


@dataclass(frozen=True, eq=False)
class Headline(NanEqual):
    """The contrast of a whole text, against which its variants are judged."""

    frame_a: str = ""
    frame_b: str = ""
    n_a: int = 0
    n_b: int = 0
    share: float = math.nan
    log_ratio: float = math.nan
    weight_a: float = math.nan
    weight_b: float = math.nan


Stands = Literal["leads", "leans", "open", "none"]


@dataclass(frozen=True)
class Verdict:
    """What may be said of two frames in one text, in Korean sentences without their full stops."""

    # leads: holds in every way of counting that changes something, and chance seldom brings as much; leans: holds, but
    # chance is not ruled out; open: some way of counting turns it over; none: no frame leads
    stands: Stands
    finding: str  # the counts, and the lead as far as it may be stated
    counting: str = ""  # in how many ways of counting that change something it holds
    chance: str = ""


@dataclass(frozen=True)
class Curve:
    """What the whole curve of a document says; the last three are None where it cannot say."""

    doc: str
    sentences: int = 0
    hits: int = 0
    reach: float = 0.0
    limit: float | None = None
    p: float | None = None
    leaves: bool | None = None


@dataclass(frozen=True, eq=False)
class Unnamed(NanEqual):
    """How much of the voices of a group has no name."""

    group: str
    n: int = 0  # quotations of sources without a name
    quotations: int = 0  # with a speaker
    share: float = math.nan
    low: float = math.nan
    high: float = math.nan


@dataclass(frozen=True)
class Position:
    """Where an actor stands on a concept: statements for and against."""

    actor: str
    concept: str
    agree: int = 0
    disagree: int = 0


@dataclass(frozen=True, eq=False)
class Spread(NanEqual):
    """How often and how evenly a term of `stats.positions` stands in the text."""

    term: str
    tag: str = ""
    n: int = 0
    range: int = 0
    dp: float = math.nan
    dp_norm: float = math.nan


@dataclass(frozen=True, eq=False)
class Checked(NanEqual):
    """What people found of a list of polarity: sentences of one part, human coders, and on which documents (hashes)."""

    units: int = 0
    coders: int = 0
    alpha: float = math.nan  # the lower of the two poles
    macro_f1: float = math.nan
    texts: tuple[str, ...] = ()
    here: bool = False  # whether that suffices to draw these hits
