"""Reports: one self-contained HTML file per article or corpus."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from analysis import record
from analysis.arguments import guard

__all__ = ["articles", "build", "build_all", "build_corpus", "draw", "index"]

if TYPE_CHECKING:
    from analysis.record import articles, build, build_all, build_corpus, draw, index


def __getattr__(name: str) -> Any:
    """Load the builder when it is first asked for."""
    return getattr(record, name)


def __dir__() -> list[str]:
    """List the public names alone."""
    return sorted(__all__)


guard(__name__, __all__)
