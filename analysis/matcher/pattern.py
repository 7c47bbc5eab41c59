r"""The pattern language of codebooks: from a written pattern to plain sequences of elements.

A pattern is parts with a space between (in the text: nothing, white space, a hyphen or a middle dot),
`*` for one or more nominal morphemes, `(a|b)` for alternatives, `<m-n>` for a gap of words,
`form/TAG` for one morpheme and `**` for the rest of one (econom** for economy, economic); a backslash
before a sign takes its meaning away (`:\/`). Alternatives and spelling variants are expanded here, once, so that the
matcher sees nothing but sequences.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache

from analysis import schema
from analysis.errors import CodebookError
from analysis.matcher.spelling import any_of, canonical, canonical_form
from analysis.messages import message

_LIMIT = 1_000  # sequences a pattern may stand for
_LONGEST = 5_000  # characters of a pattern
SPECIAL = "()|*<>/"
REST = "\ue000"  # in a literal: any characters of the same morpheme, written **
# Signs behind a backslash, while a pattern is read: characters that no text has.
_KEPT = {sign: chr(0xE001 + n) for n, sign in enumerate(SPECIAL + "\\")}
_MEANT = {ord(kept): sign for sign, kept in _KEPT.items()}
_ESCAPED = re.compile(r"\\([()|*<>/\\])")
_GAP = re.compile(r"<(\d+)-(\d+)>")
_TAGGED = re.compile(r"([^/*<>]+)/([A-Z_]+)(-[A-Z]+)?")

_Flat = tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Literal:
    """Characters that whole morphemes must make up; at `breaks` the spelling may vary."""

    text: str
    breaks: tuple[int, ...]
    attached: bool


@dataclass(frozen=True)
class Star:
    """One or more nominal morphemes without white space."""

    attached: bool


@dataclass(frozen=True)
class Gap:
    """From `low` to `high` whole words of the same sentence."""

    low: int
    high: int


@dataclass(frozen=True)
class Tagged:
    """Exactly one morpheme, by form and tag (without the tag's suffix)."""

    form: str
    tag: str
    attached: bool


Element = Literal | Star | Gap | Tagged
Elements = tuple[Element, ...]


def base_tag(tag: str) -> str:
    """Take the suffix off a tag."""
    # Example: base_tag("VV-I") gives 'VV'
    return tag.partition("-")[0]


def expand(pattern: str, *, variants: Mapping[str, Sequence[str]] | None = None) -> tuple[Elements, ...]:
    """Expand a pattern into every plain sequence of elements it stands for."""
    # Example: [sequence[0].text for sequence in expand("(우방|맹방)")] gives ['우방', '맹방']
    return _expanded(pattern, tuple((name, tuple(forms)) for name, forms in (variants or {}).items()))


@lru_cache(maxsize=2048)
def _expanded(pattern: str, variants: tuple[tuple[str, tuple[str, ...]], ...]) -> tuple[Elements, ...]:
    """Expand a pattern once in a process: a record matches the same codebook a dozen times."""
    spelled = [s for flat in alternatives(pattern) for s in _spell(flat, dict(variants), pattern)]
    _require_few(len(spelled), pattern)
    return tuple(dict.fromkeys(_elements(flat, pattern) for flat in spelled))


def alternatives(pattern: str) -> tuple[_Flat, ...]:
    """Expand `(a|b)` into flat strings, each character with its position in the pattern."""
    # Example: ["".join(c for c, _ in flat) for flat in alternatives("(가|나) 다")] gives ['가 다', '나 다']
    if not pattern.strip():
        msg = message("the pattern is empty; write the words to look for")
        raise CodebookError(msg)
    if len(pattern) > _LONGEST:  # its alternatives are copied at every character
        msg = message(
            "the pattern has {n_pattern:,} characters, more than {longest:,}; make several terms of it",
            n_pattern=len(pattern),
            longest=_LONGEST,
        )
        raise CodebookError(msg)
    pattern = _ESCAPED.sub(lambda match: _KEPT[match[1]], pattern).replace("**", REST)
    found, end = _branch(pattern, 0)
    if end < len(pattern):
        unexpected = message("')' without '('") if pattern[end] == ")" else message("'|' outside brackets")
        raise _error(pattern, end, message("found {unexpected}; write alternatives as (a|b)", unexpected=unexpected))
    return found


def escape(text: str) -> str:
    """Write characters so that a pattern means them."""
    # Example: escape(":/") gives ':\\\\/'
    return "".join(f"\\{c}" if c in _KEPT else c for c in text)


def plain(text: str) -> str:
    """Give a piece of a pattern that was read its signs back."""
    return text.translate(_MEANT).replace(REST, "**")


def _error(pattern: str, position: int, what: str) -> CodebookError:
    """Build the error of a pattern at a character, counted from 1."""
    pattern = plain(pattern)
    return CodebookError(
        message("pattern {pattern!r}, character {n}: {what}", pattern=pattern, n=position + 1, what=what)
    )


def _require_few(n: int, pattern: str) -> None:
    """Refuse a pattern that stands for more sequences than a term may."""
    if n > _LIMIT:
        msg = message(
            "pattern {pattern!r} stands for more than {limit:,} sequences; split it into several terms",
            pattern=pattern,
            limit=_LIMIT,
        )
        raise CodebookError(msg)


def _branch(pattern: str, at: int) -> tuple[tuple[_Flat, ...], int]:
    """Read one alternative, up to a closing bracket, a bar or the end."""
    found: tuple[_Flat, ...] = ((),)
    while at < len(pattern) and pattern[at] not in ")|":
        if pattern[at] == "(":
            inner, at = _group(pattern, at)
            found = tuple(left + right for left in found for right in inner)
            _require_few(len(found), pattern)
        else:
            found = tuple((*left, (pattern[at], at)) for left in found)
            at += 1
    return found, at


def _group(pattern: str, opened: int) -> tuple[tuple[_Flat, ...], int]:
    """Read `(a|b)` from its opening bracket; returns what it stands for and where to go on."""
    # "(가|나) 다" opened at 0 -> 가 at 1 and 나 at 3, go on at 5
    found: list[_Flat] = []
    at = opened
    while True:
        inner, end = _branch(pattern, at + 1)
        if end == len(pattern):
            raise _error(pattern, opened, message("this '(' is never closed; expected ')'"))
        if not any(c.strip() for flat in inner for c, _ in flat):
            raise _error(pattern, end, message("expected the words of an alternative, found none"))
        found.extend(inner)
        _require_few(len(found), pattern)
        if pattern[end] == ")":
            return tuple(found), end + 1
        at = end


def _spell(flat: _Flat, variants: Mapping[str, Sequence[str]], pattern: str) -> list[_Flat]:
    """Put each spelling variant in the place of its key, in every combination."""
    # variants {미국: [美]}: "미국 동맹" -> "미국 동맹", "美 동맹"; 美 has the position of 미
    if not variants:
        return [flat]
    text = "".join(c for c, _ in flat)
    keys = any_of(tuple(variants))
    found: list[_Flat] = [()]
    done = 0
    for match in keys.finditer(text):
        if "/" in _chunk_around(text, match.start()):
            continue
        before, key = flat[done : match.start()], flat[match.start() : match.end()]
        spellings = [key, *(tuple((c, key[0][1]) for c in v) for v in variants[match.group()])]
        found = [left + before + spelling for left in found for spelling in spellings]
        _require_few(len(found), pattern)
        done = match.end()
    return [left + flat[done:] for left in found]


def _chunk_around(text: str, at: int) -> str:
    """Find the run of characters without white space in which a position stands."""
    # "가 나/NNG" at 2 -> "나/NNG"
    left = max((text.rfind(c, 0, at) for c in " \t\n"), default=-1) + 1
    return text[left:].split(maxsplit=1)[0]


def _chunks(flat: _Flat) -> list[_Flat]:
    """Split a flat pattern at its white space."""
    found: list[list[tuple[str, int]]] = [[]]
    for character in flat:
        if character[0].isspace():
            found.append([])
        else:
            found[-1].append(character)
    return [tuple(chunk) for chunk in found if chunk]


def _elements(flat: _Flat, pattern: str) -> Elements:
    """Parse one flat pattern."""
    found: list[Element] = []
    for chunk in _chunks(flat):
        for element in _parse_chunk(chunk, pattern):
            _append(found, element)
    _check_order(found, flat, pattern)
    return tuple(found)


def _parse_chunk(chunk: _Flat, pattern: str) -> list[Element]:
    """Parse the characters between two white spaces."""
    text = "".join(c for c, _ in chunk)
    position = chunk[0][1]
    if "<" in text or ">" in text:
        return [_parse_gap(text, position, pattern)]
    if "/" in text:
        return _parse_tagged(text, position, pattern)
    pieces = re.findall(r"\*|[^*]+", text)
    if any(not piece.replace(REST, "") for piece in pieces):
        raise _error(
            pattern, position, message("** alone is any word; write the letters before or behind it, such as econom**")
        )
    return [
        Star(attached=k > 0) if piece == "*" else Literal(canonical(piece.translate(_MEANT)), (), attached=k > 0)
        for k, piece in enumerate(pieces)
    ]


def _parse_gap(text: str, position: int, pattern: str) -> Gap:
    """Parse `<m-n>`, which stands alone between spaces."""
    match = _GAP.fullmatch(text)
    if not match:
        raise _error(
            pattern, position, message("expected a gap such as <0-2> between spaces, found {text!r}", text=text)
        )
    low, high = int(match[1]), int(match[2])
    if low > high:
        raise _error(
            pattern, position, message("the gap {text} runs backwards; write the smaller number first", text=text)
        )
    return Gap(low, high)


def _parse_tagged(text: str, position: int, pattern: str) -> list[Element]:
    """Parse `form/TAG`, with or without a star directly before it."""
    star, text = (text.startswith("*"), text.removeprefix("*"))
    match = _TAGGED.fullmatch(text)
    if not match or REST in text:
        raise _error(pattern, position, message("expected form/TAG such as 하/XSV, found {text!r}", text=text))
    form, tag = match[1], match[2]
    if tag not in schema.TAGS:
        near = get_close_matches(tag, sorted(schema.TAGS), n=1, cutoff=0.1)
        raise _error(
            pattern,
            position,
            message("{tag!r} is no tag of the analyser; did you mean {near!r}?", tag=tag, near=near[0]),
        )
    tagged = Tagged(canonical_form(form.translate(_MEANT), ending=tag.startswith("E")), tag, attached=star)
    return [Star(attached=False), tagged] if star else [tagged]


def _append(found: list[Element], element: Element) -> None:
    """Add an element; a literal that follows a literal becomes one run with a break in it."""
    # [한미] and 동맹 -> [한미동맹 with a break at 2]
    last = found[-1] if found else None
    if isinstance(element, Literal) and isinstance(last, Literal):
        breaks = (*last.breaks, len(last.text))
        found[-1] = Literal(last.text + element.text, breaks, last.attached)
    else:
        found.append(element)


def _check_order(found: list[Element], flat: _Flat, pattern: str) -> None:
    """Refuse sequences without an anchor, gaps at the edges and stars or gaps side by side."""
    position = flat[0][1] if flat else 0
    if not any(isinstance(e, Literal | Tagged) for e in found):
        raise _error(pattern, position, message("expected at least one word or form/TAG beside * and gaps"))
    if isinstance(found[0], Gap) or isinstance(found[-1], Gap):
        raise _error(pattern, position, message("a gap needs a word on both sides"))
    for left, right in itertools.pairwise(found):
        if isinstance(left, Star | Gap) and isinstance(right, Star | Gap):
            raise _error(pattern, position, message("two of * and <m-n> stand side by side; expected a word between"))
