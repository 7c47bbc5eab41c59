"""Frame codebooks: definitions for coders, terms for the matcher, in one YAML file."""

from analysis.arguments import guard
from analysis.codebook.coders import export
from analysis.codebook.diff import diff
from analysis.codebook.foreign import from_liwc, from_polarity, from_quanteda
from analysis.codebook.khcoder import from_khcoder
from analysis.codebook.load import find, loads, read
from analysis.codebook.match import evidence
from analysis.codebook.models import Codebook, Frame, Term
from analysis.codebook.start import start

__all__ = [
    "Codebook",
    "Frame",
    "Term",
    "diff",
    "evidence",
    "export",
    "find",
    "from_khcoder",
    "from_liwc",
    "from_polarity",
    "from_quanteda",
    "loads",
    "read",
    "start",
]


def __dir__() -> list[str]:
    """List the public names alone."""
    return sorted(__all__)


guard(__name__, __all__)
