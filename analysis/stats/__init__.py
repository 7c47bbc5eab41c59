"""Statistics: Tokens in, a plain frame with promised columns out. Each has a chart of the same name."""

from analysis.stats.descriptors import descriptors
from analysis.stats.dispersion import dispersion
from analysis.stats.diversity import diversity
from analysis.stats.frequency import frequency
from analysis.stats.keyness import keyness
from analysis.stats.tfidf import tfidf

__all__ = ["descriptors", "dispersion", "diversity", "frequency", "keyness", "tfidf"]
