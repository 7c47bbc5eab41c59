"""Tables that `Corpus.save` wrote, as they come back from a spreadsheet."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from analysis import schema
from analysis.cleaning import normalise
from analysis.corpus import ACCOUNT_ENDING, sha256
from analysis.errors import OptionError, ReadError
from analysis.files import atomic
from analysis.files.csv import restored
from analysis.messages import message
from analysis.reading.grid import Cell, Grid, Note, day, from_csv, plain

_ACCOUNT = tuple(column.name for column in schema.REMOVED)
_MARKS = frozenset({"doc", "text", "sha256"})
_LINE = re.compile(r"\d{1,9}(\.0*)?")


def recognise(grid: Grid, *, columns: Mapping[str, str | None] | None) -> bool:
    """Tell whether a table is that of a saved corpus; refuse the account that is saved beside one."""
    if set(grid.headers) == set(_ACCOUNT):
        where = message('the sheet "documents"') if grid.sheets else message("the table of its documents")
        msg = message(
            "{grid} lists what was removed from a saved corpus; read {where} instead", grid=grid.name, where=where
        )
        raise ReadError(msg)
    found = set(grid.headers) >= _MARKS
    if found and columns:
        msg = message(
            "{grid} is a saved corpus, whose columns have their names; rename them there and leave columns= out",
            grid=grid.name,
        )
        raise OptionError(msg)
    return found


def documents(grid: Grid, *, defused: bool) -> tuple[list[dict[str, str]], list[Note]]:
    """Take every row as it was saved: nothing is cleaned again, and a text that was edited since is noted."""
    rows: list[dict[str, str]] = []
    notes: list[Note] = []
    known: set[str] = set()
    for number, cells in grid.rows:
        row = {header: _text(cell, defused) for header, cell in zip(grid.headers, cells, strict=True)}
        as_it_stood = " | ".join(row.values())
        if not row["doc"].strip():
            msg = message(
                "{grid}, row {number}, column 'doc': the id is empty; fill it in", grid=grid.name, number=number
            )
            raise ReadError(msg)
        if row.get("date"):
            found = day(cells[grid.headers.index("date")], epoch=grid.epoch)
            if found is None:
                msg = message(
                    "{grid}, row {number}, column 'date': {cell!r} is not a day such as 2023-05-04; correct the cell",
                    grid=grid.name,
                    number=number,
                    cell=row["date"][:40],
                )
                raise ReadError(msg)
            row["date"] = found[0]
        written = plain(cells[grid.headers.index("text")]).replace("\r\n", "\n").replace("\r", "\n")
        forms = (written, row["text"].replace("\r\n", "\n"))
        same = next((form for form in forms if sha256(form) == row["sha256"]), None)
        row["text"] = same or "\n".join(line for line in normalise(forms[1]).split("\n") if line)
        if not row["text"]:
            notes.append(Note(number, "row", "the row has no text", as_it_stood, row["doc"]))
            continue
        if same is None:
            if row["sha256"]:
                reason = f"row {number}: the text is not the one that was saved, and was read as it stands now"
                notes.append(Note(number, "edited", reason, "", row["doc"]))
            row["sha256"] = ""
        rows.append(row | {"_line": str(number), "_row": as_it_stood if row["doc"] in known else ""})
        known.add(row["doc"])
    return rows, notes


def account(rows: Iterable[Sequence[Cell]], where: str, *, defused: bool) -> list[dict[str, object]]:
    """Read what was removed before the corpus was saved."""
    found: list[dict[str, object]] = []
    for cells in rows:
        row: dict[str, object] = dict(zip(_ACCOUNT, (_text(cell, defused) for cell in cells), strict=False))
        line = str(row["line"])
        if not _LINE.fullmatch(line):
            msg = message(
                "{where} lists what was removed, and the line {line!r} is no number of a line; save it anew",
                where=where,
                line=line[:40],
            )
            raise ReadError(msg)
        found.append(row | {"line": int(float(line))})
    return found


def account_beside(path: Path) -> list[dict[str, object]]:
    """Read the account that stands in a file of its own beside a table of delimited text."""
    beside = path.with_name(path.stem + ACCOUNT_ENDING)
    if path.suffix.lower() != ".csv":
        return []
    if atomic.is_half_saved(beside, path):
        msg = message(
            "{path} and {beside} are of two corpora, since a process ended while it saved; save it anew",
            path=path.name,
            beside=beside.name,
        )
        raise ReadError(msg)
    if not beside.is_file():
        return []
    grid = from_csv(beside)
    if grid.headers != _ACCOUNT:
        msg = message(
            "{beside} lists what was removed, and its columns must be {account}; save it anew",
            beside=beside.name,
            account=", ".join(_ACCOUNT),
        )
        raise ReadError(msg)
    return account((cells for _, cells in grid.rows), beside.name, defused=True)


def _text(cell: Cell, defused: bool) -> str:
    """Write a cell as text, without the apostrophe that kept it from running as a formula."""
    return restored(plain(cell)) if defused else plain(cell)
