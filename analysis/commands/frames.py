"""``frames``: what a codebook finds in some articles."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from analysis import schema
from analysis.commands import inputs, output
from analysis.errors import OptionError

if TYPE_CHECKING:
    import pandas as pd

    from analysis.codebook import Codebook
    from analysis.corpus import Corpus
    from analysis.tokens import Tokens

_UNITS = ("document", "paragraph", "sentence", "corpus")
_ABOUT = """Find the frames of a codebook and score them.
Scores are the default. --hits lists every place; --contrast sets two frames against each other;
--stability asks whether the leading frame of each document stays ahead when the counting changes;
--trend sums up documents by month, year or a variable of theirs. stderr names the codebook with its
version and status: a score of one that is not validated counts words."""
_COLUMNS = {
    "scores": output.named(
        output.by_part(schema.SCORES),
        sentence="both as far as --by goes",
        n="counted hits",
        content="content morphemes",
        density="weight per 100 of them",
        coverage="share of sentences with the frame",
    )
    + ". --by corpus has no doc but value (mean of the documents, or pooled) and docs (their number)",
    "--hits": output.named(schema.HITS, term="id"),
    "--contrast": output.named(
        output.by_part(schema.CONTRAST),
        sentence="both as far as --by goes",
        n_b="hits",
        share="a / (a + b), undefined without a hit",
        log_ratio="above 0 where frame_a leads",
    ),
    "--stability": "doc, "
    + output.named(schema.STABILITY, log_ratio="of the worst variant", survives="the same frame leads"),
    "--trend": output.named(
        schema.TREND, high="95% interval of density over documents", share="among the frames listed"
    ),
}
_SHOWN = {
    "scores": ("doc", "paragraph", "sentence", "value", "docs", "frame", "n", "weight", "density", "coverage"),
    "hits": ("doc", "paragraph", "sentence", "surface", "frame", "term", "weight", "tier", "counted", "negated"),
    "contrast": ("doc", "paragraph", "sentence", "frame_a", "frame_b", "weight_a", "weight_b", "share", "log_ratio"),
    "stability": ("doc", "perturbation", "label", "share", "survives", "variants", "worst", "reason"),
    "trend": ("group", "frame", "docs", "n", "density", "low", "high", "coverage", "share"),
}


def add_frames(commands: output.Commands) -> None:
    """Describe the command."""
    parser = output.command(
        commands,
        "frames",
        run=_run,
        about=_ABOUT,
        examples=(
            "frames 내글.txt --codebook alliance-startup --by paragraph",
            "frames 기사.csv --codebook 내코드북.yaml --trend month --out 추이.csv",
        ),
        columns=_COLUMNS,
    )
    output.sources(parser)
    output.book(parser)
    view = parser.add_mutually_exclusive_group()
    for name, description in (
        ("scores", "how much of each frame stands in a unit (default)"),
        ("hits", "every place of a term"),
        ("contrast", "one frame against another, unit by unit"),
        ("stability", "whether the leading frame of a document survives changes in the counting"),
    ):
        view.add_argument(f"--{name}", dest="view", action="store_const", const=name, help=description)
    view.add_argument(
        "--trend",
        type=output.nfc,
        metavar="GROUP",
        help="month, year or a variable of the documents, such as outlet",
    )
    parser.add_argument("--by", choices=_UNITS, help="unit of --scores and --contrast (default: document)")
    parser.add_argument(
        "--frames", type=output.words, metavar="A,B", help="frame ids to compare (default: those of the codebook)"
    )
    output.output(parser)


def _run(chosen: argparse.Namespace) -> int:
    """Find frames and show them the way that was asked for."""
    view = "trend" if chosen.trend is not None else chosen.view or "scores"
    _require_options(chosen, view)
    book = inputs.book(chosen.codebook)
    corpus = inputs.corpus(chosen)
    tokens = inputs.segmented(corpus)
    table = (
        _stability(tokens, book, chosen.frames) if view == "stability" else _table(view, corpus, tokens, book, chosen)
    )
    output.log(f"codebook {book.id} {book.version} ({book.status})")
    return output.show(table, chosen, shown=_SHOWN[view])


def _require_options(chosen: argparse.Namespace, view: str) -> None:
    """Refuse options that a view does not take."""
    if chosen.by and view not in ("scores", "contrast"):
        msg = f"--by goes with --scores and --contrast, not with --{view}; leave it out"
        raise OptionError(msg)
    if chosen.frames and view in ("scores", "hits"):
        msg = f"--frames goes with --contrast, --stability and --trend, not with --{view}; leave it out"
        raise OptionError(msg)


def _table(view: str, corpus: Corpus, tokens: Tokens, book: Codebook, chosen: argparse.Namespace) -> pd.DataFrame:
    """Make the table of a view over all documents."""
    from analysis import framing

    hits = framing.hits(tokens, book)
    if view == "hits":
        return hits
    scores = framing.score(hits, tokens, by=chosen.by or "document")
    if view == "contrast":
        return framing.contrast(scores, frames=chosen.frames)
    if view == "trend":
        table = framing.trend(scores, corpus.documents, by=chosen.trend, frames=chosen.frames)
        if ungrouped := schema.about(table).ungrouped:
            output.log(f"note: {ungrouped:,} document(s) without {chosen.trend} are in no group")
        return table
    return scores


def _stability(tokens: Tokens, book: Codebook, frames: list[str] | None) -> pd.DataFrame:
    """Test the stability of every document by itself, and log its conclusion."""
    import pandas as pd

    from analysis import framing

    cards = []
    for doc in tokens.table["doc"].astype(str).unique().tolist():
        card = framing.stability(tokens.only(docs=[doc]), book, frames=frames)
        output.log(f"{doc}: {schema.about(card).conclusion}")
        card.insert(0, "doc", doc)
        cards.append(card)
    return cards[0] if len(cards) == 1 else pd.concat(cards, ignore_index=True)
