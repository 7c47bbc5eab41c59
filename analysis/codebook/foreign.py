"""Dictionaries of other tools as codebooks: quanteda's YAML and LIWC's .dic.

Their patterns are globs over written words, ours are sequences of morphemes, so that `경제*` cannot mean
quite the same: here it is the morpheme 경제 with or without nominal morphemes attached (경제가, 경제성장,
경제적), and not a longer morpheme that begins with these characters (경제학자 is one morpheme).
"""

from __future__ import annotations

import hashlib
import itertools
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from analysis.codebook.models import Codebook
from analysis.errors import CodebookError, MissingError
from analysis.files.yaml import parse
from analysis.matcher.pattern import expand

_Entries = dict[str, list[tuple[str, str]]]  # category: entries, each with where it stands

# In this order: none of the first few is the colour of a party.
_COLOURS = ("black", "sky", "orange", "purple", "green", "yellow", "red", "blue")
_UNKNOWN = re.compile(r"[?()|<>/\[\]{}]")
_LATIN = re.compile(r"[A-Za-z]\*|\*[A-Za-z]")
_LARGEST = 16 * 2**20


def from_quanteda(path: str | Path) -> Codebook:
    """Read a dictionary in quanteda's YAML format as a codebook.

    Every key that holds values is a frame, nested keys joined by a full stop as quanteda joins them; every
    value is a term. A value may be of several words and may hold `*` (see below).

    Parameters
    ----------
    path : str or Path
        A .yml or .yaml file in UTF-8 or CP949.

    Returns
    -------
    Codebook
        Status unvalidated, all terms core with weight 1, definitions to be written. `경제*` finds the morpheme
        with or without nominal morphemes attached; without a star it finds the morpheme alone. Case is ignored.

    Raises
    ------
    MissingError
        If there is no such file.
    CodebookError
        Naming the line or the entry: if the file cannot be read, a key holds nothing, or an entry has no
        counterpart (`?`, brackets, or a star at a Latin letter, because a Latin word is one morpheme).

    References
    ----------
    Benoit, K. et al. (2018). quanteda: An R package for the quantitative analysis of textual data. Journal of
    Open Source Software 3(30), 774; function dictionary(), format YAML, valuetype glob.
    """
    return _read(path, _quanteda, "quanteda YAML")


def from_liwc(path: str | Path) -> Codebook:
    """Read a dictionary in LIWC's .dic format as a codebook.

    Every category of the header is a frame; every entry is a term of each category whose number stands behind
    it. A star at the end of an entry is a stem.

    Parameters
    ----------
    path : str or Path
        A .dic file in UTF-8 or CP949: categories between two lines of %, then one entry a line.

    Returns
    -------
    Codebook
        As from_quanteda.

    Raises
    ------
    MissingError
        If there is no such file.
    CodebookError
        Naming the line: if the file cannot be read, a category is unknown, has no entry or stands twice, or an
        entry has no counterpart (conditional codes such as (02 134), <of>, a star in a Latin word).

    References
    ----------
    Pennebaker, J. W., Booth, R. J., & Francis, M. E. (2007). Operator's manual: Linguistic Inquiry and Word
    Count LIWC2007, for the format.
    """
    return _read(path, _liwc, "LIWC .dic")


def _read(path: str | Path, entries: Callable[[str], _Entries], kind: str) -> Codebook:
    """Read a dictionary, with the file's name before every complaint."""
    file, text, sha256 = _open(path)
    try:
        return _codebook(file, sha256, entries(text), kind)
    except CodebookError as error:
        msg = f"dictionary {file.name}: {error}"
        raise CodebookError(msg) from error


def _open(path: str | Path) -> tuple[Path, str, str]:
    """Read a file as UTF-8 or CP949; return its path, text and the hash of its bytes."""
    file = Path(path)
    if not file.is_file():
        msg = f"there is no dictionary file at {file}; check the path"
        raise MissingError(msg)
    if file.stat().st_size > _LARGEST:
        msg = f"dictionary {file.name} is larger than 16 MiB; split it"
        raise CodebookError(msg)
    raw = file.read_bytes()
    for encoding in ("utf-8-sig", "cp949"):
        try:
            return file, raw.decode(encoding), hashlib.sha256(raw).hexdigest()
        except UnicodeDecodeError:
            continue
    msg = f"dictionary {file.name} is neither utf-8 nor cp949; save it as utf-8"
    raise CodebookError(msg)


def _quanteda(text: str) -> _Entries:
    """Read the keys and words of a quanteda dictionary."""
    data = parse(text, plain=True)
    if not isinstance(data, Mapping) or not data:
        msg = "the top level is no mapping of keys to words; write each category as 'key: [word, word]'"
        raise CodebookError(msg)
    entries: _Entries = {}
    for key, values in data.items():
        _collect(str(key), values, entries)
    return entries


