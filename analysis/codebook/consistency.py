"""What no single field of a codebook shows: unique ids, known references, patterns that parse."""

from __future__ import annotations

from collections import Counter

from analysis.codebook.models import Codebook
from analysis.codebook.pattern import SPECIAL, expand
from analysis.errors import CodebookError


def check(codebook: Codebook) -> Codebook:
    """Hold a codebook to unique ids, known references and patterns that parse.

    Parameters
    ----------
    codebook : Codebook
        A codebook whose fields are well-formed.

    Returns
    -------
    Codebook
        The same object.

    Raises
    ------
    CodebookError
        Naming the frame, the term and the field; without the file, which the reader adds.
    """
    _unique([f.id for f in codebook.frames], "frame")
    _unique([t.id for _, t in codebook.terms()], "term")
    _unique([a.id for a in codebook.axes], "axis")
    if codebook.compare is not None:
        _known(codebook.compare, codebook.frame_ids, "field 'compare'", "frame")
        if codebook.compare[0] == codebook.compare[1]:
            msg = "field 'compare' names the same frame twice; name two frames"
            raise CodebookError(msg)
    ids = [t.id for _, t in codebook.terms()]
    for axis in codebook.axes:
        _known((*axis.minus, *axis.plus), ids, f"axis {axis.id!r}", "term")
    _check_patterns(codebook)
    return codebook


def _unique(ids: list[str], what: str) -> None:
    """Refuse an id that stands twice."""
    twice = next((i for i, n in Counter(ids).items() if n > 1), None)
    if twice is not None:
        msg = f"{what} id {twice!r} stands twice; give every {what} its own id"
        raise CodebookError(msg)


def _known(named: tuple[str, ...], known: list[str] | tuple[str, ...], where: str, what: str) -> None:
    """Refuse a reference to something that is not there."""
    there = set(known)
    unknown = [n for n in named if n not in there]
    if unknown:
        shown = ", ".join(known[:12]) + (", ..." if len(known) > 12 else "")
        msg = f"{where} names the unknown {what} {unknown[0]!r}; the codebook has {shown}"
        raise CodebookError(msg)


def _check_patterns(codebook: Codebook) -> None:
    """Parse every pattern of the codebook."""
    for key, values in codebook.variants.items():
        bad = [v for v in (key, *values) if any(c in SPECIAL for c in v)]
        if bad:
            msg = f"field 'variants' has {bad[0]!r}; write plain words there, without {SPECIAL}"
            raise CodebookError(msg)
    for mask in codebook.mask:
        _parse(mask, codebook, "field 'mask'")
    for frame, term in codebook.terms():
        where = f"frame {frame.id!r}, term {term.id!r}"
        if term.match is not None:
            _parse(term.match, codebook, f"{where}, field 'match'")
        for name in ("not_near", "require_near"):
            for pattern in getattr(term, name):
                _parse(pattern, codebook, f"{where}, field {name!r}")


def _parse(pattern: str, codebook: Codebook, where: str) -> None:
    """Parse one pattern, and say where it stands if it does not parse."""
    try:
        expand(pattern, variants=codebook.variants)
    except CodebookError as error:
        msg = f"{where}: {error}"
        raise CodebookError(msg) from error
