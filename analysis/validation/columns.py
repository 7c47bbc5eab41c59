"""The columns of a coding sheet: their names and headings, and what may stand in them."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from analysis.codebook import Codebook, Frame
from analysis.errors import OptionError
from analysis.messages import later, message
from analysis.reading.grid import key

UNIT, BEFORE, TEXT = "unit", "before", "text"
PRIMARY, ELEMENT, CONFIDENCE, NOTE, CODER, BOOK = "primary", "element", "confidence", "note", "coder", "codebook"
HEADS = {
    UNIT: "단위",
    BEFORE: "앞 글",
    TEXT: "글",
    PRIMARY: "주된 프레임",
    ELEMENT: "요소",
    CONFIDENCE: "확신",
    NOTE: "메모",
    CODER: "코더",
    BOOK: "코드북",
}
SHEET = "코딩"  # name of the sheet to fill in
LOCKED = (UNIT, BEFORE, TEXT, CODER, BOOK)
ASKED = (PRIMARY, ELEMENT)  # of a whole unit, one of several names
NONE = "none"  # no frame is the primary one, or no element is there
_ELEMENTS = {"problem": "문제 정의", "cause": "원인 진단", "moral": "도덕 평가", "remedy": "해법 제시", NONE: "없음"}

ABSENT, PRESENT, UNSURE = "0", "1", "9"
_MEANS = {
    ABSENT: "0 x × ✕ ✗ ⅹ n no 아니오 아니요 없음 false",
    PRESENT: "1 o ○ 〇 ◯ ㅇ y yes 예 네 있음 true",
    UNSURE: "9 ? 모름 판단불가 판단할수없음",
}
_VALUES = {key(word): value for value, words in _MEANS.items() for word in words.split()}


@dataclass(frozen=True)
class SheetContent:
    """What a sheet is made of: the rows in this coder's order, under plain column names."""

    table: pd.DataFrame
    codebook: Codebook
    coder: str
    rules: tuple[tuple[str, str], ...]

    @property
    def names(self) -> list[str]:
        """The columns in their order."""
        return list(self.table.columns)

    @property
    def headed(self) -> pd.DataFrame:
        """The rows under the headings that people read."""
        return self.table.set_axis(headings(self.codebook, self.names), axis=1)


def guidance(frame: Frame) -> list[tuple[str, tuple[str, ...]]]:
    """List what guides coders besides the definition of a frame, as template of a heading and lines; none are empty."""
    lists = (
        (later("present if"), frame.present_if),
        (later("absent if"), frame.absent_if),
        (later("questions"), frame.questions),
        (later("examples"), frame.examples),
        (later("counterexamples"), frame.counterexamples),
    )
    return [(head, lines) for head, lines in lists if lines]


def choices(codebook: Codebook) -> dict[str, dict[str, str]]:
    """List what coders may choose in the columns that ask for one of several names, by id."""
    # Example: two frames labelled 안보 are offered as 안보 (alliance) and 안보 (energy), for by the label alone neither
    # could be read back
    shared = Counter(frame.label.ko for frame in codebook.frames)
    names = {f.id: f.label.ko if shared[f.label.ko] == 1 else f"{f.label.ko} ({f.id})" for f in codebook.frames}
    return {PRIMARY: names | {NONE: _ELEMENTS[NONE]}, ELEMENT: _ELEMENTS}


def headings(codebook: Codebook, columns: Iterable[str]) -> list[str]:
    """Write the headings of columns: what people read, and in brackets what the kit reads."""
    heads = HEADS | {frame.id: frame.label.ko for frame in codebook.frames}
    return [f"{heads[c]} [{c}]" for c in columns]


def read_heading(header: str, codebook: Codebook) -> str:
    """Return the name of the column that a heading stands for: 확신 [confidence] and 확신 alone are confidence."""
    inside = re.search(r"\[([^\[\]]+)\]\s*$", header)
    if inside:
        return inside[1].strip()
    known = {key(head): name for name, head in HEADS.items()} | {key(f.label.ko): f.id for f in codebook.frames}
    return known.get(key(header), header.strip())


def read_value(cell: str) -> str | None:
    """Read a judgement as coders write it (O, 예 and 1.0 are "1"); None where it means nothing."""
    written = key(plain_number(cell))
    return _VALUES.get(written) if written else ""


def plain_number(cell: str) -> str:
    """Write a number as it would be typed: １, 1.0 and 1.00 are 1."""
    return re.sub(r"^(\d+)\.0+$", r"\1", unicodedata.normalize("NFKC", cell).strip())


def read_choice(cell: str, allowed: Mapping[str, str]) -> str | None:
    """Read one of several names, or its id; None where it is none of them."""
    # Ids are laid over names: where a frame is called as another's id, the id is meant. "문제정의", "문제 정의" and
    # "problem" are one.
    known = {key(name): ident for ident, name in allowed.items()} | {key(ident): ident for ident in allowed}
    return known.get(key(cell)) if cell.strip() else ""


def require_ids(codebook: Codebook) -> None:
    """Refuse a codebook whose frames are called as a column of every sheet."""
    taken = [f.id for f in codebook.frames if f.id in {*HEADS, NONE} or re.search(r"[\[\]:]", f.id)]
    if taken:
        msg = message(
            "a coding sheet cannot hold a frame called {taken!r}, a name that it needs; rename it in the codebook",
            taken=taken[0],
        )
        raise OptionError(msg)
