"""Units: names and compounds that a chart should show as one word.

A unit list is YAML: `schema: damron-units/1`, `id`, `version` and `units`, each with `unit` (its form in
charts), `tag` (NNP by default) and optional `spellings`. A space or hyphen in a form or spelling may be
there or not, so `{unit: 업무협약, spellings: [업무 협약]}` shows 업무협약 and finds both. A unit is found in
the longest form that fits, and only where a word ends behind it: before a particle, the
copula, punctuation or white space.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from analysis.errors import CodebookError
from analysis.lexicon.loading import load, require_choice, require_words

UNIT_TAGS = ("NNG", "NNP")
_KEYS = {"unit", "tag", "spellings"}
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
    """One name or compound: the form shown, its tag, and other spellings of it."""

    form: str
    tag: str
    spellings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Units:
    """A unit list: where it came from and its entries in the order of the file."""

    id: str
    version: str
    sha256: str
    units: tuple[Unit, ...]

    @cached_property
    def _by_key(self) -> dict[str, Unit]:
        return {_key(text): unit for unit in self.units for text in (unit.form, *unit.spellings)}

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        # of spellings with one key the one with most joints is searched for, and of all spellings the longest first
        spelt = (text for unit in self.units for text in (unit.form, *unit.spellings))
        texts = {_key(t): _flexible(t) for t in sorted(spelt, key=lambda t: len(re.findall(_JOINT[:-1], t)))}
        longest = [texts[key] for key in sorted(texts, key=lambda k: (-len(k), k))]
        return re.compile(rf"(?<!{_LETTER})(?:{'|'.join(longest)}){_END}", re.IGNORECASE)

    def spans(self, text: str) -> list[tuple[int, int, Unit]]:
        """Find the units in a text, longest first, none overlapping.

        Parameters
        ----------
        text : str
            One paragraph.

        Returns
        -------
        list of (int, int, Unit)
            Start and end in code points, in order; empty when no unit occurs.
        """
        if not self.units:
            return []
        return [(m.start(), m.end(), self._by_key[_key(m.group())]) for m in self._pattern.finditer(text)]


def read(path: str | Path) -> Units:
    """Read a unit list.

    Parameters
    ----------
    path : str or Path
        A YAML file of `schema: damron-units/1`.

    Returns
    -------
    Units
        Frozen, with the hash of the file's bytes.

    Raises
    ------
    MissingError
        If there is no such file.
    CodebookError
        If it is not YAML, lacks a key, has an unknown one, or lists a unit twice; the message names the file and
        the entry.
    """
    source = load(Path(path), schema="damron-units/1", key="units", what="unit list")
    units = tuple(_unit(entry, f"{source.name}, entry {n}") for n, entry in enumerate(source.entries, 1))
    _require_distinct(units, source.name)
    return Units(source.id, source.version, source.sha256, units)


def _unit(entry: object, where: str) -> Unit:
    """Return one entry as a Unit (a bare string is one tagged NNP); refuse one that is malformed."""
    if isinstance(entry, str):
        entry = {"unit": entry}
    if not isinstance(entry, dict) or set(entry) - _KEYS or not str(entry.get("unit") or "").strip():
        msg = f"{where}: an entry is a name, or unit with tag and spellings; got {entry!r}"
        raise CodebookError(msg)
    tag = require_choice(entry.get("tag", "NNP"), UNIT_TAGS, where=where, field="tag")
    spellings = require_words(entry.get("spellings", []), where=where, field="spellings")
    form = " ".join(str(entry["unit"]).split())
    for text in (form, *spellings):
        if not _key(text):
            msg = f"{where}: {text!r} has no letter; write the name itself"
            raise CodebookError(msg)
    return Unit(form, tag, spellings)


def _require_distinct(units: tuple[Unit, ...], name: str) -> None:
    """Refuse an entry that stands twice, and a spelling under two units."""
    seen: dict[str, str] = {}
    for unit in units:
        if _key(unit.form) in seen and seen[_key(unit.form)] == unit.form:
            msg = f"{name}: the unit {unit.form!r} stands twice; keep one of the entries"
            raise CodebookError(msg)
        for text in (unit.form, *unit.spellings):
            if seen.get(_key(text), unit.form) != unit.form:
                msg = f"{name}: {text!r} stands under {seen[_key(text)]!r} and {unit.form!r}; keep one of them"
                raise CodebookError(msg)
            seen[_key(text)] = unit.form


def _key(text: str) -> str:
    """Return a spelling without spaces and hyphens, in lower case: K-바이오 랩 and k바이오랩 are one key."""
    return re.sub(_JOINT[:-1], "", text).casefold()


def _flexible(text: str) -> str:
    """Return the pattern of a spelling in which each space or hyphen may be there or not."""
    parts = [re.escape(part) for part in re.split(_JOINT[:-1] + "+", text) if part]
    return _JOINT.join(parts)
