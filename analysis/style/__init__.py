"""How figures look: a Korean font that cannot fail silently, one palette, one set of matplotlib settings."""

from analysis.arguments import guard
from analysis.style.fonts import ENVIRONMENT, families, font_path, missing_glyphs, require_glyphs
from analysis.style.look import (
    GREYS,
    INK,
    LETTER,
    LINE,
    PALETTE,
    QUIET,
    Description,
    colour,
    community_colour,
    context,
    describe,
    described,
    hatch,
    marker,
    shade,
    use,
)

__all__ = [
    "ENVIRONMENT", "GREYS", "INK", "LETTER", "LINE", "PALETTE", "QUIET", "Description", "colour", "community_colour",
    "context", "describe", "described", "families", "font_path", "hatch", "marker", "missing_glyphs", "require_glyphs",
    "shade", "use",
]  # fmt: skip


def __dir__() -> list[str]:
    """List the public names alone."""
    return sorted(__all__)


guard(__name__, __all__)
