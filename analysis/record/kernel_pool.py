"""Chapters that run in several kernels at once, and what those kernels told put together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from analysis.errors import ReportError
from analysis.messages import message
from analysis.record import facts
from analysis.record.notebook import Cell, Chapter

_LEAST = 6  # figures from which a second kernel saves more than its start takes
_EXPORT = "figures.export("


def shared_out(chapters: Sequence[Chapter], kernels: int) -> list[list[int]]:
    """Share chapters out among kernels, by the figures that they draw, which take most of the time."""
    # Figures 0, 4, 9 and 4 in two kernels: the nine go to the first, both fours to the second, then the chapter without
    # one to the second as well, whose 8 are fewer than 9.
    figures = [sum(str(cell["source"]).count(_EXPORT) for cell in chapter.cells) for chapter in chapters]
    if kernels < 2 or len(chapters) < 2 or sum(figures) < _LEAST:
        return [list(range(len(chapters)))]
    shares: list[list[int]] = [[] for _ in range(kernels)]
    for k in sorted(range(len(chapters)), key=lambda k: (-figures[k], k)):
        min(shares, key=lambda own: sum(figures[one] for one in own)).append(k)
    return sorted(sorted(own) for own in shares if own)


def joined(done: Sequence[list[Cell]], *, name: str) -> tuple[dict[str, Any], list[list[Cell]]]:
    """Put together what kernels told, and number the figures that their cells show over all of them."""
    told = [cells[-1]["outputs"][-1]["data"][facts.MIME] for cells in done]
    before = 0
    for cells, one in zip(done, told, strict=True):
        for output in (output for cell in cells for output in cell.get("outputs", ())):
            about = output.get("metadata", {}).get("image/png", {})
            if "figure" in about:
                about["figure"] += before
        before += len(one["figures"])
    whole = told[0] | {key: [row for one in told for row in one[key]] for key in ("figures", "findings")}
    _require_distinct([figure.get("name", "") for figure in whole["figures"]], name)
    whole["codebooks"] = _distinct(told, "codebooks", key=lambda book: tuple(book.values()))
    whole["functions"] = _distinct(told, "functions", key=str)
    whole["compared"] = _distinct(told, "compared", key=lambda row: row["corpus"])
    whole["units"] = sorted({unit for one in told for unit in one["units"]})
    evidence = [one["evidence"] for one in told]
    whole["evidence"] = next((one for one in reversed(evidence) if one["merged"]), evidence[0]) | {
        "books": _distinct(evidence, "books", key=lambda book: (book["id"], book["sha256"]))
    }
    return whole, list(done)


def _distinct(told: Sequence[dict[str, Any]], name: str, *, key: Any) -> list[Any]:
    """List the rows of all kernels once each, in order."""
    return [row for _, row in sorted({key(row): row for one in told for row in one[name]}.items())]


def _require_distinct(names: Sequence[str], name: str) -> None:
    """Refuse a name that figures of two kernels have: the files of one would replace those of the other."""
    twice = next((one for place, one in enumerate(names) if one and one in names[:place]), "")
    if twice:
        told = message("the report has two figures called {name!r}; give one of them another name", name=twice)
        msg = f"{name}: {told}"
        raise ReportError(msg)
