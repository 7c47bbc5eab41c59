"""Reading filled sheets, of any kind, as one table of codings; what cannot be read is refused in one sentence."""

from __future__ import annotations

import csv
import io
import re
import warnings
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd

from analysis import schema
from analysis.codebook import Codebook
from analysis.errors import CutWarning, MissingError, OptionError, ReadError
from analysis.files.yaml import shown
from analysis.messages import both, message
from analysis.reading.decode import text_of
from analysis.reading.filled import BOOKS, TEXTS, book_grid
from analysis.reading.grid import Cell, Grid, Note, from_text, plain, tidy
from analysis.schema import reasons
from analysis.validation import columns, entries
from analysis.validation._sheet import edition
from analysis.validation.columns import ASKED, BEFORE, BOOK, CODER, CONFIDENCE, NONE, NOTE, PRIMARY, SHEET, TEXT, UNIT
from analysis.validation.projects import from_project

_ADJUDICATOR = "합의"  # the coder's name under which a settled disagreement is entered

_ENDINGS = {*TEXTS, *BOOKS, ".qdpx"}


def read(
    paths: str | Path | Iterable[str | Path],
    *,
    sample: pd.DataFrame,
    codebook: Codebook,
    machines: Sequence[str] = (),
) -> pd.DataFrame:
    """Read filled coding sheets. Files are never changed.

    Of a .csv or .tsv, a last line that a crash cut off is left out with a `CutWarning`, and stands in `notes`. In a
    file that `code` writes, which grows by a row with every key, the last row of a unit holds.
    Rows and columns may stand in any order, and columns may have been added. 1 and 0 may be numbers or text, O and X,
    예 and 아니오, 있음 and 없음; 9 means that the coder could not tell, an empty cell that it was not coded yet. In a
    project (.qdpx) a unit with any code was read, and frames that were not coded in it are absent.

    Parameters
    ----------
    paths : path or iterable of paths
        Sheets (.xlsx, .xls, .ods, .csv, .tsv), what a form saved (.csv) and projects (.qdpx), one coder each, or a
        folder of them. The coder called "합의" is no coder: its cells say how coders settled a disagreement and
        stand beside theirs.
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
        counts as empty. Where a sheet asked for it, also primary (frame id, or none) and element (problem, cause,
        moral, remedy, or none), text, the same in every row of a unit, empty where nothing was chosen. `attrs` has
        unfinished (empty cells by coder, where there are any) and notes (columns and codes that were not read, and
        what else was passed over). `progress` tabulates them.

    Raises
    ------
    MissingError
        If there is no such file, or no sheet in the folder.
    ReadError
        If a sheet lacks a column, was written with other definitions, holds a unit twice or one of another sample, a
        value that means nothing, merged cells, a primary frame that is coded absent, or the name of another coder.
    OptionError
        If a machine is no coder of the sheets.
    """
    schema.check(sample, schema.SAMPLE, what="sample")
    sheets = [_FilledSheet(path, codebook) for path in sheet_files(paths)]
    names: dict[str, str] = {}
    for sheet in sheets:
        if sheet.coder in names:
            who = shown(sheet.coder)
            msg = message(
                "{names} and {sheet} are both by coder {who}; give each coder a name",
                names=names[sheet.coder],
                sheet=sheet.name,
                who=who,
            )
            raise ReadError(msg)
        names[sheet.coder] = sheet.name
    unknown = [m for m in machines if m not in names]
    if unknown:
        msg = message(
            "machine {unknown!r} is no coder of these sheets; they are by {names}",
            unknown=unknown[0],
            names=", ".join(sorted(names)),
        )
        raise OptionError(msg)
    # `empty` marks a sheet that is unfinished: adjudicators fill in what was in dispute and leave the rest, which is no
    # gap.
    kinds = {c: "adjudicator" if c == _ADJUDICATOR else "machine" if c in machines else "human" for c in names}
    units = sample["unit"].astype(str)
    parts = [s.codings(units, kinds[s.coder]) for s in sheets]
    asked = [name for name in ASKED if any(name in part.columns for part in parts)]
    read_ = pd.concat(parts, ignore_index=True).fillna(dict.fromkeys(asked, ""))
    codings = read_.sort_values(["coder", "unit", "frame"], kind="stable", ignore_index=True)
    empty = codings[codings["empty"] & (codings["kind"] != "adjudicator")].groupby("coder").size()
    about = schema.About(
        unfinished={str(c): int(n) for c, n in empty.items()},
        notes=tuple(note for s in sheets for note in s.notes),
        labels={f.id: f.label.ko for f in codebook.frames} | {name: columns.HEADS[name] for name in asked},
        codebook=schema.Source(codebook.id, codebook.version, codebook.status, codebook.sha256),
    )
    return schema.check(schema.describe(codings, about, source=None), schema.CODINGS, what="codings")


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
    labels = schema.About(labels=schema.about(codings).labels)
    return schema.check(schema.mark(schema.describe(table, labels, source=None)), schema.PROGRESS, what="progress")


