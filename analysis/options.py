"""Options that take one of several names, or a number."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable
from difflib import get_close_matches

import numpy as np

from analysis.errors import OptionError
from analysis.messages import message


def require_choice(what: str, value: object, choices: Collection[str], *, otherwise: str = "") -> None:
    """Refuse a value that is not one of several names; `otherwise` says what else the option takes."""
    if not (isinstance(value, str) and value in choices):
        from analysis.files.yaml import shown  # loads a parser, for a message alone

        msg = message(
            "{what} must be one of {choices}{otherwise}, not {value}",
            what=what,
            choices=", ".join(choices),
            otherwise=otherwise,
            value=shown(value),
        )
        raise OptionError(msg)


def meant(given: str, known: Iterable[str]) -> str:
    """Write which known name a given one is spelt most like, for a message; nothing where none is."""
    found = near(given, known)
    return message(" (did you mean {by_jamo}?)", by_jamo=found) if found else ""


def near(given: str, known: Iterable[str]) -> str:
    """Find the known name that a given one is spelt most like; empty where none is."""
    # 한극 is as far from 한국 as one jamo: syllables are compared as jamo
    by_jamo = {unicodedata.normalize("NFD", name): name for name in known}
    found = get_close_matches(unicodedata.normalize("NFD", given), by_jamo, n=1)
    return by_jamo[found[0]] if found else ""


def require_whole(what: str, value: object, *, least: int) -> None:
    """Refuse a value that is not a whole number from `least` on."""
    if not isinstance(value, int | np.integer) or isinstance(value, bool) or value < least:
        from analysis.files.yaml import shown  # loads a parser, for a message alone

        msg = message(
            "{what} must be a whole number, {least} or more, not {value}", what=what, least=least, value=shown(value)
        )
        raise OptionError(msg)
