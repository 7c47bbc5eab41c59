"""``frequency``: how often each term occurs."""

from __future__ import annotations

import argparse

from analysis.commands import inputs, output

_ABOUT = """Count the terms of some articles.
A term is a lemma with its tag. The base, which stderr names, is every token with one of the tags."""
_COLUMNS = {
    "": (
        "term, tag, n (occurrences), per_10k (per 10,000 of the base), docs (documents that hold the term), rank "
        "(ties share the smaller number)"
    ),
}


def add(commands: output.Commands) -> None:
    """Describe the command."""
    parser = output.command(
        commands,
        "frequency",
        run=_run,
        about=_ABOUT,
        examples=("frequency 내글.txt --top 20", "frequency 기사 --tags VV,VA --minimum 3 --json"),
        columns=_COLUMNS,
    )
    output.sources(parser)
    output.layer(parser, default="units")
    output.tags(parser)
    parser.add_argument(
        "--minimum", type=output.positive, default=1, metavar="N", help="least occurrences of a term (default: 1)"
    )
    output.output(parser)


def _run(chosen: argparse.Namespace) -> int:
    """Count terms."""
    from analysis import stats

    tokens = inputs.segmented(inputs.corpus(chosen), layer=chosen.layer)
    table = stats.frequency(tokens, tags=inputs.tags(chosen.tags), minimum=chosen.minimum)
    told = table.attrs
    counted = "all tags" if told["tags"] is None else " ".join(told["tags"])
    output.tell(f"base: {told['total']:,} tokens ({counted}), layer {chosen.layer}")
    if told["hidden"]:
        output.tell(f"note: {told['hidden']:,} of them are blanked in the redacted table and form no term")
    if told["unlisted"]:
        output.tell(f"note: {told['unlisted']:,} term(s) below --minimum {chosen.minimum} are not listed")
    return output.show(table, chosen)
