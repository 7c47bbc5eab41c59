"""Charts: the frame that a statistic returned in, Axes out.

Plots never save and never show; `figures.export` writes them. Without `ax` they make a
`matplotlib.figure.Figure` of their own, 160 mm wide; a notebook shows it when a cell ends with `ax.figure`.
"""

from analysis.plots.accuracy import accuracy
from analysis.plots.agreement import agreement
from analysis.plots.calibration import calibration
from analysis.plots.collocates import collocates
from analysis.plots.correspondence import correspondence
from analysis.plots.framing import framing
from analysis.plots.frequency import frequency
from analysis.plots.keyness import keyness
from analysis.plots.network import network
from analysis.plots.strip import strip
from analysis.plots.wordcloud import wordcloud

__all__ = [
    "accuracy",
    "agreement",
    "calibration",
    "collocates",
    "correspondence",
    "framing",
    "frequency",
    "keyness",
    "network",
    "strip",
    "wordcloud",
]
