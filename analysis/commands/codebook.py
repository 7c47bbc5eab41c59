"""``codebook``: begin, check, compare, export and extend codebooks."""

from __future__ import annotations

import argparse
import re
from pathlib import Path
from typing import TYPE_CHECKING

from analysis import schema
from analysis.commands import inputs, output
from analysis.errors import CodebookError, OptionError
from analysis.messages import message

if TYPE_CHECKING:
    import pandas as pd

    from analysis.codebook import Codebook
    from analysis.corpus import Corpus
    from analysis.tokens import Tokens

_SHOWN = ("frame", "term", "source", "n", "similarity", "near", "g2", "line_1")
_LINES = 3
_MISREAD = "warning: misread"


def add_codebook(commands: output.Commands) -> None:
    """Describe the command and what it does with codebooks."""
    parser = commands.add_parser(
        "codebook",
        help=message("look after codebooks"),
        description=message("Look after codebooks. ACTION --help tells more."),
    )
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    for describe in (_add_start, _add_check, _add_diff, _add_export, _add_suggest):
        describe(actions)


def _add_start(actions: output.Commands) -> None:
    """Describe how to begin a codebook."""
    parser = output.command(actions, "codebook start", run=_start)
    parser.add_argument(
        "articles", nargs="*", metavar="ARTICLE", help=message("articles to take words and sentences from")
    )
    parser.add_argument(
        "--name",
        type=output.nfc,
        metavar="ID",
        help=message("id of the codebook and name of its file (default: of the article)"),
    )
    parser.add_argument(
        "--out",
        metavar="DIR",
        help=message("folder to write to (default: seeds/private/codebooks; without an article seeds/codebooks)"),
    )
    output.reading(parser, only=message(" (with articles)"))


def _add_check(actions: output.Commands) -> None:
    """Describe the self-test."""
    parser = output.command(actions, "codebook check", run=_check)
    parser.add_argument("file", metavar="BOOK", help=message("a codebook file, or the id of one of the kit's"))


def _add_diff(actions: output.Commands) -> None:
    """Describe how versions are compared."""
    parser = output.command(actions, "codebook diff", run=_diff)
    parser.add_argument("old", metavar="OLD", help=message("the older version"))
    parser.add_argument("new", metavar="NEW", help=message("the newer version"))
    parser.add_argument(
        "articles", nargs="*", metavar="ARTICLE", help=message("articles in which to compare the hits as well")
    )
    output.reading(parser, only=message(" (with articles)"))


def _add_export(actions: output.Commands) -> None:
    """Describe the formats for others."""
    parser = output.command(actions, "codebook export", run=_export)
    parser.add_argument("file", metavar="BOOK", help=message("a codebook file, or the id of one of the kit's"))
    parser.add_argument("out", metavar="OUT", help=message("the file to write: .md, .xlsx or .qdc"))
    parser.add_argument(
        "--to", default="auto", metavar="FORMAT", help=message("markdown, xlsx or qdc (default: by the ending)")
    )


def _add_suggest(actions: output.Commands) -> None:
    """Describe the proposals."""
    parser = output.command(actions, "codebook suggest", run=_suggest)
    output.sources(parser)
    output.book(parser)
    parser.add_argument(
        "--frame", action="append", metavar="ID", help=message("a frame of the codebook, repeatable (default: all)")
    )
    parser.add_argument(
        "--minimum",
        type=output.positive,
        default=3,
        metavar="N",
        help=message("least occurrences of a word (default: 3)"),
    )
    output.variants(parser)
    output.refuse(
        parser,
        units=message("proposals are words of the morpheme layer, on which frames are matched"),
        stop=message("every proposal is for a person to accept or to pass over"),
    )
    parser.set_defaults(layer=None, default_layer="morphs")
    output.output(parser)


def _start(chosen: argparse.Namespace) -> int:
    """Begin a codebook, from articles or from the template, and say where it is and what to do next."""
    from analysis import codebook

    if not chosen.articles:
        inputs.refuse_read_options(chosen, what=message("articles to take words from; name some"))
        if chosen.name is None:
            msg = message("codebook start needs an article to take words from, or --name for the template")
            raise OptionError(msg)
        output.write(output.place(codebook.start(chosen.name, folder=chosen.out)))
        return 0
    corpus = inputs.corpus(chosen, sources=chosen.articles)
    name = chosen.name or _name_of(chosen.articles[0])
    file = codebook.start(name, corpus=corpus, tokens=inputs.segmented(corpus), folder=chosen.out)
    output.write(output.place(file))
    output.log(
        message(
            "the two frames are a first sorting of words: name and define them, move words, then run codebook check"
        )
    )
    return 0


def _name_of(article: str) -> str:
    """Make the id of a codebook from the name of an article."""
    # 기사/내 글(1).txt -> 내-글-1
    return re.sub(r"[^\w.-]+", "-", Path(article).stem).strip("-.") or "codebook"


