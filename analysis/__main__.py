"""The command line: ``python -m analysis``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from analysis import __version__
from analysis.errors import KitError, MissingError

if TYPE_CHECKING:
    import pandas as pd

_EPILOG = """examples:
  python -m analysis report                        every article the kit knows, into reports/
  python -m analysis report my.txt --out shared    one article of your own
  python -m analysis codebook check my.yaml        the self-test of a codebook
  python -m analysis redact my.txt                 token tables that may be passed on without the text

exit codes: 0 all right, 1 a check failed, 2 bad input, 130 interrupted
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command.

    Parameters
    ----------
    arguments : sequence of str, optional
        The words after ``python -m analysis``; default is those of the command line.

    Returns
    -------
    int
        The exit code: 0 all right, 1 a check failed, 2 bad input, 130 interrupted.
    """
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a console that cannot show a character shows ? and goes on
            stream.reconfigure(errors="replace")
    chosen = _parser().parse_args(arguments)
    try:
        if chosen.command == "report":
            return _report(chosen)
        if chosen.command == "redact":
            return _redact(chosen)
        return _codebook_check(chosen)
    except KitError as error:
        return _complain([error])
    except KeyboardInterrupt:
        print("interrupted; reports that were not finished are as they were before", file=sys.stderr)
        return 130


def _parser() -> argparse.ArgumentParser:
    """Describe the commands; nothing is imported for it."""
    parser = argparse.ArgumentParser(
        prog="python -m analysis",
        description="Damron: a Korean discourse-analysis kit for Jupyter.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"damron {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    report = commands.add_parser("report", help="build HTML reports and their list")
    report.add_argument("articles", nargs="*", metavar="ARTICLE", help="a file, a folder or the name of an article")
    report.add_argument("--out", metavar="DIR", help="folder to write to (default: reports)")
    codebook = commands.add_parser("codebook", help="look after codebooks")
    actions = codebook.add_subparsers(dest="action", required=True, metavar="ACTION")
    check = actions.add_parser("check", help="run the self-test of a codebook")
    check.add_argument("file", metavar="FILE", help="a codebook, such as seeds/codebooks/alliance-startup.yaml")
    redact = commands.add_parser("redact", help="write token tables of an article without its text")
    redact.add_argument("article", metavar="ARTICLE", help="a file or the name of an article")
    redact.add_argument("--out", metavar="DIR", help="folder to write to (default: seeds/tokens)")
    return parser


def _redact(chosen: argparse.Namespace) -> int:
    """Write the redacted tables of one article, with the unit list and every codebook of the kit."""
    from analysis import codebook, lexicon, paths, reading  # noqa: PLC0415 - loads pandas
    from analysis.tokens import publish  # noqa: PLC0415 - loads pandas

    books = [codebook.read(path) for path in sorted(paths.CODEBOOKS.glob("*.yaml"))]
    units = lexicon.read(paths.LEXICONS / "units.yaml")
    folder = Path(chosen.out) if chosen.out else paths.TOKENS
    for path in publish(reading.read(chosen.article), folder=folder, units=units, codebooks=books):
        print(path)
    return 0


def _report(chosen: argparse.Namespace) -> int:
    """Build the reports that were asked for, say where they are and which ones failed."""
    from analysis import report  # noqa: PLC0415 - loads the converter

    articles = chosen.articles or report.articles()
    if not articles:
        msg = "there is no article in seeds/articles; name a file to report on"
        raise MissingError(msg)
    written, errors = report.build_all(articles, out=chosen.out, progress=_progress)
    if len(written) > 1:
        print(f"{len(written) - 1} of {len(articles)} report(s) written; open {written[0]}")
    return _complain(errors)


def _codebook_check(chosen: argparse.Namespace) -> int:
    """Run a codebook's self-test, print it and fail if one check does."""
    from analysis import codebook, framing  # noqa: PLC0415 - loads pandas

    table = framing.check(codebook.read(chosen.file))
    failed = table[~table["passed"].astype(bool)]
    counts = table.groupby("check", sort=False)["passed"].agg(["size", "sum"])
    for name, size, passed in counts.itertuples():
        print(f"{name:<24} {passed:>5} of {size} passed")
    _print_rows(failed)
    print(f"{len(table)} checks, {len(failed)} failed")
    return 1 if len(failed) else 0


def _print_rows(failed: pd.DataFrame) -> None:
    """Print each failed check with everything that is known about it."""
    for row in failed.to_dict("records"):
        print("failed: " + "; ".join(f"{name} {value}" for name, value in row.items() if name != "passed"))


def _progress(message: str) -> None:
    """Tell on stderr what is being done."""
    print(message, file=sys.stderr, flush=True)


def _complain(errors: Sequence[KitError]) -> int:
    """Print errors as sentences; return 2 if there are any, else 0."""
    for error in errors:
        print(f"error: {error}", file=sys.stderr)
    return 2 if errors else 0


if __name__ == "__main__":
    sys.exit(main())
