"""Statistics: Tokens in, a plain frame with promised columns out. Each has a chart of the same name."""

from analysis.stats.frequency import frequency

__all__ = ["frequency"]
