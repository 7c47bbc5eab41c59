"""Codebooks as values: frozen models of the format `kfa-codebook/1`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Discriminator, Field, Tag, model_validator
from pydantic.types import StringConstraints

from analysis import schema
from analysis.codebook.evidence_file import Day, Evidence, Status
from analysis.codebook.readings import Reading
from analysis.files.yaml import truth
from analysis.matcher.pattern import SPECIAL, base_tag
from analysis.messages import message
from analysis.schema.cards import Card
from analysis.schema.reasons import shown, status_shown


def _number(value: object) -> object:
    """Refuse what is no number as people write it, such as a truth value, .inf, 0x1f, 1:30 or 5,000 digits."""
    if isinstance(value, bool | list | dict) or (isinstance(value, str) and not _NUMBER.fullmatch(value.strip())):
        msg = message("must be a number such as 1 or 0.5")
        raise ValueError(msg)
    return (float(value) if "." in value else int(value)) if isinstance(value, str) else value


def _truth(value: object) -> object:
    """Read true, yes and on, and their opposites; refuse anything else."""
    found = truth(value)
    if found is None:
        msg = message("must be true or false")
        raise ValueError(msg)
    return found


_NUMBER = re.compile(r"[+-]?(?:\d{1,12}(?:\.\d{0,12})?|\.\d{1,12})")


_Bool = Annotated[bool, BeforeValidator(_truth)]
_Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
_Weight = Annotated[float, BeforeValidator(_number), Field(gt=0, allow_inf_nan=False)]
_Texts = tuple[_Text, ...]
Tier = Literal["core", "support"]
_Scope = Literal["sentence", "paragraph", "document"]
MOST_NEAR = 8  # chains are followed by the set of what they hold
_OF_A_MATCH = ("pos", "not_before", "not_after", "not_near", "require_near", "parties", "not_as")
Colour = Literal["blue", "orange", "green", "purple", "yellow", "red", "sky", "black"]
ElementName = Literal["problem", "cause", "moral", "remedy"]
Device = Literal["lexis", "catchphrase", "metaphor", "exemplar", "depiction", "number"]


class _Model(BaseModel):
    """Base: frozen, and a key that the format does not have is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Label(_Model):
    """A name in Korean and in English."""

    ko: _Text
    en: _Text


class Defaults(_Model):
    """What a term has when it does not say otherwise, and how a codebook counts."""

    weight: _Weight = 1.0
    tier: Tier = "core"
    spacing: Literal["flexible"] = "flexible"
    cap_per_sentence: Annotated[int, BeforeValidator(_number), Field(ge=1)] = 1
    support_scope: _Scope = "paragraph"
    nested_scope: Literal["frame", "codebook"] = "frame"


class Provenance(_Model):
    """Where a codebook comes from; `tuned_on` names documents barred from validation."""

    author: _Text
    basis: _Text
    tuned_on: _Texts = ()
    licence: _Text


class Change(_Model):
    """One line of the changelog."""

    version: _Text
    note: _Text
    date: Day | None = None


class Elements(_Model):
    """What the four elements of a frame (Entman 1993) look like in it."""

    problem: str = ""
    cause: str = ""
    moral: str = ""
    remedy: str = ""


