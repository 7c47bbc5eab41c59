"""Rules over terms: in which units of a table they hold, and where the hit of a rule stands.

A rule is held against every unit at once: an array of truths, one for each sentence (paragraph, document), and an array
of places, the first match in the unit that the rule rests on.
"""

from __future__ import annotations

import logging
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.codebook.models import Codebook, Rule, Term
from analysis.errors import OptionError
from analysis.matcher.arrays import Flags, Ints, Within, edges
from analysis.matcher.sequences import Match, Sequences
from analysis.messages import message

_LOG = logging.getLogger(__name__)
_NOWHERE = np.iinfo(np.int64).max
_WIDER: dict[Within, int] = {"sentence": 0, "paragraph": 1, "document": 2}
_KEYS = ("all", "any", "near", "none", "where")

Variables = Mapping[str, Mapping[str, str]]  # by column and document


class _Held(NamedTuple):
    """In which units something holds, and the code of the first match that it rests on there."""

    holds: Flags
    place: Ints


class _Event(NamedTuple):
    """A match of one of the words of `near`."""

    first: int
    last: int
    item: int


def unit_of(rule: Rule) -> Within:
    """Return the unit in which a rule is held against the text."""
    return rule.within or "sentence"


def _in_order(codebook: Codebook) -> list[Term]:
    """List the terms with rules, each behind those that it names; a circle is left as it stands."""
    terms = {term.id: term for _, term in codebook.terms() if term.rule}
    found: dict[str, Term] = {}

    def visit(term: Term, above: tuple[str, ...]) -> None:
        if term.id in found or term.id in above or term.rule is None:
            return
        for name in term.rule.texts():
            if name in terms:
                visit(terms[name], (*above, term.id))
        found[term.id] = term

    for term in terms.values():
        visit(term, ())
    return list(found.values())


def circle(codebook: Codebook) -> tuple[str, ...]:
    """Return the ids of terms whose rules name each other in a circle, the first again at the end, or nothing."""
    # r1: all [r2, 동맹]; r2: any [r1, 우방] -> (r1, r2, r1)
    names = {term.id: term.rule.texts() for _, term in codebook.terms() if term.rule}
    clear: set[str] = set()

    def follow(path: tuple[str, ...]) -> tuple[str, ...]:
        for name in names[path[-1]]:
            if name in path:
                return (*path[path.index(name) :], name)
            if name in names and name not in clear and (found := follow((*path, name))):
                return found
        clear.add(path[-1])
        return ()

    return next((found for start in names if start not in clear and (found := follow((start,)))), ())


def wider(codebook: Codebook) -> tuple[str, str] | None:
    """Name the first term whose rule names or holds one that needs a wider unit than its own, and say it."""
    units = {term.id: unit_of(term.rule) for _, term in codebook.terms() if term.rule}
    for term in (term for _, term in codebook.terms()):
        if term.rule and (found := _wider_in(term.rule, unit_of(term.rule), units)):
            return term.id, found
    return None


def _wider_in(rule: Rule, unit: Within, units: Mapping[str, Within]) -> str:
    """Name what in a rule needs a wider unit."""
    for part in rule.parts:
        inner = units.get(part, unit) if isinstance(part, str) else part.within or unit
        if _WIDER[inner] > _WIDER[unit]:
            what = message("the rule of {part!r}", part=part) if isinstance(part, str) else message("a rule in it")
            return message(
                "{what} is held within a {inner}, and this one within a {unit}; write within: {inner}",
                what=what,
                inner=inner,
                unit=unit,
            )
        if isinstance(part, Rule) and (found := _wider_in(part, inner, units)):
            return found
    return ""


def conditions(codebook: Codebook) -> dict[str, str]:
    """List the document variables that rules ask for, with the id of the first term that does."""
    found: dict[str, str] = {}
    for _, term in codebook.terms():
        for rule in term.rule.walk() if term.rule else ():
            found |= {name: found.get(name, term.id) for name in rule.where}
    return found


