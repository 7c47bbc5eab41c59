"""Lexicons: units (compounds shown as one word), spelling variants (one concept, many surfaces), stance markers."""

from analysis.lexicon.apply_variants import apply
from analysis.lexicon.check import check, effect
from analysis.lexicon.segmentation_consistency import inconsistent
from analysis.lexicon.stance import Label, Stance, stance
from analysis.lexicon.suggest import snippet, suggest
from analysis.lexicon.units import UNIT_TAGS, Unit, Units, read
from analysis.lexicon.variants import Concept, Variants, variants
from analysis.schema import CHECKED, EFFECT, INCONSISTENT, MERGED
from analysis.schema import UNIT_SUGGESTIONS as SUGGESTIONS

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
