"""Cleaning: pure functions that take text apart and say what they took away, and why."""

from analysis.cleaning.account import account, tell
from analysis.cleaning.boilerplate import Cleaned, clean, treat
from analysis.cleaning.inspection import Inspection, inspect
from analysis.cleaning.kinds import GUESSED, Clean, Kind, Treatment, require_treatment
from analysis.cleaning.lines import Line, Removed
from analysis.cleaning.near_duplicates import Resolved, near_duplicates, resolve
from analysis.cleaning.normalise import normalise, normalise_map
from analysis.cleaning.repeats import repeats
from analysis.cleaning.shared_lines import Shared, shared_lines, without_furniture
from analysis.cleaning.source_map import Origins, Traced
from analysis.cleaning.turns import Turn, turns
from analysis.cleaning.wire import Wire, wire
from analysis.cleaning.wrapped import Joined, is_parted, joined
from analysis.schema import ACCOUNT, PAIRS

__all__ = [
    "ACCOUNT",
    "GUESSED",
    "PAIRS",
    "Clean",
    "Cleaned",
    "Inspection",
    "Joined",
    "Kind",
    "Line",
    "Origins",
    "Removed",
    "Resolved",
    "Shared",
    "Traced",
    "Treatment",
    "Turn",
    "Wire",
    "account",
    "clean",
    "inspect",
    "is_parted",
    "joined",
    "near_duplicates",
    "normalise",
    "normalise_map",
    "repeats",
    "require_treatment",
    "resolve",
    "shared_lines",
    "tell",
    "treat",
    "turns",
    "wire",
    "without_furniture",
]


def __dir__() -> list[str]:
    """List the public names alone."""
    return sorted(__all__)
