"""What a table says of itself: the typed value `About`, kept in `frame.attrs["damron"]` and read by `about`."""

from __future__ import annotations

import dataclasses
import functools
import math
import types
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, Protocol, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from analysis.equality import NanEqual
from analysis.errors import SchemaError
from analysis.messages import message
from analysis.schema.about_records import (
    Checked,
    Curve,
    FrameName,
    Headline,
    Marker,
    Position,
    Source,
    Spread,
    Unnamed,
    Verdict,
)

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "CUT",
    "About",
    "Counted",
    "Nothing",
    "about",
    "cut_documents",
    "describe",
    "mark",
    "require_about",
    "require_stated",
    "titles_of",
]  # fmt: skip

KEY = "damron"
CUT = "글 {all}편 가운데 {cut}편은 본문이 앞부분뿐이므로(truncated) 기사의 앞부분을 센 결과로 읽는다"
_TITLED = 200  # documents up to which a table carries their headlines
Nothing = Literal["none"]  # stated, and there is none: the public key holds None
_Value = TypeVar("_Value")


_WHOLE_RECORDS = (Headline, Curve, Position, Spread, Unnamed)  # the others leave out of the public keys what is empty


# One public key means other things in other tables; some public keys hold a tuple, not a list.
_KEYS = {
    "window_size": "window",
    "vocabulary": "terms",
    "spread": "terms",
    "surfaces": "terms",
    "markers": "labels",
    "whole": "base",
    "coder_kinds": "coders",
    "block_density": "density",
    "nodes_of": "terms",
}
_UNSHOWN = {"agencies", "placed", "story_terms"}
_TUPLES = {"span", "modularity_random", "null_bias", "null_intensity", "bias_range", "intensity_range", "held"}


