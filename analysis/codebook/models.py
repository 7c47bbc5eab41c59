"""Codebooks as values: frozen models of the format `kfa-codebook/1`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StrictBool, model_validator
from pydantic.types import StringConstraints

from analysis import schema
from analysis.codebook.evidence_file import Evidence, Status
from analysis.matcher.pattern import SPECIAL, base_tag


def _number(value: object) -> object:
    """Refuse a truth value or a quoted number where a number belongs."""
    if isinstance(value, bool | str):
        msg = "must be a number, not quoted text or true/false"
        raise ValueError(msg)  # noqa: TRY004 - pydantic collects ValueError
    return value


Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Weight = Annotated[float, BeforeValidator(_number), Field(gt=0, allow_inf_nan=False)]
Texts = tuple[Text, ...]
Tier = Literal["core", "support"]
Scope = Literal["sentence", "paragraph", "document"]
ElementName = Literal["problem", "cause", "moral", "remedy"]
Device = Literal["lexis", "catchphrase", "metaphor", "exemplar", "depiction", "number"]


class Model(BaseModel):
    """Base: frozen, and a key that the format does not have is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Label(Model):
    """A name in Korean and in English."""

    ko: Text
    en: Text


class Defaults(Model):
    """What a term has when it does not say otherwise, and how a codebook counts."""

    weight: Weight = 1.0
    tier: Tier = "core"
    spacing: Literal["flexible"] = "flexible"
    cap_per_sentence: Annotated[int, BeforeValidator(_number), Field(ge=1)] = 1
    support_scope: Scope = "paragraph"
    nested_scope: Literal["frame", "codebook"] = "frame"


class Provenance(Model):
    """Where a codebook comes from; `tuned_on` names documents barred from validation."""

    author: Text
    basis: Text
    tuned_on: Texts = ()
    licence: Text


class Change(Model):
    """One line of the changelog."""

    version: Text
    note: Text
    date: dt.date | None = None


class Elements(Model):
    """What the four elements of a frame (Entman 1993) look like in it."""

    problem: str = ""
    cause: str = ""
    moral: str = ""
    remedy: str = ""


class Term(Model):
    """One term: a pattern or a kind of quantity, and what a hit of it means."""

    id: Text
    match: str | None = None
    number: Literal["money", "area", "count", "date"] | None = None
    pos: Texts = ()
    tier: Tier | None = None
    weight: Weight | None = None
    ambiguous: StrictBool = False
    not_before: Texts = ()
    not_after: Texts = ()
    not_near: Texts = ()
    require_near: Texts = ()
    element: ElementName | None = None
    device: Device | None = None
    note: str = ""
    source: str = ""
    added_in: str = ""

    @model_validator(mode="after")
    def _require_consistent(self) -> Self:
        """Refuse two kinds of match, an unknown tag, or a neighbour that is no plain word."""
        if (self.match is None) == (self.number is None):
            msg = "needs either match (a pattern) or number (a kind of quantity), and not both"
            raise ValueError(msg)
        unknown = [t for t in self.pos if base_tag(t) not in schema.TAGS]
        if unknown:
            msg = f"pos has {unknown[0]!r}, which is no tag of the analyser; write tags such as NNG"
            raise ValueError(msg)
        for name in ("not_before", "not_after"):
            written = [w for w in getattr(self, name) if any(c in SPECIAL for c in w)]
            if written:
                msg = f"{name} has {written[0]!r}; write plain words there, without {SPECIAL}"
                raise ValueError(msg)
        return self


class Frame(Model):
    """One frame: what it is, for coders, and its terms, for the matcher."""

    id: Text
    label: Label
    colour: Literal["blue", "orange", "green", "purple", "yellow", "red", "sky", "black"]
    definition: Text
    present_if: Texts = ()
    absent_if: Texts = ()
    questions: Texts = ()
    elements: Elements = Elements()
    examples: Texts = ()
    counterexamples: Texts = ()
    mfc: Text | None = None
    terms: Annotated[tuple[Term, ...], Field(min_length=1)]


class Axis(Model):
    """A contrast of two poles, by term ids or by lemmas written as 정부/NNG."""

    id: Text
    label: Label
    minus: Texts = ()
    plus: Texts = ()
    minus_lemmas: Texts = ()
    plus_lemmas: Texts = ()

    @model_validator(mode="after")
    def _require_two_poles(self) -> Self:
        """Refuse an axis without two poles of the same kind."""
        if not ((self.minus and self.plus) or (self.minus_lemmas and self.plus_lemmas)):
            msg = "needs minus and plus (term ids), or minus_lemmas and plus_lemmas"
            raise ValueError(msg)
        return self


class Codebook(Model):
    """A frame codebook, frozen: definitions for coders, terms for the matcher.

    `path` and `sha256` name the file it was read from; `sha256` is the hash of the file's bytes. Read from a file,
    `status` is what the validation file beside it grants, whatever the codebook says of itself; `evidence` is that
    file, or None, and `lost` says why a codebook has none.
    """

    schema_: Literal["kfa-codebook/1"] = Field(alias="schema")
    id: Text
    version: Text
    status: Status
    lang: Literal["ko"] = "ko"
    title: Label
    unit: Literal["sentence", "paragraph"]
    multi_label: StrictBool = True
    compare: tuple[Text, Text] | None = None
    defaults: Defaults = Defaults()
    variants: dict[Text, Texts] = Field(default_factory=dict)
    mask: Texts = ()
    provenance: Provenance
    validation: dict[str, Any] | None = None
    changelog: tuple[Change, ...] = ()
    frames: Annotated[tuple[Frame, ...], Field(min_length=1)]
    axes: tuple[Axis, ...] = ()
    path: str = ""
    sha256: str = ""
    evidence: Evidence | None = None
    lost: str = ""

    @property
    def proof(self) -> str:
        """What is known of its accuracy on the compared frames, in Korean for a footer; empty without evidence."""
        shown = {f.id: f.label.ko for f in self.frames if f.id in (self.compare or self.frame_ids)}
        return self.evidence.summary(shown) if self.evidence else ""

    @property
    def frame_ids(self) -> tuple[str, ...]:
        """Ids of the frames, in the order of the file."""
        return tuple(f.id for f in self.frames)

    def terms(self) -> Iterator[tuple[Frame, Term]]:
        """Go through the terms.

        Returns
        -------
        iterator of (Frame, Term)
            Every term with its frame, in the order of the file.
        """
        return ((frame, term) for frame in self.frames for term in frame.terms)

    def weight(self, term: Term) -> float:
        """Look up the weight of a term.

        Parameters
        ----------
        term : Term
            A term of this codebook.

        Returns
        -------
        float
            Its own weight or the default, in points.
        """
        return self.defaults.weight if term.weight is None else term.weight

    def tier(self, term: Term) -> Tier:
        """Look up the tier of a term.

        Parameters
        ----------
        term : Term
            A term of this codebook.

        Returns
        -------
        {"core", "support"}
            Its own tier or the default.
        """
        return self.defaults.tier if term.tier is None else term.tier
