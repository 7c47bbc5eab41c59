"""Framing: where a codebook's frames stand in a text, how much of each, and one against another."""

from analysis.framing.changes import changes
from analysis.framing.contrasting import contrast
from analysis.framing.matching import hits
from analysis.framing.scoring import score
from analysis.framing.selftest import check

__all__ = ["changes", "check", "contrast", "hits", "score"]
