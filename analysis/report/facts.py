"""The facts of a report: typed, frozen, in no language; what the page says is written from them alone.

Places are offsets of characters in the text of the document, a half-open span each; sentences and paragraphs are
numbered from 1. A list that may be empty is empty where there is nothing to show, and the page says so in a sentence.
"""

from __future__ import annotations

import dataclasses
import json
import types
import typing
from dataclasses import dataclass
from typing import Any, Literal, TypeVar

from analysis.errors import ReportError
from analysis.messages import message

SCHEMA = "damron-report/1"
_T = TypeVar("_T")

Role = Literal["a", "b", "other"]  # the two compared frames, and the rest
Stands = Literal["leads", "leans", "open", "few", "one", "none"]
Source = Literal["term", "sentence", "paragraph", "counting", "resampling"]
Reason = Literal["", "few", "single", "same", "lost"]


@dataclass(frozen=True)
class Label:
    """A name in both languages."""

    ko: str
    en: str


@dataclass(frozen=True)
class Place:
    """Where something stands."""

    sentence: int
    start: int
    end: int


@dataclass(frozen=True)
class Document:
    """What is known of a document; an empty string where nothing is."""

    doc: str
    title: str
    author: str
    post: str
    outlet: str
    date: str
    section: str
    licence: str
    sha256: str


@dataclass(frozen=True)
class Sentence:
    """One sentence; `key` is the number of different frequent words in it, for sentences of the discovery report."""

    number: int
    paragraph: int
    start: int
    end: int
    key: int = 0


@dataclass(frozen=True)
class Frame:
    """One frame: counted hits and the sentences with one, candidates that were not counted, weighted sum."""

    id: str
    label: Label
    role: Role
    n: int
    sentences: int
    candidates: int
    weight: float


@dataclass(frozen=True)
class Hit:
    """One place of a frame's term; `why` of a candidate that was not counted: a support term alone in its scope.

    `speaker` is whoever is quoted there, `agent` the subject of the clause (kind we, subject, none).
    """

    frame: str
    term: str
    tier: str
    weight: float
    surface: str
    place: Place
    counted: bool
    why: Literal["", "support"]
    inside_quote: bool
    stance: tuple[str, ...]  # ids of schema: negated, obligation, plan, certainty, hearsay, possibility
    speaker: str
    agent: str
    agent_kind: str


@dataclass(frozen=True)
class Word:
    """A frequent word (or compound), the most frequent first; `parts` above 1 for compounds and runs of words."""

    term: str
    tag: str
    n: int
    parts: int
    places: tuple[Place, ...]


@dataclass(frozen=True)
class Name:
    """A person, organisation or place named in the text."""

    term: str
    kind: str
    n: int
    forms: str
    places: tuple[Place, ...]


@dataclass(frozen=True)
class Actor:
    """Who acts in the clauses of a frame's counted hits; kind we, subject or none (left out, without places)."""

    frame: str
    kind: str
    name: str
    n: int
    places: tuple[Place, ...]
    who: bool  # whether the name ends like one of a person or a body; other subjects are things (비용, 기후)


@dataclass(frozen=True)
class Quotation:
    """Direct speech between double quotation marks, or the words of others reported without them."""

    speaker: str
    direct: bool
    place: Place


@dataclass(frozen=True)
class Stance:
    """One marker of stance, wherever it stands; `framed` where it applies to a counted hit."""

    label: str
    surface: str
    place: Place
    framed: bool


@dataclass(frozen=True)
class StancePrecision:
    """How many marks of a label stand here, and how many of those that one reader checked in other texts were right."""

    label: str
    n: int
    precision: float | None
    checked: int


@dataclass(frozen=True)
class Quantity:
    """A number of the text: columns of stats.quantities."""

    kind: str
    value: float | None
    low: float | None
    high: float | None
    unit: str
    when: str
    approximate: bool
    bound: str
    converted: bool
    surface: str
    place: Place


@dataclass(frozen=True)
class Range:
    """One row of how sure: the share of the first frame over all variants, and what made its ends.

    `low_by` and `high_by` are a term id, the number of a sentence or paragraph, or what a way of counting does
    otherwise than counting hits ("weights=codebook, quotes=without"); empty for the text as it is, and of resampling.
    Where there is no range `reason` is few (fewer than eight sentences), single (one sentence or paragraph), same
    (every way of counting gives the same share) or lost (no variant leaves a hit). `undefined` variants leave no hit of
    either frame.
    """

    source: Source
    low: float | None
    high: float | None
    low_by: str
    high_by: str
    variants: int
    distinct: int  # different shares among the ways of counting, 0 for the other rows
    undefined: int
    reason: Reason


@dataclass(frozen=True)
class Choice:
    """One way of counting: the share that it gives, whether it changed any weight, and whether the lead held.

    Ids: ambiguous_off, weights_on (points of the codebook), cap_on (repeats in a sentence as the codebook has them),
    support_off (support terms anywhere), support_core (core terms alone), quotes_out.
    """

    id: str
    share: float | None
    changed: bool
    held: bool | None


@dataclass(frozen=True)
class Verdict:
    """What may be said of the two compared frames: the one place that headline, chart and copied sentences follow.

    Counts, share and leader are of counted hits. `leader` is the id of the frame with more of them, empty at a tie.
    `p` of flipped signs over `units` differing units, None where fewer than six differ.
    """

    stands: Stands
    leader: str
    n_a: int
    n_b: int
    weight_a: float
    weight_b: float
    share: float | None
    ranges: tuple[Range, ...]
    choices: tuple[Choice, ...]
    p: float | None
    unit: Literal["sentence", "paragraph", ""]
    units: int


