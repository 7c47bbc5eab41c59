"""Statistics: Tokens in, a plain frame with promised columns out. Each has a chart of the same name."""

from analysis.stats.collocates import collocates
from analysis.stats.concordance import concordance
from analysis.stats.cooccurrence import cooccurrence
from analysis.stats.correspondence import correspondence
from analysis.stats.edges import write_network
from analysis.stats.frequency import frequency
from analysis.stats.lines import show_concordance, write_concordance
from analysis.stats.ngrams import ngrams

__all__ = [
    "collocates",
    "concordance",
    "cooccurrence",
    "correspondence",
    "frequency",
    "ngrams",
    "show_concordance",
    "write_concordance",
    "write_network",
]
