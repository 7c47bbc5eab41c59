"""Spelling variants: concepts that are written in several ways, read from a file and checked.

A list is YAML: `schema: damron-variants/1`, `id`, `version` and `concepts`. The middle dot in a surface
stands for any of five middle dots and any of five hyphens; a space in it may be there or not.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from analysis.errors import CodebookError, OptionError
from analysis.files.yaml import shown, truth
from analysis.lexicon.loading import load, require_choice, require_words
from analysis.lexicon.units import UNIT_TAGS
from analysis.messages import message
from analysis.paths import LEXICONS

JOINT = "·"
_JOINTS = re.compile(r"[\u00b7\u318d\u30fb\u2022\u2027\-\u2010\u2011\u2013\uff0d]")
_LISTS = ("surfaces", "context", "unless", "not_after", "not_before", "examples", "counterexamples")
_KEYS = ("concept", "tag", "on", "source", *_LISTS)


@dataclass(frozen=True)
class Concept:
    """One concept and the ways it is written.

    Attributes
    ----------
    form, tag : str
        The lemma and the tag that its occurrences get; without a tag that of the last noun in each.
    surfaces : tuple of str
        How else it is written.
    on : bool
        Whether it is applied.
    context : tuple of str
        If there are any, one of these must stand in the same document.
    unless : tuple of str
        None of these may stand in the same document.
    not_after, not_before : tuple of str
        Tags or surfaces: no such morpheme may stand directly before or behind, in the same sentence.
    source : str
        Who says so.
    examples, counterexamples : tuple of str
        Sentences in which the concept must and must not be found.
    """

    form: str
    tag: str = "NNP"
    surfaces: tuple[str, ...] = ()
    on: bool = True
    context: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    not_after: tuple[str, ...] = ()
    not_before: tuple[str, ...] = ()
    source: str = ""
    examples: tuple[str, ...] = ()
    counterexamples: tuple[str, ...] = ()


@dataclass(frozen=True)
class Variants:
    """A list of concepts: where it came from, and its entries in the order of the file."""

    # `given` names the entries that stand in no file, for recipes.

    id: str
    version: str
    concepts: tuple[Concept, ...]
    given: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse entries that contradict one another."""
        _require_consistent(self.active)

    @cached_property
    def active(self) -> tuple[Concept, ...]:
        """The concepts that are switched on."""
        return tuple(c for c in self.concepts if c.on)

    @cached_property
    def sha256(self) -> str:
        """Hash over everything that is switched on and changes a table; notes and examples do not."""
        drop = ("source", "examples", "counterexamples", "on")
        rules = [{k: v for k, v in asdict(c).items() if k not in drop} for c in self.active]
        return hashlib.sha256(json.dumps(rules, ensure_ascii=False, sort_keys=True).encode("utf-8")).hexdigest()

    @cached_property
    def spellings(self) -> dict[str, tuple[int, ...]]:
        """Every spelling of the active concepts, canonical, with the positions in `active` it may stand for."""
        found: dict[str, tuple[int, ...]] = {}
        for n, concept in enumerate(self.active):
            for key in {k for text in (concept.form, *concept.surfaces) for k in keys(text)}:
                found[key] = (*found.get(key, ()), n)
        return found

    def turn(self, *, on: Iterable[str] = (), off: Iterable[str] = ()) -> Variants:
        """Switch concepts on and off.

        Parameters
        ----------
        on, off : iterable of str
            Concepts by their form.

        Returns
        -------
        Variants
            A new value with another hash; this one is unchanged.

        Raises
        ------
        OptionError
            If there is no such concept, or one is to be switched both ways.
        CodebookError
            If what is switched on contradicts another concept.
        """
        wanted = dict.fromkeys(_require_list(on, "on"), True)
        for form in _require_list(off, "off"):
            if form in wanted:
                msg = message(
                    "the concept {form!r} cannot be switched on and off at once; take it out of one list", form=form
                )
                raise OptionError(msg)
            wanted[form] = False
        known = {c.form for c in self.concepts}
        for form in wanted:
            if form not in known:
                msg = message(
                    "no concept {form!r} in {id}; it has {known}", form=form, id=self.id, known=", ".join(sorted(known))
                )
                raise OptionError(msg)
        return replace(self, concepts=tuple(replace(c, on=wanted.get(c.form, c.on)) for c in self.concepts))

    def plus(self, other: Variants) -> Variants:
        """Put two lists together, such as the kit's and your own.

        Parameters
        ----------
        other : Variants
            Its entry takes the place of an entry of this list for the same concept.

        Returns
        -------
        Variants
            Entries of this list first; id and version name both lists.

        Raises
        ------
        CodebookError
            If a surface then stands under two concepts; switch one of them off first.
        """
        theirs = {c.form for c in other.concepts}
        kept = tuple(c for c in self.concepts if c.form not in theirs)
        given = (*self.given, *other.given)
        return Variants(f"{self.id}+{other.id}", f"{self.version}+{other.version}", (*kept, *other.concepts), given)

    def under(self, other: Variants) -> Variants:
        """Put a list on top of this one, whose entries give way to it where the two contradict.

        Parameters
        ----------
        other : Variants
            An entry for a concept that this list has too, switched on and without a context, adds to its surfaces. Any
            other entry of this list loses the surfaces that the other names, and goes where its concept is named.

        Returns
        -------
        Variants
            As `plus`.
        """
        theirs = {c.form: c for c in other.concepts}
        taken = {key for c in other.concepts for text in (c.form, *c.surfaces) for key in keys(text)}
        kept, joined = [], {}
        for c in self.concepts:
            left = tuple(text for text in c.surfaces if not keys(text) & taken)
            if c.form in theirs and c.on and not c.context and not c.unless:
                joined[c.form] = replace(c, surfaces=(*left, *theirs[c.form].surfaces))
            elif left and not keys(c.form) & taken:
                kept.append(replace(c, surfaces=left))
        laid = replace(other, concepts=tuple(joined.get(c.form, c) for c in other.concepts))
        return replace(self, concepts=tuple(kept)).plus(laid)


