"""What commands write: data on stdout or in a file, notes and errors on stderr; and the options they share."""

from __future__ import annotations

import argparse
import errno
import os
import re
import shutil
import sys
import textwrap
import tomllib
import unicodedata
import warnings
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis import schema
from analysis.commands.argument_parser import NUMBER
from analysis.errors import KitError, OptionError
from analysis.files import atomic
from analysis.korean import fit, visible, width
from analysis.messages import english, message
from analysis.messages.statements import stated
from analysis.schema import Contract
from analysis.schema.reasons import shown as told

if TYPE_CHECKING:
    import pandas as pd

_LISTED = 40  # rows that a terminal shows unasked
_GONE = {errno.EPIPE, errno.EINVAL}  # how systems say that nobody reads any more; Windows says the latter
Commands = Any  # argparse's own type for a set of commands is private

_LEVELS = ("lemma", "surface", "regex", "pattern")
_TOLD = {"label", "reason", "warning"}  # columns with sentences of the kit, which CSV and JSON have as they stand
_WIDTH = 100
_WIDEST = 40  # columns of one cell in an aligned table
_GAP = "  "
_OPTION = re.compile(r'\b(duplicates|excluded|sheet)=(?:"(\w+)")?')  # as errors of reading have them
_COLUMN = re.compile(r'columns=\{"(\w+)": (.*?)\}')


def prepare() -> None:
    """Make a console that lacks a character show its escape and go on; rows end in LF on every system."""
    for stream, options in ((sys.stdout, {"newline": "\n"}), (sys.stderr, {})):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace", **options)
    warnings.formatwarning = _one_line  # type: ignore[assignment]  # takes what it is given


def _one_line(warning: Warning | str, *_: object, **__: object) -> str:
    """Write a warning without the line of code that it came from."""
    return message("warning: {warning}", warning=warning) + "\n"


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


def log(line: str) -> None:
    """Write on stderr what is being done or what to know about the data."""
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


def remark(line: str) -> None:
    """Write on stderr what a table says of its numbers."""
    note(stated(line))


def note(line: str) -> None:
    """Write on stderr what to know about the data."""
    log(message("note: {line}", line=line))


def log_errors(errors: Iterable[KitError]) -> int:
    """Write errors as sentences; return 2 if there are any, else 0."""
    code = 0
    for error in errors:
        log(message("error: {error}", error=as_options(str(error))))
        code = 2
    return code


def as_options(said: str) -> str:
    """Write arguments of `read` as the command line has them: ``columns={"date": None}`` is ``--column date=``."""
    said = _COLUMN.sub(lambda found: f"--column {found[1]}={_header(found[2])}", said)
    said = _OPTION.sub(lambda found: f"--{found[1]} {found[2] or ''}".rstrip(), said)
    return said.replace("columns=", "--column")


