"""Validation: from a codebook to a measure that people have checked, and a file that says how far it holds."""

from analysis.arguments import guard
from analysis.validation._accuracy import accuracy, confusions
from analysis.validation._agreement import agreement, disagreements
from analysis.validation._calibration import calibration, lengths, needed, needed_reliability, needed_zero
from analysis.validation._labels import labels, shortage
from analysis.validation._prevalence import prevalence
from analysis.validation._record import open_test, record, recorded
from analysis.validation._sample import sample
from analysis.validation._sheet import Labelled, publish, published, sheet
from analysis.validation._statements import statement_sheet, statements
from analysis.validation.intruders import intrusion, intrusion_results, intrusion_sheet, read_intrusion
from analysis.validation.read_sheets import progress, read, variable
from analysis.validation.story_pairs import story_accuracy, story_pairs
from analysis.validation.story_sheets import read_story_pairs, story_sheet
from analysis.validation.term_precision import term_precision
from analysis.validation.wording import sentences

__all__ = [
    "Labelled",
    "accuracy",
    "agreement",
    "calibration",
    "confusions",
    "disagreements",
    "intrusion",
    "intrusion_results",
    "intrusion_sheet",
    "labels",
    "lengths",
    "needed",
    "needed_reliability",
    "needed_zero",
    "open_test",
    "prevalence",
    "progress",
    "publish",
    "published",
    "read",
    "read_intrusion",
    "read_story_pairs",
    "record",
    "recorded",
    "sample",
    "sentences",
    "sheet",
    "shortage",
    "statement_sheet",
    "statements",
    "story_accuracy",
    "story_pairs",
    "story_sheet",
    "term_precision",
    "variable",
]


def __dir__() -> list[str]:
    """List the public names alone."""
    return sorted(__all__)


guard(__name__, __all__)
