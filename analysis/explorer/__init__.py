"""The linked view of words, lines and text, a page that needs no kernel; and coding, unit by unit."""

from analysis.explorer.coding import Coding, code
from analysis.explorer.island import Island
from analysis.explorer.linked import explore, look

__all__ = ["Coding", "Island", "code", "explore", "look"]


def __dir__() -> list[str]:
    """List the public names alone."""
    return sorted(__all__)
