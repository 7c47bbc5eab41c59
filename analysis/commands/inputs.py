"""What commands read: articles, their tokens, codebooks."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from analysis.commands import output
from analysis.errors import OptionError
from analysis.messages import message

if TYPE_CHECKING:
    import pandas as pd

    from analysis.codebook import Codebook
    from analysis.corpus import Corpus
    from analysis.lexicon import StopWords, Units, Variants
    from analysis.tokens import Tokens

_READING = {  # options of `read` with one value, and what they are where nobody asked
    "sheet": None,
    "excluded": "drop",
    "middle_dots": "restore",
    "duplicates": "flag",
    "kind": None,
    "clean": "default",
    "errors": "raise",
}


def corpus(chosen: argparse.Namespace, *, sources: Sequence[str] | None = None) -> Corpus:
    """Read the articles that were named."""
    from analysis import reading

    furniture = _furniture(chosen.furniture) if getattr(chosen, "furniture", None) else None
    read = reading.read(sources or chosen.paths, **read_options(chosen), furniture=furniture)
    from analysis.schema import reasons

    for row in read.unread.itertuples(index=False):
        reason = output.as_options(reasons.shown(str(row.reason)))
        output.log(message("not read: {file}: {reason}", file=row.file, reason=reason))
    return read


def read_options(chosen: argparse.Namespace) -> Mapping[str, Any]:
    """Return the options of `read` that were asked for; those that are as they are by default are left out."""
    pairs = [pair.partition("=") for pair in chosen.column]
    if wrong := [field + sign + header for field, sign, header in pairs if not (field and sign)]:
        msg = message("--column {wrong} is not FIELD=HEADER; write for example text=기사", wrong=wrong[0])
        raise OptionError(msg)
    asked = {name: getattr(chosen, name) for name in _READING if getattr(chosen, name) != _READING[name]}
    return asked | ({"columns": {field: header or None for field, _, header in pairs}} if pairs else {})


def refuse_read_options(chosen: argparse.Namespace, *, what: str) -> None:
    """Refuse options of `read` where nothing is read that they could be for."""
    if asked := read_options(chosen):
        option = next(iter(asked)).replace("columns", "column").replace("_", "-")
        msg = message("--{option} is for {what}", option=option, what=what)
        raise OptionError(msg)


def _furniture(path: str) -> pd.DataFrame:
    """Read a list of furniture back as the kit wrote it."""
    import pandas as pd

    from analysis import schema

    try:
        table = pd.read_csv(path, encoding="utf-8-sig", keep_default_na=False)
    except (OSError, ValueError) as error:
        msg = message(
            "--furniture {path} cannot be read; name the CSV file that inspect --shared --out wrote", path=path
        )
        raise OptionError(msg) from error
    if {"text", "share"} <= {*table.columns}:
        text = table["text"].astype(str).str.replace(r"^'(?=[=+\-@])", "", regex=True)
        table = table.assign(text=text, share=pd.to_numeric(table["share"], errors="coerce").astype("float64"))
    schema.check(table, schema.FURNITURE, what=f"--furniture {path}")
    return table


def _layer(chosen: argparse.Namespace) -> str:
    """Return the layer that was chosen, that of --units where only those were named."""
    if chosen.units is not None and chosen.layer == "morphs":
        msg = message("--units goes with --layer units, not with morphs; leave one of them out")
        raise OptionError(msg)
    return str(chosen.layer or ("units" if chosen.units is not None else chosen.default_layer))


def segmented(read: Corpus, chosen: argparse.Namespace | None = None, *, like: Tokens | None = None) -> Tokens:
    """Segment articles into morphemes or the way that was chosen, with the unit list of other tokens if there are."""
    from analysis import tokens
    from analysis.tokens.named_words import tell_missing

    if chosen is None:
        return tokens.segment(read)
    units = None if _layer(chosen) == "morphs" else like.units if like is not None else _units(read, chosen.units)
    made = tokens.segment(read, units=units, variants=_variants(chosen.variants))
    if like is None and made.recipe.given:
        output.log(message("units and variants that stand in no file: {given}", given="; ".join(made.recipe.given)))
    if like is None and made.units is not None:
        given = [unit.form for unit in made.units.units if f"{unit.form}/{unit.tag}" in made.units.given]
        tell_missing(made.table, given, what="--units")
    return made


def _units(read: Corpus, asked: str | None) -> Units | Literal["auto"]:
    """Return the kit's list for some articles with what was asked for on top: a file, names, or auto."""
    from analysis import lexicon

    kit = lexicon.units_for(read)
    if asked is None or asked == "auto":
        return kit if asked is None else "auto"
    return kit.plus(lexicon.read(_file_or_words(asked, "--units")))


def _variants(asked: str | None) -> Variants | Mapping[str, list[str]] | Literal["default"] | None:
    """Return the kit's variants with what was asked for on top: a file, or concepts with their other spellings."""
    from analysis import lexicon

    if asked is None or asked == "none":
        return "default" if asked is None else None
    if "=" not in asked:
        return lexicon.variants().under(lexicon.variants(asked))
    pairs = [part.partition("=") for part in asked.split(";") if part.strip()]
    return {form.strip(): output.words(surfaces) for form, _, surfaces in pairs}


def stop(chosen: argparse.Namespace) -> StopWords | list[str] | Literal["default"] | None:
    """Return the stop list that was asked for: the kit's, a file, or words."""
    from analysis import lexicon

    if chosen.stop is None or chosen.stop == "default":
        return "default" if chosen.stop else None
    found = _file_or_words(chosen.stop, "--stop")
    return lexicon.stopwords(found) if isinstance(found, Path) else found


def queries(terms: Sequence[str], level: str) -> list[str]:
    """Write what to look for as queries of a level."""
    if not all(term.strip() for term in terms):
        msg = message("--term is empty; write what to look for, such as 동맹")
        raise OptionError(msg)
    return [term if level == "lemma" else f"{level}:{term}" for term in terms]


def _file_or_words(asked: str, option: str) -> Path | list[str]:
    """Tell a YAML file from words with commas between them."""
    if asked.lower().endswith((".yaml", ".yml")):
        return Path(asked)
    if not (found := output.words(asked)):
        msg = message("{option} is empty; name a file, or words with commas between them", option=option)
        raise OptionError(msg)
    return found


def book(name: str) -> Codebook:
    """Read a codebook by its path, the name of its file or its id."""
    from analysis import codebook

    if not name.strip():
        msg = message("--codebook is empty; name a codebook file, or the id of one of the kit's")
        raise OptionError(msg)
    return codebook.read(name)


def tags(given: list[str] | None) -> Sequence[str] | None:
    """Return the tags to count: nouns unless others were named, None for all."""
    from analysis import schema

    if given is None:
        return schema.NOUN_TAGS
    return None if given == ["all"] else given
