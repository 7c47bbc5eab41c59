"""What tables say of themselves, for the user's language: they say it in Korean, as figures and reports print it."""

# A table is the same in every language, so that its notes are kept in Korean and are put into English where they are
# shown. ``en/statements.toml`` has the English of every note: `{}` is any text and `#` a number, which go into the
# English in the same order, or at {0}, {1} where the order is another; 은/는 and the like stand for either particle.

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from analysis.korean import PAIRS
from analysis.messages import english

_CATALOGUE = Path(__file__).with_name("en") / "statements.toml"
_HOLE = re.compile(r"(\{\}|#)")
_HOLES = {"{}": "(.+?)", "#": r"([\d.][\d.,]*%?)"}
_HANGUL = re.compile("[가-힣]")
_PAIR = re.compile("|".join(PAIRS))


def stated(text: str) -> str:
    """Return what a table says in the user's language; in English what no template fits stays as it stands."""
    # Example: in English, stated("글 3건과 4건을 비교했다") gives "3 and 4 documents were compared"
    return _in_english(text) if english() else text


def _in_english(text: str) -> str:
    """Put a note into English, as a whole where a template fits it."""
    if not _HANGUL.search(text):
        return text
    whole, patterns = _patterns()
    if text in whole:
        return whole[text]
    for pattern, target in patterns:
        if found := pattern.fullmatch(text):
            return target.format(*map(_in_english, found.groups()))
    return _in_pieces(text)


def _in_pieces(text: str) -> str:
    """Put a note into English line by line, sentence by sentence, behind a name and a colon, or as a list."""
    for gap in ("\n", ". "):
        if gap in text:
            said = [_in_english(part) for part in text.split(gap)]
            return gap.join(part[:1].upper() + part[1:] for part in said)
    if text.endswith("."):
        return _in_english(text[:-1]) + "."
    name, colon, rest = text.partition(": ")
    if colon:
        return f"{name}: {_in_english(rest)}"
    gap = next((gap for gap in (" · ", ", ", "·") if gap in text), "")
    return gap.join(map(_in_english, text.split(gap))) if gap else text


@cache
def _patterns() -> tuple[dict[str, str], tuple[tuple[re.Pattern[str], str], ...]]:
    """Read the templates: those without a hole as they stand, the others compiled, the longest first."""
    import tomllib

    told: dict[str, str] = tomllib.loads(_CATALOGUE.read_text(encoding="utf-8"))
    held = sorted((t for t in told if _HOLE.search(t) or _PAIR.search(t)), key=lambda t: (-len(t), t))
    compiled = tuple((re.compile("".join(map(_literal, _HOLE.split(t))), re.DOTALL), told[t]) for t in held)
    return {template: form for template, form in told.items() if template not in held}, compiled


def _literal(text: str) -> str:
    """Match a piece of a template: a hole, or words with either particle of a pair."""
    if text in _HOLES:
        return _HOLES[text]
    return _PAIR.sub(lambda pair: f"(?:{pair[0].replace('/', '|')})", re.escape(text))
