"""The command line: ``python -m analysis``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from analysis import __version__
from analysis.errors import KitError, MissingError, OptionError

if TYPE_CHECKING:
    import pandas as pd

_EPILOG = """examples:
  python -m analysis report                        every article the kit knows, into reports/
  python -m analysis report my.txt --out shared    one article of your own
  python -m analysis report --corpus news.xlsx --by outlet         one report on many documents
  python -m analysis codebook new my-topic         begin a codebook
  python -m analysis codebook check my.yaml        the self-test of a codebook
  python -m analysis codebook diff old.yaml my.yaml energy-cost   what changed, and which hits with it
  python -m analysis codebook export my.yaml my.xlsx              for coders (.md, .xlsx) and programs (.qdc)
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
        return _CODEBOOK[chosen.action](chosen)
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
    report.add_argument("--corpus", nargs="+", metavar="PATH", help="one report on all documents of files or folders")
    report.add_argument("--codebook", metavar="FILE", help="with --corpus: the codebook (default: the kit's)")
    report.add_argument("--by", metavar="COLUMN", help="with --corpus: what groups documents (default: outlet)")
    report.add_argument("--groups", nargs=2, metavar="NAME", help="with --corpus: the two groups to compare")
    _codebook_parser(commands.add_parser("codebook", help="look after codebooks"))
    redact = commands.add_parser("redact", help="write token tables of an article without its text")
    redact.add_argument("article", metavar="ARTICLE", help="a file or the name of an article")
    redact.add_argument("--out", metavar="DIR", help="folder to write to (default: seeds/tokens)")
    return parser


def _codebook_parser(parser: argparse.ArgumentParser) -> None:
    """Describe what can be done with a codebook."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    new = actions.add_parser("new", help="write a commented file to begin a codebook with")
    new.add_argument("name", metavar="ID", help="id of the codebook and name of the file")
    new.add_argument("--out", metavar="DIR", help="folder to write to (default: seeds/codebooks)")
    check = actions.add_parser("check", help="run the self-test of a codebook")
    check.add_argument("file", metavar="FILE", help="a codebook, such as seeds/codebooks/alliance-startup.yaml")
    diff = actions.add_parser("diff", help="tell what changed between two versions of a codebook")
    diff.add_argument("old", metavar="OLD", help="the older version")
    diff.add_argument("new", metavar="NEW", help="the newer version")
    diff.add_argument("articles", nargs="*", metavar="ARTICLE", help="articles in which to compare the hits as well")
    export = actions.add_parser("export", help="write a codebook for coders or for another program")
    export.add_argument("file", metavar="FILE", help="a codebook")
    export.add_argument("out", metavar="OUT", help="the file to write: .md, .xlsx or .qdc")
    export.add_argument("--to", default="auto", metavar="FORMAT", help="markdown, xlsx or qdc (default: by the ending)")


def _redact(chosen: argparse.Namespace) -> int:
    """Write the redacted tables of one article, with the unit list and every codebook of the kit."""
    from analysis import codebook, lexicon, paths, reading  # noqa: PLC0415 - loads pandas
    from analysis.tokens import publish  # noqa: PLC0415 - loads pandas

    files = [p for p in sorted(paths.CODEBOOKS.glob("*.yaml")) if not p.name.endswith(".validation.yaml")]
    books = [codebook.read(path) for path in files]
    units = lexicon.read(paths.LEXICONS / "units.yaml")
    folder = Path(chosen.out) if chosen.out else paths.TOKENS
    for path in publish(reading.read(chosen.article), folder=folder, units=units, codebooks=books):
        print(path)
    return 0


def _report(chosen: argparse.Namespace) -> int:
    """Build the reports that were asked for, say where they are and which ones failed."""
    from analysis import report  # noqa: PLC0415 - loads the converter

    if chosen.corpus:
        return _corpus(chosen)
    if chosen.codebook or chosen.by or chosen.groups:
        msg = "--codebook, --by and --groups are for a report on a corpus; name its files or folder with --corpus"
        raise OptionError(msg)
    articles = chosen.articles or report.articles()
    if not articles:
        msg = "there is no article in seeds/articles; name a file to report on"
        raise MissingError(msg)
    written, errors = report.build_all(articles, out=chosen.out, progress=_progress)
    if len(written) > 1:
        print(f"{len(written) - 1} of {len(articles)} report(s) written; open {written[0]}")
    return _complain(errors)


def _corpus(chosen: argparse.Namespace) -> int:
    """Build one report on many documents and say where it is."""
    from analysis import report  # noqa: PLC0415 - loads the converter

    if chosen.articles:
        msg = f"{chosen.articles[0]} stands outside --corpus; name it after --corpus, or ask for its own report apart"
        raise OptionError(msg)
    by = chosen.by or "outlet"
    grouping = {by: chosen.groups} if chosen.groups else by
    written = report.build_corpus(
        chosen.corpus, codebook=chosen.codebook, by=grouping, out=chosen.out, progress=_progress
    )
    report.index(chosen.out)
    print(f"1 report written; open {written}")
    return 0


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


def _codebook_new(chosen: argparse.Namespace) -> int:
    """Begin a codebook and say where it is."""
    from analysis import codebook  # noqa: PLC0415 - loads pandas

    print(codebook.new(chosen.name, folder=chosen.out))
    return 0


def _codebook_export(chosen: argparse.Namespace) -> int:
    """Write a codebook in another format and say where it is."""
    from analysis import codebook  # noqa: PLC0415 - loads pandas

    print(codebook.export(codebook.read(chosen.file), chosen.out, to=chosen.to))
    return 0


def _codebook_diff(chosen: argparse.Namespace) -> int:
    """Print what changed between two versions, and in articles which hits changed and why."""
    from analysis import codebook, framing, reading, tokens  # noqa: PLC0415 - loads pandas

    old, new = codebook.read(chosen.old), codebook.read(chosen.new)
    table = codebook.diff(old, new)
    for row in table.to_dict("records"):
        place = f"{row['frame']} {row['term']}".strip() or "codebook"
        print(f"{row['change']:<8} {place}, {row['field']}: {row['detail']}")
    print(f"{len(table)} change(s) of the codebook")
    if chosen.articles:
        hits = framing.changes(tokens.segment(reading.read(chosen.articles)), old, new)
        for row in hits.to_dict("records"):
            place = f"{row['doc']}, sentence {row['sentence']}: {row['surface']} ({row['frame']} {row['term']})"
            print(f"{row['change']:<8} {place}; {row['why']}{': ' if row['detail'] else ''}{row['detail']}")
        told = ", ".join(f"{(hits['change'] == change).sum()} {change}" for change in ("gained", "lost", "changed"))
        print(f"hits: {told}")
    return 0


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


_CODEBOOK = {"new": _codebook_new, "check": _codebook_check, "diff": _codebook_diff, "export": _codebook_export}


if __name__ == "__main__":
    sys.exit(main())
