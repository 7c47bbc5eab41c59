"""Filled sheets as they come back: read as they were meant, or refused in one sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from analysis import schema
from analysis.codebook import Codebook
from analysis.errors import MissingError, OptionError, ReadError
from analysis.reading.grid import Cell, Grid, from_csv, key, plain
from analysis.reading.workbook import from_workbook
from analysis.validation.sheets import BOOK, CODER, CONFIDENCE, NOTE, UNIT, edition

ADJUDICATOR = "합의"  # the coder's name under which a settled disagreement is entered

_ENDINGS = {".xlsx", ".xls", ".ods", ".csv", ".tsv"}
_VALUES = {"0": 0.0, "x": 0.0, "×": 0.0, "n": 0.0, "no": 0.0, "아니오": 0.0, "아니요": 0.0, "없음": 0.0, "false": 0.0}
_VALUES |= {
    "1": 1.0,
    "o": 1.0,
    "○": 1.0,
    "ㅇ": 1.0,
    "y": 1.0,
    "yes": 1.0,
    "예": 1.0,
    "네": 1.0,
    "있음": 1.0,
    "true": 1.0,
}
_UNSURE = {"9", "?", "모름", "판단불가"}


def read(
    paths: str | Path | Iterable[str | Path],
    *,
    sample: pd.DataFrame,
    codebook: Codebook,
    machines: Sequence[str] = (),
) -> pd.DataFrame:
    """Read filled coding sheets. Files are never changed.

    Rows and columns may stand in any order, and columns may have been added. 1 and 0 may be numbers or text, O and X,
    예 and 아니오, 있음 and 없음; 9 means that the coder could not tell, an empty cell that it was not coded yet.

    Parameters
    ----------
    paths : path or iterable of paths
        Sheets (.xlsx, .xls, .ods, .csv, .tsv), one coder each, or a folder of them. The coder called "합의" is no
        coder: its cells say how coders settled a disagreement and stand beside theirs.
    sample : DataFrame
        The sample that the sheets were written from.
    codebook : Codebook
        The codebook that they were written with; its terms may have changed since, its definitions not.
    machines : sequence of str
        Names of coders that are programs.

    Returns
    -------
    DataFrame
        Columns schema.CODINGS, one row per unit, frame and coder, by coder, unit and frame. A unit that a sheet lost
        counts as empty. `attrs` has unfinished (empty cells by coder, where there are any) and notes (columns that
        were not read, and what else was passed over). `progress` tabulates them.

    Raises
    ------
    MissingError
        If there is no such file, or no sheet in the folder.
    ReadError
        If a sheet lacks a column, was written with other definitions, holds a unit twice or one of another sample, a
        value that means nothing, or the name of another coder.
    OptionError
        If a machine is no coder of the sheets.
    """
    schema.check(sample, schema.SAMPLE, what="sample")
    sheets = [_Filled(path, codebook) for path in _files(paths)]
    names: dict[str, str] = {}
    for sheet in sheets:
        if sheet.coder in names:
            msg = f"{names[sheet.coder]} and {sheet.name} are both by coder {sheet.coder!r}; give each coder a name"
            raise ReadError(msg)
        names[sheet.coder] = sheet.name
    unknown = [m for m in machines if m not in names]
    if unknown:
        msg = f"machine {unknown[0]!r} is no coder of these sheets; they are by {', '.join(sorted(names))}"
        raise OptionError(msg)
    kinds = {c: "adjudicator" if c == ADJUDICATOR else "machine" if c in machines else "human" for c in names}
    units = sample["unit"].astype(str)
    read_ = pd.concat([s.codings(units, kinds[s.coder]) for s in sheets], ignore_index=True)
    codings = read_.sort_values(["coder", "unit", "frame"], kind="stable", ignore_index=True)
    empty = codings[codings["empty"] & (codings["kind"] != "adjudicator")].groupby("coder").size()
    codings.attrs = {
        "unfinished": {str(c): int(n) for c, n in empty.items()},
        "notes": [note for s in sheets for note in s.notes],
        "labels": {f.id: f.label.ko for f in codebook.frames},
        "codebook": {k: getattr(codebook, k) for k in ("id", "version", "status", "sha256")},
    }
    return schema.check(codings, schema.CODINGS, what="codings")


def progress(codings: pd.DataFrame) -> pd.DataFrame:
    """Count what each coder has coded of each frame.

    Parameters
    ----------
    codings : DataFrame
        As `read` gives it.

    Returns
    -------
    DataFrame
        Columns schema.PROGRESS, by coder and frame; units = coded + unsure + empty.

    Raises
    ------
    SchemaError
        If columns are missing.
    """
    schema.check(codings, schema.CODINGS, what="codings")
    marked = codings.assign(
        coded=codings["value"].notna(), unsure=codings["value"].isna() & ~codings["empty"], units=True
    )
    counted = marked.groupby(["coder", "kind", "frame"])[["units", "coded", "unsure", "empty"]].sum()
    table = counted.astype("int64").reset_index()
    return schema.check(table, schema.PROGRESS, what="progress")


def _files(paths: str | Path | Iterable[str | Path]) -> list[Path]:
    """List the sheets, those of a folder by name."""
    given = [Path(paths)] if isinstance(paths, str | Path) else [Path(p) for p in paths]
    found: list[Path] = []
    for path in given:
        inside = sorted(f for f in path.iterdir() if f.suffix.lower() in _ENDINGS) if path.is_dir() else [path]
        found += [f for f in inside if not f.name.startswith((".", "~"))]
    if not found:
        msg = f"no coding sheet in {', '.join(map(str, given)) or 'an empty list'}; a sheet ends in .xlsx or .csv"
        raise MissingError(msg)
    return found


class _Filled:
    """One filled sheet."""

    def __init__(self, path: Path, codebook: Codebook) -> None:
        if path.suffix.lower() not in _ENDINGS:
            msg = f"{path.name} is no coding sheet; save it as .xlsx or .csv"
            raise ReadError(msg)
        if not path.is_file():
            msg = f"there is no coding sheet at {path}; check the path"
            raise MissingError(msg)
        grid = from_csv(path) if path.suffix.lower() in {".csv", ".tsv"} else from_workbook(path)
        self.name = path.name
        self._grid = grid
        self._frames = {f.id: f.label.ko for f in codebook.frames}
        self._at = self._columns(grid)
        self._edition(codebook)
        self.coder = self._only(CODER)
        known = set(self._at.values())
        extra = [h for i, h in enumerate(grid.headers) if i not in known and not re.search(r"\[(text|before)\]$", h)]
        self.notes = [f"{self.name}: the column {h!r} was not read" for h in extra]
        self.notes += [f"{self.name}, row {n.line}: {n.reason}" for n in grid.notes if n.kind != "sheet"]

    def codings(self, units: pd.Series[str], kind: str) -> pd.DataFrame:
        """Long table of the sheet, units that it lost included."""
        known, rows, seen = set(units), [], set()
        for number, cells in self._grid.rows:
            unit = plain(cells[self._at[UNIT]]).strip()
            where = f"{self.name}, row {number}"
            if not unit or unit not in known:
                msg = f"{where}: unit {unit!r} is not in the sample; the sheet is of another sample, or ids were edited"
                raise ReadError(msg)
            if unit in seen:
                msg = f"{where}: unit {unit!r} stands there twice; keep one of the rows"
                raise ReadError(msg)
            seen.add(unit)
            rows += self._row(unit, cells, where)
        rows += [(u, f, float("nan"), True, float("nan"), "") for u in units if u not in seen for f in self._coded()]
        table = pd.DataFrame(rows, columns=["unit", "frame", "value", "empty", "confidence", "note"])
        table = table.assign(coder=self.coder, kind=kind)[[c.name for c in schema.CODINGS]]
        return table.astype({"value": "float64", "confidence": "float64", "empty": "bool", "note": "str"})

    def _row(self, unit: str, cells: list[Cell], where: str) -> list[tuple[Any, ...]]:
        """Read one unit."""
        sure = self._cell(cells, CONFIDENCE)
        if sure not in {"", "1", "2", "3"}:
            msg = f"{where}: confidence {sure!r} is none of 1, 2, 3; correct the cell or empty it"
            raise ReadError(msg)
        note = self._cell(cells, NOTE)
        found = []
        for frame in self._coded():
            told = key(self._cell(cells, frame))
            if told and told not in _VALUES and told not in _UNSURE:
                msg = f"{where}: {self._cell(cells, frame)!r} in the column of {frame} means nothing; write 0, 1 or 9"
                raise ReadError(msg)
            value = _VALUES.get(told, float("nan"))
            found.append((unit, frame, value, not told, float(sure) if sure else float("nan"), note))
        return found

    def _cell(self, cells: list[Cell], name: str) -> str:
        """Read a cell as text, empty where there is no such column."""
        return plain(cells[self._at[name]]).strip() if name in self._at else ""

    def _coded(self) -> list[str]:
        """List the frames that the sheet has a column for, in the codebook's order."""
        return [f for f in self._frames if f in self._at]

    def _columns(self, grid: Grid) -> dict[str, int]:
        """Find the columns by the name in brackets, or by id or label of a frame."""
        labels = {key(label): frame for frame, label in self._frames.items()}
        at: dict[str, int] = {}
        for i, header in enumerate(grid.headers):
            inside = re.search(r"\[(\w[\w-]*)\]\s*$", header)
            name = inside[1] if inside else labels.get(key(header), header.strip())
            if name in {UNIT, CODER, BOOK, CONFIDENCE, NOTE, *self._frames}:
                if name in at:
                    msg = f"{self.name}: two columns are of {name!r}; take one out"
                    raise ReadError(msg)
                at[name] = i
        lost = [name for name in (UNIT, CODER, BOOK, *self._frames) if name not in at]
        if lost:
            msg = f"{self.name} has no column [{lost[0]}]; put the columns back as the kit wrote them"
            raise ReadError(msg)
        return at

    def _only(self, name: str) -> str:
        """Read a column that holds one value in every row; empty cells take it over."""
        held = dict.fromkeys(self._cell(cells, name) for _, cells in self._grid.rows)
        told = [value for value in held if value]
        if len(told) != 1:
            what = "names nobody" if not told else f"holds {' and '.join(map(repr, told[:2]))}"
            msg = f"{self.name}: the column [{name}] {what}; a sheet is by one coder with one codebook"
            raise ReadError(msg)
        return told[0]

    def _edition(self, codebook: Codebook) -> None:
        """Refuse a sheet written with other definitions."""
        written, wanted = self._only(BOOK).split(" "), edition(codebook).split(" ")
        if len(written) != 3 or (written[0], written[2]) != (wanted[0], wanted[2]):
            msg = (
                f"{self.name} was coded with {' '.join(written)}, and the definitions are now {' '.join(wanted)}; "
                "pass the codebook that was used, or code again"
            )
            raise ReadError(msg)