class Rule(_Model):
    """A condition on a unit of text: what it must hold, what it must not, and in which documents it must stand.

    All that is given must hold. `all`, `any`, `none` and `near` name terms of the codebook by id, or else are patterns;
    `all`, `any` and `none` may hold rules. `near` are places in one chain, each at most `distance` from the next.
    """

    all: tuple[Part, ...] = ()
    any: tuple[Part, ...] = ()
    at_least: Annotated[int, BeforeValidator(_number), Field(ge=1)] | None = None
    none: tuple[Part, ...] = ()
    near: _Texts = ()
    distance: Annotated[int, BeforeValidator(_number), Field(ge=1)] | None = None
    distance_in: Literal["words", "morphemes"] = "words"
    ordered: _Bool = False
    where: dict[_Text, Annotated[_Texts, Field(min_length=1)]] = Field(default_factory=dict)
    within: _Scope | None = None

    @model_validator(mode="after")
    def _require_meaning(self) -> Self:
        """Refuse a rule without a condition, and numbers that belong to nothing."""
        if not (self.all or self.any or self.none or self.near or self.where):
            msg = message("has no condition; write all, any, none, near or where")
            raise ValueError(msg)
        if self.at_least is not None and self.at_least > len(self.any):
            msg = message(
                "has at_least {at_least} but {n_any} in any; write a number up to that of any",
                at_least=self.at_least,
                n_any=len(self.any),
            )
            raise ValueError(msg)
        if len(self.near) == 1 or len(self.near) > MOST_NEAR:
            msg = message("has {n_near} in near; write 2 to {most_near}", n_near=len(self.near), most_near=MOST_NEAR)
            raise ValueError(msg)
        given = {"distance", "distance_in", "ordered"} & self.model_fields_set
        if given and not self.near:
            msg = message("has {given} without near; add near or take it out", given=min(given))
            raise ValueError(msg)
        if self.near and self.distance is None and not self.ordered:
            msg = message("has near without a distance; write how many words apart, such as distance: 5")
            raise ValueError(msg)
        return self

    @property
    def parts(self) -> tuple[str | Rule, ...]:
        """Everything that it names or holds, in the order of writing."""
        return (*self.all, *self.any, *self.near, *self.none)

    @property
    def has_place(self) -> bool:
        """Whether it cannot hold without something to point at."""
        # any of 동맹 and {none: [소송]} holds in a unit that has neither: no place
        placeless = sum(isinstance(part, Rule) and not part.has_place for part in self.any)
        return (
            bool(self.near)
            or any(not isinstance(part, Rule) or part.has_place for part in self.all)
            or (bool(self.any) and placeless < (self.at_least or 1))
        )

    def walk(self) -> Iterator[Rule]:
        """Go through the rule and the rules in it."""
        yield self
        for part in self.parts:
            if isinstance(part, Rule):
                yield from part.walk()

    def texts(self) -> tuple[str, ...]:
        """List the ids and patterns that it and the rules in it name."""
        return tuple(part for rule in self.walk() for part in rule.parts if isinstance(part, str))


# which of the two it is stands in the place of an error, and is taken out of it there
POLES = ("negative", "positive")  # frames of a list of polarity
PART_KINDS = ("(text)", "(rule)")
Part = Annotated[
    Annotated[_Text, Tag(PART_KINDS[0])] | Annotated[Rule, Tag(PART_KINDS[1])],
    Discriminator(lambda value: PART_KINDS[isinstance(value, dict | Rule)]),
]
Rule.model_rebuild()


class Term(_Model):
    """One term: a pattern, a kind of quantity or a rule over others, and what a hit of it means."""

    id: _Text
    match: str | None = None
    number: Literal["money", "area", "count", "date"] | None = None
    rule: Rule | None = None
    pos: _Texts = ()
    tier: Tier | None = None
    weight: _Weight | None = None
    ambiguous: _Bool = False
    not_before: _Texts = ()
    not_after: _Texts = ()
    not_near: _Texts = ()
    require_near: _Texts = ()
    parties: _Texts = ()
    parties_scope: Literal["sentence", "document"] = "sentence"
    not_as: tuple[Reading, ...] = ()
    element: ElementName | None = None
    device: Device | None = None
    note: str = ""
    source: str = ""
    added_in: str = ""

    @model_validator(mode="after")
    def _require_consistent(self) -> Self:
        """Refuse two kinds of match, an unknown tag, or a neighbour that is no plain word."""
        if sum(kind is not None for kind in (self.match, self.number, self.rule)) != 1:
            msg = message("needs either match (a pattern), number (a kind of quantity) or rule, and not two of them")
            raise ValueError(msg)
        self._require_rule_alone()
        unknown = [t for t in self.pos if base_tag(t) not in schema.TAGS]
        if unknown:
            msg = message(
                "pos has {unknown!r}, which is no tag of the analyser; write tags such as NNG", unknown=unknown[0]
            )
            raise ValueError(msg)
        for name in ("not_before", "not_after"):
            written = [w for w in getattr(self, name) if any(c in SPECIAL for c in w)]
            if written:
                msg = message(
                    "{name} has {written!r}; write plain words there, without {special}",
                    name=name,
                    written=written[0],
                    special=SPECIAL,
                )
                raise ValueError(msg)
        return self

    def _require_rule_alone(self) -> None:
        """Refuse tags and neighbours beside a rule, and a rule that has no place of its own."""
        if self.rule is None:
            return
        beside = [name for name in _OF_A_MATCH if getattr(self, name)]
        if beside:
            msg = message("has {beside} beside a rule; give it to a term that the rule names", beside=beside[0])
            raise ValueError(msg)
        if not self.rule.has_place:
            msg = message(
                "has a rule that holds without any word, so that no hit can stand anywhere; add a word to all or any"
            )
            raise ValueError(msg)