def variable(paths: str | Path | Iterable[str | Path], name: str, *, sample: pd.DataFrame) -> pd.DataFrame:
    """Read a variable with categories of its own from the files that `code` writes.

    Parameters
    ----------
    paths : path or iterable of paths
        Files of entries (.csv), one coder each, or a folder of them; other sheets of a folder are passed over.
    name : str
        The variable, as it was given to `code`.
    sample : DataFrame
        The sample that was coded.

    Returns
    -------
    DataFrame
        One row per unit that was read and coder, as `agreement` takes it: unit, frame (the name of the variable),
        coder, and value, a Categorical that is ordered where the variable was. What a coder could not tell is missing.

    Raises
    ------
    MissingError
        If there is no such file.
    ReadError
        If a file is another sheet, has other categories or is of another sample.
    OptionError
        If no file has the variable.
    """
    schema.check(sample, schema.SAMPLE, what="sample")
    known = set(sample["unit"].astype(str))
    parts: list[pd.DataFrame] = []
    offered: dict[entries.Variable, str] = {}
    others: set[str] = set()
    for path, log in _logs(paths):
        there = {v.name: v for v in entries.variables_in(log.headers)}
        others |= set(there)
        if name not in there:
            continue
        units, coders, values = (entries.column(log, column) for column in (UNIT, CODER, name))
        offered.setdefault(there[name], path.name)
        if strange := [unit for unit in units if unit not in known]:
            msg = message(
                "{path}: unit {strange} is not in the sample; pass the sample coded",
                path=path.name,
                strange=shown(strange[0]),
            )
            raise ReadError(msg)
        parts.append(pd.DataFrame({"unit": units, "frame": name, "coder": coders, "value": values}))
    if not parts:
        msg = message(
            "no file has the variable {name}; they have {others}",
            name=shown(name),
            others=", ".join(sorted(others)) or message("none"),
        )
        raise OptionError(msg)
    if len(offered) > 1:
        msg = message(
            "{offered} have other categories of {name}; they cannot be compared",
            offered=both(offered.values()),
            name=shown(name),
        )
        raise ReadError(msg)
    (stated,) = offered
    table = pd.concat(parts, ignore_index=True)
    chosen = table["value"].where(table["value"].isin(stated.categories))  # what could not be told is missing
    categorical = pd.Categorical(chosen, categories=list(stated.categories), ordered=stated.ordered)
    return table.assign(value=categorical).sort_values(["coder", "unit"], kind="stable", ignore_index=True)


def sheet_files(paths: str | Path | Iterable[str | Path]) -> list[Path]:
    """List the sheets, those of a folder by name."""
    given = [Path(paths)] if isinstance(paths, str | Path) else [Path(p) for p in paths]
    found: list[Path] = []
    for path in given:
        inside = sorted(f for f in path.iterdir() if f.suffix.lower() in _ENDINGS) if path.is_dir() else [path]
        found += [f for f in inside if not f.name.startswith((".", "~"))]
    if not found:
        msg = message(
            "no coding sheet in {given}; a sheet ends in .xlsx or .csv",
            given=", ".join(map(str, given)) or message("an empty list"),
        )
        raise MissingError(msg)
    return found


