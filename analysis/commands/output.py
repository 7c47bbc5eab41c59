"""What commands write: data on stdout or in a file, notes and errors on stderr; and the options they share."""

from __future__ import annotations

import argparse
import errno
import os
import shutil
import sys
import textwrap
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis import schema
from analysis.errors import KitError, OptionError
from analysis.files import atomic
from analysis.korean import fit, visible, width
from analysis.schema import Column, Contract

if TYPE_CHECKING:
    import pandas as pd

_LISTED = 40  # rows that a terminal shows unasked
_GONE = {errno.EPIPE, errno.EINVAL}  # how systems say that nobody reads any more; Windows says the latter
Commands = Any  # argparse's own type for a set of commands is private
_Run = Callable[[argparse.Namespace], int]

_WIDTH = 100
_WIDEST = 40  # columns of one cell in an aligned table
_GAP = "  "


def prepare() -> None:
    """Make a console that lacks a character show its escape and go on; rows end in LF on every system."""
    for stream, options in ((sys.stdout, {"newline": "\n"}), (sys.stderr, {})):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace", **options)


def write(text: str) -> None:
    """Write a line of data."""
    _note_escapes(text)
    try:
        sys.stdout.write(f"{text}\n")
        sys.stdout.flush()
    except OSError as error:
        if error.errno in _GONE:
            raise BrokenPipeError(errno.EPIPE, "the reader went away") from error
        raise


def log(message: str) -> None:
    """Write on stderr what is being done or what to know about the data."""
    sys.stderr.write(f"{message}\n")
    sys.stderr.flush()


def log_errors(errors: Iterable[KitError]) -> int:
    """Write errors as sentences; return 2 if there are any, else 0."""
    code = 0
    for error in errors:
        log(f"error: {error}")
        code = 2
    return code


def discard_stdout() -> None:
    """Close stdout after its reader went away, so that Python does not fail on it at its end."""
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
    form = _format(chosen)
    limit = chosen.top or (_LISTED if form == "table" and sys.stdout.isatty() else len(table))
    rows = table.head(limit)
    if chosen.out:
        save(_WRITERS[form](rows), chosen)
        log(f"{len(rows):,} row(s) written to {chosen.out}")
    elif form == "table":
        names = [name for name in shown if name in rows.columns] or [str(name) for name in rows.columns]
        write(lines(rows, _screen_width()) if lines else _aligned(rows[names]))
        if hidden := len(rows.columns) - len(names):
            log(f"note: {hidden} more column(s) with --csv, --json or --out")
    else:
        write(_as_text(rows, form=form, encoding=_encoding()))
    if len(rows) < len(table):
        log(f"note: {len(table) - len(rows):,} of {len(table):,} rows are not shown; --top {len(table)} shows all")
    return 0


def save(content: bytes, chosen: argparse.Namespace) -> None:
    """Write a file whole or not at all, and never over one of the files that were read."""
    target = Path(chosen.out)
    for source in [*getattr(chosen, "paths", []), *(getattr(chosen, "against", None) or [])]:
        if target.exists() and Path(source).exists() and target.samefile(source):
            msg = f"--out {chosen.out} is one of the files to read; name another file"
            raise OptionError(msg)
    atomic.save(chosen.out, content)


def place(path: Path) -> str:
    """Write where a file is, from the folder the user is in if it lies there."""
    here = Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)


def _format(chosen: argparse.Namespace) -> str:
    """Choose the form to write in: that of the file's ending, the one asked for, or the one that fits the reader."""
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
    """Write a note when stdout cannot carry every character."""
    try:
        text.encode(_encoding(), "strict")
    except UnicodeEncodeError:
        log(f"note: characters that {_encoding()} lacks stand as \\u escapes; a file named with --out holds them all")


