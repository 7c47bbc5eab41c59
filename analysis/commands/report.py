"""``report``: HTML reports and their list."""

from __future__ import annotations

import argparse

from analysis.commands import describing, output
from analysis.errors import MissingError

_ABOUT = """Build HTML reports and their list.
Runs the notebooks on every article, some at a time. An article that fails stops no other."""


def add(commands: describing.Commands) -> None:
    """Describe the command."""
    parser = describing.command(
        commands,
        "report",
        run=_run,
        about=_ABOUT,
        examples=("report", "report 내글.txt --out 보고서"),
        columns={},
    )
    parser.add_argument(
        "articles",
        nargs="*",
        metavar="ARTICLE",
        help="a file or the name of an article (default: all that the kit knows)",
    )
    parser.add_argument("--out", metavar="DIR", help="folder to write to (default: reports)")


def _run(chosen: argparse.Namespace) -> int:
    """Build the reports that were asked for, say where they are and which ones failed."""
    from analysis import report

    articles = chosen.articles or report.articles()
    if not articles:
        msg = "there is no article in seeds/articles; name a file to report on"
        raise MissingError(msg)
    written, errors = report.build_all(articles, out=chosen.out, progress=output.tell)
    if len(written) > 1:
        output.say(f"{len(written) - 1} of {len(articles)} report(s) written; open {output.place(written[0])}")
    return output.complain(errors)
