"""What texts are measured with, before anything is drawn."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.backend_bases import RendererBase


@lru_cache(maxsize=4)
def renderer(dpi: float) -> RendererBase:
    """Keep one renderer for measuring: with one of its own a figure measures every text anew, each time."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    made: RendererBase = FigureCanvasAgg(Figure(dpi=dpi)).get_renderer()  # type: ignore[no-untyped-call]
    return made