@dataclass(frozen=True, eq=False, repr=False)
class About(NanEqual):
    """What a table says of itself; None is not stated."""

    # What was counted, and how it is drawn.
    chart: str | None = None  # word of `plots` that draws it
    base: str | None = None  # Korean: what is counted over, with its number
    layer: str | None = None  # Korean: morphemes or units
    tags: tuple[str, ...] | Nothing | None = None  # that were counted; none for every tag
    window: str | None = None  # Korean: in which stretch of text
    window_size: int | None = None  # tokens of a moving window
    within: str | None = None
    unit: str | None = None
    by: str | None = None
    across: str | None = None  # the second variable, where there are two
    period: str | None = None
    minimum: int | None = None  # least count that is listed
    listing: str | None = None  # Korean: which terms are listed, where it takes more than that to say
    unlisted: int | None = None  # terms below it
    stop: str | None = None  # Korean: what a stop list left out, with its numbers
    stopped: tuple[str, ...] | None = None  # terms that it left out, as term/tag
    hidden: int | None = None  # terms that redaction hides
    total: int | float | None = None  # tokens of the base, or sum of a column
    size: int | None = None
    docs: int | None = None
    documents: int | None = None
    caution: tuple[str, ...] | None = None  # Korean sentences that a reader must see
    titles: Mapping[str, str] | None = None  # of the documents in the table, where its maker knows them
    seed: int | None = None
    draws: int | None = None

    # Two sides compared: keyness, shift, groups.
    base_reference: str | None = None
    reference: str | None = None
    total_reference: int | None = None
    size_reference: int | None = None
    sizes: Mapping[str, int] | None = None  # of each group: tokens of its base
    texts: int | None = None
    texts_reference: int | Nothing | None = None
    unmatched: int | None = None
    covered: float | None = None
    covered_reference: float | None = None
    measure: str | None = None
    test: str | None = None
    tests: int | None = None
    method: str | None = None  # Korean: the test
    family: int | None = None  # terms that were tested, for which p_adjusted is corrected
    clusters: int | None = None  # that vary on their own: texts, or the copies of a story
    clusters_reference: int | Nothing | None = None
    shuffles: int | None = None  # ways to divide the texts that were looked at
    correction: str | None = None
    interval: str | None = None
    prior: str | None = None
    zero: str | None = None
    cluster: str | None = None  # what counts as one: document, copies, or the name of a variable
    permutations: int | None = None
    adjustment: str | None = None

    # Cross tables.
    chi2: float | None = None
    df: int | None = None
    p: float | None = None
    p_low: float | None = None  # of random tables
    p_high: float | None = None
    tables: int | None = None  # random tables
    g2: float | None = None
    v: float | None = None
    v_low: float | None = None
    v_high: float | None = None
    v_corrected: float | None = None
    small: float | None = None  # share of the cells that expect fewer than 5
    least: float | None = None  # smallest expected count
    missing: int | None = None  # units that lack one of the variables

    # What is alike.
    items: tuple[str, ...] | None = None  # in the order of the table
    counted: str | None = None  # hash of the counts that a table was made of
    linkage: str | None = None  # Korean: the method of a tree
    cophenetic: float | None = None  # correlation of a tree with its distances
    k: int | None = None
    silhouette: float | None = None  # mean
    soft: tuple[int, ...] | None = None  # clusters that come back in fewer than half of the draws
    stress1: float | None = None
    share: float | None = None  # of the distances that a map accounts for
    eigenvalues: tuple[float, ...] | None = None
    # Voices.
    ambiguous: tuple[str, ...] | None = None  # speakers that two persons of their document fit
    hhi: Mapping[str, float] | None = None  # of each group
    entropy: Mapping[str, float] | None = None
    without: tuple[str, ...] | None = None  # groups that quote nobody
    unattributed: Mapping[str, int] | None = None  # quotations of each group without a speaker
    unnamed: tuple[Unnamed, ...] | None = None  # sources without a name, of each group
    positions: tuple[Position, ...] | None = None
    mode: str | None = None
    normalise: str | None = None
    duplicates: str | None = None
    statements: int | None = None
    # Networks.
    rule: str | None = None  # by which ties were cut
    cut: str | None = None  # Korean: the cut in words
    weight: str | Nothing | None = None  # column of a tie's strength
    distance: str | None = None  # Korean: how long a tie is
    edges: int | None = None
    edges_before: int | None = None  # of the cut
    density: float | None = None
    density_before: float | None = None
    isolates: tuple[str, ...] | None = None  # terms that the cut left without a tie
    components: int | None = None
    rank_correlation: float | None = None  # Spearman's, of degree and windows
    modularity: float | None = None
    modularity_random: tuple[float, float] | None = None  # rewired at random: mean and 95th percentile
    resolution: float | None = None
    runs: int | None = None
    communities_low: int | None = None  # over the runs
    communities_high: int | None = None
    block_density: tuple[tuple[float, ...], ...] | None = None
    image: tuple[tuple[int, ...], ...] | None = None  # of a block's density: 1 where it is above that of the network
    r2: float | None = None
    iterations: tuple[int, ...] | None = None  # of every split
    splits: int | None = None
    profile: str | None = None
    diagonal: str | None = None
    convention: str | None = None  # Korean: profile, diagonal and rule of CONCOR
    nodes_of: str | None = None  # terms of two networks that are compared: shared or union
    tail: str | None = None
    paragraphs: int | None = None
    reason: str | None = None  # Korean: why values are missing
    versions: Mapping[str, str] | None = None  # of packages that made it
    # Time and stories.
    scale: float | None = None  # share in a burst over the share in the whole series, as the model has it
    gamma: float | None = None  # cost of a burst
    false: float | None = None  # share of the shuffled series that burst at this cost, at most
    absent: Mapping[str, tuple[str, ...]] | None = None  # outlets that a period should have and lacks, by period
    between: tuple[str, ...] | None = None  # first and last day of the line
    least_periods: int | None = None  # of a part between changes
    stories: int | None = None  # of two documents or more
    days: int | None = None  # that a story may last
    alike: float | None = None  # least mean cosine of a story
    copied: float | None = None  # least Jaccard index or containment of a copy
    agencies: Mapping[str, str] | None = None  # named in the head of a document, by document
    story_terms: Mapping[str, tuple[str, ...]] | None = None  # by the number of the story
    placed: str | None = None  # which documents hold which term, for functions of the kit alone

    # Neighbours, places and parts.
    node: str | None = None
    nodes: int | None = None
    near: int | None = None
    span: tuple[int, int] | None = None
    query: str | None = None
    sort: tuple[str, ...] | None = None
    width: int | str | None = None  # words, or sentences
    overlapping: int | None = None
    windows: int | None = None
    vocabulary: int | None = None  # terms that could pair
    parts: str | None = None  # Korean: the parts, with their number
    number: int | None = None
    empty: int | None = None
    smallest: int | None = None
    largest: int | None = None
    direction: Mapping[str, str] | None = None  # of every measure: what 0 or 1 means
    rows: int | None = None
    starts: tuple[int, ...] | None = None
    names: tuple[str, ...] | None = None
    spread: tuple[Spread, ...] | None = None
    explained: tuple[float, ...] | None = None
    inertia: float | None = None
    dropped: tuple[str, ...] | None = None
    idf: str | None = None
    mentions: int | None = None
    figures: int | None = None
    unread: int | None = None

    # Frames.
    frames: tuple[FrameName, ...] | None = None
    unscored: tuple[str, ...] | None = None  # frames of the codebook without terms, which coders alone find
    compare: tuple[str, ...] | None = None  # the pair that is contrasted, or none
    codebook: Source | None = None
    stance: Source | None = None
    markers: tuple[Marker, ...] | None = None
    cap_per_sentence: int | Nothing | None = None
    analyser: str | None = None
    specification: Mapping[str, str | int] | None = None  # options that are not the codebook's own
    morphemes: int | None = None
    sentences: int | None = None
    units: int | None = None
    doc: str | None = None
    conclusion: str | None = None  # Korean: the sentences of the verdict
    verdict: Verdict | None = None
    changed_held: int | None = None  # ways of counting that changed something, and the same frame leads
    changed_fell: int | None = None
    unchanged: int | None = None  # that changed nothing in the text
    not_possible: int | None = None
    whole: Headline | None = None
    surfaces: Mapping[str, str] | None = None  # term id: as it stands most often
    curves: tuple[Curve, ...] | None = None
    grouped: int | None = None
    ungrouped: int | None = None
    without_content: int | None = None
    options: Mapping[str, tuple[str | int, ...]] | None = None
    run: int | None = None
    refused: int | None = None
    distinct: int | None = None
    kept: int | None = None
    low: float | None = None
    high: float | None = None
    frame: str | None = None
    core: tuple[str, ...] | None = None
    candidates: int | None = None
    inside: int | None = None
    sentences_near: int | None = None
    sentences_other: int | None = None

    # Polarity by a list.
    checked: Checked | None = None
    carried: Mapping[str, float] | None = None  # words that carry most of the weight, with their share

    # An axis between two poles.
    bias: float | None = None
    baseline: float | None = None
    intensity: float | None = None
    p_bias: float | None = None
    p_intensity: float | None = None
    null_mean: float | None = None
    null_bias: tuple[float, float] | None = None
    null_intensity: tuple[float, float] | None = None
    bias_range: tuple[float, float] | None = None
    intensity_range: tuple[float, float] | None = None
    n: int | None = None
    words: int | None = None
    minus: tuple[str, ...] | None = None
    plus: tuple[str, ...] | None = None
    seeds: Mapping[str, int] | None = None
    model: str | None = None
    held: tuple[int, int] | None = None
    both: int | None = None

    # Topics.
    tentative: bool | None = None  # fewer than 700 documents
    hdp: tuple[int, ...] | None = None  # topics that a hierarchical Dirichlet process ends with, by seed
    rounds: int | None = None  # of Gibbs sampling
    refits: int | None = None
    top: int | None = None

    # Samples, codings and what they show.
    labels: Mapping[str, str] | None = None  # Korean name of every coded frame
    coders: tuple[str, ...] | None = None
    coder_kinds: Mapping[str, str] | None = None
    weighting: str | None = None
    sealed: tuple[str, ...] | None = None
    opened: tuple[str, ...] | None = None
    seen: tuple[str, ...] | None = None
    population: int | None = None
    copies: int | None = None
    unfinished: Mapping[str, int] | None = None
    notes: tuple[str, ...] | None = None
    half_width: float | None = None
    target: str | None = None  # of corrected shares: process or texts

    def __repr__(self) -> str:
        """Show what is stated alone."""
        return f"About({', '.join(f'{name}={value!r}' for name, value in self.values().items())})"

    @property
    def frame_ids(self) -> list[str]:
        """Ids of the frames, in the order of the codebook."""
        return [frame.id for frame in self.frames or ()]

    @property
    def frame_labels(self) -> dict[str, str]:
        """Korean name of every frame."""
        return {frame.id: frame.label for frame in self.frames or ()}

    @property
    def pair(self) -> list[str]:
        """Frames of the contrast, empty without one."""
        return list(self.compare or ())

    def values(self) -> dict[str, object]:
        """Return the fields that are stated, by name."""
        values = ((f.name, getattr(self, f.name)) for f in dataclasses.fields(self))
        return {name: value for name, value in values if value is not None}

    def to_json(self) -> dict[str, object]:
        """Return what is stated as plain JSON values; NaN and the infinities are words."""
        return {name: _to_json(value) for name, value in self.values().items()}

    @classmethod
    def from_json(cls, data: Mapping[str, object]) -> About:
        """Read what `to_json` wrote; what fits no field is left out."""
        found = {name: _fitting(_KINDS[name], value) for name, value in data.items() if name in _KINDS}
        return cls(**found)

    def public(self) -> dict[str, object]:
        """Return the keys of `attrs` that users read, such as "base" and "conclusion"."""
        stated = {name: value for name, value in self.values().items() if name not in _UNSHOWN}
        return {_KEYS.get(name, name): _public(name, value) for name, value in stated.items()}


