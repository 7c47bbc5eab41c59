"""``concordance``: every place of a word with the text around it."""

from __future__ import annotations

import argparse

from analysis.commands import inputs, output
from analysis.errors import OptionError

_LEVELS = ("lemma", "surface", "regex", "pattern")
_ABOUT = """Show every place of a word with its context.
TERM is a lemma (동맹), a lemma with its tag (동맹/NNG), or several in a row (한미 동맹 */JKO), with * for any
characters. --level surface takes characters as they stand, regex a regular expression, pattern the
language of codebooks. Needs the text of the articles."""
_COLUMNS = {
    "": (
        "doc, paragraph, sentence, start, end (characters of the body, from 0), left, node, right, word (the node "
        "with its particles), L1, L2, L3, L4, L5, R1, R2, R3, R4, R5 (content lemmas of the words to the left and "
        "right, to sort by)"
    ),
}


def add(commands: output.Commands) -> None:
    """Describe the command."""
    parser = output.command(
        commands,
        "concordance",
        run=_run,
        about=_ABOUT,
        examples=(
            "concordance 내글.txt --term 동맹 --window 5 --sort R1,R2",
            'concordance 기사 --term "한미 동맹" --level pattern --out 용례.xlsx',
        ),
        columns=_COLUMNS,
    )
    output.sources(parser)
    parser.add_argument("--term", type=output.composed, required=True, metavar="TERM", help="what to look for")
    parser.add_argument("--level", choices=_LEVELS, default="lemma", help="what TERM is (default: lemma)")
    parser.add_argument(
        "--window", type=output.positive, default=8, metavar="N", help="words of context on a side (default: 8)"
    )
    parser.add_argument(
        "--sort", type=output.words, default=[], metavar="KEY,...", help="L1 to L5, R1 to R5, node, word"
    )
    output.layer(parser, default="morphs")
    output.output(parser)


def _run(chosen: argparse.Namespace) -> int:
    """Look a word up."""
    from analysis import stats

    if not chosen.term.strip():
        msg = "--term is empty; write what to look for, such as 동맹"
        raise OptionError(msg)
    query = chosen.term if chosen.level == "lemma" else f"{chosen.level}:{chosen.term}"
    corpus = inputs.corpus(chosen)
    tokens = inputs.segmented(corpus, layer=chosen.layer)
    table = stats.concordance(corpus, tokens, query, width=chosen.window, sort=chosen.sort)
    output.tell(
        f"{len(table):,} place(s) of {chosen.term} in {table['doc'].nunique():,} of {len(corpus):,} document(s)"
    )
    if table.attrs["overlapping"]:
        output.tell(f"note: {table.attrs['overlapping']} more overlap one that is listed")
    return output.show(table, chosen, lines=lambda rows, wide: stats.show_concordance(rows, columns=wide))
