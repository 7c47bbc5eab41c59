"""The size that a journal asks of a figure: width, letters, colour, resolution and files."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Literal, get_args

from analysis import style
from analysis.errors import FigureError
from analysis.messages import message

_Format = Literal["png", "svg", "pdf", "tiff"]
_FORMATS: tuple[_Format, ...] = get_args(_Format)

_NARROWEST, _WIDEST = 50.0, 420.0  # mm; the long side of A3
_SMALLEST, _LARGEST = 5.0, 20.0  # points
_COARSEST, _FINEST = 72, 2400  # dots per inch


@dataclass(frozen=True)
class Size:
    """How wide a figure is on paper, and what it is written as.

    A chart is drawn anew at its width: lines of text break elsewhere and bars grow longer, and letters keep their
    points. Labels have `font_pt`, notes 0.95 of it, titles 1.33.

    Parameters
    ----------
    width_mm : float
        Width of the paper in millimetres, 50 to 420.
    font_pt : float
        Points of a label, 5 to 20.
    grey : bool
        Whether to draw without colour: series differ by lightness, and by marker or hatch.
    dpi : int
        Dots per inch of PNG and TIFF, 72 to 2,400.
    formats : tuple of {"png", "svg", "pdf", "tiff"}
        What is written besides the CSV; TIFF is compressed by LZW.

    Raises
    ------
    FigureError
        If a value is none of these.

    Examples
    --------
    >>> from analysis import figures
    >>> figures.Size(width_mm=85, font_pt=8, grey=True, dpi=600, formats=("pdf", "tiff")).width_mm
    85
    >>> figures.COLUMN.width_mm, figures.PAGE.width_mm
    (85.0, 170.0)
    """

    width_mm: float = 160.0
    font_pt: float = style.LETTER
    grey: bool = False
    dpi: int = 300
    formats: tuple[_Format, ...] = field(default=("png", "svg", "pdf"))

    def __post_init__(self) -> None:
        """Refuse what no paper has."""
        _require_between("width_mm", self.width_mm, _NARROWEST, _WIDEST, "mm")
        _require_between("font_pt", self.font_pt, _SMALLEST, _LARGEST, "points")
        _require_between("dpi", self.dpi, _COARSEST, _FINEST, "dots per inch")
        if not isinstance(self.dpi, int):
            msg = message("figures.Size: dpi is {dpi!r}; give a whole number such as 600", dpi=self.dpi)
            raise FigureError(msg)
        if not isinstance(self.grey, bool):
            msg = message("figures.Size: grey is {grey!r}; give True or False", grey=self.grey)
            raise FigureError(msg)
        if not isinstance(self.formats, (str, tuple, list)):
            msg = message(
                "figures.Size: formats is {formats!r}; give some of {formats_2}",
                formats=self.formats,
                formats_2=", ".join(_FORMATS),
            )
            raise FigureError(msg)
        chosen = (self.formats,) if isinstance(self.formats, str) else tuple(self.formats)
        if unknown := [name for name in chosen if name not in _FORMATS]:
            msg = message(
                "figures.Size: formats has {unknown!r}; choose from {formats}",
                unknown=unknown[0],
                formats=", ".join(_FORMATS),
            )
            raise FigureError(msg)
        if not chosen or len(set(chosen)) != len(chosen):
            msg = message(
                "figures.Size: formats is {formats!r}; name each of {formats_2} once at most",
                formats=self.formats,
                formats_2=", ".join(_FORMATS),
            )
            raise FigureError(msg)
        object.__setattr__(self, "formats", chosen)

    @property
    def scale(self) -> float:
        """How many points on paper one point of the layout is, whose labels have 10.5."""
        return self.font_pt / style.LETTER

    @property
    def width(self) -> float:
        """Width in points of the layout."""
        return self.width_mm / 25.4 * 72 / self.scale


def _require_between(name: str, value: object, low: float, high: float, unit: str) -> None:
    """Refuse what is no number in a range."""
    number = isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)
    if not number or not low <= float(str(value)) <= high:
        msg = message(
            "figures.Size: {name} is {value!r}; give {low:g} to {high:,g} {unit}",
            name=name,
            value=value,
            low=low,
            high=high,
            unit=unit,
        )
        raise FigureError(msg)


COLUMN = Size(width_mm=85.0, font_pt=8.0, grey=True, dpi=600, formats=("png", "pdf", "tiff"))
PAGE = Size(width_mm=170.0, font_pt=9.0, grey=True, dpi=600, formats=("png", "pdf", "tiff"))
