"""Character-level normalisation: one spelling for what looks the same and means the same."""

from __future__ import annotations

import re
import unicodedata

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_SPACES = re.compile(r"[^\S\n]+")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]")


def normalise(text: str) -> str:
    """Bring text to NFC with plain line ends and plain, single spaces.

    Decomposed Hangul (NFD, as macOS writes it) is composed, because the analyser takes it for unknown
    words without any error. Zero-width, bidirectional and control characters are dropped; every run of
    white space inside a line becomes one space. Letters, punctuation, Hanja and full-width forms stay.

    Parameters
    ----------
    text : str
        Any text.

    Returns
    -------
    str
        The same text, each line stripped at both ends. Doing it twice changes nothing.
    """
    text = unicodedata.normalize("NFC", text)
    text = re.sub("\r\n|[\r\u2028\u2029\x0b\x0c\x85]", "\n", text)
    text = _SPACES.sub(" ", _CONTROL.sub("", _INVISIBLE.sub("", text)))
    return "\n".join(line.strip() for line in text.split("\n"))
