"""What commands read: articles, their tokens, codebooks."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import TYPE_CHECKING

from analysis.errors import OptionError

if TYPE_CHECKING:
    from analysis.codebook import Codebook
    from analysis.corpus import Corpus
    from analysis.tokens import Tokens


def corpus(chosen: argparse.Namespace, *, sources: Sequence[str] | None = None) -> Corpus:
    """Read the articles that were named."""
    from analysis import reading

    pairs = [pair.partition("=") for pair in chosen.column]
    if wrong := [field + sign + header for field, sign, header in pairs if not (field and header)]:
        msg = f"--column {wrong[0]} is not FIELD=HEADER; write for example text=기사"
        raise OptionError(msg)
    return reading.read(
        sources or chosen.paths,
        columns={field: header for field, _, header in pairs} or None,
        sheet=chosen.sheet,
        excluded=chosen.excluded,
        middle_dots=chosen.middle_dots,
        duplicates=chosen.duplicates,
    )


def segmented(read: Corpus, *, layer: str = "morphs") -> Tokens:
    """Segment articles into one layer."""
    from analysis import lexicon, tokens

    units = lexicon.units_for(read) if layer == "units" else None
    return tokens.segment(read, units=units)


def book(name: str) -> Codebook:
    """Read a codebook by its path, the name of its file or its id."""
    from analysis import codebook

    return codebook.read(name)


def tags(given: list[str] | None) -> Sequence[str] | None:
    """Return the tags to count: nouns unless others were named, None for all."""
    from analysis import schema

    if given is None:
        return schema.NOUN_TAGS
    return None if given == ["all"] else given
