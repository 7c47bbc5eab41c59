"""The facts of a corpus report: typed, frozen, in no language; what the page says is written from them alone.

Counts, means, intervals and tests are of all documents. `documents` and `lines` are samples that keep the make-up of
the corpus, since a page cannot hold thousands of rows; `sample` says of how many. Ids of documents are text.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from analysis.report.facts import Label, Role, Validity, read_as, written

SCHEMA = "damron-corpus-report/1"

Grouped = Literal["two", "chosen", "one", "none"]  # two groups, two of several, all documents of one, no value at all
Side = Literal["a", "b", ""]  # the first and the second compared group, and the others
Stands = Literal["a", "b", "open", "untested", "absent", "undefined"]
Course = Literal["same", "mixed", "few", "alone", "one", "absent"]
Step = Literal["day", "week", "month", "quarter", "year", ""]


@dataclass(frozen=True)
class Asked:
    """What was asked: the variable, the named sets of its values, and whether there are two groups to compare."""

    variable: str
    sets: tuple[tuple[str, tuple[str, ...]], ...]
    state: Grouped
    groups: int  # different values, of all documents


@dataclass(frozen=True)
class Material:
    """What the corpus is made of, in documents."""

    docs: int
    outlets: int
    no_outlet: int
    first: str  # days, empty where no document has one
    last: str
    undated: int
    ungrouped: int  # in no group
    truncated: int  # only the beginning of an article
    copies: int  # nearly the same as an earlier one
    stories: int  # what is left when those count as one
    licences: tuple[str, ...]
    unlicensed: int
    gone: int  # read and set apart whole


@dataclass(frozen=True)
class DocumentGroup:
    """A group of documents; `side` of the two that are compared."""

    name: str
    side: Side
    docs: int
    first: str
    last: str


@dataclass(frozen=True)
class CorpusBook:
    """The codebook that was used: named by the user, or chosen by its hits. `file` is empty if it is in none."""

    id: str
    version: str
    title: Label
    status: Literal["unvalidated", "piloted", "validated"]
    sha256: str
    chosen: Literal["asked", "hits"]
    terms: int
    file: str
    validity: tuple[Validity, ...]


@dataclass(frozen=True)
class TriedBook:
    """A codebook that was tried: counted hits, documents with one, whether that is enough to count frames."""

    id: str
    title: Label
    n: int
    docs: int
    questions: bool  # general frames, that are questions to code and are not chosen by hits
    fits: bool


@dataclass(frozen=True)
class CorpusFrame:
    """A frame in all documents: counted hits and the documents with one; `shown` if it is compared and drawn."""

    id: str
    label: Label
    role: Role
    n: int
    docs: int
    shown: bool


@dataclass(frozen=True)
class GroupMean:
    """Mean density of a frame in a group, over stories, with its 95% interval; an empty group is all documents.

    `zeros` counts the documents without a hit. `share_upper` is the one-sided bound where all are 0.
    """

    group: str
    frame: str
    docs: int
    clusters: int
    n: int
    zeros: int
    mean: float | None
    low: float | None
    high: float | None
    pooled: float | None
    share_upper: float | None


@dataclass(frozen=True)
class Difference:
    """One frame in the two groups: ratio of the mean densities a to b, its interval, p and p over all shown frames.

    `stands` names the side that is higher where that may be claimed. `zero` is the side without a hit, whose bound is
    `share_upper`. `crossing` says that a story stands on both sides, so that there was no permutation.
    """

    frame: str
    stands: Stands
    zero: Side
    mean_a: float | None
    mean_b: float | None
    ratio: float | None
    low: float | None
    high: float | None
    p: float | None
    p_adjusted: float | None
    n_a: int
    n_b: int
    docs_a: int
    docs_b: int
    clusters_a: int
    clusters_b: int
    share_upper: float | None
    rough: bool
    unsteady: bool
    crossing: bool


@dataclass(frozen=True)
class Cell:
    """A frame in a group and a period; an empty group is all documents. `zeros` of the documents have no hit."""

    group: str
    period: str
    frame: str
    docs: int
    zeros: int
    n: int
    mean: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True)
class FrameCourse:
    """What may be said of a frame over time: `side` is higher in every period, where `stands` is same."""

    frame: str
    stands: Course
    side: Side


@dataclass(frozen=True)
class SideWord:
    """A word in the two groups: counts, documents, per 10,000, base-2 log ratio, p corrected for all words tested."""

    term: str
    tag: str
    n_a: int
    n_b: int
    docs_a: int
    docs_b: int
    per_10k_a: float
    per_10k_b: float
    log_ratio: float | None
    p_adjusted: float | None


@dataclass(frozen=True)
class SideWords:
    """Words between the groups, the most different of each side; `tested` words, of which `different` surely differ."""

    rows: tuple[SideWord, ...]
    tested: int
    different: int
    minimum: int
    shuffles: int


@dataclass(frozen=True)
class CorpusWord:
    """A frequent word."""

    term: str
    tag: str
    n: int
    docs: int


@dataclass(frozen=True)
class CorpusName:
    """A name and what it names: person, organisation, place or other."""

    term: str
    kind: str
    n: int
    docs: int


@dataclass(frozen=True)
class CorpusDocument:
    """A document of the sample; `n` and `density` in the order of the frames, `first` the original that it copies."""

    doc: str
    title: str
    outlet: str
    author: str
    date: str
    group: str
    period: str
    sentences: int
    content: int
    n: tuple[int, ...]
    density: tuple[float | None, ...]
    first: str


@dataclass(frozen=True)
class CorpusLine:
    """A sentence with a hit, with a word where `frame` is empty, or with what `speaker` says where both are."""

    doc: str
    frame: str
    term: str
    sentence: int
    left: str  # the rest of the sentence
    surface: str
    right: str
    speaker: str


@dataclass(frozen=True)
class Sampled:
    """Documents and lines in the page, of how many there are, and the strata (period and group) that were kept.

    Documents `with_hits` of the shown frames are drawn apart from the others, so that the page has most of their lines;
    `lines` are those of frames. Quotations and names were looked for in the documents `heard`: in all, or a sample.
    """

    docs: int
    docs_of: int
    with_hits: int
    with_hits_of: int
    lines: int
    lines_of: int
    strata: int
    heard: int


@dataclass(frozen=True)
class CopiedDocument:
    """A document of a story."""

    doc: str
    title: str
    outlet: str
    group: str
    date: str


@dataclass(frozen=True)
class Story:
    """Documents of one event, or nearly the same, the first one first; `docs` of them, some of which are listed."""

    docs: int
    listed: tuple[CopiedDocument, ...]


@dataclass(frozen=True)
class WordBurst:
    """Days in which a word stands in a much larger share of the documents than outside them."""

    term: str
    start: str
    end: str
    docs: int
    docs_all: int
    share: float
    outside: float
    title: str


@dataclass(frozen=True)
class Voice:
    """A speaker with a name: quotations, and their share of those of the group."""

    actor: str
    n: int
    docs: int
    share: float
    low: float | None  # None where one document holds all quotations
    high: float | None


@dataclass(frozen=True)
class GroupVoices:
    """Whose words a group quotes; without shares and voices where quotations with a speaker are too few."""

    group: str  # empty for all documents
    n: int  # quotations with a speaker
    nobody: int  # without one
    docs: int  # that hold a quotation with a speaker
    unnamed: int  # quotations of sources without a name
    share: float | None  # of these
    low: float | None
    high: float | None
    voices: tuple[Voice, ...]  # the most quoted first


@dataclass(frozen=True)
class NetworkTerm:
    """A term of the network: sentences that hold it, its community from 1, and its place between 0 and 1."""

    term: str
    windows: int
    community: int
    x: float
    y: float


@dataclass(frozen=True)
class NetworkTie:
    """A tie between two terms, by their places in the list of terms: common sentences and the Jaccard index."""

    a: int
    b: int
    n: int
    jaccard: float


@dataclass(frozen=True)
class TermNetwork:
    """Terms that stand in the same sentences, cut to their strongest ties, with communities beyond chance."""

    windows: int
    paired: int  # terms before the cut
    each: int
    least: int
    modularity: float
    chance: float  # 95th percentile of the modularity of networks rewired at random
    runs: int
    terms: tuple[NetworkTerm, ...]
    ties: tuple[NetworkTie, ...]
    alone: tuple[str, ...]  # terms without a tie after the cut


@dataclass(frozen=True)
class Finding:
    """What reading did or noticed: columns of schema.INSPECTION."""

    stage: str
    kind: str
    n: int
    docs: int


@dataclass(frozen=True)
class UnreadFile:
    """A file that could not be read."""

    file: str
    reason: str


@dataclass(frozen=True)
class SideFile:
    """A table beside the page."""

    kind: str
    name: str
    rows: int
    bytes: int
    sha256: str


@dataclass(frozen=True)
class CorpusMethod:
    """How it was counted."""

    kit: str
    analyser: str
    model: str
    sentences: int
    morphemes: int
    sha256: str
    units: str
    variants: str
    stop: str
    given: tuple[str, ...]  # units and spellings that the user named
    removed: tuple[tuple[str, int], ...]  # kind of line and how many were taken away
    software: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class CorpusFacts:
    """Everything that the report of a corpus says. Without a `book` no codebook fits, and there are no frames."""

    schema: str
    title: str
    redacted: bool
    asked: Asked
    material: Material
    groups: tuple[DocumentGroup, ...]
    step: Step
    periods: tuple[str, ...]
    book: CorpusBook | None
    tried: tuple[TriedBook, ...]
    frames: tuple[CorpusFrame, ...]
    means: tuple[GroupMean, ...]
    differences: tuple[Difference, ...]
    cells: tuple[Cell, ...]
    courses: tuple[FrameCourse, ...]
    words: SideWords | None
    frequent: tuple[CorpusWord, ...]
    names: tuple[CorpusName, ...]
    documents: tuple[CorpusDocument, ...]
    lines: tuple[CorpusLine, ...]
    sample: Sampled
    stories: tuple[Story, ...]
    bursts: tuple[WordBurst, ...]  # the strongest first; empty with too few days
    voices: tuple[GroupVoices, ...]  # of the compared groups; empty where none has quotations enough
    network: TermNetwork | None
    events: int  # stories of articles about one event; 0 where the stories listed are nearly the same texts
    crowded: bool  # so many documents stand close in time that no events were looked for
    findings: tuple[Finding, ...]
    unread: tuple[UnreadFile, ...]
    files: tuple[SideFile, ...]
    method: CorpusMethod


def to_json(facts: CorpusFacts) -> str:
    """Write facts as JSON, the same bytes for the same facts."""
    return written(facts)


def from_json(text: str) -> CorpusFacts:
    """Read facts from JSON; refuse what is no corpus report of this schema."""
    return read_as(CorpusFacts, text, schema=SCHEMA)
