"""Statistics: Tokens in, a plain frame with promised columns out. Each has a chart of the same name."""

from analysis.arguments import guard
from analysis.stats.backbone import backbone
from analysis.stats.bursts import bursts
from analysis.stats.centrality import centrality, cuts
from analysis.stats.changes import changes
from analysis.stats.clusters import clusters, merges
from analysis.stats.collocates import collocates, ngrams
from analysis.stats.communities import communities
from analysis.stats.composition import composition, groups, sides
from analysis.stats.concor import concor
from analysis.stats.concordance import concordance, show_concordance, write_concordance
from analysis.stats.cooccurrence import cooccurrence
from analysis.stats.correspondence import correspondence
from analysis.stats.crosstab import crosstab
from analysis.stats.dispersion import dispersion
from analysis.stats.diversity import descriptors, diversity
from analysis.stats.dtm import dtm, write_dtm
from analysis.stats.entities import entities
from analysis.stats.frequency import frequency, tfidf
from analysis.stats.keyness import keyness, keyness_by_group, shift
from analysis.stats.kit_reference import reference
from analysis.stats.map import map  # noqa: A004 - the word of the field
from analysis.stats.network_files import write_network
from analysis.stats.polarity import polarity
from analysis.stats.positions import positions
from analysis.stats.qap import qap
from analysis.stats.quantities import quantities
from analysis.stats.quotations import quotations
from analysis.stats.similarity import similarity
from analysis.stats.stories import stories, story_table
from analysis.stats.ties import ties
from analysis.stats.timeline import timeline
from analysis.stats.topic_documents import topic_documents
from analysis.stats.topic_scan import topic_scan
from analysis.stats.topic_shares import topic_shares
from analysis.stats.topic_stability import topic_stability
from analysis.stats.topic_words import topic_words
from analysis.stats.voices import voices

__all__ = [
    "backbone",
    "bursts",
    "centrality",
    "changes",
    "clusters",
    "collocates",
    "communities",
    "composition",
    "concor",
    "concordance",
    "cooccurrence",
    "correspondence",
    "crosstab",
    "cuts",
    "descriptors",
    "dispersion",
    "diversity",
    "dtm",
    "entities",
    "frequency",
    "groups",
    "keyness",
    "keyness_by_group",
    "map",
    "merges",
    "ngrams",
    "polarity",
    "positions",
    "qap",
    "quantities",
    "quotations",
    "reference",
    "shift",
    "show_concordance",
    "sides",
    "similarity",
    "stories",
    "story_table",
    "tfidf",
    "ties",
    "timeline",
    "topic_documents",
    "topic_scan",
    "topic_shares",
    "topic_stability",
    "topic_words",
    "voices",
    "write_concordance",
    "write_dtm",
    "write_network",
]


def __dir__() -> list[str]:
    """List the public names alone."""
    return sorted(__all__)


guard(__name__, __all__)
