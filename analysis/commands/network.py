"""``network``: terms that stand together, cut by a stated rule, with their centralities, communities or blocks."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from analysis import schema
from analysis.commands import inputs, output
from analysis.errors import OptionError
from analysis.messages import message
from analysis.messages.statements import stated

if TYPE_CHECKING:
    import pandas as pd

_SHOWN = {
    "edges": ("source", "target", "n", "n_source", "n_target", "jaccard", "npmi"),
    "centrality": ("term", "windows", "degree", "betweenness", "closeness", "eigenvector", "rank_degree",
                   "rank_betweenness"),
    "communities": ("term", "community", "sureness", "inside", "hub"),
    "concor": ("term", "block", "path", "degree"),
    "cuts": ("term", "cut", "rank", "rank_low", "rank_high", "edges", "density"),
}  # fmt: skip


def add_network(commands: output.Commands) -> None:
    """Describe the command."""
    parser = output.command(commands, "network", run=_run)
    output.sources(parser)
    parser.add_argument(
        "--show",
        choices=tuple(_SHOWN),
        default="centrality",
        help=message("which table (default: centrality); cuts compares four ways to cut ties"),
    )
    parser.add_argument(
        "--within",
        type=output.nfc,
        default="sentence",
        metavar="WINDOW",
        help=message("sentence (default), paragraph, document, or a number of words"),
    )
    parser.add_argument(
        "--terms",
        type=output.positive,
        default=100,
        metavar="N",
        help=message("how many terms are paired (default: 100)"),
    )
    cut = parser.add_argument_group(message("which ties stay"))
    cut.add_argument(
        "--rule",
        choices=("strongest", "association", "none"),
        default="strongest",
        help=message("the strongest of either end (default), all that a test passes, or every one"),
    )
    cut.add_argument(
        "--weight",
        choices=("jaccard", "n", "npmi", "g2", "phi", "lift"),
        default="jaccard",
        help=message("how strong a tie is (default: jaccard)"),
    )
    cut.add_argument(
        "--each", type=output.positive, default=3, metavar="N", help=message("strongest ties of a term (default: 3)")
    )
    cut.add_argument(
        "--least", type=output.positive, default=5, metavar="N", help=message("windows that hold both (default: 5)")
    )
    parser.add_argument(
        "--splits", type=output.positive, default=2, metavar="N", help=message("of concor: 2 for four blocks (default)")
    )
    parser.add_argument("--seed", type=int, default=1, metavar="N", help=message("of communities (default: 1)"))
    parser.add_argument(
        "--file",
        metavar="FILE",
        help=message("write the network besides, for another program: .graphml, .gexf, .net, .dl, .xlsx or .csv"),
    )
    output.layer(parser, default="units")
    output.tags(parser)
    output.refuse(parser, stop=message("terms are chosen by --tags and --terms"))
    output.output(parser)


def _run(chosen: argparse.Namespace) -> int:
    """Pair terms, cut the ties, and show what was asked for."""
    from analysis import stats

    if chosen.show == "cuts" and chosen.rule != "strongest":
        raise OptionError(message("--show cuts makes its own cuts; leave --rule out"))
    within = int(chosen.within) if chosen.within.isdecimal() else chosen.within
    tokens = inputs.segmented(inputs.corpus(chosen), chosen)
    edges = stats.cooccurrence(tokens, within=within, top=chosen.terms, tags=inputs.tags(chosen.tags))
    kept = edges
    if chosen.rule != "none" and chosen.show not in {"cuts", "concor"}:
        kept = stats.backbone(edges, rule=chosen.rule, weight=chosen.weight, each=chosen.each, least=chosen.least)
    table = _measured(edges, kept, chosen)
    about = schema.about(table)
    if about.cut:
        output.log(
            message("{n:,} of {all:,} ties: {cut}", n=about.edges, all=about.edges_before, cut=stated(about.cut))
        )
    if about.convention:
        output.log(stated(about.convention))
    for said in (*filter(None, [about.reason]), *(about.caution or ())):
        output.remark(said)
    if chosen.file:
        _write(kept, table, chosen)
    return output.show(table, chosen, shown=_SHOWN[chosen.show])


def _measured(edges: pd.DataFrame, kept: pd.DataFrame, chosen: argparse.Namespace) -> pd.DataFrame:
    """Make the table that was asked for."""
    from analysis import stats

    if chosen.show == "centrality":
        return stats.centrality(kept)
    if chosen.show == "communities":
        return stats.communities(kept, weight=chosen.weight, seed=chosen.seed)
    if chosen.show == "concor":
        return stats.concor(edges, splits=chosen.splits)
    if chosen.show == "cuts":
        return stats.cuts(edges, each=chosen.each, least=chosen.least)
    return kept


def _write(kept: pd.DataFrame, table: pd.DataFrame, chosen: argparse.Namespace) -> None:
    """Write the network for another program, with what the table knows of its terms."""
    from analysis import stats

    nodes = [table] if chosen.show in {"centrality", "communities", "concor"} else []
    made = stats.write_network(kept, chosen.file, nodes=nodes)
    output.log(message("network written to {path}", path=made))
