"""Actors: who is one and the same under several names, and to which side they belong.

A list is YAML: `schema: damron-actors/1`, `id`, `version` and `actors`, each with `id`, `ko` (its name in tables and
charts), `names` (every name and mention that stands for it), and where they are known `group` (a party, a side), `kind`
(person or organisation), `from` and `to` (YYYY-MM-DD: the days on which the names stand for it).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from analysis.errors import CodebookError
from analysis.files.yaml import shown
from analysis.lexicon.loading import load, require_choice, require_words
from analysis.messages import message

_KEYS = {"id", "ko", "names", "group", "kind", "from", "to"}
_KINDS = ("person", "organisation", "collective", "document")


@dataclass(frozen=True)
class Actor:
    """One actor: id, name in tables, the names that stand for it, side, kind, and the days on which they do."""

    id: str
    ko: str
    names: tuple[str, ...]
    group: str = ""
    kind: str = ""
    first: str = ""  # YYYY-MM-DD; empty without a limit
    last: str = ""

    def holds(self, day: str) -> bool:
        """Tell whether the names stand for it on a day; on an unknown day only without limits.

        Parameters
        ----------
        day : str
            YYYY-MM-DD, empty for an unknown one.

        Returns
        -------
        bool
            Both limits belong to the days.
        """
        if not day:
            return not (self.first or self.last)
        return (not self.first or self.first <= day) and (not self.last or day <= self.last)


@dataclass(frozen=True)
class Actors:
    """A list of actors: where it came from and its actors in the order of the file."""

    id: str
    version: str
    sha256: str
    actors: tuple[Actor, ...]

    @cached_property
    def _by_name(self) -> dict[str, tuple[Actor, ...]]:
        """The actors of every name, without spaces."""
        found: dict[str, tuple[Actor, ...]] = {}
        for actor in self.actors:
            for name in _spelled(actor):
                found[name] = (*found.get(name, ()), actor)
        return found

    def of(self, *names: str, day: str = "") -> Actor | None:
        """Find the actor of the first of some names that stands for one on a day.

        Parameters
        ----------
        names : str
            Names and mentions, the surest first; spaces do not matter.
        day : str
            YYYY-MM-DD; empty where it is not known.

        Returns
        -------
        Actor or None
            None where no name is listed for the day.

        Examples
        --------
        >>> people = Actors("mine", "1", "", (Actor("kim", "김철수", ("김철수", "김 대표"), group="가당"),))
        >>> people.of("김 대표").group
        '가당'
        """
        for name in names:
            for actor in self._by_name.get(_bare(name), ()):
                if name and actor.holds(day):
                    return actor
        return None


def _spelled(actor: Actor) -> set[str]:
    """List the names that stand for an actor, its own among them, without spaces."""
    return {_bare(name) for name in (*actor.names, actor.ko)}


def _bare(name: str) -> str:
    """Write a name without spaces."""
    return "".join(name.split())


def actors(path: str | Path) -> Actors:
    """Read a list of actors.

    Parameters
    ----------
    path : str or Path
        A YAML file of `schema: damron-actors/1`.

    Returns
    -------
    Actors
        Frozen, with the hash of the file's bytes.

    Raises
    ------
    MissingError
        If there is no such file.
    CodebookError
        If it is not YAML, has no actor, lacks a key, has an unknown one, a day that is none, an id twice, or a name
        that stands for two actors on the same day; the message names the file and the entry.

    Examples
    --------
    >>> import json, pathlib, tempfile
    >>> kim = {"id": "kim", "ko": "김철수", "names": ["김 대표"], "group": "가당"}
    >>> file = pathlib.Path(tempfile.mkdtemp(), "actors.yaml")
    >>> _ = file.write_text(json.dumps({"schema": "damron-actors/1", "actors": [kim]}), encoding="utf-8")
    >>> actors(file).of("김 대표").ko
    '김철수'
    """
    source = load(Path(path), schema="damron-actors/1", key="actors", what=message("list of actors"))
    listed = tuple(_actor(entry, where) for entry, where in source.numbered())
    if not listed:
        msg = message("{source}: the list has no actor; write one or more, or leave actors= out", source=source.name)
        raise CodebookError(msg)
    ids = [actor.id for actor in listed]
    if twice := [name for n, name in enumerate(ids) if name in ids[:n]]:
        msg = message("{source}: the id {twice!r} stands twice; keep one", source=source.name, twice=twice[0])
        raise CodebookError(msg)
    for n, actor in enumerate(listed):
        for other in listed[:n]:
            same = _spelled(actor) & _spelled(other)
            if same and _overlap(actor, other):
                msg = message(
                    "{source}: {name!r} stands for {one} and for {other} on the same days; give them from and to, or "
                    "take the name out of one",
                    source=source.name,
                    name=min(same),
                    one=other.id,
                    other=actor.id,
                )
                raise CodebookError(msg)
    return Actors(source.id, source.version, source.sha256, listed)


def _overlap(one: Actor, other: Actor) -> bool:
    """Whether two actors have a day in common."""
    starts, ends = max(one.first, other.first), min(one.last or "9999-12-31", other.last or "9999-12-31")
    return not starts or starts <= ends


def _actor(entry: object, where: str) -> Actor:
    """Return one entry as an Actor; refuse one that is malformed."""
    if not isinstance(entry, dict) or set(entry) - _KEYS or "id" not in entry or not entry.get("names"):
        msg = message(
            "{where}: an actor has id and names, and may have ko, group, kind, from and to; got {entry}",
            where=where,
            entry=shown(entry),
        )
        raise CodebookError(msg)
    names = require_words(entry["names"], where=where, field="names")
    plain = {}
    for key in ("id", "ko", "group"):
        value = entry.get(key, names[0] if key == "ko" and names else "")
        if not isinstance(value, str) or (key != "group" and not value.strip()):
            msg = message("{where}: {key} must be text, not {value}", where=where, key=key, value=shown(value))
            raise CodebookError(msg)
        plain[key] = " ".join(value.split())
    kind = require_choice(entry["kind"], _KINDS, where=where, field="kind") if "kind" in entry else ""
    days = [_day(entry.get(key, ""), where, key) for key in ("from", "to")]
    if all(days) and days[0] > days[1]:
        msg = message("{where}: from {first} is behind to {last}", where=where, first=days[0], last=days[1])
        raise CodebookError(msg)
    return Actor(plain["id"], plain["ko"], names, plain["group"], kind, *days)


def _day(value: object, where: str, key: str) -> str:
    """Return a day as YYYY-MM-DD, empty for none."""
    text = str(value) if isinstance(value, str | dt.date) else shown(value)
    try:
        return dt.date.fromisoformat(text).isoformat() if text else ""
    except ValueError:
        msg = message("{where}: {key} must be a day such as 2023-05-01, not {value}", where=where, key=key, value=text)
        raise CodebookError(msg) from None
