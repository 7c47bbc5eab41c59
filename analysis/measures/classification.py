"""How well classes given by a machine are those given by people: accuracy and macro F1."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from analysis.equality import NanEqual
from analysis.errors import OptionError
from analysis.measures.contingency import Array
from analysis.messages import message

__all__ = ["Classified", "confusion"]


@dataclass(frozen=True, eq=False)
class Classified(NanEqual):
    """Rates of a table of classes.

    Attributes
    ----------
    accuracy : float
        Share of units on the diagonal.
    precision, recall, f1 : ndarray
        By class; NaN where the class is never given, or is never there.
    macro_f1 : float
        Mean of F1 over the classes, each weighing the same; NaN where one is NaN.
    """

    accuracy: float
    precision: Array
    recall: Array
    f1: Array
    macro_f1: float


def confusion(table: npt.ArrayLike) -> Classified:
    """Compute accuracy and macro F1 of a table of classes.

    Sokolova, M. & Lapalme, G. (2009). A systematic analysis of performance measures for classification tasks.
    Information Processing & Management 45(4); macro F1 as the mean of the classes' F1.

    Parameters
    ----------
    table : array_like
        Square: rows what people say, columns what the machine says, in one order.

    Returns
    -------
    Classified
        F1 of a class is 2 a / (row + column) with a on the diagonal; NaN where both are 0.

    Raises
    ------
    OptionError
        If the table is not square, or has a count below 0.

    Examples
    --------
    >>> found = confusion([[8, 2], [1, 9]])
    >>> found.accuracy, round(found.macro_f1, 4)
    (0.85, 0.8496)
    """
    counts = np.asarray(table, dtype=np.float64)
    if counts.ndim != 2 or counts.shape[0] != counts.shape[1] or not (counts >= 0).all():
        raise OptionError(
            message("confusion: give a square table of counts, people in rows and the machine in columns")
        )
    hit, rows, columns = np.diag(counts), counts.sum(axis=1), counts.sum(axis=0)

    def share(a: Array, b: Array) -> Array:
        return np.asarray(np.divide(a, b, out=np.full(len(hit), math.nan), where=b > 0))

    total = float(counts.sum())
    f1 = share(2 * hit, rows + columns)
    macro = float(f1.mean()) if len(f1) else math.nan
    accuracy = float(hit.sum()) / total if total else math.nan
    return Classified(accuracy, share(hit, columns), share(hit, rows), f1, macro)
