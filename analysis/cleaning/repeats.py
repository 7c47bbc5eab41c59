"""Documents that come twice under one id, as in exports that overlap by a day."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pandas as pd

from analysis.errors import ReadError
from analysis.messages import later, message

_MADE = frozenset({"source", "sha256", "truncated", "near_duplicate_of", "folder"})  # by the kit, from a whole file


_LOG = logging.getLogger(__name__)
_ADVICE = later('take one out, keep the first by duplicates="first", or number the rows by columns={{"doc": None}}')


def repeats(
    rows: Sequence[Mapping[str, object]], *, place: Callable[[int], str], first: bool = False, advice: str = _ADVICE
) -> dict[int, str]:
    """Map each row whose id has come before to the reason why it is left out; a row that says otherwise is an error."""
    # ids a b a c, the third row like the first -> {2: "the same document stands in row 2 of 가.xlsx"}. A third row
    # with another text raises; with first=True it is left out as well, and the reason names what differs.
    seen: dict[str, int] = {}
    out: dict[int, str] = {}
    unlike: dict[int, list[str]] = {}
    for at, row in enumerate(rows):
        before = seen.setdefault(str(row["doc"]), at)
        if before == at:
            continue
        if _is_named_after_file(row):
            msg = message(
                "two documents share the id {doc!r} ({before}; {place}); rename one of the files",
                doc=row["doc"],
                before=place(before),
                place=place(at),
            )
            raise ReadError(msg)
        differing = _differing(rows[before], row)
        out[at] = f"the same document stands in {place(before)}"
        if differing:
            unlike[at] = differing
            named = ", ".join(differing)
            out[at] = f"{place(before)} has the same id and came first; here it is otherwise in {named}"
    if unlike and not first:
        at = next(iter(unlike))
        doc = str(rows[at]["doc"])
        more = message(" (so do {n_unlike:,} more)", n_unlike=len(unlike) - 1) if len(unlike) > 1 else ""
        msg = message(
            "{before} and {place} share the id {doc!r} but differ in {unlike}{more}; {advice}",
            before=place(seen[doc]),
            place=place(at),
            doc=doc,
            unlike=", ".join(unlike[at]),
            more=more,
            advice=message(advice),
        )
        raise ReadError(msg)
    if unlike:
        _LOG.warning(
            message(
                "{n_unlike} row(s) share an id with an earlier one and differ from it; the first stays",
                n_unlike=len(unlike),
            )
        )
    return out


def _is_named_after_file(row: Mapping[str, object]) -> bool:
    """Tell whether an id was made of the name of the file, rather than given in it."""
    # source 조선/001.txt with doc 조선/001; source 표.xlsx with doc 표-12, its row 12, and 표-12-0003, a turn of it
    doc, place = str(row["doc"]), str(row.get("source", "")).rpartition(".")[0]
    names = [doc, *(re.sub(rf"(-\d+){{{n}}}$", "", doc) for n in (1, 2))]
    return any(f"/{place}".endswith(f"/{name}") for name in names)


def _differing(one: Mapping[str, object], other: Mapping[str, object]) -> list[str]:
    """Name the fields in which two rows differ; one that is not there is empty."""
    names = dict.fromkeys([*one, *other])
    return [n for n in names if not n.startswith("_") and n not in _MADE and _value(one, n) != _value(other, n)]


def _value(row: Mapping[str, object], name: str) -> Any:
    """Return a value, empty where there is none or a missing one."""
    value: Any = row.get(name, "")
    return "" if pd.isna(value) else value
