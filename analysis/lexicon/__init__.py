"""Lexicons: units (names and compounds shown as one word), spelling variants, stance markers, stop words."""

from analysis.arguments import guard
from analysis.lexicon.actors import Actor, Actors, actors
from analysis.lexicon.apply_variants import apply
from analysis.lexicon.check import check, effect, inconsistent
from analysis.lexicon.polarity import polarity
from analysis.lexicon.stance import Label, Stance, stance
from analysis.lexicon.stopwords import STOP_TAGS, StopWord, StopWords, stopwords
from analysis.lexicon.suggest import accept, snippet, suggest
from analysis.lexicon.units import KINDS, UNIT_TAGS, Reference, Unit, Units, read, units_for
from analysis.lexicon.variants import Concept, Variants, variants
from analysis.schema import CHECKED, EFFECT, INCONSISTENT, MERGED
from analysis.schema import UNIT_SUGGESTIONS as SUGGESTIONS

__all__ = [
    "CHECKED",
    "EFFECT",
    "INCONSISTENT",
    "KINDS",
    "MERGED",
    "STOP_TAGS",
    "SUGGESTIONS",
    "UNIT_TAGS",
    "Actor",
    "Actors",
    "Concept",
    "Label",
    "Reference",
    "Stance",
    "StopWord",
    "StopWords",
    "Unit",
    "Units",
    "Variants",
    "accept",
    "actors",
    "apply",
    "check",
    "effect",
    "inconsistent",
    "polarity",
    "read",
    "snippet",
    "stance",
    "stopwords",
    "suggest",
    "units_for",
    "variants",
]


def __dir__() -> list[str]:
    """List the public names alone."""
    return sorted(__all__)


guard(__name__, __all__)