class _FilledSheet:
    """One filled sheet, with its columns found and its coder and definitions checked."""

    def __init__(self, path: Path, codebook: Codebook) -> None:
        self.name = path.name
        self._grid = _grid(path, codebook)
        self._frames = [f.id for f in codebook.frames]
        self._choices = columns.choices(codebook)
        self._shown: set[int] = set()  # columns of what coders read
        self._at = self._columns(codebook)
        self._require_edition(codebook)
        self.coder = self._single(CODER)
        known = {*self._at.values(), *self._shown}
        extra = [h for i, h in enumerate(self._grid.headers) if i not in known]
        self.notes = [message("{name}: the column {head} was not read", name=self.name, head=shown(h)) for h in extra]
        self.notes += [
            message("{name}, row {row}: {reason}", name=self.name, row=n.line, reason=reasons.shown(n.reason))
            for n in self._grid.notes
            if n.kind == "row"
        ]
        self.notes += [f"{self.name}: {reasons.shown(n.reason)}" for n in self._grid.notes if n.kind == "code"]

    def codings(self, units: pd.Series[str], kind: str) -> pd.DataFrame:
        """Return the sheet as a long table, with the units that it lost as empty."""
        # Coders sort and filter: rows come in any order and some may be gone. A lost unit counts as empty, so that it
        # is missing in `progress`; one that the sample does not have, or that stands twice, cannot be guessed.
        known, rows, seen = set(units), [], set()
        asked = [name for name in ASKED if name in self._at]
        for number, cells in self._grid.rows:
            unit = self._cell(cells, UNIT)
            where = message("{name}, row {number}", name=self.name, number=number)
            if not unit or unit not in known:
                msg = message(
                    "{where}: unit {unit} is not in the sample; the sheet is of another, or ids were edited",
                    where=where,
                    unit=shown(unit),
                )
                raise ReadError(msg)
            if unit in seen:
                msg = message(
                    "{where}: unit {unit} stands there twice; keep one of the rows", where=where, unit=shown(unit)
                )
                raise ReadError(msg)
            seen.add(unit)
            rows += self._row(unit, cells, asked, where)
        nothing = (float("nan"), True, float("nan"), "", *("" for _ in asked))
        rows += [(u, f, *nothing) for u in units if u not in seen for f in self._frames]
        table = pd.DataFrame(rows, columns=["unit", "frame", "value", "empty", "confidence", "note", *asked])
        table = table.assign(coder=self.coder, kind=kind)[[*(c.name for c in schema.CODINGS), *asked]]
        kinds = {"value": "float64", "confidence": "float64", "empty": "bool", "note": "str"}
        return table.astype(kinds | dict.fromkeys(asked, "str"))

    def _row(self, unit: str, cells: list[Cell], asked: list[str], where: str) -> list[tuple[Any, ...]]:
        """Read one row: a value for every frame, and what was written of the whole unit beside each."""
        # Example: u1 | O | 아니오 | 3 | 불확실 gives (u1, alliance, 1.0, False, 3.0, 불확실) and (u1, startup, 0.0, …)
        sure = columns.plain_number(self._cell(cells, CONFIDENCE))
        if sure not in {"", "1", "2", "3"}:
            msg = message(
                "{where}: confidence {sure} is none of 1, 2, 3; correct the cell or empty it",
                where=where,
                sure=shown(sure),
            )
            raise ReadError(msg)
        values: dict[str, str] = {}
        for frame in self._frames:
            value = columns.read_value(self._cell(cells, frame))
            if value is None:
                cell = shown(self._cell(cells, frame))
                msg = message(
                    "{where}: {cell} in the column of {frame} means nothing; write 0, 1 or 9",
                    where=where,
                    cell=cell,
                    frame=frame,
                )
                raise ReadError(msg)
            values[frame] = value
        names = [self._chosen(cells, name, where) for name in asked]
        first = names[asked.index(PRIMARY)] if PRIMARY in asked else ""
        if first not in {"", NONE} and values[first] == columns.ABSENT:
            msg = message(
                "{where}: the primary frame {first} is coded absent there; correct one of the cells",
                where=where,
                first=shown(first),
            )
            raise ReadError(msg)
        rest = (float(sure) if sure else float("nan"), self._cell(cells, NOTE), *names)
        numbers = {columns.ABSENT: 0.0, columns.PRESENT: 1.0}
        return [(unit, f, numbers.get(v, float("nan")), not v, *rest) for f, v in values.items()]

    def _chosen(self, cells: list[Cell], name: str, where: str) -> str:
        """Read a cell that holds one of several names."""
        found = columns.read_choice(self._cell(cells, name), self._choices[name])
        if found is None:
            offered = ", ".join(self._choices[name].values())
            cell = shown(self._cell(cells, name))
            msg = message(
                "{where}: {cell} in the column [{name}] is none of {offered}; correct the cell",
                where=where,
                cell=cell,
                name=name,
                offered=offered,
            )
            raise ReadError(msg)
        return found

    def _cell(self, cells: list[Cell], name: str) -> str:
        """Read a cell as text, empty where there is no such column; what was defused stays as it was written."""
        if name not in self._at:
            return ""
        text = plain(cells[self._at[name]]).strip()
        return text if name == NOTE else tidy(text)

    def _columns(self, codebook: Codebook) -> dict[str, int]:
        """Find the columns by the name in brackets, or by what people read above them."""
        at: dict[str, int] = {}
        for i, header in enumerate(self._grid.headers):
            # "확신 [confidence]" is read by its brackets, "확신" and " 확 신" by the word; columns that coders added
            # are neither and are passed over with a note.
            name = columns.read_heading(header, codebook)
            if name in {BEFORE, TEXT}:
                self._shown.add(i)
            elif name in {*columns.HEADS, *self._frames}:
                if name in at:
                    msg = message(
                        "{name}: two columns are of {name_2}; take one out", name=self.name, name_2=shown(name)
                    )
                    raise ReadError(msg)
                at[name] = i
        lost = [name for name in (UNIT, CODER, BOOK, *self._frames) if name not in at]
        if lost:
            msg = message(
                "{name} has no column [{lost}]; put the columns back as the kit wrote them",
                name=self.name,
                lost=lost[0],
            )
            raise ReadError(msg)
        return at

    def _single(self, name: str) -> str:
        """Return the one value of a column, whose empty cells do not count; refuse none and several."""
        values = [v for v in dict.fromkeys(self._cell(cells, name) for _, cells in self._grid.rows) if v]
        if len(values) != 1:
            what = message("holds {values}", values=both(map(shown, values[:2]))) if values else message("names nobody")
            msg = message(
                "{name}: the column [{name_2}] {what}; a sheet is by one coder with one codebook",
                name=self.name,
                name_2=name,
                what=what,
            )
            raise ReadError(msg)
        return values[0]

    def _require_edition(self, codebook: Codebook) -> None:
        """Refuse a sheet written with other definitions."""
        # Example: "toy 1.0 3f2a9c01de" against "toy 1.1 3f2a9c01de" fits: the version in the middle may differ, id and
        # definitions not
        written, wanted = self._single(BOOK).split(" "), edition(codebook).split(" ")
        if len(written) != 3 or (written[0], written[2]) != (wanted[0], wanted[2]):
            msg = message(
                "{name} was coded with {written}, and the definitions are now {wanted}; pass the codebook "
                "that was used, or code again",
                name=self.name,
                written=shown(" ".join(written)),
                wanted=" ".join(wanted),
            )
            raise ReadError(msg)


