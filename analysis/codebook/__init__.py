"""Frame codebooks: definitions for coders, terms for the matcher, in one YAML file."""

from analysis.codebook.load import loads, read
from analysis.codebook.match import evidence
from analysis.codebook.models import Codebook, Frame, Term

__all__ = ["Codebook", "Frame", "Term", "evidence", "loads", "read"]
