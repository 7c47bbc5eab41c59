"""The linked view of words, lines and text: plain data in a frozen value, and a page that needs no kernel."""

from analysis.explorer.island import Island
from analysis.explorer.linked import explore, look

__all__ = ["Island", "explore", "look"]


def __dir__() -> list[str]:
    """List the public names alone."""
    return sorted(__all__)
