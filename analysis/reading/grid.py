"""Tables as they stand in a file: headers, rows with their numbers, and what was left out."""

from __future__ import annotations

import csv
import datetime as dt
import re
import threading
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Protocol

from analysis.cleaning import normalise
from analysis.errors import OptionError, ReadError
from analysis.files.xlsx import column_letter
from analysis.messages import message
from analysis.messages.libraries import told
from analysis.reading.decode import is_utf8, text_of

Cell = str | int | float | bool | dt.date | dt.datetime | dt.time | dt.timedelta
Row = tuple[int, list[Cell]]

_QUOTED = re.compile(r'"(?:[^"]|"")*"')
_LINE = re.compile(r"[^\r\n]*(?:\r\n?|\n)|[^\r\n]+")  # with its end
_DELIMITERS = ",\t;"
_HEAD = 65_536  # characters that the delimiter is told by
_DEEPEST = 30  # filled rows among which the headers are looked for
_HEADER = 60  # characters that a header has at most
_NUMBER = re.compile(r"[-+]?\d[\d,.]*")
_LONGEST = 2**26
_FIELD_SIZE = threading.Lock()
EPOCH_1900 = dt.date(1899, 12, 30)  # right from serial 61 on; Excel counts a 29 February 1900 that never was
EPOCH_1904 = dt.date(1904, 1, 1)

