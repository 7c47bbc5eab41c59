"""``story-pairs``: whether stories are right, by people who read pairs and do not know which were joined."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from analysis import schema
from analysis.commands import inputs, output
from analysis.errors import OptionError
from analysis.messages import message

if TYPE_CHECKING:
    import pandas as pd

_PAIRS = ("unit", "stratum", "cosine", "outlet_a", "title_a", "outlet_b", "title_b")
_RATES = ("measure", "population", "read", "same", "undecided", "value", "low", "high")
_NUMBERS = ("population", "cosine")


def add_story_pairs(commands: output.Commands) -> None:
    """Describe the command."""
    parser = output.command(commands, "story-pairs", run=_run)
    output.sources(parser)
    parser.add_argument("--sheets", metavar="DIR", help=message("write a sheet for each coder into this folder"))
    parser.add_argument("--coders", type=output.words, default=["1", "2"], metavar="A,B",
                        help=message("names of the coders (default: 1,2)"))  # fmt: skip
    parser.add_argument("--n", type=int, default=300, metavar="N", help=message("pairs in all (default: 300)"))
    parser.add_argument("--seed", type=int, default=1, metavar="N", help=message("of the draw (default: 1)"))
    parser.add_argument("--days", type=int, default=3, metavar="N", help=message("as for stories (default: 3)"))
    parser.add_argument("--alike", type=float, default=0.4, metavar="COSINE",
                        help=message("as for stories (default: 0.4)"))  # fmt: skip
    parser.add_argument(
        "--read", nargs="+", metavar="SHEET", dest="filled",
        help=message("the filled sheets or their folder; PATH is then the file of pairs that --out wrote"),
    )  # fmt: skip
    nouns = message("articles are compared by all their nouns")
    output.refuse(parser, units=nouns, variants=nouns, stop=nouns)
    output.output(parser)


def _run(chosen: argparse.Namespace) -> int:
    """Draw pairs and write sheets, or hold the stories against what was read."""
    return _measure(chosen) if chosen.filled else _draw(chosen)


def _draw(chosen: argparse.Namespace) -> int:
    """Draw the pairs and write the sheets."""
    from analysis import stats, validation
    from analysis.files.file_names import file_name

    if bool(chosen.sheets) != bool(chosen.out):
        raise OptionError(message("--sheets and --out go together: the file of pairs holds the key to the sheets"))
    if len(set(chosen.coders)) < 2:
        raise OptionError(message("--coders: name two coders or more, such as 가,나"))
    corpus = inputs.corpus(chosen)
    tokens = inputs.segmented(corpus)
    groups = stats.stories(tokens, corpus, days=chosen.days, alike=chosen.alike)
    pairs = validation.story_pairs(groups, tokens, corpus, n=chosen.n, seed=chosen.seed)
    counts = pairs["stratum"].value_counts()
    output.log(message("{n} pairs: {joined} joined, {below} near below the cut, {rest} others", n=len(pairs),
                       **{name: int(counts.get(name, 0)) for name in ("joined", "below", "rest")}))  # fmt: skip
    if chosen.sheets:
        for coder in chosen.coders:
            name = message("pairs-{coder}.xlsx", coder=file_name(coder))
            made = validation.story_sheet(pairs, coder=coder, path=Path(chosen.sheets) / name)
            output.log(message("sheet of coder {coder}: {path}", coder=coder, path=output.place(made)))
    return output.show(pairs, chosen, shown=_PAIRS)


def _measure(chosen: argparse.Namespace) -> int:
    """Say how right the stories are by the sheets that were filled in."""
    from analysis import validation
    from analysis.schema.printed import bounded

    inputs.refuse_read_options(chosen, what=message("articles; with --read the file of pairs is read"))
    if chosen.sheets:
        raise OptionError(message("--sheets writes sheets, and --read reads them; leave one of them out"))
    if len(chosen.paths) != 1:
        raise OptionError(message("--read: PATH is one file, that of the pairs that --out wrote"))
    pairs = _pairs(Path(chosen.paths[0]))
    answers = validation.read_story_pairs(chosen.filled)
    for coder, n in (schema.about(answers).unfinished or {}).items():
        output.note(message("coder {coder} has left {n} pairs empty", coder=coder, n=n))
    table = validation.story_accuracy(pairs, answers)
    row = validation.agreement(answers).iloc[0]
    alpha = bounded(float(row["alpha"])) or message("none")
    output.log(message("{n} pairs read by two or more: agreement {percent:.0%}, Krippendorff's alpha {alpha}",
                       n=int(row["n"]), percent=float(row["percent"]), alpha=alpha))  # fmt: skip
    return output.show(table, chosen, shown=_RATES)


def _pairs(path: Path) -> pd.DataFrame:
    """Read the file of pairs as the command wrote it."""
    import pandas as pd

    from analysis.reading.filled import read_filled

    table = read_filled(path)
    lost = [c.name for c in schema.STORY_PAIRS if c.name not in table.columns]
    if lost:
        msg = message("{path} is no file of pairs: it has no column {name!r}; name the file that --out wrote",
                      path=path.name, name=lost[0])  # fmt: skip
        raise OptionError(msg)
    numbers = {name: pd.to_numeric(table[name], errors="coerce") for name in _NUMBERS}
    if numbers["population"].isna().any():
        msg = message("{path}: a number of the column population is gone; name the file that --out wrote",
                      path=path.name)  # fmt: skip
        raise OptionError(msg)
    return table.assign(**numbers).astype({"population": "int64", "cosine": "float64"}).reset_index(drop=True)
