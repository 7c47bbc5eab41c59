"""Everything that is wrong with a codebook, at once: what does not fit the format, and what does not fit together."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import Any, NamedTuple

from pydantic import BaseModel, ValidationError

from analysis.codebook.models import (
    PART_KINDS,
    Axis,
    Change,
    Codebook,
    Defaults,
    Elements,
    Frame,
    Label,
    Provenance,
    Rule,
    Term,
)
from analysis.codebook.parties import states
from analysis.codebook.term_rules import circle, wider
from analysis.errors import CodebookError
from analysis.files.yaml import shown
from analysis.matcher.pattern import SPECIAL, expand
from analysis.messages import english, later, message
from analysis.messages.libraries import told
from analysis.options import meant

_SET_BY_READER = ("path", "sha256", "evidence", "lost")
_AS_AN_ID = re.compile(r"[A-Za-z0-9_-]+")
_LIKE_AN_ID = 0.75  # al1 is like al01; ai is not like ai01
_ROUNDS = 12  # of taking out what does not fit, to see what else does not
_LISTS = {"frames": later("frame"), "terms": later("term"), "axes": later("axis")}
_MODELS: dict[str, type[BaseModel]] = {
    "frames": Frame,
    "terms": Term,
    "axes": Axis,
    "defaults": Defaults,
    "provenance": Provenance,
    "changelog": Change,
    "label": Label,
    "title": Label,
    "elements": Elements,
    **dict.fromkeys(("rule", "all", "any", "none"), Rule),
}
_UNKNOWN = "?"  # an id that is not there
_PLACEHOLDERS: dict[str, Any] = {  # for a required key that is not there, so that the rest can be looked at
    "schema": "kfa-codebook/1",
    "status": "unvalidated",
    "unit": "sentence",
    "colour": "blue",
    "title": {"ko": "?", "en": "?"},
    "label": {"ko": "?", "en": "?"},
    "provenance": {"author": "?", "basis": "?", "licence": "?"},
    "frames": [
        {"id": _UNKNOWN, "label": {"ko": "?", "en": "?"}, "colour": "blue", "definition": "?", "questions": ["?"]}
    ],
}

_Place = tuple[int | str, ...]


class _Complaint(NamedTuple):
    """One thing that is wrong: keys and indices down to it, and a sentence."""

    place: _Place
    text: str


def judge(data: Mapping[str, Any], read: Mapping[str, str]) -> tuple[Codebook | None, list[_Complaint]]:
    """Make a codebook of what a file holds, or list everything that is wrong with it; a misspelt key comes first."""
    given = {key: value for key, value in data.items() if key not in _SET_BY_READER}
    found = [
        _Complaint((key,), message("unknown key {key}; take it out", key=shown(key)))
        for key in data
        if key in _SET_BY_READER
    ]
    try:
        codebook = _with_parties(Codebook.model_validate({**given, **read}))
    except ValidationError as error:
        found += _malformed(error, data)
        left = _salvaged(given)
        return None, found + ([*_inconsistent(_with_parties(left), whole=False)] if left else [])
    return codebook, [*found, *_inconsistent(codebook, whole=True)]


def _malformed(error: ValidationError, data: Mapping[str, Any]) -> list[_Complaint]:
    """Word everything that does not fit the format; a misspelt key explains a missing one and comes before it."""
    errors = _errors(error)
    errors.sort(key=lambda e: e["type"] != "extra_forbidden")
    return [_Complaint(e["loc"], f"{_where(e['loc'], data)}{_complaint(e)}") for e in errors]


def _errors(error: ValidationError) -> list[Any]:
    """List the errors with their places in the data."""
    errors: list[Any] = error.errors(include_url=False)
    for found in errors:
        found["loc"] = tuple(step for step in found["loc"] if step not in PART_KINDS)
    # a list of which nothing fits counts as empty
    above = {e["loc"][:n] for e in errors for n in range(len(e["loc"]))}
    return [e for e in errors if e["type"] != "too_short" or e["loc"] not in above]


def _salvaged(data: Mapping[str, Any]) -> Codebook | None:
    """Leave out what does not fit the format, so that what is left can be held together; None where nothing is."""
    # {id: a1, mtach: 동맹} loses mtach, then has no match, and becomes a term of that id that finds dates
    left = copy.deepcopy(dict(data))
    for _ in range(_ROUNDS):
        try:
            return Codebook.model_validate(left)
        except ValidationError as error:
            for found in reversed(_errors(error)):
                _take_out(left, found["loc"], missing=found["type"] == "missing")
    return None


def _take_out(data: Any, place: _Place, *, missing: bool) -> None:
    """Take a faulty value out of the data, or put one where it is missing."""
    if missing:
        owner = _at(data, place[:-1])
        if isinstance(owner, dict):
            owner[place[-1]] = copy.deepcopy(_PLACEHOLDERS.get(str(place[-1]), "?"))
        return
    item, owner = _at(data, place), _at(data, place[:-1])
    last = place[-1] if place else None
    if isinstance(owner, list) and isinstance(last, int) and len(place) > 1 and place[-2] in ("frames", "terms"):
        known = item.get("id") if isinstance(item, dict) else None
        if place[-2] == "terms":
            owner[last] = {"id": known if isinstance(known, str) else _UNKNOWN, "number": "date"}
        elif isinstance(item, dict):
            item["questions"] = ["?"]
        else:
            owner[last] = copy.deepcopy(_PLACEHOLDERS["frames"][0])
        return
    for length in range(len(place), 0, -1):
        owner = _at(data, place[: length - 1])
        if isinstance(owner, dict) and place[length - 1] in owner:
            del owner[place[length - 1]]
            return


def _at(data: Any, place: _Place) -> Any:
    """Return what stands at a place of the data as written, or None."""
    for step in place:
        data = _step(data, step)
    return data


def _where(loc: tuple[int | str, ...], data: object) -> str:
    """Name frame, term and field of a complaint by their ids, not by their numbers."""
    # Example: ("frames", 0, "terms", 2, "pos", 1) gives "frame 'together', term 'to03', field 'pos[2]': "
    parts: list[str] = []
    at: Any = data
    field = ""
    for step, before in zip(loc, (None, *loc), strict=False):
        at = _step(at, step)
        if isinstance(step, int) and before in _LISTS:
            name = at.get("id") if isinstance(at, dict) else None
            what = message(_LISTS[str(before)])
            parts.append(f"{what} {name!r}" if name else message("{what} no. {n}", what=what, n=step + 1))
            field = ""
        elif isinstance(step, int):
            field += f"[{step + 1}]"
        else:
            field = f"{field}.{step}" if field and step not in _LISTS else str(step)
    if field:
        parts.append(message("field {field!r}", field=field))
    return ", ".join(parts) + ": " if parts else ""


def _step(at: Any, step: int | str) -> Any:
    """Return what stands at a key or index of the data as written, or None."""
    if isinstance(at, dict):
        return at.get(step)
    return at[step] if isinstance(at, list) and isinstance(step, int) and step < len(at) else None


def _complaint(details: Any) -> str:
    """Word one error of pydantic: what is wrong and what to do."""
    kind, value = details["type"], shown(details["input"])
    sentences = {
        "missing": message("is missing; add it"),
        "string_type": message("{value} is not text; put it in quotes", value=value),
        "tuple_type": message("{value} is no list; write it as [{bare}]", value=value, bare=value.strip("'")),
        "too_short": message("is empty; put at least one into it"),
    }
    if kind == "extra_forbidden":
        return _misspelt(details["loc"])
    if kind == "literal_error":
        return message(
            "{value} is not allowed; use {expected}", value=value, expected=_choices(details["ctx"]["expected"])
        )
    if kind == "value_error":
        return str(details["ctx"]["error"])
    return sentences.get(kind) or message(
        "{value} does not fit: {reason}; correct it", value=value, reason=_reason(details)
    )


def _choices(expected: str) -> str:
    """Write the choices that pydantic joins by 'or'."""
    return expected if english() else expected.replace(" or ", ", ")


def _reason(details: Any) -> str:
    """Say why a value does not fit."""
    said = str(details["msg"])
    return said[:1].lower() + said[1:] if english() else told(said)


def _misspelt(loc: tuple[int | str, ...]) -> str:
    """Word the complaint about an unknown key, with the known key it resembles."""
    owner = next((s for s in reversed(loc[:-1]) if isinstance(s, str)), None)
    model = _MODELS.get(owner, Codebook) if owner else Codebook
    known = [f.alias or n for n, f in model.model_fields.items() if n not in _SET_BY_READER]
    near = get_close_matches(str(loc[-1]), known, n=1)
    hint = (
        message("did you mean {near!r}?", near=near[0])
        if near
        else message("the known keys are {known}", known=", ".join(known))
    )
    return message("unknown key; {hint}", hint=hint)


def _with_parties(codebook: Codebook) -> Codebook:
    """Add the kit's list of states to the parties of a codebook whose terms need parties."""
    if not any(term.parties for _, term in codebook.terms()):
        return codebook
    return codebook.model_copy(update={"parties": states() | codebook.parties})


