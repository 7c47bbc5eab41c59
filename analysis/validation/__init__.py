"""Validation: from a codebook to a measure that people have checked, and a file that says how far it holds."""

from analysis.validation.agreeing import agreement, disagreements
from analysis.validation.calibrating import calibration, lengths, needed, prevalence
from analysis.validation.measuring import accuracy, confusions
from analysis.validation.recording import open_test, record, recorded
from analysis.validation.returned import progress, read
from analysis.validation.sampling import sample
from analysis.validation.sheets import Labelled, publish, published, sheet

__all__ = [
    "Labelled",
    "accuracy",
    "agreement",
    "calibration",
    "confusions",
    "disagreements",
    "lengths",
    "needed",
    "open_test",
    "prevalence",
    "progress",
    "publish",
    "published",
    "read",
    "record",
    "recorded",
    "sample",
    "sheet",
]