def about(frame: pd.DataFrame) -> About:
    """Read what a table says of itself; a key that stands in `attrs`, from a user or an older file, goes first."""
    # Every fact stands twice: typed under KEY, and as the public key that users read. A public key that still says what
    # KEY says is passed over; one that differs was written by hand, or by an older version, and wins.
    stored = frame.attrs.get(KEY)
    stored = stored if isinstance(stored, Mapping) else {}
    found: dict[str, Any] = {**About.from_json(stored).values()}
    for key, value in frame.attrs.items():
        # {"base": "명사 12개"} fits About.base, {"base": {"share": 0.7, ...}} fits About.whole
        names = _FIELDS.get(str(key), [])
        plain = _to_json(value)
        if any(name in stored and stored[name] == plain for name in names):
            continue
        for name in names:
            read = "none" if value is None and _may_be_nothing(name) else _fitting(_KINDS[name], value)
            if read is not None:
                found |= dict.fromkeys(names) | {name: read}
                break
    return About(**found)


def mark(frame: pd.DataFrame) -> pd.DataFrame:
    """Say in its attrs that a table is the kit's, where it says nothing else of itself; notebooks show it so."""
    frame.attrs.setdefault(KEY, {})
    return frame


class Counted(Protocol):
    """What a table was counted on, such as the recipe of tokens, with what a reader of the table must mind."""

    @property
    def caution(self) -> tuple[str, ...] | None:
        """Korean sentences, or None."""


