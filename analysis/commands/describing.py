"""How commands are described: help in one shape, and the options that several of them share."""

from __future__ import annotations

import argparse
import textwrap
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from typing import Any

Commands = Any  # argparse's own type for a set of commands is private
Run = Callable[[argparse.Namespace], int]

_WIDTH = 100


def command(
    commands: Commands, name: str, *, run: Run, about: str, examples: Sequence[str], columns: Mapping[str, str]
) -> argparse.ArgumentParser:
    """Add a command.

    Parameters
    ----------
    commands : argparse's set of commands
        Where it belongs.
    name : str
        Its word on the command line.
    run : callable
        What it does; takes the parsed words and returns the exit code.
    about : str
        A sentence for the list of commands, then whatever else is worth telling.
    examples : sequence of str
        The words after ``python -m analysis``, at least two.
    columns : mapping of str to str
        Name of a table to its columns; empty for a command that prints none.

    Returns
    -------
    ArgumentParser
        To add options to.
    """
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
