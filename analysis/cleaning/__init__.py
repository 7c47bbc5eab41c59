"""Cleaning: pure functions that take text apart and say what they took away, and why."""

from analysis.cleaning.boilerplate import Cleaned, clean
from analysis.cleaning.lines import Line, Removed
from analysis.cleaning.normalise import normalise, normalise_map
from analysis.cleaning.traced import Origins, Traced

__all__ = ["Cleaned", "Line", "Origins", "Removed", "Traced", "clean", "normalise", "normalise_map"]
