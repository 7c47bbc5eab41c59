"""What a figure draws, as a hash: the same drawing in another Figure has the same one."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

import matplotlib as mpl
import numpy as np
from matplotlib.backend_bases import RendererBase

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_DOTS = 72


def digest(figure: Figure) -> str:
    """Hash everything that a figure asks a renderer to draw, and the settings that renderers follow."""
    from matplotlib.image import _ImageBase

    renderer = _Recorder(figure)
    before = figure.dpi
    figure.dpi = _DOTS
    try:
        figure.draw(renderer)
    finally:
        figure.dpi = before
    for image in figure.findobj(_ImageBase):  # drawn at so many dots; at more of them it may differ
        renderer.add(np.asarray(image.get_array()), image.get_interpolation())
    renderer.add(sorted((name, repr(value)) for name, value in mpl.rcParams.items()), figure.get_size_inches().tolist())
    return renderer.held.hexdigest()


class _Recorder(RendererBase):
    """Draws nothing, and adds what it is asked to draw to a hash."""

    def __init__(self, figure: Figure) -> None:
        super().__init__()
        self.held = hashlib.sha256()
        wide, high = figure.get_size_inches()
        self._size = float(wide) * _DOTS, float(high) * _DOTS

    def add(self, *values: Any) -> None:
        """Add values to the hash, arrays whole."""
        for value in values:
            told = value.tobytes() if isinstance(value, np.ndarray) else repr(value).encode("utf-8", "surrogatepass")
            about = f"{value.dtype}{value.shape}" if isinstance(value, np.ndarray) else type(value).__name__
            self.held.update(f"{about} {len(told)}\0".encode() + told)

    def _add_style(self, gc: Any, *more: Any) -> None:
        """Add colours, lines, hatches and what is cut off."""
        plain = {name: value for name, value in vars(gc).items() if name not in {"_cliprect", "_clippath"}}
        self.add(sorted(plain.items()), gc.get_clip_rectangle() and gc.get_clip_rectangle().extents, *more)
        path, transform = gc.get_clip_path()
        if path is not None:
            self._add_path(path, transform)

    def _add_path(self, path: Any, transform: Any) -> None:
        self.add(path.vertices, path.codes, path.should_simplify, transform.get_matrix())

    def draw_path(self, gc: Any, path: Any, transform: Any, rgbFace: Any = None) -> None:  # noqa: N803
        self._add_style(gc, rgbFace)
        self._add_path(path, transform)

    def draw_image(self, gc: Any, x: float, y: float, im: Any, transform: Any = None) -> None:
        self._add_style(gc, x, y, np.asarray(im), None if transform is None else transform.get_matrix())

    def draw_text(  # noqa: PLR0917 - the renderer's signature
        self, gc: Any, x: float, y: float, s: str, prop: Any, angle: float, ismath: Any = False, mtext: Any = None
    ) -> None:
        self._add_style(gc, x, y, s, str(prop), prop.get_file(), angle, ismath, mtext and mtext.get_gid())

    def open_group(self, s: str, gid: str | None = None) -> None:
        self.add(s, gid)

    def start_rasterizing(self) -> None:
        self.add("dots from here")

    def stop_rasterizing(self) -> None:
        self.add("dots up to here")

    def get_canvas_width_height(self) -> tuple[float, float]:
        return self._size

    def points_to_pixels(self, points: Any) -> Any:
        return points * _DOTS / 72
