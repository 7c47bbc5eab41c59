"""Tables for a paper: title, layout and notes in the style of a journal, as a Word document, a workbook and a CSV."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

from analysis.errors import FigureError
from analysis.figures.layouts import Laid, lay_out
from analysis.files import csv, xlsx
from analysis.files.word_table import Printed, Run, to_docx
from analysis.messages import message
from analysis.options import require_choice

if TYPE_CHECKING:
    import pandas as pd

Style = Literal["kjjcs", "kci", "apa"]
Language = Literal["ko", "en"]
Marks = Literal["none", "stars"]

_MOST_ROWS = 500
_NUMBER = re.compile(r"(\d+)$")
_HANGUL = re.compile("[가-힣]")


@dataclass(frozen=True)
class _Look:
    """What a table is called, in which style and language, and what its user adds to the notes."""

    title: str
    style: Style = "kjjcs"
    language: Language = "ko"
    notes: tuple[str, ...] = ()
    marks: Marks = "none"

    def __post_init__(self) -> None:
        """Refuse unknown choices and a title that the journal does not take."""
        for name, value, choices in (
            ("style", self.style, get_args(Style)),
            ("language", self.language, get_args(Language)),
            ("marks", self.marks, get_args(Marks)),
        ):
            require_choice(f"figures.table: {name}", value, choices)
        if not self.title.strip():
            raise FigureError(message("figures.table: the title is empty; write what the table shows"))
        if self.style == "kjjcs" and _HANGUL.search(self.title):
            raise FigureError(
                message(
                    "figures.table: KJJCS takes English titles, and {title!r} is Korean; write it in English, or take "
                    "style='kci'",
                    title=self.title,
                )
            )


def looked(title: str, style: str, language: str, notes: Sequence[str], marks: str) -> _Look:
    """Read how a table is to look."""
    if isinstance(notes, str):
        raise FigureError(message("figures.table: notes must be a list of sentences, not one string"))
    return _Look(title, style, language, tuple(notes), marks)  # type: ignore[arg-type]  # checked there


def contents(frame: pd.DataFrame, name: str, look: _Look) -> tuple[dict[str, bytes], str]:
    """Write the files of a table by their endings, and its title in one line."""
    if frame.empty:
        raise FigureError(message("figures.table: the table {name!r} has no rows; count something first", name=name))
    if len(frame) > _MOST_ROWS:
        raise FigureError(
            message(
                "figures.table: {n} rows are no table of a paper; take the first, as in table.head(50)", n=len(frame)
            )
        )
    if not frame.columns.is_unique:
        twice = str(frame.columns[frame.columns.duplicated()][0])
        raise FigureError(message("figures.table: the table has the column {name!r} twice; rename one", name=twice))
    laid = lay_out(frame, language=look.language, stars=look.marks == "stars")
    printed = _printed(laid, name, look)
    made = {"docx": to_docx(printed), "xlsx": _workbook(printed, frame), "csv": csv.to_csv(frame)}
    return made, printed.caption


def _printed(laid: Laid, name: str, look: _Look) -> Printed:
    """Put title and notes to a layout in the style of a journal."""
    said = [*laid.notes, *look.notes]
    notes: list[tuple[Run, ...]] = []
    if said:
        opening = "주. " if look.language == "ko" else "Note. "
        text = " ".join(_ended(note) for note in said)
        notes = [((opening, "italic" if look.style == "apa" else "plain"), (text, "plain"))]
    language = "ko-KR" if look.language == "ko" else "en-US"
    return Printed(_title(name, look), laid.heads, laid.rows, laid.align, tuple(notes), language)


def _ended(note: str) -> str:
    """End a note with a full stop."""
    return note if note.endswith((".", "?", "!")) else f"{note}."


def _title(name: str, look: _Look) -> tuple[tuple[Run, ...], ...]:
    """Write the title: its number is the last in the name of the table, as in table-2."""
    found = _NUMBER.search(name)
    number, title = found[1] if found else "", look.title.strip()
    word = "Table" if look.language == "en" else "표"
    if look.style == "kci":
        return (((f"<{word} {number}> " if number else "", "bold"), (title, "plain")),)
    if look.style == "kjjcs":
        return (((f"Table {number}. " if number else "", "bold"), (title, "plain")),)
    return (*((((f"{word} {number}", "bold"),),) if number else ()), ((title, "italic"),))


def _workbook(printed: Printed, frame: pd.DataFrame) -> bytes:
    """Write the table as it is printed on one sheet, and its numbers on another."""
    width = len(printed.heads)

    def line(text: str) -> list[object]:
        """Write a line of text across the columns."""
        return [text, *[""] * (width - 1)]

    notes = ["".join(text for text, _ in note) for note in printed.notes]
    body: list[list[object]] = [[*row] for row in printed.rows]
    rows: list[list[object]] = [line(printed.caption), [*printed.heads]]
    rows += body + [line(note) for note in notes]
    names, values = xlsx.rows(csv.flat(frame))
    numbers: list[list[object]] = [[*names]]
    numbers += [[*row] for row in values]
    return xlsx.workbook([xlsx.Sheet("표", rows), xlsx.Sheet("수치", numbers, formatted=True)])
