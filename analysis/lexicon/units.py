"""Units: names and compounds that a chart should show as one word.

A unit list is YAML: `schema: damron-units/1`, `id`, `version` and `units`, each with `unit` (its form in
charts), `tag` (NNP by default) and optional `spellings`. A space or hyphen in a form or spelling may be
there or not, so `{unit: 업무협약, spellings: [업무 협약]}` shows 업무협약 and finds both. A unit is found in
the longest form that fits, and only where a word ends behind it: before a particle, the
copula, punctuation or white space. With `compounds: on`, the default, it is also found before -하다 and inside longer
words, where the analyser's own morphemes begin and end with it: 기후위기 in 기후위기대응, 전기 not in 무전기.

`include: names.yaml` (or a list of files beside this one) puts other lists underneath: an entry here takes the place of
an included one that is spelt alike. `documents` names the documents a list was made for. An entry of a list of names
also has `kind`, `years` and `source`, keys of the mapping `sources` in its file, and may have a `note`.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, Protocol

import pandas as pd

from analysis.errors import CodebookError
from analysis.files.yaml import shown
from analysis.lexicon.loading import load, require_choice, require_words
from analysis.messages import both, message
from analysis.paths import LEXICONS, is_file
from analysis.schema.cards import Card

UNIT_TAGS = ("NNG", "NNP")
KINDS = ("party", "ministry", "agency", "place", "body", "firm")
_MORE = ("include", "documents", "sources", "compounds")
_NAMED = ("kind", "years", "source")
_KEYS = {"unit", "tag", "spellings", "note", *_NAMED}
_SPAN = r"(?:by )?\d{4}(?:-(?:\d{4})?)?"
_YEARS = re.compile(rf"{_SPAN}(?:, {_SPAN})*")
_NAMED_FIRST = 8  # entries that a card names
_JOINT = r"[ \-\u2010\u2011\u2013·ㆍ・•‧]?"
_LETTER = r"[0-9A-Za-z\u3400-\u9fff\uac00-\ud7a3]"
_PARTICLES = (
    "이 가 은 는 을 를 의 에 에서 에게 에게서 께 께서 한테 과 와 랑 이랑 하고 도 만 로 으로 로서 으로서 "
    "로써 으로써 부터 까지 마저 조차 밖에 뿐 보다 처럼 같이 만큼 대로 마다 나 이나 라도 이라도 든 이든 지 "
    "이야말로 야말로 란 이란 라는 이라는 라고 이라고 들 측 등 간 및 내"
).split()
_COPULA = (
    "다 이다 이고 이며 이자 자 고 며 이지만 지만 이지 이기 이라 라 이라면 라면 이라서 라서 이어서 여서 이었 "
    "이었다 이었던 이었고 였다 였던 였고 이었으며 였으며 이었지만 였지만 인 인데 인지 인가 일 일까 일지 임을 "
    "임이 입니다 입니까 이에요 예요 이죠 죠 이니 니"
).split()
_END = (
    rf"(?=(?:{'|'.join(sorted(_PARTICLES, key=len, reverse=True))}){{0,3}}"
    rf"(?:{'|'.join(sorted(_COPULA, key=len, reverse=True))})?(?!{_LETTER}))"
)


@dataclass(frozen=True)
class Unit:
    """One name or compound: the form shown, its tag, and other spellings of it.

    A name also says its kind, the years in which it was in use, the sources that say so, and what to beware of.
    """

    form: str
    tag: str
    spellings: tuple[str, ...] = ()
    kind: str = ""
    years: str = ""
    source: tuple[str, ...] = ()
    note: str = ""
    compounds: bool = True  # whether it is found inside longer words too


@dataclass(frozen=True)
class Reference:
    """Where a name was looked up: a key, what it is, its date if it tells one, its address, and the day."""

    key: str
    title: str
    date: str
    url: str
    looked_up: str


@dataclass(frozen=True)
class Units:
    """A unit list: where it came from and its entries in the order of the file, those it includes first."""

    # `given` names the entries that stand in no file, as form/tag, for recipes.

    id: str
    version: str
    sha256: str
    units: tuple[Unit, ...]
    documents: tuple[str, ...] = ()
    sources: tuple[Reference, ...] = ()
    given: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return self._card().line()

    def __str__(self) -> str:
        return self._card().text()

    def _repr_html_(self) -> str:
        return self._card().html()

    def _card(self) -> Card:
        """Say how many units there are, name the first, and say what to do next."""
        facts = [f"{self.id} {self.version}", message("{n:,} word(s)", n=len(self.units))]
        if self.units:
            more = " …" if len(self.units) > _NAMED_FIRST else ""
            facts.append(", ".join(unit.form for unit in self.units[:_NAMED_FIRST]) + more)
        if self.documents:
            facts.append(message("for {n:,} document(s)", n=len(self.documents)))
        return Card(message("list of units"), facts, (), ["da.lexicon.check(units)", "da.segment(corpus, units=units)"])

    @cached_property
    def _by_key(self) -> dict[str, Unit]:
        return {_key(text): unit for unit in self.units for text in (unit.form, *unit.spellings)}

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        return re.compile(rf"(?<!{_LETTER})(?:{_alternatives(self.units)}){_END}", re.IGNORECASE)

    @cached_property
    def _inside(self) -> re.Pattern[str] | None:
        """Where a unit may stand inside a longer word; Latin letters and digits are never cut."""
        found = _alternatives(unit for unit in self.units if unit.compounds)
        latin = "(?:(?<![0-9A-Za-z])|(?![0-9A-Za-z]))"
        return re.compile(f"{latin}(?:{found}){latin}", re.IGNORECASE) if found else None

    def plus(self, other: Units) -> Units:
        """Put two lists together.

        Parameters
        ----------
        other : Units
            Its entries take the place of entries of this list that are spelt alike.

        Returns
        -------
        Units
            Entries of this list first; id, version and hash name both.
        """
        return Units(
            f"{self.id}+{other.id}",
            f"{self.version}+{other.version}",
            hashlib.sha256(f"{self.sha256}\n{other.sha256}".encode()).hexdigest(),
            (*_drop_taken(self.units, other.units), *other.units),
            sources=(*self.sources, *other.sources),
            given=(*self.given, *other.given),
        )

    def spans(self, text: str, *, cuts: Callable[[], Collection[int]] | None = None) -> list[tuple[int, int, Unit]]:
        """Find the units in a text, longest first, none overlapping.

        Parameters
        ----------
        text : str
            One paragraph.
        cuts : callable, optional
            Gives the places where morphemes of the text begin or end; asked only if a unit may stand inside a longer
            word. Without it none is looked for there.

        Returns
        -------
        list of (int, int, Unit)
            Start and end in code points, in order; empty when no unit occurs.
        """
        if not self.units:
            return []
        found = [m.span() for m in self._pattern.finditer(text)]
        if cuts is not None and self._inside is not None:
            found = sorted([*found, *self._find_inside(text, found, cuts)])
        return [(start, end, self._by_key[_key(text[start:end])]) for start, end in found]

    def _find_inside(
        self, text: str, found: list[tuple[int, int]], cuts: Callable[[], Collection[int]]
    ) -> Iterable[tuple[int, int]]:
        """Find units inside longer words, where morphemes begin and end with them."""
        # 기후위기대응 with morphemes 기후|위기|대응 gives [0, 4) for 기후위기; 무전기, one morpheme, nothing for 전기
        assert self._inside is not None, "the caller asked"
        taken = {at for start, end in found for at in range(start, end)}
        places: Collection[int] | None = None
        at = 0
        while match := self._inside.search(text, at):
            at = match.start() + 1
            if taken.isdisjoint(range(*match.span())):
                places = cuts() if places is None else places
                if match.start() in places and match.end() in places:
                    yield match.span()
                    at = match.end()


def read(source: str | Path | Iterable[str]) -> Units:
    """Read a unit list with the lists that it includes, or make one of plain names.

    Parameters
    ----------
    source : str, Path or list of str
        A YAML file of `schema: damron-units/1`; or names, such as ``["이가람", "착즙/NNG"]``, proper nouns unless a tag
        stands behind them.

    Returns
    -------
    Units
        Frozen, with the hash of the file's bytes; where it includes other lists, the hash is of its own and theirs.
        Plain names are the list "given", with their number as version and a hash of the names.

    Raises
    ------
    MissingError
        If there is no such file.
    CodebookError
        If it is not YAML, lacks a key, has an unknown one, lists a unit twice, or includes a file that is not there or
        that leads back to it; the message names the file and the entry.
    """
    return _read(Path(source), ()) if isinstance(source, str | Path) else _given(source)


def listed_as(id: str, units: Iterable[Unit]) -> Units:  # noqa: A002
    """Make a list of entries that stand in no file."""
    entries = tuple(units)
    rules = [(u.form, u.tag, u.spellings, u.compounds) for u in entries]
    sha256 = hashlib.sha256(json.dumps(rules, ensure_ascii=False).encode()).hexdigest()
    return Units(id, str(len(entries)), sha256, entries, given=tuple(f"{u.form}/{u.tag}" for u in entries))


def _given(names: Iterable[object]) -> Units:
    """Make a list of plain names, each with a tag behind a stroke if it is no proper noun."""
    units = []
    for n, name in enumerate(names, 1):
        form, stroke, tag = name.rpartition("/") if isinstance(name, str) else ("", "", "")
        tagged = bool(stroke) and tag in UNIT_TAGS
        units.append(_unit({"unit": form, "tag": tag} if tagged else name, message("units, entry {n}", n=n)))
    _require_distinct(tuple(units), "units")
    return listed_as("given", units)


class _HasDocuments(Protocol):
    """Anything with a table of documents, such as a Corpus, which stands on a higher layer."""

    @property
    def documents(self) -> pd.DataFrame:
        """A table of documents."""


def units_for(corpus: _HasDocuments) -> Units:
    """Read the kit's own unit list for some documents.

    Parameters
    ----------
    corpus : Corpus
        The documents.

    Returns
    -------
    Units
        A list `units-*.yaml` of the kit whose `documents` name every document of the corpus, such as that of the
        op-ed; otherwise `units.yaml`.
    """
    docs = {str(doc) for doc in corpus.documents["doc"]}
    for file in sorted(LEXICONS.glob("units-*.yaml")):
        if docs and docs <= set(_parse(file, _state(file)).units.documents):
            return read(file)
    return read(LEXICONS / "units.yaml")


@dataclass(frozen=True)
class _File:
    """One file by itself: its own entries, and the files it includes."""

    units: Units
    include: tuple[str, ...]


def _read(path: Path, above: tuple[Path, ...]) -> Units:
    """Read a list and put those it includes underneath; `above` are the files that led here."""
    own = _parse(path, _state(path))
    if not own.include:
        return own.units
    here = (*above, path.resolve())
    layers = [*(_read(_find_included(path, name, here), here) for name in own.include), own.units]
    units: tuple[Unit, ...] = ()
    for layer in layers:
        units = (*_drop_taken(units, layer.units), *layer.units)
    sha256 = hashlib.sha256("\n".join(layer.sha256 for layer in layers).encode()).hexdigest()
    sources = {reference.key: reference for layer in layers for reference in layer.sources}
    return replace(own.units, sha256=sha256, units=units, sources=tuple(sources.values()))


def _find_included(path: Path, name: str, above: tuple[Path, ...]) -> Path:
    """Return the file that a list includes; refuse one that is not there or that leads back."""
    file = path.parent / name
    if not is_file(file):
        msg = message("{path}: include names {name}, and there is no such file beside it", path=path.name, name=name)
        raise CodebookError(msg)
    if file.resolve() in above:
        msg = message(
            "{path}: include names {name}, which includes this file in turn; take one of the two out",
            path=path.name,
            name=name,
        )
        raise CodebookError(msg)
    return file


def _drop_taken(units: tuple[Unit, ...], over: tuple[Unit, ...]) -> Iterable[Unit]:
    """Leave out of some units what others, which lie over them, spell alike."""
    taken = {_key(text) for unit in over for text in (unit.form, *unit.spellings)}
    for unit in units:
        if _key(unit.form) not in taken:
            yield replace(unit, spellings=tuple(text for text in unit.spellings if _key(text) not in taken))


def _state(path: Path) -> tuple[int, ...]:
    """Return when a file was written and how long it is; nothing where there is none."""
    state = path.stat() if is_file(path) else None
    return (state.st_mtime_ns, state.st_size) if state else ()


@lru_cache(maxsize=16)
def _parse(path: Path, state: tuple[int, ...]) -> _File:  # noqa: ARG001 - the key of the cache
    """Read one file by itself; one that has not been written since is parsed once."""
    source = load(path, schema="damron-units/1", key="units", what=message("unit list"), more=_MORE)
    units = tuple(_unit(entry, where) for entry, where in source.numbered())
    _require_distinct(units, source.name)
    listed = source.more.get("include", [])
    include = require_words([listed] if isinstance(listed, str) else listed, where=source.name, field="include")
    for name in include:
        if Path(name).name != name or not name.endswith((".yaml", ".yml")):
            msg = message(
                "{source}: include must name a YAML file beside the list, such as names.yaml, not {name!r}",
                source=source.name,
                name=name,
            )
            raise CodebookError(msg)
    documents = require_words(source.more.get("documents", []), where=source.name, field="documents")
    sources = _references(source.more.get("sources", {}), source.name)
    known = {reference.key for reference in sources}
    for n, unit in enumerate(units, 1):
        if missing := [key for key in unit.source if key not in known]:
            msg = message(
                "{source} ({unit}): no source {missing!r} under sources",
                source=source.numbered()[n - 1][1],
                unit=unit.form,
                missing=missing[0],
            )
            raise CodebookError(msg)
    if require_choice(source.more.get("compounds", "on"), ("on", "off"), where=source.name, field="compounds") == "off":
        units = tuple(replace(unit, compounds=False) for unit in units)
    own = Units(source.id, source.version, source.sha256, units, documents, sources)
    return _File(own, include)


def _references(listed: Any, name: str) -> tuple[Reference, ...]:
    """Return the mapping of sources as References; refuse one without a title or the day of looking up."""
    if not isinstance(listed, dict):
        msg = message("{name}: sources must be a mapping from a key to title, date, url and looked_up", name=name)
        raise CodebookError(msg)
    found = []
    for key, told in listed.items():
        if (
            not isinstance(told, dict)
            or set(told) - {"title", "date", "url", "looked_up"}
            or not {"title", "looked_up"} <= set(told)
        ):
            msg = message(
                "{name}, source {key!r}: a source has title and looked_up, and may have date and url",
                name=name,
                key=key,
            )
            raise CodebookError(msg)
        text = {field: str(told.get(field) or "").strip() for field in ("title", "date", "url", "looked_up")}
        if not text["title"] or not text["looked_up"]:
            msg = message("{name}, source {key!r}: title and looked_up must not be empty", name=name, key=key)
            raise CodebookError(msg)
        found.append(Reference(str(key), **text))
    return tuple(found)


def _unit(entry: object, where: str) -> Unit:
    """Return one entry as a Unit (a bare string is one tagged NNP); refuse one that is malformed."""
    if isinstance(entry, str):
        entry = {"unit": entry}
    if not isinstance(entry, dict) or set(entry) - _KEYS or not _is_word(entry.get("unit")):
        msg = message(
            "{where}: an entry is a name, or unit with tag, spellings, kind, years, source, note; got {entry}",
            where=where,
            entry=shown(entry),
        )
        raise CodebookError(msg)
    tag = require_choice(entry.get("tag", "NNP"), UNIT_TAGS, where=where, field="tag")
    spellings = require_words(entry.get("spellings", []), where=where, field="spellings")
    form = " ".join(entry["unit"].split())
    for text in (form, *spellings):
        if not any(map(str.isalnum, text)):
            msg = message("{where}: {text!r} has no letter; write the name itself", where=where, text=text)
            raise CodebookError(msg)
    return Unit(form, tag, spellings, *_about(entry, f"{where} ({form})"))


def _is_word(value: object) -> bool:
    """Tell whether a value is text that is not empty."""
    return isinstance(value, str) and bool(value.strip())


def _about(entry: Mapping[str, Any], where: str) -> tuple[str, str, tuple[str, ...], str]:
    """Return kind, years, source and note of an entry; refuse one that has some of the first three and not all."""
    note = str(entry.get("note") or "").strip()
    given = [key for key in _NAMED if key in entry]
    if not given:
        return "", "", (), note
    if lacking := [key for key in _NAMED if key not in entry]:
        msg = message(
            "{where}: a name with {given} needs {lacking} too", where=where, given=given[0], lacking=both(lacking)
        )
        raise CodebookError(msg)
    kind = require_choice(entry["kind"], KINDS, where=where, field="kind")
    years = str(entry["years"])
    if not _YEARS.fullmatch(years):
        msg = message(
            "{where}: years must be such as '2020-', '2017-2020', 'by 2013-' or several of them, not {years}",
            where=where,
            years=shown(years),
        )
        raise CodebookError(msg)
    listed = entry["source"]
    source = require_words([listed] if isinstance(listed, str) else listed, where=where, field="source")
    if not source:
        msg = message("{where}: source must name where the name was looked up", where=where)
        raise CodebookError(msg)
    return kind, years, source, note


def _require_distinct(units: tuple[Unit, ...], name: str) -> None:
    """Refuse an entry that stands twice, and a spelling under two units."""
    seen: dict[str, str] = {}
    for unit in units:
        if _key(unit.form) in seen and seen[_key(unit.form)] == unit.form:
            msg = message("{name}: the unit {unit!r} stands twice; keep one of the entries", name=name, unit=unit.form)
            raise CodebookError(msg)
        for text in (unit.form, *unit.spellings):
            if seen.get(_key(text), unit.form) != unit.form:
                msg = message(
                    "{name}: {text!r} stands under {seen!r} and {unit!r}; keep one of them",
                    name=name,
                    text=text,
                    seen=seen[_key(text)],
                    unit=unit.form,
                )
                raise CodebookError(msg)
            seen[_key(text)] = unit.form


def _key(text: str) -> str:
    """Return a spelling without spaces and hyphens, in lower case: K-바이오 랩 and k바이오랩 are one key."""
    return re.sub(_JOINT[:-1], "", text).casefold()


def _alternatives(units: Iterable[Unit]) -> str:
    """Return a pattern of all spellings of some units, the longest first; of one key that with most joints."""
    spelt = (text for unit in units for text in (unit.form, *unit.spellings))
    texts = {_key(t): _flexible(t) for t in sorted(spelt, key=lambda t: len(re.findall(_JOINT[:-1], t)))}
    return "|".join(texts[key] for key in sorted(texts, key=lambda k: (-len(k), k)))


def _flexible(text: str) -> str:
    """Return the pattern of a spelling in which each space or hyphen may be there or not."""
    parts = [re.escape(part) for part in re.split(_JOINT[:-1] + "+", text) if part]
    return _JOINT.join(parts)
