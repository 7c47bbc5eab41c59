"""Messages to the user: written in English in the code, shown in Korean, in English where DAMRON_LANG is en.

A message is a template with named values. Its Korean form stands in a catalogue, ``ko/PACKAGE.toml``, under the English
template. There a value may name the particle that follows it: ``{name:을/를}`` gives '동맹을' and '한미를'.
"""

from __future__ import annotations

import os
import string
import tomllib
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
    return _FORMATTER.vformat(template if english() else catalogue().get(template, template), (), values)


def english() -> bool:
    """Whether the user asked for English."""
    return os.environ.get(LANGUAGE, "").lower().startswith("en")


@cache
def catalogue() -> dict[str, str]:
    """Read the Korean forms of all templates."""
    found: dict[str, str] = {}
    for file in sorted(_CATALOGUES.glob("*.toml")):
        found |= tomllib.loads(file.read_text(encoding="utf-8"))
    return found


class _Formatter(string.Formatter):
    """Format values as `str.format` does; a pair of particles as a format writes the value with its particle."""

    def format_field(self, value: Any, format_spec: str) -> Any:
        return attach(str(value), format_spec) if format_spec in PAIRS else super().format_field(value, format_spec)


_FORMATTER = _Formatter()
