"""Framing: where a codebook's frames stand in a text, how much of each, and one against another."""

from analysis.arguments import guard
from analysis.framing._compare import compare, estimate
from analysis.framing._hits import hits
from analysis.framing._score import contrast, poles, score
from analysis.framing._trend import trend
from analysis.framing.agents import agents, devices, elements, stance
from analysis.framing.axis import axis, usage
from analysis.framing.check import changes, check
from analysis.framing.congruence import congruence
from analysis.framing.corrected import corrected, corrected_difference
from analysis.framing.corrected_models import corrected_regression, corrected_trend
from analysis.framing.corrected_wording import corrected_sentences
from analysis.framing.overlap import bridges, overlap, overlaps
from analysis.framing.regression import covariates, regression
from analysis.framing.specifications import respecify
from analysis.framing.stability import multiverse, stability
from analysis.framing.statements import statements, write_statements
from analysis.framing.suggest import suggest
from analysis.framing.trajectory import position, trajectory
from analysis.framing.uncertainty import uncertainty
from analysis.memo import remembered

__all__ = [
    "agents",
    "axis",
    "bridges",
    "changes",
    "check",
    "compare",
    "congruence",
    "contrast",
    "corrected",
    "corrected_difference",
    "corrected_regression",
    "corrected_sentences",
    "corrected_trend",
    "covariates",
    "devices",
    "elements",
    "estimate",
    "hits",
    "multiverse",
    "overlap",
    "overlaps",
    "poles",
    "position",
    "regression",
    "respecify",
    "score",
    "stability",
    "stance",
    "statements",
    "suggest",
    "trajectory",
    "trend",
    "uncertainty",
    "usage",
    "write_statements",
]


def __dir__() -> list[str]:
    """List the public names alone."""
    return sorted(__all__)


for _slow in (multiverse, stability, uncertainty):
    globals()[_slow.__name__] = remembered(_slow)
guard(__name__, __all__)
