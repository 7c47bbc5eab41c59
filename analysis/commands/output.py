"""What commands say: data on stdout or in a file, everything else on stderr."""

from __future__ import annotations

import argparse
import errno
import json
import math
import os
import shutil
import sys
import textwrap
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.errors import KitError, OptionError
from analysis.files import atomic
from analysis.files.xlsx import Sheet, workbook
from analysis.korean import fit, visible, width

if TYPE_CHECKING:
    import pandas as pd

_LISTED = 40  # rows that a terminal shows unasked
_GONE = {errno.EPIPE, errno.EINVAL}  # how systems say that nobody reads any more; Windows says the latter
Commands = Any  # argparse's own type for a set of commands is private
Run = Callable[[argparse.Namespace], int]

_WIDTH = 100
_WIDEST = 40  # columns of one cell in an aligned table
_GAP = "  "
_ROWS, _LETTERS = 1_048_576, 32_767  # what a spreadsheet holds


def prepare() -> None:
    """Make a console that lacks a character show its escape and go on; rows end in LF on every system."""
    for stream, options in ((sys.stdout, {"newline": "\n"}), (sys.stderr, {})):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace", **options)


def say(text: str) -> None:
    """Write a line of data."""
    _note_escapes(text)
    try:
        sys.stdout.write(f"{text}\n")
        sys.stdout.flush()
    except OSError as error:
        if error.errno in _GONE:
            raise BrokenPipeError(errno.EPIPE, "the reader went away") from error
        raise


def tell(message: str) -> None:
    """Tell on stderr what is being done or what to know about the data."""
    sys.stderr.write(f"{message}\n")
    sys.stderr.flush()


def complain(errors: Iterable[KitError]) -> int:
    """Write errors as sentences; return 2 if there are any, else 0."""
    code = 0
    for error in errors:
        tell(f"error: {error}")
        code = 2
    return code


def abandon() -> None:
    """Close stdout after its reader went away, so that Python's own farewell does not fail on it."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError, AttributeError):  # not a file of the system's: nothing is left to close
        return


def show(
    table: pd.DataFrame,
    chosen: argparse.Namespace,
    *,
    shown: Sequence[str] = (),
    lines: Callable[[pd.DataFrame, int], str] | None = None,
) -> int:
    """Write a table the way that was asked for."""
    form = _form(chosen)
    limit = chosen.top or (_LISTED if form == "table" and sys.stdout.isatty() else len(table))
    rows = table.head(limit)
    if chosen.out:
        save(WRITERS[form](rows), chosen)
        tell(f"{len(rows):,} row(s) written to {chosen.out}")
    elif form == "table":
        own = [name for name in shown if name in rows.columns] or [str(name) for name in rows.columns]
        say(lines(rows, screen()) if lines else aligned(rows[own]))
        if hidden := len(rows.columns) - len(own):
            tell(f"note: {hidden} more column(s) with --csv, --json or --out")
    else:
        say(text(rows, form=form, encoding=_encoding()))
    if len(rows) < len(table):
        tell(f"note: {len(table) - len(rows):,} of {len(table):,} rows are not shown; --top {len(table)} shows all")
    return 0


def save(content: bytes, chosen: argparse.Namespace) -> None:
    """Write a file whole or not at all, and never over one of the files that were read."""
    target = Path(chosen.out)
    for source in [*getattr(chosen, "paths", []), *(getattr(chosen, "against", None) or [])]:
        if target.exists() and Path(source).exists() and target.samefile(source):
            msg = f"--out {chosen.out} is one of the files to read; name another file"
            raise OptionError(msg)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        atomic.write(target, content)
    except OSError as error:
        msg = f"{chosen.out} cannot be written ({error.strerror}); name another file"
        raise OptionError(msg) from error


def place(path: Path) -> str:
    """Write where a file is, from the folder the user is in if it lies there."""
    here = Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)


def _form(chosen: argparse.Namespace) -> str:
    """Say in which form to write: that of the file's ending, the one asked for, or the one that fits the reader."""
    asked: str | None = chosen.form
    if not chosen.out:
        return asked or ("table" if sys.stdout.isatty() else "csv")
    ending = Path(chosen.out).suffix.lower().removeprefix(".")
    if ending not in ("csv", "xlsx", "json"):
        msg = f"--out {chosen.out} ends in none of .csv, .xlsx, .json; rename it"
        raise OptionError(msg)
    if asked not in (None, ending):
        msg = f"--{asked} does not fit --out {chosen.out}, whose ending says the format; leave one of them out"
        raise OptionError(msg)
    return ending