def _header(value: str) -> str:
    """Write a value of `columns` as `--column` has it; no header stands for None."""
    return "" if value == "None" else value.strip('"')


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
    tie: Sequence[str] = (),
    each: str = "",
    lines: Callable[[pd.DataFrame, int], str] | None = None,
) -> int:
    """Write a table the way that was asked for; rows that are alike in the columns of a tie stay together.

    With `each`, the first rows are those of each value of that column.
    """
    form = _format(chosen)
    parts = [part for _, part in table.groupby(each, sort=False)] if each and len(table) else [table]
    longest = max(map(len, parts))
    listed = -(-_LISTED // len(parts)) if form == "table" and sys.stdout.isatty() else longest
    rows = _first(parts, chosen.top or listed, tie)
    if chosen.out:
        save(_as_bytes(rows, form=form), chosen)
        log(message("{n_rows:,} row(s) written to {out}", n_rows=len(rows), out=chosen.out))
    elif form == "table":
        names = [name for name in shown if name in rows.columns] or [str(name) for name in rows.columns]
        write(lines(rows, _screen_width()) if lines else _aligned(rows[names]))
        if hidden := len(rows.columns) - len(names):
            note(message("{hidden} more column(s) with --csv, --json or --out", hidden=hidden))
    else:
        write(_as_text(rows, form=form, encoding=_encoding()))
    if len(rows) < len(table):
        note(
            message(
                "{n_table:,} of {n_table_2:,} rows are not shown; --top {longest} shows all",
                n_table=len(table) - len(rows),
                n_table_2=len(table),
                longest=longest,
            )
        )
    return 0


def _first(parts: Sequence[pd.DataFrame], limit: int, tie: Sequence[str]) -> pd.DataFrame:
    """Take the first rows of each part, and those that tie with the last of them."""
    import pandas as pd

    taken, more = [], 0
    for part in parts:
        keys = part[list(tie)].fillna(float("inf"))
        tied = (keys.iloc[limit:] == keys.iloc[limit - 1]).all(axis=1).sum() if tie and limit < len(part) else 0
        taken.append(part.head(limit + int(tied)))
        more += int(tied)
    if more:
        note(message("{more:,} more than {limit:,} row(s), since they tie with the last", more=more, limit=limit))
    return taken[0] if len(taken) == 1 else pd.concat(taken, ignore_index=True)


def save(content: bytes, chosen: argparse.Namespace) -> None:
    """Write a file whole or not at all, and never over one of the files that were read."""
    target = Path(chosen.out)
    for source in [*getattr(chosen, "paths", []), *(getattr(chosen, "against", None) or [])]:
        # `keyness a.csv --against b.csv --out ./b.csv` names a file that is read under another name: they are the same
        # file.
        if atomic.is_there(target) and atomic.is_there(Path(source)) and target.samefile(source):
            msg = message("--out {out} is one of the files to read; name another file", out=chosen.out)
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
        msg = message("--out {out} ends in none of .csv, .xlsx, .json; rename it", out=chosen.out)
        raise OptionError(msg)
    if asked not in (None, ending):
        msg = message(
            "--{asked} does not fit --out {out}, whose ending says the format; leave one of them out",
            asked=asked,
            out=chosen.out,
        )
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
        note(
            message(
                "characters that {encoding} lacks stand as \\u escapes; a file named with --out holds them all",
                encoding=_encoding(),
            )
        )


def command(commands: Commands, name: str, *, run: Callable[[argparse.Namespace], int]) -> argparse.ArgumentParser:
    """Add a command, or an action of one, with what its help file says of it."""
    told = _help("en" if english() else "ko")[name]
    first, _, rest = told["about"].partition("\n")
    lines = [message("examples:"), *(f"  python -m analysis {example}" for example in told["examples"])]
    for option, table in told.get("columns", {}).items():
        head = message("columns of {option}:", option=option) if option else message("columns:")
        lines += ["", head, _wrap(_columns(**table), "  ")]
    made: argparse.ArgumentParser = commands.add_parser(
        name.rsplit(maxsplit=1)[-1],
        help=(first[0].lower() + first[1:] if english() else first).rstrip("."),
        description=_wrap(first, "") + (f"\n\n{_wrap(rest, '')}" if rest else ""),
        epilog="\n".join(lines) + "\n",
    )
    made.set_defaults(run=run)
    return made


@cache
def _help(language: str) -> Mapping[str, Any]:
    """Read what the help of each command says in a language."""
    return tomllib.loads(Path(__file__).with_name(f"help.{language}.toml").read_text(encoding="utf-8"))


def _columns(
    *,
    contract: str,
    notes: Mapping[str, str] | None = None,
    without: Sequence[str] = (),
    parts: bool = False,
    before: str = "",
    after: str = "",
) -> str:
    """List the columns of a table as a help file describes it; in parts, with paragraph and sentence behind the doc."""
    columns: Contract = getattr(schema, contract)
    columns = (columns[0], *schema.HITS[1:3], *columns[1:]) if parts else columns
    names = {column.name: column.name for column in columns if column.name not in without}
    noted = {name: f"{names[name]} ({note})" for name, note in (notes or {}).items()}
    return before + ", ".join((names | noted).values()) + after


def sources(parser: argparse.ArgumentParser, *, name: str = "paths") -> None:
    """Let a command take articles, and say how tables among them are read."""
    parser.add_argument(
        name,
        nargs="+",
        metavar="PATH",
        help=message("a file, a folder, a pattern or the name of an article of the kit"),
    )
    reading(parser).add_argument(
        "--furniture", metavar="FILE", help=message("lines to take out, as a CSV file that inspect --shared --out made")
    )


def reading(parser: argparse.ArgumentParser, *, only: str = "") -> Any:
    """Let a command say how articles are read, `only` with what it names; return the group of options."""
    group = parser.add_argument_group(message("reading") + only)
    group.add_argument(
        "--column",
        type=nfc,
        action="append",
        default=[],
        metavar="FIELD=HEADER",
        help=message("for tables, such as text=기사, or date= to leave the date out; repeatable"),
    )
    group.add_argument(
        "--sheet", metavar="NAME", help=message("for workbooks: the sheet to read (default: the first visible)")
    )
    group.add_argument(
        "--excluded",
        choices=("drop", "keep"),
        default="drop",
        help=message("BIGKINDS rows marked 중복 or 예외 (default: drop)"),
    )
    group.add_argument(
        "--middle-dots",
        choices=("restore", "keep"),
        default="restore",
        help=message("BIGKINDS: middle dots written as spaces (default: restore)"),
    )
    group.add_argument(
        "--duplicates",
        choices=("flag", "first", "keep"),
        default="flag",
        help=message("near duplicates: name them (default), keep the first of each, or do not look"),
    )
    group.add_argument(
        "--kind",
        choices=("portal", "outlet", "release", "paper", "interview", "minutes", "plain"),
        help=message("what the documents are, on which depends what is taken out of them (default: guessed for each)"),
    )
    group.add_argument(
        "--clean",
        choices=("default", "report", "none"),
        default="default",
        help=message("take out what is not the text (default), only say what it would be, or leave everything"),
    )
    group.add_argument(
        "--errors",
        choices=("raise", "report"),
        default="raise",
        help=message("a file that cannot be read: stop (default), or say so and read the others"),
    )
    return group


def output(parser: argparse.ArgumentParser, *, endings: str = "") -> None:
    """Let a command write its table in several ways."""
    written = parser.add_argument_group(message("output (default: aligned in a terminal, CSV into a pipe or a file)"))
    form = written.add_mutually_exclusive_group()
    form.add_argument(
        "--table", dest="form", action="store_const", const="table", help=message("aligned columns for reading")
    )
    form.add_argument("--csv", dest="form", action="store_const", const="csv", help=message("CSV"))
    form.add_argument(
        "--json", dest="form", action="store_const", const="json", help=message("a list of records; NaN is null")
    )
    written.add_argument(
        "--out",
        metavar="FILE",
        help=message("write a file instead: {endings}", endings=endings or message(".csv, .xlsx or .json")),
    )
    written.add_argument("--top", type=positive, metavar="N", help=message("only the first N rows"))


def layer(parser: argparse.ArgumentParser, *, default: str) -> None:
    """Let a command choose the layer of tokens, and add to the lists that it is made with."""
    parser.set_defaults(default_layer=default)
    parser.add_argument(
        "--layer",
        choices=("morphs", "units"),
        help=message("morphemes, or names and compounds merged into one (default: {default})", default=default),
    )
    parser.add_argument(
        "--units",
        type=nfc,
        metavar="UNITS",
        help=message("names to merge beside the kit's: A,B or a YAML file; auto adds compounds found in the articles"),
    )
    variants(parser)


def variants(parser: argparse.ArgumentParser) -> None:
    """Let a command add to the spellings that are merged."""
    parser.add_argument(
        "--variants",
        type=nfc,
        metavar="VARIANTS",
        help=message(
            'spellings to merge beside the kit\'s: "스타트업=벤처기업,새싹기업" or a YAML file; none for none'
        ),
    )


def query(parser: argparse.ArgumentParser, *, several: bool = False) -> None:
    """Let a command look for a word, or for several."""
    text = message("what to look for; repeatable") if several else message("what to look for")
    action = "append" if several else "store"
    parser.add_argument("--term", action=action, type=nfc, required=True, metavar="TERM", help=text)
    parser.add_argument("--level", choices=_LEVELS, default="lemma", help=message("what TERM is (default: lemma)"))


def refuse(parser: argparse.ArgumentParser, **reasons: str) -> None:
    """Say in a sentence why a command does not take an option that others take."""
    for name, reason in reasons.items():
        parser.add_argument(
            f"--{name}", type=_refusal(message("{reason}; leave it out", reason=reason)), help=argparse.SUPPRESS
        )


def _refusal(reason: str) -> Callable[[str], str]:
    """Make a type of argument that no value is of."""

    def refused(_: str) -> str:
        raise argparse.ArgumentTypeError(reason)

    return refused


def stop(parser: argparse.ArgumentParser) -> None:
    """Let a command leave out the words of a stop list."""
    parser.add_argument(
        "--stop",
        type=nfc,
        metavar="WORDS",
        help=message("words not to list, though they stay in the base: A,B or a YAML file, or default for the kit's"),
    )


def tags(parser: argparse.ArgumentParser) -> None:
    """Let a command choose the tags that it counts."""
    parser.add_argument("--tags", type=words, metavar="TAG,...", help=message("tags to count, or all (default: nouns)"))


def book(parser: argparse.ArgumentParser, *, default: str = "") -> None:
    """Let a command take a codebook; one without a default requires it."""
    text = message("a codebook file, or the id of one of the kit's")
    if default:
        text = message("a codebook file, or the id of one of the kit's (default: {default})", default=default)
    parser.add_argument("--codebook", required=not default, metavar="BOOK", help=text)


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


positive.__name__ = NUMBER  # what argparse calls it in an error


def _wrap(text: str, indent: str) -> str:
    """Break lines between words."""
    return textwrap.fill(
        " ".join(text.split()), _WIDTH, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False
    )


def _as_text(table: pd.DataFrame, *, form: str, encoding: str) -> str:
    """Write a table for stdout as CSV or JSON."""
    from analysis.files import csv, json

    if form == "json":
        return json.to_json(table, ascii_only="utf" not in encoding)
    return csv.to_csv(table).decode("utf-8-sig").removesuffix("\n")


def _as_bytes(table: pd.DataFrame, *, form: str) -> bytes:
    """Write a table as the content of a file."""
    from analysis.files import csv, json, xlsx

    if form == "json":
        return f"{json.to_json(table)}\n".encode()
    return csv.to_csv(table) if form == "csv" else xlsx.to_xlsx(table)


def _aligned(table: pd.DataFrame) -> str:
    """Write a table in columns for a terminal, in which Hangul takes two."""
    if table.empty:
        return "  ".join(map(str, table.columns)) + "\n" + message("(no rows)")
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
    said = [told(value) if name in _TOLD and isinstance(value, str) else value for value in values.tolist()]
    cells = ["-" if pd.isna(value) else visible(as_text(value)) for value in said]
    size = max(width(name), min(max(map(width, cells)), _WIDEST))
    return [fit(cell, size, before=number) for cell in [name, *cells]]


def _decimals(values: pd.Series[Any]) -> Any:
    """Choose how to write the numbers of a column: three decimals, or three digits where they are small."""
    # 0.5 and 0.25 are written 0.500 and 0.250; beside 0.0004 they are written 0.5, 0.25 and 0.0004, or it would read
    # 0.000.
    sizes = values.dropna().abs()
    small = ((sizes > 0) & (sizes < 0.001)).any()
    return "{:.3g}".format if small else "{:.3f}".format
