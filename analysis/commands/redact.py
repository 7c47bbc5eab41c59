"""``redact``: token tables that may be passed on without the text."""

from __future__ import annotations

import argparse
from pathlib import Path

from analysis import paths
from analysis.commands import inputs, output

_ABOUT = """Write token tables of an article without its text.
Everything is blanked that the figures do not need: what stays are words that repeat and the hits of the
kit's codebooks. Frequencies and frames are those of the full text."""


def add(commands: output.Commands) -> None:
    """Describe the command."""
    parser = output.command(
        commands,
        "redact",
        run=_run,
        about=_ABOUT,
        examples=("redact 내글.txt", "redact 내글.txt --out 공유"),
        columns={},
    )
    parser.add_argument("article", metavar="ARTICLE", help="a file or the name of an article")
    parser.add_argument("--out", metavar="DIR", help="folder to write to (default: seeds/tokens)")


def _run(chosen: argparse.Namespace) -> int:
    """Write the redacted tables of one article, with the unit list and every codebook of the kit."""
    from analysis import codebook, lexicon, reading
    from analysis.tokens import publish

    books = [codebook.read(path) for path in inputs.books()]
    units = lexicon.read(paths.LEXICONS / "units.yaml")
    folder = Path(chosen.out) if chosen.out else paths.TOKENS
    for path in publish(reading.read(chosen.article), folder=folder, units=units, codebooks=books):
        output.say(output.place(path))
    return 0