def _grid(path: Path, codebook: Codebook) -> Grid:
    """Read the table of a sheet, whatever kind of file it is."""
    ending = path.suffix.lower()
    if ending in {".html", ".htm"}:
        msg = message("{path} is the form itself; pass the CSV file that its button saved", path=path.name)
        raise ReadError(msg)
    if ending not in _ENDINGS:
        msg = message("{path} is no coding sheet; save it as .xlsx or .csv", path=path.name)
        raise ReadError(msg)
    if not path.is_file():
        msg = message("there is no coding sheet at {path}; check the path", path=path)
        raise MissingError(msg)
    if ending == ".qdpx":
        return from_project(path, codebook)
    if ending in TEXTS:
        return _from_text(path)
    return book_grid(path, sheet=SHEET)


def _from_text(path: Path) -> Grid:
    """Read a sheet of delimited text; a last line that a crash cut off is left out, and named."""
    if (log := _log(path)) is not None:
        return entries.sheet_of(log)
    text = text_of(path, limited=False)
    whole, last = _parted(text)
    grid = from_text(whole, name=path.name, tabs=path.suffix.lower() == ".tsv")
    if not last:
        return grid
    number = whole.count("\n") + 1
    reason = message("the last line was cut off and left out: {last!r}", last=last[:80])
    warnings.warn(
        message("{path}, line {number}: {reason}; code that unit again", path=path.name, number=number, reason=reason),
        CutWarning,
        stacklevel=2,
    )
    return replace(grid, notes=(*grid.notes, Note(number, "row", reason, last)))


