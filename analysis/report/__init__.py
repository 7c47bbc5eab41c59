"""Reports: one self-contained HTML file per article or corpus."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from analysis import record
from analysis.arguments import guard

_HERE = dict.fromkeys(("article_facts", "build", "build_all"), "analysis.report.builder")  # the others are the record's
_HERE |= {"build_corpus": "analysis.report.corpus_builder"}

__all__ = ["article_facts", "articles", "build", "build_all", "build_corpus", "draw", "index"]

if TYPE_CHECKING:
    from analysis.record import articles, draw, index
    from analysis.report.builder import article_facts, build, build_all
    from analysis.report.corpus_builder import build_corpus


def __getattr__(name: str) -> Any:
    """Load the builder when it is first asked for."""
    return getattr(importlib.import_module(_HERE[name]) if name in _HERE else record, name)


def __dir__() -> list[str]:
    """List the public names alone."""
    return sorted(__all__)


guard(__name__, __all__)