def describe(frame: pd.DataFrame, value: About, *, source: pd.DataFrame | Counted | None) -> pd.DataFrame:
    """Write what a table says of itself into its attrs, after the cautions of its source and beside users' own keys."""
    # `source` has no default: whoever makes a table says what it was made of, so that no caution is lost on the way.
    # Example: About(base="명사 12개", cap_per_sentence="none") gives attrs {"base": "명사 12개", "cap_per_sentence":
    # None, "damron": {"base": "명사 12개", "cap_per_sentence": "none"}}; "project", which a user wrote into the source,
    # comes along.
    attrs: dict[Any, Any] = getattr(source, "attrs", {})  # of a frame
    added = {k: v for k, v in attrs.items() if k != KEY and k not in _FIELDS}
    if said := _cautions(source):
        value = dataclasses.replace(value, caution=tuple(dict.fromkeys((*said, *(value.caution or ())))))
    data = value.to_json()
    frame.attrs = added | value.public() | ({KEY: data} if data else {})
    return frame


def _cautions(source: pd.DataFrame | Counted | None) -> tuple[str, ...]:
    """Read what the source of a table says that a reader must mind."""
    if source is None:
        return ()
    said = about(cast("pd.DataFrame", source)) if hasattr(source, "attrs") else source
    return said.caution or ()


def titles_of(documents: pd.DataFrame, docs: Iterable[object]) -> dict[str, str] | None:
    """Return the headlines of some documents, by id; None for many, which a table would carry wherever it goes."""
    wanted = set(map(str, docs))
    if len(wanted) > _TITLED:
        return None
    documents = documents[documents["doc"].isin(wanted)]
    pairs = zip(documents["doc"].astype(str), documents["title"].astype(str), strict=True)
    return {doc: title for doc, title in pairs if title} or None


def cut_documents(documents: pd.DataFrame) -> tuple[str, ...] | None:
    """Say in Korean how many documents are the beginning of an article alone; None where none is."""
    cut = int((documents["truncated"] == "yes").sum()) if "truncated" in documents else 0
    return (CUT.format(cut=f"{cut:,}", all=f"{len(documents):,}"),) if cut else None


def require_about(frame: pd.DataFrame, names: Iterable[str], *, what: str, maker: str) -> About:
    """Read what a table says of itself, or say how to get it back where some of it is lost."""
    found = about(frame)
    lost = [name for name in names if getattr(found, name) is None]
    if lost:
        msg = message(
            "{what}: it lost its attrs ({lost}), as after merge, groupby or reading a CSV; pass the table "
            "of {maker}, or rows of it chosen with [...]",
            what=what,
            lost=", ".join(lost),
            maker=maker,
        )
        raise SchemaError(msg)
    return found


