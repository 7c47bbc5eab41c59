"""Formulas: arrays in, arrays out. Each names its source and says which variant it is."""

# ruff: noqa: F403 - a formula is public by the `__all__` of its module alone

from analysis.arguments import guard
from analysis.measures import (
    agreement,
    association,
    classification,
    clusters,
    contingency,
    cross_table,
    design_based,
    dispersion,
    diversity,
    enriched,
    gwet,
    inference,
    intervals,
    kappa,
    keyness,
    moments,
    network,
    one_sample,
    prediction_powered,
    rates,
    scaling,
    shingles,
    similarity,
    stratified,
    time_series,
    topic_models,
    trees,
    two_sample,
    unitizing,
    voices,
)
from analysis.measures.agreement import *
from analysis.measures.association import *
from analysis.measures.classification import *
from analysis.measures.clusters import *
from analysis.measures.contingency import *
from analysis.measures.cross_table import *
from analysis.measures.design_based import *
from analysis.measures.dispersion import *
from analysis.measures.diversity import *
from analysis.measures.enriched import *
from analysis.measures.gwet import *
from analysis.measures.inference import *
from analysis.measures.intervals import *
from analysis.measures.kappa import *
from analysis.measures.keyness import *
from analysis.measures.moments import *
from analysis.measures.network import *
from analysis.measures.one_sample import *
from analysis.measures.prediction_powered import *
from analysis.measures.rates import *
from analysis.measures.scaling import *
from analysis.measures.shingles import *
from analysis.measures.similarity import *
from analysis.measures.stratified import *
from analysis.measures.time_series import *
from analysis.measures.topic_models import *
from analysis.measures.trees import *
from analysis.measures.two_sample import *
from analysis.measures.unitizing import *
from analysis.measures.voices import *

_MODULES = (
    agreement, association, classification, clusters, contingency, cross_table, design_based, dispersion, diversity,
    enriched, gwet, inference, intervals, kappa, keyness, moments, network, one_sample, prediction_powered, rates,
    scaling, shingles, similarity, stratified, time_series, topic_models, trees, two_sample, unitizing, voices,
)  # fmt: skip
# Not as a plain assignment: mypy reads lists of literals alone, and would take a computed one for an empty one.
globals()["__all__"] = sorted(name for module in _MODULES for name in module.__all__)


def __dir__() -> list[str]:
    """List the public names alone."""
    return sorted(globals()["__all__"])


guard(__name__, globals()["__all__"])
