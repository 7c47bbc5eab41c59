"""Tokens: the token table, its recipe, and segmentation."""

from analysis.tokens.otherwise import ANALYSERS, otherwise
from analysis.tokens.publish import publish
from analysis.tokens.recipe import Recipe, Step
from analysis.tokens.segmenter import segment
from analysis.tokens.table import Tokens

__all__ = ["ANALYSERS", "Recipe", "Step", "Tokens", "otherwise", "publish", "segment"]
