"""Which status coded units earn a codebook, and why not a higher one."""

from __future__ import annotations

from collections.abc import Iterable

from analysis.codebook import Codebook
from analysis.codebook.validated import CLAIM, PILOT, RELIABLE, RIGHT, TENTATIVE, Evidence, Status


def status(found: Evidence, codebook: Codebook) -> tuple[Status, str]:
    """Decide on the status.

    Parameters
    ----------
    found : Evidence
        What was measured; what it grants itself is not looked at.
    codebook : Codebook
        Its compared pair, else all its frames, must reach the floors.

    Returns
    -------
    (status, str)
        And the reason, one English sentence for the validation file.
    """
    frames = codebook.compare or codebook.frame_ids
    if missing := _missing(found, frames):
        return "unvalidated", missing
    lowest = min(a.alpha or 0.0 for a in found.agreement if a.frame in frames)
    fresh = {s.part for s in found.samples if not s.seen}
    parts = {s.part for s in found.samples}
    if lowest >= RELIABLE and (part := _reaches(found, frames, fresh, CLAIM)):
        return "validated", f"alpha {lowest:.2f} or more, {CLAIM} units or more in the part {part!r}"
    if lowest >= TENTATIVE and (part := _reaches(found, frames, parts, PILOT)):
        return "piloted", f"alpha {lowest:.2f} or more, {PILOT} units or more in the part {part!r}"
    return "unvalidated", (
        f"alpha {lowest:.2f}, or fewer than {PILOT} units in every part, or precision or recall below {RIGHT:.2f}"
    )


def _missing(found: Evidence, frames: Iterable[str]) -> str:
    """Say what is missing before any floor is looked at: people, and units that two of them read."""
    people, machines = (sum(c.kind == kind for c in found.coders) for kind in ("human", "machine"))
    if people < 2:
        return f"{people} human coder(s) and {machines} machine reader(s); a status takes two people"
    if machines:
        return f"{machines} machine reader(s) beside {people} people; record the people's codings alone"
    agreed = {a.frame: a for a in found.agreement}
    for frame in frames:
        if frame not in agreed or not agreed[frame].n:
            return f"no unit was read by two people for the frame {frame!r}"
        if agreed[frame].alpha is None:
            return f"all readings of the frame {frame!r} are the same, so that agreement on it is unknown"
        if agreed[frame].n < PILOT:
            return f"{agreed[frame].n} units were read by two people for the frame {frame!r}, fewer than {PILOT}"
    return ""


def _reaches(found: Evidence, frames: Iterable[str], parts: set[str], least: int) -> str:
    """Name a part in which every frame has enough units and is right more often than not."""
    for part in sorted(parts):
        rows = {m.frame: m for m in found.accuracy if m.part == part and m.weighting == "none" and m.n >= least}
        if all(f in rows and min(rows[f].precision or 0.0, rows[f].recall or 0.0) >= RIGHT for f in frames):
            return part
    return ""
