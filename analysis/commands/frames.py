"""``frames``: what a codebook finds in some articles."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from analysis import schema
from analysis.commands import inputs, output
from analysis.errors import OptionError
from analysis.messages import message

if TYPE_CHECKING:
    import pandas as pd

    from analysis.codebook import Codebook
    from analysis.corpus import Corpus
    from analysis.tokens import Tokens

_UNITS = ("document", "paragraph", "sentence", "corpus")
_SHOWN = {
    "scores": ("doc", "paragraph", "sentence", "value", "docs", "frame", "n", "weight", "density", "coverage"),
    "hits": ("doc", "paragraph", "sentence", "surface", "frame", "term", "weight", "tier", "counted", "negated"),
    "contrast": ("doc", "paragraph", "sentence", "frame_a", "frame_b", "weight_a", "weight_b", "share", "log_ratio"),
    "stability": ("doc", "perturbation", "label", "share", "changed", "survives", "p", "worst", "reason"),
    "trend": ("group", "frame", "docs", "clusters", "n", "density", "low", "high", "coverage", "share", "reason"),
}


def add_frames(commands: output.Commands) -> None:
    """Describe the command."""
    parser = output.command(commands, "frames", run=_run)
    output.sources(parser)
    output.book(parser)
    view = parser.add_mutually_exclusive_group()
    for name, description in (
        ("scores", message("how much of each frame stands in a unit (default)")),
        ("hits", message("every place of a term")),
        ("contrast", message("one frame against another, unit by unit")),
        (
            "stability",
            message("whether the leading frame of a document survives changes in the counting, and chance"),
        ),
    ):
        view.add_argument(f"--{name}", dest="view", action="store_const", const=name, help=description)
    view.add_argument(
        "--trend",
        type=output.nfc,
        metavar="GROUP",
        help=message(
            "month, year, a variable such as outlet, or sets of outlets such as 갑=가나일보,다라일보;을=마바신문"
        ),
    )
    parser.add_argument("--by", choices=_UNITS, help=message("unit of --scores and --contrast (default: document)"))
    parser.add_argument(
        "--frames",
        type=output.words,
        metavar="A,B",
        help=message("frame ids to compare (default: those of the codebook)"),
    )
    output.refuse(
        parser,
        units=message("frames are matched on morphemes, where no name hides the words inside it"),
        variants=message("spellings stand in the codebook, under variants"),
        stop=message("the words that count stand in the codebook"),
    )
    output.output(parser)


def _run(chosen: argparse.Namespace) -> int:
    """Find frames and show them the way that was asked for."""
    view = "trend" if chosen.trend is not None else chosen.view or "scores"
    if chosen.by and view not in ("scores", "contrast"):
        msg = message("--by goes with --scores and --contrast, not with --{view}; leave it out", view=view)
        raise OptionError(msg)
    if chosen.frames and view in ("scores", "hits"):
        msg = message(
            "--frames goes with --contrast, --stability and --trend, not with --{view}; leave it out", view=view
        )
        raise OptionError(msg)
    book = inputs.book(chosen.codebook)
    corpus = inputs.corpus(chosen)
    tokens = inputs.segmented(corpus)
    table = (
        _stability(corpus, tokens, book, chosen.frames)
        if view == "stability"
        else _table(view, corpus, tokens, book, chosen)
    )
    output.log(message("codebook {book} {version} ({status})", book=book.id, version=book.version, status=book.status))
    return output.show(table, chosen, shown=_SHOWN[view])


def _table(view: str, corpus: Corpus, tokens: Tokens, book: Codebook, chosen: argparse.Namespace) -> pd.DataFrame:
    """Make the table of a view over all documents."""
    from analysis import framing

    hits = framing.hits(tokens, book, documents=corpus.documents)
    if view == "hits":
        return hits
    scores = framing.score(hits, tokens, by=chosen.by or "document")
    if view == "contrast":
        return framing.contrast(scores, frames=chosen.frames)
    if view == "trend":
        table = framing.trend(scores, corpus.documents, by=chosen.trend, frames=chosen.frames)
        if ungrouped := schema.about(table).ungrouped:
            output.note(
                message(
                    "{ungrouped:,} document(s) without {trend} are in no group", ungrouped=ungrouped, trend=chosen.trend
                )
            )
        for caution in schema.about(table).caution or ():
            output.remark(caution)
        return table
    return scores


def _stability(corpus: Corpus, tokens: Tokens, book: Codebook, frames: list[str] | None) -> pd.DataFrame:
    """Test the stability of every document by itself, and log its conclusion."""
    import pandas as pd

    from analysis import framing
    from analysis.tokens.tokens import doc_ids

    cards = []
    for doc in doc_ids(tokens):
        card = framing.stability(tokens.only(docs=[doc]), book, frames=frames, documents=corpus.documents)
        output.remark(f"{doc}: {schema.about(card).conclusion}")
        card.insert(0, "doc", doc)
        cards.append(card)
    return cards[0] if len(cards) == 1 else pd.concat(cards, ignore_index=True)
