"""Charts that were laid out in this process, by the content of what they show."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable, MutableMapping
from functools import wraps
from typing import TYPE_CHECKING, Any, ParamSpec

import pandas as pd

from analysis import schema, style
from analysis.errors import RefusalError
from analysis.memo import Memo, content_key

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_P = ParamSpec("_P")
_CHARTS = Memo(most=48)
_OF_PEOPLE = {"accuracy", "agreement", "calibration", "corrected"}  # charts of what people found, which any list needs


def keep_charts(functions: MutableMapping[str, Any], names: Iterable[str]) -> None:
    """Let functions that draw lay the same chart out once; each call gets a figure of its own."""
    for name in names:
        functions[name] = _kept(functions[name])


def _kept(function: Callable[_P, Axes]) -> Callable[_P, Axes]:
    """Hand out copies of a chart; one in the caller's Axes is always drawn."""

    @wraps(function)
    def call(*args: _P.args, **kwargs: _P.kwargs) -> Axes:
        import matplotlib as mpl

        if function.__name__ not in _OF_PEOPLE:
            for given in (*args, *kwargs.values()):
                _require_checked(given)
        if kwargs.get("ax") is not None:
            return function(*args, **kwargs)
        settings = sorted((key, repr(value)) for key, value in mpl.rcParams.items())
        key = content_key(function.__name__, args, kwargs, settings, str(style.font_path()))
        held = _CHARTS.get(key) if key else None
        if held is None:
            ax = function(*args, **kwargs)
            if key and (about := style.described(ax)) is not None:
                _CHARTS.put(key, (_copied(ax), about))
            return ax
        pristine, about = held
        ax = _copied(pristine)
        numbers = about.numbers.copy(deep=True)
        style.describe(ax, chart=about.chart, alt=about.alt, numbers=numbers, redraw=about.redraw)
        return ax

    return call


def _require_checked(given: object) -> None:
    """Refuse a table of a list of polarity that nobody has checked on its texts."""
    if isinstance(given, pd.DataFrame):
        checked = schema.about(given).checked
        if checked is not None and not checked.here:
            raise RefusalError.unchecked()


def _copied(ax: Axes) -> Axes:
    """Copy the figure of an Axes, and return the same Axes in it."""
    figure = ax.get_figure(root=True)
    assert figure is not None, "a chart stands in a figure"
    made: Axes = copy.deepcopy(figure).axes[figure.axes.index(ax)]
    return made
