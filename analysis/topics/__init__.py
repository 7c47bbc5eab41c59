"""Topic models: what the documents of a corpus are about, as a frozen value that says how far it holds."""

from pathlib import Path

from analysis.arguments import guard
from analysis.topics.fitting import fit
from analysis.topics.material import Selection
from analysis.topics.model import Topics

__all__ = ["Selection", "Topics", "fit", "read"]


def read(path: str | Path) -> Topics:
    """Read a topic model that `Topics.save` wrote.

    Parameters
    ----------
    path : str or Path
        The JSON file; its two tables lie beside it.

    Returns
    -------
    Topics
        Equal to the saved one, without its tokens.

    Raises
    ------
    MissingError
        If a file is not there.
    SealError
        If a file is not what was saved.
    """
    return Topics.read(path)


def __dir__() -> list[str]:
    """List the public names alone."""
    return sorted(__all__)


guard(__name__, __all__)
