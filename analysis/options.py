"""Options that take one of several names, or a number."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np

from analysis.errors import OptionError


def require_choice(what: str, value: object, choices: Collection[str], *, otherwise: str = "") -> None:
    """Refuse a value that is not one of several names; `otherwise` says what else the option takes."""
    if not (isinstance(value, str) and value in choices):
        from analysis.files.yaml import shown  # loads a parser, for a message alone

        msg = f"{what} must be one of {', '.join(choices)}{otherwise}, not {shown(value)}"
        raise OptionError(msg)


def require_whole(what: str, value: object, *, least: int) -> None:
    """Refuse a value that is not a whole number from `least` on."""
    if not isinstance(value, int | np.integer) or isinstance(value, bool) or value < least:
        from analysis.files.yaml import shown  # loads a parser, for a message alone

        msg = f"{what} must be a whole number, {least} or more, not {shown(value)}"
        raise OptionError(msg)
