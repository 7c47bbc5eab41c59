"""Equality of values that may hold NaN, the same on every Python."""

from __future__ import annotations

import math


class NanEqual:
    """Base of frozen dataclasses, made with eq=False, in which an undefined number equals an undefined number.

    By itself a dataclass leaves this to the version of Python: up to 3.12 it compares tuples, where one NaN object
    equals itself; since 3.13 it compares field by field, where NaN equals nothing.
    """

    def __eq__(self, other: object) -> bool:
        """Tell whether all fields are the same, NaN counting as one value."""
        if not isinstance(other, NanEqual) or other.__class__ is not self.__class__:
            return NotImplemented
        return self._values() == other._values()

    def __hash__(self) -> int:
        """Give values that are equal the same hash."""
        return hash(self._values())

    def _values(self) -> tuple[object, ...]:
        """List the fields, every NaN as the one of `math`: in a tuple, what is the same object is equal."""
        return tuple(math.nan if isinstance(v, float) and math.isnan(v) else v for v in vars(self).values())