def variables(codebook: Codebook, documents: pd.DataFrame | None, docs: Iterable[str]) -> Variables:
    """Look up the variables of documents that the rules of a codebook ask for, as text; refuse where one is lacking."""
    wanted = conditions(codebook)
    if not wanted:
        return {}
    first, term = next(iter(wanted.items()))
    if documents is None:
        msg = message(
            "term {term!r} of codebook {codebook} counts only where the document variable {first!r} fits; "
            "pass documents=corpus.documents",
            term=term,
            codebook=codebook.id,
            first=first,
        )
        raise OptionError(msg)
    for name, term in wanted.items():
        if name not in documents.columns or "doc" not in documents.columns:
            known = ", ".join(str(column) for column in documents.columns if column not in {"doc", "text", "sha256"})
            msg = message(
                "term {term!r} of codebook {codebook} asks for {name!r}, but the documents have {known}",
                term=term,
                codebook=codebook.id,
                name=name,
                known=known,
            )
            raise OptionError(msg)
    ids = documents["doc"].astype(str)
    listed = set(ids)
    missing = next((doc for doc in docs if doc not in listed), None)
    if missing is not None:
        msg = message(
            "the documents lack {missing!r}, which the tokens hold; pass the documents of the same corpus",
            missing=missing,
        )
        raise OptionError(msg)
    found: dict[str, Mapping[str, str]] = {}
    for name in wanted:
        text = documents[name].astype(str).mask(documents[name].isna(), "").map(_plain)
        found[name] = dict(zip(ids, text, strict=True))
        asked = (value for rule in _all_rules(codebook) for value in rule.where.get(name, ()))
        absent = [value for value in dict.fromkeys(asked) if _plain(value) not in set(text)]
        if absent:
            _LOG.warning(message("no document has for {name}: {absent}", name=name, absent=", ".join(absent)))
    return found


def _all_rules(codebook: Codebook) -> Iterator[Rule]:
    """Go through every rule of a codebook, and the rules in them."""
    return (rule for _, term in codebook.terms() if term.rule for rule in term.rule.walk())


def _plain(value: str) -> str:
    """Write a value composed and without white space around it."""
    return unicodedata.normalize("NFC", value).strip()


