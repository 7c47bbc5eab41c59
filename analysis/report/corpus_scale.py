"""Axes of the corpus charts: round ticks, a logarithmic axis of ratios, and where marks that would overlap go."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

_STEPS = (1, 2, 2.5, 5, 10)
_TICKS = 5
_FARTHEST = 64.0  # ratio at which the axis ends, whatever the interval
_POWERS = (2.0, 4.0, 8.0, 16.0, 32.0, 64.0)


@dataclass(frozen=True)
class _Axis:
    """A linear axis from 0: where it ends on the page, and its ticks."""

    left: float
    right: float
    top: float  # value at the right end
    ticks: tuple[float, ...]

    def at(self, value: float) -> float:
        """Place a value."""
        return self.left + (self.right - self.left) * min(max(value / self.top, 0.0), 1.0)


def linear(values: Sequence[float], *, left: float, right: float) -> _Axis:
    """Make an axis from 0 that holds all values."""
    # Example: 23.8 has the steps 0, 5, 10, 15, 20, 25; values that are all 0 have 0 and 1
    most = max(values, default=0.0)
    if most <= 0:
        return _Axis(left, right, 1.0, (0.0, 1.0))
    power = 10 ** math.floor(math.log10(most / _TICKS))
    step = next(one * power for one in _STEPS if one * power * _TICKS >= most - 1e-12)
    n = math.ceil(most / step - 1e-9)
    return _Axis(left, right, step * n, tuple(step * k for k in range(n + 1)))


@dataclass(frozen=True)
class _RatioAxis:
    """A logarithmic axis around 1, as far to one side as to the other."""

    left: float
    right: float
    most: float
    ticks: tuple[float, ...]

    def at(self, ratio: float) -> float:
        """Place a ratio; one beyond the ends at the end."""
        half = (self.right - self.left) / 2
        share = math.log(ratio) / math.log(self.most) if ratio > 0 else -1.0
        return self.left + half * (1 + min(max(share, -1.0), 1.0))


def ratios(values: Sequence[float], *, left: float, right: float) -> _RatioAxis:
    """Make an axis that holds the ratios, up to 64 times."""
    # Example: 0.24 to 10.8 end at 16, with ticks at 1/16, 1/4, 1, 4 and 16
    far = max((max(value, 1 / value) for value in values if value > 0), default=2.0)
    most = next((power for power in _POWERS if power >= far), _FARTHEST)
    up = [2.0**k for k in range(1, round(math.log2(most)) + 1)]
    up = up if len(up) <= 2 else [one for one in up if (round(math.log2(most)) - round(math.log2(one))) % 2 == 0]
    return _RatioAxis(left, right, most, (*(1 / one for one in reversed(up)), 1.0, *up))


def swarm(places: Sequence[float], *, size: float, room: float) -> list[float]:
    """Move marks up or down, in the order given, so that those side by side do not hide one another."""
    # Example: places 10, 11, 30 with size 6 give 0, -6 and 0: the second goes above the first
    offsets: list[float] = []
    levels = [0.0]
    k = 1
    while k * size <= room:
        levels += [-k * size, k * size]  # above first
        k += 1
    for number, place in enumerate(places):
        near = [offsets[at] for at in range(max(0, number - 4 * len(levels)), number) if abs(places[at] - place) < size]
        free = (level for level in levels if all(abs(level - taken) >= size - 1e-9 for taken in near))
        offsets.append(next(free, levels[number % len(levels)]))
    return offsets
