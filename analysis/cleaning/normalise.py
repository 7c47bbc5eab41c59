"""Character-level normalisation: one spelling for what looks the same and means the same."""

from __future__ import annotations

import functools
import re
import unicodedata
from array import array

import numpy as np
from numpy.typing import NDArray

LINE_END = "\r\n|[\n\r\u2028\u2029\x0b\x0c\x85]"
_LETTER, _SPACE, _BREAK, _DROP = range(4)
_JOINER = 0x200D


def _kinds() -> NDArray[np.uint8]:
    """Classify the code points below U+10000; those above are letters."""
    kinds = np.full(0x10000, _LETTER, dtype=np.uint8)
    for first, last in ((0x00, 0x1F), (0x7F, 0x9F), (0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x2069)):
        kinds[first : last + 1] = _DROP
    kinds[[0xAD, 0x61C, 0xFEFF]] = _DROP
    kinds[[0x09, 0x20, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000]] = _SPACE
    kinds[[0x0A, 0x0B, 0x0C, 0x0D, 0x85, 0x2028, 0x2029]] = _BREAK
    return kinds


_KINDS = _kinds()


def normalise(text: str) -> str:
    """Bring text to NFC with plain line ends and plain, single spaces."""
    # Decomposed Hangul (NFD, as macOS writes it) is composed, because the analyser takes it for unknown words without
    # any error. Zero-width, bidirectional and control characters are dropped, but for the joiner inside an emoji;
    # every run of white space inside a line becomes one space. Letters, punctuation, Hanja, old Hangul and full-width
    # forms stay.
    return normalise_map(text)[0]


def normalise_map(text: str) -> tuple[str, NDArray[np.int32]]:
    """Normalise a text and say where each of its characters came from."""
    # Example: made, origins = normalise_map("a  b")
    # Example: made, origins.tolist() gives ('a b', [0, 1, 3])
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    kinds = _KINDS[np.minimum(codes, 0xFFFF)]
    kinds[1:][(codes[1:] == 0x0A) & (codes[:-1] == 0x0D)] = _DROP
    kinds[_joins_emoji(codes)] = _LETTER
    kept = np.flatnonzero(kinds != _DROP).astype(np.int32)
    kept = kept[_needed(kinds[kept])]
    kinds = kinds[kept]
    plain = np.where(kinds == _SPACE, 0x20, np.where(kinds == _BREAK, 0x0A, codes[kept])).astype("<u4")
    plain, kept = _syllables(plain, kept)
    made = plain.tobytes().decode("utf-32-le", "surrogatepass")
    if unicodedata.is_normalized("NFC", made):
        return made, kept
    made, origins = _compose(made)
    return made, kept[origins]


def _joins_emoji(codes: NDArray[np.uint32]) -> NDArray[np.bool_]:
    """Mark the zero-width joiners between two emoji, which are part of how one emoji is written."""
    joins = np.zeros(len(codes), dtype=bool)
    if len(codes) > 2:
        before, after = codes[:-2], codes[2:]
        pictures = ((before >= 0x2600) & (before <= 0x27BF)) | (before >= 0x1F000) | (before == 0xFE0F)
        joins[1:-1] = (
            (codes[1:-1] == _JOINER) & pictures & ((after >= 0x1F000) | ((after >= 0x2600) & (after <= 0x27BF)))
        )
    return joins


def _needed(kinds: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Mark what stays when runs of spaces become one and lines lose those at their ends."""
    space = np.concatenate(([False], kinds == _SPACE, [False]))
    edge = np.concatenate(([True], kinds == _BREAK, [True]))
    starts = np.flatnonzero(space[1:] & ~space[:-1])
    ends = np.flatnonzero(space[:-1] & ~space[1:])
    inside = starts[~edge[starts] & ~edge[ends + 1]]
    needed = ~space[1:-1]
    needed[inside] = True
    return needed


def _syllables(codes: NDArray[np.uint32], kept: NDArray[np.int32]) -> tuple[NDArray[np.uint32], NDArray[np.int32]]:
    """Compose modern Hangul: initial and medial first, then what they made, or stood composed, with a final."""
    vowel = (codes >= 0x1161) & (codes <= 0x1175)
    if not (vowel.any() or ((codes >= 0x11A8) & (codes <= 0x11C2)).any()):
        return codes, kept
    at = np.flatnonzero((codes[:-1] >= 0x1100) & (codes[:-1] <= 0x1112) & vowel[1:])
    codes[at] = 0xAC00 + ((codes[at] - 0x1100) * 21 + codes[at + 1] - 0x1161) * 28
    codes, kept = np.delete(codes, at + 1), np.delete(kept, at + 1)
    openly = (codes >= 0xAC00) & (codes <= 0xD7A3) & ((codes - 0xAC00) % 28 == 0)
    at = np.flatnonzero(openly[:-1] & (codes[1:] >= 0x11A8) & (codes[1:] <= 0x11C2))
    codes[at] += codes[at + 1] - 0x11A7
    return np.delete(codes, at + 1), np.delete(kept, at + 1)


def _compose(text: str) -> tuple[str, NDArray[np.int32]]:
    """Bring text to NFC word by word, so that each letter made knows the first of its parts."""
    made: list[str] = []
    origins = array("i")
    for found in re.finditer(r"[ \n]+|[^ \n]+", text):
        word, start = found[0], found.start()
        if unicodedata.is_normalized("NFC", word):
            made.append(word)
            origins.extend(range(start, found.end()))
            continue
        for first, last in _clusters(word):
            letters = unicodedata.normalize("NFC", word[first:last])
            made.append(letters)
            short = last - first - len(letters)
            origins.extend(
                start + first + min(max(0, short + i) if i else 0, last - first - 1) for i in range(len(letters))
            )
    return "".join(made), np.frombuffer(origins, dtype=np.int32)


def _clusters(word: str) -> list[tuple[int, int]]:
    """Cut a word before each letter that composes with nothing before it; the whole word if that would not do."""
    starts = [i for i, letter in enumerate(word) if i == 0 or not _joins(letter)]
    spans = list(zip(starts, [*starts[1:], len(word)], strict=True))
    parts = "".join(unicodedata.normalize("NFC", word[a:b]) for a, b in spans)
    return spans if parts == unicodedata.normalize("NFC", word) else [(0, len(word))]


@functools.lru_cache(maxsize=4096)
def _joins(letter: str) -> bool:
    """Tell whether a letter may compose with the one before it: a mark, or a medial or final jamo."""
    return "\u1160" <= letter <= "\u11ff" or unicodedata.category(letter).startswith("M")