def require_stated(value: _Value | None) -> _Value:
    """Return a field that the table's maker always states."""
    if value is None:
        msg = message("a table lost what its attrs said of it; pass it as the kit returned it")
        raise SchemaError(msg)
    return value


_KINDS: dict[str, Any] = {name: kind for name, kind in get_type_hints(About).items() if not name.startswith("_")}
# Public key: the fields it may stand for, such as "base": ["base", "whole"].
_FIELDS = {
    key: [name for name in _KINDS if _KEYS.get(name, name) == key] for key in (_KEYS.get(name, name) for name in _KINDS)
}


def _may_be_nothing(name: str) -> bool:
    """Whether a field can state that there is none."""
    return Nothing in get_args(_KINDS[name])


def _scalar(value: Any) -> Any:
    """Turn a number of numpy into one of Python."""
    return value.item() if getattr(value, "shape", None) == () else value


def _to_json(value: Any) -> Any:
    """Turn a value of a field into plain JSON; (0.5, nan) gives [0.5, "NaN"]."""
    value = _scalar(value)
    if dataclasses.is_dataclass(value):
        return {f.name: _to_json(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {str(key): _to_json(each) for key, each in value.items()}
    if isinstance(value, tuple | list):
        return [_to_json(each) for each in value]
    if isinstance(value, float) and not math.isfinite(value):
        return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"
    return value


def _public(name: str, value: Any) -> Any:
    """Turn a field into what its public key holds."""
    if value == "none" and _may_be_nothing(name):
        return None
    return tuple(value) if name in _TUPLES else _plain(value)


def _plain(value: Any) -> Any:
    """Turn tuples into lists and records into dicts."""
    if dataclasses.is_dataclass(value):
        values = {f.name: _plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
        return values if isinstance(value, _WHOLE_RECORDS) else {k: v for k, v in values.items() if v != ""}
    if isinstance(value, Mapping):
        return {key: _plain(each) for key, each in value.items()}
    return [_plain(each) for each in value] if isinstance(value, tuple) else value


@functools.cache
def _hints(record: type) -> dict[str, object]:
    """Return the types of a record's fields."""
    return get_type_hints(record)


def _fitting(kind: Any, value: Any) -> Any:
    """Read a value as a type, or return None where it is no such value."""
    try:
        return _read(kind, value)
    except (TypeError, ValueError):
        return None


def _read(kind: Any, value: Any) -> Any:
    """Read plain JSON, or what a public key holds, as a type; a TypeError where it does not fit."""
    value = _scalar(value)
    origin, inner = get_origin(kind), get_args(kind)
    # Example: tuple[float, float] reads [0.5, "NaN"] as (0.5, nan); Mapping[str, int] reads {"a": 1}; a record reads
    # {"id": "moon"} and leaves its other fields as they are; int reads no 1.0, and float reads 1.
    if origin in (Union, types.UnionType):
        return _read_any(inner, value)
    if origin is tuple and isinstance(value, list | tuple):
        kinds = inner[:1] * len(value) if inner[-1] is Ellipsis else inner
        return tuple(_read(each, part) for each, part in zip(kinds, value, strict=True))
    if isinstance(value, Mapping) and origin is not None:
        return {str(key): _read(inner[1], each) for key, each in value.items()}
    if isinstance(value, Mapping) and isinstance(kind, type) and dataclasses.is_dataclass(kind):
        hints = _hints(kind)
        return kind(**{name: _read(hints[name], each) for name, each in value.items() if name in hints})
    if kind is float and (type(value) is int or value in ("NaN", "Infinity", "-Infinity")):
        return math.nan if value == "NaN" else float(value)
    if type(value) is kind or (origin is Literal and value in inner):
        return value
    msg = message("{value!r} is no {kind}", value=value, kind=kind)
    raise TypeError(msg)


def _read_any(kinds: tuple[Any, ...], value: Any) -> Any:
    """Read a value as the first type that it fits."""
    # Example: int | float reads 3 as a whole number and 3.5 as the other; int | Nothing reads "none" as the word
    if value is None and type(None) in kinds:
        return None
    for kind in kinds:
        found = _fitting(kind, value)
        if found is not None:
            return found
    msg = message("{value!r} fits none of {kinds}", value=value, kinds=kinds)
    raise TypeError(msg)
