"""A sample that keeps the make-up of what it is drawn from, the same for the same items wherever they stand."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence


def draw(names: Sequence[str], *, strata: Sequence[tuple[str, ...]], most: int) -> list[int]:
    """Draw up to `most` places in proportion to the strata, at least one of each, in the order of the names given."""
    # Within a stratum the items with the smallest hash of their name are drawn: an item added elsewhere moves nothing.
    if len(names) <= most:
        return list(range(len(names)))
    members: dict[tuple[str, ...], list[int]] = {}
    for place, stratum in enumerate(strata):
        members.setdefault(stratum, []).append(place)
    sizes = shares({stratum: len(held) for stratum, held in members.items()}, most=most)
    chosen: list[int] = []
    for stratum, held in members.items():
        chosen += sorted(held, key=lambda place: _hash(names[place]))[: sizes[stratum]]
    return sorted(chosen)


def shares(sizes: dict[tuple[str, ...], int], *, most: int) -> dict[tuple[str, ...], int]:
    """Divide `most` in proportion to sizes, by the largest remainder, at least one each."""
    # Example: 590, 9 and 1 of 600 with most 60: 59, .9 and .1 give 59, 1 and 1, and the largest gives one up: 58, 1, 1.
    # With more strata than `most` the largest have one each, the others none.
    whole = sum(sizes.values())
    order = sorted(sizes, key=lambda one: (-sizes[one], one))
    if len(order) >= most:
        return {one: int(place < most) for place, one in enumerate(order)}
    exact = {one: most * n / whole for one, n in sizes.items()}
    found = {one: max(1, int(share)) for one, share in exact.items()}
    by_rest = sorted(order, key=lambda one: (found[one] - exact[one], -sizes[one], one))  # what lacks most comes first
    for one in by_rest[: max(0, most - sum(found.values()))]:
        found[one] += 1
    while sum(found.values()) > most:
        found[max(order, key=lambda one: found[one])] -= 1
    return found


def _hash(name: str) -> bytes:
    """Hash the name of an item."""
    return hashlib.sha256(name.encode("utf-8", "surrogatepass")).digest()
