"""Statistics: Tokens in, a plain frame with promised columns out. Each has a chart of the same name."""

from analysis.stats.frequency import frequency
from analysis.stats.keyness import keyness

__all__ = ["frequency", "keyness"]
