"""``timeline``: words over time."""

from __future__ import annotations

import argparse
import warnings

from analysis import schema
from analysis.commands import inputs, output
from analysis.errors import NothingFoundWarning
from analysis.messages import message

_PERIODS = ("day", "week", "month", "quarter", "year")
_SHOWN = ("term", "group", "period", "docs", "docs_all", "share", "low", "high", "n", "per_10k")
_FOUND = {
    "bursts": ("term", "group", "start", "end", "docs", "docs_all", "share", "share_outside", "weight", "p"),
    "changes": ("term", "group", "at", "low", "high", "before", "after", "ratio", "p", "p_adjusted"),
}


def add_timeline(commands: output.Commands) -> None:
    """Describe the command."""
    parser = output.command(commands, "timeline", run=_run)
    output.sources(parser)
    output.query(parser, several=True)
    parser.add_argument("--period", choices=_PERIODS, default="month", help=message("steps of time (default: month)"))
    parser.add_argument(
        "--by",
        type=output.nfc,
        metavar="VARIABLE",
        help=message(
            "a line for each value of this variable, or for sets of outlets such as 갑=가나일보,다라일보;을=마바신문"
        ),
    )
    parser.add_argument(
        "--find",
        choices=tuple(_FOUND),
        help=message("in place of the timeline: periods in which a word bursts, or when its share changed"),
    )
    parser.add_argument("--seed", type=int, default=1, metavar="N", help=message("of shuffles (default: 1)"))
    output.layer(parser, default="morphs")
    output.refuse(parser, stop=message("the words to count are named by --term"))
    output.output(parser)


def _run(chosen: argparse.Namespace) -> int:
    """Count the documents that hold some words, period by period, and find bursts or changes if asked."""
    from analysis import stats

    queries = inputs.queries(chosen.term, chosen.level)
    corpus = inputs.corpus(chosen)
    tokens = inputs.segmented(corpus, chosen)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", NothingFoundWarning)  # `caution` says it
        table = stats.timeline(tokens, corpus.documents, terms=queries, period=chosen.period, by=chosen.by)
    about = schema.about(table)
    dated = schema.require_stated(about.documents)
    found = table.groupby("term", sort=False)[["docs", "n"]].sum()
    for term, docs, n in found.itertuples():
        output.log(
            message(
                "{n:,} place(s) of {term} in {docs:,} of {dated:,} document(s)", n=n, term=term, docs=docs, dated=dated
            )
        )
    if about.ungrouped:
        lacking = message("a date or {by}", by=chosen.by) if chosen.by else message("a date")
        output.note(
            message(
                "{ungrouped:,} document(s) without {lacking} are in no period",
                ungrouped=about.ungrouped,
                lacking=lacking,
            )
        )
    if chosen.find:
        stories = corpus.copies()
        if chosen.find == "bursts":
            table = stats.bursts(table, stories=stories, seed=chosen.seed)
        else:
            table = stats.changes(table, stories=stories, seed=chosen.seed)
        about = schema.about(table)
        if about.gamma is not None:
            output.log(message("{n} burst(s), gamma {gamma:.2f}", n=len(table), gamma=about.gamma))
        else:
            output.log(message("{n} change(s)", n=len(table)))
    for caution in about.caution or ():
        output.remark(caution)
    return output.show(table, chosen, shown=_FOUND.get(chosen.find, _SHOWN))