def _inconsistent(codebook: Codebook, *, whole: bool) -> Iterator[_Complaint]:
    """List repeated ids, unknown references and patterns that do not parse; `whole` where nothing was taken out."""
    terms: list[tuple[_Place, Frame, Term]] = [
        (("frames", i, "terms", j), frame, term)
        for i, frame in enumerate(codebook.frames)
        for j, term in enumerate(frame.terms)
    ]
    ids = [term.id for _, _, term in terms]
    yield from _repeated([(("frames", i, "id"), frame.id) for i, frame in enumerate(codebook.frames)], message("frame"))
    yield from _repeated([((*place, "id"), term.id) for place, _, term in terms], message("term"))
    yield from _repeated([(("axes", i, "id"), axis.id) for i, axis in enumerate(codebook.axes)], message("axis"))
    if codebook.compare is not None:
        scored = [frame.id for frame in (codebook.scored if whole else codebook.frames)]
        yield from _unknown(
            ("compare",),
            codebook.compare,
            scored,
            message("field {field!r}", field="compare"),
            message("frame with terms"),
        )
        if codebook.compare[0] == codebook.compare[1]:
            yield _Complaint(("compare",), message("field 'compare' names the same frame twice; name two frames"))
    yield from _of_rules(codebook, terms)
    for i, axis in enumerate(codebook.axes if _UNKNOWN not in ids else ()):
        yield from _unknown(
            ("axes", i), (*axis.minus, *axis.plus), ids, message("axis {axis!r}", axis=axis.id), message("term")
        )
    yield from _of_settings(codebook)
    for place, frame, term in terms:
        yield from _of_patterns(codebook, place, frame, term)


