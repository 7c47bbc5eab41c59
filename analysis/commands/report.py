"""``report`` and ``figures``: HTML reports, and the standard figures of an article."""

from __future__ import annotations

import argparse

from analysis.commands import inputs, output
from analysis.errors import MissingError, OptionError
from analysis.messages import message

_ABOUT = ("title", "author", "outlet", "date")  # of a document, that a user may set
_OF_A_CORPUS = ("by", "groups", "store")
_NONE = "none"  # in place of a codebook: count no frames
_SHOWN = "solar-ledger"  # the article of the kit that is reported on besides the op-ed


def add_report(commands: output.Commands) -> None:
    """Describe the command."""
    parser = output.command(commands, "report", run=_run_report)
    parser.add_argument(
        "articles",
        nargs="*",
        metavar="ARTICLE",
        help=message(
            "a file or the name of an article, or all of the kit's (default: the op-ed and one article of the kit)"
        ),
    )
    parser.add_argument("--out", metavar="DIR", help=message("folder to write to (default: reports)"))
    parser.add_argument("--record", action="store_true", help=message("run the notebooks too and link what they show"))
    parser.add_argument(
        "--lang", choices=("ko", "en"), default="ko", help=message("language of the page (default: ko)")
    )
    for name in _ABOUT:
        shown = "YYYY-MM-DD" if name == "date" else "TEXT"
        parser.add_argument(
            f"--{name}",
            type=output.nfc,
            metavar=shown,
            help=message("in place of what the file says"),
        )
    parser.add_argument(
        "--corpus", nargs="+", metavar="PATH", help=message("one report on all documents of files or folders")
    )
    output.book(parser, default=message("the kit's with most hits, if it fits, and none for no frames"))
    parser.add_argument(
        "--by", metavar="COLUMN", help=message("with --corpus: what groups documents (default: outlet)")
    )
    parser.add_argument(
        "--groups",
        nargs="+",
        type=output.nfc,
        metavar="NAME",
        help=message(
            "with --corpus: the two groups to compare, or sets of values such as 갑=가나일보,다라일보 을=마바신문"
        ),
    )
    parser.add_argument(
        "--store",
        metavar="DIR",
        help=message("with --corpus: folder that keeps the morphemes of very many documents (default: the cache)"),
    )
    output.reading(parser, only=message(" (with --corpus)"))


def _run_report(chosen: argparse.Namespace) -> int:
    """Build the reports that were asked for, say where they are and which ones failed."""
    from analysis import report

    if chosen.corpus:
        return _corpus(chosen)
    if given := [name for name in _OF_A_CORPUS if getattr(chosen, name)]:
        msg = message("--{option} is for a report on a corpus; name its files or folder with --corpus", option=given[0])
        raise OptionError(msg)
    inputs.refuse_read_options(chosen, what=message("a report on a corpus; name its files or folder with --corpus"))
    articles = _articles(chosen.articles)
    about = {name: value for name in _ABOUT if (value := getattr(chosen, name)) is not None}
    if about and len(articles) > 1:
        msg = message(
            "--{option} is of one article, and {count} are asked for; name one", option=min(about), count=len(articles)
        )
        raise OptionError(msg)
    recorded = articles if chosen.record else [] if chosen.articles else articles[:1]
    written, errors = report.build_all(
        articles,
        codebook=_NONE if chosen.codebook == _NONE else _book(chosen),
        about=about,
        lang=chosen.lang,
        record=recorded,
        out=chosen.out,
        progress=output.log,
    )
    if len(articles) == 1 and len(written) > 1:
        output.write(message("1 report written; open {place}", place=output.place(written[1])))
    elif len(written) > 1:
        output.write(
            message(
                "{n_written} of {n_articles} report(s) written; open {place}",
                n_written=len(written) - 1,
                n_articles=len(articles),
                place=output.place(written[0]),
            )
        )
    return output.log_errors(errors)


def _articles(asked: list[str]) -> list[str]:
    """Name the articles to report on: those asked for, all of the kit's, or the first and one more."""
    from analysis import report

    if asked and asked != ["all"]:
        return asked
    known = report.articles()
    if not known:
        msg = message("there is no article in seeds/articles; name a file to report on")
        raise MissingError(msg)
    if asked:
        return known
    return list(dict.fromkeys([known[0], _SHOWN if _SHOWN in known else known[-1]]))


def _corpus(chosen: argparse.Namespace) -> int:
    """Build one report on many documents and say where it is."""
    from analysis import report

    if chosen.articles:
        msg = message(
            "{articles} stands outside --corpus; name it after --corpus, or ask for its own report apart",
            articles=chosen.articles[0],
        )
        raise OptionError(msg)
    if given := [name for name in _ABOUT if getattr(chosen, name)]:
        msg = message(
            "--{option} is for a report on one article, and --corpus asks for one on many; leave it out",
            option=given[0],
        )
        raise OptionError(msg)
    by = chosen.by or "outlet"
    book = _NONE if chosen.codebook == _NONE else _book(chosen)
    grouped = by
    if chosen.groups and any("=" in name for name in chosen.groups):
        grouped = f"{by}:{';'.join(chosen.groups)}"
    elif chosen.groups:
        grouped = {by: chosen.groups}
    written = report.build_corpus(
        chosen.corpus,
        codebook=book,
        by=grouped,
        reading=inputs.read_options(chosen),
        lang=chosen.lang,
        record=chosen.record,
        out=chosen.out,
        store=chosen.store,
        progress=output.log,
    )
    report.index(chosen.out)
    output.write(message("1 report written; open {place}", place=output.place(written)))
    return 0


def _book(chosen: argparse.Namespace) -> str | None:
    """Return the path of the codebook that was named, after reading it."""
    return None if chosen.codebook is None else inputs.book(chosen.codebook).path


def add_figures(commands: output.Commands) -> None:
    """Describe the command."""
    parser = output.command(commands, "figures", run=_run_figures)
    parser.add_argument("article", metavar="ARTICLE", help=message("a file or the name of an article"))
    output.book(parser, default=message("the notebooks'"))
    parser.add_argument("--out", metavar="DIR", help=message("folder to write to (default: figures)"))


def _run_figures(chosen: argparse.Namespace) -> int:
    """Draw the figures and name their files."""
    from analysis import report

    book = _book(chosen)
    for path in report.draw(chosen.article, codebook=book, out=chosen.out, progress=output.log):
        output.write(output.place(path))
    return 0
