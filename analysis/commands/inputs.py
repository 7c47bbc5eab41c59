"""What commands read: articles, their tokens, codebooks."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from analysis import paths
from analysis.errors import MissingError, OptionError

if TYPE_CHECKING:
    from analysis.codebook import Codebook
    from analysis.corpus import Corpus
    from analysis.tokens import Tokens

_ENDING, _VALIDATION = ".yaml", ".validation.yaml"


def corpus(chosen: argparse.Namespace, *, sources: Sequence[str] | None = None) -> Corpus:
    """Read the articles that were named."""
    from analysis import reading

    pairs = [one.partition("=") for one in chosen.column]
    if wrong := [field + sign + header for field, sign, header in pairs if not (field and header)]:
        msg = f"--column {wrong[0]} is not FIELD=HEADER; write for example text=기사"
        raise OptionError(msg)
    return reading.read(
        sources or chosen.paths,
        columns={field: header for field, _, header in pairs} or None,
        sheet=chosen.sheet,
        excluded=chosen.excluded,
        duplicates=chosen.duplicates,
    )


def segmented(read: Corpus, *, layer: str = "morphs") -> Tokens:
    """Segment articles into one layer."""
    from analysis import lexicon, tokens

    units = lexicon.read(paths.LEXICONS / "units.yaml") if layer == "units" else None
    return tokens.segment(read, units=units)


def book(name: str) -> Codebook:
    """Read a codebook by its path, or by the name of its file or its id among those of the kit."""
    from analysis import codebook

    if Path(name).is_file():
        return codebook.read(name)
    known = {file.name.removesuffix(_ENDING): file for file in books()}
    if file := known.get(name.removesuffix(_ENDING)):
        return codebook.read(file)
    for file in known.values():
        if (found := codebook.read(file)).id == name:
            return found
    msg = f"no codebook {name!r}; name a file, or one of the kit's: {', '.join(known)}"
    raise MissingError(msg)


def books() -> list[Path]:
    """List the codebooks of the kit."""
    return [file for file in sorted(paths.CODEBOOKS.glob(f"*{_ENDING}")) if not file.name.endswith(_VALIDATION)]


def tags(given: list[str] | None) -> Sequence[str] | None:
    """Say which tags to count: nouns unless others were named, None for all."""
    from analysis import schema

    if given is None:
        return schema.NOUN_TAGS
    return None if given == ["all"] else given
