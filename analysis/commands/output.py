"""What commands say: data on stdout or in a file, everything else on stderr."""

from __future__ import annotations

import argparse
import errno
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from analysis import whole
from analysis.errors import KitError, OptionError

if TYPE_CHECKING:
    import pandas as pd

_LISTED = 40  # rows that a terminal shows unasked
_GONE = {errno.EPIPE, errno.EINVAL}  # how systems say that nobody reads any more; Windows says the latter


def prepare() -> None:
    """Make a console that lacks a character show its escape and go on; rows end in LF on every system."""
    for stream, options in ((sys.stdout, {"newline": "\n"}), (sys.stderr, {})):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace", **options)


def say(text: str) -> None:
    """Write a line of data.

    Parameters
    ----------
    text : str
        Without the end of the last line.

    Raises
    ------
    BrokenPipeError
        If nobody reads it any more.
    """
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
    """Write a table the way that was asked for.

    Parameters
    ----------
    table : DataFrame
        Without an index that matters.
    chosen : Namespace
        The words of the command line: form, out, top and, to keep from overwriting them, paths.
    shown : sequence of str
        Columns that the aligned table has room for; all by default.
    lines : callable, optional
        Writes the rows for a terminal in another way, given the terminal's width.

    Returns
    -------
    int
        0.

    Raises
    ------
    OptionError
        If the file cannot be written, or has an ending that says no format or another one.
    """
    from analysis.commands import writing

    form = _form(chosen)
    limit = chosen.top or (_LISTED if form == "table" and sys.stdout.isatty() else len(table))
    rows = table.head(limit)
    if chosen.out:
        save(writing.WRITERS[form](rows), chosen)
        tell(f"{len(rows):,} row(s) written to {chosen.out}")
    elif form == "table":
        own = [name for name in shown if name in rows.columns] or [str(name) for name in rows.columns]
        say(lines(rows, writing.screen()) if lines else writing.aligned(rows[own]))
        if hidden := len(rows.columns) - len(own):
            tell(f"note: {hidden} more column(s) with --csv, --json or --out")
    else:
        say(writing.text(rows, form=form, encoding=_encoding()))
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
        whole.write(target, content)
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