class Frame(_Model):
    """One frame: what it is, for coders, and its terms, for the matcher; one without terms is for coders alone."""

    id: _Text
    label: Label
    colour: Colour
    definition: _Text
    present_if: _Texts = ()
    absent_if: _Texts = ()
    questions: _Texts = ()
    elements: Elements = Elements()
    examples: _Texts = ()
    counterexamples: _Texts = ()
    mfc: _Text | None = None
    terms: tuple[Term, ...] = ()

    @model_validator(mode="after")
    def _require_means(self) -> Self:
        """Refuse a frame that neither the matcher nor a coder can find."""
        if not self.terms and not self.questions:
            msg = message("has no terms and no questions; give it terms to match, or questions that coders answer")
            raise ValueError(msg)
        return self


class Axis(_Model):
    """A contrast of two poles, by term ids or by lemmas written as 정부/NNG."""

    id: _Text
    label: Label
    minus: _Texts = ()
    plus: _Texts = ()
    minus_lemmas: _Texts = ()
    plus_lemmas: _Texts = ()

    @model_validator(mode="after")
    def _require_two_poles(self) -> Self:
        """Refuse an axis without two poles of the same kind."""
        if not ((self.minus and self.plus) or (self.minus_lemmas and self.plus_lemmas)):
            msg = message("needs minus and plus (term ids), or minus_lemmas and plus_lemmas")
            raise ValueError(msg)
        return self


class Codebook(_Model):
    """A frame codebook, frozen: definitions for coders, terms for the matcher.

    `path` and `sha256` name the file it was read from; `sha256` is the hash of the file's bytes. Read from a file,
    `status` is what the validation file beside it grants, whatever the codebook says of itself; `evidence` is that
    file, or None, and `lost` says why a codebook has none.
    """

    schema_: Literal["kfa-codebook/1"] = Field(alias="schema")
    id: _Text
    version: _Text
    status: Status
    lang: Literal["ko"] = "ko"
    title: Label
    unit: Literal["sentence", "paragraph"]
    multi_label: _Bool = True
    compare: tuple[_Text, _Text] | None = None
    defaults: Defaults = Defaults()
    variants: dict[_Text, _Texts] = Field(default_factory=dict)
    mask: _Texts = ()
    parties: dict[_Text, _Texts] = Field(default_factory=dict)
    provenance: Provenance
    validation: dict[str, Any] | None = None
    changelog: tuple[Change, ...] = ()
    frames: Annotated[tuple[Frame, ...], Field(min_length=1)]
    axes: tuple[Axis, ...] = ()
    path: str = ""
    sha256: str = ""
    evidence: Evidence | None = None
    lost: str = ""

    def __repr__(self) -> str:
        return self._card().line()

    def __str__(self) -> str:
        return self._card().text()

    def _repr_html_(self) -> str:
        return self._card().html()

    def _card(self) -> Card:
        """Say what the codebook holds, how far it is validated, and what to do next."""
        facts = [f"{self.id} {self.version}", status_shown(self.status)]
        facts += [message("{name}: {n:,} word(s)", name=f.label.ko, n=len(f.terms)) for f in self.frames]
        cautions = [shown(self.lost)] * bool(self.lost)
        return Card(self.title.ko, facts, cautions, ["da.framing.check(codebook)", "da.framing.hits(tokens, codebook)"])

    @property
    def proof(self) -> str:
        """What is known of its accuracy on the compared frames, in Korean for a footer; empty without evidence."""
        shown = {f.id: f.label.ko for f in self.frames if f.id in (self.compare or self.frame_ids)}
        return self.evidence.summary(shown) if self.evidence else ""

    @property
    def polar(self) -> bool:
        """Whether it is a list of words with their polarity."""
        return self.compare == POLES and not self.path.lower().endswith((".yaml", ".yml"))

    @property
    def frame_ids(self) -> tuple[str, ...]:
        """Ids of the frames, in the order of the file."""
        return tuple(f.id for f in self.frames)

    @property
    def scored(self) -> tuple[Frame, ...]:
        """Frames that have terms, in the order of the file; the others are for coders alone and have no score."""
        return tuple(frame for frame in self.frames if frame.terms)

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
