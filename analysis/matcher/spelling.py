"""Canonical spelling: the one form in which patterns and surfaces are compared.

Composed Hangul (NFC), one middle dot for five, one hyphen for four, Latin without case and of ordinary width. The
folding of single characters keeps their number, so that offsets into a folded sentence stay true.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

DOT = "·"
HYPHEN = "-"
DOTS = dict.fromkeys(map(ord, "\u00b7\u318d\u30fb\u2022\u2027"), DOT)
_HYPHENS = "\u2010\u2011\u2013\uff0d"
_CLASSES = DOTS | dict.fromkeys(map(ord, _HYPHENS), HYPHEN)
# Full-width letters and digits, and the signs that stand among them: ＡＩ, ２０２６, R＆D, ￦.
NARROW = {code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
NARROW |= {ord("＆"): ord("&"), ord("＠"): ord("@"), ord("％"): ord("%"), ord("＃"): ord("#"), ord("￦"): ord("₩")}
_FOLDED = _CLASSES | NARROW
_SYLLABLES = re.compile("[가-힣]*")
_FINALS = str.maketrans("ㄴㄹㅁㅂ", "\u11ab\u11af\u11b7\u11b8")


def _fold_character(character: str) -> str:
    """Casefold one character unless that would make two of it."""
    folded = character.casefold()
    return folded if len(folded) == 1 else character


def fold(text: str) -> str:
    """Fold dots, hyphens, width and case, character by character; the length stays."""
    # Example: fold("한ㆍ미 R＆D") gives '한·미 r&d'
    return "".join(map(_fold_character, text.translate(_FOLDED)))


def canonical(text: str) -> str:
    """Bring a surface or a literal of a pattern into the form in which the two are compared."""
    # Example: canonical("K–바이오") gives 'k-바이오'
    if _SYLLABLES.fullmatch(text):  # as most words are, and they are in that form
        return text
    return fold(unicodedata.normalize("NFC", text))


def canonical_form(form: str, *, ending: bool) -> str:
    """Bring the analyser's form, or the form of a `form/TAG` element, into one spelling."""
    # Example: canonical_form("ㄹ", ending=True) == "ᆯ" gives True
    plain = form.translate(_FINALS) if ending else form
    return canonical(plain)


@lru_cache(maxsize=16)
def any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    """Compile an expression that finds any of some words, the longest first; compiled once for the same words."""
    # Example: any_of(("한미", "한미일")).findall("한미일") gives ['한미일']
    return re.compile("|".join(map(re.escape, sorted(words, key=lambda w: (-len(w), w)))))
