"""``topics``: what many documents are about."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from analysis import schema
from analysis.commands import inputs, output
from analysis.errors import OptionError
from analysis.messages import message
from analysis.messages.statements import stated

if TYPE_CHECKING:
    import pandas as pd

    from analysis.corpus import Corpus
    from analysis.tokens import Tokens
    from analysis.topics import Topics

_WORDS = ("topic", "label", "rank", "term", "probability", "frex", "docs", "share")
_SHARES = ("group", "topic", "label", "docs", "share", "low", "high", "main")
_SCAN = ("k", "seed", "held_out", "npmi", "exclusivity", "diversity", "steady", "smallest")


def add_topics(commands: output.Commands) -> None:
    """Describe the command."""
    parser = output.command(commands, "topics", run=_run)
    output.sources(parser)
    parser.add_argument(
        "--k", type=output.positive, metavar="N", help=message("how many topics; needed but for --scan")
    )
    parser.add_argument(
        "--seed", type=output.positive, default=1, metavar="N", help=message("of the sampler (default: 1)")
    )
    parser.add_argument(
        "--iterations", type=output.positive, metavar="N", help=message("of sampling (default: 1000, of --scan 300)")
    )
    other = parser.add_mutually_exclusive_group()
    other.add_argument(
        "--scan", type=output.words, metavar="K,...", help=message("compare numbers of topics, such as 5,10,20")
    )
    other.add_argument(
        "--by",
        type=output.nfc,
        metavar="VARIABLE",
        help=message(
            "shares of the topics by this variable, or by sets of outlets such as 갑=가나일보,다라일보;을=마바신문"
        ),
    )
    parser.add_argument(
        "--seeds", type=output.positive, metavar="N",
        help=message(
            "with --scan: fits of each number (default: 5); else other seeds that are to find the topics again"
        ),
    )  # fmt: skip
    parser.add_argument("--save", metavar="FILE", help=message("write the model besides, into a .json file"))
    output.layer(parser, default="units")
    output.tags(parser)
    output.stop(parser)
    output.output(parser)


def _run(chosen: argparse.Namespace) -> int:
    """Fit a topic model, or compare numbers of topics."""
    scanned = _require_plan(chosen)
    corpus = inputs.corpus(chosen)
    tokens = inputs.segmented(corpus, chosen)
    stop = inputs.stop(chosen)
    if stop is not None:
        from analysis import lexicon

        tokens = tokens.drop(lemmas=lexicon.stopwords() if isinstance(stop, str) else stop)
    if scanned:
        return output.show(_told(_scan(tokens, scanned, chosen)), chosen, shown=_SCAN)
    topics = _fitted(tokens, chosen)
    output.log(stated(topics.sentence))
    if chosen.save:
        output.log(message("model written to {save}", save=topics.save(chosen.save)))
    table, shown = _table(topics, corpus, chosen)
    return output.show(_told(table), chosen, shown=shown, each="" if chosen.by else "topic")


def _require_plan(chosen: argparse.Namespace) -> list[int]:
    """Read the numbers to compare; refuse what does not go together before anything is read."""
    numbers = [one for one in chosen.scan or [] if not one.isdecimal()]
    if numbers:
        raise OptionError(
            message("--scan {number} is no number of topics; write for example 5,10,20", number=numbers[0])
        )
    if bool(chosen.k) == bool(chosen.scan):
        raise OptionError(message("say how many topics by --k, or compare several by --scan 5,10,20"))
    if chosen.save and (chosen.scan or Path(chosen.save).suffix.lower() != ".json"):
        raise OptionError(message("--save writes one model, into a file that ends in .json"))
    return [int(one) for one in chosen.scan or []]


def _scan(tokens: Tokens, numbers: list[int], chosen: argparse.Namespace) -> pd.DataFrame:
    """Compare numbers of topics."""
    from analysis import stats, topics

    return stats.topic_scan(
        tokens, k=numbers, seeds=chosen.seeds or 5, iterations=chosen.iterations or 300,
        selection=topics.Selection(tags=_tags(chosen)),
    )  # fmt: skip


def _fitted(tokens: Tokens, chosen: argparse.Namespace) -> Topics:
    """Fit the model, and see which topics come back where that was asked for."""
    from analysis import stats, topics

    made = topics.fit(
        tokens, k=chosen.k, seed=chosen.seed, iterations=chosen.iterations or 1000,
        selection=topics.Selection(tags=_tags(chosen)),
    )  # fmt: skip
    return made.with_stability(stats.topic_stability(tokens, made, seeds=chosen.seeds)) if chosen.seeds else made


def _tags(chosen: argparse.Namespace) -> list[str] | None:
    """Return the tags that were asked for; None for the rule of topic models."""
    found = None if chosen.tags is None else inputs.tags(chosen.tags)
    return None if found is None and chosen.tags is None else list(found or schema.TAGS)


def _table(topics: Topics, corpus: Corpus, chosen: argparse.Namespace) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """Make the table that was asked for."""
    from analysis import stats

    if chosen.by:
        return stats.topic_shares(topics, corpus.documents, by=chosen.by), _SHARES
    return stats.topic_words(topics), _WORDS


def _told(table: pd.DataFrame) -> pd.DataFrame:
    """Say on stderr what a reader of the table must mind."""
    for caution in schema.about(table).caution or ():
        output.remark(caution)
    return table
