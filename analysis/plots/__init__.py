"""Charts: the frame that a statistic returned in, Axes out.

Plots never save and never show; `figures.export` writes them. Without `ax` they make a
`matplotlib.figure.Figure` of their own, 160 mm wide; a notebook shows it when a cell ends with `ax.figure`.
"""

from analysis.arguments import guard
from analysis.plots.accuracy import accuracy, agreement, calibration
from analysis.plots.axis import axis
from analysis.plots.bursts import bursts, changes
from analysis.plots.centrality import centrality
from analysis.plots.collocates import collocates, ngrams
from analysis.plots.composition import composition
from analysis.plots.concor import concor
from analysis.plots.congruence import congruence
from analysis.plots.contrast import contrast
from analysis.plots.corrected import corrected
from analysis.plots.crosstab import crosstab
from analysis.plots.framing import framing
from analysis.plots.frequency import frequency, ranks, wordcloud
from analysis.plots.kept import keep_charts
from analysis.plots.keyness import keyness, shift
from analysis.plots.matrix import agents, devices, elements, overlap
from analysis.plots.network import correspondence, network
from analysis.plots.polarity import polarity
from analysis.plots.positions import positions
from analysis.plots.qap import qap
from analysis.plots.regression import regression
from analysis.plots.similarity import map, merges, similarity  # noqa: A004 - the word of stats.map
from analysis.plots.stability import multiverse, stability
from analysis.plots.stories import stories
from analysis.plots.strip import strip
from analysis.plots.tfidf import tfidf
from analysis.plots.timeline import heatmap, timeline
from analysis.plots.topic_scan import topic_scan
from analysis.plots.topic_shares import topic_shares
from analysis.plots.topics import topics
from analysis.plots.trend import trajectory, trend
from analysis.plots.voices import voices

__all__ = [
    "accuracy", "agents", "agreement", "axis", "bursts", "calibration", "centrality", "changes", "collocates",
    "composition", "concor", "congruence", "contrast", "corrected", "correspondence", "crosstab", "devices",
    "elements", "framing", "frequency", "heatmap", "keyness", "map", "merges", "multiverse", "network", "ngrams",
    "overlap", "polarity", "positions", "qap", "ranks", "regression", "shift", "similarity", "stability", "stories",
    "strip", "tfidf", "timeline", "topic_scan", "topic_shares", "topics", "trajectory", "trend",
    "voices", "wordcloud",
]  # fmt: skip


def __dir__() -> list[str]:
    """List the public names alone."""
    return sorted(__all__)


keep_charts(globals(), __all__)
guard(__name__, __all__)
