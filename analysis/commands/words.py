"""``frequency``, ``concordance`` and ``keyness``: the words of some articles."""

from __future__ import annotations

import argparse
import warnings
from collections import Counter
from typing import TYPE_CHECKING, Any

from analysis import schema
from analysis.commands import inputs, output
from analysis.errors import NothingFoundWarning, OptionError
from analysis.messages import later, message

if TYPE_CHECKING:
    import pandas as pd

    from analysis.corpus import Corpus

_KIT = "kit"
_REFERENCE = later("the kit's reference (news, reports, book and film reviews)")
_KEYNESS_SHOWN = ("term", "tag", "n", "n_reference", "log_ratio", "log_ratio_low", "log_ratio_high", "p", "p_adjusted")
_DESCRIBED_SHOWN = ("term", "tag", "n", "n_reference", "per_10k", "per_10k_reference", "log_ratio")


def add_keyness(commands: output.Commands) -> None:
    """Describe the command."""
    parser = output.command(commands, "keyness", run=_run_keyness)
    output.sources(parser)
    parser.add_argument("--against", nargs="+", metavar="REF", help=message("articles to compare with, or kit"))
    parser.add_argument(
        "--by",
        type=output.nfc,
        metavar="VARIABLE",
        help=message("split PATH by this variable, or by sets of outlets such as 갑=가나일보,다라일보;을=마바신문"),
    )
    parser.add_argument(
        "--target",
        type=output.nfc,
        metavar="VALUE",
        help=message("with --by: the value whose documents are the target (default: each in turn)"),
    )
    parser.add_argument(
        "--minimum",
        type=output.positive,
        default=5,
        metavar="N",
        help=message("least occurrences of a term (default: 5)"),
    )
    parser.add_argument(
        "--test",
        choices=("auto", "texts", "quasi", "g2"),
        default="auto",
        help=message(
            "over texts where each side has five, else none (default); over texts; quasi-Poisson; or G2 over tokens"
        ),
    )
    parser.add_argument(
        "--correction",
        choices=("holm", "bonferroni", "bh", "none"),
        help=message("of p of quasi and g2 for many terms (default: holm); a test over texts corrects by itself"),
    )
    output.layer(parser, default="units")
    output.tags(parser)
    output.stop(parser)
    output.output(parser)


def _run_keyness(chosen: argparse.Namespace) -> int:
    """Compare two sides."""
    import pandas as pd

    from analysis import stats

    options: dict[str, Any] = {
        "tags": inputs.tags(chosen.tags),
        "minimum": chosen.minimum,
        "test": chosen.test,
        "correction": chosen.correction,
        "stop": inputs.stop(chosen),  # a list that cannot be read is said before minutes of analysis
    }
    _require_reference(chosen)
    against_kit = chosen.against == [_KIT]
    if against_kit:
        chosen.default_layer = "morphs"  # on which the reference is counted
    if chosen.by and chosen.target is None:
        whole = inputs.corpus(chosen)
        groups = stats.groups(whole.documents, by=chosen.by)
        tokens = inputs.segmented(whole, chosen)
        table = stats.keyness_by_group(tokens, by=groups, **options)
        said = message(
            "{n_groups:,} document(s) of {groups} groups, each against the others",
            n_groups=len(groups),
            groups=groups.nunique(),
        )
    else:
        target, other = _sides(chosen)
        tokens = inputs.segmented(target, chosen)
        reference = _KIT if other is None else inputs.segmented(other, chosen, like=tokens)
        table = stats.keyness(tokens, reference, **options)
        said = message(
            "{n_target:,} document(s) against {reference}",
            n_target=len(target),
            reference=message(_REFERENCE) if other is None else message("{n_other:,} document(s)", n_other=len(other)),
        )
    _tell(schema.about(table), said, chosen.by)
    each = "group" if "group" in table else ""
    theirs = table["per_10k"] < table["per_10k_reference"]
    order = pd.DataFrame({"group": pd.factorize(table[each])[0] if each else 0, "theirs": theirs})
    table = table.iloc[order.sort_values(["group", "theirs"], kind="stable").index].reset_index(drop=True)
    shown = (*filter(None, [each]), *(_KEYNESS_SHOWN if schema.about(table).family else _DESCRIBED_SHOWN), "one_genre")
    return output.show(table, chosen, shown=shown, tie=("lrc", "log_ratio", "n", "n_reference"), each=each)