def command(
    commands: Commands, name: str, *, run: _Run, about: str, examples: Sequence[str], columns: Mapping[str, str]
) -> argparse.ArgumentParser:
    """Add a command."""
    first, _, rest = about.partition("\n")
    made: argparse.ArgumentParser = commands.add_parser(
        name,
        help=first[0].lower() + first[1:].rstrip("."),
        description=_wrap(first, "") + (f"\n\n{_wrap(rest, '')}" if rest else ""),
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
        type=nfc,
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


def nfc(text: str) -> str:
    """Return a word in the form that texts have (NFC), also where a keyboard or a file name gave loose jamo."""
    return unicodedata.normalize("NFC", text)


def words(text: str) -> list[str]:
    """Read a list of words with commas between them."""
    return [word.strip() for word in nfc(text).split(",") if word.strip()]


positive.__name__ = "number (1 or more)"  # what argparse calls it in an error


def named(contract: Iterable[Column], **notes: str) -> str:
    """List the columns of a contract, some with a note in brackets behind the name."""
    names = {column.name: column.name for column in contract}
    return ", ".join((names | {name: f"{names[name]} ({note})" for name, note in notes.items()}).values())


def by_part(contract: Contract) -> Contract:
    """Put paragraph and sentence after the document, as in a table by sentence."""
    return (contract[0], *schema.HITS[1:3], *contract[1:])


def _epilog(examples: Sequence[str], columns: Mapping[str, str]) -> str:
    """Lay out examples and columns."""
    lines = ["examples:", *(f"  python -m analysis {example}" for example in examples)]
    for name, description in columns.items():
        lines += ["", f"columns{f' of {name}' if name else ''}:", _wrap(description, "  ")]
    return "\n".join(lines) + "\n"


def _wrap(text: str, indent: str) -> str:
    """Break lines between words."""
    return textwrap.fill(
        " ".join(text.split()), _WIDTH, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False
    )


def _as_text(table: pd.DataFrame, *, form: str, encoding: str) -> str:
    """Write a table for stdout as CSV or JSON."""
    if form == "json":
        return _json(table, ascii_only="utf" not in encoding)
    return _csv(table).decode("utf-8-sig").removesuffix("\n")


def _aligned(table: pd.DataFrame) -> str:
    """Write a table in columns for a terminal, in which Hangul takes two."""
    if table.empty:
        return "  ".join(map(str, table.columns)) + "\n(no rows)"
    columns = [_aligned_column(str(name), table[name]) for name in table.columns]
    return "\n".join(_GAP.join(cells).rstrip() for cells in zip(*columns, strict=True))


def _screen_width() -> int:
    """Return the width of the terminal, 40 at least."""
    return max(shutil.get_terminal_size((100, 24)).columns, 40)


def _aligned_column(name: str, values: pd.Series[Any]) -> list[str]:
    """Write one column, its name first, every cell as wide as the widest."""
    import pandas as pd

    number = pd.api.types.is_numeric_dtype(values) and not pd.api.types.is_bool_dtype(values)
    as_text = _decimals(values) if pd.api.types.is_float_dtype(values) else str
    cells = ["-" if pd.isna(value) else visible(as_text(value)) for value in values.tolist()]
    size = max(width(name), min(max(map(width, cells)), _WIDEST))
    return [fit(cell, size, before=number) for cell in [name, *cells]]


def _decimals(values: pd.Series[Any]) -> Any:
    """Choose how to write the numbers of a column: three decimals, or three digits where they are small."""
    sizes = values.dropna().abs()
    small = ((sizes > 0) & (sizes < 0.001)).any()
    return "{:.3g}".format if small else "{:.3f}".format


def _csv(table: pd.DataFrame) -> bytes:
    """Write a CSV file."""
    from analysis.files import csv

    return csv.to_csv(table)


def _json(table: pd.DataFrame, *, ascii_only: bool = False) -> str:
    """Write a list of records."""
    from analysis.files import json

    return json.to_json(table, ascii_only=ascii_only)


def _xlsx(table: pd.DataFrame) -> bytes:
    """Write a workbook."""
    from analysis.files import xlsx

    return xlsx.to_xlsx(table)


_WRITERS = {"csv": _csv, "json": lambda table: (_json(table) + "\n").encode(), "xlsx": _xlsx}
