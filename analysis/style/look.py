"""Palette, markers and settings of matplotlib, and what a chart says about itself."""

from __future__ import annotations

import math
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol
from weakref import WeakKeyDictionary

from analysis.equality import ContentEqual
from analysis.errors import OptionError
from analysis.messages import message
from analysis.style.fonts import DRAWING, choose, families

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

PALETTE = {  # Okabe and Ito 2008: told apart by readers with any common colour vision
    "blue": "#0072B2",
    "orange": "#E69F00",
    "green": "#009E73",
    "purple": "#CC79A7",
    "yellow": "#F0E442",
    "red": "#D55E00",
    "sky": "#56B4E9",
    "black": "#000000",
}
# Lightness (CIE L*) 0, 24, 35, 44, 52, 61, 72 and 86: what stands side by side most often, blue and orange, is 37 apart
GREYS = {
    "black": "#000000",
    "blue": "#3A3A3A",
    "red": "#525252",
    "green": "#686868",
    "purple": "#7C7C7C",
    "orange": "#939393",
    "sky": "#B0B0B0",
    "yellow": "#D7D7D7",
}
LETTER = 10.5  # points of a label
INK = "#1A1A1A"
QUIET = "#595959"  # 7:1 on white
LINE = "#8C8C8C"
_COMMUNITIES = ("blue", "orange", "green", "purple", "red", "sky")
_MARKERS = ("o", "D", "s", "^", "v", "P", "X", "p")
_HATCHES = ("", "///", "...", "xxx", "\\\\\\", "---", "+++", "ooo")

_RC: dict[Any, Any] = {
    "font.size": LETTER,
    "axes.titlesize": 14.0,
    "axes.unicode_minus": True,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": LINE,
    "axes.labelcolor": INK,
    "text.color": INK,
    "xtick.color": INK,
    "ytick.color": INK,
    "axes.axisbelow": True,
    "figure.facecolor": "white",
    "savefig.facecolor": "white",
    "savefig.dpi": 300.0,
    "text.hinting": "no_hinting",  # or widths of text would depend on the resolution
    "pdf.fonttype": 42,
    "ps.fonttype": 42,
    "svg.fonttype": "path",
    "svg.hashsalt": "damron",
}
_GREY: list[bool] = []  # whether the innermost context draws in grey; empty outside


def use(font: str | os.PathLike[str] | None = None) -> None:
    """Set matplotlib up for Korean figures, for charts of your own as well as the kit's.

    The kit's plots and `figures.export` apply these settings by themselves; call this to give charts of
    your own the same look, or to choose another font. It may be called at any time and needs no restart.

    PDF text is embedded as TrueType (type 42): it can be selected and searched. SVG text is drawn as
    outlines, because an SVG that only names a font shows another one, or boxes, in Word, in Inkscape or in
    a browser without that font; `figures.export` lays the same words over the outlines, invisible, so that
    they can still be selected and read aloud.

    Parameters
    ----------
    font : path, optional
        An OpenType or TrueType file with Hangul. Without it: the file named by the environment variable
        DAMRON_FONT, then Noto Sans KR of the package pylopdf-fonts-ko, then a Korean font of the system.

    Raises
    ------
    FontError
        If the file is no font, has no Hangul, or no Korean font is found at all.
    """
    import matplotlib as mpl

    with DRAWING:
        if font is not None:
            choose(font)
        mpl.rcParams.update(_RC | {"font.family": families()})


@contextmanager
def context(*, grey: bool = False) -> Iterator[None]:
    """Draw inside this block with the kit's settings alone, one thread at a time, whatever the caller set before.

    Parameters
    ----------
    grey : bool
        Whether `colour` gives greys, for print without colour.

    Returns
    -------
    context manager
        For a `with` statement; it gives back the caller's settings at the end.

    Raises
    ------
    FontError
        If no Korean font is found.
    """
    from matplotlib import style

    with DRAWING:
        settings = _RC | {"font.family": families(), "text.parse_math": False, "text.usetex": False}
        _GREY.append(grey)
        try:
            with style.context(["default", settings]):
                yield
        finally:
            _GREY.pop()


