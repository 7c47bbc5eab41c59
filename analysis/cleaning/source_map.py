"""Text that knows where it came from, so that an offset leads back to the line of the source."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from analysis.cleaning.normalise import LINE_END, normalise_map
from analysis.equality import ContentEqual


@dataclass(frozen=True, eq=False)
class Origins(ContentEqual):
    """Where each character of a text stands in its source."""

    # Most characters stand behind each other in both, so that runs are kept: a text whose characters come from 5 6 7
    # 20 21 has the runs 0 3, which come from 5 20.
    # runs: Code points of the text at which a run begins.
    # sources: The source's code point that the first of each run came from.
    # size: Code points of the text.
    # lines: Index at which each line of the source begins.
    # above: Lines of the file above the source, as the rows above a cell.

    runs: NDArray[np.int32]
    sources: NDArray[np.int32]
    size: int
    lines: NDArray[np.int32]
    above: int = 0

    def __post_init__(self) -> None:
        """Freeze the arrays."""
        for array in (self.runs, self.sources, self.lines):
            array.flags.writeable = False

    @property
    def at(self) -> NDArray[np.int32]:
        """For each code point of the text, the index of the source's code point that it came from."""
        lengths = np.diff(self.runs, append=self.size)
        return np.arange(self.size, dtype=np.int32) + np.repeat(self.sources - self.runs, lengths).astype(np.int32)

    def moved(self, at: NDArray[np.int32]) -> Origins:
        """Return the origins of another text of the same source."""
        new = np.ones(len(at), dtype=bool)
        new[1:] = np.diff(at) != 1
        runs = np.flatnonzero(new).astype(np.int32)
        return replace(self, runs=runs, sources=at[runs].astype(np.int32), size=len(at))

    def place(self, position: int) -> tuple[int, int]:
        """Return line and column, both from 1, of the character at a position of the text."""
        run = int(np.searchsorted(self.runs, position, side="right")) - 1
        origin = int(self.sources[run]) + position - int(self.runs[run])
        line = int(np.searchsorted(self.lines, origin, side="right"))
        return line + self.above, origin - int(self.lines[line - 1]) + 1


@dataclass(frozen=True, eq=False)
class Traced:
    """A text on its way from the source to the body of a document; every step returns a new one."""

    text: str
    origins: Origins

    @classmethod
    def of(cls, source: str) -> Traced:
        """Begin with a source, every character at its own place."""
        starts = [0, *(found.end() for found in re.finditer(LINE_END, source))]
        begin = np.zeros(min(len(source), 1), dtype=np.int32)
        return cls(source, Origins(begin, begin.copy(), len(source), np.array(starts, dtype=np.int32)))

    def normalised(self) -> Traced:
        """Normalise the text (`cleaning.normalise`)."""
        text, kept = normalise_map(self.text)
        return Traced(text, self.origins.moved(self.origins.at[kept]))

    def edited(self, edits: Iterable[tuple[int, int, str]]) -> Traced:
        """Replace spans (start, end, text), given in order and apart; what is put in comes from the span's start."""
        # Example: "가 나" at [5, 6, 7] with the edit (1, 2, "--") gives "가--나" at [5, 6, 6, 7].
        texts: list[str] = []
        put_at: list[int] = []
        inside = np.zeros(len(self.text) + 1, dtype=np.int8)
        done = 0
        for start, end, put in edits:
            texts += [self.text[done:start], put]
            put_at += [start] * len(put)
            inside[start:end] = 1
            done = end
        texts.append(self.text[done:])
        kept = np.flatnonzero(inside[:-1] == 0)
        added = np.array(put_at, dtype=np.int64)
        order = np.argsort(np.concatenate((added, kept)), kind="stable")
        source = np.concatenate((np.minimum(added, len(self.text) - 1), kept))[order]
        return Traced("".join(texts), self.origins.moved(self.origins.at[source]))

    def only(self, spans: Iterable[tuple[int, int]]) -> Traced:
        """Keep some spans, given in order, one a line."""
        edits: list[tuple[int, int, str]] = []
        done = 0
        for start, end in spans:
            edits.append((done, start, "\n" if edits else ""))
            done = end
        return self.edited([*edits, (done, len(self.text), "")])
