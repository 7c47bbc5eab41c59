"""Formulas: arrays in, arrays out. Each names its source and says which variant it is."""

from analysis.measures.association import (
    delta_p_node,
    delta_p_term,
    dice,
    log_dice,
    mi3,
    mutual_information,
    npmi,
    t_score,
    z_score,
)
from analysis.measures.contingency import cells, chi2, expected, g2, g2_two_term, p_value

__all__ = [
    "cells",
    "chi2",
    "delta_p_node",
    "delta_p_term",
    "dice",
    "expected",
    "g2",
    "g2_two_term",
    "log_dice",
    "mi3",
    "mutual_information",
    "npmi",
    "p_value",
    "t_score",
    "z_score",
]