def colour(name: str) -> str:
    """Look up a colour of the Okabe-Ito palette, as codebooks name them, or its grey inside ``context(grey=True)``.

    Parameters
    ----------
    name : str
        One of the keys of `PALETTE`.

    Returns
    -------
    str
        The colour as #RRGGBB.

    Raises
    ------
    OptionError
        If the palette has no such colour.
    """
    if name not in PALETTE:
        msg = message(
            "colour {name!r} is not in the palette; choose one of {palette}", name=name, palette=", ".join(PALETTE)
        )
        raise OptionError(msg)
    return (GREYS if _GREY and _GREY[-1] else PALETTE)[name]


def community_colour(number: float) -> str:
    """Look up the colour of a community: six of the palette, then grey, in pictures and in files for Gephi alike.

    Parameters
    ----------
    number : float
        Number of the community, from 1; NaN for none.

    Returns
    -------
    str
        The colour as #RRGGBB.
    """
    whole = 0 if math.isnan(number) else int(number)
    return colour(_COMMUNITIES[whole - 1]) if 1 <= whole <= len(_COMMUNITIES) else LINE


def shade(code: str) -> str:
    """Give a colour that is none of the palette, or the grey of its lightness inside ``context(grey=True)``.

    Parameters
    ----------
    code : str
        The colour as #RRGGBB.

    Returns
    -------
    str
        The colour, or a grey of the same luminance.
    """
    from matplotlib.colors import to_hex, to_rgb

    if not (_GREY and _GREY[-1]):
        return code
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(code)]
    level = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    level = 12.92 * level if level <= 0.0031308 else 1.055 * level ** (1 / 2.4) - 0.055
    return str(to_hex((level, level, level)))


def marker(index: int) -> str:
    """Give the marker of a frame, so that frames differ by shape in greyscale print.

    Parameters
    ----------
    index : int
        Position of the frame, from 0.

    Returns
    -------
    str
        A marker of matplotlib; eight differ, then they repeat.
    """
    return _MARKERS[index % len(_MARKERS)]


def hatch(index: int) -> str:
    """Give the hatch of a frame, so that areas differ in greyscale print.

    Parameters
    ----------
    index : int
        Position of the frame, from 0.

    Returns
    -------
    str
        A hatch of matplotlib, empty for the first; eight differ, then they repeat.
    """
    return _HATCHES[index % len(_HATCHES)]


class _Redraw(Protocol):
    """Draws a chart anew in a figure of its own."""

    def __call__(self, ax: Axes, /, *, width: float, grey: bool, title: str | None, subtitle: str | None) -> Axes:
        """Lay the chart out at a width in points, in colour or grey; captions that are None stay as they were."""


@dataclass(frozen=True, eq=False)
class Description(ContentEqual):
    """What a chart says about itself: its word, its alternative text, the rows drawn, and how to draw it anew."""

    chart: str
    alt: str
    numbers: pd.DataFrame
    redraw: _Redraw | None = field(default=None, compare=False, repr=False)


_DESCRIBED: WeakKeyDictionary[Axes, Description] = WeakKeyDictionary()


def describe(ax: Axes, *, chart: str, alt: str, numbers: pd.DataFrame, redraw: _Redraw | None = None) -> None:
    """Attach to an Axes what `figures.export` writes about it.

    Parameters
    ----------
    ax : Axes
        The chart.
    chart : str
        The word of the plot function, such as "frequency".
    alt : str
        Korean text for readers who do not see the chart, made from its numbers.
    numbers : DataFrame
        The rows that were drawn, with the columns that identify them.
    redraw : callable, optional
        Draws the chart in a figure of its own of another width; None where it stands in the caller's figure.
    """
    _DESCRIBED[ax] = Description(chart, alt, numbers, redraw)


def described(ax: Axes) -> Description | None:
    """Read back what `describe` attached.

    Parameters
    ----------
    ax : Axes
        Any chart.

    Returns
    -------
    Description or None
        None for an Axes that the kit did not draw.
    """
    return _DESCRIBED.get(ax)