def variants(source: str | Path | Mapping[str, Iterable[str]] = LEXICONS / "variants.yaml") -> Variants:
    """Read a list of spelling variants, or make one of plain words.

    Parameters
    ----------
    source : str, Path or mapping
        A YAML file of `schema: damron-variants/1`, by default the kit's own list; or concepts with their other
        spellings, such as ``{"스타트업": ["벤처기업"]}``, which keep the tags that they have in the text.

    Returns
    -------
    Variants
        Frozen. `turn` switches concepts on and off, `plus` adds a list of your own.

    Raises
    ------
    MissingError
        If there is no such file.
    CodebookError
        If it is not YAML, has an unknown key or an empty surface, lists a concept or a surface twice, or makes
        one concept a spelling of another; the message names the file and the entry.
    """
    if isinstance(source, Mapping):
        return _given(source)
    file = load(Path(source), schema="damron-variants/1", key="concepts", what=message("list of variants"))
    concepts = tuple(_concept(entry, where) for entry, where in file.numbered())
    try:
        return Variants(file.id, file.version, concepts)
    except CodebookError as error:
        msg = f"{file.name}: {error}"
        raise CodebookError(msg) from error


def _given(words: Mapping[str, Iterable[str]]) -> Variants:
    """Make a list of plain words."""
    concepts = []
    for n, (form, surfaces) in enumerate(words.items(), 1):
        listed = surfaces if isinstance(surfaces, str) else list(surfaces)
        concepts.append(
            replace(_concept({"concept": form, "surfaces": listed}, message("variants, entry {n}", n=n)), tag="")
        )
    given = tuple(f"{c.form} = {', '.join(c.surfaces)}" for c in concepts)
    return Variants("given", str(len(concepts)), tuple(concepts), given)


def fold(text: str) -> str:
    """Return a surface as spellings are compared: NFC, one sign for all joints, lower case."""
    # Example: 한ㆍ미 and 한-미 both give 한·미
    return _JOINTS.sub(JOINT, unicodedata.normalize("NFC", text)).casefold()


