"""The lines of a page, those removed so far, and tests of a line by its end: sentence, plain or polite style."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

_LETTERS = re.compile(r"[\W_]+")
EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(\.[\w-]{1,63}){1,4}")
_CLOSING = r"[”’\"')\]]*"
_WITH_B = "".join(chr(c) for c in range(0xAC00, 0xD7A4) if (c - 0xAC00) % 28 == 17)  # 습, 합, 입, ... before 니다
_NOT_POLITE = rf"(?<![{_WITH_B}]니)다"  # 한다, 했다, 아니다, 지니다
_RUNNING = 40

PLAIN = re.compile(rf"{_NOT_POLITE}[.…]*{_CLOSING}(?=\s|$)")
POLITE = re.compile(
    rf"([{_WITH_B}]니다|[{_WITH_B}]니까|세요|시오|나요|까요|어요|아요|해요|예요|에요|지요|죠)[.!?…]*{_CLOSING}(?=\s|$)"
)
_PLAIN_AT_END = re.compile(rf"{_NOT_POLITE}[.…]+{_CLOSING}$")
_SENTENCE_AT_END = re.compile(r"(다|[.?!…。])[\s”’\"')\]]*$")
_STOP = re.compile(r"[.?!…。][\s”’\"')\]]*$")
_BREAK = re.compile(r"(?<!\d)[.?!…][”’\"')\]]*\s+\S")


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
        """Return the line and its neighbours on the page, removed or not."""
        at = bisect_left(self.lines, line.number, key=lambda x: x.number)
        return self.lines[max(at - 1, 0) : at + 2]

    def kind(self, line: Line) -> str:
        """Name what a line was removed as, empty while it is free."""
        cut = self.removed.get(line.number)
        return cut.kind if cut else ""

    def of_kind(self, *kinds: str) -> Iterator[Line]:
        """Return the lines removed as one of some kinds, in order."""
        return (line for line in self.lines if self.kind(line) in kinds)

    def remove(self, lines: Iterable[Line], kind: str, reason: str) -> None:
        """Remove lines; a line removed before keeps its first reason."""
        for line in lines:
            self.removed.setdefault(line.number, Removed(line.number, kind, reason, line.text))


def letters(text: str) -> str:
    """Reduce text to its letters and digits, for comparing copies whatever their spacing and signs."""
    return _LETTERS.sub("", text).casefold()


def is_sentence(text: str) -> bool:
    """Tell whether a line ends as running prose does, not as a headline or label."""
    return bool(_SENTENCE_AT_END.search(text[-40:]))


def is_stopped(text: str) -> bool:
    """Tell whether a line closes with a full stop, question or exclamation mark."""
    return bool(_STOP.search(text[-40:]))


def is_plain_sentence(text: str) -> bool:
    """Tell whether a line ends as a sentence in the plain style, with its full stop."""
    return bool(_PLAIN_AT_END.search(text[-40:]))


def is_running(text: str) -> bool:
    """Tell whether a line is a paragraph of running prose rather than a verse, a label or a headline."""
    return is_sentence(text) and (len(text) >= _RUNNING or holds_two(text))


def holds_two(text: str) -> bool:
    """Tell whether a line holds more than one sentence."""
    return bool(_BREAK.search(text))