def _tell(about: schema.About, said: str, by: str | None) -> None:
    """Log what was compared, how it was tested, and what to mind."""
    tested = message("not tested")
    if about.family:
        tested = message(
            "{n:,} tests, {correction}", n=schema.require_stated(about.family), correction=about.correction
        )
    output.log(f"{said}: {tested}")
    output.remark(schema.require_stated(about.conclusion))
    if about.ungrouped:
        output.note(message("{n:,} document(s) without a value for {by} are in no group", n=about.ungrouped, by=by))
    for caution in (*(about.caution or ()), *filter(None, [about.stop])):
        output.remark(caution)


def _require_reference(chosen: argparse.Namespace) -> None:
    """Refuse two ways of naming what to compare with, or none."""
    if bool(chosen.against) == bool(chosen.by) or (chosen.target is not None and not chosen.by):
        msg = message(
            "name what to compare with: --against and other articles, or --by to compare the groups of one "
            "corpus, with --target for one of them alone"
        )
        raise OptionError(msg)


def _sides(chosen: argparse.Namespace) -> tuple[Corpus, Corpus | None]:
    """Read target and reference, None for that of the kit."""
    whole = inputs.corpus(chosen)
    if chosen.by:
        return _split(whole, by=chosen.by, value=chosen.target)
    if chosen.against == [_KIT]:
        return whole, None
    return whole, _without(inputs.corpus(chosen, sources=chosen.against), whole)


def _split(whole: Corpus, *, by: str, value: str) -> tuple[Corpus, Corpus]:
    """Split a corpus into the documents with a value and the others."""
    import pandas as pd

    from analysis import grouping

    documents = whole.documents
    each = documents.set_index("doc")
    values = pd.Series(each.index, each.index) if by == "doc" else grouping.assign(documents, by=by).fillna("")
    chosen, named = values == value.strip(), values != ""
    if not chosen.any() or not (named & ~chosen).any():
        found = ", ".join(values[named].drop_duplicates().head(8)) or message("nothing")
        said = {"value": value, "by": by, "found": found}
        if chosen.any():
            msg = message("every document has {value!r} for {by}, so there are no two sides; found: {found}", **said)
        else:
            msg = message("no document has {value!r} for {by}, so there are no two sides; found: {found}", **said)
        raise OptionError(msg)
    if unnamed := int((~named).sum()):
        output.note(
            message("{unnamed:,} document(s) without a value for {by} are on neither side", unnamed=unnamed, by=by)
        )
    return whole.only(docs=chosen.index[chosen]), whole.only(docs=chosen.index[named & ~chosen])


def _without(other: Corpus, target: Corpus) -> Corpus:
    """Leave the target's own texts out of the reference, and say so."""
    documents = other.documents
    shared = documents["sha256"].isin(target.documents["sha256"])
    if shared.all():
        msg = message("--against names the same texts as the target; name others")
        raise OptionError(msg)
    if not shared.any():
        return other
    output.note(message("{shared:,} document(s) of the target are left out of the reference", shared=int(shared.sum())))
    return other.only(docs=documents.loc[~shared, "doc"])


def add_frequency(commands: output.Commands) -> None:
    """Describe the command."""
    parser = output.command(commands, "frequency", run=_run_frequency)
    output.sources(parser)
    output.layer(parser, default="units")
    output.tags(parser)
    output.stop(parser)
    parser.add_argument(
        "--minimum",
        type=output.positive,
        default=1,
        metavar="N",
        help=message("least occurrences of a term (default: 1)"),
    )
    output.output(parser)


