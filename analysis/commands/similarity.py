"""``similarity`` and ``polarity``: how alike groups are, and which way the words of a list lean."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from analysis import schema
from analysis.commands import inputs, output
from analysis.messages import message
from analysis.messages.statements import stated

if TYPE_CHECKING:
    import pandas as pd

_SHOWN = {
    "pairs": ("a", "b", "value", "shared"),
    "clusters": ("item", "cluster", "silhouette", "recurrence", "height"),
    "merges": ("step", "left", "right", "height", "size"),
    "map": ("item", "dim1", "dim2", "stress_item"),
}


def add_similarity(commands: output.Commands) -> None:
    """Describe the command."""
    parser = output.command(commands, "similarity", run=_run_similarity)
    output.sources(parser)
    compared = message("what is compared: a variable of the documents, or doc (default: outlet)")
    parser.add_argument("--by", default="outlet", type=output.nfc, metavar="VARIABLE", help=compared)
    parser.add_argument("--measure", choices=("cosine", "jaccard", "jsd"), default="cosine",
                        help=message("how alike two are (default: cosine)"))  # fmt: skip
    shown = message("pairs (default), clusters, the merges of the tree, or places on a map")
    parser.add_argument("--show", choices=tuple(_SHOWN), default="pairs", help=shown)
    parser.add_argument("--method", choices=("average", "ward", "complete"), default="average",
                        help=message("of clusters and merges (default: average)"))  # fmt: skip
    parser.add_argument("--k", type=int, metavar="N", help=message("clusters, which nothing chooses but you"))
    parser.add_argument("--seed", type=int, default=1, metavar="N", help=message("of random draws (default: 1)"))
    output.layer(parser, default="morphs")
    output.refuse(parser, stop=message("terms are nouns of all kinds"))
    output.output(parser)


def add_polarity(commands: output.Commands) -> None:
    """Describe the command."""
    parser = output.command(commands, "polarity", run=_run_polarity)
    output.sources(parser)
    parser.add_argument("--list", required=True, dest="words", metavar="FILE",
                        help=message("your words with a polarity from -2 to 2: .csv or .json"))  # fmt: skip
    parser.add_argument("--by", type=output.nfc, metavar="VARIABLE",
                        help=message("groups of documents; only with a list that two people have checked"))  # fmt: skip
    listed = message("the words to count are those of the list")
    output.refuse(parser, units=listed, variants=listed, stop=listed)
    output.output(parser)


def _run_similarity(chosen: argparse.Namespace) -> int:
    """Compare groups of documents by their words."""
    from analysis import stats

    corpus = inputs.corpus(chosen)
    by: Any = "doc" if chosen.by == "doc" else stats.groups(corpus.documents, by=chosen.by)
    table = stats.similarity(inputs.segmented(corpus, chosen), by=by, measure=chosen.measure)
    if chosen.show == "clusters":
        table = stats.clusters(table, method=chosen.method, k=chosen.k, seed=chosen.seed)
    elif chosen.show == "merges":
        table = stats.merges(table, method=chosen.method)
    elif chosen.show == "map":
        table = stats.map(table, seed=chosen.seed)
    return _shown(table, chosen, _SHOWN[chosen.show])


def _run_polarity(chosen: argparse.Namespace) -> int:
    """Weigh positive against negative words of a list."""
    from analysis import framing, lexicon, segment, stats

    book = lexicon.polarity(chosen.words)
    corpus = inputs.corpus(chosen)
    tokens = segment(corpus)
    by: Any = stats.groups(corpus.documents, by=chosen.by) if chosen.by else "doc"
    table = stats.polarity(framing.hits(tokens, book), tokens, by=by)
    return _shown(table, chosen, ("doc", "positive", "negative", "hits", "polarity", "logit", "negated"))


def _shown(table: pd.DataFrame, chosen: argparse.Namespace, columns: tuple[str, ...]) -> int:
    """Say on stderr what was counted and what to mind, then write the table."""
    about = schema.about(table)
    output.log(stated(about.base or ""))
    for caution in about.caution or ():
        output.remark(caution)
    return output.show(table, chosen, shown=columns)
