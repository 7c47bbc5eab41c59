"""``tokens``: every morpheme of some articles."""

from __future__ import annotations

import argparse

from analysis.commands import inputs, output
from analysis.errors import OptionError

_ABOUT = """List every morpheme with its tag, lemma and place.
With --conllu, write CoNLL-U for other programs instead: a word between spaces is a line there."""
_COLUMNS = {
    "": (
        "doc, paragraph, sentence (both from 1), i (morpheme, from 0), surface (as it stands), form (the "
        "analyser's), tag (Sejong set), lemma (dictionary form), start, end (characters of the body, from 0). In "
        "a redacted article surface, form and lemma are empty for most words. Text that a spreadsheet would run "
        "as a formula gets an apostrophe in front in CSV"
    ),
}


def add(commands: output.Commands) -> None:
    """Describe the command."""
    parser = output.command(
        commands,
        "tokens",
        run=_run,
        about=_ABOUT,
        examples=("tokens 내글.txt --layer units --out 형태소.csv", "tokens 기사 --conllu --out 기사.conllu"),
        columns=_COLUMNS,
    )
    output.sources(parser)
    output.layer(parser, default="morphs")
    parser.add_argument("--conllu", action="store_true", help="write CoNLL-U instead of a table")
    output.output(parser, endings=".csv, .xlsx or .json; .conllu with --conllu")


def _run(chosen: argparse.Namespace) -> int:
    """List tokens."""
    if chosen.conllu:
        _hold_conllu(chosen)
    corpus = inputs.corpus(chosen)
    tokens = inputs.segmented(corpus, layer=chosen.layer)
    if not chosen.conllu:
        return output.show(tokens.table, chosen)
    written = tokens.to_conllu(corpus=corpus)
    if not chosen.out:
        output.say(written.removesuffix("\n"))
        return 0
    output.save(written.encode(), chosen)
    output.tell(f"{len(corpus):,} document(s) written to {chosen.out}")
    return 0


def _hold_conllu(chosen: argparse.Namespace) -> None:
    """Refuse what does not go with CoNLL-U."""
    if chosen.form or chosen.top:
        msg = "--conllu is a format of its own for whole documents; leave --table, --csv, --json and --top out"
        raise OptionError(msg)
    if chosen.out and not chosen.out.lower().endswith(".conllu"):
        msg = f"--out {chosen.out} does not end in .conllu, as --conllu asks for; rename it"
        raise OptionError(msg)
