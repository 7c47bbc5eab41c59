"""``read``, ``tokens`` and ``redact``: what was read, its morphemes, and what may be passed on without the text."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from analysis import paths, schema
from analysis.commands import inputs, output
from analysis.errors import OptionError

_TOKENS_ABOUT = """List every morpheme with its tag, lemma and place.
With --conllu, write CoNLL-U for other programs instead: a word between spaces is a line there."""
_TOKENS_COLUMNS = {
    "": output.named(
        schema.TOKENS,
        sentence="both from 1",
        i="morpheme, from 0",
        surface="as it stands",
        form="the analyser's",
        tag="Sejong set",
        lemma="dictionary form",
        end="characters of the body, from 0",
    )
    + (
        ". In a redacted article surface, form and lemma are empty for most words. Text that a spreadsheet would run "
        "as a formula gets an apostrophe in front in CSV"
    ),
}
if TYPE_CHECKING:
    import pandas as pd

    from analysis.corpus import Corpus

_READ_ABOUT = """List the documents that were read.
With --removed, list instead every line that cleaning took away, with the rule that did it."""
_READ_COLUMNS = {
    "": output.named(
        [column for column in schema.DOCUMENTS if column.name != "text"], doc="id", source="file", sha256="of the body"
    )
    + (
        ", near_duplicate_of (where several documents were read), paragraphs, characters (with spaces; both "
        "undefined without the text), removed (lines and signs taken away). Variables that a table has for its "
        "documents stand before near_duplicate_of. Files that were not read stand among the lines of --removed"
    ),
    "--removed": output.named(schema.REMOVED, line="of the file; 0 for a whole file", reason="the rule"),
}
_REDACT_ABOUT = """Write token tables of an article without its text.
Everything is blanked that the figures do not need: what stays are words that repeat and the hits of the
kit's codebooks. Frequencies and frames are those of the full text."""


def add_tokens(commands: output.Commands) -> None:
    """Describe the command."""
    parser = output.command(
        commands,
        "tokens",
        run=_run_tokens,
        about=_TOKENS_ABOUT,
        examples=("tokens 내글.txt --layer units --out 형태소.csv", "tokens 기사 --conllu --out 기사.conllu"),
        columns=_TOKENS_COLUMNS,
    )
    output.sources(parser)
    output.layer(parser, default="morphs")
    parser.add_argument("--conllu", action="store_true", help="write CoNLL-U instead of a table")
    output.output(parser, endings=".csv, .xlsx or .json; .conllu with --conllu")


def _run_tokens(chosen: argparse.Namespace) -> int:
    """List tokens."""
    if chosen.conllu:
        _require_conllu(chosen)
    corpus = inputs.corpus(chosen)
    tokens = inputs.segmented(corpus, layer=chosen.layer)
    if not chosen.conllu:
        return output.show(tokens.table, chosen)
    written = tokens.to_conllu(corpus=corpus)
    if not chosen.out:
        output.write(written.removesuffix("\n"))
        return 0
    output.save(written.encode(), chosen)
    output.log(f"{len(corpus):,} document(s) written to {chosen.out}")
    return 0


def _require_conllu(chosen: argparse.Namespace) -> None:
    """Refuse what does not go with CoNLL-U."""
    if chosen.form or chosen.top:
        msg = "--conllu is a format of its own for whole documents; leave --table, --csv, --json and --top out"
        raise OptionError(msg)
    if chosen.out and not chosen.out.lower().endswith(".conllu"):
        msg = f"--out {chosen.out} does not end in .conllu, as --conllu asks for; rename it"
        raise OptionError(msg)


def add_read(commands: output.Commands) -> None:
    """Describe the command."""
    parser = output.command(
        commands,
        "read",
        run=_run_read,
        about=_READ_ABOUT,
        examples=("read 내글.txt --removed", "read 기사 --duplicates first --out 목록.csv"),
        columns=_READ_COLUMNS,
    )
    output.sources(parser)
    parser.add_argument("--removed", action="store_true", help="list the lines that were taken away")
    output.output(parser)


def _run_read(chosen: argparse.Namespace) -> int:
    """List documents or removed lines."""
    corpus = inputs.corpus(chosen)
    if chosen.removed:
        return output.show(corpus.removed, chosen, shown=("doc", "line", "kind", "reason", "text"))
    unread = int((corpus.removed["doc"] == "").sum())
    if unread:
        output.log(f"note: {unread} file(s) were not read; --removed lists them")
    return output.show(
        _documents(corpus), chosen, shown=("doc", "title", "date", "paragraphs", "characters", "removed")
    )


def _documents(corpus: Corpus) -> pd.DataFrame:
    """Count what is in each document and what was taken out of it."""
    documents = corpus.documents
    text = documents["text"].mask(documents["text"] == "")  # that of a redacted article
    counts = {
        "paragraphs": (text.str.count("\n") + 1).astype("Int64"),
        "characters": text.str.len().astype("Int64"),
        "removed": documents["doc"].map(corpus.removed["doc"].value_counts()).fillna(0).astype("int64"),
    }
    renamed = {name: f"{name}_given" for name in counts}  # a variable of the document of the same name
    return documents.drop(columns="text").rename(columns=renamed).assign(**counts)


def add_redact(commands: output.Commands) -> None:
    """Describe the command."""
    parser = output.command(
        commands,
        "redact",
        run=_run_redact,
        about=_REDACT_ABOUT,
        examples=("redact 내글.txt", "redact 내글.txt --out 공유"),
        columns={},
    )
    parser.add_argument("article", metavar="ARTICLE", help="a file or the name of an article")
    parser.add_argument("--out", metavar="DIR", help="folder to write to (default: seeds/tokens)")


def _run_redact(chosen: argparse.Namespace) -> int:
    """Write the redacted tables of one article, with the unit list and every codebook of the kit."""
    from analysis import codebook, lexicon, reading
    from analysis.codebook.load import codebooks_in
    from analysis.tokens import publish

    books = [codebook.read(path) for path in codebooks_in(paths.CODEBOOKS)]
    corpus = reading.read(chosen.article)
    folder = Path(chosen.out) if chosen.out else paths.TOKENS
    for path in publish(corpus, folder=folder, units=lexicon.units_for(corpus), codebooks=books):
        output.write(output.place(path))
    return 0
