"""Records: notebooks in, their executed cells as one self-contained HTML file per article or corpus out."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from analysis.messages import message

_NAMES = {
    "articles": "analysis.record.listing",
    "build": "analysis.record.assemble",
    "build_all": "analysis.record.assemble",
    "build_corpus": "analysis.record.corpus_report",
    "draw": "analysis.record.assemble",
    "index": "analysis.record.listing",
}

_GRAMMAR = "rfc3987_syntax"

__all__ = ["articles", "build", "build_all", "build_corpus", "draw", "index"]

if TYPE_CHECKING:
    from analysis.record.assemble import build, build_all, draw
    from analysis.record.corpus_report import build_corpus
    from analysis.record.listing import articles, index


def __getattr__(name: str) -> Any:
    """Load the builder when it is first asked for: a kernel that runs a chapter does not need it."""
    if name not in _NAMES:
        msg = message("analysis.record has no {name!r}; it offers {offered}", name=name, offered=", ".join(__all__))
        raise AttributeError(msg)
    with _without_grammar():
        value = getattr(importlib.import_module(_NAMES[name]), name)
    globals()[name] = value
    return value


@contextmanager
def _without_grammar() -> Iterator[None]:
    """Spare an import three seconds: jsonschema would build a grammar of web addresses, which notebooks do not need."""
    held = sys.modules.get(_GRAMMAR)
    if held is None:
        sys.modules[_GRAMMAR] = None  # type: ignore[assignment] # how Python marks a module as not to be had
    try:
        yield
    finally:
        if held is None:
            del sys.modules[_GRAMMAR]


def __dir__() -> list[str]:
    """List the public names alone."""
    return sorted(__all__)
