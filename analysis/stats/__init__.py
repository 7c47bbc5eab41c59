"""Statistics: Tokens in, a plain frame with promised columns out. Each has a chart of the same name."""

from analysis.arguments import guard
from analysis.stats.bursts import bursts
from analysis.stats.changes import changes
from analysis.stats.collocates import collocates, ngrams
from analysis.stats.composition import composition, groups, sides
from analysis.stats.concordance import concordance, show_concordance, write_concordance
from analysis.stats.cooccurrence import cooccurrence, write_network
from analysis.stats.correspondence import correspondence
from analysis.stats.crosstab import crosstab
from analysis.stats.dispersion import dispersion
from analysis.stats.diversity import descriptors, diversity
from analysis.stats.entities import entities
from analysis.stats.frequency import frequency, tfidf
from analysis.stats.keyness import keyness, keyness_by_group, shift
from analysis.stats.kit_reference import reference
from analysis.stats.positions import positions
from analysis.stats.quantities import quantities
from analysis.stats.stories import stories, story_table
from analysis.stats.timeline import timeline

__all__ = [
    "bursts",
    "changes",
    "collocates",
    "composition",
    "concordance",
    "cooccurrence",
    "correspondence",
    "crosstab",
    "descriptors",
    "dispersion",
    "diversity",
    "entities",
    "frequency",
    "groups",
    "keyness",
    "keyness_by_group",
    "ngrams",
    "positions",
    "quantities",
    "reference",
    "shift",
    "show_concordance",
    "sides",
    "stories",
    "story_table",
    "tfidf",
    "timeline",
    "write_concordance",
    "write_network",
]


def __dir__() -> list[str]:
    """List the public names alone."""
    return sorted(__all__)


guard(__name__, __all__)