class Rules:
    """The rules of a codebook held against some rows."""

    # Without variables every condition on them counts as met. `widest` leaves out what would cancel: it holds wherever
    # the rule may hold, whatever is blank in the table and whatever the variables are.

    def __init__(
        self,
        sequences: Sequences,
        codebook: Codebook,
        places: Mapping[str, Sequence[Match]],
        *,
        masked: set[int],
        variables: Variables | None,
    ) -> None:
        self._sequences, self._rows = sequences, sequences.rows
        self._masked, self._variables = masked, variables
        self._ids = {term.id for _, term in codebook.terms()}
        self._found: dict[bool, dict[str, tuple[Ints, Ints]]] = {
            widest: {name: _columns(matches) for name, matches in places.items()} for widest in (False, True)
        }
        self._patterns: dict[str, tuple[Ints, Ints]] = {}
        self._firsts = {unit: edges(self._rows.unit(unit))[:-1] for unit in _WIDER}
        self._doc_of_unit: dict[Within, list[str]] = {}
        for term in _in_order(codebook):
            for widest in (False, True):
                self._found[widest][term.id] = _columns(self.find(term, widest=widest))

    def find(self, term: Term, *, widest: bool = False) -> list[Match]:
        """List the hits of a term's rule, one for every unit in which it holds, in order of position."""
        rule = term.rule
        if rule is None:
            return []
        held = self._of_rule(rule, unit_of(rule), met=True, widest=widest)
        return [_match(int(code), len(self._rows)) for code in held.place[held.holds].tolist()]

    def evidence(self, rule: Rule) -> set[int]:
        """Rows of every match of the rule's patterns in the units where it may hold."""
        unit = unit_of(rule)
        holds = self._of_rule(rule, unit, met=True, widest=True).holds
        units, found = self._rows.unit(unit), set[int]()
        for pattern in dict.fromkeys(text for text in rule.texts() if text not in self._ids):
            first, last = self._pattern(pattern)
            kept = holds[units[first]]
            for a, b in zip(first[kept].tolist(), last[kept].tolist(), strict=True):
                found.update(self._rows.cover(a, b))
        return found

    def failing(self, rule: Rule, row: int) -> str:
        """Name the first key of a rule that does not hold in the unit of a row, or nothing."""
        unit = unit_of(rule)
        number = int(self._rows.unit(unit)[row])
        for key in (key for key in _KEYS if getattr(rule, key)):
            if not self._part(key, rule, unit, met=True, widest=False).holds[number]:
                return key
        return ""

    def _of_rule(self, rule: Rule, outer: Within, *, met: bool, widest: bool) -> _Held:
        """In which units a rule holds."""
        unit = rule.within or outer
        keys = [key for key in _KEYS if getattr(rule, key)]
        parts = [self._part(key, rule, unit, met=met, widest=widest) for key in keys]
        holds = np.logical_and.reduce([part.holds for part in parts])
        held = _Held(holds, np.where(holds, np.minimum.reduce([part.place for part in parts]), _NOWHERE))
        return held if unit == outer else self._lifted(held, unit, outer)

    def _part(self, key: str, rule: Rule, unit: Within, *, met: bool, widest: bool) -> _Held:
        """In which units one key of a rule holds."""
        count = len(self._firsts[unit])
        nowhere = np.full(count, _NOWHERE)
        if key == "near":
            return self._near(rule, unit, widest=widest)
        if key == "where":
            return _Held(self._where(rule, unit, met=met, widest=widest), nowhere)
        if key == "none" and widest:
            return _Held(np.ones(count, np.bool_), nowhere)
        met = met if key != "none" else not met
        held = [self._of_part(part, unit, met=met, widest=widest) for part in getattr(rule, key)]
        number = np.sum([part.holds for part in held], axis=0)
        if key == "none":
            return _Held(number == 0, nowhere)
        needed = len(held) if key == "all" else (rule.at_least or 1)
        return _Held(number >= needed, np.minimum.reduce([part.place for part in held]))

    def _of_part(self, part: str | Rule, unit: Within, *, met: bool, widest: bool) -> _Held:
        """In which units a term or a pattern stands, or a rule holds."""
        if isinstance(part, Rule):
            return self._of_rule(part, unit, met=met, widest=widest)
        first, last = self._matches(part, widest=widest)
        place = np.full(len(self._firsts[unit]), _NOWHERE)
        size = len(self._rows)
        np.minimum.at(place, self._rows.unit(unit)[first], first * size + (size - 1 - last))
        return _Held(place < _NOWHERE, place)

    def _lifted(self, held: _Held, unit: Within, outer: Within) -> _Held:
        """Units that hold a smaller unit in which something holds."""
        number = self._rows.unit(outer)[self._firsts[unit]]
        holds = np.zeros(len(self._firsts[outer]), np.bool_)
        place = np.full(len(holds), _NOWHERE)
        np.logical_or.at(holds, number, held.holds)
        np.minimum.at(place, number, held.place)
        return _Held(holds, place)

    def _matches(self, text: str, *, widest: bool) -> tuple[Ints, Ints]:
        """First and last rows of a term's allowed matches, or of a pattern's."""
        return self._found[widest][text] if text in self._ids else self._pattern(text)

    def _pattern(self, pattern: str) -> tuple[Ints, Ints]:
        """First and last rows of a pattern's matches under no mask."""
        if pattern not in self._patterns:
            found = self._sequences.find_pattern(pattern)
            seen = [m for m in found if not self._masked or self._masked.isdisjoint(self._rows.cover(*m))]
            self._patterns[pattern] = _columns(seen)
        return self._patterns[pattern]

    def _where(self, rule: Rule, unit: Within, *, met: bool, widest: bool) -> Flags:
        """Units of the documents whose variables fit; without variables all, or below `none` no unit."""
        count = len(self._firsts[unit])
        if self._variables is None or widest:
            return np.full(count, met or widest)
        if unit not in self._doc_of_unit:
            self._doc_of_unit[unit] = self._rows.strings("doc", self._firsts[unit])
        fits = np.ones(count, np.bool_)
        for name, values in rule.where.items():
            known = self._variables[name]
            wanted = {_plain(value) for value in values}
            fits &= np.array([known.get(doc, "") in wanted for doc in self._doc_of_unit[unit]], np.bool_)
        return fits

    def _near(self, rule: Rule, unit: Within, *, widest: bool) -> _Held:
        """Units that hold the words of `near` in a chain, each at most `distance` from the next."""
        place = np.full(len(self._firsts[unit]), _NOWHERE)
        size, units = len(self._rows), self._rows.unit(unit)
        columns = [self._matches(text, widest=widest) for text in rule.near]
        present = np.logical_and.reduce([np.isin(np.arange(len(place)), units[first]) for first, _ in columns])
        events: dict[int, list[_Event]] = {}
        for item, (first, last) in enumerate(columns):
            kept = present[units[first]]
            for a, b, number in zip(*(v.tolist() for v in (first[kept], last[kept], units[first[kept]])), strict=True):
                events.setdefault(number, []).append(_Event(a, b, item))
        gap = self._gap(rule)
        for number, found in events.items():
            if start := _chain(sorted(found), rule, gap):
                place[number] = start.first * size + (size - 1 - start.last)
        return _Held(place < _NOWHERE, place)

    def _gap(self, rule: Rule) -> Callable[[int, int], int]:
        """How far one row is from an earlier one: 1 for the next word, or the next morpheme."""
        if rule.distance_in == "morphemes":
            return lambda earlier, later: later - earlier
        word = self._rows.word
        return lambda earlier, later: int(word[later] - word[earlier])


