"""Text from files as a page shows it: every character has a shape, and none turns the others round."""

from __future__ import annotations

import re

from analysis.korean import visible

_TURNING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def shown(text: str) -> str:
    """Write text so that a reader sees all of it."""
    return _TURNING.sub(lambda match: f"[U+{ord(match.group()):04X}]", visible(text))
