"""``stories``: articles of several outlets about one event."""

from __future__ import annotations

import argparse

from analysis import schema
from analysis.commands import inputs, output
from analysis.messages import message

_SHOWN = ("story", "title", "docs", "outlets", "start", "end", "first_outlet", "copies", "agency", "terms")
_DOCUMENTS = ("doc", "story", "copy_of", "jaccard", "contained", "nearness", "order", "same_time", "role")


def add_stories(commands: output.Commands) -> None:
    """Describe the command."""
    parser = output.command(commands, "stories", run=_run)
    output.sources(parser)
    parser.add_argument(
        "--by", choices=("story", "document"), default="story", help=message("a row for each (default: story)")
    )
    parser.add_argument(
        "--days", type=int, default=3, metavar="N", help=message("two articles lie apart at most (default: 3)")
    )
    parser.add_argument(
        "--alike",
        type=float,
        default=0.4,
        metavar="COSINE",
        help=message("least mean cosine of a story (default: 0.4)"),
    )
    parser.add_argument(
        "--copies", type=float, default=0.8, metavar="SHARE", help=message("least shared part of a copy (default: 0.8)")
    )
    nouns = message("articles are compared by all their nouns")
    output.refuse(parser, units=nouns, variants=nouns, stop=nouns)
    output.output(parser)


def _run(chosen: argparse.Namespace) -> int:
    """Group articles into stories."""
    from analysis import stats

    corpus = inputs.corpus(chosen)
    groups = stats.stories(inputs.segmented(corpus), corpus, days=chosen.days, alike=chosen.alike, copies=chosen.copies)
    table = stats.story_table(groups, corpus.documents) if chosen.by == "story" else groups
    about = schema.about(groups)
    output.log(
        message(
            "{n} stories, {copies} copies among {docs} documents",
            n=about.stories,
            copies=about.copies,
            docs=len(groups),
        )
    )
    for caution in schema.about(table).caution or ():
        output.remark(caution)
    return output.show(table, chosen, shown=_SHOWN if chosen.by == "story" else _DOCUMENTS)