def _chain(events: Sequence[_Event], rule: Rule, gap: Callable[[int, int], int]) -> _Event | None:
    """Return the first match of the earliest chain of all words of `near`, or None."""
    # near [정부, 예산] at distance 2 in "예산은 정부가 늘린다 .. 예산": (예산, 정부) -> 예산, the first of the chain.
    # A chain is known by which words it holds, where it began and where it ends.
    whole, best = (1 << len(rule.near)) - 1, None
    chains: dict[tuple[int, int], _Event] = {}
    for event in events:
        bit = 1 << event.item
        if rule.distance is not None:
            chains = {key: start for key, start in chains.items() if gap(key[1], event.first) <= rule.distance}
        begun = [(0, event)] + [(held, start) for (held, last), start in chains.items() if last < event.first]
        for held, start in begun:
            if held & bit or (rule.ordered and held != bit - 1):
                continue
            key = (held | bit, event.last)
            if rule.distance is None and _is_beaten(chains, key, start):
                continue
            chains[key] = min(chains.get(key, start), start)
            if key[0] == whole:
                best = min(best or start, start)
    return best


def _is_beaten(chains: Mapping[tuple[int, int], _Event], key: tuple[int, int], start: _Event) -> bool:
    """Whether a chain of the same words began and ended no later; without a distance the earlier one serves as well."""
    return any(held == key[0] and last <= key[1] and begun <= start for (held, last), begun in chains.items())


def _columns(matches: Sequence[Match]) -> tuple[Ints, Ints]:
    """First and last rows of matches."""
    pairs = np.array(list(matches), np.int64).reshape(-1, 2)
    return pairs[:, 0], pairs[:, 1]


def _match(code: int, size: int) -> Match:
    """Rows of the match that a code of a place stands for."""
    # of 10 rows, 29: row 2 to row 0 from the end, 9 - 9 -> (2, 0)
    first, rest = divmod(code, size)
    return first, size - 1 - rest


def written(rule: Rule, *, names: Mapping[str, str] | None = None) -> str:
    """Write a rule in one line."""
    # {all: [동맹, al02], none: [소송]} -> "all(동맹, al02); none(소송); within sentence"
    said = names or {}
    return f"{_written(rule, said)}; {said.get('within', 'within')} {said.get(unit_of(rule), unit_of(rule))}"


def _written(rule: Rule, said: Mapping[str, str]) -> str:
    """Write a rule without its unit."""
    return "; ".join(_clauses(rule, said))


def _clauses(rule: Rule, said: Mapping[str, str]) -> Iterator[str]:
    """Write every key of a rule."""
    for key in ("all", "any", "near", "none"):
        parts = getattr(rule, key)
        if not parts:
            continue
        inner = ", ".join(part if isinstance(part, str) else f"({_nested(part, said)})" for part in parts)
        yield f"{said.get(key, key)}{_detail(key, rule, said)}({inner})"
    for name, values in rule.where.items():
        yield f"{said.get('where', 'where')} {name}={'|'.join(values)}"


def _nested(rule: Rule, said: Mapping[str, str]) -> str:
    """Write a rule in a rule, with its unit if it has one of its own."""
    unit = f"; {said.get('within', 'within')} {said.get(rule.within, rule.within)}" if rule.within else ""
    return _written(rule, said) + unit


def _detail(key: str, rule: Rule, said: Mapping[str, str]) -> str:
    """Write the numbers of a key."""
    if key == "any" and rule.at_least:
        return f" {said.get('at_least', 'at_least')} {rule.at_least}"
    if key != "near":
        return ""
    order = [said.get("ordered", "ordered")] if rule.ordered else []
    distance = [f"{rule.distance} {said.get(rule.distance_in, rule.distance_in)}"] if rule.distance else []
    return " " + ", ".join([*distance, *order])
