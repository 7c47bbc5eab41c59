"""Sentence numbers within a paragraph, as a Korean reader would count."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

_PAIRS = {"“": "”", "‘": "’", '"': '"', "(": ")"}


def sentences(morphs: Sequence[Any], text: str) -> list[int]:
    """Count the sentences of a paragraph from 0, keeping every quotation whole.

    Parameters
    ----------
    morphs : sequence of analyser tokens
        With `start`, `end`, `tag` and `sent_position`.
    text : str
        The paragraph.

    Returns
    -------
    list of int
        One number per morpheme, rising by at most 1. The analyser's boundaries stand, with two changes:
        none inside quotation marks or brackets that are closed again, and always one behind a final
        ending with its mark and white space, which the analyser misses before an opening quotation mark or
        puts behind a Hanja name (…다. 美 국방부).
    """
    inside = enclosed(text)
    numbers = [0] * len(morphs)
    first = 0
    for at in range(1, len(morphs)):
        here, before = morphs[at], morphs[at - 1]
        ends = before.tag == "SF" and at > 1 and morphs[at - 2].tag == "EF" and here.start > before.end
        cut = here.sent_position != before.sent_position and any(m.tag != "SH" for m in morphs[first:at])
        new = (ends or cut) and not inside[here.start]
        numbers[at] = numbers[at - 1] + new
        first = at if new else first
    return numbers


def enclosed(text: str) -> list[bool]:
    """Mark the characters behind an opening quotation mark or bracket up to the one that closes it.

    Parameters
    ----------
    text : str
        One paragraph.

    Returns
    -------
    list of bool
        One value per character: True inside and at the closing mark, False at the opening mark. What
        stands inside is not searched again, so pairs of one kind inside another do no harm.
    """
    inside = [False] * len(text)
    opened = -1
    for at, sign in enumerate(text):
        if opened >= 0 and sign == _PAIRS[text[opened]]:
            inside[opened + 1 : at + 1] = [True] * (at - opened)
            opened = -1
        elif opened < 0 and sign in _PAIRS:
            opened = at
    return inside
