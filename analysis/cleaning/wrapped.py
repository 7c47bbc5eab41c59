"""Lines that were wrapped at a width, in the middle of sentences or words, made paragraphs again."""

from __future__ import annotations

import math
import re
from itertools import accumulate, pairwise
from typing import NamedTuple

from analysis import analyser
from analysis.cleaning.lines import holds_two, is_stopped
from analysis.korean import width

_NARROWEST, _WIDEST = 40, 200  # columns of a full line; a Hangul letter takes two
_RAGGED = 12  # columns that a full line may lack, because the next word did not fit
_LEAST = 3
_SHOWN = 12  # letters on either side of a line end in an example
_MOST_LINES = 0.5  # share of the lines that end in the middle of a sentence, from which a text is wrapped
_INNER = 0.1  # share of the lines inside which a sentence ends; a list of headlines has none
_POINT = re.compile(r"[-–—―•·■□▶▷○●◦◯※☞▲△①-⑳<(\[【]\s?\S|\d{1,2}[.)]\s|[가-하A-Z][.)]\s|[QA문답]\s?[.:]")


_OPEN = re.compile(r"[(\[{“‘「『《〈<·/~∼]$")
_CLOSED = re.compile(r"[)\]}”’」』》〉>,.?!…%:;·/~∼]")
_UNIT = re.compile("[가-힣㎞㎏㎡℃]")


class Joined(NamedTuple):
    """The line ends of a text that go: start, end and what takes their place, a space or nothing."""

    edits: list[tuple[int, int, str]]

    @property
    def inside(self) -> int:
        """How many of them stood inside a word."""
        return sum(not put for _, _, put in self.edits)

    def told(self, text: str) -> tuple[str, str]:
        """Say what was joined, and show the first place."""
        start, end, _ = self.edits[0]
        reason = f"{len(self.edits)} line end(s) joined, {self.inside} of them inside a word"
        return reason, f"{text[max(0, start - _SHOWN) : start]}⏎{text[end : end + _SHOWN]}"


def _wrapped(text: str) -> list[int]:
    """List the lines, from 0, that go on in the next one; none unless the text as a whole is wrapped."""
    # A full line is as wide as the widest tenth. Lines go on that are full and end in the middle of a sentence, in a
    # text in which half the lines do and sentences end inside lines, as they do not in a poem or a list.
    lines = text.split("\n")
    widths = [width(line[: _WIDEST + 1]) for line in lines]
    printed = sorted(size for size in widths if size)
    full = printed[math.ceil(0.9 * len(printed)) - 1] if printed else 0
    if len(printed) <= _LEAST or not _NARROWEST <= full <= _WIDEST:
        return []
    runs = [
        at
        for at, (line, after) in enumerate(pairwise(lines))
        if after and widths[at] >= full - _RAGGED and not is_stopped(line) and not _POINT.match(after)
    ]
    inner = sum(holds_two(line) for line in lines)
    return runs if len(runs) >= max(_LEAST, _MOST_LINES * len(printed)) and inner >= _INNER * len(printed) else []


def is_parted(line: str, after: str) -> bool:
    """Tell whether a space stands between two lines: by numbers and brackets, else by the analyser."""
    # "20" + "24년", "2024" + "년", "(서울" + ")" have none; "정부는" + "동맹을" has one
    number = line[-1].isdigit() and (after[0].isdigit() or _UNIT.match(after))
    if number or _OPEN.search(line) or _CLOSED.match(after):
        return False
    return analyser.is_spaced(line, after)


def joined(text: str) -> Joined:
    """Join wrapped lines; the analyser says for each end whether a space belongs there."""
    # "정부는 한미 동" + "맹을 말했고" gives "정부는 한미 동맹을 말했고", "정부는" + "동맹을" gets its space
    runs = _wrapped(text)
    lines = text.split("\n")
    starts = [0, *accumulate(len(line) + 1 for line in lines)]
    pairs = [is_parted(lines[at], lines[at + 1]) for at in runs]
    return Joined(
        [(starts[at + 1] - 1, starts[at + 1], " " if space else "") for at, space in zip(runs, pairs, strict=True)]
    )
