"""Tables as JSON Lines: one object a line, its names as headers."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from analysis.errors import ReadError
from analysis.messages import message
from analysis.messages.libraries import told
from analysis.reading.decode import is_utf8, text_of
from analysis.reading.grid import Cell, Grid, Reread, assemble

_LONE = re.compile("[\ud800-\udfff]")  # half of a character, which an escape can write and no file can hold
_LOST = "\ufffd"


def from_json_lines(path: Path, *, wanted: Collection[str] = ()) -> Grid:
    """Read a table of one object a line; a name that an object lacks is an empty cell."""
    # {"본문": "봄이 왔다."} and {"본문": "비가 온다.", "조회": 3} have the headers 본문 조회; the first has no 조회.
    headers = list(dict.fromkeys(name for _, found in _objects(path) for name in found))
    head: tuple[int, list[Cell]] = (0, [str(_cell(name)) for name in headers])

    def rows() -> Iterator[tuple[int, list[Cell]]]:
        yield head
        yield from ((number, [found.get(name, "") for name in headers]) for number, found in _objects(path))

    grid = assemble(path.name, Reread(rows), even=True, wanted=wanted)
    return replace(grid, header_row=1)  # the names of the first object


def _objects(path: Path) -> Iterator[tuple[int, dict[str, Cell]]]:
    """Read the objects of a file with the numbers of their lines."""
    return ((number, _object(line, path.name, number)) for number, line in enumerate(_lines(path), 1))


def _lines(path: Path) -> Iterator[str]:
    """Go through the lines; they end at line feeds alone, for the other separators may stand within a text."""
    if not is_utf8(path):
        yield from text_of(path, limited=False).rstrip("\n").split("\n")
        return
    blank = 0  # lines that are told only where another follows
    with path.open(encoding="utf-8-sig", newline="\n") as file:
        for line in file:
            bare = line.removesuffix("\n")
            if bare:
                yield from [""] * blank
                yield bare
            blank = 0 if bare else blank + 1


def _object(line: str, name: str, number: int) -> dict[str, Cell]:
    """Read a line as an object; a blank one is an empty row."""
    if not line.strip():
        return {}
    try:
        found = json.loads(line, object_pairs_hook=_once)
    except (ValueError, RecursionError) as error:
        msg = message(
            "{name}, line {number}: this is no JSON ({reason}); write one object a line, each whole on its line",
            name=name, number=number, reason=told(error)[:80]
        )  # fmt: skip
        raise ReadError(msg) from error
    if not isinstance(found, dict):
        msg = message(
            '{name}, line {number}: this is no object such as {{"본문": "…"}}; write one object a line',
            name=name, number=number
        )  # fmt: skip
        raise ReadError(msg)
    return {key: _cell(value) for key, value in found.items()}


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """Refuse an object that names a value twice, of which one would be lost."""
    found: dict[str, object] = {}
    for name, value in pairs:
        if name in found:
            msg = message("{name!r} stands twice", name=name[:40])
            raise ValueError(msg)
        found[name] = value
    return found


def _cell(value: Any) -> Cell:
    """Write a value as a cell: words of a list between commas, an object within it as JSON."""
    # null and NaN are empty; a whole number is its digits, for none were lost; ["봄", "비"] is "봄, 비"
    if value is None or (isinstance(value, float) and value != value):  # noqa: PLR0124 - NaN alone differs from itself
        return ""
    if isinstance(value, bool | float):
        return value
    if isinstance(value, list) and not any(isinstance(item, list | dict) for item in value):
        value = ", ".join(str(_cell(item)) for item in value)
    elif isinstance(value, list | dict):
        value = json.dumps(value, ensure_ascii=False)
    return _LONE.sub(_LOST, str(value))
