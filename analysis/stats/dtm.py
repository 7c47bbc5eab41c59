"""The document-term matrix, for other programs' models."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import numpy as np

from analysis import schema
from analysis.errors import OptionError, RefusalError
from analysis.files import atomic
from analysis.messages import message
from analysis.options import require_choice, require_whole
from analysis.stats.coded import require_tags
from analysis.stats.counting import require_unredacted
from analysis.tokens import Tokens
from analysis.tokens.document_terms import DocumentTerms, document_terms

_WHAT = "stats.dtm"


def dtm(
    tokens: Tokens,
    *,
    tags: Sequence[str] | None = schema.NOUN_TAGS,
    letters: int = 1,
    least: int = 1,
    most: float = 1.0,
    copies: Literal["keep", "first"] = "keep",
) -> DocumentTerms:
    """Count terms by document as a sparse matrix, for a model of another program.

    Parameters
    ----------
    tokens : Tokens
        Any layer, not redacted.
    tags : sequence of str or None
        Tags of the terms; nouns by default, None for all.
    letters : int
        Least letters of a term.
    least : int
        Documents that must hold a term.
    most : float
        Share of the documents that may hold a term, above 0 up to 1.
    copies : {"keep", "first"}
        Whether a text that several documents carry counts as often as it stands there, or once.

    Returns
    -------
    DocumentTerms
        `matrix` (scipy.sparse.csr_array, documents by terms), `docs` (its rows, sorted), `terms` (its columns, sorted:
        term, tag, n, docs) and `names` (term, or term/tag where it stands under two). Documents without a listed term
        are not among the rows; they are named in `empty`.

    Raises
    ------
    OptionError
        If an option is out of its range, or a tag is unknown.
    RefusalError
        If the tokens are redacted, or no term is left.

    References
    ----------
    The document-feature matrix of quanteda (Benoit et al. 2018, Journal of Open Source Software 3) and tm.

    Examples
    --------
    >>> found = dtm(Tokens.from_terms({"d2": ["b", "a", "b"], "d1": ["a"]}))
    >>> found.docs, found.names, found.matrix.toarray().tolist()
    (('d1', 'd2'), ['a', 'b'], [[1, 0], [1, 2]])
    """
    require_choice(f"{_WHAT}: copies", copies, ("keep", "first"))
    require_tags(tags, tokens, what=_WHAT)
    for name, value in (("letters", letters), ("least", least)):
        require_whole(f"{_WHAT}: {name}", value, least=1)
    if not 0 < most <= 1:
        raise OptionError(message("{what}: most is {most}; give a share above 0 up to 1", what=_WHAT, most=most))
    require_unredacted(tokens, "dtm")
    found = document_terms(tokens, tags=tags, letters=letters, least=least, most=most, without_copies=copies == "first")
    if not len(found.terms):
        raise RefusalError(message("{what}: no term is left; count other tags, or lower letters or least", what=_WHAT))
    return found


def write_dtm(matrix: DocumentTerms, path: str | Path) -> Path:
    """Write a document-term matrix for R and other programs: a MatrixMarket file, and beside it two lists.

    Parameters
    ----------
    matrix : DocumentTerms
        A result of `stats.dtm`.
    path : str or Path
        A name ending in .mtx. The rows are named in the same name with .docs.txt for its ending and the columns in that
        with .terms.txt, a line each, in UTF-8.

    Returns
    -------
    Path
        The .mtx file. In R: ``m <- Matrix::readMM("x.mtx"); dimnames(m) <- list(readLines("x.docs.txt"),
        readLines("x.terms.txt"))``; in Python ``scipy.io.mmread``. The same matrix gives the same bytes.

    Raises
    ------
    OptionError
        If the ending is another one, a name has a line break in it, or a file cannot be written.

    References
    ----------
    Boisvert, R. F., Pozo, R. & Remington, K. A. (1996), The Matrix Market exchange formats, NISTIR 5935: coordinate,
    integer, general.

    Examples
    --------
    >>> import pathlib, tempfile
    >>> from analysis.tokens import Tokens
    >>> found = dtm(Tokens.from_terms({"d2": ["b", "a", "b"], "d1": ["a"]}))
    >>> print(write_dtm(found, pathlib.Path(tempfile.mkdtemp(), "x.mtx")).read_text(encoding="utf-8"))
    %%MatrixMarket matrix coordinate integer general
    2 2 3
    1 1 1
    2 1 1
    2 2 2
    <BLANKLINE>
    """
    path = Path(path)
    if path.suffix.lower() != ".mtx":
        raise OptionError(message("stats.write_dtm: {path} does not end in .mtx; rename it", path=path.name))
    names = matrix.names
    broken = next((name for name in (*matrix.docs, *names) if "\n" in name or "\r" in name), None)
    if broken is not None:
        raise OptionError(message("stats.write_dtm: {name!r} has a line break in it; rename it", name=broken))
    cells = matrix.matrix
    rows = np.repeat(np.arange(1, len(matrix) + 1), np.diff(cells.indptr))
    lines = [f"{row} {column + 1} {n}" for row, column, n in zip(rows, cells.indices, cells.data, strict=True)]
    head = ["%%MatrixMarket matrix coordinate integer general", f"{len(matrix)} {len(names)} {len(lines)}"]
    lists = {".docs.txt": matrix.docs, ".terms.txt": names}
    beside = {path.with_name(path.stem + end): _lines(listed) for end, listed in lists.items()}
    atomic.save_all({**beside, path: _lines([*head, *lines])})
    return path


def _lines(lines: Sequence[str]) -> bytes:
    """Write lines."""
    return "".join(f"{line}\n" for line in lines).encode("utf-8")
