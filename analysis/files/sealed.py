"""Sealed files: what only the kit writes and reads back, with its kind, its rows and its SHA-256 in one line of it."""

from __future__ import annotations

import hashlib
import json
import re
import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from analysis.errors import MissingError, SealError, UnsealedWarning
from analysis.messages import message
from analysis.messages.libraries import system

# The seal is the first line of a CSV or YAML file and the second of a JSON file, and the hash is over all other bytes,
# so that every file stays what its ending says:
#
#     # seal: damron-labels/1 rows=661 sha256=5c1f…      (CSV)
#     seal: damron-validation/1 rows=31 sha256=5c1f…     (YAML)
#     {
#      "seal": "damron-recipe/1 rows=661 sha256=5c1f…",  (JSON)
#
# Line ends are hashed as LF: a copy whose lines end in CRLF, as some checkouts make it, is the same file.
_LINES = {".csv": "# seal: {}\n", ".yaml": "seal: {}\n", ".json": ' "seal": "{}",\n'}
_SEAL = re.compile(
    rb'(?:# | ?"?)seal"?: "?(?P<schema>[a-z-]+/\d+) rows=(?P<rows>\d{1,12}) sha256=(?P<sha256>[0-9a-f]{64})"?,*'
)
_MARK = re.compile(rb'\s*"?(?:# *)?"?seal"?:')
_BOM = b"\xef\xbb\xbf"


class _Content(NamedTuple):
    """What a file holds besides its seal, and whether it has one."""

    data: bytes
    sealed: bool


def stamp(content: bytes, *, schema: str, rows: int) -> str:
    """Write the seal of some content."""
    return stamp_of(_digest(content), schema=schema, rows=rows)


def stamp_of(digest: str, *, schema: str, rows: int) -> str:
    """Write the seal of content of a SHA-256, its lines ending in LF."""
    return f"{schema} rows={rows} sha256={digest}"


def close(content: bytes, *, ending: str, schema: str, rows: int) -> bytes:
    """Put the seal into the content of a file."""
    head = _head(content, ending)
    line = _LINES[ending].format(stamp(content, schema=schema, rows=rows))
    return content[:head] + line.encode("ascii") + content[head:]


def to_json(value: Mapping[str, Any], *, schema: str, rows: int, sort: bool = True) -> bytes:
    """Write a mapping as sealed JSON that names its schema, its keys sorted unless their order says something."""
    text = json.dumps({**value, "schema": schema}, ensure_ascii=False, allow_nan=False, indent=1, sort_keys=sort)
    return close(f"{text}\n".encode(), ending=".json", schema=schema, rows=rows)


def read(path: Path, *, schema: str, mend: str) -> _Content:
    """Read a file and hold it against its seal; one without is read with a warning."""
    content = _content(path, schemas=(schema,), mend=mend, verify=True)
    if not content.sealed:
        _warn(path.name, mend)
    return content


def read_json(path: Path, *, schema: str | tuple[str, ...], mend: str, verify: bool = True) -> dict[str, Any]:
    """Read a sealed mapping; one from before there were seals is read with a warning."""
    schemas = (schema,) if isinstance(schema, str) else schema
    content = _content(path, schemas=schemas, mend=mend, verify=verify)
    value = _parsed(content.data, path.name, mend)
    if verify and not content.sealed:
        if value.get("schema") in schemas:
            msg = message("{path} has lost its seal; {mend}", path=path.name, mend=mend)
            raise SealError(msg)
        _warn(path.name, mend)
    return value


def require_beside(path: Path, seal: object, *, schema: str, mend: str) -> bytes:
    """Read a file whose seal stands in another one beside it, and hold it against that."""
    content = _bytes(path)
    line = f"seal: {seal}\n".encode("utf-8", "replace")
    _require(content, line, name=path.name, schemas=(schema,), mend=mend)
    return content


def _content(path: Path, *, schemas: tuple[str, ...], mend: str, verify: bool) -> _Content:
    """Read a file without its seal, and hold it against that."""
    data = _bytes(path)
    head = _head(data, path.suffix.lower())
    line, end, rest = data[head:].partition(b"\n")
    if not _MARK.match(line):
        return _Content(data, sealed=False)
    content = data[:head] + rest
    if verify:
        _require(content, line.rstrip(b"\r") + end, name=path.name, schemas=schemas, mend=mend)
    blank = b"\n" if path.suffix.lower() == ".yaml" else b""  # lines keep their numbers
    return _Content(data[:head] + blank + rest, sealed=True)


def _require(content: bytes, line: bytes, *, name: str, schemas: tuple[str, ...], mend: str) -> None:
    """Refuse content that is not what its seal says."""
    found = _SEAL.fullmatch(line.rstrip(b"\n"))
    if found is None:
        msg = message("{name} is not what was saved (its seal is damaged); {mend}", name=name, mend=mend)
        raise SealError(msg)
    kind = found["schema"].decode("ascii")
    if kind not in schemas:
        msg = message(
            "{name} holds {kind} and not {schemas}; name the file that was meant, or {mend}",
            name=name,
            kind=kind,
            schemas=schemas[0],
            mend=mend,
        )
        raise SealError(msg)
    if found["sha256"].decode("ascii") != _digest(content):
        lines, rows = max(content.count(b"\n") - 1, 0), int(found["rows"])
        cut = name.lower().endswith(".csv") and lines < rows
        what = (
            message("{lines:,} rows are there and {rows:,} were saved", lines=lines, rows=rows)
            if cut
            else message("its content was changed or cut off")
        )
        msg = message("{name} is not what was saved ({what}); {mend}", name=name, what=what, mend=mend)
        raise SealError(msg)


def _parsed(data: bytes, name: str, mend: str) -> dict[str, Any]:
    """Parse a JSON mapping."""
    try:
        value = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        msg = message("{name} is damaged (it is no JSON in UTF-8); {mend}", name=name, mend=mend)
        raise SealError(msg) from error
    if not isinstance(value, dict):
        msg = message("{name} is damaged (it is no mapping); {mend}", name=name, mend=mend)
        raise SealError(msg)
    return value


def _bytes(path: Path) -> bytes:
    """Return the bytes of a file."""
    try:
        return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError) as error:
        msg = message("no file {path}; check the name and the folder", path=path)
        raise MissingError(msg) from error
    except OSError as error:
        msg = message(
            "{path} cannot be read ({reason}); check that it is a file, and that you may read it",
            path=path,
            reason=system(error),
        )
        raise SealError(msg) from error


def _head(data: bytes, ending: str) -> int:
    """Return where the line of the seal begins: behind a byte order mark, and in JSON behind the first line."""
    # Example: b'{\n "figures": {}}' gives 2, b'\xef\xbb\xbfunit,doc\n' in a CSV gives 3
    head = len(_BOM) if data.startswith(_BOM) else 0
    return data.find(b"\n", head) + 1 if ending == ".json" and b"\n" in data else head


def _digest(content: bytes) -> str:
    """Hash content, with LF for CRLF."""
    return hashlib.sha256(content.replace(b"\r\n", b"\n")).hexdigest()


def _warn(name: str, mend: str) -> None:
    """Say that a file has no seal."""
    msg = message("{name} has no seal, so that nothing shows whether it is whole; {mend}", name=name, mend=mend)
    warnings.warn(msg, UnsealedWarning, stacklevel=3)
