"""Errors that a user of the kit may meet.

Every error the kit raises on purpose is a `KitError` whose message is one sentence: what is wrong,
where, and what to do. Each named child is also the builtin that a caller would expect.
"""

from __future__ import annotations


class KitError(Exception):
    """Base of every error that the kit raises on purpose."""


class OptionError(KitError, ValueError):
    """An argument has a value that the function does not take."""


class ReadError(KitError, ValueError):
    """A file or text cannot be read as an article or a corpus."""


class MissingError(KitError, FileNotFoundError):
    """A file, a folder or an article is not where it was looked for."""

    def __str__(self) -> str:  # FileNotFoundError would print an errno pair
        return str(self.args[0]) if self.args else ""


class SchemaError(KitError, ValueError):
    """A table does not have the columns that its contract promises."""


class CodebookError(KitError, ValueError):
    """A codebook, a lexicon or a pattern in one cannot be used as it stands."""


class FontError(KitError, RuntimeError):
    """No Korean font was found, or the font lacks a character of a label."""


class FigureError(KitError, ValueError):
    """A figure cannot be exported under this name or from these numbers."""


class ReportError(KitError, RuntimeError):
    """A notebook failed or a report could not be built from it."""
