"""``voices``: whose words are quoted, and how many sources have no name."""

from __future__ import annotations

import argparse

from analysis import schema
from analysis.commands import inputs, output
from analysis.messages import message

_SHOWN = ("group", "actor", "kind", "quotations", "docs", "share", "low", "high", "words_share", "anonymous")
_QUOTED = ("doc", "sentence", "text", "kind", "speaker", "anonymous", "verb", "carried", "rule")


def add_voices(commands: output.Commands) -> None:
    """Describe the command."""
    parser = output.command(commands, "voices", run=_run)
    output.sources(parser)
    parser.add_argument(
        "--by",
        type=output.nfc,
        default="outlet",
        metavar="VARIABLE",
        help=message("groups of documents by this variable (default: outlet)"),
    )
    parser.add_argument("--actors", metavar="FILE", help=message("a list of actors with all their names (.yaml)"))
    parser.add_argument(
        "--list", action="store_true", dest="listed", help=message("the quotations themselves, a row each")
    )
    output.layer(parser, default="morphs")
    output.refuse(parser, stop=message("quotations are counted, not words"))
    output.output(parser)


def _run(chosen: argparse.Namespace) -> int:
    """Count the voices."""
    from analysis import lexicon, stats

    people = lexicon.actors(chosen.actors) if chosen.actors else None
    corpus = inputs.corpus(chosen)
    said = stats.quotations(inputs.segmented(corpus, chosen))
    with_speaker = int((said["speaker"] != "").sum())
    unnamed = int(said["anonymous"].sum())
    output.log(
        message(
            "{n:,} quotation(s), {speaker:,} with a speaker, {unnamed:,} of them without a name",
            n=len(said),
            speaker=with_speaker,
            unnamed=unnamed,
        )
    )
    for mention in schema.about(said).ambiguous or ():
        output.note(message("{mention} fits two persons and is counted as it stands", mention=mention))
    if chosen.listed:
        return output.show(said, chosen, shown=_QUOTED)
    table = stats.voices(said, corpus.documents, by=chosen.by, actors=people)
    about = schema.about(table)
    if about.without:
        output.note(message("nobody is quoted in {groups}", groups=", ".join(about.without)))
    for caution in about.caution or ():
        output.remark(caution)
    return output.show(table, chosen, shown=_SHOWN, each="group")
