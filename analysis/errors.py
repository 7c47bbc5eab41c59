"""Errors that a user of the kit may meet.

Every error the kit raises on purpose is a `KitError` whose message is one sentence: what is wrong,
where, and what to do. Each named child is also the builtin that a caller would expect.

A sentence may name a value that a caller gave: a query, a column, a path. However long that is, no more than 200
characters of it are told, its beginning and its end.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from analysis.messages import later, message

__all__ = [
    "CodebookError",
    "CutWarning",
    "FigureError",
    "FontError",
    "KindError",
    "KitError",
    "MissingError",
    "NothingFoundWarning",
    "OptionError",
    "ReadError",
    "ReadWarning",
    "RefusalError",
    "ReportError",
    "SchemaError",
    "SealError",
    "UnsealedWarning",
]

_LONGEST = 200  # characters of a value in a sentence
_WHOLE = 500  # characters of a sentence
# What can only be a value, being long: what stands in quotation marks or brackets, what has no space, and what has none
# of the marks that join the parts of our own sentences, which are shorter.
_QUOTED = re.compile(
    rf"(?<!\w)'(?:[^'\\]|\\.){{{_LONGEST},}}'|(?<!\w)\"(?:[^\"\\]|\\.){{{_LONGEST},}}\""
    rf"|\[.{{{_LONGEST},}}\]|\{{.{{{_LONGEST},}}\}}|\S{{{_LONGEST},}}",
    re.DOTALL,
)
_BARE = re.compile(r"[^,;:()]{300,}")  # a value without quotation marks; a sentence may name two long paths


class KitError(Exception):
    """Base of every error that the kit raises on purpose."""

    head = later("the analysis was stopped")  # template of what stands before the sentence in a notebook

    def __init__(self, sentence: object = "") -> None:
        super().__init__(_shortened(str(sentence)))

    def _render_traceback_(self) -> list[str]:
        """Give Jupyter one sentence to show instead of a traceback."""
        return [f"{message(self.head)}: {self}"]


class OptionError(KitError, ValueError):
    """An argument has a value that the function does not take."""

    head = later("the value of an argument does not fit")


class KindError(OptionError, TypeError, AttributeError):
    """Something of another kind stands in a place, or an argument or a name is asked for that is not there."""

    head = later("the kind of an argument does not fit")


class RefusalError(OptionError):
    """The text at hand cannot answer: it is redacted, too short, or holds nothing of what was asked for."""

    head = later("this text cannot answer")
    notice = ""  # a whole sentence that stands alone in a notebook or report

    @classmethod
    def alone(cls, sentence: str, notice: str = "") -> RefusalError:
        """Refuse in a sentence that needs no head; a notebook or report may show another one instead."""
        error = cls(sentence)
        error.notice = notice or str(error)
        return error

    @classmethod
    def redacted(cls, sentence: str) -> RefusalError:
        """Refuse for want of the text, with the same sentence everywhere in notebooks and reports."""
        return cls.alone(sentence, message("this needs the text, which is redacted; put it into seeds/private"))

    @classmethod
    def unchecked(cls) -> RefusalError:
        """Refuse to compare or draw by a list of polarity that nobody has checked on these texts."""
        return cls.alone(
            message(
                "nobody has checked yet whether this list fits these texts; draw 200 sentences with validation.sample "
                "and have two people read them, then record what they found (validation.record)"
            )
        )

    def _render_traceback_(self) -> list[str]:
        return [f"{self.notice}."] if self.notice else super()._render_traceback_()


class ReadError(KitError, ValueError):
    """A file or text cannot be read as an article or a corpus."""

    head = later("this cannot be read")


class MissingError(KitError, FileNotFoundError):
    """A file, a folder or an article is not where it was looked for."""

    head = later("a file or an article was not found")

    def __str__(self) -> str:  # FileNotFoundError would print an errno pair
        return str(self.args[0]) if self.args else ""


class SchemaError(KitError, ValueError):
    """A table does not have the columns that its contract promises."""

    head = later("the columns of a table do not fit")


class SealError(KitError, ValueError):
    """A file that only the kit writes is not what was written: cut off, changed, or another under its name."""

    head = later("a file is not as it was saved")


class CodebookError(KitError, ValueError):
    """A codebook, a lexicon or a pattern in one cannot be used as it stands."""

    head = later("a codebook or a list of words cannot be used")
    complaints: tuple[str, ...] = ()  # everything that is wrong, where that is more than the message names

    @classmethod
    def of_all(cls, first: str, complaints: Sequence[str]) -> CodebookError:
        """Name one of several complaints in the message, and keep them all."""
        more = message(" (and {n} more to mend)", n=len(complaints) - 1) if len(complaints) > 1 else ""
        error = cls(f"{first}{more}")
        error.complaints = tuple(map(_shortened, complaints))
        return error

    def _render_traceback_(self) -> list[str]:
        if len(self.complaints) < 2:
            return super()._render_traceback_()
        return [
            message("{head}: {n} places to mend.", head=message(self.head), n=len(self.complaints)),
            *self.complaints,
        ]


class FontError(KitError, RuntimeError):
    """No Korean font was found, or the font lacks a character of a label."""

    head = later("the font lacks a character")


class FigureError(KitError, ValueError):
    """A figure cannot be exported under this name or from these numbers."""

    head = later("the figure cannot be exported")


class ReportError(KitError, RuntimeError):
    """A notebook failed or a report could not be built from it."""

    head = later("the report cannot be built")


class UnsealedWarning(UserWarning):
    """A file was read that has no seal, so that nobody can tell whether it is whole."""


class CutWarning(UserWarning):
    """The last line of a file was cut off, and was left out."""


class NothingFoundWarning(UserWarning):
    """A query has no place: whether its characters stand in the text, and what to ask instead."""


class ReadWarning(UserWarning):
    """A file was read, and something in its text looks lost: what, where, how much."""


def _shortened(sentence: str) -> str:
    """Cut values of more than 200 characters out of a sentence, but for their beginning and end."""
    # Example: "no term 'aaa…aaa'; choose one of A, B" with 5,000 a keeps a quotation mark and 59, says how many went,
    # keeps 29 and a quotation mark, and the rest of the sentence.
    if len(sentence) <= _LONGEST:
        return sentence
    for pattern in (_QUOTED, _BARE):
        sentence = pattern.sub(lambda found: _ends(found.group(), 60, 30), sentence)
    return sentence if len(sentence) <= _WHOLE else _ends(sentence, 120, 80)


def _ends(text: str, first: int, last: int) -> str:
    """Keep the beginning and the end of a text and say how much was between."""
    between = message("{n:,} characters", n=len(text) - first - last)
    return f"{text[:first]}… ({between}) …{text[-last:]}"


def __dir__() -> list[str]:
    """List the public names alone."""
    return sorted(__all__)
