"""Lexicons: units (compounds shown as one word), spelling variants (one concept, many surfaces), stance markers."""

from analysis.lexicon.apply_variants import MERGED, apply
from analysis.lexicon.check import CHECKED, EFFECT, check, effect
from analysis.lexicon.segmentation_consistency import INCONSISTENT, inconsistent
from analysis.lexicon.stance import Label, Stance, stance
from analysis.lexicon.suggest import SUGGESTIONS, snippet, suggest
from analysis.lexicon.units import UNIT_TAGS, Unit, Units, read
from analysis.lexicon.variants import Concept, Variants, variants

__all__ = [
    "CHECKED",
    "EFFECT",
    "INCONSISTENT",
    "MERGED",
    "SUGGESTIONS",
    "UNIT_TAGS",
    "Concept",
    "Label",
    "Stance",
    "Unit",
    "Units",
    "Variants",
    "apply",
    "check",
    "effect",
    "inconsistent",
    "read",
    "snippet",
    "stance",
    "suggest",
    "variants",
]
