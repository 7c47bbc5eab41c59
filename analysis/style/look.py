"""Palette, markers and settings of matplotlib, and what a chart says about itself."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from analysis.equality import ContentEqual
from analysis.errors import OptionError
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
INK = "#1A1A1A"
QUIET = "#595959"  # 7:1 on white
LINE = "#8C8C8C"
_MARKERS = ("o", "D", "s", "^", "v", "P", "X", "p")
_HATCHES = ("", "///", "...", "xxx", "\\\\\\", "---", "+++", "ooo")

_RC: dict[Any, Any] = {
    "font.size": 10.5,
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
def context() -> Iterator[None]:
    """Draw inside this block with the kit's settings alone, one thread at a time, whatever the caller set before.

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
        with style.context(["default", settings]):
            yield


def colour(name: str) -> str:
    """Look up a colour of the Okabe-Ito palette, as codebooks name them.

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
        msg = f"colour {name!r} is not in the palette; choose one of {', '.join(PALETTE)}"
        raise OptionError(msg)
    return PALETTE[name]


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


@dataclass(frozen=True, eq=False)
class Description(ContentEqual):
    """What a chart says about itself: its word, its alternative text and the rows that were drawn."""

    chart: str
    alt: str
    numbers: pd.DataFrame


_DESCRIBED: WeakKeyDictionary[Axes, Description] = WeakKeyDictionary()


def describe(ax: Axes, *, chart: str, alt: str, numbers: pd.DataFrame) -> None:
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
    """
    _DESCRIBED[ax] = Description(chart, alt, numbers)


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
