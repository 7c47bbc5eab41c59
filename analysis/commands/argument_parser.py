"""What argparse says, in the language of the user: usage, headings and errors."""

from __future__ import annotations

import argparse
import re
from typing import Any, NoReturn

from analysis.messages import english, later, message

_HEADINGS = {
    "positional arguments": later("positional arguments"),
    "options": later("options"),
}
NUMBER = later("number (1 or more)")
_KINDS = {NUMBER}
# What argparse says of arguments; the groups of a pattern are the values of its template.
_ERRORS = (
    (r"argument (?P<argument>.+?): (?P<what>.+)", later("argument {argument}: {what}")),
    (r"unrecognized arguments: (?P<given>.+)", later("unrecognized arguments: {given}")),
    (r"the following arguments are required: (?P<names>.+)", later("the following arguments are required: {names}")),
    (r"one of the arguments (?P<names>.+) is required", later("one of the arguments {names} is required")),
    (r"invalid choice: (?P<value>.+) \(choose from (?P<choices>.+)\)", later("invalid choice: {value} ({choices})")),
    (r"invalid (?P<kind>.+) value: (?P<value>.+)", later("invalid {kind}: {value}")),
    (r"not allowed with argument (?P<other>.+)", later("not allowed with argument {other}")),
    (r"ignored explicit argument (?P<value>.+)", later("takes no value, and {value} was given")),
    (r"expected one argument", later("expected one value")),
    (r"expected at least one argument", later("expected at least one value")),
    (r"expected at most one argument", later("expected at most one value")),
    (r"expected (?P<n>\d+) arguments?", later("expected {n} values")),
)


class Parser(argparse.ArgumentParser):
    """A parser that speaks the language of the user."""

    def __init__(self, **options: Any) -> None:
        fixed = {"formatter_class": _Help, "add_help": False, "allow_abbrev": False}
        super().__init__(**options | fixed)
        self.add_argument("-h", "--help", action="help", help=message("show this help and exit"))

    def error(self, message: str) -> NoReturn:
        """End with the usage and what is wrong."""
        self.exit(2, f"{self.format_usage()}{_line(self.prog, _worded(message))}\n")


class _Help(argparse.RawDescriptionHelpFormatter):
    """Help whose usage and headings are in the language of the user."""

    def add_usage(self, usage: str | None, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, message("usage: ") if prefix is None else prefix)

    def start_section(self, heading: str | None) -> None:
        super().start_section(message(_HEADINGS[heading]) if heading in _HEADINGS else heading)


def _line(program: str, what: str) -> str:
    """Write an error behind the name of the program."""
    return message("{program}: error: {what}", program=program, what=what)


def _worded(said: str) -> str:
    """Write an error of argparse in the language of the user; what is not known stays as it is."""
    # Example: _worded("argument --top: expected one argument") gives 'argument --top: expected one argument' in English
    for pattern, template in () if english() else _ERRORS:
        if found := re.fullmatch(pattern, said, re.DOTALL):
            values = found.groupdict()
            if "what" in values:
                values["what"] = _worded(values["what"])
            if values.get("kind") in _KINDS:
                values["kind"] = message(values["kind"])
            return message(template, **values)
    return said
