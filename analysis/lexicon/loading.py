"""Reading lexicon files: a safe YAML loader, and the checks that all lexicons share."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from analysis.errors import CodebookError, MissingError
from analysis.files.yaml import UniqueKeys

_BOOL = "tag:yaml.org,2002:bool"


class _Loader(UniqueKeys, yaml.SafeLoader):
    """Safe loader in which a key stands once, and `on`, `off`, `yes` and `no` are words, not truth values."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != _BOOL]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver(_BOOL, re.compile(r"^(?:true|false)$", re.IGNORECASE), list("tTfF"))


@dataclass(frozen=True)
class _Source:
    """What a lexicon file holds: its entries as written, what else its kind may say, and where they come from."""

    name: str
    id: str
    version: str
    sha256: str
    entries: list[Any]
    more: dict[str, Any]


def load(path: Path, *, schema: str, key: str, what: str, more: Collection[str] = ()) -> _Source:
    """Read a lexicon file of a schema, whose entries are a list under a key; it may have the keys of `more` too."""
    if not path.is_file():
        msg = f"no {what} {path}; check the name and the folder"
        raise MissingError(msg)
    data = path.read_bytes()
    try:
        loaded: Any = yaml.load(data.decode("utf-8-sig"), Loader=_Loader)  # a SafeLoader
    except CodebookError as error:
        msg = f"{path.name}, {error}"
        raise CodebookError(msg) from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        msg = f"{path.name} is not YAML in UTF-8; check quotes and indentation"
        raise CodebookError(msg) from error
    if not isinstance(loaded, dict) or loaded.get("schema") != schema:
        msg = f"{path.name}: the first key must be 'schema: {schema}'"
        raise CodebookError(msg)
    if set(loaded) - {"schema", "id", "version", key, *more} or not isinstance(loaded.get(key), list):
        also = f"; it may have {', '.join(more)}" if more else ""
        msg = f"{path.name}: the keys of a {what} are schema, id, version and {key} (a list){also}"
        raise CodebookError(msg)
    identity = str(loaded.get("id", path.stem)), str(loaded.get("version", ""))
    rest = {name: loaded[name] for name in more if name in loaded}
    return _Source(path.name, *identity, hashlib.sha256(data).hexdigest(), loaded[key], rest)


def require_choice(value: object, options: Collection[str], *, where: str, field: str) -> str:
    """Return a value; refuse one that is none of the options."""
    if not isinstance(value, str) or value not in options:
        msg = f"{where}: {field} must be {' or '.join(options)}, not {value!r}"
        raise CodebookError(msg)
    return value


def require_words(value: object, *, where: str, field: str) -> tuple[str, ...]:
    """Return a list of words as a tuple with single spaces; refuse an empty word and one that stands twice."""
    if not isinstance(value, list) or not all(isinstance(word, str) and word.strip() for word in value):
        msg = f"{where}: {field} must be a list of words, none of them empty; got {value!r}"
        raise CodebookError(msg)
    found = tuple(" ".join(word.split()) for word in value)
    twice = [word for n, word in enumerate(found) if word in found[:n]]
    if twice:
        msg = f"{where}: {twice[0]!r} stands twice in {field}; keep one of them"
        raise CodebookError(msg)
    return found
