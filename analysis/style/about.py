"""What a chart says about itself, for export and for readers who do not see it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes


@dataclass(frozen=True)
class Description:
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
