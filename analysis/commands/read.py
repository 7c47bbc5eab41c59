"""``read``: what was read, and what was taken out of it."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from analysis.commands import inputs, output

if TYPE_CHECKING:
    import pandas as pd

    from analysis.corpus import Corpus

_ABOUT = """List the documents that were read.
With --removed, list instead every line that cleaning took away, with the rule that did it."""
_COLUMNS = {
    "": (
        "doc (id), title, author, post, outlet, date, time, section, source (file), licence, sha256 (of the "
        "body), near_duplicate_of (where several documents were read), paragraphs, characters (with spaces; both "
        "undefined without the text), removed (lines and signs taken away). Variables that a table has for its "
        "documents stand before near_duplicate_of. Files that were not read stand among the lines of --removed"
    ),
    "--removed": ("doc, line (of the file; 0 for a whole file), kind, reason (the rule), text"),
}


def add(commands: output.Commands) -> None:
    """Describe the command."""
    parser = output.command(
        commands,
        "read",
        run=_run,
        about=_ABOUT,
        examples=("read 내글.txt --removed", "read 기사 --duplicates first --out 목록.csv"),
        columns=_COLUMNS,
    )
    output.sources(parser)
    parser.add_argument("--removed", action="store_true", help="list the lines that were taken away")
    output.output(parser)


def _run(chosen: argparse.Namespace) -> int:
    """List documents or removed lines."""
    corpus = inputs.corpus(chosen)
    if chosen.removed:
        return output.show(corpus.removed, chosen, shown=("doc", "line", "kind", "reason", "text"))
    unread = int((corpus.removed["doc"] == "").sum())
    if unread:
        output.tell(f"note: {unread} file(s) were not read; --removed lists them")
    return output.show(_listed(corpus), chosen, shown=("doc", "title", "date", "paragraphs", "characters", "removed"))


def _listed(corpus: Corpus) -> pd.DataFrame:
    """Count what is in each document and what was taken out of it."""
    documents = corpus.documents
    text = documents["text"].mask(documents["text"] == "")  # that of a redacted article
    counts = {
        "paragraphs": (text.str.count("\n") + 1).astype("Int64"),
        "characters": text.str.len().astype("Int64"),
        "removed": documents["doc"].map(corpus.removed["doc"].value_counts()).fillna(0).astype("int64"),
    }
    own = {name: f"{name}_given" for name in counts}  # a variable of the document of the same name
    return documents.drop(columns="text").rename(columns=own).assign(**counts)