@dataclass(frozen=True)
class Validity:
    """What speaks for a codebook: one measure a row, in the order of the page."""

    readers: Literal["people", "programs", ""]
    frame: str
    measure: Literal["precision", "recall", "recall_at_least"]  # the last a lower limit alone
    value: float
    low: float
    high: float
    n: int
    seen: bool  # measured on sentences that the codebook was adjusted to


@dataclass(frozen=True)
class Book:
    """The codebook that was used."""

    id: str
    version: str
    title: Label
    status: Literal["unvalidated", "piloted", "validated"]
    sha256: str
    chosen: Literal["asked", "hits"]  # named by the user, or chosen by its hits
    terms: int
    support_scope: Literal["sentence", "paragraph", "document"]
    cap_per_sentence: int
    file: str  # name of its file, empty if it is in none
    validity: tuple[Validity, ...]


@dataclass(frozen=True)
class Looked:
    """A codebook that was tried: counted hits of its compared frames (of all, where none are), sentences with one."""

    id: str
    title: Label
    n: int
    sentences: int
    questions: bool  # general frames, that are questions to code and no score
    fits: bool  # five hits or more in three sentences or more, and no questions


@dataclass(frozen=True)
class Compared:
    """A word that is more frequent than in the kit's reference."""

    term: str
    tag: str
    n: int
    per_10k: float
    reference_per_10k: float
    log_ratio: float


@dataclass(frozen=True)
class Pair:
    """Two words that stand together in some sentences."""

    source: str
    target: str
    sentences: int


@dataclass(frozen=True)
class Group:
    """Words that were put together as a suggestion for a frame of a new codebook."""

    words: tuple[str, ...]
    more: tuple[str, ...]  # further words that a user may take in


@dataclass(frozen=True)
class Question:
    """What coders are asked about a general frame; definition and questions are in Korean."""

    frame: Label
    definition: str
    ask: tuple[str, ...]


@dataclass(frozen=True)
class Discovery:
    """What is shown of a text that no codebook fits."""

    runs: tuple[Word, ...]  # words that follow one another, from two on
    compared: tuple[Compared, ...]
    reference: str  # what the reference is made of
    pairs: tuple[Pair, ...]
    clusters: tuple[tuple[str, ...], ...]  # words that pairs join, the largest first
    groups: tuple[Group, ...]  # the two frames of `yaml`
    questions: tuple[Question, ...]  # of the general frames, for coders
    yaml: str  # a codebook begun from these words, empty where there are too few


@dataclass(frozen=True)
class Method:
    """How it was counted."""

    kit: str
    analyser: str
    model: str
    paragraphs: int
    sentences: int
    morphemes: int
    characters: int | None
    removed: tuple[tuple[str, int], ...]  # kind of line and how many were taken away
    merged: tuple[tuple[str, str, int], ...]  # a word, the spelling that was counted as it, how often
    stop: str
    stopped: tuple[tuple[str, int], ...]  # stop words that would stand among the words, with their counts
    units: str
    variants: str
    cautions: tuple[str, ...]
    software: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class ArticleFacts:
    """Everything that the report of one article says."""

    schema: str
    document: Document
    redacted: bool
    text: str | None
    sentences: tuple[Sentence, ...]
    book: Book | None
    looked: tuple[Looked, ...]
    frames: tuple[Frame, ...]
    hits: tuple[Hit, ...]
    verdict: Verdict | None
    words: tuple[Word, ...]
    names: tuple[Name, ...]
    actors: tuple[Actor, ...]
    quotations: tuple[Quotation, ...]
    stance: tuple[Stance, ...]
    stance_precision: tuple[StancePrecision, ...]
    quantities: tuple[Quantity, ...]
    discovery: Discovery | None
    method: Method


def to_json(facts: ArticleFacts) -> str:
    """Write facts as JSON, the same bytes for the same facts."""
    return written(facts)


def from_json(text: str) -> ArticleFacts:
    """Read facts from JSON; refuse what is no report of this schema."""
    return read_as(ArticleFacts, text, schema=SCHEMA)


def written(facts: Any) -> str:
    """Write facts of any report as JSON; refuse NaN."""
    return json.dumps(dataclasses.asdict(facts), ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def read_as(kind: type[_T], text: str, *, schema: str) -> _T:
    """Read facts of a kind from JSON; refuse those of another schema."""
    held = json.loads(text)
    if held.get("schema") != schema:
        msg = message(
            "these facts are {found!r} and not {schema!r}; build the report again",
            found=held.get("schema"),
            schema=schema,
        )
        raise ReportError(msg)
    facts: _T = _built(kind, held)
    return facts


def _built(kind: Any, value: Any) -> Any:
    """Build a typed value from plain JSON."""
    # Example: tuple[Place, ...] and [{"sentence": 1, "start": 0, "end": 2}] give (Place(1, 0, 2),)
    origin, inner = typing.get_origin(kind), typing.get_args(kind)
    if dataclasses.is_dataclass(kind):
        types_of = typing.get_type_hints(kind)
        return kind(**{name: _built(types_of[name], one) for name, one in value.items()})  # type: ignore[operator]
    if origin is tuple and inner[-1] is Ellipsis:
        return tuple(_built(inner[0], one) for one in value)
    if origin is tuple:
        return tuple(_built(one, held) for one, held in zip(inner, value, strict=True))
    if origin in (types.UnionType, typing.Union):
        return None if value is None else _built(next(one for one in inner if one is not type(None)), value)
    return float(value) if kind is float else value
