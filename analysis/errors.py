"""Errors that a user of the kit may meet.

Every error the kit raises on purpose is a `KitError` whose message is one sentence: what is wrong,
where, and what to do. Each named child is also the builtin that a caller would expect.

A sentence may name a value that a caller gave: a query, a column, a path. However long that is, no more than 200
characters of it are told, its beginning and its end.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

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

    korean = "분석을 멈추었다"

    def __init__(self, message: object = "") -> None:
        super().__init__(_shortened(str(message)))

    def _render_traceback_(self) -> list[str]:
        """Give Jupyter one sentence to show instead of a traceback."""
        return [f"{self.korean}: {self}"]


class OptionError(KitError, ValueError):
    """An argument has a value that the function does not take."""

    korean = "인자의 값이 맞지 않는다"


class KindError(KitError, AttributeError):
    """A corpus, tokens or a table stands where another of them is needed."""

    korean = "인자의 종류가 맞지 않는다"


class RefusalError(OptionError):
    """The text at hand cannot answer: it is redacted, too short, or holds nothing of what was asked for."""

    korean = "이 글로는 구할 수 없다"

    @classmethod
    def redacted(cls, message: str) -> RefusalError:
        """Refuse for want of the text, with a whole Korean sentence for notebooks and reports."""
        error = cls(message)
        error.korean = "본문을 가린 글이어서 구하지 않았다. 글을 seeds/private 폴더에 두면 구한다"
        return error

    def _render_traceback_(self) -> list[str]:
        return super()._render_traceback_() if "korean" not in vars(self) else [f"{self.korean}."]


class ReadError(KitError, ValueError):
    """A file or text cannot be read as an article or a corpus."""

    korean = "글로 읽을 수 없다"


class MissingError(KitError, FileNotFoundError):
    """A file, a folder or an article is not where it was looked for."""

    korean = "파일이나 글을 찾을 수 없다"

    def __str__(self) -> str:  # FileNotFoundError would print an errno pair
        return str(self.args[0]) if self.args else ""


class SchemaError(KitError, ValueError):
    """A table does not have the columns that its contract promises."""

    korean = "표의 열이 맞지 않는다"


class SealError(KitError, ValueError):
    """A file that only the kit writes is not what was written: cut off, changed, or another under its name."""

    korean = "저장한 그대로의 파일이 아니다"


class CodebookError(KitError, ValueError):
    """A codebook, a lexicon or a pattern in one cannot be used as it stands."""

    korean = "코드북이나 단어 목록을 쓸 수 없다"
    complaints: tuple[str, ...] = ()  # everything that is wrong, where that is more than the message names

    @classmethod
    def of_all(cls, first: str, complaints: Sequence[str]) -> CodebookError:
        """Name one of several complaints in the message, and keep them all."""
        more = f" (and {len(complaints) - 1} more to mend)" if len(complaints) > 1 else ""
        error = cls(f"{first}{more}")
        error.complaints = tuple(map(_shortened, complaints))
        return error

    def _render_traceback_(self) -> list[str]:
        if len(self.complaints) < 2:
            return super()._render_traceback_()
        return [f"{self.korean}: {len(self.complaints)}곳을 고친다.", *self.complaints]


class FontError(KitError, RuntimeError):
    """No Korean font was found, or the font lacks a character of a label."""

    korean = "글꼴에 없는 글자가 있다"


class FigureError(KitError, ValueError):
    """A figure cannot be exported under this name or from these numbers."""

    korean = "그림을 내보낼 수 없다"


class ReportError(KitError, RuntimeError):
    """A notebook failed or a report could not be built from it."""

    korean = "보고서를 만들 수 없다"


class UnsealedWarning(UserWarning):
    """A file was read that has no seal, so that nobody can tell whether it is whole."""


class CutWarning(UserWarning):
    """The last line of a file was cut off, and was left out."""


class NothingFoundWarning(UserWarning):
    """A query has no place: whether its characters stand in the text, and what to ask instead, in Korean."""


class ReadWarning(UserWarning):
    """A file was read, and something in its text looks lost: what, where, how much."""


def _shortened(message: str) -> str:
    """Cut values of more than 200 characters out of a sentence, but for their beginning and end."""
    # Example: "no term 'aaa…aaa'; choose one of A, B" with 5,000 a keeps a quotation mark and 59, says how many went,
    # keeps 29 and a quotation mark, and the rest of the sentence.
    if len(message) <= _LONGEST:
        return message
    for pattern in (_QUOTED, _BARE):
        message = pattern.sub(lambda found: _ends(found.group(), 60, 30), message)
    return message if len(message) <= _WHOLE else _ends(message, 120, 80)


def _ends(text: str, first: int, last: int) -> str:
    """Keep the beginning and the end of a text and say how much was between."""
    return f"{text[:first]}… ({len(text) - first - last:,} characters) …{text[-last:]}"


def __dir__() -> list[str]:
    """List the public names alone."""
    return sorted(__all__)
