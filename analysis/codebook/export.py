"""Exporting a codebook: for coders on paper or in a spreadsheet, and for other programs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Literal

from analysis import whole
from analysis.codebook.coders import to_markdown, to_workbook
from analysis.codebook.models import Codebook
from analysis.codebook.refi import to_qdc
from analysis.errors import OptionError

To = Literal["auto", "markdown", "xlsx", "qdc"]
_WRITERS: dict[str, tuple[str, Callable[[Codebook], bytes]]] = {
    "markdown": (".md", to_markdown),
    "xlsx": (".xlsx", to_workbook),
    "qdc": (".qdc", to_qdc),
}


def export(codebook: Codebook, path: str | Path, *, to: To = "auto") -> Path:
    """Write a codebook for people who code, or for another program, whole or not at all.

    Parameters
    ----------
    codebook : Codebook
        Any codebook.
    path : str or Path
        The file to write; one that is there is replaced.
    to : {"auto", "markdown", "xlsx", "qdc"}
        The format; "auto" goes by the ending of the name (.md, .xlsx, .qdc). Markdown and workbook hold
        definitions, rules, questions, examples and terms; the REFI-QDA codebook (.qdc), which ATLAS.ti, MAXQDA,
        NVivo and QualCoder read, holds one code a frame.

    Returns
    -------
    Path
        The file. The same codebook gives the same bytes.

    Raises
    ------
    OptionError
        If `to` is not known, or the name does not have the ending of the format.

    Examples
    --------
    >>> import analysis as da, tempfile
    >>> book = da.codebook.read(da.paths.CODEBOOKS / "energy-transition.yaml")
    >>> da.codebook.export(book, Path(tempfile.mkdtemp(), "energy.qdc")).name
    'energy.qdc'
    """
    target = Path(path)
    endings = {ending: name for name, (ending, _) in _WRITERS.items()}
    name = endings.get(target.suffix.lower()) if to == "auto" else to
    if name is None:
        msg = f"{target.name} ends in none of {', '.join(endings)}; rename it"
        raise OptionError(msg)
    if name not in _WRITERS:
        msg = f"to {to!r} is not known; use one of auto, {', '.join(_WRITERS)}"
        raise OptionError(msg)
    ending, writer = _WRITERS[name]
    if target.suffix.lower() != ending:
        msg = f"a codebook as {name} ends in {ending}; rename {target.name}"
        raise OptionError(msg)
    data = writer(codebook)
    target.parent.mkdir(parents=True, exist_ok=True)
    return whole.write(target, data)