_LEAST, _MOST = 10_000, 80_000  # serials taken for days: 1927 to 2119 (1904 system: 1931 to 2123)
_STATED = re.compile(r"sep=(.)[ \t]*\r?\n")
_LABEL = re.compile(r"(?:기사\s?)?(?:입력|등록|승인|수정|발행|게재)(?:일시?|시간)?\s*:?\s*")  # before a day on portals
_SHORT_YEAR = re.compile(r"['’]?(?P<y>\d{2})(?=\s?[-./]\s?\d{1,2}\s?[-./]\s?\d{1,2}(?!\d))")
_STAMP = re.compile(r"(\d{8})(\d{2})(\d{2})\d{2}")
_DAY = re.compile(
    r"(?P<y>\d{4})(?:(?P<m>\d{2})(?P<d>\d{2})"
    r"|\s?[-./]\s?(?P<m2>\d{1,2})\s?[-./]\s?(?P<d2>\d{1,2})\.?"
    r"|\s?년\s?(?P<m3>\d{1,2})\s?월\s?(?P<d3>\d{1,2})\s?일)"
    r"(?:\s?\([월화수목금토일](?:요일)?\)|\s[월화수목금토일]요일)?"
)
_TIME = re.compile(
    r"(?:[T\s]\s*|$)(?P<half>오전|오후|[AP]M)?\s?"
    r"(?:(?P<h>\d{1,2})(?::(?P<min>\d{2})(?::\d{2}(?:\.\d+)?)?|시(?:\s?(?P<min2>\d{1,2})분)?))?"
    r"\s?(?P<noon>[AP]M)?\s?(?:Z|[+-]\d{2}:?\d{2})?",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Note:
    """Something of the file that is not in the documents; `line` is the row a spreadsheet shows."""

    # `doc` is the id that the row would have had, empty where it is about the whole file.

    line: int
    kind: str
    reason: str
    text: str
    doc: str = ""


def left_out(row: Mapping[str, str], reason: str) -> Note:
    """Account for a row that does not become a document."""
    return Note(int(row["_line"]), "row", reason, row["_row"], row["doc"])


class _Rows(Protocol):
    """Rows with their numbers, which can be gone through again and again: a list, or what is read anew each time."""

    def __iter__(self) -> Iterator[Row]: ...

    def __len__(self) -> int: ...


class Reread:
    """Rows that are made anew each time they are gone through, so that memory holds one of them."""

    def __init__(self, make: Callable[[], Iterable[tuple[int, Sequence[Cell]]]]) -> None:
        self._make = make

    def __iter__(self) -> Iterator[tuple[int, Sequence[Cell]]]:
        return iter(self._make())


@dataclass(frozen=True)
class Grid:
    """A table: one header a column, rows that hold something, and an account of everything else."""

    # `epoch` is day 0 of the workbook's day numbers, None where there is no telling.

    name: str
    headers: tuple[str, ...]
    rows: _Rows
    notes: tuple[Note, ...] = ()
    epoch: dt.date | None = None
    header_row: int = 1
    sheets: tuple[str, ...] = ()  # others that could be read instead
    account: tuple[list[Cell], ...] = ()  # rows of the sheet that lists what was removed from a saved corpus


def from_csv(path: Path, *, wanted: Collection[str] = ()) -> Grid:
    """Read a table whose cells stand between commas, semicolons or tabs."""
    tabs = path.suffix.lower() == ".tsv"
    if not tabs and is_utf8(path):
        with path.open(encoding="utf-8-sig", newline="") as file:
            delimiter, number = _delimiter(file.read(_HEAD))
        if delimiter != "\t":  # tabs take a look at the whole
            rows = Reread(lambda: _file_records(path, delimiter, number))
            return assemble(path.name, rows, even=True, wanted=wanted)
    return from_text(text_of(path, limited=False), name=path.name, tabs=tabs, wanted=wanted)


def _file_records(path: Path, delimiter: str, number: int) -> Iterator[tuple[int, list[str]]]:
    """Read the records of a file from some line on, and number them from there."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        for _ in range(number - 1):
            file.readline()
        yield from enumerate(_records(file, delimiter, path.name), number)


def from_text(text: str, *, name: str, tabs: bool = False, wanted: Collection[str] = ()) -> Grid:
    """Read a table of delimited text."""
    delimiter, number = _delimiter(text[:_HEAD], tabs=tabs)
    if stated := _STATED.match(text):
        text = text[stated.end() :]

    def records() -> Iterable[list[str]]:
        if lines is not None:
            return (line.split("\t") for line in lines)
        return _records((line.group() for line in _LINE.finditer(text)), delimiter, name)

    lines = _lines(text) if delimiter == "\t" and not _quoted_tabs(text) else None
    return assemble(name, Reread(lambda: enumerate(records(), number)), even=True, wanted=wanted)


def _delimiter(head: str, *, tabs: bool = False) -> tuple[str, int]:
    """Say what stands between the cells, by the beginning of a text, and which line is the first row."""
    stated = _STATED.match(head)  # Excel's own first line, `sep=;`
    if stated:
        return stated[1], 2
    lines = _QUOTED.sub("", head.lstrip()).split("\n")[:_DEEPEST]
    first = next((line for line in lines if any(sign in line for sign in _DELIMITERS)), "")
    return "\t" if tabs else max(_DELIMITERS, key=first.count), 1


def assemble(name: str, rows: Reread, *, even: bool, wanted: Collection[str]) -> Grid:
    """Find the row of headers among the first filled rows, describe the rows below it and account for those above."""
    head = list(islice(((number, cells) for number, cells in rows if not _is_empty(cells)), _DEEPEST))
    at, known = find_header([cells for _, cells in head], wanted=wanted)
    header_row, found = head[at] if head else (0, [])
    headers = [tidy(plain(cell)) for cell in found]
    shape = _Shape.of(rows, header_row, found, repeated=bool(wanted))
    if not shape.below:
        what = message("only headers and no row below them") if head else message("no rows")
        msg = message("{name} holds {what}; check that the right file or sheet was saved", name=name, what=what)
        raise ReadError(msg)
    if wanted and not known:  # a cover sheet, say; what it holds is told by the caller
        headers += [""] * (shape.longest - len(headers))
    notes = [
        Note(number, "row", "stands above the headers", " | ".join(plain(c) for c in cells if c != ""))
        for number, cells in head[:at]
    ]
    notes += [Note(number, "row", "repeats the headers", " | ".join(headers)) for number in shape.again]
    _require_fitting(shape, len(headers), name, even=even)
    used = [i for i, h in enumerate(headers) if h or i in shape.unnamed]
    named = tuple(headers[i] or f"column {column_letter(i)}" for i in used)
    _unlike(named, name)
    below = _Below(rows, header_row, used, frozenset(shape.again), shape.below)
    return Grid(name, named, below, (*notes, *_empty_notes(shape.empty)), header_row=header_row)


def _is_empty(cells: Sequence[Cell]) -> bool:
    """Tell whether a row holds nothing but blanks."""
    return all(cell == "" or (isinstance(cell, str) and not cell.strip()) for cell in cells)


@dataclass(frozen=True)
class _Below:
    """The filled rows below the headers, with the cells of the columns that are used."""

    rows: Reread
    header_row: int
    used: Sequence[int]
    again: frozenset[int]  # rows that repeat the headers
    n: int

    def __iter__(self) -> Iterator[Row]:
        for number, cells in self.rows:
            if number > self.header_row and number not in self.again and not _is_empty(cells):
                yield number, [cells[i] if i < len(cells) else "" for i in self.used]

    def __len__(self) -> int:
        return self.n


@dataclass
class _Shape:
    """What one pass through the rows tells of those below the headers."""

    below: int = 0  # filled rows
    longest: int = 0  # cells of any row
    empty: list[int] = field(default_factory=list)
    again: list[int] = field(default_factory=list)  # rows that repeat the headers, where tables were put end to end
    first: dict[int, int] = field(default_factory=dict)  # number of cells to the first row that has so many
    unnamed: set[int] = field(default_factory=set)  # columns without a header that hold something
    over: tuple[int, int] | None = None  # number and cells of the first row that holds something beside the headers

    @classmethod
    def of(cls, rows: Reread, header_row: int, found: Sequence[Cell], *, repeated: bool) -> _Shape:
        """Go through all rows; those that repeat the headers, several of them, are apart where this is asked for."""
        shape, width, headers = cls(), len(found), list(found)
        nameless = [i for i, header in enumerate(headers) if not tidy(plain(header))]
        apart = repeated and width - len(nameless) > 1
        for number, cells in rows:
            if _is_empty(cells):
                shape.empty.append(number)
                continue
            shape.longest = max(shape.longest, len(cells))
            if number <= header_row:
                continue
            if apart and list(cells) == headers:
                shape.again.append(number)
                continue
            shape.below += 1
            shape.first.setdefault(len(cells), number)
            shape.unnamed.update(i for i in nameless if i < len(cells) and cells[i] != "")
            if len(cells) > width and (more := [i for i in range(width, len(cells)) if cells[i] != ""]):
                shape.unnamed.update(more)
                shape.over = shape.over or (number, len(cells))
        return shape


def find_header(rows: Sequence[Sequence[Cell | str]], *, wanted: Collection[str]) -> tuple[int, bool]:
    """Find the row of headers among the first filled rows, and tell whether it names a column of texts."""
    # "기사 목록" / "제목 본문 일자" / "봄 봄이 왔다. 2026-01-07": row 1, because 본문 is a known name of texts
    sizes = [sum(cell != "" for cell in row) for row in rows]
    known = [i for i, row in enumerate(rows) if any(isinstance(c, str) and key(c) in wanted for c in row)]
    if known:  # a cell of a row below may be 내용 too, and the column of numbers that pandas writes has no header
        return max(known, key=lambda i: (not any(map(_is_content, rows[i])), sizes[i])), True
    return next((i for i, size in enumerate(sizes[:-1]) if size > 1 and wanted), 0), False


def _is_content(cell: Cell) -> bool:
    """Tell whether a cell is no header: a number, a day or running text."""
    return not isinstance(cell, str) or len(cell) > _HEADER or bool(_NUMBER.fullmatch(cell.strip())) or bool(day(cell))


def plain(cell: Cell) -> str:
    """Write a cell as text: whole numbers without a decimal point, days as YYYY-MM-DD."""
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat() if cell.time() == dt.time() else cell.isoformat(" ", "seconds")
    return str(cell)


def tidy(text: str) -> str:
    """Bring a cell to NFC on one line, with plain single spaces."""
    if text.isprintable() and "  " not in text and text == text.strip() and unicodedata.is_normalized("NFC", text):
        return text  # white space but the plain space, invisible and control characters are not printable
    return " ".join(normalise(text).split())


def key(header: str) -> str:
    """Reduce a header to what stays when it drifts: no white space, no case."""
    return tidy(header).replace(" ", "").casefold()


def no_sheets(name: str, sheet: str | None) -> None:
    """Refuse the name of a sheet for a file without sheets."""
    if sheet is not None:
        msg = message("{name} has no sheets; leave sheet= out", name=name)
        raise OptionError(msg)


def _records(lines: Iterable[str], delimiter: str, name: str) -> Iterator[list[str]]:
    """Return the records of lines with their ends; the size limit of a cell is lifted meanwhile."""
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    number = 1
    while (record := _next(reader, name, number)) is not None:
        yield record
        number += 1


def _next(reader: Iterator[list[str]], name: str, number: int) -> list[str] | None:
    """Return the next record, None behind the last; meanwhile the limit, which is one for all readers, is lifted."""
    with _FIELD_SIZE:
        usual = csv.field_size_limit(_LONGEST)
        try:
            return next(reader, None)
        except csv.Error as error:
            msg = message(
                "{name}, row {number}: a quotation mark is not closed or not doubled ({error}); save the "
                "table again as CSV UTF-8 from its program",
                name=name,
                number=number,
                error=told(error),
            )
            raise ReadError(msg) from error
        finally:
            csv.field_size_limit(usual)


def _lines(text: str) -> list[str]:
    """Split at line ends alone, not at every separator that Unicode knows."""
    return re.split("\r\n|[\r\n]", text.rstrip("\r\n"))


def _quoted_tabs(text: str) -> bool:
    """Tell whether quotation marks of a tabbed text enclose cells, rather than stand in them."""
    lines = _lines(text)
    if len({line.count("\t") for line in lines if line}) > 1:
        return True
    try:
        records = list(_records((line.group() for line in _LINE.finditer(text)), "\t", ""))
    except ReadError:
        return False
    return len(records) == len(lines)


def _require_fitting(shape: _Shape, width: int, name: str, *, even: bool) -> None:
    """Refuse a row with more cells than headers, unless they are empty, and where rows are even one with fewer."""
    unlike = [(row, n) for n, row in shape.first.items() if n < width and even]
    if shape.over and shape.over[1] > width:
        unlike.append(shape.over)
    if not unlike:
        return
    row, n_cells = min(unlike)
    msg = message(
        "{name}, row {row}: {n_cells} cells under {width} headers; a cell that holds the delimiter or a line "
        "break must be quoted, and every column needs a header",
        name=name,
        row=row,
        n_cells=n_cells,
        width=width,
    )
    raise ReadError(msg)


def _unlike(headers: tuple[str, ...], name: str) -> None:
    """Refuse two columns with one header."""
    seen: dict[str, int] = {}
    for i, header in enumerate(headers):
        if key(header) in seen:
            first, second = column_letter(seen[key(header)]), column_letter(i)
            msg = message(
                "{name}: two columns are headed {header!r} ({first} and {second}); give each its own header",
                name=name,
                header=header,
                first=first,
                second=second,
            )
            raise ReadError(msg)
        seen[key(header)] = i


def _empty_notes(numbers: list[int]) -> Iterator[Note]:
    """Return a note for every run of empty rows."""
    for first, last in runs(numbers):
        where = f"row {first} is" if first == last else f"rows {first} to {last} are"
        yield Note(first, "row", f"{where} empty", "")


def runs(numbers: Iterable[int]) -> list[list[int]]:
    """Join ascending numbers to runs, each as its first and last."""
    found: list[list[int]] = []
    for number in numbers:
        if found and found[-1][1] == number - 1:
            found[-1][1] = number
        else:
            found.append([number, number])
    return found


def day(value: object, *, epoch: dt.date | None = None) -> tuple[str, str] | None:
    """Read a day, and the time beside it, from a cell."""
    if isinstance(value, dt.datetime):
        return value.date().isoformat(), "" if value.time() == dt.time() else f"{value:%H:%M}"
    if isinstance(value, dt.date):
        return value.isoformat(), ""
    if isinstance(value, int | float) and not isinstance(value, bool):
        if value == int(value) and len(str(int(value))) == 8:
            return _written(str(int(value)))
        return _serial(float(value), epoch)
    return _written(str(value).strip())


def _serial(value: float, epoch: dt.date | None) -> tuple[str, str] | None:
    """Turn a spreadsheet's day number into a day and a time."""
    if epoch is None or not _LEAST <= value < _MOST:
        return None
    found = dt.datetime.combine(epoch, dt.time()) + dt.timedelta(minutes=round(value * 1440))
    return found.date().isoformat(), "" if value == int(value) else f"{found:%H:%M}"


def _written(text: str) -> tuple[str, str] | None:
    """Read a day that is written out."""
    # "입력 2026.01.07 15:05" -> 2026-01-07, 15:05; "26.1.8" -> 2026-01-08; "20260107153000" -> 2026-01-07, 15:30
    text = text[label.end() :] if (label := _LABEL.match(text)) else text
    if short := _SHORT_YEAR.match(text):  # as in running text, 50 to 99 are of the last century
        text = f"{'19' if short['y'] >= '50' else '20'}{short['y']}{text[short.end() :]}"
    if stamp := _STAMP.fullmatch(text):
        text = f"{stamp[1]} {stamp[2]}:{stamp[3]}"
    found = _DAY.match(text)
    if not found:
        return None
    rest = _TIME.fullmatch(text, found.end())
    if not rest or (rest["half"] and not rest["h"]):
        return None
    month, on = (found[a] or found[f"{a}2"] or found[f"{a}3"] for a in ("m", "d"))
    try:
        date = dt.date(int(found["y"]), int(month), int(on))
        return date.isoformat(), _clock(rest)
    except ValueError:
        return None


def _clock(found: re.Match[str]) -> str:
    """Write a time as HH:MM, empty when none is stated."""
    if not found["h"]:
        return ""
    hour = int(found["h"])
    if half := found["half"] or found["noon"]:
        if not 1 <= hour <= 12:
            raise ValueError(hour)
        hour = hour % 12 + (12 if half.upper() in {"오후", "PM"} else 0)
    return f"{dt.time(hour, int(found['min'] or found['min2'] or 0)):%H:%M}"
