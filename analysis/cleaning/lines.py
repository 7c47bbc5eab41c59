"""The lines of a page, and the ledger of those that are not the article."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

_LETTERS = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class Line:
    """A line of the source: its number from 1, its stripped text, and its letters and digits alone."""

    number: int
    text: str
    key: str


@dataclass(frozen=True)
class Removed:
    """A line that is not part of the body: where, what it is, and which rule said so."""

    line: int
    kind: str
    reason: str
    text: str


@dataclass
class Page:
    """Lines being sorted: those still taken for the article, and those removed so far."""

    lines: list[Line]
    removed: dict[int, Removed] = field(default_factory=dict)

    @classmethod
    def of(cls, text: str) -> Page:
        """Split text into lines, leaving out blank ones but keeping their numbers."""
        numbered = enumerate(text.split("\n"), 1)
        return cls([Line(n, t, letters(t)) for n, t in numbered if t])

    def free(self) -> list[Line]:
        """List the lines still taken for the article, in order."""
        return [line for line in self.lines if line.number not in self.removed]

    def beside(self, line: Line) -> list[Line]:
        """Give the line and its neighbours on the page, removed or not."""
        at = bisect_left(self.lines, line.number, key=lambda x: x.number)
        return self.lines[max(at - 1, 0) : at + 2]

    def kind(self, line: Line) -> str:
        """Name what a line was removed as, empty while it is free."""
        cut = self.removed.get(line.number)
        return cut.kind if cut else ""

    def of_kind(self, *kinds: str) -> Iterator[Line]:
        """Go through the lines removed as one of some kinds, in order."""
        return (line for line in self.lines if self.kind(line) in kinds)

    def remove(self, lines: Iterable[Line], kind: str, reason: str) -> None:
        """Take lines away; a line removed before keeps its first reason."""
        for line in lines:
            self.removed.setdefault(line.number, Removed(line.number, kind, reason, line.text))


def letters(text: str) -> str:
    """Reduce text to its letters and digits, for comparing copies whatever their spacing and signs.

    Parameters
    ----------
    text : str
        Any text.

    Returns
    -------
    str
        Case-folded; empty when the text holds no letter or digit.
    """
    return _LETTERS.sub("", text).casefold()
