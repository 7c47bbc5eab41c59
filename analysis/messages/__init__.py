"""Messages to the user: written in English in the code, shown in Korean, in English where DAMRON_LANG is en.

A message is a template with named values. Its Korean form stands in a catalogue, ``ko/PACKAGE.toml``, under the English
template. There a value may name the particle that follows it: ``{name:을/를}`` gives '동맹을' and '한미를', and
``{n:,은/는}`` gives '1,000은'.
"""

from __future__ import annotations

import os
import string
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from analysis.korean import PAIRS, attach

LANGUAGE = "DAMRON_LANG"  # environment variable: ko (as without it) or en

_CATALOGUES = Path(__file__).with_name("ko")


def message(template: str, /, **values: object) -> str:
    """Write a message in the user's language; one without a Korean form stays English."""
    # Example: with "{name} is empty" = "{name:은/는} 비어 있다" in a catalogue,
    # message("{name} is empty", name="글.txt") gives '글.txt는 비어 있다'
    return _FORMATTER.vformat(template, (), values) if english() else in_korean(template, **values)


def in_korean(template: str, /, **values: object) -> str:
    """Write a message in Korean whatever the user's language, as for a page that is in Korean."""
    return _FORMATTER.vformat(_catalogue().get(template, template), (), values)


def form(template: str, *, lang: str) -> str:
    """Return a template in a language, ko or en, with its holes open, as a script of a page fills them."""
    return template if lang == "en" else _catalogue().get(template, template)


def language() -> str:
    """Name the user's language: ko or en."""
    return "en" if english() else "ko"


def later(template: str) -> str:
    """Mark a template that `message` writes where it is used: a constant, read before the language is known."""
    return template


def either(choices: Iterable[object]) -> str:
    """Write the last of some choices, of which one is meant, after 'or'; in Korean they stand with commas alone."""
    return _listed(choices, "or")


def both(things: Iterable[object]) -> str:
    """Write things that belong together with 'and'; in Korean they stand with commas alone."""
    return _listed(things, "and")


def _listed(things: Iterable[object], joined: str) -> str:
    """Write things with commas, in English the last behind a word."""
    told = list(map(str, things))
    if len(told) < 2 or not english():
        return ", ".join(told)
    return f"{', '.join(told[:-1])} {joined} {told[-1]}"


def english() -> bool:
    """Whether the user asked for English."""
    return os.environ.get(LANGUAGE, "").lower().startswith("en")


@cache
def _catalogue() -> dict[str, str]:
    """Read the Korean forms of all templates."""
    import tomllib

    found: dict[str, str] = {}
    for file in sorted(_CATALOGUES.glob("*.toml")):
        found |= {key: form for key, form in tomllib.loads(file.read_text(encoding="utf-8")).items() if form}
    return found


class _Formatter(string.Formatter):
    """Format values as `str.format` does; a pair of particles at the end of a format adds the one that follows."""

    def format_field(self, value: Any, format_spec: str) -> Any:
        for pair in PAIRS:
            if format_spec.endswith(pair):
                return attach(super().format_field(value, format_spec.removesuffix(pair)), pair)
        return super().format_field(value, format_spec)


_FORMATTER = _Formatter()
