"""Which functions of the kit the chapters called, and the sources that their docstrings name."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterable
from typing import Any

import analysis

_CALL = re.compile(r"\bda\.((?:stats|framing|validation|measures)\.\w+)\(")
_SECTION = re.compile(r"^References\n-+\n(.*?)(?=^\w[\w ]*\n-+\n|\Z)", re.DOTALL | re.MULTILINE)


def functions(sources: Iterable[str]) -> list[dict[str, str]]:
    """Name the methods that some code calls."""
    names = sorted({name for source in sources for name in _CALL.findall(source)})
    found = []
    for name in names:
        module, _, word = name.partition(".")
        function = getattr(getattr(analysis, module, None), word, None)
        if inspect.isfunction(function):
            found.append({"name": name, "line": _first_line(function), "references": _references(function)})
    return found


def _first_line(function: Any) -> str:
    """Return the first line of a docstring."""
    return (inspect.getdoc(function) or "").partition("\n")[0]


def _references(function: Any) -> str:
    """Return the sources that a docstring names, as one paragraph."""
    section = _SECTION.search(inspect.getdoc(function) or "")
    return " ".join(section.group(1).split()) if section else ""
