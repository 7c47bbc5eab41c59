"""The explorer: a word or a frame, and its charts and lines move with every choice."""

from analysis.explorer.view import View
from analysis.explorer.widget import Explorer, explore

__all__ = ["Explorer", "View", "explore"]


def __dir__() -> list[str]:
    """List the public names alone."""
    return sorted(__all__)
