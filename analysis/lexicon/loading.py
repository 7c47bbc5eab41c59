"""Reading lexicon files, and the checks that all lexicons share."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analysis import paths
from analysis.errors import CodebookError, MissingError
from analysis.files.yaml import parse_list, shown
from analysis.messages import either, message


@dataclass(frozen=True)
class _Source:
    """What a lexicon file holds: its entries as written, what else its kind may say, and where they come from."""

    name: str
    id: str
    version: str
    sha256: str
    entries: list[Any]
    more: dict[str, Any]
    lines: tuple[int, ...]

    def numbered(self) -> list[tuple[Any, str]]:
        """List the entries, each with the words for its place."""
        return [
            (entry, message("{file}, line {line}, entry {n}", file=self.name, line=self.lines[n], n=n + 1))
            for n, entry in enumerate(self.entries)
        ]


def load(path: Path, *, schema: str, key: str, what: str, more: Collection[str] = ()) -> _Source:
    """Read a lexicon file of a schema, whose entries are a list under a key; it may have the keys of `more` too."""
    if not paths.is_file(path):
        msg = message("no {what} {path}; check the name and the folder", what=what, path=path)
        raise MissingError(msg)
    data = path.read_bytes()
    try:
        loaded, lines = parse_list(data, key)
    except CodebookError as error:
        msg = f"{path.name}, {error}"
        raise CodebookError(msg) from error
    if not isinstance(loaded, dict) or loaded.get("schema") != schema:
        msg = message("{path}: the first key must be 'schema: {schema}'", path=path.name, schema=schema)
        raise CodebookError(msg)
    if set(loaded) - {"schema", "id", "version", key, *more} or not isinstance(loaded.get(key), list):
        also = message("; it may have {more}", more=", ".join(more)) if more else ""
        msg = message(
            "{path}: the keys of a {what} are schema, id, version and {key} (a list){also}",
            path=path.name,
            what=what,
            key=key,
            also=also,
        )
        raise CodebookError(msg)
    identifier, version = loaded.get("id") or path.stem, loaded.get("version") or ""
    if not isinstance(identifier, str) or not isinstance(version, str):
        msg = message("{path}: id and version must be text, such as 'version: 1.0.0'", path=path.name)
        raise CodebookError(msg)
    rest = {name: loaded[name] for name in more if name in loaded}
    return _Source(path.name, identifier, version, hashlib.sha256(data).hexdigest(), loaded[key], rest, tuple(lines))


def require_choice(value: object, options: Collection[str], *, where: str, field: str) -> str:
    """Return a value; refuse one that is none of the options."""
    if not isinstance(value, str) or value not in options:
        msg = message(
            "{where}: {field} must be {options}, not {value}",
            where=where,
            field=field,
            options=either(options),
            value=shown(value),
        )
        raise CodebookError(msg)
    return value


def require_words(value: object, *, where: str, field: str) -> tuple[str, ...]:
    """Return a list of words as a tuple with single spaces; refuse an empty word and one that stands twice."""
    if not isinstance(value, list) or not all(isinstance(word, str) and word.strip() for word in value):
        msg = message(
            "{where}: {field} must be a list of words, none of them empty; got {value}",
            where=where,
            field=field,
            value=shown(value),
        )
        raise CodebookError(msg)
    found = tuple(" ".join(word.split()) for word in value)
    twice = [word for n, word in enumerate(found) if word in found[:n]]
    if twice:
        msg = message(
            "{where}: {twice!r} stands twice in {field}; keep one of them", where=where, twice=twice[0], field=field
        )
        raise CodebookError(msg)
    return found