def _encoding() -> str:
    """Name the encoding of stdout."""
    return (getattr(sys.stdout, "encoding", None) or "utf-8").lower()


def _note_escapes(text: str) -> None:
    """Say so when stdout cannot carry every character."""
    try:
        text.encode(_encoding(), "strict")
    except UnicodeEncodeError:
        tell(f"note: characters that {_encoding()} lacks stand as \\u escapes; a file named with --out holds them all")


def command(
    commands: Commands, name: str, *, run: Run, about: str, examples: Sequence[str], columns: Mapping[str, str]
) -> argparse.ArgumentParser:
    """Add a command."""
    first, _, rest = about.partition("\n")
    made: argparse.ArgumentParser = commands.add_parser(
        name,
        help=first[0].lower() + first[1:].rstrip("."),
        description=_filled(first, "") + (f"\n\n{_filled(rest, '')}" if rest else ""),
        epilog=_epilog(examples, columns),
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    made.set_defaults(run=run)
    return made


def sources(parser: argparse.ArgumentParser, *, name: str = "paths") -> None:
    """Let a command take articles, and say how tables among them are read."""
    parser.add_argument(
        name, nargs="+", metavar="PATH", help="a file, a folder, a pattern or the name of an article of the kit"
    )
    reading = parser.add_argument_group("reading")
    reading.add_argument(
        "--column",
        type=composed,
        action="append",
        default=[],
        metavar="FIELD=HEADER",
        help="for tables, such as text=기사; repeatable",
    )
    reading.add_argument(
        "--sheet", metavar="NAME", help="for workbooks: the sheet to read (default: the first visible)"
    )
    reading.add_argument(
        "--excluded", choices=("drop", "keep"), default="drop", help="BIGKINDS rows marked 중복 or 예외 (default: drop)"
    )
    reading.add_argument(
        "--duplicates",
        choices=("flag", "first", "keep"),
        default="flag",
        help="near duplicates: name them (default), keep the first of each, or do not look",
    )


def output(parser: argparse.ArgumentParser, *, endings: str = ".csv, .xlsx or .json") -> None:
    """Let a command write its table in several ways."""
    written = parser.add_argument_group("output (default: aligned in a terminal, CSV into a pipe or a file)")
    form = written.add_mutually_exclusive_group()
    form.add_argument("--table", dest="form", action="store_const", const="table", help="aligned columns for reading")
    form.add_argument("--csv", dest="form", action="store_const", const="csv", help="CSV")
    form.add_argument("--json", dest="form", action="store_const", const="json", help="a list of records; NaN is null")
    written.add_argument("--out", metavar="FILE", help=f"write a file instead: {endings}")
    written.add_argument("--top", type=positive, metavar="N", help="only the first N rows")


def layer(parser: argparse.ArgumentParser, *, default: str) -> None:
    """Let a command choose the layer of tokens."""
    parser.add_argument(
        "--layer",
        choices=("morphs", "units"),
        default=default,
        help=f"morphemes, or names and compounds merged into one (default: {default})",
    )


def tags(parser: argparse.ArgumentParser) -> None:
    """Let a command choose the tags that it counts."""
    parser.add_argument("--tags", type=words, metavar="TAG,...", help="tags to count, or all (default: nouns)")


def book(parser: argparse.ArgumentParser) -> None:
    """Let a command take a codebook."""
    parser.add_argument(
        "--codebook", required=True, metavar="BOOK", help="a codebook file, or the id of one of the kit's"
    )


def positive(text: str) -> int:
    """Read a whole number of 1 or more."""
    number = int(text)
    if number < 1:
        raise ValueError(text)
    return number


def composed(text: str) -> str:
    """Take a word in the form that texts have (NFC), also where a keyboard or a file name gave loose jamo."""
    return unicodedata.normalize("NFC", text)


def words(text: str) -> list[str]:
    """Read a list of words with commas between them."""
    return [word.strip() for word in composed(text).split(",") if word.strip()]


positive.__name__ = "number (1 or more)"  # what argparse calls it in an error


def _epilog(examples: Sequence[str], columns: Mapping[str, str]) -> str:
    """Lay out examples and columns."""
    lines = ["examples:", *(f"  python -m analysis {example}" for example in examples)]
    for name, told in columns.items():
        lines += ["", f"columns{f' of {name}' if name else ''}:", _filled(told, "  ")]
    return "\n".join(lines) + "\n"


def _filled(text: str, indent: str) -> str:
    """Break lines between words."""
    return textwrap.fill(
        " ".join(text.split()), _WIDTH, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False
    )


def text(table: pd.DataFrame, *, form: str, encoding: str) -> str:
    """Write a table for stdout as CSV or JSON."""
    if form == "json":
        return _json(table, plain="utf" not in encoding)
    return _csv(table).decode("utf-8-sig").removesuffix("\n")


def aligned(table: pd.DataFrame) -> str:
    """Write a table in columns for a terminal, in which Hangul takes two."""
    if table.empty:
        return "  ".join(map(str, table.columns)) + "\n(no rows)"
    columns = [_column(str(name), table[name]) for name in table.columns]
    return "\n".join(_GAP.join(cells).rstrip() for cells in zip(*columns, strict=True))


def screen() -> int:
    """Return the width of the terminal, 40 at least."""
    return max(shutil.get_terminal_size((100, 24)).columns, 40)


def _column(name: str, values: pd.Series[Any]) -> list[str]:
    """Write one column, its name first, every cell as wide as the widest."""
    import pandas as pd

    number = pd.api.types.is_numeric_dtype(values) and not pd.api.types.is_bool_dtype(values)
    write = _decimals(values) if pd.api.types.is_float_dtype(values) else str
    cells = ["-" if pd.isna(value) else visible(write(value)) for value in values.tolist()]
    size = max(width(name), min(max(map(width, cells)), _WIDEST))
    return [fit(cell, size, before=number) for cell in [name, *cells]]


def _decimals(values: pd.Series[Any]) -> Any:
    """Choose how to write the numbers of a column: three decimals, or three digits where they are small."""
    sizes = values.dropna().abs()
    small = ((sizes > 0) & (sizes < 0.001)).any()
    return "{:.3g}".format if small else "{:.3f}".format


def _csv(table: pd.DataFrame) -> bytes:
    """Write a CSV file as the kit writes them."""
    from analysis.files import csv

    return csv.to_csv(table)


def _json(table: pd.DataFrame, *, plain: bool) -> str:
    """Write a list of records, one a line."""
    names = [str(name) for name in table.columns]
    columns = [[_value(value) for value in table[name].tolist()] for name in table.columns]
    records = (json.dumps(dict(zip(names, row, strict=True)), ensure_ascii=plain) for row in zip(*columns, strict=True))
    return "[" + ",".join(f"\n {record}" for record in records) + ("\n]" if len(table) else "]")


def _value(value: Any) -> Any:
    """Turn a cell into what JSON has: undefined is null, infinity the word, floats have 10 significant digits."""
    if isinstance(value, float):
        if math.isinf(value):
            return "Infinity" if value > 0 else "-Infinity"
        return None if math.isnan(value) else float(f"{value:.10g}")
    if isinstance(value, bool | int | str):
        return value
    import pandas as pd

    return None if pd.isna(value) else str(value)


def _xlsx(table: pd.DataFrame) -> bytes:
    """Write a workbook of one sheet."""
    if len(table) >= _ROWS:
        msg = f"a spreadsheet holds {_ROWS - 1:,} rows below its header, and the table has {len(table):,}; write a .csv"
        raise OptionError(msg)
    columns = [[_cell(value) for value in table[name].tolist()] for name in table.columns]
    for name, column in zip(table.columns, columns, strict=True):
        if any(isinstance(cell, str) and len(cell) > _LETTERS for cell in column):
            msg = f"a cell of a spreadsheet holds {_LETTERS:,} characters, and one of {name} has more; write a .csv"
            raise OptionError(msg)
    rows = [[str(name) for name in table.columns], *zip(*columns, strict=True)]
    return workbook([Sheet("Sheet1", rows, dressed=True)])


def _cell(value: Any) -> object:
    """Turn a cell into what a spreadsheet has: numbers and text, nothing for what is undefined."""
    made = _value(value)
    if made is None:
        return ""
    return str(made) if isinstance(made, bool) else made


WRITERS = {
    "csv": _csv,
    "json": lambda table: (_json(table, plain=False) + "\n").encode(),
    "xlsx": _xlsx,
}
