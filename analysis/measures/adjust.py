"""Correction of p-values for the number of tests."""

from __future__ import annotations

from typing import Literal

import numpy as np
import numpy.typing as npt

from analysis.errors import OptionError
from analysis.measures.contingency import Array

Adjustment = Literal["holm", "bonferroni", "bh", "none"]
ADJUSTMENTS = ("holm", "bonferroni", "bh", "none")


def adjust(p: npt.ArrayLike, *, method: Adjustment = "holm") -> Array:
    """Adjust p-values, so that they can be held against the level that was set.

    Parameters
    ----------
    p : array_like
        One-dimensional; NaN stands for a test that was not made and is not counted.
    method : {"holm", "bonferroni", "bh", "none"}
        Holm (1979) and Bonferroni bound the chance of a single false finding; bh, Benjamini & Hochberg (1995), bounds
        the expected share of false findings.

    Returns
    -------
    ndarray
        0 to 1, in the order of `p`; NaN stays NaN.

    Raises
    ------
    OptionError
        If the method is unknown.
    """
    if method not in ADJUSTMENTS:
        msg = f"unknown correction {method!r}; choose one of {', '.join(ADJUSTMENTS)}"
        raise OptionError(msg)
    values = np.array(p, dtype=np.float64)
    made = ~np.isnan(values)
    tests = int(made.sum())
    order = np.argsort(values[made], kind="stable")
    ordered = values[made][order]
    if method == "bonferroni":
        ordered = ordered * tests
    elif method == "holm":
        ordered = np.maximum.accumulate(ordered * np.arange(tests, 0, -1))
    elif method == "bh":
        scaled = ordered * tests / np.arange(1, tests + 1)
        ordered = np.minimum.accumulate(scaled[::-1])[::-1]
    adjusted = np.empty(tests)
    adjusted[order] = np.minimum(ordered, 1.0)
    values[made] = adjusted
    return values