def _logs(paths: str | Path | Iterable[str | Path]) -> Iterator[tuple[Path, Grid]]:
    """Read files of entries; what else lies in a folder is passed over."""
    given = [Path(paths)] if isinstance(paths, str | Path) else [Path(p) for p in paths]
    for path in sheet_files(given):
        if path in given and not path.is_file():
            msg = message("there is no file of entries at {path}; check the path", path=path)
            raise MissingError(msg)
        log = _log(path) if path.suffix.lower() == ".csv" else None
        if log is not None:
            yield path, log
        elif path in given:
            msg = message("{path} is no file that code(...) writes; pass the .csv of a coder", path=path.name)
            raise ReadError(msg)


def _log(path: Path) -> Grid | None:
    """Read a file of entries, whose last row of a unit holds; None where it is another sheet."""
    content = path.read_bytes()
    if not entries.is_log(content):
        return None
    grid, cut = entries.last_rows(path, content)
    if cut:
        warnings.warn(message("{cut}; code that unit again", cut=cut), CutWarning, stacklevel=2)
    return grid


def _parted(text: str) -> tuple[str, str]:
    """Part a table from a last line that is not whole; that is empty where all is whole."""
    # Every line that is written whole ends in a line end. What follows the last of them is cut where a quotation mark
    # is open, cells are missing, or the last cell is the beginning of the one above. Example, under unit,moon,codebook:
    # "u1,1,toy 1\nu2,0,to" gives "u1,1,toy 1\n" and "u2,0,to"; behind "u1,1,toy 1\nu2,0,toy 1" nothing is cut.
    end, quoted = 0, False
    for sign in re.finditer('["\n]', text):
        if sign[0] == '"':
            quoted = not quoted
        elif not quoted:
            end = sign.end()
    whole, last = text[:end], text[end:]
    if not last.strip() or not whole:
        return text, ""
    delimiter = max(",\t;", key=whole.partition("\n")[0].count)
    try:
        head, *rows, cells = csv.reader(io.StringIO(whole + last, newline=""), delimiter=delimiter)
    except (csv.Error, ValueError):  # a cell of a hundred thousand characters, or a table of one line
        return text, ""
    named = head[-1].endswith(f"[{BOOK}]") and len(rows) > 0
    begun = named and cells[-1] != rows[-1][-1] and rows[-1][-1].startswith(cells[-1])
    return (whole, last) if quoted or len(cells) < len(head) or begun else (text, "")