def _collect(key: str, values: Any, entries: _Entries) -> None:
    """Collect the words of a key, and of the keys nested in it under the names of both."""
    # Example: key "경제" with ["시장", {"나라": ["정부"]}] adds 경제: [시장] and 경제.나라: [정부]
    items = values if isinstance(values, list) else [values]
    words = [v for v in items if isinstance(v, str) and v.strip()]
    nested = [v for v in items if isinstance(v, Mapping)]
    if len(words) + len(nested) < len(items) or not items or not key.strip():
        msg = f"key {key!r} holds nothing where words should stand; add words or take it out"
        raise CodebookError(msg)
    if words:
        entries.setdefault(key, []).extend((w, f"key {key!r}") for w in words)
    for mapping in nested:
        for inner, below in mapping.items():
            _collect(f"{key}.{inner}", below, entries)


def _liwc(text: str) -> _Entries:
    """Read header and entries of a .dic file."""
    # Example: the lines "%", "1<tab>경제", "%", "시장*<tab>1" give {"경제": [("시장*", "line 4")]}
    lines = text.splitlines()
    marks = [n for n, line in enumerate(lines) if line.strip() == "%"]
    if len(marks) < 2 or any(line.strip() for line in lines[: marks[0]]):
        msg = "line 1: the categories must stand between two lines that hold nothing but %"
        raise CodebookError(msg)
    names: dict[str, str] = {}
    for n, line in _filled(lines, marks[0] + 1, marks[1]):
        number, _, name = line.strip().partition("\t") if "\t" in line.strip() else line.strip().partition(" ")
        if not number.isdigit() or not name.strip() or number in names or name.strip() in names.values():
            msg = f"line {n}: expected a new number and a new name of a category, found {line.strip()!r}"
            raise CodebookError(msg)
        names[number] = name.strip()
    entries: _Entries = {name: [] for name in names.values()}
    for n, line in _filled(lines, marks[1] + 1, len(lines)):
        entry, *numbers = line.strip().split("\t") if "\t" in line.strip() else line.split()
        codes = " ".join(numbers).split()
        unknown = next((c for c in codes if c not in names), None)
        if unknown is not None or not codes:
            what = "no category" if unknown is None else f"the category {unknown!r}, which the header does not have"
            msg = f"line {n}: entry {entry!r} has {what}; mend the line"
            raise CodebookError(msg)
        for code in codes:
            entries[names[code]].append((entry.strip(), f"line {n}"))
    return entries


def _filled(lines: list[str], low: int, high: int) -> Iterator[tuple[int, str]]:
    """Yield the lines that are not blank, with their numbers from 1."""
    return ((n + 1, lines[n]) for n in range(low, high) if lines[n].strip())


def _codebook(file: Path, sha256: str, entries: _Entries, kind: str) -> Codebook:
    """Build the codebook; an entry that stands twice in a category is one term."""
    empty = next((name for name, found in entries.items() if not found), None)
    if empty is not None:
        msg = f"category {empty!r} has no entry; add one or take the category out"
        raise CodebookError(msg)
    frames = []
    for (name, found), colour in zip(entries.items(), itertools.cycle(_COLOURS), strict=False):
        patterns = dict.fromkeys((_pattern(entry, where), " ".join(entry.split())) for entry, where in found)
        width = len(str(len(patterns)))
        terms = [
            {"id": f"{name}-{n:0{width}d}", "match": match, "source": entry}
            for n, (match, entry) in enumerate(patterns, start=1)
        ]
        definition = f"사전 {file.name}의 갈래 {name}. 코더를 위한 정의는 아직 없다"
        label = {"ko": name, "en": name}
        frames.append({"id": name, "label": label, "colour": colour, "definition": definition, "terms": terms})
    head = {
        "schema": "kfa-codebook/1",
        "id": file.stem,
        "version": "0",
        "status": "unvalidated",
        "title": {"ko": f"사전 {file.stem}", "en": f"dictionary {file.stem}"},
        "unit": "sentence",
        "provenance": {"author": "not stated", "basis": f"read from {file.name} ({kind})", "licence": "not stated"},
    }
    return Codebook.model_validate({**head, "frames": frames, "path": str(file), "sha256": sha256})


def _pattern(entry: str, where: str) -> str:
    """Translate a glob into the pattern language; refuse one without counterpart."""
    words = entry.split()
    strange = _UNKNOWN.search(entry)
    latin = next((w for w in words if _LATIN.search(w)), None)
    if strange or latin:
        why = (
            f"{strange.group()!r} has no counterpart here"
            if strange
            else "a star at a Latin letter has no counterpart here, because a Latin word is one morpheme"
        )
        msg = f"{where}: entry {entry!r}: {why}; write out the words that are meant"
        raise CodebookError(msg)
    found = " ".join(map(_word, words))
    try:
        expand(found)
    except CodebookError as error:
        msg = f"{where}: entry {entry!r} cannot be read as a pattern: {error}"
        raise CodebookError(msg) from error
    return found


def _word(word: str) -> str:
    """Translate one word of a glob: each star stands for nothing, or for nominal morphemes."""
    # Example: 경제* gives (경제|경제*), *경제* gives (경제|경제*|*경제|*경제*); a star alone stays as it is
    pieces = re.sub(r"\*+", "*", word).split("*")
    if len(pieces) == 1:
        return word
    choices = itertools.product(("", "*"), repeat=len(pieces) - 1)
    spelled = ["".join(p + s for p, s in zip(pieces, (*stars, ""), strict=True)) for stars in choices]
    return f"({'|'.join(spelled)})" if all(spelled) else word
