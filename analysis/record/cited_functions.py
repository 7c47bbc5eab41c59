"""Which functions of the kit the chapters called, and the sources that their docstrings name."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterable

import analysis

_CALL = re.compile(r"\bda\.((?:stats|framing|validation|measures|topics)\.\w+)\(")
_SECTION = re.compile(r"^References\n-+\n(.*?)(?=^\w[\w ]*\n-+\n|\Z)", re.DOTALL | re.MULTILINE)


def functions(sources: Iterable[str]) -> list[dict[str, str]]:
    """Name the methods that some code calls."""
    names = sorted({name for source in sources for name in _CALL.findall(source)})
    found = []
    for name in names:
        module, _, word = name.partition(".")
        function = getattr(getattr(analysis, module, None), word, None)
        if inspect.isfunction(function):
            doc = inspect.getdoc(function) or ""
            section = _SECTION.search(doc)
            references = " ".join(section.group(1).split()) if section else ""
            found.append({"name": name, "line": doc.partition("\n")[0], "references": references})
    return found
