"""Correspondence analysis of a table of counts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from analysis.errors import OptionError

Array = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Map:
    """Rows and columns of a table in principal coordinates."""

    # `rows` and `columns` hold one line per row or column and one column per dimension, strongest first; `inertia`
    # the principal inertias; `row_mass` and `column_mass` the shares of the total.

    rows: Array
    columns: Array
    inertia: Array
    row_mass: Array
    column_mass: Array


def correspondence(counts: npt.ArrayLike) -> Map:
    """Decompose the chi-square distances of a table."""
    # Greenacre, M. (2017). Correspondence Analysis in Practice, 3rd ed., appendix A: singular value decomposition of
    # the standardised residuals (P - r c') / sqrt(r c'), rows and columns both in principal coordinates (the
    # symmetric map). The sign of a dimension is arbitrary; here the row farthest from 0 lies on the positive side.
    # Example: correspondence([[4, 0], [0, 4]]).inertia.tolist() gives [1.0]
    table = np.asarray(counts, dtype=np.float64)
    if table.ndim != 2 or min(table.shape) < 2 or (table < 0).any():
        msg = "correspondence analysis needs two rows and two columns of counts at least, none negative"
        raise OptionError(msg)
    if not (table.sum(axis=0).all() and table.sum(axis=1).all()):
        msg = "correspondence analysis has no place for an empty row or column; take it out"
        raise OptionError(msg)
    shares = table / table.sum()
    r, c = shares.sum(axis=1), shares.sum(axis=0)
    average = np.outer(r, c)
    left, values, right = np.linalg.svd((shares - average) / np.sqrt(average), full_matrices=False)
    some = values > 1e-10  # the rest is rounding; one dimension is always empty
    left, values, right = left[:, some], values[some], right[some].T
    rows, columns = left * values / np.sqrt(r)[:, None], right * values / np.sqrt(c)[:, None]
    far = np.argmax(np.round(np.abs(rows), 9), axis=0)
    sign = np.where(rows[far, np.arange(len(values))] < 0, -1.0, 1.0)
    return Map(rows * sign, columns * sign, values**2, r, c)
