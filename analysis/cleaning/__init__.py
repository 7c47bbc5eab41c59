"""Cleaning: pure functions that take text apart and say what they took away, and why."""

from analysis.cleaning.account import KINDS, account, tell
from analysis.cleaning.boilerplate import Cleaned, clean
from analysis.cleaning.lines import Line, Removed
from analysis.cleaning.near_duplicates import Resolved, near_duplicates, resolve
from analysis.cleaning.normalise import normalise, normalise_map
from analysis.cleaning.repeats import repeats
from analysis.cleaning.shared_lines import Shared, shared_lines
from analysis.cleaning.source_map import Origins, Traced
from analysis.schema import ACCOUNT, PAIRS

__all__ = [
    "ACCOUNT",
    "KINDS",
    "PAIRS",
    "Cleaned",
    "Line",
    "Origins",
    "Removed",
    "Resolved",
    "Shared",
    "Traced",
    "account",
    "clean",
    "near_duplicates",
    "normalise",
    "normalise_map",
    "repeats",
    "resolve",
    "shared_lines",
    "tell",
]
