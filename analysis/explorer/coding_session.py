"""The course of coding as a frozen value: what is asked, what was answered, what a key does."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from analysis.messages import message
from analysis.validation.columns import ABSENT, PRESENT, UNSURE
from analysis.validation.entries import UNSURE as UNSURE_OF_VARIABLE
from analysis.validation.entries import Entry, Variable

UNDO, NOTE_KEY = "U", "N"
_MOVES = {"ArrowLeft": -1, "ArrowRight": 1}
_TURNS = {"ArrowUp": -1, "ArrowDown": 1}
_DIGITS = tuple("123456789")


@dataclass(frozen=True)
class _Question:
    """What is asked of a unit: which of the frames are there, or which category of a variable."""

    # columns: places in the cells of an answer, one a frame, or the one of a variable.
    # options: what the keys 1, 2, … stand for.

    columns: tuple[int, ...]
    options: tuple[str, ...]
    several: bool


@dataclass(frozen=True)
class _Answer:
    """What a unit holds: a cell for each column, empty where nothing was said, and the note."""

    cells: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True)
class Session:
    """The coding of a sample by one coder."""

    # units: in this coder's order. at: the place among them, len(units) behind the last. asked: the question that keys
    # answer. before: for every entry that undo can take back, the unit and what it held before.

    questions: tuple[_Question, ...]
    units: tuple[str, ...]
    answers: Mapping[str, _Answer]
    before: tuple[tuple[str, _Answer], ...] = ()
    at: int = 0
    asked: int = 0

    @property
    def unit(self) -> str:
        """The unit that is shown; none behind the last."""
        return self.units[self.at] if self.at < len(self.units) else ""

    def is_done(self, unit: str) -> bool:
        """Tell whether every cell of a unit is filled."""
        return all(self.answers[unit].cells)

    @property
    def done(self) -> int:
        """How many units are coded."""
        return sum(self.is_done(unit) for unit in self.units)


@dataclass(frozen=True)
class Pressed:
    """What a key did: the session after it, what is to be written (None where no value changed), and a sentence."""

    session: Session
    entry: Entry | None = None
    says: str = ""


def ask(frames: Iterable[str], variables: Iterable[Variable]) -> tuple[_Question, ...]:
    """Make the questions of frames and variables."""
    names = tuple(frames)
    asked = [_Question(tuple(range(len(names))), names, several=True)]
    asked += [_Question((len(names) + n,), v.categories, several=False) for n, v in enumerate(variables)]
    return tuple(asked)


def order(units: Iterable[str], *, coder: str, sample: str) -> tuple[str, ...]:
    """Shuffle units for a coder, the same whenever the same sample is opened."""
    # What comes late for one coder, who tires, must not come late for all.
    known = sorted(units)
    seed = int.from_bytes(hashlib.sha256(f"{coder}\n{sample}".encode()).digest()[:8], "big")
    return tuple(known[n] for n in np.random.default_rng(seed).permutation(len(known)))


def begin(questions: tuple[_Question, ...], units: Sequence[str], entries: Iterable[Entry] = ()) -> Session:
    """Begin, or go on after the entries of a file: at the first unit that is not coded."""
    # Example: u1 with 1, u1 with 1 1, and U give u1 with 1, and one entry that undo can still take back.
    width = sum(len(question.columns) for question in questions)
    answers = {unit: _Answer(("",) * width) for unit in units}
    before: list[tuple[str, _Answer]] = []
    for entry in entries:
        if entry.unit not in answers:
            continue
        if entry.key == UNDO and before:
            before.pop()
        else:
            before.append((entry.unit, answers[entry.unit]))
        answers[entry.unit] = _Answer(entry.cells, entry.note)
    session = Session(questions, tuple(units), answers, tuple(before))
    return replace(session, at=_next_open(session, -1))


def press(session: Session, key: str) -> Pressed:
    """Do what a key does: 1 to 9, 0, ?, Enter, the arrows, or U."""
    if key == UNDO:
        return _undo(session)
    if key in _MOVES:
        return _move(session, _MOVES[key])
    if not session.unit:
        there = replace(session, at=_next_open(session, -1), asked=0) if key == "Enter" else session
        return Pressed(there, says="" if there.unit else message("To mend something, go back with ←."))
    if key in _SAYS:
        return _SAYS[key](session)
    if key in _TURNS:
        last = len(session.questions) - 1
        return Pressed(replace(session, asked=min(max(session.asked + _TURNS[key], 0), last)))
    return choose(session, session.asked, int(key) - 1) if key in _DIGITS else Pressed(session)


def choose(session: Session, asked: int, option: int) -> Pressed:
    """Choose an option of a question, or take the choice back."""
    if not session.unit:
        return Pressed(session)
    session = replace(session, asked=asked)
    question = session.questions[asked]
    if not 0 <= option < len(question.options):
        told = message("There is no {key}. Choose from 1 to {last}.", key=option + 1, last=len(question.options))
        return Pressed(session, says=told)
    values = list(session.answers[session.unit].cells)
    if question.several:
        column = question.columns[option]
        values[column] = ABSENT if values[column] == PRESENT else PRESENT
    else:
        (column,) = question.columns
        values[column] = "" if values[column] == question.options[option] else question.options[option]
    return _written(session, values, key=str(option + 1))


def write_note(session: Session, text: str) -> Pressed:
    """Keep a note on the unit that is shown."""
    if not session.unit:
        return Pressed(session)
    answer = replace(session.answers[session.unit], note=" ".join(text.split()))
    return _kept(session, answer, key=NOTE_KEY)


def _enter(session: Session) -> Pressed:
    """Close the question, where frames that were not chosen are absent, and go on to what is open."""
    question, values = session.questions[session.asked], list(session.answers[session.unit].cells)
    if not any(values[column] for column in question.columns):
        if question.several:
            told = message("Nothing is chosen yet. Press 0 for none of them, ? if it cannot be told, → to skip it.")
        else:
            told = message("Nothing is chosen yet. Press ? if it cannot be told, → to skip it.")
        return Pressed(session, says=told)
    for column in question.columns:
        values[column] = values[column] or ABSENT
    pressed = _written(session, values, key="Enter")
    after = pressed.session
    open_ones = [n for n, q in enumerate(after.questions) if not all(values[column] for column in q.columns)]
    if open_ones:
        return replace(pressed, session=replace(after, asked=open_ones[0]))
    return replace(pressed, session=replace(after, at=_next_open(after, after.at), asked=0))


def _none(session: Session) -> Pressed:
    """Say that no frame is there."""
    question = session.questions[session.asked]
    if not question.several:
        told = message("This question has no 0. Press 1 to {last}, or ?.", last=len(question.options))
        return Pressed(session, says=told)
    values = list(session.answers[session.unit].cells)
    for column in question.columns:
        values[column] = ABSENT
    return _written(session, values, key="0")


def _unsure(session: Session) -> Pressed:
    """Say that what was not chosen cannot be told."""
    # Example: of three frames 1 is chosen; then ? gives 1 9 9, and 2 and 2 again give 1 0 9.
    question, values = session.questions[session.asked], list(session.answers[session.unit].cells)
    for column in question.columns:
        if not question.several:
            values[column] = UNSURE_OF_VARIABLE
        elif values[column] != PRESENT:
            values[column] = UNSURE
    return _written(session, values, key="?")


def _undo(session: Session) -> Pressed:
    """Take the last entry back, and show its unit."""
    if not session.before:
        return Pressed(session, says=message("There is nothing to take back."))
    *before, (unit, answer) = session.before
    answers = {**session.answers, unit: answer}
    at = session.units.index(unit)
    asked = session.asked if at == session.at else 0
    after = replace(session, answers=answers, before=tuple(before), at=at, asked=asked)
    return Pressed(after, Entry(unit, answer.cells, answer.note, UNDO), message("The last one was taken back."))


def _move(session: Session, step: int) -> Pressed:
    """Show the unit before or after, and write nothing."""
    at = session.at + step
    if not 0 <= at <= len(session.units):
        return Pressed(session, says=message("This is the first unit.") if step < 0 else "")
    return Pressed(replace(session, at=at, asked=0))


def _written(session: Session, values: Sequence[str], *, key: str) -> Pressed:
    """Give the unit other values."""
    return _kept(session, replace(session.answers[session.unit], cells=tuple(values)), key=key)


def _kept(session: Session, answer: _Answer, *, key: str) -> Pressed:
    """Give the unit another answer; where it is the same nothing is written."""
    held = session.answers[session.unit]
    if answer == held:
        return Pressed(session)
    answers = {**session.answers, session.unit: answer}
    after = replace(session, answers=answers, before=(*session.before, (session.unit, held)))
    return Pressed(after, Entry(session.unit, answer.cells, answer.note, key))


def _next_open(session: Session, at: int) -> int:
    """Find the next unit that is not coded, from the beginning again behind the last; len(units) where all are."""
    places = [*range(at + 1, len(session.units)), *range(min(at + 1, len(session.units)))]
    return next((n for n in places if not session.is_done(session.units[n])), len(session.units))


_SAYS = {"Enter": _enter, "0": _none, "?": _unsure}
