"""Pictures that a notebook shows: one that draws what an earlier one drew is not painted again."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, cast

from analysis import style
from analysis.figures.drawing import digest
from analysis.memo import Memo, content_key

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_PAINTED = Memo(most=64)
_LETTERS = ("get_math_fontfamily", "get_fontfeatures", "get_language")  # of texts, the last two from matplotlib 3.11 on
_OURS = ("matplotlib.", "analysis.")


def keep_pictures() -> None:
    """Have the running notebook keep the pictures of the kit's charts; nothing happens outside IPython."""
    ipython = sys.modules.get("IPython")
    shell = ipython and ipython.get_ipython()
    if shell is None or getattr(shell, "display_formatter", None) is None:
        return
    from IPython.core.pylabtools import print_figure
    from matplotlib.figure import Figure

    formatter = shell.display_formatter.formatters["image/png"]
    try:
        printer = formatter.lookup_by_type(Figure)
    except KeyError:
        return
    # The inline backend registers a printer of its own, anew whenever it is configured; another one is left alone.
    if isinstance(printer, partial) and printer.func is print_figure and not printer.args:
        formatter.for_type(Figure, _kept(printer))


def _kept(printer: partial[Any]) -> Callable[[Figure], Any]:
    """Make a printer that paints a drawing once."""

    def show(figure: Figure) -> Any:
        key = _key(figure, printer.keywords)
        if key and (known := _PAINTED.get(key)) is not None:
            return known
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            made = printer(figure)
        if key and made is not None and not caught:  # a warning, as of a missing letter, comes again each time
            _PAINTED.put(key, made)
        for one in caught:
            warnings.warn_explicit(one.message, one.category, one.filename, one.lineno)
        return made

    return show


def _key(figure: Figure, options: Mapping[str, object]) -> str:
    """Hash all that changes a dot of the picture; empty where that cannot be told from what is drawn."""
    # Dots depend on what is asked of the renderer (with the settings and files of fonts), on the dots per inch and on
    # the options of the printer. Images are resampled and filters run on dots, and a class of somebody else may draw
    # otherwise for another renderer: such figures are always painted.
    from matplotlib.image import _ImageBase

    if not any(style.described(ax) for ax in figure.axes):
        return ""
    beside = []  # what renderers are not asked for: room in the layout, and how letters are joined
    for artist in figure.findobj():
        named = type(artist).__module__
        if isinstance(artist, _ImageBase) or artist.get_agg_filter() is not None or not named.startswith(_OURS):
            return ""
        letters = [getattr(artist, name)() for name in _LETTERS if hasattr(artist, name)]
        beside.append((artist.get_in_layout(), repr(letters)))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # they come when it is painted
            drawn = digest(figure)
    except NotImplementedError:  # something that a renderer has a way of its own for
        return ""
    about = figure.dpi, figure.get_facecolor(), figure.get_edgecolor(), cast("Any", figure.canvas).__class__.__name__
    return content_key(drawn, repr(about), beside, sorted((name, repr(value)) for name, value in options.items()))
