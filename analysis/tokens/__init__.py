"""Tokens: the token table, its recipe, and segmentation."""

from analysis.arguments import guard
from analysis.tokens.alternative_analysers import ANALYSERS, segment_with
from analysis.tokens.recipe import Recipe, Step
from analysis.tokens.redacted_release import publish
from analysis.tokens.rules import Rules
from analysis.tokens.segmenter import segment
from analysis.tokens.tokens import Tokens

__all__ = ["ANALYSERS", "Recipe", "Rules", "Step", "Tokens", "publish", "segment", "segment_with"]


def __dir__() -> list[str]:
    """List the public names alone."""
    return sorted(__all__)


guard(__name__, __all__)
