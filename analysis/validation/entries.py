"""Files of entries: a coding sheet that grows by a row with every key, of which the last row of a unit holds."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from analysis.codebook import Codebook
from analysis.errors import OptionError, ReadError
from analysis.files.csv import restored, to_csv
from analysis.messages import message
from analysis.messages.libraries import told
from analysis.reading.decode import text_of
from analysis.reading.grid import Cell, Grid, Note, Row, from_text, plain, tidy
from analysis.validation.columns import ABSENT, BOOK, CODER, HEADS, NONE, NOTE, PRESENT, UNIT, headings
from analysis.validation.columns import UNSURE as UNSURE_OF_FRAME

KEY, AT, SAMPLE = "key", "at", "sample"
UNSURE = "?"  # of a variable, whose values are names
_HEADS = {KEY: "글쇠", AT: "때", SAMPLE: "표본"}
_OWN = re.compile(r"\[([^\[\]]+)\]\s*$")
_EDITION = re.compile(r"\S+ .+ [0-9a-f]{10}")  # what the last cell of a whole row is
_SIGNS = {" < ": True, " | ": False}  # between the categories of a variable: whether they have an order


@dataclass(frozen=True)
class Variable:
    """A variable beside the frames: its categories from low to high, where they have an order."""

    name: str
    categories: tuple[str, ...]
    ordered: bool

    @property
    def heading(self) -> str:
        """What stands above its column: 어조 = 부정 < 중립 < 긍정 [어조]."""
        sign = next(sign for sign, ordered in _SIGNS.items() if ordered == self.ordered)
        return f"{self.name} = {sign.join(self.categories)} [{self.name}]"


@dataclass(frozen=True)
class Entry:
    """What a unit holds after a key: a cell for each frame and variable, and the note."""

    unit: str
    cells: tuple[str, ...]
    note: str
    key: str


@dataclass(frozen=True)
class Book:
    """What every row of a file says, and its columns."""

    coder: str
    sample: str
    edition: str
    codebook: Codebook
    variables: tuple[Variable, ...]

    @property
    def columns(self) -> list[str]:
        """The frames and variables, in the order of the cells of an entry."""
        return [*(frame.id for frame in self.codebook.frames), *(variable.name for variable in self.variables)]

    def head(self) -> bytes:
        """Write the line of headings, with the mark that tells a spreadsheet of UTF-8."""
        frames = [frame.id for frame in self.codebook.frames]
        named = headings(self.codebook, [UNIT, *frames])
        own = [f"{_HEADS[name]} [{name}]" for name in (KEY, AT)]
        last = [*headings(self.codebook, [CODER]), f"{_HEADS[SAMPLE]} [{SAMPLE}]", *headings(self.codebook, [BOOK])]
        note = headings(self.codebook, [NOTE])
        return to_csv(pd.DataFrame(columns=[*named, *(v.heading for v in self.variables), *note, *own, *last]))

    def line(self, entry: Entry, *, at: str) -> bytes:
        """Write an entry as one line, whose last cell is never a part of itself."""
        note = " ".join(entry.note.split())
        cells = [entry.unit, *entry.cells, note, entry.key, at, self.coder, self.sample, self.edition]
        return to_csv(pd.DataFrame([cells], dtype=object)).partition(b"\n")[2]

    def entries(self, content: bytes, *, name: str) -> list[Entry]:
        """Read the entries of a file, and refuse one of another coder, sample, codebook or variable."""
        head, *rows = _rows(content, name)
        if head != next(csv.reader([self.head().decode("utf-8-sig")])):
            self._require_same(rows[0] if len(rows) and len(rows[0]) == len(head) else [], name)
            msg = message(
                "{name} holds other frames or variables; pass those that it was begun with, or another folder=",
                name=name,
            )
            raise ReadError(msg)
        columns, found = self.columns, []
        means = {column: {"", ABSENT, PRESENT, UNSURE_OF_FRAME} for column in columns}
        means |= {variable.name: {"", UNSURE, *variable.categories} for variable in self.variables}
        for number, cells in enumerate(rows, 2):
            if len(cells) != len(head):
                msg = message(
                    "{name}, row {number} has {n_cells} cells, not {n_head}; mend the row or take it out",
                    name=name,
                    number=number,
                    n_cells=len(cells),
                    n_head=len(head),
                )
                raise ReadError(msg)
            self._require_same(cells, name)
            armed = [restored(cell) for cell in cells]
            entry = Entry(armed[0], tuple(armed[1 : 1 + len(columns)]), *armed[1 + len(columns) : 3 + len(columns)])
            for column, cell in zip(columns, entry.cells, strict=True):
                if cell not in means[column]:
                    msg = message(
                        "{name}, row {number}: {cell!r} in the column of {column} means nothing; put it back",
                        name=name,
                        number=number,
                        cell=cell,
                        column=column,
                    )
                    raise ReadError(msg)
            found.append(entry)
        return found

    def begun(self, content: bytes) -> Book:
        """Return this book with the version that a file was begun with, which all of its rows name."""
        rows = _rows(content, "")[1:2]
        return replace(self, edition=rows[0][-1]) if rows else self

    def _require_same(self, cells: Sequence[str], name: str) -> None:
        """Refuse a row of another coder, another sample or other definitions."""
        if not cells:
            return
        coder, sample, edition = self.coder, self.sample, self.edition
        written = [restored(cell) for cell in cells[-3:]]
        ids = [text.split(" ")[::2] for text in (written[2], edition)]  # id and definitions; the version may differ
        what = ""
        if written[0] != coder:
            what = message(
                "is by coder {written!r} and not by {coder!r}; pass coder={written!r}, or another folder=",
                written=written[0],
                coder=coder,
            )
        elif ids[0] != ids[1]:
            what = message(
                "was coded with {written!r}, and the definitions are now {edition!r}; pass another folder=",
                written=written[2],
                edition=edition,
            )
        elif written[1] != sample:
            what = message(
                "holds codings of another sample ({written}, not {sample}); pass that one, or another folder=",
                written=written[1],
                sample=sample,
            )
        if what:
            msg = f"{name} {what}"
            raise ReadError(msg)


def sample_id(sample: pd.DataFrame) -> str:
    """Identify a sample by its units, whose ids are hashes of text and place."""
    # with a letter before it, so that no spreadsheet takes 12345e6789 for a number
    return f"s{hashlib.sha256(chr(10).join(sorted(sample['unit'].astype(str))).encode()).hexdigest()[:10]}"


def is_log(content: bytes) -> bool:
    """Tell a file of entries from a sheet, by its headings."""
    return re.search(rb" \[key\][,;\t]", content.partition(b"\n")[0]) is not None


def whole(content: bytes) -> tuple[bytes, bytes]:
    """Part a file of entries from a last line that a crash cut off, which is empty where all is whole."""
    # A row is one line. "…\nu2,0,,,1,2026-…,A,3f2a9c01de,toy 1.0 8c1d" has no line end and no whole hash in its last
    # cell: the row is cut, wherever in it the end is, and be it within a letter.
    end = content.rfind(b"\n") + 1
    last = content[end:].removesuffix(b"\r").decode("utf-8", "replace")
    if not last:
        return content, b""
    first = content.partition(b"\n")[0] if end else b""
    try:
        head, cells = (next(csv.reader([line])) for line in (first.decode("utf-8-sig", "replace"), last))
    except csv.Error:
        return content[:end], content[end:]
    if head and len(cells) == len(head) and _EDITION.fullmatch(cells[-1]):
        return content, b""
    return content[:end], content[end:]


def last_rows(path: Path, content: bytes) -> tuple[Grid, str]:
    """Read a file of entries as a sheet of one row a unit, and say where it was cut off."""
    kept, lost = whole(content)
    try:
        text = kept.decode("utf-8-sig")
    except UnicodeDecodeError:  # a spreadsheet saved it anew
        text = text_of(path, limited=False)
    grid = from_text(text, name=path.name)
    names = [_named(header)[0] for header in grid.headers]
    if UNIT not in names:
        msg = message(
            "{path} has no column [{unit}]; put the columns back as the kit wrote them", path=path.name, unit=UNIT
        )
        raise ReadError(msg)
    rows: dict[str, tuple[int, list[Cell]]] = {}
    for number, cells in grid.rows:
        rows[tidy(plain(cells[names.index(UNIT)]))] = (number, cells)
    grid = replace(grid, rows=list(rows.values()))
    if not lost:
        return grid, ""
    number, shown = kept.count(b"\n") + 1, lost.decode("utf-8", "ignore")[:80]
    reason = message("the last line was cut off and left out: {shown!r}", shown=shown)
    grid = replace(grid, notes=(*grid.notes, Note(number, "row", reason, shown)))
    return grid, message("{path}, line {number}: {reason}", path=path.name, number=number, reason=reason)


def sheet_of(grid: Grid) -> Grid:
    """Keep the columns that a sheet has, and say of a variable who reads it."""
    variables = [variable.name for variable in variables_in(grid.headers)]
    names = [_named(header)[0] for header in grid.headers]
    kept = [n for n, name in enumerate(names) if name not in {*_HEADS, *variables}]
    said = [Note(1, "code", f"the variable {name!r} is read by validation.variable", "") for name in variables]
    rows: list[Row] = [(number, [cells[n] for n in kept]) for number, cells in grid.rows]
    return replace(grid, headers=tuple(grid.headers[n] for n in kept), rows=rows, notes=(*grid.notes, *said))


def column(grid: Grid, name: str) -> list[str]:
    """Return the cells of a column, as they were chosen."""
    at = [_named(header)[0] for header in grid.headers].index(name)
    return [restored(tidy(plain(cells[at]))) for _, cells in grid.rows]


def variables_in(headers: Iterable[str]) -> list[Variable]:
    """List the variables among the headings of a file of entries."""
    found = []
    for name, head in map(_named, headers):
        stated = head.removeprefix(f"{name} = ")
        sign = next((sign for sign in _SIGNS if sign in stated), "")
        if stated != head and sign:
            found.append(Variable(name, tuple(stated.split(sign)), _SIGNS[sign]))
    return found


def require_variables(variables: Sequence[Variable], codebook: Codebook) -> None:
    """Refuse variables that could not be told apart, or read back."""
    taken = {*HEADS, *_HEADS, NONE, *codebook.frame_ids}
    for variable in variables:
        name, categories = variable.name, variable.categories
        what = ""
        if not name.strip() or name != tidy(name) or re.search(r"[\[\]=]", name) or name in taken:
            what = message("variable {name!r} has a name that a coding sheet needs, or signs of its own", name=name)
        elif len(set(categories)) < 2 or len(set(categories)) < len(categories):
            what = message("variable {name!r} needs two categories or more, each once", name=name)
        elif wrong := [c for c in categories if c in {"", UNSURE} or c != tidy(c) or re.search(r" [<|] |[\[\]]", c)]:
            what = message(
                "variable {name!r} has the category {wrong!r}, which cannot be read back", name=name, wrong=wrong[0]
            )
        if what:
            msg = message("{what}; give plain words, such as variables={{'어조': ['부정', '중립', '긍정']}}", what=what)
            raise OptionError(msg)
    if codebook_taken := [frame for frame in codebook.frame_ids if frame in _HEADS]:
        msg = message(
            "a file of entries cannot hold a frame called {codebook_taken!r}; rename it in the codebook",
            codebook_taken=codebook_taken[0],
        )
        raise OptionError(msg)


def _named(header: str) -> tuple[str, str]:
    """Part a heading into the name in brackets and what people read."""
    inside = _OWN.search(header)
    return (inside[1].strip(), header[: inside.start()].strip()) if inside else (header, header)


def _rows(content: bytes, name: str) -> list[list[str]]:
    """Read the rows of a file."""
    try:
        text = io.StringIO(content.decode("utf-8-sig"), newline="")
        return [cells for cells in csv.reader(text, strict=True) if cells]
    except (csv.Error, UnicodeDecodeError) as error:
        msg = message(
            "{name} is not as it was written ({error}); put back a copy, or pass another folder=",
            name=name,
            error=told(error),
        )
        raise ReadError(msg) from error
