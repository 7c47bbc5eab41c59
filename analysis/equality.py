"""Equality of values that may hold NaN, the same on every Python, and of values that hold tables."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import fields
from typing import Any


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


class ContentEqual:
    """Base of frozen dataclasses, made with eq=False, that hold tables or arrays: of the same content they are equal.

    By itself a dataclass compares tuples, and a comparison of two tables is a table, which is neither true nor false.
    Fields made with compare=False do not count. Such values are too large to be hashed, and have no hash.
    """

    __hash__ = None  # type: ignore[assignment] # as Python has it for what defines __eq__ alone

    def __eq__(self, other: object) -> bool:
        """Tell whether all fields have the same content."""
        if not isinstance(other, ContentEqual) or other.__class__ is not self.__class__:
            return NotImplemented
        names = [field.name for field in fields(self) if field.compare]  # type: ignore[arg-type] # a dataclass
        return all(_same(getattr(self, name), getattr(other, name)) for name in names)


def _same(one: Any, other: Any) -> bool:
    """Tell whether two values have the same content: tables, arrays, mappings of them, or anything else."""
    if type(one) is not type(other):
        return False
    if hasattr(one, "equals"):  # a table; NaN equals NaN there, and attrs do not count
        return bool(one.equals(other))
    if hasattr(one, "tobytes"):
        return bool(one.dtype == other.dtype and one.shape == other.shape and (one == other).all())
    if isinstance(one, Mapping):
        return one.keys() == other.keys() and all(_same(value, other[key]) for key, value in one.items())
    return bool(one == other)
