"""Framing: where a codebook's frames stand in a text, how much of each, and one against another."""

from analysis.framing.agents import agents, devices, elements
from analysis.framing.contrasting import contrast
from analysis.framing.matching import hits
from analysis.framing.scoring import score
from analysis.framing.selftest import check
from analysis.framing.stance import stance

__all__ = ["agents", "check", "contrast", "devices", "elements", "hits", "score", "stance"]
