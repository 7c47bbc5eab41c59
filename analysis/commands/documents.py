"""``read``, ``inspect``, ``tokens``, ``redact``, ``cache``: what was read, its morphemes, and what is kept of them."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from analysis import paths
from analysis.commands import inputs, output
from analysis.errors import OptionError
from analysis.messages import message

if TYPE_CHECKING:
    pass

_SIZES = ("", "KiB", "MiB", "GiB")
_LETTERED = r"(?m)^.*[^\W\d_]"  # a line with a letter; signs alone are no paragraph


def add_tokens(commands: output.Commands) -> None:
    """Describe the command."""
    parser = output.command(commands, "tokens", run=_run_tokens)
    output.sources(parser)
    output.layer(parser, default="morphs")
    parser.add_argument("--conllu", action="store_true", help=message("write CoNLL-U instead of a table"))
    output.refuse(parser, stop=message("every morpheme is listed"))
    output.output(parser, endings=message(".csv, .xlsx or .json; .conllu with --conllu"))


def _run_tokens(chosen: argparse.Namespace) -> int:
    """List tokens."""
    if chosen.conllu:
        if chosen.form or chosen.top:
            msg = message(
                "--conllu is a format of its own for whole documents; leave --table, --csv, --json and --top out"
            )
            raise OptionError(msg)
        if chosen.out and not chosen.out.lower().endswith(".conllu"):
            msg = message("--out {out} does not end in .conllu, as --conllu asks for; rename it", out=chosen.out)
            raise OptionError(msg)
    corpus = inputs.corpus(chosen)
    tokens = inputs.segmented(corpus, chosen)
    if not chosen.conllu:
        return output.show(tokens.table, chosen)
    written = tokens.to_conllu(corpus=corpus)
    if not chosen.out:
        output.write(written.removesuffix("\n"))
        return 0
    output.save(written.encode(), chosen)
    output.log(message("{n_corpus:,} document(s) written to {out}", n_corpus=len(corpus), out=chosen.out))
    return 0


def add_read(commands: output.Commands) -> None:
    """Describe the command."""
    parser = output.command(commands, "read", run=_run_read)
    output.sources(parser)
    parser.add_argument("--removed", action="store_true", help=message("list the lines that were taken away"))
    output.output(parser)


def _run_read(chosen: argparse.Namespace) -> int:
    """List documents or removed lines."""
    corpus = inputs.corpus(chosen)
    if chosen.removed:
        return output.show(corpus.removed, chosen, shown=("doc", "line", "kind", "reason", "text"))
    removed = corpus.removed
    left_out = int(((removed["doc"] == "") & (removed["kind"] != "unread")).sum())
    if left_out:
        more = message("more ") if (removed["kind"] == "unread").any() else ""  # those are named one by one above
        output.note(
            message("{left_out} {more}file(s) were not read; --removed lists them", left_out=left_out, more=more)
        )
    documents = corpus.documents
    text = documents["text"].mask(documents["text"] == "")  # that of a redacted article
    counts = {
        "paragraphs": text.str.count(_LETTERED).astype("Int64"),
        "characters": text.str.len().astype("Int64"),
        "removed": documents["doc"].map(corpus.removed["doc"].value_counts()).fillna(0).astype("int64"),
    }
    renamed = {name: f"{name}_given" for name in counts}  # a variable of the document of the same name
    documents = documents.drop(columns="text").rename(columns=renamed).assign(**counts)
    return output.show(documents, chosen, shown=("doc", "title", "date", "paragraphs", "characters", "removed"))


def add_inspect(commands: output.Commands) -> None:
    """Describe the command."""
    parser = output.command(commands, "inspect", run=_run_inspect)
    output.sources(parser)
    listed = parser.add_mutually_exclusive_group()
    listed.add_argument(
        "--shared", action="store_true", help=message("list lines at the head or tail of many articles")
    )
    listed.add_argument("--spelling", action="store_true", help=message("list words that may be written otherwise"))
    output.output(parser)


def _run_inspect(chosen: argparse.Namespace) -> int:
    """Say what was read, decoded, joined, set apart and left."""
    corpus = inputs.corpus(chosen)
    if chosen.shared:
        return output.show(corpus.furniture, chosen)
    page = corpus.report()
    if chosen.spelling:
        return output.show(page.spelling, chosen)
    return output.show(page.table, chosen, lines=None if chosen.top else lambda _, __: str(page))


def add_redact(commands: output.Commands) -> None:
    """Describe the command."""
    parser = output.command(commands, "redact", run=_run_redact)
    parser.add_argument("article", metavar="ARTICLE", help=message("a file or the name of an article"))
    parser.add_argument("--out", metavar="DIR", help=message("folder to write to (default: seeds/tokens)"))


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


def add_cache(commands: output.Commands) -> None:
    """Describe the command."""
    parser = output.command(commands, "cache", run=_run_cache)
    parser.add_argument("--clear", action="store_true", help=message("delete every part"))


def _run_cache(chosen: argparse.Namespace) -> int:
    """Say where the cache is and how full, or empty it."""
    from analysis import paths
    from analysis.tokens import cache_size

    place = paths.cache()
    if chosen.clear:
        held = cache_size.clear(place)
        output.write(
            message(
                "{n:,} part(s) of the cache deleted ({size}): {place}",
                n=len(held),
                size=_bytes(sum(part.size for part in held)),
                place=place,
            )
        )
        return 0
    held = cache_size.parts(place)
    output.write(message("place  {place}", place=place))
    output.write(message("size   {size}", size=_bytes(sum(part.size for part in held))))
    output.write(message("parts  {n:,}", n=len(held)))
    output.write(
        message(
            "limit  {size} (environment variable {variable})",
            size=_bytes(cache_size.limit()),
            variable=cache_size.LIMIT,
        )
    )
    return 0


def _bytes(count: int) -> str:
    """Write a number of bytes in the unit that keeps it short: 1_572_864 gives '1.5 MiB'."""
    amount, unit = float(count), _SIZES[0]
    for unit in _SIZES:
        if amount < 1024 or unit == _SIZES[-1]:
            break
        amount /= 1024
    return f"{amount:,.1f} {unit}" if unit else message("{n:,} bytes", n=count)