def _of_rules(codebook: Codebook, terms: Sequence[tuple[_Place, Frame, Term]]) -> Iterator[_Complaint]:
    """List rules that name each other in a circle, need a wider unit than their own, or hold no patterns."""
    places = {term.id: place for place, _, term in terms}
    if names := circle(codebook):
        text = message(
            "the rules of the terms {names} name each other in a circle; take one of these names out",
            names=" -> ".join(names),
        )
        yield _Complaint((*places[names[0]], "rule"), text)
    elif found := wider(codebook):
        yield _Complaint(
            (*places[found[0]], "rule"), message("term {found!r}: {found_2}", found=found[0], found_2=found[1])
        )
    for place, frame, term in terms:
        for pattern in term.rule.texts() if term.rule else ():
            if pattern in places:
                continue
            where = message(
                "frame {frame!r}, term {term!r}, field {field!r}", frame=frame.id, term=term.id, field="rule"
            )
            yield from _no_pattern((*place, "rule"), pattern, codebook, where)
            near = get_close_matches(pattern, places, n=1, cutoff=_LIKE_AN_ID) if _AS_AN_ID.fullmatch(pattern) else []
            if near:
                text = message(
                    "{where} names {pattern!r}, which is no term; did you mean {near!r}? Write ({pattern}) for a word",
                    where=where,
                    pattern=pattern,
                    near=near[0],
                )
                yield _Complaint((*place, "rule"), text)


def _repeated(ids: Iterable[tuple[_Place, str]], what: str) -> Iterator[_Complaint]:
    """List the ids that stood before."""
    seen: set[str] = set()
    for place, name in ids:
        if name in seen and name != _UNKNOWN:
            yield _Complaint(
                place, message("{what} id {name!r} stands twice; give every {what} its own id", what=what, name=name)
            )
        seen.add(name)


def _unknown(place: _Place, named: Iterable[str], known: Sequence[str], where: str, what: str) -> Iterator[_Complaint]:
    """List references to something that is not there."""
    there = ", ".join(known[:12]) + (", ..." if len(known) > 12 else "")
    for name in dict.fromkeys(named):
        if name not in known:
            yield _Complaint(
                place,
                message(
                    "{where} names the unknown {what} {name!r}{meant}; the codebook has {there}",
                    where=where,
                    what=what,
                    name=name,
                    meant=meant(name, known),
                    there=there,
                ),
            )


def _of_settings(codebook: Codebook) -> Iterator[_Complaint]:
    """List variants, masks and names of parties that are no patterns."""
    for key, values in codebook.variants.items():
        bad = [v for v in (key, *values) if any(c in SPECIAL for c in v)]
        if bad:
            text = message(
                "field 'variants' has {bad!r}; write plain words there, without {special}", bad=bad[0], special=SPECIAL
            )
            yield _Complaint(("variants", key), text)
    for i, mask in enumerate(codebook.mask):
        yield from _no_pattern(("mask", i), mask, codebook, message("field {field!r}", field="mask"))
    for party, names in codebook.parties.items():
        for i, pattern in enumerate(names):
            yield from _no_pattern(
                ("parties", party, i), pattern, codebook, message("field 'parties', {party!r}", party=party)
            )


def _of_patterns(codebook: Codebook, place: _Place, frame: Frame, term: Term) -> Iterator[_Complaint]:
    """List what of a term and its neighbours is no pattern, and the parties that nobody knows."""

    def field(name: str) -> str:
        return message("frame {frame!r}, term {term!r}, field {field!r}", frame=frame.id, term=term.id, field=name)

    if term.match is not None:
        yield from _no_pattern((*place, "match"), term.match, codebook, field("match"))
    for name in ("not_near", "require_near"):
        for i, pattern in enumerate(getattr(term, name)):
            yield from _no_pattern((*place, name, i), pattern, codebook, field(name))
    parties = list(codebook.parties)
    yield from _unknown((*place, "parties"), term.parties, parties, field("parties"), message("party"))


def _no_pattern(place: _Place, pattern: str, codebook: Codebook, where: str) -> Iterator[_Complaint]:
    """Complain of a pattern that does not parse, and name its place."""
    try:
        expand(pattern, variants=codebook.variants)
    except CodebookError as error:
        yield _Complaint(place, f"{where}: {error}")
