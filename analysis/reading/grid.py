"""Tables as they stand in a file: headers, rows with their numbers, and what was left out."""

from __future__ import annotations

import csv
import datetime as dt
import re
import threading
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

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


@dataclass(frozen=True)
class Grid:
    """A table: one header a column, rows that hold something, and an account of everything else."""

    # `epoch` is day 0 of the workbook's day numbers, None where there is no telling.

    name: str
    headers: tuple[str, ...]
    rows: list[Row]
    notes: tuple[Note, ...] = ()
    epoch: dt.date | None = None
    header_row: int = 1
    sheets: tuple[str, ...] = ()  # others that could be read instead
    account: tuple[list[Cell], ...] = ()  # rows of the sheet that lists what was removed from a saved corpus

    def taken(self) -> Iterator[Row]:
        """Take the rows out one by one."""
        self.rows.reverse()
        while self.rows:
            yield self.rows.pop()


def from_csv(path: Path, *, wanted: Collection[str] = ()) -> Grid:
    """Read a table whose cells stand between commas, semicolons or tabs."""
    tabs = path.suffix.lower() == ".tsv"
    if not tabs and is_utf8(path):
        with path.open(encoding="utf-8-sig", newline="") as file:
            head = file.read(_HEAD)
            delimiter, number = _delimiter(head)
            if delimiter != "\t":  # tabs take a look at the whole
                file.seek(0)
                for _ in range(number - 1):
                    file.readline()
                records = enumerate(_records(file, delimiter, path.name), number)
                return assemble(path.name, records, even=True, wanted=wanted)
    return from_text(text_of(path, limited=False), name=path.name, tabs=tabs, wanted=wanted)


def from_text(text: str, *, name: str, tabs: bool = False, wanted: Collection[str] = ()) -> Grid:
    """Read a table of delimited text."""
    delimiter, number = _delimiter(text[:_HEAD], tabs=tabs)
    if stated := _STATED.match(text):
        text = text[stated.end() :]
    if delimiter == "\t" and not _quoted_tabs(text):
        records: Iterable[list[str]] = (line.split("\t") for line in _lines(text))
    else:
        records = _records((line.group() for line in _LINE.finditer(text)), delimiter, name)
    return assemble(name, enumerate(records, number), even=True, wanted=wanted)


def _delimiter(head: str, *, tabs: bool = False) -> tuple[str, int]:
    """Say what stands between the cells, by the beginning of a text, and which line is the first row."""
    stated = _STATED.match(head)  # Excel's own first line, `sep=;`
    if stated:
        return stated[1], 2
    lines = _QUOTED.sub("", head.lstrip()).split("\n")[:_DEEPEST]
    first = next((line for line in lines if any(sign in line for sign in _DELIMITERS)), "")
    return "\t" if tabs else max(_DELIMITERS, key=first.count), 1


def assemble(
    name: str, rows: Iterable[tuple[int, list[Cell] | list[str]]], *, even: bool, wanted: Collection[str]
) -> Grid:
    """Find the row of headers, number the rows below it and account for those above."""
    filled: list[tuple[int, list[Cell] | list[str]]] = []
    empty: list[int] = []
    for number, cells in rows:
        if all(cell == "" or (isinstance(cell, str) and not cell.strip()) for cell in cells):
            empty.append(number)
        else:
            filled.append((number, cells))
    at, known = find_header([cells for _, cells in filled[:_DEEPEST]], wanted=wanted)
    if len(filled) <= at + 1:
        what = message("only headers and no row below them") if filled else message("no rows")
        msg = message("{name} holds {what}; check that the right file or sheet was saved", name=name, what=what)
        raise ReadError(msg)
    header_row, found = filled[at]
    headers = [tidy(plain(cell)) for cell in found]
    if wanted and not known:  # a cover sheet, say; what it holds is told by the caller
        headers += [""] * (max(len(cells) for _, cells in filled) - len(headers))
    notes = [
        Note(number, "row", "stands above the headers", " | ".join(plain(c) for c in cells if c != ""))
        for number, cells in filled[:at]
    ]
    kept: list[Row] = [
        (number, _fitted(list(cells), len(headers), (name, number), even=even)) for number, cells in filled[at + 1 :]
    ]
    used = [i for i, h in enumerate(headers) if h or any(row[i] != "" for _, row in kept)]
    named = tuple(headers[i] or f"column {column_letter(i)}" for i in used)
    _unlike(named, name)
    if len(used) < len(headers):
        kept = [(n, [row[i] for i in used]) for n, row in kept]
    return Grid(name, named, kept, (*notes, *_empty_notes(empty)), header_row=header_row)


def find_header(rows: Sequence[Sequence[Cell | str]], *, wanted: Collection[str]) -> tuple[int, bool]:
    """Find the row of headers among the first filled rows, and tell whether it names a column of texts."""
    # "기사 목록" / "제목 본문 일자" / "봄 봄이 왔다. 2026-01-07": row 1, because 본문 is a known name of texts
    sizes = [sum(cell != "" for cell in row) for row in rows]
    known = [i for i, row in enumerate(rows) if any(isinstance(c, str) and key(c) in wanted for c in row)]
    if known:
        return max(known, key=lambda i: sizes[i]), True
    return next((i for i, size in enumerate(sizes[:-1]) if size > 1 and wanted), 0), False


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
    number = 1
    with _FIELD_SIZE:
        usual = csv.field_size_limit(_LONGEST)
        try:
            for record in csv.reader(lines, delimiter=delimiter, strict=True):
                yield record
                number += 1
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


def _fitted(cells: list[Cell], width: int, at: tuple[str, int], *, even: bool) -> list[Cell]:
    """Pad or cut a row to the number of headers; only empty cells may be cut."""
    over = [cell for cell in cells[width:] if cell != ""]
    if over or (even and len(cells) < width):
        msg = message(
            "{name}, row {row}: {n_cells} cells under {width} headers; a cell that holds the delimiter or a line "
            "break must be quoted, and every column needs a header",
            name=at[0],
            row=at[1],
            n_cells=len(cells),
            width=width,
        )
        raise ReadError(msg)
    return cells[:width] + [""] * (width - len(cells))


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
