"""``crosstab``: what was coded by a variable of the documents, from a table of one's own."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from analysis import schema
from analysis.commands import output
from analysis.errors import OptionError
from analysis.messages import english, message

if TYPE_CHECKING:
    import pandas as pd

_SHOWN = ("row", "column", "n", "row_share", "expected", "residual", "p", "p_adjusted")


def add_crosstab(commands: output.Commands) -> None:
    """Describe the command."""
    parser = output.command(commands, "crosstab", run=_run)
    parser.add_argument("path", metavar="FILE", help=message("the codings: a .csv or .xlsx file with a row a coding"))
    parser.add_argument(
        "--by", required=True, type=output.nfc, metavar="COLUMN", help=message("variable of the documents")
    )
    parser.add_argument("--code", required=True, type=output.nfc, metavar="COLUMN", help=message("what was coded"))
    parser.add_argument(
        "--doc", default="doc", type=output.nfc, metavar="COLUMN", help=message("id of the document (default: doc)")
    )
    parser.add_argument(
        "--unit",
        choices=("doc", "row"),
        default="doc",
        help=message("count documents (default), or rows, one a document"),
    )
    parser.add_argument(
        "--test",
        choices=("auto", "chi2", "exact", "yates"),
        default="auto",
        help=message("chi-squared or exact by the expected counts (default), or as named"),
    )
    parser.add_argument("--seed", type=int, default=1, metavar="N", help=message("of random tables (default: 1)"))
    paper = parser.add_argument_group(message("a table for a paper"))
    paper.add_argument("--word", metavar="FILE", help=message("write it as a .docx file besides"))
    paper.add_argument("--title", type=output.nfc, metavar="TEXT", help=message("its title, which --word needs"))
    paper.add_argument("--style", choices=("kjjcs", "kci", "apa"), default="kci", help=message("default: kci"))
    paper.add_argument(
        "--language", choices=("ko", "en"), default="ko", help=message("of heads and notes (default: ko)")
    )
    output.output(parser)


def _run(chosen: argparse.Namespace) -> int:
    """Cross two variables."""
    from analysis import stats
    from analysis.reading.filled import read_filled
    from analysis.schema.printed import statistic_line

    _require_word(chosen)
    codings = read_filled(Path(chosen.path))
    if chosen.doc != "doc" and chosen.doc in codings.columns:
        codings = codings.drop(columns="doc", errors="ignore").rename(columns={chosen.doc: "doc"})
    table = stats.crosstab(
        codings, row=chosen.by, column=chosen.code, unit=chosen.unit, test=chosen.test, seed=chosen.seed
    )
    about = schema.about(table)
    line = statistic_line(about, english=english()) or message("each category is tested by itself")
    if chosen.unit == "doc":
        output.log(message("{n:,} document(s): {line}", n=about.n, line=line))
    else:
        output.log(message("{n:,} row(s): {line}", n=about.n, line=line))
    for caution in about.caution or ():
        output.remark(caution)
    chosen.paths = [chosen.path]
    if chosen.word:
        _write_word(table, chosen)
    return output.show(table, chosen, shown=_SHOWN)


def _require_word(chosen: argparse.Namespace) -> None:
    """Refuse a Word file without a title or ending, and a title without it, before anything is counted."""
    if bool(chosen.word) != bool(chosen.title):
        raise OptionError(message("--word and --title go together: a table of a paper has a title"))
    if chosen.word and Path(chosen.word).suffix.lower() != ".docx":
        raise OptionError(message("--word {name} must end in .docx", name=chosen.word))


def _write_word(table: pd.DataFrame, chosen: argparse.Namespace) -> None:
    """Write the table for a paper."""
    from analysis.figures.paper import contents, looked

    look = looked(chosen.title, chosen.style, chosen.language, (), "none")
    made, title = contents(table, Path(chosen.word).stem, look)
    target, chosen.out = chosen.out, chosen.word
    output.save(made["docx"], chosen)
    chosen.out = target
    output.log(message("{title} written to {word}", title=title, word=chosen.word))
