"""Framing: where a codebook's frames stand in a text, how much of each, and one against another."""

from analysis.framing.bridges import bridges
from analysis.framing.contrasting import contrast
from analysis.framing.matching import hits
from analysis.framing.overlap import overlap, overlaps
from analysis.framing.position import position
from analysis.framing.scoring import score
from analysis.framing.selftest import check
from analysis.framing.trajectory import trajectory
from analysis.framing.trend import trend

__all__ = ["bridges", "check", "contrast", "hits", "overlap", "overlaps", "position", "score", "trajectory", "trend"]