def _check(chosen: argparse.Namespace) -> int:
    """Run a codebook's self-test, print it and fail if one check does."""
    from analysis import framing

    try:
        book = inputs.book(chosen.file)
    except CodebookError as error:
        if not error.complaints:
            raise
        for complaint in error.complaints:
            output.write(message("failed: {complaint}", complaint=complaint))
        output.write(
            message(
                "{n_complaints} to mend in {file}; nothing was tested",
                n_complaints=len(error.complaints),
                file=chosen.file,
            )
        )
        return 1
    table = framing.check(book)
    passed = table["passed"].astype(bool)
    misread = table["check"] == _MISREAD
    counts = table[~misread].groupby("check", sort=False)["passed"].agg(["size", "sum"])
    for name, size, number in counts.itertuples():
        output.write(message("{name:<24} {number:>5} of {size} passed", name=name, number=number, size=size))
    for row in table[misread].to_dict("records"):
        read = message(
            "the analyser reads {found} there and not {expected}", found=row["found"], expected=row["expected"]
        )
        output.write(message("left out: term {term}; {text}; {read}", term=row["term"], text=row["text"], read=read))
    for row in table[~passed].to_dict("records"):
        output.write(
            message("failed: ") + "; ".join((f"{name} {value}" for name, value in row.items() if name != "passed"))
        )
    output.write(message("{misread} checks, {passed} failed", misread=(~misread).sum(), passed=(~passed).sum()))
    _write_precision(book)
    return 0 if passed.all() else 1


def _write_precision(book: Codebook) -> None:
    """Print how often each term is right on coded units, and what to do about it."""
    from analysis import validation
    from analysis.schema import reasons

    terms = validation.term_precision(book)
    if book.evidence is None:
        output.write(
            message(
                "precision of terms: unknown, {lost}", lost=reasons.shown(book.lost or "there is no validation file")
            )
        )
        return
    seen = terms[terms["n"] > 0]
    output.write(
        message(
            "precision of terms on coded units ({n_terms} of {n_terms_2} were never seen):",
            n_terms=len(terms) - len(seen),
            n_terms_2=len(terms),
        )
    )
    for row in terms.to_dict("records"):
        said = f"{row['precision']:.2f} [{row['low']:.2f}, {row['high']:.2f}]" if row["n"] else ""
        counted = message("{true_positive} of {n}", true_positive=row["true_positive"], n=row["n"])
        output.write(f"{row['frame']} {row['term']:<6} {counted:>10} {said:<17} {row['advice']:<8} {row['match'][:60]}")


def _diff(chosen: argparse.Namespace) -> int:
    """Print what changed between two versions, and in articles which hits changed and why."""
    from analysis import codebook, framing

    if not chosen.articles:
        inputs.refuse_read_options(
            chosen, what=message("articles to compare hits in; name some behind the two codebooks")
        )
    old, new = inputs.book(chosen.old), inputs.book(chosen.new)
    table = codebook.diff(old, new)
    for row in table.to_dict("records"):
        place = f"{row['frame']} {row['term']}".strip() or "codebook"
        output.write(f"{row['change']:<8} {place}, {row['field']}: {row['detail']}")
    output.write(message("{n_table} change(s) of the codebook", n_table=len(table)))
    if chosen.articles:
        corpus = inputs.corpus(chosen, sources=chosen.articles)
        hits = framing.changes(inputs.segmented(corpus), old, new, documents=corpus.documents)
        for row in hits.to_dict("records"):
            place = message(
                "{doc}, sentence {sentence}: {surface} ({frame} {term})",
                doc=row["doc"],
                sentence=row["sentence"],
                surface=row["surface"],
                frame=row["frame"],
                term=row["term"],
            )
            output.write(f"{row['change']:<8} {place}; {row['why']}{': ' if row['detail'] else ''}{row['detail']}")
        counts = {change: int((hits["change"] == change).sum()) for change in ("gained", "lost", "changed")}
        output.write(message("hits: {gained} gained, {lost} lost, {changed} changed", **counts))
    return 0


def _export(chosen: argparse.Namespace) -> int:
    """Write a codebook in another format and say where it is."""
    from analysis import codebook

    output.write(output.place(codebook.export(inputs.book(chosen.file), chosen.out, to=chosen.to)))
    return 0


def _suggest(chosen: argparse.Namespace) -> int:
    """Propose words for frames, each with places to look at."""
    import pandas as pd

    book = inputs.book(chosen.codebook)
    corpus = inputs.corpus(chosen)
    tokens = inputs.segmented(corpus, chosen)
    frames = chosen.frame or [frame.id for frame in book.scored]
    found = [_proposed(corpus, tokens, book, frame=frame, minimum=chosen.minimum) for frame in frames]
    output.log(message("codebook {book} {version} ({status})", book=book.id, version=book.version, status=book.status))
    filled = [table for table in found if len(table)]
    return output.show(pd.concat(filled, ignore_index=True) if filled else found[0], chosen, shown=_SHOWN)


def _proposed(corpus: Corpus, tokens: Tokens, book: Codebook, *, frame: str, minimum: int) -> pd.DataFrame:
    """Propose words for one frame."""
    import pandas as pd

    from analysis import framing, stats

    table = framing.suggest(tokens, book, frame=frame, minimum=minimum, documents=corpus.documents)
    candidates = schema.require_stated(schema.about(table).candidates)
    output.log(
        message(
            "{frame}: {n_table:,} proposal(s) among {candidates:,} words",
            frame=frame,
            n_table=len(table),
            candidates=candidates,
        )
    )
    places = []
    for term, tag in zip(table["term"], table["tag"], strict=True):
        seen = stats.concordance(corpus, tokens, f"{term}/{tag}").head(_LINES)
        marked = [f"{row.left}[{row.node}]{row.right}" for row in seen.itertuples()]
        places.append([*marked, *[""] * (_LINES - len(marked))])
    lines = {f"line_{k + 1}": pd.Series([line[k] for line in places], dtype="str") for k in range(_LINES)}
    table = table.assign(**lines)
    table.insert(0, "accept", "")
    return schema.describe(table, schema.About(), source=None)  # what it said was of one frame
