"""The explorer: a word or a frame, and its charts and lines move with every choice."""

from analysis.explorer.choosing import Explorer, explore
from analysis.explorer.view import View

__all__ = ["Explorer", "View", "explore"]