def keys(text: str) -> set[str]:
    """List the canonical spellings of a surface: with and without each of its spaces."""
    # Example: 새싹 기업 gives {새싹 기업, 새싹기업}
    first, *rest = fold(text).split(" ")
    found = {first}
    for part in rest:
        found = {f"{before}{gap}{part}" for before in found for gap in ("", " ")}
    return found


def _concept(entry: Any, where: str) -> Concept:
    """Return one entry as a Concept; refuse one that is malformed."""
    if not isinstance(entry, dict) or not isinstance(entry.get("concept"), str) or not entry["concept"].strip():
        msg = message(
            "{where}: an entry is a mapping with concept and surfaces; got {entry}", where=where, entry=shown(entry)
        )
        raise CodebookError(msg)
    form = " ".join(entry["concept"].split())
    where = f"{where} ({form})"
    unknown = [key for key in entry if key not in _KEYS]
    if unknown:
        msg = message(
            "{where}: unknown key {unknown}; the keys are {keys}",
            where=where,
            unknown=shown(unknown[0]),
            keys=", ".join(_KEYS),
        )
        raise CodebookError(msg)
    on = truth(entry.get("on", True))
    if on is None or not isinstance(entry.get("source", ""), str):
        msg = message("{where}: on must be true or false and source a text in quotes", where=where)
        raise CodebookError(msg)
    lists: dict[str, Any] = {name: require_words(entry.get(name, []), where=where, field=name) for name in _LISTS}
    for text in (form, *lists["surfaces"]):
        if not fold(text).strip(f"{JOINT} "):
            msg = message("{where}: {text!r} has no letter; write the word itself", where=where, text=text)
            raise CodebookError(msg)
    if not lists["surfaces"] or form in lists["surfaces"]:
        msg = message(
            "{where}: surfaces must list other spellings than {form!r} itself, at least one", where=where, form=form
        )
        raise CodebookError(msg)
    tag = require_choice(entry.get("tag", "NNP"), UNIT_TAGS, where=where, field="tag")
    return Concept(form, tag, on=on, source=entry.get("source", ""), **lists)


def _require_consistent(concepts: tuple[Concept, ...]) -> None:
    """Refuse a concept that stands twice, chains and cycles, and a surface under two concepts."""
    owner: dict[str, Concept] = {}
    for concept in concepts:
        for key in keys(concept.form):
            if key in owner:
                msg = message(
                    "the concepts {owner!r} and {concept!r} are one; keep one of the entries",
                    owner=owner[key].form,
                    concept=concept.form,
                )
                raise CodebookError(msg)
            owner[key] = concept
    spelt: dict[str, Concept] = {}
    for concept in concepts:
        for text in concept.surfaces:
            for key in sorted(keys(text)):
                _require_no_chain(concept, text, owner.get(key))
                before = spelt.setdefault(key, concept)
                if before is not concept and not (before.context and concept.context):
                    msg = message(
                        "{text!r} stands under {before!r} and {concept!r}; keep one of them, switch one "
                        "off, or give both a context",
                        text=text,
                        before=before.form,
                        concept=concept.form,
                    )
                    raise CodebookError(msg)


def _require_no_chain(concept: Concept, text: str, other: Concept | None) -> None:
    """Refuse a surface that is a concept itself."""
    if other is None or other is concept:
        return
    back = {key for surface in other.surfaces for key in keys(surface)}
    if back & keys(concept.form):
        msg = message(
            "{concept!r} and {other!r} are each a surface of the other; decide which is the concept",
            concept=concept.form,
            other=other.form,
        )
    else:
        msg = message(
            "{text!r} is a surface of {concept!r} and a concept itself; put all its surfaces under one of them",
            text=text,
            concept=concept.form,
        )
    raise CodebookError(msg)


def _require_list(values: Iterable[str], what: str) -> list[str]:
    """Return concepts as a list; refuse one string."""
    if isinstance(values, str):
        msg = message("{what} must be a list, such as [{values!r}], not one string", what=what, values=values)
        raise OptionError(msg)
    return [str(value) for value in values]
