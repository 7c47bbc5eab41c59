"""The linked view of words, lines and text, a page that needs no kernel; coding, unit by unit; editing of codebooks."""

from analysis.arguments import guard
from analysis.explorer.coding import Coding, code
from analysis.explorer.editor import Editor, edit
from analysis.explorer.island import Island
from analysis.explorer.linked import explore, look
from analysis.explorer.preview import Preview

__all__ = ["Coding", "Editor", "Island", "Preview", "code", "edit", "explore", "look"]


def __dir__() -> list[str]:
    """List the public names alone."""
    return sorted(__all__)


guard(__name__, __all__)