def _run_frequency(chosen: argparse.Namespace) -> int:
    """Count terms."""
    from analysis import stats

    stop = inputs.stop(chosen)
    tokens = inputs.segmented(inputs.corpus(chosen), chosen)
    table = stats.frequency(tokens, tags=inputs.tags(chosen.tags), minimum=chosen.minimum, stop=stop)
    about = schema.about(table)
    counted = message("all tags") if about.tags in {"none", None} else " ".join(about.tags or ())
    output.log(
        message(
            "base: {require_stated:,} tokens ({counted}), layer {layer}",
            require_stated=schema.require_stated(about.total),
            counted=counted,
            layer=tokens.recipe.layer,
        )
    )
    if about.hidden:
        output.note(
            message("{hidden:,} of them are blanked in the redacted table and form no term", hidden=about.hidden)
        )
    if about.unlisted:
        output.note(
            message(
                "{unlisted:,} term(s) below --minimum {minimum} are not listed",
                unlisted=about.unlisted,
                minimum=chosen.minimum,
            )
        )
    if about.stop:
        output.remark(about.stop)
    return output.show(table, chosen, tie=("rank",))


def add_concordance(commands: output.Commands) -> None:
    """Describe the command."""
    parser = output.command(commands, "concordance", run=_run_concordance)
    output.sources(parser)
    output.query(parser)
    parser.add_argument(
        "--window",
        type=_window,
        default=8,
        metavar="N",
        help=message(
            "words of context on a side (default: 8), or sentence, or sentence+N with N more sentences on a side"
        ),
    )
    parser.add_argument(
        "--sort",
        type=output.words,
        default=[],
        metavar="KEY,...",
        help=message("L1 to L5, R1 to R5, node, word; --sort=-R1 sorts downwards"),
    )
    output.layer(parser, default="morphs")
    output.refuse(parser, stop=message("the word to show is named by --term"))
    output.output(parser)


def _window(text: str) -> int | str:
    """Read words of context, or sentences, which the concordance checks."""
    return text if text.startswith("sentence") else output.positive(text)


def _run_concordance(chosen: argparse.Namespace) -> int:
    """List the places of a word."""
    from analysis import stats

    (query,) = inputs.queries([chosen.term], chosen.level)
    corpus = inputs.corpus(chosen)
    tokens = inputs.segmented(corpus, chosen)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", NothingFoundWarning)
        table = stats.concordance(corpus, tokens, query, width=chosen.window, sort=chosen.sort)
    output.log(
        message(
            "{n_table:,} place(s) of {term} in {doc:,} of {n_corpus:,} document(s)",
            n_table=len(table),
            term=chosen.term,
            doc=table["doc"].nunique(),
            n_corpus=len(corpus),
        )
    )
    if overlapping := schema.about(table).overlapping:
        output.note(message("{overlapping} more overlap one that is listed", overlapping=overlapping))
    for caution in schema.about(table).caution or ():
        output.remark(caution)
    if chosen.layer == "morphs" and (inside := _inside_units(corpus, table)):
        named = ", ".join(f"{unit} {n:,}" for unit, n in inside.most_common(3))
        output.note(
            message(
                "{inside:,} of them stand in longer units ({named}), which frequency counts as such; "
                "--layer units leaves them out",
                inside=inside.total(),
                named=named,
            )
        )
    return output.show(table, chosen, lines=lambda rows, wide: stats.show_concordance(rows, columns=wide))


def _inside_units(corpus: Corpus, table: pd.DataFrame) -> Counter[str]:
    """Count the places that stand inside a longer unit, by unit: the layer on which frequency counts by default."""
    from analysis import lexicon
    from analysis.files.texts_on_disk import TextById

    units, inside = lexicon.units_for(corpus), Counter[str]()
    texts = TextById(corpus.documents)
    found: dict[tuple[str, int], list[tuple[int, int, str]]] = {}  # units of each paragraph, by character of the text
    names = ("doc", "paragraph", "start", "end")
    for doc, paragraph, start, end in zip(*(table[name].tolist() for name in names), strict=True):
        if (doc, paragraph) not in found:
            lines = texts[doc].split("\n")
            base = sum(len(line) + 1 for line in lines[: paragraph - 1])
            spans = units.spans(lines[paragraph - 1])
            found[doc, paragraph] = [(base + a, base + b, unit.form) for a, b, unit in spans]
        inside.update(f for a, b, f in found[doc, paragraph] if a <= start and end <= b and b - a > end - start)
    return inside
