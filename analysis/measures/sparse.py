"""Tables of counts as the measures read them: sparse rows, float64."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse

from analysis.errors import OptionError
from analysis.measures.contingency import Array

Counts = Any  # array_like or a scipy sparse array
Table = Any  # a scipy csr_array of float64


def rows(counts: Counts) -> Table:
    """Read a table, one row a term; a single row may be given as a plain list.

    Parameters
    ----------
    counts : array_like or sparse array
        Numbers of 0 or more.

    Returns
    -------
    csr_array
        float64, without stored zeros.

    Raises
    ------
    OptionError
        If a number is negative.
    """
    source: Any = counts if sparse.issparse(counts) else np.atleast_2d(np.asarray(counts, dtype=np.float64))
    table: Any = sparse.csr_array(source).astype(np.float64, copy=True)
    table.sum_duplicates()
    table.eliminate_zeros()
    if (table.data < 0).any():
        msg = "a count is negative; counts start at 0"
        raise OptionError(msg)
    return table


def row_numbers(table: Table) -> npt.NDArray[np.int64]:
    """Give the number of the row of every stored cell.

    Parameters
    ----------
    table : csr_array
        Any table.

    Returns
    -------
    ndarray
        As long as `table.data`.
    """
    return np.repeat(np.arange(table.shape[0]), np.diff(table.indptr))


def row_sums(table: Table, values: Array) -> Array:
    """Sum values that belong to the stored cells over the rows.

    Parameters
    ----------
    table : csr_array
        Whose cells they belong to.
    values : ndarray
        As long as `table.data`.

    Returns
    -------
    ndarray
        One sum a row, 0 for an empty row.
    """
    return np.bincount(row_numbers(table), weights=values, minlength=table.shape[0]).astype(np.float64)
