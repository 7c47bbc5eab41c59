"""``figures``: the standard figures of an article, without the report around them."""

from __future__ import annotations

import argparse

from analysis.commands import inputs, output

_ABOUT = """Draw and export the standard figures of an article.
Runs the notebooks of a report and leaves the page out. Each figure is a .png, .svg, .pdf and a .csv with
its numbers; manifest.json tells how each was made. Figures that the article cannot answer for are left
out. The names of the files go to stdout."""


def add(commands: output.Commands) -> None:
    """Describe the command."""
    parser = output.command(
        commands,
        "figures",
        run=_run,
        about=_ABOUT,
        examples=("figures 내글.txt --out 그림", "figures energy-cost --codebook energy-transition"),
        columns={},
    )
    parser.add_argument("article", metavar="ARTICLE", help="a file or the name of an article")
    parser.add_argument(
        "--codebook", metavar="BOOK", help="a codebook file, or the id of one of the kit's (default: the notebooks')"
    )
    parser.add_argument("--out", metavar="DIR", help="folder to write to (default: figures)")


def _run(chosen: argparse.Namespace) -> int:
    """Draw the figures and name their files."""
    from analysis import report

    book = inputs.book(chosen.codebook).path if chosen.codebook else None
    for path in report.draw(chosen.article, codebook=book, out=chosen.out, progress=output.tell):
        output.say(output.place(path))
    return 0
